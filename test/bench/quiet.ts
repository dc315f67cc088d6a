import type { ResourceName } from "../../shared/core/records.ts";
import type { Track } from "../../shared/core/tracks.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { tracksOf } from "../../shared/usecases/sync/tracks.ts";
import { type BenchShop, openBenchShop, startEngineTable, startSimulator, type Usage } from "./world.ts";

/** A cycle in which nothing had changed. */
export interface QuietCycle {
  readonly resource: ResourceName;
  readonly track: Track;
  readonly usage: Usage;
  /** Seconds until the next one is due. */
  readonly everySeconds: number;
}

/** Cycles until one writes nothing: the overlap of the first one after registration may still find something. */
const settle = async (shop: BenchShop, resource: ResourceName, track: Track): Promise<void> => {
  for (let attempt = 0; attempt < 4; attempt += 1) if ((await shop.cycle(resource, track)).written === 0) return;
};

/**
 * A small quiet shop, whose overlap fits on a page. Under the vendor's own limits: the share of a budget that a call
 * costs depends on them.
 */
export const quietCycles = async (vendor: VendorId, tracks: readonly Track[]): Promise<QuietCycle[]> => {
  await using simulator = await startSimulator(vendor, 20);
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table, { unlimited: false });
  const cycles: QuietCycle[] = [];
  for (const resource of shop.vendor.resources) {
    for (const track of tracksOf(resource).filter((one) => tracks.includes(one))) {
      await settle(shop, resource.name, track);
      // A budget that is full again: waiting for it would be no part of the cycle.
      await shop.refill();
      const usage = await shop.measure(() => shop.slice(resource.name, track));
      const { lastCycle, nextAt } = await shop.deps.states.get(shop.ref, resource.name, track);
      cycles.push({ resource: resource.name, track, usage, everySeconds: (nextAt - lastCycle!.endedAt) / 1_000 });
    }
  }
  return cycles;
};
