import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe, expect, test, vi } from "vitest";
import { createHandler as createWrite } from "../../../functions/write.ts";
import { localAws } from "../../../infra/local/aws.ts";
import { startDynamoDb } from "../../../infra/local/dynamodb.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { bringBack, type Part, type WholeTable } from "../../../infra/restore/bring-back.ts";
import { createWholeTable } from "../../../infra/restore/whole-table.ts";
import type { Item, Key } from "../../../shared/core/table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { compare } from "../../faults/runs/compare.ts";
import { openWatchedShop, type WatchedShop } from "../freshness/watched-shop.ts";

vi.setConfig({ testTimeout: 120_000 });

const nameOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

const itemsOf = (memory: MemoryTable): readonly Item[] => {
  const found = new Map<string, Item>();
  for (const { key, new: next } of memory.stream) {
    if (next) found.set(nameOf(key), next);
    else found.delete(nameOf(key));
  }
  return [...found.values()];
};

const wholeOf = (memory: MemoryTable): WholeTable => ({
  getMany: (some) => memory.getMany(some),
  put: (item) => memory.put(item),
  delete: (key) => memory.delete(key),
  async *pages() {
    const items = itemsOf(memory);
    for (let at = 0; at < items.length; at += 100) yield items.slice(at, at + 100);
  },
});

/** The table as it is at this moment: what a point-in-time restore makes a table of. */
const backupOf = async (memory: MemoryTable): Promise<MemoryTable> => {
  const copy = new MemoryTable();
  for (const item of itemsOf(memory)) await copy.put(item);
  return copy;
};

/** A shop at work, with a follower of its feed. */
const open = async (vendor: VendorId) => {
  const shop = await openWatchedShop(vendor, ["orders", "products", "customers"], { webhooks: true });
  const { world, operator, get, post } = shop;
  world.writeWorker = async (deps, message, context) => {
    const { batchItemFailures } = await createWrite(deps)({ Records: [message] }, context);
    if (batchItemFailures.length > 0) throw new Error("the write failed");
  };
  const known = new Map<string, number>();
  const follow = async (from: string): Promise<string> => {
    for (let cursor = from; ; ) {
      const page = await get(`/v1/changes?limit=1000&cursor=${cursor}`);
      for (const { resource, id, version } of page.data) known.set(`${resource}/${id}`, version);
      if (page.data.length === 0) return page.next;
      cursor = page.next;
    }
  };
  return {
    ...shop,
    follow,
    /** As the documentation tells it: a cursor first, then all records, and what was known is forgotten. */
    startAnew: async (): Promise<string> => {
      known.clear();
      const { next } = await get("/v1/changes?cursor=latest");
      for (const [name, version] of await stored(shop)) known.set(name, version);
      return next;
    },
    isWhole: async () => expect(Object.fromEntries(known)).toMatchObject(Object.fromEntries(await stored(shop))),
    live: async (minutes: number): Promise<void> => {
      for (let minute = 0; minute < minutes; minute += 1) {
        world.change();
        await world.pass(MINUTE);
      }
    },
    pause: async () => {
      await operator("POST", `/v1/operator/vendors/${vendor}/pause`, { reason: "A backup is brought back." });
      await world.pass(6 * MINUTE);
    },
    resume: () => operator("POST", `/v1/operator/vendors/${vendor}/resume`),
    write: (name: string) => post("/v1/shops/shop/customers", { name, phone: `09${name.padStart(8, "0")}` }, name),
    made: (name: string) => JSON.stringify(world.simulator.rows("customers")).split(`"${name}"`).length - 1,
    stateOf: async (id: string) => (await get(`/v1/shops/shop/writes/${id}`)).state,
    bring: (from: MemoryTable, part: Part) =>
      bringBack({
        ...{ from: wholeOf(from), to: wholeOf(world.memory), part },
        ...{ now: world.time.now(), epoch: `epoch of ${world.time.now()}` },
      }),
    /** What was deleted at the vendor since the backup, and was told by webhooks alone. A busy staff passes the brake. */
    compareAll: async () => {
      await operator("POST", "/v1/operator/tenants/acme/shops/shop/sync", { full: true });
      await world.pass(10 * MINUTE);
      for (const { name } of world.vendor.resources)
        await post(`/v1/shops/shop/sync/${name}/deletions`, { decision: "approve" });
      await world.pass(10 * MINUTE);
    },
    lacking: async () => {
      const { lost, stale, extra, details } = await compare(world, { feed: false, live: true });
      return lost + stale + extra > 0 ? details : [];
    },
  };
};

