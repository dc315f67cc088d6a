import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { pullRecords } from "../../../shared/usecases/sync/pull-records.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

const ids = ["900001", "900002", "900003"];

/** Where each vendor's answer about one record comes from: a path or body that holds its id. */
test.each<VendorId>(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"])(
  "%s: an id that is answered with 500 is asked for ever more rarely, shown, and given up after an hour",
  async (vendor) => {
    const world = new World({ vendor, seed: 4, size: 8, resources: ["orders"] });
    await world.open();
    await world.pass(10 * MINUTE);
    const asked: number[] = [];
    answerWith(world, (request) => {
      if (!ids.some((id) => `${request.path}${request.query}${request.body}`.includes(id))) return undefined;
      asked.push(world.time.now());
      return answerOf({ success: false, message: "Something went wrong" }, 500);
    });
    const start = world.time.now();
    await world.time.until(
      pullRecords({ ref: world.ref, resource: "orders", ids }, start + MINUTE, jobDepsOf(world.deps)),
    );
    await world.pass(5 * MINUTE);
    const inFive = asked.filter((at) => at < start + 5 * MINUTE).length;
    expect(inFive).toBeGreaterThanOrEqual(3 * 4);
    expect(inFive).toBeLessThanOrEqual(3 * 8);
    const shown = async () => (await world.deps.unanswered.all(world.ref)).get("orders");
    expect((await shown())?.map(({ id, givenUp }) => [id, givenUp])).toEqual(ids.map((id) => [id, false]));
    await world.pass(2 * HOUR);
    const inAll = asked.length;
    expect(inAll).toBeLessThanOrEqual(3 * 13);
    expect((await shown())?.map(({ id, givenUp }) => [id, givenUp])).toEqual(ids.map((id) => [id, true]));
    await world.pass(DAY / 4);
    expect(asked).toHaveLength(inAll);
  },
);

test("one id without an answer holds up no other, and is no longer shown once it is answered", async () => {
  const world = new World({ vendor: "pancake", seed: 4, size: 8, resources: ["orders"] });
  await world.open();
  await world.pass(10 * MINUTE);
  const [first, second] = world.simulator.rows("orders") as { id: string | number }[];
  const broken = `/orders/${first!.id}`;
  let refuses = true;
  const answers = answerWith(world, (request) =>
    refuses && request.path.endsWith(broken) ? answerOf("<html>bad gateway</html>", 502) : undefined,
  );
  const pulled = [String(first!.id), String(second!.id)];
  await world.time.until(
    pullRecords({ ref: world.ref, resource: "orders", ids: pulled }, world.time.now() + MINUTE, jobDepsOf(world.deps)),
  );
  expect(answers.calls.some(({ path }) => path.endsWith(`/orders/${second!.id}`))).toBe(true);
  expect((await world.deps.unanswered.all(world.ref)).get("orders")).toMatchObject([
    { id: String(first!.id), givenUp: false },
  ]);
  refuses = false;
  await world.pass(MINUTE);
  expect((await world.deps.unanswered.all(world.ref)).get("orders")).toBeUndefined();
});
