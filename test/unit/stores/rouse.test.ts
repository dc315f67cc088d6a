import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createSyncStateStore, type SyncState } from "../../../shared/stores/sync-states.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const shortest = new Map([["orders#live", 60]]);

/** A poll that rests for five minutes, and began so long ago. */
const resting = async (ago: number, more: Partial<SyncState> = {}) => {
  const states = createSyncStateStore(new MemoryTable());
  const claimed = (await states.claim(ref, { resource: "orders", track: "live" }, NOW, MINUTE))!;
  const startedAt = NOW - ago;
  const lastCycle = { startedAt, endedAt: startedAt, rows: 0, written: 0, removed: 0 };
  const state = { ...claimed.state, lastCycle, everySeconds: 300, nextAt: startedAt + 5 * MINUTE, ...more };
  await states.save(claimed, state, { release: true });
  return { states, rouse: () => states.rouse(ref, shortest, NOW), now: () => states.get(ref, "orders", "live") };
};

test("a poll that rests is due at once, or a minute after its last reading", async () => {
  const long = await resting(2 * MINUTE);
  expect(await long.rouse()).toBe(true);
  expect(await long.now()).toMatchObject({ everySeconds: 60, nextAt: NOW });
  const short = await resting(20 * SECOND);
  await short.rouse();
  expect((await short.now()).nextAt).toBe(NOW + 40 * SECOND);
});

test("a list that takes many calls comes no sooner than its calls are worth it", async () => {
  const { rouse, now } = await resting(2 * MINUTE, { dividedInto: 70 });
  expect(await rouse()).toBe(true);
  expect((await now()).nextAt).toBe(NOW + 20 * SECOND);
});

test("rousing what does not rest changes nothing", async () => {
  const { rouse, now } = await resting(20 * SECOND, { everySeconds: 60, nextAt: NOW + 40 * SECOND });
  expect(await rouse()).toBe(false);
  expect((await now()).nextAt).toBe(NOW + 40 * SECOND);
});

test("what waits after an error, for a limit, or because its list repeats itself waits on", async () => {
  const error = { code: "RetryLater", message: "out", at: NOW };
  for (const more of [{ error, failures: 3 }, { limitedUntil: NOW + MINUTE }, { stuck: 2 }]) {
    const { rouse, now } = await resting(2 * MINUTE, { nextAt: NOW + 10 * MINUTE, ...more });
    expect(await rouse()).toBe(false);
    expect((await now()).nextAt).toBe(NOW + 10 * MINUTE);
  }
});

test("what happens while a poll is read is heard when it ends, once", async () => {
  const states = createSyncStateStore(new MemoryTable());
  const now = () => states.get(ref, "orders", "live");
  const lastCycle = { startedAt: NOW, endedAt: NOW, rows: 0, written: 0, removed: 0 };
  const rest = { lastCycle, everySeconds: 300, nextAt: NOW + 5 * MINUTE };
  const claimed = (await states.claim(ref, { resource: "orders", track: "live" }, NOW, MINUTE))!;
  expect(await states.rouse(ref, shortest, NOW + SECOND)).toBe(true);
  // Its worker goes on as if nothing had happened, over a page and to the end.
  const further = await states.save(claimed, { ...claimed.state, ...rest }, { release: false });
  await states.save(further, { ...claimed.state, ...rest }, { release: true });
  expect(await now()).toMatchObject({ everySeconds: 60, nextAt: NOW + MINUTE });
  const again = (await states.claim(ref, { resource: "orders", track: "live" }, NOW + MINUTE, MINUTE))!;
  await states.save(again, { ...again.state, ...rest }, { release: true });
  expect(await now()).toMatchObject({ everySeconds: 300, nextAt: NOW + 5 * MINUTE });
});

test("a poll that is read and was roused already costs no write", async () => {
  const states = createSyncStateStore(new MemoryTable());
  await states.claim(ref, { resource: "orders", track: "live" }, NOW, MINUTE);
  expect(await states.rouse(ref, shortest, NOW + SECOND)).toBe(true);
  expect(await states.rouse(ref, shortest, NOW + 2 * SECOND)).toBe(false);
});
