import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { RetryLater } from "../core/errors.ts";
import type { QueueMessage, QueueName, Queues } from "../core/ports.ts";

const BATCH = 10;

/** The queue port over SQS. Messages of one batch that are refused are an error: nobody may believe they are queued. */
export const createSqsQueues = (client: SQSClient, urls: Readonly<Record<QueueName, string>>): Queues => ({
  async send(queue, messages) {
    const url = urls[queue];
    const fifo = url.endsWith(".fifo");
    for (let at = 0; at < messages.length; at += BATCH) {
      const entries = messages.slice(at, at + BATCH).map((message, index) => toEntry(message, index, fifo));
      try {
        const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
        if (answer.Failed?.length) throw new RetryLater(`SQS ${queue}: ${answer.Failed[0]?.Code}`, { delivered: "no" });
      } catch (error) {
        if (error instanceof RetryLater) throw error;
        throw new RetryLater(`SQS ${queue}: ${(error as Error).name}`, { delivered: "unknown" });
      }
    }
  },
});

const toEntry = (message: QueueMessage, index: number, fifo: boolean) => ({
  Id: String(index),
  MessageBody: JSON.stringify(message.body),
  // On standard queues the group is the unit of fairness; on FIFO queues also that of order.
  MessageGroupId: message.group,
  ...(fifo ? { MessageDeduplicationId: message.id ?? `${Date.now()}-${Math.random()}` } : {}),
  ...(message.delaySeconds && !fifo ? { DelaySeconds: message.delaySeconds } : {}),
});
