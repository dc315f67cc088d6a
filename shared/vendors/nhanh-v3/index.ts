import * as z from "zod";
import { askedToWait, LONGEST_LOCK, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import { everyId } from "../../core/parts.ts";
import { lateLook, namedByLines, productOfStock, type SecondLook, stockOfLines, wholeLook } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { idIn, idOrNone, isObject, rowsIn, toId } from "../../core/rows.ts";
import { parseTime, SECOND, timeOrNone, toHanoiDay } from "../../core/time.ts";
import {
  type Ask,
  defineResource,
  defineVendor,
  type HttpAnswer,
  type HttpRequest,
  type Listing,
  type Operation,
  type OperationCall,
  type Resource,
  type Session,
  type ShopContext,
} from "../../core/vendor.ts";
import {
  toCategory,
  toCustomer,
  toInventory,
  toInvoice,
  toLocation,
  toOrder,
  toProduct,
  toRaw,
  toReturn,
} from "./normalize.ts";
import { operations } from "./operations.ts";
import { Grant, Lock, nextOf, type Page, Refusal } from "./schema.ts";
import {
  toCampaign,
  toCashEntry,
  toPriceBook,
  toPriceBookPrice,
  toStaffMember,
  toSupplier,
  toVoucher,
} from "./trade.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

/* ------------------------------------------------------------------- access */

const credentials = z.strictObject({
  appId: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).describe("id of the app at open.nhanh.vn"),
  secretKey: z.string().min(1).describe("secret key of the app").meta({ secret: true }),
  accessCode: z
    .string()
    .min(1)
    .optional()
    .describe("single-use code of the consent, valid for 10 minutes")
    .meta({ secret: true }),
  accessToken: z
    .string()
    .min(16)
    .optional()
    .describe("a v3 token that the shop already has, together with businessId")
    .meta({ secret: true }),
  businessId: z.union([z.string().regex(/^\d+$/), z.number().int().positive()]).optional(),
  expiredAt: z.number().int().positive().optional().describe("unix seconds at which accessToken ends"),
});

const operationById = (id: string): Operation => operations.find((operation) => operation.id === id)!;
const GET_TOKEN = "app.get-access-token";
const CHECK_TOKEN = "app.check-access-token";

/** Campaigns, live statistics of Meta and hand-overs to a carrier take seconds by the vendor's own word. */
const slow = new Set([
  "orders.create",
  "orders.update",
  "campaigns.list",
  "campaigns.create",
  "campaigns.resend",
  "shipments.rate",
  "shipments.create",
  "shipments.send",
]);

const businessOf = ({ access }: ShopContext): string | undefined => {
  const id = access.session?.grants?.businessId ?? access.credentials.businessId;
  return id === undefined || id === null ? undefined : String(id);
};

/** Every call is a POST with a JSON body; the token goes raw into `Authorization`, without "Bearer". */
const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const { appId, secretKey, accessCode } = shop.access.credentials;
  const query = new URLSearchParams({ appId: String(appId) });
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  let body = call.body ?? {};
  if (operation.id === GET_TOKEN) body = { accessCode, secretKey };
  else {
    const business = businessOf(shop);
    const token = shop.access.session?.token ?? shop.access.credentials.accessToken;
    if (business === undefined || typeof token !== "string")
      throw new SignInAgain(`${operation.id}: the shop has no token yet`);
    query.set("businessId", business);
    headers.authorization = token;
    if (operation.id === CHECK_TOKEN) body = { secretKey };
  }
  return {
    method: operation.method,
    url: `${shop.hosts[operation.host ?? "api"]}${operation.path}?${query}`,
    headers,
    body: JSON.stringify(body),
    timeout: slow.has(operation.id) ? 60_000 : 30_000,
  };
};

const sessionOf = (answer: unknown, token?: string, expiredAt?: unknown): Session => {
  const grant = Grant.safeParse(answer);
  const data = grant.data?.data;
  const granted = token ?? data?.accessToken;
  if (!data || !granted) throw new VendorChanged("app/getaccesstoken: no token in the answer", "");
  const expiresAt = parseTime(data.expiredAt ?? expiredAt, "hanoi");
  return {
    token: granted,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    // Depots, pages and permissions are frozen at the consent: later changes of the user's rights need a new one.
    grants: {
      businessId: String(data.businessId),
      depotIds: data.depotIds ?? [],
      pageIds: data.pageIds ?? [],
      permissions: data.permissions ?? [],
    },
  };
};

