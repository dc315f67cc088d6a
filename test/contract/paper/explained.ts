import type { VendorId } from "../../../shared/core/vendor.ts";

/** A field that we read otherwise than the entry says, on purpose. */
export interface Explained {
  readonly vendor: VendorId;
  /** As a check names it, `*` for the number in a list: `orders.lines.*.discount`. */
  readonly path: string;
  /** Absent: every entry. */
  readonly entries?: readonly string[];
  /** What we read; null: nothing. Any other value is wrong. */
  readonly reads: readonly unknown[];
  /** Document and paragraph. */
  readonly source: string;
  readonly reason: string;
}

/** Not read, on purpose. */
const nothing = [null];

const isale: readonly Explained[] = [
  {
    vendor: "isale",
    path: "orders.status",
    reads: ["confirmed"],
    source: "iSale External API, Bán hàng",
    reason: "The page lists no states. 1 is 'in progress' in the vendor's own app, which speaks to the same backend.",
  },
  {
    vendor: "isale",
    path: "answer",
    entries: ["get-ext-v1-sales-orders-10", "get-ext-v1-data-tables-note-records-6"],
    reads: ["VendorChanged: : a list without rows"],
    source: "iSale External API, Phân trang",
    reason: "The page draws no list. null and a record in a record are kept for a person to look at.",
  },
  {
    vendor: "isale",
    path: "answer",
    entries: ["post-ext-v1-sales-orders-4"],
    reads: ["VendorChanged: : Invalid input"],
    source: "iSale External API, Bán hàng, Tạo đơn",
    reason: "An answer without an id proves nothing about the order: the ledger asks the vendor for it.",
  },
];

const kiotviet: readonly Explained[] = [
  {
    vendor: "kiotviet",
    path: "categories.rows",
    entries: ["get-categories-1", "get-categories-6"],
    reads: [1],
    source: "KiotViet Public API §2.3.1",
    reason: "Children stand inside their parents only with hierachicalData. We ask for the flat list.",
  },
  {
    vendor: "kiotviet",
    path: "categories.id",
    entries: ["get-categories-1", "get-categories-6"],
    reads: nothing,
    source: "KiotViet Public API §2.3.1",
    reason: "Children stand inside their parents only with hierachicalData. We ask for the flat list.",
  },
  {
    vendor: "kiotviet",
    path: "inventory.levels.*.cost",
    reads: nothing,
    source: "KiotViet Public API §2.4.9",
    reason: "The list of stock shows no cost. A record must look the same whichever call it was read with.",
  },
  {
    vendor: "kiotviet",
    path: "customers.total",
    entries: ["get-customers-5"],
    reads: [0],
    source: "KiotViet Public API §2.6.3",
    reason: "The record with id -1 is a summary. It is taken off the total as well as off the rows.",
  },
];

const nhanh: readonly Explained[] = [
  {
    vendor: "nhanh-v3",
    path: "products.cost",
    entries: ["post-v3-0-product-list-1"],
    reads: [50_000],
    source: "Nhanh Open API v3, product/list, product/edit",
    reason:
      "`cost` is what a command can set (importPrice) and reads back. avgCost is made by Nhanh out of all imports.",
  },
  {
    vendor: "nhanh-v3",
    path: "request",
    entries: ["post-v3-0-app-getaccesstoken-3"],
    reads: [': Unrecognized keys: "accessCode", "secretKey"'],
    source: "Nhanh Open API v3, app/getaccesstoken",
    reason: "Secrets come from the shop's credentials. Nobody may hand them in with a call.",
  },
  {
    vendor: "nhanh-v3",
    path: "request",
    entries: ["post-v3-0-app-checkaccesstoken-1"],
    reads: [': Unrecognized key: "secretKey"'],
    source: "Nhanh Open API v3, app/checkaccesstoken",
    reason: "Secrets come from the shop's credentials. Nobody may hand them in with a call.",
  },
  {
    vendor: "nhanh-v2",
    path: "products.unit",
    entries: ["post-api-product-search-1"],
    reads: nothing,
    source: "Nhanh Open API v2, product/detail",
    reason: "The detail shows no unit. A record must look the same whichever call it was read with.",
  },
  {
    vendor: "nhanh-v2",
    path: "products.units",
    entries: ["post-api-product-search-1"],
    reads: nothing,
    source: "Nhanh Open API v2, product/detail",
    reason: "The detail shows no units. A record must look the same whichever call it was read with.",
  },
  {
    vendor: "nhanh-v2",
    path: "products.cost",
    entries: ["post-api-product-search-1"],
    reads: [50_000],
    source: "Nhanh Open API v2, product/detail",
    reason: "The detail shows no avgCost. importPrice stands in both answers.",
  },
];

const pancake: readonly Explained[] = [
  {
    vendor: "pancake",
    path: "orders.total",
    entries: ["get-shops-shop-id-orders-29"],
    reads: [1_500],
    source: "Pancake POS API, Đơn hàng, Thông tin đơn hàng",
    reason: "The sum is told with its currency: `currency` is PHP.",
  },
  {
    vendor: "pancake",
    path: "customers.totalSpent",
    entries: ["get-shops-shop-id-customers-8"],
    reads: [120],
    source: "Pancake POS API, Khách hàng, Danh sách khách hàng",
    reason: "The sum is told with its currency: `currency` is USD.",
  },
  {
    vendor: "pancake",
    path: "orders.shipping.address.scheme",
    entries: ["get-shops-shop-id-orders-31"],
    reads: ["three-tier"],
    source: "Pancake POS API, geo/communes",
    reason:
      "The page knows three tiers only. Ids of the new scheme have fields of their own (new_commune_id, field note).",
  },
  {
    vendor: "pancake",
    path: "locations.address.scheme",
    entries: ["get-shops-shop-id-warehouses-5"],
    reads: ["three-tier"],
    source: "Pancake POS API, geo/communes",
    reason: "The page knows three tiers only, and its warehouses have no field for the new scheme.",
  },
  {
    vendor: "pancake",
    path: "returns.orderId",
    entries: ["get-shops-shop-id-orders-returned-1"],
    reads: ["1485514855"],
    source: "Pancake POS API, Đơn hàng đổi trả, Danh sách đơn hàng đổi trả",
    reason: "The order inside the row is named by the id under which it stands among the orders.",
  },
  {
    vendor: "pancake",
    path: "crm-tables.deleted",
    reads: [false],
    source: "Pancake POS API, CRM, List of tables",
    reason: "`is_removed` is a field of a raw record. The row stays as long as the vendor shows it.",
  },
  {
    vendor: "pancake",
    path: "crm-records",
    entries: ["get-shops-shop-id-crm-table-name-records-1"],
    reads: ["RangeError: a CRM record without an id"],
    source: "Pancake POS API, CRM, Data of table",
    reason: "The sample's rows have no id under any name. Without one a row cannot be kept apart from the others.",
  },
];

export const explanations: readonly Explained[] = [...isale, ...kiotviet, ...nhanh, ...pancake];
