import type { ResourceName } from "../../core/records.ts";
import { idOrNone, isObject } from "../../core/rows.ts";
import { DAY, HOUR, lastHanoiHour, SECOND, toHanoiDay } from "../../core/time.ts";
import { type Ask, defineResource, type Listing, type Partition, type Resource } from "../../core/vendor.ts";
import { createdOf, idOf, modifiedOf, orderStates } from "./normalize.ts";
import { DEFAULT_ROWS, MOST_ROWS, operations } from "./operations.ts";
import { type Row, rowIn, rowsIn } from "./schema.ts";

/**
 * No list can be continued: at most 200 rows, and where a list ignores `limit` (the document promises it for "many"
 * of them) 50. An answer of exactly that many rows may have been cut.
 */
const page = (answer: unknown, ask: Ask) => {
  const rows = rowsIn(answer);
  return { rows, full: rows.length >= ask.size || rows.length === DEFAULT_ROWS };
};

/** Asks the same once more: it comes back full and cannot be split, which is how a listing says that it is not whole. */
const REST = { rest: 1 } as const;
export const asParams = (partition: Partition | undefined): Partition => {
  const { rest: _rest, ...params } = partition ?? {};
  return params;
};

export const snapshot = (operation: string, rest: Partial<Listing<Row>> = {}): Listing<Row> => ({
  operation,
  strategy: "snapshot",
  paging: "none",
  pageSize: MOST_ROWS,
  call: (ask) => ({ params: { limit: ask.size, ...asParams(ask.partition) } }),
  read: page,
  narrow: () => [],
  ...rest,
});

/** Values of a field that the rows at hand show, without the zero that stands for "none". */
const seen = (rows: readonly Row[], field: string): string[] =>
  [
    ...new Set(
      rows.map((row) => row?.[field]).filter((value) => typeof value === "number" || typeof value === "string"),
    ),
  ]
    .map(String)
    .filter((value) => value !== "0" && value !== "");

const digits = [..."0123456789"];
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const searched = ["fullName", "mobile", "email", "code"] as const;
const words = (row: Row): string[] => searched.map((field) => String(row?.[field] ?? ""));
/** Matches as MySQL does without regard to case and accents: `Đặng` contains `d`. */
const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/**
 * Splits a search for people by its text: a person who has a phone number or a code with digits is found by its first
 * digit, then by its first two, and so on. People without any digit are looked for by letter, and a full letter cannot
 * be split for certain. Whether there are some beyond the newest rows is in no answer, so the rest is always reported.
 */
export const narrowBySearch = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  if (ask.partition?.rest !== undefined) return [];
  const q = ask.partition?.q;
  if (q === undefined) return [...[...digits, ...letters].map((each) => ({ q: each })), REST];
  const text = String(q);
  // A search that brings people without the text is none: splitting on would never end.
  const works = rows.every((row) => words(row).some((word) => plain(word).includes(plain(text))));
  if (!works || !/^\d+$/.test(text) || text.length >= 11) return [];
  return digits.map((digit) => ({ q: `${text}${digit}` }));
};

/**
 * `id` "filters or takes from a certain record" (iSale External API, Phân trang): if it takes from there, the last
 * row leads to the next ones; if it filters, one row comes back. Neither is proven, so the rest is always reported.
 */
export const narrowById = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const last = rows.map((row) => idOrNone(idOf, row)).findLast((id) => id !== undefined);
  if (ask.partition?.rest !== undefined || last === undefined) return [];
  if (ask.partition?.id === undefined) return [{ id: String(last) }, REST];
  return String(last) === String(ask.partition.id) ? [] : [{ id: String(last) }];
};

/** By kind, then by the categories that show: the list of categories itself is not readable. */
export const narrowProducts = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const { partition } = ask;
  if (partition?.rest !== undefined || partition?.categoryId !== undefined) return [];
  if (partition?.isMaterial === undefined) return [{ isMaterial: "false" }, { isMaterial: "true" }];
  const categories = [...new Set([...seen(rows, "categoryId"), ...seen(rows, "productCategoryId")])];
  return [...categories.map((categoryId) => ({ ...partition, categoryId })), { ...partition, ...REST }];
};

/** Calendar days in Vietnam from one time to another. */
const daysBetween = (from: number, to: number): string[] => {
  const days = [toHanoiDay(from)];
  for (let time = from; days.at(-1) !== toHanoiDay(to); ) {
    time += DAY;
    days.push(toHanoiDay(time));
  }
  return days;
};

