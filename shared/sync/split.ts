import { DAY, lastHanoiHour } from "../core/time.ts";
import type { Ask, Listing } from "../core/vendor.ts";
import {
  type Division,
  type Position,
  type ReaderContext,
  type Reading,
  type SplitAsk,
  TOLERANCE,
} from "./position.ts";
import { noProgress } from "./progress.ts";
import { beginningOf, type Span } from "./spans.ts";

type Split = Extract<Position, { mode: "split" }>;

/** Reads a listing without paging: a full answer is asked for again in halves, then in the parts of `narrow`. */
export const readSplit = async <Row>(reader: ReaderContext<Row>, position: Split): Promise<Reading<Row>> => {
  const { listing } = reader;
  const { division } = position;
  const [part, ...rest] = position.stack;
  if (!part) return { rows: [], answer: { rows: [] }, next: undefined };
  const asked = askFor(reader, part, division);
  const answer = await reader.fetch(asked);
  const { rows } = answer;
  const beyond = division ? mostBeyond(listing, part, rows) : 0;
  if (beyond > DAY + TOLERANCE) return { rows, answer, next: undefined, warning: "incomplete", stuck: true };
  const isFull = division
    ? rows.length >= Math.min(division.most, asked.size)
    : (answer.full ?? rows.length >= listing.pageSize);
  // A filter that rounds to days divides no day.
  const isDay = beyond > TOLERANCE && part.to! - part.from! <= DAY;
  const open = isFull ? partsOf({ listing, part, asked, rows, isDay, division }) : [];
  const isCut = isFull && open.length === 0;
  const stack = [...open, ...rest];
  const after = division && (open.length > 0 ? division : withShown(listing, division, part, rows));
  const isShort = stack.length === 0 && after !== undefined && isOpen(after);
  const lacking = { warning: "incomplete" as const, ...(division ? { stuck: true } : {}) };
  return { rows, answer, next: splitOf(stack, after), ...(isCut || isShort ? lacking : {}) };
};

const splitOf = (stack: readonly SplitAsk[], division: Division | undefined): Split | undefined =>
  stack.length === 0 ? undefined : { mode: "split", stack, ...(division ? { division } : {}) };

interface FullAnswer<Row> {
  readonly listing: Listing<Row>;
  readonly part: SplitAsk;
  readonly asked: Ask;
  readonly rows: readonly Row[];
  readonly isDay: boolean;
  readonly division: Division | undefined;
}

/** The parts in which a full answer is asked for again. Empty: it cannot be split. */
const partsOf = <Row>({ listing, part, asked, rows, isDay, division }: FullAnswer<Row>): readonly SplitAsk[] => {
  const times = division ? timesOf(listing, rows) : [];
  const shorter = isDay ? [] : halves(part, shortestOf(listing) * 1_000, times);
  return shorter.length > 0 ? shorter : narrowed(listing, part, asked, rows);
};

/**
 * How a listing is read that repeats its rows whichever page is asked for; undefined where it cannot be divided, or is
 * divided already.
 */
export const divided = <Row>(
  listing: Listing<Row>,
  span: Span,
  position: Position,
  { rows, answer }: Reading<Row>,
): Position | undefined => {
  const by = dividesOf(listing);
  const top = topOf(span);
  const isDivided = position.mode === "split" || listing.paging === "none";
  const canDivide = by ? top !== undefined : listing.narrow !== undefined;
  if (isDivided || !canDivide) return undefined;
  const isOwn = by === "own time";
  const floor = position.mode === "keyset" ? position.at : span.from;
  // What closed windows show is what the pages would have shown: nothing has to be counted.
  const left = isOwn && span.from !== undefined ? 0 : answer.total;
  const division: Division = {
    most: mostOf(listing, rows.length),
    ...(left === undefined ? {} : { left }),
    ...(isOwn || !by ? {} : { from: floor }),
  };
  const beginning = beginningOf(listing);
  const whole: SplitAsk = by ? { from: isOwn ? (floor ?? beginning) : beginning, to: top } : {};
  return { mode: "split", stack: [whole], division, progress: noProgress };
};

