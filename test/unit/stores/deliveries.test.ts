import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { seededRandom } from "../../../infra/sandbox/random.ts";
import { timeId } from "../../../shared/core/ids.ts";
import { SECOND } from "../../../shared/core/time.ts";
import { createDeliveryStore } from "../../../shared/stores/deliveries.ts";
import type { DeliveryOutcome } from "../../../shared/stores/delivery-items.ts";
import { keys } from "../../../shared/stores/keys.ts";

const ref = { tenant: "acme", shop: "shop" };
const partition = keys.deliveries(ref);
const START = Date.UTC(2026, 10, 20);
const outcome = (at: number): DeliveryOutcome => ({ state: "processed", at, pulled: { orders: [String(at)] } });

/** Deliveries that came some seconds apart, none of them worked off. */
const withDeliveries = async (count: number, apart = SECOND) => {
  const store = createDeliveryStore(new MemoryTable());
  const random = seededRandom(3);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = START + index * apart;
    const id = timeId(at, random);
    ids.push(id);
    const body = Buffer.from(`{"n":${index}}`);
    const request = { method: "POST", path: "/", query: "", headers: {} };
    await store.add(partition, { ...request, id, at, body, bytes: body.length, proven: true });
  }
  const finish = (some: readonly string[]) =>
    store.finishTogether(partition, new Map(some.map((id) => [id, outcome(START + ids.indexOf(id))])));
  return { store, ids, finish };
};
const minute = [timeId(START, () => 0).slice(0, 10), `${timeId(START + 59_999, () => 0).slice(0, 10)}~`] as const;

test("outcomes that were told together are each delivery's own, whatever page it stands on", async () => {
  const { store, ids, finish } = await withDeliveries(9);
  // The worker has left one out, and tells them in no order.
  const done = ids.filter((_, index) => index !== 4).reverse();
  expect([...(await finish(done))].sort()).toEqual([...done].sort());
  for (const limit of [1, 2, 3, 20]) {
    const all: (readonly [string, number | undefined])[] = [];
    let after: string | undefined;
    do {
      const page = await store.list(partition, after, limit);
      all.push(...page.deliveries.map(({ id, outcome: told }) => [id, told?.at] as const));
      after = page.next;
    } while (after !== undefined);
    expect(all).toEqual(ids.map((id, index) => [id, index === 4 ? undefined : START + index]).reverse());
  }
  for (const [index, id] of ids.entries()) {
    const expected = index === 4 ? undefined : outcome(START + index);
    expect(await store.outcome(partition, id)).toEqual(expected);
    expect((await store.find(partition, id)).outcome).toEqual(expected);
  }
  expect(await store.open(partition, ...minute)).toEqual([ids[4]]);
  expect((await store.waiting(partition, START)).found.map(({ id }) => id)).toEqual([ids[4]]);
});

test("a delivery is open again after it was reopened, and the others that were told together are not", async () => {
  const { store, ids, finish } = await withDeliveries(4);
  await finish(ids);
  await store.reopen(partition, ids[1]!);
  expect(await store.open(partition, ...minute)).toEqual([ids[1]]);
  expect(await store.outcome(partition, ids[1]!)).toBeUndefined();
  expect(await store.finish(partition, ids[1]!, outcome(START + 77))).toBe(true);
  expect(await store.open(partition, ...minute)).toEqual([]);
  expect((await store.list(partition, undefined, 10)).deliveries.map(({ outcome: told }) => told?.at)).toEqual(
    [3, 2, 77, 0].map((index) => START + index),
  );
});

test("the last delivery of a minute is not open where its outcome is told behind the next minute's first", async () => {
  const { store, ids, finish } = await withDeliveries(8, 10 * SECOND);
  await finish(ids.slice(5, 7));
  expect(await store.open(partition, ...minute)).toEqual(ids.slice(0, 5));
  const named = await store.named(partition, "orders", { from: START + 50 * SECOND, to: START + 50 * SECOND });
  expect([named?.(String(START + 5)), named?.(String(START + 6))]).toEqual([true, false]);
  expect(
    await store.named(partition, "orders", { from: START + 40 * SECOND, to: START + 50 * SECOND }),
  ).toBeUndefined();
});

test("deliveries that came far apart are told by several items, so that each is found near its own", async () => {
  const { store, ids, finish } = await withDeliveries(40, 4 * SECOND);
  expect(await finish(ids)).toHaveLength(40);
  for (const [index, id] of ids.entries()) expect((await store.outcome(partition, id))?.at).toBe(START + index);
  expect(await store.open(partition, ...minute)).toEqual([]);
});

test("a delivery whose clock is ahead of the worker's is seen", async () => {
  const { store, ids } = await withDeliveries(3);
  expect((await store.waiting(partition, START + 500)).found.map(({ id }) => id)).toEqual(ids.slice(1));
});

