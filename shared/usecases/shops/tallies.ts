import { type CallOutcome, callsIn, emptyTally, type Tally, together, withCall } from "../../core/tally.ts";
import { MINUTE } from "../../core/time.ts";
import type { DayStore } from "../../stores/days.ts";
import type { ShopRef } from "../../stores/keys.ts";

/** What is counted of one shop, until something is stored anyway that can take it along. */
export interface Pocket {
  called(operation: string, outcome: CallOutcome, at: number): void;
  /** Seconds between the beginnings of two readings of a collection. */
  read(gapSeconds: number, at: number): void;
  counted(records: number, at: number): void;
  /** All that was counted; it is the caller's to store now. */
  take(): Tally | undefined;
  giveBack(tally: Tally): void;
}

/** A worker's counts, by shop. They live as long as the worker: see `settleTally`. */
export interface Tallies {
  of(ref: ShopRef): Pocket;
}

export const createTallies = (): Tallies => {
  const pockets = new Map<string, Tally>();
  return {
    of({ tenant, shop }) {
      const name = `${tenant}/${shop}`;
      const add = (at: number, next: (tally: Tally) => Tally) =>
        void pockets.set(name, next(pockets.get(name) ?? emptyTally(at)));
      return {
        called: (operation, outcome, at) => add(at, (tally) => withCall(tally, operation, outcome, at)),
        read: (gapSeconds, at) => add(at, (tally) => together(tally, { ...emptyTally(at), gapSeconds })),
        counted: (records, at) => add(at, (tally) => ({ ...tally, records })),
        take() {
          const tally = pockets.get(name);
          pockets.delete(name);
          return tally;
        },
        giveBack: (tally) => void pockets.set(name, together(tally, pockets.get(name) ?? emptyTally(tally.until))),
      };
    },
  };
};

/** Good calls wait so long, or until they are so many, for something that takes them along. */
const WAITS = 30 * MINUTE;
const MANY = 200;

/**
 * Puts down what waits for too long. Calls that failed are put down at once: a worker may end at any time, and they are
 * what people look for.
 */
export const settleTally = async (
  ref: ShopRef,
  { tallies, days }: { readonly tallies?: Tallies | undefined; readonly days: Pick<DayStore, "add"> },
  now: number,
): Promise<void> => {
  const pocket = tallies?.of(ref);
  const tally = pocket?.take();
  if (!pocket || !tally) return;
  const { all, failed } = callsIn(tally);
  if (all === 0 || (failed === 0 && all < MANY && now - tally.since < WAITS)) return pocket.giveBack(tally);
  await days.add(ref, tally).catch((error: unknown) => {
    pocket.giveBack(tally);
    throw error;
  });
};
