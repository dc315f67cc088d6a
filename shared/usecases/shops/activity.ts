import { inParallel } from "../../core/parallel.ts";
import type { Clock } from "../../core/ports.ts";
import { dayBegins, dayOf, type Tally, together } from "../../core/tally.ts";
import { DAY } from "../../core/time.ts";
import type { Vendor } from "../../core/vendor.ts";
import { type DayOfShop, type DayStore, type Stretch, stretchOf } from "../../stores/days.ts";
import type { FeedStore } from "../../stores/feed.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { resourcesOf } from "./resources-of.ts";

export interface ActivityDeps {
  readonly days: Pick<DayStore, "since">;
  readonly states: Pick<SyncStateStore, "tally">;
  readonly feed: Pick<FeedStore, "countBetween">;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
}

export interface Day {
  readonly day: string;
  /** Unix milliseconds. */
  readonly from: number;
  readonly calls: Tally["calls"];
  /** By collection; those without changes are left out. */
  readonly changes: Readonly<Record<string, number>>;
}

export interface Activity {
  /** The oldest first. */
  readonly days: readonly Day[];
  readonly stretches: readonly Stretch[];
}

/** Days of which calls are kept. */
export const MOST_DAYS = 7;
const TOGETHER = 8;

/** What went on in a shop in the last days: calls and stretches as they were counted, changes as the feed has them. */
export const readActivity = async (shop: Shop, days: number, deps: ActivityDeps): Promise<Activity> => {
  const ref = refOf(shop);
  const now = deps.clock();
  const begins = Array.from({ length: days }, (_, index) => dayBegins(now, days - 1 - index));
  const [kept, tally, changes] = await Promise.all([
    deps.days.since(ref, dayOf(begins[0]!)),
    deps.states.tally(ref),
    readChanges(shop, [...begins, begins.at(-1)! + DAY], deps),
  ]);
  const known = new Map(kept.map((one) => [one.day, one]));
  if (tally && tally.since >= begins[0]!)
    known.set(dayOf(tally.since), withTally(known.get(dayOf(tally.since)), tally));
  return {
    days: begins.map((from, index) => ({
      day: dayOf(from),
      from,
      calls: known.get(dayOf(from))?.calls ?? {},
      changes: Object.fromEntries(
        [...changes].flatMap(([name, counts]) => (counts[index] ? [[name, counts[index]]] : [])),
      ),
    })),
    stretches: [...known.values()].flatMap((one) => one.stretches),
  };
};

/** What still stands with the shop's polls belongs to its day as well. */
const withTally = (day: DayOfShop | undefined, tally: Tally): DayOfShop => {
  const { calls } = together(day && { ...tally, calls: day.calls }, tally);
  return { day: dayOf(tally.since), calls, stretches: [...(day?.stretches ?? []), stretchOf(tally)] };
};

const readChanges = async (
  shop: Shop,
  times: readonly number[],
  deps: ActivityDeps,
): Promise<ReadonlyMap<string, readonly number[]>> => {
  const counts = new Map<string, readonly number[]>();
  await inParallel(resourcesOf(shop, deps), TOGETHER, async ({ name }) => {
    counts.set(name, await deps.feed.countBetween(refOf(shop), name, times));
  });
  return counts;
};
