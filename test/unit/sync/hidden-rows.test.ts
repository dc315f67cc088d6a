import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { pageOf, person, ref, staff } from "../../helpers/staff.ts";

/** A collection of 120 people in pages of 50. `hidden`: counted and never shown. */
const open = (options: { hidden?: number; emptyCalls?: readonly number[] } = {}) => {
  let now = Date.UTC(2026, 10, 20);
  let calls = 0;
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const rows = Array.from({ length: 120 }, (_, index) => person(index + 1));
  const call: Call = async (_operation, { params = {} }) => {
    calls += 1;
    const page = pageOf(rows, params);
    const total = page.total + (options.hidden ?? 0);
    return options.emptyCalls?.includes(calls) ? { rows: [], total } : { ...page, total };
  };
  const deps = {
    states,
    records,
    candidates: createCandidateStore(table),
    clock: () => now,
    random: () => 0.5,
    metric: () => undefined,
  };
  /** One cycle to its end; the times that it had to be taken up again. */
  const cycle = async (): Promise<number> => {
    now += 3_600_000;
    for (let waits = 0; waits < 10; waits += 1) {
      const job = { ref, resource: staff(), track: "full" as const, settings: {}, call };
      const ended = await syncSlice({ ...job, deadline: now + 60_000, lease: 90_000 }, deps);
      if (ended.outcome === "done") return waits;
      if (ended.outcome !== "later") throw new Error(ended.outcome);
      now = ended.retryAt;
    }
    throw new Error("the cycle never ends");
  };
  const living = async () => (await records.livingIds(ref, "staff", undefined)).ids.length;
  return { cycle, living, state: () => states.get(ref, "staff", "full") };
};

describe("a page without the rows that the vendor counts", () => {
  test("is asked for again, and the listing is whole", async () => {
    const world = open({ emptyCalls: [2, 3] });
    expect(await world.cycle()).toBeGreaterThan(0);
    expect(await world.living()).toBe(120);
    expect((await world.state()).warnings).toBeUndefined();
  });

  test("ends the listing as incomplete when it stays so, and from then on at once", async () => {
    const world = open({ hidden: 7 });
    expect(await world.cycle()).toBe(3);
    expect(await world.living()).toBe(120);
    expect((await world.state()).warnings).toEqual(["incomplete"]);
    expect(await world.cycle()).toBe(0);
    expect((await world.state()).warnings).toEqual(["incomplete"]);
  });
});
