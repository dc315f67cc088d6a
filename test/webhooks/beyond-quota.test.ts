import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createHandler } from "../../functions/intake.ts";
import { MemoryTable } from "../../infra/memory-table.ts";
import { createStores } from "../../shared/stores/all.ts";
import { keys } from "../../shared/stores/keys.ts";
import type { Shop } from "../../shared/stores/shops.ts";
import { createTestStack } from "../helpers/memory-deps.ts";

const NOW = Date.UTC(2026, 10, 20, 8);
const ref = { tenant: "acme", shop: "one" };
const shop: Shop = {
  tenant: "acme",
  id: "one",
  vendor: "kiotviet",
  name: "One",
  health: "healthy",
  settings: {},
  account: "one",
  hookToken: "token-of-the-shop",
  hookSince: 1,
  createdAt: "2026-11-01T00:00:00Z",
};

test("webhooks beyond a tenant's quota are answered and not stored, and its shop is read soon instead", async () => {
  const table = new MemoryTable();
  const stores = createStores(table);
  const metrics: Record<string, number> = {};
  const { deps } = createTestStack({ clock: () => NOW });
  const intake = createHandler({
    ...deps,
    table,
    ...stores,
    metric: (name, value) => {
      metrics[name] = (metrics[name] ?? 0) + value;
    },
  });
  await deps.secrets.put(deps.secretName(ref), { credentials: {}, hook: { secret: "0123456789abcdef", since: 1 } });
  await stores.shops.create(shop);
  await stores.usage.limitDeliveries("acme", 2);
  await stores.shops.schedule({ kind: "shop", tenant: "acme", id: "one", dueAt: NOW + 900_000 });
  const signature = createHmac("sha256", "0123456789abcdef").update("{}").digest("hex");
  const send = () =>
    intake({
      rawPath: "/kiotviet/token-of-the-shop",
      headers: { "content-type": "application/json", "x-hub-signature": `sha1=${signature}` },
      body: "{}",
      requestContext: { http: { method: "POST", sourceIp: "192.0.2.1" } },
    });
  const answers = [await send(), await send(), await send(), await send()];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  expect((await stores.deliveries.list(keys.deliveries(ref), undefined, 10)).deliveries).toHaveLength(2);
  expect(metrics.DeliveriesBeyondQuota).toBe(2);
  const due = await Promise.all(Array.from({ length: 8 }, (_, shard) => stores.shops.due(shard, NOW, undefined)));
  expect(due.flatMap(({ work }) => work)).toMatchObject([{ kind: "shop", id: "one", dueAt: NOW }]);
});
