import { surelyAsAsked } from "../../core/asked.ts";
import { Rejected, VendorChanged } from "../../core/errors.ts";
import {
  lateLook,
  namedByLines,
  productOfStock,
  type SecondLook,
  stockOfLines,
  stockOfProduct,
  wholeLook,
} from "../../core/proofs.ts";
import { idIn, idOrNone, isObject, type Untyped } from "../../core/rows.ts";
import { DAY, toHanoiSeconds } from "../../core/time.ts";
import { type Ask, defineResource, type Listing, type PageAnswer, type Resource } from "../../core/vendor.ts";
import type { Loose } from "./answers.ts";
import { toInvoice, toOrder, toReturn } from "./documents.ts";
import {
  approved,
  byDay,
  byId,
  couponCodes,
  couponPages,
  days,
  flat,
  HOURS,
  hanoi,
  joined,
  listing,
  MINUTES,
  NINE_DAYS,
  productIdOf,
  type Row,
  raw,
  readPage,
  shopPages,
  TEN_DAYS,
  tree,
  voucherId,
  whole,
} from "./listings.ts";
import * as normalize from "./normalize.ts";
import { toRows } from "./schema.ts";
import * as trade from "./trade.ts";

/** The default list leaves Inactive products out; asking for them by status brings them (overview, product status). */
const productPartitions = async () => ({ parts: [{ status: "" }, { status: "Inactive" }] });
const productFilter = ({ partition }: Ask): Loose => ({
  // Ascending ids: new products come at the end and shift no page.
  sort: { id: "asc" },
  ...(partition?.status ? { status: partition.status } : {}),
});
const readProducts = readPage("products", "idNhanh");

/** Rows of an ask that went out without its times, so that no filter can be missed on them. */
const unfiltered = new WeakSet<object>();
/** The oldest stretch of a full reading begins here at the latest. */
const OLDEST = Date.UTC(2010, 0, 2);
/**
 * Rows without a time of change satisfy no window at all. So the oldest stretch of a full reading asks without times
 * and brings everything.
 */
const isOldest = ({ from }: Ask): boolean => from !== undefined && from <= OLDEST;
const markUnfiltered = (page: PageAnswer<Row>, ask: Ask): PageAnswer<Row> => {
  if (isOldest(ask)) for (const row of page.rows) if (isObject(row)) unfiltered.add(row);
  return page;
};

const moments = (from: string, to: string) => (ask: Ask) => ({
  ...(ask.from === undefined || isOldest(ask) ? {} : { [from]: toHanoiSeconds(ask.from) }),
  ...(ask.to === undefined || isOldest(ask) ? {} : { [to]: toHanoiSeconds(ask.to) }),
});

/** Not listed among the fields of product/detail: a pull keeps them as the list has shown them. */
const onlyListed = ["updatedAt", "internalCategoryId", "avgCost", "countryName", "unit", "units"] as const;

const getProduct = {
  operation: "products.get",
  call: (id: string) => ({ body: Number(id) }),
  read: (answer: Untyped, id: string, current?: unknown) => {
    const row = toRows(answer?.data, "idNhanh")
      .flatMap((parent) => [parent, ...toRows(parent?.childs, "idNhanh")])
      .find((one) => idOrNone(productIdOf, one) === id);
    if (!isObject(row) || !isObject(current)) return row;
    const kept = onlyListed.filter((name) => row[name] === undefined && current[name] !== undefined);
    return { ...row, ...Object.fromEntries(kept.map((name) => [name, current[name]])) };
  },
};

/**
 * Told by one answer of list and detail only: they would turn the record over with each way of reading it. Where one
 * of them was edited, `updatedAt` says so. Stock is a resource of its own.
 */
const volatile = [
  ...["inventory", "avgCost", "internalCategoryId", "countryName", "unit", "units", "importType", "importTypeLabel"],
  ...["merchantCategoryId", "merchantProductId", "barcode", "description", "highlight", "content"],
  ...["warrantyContent", "websiteInfo"],
];

/** Rows may lack `updatedAt` or carry 0 in it; then no filter by it shows them. */
const looks: readonly SecondLook[] = [lateLook, wholeLook];

const products = defineResource<Row>({
  name: "products",
  looks,
  listing: listing(
    {
      operation: "products.list",
      most: 100,
      filter: (ask) => ({ ...productFilter(ask), ...moments("updatedDateTimeFrom", "updatedDateTimeTo")(ask) }),
      read: (answer, ask) => markUnfiltered(readProducts(answer, ask), ask),
    },
    {
      strategy: "window",
      partitions: productPartitions,
      time: (row) => (unfiltered.has(row) ? undefined : hanoi(row.updatedAt)),
    },
  ),
  id: productIdOf,
  modified: (row) => hanoi(row.updatedAt),
  normalize: normalize.toProduct,
  volatile,
  get: getProduct,
  ends: stockOfProduct,
  permission: "Danh sách sản phẩm",
});

