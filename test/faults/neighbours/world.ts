import { randomUUID } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createHandler as createPublish } from "../../../functions/publish.ts";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createHandler as createTick } from "../../../functions/tick.ts";
import { createHandler as createWrite } from "../../../functions/write.ts";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { simulatedSend } from "../../../infra/sandbox/serve.ts";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import { functionNamed, functions, type QueueTrigger, queues as queueTopology } from "../../../infra/topology.ts";
import { createApi } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import type { QueueName } from "../../../shared/core/ports.ts";
import type { Table } from "../../../shared/core/table.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { keys, type ShopRef } from "../../../shared/stores/keys.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { syncQueues } from "../../helpers/sync-queues.ts";
import { VirtualTime } from "../runs/time.ts";
import { FairQueue, Lambda } from "./lambda.ts";

/** Milliseconds of one request to the table, to the queue, and to a vendor. */
const TABLE = 5;
const QUEUE = 8;
const VENDOR = 90;
/** The stream is read so often. */
const STREAM = 200;
const START = Date.UTC(2026, 10, 20, 3);

export interface Answer {
  readonly status: number;
  readonly body: any;
}

export interface Tenant {
  readonly id: string;
  readonly key: string;
  /** Where its requests come from. */
  readonly address: string;
}

export interface Shop {
  readonly tenant: Tenant;
  readonly id: string;
  readonly simulator: VendorSimulator;
  readonly origin: string;
}

const triggerOf = (name: QueueName): QueueTrigger =>
  functions
    .flatMap(({ startedBy }) => startedBy)
    .find((trigger): trigger is QueueTrigger => trigger.type === "queue" && trigger.queue === name)!;

/**
 * The real functions as AWS runs them, in virtual time: an instance of its own for each invocation, as many at a time as the
 * topology allows, fair queues, a table and vendors that take their time. Nothing of it depends on the machine.
 */
export class Neighbourhood {
  readonly time = new VirtualTime(START);
  readonly #table = new MemoryTable();
  readonly #vendors: Record<string, VendorSimulator> = {};
  readonly #queues: Record<QueueName, FairQueue>;
  readonly #base: Deps;
  readonly #api: Lambda<ReturnType<typeof createApi>>;
  readonly #intake: Lambda<ReturnType<typeof createIntake>>;
  /** Vendors that answer nothing. */
  readonly hanging = new Set<string>();
  #published = 0;

