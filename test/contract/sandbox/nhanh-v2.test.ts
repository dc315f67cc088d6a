import { describe, expect, test } from "vitest";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { FaultKind, SimulatorOptions } from "../../../infra/sandbox/types.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import { DAY, HOUR, MINUTE, SECOND, toHanoiSeconds } from "../../../shared/core/time.ts";
import type { Ask, Call, Resource, ShopContext, WriteContext } from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";
import { toRows } from "../../../shared/vendors/nhanh-v2/schema.ts";

const START = Date.UTC(2026, 10, 22, 3);
const BASE = "http://nhanh.test";
const operationOf = (id: string) => nhanhV2.operations.find((operation) => operation.id === id)!;
const resourceOf = (name: string) => nhanhV2.resources.find((resource) => resource.name === name)!;

const openShop = async (size = 30, options: Partial<SimulatorOptions> = {}) => {
  let now = START;
  const simulator = createNhanhV2Simulator({ now: () => now, random: seededRandom(7), limits: false, ...options });
  simulator.seed(size);
  const send = simulatedSend({ [BASE]: simulator }, { now: () => now });
  const context = (session?: ShopContext["access"]["session"]): ShopContext => ({
    access: { credentials: { ...simulator.credentials }, session },
    hosts: simulator.hosts(BASE),
    settings: {},
    now: () => now,
    randomId: () => crypto.randomUUID(),
  });
  const signIn = () => nhanhV2.authorize(context(), send);
  const state = { shop: context(await signIn()) };
  const call: Call = async (id, { params = {}, body } = {}) => {
    const operation = operationOf(id);
    const checked = {
      params: operation.params.parse(params) as Record<string, unknown>,
      ...(body !== undefined && { body: operation.body?.parse(body) }),
    };
    const request = nhanhV2.request(operation, checked, state.shop);
    return operation.answer.parse(nhanhV2.judge(await send(request), operation));
  };
  return {
    simulator,
    send,
    call,
    signIn,
    context,
    state,
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};
type Open = Awaited<ReturnType<typeof openShop>>;

const errorOf = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => undefined,
    (error) => error,
  );

/** Reads everything, window by window and page by page. */
const readAll = async (shop: Open, { listing, id }: Resource, from = START - 60 * DAY, to = START + DAY) => {
  const found = new Map<string, any>();
  const step = listing.strategy === "window" ? (listing.maxWindowSeconds ?? Number.POSITIVE_INFINITY) * SECOND : 0;
  const partitions = (await listing.partitions?.(shop.call))?.parts ?? [undefined];
  let calls = 0;
  for (const partition of partitions) {
    for (let start = from; start <= to; start += step || to) {
      const window = step ? { from: start, to: Math.min(to, start + step) } : {};
      let ask: Ask = { ...window, partition, size: listing.pageSize, page: 1 };
      for (;;) {
        calls += 1;
        const { rows, next } = listing.read(await shop.call(listing.operation, listing.call(ask)), ask);
        for (const row of rows) found.set(id(row), row);
        if (listing.paging === "page" ? rows.length < ask.size : next === undefined) break;
        ask = { ...ask, page: (ask.page ?? 1) + 1, token: next };
      }
    }
  }
  return { rows: [...found.values()], calls };
};

const bodies: Readonly<Record<string, unknown>> = {
  "products.get": 30_000_001,
  "imeis.history": { imei: "350000000000001" },
  "orders.history": { orderId: 125_000_001 },
  "debts.list": { contactType: "customer" },
  "categories.list": "productcategory",
  "internal-categories.list": "internalcategory",
  "shipping-fees.calculate": {
    fromCityName: "Hà Nội",
    fromDistrictName: "Hoàn Kiếm",
    toCityName: "Hồ Chí Minh",
    toDistrictName: "Quận 1",
  },
  "own-shipping-fees.calculate": {
    carrierId: 5,
    fromCityName: "Hà Nội",
    fromDistrictName: "Hoàn Kiếm",
    toCityName: "Hồ Chí Minh",
    toDistrictName: "Quận 1",
  },
  "products.save": [{ id: "P1", name: "Áo mới", price: 100_000 }],
  "products.set-external-images": [{ productId: 30_000_001, externalImages: ["https://cdn.example/1.jpg"] }],
  "orders.create": {
    id: "TB-1",
    customerName: "Lan",
    customerMobile: "0912345678",
    productList: [{ id: "30000001", idNhanh: 30_000_001, name: "Áo", quantity: 1, price: 1_000 }],
  },
  "orders.update": { orderId: "125000030", description: "gọi trước" },
  "orders.add-complaint": { id: "TB-1", reason: 6, description: "chậm" },
  "customers.save": [{ name: "Lan", mobile: "0912345678" }],
  "subscribers.save": [{ name: "Lan", email: "lan@example.vn" }],
  "contacts.save": [{ name: "Lan", email: "lan@example.vn" }],
  "zalo-messages.send": { zaloOaId: 1, znsTemplateId: 2, mobile: "0912345678", keywords: { NAME: "Lan" } },
};

