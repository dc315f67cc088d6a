import type { Item } from "../core/table.ts";
import type { Limit } from "../core/vendor.ts";

/*
 * Calls that were drawn for later. A limit of ten calls a second lets a round of twenty begin over three seconds, and each
 * of its calls would cost a draw of its own. So the round draws all of them at once, and says when each of them begins.
 */

/** Calls that begin between these times, unix milliseconds. */
export interface Plan {
  readonly from: number;
  readonly until: number;
  readonly count: number;
}

/** A longer window has room for a whole round: its calls are drawn together and begin at once. Seconds. */
const LONGEST_WINDOW = 2;
/** Milliseconds that planned calls may begin late: those side by side come a second time when a quick answer is there. */
const LASTS = 350;
/** Milliseconds by which the clocks of two workers may differ. A past draw counts by slots, which are wide enough. */
const CLOCKS = 50;
/** Calls of a window that a plan leaves to webhooks, writes and readers, beside what its class leaves anyway. */
const LEFT_TO_OTHERS = 2;
/** A plan reaches no further than so many windows: what comes behind it is drawn when it is due. */
const MOST_WINDOWS = 6;

export const isPlanned = ({ per, scope, windowSeconds, within }: Limit): boolean =>
  per === "all" && scope === "shop" && windowSeconds <= LONGEST_WINDOW && within === undefined;

/** Milliseconds around planned calls in which the vendor may count them together with others. */
const reachOf = ({ windowSeconds }: Limit): number => windowSeconds * 1_000 + CLOCKS;

/** What the item says that was planned and may still count. */
export const plansIn = (item: Item | undefined, limit: Limit, now: number): readonly Plan[] => {
  if (item?.plans === undefined) return [];
  const all = JSON.parse(String(item.plans)) as [from: number, until: number, count: number][];
  return all.map(([from, until, count]) => ({ from, until, count })).filter((plan) => endOf(plan, limit) >= now);
};

export const toAttribute = (plans: readonly Plan[]): string =>
  JSON.stringify(plans.map(({ from, until, count }) => [from, until, count]));

/** When planned calls have certainly left the vendor's window, unix milliseconds. */
export const endOf = ({ until }: Plan, limit: Limit): number => until + reachOf(limit);

/** Planned calls that may be in one window with a call which begins between these times. */
export const plannedAround = (plans: readonly Plan[], limit: Limit, from: number, until: number): number =>
  plans.reduce(
    (sum, plan) => sum + (plan.from - reachOf(limit) <= until && endOf(plan, limit) >= from ? plan.count : 0),
    0,
  );

/** What a plan is made of. */
interface Room {
  readonly limit: Limit;
  readonly plans: readonly Plan[];
  /** Calls of a window that the class may use. */
  readonly most: number;
  /** Calls drawn so far that still count at a time. */
  usedAt(time: number): number;
}

/** When up to so many calls begin, from now on: as many in each window as it lets in. */
export const planOf = ({ limit, plans, most, usedAt }: Room, want: number, now: number): readonly Plan[] => {
  const made: Plan[] = [];
  let left = want;
  for (let window = 0; window < MOST_WINDOWS && left > 0; window += 1) {
    const from = now + window * (reachOf(limit) + LASTS + 1);
    const until = from + LASTS;
    const free = most - LEFT_TO_OTHERS - usedAt(from) - plannedAround(plans, limit, from, until);
    const count = Math.min(left, free);
    if (count <= 0) continue;
    made.push({ from, until, count });
    left -= count;
  }
  return made;
};
