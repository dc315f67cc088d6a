import { SignInAgain } from "../../core/errors.ts";
import type { SyncJob } from "../../core/jobs.ts";
import type { QueueMessage, Queues } from "../../core/ports.ts";
import { hanoiHour, MINUTE } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { Priority } from "../../stores/budgets.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { LedgerStore } from "../../stores/ledger.ts";
import { inParallel } from "../../stores/records.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { SyncState, Track } from "../../stores/sync-states.ts";
import { type OpenShop, type OpenShopDeps, openShop } from "../shops/open-shop.ts";
import { ownWrites } from "../writing/own-writes.ts";
import { askFor, observationOf } from "./observation.ts";
import type { SliceDeps } from "./slice.ts";
import { type SliceOutcome, syncSlice } from "./sync-slice.ts";

export interface JobDeps extends SliceDeps, OpenShopDeps {
  readonly shops: ShopStore;
  readonly queues: Queues;
  readonly ledger: LedgerStore;
  /** Tells the tenant about the shop itself: `shop.needs_reauth`, `shop.degraded`, `deletions.held`. */
  readonly notifyShop: (event: string, shop: Shop, data: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Milliseconds that a dead worker keeps others from a resource. */
  readonly lease: number;
}

export const MOST_DELAY_SECONDS = 900;
/** Who waits for a limit comes by a message of his own, so much before `tick` would start him. See `settle`. */
const LIMIT_MARGIN = MINUTE;
/** More ids than this are fetched by an incremental slice instead of one by one. */
export const MOST_PULLED = 20;
/** So many of them at once. */
const PULLED_TOGETHER = 4;

export const isPaused = (shop: Shop): boolean =>
  ["paused", "needs_reauth", "authorizing", "removing"].includes(shop.health);

const isQuiet = (shop: Shop, now: number): boolean => {
  if (!shop.quietHours) return false;
  const [from, to] = shop.quietHours;
  const hour = hanoiHour(now);
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
};

/** All due resources of a shop, one after the other; what does not fit in the time is queued on. */
export const runCycle = async (ref: ShopRef, deadline: number, deps: JobDeps): Promise<void> => {
  const shop = await deps.shops.get(ref);
  // The message that removes it was lost, or the vendor could not be asked to end its webhooks.
  if (shop?.health === "removing")
    return deps.queues.send("sync", [
      { body: { type: "remove", tenant: ref.tenant, shop: ref.shop } satisfies SyncJob, group: ref.tenant },
    ]);
  if (!shop || isPaused(shop) || isQuiet(shop, deps.clock())) return;
  const states = await deps.states.all(ref, deps.clock());
  const due = dueSlices(await resourcesOf(shop, deps), states, deps.clock());
  if (due.length === 0) return;
  await withShop(shop, deps, async (open) => {
    for (const { resource, track, alone } of due) {
      if (alone || deps.clock() >= deadline) {
        await deps.queues.send("sync", [sliceMessage(ref, resource.name, track)]);
      } else {
        await runSlice(open, resource, track, deadline, deps);
      }
    }
  });
};

const resourcesOf = async (shop: Shop, deps: JobDeps): Promise<readonly Resource[]> =>
  deps.vendor(shop.vendor).resources;

interface DueSlice {
  readonly resource: Resource;
  readonly track: Track;
  /** A job of its own: long, and not to hold up the others. */
  readonly alone: boolean;
}

export const tracksOf = (resource: Resource): readonly Track[] =>
  resource.listing.strategy === "snapshot" ? ["full"] : ["live", "full"];

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
      due.push({ resource, track, alone: track === "full" && resource.listing.strategy !== "snapshot" });
    }
  }
  // What changed comes before what was always there.
  return due.sort((left, right) => Number(left.track === "full") - Number(right.track === "full"));
};

