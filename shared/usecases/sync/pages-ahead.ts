import { isUnsure, isUntold } from "../../core/pace.ts";
import { promisedSecondsOf } from "../../core/promises.ts";
import { hashOf } from "../../stores/content-hashes.ts";
import type { ChangedRow, LivingRecord, Observation, OriginsOf } from "../../stores/records.ts";
import type { Cycle, SyncState } from "../../stores/sync-states.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../sync/reader.ts";
import { rowsOfOthers } from "./apart.ts";
import { followed } from "./follow-ups.ts";
import { keepBlank, type Observed, observeRows } from "./observe-rows.ts";
import type { SliceDeps, SliceJob } from "./slice.ts";
import { nextRows, type Place, type Stretch } from "./stretches.ts";

/** Pages that are read and stored while one is stored: one of the three works, one waits for the table, one for the vendor. */
const PAGES_AHEAD = 2;

/** Rows of one stretch that a worker remembers. */
const MOST_REMEMBERED = 50_000;

/** A page on its way: asked for, and stored as soon as it is read. */
export interface Page {
  readonly stretch: Stretch;
  readonly position: Position;
  /** Our clock before the request, unix milliseconds. */
  readonly askedAt: number;
  readonly read: Promise<Reading<unknown>>;
  readonly observed: Promise<Observed>;
  readonly stored: Promise<Stored>;
}

interface Stored extends Omit<Observed, "observations"> {
  readonly ids: readonly string[];
  /** The rows by id and time: one that was edited meanwhile is another one. */
  readonly marks: readonly string[];
  readonly written: number;
  readonly added: number;
  readonly refused: readonly string[];
  /** Rows that have changed, of which proven webhooks should have told before. */
  readonly untold: number;
  /** Ids of those that have changed, of which only the webhooks of these minutes tell whether they should. */
  readonly unsure: readonly string[];
  /** The whole collection as it was before; the first page of a small one alone. */
  readonly all?: readonly LivingRecord[] | undefined;
}

/** The pages after the one that is being stored, in their order. Nobody else starts or drops one. */
export interface PagesAhead {
  readonly isEmpty: () => boolean;
  /** The page at this place, with the next ones started behind it; undefined: the listing is read to its end. */
  take(cycle: Cycle): Page | undefined;
  /** Whether these rows, by id and time, stood on an earlier page of the same stretch as well. */
  repeats(page: Page, rows: readonly string[]): boolean;
  /** Starts no more, and waits for those under way. */
  abandon(): Promise<void>;
}

export const createPagesAhead = (
  job: SliceJob,
  deps: SliceDeps,
  { everySeconds, lastCycle }: SyncState,
): PagesAhead => {
  const ahead: Page[] = [];
  const followed = new Set<Page>();
  const news = createNews();
  const isOfOthers = rowsOfOthers(job.resource.listing);
  let abandoned = false;
  let shown = { stretch: "", rows: new Set<string>() };

  const pageAt = (cycle: Cycle, place: Place, before?: Page): Page | undefined => {
    const stretch = nextRows(job, cycle, place);
    const position = stretch && (place.position ?? firstPosition(job.resource.listing, stretch.span));
    // A first cycle brings rows that were there before us. What the first second look brings has been overlooked.
    const backfills = !cycle.again && !job.look;
    const known = { ...job, storedBefore: lastCycle?.stored };
    const follows = backfills ? { ...known, followUps: undefined, backfills } : { ...known, everySeconds };
    return stretch && position && startPage(follows, deps, { stretch, position, before, isOfOthers, news });
  };

  /** Starts the page behind the last one, and so on: as many as go together. */
  const follow = async (cycle: Cycle, last: Page): Promise<void> => {
    const reading = await last.read;
    if (abandoned || followed.has(last) || ahead.length === PAGES_AHEAD || deps.clock() >= job.deadline) return;
    const page = pageAt(cycle, placeAfter(last, reading), last);
    if (!page) return;
    followed.add(last);
    ahead.push(page);
    await follow(cycle, page);
  };

  return {
    isEmpty: () => ahead.length === 0,
    take(cycle) {
      const page = ahead.shift() ?? pageAt(cycle, cycle);
      // The caller that takes the page gets its error.
      if (page) follow(cycle, ahead.at(-1) ?? page).catch(() => undefined);
      return page;
    },
    repeats({ stretch: { partition, index } }, rows) {
      const stretch = `${partition} ${index}`;
      if (stretch !== shown.stretch) shown = { stretch, rows: new Set() };
      const isRepeated = rows.some((row) => shown.rows.has(row));
      if (shown.rows.size < MOST_REMEMBERED) for (const row of rows) shown.rows.add(row);
      return isRepeated;
    },
    async abandon() {
      abandoned = true;
      await Promise.allSettled(ahead.map(({ stored }) => stored));
    },
  };
};

