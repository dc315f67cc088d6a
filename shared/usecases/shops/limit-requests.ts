import { BadRequest, RetryLater } from "../../core/errors.ts";
import type { Clock, Log, Metric } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { type Bucket, type BudgetStore, ownBucket } from "../../stores/budgets.ts";
import type { TenantStore } from "../../stores/tenants.ts";

/** Requests that a tenant may make within a minute where the operator says nothing else. */
export const REQUESTS_PER_MINUTE = 3_000;

/** Drawn at once, so that a request costs a twentieth of a write. Never more than a fiftieth of the limit. */
const MOST_DRAWN = 20;
/** A table that failed is left alone for so long. */
const AWAY = 5 * SECOND;

export interface LimitDeps {
  readonly tenants: Pick<TenantStore, "get">;
  readonly budgets: Pick<BudgetStore, "take">;
  readonly clock: Clock;
  readonly metric: Metric;
  readonly log: Log;
}

/** More than the tenant's limit allows. The headers say when it is worth asking again. */
export class TooManyRequests extends BadRequest {
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, headers: Readonly<Record<string, string>>) {
    super(429, "too-many-requests", message);
    this.headers = headers;
  }
}

/** What a request costs of the tenant's limit. */
export interface Charge {
  /** Seconds that it may wait. */
  readonly seconds: number;
  /** Commands that it carries, or 1. */
  readonly items: number;
}

/** A request that was let in. */
export interface Entry {
  readonly headers: Readonly<Record<string, string>>;
  /** The answer is ready: seconds that it might have waited and did not are given back. */
  leave(): void;
}

/** What this instance holds for a tenant. */
interface Purse {
  readonly capacity: number;
  /** Requests that may be let in without asking the table. */
  held: number;
  /** What the table had left for all instances when it was last asked. */
  left: number;
  /** Unix milliseconds: then the limit is read anew. */
  until: number;
  /** Unix milliseconds until which the limit is used up. */
  closedUntil: number;
}

/**
 * Requests per minute and tenant, over all instances. The first of a minute are on credit, a fiftieth of the limit: who
 * asks now and then never reaches the budget in the table. Each second that a request may wait counts as one request
 * more, because it keeps a function busy: so the limit bounds what a tenant has under way, too. Each command of an array
 * counts for itself.
 */
export const createRequestLimit = (deps: LimitDeps) => {
  const purses = new Map<string, Purse>();
  const turns = new Map<string, Promise<void>>();
  let awayUntil = 0;

  const purseOf = async (tenant: string, now: number): Promise<Purse> => {
    const known = purses.get(tenant);
    if (known && known.until > now) return known;
    const capacity = (await deps.tenants.get(tenant))?.requestsPerMinute ?? REQUESTS_PER_MINUTE;
    const credit = drawnAtOnce(capacity);
    const purse = { capacity, held: credit, left: capacity - credit, until: now + MINUTE, closedUntil: 0 };
    if (purses.size > 1_000) purses.clear();
    purses.set(tenant, purse);
    return purse;
  };

  /** @throws RetryLater (limited) when the limit is used up */
  const pay = async (purse: Purse, tenant: string, cost: number, now: number): Promise<void> => {
    while (purse.held < cost) {
      if (purse.closedUntil > now) throw usedUp(purse.closedUntil);
      const want = Math.max(drawnAtOnce(purse.capacity), cost - purse.held);
      // The first class has no reserve to leave to others.
      const grant = await deps.budgets.take([bucketOf(tenant, purse.capacity)], want, "write", now);
      purse.held += grant.count;
      purse.left = grant.left ?? purse.left;
    }
    purse.held -= cost;
  };

  const enter = async (tenant: string, { seconds, items }: Charge): Promise<Entry> => {
    const now = deps.clock();
    if (awayUntil > now) return uncounted();
    let purse: Purse | undefined;
    try {
      purse = await purseOf(tenant, now);
      const cost = Math.min(items + seconds, purse.capacity);
      await pay(purse, tenant, cost, now);
      return {
        headers: headersOf(purse, purse.left + purse.held),
        leave: leaving(purse, Math.min(seconds, cost), now),
      };
    } catch (error) {
      if (purse && error instanceof RetryLater && error.limited) {
        purse.closedUntil = error.retryAt ?? now + SECOND;
        throw refusal(purse, now);
      }
      // Nobody is turned away because the counting fails.
      awayUntil = now + AWAY;
      deps.log("warn", "requests are not limited", { error: (error as Error).name, reason: (error as Error).message });
      return uncounted();
    }
  };

  const uncounted = (): Entry => {
    deps.metric("RequestsUncounted", 1);
    return { headers: {}, leave: () => undefined };
  };

  const leaving = (purse: Purse, seconds: number, since: number) => () => {
    purse.held += Math.max(0, seconds - Math.ceil((deps.clock() - since) / SECOND));
  };

  const refusal = (purse: Purse, now: number): TooManyRequests => {
    deps.metric("RequestsRefused", 1);
    const seconds = Math.max(1, Math.ceil((purse.closedUntil - now) / SECOND));
    return new TooManyRequests(
      `At most ${purse.capacity} requests a minute, where each second of waiting and each command of an array counts as one. Try again in ${seconds} s.`,
      { ...headersOf(purse, 0, seconds), "retry-after": String(seconds) },
    );
  };

  /** @throws TooManyRequests */
  return (tenant: string, charge: Charge): Promise<Entry> => {
    // One after the other, so that requests side by side draw together.
    const turn = (turns.get(tenant) ?? Promise.resolve()).then(() => enter(tenant, charge));
    const ended = (): void => {
      if (turns.get(tenant) === done) turns.delete(tenant);
    };
    const done: Promise<void> = turn.then(ended, ended);
    turns.set(tenant, done);
    return turn;
  };
};

const drawnAtOnce = (capacity: number): number => Math.min(MOST_DRAWN, Math.floor(capacity / 50));

const bucketOf = (tenant: string, capacity: number): Bucket =>
  ownBucket("requests", `api#requests#${tenant}`, capacity, MINUTE);

const usedUp = (retryAt: number) => new RetryLater("the limit is used up", { retryAt, delivered: "no", limited: true });

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
const headersOf = ({ capacity }: Purse, left: number, seconds = MINUTE / SECOND) => ({
  "ratelimit-policy": `"requests";q=${capacity};w=${MINUTE / SECOND}`,
  ratelimit: `"requests";r=${Math.max(0, Math.min(capacity, left))};t=${seconds}`,
});
