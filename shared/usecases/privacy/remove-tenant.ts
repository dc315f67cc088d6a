import type { SyncJob } from "../../core/jobs.ts";
import type { Queues } from "../../core/ports.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import { allShops, refOf, type Shop } from "../../stores/shops.ts";
import type { TenantRemoval, TenantRemovalStore } from "../../stores/tenant-removal.ts";
import { canEnd, LINGERS, queueRemoval, type RemoveDeps, removeShop } from "../shops/remove-shop.ts";

export interface RemoveTenantDeps extends RemoveDeps {
  readonly tenantRemovals: TenantRemovalStore;
}

/** A shop's data goes at last when nobody can be at it any more: ten minutes. */
const LOOK_AGAIN = MINUTE;
/** A worker that used an endpoint or a key at that moment may still note something. */
const SETTLES = 2 * MINUTE;

/** Has a worker go on with the removal. */
export const queueTenantRemoval = (tenant: string, delaySeconds: number, queues: Queues): Promise<void> => {
  const body = { type: "remove-tenant", tenant, shop: "*" } satisfies SyncJob;
  return queues.send("backfill", [{ body, group: tenant, ...(delaySeconds > 0 ? { delaySeconds } : {}) }]);
};

const registrationsOf = (shop: Shop): TenantRemoval["webhooks"] => {
  const { webhooks } = shop.removal ?? {};
  return webhooks ? { [shop.id]: webhooks } : {};
};

/** @returns how many shops are there still, and what was registered at their vendors */
const endShops = async (
  tenant: string,
  { sentAt = 0 }: TenantRemoval,
  deadline: number,
  deps: RemoveTenantDeps,
): Promise<Pick<TenantRemoval, "webhooks" | "shopsLeft" | "sentAt">> => {
  const now = deps.clock();
  // A large shop goes by one message after the other: one that is sent each minute would begin as many chains of them.
  const sends = now - sentAt >= LINGERS;
  let sent = false;
  let shopsLeft = 0;
  let webhooks: TenantRemoval["webhooks"] = {};
  for await (const shop of allShops(deps.shops, tenant)) {
    shopsLeft += 1;
    webhooks = { ...webhooks, ...registrationsOf(shop) };
    if (deps.clock() >= deadline) continue;
    if (shop.health !== "removing") webhooks = { ...webhooks, ...registrationsOf(await removeShop(shop, deps)) };
    else if (sends && canEnd(shop, deps.clock())) {
      await queueRemoval(refOf(shop), deps);
      sent = true;
    }
  }
  return { shopsLeft, webhooks, sentAt: sent ? now : sentAt };
};

/**
 * Ends every shop (its webhooks at the vendor, its secret, its data), then deletes what the tenant has beside them. Each step
 * may be done twice; what is left comes with the next message.
 */
export const removeTenant = async (tenant: string, deadline: number, deps: RemoveTenantDeps): Promise<void> => {
  const known = await deps.tenantRemovals.get(tenant);
  if (!known || known.doneAt !== undefined) return;
  const { webhooks, ...left } = await endShops(tenant, known, deadline, deps);
  let removal: TenantRemoval = { ...known, ...left, webhooks: { ...known.webhooks, ...webhooks } };
  await deps.tenantRemovals.save(tenant, removal);
  const settlesAt = removal.since + SETTLES;
  if (left.shopsLeft > 0 || deps.clock() < settlesAt) {
    const wait = Math.max(LOOK_AGAIN, settlesAt - deps.clock());
    return queueTenantRemoval(tenant, Math.ceil(wait / SECOND), deps.queues);
  }
  const isTimeUp = (): boolean => deps.clock() >= deadline;
  for (const partition of await deps.tenantRemovals.partitions(tenant)) {
    const { gone, whole } = await deps.tenantRemovals.empty(tenant, partition, isTimeUp);
    removal = { ...removal, items: removal.items + gone };
    if (whole && !isTimeUp()) continue;
    await deps.tenantRemovals.save(tenant, removal);
    return queueTenantRemoval(tenant, 0, deps.queues);
  }
  await deps.tenantRemovals.save(tenant, { ...removal, doneAt: deps.clock() });
};
