import { RetryLater } from "../../core/errors.ts";
import { findRow, idIn, idOrNone } from "../../core/rows.ts";
import { CLOCK_SLACK, DAY, toHanoiDay } from "../../core/time.ts";
import type { Call, Look, WriteContext } from "../../core/vendor.ts";
import type { OrderCreate } from "./commands.ts";
import { defined, type Loose, receiverOf } from "./encode.ts";
import { nextOf, type Page } from "./schema.ts";

/* Ways to look for a write whose answer was lost. */

/** An order has its id in `info`, all others at the top. */
const idOf = (row: any): string => idIn(row?.info ?? row);

/** All pages of a listing, newest or oldest first as the vendor likes, until a row fits. */
export const search = async (
  call: Call,
  operation: string,
  filters: Loose,
  fits: (row: any) => boolean,
  mostPages: number,
): Promise<any | undefined> => {
  let next: unknown;
  for (let page = 0; page < mostPages; page += 1) {
    const paginator = defined({ size: 100, next });
    const answer = (await call(operation, { body: { filters, paginator } })) as Page;
    const found = findRow(answer.data, fits, idOf);
    if (found) return found;
    next = nextOf(answer);
    if (next === undefined) return undefined;
  }
  // Not found so far proves nothing, and a second order would be worse than a late answer.
  throw new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
};

const hasReference =
  (reference: string) =>
  (row: any): boolean =>
    row?.channel?.appOrderId === reference;

/** No filter takes appOrderId; a filter by phone needs no dates (Nhanh Open API v3, order/list). */
export const orderByPhone: Look<OrderCreate> = async (order, { reference }, call) => {
  const filters = { shippingAddress: { mobile: receiverOf(order).mobile } };
  const row = await search(call, "orders.list", filters, hasReference(reference), 50);
  return row && { id: idOf(row) };
};

/** Every order that was made since our first try, whatever phone it has by now. */
export const orderByTime: Look<OrderCreate> = async (_order, { reference, firstAttemptAt, lastAttemptAt }, call) => {
  if (firstAttemptAt === undefined) return undefined;
  const seconds = (time: number) => Math.floor(time / 1_000);
  const filters = {
    createdAtFrom: seconds(firstAttemptAt - CLOCK_SLACK),
    createdAtTo: seconds((lastAttemptAt ?? firstAttemptAt) + CLOCK_SLACK),
  };
  const row = await search(call, "orders.list", filters, hasReference(reference), 50);
  return row && { id: idOf(row) };
};

export const orderById = async (id: string, call: Call): Promise<any | undefined> => {
  const answer = (await call("orders.list", { body: { filters: { ids: [Number(id)] } } })) as Page;
  return findRow(answer.data, (row) => idOrNone(idOf, row) === id, idOf);
};

/** Bills of stock that is neither bought nor sold (Nhanh Open API v3, Inventory mode). */
export const OTHER = 10;

export const IN = 1;

export const OUT = 2;

/** Calendar days that one ask may span, both ends counted (bill/list, bill/retail), and asks of one search: a year. */
const MOST_DAYS = 31;

const MOST_SPANS = 12;

/** All days from one time to another, as the vendor takes them, the latest first. */
const spansOf = (from: number, to: number): { fromDate: string; toDate: string }[] => {
  const first = toHanoiDay(from);
  const spans: { fromDate: string; toDate: string }[] = [];
  for (let end = to; toHanoiDay(end) >= first; end -= MOST_DAYS * DAY) {
    const start = Math.max(from, end - (MOST_DAYS - 1) * DAY);
    spans.push({ fromDate: toHanoiDay(start), toDate: toHanoiDay(end) });
  }
  return spans;
};

/** All bills of one kind at a depot since shortly before the first try, until one carries our reference. */
export const findBill = async (
  operation: "bills.list" | "retail-bills.list",
  filters: Loose,
  { reference, firstAttemptAt, lastAttemptAt }: WriteContext,
  call: Call,
): Promise<{ id: string } | undefined> => {
  const fits = (row: any) => typeof row?.description === "string" && row.description.includes(`[${reference}]`);
  // By day; one to each side for clocks that differ. Without dates the vendor looks through 31 days.
  const spans =
    firstAttemptAt === undefined ? [{}] : spansOf(firstAttemptAt - DAY, (lastAttemptAt ?? firstAttemptAt) + DAY);
  for (const span of spans.slice(0, MOST_SPANS)) {
    const row = await search(call, operation, defined({ ...filters, ...span }), fits, 100);
    if (row) return { id: String(row.id) };
  }
  if (spans.length > MOST_SPANS) throw new RetryLater(`${operation}: too many days to search`, { delivered: "no" });
  return undefined;
};
