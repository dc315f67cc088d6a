import { everyPart } from "../../core/parts.ts";
import { namedByLines, stockOfLines } from "../../core/proofs.ts";
import { idIn, idOrNone, isObject, rowsIn } from "../../core/rows.ts";
import type { Listing, Resource } from "../../core/vendor.ts";
import { normalizeReturn } from "./documents.ts";
import {
  byStates,
  customers,
  DAY_SECONDS,
  documents,
  numbered,
  orders,
  PAGE_SIZE,
  type Page,
  paged,
  partitioned,
  readPage,
  snapshot,
  stockOf,
  time,
  updatedAt,
  variations,
  window,
} from "./listings.ts";
import {
  crmRecordId,
  flattenCategories,
  normalizeCategory,
  normalizeCrmRecord,
  normalizeCrmTable,
  normalizeInventory,
  normalizeVariation,
  normalizeWarehouse,
} from "./normalize.ts";
import {
  normalizeCashEntry,
  normalizeLevel,
  normalizePromotion,
  normalizePurchase,
  normalizeStaff,
  normalizeTransfer,
  normalizeVoucher,
} from "./trade.ts";

const crmRecords = snapshot("crm-records", "crm-records.list", {
  listing: {
    paging: "page",
    pageSize: PAGE_SIZE,
    partitions: (call) =>
      everyPart(
        async () => {
          const { tables } = (await call("crm-tables.list", {})) as { tables: unknown };
          const living = (rowsIn(tables) ?? []).filter((table) => !isObject(table) || table.is_removed !== true);
          return { ids: living.map((table) => idOrNone((row) => idIn(row, "name"), table)) };
        },
        (name) => ({ table_name: name }),
      ),
    apart: "no row in two",
    call: (ask) => ({ params: { ...paged(ask), ...ask.partition } }),
    // The row itself does not say of which table it is.
    read: ({ data }: { data: Omit<Page, "data"> & { entries: unknown } }, ask) => {
      const page = readPage({ ...data, data: data.entries });
      const told = (row: unknown) => (isObject(row) ? { ...row, table_name: ask.partition?.table_name } : row);
      return { ...page, rows: page.rows.map(told) };
    },
  },
  id: crmRecordId,
  modified: (row) => time(row.ModifiedOn),
  normalize: normalizeCrmRecord,
});

const inventoryHistories = snapshot("inventory-histories", "inventory-histories.list", {
  listing: {
    strategy: "window",
    paging: "page",
    pageSize: PAGE_SIZE,
    maxWindowSeconds: 31 * DAY_SECONDS,
    call: (ask) => {
      const span = window(ask);
      return { params: { ...paged(ask), ...(span ? { startDate: span.from, endDate: span.to } : {}) } };
    },
    time: (row) => time(row.inserted_at),
  },
  touches: [{ resource: "inventory", at: "raw.variation_now.id" }],
  // A log: entries are neither changed nor taken back.
  deletions: { absence: false },
  fullEverySeconds: 30 * DAY_SECONDS,
});

/** Which of a payment's times the filter looks at is not said ("Giao dịch"). */
const cashTimes: Partial<Listing> = {
  divides: { shortestSeconds: 1 },
  call: (ask) => {
    const span = ask.between && window(ask.between);
    return {
      params: { ...paged(ask), status: -1, ...(span ? { startDateTime: span.from, endDateTime: span.to } : {}) },
    };
  },
};

export const resources: readonly Resource[] = [
  snapshot("locations", "warehouses.list", { normalize: normalizeWarehouse }),
  snapshot("categories", "categories.list", {
    listing: { read: ({ data }: Page) => ({ rows: flattenCategories(data) }) },
    normalize: normalizeCategory,
  }),
  variations("products", normalizeVariation, [
    // Stock is a resource of its own, and these two come with the list but not with the product (recorded).
    "variations_warehouses",
    "remain_quantity",
    "total_purchase_price",
    "average_imported_price",
  ]),
  variations("inventory", normalizeInventory, ["total_purchase_price", "average_imported_price"]),
  customers,
  orders,
  snapshot("returns", "returns.list", {
    // The only time filter looks at the day of entry, so that a changed return would never be seen: all of them.
    listing: {
      paging: "page",
      pageSize: PAGE_SIZE,
      call: (ask) => {
        const span = ask.between && window(ask.between);
        const entered = span ? { update_status: "inserted_at", start_time: span.from, end_time: span.to } : {};
        return { params: { ...paged(ask), status: -1, ...entered } };
      },
      divides: { shortestSeconds: 1, time: (row) => time(row.inserted_at) },
    },
    modified: updatedAt,
    normalize: normalizeReturn,
    names: [...namedByLines, { resource: "orders", at: "orderId" }],
    touches: stockOfLines,
    everySeconds: 300,
  }),
  documents(
    "purchase-orders",
    "purchase-orders.list",
    { status: -2, type: "product", preload_items: true },
    {
      normalize: normalizePurchase,
      touches: stockOf("items[]"),
      listing: { narrow: byStates([-1, 0, 1, 2]) },
    },
  ),
  {
    ...partitioned("exports", "exports.list", [{ type: 0 }, { type: 1 }], {
      params: { status: -1 },
      listing: { narrow: byStates([0, 1, 2]) },
    }),
    touches: stockOf("export_items[]"),
  },
  // No "all states" is documented. States only go up, so that read upward none can slip through between two pages.
  {
    ...partitioned("transfers", "transfers.list", [{ status: 0 }, { status: 1 }, { status: 2 }, { status: 3 }]),
    normalize: normalizeTransfer,
    touches: stockOf("items[]"),
  },
  documents(
    "stocktakings",
    "stocktakings.list",
    { status: -2 },
    { touches: stockOf("items[]"), listing: { narrow: byStates([-1, 0, 1, 2]) } },
  ),
  inventoryHistories,
  documents("cash-flow", "cash-flow.list", { status: -1 }, { normalize: normalizeCashEntry, listing: cashTimes }),
  snapshot("vouchers", "vouchers.list", { normalize: normalizeVoucher }),
  snapshot("promotions", "promotions.list", { normalize: normalizePromotion }),
  documents("advanced-promotions", "advanced-promotions.list", {}, { normalize: normalizePromotion }),
  documents("combos", "combos.list"),
  snapshot("staff", "staff.list", { id: (row) => idIn(row, "user_id"), normalize: normalizeStaff }),
  snapshot("order-tags", "order-tags.list"),
  snapshot("order-sources", "order-sources.list"),
  snapshot("customer-levels", "customer-levels.list", { normalize: normalizeLevel }),
  snapshot("unit-groups", "unit-groups.list"),
  snapshot("carriers", "carriers.list"),
  snapshot("call-laters", "call-laters.list", {
    // `key` has one documented value, today: yesterday's entries are not gone because they are not shown.
    listing: { paging: "page", pageSize: PAGE_SIZE, call: (ask) => ({ params: { ...numbered(ask), status: -1 } }) },
    deletions: { absence: false },
  }),
  snapshot("crm-tables", "crm-tables.list", {
    listing: { read: ({ tables }: { tables: unknown }) => ({ rows: rowsIn(tables) ?? [] }) },
    id: (row) => idIn(row, "name"),
    normalize: normalizeCrmTable,
  }),
  snapshot("crm-profiles", "crm-profiles.list"),
  crmRecords,
];
