import type { Entry } from "../simulator.ts";
import { type Box, nextNumber, someOf } from "./box.ts";
import { addProduct } from "./products.ts";
import { moveStock } from "./stock.ts";
import { type Row, seconds } from "./wire.ts";

export const newDocument = (box: Box): { warehouse_id: unknown; items: Row[] } => {
  const variation = someOf(box, box.variations) ?? addProduct(box).variations[0];
  return {
    warehouse_id: box.dice.pick(box.warehouses.live()).id,
    items: [{ variation_id: variation?.id, quantity: box.dice.integer(1, 20), imported_price: 100_000 }],
  };
};

export const buy = (box: Box): void => {
  addPurchase(box, { ...newDocument(box), status: box.dice.pick([-1, 0, 1]) });
};

interface Movement {
  readonly warehouseId: unknown;
  /** 1: in; -1: out. */
  readonly sign: 1 | -1;
  readonly why: string;
}

const moveItems = (box: Box, items: readonly Row[] | undefined, { warehouseId, sign, why }: Movement): void => {
  for (const item of items ?? []) {
    const variation = box.variations.get(String(item.variation_id));
    const change = sign * Number(item.quantity ?? 0);
    if (variation && change !== 0)
      moveStock(box, variation, {
        warehouseId: String(warehouseId),
        sellable: change,
        onHand: change,
        why,
        isActual: true,
      });
  }
};

/** "1: Đã nhập hàng": from then on the goods are there. */
const RECEIVED = 1;
export const bookPurchase = (box: Box, row: Row, before?: Row): void => {
  if (Number(row.status) !== RECEIVED || Number(before?.status) === RECEIVED) return;
  moveItems(box, row.items, {
    warehouseId: row.warehouse_id,
    sign: 1,
    why: `Tạo phiếu nhập kho #${row.display_id}`,
  });
};

/** "1: Hoàn tất". */
const DONE = 1;
export const bookExport = (box: Box, row: Row, before?: Row): void => {
  if (Number(row.status) !== DONE || Number(before?.status) === DONE) return;
  moveItems(box, row.export_items, {
    warehouseId: row.warehouse_id,
    sign: -1,
    why: `Tạo phiếu xuất kho #${row.display_id}`,
  });
};

/** The goods leave when the slip is made (the document's history: -1, "Tạo phiếu chuyển kho #433") and arrive with state 2. */
const ARRIVED = 2;
export const bookTransfer = (box: Box, row: Row, before?: Row): void => {
  const why = `Tạo phiếu chuyển kho #${row.display_id}`;
  if (!before) moveItems(box, row.items, { warehouseId: row.from_warehouse_id, sign: -1, why });
  if (Number(row.status) === ARRIVED && before && Number(before.status) !== ARRIVED)
    moveItems(box, row.items, { warehouseId: row.to_warehouse_id, sign: 1, why });
};

const booked = (box: Box, made: Entry<Row>, book: (box: Box, row: Row) => void): Entry<Row> => {
  book(box, made.row);
  return made;
};

export const addPurchase = (box: Box, input: Row): Entry<Row> => {
  const items: Row[] = (input.items ?? []).map((item: Row) => ({ id: box.dice.uuid(), ...item }));
  const made = box.purchases.insert((id) => ({
    id,
    display_id: 6_000 + nextNumber(box),
    status: input.status ?? -1,
    note: input.note ?? "",
    warehouse_id: input.warehouse_id,
    supplier_products_id: input.supplier_products_id ?? null,
    items,
    total_quantity: items.reduce((sum, item) => sum + Number(item.quantity ?? 0), 0),
    total_price: items.reduce((sum, item) => sum + Number(item.quantity ?? 0) * Number(item.imported_price ?? 0), 0),
    discount: input.discount ?? 0,
    transport_fee: input.transport_fee ?? 0,
    tags: input.tags ?? [],
    images: input.images ?? [],
    bill_images: [],
    created_type: "actual_purchase",
    received_at: null,
    separate_by_display_ids: input.separate_by_display_ids ?? null,
  }));
  return booked(box, made, bookPurchase);
};

