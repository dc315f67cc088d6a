import { RetryLater } from "../core/errors.ts";
import type { SyncJob } from "../core/jobs.ts";
import type { Log, QueueMessage } from "../core/ports.ts";
import { SECOND } from "../core/time.ts";
import type { ShopRef } from "../stores/keys.ts";
import { only, type PullStore } from "../stores/pulls.ts";
import { type JobDeps, MOST_PULLED, pullRecords } from "./run-job.ts";

export interface PullDeps extends JobDeps {
  readonly pulls: PullStore;
  readonly log: Log;
}

/** Whoever names more while a fetch is running waits this long, so that a burst becomes one fetch. */
const NEXT = 1 * SECOND;
/** Rest after a whole resource was read because of webhooks: everything (snapshot), or what changed. */
const REST_AFTER_ALL = 60 * SECOND;
const REST_AFTER_CHANGED = 5 * SECOND;
const MOST_DELAY_SECONDS = 900;

/** Puts ids on the list of what is to be fetched; the first one of a burst starts the fetch at once. */
export const collectPull = async (
  ref: ShopRef,
  resource: string,
  ids: readonly string[],
  deps: Pick<PullDeps, "pulls" | "queues" | "clock">,
): Promise<void> => {
  if (!(await deps.pulls.add(ref, resource, ids, deps.clock()))) return;
  try {
    await deps.queues.send("sync", [messageOf(ref, resource, 0)]);
  } catch (error) {
    await deps.pulls.forgetMessage(ref, resource);
    throw error;
  }
};

/** Fetches what was collected. What is named meanwhile, and what a limit holds up, comes with another message. */
export const pullCollected = async (
  ref: ShopRef,
  resource: string,
  deadline: number,
  deps: PullDeps,
): Promise<void> => {
  const pull = await deps.pulls.begin(ref, resource, deps.clock(), deadline);
  if (!pull) return;
  const shop = await deps.shops.get(ref);
  const known = shop && deps.vendor(shop.vendor).resources.find(({ name }) => name === resource);
  const whole = pull.all || pull.ids.length > MOST_PULLED || !known?.get;
  if (whole && pull.notBefore > deps.clock()) return later(pull.notBefore);
  const done = new Set<string>();
  try {
    const outcome = await fetchThem(whole ? [] : pull.ids);
    if (outcome === "busy") return later(deps.clock() + 2 * SECOND);
  } catch (error) {
    if (error instanceof RetryLater) {
      // What was fetched before the limit is not fetched again.
      if (done.size > 0) await deps.pulls.finish(ref, resource, only(pull, done), deps.clock(), 0);
      return later(error.retryAt ?? deps.clock() + 5 * SECOND);
    }
    // No repetition cures it; the resource's own cycle meets it as well, and reports it.
    deps.log("error", "pull failed", { ...ref, resource, error: (error as Error).name });
  }
  const now = deps.clock();
  const rest = whole ? (known?.listing.strategy === "snapshot" ? REST_AFTER_ALL : REST_AFTER_CHANGED) : 0;
  const notBefore = rest > 0 ? now + rest : 0;
  if (await deps.pulls.finish(ref, resource, pull, now, notBefore))
    await deps.queues.send("sync", [messageOf(ref, resource, Math.max(NEXT, rest))]);

  async function fetchThem(ids: readonly string[]): Promise<"done" | "busy"> {
    try {
      return await pullRecords(ref, resource, ids, deadline, deps, (id) => done.add(id));
    } catch (error) {
      if (error instanceof RetryLater || ids.length === 0) throw error;
      // A row that cannot be read, or a call that is refused: the slice knows how to keep and report such rows.
      deps.log("warn", "pull by id failed", { ...ref, resource, error: (error as Error).name });
      return pullRecords(ref, resource, [], deadline, deps);
    }
  }

  async function later(at: number): Promise<void> {
    await deps.pulls.giveBack(ref, resource, at);
    await deps.queues.send("sync", [messageOf(ref, resource, at - deps.clock())]);
  }
};

const messageOf = (ref: ShopRef, resource: string, delay: number): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop, type: "pull", resource, ids: [], collected: true } satisfies SyncJob,
  group: ref.tenant,
  ...(delay > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, Math.ceil(delay / SECOND)) } : {}),
});
