import { at, listOf, localText } from "../../../infra/field/raw.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import {
  answeredWith,
  boundExcluded,
  changed,
  deafTo,
  emptyWhen,
  hidden,
  multiplied,
  setAt,
  turned,
  undead,
} from "./flip-kinds.ts";
import { type Asked, type Flip, START, type Wire } from "./wire.ts";

/*
 * For each experiment a vendor for which its assumption is turned round: wrong where it was right, right where it was
 * wrong. By the experiment's id.
 */

type Flips = Readonly<Record<string, Flip>>;

const found = (body: unknown) => () => ({ status: 200, json: body });
const inDays = (days: number) => START + days * 86_400_000;

const signIn = (path: string, change: (json: any) => void): Flip =>
  answeredWith(path, ({ json }) => {
    change(json);
    return { json };
  });

/** The clock in the header is ten minutes off. */
const lateClock: Flip = {
  answer: ({ headers }) => ({
    headers: { ...headers, date: new Date(Date.parse(headers.date!) - 600_000).toUTCString() },
  }),
};

const refusedWhen = (on: string, asks: (asked: Asked) => boolean, refusal: Partial<Wire>): Flip =>
  answeredWith(on, (_wire, asked) => (asks(asked) ? refusal : {}));

/** Codes that no table has, in the first row. */
const strangeCode = (on: string, rows: string, path: string, code: unknown = 977): Flip =>
  answeredWith(on, ({ json }) => {
    const [row] = listOf(rows.split(".").reduce((inner, name) => inner?.[name], json));
    if (row) setAt(row, path, () => code);
    return { json };
  });

// ---- KiotViet

const kiotFuture = (on: string) =>
  emptyWhen(on, "data", ({ query }) => Date.parse(`${query.get("lastModifiedFrom")}+07:00`) > inDays(0.5));
const kiotPages = (on: string) => deafTo(on, "currentItem");
const kiotFrom = ({ query }: Asked) => query.get("lastModifiedFrom");
const kiotProblem = { responseStatus: { errorCode: "KvException", message: "Có lỗi xảy ra", errors: [] } };

