import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MemoryTable } from "../../infra/memory-table.ts";
import { billTable } from "./billed-table.ts";
import { measureImport } from "./bundles.ts";
import { shareLimit } from "./crowd.ts";
import { growRecords, sliceMemory } from "./growth.ts";
import { monthOf, sumOf } from "./idle-month.ts";
import { IdleWorld } from "./idle-world.ts";
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

test("a quiet cycle costs one call", patient, async () => {
  const cycles = await quietCycles("kiotviet", ["live"]);
  const orders = cycles.find(({ resource }) => resource === "orders")!;
  expect(orders.usage.calls).toBe(1);
});

test("what a shop costs is measured over the real functions: changes, calls, requests, waits", patient, async () => {
  const world = await IdleWorld.open("isale", { size: 5, webhooks: false });
  await world.begin();
  await world.measure(30 * 60_000);
  const quiet = await world.measure(30 * 60_000);
  expect(quiet.changes).toBe(0);
  expect(quiet.calls).toBeGreaterThan(0);
  // Each call is waited for.
  expect(quiet.shares.rounds!.milliseconds).toBeGreaterThan(quiet.shares.rounds!.times * 300);
  const busy = await world.measure(30 * 60_000, { every: 60_000, act: () => world.simulator.change() });
  expect(busy.changes).toBeGreaterThan(5);
  expect(busy.write).toBeGreaterThan(quiet.write);
  const alone = monthOf(quiet, 30, { fleet: 1, layout: "shop" });
  const together = monthOf(quiet, 30, { fleet: 1_000 });
  expect(alone.costs.secrets).toBeGreaterThan(0.4);
  expect(together.costs.secrets).toBeLessThan(0.02);
  expect(together.costs.lambda).toBeLessThan(alone.costs.lambda / 2);
  expect(alone.units.write).toBeCloseTo(quiet.write * 1_440);
  await world.ask("POST", "/v1/shops/shop/pause");
  await world.measure(30 * 60_000);
  const paused = await world.measure(24 * 60 * 60_000);
  expect(paused.calls).toBe(0);
  expect(sumOf(monthOf(paused, 24 * 60, { fleet: 1_000 }).costs)).toBeLessThan(0.02);
  await world.ask("POST", "/v1/shops/shop/resume");
  expect((await world.measure(5 * 60_000)).calls).toBeGreaterThan(0);
});

test("units are those that DynamoDB bills", async () => {
  const use = { read: 0, write: 0, requests: 0 };
  const table = billTable(new MemoryTable(), use);
  const key = { pk: "p", sk: "s" };
  await table.put({ ...key, text: "x".repeat(1_500) });
  expect(use).toEqual({ read: 0, write: 2, requests: 1 });
  await table.get(key, ["sk"]);
  await table.getMany([key, { pk: "p", sk: "none" }], undefined, { eventual: true });
  expect(use).toMatchObject({ read: 2, requests: 3 });
  await table.update(key, { set: { other: 1 } }, { absent: "pk" });
  expect(use.write).toBe(4);
  await table.transact([{ put: { pk: "p", sk: "t" } }, { check: key, when: { present: "pk" } }]);
  expect(use.write).toBe(10);
  await table.query({ pk: "p", fields: ["sk"] });
  expect(use).toMatchObject({ read: 3, requests: 6 });
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
  expect((await measureImport(file)).cpu).toBeGreaterThan(0);
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
