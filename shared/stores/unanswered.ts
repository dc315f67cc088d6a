import { type Item, queryAll, type Table } from "../core/table.ts";
import { DAY, MINUTE, SECOND } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** An id about which the vendor answers nothing. `since`: unix milliseconds. */
export interface UnansweredId {
  readonly id: string;
  readonly since: number;
  /** It is not asked for any more: the daily comparison will tell. */
  readonly givenUp: boolean;
}

/** What became of ids that were asked for. */
interface Found {
  readonly answered: readonly string[];
  readonly givenUp: readonly string[];
  /** A limit of the vendor ends then, unix milliseconds. */
  readonly notBefore?: number;
}

const ID = "i:";
/** Ids of one resource that are kept; more are as good as an outage, after which the lists tell what changed. */
const MOST_KEPT = 500;
const FIRST_PAUSE = 5 * SECOND;
/** As long as a queue can delay. */
const LONGEST_PAUSE = 15 * MINUTE;
/** So few ids may be unknown ones. More are an outage, which no further id makes shorter. */
const FEW = 8;
/** A worker that asks for them holds them for so long, and a message may be late by so much. */
const ROUND = MINUTE;

/**
 * One item per resource keeps the ids about which the vendor answers nothing, and when they are asked for again: all of
 * them together, with one message on its way.
 */
export const createUnansweredStore = (table: Table) => ({
  /**
   * Keeps ids that were not answered.
   * @returns milliseconds after which the caller's message is to come; undefined: one is on its way
   */
  async add(ref: ShopRef, resource: string, ids: readonly string[], now: number): Promise<number | undefined> {
    const key = keys.unanswered(ref, resource);
    for (;;) {
      const item = await table.get(key);
      const addition = additionTo(item, ids, now);
      if (!addition) return undefined;
      const { set, pause } = addition;
      if (await table.update(key, { set, add: { n: 1 } }, asSeen(item))) return pause;
    }
  },

  /** Takes over what is due. Undefined: nothing is, or another worker or a later message sees to it. */
  async begin(ref: ShopRef, resource: string, now: number): Promise<readonly UnansweredId[] | undefined> {
    const due = { below: ["nextAt", now + SECOND] } as const;
    const item = await table.update(keys.unanswered(ref, resource), { set: { nextAt: now + ROUND } }, due);
    return item && entriesOf(item).filter(({ givenUp }) => !givenUp);
  },

  /** When the ids are due that `begin` did not give, unix milliseconds. Undefined: there are none. */
  async dueAt(ref: ShopRef, resource: string): Promise<number | undefined> {
    const item = await table.get(keys.unanswered(ref, resource));
    return item?.nextAt === undefined ? undefined : Number(item.nextAt);
  },

  /**
   * Takes off what was answered, and marks what is given up.
   * @returns milliseconds after which the others are asked for; undefined: there are none
   */
  async finish(ref: ShopRef, resource: string, found: Found, now: number): Promise<number | undefined> {
    const key = keys.unanswered(ref, resource);
    for (;;) {
      const item = await table.get(key);
      if (!item) return undefined;
      const { set, remove, pause } = without(item, found, now);
      if (await table.update(key, { set, remove, add: { n: 1 } }, asSeen(item))) return pause;
    }
  },

  /** All ids about which the vendor answers nothing, by resource. */
  async all(ref: ShopRef): Promise<ReadonlyMap<string, readonly UnansweredId[]>> {
    const found = new Map<string, readonly UnansweredId[]>();
    for await (const item of queryAll(table, { pk: keys.unanswered(ref, "").pk })) {
      const ids = entriesOf(item);
      if (ids.length > 0) found.set(item.sk, ids);
    }
    return found;
  },
});

export type UnansweredStore = ReturnType<typeof createUnansweredStore>;

/** What is added of these ids, and after which pause they are asked for. Undefined: nothing, and nothing is to come. */
const additionTo = (item: Item | undefined, ids: readonly string[], now: number) => {
  const kept = item ? entriesOf(item) : [];
  const fresh = ids.filter((id) => !kept.some((one) => one.id === id)).slice(0, MOST_KEPT - kept.length);
  const waiting = kept.filter(({ givenUp }) => !givenUp).length;
  const nextAt = Number(item?.nextAt ?? 0);
  const isComing = nextAt + ROUND > now;
  if (fresh.length === 0 && (isComing || waiting === 0)) return undefined;
  const isSooner = !isComing || (fresh.length > 0 && waiting < FEW && nextAt > now + FIRST_PAUSE);
  const set = {
    ...Object.fromEntries(fresh.map((id) => [`${ID}${id}`, now])),
    ttl: Math.ceil((now + 7 * DAY) / 1_000),
    ...(isSooner ? { nextAt: now + FIRST_PAUSE, pause: FIRST_PAUSE } : {}),
  };
  return { set, pause: isSooner ? FIRST_PAUSE : undefined };
};

/** What becomes of the item, and after which pause the others are asked for. */
const without = (item: Item, found: Found, now: number) => {
  const off = new Set([...found.answered, ...found.givenUp]);
  const isLeft = entriesOf(item).some(({ id, givenUp }) => !givenUp && !off.has(id));
  const grown = found.answered.length > 0 ? FIRST_PAUSE : 2 * Number(item.pause ?? FIRST_PAUSE);
  const pause = Math.min(LONGEST_PAUSE, Math.max(grown, (found.notBefore ?? 0) - now));
  const given = found.givenUp.flatMap((id) => (item[`${ID}${id}`] === undefined ? [] : [id]));
  const set = {
    ...Object.fromEntries(given.map((id) => [`${ID}${id}`, -Math.abs(Number(item[`${ID}${id}`]))])),
    ...(isLeft ? { nextAt: now + pause, pause } : {}),
  };
  const remove = [...found.answered.map((id) => `${ID}${id}`), ...(isLeft ? [] : ["nextAt", "pause"])];
  return { set, remove, pause: isLeft ? pause : undefined };
};

/** Negative: since then, and given up. */
const entriesOf = (item: Item): readonly UnansweredId[] =>
  Object.entries(item)
    .filter(([name]) => name.startsWith(ID))
    .map(([name, since]) => ({ id: name.slice(ID.length), since: Math.abs(Number(since)), givenUp: Number(since) < 0 }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));

const asSeen = (item: Item | undefined) =>
  item?.n === undefined ? ({ absent: "n" } as const) : ({ equal: ["n", Number(item.n)] } as const);
