import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Condition, Item, Table } from "../../../shared/core/table.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { type Change, type ChangeDraft, createFeedStore, FEED_RETENTION } from "../../../shared/stores/feed.ts";
import { type FeedEntry, packEntries, unpackEntries } from "../../../shared/stores/feed-pages.ts";
import { createFeedReader, entriesOf } from "../../../shared/stores/feed-reader.ts";
import { keys } from "../../../shared/stores/keys.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const pk = keys.feed(ref, "orders");

const draftOf = (id: string, version: number, at: number, fields: readonly string[] = ["status"]): ChangeDraft => ({
  resource: "orders",
  id,
  version,
  type: "updated",
  fields,
  at: new Date(at).toISOString(),
});

const entryArbitrary = fc.record(
  {
    id: fc.string(),
    version: fc.nat(),
    type: fc.constantFrom("added", "updated", "deleted"),
    fields: fc.array(fc.string({ maxLength: 12 }), { maxLength: 8 }),
    origin: fc.string(),
    backfill: fc.constant(true as const),
    again: fc.constant(true as const),
    at: fc.oneof(
      fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom("2026-11-20T07:00:00+07:00", "2026-11-20", "unknown"),
    ),
    placedAt: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
  },
  { requiredKeys: ["id", "version", "type", "fields", "at", "placedAt"] },
);

/** The second half of each test's story: a change is applied and nobody hears of it, or the table cannot be reached. */
const unreliable = (table: Table, troubles: readonly number[]): Table => {
  let writes = 0;
  const troubled = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const trouble = troubles[writes % Math.max(1, troubles.length)] ?? 0;
    writes += 1;
    if (trouble === 1) throw new RetryLater("out of reach");
    const answer = await work();
    if (trouble === 2) throw new RetryLater("nobody heard the answer");
    return answer;
  };
  return {
    get: (...input) => table.get(...input),
    getMany: (...input) => table.getMany(...input),
    query: (...input) => table.query(...input),
    put: (...input) => table.put(...input),
    delete: (...input) => table.delete(...input),
    update: (key, change, when?: Condition) => troubled(() => table.update(key, change, when)),
    transact: (writes) => troubled(() => table.transact(writes)),
  };
};

const untilItWorks = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
    }
  }
};

describe("changes of a feed that are packed", () => {
  test("come back as they were, at the places where they stand", () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { minLength: 1, maxLength: 40 }), fc.nat(1_000_000), (rows, before) => {
        const entries = rows.map(
          (row, index) => ({ ...row, resource: "orders", seq: before + index + 1 }) as FeedEntry,
        );
        expect(unpackEntries(packEntries(entries), "orders", before + rows.length)).toEqual(entries);
      }),
    );
  });
});

