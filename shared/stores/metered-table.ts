import type { Item, PlainWrite, Table } from "../core/table.ts";

/** Items of the table that a piece of work looked at, and that it changed. */
export interface Metered {
  rowsRead: number;
  rowsWritten: number;
}

/** The same table. What goes over it is added to `metered`; a refused condition counts as a change, too. */
export const meterTable = (table: Table, metered: Metered): Table => {
  const wrote = (count: number): void => {
    metered.rowsWritten += count;
  };
  const metering: Table = {
    async get(...input) {
      metered.rowsRead += 1;
      return table.get(...input);
    },
    async getMany(keys, ...more) {
      metered.rowsRead += keys.length;
      return table.getMany(keys, ...more);
    },
    put(...input) {
      wrote(1);
      return table.put(...input);
    },
    update(...input) {
      wrote(1);
      return table.update(...input);
    },
    delete(...input) {
      wrote(1);
      return table.delete(...input);
    },
    async query(query) {
      const page = await table.query(query);
      metered.rowsRead += Math.max(1, page.looked ?? page.items.length);
      return page;
    },
    transact(writes) {
      wrote(writes.length);
      return table.transact(writes);
    },
  };
  const { insert, writeMany } = table;
  return {
    ...metering,
    ...(insert && {
      insert(items: readonly Item[]) {
        wrote(items.length);
        return insert.call(table, items);
      },
    }),
    ...(writeMany && {
      writeMany(writes: readonly PlainWrite[]) {
        wrote(writes.length);
        return writeMany.call(table, writes);
      },
    }),
  };
};
