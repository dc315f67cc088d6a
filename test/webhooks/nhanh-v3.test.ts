import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { operatorKey } from "../helpers/memory-deps.ts";
import { createNhanhV3Simulator } from "../simulators/nhanh-v3.ts";
import type { Served } from "../simulators/serve.ts";
import { seededRandom, serve } from "../simulators/simulator.ts";
import type { VendorSimulator } from "../simulators/types.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const DAY = 86_400_000;
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

interface World {
  readonly stack: WebhookStack;
  readonly simulator: VendorSimulator;
  readonly served: Served;
  readonly address: string;
  readonly secret: string;
  /** A webhook as Nhanh sends it, with our token unless `headers` say otherwise. */
  tell(body: object, headers?: Record<string, string>): Promise<void>;
}

/** A shop whose webhooks a person has registered at the developer console, as the instructions say. */
const setUp = async (): Promise<World> => {
  const stack = await createWebhookStack();
  const simulator = createNhanhV3Simulator({ now: stack.now, random: seededRandom(11), limits: false });
  simulator.seed(12);
  // Orders of today: the past is not read.
  for (let round = 0; round < 60; round += 1) simulator.change();
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  const { address, secret, steps } = (
    await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key })
  ).body;
  expect(steps.join("\n")).toContain(address);
  await fetch(`${served.url}/console/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: address, verifyToken: secret }),
  });
  const tell: World["tell"] = async (body, headers = { authorization: secret }) => {
    const answer = await stack.intake("POST", address, { headers, body: JSON.stringify(body) });
    expect(answer.statusCode).toBe(200);
    await stack.work();
  };
  return { stack, simulator, served, address, secret, tell };
};

const deliveries = async (stack: WebhookStack, key = stack.key): Promise<any[]> =>
  (await stack.request("GET", "/v1/shops/shop-1/deliveries?limit=500", { key })).body.data;

const unrouted = async (stack: WebhookStack): Promise<any[]> =>
  (await stack.request("GET", "/v1/unrouted-deliveries", { key: operatorKey })).body.data;

const versions = async (stack: WebhookStack, resource: string): Promise<Record<string, number>> => {
  const { data } = (await stack.request("GET", `/v1/shops/shop-1/${resource}?limit=500`, { key: stack.key })).body;
  return Object.fromEntries(data.map(({ id, _meta }: any) => [id, _meta.version]));
};

const businessOf = (simulator: VendorSimulator): number =>
  Number((simulator.credentials as Record<string, unknown>).businessId);

const fixture = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../vendors/fixtures/nhanh-v3/${name}.json`, import.meta.url), "utf8"));

