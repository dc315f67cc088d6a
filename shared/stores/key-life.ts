import { createHash } from "node:crypto";
import { BadRequest } from "../core/errors.ts";
import { DAY } from "../core/time.ts";

/* The life of an API key, of tenants and operators alike. Keys are stored under the hashes of their secrets. */

/** An ended key is shown for so long. It is dead in any case: a key that is not there is unknown. */
const ENDED_KEPT = 90 * DAY;

interface MortalKey {
  readonly id: string;
  /** Unix milliseconds after which it is refused. */
  readonly expiresAt?: number | undefined;
}

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

export const isAlive = ({ expiresAt }: MortalKey, now: number): boolean => expiresAt === undefined || expiresAt > now;

/**
 * The key with its end, never later than it ends already, and the unix second at which the table forgets it.
 * @throws BadRequest 409 for a key that has ended: it is dead for good
 */
export const endedAt = <Key extends MortalKey>(
  key: Key,
  expiresAt: number,
  now: number,
): { readonly key: Key & { readonly expiresAt: number }; readonly ttl: number } => {
  if (!isAlive(key, now)) throw new BadRequest(409, "key-ended", `The key ${key.id} has ended. Create a new one.`);
  const end = Math.min(expiresAt, key.expiresAt ?? expiresAt);
  return { key: { ...key, expiresAt: end }, ttl: Math.ceil((end + ENDED_KEPT) / 1_000) };
};
