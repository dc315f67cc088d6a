import { createHmac, randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createWebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

interface Message {
  readonly id: string;
  readonly gathered?: number;
}

/** A quiet shop, on a clock that stands still where nobody moves it. */
const setUp = async () => {
  const stack = await createWebhookStack({ still: true });
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(30);
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  stack.advance(70_000);
  await stack.tick();
  await stack.work();
  const { address, secret } = (await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key }))
    .body;
  const orders = simulator.rows("orders").map((row) => (row as { id: number }).id);
  const tell = async (body: unknown): Promise<void> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const signature = createHmac("sha256", secret).update(text).digest("hex");
    await stack.intake("POST", address, { headers: { "x-hub-signature": `sha1=${signature}` }, body: text });
  };
  const tellOf = (order: number): Promise<void> =>
    tell({ Id: randomUUID(), Notifications: [{ Action: "order.update.1", Data: [{ Id: order }] }] });
  const states = async (): Promise<string[]> =>
    (await stack.request("GET", "/v1/shops/shop-1/deliveries", { key: stack.key })).body.data.map(
      ({ state }: { state: string }) => state,
    );
  const messages = () =>
    stack.queues.news.map(({ body, delaySeconds = 0 }) => ({ ...(body as Message), delaySeconds }));
  const asked = (): string[] =>
    simulator.log.flatMap(({ operation, path }) => (operation === "orders.get" ? [path.split("/").at(-1)!] : []));
  return { stack, simulator, orders, tell, tellOf, states, messages, asked };
};

test("a quiet shop's webhook goes at once; those that follow share a message that waits for them", async () => {
  const { stack, orders, tellOf, messages, states, asked } = await setUp();
  await tellOf(orders[0]!);
  expect(messages()).toMatchObject([{ delaySeconds: 0 }]);
  await stack.work();
  const before = asked().length;
  for (const order of orders.slice(1, 6)) {
    await tellOf(order);
    stack.advance(100);
  }
  expect(messages()).toMatchObject([{ delaySeconds: 1, gathered: expect.any(Number) }]);
  await stack.work();
  expect(await states()).toEqual(Array.from({ length: 6 }, () => "processed"));
  expect(new Set(asked().slice(before))).toEqual(new Set(orders.slice(1, 6).map(String)));
});

test("what is stored too late to be seen by the message of others has one of its own", async () => {
  const { stack, orders, tellOf, messages, states } = await setUp();
  await tellOf(orders[0]!);
  await stack.work();
  await tellOf(orders[1]!);
  const add = stack.table.put;
  // It has joined, and its storing takes so long that the message may be under way.
  Object.assign(stack.table, {
    put: async (...given: Parameters<typeof add>) => {
      if (given[0].toldBy !== undefined) stack.advance(900);
      return add.apply(stack.table, given);
    },
  });
  await tellOf(orders[2]!);
  Object.assign(stack.table, { put: add });
  expect(messages()).toHaveLength(2);
  await stack.work();
  expect(await states()).toEqual(["processed", "processed", "processed"]);
});

test("a message of others tells of nothing that has not joined it, and tells of nothing twice", async () => {
  const { stack, orders, tellOf, messages, asked } = await setUp();
  await tellOf(orders[0]!);
  await stack.work();
  await tellOf(orders[1]!);
  await tellOf(orders[2]!);
  const [gathered] = stack.queues.news.splice(0);
  await stack.request("POST", `/v1/shops/shop-1/deliveries/${(gathered!.body as Message).id}/replay`, {
    key: stack.key,
  });
  expect(messages()).toMatchObject([{ id: (gathered!.body as Message).id }]);
  const before = asked().length;
  await stack.work();
  expect(asked().slice(before)).toEqual([String(orders[1])]);
  stack.queues.news.push(gathered!, gathered!);
  await stack.work();
  expect(asked().slice(before)).toEqual([orders[1], orders[2]].map(String));
});

test("in one batch the webhooks of a shop are pulled together, and one that cannot be read leaves the others alone", async () => {
  const { stack, orders, tell, tellOf, states, asked } = await setUp();
  const bodies: object[] = [];
  const take = () => bodies.push(...stack.queues.news.splice(0).map(({ body }) => body as object));
  for (const order of orders.slice(0, 3)) {
    await tellOf(order);
    take();
    stack.advance(31_000);
  }
  await tell("no JSON at all");
  take();
  const before = asked().length;
  const writes = { lists: 0 };
  const update = stack.table.update;
  Object.assign(stack.table, {
    update: (...given: Parameters<typeof update>) => {
      if (given[0].pk.endsWith("#PULLS") && given[0].sk === "orders") writes.lists += 1;
      return update.apply(stack.table, given);
    },
  });
  const strangers = { type: "delivery", tenant: "acme", shop: "nobody", id: "x" };
  const records = [...bodies, strangers, "[]"].map((body, index) => ({
    messageId: String(index),
    body: typeof body === "string" ? body : JSON.stringify(body),
  }));
  const { batchItemFailures } = await createSync(stack.depsOf("sync"))(
    { Records: records },
    { getRemainingTimeInMillis: () => 300_000 },
  );
  // What is no job at all comes again, alone.
  expect(batchItemFailures).toEqual([{ itemIdentifier: String(records.length - 1) }]);
  expect((await states()).sort()).toEqual(["failed", "processed", "processed", "processed"]);
  expect(new Set(asked().slice(before))).toEqual(new Set(orders.slice(0, 3).map(String)));
  // Taken over for all, and taken off.
  expect(writes.lists).toBe(2);
});

test("stock that webhooks name beside its order is fetched once, after the order", async () => {
  const { stack, simulator, orders, tellOf } = await setUp();
  await tellOf(orders[0]!);
  await stack.work();
  simulator.takeDeliveries();
  const named = (event: string, body: string): string[] =>
    JSON.parse(body).Notifications.flatMap(({ Action, Data }: any) =>
      Action.startsWith(event) ? Data.map(({ Id, ProductId }: any) => String(ProductId ?? Id)) : [],
    );
  let sent = simulator.takeDeliveries();
  const idsOf = (event: string): string[] => [...new Set(sent.flatMap(({ body }) => named(event, body)))];
  for (let tries = 0; tries < 500 && (idsOf("order.").length === 0 || idsOf("stock.").length === 0); tries += 1) {
    simulator.change();
    sent = simulator.takeDeliveries();
  }
  await stack.send(sent);
  const from = simulator.log.length;
  await stack.work();
  const asked = simulator.log.slice(from).map(({ operation, path }) => ({ operation, id: path.split("/").at(-1)! }));
  const lastOrder = asked.findLastIndex(({ operation }) => operation === "orders.get");
  for (const product of idsOf("stock.")) {
    const times = asked.flatMap(({ operation, id }, at) =>
      operation === "products.get" && id === product ? [at] : [],
    );
    expect(times, product).toHaveLength(1);
    expect(times[0], product).toBeGreaterThan(lastOrder);
  }
});
