import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import type { Table } from "../../../shared/core/table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { createMetadataStore } from "../../../shared/stores/metadata.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createWorld, shopId, tenant, type World } from "../../contract/vendors/contract-world.ts";

const ref = { tenant, shop: shopId };
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const worlds: AsyncDisposable[] = [];
afterAll(async () => {
  for (const one of worlds.splice(0)) await one[Symbol.asyncDispose]();
});

const creators = {
  kiotviet: createKiotVietSimulator,
  isale: createIsaleSimulator,
  pancake: createPancakeSimulator,
} as const;

const open = async (vendor: keyof typeof creators = "kiotviet") => {
  const world = await createWorld(vendor, creators[vendor], { size: 12 });
  worlds.push(world);
  expect((await world.register(shopId)).status).toBe(201);
  await world.stack.drain();
  await world.cycle();
  const [id] = [...(await world.records("customers")).keys()];
  const path = `/v1/shops/${shopId}/customers/${id}`;
  return { world, id: id!, path, metadata: `${path}/metadata` };
};

const shownBy = async (world: World, path: string) => (await world.request("GET", path)).body;

describe("what a tenant puts on a record", () => {
  let shop: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    shop = await open();
  });
  beforeEach(async () => {
    await shop.world.request("DELETE", shop.metadata);
    await shop.world.stack.drain();
  });

  test("is set, patched and taken away, and shown on the record, in lists and by `updatedSince`", async () => {
    const { world, id, path, metadata } = shop;
    const before = await shownBy(world, path);
    expect(before).not.toHaveProperty("metadata");
    world.pass(MINUTE);
    const set = await world.request("PUT", metadata, { crm: "C-17", vip: true, score: 7.5 });
    expect(set).toMatchObject({ status: 200, body: { id, metadata: { crm: "C-17", vip: true, score: 7.5 } } });
    expect(set.body._meta.version).toBe(before._meta.version + 1);
    const patched = await world.request("PATCH", metadata, { vip: null, note: "gọi lại" });
    expect(patched.body.metadata).toEqual({ crm: "C-17", score: 7.5, note: "gọi lại" });
    expect((await shownBy(world, path)).metadata).toEqual(patched.body.metadata);
    const since = new Date(world.now() - 10_000).toISOString();
    const { data } = await shownBy(world, `/v1/shops/${shopId}/customers?updatedSince=${since}`);
    expect(data.map((one: any) => [one.id, one.metadata])).toEqual([[id, patched.body.metadata]]);
    const replaced = await world.request("PUT", metadata, { only: 1 });
    expect(replaced.body.metadata).toEqual({ only: 1 });
    expect((await world.request("DELETE", metadata)).body).not.toHaveProperty("metadata");
    expect(await shownBy(world, path)).not.toHaveProperty("metadata");
  });

  test("is told in the feed as a change of the field `metadata`, once for each change", async () => {
    const { world, id, metadata } = shop;
    const { cursor } = await world.changes("latest");
    await world.request("PUT", metadata, { crm: "C-17" });
    await world.request("PUT", metadata, { crm: "C-17" });
    await world.request("PATCH", metadata, {});
    await world.request("DELETE", metadata);
    await world.request("DELETE", metadata);
    await world.stack.drain();
    const { data } = await world.changes(cursor);
    const told = { resource: "customers", id, type: "customers.updated", fields: ["metadata"] };
    expect(data).toMatchObject([told, told]);
    expect(data[0]).not.toHaveProperty("origin");
  });

  test.each<[string, object]>([
    ["a nested value", { a: { b: 1 } }],
    ["a list", { a: [1] }],
    ["null in a whole", { a: null }],
    ["a text of 501 letters", { a: "x".repeat(501) }],
    ["a key of 41 letters", { ["k".repeat(41)]: 1 }],
    ["a key with a blank", { "a b": 1 }],
    ["an empty key", { "": 1 }],
    ["51 keys", Object.fromEntries(Array.from({ length: 51 }, (_, place) => [`k${place}`, 1]))],
    [
      "more than 8,000 bytes",
      Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`k${place}`, "ệ".repeat(400)])),
    ],
    ["a list in place of keys", [1]],
  ])("%s is refused and changes nothing", async (_name, body) => {
    const { world, path, metadata } = shop;
    await world.request("PUT", metadata, { crm: "C-17" });
    const before = await shownBy(world, path);
    expect(await world.request("PUT", metadata, body)).toMatchObject({ status: 400 });
    if (!JSON.stringify(body).includes("null"))
      expect(await world.request("PATCH", metadata, body)).toMatchObject({ status: 400 });
    expect(await shownBy(world, path)).toEqual(before);
  });

  test("takes 50 keys, names that every object has, and what a patch adds up to no more than that", async () => {
    const { world, metadata } = shop;
    const fifty = Object.fromEntries(Array.from({ length: 49 }, (_, place) => [`k${place}`, place]));
    const all = { ...fifty, constructor: "x" };
    expect((await world.request("PUT", metadata, all)).body.metadata).toEqual(all);
    const own = await world.request("PATCH", metadata, JSON.parse('{"__proto__": { "a": 1 }, "k0": 1}'));
    expect(own.body.metadata).toEqual({ ...all, k0: 1 });
    expect((await world.request("PATCH", metadata, { one: 1 })).body).toMatchObject({
      status: 400,
      errors: [{ field: "metadata", message: expect.stringContaining("51 keys") }],
    });
    expect((await world.request("PATCH", metadata, { one: 1, k0: null })).status).toBe(200);
  });

  test("needs a record, a resource and a key that may write", async () => {
    const { world, metadata } = shop;
    const of = (path: string) => `/v1/shops/${shopId}/${path}/metadata`;
    expect((await world.request("PUT", of("customers/none"), { a: 1 })).status).toBe(404);
    expect((await world.request("PUT", of("cats/1"), { a: 1 })).status).toBe(404);
    const { body: made } = await world.request("POST", "/v1/keys", { name: "reader", scope: "read" });
    expect((await world.stack.request("PUT", metadata, { key: made.key, body: { a: 1 } })).status).toBe(403);
  });
});

