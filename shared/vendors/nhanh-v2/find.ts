import { RetryLater } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import { countOf, findRow, idIn, idOrNone, searchable } from "../../core/rows.ts";
import { CLOCK_SLACK, DAY, MINUTE, parseTime, toHanoiDay } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import type { Call, Look, WriteContext } from "../../core/vendor.ts";
import { type OrderCreate, type ProductCreate, toMobile } from "./commands.ts";
import type { Loose } from "./encode.ts";
import { toRows } from "./schema.ts";

/* Ways to look for a write whose answer was lost. */

const byId = (row: unknown): string => idIn(row);

const productIdOf = (row: unknown): string => idIn(row, "idNhanh");

/** Pages that a probe looks through. */
const MOST_PAGES = 50;

/**
 * A listing page by page, to the last one by the vendor's count, and where it does not count to an empty one.
 * @throws RetryLater where it does not end: nothing is proven then
 */
const pagesOf = async function* (
  call: Call,
  operation: string,
  filters: Loose,
  rowsIn: (data: Loose) => readonly Loose[],
) {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data }: any = await call(operation, { body: { ...filters, page, icpp: 100 } });
    const rows = rowsIn(data ?? {});
    yield rows;
    // A full page is not the last one, whatever the count says.
    const end = countOf(data?.totalPages ?? data?.totalPage) ?? Number.POSITIVE_INFINITY;
    if (rows.length === 0 || (rows.length < 100 && page >= end)) return;
  }
  throw new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
};

const ordersBy = async (filters: Loose, reference: string, call: Call): Promise<{ id: string } | undefined> => {
  const pages = pagesOf(call, "orders.list", filters, ({ orders }) => searchable(toRows(orders)));
  for await (const rows of pages) {
    const found = rows.find((row) => row.shopOrderId === reference || row.privateId === reference);
    if (found) return { id: String(found.id) };
  }
  return undefined;
};

/** No filter looks for our own id: the customer's orders (a filter without the 10 days) are searched for it. */
export const orderByPhone: Look<OrderCreate> = (order, { reference }, call) =>
  ordersBy({ customerMobile: toMobile(order.customer.phone) }, reference, call);

/** Most days that order/index takes at once. */
const MOST_DAYS = 10;

/** All orders of the days since our first try, whatever phone they have by now. */
export const orderByDay: Look<OrderCreate> = async (_order, { reference, firstAttemptAt, lastAttemptAt }, call) => {
  if (firstAttemptAt === undefined) return undefined;
  const [first, last] = [firstAttemptAt - CLOCK_SLACK, (lastAttemptAt ?? firstAttemptAt) + CLOCK_SLACK];
  for (let from = first; toHanoiDay(from) <= toHanoiDay(last); from += MOST_DAYS * DAY) {
    const to = Math.min(last, from + (MOST_DAYS - 1) * DAY);
    const found = await ordersBy({ fromDate: toHanoiDay(from), toDate: toHanoiDay(to) }, reference, call);
    if (found) return found;
  }
  return undefined;
};

export const findOrderById = async (id: string, call: Call): Promise<Loose | undefined> => {
  const answer: any = await call("orders.list", { body: { id: Number(id), page: 1 } });
  return findRow(toRows(answer?.data?.orders), (row) => idOrNone(byId, row) === id);
};

/** The vendor's clock may be behind ours. */
const SLACK = 5 * MINUTE;

/** No list shows the own id, so the code is looked for, on a product that is no older than our first try. */
export const findProduct = async (
  { code: own, name }: ProductCreate,
  context: WriteContext,
  call: Call,
): Promise<{ id: string } | undefined> => {
  const { firstAttemptAt, reference } = context;
  const code = own ?? reference;
  const createdOf = (row: Loose) => parseTime(row.createdDateTime, "hanoi");
  const isRecent = (row: Loose): boolean => {
    const created = createdOf(row);
    return firstAttemptAt === undefined || created === undefined || created >= firstAttemptAt - SLACK;
  };
  const strangers: Loose[] = [];
  // The default list leaves Inactive products out, and staff may have made ours one.
  for (const status of [{}, { status: "Inactive" }]) {
    const filters = { name: code, ...status };
    for await (const rows of pagesOf(call, "products.list", filters, ({ products }) =>
      searchable(toRows(products, "idNhanh"), productIdOf),
    )) {
      const coded = rows.filter((row) => sameText(row.code, code) && isRecent(row));
      // Nobody else has our reference for a code.
      const ours = own === undefined ? coded[0] : coded.find((row) => sameText(row.name, name));
      if (ours) return { id: String(ours.idNhanh) };
      strangers.push(...coded);
    }
  }
  for (const row of strangers) someoneElses(createdOf(row), context);
  return undefined;
};

export const findCustomer = async (mobile: string, call: Call): Promise<Loose | undefined> => {
  const answer: any = await call("customers.list", { body: { mobile, page: 1, icpp: 50 } });
  return findRow(toRows(answer?.data?.customers), (row) => samePhone(row.mobile, mobile));
};
