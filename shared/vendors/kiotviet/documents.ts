import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import {
  backOf,
  dueOf,
  fulfilmentOf,
  isOver,
  netOf,
  refundDueOf,
  shipmentsOf,
  unreconciledOf,
} from "../../core/reckoning.ts";
import type { Invoice, Line, Order, OrderStatus, Return, Shipping } from "../../core/records.ts";
import { compact, filled, first, isObject, some, type Unreadable, within } from "../../core/rows.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import { CURRENCY, type State, toAddress, toBatches, toPayment, vendorStatus } from "./normalize.ts";
import {
  type DeliveryRow,
  type DocumentRow,
  InvoiceRow,
  type LineRow,
  OrderRow,
  ReturnRow,
  type SurchargeLine,
} from "./schema.ts";

/* Orders, invoices and returns. */

/**
 * Orders: 1 draft, 2 in progress, 3 done, 4 cancelled (recorded); 5 is shown as "Đã xác nhận" by newer shops
 * (inferred). 2 is shown as "Đang giao hàng" as well (field note, seen in integrations): there the words decide.
 * Invoices: §2.11.7. Returns: the document gives no table, the words below decide first.
 */
const statuses = {
  orders: codesOf<OrderStatus>({
    "đang giao hàng": "shipping",
    1: "draft",
    2: "confirmed",
    3: "completed",
    4: "cancelled",
    5: "confirmed",
  }),
  invoices: codesOf<Invoice["status"]>({ 1: "completed", 2: "cancelled", 3: "processing", 5: "failed" }),
  returns: codesOf<Return["status"]>({
    "đã trả": "completed",
    "hoàn thành": "completed",
    "đã hủy": "cancelled",
    "đã huỷ": "cancelled",
    "phiếu tạm": "draft",
    "đang xử lý": "processing",
    1: "completed",
    2: "cancelled",
  }),
};

/** The words decide where they are known. */
const statusOf = <Status>(
  known: (code: Unreadable<string>) => Status | undefined,
  { status, statusValue }: State,
): Status | "unknown" => known(statusValue?.toLowerCase()) ?? known(status) ?? "unknown";

/**
 * A line's discount is for one unit: the shop's own screens multiply it by the quantity (inferred; the recorded lines
 * have quantity 1). Where only a percentage is given, it is taken of the price.
 */
const lineDiscount = ({ quantity, price, discount, discountRatio, subTotal }: LineRow): Money | undefined => {
  if (discount === null) return undefined;
  if (discount !== undefined && discount !== 0) return times(discount, quantity);
  if (discountRatio === null) return undefined;
  if (discountRatio !== undefined && discountRatio !== 0)
    return times(times(times(price, discountRatio), "0.01"), quantity);
  if (discount !== undefined || !subTotal) return discount;
  // The lines of returns show what is left of the price, and nothing of what was taken off (§2.19.1).
  const off = minus(times(price, quantity), subTotal);
  return off === 0 ? undefined : off;
};

const toLine = (line: LineRow): Line =>
  compact({
    id: line.id,
    productId: line.productId,
    code: line.productCode,
    name: line.productName,
    quantity: Number(line.quantity),
    price: line.price,
    discount: lineDiscount(line),
    total: line.subTotal,
    note: line.note,
    serials: line.serialNumbers,
    batches: toBatches(line.productBatchExpire),
  });

const toShipping = (delivery: DeliveryRow): Shipping | undefined => {
  if (!delivery) return undefined;
  const { usingPriceCod, priceCodPayment } = delivery;
  return filled({
    address: toAddress(delivery),
    carrier: delivery.partnerDelivery?.name,
    carrierCode: delivery.partnerDelivery?.code,
    trackingCode: delivery.deliveryCode,
    fee: delivery.price,
    cod: usingPriceCod === false || usingPriceCod === null ? undefined : priceCodPayment,
    weightGrams: delivery.weight,
    status: vendorStatus(delivery),
  });
};

const toSurcharges = (rows: readonly SurchargeLine[]) =>
  some(rows)?.flatMap(({ surchargeCode: code, surchargeName: name, price, surValue }) => {
    const amount = price === null || surValue === null ? first(price, surValue) : (price ?? surValue ?? 0);
    return amount === undefined ? [] : [compact({ code, name, amount })];
  });

/**
 * In VND (§2.5.1). Where only the percentage is given, it is taken of what the lines cost, and of all of them or none. An
 * amount of 0 beside a percentage gives way to it where the total does not speak against it.
 */
const documentDiscount = (row: DocumentRow, rows: readonly LineRow[], isWhole: boolean): Unreadable<Money> => {
  const { discount, discountRatio, total } = row;
  if (discount === null || (discount !== undefined && discount !== 0)) return discount;
  if (!discountRatio || rows.length === 0) return discountRatio === null ? undefined : discount;
  if (!isWhole) return undefined;
  const lines = rows.map(toLine);
  const amount = times(times(sum(...lines.map(netOf))!, discountRatio), "0.01");
  const parts = { lines, surcharges: toSurcharges(row.invoiceOrderSurcharges), total };
  return discount === 0 && unreconciledOf({ ...parts, discount: amount }) !== undefined ? 0 : amount;
};

/** The discount of an order that can be read whole. Undefined: none, or nobody can tell. */
export const discountOf = (raw: unknown): Money | undefined => {
  const { data: row } = OrderRow.safeParse(raw);
  return (row && documentDiscount(row, row.orderDetails, true)) ?? undefined;
};

