import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingDelivery, VendorWebhooks } from "./vendor/webhooks.ts";

type Proof = Pick<VendorWebhooks, "shown" | "wanted">;

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What is kept of the token or signature that a delivery showed: enough to compare, and of no use to a thief. */
export const printOf = (shown: string | undefined): string | undefined =>
  shown === undefined ? undefined : digest(shown).toString("base64url");

/** Whether the holder of `secret` sent this body, by the print of what the delivery showed. Constant time. */
export const isPrintOf = (
  { wanted }: Pick<Proof, "wanted">,
  secret: string,
  { print, body }: { readonly print?: string | undefined; readonly body: Uint8Array },
): boolean => {
  if (secret === "" || print === undefined) return false;
  const given = Buffer.from(print, "base64url");
  let matched = false;
  for (const proof of wanted(secret, body)) {
    const right = digest(proof);
    matched = (given.length === right.length && timingSafeEqual(given, right)) || matched;
  }
  return matched;
};

/** Whether the delivery was made by the holder of `secret`. */
export const isSentBy = (webhooks: Proof, delivery: IncomingDelivery, secret: string): boolean =>
  isPrintOf(webhooks, secret, { print: printOf(webhooks.shown(delivery)), body: delivery.body });
