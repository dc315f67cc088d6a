import type { Candidate } from "../../stores/candidates.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import { newestAt } from "../../sync/evidence.ts";
import { holdCourt } from "./court.ts";
import type { Slice, Step } from "./slice.ts";

/** Holds court over the candidates at the end of a cycle. */
export const confirm = async (slice: Slice, cycle: Cycle): Promise<Step> => {
  const { job, deps } = slice;
  const ruling = await holdCourt(
    {
      ...job,
      stored: job.track === "full" ? cycle.stored : undefined,
      since: cycle.startedAt,
      nothingNoted: !cycle.suspects,
      isShown: (candidate) => isShown(slice, cycle, candidate),
    },
    deps,
  );
  return {
    cycle: { ...cycle, removed: cycle.removed + ruling.removed },
    done: ruling.done,
    held: ruling.held,
    again: ruling.waiting.some((candidate) => isWorthRepeating(slice, cycle, candidate)),
    ...(ruling.failure === undefined ? {} : { failure: ruling.failure }),
  };
};

const isShown = ({ seen }: Slice, { startedAt }: Cycle, { id, evidence }: Candidate): boolean =>
  seen !== undefined && newestAt(evidence) < startedAt && seen.covers(id) && seen.has(id);

/**
 * Whether the next listing should follow soon: only for what this one has found, and not after one that followed soon
 * itself. A second sighting that does not come then would have all of it read again and again.
 */
const isWorthRepeating = ({ state }: Slice, { startedAt, rows }: Cycle, { evidence }: Candidate): boolean => {
  const sightings = evidence.filter(({ way }) => way !== "detail");
  const isNew = sightings.every(({ at }) => at >= startedAt);
  // A part of the list that is empty may be full again then; a list that is empty as a whole has pauses of its own.
  return !state.repeats && isNew && sightings.some(({ weak }) => weak === undefined || (weak === "empty" && rows > 0));
};
