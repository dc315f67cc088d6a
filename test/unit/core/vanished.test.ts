import fc from "fast-check";
import { expect, test } from "vitest";
import { inShapeOf, withVanished } from "../../../shared/core/vanished.ts";

test("a row keeps what only the row before shows, at any depth, and nothing else of it", () => {
  const before = { id: 1, note: "old", shelf: "A1", customer: { name: "Lan", level: "gold" } };
  const row = { id: 1, note: "new", customer: { name: "Mai" }, seller: 7 };
  expect(withVanished(row, before)).toEqual({
    id: 1,
    note: "new",
    customer: { name: "Mai", level: "gold" },
    seller: 7,
    shelf: "A1",
  });
});

test("an entry of a list keeps what only the same entry shows: another one in its place keeps nothing", () => {
  const before = {
    lines: [
      { sku: "A", count: 1, shelf: "A1" },
      { sku: "B", count: 2, shelf: "B1" },
    ],
  };
  const row = {
    lines: [
      { sku: "A", count: 1 },
      { sku: "C", count: 2 },
    ],
  };
  expect(withVanished(row, before)).toEqual({
    lines: [
      { sku: "A", count: 1, shelf: "A1" },
      { sku: "C", count: 2 },
    ],
  });
  expect(withVanished({ lines: [{ sku: "A", count: 3 }] }, before)).toEqual({ lines: [{ sku: "A", count: 3 }] });
  expect(withVanished({ lines: [] }, before)).toEqual({ lines: [] });
});

test("a row that lacks nothing is the same row", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
      expect(withVanished(row, structuredClone(row))).toBe(row);
      expect(withVanished(row, {})).toBe(row);
    }),
  );
});

test("what both show is always the row's own", () => {
  const rows = fc.dictionary(
    fc.constantFrom("a", "b", "c", "d"),
    fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
  );
  fc.assert(
    fc.property(rows, rows, (row, before) => {
      expect(withVanished(row, before)).toEqual({ ...before, ...row });
    }),
  );
});

test("in the shape of before, a list whose entries have all lost a field is the one of before", () => {
  const before = {
    lines: [
      { sku: "A", count: 1 },
      { sku: "B", count: 2 },
    ],
  };
  expect(inShapeOf({ lines: [{ code: "A", count: 1 }] }, before)).toEqual(before);
  expect(inShapeOf({ lines: [{ sku: "C", count: 1 }] }, before)).toEqual({ lines: [{ sku: "C", count: 1 }] });
  expect(inShapeOf({ lines: [] }, before)).toEqual({ lines: [] });
});
