import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/core/time.ts";
import { createPaperWorld, differences, type PaperWorld } from "../world.ts";
import { drawIsale, type PaperIsale, publicKey, shelves } from "./vendor.ts";

let paper: PaperIsale;
let world: PaperWorld;
beforeAll(async () => {
  paper = await drawIsale();
  world = await createPaperWorld("isale", {
    credentials: { publicKey },
    hosts: { api: paper.url },
    clock: "2026-06-30T03:00:00Z",
    since: "2026-06-01T00:00:00Z",
  });
  expect(await world.register()).toMatchObject({ status: 201, body: { health: "healthy" } });
  await world.cycle(undefined, true);
});
afterAll(() => paper[Symbol.asyncDispose]());

const limited = (seconds: number) => ({
  status: 429,
  headers: { "Retry-After": String(seconds), "X-RateLimit-Limit": "120", "X-RateLimit-Remaining": "0" },
  body: { error: { code: "rate_limit_exceeded", message: "...", retryAfterSeconds: seconds } },
});

describe("reading", () => {
  test("an order is stored as the page draws it", async () => {
    // "Bán hàng": 2 x 100,000 less 10,000, and 20,000 for the way.
    const { _meta, ...order } = await world.record("orders", "1001");
    expect(order).toEqual({
      id: "1001",
      code: "DH001001",
      // The app's number for "in progress" (seen in the vendor's own app; the page lists no states).
      status: "confirmed",
      vendorStatus: { code: "1", name: "in progress" },
      locationId: "7",
      customerId: "11",
      customer: { name: "Khách A", phone: "0900000001", phoneE164: "+84900000001" },
      type: "sale",
      currency: "VND",
      fulfilmentStatus: "unfulfilled",
      paymentStatus: "paid",
      due: 0,
      fee: 20_000,
      lines: [
        {
          id: "1",
          productId: "501",
          code: "SP501",
          name: "Áo thun",
          quantity: 2,
          price: 100_000,
          discount: 10_000,
          total: 190_000,
        },
      ],
      discount: 0,
      tax: 0,
      total: 210_000,
      paid: 210_000,
      payments: [{ amount: 210_000, accountId: "1" }],
      staffId: "3",
      createdAt: "2026-06-15T03:00:00.000Z",
      shipping: { fee: 20_000 },
    });
  });

  test("a product and its stock, a customer and a store are stored as the page draws them", async () => {
    expect(await world.record("products", "501")).toMatchObject({
      id: "501",
      code: "SP501",
      barcode: "8930000000017",
      name: "Áo thun",
      unit: "cái",
      price: 100_000,
      cost: 60_000,
      categoryId: "5",
      createdAt: "2026-01-02T03:04:05.000Z",
    });
    expect(await world.record("inventory", "501")).toMatchObject({
      productId: "501",
      code: "SP501",
      onHand: 12,
      levels: [{ locationId: "7", onHand: 12 }],
    });
    expect(await world.record("customers", "11")).toMatchObject({
      id: "11",
      code: "KH11",
      name: "Khách A",
      phone: "0900000001",
      email: "a@example.com",
      gender: "female",
      birthday: "1999-09-01",
      address: { line: "Số 1 Đường A" },
      points: 10,
    });
    expect(await world.record("locations", "100")).toMatchObject({ id: "100", name: "Cửa hàng 1", code: "CH1" });
  });

  test.each([
    ["orders", "orders"],
    ["products", "products"],
    ["customers", "customers"],
    ["leads", "leads"],
    ["calendar-events", "events"],
    ["flows", "flows"],
    ["flow-runs", "runs"],
    ["locations", "store"],
    ["staff", "staff"],
    ["quotes", "quote"],
    ["debts", "debt"],
    ["tasks", "crm_task"],
  ])("every drawn row of %s is in the copy with the values of the page", async (resource, shelf) => {
    expect((await world.records(resource)).size).toBe(shelves[shelf]!.length);
    expect(await differences(world, "isale", resource, shelves[shelf]!)).toEqual([]);
  });

  test("every readable table of the whitelist is asked for, and nothing that the page does not have", () => {
    const asked = paper.requests.flatMap(({ path }) => /\/tables\/(\w+)\/records$/.exec(path)?.[1] ?? []);
    // "Bảng đọc được": 24 tables.
    expect(new Set(asked).size).toBe(24);
    expect(paper.strange).toEqual([]);
  });
});

