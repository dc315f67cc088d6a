import { expect, test } from "vitest";
import { RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { askEach } from "../../../shared/usecases/sync/ask-each.ts";
import { passOver } from "../../../shared/usecases/sync/pass-over.ts";
import { World } from "../../faults/runs/world.ts";

/** A shop whose limit lets in one call of three. */
const openLimited = async (resource: string) => {
  const world = new World({ vendor: "kiotviet", seed: 4, size: 8, resources: [resource] });
  await world.open();
  await world.pass(10 * MINUTE);
  world.ticks(false);
  const deps = jobDepsOf(world.deps);
  const open = await world.time.until(openShop((await deps.shops.get(world.ref))!, deps));
  const answered: string[] = [];
  let calls = 0;
  const call = (): Call => async (operation, input) => {
    calls += 1;
    if (calls % 3 !== 0) throw new RetryLater("used up", { delivered: "no", limited: true, retryAt: 0 });
    answered.push(JSON.stringify(input));
    return open.call("poll")(operation, input);
  };
  const one = world.vendor.resources.find(({ name }) => name === resource)!;
  return { world, deps, answered, resource: one, open: { ...open, call } };
};

test("what was answered before a limit refused another record is not asked for again", async () => {
  const { world, deps, answered, resource, open } = await openLimited("products");
  const all = (world.simulator.rows("products") as { id: number }[]).map(({ id }) => String(id));
  let left: readonly string[] = all;
  for (let round = 0; left.length > 0 && round < 3 * all.length; round += 1) {
    const limit = { priority: "poll", deadline: world.time.now() + MINUTE } as const;
    const { tried } = await world.time.until(askEach(open, { resource, ids: left, ...limit }, deps));
    left = left.filter((id) => !tried.includes(id));
  }
  expect(left).toEqual([]);
  expect(answered).toHaveLength(all.length);
});

test("a pass over details goes on at the first record that a limit refused", async () => {
  const { world, deps, answered, resource, open } = await openLimited("invoices");
  const pk = keys.records(world.ref, "invoices");
  for (const { id } of world.simulator.rows("invoices") as { id: number }[])
    await world.memory.update({ pk, sk: String(id) }, { remove: ["detail"] });
  const lacking = async () => (await deps.records.withoutDetail(world.ref, "invoices", undefined)).ids;
  const before = await lacking();
  expect(before.length).toBeGreaterThan(3);
  const passes = async () => (await deps.states.get(world.ref, "invoices", "details")).cycles;
  const first = await passes();
  for (let round = 0; (await passes()) === first && round < 3 * before.length; round += 1)
    await world.time.until(passOver(open, { resource, track: "details", deadline: world.time.now() + MINUTE }, deps));
  expect(await passes()).toBe(first + 1);
  expect(await lacking()).toEqual([]);
  expect(answered).toHaveLength(before.length);
});
