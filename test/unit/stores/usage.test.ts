import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { createDynamoTable } from "../../../shared/aws/dynamo-table.ts";
import type { Table } from "../../../shared/core/table.ts";
import { DAY, MINUTE, SECOND } from "../../../shared/core/time.ts";
import { createEndpointStore } from "../../../shared/stores/endpoints.ts";
import { createUsageStore } from "../../../shared/stores/usage.ts";
import { createDeliveryPlaces } from "../../../shared/usecases/webhooks/delivery-places.ts";
import { startTable, type TestTable } from "../../helpers/engines.ts";

const NOW = Date.UTC(2026, 10, 20);

describe("places in line", () => {
  type Step = "take" | "enter" | "crash" | "leave" | "lose" | "settle" | "wait" | "recount";
  const steps = fc.array(
    fc.record({
      step: fc.constantFrom<Step>("take", "enter", "crash", "leave", "lose", "settle", "wait", "recount"),
      count: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 60 },
  );
  const LIMIT = 8;

  test("never pass the limit, whichever worker crashes, and are right again after a quiet minute", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const usage = createUsageStore(new MemoryTable());
        let now = NOW;
        // When the work began that has left places and not told it yet.
        let began = now;
        // Taken and not entered yet; in line; left and not settled yet.
        const world = { taken: 0, inLine: 0, left: 0 };
        for (const { step, count } of given) {
          if (step === "take" && (await usage.takeQueued("a", count, LIMIT, now))) world.taken += count;
          if (step === "enter") {
            world.inLine += world.taken;
            world.taken = 0;
          }
          // The process dies between taking and entering.
          if (step === "crash") world.taken = 0;
          if (step === "leave" && world.inLine >= count) {
            world.inLine -= count;
            usage.leave("a", count);
          }
          // The process dies between leaving and telling.
          if (step === "lose" && world.inLine >= count) world.inLine -= count;
          if (step === "settle") {
            await usage.settle(now, began);
            began = now;
          }
          // Nothing is under way for longer than a request or a worker lives.
          if (step === "wait") {
            await usage.settle(now, began);
            world.inLine += world.taken;
            world.taken = 0;
            now += 2 * MINUTE;
            began = now;
          }
          if (step === "recount") await usage.recount("a", async () => world.inLine, now);
          expect(world.inLine + world.taken).toBeLessThanOrEqual(LIMIT);
          expect(await usage.queued("a")).toBeGreaterThanOrEqual(world.inLine + world.taken);
        }
        await usage.settle(now, began);
        world.inLine += world.taken;
        now += 2 * MINUTE;
        await usage.recount("a", async () => world.inLine, now);
        expect(await usage.queued("a")).toBe(world.inLine);
      }),
      { numRuns: 300 },
    );
  });

  test("are counted anew also for a tenant that takes and leaves some all the time, and never too low", async () => {
    const step = fc.record({
      take: fc.integer({ min: 0, max: 3 }),
      crashes: fc.boolean(),
      leave: fc.integer({ min: 0, max: 3 }),
      isTold: fc.boolean(),
      seconds: fc.integer({ min: 1, max: 25 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (given) => {
        const usage = createUsageStore(new MemoryTable());
        let now = NOW;
        let inLine = 0;
        // Taken and not entered yet: they do so within a request's time, or their process has died.
        let taken: { count: number; at: number; crashes: boolean }[] = [];
        const pass = (seconds: number) => {
          now += seconds * SECOND;
          for (const { count, crashes } of taken.filter(({ at }) => at <= now - 29 * SECOND))
            if (!crashes) inLine += count;
          taken = taken.filter(({ at }) => at > now - 29 * SECOND);
        };
        for (const { take, crashes, leave, isTold, seconds } of given) {
          const began = now;
          if (take > 0 && (await usage.takeQueued("a", take, 20, now))) taken.push({ count: take, at: now, crashes });
          pass(seconds);
          const left = Math.min(leave, inLine);
          inLine -= left;
          if (isTold) usage.leave("a", left);
          // Others take and leave while the lines are counted.
          await usage.recount("a", async () => inLine, now);
          await usage.settle(now, began);
          const alive = taken.filter((one) => !one.crashes).reduce((sum, { count }) => sum + count, 0);
          expect(await usage.queued("a")).toBeGreaterThanOrEqual(inLine + alive);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("that a crash has left taken are free again within minutes, however busy the tenant is", async () => {
    const usage = createUsageStore(new MemoryTable());
    await usage.takeQueued("a", 40, 50, NOW);
    let now = NOW;
    for (let step = 0; step < 12; step += 1) {
      now += 20 * SECOND;
      const began = now;
      expect(await usage.takeQueued("a", 1, 50, now)).toBe(true);
      await usage.recount("a", async () => 1, now);
      usage.leave("a", 1);
      await usage.settle(now + SECOND, began);
    }
    // What was taken in the last minute or two may still count.
    expect(await usage.queued("a")).toBeLessThanOrEqual(8);
  });

  test("are not counted anew when a request takes one meanwhile", async () => {
    const usage = createUsageStore(new MemoryTable());
    await usage.takeQueued("a", 5, 10, NOW);
    const later = NOW + 2 * MINUTE;
    const counting = async () => {
      await usage.takeQueued("a", 1, 10, later);
      return 0;
    };
    expect(await usage.recount("a", counting, later)).toBe(false);
    expect(await usage.queued("a")).toBe(6);
  });

  test("that are left while others count are not subtracted twice", async () => {
    const usage = createUsageStore(new MemoryTable());
    await usage.takeQueued("a", 2, 10, NOW);
    const later = NOW + 2 * MINUTE;
    // One has left the line and its worker has not told it: the count does not see it any more.
    usage.leave("a", 1);
    expect(await usage.recount("a", async () => 1, later)).toBe(true);
    await usage.settle(later, later);
    expect(await usage.queued("a")).toBe(1);
    // Work that begins after the count subtracts what it leaves.
    usage.leave("a", 1);
    await usage.settle(later + 3 * MINUTE, later + 2 * MINUTE);
    expect(await usage.queued("a")).toBe(0);
  });

  test("that were never counted leave no debt", async () => {
    const usage = createUsageStore(new MemoryTable());
    usage.leave("a", 3);
    await usage.settle(NOW, NOW);
    expect(await usage.queued("a")).toBe(0);
    await usage.takeQueued("a", 2, 10, NOW);
    usage.leave("a", 3);
    await usage.settle(NOW, NOW);
    expect(await usage.queued("a")).toBe(0);
  });
});

describe("stored deliveries", () => {
  test("count for thirty days, and their number is that of a list of them", async () => {
    const day = fc.record({ after: fc.integer({ min: 0, max: 9 }), count: fc.integer({ min: 1, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(day, { maxLength: 30 }), async (days) => {
        const usage = createUsageStore(new MemoryTable());
        let now = NOW;
        const kept: number[] = [];
        for (const { after, count } of days) {
          now += after * DAY;
          const isKept = (at: number) => Math.floor(at / DAY) > Math.floor(now / DAY) - 30;
          const before = kept.filter(isKept).length;
          const taken = await usage.takeDeliveries("a", count, 20, now);
          expect(taken).toBe(before + count <= 20);
          if (taken) kept.push(...Array.from({ length: count }, () => now));
          expect(await usage.deliveries("a", now)).toBe(kept.filter(isKept).length);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("of a removed shop count no more", async () => {
    const usage = createUsageStore(new MemoryTable());
    await usage.takeDeliveries("a", 6, 10, NOW);
    await usage.takeDeliveries("a", 3, 10, NOW + DAY);
    await usage.leaveDeliveries("a", [NOW, NOW, NOW + DAY]);
    expect(await usage.deliveries("a", NOW + DAY)).toBe(6);
    expect(await usage.takeDeliveries("a", 4, 10, NOW + DAY)).toBe(true);
    expect(await usage.takeDeliveries("a", 1, 10, NOW + DAY)).toBe(false);
  });

  test("a large quota is drawn in blocks, a small one is counted one by one", async () => {
    const usage = createUsageStore(new MemoryTable());
    const hasPlace = createDeliveryPlaces({ usageOf: () => usage, clock: () => NOW });
    for (let time = 0; time < 20; time += 1) expect(await hasPlace("large")).toBe(true);
    expect(await usage.deliveries("large", NOW)).toBe(20);
    await usage.limitDeliveries("small", 2);
    expect([await hasPlace("small"), await hasPlace("small"), await hasPlace("small")]).toEqual([true, true, false]);
  });
});

describe("on a real engine", () => {
  let dynamo: TestTable;
  let table: Table;
  beforeAll(async () => {
    dynamo = await startTable();
    table = createDynamoTable(dynamo.client, dynamo.tableName);
  }, 60_000);
  afterAll(() => dynamo[Symbol.asyncDispose]());

  test("30 endpoints at once do not pass a quota of 8", async () => {
    const endpoints = createEndpointStore(table);
    const rest = { tenant: "a", url: "https://a.example/", payload: "thin", concurrency: 1, ratePerSecond: 1 } as const;
    const made = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        endpoints.create({ ...rest, id: `e${index}`, state: "enabled", createdAt: "", secrets: [] }, 8),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(8);
    expect(await endpoints.count("a")).toBe(8);
  }, 30_000);

  test("writes at once do not pass their quota, nor do deliveries", async () => {
    const usage = createUsageStore(table);
    const taken = await Promise.all(Array.from({ length: 30 }, () => usage.takeQueued("a", 2, 25, NOW)));
    expect(taken.filter(Boolean)).toHaveLength(12);
    const stored = await Promise.all(Array.from({ length: 30 }, () => usage.takeDeliveries("a", 1, 10, NOW)));
    expect(stored.filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(await usage.deliveries("a", NOW)).toBe(stored.filter(Boolean).length);
  });
});
