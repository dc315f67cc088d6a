import { defectSentence } from "./defects.ts";
import { promisedNow } from "./pace.ts";
import { boundOf, comparisonSecondsOf, isSnapshot, promisedSecondsOf } from "./promises.ts";
import { isQuiet, lastQuietEnd, type QuietHours, quietSince, quietUntil } from "./quiet-hours.ts";
import { DAY, HOUR, isoTime, MINUTE } from "./time.ts";
import type { Resource } from "./vendor/resource.ts";

/**
 * How the copy of a resource stands, the worst first.
 * - `failing`: the last attempt to read it failed.
 * - `stalled`: it is later than it may be, and no error says why.
 * - `limited`: a limit of the vendor holds it for longer than it may be late.
 * - `incomplete`: it was read, and something of it could not be read.
 * - `catching-up`: it is later than it may be because it was not to be read (the shop was paused, or had quiet hours), or
 *   a reading that was held up has just ended.
 * - `backfilling`: the first reading of everything is under way.
 * - `waiting`: it has not begun yet.
 * - `paused`: nothing is to be read now.
 * - `current`: it is as fresh as promised.
 */
export const freshnessStates = [
  "failing",
  "stalled",
  "limited",
  "incomplete",
  "catching-up",
  "backfilling",
  "waiting",
  "paused",
  "current",
] as const;
export type FreshnessState = (typeof freshnessStates)[number];

/**
 * Why a reading fails, as an operator counts it. `no-answer`: the vendor is silent, or its limit is used up.
 * `unknown-answer`: its answer has a form that we do not know.
 */
export const failureCauses = ["defect", "unknown-answer", "no-answer", "signed-out", "forbidden", "refused"] as const;
export type FailureCause = (typeof failureCauses)[number];

const causes: Readonly<Record<string, FailureCause>> = {
  RetryLater: "no-answer",
  VendorChanged: "unknown-answer",
  SignInAgain: "signed-out",
  forbidden: "forbidden",
};
export const causeOf = ({ code, defect }: Pick<Trouble, "code" | "defect">): FailureCause =>
  defect ? "defect" : (causes[code] ?? "refused");

/** What stopped a reading. `defect`: the error was not one of those that say what happens next, so it is ours. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  /** Unix milliseconds: when it last happened, and when it happened first without a success since. */
  readonly at: number;
  readonly since?: number | undefined;
  readonly defect?: boolean | undefined;
}

/** What is looked at of one track of a resource. Times are unix milliseconds of our clock. */
export interface TrackView {
  readonly nextAt: number;
  /** Seconds between polls at the moment; absent: as few as the resource allows. */
  readonly everySeconds?: number | undefined;
  /** Calls of the last cycle for parts of a list that cannot be continued. */
  readonly dividedInto?: number | undefined;
  readonly failures: number;
  readonly lastCycle?: { readonly startedAt: number; readonly endedAt: number } | undefined;
  /** The cycle under way. `movedAt`: when it last brought something new, or came to its next part. */
  readonly cycle?:
    | { readonly startedAt: number; readonly rows: number; readonly movedAt?: number | undefined }
    | undefined;
  readonly error?: Trouble | undefined;
  readonly warnings?: readonly string[] | undefined;
  /** Cycles in a row in which the vendor showed the same rows whichever page was asked for. */
  readonly stuck?: number | undefined;
  /** Cycles in a row that showed nothing, though the copy has records. */
  readonly blank?: { readonly times: number } | undefined;
  /** When the first cycle with warnings or unreadable rows ended, of those that followed one another. */
  readonly warnedAt?: number | undefined;
  readonly unreadable?: number | undefined;
  /** A limit of the vendor lets nothing be read before this. */
  readonly limitedUntil?: number | undefined;
  /** A worker has it. */
  readonly running?: boolean | undefined;
}

/** What is looked at of a shop. */
export interface ShopView {
  readonly health: string;
  readonly reason?: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  /** When it was paused or lost its access, and when it was last to be read again. Unix milliseconds. */
  readonly stoppedAt?: number | undefined;
  readonly resumedAt?: number | undefined;
  readonly quietHours?: QuietHours | undefined;
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  /** Why it could not be opened, so that none of its resources was read. */
  readonly trouble?: Trouble | undefined;
}

