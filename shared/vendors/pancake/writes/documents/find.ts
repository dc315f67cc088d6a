import type * as commands from "../../../../core/commands.ts";
import { Rejected, RetryLater } from "../../../../core/errors.ts";
import { searchable, type Untyped } from "../../../../core/rows.ts";
import { CLOCK_SLACK } from "../../../../core/time.ts";
import { sameText, someoneElses } from "../../../../core/traces.ts";
import type { Call, Look, WriteContext } from "../../../../core/vendor.ts";
import { createdAt, pagesOf, reachesBefore, seconds, sinceOf } from "../../find.ts";
import { COUNTED, TRANSFER, voucherTerms } from "./encode.ts";

/** How papers of the warehouse and the till are looked for after a lost answer, and read after a write. */

type Row = Readonly<Record<string, Untyped>>;

/** A list of papers. Some lists show one state at a time: then each is asked, in the order in which papers pass through. */
interface Papers {
  readonly operation: string;
  readonly what: string;
  readonly parts: readonly Row[];
}
export const purchases: Papers = {
  operation: "purchase-orders.list",
  what: "goods receipts",
  parts: [{ status: -2, type: "product", preload_items: true }],
};
export const issues: Papers = { operation: "exports.list", what: "goods issues", parts: [{ status: -1, type: 0 }] };
export const transfers: Papers = {
  operation: "transfers.list",
  what: "transfers",
  parts: [...Object.values(TRANSFER).map((status) => ({ status })), { status: 3 }],
};
export const stocktakings: Papers = { operation: "stocktakings.list", what: "stocktakings", parts: [{ status: -2 }] };
export const cashFlow: Papers = { operation: "cash-flow.list", what: "receipts and payments", parts: [{ status: -1 }] };

/** The first row of the lists that fits. `since`: older rows need not be read, unix milliseconds. */
const rowAmong = async (
  { operation, what, parts }: Papers,
  { since, ...params }: Row & { readonly since?: number | undefined },
  call: Call,
  fits: (row: Row) => boolean,
): Promise<Row | undefined> => {
  for (const part of parts) {
    for await (const rows of pagesOf(call, operation, what, (page) => ({ page, ...part, ...params }))) {
      const found = rows.find(fits);
      if (found) return found;
      // Where the order is another one than newest first, all pages are read.
      if (since !== undefined && reachesBefore(rows, since)) break;
    }
  }
  return undefined;
};

/** No call shows one paper, so its list is searched. */
export const seeIn =
  (papers: Papers) =>
  async (_command: unknown, id: string | undefined, call: Call): Promise<Row | undefined> =>
    id === undefined ? undefined : rowAmong(papers, {}, call, (row) => String(row.id) === id);

const hasMark = ({ reference }: WriteContext, row: Row): boolean => String(row.note ?? "").includes(`#${reference}`);

/** A person has changed a paper of our time, and its note carries no mark (any more): it may have been ours. */
const mayHaveBeenOurs = (row: Row, since: number): boolean =>
  (row.updated_at ?? row.updated_status_at ?? row.inserted_at) !== row.inserted_at &&
  !/#TB-/.test(String(row.note ?? "")) &&
  (createdAt(row) ?? Number.NEGATIVE_INFINITY) >= since;

/** Where a paper shows what it moves: the same products, in whatever number. Its note may have been rewritten with it. */
const movesThese = (items: unknown, lines: readonly { readonly productId?: string | undefined }[]): boolean =>
  !Array.isArray(items) || lines.every(({ productId }) => items.some((item) => item?.variation_id === productId));

/**
 * @param isAlike whether a paper without our mark could be the one: of this warehouse, of this amount
 * @throws Rejected with `notFound` where a paper may be ours and does not say so any more
 */
const findByNote = async (
  papers: Papers,
  isAlike: (row: Row) => boolean,
  context: WriteContext,
  call: Call,
): Promise<Row | undefined> => {
  const since = sinceOf(context) ?? -CLOCK_SLACK;
  let suspect: Row | undefined;
  const found = await rowAmong(papers, { since }, call, (row) => {
    if (isAlike(row) && mayHaveBeenOurs(row, since)) suspect ??= row;
    return hasMark(context, row);
  });
  if (!found && suspect)
    throw new Rejected(`${papers.what}: ${suspect.id} may be ours, its note was rewritten`, { notFound: true });
  return found;
};

const byNote =
  <Command>(papers: Papers, isAlike: (row: Row, command: Command) => boolean): Look<Command> =>
  async (command, context, call) => {
    const found = await findByNote(papers, (row) => isAlike(row, command), context, call);
    return found && { id: String(found.id), current: found };
  };

