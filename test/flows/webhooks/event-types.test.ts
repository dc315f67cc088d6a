import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { freePort } from "../../../infra/local/loopback.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { eventSchema } from "../../../shared/api/event-catalog.ts";
import { eventTypes, shopEventTypes } from "../../../shared/core/event-types.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { sourceFiles } from "../../helpers/source-files.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 60_000 });

const resources = [...new Set(Object.values(vendors).flatMap((vendor) => vendor.resources.map(({ name }) => name)))];
const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver[Symbol.asyncDispose]();
});

const deliver = async (stack: WebhookStack): Promise<void> => {
  const handler = createDeliver(stack.deps);
  for (let messages = stack.queues.deliveries.splice(0); messages.length > 0; ) {
    for (const { body } of messages) {
      stack.advance(1_000);
      await handler(
        { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
        { getRemainingTimeInMillis: () => 30_000 },
      );
    }
    messages = stack.queues.deliveries.splice(0).filter(({ delaySeconds }) => !delaySeconds);
  }
};

const addEndpoint = async (stack: WebhookStack, url: string, more: object = {}) => {
  const { body, status } = await stack.request("POST", "/v1/endpoints", {
    key: stack.key,
    body: { url, ratePerSecond: 500, ...more },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body as { id: string; secret: string };
};

describe("the catalog of events", () => {
  test("lists every type once, with an example that its own schema takes", async () => {
    const stack = await createWebhookStack();
    const { data } = (await stack.request("GET", "/v1/event-types", { key: stack.key })).body;
    expect(data.map(({ type }: { type: string }) => type)).toEqual(eventTypes(resources).map(({ type }) => type));
    expect(new Set(data.map(({ type }: { type: string }) => type)).size).toBe(data.length);
    for (const { type, example, schema, resource } of data) {
      const strict = eventSchema({ type, summary: "", resource });
      expect(strict.safeParse(example).error?.issues ?? [], type).toEqual([]);
      expect(schema.properties.type.const, type).toBe(type);
    }
  });

  test("has each type that the code sends", () => {
    const known = new Set(eventTypes([]).map(({ type }) => type));
    const sent = sourceFiles("shared").flatMap(({ text }) =>
      [...text.matchAll(/notifyShop\(\s*"([^"]+)"|notify\("([^"]+)"/g)].map(([, one, other]) => one ?? other!),
    );
    expect(sent.length).toBeGreaterThan(6);
    expect(sent.filter((type) => !known.has(type))).toEqual([]);
    expect(Object.keys(shopEventTypes).filter((type) => !sent.includes(type))).toEqual([]);
  });
});

describe("a test event", () => {
  test("of every type arrives signed, in the form that the catalog tells, and says that it is a test", async () => {
    const stack = await createWebhookStack();
    const receiver = await startReceiver();
    receivers.push(receiver);
    const endpoint = await addEndpoint(stack, receiver.url);
    const tried = [...eventTypes([]), ...eventTypes(["orders"]).filter(({ resource }) => resource)];
    for (const { type } of tried) {
      const answer = await stack.request("POST", `/v1/endpoints/${endpoint.id}/test`, {
        key: stack.key,
        body: { type },
      });
      expect(answer.status).toBe(202);
    }
    await deliver(stack);
    const got = receiver.received.map(({ body, headers }) => {
      const payload = new Webhook(endpoint.secret).verify(body, headers as Record<string, string>) as any;
      const kind = tried.find(({ type }) => type === payload.type)!;
      expect(eventSchema(kind).safeParse(payload).error?.issues ?? [], payload.type).toEqual([]);
      expect(payload.data.test, payload.type).toBe(true);
      return payload.type;
    });
    expect(got.sort()).toEqual(tried.map(({ type }) => type).sort());
  });

  test("of an unknown type is refused", async () => {
    const stack = await createWebhookStack();
    const endpoint = await addEndpoint(stack, "http://127.0.0.1:9/");
    const path = `/v1/endpoints/${endpoint.id}/test`;
    expect(await stack.request("POST", path, { key: stack.key, body: { type: "orders.created" } })).toMatchObject({
      status: 404,
      body: { code: "unknown-event-type" },
    });
    // Who has several endpoints learns from it which one was tried.
    expect((await stack.request("POST", path, { key: stack.key })).body).toMatchObject({
      type: "endpoint.test",
      data: { endpoint: endpoint.id, test: true },
    });
  });
});

describe("filters", () => {
  test.each([
    [{ types: ["orders.created"] }, "types.0"],
    [{ types: ["orders.updated", "order.*"] }, "types.1"],
    [{ types: ["*"] }, "types.0"],
    [{ shops: ["nope"] }, "shops.0"],
    [{ resources: ["orders", "ordrs"] }, "resources.1"],
  ])("%j is refused, when an endpoint is made and when it is changed", async (filter, field) => {
    const stack = await createWebhookStack();
    const { key } = stack;
    const refusal = { status: 400, body: { code: "invalid-body", errors: [{ field }] } };
    const url = "http://127.0.0.1:9/";
    expect(await stack.request("POST", "/v1/endpoints", { key, body: { url, ...filter } })).toMatchObject(refusal);
    const { id } = await addEndpoint(stack, url, { types: ["orders.*", "deletions.held", "shop.*"] });
    expect(await stack.request("PATCH", `/v1/endpoints/${id}`, { key, body: filter })).toMatchObject(refusal);
  });

  test("a rhythm for a resource that the vendor does not have is refused by its name", async () => {
    const stack = await createWebhookStack();
    const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(1) });
    await using shop = await serve(simulator);
    const body = {
      vendor: "kiotviet",
      name: "Shop",
      credentials: simulator.credentials,
      hosts: simulator.hosts(shop.url),
      schedule: { ordrs: 60 },
    };
    expect(await stack.request("POST", "/v1/shops", { key: stack.key, body })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "schedule.ordrs" }] },
    });
    await stack.register("shop", simulator, shop.url);
    expect(
      await stack.request("PATCH", "/v1/shops/shop", { key: stack.key, body: { schedule: { ordrs: 60, "*": 60 } } }),
    ).toMatchObject({ status: 400, body: { errors: [{ field: "schedule.ordrs" }] } });
    expect(
      await stack.request("POST", "/v1/shops/shop/sync", { key: stack.key, body: { resources: ["ordrs"] } }),
    ).toMatchObject({ status: 400, body: { errors: [{ field: "resources" }] } });
  });
});

