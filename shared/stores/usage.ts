import { type Condition, type Item, type Key, queryAll, type Table, type Value } from "../core/table.ts";
import { DAY, MINUTE } from "../core/time.ts";
import { keys } from "./keys.ts";

/** No request that has taken places is under way any more after so long: its writes stand in line, or never will. */
const QUIET = MINUTE;
/** A tenant that takes places all the time is counted while it does. So often that is tried again. */
const COUNT_TRIES = 5;
/** Deliveries are kept for so many days. */
const DAYS = 30;
const REQUESTS = "REQUESTS#";
const REQUESTS_KEPT = 60 * DAY;

/**
 * Counts of what comes and goes too often to be counted anew each time: writes in line, and stored deliveries. A quota place is
 * taken before it is used and left after it is free, so a crash can only make a count too high; `recount` mends it.
 */
export const createUsageStore = (table: Table) => {
  const left = new Map<string, number>();
  const queuedKey = (tenant: string) => keys.usage(tenant, "queued-writes");
  const deliveriesKey = (tenant: string) => keys.usage(tenant, "deliveries");

  /** Sets the count right, until nobody has changed it meanwhile. False: nothing was wrong, or it is too soon to tell. */
  const correct = async (
    key: Key,
    mark: Item,
    { inLine, isQuiet, now }: { readonly inLine: number; readonly isQuiet: boolean; readonly now: number },
  ): Promise<boolean> => {
    const countOf = isQuiet ? quietCount : countSince(mark);
    let seen: Item | undefined = mark;
    for (let attempt = 0; seen && attempt < COUNT_TRIES; attempt += 1) {
      const right = countOf(seen, inLine);
      if (isQuiet && !right.isWrong) return false;
      const set = { ...correction(right, now), markedAt: now, markedTaken: takenOf(seen) };
      const change = { set, add: { changes: 1 } };
      if (await table.update(key, change, { equal: ["changes", Number(seen.changes)] })) return right.isWrong;
      if (isQuiet) return false;
      seen = await table.get(key);
    }
    return false;
  };

  return {
    /** Takes quota places for writes. False: there is no room for all of them. */
    async takeQueued(tenant: string, count: number, limit: number, now: number): Promise<boolean> {
      if (count > limit) return false;
      const room = { any: [{ absent: "used" }, { below: ["used", limit - count + 1] }] } as const;
      const taken = await table.update(queuedKey(tenant), counted({ used: count, taken: count }, now), room);
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
        if (await table.update(key, counted({ used: -count }, now), when)) continue;
        // Fewer were counted than have left: places from before the count began.
        const none = { set: { used: 0, at: now }, add: { changes: 1 } };
        await table.update(key, none, { all: [uncounted, { below: ["used", count] }] });
      }
    },

    async queued(tenant: string): Promise<number> {
      return Number((await table.get(queuedKey(tenant)))?.used ?? 0);
    },

    /**
     * Sets the count right. Where nobody takes or leaves places for a minute, it is what stands in line. Else a mark is
     * set first: what stands in line a minute later, and all that was taken since the mark, are at least as many as there
     * are, because a write that took a place before the mark has entered the line by then.
     * @param truth counts the writes that stand in line
     * @returns false: nothing was wrong, or it is too soon to tell
     */
    async recount(tenant: string, truth: () => Promise<number>, now: number): Promise<boolean> {
      const key = queuedKey(tenant);
      const item = await table.get(key);
      if (!item) return false;
      const isQuiet = Number(item.at) <= now - QUIET;
      if (!isQuiet && !(Number(item.markedAt) <= now - QUIET)) {
        const mark = { markedAt: now, markedTaken: takenOf(item) };
        if (item.markedAt === undefined) await table.update(key, { set: mark }, { absent: "markedAt" });
        return false;
      }
      const inLine = await truth();
      return correct(key, item, { inLine, isQuiet, now });
    },

    /** Takes quota places for deliveries, which are kept for thirty days. False: there is no room. */
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
        const { change: begun, when: before } = dayBegun(item, today);
        await table.update(key, begun, before);
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

    /** Stored deliveries by the day in UTC on which they came, `2026-11-28`. */
    async deliveriesByDay(tenant: string): Promise<ReadonlyMap<string, number>> {
      const days = Object.entries((await table.get(deliveriesKey(tenant))) ?? {}).filter(([name]) => isDay(name));
      return new Map(
        days.map(([name, count]) => [new Date(Number(name.slice(1)) * DAY).toISOString().slice(0, 10), Number(count)]),
      );
    },

    /** @param day `2026-11-28` */
    async addRequests(tenant: string, day: string, requests: number, now: number): Promise<void> {
      const set = { ttl: Math.ceil((now + REQUESTS_KEPT) / 1_000) };
      await table.update(keys.usage(tenant, `${REQUESTS}${day}`), { set, add: { requests } });
    },

    /** Requests by day, `2026-11-28`, from this one on. */
    async requestsSince(tenant: string, day: string): Promise<ReadonlyMap<string, number>> {
      const found = new Map<string, number>();
      const range = { from: `${REQUESTS}${day}`, to: `${REQUESTS}~` };
      for await (const { sk, requests } of queryAll(table, { pk: keys.usage(tenant, "").pk, ...range }))
        found.set(sk.slice(REQUESTS.length), Number(requests));
      return found;
    },

    async deliveries(tenant: string, now: number): Promise<number> {
      return sumOf(keptDays(await table.get(deliveriesKey(tenant)), dayOf(now)));
    },
  };
};

interface RightCount {
  readonly used: number;
  readonly isWrong: boolean;
}

/** Nobody takes or leaves places: as many as stand in line. */
const quietCount = (seen: Item, inLine: number): RightCount => ({
  used: inLine,
  isWrong: inLine !== Number(seen.used),
});

/** With all that was taken since the mark it may be no less: the next one, from a fresh mark, tells more. */
const countSince =
  (mark: Item) =>
  (seen: Item, inLine: number): RightCount => {
    const used = inLine + takenOf(seen) - Number(mark.markedTaken);
    return { used, isWrong: used < Number(seen.used) };
  };

const correction = ({ used, isWrong }: RightCount, now: number) =>
  isWrong ? { used, at: now, countedUntil: now + QUIET } : {};

/** The first of a day: what is older than thirty days is no longer kept. */
const dayBegun = (item: Item | undefined, today: number) => {
  const days = keptDays(item, today);
  const set = { ...Object.fromEntries(days), total: sumOf(days), day: today };
  const remove = Object.keys(item ?? {}).filter((name) => isDay(name) && !days.some(([kept]) => kept === name));
  const when: Condition = item?.day === undefined ? { absent: "day" } : { equal: ["day", item.day as Value] };
  return { change: { set, remove }, when };
};

export type UsageStore = ReturnType<typeof createUsageStore>;

const counted = (counts: Readonly<Record<string, number>>, now: number) => ({
  set: { at: now },
  add: { ...counts, changes: 1 },
});

/** All quota places that were ever taken. */
const takenOf = (item: Item): number => Number(item.taken ?? 0);

const dayOf = (time: number): number => Math.floor(time / DAY);
const nameOf = (day: number): string => `d${day}`;
const isDay = (name: string): boolean => /^d\d+$/.test(name);
const keptDays = (item: Item | undefined, today: number): [string, number][] =>
  Object.entries(item ?? {})
    .filter(([name]) => isDay(name) && Number(name.slice(1)) > today - DAYS)
    .map(([name, count]) => [name, Number(count)]);
const sumOf = (days: readonly (readonly [string, number])[]): number => days.reduce((sum, [, count]) => sum + count, 0);
