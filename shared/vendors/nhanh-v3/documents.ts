import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import {
  backOf,
  documentTaxOf,
  dueOf,
  dueOfKind,
  fulfilmentOf,
  givesBack,
  lineTaxOf,
  netOf,
  refundDueOf,
  shipmentsOf,
  unreconciledOf,
} from "../../core/reckoning.ts";
import type * as records from "../../core/records.ts";
import { compact, filled, first, positive, some, type Unreadable, within } from "../../core/rows.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import { CURRENCY, orderStatus, person, rateOf, stateOf, toAddress } from "./normalize.ts";
import { type Account, type Batch, type BillLine, BillRow, type OrderLine, OrderRow } from "./schema.ts";

/* Orders, invoices and returns. */

/** Nhanh Open API v3, Model constant, Order type. */
const kindOf = codesOf<records.DocumentType>({
  1: "sale",
  2: "sale",
  3: "pre-order",
  5: "gift",
  10: "quotation",
  12: "exchange",
  14: "return",
  15: "transfer",
  16: "partial-return",
  17: "compensation",
});

const typeOf = (code: Unreadable<string>): records.DocumentType | undefined =>
  code ? (kindOf(code) ?? "other") : undefined;

/** Nhanh Open API v3, Model constant, Order sale channel. */
const channelOf = codesOf({
  1: "admin",
  2: "website",
  10: "api",
  20: "facebook",
  21: "instagram",
  41: "lazada",
  42: "shopee",
  43: "sendo",
  45: "tiki",
  48: "tiktok-shop",
  49: "zalo-oa",
  50: "shopee-chat",
  51: "lazada-chat",
  52: "zalo",
});

const payment = (method: string, part: Account): records.Payment[] => {
  const amount = positive(part?.amount);
  return amount === undefined ? [] : [compact({ method, amount, accountId: part?.accountId, code: part?.code })];
};

/** `discount` is per unit in order/list, `discountAmount` (since July 2026) for the line. */
const lineDiscount = ({ discountAmount, discount, quantity }: OrderLine): Money | undefined => {
  if (discountAmount === null || discount === null) return positive(discountAmount);
  return positive(discountAmount) ?? positive(times(discount ?? 0, quantity));
};

const toBatches = (batch: Batch): records.Line["batches"] => {
  const read = filled({
    id: batch?.id,
    code: batch?.name,
    madeAt: batch?.manufactureDate,
    expiresAt: batch?.expiredDate,
  });
  return read && [read];
};

const orderLine = (line: OrderLine): records.Line => {
  const discount = lineDiscount(line);
  const quantity = Number(line.quantity);
  const isTold = line.discount !== null && line.discountAmount !== null;
  const net = netOf({ price: line.price, quantity: line.quantity, discount });
  return compact({
    id: line.orderProductId,
    productId: line.productId,
    code: line.code,
    name: line.name,
    quantity,
    price: line.price,
    discount,
    ...(isTold
      ? lineTaxOf({ net, rate: rateOf(line.vatPercent), included: line.priceVatMode, total: line.totalAmount })
      : {}),
    total: line.totalAmount,
    returned: line.partialDelivery?.returnQuantity || undefined,
    note: line.description,
    serials: some([...new Set([...line.imei, ...line.imeiCodes].flatMap((serial) => serial ?? []))]),
    batches: toBatches(line.batch),
  });
};

const orderPaid = ({ payment: paid }: OrderRow, { lacks }: ShapeContext): Money | undefined => {
  if (lacks("payment") || !paid) return undefined;
  const parts = [paid.deposit, paid.transfer, paid.credit, paid.usedPoints].map((part) => part?.amount);
  return parts.every((part) => part === undefined) ? undefined : sum(...parts);
};

/**
 * The vendor gives no total of an order. It is added up where every line has its own (after VAT and discount) and the
 * delivery that the customer pays. Whether a discount of the whole order is spread over the lines already (order/add says
 * so) or still to be taken off is told by what is paid and what is to be collected.
 */
const orderTotal = (row: OrderRow, paid: Money | undefined, { lacks }: ShapeContext): Money | undefined => {
  const { products, carrier, payment: given } = row;
  if (products.length === 0 || products.some((line) => line.totalAmount === undefined)) return undefined;
  if (carrier === null || lacks("products")) return undefined;
  const full = sum(...products.map((line) => line.totalAmount), carrier?.customerShipFee);
  const discount = positive(given?.discount?.amount);
  if (full === undefined || discount === undefined || paid === undefined || !given?.codAmount) return full;
  const less = minus(full, discount);
  return Number(sum(given.codAmount, paid)) === Number(less) ? less : full;
};

