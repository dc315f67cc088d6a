import { expect, test } from "vitest";
import { openWriteShop } from "../../helpers/write-shop.ts";

/** Pancake counts pieces (the document's `quantity` is an integer). */
test.each([
  ["kiotviet", [0.1, 0.2, 0.2]],
  ["nhanh-v3", [0.1, 0.2, 0.2]],
  ["nhanh-v2", [0.1, 0.2, 0.2]],
  ["pancake", [1, 2, 2]],
  ["isale", [0.1, 0.2, 0.2]],
] as const)("an order of %s with one product on two lines raises no alarm", async (vendor, [first, second, third]) => {
  const shop = await openWriteShop(vendor);
  const [product, other] = shop.ids("products");
  const { status, body } = await shop.request("POST", "orders", {
    locationId: shop.ids("locations").find((id) => !/^[0-]/.test(id)),
    customer: { name: "Lan", phone: "0912345678" },
    lines: [
      { productId: product, quantity: first, price: 30_000 },
      { productId: other, quantity: second, price: 10_000 },
      { productId: product, quantity: third, price: 30_000 },
    ],
  });
  expect(status, JSON.stringify(body)).toBe(202);
  await shop.settle();
  const { state, result } = await shop.write(body.id);
  expect(state).toBe("succeeded");
  expect(result).toMatchObject({ readBack: true });
  expect((result?.notTaken ?? []).filter((field) => field.startsWith("lines"))).toEqual([]);
  const { record } = (await shop.world.deps.records.get(shop.world.ref, "orders", result!.id!))!;
  // Whether the vendor keeps three lines or adds up those of one product, the goods are the same.
  const sums = new Map<string, number>();
  for (const { productId, quantity } of (record as any).lines)
    sums.set(productId, (sums.get(productId) ?? 0) + Number(quantity));
  expect(sums.get(product!)).toBeCloseTo(first + third, 6);
  expect(sums.get(other!)).toBeCloseTo(second, 6);
});
