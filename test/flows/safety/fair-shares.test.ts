import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Limit } from "../../../shared/core/vendor.ts";
import { type BudgetStore, createBudgetStore, type Priority } from "../../../shared/stores/budgets.ts";
import { keys } from "../../../shared/stores/keys.ts";

const START = Date.UTC(2026, 10, 20);
const LIMIT: Limit = { id: "ip", scope: "ip", per: "all", capacity: 120, windowSeconds: 60, source: "test" };
const WINDOW = 60_000;

interface Tenant {
  readonly name: string;
  /** Workers that ask all the time, or each so many milliseconds. */
  readonly workers: number;
  readonly every?: number;
  /** Milliseconds after the start. */
  readonly from: number;
  readonly priority: Priority;
  /** A queue wakes a worker by whole seconds. */
  readonly rounding: number;
}

/** Calls of each tenant, by the time at which they reached the vendor. */
const simulate = async (tenants: readonly Tenant[], length: number, limit = LIMIT): Promise<Map<string, number[]>> => {
  const store: BudgetStore = createBudgetStore(new MemoryTable());
  const calls = new Map<string, number[]>(tenants.map(({ name }) => [name, []]));
  const workers = tenants.flatMap((tenant) =>
    Array.from({ length: tenant.workers }, (_, index) => ({ tenant, at: START + tenant.from + index * 7, spent: 0 })),
  );
  for (;;) {
    const worker = workers.reduce((first, one) => (one.at < first.at ? one : first));
    if (worker.at >= START + length) return calls;
    const { tenant } = worker;
    const bucket = { key: "isale#ip#ip", limit, tenant: tenant.name };
    try {
      const yields = worker.spent >= 2;
      if (yields) worker.spent = 0;
      const { count } = await store.take(
        [bucket],
        { want: tenant.every ? 1 : 2, priority: tenant.priority, yields },
        worker.at,
      );
      worker.spent += count;
      for (let call = 0; call < count; call += 1) {
        calls.get(tenant.name)!.push(worker.at);
        worker.at += 90;
      }
      if (tenant.every) worker.at += tenant.every - 90;
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      const wait = Math.max(1, (error.retryAt ?? worker.at) - worker.at);
      worker.at += Math.ceil(wait / tenant.rounding) * tenant.rounding;
    }
  }
};

const within = (times: readonly number[], from: number, to: number): number =>
  times.filter((at) => at >= START + from && at < START + to).length;

const busiest = (times: readonly number[]): number => {
  const sorted = [...times].sort((one, other) => one - other);
  let first = 0;
  return sorted.reduce((most, at, last) => {
    while (sorted[first]! <= at - WINDOW) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
};

const greedy = (name: string, workers: number, from = 0, rounding = 1_000): Tenant => ({
  name,
  workers,
  from,
  rounding,
  priority: "poll",
});

describe("a limit that tenants share", () => {
  test("no tenant that waits gets less than its fair share, however many workers another one has", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 5, max: 40 }),
        fc.constantFrom(1, 1_000),
        fc.constantFrom<Priority>("poll", "backfill", "passthrough"),
        async (tenants, crowd, rounding, priority) => {
          const all = [
            greedy("crowd", crowd, 0, rounding),
            ...Array.from({ length: tenants - 1 }, (_, index) => ({
              ...greedy(`tenant-${index}`, 2, WINDOW + index * 1_000, rounding),
              priority,
            })),
          ];
          const calls = await simulate(all, 5 * WINDOW);
          const fair = LIMIT.capacity / tenants;
          // What was drawn before the others came leaves the window first.
          for (const { name } of all) {
            const had = within(calls.get(name)!, 2 * WINDOW, 5 * WINDOW) / 3;
            // The crowd stands in a line, and cannot come at once for each call that comes free.
            expect(had, name).toBeGreaterThanOrEqual(fair * (name === "crowd" ? 0.7 : 0.8));
          }
          const total = [...calls.values()].flat();
          expect(busiest(total)).toBeLessThanOrEqual(LIMIT.capacity);
          expect(within(total, 2 * WINDOW, 5 * WINDOW)).toBeGreaterThanOrEqual(
            3 * LIMIT.capacity * (rounding === 1 ? 0.95 : 0.9),
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  test("what a tenant does not use goes to the others", async () => {
    const slow: Tenant = { ...greedy("slow", 1, WINDOW), every: 6_000 };
    const calls = await simulate([greedy("crowd", 20), slow], 5 * WINDOW);
    // Ten calls a minute: all of them are let in, and nothing of its other fifty lapses.
    expect(within(calls.get("slow")!, 2 * WINDOW, 5 * WINDOW)).toBeGreaterThanOrEqual(25);
    expect(within([...calls.values()].flat(), 2 * WINDOW, 5 * WINDOW)).toBeGreaterThanOrEqual(3 * 120 * 0.85);
    expect(within(calls.get("crowd")!, 2 * WINDOW, 5 * WINDOW)).toBeGreaterThanOrEqual(3 * 110 * 0.85);
  });

  test("a tenant alone has all of it", async () => {
    const calls = await simulate([greedy("alone", 3, 0, 1)], 5 * WINDOW);
    expect(within(calls.get("alone")!, WINDOW, 5 * WINDOW)).toBeGreaterThanOrEqual(4 * 120 * 0.95);
  });

  test("its report shows a tenant what it has drawn itself, and its item names nobody", async () => {
    const table = new MemoryTable();
    const store = createBudgetStore(table);
    const bucketOf = (tenant: string) => ({ key: "isale#ip#ip", limit: LIMIT, tenant });
    const before = await store.report([bucketOf("quiet")], START);
    for (let time = 0; time < 90; time += 1)
      await store
        .take([bucketOf("busy-tenant")], { want: 2, priority: "write" }, START + time * 400)
        .catch(() => undefined);
    expect(await store.report([bucketOf("quiet")], START + 36_000)).toEqual(before);
    expect((await store.report([bucketOf("busy-tenant")], START + 36_000))[0]!.left).toBe(0);
    expect(JSON.stringify(await table.get(keys.budget("isale#ip#ip")))).not.toContain("busy-tenant");
  });

  test("tenants that have gone leave nothing in its item", async () => {
    const table = new MemoryTable();
    const store = createBudgetStore(table);
    for (let index = 0; index < 200; index += 1)
      await store
        .take(
          [{ key: "k", limit: LIMIT, tenant: `tenant-${index}` }],
          { want: 2, priority: "poll" },
          START + index * 10_000,
        )
        .catch(() => undefined);
    await store.take([{ key: "k", limit: LIMIT, tenant: "last" }], { want: 1, priority: "poll" }, START + 5_000_000);
    const item = (await table.get(keys.budget("k")))!;
    expect(Object.keys(item).filter((name) => name.includes("@"))).toEqual([]);
    expect(JSON.stringify(item).length).toBeLessThan(1_024);
  });
});
