import { type Use, unitsOf } from "../../core/cost.ts";
import { QuotaExceeded, RetryLater } from "../../core/errors.ts";
import type { Clock, Log, Metric } from "../../core/ports.ts";
import { type Limits, limitsOf } from "../../core/quotas.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { type Bucket, type BudgetStore, ownBucket } from "../../stores/budgets.ts";
import type { TenantStore } from "../../stores/tenants.ts";

/** Drawn at once, so that a request costs a twentieth of a write. Never more than a fiftieth of the burst. */
const MOST_DRAWN = 20;
/** A table that failed is left alone for so long. */
const AWAY = 5 * SECOND;
/** A tenant's limits are read anew after so long. */
const LIMITS_CACHED = MINUTE;

export interface ChargeDeps {
  readonly tenants: Pick<TenantStore, "get">;
  readonly budgets: Pick<BudgetStore, "take">;
  readonly clock: Clock;
  readonly metric: Metric;
  readonly log: Log;
}

/** More than the tenant's rate allows. The headers say when it is worth asking again. */
export class TooManyUnits extends QuotaExceeded {
  readonly headers: Readonly<Record<string, string>>;

  constructor(purse: Purse, now: number) {
    const { unitsPerMinute, burst } = purse.limits;
    const seconds = Math.max(1, Math.ceil((purse.closedUntil - now) / SECOND));
    const message =
      `At most ${burst} units at once, which come back at ${unitsPerMinute} a minute. A request costs one, and more ` +
      `for commands of an array, seconds, rows and bytes. Try again in ${seconds} s.`;
    super(429, message, { quota: "unitsPerMinute", limit: unitsPerMinute, possibleAt: now + seconds * SECOND });
    this.headers = { ...headersOf(purse, 0, seconds), "retry-after": String(seconds) };
  }
}

/** A request that was let in. */
export interface Entry {
  /** What the tenant may use; undefined while the table cannot be asked. */
  readonly limits: Limits | undefined;
  /** The answer is ready: what it cost beyond what was expected is charged, the rest is given back. */
  leave(used: Use): void;
  /** What is left for the tenant; right after `leave` this request's cost is in it. */
  headers(): Readonly<Record<string, string>>;
}

/** What this instance has drawn ahead for a tenant. */
interface Purse {
  readonly limits: Limits;
  /** Units that may be used without asking the table. Negative: owed for requests that cost more than expected. */
  held: number;
  /** What the table had left for all instances when it was last asked. */
  left: number;
  /** Unix milliseconds: then the limits are read anew. */
  until: number;
  /** Unix milliseconds until which the rate is used up. */
  closedUntil: number;
}

/**
 * Units per minute and tenant, over all instances (core/cost.ts has the prices). The first of a minute are on credit, a
 * fiftieth of the burst: a tenant that asks now and then never reaches the budget in the table. A request pays what can be known
 * before its work, so that it is refused before it costs anything. What only its work shows is charged afterwards, and the
 * tenant's next request pays it.
 */
