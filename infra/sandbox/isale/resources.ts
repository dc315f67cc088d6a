import type { ResourceName } from "../../../shared/core/records.ts";
import type { Table } from "../../../shared/vendors/isale/operations.ts";
import { type Box, rowsOf } from "./box.ts";

const resourceTables: Partial<Record<ResourceName, Table>> = {
  locations: "store",
  staff: "staff",
  notes: "note",
  debts: "debt",
  quotes: "quote",
  trades: "trade",
  "trade-categories": "trade_category",
  "sales-lines": "sales_line",
  "business-types": "business_type",
  "money-accounts": "money_account",
  transfers: "transfer_note",
  "received-notes": "received_note",
  "level-configs": "level_config",
  "shift-logs": "shift_log",
  "product-attributes": "product_attribute",
  "product-types": "product_type",
  "product-attribute-quantities": "product_attribute_quantity",
  "custom-tables": "custom_table",
  "custom-table-records": "custom_table_data",
  tasks: "crm_task",
  deals: "crm_deal",
  "deal-items": "crm_deal_item",
  "deal-stages": "crm_deal_stage",
  pipelines: "crm_pipeline",
};

export const resources = (box: Box): Record<string, () => readonly unknown[]> => ({
  customers: () => rowsOf(box.contacts),
  products: () => rowsOf(box.products),
  inventory: () => rowsOf(box.products),
  orders: () => rowsOf(box.orders),
  leads: () => rowsOf(box.leads),
  "calendar-events": () => rowsOf(box.events),
  flows: () => rowsOf(box.flows),
  "flow-runs": () => rowsOf(box.runs),
  ...Object.fromEntries(
    Object.entries(resourceTables).map(([resource, table]) => [resource, () => rowsOf(box.tables[table as Table])]),
  ),
});
