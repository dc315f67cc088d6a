import type { ShopAccess, Vendor, VendorId } from "../../core/vendor.ts";
import { isSame, refOf, type Shop, type ShopStore } from "../../stores/shops.ts";

/** The vendor's own id of the shop, as it granted it, or as the tenant named it; undefined: nobody has said it yet. */
export const businessOf = ({ credentials, session }: ShopAccess): string | undefined => {
  const { businessId } = { ...credentials, ...session?.grants } as Record<string, unknown>;
  return businessId === undefined ? undefined : String(businessId);
};

/**
 * Where a vendor has one address for all shops of an app: the webhooks of the shop's business go to the shop from here
 * on. Only with a session, because until the vendor has given one, app and business are no more than claims.
 */
export const routeShop = async (
  shop: Shop,
  access: ShopAccess,
  deps: { readonly shops: ShopStore; readonly vendor: (id: VendorId) => Vendor },
): Promise<void> => {
  if (deps.vendor(shop.vendor).webhooks?.scope !== "app" || !access.session) return;
  const business = businessOf(access);
  if (business === undefined) return;
  const route = { app: String(access.credentials.appId ?? ""), business };
  if (!isSame(shop.route, route)) await deps.shops.route(refOf(shop), route);
};
