import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Call, Resource } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore, type RecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { ref } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);
interface Bill {
  readonly id: number;
  readonly changed: number;
}

/** A collection that is read by its time of change, in a window that ends when the cycle began; pages of two rows. */
const bills: Resource<Bill> = {
  name: "staff",
  listing: {
    operation: "bills.list",
    strategy: "window",
    paging: "offset",
    pageSize: 4,
    call: ({ from, to, offset, size }) => ({ params: { from, to, offset, size } }),
    read: (answer) => answer,
    time: ({ changed }) => changed,
  },
  id: ({ id }) => String(id),
  modified: ({ changed }) => changed,
  normalize: ({ id }) => ({ id: String(id), name: "bill" }),
};

const open = (adapt: (records: RecordStore) => RecordStore = (records) => records) => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  const records = createRecordStore(table);
  const world = { now: START, rows: [] as Bill[], asked: [] as { from: number; to: number }[], perCall: 0 };
  const call: Call = async (_operation, { params = {} }) => {
    const [from, to, offset] = [Number(params.from), Number(params.to), Number(params.offset)];
    world.asked.push({ from, to });
    world.now += world.perCall;
    const found = world.rows.filter(({ changed }) => changed >= from && changed <= to);
    return { rows: found.slice(offset, offset + Number(params.size)), total: found.length };
  };
  const slice = () => {
    const deps = {
      states,
      records: adapt(records),
      candidates: createCandidateStore(table),
      clock: () => world.now,
      random: () => 0.5,
      metric: () => undefined,
    };
    const job = { ref, resource: bills, track: "live" as const, settings: {}, call };
    return syncSlice({ ...job, deadline: world.now + 3_600_000, lease: 90_000 }, deps);
  };
  const stored = async () => (await records.livingIds(ref, "staff", undefined)).ids.map(({ id }) => id);
  return { world, slice, stored, states };
};

test("the cursor is the beginning of a cycle, so what changes during a long one is read by the next", async () => {
  const { world, slice, stored, states } = open();
  world.rows = Array.from({ length: 9 }, (_, id) => ({ id, changed: START - 20 * MINUTE + id * SECOND }));
  world.perCall = 9 * MINUTE;
  await slice();
  expect((await states.get(ref, "staff", "live")).cursor).toBe(START);
  // Behind the end of the window, and before the end of the cycle.
  world.rows.push({ id: 77, changed: START + 12 * MINUTE });
  expect(world.now).toBeGreaterThan(START + 25 * MINUTE);
  world.perCall = 0;
  await slice();
  expect(await stored()).toContain("77");
});

test("each cycle reads the minutes before its cursor again, for what is shown late", async () => {
  const { world, slice, stored } = open();
  await slice();
  world.rows.push({ id: 5, changed: START - 9 * MINUTE });
  world.now += MINUTE;
  world.asked = [];
  await slice();
  expect(world.asked[0]?.from).toBe(START - 10 * MINUTE);
  expect(await stored()).toEqual(["5"]);
});

test("nothing of a failed slice is under way any more when its lease is given back", async () => {
  const second = Promise.withResolvers<void>();
  let underWay = 0;
  const { world, slice, states } = open((records) => ({
    ...records,
    upsert: async (...given) => {
      underWay += 1;
      try {
        // The first page fails while the second one is on its way to the table.
        if (given[2][0]!.id === "0") throw new RetryLater("the table is slow", { delivered: "no" });
        await second.promise;
        return await records.upsert(...given);
      } finally {
        underWay -= 1;
      }
    },
  }));
  world.rows = Array.from({ length: 9 }, (_, id) => ({ id, changed: START - 5 * MINUTE + id * SECOND }));
  const ending = slice();
  setTimeout(() => second.resolve(), 50);
  expect(await ending).toMatchObject({ outcome: "later" });
  expect(underWay).toBe(0);
  expect((await states.get(ref, "staff", "live")).failures).toBe(1);
});
