import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { FaultKind } from "../../../infra/sandbox/types.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import { DAY, HOUR, toHanoiDay } from "../../../shared/core/time.ts";
import type { Ask, Listing, Partition, ShopContext } from "../../../shared/core/vendor.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { isale } from "../../../shared/vendors/isale/index.ts";

const START = Date.UTC(2026, 10, 22, 3);
const BASE = "http://isale.test";
const operationOf = (id: string) => isale.operations.find((operation) => operation.id === id)!;
const resourceOf = (name: string) => isale.resources.find((resource) => resource.name === name)!;

const openShop = (size = 30, limits = false) => {
  let now = START;
  const simulator = createIsaleSimulator({ now: () => now, random: seededRandom(7), limits });
  simulator.seed(size);
  const send = simulatedSend({ [BASE]: simulator }, { now: () => now });
  const context = (settings: Record<string, unknown> = {}, publicKey?: string): ShopContext => ({
    access: { credentials: publicKey === undefined ? simulator.credentials : { publicKey } },
    hosts: simulator.hosts(BASE),
    settings,
    now: () => now,
    randomId: () => crypto.randomUUID(),
  });
  const callAs =
    (shop: ShopContext) =>
    async (id: string, { params = {}, body }: { params?: object; body?: unknown } = {}) => {
      const operation = operationOf(id);
      const call = {
        params: operation.params.parse(params) as Record<string, unknown>,
        ...(body !== undefined && { body: operation.body?.parse(body) }),
      };
      return operation.answer.parse(isale.judge(await send(isale.request(operation, call, shop)), operation));
    };
  return {
    simulator,
    context,
    callAs,
    call: callAs(context()),
    send,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
  };
};
type Open = ReturnType<typeof openShop>;

/** Reads a listing with the sync engine's own reader. */
const readAll = async (shop: Open, listing: Listing, from?: number, to?: number) => {
  const found = new Map<string, any>();
  const idOf = (row: any) => String(row.id);
  let incomplete = false;
  let calls = 0;
  const partitions: readonly (Partition | undefined)[] = (await listing.partitions?.(shop.call))?.parts ?? [undefined];
  for (const partition of partitions) {
    const fetch = async (ask: Ask) => {
      calls += 1;
      return listing.read(await shop.call(listing.operation, listing.call(ask)), ask);
    };
    let position: Position | undefined = firstPosition(listing, { from, to });
    while (position) {
      const reading: Reading<any> = await readPage(
        { listing, id: idOf, span: { from, to }, partition },
        position,
        fetch,
      );
      for (const row of reading.rows) found.set(idOf(row), row);
      if (reading.warning === "incomplete") incomplete = true;
      position = reading.next;
    }
  }
  return { rows: [...found.values()], incomplete, calls };
};

