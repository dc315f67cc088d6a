import { DAY, MINUTE } from "./time.ts";
import type { Resource } from "./vendor.ts";

const LIVE_SECONDS = 60;
const SNAPSHOT_SECONDS = 900;
const COMPARISON_SECONDS = DAY / 1_000;
/** So many intervals may be missed, but never more than a day's worth; a short interval has a quarter of an hour. */
const MISSED_INTERVALS = 5;
const SHORTEST_BOUND = 15 * MINUTE;

/** The track that reads everything is the only one. */
export const isSnapshot = ({ listing }: Resource): boolean => listing.strategy === "snapshot";

/** Seconds between polls of the resource while something happens in it: by the tenant's own rhythm, else by the vendor's. */
export const promisedSecondsOf = (resource: Resource, schedule: Readonly<Record<string, number>> | undefined): number =>
  schedule?.[resource.name] ??
  schedule?.["*"] ??
  resource.everySeconds ??
  (isSnapshot(resource) ? SNAPSHOT_SECONDS : LIVE_SECONDS);

/** Seconds between comparisons of everything, where changes are read by themselves. */
export const comparisonSecondsOf = ({ fullEverySeconds = COMPARISON_SECONDS }: Resource): number => fullEverySeconds;

/**
 * Milliseconds that the last complete reading may be old before the resource counts as late.
 * @param shortest seconds between polls while something happens; a resource that rests is not late for longer than that
 */
export const boundOf = (promisedSeconds: number, shortest = promisedSeconds): number => {
  const promised = promisedSeconds * 1_000;
  const missed = (MISSED_INTERVALS - 1) * shortest * 1_000;
  return Math.max(SHORTEST_BOUND, promised + Math.min(missed, DAY));
};
