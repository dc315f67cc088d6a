import * as z from "zod";
import { askedToWait, sessionTimes, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { everyId } from "../../core/parts.ts";
import {
  lateLook,
  type Mention,
  namedByLines,
  productOfStock,
  type SecondLook,
  stockOfLines,
  wholeLook,
} from "../../core/proofs.ts";
import { countOf, idIn, isObject, rowsIn } from "../../core/rows.ts";
import { DAY, HOUR, MINUTE, SECOND, timeOrNone, toHanoiLocal } from "../../core/time.ts";
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
  type Send,
  type Session,
  type ShopContext,
} from "../../core/vendor.ts";
import {
  changedAt,
  onlyRow,
  priceId,
  removedIds,
  stampedAt,
  stockChangedAt,
  stockOf,
  toCategory,
  toCustomer,
  toInventory,
  toInvoice,
  toLocation,
  toOrder,
  toPrice,
  toProduct,
  toRaw,
  toReturn,
  vendorNow,
} from "./normalize.ts";
import { operations } from "./operations.ts";
import { ErrorBody, FieldError, Token } from "./schema.ts";
import {
  toCampaign,
  toCashEntry,
  toCustomerGroup,
  toPriceBook,
  toPurchase,
  toStaffMember,
  toTransfer,
  toVoucher,
} from "./trade.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

const hosts = { api: "https://public.kiotapi.com", id: "https://id.kiotviet.vn" } as const;
/** F&B shops are another product line with addresses and tokens of its own (field note). */
const foodHosts = { ...hosts, api: "https://publicfnb.kiotapi.com" } as const;

const credentials = z.object({
  clientId: z.string().trim().min(1).describe("ClientId"),
  clientSecret: z.string().trim().min(1).describe("Mã bảo mật (client secret)").meta({ secret: true }),
  retailer: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "the shop's short name: what stands before .kiotviet.vn")
    .describe("Tên gian hàng (shop name)"),
});

const settings = z.object({
  product: z.enum(["retail", "fnb"]).default("retail").describe("the product line that the shop uses"),
});

// ---- requests ------------------------------------------------------------------------------------------------------

/** Production users wait 90 s in general and 180 s for orders (field note). */
const timeoutOf = (operation: Operation): number =>
  /^(orders|invoices)\.list$/.test(operation.id) ? 180 * SECOND : 90 * SECOND;

/** Lists go as one comma-separated value, which the vendor's framework reads as an array (inferred). */
const queryValue = (value: unknown): string => (Array.isArray(value) ? value.join(",") : String(value));

const addressOf = (operation: Operation, call: OperationCall, base: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams();
  let path = operation.path;
  for (const [name, value] of Object.entries(call.params ?? {})) {
    if (value === undefined || value === null) continue;
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else query.append(name, queryValue(value));
  }
  const text = query.toString();
  return `${base[operation.host ?? "api"]}${path}${text ? `?${text}` : ""}`;
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const url = addressOf(operation, call, shop.hosts);
  if (operation.kind === "auth") {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const body = new URLSearchParams(call.body as Record<string, string>).toString();
    return { method: operation.method, url, headers, body, timeout: 30 * SECOND };
  }
  const token = shop.access.session?.token;
  if (!token) throw new SignInAgain("KiotViet: no token yet");
  const { retailer } = credentials.parse(shop.access.credentials);
  const headers = { authorization: `Bearer ${token}`, retailer, accept: "application/json" };
  const timeout = timeoutOf(operation);
  return call.body === undefined
    ? { method: operation.method, url, headers, timeout }
    : {
        method: operation.method,
        url,
        headers: { ...headers, "content-type": "application/json; charset=utf-8" },
        body: JSON.stringify(call.body),
        timeout,
      };
};

// ---- answers -------------------------------------------------------------------------------------------------------

const place = (operation: Operation): string => `KiotViet ${operation.method} ${operation.path}`;

const jsonOf = (body: string): { json: unknown } | undefined => {
  try {
    return { json: parseJson(body) };
  } catch {
    return undefined;
  }
};

