import fc from "fast-check";
import { expect, test } from "vitest";
import { stableJson } from "../../../shared/core/content.ts";

const sorted = (value: unknown): unknown => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]));
};

test("content is JSON with sorted names, whatever letters and numbers it has", () => {
  // Halves of letters, signs that JSON escapes, and the two line ends that it does not.
  const text = fc.string({
    unit: fc.constantFrom("a", "ệ", '"', "\\", "\n", "\u0000", "\u2028", "\ud83d", "\ude00", "😀"),
  });
  const value = fc.jsonValue({ stringUnit: "binary" });
  fc.assert(
    fc.property(value, text, fc.double(), (some, words, number) => {
      const content = { z: some, [words]: words, number, list: [words, undefined, number], absent: undefined };
      // Names that look like numbers come first in any object, and in their own order.
      fc.pre(!/"\d+":/.test(JSON.stringify(content)));
      expect(stableJson(content)).toBe(JSON.stringify(sorted(content)));
    }),
    { seed: 1 },
  );
});

test("the order of names makes no difference, and names with signs in them are told apart", () => {
  expect(stableJson({ b: 1, a: { d: 2, c: 3 } })).toBe(stableJson({ a: { c: 3, d: 2 }, b: 1 }));
  for (const sign of ["\n", "\0", ",", ""]) {
    const all = [{}, { [sign]: 1 }, { [`a${sign}b`]: 1, c: 2 }, { a: 1, [`b${sign}c`]: 2 }, { a: 1, b: 1, c: 2 }];
    expect([...all, ...all].map(stableJson)).toEqual([...all, ...all].map((one) => JSON.stringify(sorted(one))));
  }
});