/** How fresh a resource is, and why it is not. Times are unix milliseconds. */
export interface Freshness {
  readonly state: FreshnessState;
  /** What stops it, where it is `failing`. */
  readonly cause?: FailureCause | undefined;
  /** So late, or failing for so long, that the shop is degraded. */
  readonly late: boolean;
  /** Since when it is in this state; absent for `current`. */
  readonly since?: number | undefined;
  /** Why, in one sentence for people; absent for `current`. */
  readonly reason?: string | undefined;
  /** `limited` and `paused`: when it ends by itself. */
  readonly until?: number | undefined;
  /** Milliseconds since the last complete reading began; absent before the first one. */
  readonly lag?: number | undefined;
  /** Seconds within which a change is to arrive. */
  readonly promisedSeconds: number;
}

type Verdict = Omit<Freshness, "lag" | "promisedSeconds">;

/** A first reading waits behind everything else for the vendor's limit; longer than this it brings something. */
const STANDSTILL = HOUR;
/** So many failures in a row, over so long, make a shop degraded although nothing is late yet. */
const MANY_FAILURES = 3;
const LONG_FAILURE = HOUR;
/** What is due is begun within this. */
const SOON = 2 * MINUTE;
/** A resource that waits for a limit was refused a moment ago, or is about to try again. */
const LIMIT_GRACE = 15 * MINUTE;

/**
 * Whatever the cause: a copy that is older than it may be is never `current`. Pure, so that the API, the watchdog and
 * the metrics say the same, and so that it is right although no worker of ours runs any more.
 */
export const freshnessOf = (
  resource: Resource,
  tracks: {
    readonly live?: TrackView | undefined;
    readonly full?: TrackView | undefined;
    /** Second looks, details and names: what goes on beside the two, and proves what their filter cannot. */
    readonly beside?: readonly TrackView[] | undefined;
  },
  shop: ShopView,
  now: number,
): Freshness => {
  const main = isSnapshot(resource) ? tracks.full : tracks.live;
  const promisedSeconds = promisedNow(resource, shop.schedule, main);
  const freshAt = main?.lastCycle?.startedAt;
  const lag = freshAt === undefined ? undefined : Math.max(0, now - freshAt);
  const bound = boundOf(promisedSeconds, promisedSecondsOf(resource, shop.schedule));
  const expectation = expectationOf(shop, now);
  const verdict =
    pausedBy(shop) ??
    worst([
      judge(main, { ...expectation, bound, comparison: false }),
      isSnapshot(resource)
        ? undefined
        : judge(tracks.full, { ...expectation, bound: boundOf(comparisonSecondsOf(resource)), comparison: true }),
      ...(tracks.beside ?? []).map((track) => unproven(track, expectation)),
    ]) ??
    (lag !== undefined && lag > bound ? restedBy(shop, expectation, now) : current);
  return { ...verdict, ...(lag === undefined ? {} : { lag }), promisedSeconds };
};

const current: Verdict = { state: "current", late: false };

interface Expectation {
  /** Since when it was to be read without a break, unix milliseconds. */
  readonly expectedFrom: number;
  /** The time at which it is judged: in quiet hours their beginning, because nothing grows late while they last. */
  readonly now: number;
  readonly trouble: Trouble | undefined;
}

const expectationOf = ({ createdAt, resumedAt = 0, quietHours, trouble }: ShopView, now: number): Expectation => {
  const judgedAt = quietHours && isQuiet(quietHours, now) ? quietSince(quietHours, now) : now;
  const quietEnd = quietHours ? lastQuietEnd(quietHours, judgedAt) : 0;
  return { expectedFrom: Math.max(Date.parse(createdAt) || 0, resumedAt, quietEnd), now: judgedAt, trouble };
};

/** Health of shops of which nothing is read. */
export const pausedHealths: readonly string[] = ["paused", "needs-reauth", "authorizing", "removing"];

const pausedBy = ({ health, reason, stoppedAt, createdAt }: ShopView): Verdict | undefined => {
  if (!pausedHealths.includes(health)) return undefined;
  const told = reason === undefined ? "." : `: ${sentence(reason)}`;
  return {
    state: "paused",
    late: false,
    since: stoppedAt ?? (Date.parse(createdAt) || 0),
    reason: `Nothing is read while the shop is ${health}${told}`,
  };
};

