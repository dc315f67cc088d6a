import { createHash } from "node:crypto";
import { lateLook, type SecondLook } from "../../core/proofs.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { overlapOf } from "../../sync/spans.ts";

const MOST_CALLS_AN_HOUR = 120;
const QUARTER = 15 * MINUTE;

/** The readings beside a resource's poll. A list whose every cycle reads everything, or days again, needs none. */
export const looksOf = (resource: Resource): readonly SecondLook[] => {
  if (resource.looks) return resource.looks;
  const { listing } = resource;
  const isByDay = (listing.minWindowSeconds ?? 0) > HOUR / SECOND;
  const reachesBack = listing.strategy === "snapshot" || overlapOf(listing) >= lateLook.backSeconds! * SECOND;
  return isByDay || reachesBack ? [] : [lateLook];
};

export const lookNamed = (resource: Resource, kind: Track): SecondLook | undefined =>
  looksOf(resource).find((look) => look.kind === kind);

/**
 * Milliseconds until the same look is worth its calls again.
 * @param rows that the last one read, from pages of `pageSize`
 */
export const restAfter = (look: SecondLook, rows: number, pageSize: number): number => {
  const calls = Math.max(1, Math.ceil(rows / pageSize));
  const most = look.mostCallsAnHour ?? MOST_CALLS_AN_HOUR;
  return Math.max(look.everySeconds * SECOND, Math.ceil((calls / most) * HOUR));
};

/**
 * When a reading that comes once in `period` milliseconds is due next: each shop and resource has its own place in the
 * period, so that shops which were registered together do not all read at one time. At least a quarter of it from now, and
 * at a time at which the shop is read anyway.
 */
export const placeInPeriod = (ref: ShopRef, name: string, period: number, now: number): number => {
  const share = shareOf(ref, name);
  const first = onQuarter(ref, Math.floor(now / period) * period + Math.floor(share * period));
  for (let at = first; ; at += period) if (at >= now + period / 4) return at;
};

/** Milliseconds by which the shop's long intervals are moved, so that not all shops are read in one minute. */
export const gridOf = (ref: ShopRef): number => Math.floor(shareOf(ref, "grid") * 15) * MINUTE;

/** The last of the shop's quarters of an hour before that time, unix milliseconds: what rests is read then. */
export const onQuarter = (ref: ShopRef, time: number): number => {
  const offset = gridOf(ref);
  return Math.floor((time - offset) / QUARTER) * QUARTER + offset;
};

const shareOf = ({ tenant, shop }: ShopRef, name: string): number =>
  createHash("sha256").update(`${tenant}#${shop}#${name}`).digest().readUInt32BE(0) / 2 ** 32;
