import { afterEach, describe, expect, test } from "vitest";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { SimulatedDelivery } from "../../../infra/sandbox/types.ts";
import { isSentBy } from "../../../shared/core/webhook-proof.ts";
import { webhooks as v2 } from "../../../shared/vendors/nhanh-v2/webhooks.ts";
import { webhooks as v3 } from "../../../shared/vendors/nhanh-v3/webhooks.ts";
import { createWebhookStack } from "./stack.ts";

const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const TOKEN = "0123456789abcdef0123456789abcdef";
const NOW = Date.parse("2026-09-15T03:00:00Z");

/** What an app of this version tells of a day's work. */
const announcements = async (create: typeof createNhanhV3Simulator): Promise<readonly SimulatedDelivery[]> => {
  const simulator = create({ now: () => NOW, random: seededRandom(5), limits: false });
  simulator.seed(40);
  await using served = await serve(simulator);
  await fetch(`${served.url}/console/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: "https://hooks.example/nhanh/app/1", verifyToken: TOKEN }),
  });
  for (let round = 0; round < 150; round += 1) simulator.change();
  return simulator.takeDeliveries();
};

const bodyOf = ({ body }: SimulatedDelivery): unknown => JSON.parse(String(body));

describe.each([
  ["v3", createNhanhV3Simulator, v3, v2],
  ["v2", createNhanhV2Simulator, v2, v3],
] as const)("webhooks of version %s", (_name, create, own, other) => {
  test("name the same records to a shop of the other version, and prove themselves there", async () => {
    const deliveries = await announcements(create);
    const events = new Set<unknown>();
    for (const delivery of deliveries) {
      const body = bodyOf(delivery);
      events.add((body as { event: string }).event);
      expect(other.hints(body), String(delivery.body)).toEqual(own.hints(body));
      expect(other.business?.(body)).toBe(own.business?.(body));
      const incoming = { method: "POST", headers: delivery.headers, body: Buffer.from(String(delivery.body)) };
      expect(isSentBy(other, incoming, TOKEN)).toBe(true);
      expect(isSentBy(other, incoming, `${TOKEN}0`)).toBe(false);
    }
    expect([...events]).toEqual(
      expect.arrayContaining(["orderAdd", "orderUpdate", "productUpdate", "inventoryChange"]),
    );
  });
});

test.each([
  ["v2's payment of an order", { event: "paymentReceived", data: { orderId: 5, amount: 9 } }, { orders: ["5"] }],
  ["v2's payment of a bill", { event: "paymentReceived", data: { billId: "7" } }, { invoices: ["7"] }],
  ["v2's payment that says nothing", { event: "paymentReceived", data: {} }, { orders: [], invoices: [] }],
  [
    "v3's goods that come back",
    { event: "orderPartialReturn", data: { info: { id: 11 }, originalOrder: { id: 10 } } },
    { orders: ["11", "10"], returns: [] },
  ],
  [
    "v2's keyed stock",
    { event: "inventoryChange", data: { 31: { id: 31, remain: 2 }, 32: { remain: 1 } } },
    { inventory: ["31", "32"] },
  ],
  [
    "v2's order beside other numbers",
    { event: "orderAdd", data: { orderId: 5, customerId: 6, typeId: 1 } },
    { orders: ["5"] },
  ],
  [
    "v3's product with children",
    { event: "productAdd", data: { id: 1, childs: [{ id: 2 }] } },
    { products: ["1", "2"], inventory: ["1", "2"] },
  ],
])("%s is read alike by both versions", (_name, body, right) => {
  for (const version of [v2, v3])
    expect(Object.fromEntries(version.hints(body).map(({ resource, ids }) => [resource, ids]))).toEqual(right);
});

test("one address and one token serve an app's shops of both versions, the addresses of before as well", async () => {
  const stack = await createWebhookStack();
  const simulator = createNhanhV2Simulator({ now: stack.now, random: seededRandom(9), limits: false });
  simulator.seed(5);
  const served = await serve(simulator);
  open.push(served);
  await stack.register("old", simulator, served.url);
  const { appId, secretKey } = simulator.credentials as { appId: string; secretKey: string };
  // A second business of the same app, which has moved to v3 and needs its owner now: nothing is pulled for it.
  const shop = await stack.deps.shops.find({ tenant: "acme", shop: "old" });
  const ref = { tenant: "acme", shop: "new" };
  const stopped = { health: "needs-reauth", hookToken: "another-token" } as const;
  await stack.deps.shops.create({ ...shop, ...stopped, id: "new", vendor: "nhanh-v3", route: undefined });
  await stack.deps.shops.route(ref, { app: appId, business: "999" });
  const session = { token: "t".repeat(32), grants: { businessId: "999" } };
  stack.secrets.set(stack.deps.secretName(ref), { credentials: { appId, secretKey }, session });
  await stack.work();

  const instructions = async (id: string) =>
    (await stack.request("GET", `/v1/shops/${id}/webhooks/instructions`, { key: stack.key })).body;
  const [one, other] = [await instructions("old"), await instructions("new")];
  expect(one.address).toBe(`https://hooks.example/nhanh/app/${appId}`);
  expect(other).toMatchObject({ address: one.address, secret: one.secret });

  const business = shop.route!.business;
  const told = async (path: string, headers: Record<string, string>, body: object) => {
    await stack.intake("POST", `https://hooks.example/${path}/app/${appId}`, { headers, body: JSON.stringify(body) });
    await stack.work();
  };
  const seen = async (id: string) =>
    (await stack.request("GET", `/v1/shops/${id}/deliveries`, { key: stack.key })).body.data.map(
      ({ state, events }: { state: string; events?: string[] }) => [state, ...(events ?? [])].join(" "),
    );
  const order = { event: "orderUpdate", data: { info: { id: 1 } } };
  const payment = { event: "paymentReceived", data: { orderId: 1 }, webhooksVerifyToken: one.secret };
  for (const path of ["nhanh", "nhanh-v2", "nhanh-v3"]) {
    await told(path, { authorization: one.secret }, { ...order, businessId: Number(business), path });
    await told(path, {}, { ...payment, businessId: 999, path });
  }
  expect(await seen("old")).toEqual(Array(3).fill("processed orderUpdate"));
  expect(await seen("new")).toEqual(Array(3).fill("processed paymentReceived"));

  // Whichever of them rotates, both have the new token.
  await stack.request("POST", "/v1/shops/new/webhooks/rotate", { key: stack.key });
  const rotated = await instructions("old");
  expect(rotated.secret).not.toBe(one.secret);
  expect((await instructions("new")).secret).toBe(rotated.secret);
});