const sourceOf = (channel: OrderRow["channel"]) =>
  filled({
    name: channel?.trafficSource,
    pageId: channel?.pageId,
    conversationId: channel?.conversationId,
    adId: channel?.fbAdsId,
    shopId: channel?.shopId,
    affiliate: channel?.affiliate?.code,
    utmSource: channel?.marketting?.utmSource,
    utmMedium: channel?.marketting?.utmMedium,
    utmCampaign: channel?.marketting?.utmCampaign,
  });

const orderGift = (gift: OrderRow["gifts"][number]) =>
  compact({
    productId: gift.productId,
    name: gift.name,
    quantity: gift.quantity,
    value: gift.price,
    lineId: gift.orderProductId,
  });

/** A state that is a number without a table: the vendor explains its payment states nowhere. */
const codeOf = (code: Unreadable<string>) => (code && code !== "0" ? { code } : undefined);

export const toOrder = recordOf(OrderRow, (row, context): records.Order => {
  const { info, channel, carrier, payment: paid } = row;
  const receiver = row.shippingAddress ?? {};
  const { status } = info;
  const saleChannel = channel?.saleChannel;
  const state = orderStatus(status);
  const handed = orderPaid(row, context);
  const lines = row.products.map(orderLine);
  const kind = typeOf(info.type);
  const told = {
    lines,
    discount: positive(paid?.discount?.amount),
    ...((context.lacks("products") ? {} : documentTaxOf(lines)) ?? { tax: positive(paid?.vat?.amount) }),
    fee: carrier?.customerShipFee,
    total: orderTotal(row, handed, context),
    paid: handed,
    payments: some([
      ...payment("deposit", paid?.deposit),
      ...payment("transfer", paid?.transfer),
      ...payment("card", paid?.credit),
      ...payment("points", paid?.usedPoints),
    ]),
  };
  const document = givesBack(kind) ? backOf(told) : told;
  const shipping = filled({
    address: toAddress(receiver, receiver),
    carrier: carrier?.name,
    // The vendor's `carrierCode` is the parcel's number; the carrier itself has an id only.
    carrierCode: carrier?.id,
    service: carrier?.service?.name,
    trackingCode: carrier?.carrierCode,
    trackingUrl: info.trackingUrl,
    fee: carrier?.customerShipFee,
    cost: positive(
      sum(carrier?.shipFee, carrier?.codFee, carrier?.declaredFee, carrier?.overWeightShipFee, carrier?.returnFee),
    ),
    cod: positive(paid?.codAmount),
    weightGrams: carrier?.weight || undefined,
    reconciliation: codeOf(carrier?.carrierPaymentStatus),
    sentAt: carrier?.sendCarrierAt,
    deliveredAt: carrier?.deliveryAt,
  });
  const marketplaceFee = positive(carrier?.ecomFee);
  return compact({
    ...document,
    id: info.id,
    type: kind,
    originalId: first(info.returnFromId, info.originalOrderId),
    currency: CURRENCY,
    status: state,
    fulfilmentStatus: fulfilmentOf(state),
    ...(status === null || info.type === null ? {} : dueOfKind(kind, document, state)),
    refunds: givesBack(kind) ? document.payments : undefined,
    unreconciled: context.whole ? unreconciledOf(document) : undefined,
    vendorStatus: status ? compact({ code: status, name: stateOf(status)?.[1] }) : undefined,
    locationId: info.depotId,
    customerId: row.shippingAddress?.id,
    customer: person(receiver),
    gifts: some(row.gifts)?.map(orderGift),
    staffId: first(info.saleId, info.createdById),
    staffName: first(info.saleName, info.createdByName),
    channel: saleChannel ? (channelOf(saleChannel) ?? saleChannel) : undefined,
    channelOrderId: channel?.appOrderId,
    source: sourceOf(channel),
    marketplaceFees: marketplaceFee === undefined ? undefined : [{ name: "ecomFee", amount: marketplaceFee }],
    note: info.description,
    privateNote: info.privateDescription,
    createdAt: info.createdAt,
    updatedAt: info.updatedAt,
    tags: some(info.tags.flatMap((tag) => tag ?? [])),
    shipping,
    shipments: shipmentsOf(shipping),
  });
});

const billLine = (line: BillLine): records.Line => {
  const { vat } = line;
  return compact({
    id: line.imexId,
    productId: line.id,
    code: line.code,
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: positive(line.discount),
    taxRate: rateOf(within(vat, "percent")),
    tax: vat?.amount,
    taxIncluded: positive(vat?.amount) === undefined ? undefined : line.priceVatMode,
    total: line.amount,
    serials: some([...new Set(line.imei.flatMap((serial) => serial ?? []))]),
  });
};

