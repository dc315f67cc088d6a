import type { SyncJob } from "../../core/jobs.ts";
import { isQuiet } from "../../core/quiet-hours.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isMoving, isPaused } from "../../stores/shops.ts";
import type { SyncState } from "../../stores/sync-states.ts";
import { endClaim } from "../shops/claim.ts";
import { withShop } from "../shops/with-shop.ts";
import type { JobDeps } from "./job-deps.ts";
import { runSlice } from "./run-slice.ts";
import { sliceMessage } from "./slice-message.ts";
import { isBackfill, sideTracksOf, tracksOf } from "./tracks.ts";

/** All due resources of a shop, one after the other; what does not fit in the time is queued on. */
export const runCycle = async (ref: ShopRef, deadline: number, deps: JobDeps): Promise<void> => {
  const shop = await deps.shops.get(ref);
  // The message that removes it was lost, or the vendor could not be asked to end its webhooks.
  if (shop?.health === "removing")
    return deps.queues.send("sync", [
      { body: { type: "remove", tenant: ref.tenant, shop: ref.shop } satisfies SyncJob, group: ref.tenant },
    ]);
  if (shop?.health === "authorizing") return endClaim(shop, deps);
  if (shop && isMoving(shop))
    return deps.queues.send("sync", [
      { body: { type: "migrate", tenant: ref.tenant, shop: ref.shop } satisfies SyncJob, group: ref.tenant },
    ]);
  if (!shop || isPaused(shop) || isQuiet(shop.quietHours, deps.clock())) return;
  const states = await deps.states.all(ref, deps.clock());
  const due = dueSlices(deps.vendor(shop.vendor).resources, states, deps.clock());
  if (due.length === 0) return;
  await withShop(shop, deps, async (open) => {
    for (const { resource, track, alone } of due) {
      if (alone || deps.clock() >= deadline) await deps.queues.send("sync", [sliceMessage(ref, resource.name, track)]);
      else await runSlice(open, { resource, track, deadline }, deps);
    }
  });
};

interface DueSlice {
  readonly resource: Resource;
  readonly track: Track;
  /** A job of its own: long, and not to hold up the others. */
  readonly alone: boolean;
}

const dueSlices = (
  resources: readonly Resource[],
  states: ReadonlyMap<string, SyncState & { running: boolean }>,
  now: number,
): DueSlice[] => {
  const due: DueSlice[] = [];
  for (const resource of resources) {
    for (const track of tracksOf(resource)) {
      const state = states.get(`${resource.name}#${track}`);
      if (state && (state.nextAt > now || state.running)) continue;
      due.push({ resource, track, alone: isBackfill(resource, track) });
    }
    for (const track of sideTracksOf(resource)) {
      const full = states.get(`${resource.name}#full`);
      const state = states.get(`${resource.name}#${track}`);
      // Before everything was read once there is nothing to prove.
      if (!full?.cycles || state?.running || (state && state.nextAt > now)) continue;
      due.push({ resource, track, alone: true });
    }
  }
  // What changed comes before what was always there.
  return due.sort((left, right) => Number(left.track !== "live") - Number(right.track !== "live"));
};
