import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { SecondLookKind } from "../../../shared/core/proofs.ts";
import { DAY, HOUR, isoTime, MINUTE } from "../../../shared/core/time.ts";
import type { Track } from "../../../shared/core/tracks.ts";
import type { Resource } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { provenOf } from "../../../shared/usecases/sync/proven.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { type Person, pageOf, person, ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);

/** A collection that is read whole, or by a look, at a vendor that may show nothing. */
const open = async (size: number, track: Track) => {
  let now = START;
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const counted = { asked: 0 };
  const watched: typeof records = {
    ...records,
    newest: (...given) => {
      counted.asked += 1;
      return records.newest(...given);
    },
  };
  const deps = {
    states,
    records: watched,
    candidates: createCandidateStore(table),
    clock: () => now,
    random: () => 0,
    metric: () => undefined,
  };
  const resource: Resource<Person> = {
    ...staff(),
    normalize: (row) => ({ id: String(row.id), name: row.name, createdAt: isoTime(START - 10 * DAY) }),
  };
  const shop = { rows: Array.from({ length: size }, (_, at) => person(at + 1)) };
  const cycle = async (later = HOUR, as: Track = track, backSeconds?: number) => {
    now += later;
    const look = as === "full" ? {} : { look: { kind: as as SecondLookKind, everySeconds: 1_800, backSeconds } };
    const call = async (_: string, { params = {} }) => pageOf(shop.rows, params);
    const job = { ref, resource, track: as, ...look, settings: {}, call, deadline: now + MINUTE, lease: 90_000 };
    expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
    return states.get(ref, "staff", as);
  };
  await cycle(0, "full");
  counted.asked = 0;
  return { shop, cycle, counted, now: () => now, proven: async () => provenOf(resource, await states.all(ref, now)) };
};

describe("a reading of everything that shows nothing", () => {
  test("is incomplete and proves nothing while the copy has records, and comes after growing pauses", async () => {
    const { shop, cycle, proven, now } = await open(40, "full");
    const before = await proven();
    expect(before).toMatchObject({ complete: true, provenAt: isoTime(START) });
    const { rows } = shop;
    shop.rows = [];
    const pauses: number[] = [];
    for (let times = 1; times <= 6; times += 1) {
      const state = await cycle();
      expect(state).toMatchObject({ warnings: ["incomplete"], blank: { times } });
      expect(await proven()).toEqual(before);
      pauses.push(Math.round((state.nextAt - now()) / MINUTE));
    }
    expect(pauses).toEqual([10, 10, 10, 15, 15, 15]);
    shop.rows = rows;
    const well = await cycle();
    expect([well.warnings, well.blank]).toEqual([undefined, undefined]);
    expect(await proven()).toMatchObject({ provenAt: isoTime(now()) });
  });

  test("is complete where the copy has none", async () => {
    const { cycle, proven, now } = await open(0, "full");
    expect((await cycle()).warnings).toBeUndefined();
    expect(await proven()).toMatchObject({ complete: true, provenAt: isoTime(now()) });
  });
});

describe("a second look that shows nothing", () => {
  test("proves nothing while the copy has records", async () => {
    const { shop, cycle, proven, now } = await open(40, "whole");
    await cycle();
    const provenAt = isoTime(now());
    shop.rows = [];
    expect(await cycle()).toMatchObject({ warnings: ["incomplete"], blank: { times: 1 } });
    expect(await cycle()).toMatchObject({ blank: { times: 2 } });
    expect(await proven()).toMatchObject({ provenAt });
  });

  test.each([
    [31, 1],
    [5, 0],
  ])("by creation, over %i days, misses those that were made within them alone", async (days, times) => {
    const { shop, cycle } = await open(40, "created");
    shop.rows = [];
    const { blank } = await cycle(HOUR, "created", (days * DAY) / 1_000);
    expect(blank?.times ?? 0).toBe(times);
  });

  test("asks the table once where nothing was ever shown", async () => {
    const { cycle, counted } = await open(0, "whole");
    for (let times = 0; times < 5; times += 1) expect((await cycle()).blank).toBeUndefined();
    expect(counted.asked).toBe(1);
  });

  test("by the time of change tells nothing", async () => {
    const { shop, cycle, counted } = await open(40, "late");
    await cycle();
    shop.rows = [];
    expect((await cycle()).warnings).toBeUndefined();
    expect(counted.asked).toBe(0);
  });
});
