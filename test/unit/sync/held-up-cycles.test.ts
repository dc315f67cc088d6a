import { expect, test } from "vitest";
import { minuteOf } from "../../../shared/core/grid.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Cycle, SyncState } from "../../../shared/stores/sync-states.ts";
import { stateAfter } from "../../../shared/usecases/sync/end-cycle.ts";
import type { Slice, SliceJob } from "../../../shared/usecases/sync/slice.ts";
import { ref, staff } from "../../helpers/staff.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const { listing, ...person } = staff();

/** When a poll is due again that was due at noon, began at once and took `took` milliseconds. */
const dueAgain = (everySeconds: number, took: number): number => {
  const resource = { ...person, everySeconds, listing: { ...listing, strategy: "modified" as const } };
  const cycle: Cycle = {
    id: "1",
    startedAt: NOON,
    mark: NOON,
    from: NOON - 10 * MINUTE,
    phase: "confirm",
    partition: 0,
    span: 0,
    rows: 5,
    written: 1,
    unreadable: 0,
    nameless: 0,
    stored: 0,
    removed: 0,
    warnings: [],
    chunks: 0,
  };
  const state: SyncState = { cycles: 3, nextAt: NOON, failures: 0, cursor: NOON - MINUTE };
  const job = { ref, resource, track: "live", settings: {} } as unknown as SliceJob;
  return stateAfter({ job, state } as unknown as Slice, cycle, { now: NOON + took, held: 0, again: false }).nextAt;
};

test("after a poll that was held up for an hour the next one is due in the minute in which it ended", () => {
  for (const everySeconds of [30, 60, 120, 300, 900])
    expect(dueAgain(everySeconds, HOUR + 20 * SECOND), `${everySeconds}`).toBe(minuteOf(NOON + HOUR));
});

test("a poll that took less than its interval is due again as if it had taken no time", () => {
  expect(dueAgain(60, 50 * SECOND)).toBe(NOON + MINUTE);
  expect(dueAgain(120, 119 * SECOND)).toBe(NOON + 2 * MINUTE);
});
