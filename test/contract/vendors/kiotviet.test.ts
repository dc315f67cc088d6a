import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, type Verdict, verdictsOf } from "../../../shared/core/taken.ts";
import type { Call, HttpAnswer, Operation, ShopContext, WriteContext } from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";

const fixture = (name: string): any =>
  JSON.parse(readFileSync(new URL(`./fixtures/kiotviet/${name}.json`, import.meta.url), "utf8"));

const operation = (id: string): Operation => kiotviet.operations.find((one) => one.id === id)!;
const resource = (name: string) => kiotviet.resources.find((one) => one.name === name)!;
const normalize = (name: string, row: unknown): any => {
  const record = resource(name).normalize(row, { settings: {} });
  return schemaOf(name).parse(record);
};

const NOW = Date.parse("2026-11-20T03:00:00Z");

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
  receivedAt: NOW,
});
const judge = (status: number, body: unknown, id = "orders.list", headers = {}) =>
  kiotviet.judge(answer(status, body, headers), operation(id));
const thrown = (act: () => unknown): any => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

const shop = (settings: Record<string, unknown> = { product: "retail" }, token = "t0ken"): ShopContext => ({
  access: {
    credentials: { clientId: "id-1", clientSecret: "s3cret", retailer: "taphoa" },
    session: { token },
  },
  hosts: { ...kiotviet.hosts, ...kiotviet.hostsFor!(settings) },
  settings,
  now: () => NOW,
  randomId: () => "nonce",
});

describe("the catalog", () => {
  test("every parameter that a listing or a detail call sends is one the catalog knows", () => {
    for (const { listing, get } of kiotviet.resources) {
      const partition = { priceBookId: "1", campaignId: "2" };
      const { params } = listing.call({ size: 100, offset: 200, from: NOW, to: NOW, partition });
      expect(() => operation(listing.operation).params.parse(params ?? {})).not.toThrow();
      if (get) expect(() => operation(get.operation).params.parse(get.call("12").params ?? {})).not.toThrow();
    }
  });

  test("an unknown parameter is refused, because the vendor would ignore it", () => {
    expect(operation("categories.list").params.safeParse({ hierarchicalData: true }).success).toBe(false);
    expect(operation("orders.list").params.safeParse({ pageSize: 101 }).success).toBe(false);
    expect(operation("products.get-by-code").params.safeParse({ code: ".." }).success).toBe(false);
  });

  test.each([
    ["branches-list", "branches.list"],
    ["customers-list", "customers.list"],
    ["invoices-list", "invoices.list"],
    ["orders-list", "orders.list"],
    ["token", "token.create"],
  ])("the captured answer %s parses unchanged", (name, id) => {
    expect(operation(id).answer.parse(fixture(name))).toEqual(fixture(name));
  });

  test("an envelope without rows is only accepted for an empty list", () => {
    const { answer: schema } = operation("orders.list");
    expect(schema.safeParse({ total: 0 }).success).toBe(true);
    expect(schema.safeParse({ total: 3 }).success).toBe(false);
    expect(schema.safeParse({ message: "ok" }).success).toBe(false);
  });
});

describe("requests", () => {
  test("a call carries token and shop name, fills the path and joins lists with commas", () => {
    const request = kiotviet.request(operation("orders.list"), { params: { branchIds: [1, 2], pageSize: 20 } }, shop());
    expect(request.url).toBe("https://public.kiotapi.com/orders?branchIds=1%2C2&pageSize=20");
    expect(request.headers).toMatchObject({ authorization: "Bearer t0ken", retailer: "taphoa" });
    const byCode = kiotviet.request(operation("products.get-by-code"), { params: { code: "SP/1 ?" } }, shop());
    expect(byCode.url).toBe("https://public.kiotapi.com/products/code/SP%2F1%20%3F");
  });

  test("a body goes as JSON, and an F&B shop has its own host", () => {
    const context = shop({ product: "fnb" });
    const request = kiotviet.request(operation("orders.delete"), { params: { id: "7", IsVoidPayment: true } }, context);
    expect(request).toMatchObject({
      method: "DELETE",
      url: "https://publicfnb.kiotapi.com/orders/7?IsVoidPayment=true",
    });
    const create = kiotviet.request(operation("categories.create"), { body: { categoryName: "Áo" } }, context);
    expect(create.body).toBe('{"categoryName":"Áo"}');
  });

  test("without a token the shop has to sign in first", () => {
    const context = { ...shop(), access: { credentials: shop().access.credentials } };
    expect(() => kiotviet.request(operation("orders.list"), {}, context)).toThrow(SignInAgain);
  });

  test("signing in posts the client's credentials and keeps the token for its lifetime", async () => {
    const sent: any[] = [];
    const session = await kiotviet.authorize(shop({ product: "fnb" }), async (request) => {
      sent.push(request);
      return answer(200, fixture("token"));
    });
    expect(sent[0].url).toBe("https://id.kiotviet.vn/connect/token");
    expect(Object.fromEntries(new URLSearchParams(sent[0].body))).toEqual({
      scopes: "PublicApi.Access.FNB",
      grant_type: "client_credentials",
      client_id: "id-1",
      client_secret: "s3cret",
    });
    expect(session).toEqual({
      token: fixture("token").access_token,
      renewAt: NOW + 0.9 * 86_400_000,
      expiresAt: NOW + 86_400_000,
      grants: { scope: "PublicApi.Access" },
    });
  });

  test("refused credentials name the vendor's reason and not the secret", async () => {
    const refused = kiotviet.authorize(shop(), async () => answer(400, { error: "invalid_client" }));
    await expect(refused).rejects.toBeInstanceOf(Rejected);
    await expect(refused).rejects.toThrow("invalid_client");
    await expect(refused).rejects.not.toThrow("s3cret");
  });

  test.each([
    [400, { error: "invalid_client" }],
    [401, { error: "unauthorized_client" }],
    [400, { error: "invalid_grant", error_description: "x" }],
    [400, { error: "invalid_scope" }],
  ])("%i %j refuses the credentials", async (status, body) => {
    await expect(kiotviet.authorize(shop(), async () => answer(status, body))).rejects.toBeInstanceOf(Rejected);
  });

  test.each([
    [302, ""],
    [400, "<html>Bad Request</html>"],
    [401, ""],
    [400, {}],
    [401, { message: "Unauthorized" }],
    [400, { message: "Bad Request" }],
    [400, { error: "temporarily_unavailable" }],
    [400, { error: "invalid_request" }],
    [400, { responseStatus: { errorCode: "InternalError", message: "x" } }],
    [400, { responseStatus: { errorCode: "invalid_client" } }],
    [403, { message: "blocked" }],
    [404, "<html>nginx</html>"],
    [404, { error: "not_found" }],
    [421, "x"],
    [200, "<html>Maintenance</html>"],
    [503, ""],
  ])("%i %j at the sign-in is a gateway's: the shop tries again by itself", async (status, body) => {
    await expect(kiotviet.authorize(shop(), async () => answer(status, body))).rejects.toBeInstanceOf(RetryLater);
  });

  test("two registrations of one shop share its budget", () => {
    const account = (retailer: string) => kiotviet.account({ credentials: { retailer }, settings: {} });
    expect(account("TapHoa")).toBe(account("taphoa"));
  });

  test("the shop's address is not taken for its short name", () => {
    const credentials = { clientId: "a", clientSecret: "b" };
    expect(kiotviet.credentials.safeParse({ ...credentials, retailer: "taphoa.kiotviet.vn" }).success).toBe(false);
    expect(kiotviet.credentials.safeParse({ ...credentials, retailer: " taphoa " }).success).toBe(true);
  });
});

