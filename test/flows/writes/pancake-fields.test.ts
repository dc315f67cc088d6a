import { beforeEach, describe, expect, test } from "vitest";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** Fields of orders and customers that only some tills have: "Cập nhật đơn hàng", "Cập nhật khách hàng". */

let shop: WriteShop;
let product: string;
let staff: string;

beforeEach(async () => {
  shop = await openWriteShop("pancake");
  product = shop.ids("products")[0]!;
  staff = shop.ids("staff")[0]!;
});

const rowsOf = (resource: string): any[] => [...shop.world.simulator.rows(resource)];
const rowOf = (resource: string, id: string): any => rowsOf(resource).find((row) => String(row.id) === id);
const done = async (method: string, path: string, body: object): Promise<any> => {
  const answer = await shop.request(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await shop.settle(30);
  const write = await shop.write(answer.body.id);
  expect(write, JSON.stringify(write.error)).toMatchObject({ state: "succeeded" });
  expect(write.result!.notTaken).toBeUndefined();
  return write.result;
};
const dryRun = (method: string, path: string, body: object) => shop.request(method, `${path}?dryRun=true`, body);
const order = () => ({
  customer: { name: "Lan", phone: "0901234567" },
  lines: [{ productId: product, quantity: 1, price: 100_000 }],
});

describe("an order", () => {
  test("belongs to a seller, by name or id, and has gifts", async () => {
    const name = rowsOf("staff")[0].user.name;
    const lines = [...order().lines, { productId: product, quantity: 1, price: 90_000, gift: true }];
    const { id, unseen } = await done("POST", "orders", { ...order(), lines, staffId: name });
    expect(unseen).toBeUndefined();
    expect(rowOf("orders", id)).toMatchObject({ assigning_seller_id: staff, total_price: 100_000 });
    expect(rowOf("orders", id).items.map((item: any) => item.is_bonus_product)).toEqual([false, true]);
  });

  test("gets labels, another seller, a source, a carrier and a waybill by a change, and each is seen", async () => {
    const { id } = await done("POST", "orders", order());
    const change = {
      tags: ["Chờ cọc", "3"],
      staffId: staff,
      channel: "Shopee",
      shipping: { carrierCode: "5", trackingCode: "GHN0001" },
    };
    const { unseen } = await done("PATCH", `orders/${id}`, change);
    expect(unseen).toBeUndefined();
    expect(rowOf("orders", id)).toMatchObject({
      tags: [
        { id: 2, name: "Chờ cọc" },
        { id: 3, name: "Nhập hàng" },
      ],
      assigning_seller_id: staff,
      order_sources_name: "Shopee",
      partner: { partner_id: 5, extend_code: "GHN0001" },
    });
    const { body } = await dryRun("PATCH", `orders/${id}`, { shipping: { trackingCode: "GHN0002" } });
    expect(body.carried.partner).toEqual({ partner_id: 5 });
    expect(body.body.partner).toEqual({ partner_id: 5, extend_code: "GHN0002" });
  });

  test("names what the document has in no order, or only in a change of one", async () => {
    const full = {
      ...order(),
      tags: ["Chờ cọc"],
      lines: [{ ...order().lines[0], taxRate: 8, serials: ["A1"], batch: { code: "L1" } }],
      shipping: { carrierCode: "5", serviceCode: "x", trackingCode: "y", expectedAt: "2026-12-01T00:00:00Z" },
    };
    const { status, body } = await dryRun("POST", "orders", full);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(Object.keys(body.dropped).sort()).toEqual([
      "lines.0.batch",
      "lines.0.serials",
      "lines.0.taxRate",
      "shipping.carrierCode",
      "shipping.expectedAt",
      "shipping.serviceCode",
      "shipping.trackingCode",
      "tags",
    ]);
  });

  test("with a label that the shop does not have is refused by its entry", async () => {
    const id = shop.ids("orders")[0]!;
    const { status, body } = await dryRun("PATCH", `orders/${id}`, { tags: ["Chờ cọc", "Không có"] });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ field: "tags.1" })]);
  });

  test("that was sent takes labels and notes, and no other seller", async () => {
    const { id } = await done("POST", "orders", order());
    await done("PATCH", `orders/${id}`, { status: "shipping" });
    await done("PATCH", `orders/${id}`, { tags: ["Chờ cọc"], note: "Đã gửi" });
    const { status, body } = await dryRun("PATCH", `orders/${id}`, { staffId: staff });
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ field: "staffId" })]);
  });
});

describe("a customer", () => {
  test("gets labels, points and a level by its name, and each is seen", async () => {
    const id = shop.ids("customers")[0]!;
    const { unseen } = await done("PATCH", `customers/${id}`, { tags: ["VIP"], points: 20, groups: ["Bạc"] });
    expect(unseen).toBeUndefined();
    expect(rowOf("customers", id)).toMatchObject({ tags: ["VIP"], reward_point: 20, level: { name: "Bạc" } });
  });

  test("has one level, and none that the shop does not know", async () => {
    const id = shop.ids("customers")[0]!;
    const fields = async (groups: string[]) =>
      (await dryRun("PATCH", `customers/${id}`, { groups })).body.errors.map(({ field }: any) => field);
    expect(await fields(["Kim cương"])).toEqual(["groups.0"]);
    expect(await fields([])).toEqual(["groups"]);
  });

  test("who is new has name, phone and birthday only, and the rest is named", async () => {
    const person = { name: "Lan", phone: "0901234567", tags: ["VIP"], points: 3, groups: ["Bạc"] };
    const { body } = await dryRun("POST", "customers", person);
    expect(Object.keys(body.dropped).sort()).toEqual(["groups", "points", "tags"]);
  });
});

test("a product that is removed and not answered for is removed once, and is known to be gone", async () => {
  shop.world.simulator.faults.next(
    "timeoutAfterCommit",
    ({ method, path }) => method === "PUT" && /products/.test(path),
  );
  expect(await done("DELETE", `products/${product}`, {})).toMatchObject({ id: product });
  expect(rowOf("products", product)).toBeUndefined();
});
