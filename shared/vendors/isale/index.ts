import { createHash, createHmac } from "node:crypto";
import * as z from "zod";
import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { namedByLines, productOfStock, stockOfLines } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { idOrNone, isObject } from "../../core/rows.ts";
import { DAY, SECOND, toHanoiDay } from "../../core/time.ts";
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
  type Partition,
  type Resource,
  type ShopContext,
} from "../../core/vendor.ts";
import {
  createdOf,
  idOf,
  modifiedOf,
  orderStates,
  toCustomer,
  toInventory,
  toLocation,
  toOrder,
  toProduct,
  toRaw,
} from "./normalize.ts";
import { DEFAULT_ROWS, MOST_ROWS, operations, readableTables, type Table } from "./operations.ts";
import { ErrorBody, type Row, rowIn, rowsIn } from "./schema.ts";
import { toStaffMember, toTransfer } from "./trade.ts";
import { writes } from "./writes.ts";

const Credentials = z.object({
  publicKey: z.string().trim().min(8).describe("Kết nối phần mềm khác, Tạo mã mới: shown once").meta({ secret: true }),
});

const Settings = z.object({
  hmac: z
    .object({
      enabled: z.boolean().default(false),
      canonical: z
        .string()
        .default("{method}\n{path}\n{timestamp}\n{nonce}\n{body}")
        .describe("what is signed; the vendor does not document it. Also: {query}, {bodySha256}"),
    })
    .prefault({}),
});

// ---------------------------------------------------------------------------------------------------- requests

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/**
 * Sending any one of the three headers switches the vendor's check on (iSale External API, HMAC), so all of them go
 * together or none does, and only with writes.
 */
const signature = (request: HttpRequest, shop: ShopContext, key: string): Record<string, string> => {
  const { hmac } = Settings.parse(shop.settings);
  if (!hmac.enabled || request.method === "GET") return {};
  const { pathname, search } = new URL(request.url);
  const timestamp = String(shop.now());
  const nonce = shop.randomId();
  const body = request.body ?? "";
  const bodySha256 = createHash("sha256").update(body).digest("hex");
  const query = search.slice(1);
  const signed = fill(hmac.canonical, {
    method: request.method,
    path: pathname,
    query,
    timestamp,
    nonce,
    body,
    bodySha256,
  });
  return {
    "x-timestamp": timestamp,
    "x-nonce": nonce,
    "x-signature": createHmac("sha256", key).update(signed).digest("hex"),
  };
};

const request = (operation: Operation, call: OperationCall, shop: ShopContext): HttpRequest => {
  const { publicKey } = Credentials.parse(shop.access.credentials);
  const rest = { ...call.params };
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value));
  const search = query.size === 0 ? "" : `?${query}`;
  const unsigned: HttpRequest = {
    method: operation.method,
    url: `${shop.hosts.api}${path}${search}`,
    headers: {
      authorization: `Apikey ${publicKey}`,
      accept: "application/json",
      ...(call.body !== undefined && { "content-type": "application/json" }),
    },
    ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    timeout: 30 * SECOND,
  };
  return { ...unsigned, headers: { ...unsigned.headers, ...signature(unsigned, shop, publicKey) } };
};

// ----------------------------------------------------------------------------------------------------- answers

const parse = (body: string): unknown => {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
};

/** Fields at fault: `details.field` of the vendor, or the `errors` of the framework behind it. */
const fieldsOf = (body: z.infer<typeof ErrorBody>, message: string): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const [name, sentences] of Object.entries(body.errors ?? {})) {
    fields[name] = Array.isArray(sentences) ? sentences.join(" ") : String(sentences);
  }
  const details = typeof body.error === "object" ? body.error?.details : undefined;
  if (typeof details === "object" && details !== null) {
    for (const [key, value] of Object.entries(details)) {
      if (key === "field" && typeof value === "string") fields[value] = message;
      else if (key !== "field") fields[key] = Array.isArray(value) ? value.join(" ") : String(value);
    }
  }
  return fields;
};

/** The counters live in the memory of each of the vendor's machines, so the longest wait that it names counts. */
const waitOf = ({ headers, receivedAt }: HttpAnswer, seconds: unknown): number =>
  waitUntil({ seconds, headers }, receivedAt, { otherwise: 60 * SECOND });

