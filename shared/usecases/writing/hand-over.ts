import type { ShopRef } from "../../stores/keys.ts";
import type { Write, WriteFields } from "../../stores/ledger.ts";
import { type LedgerStore, mayBeDone } from "../../stores/ledger.ts";

export interface HandOverDeps {
  readonly ledger: LedgerStore;
  readonly clock: () => number;
  readonly notifyWrite: (event: string, write: Write) => Promise<void>;
}

const NOT_SENT =
  "the shop has moved to its vendor's next version before this was sent: retry it, or send another write";
const NOT_KNOWN =
  "the shop has moved to its vendor's next version, which cannot look for this: see at the vendor, then adopt or retry it";

/**
 * Ends what is left in the lines of a shop that moves on. A write that certainly was not carried out is `dead` and can be
 * retried. One that may have been stays `unknown` for a person, because the next version would not find it.
 * @returns false while a worker may be at one of them
 */
export const handOverWrites = async (ref: ShopRef, deps: HandOverDeps): Promise<boolean> => {
  let all = true;
  for await (const { writes } of deps.ledger.lines(ref, Number.POSITIVE_INFINITY)) {
    const found = await deps.ledger.getMany(ref, writes);
    for (const write of found.values()) all = (await handOver(write, deps)) && all;
  }
  return all;
};

const handOver = async (write: Write, { ledger, clock, notifyWrite }: HandOverDeps): Promise<boolean> => {
  if ((write.leaseUntil ?? 0) > clock()) return false;
  const moved = await leave(write, ledger);
  if (!moved) return false;
  if (moved.state !== "cancelled") await notifyWrite(`write.${moved.state}`, moved);
  return true;
};

const leave = (write: Write, ledger: LedgerStore): Promise<Write | undefined> => {
  const left = (code: string, message: string): WriteFields => ({
    closed: true,
    error: { code, message },
    leaseUntil: undefined,
    notBefore: undefined,
  });
  const unknown = left("moved-unknown", NOT_KNOWN);
  switch (write.state) {
    case "queued":
      return mayBeDone(write)
        ? ledger.move(write, "lose", unknown)
        : ledger.move(write, "give-up", left("moved-before-sent", NOT_SENT));
    case "sending":
      return ledger.move(write, "lose", { ...unknown, lostAt: write.leaseUntil });
    case "probing":
      return ledger.move(write, "fail-probe", unknown);
    case "unknown":
      return ledger.change(write, unknown);
    // Its end is known; only reading it back was left.
    default:
      return ledger.change(write, { closed: true });
  }
};
