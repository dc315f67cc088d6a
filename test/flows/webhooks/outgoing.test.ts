import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { createEndpointStore } from "../../../shared/stores/endpoints.ts";
import type { Change } from "../../../shared/stores/feed.ts";
import type { ShopRef } from "../../../shared/stores/keys.ts";
import { meterTable } from "../../../shared/stores/metered-table.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { fanOutChanges as fanOut, notifyShop } from "../../../shared/usecases/events/fan-out-events.ts";
import { createReadSigningKey } from "../../../shared/usecases/events/signing-secret.ts";
import { readRenewal } from "../../../shared/usecases/shops/renewal.ts";
import { type Received, type Receiver, startReceiver } from "./receiver.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const ref = { tenant: "acme", shop: "shop-1" };
const HOUR = 3_600_000;
const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver[Symbol.asyncDispose]();
});

const setUp = async (more: Record<string, unknown> = {}) => {
  const stack = await createWebhookStack();
  const receiver = await startReceiver();
  receivers.push(receiver);
  const created = await stack.request("POST", "/v1/endpoints", {
    key: stack.key,
    body: { url: receiver.url, ratePerSecond: 500, ...more },
  });
  expect(created.status).toBe(201);
  return { stack, receiver, endpoint: created.body as { id: string; secret: string } };
};

