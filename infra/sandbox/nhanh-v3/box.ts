import { type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";
import type { Fields, Rows } from "./wire.ts";

/** Id of a shop's first bill. */
export const FIRST_BILL = 7_410_001;

/** What one simulated shop holds. Every function of this simulator takes it as its first parameter. */
export type Box = ReturnType<typeof createBox>;

export const createBox = (options: SimulatorOptions) => {
  const shop = new Shop(options);
  const { dice } = shop;
  const appId = 73_000 + dice.integer(1, 999);
  const businessId = 110_000 + dice.integer(1, 9_999);
  const secretKey = dice.hex(64);
  const tables: Record<string, Rows> = {};
  /** A small table, made when it is first asked for. */
  const table = (name: string, firstId = 1): Rows => {
    tables[name] ??= shop.collection<Fields>({ firstId });
    return tables[name];
  };
  /** Ids of Vpage are texts. */
  const named = (name: string): Rows => {
    tables[name] ??= shop.collection<Fields>({ nextId: () => dice.hex(20) });
    return tables[name];
  };
  return {
    shop,
    dice,
    appId,
    businessId,
    secretKey,
    table,
    named,
    /** Access codes of the consent page that no app has exchanged yet. */
    codes: new Map<string, { until: number; depots: number[]; without: string[] }>(),
    lastToken: undefined as string | undefined,
    depots: shop.collection<Fields>({ firstId: 31_010 }),
    users: shop.collection<Fields>({ firstId: 2_054_190 }),
    categories: shop.collection<Fields>({ firstId: 501 }),
    products: shop.collection<Fields>({ firstId: 1_231_270_001 }),
    customers: shop.collection<Fields>({ firstId: 20_184_001, keys: { mobile: (row) => row.mobile } }),
    orders: shop.collection<Fields>({ firstId: 14_889_001, keys: { appOrderId: (row) => row.channel.appOrderId } }),
    bills: shop.collection<Fields>({ firstId: FIRST_BILL }),
    history: shop.collection<Fields>({ firstId: 1 }),
    codesOfCoupons: shop.collection<Fields>({ firstId: 1, keys: { code: (row) => row.code } }),
    conversations: named("conversations"),
    messages: named("messages"),
    events: table("meta-events"),
    shipments: table("shipments", 12_345),
    campaigns: named("campaigns"),
    suppliers: table("suppliers", 40_801),
    batches: table("voucher-campaigns", 27_601),
    priceBooks: table("price-books", 73_541),
    audiences: named("audiences"),
    images: named("ad-images"),
    /** Where the app wants its webhooks. */
    hook: undefined as { url: string; token: string; events: readonly string[] } | undefined,
    failuresInARow: 0,
    /** Body of a webhook -> how often it was sent again. */
    attempts: new Map<string, number>(),
  };
};

export const rowsOf = (collection: Rows) => collection.live().map(({ row }) => row);

export const anyOf = (box: Box, collection: Rows): Entry<Fields> => collection.some(box.dice.random) as Entry<Fields>;
