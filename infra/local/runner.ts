import { randomBytes } from "node:crypto";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { APIGatewayProxyEventV2, SQSBatchResponse } from "aws-lambda";
import type { SyncJob } from "../../shared/core/jobs.ts";
import { MINUTE } from "../../shared/core/time.ts";
import type { ShopRef } from "../../shared/stores/keys.ts";
import { pagesFolder } from "../pages.ts";
import {
  type ApiName,
  environment,
  type FunctionName,
  functionNamed,
  functions,
  operatorKeySecretName,
  partsOf,
  privacyKeySecretName,
  type QueueName,
  signingKeySecretName,
  type Trigger,
  table,
} from "../topology.ts";
import { localAws, localStage } from "./aws.ts";
import type { DataFolder } from "./data-folder.ts";
import { type DynamoDbEngine, type LocalDynamoDb, startDynamoDb } from "./dynamodb.ts";
import { forgetShops, type IsForgotten } from "./forget-shops.ts";
import { startFunctionCalls } from "./function-calls.ts";
import { startHttpApi } from "./http.ts";
import { createHttpRouter } from "./http-routes.ts";
import { createContext, type Handler, type Invoke, limited, type OnFailure, withTimeout } from "./invoke.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { startQueues } from "./queues.ts";
import { releaseLeases } from "./release-leases.ts";
import { startSchedule } from "./schedule.ts";
import { startSecrets } from "./secrets.ts";
import { type StreamPositions, startStreamPoller } from "./stream-poller.ts";
import { startFunctionThread, threadGroupOf, threadGroups } from "./threads.ts";

export interface LocalOptions {
  /** Default: any free port. */
  readonly ports?: Partial<Record<ApiName, number>>;
  /** The functions' own log lines stay unsaid. */
  readonly quiet?: boolean;
  /** More environment variables for the functions. */
  readonly env?: Readonly<Record<string, string>>;
  /** The topology's rate is a minute; a laptop that is watched should feel alive. */
  readonly tickSeconds?: number;
  readonly engine?: DynamoDbEngine;
  /** Everything is kept in it, and goes on from where it was. Default: nothing outlives the runner. */
  readonly data?: DataFolder | undefined;
  /** The https address under which the API's port can be reached from outside. Default: nobody outside can. */
  readonly publicUrl?: string | undefined;
  /** Shops of the run before whose vendor is no more. */
  readonly forget?: readonly ShopRef[];
  /** Hears what takes its time at the start. */
  readonly say?: (text: string) => void;
  /** Lets a sandbox shop's staff do something, so often. False: there is no such sandbox. */
  readonly actAtSandbox?: (shop: string, times: number) => boolean;
  readonly onFailure?: OnFailure;
  /** Where the functions' entries `<name>.ts` lie. Each runs in a thread with an environment of its own. */
  readonly functionsFolder?: URL;
  /** A test's own entries instead, in this thread. */
  readonly load?: (name: FunctionName) => Promise<Handler>;
}

export interface Local extends AsyncDisposable {
  readonly apiUrl: string;
  readonly intakeUrl: string;
  /** Creates tenants. */
  readonly operatorKey: string;
  readonly tableName: string;
  readonly engine: DynamoDbEngine;
  readonly endpoints: Readonly<Record<"dynamodb" | "sqs" | "secretsManager" | "lambda", string>>;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
  readonly deadLetterUrls: Readonly<Record<QueueName, string>>;
  /** Runs a function once, as its trigger would. */
  readonly invoke: (name: FunctionName, event: unknown) => Promise<unknown>;
  /**
   * Tells the vendors of these shops that our public address is over, as the last thing before the end.
   * @throws what did not work; the shops' vendors may go on sending
   */
  readonly withdraw: (shops: readonly ShopRef[]) => Promise<void>;
}

