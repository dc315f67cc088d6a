import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";
import { copyErrors, feedErrors, patienceFor, type ReadChange } from "./judge.ts";

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

/** What is wrong with a copy that has one record too many in each of these collections. */
const errorsOf = (...names: readonly string[]) => {
  const client = {
    get: async (): Promise<any> => ({ data: [{ id: "1", _raw: {} }], next: null }),
    post: async (): Promise<any> => ({}),
  };
  const resources = kiotviet.resources.filter(({ name }) => names.includes(name));
  return copyErrors(client, "shop", { resources }, { rows: {}, settings: {} });
};

test.each([
  [["transfers"], 6],
  [["transfers", "price-book-prices"], 6],
  [["products"], 2],
  [["products", "transfers"], 2],
])("what is gone from %j is waited for as long as its proof may take: %i minutes", async (names, minutes) => {
  const errors = await errorsOf(...names);
  expect(errors.map(({ line }) => line)).toEqual(names.map((name) => `${name} 1: not at the vendor`));
  expect(patienceFor(errors, 2 * MINUTE)).toBe(minutes * MINUTE);
});
