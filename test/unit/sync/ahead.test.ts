import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore, type RecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { pageOf, person, ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);

/** 120 rows in pages of 50 that overlap. `upsert` stands before the real one and knows the page's first row. */
const open = (upsert: (first: number, rows: number) => Promise<void>) => {
  const table = new MemoryTable();
  const stored = createRecordStore(table);
  const states = createSyncStateStore(table);
  let now = START;
  const asked: number[] = [];
  const rows = Array.from({ length: 120 }, (_, index) => person(index + 1));
  const call: Call = async (_operation, { params = {} }) => {
    asked.push(Number(params.offset));
    return pageOf(rows, params);
  };
  const records: RecordStore = {
    ...stored,
    upsert: async (...given) => {
      await upsert(Number(given[2][0]!.id), given[2].length);
      return stored.upsert(...given);
    },
  };
  const slice = (deadline = 60_000) => {
    now += 3_600_000;
    const deps = {
      states,
      records,
      candidates: createCandidateStore(table),
      clock: () => now,
      random: Math.random,
      metric: () => undefined,
    };
    return syncSlice(
      { ref, resource: staff(), track: "full", settings: {}, call, deadline: now + deadline, lease: 90_000 },
      deps,
    );
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const living = async () => (await stored.livingIds(ref, "staff", undefined)).ids.length;
  return { asked, slice, pass, living, state: () => states.get(ref, "staff", "full") };
};

describe("while a page is being stored", () => {
  test("the next one is asked for and stored as well", async () => {
    const second = Promise.withResolvers<void>();
    // The first page waits for the second one: without reading ahead it would wait for ever.
    const world = open(async (first) => {
      if (first === 1) await second.promise;
      else second.resolve();
    });
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    expect(await world.living()).toBe(120);
  });

  test("a row that the next page shows again goes to the table once", async () => {
    let sent = 0;
    const world = open(async (_first, rows) => {
      sent += rows;
    });
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    // The pages overlap: 130 rows were read.
    expect((await world.state()).lastCycle).toMatchObject({ rows: 130 });
    expect(sent).toBe(120);
  });

  test("what comes behind it does not count before it, and is read again when it fails", async () => {
    const second = Promise.withResolvers<void>();
    let fails = true;
    const world = open(async (first) => {
      if (first !== 1) return second.resolve();
      await second.promise;
      if (fails) throw new RetryLater("the table is slow", { delivered: "no" });
    });
    expect(await world.slice()).toMatchObject({ outcome: "later" });
    expect((await world.state()).cycle).toMatchObject({ rows: 0, span: 0 });
    expect((await world.state()).cycle?.position).toBeUndefined();
    fails = false;
    const before = world.asked.length;
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    expect(world.asked[before]).toBe(0);
    expect(await world.living()).toBe(120);
  });

  test("nothing new is asked for after the deadline, and what was asked for is kept", async () => {
    const world: ReturnType<typeof open> = open(async (first) => {
      // The first page takes all the time that there is; the second one is on its way by then.
      if (first === 1) world.pass(61_000);
    });
    expect(await world.slice()).toMatchObject({ outcome: "more" });
    expect(world.asked.length).toBe(2);
    // Two pages that overlap.
    expect((await world.state()).cycle).toMatchObject({ rows: 100 });
    expect(await world.living()).toBeGreaterThan(50);
    expect(await world.slice()).toMatchObject({ outcome: "done" });
    expect(await world.living()).toBe(120);
  });
});
