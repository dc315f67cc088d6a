import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
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
  const due = await Promise.all(
    Array.from({ length: 8 }, (_, shard) => stack.deps.shops.due(shard, stack.now(), undefined)),
  );
  const shops = due.flatMap(({ work }) => work).filter(({ kind }) => kind === "shop");
  expect(shops).toMatchObject([{ id: "shop" }]);
});
