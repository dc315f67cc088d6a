import * as z from "zod";
import { askedToWait, LONGEST_LOCK, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { everyId } from "../../core/parts.ts";
import { lateLook, namedByLines, productOfStock, type SecondLook, stockOfLines, wholeLook } from "../../core/proofs.ts";
import { countOf, idIn, idOrNone, isObject, toId } from "../../core/rows.ts";
import { DAY, SECOND, timeOrNone, toHanoiDay, toHanoiSeconds } from "../../core/time.ts";
import {
  type Ask,
  type Call,
  defineResource,
  defineVendor,
  type HttpAnswer,
  type HttpRequest,
  type Listing,
  type Operation,
  type OperationCall,
  type PageAnswer,
  type Resource,
  type ShopContext,
} from "../../core/vendor.ts";
import * as normalize from "./normalize.ts";
import { operations } from "./operations.ts";
import * as schema from "./schema.ts";
import { toRows } from "./schema.ts";
import * as trade from "./trade.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

type Loose = Record<string, any>;

/* ------------------------------------------------------------------- calls */

const VERSION = "2.0";

/** The document asks for form-data; values are text, so the parts are written by hand. */
const multipart = (fields: Loose, boundary: string): string =>
  Object.entries(fields)
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .concat(`--${boundary}--\r\n`)
    .join("");

/** Some calls take a bare id or a fixed word instead of JSON (product/detail, product/category). */
const toData = (operation: Operation, body: unknown): string => {
  const data = body ?? operation.body?.safeParse(undefined).data ?? {};
  return typeof data === "string" ? data : JSON.stringify(data);
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const url = new URL(`${shop.hosts[operation.host ?? "api"]}${operation.path}`);
  for (const [name, value] of Object.entries(call.params ?? {})) url.searchParams.set(name, String(value));
  const { credentials, session } = shop.access;
  const own =
    operation.kind === "auth"
      ? { ...(call.body as Loose) }
      : {
          businessId: session?.grants?.businessId ?? "",
          accessToken: session?.token ?? "",
          data: toData(operation, call.body),
        };
  const boundary = `----tillbridge${shop.randomId().replaceAll(/[^0-9A-Za-z]/g, "")}`;
  return {
    method: "POST",
    url: url.href,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "application/json" },
    body: multipart({ version: VERSION, appId: credentials.appId, ...own }, boundary),
    timeout: operation.kind === "write" ? 60_000 : 30_000,
  };
};

/* ----------------------------------------------------------------- answers */

const parse = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

/** `messages` is an array, a text or an object by field; the limit's answer calls it `message`. */
const sentences = (body: Loose): string[] =>
  [body.messages ?? body.message]
    .flatMap((messages) => (isObject(messages) ? Object.values(messages) : messages))
    .flat(2)
    .filter((message) => typeof message === "string" && message !== "");

const fieldsOf = ({ messages }: Loose): Record<string, string> =>
  isObject(messages)
    ? Object.fromEntries(Object.entries(messages).map(([field, message]) => [field, [message].flat().join("; ")]))
    : {};

const LOCK = { otherwise: 30 * SECOND, longest: LONGEST_LOCK } as const;

/** `unlockedAt` is by the vendor's clock, `lockedSeconds` by none. */
const unlockedAt = (data: unknown, { headers, receivedAt }: HttpAnswer): number => {
  const lock = isObject(data) ? data : {};
  return waitUntil({ seconds: lock.lockedSeconds, unixSeconds: lock.unlockedAt, headers }, receivedAt, LOCK);
};

/** The overview writes 429, the samples "ERR_429", v3's list of codes ERR_EXCEEDED_RATE_LIMIT. */
const limitCodes = ["429", "ERR_429", "ERR_EXCEEDED_RATE_LIMIT"];
/** A token of v3 does not work here (ERR_INVALID_VERSION), nor does any once the business closed its Open API. */
const signInCodes = [
  "ERR_INVALID_ACCESS_TOKEN",
  "ERR_INVALID_VERSION",
  "ERR_INVALID_APP_ID",
  "ERR_INVALID_BUSINESS_ID",
  "ERR_BUSINESS_NOT_ENABLE_API",
];

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [200],
    source:
      "inferred: a refusal is code 0 with a sentence in messages (Nhanh Open API v2, introduction); the page of " +
      "product/detail does not say how an unknown id is answered",
  },
];