/** How the vendor says that the record asked for does not exist (README, "A record that is gone"). */
const gone: readonly GoneForm[] = [
  {
    status: [404, 200],
    code: /^not_found$/,
    source:
      "inferred: errors are {error: {code, message}} (iSale External API, Định dạng lỗi); the document lists no code for an " +
      "unknown id",
  },
];

const refusal = (answer: HttpAnswer, operation: Operation): never => {
  const what = `${operation.method} ${operation.path}: ${answer.status}`;
  const { status } = answer;
  const read = ErrorBody.safeParse(parse(answer.body));
  const body = read.success ? read.data : undefined;
  const error = typeof body?.error === "object" && body.error !== null ? body.error : undefined;
  const code = error?.code ?? (typeof body?.error === "string" ? body.error : undefined);
  const message = error?.message ?? body?.message ?? body?.title ?? code ?? what;

  if (status === 429 || code === "rate_limit_exceeded") {
    const retryAt = waitOf(answer, error?.retryAfterSeconds);
    throw new RetryLater(`${what} (${code ?? "limit"})`, { retryAt, delivered: "no", limited: true });
  }
  if (status === 401 || code === "unauthorized") throw new SignInAgain(`${what} (${code ?? "unauthorized"})`);
  if (status === 408 || status >= 500) {
    throw new RetryLater(what, { delivered: "unknown", ...askedToWait(answer) });
  }
  // A page of a proxy is not the vendor's word: a 404 of one must not pass for "this record is gone".
  if (body === undefined) throw new VendorChanged(`${what}, not the vendor's error`, answer.body);
  const fields = fieldsOf(body, message);
  const forbidden = status === 403 || code === "forbidden";
  const notFound = saysGone(gone, { status, code: error?.code ?? "", words: error?.message ?? "" }, operation);
  // JSON of another form than the vendor's is a gateway's, and says nothing about the record.
  if (error?.code === undefined && status === 404 && asksForOne(operation))
    throw new RetryLater(`${what}, from a gateway`);
  throw new Rejected(message, { code: code ?? String(status), fields, forbidden, notFound });
};

const isList = (operation: Operation): boolean => operation.id.endsWith(".list");

const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  if (answer.status < 200 || answer.status >= 300) return refusal(answer, operation);
  const what = `${operation.method} ${operation.path}: ${answer.status}`;
  if (answer.status === 204) {
    // The app's calls answer so when there is nothing (field note).
    if (isList(operation)) return [];
    // An empty answer names no record: nothing shows that it means this one.
    if (operation.kind === "read") throw new VendorChanged(`${what}, an empty answer`, "");
    return { success: true };
  }
  const body = parse(answer.body);
  if (body === undefined) throw new VendorChanged(`${what}, no JSON`, answer.body);
  if (typeof body === "object" && body !== null && "error" in body && body.error !== null && body.error !== false) {
    return refusal(answer, operation);
  }
  return body;
};

// ---------------------------------------------------------------------------------------------------- listings

/**
 * No list can be continued: at most 200 rows, and where a list ignores `limit` (the document promises it for "many"
 * of them) 50. An answer of exactly that many rows may have been cut.
 */
const page = (answer: unknown, ask: Ask) => {
  const rows = rowsIn(answer);
  return { rows, full: rows.length >= ask.size || rows.length === DEFAULT_ROWS };
};

/** Asks the same once more: it comes back full and cannot be split, which is how a listing says that it is not whole. */
const REST = { rest: 1 } as const;
const asParams = (partition: Partition | undefined): Partition => {
  const { rest: _rest, ...params } = partition ?? {};
  return params;
};

const snapshot = (operation: string, rest: Partial<Listing<Row>> = {}): Listing<Row> => ({
  operation,
  strategy: "snapshot",
  paging: "none",
  pageSize: MOST_ROWS,
  call: (ask) => ({ params: { limit: ask.size, ...asParams(ask.partition) } }),
  read: page,
  narrow: () => [],
  ...rest,
});

/** Values of a field that the rows at hand show, without the zero that stands for "none". */
const seen = (rows: readonly Row[], field: string): string[] =>
  [
    ...new Set(
      rows.map((row) => row?.[field]).filter((value) => typeof value === "number" || typeof value === "string"),
    ),
  ]
    .map(String)
    .filter((value) => value !== "0" && value !== "");

