import { expect, test } from "vitest";
import { isSameState } from "../../../shared/core/same-state.ts";

const at = (modified: number | undefined, record: object) => ({ modified, record });

test.each([
  ["the same time of change is the same state, whatever is drawn otherwise", 5, { a: 1 }, 5, { a: 2 }, true],
  ["another time of change is another state, whatever looks the same", 5, { a: 1 }, 6, { a: 1 }, false],
  ["without a time on both sides the compared fields decide", undefined, { a: 1 }, 6, { a: 2 }, false],
  ["fields that are not compared decide nothing", undefined, { a: 1, x: 1 }, 6, { a: 1, x: 2 }, true],
  ["a field that one side does not show says nothing", undefined, { a: 1 }, undefined, {}, true],
  ["a blank field says nothing", undefined, { a: "" }, undefined, { a: "Lan" }, true],
  ["0 and false are values", undefined, { a: 0 }, undefined, { a: 1 }, false],
  [
    "lines are compared in their order",
    undefined,
    { lines: [{ q: 1 }, { q: 2 }] },
    undefined,
    { lines: [{ q: 2 }, { q: 1 }] },
    false,
  ],
  ["a line more is another state", undefined, { lines: [{ q: 1 }] }, undefined, { lines: [{ q: 1 }, { q: 1 }] }, false],
  [
    "lines with other fields beside are the same",
    undefined,
    { lines: [{ q: 1, x: 1 }] },
    undefined,
    { lines: [{ q: 1 }] },
    true,
  ],
] as const)("%s", (_name, oneAt, one, otherAt, other, right) => {
  expect(isSameState(at(oneAt, one), at(otherAt, other), ["a", "lines[].q"])).toBe(right);
});
