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