const kiotviet: Flips = {
  "token-lives-a-day": signIn("/connect/token", (json) => {
    json.expires_in = 3_600;
  }),
  "scopes-word": signIn("/connect/token", (json) => {
    json.scope = "openid";
  }),
  clock: changed("/branches", "timestamp", () => `${localText(inDays(0.01))}+07:00`),
  "orders-bound-included": boundExcluded("/orders", "data", ["modifiedDate", "createdDate"], "+07:00", kiotFrom),
  "orders-filter-held": deafTo("/orders", "lastModifiedFrom"),
  "orders-sorted": deafTo("/orders", "orderBy", "orderDirection"),
  "unedited-without-modified": changed("/orders", "data[].modifiedDate", (before, row) => before ?? row.createdDate),
  "unedited-filtered-by-creation": hidden(
    "/orders",
    "data",
    (row, { query }) =>
      query.get("lastModifiedFrom") !== null &&
      Date.parse(`${kiotFrom({ query } as Asked)}+07:00`) > START - 399 * 86_400_000 &&
      row.modifiedDate === undefined,
  ),
  "times-local": changed("/orders", "data[].purchaseDate", (before) => `${before}+07:00`),
  "envelope-zoned": changed("/branches", "timestamp", (before) => String(before).slice(0, 19)),
  "removed-ids-name": changed("/products", "removedIds", () => []),
  "order-lines-list": changed("/orders", "data[].orderDetails", (before) => before[0]),
  "images-text": changed("/products", "data[].images", (before) => before?.map((Image: string) => ({ Image }))),
  "amounts-numbers": changed("/orders", "data[].total", String),
  "customer-at-the-top": changed("/invoices", "data[].customerId", () => -1),
  "customers-real": strangeCode("/customers", "data", "id", -1),
  "area-names": changed("/locations", "data[].name", (before) => `${before} - Quận 1 - Phường 2`),
  "page-at-most-100": multiplied("/products", "data", "id", 180),
  "page-size-honoured": deafTo("/products", "pageSize"),
  "orders-pages-join": kiotPages("/orders"),
  "orders-order-stable": turned("/orders", "data"),
  "total-counts-shown-rows": changed("/products", "total", (before) => before + 7),
  "unknown-sort-fails": deafTo("/customers/group", "orderBy"),
  "unknown-parameter-ignored": refusedWhen("/orders", ({ query }) => query.has("tillbridgeTries"), {
    status: 420,
    json: kiotProblem,
  }),
  "unknown-orders": answeredWith("/orders/9999999999", found(null)),
  "unknown-products": answeredWith("/products/9999999999", found({ data: null })),
  "unknown-customers": answeredWith("/customers/9999999999", () => ({ status: 404, json: { message: "no route" } })),
  "orders-add-up": changed("/orders", "data[].total", (before) => before + 20_000),
  "invoices-add-up": changed("/invoices", "data[].total", (before) => before * 1.08),
  "invoice-detail-agrees": changed("/invoices", "data[].total", (before) => before + 1),
  "order-detail-agrees": changed("/orders", "data[].status", () => 9),
  "invoice-note-in-detail": changed("/invoices", "data[].description", () => "ghi chú"),
  "stock-filter-sees-sales": deafAfterSale(),
  "sale-leaves-product-date": changed("/products", "data[].modifiedDate", () => localText(inDays(1))),
  "order-states": strangeCode("/orders", "data", "status", 6),
  "invoice-states": strangeCode("/invoices", "data", "status", 9),
  "return-states": strangeCode("/returns", "data", "status", 3),
  "price-book-shows-prices": {
    answer: (wire, { path }) => (/\/pricebooks\/\d+$/.test(path) ? { json: { id: 1, name: "Bảng giá" } } : wire),
  },
  "cash-flow-parts": deafTo("/cashflow", "isReceipt"),
  "price-books-filter-ignored": kiotFuture("/pricebooks"),
  "customer-groups-filter-ignored": kiotFuture("/customers/group"),
  "sale-channels-filter-ignored": kiotFuture("/salechannel"),
  "cash-flow-filter-ignored": kiotFuture("/cashflow"),
  "purchase-orders-filter-ignored": kiotFuture("/purchaseorders"),
  "customer-groups-pages-join": kiotPages("/customers/group"),
  "cash-flow-pages-join": kiotPages("/cashflow"),
  "purchase-orders-pages-join": kiotPages("/purchaseorders"),
  "delivery-areas-pages-join": kiotPages("/locations"),
  "supplier-orders-pages-join": kiotPages("/ordersuppliers"),
  "voucher-campaigns-pages-join": kiotPages("/vouchercampaign"),
  "purchase-orders-day-held": deafTo("/purchaseorders", "toPurchaseDate"),
  "invoices-day-held": deafTo("/invoices", "toPurchaseDate"),
  "returns-day-held": deafTo("/returns", "fromReturnDate", "toReturnDate"),
  "cash-flow-day-held": deafTo("/cashflow", "endDate"),
};

/** Sales do not move the stock list's time of change: nothing is in it when it is asked by time. */
function deafAfterSale(): Flip {
  return emptyWhen("/productOnHands", "data", ({ query }) => query.has("lastModifiedFrom"));
}

// ---- Nhanh v3

/** What a list shows when it is asked for by its state, it shows always. */
function shownAlways(asks: (asked: Asked) => boolean, on: string, rows: string): Flip {
  let kept: unknown[] = [];
  return answeredWith(on, ({ json }, asked) => {
    if (asks(asked)) kept = listOf(at(json, rows));
    else setAt(json, rows, (before) => [...kept, ...listOf(before)]);
    return { json };
  });
}

const nhanhFrom = ({ data }: Asked) => data?.filters?.updatedAtFrom;
const nhanhRefusal = { code: 0, errorCode: "ERR_INVALID_FORM_FIELDS", messages: { filters: "unknown" } };

