import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { Table } from "../../../shared/core/table.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import { type ChangeDraft, createFeedStore, FEED_RETENTION } from "../../../shared/stores/feed.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { ABANDONED, createTenantFeedStore, rememberFormer } from "../../../shared/stores/tenant-feed.ts";
import {
  beginningOf,
  endOf,
  readTenantChanges,
  type Wanted,
} from "../../../shared/usecases/events/read-tenant-changes.ts";
import { waitForNews } from "../../../shared/usecases/events/wait-for-news.ts";

const NOW = Date.UTC(2026, 10, 20);
const everything: Wanted = { concerns: () => true, limit: 100 };

/** A tenant whose shops publish, and its reader. */
const createFollowed = (table: Table = new MemoryTable()) => {
  let now = NOW;
  const feed = createFeedStore(table);
  const tenantFeed = createTenantFeedStore(table);
  const deps = { feed, tenantFeed, clock: () => now };
  const draft = (resource: string, id: string): ChangeDraft => ({
    resource,
    id,
    version: 1,
    type: "added",
    fields: [],
    at: new Date(now).toISOString(),
  });
  return {
    deps,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
    /** As `publish` does for one shop. */
    publish: async (shop: string, ...ids: string[]) => {
      const drafts = ids.map((id) => draft("orders", id));
      const { changes, isRepeated } = await feed.append({ tenant: "acme", shop }, "orders", drafts, now);
      const range = { shop, resource: "orders", from: changes[0]!.seq, to: changes.at(-1)!.seq };
      await tenantFeed.append("acme", [range], now, isRepeated);
    },
    read: (from: Parameters<typeof readTenantChanges>[1], wanted = everything) =>
      readTenantChanges("acme", from, wanted, deps),
    begin: async () => beginningOf(await tenantFeed.head("acme")),
    end: async () => endOf(await tenantFeed.head("acme")),
  };
};
const told = ({ found }: Awaited<ReturnType<typeof readTenantChanges>>) =>
  found.map(({ change }) => `${change.shop} ${change.id}`);

