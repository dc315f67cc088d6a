import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, simulatedSend } from "../../../infra/sandbox/simulator.ts";
import { withoutVolatile } from "../../../shared/core/content.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../../shared/core/errors.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import { fieldsOf, verdictsOf } from "../../../shared/core/taken.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type {
  Ask,
  Call,
  Listing,
  Partition,
  Resource,
  ShopContext,
  WriteContext,
} from "../../../shared/core/vendor.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { askFor, observationOf } from "../../../shared/usecases/sync/observation.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";

// The adapter against the simulated vendor, through the sync's own reader and without a socket.

const BASE = "http://kiotviet.test";
const START = Date.parse("2026-11-20T08:00:00Z");
const operationOf = (id: string) => kiotviet.operations.find((operation) => operation.id === id)!;
const resourceOf = (name: string) => kiotviet.resources.find((resource) => resource.name === name)!;

const open = async ({ size = 60, pageSize = 7 }: { size?: number; pageSize?: number } = {}) => {
  let time = START;
  const simulator = createKiotVietSimulator({ now: () => time, random: seededRandom(5), pageSize });
  simulator.seed(size);
  const send = simulatedSend({ [BASE]: simulator }, { now: () => time });
  const context = (token?: string): ShopContext => ({
    access: { credentials: simulator.credentials, session: token === undefined ? undefined : { token } },
    hosts: simulator.hosts(BASE),
    settings: simulator.settings,
    now: () => time,
    randomId: () => "nonce",
  });
  let token = (await kiotviet.authorize(context(), send)).token;
  const call: Call = async (id, { params = {}, body }) => {
    const operation = operationOf(id);
    const parsed = {
      params: operation.params.parse(params) as Record<string, unknown>,
      ...(body === undefined ? {} : { body: operation.body!.parse(body) }),
    };
    return operation.answer.parse(
      kiotviet.judge(await send(kiotviet.request(operation, parsed, context(token))), operation),
    );
  };
  const signIn = async () => {
    token = (await kiotviet.authorize(context(), send)).token;
  };
  return { simulator, call, signIn, now: () => time, pass: (milliseconds: number) => (time += milliseconds) };
};
type Open = Awaited<ReturnType<typeof open>>;

const readAll = async (shop: Open, resource: Resource, listing: Listing = resource.listing, from?: number) => {
  const found = new Map<string, any>();
  const partitions: readonly (Partition | undefined)[] = (await listing.partitions?.(shop.call))?.parts ?? [undefined];
  const warnings: string[] = [];
  for (const partition of partitions) {
    const span = { from, to: undefined };
    const fetch = async (ask: Ask) => listing.read(await shop.call(listing.operation, listing.call(ask)), ask);
    let position: Position | undefined = firstPosition(listing, span);
    while (position) {
      const reading: Reading<any> = await readPage({ listing, id: resource.id, span, partition }, position, fetch);
      for (const row of reading.rows) found.set(resource.id(row), row);
      if (reading.warning) warnings.push(reading.warning);
      position = reading.next;
    }
  }
  return { rows: found, warnings };
};

/** What a list and a detail both show of a row. */
const listedPart = (resource: Resource, row: unknown) =>
  withoutVolatile(resource.normalize(row, { settings: {} }), resource.unlisted?.record);

const byId = (resource: Resource, rows: readonly unknown[]) =>
  new Map(rows.map((row) => [resource.id(row), resource.normalize(row, { settings: {} })]));