/* ------------------------------------------------------------------ answers */

const limitCodes = new Set(["ERR_429", "429", "ERR_EXCEEDED_RATE_LIMIT"]);
/** Nothing works with this access until a person acts: a new consent, another app, the shop's switch for the API. */
const accessCodes = new Set([
  "ERR_INVALID_ACCESS_TOKEN",
  "ERR_INVALID_VERSION",
  "ERR_INVALID_APP_ID",
  "ERR_INVALID_BUSINESS_ID",
  "ERR_BUSINESS_NOT_ENABLE_API",
]);
const LOCK = { otherwise: 30 * SECOND, longest: LONGEST_LOCK } as const;

/** Calling while locked makes the lock longer. */
const limited = (
  { path }: Operation,
  { headers, receivedAt }: HttpAnswer,
  lock: { readonly lockedSeconds?: unknown; readonly unlockedAt?: unknown } = {},
): RetryLater =>
  new RetryLater(`${path}: rate limit`, {
    limited: true,
    delivered: "no",
    retryAt: waitUntil({ seconds: lock.lockedSeconds, unixSeconds: lock.unlockedAt, headers }, receivedAt, LOCK),
  });

const messagesOf = (refusal: Refusal): { fields: Record<string, string>; text: string } => {
  const said = refusal.messages ?? refusal.message;
  const fields: Record<string, string> = {};
  if (said !== null && typeof said === "object" && !Array.isArray(said)) {
    for (const [field, message] of Object.entries(said))
      fields[field] = typeof message === "string" ? message : JSON.stringify(message);
  }
  const texts =
    typeof said === "string"
      ? [said]
      : (rowsIn(said) ?? []).map((message) => (typeof message === "string" ? message : JSON.stringify(message)));
  return { fields, text: texts.join("; ") };
};

const refuse = (refusal: Refusal, operation: Operation, answer: HttpAnswer): unknown => {
  const code = String(refusal.errorCode ?? "");
  const { fields, text } = messagesOf(refusal);
  const sentence = `${operation.path}: ${text || code || "refused without a reason"}`;
  // The list of codes is incomplete: an old answer has only the sentence (field note, recorded), in words that vary.
  const said = [text, ...Object.values(fields)].join("; ");
  if (limitCodes.has(code) || /rate limit/i.test(said)) {
    throw limited(operation, answer, Lock.safeParse(refusal.data).data);
  }
  // Of the call that fetches the token the sentence is about the code that it was asked with.
  const isDead = operation.id !== GET_TOKEN && /access\s?token/i.test(said) && /invalid|expired|hết hạn/i.test(said);
  if (accessCodes.has(code) || isDead) throw new SignInAgain(sentence);
  // The parcel was handed over before: what shipment/send asks for is so, and the answer carries the parcel.
  if (operation.id === "shipments.send" && code === "ERR_ORDER_EXISTED") return refusal;
  // The hub could not reach the carrier: nobody knows whether the carrier heard it.
  if (code === "ERR_CANNOT_CONNECT_CARRIER") throw new RetryLater(sentence, { delivered: "unknown" });
  throw new Rejected(sentence, {
    code: code || "rejected",
    fields,
    forbidden:
      code === "ERR_403" ||
      code === "403" ||
      code === "ERR_PAGE_EXPIRED" ||
      /not authorized for this feature/i.test(said),
  });
};

