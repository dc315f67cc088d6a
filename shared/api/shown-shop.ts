import { INDEX_FORM } from "../core/finding.ts";
import { shownBreaker } from "../core/silence.ts";
import { isoTime } from "../core/time.ts";
import type { Vendor as VendorAdapter } from "../core/vendor.ts";
import type { Deps } from "../lambda/wiring.ts";
import type { Shop } from "../stores/shops.ts";
import { readFreshness } from "../usecases/shops/shop-freshness.ts";

/** Fields of a shop that are a secret (the token of its webhook address), or of no use to its tenant. */
const inner = [
  "tenant",
  "hookToken",
  "hookSince",
  "writesUntil",
  "route",
  "stoppedAt",
  "resumedAt",
  "trouble",
  "lateness",
  "tidyAt",
  "expiresAt",
  "migration",
  "former",
  "indexed",
  "silence",
  "slowUntil",
  "refused",
  "probedAt",
  "renewedBy",
  "ownerShares",
] as const;

/** A shop as its tenant sees it. */
export const shownShop = (shop: Shop, vendor: VendorAdapter) => {
  const { expiresAt, migration, former, silence, ownerShares } = shop;
  const fields = Object.entries(shop).filter(([name]) => !inner.some((one) => one === name));
  return {
    ...(Object.fromEntries(fields) as Omit<Shop, (typeof inner)[number]>),
    ...(expiresAt === undefined ? {} : { expiresAt: isoTime(expiresAt) }),
    ...(migration === undefined ? {} : { migration: { ...migration, since: isoTime(migration.since) } }),
    ...(former === undefined ? {} : { former: { ...former, at: isoTime(former.at) } }),
    ...(ownerShares === undefined ? {} : { ownerShares: { ...ownerShares, at: isoTime(ownerShares.at) } }),
    ...(silence === undefined ? {} : { breaker: shownBreaker(shop.vendor, silence) }),
    ...(shop.indexed === INDEX_FORM ? {} : { index: "building" as const }),
    ...sunsetOf(vendor),
  };
};

/** Last day of the vendor's own support, and where its shops can go. */
export const sunsetOf = ({ sunset, successor }: VendorAdapter) => ({
  ...(sunset === undefined ? {} : { sunset }),
  ...(successor === undefined ? {} : { successor }),
});

/** The same with the health that it has at this moment. */
export const shownShopNow = async (shop: Shop, deps: Deps) =>
  shownShop((await readFreshness(shop, deps)).shop, deps.vendor(shop.vendor));