/** Documents may be dated ahead. */
const FUTURE = 366 * DAY;
const topOf = ({ to, mark }: Span): number | undefined => to ?? (mark === undefined ? undefined : mark + FUTURE);
/** Fewer rows are the end of a list, and no page's size. */
const SMALLEST = 10;
const mostOf = ({ pageSize }: Pick<Listing, "pageSize">, shown: number): number =>
  Math.min(pageSize, Math.max(shown, SMALLEST));

const dividesOf = (listing: Listing): Listing["divides"] =>
  listing.divides ?? (listing.strategy === "window" ? "own time" : undefined);

const askFor = <Row>({ listing, span, partition }: ReaderContext<Row>, part: SplitAsk, division?: Division): Ask => {
  const parts = part.partition || partition ? { ...partition, ...part.partition } : undefined;
  const asked = { size: listing.pageSize, partition: parts };
  const { from, to } = part;
  const by = dividesOf(listing);
  if (!division || by === "own time") return { ...asked, from, to };
  return { ...asked, from: division.from, to: span.to, ...(by ? { between: { from: from!, to: to! } } : {}) };
};

const narrowed = <Row>(listing: Listing<Row>, part: SplitAsk, asked: Ask, rows: readonly Row[]): readonly SplitAsk[] =>
  (listing.narrow?.(asked, rows) ?? []).map((more) => ({ ...part, partition: { ...part.partition, ...more } }));

const shortestOf = (listing: Listing): number => {
  const by = listing.divides;
  if (typeof by === "object") return by.shortestSeconds;
  return listing.narrowsWithinSeconds ?? listing.minWindowSeconds ?? 1;
};

/** Two asks, newest first, that together cover the one; none when it cannot be made shorter. */
const halves = (part: SplitAsk, shortest: number, times: readonly number[]): readonly SplitAsk[] => {
  const { from, to } = part;
  if (from === undefined || to === undefined || to - from <= shortest) return [];
  const middle = times.length === 0 ? Math.floor((from + to) / 2) : middleOf(times, shortest);
  const between = middle <= from ? from + shortest : middle >= to ? to - shortest : middle;
  return [
    { ...part, from: between, to },
    { ...part, from, to: between },
  ];
};

/**
 * The middle of the rows that are shown: half of a page fits on one, whatever the order of the list. Where days are the
 * shortest, the beginning of that day in Vietnam: whether a filter's last day counts is not known.
 */
const middleOf = (times: readonly number[], shortest: number): number => {
  const middle = times[times.length >> 1]!;
  return shortest >= DAY ? lastHanoiHour(middle, 0) : Math.floor(middle / shortest) * shortest;
};

const timesOf = <Row>(listing: Listing<Row>, rows: readonly Row[]): readonly number[] => {
  const time = timeBy(listing);
  const times = rows.map((row) => time?.(row)).filter((at) => at !== undefined);
  return times.sort((one, other) => one - other);
};

const timeBy = <Row>(listing: Listing<Row>): ((row: Row) => number | undefined) | undefined => {
  const by = dividesOf(listing);
  return typeof by === "object" ? by.time : by === "own time" ? listing.time : undefined;
};

/** How far the shown rows lie outside of their part, milliseconds: more than a day where the filter is ignored. */
const mostBeyond = <Row>(listing: Listing<Row>, { from, to }: SplitAsk, rows: readonly Row[]): number => {
  const time = timeBy(listing);
  if (!time || from === undefined || to === undefined) return 0;
  return Math.max(
    0,
    ...rows.map((row) => {
      const at = time(row);
      return at === undefined ? 0 : Math.max(from - at, at - to);
    }),
  );
};

/** A row that stands in two parts, because both include their ends, counts in the later one. */
const withShown = <Row>(
  listing: Listing<Row>,
  division: Division,
  { from, to }: SplitAsk,
  rows: readonly Row[],
): Division => {
  if (division.left === undefined) return division;
  const time = timeBy(listing);
  const isTimed = time !== undefined && from !== undefined && to !== undefined;
  const counted = rows.filter((row) => {
    const at = isTimed ? time(row) : undefined;
    return isTimed ? at !== undefined && at >= from && at < to : true;
  });
  return { ...division, left: division.left - counted.length };
};

/** The vendor counts rows that no part has shown, or does not say how many there are: some may lack the time. */
const isOpen = ({ left }: Division): boolean => left === undefined || left > 0;
