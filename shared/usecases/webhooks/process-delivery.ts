import { timeOfId } from "../../core/ids.ts";
import type { QueueMessage } from "../../core/ports.ts";
import { SECOND } from "../../core/time.ts";
import type { DeliveryStore } from "../../stores/deliveries.ts";
import { keys } from "../../stores/keys.ts";
import { deliveryMessage, idRange } from "./accept-delivery.ts";
import type { DeliveryDeps } from "./judge-delivery.ts";
import { workOffNew } from "./new-deliveries.ts";
import { type DeliveryJob, workOffAlone } from "./work-off.ts";

/** A delivery that came so short a time ago goes with the shop's others, through one worker. */
const NEW = 8 * SECOND;

/**
 * Works off stored deliveries: proves their senders, and pulls what they name. Running twice does no harm. New ones of a shop
 * go together: five webhooks about one sale are one worker's, and the others are left to it.
 */
export const processDelivery = async (job: DeliveryJob, deadline: number, deps: DeliveryDeps): Promise<void> => {
  const isNew = deps.clock() - timeOfId(job.id) < NEW && !job.again && !job.alone;
  // Others were left to the worker that the lease was taken for, whenever it comes.
  if (isNew || job.leasedUntil !== undefined) await workOffNew(job, deadline, deps);
  if (!isNew) await workOffAlone(job, deadline, deps);
};

/** Messages for a minute's deliveries that nobody has worked off. */
export const openDeliveries = async (
  work: { readonly tenant: string; readonly id: string },
  deps: { readonly deliveries: DeliveryStore },
): Promise<QueueMessage[]> => {
  const [shop = "", minute = ""] = work.id.split("#");
  const ref = { tenant: work.tenant, shop };
  const [from, to] = idRange(Number(minute));
  return (await deps.deliveries.open(keys.deliveries(ref), from, to)).map((id) =>
    deliveryMessage(ref, id, { again: true }),
  );
};
