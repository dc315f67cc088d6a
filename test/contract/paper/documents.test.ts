import { expect, test } from "vitest";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { resultOf } from "./results.ts";

test.each(vendorIds)("every drawn answer, webhook and error of %s is read as its document says", (id) => {
  const { entries, fields, wrong, idle } = resultOf(vendors[id]);
  expect(entries).toBeGreaterThan(150);
  expect(fields).toBeGreaterThan(600);
  expect(
    wrong.map(({ entry, path, expected, found }) => ({ entry: entry.id, source: entry.source, path, expected, found })),
  ).toEqual([]);
  // A reason for a difference that is none any more.
  expect(idle).toEqual([]);
});
