import type { Trouble } from "../core/freshness.ts";
import type { Partition } from "../core/vendor.ts";
import type { Position, Warning } from "../sync/reader.ts";

/** The vendor would not give its list of what was deleted, or could not, while it gave the rows. */
export type SyncWarning = Warning | "deletions-refused" | "deletions-unread";

/** A cycle under way: everything a worker needs to go on with it. Plain JSON, readable by a person. */
export interface Cycle {
  readonly id: string;
  /** Our clock before the first request, unix milliseconds. */
  readonly startedAt: number;
  /** Our clock when it last brought something new, or came to its next part. */
  readonly movedAt?: number | undefined;
  /** Our clock at the start: what the spans are measured from. */
  readonly mark: number;
  /** The vendor's clock at the start, as far as it can be believed: the cursor when the cycle is complete. */
  readonly vendorMark?: number | undefined;
  /** Everything was read at least once before: what is new from now on has just been made or changed. */
  readonly again?: boolean;
  /** Lower end of a live cycle. */
  readonly from?: number;
  /** Lower end of its list of deletions; absent: this cycle does not ask for it. */
  readonly deletedFrom?: number;
  /** That list showed rows which do not say that they were deleted. */
  readonly deletedIgnored?: boolean;
  readonly phase: "rows" | "deleted" | "sweep" | "confirm";
  readonly partitions?: readonly Partition[];
  readonly partition: number;
  readonly span: number;
  readonly position?: Position | undefined;
  /** Which stretches that are read to their end have shown rows (`empty-stretches.ts`), and whether this one has so far. */
  readonly runs?: readonly number[];
  readonly filled?: boolean | undefined;
  /** How often the page at this place was asked for again, because it lacked rows that the vendor counts. */
  readonly askedAgain?: number | undefined;
  /** Where the sweep goes on. */
  readonly after?: string | undefined;
  /** Rows read, records written, rows of which something (a field, or all) could not be read. */
  readonly rows: number;
  readonly written: number;
  /** Of those, records that were not there before. */
  readonly added?: number;
  readonly unreadable: number;
  /** Rows without a readable id: absence proves nothing then. */
  readonly nameless: number;
  /** Records counted in the sweep; records that turned out to be gone. */
  readonly stored: number;
  /** Of those, documents that do not add up. */
  readonly off?: Unreconciled | undefined;
  readonly removed: number;
  readonly vendorTotal?: number | undefined;
  readonly warnings: readonly SyncWarning[];
  /** The vendor repeated itself: rows of this cycle were not shown. */
  readonly stuck?: boolean;
  /** Rows were refused because they are older than what is stored. */
  readonly refused?: boolean;
  /** Changes of which proven webhooks should have told before. */
  readonly untold?: number;
  readonly unsure?: Unsure;
  /** Something was noted against records. */
  readonly suspects?: boolean;
  /** It showed no row, and the copy had some before it began. */
  readonly lacked?: boolean;
  /** Rows to be asked for by themselves, because an incomplete listing did not show them. */
  readonly asked?: number;
  /** Calls for parts of a list that cannot be continued. */
  readonly dividedInto?: number;
  /** Pieces of the set of seen ids that are saved so far. */
  readonly chunks: number;
}

/** Changes without a time of their own, of which proven webhooks should have told before, unless they came in this moment. */
export interface Unsure {
  /** Ids of some of the records. */
  readonly ids: readonly string[];
  /** Our clock when the reading before began, and when this one asked last, unix milliseconds: in between they have changed. */
  readonly from: number;
  readonly to: number;
}

/** Documents whose total is not what their parts add up to: how many, and the ids of some. */
export interface Unreconciled {
  readonly count: number;
  readonly ids: readonly string[];
}

export interface SyncState {
  /** Everything that changed at the vendor before this is stored. Unix milliseconds of the vendor's clock. */
  readonly cursor?: number;
  /** The same of what was deleted, where the vendor lists it, and our clock when it was last asked for. */
  readonly deleted?:
    | {
        readonly cursor: number;
        readonly askedAt: number;
        /** Our clock when the last hours of it were read again. */
        readonly wideAt?: number;
        /** The vendor would not give it then. */
        readonly refused?: boolean;
        /** It was out of order then. */
        readonly unread?: boolean;
      }
    | undefined;
  readonly cycle?: Cycle | undefined;
  readonly lastCycle?: {
    readonly startedAt: number;
    readonly endedAt: number;
    readonly rows: number;
    readonly written: number;
    readonly removed: number;
    /** Of the written records, those that were not there before. */
    readonly added?: number | undefined;
    /** Records alive in the store, and rows at the vendor by its own count; full cycles only. */
    readonly stored?: number;
    readonly vendorTotal?: number | undefined;
    readonly off?: Unreconciled | undefined;
  };
  /** Complete cycles so far. */
  readonly cycles: number;
  /** Unix milliseconds at which the next cycle is due. */
  readonly nextAt: number;
  /** Polls: seconds between cycles at the moment. Absent: as few as the resource allows. */
  readonly everySeconds?: number;
  /** Calls that the last poll, or reading of a whole list, made for its parts. Absent: the list was not divided. */
  readonly dividedInto?: number;
  /** Polls: when one last found a change that proven webhooks should have told. Our clock, unix milliseconds. */
  readonly doubtedAt?: number;
  /** Of the cycle that is to be judged: the webhooks of its minutes have time to come. */
  readonly unsure?: Unsure;
  readonly failures: number;
  /** Cycles in a row in which the vendor repeated itself. */
  readonly stuck?: number;
  /** Cycles in a row that showed nothing though the copy has records, and the last cycle before them. They prove nothing. */
  readonly blank?: { readonly times: number; readonly before?: SyncState["lastCycle"] | undefined };
  /** A limit of the vendor let nothing be read before this, unix milliseconds. */
  readonly limitedUntil?: number | undefined;
  /** Cycles that the vendor has refused since the last complete one. */
  readonly refusals?: number;
  readonly error?: Trouble | undefined;
  readonly warnings?: readonly SyncWarning[];
  /** When the first of the cycles ended that have warned, or left rows unread, one after the other until now. */
  readonly warnedAt?: number | undefined;
  /** Deletions that the brake holds. */
  readonly held?: number;
  /** The next cycle follows soon, because candidates of the last one wait for another listing. */
  readonly repeats?: boolean;
  /** Rows of the last cycle of which something (a field, or all) could not be read. */
  readonly unreadable?: number;
  /** From here the next live cycle reads again, because rows were odd: the vendor may have mended them meanwhile. */
  readonly oddFrom?: number;
  /** Full comparisons that share out the ids because there are many: which part comes next. */
  readonly part?: number;
}

/** A poll that nobody has read yet. */
export const untouched: SyncState = { cycles: 0, nextAt: 0, failures: 0 };
