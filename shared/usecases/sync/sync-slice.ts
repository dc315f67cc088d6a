import { troubleOf } from "../../core/defects.ts";
import {
  isVendorError,
  LostLease,
  Rejected,
  RetryLater,
  SignInAgain,
  VendorChanged,
  type VendorError,
} from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { comparisonSecondsOf, promisedSecondsOf } from "../../core/promises.ts";
import { DAY, HOUR, MINUTE } from "../../core/time.ts";
import type { ClaimedState, Cycle, SyncState } from "../../stores/sync-states.ts";
import { MOST_SEEN, SeenIds } from "../../sync/seen.ts";
import { overlapOf } from "../../sync/spans.ts";
import { type SaveOptions, type Slice, type SliceDeps, type SliceJob, withWarning } from "./slice.ts";
import {
  confirm,
  deletedAfter,
  deletedFrom,
  heldDeletions,
  REFUSED_WAIT,
  readDeleted,
  sweep,
} from "./slice-deletions.ts";
import { abandon, readRows } from "./slice-pages.ts";
import { isBackfill } from "./tracks.ts";

/**
 * `done`: the cycle is complete. `more`: go on at once. `later`: go on at `retryAt` (a limit, an outage). `busy`:
 * another worker is on it. `failed`: this resource needs a person or the vendor; the others go on. `defect`: our own
 * code failed, and the resource says so; the others go on.
 */
export type SliceOutcome =
  | { readonly outcome: "done" | "more" | "busy" | "failed" }
  | { readonly outcome: "later"; readonly retryAt: number }
  | { readonly outcome: "defect"; readonly error: unknown };

/** Full cycles save their place every so many pages: an unchanged page costs no write of its own. */
const PAGES_PER_CHECKPOINT = 10;
/** A resource that waits for a limit has its own delayed message. It comes this long before `tick` would start the resource. */
export const LIMIT_MARGIN = MINUTE;

/**
 * One bounded slice of one cycle: pages -> normalize -> upsert -> checkpoint. It can be killed between any two
 * effects: a crash repeats some pages and loses none, and the cursor moves only when every page of the cycle is
 * stored.
 */
export const syncSlice = async (job: SliceJob, deps: SliceDeps): Promise<SliceOutcome> => {
  const claimed = await deps.states.claim(job.ref, job.resource.name, job.track, deps.clock(), job.lease);
  if (!claimed) return { outcome: "busy" };
  let slice: Slice | undefined;
  try {
    slice = await openSlice(job, deps, claimed);
    for (let pages = 1; ; pages += 1) {
      if (deps.clock() >= job.deadline && slice.ahead.length === 0) {
        await slice.save({ release: true });
        return { outcome: "more" };
      }
      if (await step(slice)) break;
      // A live cycle keeps each page's place; one that ends on its first page has none to keep.
      const midway = slice.cycle.position !== undefined || slice.cycle.after !== undefined;
      if ((job.track === "live" && midway) || pages % PAGES_PER_CHECKPOINT === 0) await slice.save({ release: false });
    }
    await slice.finish();
    return { outcome: "done" };
  } catch (error) {
    // Nothing may be under way any more when the lease is given back.
    if (slice) await abandon(slice);
    if (error instanceof LostLease) return { outcome: "busy" };
    const giveBack = (options: SaveOptions) => release(claimed, options, deps);
    if (isVendorError(error)) return settle(error, job, deps, claimed.state, slice?.save ?? giveBack);
    return settleDefect(error, deps, claimed.state, [slice?.save ?? giveBack, giveBack]);
  }
};

const release = async (claimed: ClaimedState, options: SaveOptions, deps: SliceDeps): Promise<void> => {
  await deps.states.save(claimed, { ...claimed.state, ...options.with }, { release: true });
};

/**
 * How long a refused cycle waits before it begins anew. One that reads all of the past would spend the shop's limit on
 * the same pages every hour.
 */
const refusedWait = ({ track, resource }: SliceJob, refusals: number): number =>
  isBackfill(resource, track) ? Math.min(DAY, REFUSED_WAIT * 2 ** Math.min(refusals - 1, 10)) : REFUSED_WAIT;

/**
 * What an error means for this resource. What was read until then is kept. Only a refused cycle is given up, because
 * its place may be what is refused: a part that is no more, a token that has lapsed. The cursor stays, so nothing is lost.
 */
