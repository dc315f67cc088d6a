import { beforeEach, describe, expect, test } from "vitest";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** Provinces, districts and wards by name or by id, in the vendor's own lists. */

let shop: WriteShop;
const customer = { name: "Lan", phone: "0901234567" };
const order = (address: object) => ({
  locationId: shop.ids("locations")[0],
  customer,
  lines: [{ productId: shop.ids("products")[0], quantity: 1, price: 5_000 }],
  shipping: { address: { line: "12 Lê Lợi", ...address } },
});
const dry = (path: string, body: object, query = "", method = "POST") =>
  shop.request(method, `${path}?dryRun=true${query}`, body);
/** The row of the vendor that the write has made or changed. */
const written = async (path: string, body: object, resource: string, method = "POST"): Promise<any> => {
  const answer = await shop.request(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await shop.settle(30);
  const { state, result } = await shop.write(answer.body.id);
  expect(state).toBe("succeeded");
  const row = [...shop.world.simulator.rows(resource)].find(
    ({ id, info }: any) => String(id ?? info.id) === result!.id,
  );
  return { row, result };
};

describe("Nhanh v3", () => {
  beforeEach(async () => {
    shop = await openWriteShop("nhanh-v3");
  });

  test.each([
    [
      { province: "TP. Hà Nội", district: "Q. Đống Đa", ward: "P. Ô Chợ Dừa" },
      { cityId: 254, districtId: 321, wardId: 1_116 },
    ],
    [
      { province: "sài gòn", district: "Q3", ward: "P.05" },
      { cityId: 255, districtId: 503, wardId: 5_035 },
    ],
    [
      { province: "Hà Nội", ward: "Ô Chợ Dừa" },
      { cityId: 254, districtId: 0, wardId: 9_001 },
    ],
    [
      { provinceId: "254", district: "Hoàn Kiếm" },
      { cityId: 254, districtId: 331, wardId: 0 },
    ],
    [
      { provinceId: "254", districtId: "321", wardId: "1117" },
      { cityId: 254, districtId: 321, wardId: 1_117 },
    ],
  ])("an order to %j goes by the ids of its scheme", async (place, ids) => {
    const { row, result } = await written("orders", order(place), "orders");
    expect(row.shippingAddress).toMatchObject({ address: "12 Lê Lợi", ...ids });
    expect(result.notTaken).toBeUndefined();
  });

  test("a dry run shows the ids that will be sent", async () => {
    const place = { province: "Hà Nội".normalize("NFD"), ward: "Ô Chợ Dừa" };
    const { body } = await dry("orders", order(place));
    expect(body.body.shippingAddress).toMatchObject({ cityId: 254, wardId: 9_001, locationVersion: "v2" });
    expect(body.filled).toMatchObject({
      "shipping.address.provinceId": "254",
      "shipping.address.wardId": "9001",
      "shipping.address.scheme": "two-tier",
    });
  });

  test("a name that the lists do not have is told, and the whole address is a text", async () => {
    const place = { province: "Hà Nội", district: "Đống Đa", ward: "Phường Không Có" };
    const { row, result } = await written("orders", order(place), "orders");
    expect(row.shippingAddress).toMatchObject({
      address: "12 Lê Lợi, Phường Không Có, Đống Đa, Hà Nội",
      cityId: 0,
      districtId: 0,
      wardId: 0,
    });
    expect([...result.notTaken].sort()).toEqual([
      "shipping.address.district",
      "shipping.address.province",
      "shipping.address.ward",
    ]);
    const strict = await dry("orders", order(place), "&strict=true");
    expect(strict.status).toBe(422);
    expect(strict.body.errors).toEqual([
      {
        field: "shipping.address.ward",
        message: "Nhanh v3 lists no ward called Phường Không Có in Quận Đống Đa",
      },
    ]);
  });

  test("a name that two areas have is refused by field", async () => {
    const refusedIn = async (place: object) => (await dry("orders", order(place), "&strict=true")).body.errors;
    expect(await refusedIn({ province: "Hà Nội", district: "Sơn Tây" })).toEqual([
      { field: "shipping.address.district", message: expect.stringContaining("2 districts called Sơn Tây in Hà Nội") },
    ]);
    expect(await refusedIn({ province: "Hà Nội", ward: "Cửa Nam" })).toEqual([
      { field: "shipping.address.ward", message: expect.stringContaining("2 wards called Cửa Nam") },
    ]);
  });

  test("another place of an order replaces the old one in the other scheme", async () => {
    const { row } = await written("orders", order({ provinceId: "254", districtId: "321", wardId: "1116" }), "orders");
    const address = { line: "2 Cửa Nam", province: "Hà Nội", ward: "phường cửa nam" };
    const after = await written(`orders/${row.info.id}`, { shipping: { address } }, "orders", "PATCH");
    expect(after.row.shippingAddress).toMatchObject({
      address: "2 Cửa Nam",
      cityId: 254,
      districtId: 0,
      wardId: 9_002,
    });
    expect(after.result.notTaken).toBeUndefined();
  });

  test("a customer gets ids of three tiers, and an address of two tiers is a text", async () => {
    const place = { line: "1 Láng", province: "Hà Nội", district: "Đống Đa", ward: "Láng Hạ" };
    const { row } = await written("customers", { name: "Hoa", phone: "0912345678", address: place }, "customers");
    expect(row.locations).toEqual({ cityId: 254, districtId: 321, wardId: 1_117 });
    const two = { line: "1 Láng", provinceId: "254", wardId: "9001" };
    const other = await written("customers", { name: "Mai", phone: "0912345679", address: two }, "customers");
    expect(other.row).toMatchObject({ address: "1 Láng, Phường Ô Chợ Dừa, Hà Nội", locations: [] });
    expect(other.result.notTaken).toContain("address.wardId");
  });

  test("a shipment goes by the ids of the hub's own list", async () => {
    const at = (place: object) => ({ ...customer, address: { line: "1 Lê Lợi", ...place } });
    const sender = at({ province: "Hà Nội", district: "Đống Đa", ward: "Láng Hạ" });
    const receiver = at({ province: "Hồ Chí Minh", district: "Q.1", ward: "Bến Nghé" });
    const shipment = { locationId: "1", sender, receiver, weightGrams: 500, carrierCode: "8" };
    const { body } = await dry("shipments", shipment);
    expect(body.body.sender.shippingLocation).toMatchObject({
      locationVer: "v1",
      provinceId: 254,
      districtId: 321,
      wardId: 1_117,
    });
    expect(body.body.receiver.shippingLocation).toMatchObject({ provinceId: 255, districtId: 501, wardId: 5_011 });
    const unknown = { ...shipment, receiver: at({ province: "Hồ Chí Minh", district: "Q.1", ward: "Bến Tre" }) };
    const refused = await dry("shipments", unknown);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toContainEqual({
      field: "receiver.address.ward",
      message: expect.stringContaining("no ward called Bến Tre in Quận 1"),
    });
  });
});

describe("Nhanh v2", () => {
  beforeEach(async () => {
    shop = await openWriteShop("nhanh-v2");
  });
  const right = { customerCityName: "Hồ Chí Minh", customerDistrictName: "Quận 1" };

  test.each([
    [{ province: "TP Hồ Chí Minh", district: "Q1", ward: "P. Bến Nghé" }],
    [{ provinceId: "3", districtId: "7", wardId: "71" }],
    [{ provinceId: "3", district: "Quận 1", wardId: "71" }],
  ])("an order to %j goes by the names of the list", async (place) => {
    const { body } = await dry("orders", order(place));
    expect(JSON.stringify(body.body)).toContain("Bến Nghé");
    const { row } = await written("orders", order(place), "orders");
    expect(row).toMatchObject({ customerCity: right.customerCityName, customerDistrict: right.customerDistrictName });
  });

  test("an id without a name, a strange one and two tiers are told or refused, never left out in silence", async () => {
    const strict = async (place: object) =>
      (await dry("orders", order(place), "&strict=true")).body.errors.map(({ field }: any) => field);
    expect(await strict({ provinceId: "99" })).toEqual(["shipping.address.provinceId"]);
    expect(await strict({ wardId: "71" })).toEqual(["shipping.address.district"]);
    expect(await strict({ province: "Hà Nội", ward: "Tràng Tiền", scheme: "two-tier" })).toEqual([
      "shipping.address.scheme",
    ]);
    const { body } = await dry("orders", order({ provinceId: "99", province: "Nam Định" }));
    expect(Object.keys(body.dropped).sort()).toEqual(["shipping.address.province", "shipping.address.provinceId"]);
    expect(body.command.shipping.address).toEqual({ line: "12 Lê Lợi, Nam Định" });
  });

  test("a customer is made and moved by ids", async () => {
    const address = { line: "1 Lê Lợi", provinceId: "2", districtId: "4", wardId: "41" };
    const made = await written("customers", { name: "Hoa", phone: "0912345678", address }, "customers");
    expect(made.row).toMatchObject({ cityLocationId: 2, districtLocationId: 4, wardLocationId: 41 });
    await shop.world.pass(1_800_000);
    const moved = { line: "2 Võ Văn Tần", province: "Hồ Chí Minh", district: "Q. 3", ward: "Phường 05" };
    const after = await written(`customers/${made.result.id}`, { address: moved }, "customers", "PATCH");
    expect(after.row).toMatchObject({ cityLocationId: 3, districtLocationId: 8, wardLocationId: 85 });
  });
});

describe("KiotViet", () => {
  let areaId: (name: string) => string;
  beforeEach(async () => {
    shop = await openWriteShop("kiotviet");
    areaId = (name) => {
      const rows = [...shop.world.simulator.rows("delivery-areas")] as { id: number; name: string }[];
      return String(rows.find((row) => row.name === name)!.id);
    };
  });
  const HOAN_KIEM = "Hà Nội - Quận Hoàn Kiếm";

  test.each(["orders", "invoices"])("%s are delivered to an area by its name and its id", async (path) => {
    const id = areaId(HOAN_KIEM);
    const places = [
      { province: "Thành phố Hà Nội", district: "Q. Hoàn Kiếm", ward: "Tràng Tiền" },
      { districtId: id, ward: "Tràng Tiền" },
    ];
    for (const place of places) {
      const { body } = await dry(path, order(place));
      expect((body.body.orderDelivery ?? body.body.deliveryDetail) as object).toMatchObject({
        address: "12 Lê Lợi",
        locationId: Number(id),
        locationName: HOAN_KIEM,
        wardName: "Tràng Tiền",
      });
    }
  });

  test("a province of two tiers is one that the list names, with an id only where it has one of its own", async () => {
    const of = async (place: object) => (await dry("orders", order(place))).body.body.orderDelivery;
    expect(await of({ province: "TP Huế", ward: "Phường Thuận Hóa" })).toMatchObject({
      locationId: Number(areaId("Huế")),
      locationName: "Huế",
      wardName: "Phường Thuận Hóa",
    });
    const hanoi = await of({ province: "hà nội", ward: "Phường Cửa Nam" });
    expect(hanoi).toMatchObject({ locationName: "Hà Nội", wardName: "Phường Cửa Nam" });
    expect(hanoi).not.toHaveProperty("locationId");
  });

  test("an order and a customer are moved to another area as a whole", async () => {
    const { row } = await written("orders", order({ province: "Huế", ward: "Phường Thuận Hóa" }), "orders");
    const address = { line: "9 Trần Phú", district: "Hoàn Kiếm", province: "Hà Nội" };
    const after = await written(`orders/${row.id}`, { shipping: { address } }, "orders", "PATCH");
    expect(after.row.orderDelivery).toMatchObject({ locationName: HOAN_KIEM, wardName: "", address: "9 Trần Phú" });
    const made = await written("customers", { name: "Hoa", phone: "0912345678", address }, "customers");
    expect(made.row).toMatchObject({ locationName: HOAN_KIEM });
  });

  test("an area that the shop does not have is told or refused", async () => {
    const place = { province: "Cà Mau", district: "Huyện Năm Căn", ward: "Xã Đất Mới" };
    const { body } = await dry("orders", order(place));
    expect(body.body.orderDelivery).toMatchObject({ address: "12 Lê Lợi, Xã Đất Mới, Huyện Năm Căn, Cà Mau" });
    expect(body.body.orderDelivery).not.toHaveProperty("locationName");
    expect(Object.keys(body.dropped)).toHaveLength(3);
    const strict = await dry("orders", order({ ...place, province: "Hà Nội" }), "&strict=true");
    expect(strict.body.errors).toEqual([
      {
        field: "shipping.address.district",
        message: "KiotViet lists no district called Huyện Năm Căn in Hà Nội",
      },
    ]);
  });
});

describe("the lists", () => {
  const isList = ({ path }: { path: string }) => path.endsWith("/shipping/location");
  const place = { province: "Hà Nội", district: "Đống Đa", ward: "Láng Hạ" };
  const readings = () => shop.world.simulator.log.filter(isList).length;
  beforeEach(async () => {
    shop = await openWriteShop("nhanh-v3");
  });

  test("are read once for many writes", async () => {
    const orders = Array.from({ length: 20 }, (_, at) => ({
      ...order(place),
      customer: { name: "Lan", phone: `09012345${10 + at}` },
    }));
    expect((await shop.request("POST", "orders", orders)).status).toBe(207);
    await shop.settle(60);
    expect(shop.world.simulator.log.filter(({ path }) => path.endsWith("/order/add"))).toHaveLength(20);
    expect(readings()).toBe(3);
  });

  test("that cannot be read when the command comes are read before the call", async () => {
    shop.world.simulator.faults.next("serverError", isList);
    const answer = await shop.request("POST", "orders", order({ ...place, ward: "Láng Thượng" }));
    expect(answer).toMatchObject({ status: 202 });
    await shop.settle(30);
    const { state, command, result } = await shop.write(answer.body.id);
    expect(state).toBe("succeeded");
    expect(command).toMatchObject({ shipping: { address: { line: "12 Lê Lợi, Láng Thượng, Đống Đa, Hà Nội" } } });
    expect(result!.notTaken).toContain("shipping.address.ward");

    shop.world.simulator.faults.next("serverError", ({ path }) => path.endsWith("/shipping/location"));
    const other = await shop.request("POST", "orders", order({ province: "Sài Gòn", ward: "Sài Gòn" }));
    await shop.settle(30);
    const sent = await shop.write(other.body.id);
    expect(sent).toMatchObject({ state: "succeeded" });
    const row: any = [...shop.world.simulator.rows("orders")].find(
      ({ info }: any) => String(info.id) === sent.result!.id,
    );
    expect(row.shippingAddress).toMatchObject({ cityId: 255, wardId: 9_101, districtId: 0 });
    expect(sent.result!.notTaken).toBeUndefined();
  });

  test("are read before a call for many as well", async () => {
    shop.world.simulator.faults.next("serverError", isList);
    const people = Array.from({ length: 5 }, (_, at) => ({
      name: `Khách ${at}`,
      phone: `091234567${at}`,
      address: { line: "1 Láng", ...place },
    }));
    const { body } = await shop.request("POST", "customers", people);
    await shop.settle(60);
    for (const { write } of body.data) {
      const { state, result } = await shop.write(write.id);
      expect(state).toBe("succeeded");
      const row: any = [...shop.world.simulator.rows("customers")].find(({ id }: any) => String(id) === result!.id);
      expect(row.locations).toEqual({ cityId: 254, districtId: 321, wardId: 1_117 });
    }
  });

  test("of a slow vendor are not waited for longer than five seconds", async () => {
    shop.world.simulator.faults.next("timeout", isList);
    const before = shop.world.time.now();
    const answer = await shop.request("POST", "orders", order(place));
    expect(answer.status).toBe(202);
    expect(shop.world.time.now() - before).toBeLessThan(6_000);
    await shop.settle(60);
    expect((await shop.write(answer.body.id)).command).toMatchObject({
      shipping: { address: { provinceId: "254", districtId: "321", wardId: "1117" } },
    });
  });

  test("that cannot be read give no word about a strict command", async () => {
    shop.world.simulator.faults.next("serverError", isList);
    const answer = await shop.request("POST", "orders?strict=true", order(place));
    expect(answer).toMatchObject({ status: 409, body: { type: expect.stringMatching(/areas-unreachable$/) } });
    expect((await shop.request("POST", "orders?strict=true", order(place))).status).toBe(202);
  });
});
