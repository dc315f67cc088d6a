import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { MemoryTable } from "../../infra/memory-table.ts";
import { seededRandom } from "../../infra/sandbox/random.ts";
import type { OutgoingEvent } from "../../shared/core/events.ts";
import { eventId } from "../../shared/core/events.ts";
import type { QueueMessage } from "../../shared/core/ports.ts";
import { createPostEvent } from "../../shared/http/post-event.ts";
import { createStores } from "../../shared/stores/all.ts";
import type { Endpoint } from "../../shared/stores/endpoints.ts";
import { deliverEvents } from "../../shared/usecases/events/deliver-events.ts";
import { queueFor } from "../../shared/usecases/events/fan-out-events.ts";
import { signingSecret } from "../../shared/usecases/events/signing-secret.ts";
import { startReceiver } from "../flows/webhooks/receiver.ts";
import { rounded } from "./report.ts";

/** 10,000 events, an endpoint that is at its worst, and a clock that skips the waiting. */
export const outgoing = async (count: number) => {
  await using receiver = await startReceiver();
  const random = seededRandom(3);
  let offset = 0;
  const clock = (): number => Date.now() + offset;
  const table = new MemoryTable();
  const stores = createStores(table);
  const messages: QueueMessage[] = [];
  const key = "signing-key-of-the-benchmark-0123456789";
  const verifier = new Webhook(signingSecret(key, { tenant: "bench", id: "endpoint" }, 1));
  const answers = { taken: 0, failed: 0, limited: 0, silent: 0, cut: 0, unverified: 0 };
  const taken = new Map<string, number>();
  receiver.answer = (response, { headers, body }) => {
    // The verifier looks at the machine's clock.
    const now = Date.now;
    Date.now = () => now() + offset;
    try {
      verifier.verify(body, headers as Record<string, string>);
    } catch {
      answers.unverified += 1;
    } finally {
      Date.now = now;
    }
    receiver.received.length = 0;
    const dice = random();
    if (dice < 0.14) {
      answers.failed += 1;
      response.writeHead(500).end("broken");
    } else if (dice < 0.2) {
      answers.limited += 1;
      response.writeHead(429, { "retry-after": "1" }).end();
    } else if (dice < 0.24) answers.silent += 1;
    else if (dice < 0.3) {
      answers.cut += 1;
      response.destroy();
    } else {
      answers.taken += 1;
      const id = String(headers["webhook-id"]);
      taken.set(id, (taken.get(id) ?? 0) + 1);
      response.writeHead(200).end("ok");
    }
  };
  const endpoint: Endpoint = {
    tenant: "bench",
    id: "endpoint",
    url: receiver.url,
    payload: "thin",
    concurrency: 20,
    ratePerSecond: 100_000,
    state: "enabled",
    createdAt: "",
    secrets: [{ generation: 1, hint: "" }],
  };
  await stores.endpoints.create(endpoint);
  const deps = {
    ...stores,
    clock,
    random,
    randomId: randomUUID,
    metric: () => undefined,
    log: () => undefined,
    queues: { send: async (_: string, more: readonly QueueMessage[]) => void messages.push(...more) },
    readSigningKey: async () => key,
    readPrivacyKey: async () => key,
    config: { publicUrl: "https://api.example" },
    post: createPostEvent({ clock, allowLocal: true, timeout: 250 }),
    sleep: (milliseconds: number) => sleep(milliseconds),
  };
  const events = Array.from({ length: count }, (_, index): OutgoingEvent => {
    const record = String(index % 2_000);
    const at = clock();
    const data = { id: record, version: index, seq: index + 1 };
    return {
      id: eventId(at, index),
      type: "orders.updated",
      at,
      shop: "shop",
      resource: "orders",
      record,
      seq: index + 1,
      data,
    };
  });
  const began = performance.now();
  for (let at = 0; at < events.length; at += 500) await queueFor(endpoint, events.slice(at, at + 500), deps);
  let rounds = 0;
  while (taken.size < count && rounds < 100_000) {
    rounds += 1;
    const message = messages.sort((left, right) => (left.delaySeconds ?? 0) - (right.delaySeconds ?? 0)).shift();
    if (message) offset += (message.delaySeconds ?? 0) * 1_000;
    else {
      // Later than a message can wait: the due index.
      offset += 60_000;
    }
    messages.length = 0;
    await deliverEvents(
      { tenant: "bench", endpoint: "endpoint" },
      { deadline: clock() + 3_600_000, lease: 7_200_000 },
      deps,
    );
  }
  return {
    events: count,
    arrived: taken.size,
    missing: count - taken.size,
    twice: [...taken.values()].filter((times) => times > 1).length,
    ...answers,
    virtualHours: rounded(offset / 3_600_000),
    seconds: rounded((performance.now() - began) / 1_000),
  };
};
