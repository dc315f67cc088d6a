import { describe, expect, test } from "vitest";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, type Verdict, verdictsOf } from "../../../shared/core/taken.ts";
import type { HttpAnswer } from "../../../shared/core/vendor.ts";
import { toOrder } from "../../../shared/vendors/isale/documents.ts";
import { isale } from "../../../shared/vendors/isale/index.ts";
import { orderStates, toCustomer, toInventory, toProduct, toRaw } from "../../../shared/vendors/isale/normalize.ts";
import { readableTables } from "../../../shared/vendors/isale/operations.ts";
import { rowIn, rowsIn, savedId } from "../../../shared/vendors/isale/schema.ts";

const NOW = Date.UTC(2026, 5, 30, 3);
const operationOf = (id: string) => isale.operations.find((operation) => operation.id === id)!;
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
  receivedAt: NOW,
});
const judge = (status: number, body: unknown, headers?: Record<string, string>, id = "orders.list") =>
  isale.judge(answer(status, body, headers), operationOf(id));
const refusalOf = (...given: Parameters<typeof judge>): any => {
  try {
    judge(...given);
  } catch (error) {
    return error;
  }
  throw new Error("nothing was refused");
};

describe("catalog", () => {
  test("every operation has a name of its own, and an address of its own", () => {
    const names = isale.operations.map(({ id }) => id);
    const addresses = isale.operations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(28);
    expect(new Set(addresses).size).toBe(28);
  });

  test("every resource lists and gets with operations of the catalog, in calls that these accept", () => {
    for (const { name, listing, get } of isale.resources) {
      const partition = name === "flow-runs" ? { flowId: "1" } : undefined;
      const list = listing.call({ size: 200, from: NOW, to: NOW, partition });
      expect(operationOf(listing.operation).params.safeParse(list.params).error, name).toBeUndefined();
      expect(operationOf(get!.operation).params.safeParse(get!.call("7").params).error, name).toBeUndefined();
    }
  });

  test("each of the 24 readable tables is a resource", () => {
    const tables = isale.resources
      .filter(({ listing }) => listing.operation === "table-records.list")
      .map(({ listing }) => listing.call({ size: 1 }).params?.table);
    expect(tables.toSorted()).toEqual(Object.keys(readableTables).toSorted());
  });

  test("orders are asked for by day, one day beyond the end", () => {
    const { listing } = isale.resources.find(({ name }) => name === "orders")!;
    const late = Date.UTC(2026, 5, 30, 18);
    expect(listing.call({ size: 200, from: NOW, to: late, partition: { status: 3, rest: 1 } }).params).toEqual({
      limit: 200,
      dateFrom: "2026-06-30",
      dateTo: "2026-07-02",
      status: 3,
    });
  });
});

describe("request", () => {
  const shop = (settings: Record<string, unknown>) => ({
    access: { credentials: { publicKey: "isale_pk_secret" } },
    hosts: { api: "http://127.0.0.1:1" },
    settings,
    now: () => NOW,
    randomId: () => "8f14e45f-ceea-467f-a8d6-2f1c1c1c1c1c",
  });

  test("carries the key in its header and nowhere else", () => {
    const call = { params: { id: 7, storeId: 2 } };
    const request = isale.request(operationOf("products.get"), call, shop({}));
    expect(request).toMatchObject({
      url: "http://127.0.0.1:1/ext/v1/catalog/products/7?storeId=2",
      headers: { authorization: "Apikey isale_pk_secret" },
    });
    expect(request.body).toBeUndefined();
  });

  test("signs writes only, and only when the shop wants it", () => {
    const hmac = { enabled: true, canonical: "{method} {path}?{query} {timestamp} {nonce} {bodySha256}" };
    const names = (id: string, settings: Record<string, unknown>) =>
      Object.keys(isale.request(operationOf(id), { body: { fullName: "Lan" } }, shop(settings)).headers).filter(
        (name) => name.startsWith("x-"),
      );
    expect(names("leads.create", {})).toEqual([]);
    expect(names("leads.list", { hmac })).toEqual([]);
    expect(names("leads.create", { hmac })).toEqual(["x-timestamp", "x-nonce", "x-signature"]);
  });

  test("two registrations of one key share a budget, whose name does not tell the key", () => {
    const account = (publicKey: string) => isale.account({ credentials: { publicKey }, settings: {} });
    expect(account("isale_pk_secret")).toBe(account("isale_pk_secret"));
    expect(account("isale_pk_secret")).not.toBe(account("isale_pk_other1"));
    expect(account("isale_pk_secret")).not.toContain("secret");
  });
});

