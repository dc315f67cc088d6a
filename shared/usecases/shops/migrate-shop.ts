import { BadRequest, RetryLater } from "../../core/errors.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { ShopAccess, VendorId } from "../../core/vendor.ts";
import { isMoving, refOf, type Shop } from "../../stores/shops.ts";
import { businessOf } from "../webhooks/route-shop.ts";
import { consentLink } from "./consent-link.ts";
import { checkFields, hasSession, proveAccess, type RegisterDeps, type Registered, trialOf } from "./register-shop.ts";

export interface MigrationRequest {
  /** Of the next version. Default: the app that the shop has. */
  readonly credentials?: Readonly<Record<string, unknown>> | undefined;
  readonly hosts?: Readonly<Record<string, string>> | undefined;
}

/** Nobody else writes the secret meanwhile. */
const SECRET_LEASE = MINUTE;

/**
 * Begins a shop's way to its vendor's next version. Its owner has to agree first, unless a token comes along. The version
 * that it has goes on until then.
 * @throws BadRequest 409 where there is no next version or the shop moves already; 422 with the field at fault
 */
export const migrateShop = async (shop: Shop, request: MigrationRequest, deps: RegisterDeps): Promise<Registered> => {
  const to = nextOf(shop, deps);
  const vendor = deps.vendor(to);
  if (request.hosts && !deps.allowShopHosts)
    throw new BadRequest(422, "hosts-not-allowed", "Base addresses can be set only on a laptop.", [
      { field: "hosts", message: "not allowed here" },
    ]);
  const stored = await deps.secrets.get(deps.secretName(refOf(shop)));
  const { appId, secretKey } = stored?.credentials ?? {};
  const given = request.credentials ?? { appId, secretKey };
  const credentials = checkFields(vendor.credentials, given, "credentials");
  const waiting = { to, phase: "consent", since: deps.clock(), hosts: request.hosts } as const;
  if (hasSession(vendor, credentials)) {
    const agreed = await prove({ ...shop, migration: waiting }, credentials, deps);
    return { shop: await beginMove(shop, waiting, agreed, deps) };
  }
  await changeSecret(shop, (access) => ({ ...access, next: { credentials } }), deps);
  const changed = await deps.shops.change(refOf(shop), { migration: waiting }, (current) => !isMoving(current));
  if (changed.migration?.phase !== "consent") throw moving();
  return { shop: changed, consentUrl: await consentLink(changed, to, deps) };
};

/** The shop stays what it is. @throws BadRequest 409 when there is nothing to be given up, or it is too late */
export const giveUpMigration = async (shop: Shop, deps: RegisterDeps): Promise<Shop> => {
  if (isMoving(shop)) throw moving();
  if (!shop.migration) throw new BadRequest(409, "no-migration", "The shop is not to move.");
  const changed = await deps.shops.change(refOf(shop), { migration: undefined }, (current) => !isMoving(current));
  if (changed.migration) throw moving();
  await changeSecret(shop, ({ next: _, ...access }) => access, deps);
  return changed;
};

/** The shop's owner has agreed to the next version. @throws BadRequest 422 with the vendor's reason; 409 `other-business` */
export const agreeToMove = async (shop: Shop, code: string, deps: RegisterDeps): Promise<Shop> => {
  const { migration } = shop;
  if (migration?.phase !== "consent") throw new BadRequest(409, "no-migration", "The shop is not to move.");
  const { codeField } = deps.vendor(migration.to).consent!;
  const stored = await deps.secrets.get(deps.secretName(refOf(shop)), { fresh: true });
  const agreed = await prove(shop, { ...stored?.next?.credentials, [codeField]: code }, deps);
  return beginMove(shop, migration, agreed, deps);
};

const nextOf = (shop: Shop, deps: RegisterDeps): VendorId => {
  const { name, successor } = deps.vendor(shop.vendor);
  if (shop.health === "removing") throw new BadRequest(409, "shop-removed", "The shop is being removed.");
  if (shop.health === "authorizing")
    throw new BadRequest(409, "not-authorized", "The shop was never connected: register it at the next version.");
  if (isMoving(shop)) throw moving();
  if (successor === undefined) throw new BadRequest(409, "no-successor", `${name} has no next version.`);
  return successor;
};

const moving = (): BadRequest =>
  new BadRequest(409, "moving", "The shop's owner has agreed: the shop is on its way already.");

/** Access to the same business by the next version; nothing is stored. */
const prove = async (shop: Shop, credentials: Record<string, unknown>, deps: RegisterDeps): Promise<ShopAccess> => {
  const { to, hosts } = shop.migration!;
  const vendor = deps.vendor(to);
  const draft: Shop = { ...shop, vendor: to, hosts, settings: {} };
  const checked = checkFields(vendor.credentials, credentials, "credentials");
  const { access } = await proveAccess({ draft, vendor, credentials: checked }, trialOf(shop.tenant, deps), deps);
  const stored = await deps.secrets.get(deps.secretName(refOf(shop)), { fresh: true });
  if (!stored || businessOf(stored) === undefined || businessOf(stored) !== businessOf(access))
    throw new BadRequest(409, "other-business", "This consent is another shop's.");
  return access;
};

/** From here on the old version only ends what it has begun: the shop goes on its way by itself. */
const beginMove = async (
  shop: Shop,
  waiting: NonNullable<Shop["migration"]>,
  { credentials, session }: ShopAccess,
  deps: RegisterDeps,
): Promise<Shop> => {
  const ref = refOf(shop);
  const next = { credentials, ...(session ? { session } : {}) };
  await changeSecret(shop, (access) => ({ ...access, next }), deps);
  const now = deps.clock();
  const migration = { ...waiting, phase: "reading-stops", since: now } as const;
  const changes = { migration, renewedBy: deps.connectLink };
  const changed = await deps.shops.change(ref, changes, (current) => !isMoving(current));
  await deps.shops.schedule({ kind: "shop", tenant: ref.tenant, id: ref.shop, dueAt: now });
  return changed;
};

const changeSecret = async (
  shop: Shop,
  change: (access: ShopAccess) => ShopAccess,
  deps: RegisterDeps,
): Promise<void> => {
  const ref = refOf(shop);
  const name = deps.secretName(ref);
  const now = deps.clock();
  if (!(await deps.shops.lease(ref, "session", now, SECRET_LEASE)))
    throw new RetryLater("another worker holds the shop's secret", { retryAt: now + 2 * SECOND, delivered: "no" });
  try {
    const stored = await deps.secrets.get(name, { fresh: true });
    if (!stored) throw new BadRequest(409, "no-credentials", "The shop has no credentials stored.");
    await deps.secrets.put(name, change(stored));
  } finally {
    await deps.shops.release(ref, "session");
  }
};
