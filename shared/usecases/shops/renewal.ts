import { createHmac, timingSafeEqual } from "node:crypto";
import type { OutgoingEvent } from "../../core/events.ts";
import { DAY } from "../../core/time.ts";

/** Which shop's access is to be renewed, and when the event said so. */
export interface Renewal {
  readonly tenant: string;
  readonly shop: string;
  /** Unix milliseconds. A shop that is registered under this id later is not meant. */
  readonly at: number;
}

/** The address in an event leads to a page for so long. */
export const RENEWAL_TIME = 30 * DAY;

/** What the shop's owner can do something about. */
const asking: readonly string[] = ["shop.needs-reauth", "shop.credentials-expiring", "shop.sunset"];

const signatureOf = (told: string, signingKey: string): Buffer =>
  createHmac("sha256", signingKey).update(`renewal#${told}`).digest();

/** The same renewal is the same text, so that an event that is sent again is the same event. */
export const writeRenewal = ({ tenant, shop, at }: Renewal, signingKey: string): string => {
  const told = Buffer.from(JSON.stringify([tenant, shop, at])).toString("base64url");
  return `${told}.${signatureOf(told, signingKey).toString("base64url")}`;
};

/** Undefined: we did not write it, or its time is over. */
export const readRenewal = (text: string, signingKey: string, now: number): Renewal | undefined => {
  const [told = "", signature = ""] = text.split(".");
  const [given, right] = [Buffer.from(signature, "base64url"), signatureOf(told, signingKey)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [tenant, shop, at] = JSON.parse(Buffer.from(told, "base64url").toString()) as [string, string, number];
  return now < at + RENEWAL_TIME ? { tenant, shop, at } : undefined;
};

/**
 * Where the shop's owner renews the access that an event is about. Behind the `#`, so that it reaches no server's log.
 * Undefined: the event is about something else, or only a test.
 */
export const renewalAddress = (
  tenant: string,
  { type, shop, at, data }: OutgoingEvent,
  deps: { readonly signingKey: string; readonly publicUrl: string },
): string | undefined =>
  asking.includes(type) && shop !== undefined && data.test === undefined
    ? `${deps.publicUrl}/connect/again#${writeRenewal({ tenant, shop, at }, deps.signingKey)}`
    : undefined;