describe.each(["kiotviet", "isale", "pancake"] as const)("at %s what a tenant puts on a record", (vendor) => {
  test("stays through changes, full readings, a deletion and the return, and is never sent to the vendor", async () => {
    const { world, id, path, metadata } = await open(vendor);
    const kept = { crm: "never-at-the-vendor", vip: true };
    expect((await world.request("PUT", metadata, kept)).status).toBe(200);
    const before = await shownBy(world, path);
    const { records } = world.stack.deps;

    await world.cycle(["customers"], true);
    world.pass(MINUTE);
    await world.cycle(["customers"]);
    expect(await shownBy(world, path), "an unchanged row").toEqual(before);

    const entry = await world.write("PATCH", `customers/${id}`, { name: "Lan Anh" }, "key-1");
    expect(entry.state, JSON.stringify(entry)).toBe("succeeded");
    world.pass(MINUTE);
    await world.cycle(["customers"]);
    expect(await shownBy(world, path)).toMatchObject({ name: "Lan Anh", metadata: kept });
    expect(JSON.stringify(world.simulator.journal)).not.toContain("never-at-the-vendor");
    expect(JSON.stringify(world.simulator.log)).not.toContain("never-at-the-vendor");

    await world.stack.drain();
    const { cursor } = await world.changes("latest");
    expect(await records.remove(ref, "customers", id, { observedAt: world.now() })).toBe(true);
    expect(await shownBy(world, path)).toMatchObject({ deleted: true, metadata: kept });
    expect((await world.request("PATCH", metadata, { more: 1 })).status).toBe(410);
    world.pass(MINUTE);
    await world.cycle(["customers"], true);
    expect(await shownBy(world, path), "after its return").toMatchObject({ name: "Lan Anh", metadata: kept });
    await world.stack.drain();
    const told = (await world.changes(cursor)).data.filter((change) => change.id === id);
    expect(told.map(({ type }) => type)).toEqual(["customers.deleted", "customers.added"]);
    expect(told[1].fields).toContain("metadata");
  });

  test("can be taken away where the vendor has the record no more, and nobody is told", async () => {
    const { world, id, path, metadata } = await open(vendor);
    await world.request("PUT", metadata, { phone: "0912345678" });
    await world.stack.deps.records.remove(ref, "customers", id, { observedAt: world.now() });
    await world.stack.drain();
    const { cursor } = await world.changes("latest");
    expect((await world.request("DELETE", metadata)).status).toBe(200);
    expect(await shownBy(world, path)).not.toHaveProperty("metadata");
    await world.stack.drain();
    expect((await world.changes(cursor)).data).toEqual([]);
  });
});

