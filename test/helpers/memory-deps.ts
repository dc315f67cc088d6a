import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createHandler as createPublish } from "../../functions/publish.ts";
import { createHandler as createSync } from "../../functions/sync.ts";
import { createHandler as createTick } from "../../functions/tick.ts";
import { createHandler as createWrite } from "../../functions/write.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { functionNamed } from "../../infra/topology.ts";
import { createApi, type HttpResult } from "../../shared/api/respond.ts";
import { routes } from "../../shared/api/routes/index.ts";
import type { DeadLetter } from "../../shared/core/dead-letters.ts";
import { type QueueMessage, type QueueName, queueNames } from "../../shared/core/ports.ts";
import type { ShopAccess } from "../../shared/core/vendor.ts";
import { createSend } from "../../shared/http/send.ts";
import type { Config } from "../../shared/lambda/config.ts";
import { guardPorts } from "../../shared/lambda/guarded-ports.ts";
import type { Deps } from "../../shared/lambda/wiring.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { ActingFunction, PartitionRule } from "../../shared/stores/partitions.ts";
import { createTallies } from "../../shared/usecases/shops/tallies.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { deadLettersOf } from "./dead-letters.ts";
import { createStrictAnswers } from "./strict-answers.ts";

const config: Config = {
  stage: "test",
  tableName: "table",
  queueUrls: { sync: "", news: "", slow: "", backfill: "", writes: "", deliveries: "" },
  secretsPrefix: "tillbridge/test/",
  operatorKeySecret: "operator",
  tenantRole: "",
  signingKeySecret: "signing",
  privacyKeySecret: "privacy",
  secrets: "shop",
  egress: "fixed",
  publicUrl: "https://api.example",
  intakeUrl: "https://hooks.example",
  vendorHosts: {},
  batchInserts: true,
  allowShopHosts: true,
  trialCallsPerMinute: 1_000,
  allowLocalEndpoints: true,
  corsOrigins: [],
};

export const operatorKey = "operator-key-of-the-tests";

const readPrivacyKey = async () => "privacy-key-of-the-tests-0123456789";

export interface TestStack {
  /** Ports that nobody guards: for what a test looks at, or changes. */
  readonly deps: Deps;
  /** Those that a function has, under its policies; what a test changes in `deps` holds here as well. */
  depsOf(name: ActingFunction): Deps;
  readonly table: MemoryTable;
  readonly secrets: Map<string, ShopAccess>;
  readonly queues: Record<QueueName, QueueMessage[]>;
  readonly dead: Record<QueueName, DeadLetter[]>;
  /** One HTTP request to the API. */
  request(
    method: string,
    path: string,
    options?: { key?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: any; headers: HttpResult["headers"]; cookies: readonly string[] }>;
  /**
   * Runs queued jobs and the stream until nothing is left. `delayed` false: messages with a delay stay put aside. `tries`: so
   * often a message that fails comes again, as a queue has it.
   */
  drain(options?: { delayed?: boolean; tries?: number }): Promise<void>;
  tick(): Promise<void>;
}

/** `over` where it says something, else whatever `base` says at that time. */
const live = (base: Deps, over: Partial<Deps>): Deps =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      (Object.keys(base) as (keyof Deps)[]).map((name) => [
        name,
        { enumerable: true, get: () => over[name] ?? base[name] },
      ]),
    ),
  ) as Deps;

/** Refuses what the function's role would refuse. What `deps` sends by is asked for each time. */
const guardQueues = (name: ActingFunction, deps: Pick<Deps, "queues">): Deps["queues"] => ({
  // Not a promise around another one: where sleeping takes no time, patience with the queue would end before it.
  send(queue, messages) {
    if (functionNamed(name).uses.sends.includes(queue)) return deps.queues.send(queue, messages);
    const error = new Error(`no policy allows ${name} to send to ${queue}`);
    return Promise.reject(Object.assign(error, { name: "AccessDeniedException" }));
  },
});

