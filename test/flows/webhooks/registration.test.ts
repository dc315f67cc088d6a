import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { operatorKey } from "../../helpers/memory-deps.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";
import { askKiotViet, askPancake } from "./vendor-client.ts";

vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const shopOf = async <Simulator extends VendorSimulator>(stack: WebhookStack, simulator: Simulator, id = "shop-1") => {
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  await stack.register(id, simulator, served.url);
  await stack.work();
  return served;
};

const kiotViet = (stack: WebhookStack, seed = 5) => {
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(seed), limits: false });
  simulator.seed(10);
  return simulator;
};

const report = async (stack: WebhookStack, id = "shop-1") =>
  (await stack.request("GET", `/v1/shops/${id}/webhooks`, { key: stack.key })).body;

const instructions = async (stack: WebhookStack, id = "shop-1") =>
  (await stack.request("GET", `/v1/shops/${id}/webhooks/instructions`, { key: stack.key })).body;

const states = async (stack: WebhookStack, id = "shop-1"): Promise<string[]> =>
  (await stack.request("GET", `/v1/shops/${id}/deliveries`, { key: stack.key })).body.data.map(
    ({ state }: { state: string }) => state,
  );

/** KiotViet takes no registrations, until the returned function is called. */
const refuseRegistrations = (stack: WebhookStack): (() => void) => {
  const { send } = stack.deps;
  const body = JSON.stringify({ responseStatus: { errorCode: "Refused", message: "no more webhooks" } });
  Object.assign(stack.deps, {
    send: async (request: Parameters<typeof send>[0]) =>
      request.method === "POST" && request.url.endsWith("/webhooks")
        ? { status: 400, headers: {}, body, receivedAt: stack.now() }
        : send(request),
  });
  return () => Object.assign(stack.deps, { send });
};

const watch = async (stack: WebhookStack) => {
  stack.advance(16 * MINUTE);
  await stack.tick();
  await stack.work();
};

