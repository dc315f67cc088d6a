import type { Clock } from "../../core/ports.ts";
import type { ShopRef } from "../../stores/keys.ts";

interface Reading<Value> {
  readonly value: Promise<Value>;
  /** Unix milliseconds. */
  readonly until: number;
}

/**
 * What was read of a shop a moment ago, as far as this instance knows. Workers that ask at the same time share one reading. By the store
 * that it comes from. What fails is not kept.
 * @param keptFor milliseconds
 */
export const createSharedReadings = <Value>(keptFor: number, isKept: (value: Value) => boolean = () => true) => {
  const memories = new WeakMap<object, Map<string, Reading<Value>>>();
  return async (store: object, { tenant, shop }: ShopRef, clock: Clock, read: () => Promise<Value>): Promise<Value> => {
    const known = memories.get(store) ?? new Map<string, Reading<Value>>();
    memories.set(store, known);
    const name = `${tenant}#${shop}`;
    const now = clock();
    const remembered = known.get(name);
    if (remembered && remembered.until > now) return remembered.value;
    if (known.size > 5_000) known.clear();
    const reading = { value: read(), until: now + keptFor };
    known.set(name, reading);
    const forget = (): void => {
      if (known.get(name) === reading) known.delete(name);
    };
    try {
      const value = await reading.value;
      if (!isKept(value)) forget();
      return value;
    } catch (error) {
      forget();
      throw error;
    }
  };
};
