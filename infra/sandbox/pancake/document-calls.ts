import type { Entry, Handler } from "../simulator.ts";
import type { Box } from "./box.ts";
import {
  addExport,
  addPurchase,
  addStocktaking,
  addTransaction,
  addTransfer,
  bookExport,
  bookPurchase,
  bookTransfer,
} from "./documents.ts";
import { byStatus, listRows, span } from "./listing.ts";
import { done, innerOf, micros, needRow, numberIn, type Row, required, SHOP, seconds, withStamps } from "./wire.ts";
import { createRow, mergeRow } from "./writes.ts";

const separatePurchases =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const from = innerOf(box, body, "oldPurchase");
    const to = innerOf(box, body, "newPurchase");
    const old = needRow(box, box.purchases.get(String(from.id)), "Purchase");
    box.purchases.edit(old.id, (row) =>
      Object.assign(row, { items: from.items ?? row.items, note: from.note ?? row.note }),
    );
    const made = addPurchase(box, { ...to, separate_by_display_ids: old.row.display_id });
    commit(made.id);
    return done(withStamps(made));
  };

const createTransfers =
  (box: Box): Handler =>
  ({ body, commit }) => {
    const input = innerOf(box, body, "transfer");
    required(input, "from_warehouse_id", "to_warehouse_ids", "items");
    const made = input.to_warehouse_ids.map((to: unknown) => addTransfer(box, { ...input, to_warehouse_id: to }));
    for (const entry of made) commit(entry.id);
    return done(made.map(withStamps));
  };

export const documentRoutes = (box: Box): Readonly<Record<string, Handler>> => ({
  [`GET ${SHOP}/transactions`]: listRows(box, box.transactions, withStamps, (query) => ({
    ...byStatus(-1)(query),
    ...span(query, "created", "startDateTime", "endDateTime"),
  })),
  [`POST ${SHOP}/transactions`]: createRow(box, "transaction", ["name"], (input) => addTransaction(box, input)),
  [`POST ${SHOP}/adv_costs`]: createRow(box, "params", ["cost_date", "transaction", "items"], (input) =>
    box.advertising.insert((id) => ({ ...input, id })),
  ),
  [`GET ${SHOP}/analytics/sale`]: () => {
    const days = new Map<string, Row>();
    for (const { row, created } of box.orders.live().slice(-500)) {
      const date = seconds(created).slice(0, 10);
      const day = days.get(date) ?? {
        date,
        returned: null,
        success: { cod: 0, discount: 0, order_count: 0, price: 0 },
      };
      day.success.cod += row.cod;
      day.success.price += row.total_price;
      day.success.order_count += 1;
      days.set(date, day);
    }
    return done([...days.values()]);
  },
  [`GET ${SHOP}/purchases`]: listRows(box, box.purchases, withStamps, byStatus(-2)),
  [`POST ${SHOP}/purchases`]: createRow(box, "purchase", ["warehouse_id", "items"], (input) => addPurchase(box, input)),
  [`PUT ${SHOP}/purchases/{purchase_id}`]: mergeRow(
    box,
    box.purchases,
    { parameter: "purchase_id", name: "purchase" },
    (row, before) => bookPurchase(box, row, before),
  ),
  [`POST ${SHOP}/purchases/separate`]: separatePurchases(box),
  [`GET ${SHOP}/export`]: listRows(
    box,
    box.exports,
    withStamps,
    byStatus(-1, (row, query) => row.type === (numberIn(query, "type") ?? 0)),
  ),
  [`POST ${SHOP}/export`]: createRow(box, "export_list", ["warehouse_id", "export_items"], (input) =>
    addExport(box, input),
  ),
  [`PUT ${SHOP}/export/{export_id}`]: mergeRow(
    box,
    box.exports,
    { parameter: "export_id", name: "export_list" },
    (row, before) => bookExport(box, row, before),
  ),
  // Without a status only those under way are shown; there is none for all.
  [`GET ${SHOP}/transfers`]: listRows(box, box.transfers, transferRow, (query) => {
    const status = numberIn(query, "status") ?? 1;
    return { where: (row) => row.status === status };
  }),
  [`POST ${SHOP}/transfers/multi`]: createTransfers(box),
  [`PUT ${SHOP}/transfers/{transfer_id}`]: mergeRow(
    box,
    box.transfers,
    { parameter: "transfer_id", name: "transfer" },
    (row, before) => bookTransfer(box, row, before),
  ),
  [`GET ${SHOP}/stocktakings`]: listRows(box, box.stocktakings, withStamps, byStatus(-2)),
  [`POST ${SHOP}/stocktakings`]: createRow(box, "stocktaking", ["warehouse_id", "items", "status"], (input) =>
    addStocktaking(box, input),
  ),
  [`PUT ${SHOP}/stocktakings/{stocktaking_id}`]: mergeRow(box, box.stocktakings, {
    parameter: "stocktaking_id",
    name: "stocktaking",
  }),
  [`GET ${SHOP}/inventory_histories`]: listRows(box, box.histories, historyRow, (query) => {
    const warehouseId = query.get("warehouse_id");
    const variations = query.getAll("variation_ids[]");
    return {
      ...span(query, "created", "startDate", "endDate"),
      where: (row) =>
        (warehouseId === null || row.warehouse.id === warehouseId) &&
        (variations.length === 0 || variations.includes(row.variation_now.id)),
    };
  }),
});

export const transferRow = (entry: Entry<Row>): Row => ({
  ...entry.row,
  inserted_at: seconds(entry.created),
  updated_status_at: seconds(entry.modified ?? entry.created),
});

export const historyRow = (entry: Entry<Row>): Row => ({ ...entry.row, inserted_at: micros(entry.created) });
