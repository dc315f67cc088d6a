import { DAY, MINUTE } from "../../core/time.ts";
import type { Repair } from "../../stores/watch-reports.ts";

export const NOT_SHOWN = "The vendor has taken it without an error and does not show it.";
export const WAITS =
  "The vendor takes registrations and does not show them in its list. Each further try waits twice as long, a day at most.";

/** The wait before what the vendor did not show is tried again. */
const FIRST_WAIT = 30 * MINUTE;

export interface RepairPlan {
  /** Events to register now. */
  readonly asked: readonly string[];
  /** Events that were registered before and that the vendor does not show: what is there of them stays. */
  readonly unshown: readonly string[];
  /** What the next look has to know, when the vendor has refused these. */
  repairAfter(refused: Readonly<Record<string, string>>): Repair | undefined;
}

/**
 * What to register of the events that the vendor's list does not show. A list that did not show the last registrations either
 * would have them made again with each look, and each change would come as often. So of these one is tried, ever more rarely:
 * when the list shows it, all are registered.
 * @param before what the looks before have registered without seeing it
 */
export const planRepair = (
  missing: readonly string[],
  present: ReadonlySet<string>,
  before: Repair | undefined,
  now: number,
): RepairPlan => {
  const { at = now, times = 0, tried = [], waiting = [] } = before ?? {};
  const isShown = (event: string): boolean => present.has(event);
  const isWell = waiting.some(isShown);
  // A list that shows others of them is one: another application may have removed these meanwhile. Once.
  const isLostAgain = waiting.length === 0 && times === 0 && tried.some(isShown);
  const known = isWell || isLostAgain ? [] : [...tried, ...waiting];
  const unshown = missing.filter((event) => known.includes(event));
  const isDue = now >= at + Math.min(DAY, FIRST_WAIT * 2 ** Math.min(times, 20));
  const probe = unshown.length > 0 && isDue ? [unshown[times % unshown.length]!] : [];
  const asked = [...missing.filter((event) => !unshown.includes(event)), ...probe];
  const repairAfter = (refused: Readonly<Record<string, string>>): Repair | undefined => {
    if (asked.length === 0) return unshown.length > 0 ? before : undefined;
    const taken = asked.filter((event) => !Object.hasOwn(refused, event));
    if (taken.length + unshown.length === 0) return undefined;
    if (unshown.length === 0) return { at: now, times: isLostAgain ? 1 : 0, tried: taken, waiting: [] };
    return { at: isDue ? now : at, times: times + probe.length, tried: taken, waiting: unshown };
  };
  return { asked, unshown, repairAfter };
};
