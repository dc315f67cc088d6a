import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { notify } from "./webhooks.ts";
import { type Row, seconds } from "./wire.ts";

/** Stock of a warehouse in which there never was any. */
export const emptyLevel = (warehouseId: unknown): Row => ({
  actual_remain_quantity: 0,
  remain_quantity: 0,
  pending_quantity: 0,
  returning_quantity: 0,
  waiting_quantity: 0,
  total_quantity: 0,
  selling_avg: 0.0,
  batch_position: null,
  shelf_position: null,
  warehouse_id: warehouseId,
});

const levelAt = (variation: Entry<Row>, warehouseId: string): Row => {
  variation.row.stock[warehouseId] ??= emptyLevel(warehouseId);
  return variation.row.stock[warehouseId];
};

interface StockCount {
  readonly warehouseId: string;
  readonly amount: number;
  /** The stock on hand; otherwise what can be sold. Either moves the other by the same. */
  readonly actual: boolean;
  readonly why: string;
}

export const setStock = (box: Box, variation: Entry<Row>, count: StockCount): void => {
  const { warehouseId, amount, actual, why } = count;
  const level = levelAt(variation, warehouseId);
  const change = amount - (actual ? level.actual_remain_quantity : level.remain_quantity);
  moveStock(box, variation, { warehouseId, sellable: change, onHand: change, why, isActual: actual });
};

interface StockMove {
  readonly warehouseId: string;
  /** By how much each changes. */
  readonly sellable: number;
  readonly onHand: number;
  readonly why: string;
  readonly isActual?: boolean;
}

export const moveStock = (box: Box, variation: Entry<Row>, move: StockMove): void => {
  const { warehouseId, sellable, onHand, why, isActual = false } = move;
  if (!box.variations.get(variation.id)) return;
  box.variations.edit(variation.id, () => {
    const level = levelAt(variation, warehouseId);
    level.remain_quantity += sellable;
    level.actual_remain_quantity += onHand;
    if (onHand > 0) level.total_quantity += onHand;
  });
  const level = levelAt(variation, warehouseId);
  box.histories.insert((id) => ({
    id,
    quantity: sellable,
    remain_quantity: level.remain_quantity,
    avg_price: variation.row.last_imported_price,
    type: why,
    table_name: "warehouses",
    // "ref_display_id": "433" beside "type": "Tạo phiếu chuyển kho #433".
    ref_display_id: /#(\w+)$/.exec(why)?.[1] ?? null,
    editor_id: box.dice.pick(box.staff.live()).id,
    variation_now: { id: variation.id, display_id: variation.row.display_id, product_id: variation.row.product_id },
    warehouse: { id: warehouseId, name: box.warehouses.get(warehouseId)?.row.name },
  }));
  notify(box, "variations_warehouses", {
    actual_remain_quantity: level.actual_remain_quantity,
    remain_quantity: level.remain_quantity,
    type: "variations_warehouses",
    variation_id: variation.id,
    warehouse_id: warehouseId,
    change_quantity: sellable,
    is_actual_remain_quantity: isActual,
    inserted_at: seconds(box.shop.now()).replace("T", " "),
  });
};
