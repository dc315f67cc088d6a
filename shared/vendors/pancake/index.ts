import * as z from "zod";
import { askedToWait, waitUntil } from "../../core/bounds.ts";
import { Rejected, RetryLater, SignInAgain, VendorChanged } from "../../core/errors.ts";
import { asksForOne, type GoneForm, saysGone } from "../../core/gone.ts";
import { parseJson } from "../../core/json.ts";
import { lateLook, type Mention, namedByLines, productOfStock, stockOfLines, wholeLook } from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { countOf, findRow, idIn, idOrNone, isObject, rowsIn } from "../../core/rows.ts";
import { SECOND, timeOrNone } from "../../core/time.ts";
import {
  type Ask,
  defineResource,
  defineVendor,
  type HttpAnswer,
  type HttpRequest,
  type Listing,
  type Operation,
  type PageAnswer,
  type Resource,
  type ShopContext,
} from "../../core/vendor.ts";
import { productIdOf } from "./encode.ts";
import {
  crmRecordId,
  DELETED,
  flattenCategories,
  normalizeAny,
  normalizeCategory,
  normalizeCrmRecord,
  normalizeCrmTable,
  normalizeCustomer,
  normalizeInventory,
  normalizeOrder,
  normalizeReturn,
  normalizeVariation,
  normalizeWarehouse,
} from "./normalize.ts";
import { operations } from "./operations.ts";
import type { Shop } from "./schema.ts";
import {
  normalizeCashEntry,
  normalizeLevel,
  normalizePromotion,
  normalizePurchase,
  normalizeStaff,
  normalizeTransfer,
  normalizeVoucher,
} from "./trade.ts";
import { webhooks } from "./webhooks.ts";
import { writes } from "./writes.ts";

/** Shown by the vendor in its own answers for orders; 30 is the default, larger ones were seen to work (field note). */
const PAGE_SIZE = 100;
/** Lists without pages: nothing says that they are ever cut. */
const UNPAGED = 100_000;
/** Closes a window that the engine leaves open: 2099-12-31. */
const FAR = 4_102_358_400;
const DAY_SECONDS = 86_400;

/** A row as the vendor sent it; any of them may be odd. */
type Row = any;
interface Page {
  readonly data?: unknown;
  readonly total_entries?: unknown;
  readonly page_size?: unknown;
}

const time = (value: unknown) => timeOrNone(value, "utc");
const byId = (row: unknown): string => idIn(row);
const updatedAt = (row: Row) => time(row.updated_at);
const readPage = ({ data, total_entries, page_size }: Page): PageAnswer => {
  const [total, size] = [countOf(total_entries), countOf(page_size)];
  return { rows: rowsIn(data) ?? [], ...(total === undefined ? {} : { total }), ...(size ? { size } : {}) };
};
/** The vendor filters by whole seconds: outward, so that no fraction falls out. */
const window = (ask: Pick<Ask, "from" | "to">) =>
  ask.from === undefined && ask.to === undefined
    ? undefined
    : {
        from: ask.from === undefined ? 0 : Math.max(0, Math.floor(ask.from / 1_000)),
        to: ask.to === undefined ? FAR : Math.ceil(ask.to / 1_000),
      };

const numbered = (ask: Ask) => ({ page_number: ask.page ?? 1, page_size: ask.size });
const paged = (ask: Ask) => ({ page: ask.page ?? 1, page_size: ask.size });

/** The row itself says that it was deleted. */
const deletedRow = (words: string): Rejected => new Rejected(words, { code: "deleted", notFound: true });
/**
 * The filter by `updated_at` was seen to show changes more than five minutes late; that integrator reads half an hour
 * again each time, and six hours every so often (field note).
 */
const OVERLAP_SECONDS = 1_800;

