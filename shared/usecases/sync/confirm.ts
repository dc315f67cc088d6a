import { RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { Cycle } from "../../stores/sync-states.ts";
import { askFor, detailOf } from "./observation.ts";
import { isComplete, type Slice, type Step } from "./slice.ts";

const CANDIDATES_PER_STEP = 1_000;
const CONFIRMATIONS_PER_STEP = 20;
const HELD_TOGETHER = 10;

/** Candidates that the listing of this cycle has not shown. */
export interface CandidatePage {
  readonly candidates: readonly Candidate[];
  readonly next: string | undefined;
}

/** The candidates that are next; undefined when there are none. One that this listing has shown is none any more. */
export const nextCandidates = async (slice: Slice, cycle: Cycle): Promise<CandidatePage | undefined> => {
  const { job, deps } = slice;
  const { name } = job.resource;
  const page = await deps.candidates.list(job.ref, name, CANDIDATES_PER_STEP, cycle.after);
  if (page.candidates.length === 0) return undefined;
  const shown = page.candidates.filter((candidate) => isShown(slice, cycle, candidate));
  // Whatever was decided about them.
  for (const { id } of shown) await deps.candidates.clear(job.ref, name, id);
  return { candidates: page.candidates.filter((candidate) => !shown.includes(candidate)), next: page.next };
};

const isShown = ({ seen }: Slice, { startedAt }: Cycle, { id, observedAt }: Candidate): boolean =>
  seen !== undefined && observedAt < startedAt && seen.covers(id) && seen.has(id);

const isPending = ({ state }: Candidate): boolean => state === "pending";

/**
 * Whether all deletions of this cycle are held. Decided once for a cycle, before anything is deleted: a brake that
 * looked at some candidates at a time would let the others pass.
 */
export const isBraked = async (slice: Slice, cycle: Cycle, first: CandidatePage): Promise<boolean> => {
  const { job, deps } = slice;
  const most = await mostDeletions(slice, cycle);
  let pending = first.candidates.filter(isPending).length;
  for (let after = first.next; after !== undefined && pending <= most; ) {
    const page = await deps.candidates.list(job.ref, job.resource.name, CANDIDATES_PER_STEP, after);
    pending += page.candidates.filter((one) => isPending(one) && !isShown(slice, cycle, one)).length;
    after = page.next;
  }
  return pending > most;
};

/** Most deletions that one cycle may make without asking. */
const mostDeletions = async ({ job, deps }: Slice, cycle: Cycle): Promise<number> => {
  const stored =
    job.track === "full"
      ? cycle.stored
      : ((await deps.states.get(job.ref, job.resource.name, "full")).lastCycle?.stored ?? 0);
  return Math.max(20, Math.floor(stored * 0.05));
};

/** Leaves the page to the tenant. */
export const holdCandidates = async ({ job, deps }: Slice, cycle: Cycle, page: CandidatePage): Promise<Step> => {
  const pending = page.candidates.filter(isPending);
  await inParallel(pending, HELD_TOGETHER, ({ id }) => deps.candidates.decide(job.ref, job.resource.name, id, "held"));
  if (pending.length > 0) deps.metric("DeletionsHeld", pending.length);
  return afterPage(cycle, page, false);
};

const afterPage = (cycle: Cycle, { next }: CandidatePage, again: boolean): Step =>
  next === undefined ? { cycle, again, done: true } : { cycle: { ...cycle, after: next }, again };

/** Decides over the candidates of a page, some at a time. */
export const confirmCandidates = async (slice: Slice, before: Cycle, page: CandidatePage): Promise<Step> => {
  const { job, deps } = slice;
  const open = page.candidates.filter((one) => isPending(one) || one.state === "approved");
  const now = open.slice(0, CONFIRMATIONS_PER_STEP);
  let cycle = before;
  let again = false;
  try {
    for (const [place, candidate] of now.entries()) {
      // A vendor that answers nobody takes its time over each.
      if (place > 0 && deps.clock() >= job.deadline) return { cycle: { ...cycle, after: now[place - 1]!.id }, again };
      const verdict = await judgeCandidate(slice, candidate);
      if (verdict === "cannot tell") continue;
      if (verdict === "not proven") {
        again ||= isWorthRepeating(slice, cycle, candidate);
        continue;
      }
      if (verdict !== "here" && (await remove(slice, candidate, verdict.goneSince)))
        cycle = { ...cycle, removed: cycle.removed + 1 };
      await deps.candidates.clear(job.ref, job.resource.name, candidate.id);
    }
  } catch (failure) {
    return { cycle, again, failure };
  }
  if (open.length > now.length) return { cycle: { ...cycle, after: now.at(-1)!.id }, again };
  return afterPage(cycle, page, again);
};

/**
 * `here`: the vendor shows it, and it was stored. `not proven`: one listing proves little, and it takes a second complete
 * one without the row. `cannot tell`: no answer about this row. It waits for the next cycle.
 */
type Verdict = "here" | "not proven" | "cannot tell" | { readonly goneSince: number };

const judgeCandidate = async ({ job, deps }: Slice, candidate: Candidate): Promise<Verdict> => {
  const { resource, ref } = job;
  const { id, observedAt, sightings, source } = candidate;
  if (!resource.get) return source === "absent" && sightings < 2 ? "not proven" : { goneSince: observedAt };
  const askedAt = deps.clock();
  const current = (await deps.records.get(ref, resource.name, id))?.raw;
  const row = await askFor(resource, id, job.call, current).catch(whenOutOfOrder);
  // Some vendors fail over an id that they do not know: one such row must not keep the cycle from its end.
  if (row === "out-of-order") return "cannot tell";
  if (row === "unknown") return sightings >= 2 ? { goneSince: observedAt } : "not proven";
  if (row === undefined) return { goneSince: askedAt };
  await deps.records.upsert(ref, resource.name, [detailOf(resource, row, job.settings)], askedAt);
  return "here";
};

/** No answer about one row proves nothing, and leaves it for the next cycle. A limit stops the others as well. */
const whenOutOfOrder = (error: unknown): "out-of-order" => {
  if (error instanceof RetryLater && !error.limited) return "out-of-order";
  throw error;
};

/**
 * Whether the next listing should follow at once: only for what this one has found, and not after one that followed at
 * once itself. A second sighting that does not come then would have all of it read again and again.
 */
const isWorthRepeating = ({ state }: Slice, cycle: Cycle, { cycle: foundBy, source }: Candidate): boolean =>
  !state.repeats && foundBy === cycle.id && (source === "reported" || isComplete(cycle));

const remove = async ({ job, deps }: Slice, { id }: Candidate, goneSince: number): Promise<boolean> => {
  const removed = await deps.records.remove(job.ref, job.resource.name, id, goneSince);
  if (removed) deps.metric("RecordsRemoved", 1);
  return removed;
};

/** Deletions of the resource that wait for the tenant. Counting costs reads: only where there may be some. */
export const heldDeletions = async ({ job, deps, state }: Slice, { phase }: Cycle): Promise<number> => {
  if (!state.held && phase !== "confirm") return 0;
  return deps.candidates.count(job.ref, job.resource.name, "held");
};
