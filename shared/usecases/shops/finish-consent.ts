import { BadRequest, RetryLater } from "../../core/errors.ts";
import { MINUTE } from "../../core/time.ts";
import type { ShopAccess, VendorId } from "../../core/vendor.ts";
import { type OpenConsent, refOf, type Shop } from "../../stores/shops.ts";
import { businessOf } from "../webhooks/route-shop.ts";
import { claimedCredentials } from "./claim.ts";
import { type ConsentCookie, readCookies, setCookie } from "./consent-cookie.ts";
import { returnAddress } from "./consent-link.ts";
import { agreeToMove } from "./migrate-shop.ts";
import { authorizeAgain, type RegisterDeps } from "./register-shop.ts";
import { hostsOf } from "./request-context.ts";

/** A ticket is looked up before a tenant is known; all that follows is done in the name of the shop's tenant. */
export interface ConsentDeps extends RegisterDeps {
  readonly ownedBy: (tenant: string) => Pick<RegisterDeps, "shops" | "secrets">;
}

const actingFor = (tenant: string, deps: ConsentDeps): ConsentDeps => ({ ...deps, ...deps.ownedBy(tenant) });

/** How a consent ended, for the page that its owner sees. */
export const consentEnds = [
  "connected",
  "moving",
  "ended-link",
  "not-begun-here",
  "several",
  "no-code",
  "refused",
  "other-business",
  "busy",
  "unreachable",
] as const;
export type ConsentEnd = (typeof consentEnds)[number];

export interface Consented {
  readonly end: ConsentEnd;
  readonly shops: readonly Shop[];
  /** What the vendor said, without secrets. */
  readonly said?: string | undefined;
  /** Names of cookies that are of no use any more. */
  readonly spent: readonly string[];
  /** Id of the connect link whose page waits for the person. */
  readonly connectLink?: string | undefined;
}

export interface BegunConsent {
  /** The vendor's page. */
  readonly location: string;
  readonly cookie: string;
}

/** Longer than a sign-in and a check at the vendor may take. */
const LEASE = MINUTE;
const MOST_SAID = 300;

/** A person opened our start page. Undefined: the link was never given out, was used, or has ended. */
export const beginConsent = async (ticket: string, deps: ConsentDeps): Promise<BegunConsent | undefined> => {
  const now = deps.clock();
  const consent = await deps.shops.readConsent(ticket, now);
  const shop = await shopOf(consent, deps);
  if (!consent || !shop) return undefined;
  const vendor = deps.vendor(consent.vendor);
  const returnLink = returnAddress(vendor, deps.publicUrl);
  if (!vendor.consent || returnLink === undefined) return undefined;
  const moves = consent.vendor !== shop.vendor;
  const access = await accessOf(shop, moves, actingFor(shop.tenant, deps));
  if (!access && shop.health === "authorizing") return undefined;
  const { credentials = {} } = access ?? {};
  const hosts = hostsOf(moves ? { ...shop, hosts: shop.migration?.hosts } : shop, vendor);
  return {
    location: vendor.consent.url({ credentials, returnLink, hosts }),
    cookie: setCookie(await deps.readSigningKey(), ticket, now, deps.publicUrl),
  };
};

/**
 * A browser came back from a vendor's consent page. Only the cookie says for which shop, because everybody comes back to
 * one address. The ticket is used up by success alone: a wrong code costs nothing but another try.
 */
export const finishConsent = async (
  address: string,
  query: Readonly<Record<string, unknown>>,
  cookies: string,
  deps: ConsentDeps,
): Promise<Consented> => {
  const now = deps.clock();
  const brought = readCookies(cookies, await deps.readSigningKey(), now, deps.publicUrl);
  const open = await stillOpen(brought, deps);
  const begun = open.filter(({ vendor }) => deps.vendor(vendor).consent?.address === address);
  const shops = [...new Map(begun.map(({ shop }) => [`${shop.tenant}#${shop.id}`, shop])).values()];
  const all = brought.map(({ name }) => name);
  const ended = brought.filter(({ ticket }) => !open.some((one) => one.ticket === ticket)).map(({ name }) => name);
  // The code does not say which of them it is for.
  if (shops.length > 1) return { end: "several", shops, spent: all };
  const latest = begun.reduce<Begun | undefined>(
    (best, one) => (best && best.until >= one.until ? best : one),
    undefined,
  );
  if (!latest) return { end: "not-begun-here", shops, spent: ended };
  const { codeParameter } = deps.vendor(latest.vendor).consent!;
  const code = query[codeParameter];
  const { connectLink } = latest;
  if (typeof code !== "string" || code === "") return { end: "no-code", shops, spent: ended, connectLink };
  const exchanged = await exchange(latest, code, actingFor(latest.shop.tenant, deps));
  return { ...exchanged, spent: done.includes(exchanged.end) ? all : ended, connectLink };
};

