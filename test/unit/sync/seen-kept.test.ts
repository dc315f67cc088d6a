import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore, type SyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { pageOf, person, ref, staff } from "../../helpers/staff.ts";

/** 3,000 people, none of whom ever leaves: so many pages that a full cycle saves its place several times. */
const open = () => {
  const table = new MemoryTable();
  const stored = createSyncStateStore(table);
  const candidates = createCandidateStore(table);
  let now = Date.UTC(2026, 10, 20);
  const all = Array.from({ length: 3_000 }, (_, index) => person(index + 1));
  const world = { throttledSaves: 0, limitedFrom: Number.POSITIVE_INFINITY, asked: [] as number[] };
  const call: Call = async (_operation, { params = {} }) => {
    const offset = Number(params.offset);
    world.asked.push(offset);
    if (offset >= world.limitedFrom) throw new RetryLater("limit", { limited: true, retryAt: now, delivered: "no" });
    return pageOf(all, params);
  };
  const states: SyncStateStore = {
    ...stored,
    saveSeen: async (...given) => {
      if (world.throttledSaves > 0) {
        world.throttledSaves -= 1;
        throw new RetryLater("throttled");
      }
      await stored.saveSeen(...given);
    },
  };
  const slice = (pass = 3_600_000) => {
    now += pass;
    const deps = {
      states,
      records: createRecordStore(table),
      candidates,
      clock: () => now,
      random: () => 0.5,
      metric: () => undefined,
    };
    const resource = staff();
    const job = { ref, resource, track: "full" as const, settings: {}, call, deadline: now + 60_000, lease: 90_000 };
    return syncSlice(job, deps);
  };
  /** What the table does by itself when they have lapsed. */
  const forgetSeen = async (): Promise<number> => {
    const { items } = await table.query({ pk: keys.seen(ref, "staff") });
    for (const { pk, sk } of items) await table.delete({ pk, sk });
    return items.length;
  };
  const missing = async (): Promise<number> => (await candidates.list(ref, "staff")).candidates.length;
  return { world, slice, forgetSeen, missing, state: () => stored.get(ref, "staff", "full") };
};

describe("the ids that a listing has shown", () => {
  test("are kept though the table throttles while they are saved", async () => {
    for (const times of [1, 2]) {
      const { world, slice, missing, state } = open();
      expect(await slice()).toMatchObject({ outcome: "done" });
      world.throttledSaves = times;
      for (let attempt = 0; attempt < 5; attempt += 1) {
        await slice().catch(() => undefined);
        expect(await missing()).toBe(0);
      }
      expect((await state()).cycles).toBeGreaterThan(1);
    }
  });

  test("are read again by a cycle that stood still until they lapsed", async () => {
    const { world, slice, forgetSeen, missing } = open();
    expect(await slice()).toMatchObject({ outcome: "done" });
    world.limitedFrom = 2_000;
    expect(await slice()).toMatchObject({ outcome: "later" });
    expect(await forgetSeen()).toBeGreaterThan(0);
    world.limitedFrom = Number.POSITIVE_INFINITY;
    world.asked.length = 0;
    expect(await slice(8 * 86_400_000)).toMatchObject({ outcome: "done" });
    expect(world.asked[0]).toBe(0);
    expect(await missing()).toBe(0);
  });

  test("let a cycle go on where it was while they are kept", async () => {
    const { world, slice, missing } = open();
    expect(await slice()).toMatchObject({ outcome: "done" });
    world.limitedFrom = 2_000;
    expect(await slice()).toMatchObject({ outcome: "later" });
    world.limitedFrom = Number.POSITIVE_INFINITY;
    world.asked.length = 0;
    expect(await slice()).toMatchObject({ outcome: "done" });
    expect(world.asked[0]).toBeGreaterThan(1_900);
    expect(await missing()).toBe(0);
  });
});
