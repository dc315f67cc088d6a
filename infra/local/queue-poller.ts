import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { QueueTrigger } from "../topology.ts";
import { localAccount, localAws } from "./aws.ts";
import type { Invoke, OnFailure } from "./invoke.ts";

/** What Lambda's event source mapping does for a queue, with partial batch responses switched on. */
export const startQueuePoller = (options: {
  client: SQSClient;
  queueUrl: string;
  trigger: Pick<QueueTrigger, "queue" | "batchSize" | "maxConcurrency">;
  invoke: Invoke;
  onFailure: OnFailure;
}): AsyncDisposable => {
  const { client, queueUrl, trigger, invoke, onFailure } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const deleter = createDeleter(client, queueUrl, (error) => onFailure(trigger.queue, error));
  const name = queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
  const arn = `arn:aws:sqs:${localAws.region}:${localAccount}:${name}`;

  const run = async (messages: readonly Message[]) => {
    let failed: ReadonlySet<string>;
    try {
      const answer = await invoke({ Records: messages.map((message) => toRecord(message, arn)) } satisfies SQSEvent);
      failed = failedOf(answer, messages);
    } catch (error) {
      onFailure(trigger.queue, error);
      // Nothing is acknowledged: the queue shows the messages again, and counts for its dead-letter queue.
      return;
    }
    await Promise.all(messages.filter(({ MessageId }) => !failed.has(MessageId!)).map((message) => deleter(message)));
  };

  const poll = async () => {
    while (!stopping.signal.aborted) {
      const free = trigger.maxConcurrency - running.size;
      if (free <= 0) {
        await Promise.race(running);
        continue;
      }
      const messages = await client
        .send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            // Never more than can start at once: a message that waits here would lose its time of invisibility.
            MaxNumberOfMessages: Math.min(10, free * trigger.batchSize),
            WaitTimeSeconds: 20,
            MessageSystemAttributeNames: ["All"],
            MessageAttributeNames: ["All"],
          }),
          { abortSignal: stopping.signal },
        )
        .then(
          ({ Messages }) => Messages ?? [],
          async (error) => {
            if (!stopping.signal.aborted) {
              onFailure(trigger.queue, error);
              await sleep(500);
            }
            return [];
          },
        );
      for (let start = 0; start < messages.length; start += trigger.batchSize) {
        const work: Promise<void> = run(messages.slice(start, start + trigger.batchSize)).finally(() =>
          running.delete(work),
        );
        running.add(work);
      }
    }
  };

  const polling = poll();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await polling;
      await Promise.race([Promise.all(running), sleep(5_000, undefined, { ref: false })]);
    },
  };
};

/** An answer that names an unknown message, or none, fails the whole batch, as Lambda does it. */
const failedOf = (answer: unknown, messages: readonly Message[]): ReadonlySet<string> => {
  const failures = (answer as SQSBatchResponse | undefined | null)?.batchItemFailures ?? [];
  const all = new Set(messages.map(({ MessageId }) => MessageId!));
  return failures.every(({ itemIdentifier }) => all.has(itemIdentifier))
    ? new Set(failures.map(({ itemIdentifier }) => itemIdentifier))
    : all;
};

const toRecord = (message: Message, arn: string): SQSRecord => ({
  messageId: message.MessageId!,
  receiptHandle: message.ReceiptHandle!,
  body: message.Body ?? "",
  attributes: message.Attributes as unknown as SQSRecord["attributes"],
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      {
        dataType: value.DataType as "String",
        ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
        ...(value.BinaryValue === undefined ? {} : { binaryValue: Buffer.from(value.BinaryValue).toString("base64") }),
      },
    ]),
  ),
  md5OfBody: message.MD5OfBody ?? "",
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: localAws.region,
});

/** Collects what finishes in the same moment: ten acknowledgements cost one call. */
const createDeleter = (client: SQSClient, queueUrl: string, onFailure: (error: unknown) => void) => {
  const waiting: { message: Message; done: () => void }[] = [];
  const flush = async () => {
    const batch = waiting.splice(0, 10);
    if (waiting.length > 0) setImmediate(flush);
    try {
      const { Failed } = await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ message }, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle! })),
        }),
      );
      for (const { Message: reason } of Failed ?? []) onFailure(new Error(`Not deleted: ${reason}`));
    } catch (error) {
      // The message comes again: handlers are idempotent.
      onFailure(error);
    }
    for (const { done } of batch) done();
  };
  return (message: Message) =>
    new Promise<void>((done) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ message, done });
    });
};