describe("the feed of all shops", () => {
  test("tells what was published, in that order, in pages that end within an entry as well", async () => {
    const { publish, read, begin } = createFollowed();
    await publish("hanoi", "1", "2", "3");
    await publish("hue", "1");
    await publish("hanoi", "4");
    const first = await read(await begin(), { ...everything, limit: 2 });
    expect(told(first)).toEqual(["hanoi 1", "hanoi 2"]);
    expect(first.isEnd).toBe(false);
    const second = await read(first.next);
    expect(told(second)).toEqual(["hanoi 3", "hue 1", "hanoi 4"]);
    expect((await read(second.next)).found).toEqual([]);
  });

  test("has not expired for its first reader while two publishers have the first places and one has stored", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, now } = createFollowed(table);
    const head = { pk: keys.tenantFeed("acme"), sk: "!head" };
    const take = () => table.update(head, { add: { place: 1 }, set: { at: now() } });
    const entry = (place: number, ranges: readonly (readonly [string, string, number, number])[]) =>
      table.put({ pk: head.pk, sk: `#${String(place).padStart(15, "0")}`, at: now(), ranges, ttl: now() / 1_000 + 60 });
    await take();
    await take();
    await entry(2, [["hue", "orders", 1, 1]]);
    expect(await read(await begin())).toMatchObject({ found: [], isEnd: true });
    await entry(1, [["hanoi", "orders", 1, 1]]);
    await publish("hanoi", "1");
    expect(told(await read(await begin()))).toContain("hanoi 1");
  });

  test("goes on behind any change of a page, when only a part of the page was taken", async () => {
    const { publish, read, begin } = createFollowed();
    await publish("hanoi", "1", "2", "3");
    await publish("hue", "1");
    const { found } = await read(await begin());
    const rests = await Promise.all(found.map(async ({ behind }) => told(await read(behind)).length));
    expect(rests).toEqual([3, 2, 1, 0]);
  });

  test("leaves out what is not asked for, and its cursor moves on all the same", async () => {
    const { publish, read, begin } = createFollowed();
    for (let index = 1; index <= 250; index += 1) await publish("hanoi", String(index));
    const hue = { concerns: ({ shop }: { shop: string }) => shop === "hue", limit: 5 };
    const { found, next } = await read(await begin(), hue);
    expect(found).toEqual([]);
    expect(next.place).toBe(250);
  });

  test("stops before a place that another publisher has not filled yet, and loses nothing", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, pass, deps } = createFollowed(table);
    await publish("hanoi", "1");
    // Somebody has taken place 2, and stores its entry later.
    await table.update({ pk: "T#acme#FEED", sk: "!head" }, { add: { place: 1 } });
    await publish("hue", "1");
    const before = await read(await begin());
    expect(told(before)).toEqual(["hanoi 1"]);
    await deps.feed.append({ tenant: "acme", shop: "vinh" }, "orders", [{ ...draftOf("9"), at: iso(NOW) }], NOW);
    const ranges = [["vinh", "orders", 1, 1]];
    await table.put({ pk: "T#acme#FEED", sk: `#${"2".padStart(15, "0")}`, at: NOW, ranges, ttl: (NOW + DAY) / SECOND });
    expect(told(await read(before.next))).toEqual(["vinh 9", "hue 1"]);
    pass(SECOND);
  });

  test("passes a place by that its publisher has left for good", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, pass } = createFollowed(table);
    await publish("hanoi", "1");
    await table.update({ pk: "T#acme#FEED", sk: "!head" }, { add: { place: 1 } });
    await publish("hue", "1");
    pass(ABANDONED);
    expect(told(await read(await begin()))).toEqual(["hanoi 1", "hue 1"]);
  });

  test("tells a change once when its batch is published again", async () => {
    const { publish, read, begin } = createFollowed();
    await publish("hanoi", "1", "2");
    await publish("hanoi", "1", "2");
    await publish("hanoi", "1", "2", "3");
    expect(told(await read(await begin()))).toEqual(["hanoi 1", "hanoi 2", "hanoi 3"]);
  });

  test("tells all of a shop that got a removed one's id, also what its publisher had to repeat", async () => {
    const table = new MemoryTable();
    const { publish, read, pass, end, deps, now } = createFollowed(table);
    const ref = { tenant: "acme", shop: "hue" };
    await publish("hue", "a", "b", "c", "d", "e");
    for (const { pk, sk } of (await table.query({ pk: keys.feed(ref, "orders") })).items)
      await table.delete({ pk, sk });
    await table.transact([rememberFormer(ref, now())]);
    pass(20 * MINUTE);
    await deps.tenantFeed.beginAnew(ref, "second");
    const cursor = await end();
    // The worker dies when the shop's feed has the changes and the tenant's has not.
    const drafts = ["n1", "n2", "n3"].map((id) => ({ ...draftOf(id), at: iso(now()) }));
    await deps.feed.append(ref, "orders", drafts, now());
    await publish("hue", "n1", "n2", "n3");
    await publish("hue", "n4");
    expect(told(await read(cursor))).toEqual(["hue n1", "hue n2", "hue n3", "hue n4"]);
    // And once, when it has to repeat that as well.
    await publish("hue", "n4");
    expect(told(await read(cursor))).toHaveLength(4);
  });

  test("a table that was restored ends the cursors that had seen more, also when it has grown again", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, end, pass } = createFollowed(table);
    await publish("hanoi", "1");
    const kept = (await read(await begin())).next;
    const backup = structuredClone(await copyOf(table));
    pass(MINUTE);
    await publish("hanoi", "2");
    const ahead = await end();
    const restored = createFollowed(await tableOf(backup));
    await expect(restored.read(ahead)).rejects.toMatchObject({ status: 410, code: "cursor-expired" });
    restored.pass(2 * MINUTE);
    await restored.publish("hue", "7");
    await expect(restored.read(ahead)).rejects.toMatchObject({ status: 410 });
    await restored.publish("hue", "8");
    await expect(restored.read(ahead)).rejects.toMatchObject({ status: 410 });
    // Who had read no more than the copy holds goes on.
    expect(told(await restored.read(kept))).toEqual(["hue 7", "hue 8"]);
  });

  test("a shop with the id of a former one ends the cursors; one with an id of its own does not", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, deps } = createFollowed(table);
    await publish("hanoi", "1");
    const { next } = await read(await begin());
    await deps.tenantFeed.beginAnew({ tenant: "acme", shop: "hue" }, "other");
    expect(told(await read(next))).toEqual([]);
    await table.put({ pk: "T#acme#FEED", sk: "!former#hanoi" });
    await deps.tenantFeed.beginAnew({ tenant: "acme", shop: "hanoi" }, "second");
    await expect(read(next)).rejects.toMatchObject({ status: 410 });
    const fresh = await begin();
    await deps.tenantFeed.beginAnew({ tenant: "acme", shop: "hanoi" }, "third");
    expect(told(await read(fresh))).toEqual(["hanoi 1"]);
  });

  test("what was published of a former shop is not looked up in the feed of the one that has its id now", async () => {
    const table = new MemoryTable();
    const { publish, read, begin, pass } = createFollowed(table);
    await publish("hanoi", "old");
    for (const { sk } of (await table.query({ pk: "T#acme#S#hanoi#F#orders" })).items)
      await table.delete({ pk: "T#acme#S#hanoi#F#orders", sk });
    pass(10 * MINUTE);
    await publish("hanoi", "new");
    expect(told(await read(await begin()))).toEqual(["hanoi new"]);
  });

  test("says that what came behind a cursor is no longer kept, and goes on for who has missed nothing", async () => {
    const { publish, read, begin, pass } = createFollowed();
    const beginning = await begin();
    await publish("hanoi", "1");
    const { next: first } = await read(await begin());
    pass(DAY);
    await publish("hanoi", "2");
    const { next: second } = await read(first);
    pass(FEED_RETENTION);
    await publish("hanoi", "3");
    await expect(read(beginning)).rejects.toMatchObject({ status: 410 });
    await expect(read(first)).rejects.toMatchObject({ status: 410 });
    expect(told(await read(second))).toEqual(["hanoi 3"]);
  });
});

