import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Ask, Listing, PageAnswer } from "../../../shared/core/vendor.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

interface Row {
  readonly id: number;
  readonly at?: number | undefined;
  readonly state: number;
}

const NOW = Date.UTC(2026, 10, 20, 5);
const byDay = { shortestSeconds: DAY / SECOND, time: ({ at }: Row) => at };

const listing: Listing<Row> = {
  operation: "purchase-orders.list",
  strategy: "snapshot",
  paging: "offset",
  pageSize: 100,
  divides: byDay,
  call: () => ({}),
  read: (answer) => answer,
};

const rowsOf = (count: number, at: (place: number) => number | undefined): Row[] =>
  Array.from({ length: count }, (_, place) => ({ id: place, at: at(place), state: place % 4 }));

/** A vendor that shows its first page whichever one is asked for. */
const deaf = (rows: readonly Row[], { total = true, holds = (_row: Row, _ask: Ask): boolean => true } = {}) => {
  const asks: Ask[] = [];
  return {
    asks,
    answer: (ask: Ask): PageAnswer<Row> => {
      asks.push(ask);
      const found = rows.filter((row) => holds(row, ask));
      return { rows: found.slice(0, ask.size), ...(total ? { total: found.length } : {}) };
    },
  };
};
const between = ({ at }: Row, { between: span }: Ask): boolean =>
  span === undefined || (at !== undefined && at >= span.from && at <= span.to);

const readAll = async (
  list: Listing<any>,
  answer: (ask: Ask) => PageAnswer<any>,
  idOf: (row: any) => string = ({ id }) => String(id),
) => {
  const span = { from: undefined, to: undefined, mark: NOW };
  const seen = new Set<string>();
  const warnings: string[] = [];
  let position: Position | undefined = firstPosition(list, span);
  for (let pages = 0; position; pages += 1) {
    if (pages > 500) throw new Error("the reading does not end");
    const at: Position = JSON.parse(JSON.stringify(position));
    const reading: Reading<any> = await readPage({ listing: list, id: idOf, span }, at, async (ask) => answer(ask));
    for (const row of reading.rows) seen.add(idOf(row));
    if (reading.warning) warnings.push(reading.warning);
    position = reading.next;
  }
  return { seen: seen.size, warnings };
};

