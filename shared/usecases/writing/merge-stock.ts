import type { Write } from "../../stores/ledger.ts";

export const isStock = (kind: Write["kind"]): boolean => kind === "stock.set" || kind === "stock.move";

interface StockCommand {
  readonly productId: string;
  readonly locationId: string;
  readonly absolute?: number;
  readonly delta?: number;
  readonly note?: string;
}

export interface MergedStock {
  readonly kind: "stock.set" | "stock.move";
  readonly command: StockCommand;
}

/** The write that comes in behind it. */
interface ComingStock {
  readonly ifVersion: number | undefined;
  readonly command: unknown;
}

/** Notes of differences that become one. */
const MOST_NOTED = 500;

/**
 * Stock that waits in the line is overtaken by newer stock of the same product and place: one call instead of two.
 * What it is replaces what it was to be, differences add up.
 */
export const mergeStock = (waiting: Write, coming: ComingStock): MergedStock | undefined => {
  if (!isStock(waiting.kind) || waiting.state !== "queued" || waiting.attempts > 0 || waiting.lostAt) return undefined;
  // A guarded one may be refused, and what it replaced would be lost with it.
  if (waiting.ifVersion !== undefined || coming.ifVersion !== undefined) return undefined;
  const old = waiting.command as StockCommand;
  const next = coming.command as StockCommand;
  if (old.productId !== next.productId || old.locationId !== next.locationId) return undefined;
  if (next.absolute !== undefined) return { kind: "stock.set", command: next };
  if (next.delta === undefined) return undefined;
  const { productId, locationId, note } = next;
  // Set as the one was that waits, with its note: the sum is as exact as it is. Another note would have no place there.
  if (old.absolute !== undefined)
    return isTold(note, old.note)
      ? { kind: "stock.set", command: { ...old, absolute: sumOf(old.absolute, next.delta) } }
      : undefined;
  const delta = sumOf(old.delta ?? 0, next.delta);
  const notes = [...new Set([old.note, note])].filter((text) => text !== undefined).join("; ");
  // There is no call for a difference of nothing, and none of the notes may be lost.
  if (delta === 0 || notes.length > MOST_NOTED) return undefined;
  return { kind: "stock.move", command: { ...next, productId, locationId, delta, ...(notes ? { note: notes } : {}) } };
};

const isTold = (note: string | undefined, by: string | undefined): boolean => note === undefined || note === by;

/** Binary fractions leave a trace where decimals cancel out. No vendor's amounts have more than six decimals. */
const sumOf = (one: number, other: number): number => Number((one + other).toFixed(6));
