import { cursorAt } from "../../core/bounds.ts";
import { LacksRows } from "../../core/errors.ts";
import { promisedSecondsOf } from "../../core/promises.ts";
import { SECOND } from "../../core/time.ts";
import type { Cycle, SyncState } from "../../stores/sync-states.ts";
import type { Reading } from "../../sync/reader.ts";
import { withStretch } from "./empty-stretches.ts";
import { noteAgainst } from "./note-against.ts";
import { type Page, type PagesAhead, placeAfter } from "./pages-ahead.ts";
import { hasDeletedListing } from "./read-deleted.ts";
import { type Slice, type SliceJob, type Step, withWarning } from "./slice.ts";

const MOST_ASKED_AGAIN = 3;

/**
 * Takes one page, and has the next ones read and stored at the same time: vendor, worker and table wait for nobody.
 * A page counts when it and all before it are stored.
 */
export const readRows = async (slice: Slice, cycle: Cycle, ahead: PagesAhead): Promise<Step> => {
  const { job, deps, state } = slice;
  const page = ahead.take(cycle);
  if (!page) return { cycle: endOfRows(slice, cycle) };
  const reading = await page.read;
  const stored = await page.stored;
  if (isHiccup(state, cycle, page, reading)) {
    const reason = reading.stuck ? "the vendor repeats its pages" : "the vendor counts more rows than it shows";
    const askedAgain = (cycle.askedAgain ?? 0) + 1;
    return { cycle: { ...cycle, askedAgain }, failure: new LacksRows(reason, askedAgain) };
  }
  const removedIds = [...removedBy(job, reading, stored.ids), ...endedIn(stored)];
  const evidence = { way: "list-page", said: "gone", at: page.askedAt } as const;
  const noted = removedIds.length > 0 ? await noteAgainst(slice, removedIds, evidence) : {};
  deps.metric("RecordsRead", reading.rows.length);
  if (stored.written > 0) deps.metric("RecordsWritten", stored.written);
  return {
    shown: [...stored.ids, ...countedAlone(stored)],
    refused: stored.refused,
    all: stored.all,
    cycle: {
      ...cycle,
      ...noted,
      ...placeAfter(page, reading),
      askedAgain: undefined,
      ...(slice.seen ? shownBy(cycle, reading) : {}),
      vendorMark: cycle.vendorMark ?? vendorMarkOf(reading, cycle.mark),
      vendorTotal: totalOf(job, cycle, page, reading.answer.total),
      ...countsAfter(cycle, reading, stored),
      ...unsureAfter(slice, cycle, page, stored.unsure),
      warnings: withWarning(
        withWarning(cycle.warnings, reading.warning ?? repetitionIn(slice, page, stored, ahead)),
        reading.mixedUp ? "incomplete" : undefined,
      ),
      ...(reading.stuck ? { stuck: true } : {}),
      ...(stored.refused.length > 0 ? { refused: true } : {}),
      ...(isPart(page, reading) ? { dividedInto: (cycle.dividedInto ?? 0) + 1 } : {}),
    },
  };
};

/** The page is one of several parts: it was divided, or stands behind one that was. */
const isPart = ({ position }: Page, { next }: Reading<unknown>): boolean =>
  (position.mode === "split" && position.progress !== undefined) || next?.mode === "split";

/** What the reading has shown so far, with this page. */
const countsAfter = (cycle: Cycle, { rows }: Reading<unknown>, stored: Awaited<Page["stored"]>) => ({
  rows: cycle.rows + rows.length,
  written: cycle.written + stored.written,
  added: (cycle.added ?? 0) + stored.added,
  unreadable: cycle.unreadable + stored.unreadable,
  nameless: cycle.nameless + stored.nameless,
  ...(stored.untold > 0 ? { untold: (cycle.untold ?? 0) + stored.untold } : {}),
});

/** Ids that are kept: webhooks that lack some of many lack one of these as well, most of the time. */
const MOST_UNSURE = 8;

/**
 * They may have changed at any time since the reading before. What the first one has overlooked, the second one finds: that says
 * nothing.
 */