describe("signing in", () => {
  const context = {
    access: { credentials: { publicKey: "isale_pk_secret" } },
    hosts: isale.hosts,
    settings: {},
    now: () => NOW,
    randomId: () => "nonce",
  };
  const signIn = (status: number, body: unknown) => isale.authorize(context, async () => answer(status, body));

  test("only the vendor's own word about the key refuses it", async () => {
    const refusal = { error: { code: "unauthorized", message: "API key is missing, wrong or revoked" } };
    await expect(signIn(401, refusal)).rejects.toBeInstanceOf(Rejected);
    await expect(signIn(200, refusal)).rejects.toBeInstanceOf(Rejected);
    await expect(signIn(403, { error: { code: "forbidden" } })).resolves.toEqual({ token: "isale_pk_secret" });
  });

  test.each([
    [404, { title: "Not Found", status: 404 }],
    [400, { error: { code: "invalid_request" } }],
    [409, { error: "busy" }],
    [200, { error: { code: "internal" } }],
    [404, "<html>"],
    [302, ""],
    [503, ""],
  ])("%i %j leaves the key alone", async (status, body) => {
    const error = await signIn(status, body).catch((thrown) => thrown);
    expect(error instanceof RetryLater || error instanceof VendorChanged).toBe(true);
  });
});

describe("the check of a key", () => {
  const check = (tables: (operation: string) => unknown) =>
    isale.check(async (id) => {
      const { answer } = operationOf(id);
      const parsed = answer.safeParse(id === "tables.list" ? await tables(id) : []);
      if (!parsed.success) throw new VendorChanged("another shape", "");
      return parsed.data;
    });
  const throwing = (error: Error) => () => {
    throw error;
  };

  test("shows the tables, and none where their list cannot be read", async () => {
    expect(await check(() => ({ data: [{ name: "store" }, "note"] }))).toMatchObject({ tables: ["store", "note"] });
    expect(await check(() => [{ tableName: "store" }])).toMatchObject({ tables: [] });
    expect(await check(throwing(new Rejected("no", { notFound: true })))).toMatchObject({ tables: [] });
    expect(await check(throwing(new Rejected("no", { forbidden: true })))).toMatchObject({ tables: [] });
  });

  test("does not hide that the key is dead or the vendor is down", async () => {
    await expect(check(throwing(new SignInAgain("unauthorized")))).rejects.toBeInstanceOf(SignInAgain);
    await expect(check(throwing(new RetryLater("down")))).rejects.toBeInstanceOf(RetryLater);
  });
});

