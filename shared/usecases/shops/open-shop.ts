import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import type { Clock, Metric, Secrets, Sleep } from "../../core/ports.ts";
import type { Call, Operation, Send, Session, ShopAccess, ShopContext, Vendor } from "../../core/vendor.ts";
import { createRedact, secretValues } from "../../http/redact.ts";
import { describe } from "../../http/send.ts";
import type { Bucket, BudgetStore, Grant, Priority } from "../../stores/budgets.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";

export interface OpenShopDeps {
  readonly shops: ShopStore;
  readonly budgets: BudgetStore;
  readonly secrets: Secrets;
  readonly send: Send;
  readonly vendor: (id: Shop["vendor"]) => Vendor;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly randomId: () => string;
  readonly secretName: (ref: ShopRef) => string;
  readonly metric: Metric;
}

/** A shop that can be called. */
export interface OpenShop {
  readonly shop: Shop;
  readonly vendor: Vendor;
  readonly grants: Readonly<Record<string, unknown>>;
  /** Calls operations of the vendor under the shop's budget. */
  call(priority: Priority): Call;
}

/** Calls drawn and not yet made, and those that wait for some. */
interface Purse {
  grant: Grant | undefined;
  /** Calls that were granted the last time. */
  drawn: number;
  /** All that were granted so far. */
  total: number;
  waiting: number;
  turn: Promise<void>;
}

const RENEW_BEFORE_SECONDS = 3_600;
const RENEW_LEASE = 60_000;
/** Calls drawn at once, so that a page costs less than one write. Never more than a fiftieth of the limit. */
const MOST_DRAWN = 20;
/**
 * Who reads pages draws two and then twice as many each time, or only as many as it got to before they expired: what is
 * not used is lost to everybody for a window. The others draw for the calls that wait already.
 */
const READS_PAGES: readonly Priority[] = ["poll", "backfill"];
/**
 * Milliseconds that a worker waits for the limit itself. A queue delays by whole seconds only, which is a good part of
 * a short window, and beginning anew costs two writes.
 */
const SHORT_WAIT = 1_000;
/** Whoever reads through the API decides alone. */
const WAITS: readonly Priority[] = ["write", "hook", "poll", "backfill"];
const LOCK_SECONDS = 5;

/** @throws SignInAgain when the vendor has no use for the credentials any more */
export const openShop = async (shop: Shop, deps: OpenShopDeps): Promise<OpenShop> => {
  const ref = refOf(shop);
  const vendor = deps.vendor(shop.vendor);
  const stored = await deps.secrets.get(deps.secretName(ref));
  if (!stored) throw new SignInAgain("the shop's credentials are not stored");
  let access: ShopAccess = await withSession(shop, vendor, stored, deps);
  const purses = new Map<string, Purse>();

  const call =
    (priority: Priority): Call =>
    async (id, input) => {
      const operation = operationOf(vendor, id);
      await beforehand(spend(bucketsOf(vendor, shop, operation), priority, purses, deps));
      // Calls side by side: another one may have found newer access by the time this one is refused.
      const used = access;
      try {
        return await callOnce(operation, input, used);
      } catch (error) {
        if (!(error instanceof SignInAgain)) throw error;
        const newer = await beforehand(
          vendor.renewable ? renew(shop, vendor, used, deps) : consentedSince(shop, used, deps),
        );
        if (!newer) throw error;
        access = newer;
        await beforehand(spend(bucketsOf(vendor, shop, operation), priority, purses, deps));
        return callOnce(operation, input, newer);
      }
    };

  const callOnce = async (operation: Operation, input: Parameters<Call>[1], access: ShopAccess): Promise<unknown> => {
    const context = contextOf(shop, vendor, access, deps);
    const request = vendor.request(operation, input, context);
    const startedAt = deps.clock();
    deps.metric("VendorCalls", 1);
    const answer = await deps.send(request);
    // Before anything else looks at it: raw rows, errors and logs are made of this text.
    const redact = createRedact([...secretValues(vendor.credentials, access.credentials), access.session?.token]);
    try {
      const json = vendor.judge({ ...answer, body: redact(answer.body) }, operation);
      const parsed = operation.answer.safeParse(json);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw new VendorChanged(`${describe(request)}: ${issue?.path.join(".")}: ${issue?.message}`, redact(answer.body));
    } catch (error) {
      if (error instanceof RetryLater && error.limited) {
        const until = error.retryAt ?? startedAt + LOCK_SECONDS * 1_000;
        deps.metric("VendorLimited", 1, { vendor: vendor.id });
        // The narrowest bucket: the one that the vendor most probably means.
        const bucket = bucketsOf(vendor, shop, operation).at(-1);
        if (bucket) await deps.budgets.block(bucket, until, deps.clock());
      }
      throw error;
    }
  };

  return { shop, vendor, grants: access.session?.grants ?? {}, call };
};

