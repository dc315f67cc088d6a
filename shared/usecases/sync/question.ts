import { SECOND } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { type Evidence, withEvidence } from "../../sync/evidence.ts";
import { ask, evidenceOf, isForbidden, type Told } from "./ask.ts";
import { isSuspect, put, type Sitting } from "./sitting.ts";

/** What the vendor said so short a time ago is not asked again, milliseconds. */
const FRESH = 20 * SECOND;

type Heard = { readonly evidence: readonly Evidence[]; readonly canAsk: boolean };

/** What is known of a candidate after it was asked for; `here` when the vendor shows it. */
export const question = async (
  sitting: Sitting,
  candidate: Candidate,
  stored: StoredRecord,
): Promise<Heard | "here"> => {
  const { job, deps } = sitting;
  const { evidence } = candidate;
  const { get } = job.resource;
  if (!get) return { evidence, canAsk: false };
  const askedAt = deps.clock();
  const fresh = freshOf(sitting, candidate);
  if (fresh) return besideCanary(sitting, candidate, fresh, askedAt);
  const beside = get.together ? await sitting.canaries.beside(candidate.id) : [];
  const told = await ask({ ...job, id: candidate.id, current: stored.raw, beside });
  if (told.said === "here") {
    await deps.records.upsert(job.ref, job.resource.name, [told.seen], askedAt);
    return "here";
  }
  const seen = evidenceOf(told, askedAt);
  if (!seen) return { evidence, canAsk: !isForbidden(told) };
  const canary = await canaryIn(sitting, told);
  if (canary !== undefined)
    return { evidence: withEvidence(evidence, { ...seen, canary, sameAnswer: true }), canAsk: true };
  if (seen.said === "not-shown" && beside.length > 0)
    return { evidence: withEvidence(evidence.filter(hasCanary), disbelieved(seen)), canAsk: true };
  if (seen.said === "cannot-tell" && !isSuspect(candidate))
    return { evidence: withEvidence(evidence, seen), canAsk: true };
  return besideCanary(sitting, candidate, seen, askedAt);
};

/** Whoever noticed the deletion has asked a moment ago. Not where one more answer may show another record as well. */
const freshOf = ({ job, deps }: Sitting, { evidence }: Candidate): Evidence | undefined =>
  evidence.findLast(
    ({ way, said, at }) =>
      way === "detail" &&
      (said === "gone" || (said === "not-shown" && !job.resource.get?.rows)) &&
      deps.clock() - at < FRESH,
  );

/** A living record that the same answer shows. */
const canaryIn = async ({ canaries }: Sitting, told: Told): Promise<string | undefined> =>
  told.said === "not-shown" ? canaries.among(told.others) : undefined;

/** Asks for another record: an answer counts for more where the same call shows that one. */
const besideCanary = async (
  sitting: Sitting,
  candidate: Candidate,
  heard: Evidence,
  askedAt: number,
): Promise<Heard> => {
  const { evidence } = candidate;
  // A limit that is used up must not cost what was heard already.
  const { id: shown, denied } = await sitting.canaries.ask(candidate.id).catch(async (error: unknown) => {
    const next = { ...candidate, evidence: withEvidence(evidence, heard), askedAt };
    await put(sitting, next, candidate.state);
    throw error;
  });
  if (denied) return { evidence: withEvidence(evidence.filter(hasCanary), disbelieved(heard)), canAsk: true };
  return { evidence: withEvidence(evidence, shown === undefined ? heard : { ...heard, canary: shown }), canAsk: true };
};

/** What the call has said so far without showing another record, at another time: it may have denied all of them then too. */
const hasCanary = ({ way, said, canary }: Evidence): boolean =>
  way !== "detail" || said === "cannot-tell" || canary !== undefined;

/** A call that does not show a living record either tells nothing about this one. */
const disbelieved = ({ words, ...heard }: Evidence): Evidence => ({
  ...heard,
  said: "cannot-tell",
  words: `a record that is alive is denied as well: ${words ?? ""}`,
});