describe("what an answer means", () => {
  test("a good answer is handed on", () => {
    expect(judge(200, fixture("orders-list"))).toEqual(fixture("orders-list"));
  });

  test.each([
    [401, fixture("error-token")],
    [401, { responseStatus: { errorCode: "Unauthorized" } }],
    [400, fixture("error-token")],
    [420, { ResponseStatus: { ErrorCode: "TokenException" } }],
  ])("%i %j means a dead token", (status, body) => {
    expect(thrown(() => judge(status, body))).toBeInstanceOf(SignInAgain);
  });

  test("a used-up limit waits as long as the vendor says, else a minute, and was not delivered", () => {
    const told = thrown(() => judge(429, {}, "orders.list", { "retry-after": "7" }));
    expect(told).toMatchObject({ limited: true, delivered: "no", retryAt: NOW + 7_000 });
    expect(thrown(() => judge(429, "<html>"))).toMatchObject({ limited: true, retryAt: NOW + 60_000 });
    expect(told).toBeInstanceOf(RetryLater);
  });

  test.each([
    [500, { responseStatus: { errorCode: "NullReferenceException" } }],
    [502, "<html>"],
    [408, ""],
    [503, ""],
  ])("%i may have been carried out", (status, body) => {
    expect(thrown(() => judge(status, body, "orders.create"))).toMatchObject({
      name: "RetryLater",
      delivered: "unknown",
      limited: false,
    });
  });

  test("420 is a permanent refusal in the vendor's words, with the fields it names", () => {
    const error = thrown(() => judge(420, fixture("error-420"), "orders.create"));
    expect(error).toMatchObject({ name: "Rejected", code: "KvValidateException", notFound: false });
    expect(error.message).toContain("MESSAGE_TEXT");
    const body = { ResponseStatus: { ErrorCode: "X", Errors: [{ FieldName: "Code", Message: "đã tồn tại" }] } };
    expect(thrown(() => judge(420, body, "products.create")).fields).toEqual({ Code: "đã tồn tại" });
  });

  test("only a detail call's own 'not there' means that the record is gone", () => {
    const body = { responseStatus: { errorCode: "KvValidateException", message: "Hàng hóa không tồn tại" } };
    expect(thrown(() => judge(420, body, "products.get")).notFound).toBe(true);
    expect(thrown(() => judge(420, body, "orders.create")).notFound).toBe(false);
    expect(thrown(() => judge(404, body, "products.get"))).toMatchObject({ name: "Rejected", notFound: true });
    for (const page of ["<html>Not Found</html>", "", " ", "null"]) {
      // Asked again later; a list whose path is gone is a change.
      expect(thrown(() => judge(404, page, "products.get"))).toBeInstanceOf(RetryLater);
      expect(thrown(() => judge(404, page, "products.list"))).toBeInstanceOf(VendorChanged);
    }
  });

  test("a refusal under 200 is a refusal", () => {
    expect(thrown(() => judge(200, fixture("error-420")))).toBeInstanceOf(Rejected);
    const price = { message: "Không cập nhật được", isSuccess: false };
    expect(thrown(() => judge(200, price, "price-books.set-price"))).toBeInstanceOf(Rejected);
  });

  test("a missing permission closes only the operation; a gateway's page closes nothing", () => {
    expect(thrown(() => judge(403, { responseStatus: { errorCode: "Forbidden" } })).forbidden).toBe(true);
    expect(thrown(() => judge(403, { message: "Forbidden" }))).toBeInstanceOf(RetryLater);
    expect(thrown(() => judge(403, "<html>blocked</html>"))).toMatchObject({ name: "RetryLater", delivered: "no" });
  });

  test.each([["<html></html>"], [""], ["null"], ['"text"'], ["{"]])("200 with %j is a vendor that changed", (body) => {
    expect(thrown(() => judge(200, body))).toBeInstanceOf(VendorChanged);
  });

  test("an answer to the sign-in never shows in an error", () => {
    const error = thrown(() => judge(200, { access_token: "", secret: "leak" }, "token.create"));
    expect(error).toBeInstanceOf(VendorChanged);
    expect(JSON.stringify(error)).not.toContain("leak");
    expect(thrown(() => judge(401, { error: "invalid_client" }, "token.create"))).toBeInstanceOf(Rejected);
  });
});

