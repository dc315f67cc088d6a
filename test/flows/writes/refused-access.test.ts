import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

test.each(vendorIds)("%s: a write that meets refused credentials stops the shop and waits", async (vendor) => {
  const shop = await openWriteShop(vendor);
  const { world } = shop;
  const { deps, ref } = world;
  // No poll finds the refusal first.
  world.ticks(false);
  await world.pass(5 * MINUTE, () => world.idle);
  world.simulator.revoke(true);
  const answer = await shop.request("POST", "customers", { name: "Lan", phone: "0901234567" });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  await world.pass(5 * MINUTE, () => world.idle);
  expect(await deps.shops.find(ref)).toMatchObject({ health: "needs-reauth" });
  expect(await shop.write(answer.body.id)).toMatchObject({ state: "queued" });
  expect(world.simulator.journal.filter(({ operation }) => operation === "customers.create")).toEqual([]);
});
