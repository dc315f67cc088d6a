import { LONGEST_WAIT } from "../../core/bounds.ts";
import { dueAfter, minuteOf } from "../../core/grid.ts";
import { isLongAgo, lookSeconds, nextSeconds, onGrid, secondsOfParts } from "../../core/pace.ts";
import { comparisonSecondsOf, isSnapshot, promisedSecondsOf } from "../../core/promises.ts";
import type { SecondLook } from "../../core/proofs.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/time.ts";
import { SIGHTINGS_APART } from "../../stores/records.ts";
import type { Cycle, SyncState, SyncWarning } from "../../stores/sync-states.ts";
import { partsOf } from "./begin-cycle.ts";
import type { Hearing } from "./hear-unsure.ts";
import { gridOf, onQuarter, placeInPeriod, restAfter } from "./looks.ts";
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
  /** It showed nothing, though the copy has records. */
  readonly blank?: boolean;
  /** What is known by now of changes without a time. */
  readonly hearing?: Hearing;
}

/** The state after a complete cycle. Only here does the cursor move. */
export const stateAfter = (
  { job, state }: Slice,
  cycle: Cycle,
  { now, held, again, blank = false, hearing = {} }: Ending,
): SyncState => {
  const vain = vainAfter(state, cycle, blank);
  const pace = paceAfter(job, state, cycle, { now, again, blank, hearing });
  const next = nextTime(job, state, cycle, { now, everySeconds: pace.everySeconds });
  const deleted = deletedAfter(state, cycle, again);
  const warnings = withWarning(cycle.warnings, deletionsWarning(deleted));
  const isPaced = job.track === "live" || isSnapshot(job.resource);
  const dividedInto = isPaced ? cycle.dividedInto : undefined;
  return {
    ...(job.track === "live" ? { cursor: cycle.vendorMark ?? cycle.mark, ...againFrom(state, cycle) } : {}),
    deleted,
    lastCycle: lastCycleOf(job, cycle, now),
    cycles: state.cycles + 1,
    nextAt: Math.max(
      again ? Math.min(now + SECOND_LISTING, next) : dueAt(job, cycle, { vain, now, next }),
      cycle.startedAt + secondsOfParts(dividedInto) * SECOND,
    ),
    ...(dividedInto === undefined ? {} : { dividedInto }),
    ...pace,
    ...vain,
    failures: 0,
    ...warned(cycle, blank ? withWarning(warnings, "incomplete") : warnings, state.warnedAt ?? now),
    ...(held > 0 ? { held } : {}),
    // A suspect that waits for another listing is looked for in the same part of the ids.
    ...(partsOf(state) > 1 ? { part: (state.part ?? 0) + (again ? 0 : 1) } : {}),
    ...(again ? { repeats: true } : {}),
  };
};

/** How often in a row the list has repeated itself, or shown nothing of a collection that has records. */
const vainAfter = (
  { stuck = 0, blank, lastCycle }: SyncState,
  cycle: Cycle,
  isBlank: boolean,
): Pick<SyncState, "stuck" | "blank"> => ({
  ...(cycle.stuck ? { stuck: stuck + 1 } : {}),
  ...(isBlank ? { blank: { before: lastCycle, ...blank, times: (blank?.times ?? 0) + 1 } } : {}),
});

/** What stays true of the list of deletions until it is asked for again. */
const deletionsWarning = (deleted: SyncState["deleted"]): SyncWarning | undefined => {
  if (deleted?.refused) return "deletions-refused";
  return deleted?.unread ? "deletions-unread" : undefined;
};

const lastCycleOf = ({ track }: SliceJob, cycle: Cycle, now: number): SyncState["lastCycle"] => {
  const { startedAt, rows, written, added, removed, stored, off } = cycle;
  // Of a list that is read by parts the vendor counts each part, and parts may share rows: no sum is the whole.
  const vendorTotal = (cycle.partitions?.length ?? 1) === 1 ? cycle.vendorTotal : undefined;
  const whole = track === "full" ? { stored, vendorTotal, off } : {};
  return { startedAt, endedAt: now, rows, written, added, removed, ...whole };
};

/** What was odd about the cycle, and since when cycles have been so. */
const warned = (
  { unreadable }: Cycle,
  warnings: Cycle["warnings"],
  warnedAt: number,
): Pick<SyncState, "warnings" | "unreadable" | "warnedAt"> => ({
  ...(warnings.length > 0 ? { warnings } : {}),
  ...(unreadable > 0 ? { unreadable } : {}),
  ...(warnings.length > 0 || unreadable > 0 ? { warnedAt } : {}),
});

/**
 * Rows of which something could not be read are read again for two hours, with all that changed since: a defect of the
 * vendor's passes, and does not move a row's time when it does.
 */
const ODD_AGAIN = 2 * HOUR;
/**
 * So are rows that were refused because they are older than what is stored, until the vendor shows them for the second
 * time; and for a day rows that a list did not show because it repeated itself.
 */
const STUCK_AGAIN = DAY;
const againFrom = (state: SyncState, cycle: Cycle): Pick<SyncState, "oddFrom"> => {
  const { unreadable, stuck, refused, from, mark } = cycle;
  if (from === undefined || (unreadable === 0 && !stuck && !refused)) return {};
  return { oddFrom: Math.max(state.oddFrom ?? from, mark - (stuck ? STUCK_AGAIN : ODD_AGAIN)) };
};