const refusal = (body: Loose, answer: HttpAnswer, operation: Operation): Error => {
  const code = String(body.errorCode ?? "");
  const said = sentences(body).join("; ");
  const message = `${operation.path}: ${said || code || "refused without a reason"}`;
  if (limitCodes.includes(code) || /rate limit/i.test(said))
    return new RetryLater(message, {
      retryAt: unlockedAt(body.data, answer),
      delivered: "no",
      limited: true,
    });
  // `{"code": false, "messages": ["Invalid accessCode ..."]}` (field note, recorded): the boolean is no typing error.
  if (operation.kind === "auth") return new Rejected(message, { code: code || "refused", fields: fieldsOf(body) });
  if (signInCodes.includes(code) || (/access\s?token/i.test(said) && /invalid|expired|hết hạn/i.test(said)))
    return new SignInAgain(message);
  const forbidden = code === "ERR_403" || code === "403" || /not authorized for this feature/i.test(said);
  const fields = code === "ERR_INVALID_DEPOT_ID" ? { depotId: said || code } : fieldsOf(body);
  const notFound = saysGone(gone, { status: answer.status, code, words: said }, operation);
  return new Rejected(message, { code: code || "refused", fields, notFound, forbidden });
};

/**
 * Pages keyed by id lose their order in JSON.parse, which sorts number-like keys; a page's last rows are what proves
 * that the next page goes on from it. So they are handed on as arrays, in the order of the text.
 */
const inWireOrder = (body: Loose, text: string): Loose => {
  const { data } = body;
  if (!isObject(data) || (data.totalPages === undefined && data.totalPage === undefined)) return body;
  const keyed = Object.keys(data).filter((name) => {
    const rows = data[name];
    return isObject(rows) && Object.keys(rows).length > 0 && Object.keys(rows).every((key) => /^\d+$/.test(key));
  });
  if (keyed.length === 0) return body;
  // Digits between bare quotes before a colon are always a name: within a text, quotes stand behind a backslash.
  const marked: any = JSON.parse(text.replaceAll(/"(\d+)"(\s*:)/g, '"#$1"$2'));
  const ordered = keyed.map((name) => [
    name,
    Object.keys(marked.data[name]).map((mark) => {
      const key = mark.slice(1);
      const row = (data[name] as Loose)[key];
      return isObject(row) && row.id === undefined && row.idNhanh === undefined ? { id: key, ...row } : row;
    }),
  ]);
  return { ...body, data: { ...data, ...Object.fromEntries(ordered) } };
};

const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const body = parse(answer.body);
  const known = isObject(body) && (body.code !== undefined || body.errorCode !== undefined);
  // 1 is the only success: failures come as 0, as false and with HTTP 200.
  const done = known && (body.code === 1 || body.code === "1" || body.code === true);
  // A server that fails says nothing about the write, whatever code it puts into the body; a limit is a limit.
  const isFailure = answer.status >= 500 && !(known && limitCodes.includes(String(body.errorCode)));
  if (known && !done && !isFailure) throw refusal(body, answer, operation);
  const at = `${operation.path}: HTTP ${answer.status}`;
  if (answer.status === 429) {
    throw new RetryLater(at, { retryAt: unlockedAt(undefined, answer), delivered: "no", limited: true });
  }
  if (answer.status >= 500 || answer.status === 408)
    throw new RetryLater(at, { delivered: "unknown", ...askedToWait(answer) });
  if (answer.status === 401) throw new SignInAgain(at);
  // An answer to a sign-in may hold a token: it is not kept.
  const kept = operation.kind === "auth" ? "" : answer.body;
  if (!done) throw new VendorChanged(`${at} ${answer.body === "" ? "without a body" : "of an unknown shape"}`, kept);
  if (answer.status < 200 || answer.status > 299) throw new VendorChanged(`${at} with a success in it`, kept);
  return inWireOrder(body, answer.body);
};

