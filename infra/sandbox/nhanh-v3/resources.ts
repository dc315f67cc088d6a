import { billLines, draftLines, RETAIL, WHOLESALE } from "./bills.ts";
import { type Box, rowsOf } from "./box.ts";
import { customerRow } from "./customers.ts";
import { orderRow } from "./orders.ts";
import { inventoryRow, productRow } from "./products.ts";
import { couponRow } from "./promotions.ts";
import { carriers } from "./shipping.ts";
import type { Fields, Rows } from "./wire.ts";

const invoices = (box: Box, type: 1 | 2) =>
  rowsOf(box.bills).filter((row) => row.type === type && (row.mode === RETAIL || row.mode === WHOLESALE));

/** Of each campaign the first products; of each price list as well. */
const eachOf = (box: Box, parts: Rows, field: string, most: number) => () =>
  rowsOf(parts).flatMap(({ id }) =>
    rowsOf(box.products)
      .slice(0, most)
      .map((product) => ({ [field]: id, product })),
  );
/** A product in a price list costs there what it costs everywhere. */
const pricesOf = (box: Box) => () =>
  eachOf(box, box.priceBooks, "priceListId", 3)().map((row: Fields) => ({
    ...row,
    priceList: [{ id: row.priceListId, value: row.product.prices.retail }],
  }));

const ownRows = (box: Box): Record<string, () => readonly unknown[]> => ({
  locations: () => rowsOf(box.depots),
  categories: () => rowsOf(box.categories),
  products: () => box.products.live().map((entry) => productRow(entry)),
  inventory: () => box.products.live().map((entry) => inventoryRow(entry)),
  customers: () => box.customers.live().map(customerRow),
  orders: () => box.orders.live().map(orderRow),
  invoices: () => invoices(box, 2),
  returns: () => invoices(box, 1),
  staff: () => rowsOf(box.users),
  "stock-bills": () => rowsOf(box.bills).filter((row) => row.mode !== RETAIL && row.mode !== WHOLESALE),
  "stock-movements": () => billLines(box, {}),
  carriers: () => carriers,
  "draft-bill-lines": () => draftLines(box, {}),
  vouchers: () => box.codesOfCoupons.live().map((entry) => ({ ...couponRow(entry), batchId: entry.row.batchId })),
  "voucher-products": eachOf(box, box.batches, "batchId", 2),
  "price-book-products": pricesOf(box),
  conversations: () => rowsOf(box.conversations),
  campaigns: () => rowsOf(box.campaigns),
  audiences: () => rowsOf(box.audiences),
});

const NAMED = ["pages", "page-staff", "conversation-tags", "ad-accounts", "marketing-topics"];
const TABLES = [
  "departments",
  "internal-categories",
  "brands",
  "units",
  "batches",
  "imei-sales",
  "product-tags",
  "combos",
  "order-sources",
  "order-tags",
  "customer-tags",
  "draft-bills",
  "suppliers",
  "voucher-campaigns",
  "price-books",
  "cash-flow",
  "debts",
  "accounts",
  "expiries",
  "gifts",
  "imeis",
  "supplier-products",
  "stock-limits",
  "marketplace-shops",
  "marketplace-returns",
];

/** The rows of each resource, as the vendor's list or detail shows them. */
export const resources = (box: Box): Record<string, () => readonly unknown[]> => ({
  ...ownRows(box),
  ...Object.fromEntries(NAMED.map((name) => [name, () => rowsOf(box.named(name))])),
  ...Object.fromEntries(TABLES.map((name) => [name, () => rowsOf(box.table(name))])),
});
