import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { unitsOf } from "../../../shared/core/cost.ts";
import { limitsOf } from "../../../shared/core/quotas.ts";
import { meterTable } from "../../../shared/stores/metered-table.ts";

const nothing = { commands: 1, seconds: 0, rowsRead: 0, rowsWritten: 0, bytes: 0 };

test.each([
  ["an ordinary request costs one unit", { rowsRead: 102, rowsWritten: 8, bytes: 90_000 }, 1],
  [
    "1,000 commands cost 1,000 units",
    { commands: 1_000, rowsRead: 7_000, rowsWritten: 5_000, bytes: 1_400_000 },
    1_000,
  ],
  ["twenty seconds of waiting cost twenty units more", { seconds: 20 }, 21],
  ["500 rows cost three units more", { rowsRead: 501 }, 5],
  ["1,000 changed rows of one command cost 196 units more", { rowsWritten: 1_000 }, 197],
  ["an answer of four megabytes costs 38 units more", { bytes: 4_000_000 }, 39],
])("%s", (_, used, units) => {
  expect(unitsOf({ ...nothing, ...used })).toBe(units);
});

describe("the limits that hold", () => {
  test("a burst that is not set is what a minute brings", () => {
    expect(limitsOf({ unitsPerMinute: 12_000 })).toMatchObject({ unitsPerMinute: 12_000, burst: 12_000 });
  });

  test("a burst is at least a second's units and at most an hour's", () => {
    expect(limitsOf({ unitsPerMinute: 600, burst: 1 }).burst).toBe(10);
    expect(limitsOf({ unitsPerMinute: 10, burst: 1_000_000 }).burst).toBe(600);
  });
});

test("rows that a filter leaves out were looked at all the same", async () => {
  const metered = { rowsRead: 0, rowsWritten: 0 };
  const table = meterTable(new MemoryTable(), metered);
  for (let row = 0; row < 30; row += 1) await table.put({ pk: "a", sk: String(row).padStart(2, "0"), even: row % 2 });
  await table.transact([{ delete: { pk: "a", sk: "00" } }, { put: { pk: "a", sk: "30" } }]);
  expect(metered).toEqual({ rowsRead: 0, rowsWritten: 32 });
  const page = await table.query({ pk: "a", filter: { equal: ["even", 0] }, limit: 20 });
  expect([page.items.length, page.looked]).toEqual([10, 20]);
  await table.getMany([
    { pk: "a", sk: "01" },
    { pk: "a", sk: "absent" },
  ]);
  expect(metered.rowsRead).toBe(22);
});
