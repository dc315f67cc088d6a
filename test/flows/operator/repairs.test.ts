import { describe, expect, test, vi } from "vitest";
import type { QueueMessage } from "../../../shared/core/ports.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Change, ChangeDraft } from "../../../shared/stores/feed.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { publishAgain } from "../../../shared/usecases/events/publish-again.ts";
import { replayDeliveries } from "../../../shared/usecases/webhooks/replay-deliveries.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { openWatchedShop, type WatchedShop } from "../freshness/watched-shop.ts";

vi.setConfig({ testTimeout: 60_000 });

/** What a follower of the feed knows at the end: the version of each record. */
const followed = async ({ get }: WatchedShop): Promise<ReadonlyMap<string, number>> => {
  const known = new Map<string, number>();
  for (let cursor = ""; ; ) {
    const page = await get(`/v1/changes?limit=1000${cursor ? `&cursor=${cursor}` : ""}`);
    if (page.data.length === 0) return known;
    for (const { resource, id, version } of page.data) {
      const name = `${resource}/${id}`;
      known.set(name, Math.max(version, known.get(name) ?? 0));
    }
    cursor = page.next;
  }
};

const stored = async ({ world }: WatchedShop): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  for (const { name } of world.vendor.resources) {
    const { records } = await world.deps.records.page(world.ref, name, { limit: 1_000, deleted: true });
    for (const { id, version } of records) found.set(`${name}/${id}`, version);
  }
  return found;
};

const lacking = async (shop: WatchedShop): Promise<readonly string[]> => {
  const known = await followed(shop);
  return [...(await stored(shop))].filter(([name, version]) => known.get(name) !== version).map(([name]) => name);
};

/** Changes of these minutes fall out of the stream: nobody publishes them. */
const loseChanges = async ({ world }: WatchedShop, minutes: number): Promise<void> => {
  const invoke = world.invoke.bind(world);
  world.invoke = (name, ...rest) => (name === "publish" ? Promise.resolve("done") : invoke(name, ...rest));
  for (let minute = 0; minute < minutes; minute += 1) {
    world.change();
    await world.pass(MINUTE);
  }
  await world.pass(10 * MINUTE);
  world.invoke = invoke;
};