describe("a feed whose last changes stand with its counter", () => {
  test("takes one small write for a change, and a page for dozens", async () => {
    const table = new MemoryTable();
    const feed = createFeedStore(table);
    const [update, transact] = [vi.spyOn(table, "update"), vi.spyOn(table, "transact")];
    // Ids as vendors give them: they have little in common.
    const idOf = (index: number) => String((index * 2_654_435_761) % 4_294_967_296);
    for (let index = 1; index <= 400; index += 1)
      await feed.appendMany(
        [
          {
            ref,
            resource: "orders",
            drafts: [draftOf(idOf(index), index % 7, NOW + index * 61_357, ["status", "total"].slice(index % 2))],
          },
        ],
        NOW + index * 61_357 + ((index * 37) % 900),
      );
    expect(update.mock.calls.length + transact.mock.calls.length).toBe(400);
    expect(transact.mock.calls.length).toBeLessThan(20);
    const { items } = await table.query({ pk });
    for (const item of items) expect(bytesOf(item)).toBeLessThanOrEqual(1_024);
    expect((await feed.after(ref, "orders", 0, { limit: 500, now: NOW })).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 400 }, (_, index) => index + 1),
    );
  });

  test("stores a thousand new records of a backfill in a dozen pages", async () => {
    const table = new MemoryTable();
    const drafts = Array.from({ length: 1_000 }, (_, index) => draftOf(String(index), 1, NOW));
    await createFeedStore(table).append(ref, "orders", drafts, NOW);
    expect((await table.query({ pk })).items.length).toBeLessThan(13);
  });

  test("tells a reader each change once while its publisher fills page after page", async () => {
    const table = new MemoryTable();
    const [publisher, reader] = [createFeedStore(table), createFeedStore(table)];
    // The publisher goes on each time between the reader's look at the counter and at the pages.
    const query = table.query.bind(table);
    let published = 0;
    const publish = async () => {
      published += 1;
      await publisher.append(ref, "orders", [draftOf(`order-${published}`, 1, NOW)], NOW);
    };
    for (let first = 0; first < 300; first += 1) await publish();
    table.query = async (asked) => {
      for (let more = 0; more < 90; more += 1) await publish();
      return query(asked);
    };
    const seen: number[] = [];
    for (let look = 0; look < 6; look += 1)
      seen.push(...(await reader.after(ref, "orders", seen.length, { limit: 120, now: NOW })).map(({ seq }) => seq));
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
    expect(seen.length).toBeGreaterThan(500);
  });

  test("tells a reader nothing twice that goes into a page while it reads, also where the pages before are gone", async () => {
    const table = new MemoryTable();
    const [feed, reader] = [createFeedStore(table), createFeedReader(table, FEED_RETENTION)];
    for (let index = 1; index <= 150; index += 1) await feed.append(ref, "orders", [draftOf(`${index}`, 1, NOW)], NOW);
    for (const { sk } of (await table.query({ pk, from: "#" })).items) await table.delete({ pk, sk });
    const counter = await reader.counter(pk);
    const stood = entriesOf(counter, "orders");
    await feed.append(
      ref,
      "orders",
      Array.from({ length: 130 }, (_, index) => draftOf(`more-${index}`, 1, NOW)),
      NOW,
    );
    const taken = await reader.take({ pk, resource: "orders" }, counter, { from: 1, limit: 300 });
    expect(taken.map(({ seq }) => seq)).toEqual(stood.map(({ seq }) => seq));
  });

  test("shows through every reading what a plain list of its changes shows, whatever its publishers meet", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            size: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 90, max: 620 })),
            by: fc.nat(2),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        fc
          .array(fc.nat(4), { maxLength: 7 })
          .filter((all) => all.length === 0 || all.some((one) => one > 2 || one === 0)),
        fc.nat(),
        async (batches, troubles, pick) => {
          const table = new MemoryTable();
          const stores = [0, 1, 2].map(() => createFeedStore(unreliable(table, troubles)));
          const model: Change[] = [];
          for (const [step, { size, by }] of batches.entries()) {
            const at = NOW + step * MINUTE;
            const drafts = Array.from({ length: size }, (_, index) => draftOf(`${step}-${index}`, step + 1, at));
            const [appended] = await untilItWorks(() =>
              stores[by]!.appendMany([{ ref, resource: "orders", drafts }], at + 500),
            );
            model.push(...drafts.map((draft, index) => ({ ...draft, seq: model.length + index + 1 })));
            expect(appended!.changes.map(({ seq }) => seq)).toEqual(model.slice(-size).map(({ seq }) => seq));
          }
          const now = NOW + batches.length * MINUTE;
          const from = pick % model.length;
          const feed = createFeedStore(table);
          expect(await feed.after(ref, "orders", from, { limit: 130, now })).toEqual(model.slice(from, from + 130));
          const seqs = [...new Set([1, from + 1, model.length, (pick * 7) % model.length || 1])];
          const places = seqs.map((seq) => ({ shop: "shop", resource: "orders", seq }));
          const many = await feed.readMany("acme", places, now);
          expect(many.map(({ seq, id }) => `${seq} ${id}`).sort()).toEqual(
            seqs.map((seq) => `${seq} ${model[seq - 1]!.id}`).sort(),
          );
          const times = batches.map((_, step) => NOW + step * MINUTE);
          expect(await feed.countBetween(ref, "orders", times)).toEqual(batches.slice(0, -1).map(({ size }) => size));
          const wanted = model[from]!;
          const changes = await feed.changesOf(
            ref,
            wanted,
            [{ version: wanted.version, at: Date.parse(wanted.at) }],
            now,
          );
          // A batch of more than the changes that are looked through may hide it.
          if (changes.size > 0) expect(changes.get(wanted.version)).toEqual(wanted);
          else expect(batches[wanted.version - 1]!.size).toBeGreaterThan(250);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("no longer tells of a page what is older than its keeping, though its younger changes keep it", async () => {
    const table = new MemoryTable();
    const feed = createFeedStore(table);
    await feed.append(ref, "orders", [draftOf("1", 1, NOW)], NOW);
    await feed.append(ref, "orders", [draftOf("2", 1, NOW + MINUTE)], NOW + MINUTE);
    const now = NOW + FEED_RETENTION + MINUTE / 2;
    await expect(feed.after(ref, "orders", 0, { limit: 9, now })).rejects.toMatchObject({ status: 410 });
    expect((await feed.after(ref, "orders", 1, { limit: 9, now })).map(({ id }) => id)).toEqual(["2"]);
    const places = [1, 2].map((seq) => ({ shop: "shop", resource: "orders", seq }));
    expect((await feed.readMany("acme", places, now)).map(({ id }) => id)).toEqual(["2"]);
  });

  test("goes on from changes that were stored one by one, as earlier versions did", async () => {
    const table = new MemoryTable();
    const ttl = (NOW + FEED_RETENTION) / 1_000;
    const old = (seq: number, more: object = {}): Item => {
      const { version: v, ...draft } = draftOf(`old-${seq}`, 1, NOW);
      return { pk, sk: `#${String(seq).padStart(15, "0")}`, ...draft, fields: ["status"], v, ttl, ...more };
    };
    for (const item of [old(1), old(2, { origin: "wr_1", backfill: true }), old(3)]) await table.put(item);
    await table.put({ pk, sk: "!counter", seq: 3, id: "old-3", v: 1, at: NOW, placedAt: NOW });
    const feed = createFeedStore(table);
    const again = await feed.append(ref, "orders", [draftOf("old-2", 1, NOW), draftOf("old-3", 1, NOW)], NOW);
    expect(again.changes.map(({ seq }) => seq)).toEqual([2, 3]);
    await feed.append(ref, "orders", [draftOf("new", 1, NOW)], NOW);
    const told = await feed.after(ref, "orders", 0, { limit: 9, now: NOW });
    expect(told.map(({ seq, id }) => `${seq} ${id}`)).toEqual(["1 old-1", "2 old-2", "3 old-3", "4 new"]);
    expect(told[1]).toEqual({ ...draftOf("old-2", 1, NOW), seq: 2, origin: "wr_1", backfill: true });
  });
});

const bytesOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => {
    const bytes = value instanceof Uint8Array ? value.byteLength : typeof value === "number" ? 8 : String(value).length;
    return sum + name.length + bytes;
  }, 0);
