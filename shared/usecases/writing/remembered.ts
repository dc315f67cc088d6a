import { contentHash } from "../../core/content.ts";
import type { Clock } from "../../core/ports.ts";
import { HOUR } from "../../core/time.ts";

/** Nhanh asks that its lists of areas are kept for a day; a copy of them is read again earlier. */
const KEPT = 6 * HOUR;
/** Lists of wards that a process keeps: a country had some 700 districts. */
const MOST_KEPT = 2_000;

type Memory = Map<string, { readonly answer: unknown; readonly until: number }>;
/** By the clock, of which a process makes one. */
const memories = new WeakMap<Clock, Memory>();

const isEmpty = (answer: unknown): boolean => {
  const list = Array.isArray(answer) ? answer : (answer as { data?: unknown } | undefined)?.data;
  return list === undefined || list === null || Object.keys(list as object).length === 0;
};

/**
 * Answers of lists that hardly ever change, for as long as the process lives, so that many writes do not cost a
 * reading each. An empty list may be a moment's trouble and is not kept. A reading that is under way is shared by those
 * who have the same function: another request's may never end.
 */
export const remembered = (clock: Clock) => {
  const memory: Memory = memories.get(clock) ?? new Map();
  memories.set(clock, memory);
  // `any`: the caller that asks under a key knows what its readings answer, and the map cannot.
  const underWay = new Map<string, Promise<any>>();
  return <Value>(key: readonly unknown[], read: () => Promise<Value>): Promise<Value> => {
    const name = contentHash(...key);
    const known = memory.get(name);
    if (known && known.until > clock()) return Promise.resolve(known.answer as Value);
    const begun = underWay.get(name);
    if (begun) return begun;
    const reading = read()
      .then((answer) => {
        if (memory.size >= MOST_KEPT) memory.clear();
        if (!isEmpty(answer)) memory.set(name, { answer, until: clock() + KEPT });
        return answer;
      })
      .finally(() => underWay.delete(name));
    underWay.set(name, reading);
    return reading;
  };
};
