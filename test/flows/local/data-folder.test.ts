import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { localAws } from "../../../infra/local/aws.ts";
import { openDataFolder, stateFolder } from "../../../infra/local/data-folder.ts";
import type { DynamoDbEngine } from "../../../infra/local/dynamodb.ts";
import type { Handler } from "../../../infra/local/invoke.ts";
import { startLocal } from "../../../infra/local/runner.ts";
import type { FunctionName } from "../../../infra/topology.ts";
import { eventually, javaIsThere } from "../../helpers/engines.ts";

const scratch = () => {
  const path = mkdtempSync(join(tmpdir(), "tillbridge-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** Every file and folder below, with its mode. */
const modes = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true }).map((name) => [
      String(name),
      (statSync(join(path, String(name))).mode & 0o777).toString(8),
    ]),
  );

const engines = [
  { engine: "dynoxide" as const, there: process.platform === "linux" && process.arch === "x64" },
  { engine: "dynamodb-local" as const, there: javaIsThere },
];

for (const { engine, there } of engines) {
  test.skipIf(!there)(
    `with ${engine}, items, messages and secrets are there after a restart, and the stream goes on where it was`,
    async () => {
      using folder = scratch();
      const path = join(folder.path, "data");
      const told: string[][] = [];
      const first = await open(path, engine, told);
      const clients = clientsOf(first.local.endpoints);
      await clients.put(first.local.tableName, "one");
      await clients.sqs.send(
        new SendMessageCommand({ QueueUrl: first.local.queueUrls.sync, MessageBody: "later", DelaySeconds: 3 }),
      );
      await clients.secrets.send(new CreateSecretCommand({ Name: "tillbridge/local/acme/shop", SecretString: "s" }));
      await eventually("the first entry is published", () => told[0]!.includes("one"));
      await first.end();

      const second = await open(path, engine, told);
      const again = clientsOf(second.local.endpoints);
      const { Item } = await again.dynamo.send(
        new GetItemCommand({ TableName: second.local.tableName, Key: { pk: { S: "T#1" }, sk: { S: "one" } } }),
      );
      expect(Item?.kind?.S).toBe("record");
      const { SecretString } = await again.secrets.send(
        new GetSecretValueCommand({ SecretId: "tillbridge/local/acme/shop" }),
      );
      expect(SecretString).toBe("s");
      expect(second.local.operatorKey).toBe(first.local.operatorKey);
      await again.put(second.local.tableName, "two");
      await eventually("the message of before starts a function", () => second.started.includes("sync: later"));
      await eventually("the second entry is published", () => told[1]!.includes("two"));
      expect(told[1]).toEqual(["two"]);
      await second.end();
    },
    90_000,
  );
}

/** A runner with a data folder; `told` gets the sort keys that each run's stream tells. */
const open = async (path: string, engine: DynamoDbEngine, told: string[][]) => {
  const data = openDataFolder(path);
  const started: string[] = [];
  const names: string[] = [];
  told.push(names);
  const load = async (name: FunctionName): Promise<Handler> => {
    return async (event) => {
      if (name === "publish") for (const { dynamodb } of event.Records) names.push(dynamodb.Keys.sk.S);
      if (name === "sync") for (const { body } of event.Records) started.push(`sync: ${body}`);
      return { batchItemFailures: [] };
    };
  };
  const local = await startLocal({ quiet: true, load, engine, data, tickSeconds: 60 });
  const end = async () => {
    await local[Symbol.asyncDispose]();
    data[Symbol.dispose]();
  };
  return { local, started, end };
};

const clientsOf = (endpoints: { dynamodb: string; sqs: string; secretsManager: string }) => {
  const dynamo = new DynamoDBClient({ ...localAws, endpoint: endpoints.dynamodb });
  return {
    dynamo,
    sqs: new SQSClient({ ...localAws, endpoint: endpoints.sqs, useQueueUrlAsEndpoint: false }),
    secrets: new SecretsManagerClient({ ...localAws, endpoint: endpoints.secretsManager }),
    put: (TableName: string, sk: string) =>
      dynamo.send(new PutItemCommand({ TableName, Item: { pk: { S: "T#1" }, sk: { S: sk }, kind: { S: "record" } } })),
  };
};