describe("reading", () => {
  test("filters are sent in local time without offset, oldest change first", () => {
    const { params } = resource("orders").listing.call({ size: 50, offset: 10, from: NOW, to: NOW + 1_000 });
    expect(params).toMatchObject({
      lastModifiedFrom: "2026-11-20T10:00:00.000",
      toDate: "2026-11-20T10:00:01.000",
      orderBy: "modifiedDate",
      orderDirection: "Asc",
      pageSize: 50,
      currentItem: 10,
    });
    const snapshot = resource("purchase-orders").listing.call({ size: 100, from: NOW });
    expect(snapshot.params).toEqual({ includePayment: true, pageSize: 100, currentItem: 0 });
  });

  test.each(["removedIds", "removeIds", "removeId"])("removed ids are read from %s", (name) => {
    const { read } = resource("products").listing;
    const ask = { size: 100 };
    expect(read({ data: [], [name]: [3, "4", { id: 5 }, 3] }, ask).removedIds).toEqual(["3", "4", "5"]);
    expect(read({ data: [] }, ask).removedIds).toBeUndefined();
  });

  test("the vendor's clock is the envelope's timestamp", () => {
    const page = { data: [], timestamp: "2026-10-07T14:39:09.4969693+07:00" };
    expect(resource("orders").listing.read(page, { size: 1 }).vendorNow).toBe(Date.parse("2026-10-07T07:39:09.496Z"));
  });

  test("a row that was never edited counts by its date of creation or of business", () => {
    const { time } = resource("orders").listing;
    const at = (row: object) => time!(row);
    const dates = { createdDate: "2026-02-28T10:57:15.6070000", purchaseDate: "2026-02-01T00:00:00" };
    expect(at({ ...dates, modifiedDate: "2026-08-12T10:57:25.5930000" })).toBe(Date.parse("2026-08-12T03:57:25.593Z"));
    expect(at(dates)).toBe(Date.parse("2026-02-28T03:57:15.607Z"));
    expect(at(fixture("orders-list").data[0])).toBe(Date.parse("2026-03-01T01:21:36Z"));
    expect(at({ modifiedDate: "nonsense" })).toBeUndefined();
  });

  test("a date that staff can move back does not decide which version is newer", () => {
    const { modified } = resource("cash-flow");
    expect(modified!({ id: 1, transDate: "2026-02-28T10:57:15" })).toBeUndefined();
    expect(modified!({ id: 1, createdDate: "2026-02-28T10:57:15" })).toBe(Date.parse("2026-02-28T03:57:15Z"));
    expect(resource("inventory").modified!({ id: 1, createdDate: "2026-02-28T10:57:15" })).toBeUndefined();
  });

  test("stock of removed products is learnt from the products' removed ids", () => {
    const { listing, id } = resource("inventory").deletions!;
    const ask = { size: 100, from: NOW };
    expect(() => operation(listing!.operation).params.parse(listing!.call(ask).params)).not.toThrow();
    expect(listing!.read({ total: 9, data: [{ id: 1 }], removeId: [5, 6] }, ask).rows.map(id!)).toEqual(["5", "6"]);
  });

  test("the summary above the customers is nobody, and nobody is lost for it, whether or not the total counts it", async () => {
    const summary = { id: -1, debt: 123_456, createdDate: "0001-01-01T00:00:00.0000000" };
    const { listing, id } = resource("customers");
    for (const count of [2, 98, 99, 100, 101, 150]) {
      const people = Array.from({ length: count }, (_, index) => ({
        id: index + 1,
        createdDate: new Date(NOW + index * 1_000).toISOString(),
      }));
      const counted = [summary, ...people];
      const answers = [
        ({ currentItem, pageSize }: any) => ({
          total: counted.length,
          data: counted.slice(currentItem, currentItem + pageSize),
        }),
        ({ currentItem, pageSize }: any) => ({
          total: count,
          data: [...(currentItem ? [] : [summary]), ...people.slice(currentItem, currentItem + pageSize)],
        }),
      ];
      for (const answered of answers) {
        const found: unknown[] = [];
        const span = { from: undefined, to: undefined };
        let position: Position | undefined = { mode: "anchored", start: 0, anchors: [] };
        while (position) {
          const reading: Reading<any> = await readPage({ listing, id, span }, position, async (ask) =>
            listing.read(answered(listing.call(ask).params), ask),
          );
          found.push(...reading.rows.map(id));
          position = reading.next;
        }
        expect(new Set(found)).toEqual(new Set(people.map(id)));
      }
    }
  });

  test("stock counts by its latest branch", () => {
    const row = {
      id: 1,
      createdDate: "2020-01-01T00:00:00",
      inventories: [
        { branchId: 1, onhand: 2.5, reserved: 3, modifiedDate: "2026-05-01T00:00:00" },
        { branchId: 2, onHand: "7.0000", modifiedDate: "2026-05-02T00:00:00" },
      ],
    };
    expect(resource("inventory").listing.time!(row)).toBe(Date.parse("2026-05-01T17:00:00Z"));
    expect(normalize("inventory", row).levels).toEqual([
      { locationId: "1", onHand: 2.5, reserved: 3, available: 0 },
      { locationId: "2", onHand: 7, available: 7 },
    ]);
  });

  test("one product's stock is read from its detail", () => {
    const product = { id: 9, code: "A", name: "Áo", inventories: [{ branchId: 1, onHand: 4, reserved: 1, cost: 2 }] };
    const row = resource("inventory").get!.read(product, "9");
    expect(normalize("inventory", row)).toEqual({
      id: "9",
      productId: "9",
      code: "A",
      levels: [{ locationId: "1", onHand: 4, reserved: 1, available: 3 }],
    });
  });

  test("details come bare, wrapped, or as a list of one", () => {
    const read = (body: unknown) => resource("supplier-orders").get!.read(body, "1");
    expect(read({ id: 1 })).toEqual({ id: 1 });
    expect(read({ data: { id: 1 } })).toEqual({ id: 1 });
    expect(read({ total: 1, data: [{ id: 1 }] })).toEqual({ id: 1 });
    expect(read({ total: 0, data: [] })).toBeUndefined();
  });

  test("prices are listed price book by price book, and a list that ignores paging ends", async () => {
    const books = Array.from({ length: 100 }, (_, index) => ({ id: index }));
    const call: Call = async () => ({ data: books, total: 100 });
    const { listing, id } = resource("price-book-prices");
    const { parts: partitions } = await listing.partitions!(call);
    expect(partitions).toHaveLength(100);
    const ask = { size: 100, partition: partitions[7]! };
    expect(listing.call(ask).params).toMatchObject({ id: "7" });
    const [row] = listing.read({ data: [{ productId: 3, price: 1 }] }, ask).rows;
    expect(id(row)).toBe("7:3");
  });

  test("a price is asked for through its product, and drawn as its price book draws it", () => {
    const { listing, get } = resource("price-book-prices");
    const listed = { productId: 3, productCode: "A", price: 1 };
    const [row] = listing.read({ data: [listed] }, { size: 100, partition: { priceBookId: "7" } }).rows;
    expect(get!.call("7:3")).toEqual({ params: { id: "3", includeSoftDeletedAttribute: false } });
    const prices = [8, 7].map((priceBookId) => ({ priceBookId, productId: 3, isActive: true, price: 8 - priceBookId }));
    expect(get!.read({ id: 3, code: "A", priceBooks: prices }, "7:3")).toEqual(row);
  });

  test("a product that does not show a price says nothing about it", () => {
    const { get } = resource("price-book-prices");
    const error = thrown(() => get!.read({ id: 3, code: "A", priceBooks: [] }, "7:3"));
    expect(error).toBeInstanceOf(Rejected);
    expect(error.notFound).not.toBe(true);
    expect(get!.read({ data: [] }, "7:3")).toBeUndefined();
  });
});

