import { Rejected, RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import type { Candidate } from "../../stores/candidates.ts";
import type { Cycle, SyncState } from "../../stores/sync-states.ts";
import { idOrNone } from "../../sync/odd-rows.ts";
import { firstPosition, readPage } from "../../sync/reader.ts";
import { overlapOf } from "../../sync/spans.ts";
import { askFor, observationOf } from "./observation.ts";
import { nextStretch, type Slice, type SliceJob, withWarning } from "./slice.ts";

const CANDIDATES_PER_STEP = 1_000;
const CONFIRMATIONS_PER_STEP = 20;
const HELD_TOGETHER = 10;
/** Rows that a cycle asks for because an incomplete listing did not show them. No more than it may delete. */
const MOST_ASKED = 20;
/**
 * A list of deletions costs a call whether there were any or not. Webhooks tell most of them at once, so not every cycle
 * asks for it.
 */
const DELETED_EVERY = 5 * MINUTE;
/** A refusal is not cured by asking again soon. */
export const REFUSED_WAIT = HOUR;

/** Lower end of a live cycle's list of deletions. Nothing: there is none, or it was asked for a moment ago. */
export const deletedFrom = (
  { resource }: SliceJob,
  { deleted }: SyncState,
  from: number,
  now: number,
): Pick<Cycle, "deletedFrom"> => {
  const list = resource.deletions?.listing;
  if (!list || (deleted && now - deleted.askedAt < DELETED_EVERY)) return {};
  return { deletedFrom: deleted ? deleted.cursor - overlapOf(list) : from };
};

/**
 * Where the list of deletions is taken up next; at once when a new candidate has to be seen in it again, and from the same
 * place where the vendor refused it.
 */
export const deletedAfter = ({ cycle, state, again }: Slice): SyncState["deleted"] => {
  const { deletedFrom, vendorMark, mark, startedAt, warnings } = cycle;
  if (deletedFrom !== undefined && warnings.includes("deletions-refused")) {
    const cursor = state.deleted?.cursor ?? deletedFrom;
    return { cursor, askedAt: startedAt + REFUSED_WAIT - DELETED_EVERY, refused: true };
  }
  const deleted = deletedFrom === undefined ? state.deleted : { cursor: vendorMark ?? mark, askedAt: startedAt };
  return deleted && again ? { ...deleted, askedAt: 0 } : deleted;
};

export const hasDeletedListing = ({ job, cycle }: Slice): boolean =>
  job.resource.deletions?.listing !== undefined &&
  (job.track === "live" ? cycle.deletedFrom !== undefined : job.resource.listing.strategy === "snapshot");

export const readDeleted = async (slice: Slice): Promise<void> => {
  const { job, deps, cycle } = slice;
  const { deletions } = job.resource;
  const listing = deletions!.listing!;
  const stretch = nextStretch(slice, listing, cycle);
  if (!stretch) {
    slice.cycle = { ...cycle, phase: "sweep", span: 0, position: undefined };
    return;
  }
  const askedAt = deps.clock();
  const id = (row: unknown): string => deletions?.id?.(row) ?? job.resource.id(row);
  const reading = await readPage(
    listing,
    id,
    stretch.span,
    undefined,
    cycle.position ?? firstPosition(listing, stretch.span),
    async (ask) => listing.read(await job.call(listing.operation, listing.call(ask)), ask),
  ).catch(orRefused);
  if (!reading) {
    // Rows are one thing, and what was deleted another: a key may lack the permission for the second.
    const warnings = withWarning(cycle.warnings, "deletions-refused");
    slice.cycle = { ...cycle, phase: "sweep", span: 0, position: undefined, warnings };
    return;
  }
  const odd = reading.rows.filter((row) => idOrNone(id, row) === undefined);
  for (const row of odd)
    await deps.states.keepUnreadable(job.ref, job.resource.name, JSON.stringify(row) ?? "", "no id", deps.clock());
  await addCandidates(
    slice,
    reading.rows.flatMap((row) => idOrNone(id, row) ?? []),
    "reported",
    askedAt,
  );
  slice.cycle = {
    ...cycle,
    unreadable: cycle.unreadable + odd.length,
    ...(reading.next
      ? { span: stretch.index, position: reading.next }
      : { span: stretch.index + 1, position: undefined }),
    warnings: withWarning(cycle.warnings, reading.warning),
  };
};

const orRefused = (error: unknown): undefined => {
  if (!(error instanceof Rejected)) throw error;
};

export const addCandidates = async (
  { job, deps, cycle }: Slice,
  ids: readonly string[],
  source: Candidate["source"],
  observedAt: number,
): Promise<void> => {
  // Only what we hold can be deleted here; a vendor reports the same removal again and again.
  const living = await deps.records.living(job.ref, job.resource.name, ids);
  if (living.length === 0) return;
  await deps.candidates.add(
    job.ref,
    job.resource.name,
    living.map((id) => ({ id, source, observedAt, cycle: cycle.id })),
  );
};

/** Whether the listing showed every row, so that what it did not show can be missed. */
const isComplete = ({ nameless, warnings }: Cycle): boolean => nameless === 0 && !warnings.includes("incomplete");

/**
 * Compares the store with what the listing has shown; a page of stored ids at a time. What a complete listing lacks is
 * missed. What an incomplete one lacks may have been cut off: some of it is asked for by itself, others the next time.
 */
export const sweep = async (slice: Slice): Promise<void> => {
  const { job, deps, cycle, seen } = slice;
  if (job.track === "live") {
    slice.cycle = { ...cycle, phase: "confirm", after: undefined };
    return;
  }
  const page = await deps.records.livingIds(job.ref, job.resource.name, cycle.after);
  let { asked = 0 } = cycle;
  if (seen) {
    let missed: readonly string[] = page.ids
      .filter(({ id, observedAt }) => observedAt < cycle.startedAt && seen.covers(id) && !seen.has(id))
      .map(({ id }) => id);
    if (!isComplete(cycle)) {
      missed = job.resource.get ? someOf(missed, MOST_ASKED - asked, deps.random) : [];
      asked += missed.length;
    }
    if (missed.length > 0) await addCandidates(slice, missed, "absent", cycle.startedAt);
  }
  const stored = cycle.stored + page.ids.length;
  slice.cycle =
    page.next === undefined
      ? { ...cycle, stored, asked, phase: "confirm", after: undefined }
      : { ...cycle, stored, asked, after: page.next };
};

const someOf = (ids: readonly string[], most: number, random: () => number): readonly string[] => {
  const rest = [...ids];
  const some: string[] = [];
  while (some.length < most && rest.length > 0) some.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return some;
};

/** Decides over the candidates, some at a time; true when nothing is left to decide now. */
export const confirm = async (slice: Slice): Promise<boolean> => {
  const { job, deps, cycle } = slice;
  const { name } = job.resource;
  const page = await deps.candidates.list(job.ref, name, CANDIDATES_PER_STEP, cycle.after);
  if (page.candidates.length === 0) return true;
  const candidates = await withoutShown(slice, page.candidates);
  const pending = candidates.filter(({ state }) => state === "pending");
  if (await isBraked(slice, pending.length, page.next)) {
    await inParallel(pending, HELD_TOGETHER, ({ id }) => deps.candidates.decide(job.ref, name, id, "held"));
    if (pending.length > 0) deps.metric("DeletionsHeld", pending.length);
  } else {
    const open = candidates.filter(({ state }) => state === "pending" || state === "approved");
    const now = open.slice(0, CONFIRMATIONS_PER_STEP);
    for (const [place, candidate] of now.entries()) {
      // A vendor that answers nobody takes its time over each.
      if (place > 0 && deps.clock() >= job.deadline) return goOnAfter(slice, now[place - 1]!);
      await confirmOne(slice, candidate);
    }
    if (open.length > now.length) return goOnAfter(slice, now.at(-1)!);
  }
  if (page.next === undefined) return true;
  slice.cycle = { ...slice.cycle, after: page.next };
  return false;
};

const goOnAfter = (slice: Slice, { id }: Candidate): false => {
  slice.cycle = { ...slice.cycle, after: id };
  return false;
};

/**
 * Decides once for a cycle, before anything is deleted: a brake that looked at some candidates at a time would let
 * the others pass. Kept before the first one is held, because whoever is held is not counted again.
 */
const isBraked = async (slice: Slice, first: number, next: string | undefined): Promise<boolean> => {
  if (slice.cycle.braked !== undefined) return slice.cycle.braked;
  const { job, deps } = slice;
  const most = await brake(slice);
  let pending = first;
  for (let after = next; after !== undefined && pending <= most; ) {
    const page = await deps.candidates.list(job.ref, job.resource.name, CANDIDATES_PER_STEP, after);
    pending += page.candidates.filter((one) => one.state === "pending" && !isShown(slice, one)).length;
    after = page.next;
  }
  const braked = pending > most;
  slice.cycle = { ...slice.cycle, braked };
  if (braked) await slice.save({ release: false });
  return braked;
};

const isShown = ({ cycle, seen }: Slice, { id, observedAt }: Candidate): boolean =>
  seen !== undefined && observedAt < cycle.startedAt && seen.covers(id) && seen.has(id);

/** A candidate that this listing has shown is none any more, whatever was decided about it. */
const withoutShown = async (slice: Slice, candidates: readonly Candidate[]): Promise<readonly Candidate[]> => {
  const { job, deps } = slice;
  const shown = candidates.filter((candidate) => isShown(slice, candidate));
  for (const { id } of shown) await deps.candidates.clear(job.ref, job.resource.name, id);
  return candidates.filter((candidate) => !shown.includes(candidate));
};

/** Most deletions that one cycle may make without asking. */
const brake = async ({ job, deps, cycle }: Slice): Promise<number> => {
  const stored =
    job.track === "full"
      ? cycle.stored
      : ((await deps.states.get(job.ref, job.resource.name, "full")).lastCycle?.stored ?? 0);
  return Math.max(20, Math.floor(stored * 0.05));
};

/**
 * Whether the next listing should follow at once: only for what this one has found, and not after one that followed at
 * once itself. A second sighting that does not come then would have all of it read again and again.
 */
const isWorthRepeating = ({ cycle, state }: Slice, { cycle: foundBy, source }: Candidate): boolean =>
  !state.repeats && foundBy === cycle.id && (source === "reported" || isComplete(cycle));

/** No answer about one row proves nothing, and leaves it for the next cycle. A limit stops the others as well. */
const whenOutOfOrder = (error: unknown): "out-of-order" => {
  if (error instanceof RetryLater && !error.limited) return "out-of-order";
  throw error;
};

const confirmOne = async (slice: Slice, candidate: Candidate): Promise<void> => {
  const { job, deps } = slice;
  const { resource, ref } = job;
  let goneSince: number | undefined = candidate.observedAt;
  if (resource.get) {
    const askedAt = deps.clock();
    const current = (await deps.records.get(ref, resource.name, candidate.id))?.raw;
    const row = await askFor(resource, candidate.id, job.call, current).catch(whenOutOfOrder);
    // Some vendors fail over an id that they do not know: one such row must not keep the cycle from its end.
    if (row === "out-of-order") return;
    if (row === "unknown") goneSince = candidate.sightings >= 2 ? candidate.observedAt : undefined;
    else if (row === undefined) goneSince = askedAt;
    else {
      await deps.records.upsert(ref, resource.name, [observationOf(resource, row, job.settings)], askedAt);
      await deps.candidates.clear(ref, resource.name, candidate.id);
      return;
    }
  } else if (candidate.source === "absent" && candidate.sightings < 2) goneSince = undefined;
  if (goneSince === undefined) {
    // One listing proves little: it takes a second complete one without the row.
    slice.again ||= isWorthRepeating(slice, candidate);
    return;
  }
  if (await deps.records.remove(ref, resource.name, candidate.id, goneSince)) {
    deps.metric("RecordsRemoved", 1);
    slice.cycle = { ...slice.cycle, removed: slice.cycle.removed + 1 };
  }
  await deps.candidates.clear(ref, resource.name, candidate.id);
};

export const heldDeletions = async ({ job, deps, state, cycle }: Slice): Promise<number> => {
  // Counting costs reads: only where there were some, or may be some now.
  if (!state.held && cycle.phase !== "confirm") return 0;
  return deps.candidates.count(job.ref, job.resource.name, "held");
};