const digits = [..."0123456789"];
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const searched = ["fullName", "mobile", "email", "code"] as const;
const words = (row: Row): string[] => searched.map((field) => String(row?.[field] ?? ""));
/** Matches as MySQL does without regard to case and accents: `Đặng` contains `d`. */
const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/**
 * Splits a search for people by its text: whoever has a phone number or a code with digits is found by its first
 * digit, then by its first two, and so on. People without any digit are looked for by letter, and a full letter cannot
 * be split for certain. Whether there are some beyond the newest rows is in no answer, so the rest is always reported.
 */
const narrowBySearch = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  if (ask.partition?.rest !== undefined) return [];
  const q = ask.partition?.q;
  if (q === undefined) return [...[...digits, ...letters].map((each) => ({ q: each })), REST];
  const text = String(q);
  // A search that brings people without the text is none: splitting on would never end.
  const works = rows.every((row) => words(row).some((word) => plain(word).includes(plain(text))));
  if (!works || !/^\d+$/.test(text) || text.length >= 11) return [];
  return digits.map((digit) => ({ q: `${text}${digit}` }));
};

/**
 * `id` "filters or takes from a certain record" (iSale External API, Phân trang): if it takes from there, the last
 * row leads to the next ones; if it filters, one row comes back. Neither is proven, so the rest is always reported.
 */
const narrowById = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const last = rows.map((row) => idOrNone(idOf, row)).findLast((id) => id !== undefined);
  if (ask.partition?.rest !== undefined || last === undefined) return [];
  if (ask.partition?.id === undefined) return [{ id: String(last) }, REST];
  return String(last) === String(ask.partition.id) ? [] : [{ id: String(last) }];
};

/** By kind, then by the categories that show: the list of categories itself is not readable. */
const narrowProducts = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const { partition } = ask;
  if (partition?.rest !== undefined || partition?.categoryId !== undefined) return [];
  if (partition?.isMaterial === undefined) return [{ isMaterial: "false" }, { isMaterial: "true" }];
  const categories = [...new Set([...seen(rows, "categoryId"), ...seen(rows, "productCategoryId")])];
  return [...categories.map((categoryId) => ({ ...partition, categoryId })), { ...partition, ...REST }];
};

/** Calendar days in Vietnam from one time to another. */
const daysBetween = (from: number, to: number): string[] => {
  const days = [toHanoiDay(from)];
  for (let time = from; days.at(-1) !== toHanoiDay(to); ) {
    time += DAY;
    days.push(toHanoiDay(time));
  }
  return days;
};

/**
 * By calendar day first: the ask reached beyond its end, because the end may or may not include its day. Rows of that
 * last day show that it does, and then a day can be asked for alone. A day that is full is split by state, then by
 * the stores and people that show. Store 0, the main one, means "all" here.
 */
const narrowOrders = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const { partition, from, to } = ask;
  if (partition?.rest !== undefined || partition?.storeId !== undefined || partition?.staffId !== undefined) return [];
  if (partition?.status === undefined) {
    if (partition?.dateFrom === undefined && from !== undefined && to !== undefined) {
      const beyond = toHanoiDay(to + DAY);
      const includes = rows.some((row) => toHanoiDay(createdOf(row) ?? 0) === beyond);
      const days = daysBetween(from, to);
      if (includes) return days.map((day) => ({ dateFrom: day, dateTo: day }));
      if (days.length > 1) return days.map((day, place) => ({ dateFrom: day, dateTo: days[place + 1] ?? beyond }));
    }
    const states = new Set([...Object.keys(orderStates), ...seen(rows, "status")]);
    return [...states].map((status) => ({ ...partition, status }));
  }
  if (rows.some((row) => isObject(row) && String(row.status) !== String(partition.status))) return [];
  return [
    ...seen(rows, "storeId").map((storeId) => ({ ...partition, storeId })),
    ...seen(rows, "staffId").map((staffId) => ({ ...partition, staffId })),
    { ...partition, ...REST },
  ];
};

