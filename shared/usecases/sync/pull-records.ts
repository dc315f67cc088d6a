import { Rejected, RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import type { ResourceName } from "../../core/records.ts";
import { HOUR, SECOND } from "../../core/time.ts";
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
import { askAgain, pullMessage } from "./pull-message.ts";
import { runSlice } from "./run-slice.ts";
import { tracksOf } from "./tracks.ts";

/** More ids than this are fetched by an incremental slice instead of one by one. */
export const MOST_PULLED = 20;
/** So many of them at once. */
const PULLED_TOGETHER = 4;

/** An id about which the vendor answers nothing is asked for again after a pause that doubles, and for no longer than this. */
const MOST_AGE = HOUR;
const FIRST_PAUSE = 5 * SECOND;

export interface PullOptions {
  /** The vendor has given no answer about these ids since then, unix milliseconds. */
  readonly since?: number | undefined;
  /** Is told each id that needs no more of the caller. */
  readonly fetched?: (id: string) => void;
}

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
  options: PullOptions = {},
): Promise<"done" | "busy"> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return "done";
  const resource = deps.vendor(shop.vendor).resources.find((one) => one.name === name);
  if (!resource) return "done";
  let busy = false;
  await withShop(shop, deps, async (open) => {
    if (resource.get && ids.length > 0 && ids.length <= MOST_PULLED)
      return pullEach(open, resource, [...new Set(ids)], { deadline, ...options }, deps);
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
  { since, deadline, fetched = () => undefined }: PullOptions & { readonly deadline: number },
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
  const refused: string[] = [];
  const unanswered: string[] = [];
  let isSuspected = false;
  await inParallel(ids, PULLED_TOGETHER, async (id) => {
    const askedAt = deps.clock();
    const known = stored.get(id);
    const told = await ask({ resource, id, current: known?.raw, call, settings });
    if (told.said === "here") {
      const onChange = followed(follow, await own());
      refused.push(...(await deps.records.upsert(ref, name, [told.seen], askedAt, onChange)).refused);
    } else if (told.said === "cannot tell" && !(told.error instanceof Rejected)) {
      // An outage may be about this one alone. A row that cannot be read is left to the slice, which keeps such rows.
      if (!(told.error instanceof RetryLater) && since === undefined) throw told.error;
      unanswered.push(id);
    } else if (known && !known.deleted) {
      const evidence = evidenceOf(told, askedAt);
      if (evidence) await deps.candidates.note(ref, name, [{ id, evidence }]);
      isSuspected ||= told.said !== "cannot tell";
    }
    fetched(id);
  });
  await askAgain(ref, resource, refused, deps);
  const answered = ids.filter((id) => !unanswered.includes(id));
  if (since !== undefined) await deps.pulls.answered(ref, name, answered);
  if (unanswered.length > 0) await waitForAnswer(ref, name, unanswered, since ?? deps.clock(), deps);
  if (!isSuspected) return;
  const { failure } = await holdCourt({ ref, resource, settings, call, deadline }, deps);
  if (failure !== undefined) throw failure;
};

/**
 * The vendor may have no other word for an id that it does not know: Pancake answers 500. So each pause is as long as
 * all before it together, the status shows the id, and after an hour it is left to the daily comparison.
 */
const waitForAnswer = async (
  ref: ShopRef,
  name: ResourceName,
  ids: readonly string[],
  since: number,
  { pulls, queues, clock, metric }: JobDeps,
): Promise<void> => {
  const now = clock();
  const isOver = now - since >= MOST_AGE;
  await pulls.unanswered(ref, name, ids, since, isOver, now);
  if (isOver) return metric("PullsGivenUp", ids.length);
  await queues.send("sync", [pullMessage(ref, name, ids, Math.max(FIRST_PAUSE, now - since) / SECOND, since)]);
};
