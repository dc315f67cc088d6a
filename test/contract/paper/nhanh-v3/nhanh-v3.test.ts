import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/core/time.ts";
import { createPaperWorld, differences, type PaperWorld } from "../world.ts";
import { shelves } from "./shelves.ts";
import { businessId, credentials, drawNhanhV3, locked, type PaperNhanhV3, refusal } from "./vendor.ts";

const START = "2025-08-05T00:00:00Z";

let paper: PaperNhanhV3;
let world: PaperWorld;
beforeAll(async () => {
  paper = await drawNhanhV3(() => world?.now() ?? Date.parse(START));
  world = await createPaperWorld("nhanh-v3", {
    credentials,
    hosts: { api: `${paper.url}/pos`, vpage: `${paper.url}/vpage`, ship: `${paper.url}/ship`, consent: paper.url },
    clock: START,
    since: "2025-07-20T00:00:00Z",
  });
  const answer = await world.register();
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { health: "healthy" } });
  await world.cycle(undefined, true);
});
afterAll(() => paper[Symbol.asyncDispose]());

const to = (call: string) => (request: { path: string }) => request.path === `/pos/v3.0/${call}`;

describe("reading", () => {
  test("an order of order/list is stored as its page says", async () => {
    const { _meta, ...order } = await world.record("orders", "14903497");
    expect(order).toMatchObject({
      id: "14903497",
      // "Order status" 56 confirmed.
      status: "confirmed",
      vendorStatus: { code: "56" },
      locationId: "31010",
      customerId: "20184482",
      customer: { name: "Nguyễn Văn Cường", phone: "0928937476", code: "KH0001" },
      lines: [
        {
          id: "900001",
          productId: "1231281071",
          code: "SP1",
          quantity: 2,
          price: 189_000,
          // `discount` 4,500 is of one unit, `discountAmount` of the line.
          discount: 9_000,
          total: 369_000,
          serials: ["IMEI 1", "IMEI 2"],
        },
        { id: "900002", productId: "1231253490", quantity: 1, price: 109_000, total: 117_720, note: "gói quà" },
      ],
      tax: 8_720,
      paid: 150_000,
      channelOrderId: "7JnexpUBr12082025_1",
      note: "Giao hàng trong giờ hành chính",
      tags: ["VIP"],
      // 1754010000.
      createdAt: "2025-08-01T01:00:00.000Z",
      shipping: {
        address: { line: "170 La Thành", provinceId: "254", districtId: "321", wardId: "1116", scheme: "three-tier" },
        carrier: "Viettel",
        trackingCode: "VTP0001",
        fee: 30_000,
        cod: 366_720,
        weightGrams: 800,
      },
    });
    expect(order.payments).toEqual(
      expect.arrayContaining([
        { method: "deposit", amount: 50_000, accountId: "266363" },
        { method: "transfer", amount: 100_000, accountId: "263475" },
      ]),
    );
  });

  test("a bill of bill/list, mode 2 and type 2, is an invoice; type 1 is a return with its fee", async () => {
    expect(await world.record("invoices", "330001")).toMatchObject({
      type: "retail",
      locationId: "31010",
      customerId: "20184482",
      lines: [{ productId: "1231281071", quantity: 1, price: 500_000, total: 450_000, serials: ["IMEI 1"] }],
      total: 450_000,
      paid: 450_000,
      createdAt: "2025-08-01T01:00:00.000Z",
    });
    expect(await world.record("returns", "332000")).toMatchObject({
      invoiceId: "330001",
      fee: 10_000,
      locationId: "31010",
    });
  });

  test("stock of product/inventory, a customer of customer/list and a depot of business/depot", async () => {
    expect(await world.record("inventory", "1231281071")).toMatchObject({
      onHand: 20,
      available: 17,
      levels: [
        { locationId: "31010", onHand: 10, reserved: 2, available: 7 },
        { locationId: "31011", onHand: 10, reserved: 0, available: 10 },
      ],
    });
    expect(await world.record("customers", "20184482")).toMatchObject({
      code: "KH0001",
      name: "Nguyễn Văn A",
      phone: "0987654321",
      gender: "male",
      birthday: "1990-01-31",
      company: "Công ty A",
      points: 120,
      totalSpent: 1_250_000,
    });
    expect(await world.record("locations", "31010")).toMatchObject({
      code: "KHO1",
      name: "Kho Hà Nội",
      phone: "0987654321",
      address: { line: "170 Đê La Thành" },
    });
  });

  test.each(Object.keys(shelves).filter((name) => name !== "bills"))(
    "every drawn row of %s is in the copy with the values of its page",
    async (name) => {
      expect((await world.records(name)).size).toBe(shelves[name]!.length);
      expect(await differences(world, "nhanh-v3", name, shelves[name]!)).toEqual([]);
    },
  );

  test("nothing is asked for that the pages do not have, and no window is longer than 31 days", async () => {
    expect(paper.strange).toEqual([]);
    const status = Object.values(await world.status());
    expect(status.filter(({ state }) => state !== "current").map(({ resource }) => resource)).toEqual([]);
  });
});

