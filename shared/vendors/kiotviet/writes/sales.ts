import { contentHash } from "../../../core/content.ts";
import type { Untyped } from "../../../core/rows.ts";
import { type Shows, UNSEEN } from "../../../core/taken.ts";
import { defineWrite } from "../../../core/vendor.ts";
import {
  InvoiceCancelCommand,
  InvoiceCreateCommand,
  InvoiceUpdateCommand,
  OrderCancelCommand,
  OrderCreateCommand,
  OrderUpdateCommand,
  PaymentCreateCommand,
} from "../commands.ts";
import {
  carriedInvoice,
  carriedOrder,
  compact,
  invoiceUpdateBody,
  markedLines,
  methods,
  number,
  orderUpdateBody,
  type Row,
  rowIn,
  toBuyer,
  toDelivery,
  toOrigin,
  toPaid,
  WAITING,
  withMark,
} from "../encode.ts";
import { cancelLooks, channelOf, soldLooks } from "../find.ts";
import { deliveryPlaces } from "./areas.ts";
import { leftOver, made, note, unlessMasked, whereShown } from "./common.ts";

/* Orders, invoices and their payments. */

/** The vendor puts attributes and unit behind the name (§2.5.2), and another name may begin with this one. */
const lineName = (line: Untyped, { name }: Untyped): unknown =>
  line.name !== name && String(line.name ?? "").startsWith(name) ? UNSEEN : line.name;
/** A discount that does not divide by the quantity comes back with four decimals of a unit's share. */
const lineDiscount = ({ discount }: Untyped, asked: Untyped): unknown =>
  Math.abs(Number(discount ?? 0) - asked.discount) <= asked.quantity * 0.0001 ? asked.discount : discount;

const lineShows: Shows = {
  "lines.name": lineName,
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": lineDiscount,
  "lines.note": note,
  // Shown with the lines of invoices (§2.12.2).
  "lines.serials": true,
};

const saleShows: Shows = {
  ...lineShows,
  locationId: true,
  "customer.id": ({ customerId }) => customerId,
  "customer.name": unlessMasked(({ customer }) => customer?.name),
  // Details of sales leave the code out (§2.5.2, §2.12.2).
  "customer.code": whereShown(({ customer }) => customer?.code),
  discount: true,
  "payments.amount": true,
  "payments.accountId": true,
  note,
};

/** Rows name a channel by its name, some by its id alone. */
const channel = ({ channel: shown }: Untyped): unknown => (/^\d+$/.test(shown ?? "") ? shown : UNSEEN);
const originShows: Shows = { channel, staffId: true };

/** The same moment, however it is written. */
const sameTime = (shown: unknown, asked: string): unknown =>
  Date.parse(String(shown)) === Date.parse(asked) ? asked : shown;

const area = ({ shipping }: Untyped): unknown => shipping?.address?.districtId ?? shipping?.address?.provinceId;
const shippingPart = (part: string) => unlessMasked(({ shipping }) => shipping?.address?.[part]);
const shippingShows: Shows = {
  "shipping.address.name": shippingPart("name"),
  "shipping.address.phone": shippingPart("phone"),
  "shipping.address.line": shippingPart("line"),
  "shipping.address.ward": shippingPart("ward"),
  "shipping.address.district": shippingPart("district"),
  "shipping.address.province": shippingPart("province"),
  "shipping.address.districtId": area,
  // One id is kept, that of the smallest part.
  "shipping.address.provinceId": (record, { districtId }) => (districtId === undefined ? area(record) : UNSEEN),
  "shipping.address.scheme": whereShown(({ shipping }) => shipping?.address?.scheme),
  "shipping.fee": true,
  // Orders take the sum and are not documented to show it (§2.5.2); a recorded request has it.
  "shipping.cod": whereShown(({ shipping }) => shipping?.cod),
  "shipping.weightGrams": true,
  "shipping.carrierCode": true,
  "shipping.trackingCode": true,
  // No answer is documented to show it; some do (field note).
  "shipping.expectedAt": ({ expectedDeliveryAt: at }, { expectedAt }) => (at ? sameTime(at, expectedAt) : UNSEEN),
};

/** The shop's own settings as `check` keeps them (§2.22): lines that would sell below stock. */
const stockTaken =
  (setting: "AllowOrderWhenOutStock" | "AllowSellWhenOutStock") =>
  (command: Pick<InvoiceCreateCommand, "locationId" | "lines">, account: Readonly<Record<string, unknown>>) =>
    account[setting] !== false
      ? []
      : command.lines.flatMap(({ productId, quantity }, index) =>
          productId === undefined
            ? []
            : [{ productId, locationId: command.locationId, quantity, field: `lines.${index}.quantity` }],
        );

const buyerOf = (command: { customer?: { id?: string; code?: string; phone?: string } | undefined }): string =>
  command.customer?.id ?? command.customer?.code ?? command.customer?.phone ?? contentHash(command);

const fromCollections = { channel: "sale-channels", staffId: "staff" } as const;

const areas = { fields: ["shipping.address"], lists: deliveryPlaces };

