import type { QueueName } from "../../shared/core/ports.ts";

/** The queues that `sync` works on. */
export const syncQueues = ["sync", "news", "slow", "backfill"] as const satisfies readonly QueueName[];
