import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import {
  backOf,
  documentTaxOf,
  dueOf,
  dueOfKind,
  fulfilmentOf,
  givesBack,
  lineTaxOf,
  refundDueOf,
  shipmentsOf,
  sizeOf,
  unreconciledOf,
} from "../../core/reckoning.ts";
import type * as records from "../../core/records.ts";
import { compact, filled, first, positive, some, type Unreadable } from "../../core/rows.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import { CURRENCY, country, orderStatus, rateOf, scheme } from "./normalize.ts";
import { Bill, type BillLine, Order, type OrderLine, type OrderRow } from "./schema.ts";

/* Orders, invoices and returns. */

/** Nhanh Open API v2, order/index, the ids of types. */
const kindOf = codesOf<records.DocumentType>({
  1: "sale",
  2: "sale",
  3: "pre-order",
  4: "other",
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

/** Nhanh Open API v2, order/index, saleChannel. */
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
  46: "zalo-shop",
  47: "1landing",
  48: "tiktok-shop",
  49: "zalo-oa",
  50: "shopee-chat",
  51: "lazada-chat",
  52: "zalo",
});

/**
 * `discount` of an order's line is per unit in v3; v2 does not say. `productMoney` (after VAT, less discount) decides
 * where it can: it is then price x quantity less the whole discount, with the line's VAT on top or without.
 */
const lineDiscount = ({ discount, vat, productMoney, price, quantity }: OrderLine): Money | undefined => {
  const given = positive(discount);
  if (given === undefined || vat === null || productMoney === null) return undefined;
  const perUnit = times(given, quantity);
  if (productMoney === undefined) return perUnit;
  const net = minus(times(price, quantity), given);
  const isWhole = [0, rateOf(vat) ?? 0].some((rate) => {
    const total = Number(net) * (1 + rate / 100);
    return Math.abs(total - Number(productMoney)) <= (rate === 0 ? 0 : 1);
  });
  return isWhole ? given : perUnit;
};

const orderLine = (line: OrderLine): records.Line => {
  const discount = lineDiscount(line);
  const full = times(line.price, line.quantity);
  const net = discount === undefined ? full : minus(full, discount);
  const tax = { net, rate: rateOf(line.vat), included: undefined, total: line.productMoney };
  return compact({
    productId: first(line.productId, line.id),
    code: first(line.productCode, line.code),
    name: first(line.productName, line.name),
    quantity: Number(line.quantity),
    price: line.price,
    discount,
    ...(line.discount === null ? {} : lineTaxOf(tax)),
    total: line.productMoney,
    note: line.description,
    serials: some(line.imei.flatMap((serial) => serial ?? [])),
    batches: some(
      line.batch.map((batch) =>
        compact({ id: batch.id, code: batch.name, madeAt: batch.manufactureDate, expiresAt: batch.expiredDate }),
      ),
    ),
  });
};

/** Gifts of the order, and those that its lines name. */
const orderGifts = (row: OrderRow, isTold: boolean) =>
  some([
    ...row.gifts.map((gift) =>
      compact({
        productId: gift.productId,
        name: gift.name,
        quantity: gift.quantity,
        value: gift.price,
        lineId: gift.orderProductId,
      }),
    ),
    // The list of gifts names them all; the lines are asked where there is none.
    ...(row.gifts.length > 0 || !isTold ? [] : row.products).flatMap((line) =>
      line.giftProducts.map((gift) =>
        compact({
          productId: gift.productId,
          code: gift.productCode,
          name: gift.productName,
          quantity: gift.quantity,
          lineId: first(line.productId, line.id),
        }),
      ),
    ),
  ]);

const sourceOf = (row: OrderRow) =>
  filled({
    name: row.trafficSourceName,
    pageId: row.facebook?.pageId,
    conversationId: row.facebook?.conversationId,
    postId: row.facebook?.postId,
    adId: row.facebook?.adId,
    shopId: row.ecomShopId,
    affiliate: row.affiliateCode,
    utmSource: row.utmSource,
    utmMedium: row.utmMedium,
    utmCampaign: row.utmCampaign,
  });

/** Undefined: the row says nothing about what was paid. */
const sumOf = (...parts: readonly Unreadable<Money>[]): Money | undefined =>
  parts.every((part) => part === undefined) ? undefined : sum(...parts);

/**
 * The vendor gives what is still to be collected: what was paid before belongs to the total as well. What goes back is
 * written with either sign.
 */
const sumsOf = (
  row: OrderRow,
  isBack: boolean,
): { readonly total: Money | undefined; readonly paid: Money | undefined } => {
  const signed = [row.moneyDeposit, row.moneyTransfer, row.moneyUsedPoints];
  const handed = isBack ? signed.map(sizeOf) : signed;
  const collect = isBack ? sizeOf(row.calcTotalMoney) : row.calcTotalMoney;
  return { total: collect === undefined ? undefined : sum(collect, ...handed), paid: sumOf(...handed) };
};

const payment = (
  method: string,
  amount: Unreadable<Money>,
  accountId?: Unreadable<string>,
  code?: Unreadable<string>,
): records.Payment[] => {
  const value = positive(amount);
  return value === undefined ? [] : [compact({ method, amount: value, accountId, code })];
};

interface Person {
  readonly customerName?: Unreadable<string>;
  readonly customerMobile?: Unreadable<string>;
  readonly customerEmail?: Unreadable<string>;
}

const person = (row: Person) =>
  filled({
    name: row.customerName,
    phone: row.customerMobile,
    phoneE164: toE164(row.customerMobile),
    email: row.customerEmail,
  });

