import { describe, expect, test } from "vitest";
import { vendorIds } from "../../shared/core/vendor.ts";
import { writesRun } from "./writes.ts";

/** Seeds of runs that once went wrong, and some more. */
const seeds: Readonly<Record<(typeof vendorIds)[number], readonly number[]>> = {
  kiotviet: [128, 229, 231, 5135, 5162, 200_037, 1],
  "nhanh-v3": [108, 219, 200_046, 210_163, 1],
  "nhanh-v2": [1014, 5115, 5_001_719, 1],
  pancake: [329, 90_028, 200_124, 3_000_452, 3_001_234, 3_001_730, 1],
  isale: [2, 1],
};

describe("every write exactly once, whatever goes wrong", () => {
  const fresh = Date.now() % 1_000_000_000;
  for (const vendor of vendorIds) {
    test.each([...seeds[vendor], fresh])(`${vendor}, seed %i`, async (seed) => {
      const result = await writesRun(vendor, seed);
      expect(result.problems).toEqual([]);
      expect(result).toMatchObject({ duplicated: 0, lost: 0, outOfOrder: 0, falseState: 0 });
    });
  }
});
