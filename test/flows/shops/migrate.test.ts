import { afterEach, describe, expect, test, vi } from "vitest";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { contentHash, withoutVolatile } from "../../../shared/core/content.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";
import { createWorld, shopId, tenant, type World } from "../../contract/vendors/contract-world.ts";
import { createBrowser } from "./browser.ts";
import { startV3Face } from "./nhanh-v3-face.ts";

/** Rows of each large collection: `MIGRATION_SIZE=5000 npx vitest run test/flows/shops/migrate.test.ts` measures a large shop. */
const SIZE = Number(process.env.MIGRATION_SIZE ?? 40);
vi.setConfig({ testTimeout: 240_000 + SIZE * 400 });

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

const ref = { tenant, shop: shopId };
const both = nhanhV2.resources
  .map(({ name }) => name)
  .filter((name) => nhanhV3.resources.some((one) => one.name === name));
const anew = nhanhV3.resources.flatMap(({ name, continues }) => (continues === "anew" ? [name] : []));
const same = both.filter((name) => !anew.includes(name));

/** A shop of v2 whose copy is complete, and v3's view of the same shop. */
const setUp = async (size = SIZE) => {
  const world = await createWorld("nhanh-v2", createNhanhV2Simulator, { size });
  open.push(world);
  const face = await startV3Face(world.simulator, world.now);
  open.push(face);
  expect((await world.register(shopId)).status).toBe(201);
  await world.stack.drain();
  await world.cycle();
  return { world, face };
};

/** Every row that each shop has had while its staff was at work, as `name id`. */
const rowsHad = new WeakMap<World, Set<string>>();
const noteRows = (world: World): void => {
  const had = rowsHad.get(world) ?? new Set();
  rowsHad.set(world, had);
  for (const { name, id } of nhanhV2.resources)
    for (const row of (world.simulator.rows(name) ?? []) as unknown[]) had.add(`${name} ${id(row)}`);
  for (const { customerName, id } of world.simulator.rows("orders") as readonly Record<string, any>[]) {
    const made = ordersMade.get(world) ?? new Map<string, Set<string>>();
    ordersMade.set(world, made.set(customerName, (made.get(customerName) ?? new Set()).add(`${id}`)));
  }
};

/** Ids of the orders that each customer has ever had: the staff may remove an order soon after it was written. */
const ordersMade = new WeakMap<World, Map<string, Set<string>>>();
const madeFor = (world: World, name: string): number => ordersMade.get(world)?.get(name)?.size ?? 0;

/** Minutes of the shop's life, with its staff at work. `step`: how many pass at a time. */
const live = async (world: World, minutes: number, changes = 1, step = 1): Promise<void> => {
  for (let minute = 0; minute < minutes; minute += step) {
    world.pass(step * MINUTE);
    noteRows(world);
    for (let count = 0; count < changes; count += 1) {
      world.simulator.change();
      noteRows(world);
    }
    await world.stack.tick();
    await world.stack.drain({ delayed: false });
  }
};

const shop = (world: World) => world.stack.deps.shops.find(ref);

const migrate = (world: World, face: Awaited<ReturnType<typeof startV3Face>>) =>
  world.request("POST", `/v1/shops/${shopId}/migrate`, { credentials: face.credentials, hosts: face.hosts });

/** What makes a row of v2 what it is, without what changes beside it. List and detail show stock with other fields. */
const contentOf = (name: string, row: unknown): string => {
  const { volatile, normalize } = nhanhV2.resources.find((one) => one.name === name)!;
  if (name === "inventory") return contentHash(normalize(row, { settings: {} }));
  const { inventory: _, updatedAt: __, ...rest } = row as Record<string, unknown>;
  return contentHash(withoutVolatile(rest, volatile));
};
const shopHas = (world: World, name: string): Map<string, string> => {
  const { id } = nhanhV2.resources.find((one) => one.name === name)!;
  return new Map(((world.simulator.rows(name) ?? []) as unknown[]).map((row) => [id(row), contentOf(name, row)]));
};
const copyHas = async (world: World, name: string): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  for (let after: string | undefined; ; ) {
    const page = await world.stack.deps.records.page(ref, name, { after, limit: 500 });
    for (const { id, raw } of page.records) found.set(id, contentOf(name, raw));
    after = page.next;
    if (after === undefined) return found;
  }
};

