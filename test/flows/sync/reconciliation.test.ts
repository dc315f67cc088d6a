import { expect, test } from "vitest";
import { DAY } from "../../../shared/core/time.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { World } from "../../faults/runs/world.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";

test("the status shows how many documents do not add up, and which", { timeout: 60_000 }, async () => {
  const shop = await openWatchedShop("pancake", ["locations", "orders"]);
  const found = async () => (await shop.get("/v1/shops/shop/sync")).data;
  const line = async (name: string) => (await found()).find(({ resource }: any) => resource === name);
  const documents = shop.world.simulator.rows("orders").length;
  expect((await line("orders")).reconciliation).toEqual({ documents, unreconciled: 0, share: 0, ids: [] });
  expect(await line("locations")).not.toHaveProperty("reconciliation");

  // The vendor shows two orders with a sum that nothing in them makes.
  const ids = shop.world.simulator
    .rows("orders")
    .slice(0, 2)
    .map((row: any) => `${row.id}`);
  const spoiled = (row: any) =>
    ids.includes(`${row.id}`) ? { ...row, total_price_after_sub_discount: 7_000_000 } : row;
  shop.break("orders", (listing) => ({
    read: (answer: any, ask) => {
      const page = listing.read(answer, ask);
      return { ...page, rows: page.rows.map(spoiled) };
    },
  }));
  await shop.world.pass(DAY + DAY / 2);
  const { reconciliation } = await line("orders");
  expect(reconciliation).toMatchObject({ unreconciled: 2, share: 2 / reconciliation.documents });
  expect(reconciliation.ids.toSorted()).toEqual(ids.toSorted());

  // Mended at the vendor: nothing is left of it.
  shop.mend();
  await shop.world.pass(DAY + DAY / 2);
  expect((await line("orders")).reconciliation).toMatchObject({ unreconciled: 0, ids: [] });
});

test.each(vendorIds)("every order, invoice and return of the simulated %s adds up", (vendor) => {
  const world = new World({ vendor, seed: 7, size: 100 });
  for (const name of ["orders", "invoices", "returns"]) {
    const resource = world.vendor.resources.find((one) => one.name === name);
    if (!resource) continue;
    const records = world.simulator.rows(name).map((row) => resource.normalize(row, { settings: {} }) as any);
    expect(records.length).toBeGreaterThan(0);
    expect(records.filter(({ unreconciled }) => unreconciled !== undefined)).toEqual([]);
  }
});