  constructor() {
    const { time } = this;
    const stack = createTestStack({ clock: time.now });
    const send = simulatedSend(this.#vendors, { now: time.now, advance: time.sleep, latency: () => VENDOR });
    const table = slow(this.#table, () => time.sleep(TABLE));
    this.#base = {
      ...stack.deps,
      config: { ...stack.deps.config, trialCallsPerMinute: undefined },
      clock: time.now,
      sleep: (milliseconds, signal) =>
        Promise.race([
          time.sleep(milliseconds),
          new Promise<void>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted")))),
        ]),
      random: seededRandom(5),
      randomId: randomUUID,
      table,
      ...createStores(table),
      ownedBy: (_, wrap = (inner) => inner) => {
        const own = wrap(table);
        return { table: own, ...createStores(own), secrets: stack.deps.secrets };
      },
      send: async (request) => {
        if (!this.hanging.has(new URL(request.url).origin)) return send(request);
        await time.sleep(request.timeout ?? 30_000);
        return send({ ...request, url: "http://nobody.test/" });
      },
      queues: {
        send: async (queue, messages) => {
          await time.sleep(QUEUE);
          for (const message of messages) this.#queues[queue].add(message);
        },
      },
    };
    const own = (): Deps => ({ ...this.#base, ...createStores(table) });
    const context = (seconds: number) => {
      const end = time.now() + seconds * SECOND;
      return { getRemainingTimeInMillis: () => end - time.now() };
    };
    this.#api = new Lambda(() => createApi(routes, own()), functionNamed("api").concurrency!);
    this.#intake = new Lambda(() => createIntake(own()), functionNamed("intake").concurrency!);
    const workers = (name: QueueName): number => triggerOf(name).maxConcurrency;
    const sync = new Lambda(
      () => createSync(own()),
      syncQueues.reduce((sum, name) => sum + workers(name) * triggerOf(name).batchSize, 0),
    );
    const write = new Lambda(() => createWrite(own()), workers("writes"));
    const event = (body: unknown) => ({ Records: [{ messageId: randomUUID(), body: JSON.stringify(body) }] });
    const queue = (name: QueueName, work: (body: unknown) => Promise<unknown>): FairQueue => {
      const { fifo } = queueTopology.find((one) => one.name === name)!;
      // Messages of a batch wait side by side in one invocation.
      const { maxConcurrency, batchSize } = triggerOf(name);
      return new FairQueue(time, { fifo, workers: maxConcurrency * batchSize }, async (message) => {
        await work(message.body).catch(() => undefined);
      });
    };
    this.#queues = {
      ...(Object.fromEntries(
        syncQueues.map((name) => [
          name,
          queue(name, (body) => sync.run((handler) => handler(event(body), context(300)))),
        ]),
      ) as Record<(typeof syncQueues)[number], FairQueue>),
      writes: queue("writes", (body) => write.run((handler) => handler(event(body) as never, context(120)))),
      deliveries: queue("deliveries", async () => undefined),
    };
    const tick = (): void => {
      for (let part = 0; part < 4; part += 1)
        void createTick(own())({ part, parts: 4 }, context(55)).catch(() => undefined);
      time.after(MINUTE, tick);
    };
    time.after(MINUTE, tick);
    const publish = (): void => {
      void this.#publish(own()).finally(() => time.after(STREAM, publish));
    };
    time.after(STREAM, publish);
  }

  async #publish(deps: Deps): Promise<void> {
    const image = (item: object | undefined) => (item ? marshall(item, { removeUndefinedValues: true }) : undefined);
    // The event source's filter: what is no record starts nothing.
    const all = this.#table.stream.slice(this.#published).map((entry, index) => ({ ...entry, index }));
    const records = all.filter(({ old, new: next }) => (next ?? old)?.kind === "record").slice(0, 100);
    this.#published += records.length === 100 ? records.at(-1)!.index + 1 : all.length;
    if (records.length > 0)
      await createPublish(deps)({
        Records: records.map(({ old, new: next }) => ({
          dynamodb: { ...(old ? { OldImage: image(old)! } : {}), ...(next ? { NewImage: image(next)! } : {}) },
        })),
      });
  }

  /** One request through the gateway, in an instance of its own. */
  async request(
    tenant: Pick<Tenant, "key" | "address">,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer> {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const headers = {
      authorization: `Bearer ${tenant.key}`,
      "content-type": "application/json",
      ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
    };
    const event = {
      rawPath,
      rawQueryString,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { http: { method, sourceIp: tenant.address } },
    };
    const end = this.time.now() + 29_000;
    const answered = await this.#api.run((api) =>
      api(event, { getRemainingTimeInMillis: () => end - this.time.now() }),
    );
    if (!answered) return { status: 503, body: undefined };
    return { status: answered.statusCode, body: answered.body === "" ? undefined : JSON.parse(answered.body) };
  }

  /** One webhook, from anybody. */
  async post(url: string, headers: Record<string, string>, body: string, sourceIp: string): Promise<number> {
    const { pathname } = new URL(url);
    const http = { method: "POST", sourceIp };
    const event = { rawPath: pathname, rawQueryString: "", headers, body, requestContext: { http } };
    return (await this.#intake.run((intake) => intake(event)))?.statusCode ?? 429;
  }

  /** Whether nothing of what came for a shop waits any more. */
  async isWorkedOff(ref: ShopRef): Promise<boolean> {
    const { deliveries } = await createStores(this.#table).deliveries.list(keys.deliveries(ref), undefined, 10);
    return deliveries.every(({ outcome }) => outcome !== undefined);
  }

  async tenant(id: string, address: string): Promise<Tenant> {
    const operator = { key: operatorKey, address: "192.0.2.200" };
    await this.request(operator, "POST", "/v1/tenants", { id, name: id });
    const made = await this.request(operator, "POST", `/v1/tenants/${id}/keys`, { name: "main", scope: "admin" });
    return { id, key: made.body.key, address };
  }

  /** A shop at a vendor of its own. */
  async shop(tenant: Tenant, vendor: VendorId, id: string, size: number): Promise<Shop> {
    const origin = `http://${tenant.id}-${id}.test`;
    const seed = [...origin].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 100_000;
    const simulator = (await simulators[vendor]!())({ now: this.time.now, random: seededRandom(seed) });
    simulator.seed(size);
    this.#vendors[origin] = simulator;
    const { credentials, settings } = simulator;
    const since = new Date(START - 20 * 86_400_000).toISOString();
    const body = { id, vendor, name: id, credentials, settings, hosts: simulator.hosts(origin), since };
    const answer = await this.request(tenant, "POST", "/v1/shops", body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return { tenant, id, simulator, origin };
  }
}

/** Each request takes its time. */
const slow = (table: Table, wait: () => Promise<void>): Table =>
  new Proxy(table, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        await wait();
        return (method as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
