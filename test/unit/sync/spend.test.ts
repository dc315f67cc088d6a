import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import type { Limit } from "../../../shared/core/vendor.ts";
import { createBudgetStore } from "../../../shared/stores/budgets.ts";
import { createSpend } from "../../../shared/usecases/shops/spend.ts";

const START = Date.UTC(2026, 10, 20);
const limit: Limit = { id: "get", scope: "shop", per: "all", capacity: 5_000, windowSeconds: 3_600, source: "test" };

/** Budgets that know how often the table was asked. `time` absent: it stands still. */
const countingDraws = (time?: {
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}) => {
  const table = new MemoryTable();
  let count = 0;
  const { update } = table;
  table.update = (...input) => {
    count += 1;
    return update.apply(table, input);
  };
  const { clock = () => START, sleep = async () => undefined } = time ?? {};
  const spend = createSpend({ budgets: createBudgetStore(table), clock, sleep });
  return { spend, draws: () => count };
};

test("a worker whose call was refused gives up the calls that it had drawn before", async () => {
  const budgets = createBudgetStore(new MemoryTable());
  const time = { now: START };
  const spend = createSpend({ budgets, clock: () => time.now, sleep: async () => undefined });
  const buckets = [{ key: "kiotviet#get#shop", limit }];
  // Two, four, eight: some of the last ones are left.
  for (let call = 0; call < 8; call += 1) expect(await spend.draw(buckets, "poll")).toEqual([]);
  const refusal = new RetryLater("429", { retryAt: START + 60_000, delivered: "no", limited: true });
  const call = { buckets, found: [], startedAt: START };
  expect(await spend.failed(call, refusal)).toMatchObject({ retryAt: START + 60_000, limited: true });
  await expect(spend.draw(buckets, "poll")).rejects.toMatchObject({ retryAt: START + 60_000 });

  time.now = START + 60_000;
  const found = await spend.draw(buckets, "poll");
  expect(found).toEqual(buckets);
  await expect(spend.draw(buckets, "poll")).rejects.toMatchObject({ limited: true });
  await spend.opened(found);
  time.now += 5_000;
  expect(await spend.draw(buckets, "poll")).toEqual([]);
});

test("the calls of a round are drawn together where each operation has a limit of its own, and a fifth call by itself", async () => {
  const { spend, draws } = countingDraws();
  const own: Limit = { ...limit, per: "operation", capacity: 150, windowSeconds: 30 };
  const calls = ["a", "b", "c", "d"].map((id) => [{ key: `nhanh#calls#shop#${id}`, limit: own }]);
  spend.expect("poll", calls);
  await Promise.all(calls.map((buckets) => spend.draw(buckets, "poll")));
  expect(draws()).toBe(1);
  for (let call = 2; call <= 4; call += 1) await spend.draw(calls[0]!, "poll");
  expect(draws()).toBe(1);
  await spend.draw(calls[0]!, "poll");
  expect(draws()).toBe(2);
});

test("after a refusal nothing is left of a round's calls", async () => {
  const budgets = createBudgetStore(new MemoryTable());
  const time = { now: START };
  const spend = createSpend({ budgets, clock: () => time.now, sleep: async () => undefined });
  const own: Limit = { ...limit, per: "operation", capacity: 150, windowSeconds: 30 };
  const calls = ["a", "b", "c", "d"].map((id) => [{ key: `nhanh#calls#shop#${id}`, limit: own }]);
  spend.expect("poll", calls);
  await spend.draw(calls[0]!, "poll");
  const refusal = new RetryLater("429", { retryAt: START + 60_000, delivered: "no", limited: true });
  await spend.failed({ buckets: calls[1]!, found: [], startedAt: START }, refusal);
  await expect(spend.draw(calls[1]!, "poll")).rejects.toMatchObject({ limited: true });
});

test("calls that wait at the same time are drawn together, also of a small limit", async () => {
  const { spend, draws } = countingDraws();
  const buckets = [{ key: "pancake#shop#1", limit: { ...limit, capacity: 10, windowSeconds: 1 } }];
  await Promise.all(Array.from({ length: 6 }, () => spend.draw(buckets, "poll")));
  expect(draws()).toBe(1);
});

test("a round's calls of a small limit that begin within a tenth of a second are drawn together", async () => {
  const time = { now: START };
  const waits: (() => void)[] = [];
  const sleep = async (milliseconds: number): Promise<void> => {
    await new Promise<void>((resolve) => void waits.push(resolve));
    time.now += milliseconds;
  };
  const { spend, draws } = countingDraws({ clock: () => time.now, sleep });
  const buckets = [{ key: "pancake#shop#1", limit: { ...limit, capacity: 10, windowSeconds: 1 } }];
  spend.expect("poll", [buckets, buckets, buckets]);
  const first = spend.draw(buckets, "poll");
  await new Promise(setImmediate);
  const others = [spend.draw(buckets, "poll"), spend.draw(buckets, "poll")];
  for (const wake of waits.splice(0)) wake();
  await Promise.all([first, ...others]);
  expect(draws()).toBe(1);
});

