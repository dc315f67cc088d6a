import { Rejected } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { isPaused, refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { withShop } from "../shops/with-shop.ts";
import { ownWrites } from "../writing/own-writes.ts";
import { ask, evidenceOf } from "./ask.ts";
import { holdCourt } from "./court.ts";
import { followed, followUps } from "./follow-ups.ts";
import type { JobDeps } from "./job-deps.ts";
import { runSlice } from "./run-slice.ts";
import { tracksOf } from "./tracks.ts";

/** More ids than this are fetched by an incremental slice instead of one by one. */
export const MOST_PULLED = 20;
/** So many of them at once. */
const PULLED_TOGETHER = 4;

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
  const resource = deps.vendor(shop.vendor).resources.find((one) => one.name === name);
  if (!resource) return "done";
  let busy = false;
  await withShop(shop, deps, async (open) => {
    if (resource.get && ids.length > 0 && ids.length <= MOST_PULLED)
      return pullEach(open, resource, [...new Set(ids)], { deadline, fetched }, deps);
    const track = tracksOf(resource)[0]!;
    await deps.states.schedule(ref, name, track, deps.clock());
    busy = (await runSlice(open, { resource, track, deadline, priority: "hook" }, deps)).outcome === "busy";
  });
  return busy ? "busy" : "done";
};

const pullEach = async (
  open: OpenShop,
  resource: Resource,
  ids: readonly string[],
  { deadline, fetched }: { readonly deadline: number; readonly fetched: (id: string) => void },
  deps: JobDeps,
): Promise<void> => {
  const { shop } = open;
  const { name, get } = resource;
  const ref = refOf(shop);
  const call = open.call("hook");
  const settings = { ...shop.settings, grants: open.grants };
  const stored = new Map<string, StoredRecord>();
  // Rows of the collection itself count for more than those of one that is like it.
  for (const from of get?.like ? [get.like, name] : [name])
    for (const record of await deps.records.getMany(ref, from, ids)) stored.set(record.id, record);
  const own = ownWrites(open, resource, deps);
  const follow = followUps(open, resource, deps);
  let isSuspected = false;
  await inParallel(ids, PULLED_TOGETHER, async (id) => {
    const askedAt = deps.clock();
    const known = stored.get(id);
    const told = await ask({ resource, id, current: known?.raw, call, settings });
    if (told.said === "here") await deps.records.upsert(ref, name, [told.seen], askedAt, followed(follow, await own()));
    // An outage, or a row that cannot be read: this pull has not fetched it.
    else if (told.said === "cannot tell" && !(told.error instanceof Rejected)) throw told.error;
    else if (known && !known.deleted) {
      const evidence = evidenceOf(told, askedAt);
      if (evidence) await deps.candidates.note(ref, name, [{ id, evidence }]);
      isSuspected ||= told.said !== "cannot tell";
    }
    fetched(id);
  });
  if (!isSuspected) return;
  const { failure } = await holdCourt({ ref, resource, settings, call, deadline }, deps);
  if (failure !== undefined) throw failure;
};
