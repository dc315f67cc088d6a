import { TooLarge } from "../core/errors.ts";
import type { Ask, Listing, PageAnswer } from "../core/vendor.ts";
import { assertSomeNamed, toldApart, withOddTimes } from "./odd-rows.ts";
import {
  type FetchPage,
  type ListingPart,
  type Position,
  type ReaderContext,
  type Reading,
  TOLERANCE,
} from "./position.ts";
import { isStuck, noProgress, type Progress, withPage, withRestart } from "./progress.ts";
import type { Span } from "./spans.ts";
import { divided, readSplit } from "./split.ts";

export type { FetchPage, ListingPart, Position, Reading, Warning } from "./position.ts";

/**
 * Reads a listing page by page without losing a row, from a place that is plain JSON, so that any worker can go on
 * where another one stopped. Pure: the pages come from the function that is passed in.
 *
 * - `keyset`: sorted by time; each page asks again from the last row's time, so there is no offset that could shift.
 *   Offsets are used only inside a group of rows with one and the same time.
 * - `anchored`: numbered rows or pages; each page begins a few rows early and must contain a row already read (the
 *   anchor). If it does not, rows moved behind our back, and the span is read again from its start.
 * - `token`: the vendor's own continuation.
 * - `split`: no paging at all; a full answer is asked for again in halves. A listing that ignores its paging ends here.
 */

/** Rows that a page shares with the one before it. */
const overlapOf = (listing: Pick<Listing, "pageSize">): number =>
  Math.max(1, Math.min(5, Math.floor(listing.pageSize / 4)));
export const firstPosition = (listing: Listing, span: Span): Position => {
  if (listing.paging === "token") return { mode: "token" };
  if (listing.paging === "none") return { mode: "split", stack: [{ from: span.from, to: span.to }] };
  if (listing.strategy === "modified") return { mode: "keyset", at: span.from, offset: 0, anchors: [] };
  return { mode: "anchored", start: 0, anchors: [] };
};

export const readPage = async <Row>(
  { listing, id, span, partition }: ListingPart<Row>,
  position: Position,
  fetch: FetchPage<Row>,
): Promise<Reading<Row>> => {
  const known = "anchors" in position ? position.most : undefined;
  const { shrunk } = position;
  const pageSize = Math.min(known ?? listing.pageSize, shrunk ?? listing.pageSize, listing.pageSize);
  const allowed = { ...withOddTimes(listing), pageSize };
  let most = known;
  let asked: Ask | undefined;
  const reader: ReaderContext<Row> = {
    listing: allowed,
    id: toldApart(id),
    span,
    partition,
    fetch: async (ask) => {
      asked = ask;
      const answer = await fetch(ask);
      assertSomeNamed(id, answer.rows);
      // Pages are numbered by the size that the vendor used: from here on we ask for no more than that.
      const isShown = listing.paging === "page" && shrunk === undefined;
      const used = sizeOf(answer) ?? (isShown ? shownOf(answer, ask) : ask.size);
      if (used < ask.size) most = used;
      return answer;
    },
  };
  let reading: Reading<Row>;
  try {
    reading = await readFrom(reader, position);
  } catch (error) {
    return askedForLess(error, listing, position, asked);
  }
  const { next } = reading;
  if (!next) return reading.stuck ? repeated(reader, position, reading) : reading;
  const progress = progressAfter(position, reading, id);
  if (isStuck(progress, next.mode, isSameToken(position, next))) return repeated(reader, position, reading);
  const size = "anchors" in next && most !== undefined ? { most } : {};
  return { ...reading, next: { ...next, ...size, ...grownFrom(next, shrunk, listing), progress } };
};

/** With one row no page could hold one that was read before and one that was not. */
const FEWEST_ROWS = 2;

/**
 * An answer that is too large to be read is asked for again with half of the rows. Where in its numbered pages a listing goes on
 * is counted in rows, so that their size may change from page to page.
 * @throws the error where there is nothing less to ask for
 */
const askedForLess = <Row>(
  error: unknown,
  listing: Listing<Row>,
  position: Position,
  asked: Ask | undefined,
): Reading<Row> => {
  if (!(error instanceof TooLarge) || !asked) throw error;
  const size = Math.max(FEWEST_ROWS, Math.floor(asked.size / 2));
  const isSame = JSON.stringify(listing.call(asked)) === JSON.stringify(listing.call({ ...asked, size }));
  if (size >= asked.size || isSame) throw error;
  return { rows: [], answer: { rows: [] }, next: { ...position, shrunk: size } };
};

