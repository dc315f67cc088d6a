import type * as commands from "../../../../core/commands.ts";
import { Rejected } from "../../../../core/errors.ts";
import type { Inventory } from "../../../../core/records.ts";
import type { OperationCall, WriteContext } from "../../../../core/vendor.ts";
import { marksIn, withMark } from "../../encode.ts";
import { clean, isRow, type Row, rowOf } from "../rows.ts";

/* Papers of the warehouse and the till as calls of Pancake. */

/** "Phiếu nhập kho": -1 new, 0 confirmed, 1 received, 2 cancelled. Stock moves when it is received. */
export const PURCHASE = { draft: -1, confirmed: 0, received: 1, cancelled: 2 } as const;
/** "Phiếu xuất kho": 0 new, 1 done, 2 cancelled; the type of a plain issue is 0, of defective goods 1. */
const ISSUE = { done: 1, plain: 0 } as const;
/** "Chuyển kho": 0 waiting, 1 under way, 2 done. The document gives 2 for cancelled ones as well. */
export const TRANSFER = { draft: 0, sent: 1, received: 2 } as const;

const numberOf = (id: unknown): number | undefined => (id === undefined ? undefined : Number(id));

interface Slip {
  readonly productId?: string | undefined;
  readonly quantity: number;
  readonly price?: number | undefined;
}
const slipItems = (lines: readonly Slip[] | undefined): readonly Row[] | undefined =>
  lines?.map(({ productId, quantity, price }) => clean({ variation_id: productId, quantity, imported_price: price }));

/** What stands in every slip. Goods of a named supplier that are not paid for are owed to him. */
const slipFields = (command: Pick<commands.PurchaseCreate, "supplier" | "locationId">) => ({
  supplier_products_id: numberOf(command.supplier?.id),
  warehouse_id: command.locationId,
});
const owed = (command: Pick<commands.PurchaseCreate, "supplier">) => ({
  not_create_transaction: true,
  auto_create_debts: command.supplier?.id === undefined ? undefined : true,
});

const ownShop = ({ grants }: WriteContext) => (grants.shopId === undefined ? undefined : Number(grants.shopId));

export const encodePurchaseCreate = (command: commands.PurchaseCreate, context: WriteContext): OperationCall => ({
  body: clean({
    purchase: {
      ...slipFields(command),
      ...owed(command),
      note: withMark(command.note, context.reference),
      status: command.draft ? PURCHASE.draft : PURCHASE.received,
      shop_id: ownShop(context),
      items: slipItems(command.lines)?.map((item, index) => ({ ...item, index })),
    },
  }),
});

/** @throws Rejected where the copy does not know the slip */
const known = (context: WriteContext, field: string): Row => {
  const current = rowOf(context.current);
  if (current[field] !== undefined && current[field] !== null) return current;
  throw new Rejected(`Pancake asks for the ${field} of the slip, which is not known yet`, {
    code: "record-unknown",
    fields: { id: "not in the copy of the shop" },
  });
};

/** The marks of the create stay behind the note, so that its search keeps finding the slip. */
const changedNote = (note: string | undefined, current: Row): string | undefined =>
  note === undefined ? undefined : withMark(note, ...marksIn(current.note));

/** The warehouse is required in every change of a goods receipt ("Cập nhật phiếu nhập kho"). */
export const carriedPurchase = (current: unknown): Row =>
  clean({ purchase: { warehouse_id: rowOf(current).warehouse_id } });

export const encodePurchaseUpdate = (command: commands.PurchaseUpdate, context: WriteContext): OperationCall => {
  const { warehouse_id, ...current } = known(context, "warehouse_id");
  const fields = slipFields(command);
  return {
    params: { purchase_id: command.id },
    body: clean({
      purchase: {
        ...fields,
        ...(fields.supplier_products_id === undefined ? {} : owed(command)),
        warehouse_id: fields.warehouse_id ?? warehouse_id,
        note: changedNote(command.note, current),
        status: command.draft === undefined ? undefined : command.draft ? PURCHASE.draft : PURCHASE.received,
        items: slipItems(command.lines),
      },
    }),
  };
};

export const encodePurchaseCancel = ({ id }: { readonly id: string }, context: WriteContext): OperationCall => ({
  params: { purchase_id: id },
  body: { purchase: { warehouse_id: known(context, "warehouse_id").warehouse_id, status: PURCHASE.cancelled } },
});

/** The only paper that takes goods out and names a supplier is the goods issue ("Tạo phiếu xuất kho"). */
export const encodeSupplierReturn = (command: commands.SupplierReturnCreate, context: WriteContext): OperationCall => ({
  body: clean({
    export_list: {
      ...slipFields(command),
      note: withMark(command.note, context.reference),
      status: ISSUE.done,
      type: ISSUE.plain,
      shop_id: ownShop(context),
      export_items: slipItems(command.lines),
    },
  }),
});

