import { createHmac, randomUUID } from "node:crypto";
import * as http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { createClient } from "../../infra/local/client.ts";
import { startSandbox } from "../../infra/local/sandbox.ts";
import { simulators } from "../../infra/local/sandbox-shops.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import { serve } from "../../infra/sandbox/serve.ts";
import type { VendorSimulator } from "../../infra/sandbox/types.ts";
import type { OutgoingEvent } from "../../shared/core/events.ts";
import { eventId } from "../../shared/core/events.ts";
import type { QueueMessage } from "../../shared/core/ports.ts";
import { queryAll } from "../../shared/core/table.ts";
import type { VendorId } from "../../shared/core/vendor.ts";
import { createPostEvent } from "../../shared/http/post-event.ts";
import { createStores } from "../../shared/stores/all.ts";
import { createDeliveryStore } from "../../shared/stores/deliveries.ts";
import { type DeliveryOutcome, outcomesOf } from "../../shared/stores/delivery-items.ts";
import type { Endpoint } from "../../shared/stores/endpoints.ts";
import { keys } from "../../shared/stores/keys.ts";
import { deliverEvents } from "../../shared/usecases/events/deliver-events.ts";
import { queueFor } from "../../shared/usecases/events/fan-out-events.ts";
import { signingSecret } from "../../shared/usecases/events/signing-secret.ts";
import { vendors } from "../../shared/vendors/registry.ts";
import { startReceiver } from "../flows/webhooks/receiver.ts";
import { atLeast, atMost, type Bar, type Benchmark, median, rounded } from "./report.ts";
import { percentile, startWebhookWorld, until, type WebhookWorld } from "./webhook-world.ts";

const DAY = 86_400_000;

const newTenant = async (world: WebhookWorld, id: string): Promise<ReturnType<typeof createClient>> => {
  await world.operator.post("/v1/tenants", { id, name: id });
  const { key } = await world.operator.post<{ key: string }>(`/v1/tenants/${id}/keys`, {
    name: "bench",
    scope: "admin",
  });
  return createClient(world.apiUrl, key);
};

const registered = async (
  client: ReturnType<typeof createClient>,
  id: string,
  shop: { vendor: VendorId; credentials: object; settings: object; hosts: object },
  resources: readonly string[],
): Promise<void> => {
  const since = new Date(Date.now() - 3 * DAY).toISOString();
  await client.post("/v1/shops", { id, name: id, since, ...shop });
  await until(`the first cycles of ${id}`, 120, async () => {
    const status = await client.get<{ data: { resource: string; state: string }[] }>(`/v1/shops/${id}/sync`);
    return resources.every((name) => status.data.find(({ resource }) => resource === name)?.state === "current");
  });
  await until(`the webhooks of ${id}`, 60, async () => {
    const { state } = await client.get<{ state: string }>(`/v1/shops/${id}/webhooks`);
    return state === "registered";
  });
};

/* ------------------------------------------------------------------ intake */

interface Sent {
  readonly id: string;
  readonly milliseconds: number;
  readonly status: number | undefined;
}

/** At a steady rate, each from its own due time on: a slow answer does not slow the next request. */
const sendAll = async (
  address: string,
  secret: string,
  orders: readonly string[],
  count: number,
  rate: number,
  retry: boolean,
): Promise<Sent[]> => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
  const post = (body: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const signature = createHmac("sha256", secret).update(body).digest("hex");
      const headers = { "content-type": "application/json", "x-hub-signature": `sha1=${signature}` };
      const request = http.request(address, { method: "POST", agent, headers, timeout: 5_000 }, (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode));
      });
      request.once("timeout", () => request.destroy());
      request.once("error", () => resolve(undefined));
      request.end(body);
    });
  const began = Date.now();
  const sent = await Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Sent> => {
      const id = randomUUID();
      const due = began + (index * 1_000) / rate;
      await sleep(Math.max(0, due - Date.now()));
      const started = performance.now();
      for (let attempt = 1; ; attempt += 1) {
        const order = orders[index % orders.length];
        const notification = { Action: "order.update.500400541", Data: [{ Id: Number(order) }] };
        const status = await post(JSON.stringify({ Id: id, Attempt: attempt, Notifications: [notification] }));
        if (status === 200 || !retry || attempt === 10)
          return { id, milliseconds: performance.now() - started, status };
        await sleep(1_000);
      }
    }),
  );
  agent.destroy();
  return sent;
};

