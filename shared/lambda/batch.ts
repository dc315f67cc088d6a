import { logged } from "../core/defects.ts";
import { RetryLater } from "../core/errors.ts";
import type { Clock, Log, Metric } from "../core/ports.ts";

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

/** What a message is about, as far as the log names it: whose work it was. Ids of records stay out. */
const SUBJECT = ["type", "tenant", "shop", "resource", "track", "endpoint", "partition", "id"] as const;

/**
 * Each message for itself: what fails comes back to the queue, the rest of the batch is done. Outages come again by
 * visibility; a message that fails again and again ends in the dead-letter queue, where an alarm waits.
 */
export const eachMessage = async <Job>(
  event: { readonly Records: readonly QueueRecord[] },
  parse: (body: unknown) => Job,
  { log, metric, clock }: { readonly log: Log; readonly metric: Metric; readonly clock: Clock },
  work: (job: Job) => Promise<void>,
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> => {
  const outcomes = await Promise.all(
    event.Records.map(async (record) => {
      let body: unknown;
      const began = clock();
      const whose = () => ({
        messageId: record.messageId,
        ...subjectOf(body),
        milliseconds: clock() - began,
      });
      try {
        body = JSON.parse(record.body);
        await work(parse(body));
        log("info", "message-done", whose());
        return undefined;
      } catch (error) {
        const level = error instanceof RetryLater ? "warn" : "error";
        if (level === "error") metric("MessagesFailed", 1);
        log(level, "message-failed", { ...whose(), ...logged(error) });
        return { itemIdentifier: record.messageId };
      }
    }),
  );
  return { batchItemFailures: outcomes.filter((failure) => failure !== undefined) };
};

const subjectOf = (body: unknown): Record<string, string> => {
  const found: Record<string, string> = {};
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of SUBJECT) if (typeof fields[name] === "string") found[name] = fields[name];
  return found;
};