/** Failures come with status 200 and `code` 0 or false; other statuses are those of proxies in front of it. */
const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const { status, body } = answer;
  const where = operation.path;
  let json: any;
  try {
    json = body.trim() === "" ? undefined : parseJson(body);
  } catch {
    json = undefined;
  }
  const refusal = Refusal.safeParse(json);
  if (refusal.success && (status < 500 || limitCodes.has(String(refusal.data.errorCode)))) {
    return refuse(refusal.data, operation, answer);
  }
  if (status === 429) {
    throw limited(operation, answer, undefined);
  }
  if (status >= 500 || status === 408 || status === 425) {
    throw new RetryLater(`${where}: status ${status}`, { delivered: "unknown", ...askedToWait(answer) });
  }
  if (status === 401) throw new SignInAgain(`${where}: status 401`);
  // A firewall's page says nothing about the token.
  if (status === 403) throw new RetryLater(`${where}: status 403`, { delivered: "unknown" });
  // No secret may ride along: the answers of the token calls hold one.
  const kept = operation.kind === "auth" ? "" : body;
  if (status >= 400 && status !== 404 && status !== 405) {
    throw new Rejected(`${where}: status ${status}`, { code: `http_${status}` });
  }
  if (status < 200 || status >= 300) throw new VendorChanged(`${where}: status ${status}`, kept);
  if (json === undefined) throw new VendorChanged(`${where}: ${body.trim() === "" ? "empty answer" : "no JSON"}`, kept);
  if (json?.code === 1 || json?.code === "1" || json?.code === true) return json;
  // metasendcapi answers with Meta's own words (Nhanh Open API v3, marketing/metasendcapi).
  if (operation.id === "marketing.send-meta-event" && json?.events_received !== undefined) return json;
  throw new VendorChanged(`${where}: an answer without code`, kept);
};

/* ---------------------------------------------------------------- resources */

const CATEGORY_SECONDS = 3_600;
const RAW_SECONDS = 3_600;
/** The vendor asks to keep these for a day. */
const REFERENCE_SECONDS = 86_400;
const MONTH_SECONDS = 31 * 86_400;

/** Milliseconds -> unix seconds, so that exactly the seconds inside the interval are asked for. */
const secondsFrom = (time: number | undefined) => (time === undefined ? undefined : Math.ceil(time / SECOND));
const secondsTo = (time: number | undefined) => (time === undefined ? undefined : Math.floor(time / SECOND));
const defined = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const interval = (name: string) => (ask: Ask) =>
  defined({ [`${name}From`]: secondsFrom(ask.from), [`${name}To`]: secondsTo(ask.to) });
const dayInterval = (ask: Ask) =>
  defined({
    fromDate: ask.from === undefined ? undefined : toHanoiDay(ask.from),
    toDate: ask.to === undefined ? undefined : toHanoiDay(ask.to),
  });

type Filters = (ask: Ask) => Record<string, unknown>;
interface ListingOptions extends Partial<Listing> {
  readonly filters?: Filters;
  /** Parts of the rows that are shown only where they are asked for. */
  readonly dataOptions?: unknown;
  readonly sort?: Readonly<Record<string, "asc" | "desc">>;
}
/** Every listing of v3 pages by the opaque `paginator.next`, given back exactly as it came. */
const listing = (operation: string, { filters, sort, dataOptions, ...rest }: ListingOptions = {}): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "token",
  pageSize: 100,
  call: (ask) => ({
    body: {
      filters: filters?.(ask) ?? {},
      paginator: defined({ size: ask.size, sort, next: ask.token }),
      ...(dataOptions === undefined ? {} : { dataOptions }),
    },
  }),
  read: (answer: Page) => ({ rows: rowsIn(answer.data) ?? [], next: nextOf(answer) }),
  ...rest,
});

/** Rows of a numeric id, asked for by a filter named `ids`. */
const byIds = (
  operation: string,
  idOf: (row: any) => string,
  more: Record<string, unknown> = {},
  dataOptions?: unknown,
): Resource["get"] => {
  const together = (ids: readonly string[]) => ({
    body: { filters: { ...more, ids: ids.map(numeric) }, ...(dataOptions === undefined ? {} : { dataOptions }) },
  });
  const rows = (answer: Page) => rowsIn(answer.data) ?? [];
  return {
    operation,
    lists: true,
    call: (id) => together([id]),
    read: (answer, id) => {
      const shown = rows(answer);
      const found = shown.find((row) => idOrNone(idOf, row) === id);
      // Only strangers: the filter was ignored, and the row may stand on another page.
      if (!found && shown.length > 0) throw new VendorChanged(`${operation}: ids was ignored`, "");
      return found;
    },
    rows,
    together,
  };
};
/** An id that is no number cannot be one of Nhanh's: there is nothing to ask. */
const numeric = (id: string): number => {
  if (!/^\d{1,15}$/.test(id)) throw new Rejected("not an id of Nhanh");
  return Number(id);
};

