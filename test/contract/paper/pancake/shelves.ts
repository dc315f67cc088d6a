import { entriesOf } from "../entries.ts";
import { type ShelfOptions, type Shown, shelfOf } from "../shelf.ts";

const options: ShelfOptions = {
  rows: (body) => body.data ?? [],
  id: (row) => row?.id,
  renamed: (row, id) => ({ ...row, id }),
};

export interface Drawn {
  /** Below `/shops/{shop_id}/`. */
  readonly path: string;
  readonly options?: ShelfOptions;
  /** Documented query parameters. */
  readonly query?: readonly string[];
}
const PAGE = ["page", "page_size"];

export const DRAWN: Readonly<Record<string, Drawn>> = {
  orders: {
    path: "orders",
    query: "page_size page_number search status updateStatus startDateTime endDateTime order_sources".split(" "),
  },
  returns: { path: "orders_returned", query: [...PAGE, "status", "update_status", "start_time", "end_time"] },
  variations: {
    path: "products/variations",
    query: (
      "page_size page_number search selling_status product_status category_id is_filter_categories_by_or " +
      "filter_exclude_categories warehouse_until"
    ).split(" "),
  },
  customers: {
    path: "customers",
    query: (
      "page_size page_number search start_time_inserted_at end_time_inserted_at start_time_updated_at " +
      "end_time_updated_at customer_ids"
    ).split(" "),
  },
  locations: { path: "warehouses" },
  staff: {
    path: "users",
    options: { ...options, id: (row) => row?.user_id, renamed: (row, user_id) => ({ ...row, user_id }) },
  },
  "order-sources": { path: "order_source" },
  "order-tags": { path: "orders/tags" },
  "customer-levels": { path: "customer_levels" },
  "unit-groups": { path: "product_measurements/get_measure" },
  carriers: { path: "partners" },
  "call-laters": { path: "order_call_laters", query: ["page_number", "page_size", "key", "status"] },
  "purchase-orders": { path: "purchases", query: [...PAGE, "status", "type", "preload_items"] },
  exports: { path: "export", query: [...PAGE, "status", "type"] },
  transfers: { path: "transfers", query: [...PAGE, "status"] },
  stocktakings: { path: "stocktakings", query: [...PAGE, "status"] },
  "inventory-histories": {
    path: "inventory_histories",
    query: [...PAGE, "warehouse_id", "variation_ids", "startDate", "endDate"],
  },
  "cash-flow": { path: "transactions", query: [...PAGE, "status", "startDateTime", "endDateTime"] },
  vouchers: { path: "vouchers" },
  promotions: { path: "promotion_products", query: ["textSearch"] },
  "advanced-promotions": { path: "promotion_advance", query: [...PAGE, "textSearch"] },
  combos: { path: "combo_products", query: PAGE },
  "crm-profiles": { path: "crm/profile" },
};

/** Its rows beside the first are empty objects: a list may hold them once, and no shelf as often as it likes. */
const ALONE = ["get-shops-shop-id-orders-2"];

const shelfFor = ({ path, options: own }: Drawn): readonly Shown[] =>
  shelfOf("pancake", [`GET /shops/{shop_id}/${path}`], { ...(own ?? options), without: ALONE });

const drawn: Readonly<Record<string, readonly Shown[]>> = Object.fromEntries(
  Object.entries(DRAWN).map(([name, each]) => [name, shelfFor(each)]),
);

export const shelves: Readonly<Record<string, readonly Shown[]>> = {
  ...drawn,
  products: drawn.variations!.filter(({ entry }) => entry.reading.resource === "products"),
  inventory: drawn.variations!.filter(({ entry }) => entry.reading.resource === "inventory"),
};

/** Bodies that the document shows for a call. */
export const bodies = (call: string): readonly unknown[] =>
  entriesOf("pancake")
    .filter((entry) => entry.kind === "request" && entry.call === call)
    .map(({ body }) => body);

export const answered = (call: string): any =>
  entriesOf("pancake").find((entry) => entry.kind === "answer" && entry.call === call)?.body;
