import type { Ask, Listing, PageAnswer, Partition } from "../core/vendor.ts";
import type { Progress } from "./progress.ts";
import type { Span } from "./spans.ts";

/** Where the reading of a span stands. Plain JSON. */
export type Position = (
  | {
      readonly mode: "keyset";
      readonly at: number | undefined;
      readonly offset: number;
      readonly anchors: readonly string[];
      /** Rows that must be left from `at` on, by the vendor's own total of the page before. */
      readonly left?: number;
      /** Most rows that the vendor puts on a page, where it cuts our page size down without a word. */
      readonly most?: number;
      /** The anchor of the first row at `at`, or of the span. */
      readonly head?: string;
    }
  | {
      readonly mode: "anchored";
      readonly start: number;
      readonly anchors: readonly string[];
      readonly most?: number;
      readonly head?: string;
    }
  | { readonly mode: "token"; readonly token?: unknown }
  | { readonly mode: "split"; readonly stack: readonly SplitAsk[]; readonly division?: Division }
) & {
  /** Most rows to ask for, after an answer was too large to be read: fewer than the listing's. */
  readonly shrunk?: number;
  /** What the span has shown so far, as far as it takes to notice that it shows nothing new. Absent: its first page. */
  readonly progress?: Progress;
};

export interface SplitAsk {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly partition?: Partition | undefined;
}

/** A listing that shows its first page whichever one is asked for is divided instead, by time or by `narrow`. */
export interface Division {
  /** Most rows of one answer: the listing's, or as many as the page had that came again. */
  readonly most: number;
  /** Rows that the vendor counts in all and that no part has shown yet. Absent: it tells no total. */
  readonly left?: number;
  /** Where the listing is divided by another time than its filter's: the filter's lower bound. */
  readonly from?: number | undefined;
}

/** What the vendor's answers tell about its filters. None of them loses a row; each is worth a person's look. */
export type Warning = "filter-ignored" | "order-ignored" | "incomplete";

export interface Reading<Row> {
  readonly rows: readonly Row[];
  /** Undefined: the span is read. */
  readonly next: Position | undefined;
  readonly answer: PageAnswer<Row>;
  readonly warning?: Warning;
  /** The span begins anew. */
  readonly restarted?: boolean;
  /** What was asked for is ignored, and nothing of the answer is believed. */
  readonly mixedUp?: boolean;
  /** The vendor repeats itself: rows behind this page were not shown, and may be once it is well. */
  readonly stuck?: boolean;
}

export type FetchPage<Row> = (ask: Ask) => Promise<PageAnswer<Row>>;

/** The part of a listing that is read from page to page. */
export interface ListingPart<Row> {
  readonly listing: Listing<Row>;
  readonly id: (row: Row) => string;
  readonly span: Span;
  readonly partition?: Partition | undefined;
}

/** What a page is read with. */
export interface ReaderContext<Row> extends ListingPart<Row> {
  readonly fetch: FetchPage<Row>;
}

/** Vendors that keep seconds round a filter's milliseconds down. */
export const TOLERANCE = 1_000;
