import { secondLookKinds } from "../../core/proofs.ts";
import { isoTime } from "../../core/time.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { SyncState } from "../../stores/sync-states.ts";
import { lookNamed } from "./looks.ts";
import { hasDetails } from "./tracks.ts";

type States = ReadonlyMap<string, SyncState>;

/** One comparison beside the poll. `full` and `whole` read everything without the poll's filter. */
interface Proof {
  readonly kind: ProofKind;
  /** When its reading began: whatever was changed before is in the copy. ISO 8601. */
  readonly at: string;
  /** Rows that it read; records that it looked at (`names`). */
  readonly records: number;
  /** Rows that the copy lacked; records that are named and not stored (`names`). Null: it was the first reading of all. */
  readonly missing: number | null;
  /** How far back it reached, where it did not read everything. Seconds. */
  readonly backSeconds?: number;
}

export const proofKinds = ["full", ...secondLookKinds, "names"] as const;
type ProofKind = (typeof proofKinds)[number];
/** These two read everything, by another way than the poll. */
const proveAll: readonly ProofKind[] = ["full", "whole"];

/**
 * What of a resource's copy was proven, how and when. `provenAt`: everything that the vendor had at that time is in the
 * copy, by a reading that does not use the poll's filter. `details`: whether each record's own detail was asked for,
 * and how many were in the last pass.
 */
export const provenOf = (resource: Resource, states: States) => {
  const of = (track: Track) => states.get(`${resource.name}#${track}`);
  const proofs = proofKinds.flatMap((kind) => proofOf(resource, kind, of(kind)));
  const last = proofs
    .filter(({ kind }) => proveAll.includes(kind))
    .sort((left, right) => right.at.localeCompare(left.at))[0];
  const details = of("details");
  const detailed = !hasDetails(resource) || (details?.cycles ?? 0) > 0;
  return {
    complete: provenBy(of("full")) !== undefined && detailed,
    provenAt: last?.at ?? null,
    proofs,
    ...(hasDetails(resource)
      ? { details: { complete: detailed, asked: details?.cycle?.written ?? details?.lastCycle?.written ?? 0 } }
      : {}),
  };
};

/** The last cycle that proves something: one that shows nothing of a copy that has records does not. */
const provenBy = (state: SyncState | undefined): SyncState["lastCycle"] =>
  state?.blank ? state.blank.before : state?.lastCycle;

const proofOf = (resource: Resource, kind: ProofKind, state: SyncState | undefined): readonly Proof[] => {
  const last = provenBy(state);
  if (!state || !last) return [];
  const isFirst = kind === "full" && state.cycles - (state.blank?.times ?? 0) === 1;
  const missing = kind === "names" ? last.written : (last.added ?? 0);
  const back = lookNamed(resource, kind)?.backSeconds;
  return [
    {
      kind,
      at: isoTime(last.startedAt),
      records: last.rows,
      missing: isFirst ? null : missing,
      ...(back === undefined ? {} : { backSeconds: back }),
    },
  ];
};