/** Works off the deliveries queue as it is now; delayed messages move the clock while `until` allows it. */
const deliver = async (stack: WebhookStack, until = 0): Promise<void> => {
  const handler = createDeliver(stack.depsOf("deliver"));
  const end = stack.now() + until;
  for (;;) {
    const ready = stack.queues.deliveries.filter(({ delaySeconds }) => !delaySeconds);
    const late = stack.queues.deliveries.filter(({ delaySeconds }) => delaySeconds);
    stack.queues.deliveries.splice(0);
    for (const { body } of ready) {
      const outcome = await handler(
        { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
        {
          getRemainingTimeInMillis: () => 30_000,
        },
      );
      expect(outcome.batchItemFailures).toEqual([]);
    }
    if (stack.queues.deliveries.length > 0) {
      stack.queues.deliveries.push(...late);
      continue;
    }
    const next = late.sort((left, right) => (left.delaySeconds ?? 0) - (right.delaySeconds ?? 0))[0];
    if (next && stack.now() + (next.delaySeconds ?? 0) * 1_000 <= end) {
      stack.advance((next.delaySeconds ?? 0) * 1_000);
      stack.queues.deliveries.push(...late.map(({ delaySeconds: _, ...message }) => message));
    } else if (!next && stack.now() < end) {
      stack.advance(60_000);
      await stack.tick();
    } else {
      stack.queues.deliveries.push(...late);
      return;
    }
  }
};

const fanOutChanges = (of: ShopRef, changes: readonly Change[], deps: Deps): Promise<void> =>
  fanOut([{ ref: of, changes }], deps);

let version = 0;
const change = (id: string, more: Partial<Change> = {}): Change => {
  version += 1;
  return {
    resource: "orders",
    id,
    version,
    seq: version,
    type: "updated",
    fields: ["status"],
    at: new Date().toISOString(),
    ...more,
  };
};

describe("events that go out", () => {
  test("are signed so that the standard's own verifier accepts them", async () => {
    const { stack, receiver, endpoint } = await setUp();
    await fanOutChanges(ref, [change("a", { origin: "write-1" })], stack.deps);
    await deliver(stack);
    const [event] = receiver.received;
    const payload = new Webhook(endpoint.secret).verify(event!.body, event!.headers as Record<string, string>);
    expect(payload).toMatchObject({
      type: "orders.updated",
      data: { shop: "shop-1", resource: "orders", id: "a", fields: ["status"], origin: "write-1" },
    });
    expect((payload as any).data.seq).toBeGreaterThan(0);
  });

  test("tell where the owner renews the access of a shop that lost it", async () => {
    const { stack, receiver } = await setUp();
    const shop = { tenant: ref.tenant, id: ref.shop, vendor: "kiotviet", name: "One" } as Shop;
    await notifyShop("shop.needs-reauth", shop, { reason: "refused" }, stack.deps);
    await deliver(stack);
    const { data } = JSON.parse(receiver.received[0]!.body);
    const [page, renewal] = data.reconnectUrl.split("#");
    expect(page).toBe(`${stack.deps.config.publicUrl}/connect/again`);
    expect(readRenewal(renewal, await stack.deps.readSigningKey(), stack.deps.clock())).toMatchObject(ref);
  });

  test("keep one id however often the change is published", async () => {
    const { stack, receiver } = await setUp();
    const same = change("a");
    await fanOutChanges(ref, [same], stack.deps);
    stack.advance(10);
    await fanOutChanges(ref, [{ ...same, seq: same.seq + 7 }], stack.deps);
    await deliver(stack);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("of one record arrive in their order, whatever goes on beside them", async () => {
    const { stack, receiver } = await setUp({ concurrency: 20 });
    receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), Math.random() * 20);
    const changes = Array.from({ length: 60 }, (_, index) => change(`r${index % 6}`));
    await fanOutChanges(ref, changes, stack.deps);
    await deliver(stack);
    expect(receiver.received).toHaveLength(60);
    for (let record = 0; record < 6; record += 1) {
      const seqs = receiver.received.map(({ body }) => JSON.parse(body).data).filter(({ id }) => id === `r${record}`);
      expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map(({ seq }) => seq).sort((left, right) => left - right));
    }
  });

  test("have their ends noted many at a time, before all of them have gone out", async () => {
    const { stack, receiver } = await setUp({ concurrency: 1 });
    const finish = vi.spyOn(stack.depsOf("deliver").ownedBy("acme").endpoints, "finish");
    const changes = Array.from({ length: 60 }, (_, index) => change(`r${index}`));
    await fanOutChanges(ref, changes, stack.deps);
    await deliver(stack);
    expect(receiver.received).toHaveLength(60);
    const noted = finish.mock.calls.map(([, , ended]) => ended.map(({ pending }) => pending.event.record));
    expect(Math.max(...noted.map(({ length }) => length))).toBeLessThanOrEqual(25);
    expect(noted.flat()).toEqual(changes.map(({ id }) => id));
  });

  test("reach only those who want them", async () => {
    const filters = { resources: ["orders"], types: ["orders.*", "shop.*"] };
    const { stack, receiver, endpoint } = await setUp(filters);
    // The shops of this test exist by their name alone.
    await stack.deps.endpoints.change("acme", endpoint.id, () => ({ shops: ["shop-1"] }));
    await fanOutChanges(ref, [change("a"), change("p", { resource: "products" })], stack.deps);
    await fanOutChanges({ ...ref, shop: "other" }, [change("b")], stack.deps);
    await fanOutChanges({ ...ref, tenant: "somebody-else" }, [change("c")], stack.deps);
    await notifyShop("shop.needs-reauth", { ...shop, id: "shop-1" }, { reason: "refused" }, stack.deps);
    await notifyShop("deletions.held", { ...shop, id: "shop-1" }, {}, stack.deps);
    await deliver(stack);
    expect(receiver.received.map(({ body }) => JSON.parse(body).type).sort()).toEqual([
      "orders.updated",
      "shop.needs-reauth",
    ]);
  });

  test("cost no write when the tenant has no endpoint", async () => {
    const stack = await createWebhookStack();
    const metered = { rowsRead: 0, rowsWritten: 0 };
    const endpoints = createEndpointStore(meterTable(stack.table, metered));
    await fanOutChanges(ref, [change("a")], { ...stack.deps, endpoints });
    expect(metered).toEqual({ rowsRead: 1, rowsWritten: 0 });
    expect(stack.queues.deliveries).toEqual([]);
  });

  test("carry the record when the endpoint wants it whole", async () => {
    const { stack, receiver } = await setUp({ payload: "full" });
    await stack.deps.records.upsert(
      ref,
      "orders",
      [{ id: "a", modified: undefined, record: { id: "a", note: "hello" } as never, raw: {} }],
      stack.now(),
    );
    await fanOutChanges(ref, [change("a"), change("b")], stack.deps);
    await deliver(stack);
    const data = receiver.received.map(({ body }) => JSON.parse(body).data);
    expect(data.find(({ id }) => id === "a").current).toMatchObject({ version: 1, record: { note: "hello" } });
    expect(data.find(({ id }) => id === "b").current).toBeUndefined();
  });
});

