import { VendorChanged } from "../../core/errors.ts";
import { idOrNone } from "../../core/rows.ts";
import type { BlankRow } from "../../stores/completed-rows.ts";
import type { Observation } from "../../stores/records.ts";
import { observationOf } from "./observation.ts";
import { OfAnotherShop, requireOwn } from "./owner.ts";
import type { SliceDeps, SliceJob } from "./slice.ts";

export interface Observed {
  readonly observations: readonly Observation[];
  /** Ids of rows of which nothing can be stored; what we have of them stays. */
  readonly unstored: readonly string[];
  /** Ids of rows that say themselves that they were deleted. */
  readonly ended: readonly string[];
  /** Rows of which something could not be read, and those of them that have no id. */
  readonly unreadable: number;
  readonly nameless: number;
}

/** Odd rows of one page that are kept for a person to look at. */
const MOST_KEPT = 20;

/**
 * Rows -> observations. What cannot be read of a row is left out of its record; a row that says nothing about itself is
 * kept as it came, and what is stored under its id stays. A row that says that it was deleted brings nothing to life.
 */
export const observeRows = async (
  { ref, resource, settings, leavesOut }: SliceJob,
  { states, clock }: SliceDeps,
  rows: readonly unknown[],
): Promise<Observed> => {
  const observations: Observation[] = [];
  const ended: string[] = [];
  const odd: { row: unknown; id: string | undefined; reason: string; isStranger: boolean }[] = [];
  for (const row of rows) {
    try {
      requireOwn(resource, row, settings);
      if (resource.ended?.(row) === undefined) observations.push(observationOf(resource, row, settings));
      else ended.push(resource.id(row));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unreadable";
      // A stranger's row is none of the list's, which may lack others in its place.
      const isStranger = error instanceof OfAnotherShop;
      odd.push({ row, id: isStranger ? undefined : idOrNone(resource.id, row), reason, isStranger });
    }
  }
  const [first] = odd;
  if (first && odd.length === rows.length && odd.every(({ isStranger }) => isStranger))
    throw new VendorChanged(first.reason, "");
  for (const { row, reason, isStranger } of odd.slice(0, MOST_KEPT))
    await states.keepUnreadable(ref, resource.name, { body: shownOf(row, leavesOut || isStranger), reason }, clock());
  const unstored = odd.flatMap(({ id }) => id ?? []);
  const partly = observations.filter(({ record }) => record._meta).length;
  return { observations, unstored, ended, unreadable: odd.length + partly, nameless: odd.length - unstored.length };
};

/** Rows that have lost what is stored of them are kept for a person to look at as well. */
export const keepBlank = async (
  { ref, resource, leavesOut }: SliceJob,
  { states, clock }: SliceDeps,
  blank: readonly BlankRow[],
): Promise<void> => {
  for (const { raw, lost } of blank.slice(0, MOST_KEPT)) {
    const reason = `has lost what was there before: ${lost.join(", ")}`;
    await states.keepUnreadable(ref, resource.name, { body: shownOf(raw, leavesOut), reason }, clock());
  }
};

/** Where nothing of customers is kept, a row that nobody can read shows the names of its fields alone. */
const shownOf = (row: unknown, leavesOut: boolean | undefined): string =>
  JSON.stringify(leavesOut ? Object.keys(Object(row)) : row) ?? "";
