import { DAY } from "../../core/time.ts";
import type { Listing, Partition } from "../../core/vendor.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import { type Plan, spanAt } from "../../sync/spans.ts";
import type { SliceJob } from "./slice.ts";

/** A place in a listing: which part, which span of it, and where in the span. */
export type Place = Pick<Cycle, "partition" | "span" | "position">;

/** The stretch and part that are next in the list of rows; undefined when it is read to its end. */
export const nextRows = (job: SliceJob, cycle: Cycle, { partition, span }: Place) => {
  const { listing } = job.resource;
  const plan = planOf(job, cycle, cycle.from);
  const partitions: readonly (Partition | undefined)[] = cycle.partitions ?? [undefined];
  for (let place = partition, index = span; place < partitions.length; place += 1, index = 0) {
    const found = spanAt(listing, plan, index);
    if (found) return { partition: place, index, span: { ...found, mark: cycle.mark }, part: partitions[place] };
  }
  return undefined;
};

export type Stretch = NonNullable<ReturnType<typeof nextRows>>;

/** The span that is next in the list of deletions, which has no parts. */
export const nextDeletions = (job: SliceJob, cycle: Cycle, listing: Listing) =>
  spanAt(listing, planOf(job, cycle, cycle.deletedFrom), cycle.span);

const planOf = ({ track, earliest }: SliceJob, { mark, again = false }: Cycle, from: number | undefined): Plan =>
  track === "live" || from !== undefined
    ? { track: "live", from: from ?? mark - DAY, mark }
    : { track: "full", mark, again, ...(earliest === undefined ? {} : { earliest }) };
