import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { createWebhookStack, openShopAtRest, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const ref = { tenant: "acme", shop: "shop-1" };
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const setUp = async (create: CreateSimulator = createKiotVietSimulator) => {
  const { stack, simulator, served } = await openShopAtRest(create);
  open.push(served);
  return { stack, simulator, served };
};

const address = async (stack: WebhookStack): Promise<{ address: string; secret: string }> =>
  (await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key })).body;

const listed = async (stack: WebhookStack, query = ""): Promise<any[]> =>
  (await stack.request("GET", `/v1/shops/shop-1/deliveries${query}`, { key: stack.key })).body.data;

const signed = (secret: string, body: string | Uint8Array) => ({
  "content-type": "application/json",
  "x-hub-signature": `sha1=${createHmac("sha256", secret).update(body).digest("hex")}`,
});

describe("intake", () => {
  test("answers 200 to everything: echo, wrong paths, methods, unknown tokens, bodies of any kind and size", async () => {
    const stack = await createWebhookStack();
    const echo = await stack.intake("GET", "/kiotviet/abc?echo=say%20this");
    expect(echo).toMatchObject({ statusCode: 200, body: "say this" });
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST"]) {
      for (const path of ["/", "/kiotviet", "/kiotviet/unknown", "/nobody/x/y/z", "/nhanh-v3/app/1", "//%00"]) {
        const answer = await stack.intake(method, path, { body: method === "POST" ? "{not json" : "" });
        expect(answer.statusCode, `${method} ${path}`).toBe(200);
      }
    }
    const large = Buffer.alloc(2_000_000, 7);
    expect((await stack.intake("POST", "/pancake/unknown", { body: large })).statusCode).toBe(200);
    const unrouted = await stack.request("GET", "/v1/unrouted-deliveries", { key: operatorKey });
    expect(unrouted.body.data.length).toBeGreaterThan(10);
  });

  test("a body larger than an item of the table is spilled, and comes back byte by byte", async () => {
    const { stack } = await setUp();
    const { address: url, secret } = await address(stack);
    const body = Uint8Array.from({ length: 1_500_000 }, seededRandomBytes(3));
    await stack.intake("POST", url, { headers: signed(secret, body), body });
    const [delivery] = await listed(stack);
    expect(delivery).toMatchObject({ bytes: body.length, state: "waiting" });
    const stored = await stack.deps.deliveries.get(keys.deliveries(ref), delivery.id);
    expect(Buffer.from(stored!.body).equals(Buffer.from(body))).toBe(true);
  });

  test("what the queue does not take is found by the tick, and processed once", async () => {
    const { stack, simulator } = await setUp();
    const send = stack.deps.queues.send;
    Object.assign(stack.deps.queues, {
      send: async () => {
        throw new Error("the queue is away");
      },
    });
    let deliveries = simulator.takeDeliveries();
    while (deliveries.length === 0) {
      simulator.change();
      deliveries = simulator.takeDeliveries();
    }
    for (const { statusCode } of await stack.send(deliveries)) expect(statusCode).toBe(200);
    Object.assign(stack.deps.queues, { send });
    expect((await listed(stack)).every(({ state }) => state === "waiting")).toBe(true);
    await stack.tick();
    stack.queues.news.splice(0);
    stack.advance(135_000);
    await stack.tick();
    expect(stack.queues.news.some(({ body }) => (body as any).type === "delivery")).toBe(true);
    await stack.work();
    expect((await listed(stack)).every(({ state }) => state === "processed")).toBe(true);
    stack.advance(120_000);
    await stack.tick();
    expect(stack.queues.news.filter(({ body }) => (body as any).type === "delivery")).toEqual([]);
  });
});

