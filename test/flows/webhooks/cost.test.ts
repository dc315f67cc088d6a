import { createHmac } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { Table } from "../../../shared/core/table.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { fanOutChanges } from "../../../shared/usecases/events/fan-out-events.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const open: (Served | Receiver)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

/** Items that one request of DynamoDB holds. */
const holds: Readonly<Record<string, number>> = { getMany: 100, insert: 25, writeMany: 25 };
const methods = ["get", "getMany", "put", "update", "delete", "insert", "writeMany", "query", "transact"] as const;

const haltsKey = JSON.stringify(keys.halts());

/** Counts requests to the table from here on. What operators have stopped an instance asks every 15 seconds, whatever it does. */
const counted = (table: Table): { requests: number } => {
  const count = { requests: 0 };
  for (const name of methods) {
    const method = table[name] as ((...input: unknown[]) => unknown) | undefined;
    if (!method) continue;
    Object.assign(table, {
      [name]: (...input: unknown[]) => {
        const most = holds[name];
        const made = most === undefined ? 1 : Math.ceil((input[0] as readonly unknown[]).length / most);
        if (JSON.stringify(input[0]) !== haltsKey) count.requests += made;
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

/** A shop of KiotViet with an endpoint, in which something has just happened. */
const openBusyShop = async (size: number) => {
  const stack = await createWebhookStack({ still: true });
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(size);
  const served = await serve(simulator, { mostDelay: 0 });
  const receiver = await startReceiver();
  open.push(served, receiver);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  await stack.drain({ delayed: false });
  await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: receiver.url } });
  const { address, secret } = (await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key }))
    .body;
  const tell = (id: number) => {
    const notification = { Action: "order.update.1", Data: [{ Id: id }] };
    const body = JSON.stringify({ Id: crypto.randomUUID(), Notifications: [notification] });
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    return stack.intake("POST", address, { headers: { "x-hub-signature": `sha1=${signature}` }, body });
  };
  const orders = () =>
    new Map(simulator.rows("orders").map((row) => [(row as { id: number }).id, JSON.stringify(row)] as const));
  /** Changes rows until so many orders have changed. Returns their ids. */
  const change = (count: number): number[] => {
    const before = orders();
    const changed = () => [...orders()].flatMap(([id, text]) => ((before.get(id) ?? text) === text ? [] : [id]));
    for (let tries = 0; tries < 3_000 && changed().length < count; tries += 1) simulator.change();
    simulator.takeDeliveries();
    expect(changed().length).toBeGreaterThanOrEqual(count);
    return changed().slice(0, count);
  };
  // The first delivery of a minute asks once more: both are of the same one.
  stack.advance(60_000 - (stack.now() % 60_000));
  // What is remembered for minutes is remembered now.
  await tell(change(1)[0]!);
  await stack.work();
  await stack.drain({ delayed: false });
  await deliver(stack);
  stack.advance(20_000);
  receiver.received.length = 0;
  const count = counted(stack.table);
  /** Requests since the last time. */
  const taken = (): number => {
    const { requests } = count;
    count.requests = 0;
    return requests;
  };
  /** From the message to the endpoint, and what the endpoint was told. */
  const follow = async () => {
    await stack.work();
    const sync = taken();
    await stack.drain({ delayed: false });
    const publish = taken();
    await deliver(stack);
    const told = receiver.received.map(
      ({ body }) => JSON.parse(String(body)) as { type: string; data: { id: string } },
    );
    return { requests: { sync, publish, deliver: taken() }, told };
  };
  return { stack, change, tell, taken, follow };
};

const ordersIn = (told: readonly { readonly type: string; readonly data: { readonly id: string } }[]): Set<string> =>
  new Set(told.filter(({ type }) => type === "orders.updated").map(({ data }) => data.id));

test("a change that comes alone costs few requests to the table on its way from the vendor to an endpoint", async () => {
  const { change, tell, taken, follow } = await openBusyShop(10);
  const [id] = change(1);
  taken();
  await tell(id!);
  const intake = taken();
  const { requests, told } = await follow();
  expect(ordersIn(told)).toEqual(new Set([String(id)]));
  // The delivery, and the shop whose secrets are kept out of it; whether a worker is at the shop's others, and its turn.
  expect(intake).toBeLessThanOrEqual(4);
  // Fourteen for the order itself. The others fetch the stock of its products, whose own stamp may not move.
  expect(requests.sync).toBeLessThanOrEqual(26);
  // The order and the stock together; two for the feed over all shops, and one card by which lists find the order.
  expect(requests.publish).toBeLessThanOrEqual(8);
  expect(requests.deliver).toBeLessThanOrEqual(6);
});

const MANY = 20;

test("of many changes that are told at the same time each costs eight requests, with the stock that it moves", async () => {
  const { change, tell, taken, follow } = await openBusyShop(40);
  const ids = change(MANY);
  taken();
  await Promise.all(ids.map(tell));
  const intake = taken();
  const { requests, told } = await follow();
  expect(ordersIn(told)).toEqual(new Set(ids.map(String)));
  const all = intake + requests.sync + requests.publish + requests.deliver;
  expect(all / MANY).toBeLessThanOrEqual(8);
});

test("of many changes that a poll finds each costs a handful of requests", async () => {
  const { stack, change, taken, follow } = await openBusyShop(40);
  const ids = change(MANY);
  const ref = { tenant: "acme", shop: "shop-1" };
  await stack.deps.states.schedule(ref, "orders", "live", stack.now());
  const slice = { type: "slice", ...ref, resource: "orders", track: "live" };
  stack.queues.sync.push({ body: slice, group: ref.tenant });
  taken();
  const { requests, told } = await follow();
  expect([...ordersIn(told)]).toEqual(expect.arrayContaining(ids.map(String)));
  const all = requests.sync + requests.publish + requests.deliver;
  // The page has others as well: new orders, and the stock that all of them move.
  expect(all / told.length).toBeLessThanOrEqual(4);
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
  // Besides: the events, the head of the line, and the note by which somebody comes.
  expect(count.requests).toBe(1 + 1 + 2);
  expect(queue.mock.calls.map(([, endpoint]) => endpoint)).toEqual([id]);
});
