import type * as commands from "../../core/commands.ts";
import { Rejected, RetryLater, VendorChanged } from "../../core/errors.ts";
import { toE164 } from "../../core/phone.ts";
import { countOf, idIn, searchable, type Untyped } from "../../core/rows.ts";
import { createSearchEnd } from "../../core/search-end.ts";
import { CLOCK_SLACK, parseTime } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import type { Call, Look, WriteContext } from "../../core/vendor.ts";

/** The ways in which a write is looked for after a lost answer. Each reads its own list or index of the vendor. */

type Row = Readonly<Record<string, Untyped>>;

/** Rows of a page, and pages, that a look goes through. */
const PAGE_ROWS = 100;
const MOST_PAGES = 20;
/** What a page holds where the vendor ignores the size that we ask for. */
const DEFAULT_ROWS = 30;
/** Orders that come without their `custom_id` are opened one by one, and no more than these. */
const MOST_CANDIDATES = 20;
/** Pages of the newest variations that are read beside the search. */
const NEWEST_PAGES = 5;

const undecided = (what: string): RetryLater =>
  new RetryLater(`Pancake: too many ${what} to search for a write`, { delivered: "no" });

const unshown = (what: string): RetryLater =>
  new RetryLater(`Pancake: the list of ${what} does not show all that it counts`, { delivered: "no" });

/**
 * A listing page by page until its last one: what is not on a full page may be on the next.
 * @throws RetryLater where it does not end, or shows fewer rows than it counts: nothing is proven then, and a second record is
 *   worse than a late answer
 */
export const pagesOf = async function* (
  call: Call,
  operation: string,
  what: string,
  paramsOf: (page: number) => Row,
): AsyncGenerator<readonly Row[]> {
  const isEnd = createSearchEnd(() => unshown(what));
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = (await call(operation, { params: { page_size: PAGE_ROWS, ...paramsOf(page) } })) as Row;
    const rows: readonly Row[] = searchable(answer.data);
    yield rows;
    const ids = rows.map((row) => idIn(row));
    const [pages, total] = [countOf(answer.total_pages), countOf(answer.total_entries)];
    const isFull = rows.length >= (countOf(answer.page_size) ?? DEFAULT_ROWS);
    if (isEnd({ ids, page, pages, total, isFull })) return;
  }
  throw undecided(what);
};

export const createdAt = (row: Row | undefined): number | undefined => parseTime(row?.inserted_at, "utc");

/** Nothing that we wrote can be older, unix milliseconds. Undefined: no attempt is known. */
export const sinceOf = ({ firstAttemptAt }: WriteContext): number | undefined =>
  firstAttemptAt === undefined ? undefined : firstAttemptAt - CLOCK_SLACK;

const isDescending = (rows: readonly Row[]): boolean =>
  rows.every((row, at) => at === 0 || String(rows[at - 1]!.inserted_at) >= String(row.inserted_at));

/** Newest first, and the last row is from before our first try: no later page can hold what we wrote. */
export const reachesBefore = (rows: readonly Row[], since: number): boolean => {
  const last = createdAt(rows.at(-1));
  return last !== undefined && last < since && isDescending(rows);
};

export const seconds = (time: number): number => Math.floor(time / 1_000);

const isOurOrder =
  ({ reference }: WriteContext) =>
  (row: Row): boolean =>
    row.custom_id === reference || String(row.id) === reference;

/** `custom_id` is shown where `extra_fields` asks for it, and by the order itself (field note, seen in integrations). */
const WITH_CUSTOM_ID = { extra_fields: ["custom_id"], include_removed: 1 };

/** @throws RetryLater where more orders hide their `custom_id` than can be opened */
const openHidden = async (hidden: readonly Row[], context: WriteContext, call: Call) => {
  for (const { id } of hidden.slice(0, MOST_CANDIDATES)) {
    const { data } = (await call("orders.get", { params: { order_id: String(id) } })) as { data: Row };
    if (String(data?.id) !== String(id)) throw new VendorChanged("another order than asked for", "");
    if (isOurOrder(context)(data)) return { id: String(data.id) };
  }
  if (hidden.length > MOST_CANDIDATES) throw undecided("orders");
  return undefined;
};