const inventory = defineResource<Row>({
  name: "inventory",
  listing: listing(
    {
      operation: "products.list",
      most: 100,
      filter: productFilter,
      read: (answer, ask) => {
        const page = readProducts(answer, ask);
        return { ...page, rows: page.rows.map(normalize.stockOf) };
      },
    },
    { partitions: productPartitions },
  ),
  id: productIdOf,
  normalize: normalize.toInventory,
  get: {
    ...getProduct,
    read: (answer, id) => {
      const row = getProduct.read(answer, id);
      return row === undefined ? undefined : normalize.stockOf(row);
    },
  },
  names: productOfStock,
  // Deleted products are in no listing.
  ends: productOfStock,
  // Stock moves no product's updatedAt: everything is read, between the webhooks.
  everySeconds: 10 * MINUTES,
  permission: "Danh sách sản phẩm",
});

const dataOptions = ["giftProducts", "marketingUtm", "productBatchs", "comboItems"];
type OrderTime = "updated" | "created";
/** Both times of an order are filters of their own, and either lifts the ten days that the vendor shows otherwise. */
const orderTimes: Readonly<Record<OrderTime, (ask: Ask) => Loose>> = {
  updated: ({ from, to }) => ({
    ...(from === undefined ? {} : { updatedDateTimeFrom: toHanoiSeconds(from) }),
    ...(to === undefined ? {} : { updatedDateTimeTo: toHanoiSeconds(to) }),
  }),
  created: days,
};
const ordersBy = (filter: (ask: Ask) => Loose, more: Partial<Listing>): Listing =>
  listing(
    { operation: "orders.list", most: 100, rows: "orders", filter: (ask) => ({ ...filter(ask), dataOptions }) },
    { strategy: "window", ...more },
  );

const orders = defineResource<Row>({
  name: "orders",
  listing: ordersBy(orderTimes.updated, { maxWindowSeconds: TEN_DAYS, time: (row) => hanoi(row.updatedAt) }),
  // Orders without `updatedAt` are in no window of it.
  fullListing: ordersBy((ask) => orderTimes[ask.partition?.by as OrderTime](ask), {
    maxWindowSeconds: NINE_DAYS,
    partitions: async () => ({ parts: [{ by: "created" }, { by: "updated" }] }),
  }),
  looks: [
    lateLook,
    {
      kind: "created",
      listing: ordersBy(orderTimes.created, {
        maxWindowSeconds: NINE_DAYS,
        minWindowSeconds: 86_400,
        time: (row) => hanoi(row.createdDateTime),
      }),
      everySeconds: 1_800,
      // Ten windows. Orders that are older than that seldom change.
      backSeconds: 10 * NINE_DAYS - 86_400,
    },
  ],
  names: namedByLines,
  touches: stockOfLines,
  id: byId,
  modified: (row) => hanoi(row.updatedAt),
  normalize: toOrder,
  get: {
    operation: "orders.list",
    // An id lifts the ten days.
    call: (id) => ({ body: { id: Number(id), page: 1, dataOptions } }),
    // Asked right after its `orderUpdate`, an order that lives may be missing (field note): that says nothing.
    read: (answer, id) => {
      const found = toRows(answer?.data?.orders).find((row) => idOrNone(byId, row) === id);
      if (!found) throw new Rejected("order/index showed no such order, which it may do for one that exists");
      return found;
    },
  },
  permission: "Danh sách đơn hàng",
});

/** The row that a list was asked for by its id. Only strangers: the filter was ignored, which says nothing of the row. */
const onlyAsked = (operation: string, rows: readonly Row[], id: string): Row | undefined => {
  const found = rows.find((row) => idOrNone(byId, row) === id);
  if (!found && rows.length > 0) throw new VendorChanged(`${operation}: the id was ignored`, "");
  return found;
};

const customers = defineResource<Row>({
  name: "customers",
  looks,
  listing: listing(
    { operation: "customers.list", most: 50, rows: "customers", filter: moments("updatedAtFrom", "updatedAtTo") },
    { strategy: "window" },
  ),
  id: byId,
  normalize: normalize.toCustomer,
  get: {
    operation: "customers.list",
    lists: true,
    call: (id) => ({ body: { id: Number(id), page: 1 } }),
    read: (answer, id) => onlyAsked("customers.list", toRows(answer?.data?.customers), id),
  },
});

/** Bills of goods sold or taken back over the counter and in bulk; everything else is a movement of stock. */
const sales = [2, 6];
const movements = [1, 3, 4, 5, 8, 10, 18];
const isCode = (code: unknown): boolean => /^\d+$/.test(String(code));
const billListing = (type: 1 | 2 | undefined, modes: readonly number[]): Listing =>
  listing(
    {
      operation: "bills.list",
      most: 100,
      filter: (ask) => ({
        ...days(ask),
        ...(type === undefined ? {} : { type }),
        modes,
        dataOptions: ["giftProducts", "tags"],
      }),
      read: (answer, ask) => {
        const page = readPage("bill")(answer, ask);
        const fits = (row: Row): boolean | undefined =>
          isCode(row.mode) && isCode(row.type)
            ? modes.includes(Number(row.mode)) && (type === undefined || Number(row.type) === type)
            : undefined;
        surelyAsAsked(page.rows, fits, "bill/search does not apply its filters of type and mode");
        return page;
      },
    },
    { ...byDay, time: (row) => hanoi(row.date) },
  );

