import type { ShopAccess, VendorWebhooks } from "../../core/vendor.ts";
import { isPrintOf, printOf } from "../../core/webhook-proof.ts";
import { accessSecrets, createRedact } from "../../http/redact.ts";
import type { Delivery } from "../../stores/delivery-items.ts";
import type { Shop } from "../../stores/shops.ts";

/** A vendor's webhook as it came. */
export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The network address that it came from. */
  readonly sender?: string | undefined;
}

export type Arrived = IncomingRequest & Pick<Delivery, "id" | "at">;

const REDACTED = "[redacted]";
const SECRET_HEADERS = /^(authorization|cookie|x-hub-signature|.*(secret|token|key|signature).*)$/;

/** Fields that are secrets by their name, in JSON (also within a text) or in a form: another shop's secret may stand there. */
const SECRET_NAMES = [
  "webhooksVerifyToken",
  "x-tillbridge-secret",
  "authorization",
  "password",
  "api_?key",
  "(?:access|refresh)_?token",
  "(?:client_?secret|secret_?key)",
].join("|");
const IN_JSON = new RegExp(`((?:${SECRET_NAMES})(\\\\*)"\\s*:\\s*\\2")(?:[^"\\\\]|\\\\(?!"))+(?=\\2")`, "gi");
const IN_FORM = new RegExp(`((?:${SECRET_NAMES})=)[^&\\s"]+`, "gi");

const byName = (text: string): string => text.replace(IN_JSON, `$1${REDACTED}`).replace(IN_FORM, `$1${REDACTED}`);

/**
 * What of a delivery is kept: secrets are replaced before it is stored, and of what proves its sender only a print is
 * left. `proven` is what `access` says of the sender, judged by the bytes as they came.
 */
export const redactDelivery = (
  arrived: Arrived,
  shop: Pick<Shop, "hookToken">,
  webhooks: VendorWebhooks | undefined,
  access: ShopAccess | undefined,
): Delivery => {
  const shown = webhooks?.shown(arrived);
  const print = printOf(shown);
  const proven = webhooks !== undefined && isProven(webhooks, access, { ...arrived, print });
  const known = createRedact([...(access ? accessSecrets(webhooks?.secrets ?? [], access) : []), shop.hookToken]);
  // What a stranger shows is another secret each time: not to be remembered with those of the shop.
  const redactShown = shown === undefined ? (text: string) => text : createRedact([shown]);
  const redact = (text: string): string => byName(redactShown(known(text)));
  return {
    ...redactParts(arrived, redact),
    ...(print === undefined ? {} : { print }),
    proven,
  };
};

/** Of a delivery that belongs to no known shop only the fact is kept: it may hold the secret of any shop. */
export const bareDelivery = ({ id, at, method, path, body }: Arrived): Delivery => ({
  id,
  at,
  method,
  path: `/${path.split("/")[1] ?? ""}`,
  query: "",
  headers: {},
  body: new Uint8Array(),
  bytes: body.length,
  proven: false,
});

const redactParts = ({ id, at, method, path, query, headers, body }: Arrived, redact: (text: string) => string) => ({
  id,
  at,
  method,
  path: redact(path),
  query: redact(query),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      redact(name),
      SECRET_HEADERS.test(name) ? REDACTED : redact(value),
    ]),
  ),
  body: redactBytes(body, redact),
  bytes: body.length,
});

/** Byte for byte as it came where nothing is to be hidden: bytes that are no text would not survive the way through one. */
const redactBytes = (body: Uint8Array, redact: (text: string) => string): Uint8Array => {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const redacted = redact(text);
  return redacted === text ? body : Buffer.from(redacted);
};

/** Whether the shop's webhook secret, or the one before it, is what the delivery was made with. */
export const isProven = (
  webhooks: VendorWebhooks,
  access: ShopAccess | undefined,
  delivery: Pick<Delivery, "print" | "body" | "at">,
): boolean => {
  const hook = access?.hook;
  if (!hook) return false;
  if (isPrintOf(webhooks, hook.secret, delivery)) return true;
  const stillGood = hook.previous !== undefined && (hook.previousUntil ?? 0) > delivery.at;
  return stillGood && isPrintOf(webhooks, hook.previous ?? "", delivery);
};
