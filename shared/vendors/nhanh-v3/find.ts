import { Rejected, RetryLater } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import { findRow, idIn, idOrNone, type Untyped } from "../../core/rows.ts";
import { CLOCK_SLACK, DAY, toHanoiDay } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import type { Call, Look, WriteContext } from "../../core/vendor.ts";
import type {
  CustomerCreate,
  InvoiceCreate,
  OrderCreate,
  ProductCreate,
  SupplierReturnCreate,
  VoucherCreate,
  VoucherRelease,
} from "./commands.ts";
import { codePrefix, defined, type Loose, receiverOf, toMobile } from "./encode.ts";
import { nextOf, type Page } from "./schema.ts";

/* Ways to look for a write whose answer was lost. */

/** An order has its id in `info`, all others at the top. */
const idOf = (row: Untyped): string => idIn(row?.info ?? row);

interface SearchedList {
  /** Id of the operation that lists. */
  readonly operation: string;
  readonly filters: Loose;
  readonly mostPages: number;
  readonly idOfRow?: (row: unknown) => string;
}

/** All pages of a listing, newest or oldest first as the vendor likes, until a row fits. */
const search = async (
  call: Call,
  { operation, filters, mostPages, idOfRow = idOf }: SearchedList,
  fits: (row: Untyped) => boolean,
): Promise<Untyped | undefined> => {
  let next: unknown;
  for (let page = 0; page < mostPages; page += 1) {
    const paginator = defined({ size: 100, next });
    const answer = (await call(operation, { body: { filters, paginator } })) as Page;
    const found = findRow(answer.data, fits, idOfRow);
    if (found) return found;
    next = nextOf(answer);
    if (next === undefined) return undefined;
  }
  // Not found so far proves nothing, and a second order would be worse than a late answer.
  throw new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
};

const seconds = (time: number): number => Math.floor(time / 1_000);

const hasReference =
  (reference: string) =>
  (row: Untyped): boolean =>
    row?.channel?.appOrderId === reference;

/** No filter takes appOrderId; a filter by phone needs no dates (Nhanh Open API v3, order/list). */
export const orderByPhone: Look<OrderCreate> = async (order, { reference }, call) => {
  const filters = { shippingAddress: { mobile: receiverOf(order).mobile } };
  const row = await search(call, { operation: "orders.list", filters, mostPages: 50 }, hasReference(reference));
  return row && { id: idOf(row) };
};

/** Every order that was made since our first try, whatever phone it has by now. */
export const orderByTime: Look<OrderCreate> = async (_order, { reference, firstAttemptAt, lastAttemptAt }, call) => {
  if (firstAttemptAt === undefined) return undefined;
  const filters = {
    createdAtFrom: seconds(firstAttemptAt - CLOCK_SLACK),
    createdAtTo: seconds((lastAttemptAt ?? firstAttemptAt) + CLOCK_SLACK),
  };
  const row = await search(call, { operation: "orders.list", filters, mostPages: 50 }, hasReference(reference));
  return row && { id: idOf(row) };
};

export const orderById = async (id: string, call: Call): Promise<Untyped | undefined> => {
  const answer = (await call("orders.list", { body: { filters: { ids: [Number(id)] } } })) as Page;
  return findRow(answer.data, (row) => idOrNone(idOf, row) === id, idOf);
};

/** What was made or changed since our first try: another index than that of names and phones. */
const sinceFirstTry = ({ firstAttemptAt }: WriteContext): Loose | undefined =>
  firstAttemptAt === undefined ? undefined : { updatedAtFrom: seconds(firstAttemptAt - CLOCK_SLACK) };

/** An order that changed since our first try, by another index than that of ids. */
export const changedOrder = async (id: string, context: WriteContext, call: Call): Promise<Untyped | undefined> => {
  const filters = sinceFirstTry(context);
  if (!filters) return undefined;
  return search(call, { operation: "orders.list", filters, mostPages: 100 }, (row) => idOrNone(idOf, row) === id);
};