const ordersListing = (extra: Record<string, unknown> = {}): Listing => ({
  operation: "orders.list",
  strategy: "modified",
  paging: "page",
  pageSize: PAGE_SIZE,
  overlapSeconds: OVERLAP_SECONDS,
  openEnded: true,
  divides: "own time",
  call: (ask) => {
    const span = window(ask);
    return {
      params: {
        ...numbered(ask),
        updateStatus: "updated_at",
        option_sort: "last_updated_order_asc",
        // Some shops list orders without it (field note, seen in integrations); those that do not know it ignore it.
        extra_fields: ["custom_id"],
        ...(span ? { startDateTime: span.from, endDateTime: span.to } : {}),
        ...extra,
      },
    };
  },
  read: readPage,
  time: updatedAt,
});

/** An order always has its time of creation, whatever became of `updated_at`. */
const ordersByCreation: Listing = {
  ...ordersListing({ updateStatus: "inserted_at", option_sort: "inserted_at_asc" }),
  time: (row) => time(row.inserted_at),
};

const orders = defineResource({
  name: "orders",
  listing: ordersListing(),
  looks: [lateLook, { kind: "created", listing: ordersByCreation, everySeconds: 1_800, backSeconds: 31 * DAY_SECONDS }],
  names: namedByLines,
  touches: stockOfLines,
  id: byId,
  modified: updatedAt,
  normalize: normalizeOrder,
  // Who looks at the order now, and links with a token in them.
  volatile: ["viewing", "tracking_link", "order_link", "link"],
  get: {
    operation: "orders.get",
    call: (id) => ({ params: { order_id: id } }),
    // "7: đã xóa" is a state of the order, shown by the order itself (document, Trạng thái đơn hàng).
    read: (answer: { data?: Row } & Row) => {
      const data = answer.data ?? answer;
      if (String(data.status) === DELETED) throw deletedRow("the order's status is 7, deleted");
      return data;
    },
  },
  // The default listing leaves deleted orders out; they are a state like any other (field note).
  deletions: { listing: ordersListing({ status: Number(DELETED) }), id: byId },
});

/** The document draws two ids with a comma between them. */
const customersNamed = (ids: readonly string[]) => ({
  params: { customer_ids: ids.join(","), page_number: 1, page_size: 30 },
});

const customers = defineResource({
  name: "customers",
  listing: {
    operation: "customers.list",
    strategy: "window",
    paging: "page",
    pageSize: PAGE_SIZE,
    overlapSeconds: OVERLAP_SECONDS,
    openEnded: true,
    call: (ask) => {
      const span = window(ask);
      return {
        params: {
          ...numbered(ask),
          ...(span ? { start_time_updated_at: span.from, end_time_updated_at: span.to } : {}),
        },
      };
    },
    read: readPage,
    time: updatedAt,
  },
  looks: [lateLook, wholeLook],
  id: byId,
  modified: updatedAt,
  normalize: normalizeCustomer,
  get: {
    operation: "customers.list",
    lists: true,
    call: (id) => customersNamed([id]),
    together: (ids) => customersNamed(ids),
    rows: ({ data }: Page) => rowsIn(data) ?? [],
    // A vendor that ignored the filter would answer with strangers: that proves nothing about this one.
    read: ({ data }: Page, id) => {
      const rows = rowsIn(data) ?? [];
      const found = rows.find((row) => idOrNone(byId, row) === id);
      if (!found && rows.length > 0) throw new VendorChanged("customer_ids was ignored", "");
      return found;
    },
  },
});