describe("Nhanh v3", () => {
  test("the greeting names no business, is answered 200, and belongs to nobody", async () => {
    const { stack, simulator } = await setUp();
    const [greeting, ...more] = simulator.takeDeliveries();
    expect(more).toEqual([]);
    expect(JSON.parse(greeting!.body)).toEqual({ event: "webhooksEnabled" });
    expect((await stack.send([greeting!])).map(({ statusCode }) => statusCode)).toEqual([200]);
    expect(await stack.work()).toBe(0);
    expect(await deliveries(stack)).toEqual([]);
    expect(await unrouted(stack)).toHaveLength(1);
  });

  test("what webhooks bring is what the listing shows, though the two name their fields differently", async () => {
    const { stack, simulator } = await setUp();
    simulator.takeDeliveries();
    const before = { orders: await versions(stack, "orders"), products: await versions(stack, "products") };
    let sent = 0;
    for (let round = 0; round < 60; round += 1) {
      simulator.change();
      stack.advance(1_000);
      const told = simulator.takeDeliveries();
      sent += told.length;
      await stack.send(told);
    }
    await stack.work();
    expect(sent).toBeGreaterThan(20);
    const found = await deliveries(stack);
    expect(found).toHaveLength(sent);
    expect(new Set(found.map(({ state }) => state))).toEqual(new Set(["processed"]));
    const after = { orders: await versions(stack, "orders"), products: await versions(stack, "products") };
    expect(after.orders).not.toEqual(before.orders);
    // A whole day of cycles finds nothing that the webhooks have not brought.
    stack.advance(DAY);
    await stack.tick();
    await stack.work();
    expect(await versions(stack, "orders")).toEqual(after.orders);
    const resting = await versions(stack, "products");
    for (const [id, version] of Object.entries(after.products)) expect(resting[id], id).toBe(version);
  });

  test("who does not send our token in Authorization is quarantined", async () => {
    const { stack, simulator, served, tell } = await setUp();
    const [order] = Object.keys(await versions(stack, "orders"));
    const body = { event: "orderUpdate", businessId: businessOf(simulator), data: { info: { id: Number(order) } } };
    const calls = served.simulator.log.length;
    await tell(body, {});
    await tell(body, { authorization: "Bearer of nothing" });
    expect(served.simulator.log.length).toBe(calls);
    expect((await deliveries(stack)).map(({ state }) => state)).toEqual(["quarantined", "quarantined"]);
    await tell(body);
    expect(served.simulator.log.length).toBeGreaterThan(calls);
  });

  test("every product of a batched stock change is asked for, by number or text, as JSON or as text of it", async () => {
    const { stack, simulator, tell } = await setUp();
    const products = Object.keys(await versions(stack, "inventory")).slice(0, 4);
    const event = "inventoryChange";
    const data = products.map((id, index) => ({ id: index % 2 ? id : Number(id), remain: 7, depots: [] }));
    await tell({ event, businessId: businessOf(simulator), data });
    await tell({ event, businessId: String(businessOf(simulator)), data: JSON.stringify(data) });
    for (const { state, pulled, events } of await deliveries(stack)) {
      expect({ state, events }).toEqual({ state: "processed", events: [event] });
      expect([...pulled.inventory].sort()).toEqual([...products].sort());
    }
  });

  test("a deletion is believed when the vendor has nothing more to show, and not before", async () => {
    const { stack, simulator, tell } = await setUp();
    const [kept] = Object.keys(await versions(stack, "orders"));
    await tell({ ...fixture("order-delete"), businessId: businessOf(simulator), data: [Number(kept)] });
    expect((await stack.request("GET", `/v1/shops/shop-1/orders/${kept}`, { key: stack.key })).status).toBe(200);
    let gone: string | undefined;
    for (let round = 0; round < 400 && gone === undefined; round += 1) {
      simulator.change();
      const told = simulator.takeDeliveries();
      const removal = told.find(({ body }) => JSON.parse(body).event === "orderDelete");
      await stack.send(told);
      if (removal) gone = String(JSON.parse(removal.body).data[0]);
    }
    expect(gone).toBeDefined();
    await stack.work();
    expect(Object.keys(await versions(stack, "orders"))).not.toContain(gone);
    expect(Object.keys(await versions(stack, "orders"))).toContain(kept);
  });

  test("a second shop of the business hears the very next webhook", async () => {
    const { stack, simulator, served, tell } = await setUp();
    const body = { event: "orderUpdate", businessId: businessOf(simulator), data: { info: { id: 1 } } };
    await tell(body);
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "beta", name: "Beta" } });
    const keys = "/v1/tenants/beta/keys";
    const { key } = (await stack.request("POST", keys, { key: operatorKey, body: { name: "b", scope: "admin" } })).body;
    const second = {
      id: "shop-1",
      vendor: "nhanh-v3",
      name: "the same business",
      credentials: simulator.credentials,
      hosts: simulator.hosts(served.url),
      since: new Date(stack.now() - DAY).toISOString(),
    };
    expect((await stack.request("POST", "/v1/shops", { key, body: second })).status).toBe(201);
    await tell({ ...body, data: { info: { id: 2 } } });
    expect(await deliveries(stack)).toHaveLength(2);
    expect(await deliveries(stack, key)).toHaveLength(1);
  });

  test("a business that nobody has registered reaches nobody", async () => {
    const { stack, tell } = await setUp();
    await tell({ event: "orderUpdate", businessId: 1, data: { info: { id: 1 } } });
    expect(await deliveries(stack)).toEqual([]);
    expect(await unrouted(stack)).toHaveLength(1);
  });

  test("the end of our access is heard", async () => {
    const { stack, simulator } = await setUp();
    simulator.takeDeliveries();
    simulator.revoke(true);
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    expect((await stack.request("GET", "/v1/shops/shop-1", { key: stack.key })).body.health).toBe("needs_reauth");
  });
});
