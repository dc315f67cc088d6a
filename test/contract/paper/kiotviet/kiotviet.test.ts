import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE } from "../../../../shared/core/time.ts";
import { createPaperWorld, differences, type PaperWorld } from "../world.ts";
import { shelves } from "./shelves.ts";
import { credentials, deadToken, drawKiotViet, type PaperKiotViet, refusal } from "./vendor.ts";

let paper: PaperKiotViet;
let world: PaperWorld;
beforeAll(async () => {
  paper = await drawKiotViet();
  world = await createPaperWorld("kiotviet", {
    credentials,
    hosts: { api: paper.url, id: paper.url },
    clock: "2024-11-12T04:00:00Z",
    since: "2024-11-01T00:00:00Z",
  });
  const answer = await world.register();
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201, body: { health: "healthy" } });
  await world.cycle(undefined, true);
});
afterAll(() => paper[Symbol.asyncDispose]());

describe("reading", () => {
  test("an order of §2.5.1, whose lines the document draws as one object, is stored as it says", async () => {
    const { _meta, ...order } = await world.record("orders", "5001");
    expect(order).toMatchObject({
      id: "5001",
      code: "DH5001",
      status: "draft",
      vendorStatus: { code: "1", name: "Phiếu tạm" },
      locationId: "10",
      customerId: "4001",
      customer: { code: "KH4001", name: "Khách 1" },
      lines: [
        {
          productId: "2001",
          code: "SP2001",
          name: "Áo thun - Đỏ - M (cái)",
          quantity: 1,
          price: 500_000,
          discount: 50_000,
          note: "Gói kỹ",
        },
      ],
      // "discount": in VND; "discountRatio" 10 says the same of 450,000.
      discount: 45_000,
      total: 405_000,
      paid: 200_000,
      payments: [
        {
          id: "7001",
          code: "TT7001",
          method: "transfer",
          amount: 200_000,
          accountId: "31",
          // 09:20 in Vietnam.
          at: "2024-11-11T02:20:00.000Z",
          status: { code: "0", name: "Đã thanh toán" },
        },
      ],
      staffId: "9001",
      staffName: "Nhân viên 1",
      note: "Giao giờ hành chính",
      createdAt: "2024-11-11T02:15:00.000Z",
      shipping: {
        address: { name: "Người nhận 1", phone: "0900000002", line: "12 Đường Mẫu" },
        carrier: "Đối tác giao 1",
        carrierCode: "DT01",
        trackingCode: "GH0001",
        weightGrams: 500,
      },
    });
  });

  test("an invoice of §2.12.1 carries its surcharge, its channel's name and what the carrier collects", async () => {
    expect(await world.record("invoices", "6001")).toMatchObject({
      code: "HD6001",
      status: "processing",
      vendorStatus: { code: "3", name: "Đang xử lý" },
      lines: [{ productId: "2001", quantity: 1, price: 500_000, discount: 50_000, serials: ["IMEI0001"] }],
      surcharges: [{ name: "Phí gói quà", amount: 15_000 }],
      total: 465_000,
      paid: 200_000,
      channel: "Facebook",
      shipping: { trackingCode: "GH0001", cod: 265_000, status: { code: "2", name: "Đang giao hàng" } },
      createdAt: "2024-11-11T02:15:00.000Z",
    });
  });

  test("a product of §2.4.1 and its stock of §2.4.9", async () => {
    expect(await world.record("products", "2001")).toMatchObject({
      parentId: "2000",
      code: "SP2001",
      barcode: "8930000000012",
      categoryId: "1001",
      brand: "Hiệu A",
      unit: "cái",
      units: [{ id: "2009", name: "lốc", code: "SP2009", ratio: 6, price: 540_000 }],
      price: 100_000,
      attributes: [
        { name: "MÀU", value: "Đỏ" },
        { name: "SIZE", value: "M" },
      ],
      images: ["https://example.com/a.jpg"],
      components: [{ productId: "3001", quantity: 2 }],
      prices: [{ priceBookId: "501", name: "Giá sỉ", price: 90_000 }],
      sellable: true,
    });
    // The field is `onhand` there, with a small h.
    expect(await world.record("inventory", "2001")).toMatchObject({
      code: "SP2001",
      levels: [
        { locationId: "10", onHand: 12.5, reserved: 2 },
        { locationId: "11", onHand: 0, reserved: 0 },
      ],
    });
  });

  test("a customer of §2.6.1, a return of §2.19.1 and a branch of §2.7", async () => {
    expect(await world.record("customers", "4001")).toMatchObject({
      code: "KH4001",
      name: "Khách 1",
      phone: "0900000001",
      gender: "male",
      birthday: "1990-05-20",
      company: "Công ty Thử",
      taxCode: "0100000000",
      points: 120,
      debt: 150_000,
      totalSpent: 2_500_000,
    });
    expect(await world.record("returns", "6501")).toMatchObject({
      code: "TH6501",
      status: "completed",
      invoiceId: "6001",
      lines: [{ productId: "2001", quantity: 1, price: 450_000, total: 450_000, note: "Lỗi" }],
      total: 450_000,
      paid: 300_000,
    });
    expect(await world.record("locations", "10")).toMatchObject({
      name: "Chi nhánh 10",
      code: "CN10",
      phone: "0900000010",
      address: { line: "10 Đường Thử" },
    });
  });

  test.each(Object.keys(shelves))(
    "every drawn row of %s is in the copy with the values of its paragraph",
    async (name) => {
      expect((await world.records(name)).size).toBe(shelves[name]!.length);
      expect(await differences(world, "kiotviet", name, shelves[name]!)).toEqual([]);
    },
  );

  test("the record with id -1, a summary (§2.6.3), is no customer", async () => {
    expect((await world.records("customers")).has("-1")).toBe(false);
  });

  test("nothing is asked for that the document does not have, but for one parameter", () => {
    // §2.3.1 answers with removedIds and names no parameter for them; everywhere else it is includeRemoveIds.
    expect(paper.strange).toEqual(["GET /categories: unknown parameter includeRemoveIds"]);
  });
});