/** The list of variations is the only place with all of them; a single one is found through its product. */
const variations = (name: ResourceName, normalize: Resource["normalize"], volatile: readonly string[]): Resource =>
  defineResource({
    name,
    listing: {
      operation: "variations.list",
      strategy: "snapshot",
      paging: "page",
      pageSize: PAGE_SIZE,
      call: (ask) => ({ params: numbered(ask) }),
      read: (answer: Page) => {
        const page = readPage(answer);
        const withUsed = (row: Row) => (isObject(row) ? { ...row, variations_warehouses: inUse(row) } : row);
        return { ...page, rows: page.rows.map(withUsed) };
      },
    },
    id: byId,
    modified: updatedAt,
    normalize,
    volatile,
    get: {
      operation: "products.get",
      lists: true,
      // Stock of a product that was made a moment ago is found by the product's row.
      ...(name === "inventory" ? { like: "products" } : {}),
      call: (id, current) => {
        const product = productIdOf(current);
        if (product === undefined) {
          throw new Rejected("a variation is found through its product, which is not known yet", {
            code: "product-unknown",
            fields: { id },
          });
        }
        return { params: { product_id: product } };
      },
      rows: ({ data }: { data: Row }) => rowsIn(data?.variations) ?? [],
      read: ({ data }: { data: Row }, id) => {
        if (!Array.isArray(data.variations)) throw new VendorChanged("a product without its variations", "");
        const found = findRow(data.variations, (row) => idOrNone(byId, row) === id);
        if (!found) return undefined;
        if (found.is_removed === true) throw deletedRow("the variation says is_removed");
        const product = Object.fromEntries(
          PRODUCT_FIELDS.filter((field) => field in data).map((field) => [field, data[field]]),
        );
        return { ...found, product_id: data.id, product, variations_warehouses: inUse(found) };
      },
    },
    ...(name === "inventory" ? { names: productOfStock } : {}),
    everySeconds: name === "inventory" ? 180 : 600,
  });

/** The document names what it moves by variation, which is what stock is counted in. */
const stockOf = (list: string): readonly Mention[] => [{ resource: "inventory", at: `raw.${list}.variation_id` }];

/** What the list shows of a product ("Danh sách sản phẩm"): a row must look the same whichever way it was read. */
const PRODUCT_FIELDS = ["name", "display_id", "note_product", "categories", "tags", "is_published"] as const;
const QUANTITIES = /_quantity$/;
const warehouseOf = (level: object): string => String((level as Row).warehouse_id);
/**
 * The product shows every warehouse, the list only those that were ever used (recorded): absent means none. Each names them
 * in an order of its own, which is no change of the stock.
 */
const inUse = ({ variations_warehouses: levels }: Row) =>
  // What is no list of levels stays as it came, for `normalize` to find.
  !Array.isArray(levels ?? []) || (levels ?? []).some((level: unknown) => !isObject(level))
    ? levels
    : (levels ?? [])
        .filter((level: object) =>
          Object.entries(level).some(([field, value]) => QUANTITIES.test(field) && Number(value ?? 0) !== 0),
        )
        .sort((one: object, other: object) => (warehouseOf(one) < warehouseOf(other) ? -1 : 1));

const snapshot = (
  name: ResourceName,
  operation: string,
  options: Partial<Omit<Resource, "name" | "listing">> & { listing?: Partial<Listing> } = {},
): Resource => {
  const { listing, ...rest } = options;
  return defineResource({
    name,
    listing: {
      operation,
      strategy: "snapshot",
      paging: "none",
      pageSize: UNPAGED,
      call: () => ({}),
      read: readPage,
      ...listing,
    },
    id: byId,
    normalize: normalizeAny,
    everySeconds: 900,
    ...rest,
  });
};

/** A list that ignored its page could be read state by state. */
const byStates =
  (states: readonly number[]): NonNullable<Listing["narrow"]> =>
  ({ partition }) =>
    partition?.status === undefined ? states.map((status) => ({ status })) : [];

/** Documents of the warehouse: numbered pages, all states at once. */
const documents = (
  name: ResourceName,
  operation: string,
  params: Record<string, unknown> = {},
  { listing, ...more }: Omit<Partial<Resource>, "listing"> & { listing?: Partial<Listing> } = {},
): Resource =>
  snapshot(name, operation, {
    ...more,
    listing: {
      paging: "page",
      pageSize: PAGE_SIZE,
      call: (ask) => ({ params: { ...paged(ask), ...params, ...ask.partition } }),
      ...listing,
    },
    modified: updatedAt,
    everySeconds: 300,
  });

const partitioned = (
  name: ResourceName,
  operation: string,
  parts: readonly Record<string, number>[],
  params: Record<string, unknown> = {},
  more: Partial<Listing> = {},
): Resource =>
  snapshot(name, operation, {
    listing: {
      paging: "page",
      pageSize: PAGE_SIZE,
      partitions: async () => parts,
      call: (ask) => ({ params: { ...paged(ask), ...params, ...ask.partition } }),
      ...more,
    },
    modified: (row) => time(row.updated_at ?? row.updated_status_at),
    everySeconds: 300,
  });

