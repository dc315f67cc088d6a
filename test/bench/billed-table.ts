import type { Item, Key, Table, TableWrite, Value } from "../../shared/core/table.ts";

/** Units and requests as DynamoDB on demand bills them. */
export interface TableUse {
  read: number;
  write: number;
  requests: number;
}

const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const bytesOf = (value: Value | undefined): number => {
  if (value === undefined) return 0;
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(Math.abs(value)).length / 2) + 1;
  if (value === null || typeof value === "boolean") return 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, one) => sum + 1 + bytesOf(one as Value), 0);
  return 3 + Object.entries(value).reduce((sum, [name, one]) => sum + 1 + name.length + bytesOf(one as Value), 0);
};
export const itemBytes = (item: Item | undefined): number =>
  item === undefined ? 0 : Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0);

const readUnits = (bytes: number, eventual: boolean | undefined): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * (eventual ? 0.5 : 1);
const writeUnits = (before: Item | undefined, after: Item | undefined): number =>
  Math.max(1, Math.ceil(Math.max(itemBytes(before), itemBytes(after)) / WRITE_BYTES));

const keyOf = (write: TableWrite): Key =>
  "put" in write ? write.put : "update" in write ? write.update : "delete" in write ? write.delete : write.check;

/** The same table. What DynamoDB would bill is added to `use`; a condition that does not hold is billed as well. */
export const billTable = (table: Table, use: TableUse): Table => {
  const whole = (key: Key): Promise<Item | undefined> => table.get(key);
  const wrote = async <Result>(key: Key, work: () => Promise<Result>): Promise<Result> => {
    const before = await whole(key);
    const result = await work();
    const after = await whole(key);
    // Behind every wait: others add theirs meanwhile.
    use.requests += 1;
    use.write += writeUnits(before, after);
    return result;
  };
  return {
    async get(key, fields) {
      const item = await whole(key);
      use.requests += 1;
      use.read += readUnits(itemBytes(item), false);
      return table.get(key, fields);
    },
    async getMany(keys, fields, options) {
      use.requests += Math.ceil(keys.length / 100);
      for (const item of await Promise.all(keys.map(whole))) use.read += readUnits(itemBytes(item), options?.eventual);
      return table.getMany(keys, fields, options);
    },
    async query(query) {
      const { fields: _, filter: __, ...all } = query;
      const looked = await table.query(all);
      use.requests += 1;
      use.read += readUnits(
        looked.items.reduce((sum, item) => sum + itemBytes(item), 0),
        query.eventual,
      );
      return table.query(query);
    },
    put: (item, when) => wrote(item, () => table.put(item, when)),
    update: (key, change, when) => wrote(key, () => table.update(key, change, when)),
    delete: (key, when) => wrote(key, () => table.delete(key, when)),
    async writeMany(writes) {
      for (const write of writes)
        await wrote(keyOf(write), () => ("put" in write ? table.put(write.put) : table.delete(write.delete)));
      use.requests += Math.ceil(writes.length / 25) - writes.length;
    },
    async transact(writes) {
      const before = await Promise.all(writes.map((write) => whole(keyOf(write))));
      const done = await table.transact(writes);
      use.requests += 1;
      const after = await Promise.all(writes.map((write) => whole(keyOf(write))));
      for (const index of writes.keys()) use.write += 2 * writeUnits(before[index], after[index]);
      return done;
    },
  };
};
