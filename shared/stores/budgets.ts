import { RetryLater } from "../core/errors.ts";
import type { Item, Table } from "../core/table.ts";
import type { Limit } from "../core/vendor.ts";
import { keys } from "./keys.ts";

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
}

/** Calls that were granted and must begin before `until`; what is left then is lost. */
export interface Grant {
  readonly count: number;
  readonly until: number;
  /** Calls that the narrowest bucket still had after this. */
  readonly left?: number;
}

export interface BudgetReport {
  readonly bucket: string;
  readonly capacity: number;
  readonly windowSeconds: number;
  readonly left: number;
  readonly blockedUntil: number | undefined;
  /** Classes that were refused lately, with the time at which they may try again. */
  readonly waiting: Readonly<Record<string, number>>;
}

/**
 * Limits counted in a sliding window of small slots. A slot counts until every call that was granted in it has left
 * the vendor's window for certain: slot length and the time a grant may be held are added to the window. So the
 * limit cannot be exceeded in any window, wherever the vendor's windows begin, and 97 % of it can be used. More slots
 * would make the item larger than a kilobyte, and each draw two writes.
 */
const SLOTS = 180;
const HOLD_SHARE = 60;
const RESERVE_STEP = 0.004;
/** Share of the limit that a backfill may use as fast as it can, before it keeps to an even pace. */
const BURST_SHARE = 0.5;
/**
 * Slots that share one step of the even pace, a twelfth of the window. A queue wakes a waiting slice up by whole
 * seconds: at the pace of single slots it would come too late for most of them, and start anew for every call.
 */
const PACE_SLOTS = 15;
/** A little faster than even, so that a step in which the worker came late is made good by the next ones. */
const PACE = 1.1;
const CREEP_EVERY = 30_000;

interface Usage {
  /** Number of the first slot in `counts`, unix milliseconds / slot length. */
  first: number;
  counts: number[];
}

const slotLength = (limit: Limit): number => Math.max(50, Math.ceil((limit.windowSeconds * 1_000) / SLOTS));
const holdTime = (limit: Limit): number =>
  Math.max(100, Math.min(10_000, (limit.windowSeconds * 1_000) / HOLD_SHARE));

/** Calls that a class leaves to the more urgent ones. */
export const reserveOf = (limit: Limit, capacity: number, priority: Priority): number => {
  const rank = priorities.indexOf(priority);
  return rank === 0 || limit.adaptive ? 0 : Math.max(1, Math.round(capacity * RESERVE_STEP * rank));
};

export const createBudgetStore = (table: Table) => ({
  /**
   * Draws up to `want` calls from all the buckets at once.
   * @throws RetryLater (limited) when none is left, with the time at which it is worth asking again
   */
  async take(buckets: readonly Bucket[], want: number, priority: Priority, now: number): Promise<Grant> {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const items = await load(table, buckets);
      const views = buckets.map((bucket) => viewOf(bucket, items.get(bucket.key), now));
      const count = Math.min(want, ...views.map((view) => allowed(view, priority, now)));
      if (count <= 0) {
        const retryAt = Math.max(
          ...views.map((view) => (allowed(view, priority, now) > 0 ? 0 : freeAt(view, priority, now))),
        );
        const tight = views.find((view) => allowed(view, priority, now) <= 0)!;
        await noteWaiting(table, tight, priority, retryAt, now);
        throw new RetryLater(`the limit ${tight.bucket.limit.id} is used up`, {
          retryAt,
          delivered: "no",
          limited: true,
        });
      }
      if (await draw(table, views, count, now)) {
        const left = Math.min(...views.map((view) => view.capacity - view.used)) - count;
        return { count, until: now + Math.min(...buckets.map(({ limit }) => holdTime(limit))), left };
      }
    }
    // Many workers at one bucket: come back a little later, when they have drawn their share.
    throw new RetryLater("the budget is busy", { retryAt: now + 500, delivered: "no", limited: true });
  },

  /** The vendor said that the limit is used up: nobody calls before `until`. Its word is above our count. */
  async block(bucket: Bucket, until: number, now: number): Promise<void> {
    const { limit } = bucket;
    const item = await table.get(keys.budget(bucket.key));
    const rate = limit.adaptive ? Math.max(1, Math.floor(Number(item?.rate ?? limit.capacity) / 2)) : undefined;
    await table.update(
      keys.budget(bucket.key),
      {
        set: {
          blockedUntil: until,
          ...(rate === undefined ? {} : { rate, raisedAt: now }),
          ttl: expiry(limit, Math.max(now, until)),
        },
      },
      { any: [{ absent: "blockedUntil" }, { below: ["blockedUntil", until] }] },
    );
  },

  async report(buckets: readonly Bucket[], now: number): Promise<BudgetReport[]> {
    const items = await load(table, buckets);
    return buckets.map((bucket) => {
      const item = items.get(bucket.key);
      const view = viewOf(bucket, item, now);
      const waiting = JSON.parse(String(item?.waiting ?? "{}")) as Record<string, number>;
      return {
        bucket: bucket.limit.id,
        capacity: view.capacity,
        windowSeconds: bucket.limit.windowSeconds,
        left: Math.max(0, view.capacity - view.used),
        blockedUntil: view.blockedUntil > now ? view.blockedUntil : undefined,
        waiting: Object.fromEntries(Object.entries(waiting).filter(([, until]) => until > now)),
      };
    });
  },
});

