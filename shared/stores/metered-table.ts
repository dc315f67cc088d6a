import type { Table } from "../core/table.ts";

/** Items of the table that a piece of work looked at, and that it changed. */
export interface Metered {
  rowsRead: number;
  rowsWritten: number;
}

/** The same table, and what goes over it. A refused condition counts as a change: the table has worked on it. */
export const meterTable = (table: Table): { readonly table: Table; readonly metered: Metered } => {
  const metered: Metered = { rowsRead: 0, rowsWritten: 0 };
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
  const { insert } = table;
  if (!insert) return { table: metering, metered };
  return {
    metered,
    table: {
      ...metering,
      insert(items) {
        wrote(items.length);
        return insert(items);
      },
    },
  };
};
