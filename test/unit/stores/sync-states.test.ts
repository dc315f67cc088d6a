import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { LostLease } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const LEASE = 5 * MINUTE;
const fresh = () => createSyncStateStore(new MemoryTable());

// The first stands with the other polls of its shop, the second with its second looks, the third by itself.
describe.each(["live", "late", "details"] as const)("a sync state (%s)", (track) => {
  const claim = (states: ReturnType<typeof fresh>, now: number) =>
    states.claim(ref, { resource: "orders", track }, now, LEASE);
  test("belongs to one worker until its lease ends", async () => {
    const states = fresh();
    expect(await claim(states, NOW)).toBeDefined();
    expect(await claim(states, NOW + LEASE)).toBeUndefined();
    expect(await claim(states, NOW + LEASE + 1)).toBeDefined();
  });

  test("cannot be saved by a worker whose lease another one has taken over", async () => {
    const states = fresh();
    const dead = (await claim(states, NOW))!;
    const heir = (await claim(states, NOW + LEASE + 1))!;
    await states.save(heir, { ...heir.state, cursor: 2_000 }, { release: false });
    await expect(states.save(dead, { ...dead.state, cursor: 1_000 }, { release: true })).rejects.toThrow(LostLease);
    expect((await states.get(ref, "orders", track)).cursor).toBe(2_000);
    // The worker that took the lease over still has it.
    expect(await claim(states, NOW + LEASE + 2)).toBeUndefined();
  });

  test("cannot be saved by the worker before, although that one gave it back in time", async () => {
    const states = fresh();
    const first = (await claim(states, NOW))!;
    await states.save(first, { ...first.state, cursor: 1_000 }, { release: true });
    const second = (await claim(states, NOW + 1))!;
    await expect(states.save(first, { ...first.state, cursor: 500 }, { release: false })).rejects.toThrow(LostLease);
    await states.save(second, { ...second.state, cursor: 2_000 }, { release: true });
    expect((await states.get(ref, "orders", track)).cursor).toBe(2_000);
  });

  test("made due is not taken from the worker that has it", async () => {
    const states = fresh();
    const claimed = (await claim(states, NOW))!;
    await states.schedule(ref, "orders", track, NOW + MINUTE);
    await states.save(claimed, { ...claimed.state, cursor: 1_000, nextAt: NOW + 9 * MINUTE }, { release: true });
    expect(await states.get(ref, "orders", track)).toMatchObject({ cursor: 1_000, nextAt: NOW + 9 * MINUTE });
  });

  test("made due at the moment at which a worker begins and ends keeps what that worker saved", async () => {
    const table = new MemoryTable();
    const states = createSyncStateStore(table);
    const packs = { live: keys.polls(ref), late: keys.looks(ref), details: keys.syncState(ref, "orders", "details") };
    const key = packs[track];
    const before = (await claim(states, NOW))!;
    await states.save(before, { ...before.state, cursor: 1_000 }, { release: true });
    // Between its look and its write another worker reads a whole cycle.
    let passed = false;
    const slow = createSyncStateStore(
      Object.assign(Object.create(table), {
        get: async () => {
          const item = await table.get(key);
          if (!passed) {
            passed = true;
            const worker = (await claim(states, NOW + 1))!;
            await states.save(worker, { ...worker.state, cursor: 2_000 }, { release: true });
          }
          return item;
        },
        update: (...input: Parameters<MemoryTable["update"]>) => table.update(...input),
      }),
    );
    await slow.schedule(ref, "orders", track, NOW + 5);
    expect(await states.get(ref, "orders", track)).toMatchObject({ cursor: 2_000, nextAt: NOW + 5 });
  });

  test("keeps the ids of the worker that went on, and not those of a dead one", async () => {
    const states = fresh();
    const dead = (await claim(states, NOW))!;
    const heir = (await claim(states, NOW + LEASE + 1))!;
    await states.saveSeen(heir, { id: "cycle", chunks: 0 }, Uint8Array.of(2), NOW);
    await expect(states.saveSeen(dead, { id: "cycle", chunks: 0 }, Uint8Array.of(1), NOW)).rejects.toThrow(LostLease);
    expect(await states.loadSeen(ref, "orders", { id: "cycle", chunks: 1 })).toEqual([Uint8Array.of(2)]);
  });
});

test("a second look that stood by itself is taken in with its place, and leaves nothing behind", async () => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  const own = keys.syncState(ref, "orders", "late");
  const before = { cycles: 7, nextAt: NOW, failures: 0, lastCycle: { startedAt: NOW - MINUTE, endedAt: NOW, rows: 3 } };
  await table.put({ ...own, state: JSON.stringify(before), fence: 4 });
  expect((await states.all(ref, NOW)).get("orders#late")).toMatchObject(before);
  expect(await states.get(ref, "orders", "late")).toEqual(before);
  const claimed = (await states.claim(ref, { resource: "orders", track: "late" }, NOW, LEASE))!;
  expect(claimed.state).toEqual(before);
  expect(await table.get(own)).toBeUndefined();
  await states.save(claimed, { ...claimed.state, cycles: 8 }, { release: true });
  expect((await states.all(ref, NOW)).get("orders#late")).toMatchObject({ cycles: 8, running: false });
});

test("a shop that begins anew with another version has all its second looks due, and those of what is left out gone", async () => {
  const states = fresh();
  for (const resource of ["orders", "staff"]) {
    const claimed = (await states.claim(ref, { resource, track: "whole" }, NOW, LEASE))!;
    await states.save(claimed, { ...claimed.state, cycles: 3, nextAt: NOW + LEASE }, { release: true });
  }
  await states.beginAnew(ref, new Set(["orders"]), NOW);
  expect(await states.get(ref, "orders", "whole")).toMatchObject({ cycles: 3, nextAt: NOW });
  expect((await states.all(ref, NOW)).has("staff#whole")).toBe(false);
});