const nhanhV3: Flips = {
  "token-lives-a-year": signIn("accesstoken", ({ data }) => {
    data.expiredAt = Math.floor(START / 1_000) + 90 * 86_400;
  }),
  "depots-a-list": signIn("accesstoken", ({ data }) => {
    data.depotIds = 31_010;
  }),
  clock: lateClock,
  "orders-bound-included": boundExcluded("/order/list", "data", ["info.updatedAt"], "+07:00", nhanhFrom),
  "orders-filter-held": deafTo("/order/list", "updatedAtFrom", "updatedAtTo"),
  "products-filter-held": deafTo("/product/list", "updatedAtFrom"),
  "customers-filter-held": deafTo("/customer/list", "updatedAtFrom"),
  "orders-all-stamped": changed("/order/list", "data[].info.updatedAt", () => null),
  "orders-last-month-without-dates": changed("/order/list", "data[].info.createdAt", (before) => before - 40 * 86_400),
  "sale-leaves-product-date": changed("/product/list", "data[].updatedAt", () => Math.floor(inDays(1) / 1_000)),
  "stock-filter": deafTo("/product/inventory", "updatedAtFrom"),
  "bills-by-creation-ignored": emptyWhen(
    "/bill/list",
    "data",
    ({ data }) => data?.filters?.createdAtFrom !== undefined,
  ),
  "bills-by-day-held": deafTo("/bill/list", "fromDate"),
  "stopped-products-hidden": shownAlways(({ data }) => data?.filters?.status !== undefined, "/product/list", "data"),
  "stock-total-is-sum": changed("/product/inventory", "data[].inventory.available", (_, { depots }) =>
    depots.reduce((sum: number, { available }: any) => sum + available, 0),
  ),
  "line-discount-per-unit": changed("/order/list", "data[].products[].discount", (_, line) => {
    // For the whole line instead.
    line.totalAmount = line.price * line.quantity - 6_000;
    return 6_000;
  }),
  "orders-add-up": changed("/order/list", "data[].payment.codAmount", (before) => before - 30_000),
  "times-unix": changed("/order/list", "data[].info.createdAt", (before) => new Date(before * 1_000).toISOString()),
  "bill-days-text": changed("/bill/list", "data[].date", (before) => Date.parse(before) / 1_000),
  "mobile-form": changed("/customer/list", "data[].mobile", (before) => [before]),
  "amounts-numbers": changed("/order/list", "data[].products[].price", String),
  "order-lines-list": changed("/order/list", "data[].products", (before) => ({ ...before })),
  "lines-name-product": changed("/order/list", "data[].products[].productId", (id) => ({ id })),
  "products-sorted": changed("/product/list", "data", (before) => [...before].reverse()),
  "orders-pages-join": deafTo("/order/list", "next"),
  "products-pages-join": deafTo("/product/list", "next"),
  "orders-order-stable": turned("/order/list", "data"),
  "page-size-honoured": deafTo("/product/list", "size"),
  "page-at-most-100": multiplied("/product/list", "data", "id", 150),
  "unknown-id-empty": answeredWith("/order/list", () => ({
    json: { code: 0, errorCode: "ERR_INVALID_DATA", messages: "Invalid ids" },
  })),
  "unknown-product-refused": answeredWith("/product/detail", found({ code: 1, data: [] })),
  "unknown-filter-ignored": refusedWhen("/product/list", ({ data }) => data?.filters?.tillbridgeTries !== undefined, {
    json: nhanhRefusal,
  }),
  "deleted-orders-hidden": undead(
    ({ path }) => path.endsWith("/order/deleted"),
    ({ path, data }) => path.endsWith("/order/list") && data?.filters?.ids !== undefined,
    "data",
    (id) => ({ info: { id } }),
  ),
  "success-is-one": changed("/business/depot", "code", () => true),
  "order-states": strangeCode("/order/list", "data", "info.status", 80),
  "order-types": strangeCode("/order/list", "data", "info.type", 21),
};

// ---- Nhanh v2

const v2From = ({ data }: Asked) => data?.updatedDateTimeFrom;

