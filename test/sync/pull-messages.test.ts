import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../shared/core/time.ts";
import { World } from "../faults/world.ts";

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
    world.queues.sync.bodies().filter((body) => body.includes(`"type":"${type}"`) && !body.includes(`"unanswered"`));
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
    await deps.pulls.add(ref, list, [id], time.now(), time.now());
    for (let copy = 0; copy < 8; copy += 1) queues.sync.add({ body: { ...ref, ...job }, group: ref.tenant });
    // Copies that are late: one in the middle of every wait.
    for (let minute = 0; minute < 30; minute += 1) {
      await world.pass(MINUTE);
      queues.sync.add({ body: { ...ref, ...job }, group: ref.tenant });
      await world.pass(SECOND);
      expect(messages(type).length).toBeLessThanOrEqual(2);
    }
    opens();
    const before = asked();
    await world.pass(HOUR);
    expect(asked()).toBeGreaterThan(before);
    expect(messages(type)).toEqual([]);
    expect(await deps.pulls.begin(ref, list, time.now(), time.now())).toBeUndefined();
  });
});