describe("reading", () => {
  test.each(kiotviet.resources.map(({ name }) => name))("%s are read whole and become records", async (name) => {
    const shop = await open();
    for (let change = 0; change < 120; change += 1) {
      shop.pass(MINUTE);
      shop.simulator.change();
    }
    const resource = resourceOf(name);
    const { rows, warnings } = await readAll(shop, resource);
    expect(warnings).toEqual([]);
    const records = byId(resource, [...rows.values()]);
    expect(records).toEqual(byId(resource, shop.simulator.rows(name)));
    expect(records.size).toBeGreaterThan(0);
    for (const record of records.values()) expect(() => schemaOf(name).parse(record)).not.toThrow();
  });

  test.each(kiotviet.resources.filter(({ get }) => get).map(({ name }) => name))(
    "one of the %s asked for by id is the record of the list; an unknown id is told to be unknown",
    async (name) => {
      const shop = await open({ pageSize: 100 });
      for (let change = 0; change < 60; change += 1) shop.simulator.change();
      const resource = resourceOf(name);
      const { operation, call, read } = resource.get!;
      for (const row of shop.simulator.rows(name).slice(0, 10)) {
        const id = resource.id(row);
        const asked = read(await shop.call(operation, call(id)), id, row);
        expect(listedPart(resource, asked)).toEqual(listedPart(resource, row));
      }
      await expect(shop.call(operation, call("999999999"))).rejects.toMatchObject({ notFound: true });
    },
  );

  test.each(kiotviet.resources.filter(({ listing }) => listing.strategy === "modified").map(({ name }) => name))(
    "what changed among the %s is found from the vendor's clock on",
    async (name) => {
      const shop = await open({ pageSize: 100 });
      const resource = resourceOf(name);
      const first = await resource.listing.read(
        await shop.call(resource.listing.operation, resource.listing.call({ size: 1 })),
        { size: 1 },
      );
      expect(first.vendorNow).toBe(START);
      const before = byId(resource, shop.simulator.rows(name));
      for (let change = 0; change < 200; change += 1) {
        shop.pass(1_000);
        shop.simulator.change();
      }
      const after = byId(resource, shop.simulator.rows(name));
      const { rows } = await readAll(shop, resource, resource.listing, first.vendorNow);
      for (const [id, row] of rows) before.set(id, resource.normalize(row, { settings: {} }));
      // Rows that are gone are the business of the removed ids, below.
      for (const id of before.keys()) if (!after.has(id)) before.delete(id);
      expect(before).toEqual(after);
    },
  );

  test.each(["products", "inventory", "customers", "categories"])("removed %s are reported by id", async (name) => {
    const shop = await open({ pageSize: 100 });
    const operations = { products: "products.delete", inventory: "products.delete", customers: "customers.delete" };
    let id = "";
    if (name === "categories") {
      const made: any = await shop.call("categories.create", { body: { categoryName: "Tạm" } });
      id = String(made.data.categoryId);
      await shop.call("categories.delete", { params: { id } });
    } else {
      id = resourceOf(name).id(shop.simulator.rows(name)[3]);
      await shop.call(operations[name as keyof typeof operations], { params: { id } });
    }
    const { listing, deletions } = resourceOf(name);
    const ask = { size: 100, from: START - MINUTE };
    const own = listing.read(await shop.call(listing.operation, listing.call(ask)), ask).removedIds ?? [];
    const { listing: other } = deletions ?? {};
    const others = other
      ? other.read(await shop.call(other.operation, other.call(ask)), ask).rows.map(deletions!.id!)
      : [];
    expect([...own, ...others]).toContain(id);
  });
});

