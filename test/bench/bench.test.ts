import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importTime } from "./bundles.ts";
import { shareLimit } from "./crowd.ts";
import { growRecords, sliceMemory } from "./growth.ts";
import { monthOfShop } from "./idle.ts";
import { fullest, useLimit } from "./limits.ts";
import { quietCycles } from "./quiet.ts";
import { drawTable, median } from "./report.ts";
import { measureVendor } from "./sync.ts";

const patient = { timeout: 120_000 };

test("the sync is measured beside the naive loop, and unchanged rows are not written", patient, async () => {
  const result = await measureVendor("kiotviet", 12, 1);
  const first = result.first[0]!;
  expect(first.records).toBeGreaterThanOrEqual(36);
  expect(first.written).toBe(first.records);
  expect(first.writeUnits).toBeGreaterThanOrEqual(first.records);
  expect(first.calls).toBeGreaterThan(0);
  expect(result.naiveFirst[0]!.records).toBe(36);
  expect(result.unchanged.written).toBe(0);
  expect(result.naiveFew.written).toBe(result.naiveFew.rows);
});

test("a quiet cycle costs one call, and its price per month can be told", patient, async () => {
  const cycles = await quietCycles("kiotviet", ["live"]);
  const orders = cycles.find(({ resource }) => resource === "orders")!;
  expect(orders.usage.calls).toBe(1);
  expect(orders.everySeconds).toBe(60);
  const month = monthOfShop(cycles);
  expect(month.calls).toBeGreaterThan(43_200);
  expect(month.table).toBeGreaterThan(0);
});

test("a backfill in virtual time stays below the limit", patient, async () => {
  const backfill = { vendor: "isale", limit: "ip", resources: ["orders"], windows: 1, size: 100, page: 10 } as const;
  const result = await useLimit(backfill, (milliseconds) => Math.max(1, milliseconds));
  expect(result.calls).toBeGreaterThan(100);
  expect(result.most).toBeLessThanOrEqual(120);
  expect(result.refused).toBe(0);
});

test(
  "shops that share a limit get turns: the limit's item is not worn out, and nobody goes without",
  patient,
  async () => {
    const { share, most, writes, calls } = await shareLimit(
      "isale",
      "orders.list",
      [{ shops: 40, priority: "backfill" }],
      5,
    );
    expect(most).toBeLessThanOrEqual(120);
    expect(share).toBeGreaterThan(0.9);
    expect(writes).toBeLessThan(2);
    expect(Math.min(...calls[0]!)).toBeGreaterThan(4);
  },
);

test("the fullest window is found wherever it begins", () => {
  expect(fullest([0, 900, 1_000, 1_100, 1_899, 5_000], 1_000)).toBe(4);
});

test("growth and memory are measured", patient, async () => {
  const [small] = await growRecords([20]);
  expect(small!.first.writeUnits).toBeGreaterThanOrEqual(20);
  expect(await sliceMemory(300)).toBeGreaterThan(0);
});

test("the import of a file is timed in a process of its own", async () => {
  const file = join(tmpdir(), `tillbridge-bench-${process.pid}.mjs`);
  writeFileSync(file, "export default 1;");
  expect(await importTime(file)).toBeGreaterThan(0);
});

test("tables are drawn in columns", () => {
  expect(median([3, 1, 2])).toBe(2);
  const table = drawTable({
    title: "Title",
    columns: ["what", "figure"],
    rows: [
      ["one", 1_234.5],
      ["two", undefined],
    ],
  });
  expect(table.split("\n")).toEqual(["", "Title", "what  figure", "----  ------", "one    1,235", "two        -"]);
});