describe("reads", () => {
  const pathOf: Record<string, object> = {
    "flow-runs.list": { flowId: 11 },
    "flow-runs.get": { runId: 5_001 },
    "flows.get": { id: 11 },
    "leads.get": { id: 901 },
    "contacts.get": { id: 70_001 },
    "orders.get": { id: 384_001 },
    "products.get": { id: 50_001 },
    "calendar-events.get": { id: 301 },
    "table-records.list": { table: "trade_category" },
    "table-records.get": { table: "store", id: 1 },
  };
  test.each(isale.operations.filter(({ kind }) => kind === "read").map(({ id }) => id))(
    "%s answers in the shape that the catalog expects",
    async (id) => {
      const shop = openShop();
      await expect(shop.call(id, { params: pathOf[id] ?? {} })).resolves.toBeTruthy();
    },
  );

  test("every resource reads its rows and each becomes a canonical record", async () => {
    const shop = openShop();
    for (const resource of isale.resources) {
      const { rows, incomplete } = await readAll(shop, resource.listing, START - 30 * DAY, START + DAY);
      expect(rows.length, resource.name).toBe(shop.simulator.rows(resource.name).length);
      expect(incomplete, resource.name).toBe(false);
      for (const row of rows) expect(resource.normalize(row, { settings: {} }).id).toBe(String((row as any).id));
      const id = String((rows[0] as any).id);
      const { operation, call, read } = resource.get!;
      expect(read(await shop.call(operation, call(id)), id)).toEqual(rows[0]);
    }
  });

  test("600 orders come whole out of answers of at most 200", async () => {
    const shop = openShop(600);
    const { rows, incomplete } = await readAll(shop, resourceOf("orders").listing, START - 60 * DAY, START + DAY);
    expect(rows).toHaveLength(600);
    expect(incomplete).toBe(false);
  });

  test("600 contacts come out of searches by digits and letters, and the listing does not claim to be whole", async () => {
    const shop = openShop(600);
    const oldest = { fullName: "Đỗ Wy", code: "", mobile: "", email: "" };
    await shop.call("contacts.update", { params: { id: 70_001 }, body: oldest });
    const { rows, incomplete } = await readAll(shop, resourceOf("customers").listing);
    const found = new Set(rows.map(({ id }) => id));
    const hasDigits = (row: any) => /\d/.test(`${row.code}${row.mobile}`);
    const all = shop.simulator.rows("customers") as any[];
    expect(all.filter((row) => !hasDigits(row)).length).toBeGreaterThan(10);
    expect(all.filter((row) => !found.has(row.id))).toEqual([]);
    expect(incomplete).toBe(true);
  });

  test("200 contacts with digits do not hide the ones without, for leads as well", () => {
    const rows = Array.from({ length: 200 }, (_, id) => ({ id, fullName: "Lan", mobile: "0900000000" }));
    for (const name of ["customers", "leads"]) {
      const { narrow } = resourceOf(name).listing;
      const parts = narrow!({ size: 200 }, rows);
      expect(parts).toContainEqual({ q: "g" });
      expect(parts.at(-1)).toEqual({ rest: 1 });
      expect(narrow!({ size: 200, partition: { rest: 1 } }, rows)).toEqual([]);
    }
  });

  test("a day with more than 200 orders is read by state, and says so when a state is full as well", async () => {
    const shop = openShop(3);
    const order = { items: [{ productId: 50_001, count: 1, price: 1_000 }] };
    for (let made = 0; made < 260; made += 1) {
      await shop.call("orders.create", { body: { ...order, status: made % 4 } });
    }
    const listing = resourceOf("orders").listing;
    const spread = await readAll(shop, listing, START - HOUR, START + HOUR);
    expect(spread.rows.length).toBeGreaterThanOrEqual(260);
    expect(spread.incomplete).toBe(false);
    for (let made = 0; made < 200; made += 1) await shop.call("orders.create", { body: { ...order, status: 1 } });
    expect((await readAll(shop, listing, START - HOUR, START + HOUR)).incomplete).toBe(true);
  });

  test("a busy time is split into its days, the newest first, asked for alone once the vendor shows that it includes the last one", () => {
    const { listing } = resourceOf("orders");
    const row = (time: number) => ({ id: 1, createdAt: new Date(time).toISOString() });
    const ask = { size: 200, from: START - 20 * HOUR, to: START };
    expect(listing.narrow!(ask, [row(START)])).toEqual([
      { dateFrom: "2026-11-22", dateTo: "2026-11-23" },
      { dateFrom: "2026-11-21", dateTo: "2026-11-22" },
    ]);
    expect(listing.narrow!(ask, [row(START + DAY)])).toEqual([
      { dateFrom: "2026-11-22", dateTo: "2026-11-22" },
      { dateFrom: "2026-11-21", dateTo: "2026-11-21" },
    ]);
    expect(listing.narrow!({ ...ask, from: START }, [row(START)])).toHaveLength(8);
    const day = { dateFrom: "2026-11-21", dateTo: "2026-11-21" };
    expect(listing.narrow!({ ...ask, partition: day }, [row(START)])[0]).toEqual({ ...day, status: "0" });
  });

  test("more than 200 records of a table, products or flows are reported as incomplete instead of being passed over", async () => {
    const shop = openShop(3);
    for (let made = 0; made < 205; made += 1) {
      await shop.call("table-records.create", { params: { table: "note" }, body: { title: `note ${made}` } });
      await shop.call("products.create", { body: { title: `product ${made}`, categoryId: (made % 3) + 1 } });
      await shop.call("flows.create", { body: { name: `flow ${made}` } });
    }
    for (const name of ["notes", "products", "flows"]) {
      expect((await readAll(shop, resourceOf(name).listing)).incomplete, name).toBe(true);
    }
    expect((await readAll(shop, resourceOf("products").listing)).rows.length).toBeGreaterThan(205);
  });

  test("a search that the vendor ignores ends as incomplete, not in endless digits", () => {
    const rows = Array.from({ length: 200 }, (_, id) => ({ id, fullName: "Lan", mobile: "0900000000" }));
    const { listing } = resourceOf("customers");
    expect(listing.narrow!({ size: 200, partition: { q: "7" } }, rows)).toEqual([]);
    expect(listing.narrow!({ size: 200, partition: { q: "9" } }, rows)).toHaveLength(10);
  });

  test("an answer of exactly the default 50 rows counts as cut, for lists that may ignore the limit", () => {
    const rows = Array.from({ length: 50 }, (_, id) => ({ id }));
    expect(resourceOf("orders").listing.read({ data: rows }, { size: 200 }).full).toBe(true);
    expect(resourceOf("orders").listing.read({ data: rows.slice(1) }, { size: 200 }).full).toBe(false);
  });
});