/** One slice, and a message for what is left of the cycle. */
export const runSlice = async (
  open: OpenShop,
  resource: Resource,
  track: Track,
  deadline: number,
  deps: JobDeps,
  priority: Priority = "poll",
): Promise<SliceOutcome> => {
  const { shop } = open;
  const ref = refOf(shop);
  const backfill = track === "full" && resource.listing.strategy !== "snapshot";
  const outcome = await syncSlice(
    {
      ref,
      resource,
      track,
      settings: { ...shop.settings, grants: open.grants },
      call: open.call(backfill ? "backfill" : priority),
      deadline,
      lease: deps.lease,
      everySeconds: shop.schedule?.[resource.name] ?? shop.schedule?.["*"],
      earliest: shop.since === undefined ? undefined : Date.parse(shop.since),
      // What was there before we came is nobody's work of today.
      ownWrites: backfill ? undefined : ownWrites(open, resource, deps),
    },
    deps,
  );
  if (outcome.outcome === "more") await deps.queues.send("sync", [sliceMessage(ref, resource.name, track)]);
  if (outcome.outcome === "later") {
    const delay = Math.ceil((outcome.retryAt - deps.clock()) / 1_000);
    await deps.queues.send("sync", [sliceMessage(ref, resource.name, track, Math.max(1, delay))]);
  }
  return outcome;
};

const sliceMessage = (ref: ShopRef, resource: string, track: Track, delaySeconds = 0): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop, type: "slice", resource, track } satisfies SyncJob,
  group: ref.tenant,
  ...(delaySeconds > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, delaySeconds) } : {}),
});

/** Goes on with one resource of a shop. */
export const continueSlice = async (
  ref: ShopRef,
  name: string,
  track: Track,
  deadline: number,
  deps: JobDeps,
): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return;
  const resource = (await resourcesOf(shop, deps)).find((one) => one.name === name);
  if (!resource) return;
  await withShop(shop, deps, async (open) => {
    if (isWanted(await deps.states.get(ref, name, track), deps.clock()))
      await runSlice(open, resource, track, deadline, deps);
  });
};

/**
 * A queue that is behind holds a message for each minute in which `tick` found the track due. The first one reads it,
 * and the others come for nothing. A cycle under way always goes on.
 */
const isWanted = ({ cycle, nextAt }: SyncState, now: number): boolean =>
  cycle !== undefined || nextAt - now <= LIMIT_MARGIN;

/**
 * Fetches the named records now. Many, or ones that cannot be asked for singly, come with an incremental slice.
 * `busy`: another worker reads the resource, and may have passed what changed: ask again a little later.
 */
export const pullRecords = async (
  ref: ShopRef,
  name: string,
  ids: readonly string[],
  deadline: number,
  deps: JobDeps,
  fetched: (id: string) => void = () => undefined,
): Promise<"done" | "busy"> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return "done";
  const resource = (await resourcesOf(shop, deps)).find((one) => one.name === name);
  if (!resource) return "done";
  let busy = false;
  await withShop(shop, deps, async (open) => {
    if (!resource.get || ids.length === 0 || ids.length > MOST_PULLED) {
      const track = tracksOf(resource)[0]!;
      await deps.states.schedule(ref, name, track, deps.clock());
      busy = (await runSlice(open, resource, track, deadline, deps, "hook")).outcome === "busy";
      return;
    }
    const call = open.call("hook");
    const stored = new Map<string, unknown>();
    // Rows of the collection itself count for more than those of one that is like it.
    for (const from of resource.get.like ? [resource.get.like, name] : [name])
      for (const record of await deps.records.getMany(ref, from, ids)) stored.set(record.id, record.raw);
    const own = ownWrites(open, resource, deps);
    await inParallel([...new Set(ids)], PULLED_TOGETHER, async (id) => {
      const askedAt = deps.clock();
      const row = await askFor(resource, id, call, stored.get(id));
      if (row === undefined) await deps.records.remove(ref, name, id, askedAt);
      else if (row !== "unknown")
        await deps.records.upsert(
          ref,
          name,
          [observationOf(resource, row, { ...shop.settings, grants: open.grants })],
          askedAt,
          await own(),
        );
      fetched(id);
    });
  });
  return busy ? "busy" : "done";
};

/** Opens the shop and does the work; refused credentials stop the polling, and the data stays readable. */
export const withShop = async (shop: Shop, deps: JobDeps, work: (open: OpenShop) => Promise<void>): Promise<void> => {
  try {
    await work(await openShop(shop, deps));
  } catch (error) {
    if (!(error instanceof SignInAgain)) throw error;
    await deps.shops.change(refOf(shop), { health: "needs_reauth", reason: error.message });
    deps.metric("ShopsNeedReauth", 1);
    await deps.notifyShop("shop.needs_reauth", shop, { reason: error.message });
  }
};
