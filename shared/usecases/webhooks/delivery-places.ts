import type { Clock } from "../../core/ports.ts";
import { quotas } from "../../core/quotas.ts";
import { MINUTE } from "../../core/time.ts";
import type { UsageStore } from "../../stores/usage.ts";

export interface DeliveryPlacesDeps {
  readonly usageOf: (tenant: string) => Pick<UsageStore, "takeDeliveries" | "deliveryLimit">;
  readonly clock: Clock;
}

/** Taken at once, so that a busy tenant's delivery costs a part of a write. A small quota is counted one by one. */
const MOST_TAKEN = 20;
const SHARE_TAKEN = 5_000;
/** A tenant's limit is read anew after so long. */
const LIMIT_CACHED = MINUTE;
const MOST_REMEMBERED = 1_000;

/** Whether a tenant has room for one more stored delivery; it is counted then. */
export const createDeliveryPlaces = ({ usageOf, clock }: DeliveryPlacesDeps) => {
  const purses = new Map<string, { limit: number; held: number; until: number }>();
  return async (tenant: string): Promise<boolean> => {
    const now = clock();
    const usage = usageOf(tenant);
    const known = purses.get(tenant);
    const isFresh = known !== undefined && known.until > now;
    const limit = isFresh ? known.limit : ((await usage.deliveryLimit(tenant)) ?? quotas.storedDeliveries.standard);
    const purse = isFresh ? known : { limit, held: known?.held ?? 0, until: now + LIMIT_CACHED };
    if (!isFresh) {
      if (purses.size > MOST_REMEMBERED) purses.clear();
      purses.set(tenant, purse);
    }
    if (purse.held === 0) {
      const block = Math.max(1, Math.min(MOST_TAKEN, Math.floor(limit / SHARE_TAKEN)));
      const counts = block === 1 ? [1] : [block, 1];
      for (const count of counts)
        if (purse.held === 0 && (await usage.takeDeliveries(tenant, count, limit, now))) purse.held += count;
    }
    if (purse.held === 0) return false;
    purse.held -= 1;
    return true;
  };
};
