import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { withoutVolatile } from "../../../shared/core/content.ts";
import { canonicalResources, schemaOf } from "../../../shared/core/records.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Resource, VendorId, WriteKind } from "../../../shared/core/vendor.ts";
import { secretFields, secretValues } from "../../../shared/http/redact.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createWorld, resourceOf, shopId, TRIES, tableText, tenant, type World } from "./contract-world.ts";

/** What the commands of a vendor are made from: records of the copy. */
export interface Stock {
  readonly location: { readonly id: string };
  readonly product: { readonly id: string; readonly price?: number };
  readonly category: { readonly id: string } | undefined;
  /** Ids that earlier writes of the contract made, by kind. */
  readonly made: Readonly<Partial<Record<WriteKind, string>>>;
  /** Differs for every command. */
  readonly word: string;
}

/** All that the contract has to know of a vendor beyond its declaration. */
export interface VendorUnderContract {
  readonly create: CreateSimulator;
  /** Rows of each large collection: more than three pages. */
  readonly size: number;
  /** How far back the backfill goes, days. Default: to the beginning. */
  readonly days?: number;
  /** Credentials that are well-formed and wrong. */
  readonly wrong: (credentials: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** An ended session is renewed without a person. */
  readonly renews: boolean;
  /** Fields of the canonical commands that this vendor wants otherwise. */
  readonly commands?: Partial<Record<WriteKind, (stock: Stock) => object>>;
  /** Collections that the vendor cannot prove to have shown whole: all is read, and the status says so. */
  readonly unproven?: readonly string[];
  /** Writes that the vendor cannot be asked about: after silence they stay `unknown`. */
  readonly untold?: readonly WriteKind[];
  /** A read operation of the catalog and a write one, with what they are called with. */
  readonly passthrough: {
    readonly read: { operation: string; call: (stock: Stock) => object };
    readonly write: { operation: string; call: (stock: Stock) => object };
  };
}

/** Where each canonical command goes, and a command that every vendor should understand. */
const writes: Readonly<
  Partial<
    Record<
      WriteKind,
      {
        readonly route: (stock: Stock) => [string, string];
        readonly command: (stock: Stock) => object;
        /** What the record shows of it. */
        readonly shows?: (record: any, command: any) => void;
      }
    >
  >
> = {
  "orders.create": {
    route: () => ["POST", "orders"],
    command: ({ location, product, word }) => ({
      locationId: location.id,
      customer: { name: `Khách ${word}`, phone: phoneOf(word) },
      lines: [{ productId: product.id, quantity: 2, price: product.price ?? 50_000 }],
      note: `Giao giờ hành chính ${word}`,
    }),
    shows: (order, command) => {
      expect(order.lines).toMatchObject([{ productId: command.lines[0].productId, quantity: 2 }]);
      expect(order.note).toContain(command.note);
    },
  },
  "orders.update": {
    route: ({ made }) => ["PATCH", `orders/${made["orders.create"]}`],
    command: ({ word }) => ({ note: `Gọi trước ${word}` }),
    shows: (order, command) => expect(order.note).toContain(command.note),
  },
  "orders.cancel": {
    route: ({ made }) => ["POST", `orders/${made["orders.create"]}/cancel`],
    command: () => ({}),
    shows: (order) => expect(order.status).toBe("cancelled"),
  },
  "products.create": {
    route: () => ["POST", "products"],
    command: ({ word }) => ({ name: `Áo mưa ${word}`, code: `AM-${word}`, price: 125_000 }),
    shows: (product, command) =>
      expect(product).toMatchObject({ name: command.name, code: command.code, price: command.price }),
  },
  "products.update": {
    route: ({ product }) => ["PATCH", `products/${product.id}`],
    command: ({ word }) => ({ name: `Áo khoác ${word}`, price: 99_000 }),
    shows: (product, command) => {
      expect(product.name).toContain(command.name);
      expect(product.price).toBe(command.price);
    },
  },
  "stock.set": {
    route: () => ["POST", "stock"],
    // A new product's stock is the one that no listing has shown yet.
    command: ({ location, product, made, word }) => ({
      productId: made["products.create"] ?? product.id,
      locationId: location.id,
      absolute: 1_000 + (Number.parseInt(word, 36) % 1_000),
    }),
    shows: (inventory, command) => {
      const level = inventory.levels.find((each: any) => each.locationId === command.locationId);
      expect(level?.onHand).toBe(command.absolute);
    },
  },
  "stock.move": {
    route: () => ["POST", "stock"],
    command: ({ location, product }) => ({
      productId: product.id,
      locationId: location.id,
      delta: 3,
      basis: "read",
    }),
  },
  "customers.create": {
    route: () => ["POST", "customers"],
    command: ({ word }) => ({ name: `Nguyễn Thị ${word}`, phone: phoneOf(word) }),
    shows: (customer, command) => expect(customer).toMatchObject({ name: command.name, phone: command.phone }),
  },
  "customers.update": {
    route: ({ made }) => ["PATCH", `customers/${made["customers.create"]}`],
    command: ({ word }) => ({ name: `Trần Văn ${word}` }),
    shows: (customer, command) => expect(customer.name).toBe(command.name),
  },
  "invoices.create": {
    route: () => ["POST", "invoices"],
    command: ({ location, product, word }) => ({
      locationId: location.id,
      lines: [{ productId: product.id, quantity: 1, price: product.price ?? 50_000 }],
      note: `Bán lẻ ${word}`,
    }),
    shows: (invoice, command) => {
      expect(invoice.lines).toMatchObject([{ productId: command.lines[0].productId, quantity: 1 }]);
      expect(invoice.note ?? "").toContain(command.note);
    },
  },
  "payments.create": {
    route: () => ["POST", "payments"],
    command: ({ made }) => ({ invoiceId: made["invoices.create"], method: "cash", amount: 1_000 }),
  },
  // After the payment, which a cancelled invoice would not take.
  "invoices.update": {
    route: ({ made }) => ["PATCH", `invoices/${made["invoices.create"]}`],
    command: () => ({ shipping: { fee: 12_000 } }),
    shows: (invoice) => expect(invoice.shipping.fee).toBe(12_000),
  },
  "invoices.cancel": {
    route: ({ made }) => ["POST", `invoices/${made["invoices.create"]}/cancel`],
    command: () => ({}),
    shows: (invoice) => expect(invoice.status).toBe("cancelled"),
  },
};

/** A number that nobody in the shop has. */
const phoneOf = (word: string): string => `0388${String(Number.parseInt(word, 36) % 1_000_000).padStart(6, "0")}`;

/** A record as a list shows it. */
const listed = ({ unlisted }: Resource, record: unknown): unknown => withoutVolatile(plain(record), unlisted?.record);

const isCanonical = (name: string): boolean => (canonicalResources as readonly string[]).includes(name);

/**
 * What every vendor has to keep, against its simulated shop on a real socket and through everything that a tenant
 * uses: API, functions, stores. The tests of a vendor tell one story, in their order.
 */
export const vendorContract = (id: VendorId, given: VendorUnderContract): void => {
  const vendor = vendors[id];
  // The others have tests of their own.
  const kinds = (Object.keys(vendor.writes) as WriteKind[]).filter((kind) => writes[kind]);
  const canonical = vendor.resources.map(({ name }) => name).filter(isCanonical);
  const isProven = (name: string): boolean => !given.unproven?.includes(name);
  /** What the status says of a collection with which nothing is wrong. */
  const stateOf = (name: string): string => (isProven(name) ? "current" : "incomplete");
  let world: World;

  beforeAll(async () => {
    world = await createWorld(id, given.create, { size: given.size, days: given.days });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /**
   * The daily comparison, and the second one for rows that the vendor would not say are gone. In a small shop the brake
   * holds some of them, and the tenant says yes.
   */
  const compare = async () => {
    await world.cycle(undefined, true);
    world.pass(5 * MINUTE);
    await world.cycle(undefined, true);
    let decided = 0;
    for (const { name } of vendor.resources) {
      const answer = await world.request("POST", `/v1/shops/${shopId}/sync/${name}/deletions`, { decision: "approve" });
      decided += answer.body.decided;
    }
    if (decided > 0) await world.cycle(undefined, true);
  };

  /** The copy against what the vendor would show now. */
  const expectEqual = async (resources: readonly string[] = canonical) => {
    const settings = { ...world.simulator.settings };
    for (const name of resources) {
      const resource = resourceOf(vendor, name);
      const rows = world.simulator.rows(name);
      const expected = new Map(rows.map((row) => [resource.id(row), resource.normalize(row, { settings })]));
      const stored = await world.records(name);
      expect(
        [...expected.keys()].filter((key) => !stored.has(key)),
        `${name} that the copy lacks`,
      ).toEqual([]);
      expect(
        [...stored.keys()].filter((key) => !expected.has(key)),
        `${name} that are gone`,
      ).toEqual([]);
      for (const [key, record] of expected)
        expect(listed(resource, stored.get(key)), `${name} ${key}`).toEqual(listed(resource, record));
    }
  };

  describe("authorizing", () => {
    test("credentials that the vendor refuses: its reason, nothing stored, and no secret in the answer", async () => {
      const wrong = given.wrong({ ...world.simulator.credentials });
      const answer = await world.register("refused", wrong);
      expect(answer).toMatchObject({ status: 422, body: { code: "credentials-refused" } });
      expect(answer.body.detail.length).toBeGreaterThan(vendor.name.length + 10);
      for (const secret of secretValues(vendor.credentials, wrong))
        expect(JSON.stringify(answer.body)).not.toContain(secret);
      expect((await world.request("GET", "/v1/shops/refused")).status).toBe(404);
      expect(world.stack.secrets.size).toBe(0);
      // But that the tenant has claimed what was refused, which counts against nobody else.
      const stored = world.stack.table.stream.filter(({ key }) => !key.pk.startsWith("BUDGET#trial#"));
      expect(stored.filter(({ key }) => key.pk.includes("refused"))).toEqual([]);
    });

    test("payloads of webhooks are cleared of every secret field of the credentials", () => {
      expect(vendor.webhooks?.secrets ?? secretFields(vendor.credentials)).toEqual(secretFields(vendor.credentials));
    });

    test("credentials with a part missing are refused by its name, before the vendor is asked", async () => {
      const [secret = ""] = secretFields(vendor.credentials);
      const { [secret]: _, ...rest } = { ...world.simulator.credentials };
      const before = world.simulator.log.length;
      const answer = await world.register("refused", rest);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: `credentials.${secret}` }] } });
      expect(world.simulator.log.length).toBe(before);
    });