describe("registration", () => {
  test("what another app deleted is registered again within a quarter of an hour, and the gap is pulled", async () => {
    const stack = await createWebhookStack();
    const simulator = kiotViet(stack);
    const served = await shopOf(stack, simulator);
    expect(await report(stack)).toMatchObject({ state: "registered", quarantined: 0 });
    const listed = await askKiotViet(served, "GET", "/webhooks?pageSize=100");
    expect(listed.data.length).toBeGreaterThan(10);
    for (const { id, type } of listed.data) {
      if (type.startsWith("order") || type.startsWith("product"))
        await askKiotViet(served, "DELETE", `/webhooks/${id}`);
    }
    await watch(stack);
    const after = await report(stack);
    expect(after.state).toBe("repaired");
    expect(after.gaps[0].events).toEqual(expect.arrayContaining(["order.update", "product.update", "product.delete"]));
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toHaveLength(listed.data.length);
    await watch(stack);
    expect((await report(stack)).state).toBe("registered");
  });

  test("without a public address nothing is registered at the vendor, and what was registered is removed", async () => {
    const stack = await createWebhookStack();
    Object.assign(stack.deps.config, { intakeUrl: "" });
    const served = await shopOf(stack, kiotViet(stack));
    const registered = async () => (await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data.length;
    expect([await registered(), (await report(stack)).state]).toEqual([0, "none"]);
    expect(await instructions(stack)).toMatchObject({
      status: 409,
      type: expect.stringContaining("no-public-address"),
    });
    Object.assign(stack.deps.config, { intakeUrl: "https://hooks.example" });
    await watch(stack);
    expect(await registered()).toBeGreaterThan(10);
    Object.assign(stack.deps.config, { intakeUrl: "" });
    await watch(stack);
    expect([await registered(), (await report(stack)).state]).toEqual([0, "none"]);
    // Once it is done, the vendor is not asked again.
    const calls = served.simulator.log.length;
    await watch(stack);
    expect(served.simulator.log.slice(calls).filter(({ path }) => path.includes("/webhooks"))).toEqual([]);
  });

  test("on a laptop the sandboxes reach us, and real vendors do not", async () => {
    const stack = await createWebhookStack();
    Object.assign(stack.deps.config, { intakeUrl: "", sandboxIntakeUrl: "http://127.0.0.1:8481" });
    const served = await shopOf(stack, kiotViet(stack));
    const { data } = await askKiotViet(served, "GET", "/webhooks?pageSize=100");
    expect(data.length).toBeGreaterThan(10);
    for (const { url } of data) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8481\/kiotviet\//);
  });

  test("a secret is rotated without a lost delivery", async () => {
    const stack = await createWebhookStack();
    const simulator = kiotViet(stack);
    await shopOf(stack, simulator);
    const before = await instructions(stack);
    const send = (secret: string, text: string) => {
      const signature = createHmac("sha256", secret).update(text).digest("hex");
      return stack.intake("POST", before.address, { headers: { "x-hub-signature": `sha1=${signature}` }, body: text });
    };
    expect((await stack.request("POST", "/v1/shops/shop-1/webhooks/rotate", { key: stack.key })).status).toBe(200);
    await stack.work();
    const after = await instructions(stack);
    expect(after.secret).not.toBe(before.secret);
    await send(before.secret, '{"Id":"a","Notifications":[]}');
    await send(after.secret, '{"Id":"b","Notifications":[]}');
    simulator.takeDeliveries();
    for (let round = 0; round < 10; round += 1) simulator.change();
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    expect(new Set(await states(stack))).toEqual(new Set(["processed"]));
    stack.advance(DAY + MINUTE);
    await send(before.secret, '{"Id":"c","Notifications":[]}');
    await stack.work();
    expect((await states(stack))[0]).toBe("quarantined");
  });

  test("a shop whose first messages the queue does not take is registered and watched all the same", async () => {
    const stack = await createWebhookStack();
    const { send } = stack.deps.queues;
    Object.assign(stack.deps.queues, {
      send: async () => {
        throw new Error("the queue is away");
      },
    });
    const simulator = kiotViet(stack);
    await shopOf(stack, simulator);
    Object.assign(stack.deps.queues, { send });
    expect(await report(stack)).toMatchObject({ state: "none" });
    stack.advance(MINUTE);
    await stack.tick();
    await stack.work();
    expect(await report(stack)).toMatchObject({ state: "registered" });
  });

  test("a vendor that refuses the new secret goes on sending with the old one, as long as that is accepted", async () => {
    const stack = await createWebhookStack();
    const simulator = kiotViet(stack);
    const served = await shopOf(stack, simulator);
    const registered = async (): Promise<any[]> => (await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data;
    const before = await registered();
    const { events } = await report(stack);
    const accept = refuseRegistrations(stack);
    expect((await stack.request("POST", "/v1/shops/shop-1/webhooks/rotate", { key: stack.key })).status).toBe(200);
    for (let round = 0; round < 3; round += 1) {
      expect(await registered()).toEqual(before);
      expect(await report(stack)).toMatchObject({ state: "refused", events });
      await watch(stack);
    }
    simulator.takeDeliveries();
    for (let round = 0; round < 10; round += 1) simulator.change();
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    expect(new Set(await states(stack))).toEqual(new Set(["processed"]));
    accept();
    stack.advance(HOUR);
    await watch(stack);
    expect(await report(stack)).toMatchObject({ state: "registered", events });
    expect((await report(stack)).gaps).toBeUndefined();
    const after = await registered();
    expect(after).toHaveLength(before.length);
    expect(after.map(({ id }) => id).filter((id) => before.some((one) => one.id === id))).toEqual([]);
    await watch(stack);
    expect(await registered()).toEqual(after);
    stack.advance(DAY);
    for (let round = 0; round < 10; round += 1) simulator.change();
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    expect(new Set(await states(stack))).toEqual(new Set(["processed"]));
  });

  test("a registration whose secret is not accepted any more makes room for the new one", async () => {
    const stack = await createWebhookStack();
    const simulator = kiotViet(stack);
    const served = await shopOf(stack, simulator);
    const registered = async (): Promise<any[]> => (await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data;
    const before = await registered();
    const watchAlone = () => {
      stack.queues.sync.push({ body: { type: "watch", tenant: "acme", shop: "shop-1" }, group: "acme" });
      return stack.work();
    };
    // It takes no second registration of an event.
    const accept = refuseRegistrations(stack);
    await stack.request("POST", "/v1/shops/shop-1/webhooks/rotate", { key: stack.key });
    stack.advance(DAY + MINUTE);
    await watchAlone();
    expect(await registered()).toEqual([]);
    accept();
    stack.advance(DAY + MINUTE);
    await watchAlone();
    expect(await report(stack)).toMatchObject({ state: "repaired" });
    expect(await registered()).toHaveLength(before.length);
  });

  test("another application's only address is left alone, until the tenant says otherwise", async () => {
    const stack = await createWebhookStack();
    const simulator = createPancakeSimulator({ now: stack.now, random: seededRandom(3), limits: false });
    simulator.seed(5);
    const served = await serve(simulator, { mostDelay: 0 });
    open.push(served);
    await askPancake(served, {
      webhook_enable: true,
      webhook_url: "https://other.example/hook",
      webhook_types: ["orders"],
    });
    await stack.register("shop-1", simulator, served.url);
    await stack.work();
    expect(await report(stack)).toMatchObject({ state: "foreign", foreign: ["https://other.example/hook"] });
    // The first cycles have used up what Pancake allows in a moment.
    stack.advance(10_000);
    const forced = await stack.request("POST", "/v1/shops/shop-1/webhooks/register", {
      key: stack.key,
      body: { force: true },
    });
    expect(forced.body.state).toBe("registered");
    await watch(stack);
    expect((await report(stack)).state).toBe("registered");
  });
});

describe("events whose words no document of the vendor has", () => {
  const pancakeWith = async (unknownWebhooks: "drop" | "refuse") => {
    const stack = await createWebhookStack();
    const simulator = createPancakeSimulator({
      now: stack.now,
      random: seededRandom(3),
      limits: false,
      unknownWebhooks,
    });
    simulator.seed(3);
    await shopOf(stack, simulator);
    const made = { writes: 0 };
    const { metric } = stack.deps;
    const metrics: Record<string, number> = {};
    stack.deps.metric = (name, value, ...rest) => {
      metrics[name] = (metrics[name] ?? 0) + value;
      metric(name, value, ...rest);
    };
    const pass = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        stack.advance(MINUTE);
        await stack.tick();
        await stack.work();
      }
      made.writes = simulator.log.filter(({ method, path }) => method === "PUT" && /shops\/\d+$/.test(path)).length;
    };
    await pass(3);
    return { stack, pass, made, metrics };
  };

  test.each(["drop", "refuse"] as const)("cost the others nothing at a vendor that would %s them", async (way) => {
    const { stack, pass, made, metrics } = await pancakeWith(way);
    const seen = await report(stack);
    expect(seen.events).toEqual(["customers", "orders", "variations_warehouses"]);
    expect(Object.keys(seen.refused)).toEqual(["products"]);
    const { writes } = made;
    expect(writes).toBe(way === "drop" ? 1 : 2);
    await pass(65);
    expect(made.writes).toBe(writes);
    expect(metrics.WebhooksRepaired).toBeUndefined();
    // A day later it may have learned them.
    stack.advance(DAY);
    await pass(20);
    expect(made.writes).toBe(writes * 2);
    expect((await report(stack)).events).toEqual(["customers", "orders", "variations_warehouses"]);
    expect(metrics.WebhooksRepaired).toBeUndefined();
  });
});

describe("one address for all shops of an app", () => {
  test("Nhanh: the business tells the shop, the greeting without one is welcome, and the end of access is heard", async () => {
    const stack = await createWebhookStack();
    const simulator = createNhanhV2Simulator({ now: stack.now, random: seededRandom(9), limits: false });
    simulator.seed(5);
    await shopOf(stack, simulator);
    const { address, secret, steps } = await instructions(stack);
    expect(address).toContain("/nhanh/app/");
    expect(secret).toMatch(/^[0-9a-f]{48}$/);
    expect(steps.join("\n")).toContain(address);
    expect(await report(stack)).toMatchObject({ state: "manual" });
    simulator.enableWebhooks(address, secret);
    expect((await stack.send(simulator.takeDeliveries())).map(({ statusCode }) => statusCode)).toEqual([200]);
    for (let round = 0; round < 20; round += 1) simulator.change();
    const deliveries = simulator.takeDeliveries();
    await stack.send(deliveries);
    await stack.work();
    expect(await states(stack)).toEqual(deliveries.map(() => "processed"));
    simulator.revoke(true);
    await stack.send(simulator.takeDeliveries());
    await stack.work();
    const shop = await stack.request("GET", "/v1/shops/shop-1", { key: stack.key });
    expect(shop.body.health).toBe("needs-reauth");
  });
});

describe("a business that two tenants serve", () => {
  test("Nhanh's one delivery reaches both, and neither sees the other", async () => {
    const stack = await createWebhookStack();
    const simulator = createNhanhV2Simulator({ now: stack.now, random: seededRandom(9), limits: false });
    simulator.seed(5);
    const served = await shopOf(stack, simulator);
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "beta", name: "Beta" } });
    const path = "/v1/tenants/beta/keys";
    const { key } = (await stack.request("POST", path, { key: operatorKey, body: { name: "b", scope: "admin" } })).body;
    const second = {
      id: "shop-1",
      vendor: "nhanh-v2",
      name: "the same shop",
      credentials: simulator.credentials,
      hosts: simulator.hosts(served.url),
      since: new Date(stack.now() - DAY).toISOString(),
    };
    expect((await stack.request("POST", "/v1/shops", { key, body: second })).status).toBe(201);
    await stack.work();
    const { address, secret } = await instructions(stack);
    simulator.enableWebhooks(address, secret);
    simulator.takeDeliveries();
    for (let round = 0; round < 10; round += 1) simulator.change();
    const deliveries = simulator.takeDeliveries();
    await stack.send(deliveries);
    await stack.work();
    const other = await stack.request("GET", "/v1/shops/shop-1/deliveries", { key });
    expect(other.body.data.map(({ state }: { state: string }) => state)).toEqual(deliveries.map(() => "processed"));
    expect(await states(stack)).toEqual(deliveries.map(() => "processed"));
    // One tenant's secrets cannot be read for a while.
    const deps = stack.depsOf("intake");
    const away = new Set(["beta"]);
    const ownedBy: typeof deps.ownedBy = (tenant) => {
      const own = deps.ownedBy(tenant);
      const get = async () => Promise.reject(new Error("ThrottlingException"));
      return away.has(tenant) ? { ...own, secrets: { ...own.secrets, get } } : own;
    };
    const told: unknown[][] = [];
    const intake = createIntake({ ...deps, ownedBy, log: (...line) => void told.push(line) });
    const counted = async () => {
      while (simulator.takeDeliveries().length > 0);
      simulator.change();
      let sent = simulator.takeDeliveries();
      for (; sent.length === 0; sent = simulator.takeDeliveries()) simulator.change();
      stack.advance(MINUTE);
      const { url, headers, body } = sent[0]!;
      const http = { method: "POST", sourceIp: "192.0.2.1" };
      const answer = await intake({
        ...{ rawPath: new URL(url).pathname, rawQueryString: "", headers, body },
        requestContext: { http },
      });
      return {
        status: answer.statusCode,
        jobs: stack.queues.news.splice(0).map(({ body: job }) => job as { type: string; tenant: string }),
      };
    };
    const { status, jobs } = await counted();
    expect(status).toBe(200);
    expect(jobs.map(({ type, tenant }) => `${type} ${tenant}`)).toEqual(["delivery acme", "read-instead beta"]);
    expect(told.map(([level, message]) => `${level} ${message}`)).toEqual(["error delivery-missed"]);
    away.add("acme");
    expect(await counted()).toEqual({ status: 503, jobs: [] });
  });
});