describe("errors", () => {
  const contacts = ({ path }: { path: string }) => path === "/ext/v1/crm/contacts";

  test("after 429 nothing is sent before the seconds that the answer names", async () => {
    world.pass(10 * MINUTE);
    paper.next(contacts, limited(42));
    const before = paper.requests.length;
    const began = world.now();
    await world.request("POST", "/v1/shops/paper-shop/sync", { resources: ["customers"] });
    await world.stack.drain({ delayed: false });
    expect(paper.requests.slice(before).filter(contacts)).toHaveLength(1);
    await world.stack.drain();
    expect(paper.requests.slice(before).filter(contacts).length).toBeGreaterThan(1);
    expect(world.now() - began).toBeGreaterThanOrEqual(42 * SECOND);
    // Messages that ask for single records were waited for, and no schedule ran meanwhile.
    await world.cycle();
    expect(await world.health()).toBe("healthy");
  });

  test("403 closes the one collection whose permission is missing, and keeps its records", async () => {
    world.pass(10 * MINUTE);
    const body = { error: { code: "forbidden", message: "Thiếu permission crm.contacts.read" } };
    paper.next(contacts, { status: 403, body });
    await world.cycle(["customers", "leads"]);
    const status = await world.status();
    expect(status.customers.error).toMatchObject({ code: "forbidden" });
    expect(status.leads.state).toBe("current");
    expect(await world.health()).toBe("healthy");
    expect((await world.records("customers")).size).toBe(shelves.customers!.length);
  });

  test("401 asks for a person, and a new key heals", async () => {
    world.pass(10 * MINUTE);
    const body = { error: { code: "unauthorized", message: "Thiếu/sai Apikey hoặc key đã thu hồi" } };
    // One call alone says nothing about a key that another call finds accepted.
    const allowLeads = paper.hold(({ path }) => path === "/ext/v1/crm/leads", { status: 401, body });
    await world.cycle(["leads"]);
    expect(await world.health()).not.toBe("needs-reauth");
    allowLeads();
    world.pass(10 * MINUTE);
    const allow = paper.hold(() => true, { status: 401, body });
    await world.cycle(["leads"]);
    expect(await world.health()).toBe("needs-reauth");
    allow();
    const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", { publicKey });
    expect(answer.body.health).toBe("healthy");
  });

  test("a key that the vendor does not know is refused at once", async () => {
    const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", { publicKey: "another-key-0000" });
    expect(answer.status).toBe(422);
    expect(await world.health()).toBe("healthy");
  });

  test("a page of a gateway says nothing about a record", async () => {
    world.pass(10 * MINUTE);
    const before = await world.records("products");
    paper.next(({ path }) => path === "/ext/v1/catalog/products", {
      status: 500,
      body: "<html>Internal Server Error</html>",
    });
    await world.cycle(["products"]);
    expect((await world.records("products")).size).toBe(before.size);
  });
});