/** The whole topology in this process, its functions as they are. */
export const startLocal = async (options: LocalOptions = {}): Promise<Local> => {
  const { quiet = false, tickSeconds = 5, onFailure = () => {}, data, publicUrl } = options;
  const parts = new AsyncDisposableStack();
  // The addresses are part of the functions' settings, so the servers come first and hold requests until then.
  const loaded = Promise.withResolvers<Record<FunctionName, Invoke>>();
  loaded.promise.catch(() => {});
  try {
    // The engines go last, after everything that calls them.
    const [dynamoDb, queues, secrets] = await allOf(
      parts,
      startDynamoDb(options.engine, data),
      startQueues(undefined, data),
      startSecrets(undefined, data?.kept),
    );
    const tableName = `tillbridge-${localStage}`;
    await dynamoDb.createTable(tableName);
    const operatorKey = await ensureSecret(secrets.endpoint, operatorKeySecretName(localStage), 24);
    await ensureSecret(secrets.endpoint, signingKeySecretName(localStage), 48);
    await ensureSecret(secrets.endpoint, privacyKeySecretName(localStage), 48);

    const invoke = async (name: FunctionName, event: unknown) => (await loaded.promise)[name](event);
    const calls = parts.use(await startFunctionCalls(invoke));
    const endpoints = {
      dynamodb: dynamoDb.endpoint,
      sqs: queues.endpoint,
      secretsManager: secrets.endpoint,
      lambda: calls.endpoint,
    };
    const doors = parts.use(new AsyncDisposableStack());
    const serve = async (api: ApiName) => {
      const starterOf = createHttpRouter(api);
      const port = options.ports?.[api];
      const run: Invoke = (event) => {
        const acted = api === "api" && options.actAtSandbox ? triggered(event, options.actAtSandbox) : undefined;
        if (acted) return Promise.resolve(acted);
        const hook = api === "api" && publicUrl !== undefined ? hookOf(event) : undefined;
        return hook ? invoke("intake", hook) : invoke(starterOf(event), event);
      };
      return doors.use(await startHttpApi({ name: api, invoke: run, port, onFailure }));
    };
    const [api, intake] = [await serve("api"), await serve("intake")];

    const place = {
      stage: localStage,
      tableName,
      queueUrls: queues.urls,
      // No vendor on the internet can reach a loopback address: without another one no webhook is registered there.
      apiUrls: { api: publicUrl ?? api.url, intake: publicUrl === undefined ? "" : `${publicUrl}${HOOKS}` },
      vendorHosts: "{}",
      batchInserts: "true",
      corsOrigins: "",
      tenantRoles: {},
      operatorKeySecret: operatorKeySecretName(localStage),
      signingKeySecret: signingKeySecretName(localStage),
      privacyKeySecret: privacyKeySecretName(localStage),
      // They cost nothing here.
      secrets: "shop" as const,
      secretsKey: "",
      egress: "fixed" as const,
    };
    const settings = (name: FunctionName) => ({
      ...awsEnvironment(endpoints),
      ...logEnvironment(quiet),
      ...environment(name, place),
      SANDBOX_INTAKE_URL: intake.url,
      PAGES_FOLDER: pagesFolder,
      ...options.env,
    });
    if (data) await releaseLeases(endpoints.dynamodb, tableName);
    const forgotten = await forgetShops(options.forget ?? [], { ...endpoints, tableName }, options.say);
    const invokers = options.load
      ? await loadHere(parts, options.load, settings)
      : await loadInThreads(parts, settings, options.functionsFolder ?? functionsFolder);
    loaded.resolve(invokers);
    // Closed before the functions end, so that a request under way is still answered.
    parts.use(doors);

    for (const topology of functions) {
      for (const trigger of topology.startedBy) {
        const context = { endpoints, queueUrls: queues.urls, tableName, tickSeconds, forgotten, dynamoDb, data };
        const part = startTrigger(trigger, {
          ...context,
          invoke: invokers[topology.name],
          onFailure: (what, error) => onFailure(`${topology.name} (${what})`, error),
        });
        if (part) parts.use(part);
      }
    }
    const running = parts.move();
    return {
      apiUrl: api.url,
      intakeUrl: intake.url,
      operatorKey,
      tableName,
      engine: dynamoDb.engine,
      endpoints,
      queueUrls: queues.urls,
      deadLetterUrls: queues.deadLetterUrls,
      invoke,
      withdraw: async (shops) => {
        if (shops.length === 0) return;
        const withoutAddress = { ...settings("sync"), INTAKE_URL: "" };
        await using thread = await startFunctionThread(threadGroupOf("sync"), withoutAddress, functionsFolder);
        const run = withTimeout(functionNamed("sync"), (event, deadline) => thread.run("sync", event, deadline));
        await run(watchEvent(shops)).then(refuseFailures);
      },
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  } catch (error) {
    loaded.reject(error);
    await parts.disposeAsync();
    throw error;
  }
};

interface TriggerContext {
  readonly invoke: Invoke;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
  readonly endpoints: Local["endpoints"];
  readonly tableName: string;
  readonly tickSeconds: number;
  readonly forgotten: IsForgotten;
  readonly dynamoDb: LocalDynamoDb;
  readonly data: DataFolder | undefined;
  readonly onFailure: OnFailure;
}

/** HTTP triggers are up already; see `serve`. */
const startTrigger = (trigger: Trigger, context: TriggerContext): AsyncDisposable | undefined => {
  const { invoke, onFailure, endpoints, queueUrls, tableName, tickSeconds } = context;
  if (trigger.type === "queue") {
    const queueUrl = queueUrls[trigger.queue];
    return startQueuePoller({ endpoint: endpoints.sqs, queueUrl, trigger, invoke, onFailure });
  }
  if (trigger.type === "stream") {
    const { partitionKey } = table;
    const { data, dynamoDb, forgotten: skip } = context;
    const place = { endpoint: endpoints.dynamodb, tableName, partitionKey };
    const positions = data && keptPositions(data, dynamoDb);
    return startStreamPoller({ ...place, trigger, invoke, onFailure, skip, ...(positions ? { positions } : {}) });
  }
  if (trigger.type !== "schedule") return undefined;
  return startSchedule({ everySeconds: tickSeconds, events: partsOf(trigger), invoke, onFailure });
};

const functionsFolder = new URL("../../functions/", import.meta.url);

type Settings = (name: FunctionName) => Readonly<Record<string, string | undefined>>;

/** Each group of functions in a thread with an environment of its own, as each Lambda has one. */
const loadInThreads = async (parts: AsyncDisposableStack, settings: Settings, folder: URL) => {
  const invokers: Partial<Record<FunctionName, Invoke>> = {};
  const threads = await allOf(
    parts,
    ...threadGroups.map((group) => startFunctionThread(group, settings(group.functions[0]!), folder)),
  );
  for (const [index, group] of threadGroups.entries()) {
    for (const name of group.functions) {
      const invoke = withTimeout(functionNamed(name), (event, deadline) => threads[index]!.run(name, event, deadline));
      invokers[name] = group.most === undefined ? invoke : limited(group.most, invoke);
    }
  }
  return invokers as Record<FunctionName, Invoke>;
};

/** Entries of a test's own, in this thread; the environment is this process's. */
const loadHere = async (parts: AsyncDisposableStack, load: NonNullable<LocalOptions["load"]>, settings: Settings) => {
  const invokers: Partial<Record<FunctionName, Invoke>> = {};
  for (const topology of functions) {
    parts.defer(setEnvironment(settings(topology.name)));
    const handler = await load(topology.name);
    invokers[topology.name] = withTimeout(topology, async (event, deadline) =>
      handler(event, createContext(topology.name, deadline)),
    );
  }
  return invokers as Record<FunctionName, Invoke>;
};

/** With these set, no client of ours can reach a real account by mistake, whatever this machine is signed in to. */
const awsEnvironment = (endpoints: Local["endpoints"]): Record<string, string | undefined> => ({
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
  AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
  AWS_REGION: localAws.region,
  AWS_DEFAULT_REGION: localAws.region,
  AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: "true",
  // Shops may name their own base addresses: how a sandbox is told from the vendor.
  ALLOW_SHOP_HOSTS: "true",
  // One person's laptop: several shops may be registered at once.
  TRIAL_CALLS_PER_MINUTE: "1000",
  // Tenants' endpoints as well: no other tenant's software runs here.
  ALLOW_LOCAL_ENDPOINTS: "true",
});

const logEnvironment = (quiet: boolean) => ({
  POWERTOOLS_LOG_LEVEL: quiet ? "SILENT" : (process.env.POWERTOOLS_LOG_LEVEL ?? "WARN"),
  METRICS: "off",
});

/** Returns what puts the old values back. */
const setEnvironment = (values: Readonly<Record<string, string | undefined>>) => {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  const apply = (wanted: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  apply(values);
  return () => apply(before);
};

/** One of those that the stack creates: made of so many random bytes, once. */
const ensureSecret = async (endpoint: string, name: string, bytes: number): Promise<string> => {
  const client = new SecretsManagerClient({ ...localAws, endpoint });
  try {
    const made = randomBytes(bytes).toString("base64url");
    await client.send(new CreateSecretCommand({ Name: name, SecretString: made }));
    return made;
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString!;
  } finally {
    client.destroy();
  }
};

/** Below the API's public address, because a tunnel brings one port to this machine. */
const HOOKS = "/hooks";

/** The event as `intake` expects it; undefined: it is for the API. */
const hookOf = (event: unknown): unknown => {
  const { rawPath } = event as { rawPath: string };
  return rawPath.startsWith(`${HOOKS}/`) ? { ...(event as object), rawPath: rawPath.slice(HOOKS.length) } : undefined;
};

const MOST_ACTS = 1_000;

/** `POST /sandbox/{shop}/change?times=5`: no part of the product, so it stands beside it. Undefined: another handler takes it. */
const triggered = (event: unknown, act: NonNullable<LocalOptions["actAtSandbox"]>): unknown => {
  const { rawPath, requestContext, queryStringParameters } = event as APIGatewayProxyEventV2;
  const [, shop] = /^\/sandbox\/([^/]+)\/change$/.exec(rawPath) ?? [];
  if (shop === undefined || requestContext.http.method !== "POST") return undefined;
  const times = Math.min(MOST_ACTS, Math.max(1, Math.floor(Number(queryStringParameters?.times ?? 1)) || 1));
  const found = act(shop, times);
  const body = found ? { changed: times } : { detail: `There is no sandbox ${shop}. Real shops change by themselves.` };
  return {
    statusCode: found ? 200 : 404,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
};

/** So often the entries that were handled are dropped from a kept stream. */
const TRIM_EVERY = 10 * MINUTE;

const keptPositions = ({ kept }: DataFolder, dynamoDb: LocalDynamoDb): StreamPositions => {
  let trimmedAt = 0;
  return {
    get: (shard) => kept.get("stream", shard),
    set: (shard, sequence) => {
      kept.set("stream", shard, sequence);
      if (Date.now() < trimmedAt + TRIM_EVERY) return;
      trimmedAt = Date.now();
      dynamoDb.trimStream?.(sequence);
    },
  };
};

const watchEvent = (shops: readonly ShopRef[]) => ({
  Records: shops.map(({ tenant, shop }) => ({
    messageId: `${tenant}/${shop}`,
    body: JSON.stringify({ type: "watch", tenant, shop } satisfies SyncJob),
  })),
});

const refuseFailures = (answer: unknown) => {
  const failed = (answer as SQSBatchResponse | undefined)?.batchItemFailures ?? [];
  if (failed.length === 0) return;
  const names = failed.map(({ itemIdentifier }) => itemIdentifier.split("/").at(-1)).join(", ");
  throw new Error(`The webhooks of ${names} may still be registered at the vendor. The next start removes them.`);
};

/** Starts all at once; if one fails, those that did start are stopped. */
const allOf = async <Parts extends readonly AsyncDisposable[]>(
  stack: AsyncDisposableStack,
  ...starting: { [Index in keyof Parts]: Promise<Parts[Index]> }
): Promise<Parts> => {
  const results = await Promise.allSettled(starting);
  for (const result of results) if (result.status === "fulfilled") stack.use(result.value as AsyncDisposable);
  const refused = results.find((result) => result.status === "rejected");
  if (refused) throw refused.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as Parts;
};