const storedOf = async (world: World, name: string): Promise<Map<string, { version: number; deleted: boolean }>> => {
  const found = new Map<string, { version: number; deleted: boolean }>();
  for (let after: string | undefined; ; ) {
    const page = await world.stack.deps.records.page(ref, name, { after, limit: 500, deleted: true });
    for (const { id, version, deleted } of page.records) found.set(id, { version, deleted });
    after = page.next;
    if (after === undefined) return found;
  }
};
const livingOf = async (world: World, name: string) =>
  [...(await storedOf(world, name))].flatMap(([id, { deleted }]) => (deleted ? [] : [id])).sort();

const order = (world: World, text: string) => {
  const [product] = world.simulator.rows("products") as readonly Record<string, any>[];
  return {
    customer: { name: text, phone: "0912345678" },
    lines: [{ productId: String(product!.idNhanh), name: product!.name, quantity: 1, price: 1_000 }],
  };
};
const ordersOf = (world: World, name: string) =>
  (world.simulator.rows("orders") as readonly Record<string, any>[]).filter((row) => row.customerName === name);
const write = (world: World, text: string) =>
  world.request("POST", `/v1/shops/${shopId}/orders`, order(world, text), `key-${text}`);

describe("a shop of Nhanh v2 that becomes one of v3", () => {
  test("keeps its id, records, versions and feed; a full reading tells real changes only; each write happens once", async () => {
    const { world, face } = await setUp();
    await live(world, 3, 3);
    expect((await write(world, "before")).status).toBe(202);
    await world.stack.drain({ delayed: false });
    expect(ordersOf(world, "before")).toHaveLength(1);
    // What the tenant has put on records of every kind.
    const noted = new Map<string, string>();
    for (const name of same) {
      const [id] = await livingOf(world, name);
      if (id === undefined) continue;
      noted.set(name, id);
      const path = `/v1/shops/${shopId}/${name}/${id}/metadata`;
      expect((await world.request("PUT", path, { crm: name })).status, path).toBe(200);
    }
    expect(noted.size).toBeGreaterThan(8);
    const begun = await migrate(world, face);
    expect(begun, JSON.stringify(begun.body)).toMatchObject({
      status: 202,
      body: { id: shopId, vendor: "nhanh-v2", migration: { to: "nhanh-v3", phase: "consent" } },
    });
    // Until the owner agrees, v2 goes on.
    await live(world, 2, 2);
    const browser = createBrowser(world.stack);
    const page = await browser.open(await browser.agree(begun.body.consentUrl));
    expect(page.status, page.body).toBe(200);
    expect(page.body).toContain("phiên bản mới");
    // Taken while the old version ends: it is carried out by v2, and by nobody else.
    expect((await write(world, "meanwhile")).status).toBe(202);

    // What v2 has read before reading stops; whatever differs from it later is a real change.
    const known = new Map<string, Map<string, string>>();
    for (const name of same) known.set(name, await copyHas(world, name));
    const before = new Map<string, Map<string, { version: number; deleted: boolean }>>();
    for (const name of both) before.set(name, await storedOf(world, name));
    const { cursor } = await world.changes("latest");
    const cursors = new Map(
      [...(await world.stack.deps.states.all(ref, world.now()))].flatMap(([name, { cursor }]) =>
        name === "orders#live" ? [[name, cursor] as const] : [],
      ),
    );
    const startedAt = world.now();
    let refused = 0;
    for (let minute = 0; minute < 15 && (await shop(world)).vendor === "nhanh-v2"; minute += 1) {
      await live(world, 1, 2);
      const answer = await write(world, `minute-${minute}`);
      if (answer.status === 503) {
        refused += 1;
        expect(answer.headers["retry-after"]).toBe("30");
      } else expect(answer.status).toBe(202);
    }
    const movedAfter = Math.round((world.now() - startedAt) / MINUTE);
    const moved = await shop(world);
    expect(moved).toMatchObject({ id: shopId, vendor: "nhanh-v3", health: "healthy" });
    expect(moved.migration).toBeUndefined();
    expect(refused).toBeGreaterThan(0);
    // A write that was refused is sent again, as it was told.
    for (let minute = 0; minute < 15; minute += 1) {
      const sent = ordersOf(world, `minute-${minute}`).length;
      if (sent === 0 && minute < movedAfter) expect((await write(world, `minute-${minute}`)).status).toBe(202);
    }
    expect((await write(world, "after")).status).toBe(202);
    const journal = world.simulator.log.length;
    await world.stack.drain({ delayed: false });
    await live(world, 3, 2);
    // The staff goes home; the copy comes to rest.
    await live(world, 40, 0, 10);
    // What is missing in two full readings is gone.
    for (let reading = 0; reading < 2; reading += 1) {
      await world.cycle(undefined, true);
      await live(world, 10, 0, 5);
    }
    expect(world.simulator.log.length - journal).toBeLessThan(60);

    for (const name of ["before", "meanwhile", "after"]) expect(madeFor(world, name), name).toBe(1);
    for (let minute = 0; minute < movedAfter; minute += 1)
      expect(madeFor(world, `minute-${minute}`), `minute ${minute}`).toBe(1);

    const status = await world.status();
    expect(status.orders).toMatchObject({ complete: true, unreadableRows: 0 });
    const told = (await world.changes(cursor)).data;
    // The staff made it after reading stopped and took it away before the end: both are told, once each, and no more.
    const cameAndWent = ({ resource, id }: { readonly resource: string; readonly id: string }): boolean => {
      if (known.get(resource)!.has(id) || !rowsHad.get(world)!.has(`${resource} ${id}`)) return false;
      const types = told.filter((one) => one.resource === resource && one.id === id).map(({ type }) => type);
      return types.join() === `${resource}.added,${resource}.deleted`;
    };
    const falseChanges: unknown[] = [];
    let records = 0;
    for (const name of same) {
      const rows = shopHas(world, name);
      const living = await livingOf(world, name);
      records += living.length;
      expect(living, name).toEqual([...rows.keys()].sort());
      const stored = await storedOf(world, name);
      for (const [id, { version }] of before.get(name)!)
        expect(stored.get(id)!.version, `${name} ${id}`).toBeGreaterThanOrEqual(version);
      for (const change of told.filter(({ resource }) => resource === name)) {
        const real = known.get(name)!.get(change.id) !== rows.get(change.id);
        if (!real && !cameAndWent(change)) falseChanges.push(change);
      }
      const changed = [...rows].filter(([id, hash]) => known.get(name)!.get(id) !== hash).map(([id]) => id);
      const heard = new Set(told.filter(({ resource }) => resource === name).map(({ id }) => id));
      // Raw rows show no times and are drawn otherwise: what of them has changed in that quarter of an hour is not told.
      if (["orders", "invoices", "returns", "inventory"].includes(name))
        for (const id of changed) expect(heard.has(id), `${name} ${id} has changed`).toBe(true);
    }
    expect(falseChanges).toEqual([]);
    for (const name of ["products", "orders", "customers", "inventory", "invoices"]) {
      const resource = nhanhV3.resources.find((one) => one.name === name)!;
      const copy = await world.records(name);
      for (const row of face.rows(name)) {
        const { _meta, ...right } = resource.normalize(row, { settings: {} });
        const { metadata: _own, ...found } = copy.get(resource.id(row)) ?? {};
        expect(found, `${name} ${resource.id(row)}`).toEqual(JSON.parse(JSON.stringify(right)));
      }
    }
    for (const [name, id] of noted)
      expect((await world.stack.deps.records.get(ref, name, id))?.metadata, `${name} ${id}`).toEqual({ crm: name });
    const state = await world.stack.deps.states.get(ref, "orders", "live");
    expect(state.cursor).toBeGreaterThanOrEqual(cursors.get("orders#live")!);
    // Collections that only v2 lists stay readable.
    const articles = await world.request("GET", `/v1/shops/${shopId}/articles`);
    expect(articles.body.data.length).toBeGreaterThan(0);
    const quiet = told.filter(({ resource }) => anew.includes(resource)).length;
    if (process.env.MIGRATION_SIZE)
      console.log(
        JSON.stringify({
          size: SIZE,
          records,
          told: told.length,
          anew: quiet,
          false: falseChanges.length,
          minutes: movedAfter,
        }),
      );
  });

  test("nothing changes when the consent fails, is another shop's, or is given up", async () => {
    const { world, face } = await setUp(10);
    const before = structuredClone(world.stack.secrets.get(`${tenant}/${shopId}`)!);
    const begun = await migrate(world, face);
    const browser = createBrowser(world.stack);
    const back = await browser.agree(begun.body.consentUrl);
    expect((await browser.open("/v1/return/nhanh?accessCode=wrong-code-of-nobody")).status).toBe(422);
    face.setBusiness(1);
    expect((await browser.open(back)).status).toBe(409);
    expect(await shop(world)).toMatchObject({ vendor: "nhanh-v2", migration: { phase: "consent" } });
    world.simulator.change();
    await live(world, 3, 2);
    expect(await world.health()).toBe("healthy");
    expect((await write(world, "still")).status).toBe(202);
    await world.stack.drain({ delayed: false });
    expect(ordersOf(world, "still")).toHaveLength(1);

    const given = await world.request("DELETE", `/v1/shops/${shopId}/migrate`);
    expect(given.body).not.toHaveProperty("migration");
    expect(world.stack.secrets.get(`${tenant}/${shopId}`)).toMatchObject({ session: before.session });
    expect(world.stack.secrets.get(`${tenant}/${shopId}`)).not.toHaveProperty("next");
    face.setBusiness(110_668);
    expect((await browser.open(new URL(begun.body.consentUrl).pathname)).status).toBe(404);
    expect((await browser.open(await browser.agree((await migrate(world, face)).body.consentUrl))).status).toBe(200);
    expect((await world.request("DELETE", `/v1/shops/${shopId}/migrate`)).status).toBe(409);
    expect((await migrate(world, face)).status).toBe(409);
  });

  test("what the old version could not end is dead where it was never sent, and unknown where it may have been", async () => {
    const { world, face } = await setUp(5);
    world.simulator.revoke(false);
    await world.cycle();
    expect(await world.health()).toBe("needs-reauth");
    const { ledger } = world.stack.deps;
    // Both are of one instant: their ids stand in no order.
    const entryOf = async (name: string) => {
      const { status, body } = await write(world, name);
      expect(status).toBe(202);
      return ledger.find(ref, body.id);
    };
    const [never, perhaps] = [await entryOf("never"), await entryOf("perhaps")];
    // A worker of v2 died in the middle of its call.
    await ledger.move(perhaps, "claim", { attempts: 1, firstAttemptAt: world.now(), leaseUntil: world.now() });
    const browser = createBrowser(world.stack);
    await browser.open(await browser.agree((await migrate(world, face)).body.consentUrl));
    await live(world, 12, 0);
    expect(await shop(world)).toMatchObject({ vendor: "nhanh-v3", health: "healthy" });
    const { id } = never;
    expect(await ledger.find(ref, id)).toMatchObject({
      state: "dead",
      closed: true,
      error: { code: "moved-before-sent" },
    });
    expect(await ledger.find(ref, perhaps.id)).toMatchObject({ state: "unknown", closed: true });
    expect(await ledger.isWaiting(ref)).toBe(false);
    await live(world, 30, 0, 10);
    for (const name of ["never", "perhaps"]) expect(ordersOf(world, name), name).toHaveLength(0);

    const retried = await world.request("POST", `/v1/shops/${shopId}/writes/${id}/retry`, {});
    expect(retried.status, JSON.stringify(retried.body)).toBeLessThan(300);
    await world.stack.drain({ delayed: false });
    expect(await ledger.find(ref, id)).toMatchObject({ state: "succeeded" });
    expect(ordersOf(world, "never")).toHaveLength(1);
  });

  test("a shop without a next version is told so", async () => {
    const world = await createWorld("nhanh-v2", createNhanhV2Simulator, { size: 1 });
    open.push(world);
    await world.register(shopId);
    await world.stack.deps.shops.change(ref, { vendor: "kiotviet" });
    expect(await world.request("POST", `/v1/shops/${shopId}/migrate`, {})).toMatchObject({
      status: 409,
      body: { code: "no-successor" },
    });
  });
});
