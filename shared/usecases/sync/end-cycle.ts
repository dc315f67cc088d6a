import { comparisonSecondsOf, promisedSecondsOf } from "../../core/promises.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { Cycle, SyncState } from "../../stores/sync-states.ts";
import { partsOf } from "./begin-cycle.ts";
import { placeInPeriod, restAfter } from "./looks.ts";
import { deletedAfter } from "./read-deleted.ts";
import { type Slice, type SliceJob, withWarning } from "./slice.ts";
import { isBackfill } from "./tracks.ts";

/** A listing that is to confirm another one does not follow at once: what went wrong there may still go wrong. */
const SECOND_LISTING = 5 * MINUTE;

interface Ending {
  /** Our clock, unix milliseconds. */
  readonly now: number;
  /** Deletions that wait for the tenant. */
  readonly held: number;
  /** The next cycle follows soon. */
  readonly again: boolean;
}

/** The state after a complete cycle. Only here does the cursor move. */
export const stateAfter = ({ job, state }: Slice, cycle: Cycle, { now, held, again }: Ending): SyncState => {
  const full = job.track === "full";
  const deleted = deletedAfter(state, cycle, again);
  const warnings = withWarning(cycle.warnings, deleted?.refused ? "deletions-refused" : undefined);
  const { startedAt, rows, written, added, removed, stored, vendorTotal, unreadable } = cycle;
  return {
    ...(job.track === "live" ? { cursor: cycle.vendorMark ?? cycle.mark, ...oddFrom(state, cycle) } : {}),
    deleted,
    lastCycle: { startedAt, endedAt: now, rows, written, added, removed, ...(full ? { stored, vendorTotal } : {}) },
    cycles: state.cycles + 1,
    nextAt: again ? Math.min(now + SECOND_LISTING, nextTime(job, cycle, now)) : nextTime(job, cycle, now),
    failures: 0,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(unreadable > 0 ? { unreadable } : {}),
    ...(warnings.length > 0 || unreadable > 0 ? { warnedAt: state.warnedAt ?? now } : {}),
    ...(held > 0 ? { held } : {}),
    // Who waits for another listing is looked for in the same part of the ids.
    ...(partsOf(state) > 1 ? { part: (state.part ?? 0) + (again ? 0 : 1) } : {}),
    ...(again ? { repeats: true } : {}),
  };
};

/**
 * Rows of which something could not be read are read again for two hours, with all that changed since: a defect of the
 * vendor's passes, and does not move a row's time when it does.
 */
const ODD_AGAIN = 2 * HOUR;
const oddFrom = (state: SyncState, { unreadable, from, mark }: Cycle): Pick<SyncState, "oddFrom"> =>
  unreadable === 0 || from === undefined ? {} : { oddFrom: Math.max(state.oddFrom ?? from, mark - ODD_AGAIN) };

/** When the track is due again, unix milliseconds. */
const nextTime = ({ ref, track, look, resource, schedule }: SliceJob, { rows }: Cycle, now: number): number => {
  if (look) return now + restAfter(look, rows, resource.listing.pageSize);
  return isBackfill(resource, track)
    ? placeInPeriod(ref, resource.name, comparisonSecondsOf(resource) * SECOND, now)
    : now + promisedSecondsOf(resource, schedule) * SECOND;
};
