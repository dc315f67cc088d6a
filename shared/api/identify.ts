import { timingSafeEqual } from "node:crypto";
import { BadRequest } from "../core/errors.ts";
import type { Clock, Metric } from "../core/ports.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import type { ConnectLinkStore } from "../stores/connect-links.ts";
import type { OperatorStore } from "../stores/operators.ts";
import type { TenantStore } from "../stores/tenants.ts";
import { cookieOf, linkCookie, pageOf } from "./page-cookies.ts";
import { PORTAL_PREFIX, readPass } from "./passes.ts";
import type { Caller } from "./route.ts";

/** A looked-up key is believed for so long: a revoked key ends within it. */
const KEY_CACHED = 15 * SECOND;
/** The operator's key is read again after so long: a rotated one ends within a minute. */
const OPERATOR_CACHED = 30 * SECOND;
/** Refused keys of one address within a minute. Beyond them the address waits for the rest of the minute. */
const MOST_REFUSED = 20;
const MOST_REMEMBERED = 1_000;
/** What nobody's key is longer than. */
const LONGEST_KEY = 500;

interface IdentifyDeps {
  readonly tenants: Pick<TenantStore, "byKey">;
  readonly operators: Pick<OperatorStore, "byKey" | "hasEnded">;
  readonly connectLinks: Pick<ConnectLinkStore, "ofBrowser">;
  readonly ownedBy: (tenant: string) => { readonly tenants: Pick<TenantStore, "hasKey"> };
  readonly readOperatorKey: () => Promise<string>;
  readonly readSigningKey: () => Promise<string>;
  readonly config: { readonly publicUrl: string };
  readonly clock: Clock;
  readonly metric: Metric;
}

/** A key that is known, and when it ends. */
interface Found {
  readonly caller: Caller;
  readonly expiresAt: number | undefined;
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

  const lookUp = async (secret: string, now: number): Promise<Found | undefined> => {
    if (secret.startsWith(PORTAL_PREFIX)) return lookUpPortal(secret, now);
    const named = await deps.operators.byKey(secret, now);
    if (named) return { caller: { kind: "operator", name: named.name } as const, expiresAt: named.expiresAt };
    const key = await deps.tenants.byKey(secret, now);
    if (!key) return undefined;
    const { tenant, id, scope, expiresAt } = key;
    return { caller: { kind: "tenant", tenant, key: id, scope } as const, expiresAt };
  };

  /** The one shop of a portal's token, as long as the key lives that asked for it. */
  const lookUpPortal = async (token: string, now: number) => {
    const pass = readPass("portal", token.slice(PORTAL_PREFIX.length), await deps.readSigningKey(), now);
    if (!pass || !(await deps.ownedBy(pass.tenant).tenants.hasKey(pass.tenant, pass.key, now))) return undefined;
    const { tenant, shop, key, sites, until } = pass;
    const portal = { shop, ...(sites ? { sites } : {}) };
    return {
      caller: { kind: "tenant", tenant, key: `portal:${key}`, scope: "read", ...portal } as const,
      expiresAt: until,
    };
  };

  /** By a cookie of one of our pages. Undefined: the page has none that counts. */
  const fromPage = async (headers: Readonly<Record<string, string>>, now: number): Promise<Caller | undefined> => {
    const page = pageOf(headers);
    const cookie = page && cookieOf(page, headers.cookie ?? "", deps.config.publicUrl);
    const opened = page?.kind === "connect" && cookie !== undefined ? linkCookie.read(cookie) : undefined;
    const link = opened && (await deps.connectLinks.ofBrowser(opened.ticket, opened.browser, now));
    if (!link || !opened) return undefined;
    return {
      kind: "tenant",
      tenant: link.tenant,
      key: `link:${link.id}`,
      scope: "read",
      link: { ...link, ticket: opened.ticket },
    };
  };

  /** The key behind the console's cookie, or the one that was sent. */
  const secretOf = async (headers: Readonly<Record<string, string>>, now: number): Promise<string | undefined> => {
    const sent = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
    const page = sent === undefined ? pageOf(headers) : undefined;
    if (page?.kind !== "console") return sent;
    const cookie = cookieOf(page, headers.cookie ?? "", deps.config.publicUrl);
    return cookie === undefined ? undefined : readPass("console", cookie, await deps.readSigningKey(), now)?.key;
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

  /** @throws BadRequest 429 */
  const refuseGuesser = (address: string, now: number): void => {
    const tries = refused.get(address);
    if (!tries || tries.until <= now || tries.count < MOST_REFUSED) return;
    deps.metric("SignInsRefused", 1);
    throw new BadRequest(
      429,
      "too-many-refused-keys",
      `This address has sent ${MOST_REFUSED} keys that are not known. Try again in a minute.`,
    );
  };

  const remember = (secret: string, { caller, expiresAt }: Found, now: number): void => {
    if (known.size > MOST_REMEMBERED) known.clear();
    known.set(secret, { caller, until: Math.min(now + KEY_CACHED, expiresAt ?? Number.POSITIVE_INFINITY) });
  };

  const callerOf = async (secret: string, address: string, now: number): Promise<Caller> => {
    const mayBeKey = secret.length <= LONGEST_KEY;
    const found = mayBeKey ? await lookUp(secret, now) : undefined;
    if (found) {
      remember(secret, found, now);
      return found.caller;
    }
    if (await isOperator(secret, now)) return { kind: "operator" };
    noteRefusal(address, now);
    // A stranger's guess is not known: this one is a program, or a person, who runs the deployment with a key of before.
    if (mayBeKey && (await deps.operators.hasEnded(secret, now))) deps.metric("OperatorKeysRefused", 1);
    throw new BadRequest(401, "unauthenticated", "This API key is not known, or has ended.");
  };

  return async (headers: Readonly<Record<string, string>>, address: string): Promise<Caller> => {
    const now = deps.clock();
    const secret = await secretOf(headers, now);
    if (secret === undefined) return (await fromPage(headers, now)) ?? { kind: "public" };
    const cached = known.get(secret);
    if (cached && cached.until > now) return cached.caller;
    known.delete(secret);
    refuseGuesser(address, now);
    return callerOf(secret, address, now);
  };
};

const sameText = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return other.length > 0 && one.length === other.length && timingSafeEqual(one, other);
};
