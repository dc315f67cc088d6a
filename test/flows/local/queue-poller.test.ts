import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { startQueuePoller } from "../../../infra/local/queue-poller.ts";
import type { QueueName, QueueTopology } from "../../../infra/topology.ts";
import { eventually, startTestQueues, type TestQueues } from "../../helpers/engines.ts";

const fifo: QueueTopology = { name: "writes", fifo: true, visibilityTimeout: 1, maxReceives: 2, retentionDays: 1 };
const standard: QueueTopology = { ...fifo, name: "sync", fifo: false };

const poll = (
  queues: TestQueues,
  queue: QueueName,
  handle: (event: SQSEvent) => unknown,
  { batchSize = 1, maxConcurrency = 5 } = {},
) => {
  const failures: unknown[] = [];
  const poller = startQueuePoller({
    endpoint: queues.endpoint,
    queueUrl: queues.urls[queue],
    trigger: { queue, batchSize, maxConcurrency },
    invoke: async (event) => handle(event as SQSEvent),
    onFailure: (_, error) => failures.push(error),
  });
  return { failures, [Symbol.asyncDispose]: () => poller[Symbol.asyncDispose]() };
};

const send = (queues: TestQueues, queue: QueueName, body: string, group?: string) =>
  queues.client.send(
    new SendMessageCommand({
      QueueUrl: queues.urls[queue],
      MessageBody: body,
      ...(group ? { MessageGroupId: group, MessageDeduplicationId: `${group}-${body}` } : {}),
      MessageAttributes: { tenant: { DataType: "String", StringValue: "one" } },
    }),
  );

const left = async (queues: TestQueues, queue: QueueName) => {
  const { Attributes } = await queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl: queues.urls[queue], AttributeNames: ["All"] }),
  );
  return Number(Attributes!.ApproximateNumberOfMessages) + Number(Attributes!.ApproximateNumberOfMessagesNotVisible);
};

test("a message reaches the function in SQS's event form and is gone after success", async () => {
  await using queues = await startTestQueues([standard]);
  const events: SQSEvent[] = [];
  await using _ = poll(queues, "sync", (event) => void events.push(event));
  await send(queues, "sync", "hello");
  await eventually("it is deleted", async () => events.length === 1 && (await left(queues, "sync")) === 0);
  expect(events[0]!.Records).toHaveLength(1);
  expect(events[0]!.Records[0]).toMatchObject({
    body: "hello",
    eventSource: "aws:sqs",
    awsRegion: "ap-southeast-1",
    attributes: { ApproximateReceiveCount: "1" },
    messageAttributes: { tenant: { stringValue: "one", dataType: "String" } },
  });
  expect(events[0]!.Records[0]!.eventSourceARN).toMatch(/:tillbridge-local-sync$/);
});

test("of a batch only what failed comes again", async () => {
  await using queues = await startTestQueues([{ ...standard, maxReceives: 5 }]);
  const seen: string[] = [];
  for (const body of ["a", "b", "c"]) await send(queues, "sync", body);
  await using _ = poll(
    queues,
    "sync",
    ({ Records }) => {
      const first = Records.filter(({ body }) => body === "b" && !seen.includes("b"));
      seen.push(...Records.map(({ body }) => body));
      return { batchItemFailures: first.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
    { batchSize: 10 },
  );
  await eventually("all are done", async () => seen.length === 4 && (await left(queues, "sync")) === 0);
  expect(seen.toSorted()).toEqual(["a", "b", "b", "c"]);
});

test("a message that fails again and again ends in the dead-letter queue", async () => {
  await using queues = await startTestQueues([standard]);
  let runs = 0;
  await using poller = poll(queues, "sync", () => {
    runs++;
    throw new Error("broken");
  });
  await send(queues, "sync", "poison");
  let dead: string | undefined;
  await eventually("it is dead", async () => {
    const { Messages } = await queues.client.send(
      new ReceiveMessageCommand({ QueueUrl: queues.deadLetterUrls.sync, WaitTimeSeconds: 0 }),
    );
    dead = Messages?.[0]?.Body;
    return dead !== undefined;
  });
  expect(dead).toBe("poison");
  expect(runs).toBe(2);
  expect(poller.failures).toHaveLength(2);
});

test("a failure report that names an unknown message fails the whole batch", async () => {
  await using queues = await startTestQueues([standard]);
  let runs = 0;
  await using _ = poll(queues, "sync", () => {
    runs++;
    return runs === 1 ? { batchItemFailures: [{ itemIdentifier: "nobody" }] } : undefined;
  });
  await send(queues, "sync", "a");
  await eventually("the second run", async () => runs === 2 && (await left(queues, "sync")) === 0);
});

test("no more batches run at a time than the topology allows", async () => {
  await using queues = await startTestQueues([{ ...standard, visibilityTimeout: 30 }]);
  let now = 0;
  let most = 0;
  let done = 0;
  for (let index = 0; index < 20; index++) await send(queues, "sync", String(index));
  await using _ = poll(
    queues,
    "sync",
    async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 10));
      now--;
      done++;
    },
    { maxConcurrency: 3 },
  );
  await eventually("all are done", () => done === 20);
  expect(most).toBe(3);
});

test("messages of one group run in order, one after the other, and other groups beside them", async () => {
  await using queues = await startTestQueues([{ ...fifo, visibilityTimeout: 30 }]);
  const order: Record<string, string[]> = { red: [], blue: [] };
  const inWork = new Set<string>();
  let beside = false;
  for (let index = 0; index < 8; index++) {
    for (const group of ["red", "blue"]) await send(queues, "writes", String(index), group);
  }
  await using _ = poll(queues, "writes", async ({ Records }) => {
    const group = Records[0]!.attributes.MessageGroupId!;
    expect(inWork.has(group)).toBe(false);
    inWork.add(group);
    beside ||= inWork.size === 2;
    await new Promise((resolve) => setTimeout(resolve, 5));
    order[group]!.push(Records[0]!.body);
    inWork.delete(group);
  });
  await eventually("all are done", () => order.red!.length === 8 && order.blue!.length === 8);
  expect(order.red).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
  expect(order.blue).toEqual(order.red);
  expect(beside).toBe(true);
});
