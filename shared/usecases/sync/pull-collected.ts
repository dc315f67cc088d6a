import { reportFailure } from "../../core/defects.ts";
import { RetryLater, SlowAnswer } from "../../core/errors.ts";
import type { SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage, type Sleep } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { type CollectedPull, only } from "../../stores/pulls.ts";
import { recentShop } from "../shops/recent-shop.ts";
import { copiedBy } from "../shops/resources-of.ts";
import type { JobDeps } from "./job-deps.ts";
import { MOST_PULLED, type NamedRecords, pullRecords } from "./pull-records.ts";

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

/** A collection of whose records some were named. */
interface Collection {
  readonly ref: ShopRef;
  readonly resource: string;
}

interface Collected extends Collection {
  /** What the caller has taken over already. */
  readonly taken?: CollectedPull;
  /** See `SyncJob`. */
  readonly early?: boolean | undefined;
}

/** Fetches what was collected, and what is named meanwhile; what a limit holds up comes with another message. */
export const pullCollected = async (
  { taken, early, ...collection }: Collected,
  deadline: number,
  deps: PullDeps,
): Promise<void> => {
  const { ref, resource } = collection;
  const begin = () => deps.pulls.begin(ref, resource, deps.clock(), deps.clock() + PULL_LEASE);
  let pull = taken ?? (await begin());
  for (let round = 1; ; round += 1) {
    // Nothing is left, or another worker is on it. Or this message comes before its time.
    if (!pull) return round === 1 && !early ? comeInTime(collection, deps) : undefined;
    const restAfter = REST[Math.min(round, REST.length) - 1]!;
    const next = await fetchOnce({ ...collection, pull, restAfter }, deadline, deps);
    if (next === undefined) return;
    if (!(await stay(collection, next, round === MOST_ROUNDS ? 0 : deadline, deps))) return;
    pull = await begin();
  }
};

/**
 * Stays until the next round, where that is soon.
 * @param deadline unix milliseconds: what is due then comes with another message
 * @returns false: another message comes for it
 */
const stay = async (collection: Collection, next: Next, deadline: number, deps: PullDeps): Promise<boolean> => {
  const now = deps.clock();
  const at = Math.min(next.at, now + MOST_DELAY_SECONDS * SECOND);
  if (next.held) await deps.pulls.giveBack(collection.ref, collection.resource, at);
  if (at - now > NAP || at >= deadline) {
    await deps.queues.send("news", [messageOf(collection, at - now)]);
    return false;
  }
  if (at > now) await deps.sleep(at - now);
  return true;
};

const comeInTime = async (collection: Collection, { pulls, queues, clock }: PullDeps): Promise<void> => {
  const dueAt = await pulls.dueAt(collection.ref, collection.resource, clock());
  if (dueAt !== undefined) await queues.send("news", [messageOf(collection, dueAt - clock(), true)]);
};

/** What this worker has taken over. */
interface TakenOver extends Collection {
  readonly pull: CollectedPull;
  /** Milliseconds until what is named next is fetched. */
  readonly restAfter: number;
}

interface Next {
  /** When to look again, unix milliseconds. */
  readonly at: number;
  /** What was taken over is still ours, and to be given back. */
  readonly held: boolean;
}

/** Undefined: nothing is left. */
const fetchOnce = async (taken: TakenOver, deadline: number, deps: PullDeps): Promise<Next | undefined> => {
  const { ref, resource, pull, restAfter } = taken;
  const shop = await recentShop(ref, deps);
  const known = shop && copiedBy(shop, deps.vendor(shop.vendor)).find(({ name }) => name === resource);
  const whole = pull.all || pull.ids.length > MOST_PULLED || !known?.get;
  const earliest = whole ? Math.max(pull.rest.ids, pull.rest.whole) : pull.rest.ids;
  if (earliest > deps.clock()) return { at: earliest, held: true };
  const done = new Set<string>();
  try {
    const outcome = await fetchIds({ ref, resource, ids: whole ? [] : pull.ids }, done, deadline, deps);
    if (outcome === "busy") return { at: deps.clock() + 2 * SECOND, held: true };
  } catch (error) {
    if (error instanceof RetryLater) return holdUp(error, taken, done, deps);
    // No repetition cures it; the resource's own cycle meets it as well, and reports it.
    reportFailure({ defect: "pulls-failed", other: "pull-failed" }, error, { ...ref, resource }, deps);
  }
  const now = deps.clock();
  const wholeRest = known?.listing.strategy === "snapshot" ? REST_AFTER_ALL : REST_AFTER_CHANGED;
  const rest = { ids: now + restAfter, whole: whole ? now + wholeRest : pull.rest.whole };
  return (await deps.pulls.finish(ref, resource, pull, { now, rest })) ? { at: rest.ids, held: false } : undefined;
};

/** @throws SlowAnswer: the work goes on where nobody waits for it */
const holdUp = async (
  error: RetryLater,
  { ref, resource, pull }: TakenOver,
  done: ReadonlySet<string>,
  deps: PullDeps,
): Promise<Next> => {
  if (error instanceof SlowAnswer) {
    await deps.pulls.giveBack(ref, resource, deps.clock());
    throw error;
  }
  // What was fetched before the limit is not fetched again.
  if (done.size > 0) await deps.pulls.finish(ref, resource, only(pull, done), { now: deps.clock(), rest: pull.rest });
  return { at: error.retryAt ?? deps.clock() + 5 * SECOND, held: true };
};

const fetchIds = async (
  named: NamedRecords,
  done: Set<string>,
  deadline: number,
  deps: PullDeps,
): Promise<"done" | "busy"> => {
  const { ref, resource, ids } = named;
  try {
    return await pullRecords(named, deadline, deps, { fetched: (id) => done.add(id), hooked: true });
  } catch (error) {
    if (error instanceof RetryLater || ids.length === 0) throw error;
    // A row that cannot be read, or a call that is refused: the slice knows how to keep and report such rows.
    reportFailure({ defect: "pulls-by-id-failed", other: "pull-by-id-failed" }, error, { ...ref, resource }, deps);
    return pullRecords({ ref, resource, ids: [] }, deadline, deps, { hooked: true });
  }
};

const messageOf = ({ ref, resource }: Collection, delay: number, early?: true): QueueMessage => ({
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
