import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { createHandler as createDeliver } from "../../../functions/deliver.ts";
import { createPostEvent } from "../../../shared/http/post-event.ts";
import { startReceiver } from "./receiver.ts";
import { createWebhookStack } from "./stack.ts";

const UPGRADE = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
const TIMEOUT = 500;

/** A tenant's server that answers with these bytes, whether they are HTTP or not, and leaves the connection open. */
const startRaw = async (bytes: string) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.once("data", () => socket.write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const never = (milliseconds: number) => setTimeout(milliseconds, "never answered", { ref: false });

test.each([
  ["101 to another protocol", UPGRADE, { status: 101, answer: "" }],
  ["101 to nothing", "HTTP/1.1 101 Switching Protocols\r\n\r\n", { status: 101, answer: "" }],
  ["100 and no more", "HTTP/1.1 100 Continue\r\n\r\n", { answer: "no answer in time" }],
  ["half of an answer", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", { answer: "no answer in time" }],
  ["no HTTP", "nonsense\r\n\r\n", { answer: expect.stringContaining("HPE") }],
])("a post ends whatever the endpoint answers: %s", async (_, bytes, expected) => {
  await using server = await startRaw(bytes);
  const post = createPostEvent({ clock: Date.now, allowLocal: true, timeout: TIMEOUT });
  const answer = await Promise.race([post(server.url, {}, "{}"), never(TIMEOUT * 4)]);
  expect(answer).toMatchObject(expected);
});

test("an endpoint that answers 101 has failed like any other, and holds up nobody else", async () => {
  await using server = await startRaw(UPGRADE);
  await using receiver = await startReceiver();
  const stack = await createWebhookStack();
  const ids: string[] = [];
  for (const url of [server.url, receiver.url]) {
    const { id } = (await stack.request("POST", "/v1/endpoints", { key: stack.key, body: { url } })).body;
    await stack.request("POST", `/v1/endpoints/${id}/test`, { key: stack.key });
    ids.push(id);
  }
  const messages = stack.queues.deliveries.splice(0);
  const work = createDeliver(stack.depsOf("deliver"))(
    { Records: messages.map(({ body }, index) => ({ messageId: `${index}`, body: JSON.stringify(body) })) },
    { getRemainingTimeInMillis: () => 30_000 },
  );
  expect(await Promise.race([work, never(3_000)])).toEqual({ batchItemFailures: [] });
  expect(receiver.received).toHaveLength(1);
  const waiting = await stack.request("GET", `/v1/endpoints/${ids[0]}/events?state=pending`, { key: stack.key });
  expect(waiting.body.data).toMatchObject([{ tries: 1, attempts: [{ status: 101 }] }]);
  // Nobody speaks the other protocol: an open connection would wait for ever.
  for (let tries = 0; server.sockets.size > 0 && tries < 50; tries += 1) await setTimeout(10);
  expect(server.sockets.size).toBe(0);
});