describe("changes", () => {
  test("an edit is found by its modifiedDate, and an id among the removed ones is asked for and deleted", async () => {
    const customer = paper.rows.customers!.find(({ id }) => id === 4001);
    Object.assign(customer, { name: "Khách Một", modifiedDate: "2024-11-12T11:05:00" });
    const leaving = paper.rows.customers!.find(({ id }) => id === 990_002);
    paper.rows.customers!.splice(paper.rows.customers!.indexOf(leaving), 1);
    paper.removed.customers!.push(990_002);
    world.pass(10 * MINUTE);
    await world.cycle(["customers"]);
    expect(await world.record("customers", "4001")).toMatchObject({ name: "Khách Một" });
    expect(await world.until(async () => !(await world.records("customers")).has("990002"))).toBe(true);
  });
});

describe("errors", () => {
  test("a dead token is renewed and the call repeated", async () => {
    world.pass(10 * MINUTE);
    const tokens = () => paper.requests.filter(({ path }) => path === "/connect/token").length;
    const before = tokens();
    paper.next(({ path }) => path === "/orders", deadToken);
    await world.cycle(["orders"]);
    expect(tokens()).toBe(before + 1);
    expect(await world.health()).toBe("healthy");
    expect((await world.status()).orders.state).toBe("current");
  });

  test("a setting of the shop that is off (§2.10) closes one collection and no other", async () => {
    world.pass(10 * MINUTE);
    const stored = (await world.records("surcharges")).size;
    const allow = paper.hold(
      ({ path }) => path === "/surchages",
      refusal("Chưa bật thu khác trong thiết lập cửa hàng"),
    );
    await world.cycle(["surcharges", "locations"]);
    const status = await world.status();
    expect(status.surcharges.state).not.toBe("current");
    expect(status.locations.state).toBe("current");
    expect((await world.records("surcharges")).size).toBe(stored);
    expect(await world.health()).toBe("healthy");
    allow();
  });

  test("a secret that the vendor refuses is told to the tenant with its reason", async () => {
    const answer = await world.request("PUT", "/v1/shops/paper-shop/credentials", {
      ...credentials,
      clientSecret: "wrong",
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain("invalid_client");
    expect(await world.health()).toBe("healthy");
  });
});

describe("webhooks", () => {
  const deliver = async (body: object, sign: (secret: string, text: string) => string) => {
    const { secret } = await world.hook();
    const text = JSON.stringify(body);
    return world.deliver({ "X-Hub-Signature": sign(secret, text) }, text);
  };
  const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");
  const productEvent = (id: number, more: object = {}) => ({
    Id: `9f0c1a52-${id}`,
    Attempt: 1,
    Notifications: [{ Action: "product.update", Data: [{ Id: 2001, Code: "SP2001", Name: "Áo thun", ...more }] }],
  });
  const price = async () => (await world.record("products", "2001")).price;
  const reprice = (basePrice: number) =>
    Object.assign(
      paper.rows.products!.find(({ id }) => id === 2001),
      { basePrice, modifiedDate: "2024-11-12T11:30:00" },
    );

  test("all events of §2.11.3 to §2.11.10 are registered with a secret of 8 characters or more", () => {
    expect(paper.hooks.map(({ type }) => type).sort()).toEqual(
      (
        "branch.delete branch.update category.delete category.update customer.delete customer.update invoice.update " +
        "order.update pricebook.delete pricebook.update pricebookdetail.delete pricebookdetail.update product.delete " +
        "product.update stock.update"
      ).split(" "),
    );
    for (const secret of paper.secrets) expect(secret.length).toBeGreaterThanOrEqual(8);
  });

  test("a product that is told about is read again, whatever the message says of it", async () => {
    reprice(120_000);
    // The hash as §2.11.1 shows it, then with the prefix that was seen in practice.
    expect(await deliver(productEvent(1, { BasePrice: 1 }), hmac)).toBe(200);
    expect(await price()).toBe(120_000);
    reprice(130_000);
    world.pass(10 * MINUTE);
    expect(await deliver(productEvent(2), (secret, text) => `sha1=${hmac(secret, text)}`)).toBe(200);
    expect(await price()).toBe(130_000);
  });

  test("a wrong signature asks for nothing and is answered 200, because 4xx would end the deliveries (§2.11.1)", async () => {
    const before = paper.requests.length;
    expect(await deliver(productEvent(3), (_secret, text) => hmac("another-secret", text))).toBe(200);
    expect(paper.requests.slice(before).filter(({ path }) => path === "/products/2001")).toEqual([]);
  });

  test("a deletion that names ids only (§2.11.3) is looked up before it counts", async () => {
    const place = paper.rows.categories!.findIndex(({ categoryId }) => categoryId === 1003);
    const [row] = paper.rows.categories!.splice(place, 1);
    world.pass(10 * MINUTE);
    expect(await deliver({ RemoveId: [1003] }, hmac)).toBe(200);
    expect(await world.until(async () => !(await world.records("categories")).has("1003"))).toBe(true);
    paper.rows.categories!.push(row);
    world.pass(10 * MINUTE);
    // The category is there: the vendor's answer counts, not the message.
    expect(await deliver({ RemoveId: [1002] }, hmac)).toBe(200);
    expect((await world.records("categories")).has("1002")).toBe(true);
  });
});

describe("writing", () => {
  const last = (method: string, path: RegExp) =>
    paper.requests.filter((request) => request.method === method && path.test(request.path)).at(-1);
  const done = async (method: string, path: string, body: unknown, key: string) => {
    const write = await world.write(method, path, body, key);
    expect(write, `${path} ${JSON.stringify(write.error)}`).toMatchObject({ state: "succeeded" });
    return write;
  };

  test("orders are made, changed and cancelled by §2.5.3 to §2.5.5", async () => {
    const { result } = await done(
      "POST",
      "orders",
      {
        locationId: "10",
        customer: { id: "4001" },
        lines: [{ productId: "2001", quantity: 2, price: 500_000, discount: 100_000 }],
        payments: [{ method: "cash", amount: 200_000 }],
        note: "Ghi chú",
      },
      "order-1",
    );
    expect(last("POST", /^\/orders$/)?.body).toMatchObject({
      branchId: 10,
      totalPayment: 200_000,
      method: "Cash",
      makeInvoice: false,
      // "Giảm giá trên sản phẩm theo tiền": for one piece, so that 2 x (500,000 - 50,000) remain.
      orderDetails: [{ productId: 2001, quantity: 2, price: 500_000, discount: 50_000 }],
      customer: { id: 4001 },
    });
    expect(await world.record("orders", result.id)).toMatchObject({ lines: [{ productId: "2001", quantity: 2 }] });
    await done("PATCH", `orders/${result.id}`, { note: "Gọi trước" }, "order-2");
    expect(last("PUT", /^\/orders\/\d+$/)?.body).toMatchObject({
      orderDetails: [{ productId: 2001, quantity: 2, price: 500_000 }],
      description: expect.stringContaining("Gọi trước"),
    });
    await done("POST", `orders/${result.id}/cancel`, {}, "order-3");
    expect(last("DELETE", /^\/orders\/\d+$/)?.path).toBe(`/orders/${result.id}`);
    expect(await world.record("orders", result.id)).toMatchObject({ status: "cancelled" });
  });

  test("products are made, changed and counted by §2.4.3 and §2.4.4", async () => {
    await done("POST", "products", { name: "Mũ", code: "SP2050", categoryId: "1001", price: 50_000 }, "product-1");
    expect(last("POST", /^\/products$/)?.body).toMatchObject({
      name: "Mũ",
      code: "SP2050",
      categoryId: 1001,
      basePrice: 50_000,
    });
    await done("PATCH", "products/2001", { price: 150_000 }, "product-2");
    expect(last("PUT", /^\/products\/2001$/)?.body).toMatchObject({ basePrice: 150_000 });
    await done("POST", "stock", { productId: "2001", locationId: "10", absolute: 9 }, "stock-1");
    expect(last("PUT", /^\/products\/2001$/)?.body).toMatchObject({ inventories: [{ branchId: 10, onHand: 9 }] });
  });

  test("customers are made and changed by §2.6.3 and §2.6.4", async () => {
    const { result } = await done("POST", "customers", { name: "Khách 9", phone: "0900000099" }, "customer-1");
    expect(last("POST", /^\/customers$/)?.body).toMatchObject({ name: "Khách 9", contactNumber: "0900000099" });
    await done("PATCH", `customers/${result.id}`, { name: "Khách Chín" }, "customer-2");
    expect(last("PUT", /^\/customers\/\d+$/)?.body).toMatchObject({ name: "Khách Chín" });
  });

  test("invoices are made by §2.12.3 and paid by §2.14.2", async () => {
    const { result } = await done(
      "POST",
      "invoices",
      { locationId: "10", lines: [{ productId: "2001", quantity: 1, price: 500_000 }] },
      "invoice-1",
    );
    expect(last("POST", /^\/invoices$/)?.body).toMatchObject({
      branchId: 10,
      invoiceDetails: [{ productId: 2001, quantity: 1, price: 500_000 }],
    });
    await done("POST", "payments", { invoiceId: result.id, method: "cash", amount: 1_000 }, "payment-1");
    expect(last("POST", /^\/payments$/)?.body).toMatchObject({
      invoiceId: Number(result.id),
      amount: 1_000,
      method: "Cash",
    });
  });

  test("a refusal of the vendor's validation ends the write with its sentence", async () => {
    const sentence = "Thiết lập “Cho phép đặt hàng” đang không được bật.";
    paper.next(({ method, path }) => method === "POST" && path === "/orders", refusal(sentence));
    const write = await world.write(
      "POST",
      "orders",
      { locationId: "10", customer: { id: "4001" }, lines: [{ productId: "2001", quantity: 1, price: 1_000 }] },
      "order-9",
    );
    expect(write.state).toBe("rejected");
    expect(JSON.stringify(write.error)).toContain(sentence);
  });

  test("no request carries a field that its paragraph does not list, but for these", () => {
    expect(paper.strange).toEqual([
      "GET /categories: unknown parameter includeRemoveIds",
      // Our reference: it stands in the note of a line as well, which §2.12.3 lists.
      "POST /invoices: unknown field description",
      // Beside `customer.id`, which §2.5.3 lists: the vendor's own plugin sends it so.
      "POST /orders: unknown field customerId",
      // §2.5.3 lists it. Lines are replaced as a whole, and without it the note of each line would be gone.
      "PUT /orders/{id}: unknown field orderDetails[].note",
    ]);
  });
});