describe("records", () => {
  test("the captured order, with its masked customer and local times", () => {
    expect(normalize("orders", fixture("orders-list").data[0])).toMatchObject({
      id: "18947766",
      code: "DHSPE_2603010SCUQWWD",
      status: "completed",
      vendorStatus: { code: "3", name: "Hoàn thành" },
      locationId: "233443",
      total: 335_000,
      paid: 0,
      lines: [{ productId: "48873415", quantity: 1, price: 400_000, discount: 65_000 }],
      createdAt: "2026-03-01T01:21:36.000Z",
    });
  });

  test("the captured invoice, branch and customer", () => {
    expect(normalize("invoices", fixture("invoices-list").data[0])).toMatchObject({ status: "completed", lines: [] });
    expect(normalize("locations", fixture("branches-list").data[0])).toEqual({
      id: "233443",
      name: "Chi nhánh trung tâm",
      phone: "+84000000000",
    });
    expect(normalize("customers", fixture("customers-list").data[0])).toMatchObject({
      name: "Q******o",
      masked: true,
      totalSpent: 500_000,
    });
  });

  test.each([
    ["orders", 1, "draft"],
    ["orders", 2, "confirmed"],
    ["orders", 4, "cancelled"],
    ["orders", 99, "unknown"],
    ["invoices", 2, "cancelled"],
    ["invoices", 3, "processing"],
    ["invoices", 5, "failed"],
    ["invoices", 77, "unknown"],
    ["returns", 2, "cancelled"],
  ])("%s with status %i are %s, and the vendor's own word stays", (name, status, expected) => {
    const record = normalize(name, { id: 1, status, statusValue: "?" });
    expect(record).toMatchObject({ status: expected, vendorStatus: { code: String(status), name: "?" } });
  });

  test("line discounts are for one unit, exact, and may be a percentage", () => {
    const orderDetails = [
      { productId: 1, quantity: 3, price: "100000.0000", discount: 333.3333 },
      { productId: 2, quantity: 0.3, price: 0.1, discount: 0.1 },
      { productId: 3, quantity: 2, price: 50_000, discount: 0, discountRatio: 10 },
    ];
    const { lines } = normalize("orders", { id: 1, status: 1, orderDetails });
    expect(lines.map((line: any) => line.discount)).toEqual(["999.9999", "0.03", 10_000]);
  });

  test("a single line may come as an object", () => {
    expect(
      normalize("orders", { id: 1, status: 1, orderDetails: { productId: 4, quantity: 1, price: 1 } }).lines,
    ).toEqual([{ productId: "4", quantity: 1, price: 1 }]);
  });

  test("a product with units, prices, parts and pictures in either form", () => {
    const record = normalize("products", {
      id: 5,
      code: "SP5",
      name: "Áo",
      fullName: "Áo - đỏ",
      type: 1,
      masterProductId: 4,
      basePrice: 850_000,
      images: ["https://a/1.jpg", { Image: "https://a/2.jpg" }],
      units: [{ id: 6, code: "SP6", unit: "Hộp", conversionValue: 12, basePrice: "9000000.0000" }],
      priceBooks: [{ priceBookId: 1, priceBookName: "Sỉ", price: 800_000.5 }],
      productFormulas: [{ materialId: 7, quantity: 2 }],
      attributes: [{ attributeName: "Màu", attributeValue: "đỏ" }],
      inventories: [
        { branchId: 1, cost: 10 },
        { branchId: 2, cost: 10 },
      ],
    });
    expect(record).toMatchObject({
      parentId: "4",
      type: "combo",
      price: 850_000,
      cost: 10,
      images: ["https://a/1.jpg", "https://a/2.jpg"],
      units: [{ id: "6", name: "Hộp", ratio: 12, price: 9_000_000 }],
      prices: [{ priceBookId: "1", name: "Sỉ", price: "800000.5" }],
      components: [{ productId: "7", quantity: 2 }],
      attributes: [{ name: "Màu", value: "đỏ" }],
    });
  });

  test("a price book that is switched off has no price of the product", () => {
    const priceBooks = [
      { priceBookId: 1, priceBookName: "Sỉ", isActive: true, price: 9 },
      { priceBookId: 2, priceBookName: "Tết 2020", isActive: false, price: 5 },
      { priceBookId: 3, price: 7 },
    ];
    const prices = (books: unknown) => normalize("products", { id: 1, name: "Áo", priceBooks: books }).prices;
    expect(prices(priceBooks).map((each: any) => each.priceBookId)).toEqual(["1", "3"]);
    expect(prices([priceBooks[1]])).toBeUndefined();
  });

  test("areas are split into province and district, also for the province with a dash in its name", () => {
    const address = (locationName: string) => normalize("customers", { id: 1, locationName }).address;
    expect(address("Hà Nội - Quận Cầu Giấy")).toEqual({
      province: "Hà Nội",
      district: "Quận Cầu Giấy",
      scheme: "three-tier",
    });
    expect(address("Bà Rịa - Vũng Tàu - Thành phố Vũng Tàu")).toMatchObject({ district: "Thành phố Vũng Tàu" });
    expect(address("Bà Rịa - Vũng Tàu")).toEqual({ province: "Bà Rịa - Vũng Tàu" });
  });

  test("raw records show what names them", () => {
    expect(normalize("surcharges", { id: 2, surchargeCode: "SC", surchargeName: "Phí" })).toEqual({
      id: "2",
      code: "SC",
      name: "Phí",
    });
    expect(normalize("bank-accounts", { id: 3, createdDate: "2026-01-01T07:00:00" }).createdAt).toBe(
      "2026-01-01T00:00:00.000Z",
    );
  });

  test("a row without an id throws, so that it is kept and reported", () => {
    for (const row of [null, "text", [], {}, { id: {} }, { id: 1.5 }, { id: "" }])
      expect(() => resource("orders").normalize(row, { settings: {} }), JSON.stringify(row)).toThrow(RangeError);
  });
});

