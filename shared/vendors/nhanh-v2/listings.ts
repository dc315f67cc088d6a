import { VendorChanged } from "../../core/errors.ts";
import { everyPart } from "../../core/parts.ts";
import { countOf, idIn, idOrNone, isObject, toId, type Untyped } from "../../core/rows.ts";
import { timeOrNone, toHanoiDay } from "../../core/time.ts";
import {
  type Ask,
  type Call,
  defineResource,
  type Listing,
  type PageAnswer,
  type Parts,
  type Resource,
} from "../../core/vendor.ts";
import type { Loose } from "./answers.ts";
import * as normalize from "./normalize.ts";
import * as schema from "./schema.ts";
import { toRows } from "./schema.ts";

export type Row = Untyped;

/** The vendor counts pages, rarely rows; on the last page the pages tell the rows as well. */
const totalOf = (data: Loose, ask: Ask, rows: number): number | undefined => {
  const total = countOf(data.totalRecords);
  if (total !== undefined) return total;
  const pages = countOf(data.totalPages ?? data.totalPage);
  const page = ask.page ?? 1;
  if (pages === undefined) return undefined;
  if (page >= pages) return (page - 1) * ask.size + rows;
  // A short page that is not the last one: there is at least one row more.
  return rows < ask.size ? page * ask.size + 1 : undefined;
};

export const readPage =
  (collection: string, key = "id") =>
  (answer: Untyped, ask: Ask): PageAnswer<Row> => {
    const data = isObject(answer?.data) ? answer.data : {};
    const rows = toRows(data[collection], key);
    return { rows, total: totalOf(data, ask, rows.length) };
  };

const pages = ({ page, size }: Ask) => ({ page: page ?? 1, icpp: size });

interface Paged {
  readonly operation: string;
  readonly most: number;
  /** Where the rows lie under `data`; undefined: `data` is the list. */
  readonly rows?: string;
  readonly filter?: (ask: Ask) => Loose;
  readonly read?: Listing["read"];
}

export const listing = ({ operation, most, rows, filter, read }: Paged, more: Partial<Listing> = {}): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "page",
  pageSize: most,
  call: (ask) => ({ body: { ...pages(ask), ...filter?.(ask) } }),
  read: read ?? (rows ? readPage(rows) : (answer) => ({ rows: toRows(answer?.data) })),
  ...more,
});

/** One answer with everything in it: depots, trees, carriers. No page to be full, so no size to be reached. */
export const whole = (operation: string, read: Listing["read"], body?: unknown): Listing => ({
  operation,
  strategy: "snapshot",
  paging: "none",
  pageSize: 1_000_000,
  call: () => (body === undefined ? {} : { body }),
  read,
});
export const flat: Listing["read"] = (answer) => ({ rows: toRows(answer?.data) });
export const tree: Listing["read"] = (answer) => ({ rows: schema.flatten(answer?.data) });

/** order/index: 10 days for every kind of date, both ends included. Other pages state no limit or the same one. */
export const TEN_DAYS = 10 * 86_400 - 1;
/** By calendar day, both days included: ten of them. */
export const NINE_DAYS = 9 * 86_400;

/** `fromDate`, `toDate`: days in Vietnam. The day is all that the filter sees, so the last days are read again. */
export const byDay = {
  strategy: "window",
  maxWindowSeconds: NINE_DAYS,
  minWindowSeconds: 86_400,
  overlapSeconds: 2 * 86_400,
} as const satisfies Partial<Listing>;
export const days = ({ from, to }: Ask): Loose => ({
  ...(from === undefined ? {} : { fromDate: toHanoiDay(from) }),
  ...(to === undefined ? {} : { toDate: toHanoiDay(to) }),
});

/** Unix seconds, as a number or as text, and dates in Vietnam; 0 and null where there is none. */
export const hanoi = (value: unknown): number | undefined => timeOrNone(value, "hanoi");
export const MINUTES = 60;
export const HOURS = 3_600;

export const byId = (row: Row): string => idIn(row);
export const productIdOf = (row: Row): string => idIn(row, "idNhanh");

/** A collection outside the canonical model. Bills of old cannot be asked for by id alone, nor can most of these. */
export const raw = (name: string, list: Listing, everySeconds: number, id: (row: Row) => string = byId): Resource =>
  defineResource<Row>({ name, listing: list, id, normalize: normalize.toRaw(id), everySeconds });

/** An id of several fields; what a row may do without is blank in it. */
export const joined = (...parts: unknown[]): string => parts.map((part) => toId(part) ?? "").join(":");
/** As v3 makes it, so that a shop that migrates keeps it. */
export const voucherId = (row: Row): string => joined(idIn(row, "batchId"), idIn(row, "code"));

/** coupon?act=list and ecom/shops fix their page size and say nothing (or 100) about it: the page's number goes on. */
const numbered = (collection: string, more?: (ask: Ask) => Loose): Listing["read"] => {
  return (answer, ask) => {
    const data = answer?.data === undefined ? (answer ?? {}) : answer.data;
    if (!schema.isPage(collection, data)) throw new VendorChanged(`no list of ${collection}`, JSON.stringify(answer));
    const page = Number(ask.token ?? 1);
    const rows = toRows(data?.[collection]).map((row) => (isObject(row) ? { ...row, ...more?.(ask) } : row));
    // A full page is not the last one, whatever the count says.
    const goesOn = rows.length >= ask.size || (rows.length > 0 && page < (countOf(data?.totalPages) ?? 0));
    return { rows, next: goesOn ? page + 1 : undefined };
  };
};

export const couponPages: Listing = {
  operation: "coupons.call",
  strategy: "snapshot",
  paging: "token",
  pageSize: 100,
  call: ({ token }) => ({ params: { act: "list" }, body: { page: Number(token ?? 1) } }),
  read: numbered("result"),
};

const numberOf = (row: Row): number | undefined => {
  const id = Number(idOrNone(byId, row));
  return Number.isSafeInteger(id) ? id : undefined;
};

const couponBatches = (call: Call): Promise<Parts> =>
  everyPart(
    async (token) => {
      const ask: Ask = { token, size: couponPages.pageSize };
      const { rows, next } = couponPages.read(await call(couponPages.operation, couponPages.call(ask)), ask);
      return { ids: rows.map(numberOf), next };
    },
    (batchId) => ({ batchId }),
  );

export const couponCodes: Listing = {
  ...couponPages,
  call: ({ token, partition }) => ({
    params: { act: "codes" },
    body: { page: Number(token ?? 1), batchId: Number(partition?.batchId) },
  }),
  // The code's row does not name its batch.
  read: numbered("result", ({ partition }) => ({ batchId: partition?.batchId })),
  partitions: couponBatches,
  // A code is used by itself: it is of one batch.
  apart: "no row in two",
};

export const shopPages: Listing = {
  ...couponPages,
  operation: "marketplace-shops.list",
  call: ({ token }) => ({ body: { page: Number(token ?? 1) } }),
  read: numbered("shops"),
};

export const approved = (row: Row) => hanoi(row.approvedAt);
