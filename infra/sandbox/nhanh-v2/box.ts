import { parseTime, SECOND } from "../../../shared/core/time.ts";
import { type Collection, type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";
import type { Fields } from "./wire.ts";

/** What one simulated shop holds. Every function of this simulator takes it as its first parameter. */
export type Box = ReturnType<typeof createBox>;

export const createBox = (options: SimulatorOptions) => {
  const shop = new Shop(options);
  return {
    options,
    shop,
    dice: shop.dice,
    /** Webhooks in a row that were not answered with 200. */
    failures: 0,
    /** Headers of a webhook -> how often it was sent. */
    attempts: new WeakMap<object, number>(),
    quirks: { lagSeconds: 0, stringly: false },
    app: { callbackUrl: undefined as string | undefined, verifyToken: "", enabled: false },
    /** Access code -> when it ends. */
    codes: new Map<string, number>(),
    depots: shop.collection<Fields>({ firstId: 31 }),
    categories: shop.collection<Fields>({ firstId: 401 }),
    internalCategories: shop.collection<Fields>({ firstId: 451 }),
    products: shop.collection<Fields>({
      firstId: 30_000_001,
      keys: { own: (row) => row.own, code: (row) => row.code },
      orders: {
        price: (row) => Number(row.price),
        name: (row) => row.name,
        inventory: (row) => Number(row.inventory.available),
      },
    }),
    customers: shop.collection<Fields>({ firstId: 5_000_001, keys: { mobile: (row) => row.mobile } }),
    orders: shop.collection<Fields>({
      firstId: 125_000_001,
      keys: { own: (row) => row.shopOrderId },
      orders: { mobile: (row) => row.customerMobile },
    }),
    bills: shop.collection<Fields>({
      firstId: 80_000_001,
      orders: { date: (row) => parseTime(row.date, "hanoi")! },
    }),
    billLines: shop.collection<Fields>({
      firstId: 90_000_001,
      orders: { date: (row) => parseTime(row.date, "hanoi")! },
    }),
    drafts: shop.collection<Fields>({ firstId: 95_001, orders: { approvedAt: (row) => row.approvedAt * SECOND } }),
    gifts: shop.collection<Fields>({ firstId: 1 }),
    imeis: shop.collection<Fields>({ firstId: 1 }),
    imeiSales: shop.collection<Fields>({
      firstId: 1,
      orders: { soldDate: (row) => parseTime(row.soldDate, "hanoi")! },
    }),
    expiries: shop.collection<Fields>({ firstId: 601 }),
    sources: shop.collection<Fields>({ firstId: 701 }),
    suppliers: shop.collection<Fields>({ firstId: 801 }),
    articles: shop.collection<Fields>({ firstId: 901 }),
    articleCategories: shop.collection<Fields>({ firstId: 951 }),
    users: shop.collection<Fields>({ firstId: 1_001 }),
    transactions: shop.collection<Fields>({ firstId: 70_001 }),
    debts: shop.collection<Fields>({ firstId: 1 }),
    batches: shop.collection<Fields>({ firstId: 51 }),
    coupons: shop.collection<Fields>({ firstId: 1, keys: { code: (row) => row.code } }),
    channels: shop.collection<Fields>({ firstId: 1 }),
    /** Subscribers and contacts of the web shop. */
    letters: [] as Fields[],
  };
};

export const BUSINESS_ID = 110_668;

export const unix = (time: number): number => Math.floor(time / SECOND);

export const touched = (entry: Entry<Fields>): number => entry.modified ?? entry.created;

export const rowsOf = (collection: Collection<Fields>) => collection.live().map(({ row }) => row);

export const anyOf = (box: Box, collection: Collection<Fields>) => collection.some(box.dice.random);

export const phoneNumber = (box: Box) => `09${String(box.dice.integer(0, 99_999_999)).padStart(8, "0")}`;

export const numberOrText = (box: Box, value: number): number | string => (box.quirks.stringly ? String(value) : value);

/** Young rows mostly: staff rarely touch what is done. */
export const recentOf = (box: Box, collection: Collection<Fields>): Entry<Fields> | undefined => {
  const live = collection.live();
  return box.dice.chance(0.8) ? live[Math.max(0, live.length - 1 - box.dice.integer(0, 40))] : anyOf(box, collection);
};