describe("writes", () => {
  const REFERENCE = "TB-0123456789ABCDEF";
  const context = (more: Partial<WriteContext> = {}): WriteContext => ({
    writeId: "w1",
    reference: REFERENCE,
    settings: {},
    grants: {},
    firstAttemptAt: NOW,
    ...more,
  });
  const write = (kind: keyof typeof kiotviet.writes) => kiotviet.writes[kind]!;
  /** Encodes a command as the API would: parsed first, and the body held against the catalog. */
  const encode = (kind: keyof typeof kiotviet.writes, command: unknown, more: Partial<WriteContext> = {}): any => {
    const { operation: id, command: schema, encode: toCall } = write(kind);
    const call = toCall(schema.parse(command), context(more));
    const { params, body } = operation(id);
    params.parse(call.params ?? {});
    body?.parse(call.body);
    return call;
  };
  const faults = (kind: keyof typeof kiotviet.writes, command: unknown): string[] =>
    write(kind)
      .command.safeParse(command)
      .error?.issues.map((issue) => issue.path.join(".")) ?? [];

  const order = {
    locationId: "1",
    lines: [{ productId: "9", quantity: 3, price: 100_000, discount: 1_000 }],
    customer: { id: "77" },
    note: "gọi trước",
    payments: [{ method: "cash", amount: 50_000 }],
  };

  test("an order carries our mark behind its note and behind that of its first line", () => {
    expect(encode("orders.create", order).body).toEqual({
      branchId: 1,
      description: `gọi trước #${REFERENCE}`,
      makeInvoice: false,
      totalPayment: 50_000,
      method: "Cash",
      orderDetails: [{ productId: 9, quantity: 3, price: 100_000, discount: 333.3333, note: `#${REFERENCE}` }],
      customerId: 77,
      customer: { id: 77 },
    });
  });

  test("commands that KiotViet would misread are refused with the field's name", () => {
    expect(faults("orders.create", { ...order, locationId: undefined })).toEqual(["locationId"]);
    expect(faults("orders.create", { ...order, lines: [{ productId: "9", quantity: 1 }] })).toEqual(["lines.0.price"]);
    expect(faults("orders.create", { ...order, lines: [{ quantity: 1, price: 1 }] })).toEqual(["lines.0.productId"]);
    expect(faults("orders.create", { ...order, payments: [{ method: "cod", amount: 1 }] })).toEqual([
      "payments.0.method",
    ]);
    expect(faults("orders.update", { id: "1", status: "completed" })).toEqual(["status"]);
    expect(faults("orders.cancel", { id: "1", reason: "đổi ý" })).toEqual(["reason"]);
    expect(faults("products.create", { name: "Áo", categoryId: "1", barcode: "1".repeat(17) })).toEqual(["barcode"]);
    expect(faults("products.update", { id: "1", cost: 5 })).toEqual(["cost"]);
    expect(faults("stock.set", { productId: "1", locationId: "1", delta: 2 })).toContain("absolute");
    expect(faults("customers.create", { name: "Lan", company: "ABC" })).toEqual(["company"]);
    expect(faults("payments.create", { invoiceId: "x", method: "cash", amount: 1 })).toEqual(["invoiceId"]);
    const cash = { method: "cash", amount: 1, accountId: "5" };
    expect(faults("payments.create", { ...cash, invoiceId: "1" })).toEqual(["accountId"]);
    expect(faults("orders.create", { ...order, payments: [cash] })).toEqual(["payments.0.accountId"]);
  });

  const pages =
    (rows: readonly any[], seen: any[] = []): Call =>
    async (id, { params }: any) => {
      seen.push({ id, ...params });
      const from = params.lastModifiedFrom === undefined ? 0 : Date.parse(`${params.lastModifiedFrom}+07:00`);
      const left = rows.filter((row) => Date.parse(`${row.modifiedDate}+07:00`) >= from);
      return { total: left.length, data: left.slice(params.currentItem, params.currentItem + params.pageSize) };
    };
  const many = (count: number, mark: (index: number) => string): any[] =>
    Array.from({ length: count }, (_, index) => ({
      id: index + 1,
      modifiedDate: new Date(NOW + 7 * 3_600_000 + Math.floor(index / 150) * 1_000).toISOString().slice(0, -1),
      description: mark(index),
    }));

  test("a lost order is found by its mark on whatever page it is, and only by exactly its mark", async () => {
    const seen: any[] = [];
    const { probe } = write("orders.create");
    const rows = many(420, (index) => (index === 411 ? `x #${REFERENCE}` : `#${REFERENCE}0 ${REFERENCE} #TB-X`));
    expect(await probe!(order, context(), pages(rows, seen))).toEqual({ id: "412" });
    expect(seen[0].lastModifiedFrom).toBe("2026-11-20T09:45:00.000");
    expect(await probe!(order, context(), pages(many(420, () => `#TB-0123456789ABCDEG`)))).toBeUndefined();
  });

  test("a lost invoice is found by its first line's note as well", async () => {
    const body = encode("invoices.create", { locationId: "1", lines: order.lines }).body;
    expect(body.invoiceDetails[0].note).toBe(`#${REFERENCE}`);
    const rows = [{ id: 5, modifiedDate: "2026-11-20T10:00:00", invoiceDetails: body.invoiceDetails }];
    expect(await write("invoices.create").probe!({}, context(), pages(rows))).toEqual({ id: "5" });
  });

  test("a product without a code gets our reference as its code, and is found by it", async () => {
    const command = { name: "Áo", categoryId: "3", price: 10 };
    expect(encode("products.create", command).body).toMatchObject({ code: REFERENCE, categoryId: 3, basePrice: 10 });
    const { probe } = write("products.create");
    const call = (row: object | undefined): Call => {
      return async (id, { params }: any) => {
        if (id === "products.list") return { total: row ? 1 : 0, data: row ? [row] : [] };
        if (params.code !== REFERENCE && params.code !== "SP1") throw new Error("asked for another code");
        if (!row) throw new Rejected("no", { notFound: true });
        return { code: params.code, ...row };
      };
    };
    expect(await probe!(command, context(), call({ id: 8 }))).toEqual({ id: "8" });
    expect(await probe!(command, context(), call(undefined))).toBeUndefined();
    // Somebody else's product with the code that the tenant chose.
    const own = { ...command, code: "SP1" };
    const created = (createdDate: string, name = "Áo") => call({ id: 8, name, createdDate });
    expect(await probe!(own, context(), created("2026-11-20T10:00:05"))).toEqual({ id: "8" });
    expect(await probe!(own, context(), created("2026-11-20T09:00:00"))).toBeUndefined();
    expect(await probe!(own, context(), created("2026-11-20T10:00:05", "Quần"))).toBeUndefined();
  });

  test("a probe that the vendor does not answer is no 'not found'", async () => {
    const call: Call = async () => {
      throw new RetryLater("down");
    };
    await expect(write("customers.create").probe!({ name: "Lan" }, context(), call)).rejects.toBeInstanceOf(RetryLater);
    await expect(write("orders.cancel").probe!({ id: "1" }, context(), call)).rejects.toBeInstanceOf(RetryLater);
  });

  test("a cancelled order is recognised by its status", async () => {
    expect(encode("orders.cancel", { id: "5" })).toEqual({ params: { id: "5" } });
    const status = (code: number) =>
      write("orders.cancel").probe!({ id: "5" }, context(), async () => ({ id: 5, status: code }));
    expect(await status(4)).toEqual({ id: "5" });
    expect(await status(1)).toBeUndefined();
  });

  test("an update of an order keeps its lines, its mark and its surcharges", () => {
    const current = {
      id: 5,
      branchId: 1,
      description: `cũ #${REFERENCE}`,
      orderDetails: [{ productId: 9, productName: "Áo", quantity: 2, price: 5, viewDiscount: 1 }],
      orderDelivery: { receiver: "Đ******h", address: "1 Lê Lợi", status: 1 },
      invoiceOrderSurcharges: [{ id: 1, surchargeId: 4, price: 1_000 }],
    };
    expect(encode("orders.update", { id: "5", note: "mới" }, { current }).body).toEqual({
      branchId: 1,
      description: `mới #${REFERENCE}`,
      makeInvoice: false,
      orderDetails: [{ productId: 9, productName: "Áo", quantity: 2, price: 5 }],
      orderDelivery: { address: "1 Lê Lợi" },
      surchages: [{ id: 4, price: 1_000 }],
    });
    const marked = { ...current, orderDetails: [{ ...current.orderDetails[0], note: `#${REFERENCE}` }] };
    const lines = [{ productId: "7", quantity: 1, price: 2 }];
    expect(encode("orders.update", { id: "5", lines }, { current: marked }).body).toMatchObject({
      orderDetails: [{ productId: 7, note: `#${REFERENCE}` }],
    });
  });

  test("an update of a product never sends stock back, one of a customer never a masked name", () => {
    const product = { id: 1, name: "Áo", code: "A", inventories: [{ branchId: 1, onHand: 5 }], images: ["x"] };
    expect(encode("products.update", { id: "1", price: 7 }, { current: product }).body).toEqual({
      name: "Áo",
      code: "A",
      basePrice: 7,
    });
    const customer = { id: 1, name: "Q******o", contactNumber: "0901", taxCode: "01" };
    expect(encode("customers.update", { id: "1", note: "vip" }, { current: customer }).body).toEqual({
      contactNumber: "0901",
      taxCode: "01",
      comments: "vip",
    });
  });

  test("stock names one branch; in bulk, one entry per product and the last word per branch", () => {
    const at = (productId: string, locationId: string, absolute: number) => ({ productId, locationId, absolute });
    expect(encode("stock.set", at("1", "2", 5))).toEqual({
      params: { id: "1" },
      body: { branchId: 2, inventories: [{ branchId: 2, onHand: 5 }] },
    });
    const commands = [at("1", "2", 5), at("1", "3", 1), at("4", "2", 0), at("1", "2", 6)].map((command) => ({
      command,
      context: context(),
    }));
    const { bulk } = write("stock.set");
    const { body } = bulk!.encode(commands);
    operation(bulk!.operation).body!.parse(body);
    expect(body).toEqual({
      listProducts: [
        {
          id: 1,
          inventories: [
            { branchId: 2, onHand: 6 },
            { branchId: 3, onHand: 1 },
          ],
        },
        { id: 4, inventories: [{ branchId: 2, onHand: 0 }] },
      ],
    });
    expect(bulk!.results({ message: "ok" }, commands)).toHaveLength(4);
  });

  const told = (kind: keyof typeof kiotviet.writes, command: unknown, record: unknown, verdict: Verdict = "no") =>
    fieldsOf(verdictsOf(write(kind), write(kind).command.parse(command), record), verdict);

  test("what the vendor did not take is named, field by field", () => {
    const line = { productId: "9", quantity: 3, price: 100_000, discount: "999.9999", note: `#${REFERENCE}` };
    const record = {
      id: "5",
      customerId: "77",
      lines: [line],
      note: `gọi trước #${REFERENCE}`,
      locationId: "1",
      payments: [{ method: "cash", amount: 50_000 }],
    };
    expect(told("orders.create", order, record)).toEqual([]);
    expect(told("orders.create", order, { ...record, note: "", payments: undefined })).toEqual(["payments.0", "note"]);
    expect(told("orders.create", order, { ...record, lines: [{ ...line, productId: "8" }] })).toEqual([
      "lines.0",
      "lines",
    ]);
    expect(told("orders.create", order, { ...record, lines: [{ ...line, quantity: 2 }] })).toEqual([
      "lines.0.quantity",
    ]);
    const stock = { id: "1", productId: "1", levels: [{ locationId: "2", onHand: 4 }] };
    expect(told("stock.set", { productId: "1", locationId: "2", absolute: 5 }, stock)).toEqual(["absolute"]);
  });

  test("what the vendor does not show, or hides, is neither taken nor refused", () => {
    const buyer = { name: "Lan", phone: "0901234567", code: "KH1" };
    const record = {
      lines: [{ productId: "9", quantity: 3, price: 100_000, discount: 1_000 }],
      customer: { name: "L**n" },
    };
    const command = { ...order, customer: buyer, payments: undefined, note: undefined, locationId: "1" };
    const shown = { ...record, locationId: "1" };
    expect(told("orders.create", command, shown)).toEqual([]);
    expect(told("orders.create", command, shown, "unseen")).toEqual([
      "customer.code",
      "customer.name",
      "customer.phone",
    ]);
    expect(told("payments.create", { invoiceId: "1", method: "cash", amount: 5 }, undefined, "unseen")).toEqual([
      "invoiceId",
      "method",
      "amount",
    ]);
  });

  const delivered = {
    id: 5,
    branchId: 1,
    customerId: 77,
    purchaseDate: "2026-11-19T08:00:00.0000000",
    totalPayment: 50_000,
    saleChannelId: 3,
    payments: [{ method: "Transfer", amount: 50_000, accountId: 6 }],
    description: "cũ",
    orderDetails: [{ productId: 9, quantity: 2, price: 5 }],
    orderDelivery: {
      receiver: "Hoa",
      contactNumber: "0933333333",
      address: "1 Lê Lợi",
      locationId: 239,
      locationName: "Hồ Chí Minh - Quận 1",
      wardName: "Phường Bến Nghé",
      price: 20_000,
      usingPriceCod: true,
      priceCodPayment: 99_000,
      partnerDeliveryId: 11,
      partnerDelivery: { code: "GHN", name: "Giao Hàng Nhanh", email: null },
      expectedDelivery: "2026-11-22T08:00:00",
    },
  };

  test("an update of a note repeats all that the call would blank, and a dry run can name it", () => {
    const { body } = encode("orders.update", { id: "5", note: "mới" }, { current: delivered });
    expect(body).toEqual({
      branchId: 1,
      customer: { id: 77 },
      purchaseDate: "2026-11-19T08:00:00.0000000",
      totalPayment: 50_000,
      method: "Transfer",
      accountId: 6,
      saleChannelId: 3,
      description: "mới",
      makeInvoice: false,
      orderDetails: [{ productId: 9, quantity: 2, price: 5 }],
      orderDelivery: { ...delivered.orderDelivery, partnerDelivery: { code: "GHN", name: "Giao Hàng Nhanh" } },
    });
    const { description: _, makeInvoice: __, ...repeated } = body;
    expect(write("orders.update").carried!(delivered)).toEqual({ ...repeated, description: "cũ" });
  });

  test("a new address replaces the old one whole; the recipient, the fee and the sum to collect stay", () => {
    const moved = (address: object) =>
      encode("orders.update", { id: "5", shipping: { address } }, { current: delivered }).body.orderDelivery;
    const stays = { receiver: "Hoa", contactNumber: "0933333333", price: 20_000, priceCodPayment: 99_000 };
    expect(moved({ line: "9 Trần Phú", ward: "Phường Cửa Nam", province: "Hà Nội", scheme: "two-tier" })).toMatchObject(
      {
        ...stays,
        address: "9 Trần Phú",
        wardName: "Phường Cửa Nam",
        locationName: "Hà Nội",
        locationId: null,
      },
    );
    expect(moved({ line: "9 Trần Phú" })).toMatchObject({
      ...stays,
      address: "9 Trần Phú",
      wardName: "",
      locationName: "",
      locationId: null,
    });
    expect(moved({ province: "Hà Nội", district: "Quận Ba Đình", districtId: "12" })).toMatchObject({
      ...stays,
      address: "",
      wardName: "",
      locationName: "Hà Nội - Quận Ba Đình",
      locationId: 12,
    });
    expect(moved({ name: "Lan" })).toEqual({
      ...delivered.orderDelivery,
      receiver: "Lan",
      partnerDelivery: { code: "GHN", name: "Giao Hàng Nhanh" },
    });
    const customer = { name: "Lan", address: "1 Lê Lợi", locationName: "Hồ Chí Minh - Quận 1", wardName: "Phường 1" };
    expect(
      encode(
        "customers.update",
        { id: "1", address: { province: "Hà Nội", ward: "Phường Cửa Nam" } },
        { current: customer },
      ).body,
    ).toEqual({ name: "Lan", address: "", locationName: "Hà Nội", wardName: "Phường Cửa Nam" });
  });

  test("a part of the old address that is still shown means that the new one was not taken", () => {
    const command = { id: "5", shipping: { address: { line: "9 Trần Phú", province: "Hà Nội" } } };
    const shown = (address: object) => ({
      shipping: { address: { line: "9 Trần Phú", province: "Hà Nội", ...address } },
    });
    expect(told("orders.update", command, shown({}))).toEqual([]);
    expect(told("orders.update", command, shown({ ward: "Phường Bến Nghé" }))).toEqual(["shipping.address"]);
    const moved = { id: "1", address: { line: "9 Trần Phú" } };
    expect(told("customers.update", moved, { address: { line: "9 Trần Phú", province: "Huế" } })).toEqual(["address"]);
  });

  test("an address that KiotViet would misread is refused by field", () => {
    const address = (kind: "orders.update" | "customers.create", parts: object) =>
      faults(
        kind,
        kind === "orders.update" ? { id: "1", shipping: { address: parts } } : { name: "Lan", address: parts },
      ).map((field) => field.split(".").at(-1));
    for (const kind of ["orders.update", "customers.create"] as const) {
      expect(address(kind, { district: "Quận 3" })).toEqual(["district"]);
      expect(address(kind, { wardId: "5" })).toEqual(["wardId"]);
      expect(address(kind, { districtId: "5" })).toEqual(["districtId"]);
      expect(address(kind, { ward: "Phường 5", district: "Quận 3", province: "Hồ Chí Minh" })).toEqual([]);
    }
    expect(address("orders.update", { province: "Huế", provinceId: "X1" })).toEqual(["provinceId"]);
  });

  test("the sum to collect and a new carrier go as wholes", () => {
    const sent = (shipping: object) =>
      encode("orders.update", { id: "5", shipping }, { current: delivered }).body.orderDelivery;
    expect(sent({ cod: 0 })).toMatchObject({ usingPriceCod: false, priceCodPayment: 0, receiver: "Hoa" });
    expect(sent({ cod: 12_000 })).toMatchObject({ usingPriceCod: true, priceCodPayment: 12_000 });
    expect(sent({ carrierCode: "VTP" })).toMatchObject({ partnerDelivery: { code: "VTP" }, partnerDeliveryId: null });
    expect(encode("orders.create", { ...order, shipping: { cod: 5_000 } }).body.orderDelivery).toEqual({
      usingPriceCod: true,
      priceCodPayment: 5_000,
    });
  });

  test("an invoice is delivered, with a sum to collect or without one", () => {
    const invoice = { locationId: "1", lines: order.lines };
    const sent = (shipping?: object) => encode("invoices.create", { ...invoice, channel: "3", shipping }).body;
    expect(sent()).toMatchObject({ usingCod: false, saleChannelId: 3 });
    expect(sent()).not.toHaveProperty("deliveryDetail");
    const address = { name: "Hoa", phone: "0933333333", line: "1 Lê Lợi", province: "Huế", ward: "Phường 5" };
    expect(sent({ address, fee: 20_000, cod: 99_000, carrierCode: "GHN" })).toMatchObject({
      usingCod: true,
      deliveryDetail: {
        status: 1,
        receiver: "Hoa",
        contactNumber: "0933333333",
        address: "1 Lê Lợi",
        locationName: "Huế",
        wardName: "Phường 5",
        price: 20_000,
        usingPriceCod: true,
        priceCodPayment: 99_000,
        partnerDelivery: { code: "GHN" },
      },
    });
    expect(sent({ fee: 20_000 }).deliveryDetail).toEqual({ status: 1, price: 20_000 });
    const record = { lines: [], shipping: { cod: 5 } };
    expect(told("invoices.create", { ...invoice, shipping: { cod: 6 } }, record)).toContain("shipping.cod");
  });

  test("a delivery of an invoice is changed, and all else of it is repeated", async () => {
    const current = {
      id: 6,
      purchaseDate: "2026-11-19T08:00:00",
      status: 3,
      soldById: 4,
      description: "không có trong lệnh",
      invoiceDelivery: { ...delivered.orderDelivery, status: 2, statusValue: "Đang giao hàng" },
    };
    const { body } = encode("invoices.update", { id: "6", shipping: { cod: 5_000 }, channel: "3" }, { current });
    expect(body).toEqual({
      purchaseDate: "2026-11-19T08:00:00",
      status: 3,
      soldById: 4,
      saleChannelId: 3,
      deliveryDetail: {
        ...delivered.orderDelivery,
        partnerDelivery: { code: "GHN", name: "Giao Hàng Nhanh" },
        status: 2,
        usingPriceCod: true,
        priceCodPayment: 5_000,
      },
    });
    const undelivered = { id: 6, status: 1 };
    expect(encode("invoices.update", { id: "6", shipping: { fee: 1 } }, { current: undelivered }).body).toEqual({
      status: 1,
      deliveryDetail: { status: 1, price: 1 },
    });
    expect(encode("invoices.cancel", { id: "6" })).toEqual({ body: { id: 6 } });
    const cancelled = (status: number) =>
      write("invoices.cancel").probe!({ id: "6" }, context(), async () => ({ id: 6, status }));
    expect(await cancelled(2)).toEqual({ id: "6" });
    expect(await cancelled(1)).toBeUndefined();
    expect(told("invoices.cancel", { id: "6" }, { status: "completed" })).toEqual(["status"]);
  });

  test("each create is looked for in two ways, and one way is enough to find it", async () => {
    const creates = ["orders.create", "invoices.create", "products.create", "customers.create"] as const;
    for (const kind of creates) expect(write(kind).looks!.length, kind).toBeGreaterThan(1);
    const asking =
      (isAnswered: (id: string, params: any) => boolean, row: object): Call =>
      async (id, { params }: any) =>
        isAnswered(id, params)
          ? id.endsWith(".list")
            ? { total: 1, data: [row] }
            : row
          : id.endsWith(".list")
            ? { total: 0, data: [] }
            : Promise.reject(new Rejected("no", { notFound: true }));
    const sale = { id: 7, description: `#${REFERENCE}`, createdDate: "2026-11-20T10:00:05" };
    for (const kind of ["orders.create", "invoices.create"] as const)
      for (const field of ["modifiedDate", "createdDate"])
        expect(
          await write(kind).probe!(
            order,
            context(),
            asking((_id, { orderBy }) => orderBy === field, sale),
          ),
        ).toEqual({
          id: "7",
        });
    const coded = { id: 8, code: REFERENCE, name: "Áo", createdDate: "2026-11-20T10:00:05" };
    for (const [kind, name] of [
      ["products.create", "products"],
      ["customers.create", "customers"],
    ] as const)
      for (const way of [`${name}.get-by-code`, `${name}.list`])
        expect(
          await write(kind).probe!(
            { name: "Áo" },
            context(),
            asking((id) => id === way, coded),
          ),
          way,
        ).toEqual({
          id: "8",
        });
  });

  test("equal entities keep their order, different ones go side by side", () => {
    const entity = (kind: keyof typeof kiotviet.writes, command: unknown) => write(kind).entity(command);
    expect(entity("stock.set", { productId: "1" })).toBe(entity("products.update", { id: "1" }));
    expect(entity("orders.update", { id: "1" })).toBe(entity("orders.cancel", { id: "1" }));
    expect(entity("orders.create", order)).not.toBe(entity("orders.create", { ...order, customer: { id: "78" } }));
  });

  test("only payments and differences of stock cannot be looked up, and nothing unrepeatable is sent twice blindly", () => {
    const blind = Object.entries(kiotviet.writes)
      .filter(([, { probe, repeatable }]) => !probe && !repeatable)
      .map(([kind]) => kind);
    expect(blind).toEqual(["stock.move", "payments.create"]);
  });
});