describe("a list and a detail that show different fields", () => {
  const ref = { tenant: "acme", shop: "shop" };
  const watch = async (name: string) => {
    const shop = await open({ pageSize: 100 });
    for (let change = 0; change < 120; change += 1) {
      shop.pass(MINUTE);
      shop.simulator.change();
    }
    const resource = resourceOf(name);
    const records = createRecordStore(new MemoryTable());
    const store = async (row: unknown) => {
      shop.pass(MINUTE);
      await records.upsert(ref, name, [observationOf(resource, row, {})], shop.now());
    };
    const poll = async () => {
      for (const row of (await readAll(shop, resource)).rows.values()) await store(row);
    };
    const pull = async (ids: readonly string[]) => {
      for (const id of ids) {
        const found = await askFor(resource, id, shop.call, (await records.get(ref, name, id))?.raw);
        if (found.said !== "here") throw new Error(`${name} ${id}: ${found.said}`);
        await store(found.row);
      }
    };
    const ids = shop.simulator.rows(name).map((row) => resource.id(row));
    const stored = async () => (await records.getMany(ref, name, ids)) as readonly { version: number; record: any }[];
    return { poll, pull, ids, stored };
  };
  const names = kiotviet.resources.filter(({ get }) => get).map(({ name }) => name);

  test.each(names)("a poll, a pull and a poll of unchanged %s are one version", async (name) => {
    const { poll, pull, ids, stored } = await watch(name);
    await poll();
    await pull(ids);
    await poll();
    expect(ids.length).toBeGreaterThan(2);
    expect((await stored()).filter(({ version }) => version !== 1)).toEqual([]);
  });

  test.each(names)("%s that a webhook brought first get what only the list shows, once, and keep all", async (name) => {
    const { poll, pull, ids, stored } = await watch(name);
    await pull(ids);
    await poll();
    const complete = await stored();
    expect(complete.filter(({ version }) => version > 2)).toEqual([]);
    await pull(ids);
    await poll();
    expect(await stored()).toEqual(complete);
  });

  test("a product that a webhook brought first changes with the list only where that shows its brand", async () => {
    const { poll, pull, ids, stored } = await watch("products");
    await pull(ids);
    await poll();
    const versions = Map.groupBy(await stored(), ({ record }) => (record.brand === undefined ? "plain" : "branded"));
    expect(new Set(versions.get("plain")!.map(({ version }) => version))).toEqual(new Set([1]));
    expect(new Set(versions.get("branded")!.map(({ version }) => version))).toEqual(new Set([2]));
  });

  test("an invoice keeps its note and its channel, an order its customer's code, a product its brand and type", async () => {
    const shown = async (name: string) => {
      const { poll, pull, ids, stored } = await watch(name);
      await pull(ids);
      await poll();
      await pull(ids);
      return (await stored()).map(({ record }) => record);
    };
    const invoices = await shown("invoices");
    expect(invoices.some(({ note }) => note)).toBe(true);
    expect(invoices.some(({ channel }) => channel === "Shopee")).toBe(true);
    expect((await shown("orders")).some(({ customer }) => customer?.code)).toBe(true);
    const products = await shown("products");
    expect(products.every(({ type }) => type === "goods")).toBe(true);
    expect(products.some(({ brand }) => brand)).toBe(true);
  });

  test("a code of another customer is not taken over", () => {
    const { read } = resourceOf("orders").get!;
    const current = { id: 1, customerId: 5, customerCode: "KH5", saleChannelId: 3 };
    expect(read({ id: 1, customerId: 6 }, "1", current)).toEqual({ id: 1, customerId: 6, saleChannelId: 3 });
    const channel = { Id: 3, Name: "Shopee" };
    expect(
      resourceOf("invoices").get!.read({ id: 1, invoiceDelivery: { status: 1, SaleChannel: channel } }, "1"),
    ).toEqual({ id: 1, invoiceDelivery: { status: 1 }, SaleChannel: channel });
  });
});

describe("access", () => {
  test("the check names the branches", async () => {
    const shop = await open();
    expect(await kiotviet.check(shop.call)).toMatchObject({
      branches: expect.arrayContaining(["Chi nhánh trung tâm"]),
    });
  });

  test("an ended token asks to sign in again, as 401 or otherwise, and signing in heals it", async () => {
    const shop = await open();
    shop.pass(25 * HOUR);
    await expect(shop.call("branches.list", {})).rejects.toBeInstanceOf(SignInAgain);
    await expect(shop.call("branches.list", {})).rejects.toBeInstanceOf(SignInAgain);
    await shop.signIn();
    await expect(shop.call("branches.list", {})).resolves.toBeTruthy();
    shop.simulator.revoke(true);
    await expect(shop.signIn()).rejects.toBeInstanceOf(Rejected);
  });

  test.each([
    ["limit", RetryLater],
    ["serverError", RetryLater],
    ["html", undefined],
    ["empty", VendorChanged],
    ["malformed", undefined],
    ["expired", SignInAgain],
  ] as const)("%s is told apart", async (fault, kind) => {
    const shop = await open();
    shop.simulator.faults.next(fault);
    const error = await shop.call("orders.list", {}).then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(kind ?? Error);
    // A page of HTML is an outage or a change, by its status; JSON of another shape fails the catalog's schema.
    expect(error).not.toBeInstanceOf(Rejected);
  });
});

