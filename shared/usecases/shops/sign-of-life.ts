import type { Clock } from "../../core/ports.ts";
import { promisedSecondsOf } from "../../core/promises.ts";
import type { Vendor } from "../../core/vendor.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { tracksOf } from "../sync/tracks.ts";

export interface SignOfLifeDeps {
  readonly states: Pick<SyncStateStore, "rouse">;
  readonly shops: Pick<ShopStore, "wake">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
  readonly clock: Clock;
}

/**
 * Something happens in the shop: a webhook came, a write is on its way, somebody follows its feed, a poll found a change.
 * What rested is read at once, and every minute again. Costs half a read unit where nothing rested.
 */
export const signOfLife = async (shop: Shop, { states, shops, vendor, clock }: SignOfLifeDeps): Promise<void> => {
  const shortest = new Map(
    vendor(shop.vendor).resources.map((resource) => [
      `${resource.name}#${tracksOf(resource)[0]}`,
      promisedSecondsOf(resource, shop.schedule),
    ]),
  );
  if (await states.rouse(refOf(shop), shortest, clock())) await shops.wake(refOf(shop), clock());
};
