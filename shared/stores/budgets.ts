import { grownWait, LONGEST_WAIT } from "../core/bounds.ts";
import { RetryLater } from "../core/errors.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import type { Limit } from "../core/vendor.ts";
import { isPlanned, type Plan, planOf, toAttribute } from "./budget-plans.ts";
import {
  allowed,
  type Bucket,
  type BucketView,
  CALLS_OF_ROUND,
  expiry,
  freeAt,
  holdTime,
  isCounted,
  isCountedThere,
  isRefused,
  type Priority,
  priorities,
  ROUNDS,
  reserveOf,
  usedAt,
  viewOf,
  withCalls,
} from "./budget-window.ts";
import { lapsed, levelFor, wantAfterGrant, wantAfterRefusal, wantOf, withShare } from "./fair-shares.ts";
import { keys } from "./keys.ts";

export { type Bucket, ownBucket, type Priority } from "./budget-window.ts";

/** What a worker asks for. */
export interface Wanted {
  /** Calls, as far as there are so many. */
  readonly want: number;
  readonly priority: Priority;
  /** The worker has had its turn, and goes behind those that wait. */
  readonly yields?: boolean;
}

/** Calls that were granted and must begin before `until`; what is left then is lost. */
export interface Grant {
  readonly count: number;
  readonly until: number;
  /** Before then the first of them must begin, however long the draw took: a published limit counts from its beginning. */
  readonly firstUntil: number;
  /** Calls that the narrowest bucket still had after this. */
  readonly left?: number;
  /** The one call that finds out whether these are open again: its caller tells `opened` or `block`. */
  readonly probes?: readonly Bucket[];
}

/** Operations of which a round may call each so often, and must begin before `until`. */
export interface RoundGrant {
  /** Keys of their buckets. */
  readonly keys: ReadonlySet<string>;
  /** Calls of each. */
  readonly calls: number;
  readonly until: number;
}

export interface BudgetReport {
  readonly bucket: string;
  readonly capacity: number;
  readonly windowSeconds: number;
  readonly left: number;
  readonly blockedUntil: number | undefined;
  /** Classes in which a worker waits, with the time at which the last one in line has its turn. */
  readonly waiting: Readonly<Record<string, number>>;
}

/** Share of the even pace at which turns are given. Slightly too early: a visit for nothing is cheaper than an unused call. */
const TURNS = 0.8;
/** The same where others want calls as well: what comes free is kept for a tenant only as long as it comes for it. */
const SHARED_TURNS = 0.5;
/** Milliseconds that others need to draw their share. */
const BUSY = 200;
/** As long as a queue can delay. */
const LONGEST_LINE = 900_000;
/** A probing call that is not answered by then has died with its worker, and another one is let in. */
const PROBE = 30_000;
/** Milliseconds that a round has for the calls that it drew at once. */
const ROUND_LASTS = 10_000;
/** For fewer operations than this each is drawn by itself. */
const FEWEST_OPERATIONS = 3;
/** So many refusals at a vendor's addresses in a row count as one more at each of them: it refuses everything. */
const REFUSALS_PER_STEP = 4;
/** Milliseconds for which a vendor's refusals are remembered: longer than any of its limits stays closed. */
const REFUSALS_KEPT = 7 * DAY;

