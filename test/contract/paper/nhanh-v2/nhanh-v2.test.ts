import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/core/time.ts";
import { createPaperWorld, differences, type PaperWorld } from "../world.ts";
import { shelves } from "./shelves.ts";
import { businessId, credentials, drawNhanhV2, locked, type PaperNhanhV2, refusal } from "./vendor.ts";

const START = "2025-08-05T00:00:00Z";

let paper: PaperNhanhV2;
let world: PaperWorld;
beforeAll(async () => {
  paper = await drawNhanhV2(() => world?.now() ?? Date.parse(START));
  world = await createPaperWorld("nhanh-v2", {
    credentials,
    hosts: { api: paper.url, consent: paper.url },
    clock: START,
    since: "2025-07-20T00:00:00Z",
  });
  const answer = await world.register();
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { health: "healthy" } });
  await world.cycle(undefined, true);
});
afterAll(() => paper[Symbol.asyncDispose]());

const to = (call: string) => (request: { path: string }) => request.path === `/api/${call}`;
const seconds = () => Math.floor(world.now() / 1_000);

describe("reading", () => {
  test("an order of order/index, keyed by its id, is stored as its page says", async () => {
    expect(await world.record("orders", "125123098")).toMatchObject({
      // "Order status": Confirmed.
      status: "confirmed",
      vendorStatus: { code: "Confirmed", name: "Đã xác nhận" },
      locationId: "31010",
      customerId: "20184482",
      customer: { name: "Nguyễn Văn A", phone: "0987654321", email: "email_1@gmail.com" },
      lines: [
        { productId: "312311", code: "SP1", quantity: 2, price: 189_000, total: 369_000, serials: ["IMEI 1"] },
        { productId: "312312", code: "SP2", quantity: 1, price: 109_000, total: 117_720, note: "gói quà" },
      ],
      tax: 8_720,
      paid: 150_000,
      channelOrderId: "WEB-1",
      note: "Giao giờ hành chính",
      tags: ["VIP"],
      // 2025-08-01 08:00:00 in Vietnam.
      createdAt: "2025-08-01T01:00:00.000Z",
      shipping: {
        address: { line: "170 La Thành", province: "Hà Nội", provinceId: "2", district: "Đống Đa", districtId: "21" },
        carrier: "Giao hàng nhanh",
        // `carrierCode` is the waybill.
        trackingCode: "GHN0001",
        fee: 30_000,
        // shipFee + codFee + declaredFee + returnFee + overWeightShipFee.
        cost: 43_000,
        cod: 366_720,
      },
    });
  });

  test("a bill of bill/search, mode 2 and type 2, is an invoice; type 1 is a return", async () => {
    const invoice = await world.record("invoices", "330001");
    expect(invoice).toMatchObject({
      type: "retail",
      locationId: "31010",
      lines: [{ productId: "312311", quantity: 1, price: 500_000, discount: 50_000, serials: ["IMEI 1"] }],
      total: 450_000,
      paid: 450_000,
      createdAt: "2025-08-01T01:00:00.000Z",
    });
    expect(invoice.payments.map(({ method, amount }: any) => [method, amount]).sort()).toEqual([
      ["cash", 10_000],
      ["transfer", 440_000],
    ]);
    expect(await world.record("returns", "332000")).toMatchObject({ invoiceId: "330001", fee: 10_000 });
  });

  test("a depot of store/depot and the tree of product/category", async () => {
    expect(await world.record("locations", "31010")).toMatchObject({
      name: "Kho Hà Nội",
      phone: "0987654321",
      address: { line: "170 Đê La Thành", province: "Hà Nội", district: "Đống Đa", ward: "Ô Chợ Dừa", wardId: "1116" },
    });
    const tree = [...(await world.records("categories")).values()];
    expect(Object.fromEntries(tree.map(({ id, parentId, name }) => [id, [name, parentId]]))).toEqual({
      "5001": ["Áo", undefined],
      "5002": ["Áo sơ mi", "5001"],
      "5003": ["Tay dài", "5002"],
      "5010": ["Quần", undefined],
    });
  });

  test.each(Object.keys(shelves))("every drawn row of %s is in the copy with the values of its page", async (name) => {
    // Products and their stock come out of one list.
    const many = name === "products" || name === "inventory" ? ["products", "inventory"] : [name];
    expect((await world.records(name)).size).toBe(many.reduce((sum, each) => sum + shelves[each]!.length, 0));
    expect(await differences(world, "nhanh-v2", name, shelves[name]!)).toEqual([]);
  });

  test("nothing is asked for that the pages do not have, and no window is longer than 10 days", async () => {
    expect(paper.strange).toEqual([]);
    const status = Object.values(await world.status());
    expect(status.filter(({ state }) => state !== "current").map(({ resource }) => resource)).toEqual([]);
  });
});

