import type * as records from "../../../core/records.ts";
import { rowsIn, type Untyped } from "../../../core/rows.ts";
import { type Shows, UNSEEN } from "../../../core/taken.ts";
import { type CanonicalWrite, defineWrite } from "../../../core/vendor.ts";
import { InvoiceCreate, PurchaseCreate, SupplierReturnCreate } from "../commands.ts";
import { toInvoice } from "../documents.ts";
import { encodeInvoice, encodeSupplied, fingerprint } from "../encode.ts";
import { billById, IN, invoiceLooks, OUT, suppliedLooks } from "../find.ts";
import { doneId, idText, lineFields, markedNote, paymentsTaken, rowsOf, whereShown, withoutMark } from "./common.ts";

type Row = Record<string, Untyped>;

/** Sold for nothing. Undefined: nothing tells what it was sold for. */
const isGift = ({ price }: Row): boolean | undefined =>
  price === undefined || price === null ? undefined : Number(price) === 0;
const linesOf = (row: Row, gift: boolean): Row[] =>
  rowsOf(row.products).map((line) => ({
    productId: idText(line.id),
    name: line.name,
    quantity: Number(line.quantity),
    price: line.price,
    discount: line.discount,
    serials: rowsIn(line.imei)?.map(String) ?? [],
    taxRate: line.vat?.percent,
    ...(gift ? { gift: isGift(line) } : {}),
  }));
const lineShows: Shows = {
  ...lineFields,
  "lines.serials": true,
};

const createInvoice = defineWrite<InvoiceCreate>({
  operation: "retail-bills.create",
  command: InvoiceCreate,
  encode: (invoice, { reference }) => ({ body: encodeInvoice(invoice, reference) }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "field", fields: ["description"] },
  looks: invoiceLooks,
  named: { staffId: "staff" },
  view: (row) => ({ ...toInvoice(row), lines: linesOf(row, true), seller: idText(row.sale?.id) ?? "" }),
  resource: "invoices",
  entity: (invoice) => `invoices.create:${fingerprint(invoice)}`,
  shows: {
    locationId: true,
    note: markedNote,
    staffId: whereShown("seller"),
    "customer.id": ({ customerId }: records.Invoice) => customerId ?? UNSEEN,
    "customer.name": true,
    "customer.phone": true,
    "customer.email": ({ customer }: records.Invoice) => customer?.email ?? UNSEEN,
    ...lineShows,
    // A gift is sold for nothing, whatever it is worth.
    "lines.price": ({ price }, { gift }) => (gift ? UNSEEN : price),
    "lines.taxRate": whereShown("taxRate"),
    "lines.gift": whereShown("gift"),
  },
  // Without accounts in Nhanh only the sum that the customer handed over is known.
  alsoShows: ({ payments }, record) => {
    const { payments: paid } = record as records.Invoice;
    return paid ? paymentsTaken(payments, (method) => paid.find((payment) => payment.method === method)) : [];
  },
});

const METHODS = ["cash", "transfer"] as const;
/** A bill of a supplier in the words of the command; which batch a line has is not shown. */
const suppliedView = (row: Row) => {
  const method = METHODS.find((name) => Number(row.payment?.[name]?.amount ?? 0) > 0);
  const paid = method && row.payment[method];
  return {
    locationId: idText(row.depotId),
    supplier: { id: idText(row.supplier?.id) },
    lines: linesOf(row, false),
    discount: row.payment?.discount,
    paid: paid?.amount,
    method: method ?? "cash",
    accountId: idText(paid?.accountId),
    note: withoutMark(row.description),
    draft: false,
  };
};
const supplied: Pick<
  CanonicalWrite<SupplierReturnCreate>,
  "encode" | "result" | "reference" | "resource" | "see" | "view" | "shows"
> = {
  encode: (bill, { reference }) => ({ body: encodeSupplied(bill, reference) }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "field", fields: ["description; the first line's description"] },
  resource: "stock-bills",
  see: (_bill, id, call) => billById(id, call),
  view: suppliedView,
  shows: {
    ...lineShows,
    locationId: true,
    "supplier.id": true,
    discount: true,
    paid: true,
    method: true,
    accountId: true,
    note: true,
    draft: true,
  },
};
const createPurchase = defineWrite<PurchaseCreate>({
  ...supplied,
  operation: "stock.import-from-supplier",
  command: PurchaseCreate,
  looks: suppliedLooks(IN),
  entity: (bill) => `purchases.create:${fingerprint(bill)}`,
});
const createSupplierReturn = defineWrite<SupplierReturnCreate>({
  ...supplied,
  operation: "stock.return-to-supplier",
  command: SupplierReturnCreate,
  looks: suppliedLooks(OUT),
  entity: (bill) => `supplier-returns.create:${fingerprint(bill)}`,
});

export const billWrites = {
  "invoices.create": createInvoice,
  "purchases.create": createPurchase,
  "supplier-returns.create": createSupplierReturn,
} as const;
