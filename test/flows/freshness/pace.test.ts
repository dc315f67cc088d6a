import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, parseTime, SECOND } from "../../../shared/core/time.ts";
import { signOfLife } from "../../../shared/usecases/shops/sign-of-life.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const RESOURCES = ["customers", "orders", "staff"] as const;

/** A shop at the next noon in Vietnam, after hours in which nothing happened. */
const atNoon = async (options: { readonly webhooks?: boolean } = {}): Promise<WatchedShop> => {
  const shop = await openWatchedShop("kiotviet", RESOURCES, options);
  const { world } = shop;
  if (options.webhooks) for (let count = 0; count < 6; count += 1) world.change();
  const today = new Date(world.time.now()).toISOString().slice(0, 10);
  const noon = parseTime(`${today}T12:00:00+07:00`, "utc")!;
  const next = noon - world.time.now() > 4 * HOUR ? noon : noon + 24 * HOUR;
  await world.pass(next - world.time.now());
  return shop;
};
const promises = async (shop: WatchedShop) =>
  Object.fromEntries(
    Object.values(await shop.lines()).map(({ resource, promisedSeconds }) => [resource, promisedSeconds]),
  );
/** Of staff the vendor tells nothing by webhooks: a list that is read every ten minutes at most, and rests for up to an hour. */
const each = (seconds: number, staff = seconds === 60 ? 600 : 3_600) => ({
  customers: seconds,
  orders: seconds,
  staff,
});

describe("a shop in which nothing happens", () => {
  test("promises five minutes and keeps them, and a minute after the first change", async () => {
    const shop = await atNoon();
    const { world } = shop;
    expect(await promises(shop)).toEqual(each(300));
    for (let minutes = 0; minutes < 30; minutes += 1) {
      await world.pass(MINUTE);
      for (const { resource, lagSeconds, promisedSeconds } of Object.values(await shop.lines()))
        expect(lagSeconds, resource).toBeLessThanOrEqual(promisedSeconds + 60);
    }
    expect(await promises(shop)).toEqual(each(300));
    for (let count = 0; count < 10; count += 1) world.change();
    let soonest = Number.POSITIVE_INFINITY;
    for (let minutes = 1; minutes <= 6; minutes += 1) {
      await world.pass(MINUTE);
      if (Object.values(await promises(shop)).every((seconds) => seconds === 60 || seconds === 600))
        soonest = Math.min(soonest, minutes);
    }
    expect(soonest).toBeLessThanOrEqual(5);
  }, 120_000);

  test("promises a quarter of an hour at night, and is healthy", async () => {
    const shop = await atNoon();
    await shop.world.pass(14 * HOUR);
    expect(await promises(shop)).toEqual(each(900));
    expect(await shop.get("/v1/shops/shop")).toMatchObject({ health: "healthy" });
  }, 120_000);

  test("is read at once and every minute again when a program follows its feed", async () => {
    const shop = await atNoon();
    const { world } = shop;
    await shop.get("/v1/shops/shop/changes?cursor=latest");
    expect(await promises(shop)).toEqual(each(60));
    await world.pass(2 * MINUTE + 5 * SECOND);
    for (const name of ["customers", "orders"] as const)
      expect((await shop.line(name)).lagSeconds, name).toBeLessThanOrEqual(150);
    // And as long as somebody does.
    for (let minutes = 0; minutes < 20; minutes += 1) {
      await world.pass(MINUTE);
      await shop.get("/v1/shops/shop/changes?cursor=latest");
    }
    expect(await promises(shop)).toEqual(each(60));
    await world.pass(20 * MINUTE);
    expect(await promises(shop)).toEqual(each(300, 1_800));
  }, 120_000);
});

describe("behind webhooks", () => {
  test("what is proven is read every quarter of an hour", async () => {
    const shop = await atNoon({ webhooks: true });
    expect(await promises(shop)).toEqual(each(900));
  }, 120_000);

  test("that were registered and of which none has ever come nothing is proven", async () => {
    const shop = await atNoon();
    const { report, activity } = await shop.world.deps.watchReports.get(shop.world.ref);
    expect(report.state).toBe("registered");
    expect(activity.lastGoodAt).toBeUndefined();
    expect(await promises(shop)).toEqual(each(300));
  }, 120_000);

  test("a poll that finds a change seconds before its webhook comes proves nothing against the webhooks", async () => {
    const shop = await atNoon({ webhooks: true });
    const { world } = shop;
    for (let change = 0; change < 60; change += 1) {
      world.change();
      await world.pass(10 * SECOND);
    }
    await world.pass(HOUR);
    expect(await promises(shop)).toEqual(each(900));
  }, 120_000);

  test("a change that none has told has the resource read every five minutes, for a day", async () => {
    const shop = await atNoon({ webhooks: true });
    const { world } = shop;
    world.onDelivery = () => undefined;
    for (let change = 0; change < 10; change += 1) world.change();
    await world.pass(HOUR);
    expect(await promises(shop)).toEqual(each(300));
  }, 120_000);

  test("a sign of life has everything read every minute", async () => {
    const shop = await atNoon({ webhooks: true });
    const { world } = shop;
    const stored = (await world.deps.shops.get(world.ref))!;
    await signOfLife(stored, world.deps);
    expect(await promises(shop)).toEqual(each(60));
  }, 120_000);
});
