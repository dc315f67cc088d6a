import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let now: number;
let stack: TestStack;
let key: string;

const shopOf = (id: string, createdAt = now): Shop => ({
  tenant: "acme",
  id,
  vendor: "isale",
  name: id,
  health: "healthy",
  settings: {},
  account: id,
  hookToken: `hook-${id}-${createdAt}`,
  createdAt: new Date(createdAt).toISOString(),
});
const row = (id: string, note: string) => ({
  id,
  modified: undefined,
  record: { id, note } as never,
  raw: { id, note },
});

const store = async (shop: string, ...ids: string[]) => {
  await stack.deps.records.upsert(
    { tenant: "acme", shop },
    "orders",
    ids.map((id) => row(id, `${id} ${now}`)),
    now,
  );
  await stack.drain();
};
const get = async (path: string) => (await stack.request("GET", path, { key })).body;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20);
  stack = createTestStack({
    clock: () => now,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = { name: "main", scope: "admin" };
  key = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: made })).body.key;
  await stack.deps.shops.create(shopOf("hanoi"));
  await stack.deps.shops.create(shopOf("hue"));
});

const named = (page: { data: { shop: string; id: string }[] }) => page.data.map(({ shop, id }) => `${shop} ${id}`);

describe("GET /v1/changes", () => {
  test("tells the changes of all shops, from a cursor that is as short for a thousand shops", async () => {
    await store("hanoi", "1");
    await store("hue", "1");
    const first = await get("/v1/changes");
    expect(named(first)).toEqual(["hanoi 1", "hue 1"]);
    expect(first.data[0]).toMatchObject({ changeId: "orders:1:1", seq: 1, type: "orders.added", version: 1 });
    await store("hue", "2");
    expect(named(await get(`/v1/changes?cursor=${first.next}`))).toEqual(["hue 2"]);
    for (let index = 0; index < 40; index += 1) await store(`shop-${index}`, "1");
    const { next } = await get(`/v1/changes?limit=1000&cursor=${first.next}`);
    expect(next.length).toBeLessThan(120);
  });

  test("is narrowed to shops and resources, and refuses names that nobody knows", async () => {
    await store("hanoi", "1");
    await store("hue", "1");
    expect(named(await get("/v1/changes?shops=hue"))).toEqual(["hue 1"]);
    expect(named(await get("/v1/changes?resources=products"))).toEqual([]);
    for (const query of ["shops=nowhere", "shops=hue,hue", "resources=ordres", "include=raw"])
      expect((await stack.request("GET", `/v1/changes?${query}`, { key })).status, query).toBe(400);
  });

  test("begins with what comes now after `latest`", async () => {
    await store("hanoi", "1");
    const { data, next } = await get("/v1/changes?cursor=latest");
    expect(data).toEqual([]);
    await store("hanoi", "2");
    expect(named(await get(`/v1/changes?cursor=${next}`))).toEqual(["hanoi 2"]);
  });

  test("brings each record as it is now, and the tombstone of one that is gone", async () => {
    await store("hanoi", "1", "2");
    await stack.deps.records.remove({ tenant: "acme", shop: "hanoi" }, "orders", "2", { observedAt: now + 1 });
    const { data } = await get("/v1/changes?include=record");
    expect(data[0].record).toMatchObject({ id: "1", note: `1 ${now}`, _meta: { version: 1 } });
    expect(data[1].record).toMatchObject({ id: "2", deleted: true });
    expect((await get("/v1/changes")).data[0]).not.toHaveProperty("record");
  });

  test("ends a page whose records would be too large, and the next one goes on behind it", async () => {
    const large = (id: string) => ({ ...row(id, ""), record: { id, note: "ă".repeat(150_000) } as never });
    const ids = Array.from({ length: 14 }, (_, index) => String(index + 10));
    for (const id of ids)
      await stack.deps.records.upsert({ tenant: "acme", shop: "hanoi" }, "orders", [large(id)], now);
    await stack.drain();
    for (const path of ["/v1/changes", "/v1/shops/hanoi/changes"]) {
      const first = await get(`${path}?include=record`);
      expect(first.data.length).toBeLessThan(ids.length);
      expect(first.pauseSeconds).toBe(0);
      expect(Buffer.byteLength(JSON.stringify(first.data))).toBeLessThan(1_100_000);
      const told = [...first.data];
      for (let page = first; page.data.length > 0 && told.length < ids.length; told.push(...page.data))
        page = await get(`${path}?include=record&cursor=${page.next}`);
      expect(told.map(({ id }) => id)).toEqual(ids);
    }
  });

  test("waits for a change of any shop, and says after how long to ask again where nobody waits", async () => {
    await store("hanoi", "1");
    const { next } = await get("/v1/changes?cursor=latest");
    const began = now;
    expect(await get(`/v1/changes?cursor=${next}&wait=20`)).toMatchObject({ data: [], pauseSeconds: 58 });
    expect(now - began).toBe(20_000);
    expect((await get(`/v1/changes?cursor=${next}`)).pauseSeconds).toBe(4);
    now += 10 * MINUTE;
    expect((await get(`/v1/changes?cursor=${next}`)).pauseSeconds).toBe(10);
    expect((await get("/v1/changes?limit=1")).pauseSeconds).toBe(0);
    const sleep = stack.deps.sleep;
    Object.assign(stack.deps, {
      sleep: async (milliseconds: number) => {
        await sleep(milliseconds);
        if (now - began > 600_000) await store("hue", "9");
      },
    });
    expect(named(await get(`/v1/changes?cursor=${next}&wait=20`))).toEqual(["hue 9"]);
  });

  test("a backfill is marked", async () => {
    const old = { ...row("1", "old"), backfill: true } as never;
    await stack.deps.records.upsert({ tenant: "acme", shop: "hanoi" }, "orders", [old], now);
    await stack.drain();
    const [entry] = (await get("/v1/changes")).data;
    expect(entry).toMatchObject({ type: "orders.added", backfill: true });
  });
});

