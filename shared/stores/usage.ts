import type { Item, Table, Value } from "../core/table.ts";
import { DAY, MINUTE } from "../core/time.ts";
import { keys } from "./keys.ts";

/** No request that has taken places, and no worker that has left some, is under way any more after so long. */
const QUIET = MINUTE;
/** Deliveries are kept for so many days. */
const DAYS = 30;

/**
 * Counts of what comes and goes too often to be counted anew each time: writes in line, and stored deliveries. A place is
 * taken before it is used and left after it is free, so a crash can only make a count too high; `recount` mends it.
 */
export const createUsageStore = (table: Table) => {
  const left = new Map<string, number>();
  const queuedKey = (tenant: string) => keys.usage(tenant, "queued-writes");
  const deliveriesKey = (tenant: string) => keys.usage(tenant, "deliveries");

  return {
    /** Takes places for writes. False: there is no room for all of them. */
    async takeQueued(tenant: string, count: number, limit: number, now: number): Promise<boolean> {
      if (count > limit) return false;
      const room = { any: [{ absent: "used" }, { below: ["used", limit - count + 1] }] } as const;
      const taken = await table.update(queuedKey(tenant), counted("used", count, now), room);
      return taken !== undefined;
    },

    /** Writes have left their lines. Told to the table by `settle`. */
    leave(tenant: string, count: number): void {
      if (count > 0) left.set(tenant, (left.get(tenant) ?? 0) + count);
    },

    /**
     * @param began when the work began that left the places (unix milliseconds). A recount since then may have seen them
     * free already: they are not subtracted once more, because a count may be too high for a while and never too low.
     */
    async settle(now: number, began: number): Promise<void> {
      const uncounted = { any: [{ absent: "countedUntil" }, { below: ["countedUntil", began] }] } as const;
      for (const [tenant, count] of [...left]) {
        left.delete(tenant);
        const key = queuedKey(tenant);
        const when = { all: [uncounted, { atLeast: ["used", count] }] } as const;
        if (await table.update(key, counted("used", -count, now), when)) continue;
        // Fewer were counted than have left: places from before the count began.
        const none = { set: { used: 0, at: now }, add: { changes: 1 } };
        await table.update(key, none, { all: [uncounted, { below: ["used", count] }] });
      }
    },

    async queued(tenant: string): Promise<number> {
      return Number((await table.get(queuedKey(tenant)))?.used ?? 0);
    },

    /**
     * Sets the count right when nobody takes or leaves places meanwhile.
     * @param truth counts the writes that stand in line
     * @returns false: somebody was at it within a minute, or nothing was wrong
     */
    async recount(tenant: string, truth: () => Promise<number>, now: number): Promise<boolean> {
      const item = await table.get(queuedKey(tenant));
      if (!item || Number(item.at) > now - QUIET) return false;
      const used = await truth();
      if (used === Number(item.used)) return false;
      const change = { set: { used, at: now, countedUntil: now + QUIET }, add: { changes: 1 } };
      return (
        (await table.update(queuedKey(tenant), change, { equal: ["changes", Number(item.changes)] })) !== undefined
      );
    },

    /** Takes places for deliveries, which are kept for thirty days. False: there is no room. */
    async takeDeliveries(tenant: string, count: number, limit: number, now: number): Promise<boolean> {
      const key = deliveriesKey(tenant);
      const today = dayOf(now);
      for (let attempt = 0; attempt < 4; attempt += 1) {
        if (count > limit) return false;
        const when = { all: [{ equal: ["day", today] }, { below: ["total", limit - count + 1] }] } as const;
        const change = { add: { total: count, [nameOf(today)]: count } };
        if (await table.update(key, change, when)) return true;
        const item = await table.get(key);
        if (item?.day === today && Number(item.total) > limit - count) return false;
        if (item?.day === today) continue;
        // The first of a day: what is older than thirty days is no longer kept.
        const days = keptDays(item, today);
        const set = { ...Object.fromEntries(days), total: sumOf(days), day: today };
        const gone = Object.keys(item ?? {}).filter((name) => isDay(name) && !days.some(([kept]) => kept === name));
        const before =
          item?.day === undefined ? ({ absent: "day" } as const) : ({ equal: ["day", item.day as Value] } as const);
        await table.update(key, { set, remove: gone }, before);
      }
      return false;
    },

    /** Deliveries of these times are no longer stored. */
    async leaveDeliveries(tenant: string, times: readonly number[]): Promise<void> {
      const item = await table.get(deliveriesKey(tenant));
      if (!item) return;
      const counts = new Map<string, number>();
      for (const time of times) counts.set(nameOf(dayOf(time)), (counts.get(nameOf(dayOf(time))) ?? 0) + 1);
      for (const [name, count] of counts) {
        const add = { [name]: -count, total: -count };
        await table.update(
          deliveriesKey(tenant),
          { add },
          { all: [{ atLeast: [name, count] }, { equal: ["day", item.day as Value] }] },
        );
      }
    },

    /** How many deliveries may be stored, where the operator has set it. Here, so that the intake need not read tenants. */
    async deliveryLimit(tenant: string): Promise<number | undefined> {
      return (await table.get(deliveriesKey(tenant)))?.most as number | undefined;
    },

    async limitDeliveries(tenant: string, most: number): Promise<void> {
      await table.update(deliveriesKey(tenant), { set: { most } });
    },

    async deliveries(tenant: string, now: number): Promise<number> {
      return sumOf(keptDays(await table.get(deliveriesKey(tenant)), dayOf(now)));
    },
  };
};

export type UsageStore = ReturnType<typeof createUsageStore>;

const counted = (name: string, count: number, now: number) => ({
  set: { at: now },
  add: { [name]: count, changes: 1 },
});

const dayOf = (time: number): number => Math.floor(time / DAY);
const nameOf = (day: number): string => `d${day}`;
const isDay = (name: string): boolean => /^d\d+$/.test(name);
const keptDays = (item: Item | undefined, today: number): [string, number][] =>
  Object.entries(item ?? {})
    .filter(([name]) => isDay(name) && Number(name.slice(1)) > today - DAYS)
    .map(([name, count]) => [name, Number(count)]);
const sumOf = (days: readonly (readonly [string, number])[]): number => days.reduce((sum, [, count]) => sum + count, 0);
