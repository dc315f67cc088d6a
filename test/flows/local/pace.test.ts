import { describe, expect, test } from "vitest";
import { sandboxPace, sandboxSchedule, sandboxVendors } from "../../../infra/local/sandbox-shops.ts";
import type { LoggedRequest } from "../../../infra/sandbox/types.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { IdleWorld } from "../../bench/idle-world.ts";

/** Until everything is read for the first time. */
const FIRST_READING = 15 * MINUTE;
const COUNTED = 20 * MINUTE;
const SIZE = 40;
/** Where a list costs calls for each of its rows: as many as `npm start` has. */
const sizes: Readonly<Partial<Record<VendorId, number>>> = { isale: 500 };

/** Of each of the vendor's limits: how much of it the calls have taken in the mean. Those of one operation apart. */
const shares = (vendor: VendorId, calls: readonly LoggedRequest[]): ReadonlyMap<string, number> => {
  const { limits, operations } = vendors[vendor];
  const counts = new Map<string, number>();
  for (const { operation: id } of calls) {
    const operation = operations.find((one) => one.id === id);
    for (const bucket of operation?.buckets ?? []) {
      const limit = limits.find((one) => one.id === bucket)!;
      const name = limit.per === "operation" ? `${bucket} ${id}` : bucket;
      const allowed = (limit.capacity * COUNTED) / (limit.windowSeconds * SECOND);
      counts.set(name, (counts.get(name) ?? 0) + 1 / allowed);
    }
  }
  return counts;
};

describe("a sandbox's staff works at a pace that leaves half of the vendor's limit", () => {
  for (const vendor of sandboxVendors)
    test(vendor, async () => {
      const world = await IdleWorld.open(vendor, { size: sizes[vendor] ?? SIZE, webhooks: true });
      await world.begin();
      const schedule = sandboxSchedule(vendor);
      if (schedule) await world.ask("PATCH", "/v1/shops/shop", { schedule });
      const work = { every: sandboxPace(vendor) * SECOND, act: () => world.simulator.change() };
      await world.measure(FIRST_READING, work);
      const from = world.time.now();
      const { changes } = await world.measure(COUNTED, work);
      const counted = shares(
        vendor,
        world.simulator.log.filter(({ at }) => at >= from),
      );
      expect([...counted].filter(([, share]) => share > 0.5)).toEqual([]);
      expect(world.simulator.limitBroken).toBe(0);
      // The screen is alive all the same.
      expect(changes).toBeGreaterThan(30);
    }, 180_000);
});
