import type { Item } from "../core/table.ts";
import type { Limit } from "../core/vendor.ts";
import { endOf, type Plan, plannedAround, plansIn } from "./budget-plans.ts";
import {
  burstLeft,
  COMES_LATE,
  fairPart,
  nextStep,
  owedToOthers,
  partyOf,
  type Shares,
  sharesOf,
} from "./fair-shares.ts";

/**
 * What a call is for. Each class may draw only while more than its reserve is left, so that the more urgent ones
 * always find something; a long backfill also keeps to an even pace.
 */
export const priorities = ["write", "hook", "poll", "passthrough", "backfill"] as const;
export type Priority = (typeof priorities)[number];

/** One bucket that a call draws from. */
export interface Bucket {
  readonly key: string;
  readonly limit: Limit;
  /** The tenant that draws, where others may draw as well. */
  readonly tenant?: string;
}

/** A bucket of a limit that we set ourselves: so many within a window of so many milliseconds. */
export const ownBucket = (id: string, key: string, capacity: number, milliseconds: number): Bucket => ({
  key,
  limit: {
    id,
    scope: "app",
    per: "all",
    capacity,
    windowSeconds: milliseconds / 1_000,
    isOurs: true,
    source: "our own",
  },
});

/**
 * Limits counted in a sliding window of small slots. A slot counts until every call that was granted in it has left
 * the vendor's window for certain: slot length, the time a grant may be held and the time a call may be on its way are
 * added to the window. So the limit cannot be exceeded in any window, wherever the vendor's windows begin, and 96 % of it
 * can be used. More slots would make the item larger than a kilobyte, and each draw two writes.
 */
const SLOTS = 180;
const HOLD_SHARE = 60;
/**
 * The vendor counts when a call arrives. One that was on its way for longer than another a window later would be counted
 * together with it: by a share of the window, and at most by so many milliseconds.
 */
const WAY_SHARE = 120;
const MOST_WAY = 500;
const RESERVE_STEP = 0.004;
/** Share of the limit that a backfill may use as fast as it can, before it keeps to an even pace. */
const BURST_SHARE = 0.5;
/**
 * Slots that share one step of the even pace, a twelfth of the window. A queue wakes a waiting slice up by whole
 * seconds: at the pace of single slots it would come too late for most of them, and start anew for every call.
 */
const PACE_SLOTS = 15;
/** Somewhat faster than even, so that a step in which the worker came late is made good by the next ones. */
const PACE = 1.2;
const CREEP_EVERY = 30_000;
/** So long a worker waits that finds a probing call under way. */
const PROBED_SOON = 2_000;
/**
 * Where each operation has a limit of its own, so many rounds of a shop within a window may call each operation so often by one
 * draw for all of them: several collections may be read by one operation. What they may use is kept from all other draws.
 */
export const ROUNDS = 2;
export const CALLS_OF_ROUND = 4;

interface Usage {
  /** Number of the first slot in `counts`, unix milliseconds / slot length. */
  first: number;
  counts: number[];
}

const slotLength = (limit: Limit): number => Math.max(50, Math.ceil((limit.windowSeconds * 1_000) / SLOTS));
export const holdTime = (limit: Limit): number =>
  Math.max(100, Math.min(10_000, (limit.windowSeconds * 1_000) / HOLD_SHARE));

/** Whether the vendor says how many calls it lets in. A limit that finds its size by itself learns it from refusals. */
const isPublished = ({ adaptive }: Limit): boolean => adaptive !== true;

/** Whether the vendor counts the calls of this limit as they arrive. */
export const isCountedThere = (limit: Limit): boolean => isPublished(limit) && isCounted(limit) && !limit.isOurs;

/** Milliseconds that a call may be on its way longer than another. */
const wayTime = (limit: Limit): number =>
  isCountedThere(limit) ? Math.min(MOST_WAY, (limit.windowSeconds * 1_000) / WAY_SHARE) : 0;

/** Calls that a class leaves to the more urgent ones. */
export const reserveOf = (limit: Limit, capacity: number, priority: Priority): number => {
  const rank = priorities.indexOf(priority);
  return rank === 0 || !isPublished(limit) ? 0 : Math.max(1, Math.round(capacity * RESERVE_STEP * rank));
};

/** A bucket as it is now, by what its item says. */
export interface BucketView {
  readonly bucket: Bucket;
  readonly item: Item | undefined;
  readonly usage: Usage;
  /** Calls that were drawn for later. */
  readonly plans: readonly Plan[];
  /** Calls that count together with one that is made now. */
  readonly used: number;
  readonly shares: Shares;
  /** Who draws, in `shares`. */
  readonly party: string | undefined;
  readonly capacity: number;
  readonly blockedUntil: number;
  /** While a probing call is under way. */
  readonly probeUntil: number;
}

/** The vendor has refused a call, and let none in since. */
export const isRefused = ({ item }: BucketView): boolean => item?.refusals !== undefined;

/** Whether calls are counted here, and not only in a wider bucket that always ends first. */
export const isCounted = ({ within }: Limit): boolean => within === undefined;

/** Milliseconds for which a slot's calls count, from the slot's end. */
const memory = (limit: Limit): number => limit.windowSeconds * 1_000 + holdTime(limit) + wayTime(limit);

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** When calls of the slot have left the vendor's window for certain, unix milliseconds. */
const slotEnd = ({ bucket: { limit }, usage }: Pick<BucketView, "bucket" | "usage">, index: number): number =>
  (usage.first + index + 1) * slotLength(limit) + memory(limit) + 1;

/** Calls drawn so far that still count at a later time. */
export const usedAt = (view: BucketView, time: number): number =>
  sumOf(view.usage.counts.filter((_, index) => slotEnd(view, index) > time));

