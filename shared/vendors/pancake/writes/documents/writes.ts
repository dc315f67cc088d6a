import type * as core from "../../../../core/commands.ts";
import { VendorChanged } from "../../../../core/errors.ts";
import { UNSEEN } from "../../../../core/taken.ts";
import { parseTime } from "../../../../core/time.ts";
import { defineWrite, type Vendor } from "../../../../core/vendor.ts";
import { StockMove } from "../../commands.ts";
import { withoutMarks } from "../../encode.ts";
import { byId, createdId, hash, idText } from "../results.ts";
import { isRow, type Row, rowsOf } from "../rows.ts";
import * as commands from "./commands.ts";
import * as encode from "./encode.ts";
import * as find from "./find.ts";

/* Papers of the warehouse and the till: what is accepted, how it is sent, found again and seen. */

const linesOf = (items: unknown) =>
  rowsOf(items).map(({ variation_id, quantity, imported_price }) => ({
    productId: String(variation_id),
    quantity,
    price: imported_price,
  }));

const slipView = (row: Row, items: unknown) => ({
  locationId: row.warehouse_id,
  supplier: { id: idText(row.supplier_products_id) },
  note: withoutMarks(row.note),
  status: row.status,
  lines: linesOf(items),
});
const slipShows = {
  locationId: true,
  "supplier.id": true,
  note: true,
  "lines.quantity": true,
  "lines.price": true,
} as const;

const DRAFTS: readonly number[] = [encode.PURCHASE.draft, encode.PURCHASE.confirmed];
/** A slip in any other state, a cancelled one say, is neither a draft nor received. Undefined: nothing tells. */
const draftOf = ({ status }: Row): boolean | string | undefined => {
  if (status === undefined || status === null) return undefined;
  if (DRAFTS.includes(Number(status))) return true;
  return Number(status) === encode.PURCHASE.received ? false : `state ${status}`;
};
const purchaseView = (row: Row) => ({ ...slipView(row, row.items), draft: draftOf(row) });
const purchaseShows = { ...slipShows, draft: ({ draft }: Row) => draft ?? UNSEEN } as const;
const purchase = {
  resource: "purchase-orders",
  see: find.seeIn(find.purchases),
  view: purchaseView,
} as const;

const purchaseCreate = defineWrite<core.PurchaseCreate>({
  ...purchase,
  operation: "purchase-orders.create",
  command: commands.PurchaseCreate,
  encode: encode.encodePurchaseCreate,
  reference: { by: "field", fields: ["purchase.note"] },
  result: (answer) => ({ id: createdId(answer) }),
  looks: find.purchaseLooks,
  entity: (command) => `purchases.create:${hash(command)}`,
  shows: purchaseShows,
});

const purchaseUpdate = defineWrite<core.PurchaseUpdate>({
  ...purchase,
  ...byId("purchase"),
  operation: "purchase-orders.update",
  command: commands.PurchaseUpdate,
  carried: encode.carriedPurchase,
  encode: encode.encodePurchaseUpdate,
  fresh: true,
  shows: purchaseShows,
});

const purchaseCancel = defineWrite<{ id: string }>({
  ...purchase,
  ...byId("purchase"),
  operation: "purchase-orders.update",
  command: commands.PurchaseCancel,
  carried: encode.carriedPurchase,
  encode: encode.encodePurchaseCancel,
  fresh: true,
  shows: {},
  alsoShows: (_command, record) => [
    {
      field: "status",
      verdict: Number((record as Row | undefined)?.status) === encode.PURCHASE.cancelled ? "yes" : "no",
    },
  ],
});

const supplierReturnCreate = defineWrite<core.SupplierReturnCreate>({
  operation: "exports.create",
  command: commands.SupplierReturnCreate,
  encode: encode.encodeSupplierReturn,
  reference: { by: "field", fields: ["export_list.note"] },
  result: (answer) => ({ id: createdId(answer) }),
  looks: find.issueLooks,
  resource: "exports",
  see: find.seeIn(find.issues),
  view: (row: Row) => slipView(row, row.export_items),
  entity: (command) => `supplier-returns.create:${hash(command)}`,
  shows: slipShows,
});

const transferStates = Object.entries(encode.TRANSFER);
const transfer = {
  resource: "transfers",
  see: find.seeIn(find.transfers),
  view: (row: Row) => ({
    fromLocationId: row.from_warehouse_id,
    toLocationId: row.to_warehouse_id,
    status: transferStates.find(([, code]) => code === Number(row.status))?.[0],
    note: withoutMarks(row.note),
    lines: linesOf(row.items),
  }),
  shows: {
    fromLocationId: true,
    toLocationId: true,
    // The document has one number for done and cancelled ("Chuyển kho"): it proves neither.
    status: ({ status }: Row, asked: Row) => (status === "received" && asked.status === status ? UNSEEN : status),
    note: true,
    "lines.quantity": true,
  },
} as const;

