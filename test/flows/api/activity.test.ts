import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { Rejected } from "../../../shared/core/errors.ts";
import { dayBegins, emptyTally, outcomeOf, type Tally, withCall } from "../../../shared/core/tally.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { createDayStore } from "../../../shared/stores/days.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createPolls } from "../../../shared/stores/polls.ts";
import { createTallies } from "../../../shared/usecases/shops/tallies.ts";
import { itemBytes } from "../../bench/billed-table.ts";
import { createWorld, shopId, tenant, type World } from "../../contract/vendors/contract-world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const activity = async (world: World) => (await world.request("GET", `/v1/shops/${shopId}/activity`)).body;
const callsOf = (days: any[], operation: string, outcome = "ok"): number =>
  days
    .flatMap(({ operations }) => operations)
    .filter((one) => one.operation === operation)
    .flatMap(({ outcomes }) => outcomes)
    .filter((one) => one.outcome === outcome)
    .reduce((sum, { calls }) => sum + calls, 0);
const loggedCalls = (world: World, operation: string): number =>
  world.simulator.log.filter((one) => world.calls(operation)(one as never)).length;

/** Good calls that the worker has not put down yet. */
const heldCalls = ({ stack }: World, operation: string): number => {
  const pocket = stack.deps.tallies.of({ tenant, shop: shopId });
  const tally = pocket.take();
  if (tally) pocket.giveBack(tally);
  return tally?.calls[operation]?.ok ?? 0;
};

/** Rounds of the shop. */
const go = async (world: World, rounds: number, apart: number): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    world.pass(apart);
    await world.stack.tick();
    await world.stack.drain();
  }
};

describe("what goes on in a shop", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld("kiotviet", createKiotVietSimulator, { size: 6 });
    expect((await world.register(shopId)).status).toBe(201);
    await world.stack.drain();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("is counted call by call, over midnight, as the vendor has seen it", async () => {
    await go(world, 3, 10 * MINUTE);
    const seen = loggedCalls(world, "orders.list");
    const today = await activity(world);
    expect(today.days).toHaveLength(7);
    expect(today.days.at(-1).day).toBe("2026-09-15");
    expect(callsOf(today.days, "orders.list") + heldCalls(world, "orders.list")).toBe(seen);
    expect(today.stretches.at(-1)).toMatchObject({ failed: 0, longestGapSeconds: expect.any(Number) });
    expect(today.stretches.at(-1).longestGapSeconds).toBeGreaterThanOrEqual(600);
    expect(today.stretches.at(-1).records).toBeGreaterThan(10);

    await go(world, 2, 7 * HOUR);
    await go(world, 2, 5 * HOUR);
    const tomorrow = await activity(world);
    expect(tomorrow.days.at(-1).day).toBe("2026-09-16");
    expect(callsOf(tomorrow.days.slice(-2, -1), "orders.list")).toBeGreaterThanOrEqual(seen);
    const counted = callsOf(tomorrow.days, "orders.list") + heldCalls(world, "orders.list");
    expect(counted).toBe(loggedCalls(world, "orders.list"));
    const told = tomorrow.days.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0);
    const stretched = tomorrow.stretches.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0);
    expect(stretched).toBe(told);
  });

  test("has a day's changes by collection, as the feed has them", async () => {
    const before = (await activity(world)).days.at(-1).changes.customers ?? 0;
    const [id] = [...(await world.records("customers")).keys()];
    for (const crm of [1, 2, 3]) await world.request("PUT", `/v1/shops/${shopId}/customers/${id}/metadata`, { crm });
    await world.stack.drain();
    expect((await activity(world)).days.at(-1).changes.customers).toBe(before + 3);
  });

  test("shows calls that failed at once, with what went wrong", async () => {
    const { send } = world.stack.deps;
    const isList = world.calls("orders.list");
    world.stack.deps.send = async (request) => {
      const answer = await send(request);
      const path = new URL(request.url).pathname;
      return isList({ method: request.method, path }) ? { ...answer, status: 200, body: "<html>" } : answer;
    };
    await world.cycle(["orders"]);
    world.stack.deps.send = send;
    const { days } = await activity(world);
    expect(callsOf(days, "orders.list", "unknown-answer") + callsOf(days, "orders.list", "no-answer")).toBeGreaterThan(
      0,
    );
    expect(days.at(-1).failed).toBeGreaterThan(0);
  });

  test("is for who has the shop alone", async () => {
    const other = await world.request("GET", "/v1/shops/nobody/activity");
    expect(other.status).toBe(404);
  });
});

