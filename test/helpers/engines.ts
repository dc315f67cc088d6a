import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { localAws } from "../../infra/local/aws.ts";
import { type DynamoDbEngine, startDynamoDb } from "../../infra/local/dynamodb.ts";
import { startQueues } from "../../infra/local/queues.ts";
import { startSecrets } from "../../infra/local/secrets.ts";
import type { QueueName, QueueTopology } from "../../infra/topology.ts";

/** AWS's own DynamoDB Local needs it. */
export const javaIsThere = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "java")));

export interface TestTable extends AsyncDisposable {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  readonly tableName: string;
}

/** A fresh engine with the topology's table in it. */
export const startTable = async (engine?: DynamoDbEngine): Promise<TestTable> => {
  const dynamoDb = await startDynamoDb(engine);
  const tableName = "tillbridge-test";
  await dynamoDb.createTable(tableName);
  const client = new DynamoDBClient({ ...localAws, endpoint: dynamoDb.endpoint });
  return {
    client,
    endpoint: dynamoDb.endpoint,
    tableName,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await dynamoDb[Symbol.asyncDispose]();
    },
  };
};

export interface TestQueues extends AsyncDisposable {
  readonly client: SQSClient;
  readonly endpoint: string;
  readonly urls: Readonly<Record<QueueName, string>>;
  readonly deadLetterUrls: Readonly<Record<QueueName, string>>;
}

/** The topology's queues, or others. */
export const startTestQueues = async (topology?: readonly QueueTopology[]): Promise<TestQueues> => {
  const queues = await startQueues(topology);
  const client = new SQSClient({ ...localAws, endpoint: queues.endpoint, useQueueUrlAsEndpoint: false });
  return {
    client,
    endpoint: queues.endpoint,
    urls: queues.urls,
    deadLetterUrls: queues.deadLetterUrls,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await queues[Symbol.asyncDispose]();
    },
  };
};

export interface TestSecrets extends AsyncDisposable {
  readonly client: SecretsManagerClient;
  readonly endpoint: string;
}

export const startTestSecrets = async (now?: () => number): Promise<TestSecrets> => {
  const secrets = await startSecrets(now);
  const client = new SecretsManagerClient({ ...localAws, endpoint: secrets.endpoint });
  return {
    client,
    endpoint: secrets.endpoint,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await secrets[Symbol.asyncDispose]();
    },
  };
};

/** Waits until it is true; fails after some seconds. */
export const eventually = async (what: string, isTrue: () => boolean | Promise<boolean>, seconds = 10) => {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
