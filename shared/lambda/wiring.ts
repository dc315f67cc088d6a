import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import { createDynamoTable } from "../aws/dynamo-table.ts";
import { createSqsQueues } from "../aws/queues.ts";
import { createSecrets } from "../aws/secrets.ts";
import type { Clock, Log, Metric, Sleep } from "../core/ports.ts";
import type { Vendor, VendorId } from "../core/vendor.ts";
import { createSend } from "../http/send.ts";
import { createStores } from "../stores/all.ts";
import type { ShopRef } from "../stores/keys.ts";
import { vendors } from "../vendors/registry.ts";
import { type Config, readConfig } from "./config.ts";

/**
 * The only file that joins ports to AWS and to vendors. Built once per Lambda container, on the first event, so that
 * importing a function needs neither AWS nor an environment.
 */
export const createDeps = (config: Config) => {
  const clock: Clock = Date.now;
  const sleep: Sleep = (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : undefined);
  const random = (): number => randomBytes(4).readUInt32LE(0) / 2 ** 32;
  const dynamo = new DynamoDBClient({ maxAttempts: 5 });
  const secretsManager = new SecretsManagerClient({});
  // With an endpoint of our own the queue's URL must not override it.
  const sqs = new SQSClient(process.env.AWS_ENDPOINT_URL_SQS ? { useQueueUrlAsEndpoint: false } : {});
  const { insert, ...single } = createDynamoTable(dynamo, config.tableName);
  const table = config.batchInserts ? { ...single, insert } : single;
  return {
    config,
    clock,
    sleep,
    random,
    randomId: randomUUID,
    table,
    queues: createSqsQueues(sqs, config.queueUrls),
    secrets: createSecrets(secretsManager, clock),
    send: createSend(fetch, clock),
    vendor: (id: VendorId): Vendor => withHosts(vendors[id], config.vendorHosts[id]),
    secretName: (ref: ShopRef): string => `${config.secretsPrefix}${ref.tenant}/${ref.shop}`,
    readOperatorKey: async (): Promise<string> => {
      const answer = await secretsManager.send(new GetSecretValueCommand({ SecretId: config.operatorKeySecret }));
      return answer.SecretString ?? "";
    },
    ...createStores(table),
    metric: createMetric(),
    log: createLog(),
  };
};

export type Deps = ReturnType<typeof createDeps>;

/** Sandboxes replace a vendor's base addresses: one for all, or one for each host name. */
const withHosts = (vendor: Vendor, hosts: string | Readonly<Record<string, string>> | undefined): Vendor => {
  if (hosts === undefined) return vendor;
  const replaced =
    typeof hosts === "string" ? Object.fromEntries(Object.keys(vendor.hosts).map((name) => [name, hosts])) : hosts;
  const { hostsFor: _, ...rest } = vendor;
  return { ...rest, hosts: { ...vendor.hosts, ...replaced } };
};

/** Collected in the container and published once per event; dimensions make a metric of their own. */
const metrics = new Metrics({
  // Most events count nothing, and the library would write a warning about each of them.
  logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error },
});
const createMetric = (): Metric => (name, value, dimensions) => {
  if (!dimensions) {
    metrics.addMetric(name, MetricUnit.Count, value);
    return;
  }
  const single = metrics.singleMetric();
  single.addDimensions({ ...dimensions });
  single.addMetric(name, MetricUnit.Count, value);
};

const createLog = (): Log => {
  const logger = new Logger();
  return (level, message, fields) => logger[level](message, { ...fields });
};

let deps: Deps | undefined;

/** What we use of the Lambda context. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** A Lambda's handler: `createHandler` with the world handed in on the first event. */
export const withDeps = <Event, Result>(
  createHandler: (deps: Deps) => (event: Event, context: LambdaContext) => Promise<Result>,
): ((event: Event, context: LambdaContext) => Promise<Result>) => {
  let made: ReturnType<typeof createHandler> | undefined;
  const handle = (event: Event, context: LambdaContext): Promise<Result> => {
    deps ??= createDeps(readConfig(process.env));
    made ??= createHandler(deps);
    return made(event, context);
  };
  return middy(handle as never).use(logMetrics(metrics)) as unknown as typeof handle;
};