/** It is late because it was not to be read. */
const restedBy = ({ quietHours }: ShopView, { expectedFrom, now: judgedAt }: Expectation, now: number): Verdict => {
  if (quietHours && isQuiet(quietHours, now)) {
    const until = quietUntil(quietHours, now);
    const reason = `Nothing is read in the shop's quiet hours, which last until ${isoTime(until)}.`;
    return { state: "paused", late: false, since: judgedAt, until, reason };
  }
  const reason = `It is being read again since ${isoTime(expectedFrom)}, when the shop's rest ended.`;
  return { state: "catching-up", late: false, since: expectedFrom, reason };
};

const worst = (verdicts: readonly (Verdict | undefined)[]): Verdict | undefined => {
  const rank = ({ state, late }: Verdict): number => (late ? 0 : 100) + freshnessStates.indexOf(state);
  return verdicts.filter((one) => one !== undefined).toSorted((left, right) => rank(left) - rank(right))[0];
};

interface Aim extends Expectation {
  /** Milliseconds that the last complete reading may be old. */
  readonly bound: number;
  /** The track that reads everything beside one that reads changes. */
  readonly comparison: boolean;
}

/** What is wrong with a track; undefined: nothing is. */
const judge = (track: TrackView | undefined, aim: Aim): Verdict | undefined => {
  const standing = standingOf(track, aim);
  return (
    failing(track, standing, aim) ??
    limited(track, standing, aim) ??
    (standing.overdue
      ? (incomplete(track, standing, aim) ?? catchingUp(track, standing, aim) ?? stalled(track, standing, aim))
      : undefined) ??
    incomplete(track, standing, aim) ??
    firstReading(track, standing, aim)
  );
};

interface Standing {
  /** When it last brought what was promised; or since when that is expected. Unix milliseconds. */
  readonly from: number;
  readonly bound: number;
  readonly overdue: boolean;
  /** No cycle was ever completed. */
  readonly first: boolean;
}

const standingOf = (track: TrackView | undefined, { bound, comparison, expectedFrom, now }: Aim): Standing => {
  const last = track?.lastCycle;
  // A comparison of a large shop may take its hours; changes are as old as the beginning of the cycle that read them.
  const doneAt = comparison ? last?.endedAt : last?.startedAt;
  const from = Math.max(expectedFrom, doneAt ?? track?.cycle?.movedAt ?? 0);
  const most = doneAt === undefined ? STANDSTILL : bound;
  return { from, bound: most, overdue: now - from > most, first: doneAt === undefined };
};

const failing = (track: TrackView | undefined, { overdue }: Standing, { now, trouble }: Aim): Verdict | undefined => {
  const error = track?.error;
  const goesOn = error && (track.cycle?.movedAt ?? 0) > error.at;
  if (error && track.failures > 0 && !goesOn) {
    const since = error.since ?? error.at;
    const long = track.failures >= MANY_FAILURES && now - since > LONG_FAILURE;
    // A missing permission is the tenant's choice, and no trouble of the shop's.
    const late = error.code !== "forbidden" && (overdue || long);
    return { state: "failing", cause: causeOf(error), late, since, reason: reasonOf(error) };
  }
  if (!trouble || !overdue) return undefined;
  const reason = `The shop could not be opened. ${reasonOf(trouble)}`;
  return { state: "failing", cause: causeOf(trouble), late: true, since: trouble.since ?? trouble.at, reason };
};

const reasonOf = ({ code, message, defect }: Trouble): string => {
  if (defect) return defectSentence(code);
  const said = sentence(message);
  if (code === "RetryLater") return `It cannot be read at the moment: ${said}`;
  if (code === "VendorChanged") return `The vendor's answer has a form that we do not know: ${said}`;
  if (code === "SignInAgain") return `The vendor does not accept the shop's credentials: ${said}`;
  if (code === "forbidden") return `The shop's access lacks the permission for it: ${said}`;
  return `The vendor refuses it: ${said}`;
};

const limited = (track: TrackView | undefined, standing: Standing, { now }: Aim): Verdict | undefined => {
  const until = track?.limitedUntil;
  if (until === undefined || until + LIMIT_GRACE < now) return undefined;
  if (!standing.overdue && until - standing.from <= standing.bound) return undefined;
  const reason = `The vendor's limit lets nothing be read before ${isoTime(until)}.`;
  return { state: "limited", late: standing.overdue, since: standing.from, until, reason };
};

const SHOWS_NOTHING = "the vendor's list shows nothing, while the copy has records";

