import { randomBytes } from "node:crypto";
import type { Clock } from "../../core/ports.ts";
import { HOUR } from "../../core/time.ts";
import type { Vendor, VendorId } from "../../core/vendor.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import { claimEnds } from "./claim.ts";

export interface ConsentLinkDeps {
  readonly shops: ShopStore;
  readonly clock: Clock;
  readonly publicUrl: string;
  /** Id of the connect link whose page the person comes back to. Absent: the consent ends on a page of its own. */
  readonly connectLink?: string | undefined;
}

/** A link that nobody has used ends after this. */
const LINK_TIME = HOUR;

/** The one address that the vendor sends everybody back to: it is entered in the app, once for a deployment. */
export const returnAddress = (vendor: Vendor, publicUrl: string): string | undefined =>
  vendor.consent && `${publicUrl}/v1/return/${vendor.consent.address}`;

/**
 * Our own page, at which the consent of the shop's owner begins. Each call makes a new one.
 * @param vendor the version that is consented to
 */
export const consentLink = async (shop: Shop, vendor: VendorId, deps: ConsentLinkDeps): Promise<string> => {
  const ticket = randomBytes(24).toString("base64url");
  const now = deps.clock();
  // With a shop that has proven nothing its links end, too.
  const until = shop.health === "authorizing" ? Math.min(now + LINK_TIME, claimEnds(shop)) : now + LINK_TIME;
  const { connectLink } = deps;
  await deps.shops.openConsent(ticket, { ref: refOf(shop), made: shop.createdAt, vendor, until, connectLink });
  return `${deps.publicUrl}/v1/consent/${ticket}`;
};
