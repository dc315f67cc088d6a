import type {
  Change,
  Condition,
  Item,
  Key,
  PlainWrite,
  Query,
  QueryResult,
  Table,
  TableWrite,
  Value,
} from "../shared/core/table.ts";
import { checkKey, checkQuery } from "../shared/core/table-bounds.ts";

interface StreamRecord {
  readonly key: Key;
  readonly old: Item | undefined;
  readonly new: Item | undefined;
}

/**
 * A table in memory for fault runs, where a real engine would cost hours. It passes the same contract as the real
 * one (test/contract/table/table-contract.ts). `stream` is the table's stream: every effective change in order.
 */
export class MemoryTable implements Table {
  readonly stream: StreamRecord[] = [];
  readonly #partitions = new Map<string, { items: Map<string, Item>; order: string[] | undefined }>();

  async get(key: Key, fields?: readonly string[]): Promise<Item | undefined> {
    checkKey(key);
    const item = this.#partitions.get(key.pk)?.items.get(key.sk);
    return item && project(item, fields);
  }

  async getMany(keys: readonly Key[], fields?: readonly string[]): Promise<Item[]> {
    const found: Item[] = [];
    refuseTwice(keys);
    for (const key of keys) {
      checkKey(key);
      const item = this.#partitions.get(key.pk)?.items.get(key.sk);
      if (item) found.push(project(item, fields));
    }
    return found;
  }

  async put(item: Item, when?: Condition): Promise<boolean> {
    return this.#apply([when ? { put: item, when } : { put: item }]);
  }

  async update(key: Key, change: Change, when?: Condition): Promise<Item | undefined> {
    if (!this.#apply([when ? { update: key, change, when } : { update: key, change }])) return undefined;
    return project(this.#find(key)!, undefined);
  }

  async delete(key: Key, when?: Condition): Promise<boolean> {
    return this.#apply([when ? { delete: key, when } : { delete: key }]);
  }

  async writeMany(writes: readonly PlainWrite[]): Promise<void> {
    refuseTwice(writes.map(keyOf));
    for (const write of writes) this.#apply([write]);
  }

  async query(query: Query): Promise<QueryResult> {
    checkQuery(query);
    const partition = this.#partitions.get(query.pk);
    if (!partition) return { items: [] };
    partition.order ??= [...partition.items.keys()].sort(compareBytes);
    const order = partition.order;
    const items: Item[] = [];
    const limit = query.limit ?? 1_000;
    let looked = 0;
    const step = query.descending ? -1 : 1;
    for (let index = firstIndex(order, query); index >= 0 && index < order.length; index += step) {
      const sk = order[index]!;
      const place = placeOf(sk, query);
      if (place === "behind") break;
      if (place === "before") continue;
      if (looked === limit) return { items, next: order[index - step]!, ...lookedAt(looked, items) };
      looked += 1;
      const item = partition.items.get(sk)!;
      if (!query.filter || holds(query.filter, item)) items.push(project(item, query.fields));
    }
    return { items, ...lookedAt(looked, items) };
  }

  async transact(writes: readonly TableWrite[]): Promise<boolean> {
    const keys = writes.map((write) => JSON.stringify(keyOf(write)));
    if (new Set(keys).size !== keys.length || keys.length > 100) throw new Error("transact: up to 100 distinct items");
    return this.#apply(writes);
  }

  #find(key: Key): Item | undefined {
    return this.#partitions.get(key.pk)?.items.get(key.sk);
  }

  #apply(writes: readonly TableWrite[]): boolean {
    for (const write of writes) {
      checkKey(keyOf(write));
      if ("update" in write) refuseLong(write.change);
    }
    if (!writes.every((write) => write.when === undefined || holds(write.when, this.#find(keyOf(write))))) return false;
    const nexts = writes.map((write) => this.#after(write));
    for (const next of nexts) if (next) refuseLarge(next);
    for (const [index, write] of writes.entries()) if (!("check" in write)) this.#store(keyOf(write), nexts[index]);
    return true;
  }

  /** What stands there after the write; undefined: nothing. */
  #after(write: TableWrite): Item | undefined {
    if ("put" in write) return clean(write.put);
    return "update" in write ? changed(keyOf(write), this.#find(keyOf(write)), write.change) : undefined;
  }

  #store({ pk, sk }: Key, next: Item | undefined): void {
    const old = this.#find({ pk, sk });
    const partition = this.#partitions.get(pk) ?? { items: new Map<string, Item>(), order: undefined };
    this.#partitions.set(pk, partition);
    const { items, order } = partition;
    if (next) items.set(sk, next);
    else items.delete(sk);
    if (next && !old) order?.splice(lowerBound(order, sk), 0, sk);
    if (old && !next) order?.splice(lowerBound(order, sk), 1);
    if (old || next) this.stream.push({ key: { pk, sk }, old, new: next });
  }
}

/** Where a query begins: near its bound, instead of walking there. */
const firstIndex = (order: readonly string[], { after, prefix, from, to, descending }: Query): number => {
  if (descending) {
    const start = after ?? (prefix === undefined ? to : `${prefix}\u{10ffff}`);
    return Math.min(order.length - 1, start === undefined ? order.length : lowerBound(order, start));
  }
  const start = after ?? prefix ?? from;
  return start === undefined ? 0 : lowerBound(order, start);
};

/** Before what the query asks for, within it or behind it, in its own direction. */
const placeOf = (
  sk: string,
  { after, prefix, from, to, descending = false }: Query,
): "before" | "within" | "behind" => {
  const outside = (isBehind: boolean) => (isBehind ? "behind" : "before");
  if (after !== undefined && (descending ? sk >= after : sk <= after)) return "before";
  if (prefix !== undefined && !sk.startsWith(prefix)) return outside(descending ? sk < prefix : sk > prefix);
  if (from !== undefined && sk < from) return outside(descending);
  if (to !== undefined && sk > to) return outside(!descending);
  return "within";
};

/** DynamoDB's batches hold each key once. */
const refuseTwice = (keys: readonly Key[]): void => {
  if (keys.length < 2 || new Set(keys.map(({ pk, sk }) => `${pk}\n${sk}`)).size === keys.length) return;
  const message = "Provided list of item keys contains duplicates";
  throw Object.assign(new Error(message), { name: "ValidationException" });
};

const lookedAt = (looked: number, items: readonly Item[]) => (looked === items.length ? {} : { looked });

const keyOf = (write: TableWrite): Key => {
  const key =
    "put" in write ? write.put : "update" in write ? write.update : "delete" in write ? write.delete : write.check;
  return { pk: key.pk, sk: key.sk };
};

/** DynamoDB's bound of an item: names and values, in UTF-8. */
const LARGEST = 400 * 1024;

const refuseLarge = (item: Item): void => {
  if (sizeOf(item) <= LARGEST) return;
  const message = "Item size has exceeded the maximum allowed size";
  throw Object.assign(new Error(message), { name: "ValidationException" });
};

/** DynamoDB's bound of an expression, whose names and values are placeholders. */
const LONGEST_EXPRESSION = 4 * 1024;

const refuseLong = ({ set, remove = [], add }: Change): void => {
  let names = 0;
  let values = 0;
  const parts = [
    ...Object.values(set ?? {})
      .filter((value) => value !== undefined)
      .map(() => `#n${names++} = :v${values++}`),
    ...remove.map(() => `#n${names++}`),
    ...Object.keys(add ?? {}).map(() => `#n${names++} :v${values++}`),
  ];
  if (parts.join(", ").length <= LONGEST_EXPRESSION) return;
  const message = "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size";
  throw Object.assign(new Error(message), { name: "ValidationException" });
};

const sizeOf = (value: Value | Item | undefined): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== "object" || value === null) return 8;
  let size = 0;
  for (const [name, part] of Object.entries(value)) size += (Array.isArray(value) ? 1 : name.length) + sizeOf(part);
  return size;
};

const clean = (item: Item): Item =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, compact(value)]])),
  ) as Item;

