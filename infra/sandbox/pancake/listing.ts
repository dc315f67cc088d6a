import type { Query } from "../collection.ts";
import { type Collection, type Entry, type Handler, json } from "../simulator.ts";
import type { Box } from "./box.ts";
import { numberIn, type Row, withStamps } from "./wire.ts";

const MOST_ROWS = 500;
const DEFAULT_ROWS = 30;

type Filter = Omit<Query<Row>, "offset" | "limit">;
type Show = (entry: Entry<Row>) => Row;

export const pageOf = (
  box: Box,
  collection: Collection<Row>,
  query: URLSearchParams,
  { show, ...filter }: Filter & { readonly show: Show },
): Row => {
  const size = box.shop.pageSize(MOST_ROWS, numberIn(query, "page_size") ?? DEFAULT_ROWS);
  const page = Math.max(1, numberIn(query, "page_number") ?? numberIn(query, "page") ?? 1);
  const { total: all, entries } = collection.query({
    orderBy: "created",
    descending: true,
    ...filter,
    offset: (page - 1) * size,
    limit: size,
  });
  return {
    data: entries.map(show),
    page_number: page,
    page_size: size,
    total_entries: all,
    total_pages: Math.ceil(all / size),
    success: true,
  };
};

export const listRows =
  (
    box: Box,
    collection: Collection<Row>,
    show: Show = withStamps,
    filter: (query: URLSearchParams) => Filter = () => ({}),
  ): Handler =>
  ({ query }) =>
    json(pageOf(box, collection, query, { show, ...filter(query) }));

/** Lists without pages. */
export const allRows =
  (collection: Collection<Row>, show: Show = withStamps): Handler =>
  () =>
    json({ data: collection.live().map(show), success: true });

export const byStatus =
  (everything: number, more: (row: Row, query: URLSearchParams) => boolean = () => true) =>
  (query: URLSearchParams) => {
    const status = numberIn(query, "status") ?? everything;
    return { where: (row: Row) => (status === everything || row.status === status) && more(row, query) };
  };

export const span = (
  query: URLSearchParams,
  by: string,
  from: string,
  to: string,
): Partial<Pick<Query<Row>, "between">> => {
  const start = numberIn(query, from);
  const end = numberIn(query, to);
  if (start === undefined && end === undefined) return {};
  return {
    between: {
      by,
      from: start === undefined ? undefined : start * 1_000,
      to: end === undefined ? undefined : end * 1_000,
    },
  };
};

export const matchesSearch = (row: Row, search: string | null): boolean =>
  search === null || search === "" || JSON.stringify(row).toLowerCase().includes(search.toLowerCase());
