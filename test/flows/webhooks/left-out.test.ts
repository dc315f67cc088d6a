import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createWebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const ref = { tenant: "acme", shop: "shop-1" };
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const setUp = async (create: CreateSimulator) => {
  const stack = await createWebhookStack();
  const simulator = create({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(6);
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  const { body } = await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key });
  const { address, secret } = body as { address: string; secret: string };
  const tell = async (told: object, shown: (body: string) => Record<string, string>) => {
    const text = JSON.stringify(told);
    await stack.intake("POST", address, { headers: shown(text), body: text });
    const [delivery] = (await stack.request("GET", "/v1/shops/shop-1/deliveries", { key: stack.key })).body.data;
    return delivery as { id: string; state: string; reason?: string };
  };
  const kept = async (id: string) => (await stack.deps.deliveries.get(keys.deliveries(ref), id))!;
  const choose = async (resources: readonly string[]) => {
    await stack.deps.shops.change(ref, { resources });
    // What is known of the shop is remembered for two seconds.
    stack.advance(3_000);
  };
  const account = Number((await stack.deps.shops.get(ref))?.route?.business);
  return { stack, account, secret, tell, kept, choose };
};

/** A webhook about an order, and one about a product, with words that nobody may find later. */
const cases: readonly (readonly [
  CreateSimulator,
  (secret: string) => (body: string) => Record<string, string>,
  (about: "orders" | "products", account: number, secret: string) => object,
])[] = [
  [
    createKiotVietSimulator,
    (secret) => (body) => ({
      "x-hub-signature": `sha1=${createHmac("sha256", secret).update(body).digest("hex")}`,
    }),
    (about) => ({
      Id: `said-${about}`,
      Notifications: [
        { Action: about === "orders" ? "order.update.1" : "product.update.1", Data: [{ Id: 7, Name: "Chị Hoa" }] },
      ],
    }),
  ],
  [
    createPancakeSimulator,
    (secret) => () => ({ "x-tillbridge-secret": secret }),
    (about) =>
      about === "orders"
        ? { type: "orders", id: 7, bill_full_name: "Chị Hoa" }
        : { type: "products", id: "p", name: "Chị Hoa", variations: [{ id: "v" }] },
  ],
  [
    createNhanhV3Simulator,
    (secret) => () => ({ authorization: secret }),
    (about, businessId) => ({
      event: about === "orders" ? "orderUpdate" : "productUpdate",
      businessId,
      data: [{ id: 7, name: "Chị Hoa" }],
    }),
  ],
  [
    createNhanhV2Simulator,
    () => () => ({}),
    (about, businessId, webhooksVerifyToken) => ({
      event: about === "orders" ? "orderUpdate" : "productUpdate",
      businessId,
      webhooksVerifyToken,
      data: [{ orderId: 7, productId: 7, name: "Chị Hoa" }],
    }),
  ],
];

describe.each(cases)("a webhook to %o", (create, shownWith, about) => {
  test("about what the shop does not copy is noted, and what it says is not kept", async () => {
    const { stack, account, secret, tell, kept, choose } = await setUp(create);
    await choose(["products"]);
    const dropped = await tell(about("orders", account, secret), shownWith(secret));
    expect(dropped).toMatchObject({ state: "ignored", reason: "the shop does not copy orders" });
    const delivery = await kept(dropped.id);
    expect([delivery.body.length, delivery.query, delivery.headers]).toEqual([0, "", {}]);
    expect(delivery.bytes).toBeGreaterThan(0);
    const taken = await tell(about("products", account, secret), shownWith(secret));
    expect(taken.state).toBe("waiting");
    await stack.work();
    expect(Buffer.from((await kept(taken.id)).body).toString()).toContain("Chị Hoa");
  });

  test("about a product tells of stock that is copied, and its body goes when that is read", async () => {
    const { stack, account, secret, tell, kept, choose } = await setUp(create);
    await choose(["inventory"]);
    const taken = await tell(about("products", account, secret), shownWith(secret));
    expect(taken.state).toBe("waiting");
    await stack.work();
    const { outcome } = await stack.deps.deliveries.find(keys.deliveries(ref), taken.id);
    expect(outcome).toMatchObject({ state: "processed" });
    expect(Object.keys(outcome?.pulled ?? {})).toEqual(["inventory"]);
    expect((await kept(taken.id)).body.length).toBe(0);
  });
});

test("a webhook that proves nothing keeps no word of what the shop does not copy", async () => {
  const { tell, kept, choose } = await setUp(createPancakeSimulator);
  await choose(["products"]);
  const body = { type: "orders", id: 7, bill_full_name: "Chị Hoa" };
  const delivery = await tell(body, () => ({ "x-tillbridge-secret": "a guess" }));
  expect(delivery.state).toBe("quarantined");
  expect((await kept(delivery.id)).body.length).toBe(0);
});
