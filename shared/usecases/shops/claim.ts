import type { Clock } from "../../core/ports.ts";
import type { Limits } from "../../core/quotas.ts";
import { seal, unseal } from "../../core/seal.ts";
import { HOUR } from "../../core/time.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { ReadSigningKey } from "../events/signing-secret.ts";

/** A shop that has proven nothing ends by itself after this. */
export const CLAIM_TIME = HOUR;

export interface ClaimDeps {
  readonly shops: ShopStore;
  readonly clock: Clock;
  readonly readSigningKey: ReadSigningKey;
  /** What the tenant may have. Absent: any number of shops. */
  readonly limits?: Limits | undefined;
}

type Credentials = Readonly<Record<string, unknown>>;

/** Unix milliseconds at which a shop that has proven nothing ends. */
export const claimEnds = (shop: Pick<Shop, "createdAt">): number => Date.parse(shop.createdAt) + CLAIM_TIME;

const purposeOf = ({ tenant, id }: Pick<Shop, "tenant" | "id">): string => `claim#${tenant}#${id}`;

/**
 * Stores a shop that has proven nothing yet. Its credentials are kept beside it, sealed, because a secret of its own is
 * for shops whose owner has agreed. False when the id is taken.
 * @throws QuotaExceeded where too many shops of the tenant wait
 */
export const claimShop = async (shop: Shop, credentials: Credentials, deps: ClaimDeps): Promise<boolean> => {
  const sealed = seal(await deps.readSigningKey(), purposeOf(shop), JSON.stringify(credentials));
  const until = claimEnds(shop);
  if (!(await deps.shops.claim(shop, { sealed, until }, deps.limits))) return false;
  await deps.shops.schedule({ kind: "shop", tenant: shop.tenant, id: shop.id, dueAt: until });
  return true;
};

/** The credentials that a shop was claimed with. Undefined: it was none, or its time is over. */
export const claimedCredentials = async (
  shop: Pick<Shop, "tenant" | "id">,
  deps: ClaimDeps,
): Promise<Credentials | undefined> => {
  const sealed = await deps.shops.claimed(refOf(shop), deps.clock());
  const text = sealed === undefined ? undefined : unseal(await deps.readSigningKey(), purposeOf(shop), sealed);
  return text === undefined ? undefined : (JSON.parse(text) as Credentials);
};

/** Nobody agreed in time. `tick` comes until the shop is gone. */
export const endClaim = async (shop: Shop, deps: Pick<ClaimDeps, "shops" | "clock">): Promise<void> => {
  if (deps.clock() >= claimEnds(shop)) await deps.shops.endClaim(shop);
};
