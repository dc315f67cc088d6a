import { timingSafeEqual } from "node:crypto";
import { BadRequest } from "../core/errors.ts";
import type { Clock, Metric } from "../core/ports.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import type { OperatorStore } from "../stores/operators.ts";
import type { TenantStore } from "../stores/tenants.ts";
import type { Caller } from "./route.ts";

/** A looked-up key is believed for so long: a revoked key ends within it. */
const KEY_CACHED = 15 * SECOND;
/** The operator's key is read again after so long: a rotated one ends within a minute. */
const OPERATOR_CACHED = 30 * SECOND;
/** Refused keys of one address within a minute. Beyond them the address waits for the rest of the minute. */
const MOST_REFUSED = 20;
const MOST_REMEMBERED = 1_000;
/** What nobody's key is longer than. */
const LONGEST_KEY = 200;

interface IdentifyDeps {
  readonly tenants: Pick<TenantStore, "byKey">;
  readonly operators: Pick<OperatorStore, "byKey">;
  readonly readOperatorKey: () => Promise<string>;
  readonly clock: Clock;
  readonly metric: Metric;
}

/**
 * Headers and the caller's address -> who calls.
 * @throws BadRequest 401 for an unknown key, 429 for an address that has tried too many
 */
export const createIdentify = (deps: IdentifyDeps) => {
  const known = new Map<string, { caller: Caller; until: number }>();
  const refused = new Map<string, { count: number; until: number }>();
  let operator: { key: string; until: number } | undefined;

  const isOperator = async (secret: string, now: number): Promise<boolean> => {
    if (operator === undefined || operator.until <= now)
      operator = { key: await deps.readOperatorKey(), until: now + OPERATOR_CACHED };
    return sameText(secret, operator.key);
  };

  const lookUp = async (secret: string, now: number) => {
    const named = await deps.operators.byKey(secret, now);
    if (named) return { caller: { kind: "operator", name: named.name } as const, expiresAt: named.expiresAt };
    const key = await deps.tenants.byKey(secret, now);
    if (!key) return undefined;
    const { tenant, id, scope, expiresAt } = key;
    return { caller: { kind: "tenant", tenant, key: id, scope } as const, expiresAt };
  };

  const noteRefusal = (address: string, now: number): void => {
    deps.metric("SignInsRefused", 1);
    const before = refused.get(address);
    if (before && before.until > now) before.count += 1;
    else {
      if (refused.size >= MOST_REMEMBERED) refused.clear();
      refused.set(address, { count: 1, until: now + MINUTE });
    }
  };

  return async (headers: Readonly<Record<string, string>>, address: string): Promise<Caller> => {
    const secret = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
    if (secret === undefined) return { kind: "public" };
    const now = deps.clock();
    const cached = known.get(secret);
    if (cached && cached.until > now) return cached.caller;
    known.delete(secret);
    const tries = refused.get(address);
    if (tries && tries.until > now && tries.count >= MOST_REFUSED) {
      deps.metric("SignInsRefused", 1);
      throw new BadRequest(
        429,
        "too-many-refused-keys",
        `This address has sent ${MOST_REFUSED} keys that are not known. Try again in a minute.`,
      );
    }
    const found = secret.length > LONGEST_KEY ? undefined : await lookUp(secret, now);
    if (found) {
      if (known.size > MOST_REMEMBERED) known.clear();
      const until = Math.min(now + KEY_CACHED, found.expiresAt ?? Number.POSITIVE_INFINITY);
      known.set(secret, { caller: found.caller, until });
      return found.caller;
    }
    if (await isOperator(secret, now)) return { kind: "operator" };
    noteRefusal(address, now);
    throw new BadRequest(401, "unauthenticated", "This API key is not known, or has ended.");
  };
};

const sameText = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return other.length > 0 && one.length === other.length && timingSafeEqual(one, other);
};