/**
 * Behind a page that could be read the next one is twice as large: large rows may stand together, and are few. The parts
 * of what is divided have other rows, and each is asked for whole: a part that is full only because it was asked for a few
 * rows would be divided again, and each of its parts in turn.
 */
const grownFrom = (
  { mode }: Position,
  shrunk: number | undefined,
  { pageSize }: Pick<Listing, "pageSize">,
): Pick<Position, "shrunk"> =>
  mode === "split" || shrunk === undefined || shrunk * 2 >= pageSize ? {} : { shrunk: shrunk * 2 };

/** The vendor goes on without showing anything new: its list is divided, as far as it can be. */
const repeated = <Row>(
  { listing, span }: ReaderContext<Row>,
  position: Position,
  reading: Reading<Row>,
): Reading<Row> => {
  const next = divided(listing, span, position, reading);
  if (next) return { rows: reading.rows, answer: reading.answer, next, restarted: true };
  return { ...reading, next: undefined, warning: "incomplete", stuck: true };
};

const isSameToken = (asked: Position, next: Position): boolean =>
  asked.mode === "token" && next.mode === "token" && JSON.stringify(asked.token) === JSON.stringify(next.token);

const progressAfter = <Row>(
  position: Position,
  { rows, next, restarted }: Reading<Row>,
  id: (row: Row) => string,
): Progress => {
  const before = position.progress ?? noProgress;
  if (restarted) return withRestart(before);
  const isWholePart = position.mode === "split" && next?.mode === "split" && next.stack.length < position.stack.length;
  return withPage(before, rows.map(toldApart(id)), isWholePart);
};

/** No vendor cuts pages down to less; an answer that lacks rows may have fewer, and would make thousands of pages. */
const SMALLEST_PAGE = 10;
/** The page size by the vendor's word; less than it shows, or than any vendor's pages have, is none. */
const sizeOf = ({ rows, size }: PageAnswer): number | undefined =>
  size === undefined || size < Math.max(SMALLEST_PAGE, rows.length) ? undefined : size;
/** The page size of a vendor that cuts ours down without a word: the rows of a first page that is not the last. */
const shownOf = ({ rows, total }: PageAnswer, { page, size }: Ask): number =>
  page === 1 && rows.length >= SMALLEST_PAGE && total !== undefined && total > rows.length ? rows.length : size;

const readFrom = <Row>(reader: ReaderContext<Row>, position: Position): Promise<Reading<Row>> => {
  if (position.mode === "keyset") return readKeyset(reader, position);
  if (position.mode === "anchored") return readAnchored(reader, position);
  if (position.mode === "token") return readToken(reader, position);
  return readSplit(reader, position);
};

const readKeyset = async <Row>(reader: ReaderContext<Row>, position: Keyset): Promise<Reading<Row>> => {
  const { listing, span } = reader;
  const slice = sliceFor(listing, position.offset);
  const answer = await reader.fetch({ from: position.at, to: span.to, ...slice.ask, partition: reader.partition });
  const { rows } = answer;
  const page = { reader, slice, read: position.offset, answer };
  const times = rows.map((row) => listing.time?.(row)).filter((time) => time !== undefined);
  const warning = distrust(page, position, times);
  // The listing does not do what the document says: read all of it, trusting nothing but the anchors.
  if (warning) return { rows, answer, next: { mode: "anchored", start: 0, anchors: [] }, warning, restarted: true };
  if (isRepeated(page, position)) return endRepeated(page);
  if (isMoved(page, position.anchors))
    return { rows, answer, next: { mode: "keyset", at: position.at, offset: 0, anchors: [] }, restarted: true };
  const behind = behindPage(page);
  const last = times.at(-1);
  const end = behind === "nothing" || (span.to !== undefined && last !== undefined && last > span.to);
  if (end) return { rows, answer, next: undefined };
  if (last !== undefined && (position.at === undefined || last > position.at))
    return { rows, answer, next: { mode: "keyset", at: last, offset: 0, anchors: [], ...leftBehind(page, last) } };
  if (behind === "hidden") return { rows, answer, next: undefined, warning: "incomplete" };
  const anchors = rows.slice(-overlapOf(listing)).map((row) => anchorOf(reader, row));
  const offset = slice.start + rows.length;
  return {
    rows,
    answer,
    next: { mode: "keyset", at: position.at, offset, anchors, ...headOf(reader, position, rows) },
  };
};

