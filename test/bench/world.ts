import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { localAws } from "../../infra/local/aws.ts";
import { startDynamoDb } from "../../infra/local/dynamodb.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { createDynamoTable } from "../../shared/aws/dynamo-table.ts";
import type { QueueMessage } from "../../shared/core/ports.ts";
import type { ResourceName } from "../../shared/core/records.ts";
import type { Table } from "../../shared/core/table.ts";
import { DAY } from "../../shared/core/time.ts";
import type { Track } from "../../shared/core/tracks.ts";
import type { Resource, ShopAccess, Vendor, VendorId } from "../../shared/core/vendor.ts";
import { createSend } from "../../shared/http/send.ts";
import { createStores } from "../../shared/stores/all.ts";
import { keys, type ShopRef } from "../../shared/stores/keys.ts";
import { refOf, type Shop } from "../../shared/stores/shops.ts";
import { type OpenShop, openShop } from "../../shared/usecases/shops/open-shop.ts";
import { registerShop } from "../../shared/usecases/shops/register-shop.ts";
import { bucketsOf } from "../../shared/usecases/shops/spend.ts";
import type { JobDeps } from "../../shared/usecases/sync/job-deps.ts";
import { runSlice } from "../../shared/usecases/sync/run-slice.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { engineCpu } from "./cpu.ts";
import type { SimulatorOrder, StartedSimulator } from "./simulator-process.ts";

/** What was used between two looks. Times in milliseconds, sizes in bytes. */
export interface Usage {
  wall: number;
  calls: number;
  received: number;
  readUnits: number;
  writeUnits: number;
  /** HTTP requests to the table's engine, and what they carried both ways. */
  requests: number;
  tableBytes: number;
  workerCpu: number;
  simulatorCpu: number;
  engineCpu: number | undefined;
}

export interface BenchTable extends AsyncDisposable {
  readonly kind: "engine" | "memory";
  readonly table: Table;
  readonly used: { readUnits: number; writeUnits: number; requests: number; tableBytes: number };
}

/** The embedded engine behind its socket, with what DynamoDB would bill. */
export const startEngineTable = async (): Promise<BenchTable> => {
  const engine = await startDynamoDb();
  await engine.createTable("bench");
  const client = new DynamoDBClient({ ...localAws, endpoint: engine.endpoint, maxAttempts: 5 });
  const used = { readUnits: 0, writeUnits: 0, requests: 0, tableBytes: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const request = args.request as { headers?: Record<string, string> };
      const response = answer.response as { headers?: Record<string, string> };
      used.requests += 1;
      used.tableBytes +=
        Number(request.headers?.["content-length"] ?? 0) + Number(response.headers?.["content-length"] ?? 0);
      return answer;
    },
    { step: "deserialize", priority: "low" },
  );
  return {
    kind: "engine",
    table: createDynamoTable(client, "bench", ({ read, write }) => {
      used.readUnits += read;
      used.writeUnits += write;
    }),
    used,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await engine[Symbol.asyncDispose]();
    },
  };
};

/** No engine at all: what is left is the worker and the vendor. */
export const memoryTable = (): BenchTable => ({
  kind: "memory",
  table: new MemoryTable(),
  used: { readUnits: 0, writeUnits: 0, requests: 0, tableBytes: 0 },
  [Symbol.asyncDispose]: async () => {},
});

export interface SimulatorProcess extends AsyncDisposable {
  readonly started: StartedSimulator;
  /** Set by the first shop that is opened on it. */
  access?: { readonly shop: Shop; readonly access: ShopAccess };
  cpu(): Promise<number>;
  change(resources: readonly ResourceName[], share: number): Promise<number>;
}