interface Rhythm {
  readonly vain: Pick<SyncState, "stuck" | "blank">;
  /** Our clock, and when the track is due by its interval. Unix milliseconds. */
  readonly now: number;
  readonly next: number;
}

/**
 * When the track is due again, unix milliseconds. A list that repeats itself, or shows nothing, is read more rarely each
 * time, and a comparison of everything sooner than in a day. A row that was refused as older is to be seen for the second time.
 */
const dueAt = (job: SliceJob, cycle: Cycle, { vain, now, next }: Rhythm): number => {
  const times = Math.max(vain.stuck ?? 0, vain.blank?.times ?? 0);
  if (times === 0) return cycle.refused && job.track === "live" ? Math.min(next, now + SIGHTINGS_APART) : next;
  const pause = Math.min(LONGEST_WAIT, MINUTE * 2 ** Math.min(times, 20));
  if (!isBackfill(job.resource, job.track)) return Math.max(next, now + pause);
  const longest = LONGEST_WAIT * times;
  // A list that shows nothing takes few calls.
  return Math.min(next, now + (vain.stuck ? longest : Math.min(longest, HOUR)));
};

/** How often the poll or the second look goes on, and whether it has found what webhooks should have told. */
const paceAfter = (
  job: SliceJob,
  state: SyncState,
  cycle: Cycle,
  { now, again, blank, hearing }: Pick<Required<Ending>, "now" | "again" | "blank" | "hearing">,
): Pick<SyncState, "everySeconds" | "doubtedAt" | "unsure"> => {
  const { look, resource, schedule, proven = false, shopRests } = job;
  if (!look && isBackfill(resource, job.track)) return {};
  const { written, removed } = cycle;
  const { everySeconds } = state;
  const before = everySeconds ?? promisedSecondsOf(resource, schedule);
  const isMissed = hearing.isUnheard || hasMissed(cycle, before);
  const ownDoubt = proven && isMissed && state.cycles > 1 ? now : state.doubtedAt;
  const doubtedAt = Math.max(ownDoubt ?? 0, job.doubtedAt ?? 0);
  // A whole list that was cut short or repeated itself has shown nothing about what it lacks.
  const isCutShort = job.track === "full" && (cycle.stuck === true || isNewlyBlank(state, blank, now));
  const lively = written > 0 || removed > 0 || again || isCutShort;
  const seconds = look
    ? secondsOfLook(job, look, state, cycle)
    : nextSeconds(resource, { schedule, proven, doubtedAt, shopRests, everySeconds, lively }, now);
  return {
    everySeconds: seconds,
    ...(ownDoubt === undefined ? {} : { doubtedAt: ownDoubt }),
    ...(hearing.unsure === undefined ? {} : { unsure: hearing.unsure }),
  };
};

/** It has found what webhooks should have told by then. What is gone was missed twice, some time apart. */
const hasMissed = ({ removed, untold = 0 }: Cycle, everySeconds: number): boolean =>
  untold > 0 || (removed > 0 && isLongAgo(everySeconds));

/** What the vendor does not show for longer may really be gone, and wait for a person's word. */
const isNewlyBlank = ({ warnedAt }: SyncState, blank: boolean | undefined, now: number): boolean =>
  blank === true && now - (warnedAt ?? now) < DAY;

const secondsOfLook = (
  { resource, rests = false }: SliceJob,
  look: SecondLook,
  { everySeconds }: SyncState,
  { rows, written, unreadable, stuck, warnings }: Cycle,
): number => {
  const shortest = restAfter(look, rows, resource.listing.pageSize) / SECOND;
  const found = written > 0 || unreadable > 0 || stuck === true || warnings.length > 0;
  return lookSeconds({ shortest, everySeconds, rests, found });
};

interface Interval {
  readonly now: number;
  /** Polls and second looks: seconds. */
  readonly everySeconds?: number | undefined;
}

/**
 * When the track is due again by its interval, unix milliseconds. What a reading that was held up began with is older than
 * an interval: the next one is due in this minute, and nobody waits for it since an earlier one.
 */
const nextTime = (job: SliceJob, state: SyncState, { rows, startedAt }: Cycle, interval: Interval): number => {
  const { ref, look, resource } = job;
  const { now, everySeconds } = interval;
  if (everySeconds === undefined) return placeInPeriod(ref, resource.name, comparisonSecondsOf(resource) * SECOND, now);
  // A list that is long comes when its calls are worth it again.
  if (look && restAfter(look, rows, resource.listing.pageSize) > look.everySeconds * SECOND)
    return now + everySeconds * SECOND;
  const next =
    onGrid(startedAt, everySeconds, gridOf(ref)) ??
    onOwnGrid(job, dueAfter(state.nextAt, startedAt, everySeconds * SECOND), everySeconds);
  return Math.max(next, minuteOf(now));
};

/** What comes once in hours comes when the shop is read anyway. */
const onOwnGrid = ({ ref }: SliceJob, time: number, everySeconds: number): number =>
  everySeconds * SECOND > HOUR ? onQuarter(ref, time) : time;
