import { troubleOf } from "../../core/defects.ts";
import { NotNow, SignInAgain } from "../../core/errors.ts";
import type { Clock, Metric } from "../../core/ports.ts";
import { MINUTE } from "../../core/time.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { Breaker } from "./breaker.ts";
import { countFailure } from "./count-reading.ts";
import { type OpenShop, type OpenShopDeps, openShop } from "./open-shop.ts";

/** A shop that cannot be opened is tried each minute, and written to less often. */
const NOTED_EVERY = 5 * MINUTE;

interface NeedsReauthDeps {
  readonly shops: ShopStore;
  readonly clock: Clock;
  readonly metric: Metric;
  /** Tells the tenant about the shop itself: `shop.needs-reauth`, `shop.degraded`, `deletions.held`. */
  readonly notifyShop: (event: string, shop: Shop, data: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface WithShopDeps extends OpenShopDeps, NeedsReauthDeps {
  /** Absent: a person asks, and the server is asked whether or not it has answered before. */
  readonly breaker?: Breaker | undefined;
}

/** Opens the shop and does the work. Where the vendor refuses the credentials, the shop needs its owner. */
export const withShop = async (
  shop: Shop,
  deps: WithShopDeps,
  work: (open: OpenShop) => Promise<void>,
): Promise<void> => {
  try {
    await deps.breaker?.admit(shop);
    await work(await openOrNote(shop, deps));
  } catch (error) {
    if (!(error instanceof SignInAgain)) throw error;
    await needReauth(shop, error, deps);
  }
};

/** Why a shop cannot be opened is kept with the shop, because none of its resources is read and could say it. */
const openOrNote = async (shop: Shop, deps: WithShopDeps): Promise<OpenShop> => {
  try {
    const open = await openShop(shop, deps);
    if (shop.trouble) await deps.shops.change(refOf(shop), { trouble: undefined });
    return open;
  } catch (error) {
    if (!(error instanceof NotNow)) countFailure(shop.vendor, error, deps.metric);
    const isTrouble = !(error instanceof SignInAgain || error instanceof NotNow);
    if (isTrouble) await noteTrouble(shop, error, deps).catch(() => undefined);
    throw error;
  }
};

const noteTrouble = async (shop: Shop, error: unknown, { shops, clock }: WithShopDeps): Promise<void> => {
  const now = clock();
  const { trouble: known } = shop;
  const found = troubleOf(error);
  if (known?.code === found.code && now - known.at < NOTED_EVERY) return;
  await shops.change(refOf(shop), { trouble: { ...found, at: now, since: known?.since ?? now } });
};

/** Refused credentials stop the polling, and the tenant is told. The data stays readable. */
export const needReauth = async (
  shop: Shop,
  { message: reason }: SignInAgain,
  deps: NeedsReauthDeps,
): Promise<void> => {
  // It has proven nothing yet, so that it has lost nothing.
  if (shop.health === "authorizing") return;
  // It has been told, and it stands still since then.
  if (shop.health === "needs-reauth") return;
  await deps.shops.change(refOf(shop), { health: "needs-reauth", reason, stoppedAt: deps.clock() });
  deps.metric("ShopsNeedReauth", 1);
  await deps.notifyShop("shop.needs-reauth", shop, { reason });
};