/** Nothing is left to be consented to. */
const done: readonly ConsentEnd[] = ["connected", "moving"];

interface Begun {
  readonly ticket: string;
  readonly vendor: VendorId;
  readonly until: number;
  readonly shop: Shop;
  readonly connectLink?: string | undefined;
}

const stillOpen = async (brought: readonly ConsentCookie[], deps: ConsentDeps): Promise<readonly Begun[]> => {
  const begun: Begun[] = [];
  for (const { ticket } of brought) {
    const consent = await deps.shops.readConsent(ticket, deps.clock());
    const shop = await shopOf(consent, deps);
    if (consent && shop) {
      const { vendor, until, connectLink } = consent;
      begun.push({ ticket, vendor, until, shop, connectLink });
    }
  }
  return begun;
};

/** Undefined: it is gone, its id is another shop's by now, or it does not go to this version (any more). */
const shopOf = async (consent: OpenConsent | undefined, deps: ConsentDeps): Promise<Shop | undefined> => {
  const shop = consent && (await deps.ownedBy(consent.ref.tenant).shops.get(consent.ref));
  if (shop?.createdAt !== consent?.made || shop?.health === "removing") return undefined;
  const { migration } = shop ?? {};
  const waits = migration?.to === consent?.vendor && migration?.phase === "consent";
  return shop?.vendor === consent?.vendor || waits ? shop : undefined;
};

/** One browser at a time: a page that is loaded twice must not spend the code twice. */
const exchange = async (
  begun: Begun,
  code: string,
  deps: ConsentDeps,
): Promise<Omit<Consented, "spent" | "connectLink">> => {
  const ref = refOf(begun.shop);
  const shops = [begun.shop];
  if (!(await deps.shops.lease(ref, "consent", deps.clock(), LEASE))) return { end: "busy", shops };
  try {
    // Another request may have used it between our first look and the lease.
    if (!(await deps.shops.readConsent(begun.ticket, deps.clock()))) return { end: "not-begun-here", shops: [] };
    const moves = begun.vendor !== begun.shop.vendor;
    const shop = await (moves ? agreeToMove : connect)(begun.shop, code, { ...deps, connectLink: begun.connectLink });
    await deps.shops.closeConsent(begun.ticket);
    return { end: moves ? "moving" : "connected", shops: [shop] };
  } catch (error) {
    if (error instanceof RetryLater) return { end: "unreachable", shops };
    if (!(error instanceof BadRequest)) throw error;
    const end = error.code === "other-business" ? "other-business" : "refused";
    return { end, shops, ...(end === "refused" ? { said: withoutCode(error.message, code) } : {}) };
  } finally {
    await deps.shops.release(ref, "consent");
  }
};

const withoutCode = (text: string, code: string): string => text.replaceAll(code, "…").slice(0, MOST_SAID);

const connect = async (shop: Shop, code: string, deps: ConsentDeps): Promise<Shop> => {
  const { codeField } = deps.vendor(shop.vendor).consent!;
  const stored = await accessOf(shop, false, deps);
  const credentials = { ...stored?.credentials, [codeField]: code };
  return authorizeAgain(shop, credentials, deps, { business: stored && businessOf(stored) });
};

/** What the shop, or the version that it moves to, was registered with. */
const accessOf = async (shop: Shop, moves: boolean, deps: ConsentDeps): Promise<ShopAccess | undefined> => {
  if (shop.health === "authorizing") {
    const credentials = await claimedCredentials(shop, deps);
    return credentials && { credentials };
  }
  const stored = await deps.secrets.get(deps.secretName(refOf(shop)), { fresh: true });
  return moves ? stored?.next : stored;
};
