import { describe, expect, test } from "vitest";
import { vendorIds } from "../../shared/core/vendor.ts";
import { authorizeAgain } from "../../shared/usecases/shops/register-shop.ts";
import { bucketsOf } from "../../shared/usecases/shops/spend.ts";
import { World } from "../faults/world.ts";

const SECOND = 1_000;

describe.each(vendorIds)("the credentials of a %s shop, typed in after the vendor had refused calls", (vendor) => {
  const refused = async (): Promise<World> => {
    const world = new World({ vendor, seed: 1, size: 8 });
    await world.open();
    world.ticks(false);
    const shop = await world.deps.shops.find(world.ref);
    // What registering the shop has called: signing in, and one cheap call.
    const called = new Set(world.simulator.log.map(({ operation }) => operation));
    const buckets = world.vendor.operations
      .filter(({ id }) => called.has(id))
      .flatMap((operation) => bucketsOf(world.vendor, shop, operation));
    const now = world.time.now();
    for (const bucket of new Map(buckets.map((one) => [one.key, one])).values())
      await world.deps.budgets.block(bucket, now + 5 * SECOND, now);
    await world.deps.shops.change(world.ref, { health: "needs_reauth" });
    await world.time.pass(20 * SECOND);
    return world;
  };
  const signIn = async (world: World) =>
    world.time.until(
      authorizeAgain(await world.deps.shops.find(world.ref), world.simulator.credentials, {
        ...world.deps,
        publicUrl: "https://connector.test",
        allowShopHosts: true,
      }),
    );

  test("are accepted: signing in finds out that the limit is open, and the call after it is let in", async () => {
    expect((await signIn(await refused())).health).toBe("healthy");
  });

  test("are tried again after the wait that a refused sign-in names", async () => {
    const world = await refused();
    world.simulator.faults.next("limit");
    const error = await signIn(world).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ limited: true });
    const { retryAt } = error as { retryAt: number };
    expect(retryAt).toBeGreaterThan(world.time.now());
    // Which of several limits was meant is not known: the wider ones let another call in after half a minute.
    await world.time.pass(retryAt + 30 * SECOND - world.time.now());
    expect((await signIn(world)).health).toBe("healthy");
  });
});