const ordersCreate = defineWrite({
  operation: "orders.create",
  command: OrderCreateCommand,
  // Staff rewrite the note of an order in their daily work, and hardly that of a line.
  reference: { by: "field", fields: ["order.description", "the first line's note"] },
  resource: "orders",
  // The vendor's own clients wait up to three minutes for an order (field note).
  settleSeconds: 180,
  named: fromCollections,
  areas,
  entity: (command) => `orders.create:${buyerOf(command)}`,
  takesStock: (command, account) => stockTaken("AllowOrderWhenOutStock")(command, account),
  encode: (command, context) => ({
    body: compact({
      branchId: Number(command.locationId),
      discount: command.discount,
      description: withMark(command.note, context.reference),
      makeInvoice: false,
      ...toOrigin(command),
      ...toPaid(command.payments),
      orderDetails: markedLines(command.lines, [context.reference]),
      orderDelivery: toDelivery(command.shipping),
      ...toBuyer(command.customer),
    }),
  }),
  result: made,
  looks: soldLooks("orders.list"),
  shows: { ...saleShows, ...shippingShows, ...originShows },
});

const ordersUpdate = defineWrite({
  operation: "orders.update",
  command: OrderUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "orders",
  named: fromCollections,
  areas,
  entity: ({ id }) => `order:${id}`,
  carried: carriedOrder,
  // An update that names no channel moves the order to the default one (§2.5.4).
  listed: channelOf,
  encode: (command, { current }) => ({ params: { id: command.id }, body: orderUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: { ...lineShows, ...shippingShows, ...originShows, discount: true, note },
  alsoShows: ({ shipping }, record) =>
    leftOver("shipping.address", shipping?.address, (record as Row).shipping?.address),
});

/** Order status 4: cancelled. */
const CANCELLED = 4;

const ordersCancel = defineWrite({
  operation: "orders.delete",
  command: OrderCancelCommand,
  reference: { by: "record" },
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  // Payments stay as they are: the document's own default (§2.5.5).
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  looks: cancelLooks("orders", CANCELLED),
  alsoShows: (_command, record) => [
    { field: "status", verdict: (record as Row).status === "cancelled" ? "yes" : "no" },
  ],
});

const invoicesCreate = defineWrite({
  operation: "invoices.create",
  command: InvoiceCreateCommand,
  // §2.12.3 documents no description in the body, only in the answer; the note of a line is documented both ways.
  reference: { by: "field", fields: ["invoice.description", "the first line's note"] },
  resource: "invoices",
  settleSeconds: 180,
  named: fromCollections,
  areas,
  entity: (command) =>
    command.orderId === undefined ? `invoices.create:${buyerOf(command)}` : `order:${command.orderId}`,
  // The goods of an order are spoken for already.
  takesStock: (command, account) =>
    command.orderId === undefined ? stockTaken("AllowSellWhenOutStock")(command, account) : [],
  encode: (command, context) => ({
    body: compact({
      branchId: Number(command.locationId),
      discount: command.discount,
      description: withMark(command.note, context.reference),
      orderId: number(command.orderId),
      // "COD" at KiotViet means a delivery, with or without a sum to collect.
      usingCod: command.shipping !== undefined,
      ...toOrigin(command),
      ...toPaid(command.payments),
      invoiceDetails: markedLines(command.lines, [context.reference]),
      deliveryDetail: command.shipping && { status: WAITING, ...toDelivery(command.shipping) },
      ...toBuyer(command.customer),
    }),
  }),
  result: made,
  looks: soldLooks("invoices.list"),
  shows: { ...saleShows, ...shippingShows, ...originShows, orderId: whereShown(({ orderId }) => orderId) },
});

const invoicesUpdate = defineWrite({
  operation: "invoices.update",
  command: InvoiceUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "invoices",
  named: { channel: fromCollections.channel },
  areas,
  entity: ({ id }) => `invoice:${id}`,
  carried: carriedInvoice,
  encode: (command, { current }) => ({ params: { id: command.id }, body: invoiceUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: { ...shippingShows, channel },
  alsoShows: ({ shipping }, record) =>
    leftOver("shipping.address", shipping?.address, (record as Row).shipping?.address),
});

/** Invoice status 2: cancelled (§2.11.7). */
const INVOICE_CANCELLED = 2;

const invoicesCancel = defineWrite({
  operation: "invoices.delete",
  command: InvoiceCancelCommand,
  reference: { by: "record" },
  resource: "invoices",
  entity: ({ id }) => `invoice:${id}`,
  // Payments stay as they are: the document's own default (§2.12.5).
  encode: ({ id }) => ({ body: { id: Number(id) } }),
  result: (_answer, { id }) => ({ id }),
  looks: cancelLooks("invoices", INVOICE_CANCELLED),
  alsoShows: (_command, record) => [
    { field: "status", verdict: (record as Row).status === "cancelled" ? "yes" : "no" },
  ],
});

/**
 * No probe: a payment carries nothing of ours, and an invoice may well have two payments of one amount. An entry that
 * has no answer stays unknown and says so; the invoice's payments tell a person what happened.
 */
const paymentsCreate = defineWrite({
  operation: "payments.create",
  command: PaymentCreateCommand,
  reference: { by: "none" },
  entity: ({ invoiceId }) => `invoice:${invoiceId}`,
  encode: (command) => ({
    body: compact({
      amount: command.amount,
      method: methods[command.method],
      accountId: number(command.accountId),
      invoiceId: Number(command.invoiceId),
    }),
  }),
  result: (answer) => {
    const payment = rowIn(answer);
    return {
      ...(payment.paymentId === undefined ? {} : { id: String(payment.paymentId) }),
      ...(typeof payment.paymentCode === "string" ? { code: payment.paymentCode } : {}),
    };
  },
  // No call shows a payment by its id.
  shows: {},
});

export const saleWrites = {
  "orders.create": ordersCreate,
  "orders.update": ordersUpdate,
  "orders.cancel": ordersCancel,
  "invoices.create": invoicesCreate,
  "payments.create": paymentsCreate,
  "invoices.update": invoicesUpdate,
  "invoices.cancel": invoicesCancel,
} as const;
