import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saysDuplicate } from "../../../shared/core/duplicates.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import * as records from "../../../shared/core/records.ts";
import { toHanoiDay } from "../../../shared/core/time.ts";
import type {
  Call,
  HttpAnswer,
  IncomingDelivery,
  Operation,
  Resource,
  ShopContext,
  WriteContext,
} from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/nhanh-v3/${name}.json`, import.meta.url), "utf8");
const operation = (id: string): Operation => nhanhV3.operations.find((each) => each.id === id)!;
const resource = (name: string): Resource => nhanhV3.resources.find((each) => each.name === name)!;
const now = Date.UTC(2026, 10, 1);
const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
  receivedAt: now,
});
const thrown = (run: () => unknown): any => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};
const judged = (body: unknown, id = "orders.list", status = 200) =>
  thrown(() => nhanhV3.judge(answer(body, status), operation(id)));
const shop = (access: ShopContext["access"]): ShopContext => ({
  access,
  hosts: nhanhV3.hosts,
  settings: {},
  now: () => now,
  randomId: () => "r",
});
const credentials = { appId: "77", secretKey: "very-secret" };
const signedIn = shop({ credentials, session: { token: "t".repeat(130), grants: { businessId: "110668" } } });
const context: WriteContext = { writeId: "w", reference: "TB-0123456789ABCDEF", settings: {}, grants: {} };
const order = {
  customer: { name: "Cường", phone: "+84928937476" },
  lines: [{ productId: "1231281071", quantity: 2, price: 189_000 }],
};

describe("what an answer means", () => {
  test("only code 1 is a success", () => {
    expect(nhanhV3.judge(answer({ code: 1, data: [] }), operation("orders.list"))).toEqual({ code: 1, data: [] });
    expect(judged({ code: 0, errorCode: "ERR_SOMETHING", messages: ["No"] })).toBeInstanceOf(Rejected);
    expect(judged({ code: false, messages: ["No"] })).toBeInstanceOf(Rejected);
  });

  test("a lock lasts until unlockedAt, or as long as it says by our clock, whichever is later", () => {
    const error = judged(fixture("rate-limit"));
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ limited: true, delivered: "no", retryAt: now + 10_000 });
    const later = judged({ code: 0, errorCode: 429, data: { lockedSeconds: 10, unlockedAt: now / 1_000 + 60 } });
    expect(later).toMatchObject({ limited: true, retryAt: now + 60_000 });
    expect(judged({ code: 0, errorCode: "ERR_EXCEEDED_RATE_LIMIT", data: [] })).toMatchObject({ limited: true });
  });

  test("a dead token asks to sign in again, in the recorded form as well", () => {
    expect(judged({ code: false, messages: ["Invalid accessToken or accessToken has expired"] })).toBeInstanceOf(
      SignInAgain,
    );
    expect(judged({ code: 0, errorCode: "ERR_INVALID_VERSION" })).toBeInstanceOf(SignInAgain);
  });

  test.each([
    "Invalid access token",
    "Access token has expired",
    "accessToken đã hết hạn",
    ["Invalid accessToken"],
    { accessToken: "Invalid access token" },
  ])("a dead token is heard without a code too: %j", (messages) => {
    expect(judged({ code: 0, messages })).toBeInstanceOf(SignInAgain);
  });

  test("other sentences about a token or a code are no dead token", () => {
    for (const messages of ["The app or accessToken is not authorized for this feature", "Invalid productId"])
      expect(judged({ code: 0, messages })).toBeInstanceOf(Rejected);
  });

  test("a limit is heard without a code too, and a missing permission", () => {
    const body = { code: 0, messages: ["Rate limit exceeded"], data: { lockedSeconds: 20 } };
    expect(judged(body)).toMatchObject({ limited: true, delivered: "no", retryAt: now + 20_000 });
    const message = "The app or accessToken is not authorized for this feature";
    expect(judged({ code: 0, messages: [message] })).toMatchObject({ name: "Rejected", forbidden: true });
  });

  test.each([1, "1", true])("code %j is a success", (code) => {
    expect(nhanhV3.judge(answer({ code, data: [] }), operation("orders.list"))).toEqual({ code, data: [] });
  });

  test("a missing permission closes one operation and invalid fields are named", () => {
    expect(judged({ code: 0, errorCode: "ERR_403", messages: "no" })).toMatchObject({ forbidden: true });
    expect(
      judged({ code: 0, errorCode: "ERR_INVALID_FORM_FIELDS", messages: { "customer.mobile": "is required" } }),
    ).toMatchObject({ code: "ERR_INVALID_FORM_FIELDS", fields: { "customer.mobile": "is required" } });
  });

  test("pages, emptiness and unknown shapes are a change of the vendor, outages are retried", () => {
    for (const body of ["<html>hello</html>", "", "[]", { data: [] }])
      expect(judged(body)).toBeInstanceOf(VendorChanged);
    expect(judged("<html>", "orders.create", 502)).toMatchObject({ name: "RetryLater", delivered: "unknown" });
    expect(judged("", "orders.list", 404)).toBeInstanceOf(VendorChanged);
  });

  test("a refusal that says that the order exists is a refusal: only a look at the vendor tells whose order it is", () => {
    const refusal = {
      code: 0,
      errorCode: "ERR_INVALID_FORM_FIELDS",
      messages: { "channel.appOrderId": "appOrderId already exists" },
    };
    expect(saysDuplicate(judged(refusal, "orders.create") as Rejected)).toBe(true);
    const serial = { code: 0, errorCode: "ERR_DUPLICATE_IMEI", messages: "IMEI 123" };
    expect(judged(serial, "orders.create")).toBeInstanceOf(Rejected);
    const missing = { code: 0, errorCode: "ERR_INVALID_FORM_FIELDS", messages: { products: "does not exist" } };
    expect(saysDuplicate(judged(missing, "orders.create") as Rejected)).toBe(false);
  });
});

describe("access", () => {
  /** The recorded token had a year to live. */
  const granted = Date.UTC(2025, 7, 1);

  test("the code is exchanged once and the token's year is kept", async () => {
    const session = await nhanhV3.authorize(
      shop({ credentials: { ...credentials, accessCode: "abc" } }),
      async (request) => {
        expect(request.url).toBe("https://pos.open.nhanh.vn/v3.0/app/getaccesstoken?appId=77");
        expect(JSON.parse(request.body!)).toEqual({ accessCode: "abc", secretKey: "very-secret" });
        return { ...answer(fixture("token")), receivedAt: granted };
      },
    );
    expect(session).toMatchObject({ token: "ELIDED-ELIDED-ELIDED", expiresAt: 1_785_603_599_000 });
    expect(session.grants).toMatchObject({ businessId: "110668" });
  });

  test("an expired code is refused with the vendor's reason", async () => {
    const attempt = nhanhV3.authorize(shop({ credentials: { ...credentials, accessCode: "old" } }), async () =>
      answer(fixture("code-expired")),
    );
    await expect(attempt).rejects.toThrow(Rejected);
    await expect(attempt).rejects.toThrow("Invalid accessCode");
  });

  test("a token that the shop already has is checked and kept", async () => {
    const own = { ...credentials, accessToken: "x".repeat(128), businessId: 110668 };
    const session = await nhanhV3.authorize(shop({ credentials: own }), async (request) => {
      expect(request.url).toContain("/v3.0/app/checkaccesstoken?appId=77&businessId=110668");
      expect(request.headers.authorization).toBe("x".repeat(128));
      return { ...answer(fixture("token")), receivedAt: granted };
    });
    expect(session).toMatchObject({ token: "x".repeat(128), expiresAt: 1_785_603_599_000 });
  });

  test("the check works on an answer in which the transport has blackened the token", async () => {
    const seen = fixture("token").replace("ELIDED-ELIDED-ELIDED", "[redacted]");
    const call: Call = async (id) => operation(id).answer.parse(nhanhV3.judge(answer(seen), operation(id)));
    expect(await nhanhV3.check(call)).toMatchObject({ businessId: "110668", expiresAt: "2026-08-01T16:59:59.000Z" });
  });

  test("the token travels in a header only and the address names app and business", () => {
    const request = nhanhV3.request(operation("conversations.list"), { body: { filters: {} } }, signedIn);
    expect(request.url).toBe("https://vpage.open.nhanh.vn/v3.0/conversation/list?appId=77&businessId=110668");
    expect(request.headers.authorization).toBe("t".repeat(130));
  });

  test("the consent page gets the app and where to come back to", () => {
    const url = nhanhV3.consent!.url({ credentials, returnLink: "https://a.example/back", hosts: nhanhV3.hosts });
    expect(new URL(url).searchParams.get("returnLink")).toBe("https://a.example/back");
  });
});

describe("reading", () => {
  test("every listing's ask is a valid call of its operation", () => {
    const from = now - 86_400_000;
    for (const { name, listing, get, deletions } of nhanhV3.resources) {
      for (const each of [listing, deletions?.listing].filter((one) => one !== undefined)) {
        const partition = { batchId: 1, priceListId: 1, appId: 8195 };
        const call = each.call({ from, to: now, size: each.pageSize, token: { id: "9" }, partition });
        expect(operation(each.operation).body!.safeParse(call.body).error, name).toBeUndefined();
      }
      if (get) expect(operation(get.operation).body!.safeParse(get.call("12").body).error, name).toBeUndefined();
    }
  });

  test("an order in the list's shape becomes an order with exact sums", () => {
    const record = resource("orders").normalize(JSON.parse(fixture("order-row")), { settings: {} });
    expect(records.Order.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      id: "14903497",
      status: "shipping",
      vendorStatus: { code: "59" },
      locationId: "31010",
      channel: "api",
      channelOrderId: "7JnexpUBr12082025_1",
      total: 516_720,
      paid: 150_000,
      createdAt: "2025-08-12T01:00:00.000Z",
      shipping: {
        fee: 30_000,
        cod: 366_720,
        trackingCode: "VTP1",
        address: { scheme: "three-tier", districtId: "321" },
      },
    });
    expect((record as records.Order).lines[0]).toMatchObject({ discount: 9_000, serials: ["IMEI 1", "IMEI 2"] });
    expect((record as records.Order).shipping).not.toHaveProperty("deliveredAt");
  });

  test("what the carrier takes is the sum of its five fees", () => {
    const fees = { shipFee: 20_000, codFee: "1000", declaredFee: 5_000, overWeightShipFee: 3_000, returnFee: 7_000 };
    const row = { info: { id: 1 }, products: [], carrier: { ...fees, customerShipFee: 30_000 } };
    expect(resource("orders").normalize(row, { settings: {} })).toMatchObject({
      shipping: { fee: 30_000, cost: 36_000 },
    });
  });

  test.each(["0", 0, "", null])("%j is no time", (none) => {
    const row = { info: { id: 1, createdAt: none }, products: [], carrier: { deliveryAt: none } };
    expect(resource("orders").normalize(row, { settings: {} })).not.toHaveProperty("createdAt");
  });

  test("a window asks for the seconds inside it and none beside it", () => {
    const { filters } = resource("orders").listing.call({ from: 1_500, to: 3_999, size: 100 }).body as any;
    expect(filters).toEqual({ updatedAtFrom: 2, updatedAtTo: 3 });
  });

  test("the continuation goes back as it came, whatever it is, and an empty one is the end", () => {
    const { listing } = resource("orders");
    const ask = { size: 100 };
    for (const next of [{ id: "7" }, [1742545330, 6478], "1900073"]) {
      expect(listing.read({ code: 1, data: [], paginator: { next } }, ask).next).toEqual(next);
    }
    for (const paginator of [{ next: null }, { next: [] }, { next: "" }, [], undefined]) {
      expect(listing.read({ code: 1, data: [], paginator }, ask).next).toBeUndefined();
    }
  });

  test("rows keyed by id are read as rows", () => {
    expect(resource("orders").listing.read({ data: { "9": { info: { id: 9 } } } }, { size: 1 }).rows).toHaveLength(1);
  });

  test("stock keeps the total as the vendor says, even where it is not the sum of the depots", () => {
    const row = {
      productId: 5,
      inventory: {
        remain: 20,
        available: 20,
        depots: [
          { id: 2, remain: 10, available: 10 },
          { id: 1, remain: "20" },
        ],
      },
    };
    const record = resource("inventory").normalize(row, { settings: {} }) as records.Inventory;
    expect(record).toMatchObject({ id: "5", onHand: 20, available: 20 });
    expect(record.levels).toEqual([
      { locationId: "1", onHand: 20 },
      { locationId: "2", onHand: 10, available: 10 },
    ]);
  });
});

describe("writing", () => {
  test("a bad command is refused by the field's name", () => {
    const { command } = nhanhV3.writes["orders.create"]!;
    const paths = (value: unknown) => command.safeParse(value).error?.issues.map(({ path }) => path.join("."));
    expect(paths({ ...order, lines: [{ code: "A", quantity: 1, price: 1 }] })).toEqual(["lines.0.productId"]);
    expect(paths({ ...order, customer: { name: "A" } })).toEqual(["customer.phone"]);
    expect(paths({ ...order, discount: 5, lines: [{ ...order.lines[0], discount: 5 }] })).toEqual(["discount"]);
    expect(paths(order)).toBeUndefined();
  });

  test("every canonical write is a valid call of its operation", () => {
    const address = { line: "170 La Thành", provinceId: "254", districtId: "321", wardId: "1116" };
    const place = { line: "170 La Thành", provinceId: "254", wardId: "1116" };
    const spot = { name: "A", phone: "0989999998", address: place };
    const commands: Record<string, any> = {
      "orders.create": {
        ...order,
        locationId: "31010",
        discount: 9_000,
        payments: [{ method: "transfer", amount: 1, accountId: "3" }],
        shipping: { address, fee: 30_000, weightGrams: 800 },
        note: "n",
      },
      "orders.update": { id: "14903497", status: "confirmed", shipping: { address, fee: 1 }, note: "x" },
      "orders.cancel": { id: "14903497", reason: "r" },
      "products.create": { name: "P", code: "P1", price: 1, active: true },
      "products.update": { id: "5", price: 2, active: false },
      "stock.move": { productId: "5", locationId: "31010", delta: 2 },
      "customers.create": { name: "A", phone: "0989999998", gender: "female", address },
      "invoices.create": {
        locationId: "1",
        lines: [{ productId: "1", quantity: 1, price: 5, discount: 1 }],
        payments: [{ method: "cash", amount: 4 }],
      },
      "purchases.create": { locationId: "1", supplier: { id: "4" }, lines: [{ productId: "1", quantity: 2 }], paid: 5 },
      "supplier-returns.create": { locationId: "1", supplier: { id: "4" }, lines: [{ productId: "1", quantity: 2 }] },
      "vouchers.create": { name: "Tết", count: 2, value: 5, from: "2026-12-01T00:00:00Z", to: "2026-12-02T00:00:00Z" },
      "vouchers.release": { campaignId: "4", codes: ["A"] },
      "shipments.create": { locationId: "1", sender: spot, receiver: spot, weightGrams: 5, carrierCode: "8" },
      "shipments.send": { id: "5" },
      "shipments.cancel": { id: "5", reason: "r" },
    };
    for (const [kind, write] of Object.entries(nhanhV3.writes)) {
      const command = write.command.parse(commands[kind]);
      const call = write.encode(command, context);
      expect(operation(write.operation).body!.safeParse(call.body).error, kind).toBeUndefined();
      expect(write.entity(command)).toBe(write.entity(write.command.parse(commands[kind])));
      if (write.bulk) {
        const bulk = write.bulk.encode([{ command, context }]);
        expect(operation(write.bulk.operation).body!.safeParse(bulk.body).error, kind).toBeUndefined();
      }
    }
  });

  test("the reference of an order is its appOrderId, and the search by phone finds it on a later page", async () => {
    const write = nhanhV3.writes["orders.create"]!;
    expect(write.encode(order, context).body).toMatchObject({
      channel: { appOrderId: context.reference },
      shippingAddress: { mobile: "0928937476" },
    });
    const pages = [
      { data: [{ info: { id: 1 }, channel: { appOrderId: "other" } }], paginator: { next: { id: 1 } } },
      { data: [{ info: { id: 2 }, channel: { appOrderId: context.reference } }] },
    ];
    const asked: unknown[] = [];
    const call: Call = async (_operation, { body }) => {
      asked.push(body);
      return pages[asked.length - 1];
    };
    expect(await write.probe!(order, context, call)).toEqual({ id: "2" });
    expect(asked[1]).toMatchObject({
      paginator: { next: { id: 1 } },
      filters: { shippingAddress: { mobile: "0928937476" } },
    });
  });

  test("a product is known by its code though the vendor made a number of it and cut its blanks", async () => {
    const product = { name: "Áo ", code: "12345 ", price: 1 };
    const call: Call = async () => ({ code: 1, data: [{ id: 7, code: 12345, name: "Áo" }] });
    expect(await nhanhV3.writes["products.create"]!.probe!(product, context, call)).toEqual({ id: "7" });
  });

  test("bills are searched from before the first try to after the latest, in spans that the vendor takes", async () => {
    const time = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });
    await fc.assert(
      fc.asyncProperty(time, fc.nat(200 * 24), fc.boolean(), async (firstAttemptAt, hours, isSale) => {
        const lastAttemptAt = firstAttemptAt + hours * 3_600_000;
        const spans: any[] = [];
        const call: Call = async (_operation, { body }: any) => {
          spans.push(body.filters);
          return { code: 1, data: [] };
        };
        const asked = { ...context, firstAttemptAt, lastAttemptAt };
        const found = isSale
          ? nhanhV3.writes["invoices.create"]!.probe!({ locationId: "1", lines: [] }, asked, call)
          : nhanhV3.writes["stock.move"]!.probe!({ productId: "5", locationId: "1", delta: 2 }, asked, call);
        expect(await found).toBeUndefined();
        const covered = new Set<string>();
        for (const { fromDate, toDate } of spans) {
          const [from, to] = [Date.parse(fromDate), Date.parse(toDate)];
          expect(to - from).toBeLessThan(31 * 86_400_000);
          for (let day = from; day <= to; day += 86_400_000) covered.add(new Date(day).toISOString().slice(0, 10));
        }
        const missing: string[] = [];
        for (let at = firstAttemptAt - 86_400_000; at <= lastAttemptAt + 86_400_000; at += 3_600_000)
          if (!covered.has(toHanoiDay(at))) missing.push(toHanoiDay(at));
        expect(missing).toEqual([]);
      }),
    );
  });

  test("a bill of years ago is not proven absent by the latest of them", async () => {
    const call: Call = async () => ({ code: 1, data: [] });
    const asked = { ...context, firstAttemptAt: 0, lastAttemptAt: Date.UTC(2026, 0, 1) };
    const found = nhanhV3.writes["stock.move"]!.probe!({ productId: "5", locationId: "1", delta: 2 }, asked, call);
    await expect(found).rejects.toMatchObject({ name: "RetryLater", delivered: "no" });
  });

  test("an update leaves absent fields out, since an empty one would clear what is stored", () => {
    const { body } = nhanhV3.writes["orders.update"]!.encode({ id: "9", status: "completed" }, context);
    expect(body).toEqual({ info: { id: 9, status: 60 } });
  });

  test("a cancellation adds its reason to the staff's note", () => {
    const current = { info: { privateDescription: "call first" } };
    const { body } = nhanhV3.writes["orders.cancel"]!.encode({ id: "9", reason: "too late" }, { ...context, current });
    expect(body).toEqual({ info: { id: 9, status: 63, privateDescription: "call first | too late" } });
  });
});

describe("webhooks", () => {
  const { webhooks } = nhanhV3;
  const delivery = (authorization?: string): IncomingDelivery => ({
    method: "POST",
    headers: authorization === undefined ? {} : { authorization },
    body: Buffer.from("{}"),
  });

  test("the token lies raw in the header", () => {
    expect(isSentBy(webhooks!, delivery("secret-1234567890"), "secret-1234567890")).toBe(true);
    for (const token of [undefined, "", "secret", "Bearer secret-1234567890"]) {
      expect(isSentBy(webhooks!, delivery(token), "secret-1234567890")).toBe(false);
    }
    expect(isSentBy(webhooks!, delivery(""), "")).toBe(false);
  });

  test("or in the body, as the page of the app's settings says", () => {
    const told = (webhooksVerifyToken: unknown): IncomingDelivery => ({
      ...delivery(),
      body: Buffer.from(JSON.stringify({ event: "orderAdd", webhooksVerifyToken })),
    });
    expect(isSentBy(webhooks!, told("secret-1234567890"), "secret-1234567890")).toBe(true);
    for (const token of [undefined, "", "secret", 1])
      expect(isSentBy(webhooks!, told(token), "secret-1234567890")).toBe(false);
  });

  test("every row of every shape becomes a hint", () => {
    const ids = (event: string, data: unknown) =>
      webhooks!.hints({ event, businessId: 1, data }).map((hint) => hint.ids);
    expect(webhooks!.hints(JSON.parse(fixture("order-delete")))).toEqual([
      { resource: "orders", ids: ["12345", "12346"], deleted: true, event: "orderDelete" },
    ]);
    expect(ids("orderAdd", { info: { id: 7 } })).toEqual([["7"]]);
    expect(ids("orderUpdate", JSON.stringify([{ info: { id: 7 } }, { info: { id: "8" } }]))).toEqual([["7", "8"]]);
    expect(ids("orderPartialReturn", { info: { id: 7 }, originalOrder: { id: 6 } })).toEqual([["7", "6"], []]);
    expect(ids("inventoryChange", [{ id: 1 }, { id: 2 }])).toEqual([["1", "2"]]);
    expect(ids("inventoryChange", { "1": { remain: 2 }, "2": { remain: 3 } })).toEqual([["1", "2"]]);
    expect(ids("productUpdate", { id: 1, childs: [{ id: 2 }] })).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
    expect(webhooks!.hints({ event: "productDelete", data: [] }).every(({ deleted }) => !deleted)).toBe(true);
    for (const body of [null, 5, "x", [], {}, { event: "webhooksEnabled" }, { event: "constructor" }]) {
      expect(webhooks!.hints(body)).toEqual([]);
    }
  });

  test("an uninstalled app ends the access of its business, and the greeting has none", () => {
    const body = JSON.parse(fixture("app-uninstalled"));
    expect(webhooks!.revoked!(body)).toBe(true);
    expect(webhooks!.business!(body)).toBe("64692");
    expect(webhooks!.business!({ event: "webhooksEnabled" })).toBeUndefined();
  });
});