describe("what a tenant is told of a shop", () => {
  test("credentials that end are announced 30, 7 and 1 days before, once each", async () => {
    const stack = await createWebhookStack();
    await shopOf(stack, kiotViet(stack));
    const ref = { tenant: "acme", shop: "shop-1" };
    await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: "http://127.0.0.1:9/" } });
    const [endpoint] = (await stack.request("GET", "/v1/endpoints", { key: stack.key })).body.data;
    stack.advance(20_000);
    await stack.deps.shops.change(ref, { expiresAt: stack.now() + 40 * DAY });
    for (let day = 0; day < 40; day += 1) {
      stack.queues.sync.push({ body: { type: "watch", ...ref }, group: "acme" });
      await stack.work();
      stack.advance(DAY);
    }
    const pending = await stack.deps.endpoints.pending("acme", endpoint.id, undefined, 100);
    const told = pending.events.filter(({ event }) => event.type === "shop.credentials-expiring");
    expect(told.map(({ event }) => event.data.days)).toEqual([30, 7, 1]);
  });

  test("is told once, though the look fails behind it", async () => {
    const stack = await createWebhookStack();
    await shopOf(stack, kiotViet(stack));
    const ref = { tenant: "acme", shop: "shop-1" };
    await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: "http://127.0.0.1:9/" } });
    const [endpoint] = (await stack.request("GET", "/v1/endpoints", { key: stack.key })).body.data;
    await stack.deps.shops.change(ref, { expiresAt: stack.now() + 6 * DAY });
    const query = stack.table.query;
    Object.assign(stack.table, {
      query: async (...given: Parameters<typeof query>) => {
        if (given[0].pk.endsWith("#SYNC")) throw new RetryLater("the table is busy", { delivered: "no" });
        return query.apply(stack.table, given);
      },
    });
    for (let look = 0; look < 3; look += 1) {
      stack.queues.sync.push({ body: { type: "watch", ...ref }, group: "acme" });
      await stack.work().catch(() => undefined);
      stack.queues.sync.splice(0);
      stack.advance(15 * MINUTE);
    }
    const pending = await stack.deps.endpoints.pending("acme", endpoint.id, undefined, 100);
    expect(pending.events.filter(({ event }) => event.type === "shop.credentials-expiring")).toHaveLength(1);
  });
});
