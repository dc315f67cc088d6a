import { LostLease, Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import { timeId } from "../core/ids.ts";
import type { Clock, Metric } from "../core/ports.ts";
import { DAY, HOUR, MINUTE } from "../core/time.ts";
import type { Call, Listing, Partition, Resource } from "../core/vendor.ts";
import type { Candidate, CandidateStore } from "../stores/candidates.ts";
import type { ShopRef } from "../stores/keys.ts";
import type { Observation, OriginsOf, RecordStore } from "../stores/records.ts";
import type { ClaimedState, Cycle, SyncState, SyncStateStore, Track } from "../stores/sync-states.ts";
import { firstPosition, type Position, type Reading, readPage, type Warning } from "../sync/reader.ts";
import { MOST_SEEN, SeenIds } from "../sync/seen.ts";
import { overlapOf, type Plan, spanAt } from "../sync/spans.ts";

export interface SliceJob {
  readonly ref: ShopRef;
  readonly resource: Resource;
  readonly track: Track;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Calls the vendor under the shop's budget. */
  readonly call: Call;
  /** Our clock at which the slice hands over, unix milliseconds. */
  readonly deadline: number;
  /** Milliseconds that a dead worker keeps others out. Longer than the worker can live. */
  readonly lease: number;
  /** Seconds between cycles, where the tenant asked for another rhythm. */
  readonly everySeconds?: number | undefined;
  /** Start a full cycle of a new shop no further back than this, unix milliseconds. */
  readonly earliest?: number | undefined;
  /** While the shop is writing: whose work changed rows are. */
  readonly ownWrites?: (() => Promise<OriginsOf | undefined>) | undefined;
}

export interface SliceDeps {
  readonly states: SyncStateStore;
  readonly records: RecordStore;
  readonly candidates: CandidateStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metric: Metric;
}

/**
 * `done`: the cycle is complete. `more`: go on at once. `later`: go on at `retryAt` (a limit, an outage). `busy`:
 * another worker is on it. `failed`: this resource needs a person or the vendor; the others go on.
 */
export type SliceOutcome =
  | { readonly outcome: "done" | "more" | "busy" }
  | { readonly outcome: "later"; readonly retryAt: number }
  | { readonly outcome: "failed" };

/** Full cycles save their place every so many pages: an unchanged page costs no write of its own. */
const PAGES_PER_CHECKPOINT = 10;
/** Pages that are read and stored while one is stored: one of the three works, one waits for the table, one for the vendor. */
const PAGES_AHEAD = 2;
const CONFIRMATIONS_PER_STEP = 20;
/** Rows that a cycle asks for because an incomplete listing did not show them. No more than it may delete. */
const MOST_ASKED = 20;
const SNAPSHOT_EVERY_SECONDS = 900;
const LIVE_EVERY_SECONDS = 60;
const FULL_EVERY_SECONDS = 86_400;
/**
 * A list of deletions costs a call whether there were any or not. Webhooks tell most of them at once, so not every cycle
 * asks for it.
 */
const DELETED_EVERY = 5 * MINUTE;
/** A refusal is not cured by asking again soon. */
const REFUSED_WAIT = HOUR;

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
    if (!isKnown(error)) throw error;
    const save = slice?.save ?? ((options: SaveOptions) => release(claimed, options, deps));
    return await settle(error, job, deps, claimed.state.failures, save);
  }
};

type KnownError = RetryLater | Rejected | VendorChanged | SignInAgain;
const isKnown = (error: unknown): error is KnownError =>
  error instanceof RetryLater ||
  error instanceof Rejected ||
  error instanceof VendorChanged ||
  error instanceof SignInAgain;

interface SaveOptions {
  readonly release: boolean;
  /** Fields of the state beside the cycle: a failure. */
  readonly with?: Partial<SyncState>;
}

const release = async (claimed: ClaimedState, options: SaveOptions, deps: SliceDeps): Promise<void> => {
  await deps.states.save(claimed, { ...claimed.state, ...options.with }, { release: true });
};

