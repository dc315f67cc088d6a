import { createHmac, randomBytes } from "node:crypto";
import { BadRequest, RetryLater } from "../../core/errors.ts";
import type { Clock, Secrets } from "../../core/ports.ts";
import { seal, unseal } from "../../core/seal.ts";
import { DAY } from "../../core/time.ts";
import type { HookSecret, ShopAccess, Vendor, VendorId } from "../../core/vendor.ts";
import { isPrintOf } from "../../core/webhook-proof.ts";
import type { AppSecret, AppSecretStore } from "../../stores/app-secrets.ts";
import type { Delivery } from "../../stores/delivery-items.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";

export interface HookDeps {
  readonly shops: ShopStore;
  readonly appSecrets: AppSecretStore;
  readonly secrets: Secrets;
  readonly vendor: (id: VendorId) => Pick<Vendor, "webhooks">;
  readonly clock: Clock;
  readonly secretName: (ref: ShopRef) => string;
  readonly tenants: Pick<TenantStore, "audit">;
  readonly random: () => number;
}

/** For so long after a rotation the secret before is accepted: what is under way then was signed with it. */
export const BOTH_ACCEPTED = DAY;
const LEASE = 30_000;

export interface IntakeAddresses {
  readonly intakeUrl: string;
  /** On a laptop: for shops whose vendor is a sandbox. */
  readonly sandboxIntakeUrl?: string;
}

/** Empty: the shop's vendor cannot reach us. */
export const intakeOf = (shop: Pick<Shop, "hosts">, { intakeUrl, sandboxIntakeUrl }: IntakeAddresses): string =>
  shop.hosts && sandboxIntakeUrl ? sandboxIntakeUrl : intakeUrl;

/** Where the vendor sends this shop's webhooks. */
export const hookAddress = (shop: Shop, vendor: Vendor, access: ShopAccess, intakeUrl: string): string =>
  vendor.webhooks?.scope === "app"
    ? `${intakeUrl}/${vendor.webhooks.family?.name ?? vendor.id}/app/${String(access.credentials.appId ?? "")}`
    : `${intakeUrl}/${vendor.id}/${shop.hookToken}`;

/** The shop's secret. One in memory may be older than the rotation that the shop tells of. */
export const currentAccess = async (
  shop: Shop,
  { secrets, secretName }: Pick<HookDeps, "secrets" | "secretName">,
): Promise<ShopAccess | undefined> => {
  const name = secretName(refOf(shop));
  const access = await secrets.get(name);
  return access?.hook?.since === shop.hookSince ? access : secrets.get(name, { fresh: true });
};

/**
 * The shop's webhook secret, made when there is none. Where all shops of an app share the app's only verify token, it
 * is that token, also after a shop of another tenant has rotated it.
 */
export const ensureHookSecret = async (shop: Shop, deps: HookDeps): Promise<ShopAccess | undefined> => {
  const access = await deps.secrets.get(deps.secretName(refOf(shop)));
  if (access?.hook && access.hook.since === shop.hookSince) {
    const app = appOf(shop, access, deps);
    if (!app || isOf(app, await deps.appSecrets.get(app.vendor, app.id), access.hook)) return access;
  }
  return changeHook(shop, deps, async (current, stored) => {
    const app = appOf(shop, stored, deps);
    if (!app) return current ?? { secret: randomSecret(), since: deps.clock() };
    const shared = await deps.appSecrets.get(app.vendor, app.id);
    if (current && isOf(app, shared, current)) return current;
    // Another shop of the app has rotated, perhaps another tenant's: its own tenant finds it in the audit trail.
    if (current) await tellAdopted(shop, shared, deps);
    return hookOf(app, shared, current, deps.clock());
  });
};

const tellAdopted = (shop: Shop, shared: AppSecret, deps: HookDeps): Promise<void> =>
  deps.tenants.audit(
    shop.tenant,
    {
      by: "webhooks",
      action: "webhooks.adopt-secret",
      subject: shop.id,
      details: { generation: shared.generation, since: new Date(shared.since).toISOString() },
    },
    deps.clock(),
    deps.random,
  );

/**
 * A new secret (or one that a person chose); the one before is accepted for a day. An app's is new for all of its
 * shops: this one takes it over at once, the others when they need it.
 * @throws BadRequest 409 when the shop cannot speak for its app, or another caller has just rotated
 */
export const rotateHookSecret = async (shop: Shop, chosen: string | undefined, deps: HookDeps): Promise<ShopAccess> => {
  const stored = await deps.secrets.get(deps.secretName(refOf(shop)), { fresh: true });
  if (!stored) throw noCredentials();
  const app = appOf(shop, stored, deps);
  if (app) await rotateApp(app, stored, chosen, deps);
  const now = deps.clock();
  const access = app
    ? await ensureHookSecret(shop, deps)
    : await changeHook(shop, deps, (current) => ({
        secret: chosen ?? randomSecret(),
        since: now,
        ...(current ? { previous: current.secret, previousUntil: now + BOTH_ACCEPTED } : {}),
      }));
  if (!access) throw noCredentials();
  return access;
};

const noCredentials = (): BadRequest => new BadRequest(409, "no-credentials", "The shop has no credentials stored.");

const randomSecret = (): string => randomBytes(24).toString("hex");

/** An app whose shops share a secret, as one of them knows it. */
interface App {
  readonly vendor: VendorId;
  readonly id: string;
  readonly key: string;
}

