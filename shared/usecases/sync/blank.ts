import { DAY } from "../../core/time.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import type { Slice } from "./slice.ts";

/** The newest records of the copy that are looked through for one that a list by creation had to show. */
const LOOKED_THROUGH = 100;

/**
 * Whether a reading that should show everything has shown nothing, though the copy has records. Such a reading proves
 * nothing: the vendor's lists may be out of order. A filter by the time of change shows nothing most of the time.
 */
export const isBlank = async (slice: Slice, cycle: Cycle): Promise<boolean> => {
  const { look, track, resource } = slice.job;
  const isOfChanges = track === "live" || look?.kind === "late";
  // A list that leaves out what is done shows nothing when all is done.
  if (cycle.rows > 0 || isOfChanges || resource.deletions?.absence === false) return false;
  return look ? lacksRecords(slice, cycle) : cycle.lacked === true && cycle.stored > cycle.removed;
};

/** A look does not count the copy. What it has shown before tells whether it is worth asking the table. */
const lacksRecords = async ({ job, deps, state }: Slice, { from }: Cycle): Promise<boolean> => {
  if (state.lastCycle?.rows === 0 && !state.blank) return false;
  const newest = await deps.records.newest(job.ref, job.resource.name, {
    limit: LOOKED_THROUGH,
    pages: 1,
    eventual: true,
  });
  // Both clocks and the filter's days may be off by hours.
  return newest.some(({ record }) => from === undefined || madeAt(record) > from + DAY);
};

const madeAt = (record: object): number => {
  const { createdAt } = record as { readonly createdAt?: unknown };
  return typeof createdAt === "string" ? Date.parse(createdAt) : Number.NaN;
};
