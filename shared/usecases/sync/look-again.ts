import { HOUR, MINUTE } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import { newestAt } from "../../sync/evidence.ts";
import { ask, isForbidden, type Told } from "./ask.ts";
import { question } from "./question.ts";
import { clear, HELD_WAIT, put, type Sitting, waitAfter } from "./sitting.ts";

/** Waits between two questions about what was removed, while the vendor does not tell: the first one, and the longest. */
const REMOVED_WAIT = [15 * MINUTE, 6 * HOUR] as const;
/** A removal that nobody could look at again is left alone after this. */
const LOOKED_FOR = 20 * HOUR;

/** What the brake holds waits for a person; what the vendor shows again waits for nobody. */
export const lookAtHeld = async (sitting: Sitting, candidate: Candidate): Promise<void> => {
  const { job, deps } = sitting;
  const stored = await deps.records.get(job.ref, job.resource.name, candidate.id);
  if (!stored || stored.deleted || stored.observedAt > newestAt(candidate.evidence))
    return clear(sitting, candidate.id);
  const heard = await question(sitting, candidate, stored);
  if (heard === "here") return clear(sitting, candidate.id);
  const asks = candidate.asks + 1;
  const askAt = deps.clock() + waitAfter(asks + 1, HELD_WAIT);
  await put(sitting, { ...candidate, evidence: heard.evidence, asks, askAt }, candidate.state);
};

/** An empty answer tells nothing, where the same call could show others. */
const isTold = async ({ job, canaries }: Sitting, told: Told): Promise<boolean> => {
  if (told.said !== "not-shown" || !job.resource.get?.rows) return told.said !== "cannot-tell";
  return (await canaries.among(told.others)) !== undefined;
};

/** A removal of the last day: if the vendor shows the record, it is alive again. */
export const lookAgain = async (sitting: Sitting, candidate: Candidate): Promise<void> => {
  const { job, deps } = sitting;
  const { ref, resource } = job;
  const stored = await deps.records.get(ref, resource.name, candidate.id);
  if (!stored) return clear(sitting, candidate.id);
  if (!stored.deleted) return archive(sitting, { ...candidate, cameBack: true });
  const now = deps.clock();
  const age = now - (candidate.removedAt ?? 0);
  let { looked } = candidate;
  if (!looked && resource.get && candidate.askAt <= now) {
    const beside = resource.get.together ? await sitting.canaries.beside(candidate.id) : [];
    const told = await ask({ ...job, id: candidate.id, current: stored.raw, version: stored.version, beside });
    if (told.said === "here") {
      await deps.records.upsert(ref, resource.name, [told.seen], now);
      deps.metric("DeletionsUndone", 1);
      return archive(sitting, { ...candidate, cameBack: true });
    }
    looked = (await isTold(sitting, told)) || isForbidden(told) || undefined;
  }
  if (age >= HOUR && (looked || !resource.get || age >= LOOKED_FOR)) return archive(sitting, { ...candidate, looked });
  const asks = candidate.asks + 1;
  await put(sitting, { ...candidate, looked, asks, askAt: now + waitAfter(asks, REMOVED_WAIT) }, candidate.state);
};

/** What was removed is known for a day, also where it came back: the call that denied it is not believed so soon again. */
const archive = async ({ job, deps, docket }: Sitting, candidate: Candidate): Promise<void> => {
  await deps.candidates.archive(job.ref, job.resource.name, candidate);
  docket.delete(candidate.id);
};
