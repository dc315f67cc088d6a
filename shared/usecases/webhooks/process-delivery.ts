import { createHash } from "node:crypto";
import { isDefect, logged, reportDefect, troubleOf } from "../../core/defects.ts";
import { NotNow, RetryLater } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import { inParallel } from "../../core/parallel.ts";
import { MOST_DELAY_SECONDS, type QueueMessage } from "../../core/ports.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { Hint, VendorWebhooks } from "../../core/vendor.ts";
import type { AppSecretStore } from "../../stores/app-secrets.ts";
import { type Delivery, type DeliveryOutcome, type DeliveryStore, MOST_SHOWN } from "../../stores/deliveries.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import type { CollectedPull } from "../../stores/pulls.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { signOfLife } from "../shops/sign-of-life.ts";
import { withShop } from "../shops/with-shop.ts";
import { PULL_LEASE, type PullDeps, pullCollected } from "../sync/pull-collected.ts";
import { deliveryMessage, idRange, UNPROVEN } from "./accept-delivery.ts";
import { currentAccess, ensureHookSecret, generationOf } from "./hook-secret.ts";
import { leftOutOf } from "./left-out.ts";
import { isProven } from "./redact-delivery.ts";

export interface DeliveryDeps extends PullDeps {
  readonly appSecrets: AppSecretStore;
  readonly tenants: TenantStore;
}

const COLLECTED_TOGETHER = 4;
/** A worker that takes a pull over takes all that was collected: after some minutes one has. */
const UNSURE_FOR = 10 * MINUTE;
/** That an event is sent at all is noted so often. */
const HEARD_AGAIN = 6 * HOUR;

/**
 * Reads a stored delivery: proves its sender, and pulls what it names. The payload itself is believed in nothing, so
 * that order, repetition and forgery have no power. Running twice does no harm.
 */
