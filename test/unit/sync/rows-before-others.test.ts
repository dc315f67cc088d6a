import { expect, test } from "vitest";
import type { Listing } from "../../../shared/core/vendor.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";

interface Row {
  readonly id: string;
  readonly created: number;
  readonly modified?: number;
}

/** Sorted by the time of change, rows that were never changed first; these are left out where a time is asked for. */
const listing: Listing<Row> = {
  operation: "rows.list",
  strategy: "modified",
  paging: "offset",
  pageSize: 4,
  call: () => ({}),
  read: (answer) => answer,
  time: ({ modified, created }) => modified ?? created,
};

test("rows without a time of change that stand before all others are read, and those behind them as well", async () => {
  const unchanged = Array.from({ length: 6 }, (_, n): Row => ({ id: `new ${n}`, created: 5_000_000 + n }));
  const changed = Array.from({ length: 4 }, (_, n): Row => ({ id: `old ${n}`, created: 1, modified: 1_000_000 + n }));
  const rows = [...unchanged, ...changed];
  const read = new Set<string>();
  const warnings = new Set<string>();
  const span = { from: undefined, to: undefined };
  let position: Position | undefined = firstPosition(listing, span);
  for (let pages = 0; position && pages < 50; pages += 1) {
    const reading: Reading<Row> = await readPage(
      { listing, id: ({ id }) => id, span },
      position,
      async ({ from, offset = 0, size }) => {
        const found =
          from === undefined ? rows : rows.filter(({ modified }) => modified !== undefined && modified >= from);
        return { rows: found.slice(offset, offset + size), total: found.length };
      },
    );
    for (const { id } of reading.rows) read.add(id);
    if (reading.warning) warnings.add(reading.warning);
    position = reading.next;
  }
  expect([...read].sort()).toEqual(rows.map(({ id }) => id).sort());
  expect([...warnings]).toEqual(["order-ignored"]);
});
