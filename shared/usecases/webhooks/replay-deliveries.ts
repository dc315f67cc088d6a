import type { Queues } from "../../core/ports.ts";
import type { DeliveryOutcome, DeliveryStore } from "../../stores/deliveries.ts";
import { keys, type ShopRef } from "../../stores/keys.ts";
import { deliveryMessage } from "./accept-delivery.ts";

const MOST = 500;

interface Wanted {
  /** Unix milliseconds, both inclusive. */
  readonly since: number;
  readonly until: number;
  readonly state?: DeliveryOutcome["state"] | "waiting" | undefined;
}

/**
 * As if they came now, the newest first.
 * @returns `next`: behind which delivery to go on
 */
export const replayDeliveries = async (
  ref: ShopRef,
  { since, until, state }: Wanted,
  after: string | undefined,
  { deliveries, queues }: { readonly deliveries: Pick<DeliveryStore, "list" | "reopen">; readonly queues: Queues },
): Promise<{ readonly replayed: number; readonly next: string | undefined }> => {
  const partition = keys.deliveries(ref);
  const page = await deliveries.list(partition, after, MOST);
  const meant = page.deliveries.filter(
    ({ at, outcome }) => at >= since && at <= until && (state === undefined || (outcome?.state ?? "waiting") === state),
  );
  for (const { id } of meant) await deliveries.reopen(partition, id);
  await queues.send(
    "sync",
    meant.map(({ id }) => deliveryMessage(ref, id)),
  );
  const isOver = page.deliveries.some(({ at }) => at < since);
  return { replayed: meant.length, next: isOver ? undefined : page.next };
};
