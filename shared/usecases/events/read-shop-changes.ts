import type { Clock } from "../../core/ports.ts";
import { type Change, type FeedPlace, type FeedStore, feedGone } from "../../stores/feed.ts";
import type { ShopRef } from "../../stores/keys.ts";

/** Where a reader stands in the feeds of a shop, by resource. */
export type ShopPlaces = Readonly<Record<string, FeedPlace>>;

export interface ShopChanges {
  readonly changes: readonly Change[];
  /** When something last changed in these feeds, unix milliseconds; 0: never. */
  readonly lastAt: number;
  readonly isEnd: boolean;
}

export interface ShopReadDeps {
  readonly feed: FeedStore;
  readonly clock: Clock;
}

const BEGINNING: FeedPlace = { seq: 0, at: 0 };

/**
 * What came behind these places, in order within each resource.
 * @throws BadRequest 410 when a feed has begun anew since, or no longer keeps what came behind its place
 */
export const readShopChanges = async (
  ref: ShopRef,
  places: ShopPlaces,
  { resources, limit }: { readonly resources: readonly string[]; readonly limit: number },
  deps: ShopReadDeps,
): Promise<ShopChanges> => {
  const last = await deps.feed.lastOf(ref, resources);
  const placeOf = (name: string): FeedPlace => places[name] ?? BEGINNING;
  const newer = resources.filter((name) => isBehind(name, placeOf(name), last.get(name)!));
  await checkPlaces(
    ref,
    newer.filter((name) => placeOf(name).seq > 0),
    placeOf,
    deps,
  );
  const changes: Change[] = [];
  for (const name of newer) {
    if (changes.length >= limit) break;
    changes.push(
      ...(await deps.feed.after(ref, name, placeOf(name).seq, { limit: limit - changes.length, now: deps.clock() })),
    );
  }
  const lastAt = Math.max(0, ...[...last.values()].map(({ at }) => at));
  return { changes, lastAt, isEnd: changes.length < limit };
};

/** The places behind these changes. */
export const placesBehind = (places: ShopPlaces, changes: readonly Change[]): ShopPlaces => ({
  ...places,
  ...Object.fromEntries(changes.map(({ resource, seq, at }) => [resource, { seq, at: Date.parse(at) }])),
});

const isBehind = (resource: string, place: FeedPlace, last: FeedPlace): boolean => {
  if (place.seq > last.seq || (place.seq === last.seq && !fits(place.at, last.at)))
    throw feedGone("went-back", resource);
  return place.seq < last.seq;
};

/** A feed that was restored goes on with other changes at the places that a reader has seen: never a silent gap. */
const checkPlaces = async (
  { tenant, shop }: ShopRef,
  resources: readonly string[],
  placeOf: (resource: string) => FeedPlace,
  { feed, clock }: ShopReadDeps,
): Promise<void> => {
  if (resources.length === 0) return;
  const wanted = resources.map((resource) => ({ shop, resource, seq: placeOf(resource).seq }));
  for (const { resource, at } of await feed.readMany(tenant, wanted, clock()))
    if (!fits(placeOf(resource).at, Date.parse(at))) throw feedGone("went-back", resource);
};

/** Feeds of before this was noted know no time. */
const fits = (one: number, other: number): boolean => one === 0 || other === 0 || one === other;
