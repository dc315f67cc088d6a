import type { QueueName } from "../shared/core/ports.ts";
import { type ActingFunction, functionReaches } from "../shared/stores/partitions.ts";

/**
 * What starts each function and what it may use, as data. The CDK stack (infra/connector-stack.ts) and the local runner
 * (infra/local) are both built from this file, so a laptop and AWS cannot differ.
 */

export type FunctionName = ActingFunction;
export type { QueueName };
export type ApiName = "api" | "intake";

export interface HttpTrigger {
  type: "http";
  api: ApiName;
  /** API Gateway route keys. `$default` catches every method and path, `/` included. */
  routes: string[];
}

export interface QueueTrigger {
  type: "queue";
  queue: QueueName;
  batchSize: number;
  /** How many batches are in work at the same time. AWS allows 2 to 1000. */
  maxConcurrency: number;
  /** Seconds that a batch may wait to fill. FIFO queues allow none. */
  batchWindow: number;
}

export interface StreamTrigger {
  type: "stream";
  batchSize: number;
  /** Batches of one shard that run at the same time; entries of one partition key keep their order. */
  parallelization: number;
  /** Halves a failing batch to find the entry that fails. */
  bisect: boolean;
  retries: number;
  /** Only entries whose new or old image holds this string attribute start the function. */
  only: { attribute: string; equals: string };
}

export interface ScheduleTrigger {
  type: "schedule";
  rate: "1 minute";
  /** The function runs so many times side by side, each with its part of the work. A rule has at most 5 targets. */
  parts: number;
}

/** The event of each of the runs. */
export const partsOf = ({ parts }: ScheduleTrigger) => Array.from({ length: parts }, (_, part) => ({ part, parts }));

export type Trigger = HttpTrigger | QueueTrigger | StreamTrigger | ScheduleTrigger;

/** Beside partitions of the table and secrets of shops: those are listed in shared/stores/partitions.ts. */
export interface Uses {
  sends: QueueName[];
  /** Calls vendors: by the fixed address, where there is one. */
  vendors?: true;
  /** Reads the operator's key, whose secret the stack creates. */
  operatorKey?: true;
  /** Reads the key of which the secrets of tenants' endpoints are made; the stack creates it. */
  signingKey?: true;
  /** Reads the key by which left-out personal fields are compared; the stack creates it. */
  privacyKey?: true;
  /** Hands requests over to this function, and passes its answers on. */
  asks?: FunctionName;
  /** Shows messages that failed too often, and sends them again. */
  deadLetters?: true;
}

export interface FunctionTopology {
  name: FunctionName;
  /** One sentence: what it does. The description in the Lambda console. */
  purpose: string;
  timeout: number;
  memory: number;
  /**
   * So many run side by side at most, and so many always can: what strangers can start takes no more of the account's
   * concurrency, and is not starved either. Queues bound the others by themselves.
   */
  concurrency?: number;
  startedBy: Trigger[];
  uses: Uses;
}

export interface QueueTopology {
  name: QueueName;
  fifo: boolean;
  /** Seconds that a received message stays hidden. */
  visibilityTimeout: number;
  /** Deliveries before a message moves to the dead-letter queue. */
  maxReceives: number;
  retentionDays: number;
}