export const toOrder = recordOf(Order, (row, { whole, lacks }: ShapeContext): records.Order => {
  const { statusCode, calcTotalMoney: collect, saleChannel } = row;
  const status = orderStatus(statusCode);
  const shipping = filled({
    address: filled({
      name: row.customerName,
      phone: row.customerMobile,
      line: row.customerAddress,
      ward: row.customerWard,
      district: row.customerDistrict,
      districtId: row.customerDistrictId,
      province: row.customerCity,
      provinceId: row.customerCityId,
      country,
      scheme,
    }),
    carrier: row.carrierName,
    // The vendor's `carrierCode` is the parcel's number; the carrier has an id only.
    carrierCode: row.carrierId,
    service: row.carrierServiceName,
    trackingCode: row.carrierCode,
    trackingUrl: row.trackingUrl,
    fee: row.customerShipFee,
    cost: positive(sum(row.shipFee, row.codFee, row.declaredFee, row.returnFee, row.overWeightShipFee)),
    cod: positive(collect),
  });
  const lines = row.products.map(orderLine);
  const kind = typeOf(row.typeId);
  const told = {
    lines,
    discount: positive(row.moneyDiscount),
    ...((lacks("products") ? {} : documentTaxOf(lines)) ?? { tax: positive(row.vat) }),
    fee: row.customerShipFee,
    ...sumsOf(row, givesBack(kind)),
    payments: some([
      ...payment("deposit", row.moneyDeposit),
      ...payment("transfer", row.moneyTransfer),
      ...payment("points", row.moneyUsedPoints),
    ]),
  };
  const document = givesBack(kind) ? backOf(told) : told;
  return compact({
    ...document,
    id: row.id,
    type: kind,
    originalId: row.returnFromOrderId,
    currency: CURRENCY,
    status,
    fulfilmentStatus: fulfilmentOf(status),
    ...(statusCode === null || row.typeId === null ? {} : dueOfKind(kind, document, status)),
    refunds: givesBack(kind) ? document.payments : undefined,
    unreconciled: whole ? unreconciledOf(document) : undefined,
    vendorStatus: statusCode ? compact({ code: statusCode, name: row.statusName }) : undefined,
    locationId: row.depotId,
    customerId: row.customerId,
    customer: person(row),
    gifts: orderGifts(row, !lacks("gifts")),
    staffId: first(row.saleId, row.createdById),
    staffName: first(row.saleName, row.createdByName),
    channel: saleChannel ? (channelOf(saleChannel) ?? saleChannel) : undefined,
    channelOrderId: first(row.shopOrderId, row.privateId),
    source: sourceOf(row),
    note: row.description,
    privateNote: row.privateDescription,
    createdAt: row.createdDateTime,
    updatedAt: row.updatedAt,
    expectedDeliveryAt: row.deliveryDate,
    tags: some(row.tags.flatMap((tag) => tag ?? [])),
    shipping,
    shipments: shipmentsOf(shipping),
  });
});

const billLine = (line: BillLine): records.Line =>
  compact({
    productId: line.id,
    code: line.code,
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: positive(line.discount),
    taxRate: rateOf(line.VATPercent),
    tax: line.vat,
    serials: some(line.imei.flatMap((serial) => serial ?? [])),
  });

const billGifts = ({ products }: Bill) =>
  some(
    products.flatMap((line) =>
      line.giftProducts.map((gift) =>
        compact({ code: gift.productCode, name: gift.productName, quantity: gift.productQuantity, lineId: line.id }),
      ),
    ),
  );

const document = (bill: Bill, { lacks }: ShapeContext) => ({
  id: bill.id,
  currency: CURRENCY,
  locationId: bill.depotId,
  customerId: bill.customerId,
  customer: person(bill),
  lines: bill.products.map(billLine),
  gifts: billGifts(bill),
  discount: positive(bill.discount),
  tax: lacks("products") ? undefined : positive(sum(...bill.products.map(({ vat }) => vat))),
  total: bill.money,
  paid: bill.payment,
  payments: some([
    ...payment("cash", bill.cash, bill.cashAccount),
    ...payment("transfer", bill.moneyTransfer, bill.moneyAccount),
    ...payment("card", bill.creditMoney, bill.creditAccount, bill.creditCode),
    ...payment("installment", bill.installmentMoney, bill.installmentAccount, bill.installmentCode),
    ...payment("points", bill.usedPointsMoney),
  ]),
  staffId: first(bill.saleId, bill.createdById),
  staffName: first(bill.saleName, bill.createdByName),
  tags: some(bill.tags.flatMap((tag) => tag ?? [])),
  note: bill.description,
  createdAt: bill.createdDateTime,
});

/** Nhanh Open API v2, inventory mode. */
const saleKind = codesOf<records.Invoice["type"]>({ 2: "retail", 6: "wholesale" });

const typeOfSale = (mode: Unreadable<string>): records.Invoice["type"] => {
  if (mode === null) return undefined;
  return mode === undefined ? "retail" : (saleKind(mode) ?? "other");
};

/** Bills exist only once goods have moved: they are complete. */
export const toInvoice = recordOf(Bill, (row, context): records.Invoice => {
  const read = document(row, context);
  return compact({
    ...read,
    status: "completed" as const,
    type: typeOfSale(row.mode),
    orderId: row.orderId,
    ...dueOf(read),
    unreconciled: context.whole ? unreconciledOf(read) : undefined,
  });
});

export const toReturn = recordOf(Bill, (row, context): records.Return => {
  const read = backOf({ ...document(row, context), fee: positive(row.returnFee) });
  return compact({
    ...read,
    status: "completed" as const,
    type: "return" as const,
    invoiceId: row.relatedBillId,
    originalId: row.relatedBillId,
    orderId: row.orderId,
    ...refundDueOf(read),
    refunds: read.payments,
    unreconciled: context.whole ? unreconciledOf(read, -1) : undefined,
  });
});
