import { Rejected, RetryLater, VendorChanged } from "../../core/errors.ts";
import { timeOfId } from "../../core/ids.ts";
import { countOf, findRow, idIn, searchable, type Untyped } from "../../core/rows.ts";
import { CLOCK_SLACK, toHanoiLocal } from "../../core/time.ts";
import { someoneElses } from "../../core/traces.ts";
import type { Call, WriteContext } from "../../core/vendor.ts";
import type { LineCommand, OrderCreateCommand } from "./commands.ts";
import { linesOf, marksOf, type Row } from "./encode.ts";
import { changedAt, onlyRow, removedIds } from "./normalize.ts";

/* Ways to look for a write whose answer was lost. */

/** Our clock when the first attempt began, or when the entry was made; unix milliseconds. */
export const beganAt = (context: WriteContext): number | undefined => {
  const inId = /[0-9a-hjkmnp-tv-z]{22}$/.exec(context.writeId)?.[0];
  return context.firstAttemptAt ?? (inId === undefined ? undefined : timeOfId(inId));
};

/** Nothing that we wrote is older than this, by the vendor's clock. */
const notBefore = (context: WriteContext): number | undefined => {
  const time = beganAt(context);
  return time === undefined ? undefined : time - CLOCK_SLACK;
};

/** Made in our time, edited since, and with our goods or our customer: its note may have been ours before. */
const mayHaveLostMark = (row: Row, { locationId, lines, customer }: Sold, since: number | undefined): boolean => {
  const created = changedAt({ createdDate: row.createdDate });
  if (!row.modifiedDate || row.modifiedDate === row.createdDate) return false;
  if (String(row.branchId) !== locationId || (since !== undefined && created !== undefined && created < since)) {
    return false;
  }
  const names = (list: readonly Row[]) =>
    [...new Set(list.map((line) => String(line.productId ?? line.code)))].sort().join();
  const byCode = lines.some(({ productId }) => productId === undefined);
  const sold = linesOf(row).map(({ productId, productCode }) => ({
    productId: byCode ? undefined : productId,
    code: productCode,
  }));
  const isBuyer =
    (customer?.id !== undefined && customer.id === String(row.customerId)) ||
    (customer?.code !== undefined && customer.code === row.customerCode);
  return isBuyer || names(sold) === names(byCode ? lines.map(({ code }) => ({ code })) : lines);
};

type Sold = Pick<OrderCreateCommand, "locationId" | "customer"> & {
  readonly lines: readonly Pick<LineCommand, "productId" | "code">[];
};
type List = "orders.list" | "invoices.list" | "products.list" | "customers.list" | "categories.list";
interface Rows {
  readonly data?: unknown;
  readonly total?: unknown;
}

/** Categories and the prices of a book are named by other fields (§2.3.1, §2.17.2). */
const rowId = (row: Untyped): string =>
  idIn(row, ["id", "categoryId", "productId"].find((name) => row?.[name] !== undefined) ?? "id");

const PAGE = 100;
const MOST_PAGES = 500;
const undecided = (why: string) => new RetryLater(`KiotViet: ${why} to search for a write`, { delivered: "no" });
const tooMany = () => undecided("too many changes");

/**
 * A full page is not the last one, whatever the total says.
 * @throws RetryLater where a list ends before it has shown what it counts: the row may be among the others
 */
const isEnd = (rows: readonly Row[], offset: number, { total }: Rows): boolean => {
  const count = countOf(total);
  if (rows.length === 0 && (count ?? 0) > offset) throw undecided("a list shows fewer rows than it counts");
  return rows.length === 0 || (rows.length < PAGE && offset + rows.length >= (count ?? Number.POSITIVE_INFINITY));
};

/**
 * The time from which a page behind these rows goes on; undefined: they are not sorted by it. Never-edited rows have no
 * modifiedDate and may be sorted before all others: their time is no place to go on from.
 */