    if (vendor.consent) {
      test("a person consents in the browser and comes back with a code: the shop is connected", async () => {
        const { codeField } = vendor.consent!;
        const { [codeField]: _, accessToken: __, businessId: ___, ...app } = { ...world.simulator.credentials } as any;
        const registered = await world.register(shopId, app);
        expect(registered).toMatchObject({ status: 201, body: { health: "authorizing" } });
        const { consentUrl } = registered.body;
        for (const secret of secretValues(vendor.credentials, app)) expect(consentUrl).not.toContain(secret);

        const address = `/v1/return/${vendor.consent!.address}`;
        const forged = await world.request("GET", `${address}?accessCode=0123456789abcdef`);
        expect(forged.status).toBe(400);
        expect(await world.health()).toBe("authorizing");

        const browser = await consent(consentUrl);
        expect(browser.back.pathname).toBe(address);
        expect((await browser.open(`${address}?accessCode=0123456789abcdef`)).status).toBe(422);
        expect((await browser.open(address)).status).toBe(400);
        expect(await world.health()).toBe("authorizing");
        expect((await browser.open(`${address}${browser.back.search}`)).status).toBe(200);
        expect(await world.health()).toBe("healthy");
        expect((await browser.open(`${address}${browser.back.search}`)).status).toBe(400);
        const stored = world.stack.secrets.get(`${tenant}/${shopId}`)!;
        expect(stored.credentials).not.toHaveProperty(codeField);
      });
    } else {
      test("good credentials are proven by a call and the shop is connected", async () => {
        const registered = await world.register(shopId);
        expect(registered).toMatchObject({ status: 201, body: { health: "healthy" } });
        expect(world.simulator.log.some(({ status }) => status === 200)).toBe(true);
      });
    }

