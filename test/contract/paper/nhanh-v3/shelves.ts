import { type Entry, entriesOf } from "../entries.ts";
import { type ShelfOptions, type Shown, shelfOf } from "../shelf.ts";

const rowsIn = (body: any): readonly any[] => (Array.isArray(body.data) ? body.data : []);
const options: ShelfOptions = {
  rows: rowsIn,
  id: (row) => row.id,
  renamed: (row, id) => ({ ...row, id }),
};
const orderOptions: ShelfOptions = {
  rows: rowsIn,
  id: (row) => row.info?.id,
  renamed: (row, id) => ({ ...row, info: { ...row.info, id } }),
};
const stockOptions: ShelfOptions = {
  rows: rowsIn,
  id: (row) => row.productId,
  renamed: (row, productId) => ({ ...row, productId }),
};

export interface Drawn {
  readonly call: string;
  readonly host?: "vpage";
  readonly options?: ShelfOptions;
  /** Most rows of a page. */
  readonly most?: number;
}

/** Name of our collection -> the list that shows it. */
export const DRAWN: Readonly<Record<string, Drawn>> = {
  locations: { call: "business/depot" },
  categories: { call: "product/category" },
  products: { call: "product/list" },
  inventory: { call: "product/inventory", options: stockOptions },
  customers: { call: "customer/list" },
  orders: { call: "order/list", options: orderOptions },
  bills: { call: "bill/list" },
  staff: { call: "business/user" },
  departments: { call: "business/department" },
  suppliers: { call: "business/supplier" },
  "internal-categories": { call: "product/internalcategory" },
  brands: { call: "product/brand" },
  units: { call: "product/unit" },
  batches: { call: "product/batch" },
  "product-tags": { call: "product/tags" },
  "order-tags": { call: "order/tags" },
  "customer-tags": { call: "customer/tags" },
  "order-sources": { call: "order/source" },
  carriers: { call: "shipping/carrier" },
  combos: { call: "product/combo", most: 50 },
  "stock-movements": { call: "bill/imexs" },
  "draft-bills": { call: "bill/draftlist" },
  "draft-bill-lines": { call: "bill/draftproducts" },
  "voucher-campaigns": { call: "promotion/batch" },
  "price-books": { call: "promotion/pricelist" },
  "cash-flow": { call: "accounting/transaction" },
  debts: { call: "accounting/debts" },
  accounts: { call: "accounting/account" },
};
/** Lists whose rows have no id of their own. */
export const NAMELESS = [
  "product/expire",
  "product/gift",
  "product/imei",
  "product/imeisold",
  "product/supplierproduct",
  "inventory/archive",
  "promotion/couponcode",
  "promotion/couponproduct",
  "promotion/pricelistproduct",
  "ecom/shop",
  "ecom/return",
];

export const answersOf = (call: string, host?: string): readonly Entry[] =>
  entriesOf("nhanh-v3").filter(
    (entry) => entry.kind === "answer" && entry.call === `POST /v3.0/${call}` && entry.host === host,
  );
export const vpageCalls = new Set(
  entriesOf("nhanh-v3")
    .filter(({ host, call }) => host === "vpage" && call.endsWith("list"))
    .map(({ call }) => call.replace("POST /v3.0/", "")),
);

const shelfFor = ({ call, options: own }: Drawn): readonly Shown[] =>
  shelfOf("nhanh-v3", [`POST /v3.0/${call}`], own ?? options).filter(({ entry }) => entry.host === undefined);
const bills = shelfFor(DRAWN.bills as Drawn);
const billsOf = (kind: (row: any) => boolean) => bills.filter(({ row }) => kind(row));
const isSale = (row: any) => [2, 6].includes(Number(row.mode));

export const shelves: Readonly<Record<string, readonly Shown[]>> = {
  ...Object.fromEntries(Object.entries(DRAWN).map(([name, drawn]) => [name, shelfFor(drawn)])),
  bills,
  // "Inventory mode" 2 retail and 6 wholesale; type 2 goes out, 1 comes in (bill/list).
  invoices: billsOf((row) => isSale(row) && Number(row.type) === 2),
  returns: billsOf((row) => isSale(row) && Number(row.type) === 1),
  "stock-bills": billsOf((row) => !isSale(row)),
};

/** Bodies that the document shows for a call. */
export const bodies = (call: string): readonly unknown[] =>
  entriesOf("nhanh-v3")
    .filter((entry) => entry.kind === "request" && entry.call === `POST /v3.0/${call}`)
    .map(({ body }) => body);