describe("judge", () => {
  test("a used-up limit waits as long as the longer of the two numbers says", () => {
    const body = { error: { code: "rate_limit_exceeded", message: "...", retryAfterSeconds: 42 } };
    expect(refusalOf(429, body, { "retry-after": "50" })).toMatchObject({
      name: "RetryLater",
      limited: true,
      delivered: "no",
      retryAt: NOW + 50_000,
    });
    expect(refusalOf(429, "busy")).toMatchObject({ name: "RetryLater", retryAt: NOW + 60_000 });
    expect(refusalOf(200, body)).toBeInstanceOf(RetryLater);
  });

  test("a dead key, a missing permission, a missing record and a bad field are told apart", () => {
    expect(refusalOf(401, { error: { code: "unauthorized", message: "no" } })).toBeInstanceOf(SignInAgain);
    expect(refusalOf(401, "")).toBeInstanceOf(RetryLater);
    const forbidden = { error: { code: "forbidden", message: "Missing permission: crm.leads.read" } };
    expect(refusalOf(403, forbidden)).toMatchObject({ name: "Rejected", forbidden: true });
    const missing = { error: { code: "not_found", message: "Record not found" } };
    expect(refusalOf(404, missing, {}, "orders.get")).toMatchObject({ name: "Rejected", notFound: true });
    expect(refusalOf(404, missing, {}, "orders.list")).toMatchObject({ name: "Rejected", notFound: false });
    const field = { error: { code: "invalid_request", message: "Missing fullName", details: { field: "fullName" } } };
    expect(refusalOf(400, field)).toMatchObject({ fields: { fullName: "Missing fullName" }, forbidden: false });
    const framework = { title: "One or more validation errors occurred.", errors: { "$.total": ["Not a number."] } };
    expect(refusalOf(400, framework, {}, "orders.create")).toMatchObject({ fields: { "$.total": "Not a number." } });
  });

  test("an outage leaves open whether the write happened, a page of a proxy decides nothing", () => {
    expect(refusalOf(502, "<html>Bad Gateway</html>")).toMatchObject({ name: "RetryLater", delivered: "unknown" });
    expect(refusalOf(404, "<html>Not Found</html>", {}, "orders.get")).toBeInstanceOf(VendorChanged);
    expect(refusalOf(403, "<html>Blocked</html>")).toMatchObject({ name: "RetryLater", delivered: "unknown" });
    expect(refusalOf(200, "<html>Maintenance</html>")).toBeInstanceOf(VendorChanged);
    expect(refusalOf(200, "")).toBeInstanceOf(VendorChanged);
    expect(refusalOf(302, "")).toBeInstanceOf(VendorChanged);
  });

  test("204 is an empty list, no word about a record, or an update that happened", () => {
    expect(judge(204, "", {}, "contacts.list")).toEqual([]);
    expect(refusalOf(204, "", {}, "contacts.get")).toBeInstanceOf(VendorChanged);
    expect(operationOf("orders.update").answer.safeParse(judge(204, "", {}, "orders.update")).success).toBe(true);
    expect(operationOf("orders.create").answer.safeParse(judge(204, "", {}, "orders.create")).success).toBe(false);
  });

  test("rows and ids are found in every envelope that the backend is known to use", () => {
    const rows = [{ id: 7 }];
    for (const body of [rows, { data: rows }, { items: rows }, { records: rows }, { data: { items: rows } }]) {
      expect(rowsIn(operationOf("orders.list").answer.parse(body))).toEqual(rows);
    }
    expect(rowIn({ data: { id: 7 } }, "7")).toEqual({ id: 7 });
    expect(rowIn({ data: null }, "7")).toBeUndefined();
    expect(() => rowIn({ id: 8 }, "7")).toThrow(VendorChanged);
    expect([7, "7", { id: 7 }, { data: 7 }, { data: { id: "7" } }].map(savedId)).toEqual(["7", "7", "7", "7", "7"]);
    expect([0, "ok", null, {}].map(savedId)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("normalize", () => {
  const order = {
    id: 384_449,
    orderCode: "DH12C6EEB2B3",
    contactId: 0,
    staffId: 0,
    storeId: 0,
    status: 6,
    netValue: 2_440_000,
    discountOnTotal: 0,
    tax: 0,
    shippingFee: 20_000,
    shippingPartner: "GHN",
    billOfLadingCode: "VD1",
    total: 2_460_000,
    paid: 100_000,
    moneyAccountId: 3,
    contact: { id: 0, fullName: "Ngọc", mobile: "0900000000" },
    items: [],
    itemsJson: '[{"productId":9,"productCode":"SP9","productName":"Gạo","count":0.5,"price":40000,"total":20000}]',
    createdAt: "2026-06-30T09:56:23+07:00",
  };

  test("an order with its lines in text", () => {
    const record = toOrder(order);
    expect(schemaOf("orders").parse(record)).toEqual(record);
    expect(record).toEqual({
      id: "384449",
      code: "DH12C6EEB2B3",
      type: "sale",
      currency: "VND",
      status: "shipping",
      fulfilmentStatus: "shipped",
      paymentStatus: "partial",
      due: 2_360_000,
      // The one line that the row shows makes 40,000 with the delivery.
      unreconciled: 2_420_000,
      fee: 20_000,
      vendorStatus: { code: "6", name: "shipping, has debt" },
      locationId: "0",
      customer: { name: "Ngọc", phone: "0900000000", phoneE164: "+84900000000" },
      lines: [{ productId: "9", code: "SP9", name: "Gạo", quantity: 0.5, price: 40_000, total: 20_000 }],
      discount: 0,
      tax: 0,
      total: 2_460_000,
      paid: 100_000,
      payments: [{ amount: 100_000, accountId: "3" }],
      createdAt: "2026-06-30T02:56:23.000Z",
      shipping: { carrier: "GHN", trackingCode: "VD1", fee: 20_000 },
      shipments: [{ carrier: "GHN", trackingCode: "VD1", fee: 20_000 }],
    });
  });

  test("every known state is mapped, an unknown one is kept with its number", () => {
    expect(Object.keys(orderStates)).toHaveLength(8);
    expect(toOrder({ ...order, status: 42 })).toMatchObject({ status: "unknown", vendorStatus: { code: "42" } });
    expect(toOrder({ ...order, itemsJson: "{" })._meta).toEqual({ unread: ["itemsJson"] });
  });

  test("a product with units, a combo, a hidden count", () => {
    const row = {
      id: "5",
      title: "Bia",
      code: "BIA",
      price: "12000",
      costPrice: 9_000.5,
      isCombo: 1,
      count: null,
      categoryId: 0,
      unitsJson: '[{"unit":"thùng","exchange":24,"price":280000}]',
      itemsJson: '[{"productId":8,"count":2}]',
      hideFromList: true,
      createdAt: "2026-06-30 09:56:23",
    };
    const record = toProduct(row);
    expect(schemaOf("products").parse(record)).toEqual(record);
    expect(record).toEqual({
      id: "5",
      code: "BIA",
      name: "Bia",
      type: "combo",
      units: [{ name: "thùng", ratio: 24, price: 280_000 }],
      price: 12_000,
      cost: "9000.5",
      components: [{ productId: "8", quantity: 2 }],
      sellable: false,
      createdAt: "2026-06-30T02:56:23.000Z",
    });
    expect(toInventory(row)).toEqual({ id: "5", productId: "5", code: "BIA", levels: [] });
    expect(toInventory({ id: 6, count: "3.5", storeId: 2 })).toEqual({
      id: "6",
      productId: "6",
      onHand: 3.5,
      levels: [{ locationId: "2", onHand: 3.5 }],
    });
  });

  test("a contact, and a record of a table", () => {
    const record = toCustomer({
      id: 1,
      fullName: " Lan ",
      mobile: "0900000000",
      gender: "Nữ",
      dateOfBirth: "1990-02-03 00:00:00",
      address: "1 Lê Lợi",
      point: 2.5,
    });
    expect(schemaOf("customers").parse(record)).toEqual(record);
    expect(record).toEqual({
      id: "1",
      name: "Lan",
      phone: "0900000000",
      phoneE164: "+84900000000",
      gender: "female",
      birthday: "1990-02-03",
      address: { line: "1 Lê Lợi" },
      points: 2.5,
    });
    expect(toRaw({ id: 3, accountName: "Tiền mặt", createdAt: "soon" })).toEqual({
      id: "3",
      name: "Tiền mặt",
      _meta: { unread: ["createdAt"] },
    });
  });
});

describe("commands", () => {
  const refused = (kind: keyof typeof isale.writes, command: object) =>
    isale.writes[kind]!.command.safeParse(command).error?.issues.flatMap((issue) => [
      ...issue.path.map(String),
      ...("keys" in issue ? (issue.keys as string[]) : []),
    ]);

  test("what iSale cannot take is refused by name before anything is sent", () => {
    const line = { productId: "9", quantity: 1, price: 1_000 };
    expect(refused("orders.create", { lines: [line] })).toBeUndefined();
    expect(refused("orders.create", { lines: [{ ...line, price: undefined }] })).toContain("price");
    expect(refused("orders.create", { lines: [{ code: "SP9", quantity: 1, price: 1 }] })).toContain("code");
    expect(refused("orders.create", { lines: [line], channel: "web" })).toContain("channel");
    expect(refused("orders.update", { id: "1", status: "packing" })).toContain("status");
    expect(refused("orders.cancel", { id: "DH1" })).toContain("id");
    expect(refused("products.create", { name: "Trà", weightGrams: 5 })).toContain("weightGrams");
    expect(refused("customers.create", { name: "Lan", taxCode: "1" })).toContain("taxCode");
    const paid = (...payments: object[]) => refused("orders.create", { lines: [line], payments });
    expect(paid({ method: "cash", amount: 5 })).toBeUndefined();
    expect(paid({ method: "cod", amount: 5 })).toContain("method");
    expect(paid({ method: "cash", amount: 5 }, { method: "card", amount: 5 })).toContain("payments");
    for (const part of ["name", "phone", "wardId", "districtId", "provinceId"]) {
      const address = { line: "1 Lê Lợi", [part]: "5" };
      expect(refused("orders.create", { lines: [line], shipping: { address } })).toContain(part);
      expect(refused("customers.update", { id: "1", address })).toContain(part);
    }
  });

  test("goods have no VAT, gift mark, serials or batch, orders no tags, and contacts no groups, tags or points", () => {
    const line = { productId: "9", quantity: 1, price: 1_000 };
    const odd: Record<string, object> = {
      taxRate: { lines: [{ ...line, taxRate: 8 }] },
      gift: { lines: [{ ...line, gift: true }] },
      serials: { lines: [{ ...line, serials: ["A"] }] },
      batch: { lines: [{ ...line, batch: { code: "L1" } }] },
      tags: { lines: [line], tags: ["vip"] },
      serviceCode: { lines: [line], shipping: { serviceCode: "x" } },
      expectedAt: { lines: [line], shipping: { expectedAt: "2026-12-01T10:00:00Z" } },
    };
    for (const [field, command] of Object.entries(odd)) {
      expect(refused("orders.create", command), field).toContain(field);
      expect(refused("orders.update", { ...command, id: "1" }), field).toContain(field);
    }
    for (const field of ["groups", "tags"])
      expect(refused("customers.update", { id: "1", [field]: ["a"] })).toContain(field);
    expect(refused("customers.create", { name: "Lan", points: 5 })).toContain("points");
  });

  test("seller and waybill travel with an order and are seen there", () => {
    const context = { writeId: "w", reference: "TB-0123456789ABCDEF", settings: {}, grants: {} };
    const command = { staffId: "3", shipping: { trackingCode: "VD1" } };
    const bodies = [
      isale.writes["orders.create"]!.encode(
        { ...command, lines: [{ productId: "9", quantity: 1, price: 1 }] },
        context,
      ),
      isale.writes["orders.update"]!.encode({ ...command, id: "1" }, context),
    ];
    for (const { body } of bodies) expect(body).toMatchObject({ staffId: 3, billOfLadingCode: "VD1" });
    const update = { ...command, id: "1" };
    const shown = (staffId: string, trackingCode: string) => ({ id: "1", staffId, shipping: { trackingCode } });
    expect(told("orders.update", update, shown("3", "VD1"))).toEqual([]);
    expect(told("orders.update", update, shown("4", "VD2")).sort()).toEqual(["shipping.trackingCode", "staffId"]);
  });

  const told = (kind: keyof typeof isale.writes, command: object, record: object, verdict: Verdict = "no") =>
    fieldsOf(verdictsOf(isale.writes[kind], isale.writes[kind]!.command.parse(command), record), verdict);

  test("a write is compared field by field with what the record shows", () => {
    const line = { productId: "9", quantity: 2, price: 1_000 };
    const address = { line: "1 Lê Lợi", ward: "Phường 5", province: "Huế" };
    const command = { lines: [line], discount: 100, note: "gấp", shipping: { fee: 50, carrierCode: "GHN", address } };
    const record = {
      lines: [{ ...line, discount: 0 }],
      discount: 100,
      note: "gấp [TB-0123456789ABCDEF]",
      total: 1_950,
      shipping: { fee: 50, carrier: "GHN", address: { line: "1 Lê Lợi, Phường 5, Huế" } },
    };
    expect(told("orders.create", command, record)).toEqual([]);
    expect(told("orders.create", command, { ...record, lines: [{ ...line, productId: "8" }] })).toEqual([
      "lines.0",
      "lines",
    ]);
    expect(told("orders.create", command, { ...record, note: "khác", total: 2_000 })).toEqual(["note", "total"]);
    const shipping = { ...record.shipping, address: { line: "1 Lê Lợi, Phường 5, Quận 1, Huế" } };
    expect(told("orders.create", command, { ...record, shipping })).toEqual([
      "shipping.address.line",
      "shipping.address.ward",
      "shipping.address.province",
    ]);
    const paid = { lines: [line], payments: [{ method: "cash", amount: 500 }] };
    expect(told("orders.create", paid, { lines: [line], paid: 500 })).toEqual([]);
    expect(told("orders.create", paid, { lines: [line], paid: 500 }, "unseen")).toEqual(["payments"]);
    expect(told("orders.create", paid, { lines: [line] })).toEqual(["payments"]);
  });

  test("a changed note keeps the mark by which the create is found", () => {
    const mark = "[TB-0123456789ABCDEF]";
    const context = { writeId: "w", reference: "TB-ZZZZZZZZZZZZZZZZ", settings: {}, grants: {} };
    for (const kind of ["orders.update", "customers.update"] as const) {
      const { encode, command } = isale.writes[kind]!;
      const noteAfter = (note: string, before?: string): unknown =>
        (encode(command.parse({ id: "1", note }), { ...context, current: { id: 1, note: before } }) as any).body.note;
      expect(noteAfter("mới", `cũ ${mark}`)).toBe(`mới ${mark}`);
      expect(noteAfter("mới", "cũ")).toBe("mới");
    }
  });

  test("an order and a contact are looked for in two ways, and one way is enough to find them", async () => {
    const reference = "TB-0123456789ABCDEF";
    const context = { writeId: "w", reference, settings: {}, grants: {}, firstAttemptAt: Date.now() };
    const found = (kind: "orders.create" | "customers.create", command: object, answers: (params: any) => boolean) =>
      isale.writes[kind]!.probe!(command, context, async (_operation, { params }) =>
        answers(params) ? [{ id: 7, orderCode: reference, code: reference }] : [],
      );
    const lines = [{ productId: "9", quantity: 1, price: 1 }];
    expect(await found("orders.create", { lines }, ({ dateFrom }) => dateFrom !== undefined)).toEqual({ id: "7" });
    expect(await found("orders.create", { lines }, ({ dateFrom }) => dateFrom === undefined)).toEqual({ id: "7" });
    const buyer = { lines, customer: { id: "5" } };
    expect(await found("orders.create", buyer, ({ contactId }) => contactId === "5")).toEqual({ id: "7" });
    const contact = { name: "Lan", phone: "0901234567" };
    expect(await found("customers.create", contact, ({ q }) => q === reference)).toEqual({ id: "7" });
    expect(await found("customers.create", contact, ({ q }) => q === "0901234567")).toEqual({ id: "7" });
    expect(await found("customers.create", contact, () => false)).toBeUndefined();
  });

  test("every encoded write fits the operation that it calls", () => {
    const context = { writeId: "w", reference: "TB-0123456789ABCDEF", settings: {}, grants: {} };
    const commands = {
      "orders.create": { lines: [{ productId: "9", quantity: 2, price: 1_000 }], locationId: "2" },
      "orders.update": { id: "1", status: "completed" },
      "orders.cancel": { id: "1" },
      "products.create": { name: "Trà", images: ["https://example.com/a.png"] },
      "products.update": { id: "1", price: 2_000 },
      "customers.create": { name: "Lan" },
      "customers.update": { id: "1", phone: "0900000000" },
    } as const;
    expect(Object.keys(commands).toSorted()).toEqual(Object.keys(isale.writes).toSorted());
    for (const [kind, command] of Object.entries(commands)) {
      const write = isale.writes[kind as keyof typeof commands]!;
      const call = write.encode(write.command.parse(command), context);
      const operation = operationOf(write.operation);
      expect(operation.params.safeParse(call.params ?? {}).error, kind).toBeUndefined();
      expect(operation.body?.safeParse(call.body).error, kind).toBeUndefined();
    }
  });
});