const timeBehind = (rows: readonly Row[]): number | undefined => {
  const times = rows.map((row) => changedAt(row)).filter((time) => time !== undefined);
  const isSorted = times.length === rows.length && times.every((time, at) => at === 0 || times[at - 1]! <= time);
  return isSorted && rows.at(-1)?.modifiedDate ? changedAt(rows.at(-1)) : undefined;
};

/**
 * The first row of those that changed since the first attempt for which `isIt` says yes. Each page asks again from the
 * last row's time, as the sync does: with plain offsets a sale in between could push the row that we look for out of
 * every page.
 */
const amongChanged = async (
  call: Call,
  operation: List,
  since: number | undefined,
  isIt: (row: Row) => boolean,
): Promise<Row | undefined> => {
  let from = since;
  let offset = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = (await call(operation, {
      params: {
        ...(from === undefined ? {} : { lastModifiedFrom: toHanoiLocal(from) }),
        orderBy: "modifiedDate",
        orderDirection: "Asc",
        pageSize: PAGE,
        currentItem: offset,
      },
    })) as Rows;
    const found = findRow(answer.data, isIt, rowId);
    if (found) return found;
    const rows: readonly Row[] = searchable(answer.data, rowId);
    if (isEnd(rows, offset, answer)) return undefined;
    const next = timeBehind(rows);
    // Without one, and where rows share one time, go on by offset, a few rows early in case one left.
    if (next !== undefined && (from === undefined || next > from)) [from, offset] = [next, 0];
    else offset += Math.max(1, rows.length - 10);
  }
  throw tooMany();
};

/**
 * The first row of those made since the first attempt, the newest first: a sale in between pushes rows to later pages, so
 * none is jumped over. It asks neither the filter nor the order by changes of the other way.
 */
const amongCreated = async (
  call: Call,
  operation: List,
  since: number | undefined,
  isIt: (row: Row) => boolean,
): Promise<Row | undefined> => {
  let offset = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = (await call(operation, {
      params: { orderBy: "createdDate", orderDirection: "Desc", pageSize: PAGE, currentItem: offset },
    })) as Rows;
    const found = findRow(answer.data, isIt, rowId);
    if (found) return found;
    const rows: readonly Row[] = searchable(answer.data, rowId);
    const oldest = changedAt({ createdDate: rows.at(-1)?.createdDate });
    const isPast = since !== undefined && oldest !== undefined && oldest < since;
    if (isPast || isEnd(rows, offset, answer)) return undefined;
    offset += rows.length;
  }
  throw tooMany();
};

const carriesMark = (row: Row, reference: string): boolean =>
  [row.description, ...linesOf(row).map(({ note }) => note)].flatMap(marksOf).includes(reference);
const isMarked = (row: Row): boolean =>
  [row.description, ...linesOf(row).map(({ note }) => note)].some((text) => marksOf(text).length > 0);
const named = (row: Row | undefined): { id: string } | undefined => row && { id: idIn(row) };

/** An order or invoice with our mark, by two ways. @throws Rejected where a row may be ours and lost its mark */
export const soldLooks = <Command extends Sold>(operation: "orders.list" | "invoices.list") => [
  {
    way: "everything that changed since the first attempt",
    look: async (command: Command, context: WriteContext, call: Call) => {
      const since = notBefore(context);
      let like: Row | undefined;
      const row = await amongChanged(call, operation, since, (each) => {
        if (!isMarked(each) && mayHaveLostMark(each, command, since)) like = each;
        return carriesMark(each, context.reference);
      });
      if (!row && like)
        throw new Rejected(`KiotViet: ${like.code} may be it, its note was rewritten`, { notFound: true });
      return named(row);
    },
  },
  {
    way: "everything made since the first attempt",
    look: async (_command: Command, context: WriteContext, call: Call) =>
      named(await amongCreated(call, operation, notBefore(context), (row) => carriesMark(row, context.reference))),
  },
];

