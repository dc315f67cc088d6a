import { everyPart } from "../../core/parts.ts";
import { countOf, idIn, idOrNone, isObject, rowsIn, type Untyped } from "../../core/rows.ts";
import { DAY, HOUR, SECOND, timeOrNone, toHanoiLocal } from "../../core/time.ts";
import {
  type Ask,
  type Call,
  defineResource,
  type Listing,
  type PageAnswer,
  type Parts,
  type Resource,
} from "../../core/vendor.ts";
import { changedAt, onlyRow, removedIds, stampedAt, toRaw, vendorNow } from "./normalize.ts";

export const read = (answer: Untyped): PageAnswer<Untyped> => ({
  rows: rowsIn(answer.data) ?? [],
  total: countOf(answer.total),
  vendorNow: vendorNow(answer),
  removedIds: removedIds(answer),
});

/**
 * The first record may be a summary of all customers, with id -1 (§2.6.3): it is nobody. Whether the total counts it is
 * not said, so that a full page that holds it is never the last one.
 */
export const withoutSummary = ({ rows, total, ...rest }: PageAnswer<Untyped>, { size }: Ask): PageAnswer<Untyped> => {
  const people = rows.filter((row) => !(isObject(row) && Number(row.id) < 0));
  if (total === undefined || people.length === rows.length) return { ...rest, rows: people, total };
  const counted = total - (rows.length - people.length);
  return { ...rest, rows: people, total: rows.length < size ? counted : Math.max(counted, people.length + 1) };
};

export const page = ({ size, offset }: Ask) => ({ pageSize: size, currentItem: offset ?? 0 });

const listing = (
  operation: string,
  strategy: Listing["strategy"],
  params: (ask: Ask) => Readonly<Record<string, unknown>>,
): Listing => ({
  operation,
  strategy,
  paging: "offset",
  pageSize: 100,
  // A pull of ten minutes again covers late commits and clocks that differ; unchanged rows cost no write.
  overlapSeconds: 600,
  // Where rows without modifiedDate stand in that order is not known (README).
  openEnded: true,
  call: (ask) => ({ params: { ...page(ask), ...params(ask) } }),
  read,
  time: changedAt,
});

/** Oldest change first, as production users ask; from the vendor's local time, without offset (field notes). */
export const modified = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing =>
  listing(operation, "modified", (ask) => ({
    ...params,
    orderBy: "modifiedDate",
    orderDirection: "Asc",
    ...(ask.from === undefined ? {} : { lastModifiedFrom: toHanoiLocal(ask.from) }),
  }));

/** As `modified`, for lists that also take the other end of the interval. */
export const modifiedUntil = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing => {
  const base = modified(operation, params);
  return {
    ...base,
    divides: "own time",
    call: (ask) => ({
      params: { ...base.call(ask).params, ...(ask.to === undefined ? {} : { toDate: toHanoiLocal(ask.to) }) },
    }),
  };
};

export const snapshot = (operation: string, params: Readonly<Record<string, unknown>> = {}): Listing =>
  listing(operation, "snapshot", () => params);

type Divides = Exclude<Listing["divides"], "own time" | undefined>;

/** Both ends of a filter by a document's own date, for lists that may ignore `currentItem`. */
export const dividedBy = (base: Listing, [from, to]: readonly [string, string], divides: Divides): Listing => ({
  ...base,
  divides,
  call: (ask) => {
    const { params } = base.call(ask);
    const { between } = ask;
    return {
      params: between ? { ...params, [from]: toHanoiLocal(between.from), [to]: toHanoiLocal(between.to) } : params,
    };
  },
});

/** Parameters that take one value of a field, one after the other. Values that the rows at hand do not show are left out. */
export const narrowedBy = (
  base: Listing,
  ...filters: readonly { readonly name: string; readonly field: string; readonly codes?: readonly number[] }[]
): Listing => ({
  ...base,
  call: (ask) => {
    const own = filters.flatMap(({ name }) =>
      ask.partition?.[name] === undefined ? [] : [[name, ask.partition[name]]],
    );
    return { params: { ...base.call(ask).params, ...Object.fromEntries(own) } };
  },
  narrow: (ask, rows) => {
    const filter = filters.find(({ name }) => ask.partition?.[name] === undefined);
    if (!filter) return [];
    const { name, field, codes = [] } = filter;
    const shown = rows.flatMap((row) => (isObject(row) && typeof row[field] === "number" ? [row[field]] : []));
    return [...new Set([...codes, ...shown])].map((value) => ({ [name]: value }));
  },
});
/** Dates of documents are filtered by day, as far as the document says (§2.15.1, §2.19.1). */
export const ONE_DAY = DAY / SECOND;
export const dateOf = (field: string) => (row: unknown) =>
  isObject(row) ? timeOrNone(row[field], "hanoi") : undefined;

export const detail = (
  operation: string,
  params: Readonly<Record<string, unknown>> = {},
): NonNullable<Resource["get"]> => ({
  operation,
  call: (id) => ({ params: { ...params, id } }),
  read: (answer) => onlyRow(answer),
});

/**
 * A detail whose row lacks what only the list shows: that is taken over from the row as it was last stored, so that a
 * pull takes nothing away. `listed` names the fields, and the one by which a stored value still belongs to the row.
 */
export const detailOf = (
  operation: string,
  listed: Readonly<Record<string, string>>,
  params: Readonly<Record<string, unknown>> = {},
): NonNullable<Resource["get"]> => ({
  ...detail(operation, params),
  read: (answer, _id, current: Untyped) => {
    const row = onlyRow(answer) as Untyped;
    if (!row || !current) return row;
    const kept = Object.entries(listed).filter(
      ([field, by]) => (row[field] ?? undefined) === undefined && row[by] === current[by],
    );
    return { ...row, ...Object.fromEntries(kept.map(([field]) => [field, current[field]])) };
  },
});

export const byId = (row: unknown): string => idIn(row);

/** Full listings of small collections cost a call each, of large ones hundreds: the hour's 5,000 calls are shared. */
export const SMALL = { everySeconds: 600 };
export const LARGE = { everySeconds: HOUR / SECOND };

export const raw = (
  name: string,
  operation: string,
  more: Partial<Resource> & { named?: readonly string[]; params?: Readonly<Record<string, unknown>> } = {},
): Resource => {
  const { named = [], params = {}, ...rest } = more;
  return defineResource({
    name,
    listing: snapshot(operation, params),
    id: byId,
    modified: stampedAt,
    normalize: toRaw(...named),
    ...SMALL,
    ...rest,
  });
};

/** "Id cửa hàng": the shop's number, which its name does not tell (§2.4 to §2.12). */
const owner = { field: "retailerId", known: "retailerId" } as const;

export const canonical = (resource: Omit<Resource, "id" | "modified"> & Partial<Resource>): Resource =>
  defineResource({ id: byId, modified: stampedAt, owner, ...resource });

/** One part for each price book or voucher campaign, whose rows are only listed one by one. */
export const partedBy =
  (operation: string, key: string) =>
  (call: Call): Promise<Parts> =>
    everyPart(
      async (next) => {
        const offset = Number(next ?? 0);
        const { rows, total } = read(await call(operation, { params: { pageSize: 100, currentItem: offset } }));
        const reached = offset + rows.length;
        // To the total, whatever size the pages have, and past it behind a full page.
        const isLast = rows.length < 100 && reached >= (total ?? (rows.length === 0 ? 0 : Number.POSITIVE_INFINITY));
        return { ids: rows.map((row) => idOrNone(byId, row)), total, ...(isLast ? {} : { next: reached }) };
      },
      (id) => ({ [key]: id }),
    );
