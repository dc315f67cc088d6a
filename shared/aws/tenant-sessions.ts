import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { RetryLater } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { HOUR, MINUTE } from "../core/time.ts";

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Renewed so long before it ends: longer than any run of a function goes on with what it has. */
const RENEWED_BEFORE = 6 * MINUTE;
/** A session is 1 kB: more tenants than an instance meets in an hour. */
const MOST_SESSIONS = 10_000;

/**
 * Sessions in the tenants' role, tagged with the tenant. One call of STS for each tenant, instance and hour, however
 * many requests and messages there are, and however many ask at once.
 * @throws RetryLater when STS gives none: nothing was done
 */
export const createTenantSessions = (
  role: string,
  clock: Clock,
  connection: NonNullable<Parameters<typeof fromTemporaryCredentials>[0]["clientConfig"]> = {},
): ((tenant: string) => Promise<SessionCredentials>) => {
  const known = new Map<string, { readonly session: Promise<SessionCredentials>; until: number }>();

  const takeOn = async (tenant: string): Promise<SessionCredentials> => {
    const take = fromTemporaryCredentials({
      params: { RoleArn: role, RoleSessionName: `tenant-${tenant}`, Tags: [{ Key: "tenant", Value: tenant }] },
      clientConfig: connection,
    });
    try {
      return await take();
    } catch (error) {
      throw new RetryLater(`STS: ${(error as Error).name}`, { delivered: "no" });
    }
  };

  return (tenant) => {
    const remembered = known.get(tenant);
    if (remembered && remembered.until > clock()) return remembered.session;
    const entry = { session: takeOn(tenant), until: clock() + HOUR };
    if (known.size >= MOST_SESSIONS) known.delete(known.keys().next().value!);
    known.delete(tenant);
    known.set(tenant, entry);
    entry.session.then(
      ({ expiration }) => {
        if (expiration) entry.until = expiration.getTime() - RENEWED_BEFORE;
      },
      () => {
        if (known.get(tenant) === entry) known.delete(tenant);
      },
    );
    return entry.session;
  };
};