const stored = async ({ world }: WatchedShop): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  for (const { name } of world.vendor.resources) {
    const { records } = await world.deps.records.page(world.ref, name, { limit: 1_000 });
    for (const { id, version } of records) found.set(`${name}/${id}`, version);
  }
  return found;
};

describe.each(["kiotviet", "nhanh-v3", "pancake"] as const)("a copy of %s that a defect has spoilt", (vendor) => {
  test("is brought back from a backup while the deployment stands: it is the vendor's again, and no write is sent twice", async () => {
    const shop = await open(vendor);
    const { world, live, write, made, bring, get } = shop;
    await live(10);
    const backup = await backupOf(world.memory);
    const early = await shop.follow((await get("/v1/changes?cursor=latest")).next);
    await live(15);
    const late = await shop.follow(early);
    const sent = await write("71");
    await live(4);
    expect([await shop.stateOf(sent.id), made("71")]).toEqual(["succeeded", 1]);
    // The defect: half of the customers are gone from the copy, and the rest are garbled.
    const { items } = await world.memory.query({ pk: keys.records(world.ref, "customers") });
    for (const [index, item] of items.entries()) {
      if (index % 2 === 0) await world.memory.delete(item);
      else await world.memory.put({ ...item, hash: "garbled" });
    }
    await shop.pause();
    const records = await bring(backup, "records");
    expect(records.written).toBeGreaterThan(3);
    // What the stream still carries is published before the feeds go back.
    await world.pass(3 * MINUTE);
    const feeds = await bring(backup, "feeds");
    expect(feeds).toMatchObject({ epochs: 1, doubtful: 0 });
    // Whoever has read is told so, wherever he stood.
    for (const cursor of [early, late]) {
      await expect(get(`/v1/changes?cursor=${cursor}`)).rejects.toThrow("410");
      await expect(get(`/v1/changes?cursor=${cursor}`)).rejects.toThrow(/cursor-expired.*Read the records again/);
    }
    const anew = await shop.startAnew();
    await shop.resume();
    await live(12);
    await shop.compareAll();
    expect(await shop.lacking()).toEqual([]);
    await shop.follow(anew);
    await shop.isWhole();
    // The same key is the same write, and it was sent before the backup was brought back.
    const again = await write("71");
    await world.pass(3 * MINUTE);
    expect([again.id, await shop.stateOf(sent.id), made("71")]).toEqual([sent.id, "succeeded", 1]);
    // Once more changes nothing of what is there: the command can be repeated after a crash.
    await shop.pause();
    const now = await backupOf(world.memory);
    expect(await bring(now, "records")).toMatchObject({ written: 0, deleted: 0 });
    expect(await shop.lacking()).toEqual([]);
  });

  test("and whose table is lost comes back whole: a write that was sent after the backup is looked for, and found", async () => {
    const shop = await open(vendor);
    const { world, live, write, made, bring, get } = shop;
    await live(5);
    await shop.pause();
    const { id } = await write("72");
    await world.pass(2 * MINUTE);
    expect(await shop.stateOf(id)).toBe("queued");
    const backup = await backupOf(world.memory);
    await shop.resume();
    await live(8);
    expect([await shop.stateOf(id), made("72")]).toEqual(["succeeded", 1]);
    const cursor = await shop.follow((await get("/v1/changes?cursor=latest")).next);
    await expect(bring(backup, "everything")).rejects.toThrow("an empty one alone");
    world.ticks(false);
    await world.pass(10 * MINUTE);
    for (const item of itemsOf(world.memory)) await world.memory.delete(item);
    expect(await bring(backup, "everything")).toMatchObject({ doubtful: 1, epochs: 1, deleted: 0 });
    world.ticks(true);
    expect(await shop.stateOf(id)).toBe("unknown");
    await expect(get(`/v1/changes?cursor=${cursor}`)).rejects.toThrow("410");
    const anew = await shop.startAnew();
    await shop.resume();
    await live(10);
    await shop.compareAll();
    expect([await shop.stateOf(id), made("72")]).toEqual(["succeeded", 1]);
    expect(await shop.lacking()).toEqual([]);
    await shop.follow(anew);
    await shop.isWhole();
  });
});

