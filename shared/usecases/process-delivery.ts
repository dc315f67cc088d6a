import { createHash } from "node:crypto";
import { RetryLater } from "../core/errors.ts";
import type { QueueMessage } from "../core/ports.ts";
import { MINUTE, SECOND } from "../core/time.ts";
import type { Hint, VendorWebhooks } from "../core/vendor.ts";
import type { Delivery, DeliveryOutcome, DeliveryStore } from "../stores/deliveries.ts";
import { keys, parseDeliveriesKey, type ShopRef } from "../stores/keys.ts";
import type { Shop } from "../stores/shops.ts";
import type { WatchReportStore } from "../stores/watch-reports.ts";
import { deliveryMessage, idRange } from "./accept-delivery.ts";
import { collectPull, type PullDeps, pullCollected } from "./pull-collected.ts";
import { isPaused } from "./run-job.ts";

export interface DeliveryDeps extends PullDeps {
  readonly deliveries: DeliveryStore;
  readonly watchReports: WatchReportStore;
}

/**
 * Reads a stored delivery: proves its sender, and pulls what it names. The payload itself is believed in nothing, so
 * that order, repetition and forgery have no power. Running twice does no harm.
 */
export const processDelivery = async (
  partition: string,
  id: string,
  deadline: number,
  deps: DeliveryDeps,
): Promise<void> => {
  const ref = parseDeliveriesKey(partition);
  const { delivery, outcome: known } = await deps.deliveries.find(partition, id);
  if (!ref || !delivery || known) return;
  // Before anything is asked of the vendor: what comes later than this is not covered by it.
  const at = deps.clock();
  const { start, ...outcome } = await judgeDelivery(ref, delivery, deps);
  // At once, without the way through the queue. Until the outcome is written, `tick` would begin all of this again.
  await Promise.all((start ?? []).map((resource) => pullCollected(ref, resource, deadline, deps)));
  if (!(await deps.deliveries.finish(partition, id, { ...outcome, at }))) return;
  deps.metric("DeliveriesDone", 1, { state: outcome.state });
  if (outcome.duplicateOf !== undefined) {
    deps.metric("DuplicateDeliveries", 1);
    await deps.watchReports.count(ref, "duplicates", delivery.at);
  }
  if (outcome.state === "quarantined") {
    deps.metric("QuarantinedDeliveries", 1);
    await deps.watchReports.count(ref, "quarantined", delivery.at);
  }
};

type Judged = Omit<DeliveryOutcome, "at"> & { readonly start?: readonly string[] };

const judgeDelivery = async (ref: ShopRef, delivery: Delivery, deps: DeliveryDeps): Promise<Judged> => {
  const shop = await recentShop(ref, deps);
  if (!shop || shop.health === "removing") return { state: "ignored", reason: "the shop was removed" };
  const { webhooks } = deps.vendor(shop.vendor);
  if (!webhooks) return { state: "ignored", reason: "the vendor has no webhooks" };
  if (
    !(await isProven(shop, ref, webhooks, delivery, deps)) &&
    !(await isProven((await deps.shops.get(ref)) ?? shop, ref, webhooks, delivery, deps))
  )
    return { state: "quarantined", reason: "the sender did not prove that it is the vendor" };
  await hear(ref, deps);
  try {
    return await work(shop, ref, webhooks, delivery, deps);
  } catch (error) {
    if (error instanceof RetryLater) throw error;
    deps.log("error", "delivery failed", { ...ref, delivery: delivery.id, error: (error as Error).name });
    return { state: "failed", reason: (error as Error).message };
  }
};

