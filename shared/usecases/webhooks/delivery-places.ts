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

/** Quota places of a tenant that are taken ahead. */
interface Purse {
  readonly limit: number;
  /** Unix milliseconds. */
  readonly until: number;
  held: number;
}

const fill = async (purse: Purse, take: (count: number) => Promise<boolean>): Promise<void> => {
  const block = Math.max(1, Math.min(MOST_TAKEN, Math.floor(purse.limit / SHARE_TAKEN)));
  const counts = block === 1 ? [1] : [block, 1];
  for (const count of counts) if (purse.held === 0 && (await take(count))) purse.held += count;
};

/** Whether a tenant has room for one more stored delivery; it is counted then. */
export const createDeliveryPlaces = ({ usageOf, clock }: DeliveryPlacesDeps) => {
  const purses = new Map<string, Purse>();

  const purseOf = async (tenant: string, now: number): Promise<Purse> => {
    const known = purses.get(tenant);
    if (known && known.until > now) return known;
    const limit = (await usageOf(tenant).deliveryLimit(tenant)) ?? quotas.storedDeliveries.standard;
    const purse = { limit, held: known?.held ?? 0, until: now + LIMIT_CACHED };
    if (purses.size > MOST_REMEMBERED) purses.clear();
    purses.set(tenant, purse);
    return purse;
  };

  return async (tenant: string): Promise<boolean> => {
    const now = clock();
    const purse = await purseOf(tenant, now);
    if (purse.held === 0) await fill(purse, (count) => usageOf(tenant).takeDeliveries(tenant, count, purse.limit, now));
    if (purse.held === 0) return false;
    purse.held -= 1;
    return true;
  };
};
