import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { marshall } from "@aws-sdk/util-dynamodb";
import { createHandler as createIntake } from "../../functions/intake.ts";
import { createHandler as createPublish } from "../../functions/publish.ts";
import { createHandler as createSync } from "../../functions/sync.ts";
import { createHandler as createTick } from "../../functions/tick.ts";
import { type AskApi, createHandler as createWait } from "../../functions/wait.ts";
import { createHandler as createWrite } from "../../functions/write.ts";
import { createHttpRouter } from "../../infra/local/http-routes.ts";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { simulatedSend } from "../../infra/sandbox/serve.ts";
import type { VendorSimulator } from "../../infra/sandbox/types.ts";
import { functionNamed } from "../../infra/topology.ts";
import { createApi, type HttpEvent, type HttpResult } from "../../shared/api/respond.ts";
import { routes } from "../../shared/api/routes/index.ts";
import type { QueueMessage, QueueName } from "../../shared/core/ports.ts";
import type { Table } from "../../shared/core/table.ts";
import { DAY, MINUTE, SECOND } from "../../shared/core/time.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import type { Deps } from "../../shared/lambda/wiring.ts";
import { createStores } from "../../shared/stores/all.ts";
import { createHaltStore } from "../../shared/stores/halts.ts";
import type { ActingFunction } from "../../shared/stores/partitions.ts";
import { createTallies } from "../../shared/usecases/shops/tallies.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { VirtualTime } from "../faults/runs/time.ts";
import { createTestStack, operatorKey } from "../helpers/memory-deps.ts";
import { billTable, type TableUse } from "./billed-table.ts";

/** Milliseconds of a request to the table and of a vendor's answer: Lambda bills waiting. */
export const TABLE_LATENCY = 5;
export const VENDOR_LATENCY = 300;
/** Milliseconds of a whole processor that one invocation takes beside its waits, and the MB that buy a whole one. */
export const OVERHEAD = 12;
const WHOLE_PROCESSOR = 1_769;
const START = Date.UTC(2026, 10, 20, 0);
const routeTo = createHttpRouter("api");
const ORIGIN = "http://vendor.test";
const TENANT = "acme";
const SHOP = "shop";

/** What one kind of work has used: a round, the watchdog, the slices of a track. */
export interface Share extends TableUse {
  times: number;
  calls: number;
  milliseconds: number;
}

/** What AWS would bill, between two looks. */
export interface Used extends TableUse {
  /** Calls of the vendor, and bytes that go out with them. */
  calls: number;
  bytesOut: number;
  /** Requests to SQS: sent, received, deleted. */
  queueRequests: number;
  /** Bytes that functions write to the log, Lambda's own lines apart. */
  logBytes: number;
  /** Reads that may not come from memory, and writes, of Secrets Manager. */
  secretCalls: number;
  webhooks: number;
  changes: number;
  /** By function. */
  readonly invocations: Partial<Record<ActingFunction, number>>;
  readonly milliseconds: Partial<Record<ActingFunction, number>>;
  /** The same by what it was for. Other shops' `rounds` and `watches` go on beside the shop's in the same invocation. */
  readonly shares: Record<string, Share>;
}

const nothing = (): Used => ({
  ...{ read: 0, write: 0, requests: 0, calls: 0, bytesOut: 0, queueRequests: 0, logBytes: 0, secretCalls: 0 },
  ...{ webhooks: 0, changes: 0 },
  invocations: {},
  milliseconds: {},
  shares: {},
});

/**
 * One shop in virtual time: the real functions over a table that bills, queues, and a vendor that takes its time. Nothing of
 * it depends on the machine.
 */