/** What became of the deliveries: by the vendor's id of each. */
const whatBecame = async (world: WebhookWorld, tenant: string) => {
  const partition = keys.deliveries({ tenant, shop: "shop" });
  const deliveries = createDeliveryStore(world.table);
  const stored = new Map<string, number>();
  const processed = new Map<string, number>();
  const outcomes = new Map<string, DeliveryOutcome>();
  const ids: string[] = [];
  for await (const item of queryAll(world.table, { pk: partition, fields: ["method", "outcome", "outcomes"] })) {
    if (item.method !== undefined) ids.push(item.sk);
    for (const [id, outcome] of outcomesOf(item)) outcomes.set(id, outcome);
  }
  for (const id of ids) {
    const delivery = await deliveries.get(partition, id);
    const vendorId = String((JSON.parse(Buffer.from(delivery!.body).toString("utf8")) as { Id: string }).Id);
    stored.set(vendorId, (stored.get(vendorId) ?? 0) + 1);
    const outcome = outcomes.get(id);
    if (outcome?.state === "processed" && outcome.duplicateOf === undefined)
      processed.set(vendorId, (processed.get(vendorId) ?? 0) + 1);
  }
  return { stored, processed, open: ids.filter((id) => !outcomes.has(id)).length };
};

const intakeRun = async (
  what: "steady" | "queue down" | "process killed",
  count: number,
  rate: number,
): Promise<Record<string, number>> => {
  await using world = await startWebhookWorld();
  await using sandbox = await startSandbox({ vendors: ["kiotviet"], size: 100 });
  const client = await newTenant(world, "bench");
  await registered(client, "shop", sandbox.shops[0]!, ["orders"]);
  const { address, secret } = await client.get<{ address: string; secret: string }>(
    "/v1/shops/shop/webhooks/instructions",
  );
  const orders = (await client.get<{ data: { id: string }[] }>("/v1/shops/shop/orders?limit=100")).data.map(
    ({ id }) => id,
  );
  // Warm: a cold container is AWS's business.
  const warm = await sendAll(address, secret, orders, 50, 100, true);
  const sending = sendAll(address, secret, orders, count, rate, what === "process killed");
  if (what === "queue down") {
    world.queue.down = true;
    await sleep(10_000);
    world.queue.down = false;
  }
  if (what === "process killed") {
    await sleep((count / rate) * 500);
    await world.killAndRestart();
  }
  const sent = await sending;
  const began = Date.now();
  await until("all deliveries worked off", 400, async () => (await whatBecame(world, "bench")).open === 0);
  const worked = Date.now() - began;
  const { stored, processed } = await whatBecame(world, "bench");
  const acknowledged = [...warm, ...sent].filter(({ status }) => status === 200);
  const times = sent.map(({ milliseconds }) => milliseconds);
  return {
    sent: sent.length,
    acknowledged: sent.filter(({ status }) => status === 200).length,
    p50: rounded(median(times)),
    p99: rounded(percentile(times, 0.99)),
    longest: rounded(Math.max(...times)),
    notStored: acknowledged.filter(({ id }) => !stored.has(id)).length,
    notProcessed: acknowledged.filter(({ id }) => !processed.has(id)).length,
    processedTwice: [...processed.values()].filter((times) => times > 1).length,
    repeatedByVendor: [...stored.values()].filter((times) => times > 1).length,
    secondsToWorkOff: rounded(worked / 1_000),
  };
};

/* ---------------------------------------------------------- from end to end */

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

