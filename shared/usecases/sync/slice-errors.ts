import { troubleOf } from "../../core/defects.ts";
import { LacksRows, Rejected, RetryLater, type VendorError } from "../../core/errors.ts";
import { DAY, HOUR, MINUTE } from "../../core/time.ts";
import type { SyncState } from "../../stores/sync-states.ts";
import { REFUSED_WAIT } from "./read-deleted.ts";
import type { SliceDeps, SliceJob } from "./slice.ts";
import { isBackfill } from "./tracks.ts";

/** A resource that waits for a limit has its own delayed message. It comes this long before `tick` would start the resource. */
export const LIMIT_MARGIN = MINUTE;

interface Consequence {
  /** Fields of the state beside the cycle. */
  readonly fields: Partial<SyncState>;
  /** Unix milliseconds at which a message goes on; undefined: the resource needs a person or the vendor. */
  readonly retryAt?: number;
}

/**
 * What a vendor's error means for this resource. What was read until then is kept. Only a refused cycle is given up,
 * because its place may be what is refused: a part that is no more, a token that has lapsed. The cursor stays, so
 * nothing is lost.
 */
export const consequenceOf = (
  error: VendorError,
  job: SliceJob,
  before: SyncState,
  { clock, random }: Pick<SliceDeps, "clock" | "random">,
): Consequence => {
  const now = clock();
  if (error instanceof RetryLater && error.limited) {
    // Waiting for a limit is no failure. Its turn comes with a message of its own: `tick` would send one more each
    // minute that it waits, and starts it again only if that message is lost.
    const retryAt = error.retryAt ?? now + 1_000;
    return { fields: { nextAt: retryAt + LIMIT_MARGIN, limitedUntil: retryAt }, retryAt };
  }
  // The pauses of an outage before are over with it: the vendor answers.
  const failures = error instanceof LacksRows ? error.times : before.failures + 1;
  const trouble = { ...troubleOf(error), at: now, since: before.error?.since ?? now };
  if (error instanceof Rejected) {
    const refusals = (before.refusals ?? 0) + 1;
    const nextAt = now + refusedWait(job, refusals);
    return {
      fields: { failures, refusals, nextAt, error: trouble, cycle: undefined },
    };
  }
  const wait = failureWait(failures, random);
  const again = error instanceof RetryLater;
  const nextAt = Math.max((again ? error.retryAt : undefined) ?? 0, now + wait);
  const fields = { failures, nextAt, error: trouble };
  return again ? { fields, retryAt: nextAt } : { fields };
};

/**
 * What a defect of ours means for this resource: it says so, and tries again ever more rarely. Its place is kept.
 */
export const fieldsOfDefect = (
  error: unknown,
  before: SyncState,
  { clock, random }: Pick<SliceDeps, "clock" | "random">,
): Partial<SyncState> => {
  const failures = before.failures + 1;
  const now = clock();
  const trouble = { ...troubleOf(error), at: now, since: before.error?.since ?? now };
  return { failures, nextAt: now + failureWait(failures, random), error: trouble };
};

/** Milliseconds, twice as many after each failure, up to an hour. */
const failureWait = (failures: number, random: () => number): number =>
  Math.min(HOUR, 5_000 * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);

/**
 * How long a refused cycle waits before it begins anew. One that reads all of the past would spend the shop's limit on
 * the same pages every hour.
 */
const refusedWait = ({ track, resource }: SliceJob, refusals: number): number =>
  isBackfill(resource, track) ? Math.min(DAY, REFUSED_WAIT * 2 ** Math.min(refusals - 1, 10)) : REFUSED_WAIT;