export const startSimulator = async (vendor: VendorId, size: number, seed = 1): Promise<SimulatorProcess> => {
  const child = fork(new URL("./simulator-process.ts", import.meta.url), { execArgv: [] });
  const ask = <Answer>(order: SimulatorOrder): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const failed = () => reject(new Error(`the ${vendor} simulator ended`));
      child.once("exit", failed);
      child.once("message", (answer) => {
        child.off("exit", failed);
        resolve(answer as Answer);
      });
      child.send(order);
    });
  const started = await ask<StartedSimulator>({ order: "start", vendor, size, seed });
  return {
    started,
    cpu: async () => {
      const { user, system } = await ask<NodeJS.CpuUsage>({ order: "cpu" });
      return (user + system) / 1_000;
    },
    change: (resources, share) => ask({ order: "change", resources, share }),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.send({ order: "end" } satisfies SimulatorOrder);
      const late = new AbortController();
      void setTimeout(5_000, undefined, { signal: late.signal }).then(
        () => child.kill(),
        () => undefined,
      );
      await ended;
      late.abort();
    },
  };
};

/** Capacity that no worker of a benchmark uses up; everything else about a budget costs what it costs. */
const UNLIMITED = 1_000_000_000;

const benchVendor = (id: VendorId, oldest: number, unlimited: boolean): Vendor => {
  const vendor = vendors[id];
  return {
    ...vendor,
    limits: unlimited ? vendor.limits.map((limit) => ({ ...limit, capacity: UNLIMITED })) : vendor.limits,
    resources: vendor.resources.map((resource) => {
      const { listing } = resource;
      // A simulated past is short: month by month back to 2010 would ask for empty months.
      const shorter = { ...listing, earliest: Math.floor((oldest - DAY) / 1_000) };
      return listing.maxWindowSeconds === undefined ? resource : { ...resource, listing: shorter };
    }),
  };
};

export interface BenchShop {
  readonly vendor: Vendor;
  readonly ref: ShopRef;
  readonly deps: JobDeps;
  readonly table: BenchTable;
  /** One cycle of a resource by one worker, in slices of 300 s as in the sync function. Returns rows and writes of the cycle. */
  cycle(resource: ResourceName, track: Track): Promise<{ rows: number; written: number }>;
  /** One slice of a cycle that is due, and no more: no look at the state before or after. */
  slice(resource: ResourceName, track: Track): Promise<void>;
  /** The vendor's limits are as if nobody had called for long, and the worker holds no calls that it has drawn before. */
  refill(): Promise<void>;
  /** What `work` uses. */
  measure(work: () => Promise<unknown>): Promise<Usage>;
}

export interface BenchShopOptions {
  readonly id?: string;
  /** False: the vendor's published limits hold (and the simulator does not count). */
  readonly unlimited?: boolean;
}

/** As a tenant would, on a table that nobody looks at. */
const register = async (
  { started }: SimulatorProcess,
  id: VendorId,
  deps: JobDeps,
  secrets: ReadonlyMap<string, ShopAccess>,
): Promise<NonNullable<SimulatorProcess["access"]>> => {
  const { shop } = await registerShop(
    "bench",
    {
      id: "registered",
      vendor: id,
      name: "Bench",
      credentials: started.credentials,
      settings: started.settings,
      hosts: started.hosts,
      since: new Date(started.oldest - DAY).toISOString(),
    },
    {
      ...deps,
      ...createStores(new MemoryTable()),
      publicUrl: "https://connector.test",
      readSigningKey: async () => "",
      allowShopHosts: true,
      trialCallsPerMinute: 1_000,
    },
  );
  return { shop, access: secrets.get(deps.secretName(refOf(shop)))! };
};

