/** What a request waits for, as data: so that another function can wait in its place. */
export type Hold = FeedHold | WriteHold;

interface Held {
  readonly tenant: string;
  /** Unix milliseconds. */
  readonly until: number;
}

/** A change in a tenant's log of changes. */
export interface FeedHold extends Held {
  readonly kind: "feed";
  /** The place in the log behind which something is news. */
  readonly from: number;
  /** Absent: all of them. */
  readonly shops?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
}

/** The outcome of a write. */
export interface WriteHold extends Held {
  readonly kind: "write";
  readonly shop: string;
  /** Its id in the ledger. */
  readonly write: string;
}

/** What the function that waits tells about a request that it hands over. */
export interface Waiter {
  /** When the request came, unix milliseconds. */
  readonly since: number;
  /** Until when it may wait, unix milliseconds; absent: it has not waited yet. */
  readonly until?: number;
  /** The time is over: it is answered as things are. */
  readonly isOver?: boolean;
}