describe("changes", () => {
  test("an edit is found by updatedDateTimeFrom", async () => {
    const order = paper.rows.orders!.find(({ id }) => id === 125_123_098);
    Object.assign(order, { description: "Giao buổi tối", updatedAt: seconds() });
    world.pass(10 * MINUTE);
    await world.cycle(["orders"]);
    expect(await world.record("orders", "125123098")).toMatchObject({ note: "Giao buổi tối" });
  });
});

describe("errors", () => {
  test("after 429 nothing is sent to that address before unlockedAt", async () => {
    world.pass(70 * MINUTE);
    paper.next(to("order/source"), locked(25, world.now()));
    const before = paper.requests.length;
    const began = world.now();
    await world.request("POST", "/v1/shops/paper-shop/sync", { resources: ["order-sources"] });
    await world.stack.drain({ delayed: false });
    expect(paper.requests.slice(before).filter(to("order/source"))).toHaveLength(1);
    await world.stack.drain();
    expect(paper.requests.slice(before).filter(to("order/source")).length).toBeGreaterThan(1);
    expect(world.now() - began).toBeGreaterThanOrEqual(25 * SECOND);
    expect(await world.health()).toBe("healthy");
  });

  test("ERR_403 closes the one collection that the token may not see", async () => {
    world.pass(10 * MINUTE);
    const stored = (await world.records("customers")).size;
    const allow = paper.hold(
      to("customer/search"),
      refusal("ERR_403", ["The app or accessToken is not authorized for this feature"]),
    );
    await world.cycle(["customers", "orders"]);
    const status = await world.status();
    expect(status.customers.error).toMatchObject({ code: "forbidden" });
    expect(status.orders.state).toBe("current");
    expect((await world.records("customers")).size).toBe(stored);
    allow();
  });

  test("a dead token asks for a person, and a new consent heals", async () => {
    world.pass(10 * MINUTE);
    const allow = paper.hold(to("order/index"), refusal("ERR_INVALID_ACCESS_TOKEN", ["Invalid accessToken"]));
    await world.cycle(["orders"]);
    expect(await world.health()).toBe("needs-reauth");
    allow();
    const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", credentials);
    expect(answer.body.health).toBe("healthy");
  });

  test("a failure without a code and without words changes nothing in the copy", async () => {
    world.pass(10 * MINUTE);
    const stored = (await world.records("orders")).size;
    // Drawn so for form-data that is no JSON, and without any word.
    paper.next(to("order/index"), refusal(undefined, ["invalid data"]));
    await world.cycle(["orders"]);
    paper.next(to("order/index"), refusal(undefined, []));
    world.pass(70 * MINUTE);
    await world.cycle(["orders"]);
    expect((await world.records("orders")).size).toBe(stored);
    expect(await world.health()).not.toBe("needs-reauth");
    world.pass(70 * MINUTE);
    await world.cycle(["orders"]);
    expect((await world.status()).orders.state).toBe("current");
  });
});

describe("webhooks", () => {
  const deliver = async (event: string, data: unknown, webhooksVerifyToken?: string) => {
    const { secret } = await world.hook();
    return world.deliver({}, { event, businessId, webhooksVerifyToken: webhooksVerifyToken ?? secret, data });
  };

  test("an order that is told about is asked for; another token in the body asks for nothing", async () => {
    const asked = (since: number) =>
      paper.requests
        .slice(since)
        .filter((request) => to("order/index")(request) && String(request.body.id) === "125123099");
    const order = paper.rows.orders!.find(({ id }) => String(id) === "125123099");
    Object.assign(order, { statusCode: "Success", statusName: "Thành công", updatedAt: seconds() });
    const data = { businessId, orderId: 125_123_099, status: "Success" };
    const before = paper.requests.length;
    expect(await deliver("orderUpdate", data, "another-token-0123456789")).toBe(200);
    expect(asked(before)).toEqual([]);
    expect(await deliver("orderUpdate", data)).toBe(200);
    expect(asked(before).length).toBeGreaterThan(0);
    expect(await world.record("orders", "125123099")).toMatchObject({ status: "completed" });
  });

  test("inventoryChange, keyed by product, names products whose stock is read again", async () => {
    const product = paper.rows.products!.find(({ idNhanh }) => idNhanh === 312_311);
    product.inventory.remain = 18;
    expect(await deliver("inventoryChange", { "312311": { id: 312_311, shopProductId: "SP-1", remain: 1 } })).toBe(200);
    expect(await world.record("inventory", "312311")).toMatchObject({ onHand: 18 });
  });

  test("orderDelete names an order that the list does not show any more, and one that it shows", async () => {
    const leaving = paper.rows.orders!.find(({ id }) => String(id) === "125123100");
    paper.rows.orders!.splice(paper.rows.orders!.indexOf(leaving), 1);
    expect(await deliver("orderDelete", ["125123100", "125123103"])).toBe(200);
    // That the list does not show an order proves nothing here; complete listings with time between them do.
    for (let day = 0; day < 3; day += 1) {
      world.pass(25 * 60 * MINUTE);
      await world.cycle(["orders"], true);
    }
    expect((await world.records("orders")).has("125123100")).toBe(false);
    expect((await world.records("orders")).has("125123103")).toBe(true);
  });
});