describe("writing", () => {
  const REFERENCE = "TB-ABCDEFGHJKMNPQRS";
  const contextOf = (current?: unknown): WriteContext => ({
    writeId: "w",
    reference: REFERENCE,
    settings: {},
    grants: {},
    firstAttemptAt: START,
    current,
  });
  const perform = async (shop: Open, kind: keyof typeof kiotviet.writes, input: unknown, current?: unknown) => {
    const write = kiotviet.writes[kind]!;
    const command = write.command.parse(input);
    const answer = await shop.call(write.operation, write.encode(command, contextOf(current)));
    const result = write.result(answer, command);
    const resource = write.resource === undefined ? undefined : resourceOf(write.resource);
    if (!resource) return { result, record: undefined as any, row: undefined as any, notTaken: [] };
    const row = resource.get!.read(
      await shop.call(resource.get!.operation, resource.get!.call(result.id!)),
      result.id!,
    );
    const record: any = resource.normalize(row, { settings: {} });
    return { result, record, row, notTaken: fieldsOf(verdictsOf(write, command, record), "no") };
  };
  const probe = (shop: Open, kind: keyof typeof kiotviet.writes, command: unknown) =>
    kiotviet.writes[kind]!.probe!(command, contextOf(), shop.call);
  const parts = (shop: Open) => ({
    locationId: String((shop.simulator.rows("locations")[0] as any).id),
    productId: String((shop.simulator.rows("products")[0] as any).id),
    categoryId: String((shop.simulator.rows("categories")[0] as any).categoryId),
    customerId: String((shop.simulator.rows("customers")[0] as any).id),
  });
  const orderOf = (shop: Open) => {
    const { locationId, productId, customerId } = parts(shop);
    return {
      locationId,
      customer: { id: customerId },
      lines: [{ productId, quantity: 2, price: 100_000, discount: 10_000 }],
      discount: 5_000,
      payments: [{ method: "cash", amount: 50_000 }],
      note: "gọi trước",
    };
  };

  test("an order is created, changed and cancelled, shows what was asked, and is found by its mark all along", async () => {
    const shop = await open({ pageSize: 100 });
    const command = orderOf(shop);
    expect(await probe(shop, "orders.create", command)).toBeUndefined();
    const made = await perform(shop, "orders.create", command);
    expect(made.notTaken).toEqual([]);
    expect(made.record).toMatchObject({ status: "draft", total: 185_000, paid: 50_000 });
    expect(made.record.customerId).toBe(parts(shop).customerId);
    const { id } = made.result as { id: string };
    const changed = await perform(shop, "orders.update", { id, note: "đổi" }, made.row);
    expect(changed).toMatchObject({ notTaken: [], record: { total: 185_000 } });
    expect(changed.record.lines).toEqual(made.record.lines);
    expect(await probe(shop, "orders.cancel", { id })).toBeUndefined();
    const cancelled = await perform(shop, "orders.cancel", { id });
    expect(cancelled).toMatchObject({ notTaken: [], record: { status: "cancelled" } });
    expect(await probe(shop, "orders.cancel", { id })).toEqual({ id });
    for (let change = 0; change < 300; change += 1) {
      shop.pass(1_000);
      shop.simulator.change();
    }
    expect(await probe(shop, "orders.create", command)).toEqual({ id });
  });

  test("an order whose answer was lost is found; one that never arrived is not", async () => {
    const shop = await open();
    const command = orderOf(shop);
    shop.simulator.faults.next("timeout");
    await expect(perform(shop, "orders.create", command)).rejects.toBeInstanceOf(RetryLater);
    expect(await probe(shop, "orders.create", command)).toBeUndefined();
    shop.simulator.faults.next("timeoutAfterCommit");
    await expect(perform(shop, "orders.create", command)).rejects.toBeInstanceOf(RetryLater);
    const [entry] = shop.simulator.journal.filter(({ reference }) => reference === REFERENCE);
    expect(await probe(shop, "orders.create", command)).toEqual({ id: entry!.id });
  });

  test("products and customers are created under our code, found by it, and updated", async () => {
    const shop = await open();
    const product = { name: "Áo mới", categoryId: parts(shop).categoryId, price: 120_000, barcode: "893" };
    const made = await perform(shop, "products.create", product);
    expect(made).toMatchObject({ notTaken: [], record: { code: REFERENCE, price: 120_000 } });
    expect(await probe(shop, "products.create", product)).toEqual({ id: made.result.id });
    const changed = await perform(
      shop,
      "products.update",
      { id: made.result.id, price: 99_000, active: false },
      made.row,
    );
    expect(changed).toMatchObject({
      notTaken: [],
      record: { name: "Áo mới", price: 99_000, active: false, barcode: "893" },
    });

    const customer = { name: "Lan", phone: "0901234567", gender: "female", birthday: "1990-05-01", note: "vip" };
    const person = await perform(shop, "customers.create", customer);
    expect(person).toMatchObject({
      notTaken: [],
      record: { code: REFERENCE, birthday: "1990-05-01", gender: "female" },
    });
    expect(await probe(shop, "customers.create", customer)).toEqual({ id: person.result.id });
    const moved = await perform(shop, "customers.update", { id: person.result.id, taxCode: "0101" }, person.row);
    expect(moved).toMatchObject({
      notTaken: [],
      record: { phone: "0901234567", taxCode: "0101", birthday: "1990-05-01" },
    });
    await expect(perform(shop, "customers.create", customer)).rejects.toBeInstanceOf(Rejected);
  });

  test("stock is set at one branch, by itself and in bulk", async () => {
    const shop = await open();
    const { productId, locationId } = parts(shop);
    expect((await perform(shop, "stock.set", { productId, locationId, absolute: 41 })).notTaken).toEqual([]);
    const { bulk, command } = kiotviet.writes["stock.set"]!;
    const commands = shop.simulator
      .rows("locations")
      .map((row: any, place) => ({ productId, locationId: String(row.id), absolute: place }))
      .map((input) => ({ command: command.parse(input), context: contextOf() }));
    const answer = await shop.call(bulk!.operation, bulk!.encode(commands));
    expect(bulk!.results(answer, commands)).toHaveLength(commands.length);
    const { get, id, normalize } = resourceOf("inventory");
    const row = get!.read(await shop.call(get!.operation, get!.call(productId)), productId);
    expect(id(row)).toBe(productId);
    expect((normalize(row, { settings: {} }) as any).levels.map(({ onHand }: any) => onHand)).toEqual([0, 1, 2]);
  });

  test("an invoice is created, found by its mark, and paid", async () => {
    const shop = await open({ pageSize: 100 });
    const { note: _note, ...command } = orderOf(shop);
    const made = await perform(shop, "invoices.create", { ...command, payments: undefined });
    expect(made.notTaken).toEqual([]);
    expect(made.row.invoiceDetails[0].note).toContain(REFERENCE);
    expect(await probe(shop, "invoices.create", command)).toEqual({ id: made.result.id });
    const paid = await perform(shop, "payments.create", { invoiceId: made.result.id, method: "cash", amount: 1_000 });
    expect(paid.result.id).toMatch(/^\d+$/);
  });
});

