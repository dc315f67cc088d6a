import { asAsked, isNamed, surelyAsAsked } from "../../core/asked.ts";
import { Rejected, VendorChanged } from "../../core/errors.ts";
import { everyPart } from "../../core/parts.ts";
import { idIn, idOrNone, isObject, rowsIn, type Untyped } from "../../core/rows.ts";
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

const BILL_PARTS = ["giftProducts", "tags"] as const;
/** The filters that make a bill an invoice, a return or a movement of stock. */
export interface BillKind extends Record<string, unknown> {
  readonly type?: 1 | 2;
  readonly modes: readonly number[];
}
const KIND_IGNORED = "bill/list does not apply its filters of type and mode";
/** Whether the bill is of the kind that was asked for; undefined: it does not say what it is. */
const isKind = ({ type, modes }: BillKind) => {
  return (row: Untyped): boolean | undefined =>
    isCode(row?.mode) && isCode(row?.type)
      ? modes.includes(Number(row.mode)) && (type === undefined || Number(row.type) === type)
      : undefined;
};
const isCode = (code: unknown): boolean => /^\d+$/.test(String(code));
/** A bill by its id, as long as it is of the kind. */
export const billById = (filters: BillKind): Resource["get"] => {
  const get = byIds("bills.list", idOf, filters, BILL_PARTS)!;
  const checked = (answer: Page) => {
    asAsked(rowsIn(answer.data) ?? [], isKind(filters), KIND_IGNORED);
    return answer;
  };
  return { ...get, read: (answer, id) => get.read(checked(answer), id), rows: (answer) => get.rows!(checked(answer)) };
};

/**
 * Bills are filtered by the day of their stock movement; nothing tells when one was edited or entered for an earlier
 * day. Three days are read again in every cycle, and the daily full reading finds the rest.
 */
export const billWindow = (filters: BillKind): Listing =>
  listing("bills.list", {
    strategy: "window",
    dataOptions: BILL_PARTS,
    // Both days count: 30 days from any hour are at most 31 on the calendar.
    maxWindowSeconds: 30 * 86_400,
    minWindowSeconds: 86_400,
    overlapSeconds: 3 * 86_400,
    filters: (ask) => ({ ...filters, ...dayInterval(ask) }),
    time: onDay,
    read: (answer: Page) => ({
      rows: surelyAsAsked(rowsIn(answer.data) ?? [], isKind(filters), KIND_IGNORED),
      next: nextOf(answer),
    }),
  });

const numberOf = (row: unknown): number | undefined => {
  const id = idOrNone(idOf, row);
  return id === undefined || !isNumeric(id) ? undefined : Number(id);
};

/** One listing for each row of another: codes of each campaign, products of each price list. */
export const eachOf = (operation: string, field: string): Pick<Listing, "partitions"> => ({
  partitions: (call) =>
    everyPart(
      async (next) => {
        const paginator = defined({ size: 100, next });
        const answer = (await call(operation, { body: { filters: {}, paginator } })) as Page;
        return { ids: (rowsIn(answer.data) ?? []).map(numberOf), next: nextOf(answer) };
      },
      (id) => ({ [field]: id }),
    ),
});
/** Rows that do not say which part they belong to are told so here. Those that do are asked. */
export const tagged = (
  field: string,
  fits: (row: Untyped, part: unknown) => boolean | undefined = (row, part) => isNamed(row[field], part),
): Pick<Listing, "read"> => ({
  read: (answer: Page, ask) => {
    const part = ask.partition?.[field];
    const ignored = `rows of another ${field} than was asked for`;
    const rows = asAsked(rowsIn(answer.data) ?? [], (row: Untyped) => fits(row, part), ignored);
    return { rows: rows.map((row) => (isObject(row) ? { ...row, [field]: part } : row)), next: nextOf(answer) };
  },
});
/** The row shows the product's prices in other lists as well: the one that was asked for is among them. */
export const isInList = ({ priceList }: Untyped, part: unknown): boolean | undefined => {
  const named = (rowsIn(priceList) ?? []).map((list: Untyped) => isNamed(list?.id, part));
  return named.includes(true) || (named.includes(false) ? false : undefined);
};
/** No campaign has it. */
export const NO_ID = 2_147_483_647;