describe("the catalog", () => {
  test.each(nhanhV2.operations.filter(({ kind }) => kind === "read").map(({ id }) => id))(
    "%s answers in the shape that the catalog expects",
    async (id) => {
      const shop = await openShop();
      await expect(
        shop.call(id, { body: bodies[id] ?? (operationOf(id).body ? {} : undefined) }),
      ).resolves.toMatchObject({
        code: 1,
      });
    },
  );

  test.each(nhanhV2.operations.filter(({ kind }) => kind === "write").map(({ id }) => id))(
    "%s takes a minimal body and is in the journal",
    async (id) => {
      const shop = await openShop();
      await shop.call(id, { body: bodies[id] });
      expect(shop.simulator.journal.map(({ operation }) => operation)).toContain(id);
    },
  );

  test.each([
    ["list", { page: 1 }],
    ["codes", { batchId: 51 }],
    ["products", { couponBatchId: 51 }],
    ["check", { couponCode: "TB511" }],
    ["giveaway", { couponCode: "TB511" }],
    ["use", { couponCode: "TB511" }],
    [
      "addbatch",
      {
        name: "Tết",
        status: 1,
        startDate: "2026-12-01",
        endDate: "2026-12-31",
        codeLength: 8,
        numberOfCodes: 3,
        canUsedTimes: 1,
        valueType: 1,
        value: 10_000,
      },
    ],
    ["increasecode", { couponBatchId: 51, couponNumber: 2, canUsedTimes: 1 }],
  ])("coupons answer the act %s", async (act, body) => {
    const shop = await openShop();
    await expect(shop.call("coupons.call", { params: { act }, body })).resolves.toMatchObject({ code: 1 });
  });
});

