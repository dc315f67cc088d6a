import { RetryLater } from "../../core/errors.ts";
import type { Clock, Sleep } from "../../core/ports.ts";
import type { Operation, Vendor } from "../../core/vendor.ts";
import type { Bucket, BudgetStore, Grant, Priority, Wanted } from "../../stores/budgets.ts";
import type { Shop } from "../../stores/shops.ts";

export interface SpendDeps {
  readonly budgets: BudgetStore;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** A call that was drawn. */
export interface DrawnCall {
  readonly buckets: readonly Bucket[];
  /** Those that it finds out about. */
  readonly found: readonly Bucket[];
  /** Unix milliseconds. */
  readonly startedAt: number;
}

export interface Spend {
  /**
   * Calls of this class are about to be made: they are drawn by one write, where one limit counts all calls, or where each
   * operation has a limit and is called a few times. `calls`: the buckets of each.
   */
  expect(priority: Priority, calls: readonly (readonly Bucket[])[]): void;
  /**
   * Draws one call, from what this worker still holds or from the store.
   * @returns the buckets that this call finds out about: the caller tells `opened` or `failed`
   * @throws RetryLater with `limited`
   */
  draw(buckets: readonly Bucket[], priority: Priority): Promise<readonly Bucket[]>;
  /** The vendor has let a call in that was drawn. */
  opened(found: readonly Bucket[]): Promise<void>;
  /**
   * A call that was drawn has failed. Where the vendor itself says that a limit is used up, every worker on the same
   * bucket waits, and this worker gives up what it has drawn. Any other word of the vendor says that it let the call in.
   * @returns the error; after such a refusal with the time until which all of them wait
   */
  failed(call: DrawnCall, error: unknown): Promise<unknown>;
}

/** Calls drawn and not yet made, and those that wait for some. */
interface Purse {
  readonly buckets: ReadonlySet<string>;
  grant: Grant | undefined;
  /** Calls that were granted the last time. */
  drawn: number;
  /** All that were granted so far. */
  total: number;
  waiting: number;
  /** Calls that are certain to come, beside those that wait. */
  expected: number;
  /** They are a round's. */
  readonly isOfRound: boolean;
  turn: Promise<unknown>;
}

/** Calls drawn at once, so that a page costs less than one write. Never more than a fiftieth of the limit. */
const MOST_DRAWN = 20;
/** The same of calls that are expected: one for each of a shop's polls. */
const MOST_EXPECTED = 50;
/** Calls that wait at the same time are drawn together, also of a limit of which a fiftieth is less: a round's polls. */
const MOST_WAITING = 6;
/** Milliseconds in which a round's calls of such a limit come together: those side by side end at about the same time. */
const GATHER = 100;
/**
 * A worker that reads pages draws two and then twice as many each time, or only as many as it got to before they expired: what is
 * not used is lost to all for a window. The others draw for the calls that wait already.
 */
const READS_PAGES: readonly Priority[] = ["poll", "backfill"];
/**
 * Milliseconds that a worker waits for the limit itself. A queue delays by whole seconds only, which is a good part of
 * a short window, and beginning anew costs two writes.
 */
const SHORT_WAIT = 1_500;
/** A person waits for a read through the API, so it is refused late: a tenant that has calls left of its share gets them. */
const READ_WAIT = 2_000;
/** So many draws in a row may lapse, since the table was slow. Then the worker comes back after so many milliseconds. */
const MOST_LAPSED = 3;
const SLOW_TABLE = 1_000;
/** A vendor that says that its limit is used up, and not for how long, is left alone for this. */
const LOCK_SECONDS = 5;

/** Buckets of a call, the widest first. */
export const bucketsOf = (vendor: Vendor, shop: Pick<Shop, "account" | "tenant">, operation: Operation): Bucket[] =>
  operation.buckets.map((id) => {
    const limit = vendor.limits.find((one) => one.id === id);
    if (!limit) throw new Error(`${vendor.id} ${operation.id}: unknown limit ${id}`);
    const scope = limit.scope === "ip" ? "ip" : shop.account;
    const { tenant } = shop;
    return {
      limit,
      tenant,
      key: [vendor.id, limit.id, scope, ...(limit.per === "operation" ? [operation.id] : [])].join("#"),
    };
  });

const NOTHING: readonly Bucket[] = [];

/** What is left of a round's calls that were drawn together. */
interface RoundLeft {
  /** By key of the bucket. */
  readonly calls: Map<string, number>;
  /** Unix milliseconds. */
  readonly until: number;
}
const NO_ROUND: Promise<undefined> = Promise.resolve(undefined);

/** Calls of a round that begin over the next windows of the limit. */
interface PlannedCalls {
  readonly from: number;
  readonly until: number;
  left: number;
}
const NO_PLAN: Promise<readonly PlannedCalls[]> = Promise.resolve([]);

const planRound = async (
  bucket: Bucket,
  priority: Priority,
  calls: readonly (readonly Bucket[])[],
  { budgets, clock }: SpendDeps,
): Promise<readonly PlannedCalls[]> => {
  const want = calls.filter(([first, ...others]) => first?.key === bucket.key && others.length === 0).length;
  const made = await budgets.takeAhead(bucket, { want, priority }, clock());
  return (made ?? []).map(({ from, until, count }) => ({ from, until, left: count }));
};

const beginRound = async (
  calls: readonly (readonly Bucket[])[],
  { budgets, clock }: SpendDeps,
): Promise<RoundLeft | undefined> => {
  const single = calls.flatMap(([bucket, ...others]) => (bucket && others.length === 0 ? [bucket] : []));
  const distinct = new Map(single.filter(({ limit }) => limit.per === "operation").map((one) => [one.key, one]));
  const grant = await budgets.takeRound([...distinct.values()], clock());
  return grant && { calls: new Map([...grant.keys].map((key) => [key, grant.calls])), until: grant.until };
};

/** Waits for one of the planned calls. False: none is left. */
const isInTime = async (plan: readonly PlannedCalls[], { clock, sleep }: SpendDeps): Promise<boolean> => {
  for (const window of plan) {
    if (window.left <= 0 || window.until <= clock()) continue;
    window.left -= 1;
    const wait = window.from - clock();
    if (wait > 0) await sleep(wait);
    // A worker that has slept too long lets the call lapse.
    if (clock() < window.until) return true;
  }
  return false;
};

/** Budgets as one worker spends them. It keeps what it has drawn, so that most calls cost no write. */
export const createSpend = (deps: SpendDeps): Spend => {
  const purses = new Map<string, Purse>();
  const expected = new Map<Priority, readonly (readonly Bucket[])[]>();
  const rounds = new Map<Priority, Promise<RoundLeft | undefined>>();
  /** By key of the bucket. */
  const plans = new Map<string, Promise<readonly PlannedCalls[]>>();
  /** Of operations that each have a limit a few calls of each go with the others'. */
  const isOfRound = async (buckets: readonly Bucket[], priority: Priority): Promise<boolean> => {
    const [bucket] = buckets;
    if (bucket?.limit.per !== "operation" || buckets.length > 1 || !expected.has(priority)) return false;
    const round = rounds.get(priority) ?? beginRound(expected.get(priority)!, deps);
    rounds.set(priority, round);
    const left = await round;
    if (left === undefined || left.until <= deps.clock()) return false;
    const calls = left.calls.get(bucket.key) ?? 0;
    left.calls.set(bucket.key, calls - 1);
    return calls > 0;
  };
  /** A round's calls of a small limit begin when the round has planned it. False: none is left. */
  const isPlanned = async (buckets: readonly Bucket[], priority: Priority): Promise<boolean> => {
    const [bucket] = buckets;
    const calls = expected.get(priority);
    if (bucket === undefined || buckets.length > 1 || !calls || priority !== "poll") return false;
    const plan = plans.get(bucket.key) ?? planRound(bucket, priority, calls, deps);
    plans.set(bucket.key, plan);
    return isInTime(await plan, deps);
  };
  const purseOf = (buckets: readonly Bucket[], priority: Priority): Purse => {
    const name = `${priority}#${buckets.map(({ key }) => key).join("#")}`;
    const purse = purses.get(name) ?? {
      buckets: new Set(buckets.map(({ key }) => key)),
      grant: undefined,
      drawn: 1,
      total: 0,
      waiting: 0,
      expected: buckets.every(({ limit }) => limit.per === "all") ? (expected.get(priority)?.length ?? 0) : 0,
      isOfRound: expected.has(priority),
      turn: Promise.resolve(),
    };
    purses.set(name, purse);
    return purse;
  };
  const giveUp = ({ key }: Bucket): void => {
    for (const one of expected.keys()) rounds.set(one, NO_ROUND);
    plans.set(key, NO_PLAN);
    for (const purse of purses.values()) if (purse.buckets.has(key)) purse.grant = undefined;
  };

  return {
    expect: (priority, calls) => void expected.set(priority, calls),

    async draw(buckets, priority) {
      if (buckets.length === 0) return NOTHING;
      if ((await isOfRound(buckets, priority)) || (await isPlanned(buckets, priority))) return NOTHING;
      const purse = purseOf(buckets, priority);
      purse.waiting += 1;
      // One after the other, so that calls side by side draw together instead of disturbing each other.
      const drawn = purse.turn.then(() => drawFrom(purse, buckets, priority, deps));
      purse.turn = drawn.catch(() => undefined);
      return drawn;
    },

    async opened(found) {
      if (found.length > 0) await deps.budgets.opened(found);
    },

    async failed({ buckets, found, startedAt }, error) {
      if (!(error instanceof RetryLater) && found.length > 0) await deps.budgets.opened(found);
      if (!(error instanceof RetryLater && error.limited)) return error;
      // The narrowest bucket: the one that the vendor most probably means.
      const bucket = buckets.at(-1);
      if (!bucket) return error;
      giveUp(bucket);
      const until = error.retryAt ?? startedAt + LOCK_SECONDS * 1_000;
      const retryAt = await deps.budgets.block(bucket, until, deps.clock());
      return new RetryLater(error.message, { retryAt, delivered: error.delivered, limited: true });
    },
  };
};

const drawFrom = async (
  purse: Purse,
  buckets: readonly Bucket[],
  priority: Priority,
  deps: SpendDeps,
): Promise<readonly Bucket[]> => {
  const { grant } = purse;
  if (grant && grant.count > 0 && grant.until > deps.clock()) {
    purse.waiting -= 1;
    purse.grant = { ...grant, count: grant.count - 1 };
    return NOTHING;
  }
  const fiftieth = Math.max(1, Math.min(...buckets.map(({ limit }) => Math.floor(limit.capacity / 50))));
  if (purse.isOfRound && fiftieth < MOST_WAITING) await deps.sleep(GATHER);
  const want = wantedBy({ ...purse, grant }, priority, fiftieth);
  purse.waiting -= 1;
  purse.expected = 0;
  const yields = purse.total >= Math.min(MOST_DRAWN, fiftieth);
  // A worker that has gone behind the others has its turn when it comes back. Else those that wait send each other back for ever.
  if (yields) purse.total = 0;
  const taken = await takeInTime(buckets, { want, priority, yields }, deps);
  purse.drawn = taken.count;
  purse.total += taken.count;
  purse.grant = { ...taken, count: taken.count - 1 };
  return taken.probes ?? NOTHING;
};

/** Calls to draw at once: for those who wait, and for a worker that reads pages some more. At least one. */
const wantedBy = ({ grant, drawn, waiting, expected }: Purse, priority: Priority, fiftieth: number): number => {
  const most = Math.min(MOST_DRAWN, fiftieth);
  const next = grant && grant.count > 0 ? drawn - grant.count : 2 * drawn;
  // Those who wait are certain to call; what is drawn beyond them may be given up.
  const together = Math.min(waiting, MOST_WAITING);
  const paged = READS_PAGES.includes(priority) ? Math.max(together, Math.min(most, Math.max(waiting, next))) : waiting;
  return Math.max(1, Math.min(MOST_DRAWN, paged), Math.min(MOST_EXPECTED, fiftieth, expected));
};

/** Draws from the store. Where the table took so long that the call would begin too late, what was drawn lapses. */
const takeInTime = async (buckets: readonly Bucket[], wanted: Wanted, deps: SpendDeps): Promise<Grant> => {
  for (let attempt = 0; attempt < MOST_LAPSED; attempt += 1) {
    const taken = await take(buckets, wanted, deps);
    // Nobody else has a probing call until the outcome of this one is known: one late call is better than half a minute of none.
    if (taken.probes || deps.clock() < taken.firstUntil) return taken;
  }
  const retryAt = deps.clock() + SLOW_TABLE;
  throw new RetryLater("the budget answers slowly", { retryAt, delivered: "no", limited: true });
};

/** Draws from the store, and waits a moment where that is enough. */
const take = async (
  buckets: readonly Bucket[],
  wanted: Wanted,
  { budgets, clock, sleep }: SpendDeps,
): Promise<Grant> => {
  const patience = clock() + (wanted.priority === "passthrough" ? READ_WAIT : SHORT_WAIT);
  let asked = wanted;
  for (;;) {
    const now = clock();
    try {
      return await budgets.take(buckets, asked, now);
    } catch (error) {
      if (!(error instanceof RetryLater && error.limited) || (error.retryAt ?? patience + 1) > patience) throw error;
      await sleep(Math.max(1, error.retryAt! - now));
      asked = { ...wanted, yields: false };
    }
  }
};
