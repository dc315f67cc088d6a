import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { openWatchedShop, type WatchedShop } from "./watched-shop.ts";

const LOOKS = ["customers#late", "customers#whole", "orders#late", "orders#whole"];

/** A shop after a day in which nothing happened, and the messages that its looks have taken since. */
const quietShop = async (webhooks: boolean): Promise<{ shop: WatchedShop; sent: string[] }> => {
  const shop = await openWatchedShop("kiotviet", ["customers", "orders"], { webhooks });
  const { world } = shop;
  for (let count = 0; count < 6; count += 1) world.change();
  await world.pass(12 * HOUR);
  const sent: string[] = [];
  const add = world.queues.backfill.add.bind(world.queues.backfill);
  world.queues.backfill.add = (message) => {
    const { resource, track } = message.body as { resource?: string; track?: string };
    sent.push(`${resource}#${track}`);
    add(message);
  };
  await world.pass(12 * HOUR);
  return { shop, sent };
};

/** Milliseconds between the beginnings of a look's cycles while so much time passes. */
const pauses = async ({ world }: WatchedShop, name: string, time: number): Promise<number[]> => {
  const began = async () => (await world.deps.states.all(world.ref, world.time.now())).get(name)!.lastCycle!.startedAt;
  const starts = [await began()];
  for (let minutes = 0; minutes < time; minutes += 5 * MINUTE) {
    await world.pass(5 * MINUTE);
    const last = await began();
    if (last !== starts.at(-1)) starts.push(last);
  }
  return starts.slice(1).map((start, index) => start - starts[index]!);
};

test("behind proven webhooks short second looks go on within the rounds, and every four hours where nothing happens", async () => {
  const { shop, sent } = await quietShop(true);
  expect(sent.filter((name) => LOOKS.includes(name))).toEqual([]);
  for (const pause of await pauses(shop, "orders#whole", 9 * HOUR)) expect(pause).toBeGreaterThan(3 * HOUR);
  // A change that a webhook tells has them come soon, and as often as in any shop.
  const { world } = shop;
  const began = world.time.now();
  for (let minutes = 0; minutes < 90; minutes += 5) {
    for (let count = 0; count < 3; count += 1) world.change();
    await world.pass(5 * MINUTE);
  }
  const states = await world.deps.states.all(world.ref, world.time.now());
  for (const name of LOOKS) {
    const { lastCycle, everySeconds } = states.get(name)!;
    expect({ name, everySeconds }).toEqual({ name, everySeconds: 1_800 });
    expect(lastCycle!.startedAt).toBeGreaterThan(began + 50 * MINUTE);
  }
}, 240_000);

test("without webhooks they come every half an hour, whatever happens", async () => {
  const { shop } = await quietShop(false);
  const found = await pauses(shop, "orders#late", 3 * HOUR);
  expect(found.length).toBeGreaterThanOrEqual(5);
  for (const pause of found) expect(pause).toBeLessThanOrEqual(31 * MINUTE);
}, 240_000);
