import type { Clock } from "../../core/ports.ts";
import type { Operation, ShopAccess, ShopContext, Vendor } from "../../core/vendor.ts";
import type { Shop } from "../../stores/shops.ts";

export const operationOf = (vendor: Vendor, id: string): Operation => {
  const operation = vendor.operations.find((one) => one.id === id);
  if (!operation) throw new Error(`${vendor.id}: unknown operation ${id}`);
  return operation;
};

/** Base addresses: the vendor's, or the sandbox's. */
export const hostsOf = (shop: Pick<Shop, "hosts" | "settings">, vendor: Vendor): Readonly<Record<string, string>> => ({
  ...vendor.hosts,
  ...vendor.hostsFor?.(shop.settings),
  ...shop.hosts,
});

/** What a vendor's request is built from. */
export const contextOf = (
  shop: Shop,
  vendor: Vendor,
  access: ShopAccess,
  deps: { readonly clock: Clock; readonly randomId: () => string },
): ShopContext => ({
  access,
  hosts: hostsOf(shop, vendor),
  settings: shop.settings,
  now: deps.clock,
  randomId: deps.randomId,
});
