import { logged } from "../../core/defects.ts";
import { timeId } from "../../core/ids.ts";
import type { SyncJob } from "../../core/jobs.ts";
import { parseJson } from "../../core/json.ts";
import type { Clock, Log, Metric, QueueMessage, Queues, Secrets, Sleep } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { type ShopAccess, type Vendor, type VendorId, vendorIds } from "../../core/vendor.ts";
import { printOf } from "../../core/webhook-proof.ts";
import type { AppSecretStore } from "../../stores/app-secrets.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import { firstKey, lastKey } from "../../stores/delivery-items.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { isSame, type Route, refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { createDeliveryPlaces, type DeliveryPlacesDeps } from "./delivery-places.ts";
import { createGate, type GateDeps, KEPT_FOR, MOST_KEPT } from "./gate.ts";
import { currentAccess, generationOf } from "./hook-secret.ts";
import { leftOutWhole, namedIn } from "./left-out.ts";
import { type Arrived, bareDelivery, type IncomingRequest, isProven, redactDelivery } from "./redact-delivery.ts";

/** What is asked in the name of a shop's tenant. */
interface OwnDeps {
  readonly shops: ShopStore;
  readonly secrets: Secrets;
  readonly appSecrets: AppSecretStore;
  readonly deliveries: DeliveryStore;
  readonly watchReports: Pick<WatchReportStore, "count">;
  readonly usage: ReturnType<DeliveryPlacesDeps["usageOf"]>;
}

export interface AcceptDeps extends GateDeps {
  /** Where it leads to is looked up before a tenant is known; all else is done in the tenant's name. */
  readonly shops: ShopStore;
  readonly deliveries: DeliveryStore;
  readonly ownedBy: (tenant: string) => OwnDeps;
  readonly secretName: (ref: ShopRef) => string;
  readonly queues: Queues;
  readonly vendor: (id: VendorId) => Pick<Vendor, "webhooks">;
  readonly clock: Clock;
  readonly random: () => number;
  readonly metric: Metric;
  readonly log: Log;
  readonly sleep: Sleep;
}

/** Which shop a token leads to is remembered for so long: it never leads to another. An unknown one may do so now. */
const ROUTE_CACHED = MINUTE;
/** The vendor waits for our answer: the queue gets this long. What it does not take, `tick` finds. */
const QUEUE_PATIENCE = 500;
/** A queue that failed is not waited for by the next ones. */
const QUEUE_AWAY = 2 * SECOND;
/** What it did not take goes along with what it takes again, so that it need not wait for the tick. */
const MOST_OWED = 1_000;
const OWED_AT_ONCE = 50;
/** Nobody waits for a longer body to be parsed only to learn whose it is. */
const MOST_PARSED = 256_000;
/** What an address may be made of. Whatever else comes is nobody's, and the table is not asked about it. */
const TOKEN = /^[\w-]{1,128}$/;
const APP = /^[\w-]{1,64}$/;
const BUSINESS = /^\d{1,20}$/;
/** What is taken over for a worker that never gets the message is left to itself after this: `tick` finds it. */
const LEASE = MINUTE;
/** `tick` looks at a minute's deliveries when certainly all of them are stored. */
const SETTLED_AFTER = 15 * SECOND;

/** The entry of the due index that stands for a minute's deliveries of a shop. */
export const deliveriesDue = (ref: ShopRef, now: number) => {
  const minute = Math.floor(now / MINUTE);
  return {
    kind: "deliveries" as const,
    tenant: ref.tenant,
    id: `${ref.shop}#${minute}`,
    dueAt: (minute + 1) * MINUTE + SETTLED_AFTER,
  };
};

/** The end of a lease that begins now, unix milliseconds. The fraction tells leases of the same millisecond apart. */
export const leaseEnd = ({ clock, random }: { readonly clock: Clock; readonly random: () => number }): number =>
  clock() + LEASE + Math.floor(random() * 1_000) / 1_000;

export const UNPROVEN = "the sender did not prove that it is the vendor";

/** Who works a delivery off: a worker that has the shop's others, or the one that gets the message. */
interface Worker {
  readonly isCovered?: true;
  /** The lease was taken for the worker that gets the message. Unix milliseconds. */
  readonly leasedUntil?: number;
}

interface Stored {
  readonly ref: ShopRef;
  readonly id: string;
}

/** See `SyncJob`. */
export type MoreOfDelivery = Pick<
  Extract<SyncJob, { type: "delivery" }>,
  "again" | "alone" | "leasedUntil" | "resources"
>;

export const deliveryMessage = ({ tenant, shop }: ShopRef, id: string, more: MoreOfDelivery = {}): QueueMessage => ({
  body: { type: "delivery", tenant, shop, id, ...more } satisfies SyncJob,
  group: tenant,
});

/** Ids of the deliveries that came in a minute. */
export const idRange = (minute: number): readonly [string, string] => [
  firstKey(minute * MINUTE),
  lastKey((minute + 1) * MINUTE - 1),
];

/**
 * Stores a vendor's webhook, whatever it is, so that the caller can answer 200; then tells the queue. The table holds
 * the truth: a queue that fails, or a process that dies here, delays a delivery by a minute or two and loses none.
 */
export const createAcceptDelivery = (deps: AcceptDeps) => {
  const routes = new Map<string, { refs: readonly ShopRef[]; until: number }>();
  const noted = new Map<string, number>();
  const { clock, ownedBy } = deps;
  const hasPlace = createDeliveryPlaces({ clock, usageOf: (tenant) => ownedBy(tenant).usage });
  const gate = createGate(deps);

  const byToken = async (token: string, now: number): Promise<readonly ShopRef[]> => {
    const known = routes.get(token);
    if (known && known.until > now) return known.refs;
    const ref = await deps.shops.byHook(token);
    if (!ref) return [];
    if (routes.size > 10_000) routes.clear();
    routes.set(token, { refs: [ref], until: now + ROUTE_CACHED });
    return [ref];
  };

  /** `/<vendor>/<token>` for one shop, `/<family>/app/<app>` for every shop of an app, of whichever version. */
  const shopsOf = async (request: IncomingRequest, now: number): Promise<readonly ShopRef[]> => {
    const [name, token, app] = request.path.split("/").filter((part) => part !== "");
    if (name === undefined || token === undefined) return [];
    if (token !== "app" || app === undefined)
      return TOKEN.test(token) && vendorIds.some((id) => id === name) ? byToken(token, now) : [];
    if (!APP.test(app)) return [];
    const found = await Promise.all(familyOf(name).map((id) => byBusiness(id, app, request.body)));
    return found.flat();
  };

  /** The vendor's versions that share an address. The names of single versions stand in addresses of before. */
  const familyOf = (name: string): readonly VendorId[] => {
    const family = (id: VendorId) => deps.vendor(id).webhooks?.family?.name;
    const asked = vendorIds.find((id) => id === name);
    const wanted = asked === undefined ? name : (family(asked) ?? asked);
    return vendorIds.filter((id) => id === wanted || family(id) === wanted);
  };

  const byBusiness = async (id: VendorId, app: string, body: Uint8Array): Promise<readonly ShopRef[]> => {
    const business = businessOf(deps.vendor(id), body);
    if (business === undefined || !BUSINESS.test(business)) return [];
    // Read each time: another shop of the same business may have been registered a moment ago.
    const refs = await deps.shops.byBusiness(id, app, business);
    const heard = await Promise.all(refs.map((ref) => isHeardBy(ref, id, { app, business })));
    return refs.filter((_, index) => heard[index]);
  };

  /** A route alone is not believed: the shop may be gone, and its name may be another shop's by now. */
  const isHeardBy = async (ref: ShopRef, vendor: VendorId, route: Route): Promise<boolean> => {
    const fits = (shop: Shop | undefined): boolean =>
      shop?.vendor === vendor && shop.health !== "removing" && (!shop.route || isSame(shop.route, route));
    const own = { ...deps, ...deps.ownedBy(ref.tenant) };
    return fits(await recentShop(ref, own)) || fits(await own.shops.get(ref));
  };

  /** Before the answer: so that `tick` looks for what the queue may never get to see. One write per shop and minute. */
  const note = async (ref: ShopRef, now: number): Promise<void> => {
    const work = deliveriesDue(ref, now);
    const name = `${ref.tenant}#${work.id}`;
    if (noted.has(name)) return;
    await deps.ownedBy(ref.tenant).shops.schedule(work);
    if (noted.size > 10_000) noted.clear();
    noted.set(name, now);
  };

  /** Undefined: the shop is gone or goes, the sender has proven nothing, or there is no room. */
  const store = async (ref: ShopRef, arrived: Arrived): Promise<Stored | undefined> => {
    const own = { ...deps, ...deps.ownedBy(ref.tenant) };
    const shop = await recentShop(ref, own);
    if (!shop || shop.health === "removing") return undefined;
    const access = await currentAccess(shop, own);
    if (!(await isGenuine(shop, access, arrived))) return keepUnproven(shop, access, arrived);
    const { webhooks } = deps.vendor(shop.vendor);
    const leftOut = leftOutWhole(shop, webhooks, arrived.body);
    if (!(await gate.takes(`${ref.tenant}#${ref.shop}`)) || !(await hasPlace(ref.tenant)))
      return leftOut ? undefined : haveNoRoom(shop, arrived);
    if (leftOut) return noteLeftOut(ref, arrived, leftOut);
    const delivery = { ...redactDelivery(arrived, shop, webhooks, access), proven: true };
    await Promise.all([own.deliveries.add(keys.deliveries(ref), delivery), note(ref, arrived.at)]);
    return { ref, id: delivery.id };
  };

  /** The shop does not copy what it is about: that it came is noted, what it says is not. */
  const noteLeftOut = async (ref: ShopRef, arrived: Arrived, names: readonly string[]): Promise<undefined> => {
    const { deliveries } = ownedBy(ref.tenant);
    const { id, at, method, path, body } = arrived;
    const reason = `the shop does not copy ${names.join(", ")}`;
    const bare = { id, at, method, path, query: "", headers: {}, body: new Uint8Array(), bytes: body.length };
    // The outcome first: nobody works it off.
    await deliveries.finish(keys.deliveries(ref), id, { state: "ignored", reason, at });
    await deliveries.add(keys.deliveries(ref), { ...bare, proven: true });
    return undefined;
  };

  /** Before anything is written: by the shop's own secret, then by those of its app that others may have rotated. */
  const isGenuine = async (shop: Shop, access: ShopAccess | undefined, arrived: Arrived): Promise<boolean> => {
    const { webhooks } = deps.vendor(shop.vendor);
    if (!webhooks) return false;
    const shown = { ...arrived, print: printOf(webhooks.shown(arrived)) };
    if (isProven(webhooks, access, shown)) return true;
    return (
      shown.print !== undefined &&
      (await generationOf(shop, access, shown, { ...deps, ...ownedBy(shop.tenant) })) !== undefined
    );
  };

  /** Counted, and a few of them kept for a while, cut: a person may wonder why webhooks do not arrive. No worker acts on them. */
  const keepUnproven = async (shop: Shop, access: ShopAccess | undefined, arrived: Arrived): Promise<undefined> => {
    deps.metric("QuarantinedDeliveries", 1);
    const ref = refOf(shop);
    if (!(await gate.keeps(`${ref.tenant}#${ref.shop}`, arrived.sender ?? ""))) return undefined;
    const partition = keys.deliveries(ref);
    const { webhooks } = deps.vendor(shop.vendor);
    // A secret that the cut would halve is redacted first. What the shop does not copy is not kept here either.
    const most = leftOutWhole(shop, webhooks, arrived.body) ? 0 : 2 * MOST_KEPT;
    const delivery = redactDelivery({ ...arrived, body: arrived.body.subarray(0, most) }, shop, webhooks, access);
    const kept = { ...delivery, body: delivery.body.subarray(0, MOST_KEPT), bytes: arrived.body.length };
    const outcome = { state: "quarantined", reason: UNPROVEN, at: arrived.at } as const;
    // The outcome first: nobody works it off.
    const own = ownedBy(ref.tenant);
    await own.deliveries.finish(partition, kept.id, outcome, KEPT_FOR);
    await own.deliveries.add(partition, kept, KEPT_FOR);
    await own.watchReports.count(ref, "quarantined", arrived.at);
    return undefined;
  };

  /** Its tenant has no room for one more. A webhook is a hint, no more: the shop is read instead. */
  const haveNoRoom = async (shop: Shop, { at, body }: Arrived): Promise<undefined> => {
    deps.metric("DeliveriesBeyondQuota", 1);
    await readSoon(refOf(shop), at, () => namedIn(deps.vendor(shop.vendor).webhooks, body));
  };

  /** Once a minute: what is named after the first time is read as well, because a shop that is roused is read each minute. */
  const readSoon = async (
    { tenant, shop }: ShopRef,
    now: number,
    resourcesOf: () => readonly string[] = () => [],
  ): Promise<void> => {
    const name = `read#${tenant}#${shop}#${Math.floor(now / MINUTE)}`;
    if (noted.has(name)) return;
    if (noted.size > 10_000) noted.clear();
    noted.set(name, now);
    const body: SyncJob = { type: "read-instead", tenant, shop, resources: [...resourcesOf()] };
    await send([{ body, group: tenant }]);
  };

  const owed: QueueMessage[] = [];
  let awayUntil = 0;

  /**
   * Behind the store: the worker that has the lease looks once more when it lets go, and finds what was stored before. So its webhook
   * needs no message.
   */
  const workerOf = async (ref: ShopRef): Promise<Worker> => {
    const { deliveries } = ownedBy(ref.tenant);
    const leasedUntil = leaseEnd(deps);
    try {
      if ((await deliveries.leased(ref, clock())).until > 0) return { isCovered: true };
      return (await deliveries.lease(ref, clock(), leasedUntil)) ? { leasedUntil } : { isCovered: true };
    } catch (error) {
      // It is stored, and the lease may be taken: the worker finds out.
      deps.log("warn", "lease-not-seen", { ...ref, ...logged(error) });
      return { leasedUntil };
    }
  };

  const enqueue = async (stored: readonly Stored[]): Promise<void> => {
    const found = await Promise.all(stored.map(async (one) => ({ ...one, ...(await workerOf(one.ref)) })));
    const open = found.filter(({ isCovered }) => !isCovered);
    if (open.length === 0) return;
    const messages = open.map(({ ref, id, leasedUntil }) =>
      deliveryMessage(ref, id, leasedUntil === undefined ? {} : { leasedUntil }),
    );
    if (await send(messages)) return;
    deps.metric("DeliveriesNotQueued", open.length);
    // The next webhook tries again.
    for (const { ref, leasedUntil } of open) if (leasedUntil !== undefined) await giveBack(ref, leasedUntil);
  };

  const giveBack = async (ref: ShopRef, leasedUntil: number): Promise<void> => {
    try {
      await ownedBy(ref.tenant).deliveries.release(ref, leasedUntil);
    } catch (error) {
      deps.log("warn", "lease-not-given-back", { ...ref, ...logged(error) });
    }
  };

  /** False: the queue does not take them now, and they are owed to it. */
  const send = async (messages: readonly QueueMessage[]): Promise<boolean> => {
    if (deps.clock() < awayUntil) {
      owe(messages);
      return false;
    }
    const sending = [...messages, ...owed.splice(0, OWED_AT_ONCE)];
    const waiting = new AbortController();
    const wait = deps.sleep(QUEUE_PATIENCE, waiting.signal);
    const patience = wait.then(
      () => {
        throw new Error("the queue takes too long");
      },
      () => undefined,
    );
    try {
      await Promise.race([deps.queues.send("news", sending), patience]);
      return true;
    } catch (error) {
      awayUntil = deps.clock() + QUEUE_AWAY;
      owe(sending);
      deps.log("warn", "delivery-not-queued", { reason: (error as Error).message });
      return false;
    } finally {
      waiting.abort();
    }
  };

  /** In memory only: the tick finds deliveries if this container goes. */
  const owe = (messages: readonly QueueMessage[]): void => {
    owed.push(...messages.map(withoutLease).slice(0, Math.max(0, MOST_OWED - owed.length)));
  };

  /** One shop's store or secret fails: those of other tenants have the webhook all the same, and this shop is read instead. */
  const makeUp = async (ref: ShopRef, error: unknown, now: number): Promise<void> => {
    deps.metric("DeliveriesMissed", 1);
    deps.log("error", "delivery-missed", { ...ref, ...logged(error) });
    await readSoon(ref, now);
  };

  /** @throws where nobody has it: the vendor is to send it again */
  const hand = async (refs: readonly ShopRef[], arrived: Arrived): Promise<void> => {
    const outcomes = await Promise.allSettled(refs.map((ref) => store(ref, arrived)));
    const kept = outcomes.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
    if (kept.length > 0) await enqueue(kept);
    for (const [index, one] of outcomes.entries()) {
      if (one.status === "fulfilled") continue;
      if (kept.length === 0) throw one.reason;
      await makeUp(refs[index]!, one.reason, arrived.at);
    }
  };

  /** @returns how many shops it is for */
  return async (request: IncomingRequest): Promise<number> => {
    const now = deps.clock();
    const refs = await shopsOf(request, now);
    const delivery = { ...request, id: timeId(now, deps.random), at: now };
    deps.metric("DeliveriesIn", 1);
    if (refs.length === 0) {
      deps.metric("DeliveriesUnrouted", 1);
      if (await gate.keeps(undefined, request.sender ?? ""))
        await deps.deliveries.add(keys.unroutedDeliveries(), bareDelivery(delivery), KEPT_FOR);
      return 0;
    }
    await hand(refs, delivery);
    return refs.length;
  };
};

/** The lease is given back until it is sent. */
const withoutLease = (message: QueueMessage): QueueMessage => {
  const { leasedUntil: _, ...body } = message.body as { readonly leasedUntil?: number };
  return { ...message, body };
};

const businessOf = (vendor: Pick<Vendor, "webhooks">, body: Uint8Array): string | undefined => {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  if (body.length > MOST_PARSED) return /"businessId"\s*:\s*"?(\d+)/.exec(text)?.[1];
  try {
    return vendor.webhooks?.business?.(parseJson(text));
  } catch {
    return undefined;
  }
};