const ofSale = { names: [...namedByLines, { resource: "orders", at: "orderId" }], touches: stockOfLines };
const documents = [
  defineResource<Row>({
    ...ofSale,
    name: "invoices",
    listing: billListing(2, sales),
    id: byId,
    normalize: toInvoice,
    everySeconds: 5 * MINUTES,
  }),
  defineResource<Row>({
    ...ofSale,
    name: "returns",
    listing: billListing(1, sales),
    id: byId,
    normalize: toReturn,
    everySeconds: 5 * MINUTES,
  }),
];

export const resources: readonly Resource[] = [
  defineResource<Row>({
    name: "locations",
    listing: whole("depots.list", flat, {}),
    id: byId,
    normalize: normalize.toLocation,
    get: {
      operation: "depots.list",
      lists: true,
      call: (id) => ({ body: { depotId: Number(id) } }),
      read: (answer, id) => onlyAsked("depots.list", toRows(answer?.data), id),
    },
    everySeconds: HOURS,
  }),
  defineResource<Row>({
    name: "categories",
    listing: whole("categories.list", tree, "productcategory"),
    id: byId,
    normalize: normalize.toCategory,
    everySeconds: HOURS,
  }),
  products,
  inventory,
  customers,
  orders,
  ...documents,
  raw("internal-categories", whole("internal-categories.list", tree, "internalcategory"), HOURS),
  raw("gifts", listing({ operation: "gifts.list", most: 20 }), HOURS, (row) =>
    joined(idIn(row, "productId"), idIn(row, "productGiftId"), row.promotionFromDate),
  ),
  raw("imeis", listing({ operation: "imeis.list", most: 50, read: readPage("products", "imeiCode") }), HOURS, (row) =>
    joined(idIn(row, "idNhanh"), idIn(row, "imeiCode")),
  ),
  raw(
    "imei-sales",
    listing(
      {
        operation: "imeis.sold",
        most: 50,
        filter: days,
        read: (answer) => ({ rows: toRows(answer?.data, "imei") }),
      },
      { ...byDay, time: (row) => hanoi(row.soldDate) },
    ),
    HOURS,
    (row) => joined(idIn(row, "imei"), row.soldDate, row.mode),
  ),
  raw("expiries", listing({ operation: "expiries.list", most: 50, rows: "products" }), HOURS),
  raw("order-sources", listing({ operation: "order-sources.list", most: 100, rows: "sources" }), HOURS),
  raw("carriers", whole("carriers.list", flat), DAY / 1_000),
  {
    ...raw("stock-bills", billListing(undefined, movements), 5 * MINUTES),
    touches: [{ resource: "inventory", at: "raw.products[].id" }],
  },
  raw(
    "stock-movements",
    listing(
      { operation: "bill-lines.list", most: 20, rows: "imexs", filter: days },
      { ...byDay, time: (row) => hanoi(row.date) },
    ),
    15 * MINUTES,
  ),
  // Filtered by the day of approval: drafts that nobody approved yet are in no window.
  raw(
    "draft-bill-lines",
    listing(
      { operation: "draft-bill-lines.list", most: 20, rows: "imexs", filter: days },
      { ...byDay, time: approved },
    ),
    15 * MINUTES,
  ),
  {
    ...raw("suppliers", listing({ operation: "suppliers.list", most: 50, rows: "result" }), HOURS),
    normalize: trade.toSupplier,
  },
  raw("articles", listing({ operation: "articles.list", most: 50, rows: "result" }), HOURS),
  raw("article-categories", whole("article-categories.list", tree), HOURS),
  {
    ...raw("staff", listing({ operation: "staff.list", most: 50, rows: "users" }), HOURS),
    normalize: trade.toStaffMember,
  },
  {
    ...raw(
      "cash-flow",
      listing(
        {
          operation: "transactions.list",
          most: 50,
          rows: "transactions",
          // 2: by the day of entry, which never changes.
          filter: (ask) => ({ ...days(ask), typeDate: 2, sort: { id: "asc" } }),
        },
        { ...byDay, time: (row) => hanoi(row.createdDateTime) },
      ),
      15 * MINUTES,
    ),
    normalize: trade.toCashEntry,
  },
  raw(
    "debts",
    listing({ operation: "debts.list", most: 50, rows: "debts", filter: () => ({ contactType: "customer" }) }),
    HOURS,
  ),
  { ...raw("voucher-campaigns", couponPages, HOURS), normalize: trade.toCampaign },
  { ...raw("vouchers", couponCodes, 6 * HOURS, voucherId), normalize: trade.toVoucher(voucherId) },
  raw("marketplace-shops", shopPages, HOURS, (row) => joined(row.appId, idIn(row, "shopId"))),
];