const endToEnd = async (changes: number, log: (line: string) => void) => {
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

/* --------------------------------------------------------------------- out */

/** 10,000 events, an endpoint that is at its worst, and a clock that skips the waiting. */
const outgoing = async (count: number) => {
  await using receiver = await startReceiver();
  const random = seededRandom(3);
  let offset = 0;
  const clock = (): number => Date.now() + offset;
  const table = new MemoryTable();
  const stores = createStores(table);
  const messages: QueueMessage[] = [];
  const key = "signing-key-of-the-benchmark-0123456789";
  const verifier = new Webhook(signingSecret(key, { tenant: "bench", id: "endpoint" }, 1));
  const answers = { taken: 0, failed: 0, limited: 0, silent: 0, cut: 0, unverified: 0 };
  const taken = new Map<string, number>();
  receiver.answer = (response, { headers, body }) => {
    // The verifier looks at the machine's clock.
    const now = Date.now;
    Date.now = () => now() + offset;
    try {
      verifier.verify(body, headers as Record<string, string>);
    } catch {
      answers.unverified += 1;
    } finally {
      Date.now = now;
    }
    receiver.received.length = 0;
    const dice = random();
    if (dice < 0.14) {
      answers.failed += 1;
      response.writeHead(500).end("broken");
    } else if (dice < 0.2) {
      answers.limited += 1;
      response.writeHead(429, { "retry-after": "1" }).end();
    } else if (dice < 0.24) answers.silent += 1;
    else if (dice < 0.3) {
      answers.cut += 1;
      response.destroy();
    } else {
      answers.taken += 1;
      const id = String(headers["webhook-id"]);
      taken.set(id, (taken.get(id) ?? 0) + 1);
      response.writeHead(200).end("ok");
    }
  };
  const endpoint: Endpoint = {
    tenant: "bench",
    id: "endpoint",
    url: receiver.url,
    payload: "thin",
    concurrency: 20,
    ratePerSecond: 100_000,
    state: "enabled",
    createdAt: "",
    secrets: [{ generation: 1, hint: "" }],
  };
  await stores.endpoints.create(endpoint);
  const deps = {
    ...stores,
    clock,
    random,
    randomId: randomUUID,
    metric: () => undefined,
    log: () => undefined,
    queues: { send: async (_: string, more: readonly QueueMessage[]) => void messages.push(...more) },
    readSigningKey: async () => key,
    readPrivacyKey: async () => key,
    config: { publicUrl: "https://api.example" },
    post: createPostEvent({ clock, allowLocal: true, timeout: 250 }),
    sleep: (milliseconds: number) => sleep(milliseconds),
  };
  const events = Array.from({ length: count }, (_, index): OutgoingEvent => {
    const record = String(index % 2_000);
    const at = clock();
    const data = { id: record, version: index, seq: index + 1 };
    return {
      id: eventId(at, index),
      type: "orders.updated",
      at,
      shop: "shop",
      resource: "orders",
      record,
      seq: index + 1,
      data,
    };
  });
  const began = performance.now();
  for (let at = 0; at < events.length; at += 500) await queueFor(endpoint, events.slice(at, at + 500), deps);
  let rounds = 0;
  while (taken.size < count && rounds < 100_000) {
    rounds += 1;
    const message = messages.sort((left, right) => (left.delaySeconds ?? 0) - (right.delaySeconds ?? 0)).shift();
    if (message) offset += (message.delaySeconds ?? 0) * 1_000;
    else {
      // Later than a message can wait: the due index.
      offset += 60_000;
    }
    messages.length = 0;
    await deliverEvents(
      { tenant: "bench", endpoint: "endpoint" },
      { deadline: clock() + 3_600_000, lease: 7_200_000 },
      deps,
    );
  }
  return {
    events: count,
    arrived: taken.size,
    missing: count - taken.size,
    twice: [...taken.values()].filter((times) => times > 1).length,
    ...answers,
    virtualHours: rounded(offset / 3_600_000),
    seconds: rounded((performance.now() - began) / 1_000),
  };
};

/* --------------------------------------------------------------------- all */

export const webhooks: Benchmark = {
  name: "webhooks",
  title: "webhooks in and out: nothing dropped, nothing forged, minutes become seconds",
  async run({ quick, log }) {
    // Of one shop more are not stored in a minute: it is read instead.
    const count = quick ? 200 : 1_000;
    const bars: Bar[] = [];
    const intake: Record<string, Record<string, number>> = {};
    for (const what of ["steady", "queue down", "process killed"] as const) {
      log(`intake, ${what}`);
      const figures = await intakeRun(what, count, 200);
      intake[what] = figures;
      bars.push(atMost(`${what}: acknowledged and not stored`, figures.notStored!, 0));
      bars.push(atMost(`${what}: acknowledged and not processed`, figures.notProcessed!, 0));
      // Of those that the vendor repeats, the last twenty are known: the others are asked for once more.
      if (figures.repeatedByVendor === 0) bars.push(atMost(`${what}: processed twice`, figures.processedTwice!, 0));
      bars.push(atLeast(`${what}: acknowledged`, figures.acknowledged!, count));
    }
    bars.push(atMost("steady: p99 of the answer", intake.steady!.p99!, 100, " ms"));
    log("from a vendor's change to the tenant's endpoint");
    const change = await endToEnd(quick ? 20 : 120, log);
    bars.push(atMost("change to endpoint, p95", change.p95, 3_000, " ms"));
    log("events to an endpoint that fails");
    const out = await outgoing(quick ? 500 : 10_000);
    bars.push(atMost("events that did not arrive", out.missing, 0));
    bars.push(atMost("signatures that the standard's verifier refuses", out.unverified, 0));
    return {
      tables: [
        {
          title: `intake: ${count} deliveries at 200 per second`,
          columns: ["figure", ...Object.keys(intake)],
          rows: Object.keys(intake.steady!).map((name) => [name, ...Object.values(intake).map((one) => one[name])]),
        },
        {
          title: "from a vendor's change to the tenant's endpoint",
          columns: ["figure", "value"],
          rows: Object.entries(change),
        },
        {
          title: "out, to an endpoint that fails 30 % of the time",
          columns: ["figure", "value"],
          rows: Object.entries(out),
        },
      ],
      figures: { intake, change, out },
      bars,
    };
  },
};