describe("a list that ignores where it should go on", () => {
  test("250 documents of a year are read by their dates, in few calls", async () => {
    const vendor = deaf(
      rowsOf(250, (place) => NOW - (place + 1) * 1.4 * DAY),
      { holds: between },
    );
    expect(await readAll(listing, vendor.answer)).toEqual({ seen: 250, warnings: [] });
    expect(vendor.asks.length).toBeLessThan(25);
  });

  test("documents of many years, the newest ones first or last, are read as well", async () => {
    const old = rowsOf(2_000, (place) => NOW - (place + 1) * 2 * DAY);
    for (const rows of [old, [...old].reverse()]) {
      const vendor = deaf(rows, { holds: between });
      expect(await readAll(listing, vendor.answer)).toEqual({ seen: 2_000, warnings: [] });
      expect(vendor.asks.length).toBeLessThan(130);
    }
  });

  test("a last day that the vendor leaves out, or takes whole, loses nothing and is no gap", async () => {
    const rows = rowsOf(250, (place) => NOW - (place + 1) * 9 * HOUR);
    const midnight = (at: number) => Math.floor((at + 7 * HOUR) / DAY) * DAY - 7 * HOUR;
    const leaves = ({ at }: Row, { between: span }: Ask) =>
      span === undefined || (at! >= midnight(span.from) && at! < midnight(span.to));
    const takes = ({ at }: Row, { between: span }: Ask) =>
      span === undefined || (at! >= midnight(span.from) && at! < midnight(span.to) + DAY);
    for (const holds of [leaves, takes])
      expect(await readAll(listing, deaf(rows, { holds }).answer)).toEqual({ seen: 250, warnings: [] });
  });

  test("a day with more documents than a page is said to be incomplete, and the other days are read", async () => {
    const busy = NOW - 30 * DAY;
    const rows = rowsOf(400, (place) => (place < 250 ? busy + place * MINUTE : NOW - (place - 200) * DAY));
    const { seen, warnings } = await readAll(listing, deaf(rows, { holds: between }).answer);
    expect(seen).toBeGreaterThanOrEqual(150 + 100);
    expect(warnings).toContain("incomplete");
  });

  test("such a day is parted by state where the vendor takes one", async () => {
    const busy = NOW - 30 * DAY;
    const rows = rowsOf(250, (place) => busy + place * MINUTE);
    const byState = {
      ...listing,
      narrow: ({ partition }: Ask) => (partition ? [] : [0, 1, 2, 3].map((state) => ({ state }))),
    };
    const holds = (row: Row, ask: Ask) =>
      between(row, ask) && (ask.partition === undefined || row.state === ask.partition.state);
    expect(await readAll(byState, deaf(rows, { holds }).answer)).toEqual({ seen: 250, warnings: [] });
  });

  test("states alone divide a list without a filter by time; rows of a state that nobody knows are missed and said", async () => {
    const rows = rowsOf(250, () => undefined);
    const { divides: _divides, ...plain } = listing;
    const holds = (row: Row, ask: Ask) => ask.partition === undefined || row.state === ask.partition.state;
    const by = (states: readonly number[]): Listing<Row> => ({
      ...plain,
      narrow: ({ partition }) => (partition ? [] : states.map((state) => ({ state }))),
    });
    expect(await readAll(by([0, 1, 2, 3]), deaf(rows, { holds }).answer)).toEqual({ seen: 250, warnings: [] });
    const { warnings } = await readAll(by([0, 1, 2]), deaf(rows, { holds }).answer);
    expect(warnings).toEqual(["incomplete"]);
  });

  test("dates that are ignored as well end the reading after a few calls", async () => {
    const vendor = deaf(rowsOf(250, (place) => NOW - (place + 1) * 1.4 * DAY));
    expect((await readAll(listing, vendor.answer)).warnings).toEqual(["incomplete"]);
    expect(vendor.asks.length).toBeLessThan(8);
  });

  test("documents without a date are in no part: the total tells, or nobody can know", async () => {
    const rows = rowsOf(250, (place) => (place === 200 ? undefined : NOW - (place + 1) * 1.4 * DAY));
    expect((await readAll(listing, deaf(rows, { holds: between }).answer)).warnings).toEqual(["incomplete"]);
    const all = rowsOf(250, (place) => NOW - (place + 1) * 1.4 * DAY);
    const { seen, warnings } = await readAll(listing, deaf(all, { holds: between, total: false }).answer);
    expect({ seen, warnings }).toEqual({ seen: 250, warnings: ["incomplete"] });
  });

  test("a filter that rounds to days is believed down to a day", async () => {
    const bySecond = { ...listing, divides: { ...byDay, shortestSeconds: 1 } };
    const day = (at: number) => Math.floor((at + 7 * HOUR) / DAY);
    const holds = ({ at }: Row, { between: span }: Ask) =>
      span === undefined || (day(at!) >= day(span.from) && day(at!) <= day(span.to));
    const rows = rowsOf(600, (place) => NOW - (place + 1) * 40 * MINUTE);
    const { seen, warnings } = await readAll(bySecond, deaf(rows, { holds }).answer);
    expect({ seen, warnings }).toEqual({ seen: 600, warnings: [] });
  });
});

// §2.15.1 draws `pageSize`, `fromPurchaseDate` and `toPurchaseDate`, and no `currentItem`.
test("KiotViet's purchases are read by their dates where the vendor knows no other page than the first", async () => {
  const { listing: purchases, id } = vendors.kiotviet.resources.find(({ name }) => name === "purchase-orders")!;
  const hanoi = (at: number) => new Date(at + 7 * HOUR).toISOString().slice(0, -1);
  const all = rowsOf(250, (place) => NOW - (place + 1) * 1.4 * DAY).map(({ id, at }) => ({
    id: id + 1,
    branchId: 10,
    purchaseDate: hanoi(at!),
  }));
  const answer = (ask: Ask) => {
    const { fromPurchaseDate: from, toPurchaseDate: to, pageSize } = purchases.call(ask).params as Record<string, any>;
    const found = all.filter(({ purchaseDate }) => from === undefined || (purchaseDate >= from && purchaseDate <= to));
    return purchases.read({ total: found.length, pageSize, data: found.slice(0, pageSize) }, ask);
  };
  expect(await readAll(purchases, answer, id)).toEqual({ seen: 250, warnings: [] });
});
