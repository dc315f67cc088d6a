import { isDue, minuteOf } from "../../core/grid.ts";
import type { SyncJob } from "../../core/jobs.ts";
import { isQuiet, quietUntil } from "../../core/quiet-hours.ts";
import { MINUTE } from "../../core/time.ts";
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

/** A shop is looked at so often at least: a due time that nobody has noted in the index is found then. */
const MOST_REST = 15 * MINUTE;
/** What goes on by a message of its own is looked for again after this, in case the message was lost. */
const UNDER_WAY = 5 * MINUTE;

type CycleJob = Extract<SyncJob, { type: "cycle" }>;

/** One round of a shop: what is due is read, and the shop rests until something is due again. */
export const runCycle = async (job: CycleJob, deadline: number, deps: JobDeps): Promise<void> => {
  const dueAt = await readDue(job, deadline, deps);
  const { again } = job;
  // Sooner than the index brings it up by itself: what is unfinished, and goes on by its own message.
  if (again === undefined || dueAt === undefined || dueAt === again || dueAt <= deps.clock()) return;
  await deps.shops.putOff({ kind: "shop", tenant: job.tenant, id: job.shop, dueAt: again }, dueAt);
};

/**
 * All due resources of a shop, one after the other; what does not fit in the time is queued on.
 * @returns when the shop is due again, unix milliseconds; undefined: in the next minute
 */
const readDue = async (ref: ShopRef, deadline: number, deps: JobDeps): Promise<number | undefined> => {
  const now = deps.clock();
  const latest = minuteOf(now) + MOST_REST;
  const shop = await deps.shops.get(ref);
  // The message that removes it was lost, or the vendor could not be asked to end its webhooks.
  if (shop?.health === "removing") return hand({ type: "remove", tenant: ref.tenant, shop: ref.shop }, deps);
  if (shop?.health === "authorizing") return endClaim(shop, deps).then(() => undefined);
  if (shop && isMoving(shop)) return hand({ type: "migrate", tenant: ref.tenant, shop: ref.shop }, deps);
  if (!shop || isPaused(shop)) return latest;
  if (isQuiet(shop.quietHours, now)) return Math.min(quietUntil(shop.quietHours!, now), latest);
  const { resources } = deps.vendor(shop.vendor);
  const before = dueSlices(resources, await deps.states.all(ref, now), now);
  if (before.due.length === 0) return Math.min(before.nextAt, latest);
  await withShop(shop, deps, async (open) => {
    for (const { resource, track, alone } of before.due) {
      if (alone || deps.clock() >= deadline) await deps.queues.send("sync", [sliceMessage(ref, resource.name, track)]);
      else await runSlice(open, { resource, track, deadline }, deps);
    }
  });
  const { due, nextAt } = dueSlices(resources, await deps.states.all(ref, now), now);
  return Math.min(nextAt, latest, ...due.map(({ alone }) => (alone ? now + UNDER_WAY : now)));
};

/** Work of another kind goes on with the shop; the next minute asks whether it was lost. */
const hand = async (job: SyncJob, { queues }: JobDeps): Promise<undefined> => {
  await queues.send("sync", [{ body: job, group: job.tenant }]);
};

interface DueSlice {
  readonly resource: Resource;
  readonly track: Track;
  /** A job of its own: long, and not to hold up the others. */
  readonly alone: boolean;
}

/** What is due, and when the first of the others will be. */
const dueSlices = (
  resources: readonly Resource[],
  states: ReadonlyMap<string, SyncState & { running: boolean }>,
  now: number,
): { readonly due: readonly DueSlice[]; readonly nextAt: number } => {
  const due: DueSlice[] = [];
  let nextAt = Number.POSITIVE_INFINITY;
  const add = (state: (SyncState & { running: boolean }) | undefined, slice: DueSlice): void => {
    if (state?.running) nextAt = Math.min(nextAt, slice.alone ? now + UNDER_WAY : now);
    else if (state && !isDue(state.nextAt, now)) nextAt = Math.min(nextAt, state.nextAt);
    else due.push(slice);
  };
  for (const resource of resources) {
    for (const track of tracksOf(resource)) {
      add(states.get(`${resource.name}#${track}`), { resource, track, alone: isBackfill(resource, track) });
    }
    for (const track of sideTracksOf(resource)) {
      // Before everything was read once there is nothing to prove.
      if (!states.get(`${resource.name}#full`)?.cycles) continue;
      add(states.get(`${resource.name}#${track}`), { resource, track, alone: true });
    }
  }
  // What changed comes before what was always there.
  due.sort((left, right) => Number(left.track !== "live") - Number(right.track !== "live"));
  return { due, nextAt };
};
