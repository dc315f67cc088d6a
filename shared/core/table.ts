/**
 * The table port: the part of DynamoDB that the product uses, with conditions as data. `shared/aws/dynamo-table.ts`
 * speaks to the real engine; fault runs use a table in memory that passes the same contract. Every store is written
 * once, over this port.
 */

import { inParallel } from "./parallel.ts";

export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | { readonly [name: string]: Value };

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Attributes = { readonly [name: string]: Value | undefined };
export type Item = Key & Attributes;

export type Condition =
  | { readonly absent: string }
  | { readonly present: string }
  | { readonly equal: readonly [name: string, value: Value] }
  | { readonly notEqual: readonly [name: string, value: Value] }
  | { readonly below: readonly [name: string, value: number | string] }
  | { readonly atLeast: readonly [name: string, value: number | string] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export interface Change {
  readonly set?: Attributes;
  readonly remove?: readonly string[];
  /** Adds to numbers; an absent attribute counts as 0. */
  readonly add?: Readonly<Record<string, number>>;
}

export type TableWrite =
  | { readonly put: Item; readonly when?: Condition }
  | { readonly update: Key; readonly change: Change; readonly when?: Condition }
  | { readonly delete: Key; readonly when?: Condition }
  | { readonly check: Key; readonly when: Condition };

/** A change of a whole item, whatever is there. */
export type PlainWrite = { readonly put: Item } | { readonly delete: Key };

export interface Query {
  readonly pk: string;
  readonly prefix?: string;
  /** Inclusive bounds of the sort key. Not together with `prefix`. */
  readonly from?: string;
  readonly to?: string;
  /** Goes on behind this sort key (exclusive), in the direction of reading. */
  readonly after?: string | undefined;
  readonly descending?: boolean;
  /** Most items looked at. Without it: as many as one answer of the engine holds (1 MB). */
  readonly limit?: number;
  readonly fields?: readonly string[];
  /** Leaves out items that do not match; they still count towards `limit`. */
  readonly filter?: Condition;
  /** See `ReadOptions`. */
  readonly eventual?: boolean;
}

export interface ReadOptions {
  /** May miss the writes of the last moment, for half the price: where a condition or the next reading makes good. */
  readonly eventual?: boolean;
}

export interface QueryResult {
  readonly items: readonly Item[];
  /** Sort key to go on behind; absent at the end. */
  readonly next?: string;
  /** Items that were looked at, those that the filter left out as well. Absent: all of them are in `items`. */
  readonly looked?: number;
}

/** Reads are strongly consistent unless `eventual` is asked for. Throws RetryLater when the engine is throttled or out of reach. */
export interface Table {
  get(key: Key, fields?: readonly string[]): Promise<Item | undefined>;
  /** Any number of distinct keys; absent ones are left out; no order. */
  getMany(keys: readonly Key[], fields?: readonly string[], options?: ReadOptions): Promise<Item[]>;
  /** False when the condition does not hold. */
  put(item: Item, when?: Condition): Promise<boolean>;
  /** The item after the change, or undefined when the condition does not hold. Creates an absent item. */
  update(key: Key, change: Change, when?: Condition): Promise<Item | undefined>;
  delete(key: Key, when?: Condition): Promise<boolean>;
  /**
   * Stores items whose keys are not there yet, each on its own: what would be one `put` per item, in few requests and
   * for the same capacity. False where an item is there already. Absent: put them one by one.
   */
  insert?(items: readonly Item[]): Promise<boolean[]>;
  /**
   * Stores and removes items with distinct keys, each on its own and in no order: what would be one `put` or `delete` for
   * each, in few requests and for the same capacity. When it fails, some of it may be done. Absent: one by one.
   */
  writeMany?(writes: readonly PlainWrite[]): Promise<void>;
  query(query: Query): Promise<QueryResult>;
  /** All or nothing, up to 100 distinct items. False when a condition does not hold. */
  transact(writes: readonly TableWrite[]): Promise<boolean>;
}

/** One by one, so many at a time. */
const SIDE_BY_SIDE = 24;

/** See `Table.writeMany`. */
export const writeMany = async (table: Table, writes: readonly PlainWrite[]): Promise<void> => {
  if (writes.length > 1 && table.writeMany) return table.writeMany(writes);
  await inParallel(writes, SIDE_BY_SIDE, async (write) => {
    await ("put" in write ? table.put(write.put) : table.delete(write.delete));
  });
};

/** Every item of a query, page by page: memory stays at one page. */
export async function* queryAll(table: Table, query: Query): AsyncGenerator<Item> {
  let after = query.after;
  do {
    const page: QueryResult = await table.query({ ...query, after });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
