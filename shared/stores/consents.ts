import type { Table } from "../core/table.ts";
import type { VendorId } from "../core/vendor.ts";
import { keys, type ShopRef } from "./keys.ts";

/** A person may authorize a shop in the browser. */
export interface OpenConsent {
  readonly ref: ShopRef;
  /** `Shop.createdAt`: another shop may have the id by now. */
  readonly made: string;
  /** To which version it consents. */
  readonly vendor: VendorId;
  /** Unix milliseconds. */
  readonly until: number;
  /** Id of the connect link whose page waits for the person to come back. */
  readonly connectLink?: string | undefined;
}

/** Tickets with which a person may authorize a shop in the browser. */
export const createConsents = (table: Table) => ({
  /** Notes that a person who opens the ticket's address may authorize the shop, once and until `until`. */
  async openConsent(ticket: string, consent: OpenConsent): Promise<void> {
    const { ref, ...rest } = consent;
    await table.put({ ...keys.consent(ticket), ...ref, ...rest, ttl: Math.ceil(rest.until / 1_000) });
  },

  /** Undefined: never given out, used, or ended. Looking uses nothing up. */
  async readConsent(ticket: string, now: number): Promise<OpenConsent | undefined> {
    const item = await table.get(keys.consent(ticket));
    if (!item || Number(item.until) < now) return undefined;
    const ref = { tenant: String(item.tenant), shop: String(item.shop) };
    const { made, vendor, until, connectLink } = item as unknown as OpenConsent;
    return { ref, made, vendor, until, connectLink };
  },

  /** False when it was used before. */
  closeConsent: (ticket: string): Promise<boolean> => table.delete(keys.consent(ticket), { present: "pk" }),
});
