import type { Clock } from "../../core/ports.ts";
import { freshnessOfShop, healthOf, type ResourceFreshness } from "../../core/shop-health.ts";
import { silenceReason } from "../../core/silence.ts";
import type { Vendor } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { SyncState, SyncStateStore } from "../../stores/sync-states.ts";
import { copiedBy } from "./resources-of.ts";

/** A server that answers nothing is why the shop's resources are late. */
const withSilence = (shop: Shop): Shop => {
  const { silence, trouble } = shop;
  if (!silence || trouble) return shop;
  const { since } = silence;
  return { ...shop, trouble: { code: "RetryLater", message: silenceReason(silence), at: since, since } };
};

export interface FreshnessDeps {
  readonly states: Pick<SyncStateStore, "all">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
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
export const readFreshness = async (shop: Shop, deps: FreshnessDeps): Promise<ShopFreshness> => {
  const now = deps.clock();
  const states = await deps.states.all(refOf(shop), now);
  const resources = freshnessOfShop(withSilence(shop), copiedBy(shop, deps.vendor(shop.vendor)), states, now);
  return { shop: { ...shop, ...healthOf(shop, resources) }, resources, states };
};