export const functions: FunctionTopology[] = [
  {
    name: "api",
    purpose: "Tenants, shops, records, feed, writes and operations over HTTP.",
    // One second below API Gateway's own limit of 30 s, so that the caller gets our problem document.
    timeout: 29,
    memory: 1024,
    concurrency: 200,
    startedBy: [{ type: "http", api: "api", routes: ["$default"] }],
    uses: {
      // What is done to a shop's whole copy (an index, personal data, a removed tenant) goes on behind the answer: `backfill`.
      sends: ["sync", "news", "backfill", "writes", "deliveries"],
      operatorKey: true,
      deadLetters: true,
      signingKey: true,
      privacyKey: true,
      vendors: true,
    },
  },
  {
    name: "wait",
    purpose: "Takes requests that may wait, hands them to api, and waits in its place.",
    // Not before `api` has answered: a wait of 20 s, and a call of the API before it and after it.
    timeout: 29,
    // Waiting costs by memory. It has 77 MB after its import, and up to 131 with answers of 1 MB (docs/performance.md).
    memory: 192,
    // Each that waits holds one.
    concurrency: 300,
    startedBy: [
      {
        type: "http",
        api: "api",
        routes: ["GET /v1/changes", "GET /v1/shops/{shop}/changes", "GET /v1/shops/{shop}/writes/{write}"],
      },
    ],
    uses: { sends: [], asks: "api" },
  },
  {
    name: "pages",
    purpose: "The pages for people: connecting a shop, the console, the API's reference.",
    timeout: 10,
    memory: 512,
    // A file takes some milliseconds, and browsers keep it.
    concurrency: 20,
    startedBy: [
      {
        type: "http",
        api: "api",
        routes: ["/", "/connect/{proxy+}", "/console", "/console/{proxy+}", "/portal", "/docs", "/assets/{proxy+}"].map(
          (path) => `GET ${path}`,
        ),
      },
    ],
    uses: { sends: [] },
  },
  {
    name: "intake",
    purpose: "Stores a vendor's webhook and acknowledges it.",
    // KiotViet gives up a webhook for good after 5 s: a longer run would answer nobody.
    timeout: 5,
    memory: 512,
    // A webhook takes some 50 ms: 2,000 a second.
    concurrency: 100,
    startedBy: [{ type: "http", api: "intake", routes: ["$default"] }],
    uses: { sends: ["news"] },
  },
  {
    name: "tick",
    purpose: "Finds due work every minute and enqueues it.",
    timeout: 55,
    // Taking and sending a piece of work costs 0.7 ms of a whole core: 25,000 of them in half a minute, in each part.
    memory: 1024,
    startedBy: [{ type: "schedule", rate: "1 minute", parts: 4 }],
    uses: { sends: ["sync", "news", "slow", "writes", "deliveries"] },
  },
  {
    name: "sync",
    purpose: "Rounds of shops side by side, and other bounded pieces of work with a shop's vendor.",
    // KiotViet may take up to 180 s to answer one call.
    timeout: 300,
    // Waiting costs by memory. Twenty shops whose collections are all read anew at once take 338 MB (docs/performance.md).
    memory: 512,
    startedBy: [
      // A message holds up to twenty shops, whose rounds go on side by side.
      { type: "queue", queue: "sync", batchSize: 1, maxConcurrency: 50, batchWindow: 0 },
      // Small and many. No window: on a quiet queue AWS may wait 20 s for the end of any, and a change is told within 3.
      { type: "queue", queue: "news", batchSize: 10, maxConcurrency: 50, batchWindow: 0 },
      // Most of this is waiting: a hundred shops whose servers hang hold ten workers, and none of the others.
      { type: "queue", queue: "slow", batchSize: 10, maxConcurrency: 10, batchWindow: 0 },
      { type: "queue", queue: "backfill", batchSize: 1, maxConcurrency: 20, batchWindow: 0 },
    ],
    uses: { sends: ["sync", "news", "slow", "backfill", "deliveries"], vendors: true, privacyKey: true },
  },
  {
    name: "write",
    purpose: "Carries a shop's writes to the vendor, and looks for those whose outcome is unknown.",
    timeout: 120,
    memory: 512,
    startedBy: [{ type: "queue", queue: "writes", batchSize: 1, maxConcurrency: 40, batchWindow: 0 }],
    // `sync` asks once more about a record that was removed.
    uses: { sends: ["news", "writes", "deliveries"], vendors: true, privacyKey: true },
  },
  {
    name: "publish",
    purpose: "Gives each change its place in the feed and fans out events.",
    timeout: 60,
    memory: 512,
    startedBy: [
      {
        type: "stream",
        batchSize: 100,
        parallelization: 4,
        // A batch that fails comes again whole. Halves would gain nothing: an entry that fails always holds up what stands
        // behind it either way, because the feed's order is the stream's.
        bisect: false,
        // The most that Lambda allows: a change is retried as long as the stream keeps it, because the feed has no gaps.
        retries: 10_000,
        only: { attribute: "kind", equals: "record" },
      },
    ],
    uses: { sends: ["deliveries"] },
  },
  {
    name: "deliver",
    purpose: "Sends one signed event to one endpoint of a tenant.",
    timeout: 30,
    memory: 512,
    startedBy: [{ type: "queue", queue: "deliveries", batchSize: 10, maxConcurrency: 20, batchWindow: 0 }],
    uses: { sends: ["deliveries"], signingKey: true },
  },
];