describe("processing", () => {
  test.each([
    ["KiotViet", createKiotVietSimulator],
    ["Pancake", createPancakeSimulator],
  ])("%s: a change is in the copy because of its webhook, without any cycle", async (_, create) => {
    const { stack, simulator } = await setUp(create);
    const report = await stack.request("GET", "/v1/shops/shop-1/webhooks", { key: stack.key });
    expect(report.body.reason).toBeUndefined();
    expect(report.body.state).toBe("registered");
    let sent = 0;
    for (let round = 0; round < 40; round += 1) {
      simulator.change();
      const deliveries = simulator.takeDeliveries();
      sent += deliveries.length;
      await stack.send(deliveries);
    }
    expect(sent).toBeGreaterThan(10);
    await stack.work();
    const deliveries = await listed(stack, "?limit=500");
    expect(deliveries).toHaveLength(sent);
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(["processed"]));
    const orders = simulator.rows("orders") as any[];
    const stored = await stack.request("GET", "/v1/shops/shop-1/orders?limit=500", { key: stack.key });
    if (simulator.vendor === "kiotviet") expect(stored.body.data).toHaveLength(orders.length);
    else expect(stored.body.data.length).toBeGreaterThan(0);
  });

  test("a forged delivery is kept, counted and never acted upon; a replay checks it again", async () => {
    const { stack, served } = await setUp();
    const { address: url, secret } = await address(stack);
    const body = JSON.stringify({ Id: "1", Notifications: [{ Action: "product.update.1", Data: [{ Id: 1 }] }] });
    const calls = served.simulator.log.length;
    await stack.intake("POST", url, { headers: signed("wrong", body), body });
    await stack.intake("POST", url, { headers: {}, body });
    await stack.work();
    expect(served.simulator.log.length).toBe(calls);
    const deliveries = await listed(stack);
    expect(deliveries.map(({ state }) => state)).toEqual(["quarantined", "quarantined"]);
    const report = await stack.request("GET", "/v1/shops/shop-1/webhooks", { key: stack.key });
    expect(report.body).toMatchObject({ quarantined: 2 });
    const path = `/v1/shops/shop-1/deliveries/${deliveries[0].id}`;
    const shown = (await stack.request("GET", path, { key: stack.key })).body;
    expect(JSON.parse(shown.body)).toMatchObject({ Id: "1" });
    expect(JSON.stringify(shown)).not.toContain(secret);
    expect(JSON.stringify(shown)).not.toContain(url.split("/").at(-1));
    expect((await stack.request("POST", `${path}/replay`, { key: stack.key })).status).toBe(202);
    await stack.work();
    expect((await listed(stack))[0].state).toBe("quarantined");
  });

  test("a repeated delivery is recognised by its id, and the same words are pulled again only if they came later", async () => {
    const { stack, served, simulator } = await setUp();
    const { address: url, secret } = await address(stack);
    const [order] = simulator.rows("orders") as { id: number }[];
    const body = JSON.stringify({
      Id: "delivery-1",
      Attempt: 1,
      Notifications: [{ Action: "order.update.1", Data: [{ Id: order!.id }] }],
    });
    const deliver = () => stack.intake("POST", url, { headers: signed(secret, body), body });
    await deliver();
    await stack.work();
    const calls = served.simulator.log.length;
    await deliver();
    await stack.work();
    expect(served.simulator.log.length).toBe(calls);
    const [second, first] = await listed(stack);
    expect(second).toMatchObject({ state: "processed", duplicateOf: first.id });
    const bare = JSON.stringify({ RemoveId: [order!.id] });
    for (let time = 0; time < 2; time += 1) {
      const before = served.simulator.log.length;
      await stack.intake("POST", url, { headers: signed(secret, bare), body: bare });
      await stack.work();
      expect(served.simulator.log.length).toBeGreaterThan(before);
      stack.advance(5_000);
    }
    expect((await listed(stack))[0].duplicateOf).toBeDefined();
  });

  test("a webhook that says a record is gone is confirmed before it is believed", async () => {
    const { stack, simulator } = await setUp();
    const { address: url, secret } = await address(stack);
    const [product] = simulator.rows("products") as { id: number }[];
    const body = JSON.stringify({ Id: "x", Notifications: [{ Action: "product.delete.1", Data: [product!.id] }] });
    await stack.intake("POST", url, { headers: signed(secret, body), body });
    await stack.work();
    const answer = await stack.request("GET", `/v1/shops/shop-1/products/${product!.id}`, { key: stack.key });
    expect(answer.status).toBe(200);
  });

  test("a hundred webhooks about one order become few calls", async () => {
    const { stack, served, simulator } = await setUp();
    const { address: url, secret } = await address(stack);
    const [order] = simulator.rows("orders") as { id: number }[];
    const calls = served.simulator.log.length;
    for (let index = 0; index < 100; index += 1) {
      const body = JSON.stringify({
        Id: `d${index}`,
        Notifications: [{ Action: "order.update.1", Data: [{ Id: order!.id }] }],
      });
      await stack.intake("POST", url, { headers: signed(secret, body), body });
    }
    await stack.work();
    expect((await listed(stack, "?limit=200")).filter(({ state }) => state === "processed")).toHaveLength(100);
    expect(served.simulator.log.length - calls).toBeLessThan(15);
  });
});

const seededRandomBytes = (seed: number) => {
  const random = seededRandom(seed);
  return () => Math.floor(random() * 256);
};
