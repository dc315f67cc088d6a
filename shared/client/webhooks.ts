import { Webhook } from "standardwebhooks";
import type { SentEvent } from "./types.ts";

export type { SentEvent } from "./types.ts";

/** Not an event of this endpoint: nobody who knows the secret has signed it, or it is older than five minutes. Answer 401. */
export class ForgedEvent extends Error {
  override readonly name = "ForgedEvent";
}

/** Headers of a request, as Node's http, a framework or `fetch` has them. */
export type ReceivedHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What came: the body exactly as it was received, because the signature is over its bytes. */
export interface Received {
  readonly headers: ReceivedHeaders;
  readonly body: string | Uint8Array;
}

export interface VerifiedEvent {
  /** The same however often the event is sent: remember it for three days, and leave out what you know. */
  readonly id: string;
  readonly event: SentEvent;
}

const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

/**
 * Checks an event by the endpoint's secret (`whsec_...`), or by one of several while you change it.
 * @throws ForgedEvent
 */
export const verifyEvent = (secret: string | readonly string[], { headers, body }: Received): VerifiedEvent => {
  // Bytes that are no text become marks of replacement, which nobody has signed.
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const signed = Object.fromEntries(names.map((name) => [name, headerOf(headers, name)]));
  const secrets = typeof secret === "string" ? [secret] : secret;
  let reason: unknown;
  for (const one of secrets) {
    const webhook = new Webhook(one);
    try {
      return { id: signed["webhook-id"]!, event: webhook.verify(text, signed) as SentEvent };
    } catch (error) {
      reason = error;
    }
  }
  throw new ForgedEvent((reason as Error | undefined)?.message ?? "There is no secret.", { cause: reason });
};

const headerOf = (headers: ReceivedHeaders, name: string): string => {
  if (headers instanceof Headers) return headers.get(name) ?? "";
  const found = Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : (found?.[0] ?? "");
};