export const createBudgetStore = (table: Table) => ({
  /**
   * Draws up to `want` calls from all the buckets at once.
   * @throws RetryLater (limited) when none is left, with the time at which it is one's turn
   */
  async take(buckets: readonly Bucket[], wanted: Wanted, now: number): Promise<Grant> {
    const { want, priority, yields } = wanted;
    let views: readonly BucketView[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const items = await load(table, buckets);
      views = buckets.map((bucket) => viewOf(bucket, items.get(bucket.key), now));
      const crowded = yields ? views.find((view) => lastInLine(view, priority) > now) : undefined;
      const count = crowded ? 0 : Math.min(want, ...views.map((view) => allowed(view, priority, now)));
      if (count <= 0) {
        const refused = crowded ?? views.find((view) => allowed(view, priority, now) <= 0)!;
        throw new RetryLater(`the limit ${refused.bucket.limit.id} is used up`, {
          retryAt: await lineUp(table, refused, wanted, { free: freeAtAll(views, priority, now), now }),
          delivered: "no",
          limited: true,
        });
      }
      if (await draw(table, views, count, now)) return granted(views, count, now);
    }
    // Many workers at one bucket: one after the other, when the others have drawn their share.
    const retryAt = await lineUp(table, views[0]!, wanted, { free: now + BUSY, now });
    throw new RetryLater("the budget is busy", { retryAt, delivered: "no", limited: true });
  },

  /**
   * Draws calls that begin over the next windows of a limit, by one write. Nobody else is to be about: who waits in line, or
   * draws for another tenant, is not passed by.
   * @returns undefined: each call is to be drawn when it is due
   */
  async takeAhead(bucket: Bucket, { want, priority }: Wanted, now: number): Promise<readonly Plan[] | undefined> {
    const { limit } = bucket;
    if (!isPlanned(limit) || want < FEWEST_OPERATIONS) return undefined;
    const items = await load(table, [bucket], { eventual: true });
    const view = viewOf(bucket, items.get(bucket.key), now);
    if (isRefused(view) || view.blockedUntil > now || isShared(view) || someoneWaits(view, now)) return undefined;
    const most = view.capacity - reserveOf(limit, view.capacity, priority);
    const room = { limit, plans: view.plans, most, usedAt: (time: number) => usedAt(view, time) };
    const made = planOf(room, want, now);
    if (made.length === 0) return undefined;
    const change = {
      set: { plans: toAttribute([...view.plans, ...made]), ttl: expiry(limit, now) },
      add: { drawn: 1 },
    };
    return (await table.update(keys.budget(bucket.key), change, unchanged(view))) && made;
  },

  /**
   * Some calls of each of these operations by one draw, where the vendor refuses none of them. The calls may begin later than
   * those of other draws, so the draw counts for longer by as much.
   * @returns undefined: each call is to be drawn by itself
   */
  async takeRound(buckets: readonly Bucket[], now: number): Promise<RoundGrant | undefined> {
    const [first] = buckets;
    const wider = first && widerThan(first);
    if (!first || wider === undefined || buckets.length < FEWEST_OPERATIONS) return undefined;
    const windowSeconds = first.limit.windowSeconds + ROUND_LASTS / 1_000;
    const rounds: Bucket = {
      key: `${wider}#@rounds`,
      limit: { ...first.limit, per: "all", capacity: ROUNDS, windowSeconds },
    };
    const refused: Bucket = { ...rounds, key: wider };
    let items = await load(table, [rounds, refused], { eventual: true });
    // Where the vendor has refused nobody for long, none of the operations is closed.
    if (items.has(wider)) items = new Map([...items, ...(await load(table, buckets, { eventual: true }))]);
    const view = viewOf(rounds, items.get(rounds.key), now);
    if (view.used >= ROUNDS || !(await draw(table, [view], 1, now))) return undefined;
    const isOpen = ({ key }: Bucket): boolean => {
      const item = items.get(key);
      return item?.refusals === undefined && Number(item?.blockedUntil ?? 0) <= now;
    };
    const keys = new Set(buckets.filter(isOpen).map(({ key }) => key));
    return { keys, calls: CALLS_OF_ROUND, until: now + ROUND_LASTS };
  },

  /**
   * The vendor said that the limit is used up: nobody calls before `until`, and longer each time that it says so again.
   * Its word is above our count. Then one call finds out whether the limit is open; the others wait for its outcome.
   * @returns until when it is closed, unix milliseconds
   */
  async block(bucket: Bucket, until: number, now: number): Promise<number> {
    const key = keys.budget(bucket.key);
    const item = await table.get(key);
    const closed = Number(item?.blockedUntil ?? 0);
    // A call that was under way when the limit was closed says nothing new.
    const isLate = closed > now;
    const before = Number(item?.refusals ?? 0);
    const refusals = isLate ? before : before + 1;
    const everywhere = isLate ? 0 : await refusedEverywhere(table, bucket, now);
    const ends = now + (isLate ? until - now : grownWait(until - now, Math.max(refusals, everywhere)));
    const set = {
      blockedUntil: ends,
      refusals,
      ...slowed(bucket.limit, item, now),
      ttl: expiry(bucket.limit, Math.max(now, ends)),
    };
    const when: Condition = { any: [{ absent: "blockedUntil" }, { below: ["blockedUntil", ends] }] };
    const saved = await table.update(key, { set, remove: ["probeUntil"] }, when);
    return saved ? ends : Math.max(closed, ends);
  },

  /** A probing call was let in. */
  async opened(buckets: readonly Bucket[]): Promise<void> {
    for (const bucket of buckets) {
      await table.update(keys.budget(bucket.key), { remove: ["refusals", "probeUntil"] }, { present: "refusals" });
      const wider = widerThan(bucket);
      // That there were refusals is kept: others of its operations may be closed.
      if (wider !== undefined)
        await table.update(keys.budget(wider), { set: { refusals: 0 } }, { present: "refusedAt" });
    }
  },

  async report(buckets: readonly Bucket[], now: number): Promise<BudgetReport[]> {
    const items = await load(table, buckets);
    return buckets.map((bucket) => {
      const item = items.get(bucket.key);
      const view = viewOf(bucket, item, now);
      const lines = priorities.map((priority) => [priority, lastInLine(view, priority)] as const);
      return {
        bucket: bucket.limit.id,
        capacity: view.capacity,
        windowSeconds: bucket.limit.windowSeconds,
        // What others have drawn of a shared limit is theirs to know.
        left: Math.max(
          0,
          view.capacity - (view.party === undefined ? view.used : (view.shares.used.get(view.party) ?? 0)),
        ),
        blockedUntil: view.blockedUntil > now ? view.blockedUntil : undefined,
        waiting: Object.fromEntries(lines.filter(([, until]) => until > now)),
      };
    });
  },
});