const crmRecords = snapshot("crm-records", "crm-records.list", {
  listing: {
    paging: "page",
    pageSize: PAGE_SIZE,
    partitions: async (call) => {
      const { tables } = (await call("crm-tables.list", {})) as { tables: unknown };
      const named = (rowsIn(tables) ?? []).filter((table) => isObject(table) && table.is_removed !== true);
      return named
        .flatMap((table) => idOrNone((row) => idIn(row, "name"), table) ?? [])
        .map((name) => ({ table_name: name }));
    },
    call: (ask) => ({ params: { ...paged(ask), ...ask.partition } }),
    // The row itself does not say of which table it is.
    read: ({ data }: { data: Omit<Page, "data"> & { entries: unknown } }, ask) => {
      const page = readPage({ ...data, data: data.entries });
      const told = (row: unknown) => (isObject(row) ? { ...row, table_name: ask.partition?.table_name } : row);
      return { ...page, rows: page.rows.map(told) };
    },
  },
  id: crmRecordId,
  modified: (row) => time(row.ModifiedOn),
  normalize: normalizeCrmRecord,
});

const inventoryHistories = snapshot("inventory-histories", "inventory-histories.list", {
  listing: {
    strategy: "window",
    paging: "page",
    pageSize: PAGE_SIZE,
    maxWindowSeconds: 31 * DAY_SECONDS,
    call: (ask) => {
      const span = window(ask);
      return { params: { ...paged(ask), ...(span ? { startDate: span.from, endDate: span.to } : {}) } };
    },
    time: (row) => time(row.inserted_at),
  },
  touches: [{ resource: "inventory", at: "raw.variation_now.id" }],
  // A log: entries are neither changed nor taken back.
  deletions: { absence: false },
  fullEverySeconds: 30 * DAY_SECONDS,
});

/** Which of a payment's times the filter looks at is not said ("Giao dịch"). */
const cashTimes: Partial<Listing> = {
  divides: { shortestSeconds: 1 },
  call: (ask) => {
    const span = ask.between && window(ask.between);
    return {
      params: { ...paged(ask), status: -1, ...(span ? { startDateTime: span.from, endDateTime: span.to } : {}) },
    };
  },
};