/** What an error means for this resource. What was read until then is kept. */
const settle = async (
  error: KnownError,
  { ref, resource }: SliceJob,
  { states, clock, random }: SliceDeps,
  failuresBefore: number,
  save: (options: SaveOptions) => Promise<void>,
): Promise<SliceOutcome> => {
  try {
    if (error instanceof RetryLater && error.limited) {
      // Waiting for a limit is no failure. Its turn comes with a message of its own: `tick` would send one more each
      // minute that it waits, and starts it again only if that message is lost.
      const retryAt = error.retryAt ?? clock() + 1_000;
      await save({ release: true, with: { nextAt: retryAt + MINUTE } });
      return { outcome: "later", retryAt };
    }
    if (error instanceof VendorChanged)
      await states.keepUnreadable(ref, resource.name, error.body, error.message, clock());
    const failures = failuresBefore + 1;
    const wait =
      error instanceof Rejected
        ? REFUSED_WAIT
        : Math.min(HOUR, 5_000 * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);
    const retryAt = Math.max((error instanceof RetryLater ? error.retryAt : undefined) ?? 0, clock() + wait);
    const code = error instanceof Rejected ? (error.forbidden ? "forbidden" : error.code) : error.name;
    await save({
      release: true,
      with: { failures, nextAt: retryAt, error: { code, message: error.message, at: clock() } },
    });
    if (error instanceof SignInAgain) throw error;
    return error instanceof RetryLater ? { outcome: "later", retryAt } : { outcome: "failed" };
  } catch (second) {
    if (second instanceof LostLease) return { outcome: "busy" };
    throw second;
  }
};

/** A slice under way: the cycle so far, and how its place is saved. */
interface Slice {
  readonly job: SliceJob;
  readonly deps: SliceDeps;
  cycle: Cycle;
  readonly seen: SeenIds | undefined;
  readonly state: SyncState;
  save(options: SaveOptions): Promise<void>;
  finish(): Promise<void>;
  /** Candidates wait for another complete listing. */
  again: boolean;
  /** The pages after the one that is being stored, in their order. */
  readonly ahead: Page[];
  abandoned: boolean;
}

const openSlice = async (job: SliceJob, deps: SliceDeps, first: ClaimedState): Promise<Slice> => {
  let claimed = first;
  const { state } = first;
  const { name } = job.resource;
  const cycle = state.cycle ?? (await beginCycle(job, deps, state));
  const absence = job.track === "full" && job.resource.deletions?.absence !== false;
  const parts = Math.max(1, Math.ceil((state.lastCycle?.stored ?? 0) / MOST_SEEN));
  const seen = absence ? new SeenIds(cycle.id, (state.part ?? 0) % parts, parts) : undefined;
  if (seen) for (const bytes of await deps.states.loadSeen(job.ref, name, cycle.id, cycle.chunks)) seen.load(bytes);

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
      const unsaved = seen?.takeUnsaved();
      if (unsaved) {
        await deps.states.saveSeen(claimed, slice.cycle.id, slice.cycle.chunks, unsaved, deps.clock());
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
      await deps.states.save(
        claimed,
        {
          ...(full ? {} : { cursor: done.vendorMark ?? done.mark }),
          deleted: deletedAfter(slice),
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
          ...(done.warnings.length > 0 ? { warnings: done.warnings } : {}),
          ...(done.unreadable > 0 ? { unreadable: done.unreadable } : {}),
          ...(held > 0 ? { held } : {}),
          ...(parts > 1 ? { part: (state.part ?? 0) + 1 } : {}),
        },
        { release: true },
      );
    },
  };
  return slice;
};

/** Where the list of deletions is taken up next; at once while a candidate has to be seen in it again. */
const deletedAfter = ({ cycle, state, again }: Slice): SyncState["deleted"] => {
  const { deletedFrom, vendorMark, mark, startedAt } = cycle;
  const deleted = deletedFrom === undefined ? state.deleted : { cursor: vendorMark ?? mark, askedAt: startedAt };
  return deleted && again ? { ...deleted, askedAt: 0 } : deleted;
};

const everySeconds = (job: SliceJob): number => {
  const { listing } = job.resource;
  if (job.track === "live") return job.everySeconds ?? job.resource.everySeconds ?? LIVE_EVERY_SECONDS;
  if (listing.strategy === "snapshot") return job.everySeconds ?? job.resource.everySeconds ?? SNAPSHOT_EVERY_SECONDS;
  return job.resource.fullEverySeconds ?? FULL_EVERY_SECONDS;
};

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

