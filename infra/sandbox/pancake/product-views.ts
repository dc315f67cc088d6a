import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { variationsOf } from "./products.ts";
import { emptyLevel } from "./stock.ts";
import { type Row, seconds, withPreciseStamps } from "./wire.ts";

const levelsOf = (row: Row): Row[] => Object.values(row.stock as Record<string, Row>);

const everUsed = (level: Row) =>
  Object.entries(level).some(([name, value]) => name.endsWith("_quantity") && value !== 0);

const sellableOf = (levels: readonly Row[]) => levels.reduce((sum, level) => sum + level.remain_quantity, 0);

/** The list shows warehouses that were ever used and the average cost; the product shows all and not the cost. */
export const listedVariation = (box: Box, entry: Entry<Row>): Row => {
  const { stock: _stock, ...row } = withPreciseStamps(entry);
  const levels = levelsOf(entry.row).filter(everUsed);
  const product = box.products.get(entry.row.product_id)?.row ?? {};
  return {
    ...row,
    product: Object.fromEntries(
      ["note_product", "categories", "display_id", "name", "tags", "is_published"].map((name) => [
        name,
        product[name] ?? null,
      ]),
    ),
    remain_quantity: sellableOf(levels),
    total_purchase_price: sellableOf(levels) * row.last_imported_price,
    variations_warehouses: levels,
  };
};

export const wholeProduct = (box: Box, entry: Entry<Row>): Row => ({
  ...entry.row,
  inserted_at: seconds(entry.created),
  variations: variationsOf(box, entry.id).map((variation) => {
    const { stock: _stock, average_imported_price: _average, ...row } = withPreciseStamps(variation);
    const levels = box.warehouses.live().map(({ id }) => ({ ...emptyLevel(id), ...variation.row.stock[id] }));
    return { ...row, remain_quantity: sellableOf(levels), variations_warehouses: levels };
  }),
});

export const categoryTree = (box: Box, parent: unknown): Row[] =>
  box.categories
    .live()
    .filter(({ row }) => row.parent === parent)
    .map(({ id, row }) => ({ id, text: row.text, nodes: categoryTree(box, id) }));

/** The tree as rows, each with its parent and its place among its siblings. */
export const flatCategories = (nodes: readonly Row[], parent: unknown = null): Row[] =>
  nodes.flatMap((node, rank) => [
    { id: node.id, text: node.text, parent_id: parent, rank },
    ...flatCategories(node.nodes, node.id),
  ]);
