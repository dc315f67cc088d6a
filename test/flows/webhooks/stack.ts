import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator, SimulatedDelivery, VendorSimulator } from "../../../infra/sandbox/types.ts";
import type { HttpResult } from "../../../shared/api/respond.ts";
import { inParallel } from "../../../shared/core/parallel.ts";
import type { QueueMessage } from "../../../shared/core/ports.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import { syncQueues } from "../../helpers/sync-queues.ts";

export interface WebhookStack extends TestStack {
  readonly key: string;
  /** Our clock goes on by so many milliseconds. */
  advance(milliseconds: number): void;
  now(): number;
  /** One request to the intake, as API Gateway hands it over. */
  intake(
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string | Uint8Array },
  ): Promise<HttpResult>;
  /** The vendor's webhooks, as they arose. */
  send(deliveries: readonly SimulatedDelivery[]): Promise<HttpResult[]>;
  /** Works off the sync queue; delayed messages come when the clock is there. */
  work(): Promise<number>;
  register(id: string, simulator: VendorSimulator, url: string, more?: Record<string, unknown>): Promise<void>;
}

/**
 * The real functions over a table, queues and secrets in memory, on a clock that can be moved.
 * @param still the clock stands still between: for tests that count what is remembered for seconds
 */
export const createWebhookStack = async ({ still = false } = {}): Promise<WebhookStack> => {
  let offset = 0;
  const began = Date.now();
  const clock = (): number => (still ? began : Date.now()) + offset;
  const stack = createTestStack({ clock });
  // Short waits are skipped, like the long ones.
  const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    // Patience with something that goes on meanwhile takes real time.
    if (signal) return setTimeout(milliseconds, undefined, { signal });
    offset += milliseconds;
  };
  Object.assign(stack.deps, { sleep });
  const intakeHandler = createIntake(stack.depsOf("intake"));
  const context = { getRemainingTimeInMillis: () => 300_000 };
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = await stack.request("POST", "/v1/tenants/acme/keys", {
    key: operatorKey,
    body: { name: "main", scope: "admin" },
  });
  const key: string = made.body.key;

  const intake: WebhookStack["intake"] = (method, url, { headers = {}, body } = {}) => {
    const { pathname, search } = new URL(url.startsWith("/") ? `https://hooks.example${url}` : url);
    return intakeHandler({
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers,
      ...(body === undefined
        ? {}
        : typeof body === "string"
          ? { body }
          : { body: Buffer.from(body).toString("base64"), isBase64Encoded: true }),
      requestContext: { http: { method } },
    });
  };

  return {
    ...stack,
    key,
    now: clock,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    intake,
    send: (deliveries) =>
      Promise.all(deliveries.map(({ url, headers, body }) => intake("POST", url, { headers, body }))),
    async work() {
      let worked = 0;
      const sync = createSync(stack.depsOf("sync"));
      const late: { message: QueueMessage; at: number }[] = [];
      for (;;) {
        const ready: QueueMessage[] = [];
        for (const message of syncQueues.flatMap((name) => stack.queues[name].splice(0))) {
          if (message.delaySeconds) late.push({ message, at: clock() + message.delaySeconds * 1_000 });
          else ready.push(message);
        }
        worked += ready.length;
        // As many side by side as the topology allows.
        await inParallel(ready, 50, async (message) => {
          const record = { messageId: randomUUID(), body: JSON.stringify(message.body) };
          const outcome = await sync({ Records: [record] }, context);
          if (outcome.batchItemFailures.length > 0) throw new Error(`${record.body} failed`);
        });
        if (syncQueues.some((name) => stack.queues[name].length > 0)) continue;
        const next = late.sort((left, right) => left.at - right.at).shift();
        if (!next) return worked;
        if (next.at > clock()) offset += next.at - clock();
        const { delaySeconds: _, ...message } = next.message;
        stack.queues.sync.push(message);
      }
    },
    async register(id, simulator, url, more = {}) {
      const answer = await stack.request("POST", "/v1/shops", {
        key,
        body: {
          id,
          vendor: simulator.vendor,
          name: id,
          credentials: { ...simulator.credentials, ...more },
          settings: simulator.settings,
          hosts: simulator.hosts(url),
          // The past is not what these tests are about.
          since: new Date(clock() - 3 * 86_400_000).toISOString(),
        },
      });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    },
  };
};

/** A shop that has been read, and in which nothing happens. The caller ends `served`. */
export const openShopAtRest = async (create: CreateSimulator) => {
  const stack = await createWebhookStack();
  const simulator = create({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(30);
  const served = await serve(simulator, { mostDelay: 0 });
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  // The first cycles have used up what the vendor allows in a moment: its webhooks may have had to wait for a minute.
  stack.advance(70_000);
  await stack.tick();
  await stack.work();
  simulator.takeDeliveries();
  return { stack, simulator, served };
};