describe("changes", () => {
  test("an edit is found by updatedAt, and order/deleted takes an order out of the copy", async () => {
    const order = paper.rows.orders!.find(({ info }) => info.id === 14_903_497);
    Object.assign(order.info, { description: "Giao buổi tối", updatedAt: Math.floor(world.now() / 1_000) });
    const leaving = paper.rows.orders!.find(({ info }) => info.id === 14_903_498);
    paper.rows.orders!.splice(paper.rows.orders!.indexOf(leaving), 1);
    paper.deleted.orders.push({ id: 14_903_498, createdAt: Math.floor(world.now() / 1_000), createdById: 2_054_197 });
    world.pass(10 * MINUTE);
    await world.cycle(["orders"]);
    expect(await world.record("orders", "14903497")).toMatchObject({ note: "Giao buổi tối" });
    expect(await world.until(async () => !(await world.records("orders")).has("14903498"))).toBe(true);
  });
});

describe("errors", () => {
  test("after ERR_429 nothing is sent to that address before unlockedAt", async () => {
    world.pass(40 * MINUTE);
    paper.next(to("customer/list"), locked(25, world.now()));
    const before = paper.requests.length;
    const began = world.now();
    await world.request("POST", "/v1/shops/paper-shop/sync", { resources: ["customers"] });
    await world.stack.drain({ delayed: false });
    expect(paper.requests.slice(before).filter(to("customer/list"))).toHaveLength(1);
    await world.stack.drain();
    expect(paper.requests.slice(before).filter(to("customer/list")).length).toBeGreaterThan(1);
    expect(world.now() - began).toBeGreaterThanOrEqual(25 * SECOND);
    expect(await world.health()).toBe("healthy");
  });

  test("ERR_403 closes the one collection that the token may not see", async () => {
    world.pass(10 * MINUTE);
    const stored = (await world.records("customers")).size;
    const allow = paper.hold(to("customer/list"), refusal("ERR_403", "The app or accessToken is not authorized"));
    await world.cycle(["customers", "orders"]);
    const status = await world.status();
    expect(status.customers.error).toMatchObject({ code: "forbidden" });
    expect(status.orders.state).toBe("current");
    expect((await world.records("customers")).size).toBe(stored);
    expect(await world.health()).toBe("healthy");
    allow();
  });

  test.each(["ERR_INVALID_ACCESS_TOKEN", "ERR_INVALID_VERSION", "ERR_BUSINESS_NOT_ENABLE_API"])(
    "%s asks for a person, and a new consent heals",
    async (code) => {
      world.pass(10 * MINUTE);
      const allow = paper.hold(to("order/list"), refusal(code, "Invalid"));
      await world.cycle(["orders"]);
      expect(await world.health()).toBe("needs-reauth");
      allow();
      const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", credentials);
      expect(answer.body.health).toBe("healthy");
    },
  );

  test("a code that is used up is refused with the vendor's sentence", async () => {
    const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", {
      ...credentials,
      accessCode: "OLD",
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain("accessCode is expired");
  });
});

