import type { SyncJob } from "../../core/jobs.ts";
import { MOST_DELAY_SECONDS, type QueueMessage } from "../../core/ports.ts";
import type { Track } from "../../core/tracks.ts";
import type { ShopRef } from "../../stores/keys.ts";

/** Has a resource's track go on, now or later. */
export const sliceMessage = (ref: ShopRef, resource: string, track: Track, delaySeconds = 0): QueueMessage => ({
  body: { tenant: ref.tenant, shop: ref.shop, type: "slice", resource, track } satisfies SyncJob,
  group: ref.tenant,
  ...(delaySeconds > 0 ? { delaySeconds: Math.min(MOST_DELAY_SECONDS, delaySeconds) } : {}),
});
