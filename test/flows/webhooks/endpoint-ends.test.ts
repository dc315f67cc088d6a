import { afterEach, expect, test, vi } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { fanOutChanges } from "../../../shared/usecases/events/fan-out-events.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";

/* What an endpoint still gets when its tenant removes it, disables it or moves it while a worker sends. */

vi.setConfig({ testTimeout: 30_000 });

const WAITING = 600;
/** Side by side, and until the worker looks. */
const UNDER_WAY = 25;

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver[Symbol.asyncDispose]();
});

const open = async (): Promise<Receiver> => {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
};

/** Works off the messages of the queue, as often as new ones are there. */
const deliver = async (stack: WebhookStack): Promise<void> => {
  const handler = createDeliver(stack.depsOf("deliver"));
  for (let message = stack.queues.deliveries.shift(); message; message = stack.queues.deliveries.shift()) {
    const record = { messageId: "1", body: JSON.stringify(message.body) };
    const outcome = await handler({ Records: [record] }, { getRemainingTimeInMillis: () => 30_000 });
    expect(outcome.batchItemFailures).toEqual([]);
  }
};

/** An endpoint for which many events wait, and whose tenant does something while the first of them arrives. */
const openBusyEndpoint = async (act: (stack: WebhookStack, path: string) => Promise<unknown>) => {
  const stack = await createWebhookStack();
  const receiver = await open();
  const body = { url: receiver.url, ratePerSecond: 500 };
  const { id } = (await stack.request("POST", "/v1/endpoints", { key: stack.key, body })).body;
  const at = new Date(stack.now()).toISOString();
  const changes = Array.from({ length: WAITING }, (_, index) => ({
    ...{ resource: "orders", version: 1, type: "added" as const, fields: [], at },
    id: String(index),
    seq: index + 1,
  }));
  await fanOutChanges([{ ref: { tenant: "acme", shop: "shop-1" }, changes }], stack.deps);
  let acting: Promise<unknown> | undefined;
  let before = 0;
  receiver.answer = (response) => {
    acting ??= act(stack, `/v1/endpoints/${id}`).then(() => {
      before = receiver.received.length;
    });
    void acting.then(() => response.writeHead(204).end());
  };
  await deliver(stack);
  return { stack, receiver, path: `/v1/endpoints/${id}`, more: () => receiver.received.length - before };
};

test("an endpoint that is removed gets nothing more but what is under way to it", async () => {
  const { stack, more } = await openBusyEndpoint((own, path) => own.request("DELETE", path, { key: own.key }));
  expect(more()).toBeLessThanOrEqual(UNDER_WAY);
  stack.advance(120_000);
  await stack.tick();
  await deliver(stack);
  expect(more()).toBeLessThanOrEqual(UNDER_WAY);
});

test("an endpoint that is disabled gets nothing more until it is enabled, and then all that waited", async () => {
  const { stack, receiver, path, more } = await openBusyEndpoint((own, to) =>
    own.request("PATCH", to, { key: own.key, body: { state: "disabled" } }),
  );
  expect(more()).toBeLessThanOrEqual(UNDER_WAY);
  await stack.request("PATCH", path, { key: stack.key, body: { state: "enabled" } });
  await deliver(stack);
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(WAITING);
});

test("an endpoint that is moved gets nothing more at its old address, and the rest at its new one", async () => {
  const elsewhere = await open();
  const { receiver, more } = await openBusyEndpoint((own, path) =>
    own.request("PATCH", path, { key: own.key, body: { url: elsewhere.url } }),
  );
  expect(more()).toBeLessThanOrEqual(UNDER_WAY);
  const ids = [...receiver.received, ...elsewhere.received].map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(WAITING);
});

test("a slow endpoint that is removed gets nothing more a second later", async () => {
  const { stack, receiver, more } = await openBusyEndpoint((own, path) =>
    own.request("DELETE", path, { key: own.key }),
  );
  expect(more()).toBeLessThanOrEqual(UNDER_WAY);
  const body = { url: receiver.url, ratePerSecond: 2, concurrency: 1 };
  const { id } = (await stack.request("POST", "/v1/endpoints", { key: stack.key, body })).body;
  const at = new Date(stack.now()).toISOString();
  const change = { resource: "orders", version: 1, type: "added" as const, fields: [], at };
  const changes = Array.from({ length: 9 }, (_, index) => ({ ...change, id: String(index), seq: index + 1 }));
  await fanOutChanges([{ ref: { tenant: "acme", shop: "shop-1" }, changes }], stack.deps);
  receiver.received.length = 0;
  receiver.answer = (response) => {
    void stack
      .request("DELETE", `/v1/endpoints/${id}`, { key: stack.key })
      .finally(() => response.writeHead(204).end());
  };
  await deliver(stack);
  expect(receiver.received.length).toBeLessThanOrEqual(3);
});
