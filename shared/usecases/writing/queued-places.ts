import { QuotaExceeded } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import type { Limits } from "../../core/quotas.ts";
import { SECOND } from "../../core/time.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import { allShops, refOf, type ShopStore } from "../../stores/shops.ts";
import type { UsageStore } from "../../stores/usage.ts";

export interface QueuedPlacesDeps {
  readonly usage: UsageStore;
  readonly shops: Pick<ShopStore, "page">;
  readonly ledger: Pick<LedgerStore, "waiting">;
  readonly clock: Clock;
}

/** Places in the lines of a tenant's shops, of which it has a bounded number. */
export interface QueuedPlaces {
  /** Before writes enter their lines. @throws QuotaExceeded 429 */
  take(count: number): Promise<void>;
  /** They certainly did not enter. */
  giveBack(count: number): void;
}

/** A line moves on within seconds, unless its vendor is away. */
const AGAIN = 30 * SECOND;

export const queuedPlaces = (tenant: string, limits: () => Limits, deps: QueuedPlacesDeps): QueuedPlaces => ({
  async take(count) {
    const { usage, clock } = deps;
    const { queuedWrites: limit } = limits();
    if (await usage.takeQueued(tenant, count, limit, clock())) return;
    const isMended = await recountQueued(tenant, deps);
    if (isMended && (await usage.takeQueued(tenant, count, limit, clock()))) return;
    const used = await usage.queued(tenant);
    const message = `At most ${limit} writes may stand in line, ${used} do. ${count === 1 ? "One more has" : `${count} more have`} no room.`;
    throw new QuotaExceeded(429, message, { quota: "queuedWrites", limit, used, possibleAt: clock() + AGAIN });
  },
  giveBack: (count) => deps.usage.leave(tenant, count),
});

/** A crash has left places taken: counts them anew, where nobody is at it. True: the count was wrong, and is right now. */
export const recountQueued = (tenant: string, { usage, shops, ledger, clock }: QueuedPlacesDeps): Promise<boolean> =>
  usage.recount(
    tenant,
    async () => {
      let waiting = 0;
      for await (const shop of allShops(shops, tenant)) waiting += await ledger.waiting(refOf(shop));
      return waiting;
    },
    clock(),
  );
