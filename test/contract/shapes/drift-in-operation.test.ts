import { expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { serve } from "../../../infra/sandbox/serve.ts";
import type { Send } from "../../../shared/core/vendor.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { changed } from "../field/flip-kinds.ts";
import { flipped } from "../field/wire.ts";

test("a vendor that shows a new state of orders is told to the operator, and the order is read as unknown", async () => {
  const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(3) });
  simulator.seed(5);
  await using served = await serve(simulator);
  const stack = createTestStack();
  const deps = stack.deps as { send: Send };
  const drift = async () => (await stack.request("GET", "/v1/operator/drift", { key: operatorKey })).body.data;

  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = await stack.request("POST", "/v1/tenants/acme/keys", {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  const { key } = made.body;
  deps.send = flipped(
    deps.send,
    changed("/orders", "data[].status", (_, row) => {
      row.statusValue = "Chờ duyệt";
      return 42;
    }),
  );
  const { credentials, settings } = simulator;
  const body = {
    id: "one",
    vendor: "kiotviet",
    name: "One",
    credentials,
    settings,
    hosts: simulator.hosts(served.url),
  };
  expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
  await stack.drain({ delayed: false });

  expect(await drift()).toMatchObject([
    { vendor: "kiotviet", operation: "orders.list", kind: "new-code", path: "data[].status", found: "42" },
  ]);
  const orders = await stack.request("GET", "/v1/shops/one/orders", { key });
  expect(orders.body.data.length).toBeGreaterThan(0);
  for (const order of orders.body.data)
    expect(order).toMatchObject({ status: "unknown", vendorStatus: { code: "42" } });
});
