import { describe, expect, test } from "vitest";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { authorizeAgain } from "../../../shared/usecases/shops/register-shop.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe("a token that lives for an hour alone", () => {
  const opened = async () => {
    const world = new World({ vendor: "kiotviet", seed: 1, size: 8 });
    answerWith(world, ({ path }, honest) => {
      if (!path.endsWith("/connect/token")) return undefined;
      const outcome = honest();
      if (outcome.kind !== "answer") return outcome;
      return { ...outcome, body: JSON.stringify({ ...JSON.parse(outcome.body), expires_in: 3_600 }) };
    });
    await world.open();
    world.ticks(false);
    const signIns = () => world.simulator.log.filter(({ operation }) => operation === "token.create").length;
    const calls = async (count: number) => {
      const shop = await world.deps.shops.find(world.ref);
      const one = async () => {
        const { vendor, call } = await openShop(shop, world.deps);
        return vendor.check(call("write"));
      };
      return world.time.until(Promise.allSettled(Array.from({ length: count }, one)));
    };
    return { world, signIns, calls };
  };
  const fulfilled = (count: number) =>
    Array.from({ length: count }, () => expect.objectContaining({ status: "fulfilled" }));

  test("serves calls until a tenth of it is left", async () => {
    const { world, signIns, calls } = await opened();
    const before = signIns();
    for (let minute = 0; minute < 50; minute += 5) {
      expect(await calls(1)).toEqual(fulfilled(1));
      await world.time.pass(5 * MINUTE);
    }
    expect(signIns()).toBe(before);
  });

  test("serves calls while nobody can read what its renewal is answered", async () => {
    const { world, calls } = await opened();
    await world.time.pass(56 * MINUTE);
    answerWith(world, ({ path }) => (path.endsWith("/connect/token") ? answerOf({}) : undefined));
    expect(await calls(3)).toEqual(fulfilled(3));
  });

  test("is asked for once a minute when it has ended, as long as nobody can read the answer", async () => {
    const { world, signIns } = await opened();
    world.ticks(true);
    const { calls, honest } = answerWith(world, ({ path }) =>
      path.endsWith("/connect/token") ? answerOf({}) : undefined,
    );
    await world.pass(70 * MINUTE);
    const from = calls.length;
    await world.pass(60 * MINUTE);
    const asked = calls.slice(from).filter(({ path }) => path.endsWith("/connect/token")).length;
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThanOrEqual(75);
    expect(world.queues.slow.dead).toEqual([]);
    honest();
    const before = signIns();
    await world.pass(2 * MINUTE);
    expect(signIns()).toBe(before + 1);
  });

  test("is renewed once, and calls at the same time are not held up by it", async () => {
    const { world, signIns, calls } = await opened();
    const before = signIns();
    await world.time.pass(56 * MINUTE);
    expect(await calls(6)).toEqual(fulfilled(6));
    expect(signIns()).toBe(before + 1);
  });
});

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
    await world.deps.shops.change(world.ref, { health: "needs-reauth" });
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