/** The vendor's complaint in either casing: `responseStatus` from the API, `ResponseStatus` from its validation. */
const readComplaint = (
  json: unknown,
): { isOwn: boolean; code: string; message: string; fields: Record<string, string> } | undefined => {
  const body = ErrorBody.safeParse(json).data;
  if (!body) return undefined;
  const status = body.responseStatus ?? body.ResponseStatus;
  const code = status?.errorCode ?? status?.ErrorCode ?? body.error ?? "";
  const message = status?.message ?? status?.Message ?? body.message ?? "";
  const fields: Record<string, string> = {};
  for (const entry of status?.errors ?? status?.Errors ?? []) {
    const error = FieldError.safeParse(entry).data;
    const name = error?.fieldName ?? error?.FieldName;
    if (name) fields[name] = (error?.message ?? error?.Message ?? "refused").slice(0, 300);
  }
  return { isOwn: status !== undefined && status !== null, code, message: message.slice(0, 300), fields };
};

/** Without a word of the vendor a minute: the limit's window is an hour, its start is unknown. */
const limited = (answer: HttpAnswer, operation: Operation): RetryLater =>
  new RetryLater(`${place(operation)}: limit used up`, {
    retryAt: waitUntil(answer, answer.receivedAt, { otherwise: MINUTE }),
    delivered: "no",
    limited: true,
  });

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [404, 420],
    // In the vendor's own envelope. A gateway in front of the vendor does not send one.
    code: /./,
    source:
      "inferred: the error body is responseStatus or ResponseStatus with errorCode (field note, seen in integrations), " +
      "validation is 420 with KvValidateException (field note, captured); neither shows an unknown id",
  },
];

const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const { status, body } = answer;
  const parsed = jsonOf(body);
  const complaint = parsed ? readComplaint(parsed.json) : undefined;
  const code = complaint?.code ?? "";
  const where = place(operation);

  // Sign-in answers in OAuth's words. Its body may hold a token, so it never goes into an error.
  if (operation.kind === "auth") {
    if (parsed && status >= 200 && status < 300) {
      if (Token.safeParse(parsed.json).success) return parsed.json;
      throw new VendorChanged(`${where}: ${status} without a token`, "");
    }
    if (status === 429) throw limited(answer, operation);
    // A page or a redirect comes from a gateway: only the vendor's own words end a shop's access.
    const reason = complaint?.message || code;
    if (!reason || (status !== 400 && status !== 401)) throw new RetryLater(`${where}: ${status}`);
    throw new Rejected(`KiotViet refused the credentials: ${reason}`, { code: code || "invalid_client" });
  }

  // A dead token shows as 401 or, with any other status, as this error code (field note).
  if (status === 401 || code === "TokenException") throw new SignInAgain(`${where}: ${code || status}`);
  if (status === 429 || /^(TooManyRequests|RateLimit)/i.test(code)) throw limited(answer, operation);
  if (status >= 500 || status === 408)
    throw new RetryLater(`${where}: ${status}${code ? ` ${code}` : ""}`, askedToWait(answer));

  if (status >= 200 && status < 300) {
    if (status === 204 && operation.method === "DELETE") return { message: "" };
    if (!parsed) throw new VendorChanged(`${where}: ${body.trim() ? "no JSON" : "empty answer"}`, body);
    if (parsed.json === null || typeof parsed.json !== "object") {
      throw new VendorChanged(`${where}: JSON of an unknown shape`, body);
    }
    const { isSuccess } = parsed.json as { isSuccess?: unknown };
    // Only price books say `isSuccess` (§2.17.3), and a 200 with false is a refusal.
    if (!code && isSuccess !== false) return parsed.json;
  } else if (status < 400) {
    throw new VendorChanged(`${where}: unexpected status ${status}`, body);
  }

  const message = complaint?.message || code;
  const options = { code: code || String(status), fields: complaint?.fields ?? {} };
  const sentence = `${where}: ${message || status}`;
  if (status === 403) {
    // A page instead of JSON comes from a gateway in front of the vendor, which did not let the call through.
    if (!parsed) throw new RetryLater(`${where}: 403 from a gateway`, { delivered: "no" });
    throw new Rejected(sentence, { ...options, forbidden: true });
  }
  const isOwn = complaint?.isOwn === true;
  if (isOwn && saysGone(gone, { status, code, words: message }, operation))
    throw new Rejected(sentence, { ...options, notFound: true });
  // A page, an empty answer or JSON of another form comes from a gateway, and says nothing about the record.
  if (!isOwn && asksForOne(operation)) throw new RetryLater(`${where}: ${status} from a gateway`, { delivered: "no" });
  if (status === 404 && !complaint) throw new VendorChanged(`${where}: 404 without JSON`, body);
  // 420 is the vendor's validation and permanent (field note).
  throw new Rejected(sentence, options);
};

