import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { findDueWork } from "../../../shared/usecases/sync/find-due-work.ts";
import { runCycle } from "../../../shared/usecases/sync/run-cycle.ts";
import { tracksOf } from "../../../shared/usecases/sync/tracks.ts";
import { openBenchShop, startEngineTable, startSimulator } from "../../bench/world.ts";

/** Write units of a round in which every poll of the shop is due and finds nothing, from the tick to the next due time. */
const quietRound = async (vendor: VendorId) => {
  await using simulator = await startSimulator(vendor, 20);
  await using table = await startEngineTable();
  const shop = await openBenchShop(simulator, vendor, table, { unlimited: false });
  const { ref, deps } = shop;
  const polls = shop.vendor.resources.map((resource) => ({ resource, track: tracksOf(resource)[0]! }));
  for (const { resource, track } of polls) await shop.cycle(resource.name, track);
  await shop.refill();
  for (const { resource, track } of polls) await deps.states.schedule(ref, resource.name, track, Date.now());
  await deps.shops.wake(ref, Date.now());
  const rounds: { readonly tenant: string; readonly shop: string; readonly again: number }[] = [];
  const send = async (_queue: string, messages: readonly { readonly body: unknown }[]) =>
    void rounds.push(...messages.flatMap(({ body }) => (body as { shops?: typeof rounds }).shops ?? []));
  const usage = await shop.measure(async () => {
    await findDueWork({ part: 0, parts: 1 }, Number.POSITIVE_INFINITY, { ...deps, queues: { send } } as never);
    await runCycle({ type: "cycle", ...rounds[0]! }, Date.now() + 4 * MINUTE, { ...deps, queues: { send } });
  });
  const states = await deps.states.all(ref, Date.now());
  const read = polls.map(({ resource, track }) => states.get(`${resource.name}#${track}`)!);
  return {
    usage,
    polls: polls.length,
    running: read.filter(({ running }) => running),
    failed: read.filter(({ error }) => error),
  };
};

test("a quiet round of a whole KiotViet shop takes at most 6 write units, its 23 polls, budget and due entry together", async () => {
  const { usage, polls, running, failed } = await quietRound("kiotviet");
  expect(polls).toBe(23);
  expect(usage.calls).toBeGreaterThanOrEqual(23);
  expect({ running, failed }).toEqual({ running: [], failed: [] });
  expect(usage.writeUnits).toBeLessThanOrEqual(6);
}, 120_000);
