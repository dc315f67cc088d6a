import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { LostLease } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { createSyncStateStore, type SyncState } from "../../../shared/stores/sync-states.ts";
import { beginRound } from "../../../shared/usecases/sync/round.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const LEASE = 5 * MINUTE;
const names = ["orders", "customers", "products"];
const polls = names.map((resource) => ({ resource, track: "live" as const }));

/** A round, and the writes that its table was asked for. */
const openRound = async () => {
  const table = new MemoryTable();
  let writes = 0;
  const update = table.update.bind(table);
  table.update = (...input) => {
    writes += 1;
    return update(...input);
  };
  const states = createSyncStateStore(table);
  const time = { now: NOW };
  const round = await beginRound(ref, polls, { states, clock: () => time.now, lease: LEASE });
  const claim = async (resource: string) => (await round.states.claim(ref, { resource, track: "live" }, NOW, LEASE))!;
  return { states, round, claim, time, writes: () => writes };
};
const done = (state: SyncState, cursor: number): SyncState => ({ ...state, cursor, nextAt: NOW + MINUTE });
const midway = (state: SyncState): SyncState => ({ ...state, cycle: { id: "c", rows: 100 } as never });

test("a round that finds nothing is one claim and one save", async () => {
  const { states, round, claim, writes } = await openRound();
  for (const [index, resource] of names.entries()) {
    const claimed = await claim(resource);
    await round.states.save(claimed, done(claimed.state, index), { release: true });
  }
  expect(writes()).toBe(1);
  await round.end();
  expect(writes()).toBe(2);
  for (const [index, resource] of names.entries())
    expect((await states.claim(ref, { resource, track: "live" }, NOW, LEASE))?.state.cursor).toBe(index);
});

test("a poll that goes on for long saves its place at once, together with those that ended before it", async () => {
  const { states, round, claim, time, writes } = await openRound();
  time.now += LEASE / 4;
  const orders = await claim("orders");
  await round.states.save(orders, done(orders.state, 5), { release: true });
  const customers = await claim("customers");
  await round.states.save(customers, midway(customers.state), { release: false, leaseUntil: NOW + LEASE });
  expect(writes()).toBe(2);
  expect((await states.get(ref, "orders", "live")).cursor).toBe(5);
  expect((await states.get(ref, "customers", "live")).cycle?.rows).toBe(100);
  expect((await states.all(ref, NOW)).get("customers#live")?.running).toBe(true);
});

test("the pages of a short poll are saved with its end", async () => {
  const { states, round, claim, time, writes } = await openRound();
  const orders = await claim("orders");
  time.now += LEASE / 4 - 1;
  const kept = await round.states.save(orders, midway(orders.state), { release: false, leaseUntil: NOW + LEASE });
  expect(writes()).toBe(1);
  expect((await states.get(ref, "orders", "live")).cycle).toBeUndefined();
  await round.states.save(kept, done(orders.state, 5), { release: true });
  await round.end();
  expect(writes()).toBe(2);
  expect((await states.get(ref, "orders", "live")).cursor).toBe(5);
});

test("what a poll has met is saved at once, however short it is", async () => {
  const { states, round, claim, writes } = await openRound();
  const orders = await claim("orders");
  const failed = { ...midway(orders.state), error: { code: "TypeError" } as never };
  await round.states.save(orders, failed, { release: false });
  expect(writes()).toBe(2);
  expect((await states.get(ref, "orders", "live")).error).toMatchObject({ code: "TypeError" });
});

test("a poll that was not begun is free again when the round ends", async () => {
  const { states, round } = await openRound();
  expect(await states.claim(ref, { resource: "orders", track: "live" }, NOW, LEASE)).toBeUndefined();
  await round.end();
  expect(await states.claim(ref, { resource: "orders", track: "live" }, NOW, LEASE)).toBeDefined();
});

test("a worker that comes back after its leases ended saves nothing of its round", async () => {
  const { states, round, claim } = await openRound();
  const orders = await claim("orders");
  const customers = await claim("customers");
  await round.states.save(orders, done(orders.state, 5), { release: true });
  const later = NOW + LEASE + 1;
  for (const resource of names) {
    const heir = (await states.claim(ref, { resource, track: "live" }, later, LEASE))!;
    await states.save(heir, done(heir.state, 9), { release: false, leaseUntil: later + LEASE });
  }
  const save = round.states.save(customers, midway(customers.state), { release: true });
  await expect(save).rejects.toThrow(LostLease);
  await round.end();
  for (const resource of names) {
    expect((await states.get(ref, resource, "live")).cursor).toBe(9);
    expect((await states.all(ref, later)).get(`${resource}#live`)?.running).toBe(true);
  }
});

test("a state that the table refuses does not keep the others of its round from being saved", async () => {
  const { states, round, claim } = await openRound();
  const orders = await claim("orders");
  const customers = await claim("customers");
  await round.states.save(orders, done(orders.state, 5), { release: true });
  await round.states.save(customers, { ...customers.state, cursor: 10n as never }, { release: true });
  await expect(round.end()).rejects.toThrow(TypeError);
  expect((await states.get(ref, "orders", "live")).cursor).toBe(5);
});