export const processDelivery = async (
  { tenant, shop: name, id }: ShopRef & { readonly id: string },
  deadline: number,
  deps: DeliveryDeps,
): Promise<void> => {
  const ref = { tenant, shop: name };
  const partition = keys.deliveries(ref);
  const { delivery, outcome: known } = await deps.deliveries.find(partition, id);
  if (!delivery || known) return;
  // Before anything is asked of the vendor: what comes later than this is not covered by it.
  const at = deps.clock();
  const shop = await recentShop(ref, deps);
  // It came too late to go with the shop's data, and nobody may read it any more.
  if (!shop || shop.health === "removing") return deps.deliveries.drop(partition, id);
  const judged = await judgeDelivery(shop, delivery, deps).catch((error: unknown) => {
    if (error instanceof NotNow) throw error;
    if (isDefect(error)) reportDefect("delivery-unreadable", error, { ...ref, delivery: id }, deps);
    return laterThan(at, delivery, error);
  });
  const { start, againAt, isLeftOut, ...outcome } = judged;
  // At once, without the way through the queue. Until the outcome is written, `tick` would begin all of this again.
  await Promise.all(
    [...(start ?? [])].map(([resource, pull]) => pullCollected({ ref, resource, taken: pull }, deadline, deps)),
  );
  if (againAt !== undefined) {
    const message = deliveryMessage(ref, id);
    const delaySeconds = Math.min(MOST_DELAY_SECONDS, Math.max(1, Math.ceil((againAt - deps.clock()) / SECOND)));
    return deps.queues.send("news", [{ ...message, delaySeconds }]);
  }
  if (!(await deps.deliveries.finish(partition, id, { ...outcome, at }))) return;
  if (shop.personalData === "left-out" || isLeftOut) await deps.deliveries.empty(partition, id);
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

type Judged = Omit<DeliveryOutcome, "at"> & {
  readonly start?: ReadonlyMap<string, CollectedPull>;
  /** It must be worked off once more, then: it could not be judged, or its pulls may have died with another worker. */
  readonly againAt?: number | undefined;
  /** Its body tells of a collection that the shop does not copy: nothing of it is kept. */
  readonly isLeftOut?: boolean;
};

/** An outage, or a lease that another worker has. The older the delivery, the longer the wait: `tick` comes as well. */
const laterThan = (now: number, delivery: Delivery, error: unknown): Judged => {
  // No repetition cures it. The delivery can be replayed, and what it names is polled as well.
  if (!(error instanceof RetryLater)) return { state: "failed", reason: troubleOf(error).message };
  const againAt = Math.max(error.retryAt ?? now + 5 * SECOND, now + (now - delivery.at) / 2);
  return { state: "failed", againAt };
};

const judgeDelivery = async (shop: Shop, delivery: Delivery, deps: DeliveryDeps): Promise<Judged> => {
  const { webhooks } = deps.vendor(shop.vendor);
  if (!webhooks) return { state: "ignored", reason: "the vendor has no webhooks" };
  if (!delivery.proven && !(await isProvenNow(shop, webhooks, delivery, deps)))
    return { state: "quarantined", reason: UNPROVEN };
  await seeGeneration(shop, webhooks, delivery, deps);
  const judged = await work(shop, webhooks, delivery, deps);
  // Another worker fetches what this one names: it has said a moment ago that the shop is alive.
  const isJoined = judged.start?.size === 0 && judged.pulled !== undefined && judged.againAt === undefined;
  if (!isJoined) await noteLife(shop, judged.events ?? [], deps);
  return judged;
};

/** What was taken over is fetched whether or not the table notes this. */
const noteLife = async (shop: Shop, events: readonly string[], deps: DeliveryDeps): Promise<void> => {
  try {
    await hear(refOf(shop), events, deps);
    await signOfLife(shop, deps);
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    deps.log("warn", "life-not-noted", { ...refOf(shop), ...logged(error) });
  }
};

/** By the secret as it is at this moment, of which nobody may have heard when it came: an app's is rotated by any of its shops. */
const isProvenNow = async (
  shop: Shop,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<boolean> => {
  const now = (await deps.shops.get(refOf(shop))) ?? shop;
  const access = webhooks.scope === "app" ? await ensureHookSecret(now, deps) : await currentAccess(now, deps);
  return isProven(webhooks, access, delivery) || (await generationOf(now, access, delivery, deps)) !== undefined;
};

/** The newest generation of each app's secret that was seen, as far as this container knows. */
const generations = new WeakMap<AppSecretStore, Map<string, number>>();

/** Which of an app's secrets the vendor uses by now: until then none before it may end. */
const seeGeneration = async (
  shop: Shop,
  webhooks: VendorWebhooks,
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<void> => {
  if (webhooks.scope !== "app") return;
  const access = await currentAccess(shop, deps);
  const known = generations.get(deps.appSecrets) ?? new Map<string, number>();
  generations.set(deps.appSecrets, known);
  const app = String(access?.credentials.appId);
  if ((access?.hook?.of?.generation ?? 0) <= (known.get(app) ?? 0)) return;
  const used = await generationOf(shop, access, delivery, deps);
  if (!used) return;
  await deps.appSecrets.see(used.app.vendor, used.app.id, used.generation, deps.clock());
  known.set(app, used.generation);
};

const work = async (shop: Shop, webhooks: VendorWebhooks, delivery: Delivery, deps: DeliveryDeps): Promise<Judged> => {
  const ref = refOf(shop);
  if (delivery.body.length === 0 && delivery.bytes > 0) return { state: "ignored", reason: "what it said is not kept" };
  const body = parse(delivery.body);
  if (body === undefined) return { state: "failed", reason: "the body is not JSON" };
  if (webhooks.revoked?.(body)) return { state: "processed", reason: await askAboutEnd(shop, deps) };
  const given = webhooks.hints(body);
  const hints = merge(
    given,
    copiedBy(shop, deps.vendor(shop.vendor)).map(({ name }) => name),
  );
  const events = [...new Set(given.map(({ event }) => event))];
  const repeated = await repetition(ref, webhooks, { ...delivery, parsed: body }, deps);
  const told = {
    ...(events.length > 0 ? { events } : {}),
    ...(repeated.of === undefined ? {} : { duplicateOf: repeated.of }),
    isLeftOut: leftOutOf(shop, given).length > 0,
  };
  if (repeated.done) return { state: "processed", ...told };
  if (isPaused(shop)) return { state: "processed", reason: "not pulled: the shop is not synced now", ...told };
  await noteDeletions(ref, given, delivery.at, deps);
  const start = new Map<string, CollectedPull>();
  await inParallel([...hints], COLLECTED_TOGETHER, async ([resource, ids]) => {
    const now = deps.clock();
    const pull = await deps.pulls.add(ref, resource, ids, { now, until: now + PULL_LEASE });
    if (pull) start.set(resource, pull);
  });
  // This delivery was begun before: the worker that held these pulls may have died.
  const now = deps.clock();
  const unsure = repeated.again && start.size < hints.size && now - delivery.at < UNSURE_FOR;
  return {
    state: "processed",
    start,
    againAt: unsure ? now + PULL_LEASE : undefined,
    pulled: Object.fromEntries([...hints].map(([name, ids]) => [name, ids.slice(0, MOST_SHOWN)])),
    ...told,
  };
};

/** What the vendor calls deleted is noted as such; the pull that follows asks whether it is. */
const noteDeletions = async (ref: ShopRef, hints: readonly Hint[], at: number, deps: DeliveryDeps): Promise<void> => {
  for (const { resource, ids, event } of hints.filter(({ deleted }) => deleted)) {
    const evidence = { way: "webhook", said: "gone", at, words: event } as const;
    const living = await deps.records.living(ref, resource, ids);
    if (living.length > 0)
      await deps.candidates.note(
        ref,
        resource,
        living.map((id) => ({ id, evidence })),
      );
  }
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
  delivery: Delivery & { readonly parsed: unknown },
  deps: DeliveryDeps,
): Promise<{ of?: string; done: boolean; again: boolean }> => {
  const id = webhooks.deliveryId?.(delivery.parsed);
  const words = createHash("sha256").update(delivery.body).digest("base64url").slice(0, 32);
  const first = await deps.deliveries.firstToSay(ref, id ?? words, delivery.id, deps.clock());
  if (first.id === delivery.id) return { done: false, again: first.noted };
  const outcome = await deps.deliveries.outcome(keys.deliveries(ref), first.id);
  const done = outcome?.state === "processed" && (id !== undefined || outcome.at >= delivery.at);
  return { of: first.id, done, again: false };
};

/** A hint like any other: it may be late or repeated, and a person may have consented again since. */
const askAboutEnd = async (shop: Shop, deps: DeliveryDeps): Promise<string> => {
  const told = "the vendor says that our access has ended";
  if (isPaused(shop)) return `${told}: not asked, the shop is not synced now`;
  let works = false;
  await withShop(shop, deps, async (open) => {
    await open.vendor.check(open.call("hook"));
    works = true;
  });
  return works ? `${told}: it has not` : told;
};

const parse = (body: Uint8Array): unknown => {
  try {
    return parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch {
    return undefined;
  }
};

/** When each shop and each of its events was last heard, as far as this container knows. */
const hearings = new WeakMap<WatchReportStore, Map<string, number>>();

/** Once a minute and container is enough to know where a gap begins, and once in hours that an event is sent at all. */
const hear = async (ref: ShopRef, events: readonly string[], deps: DeliveryDeps): Promise<void> => {
  const heardAt = hearings.get(deps.watchReports) ?? new Map<string, number>();
  hearings.set(deps.watchReports, heardAt);
  if (heardAt.size > 5_000) heardAt.clear();
  const name = `${ref.tenant}#${ref.shop}`;
  const now = deps.clock();
  const isNews = (of: string, milliseconds: number): boolean => now - (heardAt.get(of) ?? 0) >= milliseconds;
  const news = events.filter((event) => isNews(`${name}#${event}`, HEARD_AGAIN));
  if (!isNews(name, MINUTE) && news.length === 0) return;
  for (const of of [name, ...news.map((event) => `${name}#${event}`)]) heardAt.set(of, now);
  await deps.watchReports.heard(ref, now, news);
};

/** Messages for a minute's deliveries that nobody has worked off. */
export const openDeliveries = async (
  work: { readonly tenant: string; readonly id: string },
  deps: { readonly deliveries: DeliveryStore },
): Promise<QueueMessage[]> => {
  const [shop = "", minute = ""] = work.id.split("#");
  const ref = { tenant: work.tenant, shop };
  const [from, to] = idRange(Number(minute));
  return (await deps.deliveries.open(keys.deliveries(ref), from, to)).map((id) => deliveryMessage(ref, id));
};
