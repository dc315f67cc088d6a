import { type SecondLookKind, secondLookKinds } from "./proofs.ts";

/**
 * How a resource is gone through. `live`: what changed since the last cycle. `full`: everything, for the backfill, for
 * comparison and for snapshots. `late`, `created`, `whole`: see `SecondLook`. `details`: stored records whose detail nobody
 * has asked for. `names`: whether the records that stored ones name are stored as well.
 */
export const tracks = ["live", "full", ...secondLookKinds, "details", "names"] as const;
export type Track = (typeof tracks)[number];

export const isLook = (track: Track): track is SecondLookKind => secondLookKinds.some((kind) => kind === track);
