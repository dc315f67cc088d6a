import { MOST_PARTS } from "../../core/bounds.ts";
import { VendorChanged } from "../../core/errors.ts";
import { timeId } from "../../core/ids.ts";
import { DAY, SECOND } from "../../core/time.ts";
import type { Partition } from "../../core/vendor.ts";
import type { Cycle, SyncState } from "../../stores/sync-states.ts";
import { MOST_SEEN, SeenIds } from "../../sync/seen.ts";
import { overlapOf } from "../../sync/spans.ts";
import { areMixedUp } from "./apart.ts";
import { deletedFrom } from "./read-deleted.ts";
import type { SliceDeps, SliceJob } from "./slice.ts";

export interface OpenCycle {
  readonly cycle: Cycle;
  readonly seen: SeenIds | undefined;
}

/** The cycle under way with the ids that it has shown so far, or a new one. */
export const openCycle = async (job: SliceJob, deps: SliceDeps, state: SyncState): Promise<OpenCycle> => {
  const { resource } = job;
  const absence = job.track === "full" && resource.deletions?.absence !== false;
  const pieces = absence && state.cycle ? await deps.states.loadSeen(job.ref, resource.name, state.cycle) : [];
  // A cycle that stood still until its ids lapsed would miss everything that it had read before.
  const lapsed = absence && state.cycle !== undefined && pieces.length < state.cycle.chunks;
  const cycle = (lapsed ? undefined : state.cycle) ?? (await beginCycle(job, deps, state));
  if (!absence) return { cycle, seen: undefined };
  const parts = partsOf(state);
  const seen = new SeenIds(cycle.id, (state.part ?? 0) % parts, parts);
  if (!lapsed) for (const bytes of pieces) seen.load(bytes);
  return { cycle, seen };
};

/** Full comparisons share out the ids where there are many. */
export const partsOf = ({ lastCycle }: SyncState): number =>
  Math.max(1, Math.ceil((lastCycle?.stored ?? 0) / MOST_SEEN));

const beginCycle = async (job: SliceJob, deps: SliceDeps, state: SyncState): Promise<Cycle> => {
  const now = deps.clock();
  const { listing } = job.resource;
  const parts = await listing.partitions?.(job.call);
  return {
    id: timeId(now, deps.random),
    startedAt: now,
    mark: now,
    // A new shop begins with its last day, so that it is useful at once; the full cycle fetches the past.
    ...(job.track === "live" ? liveFrom(job, state, now) : {}),
    ...lookFrom(job, state, now),
    ...(state.cycles > 0 ? { again: true } : {}),
    phase: "rows",
    ...(parts ? { partitions: bounded(parts.parts) } : {}),
    partition: 0,
    span: 0,
    rows: 0,
    written: 0,
    unreadable: 0,
    nameless: 0,
    stored: 0,
    removed: 0,
    warnings: parts?.isIncomplete ? ["incomplete"] : [],
    chunks: 0,
    ...(parts && (await areMixedUp(job, parts.parts)) ? MIXED_UP : {}),
  };
};

/** Nothing is read: what is stored stays, and nothing of it is missed. */
const MIXED_UP = { partitions: [], warnings: ["filter-ignored", "incomplete"] } as const;

/** @throws VendorChanged where there are more parts than a checkpoint can hold */
const bounded = (parts: readonly Partition[]): readonly Partition[] => {
  if (parts.length <= MOST_PARTS) return parts;
  throw new VendorChanged(`a listing in ${parts.length} parts, more than ${MOST_PARTS}`, "");
};

/** A look that comes later than its rows wait for it reaches back so much further. */
const MOST_FURTHER = DAY;

const lookFrom = ({ look }: SliceJob, { lastCycle }: SyncState, now: number): Pick<Cycle, "from"> => {
  if (look?.backSeconds === undefined) return {};
  const late = lastCycle ? now - lastCycle.startedAt - look.everySeconds * SECOND : 0;
  return { from: now - look.backSeconds * SECOND - Math.max(0, Math.min(late, MOST_FURTHER)) };
};

const liveFrom = (job: SliceJob, state: SyncState, now: number): Pick<Cycle, "from" | "deletedFrom"> => {
  const next = state.cursor === undefined ? now - DAY : state.cursor - overlapOf(job.resource.listing);
  const from = Math.min(next, state.oddFrom ?? next);
  return { from, ...deletedFrom(job, state, from, now) };
};
