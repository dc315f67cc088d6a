import { parseTime } from "../../../shared/core/time.ts";
import { readableTables, type Table } from "../../../shared/vendors/isale/operations.ts";
import { type Collection, type Dice, type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";
import type { Fields } from "./wire.ts";

/** What one simulated shop holds. Every function of this simulator takes it as its first parameter. */
export type Box = ReturnType<typeof createBox>;

export const createBox = (options: SimulatorOptions) => {
  const shop = new Shop(options);
  const { dice } = shop;
  return {
    shop,
    dice,
    credentials: { publicKey: newKey(dice) },
    /** Keys that the owner withdrew. */
    dead: new Set<string>(),
    /** Nonce of a signed write -> until when it may not come again. */
    nonces: new Map<string, number>(),
    contacts: shop.collection<Fields>({ firstId: 70_001 }),
    products: shop.collection<Fields>({ firstId: 50_001 }),
    orders: shop.collection<Fields>({
      firstId: 384_001,
      orders: { createdAt: (row) => parseTime(row.createdAt, "hanoi") ?? 0 },
    }),
    leads: shop.collection<Fields>({ firstId: 901 }),
    events: shop.collection<Fields>({ firstId: 301 }),
    flows: shop.collection<Fields>({ firstId: 11 }),
    runs: shop.collection<Fields>({ firstId: 5_001 }),
    tables: Object.fromEntries(
      Object.keys(readableTables).map((name) => [name, shop.collection<Fields>({ firstId: 1 })]),
    ) as Record<Table, Collection<Fields>>,
  };
};

export const newKey = (source: Dice) => `isale_pk_${source.hex(32)}`;

export const rowsOf = (collection: Collection<Fields>) => collection.live().map((entry) => entry.row);

export const newestOf = (collection: Collection<Fields>) => rowsOf(collection).toReversed();

export const anyOf = (box: Box, collection: Collection<Fields>): Entry<Fields> | undefined =>
  collection.some(box.dice.random);
