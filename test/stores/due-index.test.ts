import { describe, expect, test } from "vitest";
import { MINUTE } from "../../shared/core/time.ts";
import { DUE_SHARDS } from "../../shared/stores/keys.ts";
import { createShopStore, type DueWork } from "../../shared/stores/shops.ts";
import { MemoryTable } from "../memory-table.ts";

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

  test("gives a piece of work to one tick, and shows it again if its message is lost", async () => {
    const shops = fresh();
    await shops.schedule(work(NOW));
    const taken = await Promise.all([shops.take(work(NOW), NOW + MINUTE), shops.take(work(NOW), NOW + MINUTE)]);
    expect(taken).toEqual([true, false]);
    expect(await dueAt(shops, NOW)).toEqual([]);
    expect(await dueAt(shops, NOW + MINUTE)).toEqual([NOW + MINUTE]);
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
