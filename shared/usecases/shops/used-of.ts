import type { Limits, SetQuotas } from "../../core/quotas.ts";
import type { BudgetStore } from "../../stores/budgets.ts";
import type { EndpointStore } from "../../stores/endpoints.ts";
import type { ShopStore } from "../../stores/shops.ts";
import type { TenantStore } from "../../stores/tenants.ts";
import { type QueuedPlacesDeps, recountQueued } from "../writing/queued-places.ts";
import { unitsUsed } from "./charge-requests.ts";

export interface UsedDeps extends QueuedPlacesDeps {
  readonly shops: ShopStore;
  readonly endpoints: Pick<EndpointStore, "count">;
  readonly tenants: Pick<TenantStore, "countKeys">;
  readonly budgets: Pick<BudgetStore, "report">;
}

/** What a tenant uses of each quota at this moment. */
export const usedOf = async (tenant: string, limits: Limits, deps: UsedDeps): Promise<SetQuotas> => {
  const now = deps.clock();
  const { shops, unprovenShops } = await deps.shops.count(tenant);
  await recountQueued(tenant, deps);
  return {
    burst: await unitsUsed(tenant, limits, deps),
    shops,
    unprovenShops,
    keys: (await deps.tenants.countKeys(tenant, now)).lasting,
    endpoints: await deps.endpoints.count(tenant),
    queuedWrites: await deps.usage.queued(tenant),
    storedDeliveries: await deps.usage.deliveries(tenant, now),
  };
};