const liveFrom = ({ resource }: SliceJob, state: SyncState, now: number): Pick<Cycle, "from" | "deletedFrom"> => {
  const from = state.cursor === undefined ? now - DAY : state.cursor - overlapOf(resource.listing);
  const list = resource.deletions?.listing;
  if (!list || (state.deleted && now - state.deleted.askedAt < DELETED_EVERY)) return { from };
  return { from, deletedFrom: state.deleted ? state.deleted.cursor - overlapOf(list) : from };
};

/** One step of the cycle; true when the cycle is complete. */
const step = async (slice: Slice): Promise<boolean> => {
  if (slice.cycle.phase === "rows") await readRows(slice);
  else if (slice.cycle.phase === "deleted") await readDeleted(slice);
  else if (slice.cycle.phase === "sweep") await sweep(slice);
  if (slice.cycle.phase !== "confirm") return false;
  return confirm(slice);
};

const planOf = ({ cycle, job }: Slice): Plan =>
  job.track === "live"
    ? {
        track: "live",
        from: (cycle.phase === "deleted" ? cycle.deletedFrom : cycle.from) ?? cycle.mark - DAY,
        mark: cycle.mark,
      }
    : { track: "full", mark: cycle.mark, ...(job.earliest === undefined ? {} : { earliest: job.earliest }) };

/** The stretch and part that are next in a listing; undefined when it is read to its end. */
const nextStretch = (slice: Slice, listing: Listing, place: Place) => {
  const { cycle } = slice;
  const partitions: readonly (Partition | undefined)[] =
    cycle.phase === "rows" && cycle.partitions ? cycle.partitions : [undefined];
  for (let { partition, span: index } = place; partition < partitions.length; partition += 1, index = 0) {
    const span = spanAt(listing, planOf(slice), index);
    if (span) return { partition, index, span, part: partitions[partition] };
  }
  return undefined;
};

type Stretch = NonNullable<ReturnType<typeof nextStretch>>;
type Place = Pick<Cycle, "partition" | "span" | "position">;

/** A page on its way: asked for, and stored as soon as it is read. */
interface Page {
  readonly stretch: Stretch;
  readonly position: Position;
  /** Our clock before the request, unix milliseconds. */
  readonly askedAt: number;
  readonly read: Promise<Reading<unknown>>;
  readonly observed: Promise<Observed>;
  readonly stored: Promise<Stored>;
  /** The page behind it was started. */
  followed: boolean;
}

interface Stored extends Omit<Observed, "observations"> {
  readonly ids: readonly string[];
  readonly written: number;
}

const startPage = (slice: Slice, stretch: Stretch, position: Position, before: Page | undefined): Page => {
  const { job, deps } = slice;
  const { listing, id, name } = job.resource;
  const askedAt = deps.clock();
  const read = readPage(listing, id, stretch.span, stretch.part, position, async (ask) =>
    listing.read(await job.call(listing.operation, listing.call(ask)), ask),
  );
  const observed = read.then(({ rows }) => observe(slice, rows));
  const stored = observed.then(async ({ observations, ...rest }) => {
    // The page before, which may still be on its way to the table, has what both of them show.
    const known = new Map((await before?.observed)?.observations.map((seen) => [seen.id, seen]));
    const others = observations.filter((seen) => !isSame(known.get(seen.id), seen));
    const counts = await deps.records.upsert(job.ref, name, others, askedAt, await job.ownWrites?.());
    return { ids: observations.map((seen) => seen.id), written: counts.added + counts.updated, ...rest };
  });
  // A slice that ends before it takes the page has no use for its error.
  stored.catch(() => undefined);
  return { stretch, position, askedAt, read, observed, stored, followed: false };
};

const isSame = (known: Observation | undefined, seen: Observation): boolean =>
  known !== undefined && JSON.stringify(known.raw) === JSON.stringify(seen.raw);

const placeAfter = ({ stretch }: Page, { next }: Reading<unknown>): Place =>
  next
    ? { partition: stretch.partition, span: stretch.index, position: next }
    : { partition: stretch.partition, span: stretch.index + 1, position: undefined };

const pageAt = (slice: Slice, place: Place, before?: Page): Page | undefined => {
  const { listing } = slice.job.resource;
  const stretch = nextStretch(slice, listing, place);
  return stretch && startPage(slice, stretch, place.position ?? firstPosition(listing, stretch.span), before);
};

