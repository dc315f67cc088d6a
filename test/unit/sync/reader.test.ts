import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Ask, Listing, PageAnswer } from "../../../shared/core/vendor.ts";
import { firstPosition, type Position, readPage, sliceFor, type Warning } from "../../../shared/sync/reader.ts";
import type { Span } from "../../../shared/sync/spans.ts";

interface Row {
  readonly id: number;
  time: number;
}

/** A vendor's collection that changes while it is read. */
class Collection {
  rows: Row[];
  #lastId: number;
  #lastTime: number;

  constructor(times: readonly number[]) {
    this.rows = times.map((time, index) => ({ id: index + 1, time }));
    this.#lastId = times.length;
    this.#lastTime = 1_000_000;
  }

  insert(): void {
    this.#lastId += 1;
    this.#lastTime += 1_000;
    this.rows.push({ id: this.#lastId, time: this.#lastTime });
  }

  edit(index: number): void {
    const row = this.rows[index % Math.max(1, this.rows.length)];
    if (!row) return;
    this.#lastTime += 1_000;
    row.time = this.#lastTime;
  }

  remove(index: number): void {
    if (this.rows.length > 0) this.rows.splice(index % this.rows.length, 1);
  }
}

type Shape = Pick<Listing<Row>, "strategy" | "paging" | "pageSize">;

const listingOf = (shape: Shape, more: Partial<Listing<Row>> = {}): Listing<Row> => ({
  operation: "rows.list",
  call: () => ({}),
  read: (answer) => answer,
  time: (row) => row.time,
  ...shape,
  ...more,
});

/** Answers like a vendor that sorts by time and then by id, and filters by time inclusively. */
const answerOf = (collection: Collection, listing: Listing<Row>, ask: Ask, told: boolean): PageAnswer<Row> => {
  const found = collection.rows
    .filter(({ time }) => (ask.from === undefined || time >= ask.from) && (ask.to === undefined || time <= ask.to))
    .sort((left, right) => left.time - right.time || left.id - right.id);
  const start = listing.paging === "page" ? ((ask.page ?? 1) - 1) * ask.size : (ask.offset ?? 0);
  const rows = found.slice(start, start + ask.size).map((row) => ({ ...row }));
  return { rows, ...(told ? { total: found.length } : {}) };
};

const EVERYTHING: Span = { from: undefined, to: undefined };
const MOST_PAGES = 3_000;
/** Pages overlap, and one that ends within equal times shows them again: a page brings a quarter of itself at least. */
const mostPages = (rows: number, size: number): number => Math.ceil((4 * rows) / size) + 5;

const readAll = async (
  listing: Listing<Row>,
  span: Span,
  fetch: (ask: Ask) => PageAnswer<Row>,
): Promise<{ seen: Map<number, number>; pages: number; warnings: Set<Warning> }> => {
  const seen = new Map<number, number>();
  const warnings = new Set<Warning>();
  let position: Position | undefined = firstPosition(listing, span);
  let pages = 0;
  while (position) {
    pages += 1;
    if (pages > MOST_PAGES) throw new Error("the reading does not end");
    // Every place is plain JSON: another worker can go on from it.
    position = JSON.parse(JSON.stringify(position)) as Position;
    const reading: Awaited<ReturnType<typeof readPage<Row>>> = await readPage(
      { listing, id: ({ id }) => String(id), span },
      position,
      async (ask) => fetch(ask),
    );
    for (const row of reading.rows) seen.set(row.id, row.time);
    if (reading.warning) warnings.add(reading.warning);
    position = reading.next;
  }
  return { seen, pages, warnings };
};

const shapes: readonly Shape[] = (["modified", "window", "snapshot"] as const).flatMap((strategy) =>
  (["offset", "page"] as const).map((paging) => ({ strategy, paging, pageSize: 20 })),
);
const times = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 150 });
const acts = fc.array(
  fc.record({ kind: fc.constantFrom("insert", "edit", "remove"), index: fc.nat(500), page: fc.nat(30) }),
  { maxLength: 30 },
);