test("a shop that was removed or registered since the backup stays as it is", async () => {
  const [from, to] = [new MemoryTable(), new MemoryTable()];
  const add = async (table: MemoryTable, id: string, createdAt: string, text: string) => {
    const ref = { tenant: "acme", shop: id };
    const shop = JSON.stringify({ tenant: "acme", id, createdAt });
    await table.put({ ...keys.shop(ref), shop });
    await table.put({ pk: keys.records(ref, "orders"), sk: "1", text });
    await table.put({ pk: keys.finds("acme", "code"), sk: `123#${id}#orders#1`, text });
  };
  await add(from, "stays", "2026-01-01", "then");
  await add(from, "removed", "2026-01-01", "then");
  await add(from, "other", "2026-01-01", "then");
  await add(to, "stays", "2026-01-01", "now");
  await add(to, "other", "2026-06-01", "now");
  await add(to, "new", "2026-06-01", "now");
  for (const part of ["records", "feeds"] as const)
    await bringBack({ from: wholeOf(from), to: wholeOf(to), part, now: 0, epoch: "e" });
  const texts = itemsOf(to)
    .filter(({ text }) => text !== undefined)
    .map(({ pk, sk, text }) => [pk.includes("FIND") ? sk.split("#")[1] : pk.split("#")[3], text].join(" "));
  expect(texts.toSorted()).toEqual(["new now", "new now", "other now", "other now", "stays then", "stays then"]);
});

test("the command brings a real table's copy back into another, and the second time it writes nothing", async () => {
  await using engine = await startDynamoDb();
  for (const name of ["living", "restored"]) await engine.createTable(name);
  const client = new DynamoDBClient({ ...localAws, endpoint: engine.endpoint });
  const shop = await openWatchedShop("isale", ["products", "customers"]);
  const { world } = shop;
  const [living, restored] = ["living", "restored"].map((name) => createWholeTable(client, name)) as [
    WholeTable,
    WholeTable,
  ];
  const items = itemsOf(world.memory);
  for (const item of items) await restored.put(item);
  const run = async (part: Part) => {
    const { accessKeyId, secretAccessKey } = localAws.credentials;
    const env = {
      ...{ ...process.env, AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint, AWS_REGION: "ap-southeast-1" },
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    };
    const args = ["infra/restore.ts", "--from", "restored", "--to", "living", "--part", part];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return JSON.parse(stdout);
  };
  expect(await run("everything")).toMatchObject({ part: "everything", deleted: 0, doubtful: 0, epochs: 1 });
  const names = async (table: WholeTable) => {
    const found: string[] = [];
    for await (const page of table.pages("keys")) found.push(...page.map(nameOf));
    return found.filter((name) => !/BUDGET#|SILENCE#/.test(name)).sort();
  };
  expect(await names(living)).toEqual(await names(restored));
  expect((await names(living)).length).toBeGreaterThan(80);
  const pk = keys.records(world.ref, "products");
  const { records } = await world.deps.records.page(world.ref, "products", { limit: 5 });
  for (const { id } of records) await living.delete({ pk, sk: id });
  await living.put({ pk, sk: "made-by-a-defect", v: 1 });
  expect(await run("records")).toMatchObject({ written: records.length, deleted: 1 });
  expect(await run("records")).toMatchObject({ written: 0, deleted: 0 });
  expect(await names(living)).toEqual(await names(restored));
  client.destroy();
});