const unreadWhole = ({ stuck = 0, blank }: TrackView): string => {
  if (blank) return SHOWS_NOTHING;
  return stuck > 0
    ? "the vendor's list shows the same rows whichever page is asked for, and has too many rows to be read in parts"
    : "the vendor's list could not be read whole";
};

/** What was read last had gaps. Where that is why the next reading waits, it is the reason that it is late, too. */
const incomplete = (track: TrackView | undefined, { overdue, from }: Standing, { now }: Aim): Verdict | undefined => {
  if (!track || (overdue && track.nextAt <= now)) return undefined;
  const reasons = [
    track.warnings?.includes("incomplete") ? unreadWhole(track) : undefined,
    track.warnings?.includes("deletions-refused") ? "the vendor refuses its list of deleted rows" : undefined,
    track.warnings?.includes("deletions-unread") ? "the vendor's list of deleted rows could not be read" : undefined,
    track.unreadable ? `${track.unreadable} of the vendor's rows could not be read` : undefined,
  ].filter((reason) => reason !== undefined);
  if (reasons.length === 0) return undefined;
  const since = track.warnedAt ?? track.lastCycle?.endedAt ?? from;
  const reason = sentence(`Something is missing: ${reasons.join(", and ")}`);
  return { state: "incomplete", late: overdue, since, reason };
};

/** A reading that was held up has ended a moment ago. What it began with is old, and the next one is due soon. */
const catchingUp = (track: TrackView | undefined, { bound, first }: Standing, { now }: Aim): Verdict | undefined => {
  const last = track?.lastCycle;
  if (!last || first || now - last.endedAt > bound || track.nextAt < now - SOON || track.nextAt - now > bound)
    return undefined;
  const [began, ended, next] = [last.startedAt, last.endedAt, track.nextAt].map(isoTime);
  const reason = `The reading that began at ${began} ended at ${ended}; the next one is due at ${next}.`;
  return { state: "catching-up", late: true, since: last.startedAt, reason };
};

const stalled = (track: TrackView | undefined, { from, first }: Standing, { now, comparison }: Aim): Verdict => {
  const what = comparison
    ? first
      ? "The first reading of everything"
      : "The comparison of everything"
    : "The reading";
  const { cycle, nextAt = from, running } = track ?? {};
  let reason = `${what} was due at ${isoTime(Math.min(nextAt, now))} and has not begun.`;
  if (running) reason = `${what} was taken up by a worker, and has brought nothing since ${isoTime(from)}.`;
  else if (nextAt > now)
    reason = `${what} has brought nothing since ${isoTime(from)}; it goes on at ${isoTime(nextAt)}.`;
  else if (cycle)
    reason = `${what} that began at ${isoTime(cycle.startedAt)} has stood still since ${isoTime(from)}, after ${cycle.rows} rows.`;
  return { state: "stalled", late: true, since: from, reason };
};

const firstReading = (
  track: TrackView | undefined,
  { first }: Standing,
  { comparison, expectedFrom }: Aim,
): Verdict | undefined => {
  if (!first) return undefined;
  const what = comparison ? "The first reading of everything" : "The first reading";
  if (!track?.cycle)
    return { state: "waiting", late: false, since: expectedFrom, reason: `${what} has not begun yet.` };
  const { startedAt, rows } = track.cycle;
  return { state: "backfilling", late: false, since: startedAt, reason: `${what} is under way: ${rows} rows so far.` };
};

/** What proves the copy has failed for long, or is a day behind its time: changes that the poll overlooks are not found. */
const unproven = (track: TrackView, { expectedFrom, now }: Expectation): Verdict | undefined => {
  const { error, failures, nextAt, cycle } = track;
  if (track.blank) {
    const since = track.warnedAt ?? expectedFrom;
    return { state: "incomplete", late: false, since, reason: `Something is missing: ${SHOWS_NOTHING}.` };
  }
  const what = "Something may be missing: what the poll overlooks is not found";
  if (error && failures >= MANY_FAILURES && now - (error.since ?? error.at) > LONG_FAILURE)
    return { state: "incomplete", late: false, since: error.since ?? error.at, reason: `${what}. ${reasonOf(error)}` };
  const dueAt = Math.max(nextAt, expectedFrom, cycle?.movedAt ?? 0);
  if (now - dueAt <= DAY) return undefined;
  return { state: "incomplete", late: false, since: dueAt, reason: `${what} since ${isoTime(dueAt)}.` };
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