const documentOf = (row: DocumentRow) => {
  const channel = row.SaleChannel === undefined ? row.saleChannel : row.SaleChannel;
  return {
    id: row.id,
    code: row.code,
    vendorStatus: vendorStatus(row),
    currency: CURRENCY,
    locationId: row.branchId,
    customerId: row.customerId,
    customer: filled({ name: row.customerName, code: row.customerCode }),
    discount: row.discount,
    // "Khách cần trả", what the customer has to pay (§2.12.1). It holds the surcharges, and nothing of the delivery.
    total: row.total,
    paid: row.totalPayment,
    payments: some(row.payments)?.map(toPayment),
    staffId: row.soldById,
    staffName: row.soldByName,
    channel: first(within(channel, "Name"), within(channel, "name"), row.saleChannelName, row.saleChannelId),
    note: row.description,
    // Lists seen in practice leave createdDate out; the date of business is then the nearest there is.
    createdAt: first(row.createdDate, row.purchaseDate),
    updatedAt: row.modifiedDate,
  };
};

/**
 * What does not add up, where the row shows all that its total is made of. `parts` are the fields that only a detail
 * shows: a list without one of them says nothing about the sum.
 */
const unreconciled = (
  record: Parameters<typeof unreconciledOf>[0],
  { raw, whole }: ShapeContext,
  parts: readonly string[],
  sign: 1 | -1 = 1,
): Money | undefined =>
  whole && isObject(raw) && parts.every((name) => name in raw) ? unreconciledOf(record, sign) : undefined;

/**
 * The delivery's words, and those of its numbers that mean one thing in lists and details (§2.12.1, §2.12.2: 1 to 6). 11 is
 * drawn as "Chờ chuyển hàng", which says neither way.
 */
const deliveryOf = codesOf<NonNullable<Order["fulfilmentStatus"]>>({
  1: "unfulfilled",
  2: "shipped",
  3: "delivered",
  4: "returning",
  5: "returned",
  6: "cancelled",
  "chưa giao hàng": "unfulfilled",
  "chờ xử lý": "unfulfilled",
  "đang lấy hàng": "unfulfilled",
  "chờ lấy hàng": "unfulfilled",
  "chờ lấy lại": "unfulfilled",
  "đã lấy hàng": "shipped",
  "đang giao hàng": "shipped",
  "chờ giao lại": "shipped",
  "đã giao hàng": "delivered",
  "giao thành công": "delivered",
  "giao hàng thành công": "delivered",
  "đang chuyển hoàn": "returning",
  "chờ chuyển hoàn": "returning",
  "chờ chuyển hoàn lại": "returning",
  "đã chuyển hoàn": "returned",
  "đã hủy": "cancelled",
  "đã huỷ": "cancelled",
});

/** The word decides; a word that nobody knows tells nothing, whatever the number beside it. Null: it cannot be read. */
const deliveryState = (delivery: DeliveryRow): Unreadable<string> => {
  const { status, statusValue } = delivery ?? {};
  return statusValue === undefined ? status : statusValue?.toLowerCase();
};
const fulfilmentOfDelivery = (delivery: DeliveryRow): Order["fulfilmentStatus"] => deliveryOf(deliveryState(delivery));

/** Of an order whose delivery has no state, its own state tells how far the goods are. */
const fulfilmentOfOrder = (delivery: DeliveryRow, status: OrderStatus): Order["fulfilmentStatus"] => {
  if (delivery === null) return undefined;
  return deliveryState(delivery) === undefined ? fulfilmentOf(status) : fulfilmentOfDelivery(delivery);
};

export const toOrder = recordOf(OrderRow, (row, context): Order => {
  const status = statusOf(statuses.orders, row);
  const shipping = toShipping(row.orderDelivery);
  const document = {
    ...documentOf(row),
    lines: row.orderDetails.map(toLine),
    discount: documentDiscount(row, row.orderDetails, !context.lacks("orderDetails")),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
  };
  return compact({
    ...document,
    type: "sale" as const,
    status,
    ...dueOf(document, isOver(status)),
    unreconciled: unreconciled(document, context, ["invoiceOrderSurcharges"]),
    shipping,
    shipments: shipmentsOf(shipping),
    fulfilmentStatus: fulfilmentOfOrder(row.orderDelivery, status),
    expectedDeliveryAt: first(within(row.orderDelivery, "expectedDelivery"), row.expectedDelivery),
  });
});

export const toInvoice = recordOf(InvoiceRow, (row, context): Invoice => {
  const status = statusOf(statuses.invoices, { status: row.status });
  const delivery = first(row.invoiceDelivery, row.deliveryDetail);
  const shipping = toShipping(delivery);
  const document = {
    ...documentOf(row),
    lines: row.invoiceDetails.map(toLine),
    discount: documentDiscount(row, row.invoiceDetails, !context.lacks("invoiceDetails")),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
  };
  return compact({
    ...document,
    status,
    type: "sale" as const,
    orderId: row.orderId,
    orderCode: row.orderCode,
    ...dueOf(document, isOver(status)),
    unreconciled: unreconciled(document, context, []),
    shipping,
    shipments: shipmentsOf(shipping),
    fulfilmentStatus: fulfilmentOfDelivery(delivery),
  });
});

export const toReturn = recordOf(ReturnRow, (row, context): Return => {
  const status = statusOf(statuses.returns, row);
  const document = backOf({
    ...documentOf(row),
    lines: row.returnDetails.map(toLine),
    discount: first(row.returnDiscount, row.discount),
    total: first(row.returnTotal, row.total),
    fee: row.returnFee,
  });
  return compact({
    ...document,
    status,
    type: "return" as const,
    invoiceId: row.invoiceId,
    originalId: row.invoiceId,
    ...refundDueOf(document, isOver(status)),
    unreconciled: unreconciled(document, context, ["returnDiscount"], -1),
    refunds: document.payments,
    staffId: first(row.receivedById, row.soldById),
    createdAt: first(row.createdDate, row.returnDate),
  });
});