// ---- signing in ----------------------------------------------------------------------------------------------------

const authorize = async (shop: ShopContext, send: Send): Promise<Session> => {
  const { clientId, clientSecret } = credentials.parse(shop.access.credentials);
  const operation = operations.find(({ id }) => id === "token.create") as Operation;
  const answer = await send(
    request(
      operation,
      {
        body: {
          scopes: shop.settings.product === "fnb" ? "PublicApi.Access.FNB" : "PublicApi.Access",
          grant_type: "client_credentials",
          client_id: clientId,
          client_secret: clientSecret,
        },
      },
      shop,
    ),
  );
  const token = Token.parse(judge(answer, operation));
  return {
    token: token.access_token,
    // 24 hours by the document; there is no refresh token, signing in again is free.
    ...sessionTimes(token.expires_in, answer.receivedAt, 86_400),
    ...(token.scope ? { grants: { scope: token.scope } } : {}),
  };
};

/** The shop's name cannot be read from the token: only a call with it proves that both belong together (field note). */
const check = async (call: Call) => {
  const page = read(await call("branches.list", { params: { pageSize: 100 } }));
  const branches = page.rows.filter(isObject);
  const [first] = branches;
  return {
    branches: branches.map(({ branchName }) => (typeof branchName === "string" ? branchName : "")),
    ...(first?.retailerId === undefined ? {} : { retailerId: String(first.retailerId) }),
    ...(await stockSettings(call)),
  };
};

/** Whether the shop sells and takes orders below stock (§2.22). A shop that does not show it is not held to it. */
const stockSettings = async (call: Call): Promise<Readonly<Record<string, boolean>>> => {
  try {
    const settings = (await call("settings.get", {})) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      ["AllowOrderWhenOutStock", "AllowSellWhenOutStock"].flatMap((name) =>
        typeof settings[name] === "boolean" ? [[name, settings[name]]] : [],
      ),
    );
  } catch (error) {
    if (error instanceof Rejected || error instanceof VendorChanged) return {};
    throw error;
  }
};

// ---- resources -----------------------------------------------------------------------------------------------------

const read = (answer: any): PageAnswer<any> => ({
  rows: rowsIn(answer.data) ?? [],
  total: countOf(answer.total),
  vendorNow: vendorNow(answer),
  removedIds: removedIds(answer),
});

/**
 * The first record may be a summary of all customers, with id -1 (§2.6.3): it is nobody. Whether the total counts it is
 * not said, so that a full page that holds it is never the last one.
 */
const withoutSummary = ({ rows, total, ...rest }: PageAnswer<any>, { size }: Ask): PageAnswer<any> => {
  const people = rows.filter((row) => !(isObject(row) && Number(row.id) < 0));
  if (total === undefined || people.length === rows.length) return { ...rest, rows: people, total };
  const counted = total - (rows.length - people.length);
  return { ...rest, rows: people, total: rows.length < size ? counted : Math.max(counted, people.length + 1) };
};

const page = ({ size, offset }: Ask) => ({ pageSize: size, currentItem: offset ?? 0 });

const listing = (
  operation: string,
  strategy: Listing["strategy"],
  params: (ask: Ask) => Readonly<Record<string, unknown>>,
): Listing => ({
  operation,
  strategy,
  paging: "offset",
  pageSize: 100,
  // A pull of ten minutes again covers late commits and clocks that differ; unchanged rows cost no write.
  overlapSeconds: 600,
  // Where rows without modifiedDate stand in that order is not known (README).
  openEnded: true,
  call: (ask) => ({ params: { ...page(ask), ...params(ask) } }),
  read,
  time: changedAt,
});

/** Oldest change first, as production users ask; from the vendor's local time, without offset (field notes). */
const modified = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing =>
  listing(operation, "modified", (ask) => ({
    ...params,
    orderBy: "modifiedDate",
    orderDirection: "Asc",
    ...(ask.from === undefined ? {} : { lastModifiedFrom: toHanoiLocal(ask.from) }),
  }));

