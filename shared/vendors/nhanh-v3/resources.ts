import {
  lateLook,
  namedByLines,
  productOfStock,
  type SecondLook,
  stockOfLines,
  stockOfProduct,
  wholeLook,
} from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { toId, type Untyped } from "../../core/rows.ts";
import { defineResource, type Listing, type Resource } from "../../core/vendor.ts";
import { toInvoice, toOrder, toReturn } from "./documents.ts";
import {
  type BillKind,
  billById,
  billWindow,
  byIds,
  CATEGORY_SECONDS,
  dayInterval,
  defined,
  eachOf,
  type Filters,
  idOf,
  interval,
  isInList,
  type ListingOptions,
  listing,
  MONTH_SECONDS,
  NO_ID,
  numeric,
  onDay,
  orderIdOf,
  productIdOf,
  RAW_SECONDS,
  REFERENCE_SECONDS,
  seconds,
  secondsFrom,
  secondsTo,
  tagged,
  updatedAt,
} from "./listings.ts";
import { toCategory, toCustomer, toInventory, toLocation, toProduct, toRaw } from "./normalize.ts";
import {
  toCampaign,
  toCashEntry,
  toPriceBook,
  toPriceBookPrice,
  toStaffMember,
  toSupplier,
  toVoucher,
} from "./trade.ts";

/** Stopped products (3) are only listed when they are asked for (Nhanh Open API v3, Model constant, Product status). */
const everyStatus = { status: [1, 2, 3, 4] };

/** Deletions with their time (since July 2026); no window is documented, so the general one is kept. */
const deleted = (operation: string): Resource["deletions"] => ({
  listing: listing(operation, {
    strategy: "window",
    maxWindowSeconds: MONTH_SECONDS,
    filters: interval("createdAt"),
    time: seconds((row) => row.createdAt),
  }),
  id: idOf,
  named: (ids) => ({ body: { filters: { ids: ids.map(numeric) } } }),
});

/** Of a document's lines. Sums differ in what the versions add to them. */
const goods = ["lines[].productId", "lines[].quantity", "lines[].price"] as const;
/** A sale or a return over the counter names the order that it belongs to. */
const ofSale = {
  names: [...namedByLines, { resource: "orders", at: "orderId" }],
  touches: stockOfLines,
} as const;
const SALES = [2, 6];
const OTHER_MODES = [1, 3, 4, 5, 8, 10, 13, 14, 15, 16, 17, 18, 19];
const bills = (name: ResourceName, filters: BillKind, normalize: Resource["normalize"]): Resource => ({
  name,
  listing: billWindow(filters),
  id: idOf,
  normalize,
  continues: ["locationId", "orderId", "note", ...goods],
  get: billById(filters),
  deletions: deleted("bills.deleted"),
  everySeconds: 120,
});

/** Rows may lack `updatedAt` or carry 0 in it; then no filter by it shows them. */
const looks: readonly SecondLook[] = [lateLook, wholeLook];

/** The campaign of the visit, and the parts of combos. */
const ORDER_PARTS = { marketing: 1, comboItems: 1 } as const;
const orderTimes = { updatedAt: interval("updatedAt"), createdAt: interval("createdAt") } as const;
const ordersBy = (by: keyof typeof orderTimes, more: ListingOptions = {}): Listing =>
  listing("orders.list", {
    strategy: "window",
    dataOptions: ORDER_PARTS,
    maxWindowSeconds: MONTH_SECONDS,
    filters: orderTimes[by],
    time: seconds((row) => row.info[by]),
    ...more,
  });
/** Without any date the vendor answers with the last 31 days, so each order has to be in a window: of either time. */
const ordersByBoth = ordersBy("updatedAt", {
  partitions: async () => ({ parts: [{ by: "createdAt" }, { by: "updatedAt" }] }),
  filters: (ask) => orderTimes[ask.partition?.by as keyof typeof orderTimes](ask),
  // Which of the two times the window is of, the row does not say.
  time: () => undefined,
});