const resources: readonly Resource[] = [
  snapshot("locations", "warehouses.list", { normalize: normalizeWarehouse }),
  snapshot("categories", "categories.list", {
    listing: { read: ({ data }: Page) => ({ rows: flattenCategories(data) }) },
    normalize: normalizeCategory,
  }),
  variations("products", normalizeVariation, [
    // Stock is a resource of its own, and these two come with the list but not with the product (recorded).
    "variations_warehouses",
    "remain_quantity",
    "total_purchase_price",
    "average_imported_price",
  ]),
  variations("inventory", normalizeInventory, ["total_purchase_price", "average_imported_price"]),
  customers,
  orders,
  snapshot("returns", "returns.list", {
    // The only time filter looks at the day of entry, so that a changed return would never be seen: all of them.
    listing: {
      paging: "page",
      pageSize: PAGE_SIZE,
      call: (ask) => {
        const span = ask.between && window(ask.between);
        const entered = span ? { update_status: "inserted_at", start_time: span.from, end_time: span.to } : {};
        return { params: { ...paged(ask), status: -1, ...entered } };
      },
      divides: { shortestSeconds: 1, time: (row) => time(row.inserted_at) },
    },
    modified: updatedAt,
    normalize: normalizeReturn,
    names: [...namedByLines, { resource: "orders", at: "orderId" }],
    touches: stockOfLines,
    everySeconds: 300,
  }),
  documents(
    "purchase-orders",
    "purchase-orders.list",
    { status: -2, type: "product", preload_items: true },
    {
      normalize: normalizePurchase,
      touches: stockOf("items[]"),
      listing: { narrow: byStates([-1, 0, 1, 2]) },
    },
  ),
  {
    ...partitioned(
      "exports",
      "exports.list",
      [{ type: 0 }, { type: 1 }],
      { status: -1 },
      { narrow: byStates([0, 1, 2]) },
    ),
    touches: stockOf("export_items[]"),
  },
  // No "all states" is documented. States only go up, so that read upward none can slip through between two pages.
  {
    ...partitioned("transfers", "transfers.list", [{ status: 0 }, { status: 1 }, { status: 2 }, { status: 3 }]),
    normalize: normalizeTransfer,
    touches: stockOf("items[]"),
  },
  documents(
    "stocktakings",
    "stocktakings.list",
    { status: -2 },
    { touches: stockOf("items[]"), listing: { narrow: byStates([-1, 0, 1, 2]) } },
  ),
  inventoryHistories,
  documents("cash-flow", "cash-flow.list", { status: -1 }, { normalize: normalizeCashEntry, listing: cashTimes }),
  snapshot("vouchers", "vouchers.list", { normalize: normalizeVoucher }),
  snapshot("promotions", "promotions.list", { normalize: normalizePromotion }),
  documents("advanced-promotions", "advanced-promotions.list", {}, { normalize: normalizePromotion }),
  documents("combos", "combos.list"),
  snapshot("staff", "staff.list", { id: (row) => idIn(row, "user_id"), normalize: normalizeStaff }),
  snapshot("order-tags", "order-tags.list"),
  snapshot("order-sources", "order-sources.list"),
  snapshot("customer-levels", "customer-levels.list", { normalize: normalizeLevel }),
  snapshot("unit-groups", "unit-groups.list"),
  snapshot("carriers", "carriers.list"),
  snapshot("call-laters", "call-laters.list", {
    // `key` has one documented value, today: yesterday's entries are not gone because they are not shown.
    listing: { paging: "page", pageSize: PAGE_SIZE, call: (ask) => ({ params: { ...numbered(ask), status: -1 } }) },
    deletions: { absence: false },
  }),
  snapshot("crm-tables", "crm-tables.list", {
    listing: { read: ({ tables }: { tables: unknown }) => ({ rows: rowsIn(tables) ?? [] }) },
    id: (row) => idIn(row, "name"),
    normalize: normalizeCrmTable,
  }),
  snapshot("crm-profiles", "crm-profiles.list"),
  crmRecords,
];

const credentialsOf = (shop: ShopContext) => shop.access.credentials as { apiKey: string; shopId: string };

/** Arrays as `key[]=a&key[]=b` and maps as `key[a][]=b`: JSON in a parameter is answered with 500 (field note). */
const append = (query: URLSearchParams, name: string, value: unknown): void => {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) append(query, `${name}[]`, item);
  } else if (typeof value === "object") {
    for (const [key, item] of Object.entries(value)) append(query, `${name}[${key}]`, item);
  } else {
    query.append(name, String(value));
  }
};

const request = (
  operation: Operation,
  call: { params?: Readonly<Record<string, unknown>>; body?: unknown },
  shop: ShopContext,
) => {
  const { apiKey, shopId } = credentialsOf(shop);
  const { shop_id: asked, ...params } = call.params ?? {};
  if (asked !== undefined && String(asked) !== shopId) {
    throw new Rejected("another shop's id", { code: "wrong-shop", fields: { shop_id: "must be the shop's own id" } });
  }
  const own: Record<string, unknown> = { ...params, shop_id: shopId };
  const used = new Set(["shop_id"]);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    used.add(name);
    return encodeURIComponent(String(own[name]));
  });
  const query = new URLSearchParams({ api_key: apiKey });
  for (const [name, value] of Object.entries(params)) if (!used.has(name)) append(query, name, value);
  const hasBody = operation.method !== "GET";
  return {
    method: operation.method,
    url: `${shop.hosts[operation.host ?? "api"]}${path}?${query}`,
    headers: {
      accept: "application/json",
      // Some shops refuse the key in the query alone with "Missing access_token" (field note, recorded): both.
      authorization: `Bearer ${apiKey}`,
      ...(hasBody ? { "content-type": "application/json" } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(call.body ?? {}) } : {}),
  };
};