describe("webhooks", () => {
  test("what the vendor sends is signed, read, and names what changed", async () => {
    const shop = await open();
    const { registration, hints, events } = kiotviet.webhooks!;
    const secret = Buffer.from("a secret of ours").toString("base64");
    const address = "http://127.0.0.1/in/token";
    await registration!.add(shop.call, { url: address, secret, events: Object.keys(events) });
    expect((await registration!.list(shop.call)).map(({ events: [event] }) => event).sort()).toEqual(
      Object.keys(events).sort(),
    );
    const touched = new Set<string>();
    for (let change = 0; change < 300; change += 1) {
      shop.pass(DAY / 10_000);
      shop.simulator.change();
    }
    const deliveries = shop.simulator.takeDeliveries();
    expect(deliveries.length).toBeGreaterThan(50);
    for (const { headers, body } of deliveries) {
      const delivery = { method: "POST", headers, body: new TextEncoder().encode(body) };
      expect(isSentBy(kiotviet.webhooks!, delivery, secret)).toBe(true);
      expect(isSentBy(kiotviet.webhooks!, delivery, `${secret}x`)).toBe(false);
      const found = hints(JSON.parse(body));
      expect(found.length).toBeGreaterThan(0);
      for (const { resource, ids } of found) {
        expect(ids.length).toBeGreaterThan(0);
        touched.add(resource);
      }
    }
    expect([...touched].sort()).toEqual(
      expect.arrayContaining(["customers", "inventory", "invoices", "orders", "products"]),
    );
    for (const registered of await registration!.list(shop.call)) await registration!.remove(shop.call, registered);
    expect(await registration!.list(shop.call)).toEqual([]);
  });
});
