import { DAY, SECOND } from "../core/time.ts";
import type { Listing } from "../core/vendor.ts";

/** A stretch of the vendor's time, unix milliseconds, both ends inclusive; undefined: open. */
export interface Span {
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** When the reading began, unix milliseconds. */
  readonly mark?: number;
}

/**
 * What a cycle has to read. `live`: what changed since `from`. `full`: everything, newest first; `earliest` ends it for
 * listings that are read in windows of limited length. `again`: all of it was read before, so nobody waits for the
 * last days.
 */
export type Plan =
  | { readonly track: "live"; readonly from: number; readonly mark: number }
  | { readonly track: "full"; readonly mark: number; readonly earliest?: number; readonly again?: boolean };

type LivePlan = Extract<Plan, { track: "live" }>;
type FullPlan = Extract<Plan, { track: "full" }>;

/** Ages at which a full reading of an open-ended listing is cut: a new shop is useful after the first stretch. */
const AGES = [0, 1, 8, 64, 512].map((days) => days * DAY);
const RECENT = 8 * DAY;
const EARLIEST = Date.UTC(2010, 0, 1);
const DEFAULT_OVERLAP_SECONDS = 600;

/** Time zero of a listing, unix milliseconds. */
export const beginningOf = ({ earliest }: Pick<Listing, "earliest">): number =>
  earliest === undefined ? EARLIEST : earliest * 1_000;

/** Milliseconds that every cycle reads again: late commits, and clocks that differ by minutes. */
export const overlapOf = (listing: Listing): number => (listing.overlapSeconds ?? DEFAULT_OVERLAP_SECONDS) * 1_000;

/**
 * The stretches of a plan, by number, so that a checkpoint needs to keep nothing but a number. Together they cover
 * the plan's time without a gap, and none is longer than the vendor accepts.
 */
export const spanAt = (listing: Listing, plan: Plan, index: number): Span | undefined => {
  if (listing.strategy === "snapshot") return index === 0 ? WHOLE : undefined;
  if (plan.track === "live") return liveSpanAt(listing, plan, index);
  if (listing.openEnded) return openSpanAt(plan, index);
  return endsAtSince(listing) ? windowAt(listing, plan, index) : spanByAge(listing, plan, index);
};

const WHOLE: Span = { from: undefined, to: undefined };

/** Ahead of our clock: the vendor's may be ahead of ours. Full readings look as far ahead as the overlap reaches back. */
const topOf = (listing: Listing, plan: Plan): number => {
  const { aheadSeconds } = listing;
  const isNear = plan.track === "live" && aheadSeconds !== undefined;
  return plan.mark + (isNear ? aheadSeconds * SECOND : overlapOf(listing));
};

const liveSpanAt = (listing: Listing, plan: LivePlan, index: number): Span | undefined => {
  if (listing.strategy === "modified") return index === 0 ? { from: plan.from, to: undefined } : undefined;
  const top = topOf(listing, plan);
  const step = stepOf(listing);
  const from = plan.from + index * step;
  if (from > top || (index > 0 && from >= top)) return undefined;
  return { from, to: Math.min(from + step, top) };
};

const openSpanAt = (plan: FullPlan, index: number): Span | undefined => {
  if (plan.again) return index === 0 ? WHOLE : undefined;
  // The last days again are few; that a new shop is useful after them is worth it.
  if (index === 0) return { from: plan.mark - RECENT, to: undefined };
  return index === 1 ? WHOLE : undefined;
};

/**
 * `plan.earliest` does not hold here: it is for documents. These are products and customers, which a new shop needs whole,
 * or rows that are sorted by change; and rows without a time of change are found by the oldest stretch alone, where a
 * vendor's filter leaves them out.
 */
const spanByAge = (listing: Listing, plan: FullPlan, index: number): Span | undefined => {
  const upper = index === 0 ? topOf(listing, plan) : plan.mark - (AGES[index] ?? Number.NaN);
  if (Number.isNaN(upper) || index >= AGES.length) return undefined;
  const age = AGES[index + 1];
  const open = listing.strategy === "modified" ? undefined : beginningOf(listing);
  return { from: age === undefined ? open : plan.mark - age, to: upper };
};

const windowAt = (listing: Listing, plan: FullPlan, index: number): Span | undefined => {
  const earliest = plan.earliest ?? beginningOf(listing);
  const step = stepOf(listing);
  const to = topOf(listing, plan) - index * step;
  return to < earliest ? undefined : { from: Math.max(earliest, to - step), to };
};

/** Whether a shop's `since` ends the full reading of a listing. */
export const endsAtSince = ({ strategy, openEnded, maxWindowSeconds }: Listing): boolean =>
  strategy === "window" && !openEnded && maxWindowSeconds !== undefined;

const stepOf = (listing: Listing): number =>
  listing.maxWindowSeconds === undefined ? Number.MAX_SAFE_INTEGER / 4 : listing.maxWindowSeconds * 1_000;
