import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
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

const deliveries = async (stack: WebhookStack, key = stack.key, shop = "shop-1"): Promise<any[]> =>
  (await stack.request("GET", `/v1/shops/${shop}/deliveries?limit=500`, { key })).body.data;

const instructions = async (stack: WebhookStack, key: string, shop = "shop-1") => {
  const { body } = await stack.request("GET", `/v1/shops/${shop}/webhooks/instructions`, { key });
  return { address: body.address, secret: body.secret };
};

const rotate = async (stack: WebhookStack, key: string, secret?: string): Promise<number> => {
  const body = secret === undefined ? {} : { secret };
  return (await stack.request("POST", "/v1/shops/shop-1/webhooks/rotate", { key, body })).status;
};

const unrouted = async (stack: WebhookStack): Promise<any[]> =>
  (await stack.request("GET", "/v1/unrouted-deliveries", { key: operatorKey })).body.data;

const versions = async (stack: WebhookStack, resource: string): Promise<Record<string, number>> => {
  const { data } = (await stack.request("GET", `/v1/shops/shop-1/${resource}?limit=500`, { key: stack.key })).body;
  return Object.fromEntries(data.map(({ id, _meta }: any) => [id, _meta.version]));
};

const businessOf = (simulator: VendorSimulator): number =>
  Number((simulator.credentials as Record<string, unknown>).businessId);

const appOf = (simulator: VendorSimulator): string => String((simulator.credentials as Record<string, unknown>).appId);

/** Where the app's webhooks go. */
const routes = async (stack: WebhookStack, simulator: VendorSimulator): Promise<string[]> =>
  (await stack.table.query({ pk: keys.app("nhanh-v3", appOf(simulator), "").pk })).items
    .map(({ sk }) => sk)
    .filter((name) => name.includes("#"));

/** Another tenant's key. */
const tenantOf = async (stack: WebhookStack, id: string): Promise<string> => {
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
  const body = { name: "main", scope: "admin" };
  return (await stack.request("POST", `/v1/tenants/${id}/keys`, { key: operatorKey, body })).body.key;
};

/** The same business once more, for another tenant or under another name. */
const register = (stack: WebhookStack, key: string, simulator: VendorSimulator, served: Served, id = "shop-1") => {
  const { credentials } = simulator;
  const since = new Date(stack.now() - DAY).toISOString();
  const body = { id, vendor: "nhanh-v3", name: id, credentials, hosts: simulator.hosts(served.url), since };
  return stack.request("POST", "/v1/shops", { key, body });
};

const health = async (stack: WebhookStack): Promise<string> =>
  (await stack.request("GET", "/v1/shops/shop-1", { key: stack.key })).body.health;

