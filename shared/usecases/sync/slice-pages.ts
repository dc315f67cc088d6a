import { cursorAt } from "../../core/bounds.ts";
import { RetryLater } from "../../core/errors.ts";
import type { Observation } from "../../stores/records.ts";
import { idOrNone } from "../../sync/odd-rows.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../sync/reader.ts";
import { observationOf } from "./observation.ts";
import { nextStretch, type Observed, type Page, type Place, type Slice, type Stretch, withWarning } from "./slice.ts";
import { addCandidates, hasDeletedListing } from "./slice-deletions.ts";

/** Pages that are read and stored while one is stored: one of the three works, one waits for the table, one for the vendor. */
const PAGES_AHEAD = 2;
const MOST_ASKED_AGAIN = 3;

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
    const ids = [...observations.map((seen) => seen.id), ...rest.unstored];
    return { ids, written: counts.added + counts.updated, ...rest };
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

export const abandon = async (slice: Slice): Promise<void> => {
  slice.abandoned = true;
  await Promise.allSettled(slice.ahead.map(({ stored }) => stored));
};

/**
 * Takes one page, and has the next ones read and stored at the same time: vendor, worker and table wait for nobody.
 * A page counts when it and all before it are stored.
 */
export const readRows = async (slice: Slice): Promise<void> => {
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
      warnings: withWarning(cycle.warnings, isShort(slice) ? "incomplete" : undefined),
    };
    return;
  }
  // Whoever takes a page gets its error.
  readAhead(slice, slice.ahead.at(-1) ?? page).catch(() => undefined);
  const reading = await page.read;
  const place = placeAfter(page, reading);
  const stored = await page.stored;
  if (isHiccup(slice, page, reading)) {
    slice.cycle = { ...cycle, askedAgain: (cycle.askedAgain ?? 0) + 1 };
    throw new RetryLater("the vendor counts more rows than it shows", { delivered: "no" });
  }
  if (resource.deletions?.reported && reading.answer.removedIds?.length) {
    await addCandidates(slice, reading.answer.removedIds, "reported", page.askedAt);
  }
  if (slice.seen) for (const id of stored.ids) slice.seen.add(id);
  deps.metric("RecordsRead", reading.rows.length);
  if (stored.written > 0) deps.metric("RecordsWritten", stored.written);
  slice.cycle = {
    ...cycle,
    ...place,
    askedAgain: undefined,
    vendorMark: cycle.vendorMark ?? vendorMarkOf(reading, cycle.mark),
    vendorTotal: totalOf(slice, page.stretch.index, page.position, reading.answer.total),
    rows: cycle.rows + reading.rows.length,
    written: cycle.written + stored.written,
    unreadable: cycle.unreadable + stored.unreadable,
    nameless: cycle.nameless + stored.nameless,
    warnings: withWarning(cycle.warnings, reading.warning),
  };
};

const vendorMarkOf = ({ answer: { vendorNow } }: Reading<unknown>, mark: number): number | undefined =>
  vendorNow === undefined ? undefined : cursorAt(vendorNow, mark);

/**
 * A page that lacks what the vendor counts may be a moment's weakness: it is asked for again, some seconds later each
 * time, before the listing goes on without. Not where the cycle before ended so as well: there it is the vendor's way.
 */
const isHiccup = ({ state, cycle }: Slice, { position }: Page, { warning }: Reading<unknown>): boolean =>
  warning === "incomplete" &&
  position.mode !== "split" &&
  (cycle.askedAgain ?? 0) < MOST_ASKED_AGAIN &&
  !state.warnings?.includes("incomplete");

/** The vendor counts more rows than it has shown: what is missing may be among those. */
const isShort = ({ cycle, seen }: Slice): boolean =>
  cycle.vendorTotal !== undefined && seen !== undefined && !seen.hasShown(cycle.vendorTotal);

/**
 * The vendor's own count of a whole listing, by its first page; by a later one, where rows were deleted meanwhile.
 */
const totalOf = (
  { cycle, job }: Slice,
  span: number,
  position: { mode: string; start?: number },
  total: number | undefined,
): number | undefined => {
  if (job.resource.listing.strategy !== "snapshot" || span !== 0 || position.mode !== "anchored")
    return cycle.vendorTotal;
  if (position.start === 0) return total;
  return cycle.vendorTotal === undefined || total === undefined
    ? cycle.vendorTotal
    : Math.min(cycle.vendorTotal, total);
};

/** Odd rows of one page that are kept for a person to look at. */
const MOST_KEPT = 20;

/**
 * Rows -> observations. What cannot be read of a row is left out of its record; a row that says nothing about itself is
 * kept as it came, and what is stored under its id stays.
 */
const observe = async (slice: Slice, rows: readonly unknown[]): Promise<Observed> => {
  const { job, deps } = slice;
  const { resource } = job;
  const observations: Observation[] = [];
  const odd: { row: unknown; id: string | undefined; reason: string }[] = [];
  for (const row of rows) {
    try {
      observations.push(observationOf(resource, row, job.settings));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unreadable";
      const id = idOrNone(resource.id, row);
      if (id === undefined) odd.push({ row, id, reason });
      else observations.push({ id, modified: undefined, record: { id, _meta: { unread: ["*"] } }, raw: row });
    }
  }
  for (const { row, reason } of odd.slice(0, MOST_KEPT))
    await deps.states.keepUnreadable(job.ref, resource.name, JSON.stringify(row) ?? "", reason, deps.clock());
  const unstored = odd.flatMap(({ id }) => id ?? []);
  const partly = observations.filter(({ record }) => record._meta).length;
  return { observations, unstored, unreadable: odd.length + partly, nameless: odd.length - unstored.length };
};