const orderListing: Listing<Row> = {
  operation: "orders.list",
  strategy: "window",
  paging: "none",
  pageSize: MOST_ROWS,
  minWindowSeconds: DAY / SECOND,
  maxWindowSeconds: 366 * (DAY / SECOND),
  // Orders carry no time of change and can only be asked for by creation: the last days are read again each time,
  // older edits are found by the daily comparison.
  overlapSeconds: 3 * (DAY / SECOND),
  call: (ask) => ({
    params: {
      limit: ask.size,
      ...(ask.from !== undefined && { dateFrom: toHanoiDay(ask.from) }),
      // One day more than meant: a `dateTo` read as midnight drops its own day (field note).
      ...(ask.to !== undefined && { dateTo: toHanoiDay(ask.to + DAY) }),
      ...asParams(ask.partition),
    },
  }),
  read: page,
  time: createdOf,
  narrow: narrowOrders,
};

const getter = (operation: string, parameter = "id"): NonNullable<Resource<Row>["get"]> => ({
  operation,
  call: (id) => ({ params: { [parameter]: id } }),
  read: rowIn,
});

const resource = (
  name: ResourceName,
  listing: Listing<Row>,
  get: NonNullable<Resource<Row>["get"]>,
  normalize: Resource["normalize"],
  rest: Partial<Resource<Row>> = {},
): Resource<Row> => {
  const permission = operations.find((operation) => operation.id === listing.operation)?.permission;
  return defineResource<Row>({
    name,
    listing,
    get,
    id: idOf,
    modified: modifiedOf,
    normalize,
    ...(permission !== undefined && { permission }),
    ...rest,
  });
};

/** Our names for the vendor's tables; the three with a canonical or special name are listed apart. */
const tableNames: Readonly<Record<Table, ResourceName>> = {
  store: "locations",
  staff: "staff",
  note: "notes",
  debt: "debts",
  quote: "quotes",
  trade: "trades",
  trade_category: "trade-categories",
  sales_line: "sales-lines",
  business_type: "business-types",
  money_account: "money-accounts",
  transfer_note: "transfers",
  received_note: "received-notes",
  level_config: "level-configs",
  shift_log: "shift-logs",
  product_attribute: "product-attributes",
  product_type: "product-types",
  product_attribute_quantity: "product-attribute-quantities",
  custom_table: "custom-tables",
  custom_table_data: "custom-table-records",
  crm_task: "tasks",
  crm_deal: "deals",
  crm_deal_item: "deal-items",
  crm_deal_stage: "deal-stages",
  crm_pipeline: "pipelines",
};

/** Tables with a canonical form. */
const readers: Readonly<Partial<Record<Table, Resource["normalize"]>>> = {
  store: toLocation,
  staff: toStaffMember,
  transfer_note: toTransfer,
};

const SELDOM = { everySeconds: 900 } as const;

const tableResource = (table: Table): Resource<Row> =>
  resource(
    tableNames[table],
    snapshot("table-records.list", {
      call: (ask) => ({ params: { table, limit: ask.size, ...asParams(ask.partition) } }),
      narrow: narrowById,
    }),
    {
      operation: "table-records.get",
      call: (id) => ({ params: { table, id } }),
      read: rowIn,
    },
    readers[table] ?? toRaw,
    { permission: readableTables[table], ...SELDOM },
  );

const tableResources = (Object.keys(readableTables) as Table[]).map(tableResource);

const products = snapshot("products.list", { narrow: narrowProducts });

const resources: readonly Resource[] = [
  ...tableResources.filter((each) => each.name === "locations"),
  resource("products", products, getter("products.get"), toProduct, {
    everySeconds: 300,
    // The stock moves with every sale and is a resource of its own.
    volatile: ["count"],
  }),
  resource("inventory", products, getter("products.get"), toInventory, { names: productOfStock, everySeconds: 120 }),
  resource("customers", snapshot("contacts.list", { narrow: narrowBySearch }), getter("contacts.get"), toCustomer, {
    everySeconds: 300,
  }),
  resource("orders", orderListing, getter("orders.get"), toOrder, {
    // Joined rows of other tables: their edits are not the order's.
    volatile: ["contact", "staff", "store", "table", "moneyAccount"],
    // The poll reads three days again. Orders that are older are edited as well, and nothing stamps that.
    looks: [
      {
        kind: "created",
        listing: orderListing,
        everySeconds: 3_600,
        backSeconds: 31 * (DAY / SECOND),
        // All shops behind one address share 120 calls a minute.
        mostCallsAnHour: 60,
      },
    ],
    names: namedByLines,
    touches: stockOfLines,
  }),
  resource("leads", snapshot("leads.list", { narrow: narrowBySearch }), getter("leads.get"), toRaw, {
    everySeconds: 300,
  }),
  resource(
    "calendar-events",
    snapshot("calendar-events.list", { narrow: narrowById }),
    getter("calendar-events.get"),
    toRaw,
    { everySeconds: 300 },
  ),
  resource("flows", snapshot("flows.list"), getter("flows.get"), toRaw, SELDOM),
  resource(
    "flow-runs",
    snapshot("flow-runs.list", {
      call: (ask) => ({ params: { limit: ask.size, ...asParams(ask.partition) } }),
      partitions: async (call) =>
        rowsIn(await call("flows.list", { params: { limit: MOST_ROWS } }))
          .flatMap((flow) => idOrNone(idOf, flow) ?? [])
          .map((flowId) => ({ flowId })),
    }),
    getter("flow-runs.get", "runId"),
    toRaw,
    SELDOM,
  ),
  ...tableResources.filter((each) => each.name !== "locations"),
];

