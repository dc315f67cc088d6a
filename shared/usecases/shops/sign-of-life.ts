import type { Clock } from "../../core/ports.ts";
import { promisedSecondsOf } from "../../core/promises.ts";
import { SECOND } from "../../core/time.ts";
import type { Vendor } from "../../core/vendor.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { tracksOf } from "../sync/tracks.ts";
import { copiedBy } from "./resources-of.ts";

export interface SignOfLifeDeps {
  readonly states: Pick<SyncStateStore, "rouse">;
  readonly shops: Pick<ShopStore, "wake">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
  readonly clock: Clock;
}

/** Milliseconds for which an instance knows that it has roused a shop. Nothing rests so soon after that. */
const ROUSED = 30 * SECOND;
type Roused = Map<string, number>;
const memories = new WeakMap<SignOfLifeDeps["states"], Roused>();

/**
 * Something happens in the shop: a webhook came, a write is on its way, a program follows its feed, a poll found a change.
 * What rested is read at once, and every minute again. Costs nothing where this instance has just asked.
 */
export const signOfLife = async (shop: Shop, deps: SignOfLifeDeps): Promise<void> => {
  const roused: Roused = memories.get(deps.states) ?? new Map();
  memories.set(deps.states, roused);
  const { tenant, shop: id } = refOf(shop);
  const name = `${tenant}#${id}`;
  const now = deps.clock();
  if (now - (roused.get(name) ?? 0) < ROUSED) return;
  if (roused.size > 5_000) roused.clear();
  // At once: others of the same moment need not ask as well.
  roused.set(name, now);
  await rouseShop(shop, deps).catch((error: unknown) => {
    roused.delete(name);
    throw error;
  });
};

/** What rests is read in its shortest rhythm from now on. Costs half a read unit where nothing rested. */
export const rouseShop = async (shop: Shop, { states, shops, vendor, clock }: SignOfLifeDeps): Promise<void> => {
  const shortest = new Map(
    copiedBy(shop, vendor(shop.vendor)).map((resource) => [
      `${resource.name}#${tracksOf(resource)[0]}`,
      promisedSecondsOf(resource, shop.schedule),
    ]),
  );
  const now = clock();
  if (await states.rouse(refOf(shop), shortest, now)) await shops.wake(refOf(shop), now);
};
