import { expect, test } from "vitest";
import { lateLook } from "../../../shared/core/proofs.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Resource } from "../../../shared/core/vendor.ts";
import { openCycle } from "../../../shared/usecases/sync/begin-cycle.ts";
import type { SliceDeps, SliceJob } from "../../../shared/usecases/sync/slice.ts";

const NOW = Date.UTC(2026, 10, 20);
const resource = { name: "orders", listing: { strategy: "modified", pageSize: 100 } } as unknown as Resource;
const job = { ref: { tenant: "acme", shop: "shop" }, resource, track: "late", look: lateLook } as unknown as SliceJob;
const deps = { clock: () => NOW, random: () => 0.5 } as SliceDeps;

/** How far back a late look begins whose last one began so long ago. Milliseconds. */
const back = async (ago: number | undefined): Promise<number> => {
  const last = { endedAt: NOW, rows: 0, written: 0, removed: 0 };
  const lastCycle = ago === undefined ? {} : { lastCycle: { ...last, startedAt: NOW - ago } };
  const { cycle } = await openCycle(job, deps, { cycles: 3, nextAt: 0, failures: 0, ...lastCycle });
  return NOW - cycle.from!;
};

test("a row may show as late as ever, however long the look before is ago: it reaches back so much further", async () => {
  for (const ago of [undefined, MINUTE, 30 * MINUTE]) expect(await back(ago)).toBe(6 * HOUR);
  expect(await back(4 * HOUR)).toBe(6 * HOUR + 3.5 * HOUR);
  // After a standstill of days the poll's own cursor covers what was before.
  expect(await back(5 * DAY)).toBe(6 * HOUR + DAY);
});