const idOf = (row: unknown): string => idIn(row);
const productIdOf = (row: unknown): string => idIn(row, "productId");
const orderIdOf = (row: any): string => idIn(row?.info);
const seconds = (read: (row: any) => unknown) => (row: any) => timeOrNone(read(row), "hanoi");
const updatedAt = seconds((row) => row.updatedAt);
const onDay = seconds((row) => row.date);

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

const BILL_PARTS = ["giftProducts", "tags"] as const;

/**
 * Bills are filtered by the day of their stock movement; nothing tells when one was edited or entered for an earlier
 * day. Three days are read again in every cycle, and the daily full reading finds the rest.
 */
const billWindow = (filters: Record<string, unknown>): Listing =>
  listing("bills.list", {
    strategy: "window",
    dataOptions: BILL_PARTS,
    // Both days count: 30 days from any hour are at most 31 on the calendar.
    maxWindowSeconds: 30 * 86_400,
    minWindowSeconds: 86_400,
    overlapSeconds: 3 * 86_400,
    filters: (ask) => ({ ...filters, ...dayInterval(ask) }),
    time: onDay,
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
const bills = (name: ResourceName, filters: Record<string, unknown>, normalize: Resource["normalize"]): Resource => ({
  name,
  listing: billWindow(filters),
  id: idOf,
  normalize,
  continues: ["locationId", "orderId", "note", ...goods],
  get: byIds("bills.list", idOf, filters, BILL_PARTS),
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
  partitions: async () => [{ by: "createdAt" }, { by: "updatedAt" }],
  filters: (ask) => orderTimes[ask.partition?.by as keyof typeof orderTimes](ask),
  // Which of the two times the window is of, the row does not say.
  time: () => undefined,
});

const canonical: readonly Resource[] = [
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
    // Deleted products are in no listing: only the webhook and their absence tell.
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
  id?: (row: any) => string;
  normalize?: Resource["normalize"];
  everySeconds?: number;
  get?: boolean;
  continues?: NonNullable<Resource["continues"]>;
};
const raw = (name: ResourceName, operation: string, options: RawOptions = {}): Resource => {
  const { id = idOf, normalize = toRaw(id), everySeconds = RAW_SECONDS, get = false, continues, ...rest } = options;
  return {
    name,
    listing: listing(operation, rest),
    id,
    normalize,
    everySeconds,
    ...(continues ? { continues } : {}),
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

/** One listing for each row of another: codes of each campaign, products of each price list. */
const eachOf = (operation: string, field: string): Pick<Listing, "partitions"> => ({
  partitions: async (call) => {
    const ids = await everyId(async (next) => {
      const paginator = defined({ size: 100, next });
      const answer = (await call(operation, { body: { filters: {}, paginator } })) as Page;
      return {
        ids: (rowsIn(answer.data) ?? []).flatMap((row) => idOrNone(idOf, row) ?? []).map(Number),
        next: nextOf(answer),
      };
    });
    return ids.map((id) => ({ [field]: id }));
  },
});
/** Rows that do not say which part they belong to are told so here. */
const tagged = (field: string): Pick<Listing, "read"> => ({
  read: (answer: Page, ask) => ({
    rows: (rowsIn(answer.data) ?? []).map((row) => (isObject(row) ? { ...row, [field]: ask.partition?.[field] } : row)),
    next: nextOf(answer),
  }),
});
const campaign = { ...eachOf("coupon-programs.list", "batchId"), ...tagged("batchId") };
const voucherId = (row: any): string => joined(row.batchId, row.code);
const priceId = (row: any): string => joined(row.priceListId, row.product?.id);
const ofCampaign: Filters = (ask) => ({ batchId: ask.partition?.batchId });
const lastUpdated = {
  strategy: "window",
  maxWindowSeconds: MONTH_SECONDS,
  filters: interval("lastUpdatedAt"),
  time: seconds((row) => row.lastUpdatedAt),
  everySeconds: 600,
} as const;
const vpage = { pageSize: 50 };

const rawResources: readonly Resource[] = [
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
  raw("product-tags", "product-tags.list", { everySeconds: REFERENCE_SECONDS, get: true }),
  raw("supplier-products", "supplier-products.list", {
    id: (row) => joined(row.supplierId, row.productId),
    sort: { id: "asc" },
  }),
  raw("combos", "combos.list", { pageSize: 50, sort: { productParentId: "asc" }, filters: () => everyStatus }),
  raw("order-sources", "order-sources.list", { get: true }),
  raw("order-tags", "order-tags.list", { everySeconds: REFERENCE_SECONDS, get: true }),
  raw("customer-tags", "customer-tags.list", { everySeconds: REFERENCE_SECONDS, get: true }),
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
    filters: ofCampaign,
    id: voucherId,
    continues: ["discount", "uses"],
    normalize: toVoucher(voucherId),
  }),
  raw("voucher-products", "coupon-products.list", {
    ...campaign,
    filters: ofCampaign,
    id: (row) => joined(row.batchId, row.product?.id),
  }),
  raw("price-books", "price-books.list", { normalize: toPriceBook, sort: { id: "asc" }, get: true }),
  raw("price-book-products", "price-book-products.list", {
    ...eachOf("price-books.list", "priceListId"),
    ...tagged("priceListId"),
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
    strategy: "window",
    maxWindowSeconds: MONTH_SECONDS,
    partitions: async () => [8195, 8855, 8142].map((appId) => ({ appId })),
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

export const nhanhV3 = defineVendor({
  id: "nhanh-v3",
  name: "Nhanh.vn (Open API v3)",
  hosts: {
    api: "https://pos.open.nhanh.vn",
    vpage: "https://vpage.open.nhanh.vn",
    ship: "https://ship.open.nhanh.vn",
    consent: "https://nhanh.vn",
  },
  credentials,
  settings: z.strictObject({}),
  limits: [
    {
      id: "calls",
      scope: "shop",
      per: "operation",
      capacity: 150,
      windowSeconds: 30,
      source: "Nhanh Open API v3, API Rate Limit",
    },
  ],
  operations,
  resources: [...canonical, ...rawResources],
  writes,
  // Before the consent nobody knows the business.
  account: ({ credentials: given, grants }) => `${given.appId}:${grants?.businessId ?? given.businessId ?? ""}`,

  authorize: async (shop, send) => {
    const { accessCode, accessToken, businessId, expiredAt } = shop.access.credentials;
    if (typeof accessCode === "string") {
      const operation = operationById(GET_TOKEN);
      const answer = await send(request(operation, {}, shop));
      return sessionOf(refusedInstead(() => judge(answer, operation)));
    }
    if (typeof accessToken !== "string" || businessId === undefined)
      throw new Rejected("the shop's owner has to give consent first, or hand in accessToken and businessId", {
        code: "consent_required",
        fields: { accessCode: "comes back from the consent page" },
      });
    // A token that was obtained elsewhere is checked, which also tells its permissions and its end.
    const operation = operationById(CHECK_TOKEN);
    const asked: ShopContext = { ...shop, access: { credentials: shop.access.credentials } };
    const answer = await send(request(operation, {}, asked));
    return sessionOf(
      refusedInstead(() => judge(answer, operation)),
      accessToken,
      expiredAt,
    );
  },
  // The code is single-use and there is no refresh token: a year later a person has to consent again.
  renewable: false,

  check: async (call) => {
    const { data } = Grant.parse(await call(CHECK_TOKEN, {}));
    return {
      businessId: String(data.businessId),
      depotIds: data.depotIds ?? [],
      permissions: data.permissions ?? [],
      ...(data.expiredAt === undefined || data.expiredAt === null
        ? {}
        : { expiresAt: new Date(parseTime(data.expiredAt, "hanoi") ?? 0).toISOString() }),
    };
  },

  request,
  judge,
  webhooks,
  consent: {
    address: "nhanh",
    url: ({ credentials: given, returnLink, hosts }) =>
      // The document wants appId and returnLink; integrations add the version.
      `${hosts.consent}/oauth?${new URLSearchParams({ appId: String(given.appId), returnLink, version: "3.0" })}`,
    codeParameter: "accessCode",
    codeField: "accessCode",
  },
});

/** While signing in, a dead token or code is a refusal: there is nothing to sign in again with. */
const refusedInstead = (decide: () => unknown): unknown => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof SignInAgain) throw new Rejected(error.message, { code: "credentials_refused" });
    throw error;
  }
};
