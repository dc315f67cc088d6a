import { afterEach, describe, expect, test, vi } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { createWebhookStack, type WebhookStack } from "./stack.ts";
import { askKiotViet, askPancake } from "./vendor-client.ts";

vi.setConfig({ testTimeout: 30_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ref = { tenant: "acme", shop: "shop-1" };
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const setUp = async (create: CreateSimulator, prepare?: (served: Served) => Promise<unknown>) => {
  const stack = await createWebhookStack();
  const simulator = create({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(10);
  const served = await serve(simulator, { mostDelay: 0, timeoutAfter: 50 });
  open.push(served);
  await prepare?.(served);
  await stack.register("shop-1", simulator, served.url);
  await stack.work();
  // The first cycles have used up what the vendor allows in a moment: its webhooks may have had to wait for a minute.
  stack.advance(MINUTE + 10_000);
  await stack.tick();
  await stack.work();
  stack.advance(10_000);
  return { stack, simulator, served };
};

const remove = (stack: WebhookStack) => stack.request("DELETE", "/v1/shops/shop-1", { key: stack.key });

const told = async (stack: WebhookStack): Promise<any[]> =>
  (await stack.request("GET", "/v1/audit", { key: stack.key })).body.data.filter(
    ({ action }: { action: string }) => action === "shops.end-access",
  );

const shown = (stack: WebhookStack) => stack.request("GET", "/v1/shops/shop-1", { key: stack.key });

/** All that the table holds under the shop's own keys. */
const left = (stack: WebhookStack): string[] => {
  const items = new Map<string, boolean>();
  for (const { key, new: item } of stack.table.stream) items.set(`${key.pk}|${key.sk}`, item !== undefined);
  return [...items].filter(([key, isThere]) => isThere && key.startsWith("T#acme#S#shop-1")).map(([key]) => key);
};

/** Its data has gone with the work that was done. It goes itself when nobody can be at it any more. */
const goes = async (stack: WebhookStack): Promise<void> => {
  expect(left(stack)).toEqual([]);
  expect((await shown(stack)).body).toMatchObject({ health: "removing" });
  await isGoneLater(stack);
};

const isGoneLater = async (stack: WebhookStack): Promise<void> => {
  stack.advance(11 * MINUTE);
  await stack.tick();
  await stack.work();
  expect((await shown(stack)).status).toBe(404);
  expect(left(stack)).toEqual([]);
  expect(stack.secrets.size).toBe(0);
};

describe("a shop that is removed", () => {
  test("KiotViet sends it nothing more, and others what it sent them", async () => {
    const { stack, served } = await setUp(createKiotVietSimulator);
    const foreign = { Type: "order.update", Url: "http://127.0.0.1:9/other", IsActive: true, Secret: "others" };
    await askKiotViet(served, "POST", "/webhooks", { Webhook: foreign });
    const before = (await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data;
    const answer = await remove(stack);
    expect(answer).toMatchObject({ status: 202, body: { health: "removing", removal: { webhooks: { left: [] } } } });
    expect(answer.body.removal.webhooks.ended).toHaveLength(before.length - 1);
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toMatchObject([{ url: foreign.Url }]);
    expect(stack.secrets.size).toBe(0);
    expect(await told(stack)).toHaveLength(1);
    await stack.work();
    await goes(stack);
    expect(await told(stack)).toHaveLength(1);
  });

  test("Pancake's only address is cleared", async () => {
    const { stack, served } = await setUp(createPancakeSimulator);
    expect((await askPancake(served)).webhook_url).toContain("https://hooks.example/pancake/");
    expect((await remove(stack)).body.removal.webhooks.ended).toContain("orders");
    expect((await askPancake(served)).webhook_url).toBe("");
  });

  test("another application's address at Pancake stays", async () => {
    const foreign = { webhook_enable: true, webhook_url: "https://other.example/hook", webhook_types: ["orders"] };
    const { stack, served } = await setUp(createPancakeSimulator, (one) => askPancake(one, foreign));
    expect((await remove(stack)).body.removal.webhooks).toEqual({ ended: [], left: [] });
    expect(await askPancake(served)).toMatchObject(foreign);
  });

  test("Nhanh's address serves the app's other shops, and is left alone", async () => {
    const { stack } = await setUp(createNhanhV2Simulator);
    expect((await remove(stack)).body.removal.webhooks).toEqual({ ended: [], left: [] });
    await stack.work();
    await goes(stack);
  });

  test("a paused one is taken from the vendor like any other", async () => {
    const { stack, served } = await setUp(createKiotVietSimulator);
    await stack.request("POST", "/v1/shops/shop-1/pause", { key: stack.key });
    await remove(stack);
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toEqual([]);
    await stack.work();
    await goes(stack);
  });

  test("goes although the vendor refuses the credentials, and the trail names what is left there", async () => {
    const { stack, simulator } = await setUp(createKiotVietSimulator);
    simulator.revoke(true);
    const { webhooks } = (await remove(stack)).body.removal;
    expect(webhooks).toMatchObject({ ended: [], reason: expect.stringMatching(/refuses|401/) });
    expect(webhooks.left).toContain("order.update");
    expect(stack.secrets.size).toBe(0);
    await stack.work();
    await goes(stack);
    expect((await told(stack)).map(({ details }) => details.webhooks)).toEqual([webhooks]);
  });

  test("while the vendor is down the secret waits for it, and its data does not", async () => {
    const { stack, simulator, served } = await setUp(createKiotVietSimulator);
    simulator.faults.rates.serverError = 1;
    const answer = await remove(stack);
    expect(answer.body).toMatchObject({ health: "removing", removal: { since: expect.any(String) } });
    expect(answer.body.removal.webhooks).toBeUndefined();
    await stack.work();
    expect((await stack.table.query({ pk: "T#acme#S#shop-1#R#orders" })).items).toEqual([]);
    expect(stack.secrets.size).toBe(1);
    simulator.faults.stop();
    stack.advance(65_000);
    await stack.tick();
    await stack.work();
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toEqual([]);
    expect(stack.secrets.size).toBe(0);
    await goes(stack);
  });

  test("a vendor that stays away for an hour keeps its webhooks, not our secret", async () => {
    const { stack, simulator } = await setUp(createKiotVietSimulator);
    simulator.faults.rates.cut = 1;
    await remove(stack);
    await stack.work();
    expect(stack.secrets.size).toBe(1);
    stack.advance(HOUR);
    await stack.tick();
    await stack.work();
    expect(stack.secrets.size).toBe(0);
    await isGoneLater(stack);
    const [{ details }] = await told(stack);
    expect(details.webhooks).toMatchObject({ ended: [], reason: expect.stringContaining("for an hour") });
    expect(details.webhooks.left).toContain("order.update");
  });

  /** The vendor's own answers, but to the first call of this kind. */
  const oddOnce = (
    stack: WebhookStack,
    isMeant: (request: { method: string; url: string }) => boolean,
    body: string,
  ) => {
    const { send } = stack.deps;
    let isOver = false;
    Object.assign(stack.deps, {
      send: async (request: Parameters<typeof send>[0]) => {
        const answer = await send(request);
        if (isOver || !isMeant(request)) return answer;
        isOver = true;
        return { ...answer, status: 200, body };
      },
    });
  };

  test.each([
    ["an answer that nobody can read", "DELETE", "<html>Gateway</html>"],
    ["an empty list", "GET", '{"total":0,"pageSize":100,"data":[]}'],
  ])("%s leaves no registration behind", async (_name, method, body) => {
    const { stack, served } = await setUp(createKiotVietSimulator);
    oddOnce(stack, (request) => request.method === method && /\/webhooks/.test(request.url), body);
    const answer = await remove(stack);
    expect(answer.body.removal.webhooks).toBeUndefined();
    expect(stack.secrets.size).toBe(1);
    await stack.work();
    for (let minute = 0; minute < 4; minute += 1) {
      stack.advance(65_000);
      await stack.tick();
      await stack.work();
    }
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toEqual([]);
    expect(stack.secrets.size).toBe(0);
    const [{ details }] = await told(stack);
    expect(details.webhooks).toMatchObject({ left: [] });
    expect(details.webhooks.ended).toHaveLength(15);
    await isGoneLater(stack);
  });

  /** Takes the messages that would have the shop removed out of the queue. */
  const takeRemovals = (stack: WebhookStack) => {
    const isRemoval = ({ body }: { body: unknown }): boolean => (body as { type: string }).type === "remove";
    const taken = stack.queues.sync.filter(isRemoval);
    stack.queues.sync.splice(0, Number.POSITIVE_INFINITY, ...stack.queues.sync.filter((one) => !isRemoval(one)));
    return taken;
  };

  test("a large one is not begun once more by each look of the index while a worker is at it", async () => {
    const { stack } = await setUp(createKiotVietSimulator);
    await remove(stack);
    const [message] = takeRemovals(stack);
    const erase = stack.table.delete;
    let begun = 0;
    Object.assign(stack.table, {
      delete: async (...given: Parameters<typeof erase>) => {
        Object.assign(stack.table, { delete: erase });
        for (let minute = 0; minute < 4; minute += 1) {
          stack.advance(MINUTE);
          await stack.tick();
          begun += stack.queues.sync.length;
        }
        return erase.apply(stack.table, given);
      },
    });
    stack.queues.sync.push(message!);
    await stack.work();
    expect(begun).toBe(0);
    await isGoneLater(stack);
  });

  test("a message that is long on its way is not sent once more each minute", async () => {
    const { stack } = await setUp(createKiotVietSimulator);
    await remove(stack);
    takeRemovals(stack);
    let sent = 0;
    const { send } = stack.deps.queues;
    stack.deps.queues.send = async (queue, messages) => {
      const others = messages.filter(({ body }) => (body as { type: string }).type !== "remove");
      sent += messages.length - others.length;
      if (others.length > 0) await send(queue, others);
    };
    for (let minute = 0; minute < 4; minute += 1) {
      stack.advance(MINUTE);
      await stack.tick();
      await stack.work();
    }
    expect(sent).toBe(1);
    stack.deps.queues.send = send;
    stack.advance(5 * MINUTE);
    await stack.tick();
    await stack.work();
    await isGoneLater(stack);
  });

  test("goes although everything that was to remove it died after the first step", async () => {
    const { stack, served } = await setUp(createKiotVietSimulator);
    await stack.deps.shops.change(ref, { health: "removing", removal: { since: new Date(stack.now()).toISOString() } });
    // A shop whose polls rest is due again within a quarter of an hour.
    stack.advance(16 * MINUTE);
    await stack.tick();
    await stack.work();
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toEqual([]);
    expect(stack.secrets.size).toBe(0);
    await isGoneLater(stack);
  });

  test("what a worker stores that was at it goes as well, and what is published of it", async () => {
    const { stack } = await setUp(createKiotVietSimulator);
    const { send } = stack.deps;
    let isRemoved = false;
    Object.assign(stack.deps, {
      send: async (request: Parameters<typeof send>[0]) => {
        const answer = await send(request);
        if (!isRemoved && request.url.includes("/customers?")) {
          isRemoved = true;
          await remove(stack);
          await stack.work();
          expect(left(stack)).toEqual([]);
        }
        return answer;
      },
    });
    stack.advance(25 * HOUR);
    // The daily reading has a place of its own in the day.
    await stack.deps.states.schedule(ref, "customers", "full", stack.now());
    stack.queues.sync.push({
      body: { type: "slice", ...ref, resource: "customers", track: "full" },
      group: ref.tenant,
    });
    await stack.work();
    await stack.drain();
    expect(left(stack)).toContainEqual(expect.stringContaining("#R#customers"));
    expect(left(stack)).toContainEqual(expect.stringContaining("#F#customers"));
    await isGoneLater(stack);
  });

  test("its id is free again when it is gone, and a secret that came with an earlier attempt is not kept", async () => {
    const { stack, simulator, served } = await setUp(createKiotVietSimulator);
    await remove(stack);
    await stack.work();
    await expect(stack.register("shop-1", simulator, served.url)).rejects.toThrow("being removed");
    await isGoneLater(stack);
    await stack.register("shop-1", simulator, served.url);
    await stack.work();
    expect((await shown(stack)).body).toMatchObject({ health: "healthy" });
  });

  test("a watchdog that was registering meanwhile takes it back", async () => {
    const { stack, served } = await setUp(createKiotVietSimulator);
    for (const { id } of (await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data)
      await askKiotViet(served, "DELETE", `/webhooks/${id}`);
    const { send } = stack.deps;
    Object.assign(stack.deps, {
      send: async (request: Parameters<typeof send>[0]) => {
        // The removal finds nothing at the vendor, because the first of them is only on its way.
        if (request.method === "POST" && request.url.endsWith("/webhooks")) {
          Object.assign(stack.deps, { send });
          await remove(stack);
          await stack.work();
        }
        return send(request);
      },
    });
    await stack.request("POST", "/v1/shops/shop-1/webhooks/register", { key: stack.key });
    expect((await askKiotViet(served, "GET", "/webhooks?pageSize=100")).data).toEqual([]);
    await isGoneLater(stack);
    expect(stack.secrets.size).toBe(0);
  });

  test("is not brought back by a worker that was at it, nor by new credentials", async () => {
    const { stack, simulator } = await setUp(createKiotVietSimulator);
    await remove(stack);
    await stack.deps.shops.change(ref, { health: "needs-reauth", reason: "the credentials are not stored" });
    await stack.request("POST", "/v1/shops/shop-1/pause", { key: stack.key });
    const { credentials } = simulator;
    const answer = await stack.request("PUT", "/v1/shops/shop-1/credentials", {
      key: stack.key,
      body: { credentials },
    });
    expect(answer.status).toBe(409);
    expect(stack.secrets.size).toBe(0);
    await stack.work();
    await goes(stack);
  });
});
