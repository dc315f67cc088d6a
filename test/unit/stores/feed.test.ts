import { describe, expect, test, vi } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { DAY } from "../../../shared/core/time.ts";
import { type ChangeDraft, createFeedStore, FEED_RETENTION } from "../../../shared/stores/feed.ts";
import { createFindStore } from "../../../shared/stores/finds.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createTenantFeedStore } from "../../../shared/stores/tenant-feed.ts";
import { publishChanges, type RecordChange } from "../../../shared/usecases/events/publish-changes.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const draft = (id: string): ChangeDraft => ({
  resource: "orders",
  id,
  version: 1,
  type: "added",
  fields: [],
  at: new Date(NOW).toISOString(),
});

describe("the feed of a resource", () => {
  test("gives two publishers at once places of their own, without a gap", async () => {
    const feed = createFeedStore(new MemoryTable());
    await Promise.all([
      feed.append(ref, "orders", [draft("1"), draft("2")], NOW),
      feed.append(ref, "orders", [draft("3")], NOW),
      feed.append(ref, "orders", [draft("4"), draft("5")], NOW),
    ]);
    const told = await feed.after(ref, "orders", 0, { limit: 100, now: NOW });
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(told.map(({ id }) => id).sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("tells a change once, however often and in whatever batches its publisher repeats itself", async () => {
    const feed = createFeedStore(new MemoryTable());
    const drafts = Array.from({ length: 250 }, (_, index) => draft(String(index + 1)));
    await feed.append(ref, "orders", drafts.slice(0, 150), NOW);
    const placed = await feed.append(ref, "orders", drafts, NOW);
    expect(placed.isRepeated).toBe(true);
    expect(placed.changes.map(({ id, seq }) => `${id} ${seq}`)).toEqual(drafts.map(({ id }) => `${id} ${id}`));
    // A batch that was halved after it had been appended.
    expect((await feed.append(ref, "orders", drafts.slice(240), NOW)).changes[0]?.seq).toBe(241);
    const told = await feed.after(ref, "orders", 0, { limit: 1_000, now: NOW });
    expect(told.map(({ id, seq }) => `${id} ${seq}`)).toEqual(drafts.map(({ id }) => `${id} ${id}`));
  });

  test("tells no older version behind a newer one, wherever its publisher's batches are cut the second time", async () => {
    const table = new MemoryTable();
    const all = Array.from({ length: 60 }, (_, index) => ({ ...draft(`order-${index % 4}`), version: index + 1 }));
    await createFeedStore(table).append(ref, "orders", all, NOW);
    const seqs = ({ changes }: { readonly changes: readonly { readonly seq: number }[] }) =>
      changes.map(({ seq }) => seq);
    for (const size of [1, 2, 7, 30, 59]) {
      // An instance that knows nothing of the feed's end, and one that has asked for it before.
      for (const feed of [createFeedStore(table), createFeedStore(table)]) {
        for (let from = 0; from < all.length; from += size) {
          const part = all.slice(from, from + size);
          const appended =
            from % 2 === 0
              ? (await feed.appendMany([{ ref, resource: "orders", drafts: part }], NOW + 20_000))[0]!
              : await feed.append(ref, "orders", part, NOW + 20_000);
          expect(appended.isRepeated).toBe(true);
          expect(seqs(appended)).toEqual(part.map(({ version }) => version));
        }
      }
    }
    expect(await createFeedStore(table).last(ref, "orders")).toBe(60);
  });

  test("tells halves of its own failed batch once, without a read of the feed", async () => {
    const table = new MemoryTable();
    const feed = createFeedStore(table);
    const [first, second] = [draft("1"), { ...draft("1"), version: 2 }];
    await feed.appendMany([{ ref, resource: "orders", drafts: [first, second] }], NOW);
    const query = vi.spyOn(table, "query");
    for (const half of [first, second])
      expect((await feed.appendMany([{ ref, resource: "orders", drafts: [half] }], NOW))[0]!.changes).toEqual([
        { ...half, seq: half.version },
      ]);
    expect(query).not.toHaveBeenCalled();
  });

  test("does not look for a change that is younger than the feed's last place", async () => {
    const table = new MemoryTable();
    await createFeedStore(table).append(ref, "orders", [draft("1")], NOW);
    const query = vi.spyOn(table, "query");
    const later = { ...draft("2"), at: new Date(NOW + 60_000).toISOString() };
    await createFeedStore(table).appendMany([{ ref, resource: "orders", drafts: [later] }], NOW + 61_000);
    expect(query).not.toHaveBeenCalled();
  });

  test("tells a record anew that was forgotten and has come back, whose versions begin anew", async () => {
    const feed = createFeedStore(new MemoryTable());
    await feed.append(ref, "orders", [draft("1"), { ...draft("1"), version: 2 }], NOW);
    const again = { ...draft("1"), at: new Date(NOW + 1_000).toISOString() };
    const { changes } = await feed.append(ref, "orders", [again], NOW + 2_000);
    expect(changes.map(({ seq }) => seq)).toEqual([3]);
  });

  test("says that changes behind a cursor are no longer kept", async () => {
    const feed = createFeedStore(new MemoryTable());
    await feed.append(ref, "orders", [draft("1")], NOW);
    await feed.append(ref, "orders", [draft("2")], NOW + 2 * DAY);
    const later = NOW + FEED_RETENTION + DAY;
    await expect(feed.after(ref, "orders", 0, { limit: 100, now: later })).rejects.toMatchObject({ status: 410 });
    expect((await feed.after(ref, "orders", 1, { limit: 100, now: later })).map(({ id }) => id)).toEqual(["2"]);
    expect(await feed.after(ref, "orders", 2, { limit: 100, now: later })).toEqual([]);
  });
});

describe("several feeds", () => {
  const place = (resource: string, ...ids: readonly string[]) => ({
    ref,
    resource,
    drafts: ids.map((id) => ({ ...draft(id), resource })),
  });
  const shown = (all: readonly { readonly changes: readonly { readonly id: string; readonly seq: number }[] }[]) =>
    all.map(({ changes }) => changes.map(({ id, seq }) => `${id} ${seq}`));
  const counted = () => {
    const table = new MemoryTable();
    const asked: string[] = [];
    for (const name of ["get", "getMany", "update", "transact"] as const) {
      const method = table[name].bind(table) as (...input: never[]) => unknown;
      Object.assign(table, {
        [name]: (...input: never[]) => {
          asked.push(name);
          return method(...input);
        },
      });
    }
    return { table, asked: () => asked.splice(0) };
  };

  test("get their places together, and the second time without a read", async () => {
    const { table, asked } = counted();
    const feed = createFeedStore(table);
    expect(shown(await feed.appendMany([place("orders", "1", "2"), place("inventory", "7")], NOW))).toEqual([
      ["1 1", "2 2"],
      ["7 1"],
    ]);
    expect(asked()).toEqual(["getMany", "update", "update"]);
    expect(shown(await feed.appendMany([place("inventory", "8"), place("orders", "3")], NOW))).toEqual([
      ["8 2"],
      ["3 3"],
    ]);
    expect(asked()).toEqual(["update", "update"]);
  });

  test("are told once, however their publisher repeats itself, and whichever instance has gone on between", async () => {
    const { table } = counted();
    const [one, other] = [createFeedStore(table), createFeedStore(table)];
    const batch = [place("orders", "1", "2"), place("inventory", "7")];
    const first = shown(await one.appendMany(batch, NOW));
    for (const feed of [one, other, createFeedStore(table)]) {
      const again = await feed.appendMany(batch, NOW);
      expect(shown(again)).toEqual(first);
      expect(again.every(({ isRepeated }) => isRepeated)).toBe(true);
    }
    await other.appendMany([place("orders", "3")], NOW);
    expect(shown(await one.appendMany([place("orders", "4"), place("inventory", "8")], NOW))).toEqual([
      ["4 4"],
      ["8 2"],
    ]);
    expect((await one.after(ref, "orders", 0, { limit: 100, now: NOW })).map(({ id }) => id)).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
  });

  test("of a shop that got the id of a removed one are told once as well", async () => {
    const { table } = counted();
    const [one, other] = [createFeedStore(table), createFeedStore(table)];
    await one.appendMany([place("orders", "1")], NOW);
    for (const { pk, sk } of (await table.query({ pk: `T#acme#S#shop#F#orders` })).items)
      await table.delete({ pk, sk });
    // As far in the new shop's feed as the first instance remembers of the old one's.
    await other.appendMany([place("orders", "9")], NOW);
    const again = await one.appendMany([place("orders", "9"), place("inventory", "7")], NOW);
    expect(shown(again)).toEqual([["9 1"], ["7 1"]]);
    expect((await one.after(ref, "orders", 0, { limit: 100, now: NOW })).map(({ id }) => id)).toEqual(["9"]);
  });

  test("that are too many for one transaction are all told", async () => {
    const feed = createFeedStore(new MemoryTable());
    const ids = Array.from({ length: 70 }, (_, index) => String(index));
    const all = await feed.appendMany([place("orders", ...ids), place("inventory", ...ids)], NOW);
    expect(all.map(({ changes }) => changes.at(-1)!.seq)).toEqual([70, 70]);
  });
});

describe("what is published of a record", () => {
  /** Each write of the table as its stream tells it, and what the feed makes of it. */
  const story = async (write: (records: ReturnType<typeof createRecordStore>) => Promise<unknown>) => {
    const table = new MemoryTable();
    const published = new MemoryTable();
    const feed = createFeedStore(published);
    const deps = {
      feed,
      tenantFeed: createTenantFeedStore(published),
      finds: createFindStore(published),
      clock: () => NOW,
      metric: () => undefined,
      log: () => undefined,
      fanOut: async () => undefined,
    };
    await write(createRecordStore(table));
    const batch = table.stream.map(({ old, new: after }): RecordChange => ({ before: old, after }));
    await publishChanges(batch, deps);
    const told = await feed.after(ref, "orders", 0, { limit: 100, now: NOW });
    return { table, deps, told: told.map(({ type, version }) => `${type} ${version}`) };
  };
  const row = (note: string) => ({ id: "7", modified: undefined, record: { id: "7", note }, raw: { id: 7, note } });

  test("is each version once", async () => {
    const { told } = await story(async (records) => {
      await records.upsert(ref, "orders", [row("a")], NOW);
      await records.upsert(ref, "orders", [row("b")], NOW + 1);
      await records.remove(ref, "orders", "7", { observedAt: NOW + 2 });
      await records.upsert(ref, "orders", [row("b")], NOW + 3);
    });
    expect(told).toEqual(["added 1", "updated 2", "deleted 3", "added 4"]);
  });

  test("is nothing where the item changed and the version did not", async () => {
    const { table, deps } = await story((records) => records.upsert(ref, "orders", [row("a")], NOW));
    const [{ new: after } = { new: undefined }] = table.stream;
    const noted: RecordChange = { before: after, after: { ...after!, older: 5 } };
    expect(await publishChanges([noted], deps)).toBe(0);
  });

  test("is nothing where a record was gone before", async () => {
    const { table, deps } = await story(async (records) => {
      await records.upsert(ref, "orders", [row("a")], NOW);
      await records.remove(ref, "orders", "7", { observedAt: NOW + 2 });
    });
    const gone = table.stream.at(-1)!.new!;
    const again: RecordChange = { before: gone, after: { ...gone, v: Number(gone.v) + 1 } };
    expect(await publishChanges([again], deps)).toBe(0);
    expect(await publishChanges([{ before: undefined, after: gone }], deps)).toBe(0);
  });
});
