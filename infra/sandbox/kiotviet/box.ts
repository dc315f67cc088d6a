import { type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";
import { invalid, type Row, Texts } from "./wire.ts";

/** What one simulated shop holds. Every function of this simulator takes it as its first parameter. */
export type Box = ReturnType<typeof createBox>;

export const createBox = (options: SimulatorOptions) => {
  const shop = new Shop(options);
  const coded = { keys: { code: (row: Row) => row.code }, orders: { code: (row: Row) => row.code ?? "" } };
  const named = { orders: { name: (row: Row) => row.name ?? "" } };
  const bought = { ...coded, orders: { ...coded.orders, purchaseDate: (row: Row) => row.purchaseDate } };
  return {
    shop,
    dice: shop.dice,
    /** Rows as they were shown by their codes. */
    texts: new Texts(),
    /** Calls with a dead token. */
    refusals: 0,
    /** Of the codes that the vendor makes. */
    lastNumber: 0,
    branches: shop.collection<Row>({ firstId: 233_443, idStep: 3, orders: { name: (row) => row.branchName } }),
    users: shop.collection<Row>({ firstId: 51_001, orders: { name: (row) => row.givenName } }),
    bankAccounts: shop.collection<Row>({ firstId: 7_001, orders: { name: (row) => row.bankName } }),
    surcharges: shop.collection<Row>({ firstId: 901, keys: { code: (row) => row.surchargeCode } }),
    saleChannels: shop.collection<Row>({ firstId: 601, ...named }),
    locations: shop.collection<Row>({ firstId: 1, ...named }),
    customerGroups: shop.collection<Row>({ firstId: 4_001, ...named }),
    categories: shop.collection<Row>({ firstId: 438_730, orders: { name: (row) => row.categoryName } }),
    products: shop.collection<Row>({
      firstId: 26_254_255,
      keys: coded.keys,
      orders: {
        ...coded.orders,
        ...named.orders,
        stock: (row, entry) => row.stockModified ?? entry.created,
      },
    }),
    priceBooks: shop.collection<Row>({ firstId: 3_001, ...named }),
    customers: shop.collection<Row>({
      firstId: 37_285_077,
      keys: { ...coded.keys, phone: (row) => row.contactNumber },
      orders: { ...coded.orders, ...named.orders },
    }),
    orders: shop.collection<Row>({ firstId: 18_947_766, ...bought }),
    invoices: shop.collection<Row>({ firstId: 251_996_687, ...bought }),
    returns: shop.collection<Row>({ firstId: 9_001, ...coded }),
    cashFlow: shop.collection<Row>({ firstId: 80_001, ...coded }),
    purchaseOrders: shop.collection<Row>({ firstId: 61_001, ...coded }),
    transfers: shop.collection<Row>({ firstId: 71_001, ...coded }),
    supplierOrders: shop.collection<Row>({ firstId: 31_001, ...coded }),
    campaigns: shop.collection<Row>({ firstId: 30_087, ...coded }),
    vouchers: shop.collection<Row>({ firstId: 30_996, ...coded }),
    /** Webhooks that were registered. */
    registrations: shop.collection<Row>({ firstId: 11_001 }),
    /** Told of stock moves and of prices in price books, which have no collection of their own. */
    onStock: undefined as ((product: Entry<Row>, branchId: number) => void) | undefined,
    onPrice: undefined as ((priceBookId: number, productId: number, price: number | undefined) => void) | undefined,
  };
};

export const RETAILER_ID = 501_073_570;

/** A running number for codes: six digits, as KiotViet's own are. */
export const nextCode = (box: Box, prefix: string): string => {
  box.lastNumber += 1;
  return `${prefix}${String(box.lastNumber).padStart(6, "0")}`;
};

export const branchOf = (box: Box, id: unknown): Entry<Row> => {
  const branch = box.branches.get(Number(id));
  if (!branch) throw invalid("Chi nhánh không tồn tại");
  return branch;
};