describe("webhooks", () => {
  const { hints, deliveryId, registration } = kiotviet.webhooks!;
  const brief = (body: unknown) => hints(body).map(({ resource: name, ids, deleted }) => [name, ids, deleted]);
  const body = new TextEncoder().encode(JSON.stringify(fixture("webhook-product-update")));
  const signed = (key: string | Buffer, prefix = "sha1=") => ({
    method: "POST",
    headers: { "x-hub-signature": prefix + createHmac("sha256", key).update(body).digest("hex") },
    body,
  });

  test("the captured delivery: the shop's number is cut off and only the outer id counts", () => {
    expect(brief(fixture("webhook-product-update"))).toEqual([
      ["products", ["26254255"], false],
      ["inventory", ["26254255"], false],
    ]);
    expect(deliveryId!(fixture("webhook-product-update"))).toBe("d42dcce1-3919-4303-b829-d473a163845f");
    const nested = { Id: 20354926, Inventories: [{ ProductId: 20300931 }] };
    expect(brief({ Notifications: [{ Action: "product.update.1", Data: [nested] }] })[0]![1]).toEqual(["20354926"]);
  });

  test("every notification and every row becomes a hint", () => {
    const delivery = {
      Notifications: [
        { Action: "order.update.1", Data: [{ Id: 1 }, { Id: 2 }, { Id: 1 }] },
        { Action: "stock.update.1", Data: [{ ProductId: 3 }, { ProductId: 4 }] },
        { Action: "branch.update.1", Data: [] },
      ],
    };
    expect(brief(delivery)).toEqual([
      ["orders", ["1", "2"], false],
      ["inventory", ["3", "4"], false],
      ["locations", [], false],
    ]);
  });

  test("deletions in all their shapes", () => {
    expect(brief({ Notifications: [{ Action: "customer.delete.1", Data: [5, 6] }] })).toEqual([
      ["customers", ["5", "6"], true],
    ]);
    expect(brief({ Notifications: [{ Action: "pricebook.delete.1", Data: [5] }] })).toEqual([
      ["price-books", ["5"], true],
    ]);
    expect(brief({ Notifications: [{ Action: "category.delete.1", Data: [{ RemoveId: [8] }] }] })).toEqual([
      ["categories", ["8"], true],
    ]);
    const prices = {
      Notifications: [{ Action: "pricebookdetail.delete.1", Data: [{ PricebookId: 1, ProductIds: [7, 8] }] }],
    };
    expect(brief(prices)).toEqual([["products", ["7", "8"], false]]);
    const category = {
      Notifications: [{ Action: "category.update.1", Data: [{ Id: 1, IsDeleted: true }, { Id: 2 }] }],
    };
    expect(brief(category)).toEqual([
      ["categories", ["2"], false],
      ["categories", ["1"], true],
    ]);
    expect(brief({ RemoveId: [9] })).toEqual(
      ["customers", "products", "inventory", "categories", "locations"].map((name) => [name, ["9"], true]),
    );
  });

  test.each([[null], ["text"], [[]], [{}], [{ Notifications: 7 }], [{ Notifications: [{ Action: "x", Data: "y" }] }]])(
    "%j is no reason to fail",
    (strange) => {
      expect(hints(strange)).toEqual([]);
    },
  );

  test("a delivery is ours when its SHA-256 matches, whatever the prefix says", () => {
    const secret = Buffer.from("twelve bytes").toString("base64");
    expect(isSentBy(kiotviet.webhooks!, signed(secret), secret)).toBe(true);
    expect(isSentBy(kiotviet.webhooks!, signed(secret, ""), secret)).toBe(true);
    expect(isSentBy(kiotviet.webhooks!, signed(Buffer.from(secret, "base64"), "sha256="), secret)).toBe(true);
    expect(isSentBy(kiotviet.webhooks!, signed("another"), secret)).toBe(false);
    expect(isSentBy(kiotviet.webhooks!, { ...signed(secret), body: new TextEncoder().encode("{}") }, secret)).toBe(
      false,
    );
    expect(isSentBy(kiotviet.webhooks!, { ...signed(secret), headers: {} }, secret)).toBe(false);
  });

  test("a secret that is no base64 opens no door for an empty key", () => {
    expect(isSentBy(kiotviet.webhooks!, signed(""), "???")).toBe(false);
    expect(isSentBy(kiotviet.webhooks!, signed(""), "")).toBe(false);
  });

  test("each event is registered by itself, and others' registrations are seen", async () => {
    const calls: any[] = [];
    const call: Call = async (id, input) => {
      calls.push([id, input]);
      return { total: 1, data: [{ id: 7, type: "order.update", url: "https://other/", isActive: false }] };
    };
    await registration!.add(call, { url: "https://in/x", secret: "s", events: ["order.update", "stock.update"] });
    expect(calls.map(([, { body: sent }]) => sent.Webhook.Type)).toEqual(["order.update", "stock.update"]);
    for (const [id, { body: sent }] of calls) operation(id).body!.parse(sent);
    const [found] = await registration!.list(call);
    expect(found).toEqual({ id: "7", url: "https://other/", events: ["order.update"], active: false });
    await registration!.remove(call, found!);
    expect(calls.at(-1)).toEqual(["webhooks.delete", { params: { id: "7" } }]);
  });
});
