import { expect, test } from "vitest";
import { operationOf } from "../../../shared/usecases/shops/request-context.ts";
import { bucketsOf } from "../../../shared/usecases/shops/spend.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

test("writes that wait for a vendor's last calls get them one after the other, and do not send each other back", async () => {
  const shop = await openWriteShop("pancake");
  const { deps, ref, time, vendor } = shop.world;
  const buckets = bucketsOf(vendor, await deps.shops.find(ref), operationOf(vendor, "orders.create"));
  // The vendor complains until one call a second is left.
  for (let complaint = 0; complaint < 8; complaint += 1) {
    const now = time.now();
    await deps.budgets.block(buckets.at(-1)!, now + 100, now);
    await shop.world.pass(200);
  }
  const line = { productId: shop.ids("products")[0], quantity: 1, price: 1_000 };
  const locationId = shop.ids("locations")[0];
  const orders = Array.from({ length: 8 }, (_, index) => ({
    locationId,
    customer: { name: "Lan", phone: `090000000${index}` },
    lines: [line],
  }));
  const { body } = await shop.request("POST", "orders", orders);
  await shop.settle(5);
  const states = await Promise.all(
    body.data.map(async (item: { write: { id: string } }) => (await shop.write(item.write.id)).state),
  );
  expect(states).toEqual(orders.map(() => "succeeded"));
});
