import { queryAll, type Table, type TableWrite } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys, type ShopRef } from "./keys.ts";
import { type Route, refOf, type Shop, toShop } from "./shop.ts";

const routeKey = (vendor: VendorId, { app, business }: Route, ref: ShopRef) =>
  keys.app(vendor, app, `${business}#${ref.tenant}#${ref.shop}`);

/** The shop is no longer told what comes for its business. */
export const routeEnd = ({ vendor, route, ...shop }: Pick<Shop, "tenant" | "id" | "vendor" | "route">): TableWrite[] =>
  route ? [{ delete: routeKey(vendor, route, refOf(shop)) }] : [];

export const routeStart = (ref: ShopRef, { vendor, route }: Pick<Shop, "vendor" | "route">): TableWrite[] =>
  route ? [{ put: { ...routeKey(vendor, route, ref), ...ref } }] : [];

/** Which shop a delivery is for. */
export const createShopRoutes = (table: Table) => ({
  /** The shop behind a webhook address. */
  async byHook(token: string): Promise<ShopRef | undefined> {
    const item = await table.get(keys.hook(token));
    return item && { tenant: String(item.tenant), shop: String(item.shop) };
  },

  /** The shop behind an app's business id, for vendors with one webhook address per app. */
  async byBusiness(vendor: VendorId, app: string, business: string): Promise<ShopRef[]> {
    const page = await table.query({ pk: keys.app(vendor, app, business).pk, prefix: `${business}#` });
    return page.items.map((item) => ({ tenant: String(item.tenant), shop: String(item.shop) }));
  },

  /** All shops of an app, of whichever tenant. */
  async ofApp(vendor: VendorId, app: string): Promise<ShopRef[]> {
    const found: ShopRef[] = [];
    for await (const { tenant, shop } of queryAll(table, {
      pk: keys.app(vendor, app, "").pk,
      fields: ["tenant", "shop"],
    }))
      if (tenant !== undefined) found.push({ tenant: String(tenant), shop: String(shop) });
    return found;
  },

  /**
   * From here on the shop gets what comes for this business, and nothing of the one before. The shop remembers its
   * route in the same step, so that none is left when the shop is deleted.
   */
  async route(ref: ShopRef, route: Route): Promise<void> {
    for (;;) {
      const item = await table.get(keys.shop(ref));
      const shop = item && toShop(item);
      if (!shop || shop.health === "removing" || isSame(shop.route, route)) return;
      const routed = await table.transact([
        {
          update: keys.shop(ref),
          change: { set: { shop: JSON.stringify({ ...shop, route }) } },
          when: { equal: ["shop", String(item.shop)] },
        },
        ...routeStart(ref, { ...shop, route }),
        ...routeEnd(shop),
      ]);
      if (routed) return;
    }
  },
});

export const isSame = (left: Route | undefined, right: Route): boolean =>
  left?.app === right.app && left.business === right.business;
