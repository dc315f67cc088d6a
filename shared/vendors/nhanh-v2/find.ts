import { Rejected, RetryLater } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import { countOf, findRow, idIn, idOrNone, searchable, type Untyped } from "../../core/rows.ts";
import { createSearchEnd } from "../../core/search-end.ts";
import { CLOCK_SLACK, DAY, parseTime, toHanoiDay, toHanoiSeconds } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import type { Call, CanonicalWrite, Look, WriteContext } from "../../core/vendor.ts";
import {
  type CustomerCreate,
  type OrderCreate,
  type ProductCreate,
  toMobile,
  type VoucherCreate,
  type VoucherRelease,
} from "./commands.ts";
import type { Loose } from "./encode.ts";
import { toRows } from "./schema.ts";

/* Ways to look for a write whose answer was lost. */

const byId = (row: unknown): string => idIn(row);

const productIdOf = (row: unknown): string => idIn(row, "idNhanh");

type Looks<Command> = NonNullable<CanonicalWrite<Command>["looks"]>;

/** What changed since our first try: another index than that of names and phones. */
const since = ({ firstAttemptAt }: WriteContext): string | undefined =>
  firstAttemptAt === undefined ? undefined : toHanoiSeconds(firstAttemptAt - CLOCK_SLACK);

/** Pages that a probe looks through. */
const MOST_PAGES = 50;

interface ListedBy {
  /** Id of the operation that lists. */
  readonly operation: string;
  readonly filters: Loose;
  readonly pageSize?: number;
  readonly idOf?: (row: unknown) => string;
}

const tooMany = (operation: string): RetryLater =>
  new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
const unshown = (operation: string): RetryLater =>
  new RetryLater(`${operation} does not show all rows that it counts`, { delivered: "no" });

/**
 * A listing page by page, to the last one by the vendor's count, and where it does not count to an empty one.
 * @throws RetryLater where it does not end, or shows fewer rows than it counts: nothing is proven then
 */
const pagesOf = async function* (
  call: Call,
  { operation, filters, pageSize = 100, idOf = byId }: ListedBy,
  rowsIn: (data: Loose) => readonly Loose[],
) {
  const isEnd = createSearchEnd(() => unshown(operation), { untilEmpty: true });
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data }: Untyped = await call(operation, { body: { ...filters, page, icpp: pageSize } });
    const rows = rowsIn(data ?? {});
    yield rows;
    const [pages, total] = [countOf(data?.totalPages ?? data?.totalPage), countOf(data?.totalRecords)];
    if (isEnd({ ids: rows.map(idOf), page, pages, total, isFull: rows.length >= pageSize })) return;
  }
  throw tooMany(operation);
};

const ordersBy = async (filters: Loose, reference: string, call: Call): Promise<{ id: string } | undefined> => {
  const pages = pagesOf(call, { operation: "orders.list", filters }, ({ orders }) => searchable(toRows(orders)));
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
  const answer: Untyped = await call("orders.list", { body: { id: Number(id), page: 1 } });
  return findRow(toRows(answer?.data?.orders), (row) => idOrNone(byId, row) === id);
};

/** An order that changed since our first try, by another index than that of ids. */
export const changedOrder = async (id: string, context: WriteContext, call: Call): Promise<Loose | undefined> => {
  const updatedDateTimeFrom = since(context);
  if (updatedDateTimeFrom === undefined) return undefined;
  const changed = { operation: "orders.list", filters: { updatedDateTimeFrom } };
  const pages = pagesOf(call, changed, ({ orders }) => searchable(toRows(orders)));
  for await (const rows of pages) {
    const found = rows.find((row) => idOrNone(byId, row) === id);
    if (found) return found;
  }
  return undefined;
};

const codeOf = ({ code }: ProductCreate, { reference }: WriteContext): string => code ?? reference;
const createdOf = (row: Loose) => parseTime(row.createdDateTime, "hanoi");
/** Of the rows that this filter shows, the one with the code of our write, on a product no older than our first try. */
const productBy = async (
  product: ProductCreate,
  filters: Loose,
  context: WriteContext,
  call: Call,
): Promise<{ id: string } | undefined> => {
  const { firstAttemptAt } = context;
  const isRecent = (row: Loose): boolean => {
    const created = createdOf(row);
    return firstAttemptAt === undefined || created === undefined || created >= firstAttemptAt - CLOCK_SLACK;
  };
  const strangers: Loose[] = [];
  // The default list leaves Inactive products out, and staff may have made ours one.
  for (const status of [{}, { status: "Inactive" }]) {
    const listed = { operation: "products.list", filters: { ...filters, ...status }, idOf: productIdOf };
    const pages = pagesOf(call, listed, ({ products }) => searchable(toRows(products, "idNhanh"), productIdOf));
    for await (const rows of pages) {
      const coded = rows.filter((row) => sameText(row.code, codeOf(product, context)) && isRecent(row));
      // Nobody else has our reference for a code.
      const ours = product.code === undefined ? coded[0] : coded.find((row) => sameText(row.name, product.name));
      if (ours) return { id: String(ours.idNhanh) };
      strangers.push(...coded);
    }
  }
  for (const row of strangers) someoneElses(createdOf(row), context);
  return undefined;
};
/** No list shows the own id, so the code is looked for. */
export const productLooks: Looks<ProductCreate> = [
  {
    way: "products with this code",
    look: (product, context, call) => productBy(product, { name: codeOf(product, context) }, context, call),
  },
  {
    way: "products that changed since",
    look: async (product, context, call) => {
      const updatedDateTimeFrom = since(context);
      if (updatedDateTimeFrom === undefined) return undefined;
      return productBy(product, { updatedDateTimeFrom }, context, call);
    },
  },
];