describe("reading", () => {
  test("every resource reads all of its rows, and each becomes a canonical record", async () => {
    const shop = await openShop(40);
    for (const resource of nhanhV2.resources) {
      const { rows } = await readAll(shop, resource, START - 200 * DAY);
      const expected = shop.simulator.rows(resource.name).map((row) => resource.normalize(row, { settings: {} }));
      const found = rows.map((row) => resource.normalize(row, { settings: {} }));
      const sorted = (records: readonly any[]) => [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(found.length, resource.name).toBeGreaterThan(0);
      expect(sorted(found), resource.name).toEqual(sorted(expected));
      for (const record of found) schemaOf(resource.name).strict().parse(record);
    }
  });

  test("a row asked for by its id is the record that the list shows", async () => {
    const shop = await openShop();
    for (const resource of nhanhV2.resources.filter(({ get }) => get)) {
      const get = resource.get!;
      for (const row of shop.simulator.rows(resource.name).slice(0, 8)) {
        const id = resource.id(row);
        const asked = get.read(await shop.call(get.operation, get.call(id)), id);
        expect(resource.normalize(asked, { settings: {} }), resource.name).toEqual(
          resource.normalize(row, { settings: {} }),
        );
      }
    }
    const gone = errorOf(shop.call("products.get", { body: 1 }));
    expect(await gone).toMatchObject({ name: "Rejected", notFound: true });
  });

  test.each([["orders"], ["products"], ["customers"], ["invoices"]])("three pages of %s come whole", async (name) => {
    const shop = await openShop(320);
    const resource = resourceOf(name);
    const { rows } = await readAll(shop, resource, START - 200 * DAY);
    expect(rows).toHaveLength(shop.simulator.rows(name).length);
    expect(rows.length).toBeGreaterThan(name === "invoices" ? 100 : 300);
  });

  test("numbers as text make the same records", async () => {
    const shop = await openShop(10);
    const records = async () =>
      (await readAll(shop, resourceOf("orders"))).rows.map((row) =>
        resourceOf("orders").normalize(row, { settings: {} }),
      );
    const before = await records();
    shop.simulator.quirks.stringly = true;
    expect(await records()).toEqual(before);
  });

  test("an edited row is in the window of its change, and stock changes no time of change", async () => {
    const shop = await openShop();
    const { listing } = resourceOf("products");
    const stock = () => JSON.stringify(shop.simulator.rows("inventory").map((row: any) => row.inventory));
    const before = stock();
    shop.pass(HOUR);
    const order = bodies["orders.create"] as object;
    await shop.call("orders.create", { body: order });
    expect(stock()).not.toBe(before);
    const ask: Ask = { from: START + MINUTE, to: shop.now(), page: 1, size: 100, partition: { status: "" } };
    const read = async () => listing.read(await shop.call(listing.operation, listing.call(ask)), ask).rows;
    expect(await read()).toHaveLength(0);
    await shop.call("products.save", {
      body: [{ id: "x", idNhanh: 30_000_002, name: "Áo", price: 5, status: "Active" }],
    });
    expect((await read()).map(({ idNhanh }: any) => idNhanh)).toEqual([30_000_002]);
  });

  test("a deleted order is simply no longer there", async () => {
    const shop = await openShop();
    const ids = () => shop.simulator.rows("orders").map((row: any) => String(row.id));
    const before = ids();
    for (let n = 0; n < 400 && before.every((id) => ids().includes(id)); n += 1) shop.simulator.change();
    const gone = before.find((id) => !ids().includes(id))!;
    const { get } = resourceOf("orders");
    const answer: any = await shop.call(get!.operation, get!.call(gone));
    expect(toRows(answer.data?.orders)).toEqual([]);
    // Nor is one that lives, right after it was made.
    expect(() => get!.read(answer, gone)).toThrow(Rejected);
  });
});

describe("unkindness", () => {
  test("unknown filters are ignored, so that the default list comes back", async () => {
    const shop = await openShop();
    const request = nhanhV2.request(
      operationOf("orders.list"),
      { body: { updatedFromDateTime: "x" } },
      shop.state.shop,
    );
    const answer: any = nhanhV2.judge(await shop.send(request), operationOf("orders.list"));
    expect(answer.data.orders.length).toBeGreaterThan(0);
  });

  test("windows of more than ten days are refused, an id or a customer lifts them", async () => {
    const shop = await openShop();
    const window = (days: number) => ({
      updatedDateTimeFrom: toHanoiSeconds(START - days * DAY),
      updatedDateTimeTo: toHanoiSeconds(START),
    });
    await expect(shop.call("orders.list", { body: window(10) })).resolves.toBeTruthy();
    expect(await errorOf(shop.call("orders.list", { body: window(11) }))).toBeInstanceOf(Rejected);
    const old: any = await shop.call("orders.list", { body: { id: 125_000_001 } });
    expect(old.data.orders).toHaveLength(1);
    const recent: any = await shop.call("bills.list", { body: { id: 80_000_001 } });
    expect(recent.data.bill).toEqual([]);
  });

  test("pages keyed by id come newest first on the wire, whatever JSON.parse makes of them", async () => {
    const shop = await openShop();
    const request = nhanhV2.request(operationOf("orders.list"), { body: {} }, shop.state.shop);
    const raw = await shop.send(request);
    const onWire = [...raw.body.matchAll(/"(1250\d+)":\{/g)].map(([, id]) => Number(id));
    expect(onWire).toEqual([...onWire].sort((a, b) => b - a));
    const judged: any = nhanhV2.judge(raw, operationOf("orders.list"));
    expect(judged.data.orders.map(({ id }: any) => id)).toEqual(onWire);
  });

  test("Inactive products hide from the default list", async () => {
    const shop = await openShop(60);
    const answer: any = await shop.call("products.list", { body: {} });
    expect(answer.data.products.every(({ status }: any) => status !== "Inactive")).toBe(true);
    expect(shop.simulator.rows("products").some((row: any) => row.status === "Inactive")).toBe(true);
  });

  test("call 151 within 30 seconds locks this address only, and calling on lengthens the lock", async () => {
    const shop = await openShop(3, { limits: true });
    for (let n = 0; n < 150; n += 1) await shop.call("depots.list", { body: {} });
    const first = await errorOf(shop.call("depots.list", { body: {} }));
    expect(first).toBeInstanceOf(RetryLater);
    expect(first).toMatchObject({ limited: true, delivered: "no" });
    const second = await errorOf(shop.call("depots.list", { body: {} }));
    expect(second.retryAt).toBeGreaterThan(first.retryAt);
    await expect(shop.call("staff.list", { body: {} })).resolves.toBeTruthy();
    expect(shop.simulator.limitBroken).toBe(2);
    shop.pass(second.retryAt - shop.now());
    await expect(shop.call("depots.list", { body: {} })).resolves.toBeTruthy();
  });

  test("a code works once and for ten minutes, a token for a year", async () => {
    const shop = await openShop(3);
    const used = shop.context();
    await nhanhV2.authorize(used, shop.send);
    expect(await errorOf(nhanhV2.authorize(used, shop.send))).toBeInstanceOf(Rejected);
    const late = shop.context();
    shop.pass(11 * MINUTE);
    expect(await errorOf(nhanhV2.authorize(late, shop.send))).toBeInstanceOf(Rejected);
    shop.pass(365 * DAY);
    expect(await errorOf(nhanhV2.check(shop.call))).toBeInstanceOf(SignInAgain);
  });

  test("a revoked token asks to sign in again; after an uninstalled app even a new code is refused", async () => {
    const shop = await openShop(3);
    shop.simulator.revoke();
    expect(await errorOf(nhanhV2.check(shop.call))).toBeInstanceOf(SignInAgain);
    shop.state.shop = shop.context(await shop.signIn());
    await expect(nhanhV2.check(shop.call)).resolves.toMatchObject({ locations: 2 });
    shop.simulator.revoke(true);
    expect(await errorOf(shop.signIn())).toBeInstanceOf(Rejected);
  });

  test("the consent page brings a code back that can be exchanged", async () => {
    const shop = await openShop(3);
    const url = nhanhV2.consent!.url({
      credentials: shop.simulator.credentials,
      returnLink: "https://me.example/back?state=1",
      hosts: shop.simulator.hosts(BASE),
    });
    const answer = await shop.send({ method: "GET", url, headers: {} });
    const back = new URL(answer.headers.location!);
    expect(back.searchParams.get("state")).toBe("1");
    const accessCode = back.searchParams.get(nhanhV2.consent!.codeParameter);
    const context = shop.context();
    const access = { credentials: { ...context.access.credentials, accessCode } };
    await expect(nhanhV2.authorize({ ...context, access }, shop.send)).resolves.toMatchObject({
      grants: { businessId: "110668" },
      expiresAt: START + 365 * DAY,
    });
  });

  test.each<[FaultKind, unknown]>([
    ["limit", RetryLater],
    ["serverError", RetryLater],
    ["cut", RetryLater],
    ["timeout", RetryLater],
    ["empty", VendorChanged],
    ["malformed", VendorChanged],
    ["expired", SignInAgain],
  ])("the fault %s is told apart", async (kind, expected) => {
    const shop = await openShop(3);
    shop.simulator.faults.next(kind);
    expect(await errorOf(nhanhV2.check(shop.call))).toBeInstanceOf(expected);
  });

  test("an order may not be found by its id while it is young", async () => {
    const shop = await openShop(3);
    shop.simulator.quirks.lagSeconds = 2;
    const { data }: any = await shop.call("orders.create", { body: bodies["orders.create"] });
    const find = async () => {
      const answer: any = await shop.call("orders.list", { body: { id: Number(data.orderId) } });
      return answer.data.orders?.length ?? 0;
    };
    expect(await find()).toBe(0);
    shop.pass(3 * SECOND);
    expect(await find()).toBe(1);
  });
});

describe("writing", () => {
  const context = (reference: string, current?: unknown): WriteContext => ({
    writeId: reference,
    reference,
    settings: {},
    grants: {},
    current,
    firstAttemptAt: START,
  });
  const perform = async (shop: Open, kind: keyof typeof nhanhV2.writes, given: unknown, current?: unknown) => {
    const write = nhanhV2.writes[kind]!;
    const command = write.command.parse(given);
    const answer = await shop.call(write.operation, write.encode(command, context("TB-A", current)));
    const result = write.result(answer, command);
    const probed = await write.probe?.(command, context("TB-A", current), shop.call);
    const resource = resourceOf(write.resource!);
    const id = (result.id ?? probed?.id)!;
    const row = resource.get!.read(await shop.call(resource.get!.operation, resource.get!.call(id)), id);
    return {
      id,
      probed,
      row,
      notTaken: fieldsOf(verdictsOf(write, command, resource.normalize(row, { settings: {} })), "no"),
    };
  };
  const order = {
    customer: { name: "Lan", phone: "0912345678" },
    lines: [{ productId: "30000001", quantity: 2, price: 50_000 }],
    note: "gọi trước",
    discount: 10_000,
    shipping: { fee: 20_000 },
  };

  test("an order is made, found again by our reference, changed and cancelled", async () => {
    const shop = await openShop();
    const made = await perform(shop, "orders.create", order);
    expect(made).toMatchObject({ probed: { id: made.id }, notTaken: [] });
    const changed = await perform(
      shop,
      "orders.update",
      { id: made.id, note: "hai giờ", status: "confirmed" },
      made.row,
    );
    expect(changed).toMatchObject({ probed: { id: made.id }, notTaken: [] });
    const cancelled = await perform(shop, "orders.cancel", { id: made.id, reason: "đổi ý" }, changed.row);
    expect(cancelled).toMatchObject({ probed: { id: made.id }, notTaken: [] });
    expect(cancelled.row.privateDescription).toBe("đổi ý");
  });

  test("an order that was never sent is not found, and the same reference is refused the second time", async () => {
    const shop = await openShop();
    const write = nhanhV2.writes["orders.create"]!;
    const command = write.command.parse(order);
    expect(await write.probe!(command, context("TB-A"), shop.call)).toBeUndefined();
    const send = () => shop.call(write.operation, write.encode(command, context("TB-A")));
    shop.simulator.faults.next("timeoutAfterCommit");
    expect(await errorOf(send())).toMatchObject({ name: "RetryLater", delivered: "unknown" });
    expect(await write.probe!(command, context("TB-A"), shop.call)).toMatchObject({ id: expect.any(String) });
    expect(await errorOf(send())).toBeInstanceOf(Rejected);
    expect(shop.simulator.journal.filter(({ reference }) => reference === "TB-A")).toHaveLength(1);
  });

  test("an entry that the shop does not know becomes a product: what the catalog's rule keeps from happening", async () => {
    const shop = await openShop();
    const before = shop.simulator.rows("products").length;
    const body = { id: "TB-2", customerName: "Lan", customerMobile: "0912345678" };
    const productList = [{ id: "their-own", name: "Áo lạ", quantity: 1, price: 5 }];
    expect(operationOf("orders.create").body!.safeParse({ ...body, productList }).success).toBe(false);
    const request = nhanhV2.request(operationOf("orders.create"), { body: { ...body, productList } }, shop.state.shop);
    nhanhV2.judge(await shop.send(request), operationOf("orders.create"));
    expect(shop.simulator.rows("products")).toHaveLength(before + 1);
  });

  test("a product is made once however often it is sent, and changed by its id", async () => {
    const shop = await openShop();
    const command = { name: "Áo dài", price: 350_000, code: "AD1", cost: 200_000, weightGrams: 300, active: true };
    const made = await perform(shop, "products.create", command);
    expect(made).toMatchObject({ probed: { id: made.id }, notTaken: [] });
    const count = shop.simulator.rows("products").length;
    expect((await perform(shop, "products.create", command)).id).toBe(made.id);
    expect(shop.simulator.rows("products")).toHaveLength(count);
    const changed = await perform(shop, "products.update", { id: made.id, price: 400_000 }, made.row);
    expect(changed).toMatchObject({ id: made.id, notTaken: [] });
    expect(changed.row).toMatchObject({ name: "Áo dài", price: 400_000 });
  });

  test("many products go in one call, each with its own outcome", async () => {
    const shop = await openShop();
    const { bulk } = nhanhV2.writes["products.create"]!;
    const items = ["TB-1", "TB-2"].map((reference) => ({
      command: { name: reference, price: 1 },
      context: context(reference),
    }));
    const results = bulk!.results(await shop.call(bulk!.operation, bulk!.encode(items)), items);
    expect(results).toEqual([{ id: expect.any(String) }, { id: expect.any(String) }]);
  });

  test("a customer is made, found by mobile and changed", async () => {
    const shop = await openShop();
    const command = { name: "Lan", phone: "+84911111111", gender: "female", birthday: "1990-02-01" };
    const made = await perform(shop, "customers.create", command);
    expect(made.notTaken).toEqual([]);
    const changed = await perform(shop, "customers.update", { id: made.id, email: "lan@example.vn" }, made.row);
    expect(changed).toMatchObject({ id: made.id, notTaken: [] });
  });

  test("a parcel on its way cannot be cancelled", async () => {
    const shop = await openShop();
    const find = (): any => shop.simulator.rows("orders").find((row: any) => row.statusCode === "Shipping");
    for (let n = 0; n < 1_000 && !find(); n += 1) shop.simulator.change();
    const shipping = find();
    const body = { orderId: String(shipping.id), status: "Canceled" };
    expect(await errorOf(shop.call("orders.update", { body }))).toMatchObject({
      name: "Rejected",
      fields: { status: expect.any(String) },
    });
  });
});

describe("webhooks", () => {
  const token = "verify-token-0123456789";
  const receive = (shop: Open) =>
    shop.simulator.takeDeliveries().map(({ headers, body }) => ({
      verified: isSentBy(nhanhV2.webhooks!, { method: "POST", headers, body: Buffer.from(body) }, token),
      body: JSON.parse(body),
    }));

  test("enabling sends a greeting without a business, and nothing was sent before", async () => {
    const shop = await openShop();
    shop.simulator.change();
    expect(receive(shop)).toEqual([]);
    shop.simulator.enableWebhooks("http://127.0.0.1:9/hooks", token);
    const [greeting] = receive(shop);
    expect(greeting).toMatchObject({ verified: true, body: { event: "webhooksEnabled" } });
    expect(nhanhV2.webhooks!.business!(greeting!.body)).toBeUndefined();
  });

  test("every change of an order, a product or stock names the row that changed", async () => {
    const shop = await openShop();
    shop.simulator.enableWebhooks("http://127.0.0.1:9/hooks", token);
    receive(shop);
    for (let n = 0; n < 400; n += 1) {
      shop.pass(MINUTE);
      shop.simulator.change();
    }
    const received = receive(shop);
    expect(new Set(received.map(({ body }) => body.event))).toEqual(
      new Set([
        ...["orderAdd", "orderUpdate", "orderDelete", "productAdd", "productUpdate", "productDelete"],
        "inventoryChange",
      ]),
    );
    const hinted = new Set<string>();
    for (const { verified, body } of received) {
      expect(verified).toBe(true);
      expect(nhanhV2.webhooks!.business!(body)).toBe("110668");
      const hints = nhanhV2.webhooks!.hints(body);
      expect(hints.every(({ ids }) => ids.length > 0)).toBe(true);
      for (const { resource, ids } of hints) for (const id of ids) hinted.add(`${resource} ${id}`);
    }
    const changed = shop.simulator.rows("orders").filter((row: any) => row.updatedAt * SECOND >= START);
    for (const row of changed as any[]) expect(hinted).toContain(`orders ${row.id}`);
  });

  test("an address that fails gets three more tries, and a long silence switches the webhooks off", async () => {
    const shop = await openShop();
    shop.simulator.enableWebhooks("http://127.0.0.1:9/hooks", token);
    let sent = 0;
    for (let n = 0; n < 10; n += 1) {
      for (const delivery of shop.simulator.takeDeliveries()) {
        sent += 1;
        shop.simulator.delivered!(delivery, 500);
      }
      shop.pass(6 * MINUTE);
    }
    expect(sent).toBe(4);
    for (let n = 0; n < 40; n += 1) {
      shop.simulator.change();
      for (const delivery of shop.simulator.takeDeliveries()) shop.simulator.delivered!(delivery, undefined);
    }
    expect(shop.simulator.app.enabled).toBe(false);
  });

  test("the app's page at the developer console turns them on and off", async () => {
    const shop = await openShop();
    const save = (settings: object) =>
      shop.send({ method: "POST", url: `${BASE}/console/webhooks`, headers: {}, body: JSON.stringify(settings) });
    await save({ url: "http://127.0.0.1:9/hooks", verifyToken: token });
    expect(receive(shop)).toMatchObject([{ verified: true, body: { event: "webhooksEnabled" } }]);
    await save({});
    for (let n = 0; n < 20; n += 1) shop.simulator.change();
    expect(receive(shop)).toEqual([]);
  });

  test("an uninstalled app says so", async () => {
    const shop = await openShop();
    shop.simulator.enableWebhooks("http://127.0.0.1:9/hooks", token);
    shop.simulator.revoke(true);
    expect(receive(shop).some(({ body }) => nhanhV2.webhooks!.revoked!(body))).toBe(true);
  });
});

test("the same seed lives the same life", async () => {
  const life = async () => {
    const shop = await openShop(10);
    for (let n = 0; n < 200; n += 1) {
      shop.pass(MINUTE);
      shop.simulator.change();
    }
    return JSON.stringify(["orders", "products", "invoices", "customers"].map(shop.simulator.rows));
  };
  expect(await life()).toBe(await life());
});
