import type { Handler } from "../simulator.ts";
import { grantOf } from "./access.ts";
import { type Box, rowsOf } from "./box.ts";
import { derived, smallList, tagList } from "./listing.ts";
import { addProduct, inventoryList, productList, productRow } from "./products.ts";
import { type Fields, invalid, listOf, missing, ok, refuse, unix } from "./wire.ts";

const productFields = (row: Fields, given: Fields) => {
  for (const field of [
    "name",
    "code",
    "barcode",
    "status",
    "categoryId",
    "description",
    "content",
    "tagIds",
    "vat",
    "priceVatMode",
  ])
    if (given[field] !== undefined) row[field] = given[field];
  if (given.price !== undefined) row.prices = { ...row.prices, retail: given.price };
  if (given.importPrice !== undefined) row.prices = { ...row.prices, import: given.importPrice };
  if (given.wholesalePrice !== undefined) row.prices = { ...row.prices, wholesale: given.wholesalePrice };
  if (given.shippingWeight !== undefined) row.shipping = { ...row.shipping, weight: given.shippingWeight };
  if (given.unit !== undefined) row.units = { name: given.unit, list: [] };
};

const blankProduct = { parentId: -1, categoryId: 0, status: 1, attributes: [], stock: {} };

const productAdd =
  (box: Box): Handler =>
  ({ body, commit }) => {
    if (!Array.isArray(body) || body.length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.length > 100) return invalid({ products: "max 100 products" });
    for (const [place, given] of body.entries()) {
      const wrong = missing(given, "appProductId", "name");
      if (wrong) return invalid({ [`${place}`]: "appProductId and name are required" });
    }
    const made = body.map((given) => {
      const fields: Fields = {
        ...blankProduct,
        prices: { retail: 0, import: 0, wholesale: 0, old: 0, avgCost: 0 },
        shipping: { width: 0, height: 0, length: 0, weight: 0 },
        appProductId: given.appProductId,
        type: given.type ?? 1,
      };
      productFields(fields, given);
      const entry = addProduct(box, fields);
      commit(entry.id, given.appProductId, given);
      return { id: entry.id, appProductId: given.appProductId, barcode: entry.row.barcode };
    });
    return ok(made);
  };

const productEdit =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const entry = box.products.get(body?.id);
    if (!entry) return invalid({ id: "id is invalid" });
    box.products.edit(entry.id, (row) => productFields(row, body));
    commit(entry.id);
    return ok([{ id: String(entry.id), appProductId: entry.row.appProductId ?? null, barcode: entry.row.barcode }]);
  };

const productDetail =
  (box: Box): Handler =>
  (call) => {
    const entry = box.products.get(call.body?.filters?.id);
    if (!entry) return refuse("ERR_PRODUCT_NOT_FOUND", "Product not found");
    const row = productRow(entry, grantOf(box, call).depots);
    const { warranty: _warranty, ...inventory } = row.inventory as Fields;
    return ok({
      ...row,
      status: String(row.status),
      description: entry.row.description ?? "",
      content: entry.row.content ?? "",
      vat: entry.row.vat ?? 0,
      category: { id: row.categoryId, code: "", name: box.categories.get(row.categoryId)?.row.name ?? "" },
      brand: [],
      type: { id: row.type, name: "" },
      // Flat here, an object in the list.
      inventory: { ...inventory, warranty: 0, warrantyHolding: 0, holdingNew: 0, shippingExport: 0 },
      suppliers: [],
      videos: [],
      branchPrices: [],
      childs: [],
    });
  };

const externalImages =
  (box: Box): Handler =>
  ({ body, commit }) => {
    if (listOf(body).length === 0) return refuse("ERR_INVALID_DATA", "Invalid data");
    if (body.some((each: Fields) => !box.products.get(each?.productId))) return invalid({ productId: "is invalid" });
    for (const { productId, mode, externalImages: links } of body) {
      box.products.edit(productId, (row) => {
        const [avatar = "", ...others] = mode === "deleteall" ? [] : listOf(links);
        row.images = { avatar, others };
      });
      commit(productId);
    }
    return ok(body.map(({ productId }: Fields) => productId));
  };

export const productRoutes = (box: Box): Record<string, Handler> => ({
  "product/list": productList(box),
  "product/add": productAdd(box),
  "product/edit": productEdit(box),
  "product/detail": productDetail(box),
  "product/inventory": inventoryList(box),
  "product/category": smallList(box, box.categories),
  "product/internalcategory": smallList(box, box.table("internal-categories", 901)),
  "product/brand": smallList(box, box.table("brands", 61)),
  "product/unit": smallList(box, box.table("units", 31)),
  "product/batch": smallList(box, box.table("batches", 41)),
  "product/expire": derived(box, () => rowsOf(box.table("expiries")).map(({ id: _id, ...row }) => row)),
  "product/gift": derived(box, () => rowsOf(box.table("gifts")).map(({ id: _id, ...row }) => row)),
  "product/imei": derived(box, () => rowsOf(box.table("imeis")).map(({ id: _id, ...row }) => row)),
  "product/imeihistory": ({ body }) =>
    missing(body, "filters.imei") ??
    ok([{ step: { id: 1, name: "Nhập" }, itemType: 1, itemId: 1, createdAt: unix(box.shop.now()) }]),
  "product/imeisold": derived(
    box,
    ({ fromDate = "", toDate = "9" }) =>
      rowsOf(box.table("imei-sales")).filter(({ date }) => date >= fromDate && date <= toDate),
    50,
  ),
  "product/externalimage": externalImages(box),
  "product/tags": tagList(box, "product-tags"),
  "product/supplierproduct": derived(box, () =>
    rowsOf(box.table("supplier-products")).map(({ id: _id, ...row }) => row),
  ),
  "product/combo": derived(box, () => rowsOf(box.table("combos", 1_231_999_001)), 50),
});