describe("a feed that lacks changes", () => {
  test("is made whole from the records, and a follower behind its old cursor hears of all of them", async () => {
    const shop = await openWatchedShop("kiotviet", ["orders", "products", "customers"]);
    const { world, operator } = shop;
    expect(await lacking(shop)).toEqual([]);
    const lostSince = new Date(world.time.now()).toISOString();
    await loseChanges(shop, 20);
    const lost = await lacking(shop);
    expect(lost.length).toBeGreaterThan(3);
    const before = (await shop.get("/v1/changes?cursor=latest")).next;
    const body = { since: lostSince };
    const { resources } = await operator("POST", "/v1/operator/tenants/acme/shops/shop/publish", body);
    expect(resources.toSorted()).toEqual(["customers", "orders", "products"]);
    await world.pass(3 * MINUTE);
    expect(await lacking(shop)).toEqual([]);
    // What was told before the loss is not told again.
    const { data } = await shop.get(`/v1/changes?limit=1000&cursor=${before}`);
    expect(data.map(({ resource, id }: any) => `${resource}/${id}`).sort()).toEqual([...lost].sort());
    expect(data.every(({ fields, type }: any) => type === "orders.deleted" || fields.length > 0)).toBe(true);
  });

  test("is made anew from all records, page by page, and a repeated batch of the stream behind that keeps its place", async () => {
    const { world } = await openWatchedShop("kiotviet", ["products"]);
    const { deps, ref } = world;
    const { records } = await deps.records.page(ref, "products", { limit: 1_000, deleted: true });
    const messages: any[] = [];
    const own = {
      ...deps,
      queues: { send: async (_: string, sent: readonly { readonly body: unknown }[]) => void messages.push(...sent) },
      // Three records are a page.
      records: {
        page: (...[of, name, options]: Parameters<typeof deps.records.page>) =>
          deps.records.page(of, name, { ...options, limit: 3 }),
      },
      fanOut: async () => undefined,
    };
    const first = await deps.feed.last(ref, "products");
    const job = { type: "publish", ...ref, resource: "products" } as const;
    await publishAgain(job, 0, own);
    for (let body = messages.shift()?.body; body; body = messages.shift()?.body) await publishAgain(body, 0, own);
    const again = await deps.feed.after(ref, "products", first, { limit: 1_000, now: world.time.now() });
    expect(again.map(({ id, version }) => [id, version])).toEqual(records.map(({ id, version }) => [id, version]));
    const { seq: _, ...draft } = again.at(-1) as Change;
    const repeated = await deps.feed.append(ref, "products", [draft as ChangeDraft], world.time.now());
    const before = await deps.feed.after(ref, "products", 0, { limit: first, now: world.time.now() });
    const placed = before.find(({ id, version }) => id === draft.id && version === draft.version);
    expect(repeated).toMatchObject({ isRepeated: true, changes: [{ seq: placed!.seq }] });
  });

  test("is not touched for a shop or a collection that is not there", async () => {
    const { operator } = await openWatchedShop("kiotviet", ["orders"]);
    const ask = (path: string, body: object) => operator("POST", `/v1/operator/tenants/${path}/publish`, body);
    await expect(ask("acme/shops/shop", { resource: "ghosts" })).rejects.toThrow("unknown-resource");
    await expect(ask("acme/shops/other", {})).rejects.toThrow("unknown-shop");
    await expect(ask("nobody/shops/shop", {})).rejects.toThrow("unknown-tenant");
  });
});

const open = async () => {
  const stack = createTestStack();
  for (const id of ["acme", "globex"])
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
  const add = (tenant: string, id: string) =>
    stack.deps.shops.create({
      ...{ tenant, id, vendor: "kiotviet", name: id, health: "healthy", settings: {}, account: id },
      ...{ hookToken: `${tenant}-${id}`, createdAt: new Date().toISOString() },
    });
  const operate = async (method: string, path: string, body?: unknown) =>
    (await stack.request(method, `/v1/operator/${path}`, { key: operatorKey, body })).body;
  return { ...stack, add, operate };
};

test("shops that the list of all shops lacks are in it after a rebuild, once each, and the others are left alone", async () => {
  const { add, operate, table } = await open();
  for (const [tenant, id] of [
    ["acme", "one"],
    ["acme", "two"],
    ["globex", "one"],
  ] as const)
    await add(tenant, id);
  for (let shard = 0; shard < 8; shard += 1)
    for (const { pk, sk } of (await table.query({ pk: keys.fleet(shard) })).items)
      if (!sk.endsWith("#two")) await table.delete({ pk, sk });
  const names = async () => (await operate("GET", "shops")).data.map(({ tenant, shop }: any) => `${tenant}/${shop}`);
  expect(await names()).toEqual(["acme/two"]);
  expect(await operate("POST", "shops/rebuild")).toEqual({ shops: 3, written: 2, next: null });
  expect(await names()).toEqual(["acme/one", "acme/two", "globex/one"]);
  expect(await operate("POST", "shops/rebuild", {})).toEqual({ shops: 3, written: 0, next: null });
});

