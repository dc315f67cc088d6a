import { describe, expect, test } from "vitest";
import { fieldTables } from "../../../infra/field/tables.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { flips } from "./flips.ts";
import { openFieldShop, tryFlip } from "./world.ts";

describe.each(vendorIds)("a shop of %s that is not as assumed", async (vendor) => {
  const shop = await openFieldShop(vendor);

  test.each(shop.table.experiments)("$id: $assumption", async (experiment) => {
    const { plain, flipped, noticed } = await tryFlip(shop, experiment, flips[vendor][experiment.id]);
    expect({ plain, flipped, noticed }).toMatchObject({ noticed: true });
  });

  test("no flip is without its experiment", () => {
    const ids = fieldTables[vendor](0).experiments.map(({ id }) => id);
    expect(Object.keys(flips[vendor]).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