interface PageStart {
  readonly stretch: Stretch;
  readonly position: Position;
  /** The page before it, which may still be on its way. */
  readonly before: Page | undefined;
  readonly isOfOthers: ReturnType<typeof rowsOfOthers>;
  readonly news: News;
}

/** Which rows of a page this worker has not just sent to the table as they are. Pages ask in their order. */
type News = (position: Position, observations: readonly Observation[]) => readonly Observation[];

/**
 * A page shares rows with the one before it, which may still be on its way to the table. Parts of a divided list share them
 * with any of those before: the answer that was too full for one list has shown them as well.
 */
const createNews = (): News => {
  let known = new Map<string, string>();
  return ({ mode }, observations) => {
    // The last of several rows with one id is the one the vendor answered last.
    const rows = [...new Map(observations.map((seen) => [seen.id, seen])).values()];
    const fresh = rows.filter((seen) => known.get(seen.id) !== printOf(seen));
    if (mode !== "split" || known.size >= MOST_REMEMBERED) known = new Map();
    for (const seen of rows) known.set(seen.id, printOf(seen));
    return fresh;
  };
};

const printOf = (seen: Observation): string => `${seen.modified ?? ""}@${hashOf(seen)}`;

/** The part is left: what it means is in what was asked for, and that is ignored. */
const nothingOf = (reading: Reading<unknown>): Reading<unknown> => ({
  answer: reading.answer,
  rows: [],
  next: undefined,
  warning: "filter-ignored",
  mixedUp: true,
});

const startPage = (
  job: SliceJob & {
    readonly backfills?: boolean;
    readonly everySeconds?: number | undefined;
    /** Records alive at the end of the last full reading. */
    readonly storedBefore?: number | undefined;
  },
  deps: SliceDeps,
  { stretch, position, before, isOfOthers, news }: PageStart,
): Page => {
  const { listing, id, name } = job.resource;
  const askedAt = deps.clock();
  const part = { listing, id, span: stretch.span, partition: stretch.part };
  let mixedUp = false;
  const read = readPage(part, position, async (ask) => {
    const answer = await job.call(listing.operation, listing.call(ask));
    mixedUp ||= isOfOthers?.(answer, ask, stretch.partition) ?? false;
    return listing.read(answer, ask);
  }).then((reading) => (mixedUp ? nothingOf(reading) : reading));
  const observed = read.then(async ({ rows }) => {
    const all = await observeRows(job, deps, rows);
    await before?.observed;
    return { ...all, fresh: news(position, all.observations) };
  });
  const stored = observed.then(async ({ observations, fresh, ...rest }) => {
    const { backfills: backfill, hooked } = job;
    const rows = backfill || hooked ? fresh.map((seen) => ({ ...seen, backfill, hooked })) : fresh;
    const changed: ChangedRow[] = [];
    const follow = followed(job.followUps, await job.ownWrites?.());
    const originsOf = job.proven ? noted(changed, follow) : follow;
    const few = before === undefined && job.track === "full" && (job.storedBefore ?? MOST_REMEMBERED) <= rows.length;
    const { added, updated, refused, blank, all } = await deps.records.upsert(job.ref, name, rows, askedAt, {
      originsOf,
      few,
    });
    await keepBlank(job, deps, blank);
    const ids = [...observations.map((seen) => seen.id), ...rest.unstored];
    const marks = observations.map(({ id, modified }) => `${id}@${modified ?? ""}`);
    const found = {
      askedAt: (await read).answer.vendorNow ?? askedAt,
      everySeconds: job.everySeconds ?? promisedSecondsOf(job.resource, job.schedule),
    };
    const untold = changed.filter(({ changedAt }) => isUntold({ ...found, changedAt })).length;
    const unsure = changed.filter(({ changedAt }) => isUnsure({ ...found, changedAt })).map(({ id }) => id);
    return {
      ids,
      marks,
      written: added + updated,
      added,
      refused,
      untold,
      unsure,
      all,
      ...rest,
      unreadable: rest.unreadable + blank.length,
    };
  });
  // A slice that ends before it takes the page has no use for its error.
  stored.catch(() => undefined);
  return { stretch, position, askedAt, read, observed, stored };
};

/** Keeps what is new or has changed in `changed` as well. */
const noted =
  (changed: ChangedRow[], then: OriginsOf | undefined): OriginsOf =>
  async (rows) => {
    changed.push(...rows);
    return (await then?.(rows)) ?? new Map();
  };

export const placeAfter = ({ stretch }: Page, { next }: Reading<unknown>): Place =>
  next
    ? { partition: stretch.partition, span: stretch.index, position: next }
    : { partition: stretch.partition, span: stretch.index + 1, position: undefined };
