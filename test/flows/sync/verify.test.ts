import { afterEach, expect, test, vi } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { operationOf } from "../../../shared/usecases/shops/request-context.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

vi.setConfig({ testTimeout: 30_000 });

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

/** A synced shop of a vendor that allows 150 calls in 30 seconds for each operation, with more customers than that. */
const open = async (create: CreateSimulator = createNhanhV3Simulator) => {
  let now = Date.parse("2026-11-20T08:00:00Z");
  const simulator = create({ now: () => now, random: seededRandom(3) });
  simulator.seed(200);
  const server = await serve(simulator);
  served.push(server);
  const stack = createTestStack({
    clock: () => now,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const { key } = (
    await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
  ).body;
  const { credentials, settings } = simulator;
  const hosts = simulator.hosts(server.url);
  const body = { id: "shop", vendor: simulator.vendor, name: "Shop", credentials, settings, hosts };
  expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
  // The other resources are not what this is about.
  const slice = { type: "slice", tenant: "acme", shop: "shop", resource: "customers", track: "full" };
  stack.queues.sync.splice(0, Number.POSITIVE_INFINITY, { body: slice, group: "acme" });
  await stack.drain();
  /** Ids that were asked for one by one. */
  const asked: number[] = [];
  const { send } = stack.deps;
  Object.assign(stack.deps, {
    send: async (request: Parameters<typeof send>[0]) => {
      const answer = await send(request);
      const { filters } = JSON.parse(String(request.body ?? "{}"));
      if (request.url.includes("/customer/list") && filters?.ids && answer.status === 200) asked.push(...filters.ids);
      now += 20;
      return answer;
    },
  });
  return {
    stack,
    simulator,
    asked,
    all: simulator.rows("customers").length,
    verify: (ask: object = {}) => stack.request("POST", "/v1/shops/shop/sync/customers/verify", { key, body: ask }),
    report: async () => (await stack.request("GET", "/v1/shops/shop/sync/customers/verify", { key })).body,
  };
};

test("a verification of more records than the limit allows goes on from where it stopped, and ends", async () => {
  const world = await open();
  expect(world.all).toBeGreaterThan(180);
  await world.verify();
  await world.stack.drain({ delayed: false });
  const first = await world.report();
  expect(first).toMatchObject({ complete: false, stored: world.all });
  expect(first.endedAt).toBeUndefined();
  expect(first.checked).toBeGreaterThan(100);
  expect(first.checked).toBeLessThan(world.all);
  await world.stack.drain();
  expect(await world.report()).toMatchObject({
    complete: true,
    endedAt: expect.any(String),
    checked: world.all,
    equal: world.all,
    different: [],
    gone: [],
  });
  // Refused calls are no answers: each record was read again once.
  expect(world.asked.length).toBe(world.all);
  expect(new Set(world.asked).size).toBe(world.all);
});

test("of a sample no record is read again twice", async () => {
  const world = await open();
  for (const sample of [1, 180]) {
    world.asked.length = 0;
    await world.verify({ sample });
    await world.stack.drain();
    expect(await world.report()).toMatchObject({ complete: true, checked: sample, equal: sample, stored: world.all });
    expect(new Set(world.asked).size).toBe(sample);
  }
});

test("a vendor whose limit is used up when it begins is asked later, and its count is left out", async () => {
  const world = await open(createKiotVietSimulator);
  const { deps } = world.stack;
  const shop = await deps.shops.find({ tenant: "acme", shop: "shop" });
  const vendor = deps.vendor(shop.vendor);
  const bucket = bucketsOf(vendor, shop, operationOf(vendor, "customers.list")).at(-1)!;
  await deps.budgets.block(bucket, deps.clock() + 60_000, deps.clock());
  await world.verify();
  await world.stack.drain({ delayed: false });
  expect(await world.report()).toMatchObject({ complete: false, checked: 0, stored: world.all });
  await world.stack.drain();
  const report = await world.report();
  expect(report).toMatchObject({ complete: true, checked: world.all, equal: world.all });
  expect(report.vendorTotal).toBeUndefined();
});

test("a vendor that stays away for a day ends it, and the report says how far it came", async () => {
  const world = await open();
  await world.verify();
  await world.stack.drain({ delayed: false });
  world.simulator.faults.rates.serverError = 1;
  const before = world.stack.deps.clock();
  await world.stack.drain();
  expect(world.stack.deps.clock() - before).toBeLessThan(26 * 3_600_000);
  const report = await world.report();
  expect(report).toMatchObject({ complete: false, endedAt: expect.any(String) });
  expect(report.checked).toBe(world.asked.length);
});