type Keyset = Extract<Position, { mode: "keyset" }>;

/** How a keyset page breaks what the document promises; undefined: it does not. */
const distrust = <Row>(
  { slice, answer }: PageAt<Row>,
  { at, left }: Keyset,
  times: readonly number[],
): "filter-ignored" | "order-ignored" | undefined => {
  if (at !== undefined && times.some((time) => time < at - TOLERANCE)) return "filter-ignored";
  const unsorted = times.some((time, index) => index > 0 && time < times[index - 1]!);
  // Rows without the sorted field may stand before all others (a database's empty values): then going on from their
  // stand-in time jumps over rows that were not read yet. The totals tell.
  const skipped = slice.start === 0 && left !== undefined && answer.total !== undefined && answer.total < left;
  return unsorted || skipped ? "order-ignored" : undefined;
};

/** Rows that the vendor counts from this time on. */
const leftBehind = <Row>({ reader, slice, answer }: PageAt<Row>, last: number): { readonly left?: number } => {
  if (answer.total === undefined) return {};
  const { time } = reader.listing;
  const passed = answer.rows.filter((row) => (time?.(row) ?? Number.MAX_VALUE) < last).length;
  return { left: answer.total - slice.start - passed };
};

const readAnchored = async <Row>(
  reader: ReaderContext<Row>,
  position: Extract<Position, { mode: "anchored" }>,
): Promise<Reading<Row>> => {
  const { listing, span } = reader;
  const slice = sliceFor(listing, position.start);
  const answer = await reader.fetch({ from: span.from, to: span.to, ...slice.ask, partition: reader.partition });
  const { rows } = answer;
  const page = { reader, slice, read: position.start, answer };
  const warning = outside(listing, span, rows) ? ({ warning: "filter-ignored" } as const) : {};
  if (isRepeated(page, position)) return { ...warning, ...endRepeated(page) };
  if (isMoved(page, position.anchors))
    return { rows, answer, next: { mode: "anchored", start: 0, anchors: [] }, restarted: true };
  const behind = behindPage(page);
  if (behind === "nothing") return { rows, answer, next: undefined, ...warning };
  if (behind === "hidden") return { rows, answer, next: undefined, warning: "incomplete" };
  const anchors = rows.slice(-overlapOf(listing)).map((row) => anchorOf(reader, row));
  const next = {
    mode: "anchored",
    start: slice.start + rows.length,
    anchors,
    ...headOf(reader, position, rows),
  } as const;
  return { rows, answer, next, ...warning };
};

const readToken = async <Row>(
  reader: ReaderContext<Row>,
  position: Extract<Position, { mode: "token" }>,
): Promise<Reading<Row>> => {
  const { listing, span } = reader;
  const answer = await reader.fetch({
    from: span.from,
    to: span.to,
    size: listing.pageSize,
    token: position.token,
    partition: reader.partition,
  });
  const warning = outside(listing, span, answer.rows) ? ({ warning: "filter-ignored" } as const) : {};
  // A short or even empty page is not the end while there is a token.
  const next =
    answer.next === undefined || answer.next === null ? undefined : ({ mode: "token", token: answer.next } as const);
  return { rows: answer.rows, answer, next, ...warning };
};

interface Slice {
  readonly start: number;
  readonly size: number;
  readonly ask: { readonly offset?: number; readonly page?: number; readonly size: number };
}

/**
 * How to ask for what comes behind the first `read` rows, with some of them again. Numbered pages begin at multiples
 * of their size only: a size is chosen at which a page holds both rows already read and new ones.
 */
export const sliceFor = (listing: Pick<Listing, "paging" | "pageSize">, read: number): Slice => {
  const { pageSize } = listing;
  const overlap = overlapOf(listing);
  if (listing.paging !== "page") {
    const start = Math.max(0, read - overlap);
    return { start, size: pageSize, ask: { offset: start, size: pageSize } };
  }
  const whole = Math.floor(read / pageSize);
  let best = { start: whole * pageSize, size: pageSize, shared: 0 };
  for (let size = pageSize; size > 1 && read > 0; size -= 1) {
    const start = Math.floor((read - 1) / size) * size;
    const shared = Math.min(overlap, read - start);
    if (start + size <= read || shared < best.shared) continue;
    if (shared > best.shared || start + size > best.start + best.size) best = { start, size, shared };
  }
  return { start: best.start, size: best.size, ask: { page: best.start / best.size + 1, size: best.size } };
};