export const createCharge = (deps: ChargeDeps) => {
  const purses = new Map<string, Purse>();
  const turns = new Map<string, Promise<void>>();
  let awayUntil = 0;

  const purseOf = async (tenant: string, now: number): Promise<Purse> => {
    const known = purses.get(tenant);
    if (known && known.until > now) return known;
    const limits = limitsOf((await deps.tenants.get(tenant))?.quotas);
    const credit = drawnAtOnce(limits.burst);
    // What is owed stays owed; what was drawn has lapsed.
    const held = Math.min(0, known?.held ?? 0) + credit;
    const purse = { limits, held, left: limits.burst - credit, until: now + LIMITS_CACHED, closedUntil: 0 };
    if (purses.size > 1_000) purses.clear();
    purses.set(tenant, purse);
    return purse;
  };

  /** @throws RetryLater (limited) when the rate is used up */
  const pay = async (purse: Purse, tenant: string, cost: number, now: number): Promise<void> => {
    while (purse.held < cost) {
      if (purse.closedUntil > now) throw usedUp(purse.closedUntil);
      const want = Math.max(drawnAtOnce(purse.limits.burst), cost - purse.held);
      // The first class has no reserve to leave to others.
      const grant = await deps.budgets.take([bucketOf(tenant, purse.limits)], { want, priority: "write" }, now);
      purse.held += grant.count;
      purse.left = grant.left ?? purse.left;
    }
    purse.held -= cost;
  };

  const enter = async (tenant: string, expected: Use, isPaid: boolean): Promise<Entry> => {
    const now = deps.clock();
    if (awayUntil > now) return uncounted(tenant);
    let purse: Purse | undefined;
    try {
      purse = await purseOf(tenant, now);
      const cost = costOf(expected, purse.limits);
      if (!isPaid) await pay(purse, tenant, cost, now);
      return entryOf(purse, cost);
    } catch (error) {
      if (purse && error instanceof RetryLater && error.limited) {
        purse.closedUntil = error.retryAt ?? now + SECOND;
        deps.metric("RequestsRefused", 1);
        throw new TooManyUnits(purse, now);
      }
      // Nobody is turned away because the counting fails.
      awayUntil = now + AWAY;
      deps.log("warn", "requests-not-limited", { error: (error as Error).name, reason: (error as Error).message });
      return uncounted(tenant);
    }
  };

  const uncounted = (tenant: string): Entry => {
    deps.metric("RequestsUncounted", 1);
    return { limits: purses.get(tenant)?.limits, leave: () => undefined, headers: () => ({}) };
  };

  /**
   * @param isPaid the request was let in before, and comes again after a wait
   * @throws QuotaExceeded 429
   */
  return (tenant: string, expected: Use, isPaid = false): Promise<Entry> => {
    // One after the other, so that requests side by side draw together.
    const turn = (turns.get(tenant) ?? Promise.resolve()).then(() => enter(tenant, expected, isPaid));
    const ended = (): void => {
      if (turns.get(tenant) === done) turns.delete(tenant);
    };
    const done: Promise<void> = turn.then(ended, ended);
    turns.set(tenant, done);
    return turn;
  };
};

/** Never more than there is at once: such a request would never be let in. */
const costOf = (use: Use, { burst }: Limits): number => Math.min(unitsOf(use), burst);

const entryOf = (purse: Purse, paid: number): Entry => ({
  limits: purse.limits,
  leave(used) {
    purse.held += paid - costOf(used, purse.limits);
  },
  headers: () => headersOf(purse, purse.left + purse.held),
});

const drawnAtOnce = (burst: number): number => Math.min(MOST_DRAWN, Math.floor(burst / 50));

/** The window in which the burst comes back at the tenant's rate, in seconds. */
const windowOf = ({ unitsPerMinute, burst }: Limits): number =>
  Math.max(1, Math.round((burst / unitsPerMinute) * (MINUTE / SECOND)));

/** Another limit is another bucket: slots of different lengths cannot be added up. */
const bucketOf = (tenant: string, limits: Limits): Bucket => {
  const seconds = windowOf(limits);
  return ownBucket("units", `api#units#${tenant}#${limits.burst}#${seconds}`, limits.burst, seconds * SECOND);
};

const usedUp = (retryAt: number) => new RetryLater("the limit is used up", { retryAt, delivered: "no", limited: true });

/**
 * `q`, `w`: quota and window in seconds; `qu`: in what it counts; `r`, `t`: what remains for so many seconds.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
const headersOf = ({ limits }: Purse, left: number, seconds = windowOf(limits)) => ({
  "ratelimit-policy": `"units";q=${limits.burst};w=${windowOf(limits)};qu="units"`,
  ratelimit: `"units";r=${Math.max(0, Math.min(limits.burst, left))};t=${seconds}`,
});

/** Units that are used of the burst at this moment, as far as the table knows. */
export const unitsUsed = async (
  tenant: string,
  limits: Limits,
  { budgets, clock }: { readonly budgets: Pick<BudgetStore, "report">; readonly clock: Clock },
): Promise<number> => {
  const [report] = await budgets.report([bucketOf(tenant, limits)], clock());
  return report ? report.capacity - report.left : 0;
};
