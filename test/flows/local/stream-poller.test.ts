import { BatchWriteItemCommand, DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { expect, test } from "vitest";
import { startStreamPoller } from "../../../infra/local/stream-poller.ts";
import { eventually, startTable, type TestTable } from "../../helpers/engines.ts";

const poll = (
  table: TestTable,
  handle: (event: DynamoDBStreamEvent) => unknown,
  trigger: { batchSize?: number; parallelization?: number; bisect?: boolean; retries?: number } = {},
) => {
  const failures: unknown[] = [];
  const poller = startStreamPoller({
    endpoint: table.endpoint,
    tableName: table.tableName,
    partitionKey: "pk",
    idleMilliseconds: 10,
    trigger: {
      ...{
        batchSize: 10,
        parallelization: 1,
        bisect: true,
        retries: 100,
        only: { attribute: "kind", equals: "record" },
      },
      ...trigger,
    },
    invoke: async (event) => handle(event as DynamoDBStreamEvent),
    onFailure: (_, error) => failures.push(error),
  });
  return { failures, [Symbol.asyncDispose]: () => poller[Symbol.asyncDispose]() };
};

const put = (table: TestTable, pk: string, sk: string, kind = "record") =>
  table.client.send(
    new PutItemCommand({ TableName: table.tableName, Item: { pk: { S: pk }, sk: { S: sk }, kind: { S: kind } } }),
  );

const names = (event: DynamoDBStreamEvent) => event.Records.map(({ dynamodb }) => dynamodb!.Keys!.sk!.S!);

test("entries that pass the filter arrive in Lambda's form, removed ones by their old image", async () => {
  await using table = await startTable();
  const events: DynamoDBStreamEvent[] = [];
  const blob = new Uint8Array([0, 1, 255]);
  await table.client.send(
    new PutItemCommand({
      TableName: table.tableName,
      Item: { pk: { S: "T#1" }, sk: { S: "a" }, kind: { S: "record" }, raw: { B: blob } },
    }),
  );
  await put(table, "T#1", "lease", "lease");
  await table.client.send(
    new DeleteItemCommand({ TableName: table.tableName, Key: { pk: { S: "T#1" }, sk: { S: "a" } } }),
  );
  await using _ = poll(table, (event) => void events.push(event));
  const records = () => events.flatMap(({ Records }) => Records);
  await eventually("both are here", () => records().length === 2);
  expect(records().map(({ eventName }) => eventName)).toEqual(["INSERT", "REMOVE"]);
  expect(records()[0]!.dynamodb!.NewImage!.raw).toEqual({ B: Buffer.from(blob).toString("base64") });
  expect(records()[1]!.dynamodb!.OldImage!.kind).toEqual({ S: "record" });
  expect(records()[0]!.eventSourceARN).toMatch(/stream/);
});

test("an entry of a batch that fails is tried again alone, in its place, and nothing is lost", async () => {
  await using table = await startTable();
  const done: string[] = [];
  let refusals = 3;
  for (let index = 0; index < 8; index++) await put(table, "T#1", String(index));
  await using _ = poll(table, (event) => {
    if (names(event).includes("5") && refusals-- > 0) throw new Error("not yet");
    done.push(...names(event));
  });
  await eventually("all are done", () => done.length === 8);
  expect(done).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
});

test("what a function reports as failed is repeated from there", async () => {
  await using table = await startTable();
  const batches: string[][] = [];
  for (let index = 0; index < 6; index++) await put(table, "T#1", String(index));
  await using _ = poll(
    table,
    (event) => {
      batches.push(names(event));
      const failed = batches.length === 1 ? event.Records[2]!.dynamodb!.SequenceNumber! : undefined;
      return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
    },
    { bisect: false },
  );
  await eventually("the rest came again", () => batches.length === 2);
  expect(batches).toEqual([
    ["0", "1", "2", "3", "4", "5"],
    ["2", "3", "4", "5"],
  ]);
});

test("an entry is given up only after the topology's retries", async () => {
  await using table = await startTable();
  const done: string[] = [];
  await put(table, "T#1", "bad");
  await put(table, "T#1", "good");
  await using poller = poll(
    table,
    (event) => {
      if (names(event).includes("bad")) throw new Error("never");
      done.push(...names(event));
    },
    { retries: 2 },
  );
  await eventually("the next one passes", () => done.includes("good"));
  expect(poller.failures.map(String).at(-1)).toMatch(/Gave up 1 entries after 2 retries/);
});

test("keys run beside each other, each in its own order", async () => {
  await using table = await startTable();
  const perKey = new Map<string, string[]>();
  let now = 0;
  let most = 0;
  await using _ = poll(
    table,
    async (event) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const { dynamodb } of event.Records) {
        const key = dynamodb!.Keys!.pk!.S!;
        perKey.set(key, [...(perKey.get(key) ?? []), dynamodb!.Keys!.sk!.S!]);
      }
      now--;
    },
    { parallelization: 4, batchSize: 3 },
  );
  for (let round = 0; round < 10; round++) {
    await table.client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table.tableName]: ["a", "b", "c", "d", "e"].map((key) => ({
            PutRequest: { Item: { pk: { S: key }, sk: { S: String(round) }, kind: { S: "record" } } },
          })),
        },
      }),
    );
  }
  await eventually("all are here", () => [...perKey.values()].flat().length === 50);
  for (const order of perKey.values()) expect(order).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(most).toBeGreaterThan(1);
});
