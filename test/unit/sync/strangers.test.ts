import { describe, expect, test } from "vitest";
import { VendorChanged } from "../../../shared/core/errors.ts";
import { type Call, type Resource, type Vendor, vendorIds } from "../../../shared/core/vendor.ts";
import { ask } from "../../../shared/usecases/sync/ask.ts";
import { askFor } from "../../../shared/usecases/sync/observation.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";

/** Answers about 999 in each vendor's form; each says of itself, where it can, that it was deleted. */
const strangers: Readonly<Record<Vendor["id"], (operation: string) => unknown>> = {
  kiotviet: () => ({ id: 999, categoryId: 999, code: "X999", priceBooks: [{ priceBookId: 999, productId: 999 }] }),
  "nhanh-v3": () => ({ code: 1, data: [{ id: 999, productId: 999, info: { id: 999 } }], paginator: {} }),
  "nhanh-v2": (operation) => {
    const row = { id: 999, idNhanh: 999 };
    const collection = { "orders.list": "orders", "customers.list": "customers" }[operation];
    return { code: 1, data: collection ? { totalPages: 1, [collection]: { 999: row } } : { 999: row } };
  },
  pancake: (operation) => ({
    success: true,
    data:
      operation === "customers.list"
        ? [{ id: "999" }]
        : { id: 999, status: 7, is_removed: true, variations: [{ id: "999", is_removed: true }] },
  }),
  isale: () => ({ data: { id: 999, status: 3, isDeleted: true } }),
};

const callOf =
  (vendor: Vendor, body: unknown): Call =>
  async (id) =>
    goodAnswer(vendor, id, JSON.stringify(body));

const askable = vendorIds.flatMap((id) =>
  vendors[id].resources.filter(({ get }) => get).map((resource) => ({ vendor: vendors[id], resource })),
);
const idOf = (resource: Resource): string => (resource.name === "price-book-prices" ? "5:7" : "7");
const current = { id: 7, product_id: 70, priceBookId: "5", productId: 7 };

describe("an answer about another record", () => {
  test.each(askable.map((one) => [one.vendor.id, one.resource.name, one] as const))(
    "says nothing about the one that was asked for: %s, %s",
    async (_vendor, _name, { vendor, resource }) => {
      const call = callOf(vendor, strangers[vendor.id](resource.get!.operation));
      const id = idOf(resource);
      expect(await ask({ resource, id, current, call, settings: {} })).toMatchObject({ said: "cannot-tell" });
      // A write repeats none of it, and notes no evidence either.
      const found = await askFor(resource, id, call, current).catch((error: unknown) => error);
      if (!(found instanceof VendorChanged)) expect(found).toEqual({ said: "unknown" });
    },
  );

  const orders = vendors.pancake.resources.find(({ name }) => name === "orders")!;
  const products = vendors.pancake.resources.find(({ name }) => name === "products")!;
  const asked = (resource: Resource, body: unknown, of: unknown = current) =>
    ask({ resource, id: "7", current: of, call: callOf(vendors.pancake, body), settings: {} });

  test("is told from the vendor's own word about this one", async () => {
    const order = { success: true, data: { id: 7, status: 7, items: [] } };
    expect(await asked(orders, order)).toEqual({ said: "gone", words: "the order's status is 7, deleted" });
    expect(await askFor(orders, "7", callOf(vendors.pancake, order))).toMatchObject({ said: "gone" });
    const variations = (...rows: object[]) => ({ success: true, data: { id: 70, name: "x", variations: rows } });
    expect(await asked(products, variations({ id: "7", is_removed: true }))).toMatchObject({ said: "gone" });
    expect(await asked(products, variations({ id: "8" }))).toMatchObject({ said: "not-shown", others: ["8"] });
    expect(await asked(products, variations({ id: "7" }))).toMatchObject({ said: "here" });
  });

  test("a product that was not asked for denies no variation of another one", async () => {
    const other = { success: true, data: { id: 80, name: "x", variations: [{ id: "8" }] } };
    const told = await asked(products, other);
    expect(told).toMatchObject({ said: "cannot-tell", words: "another product than asked for" });
  });

  test("does not finish the removal of a variation", async () => {
    const [{ look }] = vendors.pancake.writes["products.delete"]!.looks as any;
    const looked = (data: object) => look({ id: "7" }, { current }, callOf(vendors.pancake, { success: true, data }));
    await expect(looked({ id: 80, name: "x", variations: [{ id: "8" }] })).rejects.toBeInstanceOf(VendorChanged);
    await expect(looked({ id: 70, name: "x" })).rejects.toBeInstanceOf(VendorChanged);
    expect(await looked({ id: 70, name: "x", variations: [{ id: "7" }] })).toBeUndefined();
    expect(await looked({ id: 70, name: "x", variations: [{ id: "8" }] })).toEqual({ id: "7" });
  });
});
