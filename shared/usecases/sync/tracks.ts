import { isLook, type Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import { lookNamed, looksOf } from "./looks.ts";

/** The tracks of a resource's own cycles. A snapshot has no filter by time: each of its cycles reads everything. */
export const tracksOf = (resource: Resource): readonly Track[] =>
  resource.listing.strategy === "snapshot" ? ["full"] : ["live", "full"];

/** Whether fields of a record are only shown where it is asked for by itself. */
export const hasDetails = ({ unlisted, get }: Resource): boolean => unlisted !== undefined && get !== undefined;

/** What goes on beside the cycles, and proves what their filter cannot. */
export const sideTracksOf = (resource: Resource): readonly Track[] => [
  ...looksOf(resource).map(({ kind }) => kind),
  ...(hasDetails(resource) ? (["details"] as const) : []),
  ...(resource.names?.length ? (["names"] as const) : []),
];

/** Whether the track takes what the others leave of the limit. It is long, and nobody waits for it. */
export const isBackfill = ({ listing }: Resource, track: Track): boolean =>
  track !== "live" && !(track === "full" && listing.strategy === "snapshot");

/** The resource as the track lists it. */
export const listedBy = (resource: Resource, track: Track): Resource => {
  if (track === "full" && resource.fullListing) return { ...resource, listing: resource.fullListing };
  const look = isLook(track) ? lookNamed(resource, track) : undefined;
  if (!look) return resource;
  const listing = look.listing ?? resource.listing;
  // Without a filter by time there is one stretch, and offsets or tokens lead through it.
  return { ...resource, listing: track === "whole" ? { ...listing, strategy: "snapshot" } : listing };
};
