import { expect, test } from "vitest";
import { HOUR, MINUTE, parseTime } from "../../../shared/core/time.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { pullRecords } from "../../../shared/usecases/sync/pull-records.ts";
import { openWatchedShop, type WatchedShop } from "../freshness/watched-shop.ts";

/** A shop whose orders and stock webhooks tell, at noon in Vietnam after a day in which nothing happened. */
const atNoon = async (): Promise<WatchedShop> => {
  const shop = await openWatchedShop("kiotviet", ["orders", "inventory"], { webhooks: true });
  const { world } = shop;
  for (let count = 0; count < 6; count += 1) world.change();
  const noon = parseTime(`${new Date(world.time.now()).toISOString().slice(0, 10)}T12:00:00+07:00`, "utc")!;
  await world.pass(noon + 24 * HOUR - world.time.now());
  return shop;
};

/** Webhooks do not come while `meanwhile` goes on. */
const withoutWebhooks = async ({ world }: WatchedShop, meanwhile: () => Promise<void>): Promise<void> => {
  const { onDelivery } = world;
  world.onDelivery = () => undefined;
  await meanwhile();
  world.onDelivery = onDelivery;
};

/** Orders change, and are fetched before any poll comes. How often the stock that they moved is noted to be asked for. */
const asksAfterOrders = async ({ world }: WatchedShop, { hooked }: { readonly hooked: boolean }): Promise<number> => {
  const { ref, deps, queues, simulator, time } = world;
  const rows = () =>
    new Map((simulator.rows("orders") as { id: number }[]).map((row) => [row.id, JSON.stringify(row)]));
  const before = rows();
  for (let change = 0; change < 40; change += 1) world.change();
  const ids = [...rows()].filter(([id, text]) => before.get(id) !== text).map(([id]) => String(id));
  expect(ids.length).toBeGreaterThan(0);
  const asks = () => queues.news.bodies().filter((body) => body.includes('"reason":"touched"')).length;
  const known = asks();
  const named = { ref, resource: "orders", ids: ids.slice(0, 20) };
  await time.until(pullRecords(named, time.now() + MINUTE, jobDepsOf(deps), { hooked }));
  return asks() - known;
};

test("stock that an order has moved is not asked for where webhooks have told both", async () => {
  const shop = await atNoon();
  await withoutWebhooks(shop, async () => {
    expect(await asksAfterOrders(shop, { hooked: true })).toBe(0);
  });
}, 120_000);

test("it is asked for where the order was found by us", async () => {
  const shop = await atNoon();
  await withoutWebhooks(shop, async () => {
    expect(await asksAfterOrders(shop, { hooked: false })).toBe(1);
  });
}, 120_000);

test("it is asked for where webhooks of stock have lacked something within a day", async () => {
  const shop = await atNoon();
  const { world } = shop;
  await withoutWebhooks(shop, async () => {
    for (let change = 0; change < 20; change += 1) {
      world.change();
      await world.pass(MINUTE);
    }
    await world.pass(HOUR);
    expect(await asksAfterOrders(shop, { hooked: true })).toBe(1);
  });
}, 120_000);
