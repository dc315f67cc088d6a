import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { TooLarge } from "../../../shared/core/errors.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Ask, Call, Listing, PageAnswer } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";
import { ref } from "../../helpers/staff.ts";

interface Row {
  readonly id: number;
  readonly time: number;
  /** Megabytes, of which an answer may have twenty. */
  readonly size: number;
}

const MOST = 20;
const tooLarge = () => new TooLarge(`GET /rows: 200, an answer of more than ${MOST} megabytes`, "");

const listingOf = (more: Pick<Listing<Row>, "strategy" | "paging" | "pageSize">): Listing<Row> => ({
  operation: "rows.list",
  call: (ask) => ({ params: { ...ask } }),
  read: (answer) => answer,
  time: ({ time }) => time,
  ...more,
});

/** Sorted by time, with the filter's ends included. `cursor`: how many rows were shown, for a continuation. */
const answerOf = (all: readonly Row[], { paging }: Listing<Row>, ask: Ask, told: boolean): PageAnswer<Row> => {
  const found = all.filter(({ time }) => time >= (ask.from ?? 0) && time <= (ask.to ?? Number.MAX_VALUE));
  const start =
    paging === "page" ? ((ask.page ?? 1) - 1) * ask.size : paging === "token" ? Number(ask.token ?? 0) : ask.offset;
  const rows = found.slice(start ?? 0, (start ?? 0) + ask.size);
  if (rows.reduce((sum, { size }) => sum + size, 0) > MOST) throw tooLarge();
  const reached = (start ?? 0) + rows.length;
  const next = paging === "token" && reached < found.length ? { next: reached } : {};
  return { rows, ...next, ...(told ? { total: found.length } : {}) };
};

const shapes = [
  { strategy: "modified", paging: "offset", pageSize: 100 },
  { strategy: "snapshot", paging: "offset", pageSize: 100 },
  { strategy: "snapshot", paging: "page", pageSize: 100 },
  { strategy: "window", paging: "page", pageSize: 50 },
  { strategy: "snapshot", paging: "token", pageSize: 100 },
  { strategy: "window", paging: "none", pageSize: 200 },
] as const;

/** Reads all; the place goes through JSON as a checkpoint does. */
const readAll = async (
  listing: Listing<Row>,
  all: readonly Row[],
  told = true,
  heard: (ask: Ask) => Ask = (ask) => ask,
) => {
  const span = { from: listing.strategy === "snapshot" ? undefined : 0, to: 10_000_000 };
  const found = new Set<number>();
  const sizes: number[] = [];
  const warnings = new Set<string>();
  let position: Position | undefined = firstPosition(listing, span);
  for (; position; ) {
    const { rows, next, warning }: Reading<Row> = await readPage(
      { listing, id: ({ id }) => String(id), span },
      position,
      async (ask) => {
        sizes.push(ask.size);
        return answerOf(all, listing, heard(ask), told);
      },
    );
    for (const { id } of rows) found.add(id);
    if (warning) warnings.add(warning);
    position = next && JSON.parse(JSON.stringify(next));
    if (sizes.length > 2_000) throw new Error("reads for ever");
  }
  return { found, sizes, warnings };
};

/** Rows a second apart, the large ones at these places. */
const rowsOf = (count: number, large: (place: number) => number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ id: n + 1, time: (n + 1) * 1_000, size: large(n) }));