export type BudgetStore = ReturnType<typeof createBudgetStore>;

interface View {
  readonly bucket: Bucket;
  readonly item: Item | undefined;
  readonly usage: Usage;
  readonly used: number;
  readonly capacity: number;
  readonly blockedUntil: number;
}

const load = async (table: Table, buckets: readonly Bucket[]): Promise<Map<string, Item>> => {
  const items = await table.getMany(buckets.map(({ key }) => keys.budget(key)));
  return new Map(items.map((item) => [item.pk.slice("BUDGET#".length), item]));
};

/** Whether calls are counted here, and not only in a wider bucket that always ends first. */
export const isCounted = ({ within }: Limit): boolean => within === undefined;

/** Milliseconds for which a slot's calls count, from the slot's end. */
const memory = (limit: Limit): number => limit.windowSeconds * 1_000 + holdTime(limit);

const viewOf = (bucket: Bucket, item: Item | undefined, now: number): View => {
  const { limit } = bucket;
  const length = slotLength(limit);
  const parsed = (item?.usage === undefined ? { first: 0, counts: [] } : JSON.parse(String(item.usage))) as Usage;
  // Slots whose end lies further back than the memory are forgotten.
  const oldest = Math.floor((now - memory(limit)) / length);
  const drop = Math.max(0, oldest - parsed.first);
  const usage = { first: parsed.first + drop, counts: parsed.counts.slice(drop) };
  return {
    bucket,
    item,
    usage,
    used: usage.counts.reduce((sum, count) => sum + count, 0),
    capacity: limit.adaptive ? adaptedRate(limit, item, now) : limit.capacity,
    blockedUntil: Number(item?.blockedUntil ?? 0),
  };
};

/** Creeps up by a tenth every half minute without a complaint, up to five times the start. */
const adaptedRate = (limit: Limit, item: Item | undefined, now: number): number => {
  if (item?.rate === undefined) return limit.capacity;
  const steps = Math.floor((now - Number(item.raisedAt ?? now)) / CREEP_EVERY);
  return Math.min(limit.capacity * 5, Math.max(1, Math.floor(Number(item.rate) * 1.1 ** Math.max(0, steps))));
};

const allowed = (view: View, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return 0;
  const { limit } = view.bucket;
  if (!isCounted(limit)) return Number.POSITIVE_INFINITY;
  const left = view.capacity - view.used - reserveOf(limit, view.capacity, priority);
  // A small shop is there at once: half of the limit may go in one burst.
  if (priority !== "backfill" || view.used < view.capacity * BURST_SHARE) return left;
  const length = slotLength(limit);
  const step = Math.floor(now / length / PACE_SLOTS) * PACE_SLOTS;
  const pace = Math.ceil((PACE * view.capacity * PACE_SLOTS * length) / (limit.windowSeconds * 1_000));
  const drawn = view.usage.counts.slice(Math.max(0, step - view.usage.first)).reduce((sum, count) => sum + count, 0);
  return Math.min(left, pace - drawn);
};

/** When `allowed` will be positive again if nobody else draws. */
const freeAt = (view: View, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return view.blockedUntil;
  const { limit } = view.bucket;
  const length = slotLength(limit);
  const reserve = reserveOf(limit, view.capacity, priority);
  let excess = view.used + reserve - view.capacity;
  // Only the pace is used up.
  if (excess < 0) return (Math.floor(now / length / PACE_SLOTS) + 1) * PACE_SLOTS * length;
  for (const [index, count] of view.usage.counts.entries()) {
    excess -= count;
    if (excess < 0) return Math.max(now + 1, (view.usage.first + index + 1) * length + memory(limit) + 1);
  }
  return now + limit.windowSeconds * 1_000;
};

const draw = async (table: Table, views: readonly View[], count: number, now: number): Promise<boolean> => {
  const writes = views
    .filter((view) => isCounted(view.bucket.limit))
    .map(({ bucket, item, usage }) => {
      const slot = Math.floor(now / slotLength(bucket.limit));
      const first = usage.counts.length === 0 ? slot : usage.first;
      const counts = [...usage.counts];
      // A worker whose clock is behind counts into the newest slot that is kept.
      const place = Math.max(0, slot - first);
      while (counts.length <= place) counts.push(0);
      counts[place]! += count;
      const set = { usage: JSON.stringify({ first, counts }), ttl: expiry(bucket.limit, now) };
      const when =
        item?.drawn === undefined
          ? ({ absent: "drawn" } as const)
          : ({ equal: ["drawn", Number(item.drawn)] } as const);
      return { update: keys.budget(bucket.key), change: { set, add: { drawn: 1 } }, when };
    });
  const [only] = writes;
  if (writes.length === 1 && only) return (await table.update(only.update, only.change, only.when)) !== undefined;
  return table.transact(writes);
};

const noteWaiting = async (table: Table, view: View, priority: Priority, until: number, now: number): Promise<void> => {
  const waiting = JSON.parse(String(view.item?.waiting ?? "{}")) as Record<string, number>;
  if ((waiting[priority] ?? 0) > now) return;
  await table.update(keys.budget(view.bucket.key), {
    set: { waiting: JSON.stringify({ ...waiting, [priority]: until }) },
  });
};

const expiry = (limit: Limit, now: number): number => Math.ceil((now + 2 * memory(limit)) / 1_000) + 86_400;
