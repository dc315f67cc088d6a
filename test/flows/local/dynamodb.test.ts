import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { eventually, javaIsThere, startTable } from "../../helpers/engines.ts";

const engines = [
  { engine: "dynoxide" as const, there: process.platform === "linux" && process.arch === "x64" },
  { engine: "dynamodb-local" as const, there: javaIsThere },
];

for (const { engine, there } of engines) {
  test.skipIf(!there)(
    `${engine} holds the topology's table with its stream and its time to live`,
    async () => {
      await using table = await startTable(engine);
      const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.tableName }));
      expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(["pk", "sk"]);
      expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" });
      const { TimeToLiveDescription } = await table.client.send(
        new DescribeTimeToLiveCommand({ TableName: table.tableName }),
      );
      expect(TimeToLiveDescription?.AttributeName).toBe("ttl");
      const key = { pk: { S: "T#one" }, sk: { S: "a" } };
      await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: { ...key, name: { S: "Áo" } } }));
      const { Item } = await table.client.send(new GetItemCommand({ TableName: table.tableName, Key: key }));
      expect(Item?.name?.S).toBe("Áo");
    },
    60_000,
  );
}

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

test("an engine ends with its owner's dispose", async () => {
  const table = await startTable();
  expect(await answers(table.endpoint)).toBe(true);
  await table[Symbol.asyncDispose]();
  expect(await answers(table.endpoint)).toBe(false);
});

test("a write costs the same when the stream is long", async () => {
  await using table = await startTable();
  const item = (index: number) => ({ pk: { S: "T#1" }, sk: { S: String(index) }, body: { S: "x".repeat(2_000) } });
  const write = async (from: number, batches: number) => {
    const started = performance.now();
    for (let batch = 0; batch < batches; batch++) {
      const requests = Array.from({ length: 25 }, (_, index) => ({
        PutRequest: { Item: item(from + batch * 25 + index) },
      }));
      await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.tableName]: requests } }));
    }
    return (performance.now() - started) / batches;
  };
  await write(0, 20);
  const early = await write(1_000, 20);
  await write(10_000, 300);
  // Without the index it would be thirty times as slow here.
  expect(await write(30_000, 20)).toBeLessThan(8 * early + 20);
}, 60_000);

const dataOf = (owner: number) =>
  ["/dev/shm", tmpdir()]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).filter((name) => name.startsWith(`tillbridge-${owner}-`)));

test("an engine ends also when its owner is killed without a chance to clean up, and its data with it", async () => {
  const file = new URL("../../../infra/local/dynamodb.ts", import.meta.url).href;
  const owner = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `const { startDynamoDb } = await import(${JSON.stringify(file)});
       const { endpoint } = await startDynamoDb();
       console.log(endpoint);
       setInterval(() => {}, 1_000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const endpoint = line.toString().trim();
  expect(await answers(endpoint)).toBe(true);
  owner.kill("SIGKILL");
  await eventually("the engine is gone", async () => !(await answers(endpoint)));
  await eventually("its data are gone", () => dataOf(owner.pid!).length === 0);
});