const transferCreate = defineWrite<core.TransferCreate>({
  ...transfer,
  operation: "transfers.create",
  command: commands.TransferCreate,
  encode: encode.encodeTransferCreate,
  reference: { by: "field", fields: ["transfer.note"] },
  // One row for each receiving warehouse, of which there is one here; the document shows no answer.
  result: (answer) => ({
    id: createdId(isRow(answer) && Array.isArray(answer.data) ? { data: answer.data[0] } : answer),
  }),
  looks: find.transferLooks,
  entity: (command) => `transfers.create:${hash(command)}`,
});

const transferUpdate = defineWrite<core.TransferUpdate>({
  ...transfer,
  ...byId("transfer"),
  operation: "transfers.update",
  command: commands.TransferUpdate,
  carried: encode.carriedTransfer,
  encode: encode.encodeTransferUpdate,
  fresh: true,
});

/** @throws VendorChanged where the count is not booked: that counts as no answer, and the look names it */
const countedId = (answer: unknown): string | undefined => {
  const status = isRow(answer) && isRow(answer.data) ? answer.data.status : undefined;
  if (status !== undefined && status !== encode.COUNTED)
    throw new VendorChanged(`a stocktaking with status ${status}`, JSON.stringify(answer));
  return createdId(answer);
};

const stockMove = defineWrite<core.StockMove>({
  operation: "stocktakings.create",
  command: StockMove,
  encode: encode.encodeStockMove,
  // The count's own id is the vendor's affair; what is read back is the variation's stock.
  result: (answer, { productId }) => ({ id: productId, code: countedId(answer) }),
  reference: { by: "field", fields: ["stocktaking.note"] },
  looks: find.moveLooks,
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
});

const stockCount = defineWrite<core.StockCount>({
  operation: "stocktakings.create",
  command: commands.StockCount,
  reads: ({ lines }) => ({ resource: "inventory", ids: lines.map(({ productId }) => productId!) }),
  encode: encode.encodeStockCount,
  result: (answer) => ({ id: countedId(answer) }),
  reference: { by: "field", fields: ["stocktaking.note"] },
  looks: find.countLooks,
  resource: "stocktakings",
  see: find.seeIn(find.stocktakings),
  view: (row: Row) => ({ locationId: row.warehouse_id, note: withoutMarks(row.note) }),
  entity: ({ locationId, lines }) => `stock:${locationId}:${hash(lines.map(({ productId }) => productId).sort())}`,
  // The list shows a count without its lines ("items": null), and a line holds the difference.
  shows: { locationId: true, note: true },
});

const cashMethods = Object.entries(encode.cashMethods);

/** Times without an offset are UTC; the same moment may be written in several ways. */
const sameTime = (shown: unknown, asked: string | undefined): unknown =>
  asked !== undefined && Math.abs((parseTime(shown, "utc") ?? 0) - Date.parse(asked)) < 1_000 ? asked : shown;

const cashCreate = defineWrite<core.CashCreate>({
  operation: "cash-flow.create",
  command: commands.CashCreate,
  encode: encode.encodeCash,
  reference: { by: "field", fields: ["transaction.note"] },
  result: (answer) => ({ id: createdId(answer) }),
  looks: find.cashLooks,
  resource: "cash-flow",
  see: find.seeIn(find.cashFlow),
  view: (row: Row) => ({
    direction: Number(row.amount) < 0 ? "out" : "in",
    amount: Math.abs(Number(row.amount)),
    method: cashMethods.find(([, word]) => word === row.payments?.[0])?.[0],
    at: row.time_incurred,
    note: withoutMarks(row.note),
  }),
  entity: (command) => `cash.create:${hash(command)}`,
  shows: {
    direction: true,
    amount: true,
    method: true,
    note: true,
    at: ({ at }, command) => sameTime(at, command.at),
  },
});

const voucherCreate = defineWrite<core.VoucherCreate>({
  operation: "vouchers.create",
  command: commands.VoucherCreate,
  encode: encode.encodeVoucher,
  reference: { by: "key", field: "codes" },
  // Many at once have many ids.
  result: (answer, { codes }) => ({ id: codes && createdId(answer), code: codes?.[0] }),
  looks: find.voucherLooks,
  resource: "vouchers",
  see: find.seeVoucher,
  view: (row: Row) => {
    const { discount, is_percent: isPercent, max_discount_by_percent: mostOff } = row.promo_code_info ?? {};
    return {
      codes: [row.name],
      ...(isPercent ? { percent: discount, mostOff } : { value: discount }),
      from: row.start_time,
      to: row.end_time,
    };
  },
  entity: (command) => `vouchers.create:${command.codes?.[0] ?? hash(command)}`,
  shows: {
    codes: true,
    value: true,
    percent: true,
    mostOff: true,
    from: ({ from }, command) => sameTime(from, command.from),
    to: ({ to }, command) => sameTime(to, command.to),
  },
});

export const documentWrites: Vendor["writes"] = {
  "stock.move": stockMove,
  "stock.count": stockCount,
  "purchases.create": purchaseCreate,
  "purchases.update": purchaseUpdate,
  "purchases.cancel": purchaseCancel,
  "supplier-returns.create": supplierReturnCreate,
  "transfers.create": transferCreate,
  "transfers.update": transferUpdate,
  "cash.create": cashCreate,
  "vouchers.create": voucherCreate,
};