// ----------------------------------------------------------------------------------------------------- account

/** Lists worth a call of the 120 per minute: each stands for one permission. */
const probed = ["orders.list", "products.list", "contacts.list", "leads.list", "calendar-events.list"] as const;

const check = async (call: Call): Promise<Readonly<Record<string, unknown>>> => {
  const permissions: Record<string, boolean> = {};
  for (const id of probed) {
    const permission = operations.find((operation) => operation.id === id)?.permission ?? id;
    permissions[permission] = await allowed(() => call(id, { params: { limit: 1 } }));
  }
  return { permissions, tables: await readableNames(call) };
};

/** For show only: what its list looks like is nowhere documented, and no reason to refuse a key. */
const readableNames = async (call: Call): Promise<readonly string[]> => {
  try {
    return rowsIn(await call("tables.list", {})).map(nameOf);
  } catch (error) {
    if (error instanceof Rejected || error instanceof VendorChanged) return [];
    throw error;
  }
};

const allowed = async (probe: () => Promise<unknown>): Promise<boolean> => {
  try {
    await probe();
    return true;
  } catch (error) {
    if (error instanceof Rejected && error.forbidden) return false;
    throw error;
  }
};

const nameOf = (table: unknown): string => {
  if (typeof table === "string") return table;
  const { name, table: named } = table as { name?: unknown; table?: unknown };
  return String(name ?? named ?? "");
};

export const isale = defineVendor({
  id: "isale",
  name: "iSale",
  hosts: { api: "https://api2.isale.online" },
  credentials: Credentials,
  settings: Settings,
  // iSale External API, Rate limit. Counted in the memory of each of its machines, so that it may let more through;
  // all tenants of a deployment leave through the same address and share the first one.
  limits: [
    { id: "ip", scope: "ip", per: "all", capacity: 120, windowSeconds: 60, source: "iSale External API, Rate limit" },
    {
      id: "key",
      scope: "shop",
      per: "all",
      capacity: 300,
      windowSeconds: 60,
      // Every call of a key leaves through our address as well, which may make 120.
      within: "ip",
      source: "iSale External API, Rate limit",
    },
    {
      id: "writes",
      scope: "shop",
      per: "all",
      capacity: 60,
      windowSeconds: 60,
      source: "iSale External API, Rate limit",
    },
  ],
  operations,
  resources,
  writes,
  account: ({ credentials }) =>
    createHash("sha256").update(Credentials.parse(credentials).publicKey).digest("hex").slice(0, 32),
  accountIsKey: true,
  authorize: async (shop, send) => {
    const { publicKey } = Credentials.parse(shop.access.credentials);
    // There is nothing to sign in to. The cheapest call shows whether the key is alive; without its permission the
    // vendor says 403, and that too is said to a living key only.
    const operation = operations.find((each) => each.id === "tables.list")!;
    const answer = await send(request(operation, {}, shop));
    try {
      judge(answer, operation);
    } catch (error) {
      if (error instanceof SignInAgain) throw new Rejected("iSale does not accept this key", { code: "unauthorized" });
      if (!(error instanceof Rejected)) throw error;
      // Another complaint is not about the key, and refusing it would stop the shop until a person types in a new one.
      if (!error.forbidden) throw new RetryLater(`iSale: ${error.message}`);
    }
    return { token: publicKey };
  },
  // A key that was switched off may be switched on again: asking costs one call.
  renewable: true,
  check,
  request,
  judge,
});