/** The document's search looks at phone, name and note; integrations find orders by `custom_id` with it (field note). */
const orderBySearch: Look<commands.OrderCreate> = async (_command, context, call) => {
  const hidden: Row[] = [];
  const search = (page: number) => ({ search: context.reference, ...WITH_CUSTOM_ID, page_number: page });
  for await (const rows of pagesOf(call, "orders.list", "orders", search)) {
    const exact = rows.find(isOurOrder(context));
    if (exact) return { id: String(exact.id) };
    hidden.push(...rows.filter((row) => !("custom_id" in row)));
  }
  return openHidden(hidden, context, call);
};

/** Every order that was made since our first try. Of those that hide their `custom_id`, the ones with another phone are not ours. */
const orderByTime: Look<commands.OrderCreate> = async (command, context, call) => {
  const since = sinceOf(context);
  if (since === undefined) return undefined;
  const until = (context.lastAttemptAt ?? context.firstAttemptAt!) + CLOCK_SLACK;
  const phone = phoneOf(command.customer?.phone ?? command.shipping?.address?.phone);
  const hidden: Row[] = [];
  const list = (page: number) => ({
    updateStatus: "inserted_at",
    startDateTime: seconds(since),
    endDateTime: seconds(until),
    option_sort: "inserted_at_desc",
    ...WITH_CUSTOM_ID,
    page_number: page,
  });
  for await (const rows of pagesOf(call, "orders.list", "orders", list)) {
    const exact = rows.find(isOurOrder(context));
    if (exact) return { id: String(exact.id) };
    const isCandidate = (row: Row) =>
      !("custom_id" in row) &&
      (createdAt(row) ?? since) >= since &&
      (phone === undefined || [undefined, phone].includes(phoneOf(row.bill_phone_number)));
    hidden.push(...rows.filter(isCandidate));
    // A vendor that does not know the filter answers with the whole shop.
    if (reachesBefore(rows, since)) break;
  }
  return openHidden(hidden, context, call);
};

const phoneOf = (phone: unknown): string | undefined => (typeof phone === "string" ? toE164(phone) : undefined);

/**
 * A `custom_id` becomes the order's id in some shops (field note). Where it does not, the vendor answers 400, 404 or 500 for
 * an id that it does not know, so a failure proves nothing here and the other ways decide.
 */
const orderById: Look<commands.OrderCreate> = async (_command, context, call) => {
  try {
    const { data } = (await call("orders.get", { params: { order_id: context.reference } })) as { data: Row };
    return isOurOrder(context)(data) ? { id: String(data.id) } : undefined;
  } catch (error) {
    if (error instanceof Rejected || (error instanceof RetryLater && !error.limited)) return undefined;
    throw error;
  }
};

export const orderLooks = [
  { way: "search for custom_id", look: orderBySearch },
  { way: "orders by time of creation", look: orderByTime },
  { way: "custom_id as the order's id", look: orderById },
] as const;

/** A product of the same code and name that stood there before our first try is not ours. */
const isRecent = (row: Row, context: WriteContext): boolean => {
  const [created, since] = [createdAt(row), sinceOf(context)];
  return since === undefined || created === undefined || created >= since;
};

const hasCode = (row: Row, code: string): boolean =>
  [row.display_id, row.custom_id, row.product?.custom_id].some((value) => sameText(value, code));

/** Nobody else has our reference for a code. */
const isOurProduct = (row: Row, command: commands.ProductCreate, context: WriteContext): boolean =>
  command.code === undefined || (sameText(row.product?.name, command.name) && isRecent(row, context));

