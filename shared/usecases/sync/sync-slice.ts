import { isVendorError, LostLease, NotNow, SignInAgain, VendorChanged, type VendorError } from "../../core/errors.ts";
import type { LivingRecord } from "../../stores/records.ts";
import type { ClaimedState, Cycle, SyncState } from "../../stores/sync-states.ts";
import type { SeenIds } from "../../sync/seen.ts";
import { withAskedAhead } from "./apart.ts";
import { openCycle } from "./begin-cycle.ts";
import { isBlank } from "./blank.ts";
import { confirm } from "./confirm.ts";
import { stateAfter } from "./end-cycle.ts";
import { hearUnsure } from "./hear-unsure.ts";
import { createPagesAhead, type PagesAhead } from "./pages-ahead.ts";
import { readDeleted } from "./read-deleted.ts";
import { readRows } from "./read-rows.ts";
import { keepAnswer, type Slice, type SliceDeps, type SliceJob, type Step } from "./slice.ts";
import { consequenceOf, fieldsOfDefect } from "./slice-errors.ts";
import { sweep } from "./sweep.ts";
import { isBackfill } from "./tracks.ts";

/**
 * `done`: the cycle is complete. `more`: go on at once. `later`: go on at `retryAt` (a limit, an outage). `busy`:
 * another worker is on it. `failed`: this resource needs a person or the vendor; the others go on. `defect`: our own
 * code failed, and the resource says so; the others go on. `cycle`: when it began. `refused`: rows that the vendor shows older than they are
 * stored.
 */
export type SliceOutcome =
  | {
      readonly outcome: "done" | "more" | "busy";
      readonly refused?: readonly string[];
      readonly cycle?: number;
      /** Something was new, changed or gone. */
      readonly found?: boolean;
    }
  | { readonly outcome: "failed"; readonly error: VendorError }
  | { readonly outcome: "later"; readonly retryAt: number; readonly error: VendorError }
  | { readonly outcome: "defect"; readonly error: unknown };

/** Full cycles and divided lists save their place every so many pages: an unchanged page costs no write of its own. */
const PAGES_PER_CHECKPOINT = 10;

/** What the worker of a slice has done so far. Only this file changes and saves it. */
interface Work {
  readonly claimed: ClaimedState;
  readonly slice: Slice;
  readonly seen: SeenIds | undefined;
  readonly ahead: PagesAhead;
  cycle: Cycle;
  again: boolean;
  held: number;
  /** Rows that the vendor shows older than they are stored. */
  readonly refused: Set<string>;
  /** The collection as it was when the cycle began, where reading the first page has shown it. */
  all: readonly LivingRecord[] | undefined;
}

/**
 * One bounded slice of one cycle: pages -> normalize -> upsert -> checkpoint. It can be killed between any two
 * effects: a crash repeats some pages and loses none, and the cursor moves only when every page of the cycle is
 * stored.
 */
export const syncSlice = async (given: SliceJob, deps: SliceDeps): Promise<SliceOutcome> => {
  const job = withAskedAhead(given);
  const { ref, resource, track, lease } = job;
  const polled = !isBackfill(resource, track);
  const claimed = await deps.states.claim(ref, { resource: resource.name, track, polled }, deps.clock(), lease);
  if (!claimed) return { outcome: "busy" };
  let work: Work | undefined;
  try {
    const { cycle, seen } = await openCycle(job, deps, claimed.state);
    const slice: Slice = { job, deps, state: claimed.state, seen };
    work = {
      claimed,
      slice,
      seen,
      ahead: createPagesAhead(job, deps, claimed.state),
      cycle,
      again: false,
      held: 0,
      refused: new Set(),
      all: undefined,
    };
    return await goOn(work);
  } catch (error) {
    // Nothing may be under way any more when the lease is given back.
    await work?.ahead.abandon();
    if (error instanceof LostLease) return { outcome: "busy" };
    if (error instanceof NotNow) return leaveTo(error, deps, claimed, work);
    if (isVendorError(error)) return settle(error, { job, claimed, work }, deps);
    return settleDefect(error, deps, claimed, work);
  }
};

/** Step by step until the cycle is complete or the time is over. */
const goOn = async (work: Work): Promise<SliceOutcome> => {
  const { job, deps } = work.slice;
  for (let steps = 1; ; steps += 1) {
    if (deps.clock() >= job.deadline && work.ahead.isEmpty()) {
      await save(work, { release: true });
      return { outcome: "more", cycle: work.cycle.startedAt, ...refusedBy(work) };
    }
    if (await step(work)) break;
    if ((job.track === "live" && isMidway(work.cycle)) || steps % PAGES_PER_CHECKPOINT === 0)
      await save(work, { release: false });
  }
  const blank = await isBlank(work.slice, work.cycle);
  const hearing = await hearUnsure(work.slice, work.cycle);
  const now = deps.clock();
  const ended = stateAfter(work.slice, work.cycle, { now, held: work.held, again: work.again, blank, hearing });
  await deps.states.save(work.claimed, ended, { release: true });
  const { startedAt, written, removed } = work.cycle;
  return { outcome: "done", cycle: startedAt, ...refusedBy(work), found: written > 0 || removed > 0 };
};

