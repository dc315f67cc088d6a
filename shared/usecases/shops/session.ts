import { isVendorError, Rejected, RetryLater, SignInAgain } from "../../core/errors.ts";
import type { Secrets } from "../../core/ports.ts";
import type { Send, Session, ShopAccess, ShopContext, Vendor } from "../../core/vendor.ts";
import type { HaltStore } from "../../stores/halts.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import { needRunning } from "./halted.ts";
import { contextOf, hostsOf } from "./request-context.ts";
import { bucketsOf, createSpend, type DrawnCall, type SpendDeps } from "./spend.ts";

export interface SessionDeps extends SpendDeps {
  /** Of the function itself: what operators have stopped is no tenant's. */
  readonly halts: Pick<HaltStore, "read">;
  readonly shops: ShopStore;
  readonly secrets: Secrets;
  readonly send: Send;
  readonly randomId: () => string;
  readonly secretName: (ref: ShopRef) => string;
}

const RENEW_LEASE = 60_000;

const fresh = (vendor: Vendor, session: Session | undefined, now: number): session is Session =>
  session !== undefined &&
  (!vendor.renewable || (session.renewAt ?? session.expiresAt ?? Number.POSITIVE_INFINITY) > now);
/** It is time to renew it, and until that is done it works. */
const lasts = (session: Session | undefined, now: number): boolean => (session?.expiresAt ?? 0) > now;

/**
 * Access with a session that can be used.
 * @throws SignInAgain when the vendor refuses the credentials, or nobody has consented
 */
export const withSession = async (
  shop: Shop,
  vendor: Vendor,
  access: ShopAccess,
  deps: SessionDeps,
): Promise<ShopAccess> => {
  if (fresh(vendor, access.session, deps.clock())) return access;
  if (vendor.renewable) {
    return renew(shop, vendor, access, deps).catch((error: unknown) => {
      // Whatever holds the new session up, a refusal too: the calls of now have one, and the vendor says when it has no use for it.
      if (isVendorError(error) && lasts(access.session, deps.clock())) return access;
      throw error;
    });
  }
  const authorized = await consentedSince(shop, access, deps);
  if (!authorized) throw new SignInAgain("the shop was never authorized");
  return authorized;
};

/** Access that is newer than one that the vendor has just refused; undefined: there is none. */
export const newerAccess = (
  shop: Shop,
  vendor: Vendor,
  refused: ShopAccess,
  deps: SessionDeps,
): Promise<ShopAccess | undefined> =>
  vendor.renewable ? renew(shop, vendor, refused, deps) : consentedSince(shop, refused, deps);

/** What a person's consent has brought since, past what this worker remembers; undefined: there is nothing newer. */
const consentedSince = async (
  shop: Shop,
  known: ShopAccess,
  { secrets, secretName }: Pick<SessionDeps, "secrets" | "secretName">,
): Promise<ShopAccess | undefined> => {
  const stored = await secrets.get(secretName(refOf(shop)), { fresh: true });
  return stored?.session && stored.session.token !== known.session?.token ? stored : undefined;
};

/** A new session, made once however many workers ask: under a lease, and written back for all. */
const renew = async (shop: Shop, vendor: Vendor, known: ShopAccess, deps: SessionDeps): Promise<ShopAccess> => {
  const ref = refOf(shop);
  const name = deps.secretName(ref);
  // Not from memory: it is written back whole, and may hold a newer webhook secret.
  const stored = await deps.secrets.get(name, { fresh: true });
  if (!stored) throw new SignInAgain("the shop's credentials are not stored");
  // Another worker has renewed it meanwhile.
  if (stored.session && stored.session.token !== known.session?.token && fresh(vendor, stored.session, deps.clock()))
    return stored;
  if (!(await deps.shops.lease(ref, "session", deps.clock(), RENEW_LEASE))) {
    throw new RetryLater("another worker signs in", { retryAt: deps.clock() + 2_000, delivered: "no" });
  }
  try {
    const session = await signIn(shop, vendor, contextOf(shop, vendor, stored, deps), deps);
    const access = { ...stored, session };
    await deps.secrets.put(name, access);
    return access;
  } catch (error) {
    if (error instanceof Rejected) throw new SignInAgain(`the vendor refuses the credentials: ${error.message}`);
    throw error;
  } finally {
    await deps.shops.release(ref, "session");
  }
};

/**
 * Signs in at the vendor. It counts as well: a limit is the vendor's, whatever a call is for. The budget is told whether
 * the vendor let the call in, because it may be the one call that finds out whether a limit is open again.
 * @throws what the vendor's `authorize` throws
 */
export const signIn = async (
  shop: Pick<Shop, "account" | "hosts" | "settings" | "tenant">,
  vendor: Vendor,
  context: ShopContext,
  deps: SpendDeps & Pick<SessionDeps, "send" | "halts">,
): Promise<Session> => {
  await needRunning(vendor, deps);
  const spend = createSpend(deps);
  const hosts = hostsOf(shop, vendor);
  let drawn: DrawnCall | undefined;
  const send: Send = async (request) => {
    // The vendor let the one before this one in.
    if (drawn) await spend.opened(drawn.found);
    drawn = undefined;
    const [address] = request.url.split("?");
    const operation = vendor.operations.find(
      ({ method, path, host = "api" }) => method === request.method && `${hosts[host]}${path}` === address,
    );
    if (operation) {
      const buckets = bucketsOf(vendor, shop, operation);
      const found = await spend.draw(buckets, "write");
      drawn = { buckets, found, startedAt: deps.clock() };
    }
    return deps.send(request);
  };
  try {
    const session = await vendor.authorize(context, send);
    if (drawn) await spend.opened(drawn.found);
    return session;
  } catch (error) {
    throw drawn ? await spend.failed(drawn, error) : error;
  }
};
