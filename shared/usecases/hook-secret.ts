import { createHmac, randomBytes } from "node:crypto";
import { BadRequest, RetryLater } from "../core/errors.ts";
import type { Clock, Secrets } from "../core/ports.ts";
import { DAY } from "../core/time.ts";
import type { HookSecret, ShopAccess, Vendor, VendorId } from "../core/vendor.ts";
import type { ShopRef } from "../stores/keys.ts";
import { refOf, type Shop, type ShopStore } from "../stores/shops.ts";

export interface HookDeps {
  readonly shops: ShopStore;
  readonly secrets: Secrets;
  readonly vendor: (id: VendorId) => Vendor;
  readonly clock: Clock;
  readonly secretName: (ref: ShopRef) => string;
  readonly config: { readonly intakeUrl: string };
}

/** For so long after a rotation the secret before is accepted: what is under way then was signed with it. */
export const BOTH_ACCEPTED = DAY;
const LEASE = 30_000;

/** Where the vendor sends this shop's webhooks. */
export const hookAddress = (shop: Shop, vendor: Vendor, access: ShopAccess, intakeUrl: string): string =>
  vendor.webhooks?.scope === "app"
    ? `${intakeUrl}/${vendor.id}/app/${String(access.credentials.appId ?? "")}`
    : `${intakeUrl}/${vendor.id}/${shop.hookToken}`;

/**
 * The shop's webhook secret, made when there is none. All shops of an app share the app's only verify token, so theirs
 * comes from what they share already: the app's own key.
 */
export const ensureHookSecret = async (shop: Shop, deps: HookDeps): Promise<ShopAccess | undefined> => {
  const access = await deps.secrets.get(deps.secretName(refOf(shop)));
  if (access?.hook && access.hook.since === shop.hookSince) return access;
  return changeHook(
    shop,
    deps,
    (current, stored) => current ?? { secret: fresh(shop, stored, deps), since: deps.clock() },
  );
};

/** A new secret (or one that a person chose); the one before is accepted for a day. */
export const rotateHookSecret = async (shop: Shop, chosen: string | undefined, deps: HookDeps): Promise<ShopAccess> => {
  const now = deps.clock();
  const access = await changeHook(shop, deps, (current) => ({
    secret: chosen ?? randomSecret(),
    since: now,
    ...(current ? { previous: current.secret, previousUntil: now + BOTH_ACCEPTED } : {}),
  }));
  if (!access) throw new BadRequest(409, "no-credentials", "The shop has no credentials stored.");
  return access;
};

const randomSecret = (): string => randomBytes(24).toString("hex");

const fresh = (shop: Shop, access: ShopAccess, deps: HookDeps): string => {
  const { appId, secretKey } = access.credentials;
  if (deps.vendor(shop.vendor).webhooks?.scope !== "app" || typeof secretKey !== "string") return randomSecret();
  return createHmac("sha256", secretKey)
    .update(`webhooks#${shop.vendor}#${String(appId)}`)
    .digest("hex")
    .slice(0, 48);
};

/** Under the lease of the secret, which is read and written whole. The shop learns last. */
const changeHook = async (
  shop: Shop,
  deps: HookDeps,
  change: (current: HookSecret | undefined, access: ShopAccess) => HookSecret,
): Promise<ShopAccess | undefined> => {
  const ref = refOf(shop);
  const name = deps.secretName(ref);
  if (!(await deps.shops.lease(ref, "session", deps.clock(), LEASE)))
    throw new RetryLater("another worker changes the shop's secret", {
      retryAt: deps.clock() + 2_000,
      delivered: "no",
    });
  try {
    const stored = await deps.secrets.get(name, { fresh: true });
    if (!stored) return undefined;
    const hook = change(stored.hook, stored);
    const access = { ...stored, hook };
    if (hook !== stored.hook) await deps.secrets.put(name, access);
    await deps.shops.change(ref, { hookSince: hook.since });
    return access;
  } finally {
    await deps.shops.release(ref, "session");
  }
};