/** Texts that the vendor compares regardless of their case. */
const isSameCode = (one: unknown, other: unknown): boolean =>
  String(one ?? "")
    .trim()
    .toLowerCase() ===
  String(other ?? "")
    .trim()
    .toLowerCase();

/**
 * The row of a detail answer.
 * @throws VendorChanged where it is another one than was asked for, or none: that says nothing about this one
 */
export const shownBy = (answer: unknown, { id, code }: { readonly id?: unknown; readonly code?: unknown }): Row => {
  const row = onlyRow(answer) as Row | undefined;
  if (id === undefined ? isSameCode(row?.code, code) : String(row?.id) === String(id)) return row!;
  throw new VendorChanged("KiotViet: another record than asked for, or none", JSON.stringify(answer) ?? "");
};

/** The record that a detail call names, or undefined where the vendor says in its own words that there is none. */
export const ask = async (call: Call, operation: string, params: Record<string, unknown>): Promise<Row | undefined> => {
  try {
    return shownBy(await call(operation, { params }), params);
  } catch (error) {
    if (error instanceof Rejected && error.notFound) return undefined;
    throw error;
  }
};

/** The vendor's own word that there is no such record. Every other refusal leaves it open. */
export const isGone = async (call: Call, operation: string, id: string): Promise<boolean> => {
  try {
    await call(operation, { params: { id } });
    return false;
  } catch (error) {
    if (error instanceof Rejected && error.notFound) return true;
    throw error;
  }
};

interface Named {
  readonly id: string;
}

/** A removed record, by two ways: it is asked for, and the list of what was removed names it. */
export const removalLooks = (noun: "products" | "customers" | "categories") => [
  {
    way: "the vendor's word that there is no such record",
    look: async ({ id }: Named, _context: WriteContext, call: Call) =>
      (await isGone(call, `${noun}.get`, id)) ? { id } : undefined,
  },
  {
    way: "the ids that were removed since the first attempt",
    look: async ({ id }: Named, context: WriteContext, call: Call) => {
      const since = notBefore(context);
      const params = {
        includeRemoveIds: true,
        pageSize: 1,
        ...(since === undefined ? {} : { lastModifiedFrom: toHanoiLocal(since) }),
      };
      return removedIds(await call(`${noun}.list`, { params }))?.includes(id) ? { id } : undefined;
    },
  },
];

/** A cancelled order or invoice, by two ways: it is asked for, and it is among what changed since the first attempt. */
export const cancelLooks = (noun: "orders" | "invoices", cancelled: number) => [
  {
    way: "the record itself",
    look: async ({ id }: Named, _context: WriteContext, call: Call) => {
      const row = await ask(call, `${noun}.get`, { id });
      // What is gone has nothing left to be cancelled.
      return !row || Number(row.status) === cancelled ? { id } : undefined;
    },
  },
  {
    way: "everything that changed since the first attempt",
    look: async ({ id }: Named, context: WriteContext, call: Call) => {
      const isIt = (row: Row) => String(row.id) === id && Number(row.status) === cancelled;
      return (await amongChanged(call, `${noun}.list`, notBefore(context), isIt)) && { id };
    },
  },
];

/**
 * The sales channel of an order, which its list alone shows (§2.5.1, not §2.5.2). Undefined: it has none, or the list does
 * not show it yet. An order that the copy has from a list needs no call.
 */
export const channelOf = async (current: unknown, call: Call): Promise<{ saleChannelId: unknown } | undefined> => {
  const order = onlyRow(current) as Row | undefined;
  if (order?.id === undefined || order.saleChannelId !== undefined || order.customerCode !== undefined)
    return undefined;
  const isIt = (row: Row) => String(row.id) === String(order.id);
  const saleChannelId = (await amongChanged(call, "orders.list", changedAt(order), isIt))?.saleChannelId;
  return saleChannelId === undefined || saleChannelId === null ? undefined : { saleChannelId };
};

