import { troubleOf } from "./defects.ts";
import { Rejected, RetryLater, ShopSilent } from "./errors.ts";
import { causeOf, failureCauses } from "./freshness.ts";
import { DAY, HOUR } from "./time.ts";

/* How often a shop's vendor was called, and how the copy kept up, since a time. Plain values; nothing is read or stored here. */

/** How a call ended. `limited`: the vendor said that a limit is used up. */
export const callOutcomes = ["ok", "limited", ...failureCauses] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export interface Tally {
  /** When it began, and when something was noted last. Unix milliseconds. */
  readonly since: number;
  readonly until: number;
  /** By operation of the vendor's catalog. */
  readonly calls: Readonly<Record<string, Readonly<Partial<Record<CallOutcome, number>>>>>;
  /** Longest time between the beginnings of two readings of one collection, in seconds. */
  readonly gapSeconds: number;
  /** Records of the copy, where a round has counted them. */
  readonly records?: number | undefined;
}

/** A tally is kept with the shop's polls for so long, and then put down in its day. */
const LONGEST = 6 * HOUR;
/** Days end at midnight in Vietnam. */
const HANOI = 7 * HOUR;

/** `2026-11-28`, in Vietnam. */
export const dayOf = (at: number): string => new Date(at + HANOI).toISOString().slice(0, 10);
/** When the day begins that is so many days before the one of `at`. */
export const dayBegins = (at: number, before = 0): number =>
  Math.floor((at + HANOI) / DAY) * DAY - HANOI - before * DAY;

/** "There is no such record" is an answer as good as any: it is what we asked. */
export const outcomeOf = (error: unknown): CallOutcome => {
  if (error instanceof Rejected && error.notFound) return "ok";
  return error instanceof RetryLater && error.limited ? "limited" : causeOf(troubleOf(error));
};

/** A call that we have not made, because the server is silent, counts as none. */
export const isMade = (error: unknown): boolean => !(error instanceof ShopSilent);

export const emptyTally = (at: number): Tally => ({ since: at, until: at, calls: {}, gapSeconds: 0 });

const summed = (one: Tally["calls"][string] = {}, other: Tally["calls"][string] = {}): Tally["calls"][string] =>
  Object.fromEntries(
    callOutcomes.flatMap((outcome) => {
      const sum = (one[outcome] ?? 0) + (other[outcome] ?? 0);
      return sum === 0 ? [] : [[outcome, sum]];
    }),
  );

/** Both together. `later` has the last word about the records. */
export const together = (earlier: Tally | undefined, later: Tally): Tally => {
  if (!earlier) return later;
  const operations = [...new Set([...Object.keys(earlier.calls), ...Object.keys(later.calls)])];
  return {
    since: Math.min(earlier.since, later.since),
    until: Math.max(earlier.until, later.until),
    calls: Object.fromEntries(operations.map((name) => [name, summed(earlier.calls[name], later.calls[name])])),
    gapSeconds: Math.max(earlier.gapSeconds, later.gapSeconds),
    records: later.records ?? earlier.records,
  };
};

export const withCall = (tally: Tally, operation: string, outcome: CallOutcome, at: number): Tally =>
  together(tally, { ...emptyTally(at), calls: { [operation]: { [outcome]: 1 } } });

/** It goes into its day now: it is old, or a new day has begun. */
export const isOver = (tally: Tally, now: number): boolean =>
  now - tally.since >= LONGEST || dayOf(now) !== dayOf(tally.since);

export const callsIn = (tally: Tally): { readonly all: number; readonly failed: number } => {
  const outcomes = Object.values(tally.calls).flatMap((counts) => Object.entries(counts));
  const sum = (of: readonly (readonly [string, number])[]) => of.reduce((total, [, count]) => total + count, 0);
  return { all: sum(outcomes), failed: sum(outcomes.filter(([outcome]) => outcome !== "ok")) };
};