export class IdleWorld {
  readonly time = new VirtualTime(START);
  readonly metrics = new Set<string>();
  used = nothing();
  /** What requests to the API ask of the table: their callers pay for it, not the shop. */
  readonly asking: TableUse = { read: 0, write: 0, requests: 0 };
  readonly simulator: VendorSimulator;
  readonly #memory = new MemoryTable();
  readonly #work = new AsyncLocalStorage<string>();
  readonly #deps: Deps;
  readonly #handlers: Readonly<Record<"sync" | "write" | "intake", (event: any) => Promise<unknown>>>;
  readonly #api: ReturnType<typeof createApi>;
  readonly #wait: (event: HttpEvent) => Promise<HttpResult>;
  #published = 0;
  #key = "";

  static async open(vendor: VendorId, { size, webhooks }: { size: number; webhooks: boolean }): Promise<IdleWorld> {
    return new IdleWorld(vendor, await simulators[vendor]!(), size, webhooks);
  }

  readonly vendor: VendorId;

  private constructor(
    vendor: VendorId,
    create: (options: { now: () => number; random: () => number }) => VendorSimulator,
    size: number,
    webhooks: boolean,
  ) {
    this.vendor = vendor;
    const { time } = this;
    this.simulator = create({ now: time.now, random: seededRandom(11) });
    this.simulator.seed(size);
    const stack = createTestStack({ clock: time.now });
    const table = waiting(
      billTable(
        this.#memory,
        countingUse((unit, count) => this.#count(unit, count)),
      ),
      () => time.sleep(TABLE_LATENCY),
    );
    const send = simulatedSend(
      { [ORIGIN]: this.simulator },
      {
        now: time.now,
        advance: time.sleep,
        latency: () => VENDOR_LATENCY,
      },
    );
    const { secrets } = stack.deps;
    const counted: Deps["secrets"] = {
      get: async (name, options) => {
        if (options?.fresh) this.used.secretCalls += 1;
        return secrets.get(name);
      },
      put: async (name, access) => {
        this.used.secretCalls += 2;
        return secrets.put(name, access);
      },
      delete: (name) => secrets.delete(name),
    };
    // An instance reads what operators have stopped every 15 seconds: that is the deployment's, and no shop's.
    const halts = createHaltStore(this.#memory);
    const storesOver = (own: Table) => ({ table: own, ...createStores(own), halts, secrets: counted });
    const ofTenant = storesOver(table);
    this.#deps = {
      ...stack.deps,
      config: {
        ...stack.deps.config,
        trialCallsPerMinute: undefined,
        intakeUrl: webhooks ? stack.deps.config.intakeUrl : "",
      },
      clock: time.now,
      sleep: (milliseconds) => time.sleep(milliseconds),
      random: seededRandom(5),
      randomId: randomUUID,
      tallies: createTallies(),
      table,
      ...createStores(table),
      halts,
      secrets: counted,
      // As an instance does: what the stores of a tenant remember, they remember for its next invocation.
      ownedBy: (_, wrap) => (wrap ? storesOver(wrap(table)) : ofTenant),
      send: (request) => {
        this.#count("calls", 1);
        const headers = Object.entries(request.headers ?? {}).reduce(
          (sum, pair) => sum + pair.join(": ").length + 2,
          0,
        );
        this.used.bytesOut += request.url.length + headers + (request.body?.length ?? 0);
        return send(request);
      },
      vendor: (id) => vendors[id],
      metric: (name, _value, dimensions) => void this.metrics.add(`${name} ${JSON.stringify(dimensions ?? {})}`),
      log: (_level, message, fields) => {
        this.used.logBytes += 150 + message.length + JSON.stringify(fields ?? {}).length;
      },
      queues: {
        send: async (queue, messages) => {
          this.used.queueRequests += Math.ceil(messages.length / 10) + 2 * messages.length;
          for (const message of messages) this.#enqueue(queue, message);
        },
      },
    };
    const lasting = (seconds: number) => {
      const end = time.now() + seconds * SECOND;
      return { getRemainingTimeInMillis: () => end - time.now() };
    };
    const sync = createSync(this.#deps);
    const write = createWrite(this.#deps);
    this.#handlers = {
      sync: (event) => sync(event, lasting(300)),
      write: (event) => write(event, lasting(120)),
      intake: createIntake(this.#deps),
    };
    const asking = waiting(billTable(this.#memory, this.asking), () => time.sleep(TABLE_LATENCY));
    const ofAsking = storesOver(asking);
    const ownedBy: Deps["ownedBy"] = (_, wrap) => (wrap ? storesOver(wrap(asking)) : ofAsking);
    const apiDeps: Deps = { ...this.#deps, ...ofAsking, ownedBy };
    this.#api = createApi(routes, apiDeps);
    const lasting29 = () => lasting(functionNamed("api").timeout);
    const askApi: AskApi = (event) => this.#invoke("api", () => this.#api(event, lasting29()));
    const wait = createWait({ ...apiDeps, askApi });
    this.#wait = (event) => this.#invoke("wait", () => wait(event, lasting29()));
  }

  /** Registers the shop and lets the schedule and the stream run. */
  async begin(): Promise<void> {
    await this.ask("POST", "/v1/tenants", { id: TENANT, name: "Acme" }, operatorKey);
    const made = { name: "main", scope: "admin" };
    this.#key = (await this.ask("POST", `/v1/tenants/${TENANT}/keys`, made, operatorKey)).key;
    const { credentials, settings } = this.simulator;
    const since = new Date(START - 20 * DAY).toISOString();
    const hosts = this.simulator.hosts(ORIGIN);
    await this.ask("POST", "/v1/shops", {
      id: SHOP,
      vendor: this.vendor,
      name: "Shop",
      credentials,
      settings,
      hosts,
      since,
    });
    if (this.#deps.config.intakeUrl !== "") await this.#typeInWebhooks();
    this.#every(MINUTE, () => this.#tick());
    this.#every(SECOND, () => this.#publish());
    this.#every(SECOND, () => this.#deliver());
  }

  /** Where a person types the address and the token into a page of the vendor's. */
  async #typeInWebhooks(): Promise<void> {
    if (vendors[this.vendor].webhooks?.scope !== "app") return;
    const { address, secret } = await this.ask("GET", `/v1/shops/${SHOP}/webhooks/instructions`);
    const body = JSON.stringify({ url: address, verifyToken: secret });
    const query = new URLSearchParams();
    this.simulator.handle({ method: "POST", path: "/console/webhooks", query, headers: {}, body });
  }

  /** A person looks at the deletions that the brake holds, and says yes: a shop with some is not at rest. */
  async decideDeletions(): Promise<void> {
    const { data } = await this.ask("GET", `/v1/shops/${SHOP}/sync`);
    for (const { resource, heldDeletions } of data)
      if (heldDeletions > 0)
        await this.ask("POST", `/v1/shops/${SHOP}/sync/${resource}/deletions`, { decision: "approve" });
  }

  async ask(method: string, path: string, body?: unknown, key = this.#key): Promise<any> {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const event = {
      rawPath,
      rawQueryString,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { http: { method } },
    };
    const isForWait = routeTo(event) === "wait";
    const answer = await this.time.until(
      isForWait
        ? this.#wait(event)
        : this.#invoke("api", () => this.#api(event, { getRemainingTimeInMillis: () => 29_000 })),
    );
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return answer.body === "" ? undefined : JSON.parse(answer.body);
  }

  /** What is billed while that time passes; `meanwhile` happens every so often. */
  async measure(milliseconds: number, meanwhile?: { readonly every: number; readonly act: () => void }): Promise<Used> {
    this.used = nothing();
    const end = this.time.now() + milliseconds;
    while (this.time.now() < end) {
      await this.time.pass(Math.min(meanwhile?.every ?? milliseconds, end - this.time.now()));
      meanwhile?.act();
    }
    return this.used;
  }

  /** @param kind what it is for, where the function does several things */
  async #invoke<Result>(name: ActingFunction, work: () => Promise<Result>, kind: string = name): Promise<Result> {
    const began = this.time.now();
    const { used } = this;
    used.invocations[name] = (used.invocations[name] ?? 0) + 1;
    try {
      return await this.#work.run(kind, work);
    } finally {
      const took = this.time.now() - began + OVERHEAD * (WHOLE_PROCESSOR / functionNamed(name).memory);
      used.milliseconds[name] = (used.milliseconds[name] ?? 0) + took;
      const share = shareOf(used, kind);
      share.times += 1;
      share.milliseconds += took;
    }
  }

  #count(unit: keyof TableUse | "calls", count: number): void {
    this.used[unit] += count;
    const kind = this.#work.getStore();
    if (kind !== undefined) shareOf(this.used, kind)[unit] += count;
  }

  #every(milliseconds: number, work: () => Promise<void>): void {
    this.time.after(milliseconds, () => void work().finally(() => this.#every(milliseconds, work)));
  }

  #enqueue(queue: QueueName, message: QueueMessage): void {
    if (queue === "deliveries") return;
    const name = queue === "writes" ? "write" : "sync";
    const event = { Records: [{ messageId: randomUUID(), body: JSON.stringify(message.body) }] };
    this.time.after(10 + (message.delaySeconds ?? 0) * SECOND, () => {
      void this.#invoke(name, () => this.#handlers[name](event), kindOf(message)).catch(() => undefined);
    });
  }

  /** One part of the schedule stands for all: the looks of the others are the deployment's, not the shop's. */
  async #tick(): Promise<void> {
    const { used } = this;
    const looks = used.read;
    const lines = used.logBytes;
    await createTick(this.#deps)({ part: 0, parts: 1 }, { getRemainingTimeInMillis: () => 55_000 });
    // Eight empty looks a minute, and the line about them, belong to the deployment.
    used.read = Math.max(looks, used.read - 8);
    used.logBytes = lines;
  }

  async #publish(): Promise<void> {
    const entries = this.#memory.stream.slice(this.#published);
    this.#published = this.#memory.stream.length;
    const records = entries.filter(({ old, new: next }) => (next ?? old)?.kind === "record");
    const image = (item: object | undefined) => (item ? marshall(item, { removeUndefinedValues: true }) : undefined);
    for (let at = 0; at < records.length; at += 100) {
      const batch = records.slice(at, at + 100);
      this.used.changes += batch.length;
      await this.#invoke("publish", () =>
        createPublish(this.#deps)({
          Records: batch.map(({ old, new: next }) => ({
            dynamodb: { ...(old ? { OldImage: image(old)! } : {}), ...(next ? { NewImage: image(next)! } : {}) },
          })),
        }),
      );
    }
  }