const KEY = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/gi;
const ACCESS = /access[_ ]?token|invalid token|api[_ ]?key|unauthori[sz]ed|not logged in/i;
const PERMISSION = /permission|không có quyền/i;
const TOO_MANY = /too many requests|rate limit/i;

type Body = Readonly<Record<string, any>>;

/** The vendor's sentence, without anything that looks like a key: it may repeat what it was sent. */
const messageOf = (body: Body): string => {
  const said = [body.message, body.error?.message, body.error, body.errors, body.data?.message].find(
    (part) => typeof part === "string" && part !== "",
  );
  return String(said ?? "refused without a reason")
    .slice(0, 300)
    .replaceAll(KEY, "…");
};

const fieldsOf = (body: Body): Record<string, string> => {
  const errors = body.errors ?? body.error?.fields;
  if (typeof errors !== "object" || errors === null || Array.isArray(errors)) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([field, told]) => [
      field,
      (Array.isArray(told) ? told.join("; ") : String(told)).slice(0, 300).replaceAll(KEY, "…"),
    ]),
  );
};

const parseBody = (text: string): Body | undefined => {
  try {
    const value: unknown = parseJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * How the vendor says that the record asked for does not exist (README, "A record that is gone"). Most of its answers
 * to an unknown id say nothing that tells it from an outage.
 */
const gone: readonly GoneForm[] = [
  {
    status: [200, 400, 404, 422, 500],
    source:
      "inferred: an unknown id is answered with 400 or 500 and seldom 404, errors are success: false with a message " +
      "(field note, read in an integration that was tried against the vendor); no captured answer shows the sentence",
  },
];

/** The path names a row: a write to one that may not be changed is answered with 404 (field note). */
const namesOne = (operation: Operation) => /\{(?!shop_id\})\w+\}/.test(operation.path);

/** Without a word of the vendor: the longest pause that integrations found necessary. */
const retryAt = (answer: HttpAnswer): number => waitUntil(answer, answer.receivedAt, { otherwise: 5 * SECOND });

const saysNo = ({ success, data, error }: Body): boolean =>
  success === false || data?.success === false || (success === undefined && error !== undefined && error !== null);

const judge = (answer: HttpAnswer, operation: Operation): unknown => {
  const where = `${operation.method} ${operation.path}: ${answer.status}`;
  const body = parseBody(answer.body);
  const { status } = answer;
  if (
    status === 429 ||
    Number(body?.error_code) === 429 ||
    (body?.success === false && TOO_MANY.test(messageOf(body)))
  ) {
    throw new RetryLater(`${where}, too many requests`, {
      retryAt: retryAt(answer),
      delivered: "no",
      limited: true,
    });
  }
  const message = body ? messageOf(body) : "";
  const refused = body !== undefined && status < 500 && (status >= 400 || saysNo(body));
  // 401 speaks of the key. 403 may as well, but a dead key is told by every call: one collection alone closes itself,
  // and the shop's own calls find out whether it is the key.
  const closed =
    (refused && status !== 401 && PERMISSION.test(message)) ||
    (body !== undefined && status === 403 && !ACCESS.test(message) && !operation.id.startsWith("shops."));
  if (closed) throw new Rejected(`${where}, ${message}`, { code: "forbidden", forbidden: true });
  // A page of HTML with 403 comes from a guard in front of the vendor and says nothing about the key.
  if (status === 403 && answer.body.trimStart().startsWith("<")) throw new RetryLater(`${where}, turned away`);
  if (status === 401 || status === 403) throw new SignInAgain(`${where}, the key is not accepted`);
  const isOwn = body !== undefined && (body.success === false || body.data?.success === false);
  const notFound = isOwn && saysGone(gone, { status, code: "", words: message }, operation);
  const refuse = () =>
    new Rejected(`${where}, ${message || "refused"}`, {
      code: String(body?.error?.code ?? body?.error_code ?? (notFound ? "not_found" : status)),
      fields: body ? fieldsOf(body) : {},
      notFound,
    });
  if (notFound) throw refuse();
  if (status === 408 || status >= 500)
    throw new RetryLater(`${where}, the vendor is out of order`, askedToWait(answer));
  // Not the vendor's form of a refusal: a gateway's page or JSON, which says nothing about the record.
  if (status >= 400 && !isOwn && asksForOne(operation) && namesOne(operation))
    throw new RetryLater(`${where}, from a gateway`);
  if (status === 404 && !namesOne(operation)) throw new VendorChanged(`${where}, the path is gone`, answer.body);
  if (status >= 400) {
    if (body?.success === false && ACCESS.test(message)) throw new SignInAgain(`${where}, the key is not accepted`);
    throw refuse();
  }
  if (status < 200 || status >= 300) throw new VendorChanged(`${where}, an unexpected status`, answer.body);
  if (!body) throw new VendorChanged(`${where}, an answer that is no JSON object`, answer.body);
  if (saysNo(body)) {
    if (ACCESS.test(message)) throw new SignInAgain(`${where}, the key is not accepted`);
    throw refuse();
  }
  return body;
};

const listShops = operations.find(({ id }) => id === "shops.list") as Operation;
const getShop = operations.find(({ id }) => id === "shops.get") as Operation;

const isShop = (shop: Shop, id: string): boolean =>
  String(shop.id) === id || (shop.pages ?? []).some((page) => String(page.shop_id) === id);

/** The list names a shop by its pages alone (sample of the document): one without a page has to be asked for. */
const askForShop = async (
  shop: ShopContext,
  send: (sent: HttpRequest) => Promise<HttpAnswer>,
): Promise<Shop | undefined> => {
  try {
    const answer = getShop.answer.safeParse(judge(await send(request(getShop, {}, shop)), getShop));
    const found = (answer.data as { shop: Shop } | undefined)?.shop;
    const id = found?.id ?? undefined;
    return id === undefined || String(id) === credentialsOf(shop).shopId ? found : undefined;
  } catch (error) {
    if (error instanceof Rejected || error instanceof SignInAgain || error instanceof VendorChanged) return undefined;
    throw error;
  }
};

export const pancake = defineVendor({
  id: "pancake",
  name: "Pancake POS",
  hosts: { api: "https://pos.pages.fm/api/v1" },
  credentials: z.object({
    apiKey: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ secret: true })
      .describe("Cấu hình -> Cấu hình ứng dụng -> API KEY"),
    shopId: z.coerce
      .string()
      .trim()
      .regex(/^\d+$/)
      .max(20)
      .describe("the number in the address of the shop's pages: pos.pages.fm/shop/<number>"),
  }),
  settings: z.object({}),
  limits: [
    {
      id: "shop",
      scope: "shop",
      per: "all",
      capacity: 10,
      windowSeconds: 1,
      adaptive: true,
      source: "no number is published; integrations pause 100 ms between calls and more after a 429 (field note)",
    },
  ],
  operations,
  resources,
  writes,
  webhooks,
  account: ({ credentials }) => String(credentials.shopId),
  renewable: true,
  authorize: async (shop, send) => {
    const { apiKey, shopId } = credentialsOf(shop);
    let answer: unknown;
    try {
      answer = judge(await send(request(listShops, {}, shop)), listShops);
    } catch (error) {
      if (error instanceof SignInAgain) throw new Rejected("Pancake does not accept the key", { code: "api-key" });
      throw error;
    }
    const shops = listShops.answer.safeParse(answer);
    if (!shops.success) throw new VendorChanged("GET /shops: an unknown shape", JSON.stringify(answer));
    const listed = (shops.data as { shops: Shop[] }).shops.find((one) => isShop(one, shopId));
    const found = listed ?? (await askForShop(shop, send));
    if (!found) {
      throw new Rejected("the key does not open this shop", {
        code: "shop-id",
        fields: { shopId: "not among the shops that the key opens" },
      });
    }
    return { token: apiKey, grants: { shopId, ...(found.name ? { shopName: String(found.name) } : {}) } };
  },
  check: async (call) => {
    const { shops } = (await call("shops.list", {})) as { shops: Shop[] };
    return { shops: shops.map((one) => ({ id: one.id ?? null, name: one.name ?? null })) };
  },
  request,
  judge,
});
