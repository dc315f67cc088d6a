import type { Clock } from "../../core/ports.ts";
import type { Vendor } from "../../core/vendor.ts";
import { refOf, type Shop } from "../../stores/shops.ts";
import type { SyncStateStore } from "../../stores/sync-states.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { tracksOf } from "../sync/tracks.ts";
import { type TidyDeps, tidySoon } from "./tidy-shop.ts";

export interface ChoiceDeps extends Pick<TidyDeps, "queues"> {
  readonly states: Pick<SyncStateStore, "schedule">;
  readonly vendor: (id: Shop["vendor"]) => Pick<Vendor, "resources">;
  readonly clock: Clock;
}

const leavesOut = ({ personalData }: Shop): boolean => personalData === "left-out";

/**
 * What a shop's tenant has decided about its copy holds for what is stored already: what is not to be kept goes, and what is to
 * be kept again is read as a whole.
 */
export const applyChoices = async (before: Shop, now: Shop, deps: ChoiceDeps): Promise<void> => {
  const ref = refOf(now);
  const vendor = deps.vendor(now.vendor);
  const [old, chosen] = [copiedBy(before, vendor), copiedBy(now, vendor)];
  const isLess = old.some((resource) => !chosen.includes(resource));
  if (isLess || (leavesOut(now) && !leavesOut(before))) await tidySoon(ref, deps);
  const isKeptAgain = leavesOut(before) && !leavesOut(now);
  for (const resource of chosen) {
    if (old.includes(resource) && !(isKeptAgain && resource.personal !== undefined)) continue;
    for (const track of tracksOf(resource)) await deps.states.schedule(ref, resource.name, track, deps.clock());
  }
};
