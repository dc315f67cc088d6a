import { SECOND } from "../../../shared/core/time.ts";
import type { Entry, Handler, Reply, RouteCall } from "../simulator.ts";
import type { Box } from "./box.ts";
import { contains, equals, includes, inside } from "./filters.ts";
import { type Fields, missing, ok, type Rows, referenceIn, unix } from "./wire.ts";

export interface ListingOptions {
  readonly most?: number;
  readonly where?: ((row: Fields, entry: Entry<Fields>, filters: Fields) => boolean) | undefined;
  readonly toRow?: (entry: Entry<Fields>, call: RouteCall) => unknown;
  /** `id`: `{"id": ...}`; `array`: `[createdAt, n]` as Vpage does; `text`: bare text as bill/draftlist does. */
  readonly next?: "id" | "array" | "text";
  readonly sortable?: string;
  readonly descending?: boolean;
  /** Seconds of `touched`, where the filter looks at it. */
  readonly between?: { from?: number | undefined; to?: number | undefined } | undefined;
}

export const pageOf = (box: Box, call: RouteCall, rows: Rows, how: ListingOptions = {}): Reply => {
  const filters: Fields = call.body?.filters ?? {};
  const paginator: Fields = call.body?.paginator ?? {};
  const most = how.most ?? 100;
  const size = box.shop.pageSize(most, Number(paginator.size) || most);
  const asked = how.sortable ? String(paginator.sort?.[how.sortable] ?? "").toLowerCase() : "";
  const descending = asked === "" ? (how.descending ?? false) : asked === "desc";
  const cursor = placeOf(paginator.next, rows);
  // Rows that are hidden or gone leave holes: pages are short, and now and then there is nothing on one.
  const empty = cursor.turn % 7 === 6;
  const wanted = cursor.turn % 3 === 2 ? Math.max(1, size - 1) : size;
  const after = cursor.place;
  // By insertion, which is by id where ids count up.
  const { entries } = rows.query({
    descending,
    ...(how.between && { between: inMilliseconds(how.between) }),
    where: (row, entry) =>
      (after === undefined || (descending ? entry.place < after : entry.place > after)) &&
      (how.where?.(row, entry, filters) ?? true),
    limit: wanted + 1,
  });
  const shown = empty ? [] : entries.slice(0, wanted);
  const more = entries.length > shown.length;
  const last = shown.at(-1);
  const end = box.dice.pick([{ paginator: { next: null } }, { paginator: [] }, {}]);
  return ok(
    shown.map((entry) => how.toRow?.(entry, call) ?? entry.row),
    more ? { paginator: { next: nextOf(box, how.next ?? "id", last, cursor) } } : end,
  );
};

const inMilliseconds = ({ from, to }: NonNullable<ListingOptions["between"]>) => ({
  by: "touched",
  from: from === undefined ? undefined : from * SECOND,
  to: to === undefined ? undefined : to * SECOND + SECOND - 1,
});

interface Cursor {
  readonly place: number | undefined;
  readonly turn: number;
}

/** `any`: a cursor comes in one of several forms, or in one that nobody gave out. */
const placeOf = (next: any, rows: Rows): Cursor => {
  if (next === undefined || next === null || next === "") return { place: undefined, turn: 0 };
  if (Array.isArray(next)) return { place: Number(next[1]), turn: 1 };
  if (typeof next === "string") return { place: Number(next), turn: 1 };
  if (next.place !== undefined) return { place: next.place < 0 ? undefined : next.place, turn: Number(next.turn ?? 1) };
  return { place: rows.even(next.id)?.place, turn: Number(next.turn ?? 1) };
};

const nextOf = (box: Box, style: string, last: Entry<Fields> | undefined, cursor: Cursor): unknown => {
  const turn = cursor.turn + 1;
  const place = last?.place ?? cursor.place ?? -1;
  if (style === "array") return [unix(last?.created ?? box.shop.now()), place];
  if (style === "text") return String(place);
  // The shape is nobody's business: it changes between the pages of one listing.
  return last && turn % 2 === 1 ? { id: String(last.id), turn } : { place, turn };
};

export const smallList =
  (box: Box, rows: Rows, how: ListingOptions = {}): Handler =>
  (call) =>
    pageOf(box, call, rows, {
      where: (row, _entry, { ids, id, name: part, code, status }) =>
        includes(ids, row.id) &&
        equals(id, row.id) &&
        contains(part, row.name) &&
        equals(code, row.code) &&
        (Array.isArray(status) ? includes(status, row.status) : equals(status, row.status)),
      ...how,
    });

/** Deletions in the order in which they were made; the row's id is the deleted one. */
export const deletedList =
  (box: Box, rows: Rows): Handler =>
  ({ body }) => {
    const filters: Fields = body?.filters ?? {};
    const size = box.shop.pageSize(100, Number(body?.paginator?.size) || 100);
    const start = Number(body?.paginator?.next?.id ?? 0);
    const found = rows.removed.filter(
      ({ id, at }) => includes(filters.ids, id) && inside(filters, "createdAt", unix(at)),
    );
    const shown = found.slice(start, start + size);
    return ok(
      shown.map(({ id, at }) => ({ id, createdAt: unix(at), createdById: 2_054_190 })),
      start + size < found.length ? { paginator: { next: { id: start + size } } } : {},
    );
  };

/** Rows that are derived from others: made for the moment, in pages of their own. */
export const derived =
  (box: Box, make: (filters: Fields) => readonly unknown[], most = 100): Handler =>
  ({ body }) => {
    const size = box.shop.pageSize(most, Number(body?.paginator?.size ?? body?.paginator?.icpp) || most);
    const start = Number(body?.paginator?.next?.id ?? 0);
    const rows = make(body?.filters ?? {});
    const more = start + size < rows.length;
    return ok(rows.slice(start, start + size), more ? { paginator: { next: { id: String(start + size) } } } : {});
  };

/** A write that adds a row to a small table. */
export const addsRow =
  (
    rows: Rows,
    needed: readonly string[],
    toRow: (body: Fields, at: number) => Fields,
    answer: (entry: Entry<Fields>) => unknown,
  ): Handler =>
  ({ body, commit }) => {
    const wrong = missing(body, ...needed);
    if (wrong) return wrong;
    const made = rows.insert((id, at) => ({ id, createdAt: unix(at), ...toRow(body, at) }));
    commit(made.id, referenceIn(body.description));
    return ok(answer(made));
  };

export const tagList = (box: Box, name: string) => smallList(box, box.table(name, 92_201));
