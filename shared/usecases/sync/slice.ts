import type { VendorChanged } from "../../core/errors.ts";
import type { Clock, Metric } from "../../core/ports.ts";
import type { SecondLook } from "../../core/proofs.ts";
import type { Track } from "../../core/tracks.ts";
import type { Call, Resource } from "../../core/vendor.ts";
import type { CandidateStore } from "../../stores/candidates.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { LivingRecord, OriginsOf, RecordStore } from "../../stores/records.ts";
import type { Cycle, SyncState, SyncStateStore, SyncWarning } from "../../stores/sync-states.ts";
import type { SeenIds } from "../../sync/seen.ts";
import type { FollowEnd, FollowUps } from "./follow-ups.ts";

export interface SliceJob {
  readonly ref: ShopRef;
  /** As the track lists it. */
  readonly resource: Resource;
  readonly track: Track;
  /** What the track is, where it is a reading beside the poll: rows alone, and no deletions. */
  readonly look?: SecondLook | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What says who a customer is, is not kept of its rows. */
  readonly leavesOut?: boolean | undefined;
  /** Calls the vendor under the shop's budget. */
  readonly call: Call;
  /** As `call`; the next caller of the same is given its answer. */
  readonly ahead?: Call | undefined;
  /** Our clock at which the slice hands over, unix milliseconds. */
  readonly deadline: number;
  /** Milliseconds that a dead worker keeps others out. Longer than the worker can live. */
  readonly lease: number;
  /** Seconds between cycles by resource, where the tenant asked for another rhythm; `*` for all others. */
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  /** Webhooks ask for it now. */
  readonly hooked?: boolean | undefined;
  /** Webhooks that are proven tell every change of the resource. */
  readonly proven?: boolean | undefined;
  /** Webhooks that are proven tell other resources of the shop, and nothing happens in any of these. */
  readonly shopRests?: boolean | undefined;
  /** When another track of the resource last found a change that proven webhooks should have told, unix milliseconds. */
  readonly doubtedAt?: number | undefined;
  /**
   * Whether webhooks that came between two times, unix milliseconds, have named a record; undefined: it cannot be told now. Absent:
   * no webhook names one.
   */
  readonly named?:
    | ((minutes: { readonly from: number; readonly to: number }) => Promise<((id: string) => boolean) | undefined>)
    | undefined;
  /** A second look that finds nothing may come more rarely. */
  readonly rests?: boolean | undefined;
  /** Start a full cycle of a new shop no further back than this, unix milliseconds. */
  readonly earliest?: number | undefined;
  /** While the shop is writing: whose work changed rows are. */
  readonly ownWrites?: (() => Promise<OriginsOf | undefined>) | undefined;
  /** Id of the write of ours that is removing a record. */
  readonly ownRemoval?: ((id: string) => Promise<string | undefined>) | undefined;
  /** What else is to be asked for when rows are new or have changed; before they are stored. */
  readonly followUps?: FollowUps | undefined;
  readonly followEnd?: FollowEnd | undefined;
}

export interface SliceDeps {
  readonly states: SyncStateStore;
  readonly records: RecordStore;
  readonly candidates: CandidateStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metric: Metric;
}

/** What every step of a slice looks at. No step changes it. */
export interface Slice {
  readonly job: SliceJob;
  readonly deps: SliceDeps;
  /** The state as it was claimed. */
  readonly state: SyncState;
  /** Ids that the listing of this cycle has shown; undefined where absence proves nothing. */
  readonly seen: Pick<SeenIds, "has" | "covers" | "hasShown"> | undefined;
}

/** What one step leaves behind. `sync-slice.ts` takes it over and saves it. */
export interface Step {
  readonly cycle: Cycle;
  /** Nothing is left to do in this cycle. */
  readonly done?: boolean;
  /** New candidates wait for another listing, which follows soon. */
  readonly again?: boolean;
  /** Candidates that wait for a person. */
  readonly held?: number;
  /** Ids that the listing has shown. */
  readonly shown?: readonly string[];
  /** The collection as it was before the rows of the step. */
  readonly all?: readonly LivingRecord[] | undefined;
  /** Ids of rows that the vendor shows older than they are stored; see `Upserted`. */
  readonly refused?: readonly string[];
  /** The step met this error midway. `cycle` holds what was done before, and is kept. */
  readonly failure?: unknown;
}

/** Keeps the answer that has another form than is known, for a person to look at. */
export const keepAnswer = (
  { ref, resource }: SliceJob,
  { states, clock }: SliceDeps,
  { body, message }: VendorChanged,
): Promise<void> => states.keepUnreadable(ref, resource.name, { body, reason: message }, clock());

export const withWarning = (
  warnings: readonly SyncWarning[],
  warning: SyncWarning | undefined,
): readonly SyncWarning[] => (warning === undefined || warnings.includes(warning) ? warnings : [...warnings, warning]);

/** Whether the listing showed every row, so that what it did not show can be missed. */
export const isComplete = ({ nameless, warnings }: Cycle): boolean =>
  nameless === 0 && !warnings.includes("incomplete");