const productBySearch: Look<commands.ProductCreate> = async (command, context, call) => {
  const code = command.code ?? context.reference;
  const strangers: Row[] = [];
  const search = (page: number) => ({ search: code, page_number: page });
  for await (const rows of pagesOf(call, "variations.list", "variations", search)) {
    const coded = rows.filter((row) => hasCode(row, code));
    const ours = coded.find((row) => isOurProduct(row, command, context));
    if (ours) return { id: String(ours.id), current: ours };
    strangers.push(...coded);
  }
  for (const row of strangers) someoneElses(createdAt(row), context);
  return undefined;
};

/** The list has no filter by time: only its first pages are read, so what they do not show is left to the search. */
const productAmongNewest: Look<commands.ProductCreate> = async (command, context, call) => {
  const since = sinceOf(context);
  if (since === undefined) return undefined;
  const code = command.code ?? context.reference;
  for (let page = 1; page <= NEWEST_PAGES; page += 1) {
    const params = { page_size: PAGE_ROWS, page_number: page };
    const answer = (await call("variations.list", { params })) as Row;
    const rows: readonly Row[] = searchable(answer.data);
    if (rows.length === 0 && (countOf(answer.total_entries) ?? 0) > (page - 1) * PAGE_ROWS) throw unshown("variations");
    const ours = rows.find((row) => hasCode(row, code) && isOurProduct(row, command, context));
    if (ours) return { id: String(ours.id), current: ours };
    if (rows.length === 0 || reachesBefore(rows, since)) break;
  }
  return undefined;
};

export const productLooks = [
  { way: "search for the code", look: productBySearch },
  { way: "the newest variations", look: productAmongNewest },
] as const;

/** The variation's product shows it as removed, or shows others and not it; or there is no such product. */
const removedByProduct: Look<{ readonly id: string }> = async ({ id }, { current }, call) => {
  const product = (current as Row | undefined)?.product_id;
  if (product === undefined) return undefined;
  try {
    const { data } = (await call("products.get", { params: { product_id: String(product) } })) as Row;
    // Another product has other variations: that it lacks this one says nothing.
    if (String(data?.id) !== String(product) || !Array.isArray(data.variations))
      throw new VendorChanged("another product than asked for, or one without its variations", "");
    const rows: readonly Row[] = searchable(data.variations);
    const found = rows.find((row) => String(row.id) === id);
    if (found) return found.is_removed === true ? { id } : undefined;
    // Only among others that are shown its absence tells: a vendor may leave the whole list out for a moment.
    return rows.length > 0 ? { id } : undefined;
  } catch (error) {
    if (error instanceof Rejected && error.notFound) return { id };
    throw error;
  }
};

export const removalLooks = [{ way: "the variation among those of its product", look: removedByProduct }] as const;

const hasPhone = (row: Row, phone: string | undefined): boolean =>
  Array.isArray(row.phone_numbers) &&
  row.phone_numbers.some((one) => one === phone || (phoneOf(one) !== undefined && phoneOf(one) === phoneOf(phone)));

const customerIn =
  (
    paramsOf: (command: commands.CustomerCreate, context: WriteContext) => Row | undefined,
  ): Look<commands.CustomerCreate> =>
  async (command, context, call) => {
    const params = paramsOf(command, context);
    if (!params) return undefined;
    const list = (page: number) => ({ ...params, page_number: page });
    for await (const rows of pagesOf(call, "customers.list", "customers", list)) {
      const ours = rows.find((row) => hasPhone(row, command.phone));
      if (ours) return { id: String(ours.id) };
    }
    return undefined;
  };

export const customerLooks = [
  { way: "search for the phone", look: customerIn(({ phone }) => ({ search: phone })) },
  {
    way: "customers by time of creation",
    look: customerIn((_command, context) => {
      const since = sinceOf(context);
      return since === undefined ? undefined : { start_time_inserted_at: seconds(since) };
    }),
  },
] as const;
