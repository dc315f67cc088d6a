import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { SimulatedDelivery } from "../../../infra/sandbox/types.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { createWebhookStack } from "./stack.ts";

const ref = { tenant: "acme", shop: "shop" };

test("webhooks beyond a tenant's quota are answered and not stored, and its shop is read soon instead", async () => {
  const stack = await createWebhookStack();
  const metrics: Record<string, number> = {};
  stack.deps.metric = (name, value) => {
    metrics[name] = (metrics[name] ?? 0) + value;
  };
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(3);
  await using served = await serve(simulator, { mostDelay: 0 });
  await stack.register("shop", simulator, served.url);
  await stack.work();
  simulator.takeDeliveries();
  const { body: shown } = await stack.request("GET", "/v1/shops/shop/webhooks/instructions", { key: stack.key });
  const set = await stack.request("PUT", "/v1/operator/tenants/acme/quotas", {
    key: operatorKey,
    body: { storedDeliveries: 2 },
  });
  expect(set.status).toBe(200);
  const send = (id: number) => {
    const body = JSON.stringify({ Id: `m${id}`, Notifications: [{ Action: "order.update.1", Data: [{ Id: id }] }] });
    const signature = `sha1=${createHmac("sha256", shown.secret).update(body).digest("hex")}`;
    return stack.intake("POST", shown.address, { headers: { "x-hub-signature": signature }, body });
  };
  const answers = [await send(1), await send(2), await send(3), await send(4)];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  expect((await stack.deps.deliveries.list(keys.deliveries(ref), undefined, 10)).deliveries).toHaveLength(2);
  expect(metrics.DeliveriesBeyondQuota).toBe(2);
  const asked = stack.queues.news.map(({ body }) => body as { type: string; resources?: readonly string[] });
  const instead = asked.filter(({ type }) => type === "read-instead");
  // A flood asks once a minute.
  expect(instead).toMatchObject([{ tenant: "acme", shop: "shop" }]);
  expect(instead[0]!.resources).toContain("orders");
});

test("a record whose webhook had no room arrives within two rounds, although its shop rested", async () => {
  const stack = await createWebhookStack();
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(3);
  await using served = await serve(simulator, { mostDelay: 0 });
  await stack.register("shop", simulator, served.url);
  await stack.work();
  const minute = async () => {
    stack.advance(60_000);
    await stack.tick();
    await stack.work();
  };
  await minute();
  simulator.takeDeliveries();
  const set = { key: operatorKey, body: { storedDeliveries: 3 } };
  await stack.request("PUT", "/v1/operator/tenants/acme/quotas", set);
  // Its webhooks are proven, and then nothing happens for more than an hour: its lists are read every quarter of an hour.
  for (let index = 0; index < 6; index += 1) {
    simulator.change();
    await stack.send(simulator.takeDeliveries());
    await stack.work();
  }
  for (let passed = 0; passed < 75; passed += 1) await minute();
  // Just read: without the webhook it would be read again in a quarter of an hour.
  let before = simulator.log.length;
  const isRead = () => simulator.log.slice(before).some(({ method, path }) => method === "GET" && /orders/.test(path));
  for (let passed = 0; passed < 20 && !isRead(); passed += 1) {
    before = simulator.log.length;
    await minute();
  }
  expect(isRead()).toBe(true);
  const deliveries: SimulatedDelivery[] = [];
  const from = stack.now();
  while (!deliveries.some(({ body }) => String(body).includes('"order.update'))) {
    simulator.change();
    deliveries.push(...simulator.takeDeliveries());
  }
  await stack.send(deliveries);
  expect(new Set(stack.queues.news.map(({ body }) => (body as { type: string }).type))).toEqual(
    new Set(["read-instead"]),
  );
  await stack.work();
  await minute();
  await minute();
  const told = deliveries.filter(({ body }) => String(body).includes('"order.update'));
  const ids = told.flatMap(({ body }) =>
    JSON.parse(String(body)).Notifications.flatMap(({ Data }: { Data: { Id: number }[] }) => Data.map(({ Id }) => Id)),
  );
  const records = await stack.deps.records.getMany(ref, "orders", [...new Set(ids.map(String))]);
  expect(records).toHaveLength(new Set(ids).size);
  for (const { observedAt } of records) expect(observedAt).toBeGreaterThanOrEqual(from);
});