/* ---------------------------------------------------------------- listings */

type Row = any;

/** The vendor counts pages, rarely rows; on the last page the pages tell the rows as well. */
const totalOf = (data: Loose, ask: Ask, rows: number): number | undefined => {
  const total = countOf(data.totalRecords);
  if (total !== undefined) return total;
  const pages = countOf(data.totalPages ?? data.totalPage);
  const page = ask.page ?? 1;
  if (pages === undefined) return undefined;
  if (page >= pages) return (page - 1) * ask.size + rows;
  // A short page that is not the last one: there is at least one row more.
  return rows < ask.size ? page * ask.size + 1 : undefined;
};

const readPage =
  (collection: string, key = "id") =>
  (answer: any, ask: Ask): PageAnswer<Row> => {
    const data = isObject(answer?.data) ? answer.data : {};
    const rows = toRows(data[collection], key);
    return { rows, total: totalOf(data, ask, rows.length) };
  };

const pages = ({ page, size }: Ask) => ({ page: page ?? 1, icpp: size });

interface Paged {
  readonly operation: string;
  readonly most: number;
  /** Where the rows lie under `data`; undefined: `data` is the list. */
  readonly rows?: string;
  readonly filter?: (ask: Ask) => Loose;
  readonly read?: Listing["read"];
}

const listing = ({ operation, most, rows, filter, read }: Paged, more: Partial<Listing> = {}): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "page",
  pageSize: most,
  call: (ask) => ({ body: { ...pages(ask), ...filter?.(ask) } }),
  read: read ?? (rows ? readPage(rows) : (answer) => ({ rows: toRows(answer?.data) })),
  ...more,
});

/** One answer with everything in it: depots, trees, carriers. No page to be full, so no size to be reached. */
const whole = (operation: string, read: Listing["read"], body?: unknown): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "none",
  pageSize: 1_000_000,
  call: () => (body === undefined ? {} : { body }),
  read,
});
const flat: Listing["read"] = (answer) => ({ rows: toRows(answer?.data) });
const tree: Listing["read"] = (answer) => ({ rows: schema.flatten(answer?.data) });

/** order/index: 10 days for every kind of date, both ends included. Other pages state no limit or the same one. */
const TEN_DAYS = 10 * 86_400 - 1;
/** By calendar day, both days included: ten of them. */
const NINE_DAYS = 9 * 86_400;

/** `fromDate`, `toDate`: days in Vietnam. The day is all that the filter sees, so the last days are read again. */
const byDay = {
  strategy: "window",
  maxWindowSeconds: NINE_DAYS,
  minWindowSeconds: 86_400,
  overlapSeconds: 2 * 86_400,
} as const satisfies Partial<Listing>;
const days = ({ from, to }: Ask): Loose => ({
  ...(from === undefined ? {} : { fromDate: toHanoiDay(from) }),
  ...(to === undefined ? {} : { toDate: toHanoiDay(to) }),
});

/** Unix seconds, as a number or as text, and dates in Vietnam; 0 and null where there is none. */
const hanoi = (value: unknown): number | undefined => timeOrNone(value, "hanoi");
const MINUTES = 60;
const HOURS = 3_600;

/* --------------------------------------------------------------- resources */

/** The default list leaves Inactive products out; asking for them by status brings them (overview, product status). */
const productPartitions = async () => [{ status: "" }, { status: "Inactive" }];
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

const byId = (row: Row): string => idIn(row);
const productIdOf = (row: Row): string => idIn(row, "idNhanh");

/** Not listed among the fields of product/detail: a pull keeps them as the list has shown them. */
const onlyListed = ["updatedAt", "internalCategoryId", "avgCost", "countryName", "unit", "units"] as const;

const getProduct = {
  operation: "products.get",
  call: (id: string) => ({ body: Number(id) }),
  read: (answer: any, id: string, current?: unknown) => {
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
  permission: "Danh sách sản phẩm",
});