test("a message that a killed worker held comes back at once, and is not counted against it", async () => {
  using folder = scratch();
  const { startQueues } = await import("../../../infra/local/queues.ts");
  const receive = async (data: ReturnType<typeof openDataFolder>) => {
    const queues = await startQueues(undefined, data);
    const client = new SQSClient({ ...localAws, endpoint: queues.endpoint, useQueueUrlAsEndpoint: false });
    const QueueUrl = queues.urls.sync;
    const attributes = { QueueUrl, MessageSystemAttributeNames: ["All" as const] };
    return { queues, client, QueueUrl, take: () => client.send(new ReceiveMessageCommand(attributes)) };
  };
  const data = openDataFolder(folder.path);
  const before = await receive(data);
  await before.client.send(new SendMessageCommand({ QueueUrl: before.QueueUrl, MessageBody: "held" }));
  expect((await before.take()).Messages).toHaveLength(1);
  await before.queues[Symbol.asyncDispose]();
  const after = await receive(data);
  const [message] = (await after.take()).Messages ?? [];
  expect([message?.Body, message?.Attributes?.ApproximateReceiveCount]).toEqual(["held", "1"]);
  await after.queues[Symbol.asyncDispose]();
  data[Symbol.dispose]();
});

test("only the owner may read what is kept", async () => {
  using folder = scratch();
  const path = join(folder.path, "data");
  const { end } = await open(path, "dynoxide", []);
  const found = modes(path);
  await end();
  expect(found).toMatchObject({ "kept.db": "600", "table.db": "600", queues: "700", "queues/fauxqs.db": "600" });
  for (const [name, mode] of Object.entries(found))
    expect([name, mode]).toEqual([name, name === "queues" ? "700" : "600"]);
  expect((statSync(path).mode & 0o777).toString(8)).toBe("700");
});

test("a folder is used by one runner at a time, also after one was killed", async () => {
  using folder = scratch();
  const file = new URL("../../../infra/local/data-folder.ts", import.meta.url).href;
  const holder = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `const { openDataFolder } = await import(${JSON.stringify(file)});
       const data = openDataFolder(${JSON.stringify(folder.path)});
       data.kept.set("room", "name", "text");
       console.log("held");
       setInterval(() => data.kept.get("room", "name"), 1_000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(holder.stdout, "data");
  expect(() => openDataFolder(folder.path)).toThrow(/are in use: another Tillbridge runs with them/);
  const ended = once(holder, "exit");
  holder.kill("SIGKILL");
  await ended;
  using data = openDataFolder(folder.path);
  expect(data.kept.get("room", "name")).toBe("text");
});

test("a folder with other things in it is refused, and stays as open as it was", () => {
  using folder = scratch();
  chmodSync(folder.path, 0o755);
  writeFileSync(join(folder.path, "letter.txt"), "");
  expect(() => openDataFolder(folder.path)).toThrow(/^--data .* holds other things \(letter.txt\)/);
  expect(readdirSync(folder.path)).toEqual(["letter.txt"]);
  expect(statSync(folder.path).mode & 0o777).toBe(0o755);
});

test("an empty folder of another program keeps its mode, and is used again when more lies in it", () => {
  using folder = scratch();
  chmodSync(folder.path, 0o755);
  openDataFolder(folder.path)[Symbol.dispose]();
  writeFileSync(join(folder.path, ".DS_Store"), "");
  openDataFolder(folder.path)[Symbol.dispose]();
  expect(statSync(folder.path).mode & 0o777).toBe(0o755);
  expect(modes(folder.path)).toMatchObject({ "kept.db": "600" });
});

test("what is missing above the folder is made as well, for its owner alone", () => {
  using folder = scratch();
  const path = join(folder.path, "state", "tillbridge");
  openDataFolder(path)[Symbol.dispose]();
  expect(modes(folder.path)).toMatchObject({ state: "700", "state/tillbridge": "700" });
});

test("a place where no folder can be is refused with a sentence", () => {
  using folder = scratch();
  writeFileSync(join(folder.path, "file"), "");
  mkdirSync(join(folder.path, "kept", "kept.db"), { recursive: true });
  const refused = (path: string) => expect(() => openDataFolder(path)).toThrow(/^--data \S+ cannot be used: [^\n]+\.$/);
  refused(join(folder.path, "file"));
  refused(join(folder.path, "file", "data"));
  refused(join(folder.path, "x".repeat(300)));
  refused(join(folder.path, "kept"));
  if (process.platform === "linux") for (const path of ["/proc/x", "/proc/x/y"]) refused(path);
});

test("the folder for real shops is where the system's programs keep their state", () => {
  expect(stateFolder("linux", {}, "/home/an")).toBe("/home/an/.local/state/tillbridge");
  expect(stateFolder("linux", { XDG_STATE_HOME: "/var/an" }, "/home/an")).toBe("/var/an/tillbridge");
  expect(stateFolder("linux", { XDG_STATE_HOME: "here" }, "/home/an")).toBe("/home/an/.local/state/tillbridge");
  expect(stateFolder("darwin", {}, "/Users/an")).toBe("/Users/an/Library/Application Support/tillbridge");
});