export const encodeTransferCreate = (command: commands.TransferCreate, context: WriteContext): OperationCall => ({
  body: {
    transfer: {
      from_warehouse_id: command.fromLocationId,
      to_warehouse_ids: [command.toLocationId],
      items: slipItems(command.lines),
      note: withMark(command.note, context.reference),
    },
  },
});

/** State and warehouse are required in every change of a transfer ("Cập nhật phiếu chuyển kho"). */
export const carriedTransfer = (current: unknown): Row => {
  const { status, from_warehouse_id } = rowOf(current);
  return clean({ transfer: { status, from_warehouse_id } });
};

export const encodeTransferUpdate = (command: commands.TransferUpdate, context: WriteContext): OperationCall => {
  const { status, from_warehouse_id, ...current } = known(context, "from_warehouse_id");
  return {
    params: { transfer_id: command.id },
    body: clean({
      transfer: {
        status: command.status === undefined ? status : TRANSFER[command.status],
        from_warehouse_id,
        items: slipItems(command.lines),
        note: changedNote(command.note, current),
      },
    }),
  };
};

/** Stocktakings: 1 is a finished one ("Đã kiểm hàng"). */
export const COUNTED = 1;

/**
 * A difference is booked by a finished stocktaking: `changed_quantity` is what came or went, and nothing is bought,
 * sold or owed by it, as it would be with an import or export slip.
 */
export const encodeStockMove = (command: commands.StockMove, { reference }: WriteContext): OperationCall => ({
  body: {
    stocktaking: {
      warehouse_id: command.locationId,
      items: [{ variation_id: command.productId, changed_quantity: command.delta }],
      note: withMark(command.note, reference),
      status: COUNTED,
    },
  },
});

/** Undefined: nobody knows. A product without a level at the place has nothing there. */
const onHandIn = (stock: unknown, locationId: string): number | undefined => {
  if (!isRow(stock)) return undefined;
  const level = (stock as Inventory).levels.find((one) => one.locationId === locationId);
  const onHand = level === undefined ? 0 : Number(level.onHand ?? Number.NaN);
  return Number.isFinite(onHand) ? onHand : undefined;
};

/**
 * Pancake takes the difference ("Chênh lệch"), so each stock is read right before.
 * @throws Rejected with the lines whose stock nobody knows
 */
export const encodeStockCount = (command: commands.StockCount, context: WriteContext): OperationCall => {
  const stocks = command.lines.map(({ productId }) => onHandIn(context.read?.get(productId!), command.locationId));
  const missing = stocks.flatMap((stock, index) =>
    stock === undefined ? [[`lines.${index}.productId`, "its stock is not in the copy of the shop"]] : [],
  );
  if (missing.length > 0)
    throw new Rejected("Pancake counts by the difference to the stock, which is not known", {
      code: "stock-unknown",
      fields: Object.fromEntries(missing),
    });
  return {
    body: {
      stocktaking: {
        warehouse_id: command.locationId,
        items: command.lines.map(({ productId, quantity }, index) => ({
          variation_id: productId,
          changed_quantity: quantity - stocks[index]!,
        })),
        note: withMark(command.note, context.reference),
        status: COUNTED,
      },
    },
  };
};

export const cashMethods = { cash: "cash", card: "charged_by_card", transfer: "transfer_money" } as const;

/** A name is required; a negative amount is a payment ("Tạo phiếu thu chi"). */
export const encodeCash = (command: commands.CashCreate, { reference }: WriteContext): OperationCall => ({
  body: clean({
    transaction: {
      name: command.note?.slice(0, 200) ?? (command.direction === "in" ? "Phiếu thu" : "Phiếu chi"),
      note: withMark(command.note, reference),
      amount: command.direction === "in" ? command.amount : -command.amount,
      payments: command.method && [cashMethods[command.method]],
      time_incurred: command.at && new Date(command.at).toISOString(),
    },
  }),
});

/** Times of vouchers are UTC and do not say so: "2021-12-09T04:27:23". */
const plainTime = (at: string | undefined): string | undefined => at && new Date(at).toISOString().slice(0, 19);

export const voucherTerms = ({ value, percent, mostOff }: commands.VoucherCreate): Row =>
  clean({ discount: value ?? percent, is_percent: percent !== undefined, max_discount_by_percent: mostOff });

export const encodeVoucher = (command: commands.VoucherCreate): OperationCall => ({
  body: clean({
    name: command.codes?.[0],
    create_multi_voucher: command.count,
    promo_code_info: voucherTerms(command),
    is_free_shipping: false,
    is_activated: true,
    start_time: plainTime(command.from),
    end_time: plainTime(command.to),
  }),
});
