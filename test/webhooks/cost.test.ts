import { createHmac } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../functions/deliver.ts";
import { createKiotVietSimulator } from "../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../infra/sandbox/simulator.ts";
import type { Table } from "../../shared/core/table.ts";
import { keys } from "../../shared/stores/keys.ts";
import { fanOutChanges } from "../../shared/usecases/events/fan-out-events.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const open: (Served | Receiver)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

const haltsKey = JSON.stringify(keys.halts());

/** Counts requests to the table from here on. What operators have stopped an instance asks every 15 seconds, whatever it does. */
const counted = (table: Table): { requests: number } => {
  const count = { requests: 0 };
  for (const name of ["get", "getMany", "put", "update", "delete", "insert", "query", "transact"] as const) {
    const method = table[name] as ((...input: unknown[]) => unknown) | undefined;
    if (!method) continue;
    Object.assign(table, {
      [name]: (...input: unknown[]) => {
        if (JSON.stringify(input[0]) !== haltsKey) count.requests += 1;
        return method.apply(table, input);
      },
    });
  }
  return count;
};

const deliver = async (stack: WebhookStack): Promise<void> => {
  for (const { body } of stack.queues.deliveries.splice(0))
    await createDeliver(stack.depsOf("deliver"))(
      { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
      { getRemainingTimeInMillis: () => 30_000 },
    );
};

test("a change costs few requests to the table on its way from the vendor to an endpoint", async () => {
  const stack = await createWebhookStack();
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(10);
  const served = await serve(simulator, { mostDelay: 0 });
  const receiver = await startReceiver();
  open.push(served, receiver);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  await stack.drain({ delayed: false });
  await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: receiver.url } });
  const { address, secret } = (await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key }))
    .body;
  const [order] = simulator.rows("orders") as [{ id: number }];
  const tell = () => {
    const notification = { Action: "order.update.1", Data: [{ Id: order.id }] };
    const body = JSON.stringify({ Id: crypto.randomUUID(), Notifications: [notification] });
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    return stack.intake("POST", address, { headers: { "x-hub-signature": `sha1=${signature}` }, body });
  };
  // The first delivery of a minute asks once more: both are of the same one.
  stack.advance(60_000 - (stack.now() % 60_000));
  // What is remembered for minutes is remembered now.
  await tell();
  await stack.work();
  await stack.drain({ delayed: false });
  await deliver(stack);
  stack.advance(20_000);
  const requests: Record<string, number> = {};
  const shown = () => JSON.stringify(simulator.rows("orders")[0]);
  const before = shown();
  for (let tries = 0; tries < 200 && shown() === before; tries += 1) simulator.change();
  expect(shown()).not.toBe(before);
  simulator.takeDeliveries();
  const count = counted(stack.table);
  const note = (name: string) => {
    requests[name] = count.requests;
    count.requests = 0;
  };
  await tell();
  note("intake");
  await stack.work();
  note("sync");
  await stack.drain({ delayed: false });
  note("publish");
  await deliver(stack);
  note("deliver");
  expect(receiver.received.length).toBeGreaterThan(0);
  // The delivery, and the shop whose secrets are kept out of it.
  expect(requests.intake).toBeLessThanOrEqual(2);
  // A dozen for the order itself. The others fetch the stock of its products, whose own stamp may not move, and look
  // whether all that the order names is stored, and whether a pulled record was under suspicion of being gone. Two, at
  // most twice a minute in a shop, wake polls that rest.
  expect(requests.sync).toBeLessThanOrEqual(28);
  // The stock of a product may have changed with the order: then it is published as well. Two for the feed over all
  // shops, and one card by which lists find the order.
  expect(requests.publish).toBeLessThanOrEqual(12);
  expect(requests.deliver).toBeLessThanOrEqual(10);
});

test("endpoints are read once for a batch of changes, whatever the shops and resources in it", async () => {
  const stack = await createWebhookStack();
  const count = counted(stack.table);
  const change = { version: 1, seq: 1, type: "updated" as const, fields: [], at: "2026-01-01T00:00:00.000Z" };
  const placed = ["shop-1", "shop-2"].flatMap((shop) =>
    ["orders", "products"].map((resource) => ({
      ref: { tenant: "acme", shop },
      changes: ["a", "b"].map((id) => ({ ...change, resource, id })),
    })),
  );
  await fanOutChanges(placed, stack.deps);
  expect(count.requests).toBe(1);
  const { id } = (
    await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: "http://127.0.0.1:9/" } })
  ).body;
  const queue = vi.spyOn(stack.deps.endpoints, "queue");
  count.requests = 0;
  await fanOutChanges(placed, stack.deps);
  // Besides: each event, the head of the line, and the note by which somebody comes.
  expect(count.requests).toBe(1 + 8 + 2);
  expect(queue.mock.calls.map(([, endpoint]) => endpoint)).toEqual([id]);
});