describe("an answer that is too large to be read", () => {
  test.each(shapes)("is asked for again with half of the rows: $strategy by $paging", async (shape) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 0, 0, 0.01, 0.5, 1, 5, 10), { maxLength: 350 }),
        fc.boolean(),
        async (sizes, told) => {
          const all = rowsOf(sizes.length, (place) => sizes[place]!);
          const { found, warnings } = await readAll(listingOf(shape), all, told);
          expect([found.size, ...warnings]).toEqual([all.length]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is asked for in parts where the list ignores its page number, and nothing is lost without a word", async () => {
    const frozen = listingOf(shapes[3]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(0, 0, 0.5, 1, 5), { minLength: 60, maxLength: 250 }), async (sizes) => {
        const all = rowsOf(sizes.length, (place) => sizes[place]!);
        const { found, warnings } = await readAll(frozen, all, true, (ask) => ({ ...ask, page: 1 }));
        expect(warnings.has("incomplete") || found.size === all.length).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("makes pages small where large rows stand, and large again behind them", async () => {
    const all = rowsOf(1_000, (place) => (place < 40 ? 0.6 : 0));
    const { found, sizes } = await readAll(listingOf(shapes[1]), all);
    expect(found.size).toBe(1_000);
    expect(sizes.slice(0, 3)).toEqual([100, 50, 25]);
    expect(sizes.slice(3).filter((size) => size < 100)).toHaveLength(1);
  });

  test("leaves the parts of a divided list whole: only what was too large itself is asked for in fewer rows", async () => {
    const all = rowsOf(600, (place) => (place % 12 === 0 ? 4 : 0));
    const { found, sizes } = await readAll(listingOf(shapes[5]), all);
    expect(found.size).toBe(600);
    const smaller = sizes.filter((size) => size < 200);
    expect(smaller.length).toBeGreaterThan(0);
    expect(sizes.filter((size, index) => size < 200 && size !== sizes[index - 1]! / 2)).toEqual([]);
  });

  test("fails where two rows are too much, and where the call knows no size", async () => {
    const heavy = rowsOf(10, (place) => (place === 4 ? 25 : 0));
    await expect(readAll(listingOf(shapes[1]), heavy)).rejects.toBeInstanceOf(TooLarge);
    let calls = 0;
    const fixed = { ...listingOf(shapes[5]), call: () => ({}) };
    const part = { listing: fixed, id: ({ id }: Row) => String(id), span: { from: 0, to: 9 } };
    const reading = readPage(part, firstPosition(fixed, part.span), async () => {
      calls += 1;
      throw tooLarge();
    });
    await expect(reading).rejects.toBeInstanceOf(TooLarge);
    expect(calls).toBe(1);
  });
});

describe("KiotViet's products with large descriptions", () => {
  const openProducts = (rowMost: number) => {
    const table = new MemoryTable();
    const [records, states, candidates] = [
      createRecordStore(table),
      createSyncStateStore(table),
      createCandidateStore(table),
    ];
    const resource = vendors.kiotviet.resources.find(({ name }) => name === "products")!;
    const world = { now: Date.UTC(2026, 0, 5, 3), rowMost, sizes: [] as number[] };
    const stamp = new Date(world.now + 7 * HOUR - MINUTE).toISOString().slice(0, -1);
    const products = Array.from({ length: 60 }, (_, n) => ({
      id: n + 1,
      code: `c${n}`,
      name: "n",
      modifiedDate: stamp,
    }));
    const call: Call = async (id, { params = {} }) => {
      const [from, size] = [Number(params.currentItem), Number(params.pageSize)];
      world.sizes.push(size);
      const data = products.slice(from, from + size);
      if (data.length > world.rowMost) throw tooLarge();
      const body = JSON.stringify({ total: products.length, pageSize: size, data });
      return goodAnswer(vendors.kiotviet, id, body, world.now);
    };
    const deps = { states, records, candidates, clock: () => world.now, random: () => 0.5, metric: () => undefined };
    return {
      world,
      stored: async () => (await records.livingIds(ref, "products", undefined)).ids.length,
      async sync(track: "live" | "full") {
        world.now += 6 * MINUTE;
        world.sizes = [];
        const job = { ref, resource, track, settings: {}, call, deadline: world.now + MINUTE, lease: 90_000 } as const;
        return syncSlice(job, deps);
      },
      state: (track: "live" | "full") => states.get(ref, "products", track),
    };
  };

  test.each(["live", "full"] as const)("are read in smaller pages, and stay complete: %s", async (track) => {
    const shop = openProducts(40);
    expect(await shop.sync(track)).toMatchObject({ outcome: "done" });
    expect(await shop.stored()).toBe(60);
    expect(shop.world.sizes.slice(0, 2)).toEqual([100, 50]);
    expect((await shop.state(track)).warnings).toBeUndefined();
  });

  test("fail as before where even two of them are too many, and go on from there once they are not", async () => {
    const shop = openProducts(1);
    expect(await shop.sync("live")).toMatchObject({ outcome: "failed" });
    expect(shop.world.sizes).toEqual([100, 50, 25, 12, 6, 3, 2]);
    expect((await shop.state("live")).error?.message).toContain("an answer of more than");
    await shop.sync("live");
    expect(shop.world.sizes).toEqual([2]);
    shop.world.rowMost = 40;
    expect(await shop.sync("live")).toMatchObject({ outcome: "done" });
    expect(await shop.stored()).toBe(60);
  });
});
