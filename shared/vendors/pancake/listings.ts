import { Rejected, VendorChanged } from "../../core/errors.ts";
import {
  lateLook,
  type Mention,
  namedByLines,
  productOfStock,
  stockOfLines,
  stockOfProduct,
  wholeLook,
} from "../../core/proofs.ts";
import type { ResourceName } from "../../core/records.ts";
import { countOf, findRow, idIn, idOrNone, isObject, rowsIn, type Untyped } from "../../core/rows.ts";
import { timeOrNone } from "../../core/time.ts";
import { type Ask, defineResource, type Listing, type PageAnswer, type Resource } from "../../core/vendor.ts";
import { normalizeOrder } from "./documents.ts";
import { productIdOf } from "./encode.ts";
import { DELETED, normalizeAny, normalizeCustomer } from "./normalize.ts";

/** Shown by the vendor in its own answers for orders; 30 is the default, larger ones were seen to work (field note). */
export const PAGE_SIZE = 100;
/** Lists without pages: nothing says that they are ever cut. */
const UNPAGED = 100_000;
/** Closes a window that the engine leaves open: 2099-12-31. */
const FAR = 4_102_358_400;
export const DAY_SECONDS = 86_400;

/** A row as the vendor sent it; any of them may be odd. */
type Row = Untyped;
export interface Page {
  readonly data?: unknown;
  readonly total_entries?: unknown;
  readonly page_size?: unknown;
}

export const time = (value: unknown) => timeOrNone(value, "utc");
const byId = (row: unknown): string => idIn(row);
export const updatedAt = (row: Row) => time(row.updated_at);
export const readPage = ({ data, total_entries, page_size }: Page): PageAnswer => {
  const [total, size] = [countOf(total_entries), countOf(page_size)];
  return { rows: rowsIn(data) ?? [], ...(total === undefined ? {} : { total }), ...(size ? { size } : {}) };
};
/** The vendor filters by whole seconds: outward, so that no fraction falls out. */
export const window = (ask: Pick<Ask, "from" | "to">) =>
  ask.from === undefined && ask.to === undefined
    ? undefined
    : {
        from: ask.from === undefined ? 0 : Math.max(0, Math.floor(ask.from / 1_000)),
        to: ask.to === undefined ? FAR : Math.ceil(ask.to / 1_000),
      };

export const numbered = (ask: Ask) => ({ page_number: ask.page ?? 1, page_size: ask.size });
export const paged = (ask: Ask) => ({ page: ask.page ?? 1, page_size: ask.size });

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

export const orders = defineResource({
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
    read: (answer: { data?: Row } & Row) => answer.data ?? answer,
  },
  // "7: đã xóa" is a state of the order, shown by the order itself (document, Trạng thái đơn hàng).
  ended: (row: Row) =>
    isObject(row) && String(row.status) === DELETED ? "the order's status is 7, deleted" : undefined,
  // The default listing leaves deleted orders out; they are a state like any other (field note).
  deletions: { listing: ordersListing({ status: Number(DELETED) }), id: byId },
});

/** The document draws two ids with a comma between them. */
const customersNamed = (ids: readonly string[]) => ({
  params: { customer_ids: ids.join(","), page_number: 1, page_size: 30 },
});

export const customers = defineResource({
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
export const variations = (
  name: ResourceName,
  normalize: Resource["normalize"],
  volatile: readonly string[],
): Resource =>
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
        return { ...page, rows: page.rows.map(withUsed) };
      },
    },
    id: byId,
    modified: updatedAt,
    normalize,
    volatile,
    ended: (row: Row) => (isObject(row) && row.is_removed === true ? "the variation says is_removed" : undefined),
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
      read: ({ data }: { data: Row }, id, current) => {
        if (!Array.isArray(data.variations)) throw new VendorChanged("a product without its variations", "");
        // Another product has other variations: that it lacks this one says nothing.
        if (idOrNone(byId, data) !== productIdOf(current))
          throw new VendorChanged("another product than asked for", "");
        const found = findRow(data.variations, (row) => idOrNone(byId, row) === id);
        if (!found) return undefined;
        const product = Object.fromEntries(
          PRODUCT_FIELDS.filter((field) => field in data).map((field) => [field, data[field]]),
        );
        return { ...withUsed(found), product_id: data.id, product };
      },
    },
    ...(name === "inventory" ? { names: productOfStock, ends: productOfStock } : { ends: stockOfProduct }),
    everySeconds: name === "inventory" ? 180 : 600,
  });

/** The document names what it moves by variation, which is what stock is counted in. */
export const stockOf = (list: string): readonly Mention[] => [
  { resource: "inventory", at: `raw.${list}.variation_id` },
];

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

/** A row that has lost the field says nothing of the stock, which is another thing than none. */
const withUsed = (row: Row) =>
  isObject(row) && "variations_warehouses" in row ? { ...row, variations_warehouses: inUse(row) } : row;

export const snapshot = (
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
export const byStates =
  (states: readonly number[]): NonNullable<Listing["narrow"]> =>
  ({ partition }) =>
    partition?.status === undefined ? states.map((status) => ({ status })) : [];

/** Documents of the warehouse: numbered pages, all states at once. */
export const documents = (
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

export const partitioned = (
  name: ResourceName,
  operation: string,
  parts: readonly Record<string, number>[],
  {
    params = {},
    listing = {},
  }: { readonly params?: Record<string, unknown>; readonly listing?: Partial<Listing> } = {},
): Resource =>
  snapshot(name, operation, {
    listing: {
      paging: "page",
      pageSize: PAGE_SIZE,
      partitions: async () => ({ parts }),
      leastCalls: parts.length,
      call: (ask) => ({ params: { ...paged(ask), ...params, ...ask.partition } }),
      ...listing,
    },
    modified: (row) => time(row.updated_at ?? row.updated_status_at),
    everySeconds: 300,
  });
