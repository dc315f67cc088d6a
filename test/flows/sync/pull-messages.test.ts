import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";

/** A shop whose vendor answers nothing about one product for an hour, and keeps count of how often it was asked. */
const open = async () => {
  const world = new World({ vendor: "kiotviet", seed: 5, size: 12, resources: ["products"] });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(20 * MINUTE);
  const [row] = world.simulator.rows("products") as { id: number }[];
  const id = String(row!.id);
  let asked = 0;
  let limited = true;
  world.between = {
    answer: (request) => {
      if (!request.path.endsWith(`/products/${id}`)) return world.askVendor(request);
      asked += 1;
      if (!limited) return world.askVendor(request);
      return { kind: "answer", status: 429, headers: { "retry-after": "60" }, body: "", delay: 50 };
    },
  };
  const messages = (type: string) =>
    world.queues.news.bodies().filter((body) => body.includes(`"type":"${type}"`) && !body.includes(`"unanswered"`));
  return {
    world,
    id,
    asked: () => asked,
    opens: () => {
      limited = false;
    },
    messages,
  };
};

describe.each([
  ["ask", "products~touched", { type: "ask", resource: "products", reason: "touched" }],
  ["pull", "products", { type: "pull", resource: "products", ids: [], collected: true }],
] as const)("messages of type %s for one list", (type, list, job) => {
  test("do not multiply when copies of them arrive, and the record is fetched in the end", async () => {
    const { world, id, opens, asked, messages } = await open();
    const { ref, deps, queues, time } = world;
    // None comes at the time of another.
    world.suffer({ queue: { delay: 1 } });
    await deps.pulls.add(ref, list, [id], { now: time.now(), until: time.now() });
    for (let copy = 0; copy < 8; copy += 1) queues.news.add({ body: { ...ref, ...job }, group: ref.tenant });
    // Copies that are late: one in the middle of every wait.
    for (let minute = 0; minute < 20; minute += 1) {
      await world.pass(MINUTE);
      queues.news.add({ body: { ...ref, ...job }, group: ref.tenant });
    }
    // The wait in which the last of them came is over.
    await world.pass(40 * MINUTE);
    const counts: number[] = [];
    for (let look = 0; look < 12; look += 1) {
      counts.push(messages(type).length);
      await world.pass(10 * MINUTE);
    }
    // One that has come before its time may still be on its way at the first look.
    expect(counts).toEqual([expect.toSatisfy((count) => count === 1 || count === 2), ...Array(11).fill(1)]);
    opens();
    const before = asked();
    await world.pass(HOUR);
    expect(asked()).toBeGreaterThan(before);
    expect(messages(type)).toEqual([]);
    expect(await deps.pulls.begin(ref, list, time.now(), time.now())).toBeUndefined();
  });

  test("that comes before its time, because the next one died with its worker, comes once more in time", async () => {
    const { world, id, opens, asked, messages } = await open();
    const { ref, deps, queues, time } = world;
    opens();
    await deps.pulls.add(ref, list, [id], { now: time.now(), until: time.now() });
    await deps.pulls.giveBack(ref, list, time.now() + 10 * MINUTE);
    queues.news.add({ body: { ...ref, ...job }, group: ref.tenant });
    const before = asked();
    await world.pass(9 * MINUTE);
    expect(asked()).toBe(before);
    await world.pass(2 * MINUTE);
    expect(asked()).toBe(before + 1);
    expect(messages(type)).toEqual([]);
  });
});

test("ids without an answer are asked for although the next message died with its worker", async () => {
  const { world, id, opens, asked } = await open();
  const { ref, deps, queues, time } = world;
  opens();
  const { unanswered } = deps;
  await unanswered.add(ref, "products", [id], time.now());
  await unanswered.begin(ref, "products", time.now() + 10 * SECOND);
  const pause = await unanswered.finish(
    ref,
    "products",
    { answered: [], givenUp: [], notBefore: time.now() + 10 * MINUTE },
    time.now(),
  );
  expect(pause).toBe(10 * MINUTE);
  const job = { type: "pull", resource: "products", ids: [], unanswered: true };
  for (let copy = 0; copy < 3; copy += 1) queues.news.add({ body: { ...ref, ...job }, group: ref.tenant });
  const before = asked();
  await world.pass(9 * MINUTE);
  expect(asked()).toBe(before);
  await world.pass(2 * MINUTE);
  expect(asked()).toBe(before + 1);
  expect(queues.news.bodies().filter((body) => body.includes(`"unanswered"`))).toEqual([]);
});
