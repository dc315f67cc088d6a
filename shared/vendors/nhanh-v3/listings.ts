import { Rejected, VendorChanged } from "../../core/errors.ts";
import { idIn, idOrNone, rowsIn, type Untyped } from "../../core/rows.ts";
import { SECOND, timeOrNone, toHanoiDay } from "../../core/time.ts";
import type { Ask, Listing, Resource } from "../../core/vendor.ts";
import { nextOf, type Page } from "./schema.ts";

export const CATEGORY_SECONDS = 3_600;
export const RAW_SECONDS = 3_600;
/** The vendor asks to keep these for a day. */
export const REFERENCE_SECONDS = 86_400;
export const MONTH_SECONDS = 31 * 86_400;

/** Milliseconds -> unix seconds, so that exactly the seconds inside the interval are asked for. */
export const secondsFrom = (time: number | undefined) => (time === undefined ? undefined : Math.ceil(time / SECOND));
export const secondsTo = (time: number | undefined) => (time === undefined ? undefined : Math.floor(time / SECOND));
export const defined = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
export const interval = (name: string) => (ask: Ask) =>
  defined({ [`${name}From`]: secondsFrom(ask.from), [`${name}To`]: secondsTo(ask.to) });
export const dayInterval = (ask: Ask) =>
  defined({
    fromDate: ask.from === undefined ? undefined : toHanoiDay(ask.from),
    toDate: ask.to === undefined ? undefined : toHanoiDay(ask.to),
  });

export type Filters = (ask: Ask) => Record<string, unknown>;
export interface ListingOptions extends Partial<Listing> {
  readonly filters?: Filters;
  /** Parts of the rows that are shown only where they are asked for. */
  readonly dataOptions?: unknown;
  readonly sort?: Readonly<Record<string, "asc" | "desc">>;
}
/** Every listing of v3 pages by the opaque `paginator.next`, given back exactly as it came. */
export const listing = (operation: string, { filters, sort, dataOptions, ...rest }: ListingOptions = {}): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "token",
  pageSize: 100,
  call: (ask) => ({
    body: {
      filters: filters?.(ask) ?? {},
      paginator: defined({ size: ask.size, sort, next: ask.token }),
      ...(dataOptions === undefined ? {} : { dataOptions }),
    },
  }),
  read: (answer: Page) => ({ rows: rowsIn(answer.data) ?? [], next: nextOf(answer) }),
  ...rest,
});

/** Rows of a numeric id, asked for by a filter named `ids`. */
export const byIds = (
  operation: string,
  idOf: (row: Untyped) => string,
  more: Record<string, unknown> = {},
  dataOptions?: unknown,
): Resource["get"] => {
  const together = (ids: readonly string[]) => ({
    body: { filters: { ...more, ids: ids.map(numeric) }, ...(dataOptions === undefined ? {} : { dataOptions }) },
  });
  const rows = (answer: Page) => rowsIn(answer.data) ?? [];
  return {
    operation,
    lists: true,
    call: (id) => together([id]),
    read: (answer, id) => {
      const shown = rows(answer);
      const found = shown.find((row) => idOrNone(idOf, row) === id);
      // Only strangers: the filter was ignored, and the row may stand on another page.
      if (!found && shown.length > 0) throw new VendorChanged(`${operation}: ids was ignored`, "");
      return found;
    },
    rows,
    together,
  };
};
export const isNumeric = (id: string): boolean => /^\d{1,15}$/.test(id);
/** An id that is no number cannot be one of Nhanh's: there is nothing to ask. */
export const numeric = (id: string): number => {
  if (!isNumeric(id)) throw new Rejected("not an id of Nhanh");
  return Number(id);
};

export const idOf = (row: unknown): string => idIn(row);
export const productIdOf = (row: unknown): string => idIn(row, "productId");
export const orderIdOf = (row: Untyped): string => idIn(row?.info);
export const seconds = (read: (row: Untyped) => unknown) => (row: Untyped) => timeOrNone(read(row), "hanoi");
export const updatedAt = seconds((row) => row.updatedAt);
export const onDay = seconds((row) => row.date);