describe("a change of an endpoint counts from its answer on, whatever another container has read before", () => {
  /** A container of its own: what it remembers is its own, the table is everybody's. */
  const another = (stack: WebhookStack): Deps => ({ ...stack.deps, ...createStores(stack.table) });
  const idsOf = (receiver: Receiver) => receiver.received.map(({ body }) => JSON.parse(body).data.id);

  test("a new one is told", async () => {
    const stack = await createWebhookStack();
    const receiver = await startReceiver();
    receivers.push(receiver);
    const other = another(stack);
    await fanOutChanges(ref, [change("before")], other);
    await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url: receiver.url } });
    await fanOutChanges(ref, [change("after")], other);
    await deliver(stack);
    expect(idsOf(receiver)).toEqual(["after"]);
  });

  test("a wider filter", async () => {
    const { stack, receiver, endpoint } = await setUp({ resources: ["products"] });
    const other = another(stack);
    await fanOutChanges(ref, [change("before")], other);
    await stack.request("PATCH", `/v1/endpoints/${endpoint.id}`, { key: stack.key, body: { resources: null } });
    await fanOutChanges(ref, [change("after")], other);
    await deliver(stack);
    expect(idsOf(receiver)).toEqual(["after"]);
  });

  test("one that is enabled again", async () => {
    const { stack, receiver, endpoint } = await setUp({ resources: ["orders"] });
    const path = `/v1/endpoints/${endpoint.id}`;
    const other = another(stack);
    await stack.request("PATCH", path, { key: stack.key, body: { state: "disabled" } });
    await fanOutChanges(ref, [change("unwanted", { resource: "products" })], other);
    await stack.request("PATCH", path, { key: stack.key, body: { state: "enabled" } });
    // Nothing is held, so the worker goes and leaves no note that somebody should come again.
    await deliver(stack);
    await fanOutChanges(ref, [change("after")], other);
    await deliver(stack);
    expect(idsOf(receiver)).toEqual(["after"]);
  });

  test("one that is enabled again between the reading of it and the queueing for it", async () => {
    const { stack, receiver, endpoint } = await setUp();
    const path = `/v1/endpoints/${endpoint.id}`;
    await stack.request("PATCH", path, { key: stack.key, body: { state: "disabled" } });
    const other = another(stack);
    const slow: Deps = {
      ...other,
      endpoints: {
        ...other.endpoints,
        async queue(...input) {
          await stack.request("PATCH", path, { key: stack.key, body: { state: "enabled" } });
          await deliver(stack);
          return other.endpoints.queue(...input);
        },
      },
    };
    await fanOutChanges(ref, [change("a")], slow);
    await deliver(stack);
    expect(idsOf(receiver)).toEqual(["a"]);
  });

  test("one that stays disabled wakes nobody", async () => {
    const { stack, endpoint } = await setUp();
    await stack.request("PATCH", `/v1/endpoints/${endpoint.id}`, { key: stack.key, body: { state: "disabled" } });
    await fanOutChanges(ref, [change("a")], another(stack));
    expect(stack.queues.deliveries).toEqual([]);
  });
});