describe("webhooks", () => {
  const deliver = async (event: string, data: unknown, authorization?: string) => {
    const { secret } = await world.hook();
    return world.deliver({ Authorization: authorization ?? secret }, { event, businessId, data });
  };

  test("an order that is told about is asked for; another token asks for nothing", async () => {
    const asked = (since: number) =>
      paper.requests
        .slice(since)
        .filter((request) => to("order/list")(request) && request.body.filters?.ids?.includes(14_903_499));
    const order = paper.rows.orders!.find(({ info }) => info.id === 14_903_499);
    Object.assign(order.info, { status: 60, updatedAt: Math.floor(world.now() / 1_000) });
    const before = paper.requests.length;
    expect(await deliver("orderUpdate", { info: { id: 14_903_499, status: 60 } }, "another-token-0123456789")).toBe(
      200,
    );
    expect(asked(before)).toEqual([]);
    expect(await deliver("orderUpdate", { info: { id: 14_903_499, status: 60 } })).toBe(200);
    expect(asked(before).length).toBeGreaterThan(0);
    // "Order status" 60 success.
    expect(await world.record("orders", "14903499")).toMatchObject({ status: "completed" });
  });

  test("inventoryChange names products whose stock is read again", async () => {
    const stock = paper.rows.inventory!.find(({ productId }) => productId === 1_231_281_071);
    stock.inventory.remain = 19;
    world.pass(10 * MINUTE);
    expect(await deliver("inventoryChange", [{ id: 1_231_281_071, typeId: 1, code: "SP1", remain: 1 }])).toBe(200);
    expect(await world.record("inventory", "1231281071")).toMatchObject({ onHand: 19 });
  });

  test("orderDelete is looked up before it counts", async () => {
    const leaving = paper.rows.orders!.find(({ info }) => info.id === 14_903_500);
    paper.rows.orders!.splice(paper.rows.orders!.indexOf(leaving), 1);
    paper.deleted.orders.push({ id: 14_903_500, createdAt: Math.floor(world.now() / 1_000), createdById: 1 });
    // The second one is still there.
    expect(await deliver("orderDelete", [14_903_500, 14_903_501])).toBe(200);
    expect(await world.until(async () => !(await world.records("orders")).has("14903500"))).toBe(true);
    expect((await world.records("orders")).has("14903501")).toBe(true);
  });

  test("appUninstalled ends the access once the token proves to be dead", async () => {
    expect(await deliver("appUninstalled", undefined)).toBe(200);
    expect(await world.health()).toBe("healthy");
    const allow = paper.hold(() => true, refusal("ERR_INVALID_ACCESS_TOKEN", "Invalid accessToken"));
    world.pass(10 * MINUTE);
    expect(await deliver("appUninstalled", undefined)).toBe(200);
    expect(await world.health()).toBe("needs-reauth");
    allow();
    await world.request("PUT", "/v1/shops/paper-shop/credentials", credentials);
  });
});