export const canonical: readonly Resource[] = [
  defineResource({
    name: "locations",
    continues: ["name", "phone"],
    listing: listing("depots.list"),
    id: idOf,
    normalize: toLocation,
    get: byIds("depots.list", idOf),
    everySeconds: CATEGORY_SECONDS,
  }),
  defineResource({
    name: "categories",
    continues: ["name", "code", "parentId", "rank"],
    listing: listing("categories.list"),
    id: idOf,
    normalize: toCategory,
    get: byIds("categories.list", idOf),
    everySeconds: CATEGORY_SECONDS,
  }),
  defineResource({
    name: "products",
    continues: ["name", "code", "parentId", "categoryId", "price", "cost", "active", "sellable"],
    listing: listing("products.list", {
      strategy: "window",
      sort: { id: "asc" },
      openEnded: true,
      filters: (ask) => ({ ...everyStatus, ...interval("updatedAt")(ask) }),
      time: updatedAt,
    }),
    looks,
    id: idOf,
    modified: updatedAt,
    normalize: toProduct,
    get: byIds("products.list", idOf, everyStatus),
    // Deleted products are in no listing: only the webhook, their absence and the end of their stock tell.
    ends: stockOfProduct,
    volatile: ["inventory"],
  }),
  defineResource({
    name: "inventory",
    continues: ["onHand", "available", "levels[].locationId", "levels[].onHand", "levels[].available"],
    // The page promises a filter by the time of the stock's change and repeats the note that updatedAt ignores stock;
    // the rows carry no time that would show which is true. So everything is read, every time.
    listing: listing("inventory.list", { sort: { productId: "asc" }, filters: () => everyStatus }),
    id: productIdOf,
    normalize: toInventory,
    get: byIds("inventory.list", productIdOf, everyStatus),
    names: productOfStock,
    ends: productOfStock,
    everySeconds: 300,
  }),
  defineResource({
    name: "customers",
    continues: ["name", "phone", "email", "gender", "birthday", "company", "taxCode", "points", "totalSpent"],
    listing: listing("customers.list", {
      strategy: "window",
      openEnded: true,
      filters: interval("updatedAt"),
      time: updatedAt,
    }),
    looks,
    id: idOf,
    modified: updatedAt,
    normalize: toCustomer,
    get: byIds("customers.list", idOf),
  }),
  defineResource({
    name: "orders",
    continues: ["status", "note", ...goods],
    listing: ordersBy("updatedAt"),
    fullListing: ordersByBoth,
    looks: [
      lateLook,
      // Four windows. Orders that are older than that seldom change.
      { kind: "created", listing: ordersBy("createdAt"), everySeconds: 1_800, backSeconds: 4 * MONTH_SECONDS - 7_200 },
    ],
    names: namedByLines,
    touches: stockOfLines,
    id: orderIdOf,
    modified: seconds((row) => row.info.updatedAt),
    normalize: toOrder,
    get: byIds("orders.list", orderIdOf, {}, ORDER_PARTS),
    deletions: deleted("orders.deleted"),
  }),
  { ...bills("invoices", { type: 2, modes: SALES }, toInvoice), ...ofSale },
  { ...bills("returns", { type: 1, modes: SALES }, toReturn), ...ofSale },
];

/* Everything else that describes the shop is kept as it comes. */

/** `anew`: v2 makes the ids of its rows of other fields, of which v3 does not show all. */
type RawOptions = ListingOptions & {
  id?: (row: Untyped) => string;
  normalize?: Resource["normalize"];
  everySeconds?: number;
  get?: boolean;
  owner?: NonNullable<Resource["owner"]>;
  continues?: NonNullable<Resource["continues"]>;
};
/** Rows that name the business that they belong to. */
const ofBusiness = { owner: { field: "businessId", known: "businessId" } } as const;
const raw = (name: ResourceName, operation: string, options: RawOptions = {}): Resource => {
  const {
    id = idOf,
    normalize = toRaw(id),
    everySeconds = RAW_SECONDS,
    get = false,
    continues,
    owner,
    ...rest
  } = options;
  return {
    name,
    listing: listing(operation, rest),
    id,
    normalize,
    everySeconds,
    ...(continues ? { continues } : {}),
    ...(owner ? { owner } : {}),
    ...(get ? { get: byIds(operation, id) } : {}),
  };
};
/** @throws RangeError where a part is missing: a row without it would share a made-up id with all others like it */
const joined = (...parts: unknown[]): string => parts.map(partOfId).join(":");
const partOfId = (part: unknown): string => {
  const id = toId(part);
  if (id === undefined) throw new RangeError("a part of the id is missing");
  return id;
};
const byDay = {
  strategy: "window",
  maxWindowSeconds: 30 * 86_400,
  minWindowSeconds: 86_400,
  everySeconds: 600,
} as const;

const campaign = { ...eachOf("coupon-programs.list", "batchId"), ...tagged("batchId") };
const voucherId = (row: Untyped): string => joined(row.batchId, row.code);
const priceId = (row: Untyped): string => joined(row.priceListId, row.product?.id);
const ofCampaign: Filters = (ask) => ({ batchId: ask.partition?.batchId });
const lastUpdated = {
  strategy: "window",
  maxWindowSeconds: MONTH_SECONDS,
  filters: interval("lastUpdatedAt"),
  time: seconds((row) => row.lastUpdatedAt),
  everySeconds: 600,
} as const;
const vpage = { pageSize: 50 };