const levels = ["remain", "shipping", "holding", "damage", "available"];
const pick = (row: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
/** List and detail differ in the fields around the stock; only what both have is kept. */
const toStock = (row: Row): Row => {
  // Stock of another shape stays as it came, for `normalize` to find.
  if (!isObject(row)) return row;
  const inventory: any = row.inventory ?? {};
  const isKnown = isObject(inventory) || (Array.isArray(inventory) && inventory.length === 0);
  const depotRows = toRows(inventory.depots);
  if (!isKnown || depotRows.some((depot) => idOrNone(byId, depot) === undefined))
    return { ...pick(row, ["idNhanh", "code"]), inventory };
  const depots = Object.fromEntries(depotRows.map((depot) => [depot.id, pick(depot, [...levels, "transfering"])]));
  return { ...pick(row, ["idNhanh", "code"]), inventory: { ...pick(inventory, levels), depots } };
};

const inventory = defineResource<Row>({
  name: "inventory",
  listing: listing(
    {
      operation: "products.list",
      most: 100,
      filter: productFilter,
      read: (answer, ask) => {
        const page = readProducts(answer, ask);
        return { ...page, rows: page.rows.map(toStock) };
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
      return row === undefined ? undefined : toStock(row);
    },
  },
  names: productOfStock,
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
    partitions: async () => [{ by: "created" }, { by: "updated" }],
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
  normalize: normalize.toOrder,
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
        // A row that does not say what it is tells nothing of the filter; of a page of such rows nothing is believed.
        const said = page.rows.filter((row) => isObject(row) && isCode(row.mode) && isCode(row.type));
        const asked = (row: Row) =>
          modes.includes(Number(row.mode)) && (type === undefined || Number(row.type) === type);
        if (!said.every(asked) || (said.length === 0 && page.rows.some(isObject)))
          throw new VendorChanged("bill/search does not apply its filters of type and mode", "");
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
    normalize: normalize.toInvoice,
    everySeconds: 5 * MINUTES,
  }),
  defineResource<Row>({
    ...ofSale,
    name: "returns",
    listing: billListing(1, sales),
    id: byId,
    normalize: normalize.toReturn,
    everySeconds: 5 * MINUTES,
  }),
];

/** A collection outside the canonical model. Bills of old cannot be asked for by id alone, nor can most of these. */
const raw = (name: string, list: Listing, everySeconds: number, id: (row: Row) => string = byId): Resource =>
  defineResource<Row>({ name, listing: list, id, normalize: normalize.toRaw(id), everySeconds });

/** An id of several fields; what a row may do without is blank in it. */
const joined = (...parts: unknown[]): string => parts.map((part) => toId(part) ?? "").join(":");
/** As v3 makes it, so that a shop that migrates keeps it. */
const voucherId = (row: Row): string => joined(idIn(row, "batchId"), idIn(row, "code"));

/** coupon?act=list and ecom/shops fix their page size and say nothing (or 100) about it: the page's number goes on. */
const numbered = (collection: string, more?: (ask: Ask) => Loose): Listing["read"] => {
  return (answer, ask) => {
    const data = answer?.data === undefined ? (answer ?? {}) : answer.data;
    if (!schema.isPage(collection, data)) throw new VendorChanged(`no list of ${collection}`, JSON.stringify(answer));
    const page = Number(ask.token ?? 1);
    const rows = toRows(data?.[collection]).map((row) => (isObject(row) ? { ...row, ...more?.(ask) } : row));
    // A full page is not the last one, whatever the count says.
    const goesOn = rows.length >= ask.size || (rows.length > 0 && page < (countOf(data?.totalPages) ?? 0));
    return { rows, next: goesOn ? page + 1 : undefined };
  };
};

const couponPages: Listing = {
  operation: "coupons.call",
  strategy: "snapshot",
  paging: "token",
  pageSize: 100,
  call: ({ token }) => ({ params: { act: "list" }, body: { page: Number(token ?? 1) } }),
  read: numbered("result"),
};

const couponBatches = async (call: Call) => {
  const ids = await everyId(async (token) => {
    const ask: Ask = { token, size: couponPages.pageSize };
    const { rows, next } = couponPages.read(await call(couponPages.operation, couponPages.call(ask)), ask);
    return { ids: rows.flatMap((row) => idOrNone(byId, row) ?? []).map(Number), next };
  });
  return ids.map((batchId) => ({ batchId }));
};

const couponCodes: Listing = {
  ...couponPages,
  call: ({ token, partition }) => ({
    params: { act: "codes" },
    body: { page: Number(token ?? 1), batchId: Number(partition?.batchId) },
  }),
  // The code's row does not name its batch.
  read: numbered("result", ({ partition }) => ({ batchId: partition?.batchId })),
  partitions: couponBatches,
};

const shopPages: Listing = {
  ...couponPages,
  operation: "marketplace-shops.list",
  call: ({ token }) => ({ body: { page: Number(token ?? 1) } }),
  read: numbered("shops"),
};

const approved = (row: Row) => hanoi(row.approvedAt);

const resources: readonly Resource[] = [
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

/* ------------------------------------------------------------------ vendor */

const signIn = operations.find(({ kind }) => kind === "auth")!;

export const nhanhV2 = defineVendor({
  id: "nhanh-v2",
  name: "Nhanh.vn (Open API 2.0)",
  // Nhanh Open API v2, introduction: no support after this day; v3 takes its place.
  sunset: "2026-11-30",
  successor: "nhanh-v3",
  hosts: { api: "https://pos.open.nhanh.vn", consent: "https://nhanh.vn" },
  credentials: z.strictObject({
    appId: z.string().regex(/^\d+$/).describe("id of the app at open.nhanh.vn"),
    secretKey: z.string().min(1).meta({ secret: true }).describe("on the app's page at open.nhanh.vn"),
    accessCode: z
      .string()
      .min(1)
      .optional()
      .meta({ secret: true })
      .describe("brought back by the consent page; works once, within ten minutes"),
    businessId: z
      .union([z.string().regex(/^\d+$/), z.number().int().positive()])
      .optional()
      .describe("the shop's id at Nhanh: the consent of another shop is refused then"),
  }),
  settings: z.strictObject({}),
  limits: [
    {
      id: "calls",
      scope: "shop",
      per: "operation",
      capacity: 150,
      windowSeconds: 30,
      source: "Nhanh Open API v2, API Rate Limit",
    },
  ],
  operations,
  resources,
  writes,
  // The limit is counted by app, business and address.
  account: ({ credentials, grants }) => `${credentials.appId}:${grants?.businessId ?? ""}`,
  renewable: false,
  authorize: async (shop, send) => {
    const { accessCode, secretKey } = shop.access.credentials;
    if (!accessCode)
      throw new Rejected("a person has to consent in the browser first", { fields: { accessCode: "is missing" } });
    const answer = await send(request(signIn, { body: { accessCode, secretKey } }, shop));
    const parsed = schema.TokenAnswer.safeParse(judge(answer, signIn));
    if (!parsed.success) throw new VendorChanged(`${signIn.path}: no token in the answer`, "");
    const token = schema.Token.parse(isObject(parsed.data.data) ? parsed.data.data : parsed.data);
    const expiresAt = hanoi(token.expiredAt) ?? hanoi(token.expiredDateTime);
    return {
      token: token.accessToken,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      grants: {
        businessId: String(token.businessId),
        // Empty: every depot.
        depotIds: token.depotIds ?? [],
        permissions: token.permissions ?? [],
      },
    };
  },
  check: async (call) => {
    const answer: any = await call("depots.list", { body: {} });
    const depots = toRows(answer?.data);
    return { locations: depots.length, names: depots.slice(0, 10).map((depot) => String(depot?.name ?? "")) };
  },
  request,
  judge,
  webhooks,
  consent: {
    address: "nhanh",
    url: ({ credentials, returnLink, hosts }) => {
      const url = new URL(`${hosts.consent}/oauth`);
      url.searchParams.set("version", VERSION);
      url.searchParams.set("appId", String(credentials.appId));
      url.searchParams.set("returnLink", returnLink);
      return url.href;
    },
    codeParameter: "accessCode",
    codeField: "accessCode",
  },
});