describe("endpoints that fail", () => {
  test("get every event in the end, once each when it was taken", async () => {
    const { stack, receiver } = await setUp();
    let count = 0;
    const taken: string[] = [];
    receiver.answer = (response, { headers }) => {
      count += 1;
      const kind = count % 5;
      if (kind === 0) return void response.writeHead(500).end("broken");
      if (kind === 1) return void response.writeHead(429, { "retry-after": "2" }).end();
      if (kind === 2 && count < 20) return void response.destroy();
      taken.push(String(headers["webhook-id"]));
      response.writeHead(200).end("ok");
    };
    const changes = Array.from({ length: 40 }, (_, index) => change(`r${index}`));
    await fanOutChanges(ref, changes, stack.deps);
    await deliver(stack, 12 * HOUR);
    expect(new Set(taken).size).toBe(40);
    expect(taken).toHaveLength(40);
  });

  test("are tried for three days with growing pauses, and the log tells each try", async () => {
    const { stack, receiver, endpoint } = await setUp();
    receiver.answer = (response) => void response.writeHead(500).end("no".repeat(1_000));
    await fanOutChanges(ref, [change("a")], stack.deps);
    await deliver(stack, 80 * HOUR);
    const log = await stack.request("GET", `/v1/endpoints/${endpoint.id}/events`, { key: stack.key });
    expect(log.body.data).toMatchObject([{ state: "failed", type: "orders.updated" }]);
    const [{ attempts, tries }] = log.body.data;
    expect(tries).toBeGreaterThan(9);
    expect(attempts.at(-1)).toMatchObject({ status: 500 });
    expect(attempts.at(-1).answer).toHaveLength(500);
    const span = Date.parse(log.body.data[0].finishedAt) - Date.parse(log.body.data[0].at);
    expect(span).toBeGreaterThan(71 * HOUR);
    expect(span).toBeLessThan(90 * HOUR);
  });

  test("are disabled after five days, keep their events, and get them when they are enabled again", async () => {
    const { stack, receiver, endpoint } = await setUp();
    receiver.answer = (response) => void response.writeHead(503).end();
    await fanOutChanges(ref, [change("a")], stack.deps);
    await deliver(stack, 100 * HOUR);
    await fanOutChanges(ref, [change("b")], stack.deps);
    await deliver(stack, 40 * HOUR);
    const path = `/v1/endpoints/${endpoint.id}`;
    expect((await stack.request("GET", path, { key: stack.key })).body).toMatchObject({
      state: "disabled",
      disabledBy: "failing",
    });
    await fanOutChanges(ref, [change("c")], stack.deps);
    expect((await stack.request("GET", `${path}/events?state=pending`, { key: stack.key })).body.data).toHaveLength(2);
    receiver.answer = (response) => void response.writeHead(204).end();
    receiver.received.length = 0;
    await stack.request("PATCH", path, { key: stack.key, body: { state: "enabled" } });
    await deliver(stack);
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.id).sort()).toEqual(["b", "c"]);
    const since = new Date(Date.now() - HOUR).toISOString();
    const replayed = await stack.request("POST", `${path}/replay`, {
      key: stack.key,
      body: { since, state: "failed" },
    });
    expect(replayed.body).toEqual({ replayed: 1, next: null });
    await deliver(stack);
    expect(JSON.parse(receiver.received.at(-1)!.body).data.id).toBe("a");
  });

  test("are tried afresh when they are enabled again: what was tried long before is not given up at once", async () => {
    const { stack, receiver, endpoint } = await setUp();
    const path = `/v1/endpoints/${endpoint.id}`;
    const pending = async () =>
      (await stack.request("GET", `${path}/events?state=pending`, { key: stack.key })).body.data;
    receiver.answer = (response) => void response.writeHead(500).end();
    await fanOutChanges(ref, [change("a")], stack.deps);
    await deliver(stack, 50 * HOUR);
    await fanOutChanges(ref, [change("b")], stack.deps);
    await deliver(stack);
    await stack.request("PATCH", path, { key: stack.key, body: { state: "disabled" } });
    stack.queues.deliveries.splice(0);
    // Long enough that the next try of each is due, and their three days are over.
    stack.advance(96 * HOUR);
    await fanOutChanges(ref, [change("c")], stack.deps);
    await stack.request("PATCH", path, { key: stack.key, body: { state: "enabled" } });
    await deliver(stack);
    const waiting = await pending();
    expect(waiting.map(({ data }: any) => data.id).sort()).toEqual(["a", "b", "c"]);
    // Like new ones: again after seconds, not after half a day.
    for (const { tries, nextAt } of waiting) {
      expect(tries).toBe(1);
      expect(Date.parse(nextAt) - stack.now()).toBeLessThan(10_000);
    }
    await deliver(stack, 70 * HOUR);
    expect(await pending()).toHaveLength(3);
    // And then for three days, like new ones.
    await deliver(stack, 4 * HOUR);
    expect(await pending()).toEqual([]);
  });

  test.each([
    ["asks for two hours of rest", 503, { "retry-after": "7200" }],
    ["is gone", 410, {}],
  ])(
    "are tried at once at their new address, also when the old one, still being called, %s",
    async (_, status, headers) => {
      const { stack, receiver, endpoint } = await setUp({ concurrency: 1 });
      const path = `/v1/endpoints/${endpoint.id}`;
      const repaired = await startReceiver();
      receivers.push(repaired);
      receiver.answer = async (response) => {
        await stack.request("PATCH", path, { key: stack.key, body: { url: repaired.url } });
        // Whoever that woke finds the line held, and goes.
        stack.queues.deliveries.splice(0);
        response.writeHead(status, headers).end();
      };
      await fanOutChanges(ref, [change("a"), change("b")], stack.deps);
      await deliver(stack);
      expect(receiver.received).toHaveLength(1);
      expect(repaired.received.map(({ body }) => JSON.parse(body).data.id).sort()).toEqual(["a", "b"]);
      const shown = await stack.request("GET", path, { key: stack.key });
      expect(shown.body).toMatchObject({ state: "enabled" });
      expect(shown.body).not.toHaveProperty("notBefore");
      expect(shown.body.failingSince).toBeUndefined();
    },
  );

  test("that answer 410 are not called again", async () => {
    const { stack, receiver, endpoint } = await setUp({ concurrency: 1 });
    receiver.answer = (response) => void response.writeHead(410).end();
    await fanOutChanges(ref, [change("a"), change("b")], stack.deps);
    await deliver(stack, 2 * HOUR);
    expect(receiver.received).toHaveLength(1);
    const shown = await stack.request("GET", `/v1/endpoints/${endpoint.id}`, { key: stack.key });
    expect(shown.body).toMatchObject({ state: "disabled", disabledBy: "gone" });
    const held = await stack.request("GET", `/v1/endpoints/${endpoint.id}/events?state=pending`, { key: stack.key });
    expect(held.body.data).toHaveLength(2);
  });

  test("are left alone while they ask for it", async () => {
    const { stack, receiver } = await setUp({ concurrency: 1 });
    receiver.answer = (response) => void response.writeHead(429, { "retry-after": "120" }).end();
    await fanOutChanges(ref, [change("a"), change("b")], stack.deps);
    await deliver(stack, 100_000);
    expect(receiver.received).toHaveLength(1);
    receiver.answer = (response) => void response.writeHead(204).end();
    await deliver(stack, 200_000);
    expect(receiver.received).toHaveLength(3);
  });
});

