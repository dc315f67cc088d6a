import type { SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage, type Queues } from "../../core/ports.ts";
import type { ResourceName } from "../../core/records.ts";
import { SECOND } from "../../core/time.ts";
import type { Resource } from "../../core/vendor.ts";
import type { ShopRef } from "../../stores/keys.ts";
import { SIGHTINGS_APART } from "../../stores/records.ts";
import type { JobDeps } from "./job-deps.ts";

/** Ids in one message: more are fetched by a slice, which is no proof of a single row. */
const MOST_NAMED = 20;
const A_LITTLE_LATER = 5;

const later = (
  ref: ShopRef,
  job: { resource: string; ids: string[]; unanswered?: boolean; early?: true | undefined },
  delaySeconds: number,
) =>
  ({
    body: { tenant: ref.tenant, shop: ref.shop, type: "pull", ...job } satisfies SyncJob,
    group: ref.tenant,
    delaySeconds: Math.max(1, Math.min(MOST_DELAY_SECONDS, Math.ceil(delaySeconds))),
  }) satisfies QueueMessage;

/** Has the ids asked for about which the vendor has answered nothing so far. */
export const unansweredMessage = (ref: ShopRef, resource: string, delaySeconds: number, early?: true): QueueMessage =>
  later(ref, { resource, ids: [], unanswered: true, early }, delaySeconds);

/** Keeps ids about which the vendor has answered nothing: they are asked for again, ever more rarely, and shown. */
export const waitForAnswer = async (
  ref: ShopRef,
  resource: ResourceName,
  ids: readonly string[],
  { unanswered, queues, clock }: Pick<JobDeps, "unanswered" | "queues" | "clock">,
): Promise<void> => {
  if (ids.length === 0) return;
  const pause = await unanswered.add(ref, resource, ids, clock());
  if (pause !== undefined) await queues.send("news", [unansweredMessage(ref, resource, pause / SECOND)]);
};

/** Records of one collection. */
export interface SomeRecords {
  readonly ref: ShopRef;
  readonly resource: Resource;
  readonly ids: readonly string[];
}

/**
 * Has records asked for once more.
 * @param delaySeconds absent: when a second sighting proves what the vendor holds of rows that were refused as older
 */
export const askAgain = async (
  { ref, resource: { name, get }, ids }: SomeRecords,
  { queues }: { readonly queues: Queues },
  delaySeconds = SIGHTINGS_APART / SECOND + A_LITTLE_LATER,
): Promise<void> => {
  if (!get || ids.length === 0) return;
  const messages: QueueMessage[] = [];
  for (let at = 0; at < ids.length; at += MOST_NAMED)
    messages.push(later(ref, { resource: name, ids: ids.slice(at, at + MOST_NAMED) }, delaySeconds));
  await queues.send("news", messages);
};
