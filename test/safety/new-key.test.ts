import { expect, test } from "vitest";
import { Rejected } from "../../shared/core/errors.ts";
import type { Resource } from "../../shared/core/vendor.ts";
import { requireSameShop } from "../../shared/usecases/shops/same-shop.ts";
import { vendors } from "../../shared/vendors/registry.ts";

const { isale } = vendors;
const rows: Record<string, readonly Record<string, unknown>[]> = {
  locations: [
    { id: 1, title: "Quận 1", mobile: "0359952369" },
    { id: 2, title: "Thủ Đức", mobile: "0701136736" },
  ],
  products: [1, 2, 3].map((id) => ({ id, code: `SP${id}`, title: `Áo ${id}`, createdAt: "2025-10-16T09:00:00+07:00" })),
};
const storedOf = ({ name, id, normalize }: Resource) =>
  (rows[name === "inventory" ? "products" : name] ?? []).map((row) => ({
    id: id(row),
    record: normalize(row, { settings: {} }),
    raw: row,
  }));

/** A shop with two stores and three products in its copy; its vendor shows the products that staff has not removed. */
const reconnect = (removed: readonly number[]) => {
  const records = {
    page: async (_ref: unknown, name: string) => ({
      records: storedOf(isale.resources.find((one) => one.name === name)!),
    }),
  };
  const call = async (operation: string, { params }: { params?: Record<string, unknown> } = {}) => {
    const id = Number(params?.id);
    if (operation === "products.get" && removed.includes(id)) throw new Rejected("404", { notFound: true });
    const list = operation === "products.get" ? rows.products! : rows.locations!;
    return { data: list.find((row) => row.id === id) };
  };
  const shop = { tenant: "acme", id: "shop", health: "needs-reauth", account: "old key", settings: {} };
  const proven = { access: { credentials: {} }, account: "new key", call };
  return requireSameShop(shop as never, isale, undefined, proven as never, { records } as never);
};

test("a new key of a shop that has removed two of three products since is one of the same shop", async () => {
  await expect(reconnect([1, 2])).resolves.toBeUndefined();
});

test("a key that shows the same stores and none of the products is another shop's", async () => {
  await expect(reconnect([1, 2, 3])).rejects.toMatchObject({ status: 409, code: "other-account" });
});
