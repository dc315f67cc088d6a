import { logged } from "../../core/defects.ts";
import { Rejected, RetryLater } from "../../core/errors.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { StoredRecord } from "../../stores/records.ts";
import { isPaused, refOf, type Shop } from "../../stores/shops.ts";
import type { OpenShop } from "../shops/open-shop.ts";
import { believedLately } from "../shops/proven-webhooks.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import { ownRemoval, ownWrites } from "../writing/own-writes.ts";
import { ask, evidenceOf, isForbidden, type Told } from "./ask.ts";
import { askTogether, portionsOf } from "./ask-together.ts";
import { holdCourtNow } from "./court-now.ts";
import { followEnd, followed, followUps } from "./follow-ups.ts";
import type { JobDeps } from "./job-deps.ts";
import { askAgain, waitForAnswer } from "./pull-message.ts";
import { runSlice } from "./run-slice.ts";
import { tracksOf } from "./tracks.ts";

/** More ids than this are fetched by an incremental slice instead of one by one. */
export const MOST_PULLED = 20;

/** What is to be fetched. */
export interface NamedRecords {
  readonly ref: ShopRef;
  /** Name of the collection. */
  readonly resource: string;
  readonly ids: readonly string[];
}

export interface Pull {
  readonly resource: Resource;
  readonly ids: readonly string[];
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
  { ref, resource: name, ids }: NamedRecords,
  deadline: number,
  deps: JobDeps,
  { fetched = () => undefined, hooked = false }: Partial<Pick<Pull, "fetched" | "hooked">> = {},
): Promise<"done" | "busy"> => {
  const shop = await recentShop(ref, deps);
  if (!shop || isPaused(shop)) return "done";
  const resource = copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === name);
  if (!resource) return "done";
  let busy = false;
  await withShop(shop, deps, async (open) => {
    if (resource.get && ids.length > 0 && ids.length <= MOST_PULLED) {
      const pull = { resource, ids: [...new Set(ids)], deadline, fetched, hooked };
      expectPulls(open, [pull]);
      const unanswered = await pullEach(open, pull, deps);
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

/** What webhooks tell of by themselves. Where that cannot be read, nothing: then it is asked for. */
const tellingThemselves = (shop: Shop, deps: JobDeps) => (): Promise<ReadonlySet<string>> =>
  believedLately(shop, deps).catch((error: unknown) => {
    deps.log("warn", "webhooks-not-looked-at", { ...refOf(shop), ...logged(error) });
    return new Set<string>();
  });

/** Says which calls are about to be made, so that they are drawn together. */
export const expectPulls = (open: OpenShop, pulls: readonly Pick<Pull, "resource" | "ids">[]): void =>
  open.expect(
    "hook",
    pulls.flatMap(({ resource: { get }, ids }) => ids.flatMap(() => get?.operation ?? [])),
  );

/**
 * Asks for each of the records, some at a time. Where the vendor answers nothing about all of those, the others are not
 * asked for: it is an outage.
 * @returns the ids about which it answered nothing
 */
export const pullEach = async (
  open: OpenShop,
  { resource, ids, deadline, fetched, patient = false, hooked }: Pull,
  deps: JobDeps,
): Promise<readonly string[]> => {
  const { shop } = open;
  const { name, get } = resource;
  const ref = refOf(shop);
  const call = open.call("hook");
  const settings = { ...shop.settings, grants: open.grants };
  const stored = new Map<string, StoredRecord & { readonly from: string }>();
  // Rows of the collection itself count for more than those of one that is like it.
  for (const from of get?.like ? [get.like, name] : [name])
    for (const record of await deps.records.getMany(ref, from, ids)) stored.set(record.id, { ...record, from });
  const versionOf = (id: string) => (stored.get(id)?.from === name ? stored.get(id)?.version : undefined);
  const own = ownWrites(open, resource, deps);
  const follow = followUps(open, resource, deps, hooked ? tellingThemselves(shop, deps) : undefined);
  const refused: string[] = [];
  const answered = new Set<string>();
  let isSuspected = false;
  /** One that waits already waits for the vendor's word about this record, and not for a refusal by a stranger. */
  const isAnswer = (told: Told): boolean =>
    told.said !== "cannot-tell" || (told.error instanceof Rejected && (!patient || isForbidden(told)));
  /** An outage may be about one alone. A row that cannot be read is left to the slice, which keeps such rows. */
  const isUnread = (told: Told): boolean =>
    told.said === "cannot-tell" && !isAnswer(told) && !(told.error instanceof RetryLater) && !patient;
  /** What side by side was asked for is stored together. */
  const pullTogether = async (together: readonly string[]): Promise<void> => {
    const askedAt = deps.clock();
    const { told, failure } = await askTogether(together, (id) =>
      ask({ resource, id, current: stored.get(id)?.raw, version: versionOf(id), call, settings }),
    );
    const heard = [...told].filter(([, one]) => isAnswer(one));
    const seen = heard.flatMap(([, one]) => (one.said === "here" ? [one.seen] : []));
    if (seen.length > 0) {
      const originsOf = followed(follow, await own());
      const rows = seen.map((one) => ({ ...one, hooked }));
      refused.push(...(await deps.records.upsert(ref, name, rows, askedAt, { originsOf })).refused);
      const known = seen.filter(({ id }) => stored.has(id)).map(({ id }) => id);
      await deps.candidates.shown(ref, name, known, askedAt);
    }
    const doubted = heard.filter(([id, { said }]) => said !== "here" && stored.get(id)?.deleted === false);
    const noted = doubted.flatMap(([id, one]) => {
      const evidence = evidenceOf(one, askedAt);
      return evidence ? [{ id, evidence }] : [];
    });
    if (noted.length > 0) await deps.candidates.note(ref, name, noted);
    isSuspected ||= doubted.some(([, { said }]) => said !== "cannot-tell");
    for (const [id] of heard) {
      answered.add(id);
      fetched(id);
    }
    if (failure !== undefined) throw failure;
    for (const one of told.values()) if (isUnread(one) && one.said === "cannot-tell") throw one.error;
  };
  for (const portion of portionsOf(ids)) {
    await pullTogether(portion);
    if (answered.size === 0) break;
  }
  await askAgain({ ref, resource, ids: refused }, deps);
  if (isSuspected) {
    const { failure } = await holdCourtNow(
      {
        ...{ ref, resource, settings, call, deadline },
        ownRemoval: ownRemoval(open, resource, deps),
        followEnd: followEnd(open, resource, deps),
      },
      ids,
      deps,
    );
    if (failure !== undefined) throw failure;
  }
  return ids.filter((id) => !answered.has(id));
};
