import { describe, expect, test } from "vitest";
import { createHandler as createTick } from "../../../functions/tick.ts";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { functionNamed, partsOf } from "../../../infra/topology.ts";
import type { QueueMessage } from "../../../shared/core/ports.ts";
import type { Table } from "../../../shared/core/table.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { VirtualTime } from "../../faults/runs/time.ts";
import { createTestStack } from "../../helpers/memory-deps.ts";

const START = Date.UTC(2026, 10, 22);
const { timeout, startedBy } = functionNamed("tick");
const parts = startedBy.flatMap((trigger) => (trigger.type === "schedule" ? partsOf(trigger) : []));

/** Due shops in a table and queues that take as long as AWS's do, in virtual time. */
const minute = async (
  shops: number,
  delay: { readonly update: number; readonly query: number; readonly send: number },
) => {
  const time = new VirtualTime(START);
  const inner = new MemoryTable();
  for (let shop = 0; shop < shops; shop += 1) {
    const work = { kind: "shop", tenant: `tenant-${shop % 300}`, id: `shop-${shop}`, dueAt: START - 1 } as const;
    await createStores(inner).shops.schedule(work);
  }
  const calls = { updates: 0, batches: 0 };
  const found: string[] = [];
  const table: Table = {
    get: (key) => inner.get(key),
    getMany: (keys) => inner.getMany(keys),
    put: (...input) => inner.put(...input),
    delete: (...input) => inner.delete(...input),
    transact: (...input) => inner.transact(...input),
    async update(...input) {
      calls.updates += 1;
      await time.sleep(delay.update);
      return inner.update(...input);
    },
    async query(query) {
      await time.sleep(delay.query);
      return inner.query(query);
    },
  };
  const send = async (_queue: string, messages: readonly QueueMessage[]) => {
    for (let at = 0; at < messages.length; at += 10) {
      calls.batches += 1;
      await time.sleep(delay.send);
    }
    found.push(
      ...messages.flatMap(({ body }) => (body as { shops: { shop: string }[] }).shops.map(({ shop }) => shop)),
    );
  };
  const warnings: string[] = [];
  const deps = {
    ...createTestStack({ clock: time.now }).deps,
    ...createStores(table),
    table,
    queues: { send },
    log: (level: string, message: string) => {
      if (level !== "info") warnings.push(message);
    },
  };
  const tick = async () => {
    const end = time.now() + timeout * 1_000;
    const context = { getRemainingTimeInMillis: () => end - time.now() };
    await time.until(Promise.all(parts.map((part) => createTick(deps)(part, context))));
  };
  return { tick, found, calls, warnings, seconds: () => (time.now() - START) / 1_000 };
};

describe("a minute's due work", () => {
  test("a hundred thousand due shops are found within the minute, each once", async () => {
    const run = await minute(100_000, { update: 5, query: 10, send: 10 });
    await run.tick();
    expect(new Set(run.found).size).toBe(100_000);
    expect(run.found).toHaveLength(100_000);
    expect(run.calls.updates).toBe(100_000);
    // Twenty shops to a message.
    expect(run.calls.batches).toBeLessThan(100_000 / 20 + 8 * 100);
    // Of waiting; what the calls cost in CPU is in docs/performance.md.
    expect(run.seconds()).toBeLessThan(10);
    expect(run.warnings).toEqual([]);
  });

  test("every shard belongs to exactly one part", async () => {
    const run = await minute(200, { update: 1, query: 1, send: 1 });
    await run.tick();
    expect(run.found.toSorted()).toEqual(Array.from({ length: 200 }, (_, shop) => `shop-${shop}`).toSorted());
  });

  test("what a slow minute does not find is found by the next one, and nothing is taken without being sent", async () => {
    const run = await minute(30_000, { update: 400, query: 10, send: 400 });
    await run.tick();
    expect(run.seconds()).toBeLessThan(timeout);
    const first = run.found.length;
    expect(first).toBeGreaterThan(10_000);
    expect(first).toBeLessThan(30_000);
    expect(run.calls.updates).toBe(first);
    expect(run.warnings).toContain("work-left-over");
    await run.tick();
    const shops = new Set(run.found);
    expect(shops.size).toBe(30_000);
  });
});
