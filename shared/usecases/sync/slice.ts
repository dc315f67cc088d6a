import type { Clock, Metric } from "../../core/ports.ts";
import { DAY } from "../../core/time.ts";
import type { Call, Listing, Partition, Resource } from "../../core/vendor.ts";
import type { CandidateStore } from "../../stores/candidates.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { Observation, OriginsOf, RecordStore } from "../../stores/records.ts";
import type { Cycle, SyncState, SyncStateStore, SyncWarning, Track } from "../../stores/sync-states.ts";
import type { Position, Reading } from "../../sync/reader.ts";
import type { SeenIds } from "../../sync/seen.ts";
import { type Plan, spanAt } from "../../sync/spans.ts";

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
  /** Seconds between cycles by resource, where the tenant asked for another rhythm; `*` for all others. */
  readonly schedule?: Readonly<Record<string, number>> | undefined;
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

/** A slice under way: the cycle so far, and how its place is saved. */
export interface Slice {
  readonly job: SliceJob;
  readonly deps: SliceDeps;
  cycle: Cycle;
  readonly seen: SeenIds | undefined;
  readonly state: SyncState;
  save(options: SaveOptions): Promise<void>;
  finish(): Promise<void>;
  /** New candidates wait for another complete listing, which follows at once. */
  again: boolean;
  /** The pages after the one that is being stored, in their order. */
  readonly ahead: Page[];
  abandoned: boolean;
}

export interface SaveOptions {
  readonly release: boolean;
  /** Fields of the state beside the cycle: a failure. */
  readonly with?: Partial<SyncState>;
}

/** A page on its way: asked for, and stored as soon as it is read. */
export interface Page {
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

export interface Stored extends Omit<Observed, "observations"> {
  readonly ids: readonly string[];
  readonly written: number;
}

export interface Observed {
  readonly observations: readonly Observation[];
  /** Ids of rows of which nothing can be stored; what we have of them stays. */
  readonly unstored: readonly string[];
  readonly unreadable: number;
  readonly nameless: number;
}

const planOf = ({ cycle, job }: Slice): Plan =>
  job.track === "live"
    ? {
        track: "live",
        from: (cycle.phase === "deleted" ? cycle.deletedFrom : cycle.from) ?? cycle.mark - DAY,
        mark: cycle.mark,
      }
    : { track: "full", mark: cycle.mark, ...(job.earliest === undefined ? {} : { earliest: job.earliest }) };

/** The stretch and part that are next in a listing; undefined when it is read to its end. */
export const nextStretch = (slice: Slice, listing: Listing, place: Place) => {
  const { cycle } = slice;
  const partitions: readonly (Partition | undefined)[] =
    cycle.phase === "rows" && cycle.partitions ? cycle.partitions : [undefined];
  for (let { partition, span: index } = place; partition < partitions.length; partition += 1, index = 0) {
    const span = spanAt(listing, planOf(slice), index);
    if (span) return { partition, index, span, part: partitions[partition] };
  }
  return undefined;
};

export type Stretch = NonNullable<ReturnType<typeof nextStretch>>;
export type Place = Pick<Cycle, "partition" | "span" | "position">;

export const withWarning = (
  warnings: readonly SyncWarning[],
  warning: SyncWarning | undefined,
): readonly SyncWarning[] => (warning === undefined || warnings.includes(warning) ? warnings : [...warnings, warning]);
