import type { Item, Table } from "../core/table.ts";
import { COMPARED } from "./stored-record.ts";

/** What a sweep looks at beside what is compared. */
const SWEPT = [...COMPARED, "off"];

/** From so many rows on, a range is read instead of single items. */
const RANGE = 3;
/** Other rows that a range may hold before the rest is read singly. */
const SPARE = 8;
/** After a range that held other rows, so many times single items are read before the next try. */
const RANGE_PAUSE = 15;

/** Reads what is stored of a page's rows as cheaply as it can be read. */
export const createComparedReads = (table: Table) => {
  /** By partition: how often single items are still to be read, and not all of them. A guess about costs, no more. */
  const pauses = new Map<string, number>();
  const rest = (name: string): void => {
    if (pauses.size > 1_000) pauses.clear();
    pauses.set(name, RANGE_PAUSE);
  };

  /**
   * What is stored under these ids, as far as it is compared. A single item costs a read unit however small it is; a
   * range costs its bytes. Vendors list in the order in which they gave ids out, so a page is mostly a range of ours.
   *
   * A version that is a moment old is good enough: what is written next carries a condition on it, and is compared
   * again with the newest if that fails. A row that looks unchanged beside a version that another worker is replacing
   * at this very moment would look so to a consistent read a moment earlier as well; the overlap reads it again.
   */
  const read = async (pk: string, ids: readonly string[]): Promise<ReadonlyMap<string, Item>> => {
    const singly = (some: readonly string[]) =>
      table.getMany(
        some.map((sk) => ({ pk, sk })),
        COMPARED,
        { eventual: true },
      );
    const pause = pauses.get(pk) ?? 0;
    // JavaScript and DynamoDB sort other letters differently.
    if (ids.length < RANGE || pause > 0 || !ids.every((id) => /^[\x21-\x7e]+$/.test(id))) {
      if (pause > 0) pauses.set(pk, pause - 1);
      return bySortKey(await singly(ids));
    }
    const sorted = [...ids].sort();
    // An old row among new ones would stretch the range over everything between.
    const edge = Math.floor(sorted.length / 20);
    const from = sorted[edge]!;
    const to = sorted[sorted.length - 1 - edge]!;
    const range = await table.query({ pk, from, to, fields: COMPARED, limit: mostFor(sorted.length), eventual: true });
    const looked = range.next ?? to;
    const others = sorted.filter((id) => id < from || id > looked);
    if (others.length > sorted.length / 2) rest(pk);
    return bySortKey([...range.items, ...(others.length > 0 ? await singly(others) : [])]);
  };

  /**
   * The whole collection, where it holds hardly more than so many records: then nobody has to read it once more to find what
   * a listing did not show. undefined: it holds more.
   */
  const readAll = async (pk: string, count: number): Promise<readonly Item[] | undefined> => {
    const name = `${pk} all`;
    const pause = pauses.get(name) ?? 0;
    if (pause > 0) {
      pauses.set(name, pause - 1);
      return undefined;
    }
    const page = await table.query({ pk, fields: SWEPT, limit: mostFor(count), eventual: true });
    if (page.next === undefined) return page.items;
    rest(name);
    return undefined;
  };

  return { read, readAll };
};

/** Items that a range for so many rows may hold. */
const mostFor = (count: number): number => Math.ceil(count * 1.25) + SPARE;

export const bySortKey = (items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.sk, item]));
