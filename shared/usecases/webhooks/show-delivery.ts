import type { Secrets } from "../../core/ports.ts";
import type { Vendor, VendorId } from "../../core/vendor.ts";
import { createRedact, secretValues } from "../../http/redact.ts";
import type { Delivery } from "../../stores/deliveries.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop } from "../../stores/shops.ts";

const SECRET_HEADERS = /^(authorization|cookie|x-hub-signature|.*(secret|token|key).*)$/;
/** Nhanh's token in a payload, as JSON (also within a text) or as a form: it opens every shop of the app. */
const TOKEN_BY_NAME = /(webhooksVerifyToken\\*"?\s*[:=]\s*\\*"?)[^"\\&,}\s]+/gi;
/** A person reads the beginning; the whole is kept. */
const MOST_SHOWN = 100_000;

/** A delivery for people: what proves the sender, and the credentials that payloads may carry, are left out. */
export const showDelivery = async (
  shop: Shop,
  delivery: Delivery,
  deps: {
    readonly secrets: Secrets;
    readonly secretName: (ref: ShopRef) => string;
    readonly vendor: (id: VendorId) => Vendor;
  },
): Promise<{ path: string; query: string; headers: Record<string, string>; body: string; truncated: boolean }> => {
  const access = await deps.secrets.get(deps.secretName(refOf(shop)));
  const redactKnown = createRedact([
    shop.hookToken,
    access?.hook?.secret,
    access?.hook?.previous,
    access?.session?.token,
    ...(access ? secretValues(deps.vendor(shop.vendor).credentials, access.credentials) : []),
  ]);
  // By name as well: whatever became of the shop's own secrets, another's may be the one that stands here.
  const redact = (text: string): string => redactKnown(text).replace(TOKEN_BY_NAME, "$1[redacted]");
  const text = Buffer.from(delivery.body).toString("utf8");
  return {
    path: redact(delivery.path),
    query: redact(delivery.query),
    headers: Object.fromEntries(
      Object.entries(delivery.headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.test(name) ? "[redacted]" : redact(value),
      ]),
    ),
    // Redacted before it is cut, so that no half of a secret is left at the end.
    body: redact(text).slice(0, MOST_SHOWN),
    truncated: text.length > MOST_SHOWN,
  };
};
