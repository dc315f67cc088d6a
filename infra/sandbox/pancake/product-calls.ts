import { type Entry, type Handler, json, type Reply } from "../simulator.ts";
import type { Box } from "./box.ts";
import { allRows, listRows, matchesSearch } from "./listing.ts";
import { categoryTree, listedVariation, wholeProduct } from "./product-views.ts";
import { addProduct, addVariation } from "./products.ts";
import { setStock } from "./stock.ts";
import { done, findRow, innerOf, needRow, type Row, refuse, required, SHOP, unknownRow } from "./wire.ts";

const createProduct =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const input = innerOf(box, body, "product");
    required(input, "name");
    for (const variation of input.variations ?? []) required(variation, "retail_price");
    const { product, variations } = addProduct(box, { ...input, variations: input.variations ?? [{}] });
    for (const variation of variations) commit(variation.id, variation.row.custom_id ?? input.custom_id ?? undefined);
    return done(wholeProduct(box, product));
  };

/** Adds, removes or changes one, and answers its id. */
const saveVariation = (box: Box, product: Entry<Row>, variation: Row): number | string => {
  const { id, is_removed: isRemoved, custom_id: code } = variation;
  if (id === undefined) return addVariation(box, product, variation).id;
  if (isRemoved === true) box.variations.remove(id);
  else
    box.variations.edit(id, (row) => {
      Object.assign(row, variation);
      if (code !== undefined) row.display_id = code;
    });
  return id;
};

const updateProduct =
  (box: Box): Handler =>
  ({ path, body, commit }) => {
    const product = needRow(box, box.products.get(path.product_id), "Product");
    const { variations = [], id: _id, category_ids: categories, ...change } = innerOf(box, body, "product");
    for (const variation of variations) {
      if (variation.id !== undefined && box.variations.get(variation.id)?.row.product_id !== product.id)
        return unknownRow(box, "Variation");
    }
    box.products.edit(product.id, (row) => {
      Object.assign(row, change);
      if (Array.isArray(categories)) {
        row.categories = categories.map((id) => ({ id, name: box.categories.get(String(id))?.row.text ?? null }));
      }
    });
    for (const variation of variations) commit(saveVariation(box, product, variation), variation.custom_id);
    if (variations.length === 0) commit(product.id);
    return done(wholeProduct(box, product));
  };

const writeStock = (
  box: Box,
  levels: readonly Row[],
  actual: boolean,
  commit: (id: string | number) => void,
): Reply => {
  for (const level of levels) {
    if (!box.variations.get(String(level.variation_id))) return unknownRow(box, "Variation");
    if (!box.warehouses.get(String(level.warehouse_id))) return refuse(box, "Warehouse not found");
    if (typeof level.remain_quantity !== "number") return refuse(box, "remain_quantity is invalid");
  }
  for (const level of levels) {
    const variation = box.variations.get(level.variation_id) as Entry<Row>;
    setStock(box, variation, {
      warehouseId: level.warehouse_id,
      amount: level.remain_quantity,
      actual,
      why: "Cập nhật tồn kho",
    });
    commit(variation.id);
  }
  return done();
};

export const productRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`POST ${SHOP}/products`]: createProduct(box),
  [`GET ${SHOP}/products/{product_id}`]: ({ path }) =>
    done(wholeProduct(box, findRow(box, box.products.get(path.product_id), "Product", path.product_id))),
  [`PUT ${SHOP}/products/{product_id}`]: updateProduct(box),
  [`GET ${SHOP}/products/variations`]: listRows(
    box,
    box.variations,
    (entry) => listedVariation(box, entry),
    (query) => ({
      where: (row) =>
        matchesSearch(
          { name: box.products.get(row.product_id)?.row.name, sku: row.display_id, barcode: row.barcode },
          query.get("search"),
        ) &&
        (query.get("product_status") !== "locked" || row.is_locked) &&
        (query.get("product_status") !== "not_locked" || !row.is_locked),
    }),
  ),
  [`POST ${SHOP}/variations/{variation_id}/update_quantity`]: ({ path, body, commit }) =>
    writeStock(
      box,
      (body?.variations_warehouses ?? []).map((level: Row) => ({ ...level, variation_id: path.variation_id })),
      body?.is_actual_remain_quantity === true,
      commit,
    ),
  [`POST ${SHOP}/variations/update_quantity`]: ({ body, commit }) =>
    writeStock(box, body?.variations_warehouses ?? [], body?.is_actual_remain_quantity === true, commit),
  [`POST ${SHOP}/variations/update_composite_product`]: ({ body, commit }) => {
    const variation = needRow(box, box.variations.get(String(body?.variation_id)), "Variation");
    box.variations.edit(variation.id, (row) => {
      row.is_composite = true;
      row.composite_products = body.composite_products ?? [];
    });
    commit(variation.id);
    return done();
  },
  [`GET ${SHOP}/categories`]: () => json({ data: categoryTree(box, null), success: true }),
  [`GET ${SHOP}/product_measurements/get_measure`]: allRows(box.unitGroups),
});
