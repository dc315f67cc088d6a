import type { MemoryTable } from "../../../infra/memory-table.ts";
import type { Dice } from "../../../infra/sandbox/simulator.ts";
import type { Item, Key } from "../../../shared/core/table.ts";
import type { VirtualTime } from "./time.ts";

/** Milliseconds for which an eventually consistent read may still see what was there before. */
const LAG = 1_000;

/** What reads that need not be consistent may see: an item as it was a moment ago, or not at all. */
export class LaggingReplica {
  /** Chance that a recently changed item is seen as it was. */
  rate = 0;
  #noted = 0;
  readonly #before = new Map<string, { readonly old: Item | undefined; readonly at: number }>();
  readonly #memory: MemoryTable;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #count: () => void;

  constructor(memory: MemoryTable, time: VirtualTime, dice: Dice, count: () => void) {
    this.#memory = memory;
    this.#time = time;
    this.#dice = dice;
    this.#count = count;
  }

  /** Called behind each effect: what it changed is new from now on. */
  note(): void {
    for (; this.#noted < this.#memory.stream.length; this.#noted += 1) {
      const { key, old } = this.#memory.stream[this.#noted]!;
      if (this.rate > 0) this.#before.set(nameOf(key), { old, at: this.#time.now() });
    }
  }

  seen(items: readonly Item[]): Item[] {
    if (this.rate === 0) return [...items];
    return items.flatMap((item) => {
      const before = this.#before.get(nameOf(item));
      if (!before || this.#time.now() - before.at > LAG || !this.#dice.chance(this.rate)) return [item];
      this.#count();
      return before.old ? [before.old] : [];
    });
  }
}

const nameOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;
