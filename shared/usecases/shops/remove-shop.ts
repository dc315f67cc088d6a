import { RetryLater } from "../../core/errors.ts";
import { findable } from "../../core/finding.ts";
import type { SyncJob } from "../../core/jobs.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Queues, Sleep } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import type { Table } from "../../core/table.ts";
import { HOUR, MINUTE, SECOND } from "../../core/time.ts";
import type { Priority } from "../../stores/budgets.ts";
import { deliveryTimes } from "../../stores/delivery-items.ts";
import type { FindStore } from "../../stores/finds.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import type { UsageStore } from "../../stores/usage.ts";
import type { WatchReportStore } from "../../stores/watch-reports.ts";
import { type EndedWebhooks, endWebhooks } from "../webhooks/end-webhooks.ts";
import type { OpenShopDeps } from "./open-shop.ts";
import { resourcesOf } from "./resources-of.ts";

export interface RemoveDeps extends OpenShopDeps {
  readonly table: Table;
  readonly finds: FindStore;
  readonly queues: Queues;
  readonly tenants: TenantStore;
  readonly watchReports: WatchReportStore;
  readonly usage: UsageStore;
  readonly random: () => number;
  readonly sleep: Sleep;
}

/** The request that removes a shop waits so long to hear what became of its webhooks. */
const PATIENCE = 10 * SECOND;
/** A vendor that cannot be asked for so long keeps what it has, and the secret goes all the same. */
const GIVE_UP_AFTER = HOUR;
const AGAIN = MINUTE;
/**
 * A worker that was at it when the tenant removed the shop may still store something: a worker of `sync` for five minutes, and
 * the stream behind it publishes a while later. So long the shop stays, and is emptied again.
 */
export const LINGERS = 10 * MINUTE;
/** Nobody else writes the secret while it is being deleted, nor for a while after. */
const SECRET_LEASE = MINUTE;

/**
 * Nothing is polled, written or believed from here on. The vendor is told to send no more webhooks, then the secret
 * goes, at once if the vendor answers; what is left, and the data, in the background.
 */
export const removeShop = async (shop: Shop, deps: RemoveDeps): Promise<Shop> => {
  const ref = refOf(shop);
  const since = shop.removal?.since ?? new Date(deps.clock()).toISOString();
  const change = { health: "removing", reason: "removed by the tenant", removal: { ...shop.removal, since } } as const;
  const removing = await deps.shops.change(ref, change);
  // Whatever happens to us and to the message: `tick` finds the shop until nothing is left of it.
  await deps.shops.schedule({ kind: "shop", tenant: ref.tenant, id: ref.shop, dueAt: deps.clock() + AGAIN });
  const waiting = new AbortController();
  const patience = deps.sleep(PATIENCE, waiting.signal).then(
    () => removing,
    () => removing,
  );
  const closed = await Promise.race([endAccess(removing, "write", deps).catch(() => removing), patience]);
  waiting.abort();
  await queueRemoval(ref, deps).catch(() => undefined);
  return closed;
};

/** Nobody can be at it any more. */
export const canEnd = ({ removal }: Shop, now: number): boolean => now >= Date.parse(removal?.since ?? "") + LINGERS;

export const queueRemoval = ({ tenant, shop }: ShopRef, deps: RemoveDeps): Promise<void> =>
  deps.queues.send("sync", [{ body: { type: "remove", tenant, shop } satisfies SyncJob, group: tenant }]);

/** Webhooks before the secret, because it takes the secret to end them. Twice does no harm. */
const endAccess = async (shop: Shop, priority: Priority, deps: RemoveDeps): Promise<Shop> => {
  if (shop.removal?.webhooks) return shop;
  const ref = refOf(shop);
  const webhooks = await endWebhooks(shop, priority, deps)
    .catch((error: unknown) => ranOut(shop, error, deps))
    // What was counted of its calls goes with the shop.
    .finally(() => deps.tallies?.of(ref).take());
  const now = deps.clock();
  if (!(await deps.shops.lease(ref, "session", now, SECRET_LEASE)))
    throw new RetryLater("another worker holds the shop's secret", { retryAt: now + 2 * SECOND, delivered: "no" });
  await deps.secrets.delete(deps.secretName(ref));
  // The audit before the mark: a crash in between tells it twice, never not at all.
  const entry = { by: "removal", action: "shops.end-access", subject: shop.id, details: { webhooks } };
  await deps.tenants.audit(ref.tenant, entry, now, deps.random);
  const since = shop.removal?.since ?? new Date(now).toISOString();
  return deps.shops.change(ref, { removal: { since, webhooks } });
};

