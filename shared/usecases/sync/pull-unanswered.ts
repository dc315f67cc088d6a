import { RetryLater } from "../../core/errors.ts";
import { HOUR, SECOND } from "../../core/time.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { isPaused } from "../../stores/shops.ts";
import { copiedBy } from "../shops/resources-of.ts";
import { withShop } from "../shops/with-shop.ts";
import type { JobDeps } from "./job-deps.ts";
import { unansweredMessage } from "./pull-message.ts";
import { expectPulls, MOST_PULLED, pullEach } from "./pull-records.ts";

/** After this an id is left to the daily comparison. */
const MOST_AGE = HOUR;

/**
 * Asks once more for the ids about which the vendor has answered nothing. It may have no other word for an id that it
 * does not know: Pancake answers 500. So the pauses double, the status shows the ids, and after an hour they are given up.
 */
export const pullUnanswered = async (
  { ref, resource: name, early }: { ref: ShopRef; resource: string; early?: boolean | undefined },
  deadline: number,
  deps: JobDeps,
): Promise<void> => {
  const shop = await deps.shops.get(ref);
  if (shop) await deps.breaker?.admit(shop);
  const waiting = await deps.unanswered.begin(ref, name, deps.clock());
  if (!waiting) {
    // The message that is to come then may have died with the worker that was to send it.
    const dueAt = early ? undefined : await deps.unanswered.dueAt(ref, name);
    const wait = ((dueAt ?? 0) - deps.clock()) / SECOND;
    if (dueAt !== undefined) await deps.queues.send("news", [unansweredMessage(ref, name, wait, true)]);
    return;
  }
  const resource = shop && copiedBy(shop, deps.vendor(shop.vendor)).find((one) => one.name === name);
  const answered: string[] = [];
  let notBefore = 0;
  if (shop && resource?.get && !isPaused(shop))
    await withShop(shop, deps, async (open) => {
      // Drawn by lot: unknown ids must not stand before the others for ever.
      const ids = drawn(
        waiting.map(({ id }) => id),
        deps.random,
      ).slice(0, MOST_PULLED);
      const fetched = (id: string) => void answered.push(id);
      expectPulls(open, [{ resource, ids }]);
      await pullEach(open, { resource, ids, deadline, fetched, patient: true }, deps).catch((error: unknown) => {
        if (!(error instanceof RetryLater)) throw error;
        notBefore = error.retryAt ?? 0;
      });
    });
  const now = deps.clock();
  const givenUp = waiting.filter(({ id, since }) => now - since >= MOST_AGE && !answered.includes(id));
  if (givenUp.length > 0) deps.metric("PullsGivenUp", givenUp.length);
  const found = { answered, givenUp: givenUp.map(({ id }) => id), notBefore };
  const pause = await deps.unanswered.finish(ref, name, found, now);
  if (pause !== undefined) await deps.queues.send("news", [unansweredMessage(ref, name, pause / SECOND)]);
};

const drawn = (ids: readonly string[], random: () => number): readonly string[] =>
  ids
    .map((id) => [random(), id] as const)
    .sort(([left], [right]) => left - right)
    .map(([, id]) => id);
