import { DAY, parseTime, toHanoiDay } from "../../../shared/core/time.ts";
import type { Collection, Handler, RouteCall } from "../simulator.ts";
import { type Box, rowsOf } from "./box.ts";
import { type Fields, failure, formOf, keyed, success } from "./wire.ts";

/** `any`: what stands in a form's `data` is each call's own, an object or a list. */
export const dataOf = (call: RouteCall): any => {
  const { data } = formOf(call.request);
  if (data === undefined || data === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw failure("invalid data");
  }
  return value ?? {};
};

export const sliceOf = (box: Box, data: Fields, most: number, usual: number) => {
  const size = box.shop.pageSize(most, Number(data.icpp) || usual);
  const page = Math.max(1, Math.floor(Number(data.page) || 1));
  return { page, size, offset: (page - 1) * size, limit: size };
};

export const pagesOf = (total: number, size: number) => Math.ceil(total / size);

interface SimpleList {
  /** What the answer calls its rows; empty: they stand alone. */
  readonly name: string;
  /** Rows of a page: at most, and where nothing is asked. */
  readonly most: number;
  readonly usual: number;
  readonly where?: (row: Fields, data: Fields) => boolean;
  /** What the answer calls the number of pages. */
  readonly head?: string;
  /** Rows come keyed by id. */
  readonly asObject?: boolean;
  /** The order that `fromDate` and `toDate` look at. */
  readonly by?: string;
}

const daysOf = ({ fromDate, toDate }: Fields, by: string | undefined) =>
  by && (fromDate || toDate) ? { by, from: parseTime(fromDate, "hanoi"), to: endOfDay(toDate) } : undefined;

/** A list that has nothing to say about order or time. */
export const simpleList =
  (box: Box, collection: Collection<Fields>, { name, most, usual, ...more }: SimpleList): Handler =>
  (call) => {
    const data = dataOf(call);
    const { page, size, offset, limit } = sliceOf(box, data, most, usual);
    const between = daysOf(data, more.by);
    const { total, entries } = collection.query({
      descending: true,
      offset,
      limit,
      where: more.where && ((row) => more.where!(row, data)),
      ...(between && { between }),
    });
    const rows = entries.map(({ row }) => row);
    if (name === "") return success(rows);
    const pages = { [more.head ?? "totalPages"]: pagesOf(total, size), page };
    if (total === 0) return success(box.dice.chance(0.5) ? { ...pages, [name]: [] } : []);
    return success({ ...pages, [name]: more.asObject ? keyed(rows) : rows });
  };

export const endOfDay = (day: unknown): number | undefined => {
  const start = parseTime(day, "hanoi");
  return start === undefined ? undefined : start + DAY - 1;
};

export const tree = (collection: Collection<Fields>, parentId: number | null = null): Fields[] =>
  rowsOf(collection)
    .filter((row) => (row.parentId || null) === parentId)
    .map((row) => ({ ...row, childs: tree(collection, row.id) }));

export const isAsked = (row: unknown, asked: unknown): boolean => asked === undefined || String(row) === String(asked);

export const TEN_DAYS = 10 * DAY;

export const dayWindow = (data: Fields, from: string, to: string): { from: number; to: number } | undefined => {
  if (data[from] === undefined && data[to] === undefined) return undefined;
  const start = parseTime(data[from], "hanoi") ?? (endOfDay(data[to]) as number) - TEN_DAYS + 1;
  const end = endOfDay(data[to]) ?? start + TEN_DAYS - 1;
  if (end - start >= TEN_DAYS) throw failure(`${from} and ${to} must be within 10 days`);
  return { from: start, to: end };
};

export const lastTenDays = (box: Box) => ({
  from: parseTime(toHanoiDay(box.shop.now() - 9 * DAY), "hanoi") as number,
  to: undefined,
});
