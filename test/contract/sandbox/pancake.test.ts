import { describe, expect, test } from "vitest";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import type { FaultKind, SimulatedOutcome } from "../../../infra/sandbox/types.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import type { CanonicalWrite, Partition, Resource, ShopContext, WriteContext } from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { firstPosition, type Position, readPage } from "../../../shared/sync/reader.ts";
import { pancake } from "../../../shared/vendors/pancake/index.ts";

const START = Date.UTC(2026, 10, 22, 3);
const BASE = "http://pancake.test";
const operationOf = (id: string) => pancake.operations.find((operation) => operation.id === id)!;
const resourceOf = (name: string) => pancake.resources.find((resource) => resource.name === name)!;
const writeOf = (kind: keyof typeof pancake.writes) => pancake.writes[kind] as CanonicalWrite;
const context: WriteContext = { writeId: "w", reference: "TB-AAAABBBBCCCCDDDD", settings: {}, grants: {} };

const openShop = (size = 30, options: { limits?: boolean; seed?: number } = {}) => {
  let now = START;
  const simulator = createPancakeSimulator({
    now: () => now,
    random: seededRandom(options.seed ?? 7),
    limits: options.limits ?? false,
  });
  simulator.seed(size);
  const send = simulatedSend({ [BASE]: simulator }, { now: () => now });
  const shop: ShopContext = {
    access: { credentials: simulator.credentials },
    hosts: simulator.hosts(BASE),
    settings: {},
    now: () => now,
    randomId: () => "id",
  };
  const call = async (id: string, { params = {}, body }: { params?: object; body?: unknown } = {}): Promise<any> => {
    const operation = operationOf(id);
    const parsed = {
      params: operation.params.parse(params) as Record<string, unknown>,
      ...(body === undefined ? {} : { body: operation.body?.parse(body) }),
    };
    return operation.answer.parse(pancake.judge(await send(pancake.request(operation, parsed, shop)), operation));
  };
  /** Asks as a stranger would: any address, any headers. */
  const ask = (path: string, query: Record<string, string>, headers: Record<string, string> = {}): SimulatedOutcome =>
    simulator.handle({ method: "GET", path, query: new URLSearchParams(query), headers, body: "" });
  return {
    simulator,
    shop,
    send,
    call,
    ask,
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};
type Open = ReturnType<typeof openShop>;
const credentialsOf = ({ simulator }: Open) => simulator.credentials as { apiKey: string; shopId: string };

/** Reads a resource with the sync engine's own reader. `between` runs after each page. */
const readAll = async (
  open: Open,
  resource: Resource,
  span: { from?: number; to?: number } = {},
  between: () => void = () => undefined,
  size = 100,
) => {
  const found = new Map<string, any>();
  const listing = { ...resource.listing, pageSize: size };
  const partitions: readonly (Partition | undefined)[] = (await listing.partitions?.(open.call))?.parts ?? [undefined];
  const warnings: string[] = [];
  for (const partition of partitions) {
    const whole = { from: span.from, to: span.to };
    let position: Position | undefined = firstPosition(listing, whole);
    while (position) {
      const reading: Awaited<ReturnType<typeof readPage>> = await readPage(
        { listing, id: resource.id, span: whole, partition },
        position,
        async (asked) => listing.read(await open.call(listing.operation, listing.call(asked)), asked),
      );
      for (const row of reading.rows) found.set(resource.id(row), row);
      if (reading.warning) warnings.push(reading.warning);
      position = reading.next;
      between();
    }
  }
  return { found, warnings };
};

const first = (open: Open, resource: string) => open.simulator.rows(resource)[0] as any;

/** What a call needs besides its shop, from rows that exist. */
const sampleParams = (open: Open): Readonly<Record<string, object>> => ({
  "provinces.list": { country_code: "84" },
  "districts.list": { province_id: "101" },
  "communes.list": { district_id: "10101" },
  "orders.get": { order_id: String(first(open, "orders").id) },
  "products.get": { product_id: first(open, "products").product_id },
  "vouchers.get": { voucher_id: first(open, "vouchers").id },
  "customers.notes": { customer_id: first(open, "customers").id },
  "customers.point-logs": { shop_customer_id: first(open, "customers").id },
  "purchase-orders.list": { page: 1, page_size: 30, status: -2, type: "product" },
  "exports.list": { page: 1, page_size: 30, status: -1, type: 0 },
  "transfers.list": { page: 1, page_size: 30, status: 0 },
  "stocktakings.list": { page: 1, page_size: 30, status: -2 },
  "inventory-histories.list": { page: 1, page_size: 30 },
  "crm-records.list": { table_name: "Contact" },
  "crm-records.history": { table_name: "Contact", record_id: first(open, "crm-records").id },
  "orders.shipping-documents": { document_type: "SL_PL" },
  "orders.update": { order_id: String(first(open, "orders").id) },
  "warehouses.update": { warehouse_id: first(open, "locations").id },
  "products.update": { product_id: first(open, "products").product_id },
  "variations.update-quantity": { variation_id: first(open, "products").id },
  "customers.update": { customer_id: first(open, "customers").id },
  "purchase-orders.update": { purchase_id: first(open, "purchase-orders").id },
  "exports.update": { export_id: first(open, "exports").id },
  "transfers.update": { transfer_id: first(open, "transfers").id },
  "stocktakings.update": { stocktaking_id: first(open, "stocktakings").id },
  "promotions.update": { id: first(open, "promotions").id },
  "advanced-promotions.update": { id: first(open, "advanced-promotions").id },
  "crm-records.create": { table_name: "Contact" },
  "crm-records.update": { table_name: "Contact" },
});
const sampleBodies = (open: Open): Readonly<Record<string, unknown>> => {
  const variation = first(open, "products").id;
  const place = first(open, "locations").id;
  const lines = [{ variation_id: variation, quantity: 1, imported_price: 1_000 }];
  const purchase = { items: lines, status: 0, warehouse_id: place };
  const promotion = { name: "km", type: "discount_by_product" };
  return {
    "orders.create": { items: [{ variation_id: variation, quantity: 1 }], warehouse_id: place, shipping_address: {} },
    "orders.update": { note: "x" },
    "orders.shipping-documents": { params: [{ order_id: "1" }] },
    "orders.tracking-url": {},
    "warehouses.create": { name: "kho 2", shelf_config: { col: "3" } },
    "warehouses.update": { name: "kho 3", shelf_config: { col: "3" } },
    "call-laters.create": {
      order_call_later: { status: 0, needs_call_at: "2026-11-23T05:50:31Z", phone_number: "09" },
    },
    "products.create": { product: { name: "Áo", weight: 1, variations: [{ retail_price: 1_000, weight: 1 }] } },
    "products.update": { product: { name: "Áo 2" } },
    "variations.update-quantity": { variations_warehouses: [{ remain_quantity: 5, warehouse_id: place }] },
    "variations.update-quantities": {
      variations_warehouses: [{ variation_id: variation, remain_quantity: 6, warehouse_id: place }],
    },
    "variations.update-composite": {
      variation_id: variation,
      composite_products: [{ quantity: 1, component_id: variation }],
    },
    "customers.create": { name: "A", phoneNumber: "0911111111", createType: "ignore" },
    "customers.update": { customer: { name: "B" } },
    "advanced-promotions.create-for-customers": {
      promotion_advance: {
        promotion: {
          type: "discount_by_coupon_id",
          is_activated: true,
          promo_code_info: { discount: 5, is_percent: true },
        },
        shop_customer_ids: ["c"],
      },
    },
    "cash-flow.create": { transaction: { name: "chi" } },
    "advertising-costs.create": {
      params: { cost_date: "2023-09-07 22:00:00", transaction: { name: "x", status: "0" }, items: [{ cost: 1 }] },
    },
    "purchase-orders.create": { purchase },
    "purchase-orders.update": { purchase: { warehouse_id: place, note: "x" } },
    "purchase-orders.separate": {
      newPurchase: purchase,
      oldPurchase: { ...purchase, id: first(open, "purchase-orders").id },
    },
    "exports.create": { export_list: { warehouse_id: place, export_items: lines } },
    "exports.update": { export_list: { note: "x" } },
    "transfers.create": {
      transfer: {
        from_warehouse_id: place,
        to_warehouse_ids: [place],
        items: [{ variation_id: variation, quantity: 1 }],
      },
    },
    "transfers.update": { transfer: { status: 1, from_warehouse_id: place } },
    "stocktakings.create": { stocktaking: { warehouse_id: place, items: [], status: 0 } },
    "stocktakings.update": {
      stocktaking: { id: first(open, "stocktakings").id, warehouse_id: place, items: [], status: 1 },
    },
    "vouchers.create": { name: "CODE", promo_code_info: { discount: 1, is_percent: false } },
    "promotions.create": { promotion_product: { name: "km" } },
    "promotions.update": { promotion_product: { name: "km 2" } },
    "advanced-promotions.create": { promotion_advance: promotion },
    "advanced-promotions.update": { promotion_advance: promotion },
    "orders.compare-shipping-prices": {
      des_province: "805",
      des_district: "80511",
      des_commune: "8051125",
      weight: "0",
      warehouse_id: place,
      shop_id: "1",
      quantity: "1",
      price_product: "1",
      cod: "1",
    },
    "shops.configure-webhook": { shop: { webhook_enable: false } },
    "crm-records.create": { record: { Name: "A" } },
    "crm-records.update": { record: { id: first(open, "crm-records").id, Name: "B" } },
    "crm-tables.create": { table: { name: "test", label: "Test" } },
  };
};

/** A shop in which every collection has rows. */
const fullShop = () => {
  const open = openShop(40, { seed: 3 });
  for (let n = 0; n < 300; n += 1) open.simulator.change();
  open.pass(60_000);
  return open;
};

describe("the catalog on the wire", () => {
  test("every read answers in the shape that its operation expects", async () => {
    const open = fullShop();
    const params = sampleParams(open);
    const bodies = sampleBodies(open);
    for (const { id, kind } of pancake.operations.filter((operation) => operation.kind === "read")) {
      const answer = open.call(id, { params: params[id] ?? {}, body: bodies[id] });
      await expect(answer, `${id} (${kind})`).resolves.toBeDefined();
    }
  });

  test("every write is accepted with a small valid body and stands in the journal", async () => {
    const open = fullShop();
    const params = sampleParams(open);
    const bodies = sampleBodies(open);
    for (const { id } of pancake.operations.filter((operation) => operation.kind === "write")) {
      const before = open.simulator.journal.length;
      await expect(open.call(id, { params: params[id] ?? {}, body: bodies[id] }), id).resolves.toBeDefined();
      expect(
        open.simulator.journal.slice(before).map(({ operation }) => operation),
        id,
      ).toContain(id);
    }
  });

  test("every resource is read whole, and each row becomes a canonical record", async () => {
    const open = fullShop();
    for (const resource of pancake.resources) {
      const { found, warnings } = await readAll(open, resource, {}, undefined, 20);
      const there = open.simulator.rows(resource.name);
      expect([...found.keys()].sort(), resource.name).toEqual(there.map((row) => resource.id(row as any)).sort());
      expect(there.length, resource.name).toBeGreaterThan(0);
      expect(warnings, resource.name).toEqual([]);
      for (const row of there) {
        const record = resource.normalize(row as any, { settings: {} });
        expect(schemaOf(resource.name).safeParse(record).error, resource.name).toBeUndefined();
      }
      for (const [id, row] of found) {
        const kept = there.find((candidate) => resource.id(candidate as any) === id);
        expect(resource.normalize(row, { settings: {} }), resource.name).toEqual(
          resource.normalize(kept as any, { settings: {} }),
        );
      }
    }
  });

  test("a row read by itself equals the row of the list", async () => {
    const open = fullShop();
    for (const resource of pancake.resources.filter(({ get }) => get)) {
      for (const row of open.simulator.rows(resource.name).slice(0, 5) as any[]) {
        const id = resource.id(row);
        const get = resource.get!;
        const one = get.read(await open.call(get.operation, get.call(id, row)), id, row);
        expect(resource.normalize(one, { settings: {} }), resource.name).toEqual(
          resource.normalize(row, { settings: {} }),
        );
      }
    }
  });
});

test("customers are found by several ids in one call", async () => {
  const open = fullShop();
  const { get, id } = pancake.resources.find(({ name }) => name === "customers")!;
  const [first, second] = open.simulator.rows("customers").map((row) => id(row)) as [string, string];
  const answer = await open.call(
    get!.operation,
    get!.together!([first, "00000000-0000-4000-8000-000000000000", second]),
  );
  expect(new Set(get!.rows!(answer).map(id))).toEqual(new Set([first, second]));
});

describe("reading while the shop works", () => {
  test("orders of three pages are complete though they are edited and sold between the pages", async () => {
    const open = openShop(60);
    const from = open.now() - 10 * 3_600_000;
    const work = () => {
      open.pass(1_500);
      for (let n = 0; n < 3; n += 1) open.simulator.change();
      open.pass(1_500);
    };
    let pages = 0;
    const { found } = await readAll(
      open,
      resourceOf("orders"),
      { from },
      () => (pages++ < 20 ? work() : undefined),
      20,
    );
    open.pass(30_000);
    const again = await readAll(open, resourceOf("orders"), { from: START - 1_000 }, undefined, 20);
    for (const [id, row] of again.found) found.set(id, row);
    const deleted = await readAll(open, { ...resourceOf("orders"), listing: resourceOf("orders").deletions!.listing! });
    for (const id of deleted.found.keys()) found.delete(id);
    const there = open.simulator.rows("orders") as any[];
    expect([...found.keys()].sort()).toEqual(there.map(({ id }) => String(id)).sort());
    for (const row of there) expect(found.get(String(row.id))?.updated_at).toBe(row.updated_at);
  });

  test("the default order drifts: a sale between two pages shows a row twice", async () => {
    const open = openShop(20);
    const page = async (page_number: number) =>
      (await open.call("orders.list", { params: { page_size: 5, page_number } })).data.map(({ id }: any) => id);
    const before = await page(1);
    await open.call("orders.create", { body: sampleBodies(open)["orders.create"] });
    expect(await page(2)).toContain(before.at(-1));
  });
});

describe("unkindness", () => {
  test("the key must come in the query and as a bearer", () => {
    const open = openShop(1);
    const { apiKey, shopId } = credentialsOf(open);
    const path = `/api/v1/shops/${shopId}/orders`;
    const status = (outcome: SimulatedOutcome) => (outcome.kind === "answer" ? outcome.status : 0);
    expect(status(open.ask(path, { api_key: apiKey }))).toBe(401);
    expect(status(open.ask(path, { api_key: apiKey }, { authorization: `Bearer ${apiKey}` }))).toBe(200);
    expect(status(open.ask(`/api/v1/shops/1/orders`, { api_key: apiKey }, { authorization: `Bearer ${apiKey}` }))).toBe(
      403,
    );
    expect(open.simulator.log.map(({ query }) => query).join()).not.toContain(apiKey);
  });

  test("unknown parameters are ignored and a JSON array is a 500", () => {
    const open = openShop(10);
    const { apiKey, shopId } = credentialsOf(open);
    const ask = (query: Record<string, string>) =>
      open.ask(`/api/v1/shops/${shopId}/orders`, { api_key: apiKey, ...query }, { authorization: `Bearer ${apiKey}` });
    const everything = ask({ updated_after: "1999999999" });
    expect(everything.kind === "answer" && JSON.parse(everything.body).total_entries).toBe(10);
    const array = ask({ order_sources: "[-1]" });
    expect(array.kind === "answer" && array.status).toBe(500);
    const path = open.ask("/api/v1/orders", {});
    expect(path).toMatchObject({ status: 404, body: "Page not found" });
  });

  test("deleted orders are hidden, stay readable with status 7 and are listed by it", async () => {
    const open = openShop(5);
    const id = String(first(open, "orders").id);
    await open.call("orders.update", { params: { order_id: id }, body: { status: 7 } });
    expect((open.simulator.rows("orders") as any[]).map((row) => String(row.id))).not.toContain(id);
    const orders = resourceOf("orders");
    expect((await readAll(open, orders)).found.has(id)).toBe(false);
    expect((await readAll(open, { ...orders, listing: orders.deletions!.listing! })).found.has(id)).toBe(true);
    const gone = await open.call("orders.get", { params: { order_id: id } });
    expect(orders.ended!(orders.get!.read(gone, id))).toBe("the order's status is 7, deleted");
  });

  test("an unknown id is no 404, and is understood unless the answer is that of an outage", async () => {
    const open = openShop(5);
    const ask = (id: string): Promise<unknown> =>
      open.call("products.get", { params: { product_id: id } }).catch((error: unknown) => error);
    const unsaid: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const error = await ask(`none-${n}`);
      if (error instanceof RetryLater) unsaid.push(`none-${n}`);
      else expect(error).toMatchObject({ notFound: true });
    }
    expect(unsaid.length).toBeGreaterThan(0);
    expect(unsaid.length).toBeLessThan(20);
    for (const id of unsaid) expect(await ask(id)).toMatchObject({ notFound: true });
    const order = open.call("orders.get", { params: { order_id: "nobody" } });
    await expect(order).rejects.toSatisfy((error: any) => error.notFound === true || error instanceof RetryLater);
  });

  test("PUT drops fields with a success, lines after the first state, everything but the state after sending", async () => {
    const open = openShop(5);
    const row = first(open, "orders");
    const params = { order_id: String(row.id) };
    const update = (body: object) => open.call("orders.update", { params, body });
    const stored = async () => (await open.call("orders.get", { params })).data;
    await update({ shipping_fee: 99_000, customer_pay_fee: true, note: "mới", status: 1 });
    expect(await stored()).toMatchObject({
      shipping_fee: row.shipping_fee,
      customer_pay_fee: false,
      note: "mới",
      status: 1,
    });
    await update({ items: [] });
    expect((await stored()).items).toHaveLength(row.items.length);
    await update({ status: 2 });
    await update({ bill_full_name: "Ai đó" });
    expect((await stored()).bill_full_name).toBe(row.bill_full_name);
    const command = { id: params.order_id, shipping: { fee: 50_000 } };
    const record = resourceOf("orders").normalize(await stored(), { settings: {} });
    expect(fieldsOf(verdictsOf(writeOf("orders.update"), command, record), "no")).toEqual(["shipping.fee"]);
  });

  test("the limit is the vendor's own 429 in three forms and counts what ignored it", async () => {
    const open = openShop(3, { limits: true });
    for (let n = 0; n < 1_000; n += 1) await open.call("warehouses.list");
    for (let n = 0; n < 6; n += 1) {
      await expect(open.call("warehouses.list")).rejects.toMatchObject({ limited: true, delivered: "no" });
    }
    expect(open.simulator.limitBroken).toBe(6);
    open.pass(60_001);
    await expect(open.call("warehouses.list")).resolves.toBeDefined();
  });

  test("a withdrawn key ends every call; signing in works again unless it is for good", async () => {
    const open = openShop(3);
    open.simulator.revoke();
    for (let n = 0; n < 6; n += 1) await expect(open.call("orders.list")).rejects.toBeInstanceOf(SignInAgain);
    await expect(pancake.authorize(open.shop, open.send)).resolves.toMatchObject({
      grants: { shopId: expect.any(String) },
    });
    await expect(open.call("orders.list")).resolves.toBeDefined();
    open.simulator.faults.next("expired");
    await expect(open.call("orders.list")).rejects.toBeInstanceOf(SignInAgain);
    await expect(open.call("orders.list")).rejects.toBeInstanceOf(SignInAgain);
    open.simulator.revoke(true);
    await expect(pancake.authorize(open.shop, open.send)).rejects.toBeInstanceOf(Rejected);
  });

  test("each broken answer is told for what it is", async () => {
    const open = fullShop();
    const suffers = async (fault: FaultKind) => {
      open.simulator.faults.next(fault);
      return open.call("orders.list").catch((error: unknown) => error);
    };
    for (const fault of ["serverError", "cut", "timeout"] as const) {
      expect(await suffers(fault), fault).toBeInstanceOf(RetryLater);
    }
    expect(await suffers("limit")).toMatchObject({ limited: true });
    expect(await suffers("empty")).toBeInstanceOf(VendorChanged);
    const page = await suffers("html");
    expect(page instanceof VendorChanged || page instanceof RetryLater).toBe(true);
    // Well-formed JSON of another shape is caught by the operation's own schema.
    expect(await suffers("malformed")).toHaveProperty("issues");
    open.simulator.faults.next("malformed");
    await expect(open.call("orders.create", { body: sampleBodies(open)["orders.create"] })).rejects.toHaveProperty(
      "issues",
    );
  });

  test("our key, with dashes, is in the rows that it touched", async () => {
    const open = openShop(3);
    const { data } = await open.call("orders.create", { body: sampleBodies(open)["orders.create"] });
    const order = (open.simulator.rows("orders") as any[]).find((row) => row.id === (data.id ?? data.order_id));
    const { apiKey } = credentialsOf(open);
    expect(order.status_history[0].editor_id.replaceAll("-", "")).toBe(apiKey);
    expect(order.customer.creator_id.replaceAll("-", "")).toBe(apiKey);
  });
});