const nhanhV2: Flips = {
  "token-lives-a-year": signIn("/access_token", (json) => {
    json.expiredAt = Math.floor(START / 1_000) + 90 * 86_400;
  }),
  clock: lateClock,
  "orders-bound-included": boundExcluded("/order/index", "data.orders", ["updatedAt"], "+07:00", v2From),
  "orders-filter-held": deafTo("/order/index", "updatedDateTimeFrom", "updatedDateTimeTo"),
  "products-filter-held": deafTo("/product/search", "updatedDateTimeFrom"),
  "orders-all-stamped": changed("/order/index", "data.orders[].updatedAt", () => null),
  "orders-ten-days-without-dates": changed(
    "/order/index",
    "data.orders[].createdDateTime",
    () => "2020-01-01 10:00:00",
  ),
  "bills-by-day-held": changed("/bill/search", "data.bill[].date", (before, { id }) =>
    id % 2 === 0 ? "2026-01-01" : before,
  ),
  "customers-unstamped": changed("/customer/search", "data.customers[].updatedAt", () => 1_795_870_999),
  "customer-filter-word": deafTo("/customer/search", "updatedAtFrom", "updatedAtTo"),
  "sale-leaves-product-date": changed("/product/search", "data.products[].updatedAt", () =>
    Math.floor(inDays(1) / 1_000),
  ),
  "stock-total-is-sum": changed("/product/search", "data.products[].inventory.available", (before) => before + 10),
  "orders-keyed": changed("/order/index", "data.orders", (before) => listOf(before)),
  "amounts-form": changed("/order/index", "data.orders[].products[].price", String),
  "mobile-form": changed("/customer/search", "data.customers[].mobile", (before) => [before]),
  "times-local": changed("/order/index", "data.orders[].createdDateTime", (before) => `${before}+07:00`),
  "order-lines-list": changed("/order/index", "data.orders[].products", (before) => ({ ...before })),
  "bills-word": changed("/bill/search", "data", ({ bill, ...data }) => ({ ...data, bills: bill })),
  "line-discount-per-unit": changed("/order/index", "data.orders[].products[].discount", (_, line) => {
    line.productMoney = line.price * line.quantity - 6_000;
    return line.quantity === 1 ? 3_000 : 6_000;
  }),
  "orders-add-up": changed("/order/index", "data.orders[].calcTotalMoney", (before) => before + 30_000),
  "orders-pages-join": deafTo("/order/index", "page"),
  "customers-order-stable": turned("/customer/search", "data.customers"),
  "page-size-honoured": deafTo("/product/search", "icpp"),
  "page-at-most-100": multiplied("/product/search", "data.products", "idNhanh", 150),
  "transactions-page-at-most-50": multiplied("/accounting/transaction", "data.transactions", "id", 80),
  "total-pages-shown": changed("/product/search", "data.totalPages", (before) => before + 3),
  "total-records-shown": changed("/order/index", "data.totalRecords", (before) => before + 7),
  "unknown-product-refused": answeredWith("/product/detail", found({ code: 1, data: [] })),
  "unknown-order-empty": answeredWith("/order/index", found({ code: 0, messages: ["Invalid id"] })),
  "order-found-by-id": emptyWhen("/order/index", "data.orders", ({ data }) => data?.id !== undefined),
  "unknown-filter-ignored": refusedWhen("/product/search", ({ data }) => data?.tillbridgeTries !== undefined, {
    json: { code: 0, messages: ["unknown filter"] },
  }),
  "stopped-products-hidden": shownAlways(({ data }) => data?.status !== undefined, "/product/search", "data.products"),
  "product-detail-agrees": changed("/product/search", "data.products[].price", (before) => before + 1),
  "product-text-in-detail": changed("/product/search", "data.products[].barcode", () => "893"),
  "success-is-one": changed("/store/depot", "code", () => true),
  "order-states": strangeCode("/order/index", "data.orders", "statusCode", "Lost"),
};

// ---- Pancake

const pancakeFrom = ({ query }: Asked) => query.get("startDateTime");

