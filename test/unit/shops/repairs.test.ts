import { expect, test } from "vitest";
import type { Repair } from "../../../shared/stores/watch-reports.ts";
import { planRepair } from "../../../shared/usecases/webhooks/repairs.ts";

const MINUTE = 60_000;
const ALL = ["a", "b", "c"];

/** Looks one after the other: what the list shows, and which of the events asked for the vendor refuses. */
const looks = () => {
  let [repair, now]: [Repair | undefined, number] = [undefined, 1_000];
  return (shown: readonly string[], { after = 15, refused = [] as readonly string[] } = {}) => {
    now += after * MINUTE;
    const missing = ALL.filter((event) => !shown.includes(event));
    const plan = planRepair(missing, new Set(shown), repair, now);
    repair = plan.repairAfter(Object.fromEntries(refused.map((event) => [event, "no"])));
    return { asked: plan.asked, unshown: plan.unshown };
  };
};

test("what the list does not show after it was registered is tried one by one, each wait twice as long, a day at most", () => {
  const look = looks();
  expect(look([])).toEqual({ asked: ALL, unshown: [] });
  const tries: number[] = [];
  for (let minutes = 15; minutes <= 5 * 24 * 60; minutes += 15) {
    const { asked, unshown } = look([]);
    expect(unshown).toEqual(ALL);
    expect(asked.length).toBeLessThanOrEqual(1);
    if (asked.length > 0) tries.push(minutes);
  }
  expect(tries.map((at, place) => at - (tries[place - 1] ?? 0))).toEqual([
    30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440,
  ]);
});

test("when the list shows the one that was tried, the others are registered at once", () => {
  const look = looks();
  look([]);
  expect(look([], { after: 30 })).toMatchObject({ asked: ["a"] });
  expect(look(["a"])).toEqual({ asked: ["b", "c"], unshown: [] });
  expect(look(ALL)).toEqual({ asked: [], unshown: [] });
});

test("what another application has removed is registered at once, also right after the first registration", () => {
  const look = looks();
  look([]);
  expect(look(["a"])).toEqual({ asked: ["b", "c"], unshown: [] });
  look(ALL);
  expect(look(["a", "b"])).toEqual({ asked: ["c"], unshown: [] });
});

test("one event that the vendor takes and never shows waits, and another one is not held up by it", () => {
  const look = looks();
  look([]);
  expect(look(["a", "b"])).toMatchObject({ asked: ["c"] });
  expect(look(["a", "b"])).toEqual({ asked: [], unshown: ["c"] });
  expect(look(["a"])).toEqual({ asked: ["b"], unshown: ["c"] });
  expect(look(["a", "b"])).toMatchObject({ asked: [], unshown: ["c"] });
});

test("what the vendor refuses by its word was not registered", () => {
  const look = looks();
  expect(look([], { refused: ALL })).toMatchObject({ asked: ALL });
  expect(look([])).toEqual({ asked: ALL, unshown: [] });
});