describe("writes", () => {
  const orderCommand = (open: Open) => ({
    locationId: first(open, "locations").id,
    customer: { name: "Nguyễn Văn A", phone: "0987654321" },
    lines: [{ productId: first(open, "products").id, quantity: 2, price: 100_000 }],
    note: "gọi trước",
  });

  test("an order whose answer was lost is found by its custom id, one that never came is not", async () => {
    const open = openShop(10);
    const write = writeOf("orders.create");
    const command = orderCommand(open);
    open.simulator.faults.next("timeout");
    await expect(open.call(write.operation, write.encode(command, context))).rejects.toBeInstanceOf(RetryLater);
    expect(await write.probe?.(command, context, open.call)).toBeUndefined();
    open.simulator.faults.next("timeoutAfterCommit");
    await expect(open.call(write.operation, write.encode(command, context))).rejects.toBeInstanceOf(RetryLater);
    const found = await write.probe?.(command, context, open.call);
    expect(found).toEqual({ id: open.simulator.journal.at(-1)?.id });
    expect(open.simulator.journal.at(-1)?.reference).toBe(context.reference);
    const { data } = await open.call("orders.get", { params: { order_id: found!.id! } });
    const verdicts = verdictsOf(write, command, resourceOf("orders").normalize(data, { settings: {} }));
    expect(verdicts.filter(({ verdict }) => verdict !== "yes")).toEqual([]);
  });

  test("a blind repetition makes a second order", async () => {
    const open = openShop(5);
    const write = writeOf("orders.create");
    const call = write.encode(orderCommand(open), context);
    await open.call(write.operation, call);
    await open.call(write.operation, call);
    const ids = open.simulator.journal.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test("stock is set on hand, one at a time and many at once, and a wrong one refuses all", async () => {
    const open = openShop(10);
    const write = writeOf("stock.set");
    const [one, two] = open.simulator.rows("products") as any[];
    const locationId = first(open, "locations").id;
    const set = (row: any, absolute: number) => ({ command: { productId: row.id, locationId, absolute }, context });
    await open.call(write.operation, write.encode(set(one, 17).command, context));
    const onHand = (id: string) =>
      (open.simulator.rows("inventory") as any[])
        .find((row) => row.id === id)
        .variations_warehouses.find((level: any) => level.warehouse_id === locationId).actual_remain_quantity;
    expect(onHand(one.id)).toBe(17);
    const { bulk } = write;
    const answer = await open.call(bulk!.operation, bulk!.encode([set(one, 5), set(two, 6)]));
    expect(bulk!.results(answer, [set(one, 5), set(two, 6)])).toEqual([{ id: one.id }, { id: two.id }]);
    expect([onHand(one.id), onHand(two.id)]).toEqual([5, 6]);
    const wrong = open.call(bulk!.operation, bulk!.encode([set(one, 9), set({ id: "nobody" }, 1)]));
    await expect(wrong).rejects.toSatisfy((error) => error instanceof Rejected || error instanceof RetryLater);
    expect(onHand(one.id)).toBe(5);
  });

  test("products and customers are created, found again, changed and read back", async () => {
    const open = openShop(10);
    const product = { name: "Áo mưa", code: "RAIN-1", price: 90_000, weightGrams: 300 };
    const create = writeOf("products.create");
    const { id } = create.result(await open.call(create.operation, create.encode(product, context)), product);
    expect(await create.probe?.(product, context, open.call)).toMatchObject({ id });
    const row = (open.simulator.rows("products") as any[]).find((one) => one.id === id);
    const update = writeOf("products.update");
    const change = { id: id!, price: 95_000, name: "Áo mưa dày", images: ["https://images.example.com/a.jpg"] };
    await open.call(update.operation, update.encode(change, { ...context, current: row }));
    const get = resourceOf("products").get!;
    const stored = get.read(await open.call(get.operation, get.call(id!, row)), id!, row);
    expect(verdictsOf(update, change, resourceOf("products").normalize(stored, { settings: {} }))).toEqual(
      ["price", "name", "images"].map((field) => ({ field, verdict: "yes" })),
    );

    const customer = { name: "Trần Thị B", phone: "0912345678", birthday: "1995-02-01" };
    const make = writeOf("customers.create");
    await open.call(make.operation, make.encode(customer, context));
    await open.call(make.operation, make.encode(customer, context));
    const made = (open.simulator.rows("customers") as any[]).filter((one) => one.phone_numbers[0] === customer.phone);
    expect(made).toHaveLength(1);
    expect(await make.probe?.(customer, context, open.call)).toMatchObject({ id: made[0].id });
    const seen = verdictsOf(make, customer, resourceOf("customers").normalize(made[0], { settings: {} }));
    expect(seen).toEqual(["name", "phone", "birthday"].map((field) => ({ field, verdict: "yes" })));
  });
});

describe("webhooks", () => {
  const hooks = pancake.webhooks!;
  const address = "http://127.0.0.1:1/hook";
  const all = Object.keys(hooks.events);

  test("the address is shown, ours is registered with its secret, and every delivery is ours and understood", async () => {
    const open = openShop(20);
    expect(await hooks.registration?.list(open.call)).toEqual([]);
    await hooks.registration?.add(open.call, { url: address, secret: "s3cret", events: all });
    expect(await hooks.registration?.list(open.call)).toEqual([
      { id: "webhook", url: address, events: all, active: true },
    ]);
    for (let n = 0; n < 200; n += 1) {
      open.simulator.change();
      open.pass(1_000);
    }
    await open.call("crm-records.create", { params: { table_name: "Contact" }, body: { record: { Name: "A" } } });
    const deliveries = open.simulator.takeDeliveries();
    expect(deliveries.length).toBeGreaterThan(100);
    const touched = new Set<string>();
    for (const { url, headers, body } of deliveries) {
      expect(url).toBe(address);
      expect(isSentBy(hooks, { method: "POST", headers, body: new TextEncoder().encode(body) }, "s3cret")).toBe(true);
      const hints = hooks.hints(JSON.parse(body));
      expect(hints.length, body.slice(0, 200)).toBeGreaterThan(0);
      for (const { resource } of hints) touched.add(resource);
    }
    expect([...touched].sort()).toEqual(["crm-records", "customers", "inventory", "orders", "products"]);
    await hooks.registration?.remove(open.call, { id: "webhook", url: address, events: all, active: true });
    open.simulator.change();
    expect(open.simulator.takeDeliveries()).toEqual([]);
  });
});
