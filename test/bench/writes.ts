import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "../../infra/local/client.ts";
import { serve } from "../../infra/sandbox/simulator.ts";
import type { VendorSimulator } from "../../infra/sandbox/types.ts";
import { HOUR } from "../../shared/core/time.ts";
import { atLeast, atMost, type Benchmark, median, rounded } from "./report.ts";
import { startWebhookWorld, until } from "./webhook-world.ts";
import { ENTITIES, made, orders, simulatedShop, writesInMemory } from "./writes-in-memory.ts";

/** The stack of `npm start`, with the vendor in this process. `latency`: what each call to the vendor takes. */
const startShops = async (latency: number) => {
  const parts = new AsyncDisposableStack();
  const world = parts.use(await startWebhookWorld());
  const open = async (tenant: string, seed: number) => {
    const simulator = simulatedShop(seed);
    const slow: VendorSimulator = Object.create(simulator, {
      handle: {
        value: (request: Parameters<VendorSimulator["handle"]>[0]) => {
          const outcome = simulator.handle(request);
          return outcome.kind === "timeout" ? outcome : { ...outcome, delay: outcome.delay + latency };
        },
      },
    });
    const served = parts.use(await serve(slow));
    await world.operator.post("/v1/tenants", { id: tenant, name: tenant });
    const { key } = await world.operator.post(`/v1/tenants/${tenant}/keys`, { name: "bench", scope: "admin" });
    const client = await import("../../infra/local/client.ts").then(({ createClient }) =>
      createClient(world.apiUrl, key),
    );
    await client.post("/v1/shops", {
      id: tenant,
      vendor: "kiotviet",
      name: tenant,
      since: new Date(Date.now() - HOUR).toISOString(),
      credentials: simulator.credentials,
      settings: simulator.settings,
      hosts: simulator.hosts(served.url),
    });
    await until(`the first cycles of ${tenant}`, 120, async () => {
      const { data } = await client.get<{ data: { resource: string; state: string }[] }>(`/v1/shops/${tenant}/sync`);
      return ["products", "orders", "inventory"].every(
        (name) => data.find(({ resource }) => resource === name)?.state === "current",
      );
    });
    return { client, simulator, tenant };
  };
  return { open, [Symbol.asyncDispose]: () => parts.disposeAsync() };
};

type OpenShop = Awaited<ReturnType<Awaited<ReturnType<typeof startShops>>["open"]>>;

/** Time until the outcome of single writes, and until their first attempt, in milliseconds. */
const single = async ({ client, simulator, tenant }: OpenShop, count: number, name: string) => {
  const times: number[] = [];
  const first: number[] = [];
  for (const [index, order] of orders(simulator, count, name).entries()) {
    const began = performance.now();
    const { id } = await post(client, tenant, order, `${name}-${index}`);
    let write: { state: string; createdAt: string; firstAttemptAt?: string };
    do {
      await sleep(15);
      write = await client.get(`/v1/shops/${tenant}/writes/${id}`);
    } while (write.state !== "succeeded");
    times.push(performance.now() - began);
    first.push(Date.parse(write.firstAttemptAt!) - Date.parse(write.createdAt));
  }
  return { times, first };
};

const post = (client: Client, tenant: string, body: unknown, key: string) =>
  client.post(`/v1/shops/${tenant}/orders`, body, { "idempotency-key": key });

export const writes: Benchmark = {
  name: "writes",
  title: "writes: how fast, how soon, and what a neighbour's burst costs",
  async run({ quick, log }) {
    const count = quick ? 100 : 1_000;
    const few = quick ? 4 : 15;
    log(`${count} orders of ${ENTITIES} customers, table in memory`);
    const memory = await writesInMemory(count);
    const memoryRate = (count * 1_000) / memory.performing;

    log("the same through the local stack");
    let localRate = 0;
    let firstAttempt: number[] = [];
    {
      await using shops = await startShops(0);
      const shop = await shops.open("one", 2);
      firstAttempt = (await single(shop, few, "single")).first;
      const began = performance.now();
      await post(shop.client, shop.tenant, orders(shop.simulator, count, "burst"), "burst");
      await until("the orders are made", 180, async () => made(shop.simulator, "burst") === count);
      localRate = (count * 1_000) / (performance.now() - began);
    }

    log("a neighbour's burst, the vendor taking 150 ms for each call");
    let alone: number[] = [];
    let beside: number[] = [];
    {
      await using shops = await startShops(150);
      const quiet = await shops.open("quiet", 3);
      const noisy = await shops.open("noisy", 4);
      alone = (await single(quiet, few, "alone")).times;
      const burst = await post(noisy.client, noisy.tenant, orders(noisy.simulator, count, "burst"), "burst");
      if (!burst) throw new Error("no answer to the burst");
      beside = (await single(quiet, few, "beside")).times;
      const left = count - made(noisy.simulator, "burst");
      log(`${left} of the neighbour's writes were still waiting at the end`);
    }
    const delay = median(beside) / median(alone);
    const requests = memory.requests.reduce((sum, [, times]) => sum + times, 0);
    const ofEach = memory.requests.filter(([, times]) => times >= 0.01).sort(([, one], [, other]) => other - one);
    return {
      tables: [
        {
          title: `${count} orders of ${ENTITIES} customers of one shop, the vendor without limits`,
          columns: ["", "per second"],
          rows: [
            ["accepted by the API, table in memory", (count * 1_000) / memory.accepting],
            ["carried out and read back, table in memory", memoryRate],
            ["accepted and carried out, local stack", localRate],
          ],
        },
        {
          title: "requests to the table, table in memory",
          columns: ["", "requests"],
          rows: [["for a write, from its acceptance to its reading back", requests], ...ofEach],
        },
        {
          title: "milliseconds, median",
          columns: ["", "median"],
          rows: [
            ["from the API call to the first attempt, local stack", median(firstAttempt)],
            ["a write alone, vendor at 150 ms", median(alone)],
            ["a write beside a neighbour's burst", median(beside)],
          ],
        },
      ],
      figures: {
        writes: count,
        memoryPerSecond: rounded(memoryRate),
        requestsPerWrite: rounded(requests),
        localPerSecond: rounded(localRate),
        firstAttemptMilliseconds: rounded(median(firstAttempt)),
        aloneMilliseconds: rounded(median(alone)),
        besideMilliseconds: rounded(median(beside)),
      },
      bars: [
        atLeast("writes per second, table in memory", memoryRate, 200),
        atLeast("writes per second, local stack", localRate, 200),
        atMost("requests to the table for a write, acceptance included", requests, 6.7),
        atMost("first attempt, median milliseconds", median(firstAttempt), 1_000),
        atMost("a write beside a neighbour's burst, times a write alone", delay, 2),
      ],
    };
  },
};