const isProven = async (
  shop: Shop,
  ref: ShopRef,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<boolean> => {
  const name = deps.secretName(ref);
  let access = await deps.secrets.get(name);
  // A secret in memory may be older than the rotation that the shop tells of.
  if (access?.hook?.since !== shop.hookSince) access = await deps.secrets.get(name, { fresh: true });
  const hook = access?.hook;
  if (!hook) return false;
  const { method, headers, body } = delivery;
  if (webhooks.verify({ method, headers, body }, hook.secret)) return true;
  const stillGood = hook.previous !== undefined && (hook.previousUntil ?? 0) > delivery.at;
  return stillGood && webhooks.verify({ method, headers, body }, hook.previous ?? "");
};

const work = async (
  shop: Shop,
  ref: ShopRef,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<Judged> => {
  const body = parse(delivery.body);
  if (body === undefined) return { state: "failed", reason: "the body is not JSON" };
  if (webhooks.revoked?.(body)) {
    await endAccess(shop, ref, deps);
    return { state: "processed", reason: "the vendor says that our access has ended" };
  }
  const hints = merge(
    webhooks.hints(body),
    deps.vendor(shop.vendor).resources.map(({ name }) => name),
  );
  const events = [...new Set(webhooks.hints(body).map(({ event }) => event))];
  const repeated = await repetition(ref, webhooks, body, delivery, deps);
  const told = { ...(events.length > 0 ? { events } : {}), ...(repeated ? { duplicateOf: repeated.of } : {}) };
  if (repeated?.done) return { state: "processed", ...told };
  if (isPaused(shop)) return { state: "processed", reason: "not pulled: the shop is not synced now", ...told };
  const start: string[] = [];
  for (const [resource, ids] of hints) if (await collectPull(ref, resource, ids, deps)) start.push(resource);
  return {
    state: "processed",
    start,
    pulled: Object.fromEntries([...hints].map(([name, ids]) => [name, ids.slice(0, 50)])),
    ...told,
  };
};

/** `resource -> ids`; none: the resource as a whole. Deletions are pulled like anything else, which confirms them. */
const merge = (hints: readonly Hint[], known: readonly string[]): Map<string, string[]> => {
  const merged = new Map<string, { ids: Set<string>; whole: boolean }>();
  for (const { resource, ids } of hints) {
    if (!known.includes(resource)) continue;
    const entry = merged.get(resource) ?? { ids: new Set<string>(), whole: false };
    for (const id of ids) entry.ids.add(id);
    merged.set(resource, { ids: entry.ids, whole: entry.whole || ids.length === 0 });
  }
  return new Map([...merged].map(([resource, { ids, whole }]) => [resource, whole ? [] : [...ids]]));
};

/**
 * Whether the vendor said this before, by its own id of the delivery or word for word. The same words may be a second
 * change (stock goes to 4, to 5, and to 4 again): they are pulled again unless the first were pulled after these came.
 */
const repetition = async (
  ref: ShopRef,
  webhooks: VendorWebhooks,
  body: unknown,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<{ of: string; done: boolean } | undefined> => {
  const id = webhooks.deliveryId?.(body);
  const words = createHash("sha256").update(delivery.body).digest("base64url").slice(0, 32);
  const first = await deps.deliveries.firstToSay(ref, id ?? words, delivery.id, deps.clock());
  if (first === delivery.id) return undefined;
  const outcome = await deps.deliveries.outcome(keys.deliveries(ref), first);
  const done = outcome?.state === "processed" && (id !== undefined || outcome.at >= delivery.at);
  return { of: first, done };
};

const endAccess = async (shop: Shop, ref: ShopRef, deps: DeliveryDeps): Promise<void> => {
  if (shop.health === "needs_reauth") return;
  const reason = `${deps.vendor(shop.vendor).name} says that the app was removed from the shop`;
  await deps.shops.change(ref, { health: "needs_reauth", reason });
  deps.metric("ShopsNeedReauth", 1);
  await deps.notifyShop("shop.needs_reauth", shop, { reason });
};

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
};

/** What a container remembers of shops that are spoken of often. */
interface Memory {
  readonly shops: Map<string, { readonly shop: Shop; readonly until: number }>;
  readonly heardAt: Map<string, number>;
}
const memories = new WeakMap<WatchReportStore, Memory>();
const SHOP_REMEMBERED = 2 * SECOND;

const memoryOf = (deps: DeliveryDeps): Memory => {
  const memory = memories.get(deps.watchReports) ?? { shops: new Map(), heardAt: new Map() };
  memories.set(deps.watchReports, memory);
  if (memory.shops.size > 5_000) memory.shops.clear();
  if (memory.heardAt.size > 5_000) memory.heardAt.clear();
  return memory;
};
const nameOf = (ref: ShopRef): string => `${ref.tenant}#${ref.shop}`;

const recentShop = async (ref: ShopRef, deps: DeliveryDeps): Promise<Shop | undefined> => {
  const { shops } = memoryOf(deps);
  const now = deps.clock();
  const known = shops.get(nameOf(ref));
  if (known && known.until > now) return known.shop;
  const shop = await deps.shops.get(ref);
  if (shop) shops.set(nameOf(ref), { shop, until: now + SHOP_REMEMBERED });
  return shop;
};

/** Once a minute and container is enough to know where a gap begins. */
const hear = async (ref: ShopRef, deps: DeliveryDeps): Promise<void> => {
  const { heardAt } = memoryOf(deps);
  const now = deps.clock();
  if (now - (heardAt.get(nameOf(ref)) ?? 0) < MINUTE) return;
  heardAt.set(nameOf(ref), now);
  await deps.watchReports.heard(ref, now);
};

/** Messages for a minute's deliveries that nobody has worked off. */
export const openDeliveries = async (
  work: { readonly tenant: string; readonly id: string },
  deps: { readonly deliveries: DeliveryStore },
): Promise<QueueMessage[]> => {
  const [shop = "", minute = ""] = work.id.split("#");
  const partition = keys.deliveries({ tenant: work.tenant, shop });
  const [from, to] = idRange(Number(minute));
  return (await deps.deliveries.open(partition, from, to)).map((id) => deliveryMessage(partition, id, work.tenant));
};
