import type { Cycle } from "../../stores/sync-states.ts";
import type { Evidence } from "../../sync/evidence.ts";
import type { Slice } from "./slice.ts";

/**
 * Notes what a listing says against records. `court.ts` decides about them at the end of the cycle.
 * @returns what the cycle keeps of it
 */
export const noteAgainst = async (
  { job, deps }: Slice,
  ids: readonly string[],
  evidence: Evidence,
): Promise<Pick<Cycle, "suspects">> => {
  // Only what we hold can be deleted here; a vendor reports the same removal again and again.
  const living = await deps.records.living(job.ref, job.resource.name, ids);
  if (living.length === 0) return {};
  await deps.candidates.note(
    job.ref,
    job.resource.name,
    living.map((id) => ({ id, evidence })),
  );
  return { suspects: true };
};