    test("the account can be looked at again at any time", async () => {
      const checked = await world.request("POST", `/v1/shops/${shopId}/check`);
      expect(checked).toMatchObject({ status: 200, body: { ok: true, shop: { health: "healthy" } } });
      expect(Object.keys(checked.body.account).length).toBeGreaterThan(0);
    });
  });

  describe("reading", () => {
    test("every collection is read whole, over more than three pages, within the limits", async () => {
      await world.stack.drain({ tries: TRIES });
      // A collection is complete when the details are read that only single answers show.
      await world.cycle();
      const status = await world.status();
      const counts: Record<string, number> = {};
      for (const resource of vendor.resources) {
        const line = status[resource.name];
        const warnings = isProven(resource.name) ? [] : ["incomplete"];
        expect(line, resource.name).toMatchObject({ complete: true, unreadableRows: 0, warnings });
        expect(line.state, resource.name).toBe(stateOf(resource.name));
        counts[resource.name] = (await world.records(resource.name)).size;
      }
      expect(counts).toEqual(
        Object.fromEntries(vendor.resources.map(({ name }) => [name, world.simulator.rows(name).length])),
      );
      for (const name of ["orders", "customers"]) {
        const { pageSize } = resourceOf(vendor, name).listing;
        expect(world.simulator.rows(name).length, name).toBeGreaterThan(3 * pageSize);
      }
      expect(world.simulator.limitBroken).toBe(0);
    });

    test("every record is canonical and says what the vendor says", async () => {
      for (const { name } of vendor.resources)
        for (const record of (await world.records(name)).values())
          expect(schemaOf(name).safeParse(record).error, `${name} ${record.id}`).toBeUndefined();
      await expectEqual();
    });

    test("a cycle in which nothing changed writes nothing", async () => {
      // The details of a new shop's rows are asked for once.
      await world.cycle();
      const { cursor } = await world.changes("latest");
      world.pass(2 * MINUTE);
      const before = world.stack.table.stream.length;
      await world.cycle();
      const written = world.stack.table.stream.slice(before).filter(({ key }) => key.pk.includes("#R#"));
      expect(written.map(({ key }) => `${key.pk} ${key.sk}`)).toEqual([]);
      expect((await world.changes(cursor)).data).toEqual([]);
    });

    test("what changes arrives with the next cycle, once, and what did not change stays as it is", async () => {
      const { cursor } = await world.changes("latest");
      const began = world.now();
      for (let change = 0; change < 60; change += 1) {
        world.pass(5 * SECOND);
        world.simulator.change();
      }
      world.pass(2 * MINUTE);
      await world.cycle();
      for (const name of canonical) {
        const resource = resourceOf(vendor, name);
        const stored = await world.records(name);
        for (const row of world.simulator.rows(name)) {
          const seen = resource.listing.strategy === "snapshot" || (resource.listing.time?.(row) ?? 0) >= began;
          if (!seen) continue;
          const record = resource.normalize(row, { settings: { ...world.simulator.settings } });
          const copy = listed(resource, stored.get(resource.id(row)));
          expect(copy, `${name} ${resource.id(row)}`).toEqual(listed(resource, record));
        }
      }
      const { data } = await world.changes(cursor);
      expect(data.length).toBeGreaterThan(0);
      expect(new Set(data.map(({ changeId }) => changeId)).size).toBe(data.length);
      // The daily comparison brings what a listing by day or by creation cannot show.
      await compare();
      await expectEqual();
    });

    test("what is deleted at the vendor becomes a tombstone, by the vendor's own way of telling", async () => {
      const { cursor } = await world.changes("latest");
      const lost = new Map<string, Set<string>>();
      const idsOf = (name: string) =>
        new Set(world.simulator.rows(name).map((row) => resourceOf(vendor, name).id(row)));
      const before = new Map(canonical.map((name) => [name, idsOf(name)]));
      for (let change = 0; change < 3_000 && lost.size === 0; change += 1) {
        world.pass(SECOND);
        world.simulator.change();
        if (change % 10 !== 9) continue;
        for (const [name, ids] of before) {
          const now = idsOf(name);
          const gone = [...ids].filter((key) => !now.has(key));
          if (gone.length > 0) lost.set(name, new Set(gone));
        }
      }
      expect(lost.size).toBeGreaterThan(0);
      world.pass(2 * MINUTE);
      await world.cycle();
      await compare();
      await expectEqual();
      const deletions = (await world.changes(cursor)).data.filter(({ type }) => type.endsWith(".deleted"));
      for (const [name, ids] of lost)
        for (const key of ids) {
          expect(deletions, `${name} ${key}`).toContainEqual(expect.objectContaining({ resource: name, id: key }));
          const { body } = await world.request("GET", `/v1/shops/${shopId}/${name}/${encodeURIComponent(key)}`);
          expect(body._meta.deleted, `${name} ${key}`).toBe(true);
        }
    });
  });

  describe("trouble", () => {
    const name = "customers";
    const listing = resourceOf(vendor, name).listing.operation;

    test("a limit or lock of the vendor is waited out: no call before its time, and nothing is lost", async () => {
      world.pass(10 * MINUTE);
      for (let change = 0; change < 20; change += 1) world.simulator.change();
      world.pass(MINUTE);
      const lockedAt = world.now();
      world.simulator.faults.next("limit", world.calls(listing));
      await world.request("POST", `/v1/shops/${shopId}/sync`, { resources: [name] });
      await world.stack.drain({ delayed: false, tries: TRIES });
      const budget = (await world.request("GET", `/v1/shops/${shopId}/budget`)).body.data;
      const blocked = budget.find((line: any) => line.blockedUntil !== undefined);
      expect(blocked).toBeDefined();
      const until = Date.parse(blocked.blockedUntil);
      expect(until).toBeGreaterThan(lockedAt);
      await world.stack.drain({ tries: TRIES });
      const calls = world.simulator.log.filter(({ at, operation }) => at >= lockedAt && operation === listing);
      expect(calls[0]!.fault).toBe("limit");
      expect(calls.length).toBeGreaterThan(1);
      for (const call of calls.slice(1)) expect(call.at).toBeGreaterThanOrEqual(until);
      await compare();
      await expectEqual();
      expect((await world.status())[name].state).toBe(stateOf(name));
      expect(world.simulator.limitBroken).toBe(0);
    });

    test("an answer that nobody can read is kept, its collection waits with its cursor, the others go on", async () => {
      world.pass(10 * MINUTE);
      const before = await world.status();
      const kept = async () =>
        (await world.stack.table.query({ pk: `T#${tenant}#S#${shopId}#UNREADABLE` })).items.length;
      const keptBefore = await kept();
      world.simulator.faults.next("malformed", world.calls(listing));
      await world.cycle();
      const after = await world.status();
      const hurt = Object.values(after).filter(({ error }) => error !== undefined);
      // The same operation may serve several collections; the first to call it is the one that was answered so.
      expect(hurt).toMatchObject([{ state: "failing", error: { code: "VendorChanged" } }]);
      expect(hurt[0].cursor).toBe(before[hurt[0].resource].cursor);
      expect(await kept()).toBe(keptBefore + 1);
      for (const line of Object.values(after))
        if (line !== hurt[0]) expect(line.state, line.resource).toBe(stateOf(line.resource));
      world.pass(60 * MINUTE);
      // The first ends the reading that was held up, so that what it began with is an hour old; the second is fresh.
      await world.cycle();
      const { state } = (await world.status())[hurt[0].resource];
      expect(["catching-up", stateOf(hurt[0].resource)]).toContain(state);
      await world.cycle();
      expect((await world.status())[hurt[0].resource].state).toBe(stateOf(hurt[0].resource));
    });
  });

  describe("writing", () => {
    const made: Partial<Record<WriteKind, string>> = {};
    let counter = 0;
    const stockNow = async (): Promise<Stock> => {
      const first = async (resource: string, fits: (record: any) => boolean = () => true) =>
        canonical.includes(resource) ? [...(await world.records(resource)).values()].find(fits) : undefined;
      const stocked = await world.records("inventory");
      const sellable = ({ id: key, active, type, price, attributes }: any) =>
        stocked.has(key) &&
        active !== false &&
        (type ?? "goods") === "goods" &&
        Number(price) > 0 &&
        !attributes?.length;
      counter += 1;
      return {
        location: await first("locations"),
        product: (await first("products", sellable)) ?? (await first("products", ({ id: key }) => stocked.has(key))),
        category: await first("categories"),
        made,
        word: (46_656 + counter * 977).toString(36).toUpperCase(),
      };
    };
    const commandOf = (kind: WriteKind, stock: Stock): any => ({
      ...writes[kind]!.command(stock),
      ...given.commands?.[kind]?.(stock),
    });
    const committed = (kind: WriteKind, since: number) =>
      world.simulator.journal.slice(since).filter(({ operation }) => operation === vendor.writes[kind]!.operation);
    /** The record that shows the write, after at most one more cycle. */
    const recordOf = async (kind: WriteKind, id: string) => {
      const { resource } = vendor.writes[kind]!;
      if (resource === undefined) return undefined;
      const read = () => world.request("GET", `/v1/shops/${shopId}/${resource}/${encodeURIComponent(id)}`);
      return (await read()).body;
    };

    test.each(kinds)("%s is carried out once, however often it is sent, and its record shows it", async (kind) => {
      // What was read before may have used up the limit.
      world.pass(MINUTE);
      const stock = await stockNow();
      const command = commandOf(kind, stock);
      const [method, path] = writes[kind]!.route(stock);
      const since = world.simulator.journal.length;
      const write = await world.write(method, path, command, `${kind}-1`);
      expect(write, JSON.stringify(write.error)).toMatchObject({ state: "succeeded" });
      expect(write.result.notTaken).toBeUndefined();
      expect((await world.write(method, path, command, `${kind}-1`)).id).toBe(write.id);
      expect(committed(kind, since)).toHaveLength(1);
      const { id: madeId } = write.result;
      if (kind.endsWith(".create") && kind !== "payments.create") {
        expect(madeId).toBeDefined();
        made[kind] = madeId;
      }
      if (vendor.writes[kind]!.resource === undefined) return;
      const record = await recordOf(kind, madeId);
      expect(record._meta, JSON.stringify(record)).toMatchObject({ origin: write.id });
      writes[kind]!.shows?.(record, command);
    });

    test.each(kinds)("%s whose answer is lost is not carried out twice", async (kind) => {
      const { operation } = vendor.writes[kind]!;
      const stock = await stockNow();
      const command = commandOf(kind, stock);
      const [method, path] = writes[kind]!.route(stock);
      const { resource } = vendor.writes[kind]!;
      const rows = () => (resource === undefined ? 0 : world.simulator.rows(resource).length);
      const rowsBefore = rows();
      const since = world.simulator.journal.length;
      world.simulator.faults.next("timeoutAfterCommit", world.calls(operation));
      const write = await world.write(method, path, command, `${kind}-lost`);
      if (given.untold?.includes(kind)) {
        expect(write.state).toBe("unknown");
        expect(committed(kind, since)).toHaveLength(1);
        return;
      }
      expect(write, JSON.stringify(write.error)).toMatchObject({ state: "succeeded" });
      if (kind.endsWith(".create")) {
        expect(rows()).toBe(rowsBefore + 1);
      }
      if (!vendor.writes[kind]!.repeatable) expect(committed(kind, since)).toHaveLength(1);
      if (resource === undefined) return;
      if (write.result.id === undefined) await world.cycle([resource]);
      const id = write.result.id ?? (await findBy(resource, command));
      if (kind.endsWith(".create")) made[kind] = id;
      const record = await recordOf(kind, id);
      writes[kind]!.shows?.(record, command);
    });

    const findBy = async (resource: string, command: any): Promise<string> =>
      [...(await world.records(resource)).values()].find(
        ({ phone, code, note }) =>
          (command.phone && phone === command.phone) ||
          (command.code && code === command.code) ||
          note === command.note,
      )?.id;

    test("a command that the vendor would refuse is refused by its field, and nothing is sent", async () => {
      const before = world.simulator.log.length;
      const answer = await world.request("POST", `/v1/shops/${shopId}/orders`, { lines: [], colour: 1 }, "bad");
      expect(answer.status).toBe(422);
      expect(answer.body.errors.map(({ field }: any) => field)).toContain("lines");
      expect(world.simulator.log.length).toBe(before);
    });

    test("any read and any write operation of the catalog can be called as it is", async () => {
      const stock = await stockNow();
      const { read, write } = given.passthrough;
      const answered = await world.request(
        "POST",
        `/v1/shops/${shopId}/operations/${read.operation}`,
        read.call(stock),
      );
      expect(answered.status, JSON.stringify(answered.body)).toBe(200);
      expect(answered.body.answer).toBeDefined();
      const since = world.simulator.journal.length;
      const done = await world.write("POST", `operations/${write.operation}`, write.call(stock), "passthrough-1");
      expect(done, JSON.stringify(done.error)).toMatchObject({ state: "succeeded" });
      expect(world.simulator.journal.slice(since).map(({ operation }) => operation)).toEqual([write.operation]);
      const unknown = await world.request("POST", `/v1/shops/${shopId}/operations/${read.operation}`, {
        params: { colour: 1 },
      });
      expect(unknown.status).toBe(422);
    });

    test("after all of it the copy equals the shop", async () => {
      world.pass(10 * MINUTE);
      await world.cycle();
      await compare();
      await expectEqual();
      expect(world.simulator.limitBroken).toBe(0);
    });
  });

  describe("losing and regaining access", () => {
    const renew = () => {
      // The simulated person who consents again, makes a new key, or lets the app in again.
      world.simulator.revoke(false);
      return { ...world.simulator.credentials };
    };
    const heal = async () => {
      const answer = await world.request("PUT", `/v1/shops/${shopId}/credentials`, renew());
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200, body: { health: "healthy" } });
      world.simulator.change();
      world.pass(2 * MINUTE);
      await world.cycle();
      await compare();
      await expectEqual();
    };

    test(
      given.renews
        ? "an ended session is renewed by itself"
        : "an ended access stops the polling, the data stays readable, and new credentials heal it",
      async () => {
        world.simulator.change();
        world.pass(2 * MINUTE);
        world.simulator.faults.next("expired");
        await world.cycle();
        if (given.renews) {
          expect(await world.health()).toBe("healthy");
          await compare();
          await expectEqual();
          return;
        }
        expect(await world.health()).toBe("needs-reauth");
        expect((await world.records("products")).size).toBeGreaterThan(0);
        await heal();
      },
    );

    test("withdrawn access asks for a person; wrong credentials change nothing, good ones heal", async () => {
      const stored = (await world.records("orders")).size;
      world.simulator.revoke(true);
      world.pass(2 * MINUTE);
      await world.cycle();
      expect(await world.health()).toBe("needs-reauth");
      const calls = world.simulator.log.length;
      world.pass(10 * MINUTE);
      await world.stack.tick();
      await world.stack.drain({ tries: TRIES });
      expect(world.simulator.log.length).toBe(calls);
      expect((await world.records("orders")).size).toBe(stored);
      const refused = await world.request(
        "PUT",
        `/v1/shops/${shopId}/credentials`,
        given.wrong({ ...world.simulator.credentials }),
      );
      expect(refused.status).toBe(422);
      expect(await world.health()).toBe("needs-reauth");
      await heal();
    });
  });

  test("no secret of the shop is in any item that was ever stored, any answer of the API or any line of the log", async () => {
    await world.changes();
    await world.status();
    await world.request("GET", `/v1/shops/${shopId}/writes?limit=500`);
    const secrets = [...world.secrets()].filter((secret) => secret.length >= 8);
    expect(secrets.length).toBeGreaterThan(0);
    const spelled = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      secret.replaceAll("-", ""),
      secret.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    ]);
    const pattern = new RegExp(spelled.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "i");
    for (const answer of world.answers) expect(pattern.exec(answer)?.index, answer.slice(0, 200)).toBeUndefined();
    for (const item of tableText(world.stack)) expect(pattern.exec(item)?.index, item.slice(0, 200)).toBeUndefined();
  });

  /** What a browser does: keeps our cookie, and follows the vendor's consent page back to us. */
  const consent = async (url: string) => {
    const begun = await world.request("GET", new URL(url).pathname);
    const cookie = begun.cookies.map((line) => line.split(";")[0]).join("; ");
    const page = await fetch(begun.headers.location ?? "", { redirect: "manual" });
    const back = new URL(page.headers.get("location") ?? "");
    return { back, open: (path: string) => world.stack.request("GET", path, { headers: { cookie } }) };
  };
};

/** As it comes back from the API. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