/** A registered shop of the simulator, and one worker for it. */
export const openBenchShop = async (
  simulator: SimulatorProcess,
  id: VendorId,
  table: BenchTable,
  options: BenchShopOptions = {},
): Promise<BenchShop> => {
  const { started } = simulator;
  const vendor = benchVendor(id, started.oldest, options.unlimited ?? true);
  const secrets = new Map<string, ShopAccess>();
  let calls = 0;
  let received = 0;
  const send = createSend(fetch, Date.now);
  const deps: JobDeps & { randomId: () => string } = {
    clock: Date.now,
    sleep: (milliseconds) => setTimeout(milliseconds),
    random: Math.random,
    randomId: randomUUID,
    log: () => undefined,
    queues: { send: async (_queue: string, _messages: readonly QueueMessage[]) => undefined },
    secrets: {
      get: async (name) => secrets.get(name),
      put: async (name, access) => {
        secrets.set(name, access);
      },
      delete: async (name) => {
        secrets.delete(name);
      },
    },
    send: async (request) => {
      const answer = await send(request);
      calls += 1;
      received += Buffer.byteLength(answer.body);
      return answer;
    },
    vendor: () => vendor,
    secretName: (ref) => `${ref.tenant}/${ref.shop}`,
    metric: () => undefined,
    notifyShop: async () => undefined,
    lease: 305_000,
    ...createStores(table.table),
  };
  // Once per simulator: a code that a person brought from a consent page is worth nothing the second time.
  simulator.access ??= await register(simulator, id, deps, secrets);
  const shop: Shop = { ...simulator.access.shop, id: options.id ?? "shop", hookToken: randomUUID() };
  await deps.shops.create(shop);
  secrets.set(deps.secretName(refOf(shop)), simulator.access.access);
  const ref = refOf(shop);

  let shopOpen: OpenShop | undefined;
  /** Opened once, as a worker does for all due resources of a shop. */
  const opened = async (): Promise<OpenShop> => {
    shopOpen ??= await openShop((await deps.shops.get(ref))!, deps);
    return shopOpen;
  };

  const look = async (): Promise<Usage> => {
    const { user, system } = process.cpuUsage();
    return {
      wall: performance.now(),
      calls,
      received,
      ...table.used,
      workerCpu: (user + system) / 1_000,
      simulatorCpu: await simulator.cpu(),
      engineCpu: table.kind === "engine" ? engineCpu() : undefined,
    };
  };

  return {
    vendor,
    ref,
    deps,
    table,
    async cycle(name, track) {
      const resource = resourceOf(vendor, name);
      await deps.states.schedule(ref, name, track, Date.now());
      for (;;) {
        const ended = await runSlice(await opened(), { resource, track, deadline: Date.now() + 240_000 }, deps);
        const { outcome } = ended;
        if (outcome === "more") continue;
        if (ended.outcome === "later") {
          await setTimeout(ended.retryAt - Date.now());
          continue;
        }
        const state = await deps.states.get(ref, name, track);
        if (outcome !== "done" || !state.lastCycle)
          throw new Error(`${id} ${name} ${track}: ${outcome} ${state.error?.message ?? ""}`);
        return { rows: state.lastCycle.rows, written: state.lastCycle.written };
      }
    },
    async slice(name, track) {
      const { outcome } = await runSlice(
        await opened(),
        { resource: resourceOf(vendor, name), track, deadline: Date.now() + 240_000 },
        deps,
      );
      if (outcome !== "done") throw new Error(`${id} ${name} ${track}: ${outcome}`);
    },
    async refill() {
      shopOpen = undefined;
      await opened();
      const buckets = vendor.operations.flatMap((operation) => bucketsOf(vendor, shop, operation));
      for (const key of new Set(buckets.map((bucket) => bucket.key))) await table.table.delete(keys.budget(key));
    },
    async measure(work) {
      const before = await look();
      await work();
      const after = await look();
      return difference(after, before);
    },
  };
};

export const resourceOf = (vendor: Vendor, name: ResourceName): Resource => {
  const resource = vendor.resources.find((one) => one.name === name);
  if (!resource) throw new Error(`${vendor.id} has no resource ${name}`);
  return resource;
};

const difference = (after: Usage, before: Usage): Usage => ({
  wall: after.wall - before.wall,
  calls: after.calls - before.calls,
  received: after.received - before.received,
  readUnits: after.readUnits - before.readUnits,
  writeUnits: after.writeUnits - before.writeUnits,
  requests: after.requests - before.requests,
  tableBytes: after.tableBytes - before.tableBytes,
  workerCpu: after.workerCpu - before.workerCpu,
  simulatorCpu: after.simulatorCpu - before.simulatorCpu,
  engineCpu:
    after.engineCpu === undefined || before.engineCpu === undefined ? undefined : after.engineCpu - before.engineCpu,
});
