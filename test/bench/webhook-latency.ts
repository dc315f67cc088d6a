import { setTimeout as sleep } from "node:timers/promises";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { serve } from "../../infra/sandbox/serve.ts";
import type { VendorSimulator } from "../../infra/sandbox/types.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { startReceiver } from "../flows/webhooks/receiver.ts";
import { median, rounded } from "./report.ts";
import { newTenant, registered } from "./webhook-shop.ts";
import { percentile, startWebhookWorld } from "./webhook-world.ts";

/** Notes when the vendor's change arose that a webhook tells of. */
const listening = (simulator: VendorSimulator, arose: Map<string, number[]>): VendorSimulator =>
  Object.create(simulator, {
    takeDeliveries: {
      value: () => {
        const taken = simulator.takeDeliveries();
        for (const { body, at } of taken) {
          for (const { resource, ids } of vendors[simulator.vendor].webhooks?.hints(JSON.parse(body)) ?? [])
            for (const id of ids) {
              const name = `${simulator.vendor}#${resource}#${id}`;
              arose.set(name, [...(arose.get(name) ?? []), at]);
            }
        }
        return taken;
      },
    },
  }) as VendorSimulator;

/** Milliseconds from a change at the vendor to the tenant's endpoint, of two shops in which much happens. */
export const endToEnd = async (changes: number, log: (line: string) => void) => {
  await using world = await startWebhookWorld();
  await using receiver = await startReceiver();
  const client = await newTenant(world, "bench");
  const arose = new Map<string, number[]>();
  const shops: VendorSimulator[] = [];
  await using served = new AsyncDisposableStack();
  for (const vendor of ["kiotviet", "pancake"] as const) {
    const simulator = (await simulators[vendor]!())({ now: Date.now, random: seededRandom(5) });
    simulator.seed(100);
    const listener = listening(simulator, arose);
    const server = served.use(await serve(listener, { mostDelay: 2_000 }));
    const { credentials, settings } = simulator;
    await registered(client, vendor, { vendor, credentials, settings, hosts: simulator.hosts(server.url) }, [
      "orders",
      "products",
      "customers",
    ]);
    // As `npm start` does.
    server.deliverWebhooks();
    shops.push(simulator);
  }
  await client.post("/v1/endpoints", {
    url: receiver.url,
    types: ["orders.*", "products.*", "customers.*", "invoices.*", "inventory.*"],
  });
  // The list of endpoints is remembered for a quarter of a minute.
  await sleep(16_000);
  arose.clear();
  const latencies: number[] = [];
  const untilAsked: number[] = [];
  const byKind = new Map<string, number[]>();
  receiver.answer = (response, { body }) => {
    response.writeHead(204).end();
    const { timestamp, data } = JSON.parse(body) as {
      timestamp: string;
      data: { shop: string; resource: string; id: string };
    };
    const { shop, resource, id } = data;
    const name = `${shop}#${resource}#${id}`;
    // The newest change that the event can show: what came after the vendor was asked has an event of its own.
    const times = arose.get(name) ?? [];
    const at = times.filter((time) => time <= Date.parse(timestamp)).at(-1);
    if (at === undefined) return;
    arose.set(
      name,
      times.filter((time) => time > at),
    );
    latencies.push(Date.now() - at);
    untilAsked.push(Date.parse(timestamp) - at);
    const kind = `${shop} ${resource}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), Date.now() - at]);
  };
  for (let change = 0; change < changes; change += 1) {
    for (const shop of shops) shop.change();
    await sleep(1_000);
    if (change % 30 === 29) log(`${change + 1} changes, median ${rounded(median(latencies))} ms`);
  }
  await sleep(5_000);
  return {
    changes: changes * shops.length,
    told: latencies.length,
    median: rounded(median(latencies)),
    p95: rounded(percentile(latencies, 0.95)),
    longest: rounded(Math.max(...latencies)),
    "until the vendor was asked: median": rounded(median(untilAsked)),
    "until the vendor was asked: p95": rounded(percentile(untilAsked, 0.95)),
    ...Object.fromEntries(
      [...byKind].map(([kind, times]) => [`${kind}, median of ${times.length}`, rounded(median(times))]),
    ),
  };
};