/** The list shows no appProductId; `name` matches name, code or barcode. Stopped products are shown when asked for. */
const productWith =
  (filtersOf: (product: ProductCreate, context: WriteContext) => Loose | undefined): Look<ProductCreate> =>
  async (product, context, call) => {
    const filters = filtersOf(product, context);
    if (!filters) return undefined;
    const all = { ...filters, status: [1, 2, 3, 4] };
    const listed = { operation: "products.list", filters: all, mostPages: 20 };
    const row = await search(call, listed, (each) => sameText(each?.code, product.code));
    if (!row) return undefined;
    const createdAt = Number(row.createdAt) > 0 ? Number(row.createdAt) * 1_000 : undefined;
    return sameText(row.name, product.name) ? { id: String(row.id) } : someoneElses(createdAt, context);
  };
export const productLooks = [
  { way: "products with this code", look: productWith(({ code }) => ({ name: code })) },
  { way: "products that changed since", look: productWith((_product, context) => sinceFirstTry(context)) },
];

const customerRow = (phone: string, filters: Loose, call: Call): Promise<Untyped | undefined> =>
  search(call, { operation: "customers.list", filters, mostPages: 20 }, (each) => samePhone(each?.mobile, phone));
/** A phone is one customer. With another name it may have been renamed since it was ours, and nobody can tell. */
const customerWith =
  (filtersOf: (customer: CustomerCreate, context: WriteContext) => Loose | undefined): Look<CustomerCreate> =>
  async (customer, context, call) => {
    const filters = filtersOf(customer, context);
    const row = filters && (await customerRow(customer.phone, filters, call));
    if (!row) return undefined;
    return sameText(row.name, customer.name) ? { id: String(row.id) } : someoneElses(undefined, context);
  };
const withPhone = ({ phone }: CustomerCreate): Loose => ({ mobile: toMobile(phone) });
export const customerLooks = [
  { way: "customers with this phone", look: customerWith(withPhone) },
  { way: "customers that changed since", look: customerWith((_customer, context) => sinceFirstTry(context)) },
];
/** customer/add takes a known phone for that customer and writes over it. */
export const customerOfPhone: Look<CustomerCreate> = async (customer, _context, call) => {
  const row = await customerRow(customer.phone, withPhone(customer), call);
  return row && { id: String(row.id) };
};

/** Bills of suppliers, and of stock that is neither bought nor sold (Nhanh Open API v3, Inventory mode). */
export const SUPPLIER = 5;
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

/** Everything of one listing since shortly before the first try, until a row carries our reference in its description. */
const marked = async (
  operation: "bills.list" | "retail-bills.list" | "bill-lines.list",
  filters: Loose,
  { reference, firstAttemptAt, lastAttemptAt }: WriteContext,
  call: Call,
): Promise<Untyped | undefined> => {
  const fits = (row: Untyped) => typeof row?.description === "string" && row.description.includes(`[${reference}]`);
  // By day; one to each side for clocks that differ. Without dates the vendor looks through 31 days.
  const spans =
    firstAttemptAt === undefined ? [{}] : spansOf(firstAttemptAt - DAY, (lastAttemptAt ?? firstAttemptAt) + DAY);
  for (const span of spans.slice(0, MOST_SPANS)) {
    const row = await search(call, { operation, filters: defined({ ...filters, ...span }), mostPages: 100 }, fits);
    if (row) return row;
  }
  if (spans.length > MOST_SPANS) throw new RetryLater(`${operation}: too many days to search`, { delivered: "no" });
  return undefined;
};

/** A bill of stock by its own description, and by the first line's: two listings that know nothing of each other. */
export const billLooks = <Command>(filtersOf: (command: Command) => BillFilters) => [
  {
    way: "bills of the days since",
    look: async (command: Command, context: WriteContext, call: Call) => {
      const { type, mode, depotId } = filtersOf(command);
      const row = await marked("bills.list", { type, modes: [mode], depotIds: [depotId] }, context, call);
      return row && { id: String(row.id) };
    },
  },
  {
    way: "lines of bills of the days since",
    look: async (command: Command, context: WriteContext, call: Call) => {
      const { productId, ...filters } = filtersOf(command);
      const row = await marked("bill-lines.list", { ...filters, product: { id: productId } }, context, call);
      return row && { id: idIn(row, "billId") };
    },
  },
];
interface BillFilters {
  readonly type: 1 | 2;
  readonly mode: number;
  readonly depotId: number;
  readonly productId: number;
}

const RETAIL = 2;
const soldTo = ({ customer }: InvoiceCreate): string | undefined =>
  customer?.phone === undefined ? undefined : toMobile(customer.phone);
