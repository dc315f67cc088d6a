import { isDefect, logged, reportDefect } from "../../core/defects.ts";
import { RetryLater, SlowAnswer } from "../../core/errors.ts";
import type { SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage, type Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { type CollectedPull, only } from "../../stores/pulls.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import type { JobDeps } from "./job-deps.ts";
import { MOST_PULLED, pullRecords } from "./pull-records.ts";

export interface PullDeps extends JobDeps {
  readonly sleep: Sleep;
}

/** The first of a burst is fetched at once, the others together a moment later: the longer it lasts, the more. */
const REST = [SECOND / 4, SECOND / 2, SECOND];
/** The queue counts in seconds: for less than this the worker stays, so many times. */
const NAP = 1 * SECOND;
const MOST_ROUNDS = 10;
/** Rest after a whole resource was read because of webhooks: everything (snapshot), or what changed. */
const REST_AFTER_ALL = 60 * SECOND;
const REST_AFTER_CHANGED = 5 * SECOND;
/** A dead worker keeps others from what it had taken over for so long. */
export const PULL_LEASE = 60 * SECOND;

interface Start {
  /** What the caller has taken over already. */
  readonly taken?: CollectedPull;
  /** See `SyncJob`. */
  readonly early?: boolean | undefined;
}

/** Fetches what was collected, and what is named meanwhile; what a limit holds up comes with another message. */
export const pullCollected = async (
  ref: ShopRef,
  resource: string,
  deadline: number,
  deps: PullDeps,
  { taken, early }: Start = {},
): Promise<void> => {
  for (let round = 1; ; round += 1) {
    const pull =
      round === 1 && taken ? taken : await deps.pulls.begin(ref, resource, deps.clock(), deps.clock() + PULL_LEASE);
    if (!pull) {
      // Nothing is left, or another worker is on it. Or this message comes before its time.
      const dueAt = round === 1 && !early ? await deps.pulls.dueAt(ref, resource, deps.clock()) : undefined;
      if (dueAt !== undefined) await deps.queues.send("sync", [messageOf(ref, resource, dueAt - deps.clock(), true)]);
      return;
    }
    const next = await fetchOnce(ref, resource, pull, REST[Math.min(round, REST.length) - 1]!, deadline, deps);
    if (next === undefined) return;
    const now = deps.clock();
    const at = Math.min(next.at, now + MOST_DELAY_SECONDS * SECOND);
    const isOver = at - now > NAP || round === MOST_ROUNDS || at >= deadline;
    if (next.held) await deps.pulls.giveBack(ref, resource, at);
    if (isOver) {
      await deps.queues.send("sync", [messageOf(ref, resource, at - now)]);
      return;
    }
    if (at > now) await deps.sleep(at - now);
  }
};

interface Next {
  /** When to look again, unix milliseconds. */
  readonly at: number;
  /** What was taken over is still ours, and to be given back. */
  readonly held: boolean;
}

/** Undefined: nothing is left. */
const fetchOnce = async (
  ref: ShopRef,
  resource: string,
  pull: CollectedPull,
  restAfter: number,
  deadline: number,
  deps: PullDeps,
): Promise<Next | undefined> => {
  const shop = await recentShop(ref, deps);
  const known = shop && copiedBy(shop, deps.vendor(shop.vendor)).find(({ name }) => name === resource);
  const whole = pull.all || pull.ids.length > MOST_PULLED || !known?.get;
  const earliest = whole ? Math.max(pull.rest.ids, pull.rest.whole) : pull.rest.ids;
  if (earliest > deps.clock()) return { at: earliest, held: true };
  const done = new Set<string>();
  try {
    const outcome = await fetchIds(ref, resource, whole ? [] : pull.ids, done, deadline, deps);
    if (outcome === "busy") return { at: deps.clock() + 2 * SECOND, held: true };
  } catch (error) {
    if (error instanceof SlowAnswer) {
      await deps.pulls.giveBack(ref, resource, deps.clock());
      throw error;
    }
    if (error instanceof RetryLater) {
      // What was fetched before the limit is not fetched again.
      if (done.size > 0) await deps.pulls.finish(ref, resource, only(pull, done), deps.clock(), pull.rest);
      return { at: error.retryAt ?? deps.clock() + 5 * SECOND, held: true };
    }
    // No repetition cures it; the resource's own cycle meets it as well, and reports it.
    if (isDefect(error)) reportDefect("pulls-failed", error, { ...ref, resource }, deps);
    else deps.log("warn", "pull-failed", { ...ref, resource, ...logged(error) });
  }
  const now = deps.clock();
  const wholeRest = known?.listing.strategy === "snapshot" ? REST_AFTER_ALL : REST_AFTER_CHANGED;
  const rest = { ids: now + restAfter, whole: whole ? now + wholeRest : pull.rest.whole };
  return (await deps.pulls.finish(ref, resource, pull, now, rest)) ? { at: rest.ids, held: false } : undefined;
};

const fetchIds = async (
  ref: ShopRef,
  resource: string,
  ids: readonly string[],
  done: Set<string>,
  deadline: number,
  deps: PullDeps,
): Promise<"done" | "busy"> => {
  try {
    return await pullRecords(ref, resource, ids, deadline, deps, { fetched: (id) => done.add(id), hooked: true });
  } catch (error) {
    if (error instanceof RetryLater || ids.length === 0) throw error;
    // A row that cannot be read, or a call that is refused: the slice knows how to keep and report such rows.
    if (isDefect(error)) reportDefect("pulls-by-id-failed", error, { ...ref, resource }, deps);
    else deps.log("warn", "pull-by-id-failed", { ...ref, resource, ...logged(error) });
    return pullRecords(ref, resource, [], deadline, deps, { hooked: true });
  }
};

const messageOf = (ref: ShopRef, resource: string, delay: number, early?: true): QueueMessage => ({
  body: {
    tenant: ref.tenant,
    shop: ref.shop,
    type: "pull",
    resource,
    ids: [],
    collected: true,
    early,
  } satisfies SyncJob,
  group: ref.tenant,
  ...(delay > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, Math.ceil(delay / SECOND)) } : {}),
});