test("a round's calls of a small limit are planned by one draw, and each begins in its window", async () => {
  const time = { now: START };
  const sleep = async (milliseconds: number): Promise<void> => {
    time.now += milliseconds;
  };
  const { spend, draws } = countingDraws({ clock: () => time.now, sleep });
  const buckets = [{ key: "pancake#shop#1", limit: { ...limit, capacity: 10, windowSeconds: 1 } }];
  spend.expect(
    "poll",
    Array.from({ length: 14 }, () => buckets),
  );
  const began: number[] = [];
  for (let call = 0; call < 14; call += 1) {
    await spend.draw(buckets, "poll");
    began.push(time.now - START);
  }
  expect(draws()).toBe(1);
  expect(began).toEqual([...Array<number>(7).fill(0), ...Array<number>(7).fill(1_401)]);
  // What the round did not expect is drawn by itself; so is all of it after a refusal.
  await spend.draw(buckets, "poll");
  expect(draws()).toBeGreaterThan(1);
});

test("a call that slept past its window is not made", async () => {
  const table = new MemoryTable();
  const time = { now: START };
  const sleep = async (milliseconds: number): Promise<void> => {
    time.now += milliseconds + 400;
  };
  const spend = createSpend({ budgets: createBudgetStore(table), clock: () => time.now, sleep });
  const buckets = [{ key: "pancake#shop#1", limit: { ...limit, capacity: 10, windowSeconds: 1 } }];
  spend.expect(
    "poll",
    Array.from({ length: 8 }, () => buckets),
  );
  for (let call = 0; call < 7; call += 1) await spend.draw(buckets, "poll");
  await spend.draw(buckets, "poll");
  // The eighth's window was from 1,401 to 1,751: it was drawn anew.
  expect(time.now - START).toBeGreaterThanOrEqual(1_801);
  const [report] = await createBudgetStore(table).report(buckets, time.now);
  expect(report!.left).toBeLessThan(10);
});

/** Budgets over a table whose writes take so long, in milliseconds of the worker's clock. */
const slowBudgets = (takes: () => number) => {
  const time = { now: START, writes: 0 };
  const table = new MemoryTable();
  const { update } = table;
  table.update = (...input) => {
    time.now += takes();
    time.writes += 1;
    return update.apply(table, input);
  };
  const budgets = createBudgetStore(table);
  const spend = createSpend({ budgets, clock: () => time.now, sleep: async () => undefined });
  return { spend, time, budgets };
};

test("a call whose draw took longer than its grant lasts is drawn again, and at last comes back later", async () => {
  const buckets = [{ key: "isale#ip", limit: { ...limit, capacity: 120, windowSeconds: 60 } }];
  let slow = 1;
  const once = slowBudgets(() => (slow-- > 0 ? 1_200 : 5));
  expect(await Promise.all([1, 2, 3].map(() => once.spend.draw(buckets, "write")))).toEqual([[], [], []]);
  // Three that lapsed, and three in their place.
  expect(once.time.writes).toBe(2);
  expect((await once.budgets.report(buckets, once.time.now))[0]!.left).toBe(120 - 6);

  const always = slowBudgets(() => 1_200);
  const refused = await always.spend.draw(buckets, "write").catch((error: unknown) => error);
  expect(refused).toMatchObject({ limited: true, retryAt: always.time.now + 1_000 });
  expect(always.time.writes).toBe(3);
});

test("a limit that finds its size by itself is not drawn from again when the table is slow", async () => {
  const buckets = [{ key: "pancake#1", limit: { ...limit, capacity: 10, windowSeconds: 1, adaptive: true } as const }];
  const { spend, time } = slowBudgets(() => 300);
  expect(await spend.draw(buckets, "write")).toEqual([]);
  expect(time.writes).toBe(1);
});

test("a probing call goes out however slow the table is, since nobody else has one meanwhile", async () => {
  const buckets = [{ key: "isale#ip", limit: { ...limit, capacity: 120, windowSeconds: 60 } }];
  const { spend, time, budgets } = slowBudgets(() => 1_200);
  await budgets.block(buckets[0]!, time.now + 5_000, time.now);
  time.now += 60_000;
  expect(await spend.draw(buckets, "write")).toEqual(buckets);
});
