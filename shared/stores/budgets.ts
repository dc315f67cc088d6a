import { grownWait, LONGEST_WAIT } from "../core/bounds.ts";
import { RetryLater } from "../core/errors.ts";
import type { Condition, Item, Table } from "../core/table.ts";
import type { Limit } from "../core/vendor.ts";
import {
  burstLeft,
  COMES_LATE,
  fairPart,
  lapsed,
  levelFor,
  nextStep,
  owedToOthers,
  partyOf,
  type Shares,
  sharesOf,
  wantAfterGrant,
  wantAfterRefusal,
  wantOf,
  withShare,
} from "./fair-shares.ts";
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
  /** The tenant that draws, where others may draw as well. */
  readonly tenant?: string;
}

/** A bucket of a limit that we set ourselves: so many within a window of so many milliseconds. */
export const ownBucket = (id: string, key: string, capacity: number, milliseconds: number): Bucket => ({
  key,
  limit: { id, scope: "app", per: "all", capacity, windowSeconds: milliseconds / 1_000, source: "our own" },
});

/** Calls that were granted and must begin before `until`; what is left then is lost. */
export interface Grant {
  readonly count: number;
  readonly until: number;
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
/** Somewhat faster than even, so that a step in which the worker came late is made good by the next ones. */
const PACE = 1.2;
/** Share of the even pace at which turns are given. Slightly too early: a visit for nothing is cheaper than an unused call. */
const TURNS = 0.8;
/** The same where others want calls as well: what comes free is kept for a tenant only as long as it comes for it. */
const SHARED_TURNS = 0.5;
/** Milliseconds that others need to draw their share. */
const BUSY = 200;
/** As long as a queue can delay. */
const LONGEST_LINE = 900_000;
const CREEP_EVERY = 30_000;
/** A probing call that is not answered by then has died with its worker, and another one is let in. */
const PROBE = 30_000;
/** So long a worker waits that finds a probing call under way. */
const PROBED_SOON = 2_000;
/**
 * Where each operation has a limit of its own, so many rounds of a shop within a window may call each operation so often by one
 * draw for all of them: several collections may be read by one operation. What they may use is kept from all other draws.
 * Milliseconds that such a round has for its calls.
 */
export const ROUNDS = 2;
export const CALLS_OF_ROUND = 4;
const ROUND_LASTS = 10_000;
/** For fewer operations than this each is drawn by itself. */
const FEWEST_OPERATIONS = 3;
/** So many refusals at a vendor's addresses in a row count as one more at each of them: it refuses everything. */
const REFUSALS_PER_STEP = 4;

interface Usage {
  /** Number of the first slot in `counts`, unix milliseconds / slot length. */
  first: number;
  counts: number[];
}

const slotLength = (limit: Limit): number => Math.max(50, Math.ceil((limit.windowSeconds * 1_000) / SLOTS));
const holdTime = (limit: Limit): number => Math.max(100, Math.min(10_000, (limit.windowSeconds * 1_000) / HOLD_SHARE));

/** Calls that a class leaves to the more urgent ones. */
export const reserveOf = (limit: Limit, capacity: number, priority: Priority): number => {
  const rank = priorities.indexOf(priority);
  return rank === 0 || limit.adaptive === true ? 0 : Math.max(1, Math.round(capacity * RESERVE_STEP * rank));
};

export const createBudgetStore = (table: Table) => ({
  /**
   * Draws up to `want` calls from all the buckets at once.
   * @param yields a worker that has had its turn goes behind those that wait
   * @throws RetryLater (limited) when none is left, with the time at which it is one's turn
   */
  async take(
    buckets: readonly Bucket[],
    want: number,
    priority: Priority,
    now: number,
    { yields = false } = {},
  ): Promise<Grant> {
    let views: readonly View[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const items = await load(table, buckets);
      views = buckets.map((bucket) => viewOf(bucket, items.get(bucket.key), now));
      const crowded = yields ? views.find((view) => lastInLine(view, priority) > now) : undefined;
      const count = crowded ? 0 : Math.min(want, ...views.map((view) => allowed(view, priority, now)));
      if (count <= 0) {
        const refused = crowded ?? views.find((view) => allowed(view, priority, now) <= 0)!;
        const free = Math.max(
          ...views.map((view) => (allowed(view, priority, now) > 0 ? now : freeAt(view, priority, now))),
        );
        throw new RetryLater(`the limit ${refused.bucket.limit.id} is used up`, {
          retryAt: await lineUp(table, refused, want, priority, free, now),
          delivered: "no",
          limited: true,
        });
      }
      if (await draw(table, views, count, now)) {
        const left = Math.min(...views.map((view) => view.capacity - view.used)) - count;
        const probes = views.filter(isRefused).map(({ bucket }) => bucket);
        const until = now + Math.min(...buckets.map(({ limit }) => holdTime(limit)));
        return { count, until, left, ...(probes.length > 0 ? { probes } : {}) };
      }
    }
    // Many workers at one bucket: one after the other, when the others have drawn their share.
    const retryAt = await lineUp(table, views[0]!, want, priority, now + BUSY, now);
    throw new RetryLater("the budget is busy", { retryAt, delivered: "no", limited: true });
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
    const items = await load(table, [rounds, ...buckets], { eventual: true });
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
    const { limit } = bucket;
    const key = keys.budget(bucket.key);
    const item = await table.get(key);
    const closed = Number(item?.blockedUntil ?? 0);
    // A call that was under way when the limit was closed says nothing new.
    const isLate = closed > now;
    const before = Number(item?.refusals ?? 0);
    const refusals = isLate ? before : before + 1;
    const everywhere = isLate ? 0 : await refusedEverywhere(table, bucket, now);
    const ends = now + (isLate ? until - now : grownWait(until - now, Math.max(refusals, everywhere)));
    // One call that is let in and refused tells nothing about the rate.
    const slower = limit.adaptive && before === 0;
    const rate = slower ? Math.max(1, Math.floor(Number(item?.rate ?? limit.capacity) / 2)) : undefined;
    const set = {
      blockedUntil: ends,
      refusals,
      ...(rate === undefined ? {} : { rate, raisedAt: now }),
      ttl: expiry(limit, Math.max(now, ends)),
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
      if (wider !== undefined) await table.delete(keys.budget(wider));
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

interface View {
  readonly bucket: Bucket;
  readonly item: Item | undefined;
  readonly usage: Usage;
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
const isRefused = ({ item }: View): boolean => item?.refusals !== undefined;

/** What the addresses of a vendor have in common, where each has a limit of its own. */
const widerThan = ({ limit, key }: Bucket): string | undefined =>
  limit.per === "operation" ? key.slice(0, key.lastIndexOf("#")) : undefined;

/** A vendor that refuses one address after the other is asked more rarely at all of them. */
const refusedEverywhere = async (table: Table, bucket: Bucket, now: number): Promise<number> => {
  const wider = widerThan(bucket);
  if (wider === undefined) return 0;
  const key = keys.budget(wider);
  const recent: Condition = { atLeast: ["refusedAt", now - LONGEST_WAIT] };
  const ttl = expiry(bucket.limit, now);
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

const allowed = (view: View, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return 0;
  if (!isRefused(view)) return withinLimit(view, priority, now);
  return view.probeUntil > now ? 0 : Math.min(1, withinLimit(view, priority, now));
};

/** Calls that rounds may make without a draw of their own. */
const keptFor = ({ per }: Limit): number => (per === "operation" ? ROUNDS * CALLS_OF_ROUND : 0);

/** Calls that our own count allows. */
const withinLimit = (view: View, priority: Priority, now: number): number => {
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
const freeAt = (view: View, priority: Priority, now: number): number => {
  if (view.blockedUntil > now) return view.blockedUntil;
  if (view.probeUntil > now) return Math.min(view.probeUntil, now + PROBED_SOON);
  const { limit } = view.bucket;
  const length = slotLength(limit);
  const reserve = reserveOf(limit, view.capacity, priority);
  const owed = view.party === undefined ? 0 : owedToOthers(view.shares, view.party, windowOf(view, now));
  const all = view.capacity - keptFor(limit) - view.used - reserve;
  const paced = view.party !== undefined && burstLeft(view.shares, view.party, view.capacity) <= 0;
  if (all > 0 && paced) return nextStep(limit.windowSeconds, now);
  // What is left is kept for others: one of them may not come for it.
  if (owed > 0 && all > 0) return Math.max(now + 1, Math.min(...othersWants(view), now + COMES_LATE));
  let excess = owed - all;
  // Only the pace is used up.
  if (excess < 0) return (Math.floor(now / length / PACE_SLOTS) + 1) * PACE_SLOTS * length;
  for (const [index, count] of view.usage.counts.entries()) {
    excess -= count;
    if (excess < 0) return Math.max(now + 1, (view.usage.first + index + 1) * length + memory(limit) + 1);
  }
  return now + limit.windowSeconds * 1_000;
};

const windowOf = ({ capacity, bucket }: View, now: number) => ({
  capacity,
  windowSeconds: bucket.limit.windowSeconds,
  now,
});

const othersWants = ({ shares, party }: View): number[] =>
  [...shares.wants].flatMap(([one, { until }]) => (one === party ? [] : [until]));

const draw = async (table: Table, views: readonly View[], count: number, now: number): Promise<boolean> => {
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
      const when =
        item?.drawn === undefined
          ? ({ absent: "drawn" } as const)
          : ({ equal: ["drawn", Number(item.drawn)] } as const);
      return { update, change: { set, add: { drawn: 1 }, ...(remove.length > 0 ? { remove } : {}) }, when };
    });
  const [only] = writes;
  if (writes.length === 1 && only) return (await table.update(only.update, only.change, only.when)) !== undefined;
  return table.transact(writes);
};

/** A tenant that had to wait probably wants more. Its share is kept from the others between two of its calls. */
const shareDrawn = (view: View, count: number, now: number): Record<string, unknown> => {
  const { item, bucket, party, shares } = view;
  if (party === undefined) return {};
  const inLine = Math.max(...priorities.map((priority) => lastInLine(view, priority)));
  const { windowSeconds } = bucket.limit;
  const known = shares.wants.get(party);
  const want = known && wantAfterGrant(known, inLine, windowSeconds, now);
  return {
    shares: withShare(item, party, count, windowSeconds, now),
    ...(want === undefined ? {} : { [wantOf(party)]: want }),
  };
};

const withCalls = ({ bucket, usage }: View, count: number, now: number): Usage => {
  const slot = Math.floor(now / slotLength(bucket.limit));
  const first = usage.counts.length === 0 ? slot : usage.first;
  const counts = [...usage.counts];
  // A worker whose clock is behind counts into the newest slot that is kept.
  const place = Math.max(0, slot - first);
  while (counts.length <= place) counts.push(0);
  counts[place]! += count;
  return { first, counts };
};

/** Each tenant has lines of its own: a hundred shops of one that wait are not before another's first. */
const lineOf = ({ party }: Pick<View, "party">, priority: Priority): string =>
  party === undefined ? `${priority}Line` : `${priority}Line@${party}`;
const lastInLine = (view: Pick<View, "item" | "party">, priority: Priority): number =>
  Number(view.item?.[lineOf(view, priority)] ?? 0);

/**
 * A turn for a worker that was refused: when calls are free, and behind all of its class that wait already. If a
 * hundred shops came back at the same moment, most would come for nothing and disturb the others.
 */
const lineUp = async (
  table: Table,
  view: View,
  want: number,
  priority: Priority,
  free: number,
  now: number,
): Promise<number> => {
  const key = keys.budget(view.bucket.key);
  const line = lineOf(view, priority);
  const { party, shares } = view;
  const share = party === undefined ? view.capacity : levelFor(shares, party, view.capacity);
  const turns = share < view.capacity ? SHARED_TURNS : TURNS;
  const space = Math.ceil((turns * want * view.bucket.limit.windowSeconds * 1_000) / share);
  const wanting = (until: number) =>
    party === undefined ? {} : { [wantOf(party)]: wantAfterRefusal(shares.wants.get(party), until, now) };
  let last = lastInLine(view, priority);
  for (let attempt = 0; attempt < 4 && last < now + LONGEST_LINE; attempt += 1) {
    // A caller of the API keeps no place: it may never come back.
    const behind = priority !== "passthrough" && last > now && last + space > free;
    if (!behind && last >= free) {
      // Alone, it need not say that it wants more.
      const isShared = [...shares.used.keys(), ...shares.wants.keys()].some((one) => one !== party);
      if (isShared && (shares.wants.get(party ?? "")?.until ?? 0) < free)
        await table.update(key, { set: wanting(free) });
      return free;
    }
    const changed = behind
      ? await table.update(
          key,
          { add: { [line]: space }, ...(party === undefined ? {} : { set: wanting(last + space) }) },
          { atLeast: [line, last] },
        )
      : await table.update(
          key,
          { set: { [line]: free, ...wanting(free) } },
          { any: [{ absent: line }, { below: [line, free] }] },
        );
    if (changed) return Number(changed[line]);
    last = behind ? 0 : free;
  }
  return Math.max(free, Math.min(last, now + LONGEST_LINE));
};

const expiry = (limit: Limit, now: number): number => Math.ceil((now + 2 * memory(limit)) / 1_000) + 86_400;
