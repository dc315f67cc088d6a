import { afterEach, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { type Served, serve } from "../../../infra/sandbox/serve.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { DUE_SHARDS, keys } from "../../../shared/stores/keys.ts";
import { createWebhookStack } from "../webhooks/stack.ts";

const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

const MINUTE = 60_000;
const isDue = (key: { readonly pk: string }): boolean => key.pk.startsWith("DUE#");

/** A vendor, and a table whose due index takes so many writes and refuses the others. */
const setUp = async (taken: number) => {
  const stack = await createWebhookStack();
  const simulator = createKiotVietSimulator({ now: stack.now, random: seededRandom(7), limits: false });
  simulator.seed(10);
  const served = await serve(simulator, { mostDelay: 0 });
  open.push(served);
  const { update } = stack.table;
  let writes = 0;
  const mend = () => Object.assign(stack.table, { update });
  Object.assign(stack.table, {
    update: async (...given: Parameters<typeof update>) => {
      if (isDue(given[0])) writes += 1;
      if (isDue(given[0]) && writes > taken) throw new RetryLater("the table is busy", { delivered: "no" });
      return update.apply(stack.table, given);
    },
  });
  const register = () =>
    stack.request("POST", "/v1/shops", {
      key: stack.key,
      body: {
        vendor: "kiotviet",
        name: "Shop",
        credentials: simulator.credentials,
        settings: simulator.settings,
        hosts: simulator.hosts(served.url),
      },
    });
  const due = async (): Promise<number> => {
    const pages = await Promise.all(
      Array.from({ length: DUE_SHARDS }, (_, shard) => stack.table.query({ pk: keys.due(shard) })),
    );
    return pages.flatMap(({ items }) => items).filter(({ id }) => id !== undefined).length;
  };
  return { stack, register, mend, due };
};

test("a shop that is stored is answered as one, though its first reading cannot be begun, and is read soon", async () => {
  const { stack, register, mend } = await setUp(2);
  expect((await register()).status).toBe(201);
  mend();
  stack.queues.sync.splice(0);
  stack.advance(3 * MINUTE);
  await stack.tick();
  await stack.work();
  const { data: shops } = (await stack.request("GET", "/v1/shops", { key: stack.key })).body;
  expect(shops).toHaveLength(1);
  const orders = await stack.request("GET", `/v1/shops/${shops[0].id}/orders`, { key: stack.key });
  expect(orders.body.data.length).toBeGreaterThan(0);
});

test("a shop that the index does not take is not stored", async () => {
  const { stack, register, mend } = await setUp(0);
  expect((await register()).status).toBe(503);
  mend();
  expect((await stack.request("GET", "/v1/shops", { key: stack.key })).body.data).toEqual([]);
  expect(stack.secrets.size).toBe(0);
});

test("a shop that cannot be stored leaves nothing in the index", async () => {
  const { stack, register, due } = await setUp(Number.POSITIVE_INFINITY);
  const before = await due();
  const { put } = stack.deps.secrets;
  stack.deps.secrets.put = async () => {
    throw new RetryLater("the store of secrets is busy", { delivered: "no" });
  };
  expect((await register()).status).toBe(503);
  expect(await due()).toBe(before);
  stack.deps.secrets.put = put;
  expect((await register()).status).toBe(201);
  expect(await due()).toBe(before + 2);
});
