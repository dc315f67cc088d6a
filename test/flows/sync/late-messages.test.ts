import { afterEach, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import { operationOf } from "../../../shared/usecases/shops/request-context.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { ref } from "../../helpers/staff.ts";

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

const slice = (track: "full" | "live") => ({
  body: { type: "slice", ...ref, resource: "customers", track },
  group: ref.tenant,
});
const full = slice("full");

/** A shop whose customers were read whole a day ago, and the messages of the queue in the test's hand. */
const open = async () => {
  let now = Date.parse("2026-11-20T08:00:00Z");
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const simulator = createKiotVietSimulator({ now: () => now, random: seededRandom(3) });
  simulator.seed(10);
  const server = await serve(simulator);
  served.push(server);
  const stack = createTestStack({ clock: () => now, pass });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const { key } = (
    await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
  ).body;
  const { credentials, settings, vendor } = simulator;
  const body = {
    id: ref.shop,
    vendor,
    name: "Shop",
    credentials,
    settings,
    hosts: simulator.hosts(server.url),
    schedule: { "*": 60 },
  };
  expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
  stack.queues.sync.splice(0, Number.POSITIVE_INFINITY, full);
  await stack.drain();
  pass(DAY + MINUTE);
  const { deps } = stack;
  const state = () => deps.states.get(ref, "customers", "full");
  expect(await state()).toMatchObject({ cycles: 1 });
  /** The vendor refuses the list of customers for so long. */
  const block = async (milliseconds: number): Promise<void> => {
    const known = deps.vendor(vendor);
    const bucket = bucketsOf(known, await deps.shops.find(ref), operationOf(known, "customers.list")).at(-1)!;
    await deps.budgets.block(bucket, now + milliseconds, now);
  };
  return { stack, deps, key, pass, state, block, now: () => now };
};

test("a queue that is behind holds the same message many times: the collection is read whole once", async () => {
  const world = await open();
  world.stack.queues.sync.push(...Array.from({ length: 10 }, () => full));
  await world.stack.drain();
  expect(await world.state()).toMatchObject({ cycles: 2 });
});

test("a poll that is due each minute is read once by as many messages", async () => {
  const world = await open();
  const cycles = async () => (await world.deps.states.get(ref, "customers", "live")).cycles;
  const before = await cycles();
  world.stack.queues.sync.push(...Array.from({ length: 10 }, () => slice("live")));
  await world.stack.drain();
  expect(await cycles()).toBe(before + 1);
  world.pass(MINUTE);
  world.stack.queues.sync.push(slice("live"), slice("live"));
  await world.stack.drain();
  expect(await cycles()).toBe(before + 2);
});

test("while a limit holds a collection up one message waits for it, however many come", async () => {
  for (const track of ["full", "live"] as const) {
    const world = await open();
    await world.block(5 * MINUTE);
    const { queues } = world.stack.deps;
    let sent = 0;
    const send: typeof queues.send = async (queue, messages) => {
      sent += messages.filter(({ delaySeconds = 0 }) => delaySeconds > 0).length;
      await queues.send(queue, messages);
    };
    Object.assign(world.stack.deps, { queues: { ...queues, send } });
    for (let minute = 0; minute < 2; minute += 1) {
      world.stack.queues.sync.push(slice(track), slice(track), slice(track));
      await world.stack.drain({ delayed: false });
      world.pass(MINUTE);
    }
    expect(sent, track).toBe(1);
  }
});

test("what has waited for a limit meanwhile is read whole once, by as many messages", async () => {
  const world = await open();
  await world.block(5 * MINUTE);
  for (let minute = 0; minute < 4; minute += 1) {
    world.stack.queues.sync.push(full);
    await world.stack.drain({ delayed: false });
    world.pass(MINUTE);
  }
  // The message that waited goes on although `tick` would not start it for another minute.
  const { nextAt, cycle } = await world.state();
  expect(cycle).toBeDefined();
  expect(nextAt).toBeGreaterThan(world.now());
  await world.stack.drain();
  const after = await world.state();
  expect(after.cycles).toBe(2);
  expect(after.cycle).toBeUndefined();
});

test("one that waited before its cycle had begun comes when the limit lets it, not a minute later", async () => {
  const world = await open();
  const claimed = (await world.deps.states.claim(ref, { resource: "customers", track: "full" }, world.now(), MINUTE))!;
  const waited = { ...claimed.state, limitedUntil: world.now(), nextAt: world.now() + MINUTE };
  await world.deps.states.save(claimed, waited, { release: true });
  world.stack.queues.sync.push(full);
  await world.stack.drain();
  expect(await world.state()).toMatchObject({ cycles: 2 });
});

test("a tenant that asks for a full comparison gets one, also right after another", async () => {
  const world = await open();
  world.stack.queues.sync.push(full);
  await world.stack.drain();
  world.pass(SECOND);
  const ask = { resources: ["customers"], full: true };
  expect((await world.stack.request("POST", "/v1/shops/shop/sync", { key: world.key, body: ask })).status).toBe(202);
  await world.stack.drain();
  expect((await world.state()).cycles).toBe(3);
});
