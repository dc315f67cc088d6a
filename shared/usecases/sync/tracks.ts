import type { Resource } from "../../core/vendor.ts";
import type { Track } from "../../stores/sync-states.ts";

/** The tracks of a resource. A snapshot has no filter by time: each of its cycles reads everything. */
export const tracksOf = (resource: Resource): readonly Track[] =>
  resource.listing.strategy === "snapshot" ? ["full"] : ["live", "full"];

/** Whether the track reads all of the past beside a live track. It is long, and nobody waits for it. */
export const isBackfill = ({ listing }: Resource, track: Track): boolean =>
  track === "full" && listing.strategy !== "snapshot";
