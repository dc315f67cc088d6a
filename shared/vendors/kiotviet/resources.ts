import { asAsked, isNamed } from "../../core/asked.ts";
import {
  lateLook,
  type Mention,
  namedByLines,
  productOfStock,
  type SecondLook,
  stockOfLines,
  stockOfProduct,
  wholeLook,
} from "../../core/proofs.ts";
import { idIn, idOrNone, isObject, type Untyped } from "../../core/rows.ts";
import { HOUR, SECOND, toHanoiLocal } from "../../core/time.ts";
import type { Listing, Resource } from "../../core/vendor.ts";
import { toInvoice, toOrder, toReturn } from "./documents.ts";
import {
  byId,
  canonical,
  dateOf,
  detail,
  detailOf,
  dividedBy,
  LARGE,
  modified,
  modifiedUntil,
  narrowedBy,
  ONE_DAY,
  page,
  partedBy,
  raw,
  read,
  SMALL,
  snapshot,
  withoutSummary,
} from "./listings.ts";
import {
  onlyRow,
  removedIds,
  stockChangedAt,
  stockOf,
  toCategory,
  toCustomer,
  toInventory,
  toLocation,
  toProduct,
  vendorNow,
} from "./normalize.ts";
import {
  priceId,
  priceShownBy,
  toCampaign,
  toCashEntry,
  toCustomerGroup,
  toPrice,
  toPriceBook,
  toPurchase,
  toStaffMember,
  toTransfer,
  toVoucher,
} from "./trade.ts";

const productFlags = { includeSoftDeletedAttribute: false };

/**
 * A product's list and detail draw these differently, or only one of them has them (§2.4.1, §2.4.2, field note), and
 * stock has its own resource. What of them matters is in the canonical record; edits also move `modifiedDate`.
 */
const productVolatile = [
  "inventories",
  "units",
  "attributes",
  "images",
  "priceBooks",
  "productFormulas",
  "productSerials",
  "productBatchExpires",
  "productWarranties",
  "minQuantity",
  "maxQuantity",
  "orderTemplate",
];

/** The list has the channel beside the delivery (§2.12.1), the detail inside it (§2.12.2). */
const invoiceLikeListed = (row: Untyped): Untyped => {
  const { SaleChannel, ...invoiceDelivery } = row?.invoiceDelivery ?? {};
  return SaleChannel ? { ...row, invoiceDelivery, SaleChannel: row.SaleChannel ?? SaleChannel } : row;
};

const invoiceDetail = detailOf("invoices.get", { SaleChannel: "id" });

/**
 * Removed products have no stock, but the stock listing does not say so: the products' list does, for the price of a
 * call. Its ids are the rows here.
 */
const removedProducts: Listing = {
  operation: "products.list",
  strategy: "modified",
  paging: "none",
  pageSize: 1_000_000,
  call: ({ from }) => ({
    params: {
      pageSize: 1,
      includeRemoveIds: true,
      ...(from === undefined ? {} : { lastModifiedFrom: toHanoiLocal(from) }),
    },
  }),
  // A product that stands on the same page is there.
  read: (answer) => {
    const shown = new Set(read(answer).rows.map((row) => idOrNone(byId, row)));
    const removed = (removedIds(answer) ?? []).filter((id) => !shown.has(id));
    return { rows: removed.map((id) => ({ id })), vendorNow: vendorNow(answer) };
  },
};

/**
 * A row does not tell whether money came or went: receipts and payments are asked for apart (§2.14.1, `isReceipt`), and
 * what was asked for is written into the row.
 */
const cashFlowParts: Listing = {
  ...snapshot("cash-flow.list"),
  partitions: async () => ({ parts: [{ isReceipt: "true" }, { isReceipt: "false" }] }),
  leastCalls: 2,
  apart: "no row in two",
  call: (ask) => ({
    params: {
      ...page(ask),
      isReceipt: ask.partition?.isReceipt === "true",
      includeAccount: true,
      includeBranch: true,
      includeUser: true,
    },
  }),
  read: (answer, ask) => {
    const answered = read(answer);
    const isReceipt = ask.partition?.isReceipt === "true";
    return { ...answered, rows: answered.rows.map((row) => (isObject(row) ? { ...row, isReceipt } : row)) };
  },
};

const cashFlow = narrowedBy(
  dividedBy(cashFlowParts, ["startDate", "endDate"], { shortestSeconds: 1, time: dateOf("transDate") }),
  { name: "branchIds", field: "branchId" },
);

/** No price book has it. */
const NO_ID = "2147483647";

/** Rows that were never edited have no modifiedDate (field note, recorded): whether its filter shows them is not known. */
const looks: readonly SecondLook[] = [lateLook, wholeLook];
/**
 * Sales and purchases move the stock, and its filter by time did not show that in two shops (field note, measured). So
 * all of it is compared every ten minutes, as far as a quarter of the hour's calls allows.
 */
