import { everyPart } from "../../core/parts.ts";
import { namedByLines, productOfStock, stockOfLines, stockOfProduct } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { idOrNone } from "../../core/rows.ts";
import { DAY, SECOND } from "../../core/time.ts";
import type { Ask, Resource } from "../../core/vendor.ts";
import { toOrder } from "./documents.ts";
import {
  asParams,
  getter,
  narrowById,
  narrowBySearch,
  narrowProducts,
  orderListing,
  resource,
  snapshot,
} from "./listings.ts";
import { idOf, toCustomer, toInventory, toLocation, toProduct, toRaw } from "./normalize.ts";
import { MOST_ROWS, readableTables, type Table } from "./operations.ts";
import { type Row, rowIn } from "./schema.ts";
import { toStaffMember, toTransfer } from "./trade.ts";

/** Our names for the vendor's tables; the three with a canonical or special name are listed apart. */
const tableNames: Readonly<Record<Table, ResourceName>> = {
  store: "locations",
  staff: "staff",
  note: "notes",
  debt: "debts",
  quote: "quotes",
  trade: "trades",
  trade_category: "trade-categories",
  sales_line: "sales-lines",
  business_type: "business-types",
  money_account: "money-accounts",
  transfer_note: "transfers",
  received_note: "received-notes",
  level_config: "level-configs",
  shift_log: "shift-logs",
  product_attribute: "product-attributes",
  product_type: "product-types",
  product_attribute_quantity: "product-attribute-quantities",
  custom_table: "custom-tables",
  custom_table_data: "custom-table-records",
  crm_task: "tasks",
  crm_deal: "deals",
  crm_deal_item: "deal-items",
  crm_deal_stage: "deal-stages",
  crm_pipeline: "pipelines",
};

/** Tables with a canonical form. */
const readers: Readonly<Partial<Record<Table, Resource["normalize"]>>> = {
  store: toLocation,
  staff: toStaffMember,
  transfer_note: toTransfer,
};

const SELDOM = { everySeconds: 900 } as const;

const tableResource = (table: Table): Resource<Row> =>
  resource(
    tableNames[table],
    snapshot("table-records.list", {
      call: (ask) => ({ params: { table, limit: ask.size, ...asParams(ask.partition) } }),
      narrow: narrowById,
    }),
    {
      operation: "table-records.get",
      call: (id) => ({ params: { table, id } }),
      read: rowIn,
    },
    { normalize: readers[table] ?? toRaw, permission: readableTables[table], ...SELDOM },
  );

const tableResources = (Object.keys(readableTables) as Table[]).map(tableResource);

const flows = snapshot("flows.list");
const products = snapshot("products.list", { narrow: narrowProducts });

export const resources: readonly Resource[] = [
  ...tableResources.filter((each) => each.name === "locations"),
  resource("products", products, getter("products.get"), {
    normalize: toProduct,
    ends: stockOfProduct,
    everySeconds: 300,
    // The stock moves with every sale and is a resource of its own.
    volatile: ["count"],
  }),
  resource("inventory", products, getter("products.get"), {
    normalize: toInventory,
    names: productOfStock,
    ends: productOfStock,
    everySeconds: 120,
  }),
  resource("customers", snapshot("contacts.list", { narrow: narrowBySearch }), getter("contacts.get"), {
    normalize: toCustomer,
    everySeconds: 300,
  }),
  resource("orders", orderListing, getter("orders.get"), {
    normalize: toOrder,
    // Joined rows of other tables: their edits are not the order's.
    volatile: ["contact", "staff", "store", "table", "moneyAccount"],
    // The poll reads three days again. Orders that are older are edited as well, and nothing stamps that.
    looks: [
      {
        kind: "created",
        listing: orderListing,
        everySeconds: 3_600,
        backSeconds: 31 * (DAY / SECOND),
        // All shops behind one address share 120 calls a minute.
        mostCallsAnHour: 60,
      },
    ],
    names: namedByLines,
    touches: stockOfLines,
  }),
  resource("leads", snapshot("leads.list", { narrow: narrowBySearch }), getter("leads.get"), {
    normalize: toRaw,
    everySeconds: 300,
  }),
  resource("calendar-events", snapshot("calendar-events.list", { narrow: narrowById }), getter("calendar-events.get"), {
    normalize: toRaw,
    everySeconds: 300,
  }),
  resource("flows", flows, getter("flows.get"), { normalize: toRaw, ...SELDOM }),
  resource(
    "flow-runs",
    snapshot("flow-runs.list", {
      call: (ask) => ({ params: { limit: ask.size, ...asParams(ask.partition) } }),
      partitions: async (call) => {
        const ask: Ask = { size: MOST_ROWS };
        const { rows, full } = flows.read(await call(flows.operation, flows.call(ask)), ask);
        const ids = async () => ({ ids: rows.map((flow) => idOrNone(idOf, flow)) });
        const { parts, isIncomplete } = await everyPart(ids, (flowId) => ({ flowId }));
        // A full answer may have been cut, and cannot be continued.
        return { parts, isIncomplete: isIncomplete === true || full === true };
      },
    }),
    getter("flow-runs.get", "runId"),
    { normalize: toRaw, ...SELDOM },
  ),
  ...tableResources.filter((each) => each.name !== "locations"),
];
