import { isVendorError, SignInAgain } from "../../core/errors.ts";
import { idOrNone } from "../../core/rows.ts";
import { SECOND } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { type Evidence, isFromElsewhere, withEvidence } from "../../sync/evidence.ts";
import { ask, evidenceOf, isForbidden, type Told } from "./ask.ts";
import { saysDeleted } from "./read-deleted.ts";
import { isSuspect, put, type Sitting } from "./sitting.ts";

/** What the vendor said so short a time ago is not asked again, milliseconds. */
const FRESH = 20 * SECOND;

interface Asked {
  readonly heard: Evidence;
  /** Our clock before the question, unix milliseconds. */
  readonly askedAt: number;
  readonly stored: StoredRecord;
}

interface Heard {
  readonly evidence: readonly Evidence[];
  readonly canAsk: boolean;
  /** The vendor's words count once a canary is shown beside them: there are canaries, and none answered now. */
  readonly lacksCanary?: boolean;
}

/** What is known of a candidate after it was asked for; `here` when the vendor shows it. */
export const question = async (
  sitting: Sitting,
  candidate: Candidate,
  stored: StoredRecord,
): Promise<Heard | "here"> => {
  const { job, deps } = sitting;
  const { get } = job.resource;
  if (!get) return { evidence: candidate.evidence, canAsk: false };
  const askedAt = deps.clock();
  const fresh = freshOf(sitting, candidate);
  if (fresh) return besideCanary(sitting, candidate, { heard: fresh, askedAt, stored });
  const beside = get.together ? await sitting.canaries.beside(candidate.id) : [];
  const told = await ask({ ...job, id: candidate.id, current: stored.raw, version: stored.version, beside });
  if (told.said === "here") {
    await deps.records.upsert(job.ref, job.resource.name, [told.seen], askedAt);
    return "here";
  }
  const seen = evidenceOf(told, askedAt);
  if (!seen) return { evidence: candidate.evidence, canAsk: !isForbidden(told) };
  const { evidence } = candidate;
  const canary = await canaryIn(sitting, told);
  if (canary !== undefined) {
    const reported = await withReport(sitting, candidate);
    return { evidence: withEvidence(reported, { ...seen, canary, sameAnswer: true }), canAsk: true };
  }
  if (seen.said === "not-shown" && beside.length > 0)
    return { evidence: withEvidence(evidence.filter(hasCanary), disbelieved(seen)), canAsk: true };
  if (seen.said === "cannot-tell" && !isSuspect(candidate))
    return { evidence: withEvidence(evidence, seen), canAsk: true };
  return besideCanary(sitting, candidate, { heard: seen, askedAt, stored });
};

/** What the vendor's list of deleted rows says of a record that it does not show, where the list can be asked for it. */
const withReport = async ({ job, deps }: Sitting, { id, evidence }: Candidate): Promise<readonly Evidence[]> => {
  const { listing, named, id: idOf = job.resource.id } = job.resource.deletions ?? {};
  if (!listing || !named || evidence.some(({ way }) => way === "deleted-list")) return evidence;
  const at = deps.clock();
  try {
    const { rows } = listing.read(await job.call(listing.operation, named([id])), { size: 1 });
    if (!rows.some((row) => idOrNone(idOf, row) === id && saysDeleted(job.resource, row))) return evidence;
    return withEvidence(evidence, { way: "deleted-list", said: "gone", at });
  } catch (error) {
    // The list may be closed to our key, or out of order: nothing is known then.
    if (!isVendorError(error) || error instanceof SignInAgain) throw error;
    return evidence;
  }
};

/** The worker that noticed the deletion has asked a moment ago. Not where one more answer may show another record as well. */
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

/**
 * Asks for another record: an answer counts for more where the same call shows that one. A limit that is used up must not
 * cost what was heard already.
 */
const besideCanary = async (sitting: Sitting, candidate: Candidate, question: Asked): Promise<Heard | "here"> => {
  const { evidence } = candidate;
  const { heard, askedAt } = question;
  try {
    const isUnreported = heard.said === "gone" && !evidence.some(isFromElsewhere);
    const { id: canary, denied, alone } = await sitting.canaries.ask(candidate.id, isUnreported);
    if (denied) return { evidence: withEvidence(evidence.filter(hasCanary), disbelieved(heard)), canAsk: true };
    if (canary === undefined)
      return { evidence: withEvidence(evidence, heard), canAsk: true, ...(alone ? {} : { lacksCanary: true }) };
    // The end of an outage does not explain what was told elsewhere.
    if (!isUnreported)
      return {
        evidence: withEvidence(evidence, { ...heard, canary }),
        canAsk: true,
        // What was said before without a canary, is not said now.
        ...(heard.said === "gone" ? {} : { lacksCanary: true }),
      };
    return await behindCanary(sitting, candidate, question, canary);
  } catch (error) {
    const next = { ...candidate, evidence: withEvidence(evidence, heard), askedAt };
    await put(sitting, next, candidate.state);
    throw error;
  }
};

/**
 * The vendor may have come to its senses between the two answers: then it shows the canary, and would show the record as
 * well. What it says once more behind the canary is about this record: a cache that gives the answer to the call before would
 * show the canary again.
 */
const behindCanary = async (
  sitting: Sitting,
  { id, evidence }: Candidate,
  { heard, stored }: Asked,
  canary: string,
): Promise<Heard | "here"> => {
  const { job, deps } = sitting;
  const at = deps.clock();
  const told = await ask({ ...job, id, current: stored.raw, version: stored.version });
  if (told.said === "here") {
    await deps.records.upsert(job.ref, job.resource.name, [told.seen], at);
    return "here";
  }
  const seen = evidenceOf(told, at);
  const before = withEvidence(evidence, heard);
  if (!seen) return { evidence: before, canAsk: !isForbidden(told), lacksCanary: true };
  if (told.said !== "gone") return { evidence: withEvidence(before, seen), canAsk: true, lacksCanary: true };
  return { evidence: withEvidence(before, { ...seen, canary }), canAsk: true };
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
