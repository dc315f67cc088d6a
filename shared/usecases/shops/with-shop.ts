import { SignInAgain } from "../../core/errors.ts";
import type { Clock, Metric } from "../../core/ports.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import { type OpenShop, type OpenShopDeps, openShop } from "./open-shop.ts";

interface NeedsReauthDeps {
  readonly shops: ShopStore;
  readonly clock: Clock;
  readonly metric: Metric;
  /** Tells the tenant about the shop itself: `shop.needs_reauth`, `shop.degraded`, `deletions.held`. */
  readonly notifyShop: (event: string, shop: Shop, data: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface WithShopDeps extends OpenShopDeps, NeedsReauthDeps {}

/** Opens the shop and does the work. Where the vendor refuses the credentials, the shop needs its owner. */
export const withShop = async (
  shop: Shop,
  deps: WithShopDeps,
  work: (open: OpenShop) => Promise<void>,
): Promise<void> => {
  try {
    await work(await openShop(shop, deps));
  } catch (error) {
    if (!(error instanceof SignInAgain)) throw error;
    await needReauth(shop, error, deps);
  }
};

/** Refused credentials stop the polling, and the tenant is told. The data stays readable. */
export const needReauth = async (
  shop: Shop,
  { message: reason }: SignInAgain,
  deps: NeedsReauthDeps,
): Promise<void> => {
  await deps.shops.change(refOf(shop), { health: "needs_reauth", reason, stoppedAt: deps.clock() });
  deps.metric("ShopsNeedReauth", 1);
  await deps.notifyShop("shop.needs_reauth", shop, { reason });
};
