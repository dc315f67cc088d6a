import type { VendorId } from "../../../shared/core/vendor.ts";
import { type Entry, entriesOf, type RecordReading } from "./entries.ts";

/** A row that a paper vendor shows, and what the document says of it. */
export interface Shown {
  readonly entry: Entry;
  readonly row: any;
  readonly reading: RecordReading;
}

export interface ShelfOptions {
  /** The rows of an answer. */
  readonly rows: (body: any) => readonly unknown[];
  readonly id: (row: any) => string | number | undefined;
  /** The same row under another id: one sample of a document is drawn in many variants. */
  readonly renamed: (row: any, id: string | number) => unknown;
  /** Entries that cannot stand in a list with others. */
  readonly without?: readonly string[];
}

/**
 * All rows that the document draws for these calls, in the document's order. Later variants of a row get an id of
 * their own, numbers upward from 990001.
 */
export const shelfOf = (vendor: VendorId, calls: readonly string[], options: ShelfOptions): readonly Shown[] => {
  const taken = new Set<string>();
  const shown: Shown[] = [];
  const entries = entriesOf(vendor).filter(
    ({ id, kind, call, reading }) =>
      kind === "answer" && calls.includes(call) && reading.records && !options.without?.includes(id),
  );
  for (const entry of entries) {
    options.rows(entry.body).forEach((row, index) => {
      const id = options.id(row);
      const readings = entry.reading.records ?? [];
      const reading = readings.find((one) => one.id === String(id)) ?? readings[index];
      if (id === undefined || reading === undefined || (reading.id !== undefined && reading.id !== String(id))) return;
      if (!taken.has(String(id))) {
        taken.add(String(id));
        shown.push({ entry, row, reading: { ...reading, id: String(id) } });
        return;
      }
      const other = 990_001 + shown.length;
      const fresh = typeof id === "number" ? other : String(other);
      const is = reading.is?.productId === String(id) ? { ...reading.is, productId: String(other) } : reading.is;
      shown.push({
        entry,
        row: options.renamed(row, fresh),
        reading: { ...reading, id: String(other), ...(is ? { is } : {}) },
      });
    });
  }
  return shown;
};