const settle = async (
  error: VendorError,
  job: SliceJob,
  { states, clock, random }: SliceDeps,
  before: SyncState,
  save: (options: SaveOptions) => Promise<void>,
): Promise<SliceOutcome> => {
  const { ref, resource } = job;
  try {
    if (error instanceof RetryLater && error.limited) {
      // Waiting for a limit is no failure. Its turn comes with a message of its own: `tick` would send one more each
      // minute that it waits, and starts it again only if that message is lost.
      const retryAt = error.retryAt ?? clock() + 1_000;
      await save({ release: true, with: { nextAt: retryAt + LIMIT_MARGIN, limitedUntil: retryAt } });
      return { outcome: "later", retryAt };
    }
    if (error instanceof VendorChanged)
      await states.keepUnreadable(ref, resource.name, error.body, error.message, clock());
    const failures = before.failures + 1;
    const refusals = (before.refusals ?? 0) + 1;
    const wait = error instanceof Rejected ? refusedWait(job, refusals) : failureWait(failures, random);
    const retryAt = Math.max((error instanceof RetryLater ? error.retryAt : undefined) ?? 0, clock() + wait);
    await save({
      release: true,
      with: {
        failures,
        nextAt: retryAt,
        error: { ...troubleOf(error), at: clock(), since: before.error?.since ?? clock() },
        ...(error instanceof Rejected ? { cycle: undefined, refusals } : {}),
      },
    });
    if (error instanceof SignInAgain) throw error;
    return error instanceof RetryLater ? { outcome: "later", retryAt } : { outcome: "failed" };
  } catch (second) {
    if (second instanceof LostLease) return { outcome: "busy" };
    throw second;
  }
};

/**
 * What a defect of ours means for this resource: it says so, and tries again ever more rarely. Its place is kept. Where
 * the place is what cannot be saved, it is left as it was.
 */
const settleDefect = async (
  error: unknown,
  { clock, random }: SliceDeps,
  before: SyncState,
  saves: readonly ((options: SaveOptions) => Promise<void>)[],
): Promise<SliceOutcome> => {
  const failures = before.failures + 1;
  const now = clock();
  const since = before.error?.since ?? now;
  const trouble = { ...troubleOf(error), at: now, since };
  const nextAt = now + failureWait(failures, random);
  for (const save of saves) {
    try {
      await save({ release: true, with: { failures, nextAt, error: trouble } });
      return { outcome: "defect", error };
    } catch (second) {
      if (second instanceof LostLease) return { outcome: "busy" };
    }
  }
  throw error;
};

/** Milliseconds, twice as many after each failure, up to an hour. */
const failureWait = (failures: number, random: () => number): number =>
  Math.min(HOUR, 5_000 * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);

