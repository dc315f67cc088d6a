import type { Call, OperationCall } from "./operation.ts";

/** What the engine asks a listing for. Times are unix milliseconds of the vendor's clock; both ends inclusive. */
export interface Ask {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Rows to skip (`offset` paging). */
  readonly offset?: number | undefined;
  /** 1-based page (`page` paging). */
  readonly page?: number | undefined;
  /** The vendor's own continuation (`token` paging), as `PageAnswer.next` gave it. */
  readonly token?: unknown;
  /** Rows per page. */
  readonly size: number;
  /** One of `Listing.partitions`' results. */
  readonly partition?: Partition | undefined;
  /** Of a divided listing: the interval of `Listing.divides`' time, beside the filter's. */
  readonly between?: { readonly from: number; readonly to: number } | undefined;
}

/** A part of a listing that must be asked for separately: a table's name, a store, a status. Plain JSON. */
export type Partition = Readonly<Record<string, string | number>>;

export interface Parts {
  readonly parts: readonly Partition[];
  /** There may be parts that are not known: what these do not show is not missed. */
  readonly isIncomplete?: boolean;
}

export interface PageAnswer<Row = unknown> {
  readonly rows: readonly Row[];
  /** Rows in the whole listing (with the same filter), where the vendor says. */
  readonly total?: number | undefined;
  /** `token` paging: absent at the end. */
  readonly next?: unknown;
  /** The vendor's clock, where the answer carries it. Unix milliseconds. */
  readonly vendorNow?: number | undefined;
  /** Ids that the vendor reports as removed since `Ask.from`. */
  readonly removedIds?: readonly string[] | undefined;
  /**
   * `none` paging: whether the vendor may have left rows out, where their number alone does not tell (iSale cuts at
   * 50 wherever it ignores the size). Default: `rows.length >= pageSize`.
   */
  readonly full?: boolean | undefined;
  /** `page` paging: the page size that the vendor really used, where it says and may have cut ours down. */
  readonly size?: number | undefined;
}

/**
 * How a collection is read at the vendor. `any`: listings of all kinds of rows stand in one list, and an answer is what
 * the operation's own schema has made of it.
 */
export interface Listing<Row = any> {
  /** Id of the operation that lists. */
  readonly operation: string;
  /**
   * `modified`: filter by a lower bound of modified time, sorted by it, oldest first: keyset.
   * `window`: filter by a closed interval of time, no usable sort.
   * `snapshot`: no filter by time: everything, every time.
   */
  readonly strategy: "modified" | "window" | "snapshot";
  /**
   * `offset`: any number of rows can be skipped. `page`: numbered pages of a size we choose. `token`: the vendor's
   * own continuation. `none`: one answer only; a full one (`pageSize` rows) is split into smaller windows, then into
   * `narrow` partitions.
   */
  readonly paging: "offset" | "page" | "token" | "none";
  /** Most rows that one answer may carry. */
  readonly pageSize: number;
  /** Longest interval that the vendor accepts, seconds (`window`). */
  readonly maxWindowSeconds?: number;
  /** Shortest interval worth asking for, seconds: 86,400 where the vendor filters by day (`window`). */
  readonly minWindowSeconds?: number;
  /**
   * `paging: "none"`: a full answer about no more seconds than these is not halved but divided by `narrow`, which takes fewer
   * calls. Default `minWindowSeconds`.
   */
  readonly narrowsWithinSeconds?: number;
  /** Seconds that every cycle reads again, for late commits and clocks that differ. Default 600. */
  readonly overlapSeconds?: number;
  /** Seconds that a poll looks ahead of our clock, because the vendor's may be ahead (`window`). Default `overlapSeconds`. */
  readonly aheadSeconds?: number;
  /**
   * Rows may lack the time that the filter looks at. So full readings do not use it: the first one takes the last days,
   * then everything; each later one takes everything at once.
   */
  readonly openEnded?: boolean;
  /** Time zero of the backfill, unix seconds: nothing can be older. Default 2010-01-01. */
  readonly earliest?: number;
  call(ask: Ask): OperationCall;
  /** Takes the parsed answer apart. */
  read(answer: any, ask: Ask): PageAnswer<Row>;
  /** The time that the vendor's filter looks at, unix milliseconds; undefined where the row has none. */
  time?(row: Row): number | undefined;
  /** Parts to be listed one after the other. Default: one, undefined. */
  partitions?(call: Call): Promise<Parts>;
  /**
   * A row does not say of which part it is, so that what was asked for gives it its meaning. A vendor that ignores that would
   * turn it. So the first pages of the first two parts are compared before anything is stored. `no row in two`: one row that
   * both show is enough. Else two parts may be alike: where both show the very same rows, `unlike` is asked for as well, a part
   * that does not exist.
   */
  readonly apart?: "no row in two" | { readonly unlike: Partition };
  /** The part that a stored row belongs to, where the row names it otherwise than the part does. */
  partOf?(row: Row): Readonly<Record<string, unknown>>;
  /** Calls that a reading takes at least, where the parts are always the same. Default 1. */
  readonly leastCalls?: number;
  /**
   * How the listing is read where it shows the same rows whichever page is asked for: in intervals of a time, halved until
   * each fits on one page. `own time`: of the filter's, which then takes both ends, as every `window` does. Else of another
   * time that the vendor filters by (`Ask.between`). Absent: by `narrow` alone.
   */
  readonly divides?: "own time" | { readonly shortestSeconds: number; time?(row: Row): number | undefined };
  /** `paging: "none"`, and divided listings: how to split an ask that cannot be made shorter in time. Empty: cannot be split. */
  narrow?(ask: Ask, rows: readonly Row[]): readonly Partition[];
}