/** Starts the page behind the last one, and so on: as many as go together. */
const readAhead = async (slice: Slice, last: Page): Promise<void> => {
  const reading = await last.read;
  const { job, deps, ahead } = slice;
  if (slice.abandoned || last.followed || ahead.length === PAGES_AHEAD || deps.clock() >= job.deadline) return;
  const page = pageAt(slice, placeAfter(last, reading), last);
  if (!page) return;
  last.followed = true;
  ahead.push(page);
  await readAhead(slice, page);
};

const abandon = async (slice: Slice): Promise<void> => {
  slice.abandoned = true;
  await Promise.allSettled(slice.ahead.map(({ stored }) => stored));
};

/**
 * Takes one page, and has the next ones read and stored at the same time: vendor, worker and table wait for nobody.
 * A page counts when it and all before it are stored.
 */
const readRows = async (slice: Slice): Promise<void> => {
  const { job, deps, cycle } = slice;
  const { resource } = job;
  const page = slice.ahead.shift() ?? pageAt(slice, cycle);
  if (!page) {
    slice.cycle = {
      ...cycle,
      phase: hasDeletedListing(slice) ? "deleted" : "sweep",
      partition: 0,
      span: 0,
      position: undefined,
    };
    return;
  }
  // Whoever takes a page gets its error.
  readAhead(slice, slice.ahead.at(-1) ?? page).catch(() => undefined);
  const reading = await page.read;
  const place = placeAfter(page, reading);
  const stored = await page.stored;
  if (resource.deletions?.reported && reading.answer.removedIds?.length) {
    await addCandidates(slice, reading.answer.removedIds, "reported", page.askedAt);
  }
  if (slice.seen) for (const id of stored.ids) slice.seen.add(id);
  deps.metric("RecordsRead", reading.rows.length);
  if (stored.written > 0) deps.metric("RecordsWritten", stored.written);
  slice.cycle = {
    ...cycle,
    ...place,
    vendorMark: cycle.vendorMark ?? reading.answer.vendorNow,
    vendorTotal: totalOf(slice, page.stretch.index, page.position, reading.answer.total),
    rows: cycle.rows + reading.rows.length,
    written: cycle.written + stored.written,
    unreadable: cycle.unreadable + stored.unreadable,
    nameless: cycle.nameless + stored.nameless,
    warnings: withWarning(cycle.warnings, reading.warning),
  };
};

/** The vendor's own count, as far as the first page of a whole listing tells it. */
const totalOf = (
  { cycle, job }: Slice,
  span: number,
  position: { mode: string; start?: number },
  total: number | undefined,
): number | undefined => {
  if (
    job.resource.listing.strategy !== "snapshot" ||
    span !== 0 ||
    position.mode !== "anchored" ||
    position.start !== 0
  )
    return cycle.vendorTotal;
  return total;
};

const withWarning = (warnings: readonly Warning[], warning: Warning | undefined): readonly Warning[] =>
  warning === undefined || warnings.includes(warning) ? warnings : [...warnings, warning];

interface Observed {
  readonly observations: readonly Observation[];
  readonly unreadable: number;
  readonly nameless: number;
}

/** Rows -> observations. A row that cannot be normalized is kept as it came, under its id, and counted. */
const observe = async (slice: Slice, rows: readonly unknown[]): Promise<Observed> => {
  const { job, deps } = slice;
  const { resource } = job;
  const observations: Observation[] = [];
  let unreadable = 0;
  let nameless = 0;
  for (const row of rows) {
    try {
      observations.push(observationOf(resource, row, job.settings));
    } catch (error) {
      unreadable += 1;
      const reason = error instanceof Error ? error.message : "unreadable";
      try {
        const id = resource.id(row);
        if (!id || id === "undefined") throw new RangeError("no id");
        observations.push({ id, modified: undefined, record: { id }, raw: row });
      } catch {
        nameless += 1;
        await deps.states.keepUnreadable(job.ref, resource.name, JSON.stringify(row) ?? "", reason, deps.clock());
      }
    }
  }
  return { observations, unreadable, nameless };
};

/** @throws when the row lacks an id or does not normalize */
export const observationOf = (
  resource: Resource,
  row: unknown,
  settings: Readonly<Record<string, unknown>>,
): Observation => {
  const id = resource.id(row);
  if (!id || id === "undefined") throw new RangeError("no id");
  return {
    id,
    modified: resource.modified?.(row),
    record: resource.normalize(row, { settings }),
    raw: row,
    volatile: resource.volatile,
  };
};

