import { expect, test } from "vitest";
import { isLeftToPeople, isUndecided, judgeWrites, type Ordered, type Write } from "./judge-writes.ts";

const ordered = (n: number): Ordered => ({
  command: {},
  key: `order-${n}`,
  phone: `090000000${n}`,
  products: [`${n}`],
});
const carriedOut = (n: number, id: string) => ({
  ...{ at: 0, operation: "POST /orders", id, reference: undefined },
  body: { customer: { contactNumber: ordered(n).phone } },
});
const end = (n: number, write: Omit<Write, "id">) => ({ order: ordered(n), write: { id: `w${n}`, ...write } });
const succeeded = end(1, { state: "succeeded", result: { id: "77" } });

test("what the vendor has once is neither missing nor repeated, and a refusal with a reason is only counted", () => {
  const ends = [succeeded, end(2, { state: "rejected" }), end(3, { state: "dead" }), end(4, { state: "unknown" })];
  const journal = [carriedOut(1, "77"), carriedOut(4, "78")];
  const verdict = judgeWrites(ends, journal, new Set(["1", "3", "4"]));
  expect(verdict).toEqual({ missing: [], repeated: [], refused: 1, dead: 1 });
});

test.each([
  ["a success that the vendor does not have", [succeeded], [], { missing: 1 }],
  ["a success under another id", [succeeded], [carriedOut(1, "78")], { missing: 1 }],
  ["a success that the vendor has twice", [succeeded], [carriedOut(1, "77"), carriedOut(1, "78")], { repeated: 1 }],
  ["a refused order that the vendor has", [end(2, { state: "rejected" })], [carriedOut(2, "78")], { repeated: 1 }],
  ["a dead order that the vendor has", [end(3, { state: "dead" })], [carriedOut(3, "78")], { repeated: 1 }],
  [
    "an order in doubt that the vendor has twice",
    [end(4, { state: "unknown" })],
    [78, 79].map((id) => carriedOut(4, `${id}`)),
    { repeated: 1 },
  ],
  ["an order of nobody", [], [carriedOut(5, "78")], { repeated: 1 }],
  ["a refusal of what the vendor has", [end(1, { state: "rejected" })], [], { missing: 1 }],
])("tells of %s", (_, ends, journal, { missing = 0, repeated = 0 }: { missing?: number; repeated?: number }) => {
  const verdict = judgeWrites(ends, journal, new Set(["1"]));
  expect([verdict.missing.length, verdict.repeated.length]).toEqual([missing, repeated]);
});

test("a write of which nobody can tell is left to people; any other unknown one is undecided", () => {
  const unknown = { id: "w1", state: "unknown" };
  expect([isUndecided(unknown), isLeftToPeople(unknown)]).toEqual([true, false]);
  const told = { ...unknown, error: { code: "cannot-tell" } };
  expect([isUndecided(told), isLeftToPeople(told)]).toEqual([false, true]);
  expect(isUndecided({ ...unknown, error: { code: "no-answer" } })).toBe(true);
});
