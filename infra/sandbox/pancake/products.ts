import type { Entry } from "../simulator.ts";
import { type Box, nextNumber } from "./box.ts";
import { COLORS, GOODS, SIZES } from "./data.ts";
import { setStock } from "./stock.ts";
import type { Row } from "./wire.ts";

export const addProduct = (box: Box, input: Row = {}): { product: Entry<Row>; variations: Entry<Row>[] } => {
  const { dice } = box;
  const category = dice.pick(box.categories.live()).row;
  const name = input.name ?? `${dice.pick(GOODS)} ${nextNumber(box) + 1}`;
  const product = box.products.insert((id) => ({
    id,
    name,
    custom_id: input.custom_id ?? null,
    display_id: nextNumber(box) + 100,
    note_product: input.note_product ?? "",
    product_attributes: input.product_attributes ?? [],
    categories: input.category_ids
      ? input.category_ids.map((wanted: unknown) => ({
          id: wanted,
          name: box.categories.get(String(wanted))?.row.text,
        }))
      : [{ id: category.id, name: category.text }],
    tags: [],
    is_published: input.is_published ?? null,
    type: "product",
    image: null,
    is_sell_negative: true,
    measure_group_id: null,
  }));
  const wanted: Row[] = input.variations ?? [{}, {}, {}].slice(0, dice.integer(1, 3)).map(() => ({}));
  const variations = wanted.map((one) => addVariation(box, product, one));
  for (const stock of input.variations_warehouses ?? []) {
    for (const variation of variations)
      setStock(box, variation, {
        warehouseId: stock.warehouse_id,
        amount: Number(stock.remain_quantity),
        actual: false,
        why: "Tạo sản phẩm",
      });
  }
  return { product, variations };
};

export const addVariation = (box: Box, product: Entry<Row>, input: Row): Entry<Row> => {
  const { dice } = box;
  const number = nextNumber(box) + 1;
  const cost = input.last_imported_price ?? dice.integer(2, 50) * 5_000;
  return box.variations.insert((id) => ({
    id,
    product_id: product.id,
    display_id: input.custom_id ?? `SKU-${number}`,
    custom_id: input.custom_id ?? null,
    barcode: input.barcode ?? (dice.chance(0.3) ? null : `893${100_000 + number}`),
    fields:
      input.fields ??
      (input.custom_id === undefined
        ? [
            { id: dice.uuid(), name: "Màu", value: dice.pick(COLORS), keyValue: null },
            { id: dice.uuid(), name: "Size", value: dice.pick(SIZES), keyValue: null },
          ]
        : []),
    images: input.images ?? [],
    retail_price: input.retail_price ?? cost + 50_000,
    retail_price_after_discount: input.retail_price ?? cost + 50_000,
    last_imported_price: cost,
    average_imported_price: cost,
    weight: input.weight ?? dice.integer(1, 30) * 100,
    wholesale_price: [],
    bonus_variations: [],
    composite_products: [],
    is_composite: false,
    is_hidden: input.is_hidden ?? false,
    is_locked: false,
    is_removed: false,
    is_sell_negative_variation: true,
    keyword: null,
    price_at_counter: 0,
    videos: null,
    /** Warehouse -> level; shown as an array. */
    stock: {} as Record<string, Row>,
  }));
};

export const removeProduct = (box: Box, product: Entry<Row>): void => {
  for (const variation of variationsOf(box, product.id)) box.variations.remove(variation.id);
  box.products.remove(product.id);
};

export const variationsOf = (box: Box, productId: unknown): Entry<Row>[] => {
  return box.variations.live().filter(({ row }) => row.product_id === productId);
};
