import { contentHash } from "../core/content.ts";
import { VendorChanged } from "../core/errors.ts";
import { idOrNone } from "../core/rows.ts";
import type { Listing } from "../core/vendor.ts";

/** Of a page in which more rows than this have no id, and none has one, nothing is believed. */
const MOST_NAMELESS = 3;

/** Tells rows apart: one without an id by its content, so that it is found again where a page overlaps the one before. */
export const toldApart =
  <Row>(id: (row: Row) => string) =>
  (row: Row): string =>
    idOrNone(id, row) ?? `odd:${contentHash(row)}`;

/** The listing, with rows that have no readable time as rows without a time. */
export const withOddTimes = <Row>(listing: Listing<Row>): Listing<Row> => {
  const { time, divides } = listing;
  return {
    ...listing,
    ...(time ? { time: readable(time) } : {}),
    ...(typeof divides === "object" && divides.time
      ? { divides: { ...divides, time: readable((row: Row) => divides.time!(row)) } }
      : {}),
  };
};

/** A row may be no object at all. */
const readable =
  <Row>(time: (row: Row) => number | undefined) =>
  (row: Row): number | undefined => {
    try {
      return time(row);
    } catch {
      return undefined;
    }
  };

/**
 * One odd row stops no page. Where no row at all has an id, the vendor's shape has changed.
 * @throws VendorChanged
 */
export const assertSomeNamed = <Row>(id: (row: Row) => string, rows: readonly Row[]): void => {
  if (rows.length <= MOST_NAMELESS || rows.some((row) => idOrNone(id, row) !== undefined)) return;
  throw new VendorChanged(`none of ${rows.length} rows has an id`, JSON.stringify(rows.slice(0, MOST_NAMELESS)));
};