const ranOut = async (shop: Shop, error: unknown, deps: RemoveDeps): Promise<EndedWebhooks> => {
  const since = Date.parse(shop.removal?.since ?? "");
  if (!(error instanceof RetryLater) || !(deps.clock() - since >= GIVE_UP_AFTER)) throw error;
  const { report } = await deps.watchReports.get(refOf(shop));
  return { ended: [], left: report.events, reason: `the vendor could not be asked for an hour: ${error.message}` };
};

const partitionsOf = (ref: ShopRef, resources: readonly ResourceName[]): string[] => [
  ...resources.flatMap((name) => [
    keys.records(ref, name),
    keys.candidates(ref, name),
    keys.feed(ref, name),
    keys.seen(ref, name),
  ]),
  keys.syncStates(ref),
  keys.unreadable(ref),
  keys.writes(ref),
  keys.days(ref),
  keys.exchanges(ref),
  keys.lanes(ref),
  keys.laneTail(ref, "").pk,
  keys.idempotency(ref),
  keys.deliveries(ref),
  keys.deliveryLease(ref).pk,
  keys.pulls(ref),
  keys.productCodes(ref),
  keys.unanswered(ref, "").pk,
];

/** @returns false: something is left, and the time is over */
const emptyPartition = async (ref: ShopRef, pk: string, deadline: number, deps: RemoveDeps): Promise<boolean> => {
  for (;;) {
    const page = await deps.table.query({ pk, fields: [], limit: 500 });
    await inParallel(page.items, 16, async ({ sk }) => {
      await deps.table.delete({ pk, sk });
    });
    const gone = page.items.map(({ sk }) => sk);
    if (pk === keys.lanes(ref)) deps.usage.leave(ref.tenant, gone.length);
    if (pk === keys.deliveries(ref)) await deps.usage.leaveDeliveries(ref.tenant, deliveryTimes(gone));
    if (page.next === undefined) return true;
    if (deps.clock() >= deadline) return false;
  }
};

/**
 * Deletes a shop's items until the deadline, and queues itself on while some are left. The shop itself goes with the
 * first pass that begins when nobody can be at it any more; until then `tick` comes back to it.
 */
export const removeShopData = async (ref: ShopRef, deadline: number, deps: RemoveDeps): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (shop?.health !== "removing") return;
  // While we are at it nobody else begins. If we die, `tick` comes back after this.
  await deps.shops.postpone({ kind: "shop", tenant: ref.tenant, id: ref.shop }, 0, deps.clock() + LINGERS);
  const { removal, retryAt } = await endAccess(shop, "hook", deps).then(
    (closed) => ({ removal: closed.removal, retryAt: undefined }),
    (error: unknown) => {
      if (!(error instanceof RetryLater)) throw error;
      const { removal } = shop;
      return { removal, retryAt: Math.min(Math.max(error.retryAt ?? 0, deps.clock() + SECOND), deps.clock() + AGAIN) };
    },
  );
  const quietAt = Date.parse(removal?.since ?? "") + LINGERS;
  const goOnAt = retryAt ?? (deps.clock() < quietAt ? quietAt : undefined);
  const partitions = partitionsOf(
    ref,
    resourcesOf(shop, deps).map(({ name }) => name),
  );
  // The watchdog's report: needed until the webhooks are ended.
  if (retryAt === undefined) partitions.push(keys.lease(ref, "").pk);
  for (const pk of partitions) if (!(await emptyPartition(ref, pk, deadline, deps))) return queueRemoval(ref, deps);
  for (const resource of findable) {
    if (!(await deps.finds.removeAll(ref, resource, () => deps.clock() >= deadline))) return queueRemoval(ref, deps);
  }
  if (goOnAt !== undefined) {
    await deps.shops.schedule({ kind: "shop", tenant: ref.tenant, id: ref.shop, dueAt: goOnAt });
    return;
  }
  // Another request may have tried to register a shop under this id meanwhile.
  await deps.secrets.delete(deps.secretName(ref));
  await deps.shops.delete(shop, deps.clock());
};
