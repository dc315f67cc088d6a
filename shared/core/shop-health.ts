import {
  type FailureCause,
  type Freshness,
  type FreshnessState,
  freshnessOf,
  type ShopView,
  type TrackView,
} from "./freshness.ts";
import { isoTime } from "./time.ts";
import type { Resource } from "./vendor/resource.ts";

export interface ResourceFreshness extends Freshness {
  readonly resource: string;
}

/** So many resources are named in the reason of a shop's health. */
const MOST_NAMED = 3;

/** How fresh each resource of a shop is. `states`: by `resource#track`. */
export const freshnessOfShop = (
  shop: ShopView,
  resources: readonly Resource[],
  states: ReadonlyMap<string, TrackView>,
  now: number,
): readonly ResourceFreshness[] =>
  resources.map((resource) => {
    const own = [...states].filter(([name]) => name.startsWith(`${resource.name}#`));
    const of = (track: string) => states.get(`${resource.name}#${track}`);
    const beside = own.filter(([name]) => !/#(live|full)$/.test(name)).map(([, state]) => state);
    const tracks = { live: of("live"), full: of("full"), beside };
    return { resource: resource.name, ...freshnessOf(resource, tracks, shop, now) };
  });

/**
 * A shop is healthy while none of its resources is late. Paused shops, and those without access, stay what they are.
 */
export const healthOf = <Health extends string>(
  { health, reason }: { readonly health: Health; readonly reason?: string | undefined },
  resources: readonly ResourceFreshness[],
): { readonly health: Health | "healthy" | "degraded"; readonly reason: string | undefined } => {
  if (health !== "healthy" && health !== "degraded") return { health, reason };
  const late = resources.filter((one) => one.late);
  const [first] = late;
  if (!first) return { health: "healthy", reason: undefined };
  const named = late.slice(0, MOST_NAMED).map((one) => one.resource);
  const more = late.length > MOST_NAMED ? ` and ${late.length - MOST_NAMED} more` : "";
  const since = Math.min(...late.map((one) => one.since ?? Number.POSITIVE_INFINITY));
  const reasons = `The first of them is ${first.state}: ${first.reason}`;
  return {
    health: "degraded",
    reason: `Not as fresh as promised since ${isoTime(since)}: ${named.join(", ")}${more}. ${reasons}`,
  };
};

/** How a shop that is not as fresh as promised stands, in short: what an operator sorts all shops by. */
export interface Lateness {
  /** Of the resource that is late for the longest time: why it fails, or else its state. */
  readonly cause: LateCause;
  /** When the last complete reading of that resource began; before the first one, since when it is late. Unix milliseconds. */
  readonly behindSince: number;
  /** How many resources are late. */
  readonly resources: number;
}

export type LateCause = FailureCause | Exclude<FreshnessState, "failing" | "current">;

/** Undefined: nothing is late. */
export const latenessOf = (resources: readonly ResourceFreshness[], now: number): Lateness | undefined => {
  const late = resources
    .filter((one) => one.late)
    .map((one) => ({ ...one, behindSince: one.lag === undefined ? (one.since ?? now) : now - one.lag }))
    .toSorted((one, other) => one.behindSince - other.behindSince);
  const [worst] = late;
  if (!worst) return undefined;
  const { cause, state, behindSince } = worst;
  return { cause: cause ?? (state as LateCause), behindSince, resources: late.length };
};

export const isSameLateness = (one: Lateness | undefined, other: Lateness | undefined): boolean =>
  one?.cause === other?.cause && one?.behindSince === other?.behindSince && one?.resources === other?.resources;

/** A resource's freshness as its tenant reads it. */
export const shownFreshness = (freshness: ResourceFreshness) => {
  const { resource, state, since, reason, until, lag, promisedSeconds } = freshness;
  return {
    resource,
    state,
    ...(since === undefined ? {} : { since: isoTime(since) }),
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until: isoTime(until) }),
    promisedSeconds,
    lagSeconds: lag === undefined ? null : Math.round(lag / 1_000),
  };
};
