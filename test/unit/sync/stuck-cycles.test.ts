import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Cycle, SyncState } from "../../../shared/stores/sync-states.ts";
import { stateAfter } from "../../../shared/usecases/sync/end-cycle.ts";
import type { Slice, SliceJob } from "../../../shared/usecases/sync/slice.ts";
import { ref, staff } from "../../helpers/staff.ts";

const START = Date.UTC(2026, 10, 20);
const { listing, ...person } = staff();
const resource = { ...person, everySeconds: 60, listing: { ...listing, strategy: "modified" as const } };

/** The states after live cycles, one a minute or when they are due, in which the vendor repeats itself or not. */
const statesAfter = (track: "live" | "full", stuck: readonly boolean[]) => {
  const states: { at: number; state: SyncState }[] = [];
  let state: SyncState = { cycles: 3, nextAt: START, failures: 0, cursor: START - MINUTE };
  for (const isStuck of stuck) {
    const now = state.nextAt;
    const from = Math.min(state.cursor! - 10 * MINUTE, state.oddFrom ?? Number.POSITIVE_INFINITY);
    const cycle: Cycle = {
      id: "1",
      startedAt: now,
      mark: now,
      ...(track === "live" ? { from } : {}),
      phase: "confirm",
      partition: 0,
      span: 0,
      rows: 5,
      written: 0,
      unreadable: 0,
      nameless: 0,
      stored: 0,
      removed: 0,
      warnings: isStuck ? ["incomplete"] : [],
      chunks: 0,
      ...(isStuck ? { stuck: true } : {}),
    };
    const job = { ref, resource, track, settings: {} } as unknown as SliceJob;
    const slice = { job, state } as unknown as Slice;
    const next = stateAfter(slice, cycle, { now, held: 0, again: false });
    states.push({ at: now, state: next });
    state = { ...next, cursor: next.cursor ?? state.cursor! };
  }
  return states;
};

describe("a live cycle in which the vendor repeats itself", () => {
  test("is read again from the same time until one is whole, for a day", () => {
    const states = statesAfter("live", [false, ...Array<boolean>(120).fill(true), false]);
    const from = START - MINUTE - 10 * MINUTE + MINUTE;
    const [first, second] = [states[1]!, states[2]!];
    expect(first.state.oddFrom).toBe(from);
    expect(second.state.oddFrom).toBe(from);
    // It goes on for 120 cycles of a quarter of an hour: what is older than a day is left to the comparison.
    const { at, state } = states.at(-2)!;
    expect(at - START).toBeGreaterThan(DAY);
    expect(state.oddFrom).toBe(at - DAY);
    expect(states.at(-1)!.state.oddFrom).toBeUndefined();
    expect(states.at(-1)!.state.stuck).toBeUndefined();
  });

  test("comes more and more rarely, up to every quarter of an hour, and at once as ever when it is well", () => {
    const states = statesAfter("live", [true, true, true, true, true, true, false]);
    const pauses = states.map(({ at, state }) => (state.nextAt - at) / SECOND);
    expect(pauses).toEqual([120, 240, 480, 900, 900, 900, 60]);
  });
});

test("a comparison of everything that the vendor made in vain is repeated sooner than in a day", () => {
  const states = statesAfter("full", [true, true, true]);
  for (const { at, state } of states) expect(state.nextAt - at).toBeLessThanOrEqual(HOUR);
});
