import { randomUUID } from "node:crypto";
import * as z from "zod";
import { createHandler as createSync } from "../../functions/sync.ts";
import { createHandler as createTick } from "../../functions/tick.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { functionNamed } from "../../infra/topology.ts";
import { RetryLater } from "../../shared/core/errors.ts";
import type { QueueName } from "../../shared/core/ports.ts";
import type { Table } from "../../shared/core/table.ts";
import { MINUTE, SECOND } from "../../shared/core/time.ts";
import { type Resource, type Vendor, type VendorId, vendorIds } from "../../shared/core/vendor.ts";
import type { Deps } from "../../shared/lambda/wiring.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { Shop } from "../../shared/stores/shops.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { FairQueue } from "../faults/neighbours/lambda.ts";
import { VirtualTime } from "../faults/runs/time.ts";
import { createTestStack } from "../helpers/memory-deps.ts";
import { billTable } from "./billed-table.ts";

export interface Fleet {
  readonly shops: number;
  /** Workers of the queue `sync`. */
  readonly workers: number;
  /** Milliseconds of a vendor's answer. */
  readonly latency: number;
  readonly minutes: number;
  /** Resources of a shop, each of one page: what differs between vendors is in their own benchmarks. */
  readonly resources: number;
  /** It answers nothing from the second minute on. */
  readonly silent?: VendorId;
}

export interface Kept {
  /** Between two readings of a resource, of shops whose vendor answers: seconds. */
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  readonly readings: number;
  /** Most messages in work at a time. */
  readonly most: Readonly<Record<"sync" | "news" | "slow" | "backfill", number>>;
  /** Requests to the table for each reading of a resource. */
  readonly requests: number;
  /** Units of the table for each reading, of every 64th request. */
  readonly units: { readonly read: number; readonly write: number };
  /** Runs of `tick` that left due work to the next minute. */
  readonly leftOver: number;
  /** Calls of the silent vendor in each minute of the last third, for each of its shops. */
  readonly probes: number;
}

const TABLE = 5;
const QUEUE = 8;
/** Billing a request reads its item before and after: one in so many is enough to know the mean. */
const BILLED = 64;
const START = Date.UTC(2026, 10, 20, 3);
const SHOPS_OF_A_TENANT = 7;

const lightVendor = (id: VendorId, count: number): Vendor => {
  const real = vendors[id];
  const [operation] = real.operations;
  const list = { ...operation!, id: "light.list", buckets: [], answer: z.any() };
  const resources = real.resources.slice(0, count).map(
    ({ name, id: idOf, normalize }): Resource => ({
      name,
      everySeconds: 60,
      looks: [],
      listing: {
        operation: list.id,
        strategy: "snapshot",
        paging: "offset",
        pageSize: 50,
        call: () => ({}),
        read: () => ({ rows: [], total: 0 }),
      },
      id: idOf,
      normalize,
    }),
  );
  return {
    ...real,
    operations: [list],
    resources,
    limits: [],
    authorize: async () => ({ token: "token" }),
    request: (_operation, _input, { settings }) => ({
      method: "GET",
      url: `http://${id}.test/${String(settings.shop)}`,
      headers: {},
    }),
    judge: () => ({}),
  };
};

const shopOf = (index: number): Shop => ({
  tenant: `tenant-${Math.floor(index / SHOPS_OF_A_TENANT)}`,
  id: `shop-${index}`,
  vendor: vendorIds[index % vendorIds.length]!,
  name: "light",
  health: "healthy",
  settings: { shop: index },
  account: `account-${index}`,
  schedule: { "*": 60 },
  hookToken: `hook-${index}`,
  createdAt: new Date(START - 30 * 24 * 60 * MINUTE).toISOString(),
});