export const functionNamed = (name: FunctionName): FunctionTopology => functions.find((one) => one.name === name)!;

// Six times the timeout, as AWS advises for Lambda: a slice that still runs must not be handed to a second worker.
const visibilityFor = (name: FunctionName) => 6 * functionNamed(name).timeout;

export const queues: QueueTopology[] = [
  // Standard and fair: MessageGroupId is the tenant, so a tenant with a backlog does not hold up the others.
  // Lost or expired jobs are found again by tick; a day is plenty.
  { name: "sync", fifo: false, visibilityTimeout: visibilityFor("sync"), maxReceives: 5, retentionDays: 1 },
  { name: "news", fifo: false, visibilityTimeout: visibilityFor("sync"), maxReceives: 5, retentionDays: 1 },
  { name: "slow", fifo: false, visibilityTimeout: visibilityFor("sync"), maxReceives: 5, retentionDays: 1 },
  { name: "backfill", fifo: false, visibilityTimeout: visibilityFor("sync"), maxReceives: 5, retentionDays: 1 },
  // FIFO by groups of a tenant's shops: a tenant has 8 groups, a group one worker at a time, who works off all lines of a
  // shop side by side and hands on to the next shop after some seconds. So neither a burst of one shop nor one of all
  // shops of a tenant can take every worker. A hidden message blocks its group, so it is hidden only a little longer than one run. The
  // ledger, not the queue, knows what is to be written and when to give up: tick wakes up what a lost message forgot.
  {
    name: "writes",
    fifo: true,
    visibilityTimeout: functionNamed("write").timeout + 30,
    maxReceives: 10,
    retentionDays: 14,
  },
  { name: "deliveries", fifo: false, visibilityTimeout: visibilityFor("deliver"), maxReceives: 5, retentionDays: 4 },
];

/** One table. The stream carries both images; `ttl` is in unix seconds. */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  timeToLive: "ttl",
  stream: "NEW_AND_OLD_IMAGES",
} as const;

export const apis: ApiName[] = ["api", "intake"];

/** Requests a second and at once, over all callers, that a gateway lets through to its function. Beyond them it answers 429. */
export const throttles: Record<ApiName, { rate: number; burst: number }> = {
  api: { rate: 500, burst: 1_000 },
  // All vendors' servers together, and they come in bursts. A 429 is none of the answers on which KiotViet stops for good.
  intake: { rate: 1_000, burst: 2_000 },
};

/** What differs between two deployments of the connector. */
export interface Deployment {
  stage: string;
  tableName: string;
  queueUrls: Record<QueueName, string>;
  /** Addresses without a slash at the end. */
  apiUrls: Record<ApiName, string>;
  /** JSON: vendor id -> base address that replaces the vendor's own. For sandboxes only. */
  vendorHosts: string;
  /** `true` or `false`; see shared/lambda/config.ts. */
  batchInserts: string;
  /** Origins whose scripts may call the API from a browser; empty: none. */
  corsOrigins: string;
  /** ARNs; empty where there are no roles. */
  tenantRoles: Partial<Record<FunctionName, string>>;
  operatorKeySecret: string;
  signingKeySecret: string;
  privacyKeySecret: string;
  secrets: SecretsLayout;
  /** ARN of the key that encrypts shops' secrets; empty: AWS's. */
  secretsKey: string;
  /** Whether vendors' servers see one address of ours. */
  egress: "shared" | "fixed";
  /** `gradual`: callers name an alias of a function, which a new version takes over by parts. Absent: at once. */
  updates?: "at-once" | "gradual" | undefined;
}