const unsureAfter = ({ job, state }: Slice, { unsure }: Cycle, { askedAt }: Page, ids: readonly string[]) => {
  if (ids.length === 0 || state.cycles < 2) return {};
  const everySeconds = state.everySeconds ?? promisedSecondsOf(job.resource, job.schedule);
  const before = Math.min(askedAt - everySeconds * SECOND, state.lastCycle?.startedAt ?? askedAt);
  const all = [...new Set([...(unsure?.ids ?? []), ...ids])].slice(0, MOST_UNSURE);
  return { unsure: { ids: all, from: unsure?.from ?? before, to: askedAt } };
};

/** Ids that the vendor reports as removed. One whose row stands on the same page is no evidence against it. */
const removedBy = (
  { resource }: SliceJob,
  { answer }: Reading<unknown>,
  shown: readonly string[],
): readonly string[] =>
  resource.deletions?.reported ? (answer.removedIds ?? []).filter((id) => !shown.includes(id)) : [];

/** What is kept of a page about the stretch that it belongs to. */
const shownBy = ({ runs, filled = false }: Cycle, { rows, next }: Reading<unknown>): Pick<Cycle, "runs" | "filled"> => {
  const isFilled = filled || rows.length > 0;
  return next ? { filled: isFilled } : { runs: withStretch(runs, isFilled), filled: undefined };
};

/** Rows that say that they were deleted: the vendor counts them, and no living record is shown by them. */
const countedAlone = ({ ended }: Awaited<Page["stored"]>): readonly string[] => ended.map((id) => `ended#${id}`);

/** Ids of rows that say that they were deleted. Where the whole collection is at hand, only of those that are alive in it. */
const endedIn = ({ ended, all }: Awaited<Page["stored"]>): readonly string[] => {
  if (ended.length === 0 || !all) return ended;
  const living = new Set(all.map(({ id }) => id));
  return ended.filter((id) => living.has(id));
};

const vendorMarkOf = ({ answer: { vendorNow } }: Reading<unknown>, mark: number): number | undefined =>
  vendorNow === undefined ? undefined : cursorAt(vendorNow, mark);

const endOfRows = (slice: Slice, cycle: Cycle): Cycle => ({
  ...cycle,
  phase: hasDeletedListing(slice.job, cycle) ? "deleted" : "sweep",
  partition: 0,
  span: 0,
  position: undefined,
  warnings: withWarning(cycle.warnings, isShort(slice, cycle) ? "incomplete" : undefined),
});

/**
 * A page that lacks what the vendor counts may be a moment's weakness: it is asked for again, some seconds later each
 * time, before the listing goes on without. Not where the cycle before ended so as well, or another stretch of this
 * one: there it is the vendor's way.
 */
const isHiccup = (state: SyncState, cycle: Cycle, { position }: Page, { warning }: Reading<unknown>): boolean =>
  warning === "incomplete" &&
  position.mode !== "split" &&
  (cycle.askedAgain ?? 0) < MOST_ASKED_AGAIN &&
  !cycle.warnings.includes("incomplete") &&
  !state.warnings?.includes("incomplete");

/**
 * A list that shows a row twice may show another one not at all, and no total tells where there is none. So what it does not
 * show is not missed. Pages of other lists share rows with the one before.
 */
const repetitionIn = (
  { seen }: Slice,
  page: Page,
  { ids, marks }: Awaited<Page["stored"]>,
  ahead: PagesAhead,
): "incomplete" | undefined => {
  if (seen === undefined) return undefined;
  const isRepeated = page.position.mode === "token" && ahead.repeats(page, marks);
  return isRepeated || new Set(ids).size < ids.length ? "incomplete" : undefined;
};

/** The vendor counts more rows than it has shown: what is missing may be among those. */
const isShort = ({ seen }: Slice, { vendorTotal }: Cycle): boolean =>
  vendorTotal !== undefined && seen !== undefined && !seen.hasShown(vendorTotal);

/**
 * The vendor's own count of a whole listing, by its first page; by a later one, where rows were deleted meanwhile.
 */
const totalOf = (
  { resource }: SliceJob,
  { vendorTotal }: Cycle,
  { stretch, position }: Page,
  total: number | undefined,
): number | undefined => {
  if (resource.listing.strategy !== "snapshot" || stretch.index !== 0 || position.mode !== "anchored")
    return vendorTotal;
  if (position.start === 0) return total;
  return vendorTotal === undefined || total === undefined ? vendorTotal : Math.min(vendorTotal, total);
};