/** Shops of all vendors under the real `tick` and `sync`, fair queues and a table that takes its time, in virtual time. */
export const keepFleet = async (fleet: Fleet): Promise<Kept> => {
  const time = new VirtualTime(START);
  const inner = new MemoryTable();
  const light = new Map(vendorIds.map((id) => [id, lightVendor(id, fleet.resources)]));
  const counts = { requests: 0, probes: 0, readings: 0, leftOver: 0 };
  const billed = { read: 0, write: 0, requests: 0 };
  const billedTable = billTable(inner, billed);
  const most = { sync: 0, news: 0, slow: 0, backfill: 0 };
  const last = new Map<string, number>();
  const gaps: number[] = [];
  const end = START + fleet.minutes * MINUTE;
  const table: Table = new Proxy<Table>(inner, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        counts.requests += 1;
        const isBilled = counts.requests % BILLED === 0;
        await time.sleep(TABLE);
        if (isBilled) return (Reflect.get(billedTable, name) as (...all: unknown[]) => unknown)(...args);
        return (method as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  const stack = createTestStack({ clock: time.now });
  const session = { token: "token" };
  const secrets = {
    get: async () => ({ credentials: {}, session }),
    put: async () => undefined,
    delete: async () => undefined,
  };
  const queues = {} as Record<QueueName, FairQueue>;
  const deps = {
    ...stack.deps,
    clock: time.now,
    sleep: time.sleep,
    random: seededRandom(5),
    log: (_level, message) => {
      if (message === "work-left-over") counts.leftOver += 1;
    },
    table,
    ...createStores(table),
    secrets,
    vendor: (id: VendorId) => light.get(id)!,
    ownedBy: (_: string, wrap = (one: Table) => one) => {
      const own = wrap(table);
      return { table: own, ...createStores(own), secrets };
    },
    send: async (request) => {
      const { hostname, pathname } = new URL(request.url);
      const vendor = hostname.split(".")[0];
      if (vendor === fleet.silent && time.now() > START + 2 * MINUTE) {
        if (time.now() > end - (fleet.minutes / 3) * MINUTE) counts.probes += 1;
        await time.sleep(request.timeout ?? 60 * SECOND);
        throw new RetryLater("no answer");
      }
      counts.readings += 1;
      // Six of a shop come together: the first one of them speaks for all.
      const before = last.get(pathname);
      if (vendor !== fleet.silent && before !== undefined && time.now() - before > 20 * SECOND)
        gaps.push((time.now() - before) / SECOND);
      if (before === undefined || time.now() - before > 20 * SECOND) last.set(pathname, time.now());
      await time.sleep(fleet.latency);
      return { status: 200, headers: {}, body: "{}", receivedAt: time.now() };
    },
    queues: {
      send: async (queue, messages) => {
        await time.sleep(QUEUE);
        for (const message of messages) queues[queue]?.add(message);
      },
    },
  } as Deps;
  const context = (seconds: number) => {
    const until = time.now() + seconds * SECOND;
    return { getRemainingTimeInMillis: () => until - time.now() };
  };
  for (const trigger of functionNamed("sync").startedBy) {
    if (trigger.type !== "queue") continue;
    const name = trigger.queue as keyof typeof most;
    // Instances live on: each remembers what it has seen of its vendors.
    const idle: ReturnType<typeof createSync>[] = [];
    let busy = 0;
    const workers = (name === "sync" ? fleet.workers : trigger.maxConcurrency) * trigger.batchSize;
    queues[name] = new FairQueue(time, { fifo: false, workers }, async ({ body }) => {
      const handler = idle.pop() ?? createSync(deps);
      busy += 1;
      most[name] = Math.max(most[name], busy);
      const event = { Records: [{ messageId: randomUUID(), body: JSON.stringify(body) }] };
      await handler(event, context(300)).catch(() => undefined);
      busy -= 1;
      idle.push(handler);
    });
  }
  const setUp = createStores(inner).shops;
  for (let index = 0; index < fleet.shops; index += 1) {
    const shop = shopOf(index);
    await setUp.create(shop);
    await setUp.schedule({ kind: "shop", tenant: shop.tenant, id: shop.id, dueAt: START });
  }
  const tick = (): void => {
    // Nobody reads the stream here, and it would hold every version of every item.
    inner.stream.length = 0;
    for (let part = 0; part < 4; part += 1)
      void createTick(deps)({ part, parts: 4 }, context(55)).catch(() => undefined);
    time.after(MINUTE, tick);
  };
  time.after(2 * SECOND, tick);
  await time.pass(end - START);
  gaps.sort((one, other) => one - other);
  const at = (share: number): number => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0;
  const silentShops = fleet.silent ? Math.ceil(fleet.shops / vendorIds.length) : 1;
  return {
    p50: at(0.5),
    p95: at(0.95),
    longest: at(1),
    readings: counts.readings,
    most,
    requests: counts.requests / counts.readings,
    units: {
      read: (billed.read * BILLED) / counts.readings,
      write: (billed.write * BILLED) / counts.readings,
    },
    leftOver: counts.leftOver,
    probes: counts.probes / (fleet.minutes / 3) / silentShops,
  };
};
