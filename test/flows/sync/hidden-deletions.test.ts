import { expect, test } from "vitest";
import type { ResourceName } from "../../../shared/core/records.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { type Listing, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { World } from "../../faults/runs/world.ts";

/** Collections whose deletions have a list of their own, which is read from a cursor on. */
const listed = vendorIds.flatMap((vendor) =>
  vendors[vendor].resources
    // The sandbox's staff deletes no stock bill.
    .filter(
      ({ name, listing, deletions }) => listing.strategy !== "snapshot" && deletions?.listing && name !== "stock-bills",
    )
    .map(({ name }) => [vendor, name] as const),
);

test("some vendors list what was deleted", () => {
  expect(listed.length).toBeGreaterThan(1);
});

test.each(listed)(
  "%s %s: a deletion that its list hides for an hour is in the copy within the next one",
  { timeout: 60_000 },
  async (vendor, name) => {
    const world = new World({ vendor, seed: 7, size: 30, resources: [name as ResourceName] });
    world.onDelivery = () => undefined;
    await world.open();
    await world.pass(20 * MINUTE);
    const resource = world.vendor.resources[0]!;
    const ids = () => new Set(world.simulator.rows(name).map((row) => resource.id(row)));
    const { read } = resource.deletions!.listing!;
    const list = resource.deletions!.listing as { -readonly [Key in keyof Listing]: Listing[Key] };
    list.read = (answer, ask) => ({ ...read(answer, ask), rows: [], total: 0 });
    const stored = async () =>
      (await world.deps.records.page(world.ref, name, { limit: 500 })).records.map(({ id }) => id);
    const before = await stored();
    for (let act = 0; act < 3_000 && before.every((id) => ids().has(id)); act += 1) world.change();
    const gone = before.filter((id) => !ids().has(id));
    expect(gone.length).toBeGreaterThan(0);
    await world.pass(60 * MINUTE);
    const hidden = (await stored()).filter((id) => gone.includes(id));
    list.read = read;
    await world.pass(60 * MINUTE);
    expect({ hidden, left: (await stored()).filter((id) => gone.includes(id)) }).toEqual({ hidden: gone, left: [] });
  },
);