describe("writing", () => {
  const lastBody = (method: string, path: RegExp) =>
    paper.requests.filter((request) => request.method === method && path.test(request.path)).at(-1)?.body;

  test("a new order carries customer, store and goods, and its record is the vendor's row", async () => {
    const command = {
      locationId: "7",
      customer: { id: "11" },
      lines: [{ productId: "501", quantity: 2, price: 100_000 }],
    };
    const write = await world.write("POST", "orders", command, "order-1");
    expect(write, JSON.stringify(write.error)).toMatchObject({ state: "succeeded" });
    // "POST /ext/v1/sales/orders: Tạo đơn"; names as the page's parameters have them.
    expect(lastBody("POST", /sales\/orders$/)).toMatchObject({
      contactId: 11,
      storeId: 7,
      items: [{ productId: 501, count: 2, price: 100_000 }],
      total: 200_000,
    });
    expect(await world.record("orders", write.result.id)).toMatchObject({
      customerId: "11",
      lines: [{ productId: "501", quantity: 2, price: 100_000 }],
      total: 200_000,
    });
  });

  test("an order is cancelled by the app's state 4, and changed by PATCH", async () => {
    const note = await world.write("PATCH", "orders/1001", { note: "Gọi trước" }, "order-2");
    expect(note.state, JSON.stringify(note.error)).toBe("succeeded");
    expect(lastBody("PATCH", /sales\/orders\/1001$/)).toEqual({ note: "Gọi trước" });
    const cancelled = await world.write("POST", "orders/1001/cancel", {}, "order-3");
    expect(cancelled.state, JSON.stringify(cancelled.error)).toBe("succeeded");
    expect(lastBody("PATCH", /sales\/orders\/1001$/)).toEqual({ status: 4 });
    expect(await world.record("orders", "1001")).toMatchObject({ status: "cancelled", note: "Gọi trước" });
  });

  test("an answer without an id is no failure: the vendor is asked for the order", async () => {
    paper.next(
      ({ method, path }) => method === "POST" && path.endsWith("/sales/orders"),
      // The shape of a successful answer is in no document.
      { status: 200, body: { success: true } },
    );
    const before = paper.rows.orders!.length;
    const command = { lines: [{ productId: "501", quantity: 1, price: 100_000 }] };
    const write = await world.write("POST", "orders", command, "order-4");
    expect(write.state, JSON.stringify(write.error)).toBe("succeeded");
    // The vendor had not kept it: asked, and then sent once more.
    expect(paper.rows.orders!.length).toBe(before + 1);
  });

  test("products and customers are made and changed with the names of the page", async () => {
    const product = await world.write("POST", "products", { name: "Quần", code: "SP502", price: 200_000 }, "product-1");
    expect(product.state, JSON.stringify(product.error)).toBe("succeeded");
    expect(lastBody("POST", /catalog\/products$/)).toMatchObject({ code: "SP502", title: "Quần", price: 200_000 });
    const dearer = await world.write("PATCH", "products/501", { price: 210_000 }, "product-2");
    expect(dearer.state, JSON.stringify(dearer.error)).toBe("succeeded");
    expect(lastBody("PATCH", /catalog\/products\/501$/)).toEqual({ price: 210_000 });
    expect(await world.record("products", "501")).toMatchObject({ price: 210_000 });
    const customer = await world.write(
      "POST",
      "customers",
      { name: "Khách B", phone: "0900000002", email: "b@example.com" },
      "customer-1",
    );
    expect(customer.state, JSON.stringify(customer.error)).toBe("succeeded");
    expect(lastBody("POST", /crm\/contacts$/)).toMatchObject({
      fullName: "Khách B",
      mobile: "0900000002",
      email: "b@example.com",
    });
    const moved = await world.write("PATCH", "customers/11", { phone: "0900000003" }, "customer-2");
    expect(moved.state, JSON.stringify(moved.error)).toBe("succeeded");
    expect(lastBody("PATCH", /crm\/contacts\/11$/)).toEqual({ mobile: "0900000003" });
  });

  test("a refusal names the field at fault", async () => {
    paper.next(({ method, path }) => method === "POST" && path.endsWith("/crm/contacts"), {
      status: 400,
      body: {
        error: {
          code: "invalid_request",
          message: "Missing required field: fullName",
          details: { field: "fullName" },
        },
      },
    });
    const write = await world.write("POST", "customers", { name: "Khách C", phone: "0900000009" }, "customer-3");
    expect(write).toMatchObject({ state: "rejected", error: { code: "invalid_request" } });
    expect(JSON.stringify(write.error)).toContain("fullName");
  });

  test("an order that the vendor does not know any more leaves the copy", async () => {
    const place = paper.rows.orders!.findIndex(({ id }) => id === 1001);
    paper.rows.orders!.splice(place, 1);
    world.pass(25 * 60 * MINUTE);
    for (let day = 0; day < 3; day += 1) {
      await world.cycle(["orders"], true);
      world.pass(25 * 60 * MINUTE);
    }
    expect((await world.records("orders")).has("1001")).toBe(false);
  });
});
