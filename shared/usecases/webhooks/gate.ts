import { createHash } from "node:crypto";
import { RetryLater } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import { type Bucket, type BudgetStore, ownBucket } from "../../stores/budgets.ts";

/** Deliveries that have proven nothing and are kept within an hour: of an address, of a sender, and of no shop at all. */
const KEPT_OF_ADDRESS = 20;
const KEPT_OF_SENDER = 60;
const KEPT_UNROUTED = 100;
/** Bytes that are kept of one. */
export const MOST_KEPT = 16_384;
/** How long it is kept, milliseconds: for a person who looks why webhooks do not arrive. */
export const KEPT_FOR = 6 * HOUR;
/** Proven deliveries of an address within a minute. Beyond them its shop is read instead: that tells the same, for less. */
const PROVEN_A_MINUTE = 1_200;
/** Drawn at once, so that a delivery costs a twentieth of a write. */
const DRAWN = 20;
const MOST_REMEMBERED = 10_000;
/** An address that sends less within a minute is counted by nobody. */
const UNCOUNTED = 20;

/** What this container may still let in for an address in this minute. */
interface Purse {
  readonly minute: number;
  held: number;
  /** Side by side they draw together. */
  turn: Promise<unknown>;
}

export interface GateDeps {
  readonly budgets: Pick<BudgetStore, "take">;
  readonly clock: Clock;
}

/** Names nobody: an address of the network is a personal datum. */
const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 16);

/** All is forgotten where it becomes too much. */
const remember = <Value>(known: Map<string, Value>, name: string, value: Value): void => {
  if (known.size > MOST_REMEMBERED) known.clear();
  known.set(name, value);
};

const spendOne = async (purse: Purse, draw: () => Promise<number>): Promise<boolean> => {
  if (purse.held === 0) purse.held = await draw();
  if (purse.held === 0) return false;
  purse.held -= 1;
  return true;
};

/** Draws from budgets of our own. @returns how many; 0: a bucket is used up */
const createDraw = ({ budgets, clock }: GateDeps) => {
  /** Buckets that are used up, so that a flood is not counted in the table post by post. */
  const closed = new Map<string, number>();

  return async (buckets: readonly Bucket[], count: number): Promise<number> => {
    const now = clock();
    if (buckets.some(({ key }) => (closed.get(key) ?? 0) > now)) return 0;
    try {
      return (await budgets.take(buckets, { want: count, priority: "write" }, now)).count;
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      // Other containers are at it at this moment: no reason to turn a sender away.
      if ((error.retryAt ?? 0) - now < SECOND) return 1;
      // Which of them is used up is not told: the narrower one is looked at again sooner than an hour from now.
      for (const { key } of buckets.slice(0, 1))
        remember(closed, key, Math.min(error.retryAt ?? now + MINUTE, now + MINUTE));
      return 0;
    }
  };
};

/**
 * How much of what comes in is kept. Nothing here decides what is believed: a genuine delivery is let through whatever others
 * send from its vendor's addresses, or to its own.
 */
export const createGate = ({ budgets, clock }: GateDeps) => {
  const take = createDraw({ budgets, clock });
  const purses = new Map<string, Purse>();

  return {
    /** Whether a delivery that has proven nothing is kept at all. `address`: undefined for one that belongs to no shop. */
    async keeps(address: string | undefined, sender: string): Promise<boolean> {
      const [name, most] = address === undefined ? ["unrouted", KEPT_UNROUTED] : [address, KEPT_OF_ADDRESS];
      const buckets = [
        ownBucket("unproven", `in#unproven#${name}`, most, HOUR),
        ownBucket("unproven", `in#sender#${hashOf(sender)}`, KEPT_OF_SENDER, HOUR),
      ];
      return (await take(buckets, 1)) > 0;
    },

    /** Whether one more proven delivery of an address is worth storing. */
    takes(address: string): Promise<boolean> {
      const minute = Math.floor(clock() / MINUTE);
      const known = purses.get(address);
      const purse = known?.minute === minute ? known : { minute, held: UNCOUNTED, turn: Promise.resolve() };
      if (purse !== known) {
        remember(purses, address, purse);
      }
      const draw = () => take([ownBucket("proven", `in#proven#${address}`, PROVEN_A_MINUTE, MINUTE)], DRAWN);
      const turn = purse.turn.then(() => spendOne(purse, draw));
      purse.turn = turn.catch(() => undefined);
      return turn;
    },
  };
};