/** As `modified`, for lists that also take the other end of the interval. */
const modifiedUntil = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing => {
  const base = modified(operation, params);
  return {
    ...base,
    divides: "own time",
    call: (ask) => ({
      params: { ...base.call(ask).params, ...(ask.to === undefined ? {} : { toDate: toHanoiLocal(ask.to) }) },
    }),
  };
};

const snapshot = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing =>
  listing(operation, "snapshot", () => params);

type Divides = Exclude<Listing["divides"], "own time" | undefined>;

/** Both ends of a filter by a document's own date, for lists that may ignore `currentItem`. */
const dividedBy = (base: Listing, [from, to]: readonly [string, string], divides: Divides): Listing => ({
  ...base,
  divides,
  call: (ask) => {
    const { params } = base.call(ask);
    const { between } = ask;
    return {
      params: between ? { ...params, [from]: toHanoiLocal(between.from), [to]: toHanoiLocal(between.to) } : params,
    };
  },
});

/** Parameters that take one value of a field, one after the other. Values that the rows at hand do not show are left out. */
const narrowedBy = (
  base: Listing,
  ...filters: readonly { readonly name: string; readonly field: string; readonly codes?: readonly number[] }[]
): Listing => ({
  ...base,
  call: (ask) => {
    const own = filters.flatMap(({ name }) =>
      ask.partition?.[name] === undefined ? [] : [[name, ask.partition[name]]],
    );
    return { params: { ...base.call(ask).params, ...Object.fromEntries(own) } };
  },
  narrow: (ask, rows) => {
    const filter = filters.find(({ name }) => ask.partition?.[name] === undefined);
    if (!filter) return [];
    const { name, field, codes = [] } = filter;
    const shown = rows.flatMap((row) => (isObject(row) && typeof row[field] === "number" ? [row[field]] : []));
    return [...new Set([...codes, ...shown])].map((value) => ({ [name]: value }));
  },
});
/** Dates of documents are filtered by day, as far as the document says (§2.15.1, §2.19.1). */
const ONE_DAY = DAY / SECOND;
const dateOf = (field: string) => (row: unknown) => (isObject(row) ? timeOrNone(row[field], "hanoi") : undefined);

const detail = (operation: string, params: Readonly<Record<string, unknown>> = {}): NonNullable<Resource["get"]> => ({
  operation,
  call: (id) => ({ params: { ...params, id } }),
  read: (answer) => onlyRow(answer),
});

/**
 * A detail whose row lacks what only the list shows: that is taken over from the row as it was last stored, so that a
 * pull takes nothing away. `listed` names the fields, and the one by which a stored value still belongs to the row.
 */
const detailOf = (
  operation: string,
  listed: Readonly<Record<string, string>>,
  params: Readonly<Record<string, unknown>> = {},
): NonNullable<Resource["get"]> => ({
  ...detail(operation, params),
  read: (answer, _id, current: any) => {
    const row = onlyRow(answer) as any;
    if (!row || !current) return row;
    const kept = Object.entries(listed).filter(
      ([field, by]) => (row[field] ?? undefined) === undefined && row[by] === current[by],
    );
    return { ...row, ...Object.fromEntries(kept.map(([field]) => [field, current[field]])) };
  },
});

const byId = (row: unknown): string => idIn(row);

/** Full listings of small collections cost a call each, of large ones hundreds: the hour's 5,000 calls are shared. */
const SMALL = { everySeconds: 600 };
const LARGE = { everySeconds: HOUR / SECOND };

const raw = (
  name: string,
  operation: string,
  more: Partial<Resource> & { named?: readonly string[]; params?: Readonly<Record<string, unknown>> } = {},
): Resource => {
  const { named = [], params = {}, ...rest } = more;
  return defineResource({
    name,
    listing: snapshot(operation, params),
    id: byId,
    modified: stampedAt,
    normalize: toRaw(...named),
    ...SMALL,
    ...rest,
  });
};

const canonical = (resource: Omit<Resource, "id" | "modified"> & Partial<Resource>): Resource =>
  defineResource({ id: byId, modified: stampedAt, ...resource });