describe("writing", () => {
  const last = (call: string) => paper.written.filter((each) => each.call === call).at(-1)?.body;
  const done = async (method: string, path: string, body: unknown, key: string) => {
    const write = await world.write(method, path, body, key);
    expect(write, `${path} ${JSON.stringify(write.error)}`).toMatchObject({ state: "succeeded" });
    return write;
  };

  test("orders go by order/add with an id of our own, and on by order/update", async () => {
    const { result } = await done(
      "POST",
      "orders",
      {
        locationId: "31010",
        customer: { name: "Nguyễn Văn A", phone: "0987654321" },
        lines: [{ productId: "312311", name: "Sản phẩm 1", quantity: 2, price: 189_000 }],
        payments: [{ method: "transfer", amount: 100_000, accountId: "263475" }],
        shipping: {
          fee: 30_000,
          address: { line: "170 La Thành", province: "Hà Nội", district: "Đống Đa", ward: "Ô Chợ Dừa" },
        },
        note: "Giao giờ hành chính",
      },
      "order-1",
    );
    expect(last("order/add")).toMatchObject({
      id: expect.stringMatching(/^TB-/),
      depotId: 31_010,
      customerName: "Nguyễn Văn A",
      customerMobile: "0987654321",
      customerAddress: "170 La Thành",
      customerCityName: "Hà Nội",
      customerDistrictName: "Đống Đa",
      customerWardLocationName: "Ô Chợ Dừa",
      moneyTransfer: 100_000,
      moneyTransferAccountId: 263_475,
      customerShipFee: 30_000,
      description: "Giao giờ hành chính",
      productList: [{ idNhanh: 312_311, quantity: 2, price: 189_000, name: "Sản phẩm 1" }],
    });
    expect(await world.record("orders", result.id)).toMatchObject({ lines: [{ productId: "312311", quantity: 2 }] });
    await done("PATCH", `orders/${result.id}`, { status: "confirmed", note: "Gọi trước" }, "order-2");
    expect(last("order/update")).toEqual({ orderId: result.id, status: "Confirmed", description: "Gọi trước" });
    await done("POST", `orders/${result.id}/cancel`, {}, "order-3");
    // From New, Confirming and Confirmed only (order/update).
    expect(last("order/update")).toMatchObject({ orderId: result.id, status: "Canceled" });
    expect(await world.record("orders", result.id)).toMatchObject({ status: "cancelled" });
  });

  test("products and customers go by product/add and customer/add, as lists", async () => {
    const { result } = await done("POST", "products", { name: "Sản phẩm 9", code: "SP9", price: 100_000 }, "product-1");
    expect(last("product/add")).toMatchObject([
      { id: expect.any(String), name: "Sản phẩm 9", code: "SP9", price: 100_000 },
    ]);
    await done("PATCH", `products/${result.id}`, { price: 110_000 }, "product-2");
    expect(last("product/add")).toMatchObject([{ idNhanh: Number(result.id), price: 110_000 }]);
    await done("POST", "customers", { name: "Nguyễn Văn C", phone: "0989999998" }, "customer-1");
    expect(last("customer/add")).toMatchObject([{ name: "Nguyễn Văn C", mobile: "0989999998" }]);
  });

  test("a refusal by field ends the write with the vendor's sentence", async () => {
    paper.next(to("order/add"), refusal(undefined, { customerMobile: "Số điện thoại không hợp lệ" }));
    const write = await world.write(
      "POST",
      "orders",
      {
        customer: { name: "Nguyễn Văn A", phone: "0987654321" },
        lines: [{ productId: "312311", name: "Sản phẩm 1", quantity: 1, price: 1_000 }],
      },
      "order-9",
    );
    expect(write.state).toBe("rejected");
    expect(JSON.stringify(write.error)).toContain("Số điện thoại không hợp lệ");
  });

  test("no request carries a field that its page does not list", () => {
    expect(paper.strange).toEqual([]);
  });
});
