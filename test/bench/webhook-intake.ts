import { createHmac, randomUUID } from "node:crypto";
import * as http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { startSandbox } from "../../infra/local/sandbox.ts";
import { queryAll } from "../../shared/core/table.ts";
import { createDeliveryStore } from "../../shared/stores/deliveries.ts";
import { type DeliveryOutcome, outcomesOf } from "../../shared/stores/delivery-items.ts";
import { keys } from "../../shared/stores/keys.ts";
import { median, rounded } from "./report.ts";
import { newTenant, registered } from "./webhook-shop.ts";
import { percentile, startWebhookWorld, until, type WebhookWorld } from "./webhook-world.ts";

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

/** Deliveries of one shop at a steady rate, while nothing fails, while the queue is down, or while the process is killed. */
export const intakeRun = async (
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