/** One part for each price book or voucher campaign, whose rows are only listed one by one. */
const partedBy =
  (operation: string, key: string) =>
  async (call: Call): Promise<readonly Readonly<Record<string, string>>[]> => {
    const ids = await everyId(async (next) => {
      const offset = Number(next ?? 0);
      const { rows, total } = read(await call(operation, { params: { pageSize: 100, currentItem: offset } }));
      const reached = offset + rows.length;
      // To the total, whatever size the pages have, and past it behind a full page.
      const isLast = rows.length < 100 && reached >= (total ?? (rows.length === 0 ? 0 : Number.POSITIVE_INFINITY));
      const ids = rows.filter((row) => isObject(row) && row.id !== undefined).map(byId);
      return { ids, total, ...(isLast ? {} : { next: reached }) };
    });
    return ids.map((id) => ({ [key]: id }));
  };

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
const invoiceLikeListed = (row: any): any => {
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
  read: (answer) => ({
    rows: (removedIds(answer) ?? []).map((id) => ({ id })),
    vendorNow: vendorNow(answer),
  }),
};

/**
 * A row does not tell whether money came or went: receipts and payments are asked for apart (§2.14.1, `isReceipt`), and
 * what was asked for is written into the row.
 */
const cashFlowParts: Listing = {
  ...snapshot("cash-flow.list"),
  partitions: async () => [{ isReceipt: "true" }, { isReceipt: "false" }],
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

/** Rows that were never edited have no modifiedDate (field note, recorded): whether its filter shows them is not known. */
const looks: readonly SecondLook[] = [lateLook, wholeLook];
/**
 * Sales and purchases move the stock, and its filter by time did not show that in two shops (field note, measured). So
 * all of it is compared every ten minutes, as far as a quarter of the hour's calls allows.
 */
const wholeStock: SecondLook = { kind: "whole", everySeconds: 600, mostCallsAnHour: 1_250 };
const stockOfRaw = (at: string): readonly Mention[] => [{ resource: "inventory", at: `raw.${at}[].productId` }];

const resources: readonly Resource[] = [
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
  }),
  canonical({
    name: "inventory",
    listing: { ...modified("inventory.list"), time: stockChangedAt },
    // Levels have times of their own, which the detail leaves out: whoever asked last is right.
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
      call: (ask) => ({ params: { ...page(ask), id: ask.partition?.priceBookId } }),
      read: (answer, ask) => {
        const answered = read(answer);
        const priceBookId = ask.partition?.priceBookId;
        return { ...answered, rows: answered.rows.map((row) => (isObject(row) ? { ...row, priceBookId } : row)) };
      },
    },
    id: priceId,
    normalize: toPrice,
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
    params: { includeVoucherBranchs: true, includeVoucherUsers: true },
  }),
  raw("vouchers", "vouchers.list", {
    ...LARGE,
    normalize: toVoucher,
    listing: narrowedBy(
      {
        ...snapshot("vouchers.list"),
        partitions: partedBy("voucher-campaigns.list", "campaignId"),
        call: (ask) => ({ params: { ...page(ask), campaignId: Number(ask.partition?.campaignId) } }),
      },
      // §2.24.2
      { name: "status", field: "status", codes: [0, 1, 2, 3] },
    ),
  }),
];

export const kiotviet = defineVendor({
  id: "kiotviet",
  name: "KiotViet",
  hosts,
  hostsFor: ({ product }) => (product === "fnb" ? foodHosts : hosts),
  credentials,
  settings,
  limits: [
    {
      id: "get",
      scope: "shop",
      per: "all",
      capacity: 5_000,
      windowSeconds: 3_600,
      source: "KiotViet Public API §2: GET calls are limited to 5,000 requests per hour",
    },
    {
      id: "write",
      scope: "shop",
      per: "all",
      capacity: 250,
      windowSeconds: 1,
      adaptive: true,
      source: "not documented: only GET is limited; halved when the vendor complains",
    },
  ],
  operations,
  resources,
  writes,
  account: ({ credentials: { retailer }, settings: { product } }) =>
    `${product === "fnb" ? "fnb" : "retail"}:${String(retailer).trim().toLowerCase()}`,
  authorize,
  renewable: true,
  // An hour, as the vendor's own plugin does (field note).
  check,
  request,
  judge,
  webhooks,
});