const appOf = (shop: Shop, { credentials }: ShopAccess, deps: Pick<HookDeps, "vendor">): App | undefined => {
  const { appId, secretKey } = credentials;
  const { webhooks } = deps.vendor(shop.vendor);
  // An app has one token for its shops of every version.
  return webhooks?.scope === "app" && typeof secretKey === "string"
    ? { vendor: webhooks.family?.keeper ?? shop.vendor, id: String(appId), key: secretKey }
    : undefined;
};

const isOf = (app: App, shared: AppSecret, hook: HookSecret): boolean =>
  (hook.of?.app ?? app.id) === app.id && (hook.of?.generation ?? 0) === shared.generation;

const rotateApp = async (app: App, access: ShopAccess, chosen: string | undefined, deps: HookDeps): Promise<void> => {
  // Anybody can name an app. With a session the vendor has said that the shop is one of its.
  if (!access.session)
    throw new BadRequest(409, "not-authorized", "A person has to authorize the shop first: the secret is the app's.");
  const before = await deps.appSecrets.get(app.vendor, app.id);
  const now = deps.clock();
  const oldest = oldestAccepted(before, now);
  if (before.generation - oldest >= MOST_UNSEEN)
    throw new BadRequest(
      409,
      "rotation-unfinished",
      "Nhanh has not used the app's last secrets yet: set the newest there.",
    );
  const generation = before.generation + 1;
  const kept = Object.entries(before.chosen).filter(([one]) => Number(one) >= oldest);
  const rotated = await deps.appSecrets.rotate(app.vendor, app.id, {
    generation,
    since: now,
    chosen: {
      ...Object.fromEntries(kept),
      ...(chosen === undefined ? {} : { [generation]: seal(app.key, purposeOf(app), chosen) }),
    },
  });
  // Once more would make a secret the one before that nobody has set at the vendor yet.
  if (!rotated) throw new BadRequest(409, "rotated-meanwhile", "Another caller has just rotated the app's secret.");
};

/** Rotations that may wait for a person to set their secret at the vendor. */
const MOST_UNSEEN = 10;

/**
 * A person sets an app's secret at the vendor, whenever that is. Until the vendor uses a newer one, the one that it uses is
 * accepted, however often it was rotated, and for a day after.
 */
const oldestAccepted = ({ seen }: AppSecret, now: number): number => {
  if (!seen) return 0;
  return now < seen.at + BOTH_ACCEPTED ? seen.before : seen.generation;
};

/** The generation of the app's secret that a delivery was made with. Undefined: none that is accepted. */
export const generationOf = async (
  shop: Shop,
  access: ShopAccess | undefined,
  delivery: Pick<Delivery, "print" | "body" | "at">,
  deps: Pick<HookDeps, "appSecrets" | "vendor">,
): Promise<{ readonly app: Pick<App, "vendor" | "id">; readonly generation: number } | undefined> => {
  const app = access && appOf(shop, access, deps);
  const { webhooks } = deps.vendor(shop.vendor);
  // Only with a session the vendor has said that the shop is one of the app's.
  if (!app || !webhooks || !access.session) return undefined;
  const shared = await deps.appSecrets.get(app.vendor, app.id);
  const oldest = Math.max(oldestAccepted(shared, delivery.at), shared.generation - MOST_UNSEEN);
  for (let generation = shared.generation; generation >= oldest; generation -= 1)
    if (isPrintOf(webhooks, secretOf(app, generation, shared.chosen[generation]), delivery)) return { app, generation };
  return undefined;
};

/** The app's secret as one of its shops keeps it, with the one before, which the shop may have missed. */
const hookOf = (app: App, shared: AppSecret, current: HookSecret | undefined, now: number): HookSecret => {
  const { generation } = shared;
  const hook = {
    secret: secretOf(app, generation, shared.chosen[generation]),
    since: now,
    of: { app: app.id, generation },
  };
  if (generation === 0) return hook;
  // What the shop had is what stands at the vendor, also where it was not made in this way.
  const known = current && isOf(app, { ...shared, generation: generation - 1 }, current);
  const previous = known ? current.secret : secretOf(app, generation - 1, shared.chosen[generation - 1]);
  return { ...hook, previous, previousUntil: shared.since + BOTH_ACCEPTED };
};

/** Made of what all shops of the app share already, its own key. */
const secretOf = (app: App, generation: number, chosen: string | undefined): string =>
  (chosen === undefined ? undefined : unseal(app.key, purposeOf(app), chosen)) ??
  createHmac("sha256", app.key)
    .update(`webhooks#${app.vendor}#${app.id}${generation === 0 ? "" : `#${generation}`}`)
    .digest("hex")
    .slice(0, 48);

const purposeOf = (app: App): string => `${app.vendor}#${app.id}`;

/** Under the lease of the secret, which is read and written whole. The shop learns last. */
const changeHook = async (
  shop: Shop,
  deps: HookDeps,
  change: (current: HookSecret | undefined, access: ShopAccess) => HookSecret | Promise<HookSecret>,
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
    const hook = await change(stored.hook, stored);
    const access = { ...stored, hook };
    if (hook !== stored.hook) await deps.secrets.put(name, access);
    await deps.shops.change(ref, { hookSince: hook.since });
    return access;
  } finally {
    await deps.shops.release(ref, "session");
  }
};