  async #deliver(): Promise<void> {
    for (const delivery of this.simulator.takeDeliveries()) {
      const url = new URL(delivery.url);
      this.used.webhooks += 1;
      const event = {
        rawPath: url.pathname,
        rawQueryString: url.search.slice(1),
        headers: { ...delivery.headers },
        body: delivery.body,
        requestContext: { http: { method: "POST" } },
      };
      const answer = (await this.#invoke("intake", () => this.#handlers.intake(event))) as { statusCode?: number };
      this.simulator.delivered?.(delivery, answer.statusCode);
    }
  }
}

const shareOf = ({ shares }: Used, kind: string): Share => {
  shares[kind] ??= { times: 0, read: 0, write: 0, requests: 0, calls: 0, milliseconds: 0 };
  return shares[kind];
};

/** What a message is for: its type, and of a slice the track. */
const kindOf = ({ body }: QueueMessage): string => {
  const { type = "write", track } = body as { type?: string; track?: string };
  return track === undefined ? type : track;
};

/** Adds what a table that bills finds to a count of ours. */
const countingUse = (count: (unit: keyof TableUse, by: number) => void): TableUse => {
  const use = {} as TableUse;
  for (const unit of ["read", "write", "requests"] as const)
    Object.defineProperty(use, unit, { get: () => 0, set: (value: number) => count(unit, value) });
  return use;
};

/** Each request takes its time. */
const waiting = (table: Table, wait: () => Promise<void>): Table =>
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