describe("counts that go along with the polls of a shop", () => {
  const ref = { tenant: "acme", shop: "hanoi" };
  const NOW = Date.parse("2026-09-15T03:00:00Z");
  const tallyOf = (operation: string, at: number): Tally => withCall(emptyTally(at), operation, "ok", at);
  const claimOne = async (polls: ReturnType<typeof createPolls>, name = "orders#live") => {
    const { claimed } = await polls.claim(ref, [name], NOW, MINUTE);
    return claimed[0]!;
  };

  test("cost no write of their own, and are put down in their day after six hours by the same write", async () => {
    const table = new MemoryTable();
    const polls = createPolls(table, { item: keys.polls, apart: keys.pollApart });
    const pocket = createTallies().of(ref);
    for (const hour of [0, 1, 5]) {
      pocket.called("orders.list", "ok", NOW + hour * HOUR);
      const { name, fence, state } = await claimOne(polls);
      await polls.save(ref, [{ name, fence, state, release: true }], undefined, pocket);
    }
    expect(await createDayStore(table).since(ref, "2026-09-15")).toEqual([]);
    expect((await polls.read(ref)).tally?.calls).toEqual({ "orders.list": { ok: 3 } });
    expect(pocket.take()).toBeUndefined();
    pocket.called("orders.list", "limited", NOW + 6 * HOUR);
    const { name, fence, state } = await claimOne(polls);
    await polls.save(ref, [{ name, fence, state, release: true }], undefined, pocket);
    const [day] = await createDayStore(table).since(ref, "2026-09-15");
    expect(day?.calls).toEqual({ "orders.list": { ok: 3 } });
    expect((await polls.read(ref)).tally?.calls).toEqual({ "orders.list": { limited: 1 } });
  });

  test("take a second unit where the polls themselves nearly fill the first", async () => {
    const table = new MemoryTable();
    const polls = createPolls(table, { item: keys.polls, apart: keys.pollApart });
    const names = Array.from({ length: 148 }, (_, index) => `r${Math.round(Math.abs(Math.sin(index)) * 1e9)}#live`);
    const { claimed } = await polls.claim(ref, names, NOW, MINUTE);
    await polls.save(
      ref,
      claimed.map(({ name, fence, state }) => ({ name, fence, state, release: true })),
    );
    const item = (await table.get(keys.polls(ref)))!;
    expect((item.polls as Uint8Array).length).toBeGreaterThan(870);
    const pocket = createTallies().of(ref);
    for (const at of [NOW, NOW + HOUR]) {
      pocket.called("orders.list", "ok", at);
      const [one] = (await polls.claim(ref, [names[0]!], at, 1)).claimed;
      await polls.save(ref, [{ ...one!, release: true }], undefined, pocket);
    }
    expect((await polls.read(ref)).tally?.calls).toEqual({ "orders.list": { ok: 2 } });
    expect(await createDayStore(table).since(ref, "2026-09-15")).toEqual([]);
  });

  test("stay with the worker where the item has no room, or where another worker has the polls", async () => {
    const table = new MemoryTable();
    const polls = createPolls(table, { item: keys.polls, apart: keys.pollApart });
    const pocket = createTallies().of(ref);
    const { name, fence, state } = await claimOne(polls);
    const random = Array.from({ length: 150 }, (_, index) => `operation-${Math.sin(index) * 1e9}`);
    for (const operation of random) pocket.called(operation, "ok", NOW);
    await polls.save(ref, [{ name, fence, state, release: true }], undefined, pocket);
    expect((await polls.read(ref)).tally).toBeUndefined();
    expect(Object.keys(pocket.take()!.calls)).toHaveLength(150);

    pocket.giveBack(tallyOf("orders.list", NOW));
    const lost = await polls.save(ref, [{ name, fence: fence - 1, state, release: true }], undefined, pocket);
    expect(lost).toEqual([name]);
    expect(pocket.take()?.calls).toEqual({ "orders.list": { ok: 1 } });
  });

  test("of two workers add up in one day, and end after nine days", async () => {
    const table = new MemoryTable();
    const days = createDayStore(table);
    await days.add(ref, tallyOf("orders.list", NOW));
    await days.add(ref, tallyOf("orders.list", NOW + HOUR));
    await days.add(ref, tallyOf("orders.list", NOW + DAY));
    const found = await days.since(ref, "2026-09-15");
    expect(found.map(({ day, calls, stretches }) => [day, calls["orders.list"]?.ok, stretches.length])).toEqual([
      ["2026-09-15", 2, 2],
      ["2026-09-16", 1, 1],
    ]);
    const item = await table.get({ pk: "T#acme#S#hanoi#DAYS", sk: "2026-09-15" });
    expect(Number(item?.ttl) * 1_000).toBeLessThanOrEqual(NOW + 9 * DAY + HOUR + 1_000);
  });

  test("of a shop that fails all day long fill no more than a few kilobytes", async () => {
    const table = new MemoryTable();
    const days = createDayStore(table);
    const midnight = dayBegins(NOW);
    for (let at = midnight; at < midnight + DAY; at += MINUTE)
      await days.add(ref, { ...withCall(emptyTally(at), "orders.list", "no-answer", at), gapSeconds: 60 });
    const [day] = await days.since(ref, "2026-09-15");
    expect(day?.calls).toEqual({ "orders.list": { "no-answer": 1_440 } });
    expect(day?.stretches).toHaveLength(24);
    expect(day?.stretches[3]).toEqual({
      from: midnight + 3 * HOUR,
      until: midnight + 3 * HOUR + 59 * MINUTE,
      calls: 60,
      failed: 60,
      gapSeconds: 60,
    });
    expect(itemBytes((await table.get({ pk: "T#acme#S#hanoi#DAYS", sk: "2026-09-15" }))!)).toBeLessThan(3_000);
  });

  test("have a vendor's word that there is no such record as a good answer", () => {
    expect(outcomeOf(new Rejected("no such product", { notFound: true }))).toBe("ok");
    expect(outcomeOf(new Rejected("the price is too low"))).toBe("refused");
  });
});