const wholeStock: SecondLook = { kind: "whole", everySeconds: 600, mostCallsAnHour: 1_250 };
const stockOfRaw = (at: string): readonly Mention[] => [{ resource: "inventory", at: `raw.${at}[].productId` }];

export const resources: readonly Resource[] = [
  canonical({
    name: "locations",
    // A handful of rows: one call says everything. Its removed ids are branches that stopped working (§2.7), which
    // may still be listed; what is missing from the list is what is gone.
    listing: snapshot("branches.list"),
    normalize: toLocation,
    ...SMALL,
  }),
  canonical({
    name: "categories",
    // Without the tree: with it the vendor ignores the time (§2.3.1).
    listing: modified("categories.list", { hierachicalData: false, includeRemoveIds: true }),
    id: (row) => idIn(row, "categoryId"),
    normalize: toCategory,
    get: detail("categories.get"),
    // Only the detail carries it.
    volatile: ["children"],
    deletions: { reported: true },
    looks,
  }),
  canonical({
    name: "products",
    listing: modified("products.list", {
      ...productFlags,
      includeInventory: true,
      includePricebook: true,
      IncludeSerials: true,
      IncludeBatchExpires: true,
      includeQuantity: true,
      includeMaterial: true,
      includeRemoveIds: true,
    }),
    normalize: toProduct,
    get: detailOf("products.get", { tradeMarkName: "tradeMarkId", orderTemplate: "id" }, productFlags),
    volatile: productVolatile,
    // §2.4.2
    unlisted: { raw: ["type", "isLotSerialControl", "isBatchExpireControl"], record: ["type"] },
    deletions: { reported: true },
    looks,
    ends: [...stockOfProduct, { resource: "price-book-prices", at: "raw.priceBooks[]", id: priceId }],
  }),
  canonical({
    name: "inventory",
    listing: { ...modified("inventory.list"), time: stockChangedAt },
    // Levels have times of their own, which the detail leaves out: the last reading is right.
    modified: () => undefined,
    normalize: toInventory,
    // The record has the levels; their times alone, which only the list tells, are no change.
    volatile: ["inventories"],
    deletions: { listing: removedProducts, id: byId },
    looks: [wholeStock],
    names: productOfStock,
    // Stock has no detail call of its own; the product's carries it.
    get: {
      ...detail("products.get", productFlags),
      read: (answer) => {
        const product = onlyRow(answer);
        return product === undefined ? undefined : stockOf(product);
      },
    },
  }),
  canonical({
    name: "customers",
    listing: {
      ...modified("customers.list", { includeRemoveIds: true, includeTotal: true, includeCustomerGroup: true }),
      read: (answer, ask) => withoutSummary(read(answer), ask),
    },
    normalize: toCustomer,
    get: detail("customers.get"),
    deletions: { reported: true },
    looks,
  }),
  canonical({
    name: "orders",
    listing: modifiedUntil("orders.list", { includePayment: true, includeOrderDelivery: true }),
    normalize: toOrder,
    get: detailOf("orders.get", { customerCode: "customerId", saleChannelId: "id" }),
    // §2.5.2
    unlisted: { raw: ["invoiceOrderSurcharges"], record: ["surcharges", "unreconciled"] },
    looks,
    names: namedByLines,
    touches: stockOfLines,
  }),
  canonical({
    name: "invoices",
    // SaleChannel stands only in a remark of §2.12.1, and is needed for the channel's name.
    listing: dividedBy(
      modifiedUntil("invoices.list", {
        includePayment: true,
        includeInvoiceDelivery: true,
        SaleChannel: true,
      }),
      ["fromPurchaseDate", "toPurchaseDate"],
      { shortestSeconds: 1, time: dateOf("purchaseDate") },
    ),
    normalize: toInvoice,
    get: {
      ...invoiceDetail,
      read: (answer, id, current) => invoiceDetail.read(invoiceLikeListed(onlyRow(answer)), id, current),
    },
    // §2.12.2
    unlisted: { raw: ["description", "orderCode"], record: ["note", "orderCode"] },
    looks,
    names: [...namedByLines, { resource: "orders", at: "orderId" }],
    touches: stockOfLines,
  }),
  canonical({
    name: "returns",
    listing: dividedBy(modified("returns.list", { includePayment: true }), ["fromReturnDate", "toReturnDate"], {
      shortestSeconds: ONE_DAY,
      time: dateOf("returnDate"),
    }),
    normalize: toReturn,
    get: detail("returns.get"),
    // §2.19.2
    unlisted: { raw: ["returnDiscount", "returnFee"], record: ["discount", "fee", "unreconciled"] },
    looks,
    names: [...namedByLines, { resource: "invoices", at: "invoiceId" }],
    touches: stockOfLines,
  }),

  // A time filter does not work on these, though some document one, or there is none (field note).
  raw("purchase-orders", "purchase-orders.list", {
    listing: narrowedBy(
      dividedBy(snapshot("purchase-orders.list", { includePayment: true }), ["fromPurchaseDate", "toPurchaseDate"], {
        shortestSeconds: ONE_DAY,
        time: dateOf("purchaseDate"),
      }),
      { name: "branchIds", field: "branchId" },
    ),
    normalize: toPurchase,
    get: detail("purchase-orders.get"),
    // §2.15.2
    unlisted: { raw: ["retailerId"], record: [] },
    touches: stockOfRaw("purchaseOrderDetails"),
    ...LARGE,
  }),
  // Their detail is drawn otherwise throughout (§2.16.1, §2.16.2): it is for the passthrough.
  raw("transfers", "transfers.list", {
    // The rows have no date of their own to be told by (§2.16.1).
    listing: dividedBy(snapshot("transfers.list"), ["fromTransferDate", "toTransferDate"], { shortestSeconds: 1 }),
    normalize: toTransfer,
    touches: stockOfRaw("transferDetails"),
    ...LARGE,
  }),
  raw("supplier-orders", "supplier-orders.list", {
    // No time can be asked for, and no codes of states are named (§2.20.1): small numbers are tried, the total tells.
    listing: narrowedBy(
      snapshot("supplier-orders.list"),
      { name: "status", field: "status", codes: [0, 1, 2, 3, 4] },
      { name: "branchId", field: "branchId" },
    ),
    normalize: toPurchase,
    get: detail("supplier-orders.get"),
    ...LARGE,
  }),
  raw("cash-flow", "cash-flow.list", { normalize: toCashEntry, listing: cashFlow, ...LARGE }),
  raw("price-books", "price-books.list", {
    normalize: toPriceBook,
    ends: [{ resource: "price-book-prices" }],
    params: {
      includePriceBookBranch: true,
      includePriceBookCustomerGroups: true,
      includePriceBookUsers: true,
    },
  }),
  {
    name: "price-book-prices",
    listing: {
      ...snapshot("price-books.get"),
      partitions: partedBy("price-books.list", "priceBookId"),
      apart: { unlike: { priceBookId: NO_ID } },
      call: (ask) => ({ params: { ...page(ask), id: ask.partition?.priceBookId } }),
      read: (answer, ask) => {
        const answered = read(answer);
        const priceBookId = ask.partition?.priceBookId;
        const fits = (row: Untyped) => isNamed(row.priceBookId, priceBookId);
        const rows = asAsked(answered.rows, fits, "pricebooks: the page of another price book");
        return { ...answered, rows: rows.map((row) => (isObject(row) ? { ...row, priceBookId } : row)) };
      },
    },
    id: priceId,
    normalize: toPrice,
    // A price has no call of its own; its product's shows it, and the end of the product is the end of its prices.
    get: {
      ...detail("products.get"),
      call: (id) => ({ params: { ...productFlags, id: id.slice(id.indexOf(":") + 1) } }),
      read: (answer, id, current) => priceShownBy(onlyRow(answer), id, current),
    },
    // Products carry their prices too (`includePricebook`), so this is the slow complete picture.
    everySeconds: (6 * HOUR) / SECOND,
  },
  raw("customer-groups", "customer-groups.list", { normalize: toCustomerGroup }),
  raw("staff", "users.list", { normalize: toStaffMember }),
  raw("bank-accounts", "bank-accounts.list", {
    named: ["bankName"],
  }),
  raw("surcharges", "surcharges.list", { named: ["surchargeName"] }),
  raw("sale-channels", "sale-channels.list"),
  raw("delivery-areas", "delivery-areas.list", { everySeconds: (24 * HOUR) / SECOND }),
  raw("attributes", "attributes.list", {
    ...LARGE,
    listing: {
      operation: "attributes.list",
      strategy: "snapshot",
      // The whole answer is one bare list (§2.4.6): it can be neither paged nor full.
      paging: "none",
      pageSize: 1_000_000,
      call: () => ({}),
      read: (answer) => (Array.isArray(answer) ? { rows: answer, total: answer.length } : read(answer)),
    },
  }),
  raw("voucher-campaigns", "voucher-campaigns.list", {
    normalize: toCampaign,
    ends: [{ resource: "vouchers" }],
    params: { includeVoucherBranchs: true, includeVoucherUsers: true },
  }),
  raw("vouchers", "vouchers.list", {
    ...LARGE,
    normalize: toVoucher,
    listing: narrowedBy(
      {
        ...snapshot("vouchers.list"),
        partitions: partedBy("voucher-campaigns.list", "campaignId"),
        partOf: (row) => ({ campaignId: row.voucherCampaignId }),
        call: (ask) => ({ params: { ...page(ask), campaignId: Number(ask.partition?.campaignId) } }),
      },
      // §2.24.2
      { name: "status", field: "status", codes: [0, 1, 2, 3] },
    ),
  }),
];
