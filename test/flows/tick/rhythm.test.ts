import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";

/** A shop with one resource, read once, and the rounds that `tick` starts from here on. */
const open = async (everySeconds: number) => {
  const world = new World({ vendor: "kiotviet", seed: 4, size: 10, resources: ["customers"], everySeconds });
  await world.open();
  await world.pass(10 * MINUTE);
  let rounds = 0;
  const { sync } = world.queues;
  const add = sync.add.bind(sync);
  sync.add = (message) => {
    if ((message.body as { type: string }).type === "rounds") rounds += 1;
    add(message);
  };
  const cycles = async () => (await world.deps.states.get(world.ref, "customers", "live")).cycles;
  /** Cycles and rounds while so many minutes pass. */
  const watch = async (minutes: number) => {
    const before = await cycles();
    rounds = 0;
    await world.pass(minutes * MINUTE);
    return { cycles: (await cycles()) - before, rounds };
  };
  return { world, watch };
};

test("a resource that is to be read every minute is read every minute", async () => {
  const { watch } = await open(60);
  expect(await watch(60)).toEqual({ cycles: 60, rounds: 60 });
});

test("a shop that is due every ten minutes costs nothing in the nine between", async () => {
  const { watch } = await open(600);
  const { cycles, rounds } = await watch(60);
  expect(cycles).toBe(6);
  // Two looks beside the poll have rounds of their own, twice an hour.
  expect(rounds).toBeLessThanOrEqual(6 + 2 * 2);
});

test("a paused shop costs nothing for hours, and is read in the minute in which it is resumed", async () => {
  const { world, watch } = await open(60);
  await world.deps.shops.change(world.ref, { health: "paused" });
  const paused = await watch(60);
  expect(paused.cycles).toBe(0);
  expect(paused.rounds).toBeLessThanOrEqual(1);
  await world.deps.shops.change(world.ref, { health: "healthy" });
  await world.deps.shops.wake(world.ref, world.time.now());
  expect((await watch(2)).cycles).toBeGreaterThanOrEqual(1);
});