describe("a backfill", () => {
  test("is marked in the feed, and goes to the endpoints that ask for it alone", async () => {
    const stack = await createWebhookStack();
    const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(3) });
    simulator.seed(6);
    await using shop = await serve(simulator);
    const [plain, past] = [await startReceiver(), await startReceiver()];
    receivers.push(plain, past);
    const asked = { types: ["customers.*"] };
    await addEndpoint(stack, plain.url, asked);
    await addEndpoint(stack, past.url, { ...asked, backfill: true });
    await stack.register("shop", simulator, shop.url);
    await stack.drain();
    const feed = async () =>
      (await stack.request("GET", "/v1/shops/shop/changes?resources=customers&limit=1000", { key: stack.key })).body
        .data as { id: string; type: string; backfill?: true }[];
    const before = await feed();
    expect(before.length).toBe(simulator.rows("customers").length);
    expect(before.every(({ backfill }) => backfill === true)).toBe(true);
    await deliver(stack);
    expect(plain.received).toHaveLength(0);
    expect(past.received).toHaveLength(before.length);
    expect(JSON.parse(past.received[0]!.body).data.backfill).toBe(true);

    stack.advance(120_000);
    const made = await stack.request("POST", "/v1/shops/shop/customers?wait=0", {
      key: stack.key,
      headers: { "idempotency-key": "one" },
      body: { name: "Nguyễn Thị Lan", phone: "0912345678" },
    });
    expect(made.status).toBe(202);
    await stack.drain();
    await stack.request("POST", "/v1/shops/shop/sync", { key: stack.key, body: { resources: ["customers"] } });
    await stack.drain();
    const after = (await feed()).slice(before.length);
    expect(after).toMatchObject([{ type: "customers.added" }]);
    expect(after[0]).not.toHaveProperty("backfill");
    await deliver(stack);
    const told = plain.received
      .map(({ body }) => JSON.parse(body))
      .map(({ type, data }) => [type, data.id, data.version]);
    expect(told).toEqual([["customers.added", after[0]!.id, 1]]);
  });

  test("does not mark what a person puts on its records, nor their end", async () => {
    const stack = await createWebhookStack();
    const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(4) });
    simulator.seed(3);
    await using shop = await serve(simulator);
    await stack.register("shop", simulator, shop.url);
    await stack.drain();
    const path = "/v1/shops/shop/customers";
    const [customer] = (await stack.request("GET", `${path}?limit=1`, { key: stack.key })).body.data;
    await stack.request("PUT", `${path}/${customer.id}/metadata`, { key: stack.key, body: { crm: "C-17" } });
    await stack.drain();
    const { data } = (
      await stack.request("GET", "/v1/shops/shop/changes?resources=customers&limit=1000", { key: stack.key })
    ).body;
    expect(data.at(-1)).toMatchObject({ type: "customers.updated", fields: ["metadata"] });
    expect(data.at(-1)).not.toHaveProperty("backfill");
  });
});

