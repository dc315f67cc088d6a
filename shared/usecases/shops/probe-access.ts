import { isVendorError, NotNow } from "../../core/errors.ts";
import { HOUR } from "../../core/time.ts";
import { ACCESS_ANEW, refOf, type Shop } from "../../stores/shops.ts";
import { type WithShopDeps, withShop } from "./with-shop.ts";

const PROBE_EVERY = HOUR;

/**
 * A shop that has lost its access, once an hour: one cheap call shows whether the vendor accepts it again. A vendor that
 * refused by mistake stops no shop until a person acts.
 * @returns when it is to be asked again, unix milliseconds; undefined: the shop has its access back
 */
export const probeAccess = async (shop: Shop, deps: WithShopDeps): Promise<number | undefined> => {
  const now = deps.clock();
  const dueAt = Math.max(shop.probedAt ?? 0, shop.stoppedAt ?? 0) + PROBE_EVERY;
  if (now < dueAt) return dueAt;
  const ref = refOf(shop);
  // First the note: of two workers one asks, and a worker that dies at it asks in an hour.
  const noted = await deps.shops.change(ref, { probedAt: now }, (current) => current.probedAt === shop.probedAt);
  if (noted.probedAt !== now || noted.health !== "needs-reauth") return now + PROBE_EVERY;
  if (!(await isAccepted(noted, deps))) return now + PROBE_EVERY;
  const healthy = { health: "healthy", reason: undefined, resumedAt: deps.clock(), ...ACCESS_ANEW } as const;
  // Whatever its owner or its tenant has done to it meanwhile stands.
  let isBack = false;
  const changed = await deps.shops.change(ref, healthy, ({ health }) => {
    isBack = health === "needs-reauth";
    return isBack;
  });
  if (isBack) await deps.notifyShop("shop.recovered", changed, { resources: [] });
  return undefined;
};

const isAccepted = async (shop: Shop, deps: WithShopDeps): Promise<boolean> => {
  let accepted = false;
  try {
    await withShop(shop, deps, async ({ vendor, call }) => {
      await vendor.check(call("poll"));
      accepted = true;
    });
  } catch (error) {
    if (error instanceof NotNow || !isVendorError(error)) throw error;
  }
  return accepted;
};