/** A live cycle keeps each page's place; one that ends on its first page has none to keep. The parts of a list are many. */
const isMidway = ({ position, after }: Cycle): boolean =>
  (position !== undefined && position.mode !== "split") || after !== undefined;

const refusedBy = ({ refused }: Work): { readonly refused?: readonly string[] } =>
  refused.size > 0 ? { refused: [...refused] } : {};

/** One step of the cycle; true when the cycle is complete. What was swept is decided upon in the same step. */
const step = async (work: Work): Promise<boolean> => {
  const { slice, cycle } = work;
  const { clock } = slice.deps;
  if (cycle.phase === "rows") take(work, await readRows(slice, cycle, work.ahead));
  else if (cycle.phase === "deleted") take(work, await readDeleted(slice, cycle));
  else if (cycle.phase === "sweep") take(work, await sweep(slice, cycle, work.all));
  // What a look does not show may be there all the same: it ends with its rows.
  const { phase } = work.cycle;
  const done = slice.job.look ? phase !== "rows" : phase === "confirm" && take(work, await confirm(slice, work.cycle));
  if (hasMoved(cycle, work.cycle)) work.cycle = { ...work.cycle, movedAt: clock() };
  return done;
};

/** Pages alone are no progress: a list without end shows the same rows again and again. */
const hasMoved = (before: Cycle, after: Cycle): boolean =>
  after.written > before.written ||
  after.phase !== before.phase ||
  after.partition !== before.partition ||
  after.span !== before.span ||
  after.after !== before.after;

/** Takes over what a step leaves, also when it met an error: then what it had done so far. */
const take = (work: Work, step: Step): boolean => {
  const { cycle, shown = [], refused = [], all = work.all, again = false, held = work.held, done = false } = step;
  for (const id of shown) work.seen?.add(id);
  for (const id of refused) work.refused.add(id);
  work.cycle = cycle;
  work.again ||= again;
  work.held = held;
  work.all = all;
  if (step.failure !== undefined) throw step.failure;
  return done;
};

interface SaveOptions {
  readonly release: boolean;
  /** Fields of the state beside the cycle: a failure. */
  readonly fields?: Partial<SyncState>;
}

const save = async (work: Work, { release, fields }: SaveOptions): Promise<void> => {
  const { claimed, slice, seen } = work;
  const { job, deps, state } = slice;
  // The ids first: a checkpoint must not stand behind ids that are not kept.
  const unsaved = seen?.unsaved();
  if (seen && unsaved) {
    await deps.states.saveSeen(claimed, work.cycle, unsaved, deps.clock());
    seen.saved(unsaved);
    // At once: saving the checkpoint may fail, and the next one must count these ids as well.
    work.cycle = { ...work.cycle, chunks: work.cycle.chunks + 1 };
  }
  await deps.states.save(
    claimed,
    { ...state, cycle: work.cycle, ...fields },
    release ? { release } : { release, leaseUntil: deps.clock() + job.lease },
  );
};

/** Keeps what was done for the worker that goes on, which has more time. No failure of the vendor's. */
const leaveTo = async (
  error: NotNow,
  deps: SliceDeps,
  claimed: ClaimedState,
  work: Work | undefined,
): Promise<SliceOutcome> => {
  try {
    if (work) await save(work, { release: true });
    else await giveBack(claimed, {}, deps);
  } catch (second) {
    if (second instanceof LostLease) return { outcome: "busy" };
    throw second;
  }
  throw error;
};

/** Keeps what was done until the error, and says when to go on. */
const settle = async (
  error: VendorError,
  { job, claimed, work }: { readonly job: SliceJob; readonly claimed: ClaimedState; readonly work: Work | undefined },
  deps: SliceDeps,
): Promise<SliceOutcome> => {
  try {
    if (error instanceof VendorChanged) await keepAnswer(job, deps, error);
    const { fields, retryAt } = consequenceOf(error, job, claimed.state, deps);
    if (work) await save(work, { release: true, fields });
    else await giveBack(claimed, fields, deps);
    if (error instanceof SignInAgain) throw error;
    return retryAt === undefined ? { outcome: "failed", error } : { outcome: "later", retryAt, error };
  } catch (second) {
    if (second instanceof LostLease) return { outcome: "busy" };
    throw second;
  }
};

/** The state as it was claimed, and what happened to it. */
const giveBack = async (claimed: ClaimedState, fields: Partial<SyncState>, deps: SliceDeps): Promise<void> => {
  await deps.states.save(claimed, { ...claimed.state, ...fields }, { release: true });
};

/** Keeps what was done until the defect. Where that is what cannot be saved, the place is left as it was. */
const settleDefect = async (
  error: unknown,
  deps: SliceDeps,
  claimed: ClaimedState,
  work: Work | undefined,
): Promise<SliceOutcome> => {
  const fields = fieldsOfDefect(error, claimed.state, deps);
  const asItWas = () => giveBack(claimed, fields, deps);
  const saves = [work ? () => save(work, { release: true, fields }) : asItWas, asItWas];
  for (const attempt of saves) {
    try {
      await attempt();
      return { outcome: "defect", error };
    } catch (second) {
      if (second instanceof LostLease) return { outcome: "busy" };
    }
  }
  throw error;
};
