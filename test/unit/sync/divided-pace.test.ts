import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { promisedNow } from "../../../shared/core/pace.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";
import { ref } from "../../helpers/staff.ts";

const resource = vendors.isale.resources.find(({ name }) => name === "customers")!;
const schedule = { customers: 60 };

/** iSale's list of people: at most 200 rows, of those that contain the text `q`. All have phone numbers that begin alike. */
const openPeople = (count: number) => {
  const table = new MemoryTable();
  const [states, records, candidates] = [
    createSyncStateStore(table),
    createRecordStore(table),
    createCandidateStore(table),
  ];
  const world = { now: Date.UTC(2026, 0, 5, 3), calls: [] as number[] };
  const people = Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    fullName: "Minh",
    mobile: `090700${String(1_000 + 7 * n)}`,
    createdAt: "2026-01-01T03:00:00Z",
  }));
  const call: Call = async (id, { params = {} }) => {
    world.calls.push(world.now);
    const q = String(params.q ?? "");
    const found = people.filter(({ fullName, mobile }) => `${fullName} ${mobile}`.toLowerCase().includes(q));
    return goodAnswer(vendors.isale, id, JSON.stringify(found.slice(0, Number(params.limit))), world.now);
  };
  const deps = { states, records, candidates, clock: () => world.now, random: () => 0.5, metric: () => undefined };
  const state = () => states.get(ref, "customers", "full");
  return {
    world,
    state,
    stored: async () => (await records.livingIds(ref, "customers", undefined)).ids.length,
    async run(minutes: number) {
      for (const end = world.now + minutes * MINUTE; world.now < end; world.now += MINUTE) {
        const { nextAt } = await state();
        if (nextAt > world.now) continue;
        const deadline = world.now + MINUTE;
        const job = { ref, resource, track: "full", schedule, settings: {}, call, deadline, lease: 90_000 } as const;
        expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
      }
    },
  };
};

describe("a whole list that cannot be continued", () => {
  test("is read in the rhythm that a tenant fixes, as long as one call shows it", async () => {
    const shop = openPeople(49);
    await shop.run(60);
    expect(shop.world.calls).toHaveLength(60);
    expect(promisedNow(resource, schedule, await shop.state())).toBe(60);
  });

  test("is read more rarely once it takes many calls, and its promise says so", async () => {
    const shop = openPeople(50);
    await shop.run(60);
    expect(await shop.stored()).toBe(50);
    const readings = shop.world.calls.filter((at, index, all) => at !== all[index - 1]);
    const each = shop.world.calls.length / readings.length;
    expect(each).toBeGreaterThan(100);
    // 30 calls a minute on average, and one reading more at the beginning.
    expect(shop.world.calls.length).toBeLessThan(60 * 30 + each + 1);
    expect(readings.length).toBeGreaterThan(60 / (each / 30 + 1) - 1);
    expect((await shop.state()).dividedInto).toBe(each);
    expect(promisedNow(resource, schedule, await shop.state())).toBe(2 * each);
  });
});