/** Words of the history for what moves stock (document: "Tạo phiếu chuyển kho #433"). */
const WORDS = {
  order: /đơn hàng/i,
  transfer: /chuyển kho/i,
  receipt: /phiếu nhập|nhập hàng|nhập kho/i,
  issue: /phiếu xuất|xuất hàng|xuất kho/i,
  count: /kiểm/i,
  /** Set by hand or by "Cập nhật tồn kho". */
  set: /cập nhật tồn/i,
  return: /hoàn|trả hàng/i,
};

interface Movement {
  readonly productId: string | undefined;
  readonly locationId: string | undefined;
  /** Undefined: of any size. */
  readonly quantity: number | undefined;
  readonly by: keyof typeof WORDS;
  /** The list of what moves stock in this way. */
  readonly papers: Papers;
}

const history: Papers = { operation: "inventory-histories.list", what: "movements of stock", parts: [{}] };

/**
 * The history shows each movement of a variation, though not the note of what moved it. One of just this size that nothing
 * else explains may be ours, so it keeps the write from being sent again until the list of papers shows it. Another paper of
 * the list, which the movement names by its number, does explain it.
 */
const byHistory =
  <Command>(movementOf: (command: Command) => Movement | undefined): Look<Command> =>
  async (command, context, call) => {
    const movement = movementOf(command);
    const since = sinceOf(context);
    if (movement === undefined || since === undefined) return undefined;
    const moved = await movementsLike(movement, { since, until: untilOf(context) }, call);
    if (moved.length === 0) return undefined;
    const named = new Set(moved.flatMap(({ ref_display_id: number }) => (number ? [String(number)] : [])));
    // Stocktakings have no number: each of another hand explains one movement.
    let unnamed = moved.length - moved.filter(({ ref_display_id: number }) => number).length;
    await rowAmong(movement.papers, { since }, call, (row) => {
      if (hasMark(context, row)) return false;
      if (row.display_id) named.delete(String(row.display_id));
      else if (Array.isArray(row.items) && movesThese(row.items, [movement])) unnamed -= 1;
      return false;
    });
    if (named.size === 0 && unnamed <= 0) return undefined;
    throw new RetryLater("Pancake: the stock has moved as asked, and no paper with our note is shown", {
      delivered: "no",
    });
  };

interface Span {
  /** Unix milliseconds. */
  readonly since: number;
  readonly until: number;
}

const untilOf = ({ lastAttemptAt, firstAttemptAt }: WriteContext): number =>
  (lastAttemptAt ?? firstAttemptAt!) + CLOCK_SLACK;

const movementsLike = async (
  { productId, locationId, quantity, by }: Movement,
  { since, until }: Span,
  call: Call,
): Promise<readonly Row[]> => {
  const others = Object.entries(WORDS).flatMap(([name, words]) => (name === by ? [] : [words]));
  const moved: Row[] = [];
  const params = {
    since,
    warehouse_id: locationId,
    variation_ids: [productId],
    startDate: seconds(since),
    endDate: seconds(until),
  };
  await rowAmong(history, params, call, (row) => {
    const isLike =
      String(row.variation_now?.id ?? productId) === productId &&
      String(row.warehouse?.id ?? locationId) === String(locationId) &&
      (quantity === undefined || Number(row.quantity) === quantity) &&
      (createdAt(row) ?? since) >= since &&
      (createdAt(row) ?? until) <= until &&
      !others.some((words) => words.test(String(row.type ?? "")));
    if (isLike) moved.push(row);
    return false;
  });
  return moved;
};

const HISTORY = "movements of the variation by time";

export const purchaseLooks = [
  {
    way: "goods receipts by their note",
    look: byNote<commands.PurchaseCreate>(
      purchases,
      (row, { locationId, lines }) => row.warehouse_id === locationId && movesThese(row.items, lines),
    ),
  },
  {
    way: HISTORY,
    look: byHistory<commands.PurchaseCreate>(({ lines: [line], locationId, draft }) =>
      draft
        ? undefined
        : { productId: line!.productId, locationId, quantity: line!.quantity, by: "receipt", papers: purchases },
    ),
  },
] as const;

export const issueLooks = [
  {
    way: "goods issues by their note",
    look: byNote<commands.SupplierReturnCreate>(
      issues,
      (row, { locationId, lines }) => row.warehouse_id === locationId && movesThese(row.export_items, lines),
    ),
  },
  {
    way: HISTORY,
    look: byHistory<commands.SupplierReturnCreate>(({ lines: [line], locationId }) => ({
      productId: line!.productId,
      locationId,
      quantity: -line!.quantity,
      by: "issue",
      papers: issues,
    })),
  },
] as const;

