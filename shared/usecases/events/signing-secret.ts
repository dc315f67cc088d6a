import { createHmac } from "node:crypto";
import { RetryLater } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import { MINUTE } from "../../core/time.ts";
import type { Endpoint } from "../../stores/endpoints.ts";

/** A key of the deployment: the one of which the secrets of all endpoints are made. */
export type ReadSigningKey = () => Promise<string>;

const CACHED = 5 * MINUTE;
const SHORTEST = 32;

/**
 * The secret of a generation of an endpoint (Standard Webhooks, "Symmetric": `whsec_` and base64). It is made anew
 * whenever it is needed and stored nowhere; its holder learns nothing of the key or of another endpoint's.
 */
export const signingSecret = (
  key: string,
  { tenant, id }: Pick<Endpoint, "tenant" | "id">,
  generation: number,
): string => {
  const what = JSON.stringify(["endpoint", tenant, id, generation]);
  return `whsec_${createHmac("sha256", key).update(what).digest("base64")}`;
};

/** Tells secrets apart for people, as the last characters of a key do; base64's own end says nothing. */
export const hintOf = (secret: string): string => secret.replace(/=+$/, "").slice(-4);

/**
 * Keeps the key in memory for minutes, and for longer while it cannot be read again: nothing else can be signed with.
 * @throws RetryLater when there is none; an empty key would let anybody sign
 */
export const createReadSigningKey = (read: () => Promise<string | undefined>, clock: Clock): ReadSigningKey => {
  let known: { readonly key: string; readonly until: number } | undefined;
  return async () => {
    if (known && known.until > clock()) return known.key;
    try {
      const key = (await read()) ?? "";
      if (key.length < SHORTEST) throw new Error("the key is too short");
      known = { key, until: clock() + CACHED };
      return key;
    } catch (error) {
      if (known) return known.key;
      throw new RetryLater(`the deployment's key: ${(error as Error).name}`, { delivered: "no" });
    }
  };
};
