import { expect, test } from "vitest";
import { vendors } from "../../../shared/vendors/registry.ts";

/** The first number that JavaScript would round to another one: 2^53 + 1 becomes 2^53. */
const ABOVE = "9007199254740993";
const BELOW = "9007199254740991";

const line = (productId: string) => ({ lines: [{ productId, quantity: 1, price: 5 }] });

test.each([
  ["nhanh-v2", "orders.cancel", (id: string) => ({ id }), "id"],
  ["nhanh-v3", "orders.cancel", (id: string) => ({ id }), "id"],
  ["isale", "orders.update", (id: string) => ({ id: "1", ...line(id) }), "lines.0.productId"],
  ["pancake", "orders.update", (id: string) => ({ id: "1", tags: [id] }), "tags.0"],
  ["pancake", "purchases.update", (id: string) => ({ id: "1", supplier: { id } }), "supplier.id"],
] as const)("%s %s takes no id that would become another number", (vendor, kind, given, field) => {
  const { command } = vendors[vendor].writes[kind]!;
  const faults = (id: string) => command.safeParse(given(id)).error?.issues.map(({ path }) => path.join(".")) ?? [];
  expect(faults(BELOW)).toEqual([]);
  expect(faults(ABOVE)).toEqual([field]);
  expect(faults(`${ABOVE}00`)).toEqual([field]);
});

test("a channel of KiotViet is a number of at most 15 digits", () => {
  const { command } = vendors.kiotviet.writes["orders.update"]!;
  expect(command.safeParse({ id: "1", channel: ABOVE }).success).toBe(false);
});

test("a category of Pancake above 2^53 stays text", () => {
  const write = vendors.pancake.writes["products.update"]!;
  const context = { writeId: "w", reference: "r", settings: {}, grants: {}, current: { product_id: "p" } };
  const sent = (categoryId: string): any =>
    (write.encode({ id: "v", categoryId }, context).body as any).product.category_ids;
  expect([sent("7"), sent(ABOVE)]).toEqual([[7], [ABOVE]]);
});
