import { RetryLater } from "../core/errors.ts";
import type { Log } from "../core/ports.ts";

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

/**
 * Each message for itself: what fails comes back to the queue, the rest of the batch is done. Outages come again by
 * visibility; a message that fails again and again ends in the dead-letter queue, where an alarm waits.
 */
export const eachMessage = async <Job>(
  event: { readonly Records: readonly QueueRecord[] },
  parse: (body: unknown) => Job,
  log: Log,
  work: (job: Job) => Promise<void>,
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> => {
  const outcomes = await Promise.all(
    event.Records.map(async (record) => {
      try {
        await work(parse(JSON.parse(record.body)));
        return undefined;
      } catch (error) {
        const { name, message } = error as Error;
        log(error instanceof RetryLater ? "warn" : "error", "message failed", {
          messageId: record.messageId,
          error: name,
          reason: message,
        });
        return { itemIdentifier: record.messageId };
      }
    }),
  );
  return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) };
};