const billGifts = ({ products }: BillRow) =>
  some(
    products.flatMap((line) =>
      line.giftProducts.map((gift) =>
        compact({
          productId: gift.id,
          code: gift.code,
          name: gift.name,
          quantity: gift.quantity,
          lineId: line.imexId,
        }),
      ),
    ),
  );

/** What was handed over beyond the bill was given back, where the bill knows the sum alone. */
const billChange = (total: Unreadable<Money>, handed: Unreadable<Money>): Money | undefined =>
  total && handed && Number(handed) > Number(total) ? minus(handed, total) : undefined;

/**
 * The VAT of a bill. Where only some of the taxed lines have it in their prices, what comes on top of the others counts. A
 * bill/list shows no mode: VAT comes on top.
 */
const billTax = ({ products }: BillRow): Pick<records.Invoice, "tax" | "taxIncluded"> => {
  const taxed = products.filter(
    ({ vat }) => vat === null || vat?.amount === null || positive(vat?.amount) !== undefined,
  );
  const taxIncluded = taxed.length > 0 && taxed.every(({ priceVatMode }) => priceVatMode === true);
  const counted = taxIncluded ? taxed : taxed.filter(({ priceVatMode }) => priceVatMode !== true);
  const tax = positive(sum(...counted.map(({ vat }) => (vat === null ? null : vat?.amount))));
  return { tax, taxIncluded: (tax !== undefined && taxIncluded) || undefined };
};

const document = (bill: BillRow, { lacks }: ShapeContext) => {
  const { payment: paid } = bill;
  const payments = [
    ...payment("cash", paid?.cash),
    ...payment("transfer", paid?.transfer),
    ...payment("card", paid?.credit),
    ...payment("installment", paid?.installment),
    ...payment("voucher", paid?.coupon),
    ...payment("points", paid?.usedPoints),
  ];
  // Without accounts in Nhanh only the sum that the customer handed over is known.
  const handed = payments.length > 0 ? sum(...payments.map(({ amount }) => amount)) : positive(paid?.customerAmount);
  return {
    id: bill.id,
    currency: CURRENCY,
    locationId: bill.depotId,
    customerId: bill.customer?.id,
    customer: person(bill.customer),
    lines: bill.products.map(billLine),
    gifts: billGifts(bill),
    discount: positive(paid?.discount),
    ...(lacks("products") ? {} : billTax(bill)),
    total: paid?.amount,
    paid: lacks("payment") ? undefined : handed,
    payments: some(payments),
    staffId: first(within(bill.sale, "id"), within(bill.created, "id"), bill.createdById),
    staffName: first(within(bill.sale, "name"), within(bill.created, "name")),
    channel: bill.customerSource?.name,
    tags: some(bill.tags.flatMap((tag) => tag ?? [])),
    note: bill.description,
    createdAt: first(within(bill.created, "createdAt"), bill.createdAt, bill.date),
  };
};

/** Model constant, Inventory mode. The rows of bill/retail show none, and are asked for as what they are. */
const saleKind = codesOf<records.Invoice["type"]>({ 2: "retail", 6: "wholesale" });

const typeOfSale = (mode: Unreadable<string>): records.Invoice["type"] => {
  if (mode === null) return undefined;
  return mode === undefined ? "retail" : (saleKind(mode) ?? "other");
};

/** A bill exists once its goods have moved: it is complete. */
export const toInvoice = recordOf(BillRow, (bill, context): records.Invoice => {
  const read = document(bill, context);
  return compact({
    ...read,
    status: "completed" as const,
    type: typeOfSale(bill.mode),
    orderId: bill.orderId,
    ...dueOf(read),
    change: context.whole ? billChange(read.total, read.paid) : undefined,
    unreconciled: context.whole ? unreconciledOf(read) : undefined,
  });
});

/** A bill of the in direction: the customer brings goods back. */
export const toReturn = recordOf(BillRow, (bill, context): records.Return => {
  const { payment: paid, related } = bill;
  const original = first(within(related, "billId"), within(related, "parentId"));
  const read = backOf({
    ...document(bill, context),
    total: paid?.returnAmount === null ? undefined : (positive(paid?.returnAmount) ?? paid?.amount),
    fee: positive(paid?.returnFee),
  });
  return compact({
    ...read,
    status: "completed" as const,
    type: "return" as const,
    invoiceId: original,
    originalId: original,
    orderId: bill.orderId,
    ...refundDueOf(read),
    refunds: read.payments,
    unreconciled: context.whole ? unreconciledOf(read, -1) : undefined,
  });
});
