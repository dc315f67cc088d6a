import { BACKSTOP, isDoubted, isFixed } from "../../core/pace.ts";
import { SECOND } from "../../core/time.ts";
import { isLook, type Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { SyncState } from "../../stores/sync-states.ts";
import { lookNamed, restAfter } from "./looks.ts";
import { listedBy, sideTracksOf, tracksOf } from "./tracks.ts";

/** What decides how rarely a resource may be read. */
export interface Standing {
  /** Webhooks that are proven tell every change of it. */
  readonly proven: boolean;
  /** When a poll or a second look of it last found a change that they should have told, unix milliseconds. */
  readonly doubtedAt?: number | undefined;
  /** Other resources of the shop have such webhooks, and nothing happens in any of them. */
  readonly shopRests: boolean;
  /** Its second looks may rest: its webhooks tell everything, or those of the shop tell nothing, and nothing happens in it. */
  readonly rests: boolean;
  /** When the shop got its access back, or was resumed, for the last time. Unix milliseconds. */
  readonly resumedAt?: number | undefined;
}

type States = ReadonlyMap<string, SyncState>;

const stateOf = (states: States, { name }: Resource, track: Track): SyncState | undefined =>
  states.get(`${name}#${track}`);

interface ShopAsKnown {
  readonly states: States;
  /** Names of the resources whose changes are told by webhooks that are proven. */
  readonly told: ReadonlySet<string>;
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  readonly resumedAt?: number | undefined;
  readonly now: number;
}

/** @param shopRests as `restsByWebhooks` says of the shop; false where only this resource is known */
export const standingOf = (resource: Resource, known: ShopAsKnown, shopRests = false): Standing => {
  const proven = known.told.has(resource.name);
  const doubtedAt = doubtedAtOf(resource, known.states);
  return {
    proven,
    ...(doubtedAt > 0 ? { doubtedAt } : {}),
    shopRests: !proven && shopRests,
    rests: (proven || shopRests) && restsNow(resource, known),
    resumedAt: known.resumedAt,
  };
};

/** When a poll or a second look of it last found a change that its webhooks should have told, unix milliseconds. Zero: none. */
export const doubtedAtOf = (resource: Resource, states: States): number => {
  const [polled = "live"] = tracksOf(resource);
  const doubts = [polled, ...sideTracksOf(resource)].map((track) => stateOf(states, resource, track)?.doubtedAt ?? 0);
  return Math.max(...doubts);
};

/** The poll has found for some time that the resource's webhooks told everything, and nothing happens in it. */
const restsNow = (resource: Resource, known: ShopAsKnown): boolean => {
  const [polled = "live"] = tracksOf(resource);
  const { everySeconds = 0, lastCycle } = stateOf(known.states, resource, polled) ?? {};
  const isQuiet = everySeconds >= BACKSTOP && lastCycle?.written === 0 && lastCycle.removed === 0;
  return isQuiet && !isDoubted(doubtedAtOf(resource, known.states), known.now) && !isFixed(resource, known.schedule);
};

/** Where orders, products and what else webhooks tell have been still for so long, the rest of the shop is still as well. */
export const restsByWebhooks = (resources: readonly Resource[], known: ShopAsKnown): boolean => {
  const told = resources.filter((one) => known.told.has(one.name) && !isFixed(one, known.schedule));
  return told.length > 0 && told.every((one) => restsNow(one, known));
};

/**
 * When a track is due, unix milliseconds. A second look that has rested comes as soon as it would have without, when it
 * may not rest any more. One that waits for a limit waits on, and so does one that waits after an error, but once: what failed
 * before its shop had its access back is tried anew at once.
 */
export const dueTimeOf = (resource: Resource, track: Track, state: SyncState, standing: Standing): number => {
  const { rests, resumedAt = 0 } = standing;
  const { nextAt, everySeconds = 0, lastCycle, failures, limitedUntil, error } = state;
  if (failures > 0 && limitedUntil === undefined && error && error.at <= resumedAt) return Math.min(nextAt, resumedAt);
  const look = isLook(track) ? lookNamed(resource, track) : undefined;
  if (rests || !look || !lastCycle || failures > 0 || limitedUntil !== undefined) return nextAt;
  const shortest = restAfter(look, lastCycle.rows, listedBy(resource, track).listing.pageSize);
  return everySeconds * SECOND > shortest ? Math.min(nextAt, lastCycle.startedAt + shortest) : nextAt;
};

/** Pages of a look that goes on within a round. */
const SHORT = 3;

/** Whether a second look is short, as far as the last one tells, and nothing of it is under way or has failed. */
export const isShort = (resource: Resource, track: Track, state: SyncState | undefined): boolean =>
  state?.lastCycle !== undefined &&
  state.cycle === undefined &&
  state.failures === 0 &&
  state.lastCycle.rows <= SHORT * listedBy(resource, track).listing.pageSize;
