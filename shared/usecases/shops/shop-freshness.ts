import type { Clock } from "../../core/ports.ts";
import { freshnessOfShop, healthOf, type ResourceFreshness } from "../../core/shop-health.ts";
import { silenceReason } from "../../core/silence.ts";
import type { Vendor } from "../../core/vendor.ts";
import type { HaltStore, Halts } from "../../stores/halts.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { SyncState, SyncStateStore } from "../../stores/sync-states.ts";
import { haltEndedAt, haltOfShop } from "./halted.ts";
import { copiedBy } from "./resources-of.ts";

/** A server that answers nothing is why the shop's resources are late. */
const withSilence = (shop: Shop): Shop => {
  const { silence, trouble } = shop;
  if (!silence || trouble) return shop;
  const { since } = silence;
  return { ...shop, trouble: { code: "RetryLater", message: silenceReason(silence), at: since, since } };
};

/** While an operator has stopped its vendor or its tenant, it stands as a paused one, and it has rested until the end of that. */
const withHalt = (shop: Shop, vendor: Pick<Vendor, "name">, halts: Halts): Shop => {
  const halt = isPaused(shop) ? undefined : haltOfShop(halts, shop, vendor);
  if (halt) return { ...shop, health: "paused", reason: halt.reason, stoppedAt: halt.since };
  return { ...shop, resumedAt: Math.max(shop.resumedAt ?? 0, haltEndedAt(halts, shop)) };
};

export interface FreshnessDeps {
  /** Of the function itself: what operators have stopped is no tenant's. */
  readonly halts: Pick<HaltStore, "read">;
  readonly states: Pick<SyncStateStore, "all">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources" | "name">;
  readonly clock: Clock;
}

export interface ShopFreshness {
  /** The shop with the health that it has at this moment, whatever the watchdog found when it last came. */
  readonly shop: Shop;
  readonly resources: readonly ResourceFreshness[];
  /** By `resource#track`. */
  readonly states: ReadonlyMap<string, SyncState & { readonly running: boolean }>;
}

/**
 * How fresh a shop's copy is now. Everybody who says something about it asks here, so that all say the same, and so
 * that a standstill is seen although the watchdog may stand still as well.
 */
export const readFreshness = async (
  shop: Shop,
  deps: FreshnessDeps,
  options?: { readonly eventual: boolean },
): Promise<ShopFreshness> => {
  const now = deps.clock();
  const [states, halts] = await Promise.all([deps.states.all(refOf(shop), now, options), deps.halts.read(now)]);
  const vendor = deps.vendor(shop.vendor);
  const seen = withHalt(shop, vendor, halts);
  const resources = freshnessOfShop(withSilence(seen), copiedBy(seen, vendor), states, now);
  return { shop: { ...seen, ...healthOf(seen, resources) }, resources, states };
};
