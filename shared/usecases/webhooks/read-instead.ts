import type { SyncJob } from "../../core/jobs.ts";
import { isPaused, type ShopStore } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { rouseShop, type SignOfLifeDeps } from "../shops/sign-of-life.ts";
import { tracksOf } from "../sync/tracks.ts";

export interface ReadInsteadDeps extends SignOfLifeDeps {
  readonly shops: Pick<ShopStore, "get" | "wake">;
  readonly states: Pick<SyncStateStore, "rouse" | "schedule">;
}

/** Webhooks of the shop came and were not kept: what they named is due now, and what rested goes on in its shortest rhythm. */
export const readInstead = async (
  { tenant, shop: id, resources }: Extract<SyncJob, { type: "read-instead" }>,
  deps: ReadInsteadDeps,
): Promise<void> => {
  const ref = { tenant, shop: id };
  const shop = await deps.shops.get(ref);
  if (!shop || shop.health === "removing" || isPaused(shop)) return;
  await rouseShop(shop, deps);
  const named = copiedBy(shop, deps.vendor(shop.vendor)).filter(({ name }) => resources.includes(name));
  for (const resource of named) await deps.states.schedule(ref, resource.name, tracksOf(resource)[0]!, deps.clock());
  await deps.shops.wake(ref, deps.clock());
};