export const rawResources: readonly Resource[] = [
  raw("staff", "staff.list", {
    continues: ["name", "phone", "email", "role"],
    normalize: toStaffMember,
    get: true,
  }),
  raw("departments", "departments.list"),
  raw("suppliers", "suppliers.list", { continues: ["name", "phone"], normalize: toSupplier }),
  raw("internal-categories", "internal-categories.list", { everySeconds: REFERENCE_SECONDS, get: true }),
  raw("brands", "brands.list", { get: true }),
  raw("units", "units.list"),
  raw("batches", "batches.list"),
  raw("expiries", "expiries.list", {
    continues: "anew",
    id: (row) => joined(row.billId, row.product?.id, row.depot?.id, row.expiredDate),
  }),
  raw("gifts", "gifts.list", {
    continues: "anew",
    id: (row) => joined(row.promotion?.id, row.product?.id, row.gift?.id),
  }),
  raw("imeis", "imeis.list", { id: (row) => joined(row.product?.id, row.imei), everySeconds: 21_600 }),
  raw("imei-sales", "imeis.sold", { continues: "anew", ...byDay, pageSize: 50, filters: dayInterval, time: onDay }),
  raw("product-tags", "product-tags.list", { ...ofBusiness, everySeconds: REFERENCE_SECONDS, get: true }),
  raw("supplier-products", "supplier-products.list", {
    id: (row) => joined(row.supplierId, row.productId),
    sort: { id: "asc" },
  }),
  raw("combos", "combos.list", { pageSize: 50, sort: { productParentId: "asc" }, filters: () => everyStatus }),
  raw("order-sources", "order-sources.list", { get: true }),
  raw("order-tags", "order-tags.list", { ...ofBusiness, everySeconds: REFERENCE_SECONDS, get: true }),
  raw("customer-tags", "customer-tags.list", { ...ofBusiness, everySeconds: REFERENCE_SECONDS, get: true }),
  raw("carriers", "carriers.list", { everySeconds: REFERENCE_SECONDS, call: () => ({ body: {} }) }),
  {
    ...bills("stock-bills", { modes: OTHER_MODES }, toRaw(idOf)),
    everySeconds: 600,
    touches: [{ resource: "inventory", at: "raw.products[].id" }],
  },
  raw("stock-movements", "bill-lines.list", {
    ...byDay,
    overlapSeconds: 3 * 86_400,
    filters: dayInterval,
    time: onDay,
  }),
  raw("draft-bills", "draft-bills.list", { ...lastUpdated, get: true }),
  raw("draft-bill-lines", "draft-bill-lines.list", lastUpdated),
  raw("stock-limits", "stock-limits.list", {
    id: (row) => joined(row.depot?.id, row.product?.id),
    pageSize: 50,
    sort: { id: "asc" },
  }),
  raw("voucher-campaigns", "coupon-programs.list", { continues: ["name", "discount"], normalize: toCampaign }),
  raw("vouchers", "coupons.list", {
    ...campaign,
    // A code is used by itself: it is of one campaign.
    apart: "no row in two",
    filters: ofCampaign,
    id: voucherId,
    continues: ["discount", "uses"],
    normalize: toVoucher(voucherId),
  }),
  raw("voucher-products", "coupon-products.list", {
    ...campaign,
    apart: { unlike: { batchId: NO_ID } },
    filters: ofCampaign,
    id: (row) => joined(row.batchId, row.product?.id),
  }),
  raw("price-books", "price-books.list", { ...ofBusiness, normalize: toPriceBook, sort: { id: "asc" }, get: true }),
  raw("price-book-products", "price-book-products.list", {
    ...eachOf("price-books.list", "priceListId"),
    ...tagged("priceListId", isInList),
    filters: (ask) => ({ priceListIds: [ask.partition?.priceListId] }),
    sort: { id: "desc" },
    id: priceId,
    normalize: toPriceBookPrice(priceId),
  }),
  raw("cash-flow", "transactions.list", {
    ...byDay,
    continues: ["amount", "documentId"],
    normalize: toCashEntry,
    overlapSeconds: 3 * 86_400,
    sort: { id: "desc" },
    // By the day on which the entry was made: an entry for an earlier day is not overlooked.
    filters: (ask) => ({ typeDate: 2, ...dayInterval(ask) }),
    time: seconds((row) => row.created?.createdAt),
  }),
  raw("debts", "debts.list"),
  raw("accounts", "accounts.list"),
  raw("marketplace-shops", "marketplace-shops.list", { id: (row) => joined(row.appId, row.shop?.id) }),
  raw("marketplace-returns", "marketplace-returns.list", {
    ...ofBusiness,
    strategy: "window",
    maxWindowSeconds: MONTH_SECONDS,
    partitions: async () => ({ parts: [8195, 8855, 8142].map((appId) => ({ appId })) }),
    filters: (ask) => ({
      appId: ask.partition?.appId,
      ...defined({ updatedFromAt: secondsFrom(ask.from), updatedToAt: secondsTo(ask.to) }),
    }),
    time: seconds((row) => row.updateAt ?? row.updatedAt),
    id: (row) => joined(row.shopId, row.returnId),
    everySeconds: 600,
  }),
  raw("pages", "pages.list", { ...vpage, everySeconds: 28_800 }),
  raw("page-staff", "page-staff.list", { ...vpage, everySeconds: 28_800 }),
  raw("conversations", "conversations.list", { ...vpage, everySeconds: 21_600 }),
  raw("conversation-tags", "conversation-tags.list", vpage),
  raw("ad-accounts", "ad-accounts.list", vpage),
  raw("campaigns", "campaigns.list", vpage),
  raw("marketing-topics", "marketing-topics.list", vpage),
  raw("audiences", "audiences.list", vpage),
];
