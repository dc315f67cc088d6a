import { expect, test } from "vitest";
import { MINUTE, SECOND, toHanoiLocal } from "../../../shared/core/time.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

/** A shop with one order, whose list and detail say what the test says. */
const openShop = async () => {
  const world = new World({ vendor: "kiotviet", seed: 2, size: 6, resources: ["orders"] });
  await world.open();
  await world.pass(20 * MINUTE);
  const order = structuredClone(world.simulator.rows("orders")[0]) as { id: number };
  const shown = { description: "", modified: 0 };
  const row = () => ({ ...order, description: shown.description, modifiedDate: toHanoiLocal(shown.modified) });
  answerWith(world, (request) => {
    if (!request.path.startsWith("/orders")) return undefined;
    if (request.path !== "/orders") return answerOf(row());
    const from = request.query.get("lastModifiedFrom");
    const data = from !== null && toHanoiLocal(shown.modified) < from ? [] : [row()];
    return answerOf({ data, total: data.length, pageSize: 100, timestamp: new Date(world.time.now()).toISOString() });
  });
  const note = async () => (await world.deps.records.get(world.ref, "orders", String(order.id)))?.record as any;
  return { world, shown, note };
};

test("two edits by two clocks: the later one is right within minutes, by the live way alone", async () => {
  const { world, shown, note } = await openShop();
  Object.assign(shown, { description: "first", modified: world.time.now() + 30 * SECOND });
  await world.pass(90 * SECOND);
  expect((await note()).note).toBe("first");
  shown.description = "second";
  shown.modified -= 25 * SECOND;
  await world.pass(6 * MINUTE);
  expect((await note()).note).toBe("second");
  const state = await world.deps.states.get(world.ref, "orders", "live");
  expect(state.oddFrom).toBeUndefined();
});

test("an edit stamped nine minutes late, which leaves the overlap at once, is right within minutes as well", async () => {
  const { world, shown, note } = await openShop();
  Object.assign(shown, { description: "first", modified: world.time.now() + 30 * SECOND });
  await world.pass(90 * SECOND);
  shown.description = "second";
  shown.modified = world.time.now() - 9 * MINUTE;
  await world.pass(8 * MINUTE);
  expect((await note()).note).toBe("second");
});
