import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { DUE_SHARDS } from "../../../shared/stores/keys.ts";
import { createShopStore, type DueWork } from "../../../shared/stores/shops.ts";
import { findDueWork } from "../../../shared/usecases/sync/find-due-work.ts";

const NOW = Date.UTC(2026, 10, 20);
const work = (dueAt: number): DueWork => ({ kind: "shop", tenant: "acme", id: "shop", dueAt });
const dueAt = async (shops: ReturnType<typeof createShopStore>, now: number): Promise<number[]> => {
  const found: number[] = [];
  for (let shard = 0; shard < DUE_SHARDS; shard += 1)
    found.push(...(await shops.due(shard, now, undefined)).work.map((one) => one.dueAt));
  return found;
};
const fresh = () => createShopStore(new MemoryTable());

describe("the due index", () => {
  test("shows work from its time on", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW));
    expect(await dueAt(shops, NOW - 1)).toEqual([]);
    expect(await dueAt(shops, NOW)).toEqual([NOW]);
  });

  test("does not put off work that is due by scheduling it for later", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW));
    await shops.schedule(work(NOW + 10 * MINUTE));
    expect(await dueAt(shops, NOW)).toEqual([NOW]);
    await shops.schedule(work(NOW - MINUTE));
    expect(await dueAt(shops, NOW - MINUTE)).toEqual([NOW - MINUTE]);
  });

  test("a reminder of work that is due sooner already costs one request", async () => {
    const table = new MemoryTable();
    const shops = createShopStore(table);
    let updates = 0;
    const update = table.update.bind(table);
    table.update = (...request) => {
      updates += 1;
      return update(...request);
    };
    await shops.remind(work(NOW), NOW);
    expect(updates).toBe(2);
    await shops.remind(work(NOW + SECOND), NOW);
    expect(updates).toBe(3);
    expect(await dueAt(shops, NOW)).toEqual([NOW]);
    // Due later than this reminder: it is brought forward.
    await shops.remind(work(NOW - SECOND), NOW);
    expect(await dueAt(shops, NOW - SECOND)).toEqual([NOW - SECOND]);
  });

  test("gives a piece of work to one tick, and shows it again if its message is lost", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW));
    const taken = await Promise.all([shops.take(work(NOW), NOW + MINUTE), shops.take(work(NOW), NOW + MINUTE)]);
    expect(taken).toEqual([true, false]);
    expect(await dueAt(shops, NOW)).toEqual([]);
    expect(await dueAt(shops, NOW + MINUTE)).toEqual([NOW + MINUTE]);
  });

  test("brings a shop up again a minute after its message was sent", async () => {
    const stores = createStores(new MemoryTable());
    await stores.shops.schedule(work(NOW));
    const sent: unknown[] = [];
    const send = async (_queue: string, messages: readonly unknown[]) => void sent.push(...messages);
    const deps = { ...stores, queues: { send }, clock: () => NOW, randomId: () => "id" };
    expect(await findDueWork({ part: 0, parts: 1 }, NOW + 50 * SECOND, deps)).toEqual({ sent: 1, finished: true });
    expect(sent).toHaveLength(1);
    expect(await dueAt(stores.shops, NOW + MINUTE)).toEqual([NOW + MINUTE]);
  });

  test("brings an endpoint's deliveries up again a minute after their message was sent", async () => {
    const stores = createStores(new MemoryTable());
    await stores.shops.schedule({ kind: "endpoint", tenant: "acme", id: "hook", dueAt: NOW });
    const sent: unknown[] = [];
    const send = async (_queue: string, messages: readonly unknown[]) => void sent.push(...messages);
    const deps = { ...stores, queues: { send }, clock: () => NOW, randomId: () => "id" };
    await findDueWork({ part: 0, parts: 1 }, NOW + 50 * SECOND, deps);
    expect(sent).toEqual([{ body: { tenant: "acme", endpoint: "hook" }, group: "acme" }]);
    expect(await dueAt(stores.shops, NOW + MINUTE)).toEqual([NOW + MINUTE]);
  });

  test("puts a shop off whose round has found when it is due, and no other's word about it", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW));
    await shops.take(work(NOW), NOW + MINUTE);
    await shops.putOff(work(NOW + MINUTE), NOW + 15 * MINUTE, false);
    expect(await dueAt(shops, NOW + 14 * MINUTE)).toEqual([]);
    await shops.wake({ tenant: "acme", shop: "shop" }, NOW + 2 * MINUTE);
    // A round that began before: it does not know.
    await shops.putOff(work(NOW + 15 * MINUTE), NOW + 30 * MINUTE, false);
    expect(await dueAt(shops, NOW + 2 * MINUTE)).toEqual([NOW + 2 * MINUTE]);
  });

  test("keeps an entry that was made due again, or whose submitter may still be at work", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW + MINUTE));
    await shops.settle(work(NOW), NOW);
    expect(await dueAt(shops, NOW + MINUTE)).toHaveLength(1);
    await shops.remind(work(NOW + MINUTE), NOW);
    await shops.settle(work(NOW + MINUTE), NOW);
    expect(await dueAt(shops, NOW + MINUTE)).toHaveLength(1);
    await shops.settle(work(NOW + MINUTE), NOW + 1);
    expect(await dueAt(shops, NOW + MINUTE)).toEqual([]);
  });
});