const pancake: Flips = {
  clock: lateClock,
  "times-utc": changed("/orders", "data[].updated_at", (before) => localText(Date.parse(`${before}Z`))),
  "times-without-offset": changed("/orders", "data[].updated_at", (before) => `${before}Z`),
  "orders-bound-included": boundExcluded("/orders", "data", ["updated_at"], "Z", pancakeFrom),
  "orders-filter-held": deafTo("/orders", "startDateTime", "endDateTime"),
  "orders-sorted": deafTo("/orders", "option_sort"),
  "customers-filter-held": deafTo("/customers", "start_time_updated_at"),
  "customers-bound-included": boundExcluded("/customers", "data", ["updated_at"], "Z", ({ query }) =>
    query.get("start_time_updated_at"),
  ),
  "returns-by-entry": deafTo("/orders_returned", "start_time", "end_time"),
  "cash-flow-pages-join": deafTo("/transactions", "page"),
  "returns-pages-join": deafTo("/orders_returned", "page"),
  "orders-pages-join": deafTo("/orders", "page_number"),
  "variations-pages-join": deafTo("/variations", "page_number"),
  "orders-order-stable": turned("/orders", "data"),
  "page-size-honoured": deafTo("/variations", "page_size"),
  "page-of-100": deafTo("/variations", "page_size"),
  "page-at-most-500": changed("/variations", "page_size", () => 1_000),
  "total-counts-shown-rows": changed("/orders", "total_entries", (before) => before + 4),
  "unknown-parameter-ignored": refusedWhen("/variations", ({ query }) => query.has("tillbridge_tries"), {
    status: 400,
    json: { success: false, message: "unknown parameter" },
  }),
  "variation-filter-ignored": emptyWhen("/variations", "data", ({ query }) => query.has("start_time_updated_at")),
  "json-array-fails": answeredWith("/orders", found({ success: true, data: [] })),
  "unknown-order": answeredWith("/orders/999999999999", () => ({
    status: 404,
    json: { success: false, message: "Order not found" },
  })),
  "unknown-product": answeredWith(
    "/products/00000000-0000-4000-8000-000000000000",
    found({ success: true, data: null }),
  ),
  "unknown-words": answeredWith("/orders/999999999998", () => ({
    status: 400,
    json: { success: false, message: "Something went wrong" },
  })),
  "unknown-customer-empty": deafTo("/customers", "customer_ids"),
  "deleted-orders-hidden": undead(
    ({ path, query }) => path.endsWith("/orders") && query.get("status") === "7",
    ({ path, query }) => path.endsWith("/orders") && query.get("status") === null,
    "data",
    (id) => ({ id }),
  ),
  "deleted-orders-listed": deafTo("/orders", "status"),
  "geography-geo": answeredWith("/geo/provinces", () => ({ status: 404, json: "Page not found" })),
  "shop-answered": {
    answer: (wire, { path }) => (/\/shops\/\d+$/.test(path) ? { status: 404, json: "Page not found" } : wire),
  },
  "order-ids-form": changed("/orders", "data[].id", (id) => ({ id })),
  "display-id-number": changed("/orders", "data[].display_id", (id) => `#${id}`),
  "order-detail-agrees": changed("/orders", "data[].cod", (before) => before + 1),
  "order-detail-under-data": {
    answer: (wire, { path }) => (/\/orders\/[^/]+$/.test(path) ? { json: wire.json.data } : wire),
  },
  "product-shows-variations": {
    answer: (wire, { path }) =>
      /\/products\/[0-9a-f-]+$/.test(path)
        ? { json: { success: true, data: { ...wire.json.data, variations: [] } } }
        : wire,
  },
  "phone-text": changed("/customers", "data[].phone_numbers", (before) => before.map(Number)),
  "country-code-form": changed("/orders", "data[].shipping_address.country_code", Number),
  "address-one-scheme": changed("/orders", "data[].shipping_address.new_commune_id", () => "84_VN101"),
  "orders-add-up": changed("/orders", "data[].items[].discount_each_product", (before, item) =>
    before > 0 ? before / item.quantity : 1_000,
  ),
  "orders-total-adds-up": changed("/orders", "data[].total_price_after_sub_discount", (before) => before + 15_000),
  "stock-total-is-sum": changed("/variations", "data[].remain_quantity", (before) => before + 3),
  "sale-leaves-variation-date": changed("/variations", "data[].updated_at", () => "2020-01-01T00:00:00"),
  "order-states": strangeCode("/orders", "data", "status", 33),
  "return-states": strangeCode("/orders_returned", "data", "status", 8),
  "success-false-at-200": changed("/orders", "success", () => undefined),
  "currency-dong": strangeCode("/orders", "data", "order_currency", "PHP"),
};