test("all trails are one, newest first, in pages that hold each entry once", async () => {
  const { operate, request } = await open();
  const acts = ["acme", "globex", "acme", "globex", "acme"];
  // Entries of one millisecond stand in any order: the tenants were made in one before.
  await new Promise((resolve) => setTimeout(resolve, 2));
  for (const [index, tenant] of acts.entries()) {
    await request("PATCH", `/v1/tenants/${tenant}`, { key: operatorKey, body: { name: `name ${index}` } });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await operate("POST", "keys", { name: "lan" });
  const whole = (await operate("GET", "audit/all?limit=100")).data;
  expect(whole.slice(0, 6).map(({ action, tenant, details }: any) => [action, tenant, details.name])).toEqual([
    ["operators.keys.create", undefined, "lan"],
    ...acts.map((tenant, index) => ["tenants.change", tenant, `name ${index}`]).toReversed(),
  ]);
  expect(whole.length).toBe(8);
  for (const limit of [1, 3]) {
    const found: any[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: any = await operate("GET", `audit/all?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.data.length).toBeLessThanOrEqual(limit);
      found.push(...page.data);
      cursor = page.next;
    }
    expect(found).toEqual(whole);
  }
});

test("webhooks of a stretch of time are worked off once more, and no others", async () => {
  const { deps, add, operate, queues } = await open();
  await add("acme", "one");
  const partition = keys.deliveries({ tenant: "acme", shop: "one" });
  const hourAgo = Date.now() - 60 * MINUTE;
  const at = (minute: number) => hourAgo + minute * MINUTE;
  const times = [0, 10, 20, 30];
  for (const minute of times) {
    const id = `${at(minute)}`;
    const delivery = { id, at: at(minute), method: "POST", path: "/", query: "", headers: {}, body: Buffer.from("{}") };
    await deps.deliveries.add(partition, { ...delivery, bytes: 2, proven: true });
    const state = minute === 20 ? "failed" : "processed";
    await deps.deliveries.finish(partition, id, { state, at: at(minute) });
  }
  const replay = async (body: object) => {
    queues.news.splice(0);
    const answer = await operate("POST", "tenants/acme/shops/one/deliveries/replay", body);
    return [answer.replayed, answer.next, queues.news.map(({ body }: any) => Number(body.id)).sort()];
  };
  const iso = (minute: number) => new Date(at(minute)).toISOString();
  expect(await replay({ since: iso(5), until: iso(25) })).toEqual([2, null, [at(10), at(20)]]);
  expect(await deps.deliveries.outcome(partition, `${at(10)}`)).toBeUndefined();
  expect(await deps.deliveries.outcome(partition, `${at(30)}`)).toBeDefined();
  expect(await replay({ since: iso(5), state: "processed" })).toEqual([1, null, [at(30)]]);
});

test("webhooks of a long stretch are queued batch by batch, and a request that runs out of time says where to go on", async () => {
  const ids = Array.from({ length: 180 }, (_, index) => String(1_000 - index));
  const time = { now: 0 };
  const log: string[] = [];
  const reopened = new Set<string>();
  const deps = {
    clock: () => time.now,
    deliveries: {
      list: async (_: string, after: string | undefined, limit: number) => {
        const from = after === undefined ? 0 : ids.indexOf(after) + 1;
        const part = ids.slice(from, from + limit);
        const next = from + limit < ids.length ? part.at(-1) : undefined;
        return {
          deliveries: part.map((id) => ({ id, at: Number(id), method: "POST", bytes: 2, outcome: undefined })),
          next,
        };
      },
      reopen: async (_: string, id: string) => {
        time.now += 100;
        reopened.add(id);
      },
    },
    queues: {
      send: async (_: string, messages: readonly QueueMessage[]) => {
        for (const { body } of messages) expect(reopened.delete((body as { id: string }).id)).toBe(true);
        log.push(`${messages.length}`);
      },
    },
  };
  const replay = (after?: string) =>
    replayDeliveries(
      { tenant: "acme", shop: "one" },
      { since: 0, until: 2_000 },
      { after, deadline: time.now + 8_000 },
      deps as never,
    );
  const first = await replay();
  expect(first).toEqual({ replayed: 100, next: "901" });
  // What is reopened is queued: nothing waits for nobody.
  expect([log, reopened.size]).toEqual([["50", "50"], 0]);
  expect(await replay(first.next)).toEqual({ replayed: 80, next: undefined });
});