const openSlice = async (job: SliceJob, deps: SliceDeps, first: ClaimedState): Promise<Slice> => {
  let claimed = first;
  const { state } = first;
  const { name } = job.resource;
  const absence = job.track === "full" && job.resource.deletions?.absence !== false;
  const pieces = absence && state.cycle ? await deps.states.loadSeen(job.ref, name, state.cycle) : [];
  // A cycle that stood still until its ids lapsed would miss everything that it had read before.
  const lapsed = absence && state.cycle !== undefined && pieces.length < state.cycle.chunks;
  const cycle = (lapsed ? undefined : state.cycle) ?? (await beginCycle(job, deps, state));
  const parts = Math.max(1, Math.ceil((state.lastCycle?.stored ?? 0) / MOST_SEEN));
  const seen = absence ? new SeenIds(cycle.id, (state.part ?? 0) % parts, parts) : undefined;
  if (!lapsed) for (const bytes of pieces) seen?.load(bytes);

  const slice: Slice = {
    job,
    deps,
    cycle,
    seen,
    state,
    again: false,
    ahead: [],
    abandoned: false,
    async save(options) {
      // The ids first: a checkpoint must not stand behind ids that are not kept.
      const unsaved = seen?.unsaved();
      if (seen && unsaved) {
        await deps.states.saveSeen(claimed, slice.cycle.id, slice.cycle.chunks, unsaved, deps.clock());
        seen.saved(unsaved);
        slice.cycle = { ...slice.cycle, chunks: slice.cycle.chunks + 1 };
      }
      const leaseUntil = deps.clock() + job.lease;
      const saved = { ...state, cycle: slice.cycle, ...options.with };
      claimed = await deps.states.save(
        claimed,
        saved,
        options.release ? { release: true } : { release: false, leaseUntil },
      );
    },
    async finish() {
      const done = slice.cycle;
      const now = deps.clock();
      const held = await heldDeletions(slice);
      const full = job.track === "full";
      const deleted = deletedAfter(slice);
      const warnings = withWarning(done.warnings, deleted?.refused ? "deletions-refused" : undefined);
      await deps.states.save(
        claimed,
        {
          ...(full ? {} : { cursor: done.vendorMark ?? done.mark, ...oddFrom(state, done) }),
          deleted,
          lastCycle: {
            startedAt: done.startedAt,
            endedAt: now,
            rows: done.rows,
            written: done.written,
            removed: done.removed,
            ...(full ? { stored: done.stored, vendorTotal: done.vendorTotal } : {}),
          },
          cycles: state.cycles + 1,
          nextAt: slice.again ? now : now + everySeconds(job) * 1_000,
          failures: 0,
          ...(warnings.length > 0 ? { warnings } : {}),
          ...(done.unreadable > 0 ? { unreadable: done.unreadable } : {}),
          ...(warnings.length > 0 || done.unreadable > 0 ? { warnedAt: state.warnedAt ?? now } : {}),
          ...(held > 0 ? { held } : {}),
          // Who waits for another listing is looked for in the same part of the ids.
          ...(parts > 1 ? { part: (state.part ?? 0) + (slice.again ? 0 : 1) } : {}),
          ...(slice.again ? { repeats: true } : {}),
        },
        { release: true },
      );
    },
  };
  return slice;
};

const everySeconds = ({ resource, track, schedule }: SliceJob): number =>
  isBackfill(resource, track) ? comparisonSecondsOf(resource) : promisedSecondsOf(resource, schedule);

const beginCycle = async (job: SliceJob, deps: SliceDeps, state: SyncState): Promise<Cycle> => {
  const now = deps.clock();
  const { listing } = job.resource;
  return {
    id: timeId(now, deps.random),
    startedAt: now,
    mark: now,
    // A new shop begins with its last day, so that it is useful at once; the full cycle fetches the past.
    ...(job.track === "live" ? liveFrom(job, state, now) : {}),
    phase: "rows",
    ...(listing.partitions ? { partitions: await listing.partitions(job.call) } : {}),
    partition: 0,
    span: 0,
    rows: 0,
    written: 0,
    unreadable: 0,
    nameless: 0,
    stored: 0,
    removed: 0,
    warnings: [],
    chunks: 0,
  };
};

/**
 * Rows of which something could not be read are read again for two hours, with all that changed since: a defect of the
 * vendor's passes, and does not move a row's time when it does.
 */
const ODD_AGAIN = 2 * HOUR;
const oddFrom = (state: SyncState, { unreadable, from, mark }: Cycle): Pick<SyncState, "oddFrom"> =>
  unreadable === 0 || from === undefined ? {} : { oddFrom: Math.max(state.oddFrom ?? from, mark - ODD_AGAIN) };

const liveFrom = (job: SliceJob, state: SyncState, now: number): Pick<Cycle, "from" | "deletedFrom"> => {
  const next = state.cursor === undefined ? now - DAY : state.cursor - overlapOf(job.resource.listing);
  const from = Math.min(next, state.oddFrom ?? next);
  return { from, ...deletedFrom(job, state, from, now) };
};

/** One step of the cycle; true when the cycle is complete. */
const step = async (slice: Slice): Promise<boolean> => {
  const before = slice.cycle;
  if (slice.cycle.phase === "rows") await readRows(slice);
  else if (slice.cycle.phase === "deleted") await readDeleted(slice);
  else if (slice.cycle.phase === "sweep") await sweep(slice);
  const done = slice.cycle.phase === "confirm" && (await confirm(slice));
  if (hasMoved(before, slice.cycle)) slice.cycle = { ...slice.cycle, movedAt: slice.deps.clock() };
  return done;
};

/** Pages alone are no progress: a list without end shows the same rows again and again. */
const hasMoved = (before: Cycle, after: Cycle): boolean =>
  after.written > before.written ||
  after.phase !== before.phase ||
  after.partition !== before.partition ||
  after.span !== before.span ||
  after.after !== before.after;
