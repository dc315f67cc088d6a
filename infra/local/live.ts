import { setTimeout as sleep } from "node:timers/promises";
import { ApiProblem } from "./client.ts";
import type { Progress, View } from "./progress.ts";
import type { LaptopTenant } from "./sandbox-tenant.ts";
import { type Named, type ShopWatch, watchShop } from "./shop-watch.ts";

export const viewOf = (watches: readonly ShopWatch[]): View => ({
  shops: watches.map((watch) => watch.line()),
  resources: watches.flatMap((watch) => watch.lines()),
});

/** Time for the work, in looks of the screen. */
const WORK_PER_LOOK = 4;

/** Looks once at each shop that is there now. */
const lookAtAll = async (watches: Map<string, ShopWatch>, { client }: LaptopTenant): Promise<void> => {
  const { data } = await client.get<{ data: readonly (Named & { id: string; health: string })[] }>(
    "/v1/shops?limit=100",
  );
  const shops = data.filter(({ health }) => health !== "removing");
  const ids = new Set(shops.map(({ id }) => id));
  for (const shop of shops) if (!watches.has(shop.id)) watches.set(shop.id, watchShop(client, shop.id, shop));
  for (const id of watches.keys()) if (!ids.has(id)) watches.delete(id);
  await Promise.all(
    [...watches].map(([id, watch]) =>
      watch.look().catch((error) => {
        if (!(error instanceof ApiProblem && error.status === 404)) throw error;
        // It is being removed: the next round does without it.
        watches.delete(id);
      }),
    ),
  );
};

/** Shows the tenant's shops, also those that are registered meanwhile, until told to stop. */
export const showLive = async (options: {
  readonly tenant: LaptopTenant;
  readonly progress: Progress;
  readonly foot: () => readonly string[];
  readonly stop: AbortSignal;
}): Promise<void> => {
  const { tenant, progress, foot, stop } = options;
  const watches = new Map<string, ShopWatch>();
  while (!stop.aborted) {
    const began = performance.now();
    try {
      await lookAtAll(watches, tenant);
      if (!stop.aborted) progress.show(viewOf([...watches.values()]), foot());
    } catch (error) {
      // A look that failed is repeated; what is wrong shows in the functions' own failures.
      if (!stop.aborted) progress.say(`! ${(error as Error).message}`);
    }
    // On a busy machine a look takes long, and the shops' work waits for it: it must have most of the time.
    const pause = Math.max(1_000, WORK_PER_LOOK * (performance.now() - began));
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
  }
};
