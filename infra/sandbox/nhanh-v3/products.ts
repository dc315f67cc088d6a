import type { Entry, Handler, Reply } from "../simulator.ts";
import { grantOf } from "./access.ts";
import { anyOf, type Box } from "./box.ts";
import { betweenUpdates, contains, equals, includes } from "./filters.ts";
import { pageOf } from "./listing.ts";
import { stockOf } from "./stock.ts";
import { type Fields, invalid, listOf, touched, unix } from "./wire.ts";

export const GOODS = ["Áo sơ mi", "Quần jean", "Váy hoa", "Giày thể thao", "Túi da", "Mũ lưỡi trai"];
const COLOURS = ["Đỏ", "Xanh", "Trắng", "Đen"];

export const productRow = (entry: Entry<Fields>, granted: readonly number[] = []): Fields => {
  const { stock: _stock, appProductId: _app, description: _text, content: _content, vat: _vat, ...row } = entry.row;
  return { ...row, inventory: stockOf(entry.row, granted), updatedAt: touched(entry) };
};

export const inventoryRow = ({ row }: Entry<Fields>, granted: readonly number[] = []): Fields => ({
  productId: row.id,
  barcode: row.barcode,
  name: row.name,
  prices: { retail: row.prices.retail, wholesale: row.prices.wholesale, import: row.prices.import, avgCost: 0 },
  inventory: stockOf(row, granted),
});

export const addProduct = (box: Box, fields: Fields = {}) =>
  box.products.insert((id, at) => {
    const price = box.dice.integer(20, 900) * 1_000;
    return {
      id,
      parentId: box.dice.chance(0.1) && box.products.size > 0 ? anyOf(box, box.products).id : -1,
      code: `SP${id}`,
      barcode: `2000${id}`,
      name: `${box.dice.pick(GOODS)} ${box.dice.integer(1, 999)}`,
      otherName: "",
      status: box.dice.chance(0.1) ? 3 : box.dice.pick([1, 2, 2, 2, 4]),
      priceVatMode: 2,
      importPriceVatMode: 2,
      categoryId: anyOf(box, box.categories)?.id ?? 0,
      internalCategoryId: 0,
      prices: {
        retail: price,
        retailVat: 0,
        import: price / 2,
        importVat: 0,
        old: 0,
        wholesale: price * 0.8,
        avgCost: 0,
      },
      images: { avatar: "", others: [] },
      warranty: { month: 0, phone: "", address: "" },
      brandId: 0,
      type: 1,
      shipping: { width: 0, height: 0, length: 0, weight: 300 },
      countryName: "",
      // PHP writes an empty object as an empty array.
      units: [],
      combos: [],
      attributes: [{ id: 1, name: "Màu sắc", nameOther: "", value: box.dice.pick(COLOURS), code: "", codeOther: "" }],
      createdAt: unix(at),
      tagIds: [],
      stock: Object.fromEntries(
        box.depots.live().map((depot) => [depot.id, { remain: box.dice.integer(0, 200), shipping: 0, holding: 0 }]),
      ),
      ...fields,
    };
  });

const productFilter = (row: Fields, filters: Fields): boolean =>
  includes(filters.ids, row.id) &&
  // Stopped ones are hidden unless asked for, by status or by id.
  (listOf(filters.status).length > 0 || listOf(filters.ids).length > 0
    ? includes(filters.status, row.status)
    : row.status !== 3) &&
  contains(filters.name, row.name, row.code, row.barcode) &&
  equals(filters.parentId, row.parentId) &&
  includes(filters.categoryIds, row.categoryId) &&
  equals(filters.categoryId, row.categoryId) &&
  includes(filters.brandIds, row.brandId) &&
  (filters.price?.from === undefined || row.prices.retail >= filters.price.from) &&
  (filters.price?.to === undefined || row.prices.retail <= filters.price.to);

export const productList =
  (box: Box): Handler =>
  (call) =>
    pageOf(box, call, box.products, {
      sortable: "id",
      descending: true,
      between: betweenUpdates(call.body?.filters),
      where: (row, _entry, filters) => productFilter(row, filters),
      toRow: (entry) => productRow(entry, grantOf(box, call).depots),
    });

export const inventoryList =
  (box: Box): Handler =>
  (call) =>
    pageOf(box, call, box.products, {
      sortable: "productId",
      descending: true,
      // The details' time: a change of stock alone is not found by it.
      between: betweenUpdates(call.body?.filters),
      where: (row, _entry, filters) => productFilter(row, filters),
      toRow: (entry) =>
        inventoryRow(
          entry,
          listOf(call.body?.filters?.depotIds).length > 0 ? call.body.filters.depotIds : grantOf(box, call).depots,
        ),
    });

export const unknownProducts = (box: Box, lines: unknown): Reply | undefined => {
  const bad = listOf(lines).flatMap((line, place) =>
    box.products.get(line?.id) && line.quantity > 0 ? [] : [[`products.${place}.id`, "invalid product id"]],
  );
  if (listOf(lines).length === 0) return invalid({ products: "products is required" });
  return bad.length > 0 ? invalid(Object.fromEntries(bad)) : undefined;
};
