import type { Collection, Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { staffRow } from "./business.ts";
import { crmRecord, tableRow } from "./crm.ts";
import { CARRIERS } from "./data.ts";
import { historyRow, transferRow } from "./document-calls.ts";
import { isNotDeleted } from "./order-calls.ts";
import { categoryTree, flatCategories, listedVariation } from "./product-views.ts";
import { type Row, withPreciseStamps, withStamps } from "./wire.ts";

const shownRows =
  (collection: Collection<Row>, show: (entry: Entry<Row>) => Row = withStamps) =>
  () =>
    collection.live().map(show);

/** A row that is compared: the warehouses stand in no order that means something. */
const inOrder = (row: Row): Row => ({
  ...row,
  variations_warehouses: [...row.variations_warehouses].sort((one, other) =>
    one.warehouse_id < other.warehouse_id ? -1 : 1,
  ),
});

export const resources = (box: Box): Record<string, () => readonly unknown[]> => ({
  locations: () => box.warehouses.live().map(({ row }) => row),
  categories: () => flatCategories(categoryTree(box, null)),
  products: shownRows(box.variations, (entry) => listedVariation(box, entry)),
  inventory: shownRows(box.variations, (entry) => inOrder(listedVariation(box, entry))),
  customers: shownRows(box.customers),
  orders: () =>
    box.orders
      .live()
      .filter(({ row }) => isNotDeleted(row))
      .map(withPreciseStamps),
  returns: shownRows(box.returns),
  "purchase-orders": shownRows(box.purchases),
  exports: shownRows(box.exports),
  transfers: shownRows(box.transfers, transferRow),
  stocktakings: shownRows(box.stocktakings),
  "inventory-histories": shownRows(box.histories, historyRow),
  "cash-flow": shownRows(box.transactions),
  vouchers: shownRows(box.vouchers),
  promotions: shownRows(box.promotions),
  "advanced-promotions": shownRows(box.advanced),
  combos: shownRows(box.combos),
  staff: shownRows(box.staff, (entry) => staffRow(box, entry)),
  "order-tags": shownRows(box.tags, ({ row }) => row),
  "order-sources": shownRows(box.sources),
  "customer-levels": shownRows(box.levels),
  "unit-groups": shownRows(box.unitGroups),
  carriers: () => CARRIERS,
  "call-laters": shownRows(box.callLaters),
  "crm-tables": shownRows(box.tables, tableRow),
  "crm-profiles": shownRows(box.profiles),
  "crm-records": () => box.records.live().map((entry) => ({ ...crmRecord(entry), table_name: entry.row.table })),
});
