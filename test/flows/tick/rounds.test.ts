import { afterEach, describe, expect, test } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { Send } from "../../../shared/core/vendor.ts";
import { World } from "../../faults/runs/world.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

/** A shop of each tenant, read once. */
const shopsOf = async (tenants: readonly string[]) => {
  let now = Date.parse("2026-11-20T08:00:00Z");
  const simulator = createIsaleSimulator({ now: () => now, random: seededRandom(3) });
  simulator.seed(5);
  const server = await serve(simulator);
  served.push(server);
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const stack = createTestStack({ clock: () => now, pass });
  const { credentials, settings, vendor } = simulator;
  for (const tenant of tenants) {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: tenant } });
    const named = { name: "main", scope: "admin" };
    const path = `/v1/tenants/${tenant}/keys`;
    const { key } = (await stack.request("POST", path, { key: operatorKey, body: named })).body;
    const body = { id: "shop", vendor, name: "Shop", credentials, settings, hosts: simulator.hosts(server.url) };
    expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
  }
  await stack.drain({ delayed: false });
  pass(2 * MINUTE);
  const cycles = (tenant: string) => stack.deps.states.get({ tenant, shop: "shop" }, "orders", "live");
  return { stack, cycles, pass };
};

/** One invocation of `sync` for a message. */
const invoke = (stack: Awaited<ReturnType<typeof shopsOf>>["stack"], body: unknown) =>
  createSync(stack.depsOf("sync"))(
    { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
    { getRemainingTimeInMillis: () => 300_000 },
  );

describe("rounds of several shops in one worker", () => {
  test("each acts in the session of its own tenant, and all of them are read", async () => {
    const tenants = ["acme", "rival", "third"];
    const { stack, cycles } = await shopsOf(tenants);
    await stack.tick();
    const rounds = stack.queues.sync.splice(0).map(({ body }) => body as { type: string; shops: object[] });
    const named = rounds.filter(({ type }) => type === "rounds").flatMap(({ shops }) => shops);
    expect(named).toHaveLength(3);
    const before = await Promise.all(tenants.map(async (tenant) => (await cycles(tenant)).cycles));
    expect(await invoke(stack, { type: "rounds", shops: named })).toEqual({ batchItemFailures: [] });
    const after = await Promise.all(tenants.map(async (tenant) => (await cycles(tenant)).cycles));
    expect(after).toEqual(before.map((count) => count + 1));
  });

  test("one that fails by a defect of ours goes on by itself, and the others are read", async () => {
    const { stack, cycles } = await shopsOf(["acme", "rival"]);
    const { get } = stack.deps.secrets;
    stack.deps.secrets.get = (name, options) => {
      if (name.includes("rival")) throw new TypeError("a defect");
      return get(name, options);
    };
    const shops = ["rival", "acme"].map((tenant) => ({ tenant, shop: "shop", again: 0 }));
    const before = (await cycles("acme")).cycles;
    expect(await invoke(stack, { type: "rounds", shops })).toEqual({ batchItemFailures: [] });
    expect((await cycles("acme")).cycles).toBe(before + 1);
    expect(stack.queues.slow.map(({ body }) => body)).toEqual([
      { type: "cycle", tenant: "rival", shop: "shop", again: 0, patient: true },
    ]);
  });

  test("a message of the version before, about one shop, is read as ever", async () => {
    const { stack, cycles } = await shopsOf(["acme"]);
    const before = (await cycles("acme")).cycles;
    expect(await invoke(stack, { type: "cycle", tenant: "acme", shop: "shop" })).toEqual({ batchItemFailures: [] });
    expect((await cycles("acme")).cycles).toBe(before + 1);
  });
});

/** A shop whose server takes so long to answer. */
const slowShop = async () => {
  const server = { delay: 0, under: 0, most: 0 };
  const world = new World({ vendor: "kiotviet", seed: 8, size: 10, everySeconds: 60 });
  const slowly =
    (send: Send): Send =>
    async (request) => {
      const patience = request.timeout ?? 60_000;
      server.under += 1;
      server.most = Math.max(server.most, server.under);
      try {
        await world.time.sleep(Math.min(server.delay, patience));
        if (server.delay >= patience) throw new RetryLater("no answer");
        return await send(request);
      } finally {
        server.under -= 1;
      }
    };
  world.adapt = (deps) => ({ ...deps, send: slowly(deps.send) });
  await world.open();
  await world.pass(30 * MINUTE);
  /** Seconds of workers of the queue `sync` while so many minutes pass. */
  const held = async (minutes: number): Promise<number> => {
    let seconds = 0;
    for (let second = 0; second < minutes * 60; second += 1) {
      await world.pass(SECOND);
      seconds += world.queues.sync.working;
    }
    return seconds;
  };
  const state = () => world.deps.states.get(world.ref, "orders", "live");
  return { world, server, held, state };
};

describe("a shop whose server is slow", () => {
  test("is asked for six resources at a time", async () => {
    const { world, server } = await slowShop();
    server.most = 0;
    server.delay = 2 * SECOND;
    await world.pass(5 * MINUTE);
    // Beside the round: two pages ahead, and readings that nobody waits for.
    expect(server.most).toBeGreaterThanOrEqual(6);
    expect(server.most).toBeLessThanOrEqual(6 + 6);
  });

  test("leaves the workers that others wait for, is read all the same, and comes back when it is quick again", async () => {
    const { world, server, held, state } = await slowShop();
    server.delay = 20 * SECOND;
    const before = await state();
    // Its first calls are given up there, after fifteen seconds at most. No later round asks it there.
    let seconds = 0;
    for (let minute = 0; minute < 10; minute += 1) {
      seconds += await held(1);
      const states = await world.deps.states.all(world.ref, world.time.now());
      for (const [name, { failures, error }] of states)
        expect({ name, failures, error }).toEqual({ name, failures: 0 });
    }
    expect(seconds).toBeLessThanOrEqual(15);
    const after = await state();
    expect(after.cycles).toBeGreaterThan(before.cycles);
    expect(after.failures).toBe(0);
    expect(after.error).toBeUndefined();
    server.delay = 0;
    await world.pass(10 * MINUTE);
    const slow: unknown[] = [];
    const add = world.queues.slow.add.bind(world.queues.slow);
    world.queues.slow.add = (message) => {
      slow.push(message);
      add(message);
    };
    const { cycles } = await state();
    await world.pass(10 * MINUTE);
    expect((await state()).cycles).toBe(cycles + 10);
    expect(slow).toEqual([]);
  });
});

test("first readings and comparisons of everything wait in a queue of their own", async () => {
  const world = new World({ vendor: "kiotviet", seed: 9, size: 10 });
  const tracks = { sync: new Set<string>(), backfill: new Set<string>() };
  for (const name of ["sync", "backfill"] as const) {
    const add = world.queues[name].add.bind(world.queues[name]);
    world.queues[name].add = (message) => {
      const { type, track } = message.body as { type: string; track?: string };
      if (type === "slice") tracks[name].add(track!);
      add(message);
    };
  }
  await world.open();
  await world.pass(3 * 60 * MINUTE);
  expect(tracks.backfill).toContain("full");
  expect(tracks.backfill).toContain("late");
  expect(tracks.backfill).toContain("details");
  expect(tracks.backfill.has("live")).toBe(false);
  for (const track of tracks.sync) expect(track).toMatch(/^(live|full)$/);
});
