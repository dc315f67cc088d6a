import { contentHash, stableJson } from "../../core/content.ts";
import { Rejected, VendorChanged } from "../../core/errors.ts";
import type { Ask, Call, Listing, OperationCall, Partition } from "../../core/vendor.ts";
import { sliceFor } from "../../sync/reader.ts";
import type { SliceJob } from "./slice.ts";

/** The job, with answers that were asked for ahead of their place: the next caller of the same has them, once. */
export const withAskedAhead = (job: SliceJob): SliceJob => {
  if (!job.resource.listing.apart) return job;
  const { call: ask } = job;
  const kept = new Map<string, unknown>();
  const keyOf = (operation: string, call: OperationCall) => stableJson([operation, call]);
  return {
    ...job,
    call: async (operation, call) => {
      const key = keyOf(operation, call);
      if (!kept.has(key)) return ask(operation, call);
      const answer = kept.get(key);
      kept.delete(key);
      return answer;
    },
    ahead: async (operation, call) => {
      const answer = await ask(operation, call);
      kept.set(keyOf(operation, call), answer);
      return answer;
    },
  };
};

/**
 * Whether the vendor shows the same whichever part is asked for, so that nothing of its answer can be believed. No call
 * more than the reading takes, but where two parts are alike.
 */
export const areMixedUp = async (
  { resource: { listing }, call, ahead = call }: SliceJob,
  [one, other]: readonly Partition[],
): Promise<boolean> => {
  const { apart } = listing;
  if (!apart || !one || !other) return false;
  const rowsOf = async (part: Partition, asking: Call): Promise<ReadonlySet<string>> => {
    const ask = { ...sliceFor(listing, 0).ask, partition: part };
    try {
      return marksOf(listing, await asking(listing.operation, listing.call(ask)), ask);
    } catch (error) {
      // A part that cannot be read shows no rows. Reading it says what is wrong.
      if (error instanceof Rejected || error instanceof VendorChanged) return new Set();
      throw error;
    }
  };
  const [shown, beside] = [await rowsOf(one, ahead), await rowsOf(other, ahead)];
  if (apart === "no row in two") return [...beside].some((row) => shown.has(row));
  return isSame(shown, beside) && isSame(shown, await rowsOf(apart.unlike, call));
};

/** The rows of an answer as rows of no part: nothing tells them apart but what the vendor has sent. */
const marksOf = (listing: Listing, answer: unknown, ask: Ask): ReadonlySet<string> =>
  new Set(listing.read(answer, { ...ask, partition: undefined }).rows.map((row) => contentHash(row)));

/** Rows of one reading that are remembered. */
const MOST_REMEMBERED = 50_000;

/**
 * Whether an answer shows a row that another part has shown in this reading, where no row is in two.
 * @returns undefined where rows may be in two parts
 */
export const rowsOfOthers = (listing: Listing) => {
  if (listing.apart !== "no row in two") return undefined;
  const shown = new Map<string, number>();
  return (answer: unknown, ask: Ask, part: number): boolean => {
    const marks = [...marksOf(listing, answer, ask)];
    if (marks.some((mark) => (shown.get(mark) ?? part) !== part)) return true;
    if (shown.size < MOST_REMEMBERED) for (const mark of marks) shown.set(mark, part);
    return false;
  };
};

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size > 0 && one.size === other.size && [...one].every((row) => other.has(row));
