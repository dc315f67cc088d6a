import { parseTime } from "../../../shared/core/time.ts";
import type { Entry } from "../simulator.ts";
import { RETAILER_ID } from "./box.ts";
import { invalid, type Row } from "./wire.ts";

/** Reads a time of a request's body; bad ones are a refusal. */
export const bodyTime = (value: unknown, field: string): number | undefined => {
  try {
    return parseTime(value, "hanoi");
  } catch {
    throw invalid(`${field} không đúng định dạng`);
  }
};

/**
 * What a PUT leaves out. By the document's convention a field without "?" has to be there, so leaving it out is read as
 * clearing it. What the vendor really does is not known: this is the worst that it may do. Staff changes one field alone.
 */
export const clearMissing = (row: Row, body: Row, ...fields: readonly string[]): void => {
  for (const field of fields) if (body[field] === undefined) delete row[field];
};

/** Who edits: our call, which replaces the record as a whole, or staff in the app. */
export type By = "api" | "staff";

export const withoutFields = (row: Row, ...fields: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));

export const always = () => true;

export const stamps = ({ created, modified }: Entry<Row>) => ({
  retailerId: RETAILER_ID,
  createdDate: created,
  modifiedDate: modified,
});

export const withStamps = (entry: Entry<Row>): Row => ({ ...entry.row, ...stamps(entry) });

/** Rows that the document shows without dates. */
export const withoutDates = ({ row }: Entry<Row>): Row => ({ ...row, retailerId: RETAILER_ID });

export const dated = { id: "id", createddate: "created", modifieddate: "touched" };