describe("waiting for news", () => {
  /** A table that counts its requests. */
  const createCounted = () => {
    const inner = new MemoryTable();
    let reads = 0;
    const table: Table = {
      get: (...asked) => {
        reads += 1;
        return inner.get(...asked);
      },
      getMany: (wanted, fields) => {
        reads += wanted.length;
        return inner.getMany(wanted, fields);
      },
      query: (query) => {
        reads += 1;
        return inner.query(query);
      },
      put: (...asked) => inner.put(...asked),
      update: (...asked) => inner.update(...asked),
      delete: (...asked) => inner.delete(...asked),
      transact: (...asked) => inner.transact(...asked),
    };
    return { table, reads: () => reads };
  };

  test("looks at one item, after pauses that grow to two seconds", async () => {
    const { table, reads } = createCounted();
    const { deps, pass, now } = createFollowed(table);
    const pauses: number[] = [];
    const sleep = async (milliseconds: number) => {
      pauses.push(milliseconds);
      pass(milliseconds);
    };
    const hold = { kind: "feed", tenant: "acme", from: 0, until: now() + 20 * SECOND } as const;
    expect(await waitForNews(hold, { ...deps, sleep })).toBe(false);
    expect(now()).toBe(NOW + 20 * SECOND);
    expect(reads()).toBe(pauses.length);
    expect(pauses.length).toBeLessThanOrEqual(16);
    expect(Math.max(...pauses)).toBe(2 * SECOND);
  });

  test("ends with the first change that is asked for, and not with another shop's", async () => {
    const { deps, pass, publish, now } = createFollowed();
    const plan = ["hue", "hue", "hanoi"];
    const sleep = async (milliseconds: number) => {
      pass(milliseconds);
      const shop = plan.shift();
      if (shop) await publish(shop, String(now()));
    };
    const hold = { kind: "feed", tenant: "acme", from: 0, shops: ["hanoi"], until: now() + 20 * SECOND } as const;
    expect(await waitForNews(hold, { ...deps, sleep })).toBe(true);
    expect(plan).toEqual([]);
    expect(now() - NOW).toBeLessThan(2 * SECOND);
  });
});

const iso = (at: number) => new Date(at).toISOString();
const draftOf = (id: string) => ({ resource: "orders", id, version: 1, type: "added", fields: [] }) as const;

const partitions = ["T#acme#FEED", "T#acme#S#hanoi#F#orders", "T#acme#S#hue#F#orders"];
const copyOf = async (table: MemoryTable) =>
  (await Promise.all(partitions.map((pk) => table.query({ pk })))).flatMap(({ items }) => items);
const tableOf = async (items: Awaited<ReturnType<typeof copyOf>>): Promise<MemoryTable> => {
  const table = new MemoryTable();
  for (const item of items) await table.put(item);
  return table;
};
