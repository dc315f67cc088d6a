import { HOUR, MINUTE } from "../../core/time.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isBraked } from "../../sync/brake.ts";
import { type Evidence, isFromElsewhere, isSuspicion, newestAt } from "../../sync/evidence.ts";
import { type Canaries, createCanaries } from "./canary.ts";
import { sizeOf } from "./collection-size.ts";
import type { FollowEnd } from "./follow-ups.ts";
import type { SliceDeps } from "./slice.ts";

/** A sitting of the court over one collection. */
export interface CourtJob {
  readonly ref: ShopRef;
  readonly resource: Resource;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly call: Call;
  /** Our clock at which the sitting ends, unix milliseconds. */
  readonly deadline: number;
  /** Records alive, where the caller has just counted them. */
  readonly stored?: number | undefined;
  /** A candidate that was asked for since then is not asked for again, unix milliseconds: the caller's cycle ends. */
  readonly since?: number | undefined;
  /** The caller has noted no candidate: a worker that notes one elsewhere holds court there. */
  readonly nothingNoted?: boolean | undefined;
  /** Whether the caller's listing has shown the record since. */
  readonly isShown?: (candidate: Candidate) => boolean;
  /** Id of the write of ours that is removing the record. */
  readonly ownRemoval?: ((id: string) => Promise<string | undefined>) | undefined;
  /** What else is to be asked for when a record ends. */
  readonly followEnd?: FollowEnd | undefined;
}

/** Waits between two questions about what is held: the first one, and the longest. */
export const HELD_WAIT = [10 * MINUTE, 6 * HOUR] as const;

/**
 * The record was removed a short time ago and came back, so its lists and the call for it tell different things. The call
 * alone proves nothing then.
 */
export const isDisputed = ({ cameBack, evidence }: Candidate): boolean =>
  cameBack === true &&
  !evidence.some((seen) => isFromElsewhere(seen) || (seen.way === "own-write" && seen.said === "gone"));

export const isSuspect = (candidate: Candidate): boolean =>
  candidate.evidence.some(isSuspicion) && !isDisputed(candidate);

/** Whether there is something to do for it now. */
export const isDue = (candidate: Candidate, { resource, since }: CourtJob, now: number): boolean => {
  const { state, evidence, askAt, askedAt = 0, removedAt = 0, looked } = candidate;
  if (state === "dismissed") return false;
  if (state === "approved") return askAt <= now;
  if (state === "removed") return looked || !resource.get ? now - removedAt >= HOUR : askAt <= now;
  if (state === "held") return resource.get !== undefined && askAt <= now;
  return askedAt < (since ?? now) && (askAt <= now || isNews(evidence));
};

/** Something was seen after the record was asked for the last time. */
const isNews = (evidence: readonly Evidence[]): boolean => {
  const asked = evidence.filter(({ way }) => way === "detail");
  const others = evidence.filter((one) => one.way !== "detail" && isSuspicion(one));
  return others.length > 0 && (asked.length === 0 || newestAt(others) > newestAt(asked));
};

/** A sitting under way. */
export interface Sitting {
  readonly job: CourtJob;
  readonly deps: SliceDeps;
  /** What is open, as it is now. */
  readonly docket: Map<string, Candidate>;
  readonly size: number;
  readonly canaries: Canaries;
  removed: number;
}

export const openSitting = async (job: CourtJob, open: readonly Candidate[], deps: SliceDeps): Promise<Sitting> => {
  const docket = new Map<string, Candidate>();
  for (const candidate of open) {
    // A candidate that the caller's listing has shown is none any more, whatever was decided about it.
    if (job.isShown?.(candidate)) await deps.candidates.clear(job.ref, job.resource.name, candidate.id);
    else docket.set(candidate.id, candidate);
  }
  const suspects = new Set([...docket.values()].filter(({ state }) => state !== "dismissed").map(({ id }) => id));
  const removed = recentlyRemoved(docket, deps.clock());
  return {
    job,
    deps,
    docket,
    size: await sizeOf(job, removed, deps),
    canaries: createCanaries(job, suspects, deps),
    removed: 0,
  };
};

const recentlyRemoved = (docket: ReadonlyMap<string, Candidate>, now: number): number =>
  [...docket.values()].filter(
    ({ state, removedAt = 0, approved }) => state === "removed" && !approved && now - removedAt < HOUR,
  ).length;

export const due = ({ docket, job, deps }: Sitting, state: Candidate["state"]): Candidate[] =>
  [...docket.values()]
    .filter((one) => one.state === state && isDue(one, job, deps.clock()))
    .sort((one, other) => one.askAt - other.askAt);

export const pendingSuspects = ({ docket }: Sitting): Candidate[] =>
  [...docket.values()].filter((one) => one.state === "pending" && isSuspect(one));

/** The brake counts over all ways and over the last hour. */
export const mustHold = (sitting: Sitting): boolean => {
  const now = sitting.deps.clock();
  const held = [...sitting.docket.values()].filter(
    ({ state, heldAt = 0 }) => state === "held" && now - heldAt < HOUR,
  ).length;
  return isBraked({
    size: sitting.size,
    removed: recentlyRemoved(sitting.docket, now),
    held,
    pending: pendingSuspects(sitting).length,
  });
};

export const holdAll = (sitting: Sitting): Promise<void> => hold(sitting, pendingSuspects(sitting));

export const hold = async (sitting: Sitting, pending: readonly Candidate[]): Promise<void> => {
  const now = sitting.deps.clock();
  for (const one of pending)
    await put(sitting, { ...one, state: "held", heldAt: now, askAt: now + HELD_WAIT[0], asks: 0 }, one.state);
  sitting.deps.metric("DeletionsHeld", pending.length);
};

export const put = async (sitting: Sitting, candidate: Candidate, from: Candidate["state"]): Promise<void> => {
  const { job, deps, docket } = sitting;
  await deps.candidates.save(job.ref, job.resource.name, candidate, from);
  docket.set(candidate.id, candidate);
};

export const clear = async ({ job, deps, docket }: Sitting, id: string): Promise<void> => {
  await deps.candidates.clear(job.ref, job.resource.name, id);
  docket.delete(id);
};

export const waitAfter = (asks: number, [first, longest]: readonly [number, number]): number =>
  Math.min(longest, first * 2 ** Math.max(0, asks - 1));
