import { beforeEach, expect, test } from "vitest";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** Areas that the document and recorded answers show: An Giang is 805 and 84_VN132, Xã An Phú is 84_VN13201. */

let shop: WriteShop;
beforeEach(async () => {
  shop = await openWriteShop("pancake");
});

const orderTo = async (address: object): Promise<{ result: any; address: any }> => {
  const body = {
    customer: { name: "Lan", phone: "0901234567" },
    lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 5_000 }],
    shipping: { address: { line: "12 Lê Lợi", ...address } },
  };
  const answer = await shop.request("POST", "orders", body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await shop.settle(30);
  const { state, result } = await shop.write(answer.body.id);
  expect(state).toBe("succeeded");
  const row: any = [...shop.world.simulator.rows("orders")].find(({ id }: any) => String(id) === result!.id);
  return { result, address: row.shipping_address };
};

test.each([
  [
    { province: "An Giang", ward: "Xã An Phú" },
    { new_province_id: "84_VN132", new_commune_id: "84_VN13201" },
  ],
  [
    { province: "tỉnh an giang", ward: "An Biên" },
    { new_province_id: "84_VN132", new_commune_id: "84_VN13256" },
  ],
  [
    { province: "Thành phố Hà Nội", district: "Ba Đình", ward: "Phường Cống Vị" },
    { province_id: "101", district_id: "10101", commune_id: "1010115" },
  ],
  [
    { province: "An Giang", district: "Huyện An Phú", ward: "An Phú", scheme: "three-tier" },
    { province_id: "805", district_id: "80505", commune_id: "8050501" },
  ],
])("%j gets the ids of its scheme from the vendor's lists", async (place, ids) => {
  const { result, address } = await orderTo(place);
  expect(address).toMatchObject({ ...ids, province_name: place.province, commnue_name: place.ward });
  expect(
    Object.keys(address)
      .filter((field) => /(province|district|commune)_id$/.test(field))
      .sort(),
  ).toEqual(Object.keys(ids).sort());
  expect(result.notTaken).toBeUndefined();
});

test("a name that the lists do not have travels as it was given, without half a set of ids", async () => {
  const { address } = await orderTo({ province: "An Giang", ward: "Phường Không Có" });
  expect(address).toMatchObject({ province_name: "An Giang", commnue_name: "Phường Không Có" });
  expect(address).not.toHaveProperty("new_province_id");
});

test("another place of a customer gets its ids, and those of the old scheme are cleared", async () => {
  const id = shop.ids("customers")[0]!;
  const answer = await shop.request("PATCH", `customers/${id}`, {
    address: { province: "An Giang", ward: "Xã An Phú" },
  });
  await shop.settle(30);
  expect((await shop.write(answer.body.id)).state).toBe("succeeded");
  const row: any = [...shop.world.simulator.rows("customers")].find((one: any) => one.id === id);
  expect(row.shop_customer_addresses[0]).toMatchObject({
    new_province_id: "84_VN132",
    new_commune_id: "84_VN13201",
    commune_id: null,
  });
});

test("a dry run shows the ids of the areas as they are sent, and no half of them where a name is not found", async () => {
  const order = (ward: string) => ({
    customer: { name: "Lan", phone: "0901234567" },
    lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 5_000 }],
    shipping: { address: { line: "12 Lê Lợi", province: "An Giang", ward } },
  });
  const shown = await shop.request("POST", "orders?dryRun=true", order("Xã An Phú"));
  expect(shown.status, JSON.stringify(shown.body)).toBe(200);
  expect(shown.body.body.shipping_address).toMatchObject({ new_province_id: "84_VN132", new_commune_id: "84_VN13201" });
  const unknown = await shop.request("POST", "orders?dryRun=true", order("Phường Không Có"));
  expect(unknown.body.body.shipping_address).not.toHaveProperty("new_province_id");
  expect(shop.journal().filter(({ operation }) => operation === "orders.create")).toEqual([]);
});
