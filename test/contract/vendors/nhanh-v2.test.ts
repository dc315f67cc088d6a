import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commands } from "../../../shared/core/commands.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import type { Ask, HttpAnswer, ShopContext, WriteContext, WriteKind } from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { askFor } from "../../../shared/usecases/sync/observation.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/nhanh-v2/${name}.json`, import.meta.url), "utf8").trim();
const operation = (id: string) => nhanhV2.operations.find((found) => found.id === id)!;
const resource = (name: string) => nhanhV2.resources.find((found) => found.name === name)!;
const write = (kind: WriteKind) => nhanhV2.writes[kind]!;
const answer = (body: unknown, status = 200): HttpAnswer => ({
  status,
  headers: {},
  body: typeof body === "string" ? body : JSON.stringify(body),
  receivedAt: 1_733_387_500_000,
});
const judge = (body: unknown, id = "orders.list", status = 200) => nhanhV2.judge(answer(body, status), operation(id));
const thrown = (run: () => unknown): any => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};
const read = (name: string, body: unknown, ask: Partial<Ask> = {}) => {
  const { listing } = resource(name);
  const parsed = operation(listing.operation).answer.parse(judge(body, listing.operation));
  return listing.read(parsed, { size: listing.pageSize, ...ask });
};
const record = (name: string, row: unknown) => {
  const found = resource(name).normalize(row, { settings: {} });
  return schemaOf(name).strict().parse(found);
};

const shop: ShopContext = {
  access: {
    credentials: { appId: "73000", secretKey: "s3cret", accessCode: "code-1" },
    session: { token: "t0ken", grants: { businessId: "110668" } },
  },
  hosts: nhanhV2.hosts,
  settings: {},
  now: () => 0,
  randomId: () => "0f0f-1",
};
const context: WriteContext = { writeId: "w1", reference: "TB-ABCDEFGH12345678", settings: {}, grants: {} };

describe("requests", () => {
  test("travel as form-data with the shop's identity and the call as JSON in `data`", () => {
    const { url, headers, body } = nhanhV2.request(operation("orders.list"), { body: { id: 7 } }, shop);
    expect(url).toBe("https://pos.open.nhanh.vn/api/order/index");
    const boundary = headers["content-type"]!.split("boundary=")[1]!;
    const fields = Object.fromEntries(
      body!
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => [/name="(\w+)"/.exec(part)![1], part.split("\r\n\r\n")[1]!.trimEnd()]),
    );
    expect(fields).toEqual({
      version: "2.0",
      appId: "73000",
      businessId: "110668",
      accessToken: "t0ken",
      data: '{"id":7}',
    });
  });

  test("send bare ids and fixed words as they are, and the coupon's act in the address", () => {
    expect(nhanhV2.request(operation("products.get"), { body: 12 }, shop).body).toContain("\r\n\r\n12\r\n");
    expect(nhanhV2.request(operation("categories.list"), {}, shop).body).toContain("\r\n\r\nproductcategory\r\n");
    const coupons = nhanhV2.request(operation("coupons.call"), { params: { act: "list" }, body: { page: 1 } }, shop);
    expect(coupons.url).toBe("https://pos.open.nhanh.vn/api/promotion/coupon?act=list");
  });

  test("filters that the vendor would ignore silently are refused", () => {
    const { body } = operation("orders.list");
    expect(body!.safeParse({ updatedFromDateTime: "2026-10-01 00:00:00" }).success).toBe(false);
    expect(body!.safeParse({ updatedDateTimeFrom: "2026-10-01 00:00:00" }).success).toBe(true);
  });
});

describe("answers", () => {
  test("a success is code 1 and nothing else", () => {
    expect(judge({ code: 1, data: { orders: [] } })).toEqual({ code: 1, data: { orders: [] } });
    expect(thrown(() => judge({ code: 0, messages: ["something"] }))).toBeInstanceOf(Rejected);
    expect(thrown(() => judge({ data: {} }))).toBeInstanceOf(VendorChanged);
  });

  test("an expired token comes as HTTP 200 with code false and asks to sign in again", () => {
    const body = { code: false, messages: ["Invalid accessToken or accessToken has expired"] };
    expect(thrown(() => judge(body))).toBeInstanceOf(SignInAgain);
    expect(thrown(() => judge({ code: 0, errorCode: "ERR_INVALID_VERSION" }))).toBeInstanceOf(SignInAgain);
  });

  test.each(["Invalid access token", "Access token has expired"])(
    "a dead token is heard without a code: %s",
    (said) => {
      expect(thrown(() => judge({ code: 0, messages: [said] }))).toBeInstanceOf(SignInAgain);
    },
  );

  test("code true is a success", () => {
    expect(judge({ code: true, data: { orders: [] } })).toEqual({ code: true, data: { orders: [] } });
  });

  test("a used access code is a refusal, not a dead token", () => {
    expect(thrown(() => judge(fixture("access-code-expired"), "app.get-access-token"))).toBeInstanceOf(Rejected);
  });

  test.each(["ERR_429", 429, "ERR_EXCEEDED_RATE_LIMIT"])("the limit %s waits until the vendor unlocks", (errorCode) => {
    const error = thrown(() =>
      judge({ code: 0, message: "MESSAGE_TEXT", errorCode, data: { lockedSeconds: 10, unlockedAt: 1_733_387_520 } }),
    );
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ limited: true, delivered: "no", retryAt: 1_733_387_520_000 });
  });

  test("refusals name the fields, missing permissions close the operation only, unknown ids are not found", () => {
    const fields = thrown(() =>
      judge(
        { code: 0, errorCode: "ERR_INVALID_FORM_FIELDS", messages: { customerMobile: "is required" } },
        "orders.create",
      ),
    );
    expect(fields).toMatchObject({ fields: { customerMobile: "is required" }, forbidden: false });
    const message = "The app or accessToken is not authorized for this feature";
    expect(thrown(() => judge({ code: 0, errorCode: "ERR_403", messages: [message] }))).toMatchObject({
      name: "Rejected",
      forbidden: true,
    });
    expect(thrown(() => judge({ code: 0, messages: ["Product not found"] }, "products.get"))).toMatchObject({
      name: "Rejected",
      notFound: true,
    });
  });

  test("pages of HTML, empty bodies and server errors are told apart", () => {
    expect(thrown(() => judge("<html></html>"))).toBeInstanceOf(VendorChanged);
    expect(thrown(() => judge(""))).toBeInstanceOf(VendorChanged);
    expect(thrown(() => judge("<html></html>", "orders.create", 502))).toMatchObject({
      name: "RetryLater",
      delivered: "unknown",
    });
  });

  test("rows keyed by id keep the order of the wire, whatever the text says besides", () => {
    const text = String.raw`{"code":1,"data":{"totalPages":1,"orders":{"30":{"id":30,"description":"a \"5\": {"},"20":{"id":"20"},"1":{"id":1}}}}`;
    expect(read("orders", text).rows.map(({ id }: any) => Number(id))).toEqual([30, 20, 1]);
  });
});

describe("listings", () => {
  test.each([
    ["an object keyed by id", { "5": { idNhanh: 5, name: "A" }, "6": { idNhanh: "6", name: "B" } }],
    ["an array", [{ idNhanh: 5 }, { idNhanh: 6 }]],
  ])("products come as %s", (_shape, products) => {
    const page = read("products", { code: 1, data: { totalPages: 1, products } });
    expect(page.rows.map(resource("products").id)).toEqual(["5", "6"]);
    expect(page.total).toBe(2);
  });

  test.each([[[]], [null], [{}], [{ totalPages: 0 }], [{ totalPages: 0, orders: [] }]])(
    "an empty list may be %j",
    (data) => expect(read("orders", { code: 1, data }).rows).toEqual([]),
  );

  test("orders are asked for by time of change in Vietnam's hours, never for more than ten days", () => {
    const { listing } = resource("orders");
    const from = Date.UTC(2026, 9, 1);
    expect(listing.call({ from, to: from + listing.maxWindowSeconds! * 1_000, page: 2, size: 100 }).body).toMatchObject(
      {
        updatedDateTimeFrom: "2026-10-01 07:00:00",
        updatedDateTimeTo: "2026-10-11 06:59:59",
        page: 2,
        icpp: 100,
      },
    );
  });

  test("bills are asked for by at most ten calendar days, both included", () => {
    const { listing } = resource("invoices");
    const from = Date.UTC(2026, 9, 1, 12);
    const body: any = listing.call({ from, to: from + listing.maxWindowSeconds! * 1_000, page: 1, size: 100 }).body;
    expect(body).toMatchObject({ fromDate: "2026-10-01", toDate: "2026-10-10", type: 2, modes: [2, 6] });
  });

  test("the oldest stretch asks for customers without times, because rows without one satisfy no window", () => {
    const { listing } = resource("customers");
    const from = Date.UTC(2010, 0, 1);
    expect(listing.call({ from, to: Date.UTC(2020, 0, 1), page: 1, size: 50 }).body).toEqual({ page: 1, icpp: 50 });
    expect(listing.call({ from: from + 1e12, to: from + 2e12, page: 1, size: 50 }).body).toHaveProperty(
      "updatedAtFrom",
    );
  });

  test("a bill of a kind that was not asked for shows that the filter is ignored", () => {
    expect(() => read("invoices", { code: 1, data: { totalPages: 1, bill: [{ id: 1, type: 1, mode: 3 }] } })).toThrow(
      VendorChanged,
    );
  });

  test("trees are laid out flat", () => {
    const data = [{ id: 1, parentId: 0, name: "A", childs: [{ id: 2, parentId: 1, name: "B", childs: [] }] }];
    expect(read("categories", { code: 1, data }).rows).toEqual([
      { id: 1, parentId: 0, name: "A" },
      { id: 2, parentId: 1, name: "B" },
    ]);
  });

  test("a product is the same record whether the list or the detail was read", () => {
    const common = { idNhanh: 5, parentId: -1, code: "A1", name: "Áo", price: "120000.0", status: "Active" };
    const [listed] = read("products", {
      code: 1,
      data: { totalPages: 1, products: { "5": { ...common, unit: "cái", updatedAt: 1_759_000_000 } } },
    }).rows;
    const detail = operation("products.get").answer.parse({ code: 1, data: [[{ ...common, barcode: "893" }]] });
    const asked = resource("products").get!.read(detail, "5");
    expect(record("products", asked)).toEqual(record("products", listed));
    expect(resource("products").get!.read(detail, "6")).toBeUndefined();
  });

  test.each([[[]], [null], [{ totalPages: 0, orders: [] }], [{ orders: { "8": { id: 8 } } }]])(
    "an order that is not shown by its id may exist: %j",
    async (data) => {
      const call = async () => operation("orders.list").answer.parse(judge({ code: 1, data }));
      expect(await askFor(resource("orders"), "7", call)).toEqual({ said: "unknown" });
      const row = { id: "8", statusCode: "New" };
      expect(await askFor(resource("orders"), "8", async () => ({ data: { orders: [row] } }))).toMatchObject({
        said: "here",
        row,
      });
      // Nothing but the id: the vendor does not tell.
      expect(await askFor(resource("orders"), "8", async () => ({ data: { orders: [{ id: "8" }] } }))).toEqual({
        said: "unknown",
      });
    },
  );
});

describe("records", () => {
  test("an order becomes canonical, with its money in whole dong and its times in UTC", () => {
    const [row] = read("orders", fixture("orders")).rows;
    expect(record("orders", row)).toMatchObject({
      id: "125123098",
      status: "shipping",
      vendorStatus: { code: "Shipping", name: "Đang chuyển" },
      locationId: "31",
      total: 330_000,
      paid: 100_000,
      channel: "shopee",
      channelOrderId: "TB-1",
      createdAt: "2026-10-07T07:39:09.000Z",
      lines: [{ productId: "5", quantity: 2, price: 150_000, discount: 10_000, total: 290_000 }],
      shipping: { cod: 230_000, fee: 40_000, cost: 33_000, trackingCode: "GHN123", address: { scheme: "three-tier" } },
    });
  });

  test("unknown states stay visible", () => {
    expect(record("orders", { id: 1, statusCode: "Novel", products: [] })).toMatchObject({
      status: "unknown",
      vendorStatus: { code: "Novel" },
    });
  });

  test("stock keeps the vendor's total although the depots add up to more", () => {
    const row = {
      idNhanh: "9",
      inventory: {
        remain: 20,
        available: "20",
        depots: { "2": { available: 20 }, "1": { available: 10, holding: 1 } },
      },
    };
    expect(record("inventory", row)).toEqual({
      id: "9",
      productId: "9",
      onHand: 20,
      available: 20,
      levels: [
        { locationId: "1", available: 10, reserved: 1 },
        { locationId: "2", available: 20 },
      ],
    });
  });

  test("a bill taken back is a return of the bill that it names", () => {
    const row = {
      id: 4,
      type: 1,
      mode: 2,
      relatedBillId: 3,
      money: "50000",
      products: { "8": { id: 8, quantity: "1" } },
    };
    expect(record("returns", row)).toMatchObject({
      id: "4",
      invoiceId: "3",
      total: 50_000,
      lines: [{ productId: "8" }],
    });
  });
});

describe("writes", () => {
  const order = {
    customer: { name: "Lan", phone: "+84912345678" },
    lines: [{ productId: "5", quantity: 2, price: 1_000 }],
  };

  test.each(Object.entries(nhanhV2.writes))(
    "%s accepts only what the canonical command accepts",
    (kind, { command }) => {
      const samples: Record<string, unknown> = {
        "orders.create": order,
        "orders.update": { id: "1", status: "completed" },
        "orders.cancel": { id: "1", reason: "double" },
        "products.create": { name: "Áo", price: 1 },
        "products.update": { id: "1", price: 2 },
        "customers.create": { name: "Lan", phone: "0912345678" },
        "customers.update": { id: "1", name: "Lan" },
        "vouchers.create": { campaignId: "1", count: 2 },
        "vouchers.release": { campaignId: "1", codes: ["A"] },
      };
      expect(command.safeParse(samples[kind]).success).toBe(true);
      expect(commands[kind as WriteKind].safeParse(samples[kind]).success).toBe(true);
    },
  );

  test("an order carries our reference as its own id and names products by Nhanh's ids", () => {
    const { command, encode, mustExist } = write("orders.create");
    const parsed = command.parse(order);
    const { body } = encode(parsed, context);
    expect(operation("orders.create").body!.safeParse(body).success).toBe(true);
    expect(body).toMatchObject({
      id: context.reference,
      customerMobile: "0912345678",
      productList: [{ id: "5", idNhanh: 5, name: "5", quantity: 2, price: 1_000 }],
    });
    expect(mustExist!(parsed)).toEqual([{ resource: "products", ids: ["5"], field: "lines" }]);
  });

  test.each([
    ["a line without a product id", { ...order, lines: [{ code: "A1", quantity: 1, price: 1 }] }, "lines.0.productId"],
    ["a line without a price", { ...order, lines: [{ productId: "5", quantity: 1 }] }, "lines.0.price"],
    ["a customer without a number", { ...order, customer: { name: "Lan" } }, "customer.phone"],
    ["a two-tier address", { ...order, shipping: { address: { scheme: "two-tier" } } }, "shipping.address.scheme"],
  ])("%s is refused by name", (_what, command, field) => {
    const { error } = write("orders.create").command.safeParse(command);
    expect(error!.issues.map(({ path }) => path.join("."))).toContain(field);
  });

  test.each(["totalPages", "totalPage", "uncounted"])(
    "probes read every page (%s), and an endless list proves nothing",
    async (head) => {
      const pageOf =
        (rows: readonly object[], key: string) =>
        async (_id: string, { body }: any) => {
          if (body.status === "Inactive") return { code: 1, data: [] };
          const data = rows.slice((body.page - 1) * 20, body.page * 20);
          return { code: 1, data: { [key]: data, [head]: Math.ceil(rows.length / 20) } };
        };
      const since = { ...context, firstAttemptAt: Date.UTC(2026, 9, 7) };
      const orders = Array.from({ length: 70 }, (_, id) => ({ id, shopOrderId: "other" }));
      const products = Array.from({ length: 70 }, (_, idNhanh) => ({ idNhanh, code: `A1${idNhanh}`, name: "Áo" }));
      const probe = (kind: "orders.create" | "products.create", rows: readonly object[], key: string) =>
        write(kind).probe!(
          kind === "orders.create" ? order : { name: "Áo", code: "A1", price: 1 },
          since,
          pageOf(rows, key),
        );
      const ours = { id: 99, idNhanh: 99, shopOrderId: since.reference, code: "A1", name: "Áo" };
      expect(await probe("orders.create", [...orders, ours], "orders")).toEqual({ id: "99" });
      expect(await probe("orders.create", orders, "orders")).toBeUndefined();
      expect(await probe("products.create", [...products, ours], "products")).toEqual({ id: "99" });
      expect(await probe("products.create", products, "products")).toBeUndefined();
      const endless = Array.from({ length: 1_100 }, (_, id) => ({ id, idNhanh: id }));
      for (const [kind, key] of [
        ["orders.create", "orders"],
        ["products.create", "products"],
      ] as const)
        await expect(probe(kind, endless, key)).rejects.toMatchObject({ name: "RetryLater", delivered: "no" });
    },
  );

  test("an order that the vendor does not show is not taken for a cancelled one", async () => {
    const seen = (orders: object) => async () => ({ code: 1, data: { totalPages: 1, orders } });
    const { probe } = write("orders.cancel");
    expect(await probe!({ id: "9" }, context, seen({}))).toBeUndefined();
    expect(await probe!({ id: "9" }, context, seen({ "9": { id: 9, statusCode: "Confirmed" } }))).toBeUndefined();
    expect(await probe!({ id: "9" }, context, seen({ "9": { id: 9, statusCode: "Canceled" } }))).toEqual({ id: "9" });
  });

  test("a product that staff have stopped selling is found, one of another name is not taken for it", async () => {
    const stopped = { idNhanh: 9, code: 12345, name: "Áo ", createdDateTime: "2026-10-07 10:00:05" };
    const call = async (_id: string, { body }: any) => ({
      code: 1,
      data: body.status === "Inactive" ? { totalPages: 1, products: { "9": stopped } } : [],
    });
    const since = { ...context, firstAttemptAt: Date.UTC(2026, 9, 7, 3) };
    const { probe } = write("products.create");
    expect(await probe!({ name: "Áo", code: "12345", price: 1 }, since, call)).toEqual({ id: "9" });
    const other = probe!({ name: "Quần", code: "12345", price: 1 }, since, call);
    await expect(other).rejects.toMatchObject({ notFound: true });
    const people = async () => ({
      code: 1,
      data: { totalPages: 1, customers: [{ id: 5, name: "Lan", mobile: 912345678 }] },
    });
    expect(await write("customers.create").probe!({ name: "Lan ", phone: "0912345678" }, since, people)).toEqual({
      id: "5",
    });
  });

  test("the probe finds an order by our reference among the customer's, page by page", async () => {
    const asked: unknown[] = [];
    const call = async (_id: string, { body }: any) => {
      asked.push(body.page);
      const orders = body.page === 2 ? { "9": { id: 9, shopOrderId: context.reference } } : { "8": { id: 8 } };
      return { code: 1, data: { totalPages: 2, orders } };
    };
    expect(await write("orders.create").probe!(order, context, call)).toEqual({ id: "9" });
    expect(asked).toEqual([1, 2]);
  });

  test("an update of a product repeats name and price from the copy", () => {
    const { encode } = write("products.update");
    const current = { idNhanh: 5, name: "Áo", price: "120000.0" };
    expect(encode({ id: "5", code: "A2" }, { ...context, current }).body).toEqual([
      { id: "5", idNhanh: 5, name: "Áo", price: 120_000, code: "A2" },
    ]);
    expect(thrown(() => encode({ id: "5", code: "A2" }, context)).fields).toHaveProperty("price");
  });

  test("a customer's number cannot be changed, because it is the vendor's key", () => {
    const { encode } = write("customers.update");
    const current = { id: 1, name: "Lan", mobile: "0912345678" };
    expect(encode({ id: "1", email: "a@b.vn" }, { ...context, current }).body).toEqual([
      { name: "Lan", mobile: "0912345678", email: "a@b.vn" },
    ]);
    const error = thrown(() => encode({ id: "1", phone: "0900000000" }, { ...context, current }));
    expect(error.fields).toHaveProperty("phone");
  });

  test("a bulk answer is taken apart per product", () => {
    const { bulk } = write("products.create");
    const items = ["TB-1", "TB-2"].map((reference) => ({
      command: { name: "Áo", price: 1 },
      context: { ...context, reference },
    }));
    expect(bulk!.results({ code: 1, data: { ids: { "TB-1": "77" } } }, items)).toEqual([{ id: "77" }, undefined]);
  });

  test("cancelling keeps what the staff's note said and refuses parcels that are on their way", () => {
    const { encode } = write("orders.cancel");
    const current = { statusCode: "Confirmed", privateDescription: "gift" };
    expect(encode({ id: "1", reason: "double" }, { ...context, current }).body).toEqual({
      orderId: "1",
      status: "Canceled",
      privateDescription: "gift | double",
    });
    expect(() => encode({ id: "1" }, { ...context, current: { statusCode: "Shipping" } })).toThrow(Rejected);
  });
});

describe("sign-in and consent", () => {
  test.each([
    ["flat", { code: 1, accessToken: "t", expiredDateTime: "2027-10-07 07:00:00", businessId: 5, depotIds: [] }],
    ["under data", { code: 1, data: { accessToken: "t", expiredAt: 1_822_867_200, businessId: "5", depotIds: [] } }],
  ])("the token is read %s", async (_shape, body) => {
    const session = await nhanhV2.authorize(shop, async () => answer(body));
    expect(session).toEqual({
      token: "t",
      expiresAt: 1_822_867_200_000,
      grants: { businessId: "5", depotIds: [], permissions: [] },
    });
  });

  test("the consent page knows the version, the app and the way back", () => {
    const url = nhanhV2.consent!.url({
      credentials: shop.access.credentials,
      returnLink: "https://me.example/back?s=1",
      hosts: nhanhV2.hosts,
    });
    expect(url).toBe(
      "https://nhanh.vn/oauth?version=2.0&appId=73000&returnLink=https%3A%2F%2Fme.example%2Fback%3Fs%3D1",
    );
  });
});

describe("webhooks", () => {
  const { hints, business, revoked } = nhanhV2.webhooks!;
  const delivery = (body: unknown) => ({
    method: "POST",
    headers: {},
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  });

  test("the verify token in the body decides", () => {
    const enabled = fixture("webhooks-enabled");
    expect(isSentBy(nhanhV2.webhooks!, delivery(enabled), "YOUR_WEBHOOKS_VERIFY_TOKEN")).toBe(true);
    expect(isSentBy(nhanhV2.webhooks!, delivery(enabled), "another")).toBe(false);
    expect(isSentBy(nhanhV2.webhooks!, delivery("no json"), "x")).toBe(false);
    expect(isSentBy(nhanhV2.webhooks!, delivery({ webhooksVerifyToken: "" }), "")).toBe(false);
    expect(business!(JSON.parse(enabled))).toBeUndefined();
    expect(hints(JSON.parse(enabled))).toEqual([]);
  });

  test.each([
    ["orderUpdate", { orderId: 5, businessId: 1 }, [["orders", ["5"]]]],
    ["orderAdd", [{ orderId: 5 }, { orderId: "6" }], [["orders", ["5", "6"]]]],
    ["orderDelete", ["5", 6], [["orders", ["5", "6"]]]],
    ["orderDelete", { "0": "5", "1": "6" }, [["orders", ["5", "6"]]]],
    ["orderUpdate", JSON.parse(fixture("order-status-keyed")), [["orders", ["94609721"]]]],
    ["inventoryChange", { "7": { id: 7 }, "8": { remain: 1 } }, [["inventory", ["7", "8"]]]],
    [
      "productDelete",
      [7],
      [
        ["products", ["7"]],
        ["inventory", ["7"]],
      ],
    ],
    [
      "paymentReceived",
      { amount: 5 },
      [
        ["orders", []],
        ["invoices", []],
      ],
    ],
    ["paymentReceived", { orderId: 5 }, [["orders", ["5"]]]],
  ])("%s with %j names every row", (event, data, expected) => {
    const found = hints({ event, businessId: 1, data });
    expect(found.map(({ resource: name, ids }) => [name, ids])).toEqual(expected);
    expect(found.every(({ deleted }) => deleted === event.endsWith("Delete"))).toBe(true);
  });

  test("nothing unreadable throws, and an uninstalled app ends the access", () => {
    for (const body of [null, 5, "x", [], { event: "toString" }, { event: "orderAdd", data: null }])
      expect(() => hints(body)).not.toThrow();
    expect(revoked!({ event: "appUninstalled", businessId: 5 })).toBe(true);
    expect(business!({ event: "appUninstalled", businessId: 5 })).toBe("5");
  });
});