describe("metadata and rows that are stored at the same moment", () => {
  const row = (name: string) => ({ id: "1", modified: undefined, record: { id: "1", name }, raw: { id: 1, name } });

  const storesOf = async () => {
    const table = new MemoryTable();
    const records = createRecordStore(table);
    await records.upsert(ref, "staff", [row("Lan")], 1);
    return { table, records, stored: async () => (await records.get(ref, "staff", "1"))! };
  };
  /** As the table, with somebody who is told of each call before it is made. */
  const watched = (table: Table, tell: (name: string) => Promise<void>): Table =>
    new Proxy(table, {
      get:
        (target, name) =>
        async (...given: any[]) => {
          await tell(String(name));
          return (target as any)[name](...given);
        },
    });
  /** As the table, with something else done between a look and the write that follows from it. */
  const between = (table: Table, method: "put" | "update", act: () => Promise<unknown>): Table => {
    let done = false;
    return watched(table, async (name) => {
      if (name !== method || done) return;
      done = true;
      await act();
    });
  };

  test("a row that comes between is kept, and so is the metadata", async () => {
    const { table, records, stored } = await storesOf();
    const slow = createMetadataStore(between(table, "update", () => records.upsert(ref, "staff", [row("Hoa")], 2)));
    await slow.change({ ref, resource: "staff", id: "1" }, () => ({ crm: "C-17" }), 3);
    expect(await stored()).toMatchObject({ version: 3, record: { name: "Hoa" }, metadata: { crm: "C-17" } });
  });

  test("metadata that comes between is kept, and so is the row", async () => {
    const { table, stored } = await storesOf();
    const metadata = createMetadataStore(table);
    const slow = createRecordStore(
      between(table, "put", () => metadata.change({ ref, resource: "staff", id: "1" }, () => ({ crm: "C-17" }), 3)),
    );
    await slow.upsert(ref, "staff", [row("Hoa")], 2);
    expect(await stored()).toMatchObject({ version: 3, record: { name: "Hoa" }, metadata: { crm: "C-17" } });
  });

  test("a row is stored with as many requests to the table, whether or not it has metadata", async () => {
    const { table } = await storesOf();
    const counted = () => {
      const calls: string[] = [];
      return { calls, records: createRecordStore(watched(table, async (name) => void calls.push(name))) };
    };
    const plain = counted();
    await plain.records.upsert(ref, "staff", [row("Lan")], 4);
    await plain.records.upsert(ref, "staff", [row("Mai")], 5);
    await createMetadataStore(table).change({ ref, resource: "staff", id: "1" }, () => ({ crm: "C-17" }), 6);
    const noted = counted();
    await noted.records.upsert(ref, "staff", [row("Mai")], 7);
    await noted.records.upsert(ref, "staff", [row("Đào")], 8);
    expect(noted.calls).toEqual(plain.calls);
    expect(plain.calls).toEqual(["getMany", "getMany", "put"]);
  });
});
