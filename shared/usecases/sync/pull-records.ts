import { Rejected, RetryLater } from "../../core/errors.ts";
import { inParallel } from "../../core/parallel.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { isPaused, refOf } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import { ownRemoval, ownWrites } from "../writing/own-writes.ts";
import { ask, evidenceOf, isForbidden } from "./ask.ts";
import { holdCourtNow } from "./court-now.ts";
import { followed, followUps } from "./follow-ups.ts";
import type { JobDeps } from "./job-deps.ts";
import { askAgain, waitForAnswer } from "./pull-message.ts";
import { runSlice } from "./run-slice.ts";
import { tracksOf } from "./tracks.ts";

/** More ids than this are fetched by an incremental slice instead of one by one. */
export const MOST_PULLED = 20;
/** So many of them at once. */
const PULLED_TOGETHER = 4;

interface Pull {
  /** Our clock at which the worker hands over, unix milliseconds. */
  readonly deadline: number;
  /** Is told each id that the vendor has answered about. */
  readonly fetched: (id: string) => void;
  /** These ids were not answered before: one that cannot be read now stays among them. */
  readonly patient?: boolean;
  /** Webhooks have named them. */
  readonly hooked?: boolean;
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
  { fetched = () => undefined, hooked = false }: Partial<Pick<Pull, "fetched" | "hooked">> = {},
): Promise<"done" | "busy"> => {
  const shop = await deps.shops.get(ref);
  if (!shop || isPaused(shop)) return "done";
  const resource = copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === name);
  if (!resource) return "done";
  let busy = false;
  await withShop(shop, deps, async (open) => {
    if (resource.get && ids.length > 0 && ids.length <= MOST_PULLED) {
      const unanswered = await pullEach(open, resource, [...new Set(ids)], { deadline, fetched, hooked }, deps);
      if (unanswered.length > 0) await waitForAnswer(ref, name, unanswered, deps);
      // They are seen to from here on.
      for (const id of unanswered) fetched(id);
      return;
    }
    const track = tracksOf(resource)[0]!;
    await deps.states.schedule(ref, name, track, deps.clock());
    busy = (await runSlice(open, { resource, track, deadline, priority: "hook", hooked }, deps)).outcome === "busy";
  });
  return busy ? "busy" : "done";
};

/**
 * Asks for each of the records, some at a time. Where the vendor answers nothing about all of those, the others are not
 * asked for: it is an outage.
 * @returns the ids about which it answered nothing
 */
export const pullEach = async (
  open: OpenShop,
  resource: Resource,
  ids: readonly string[],
  { deadline, fetched, patient = false, hooked }: Pull,
  deps: JobDeps,
): Promise<readonly string[]> => {
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
  const answered = new Set<string>();
  let isSuspected = false;
  const askOne = async (id: string): Promise<void> => {
    const askedAt = deps.clock();
    const known = stored.get(id);
    const told = await ask({ resource, id, current: known?.raw, call, settings });
    // One that waits already waits for the vendor's word about this record, and not for a refusal by a stranger.
    const isRefused = told.said === "cannot-tell" && told.error instanceof Rejected && (!patient || isForbidden(told));
    if (told.said === "cannot-tell" && !isRefused) {
      // An outage may be about this one alone. A row that cannot be read is left to the slice, which keeps such rows.
      if (!(told.error instanceof RetryLater) && !patient) throw told.error;
      return;
    }
    if (told.said === "here") {
      const onChange = followed(follow, await own());
      refused.push(...(await deps.records.upsert(ref, name, [{ ...told.seen, hooked }], askedAt, onChange)).refused);
      if (known) await deps.candidates.shown(ref, name, id, askedAt);
    } else if (known && !known.deleted) {
      const evidence = evidenceOf(told, askedAt);
      if (evidence) await deps.candidates.note(ref, name, [{ id, evidence }]);
      isSuspected ||= told.said !== "cannot-tell";
    }
    answered.add(id);
    fetched(id);
  };
  for (let at = 0; at < ids.length; at += PULLED_TOGETHER) {
    await inParallel(ids.slice(at, at + PULLED_TOGETHER), PULLED_TOGETHER, askOne);
    if (answered.size === 0) break;
  }
  await askAgain(ref, resource, refused, deps);
  if (isSuspected) {
    const { failure } = await holdCourtNow(
      { ref, resource, settings, call, deadline, ownRemoval: ownRemoval(open, resource, deps) },
      ids,
      deps,
    );
    if (failure !== undefined) throw failure;
  }
  return ids.filter((id) => !answered.has(id));
};
