import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { compare } from "../../faults/runs/compare.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const vendorIds = Object.keys(vendors) as VendorId[];

/** A shop that was read whole, with its live cycles going on. */
const openShop = async (vendor: VendorId): Promise<World> => {
  const world = new World({ vendor, seed: 12, size: 12 });
  await world.open();
  await world.pass(30 * MINUTE);
  return world;
};

const limited = (after: string) => answerOf({ message: "slow down" }, 429, { "retry-after": after });

describe.each(vendorIds)("%s", (vendor) => {
  test.each(["0", "-5"])("ten minutes of 429 with Retry-After: %s make some dozens of calls", async (after) => {
    const world = await openShop(vendor);
    const start = world.time.now();
    const answers = answerWith(world, () => limited(after));
    await world.pass(10 * MINUTE);
    const calls = answers.since(start);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(90);
  });

  test("one 429 that asks for a year stops no shop for longer than its bound, and the state says until when", async () => {
    const world = await openShop(vendor);
    const resource = world.vendor.resources.find(({ name }) => name === "orders")!;
    const path = world.vendor.operations.find(({ id }) => id === resource.listing.operation)!.path;
    const refusedAt: number[] = [];
    const answers = answerWith(world, (request) => {
      if (refusedAt.length > 0 || !request.path.endsWith(path.split("}").at(-1)!)) return undefined;
      refusedAt.push(world.time.now());
      return limited("31536000");
    });
    await world.pass(3 * MINUTE);
    const longest = 15 * MINUTE;
    const state = await world.deps.states.get(world.ref, "orders", "live");
    expect(state.limitedUntil).toBeGreaterThan(refusedAt[0]! + longest - MINUTE);
    expect(state.limitedUntil).toBeLessThanOrEqual(refusedAt[0]! + longest + MINUTE);
    expect(state.failures).toBe(0);
    answers.honest();
    for (let change = 0; change < 20; change += 1) world.change();
    await world.pass(longest + 5 * MINUTE);
    expect((await world.deps.states.get(world.ref, "orders", "live")).limitedUntil).toBeUndefined();
    // What only a full listing can miss waits for the daily one.
    const { details } = await compare(world, { feed: true, live: true });
    expect(details.filter((line) => line.startsWith("orders "))).toEqual([]);
  });
});