export const transferLooks = [
  {
    way: "transfers by their note",
    look: byNote<commands.TransferCreate>(
      transfers,
      (row, { fromLocationId, toLocationId, lines }) =>
        row.from_warehouse_id === fromLocationId &&
        row.to_warehouse_id === toLocationId &&
        movesThese(row.items, lines),
    ),
  },
  {
    way: HISTORY,
    look: byHistory<commands.TransferCreate>(({ lines: [line], fromLocationId }) => ({
      productId: line!.productId,
      locationId: fromLocationId,
      quantity: -line!.quantity,
      by: "transfer",
      papers: transfers,
    })),
  },
] as const;

/** @throws Rejected where it is ours and was not finished: nothing is booked yet */
const finished = (found: Row): Row => {
  if (found.status === COUNTED) return found;
  throw new Rejected(`stocktaking ${found.id} is ours and not done: finish or delete it`, { notFound: true });
};

type Counted = Pick<commands.StockCount, "locationId"> & {
  readonly lines: readonly { productId?: string | undefined }[];
};

const countOf = async ({ locationId, lines }: Counted, context: WriteContext, call: Call): Promise<Row | undefined> => {
  const isAlike = (row: Row) => row.warehouse_id === locationId && movesThese(row.items, lines);
  const found = await findByNote(stocktakings, isAlike, context, call);
  return found && finished(found);
};

export const moveLooks = [
  {
    way: "stocktakings by their note",
    // What is read back is the variation's stock.
    look: (async ({ productId, locationId }, context, call) =>
      (await countOf({ locationId, lines: [{ productId }] }, context, call)) && {
        id: productId,
      }) satisfies Look<commands.StockMove>,
  },
  {
    way: HISTORY,
    look: byHistory<commands.StockMove>(({ productId, locationId, delta }) => ({
      productId,
      locationId,
      quantity: delta,
      by: "count",
      papers: stocktakings,
    })),
  },
] as const;

export const countLooks = [
  {
    way: "stocktakings by their note",
    look: (async (command, context, call) => {
      const found = await countOf(command, context, call);
      return found && { id: String(found.id), current: found };
    }) satisfies Look<commands.StockCount>,
  },
  {
    way: HISTORY,
    // The size of the difference was found right before the call, and the stock has moved on since.
    look: byHistory<commands.StockCount>(({ lines: [line], locationId }) => ({
      productId: line!.productId,
      locationId,
      quantity: undefined,
      by: "count",
      papers: stocktakings,
    })),
  },
] as const;

export const cashLooks = [
  {
    way: "receipts and payments by their note",
    look: byNote<commands.CashCreate>(cashFlow, (row, { amount }) => Math.abs(Number(row.amount)) === amount),
  },
  {
    way: "receipts and payments by time",
    look: (async (_command, context, call) => {
      const since = sinceOf(context);
      if (since === undefined) return undefined;
      const span = { since, startDateTime: seconds(since), endDateTime: seconds(untilOf(context)) + 1 };
      const found = await rowAmong(cashFlow, span, call, (row) => hasMark(context, row));
      return found && { id: String(found.id), current: found };
    }) satisfies Look<commands.CashCreate>,
  },
] as const;

const sameTerms = (row: Row, command: commands.VoucherCreate): boolean => {
  const { discount, is_percent } = voucherTerms(command);
  return (
    Number(row.promo_code_info?.discount) === discount && (row.promo_code_info?.is_percent === true) === is_percent
  );
};

/** A code belongs to one voucher; one that stood there before our first try is not ours. Codes of the vendor's own tell nothing. */
const voucherByCode: Look<commands.VoucherCreate> = async (command, context, call) => {
  const rows: readonly Row[] = searchable(((await call("vouchers.list", {})) as Row).data);
  const since = sinceOf(context) ?? Number.NEGATIVE_INFINITY;
  if (command.codes === undefined) {
    const alike = rows.filter((row) => sameTerms(row, command) && (createdAt(row) ?? since) >= since);
    if (alike.length >= (command.count ?? 1))
      throw new Rejected(`${alike.length} vouchers with these terms were made since, perhaps by this call`, {
        notFound: true,
      });
    return undefined;
  }
  const coded = rows.filter((row) => sameText(row.name, command.codes![0]!));
  const ours = coded.find((row) => sameTerms(row, command) && (createdAt(row) ?? since) >= since);
  if (ours) return { id: String(ours.id), current: ours };
  for (const row of coded) someoneElses(createdAt(row), context);
  return undefined;
};

/** "Lấy thông tin phiếu giảm giá" draws the bare row; everything else of this vendor stands under `data`. */
export const seeVoucher = async (_command: unknown, id: string | undefined, call: Call): Promise<unknown> => {
  if (id === undefined) return undefined;
  const answer = (await call("vouchers.get", { params: { voucher_id: id } })) as Row;
  return answer.data ?? answer;
};

export const voucherLooks = [{ way: "vouchers by their code", look: voucherByCode }] as const;