/**
 * Rows of a day show that a `dateTo` includes its day. One of its first hours shows nothing: a `dateTo` may be the midnight of Vietnam
 * or, seven hours later, that of UTC.
 */
const includesDay = (rows: readonly Row[], day: unknown): boolean =>
  rows.some((row) => {
    const at = createdOf(row);
    return at !== undefined && toHanoiDay(at) === day && at > lastHanoiHour(at, 0) + 7 * HOUR;
  });

/**
 * By calendar day first, the newest first: the ask reached beyond its end, because the end may or may not include its day. Rows
 * of that last day show that it does, and then a day can be asked for alone. A day that is full is split by state, then by
 * the stores and people that show. Store 0, the main one, means "all" here.
 */
const narrowOrders = (ask: Ask, rows: readonly Row[]): readonly Partition[] => {
  const { partition } = ask;
  if (partition?.rest !== undefined || partition?.storeId !== undefined || partition?.staffId !== undefined) return [];
  if (partition?.status === undefined) return byDay(ask, rows) ?? byState(ask, rows);
  if (rows.some((row) => isObject(row) && String(row.status) !== String(partition.status))) return [];
  return [
    ...seen(rows, "storeId").map((storeId) => ({ ...partition, storeId })),
    ...seen(rows, "staffId").map((staffId) => ({ ...partition, staffId })),
    { ...partition, ...REST },
  ];
};

/** Undefined: it is one day, or was asked for by day already. */
const byDay = ({ partition, from, to }: Ask, rows: readonly Row[]): readonly Partition[] | undefined => {
  if (partition?.dateFrom !== undefined || from === undefined || to === undefined) return undefined;
  const beyond = toHanoiDay(to + DAY);
  const days = daysBetween(from, to);
  const isAlone = includesDay(rows, beyond);
  if (!isAlone && days.length === 1) return undefined;
  const endOf = (day: string, place: number): string => (isAlone ? day : (days[place + 1] ?? beyond));
  return days.map((day, place) => ({ dateFrom: day, dateTo: endOf(day, place) })).reverse();
};

const byState = ({ partition }: Ask, rows: readonly Row[]): readonly Partition[] => {
  const states = new Set([...Object.keys(orderStates), ...seen(rows, "status")]);
  const { dateFrom, dateTo } = partition ?? {};
  // The day behind is a part of its own.
  const day: Partition = dateFrom !== undefined && includesDay(rows, dateTo) ? { dateTo: dateFrom } : {};
  return [...states].map((status) => ({ ...partition, ...day, status }));
};

export const orderListing: Listing<Row> = {
  operation: "orders.list",
  strategy: "window",
  paging: "none",
  pageSize: MOST_ROWS,
  minWindowSeconds: DAY / SECOND,
  maxWindowSeconds: 366 * (DAY / SECOND),
  // Orders carry no time of change and can only be asked for by creation: the last days are read again each time,
  // older edits are found by the daily comparison.
  overlapSeconds: 3 * (DAY / SECOND),
  // What a poll looks at is divided by day at once.
  aheadSeconds: DAY / SECOND,
  narrowsWithinSeconds: 5 * (DAY / SECOND),
  call: (ask) => ({
    params: {
      limit: ask.size,
      ...(ask.from !== undefined && { dateFrom: toHanoiDay(ask.from) }),
      // One day more than meant: a `dateTo` read as midnight drops its own day (field note).
      ...(ask.to !== undefined && { dateTo: toHanoiDay(ask.to + DAY) }),
      ...asParams(ask.partition),
    },
  }),
  read: page,
  time: createdOf,
  narrow: narrowOrders,
};

export const getter = (operation: string, parameter = "id"): NonNullable<Resource<Row>["get"]> => ({
  operation,
  call: (id) => ({ params: { [parameter]: id } }),
  read: rowIn,
});

export const resource = (
  name: ResourceName,
  listing: Listing<Row>,
  get: NonNullable<Resource<Row>["get"]>,
  rest: Partial<Resource<Row>> & Pick<Resource, "normalize">,
): Resource<Row> => {
  const permission = operations.find((operation) => operation.id === listing.operation)?.permission;
  return defineResource<Row>({
    name,
    listing,
    get,
    id: idOf,
    modified: modifiedOf,
    ...(permission !== undefined && { permission }),
    ...rest,
  });
};
