import type { Listing, Partition } from "../../core/vendor.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import type { Slice, SliceJob } from "./slice.ts";
import { nextRows, type Stretch } from "./stretches.ts";

/**
 * Lengths of runs of stretches, in the order in which they are read: of those that have shown rows, then of those that have
 * shown none, and so on.
 */
export const withStretch = (runs: readonly number[] = [], isFilled: boolean): readonly number[] => {
  if (runs.length === 0) return isFilled ? [1] : [0, 1];
  const last = runs.length - 1;
  return (last % 2 === 0) === isFilled ? runs.with(last, runs[last]! + 1) : [...runs, 1];
};

/**
 * Those of the missed records that stood in a stretch of the listing (a window of time, a part) which has shown no row at
 * all. That one stretch is empty may be a vendor's weakness, as it may be of a whole list.
 */
export const inEmptyStretches = async (
  { job, deps }: Slice,
  cycle: Cycle,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { runs = [] } = cycle;
  // The vendor has shown rows in all of them, or there is one alone.
  if (ids.length === 0 || runs.length < 2) return new Set();
  const stretches = allStretches(job, cycle);
  const isEmpty = new Set(stretches.filter((_, index) => !isFilled(runs, index)));
  const records = await deps.records.getMany(job.ref, job.resource.name, ids);
  const { get, listing } = job.resource;
  const weak = records.filter(({ raw }) => {
    const holders = holdersOf(listing, raw, stretches);
    // Where the call for the record tells, and an order stands in several parts, all of them have to be empty.
    if (get) return holders.length > 0 && holders.every((one) => isEmpty.has(one));
    return holders.some((one) => isEmpty.has(one));
  });
  return new Set(weak.map(({ id }) => id));
};

const allStretches = (job: SliceJob, cycle: Cycle): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let next = nextRows(job, cycle, { partition: 0, span: 0 });
  while (next) {
    stretches.push(next);
    next = nextRows(job, cycle, { partition: next.partition, span: next.index + 1 });
  }
  return stretches;
};

const isFilled = (runs: readonly number[], index: number): boolean => {
  let end = 0;
  const run = runs.findIndex((length) => {
    end += length;
    return index < end;
  });
  return run % 2 === 0;
};

/** The stretches that may show the row. What the row does not tell, does not exclude one. */
const holdersOf = (listing: Listing, row: unknown, stretches: readonly Stretch[]): readonly Stretch[] => {
  const time = timeOf(listing, row);
  const atItsTime = stretches.filter(
    ({ span: { from, to } }) =>
      time === undefined || ((from === undefined || time >= from) && (to === undefined || time <= to)),
  );
  const fields = { ...Object(row), ...listing.partOf?.(row) } as Readonly<Record<string, unknown>>;
  const inItsPart = atItsTime.filter(({ part }) => part === undefined || isIn(part, fields));
  // Its field may mean something else by now.
  return inItsPart.length > 0 ? inItsPart : atItsTime;
};

const isIn = (part: Partition, fields: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(part).every(([name, value]) => fields[name] === undefined || String(fields[name]) === String(value));

const timeOf = ({ time }: Listing, row: unknown): number | undefined => {
  try {
    return time?.(row);
  } catch {
    return undefined;
  }
};