export const invoiceLooks = [
  {
    way: "retail bills of the days since",
    look: async (invoice: InvoiceCreate, context: WriteContext, call: Call) => {
      const filters = { type: OUT, depotIds: [Number(invoice.locationId)], customerMobile: soldTo(invoice) };
      const row = await marked("retail-bills.list", filters, context, call);
      return row && { id: String(row.id) };
    },
  },
  {
    way: "bills of every kind of the days since",
    look: async (invoice: InvoiceCreate, context: WriteContext, call: Call) => {
      const filters = { type: OUT, modes: [RETAIL], depotIds: [Number(invoice.locationId)] };
      const row = await marked("bills.list", filters, context, call);
      return row && { id: String(row.id) };
    },
  },
];

/** A bill of goods from or to a supplier. */
export const suppliedLooks = (type: 1 | 2) =>
  billLooks<SupplierReturnCreate>(({ locationId, lines }) => ({
    type,
    mode: SUPPLIER,
    depotId: Number(locationId),
    productId: Number(lines[0]!.productId),
  }));
/** The bill as a list shows it. */
export const billById = async (id: string | undefined, call: Call): Promise<Untyped | undefined> => {
  if (id === undefined) return undefined;
  const answer = (await call("bills.list", { body: { filters: { ids: [Number(id)] } } })) as Page;
  return findRow(answer.data, (row) => idOrNone(idOf, row) === id);
};

const campaigns = (filters: Loose, fits: (row: Untyped) => boolean, call: Call): Promise<Untyped | undefined> =>
  search(call, { operation: "coupon-programs.list", filters, mostPages: 20 }, fits);
export const campaignById = (id: string, call: Call): Promise<Untyped | undefined> =>
  campaigns({ id: Number(id) }, (row) => idOrNone(idOf, row) === id, call);
const ofUs = (reference: string) => (row: Untyped) => String(row?.description ?? "").includes(`[${reference}]`);
const codeOf = (filters: Loose, fits: (row: Untyped) => boolean, call: Call): Promise<Untyped | undefined> =>
  // A code is its own id there.
  search(call, { operation: "coupons.list", filters, mostPages: 250, idOfRow: (row) => idIn(row, "code") }, fits);
/** More codes of a campaign begin with a part of our reference; a new campaign has the whole of it. */
const campaignWith =
  (filtersOf: (voucher: VoucherCreate) => Loose): Look<VoucherCreate> =>
  async (voucher, { reference }, call) => {
    const { campaignId } = voucher;
    if (campaignId !== undefined) {
      const begins = (row: Untyped) => String(row?.code ?? "").startsWith(codePrefix(reference));
      return (await codeOf({ batchId: Number(campaignId) }, begins, call)) && { id: campaignId };
    }
    const row = await campaigns(filtersOf(voucher), ofUs(reference), call);
    return row && { id: idOf(row) };
  };
export const voucherLooks = [
  { way: "campaigns of this name, or codes of the campaign", look: campaignWith(({ name }) => ({ name })) },
  { way: "every campaign, or codes of the campaign", look: campaignWith(() => ({})) },
];

export const voucherCode = async ({ campaignId, codes }: VoucherRelease, call: Call): Promise<Untyped | undefined> => {
  const [code] = codes;
  return codeOf({ batchId: Number(campaignId), code }, (row) => sameText(row?.code, code), call);
};
/** A code that can be used once has been given away once at most; with others a count says nothing about our call. */
const ifGivenAway = (row: Untyped, release: VoucherRelease): { id: string } | undefined => {
  if (!row || !(Number(row.totalAssigned) > 0)) return undefined;
  if (Number(row.totalCanUsed) > 1) throw new Rejected("the code may have been given away before", { notFound: true });
  return { id: release.campaignId };
};
export const releaseLooks: readonly { readonly way: string; readonly look: Look<VoucherRelease> }[] = [
  { way: "the code", look: async (release, _context, call) => ifGivenAway(await voucherCode(release, call), release) },
  {
    way: "the codes of the campaign",
    look: async (release, _context, call) => {
      const { campaignId, codes } = release;
      const isIt = (row: Untyped) => sameText(row?.code, codes[0]);
      return ifGivenAway(await codeOf({ batchId: Number(campaignId) }, isIt, call), release);
    },
  },
];