export type BudgetStore = ReturnType<typeof createBudgetStore>;

/** When each of the buckets has calls of the class again, if nobody else draws. */
const freeAtAll = (views: readonly BucketView[], priority: Priority, now: number): number =>
  Math.max(...views.map((view) => (allowed(view, priority, now) > 0 ? now : freeAt(view, priority, now))));

/** The calls that were drawn from all of these at once. */
const granted = (views: readonly BucketView[], count: number, now: number): Grant => {
  const left = Math.min(...views.map((view) => view.capacity - view.used)) - count;
  const probes = views.filter(isRefused).map(({ bucket }) => bucket);
  const limits = views.map(({ bucket }) => bucket.limit);
  const until = now + Math.min(...limits.map(holdTime));
  const firstUntil = now + Math.min(...limits.filter(isCountedThere).map(holdTime));
  return { count, until, firstUntil, left, ...(probes.length > 0 ? { probes } : {}) };
};

/** The rate of a limit that finds its size by itself, after a refusal. One call that is let in and refused tells nothing of it. */
const slowed = (limit: Limit, item: Item | undefined, now: number) => {
  if (!limit.adaptive || Number(item?.refusals ?? 0) > 0) return {};
  return { rate: Math.max(1, Math.floor(Number(item?.rate ?? limit.capacity) / 2)), raisedAt: now };
};

/** What the addresses of a vendor have in common, where each has a limit of its own. */
const widerThan = ({ limit, key }: Bucket): string | undefined =>
  limit.per === "operation" ? key.slice(0, key.lastIndexOf("#")) : undefined;

/** A vendor that refuses one address after the other is asked more rarely at all of them. */
const refusedEverywhere = async (table: Table, bucket: Bucket, now: number): Promise<number> => {
  const wider = widerThan(bucket);
  if (wider === undefined) return 0;
  const key = keys.budget(wider);
  const recent: Condition = { atLeast: ["refusedAt", now - LONGEST_WAIT] };
  const ttl = expiry(bucket.limit, now + REFUSALS_KEPT);
  const item =
    (await table.update(key, { set: { refusedAt: now, ttl }, add: { refusals: 1 } }, recent)) ??
    (await table.update(key, { set: { refusedAt: now, ttl, refusals: 1 } }));
  return Math.ceil(Number(item?.refusals ?? 0) / REFUSALS_PER_STEP);
};

const load = async (
  table: Table,
  buckets: readonly Bucket[],
  options?: { readonly eventual: boolean },
): Promise<Map<string, Item>> => {
  const items = await table.getMany(
    buckets.map(({ key }) => keys.budget(key)),
    undefined,
    options,
  );
  return new Map(items.map((item) => [item.pk.slice("BUDGET#".length), item]));
};

/** Nobody has drawn since the item was read. */
const unchanged = ({ item }: BucketView): Condition =>
  item?.drawn === undefined ? { absent: "drawn" } : { equal: ["drawn", Number(item.drawn)] };

const draw = async (table: Table, views: readonly BucketView[], count: number, now: number): Promise<boolean> => {
  const writes = views
    .filter((view) => isCounted(view.bucket.limit) || isRefused(view))
    .map((view) => {
      const { bucket, item } = view;
      const probe = isRefused(view) ? { probeUntil: now + PROBE } : {};
      const update = keys.budget(bucket.key);
      // Counted elsewhere: only one probing call at a time has to be seen to.
      if (!isCounted(bucket.limit))
        return {
          update,
          change: { set: probe },
          when: { any: [{ absent: "probeUntil" }, { below: ["probeUntil", now] }] },
        } as const;
      const set = {
        usage: JSON.stringify(withCalls(view, count, now)),
        ttl: expiry(bucket.limit, now),
        ...probe,
        ...shareDrawn(view, count, now),
      };
      const remove = lapsed(item, now - LONGEST_LINE);
      const when = unchanged(view);
      return { update, change: { set, add: { drawn: 1 }, ...(remove.length > 0 ? { remove } : {}) }, when };
    });
  const [only] = writes;
  if (writes.length === 1 && only) return (await table.update(only.update, only.change, only.when)) !== undefined;
  return table.transact(writes);
};