describe("the receiver of docs/events.md", () => {
  test("takes a signed event once, and turns away what is forged or old", async () => {
    const page = readFileSync(new URL("../../../docs/events.md", import.meta.url), "utf8");
    const code = /```js\n([\s\S]*?)```/.exec(page)![1]!;
    expect(code.trim().split("\n").length).toBeLessThanOrEqual(25);
    const folder = mkdtempSync(join(tmpdir(), "tillbridge-receiver-"));
    const file = join(folder, "receiver.mjs");
    writeFileSync(file, code);
    const port = await freePort();
    const stack = await createWebhookStack();
    const endpoint = await addEndpoint(stack, `http://127.0.0.1:${port}/`);
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, SECRET: endpoint.secret, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    try {
      await untilListening(port);
      const sent = await stack.request("POST", `/v1/endpoints/${endpoint.id}/test`, {
        key: stack.key,
        body: { type: "orders.updated" },
      });
      await deliver(stack);
      const log = await stack.request("GET", `/v1/endpoints/${endpoint.id}/events`, { key: stack.key });
      expect(log.body.data).toMatchObject([{ id: sent.body.id, state: "delivered" }]);
      const body = JSON.stringify({ type: "orders.updated", timestamp: new Date().toISOString(), data: {} });
      const post = (headers: Record<string, string>) =>
        fetch(`http://127.0.0.1:${port}/`, { method: "POST", body, headers }).then(({ status }) => status);
      const signed = (id: string, at: Date) => ({
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": new Webhook(endpoint.secret).sign(id, at, body),
      });
      expect(await post(signed("evt_2", new Date()))).toBe(204);
      expect(await post(signed("evt_2", new Date()))).toBe(204);
      expect(await post({ ...signed("evt_3", new Date()), "webhook-signature": "v1,AAAA" })).toBe(401);
      expect(await post(signed("evt_4", new Date(Date.now() - 3_600_000)))).toBe(401);
      expect(printed.trim().split("\n")).toEqual(
        ["orders.updated my-shop 1001", "orders.updated"].map((line) => expect.stringContaining(line)),
      );
    } finally {
      child.kill();
      await once(child, "exit");
      rmSync(folder, { recursive: true });
    }
  });
});

const untilListening = async (port: number): Promise<void> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST" }).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error("the receiver does not listen");
};
