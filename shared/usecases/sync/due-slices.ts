import { isDue } from "../../core/grid.ts";
import { MINUTE } from "../../core/time.ts";
import { isLook, type Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";
import type { ListedState } from "../../stores/sync-states.ts";
import { dueTimeOf, isShort, restsByWebhooks, type Standing, standingOf } from "./standing.ts";
import { isBackfill, sideTracksOf, tracksOf } from "./tracks.ts";

/** What goes on by a message of its own is looked for again after this, in case the message was lost. */
export const UNDER_WAY = 5 * MINUTE;

export interface DueSlice {
  readonly resource: Resource;
  readonly track: Track;
  readonly standing: Standing;
  /** A job of its own: long, or a worker died at it, and not to hold up the others. */
  readonly alone: boolean;
  /** In a row, so far. */
  readonly failures: number;
}

/** What is known of a shop's resources. */
export interface Known {
  readonly states: ReadonlyMap<string, ListedState>;
  /** Names of the resources whose changes are told by webhooks that are proven. */
  readonly told: ReadonlySet<string>;
}

/** What is due, and when the first of the others will be. */
export const dueSlices = (
  resources: readonly Resource[],
  { schedule, resumedAt }: Pick<Shop, "schedule" | "resumedAt">,
  { states, told }: Known,
  now: number,
): { readonly due: readonly DueSlice[]; readonly nextAt: number } => {
  const due: DueSlice[] = [];
  let nextAt = Number.POSITIVE_INFINITY;
  const add = (state: ListedState | undefined, slice: Omit<DueSlice, "failures">): void => {
    const dueAt = state && dueTimeOf(slice.resource, slice.track, state, slice.standing);
    if (state?.running) nextAt = Math.min(nextAt, slice.alone ? now + UNDER_WAY : now);
    else if (dueAt !== undefined && !isDue(dueAt, now)) nextAt = Math.min(nextAt, dueAt);
    else due.push({ ...slice, failures: state?.failures ?? 0 });
  };
  const known = { states, told, schedule, resumedAt, now };
  const shopRests = restsByWebhooks(resources, known);
  for (const resource of resources) {
    const standing = standingOf(resource, known, shopRests);
    for (const track of tracksOf(resource)) {
      const state = states.get(`${resource.name}#${track}`);
      // Of a round that died with its worker one poll may be the cause: next time each of them goes on by itself.
      const alone = isBackfill(resource, track) || state?.abandoned === true;
      add(state, { resource, track, standing, alone });
    }
    for (const track of sideTracksOf(resource)) {
      // Before everything was read once there is nothing to prove.
      if (!states.get(`${resource.name}#full`)?.cycles) continue;
      const state = states.get(`${resource.name}#${track}`);
      const alone = !isLook(track) || state?.abandoned === true || !isShort(resource, track, state);
      add(state, { resource, track, standing, alone });
    }
  }
  // What changed comes before what was always there.
  due.sort((left, right) => Number(left.track !== "live") - Number(right.track !== "live"));
  return { due, nextAt };
};
