import { expect, test } from "vitest";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { compare } from "../../faults/runs/compare.ts";
import { World } from "../../faults/runs/world.ts";
import { answerWith } from "./answers.ts";

const LIVE = ["products", "customers", "orders", "invoices", "returns"];

/** KiotViet alone tells its clock, in the envelope of each list: here it is wrong for good, and the rows are stamped right. */
test.each<[string, (now: number) => string]>([
  ["a quarter of an hour ahead", (now) => new Date(now + 15 * MINUTE).toISOString()],
  ["a day ahead", (now) => new Date(now + DAY).toISOString()],
  ["three hours behind", (now) => new Date(now - 180 * MINUTE).toISOString()],
  ["in the year 9999", () => "9999-12-31T23:59:59Z"],
  ["in the year 1970", () => "1970-01-01T00:00:00Z"],
])("an envelope's clock %s loses no change, and reads no more than a day again", async (_name, stamp) => {
  const world = new World({ vendor: "kiotviet", seed: 5, size: 15, resources: [...LIVE] });
  await world.open();
  await world.pass(20 * MINUTE);
  const answers = answerWith(world, (_request, honest) => {
    const outcome = honest();
    if (outcome.kind !== "answer" || !outcome.body.includes('"timestamp"')) return outcome;
    return {
      ...outcome,
      body: outcome.body.replace(/"timestamp":"[^"]*"/, `"timestamp":"${stamp(world.time.now())}"`),
    };
  });
  for (let minute = 0; minute < 40; minute += 1) {
    for (let change = 0; change < 2; change += 1) world.simulator.change();
    world.simulator.takeDeliveries();
    await world.pass(MINUTE);
  }
  await world.pass(5 * MINUTE);
  const { details } = await compare(world);
  expect(details.filter((line) => !line.endsWith("extra"))).toEqual([]);
  const { cursor } = await world.deps.states.get(world.ref, "orders", "live");
  expect(cursor).toBeLessThanOrEqual(world.time.now());
  expect(cursor).toBeGreaterThan(world.time.now() - DAY);
  // Five resources, a page or two a minute.
  expect(answers.calls.length).toBeLessThan(45 * 5 * 3);
});