// ---- iSale

const isale: Flips = {
  clock: lateClock,
  "date-to-loses-its-day": {
    ask: ({ query }) => ({ query: new URLSearchParams([...query].filter(([name]) => name !== "dateTo")) }),
  },
  "date-from-includes-its-day": emptyWhen("/sales/orders", "data", ({ query }) => query.has("dateFrom")),
  "orders-by-creation": deafTo("/sales/orders", "dateFrom", "dateTo"),
  "orders-without-change-time": changed("/sales/orders", "data[].modifiedAt", () => "2026-11-28T10:00:00+07:00"),
  "products-with-change-time": changed("/catalog/products", "data[].modifiedAt", () => "2026-11-28 10:00:00"),
  "limit-honoured-orders": deafTo("/sales/orders", "limit"),
  "limit-honoured-products": deafTo("/catalog/products", "limit"),
  "limit-at-most-200": multiplied("/crm/contacts", "data", "id", 250),
  "fifty-without-limit": answeredWith("/crm/contacts", ({ json }, { query }) =>
    query.has("limit") ? {} : { json: { data: json.data.slice(0, 20) } },
  ),
  "no-offset": answeredWith("/crm/contacts", ({ json }, { query }) =>
    query.has("offset") ? { json: { data: json.data.slice(5) } } : {},
  ),
  "orders-order-stable": turned("/sales/orders", "data"),
  "table-id-filters": deafTo("/debt/records", "id"),
  "search-any-part": emptyWhen("/crm/contacts", "data", ({ query }) => query.has("q")),
  "unknown-order": answeredWith("/sales/orders/999999999", () => ({ status: 404, json: { title: "Not Found" } })),
  "unknown-product": answeredWith("/catalog/products/999999999", () => ({ status: 204, json: "" })),
  "unknown-contact": answeredWith("/crm/contacts/999999999", () => ({
    status: 400,
    json: { error: { code: "invalid_request", message: "id" } },
  })),
  "empty-list-answered": deafTo("/crm/contacts", "q"),
  "rows-under-data": changed("/sales/orders", "data", (items) => ({ items })),
  "lines-twice": changed("/sales/orders", "data[].itemsJson", () => "[]"),
  "times-zoned": changed("/sales/orders", "data[].createdAt", (before) => String(before).slice(0, 19)),
  "amounts-numbers": changed("/sales/orders", "data[].total", String),
  "mobile-text": changed("/crm/contacts", "data[].mobile", Number),
  "staff-form": changed("/sales/orders", "data[].staffId", (id) => ({ id })),
  "line-discount-dong": changed("/sales/orders", "data[].items[].discount", () => 10),
  "orders-add-up": changed("/sales/orders", "data[].total", (before) => before + 30_000),
  "order-detail-agrees": changed("/sales/orders", "data[].total", (before) => before + 1),
  "product-detail-agrees": changed("/catalog/products", "data[].count", (before) => before + 1),
  "sale-moves-stock": changed("/catalog/products", "data[].modifiedAt", () => `${localText(inDays(1))}+07:00`),
  "order-states": strangeCode("/sales/orders", "data", "status", 12),
  "one-main-store": changed("/catalog/products", "data[].storeId", () => 2),
  "tables-readable": answeredWith("/data/tables", found({ data: [] })),
};

export const flips: Readonly<Record<VendorId, Flips>> = {
  kiotviet,
  "nhanh-v3": nhanhV3,
  "nhanh-v2": nhanhV2,
  pancake,
  isale,
};
