import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Item, type Table, writeMany } from "../core/table.ts";
import { DAY } from "../core/time.ts";
import { keys, type ShopRef } from "./keys.ts";

/** A text that may have been cut. */
export interface Kept {
  readonly text: string;
  readonly isCut?: true;
}

/** What went to the vendor for a write and what came back, without credentials. */
export interface Exchange {
  /** Our clock before the call, unix milliseconds. */
  readonly at: number;
  readonly milliseconds: number;
  readonly request: { readonly method: string; readonly url: string; readonly body?: Kept | undefined };
  /** Absent: no answer came. */
  readonly answer?: { readonly status: number; readonly body: Kept } | undefined;
}

const KEPT = 30 * DAY;
/** Characters of a body that are kept. Compressed, both bodies hardly ever take more than two write units. */
const MOST_CHARACTERS = 6_000;

export const cut = (text: string): Kept =>
  text.length <= MOST_CHARACTERS ? { text } : { text: text.slice(0, MOST_CHARACTERS), isCut: true };

const keyOf = (ref: ShopRef, write: string) => ({ pk: keys.exchanges(ref), sk: write });

const unpacked = ({ body }: Item): Exchange => JSON.parse(inflateRawSync(body as Uint8Array).toString()) as Exchange;

/** The last call of each write, for people who look into it. One item a write, apart from the ledger: a list stays light. */
export const createExchangeStore = (table: Table) => ({
  /** By their writes: what went out for each. */
  async keep(ref: ShopRef, exchanges: ReadonlyMap<string, Exchange>): Promise<void> {
    const puts = [...exchanges].map(([write, exchange]) => {
      const body = deflateRawSync(JSON.stringify(exchange));
      return { put: { ...keyOf(ref, write), body, ttl: Math.ceil((exchange.at + KEPT) / 1_000) } };
    });
    await writeMany(table, puts);
  },

  async get(ref: ShopRef, write: string): Promise<Exchange | undefined> {
    const item = await table.get(keyOf(ref, write));
    return item && unpacked(item);
  },

  /** A page of a shop's calls, in the order of the writes' ids. */
  async page(ref: ShopRef, after: string | undefined, limit: number) {
    const { items, next } = await table.query({ pk: keys.exchanges(ref), after, limit });
    return { exchanges: items.map((item) => ({ write: item.sk, exchange: unpacked(item) })), next };
  },

  async remove(ref: ShopRef, write: string): Promise<void> {
    await table.delete(keyOf(ref, write));
  },
});

export type ExchangeStore = ReturnType<typeof createExchangeStore>;
