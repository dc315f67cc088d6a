import { RetryLater } from "../../core/errors.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import { type Bucket, type BudgetStore, ownBucket, type Wanted } from "../../stores/budgets.ts";

/** Calls a minute that a tenant may make with credentials that have proven nothing: two or three registrations. */
const TRIAL_CALLS = 30;
/** Refused credentials an hour. Beyond them the tenant waits until the oldest of them is an hour old. */
const MOST_REFUSED = 20;
/** When it is worth asking again then. */
const PAUSE = 5 * MINUTE;
const ONE_CALL: Wanted = { want: 1, priority: "passthrough" };

/** A try of credentials: its calls, and what came of it. */
export interface Trial {
  /** In place of the deployment's budgets, for the calls of this try. */
  readonly budgets: BudgetStore;
  /**
   * Begins the try. It costs a call, also where the vendor does not count signing in.
   * @throws RetryLater with `limited` when the tenant has tried too much
   */
  begin(now: number): Promise<void>;
  /** The vendor has let a call in: the account is the tenant's, and so is its budget from here on. */
  prove(): void;
  /** The vendor refuses the credentials. A tenant that is refused again and again has to wait. */
  refuse(now: number): Promise<void>;
}

/**
 * A tenant that only claims an account must not use up what its owner may call. So what is not proven draws from a budget of the
 * tenant that claims it. A limit of our own address is everybody's: it is counted there too.
 */
export const createTrial = (budgets: BudgetStore, tenant: string, callsPerMinute = TRIAL_CALLS): Trial => {
  let isProven = false;
  const calls = ownBucket("trial", `trial#calls#${tenant}`, callsPerMinute, MINUTE);
  const refusals = ownBucket("trial", `trial#refused#${tenant}`, MOST_REFUSED, HOUR);
  const isOurs = ({ limit }: Bucket): boolean => isProven || limit.scope === "ip";
  return {
    budgets: {
      ...budgets,
      take: (buckets, wanted, now) =>
        isProven ? budgets.take(buckets, wanted, now) : budgets.take([...buckets.filter(isOurs), calls], ONE_CALL, now),
      // What the vendor says of a limit is told about the account that it knows: not about the account that was claimed.
      block: (bucket, until, now) => (isOurs(bucket) ? budgets.block(bucket, until, now) : Promise.resolve(until)),
      opened: (buckets) => budgets.opened(buckets.filter(isOurs)),
    },
    prove() {
      isProven = true;
    },
    async begin(now) {
      const [report] = await budgets.report([refusals], now);
      if (report && report.left <= 0) {
        const message = `the vendors have refused ${MOST_REFUSED} credentials of this tenant within an hour`;
        throw new RetryLater(message, { retryAt: now + PAUSE, delivered: "no", limited: true });
      }
      await budgets.take([calls], ONE_CALL, now);
    },
    async refuse(now) {
      // Tries side by side may be refused beyond the limit: the next one waits all the same.
      await budgets.take([refusals], { want: 1, priority: "write" }, now).catch((error: unknown) => {
        if (!(error instanceof RetryLater)) throw error;
      });
    },
  };
};
