import { expect, test } from "vitest";
import { MemoryTable } from "../../infra/memory-table.ts";
import { RetryLater } from "../../shared/core/errors.ts";
import type { Limit } from "../../shared/core/vendor.ts";
import { createBudgetStore } from "../../shared/stores/budgets.ts";
import { createSpend } from "../../shared/usecases/shops/spend.ts";

const START = Date.UTC(2026, 10, 20);
const limit: Limit = { id: "get", scope: "shop", per: "all", capacity: 5_000, windowSeconds: 3_600, source: "test" };

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