/** Bytes often are the beginning of a much larger buffer, which a table of many items would hold with each of them. */
const compact = (value: Value): Value =>
  value instanceof Uint8Array && value.buffer.byteLength > 2 * value.byteLength ? new Uint8Array(value) : value;

const changed = (key: Key, old: Item | undefined, change: Change): Item => {
  const next: Record<string, Value | undefined> = { ...(old ?? key), ...change.set };
  for (const name of change.remove ?? []) delete next[name];
  for (const [name, amount] of Object.entries(change.add ?? {})) next[name] = Number(next[name] ?? 0) + amount;
  return clean({ ...next, ...key });
};

const project = (item: Item, fields: readonly string[] | undefined): Item => {
  if (!fields) return item;
  const part: Record<string, Value | undefined> = {};
  for (const name of [...fields, "pk", "sk"]) if (item[name] !== undefined) part[name] = item[name];
  return part as Item;
};

const holds = (condition: Condition, item: Item | undefined): boolean => {
  if ("absent" in condition) return item?.[condition.absent] === undefined;
  if ("present" in condition) return item?.[condition.present] !== undefined;
  if ("equal" in condition) return item !== undefined && item[condition.equal[0]] === condition.equal[1];
  if ("notEqual" in condition) return item?.[condition.notEqual[0]] !== condition.notEqual[1];
  if ("all" in condition) return condition.all.every((part) => holds(part, item));
  if ("any" in condition) return condition.any.some((part) => holds(part, item));
  const [name, bound] = "below" in condition ? condition.below : condition.atLeast;
  const value = item?.[name];
  if (value === undefined || value === null || typeof value !== typeof bound) return false;
  return "below" in condition ? (value as number) < (bound as number) : (value as number) >= (bound as number);
};

/** First index whose key is not below `key`. */
const lowerBound = (order: readonly string[], key: string): number => {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

const compareBytes = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