describe.each(shapes)("$strategy by $paging", (shape) => {
  test("every row is read, whatever ties there are and whether or not the vendor tells a total", async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 7, max: 40 }), fc.boolean(), async (some, pageSize, told) => {
        const collection = new Collection(some);
        const listing = listingOf({ ...shape, pageSize });
        const { seen, warnings } = await readAll(listing, { from: undefined, to: undefined }, (ask) =>
          answerOf(collection, listing, ask, told),
        );
        expect(seen).toEqual(new Map(collection.rows.map(({ id, time }) => [id, time])));
        expect([...warnings]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("a row that nobody touches is read, though others come, move and go between the pages", async () => {
    await fc.assert(
      fc.asyncProperty(
        times,
        acts,
        fc.integer({ min: 7, max: 30 }),
        fc.boolean(),
        async (some, all, pageSize, told) => {
          const collection = new Collection(some);
          const listing = listingOf({ ...shape, pageSize });
          const touched = new Set<number>();
          const before = new Map(collection.rows.map(({ id, time }) => [id, time]));
          let page = 0;
          const { seen } = await readAll(listing, { from: undefined, to: undefined }, (ask) => {
            const answer = answerOf(collection, listing, ask, told);
            for (const { kind, index } of all.filter((act) => act.page === page)) {
              const row = collection.rows[index % Math.max(1, collection.rows.length)];
              if (row && kind !== "insert") touched.add(row.id);
              if (kind === "insert") collection.insert();
              else if (kind === "edit") collection.edit(index);
              else collection.remove(index);
            }
            page += 1;
            return answer;
          });
          for (const [id, time] of before) if (!touched.has(id)) expect(seen.get(id)).toBe(time);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("a total that counts more than is shown ends the reading, and is told of", async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 24, max: 40 }), fc.integer({ min: 1, max: 60 }), async (...given) => {
        const [some, pageSize, hidden] = given;
        const collection = new Collection(some);
        const listing = listingOf({ ...shape, pageSize });
        const { seen, pages, warnings } = await readAll(listing, EVERYTHING, (ask) => {
          const answer = answerOf(collection, listing, ask, true);
          return { ...answer, total: answer.total! + hidden };
        });
        expect(seen).toEqual(new Map(collection.rows.map(({ id, time }) => [id, time])));
        expect([...warnings]).toEqual(["incomplete"]);
        expect(pages).toBeLessThanOrEqual(mostPages(some.length, pageSize));
      }),
      { numRuns: 100 },
    );
  });

  test("pages that are smaller than asked for are read to the end, said or not, and whatever the total counts", async () => {
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 24, max: 40 }),
        fc.integer({ min: 12, max: 40 }),
        fc.boolean(),
        fc.nat(30),
        async (some, pageSize, most, told, hidden) => {
          const collection = new Collection(some);
          const listing = listingOf({ ...shape, pageSize });
          const { seen, pages, warnings } = await readAll(listing, EVERYTHING, (ask) => {
            const size = Math.min(most, ask.size);
            const answer = answerOf(collection, listing, { ...ask, size }, true);
            return { ...answer, total: answer.total! + hidden, ...(told ? { size } : {}) };
          });
          expect(seen).toEqual(new Map(collection.rows.map(({ id, time }) => [id, time])));
          expect([...warnings]).toEqual(hidden > 0 ? ["incomplete"] : []);
          expect(pages).toBeLessThanOrEqual(mostPages(some.length, Math.min(pageSize, most)));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("the reading ends whatever the totals and sizes are", async () => {
    const answers = fc.array(fc.record({ total: fc.nat(400), most: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 7, max: 40 }),
        answers,
        fc.boolean(),
        async (some, pageSize, all, told) => {
          const collection = new Collection(some);
          const listing = listingOf({ ...shape, pageSize });
          let page = 0;
          await readAll(listing, EVERYTHING, (ask) => {
            const { total, most } = all[Math.min(page, all.length - 1)]!;
            page += 1;
            const size = Math.min(most, ask.size);
            return { ...answerOf(collection, listing, { ...ask, size }, true), total, ...(told ? { size } : {}) };
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("a listing that does not do what it should", () => {
  test("nothing shown of what the total counts is no complete listing", async () => {
    for (const shape of shapes) {
      const { pages, warnings } = await readAll(listingOf(shape), EVERYTHING, () => ({ rows: [], total: 7 }));
      expect(pages).toBe(1);
      expect([...warnings]).toEqual(["incomplete"]);
    }
  });

  test("a place that is ignored ends the reading, which does not claim to be whole", async () => {
    const sizes = fc.integer({ min: 7, max: 40 });
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 150 }),
      sizes,
      fc.boolean(),
      fc.boolean(),
      async (count, pageSize, told, cut) => {
        const rows = Array.from({ length: count }, (_, index) => ({ id: index + 1, time: 1 }));
        for (const strategy of ["snapshot", "modified"] as const) {
          const listing = listingOf({ strategy, paging: "offset", pageSize });
          const size = cut ? 6 : pageSize;
          const { seen, warnings } = await readAll(listing, EVERYTHING, (ask) => ({
            rows: rows.slice(0, Math.min(size, ask.size)),
            ...(told ? { total: count } : {}),
          }));
          const isWhole = seen.size === count;
          // Without a total a short page is the end, and exactly a full one cannot be told from the beginning of more.
          if (told || !cut) expect(warnings.has("incomplete")).toBe(!isWhole || (!told && count === pageSize));
        }
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test("rows before the asked time show that the filter is ignored; all of them are read", async () => {
    const listing = listingOf({ strategy: "modified", paging: "offset", pageSize: 10 });
    const collection = new Collection(Array.from({ length: 45 }, (_, index) => (index + 1) * 10_000));
    const { seen, warnings } = await readAll(listing, { from: 400_000, to: undefined }, (ask) =>
      answerOf(collection, listing, { ...ask, from: undefined }, true),
    );
    expect(seen.size).toBe(45);
    expect([...warnings]).toContain("filter-ignored");
  });

  test("an ignored order is noticed, and nothing is lost", async () => {
    const listing = listingOf({ strategy: "modified", paging: "offset", pageSize: 10 });
    const collection = new Collection(Array.from({ length: 45 }, (_, index) => ((index * 17) % 45) * 10_000 + 1));
    const { seen, warnings } = await readAll(listing, { from: undefined, to: undefined }, (ask) => ({
      rows: collection.rows.slice(ask.offset ?? 0, (ask.offset ?? 0) + ask.size),
      total: 45,
    }));
    expect(seen.size).toBe(45);
    expect([...warnings]).toContain("order-ignored");
  });

  test("a page that the vendor cuts short is not the end while its total says more", async () => {
    for (const paging of ["offset", "page"] as const) {
      const listing = listingOf({ strategy: "snapshot", paging, pageSize: 30 });
      const collection = new Collection(Array.from({ length: 100 }, (_, index) => index + 1));
      const { seen } = await readAll(listing, { from: undefined, to: undefined }, (ask) => {
        const size = Math.min(12, ask.size);
        return { ...answerOf(collection, listing, { ...ask, size }, true), ...(paging === "page" ? { size } : {}) };
      });
      expect(seen.size).toBe(100);
    }
  });

  test("an answer that is always cut is asked for in halves until it is whole", async () => {
    const MOST = 10;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 80 }), async (some) => {
        const listing = listingOf({ strategy: "window", paging: "none", pageSize: MOST }, { minWindowSeconds: 0.001 });
        const collection = new Collection(some);
        const { seen, warnings } = await readAll(listing, { from: 0, to: 1_000_000 }, (ask) =>
          answerOf(collection, listing, { ...ask, size: MOST }, false),
        );
        expect(seen.size).toBe(some.length);
        expect([...warnings]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("a full answer that nothing can divide is reported as incomplete", async () => {
    const listing = listingOf({ strategy: "window", paging: "none", pageSize: 5 });
    const collection = new Collection(Array.from({ length: 9 }, () => 500));
    const { warnings } = await readAll(listing, { from: 0, to: 100_000 }, (ask) =>
      answerOf(collection, listing, { ...ask, size: 5 }, false),
    );
    expect([...warnings]).toEqual(["incomplete"]);
  });

  test("an empty page is not the end while the vendor gives a token to go on", async () => {
    const listing = listingOf({ strategy: "snapshot", paging: "token", pageSize: 5 });
    const pages: PageAnswer<Row>[] = [
      { rows: [{ id: 1, time: 1 }], next: { place: 1 } },
      { rows: [], next: { place: 2 } },
      { rows: [{ id: 2, time: 2 }] },
    ];
    const { seen } = await readAll(
      listing,
      { from: undefined, to: undefined },
      (ask) => pages[(ask.token as { place: number } | undefined)?.place ?? 0]!,
    );
    expect([...seen.keys()]).toEqual([1, 2]);
  });
});

describe("a vendor that repeats itself", () => {
  const rowsOf = (from: number, count: number): Row[] =>
    Array.from({ length: count }, (_, index) => ({ id: from + index, time: 1 }));

  test.each(["offset", "page"] as const)(
    "a place that is ignored (%s) ends the reading after a few pages",
    async (paging) => {
      for (const total of [undefined, 0, 70, 1_000_000]) {
        for (const pageSize of [10, 20, 100, 250]) {
          const listing = listingOf({ strategy: "snapshot", paging, pageSize });
          const { pages, warnings } = await readAll(listing, EVERYTHING, (ask) => ({
            rows: rowsOf(1, ask.size),
            ...(total === undefined ? {} : { total }),
          }));
          expect(pages, `${total} ${pageSize}`).toBeLessThanOrEqual(15);
          expect([...warnings]).toEqual(["incomplete"]);
        }
      }
    },
  );

  test.each<[string, (place: number) => unknown, number]>([
    ["always the same", () => ({ id: null }), 5],
    ["in a circle of two", (place) => place % 2, 8],
    ["in a circle of fifty", (place) => place % 50, 200],
    ["ever new", (place) => place, 10],
  ])("a continuation that is %s ends the reading", async (_name, nextOf, most) => {
    const listing = listingOf({ strategy: "snapshot", paging: "token", pageSize: 10 });
    let place = 0;
    const { pages, warnings, seen } = await readAll(listing, EVERYTHING, (ask) => {
      place += 1;
      const shown = typeof ask.token === "number" && _name.includes("circle") ? ask.token : 0;
      return { rows: rowsOf(shown * 10 + 1, 10), next: nextOf(place) };
    });
    expect(pages).toBeLessThanOrEqual(most);
    expect([...warnings]).toEqual(["incomplete"]);
    expect(seen.size).toBeGreaterThanOrEqual(10);
  });

  test("empty pages with ever new continuations end the reading, and some of them do not", async () => {
    const listing = listingOf({ strategy: "snapshot", paging: "token", pageSize: 10 });
    const read = (emptyPages: number) => {
      let place = 0;
      return readAll(listing, EVERYTHING, () => {
        place += 1;
        return place <= emptyPages ? { rows: [], next: place } : { rows: rowsOf(1, 5) };
      });
    };
    expect((await read(40)).seen.size).toBe(5);
    expect((await read(100_000)).pages).toBeLessThan(80);
  });

  test("a filter by time that is ignored is not halved down to the second", async () => {
    const listing = listingOf({ strategy: "window", paging: "none", pageSize: 50 }, { minWindowSeconds: 1 });
    const { pages, warnings } = await readAll(listing, { from: 0, to: 10 * 365 * 86_400_000 }, () => ({
      rows: rowsOf(1, 50),
    }));
    expect(pages).toBeLessThan(150);
    expect([...warnings]).toContain("incomplete");
  });

  test("rows that move all the time let a reading begin anew a few times, and no more", async () => {
    for (const paging of ["offset", "page"] as const) {
      let id = 0;
      const listing = listingOf({ strategy: "snapshot", paging, pageSize: 20 });
      const { pages, warnings } = await readAll(listing, EVERYTHING, (ask) => {
        id += 1_000;
        return { rows: rowsOf(id, ask.size) };
      });
      expect(pages).toBeLessThan(30);
      expect([...warnings]).toEqual(["incomplete"]);
    }
  });

  test("a long listing without any repetition is read to its end, whatever its size", async () => {
    for (const count of [30, 33, 64, 500, 20_000]) {
      const collection = new Collection(Array.from({ length: count }, (_, index) => index + 1));
      const listing = listingOf({ strategy: "snapshot", paging: "page", pageSize: 100 });
      const { seen, warnings } = await readAll(listing, EVERYTHING, (ask) => answerOf(collection, listing, ask, false));
      expect(seen.size).toBe(count);
      expect([...warnings]).toEqual([]);
    }
  });

  test("its place stays small", async () => {
    const collection = new Collection(Array.from({ length: 20_000 }, (_, index) => index + 1));
    const listing = listingOf({ strategy: "snapshot", paging: "offset", pageSize: 250 });
    let position: Position | undefined = firstPosition(listing, EVERYTHING);
    while (position) {
      expect(JSON.stringify(position).length).toBeLessThan(550);
      const reading: Awaited<ReturnType<typeof readPage<Row>>> = await readPage(
        { listing, id: ({ id }) => String(id), span: EVERYTHING },
        position,
        async (ask) => answerOf(collection, listing, ask, false),
      );
      position = reading.next;
    }
  });
});

describe("a total", () => {
  test("never makes a full page the last one", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 24, max: 40 }),
        fc.constantFrom(...shapes),
        fc.array(fc.nat(600), { minLength: 1, maxLength: 5 }),
        async (fullPages, pageSize, shape, wrong) => {
          // The last page is full as well: whatever is said of it, what comes behind is asked for.
          const collection = new Collection(Array.from({ length: fullPages * pageSize }, (_, index) => index + 1));
          const listing = listingOf({ ...shape, pageSize });
          let page = 0;
          const { seen } = await readAll(listing, EVERYTHING, (ask) => {
            page += 1;
            const { rows } = answerOf(collection, listing, ask, false);
            return { rows, total: rows.length < ask.size ? collection.rows.length : wrong[page % wrong.length]! };
          });
          expect(seen.size).toBe(collection.rows.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("numbered pages", () => {
  test("a page holds a row that was read and a new one, at every place of a reading", () => {
    fc.assert(
      // Below seven rows a page there are places that every size divides; below 24 some leave little room behind them.
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 24, max: 250 }), (read, pageSize) => {
        const { start, size, ask } = sliceFor({ paging: "page", pageSize }, read);
        expect(size).toBeLessThanOrEqual(pageSize);
        expect((ask.page! - 1) * ask.size).toBe(start);
        expect(start).toBeLessThan(read);
        expect(start + size).toBeGreaterThan(read);
        // Some rows together, because one of them may have been edited meanwhile; and the page is worth its call.
        expect(read - start).toBeGreaterThanOrEqual(Math.min(read, 5));
        expect(start + size - read).toBeGreaterThanOrEqual(pageSize / 8);
      }),
      { numRuns: 2_000 },
    );
  });
});
