import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { SECOND } from "../../../shared/core/time.ts";
import type { Call, Resource } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { type Person, person, ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);

/** Three pages of a list that goes on, ten seconds each: when it last moved, in seconds from the start. */
const movedAfter = async (rowOf: (page: number) => Person): Promise<number> => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  let now = START;
  let page = 0;
  const call: Call = async () => {
    now += 10 * SECOND;
    page += 1;
    return { rows: [rowOf(page)], next: page };
  };
  const base = staff();
  const listing = { ...base.listing, strategy: "modified", paging: "token" } as const;
  const resource: Resource<Person> = { ...base, listing: { ...listing, call: () => ({}), read: (answer) => answer } };
  const deps = {
    states,
    records: createRecordStore(table),
    candidates: createCandidateStore(table),
    clock: () => now,
    random: () => 0.5,
    metric: () => undefined,
  };
  while (page < 3) {
    const job = { ref, resource, track: "full", settings: {}, call, deadline: now + 1, lease: 90_000 } as const;
    expect(await syncSlice(job, deps)).toMatchObject({ outcome: "more" });
  }
  return ((await states.get(ref, "staff", "full")).cycle!.movedAt! - START) / SECOND;
};

test("a first reading moves while it brings rows that were not there, and no longer when it repeats them", async () => {
  expect(await movedAfter((page) => person(page))).toBe(30);
  expect(await movedAfter(() => person(1))).toBe(10);
});