export const addExport = (box: Box, input: Row): Entry<Row> => {
  const items: Row[] = (input.export_items ?? []).map((item: Row) => ({ id: box.dice.uuid(), ...item }));
  const made = box.exports.insert((id) => ({
    id,
    display_id: 400 + nextNumber(box),
    type: Number(input.type ?? 0),
    status: input.status ?? 0,
    note: input.note ?? "",
    warehouse_id: input.warehouse_id,
    supplier_products_id: input.supplier_products_id ?? null,
    export_items: items,
    total: items.reduce((sum, item) => sum + Number(item.quantity ?? 0), 0),
    total_price: items.reduce((sum, item) => sum + Number(item.quantity ?? 0) * Number(item.imported_price ?? 0), 0),
    images: input.images ?? [],
    tags: input.tags ?? [],
  }));
  return booked(box, made, bookExport);
};

export const addTransfer = (box: Box, input: Row): Entry<Row> => {
  const made = box.transfers.insert((id) => ({
    id,
    display_id: 300 + nextNumber(box),
    from_warehouse_id: input.from_warehouse_id,
    from_warehouse_name: box.warehouses.get(input.from_warehouse_id)?.row.name ?? null,
    to_warehouse_id: input.to_warehouse_id,
    to_warehouse_name: box.warehouses.get(input.to_warehouse_id)?.row.name ?? null,
    items: (input.items ?? []).map((item: Row) => ({ id: box.dice.uuid(), ...item })),
    note: input.note ?? "",
    images: [],
    shipping_fee: input.shipping_fee ?? 0,
    shop_id: Number(box.shopId),
    status: 0,
    total_quantity: (input.items ?? []).length,
  }));
  return booked(box, made, bookTransfer);
};

export const addStocktaking = (box: Box, input: Row): Entry<Row> => {
  if (input.status === 1) bookCount(box, input);
  return box.stocktakings.insert((id) => ({
    id,
    display_id: null,
    items: (input.items ?? []).map((item: Row) => ({ id: box.dice.uuid(), ...item })),
    note: input.note ?? "",
    progress: 0,
    shop_id: Number(box.shopId),
    status: input.status ?? 0,
    stocktaking_by: input.stocktaking_by ?? "category_ids",
    stocktaking_by_value: [],
    warehouse_id: input.warehouse_id,
  }));
};

/** A finished count books its differences. */
const bookCount = (box: Box, count: Row): void => {
  for (const item of count.items ?? []) {
    const variation = box.variations.get(item.variation_id);
    const change = Number(item.changed_quantity);
    if (variation)
      moveStock(box, variation, {
        warehouseId: count.warehouse_id,
        sellable: change,
        onHand: change,
        why: "Kiểm hàng",
        isActual: true,
      });
  }
};

const timeOf = (value: unknown): number | undefined => {
  if (typeof value === "number") return value * 1_000;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

export const addTransaction = (box: Box, input: Row): Entry<Row> => {
  return box.transactions.insert((id, at) => ({
    id,
    display_id: `KH${6_000 + nextNumber(box)}`,
    name: input.name,
    note: input.note ?? "",
    amount: Number(input.amount ?? 0),
    status: 1,
    supplier_products_id: input.supplier_products_id ?? null,
    is_accounting: input.is_accounting ?? false,
    is_canceled: false,
    is_locked: input.is_locked ?? false,
    payments: input.payments ?? ["cash"],
    images: [],
    tag_ids: input.tag_ids ?? [],
    table_name: "transactions",
    shop_id: Number(box.shopId),
    // Typed as a unix time and shown as a text on the way in; a text without a zone on the way out.
    time_incurred: seconds(timeOf(input.time_incurred) ?? at),
  }));
};