describe("the endpoints' routes", () => {
  test("rotation: for a day both secrets verify, then only the new one", async () => {
    const { stack, receiver, endpoint } = await setUp();
    const path = `/v1/endpoints/${endpoint.id}`;
    const rotated = await stack.request("POST", `${path}/rotate`, { key: stack.key });
    const verify = (secret: string, at: number) => {
      const { headers, body } = receiver.received[at]!;
      return () => new Webhook(secret).verify(body, headers as Record<string, string>);
    };
    await stack.request("POST", `${path}/test`, { key: stack.key });
    await deliver(stack);
    expect(verify(endpoint.secret, 0)).not.toThrow();
    expect(verify(rotated.body.secret, 0)).not.toThrow();
    expect(String(receiver.received[0]!.headers["webhook-signature"]).split(" ")).toHaveLength(2);
    stack.advance(25 * HOUR);
    await stack.request("POST", `${path}/test`, { key: stack.key });
    await deliver(stack);
    expect(String(receiver.received[1]!.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  });

  test("secrets are made of the deployment's key when they are needed, and stored nowhere", async () => {
    const { stack, endpoint } = await setUp();
    const rotated = await stack.request("POST", `/v1/endpoints/${endpoint.id}/rotate`, { key: stack.key });
    const other = await stack.request("POST", "/v1/endpoints", {
      key: stack.key,
      body: { url: "http://127.0.0.1:9/" },
    });
    const secrets = [endpoint.secret, rotated.body.secret, other.body.secret];
    expect(new Set(secrets).size).toBe(3);
    const stored = JSON.stringify([stack.table.stream, [...stack.secrets]]);
    for (const secret of secrets) expect(stored).not.toContain(secret.slice("whsec_".length, -4));
  });

  test("two rotations at once: each caller holds a secret that signs", async () => {
    const { stack, receiver, endpoint } = await setUp();
    const rotate = () => stack.request("POST", `/v1/endpoints/${endpoint.id}/rotate`, { key: stack.key });
    const secrets = (await Promise.all([rotate(), rotate()])).map(({ body }) => body.secret);
    expect(new Set(secrets).size).toBe(2);
    await fanOutChanges(ref, [change("a")], stack.deps);
    await deliver(stack);
    const [{ body, headers }] = receiver.received as [Received];
    for (const secret of secrets)
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
  });

  test("nothing is sent unsigned: without the key events wait, and with an old copy of it they go on", async () => {
    let key: string | undefined = "";
    let now = 0;
    const read = createReadSigningKey(
      async () => key,
      () => now,
    );
    await expect(read()).rejects.toThrow(RetryLater);
    key = "a signing key of more than thirty-two characters";
    expect(await read()).toBe(key);
    key = undefined;
    now += 10 * 60_000;
    expect(await read()).toContain("a signing key");
  });

  test("the secret is shown once, and never again", async () => {
    const { stack, endpoint } = await setUp();
    const list = await stack.request("GET", "/v1/endpoints", { key: stack.key });
    expect(JSON.stringify(list.body)).not.toContain(endpoint.secret);
  });

  test("replay by id and by place in the feed sends the same ids again", async () => {
    const { stack, receiver, endpoint } = await setUp();
    await stack.deps.shops.create({ ...shop, id: "shop-1" });
    const { seq: _, ...draft } = change("a");
    const { changes } = await stack.deps.feed.append(ref, "orders", [draft], stack.now());
    await fanOutChanges(ref, changes, stack.deps);
    await deliver(stack);
    const id = String(receiver.received[0]!.headers["webhook-id"]);
    const path = `/v1/endpoints/${endpoint.id}`;
    expect((await stack.request("GET", `${path}/events/${id}`, { key: stack.key })).body.state).toBe("delivered");
    await stack.request("POST", `${path}/replay`, { key: stack.key, body: { ids: [id] } });
    await stack.request("POST", `${path}/replay`, {
      key: stack.key,
      body: { shop: "shop-1", resource: "orders", after: 0 },
    });
    stack.advance(1);
    await deliver(stack);
    expect(receiver.received.length).toBeGreaterThanOrEqual(2);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    const unknown = await stack.request("POST", `${path}/replay`, { key: stack.key, body: { ids: ["evt_x"] } });
    expect(unknown.status).toBe(404);
  });
});

const shop = {
  tenant: "acme",
  id: "shop-1",
  vendor: "kiotviet" as const,
  name: "Shop",
  health: "healthy" as const,
  settings: {},
  account: "a",
  hookToken: "token",
  createdAt: "2026-01-01T00:00:00.000Z",
};