/** The first row of a list without an order by changes, page by page, newest ids first where the vendor sorts so. */
export const amongAll = async (
  call: Call,
  operation: string,
  params: Readonly<Record<string, unknown>>,
  isIt: (row: Row) => boolean,
): Promise<Row | undefined> => {
  let offset = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = (await call(operation, { params: { ...params, pageSize: PAGE, currentItem: offset } })) as Rows;
    const found = findRow(answer.data, isIt, rowId);
    if (found) return found;
    const rows: readonly Row[] = searchable(answer.data, rowId);
    if (isEnd(rows, offset, answer)) return undefined;
    // A few rows again: one that left in between pulls the others forward.
    offset += Math.max(1, rows.length - 10);
  }
  throw tooMany();
};

interface Category {
  readonly name: string;
  readonly parentId?: string | undefined;
}

/** The vendor has no code for a category, so its name tells, and that it was not there before the first attempt. */
const isNamedSo = (row: Row, { name, parentId }: Category): boolean =>
  String(row.categoryName).trim() === name && String(row.parentId ?? "") === (parentId ?? "");

export const categoryLooks = <Command extends Category>() => {
  const among =
    (search: typeof amongChanged) =>
    async (command: Command, context: WriteContext, call: Call): Promise<{ id: string } | undefined> => {
      const since = notBefore(context);
      const renamed: (number | undefined)[] = [];
      const row = await search(call, "categories.list", since, (each) => {
        const created = changedAt({ createdDate: each.createdDate });
        if (since !== undefined && created !== undefined && created < since) return false;
        if (isNamedSo(each, command)) return true;
        if (isEdited(each)) renamed.push(created);
        return false;
      });
      if (row) return { id: idIn(row, "categoryId") };
      // Staff may have given ours another name or parent: nothing else of it tells whose it is.
      for (const created of renamed) someoneElses(created, context);
      return undefined;
    };
  return [
    { way: "everything that changed since the first attempt", look: among(amongChanged) },
    { way: "everything made since the first attempt", look: among(amongCreated) },
  ];
};

interface Coded {
  readonly code?: string | undefined;
  readonly name: string;
}

const isEdited = ({ createdDate, modifiedDate }: Row): boolean => Boolean(modifiedDate) && modifiedDate !== createdDate;

/**
 * Products and customers are found by their code. One that existed before our first attempt, or has another name, is
 * a stranger's: sending again then earns the vendor's own refusal of the duplicate.
 */
const ifOurs = (row: Row | undefined, command: Coded, context: WriteContext): { id: string } | undefined => {
  if (!row) return undefined;
  if (command.code === undefined) return named(row);
  const earliest = notBefore(context);
  const created = changedAt({ createdDate: row.createdDate });
  if (earliest !== undefined && created !== undefined && created < earliest) return undefined;
  if (String(row.name ?? "").trim() === command.name.trim()) return named(row);
  return isEdited(row) ? someoneElses(created, context) : undefined;
};

const codeOf = (command: Coded, context: WriteContext): string => command.code ?? context.reference;

const byCode = <Command extends Coded>(operation: string) => ({
  way: "the record of this code",
  look: async (command: Command, context: WriteContext, call: Call) =>
    ifOurs(await ask(call, operation, { code: codeOf(command, context) }), command, context),
});

/** By the list of what changed: another index than that of codes. */
const codedAmongChanged = <Command extends Coded>(operation: "products.list" | "customers.list") => ({
  way: "everything that changed since the first attempt",
  look: async (command: Command, context: WriteContext, call: Call) => {
    const code = codeOf(command, context);
    const isIt = (row: Row) => isSameCode(row.code, code);
    return ifOurs(await amongChanged(call, operation, notBefore(context), isIt), command, context);
  },
});

export const productLooks = <Command extends Coded>() => [
  byCode<Command>("products.get-by-code"),
  codedAmongChanged<Command>("products.list"),
];

export const customerLooks = <Command extends Coded>() => [
  byCode<Command>("customers.get-by-code"),
  codedAmongChanged<Command>("customers.list"),
];