/** `tenant`: shops of a tenant share secrets, up to 40 each. `shop`: one secret for each. */
export type SecretsLayout = "tenant" | "shop";

export const secretsPrefix = (stage: string) => `tillbridge/${stage}/`;

/** Beside the prefix, not below it: who may read shops' secrets may not read these. */
export const operatorKeySecretName = (stage: string) => `tillbridge-operator-key/${stage}`;
export const signingKeySecretName = (stage: string) => `tillbridge-signing-key/${stage}`;
export const privacyKeySecretName = (stage: string) => `tillbridge-privacy-key/${stage}`;

/** The tag of a session that says for which tenant it acts. See shared/aws/tenant-sessions.ts. */
export const tenantTag = "tenant";

/** The role in which a function acts for one tenant: each function has one of its own, for what it needs there. */
export const tenantRoleName = (name: FunctionName, stage: string) => `tillbridge-${stage}-tenant-${name}`;
export const actsForTenants = (name: FunctionName) => functionReaches[name].session !== undefined;

export const metricsNamespace = (stage: string) => `Tillbridge/${stage}`;

export const queueName = (queue: QueueTopology, stage: string) =>
  `tillbridge-${stage}-${queue.name}${queue.fifo ? ".fifo" : ""}`;

export const deadLetterQueueName = (queue: QueueTopology, stage: string) =>
  `tillbridge-${stage}-${queue.name}-dead${queue.fifo ? ".fifo" : ""}`;

/** Where stream batches end that could not be published. */
export const publishFailuresName = (stage: string) => `tillbridge-${stage}-publish-dead`;

export const deployedFunctionName = (name: FunctionName, stage: string) => `tillbridge-${stage}-${name}`;

/** The alias of each function where updates are gradual. */
export const liveAlias = "live";

/** How a caller names a function: by its alias, where updates are gradual. */
export const calledName = (name: FunctionName, stage: string, gradual: boolean) =>
  `${deployedFunctionName(name, stage)}${gradual ? `:${liveAlias}` : ""}`;

/** The environment of every function. What a function may do with a name is decided by its role, not by the name. */
export const environment = (name: FunctionName, deployment: Deployment) => ({
  STAGE: deployment.stage,
  TABLE_NAME: deployment.tableName,
  SYNC_QUEUE_URL: deployment.queueUrls.sync,
  NEWS_QUEUE_URL: deployment.queueUrls.news,
  SLOW_QUEUE_URL: deployment.queueUrls.slow,
  BACKFILL_QUEUE_URL: deployment.queueUrls.backfill,
  WRITES_QUEUE_URL: deployment.queueUrls.writes,
  DELIVERIES_QUEUE_URL: deployment.queueUrls.deliveries,
  SECRETS_PREFIX: secretsPrefix(deployment.stage),
  TENANT_ROLE: deployment.tenantRoles[name] ?? "",
  OPERATOR_KEY_SECRET: deployment.operatorKeySecret,
  SIGNING_KEY_SECRET: deployment.signingKeySecret,
  PRIVACY_KEY_SECRET: deployment.privacyKeySecret,
  SECRETS: deployment.secrets,
  SECRETS_KEY: deployment.secretsKey,
  EGRESS: deployment.egress,
  PUBLIC_URL: deployment.apiUrls.api,
  INTAKE_URL: deployment.apiUrls.intake,
  VENDOR_HOSTS: deployment.vendorHosts,
  BATCH_INSERTS: deployment.batchInserts,
  CORS_ORIGINS: name === "api" ? deployment.corsOrigins : "",
  API_FUNCTION: calledName("api", deployment.stage, deployment.updates === "gradual"),
  POWERTOOLS_SERVICE_NAME: name,
  METRICS_NAMESPACE: metricsNamespace(deployment.stage),
});