/** Buckets of a call, the widest first. */
export const bucketsOf = (vendor: Vendor, shop: Pick<Shop, "account">, operation: Operation): Bucket[] =>
  operation.buckets.map((id) => {
    const limit = vendor.limits.find((one) => one.id === id);
    if (!limit) throw new Error(`${vendor.id} ${operation.id}: unknown limit ${id}`);
    const scope = limit.scope === "ip" ? "ip" : shop.account;
    return { limit, key: [vendor.id, limit.id, scope, ...(limit.per === "operation" ? [operation.id] : [])].join("#") };
  });

export const operationOf = (vendor: Vendor, id: string): Operation => {
  const operation = vendor.operations.find((one) => one.id === id);
  if (!operation) throw new Error(`${vendor.id}: unknown operation ${id}`);
  return operation;
};

/** Signing in counts as well: a limit is the vendor's, whatever a call is for. */
export const signInSend =
  (
    shop: Pick<Shop, "account" | "hosts" | "settings">,
    vendor: Vendor,
    deps: SpendDeps & Pick<OpenShopDeps, "send">,
  ): Send =>
  async (request) => {
    const hosts = hostsOf(shop, vendor);
    const [address] = request.url.split("?");
    const operation = vendor.operations.find(
      ({ method, path, host = "api" }) => method === request.method && `${hosts[host]}${path}` === address,
    );
    if (operation) await spend(bucketsOf(vendor, shop, operation), "write", new Map(), deps);
    return deps.send(request);
  };

/** Base addresses: the vendor's, or the sandbox's. */
export const hostsOf = (shop: Pick<Shop, "hosts" | "settings">, vendor: Vendor): Readonly<Record<string, string>> => ({
  ...vendor.hosts,
  ...vendor.hostsFor?.(shop.settings),
  ...shop.hosts,
});

const contextOf = (
  shop: Shop,
  vendor: Vendor,
  access: ShopAccess,
  deps: Pick<OpenShopDeps, "clock" | "randomId">,
): ShopContext => ({
  access,
  hosts: hostsOf(shop, vendor),
  settings: shop.settings,
  now: deps.clock,
  randomId: deps.randomId,
});

type SpendDeps = Pick<OpenShopDeps, "budgets" | "clock" | "sleep">;

/** Draws one call, from what this worker still holds or from the store. */
const spend = (
  buckets: readonly Bucket[],
  priority: Priority,
  purses: Map<string, Purse>,
  deps: SpendDeps,
): Promise<void> => {
  if (buckets.length === 0) return Promise.resolve();
  const name = `${priority}#${buckets.map(({ key }) => key).join("#")}`;
  const purse = purses.get(name) ?? { grant: undefined, drawn: 1, total: 0, waiting: 0, turn: Promise.resolve() };
  purses.set(name, purse);
  purse.waiting += 1;
  // One after the other, so that calls side by side draw together instead of disturbing each other.
  const drawn = purse.turn.then(async () => {
    const { grant, waiting } = purse;
    purse.waiting -= 1;
    if (grant && grant.count > 0 && grant.until > deps.clock()) {
      purse.grant = { ...grant, count: grant.count - 1 };
      return;
    }
    const most = Math.max(1, Math.min(MOST_DRAWN, ...buckets.map(({ limit }) => Math.floor(limit.capacity / 50))));
    const next = grant && grant.count > 0 ? purse.drawn - grant.count : 2 * purse.drawn;
    // Those who wait are certain to call; what is drawn beyond them may be given up.
    const want = READS_PAGES.includes(priority) ? Math.min(most, Math.max(waiting, next)) : waiting;
    const yields = purse.total >= most;
    // Whoever has gone behind the others has his turn when he comes back: else those who wait send each other back for ever.
    if (yields) purse.total = 0;
    const taken = await take(buckets, Math.max(1, Math.min(MOST_DRAWN, want)), priority, deps, yields);
    purse.drawn = taken.count;
    purse.total += taken.count;
    purse.grant = { ...taken, count: taken.count - 1 };
  });
  purse.turn = drawn.catch(() => undefined);
  return drawn;
};