const hasDeletedListing = ({ job, cycle }: Slice): boolean =>
  job.resource.deletions?.listing !== undefined &&
  (job.track === "live" ? cycle.deletedFrom !== undefined : job.resource.listing.strategy === "snapshot");

const readDeleted = async (slice: Slice): Promise<void> => {
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
  );
  await addCandidates(slice, reading.rows.map(id), "reported", askedAt);
  slice.cycle = {
    ...cycle,
    ...(reading.next
      ? { span: stretch.index, position: reading.next }
      : { span: stretch.index + 1, position: undefined }),
    warnings: withWarning(cycle.warnings, reading.warning),
  };
};

const addCandidates = async (
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
const sweep = async (slice: Slice): Promise<void> => {
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
const confirm = async (slice: Slice): Promise<boolean> => {
  const { job, deps, cycle } = slice;
  const { name } = job.resource;
  const page = await deps.candidates.list(job.ref, name, 1_000, cycle.after);
  if (page.candidates.length === 0) return true;
  const candidates = await withoutShown(slice, page.candidates);
  const pending = candidates.filter(({ state }) => state === "pending");
  if (pending.length > (await brake(slice))) {
    for (const { id } of pending) await deps.candidates.decide(job.ref, name, id, "held");
    deps.metric("DeletionsHeld", pending.length);
  } else {
    const open = candidates.filter(({ state }) => state === "pending" || state === "approved");
    const now = open.slice(0, CONFIRMATIONS_PER_STEP);
    for (const candidate of now) await confirmOne(slice, candidate);
    const last = now.at(-1);
    if (last && open.length > now.length) {
      slice.cycle = { ...slice.cycle, after: last.id };
      return false;
    }
  }
  if (page.next === undefined) return true;
  slice.cycle = { ...slice.cycle, after: page.next };
  return false;
};

/** A candidate that this listing has shown is none any more, whatever was decided about it. */
const withoutShown = async (
  { job, deps, cycle, seen }: Slice,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> => {
  if (!seen) return candidates;
  const isShown = ({ id, observedAt }: Candidate): boolean =>
    observedAt < cycle.startedAt && seen.covers(id) && seen.has(id);
  for (const { id } of candidates.filter(isShown)) await deps.candidates.clear(job.ref, job.resource.name, id);
  return candidates.filter((candidate) => !isShown(candidate));
};

/** Most deletions that one cycle may make without asking. */
const brake = async ({ job, deps, cycle }: Slice): Promise<number> => {
  const stored =
    job.track === "full"
      ? cycle.stored
      : ((await deps.states.get(job.ref, job.resource.name, "full")).lastCycle?.stored ?? 0);
  return Math.max(20, Math.floor(stored * 0.05));
};

const confirmOne = async (slice: Slice, candidate: Candidate): Promise<void> => {
  const { job, deps } = slice;
  const { resource, ref } = job;
  let goneSince: number | undefined = candidate.observedAt;
  if (resource.get) {
    const askedAt = deps.clock();
    const current = (await deps.records.get(ref, resource.name, candidate.id))?.raw;
    const row = await askFor(resource, candidate.id, job.call, current);
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
    slice.again = true;
    return;
  }
  if (await deps.records.remove(ref, resource.name, candidate.id, goneSince)) {
    deps.metric("RecordsRemoved", 1);
    slice.cycle = { ...slice.cycle, removed: slice.cycle.removed + 1 };
  }
  await deps.candidates.clear(ref, resource.name, candidate.id);
};

/** The row, undefined when the vendor says that there is none, `unknown` when it will not tell. */
export const askFor = async (
  resource: Resource,
  id: string,
  call: Call,
  current?: unknown,
): Promise<unknown | undefined | "unknown"> => {
  const get = resource.get!;
  try {
    return get.read(await call(get.operation, get.call(id, current)), id);
  } catch (error) {
    if (error instanceof Rejected) return error.notFound ? undefined : "unknown";
    throw error;
  }
};

const heldDeletions = async ({ job, deps, state, cycle }: Slice): Promise<number> => {
  // Counting costs reads: only where there were some, or may be some now.
  if (!state.held && cycle.phase !== "confirm") return 0;
  return deps.candidates.count(job.ref, job.resource.name, "held");
};
