import { type Collection, type Entry, Shop } from "../simulator.ts";
import type { SimulatorOptions } from "../types.ts";
import type { Row } from "./wire.ts";

/**
 * A shop of Pancake POS as rows in memory. Rows are kept in the vendor's own shape, as its document shows them and as
 * captured answers have them; stamps are put in when a row is shown. Every function of this simulator takes the box as
 * its first parameter.
 */
export type Box = ReturnType<typeof createBox>;

export const createBox = (options: SimulatorOptions) => {
  const shop = new Shop(options);
  const { dice } = shop;
  const keyOwner = dice.uuid();
  const shopId = String(dice.integer(10_000, 9_999_999));
  const uuids = () => shop.collection<Row>({ nextId: () => dice.uuid() });
  const numbers = (firstId: number) => shop.collection<Row>({ firstId });
  return {
    shop,
    dice,
    keyOwner,
    /** Without dashes; the same with dashes is the id of the person whose key it is. */
    apiKey: keyOwner.replaceAll("-", ""),
    shopId,
    name: "Shop thời trang",
    /** Of numbers that people see. */
    lastNumber: 0,
    /** The key was withdrawn and can be switched on again by the owner: signing in does it here. */
    suspended: false,
    /** Ids that were asked for and not there. */
    sought: new Set<string>(),
    warehouses: uuids(),
    categories: numbers(30_163),
    products: uuids(),
    variations: uuids(),
    customers: shop.collection<Row>({
      nextId: () => dice.uuid(),
      keys: { phone: (row) => row.phone_numbers[0] },
    }),
    orders: numbers(1_418),
    returns: numbers(1_403),
    purchases: uuids(),
    exports: uuids(),
    transfers: uuids(),
    stocktakings: uuids(),
    transactions: uuids(),
    histories: numbers(186_206),
    vouchers: uuids(),
    promotions: numbers(11),
    advanced: uuids(),
    combos: numbers(282),
    staff: uuids(),
    tags: numbers(1),
    sources: numbers(1),
    levels: uuids(),
    unitGroups: numbers(58),
    callLaters: uuids(),
    tables: uuids(),
    records: uuids(),
    profiles: uuids(),
    advertising: uuids(),
    unknownWebhooks: options.unknownWebhooks ?? "take",
    webhook: {
      webhook_enable: false,
      webhook_url: null,
      webhook_email: null,
      webhook_types: [],
      webhook_partner: null,
      webhook_headers: {},
    } as Row,
  };
};

export const nextNumber = (box: Box): number => {
  box.lastNumber += 1;
  return box.lastNumber;
};

export const someOf = (box: Box, collection: Collection<Row>): Entry<Row> | undefined => {
  return collection.some(box.dice.random);
};
