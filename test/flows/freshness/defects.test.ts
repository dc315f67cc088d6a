import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { openWatchedShop } from "./watched-shop.ts";

const BROKEN = "orders";

describe.each(vendorIds)("a defect of ours in one listing of %s", (vendor) => {
  test("for a day is seen by the tenant and by the operator, hurts nothing else, and ends by itself", async () => {
    const shop = await openWatchedShop(vendor, [BROKEN, "products", "customers"]);
    const { world } = shop;
    for (const line of Object.values(await shop.lines())) expect(line.state, line.resource).not.toBe("failing");
    const brokenAt = world.time.now();
    shop.break(BROKEN, () => ({
      read: () => {
        // As a row would that lacks what our code takes for granted.
        return (undefined as any).rows;
      },
    }));

    await world.pass(HOUR);
    expect(await shop.get("/v1/shops/shop")).toMatchObject({ health: "degraded" });

    await world.pass(DAY - HOUR);
    const { [BROKEN]: broken, ...others } = await shop.lines();
    expect(broken).toMatchObject({
      state: "failing",
      reason: "A defect of ours stops it (TypeError); the operator is told.",
      error: { code: "TypeError" },
    });
    const since = Date.parse(broken!.since!);
    expect(since).toBeGreaterThanOrEqual(brokenAt);
    expect(since).toBeLessThan(brokenAt + broken!.promisedSeconds * 1_000 + 2 * MINUTE);
    expect(broken!.lagSeconds).toBeGreaterThan(86_000);
    for (const line of Object.values(others)) {
      expect(line, line.resource).toMatchObject({ state: "current" });
      expect(line.lagSeconds, line.resource).toBeLessThan(line.promisedSeconds + 120);
    }

    // Status and shop say the same, and the list of shops as well.
    const status = await shop.get("/v1/shops/shop/sync");
    const one = await shop.get("/v1/shops/shop");
    expect(one).toMatchObject({ health: "degraded", reason: expect.stringContaining("orders") });
    expect({ health: status.health, reason: status.reason }).toEqual({ health: one.health, reason: one.reason });
    expect((await shop.get("/v1/shops")).data).toEqual([one]);

    // Told once, with all that the status says.
    const { type, data } = (await shop.events()).at(-1)!;
    expect((await shop.events()).filter((event) => event.type === "shop.degraded")).toHaveLength(1);
    expect({ type, data }).toMatchObject({
      type: "shop.degraded",
      data: {
        reason: expect.stringContaining("orders"),
        resources: [
          {
            resource: "orders",
            state: "failing",
            since: broken!.since,
            reason: broken!.reason,
            promisedSeconds: broken!.promisedSeconds,
          },
        ],
      },
    });

    // The operator: one line for each attempt, ever more rarely, and two metrics.
    expect(shop.errors.length).toBeGreaterThan(20);
    // Four or five tracks wait up to an hour each, 45 minutes on average; each minute would be 1,440 lines a track.
    expect(shop.errors.length).toBeLessThan(200);
    for (const line of shop.errors) {
      const { tenant, shop: id } = world.ref;
      expect(line).toMatchObject({ tenant, shop: id, resource: BROKEN, error: "TypeError" });
      expect(line.track).toMatch(/^[a-z]+$/);
      expect(line.stack[0]).toMatch(/^at .*defects\.test\.ts/);
    }
    const text = JSON.stringify(shop.errors);
    for (const secret of Object.values(world.simulator.credentials))
      if (typeof secret === "string" && secret.length > 8) expect(text).not.toContain(secret);
    expect(shop.metrics.filter(({ name }) => name === "Defects")).toHaveLength(shop.errors.length);
    expect(shop.metrics).toContainEqual({ name: "ShopsBehind", dimensions: { vendor } });

    // No worker keeps it, and once it is repaired all comes by itself.
    const states = await world.deps.states.all(world.ref, world.time.now());
    expect([...states].filter(([name, { running }]) => running && name.startsWith(BROKEN))).toEqual([]);
    shop.mend();
    for (let count = 0; count < 5; count += 1) world.change();
    await world.pass(2 * HOUR);
    expect((await shop.line(BROKEN)).state).toBe("current");
    expect(await shop.get("/v1/shops/shop")).not.toHaveProperty("reason");
    expect(await shop.get("/v1/shops/shop")).toMatchObject({ health: "healthy" });
    expect((await shop.events()).at(-1)).toMatchObject({ type: "shop.recovered", data: { resources: [BROKEN] } });
    // That one of the oldest orders was removed only the comparison of a day finds.
    await world.pass(DAY);
    const known = world.vendor.resources.find(({ name }) => name === BROKEN)!;
    const ids = (await world.deps.records.livingIds(world.ref, BROKEN, undefined)).ids.map(({ id }) => id);
    expect(ids.sort()).toEqual(
      world.simulator
        .rows(BROKEN)
        .map((row) => known.id(row))
        .sort(),
    );
  }, 120_000);
});
