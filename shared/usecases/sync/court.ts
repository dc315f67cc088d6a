import { HOUR, MINUTE } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import { isSuspicion, isTwiceHidden, newestAt, proofOf, speaksAgainst } from "../../sync/evidence.ts";
import { lookAgain, lookAtHeld } from "./look-again.ts";
import { question } from "./question.ts";
import {
  type CourtJob,
  clear,
  due,
  hold,
  holdAll,
  isDisputed,
  isDue,
  isSuspect,
  mustHold,
  openSitting,
  put,
  type Sitting,
  waitAfter,
} from "./sitting.ts";
import type { SliceDeps } from "./slice.ts";

export interface Ruling {
  /** False: the time was over. */
  readonly done: boolean;
  readonly removed: number;
  /** Candidates that wait for a person. */
  readonly held: number;
  /** Suspects that are neither proven nor held. */
  readonly waiting: readonly Candidate[];
  /** The sitting met this error midway; what it had done before counts. */
  readonly failure?: unknown;
}

/** A worker that died keeps the others out for so long. A sitting that takes longer is joined by another one. */
const LEASE = 5 * MINUTE;
/** A removal is looked at once more so much later, and up to a share of it more, so that many do not come at once. */
const SECOND_LOOK = 30 * MINUTE;
const SPREAD = 15 * MINUTE;
/** Held and removed records that one sitting asks for. Those that wait for a decision come first. */
const MOST_LOOKED_AT = 10;
/** Pending ones that one sitting asks for without a suspicion. */
const MOST_QUESTIONS = 20;
/** A record about which the vendor tells nothing, and nobody else anything either, is asked for so often. */
const MOST_ASKS = 5;
/** Waits between two questions about a candidate: the first one, and the longest. */
const PENDING_WAIT = [MINUTE, HOUR] as const;
/** The same about one that a person has approved: it goes as soon as the vendor answers again. */
const APPROVED_WAIT = [MINUTE, 10 * MINUTE] as const;

/**
 * The one place where records end. Whatever way a deletion was noticed by, its evidence lies with the candidates; here
 * it is judged, completed by asking the vendor, and held against the brake. Removals of the last hours are looked at
 * once more. A sitting of a collection without candidates costs one read.
 */
export const holdCourt = async (job: CourtJob, deps: SliceDeps): Promise<Ruling> => {
  const { ref, resource } = job;
  const open = await deps.candidates.open(ref, resource.name, { eventual: job.nothingNoted === true });
  const now = deps.clock();
  const idle = { done: true, removed: 0, held: open.filter(({ state }) => state === "held").length, waiting: [] };
  if (!open.some((one) => job.isShown?.(one) || isDue(one, job, now))) return idle;
  if (!(await deps.candidates.lease(ref, resource.name, now, LEASE))) return idle;
  try {
    // What was open before the lease may have been decided by another worker.
    return await sit(job, await deps.candidates.open(ref, resource.name), deps);
  } finally {
    await deps.candidates.release(ref, resource.name);
  }
};

const sit = async (job: CourtJob, open: readonly Candidate[], deps: SliceDeps): Promise<Ruling> => {
  const sitting = await openSitting(job, open, deps);
  const outcome = await decideAll(sitting).catch((failure: unknown) => ({ done: false, failure }));
  const left = [...sitting.docket.values()];
  return {
    ...outcome,
    removed: sitting.removed,
    held: left.filter(({ state }) => state === "held").length,
    waiting: left.filter((one) => one.state === "pending" && isSuspect(one)),
  };
};

const decideAll = async (sitting: Sitting): Promise<{ readonly done: boolean }> => {
  if (!(await decidePending(sitting))) return { done: false };
  for (const one of due(sitting, "held").slice(0, MOST_LOOKED_AT)) await lookAtHeld(sitting, one);
  for (const one of due(sitting, "removed").slice(0, MOST_LOOKED_AT)) await lookAgain(sitting, one);
  return { done: true };
};

