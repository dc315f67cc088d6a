import { RetryLater } from "../../core/errors.ts";
import { searchable } from "../../core/rows.ts";
import { DAY, HOUR, toHanoiDay } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import type { Call, Look, WriteContext } from "../../core/vendor.ts";
import type { CustomerCreateOf, OrderCreateOf, ProductCreateOf } from "./commands.ts";
import { mark } from "./encode.ts";
import { createdOf, idOf, orderStates } from "./normalize.ts";
import { DEFAULT_ROWS, MOST_ROWS } from "./operations.ts";
import { type Row, rowsIn } from "./schema.ts";

/* Ways to look for a write whose answer was lost. */

/** A vendor that counts rows off and then leaves some out shows somewhat fewer. */
const LEFT_OUT = 0.05;
const isAbout = (count: number, most: number): boolean => count <= most && count > most * (1 - LEFT_OUT);
/** Whether the vendor may have cut the answer: at the limit, or at its own default where it ignores the limit. */
const cut = ({ length }: readonly Row[]): boolean =>
  length > MOST_ROWS || isAbout(length, MOST_ROWS) || isAbout(length, DEFAULT_ROWS);
const undecided = (what: string): RetryLater =>
  new RetryLater(`iSale: the list of ${what} is too long to prove that the write did not happen`, { delivered: "no" });

const carries = (row: Row, reference: string, codeField: string): boolean =>
  sameText(row[codeField], reference) || (typeof row.note === "string" && row.note.includes(mark(reference)));

/** Staff may date an order back: the sync, too, reads the last three days again. */
const DATED_BACK = 3 * DAY;
/** Of one search; a minute's limit is 120. What took longer would begin from the front each time. */
const MOST_ASKS = 80;

/**
 * Days that hold everything written by any attempt, halved while the answer may have been cut, the later half first;
 * one day is split by state. A day that is still cut after that proves nothing.
 */
const findOrder: Look<OrderCreateOf> = async (_command, context, call) => {
  let asks = 0;
  const ask = async (params: Record<string, unknown>) => {
    asks += 1;
    if (asks > MOST_ASKS) throw undecided("orders");
    return searchable(rowsIn(await call("orders.list", { params: { limit: MOST_ROWS, ...params } })));
  };
  const found = (rows: readonly Row[]) => rows.find((row) => carries(row, context.reference, "orderCode"));
  const search = async (from: number, to: number): Promise<Row | undefined> => {
    // One day more than meant: the vendor's end may or may not include its day.
    const days = { dateFrom: toHanoiDay(from), dateTo: toHanoiDay(to + DAY) };
    const rows = await ask(days);
    const row = found(rows);
    if (row || !cut(rows)) return row;
    if (toHanoiDay(from) !== toHanoiDay(to)) {
      const middle = from + Math.floor((to - from) / DAY / 2) * DAY;
      return (await search(middle + DAY, to)) ?? (await search(from, middle));
    }
    // A state that the table does not know holds orders too.
    for (const status of new Set([...Object.keys(orderStates), ...rows.map((each) => String(each.status ?? 0))])) {
      const part = await ask({ ...days, status });
      const hit = found(part);
      if (hit) return hit;
      if (cut(part)) throw undecided("orders");
    }
    return undefined;
  };
  const { firstAttemptAt, lastAttemptAt } = context;
  if (firstAttemptAt === undefined) {
    const rows = await ask({});
    const row = found(rows);
    if (!row && cut(rows)) throw undecided("orders");
    return row && { id: idOf(row) };
  }
  // One day later for clocks that differ. A person may have had it sent again weeks after the first try.
  const row = await search(firstAttemptAt - DATED_BACK, (lastAttemptAt ?? firstAttemptAt) + DAY);
  return row && { id: idOf(row) };
};

/** Codes need not be unique: a product that stood there before the first attempt is not ours. */
const isRecent = (row: Row, context: WriteContext): boolean => {
  const created = createdOf(row);
  return created === undefined || context.firstAttemptAt === undefined || created >= context.firstAttemptAt - HOUR;
};

const findProduct = async (command: ProductCreateOf, context: WriteContext, call: Call) => {
  const code = command.code ?? context.reference;
  const strangers: Row[] = [];
  const ask = async (part: Record<string, unknown>) => {
    const rows = searchable(rowsIn(await call("products.list", { params: { limit: MOST_ROWS, ...part } })));
    const coded = rows.filter((each) => sameText(each.code, code) && isRecent(each, context));
    strangers.push(...coded);
    // Nobody else has our reference for a code.
    const row = coded.find((each) => command.code === undefined || sameText(each.title ?? each.name, command.name));
    return { found: row && { id: idOf(row) }, isCut: cut(rows) };
  };
  const absent = (): undefined => {
    for (const row of strangers) someoneElses(createdOf(row), context);
  };
  // There is no search. A list of the category would prove nothing: the app keeps categories in a table of their own.
  const whole = await ask({});
  if (whole.found) return whole.found;
  if (!whole.isCut) return absent();
  const inCategory = command.categoryId === undefined ? undefined : await ask({ categoryId: command.categoryId });
  if (inCategory?.found) return inCategory.found;
  for (const isMaterial of [false, true]) {
    const { found, isCut } = await ask({ isMaterial });
    if (found) return found;
    if (isCut) throw undecided("products");
  }
  return absent();
};

/** One search by text. The same code without our mark: another's contact, or ours with its note dropped. */
const contactsLike =
  (textOf: (command: CustomerCreateOf, context: WriteContext) => string): Look<CustomerCreateOf> =>
  async (command, context, call) => {
    const q = textOf(command, context);
    const rows = searchable(rowsIn(await call("contacts.list", { params: { limit: MOST_ROWS, q } })));
    const row = rows.find((each) => carries(each, context.reference, "code"));
    if (row) return { id: idOf(row) };
    const code = codeOf(command, context);
    if (cut(rows) || rows.some((each) => sameText(each.code, code))) throw undecided("contacts");
    return undefined;
  };

const codeOf = ({ code }: { code?: string | undefined }, { reference }: WriteContext): string => code ?? reference;

export const orderLooks = [
  { way: "the orders of the days since the first attempt", look: findOrder },
  {
    way: "the customer's orders, or the newest of all",
    look: async ({ customer }: OrderCreateOf, { reference }: WriteContext, call: Call) => {
      const contactId = customer?.id === undefined ? {} : { contactId: customer.id };
      const answer = await call("orders.list", { params: { limit: MOST_ROWS, ...contactId } });
      const row = searchable(rowsIn(answer)).find((each) => carries(each, reference, "orderCode"));
      return row && { id: idOf(row) };
    },
  },
];

/** There is no search among products: the list itself, and its parts where it may have been cut. */
export const productLooks = [{ way: "the list of products and its parts", look: findProduct }];

export const customerLooks = [
  { way: "contacts with this code", look: contactsLike(codeOf) },
  {
    way: "contacts with this phone, address or name",
    look: contactsLike(({ phone, email, name }) => phone ?? email ?? name),
  },
];
