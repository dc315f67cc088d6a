import { setTimeout as sleep } from "node:timers/promises";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { QueueTrigger } from "../topology.ts";
import { localAccount, localAws } from "./aws.ts";
import { type CallAction, createActionCaller } from "./aws-json.ts";
import type { Invoke, OnFailure } from "./invoke.ts";

/** A message as the queue's JSON says it. */
interface Message {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes: SQSRecord["attributes"];
  readonly MessageAttributes?: Readonly<Record<string, Attribute>>;
}

interface Attribute {
  readonly DataType: "String";
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** So long a receive waits for company while others are at work: under load ten messages cost one call. */
const gatherMilliseconds = 5;

/** What Lambda's event source mapping does for a queue, with partial batch responses switched on. */
export const startQueuePoller = (options: {
  endpoint: string;
  queueUrl: string;
  trigger: Pick<QueueTrigger, "queue" | "batchSize" | "maxConcurrency">;
  invoke: Invoke;
  onFailure: OnFailure;
}): AsyncDisposable => {
  const { endpoint, queueUrl, trigger, invoke, onFailure } = options;
  const caller = createActionCaller(endpoint, "sqs");
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const deleter = createDeleter(caller.call, queueUrl, (error) => onFailure(trigger.queue, error));
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
    await Promise.all(messages.filter(({ MessageId }) => !failed.has(MessageId)).map((message) => deleter(message)));
  };

  const poll = async () => {
    while (!stopping.signal.aborted) {
      const free = trigger.maxConcurrency - running.size;
      if (free <= 0) {
        await Promise.race(running);
        continue;
      }
      if (running.size > 0) await sleep(gatherMilliseconds);
      const messages = await caller
        .call(
          "AmazonSQS.ReceiveMessage",
          {
            QueueUrl: queueUrl,
            // Never more than can start at once: a message that waits here would lose its time of invisibility.
            MaxNumberOfMessages: Math.min(10, free * trigger.batchSize),
            WaitTimeSeconds: 20,
            MessageSystemAttributeNames: ["All"],
            MessageAttributeNames: ["All"],
          },
          stopping.signal,
        )
        .then(
          ({ Messages }): Message[] => Messages ?? [],
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
      caller[Symbol.dispose]();
    },
  };
};

/** An answer that names an unknown message, or none, fails the whole batch, as Lambda does it. */
const failedOf = (answer: unknown, messages: readonly Message[]): ReadonlySet<string> => {
  const failures = (answer as SQSBatchResponse | undefined | null)?.batchItemFailures ?? [];
  const all = new Set(messages.map(({ MessageId }) => MessageId));
  return failures.every(({ itemIdentifier }) => all.has(itemIdentifier))
    ? new Set(failures.map(({ itemIdentifier }) => itemIdentifier))
    : all;
};

const toRecord = (message: Message, arn: string): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, toAttribute(value)]),
  ),
  md5OfBody: message.MD5OfBody,
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: localAws.region,
});

const toAttribute = ({ DataType: dataType, StringValue, BinaryValue }: Attribute) => ({
  dataType,
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
});

/** Collects what finishes in the same moment: ten acknowledgements cost one call. */
const createDeleter = (call: CallAction, queueUrl: string, onFailure: (error: unknown) => void) => {
  let waiting: { message: Message; done: () => void }[] = [];
  const flush = async () => {
    const batch = waiting.slice(0, 10);
    waiting = waiting.slice(10);
    if (waiting.length > 0) setImmediate(flush);
    const Entries = batch.map(({ message }, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
    try {
      const { Failed } = await call("AmazonSQS.DeleteMessageBatch", { QueueUrl: queueUrl, Entries });
      for (const { Message: reason } of Failed ?? []) onFailure(new Error(`Not deleted: ${reason}`));
    } catch (error) {
      // The message comes again: handlers are idempotent.
      onFailure(error);
    }
    for (const { done } of batch) done();
  };
  return (message: Message) =>
    new Promise<void>((done) => {
      if (waiting.length === 0) setTimeout(flush, 2);
      waiting.push({ message, done });
    });
};
