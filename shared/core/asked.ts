import { VendorChanged } from "./errors.ts";
import { isObject, toId } from "./rows.ts";

/**
 * Rows whose meaning is in what was asked for, where they also say it themselves.
 * @param fits whether a row is what was asked for; undefined: it does not say
 * @throws VendorChanged where one says that it is something else: the vendor has ignored what was asked
 */
export const asAsked = <Row>(
  rows: readonly Row[],
  fits: (row: Row) => boolean | undefined,
  ignored: string,
): readonly Row[] => {
  if (rows.some((row) => isObject(row) && fits(row) === false)) throw new VendorChanged(ignored, "");
  return rows;
};

/**
 * As `asAsked`, for rows that always say it: of a page on which none does nothing is believed.
 * @throws VendorChanged as well where no row says what it is
 */
export const surelyAsAsked = <Row>(
  rows: readonly Row[],
  fits: (row: Row) => boolean | undefined,
  ignored: string,
): readonly Row[] => {
  const objects = rows.filter(isObject) as readonly Row[];
  if (objects.length > 0 && objects.every((row) => fits(row) === undefined)) throw new VendorChanged(ignored, "");
  return asAsked(rows, fits, ignored);
};

/** Whether a row's own word for its part is the one that was asked for; undefined: it has none, or none was. */
export const isNamed = (own: unknown, asked: unknown): boolean | undefined => {
  const id = toId(own);
  return id === undefined || asked === undefined ? undefined : id === String(asked);
};