/** True when nothing is left to decide now. */
const decidePending = async (sitting: Sitting): Promise<boolean> => {
  const { job, deps } = sitting;
  // Before anything is asked: so many records that vanish at once are a person's business.
  if (mustHold(sitting)) await holdAll(sitting);
  const questions = due(sitting, "pending").filter((one) => !isSuspect(one));
  const docket = [
    ...due(sitting, "approved"),
    ...due(sitting, "pending").filter(isSuspect),
    ...questions.slice(0, MOST_QUESTIONS),
  ];
  for (const [place, { id }] of docket.entries()) {
    // A vendor that answers nobody takes its time over each.
    if (place > 0 && deps.clock() >= job.deadline) return false;
    const candidate = sitting.docket.get(id);
    if (candidate?.state === "pending" || candidate?.state === "approved") await hear(sitting, candidate);
  }
  return true;
};

/**
 * The write of ours that has removed the record. A list may show the end before the write has its answer: the write stands
 * in its line until then, and has told the candidate before it leaves the line.
 */
const removerOf = async ({ job, deps }: Sitting, { id, evidence }: Candidate): Promise<string | undefined> => {
  const writeIn = (known: Candidate["evidence"]) => known.findLast(({ write }) => write !== undefined)?.write;
  const ours = writeIn(evidence) ?? (await job.ownRemoval?.(id));
  if (ours !== undefined || !job.ownRemoval) return ours;
  return writeIn((await deps.candidates.get(job.ref, job.resource.name, id))?.evidence ?? []);
};

/** Since when the record is gone, by a person's word or by what was seen; undefined: that is not known. */
const sinceWhen = (candidate: Candidate, canAsk: boolean, lacksCanary: boolean | undefined): number | undefined => {
  const { state, evidence } = candidate;
  if (state === "approved" && (!canAsk || speaksAgainst(evidence))) return newestAt(evidence);
  return isDisputed(candidate) ? undefined : proofOf(evidence, canAsk, lacksCanary)?.since;
};

/** Asks for the record where that is possible, and decides by all that is known then. */
const hear = async (sitting: Sitting, candidate: Candidate): Promise<void> => {
  const { job, deps } = sitting;
  const { id } = candidate;
  const stored = await deps.records.get(job.ref, job.resource.name, id);
  if (!stored) return clear(sitting, id);
  // A worker died after it had removed the record.
  if (stored.deleted) return close(sitting, candidate);
  const heard = await question(sitting, candidate, stored);
  if (heard === "here") return clear(sitting, id);
  const { canAsk, lacksCanary } = heard;
  const next = { ...candidate, evidence: heard.evidence, askedAt: deps.clock(), asks: candidate.asks + 1 };
  const since = sinceWhen(next, canAsk, lacksCanary);
  if (since === undefined) {
    if (!canAsk && candidate.state === "pending" && isTwiceHidden(next.evidence)) return hold(sitting, [next]);
    const isApproved = candidate.state === "approved";
    if (!isApproved && !isSuspect(next) && next.asks >= MOST_ASKS) return clear(sitting, id);
    const wait = waitAfter(next.asks, isApproved ? APPROVED_WAIT : PENDING_WAIT);
    return put(sitting, { ...next, askAt: deps.clock() + wait }, candidate.state);
  }
  sitting.docket.set(id, next);
  // Those that were suspects already were counted before the first question.
  if (candidate.state !== "approved" && !isSuspect(candidate) && mustHold(sitting)) return holdAll(sitting);
  const origin = await removerOf(sitting, next);
  const gone = { observedAt: since, origin, way: next.evidence.findLast(isSuspicion)?.way };
  await job.followEnd?.(stored);
  if (await deps.records.remove(job.ref, job.resource.name, id, gone)) {
    deps.metric("RecordsRemoved", 1);
    sitting.removed += 1;
    return close(sitting, next);
  }
  // Seen alive since.
  return clear(sitting, id);
};

/** The record has ended: its evidence stays for a day, and it is looked at once more. */
const close = (sitting: Sitting, candidate: Candidate): Promise<void> => {
  const { deps } = sitting;
  const now = deps.clock();
  const askAt = now + SECOND_LOOK + Math.floor(SPREAD * deps.random());
  const approved = candidate.state === "approved" || undefined;
  const removed = { ...candidate, state: "removed", removedAt: now, askAt, asks: 0, approved } as const;
  return put(sitting, { ...removed, cameBack: undefined }, candidate.state);
};
