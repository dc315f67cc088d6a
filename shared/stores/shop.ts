import { pausedHealths, type Trouble } from "../core/freshness.ts";
import type { Metadata } from "../core/metadata.ts";
import type { PersonalData } from "../core/personal.ts";
import type { QuietHours } from "../core/quiet-hours.ts";
import type { Lateness } from "../core/shop-health.ts";
import type { Silence } from "../core/silence.ts";
import type { Item } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import type { ShopRef } from "./keys.ts";

/** `paused`: by the tenant. `needs-reauth`: the vendor refuses the credentials; the data stays readable. */
export type ShopHealth = "healthy" | "degraded" | "needs-reauth" | "paused" | "authorizing" | "removing";

/** Nothing is read from the vendor. */
export const isPaused = (shop: Pick<Shop, "health" | "migration">): boolean =>
  pausedHealths.includes(shop.health) || isMoving(shop);

/** Its owner has agreed to the next version, and what the old one has begun is being ended. */
export const isMoving = ({ migration }: Pick<Shop, "migration">): boolean =>
  migration !== undefined && migration.phase !== "consent";

/** What was noted of an access ends with it, and with the vendor's word that it is good again. */
export const ACCESS_ANEW = { refused: undefined, probedAt: undefined } as const;

export interface Shop {
  readonly tenant: string;
  readonly id: string;
  readonly vendor: VendorId;
  readonly name: string;
  readonly health: ShopHealth;
  /** How far it is behind, while it is degraded. */
  readonly lateness?: Lateness | undefined;
  /** Why it is not healthy, for people. */
  readonly reason?: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Base addresses, where they differ from the vendor's: sandboxes. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** What the vendor counts limits by; see `Vendor.account`. */
  readonly account: string;
  /** Seconds between cycles by resource; `*` for all others. */
  readonly schedule?: Readonly<Record<string, number>> | undefined;
  /** Hours of the day in Vietnam, 0 to 23, in which nothing is polled: [from, to). */
  readonly quietHours?: QuietHours | undefined;
  /** Backfill no further than this, ISO 8601. */
  readonly since?: string | undefined;
  /** Collections that are copied. Absent: all that the vendor has. */
  readonly resources?: readonly string[] | undefined;
  /** Whether the copy holds what says who a customer is. Absent: `kept`. */
  readonly personalData?: PersonalData | undefined;
  /** What its owner shares, where an owner has chosen: the tenant takes no more than that. */
  readonly ownerShares?: OwnerShares | undefined;
  /** When its copy is gone through for what is not to be kept any more, unix milliseconds. Absent: a week after it was made. */
  readonly tidyAt?: number | undefined;
  /** What the tenant noted on it: the number of its own customer, and the like. */
  readonly metadata?: Metadata | undefined;
  /** Unguessable part of the address that receives the vendor's webhooks. */
  readonly hookToken: string;
  /** What `Vendor.check` showed when the shop was registered or last checked. */
  readonly accountDetails?: Readonly<Record<string, unknown>> | undefined;
  /** Unix milliseconds at which the vendor's token ends; absent: never, or renewed by itself. */
  readonly expiresAt?: number | undefined;
  readonly createdAt: string;
  /** `HookSecret.since` of the shop's webhook secret. */
  readonly hookSince?: number | undefined;
  /** Until then a write of ours may be under way at the vendor, unix milliseconds: rows that change may be its work. */
  readonly writesUntil?: number | undefined;
  /** Whose webhooks it gets, where the vendor has one address for all shops of an app. */
  readonly route?: Route | undefined;
  /** Id of the connect link at which its access was renewed last. */
  readonly renewedBy?: string | undefined;
  /** When it was paused or lost its access, and when it was last to be read again. Unix milliseconds. */
  readonly stoppedAt?: number | undefined;
  readonly resumedAt?: number | undefined;
  /** Why it could not be opened the last time, so that none of its resources was read. */
  readonly trouble?: Trouble | undefined;
  /**
   * The vendor refuses calls although it accepts the credentials: since when, and when signing in was tried last. Unix milliseconds.
   */
  readonly refused?: { readonly since: number; readonly signedInAt: number } | undefined;
  /** While it needs its owner: when the vendor was last asked whether it accepts the access again, unix milliseconds. */
  readonly probedAt?: number | undefined;
  /** Its server has taken its time for an answer: until then its work is kept from the others', unix milliseconds. */
  readonly slowUntil?: number | undefined;
  /** Its server answers nothing. */
  readonly silence?: Silence | undefined;
  /** `INDEX_FORM` in which all of its records stand in the index. Absent: some may be older than the index. */
  readonly indexed?: number | undefined;
  /** The tenant has removed it. */
  readonly removal?: Removal | undefined;
  /** It is on its way to its vendor's next version. */
  readonly migration?: Migration | undefined;
  /** The version that it had before, and when it moved on, unix milliseconds. */
  readonly former?: { readonly vendor: VendorId; readonly at: number } | undefined;
}

export interface OwnerShares {
  /** Absent: all that the vendor has, tomorrow as well. */
  readonly resources?: readonly string[] | undefined;
  readonly personalData?: PersonalData | undefined;
  /** When the owner chose, unix milliseconds. */
  readonly at: number;
}

export interface Migration {
  readonly to: VendorId;
  /**
   * `consent`: the old version goes on until the owner has agreed. `reading-stops`: nothing new is read. `writing-stops`:
   * no new write is taken, those that stand in line are carried out.
   */
  readonly phase: "consent" | "reading-stops" | "writing-stops";
  /** When the phase began, unix milliseconds. */
  readonly since: number;
  /** Base addresses of the next version, where they differ from the vendor's: sandboxes. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
}

/** What a shop becomes when it moves to its vendor's next version. */
export type Moved = Pick<Shop, "vendor" | "account" | "settings" | "hosts" | "health" | "route" | "former"> &
  Partial<Pick<Shop, "accountDetails" | "expiresAt" | "reason" | "resumedAt">>;

export interface Route {
  /** The vendor's id of the app. */
  readonly app: string;
  /** The vendor's id of the shop. */
  readonly business: string;
}

export interface Removal {
  /** ISO 8601. */
  readonly since: string;
  /** Present: our access is gone, and this is what became of the registrations at the vendor. */
  readonly webhooks?:
    | { readonly ended: readonly string[]; readonly left: readonly string[]; readonly reason?: string | undefined }
    | undefined;
}

export const refOf = (shop: Pick<Shop, "tenant" | "id">): ShopRef => ({ tenant: shop.tenant, shop: shop.id });

/** Tells a shop from one that had its id before. */
export const registrationOf = ({ createdAt }: Pick<Shop, "createdAt">): string => Date.parse(createdAt).toString(36);

/** A shop as its item in the table holds it. */
export const toShop = (item: Item): Shop => ({
  ...(JSON.parse(String(item.shop)) as Shop),
  writesUntil: item.writesUntil as number | undefined,
});