describe("a cursor", () => {
  /** As the last pass of a removal does. */
  const replace = async (id: string) => {
    await stack.deps.shops.delete((await stack.deps.shops.get({ tenant: "acme", shop: id }))!, now);
    for (const part of ["F", "R"])
      for (const { pk, sk } of (await stack.table.query({ pk: `T#acme#S#${id}#${part}#orders` })).items)
        await stack.table.delete({ pk, sk });
    now += 10 * MINUTE;
    await stack.deps.shops.create(shopOf(id));
  };

  test("of a shop that was removed and registered again ends with 410, in both feeds, and never skips a change", async () => {
    await store("hanoi", "1", "2");
    const ofShop = (await get("/v1/shops/hanoi/changes")).next;
    const ofAll = (await get("/v1/changes")).next;
    await replace("hanoi");
    await store("hanoi", "1", "2", "3");
    for (const path of [`/v1/shops/hanoi/changes?cursor=${ofShop}`, `/v1/changes?cursor=${ofAll}`]) {
      const answer = await stack.request("GET", path, { key });
      expect(answer).toMatchObject({ status: 410, body: { code: "cursor-expired" } });
    }
    expect(named(await get("/v1/changes"))).toEqual(["hanoi 1", "hanoi 2", "hanoi 3"]);
  });

  test("of other shops outlives a removal", async () => {
    await store("hue", "1");
    const { next } = await get("/v1/changes");
    await stack.deps.shops.delete((await stack.deps.shops.get({ tenant: "acme", shop: "hanoi" }))!, now);
    await store("hue", "2");
    expect(named(await get(`/v1/changes?cursor=${next}`))).toEqual(["hue 2"]);
  });

  test("of a shop's feed that is ahead of it, or meets another change at its place, ends with 410", async () => {
    await store("hanoi", "1", "2");
    const { next } = await get("/v1/shops/hanoi/changes");
    for (const { pk, sk } of (await stack.table.query({ pk: "T#acme#S#hanoi#F#orders" })).items)
      await stack.table.delete({ pk, sk });
    expect((await stack.request("GET", `/v1/shops/hanoi/changes?cursor=${next}`, { key })).status).toBe(410);
    now += MINUTE;
    await store("hanoi", "3", "4");
    expect((await stack.request("GET", `/v1/shops/hanoi/changes?cursor=${next}`, { key })).status).toBe(410);
    await store("hanoi", "5");
    expect((await stack.request("GET", `/v1/shops/hanoi/changes?cursor=${next}`, { key })).status).toBe(410);
  });

  test("of a waiting reader of one shop is woken by that shop alone", async () => {
    const { next } = await get("/v1/shops/hanoi/changes?cursor=latest");
    const sleep = stack.deps.sleep;
    const plan = ["hue", "hue", "hanoi"];
    Object.assign(stack.deps, {
      sleep: async (milliseconds: number) => {
        await sleep(milliseconds);
        const shop = plan.shift();
        if (shop) await store(shop, `n${plan.length}`);
      },
    });
    const { data } = await get(`/v1/shops/hanoi/changes?cursor=${next}&wait=20`);
    expect(data.map(({ id }: { id: string }) => id)).toEqual(["n0"]);
    expect(plan).toEqual([]);
  });
});
