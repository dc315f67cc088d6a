import { expect, test } from "vitest";
import { feedErrors, type ReadChange } from "./judge.ts";

const change = (seq: number, resource = "orders"): ReadChange => ({
  ...{ changeId: `${resource}:${seq}`, resource, id: `${seq}`, type: `${resource}.added`, seq },
});

test.each([
  ["in order", [change(1), change(1, "products"), change(2)], { gaps: 0, twice: 0 }],
  ["that leaves one out", [change(1), change(3)], { gaps: 1, twice: 0 }],
  ["that tells one again", [change(1), change(2), change(2)], { gaps: 1, twice: 1 }],
  ["that begins late", [change(2)], { gaps: 1, twice: 0 }],
])("a feed %s is judged so", (_, changes, expected) => {
  const { gaps, twice } = feedErrors(changes);
  expect({ gaps: gaps.length, twice: twice.length }).toEqual(expected);
});
