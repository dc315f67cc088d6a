import type { PatientJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage, type QueueName } from "../../core/ports.ts";
import type { Track } from "../../core/tracks.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import type { JobDeps } from "./job-deps.ts";
import { isBackfill } from "./tracks.ts";

interface SliceToSend {
  readonly resource: Resource;
  readonly track: Track;
  readonly delaySeconds?: number;
}

/** Has resources' tracks go on, now or later: what nobody waits for in a queue of its own. */
export const sendSlices = async (
  ref: ShopRef,
  slices: readonly SliceToSend[],
  { queues, patient = false }: Pick<JobDeps, "queues" | "patient">,
): Promise<void> => {
  const messages = new Map<QueueName, QueueMessage[]>();
  for (const slice of slices) {
    // What waits for a limit or an outage has waited already: it takes no worker that other work waits for.
    const waiting = patient || slice.delaySeconds ? "slow" : "sync";
    const queue = isBackfill(slice.resource, slice.track) ? "backfill" : waiting;
    messages.set(queue, [...(messages.get(queue) ?? []), messageOf(ref, slice, patient || queue === "backfill")]);
  }
  for (const [queue, list] of messages) await queues.send(queue, list);
};

const messageOf = (ref: ShopRef, slice: SliceToSend, patient: boolean): QueueMessage => {
  const { resource, track, delaySeconds = 0 } = slice;
  const job = { tenant: ref.tenant, shop: ref.shop, type: "slice", resource: resource.name, track } as const;
  return {
    body: (patient ? { ...job, patient } : job) satisfies PatientJob,
    group: ref.tenant,
    ...(delaySeconds > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, delaySeconds) } : {}),
  };
};
