import { inParallel } from "../../core/parallel.ts";
import type { Clock, Queues } from "../../core/ports.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import type { DeliveryOutcome } from "../../stores/delivery-items.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { deliveryMessage } from "./accept-delivery.ts";

/** Looked at by one request, in batches: what a batch reopens is queued before the next one is read. */
const MOST = 500;
const BATCH = 50;
/** Reopened at once. */
const TOGETHER = 10;

interface Wanted {
  /** Unix milliseconds, both inclusive. */
  readonly since: number;
  readonly until: number;
  readonly state?: DeliveryOutcome["state"] | "waiting" | undefined;
}

interface Pages {
  readonly after: string | undefined;
  /** Our clock at which no further batch begins, unix milliseconds. */
  readonly deadline: number;
}

interface ReplayDeps {
  readonly deliveries: Pick<DeliveryStore, "list" | "reopen">;
  readonly queues: Queues;
  readonly clock: Clock;
}

/**
 * As if they came now, the newest first. A delivery that is reopened and not queued would wait for nobody to come.
 * @returns `next`: behind which delivery to go on
 */
export const replayDeliveries = async (
  ref: ShopRef,
  { since, until, state }: Wanted,
  { after, deadline }: Pages,
  { deliveries, queues, clock }: ReplayDeps,
): Promise<{ readonly replayed: number; readonly next: string | undefined }> => {
  const partition = keys.deliveries(ref);
  let replayed = 0;
  let next = after;
  for (let looked = 0; looked < MOST; looked += BATCH) {
    const page = await deliveries.list(partition, next, BATCH);
    const meant = page.deliveries.filter(
      ({ at, outcome }) =>
        at >= since && at <= until && (state === undefined || (outcome?.state ?? "waiting") === state),
    );
    await inParallel(meant, TOGETHER, ({ id }) => deliveries.reopen(partition, id));
    if (meant.length > 0)
      await queues.send(
        "news",
        meant.map(({ id }) => deliveryMessage(ref, id, { again: true })),
      );
    replayed += meant.length;
    const isOver = page.deliveries.some(({ at }) => at < since);
    next = isOver ? undefined : page.next;
    if (next === undefined || clock() >= deadline) break;
  }
  return { replayed, next };
};
