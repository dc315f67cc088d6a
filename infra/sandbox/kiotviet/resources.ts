import type { Box } from "./box.ts";
import {
  bankAccountsListing,
  branchesListing,
  locationsListing,
  saleChannelsListing,
  surchargesListing,
  usersListing,
} from "./business.ts";
import { categoriesListing } from "./categories.ts";
import { customerGroupsListing, customersListing } from "./customer-calls.ts";
import { invoicesListing } from "./invoice-calls.ts";
import { ordersListing } from "./order-calls.ts";
import { cashFlowListing, isReceipt } from "./payments.ts";
import { priceBooksListing, pricesOf } from "./price-books.ts";
import { inventoryListing, productsListing } from "./product-calls.ts";
import { attributesOf } from "./product-views.ts";
import { purchaseOrdersListing } from "./purchases.ts";
import { returnsListing } from "./returns.ts";
import { supplierOrdersListing } from "./supplier-orders.ts";
import { transfersListing } from "./transfers.ts";
import { campaignsListing, vouchersListing } from "./vouchers.ts";
import { everyRow, type Row, toText } from "./wire.ts";

export const resources = (box: Box): Record<string, () => readonly unknown[]> => ({
  locations: () => everyRow(branchesListing(box)),
  categories: () => everyRow(categoriesListing(box)),
  products: () => everyRow(productsListing(box)),
  inventory: () => everyRow(inventoryListing(box)),
  customers: () => everyRow(customersListing(box)),
  orders: () => everyRow(ordersListing(box)),
  invoices: () => everyRow(invoicesListing(box)),
  returns: () => everyRow(returnsListing(box)),
  "purchase-orders": () => everyRow(purchaseOrdersListing(box)),
  transfers: () => everyRow(transfersListing(box)),
  "supplier-orders": () => everyRow(supplierOrdersListing(box)),
  // With the list that each was asked from: the row does not tell whether money came or went.
  "cash-flow": () =>
    everyRow(cashFlowListing(box)).map((row) => ({ ...(row as Row), isReceipt: isReceipt(row as Row) })),
  "price-books": () => everyRow(priceBooksListing(box)),
  "price-book-prices": () =>
    box.priceBooks.live().flatMap(({ id }) => {
      const part = JSON.parse(toText(pricesOf(box, Number(id)))) as Row[];
      return part.map((row) => ({ ...row, priceBookId: String(id) }));
    }),
  "customer-groups": () => everyRow(customerGroupsListing(box)),
  staff: () => everyRow(usersListing(box)),
  "bank-accounts": () => everyRow(bankAccountsListing(box)),
  surcharges: () => everyRow(surchargesListing(box)),
  "sale-channels": () => everyRow(saleChannelsListing(box)),
  "delivery-areas": () => everyRow(locationsListing(box)),
  attributes: () => attributesOf(box),
  "voucher-campaigns": () => everyRow(campaignsListing(box)),
  vouchers: () => everyRow(vouchersListing(box)),
});
