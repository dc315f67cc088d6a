import { SECOND } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { type Evidence, withEvidence } from "../../sync/evidence.ts";
import { ask, evidenceOf, isForbidden } from "./ask.ts";
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
  if (!job.resource.get) return { evidence, canAsk: false };
  const askedAt = deps.clock();
  // Whoever noticed the deletion has asked a moment ago.
  let seen = evidence.findLast(
    ({ way, said, at }) => way === "detail" && said !== "cannot-tell" && askedAt - at < FRESH,
  );
  if (!seen) {
    const told = await ask({ ...job, id: candidate.id, current: stored.raw });
    if (told.said === "here") {
      await deps.records.upsert(job.ref, job.resource.name, [told.seen], askedAt);
      return "here";
    }
    seen = evidenceOf(told, askedAt);
    if (!seen) return { evidence, canAsk: !isForbidden(told) };
  }
  if (seen.said === "cannot-tell" && !isSuspect(candidate))
    return { evidence: withEvidence(evidence, seen), canAsk: true };
  const heard = seen;
  // A limit that is used up must not cost what was heard already.
  const canary = await sitting.canary(candidate.id).catch(async (error: unknown) => {
    const next = { ...candidate, evidence: withEvidence(evidence, heard), askedAt };
    await put(sitting, next, candidate.state);
    throw error;
  });
  const { id: shown, denied } = canary;
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