/** A tenant that had to wait probably wants more. Its share is kept from the others between two of its calls. */
const shareDrawn = (view: BucketView, count: number, now: number): Record<string, unknown> => {
  const { item, bucket, party, shares } = view;
  if (party === undefined) return {};
  const inLine = Math.max(...priorities.map((priority) => lastInLine(view, priority)));
  const { windowSeconds } = bucket.limit;
  const known = shares.wants.get(party);
  const want = known && wantAfterGrant(known, inLine, windowSeconds, now);
  return {
    shares: withShare(item, { party, count }, windowSeconds, now),
    ...(want === undefined ? {} : { [wantOf(party)]: want }),
  };
};

/** Each tenant has lines of its own: a hundred shops of one that wait are not before another's first. */
const lineOf = ({ party }: Pick<BucketView, "party">, priority: Priority): string =>
  party === undefined ? `${priority}Line` : `${priority}Line@${party}`;
const lastInLine = (view: Pick<BucketView, "item" | "party">, priority: Priority): number =>
  Number(view.item?.[lineOf(view, priority)] ?? 0);

/** When calls are free for a worker that was refused, and our clock. Unix milliseconds. */
interface Refused {
  readonly free: number;
  readonly now: number;
}

/**
 * A turn for a worker that was refused: when calls are free, and behind all of its class that wait already. If a
 * hundred shops came back at the same moment, most would come for nothing and disturb the others.
 */
const lineUp = async (table: Table, view: BucketView, wanted: Wanted, { free, now }: Refused): Promise<number> => {
  const { priority } = wanted;
  const key = keys.budget(view.bucket.key);
  const line = lineOf(view, priority);
  const space = spaceOf(view, wanted);
  let last = lastInLine(view, priority);
  for (let attempt = 0; attempt < 4 && last < now + LONGEST_LINE; attempt += 1) {
    // A caller of the API keeps no place: it may never come back.
    const behind = priority !== "passthrough" && last > now && last + space > free;
    if (!behind && last >= free) {
      if (isNews(view, free)) await table.update(key, { set: wanting(view, free, now) });
      return free;
    }
    const changed = behind
      ? await table.update(
          key,
          { add: { [line]: space }, ...setOf(wanting(view, last + space, now)) },
          { atLeast: [line, last] },
        )
      : await table.update(
          key,
          { set: { [line]: free, ...wanting(view, free, now) } },
          { any: [{ absent: line }, { below: [line, free] }] },
        );
    if (changed) return Number(changed[line]);
    last = behind ? 0 : free;
  }
  return Math.max(free, Math.min(last, now + LONGEST_LINE));
};

/** Milliseconds between the turn of a worker and that of the one behind it. */
const spaceOf = (view: BucketView, { want }: Wanted): number => {
  const { party, shares, capacity, bucket } = view;
  const share = party === undefined ? capacity : levelFor(shares, party, capacity);
  const turns = share < capacity ? SHARED_TURNS : TURNS;
  return Math.ceil((turns * want * bucket.limit.windowSeconds * 1_000) / share);
};

/** Whether others have to be told that a tenant wants calls until `free`. Alone, it need not say so. */
const isNews = (view: BucketView, free: number): boolean =>
  isShared(view) && (view.shares.wants.get(view.party ?? "")?.until ?? 0) < free;

/** Another tenant draws as well, or wants to. */
const isShared = ({ shares, party }: BucketView): boolean =>
  [...shares.used.keys(), ...shares.wants.keys()].some((one) => one !== party);

/** A worker of any class has a place in line. */
const someoneWaits = (view: BucketView, now: number): boolean =>
  priorities.some((priority) => lastInLine(view, priority) > now);

/** A tenant that is told to come back at `until` wants calls till then. */
const wanting = ({ shares, party }: BucketView, until: number, now: number): Record<string, string> =>
  party === undefined ? {} : { [wantOf(party)]: wantAfterRefusal(shares.wants.get(party), until, now) };

/** A change may name no attributes, and must not name none. */
const setOf = (attributes: Record<string, string>) => (Object.keys(attributes).length === 0 ? {} : { set: attributes });