test("what is open is found behind any number of deliveries that are done", async () => {
  const { store, ids, finish } = await withDeliveries(1_000, 5);
  await finish(ids.slice(0, 900));
  const { found, isCut } = await store.waiting(partition, START);
  expect(found.map(({ id }) => id)).toEqual(ids.slice(900));
  expect(isCut).toBe(false);
});

test("a worker is given as many open deliveries as it holds, and told that there are more", async () => {
  const { store, ids } = await withDeliveries(700, 5);
  const seen = new Set<string>();
  for (const expected of [300, 300, 100]) {
    const { found, isCut } = await store.waiting(partition, START, (id) => seen.has(id));
    expect(found).toHaveLength(expected);
    expect(isCut).toBe(expected === 300);
    for (const { id } of found) seen.add(id);
  }
  expect([...seen]).toEqual(ids);
});

test("a worker that is second with the newest delivery tells what became of the others all the same", async () => {
  const { store, ids, finish } = await withDeliveries(3);
  await finish([ids[0]!, ids[2]!]);
  expect(await finish(ids)).toContain(ids[1]);
  expect(await store.open(partition, ...minute)).toEqual([]);
  // The newest of them is worked off anew where it was replayed.
  await store.reopen(partition, ids[2]!);
  expect(await finish([ids[2]!])).toEqual([ids[2]]);
  expect(await store.open(partition, ...minute)).toEqual([]);
});

test("outcomes that name many records are told by several items, each small enough for the table", async () => {
  const { store, ids } = await withDeliveries(12, 10);
  const pulled = { orders: Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(900, "x")) };
  const outcomes = new Map(ids.map((id) => [id, { state: "processed", at: START, pulled } as const]));
  expect(await store.finishTogether(partition, outcomes)).toHaveLength(12);
  expect(await store.open(partition, ...minute)).toEqual([]);
});

test("who looks for the outcome of a delivery reads no other delivery", async () => {
  const table = new MemoryTable();
  const store = createDeliveryStore(table);
  const random = seededRandom(4);
  const ids = Array.from({ length: 50 }, (_, index) => timeId(START + index, random));
  for (const id of ids) {
    const body = Buffer.alloc(2_000, 1);
    await store.add(partition, {
      ...{ id, at: START, method: "POST", path: "/", query: "", headers: {} },
      ...{ body, bytes: body.length, proven: true },
    });
  }
  let read = 0;
  const { query } = table;
  table.query = async (...given) => {
    const page = await query.apply(table, given);
    read += page.items.length;
    return page;
  };
  expect(await store.outcome(partition, ids[0]!)).toBeUndefined();
  expect((await store.find(partition, ids[0]!)).delivery?.id).toBe(ids[0]);
  expect(read).toBe(1);
});

test("one worker at a time has a shop's deliveries, and the next one knows what was said", async () => {
  const store = createDeliveryStore(new MemoryTable());
  const now = START;
  const nothing = { said: new Map(), alone: new Set() };
  expect(await store.lease(ref, now, now + 60_000)).toEqual(nothing);
  expect(await store.lease(ref, now + 59_999, now + 99_000)).toBeUndefined();
  // The answer to its own was lost on the way.
  expect(await store.lease(ref, now + 1, now + 60_000)).toEqual(nothing);
  expect((await store.leased(ref, now + 60_000)).until).toBe(now + 60_000);
  const said = new Map(Array.from({ length: 30 }, (_, index) => [`w${index}`, { id: `d${index}`, at: now + index }]));
  const alone = new Set(Array.from({ length: 30 }, (_, index) => `a${index}`));
  // Not its lease.
  await store.release(ref, now + 1, { said: new Map(), alone });
  expect((await store.leased(ref, now + 1)).until).toBe(now + 60_000);
  await store.release(ref, now + 60_000, { said, alone });
  expect((await store.leased(ref, now + 1)).until).toBe(0);
  const known = await store.lease(ref, now + 2, now + 60_001);
  expect([...known!.said]).toEqual([...said].slice(-20));
  expect([...known!.alone]).toEqual([...alone].slice(-20));
  expect(await store.extend(ref, now + 60_000, now + 90_000)).toBe(false);
  expect(await store.extend(ref, now + 60_001, now + 90_000)).toBe(true);
  expect(await store.lease(ref, now + 60_002, now + 120_000)).toBeUndefined();
  // A worker that is gone keeps nobody out for ever.
  expect((await store.leased(ref, now + 90_001)).until).toBe(0);
  expect(await store.lease(ref, now + 90_001, now + 150_000)).toEqual(known);
  // Given back without a word, what was said stays.
  await store.release(ref, now + 150_000);
  expect((await store.leased(ref, now + 3)).said).toEqual(known!.said);
});
