import type { Candidate } from "../../stores/candidates.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import type { Slice } from "./slice.ts";

/** Notes records that may be gone at the vendor. `confirm.ts` decides about them at the end of the cycle. */
export const addCandidates = async (
  { job, deps }: Slice,
  cycle: Cycle,
  ids: readonly string[],
  source: Candidate["source"],
  observedAt: number,
): Promise<void> => {
  // Only what we hold can be deleted here; a vendor reports the same removal again and again.
  const living = await deps.records.living(job.ref, job.resource.name, ids);
  if (living.length === 0) return;
  await deps.candidates.add(
    job.ref,
    job.resource.name,
    living.map((id) => ({ id, source, observedAt, cycle: cycle.id })),
  );
};