/** Draws from the store, and waits a moment where that is enough. */
const take = async (
  buckets: readonly Bucket[],
  want: number,
  priority: Priority,
  { budgets, clock, sleep }: SpendDeps,
  yieldsAtFirst: boolean,
): Promise<Grant> => {
  const patience = clock() + (WAITS.includes(priority) ? SHORT_WAIT : 0);
  let yields = yieldsAtFirst;
  for (;;) {
    const now = clock();
    try {
      return await budgets.take(buckets, want, priority, now, { yields });
    } catch (error) {
      if (!(error instanceof RetryLater && error.limited) || (error.retryAt ?? patience + 1) > patience) throw error;
      await sleep(Math.max(1, error.retryAt! - now));
      yields = false;
    }
  }
};

/** What comes before the call itself: when it fails the vendor certainly has not carried out the operation. */
const beforehand = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    if (!(error instanceof RetryLater) || error.delivered === "no") throw error;
    const { message, retryAt, limited } = error;
    throw new RetryLater(message, { delivered: "no", limited, ...(retryAt === undefined ? {} : { retryAt }) });
  });

const fresh = (vendor: Vendor, session: Session | undefined, now: number): session is Session =>
  session !== undefined &&
  (session.expiresAt === undefined ||
    !vendor.renewable ||
    session.expiresAt - (vendor.renewBeforeSeconds ?? RENEW_BEFORE_SECONDS) * 1_000 > now);

const withSession = async (shop: Shop, vendor: Vendor, access: ShopAccess, deps: OpenShopDeps): Promise<ShopAccess> => {
  if (fresh(vendor, access.session, deps.clock())) return access;
  if (vendor.renewable) return renew(shop, vendor, access, deps);
  const authorized = await consentedSince(shop, access, deps);
  if (!authorized) throw new SignInAgain("the shop was never authorized");
  return authorized;
};

/** What a person's consent has brought since, past what this worker remembers; undefined: there is nothing newer. */
const consentedSince = async (
  shop: Shop,
  known: ShopAccess,
  { secrets, secretName }: Pick<OpenShopDeps, "secrets" | "secretName">,
): Promise<ShopAccess | undefined> => {
  const stored = await secrets.get(secretName(refOf(shop)), { fresh: true });
  return stored?.session && stored.session.token !== known.session?.token ? stored : undefined;
};

/** A new session, made once however many workers ask: under a lease, and written back for all. */
const renew = async (shop: Shop, vendor: Vendor, known: ShopAccess, deps: OpenShopDeps): Promise<ShopAccess> => {
  const ref = refOf(shop);
  const name = deps.secretName(ref);
  // Not from memory: it is written back whole, and may hold a newer webhook secret.
  const stored = await deps.secrets.get(name, { fresh: true });
  if (!stored) throw new SignInAgain("the shop's credentials are not stored");
  // Somebody else has renewed it meanwhile.
  if (stored.session && stored.session.token !== known.session?.token && fresh(vendor, stored.session, deps.clock()))
    return stored;
  if (!(await deps.shops.lease(ref, "session", deps.clock(), RENEW_LEASE))) {
    throw new RetryLater("another worker signs in", { retryAt: deps.clock() + 2_000, delivered: "no" });
  }
  try {
    const session = await vendor.authorize(contextOf(shop, vendor, stored, deps), signInSend(shop, vendor, deps));
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
