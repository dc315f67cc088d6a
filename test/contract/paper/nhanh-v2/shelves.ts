import { entriesOf } from "../entries.ts";
import { type ShelfOptions, type Shown, shelfOf } from "../shelf.ts";

const valuesOf = (value: any): readonly any[] => {
  if (Array.isArray(value)) return value;
  return Object.entries(value ?? {}).map(([id, row]) => ({ id: Number(id), ...(row as object) }));
};
const options = (name: string, key = "id"): ShelfOptions => ({
  rows: ({ data }) => valuesOf(name === "" ? data : data?.[name]),
  id: (row) => row[key],
  renamed: (row, id) => ({ ...row, [key]: id }),
});

export interface Drawn {
  readonly call: string;
  /** Where the rows lie under `data`; "": `data` is the list. */
  readonly rows: string;
  readonly key?: string;
  /** Drawn with braces: keyed by the id. */
  readonly keyed?: boolean;
  readonly most: number;
  /** How the page counts. */
  readonly pages?: "totalPages" | "totalPage";
}

export const DRAWN: Readonly<Record<string, Drawn>> = {
  orders: { call: "order/index", rows: "orders", keyed: true, most: 100 },
  products: { call: "product/search", rows: "products", key: "idNhanh", keyed: true, most: 100 },
  customers: { call: "customer/search", rows: "customers", most: 50 },
  bills: { call: "bill/search", rows: "bill", most: 100 },
  "order-sources": { call: "order/source", rows: "sources", most: 100 },
  suppliers: { call: "supplier/search", rows: "result", most: 50 },
  staff: { call: "user/index", rows: "users", most: 50 },
  articles: { call: "article/search", rows: "result", most: 50 },
  "cash-flow": { call: "accounting/transaction", rows: "transactions", most: 50 },
  debts: { call: "accounting/debts", rows: "debts", most: 50 },
  expiries: { call: "product/expire", rows: "products", most: 50 },
  "stock-movements": { call: "bill/imexs", rows: "imexs", most: 20, pages: "totalPage" },
  "draft-bill-lines": { call: "bill/imexrequirements", rows: "imexs", most: 20, pages: "totalPage" },
  locations: { call: "store/depot", rows: "", keyed: true, most: 1_000 },
  carriers: { call: "shipping/carrier", rows: "", most: 1_000 },
};
const shelfFor = ({ call, rows, key }: Drawn): readonly Shown[] =>
  shelfOf("nhanh-v2", [`POST /api/${call}`], options(rows, key));
const isSale = (row: any) => [2, 6].includes(Number(row.mode));
export const billsShelf = shelfFor(DRAWN.bills as Drawn);

export const products = shelfFor(DRAWN.products as Drawn);
export const shelves: Readonly<Record<string, readonly Shown[]>> = {
  ...Object.fromEntries(
    Object.entries(DRAWN)
      .filter(([name]) => name !== "bills" && name !== "products")
      .map(([name, drawn]) => [name, shelfFor(drawn)]),
  ),
  products: products.filter(({ entry }) => entry.reading.resource === "products"),
  inventory: products.filter(({ entry }) => entry.reading.resource === "inventory"),
  invoices: billsShelf.filter(({ row }) => isSale(row) && Number(row.type) === 2),
  returns: billsShelf.filter(({ row }) => isSale(row) && Number(row.type) === 1),
  "stock-bills": billsShelf.filter(({ row }) => !isSale(row)),
};

export const bodies = (call: string): readonly unknown[] =>
  entriesOf("nhanh-v2")
    .filter((entry) => entry.kind === "request" && entry.call.split("?")[0] === `POST /api/${call}`)
    .map(({ body }) => body);
export const answered = (call: string): any =>
  entriesOf("nhanh-v2").find((entry) => entry.kind === "answer" && entry.call === `POST /api/${call}`)?.body;