const fixture = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../../contract/vendors/fixtures/nhanh-v3/${name}.json`, import.meta.url), "utf8"));

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
    // A deletion is proven a second time, which may be later than the webhook.
    const living = new Set((simulator.rows("orders") as any[]).map(({ info }) => String(info.id)));
    const expected = Object.entries(after.orders).filter(([id]) => living.has(id));
    expect(await versions(stack, "orders")).toEqual(Object.fromEntries(expected));
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
    const key = await tenantOf(stack, "beta");
    expect((await register(stack, key, simulator, served)).status).toBe(201);
    await tell({ ...body, data: { info: { id: 2 } } });
    expect(await deliveries(stack)).toHaveLength(2);
    expect(await deliveries(stack, key)).toHaveLength(1);
  });

  test("a removed shop gets nothing more, also not under another shop's name, and the others all of it", async () => {
    const { stack, simulator, served, secret, tell } = await setUp();
    const beta = await tenantOf(stack, "beta");
    expect((await register(stack, beta, simulator, served)).status).toBe(201);
    await stack.request("DELETE", "/v1/shops/shop-1", { key: stack.key });
    await stack.work();
    stack.advance(11 * 60_000);
    await stack.tick();
    await stack.work();
    expect((await stack.request("GET", "/v1/shops/shop-1", { key: stack.key })).status).toBe(404);
    expect(await routes(stack, simulator)).toEqual([`${businessOf(simulator)}#beta#shop-1`]);
    const other = createKiotVietSimulator({ now: stack.now, random: seededRandom(5), limits: false });
    const elsewhere = await serve(other, { mostDelay: 0 });
    open.push(elsewhere);
    await stack.register("shop-1", other, elsewhere.url);
    await stack.work();
    // One that was left behind, as by a removal of long ago.
    const left = keys.app("nhanh-v3", appOf(simulator), `${businessOf(simulator)}#acme#shop-1`);
    await stack.table.put({ ...left, tenant: "acme", shop: "shop-1" });
    await tell({ event: "orderAdd", businessId: businessOf(simulator), webhooksVerifyToken: secret, data: { id: 77 } });
    expect(await deliveries(stack)).toEqual([]);
    const [delivery] = await deliveries(stack, beta);
    expect(delivery).toMatchObject({ state: "processed", events: ["orderAdd"] });
  });

  test("a delivery that comes while its shop is being removed does not outlive it", async () => {
    const { stack, simulator, address, secret } = await setUp();
    const body = JSON.stringify({ event: "orderAdd", businessId: businessOf(simulator), data: { id: 77 } });
    await stack.intake("POST", address, { headers: { authorization: secret }, body });
    const [waiting] = stack.queues.news.splice(0);
    const stored = (await stack.table.query({ pk: "T#acme#S#shop-1#IN" })).items;
    expect(stored).toHaveLength(1);
    await stack.request("DELETE", "/v1/shops/shop-1", { key: stack.key });
    await stack.work();
    stack.advance(3_000);
    for (const item of stored) await stack.table.put(item);
    stack.queues.news.push(waiting!);
    await stack.work();
    expect((await stack.table.query({ pk: "T#acme#S#shop-1#IN" })).items).toEqual([]);
  });

  test("new credentials of another business replace the route", async () => {
    const { stack, simulator, tell } = await setUp();
    const ref = { tenant: "acme", shop: "shop-1" };
    const { route } = (await stack.deps.shops.get(ref))!;
    // It was another's until now.
    await stack.deps.shops.route(ref, { ...route!, business: "1" });
    expect(await routes(stack, simulator)).toEqual(["1#acme#shop-1"]);
    const body = simulator.credentials;
    expect((await stack.request("PUT", "/v1/shops/shop-1/credentials", { key: stack.key, body })).status).toBe(200);
    expect(await routes(stack, simulator)).toEqual([`${businessOf(simulator)}#acme#shop-1`]);
    await tell({ event: "orderAdd", businessId: 1, data: { id: 77 } });
    expect(await deliveries(stack)).toEqual([]);
  });

  test("the app's token is shown to nobody, from whichever shop it came", async () => {
    const { stack, simulator, tell } = await setUp();
    const webhooksVerifyToken = "0123456789abcdefTokenOfAnother";
    const inside = JSON.stringify({ webhooksVerifyToken });
    await tell({ event: "orderAdd", businessId: businessOf(simulator), webhooksVerifyToken, data: inside }, {});
    const [{ id }] = await deliveries(stack);
    const shown = await stack.request("GET", `/v1/shops/shop-1/deliveries/${id}`, { key: stack.key });
    expect(shown.body.body).not.toContain(webhooksVerifyToken);
    expect(JSON.parse(shown.body.body)).toMatchObject({ event: "orderAdd", webhooksVerifyToken: "[redacted]" });
  });

  test("a business that nobody has registered reaches nobody", async () => {
    const { stack, tell } = await setUp();
    await tell({ event: "orderUpdate", businessId: 1, data: { info: { id: 1 } } });
    expect(await deliveries(stack)).toEqual([]);
    expect(await unrouted(stack)).toHaveLength(1);
  });

  test.each([undefined, "chosenByAPerson0123456789"])(
    "a rotated token is every shop's of the app, of whichever tenant, now and later (%s)",
    async (chosen) => {
      const { stack, simulator, served, address, secret } = await setUp();
      const beta = await tenantOf(stack, "beta");
      const gamma = await tenantOf(stack, "gamma");
      await register(stack, beta, simulator, served);
      await register(stack, gamma, simulator, served);
      await stack.work();
      for (const key of [beta, gamma]) expect((await instructions(stack, key)).secret).toBe(secret);
      expect(await rotate(stack, stack.key, chosen)).toBe(200);
      await register(stack, stack.key, simulator, served, "shop-2");
      const rotated = (await instructions(stack, stack.key)).secret;
      expect(rotated).not.toBe(secret);
      if (chosen) expect(rotated).toBe(chosen);
      expect(await instructions(stack, stack.key, "shop-2")).toEqual({ address, secret: rotated });
      expect(await instructions(stack, beta)).toEqual({ address, secret: rotated });
      const tell = async (authorization: string, id: number): Promise<string[]> => {
        const body = { event: "orderUpdate", businessId: businessOf(simulator), data: { info: { id } } };
        await stack.intake("POST", address, { headers: { authorization }, body: JSON.stringify(body) });
        // Gamma's shop has not heard of the rotation, and learns of it from two deliveries at once.
        await stack.intake("POST", address, { headers: { authorization }, body: JSON.stringify({ ...body, more: 1 }) });
        await stack.work();
        const shops = [[stack.key], [stack.key, "shop-2"], [beta], [gamma]] as const;
        const newest = await Promise.all(
          shops.map(async ([key, shop]) => (await deliveries(stack, key, shop)).slice(0, 2)),
        );
        return [...new Set(newest.flat().map(({ state }) => state))];
      };
      expect(await tell(rotated, 1)).toEqual(["processed"]);
      expect(await tell(secret, 2)).toEqual(["processed"]);
      stack.advance(DAY);
      expect(await tell(secret, 3)).toEqual(["quarantined"]);
      expect(await tell(rotated, 4)).toEqual(["processed"]);
      // The next one, by another tenant.
      expect(await rotate(stack, gamma)).toBe(200);
      const third = (await instructions(stack, gamma)).secret;
      expect([secret, rotated]).not.toContain(third);
      expect(await tell(rotated, 5)).toEqual(["processed"]);
      expect(await tell(third, 6)).toEqual(["processed"]);
      expect(
        JSON.stringify((await stack.table.query({ pk: keys.app("nhanh-v3", appOf(simulator), "").pk })).items),
      ).not.toContain(rotated);
    },
  );

  test("a shop that missed rotations has the token of now and the one before", async () => {
    const { stack, simulator, served, tell } = await setUp();
    const beta = await tenantOf(stack, "beta");
    await register(stack, beta, simulator, served);
    await stack.work();
    const before = stack.secrets.get("acme/shop-1");
    await rotate(stack, beta, "chosenByAPerson0123456789");
    await rotate(stack, beta);
    expect(stack.secrets.get("acme/shop-1")).toEqual(before);
    const body = { event: "orderUpdate", businessId: businessOf(simulator) };
    await tell({ ...body, data: { info: { id: 1 } } }, { authorization: "chosenByAPerson0123456789" });
    await tell({ ...body, data: { info: { id: 2 } } }, { authorization: (await instructions(stack, beta)).secret });
    expect((await deliveries(stack)).map(({ state }) => state)).toEqual(["processed", "processed"]);
  });

  test("the token that a shop has had from elsewhere is accepted for a day after it is rotated", async () => {
    const { stack, simulator, tell } = await setUp();
    const { hook, ...access } = stack.secrets.get("acme/shop-1")!;
    stack.secrets.set("acme/shop-1", { ...access, hook: { secret: "ofAnEarlierRotation00", since: hook!.since } });
    expect((await instructions(stack, stack.key)).secret).toBe("ofAnEarlierRotation00");
    await rotate(stack, stack.key);
    const body = { event: "orderUpdate", businessId: businessOf(simulator), data: { info: { id: 1 } } };
    await tell(body, { authorization: "ofAnEarlierRotation00" });
    expect((await deliveries(stack)).map(({ state }) => state)).toEqual(["processed"]);
  });

  test("who only claims to have an app cannot rotate its token", async () => {
    const { stack, simulator, served, secret } = await setUp();
    const beta = await tenantOf(stack, "beta");
    const credentials = { appId: appOf(simulator), secretKey: "not-the-apps-key", businessId: businessOf(simulator) };
    const body = { id: "shop-1", vendor: "nhanh-v3", name: "x", credentials, hosts: simulator.hosts(served.url) };
    expect((await stack.request("POST", "/v1/shops", { key: beta, body })).body.health).toBe("authorizing");
    expect(await rotate(stack, beta)).toBe(409);
    expect((await instructions(stack, stack.key)).secret).toBe(secret);
    expect((await instructions(stack, beta)).secret).not.toBe(secret);
    expect(await routes(stack, simulator)).toEqual([`${businessOf(simulator)}#acme#shop-1`]);
  });

  test("the end of our access is heard", async () => {
    const { stack, simulator } = await setUp();
    simulator.takeDeliveries();
    simulator.revoke(true);
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    expect(await health(stack)).toBe("needs-reauth");
  });

  test("an end of our access that is told late, or again, harms no shop that the vendor lets in", async () => {
    const { stack, simulator, served, tell } = await setUp();
    const calls = served.simulator.log.length;
    for (let time = 0; time < 2; time += 1) {
      await tell({ event: "appUninstalled", businessId: businessOf(simulator) });
      stack.advance(60_000);
    }
    expect(await health(stack)).toBe("healthy");
    expect(served.simulator.log.length).toBe(calls + 2);
    expect((await deliveries(stack)).map(({ state }) => state)).toEqual(["processed", "processed"]);
  });

  test("while the vendor cannot be asked whether our access has ended, nobody decides it", async () => {
    const { stack, simulator, address, secret } = await setUp();
    simulator.faults.rates.serverError = 1;
    const body = JSON.stringify({ event: "appUninstalled", businessId: businessOf(simulator) });
    await stack.intake("POST", address, { headers: { authorization: secret }, body });
    // As often as it is tried again within some minutes.
    const until = stack.now() + 300_000;
    const work = async (): Promise<void> => {
      const [message] = stack.queues.news.splice(0);
      stack.advance((message?.delaySeconds ?? 0) * 1_000);
      if (!message) throw new Error("nobody asks again");
      await createSync(stack.depsOf("sync"))(
        { Records: [{ messageId: "1", body: JSON.stringify(message.body) }] },
        { getRemainingTimeInMillis: () => 300_000 },
      );
    };
    let tries = 0;
    for (; stack.now() < until; tries += 1) await work();
    expect(tries).toBeLessThan(20);
    expect(await health(stack)).toBe("healthy");
    expect((await deliveries(stack))[0]).toMatchObject({ state: "waiting" });
    simulator.faults.stop();
    simulator.revoke(true);
    simulator.takeDeliveries();
    await stack.work();
    expect(await health(stack)).toBe("needs-reauth");
    expect((await deliveries(stack))[0]).toMatchObject({ state: "processed" });
  });
});