/** The functions as they are, over a table, queues and secrets in memory; vendors are reached by real HTTP. */
export const createTestStack = (
  options: {
    clock?: () => number;
    /** Lets time pass until the next delayed message is due; without it delays are not waited for. */
    pass?: (milliseconds: number) => void;
    /** Calls a minute of a tenant with credentials that have proven nothing. Without it: as on a laptop. */
    trialCallsPerMinute?: number;
    /** Hears what each function asks of the table. */
    note?: (name: ActingFunction, part: "own" | "session", action: PartitionRule["action"], partition: string) => void;
  } = {},
): TestStack => {
  const table = new MemoryTable();
  const secrets = new Map<string, ShopAccess>();
  const queues = Object.fromEntries(queueNames.map((name) => [name, []])) as unknown as Record<
    QueueName,
    QueueMessage[]
  >;
  const dead = Object.fromEntries(queueNames.map((name) => [name, []])) as unknown as Record<QueueName, DeadLetter[]>;
  const clock = options.clock ?? Date.now;
  const deps: Deps = {
    config: { ...config, ...(options.trialCallsPerMinute ? { trialCallsPerMinute: options.trialCallsPerMinute } : {}) },
    clock,
    // A worker that waits for its turn lets the test's time pass.
    sleep: options.pass
      ? async (milliseconds) => options.pass?.(milliseconds)
      : (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : undefined),
    random: Math.random,
    randomId: randomUUID,
    tallies: createTallies(),
    table,
    queues: { send: async (queue, messages) => void queues[queue].push(...messages) },
    deadLetters: deadLettersOf(
      dead,
      (queue, body) => void queues[queue].push({ body: JSON.parse(body), group: "again" }),
    ),
    secrets: {
      get: async (name) => secrets.get(name),
      put: async (name, access) => void secrets.set(name, access),
      delete: async (name) => void secrets.delete(name),
    },
    send: createSend(fetch, clock),
    vendor: (id) => vendors[id],
    secretName: (ref) => `${ref.tenant}/${ref.shop}`,
    readOperatorKey: async () => operatorKey,
    readSigningKey: async () => "signing-key-of-the-tests-0123456789",
    readPrivacyKey,
    ...createStores(table, readPrivacyKey),
    ownedBy: (_, wrap = (inner) => inner) => {
      const own = wrap(table);
      return { table: own, ...createStores(own, readPrivacyKey), secrets: deps.secrets };
    },
    metric: () => undefined,
    log: () => undefined,
  };
  const guarded = new Map<ActingFunction, Deps>();
  const depsOf = (name: ActingFunction): Deps => {
    const { note } = options;
    const known = guarded.get(name);
    if (known) return known;
    const ports = guardPorts(name, deps, note && ((...asked) => note(name, ...asked)));
    const own = live(deps, { ...ports, queues: guardQueues(name, deps) });
    guarded.set(name, own);
    return own;
  };
  const strict = createStrictAnswers();
  const api = createApi(routes, depsOf("api"), strict.watch);
  const context = { getRemainingTimeInMillis: () => 300_000 };
  const event = (message: QueueMessage) => ({
    Records: [{ messageId: randomUUID(), body: JSON.stringify(message.body) }],
  });
  let streamed = 0;
  const delayed: { at: number; queue: QueueName; message: QueueMessage }[] = [];

  /** Messages that can be worked off now; those with a delay are put aside where time can be made to pass. */
  const takeDue = (queue: QueueName): QueueMessage[] => {
    const taken = queues[queue].splice(0);
    if (!options.pass) return taken;
    for (const message of taken.filter(({ delaySeconds = 0 }) => delaySeconds > 0))
      delayed.push({ at: clock() + message.delaySeconds! * 1_000, queue, message });
    return taken.filter(({ delaySeconds = 0 }) => delaySeconds === 0);
  };
  const waitForDelayed = (): boolean => {
    const next = delayed.sort((left, right) => left.at - right.at).shift();
    if (!next || !options.pass) return false;
    if (next.at > clock()) options.pass(next.at - clock());
    const { delaySeconds: _, ...message } = next.message;
    queues[next.queue].push(message);
    return true;
  };

  const failed = new Map<string, number>();
  /** A minute later, as a queue has it. */
  const comesAgain = (queue: QueueName, message: QueueMessage, tries: number): boolean => {
    const name = JSON.stringify(message.body);
    failed.set(name, (failed.get(name) ?? 0) + 1);
    if (!options.pass || failed.get(name)! >= tries) return false;
    delayed.push({ at: clock() + 60_000, queue, message });
    return true;
  };

  const publish = async (): Promise<void> => {
    const batch = table.stream.slice(streamed);
    streamed = table.stream.length;
    const records = batch.filter(({ old, new: next }) => (next ?? old)?.kind === "record");
    await publishRecords(records);
  };
  const publishRecords = async (records: readonly (typeof table.stream)[number][]): Promise<void> => {
    const { marshall } = await import("@aws-sdk/util-dynamodb");
    const image = (item: object | undefined) => (item ? marshall(item, { removeUndefinedValues: true }) : undefined);
    await createPublish(depsOf("publish"))({
      Records: records.map(({ old, new: next }) => ({
        dynamodb: { ...(old ? { OldImage: image(old)! } : {}), ...(next ? { NewImage: image(next)! } : {}) },
      })),
    });
  };

  return {
    deps,
    depsOf,
    table,
    secrets,
    queues,
    dead,
    async request(method, path, { key, body: sent, headers = {} } = {}) {
      const [rawPath = "", rawQueryString = ""] = path.split("?");
      const result = await api(
        {
          rawPath,
          rawQueryString,
          headers: {
            ...(key ? { authorization: `Bearer ${key}` } : {}),
            "content-type": "application/json",
            ...headers,
          },
          ...(sent === undefined ? {} : { body: typeof sent === "string" ? sent : JSON.stringify(sent) }),
          requestContext: { http: { method } },
        },
        context,
      );
      strict.complain();
      const json = result.headers["content-type"]?.includes("json") && result.body !== "";
      const body = json ? JSON.parse(result.body) : result.body;
      return { status: result.statusCode, body, headers: result.headers, cookies: result.cookies ?? [] };
    },
    async drain({ delayed: wait = true, tries = 1 } = {}) {
      for (let idle = false; !idle; ) {
        idle = true;
        for (const [queue, create] of [
          ["writes", createWrite(depsOf("write"))],
          ["sync", createSync(depsOf("sync"))],
          ["news", createSync(depsOf("sync"))],
          ["slow", createSync(depsOf("sync"))],
          ["backfill", createSync(depsOf("sync"))],
        ] as const) {
          for (const message of takeDue(queue)) {
            idle = false;
            const { batchItemFailures } = await create(event(message), context);
            if (batchItemFailures.length > 0 && !comesAgain(queue, message, tries))
              throw new Error(`${queue}: ${JSON.stringify(message.body)} failed`);
          }
        }
        await publish();
        if (idle && wait) idle = !waitForDelayed();
      }
    },
    async tick() {
      await createTick(depsOf("tick"))({ part: 0, parts: 1 }, context);
    },
  };
};
