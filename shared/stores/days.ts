import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Item, queryAll, type Table, type TableWrite } from "../core/table.ts";
import { callOutcomes, callsIn, dayOf, type Tally } from "../core/tally.ts";
import { DAY } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** A stretch of a day. */
export interface Stretch {
  /** Unix milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly calls: number;
  readonly failed: number;
  readonly gapSeconds: number;
  readonly records?: number | undefined;
}

/** What is kept of one day of a shop. */
export interface DayOfShop {
  readonly day: string;
  readonly calls: Tally["calls"];
  readonly stretches: readonly Stretch[];
}

const KEPT = 9 * DAY;

export const packTally = (tally: Tally): Uint8Array => deflateRawSync(JSON.stringify(tally), { level: 9 });
export const unpackTally = (packed: unknown): Tally | undefined =>
  packed === undefined ? undefined : (JSON.parse(inflateRawSync(packed as Uint8Array).toString()) as Tally);

/** `c|orders.list|0`: the number stands for the outcome; `s|lz3k9a2x`: a stretch, by its beginning. */
const callName = (operation: string, outcome: number): string => `c|${operation}|${outcome}`;
const stretchName = (from: number): string => `s|${from.toString(36)}`;

export const stretchOf = (tally: Tally): Stretch => {
  const { since: from, until, gapSeconds, records } = tally;
  const { all: calls, failed } = callsIn(tally);
  return { from, until, calls, failed, gapSeconds, ...(records === undefined ? {} : { records }) };
};

/** Adds a tally to its day. Counts of several workers add up, so no read comes before. */
export const dayWrite = (ref: ShopRef, tally: Tally): Extract<TableWrite, { update: unknown }> => {
  const add: Record<string, number> = {};
  for (const [operation, counts] of Object.entries(tally.calls))
    for (const [index, outcome] of callOutcomes.entries())
      if (counts[outcome]) add[callName(operation, index)] = counts[outcome];
  return {
    update: { pk: keys.days(ref), sk: dayOf(tally.since) },
    change: {
      add,
      set: {
        [stretchName(tally.since)]: JSON.stringify(stretchOf(tally)),
        ttl: Math.ceil((tally.since + KEPT) / 1_000),
      },
    },
  };
};

const toDay = (item: Item): DayOfShop => {
  const calls: Record<string, Record<string, number>> = {};
  const stretches: Stretch[] = [];
  for (const [name, value] of Object.entries(item)) {
    const [kind, operation, outcome] = name.split("|");
    if (kind === "c") calls[operation!] = { ...calls[operation!], [callOutcomes[Number(outcome)]!]: Number(value) };
    if (kind === "s") stretches.push(JSON.parse(String(value)) as Stretch);
  }
  return { day: item.sk, calls, stretches: stretches.sort((one, other) => one.from - other.from) };
};

/** What was counted of a shop, a day in one item. */
export const createDayStore = (table: Table) => ({
  async add(ref: ShopRef, tally: Tally): Promise<void> {
    const { update, change } = dayWrite(ref, tally);
    await table.update(update, change);
  },

  /** The oldest first. @param from `2026-11-22` */
  async since(ref: ShopRef, from: string): Promise<DayOfShop[]> {
    const found: DayOfShop[] = [];
    for await (const item of queryAll(table, { pk: keys.days(ref), from })) found.push(toDay(item));
    return found;
  },
});

export type DayStore = ReturnType<typeof createDayStore>;