export const viewOf = (bucket: Bucket, item: Item | undefined, now: number): BucketView => {
  const { limit } = bucket;
  const length = slotLength(limit);
  const parsed = (item?.usage === undefined ? { first: 0, counts: [] } : JSON.parse(String(item.usage))) as Usage;
  // Slots whose end lies further back than the memory are forgotten.
  const oldest = Math.floor((now - memory(limit)) / length);
  const drop = Math.max(0, oldest - parsed.first);
  const usage = { first: parsed.first + drop, counts: parsed.counts.slice(drop) };
  const plans = plansIn(item, limit, now);
  return {
    bucket,
    item,
    usage,
    plans,
    used: sumOf(usage.counts) + plannedAround(plans, limit, now, now + length + holdTime(limit)),
    shares: sharesOf(item, limit.windowSeconds, now),
    party: bucket.tenant === undefined ? undefined : partyOf(bucket.tenant),
    capacity: limit.adaptive ? adaptedRate(limit, item, now) : limit.capacity,
    blockedUntil: Number(item?.blockedUntil ?? 0),
    probeUntil: Number(item?.probeUntil ?? 0),
  };
};

/** Creeps up by a tenth every half minute without a complaint, up to five times the start, or to what is published. */
const adaptedRate = (limit: Limit, item: Item | undefined, now: number): number => {
  if (item?.rate === undefined) return limit.capacity;
  const steps = Math.floor((now - Number(item.raisedAt ?? now)) / CREEP_EVERY);
  const most = limit.adaptive === "below" ? limit.capacity : limit.capacity * 5;
  return Math.min(most, Math.max(1, Math.floor(Number(item.rate) * 1.1 ** Math.max(0, steps))));
};

export const allowed = (view: BucketView, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return 0;
  if (!isRefused(view)) return withinLimit(view, priority, now);
  return view.probeUntil > now ? 0 : Math.min(1, withinLimit(view, priority, now));
};

/** Calls that rounds may make without a draw of their own. */
const keptFor = ({ per }: Limit): number => (per === "operation" ? ROUNDS * CALLS_OF_ROUND : 0);

/** Calls that our own count allows. */
const withinLimit = (view: BucketView, priority: Priority, now: number): number => {
  const { limit } = view.bucket;
  if (!isCounted(limit)) return Number.POSITIVE_INFINITY;
  const all = view.capacity - keptFor(limit) - view.used - reserveOf(limit, view.capacity, priority);
  const left = view.party === undefined ? all : fairPart(view.shares, view.party, windowOf(view, now), all);
  // A small shop is there at once: half of the limit may go in one burst.
  if (priority !== "backfill" || view.used < view.capacity * BURST_SHARE) return left;
  const length = slotLength(limit);
  const step = Math.floor(now / length / PACE_SLOTS) * PACE_SLOTS;
  const pace = Math.ceil((PACE * view.capacity * PACE_SLOTS * length) / (limit.windowSeconds * 1_000));
  const drawn = view.usage.counts.slice(Math.max(0, step - view.usage.first)).reduce((sum, count) => sum + count, 0);
  return Math.min(left, pace - drawn);
};

/** When `allowed` will be positive again if nobody else draws. */
export const freeAt = (view: BucketView, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return view.blockedUntil;
  if (view.probeUntil > now) return Math.min(view.probeUntil, now + PROBED_SOON);
  const { limit } = view.bucket;
  const reserve = reserveOf(limit, view.capacity, priority);
  const owed = view.party === undefined ? 0 : owedToOthers(view.shares, view.party, windowOf(view, now));
  const all = view.capacity - keptFor(limit) - view.used - reserve;
  const paced = view.party !== undefined && burstLeft(view.shares, view.party, view.capacity) <= 0;
  if (all > 0 && paced) return nextStep(limit.windowSeconds, now);
  // What is left is kept for others: one of them may not come for it.
  if (owed > 0 && all > 0) return Math.max(now + 1, Math.min(...othersWants(view), now + COMES_LATE));
  let excess = owed - all;
  // Only the pace is used up.
  if (excess < 0) {
    const step = slotLength(limit) * PACE_SLOTS;
    return (Math.floor(now / step) + 1) * step;
  }
  const ends = [
    ...view.usage.counts.map((count, index) => ({ at: slotEnd(view, index), count })),
    ...view.plans.map((plan) => ({ at: endOf(plan, limit) + 1, count: plan.count })),
  ].sort((one, other) => one.at - other.at);
  for (const { at, count } of ends) {
    excess -= count;
    if (excess < 0) return Math.max(now + 1, at);
  }
  return now + limit.windowSeconds * 1_000;
};

const windowOf = ({ capacity, bucket }: BucketView, now: number) => ({
  capacity,
  windowSeconds: bucket.limit.windowSeconds,
  now,
});

const othersWants = ({ shares, party }: BucketView): number[] =>
  [...shares.wants].flatMap(([one, { until }]) => (one === party ? [] : [until]));

export const withCalls = ({ bucket, usage }: BucketView, count: number, now: number): Usage => {
  const slot = Math.floor(now / slotLength(bucket.limit));
  const first = usage.counts.length === 0 ? slot : usage.first;
  const counts = [...usage.counts];
  // A worker whose clock is behind counts into the newest slot that is kept.
  const place = Math.max(0, slot - first);
  while (counts.length <= place) counts.push(0);
  counts[place]! += count;
  return { first, counts };
};

/** When the item of a limit may go, unix seconds. */
export const expiry = (limit: Limit, now: number): number => Math.ceil((now + 2 * memory(limit)) / 1_000) + 86_400;