describe("writing", () => {
  const last = (call: string) => paper.written.filter((each) => each.call === call).at(-1)?.body;
  const done = async (method: string, path: string, body: unknown, key: string) => {
    const write = await world.write(method, path, body, key);
    expect(write, `${path} ${JSON.stringify(write.error)}`).toMatchObject({ state: "succeeded" });
    return write;
  };

  test("orders go by order/add with an appOrderId, and on by order/edit", async () => {
    const { result } = await done(
      "POST",
      "orders",
      {
        locationId: "31010",
        customer: { name: "Nguyễn Văn Cường", phone: "0928937476" },
        lines: [{ productId: "1231281071", quantity: 2, price: 189_000, discount: 9_000 }],
        payments: [{ method: "transfer", amount: 100_000, accountId: "263475" }],
        shipping: {
          fee: 30_000,
          address: { line: "170 La Thành", provinceId: "254", districtId: "321", wardId: "1116", scheme: "three-tier" },
        },
        note: "Giao hàng trong giờ hành chính",
      },
      "order-1",
    );
    expect(last("order/add")).toMatchObject({
      info: { depotId: 31_010, description: "Giao hàng trong giờ hành chính" },
      channel: { appOrderId: expect.stringMatching(/^TB-/) },
      shippingAddress: {
        name: "Nguyễn Văn Cường",
        mobile: "0928937476",
        address: "170 La Thành",
        cityId: 254,
        districtId: 321,
        wardId: 1_116,
        locationVersion: "v1",
      },
      carrier: { customerShipFee: 30_000 },
      // Of the whole line here.
      products: [{ id: 1_231_281_071, quantity: 2, price: 189_000, discount: 9_000 }],
      payment: { transferAmount: 100_000, transferAccountId: 263_475 },
    });
    expect(await world.record("orders", result.id)).toMatchObject({
      lines: [{ productId: "1231281071", quantity: 2, price: 189_000, discount: 9_000 }],
    });
    await done("PATCH", `orders/${result.id}`, { status: "confirmed", note: "Gọi trước" }, "order-2");
    // Only what changes: an empty value would clear the stored one (order/edit).
    expect(last("order/edit")).toEqual({ info: { id: Number(result.id), status: 56, description: "Gọi trước" } });
    await done("POST", `orders/${result.id}/cancel`, {}, "order-3");
    // 63: cancelled by the customer, 64: by the system.
    expect([63, 64]).toContain(last("order/edit").info.status);
    expect(await world.record("orders", result.id)).toMatchObject({ status: "cancelled" });
  });

  test("products go by product/add as a list and by product/edit as one object", async () => {
    const { result } = await done("POST", "products", { name: "Sản phẩm 9", code: "SP9", price: 100_000 }, "product-1");
    expect(last("product/add")).toMatchObject([
      { appProductId: expect.any(String), name: "Sản phẩm 9", code: "SP9", price: 100_000 },
    ]);
    await done("PATCH", `products/${result.id}`, { price: 110_000 }, "product-2");
    expect(last("product/edit")).toMatchObject({ id: Number(result.id), price: 110_000 });
    expect(await world.record("products", result.id)).toMatchObject({ price: 110_000 });
  });

  test("customers go by customer/add, stock by importother and exportother, bills by addretail", async () => {
    await done("POST", "customers", { name: "Nguyễn Văn A", phone: "0989999998" }, "customer-1");
    expect(last("customer/add")).toMatchObject([{ name: "Nguyễn Văn A", mobile: "0989999998" }]);
    await done("POST", "stock", { productId: "1231281071", locationId: "31010", delta: 3 }, "stock-1");
    expect(last("inventory/importother")).toMatchObject({
      depotId: 31_010,
      products: [{ id: 1_231_281_071, quantity: 3 }],
    });
    await done("POST", "stock", { productId: "1231281071", locationId: "31010", delta: -2 }, "stock-2");
    expect(last("inventory/exportother")).toMatchObject({
      depotId: 31_010,
      products: [{ id: 1_231_281_071, quantity: 2 }],
    });
    await done(
      "POST",
      "invoices",
      { locationId: "31010", lines: [{ productId: "1231281071", quantity: 1, price: 500_000 }] },
      "invoice-1",
    );
    expect(last("bill/addretail")).toMatchObject({
      depotId: 31_010,
      products: [{ id: 1_231_281_071, quantity: 1, price: 500_000 }],
    });
  });

  test("ERR_INVALID_FORM_FIELDS ends the write with the fields at fault", async () => {
    paper.next(
      to("order/add"),
      refusal("ERR_INVALID_FORM_FIELDS", { "customer.mobile": "customer.mobile is required" }),
    );
    const write = await world.write(
      "POST",
      "orders",
      {
        customer: { name: "Nguyễn Văn A", phone: "0987654321" },
        lines: [{ productId: "1231281071", quantity: 1, price: 1_000 }],
      },
      "order-9",
    );
    expect(write).toMatchObject({ state: "rejected", error: { code: "ERR_INVALID_FORM_FIELDS" } });
    expect(JSON.stringify(write.error)).toContain("customer.mobile is required");
  });

  test("no request carries a field that its page does not list", () => {
    expect(paper.strange).toEqual([]);
  });
});