/** A page where it stands in its listing. */
interface PageAt<Row> {
  readonly reader: ReaderContext<Row>;
  readonly slice: Slice;
  /** Rows that were read before it. */
  readonly read: number;
  readonly answer: PageAnswer<Row>;
}

/**
 * What is behind a page that was asked for from the first `read` rows on: nothing when it is not full, as far as the
 * total (where there is one) agrees. A full page is never the end, whatever the total says: some totals are 0, or end
 * at a hundred. `hidden`: the total counts more, and the page brings nothing of it (rows that were deleted, or that we
 * may not see). To ask again would bring the same again, for ever.
 */
const behindPage = <Row>({ answer, slice, read }: PageAt<Row>): "more" | "nothing" | "hidden" => {
  const { rows, total } = answer;
  const reached = slice.start + rows.length;
  const isFull = rows.length >= Math.min(slice.size, sizeOf(answer) ?? slice.size);
  if (!isFull && (total === undefined || total <= reached)) return "nothing";
  return reached > read ? "more" : "hidden";
};

/**
 * The page begins behind the first row and holds rows that were read before: one of them must be where it was. A page
 * without rows where the total counts some tells nothing about them.
 */
const isMoved = <Row>({ reader, slice, read, answer }: PageAt<Row>, anchors: readonly string[]): boolean => {
  const { rows, total } = answer;
  const isCut = slice.start > 0 && slice.start < read;
  const isWithheld = rows.length === 0 && total !== undefined && total > slice.start;
  return isCut && !isWithheld && !rows.some((row) => anchors.includes(anchorOf(reader, row)));
};

/**
 * The listing ignores where it should begin: the page begins with the first row of all, or it has more rows than it shares
 * with the one before and ends with the same ones. To count on would reach the total without the rows behind. Where the
 * total has been reached already, the full page before was the last one.
 */
const isRepeated = <Row>(
  { reader, slice, read, answer }: PageAt<Row>,
  { anchors, head }: { readonly anchors: readonly string[]; readonly head?: string },
): boolean => {
  const { rows } = answer;
  const [first] = rows;
  if (slice.start === 0 || first === undefined) return false;
  if (head !== undefined && anchorOf(reader, first) === head && slice.start + rows.length > read) return true;
  const last = rows.slice(-anchors.length).map((row) => anchorOf(reader, row));
  return anchors.length > 0 && slice.start + rows.length > read && last.join() === anchors.join();
};

/** The end of a listing that repeats itself: the total says whether rows are left that it does not show. */
const endRepeated = <Row>({ read, answer }: PageAt<Row>): Reading<Row> => ({
  rows: answer.rows,
  answer,
  next: undefined,
  ...(answer.total === read ? {} : { warning: "incomplete" as const, stuck: true }),
});

/** The first row of what is counted from, kept from page to page. */
const headOf = <Row>(
  reader: ReaderContext<Row>,
  { head }: { readonly head?: string },
  rows: readonly Row[],
): { readonly head?: string } => {
  if (head !== undefined) return { head };
  const [first] = rows;
  return first === undefined ? {} : { head: anchorOf(reader, first) };
};

/** A row with its time: a row that was edited and moved no longer is the anchor it was. */
const anchorOf = <Row>(reader: ReaderContext<Row>, row: Row): string =>
  `${reader.id(row)}@${reader.listing.time?.(row) ?? ""}`;

/** True when a row lies outside the span: the vendor did not apply the filter. */
const outside = <Row>(listing: Listing<Row>, span: Span, rows: readonly Row[]): boolean => {
  if (!listing.time || (span.from === undefined && span.to === undefined)) return false;
  const slack = Math.max(TOLERANCE, (listing.minWindowSeconds ?? 0) * 1_000);
  return rows.some((row) => {
    const time = listing.time?.(row);
    return (
      time !== undefined &&
      ((span.from !== undefined && time < span.from - slack) || (span.to !== undefined && time > span.to + slack))
    );
  });
};