describe("the shop's unkindness", () => {
  test("a last day that the vendor drops is asked for all the same", async () => {
    const shop = openShop(5);
    const dropped = (await shop.call("orders.list", {
      params: { dateFrom: toHanoiDay(START), dateTo: toHanoiDay(START) },
    })) as { data: unknown[] };
    expect(dropped.data).toHaveLength(0);
    const { rows } = await readAll(shop, resourceOf("orders").listing, START - HOUR, START);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("the 121st call of a minute from one address is refused with a date", async () => {
    const shop = openShop(5, true);
    for (let made = 0; made < 120; made += 1) await shop.call("tables.list");
    shop.pass(18_000);
    const refused = await shop.call("tables.list").catch((error) => error);
    expect(refused).toBeInstanceOf(RetryLater);
    expect(refused).toMatchObject({ limited: true, delivered: "no", retryAt: START + 60_000 });
    shop.pass(42_000);
    await expect(shop.call("tables.list")).resolves.toBeTruthy();
    expect(shop.simulator.limitBroken).toBe(1);
  });

  test("the 61st write of a minute with one key is refused", async () => {
    const shop = openShop(5, true);
    for (let made = 0; made < 60; made += 1) await shop.call("leads.create", { body: { fullName: "Lan" } });
    await expect(shop.call("leads.create", { body: { fullName: "Lan" } })).rejects.toBeInstanceOf(RetryLater);
    await expect(shop.call("leads.list")).resolves.toBeTruthy();
  });

  test("a withdrawn key is refused until the new one is typed in", async () => {
    const shop = openShop(5);
    shop.simulator.revoke();
    const old = shop.context({}, "isale_pk_withdrawn");
    await expect(shop.callAs(old)("tables.list")).rejects.toBeInstanceOf(SignInAgain);
    await expect(isale.authorize(old, shop.send)).rejects.toBeInstanceOf(Rejected);
    await expect(isale.authorize(shop.context(), shop.send)).resolves.toEqual({
      token: shop.simulator.credentials.publicKey,
    });
    shop.simulator.revoke(true);
    await expect(isale.authorize(shop.context(), shop.send)).rejects.toBeInstanceOf(Rejected);
  });

  test("a key without a permission is refused there only, and the check says which lists work", async () => {
    const shop = openShop(5);
    const narrow = shop.callAs(shop.context({}, `${shop.simulator.credentials.publicKey}-orders-only`));
    const refused = await narrow("contacts.list").catch((error) => error);
    expect(refused).toMatchObject({ forbidden: true, code: "forbidden" });
    await expect(narrow("orders.list")).resolves.toBeTruthy();
    await expect(isale.check(narrow)).resolves.toEqual({
      permissions: {
        "sales.orders.read": true,
        "catalog.products.read": false,
        "crm.contacts.read": false,
        "crm.leads.read": false,
        "calendar.read": false,
      },
      tables: ["note"],
    });
  });

  test("a write is refused when only some of the signature's headers come, and taken when the adapter signs it", async () => {
    const shop = openShop(5);
    const operation = operationOf("leads.create");
    const request = isale.request(operation, { body: { fullName: "Lan" } }, shop.context());
    expect(Object.keys(request.headers).some((name) => name.toLowerCase().startsWith("x-"))).toBe(false);
    const partly = await shop.send({ ...request, headers: { ...request.headers, "X-Timestamp": String(START) } });
    expect(partly.status).toBe(401);
    const signed = shop.callAs(shop.context({ hmac: { enabled: true } }));
    await expect(signed("leads.create", { body: { fullName: "Lan" } })).resolves.toBeTruthy();
    const wrong = shop.callAs(shop.context({ hmac: { enabled: true, canonical: "{timestamp}" } }));
    await expect(wrong("leads.create", { body: { fullName: "Lan" } })).rejects.toBeInstanceOf(SignInAgain);
    const replayed = isale.request(operation, { body: { fullName: "Lan" } }, shop.context({ hmac: { enabled: true } }));
    expect((await shop.send(replayed)).status).toBe(201);
    expect((await shop.send(replayed)).status).toBe(401);
    const key = String(shop.simulator.credentials.publicKey);
    const lines = [
      "POST",
      "/ext/v1/crm/leads",
      replayed.headers["x-timestamp"],
      replayed.headers["x-nonce"],
      replayed.body,
    ];
    expect(replayed.headers["x-signature"]).toBe(createHmac("sha256", key).update(lines.join("\n")).digest("hex"));
  });

  test("a missing field is named, a missing record is told from a missing page", async () => {
    const shop = openShop(5);
    const operation = operationOf("leads.create");
    const request = isale.request(operation, { body: {} }, shop.context());
    const refuse = async () => isale.judge(await shop.send(request), operation);
    await expect(refuse()).rejects.toMatchObject({
      code: "invalid_request",
      fields: { fullName: "Missing required field: fullName" },
    });
    await expect(shop.call("orders.get", { params: { id: 1 } })).rejects.toMatchObject({ notFound: true });
    const page = { status: 404, headers: {}, body: "<html>Not Found</html>", receivedAt: START };
    expect(() => isale.judge(page, operationOf("orders.get"))).toThrow(VendorChanged);
  });

  test("unknown filters are ignored without a word", async () => {
    const shop = openShop(5);
    const { body } = await shop.send({
      method: "GET",
      url: `${BASE}/ext/v1/sales/orders?updatedSince=2099-01-01`,
      headers: { authorization: `Apikey ${shop.simulator.credentials.publicKey}` },
    });
    expect(JSON.parse(body).data).toHaveLength(5);
  });

  const outcomes: [FaultKind, unknown][] = [
    ["limit", RetryLater],
    ["serverError", RetryLater],
    ["serverErrorAfterCommit", RetryLater],
    ["cut", RetryLater],
    ["timeoutAfterCommit", RetryLater],
    ["empty", VendorChanged],
    ["expired", SignInAgain],
  ];
  test.each(outcomes)("a write that ends with %s is told by its error", async (fault, error) => {
    const shop = openShop(5);
    shop.simulator.faults.next(fault);
    await expect(shop.call("leads.create", { body: { fullName: "Lan" } })).rejects.toBeInstanceOf(error);
  });

  test("JSON of another shape parses as no answer of any operation", () => {
    for (const operation of isale.operations) {
      expect(operation.answer.safeParse({ ok: true, payload: {} }).success, operation.id).toBe(false);
    }
  });
});

describe("writes", () => {
  const minimal: Record<string, { params?: object; body: object }> = {
    "leads.create": { body: { fullName: "Lan", mobile: "0901234567", source: "website" } },
    "contacts.create": { body: { fullName: "Lan" } },
    "contacts.update": { params: { id: 70_001 }, body: { fullName: "Lan" } },
    "flows.create": { body: { name: "Flow" } },
    "orders.create": { body: { items: [{ productId: 50_001, count: 1, price: 1_000 }] } },
    "orders.update": { params: { id: 384_001 }, body: { status: 4 } },
    "products.create": { body: { title: "Trà" } },
    "products.update": { params: { id: 50_001 }, body: { price: 5_000 } },
    "calendar-events.create": { body: { staffId: 1 } },
    "calendar-events.update": { params: { id: 301 }, body: { staffId: 2 } },
    "table-records.create": { params: { table: "note" }, body: { title: "Ghi chú" } },
  };
  test.each(isale.operations.filter(({ kind }) => kind === "write").map(({ id }) => id))(
    "%s is taken with the least that it needs, and journalled",
    async (id) => {
      const shop = openShop(5);
      await shop.call(id, minimal[id]);
      expect(shop.simulator.journal.at(-1)?.operation).toBe(id);
    },
  );

  test("only the tables that the document lists can be written", async () => {
    const shop = openShop(5);
    const request = isale.request(
      operationOf("table-records.create"),
      { params: { table: "staff" }, body: {} },
      shop.context(),
    );
    expect((await shop.send(request)).status).toBe(403);
    expect(operationOf("table-records.create").params.safeParse({ table: "staff" }).success).toBe(false);
  });

  const context = (shop: Open, current?: unknown) => ({
    writeId: "w1",
    reference: "TB-0123456789ABCDEF",
    settings: {},
    grants: {},
    firstAttemptAt: shop.now(),
    current,
  });
  const perform = async (shop: Open, kind: keyof typeof isale.writes, input: object, current?: unknown) => {
    const write = isale.writes[kind]!;
    const command = write.command.parse(input);
    const before = await write.probe?.(command, context(shop), shop.call);
    const answer = await shop.call(write.operation, write.encode(command, context(shop, current)));
    const { id } = write.result(answer, command);
    const resource = resourceOf(write.resource!);
    const row = resource.get!.read(await shop.call(resource.get!.operation, resource.get!.call(id!)), id!);
    const record = resource.normalize(row, { settings: {} });
    const found = await write.probe?.(command, context(shop), shop.call);
    return { id, before, found, record, notTaken: fieldsOf(verdictsOf(write, command, record), "no"), row };
  };

  test("an order is made once, moves the stock, and is found again by its reference", async () => {
    const shop = openShop(300);
    const countOf = () => (shop.simulator.rows("products") as any[]).find((row) => row.id === 50_001).count;
    const stock = countOf();
    const made = await perform(shop, "orders.create", {
      customer: { id: "70001" },
      lines: [{ productId: "50001", name: "Trà đào", quantity: 2, price: 30_000, discount: 5_000 }],
      discount: 5_000,
      payments: [{ method: "cash", amount: 20_000 }],
      shipping: { fee: 15_000, address: { line: "1 Lê Lợi", province: "TP.HCM" } },
      note: "giao sớm",
    });
    expect(made.before).toBeUndefined();
    expect(made.found).toEqual({ id: made.id });
    expect(made.notTaken).toEqual([]);
    expect(made.record).toMatchObject({
      status: "confirmed",
      customerId: "70001",
      code: "TB-0123456789ABCDEF",
      total: 65_000,
      paid: 20_000,
      shipping: { fee: 15_000, address: { line: "1 Lê Lợi, TP.HCM" } },
    });
    expect(countOf()).toBe(stock - 2);
    expect(shop.simulator.journal).toMatchObject([{ id: made.id, reference: "TB-0123456789ABCDEF" }]);
  });

  const rowOf = (shop: Open, id: string): any =>
    (shop.simulator.rows("orders") as any[]).find((row) => String(row.id) === id);
  const line = fc.record({
    productId: fc.constant("50001"),
    quantity: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 1, max: 500 }).map((thousands) => thousands * 1_000),
    discount: fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: undefined }),
  });
  const money = fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined });
  const change = fc.record({
    lines: fc.option(fc.array(line, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    discount: money,
    fee: money,
  });

  test("an order's sums are those of its lines, discount and fee, whichever of them a change names", async () => {
    const shop = openShop(5);
    const first = { lines: [{ productId: "50001", quantity: 1, price: 90_000 }], discount: 20_000 };
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const { id } = await perform(shop, "orders.create", { ...first, shipping: { fee: 30_000 } });
        let order: { lines: readonly any[]; discount: number; fee: number } = { ...first, fee: 30_000 };
        for (const { lines, discount, fee } of changes) {
          const update = { id, lines, discount, shipping: fee === undefined ? undefined : { fee } };
          const { notTaken, row } = await perform(shop, "orders.update", update, rowOf(shop, id!));
          order = { lines: lines ?? order.lines, discount: discount ?? order.discount, fee: fee ?? order.fee };
          const goods = order.lines.reduce((sum, each) => sum + each.quantity * each.price - (each.discount ?? 0), 0);
          const netValue = Math.max(0, goods - order.discount);
          expect(row).toMatchObject({ netValue, total: netValue + order.fee, discountOnTotal: order.discount });
          expect(notTaken).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("sums that cannot be made are refused by the field, and those that were not taken are named", async () => {
    const write = isale.writes["orders.update"]!;
    const { encode, command } = write;
    const shop = openShop(5);
    const row = { ...rowOf(shop, "384001"), shippingFee: 5_000, shipCostOnCustomer: false };
    const lines = [{ productId: "50001", quantity: 2, price: 50_000 }];
    const encoded = (change: object, current: unknown = row) =>
      encode(command.parse({ id: "384001", ...change }), context(shop, current));
    const refused = (change: object, current: unknown): unknown => {
      try {
        encoded(change, current);
      } catch (error) {
        return [(error as Rejected).code, ...Object.keys((error as Rejected).fields)];
      }
      return undefined;
    };
    expect(refused({ lines }, null)).toEqual(["order-unknown", "lines"]);
    expect(refused({ discount: 1 }, { ...row, items: [], itemsJson: "{" })).toEqual(["order-unknown", "discount"]);
    expect(refused({ shipping: { fee: 1 } }, { ...row, amountFromPoint: 10 })).toEqual([
      "order-promoted",
      "shipping.fee",
    ]);
    expect(refused({ lines, discount: 1 }, { ...row, tax: 10 })).toEqual(["order-taxed", "lines", "discount"]);
    expect(refused({ shipping: { fee: 1 } }, { ...row, tax: 10 })).toBeUndefined();
    expect(refused({ note: "gọi trước" }, null)).toBeUndefined();
    // The shop pays this fee: it is in no sum until a change charges it.
    expect(encoded({ lines }).body).toMatchObject({ netValue: 100_000, total: 100_000 });
    expect(encoded({ lines, shipping: { fee: 7_000 } }).body).toMatchObject({ total: 107_000 });
    const stale = { ...row, itemsJson: null, items: [{ productId: 50_001, count: 2, price: 50_000, total: 100_000 }] };
    const record = resourceOf("orders").normalize({ ...stale, netValue: 1, total: 1 }, { settings: {} });
    expect(fieldsOf(verdictsOf(write, command.parse({ id: "384001", lines }), record), "no")).toEqual(["total"]);
  });

  test("an order is changed and cancelled, and keeps its note", async () => {
    const shop = openShop(5);
    const update = {
      id: "384001",
      status: "shipping",
      lines: [{ productId: "50001", quantity: 1, price: 10_000 }],
      note: "gọi trước",
    };
    const changed = await perform(shop, "orders.update", update, rowOf(shop, "384001"));
    expect(changed.notTaken).toEqual([]);
    expect(changed.record).toMatchObject({ status: "shipping", total: 10_000 });
    const cancelled = await perform(shop, "orders.cancel", { id: "384001", reason: "hết hàng" }, changed.row);
    expect(cancelled.record).toMatchObject({ status: "cancelled", note: "gọi trước hết hàng" });
    expect(cancelled.notTaken).toEqual([]);
  });

  test("a product and a customer are made, found again and changed", async () => {
    const shop = openShop(5);
    const product = await perform(shop, "products.create", { name: "Cà phê", price: 25_000, unit: "ly" });
    expect(product).toMatchObject({ before: undefined, found: { id: product.id }, notTaken: [] });
    const priced = await perform(shop, "products.update", { id: product.id, price: 27_000 });
    expect(priced.record).toMatchObject({ price: 27_000, name: "Cà phê" });
    const customer = await perform(shop, "customers.create", { name: "Đặng Lan", phone: "0901234567", code: "K1" });
    expect(customer).toMatchObject({ before: undefined, found: { id: customer.id }, notTaken: [] });
    const renamed = await perform(shop, "customers.update", { id: customer.id, name: "Đặng Thị Lan" });
    expect(renamed).toMatchObject({ notTaken: [], record: { name: "Đặng Thị Lan", phone: "0901234567" } });
  });

  test("a product code that stood there before is not taken for ours", async () => {
    const shop = openShop(5);
    const old = shop.simulator.rows("products")[0] as any;
    const write = isale.writes["products.create"]!;
    const command = write.command.parse({ name: "Trà", code: old.code });
    await expect(write.probe!(command, context(shop), shop.call)).resolves.toBeUndefined();
  });

  test("a product is looked for outside its category too, and a stranger with its code is not taken for it", async () => {
    const { probe } = isale.writes["products.create"]!;
    const asked = { ...context(openShop(5)), firstAttemptAt: START };
    const product = { name: "Trà", code: "T1", categoryId: "3" };
    const ours = { id: 7, code: " T1", title: "Trà ", createdAt: "2026-11-22T10:00:05+07:00" };
    const answers = (rows: readonly object[], inCategory: readonly object[] = []) => {
      return async (_id: string, { params }: any) => (params.categoryId === undefined ? rows : inCategory);
    };
    expect(await probe!(product, asked, answers([ours]))).toEqual({ id: "7" });
    expect(await probe!(product, asked, answers([]))).toBeUndefined();
    const renamed = answers([{ ...ours, title: "Cà phê" }]);
    await expect(probe!(product, asked, renamed)).rejects.toMatchObject({ notFound: true });
    const full = Array.from({ length: 200 }, (_, id) => ({ id: id + 100, code: `C${id}` }));
    expect(await probe!(product, asked, answers(full, [ours]))).toEqual({ id: "7" });
    // Its category may have been dropped: an empty list of the category proves nothing.
    await expect(probe!(product, asked, answers(full))).rejects.toMatchObject({ name: "RetryLater" });
  });

  test("an order that was sent again after weeks is found on its day, and an earlier one too", async () => {
    const shop = openShop(5);
    const { probe, command, encode } = isale.writes["orders.create"]!;
    const order = command.parse({ lines: [{ productId: "50001", quantity: 1, price: 1 }] });
    const firstAttemptAt = shop.now();
    const weeks = [0, 16, 70];
    for (const days of weeks) {
      shop.pass(firstAttemptAt + days * DAY - shop.now());
      const reference = `TB-00000000000000${String(days).padStart(2, "0")}`;
      const asked = { ...context(shop), reference, firstAttemptAt, lastAttemptAt: shop.now() };
      expect(await probe!(order, asked, shop.call)).toBeUndefined();
      const { id } = (await shop.call("orders.create", encode(order, asked))) as any;
      for (let others = 0; others < 150; others += 1)
        await shop.call("orders.create", { body: { items: [{ productId: 50_001, count: 1, price: 1 }], status: 1 } });
      const lastAttemptAt = firstAttemptAt + 70 * DAY;
      expect(await probe!(order, { ...asked, lastAttemptAt }, shop.call)).toEqual({
        id: String(id ?? shop.simulator.journal.at(-151)!.id),
      });
    }
  });

  test("a search that would take more than a minute's calls says that it cannot tell", async () => {
    const row = { id: 1, status: 3, createdAt: "2026-09-01T08:00:00+07:00" };
    let asks = 0;
    const call = async (_id: string, { params }: any) => {
      asks += 1;
      return params.status === undefined ? Array.from({ length: 200 }, () => row) : [];
    };
    const { probe } = isale.writes["orders.create"]!;
    const asked = { ...context(openShop(5)), lastAttemptAt: START + 60 * DAY };
    await expect(probe!({}, asked, call)).rejects.toMatchObject({ name: "RetryLater", delivered: "no" });
    expect(asks).toBeLessThan(100);
  });

  test("an order in a state that nobody knows is found on a full day", async () => {
    const shop = openShop(5);
    const ours = { id: 7, status: 42, orderCode: context(shop).reference };
    const full = Array.from({ length: 200 }, (_, id) => ({ id, status: id === 5 ? 42 : 3 }));
    const call = async (_id: string, { params }: any) =>
      params.status === undefined ? full : params.status === "42" ? [ours] : [];
    expect(await isale.writes["orders.create"]!.probe!({}, context(shop), call)).toEqual({ id: "7" });
  });

  test("a probe that cannot see everything does not say that nothing happened", async () => {
    const shop = openShop(5);
    for (let made = 0; made < 210; made += 1) {
      await shop.call("orders.create", { body: { items: [{ productId: 50_001, count: 1, price: 1 }], status: 1 } });
    }
    const write = isale.writes["orders.create"]!;
    const command = write.command.parse({ lines: [{ productId: "50001", quantity: 1, price: 1 }] });
    await expect(write.probe!(command, context(shop), shop.call)).rejects.toBeInstanceOf(RetryLater);
  });
});

describe("change", () => {
  test("what staff do shows in the lists, and the same seed does the same", () => {
    const lives = [1, 2].map(() => {
      let now = START;
      const simulator = createIsaleSimulator({ now: () => now, random: seededRandom(3) });
      simulator.seed(20);
      for (let made = 0; made < 300; made += 1) {
        now += 60_000;
        simulator.change();
      }
      return simulator.rows("orders");
    });
    expect(lives[0]!.length).toBeGreaterThan(100);
    expect(lives[0]).toEqual(lives[1]);
  });
});
