import { expect, test } from "vitest";
import { Rejected } from "../../../shared/core/errors.ts";
import type { Resource } from "../../../shared/core/vendor.ts";
import { requireSameShop } from "../../../shared/usecases/shops/same-shop.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

type Row = Record<string, unknown>;
type Rows = Readonly<Record<string, readonly Row[]>>;

const { isale } = vendors;
const locations = [
  { id: 1, name: "Quận 1", phone: "0359952369" },
  { id: 2, name: "Thủ Đức", phone: "0701136736" },
];
const products = [1, 2, 3].map((id) => ({
  id,
  code: `SP${id}`,
  title: `Áo ${id}`,
  createdAt: `2025-10-16T09:00:0${id}+07:00`,
}));
const customers = [1, 2, 3].map((id) => ({
  id,
  fullName: `Khách ${id}`,
  mobile: `090123456${id}`,
  createdAt: `2025-11-02T10:00:0${id}+07:00`,
}));

const storedOf = ({ name, id, normalize }: Resource, rows: Rows) =>
  (rows[name] ?? []).map((row) => ({ id: id(row), record: normalize(row, { settings: {} }), raw: row }));
const listOf: Readonly<Record<string, string>> = {
  "products.list": "products",
  "contacts.list": "customers",
  "orders.list": "orders",
  "table-records.list": "locations",
};

/** A new key for a shop whose copy has these rows, of an account that shows those. `barred`: lists that the key may not read. */
const reconnect = (copy: Rows, account: Rows, barred: readonly string[] = []) => {
  const stored = (name: string) => storedOf(isale.resources.find((one) => one.name === name)!, copy);
  const records = {
    page: async (_ref: unknown, name: string) => ({ records: stored(name) }),
    getMany: async (_ref: unknown, name: string, ids: readonly string[]) =>
      stored(name).filter(({ id }) => ids.includes(id)),
  };
  const call = async (operation: string) => {
    if (barred.includes(operation)) throw new Rejected("403: no permission");
    return { data: account[listOf[operation]!] ?? [] };
  };
  const shop = { tenant: "acme", id: "shop", health: "needs-reauth", account: "old key", settings: {} };
  const proven = { access: { credentials: {} }, account: "new key", call };
  return requireSameShop(
    { shop: shop as never, vendor: isale, stored: undefined },
    proven as never,
    { records } as never,
  );
};
const other = { status: 409, code: "other-account" };
const copy = { locations, products, customers };

test("a new key of a shop that has renamed its products and removed most customers is one of the same shop", async () => {
  const renamed = products.map((row) => ({ ...row, title: `${row.title} mới` }));
  const account = { locations: [], products: renamed, customers: customers.slice(0, 1) };
  await expect(reconnect(copy, account)).resolves.toBeUndefined();
});

test("a key that may not read the products is known by the customers", async () => {
  await expect(reconnect(copy, copy, ["products.list"])).resolves.toBeUndefined();
});

test("a new key of a shop without records of its own is known by its stores", async () => {
  await expect(reconnect({ locations }, { locations, products })).resolves.toBeUndefined();
  const strange = locations.map((store) => ({ ...store, name: `${store.name} B` }));
  await expect(reconnect({ locations }, { locations: strange })).rejects.toMatchObject(other);
});

test("records that were made since say nothing about the key", async () => {
  const made = Array.from({ length: 9 }, (_, n) => ({ id: 100 + n, code: `M${n}`, title: `Mới ${n}` }));
  await expect(reconnect(copy, { ...copy, products: [...made, products[0]!] })).resolves.toBeUndefined();
});

test("an empty copy fits every key", async () => {
  await expect(reconnect({}, copy)).resolves.toBeUndefined();
});

test("a key that shows the same stores and none of the products is another shop's", async () => {
  await expect(reconnect(copy, { locations, products: [{ ...products[0], id: 77 }] })).rejects.toMatchObject(other);
});

test("a key whose account numbers and names its records alike, and made them at another time, is another shop's", async () => {
  const alike = products.map((row) => ({ ...row, createdAt: "2025-10-16T09:00:09+07:00" }));
  await expect(reconnect(copy, { locations, products: alike })).rejects.toMatchObject(other);
});

test("without times, a record is known by its code, name and phone", async () => {
  const timeless = (rows: readonly Row[]) => rows.map(({ createdAt: _, ...row }) => row);
  const bare = { customers: timeless(customers) };
  await expect(reconnect(bare, bare)).resolves.toBeUndefined();
  const strangers = { customers: bare.customers.map((row) => ({ ...row, mobile: "0987654321" })) };
  await expect(reconnect(bare, strangers)).rejects.toMatchObject(other);
});
