import { expect, test } from "vitest";
import { idOrNone } from "../../../shared/core/rows.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { World } from "../../faults/runs/world.ts";

/** What JavaScript writes where a value is missing or is no text. */
const NO_NAME = /undefined|null|NaN|\[object/;

test.each(vendorIds)("%s: a row that lacks a part of its id has none, and no made-up one", (vendor) => {
  const { simulator, vendor: declared } = new World({ vendor, seed: 1, size: 8 });
  const odd: string[] = [];
  for (const resource of declared.resources) {
    for (const row of JSON.parse(JSON.stringify(simulator.rows(resource.name).slice(0, 3)))) {
      for (const name of Object.keys(row)) {
        for (const value of [undefined, null, {}, [1, 2], Number.NaN]) {
          const id = idOrNone(resource.id, { ...row, [name]: value });
          if (id !== undefined && NO_NAME.test(id)) odd.push(`${resource.name} without ${name}: ${id}`);
        }
      }
    }
  }
  expect([...new Set(odd)]).toEqual([]);
});