const customerBy = async (mobile: string, filters: Loose, call: Call): Promise<Loose | undefined> => {
  const listed = { operation: "customers.list", filters, pageSize: 50 };
  const pages = pagesOf(call, listed, ({ customers }) => searchable(toRows(customers)));
  for await (const rows of pages) {
    const found = rows.find((row) => samePhone(row.mobile, mobile));
    if (found) return found;
  }
  return undefined;
};
/** A mobile is one customer. With another name it may have been renamed since it was ours, and nobody can tell. */
const ifOurs = (row: Loose | undefined, { name }: CustomerCreate, context: WriteContext) => {
  if (!row) return undefined;
  return sameText(row.name, name) ? { id: String(row.id) } : someoneElses(undefined, context);
};
export const customerLooks: Looks<CustomerCreate> = [
  {
    way: "customers with this mobile",
    look: async (customer, context, call) => {
      const mobile = toMobile(customer.phone);
      return ifOurs(await customerBy(mobile, { mobile }, call), customer, context);
    },
  },
  {
    way: "customers that changed since",
    look: async (customer, context, call) => {
      const updatedAtFrom = since(context);
      if (updatedAtFrom === undefined) return undefined;
      return ifOurs(await customerBy(toMobile(customer.phone), { updatedAtFrom }, call), customer, context);
    },
  },
];
/** customer/add writes over the customer who has the mobile already. */
export const customerOfPhone: Look<CustomerCreate> = async ({ phone }, _context, call) => {
  const mobile = toMobile(phone);
  const row = await customerBy(mobile, { mobile }, call);
  return row && { id: String(row.id) };
};

/** Rows that a page of promotion/coupon holds, as far as one was seen: the call takes no size and names none. */
const COUPON_ROWS = 100;

/** Rows of one act of promotion/coupon. */
const couponRows = async function* (call: Call, act: "list" | "codes", filters: Loose, idOf: (row: unknown) => string) {
  const name = `coupons of the act ${act}`;
  const isEnd = createSearchEnd(() => unshown(name), { untilEmpty: true });
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data }: Untyped = await call("coupons.call", { params: { act }, body: { ...filters, page } });
    const rows = searchable(toRows(data?.result), idOf);
    yield rows;
    const [pages, total] = [countOf(data?.totalPages), countOf(data?.totalRecords)];
    if (isEnd({ ids: rows.map(idOf), page, pages, total, isFull: rows.length >= COUPON_ROWS })) return;
  }
  throw tooMany(name);
};
const campaignBy = async (filters: Loose, fits: (row: Loose) => boolean, call: Call): Promise<Loose | undefined> => {
  for await (const rows of couponRows(call, "list", filters, byId)) {
    const found = rows.find(fits);
    if (found) return found;
  }
  return undefined;
};
export const campaignById = (id: string, call: Call): Promise<Loose | undefined> =>
  campaignBy({ id: Number(id) }, (row) => String(row.id) === id, call);
const campaignWith =
  (filtersOf: (voucher: VoucherCreate) => Loose): Look<VoucherCreate> =>
  async (voucher, { reference }, call) => {
    // More codes of a campaign carry nothing of ours (act increasecode).
    if (voucher.campaignId !== undefined)
      throw new Rejected("nothing tells more codes of a campaign from the others", { notFound: true });
    const isOurs = (row: Loose) => String(row.description ?? "").includes(`[${reference}]`);
    const found = await campaignBy(filtersOf(voucher), isOurs, call);
    return found && { id: String(found.id) };
  };
export const voucherLooks: Looks<VoucherCreate> = [
  { way: "campaigns of this name", look: campaignWith(({ name }) => ({ name })) },
  { way: "every campaign", look: campaignWith(() => ({})) },
];

const textOf = (row: unknown): string => idIn(row, "code");
export const voucherCode = async ({ campaignId, codes }: VoucherRelease, call: Call): Promise<Loose | undefined> => {
  for await (const rows of couponRows(call, "codes", { batchId: Number(campaignId) }, textOf)) {
    const found = rows.find((row) => sameText(row.code, codes[0]));
    if (found) return found;
  }
  return undefined;
};
/** A code that can be used once has been given away once at most; with others a count says nothing about our call. */
export const isGivenAway: Look<VoucherRelease> = async (release, _context, call) => {
  const row = await voucherCode(release, call);
  if (!row || !(Number(row.assignedTimes) > 0)) return undefined;
  if (Number(row.canUsedTimes) + Number(row.usedTimes) > 1)
    throw new Rejected("the code may have been given away before", { notFound: true });
  return { id: release.campaignId };
};
