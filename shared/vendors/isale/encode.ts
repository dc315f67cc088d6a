import { Rejected } from "../../core/errors.ts";
import type { Address, Order } from "../../core/records.ts";
import type { WriteContext } from "../../core/vendor.ts";
import type {
  CustomerUpdateOf,
  LineOf,
  OrderCancelOf,
  OrderCreateOf,
  OrderUpdateOf,
  ProductUpdateOf,
  ShippingOf,
} from "./commands.ts";
import { toOrder } from "./documents.ts";
import { orderStates } from "./normalize.ts";
import { Row } from "./schema.ts";

/*
 * iSale has no idempotency key, and the `onlineId` of its rows is a number that its own app fills: our reference does
 * not fit in there. It travels in two plain text fields instead, so that the loss of one (the vendor may number
 * orders itself) does not blind the probe: the record's code, where the command names none, and the note.
 */

const number = (id: string): number => Number(id);

/** The vendor's numbers of the states, first one wins: 5 and 6 only add that money is owed. */
export const stateOf = (status: string): number =>
  Number(Object.entries(orderStates).find(([, state]) => state.status === status)?.[0]);
export const CANCELLED = stateOf("cancelled");

export const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
export const mark = (reference: string): string => `[${reference}]`;
const MARK = /\s*\[TB-[0-9A-Z]{16}\]/g;
const marksOf = (text: unknown): string[] =>
  typeof text === "string" ? (text.match(MARK) ?? []).map((found) => found.trim()) : [];
/** The note as a person wrote it. */
export const withoutMark = (text: unknown): string =>
  String(text ?? "")
    .replace(MARK, "")
    .trim();
/** A new note keeps the mark of the create, so that its search goes on finding the record. */
export const keepingMarks = (note: string | undefined, current: unknown): string | undefined =>
  note === undefined
    ? undefined
    : [note.trim(), ...marksOf((current as { note?: unknown } | undefined)?.note)].filter(Boolean).join(" ");
export const marked = (note: string | undefined, reference: string): string =>
  note === undefined || note === "" ? mark(reference) : `${note} ${mark(reference)}`;
export const oneLine = (address: Address | undefined): string | undefined => {
  const parts = address && [address.line, address.ward, address.district, address.province];
  const line = parts?.filter((part) => part !== undefined && part !== "").join(", ");
  return line === "" ? undefined : line;
};
const toItem = (line: LineOf) =>
  defined({
    productId: number(line.productId),
    productName: line.name,
    count: line.quantity,
    price: line.price,
    discount: line.discount ?? 0,
    total: Math.round(line.price * line.quantity) - (line.discount ?? 0),
    note: line.note,
  });

export const goodsOf = (lines: readonly LineOf[]): number =>
  lines.reduce((sum, line) => sum + Math.round(line.price * line.quantity) - (line.discount ?? 0), 0);
/** A line's own total: its discount may be a percentage, and what its options cost is in no other field (the app). */
const storedGoodsOf = ({ lines }: Order): number =>
  lines.reduce(
    (sum, line) => sum + Number(line.total ?? Number(line.price) * line.quantity - Number(line.discount ?? 0)),
    0,
  );

/** Sums as the app makes them (field note): `netValue` is what the lines cost after all discounts. */
export const amounts = (goods: number, discount = 0, fee = 0, tax = 0) => {
  const netValue = Math.max(0, goods - discount);
  return { netValue, total: netValue + tax + fee };
};

/** The list leaves out orders without `itemsJson` (field note), so the items go in both forms. */
const items = (lines: readonly LineOf[]) => {
  const list = lines.map(toItem);
  return { items: list, itemsJson: JSON.stringify(list) };
};

const shippingFields = (shipping: ShippingOf | undefined) =>
  shipping === undefined
    ? {}
    : defined({
        hasShipInfo: true,
        deliveryAddress: oneLine(shipping.address),
        shippingFee: shipping.fee,
        shipCostOnCustomer: shipping.fee === undefined ? undefined : true,
        shippingPartner: shipping.carrierCode,
        billOfLadingCode: shipping.trackingCode,
      });

export const encodeOrder = (command: OrderCreateOf, context: WriteContext) => {
  const { customer, payments = [] } = command;
  return defined({
    orderCode: context.reference,
    note: marked(command.note, context.reference),
    contactId: customer?.id === undefined ? 0 : number(customer.id),
    contactName: customer?.name,
    contactPhone: customer?.phone,
    storeId: command.locationId === undefined ? 0 : number(command.locationId),
    staffId: command.staffId === undefined ? undefined : number(command.staffId),
    moneyAccountId: payments.flatMap((payment) =>
      payment.accountId === undefined ? [] : number(payment.accountId),
    )[0],
    status: stateOf("confirmed"),
    discountOnTotal: command.discount ?? 0,
    ...amounts(goodsOf(command.lines), command.discount, command.shipping?.fee),
    paid: payments.reduce((sum, payment) => sum + payment.amount, 0),
    change: 0,
    ...items(command.lines),
    ...shippingFields(command.shipping),
    // The app sends it with every save, and only then the stock moves (field note); unproven for this API.
    saveProductNotes: true,
  });
};

/** What the command leaves out is as it stands in the order. */
export const amountsAfter = (command: OrderUpdateOf, order: Order) =>
  amounts(
    command.lines ? goodsOf(command.lines) : storedGoodsOf(order),
    command.discount ?? Number(order.discount ?? 0),
    command.shipping?.fee ?? Number(order.fee ?? 0),
    Number(order.tax ?? 0),
  );

/** The command's fields of which the order's sums are made. */
export const pricedFields = ({ lines, discount, shipping }: OrderUpdateOf): string[] =>
  Object.entries({ lines, discount, "shipping.fee": shipping?.fee }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  );

const toOrderOrNothing = (row: Row): Order | undefined => {
  try {
    const order = toOrder(row);
    // Of an order that could not be read whole no sums can be made.
    return order._meta ? undefined : order;
  } catch {
    return undefined;
  }
};

/**
 * iSale keeps the sums that it is sent, so they are made anew of the order as it is now. What its app adds or takes
 * off by rules of its own (tax, promotions, points) cannot be made anew for other goods.
 * @throws Rejected with the fields that cannot be changed
 */
const sumsAfter = (command: OrderUpdateOf, current: unknown) => {
  const fields = pricedFields(command);
  if (fields.length === 0) return {};
  const refusal = (code: string, reason: string) =>
    new Rejected(`iSale keeps an order's sums as they are sent: ${reason}`, {
      code,
      fields: Object.fromEntries(fields.map((field) => [field, reason])),
    });
  const { data: row } = Row.safeParse(current);
  const order = row && toOrderOrNothing(row);
  if (!row || !order) throw refusal("order-unknown", "the order is not in the copy of the shop");
  if (Number(row.totalPromotionDiscount ?? 0) !== 0 || Number(row.amountFromPoint ?? 0) !== 0)
    throw refusal("order-promoted", "the order has a promotion or is paid with points: change it in iSale");
  if (Number(order.tax ?? 0) !== 0 && (command.lines || command.discount !== undefined))
    throw refusal("order-taxed", "the order's tax would have to change too: change it in iSale");
  return amountsAfter(command, order);
};

export const encodeOrderChange = (command: OrderUpdateOf, { current }: WriteContext) =>
  defined({
    status: command.status === undefined ? undefined : stateOf(command.status),
    staffId: command.staffId === undefined ? undefined : number(command.staffId),
    note: keepingMarks(command.note, current),
    discountOnTotal: command.discount,
    ...sumsAfter(command, current),
    ...(command.lines && items(command.lines)),
    ...shippingFields(command.shipping),
  });

export const encodeProduct = (command: Omit<ProductUpdateOf, "id">, code: string | undefined) =>
  defined({
    title: command.name,
    code,
    barcode: command.barcode,
    description: command.description,
    // The filter is called `categoryId`, the app's column `productCategoryId`; unknown fields do no harm.
    categoryId: command.categoryId === undefined ? undefined : number(command.categoryId),
    productCategoryId: command.categoryId === undefined ? undefined : number(command.categoryId),
    unit: command.unit,
    price: command.price,
    costPrice: command.cost,
    // Of no pictures none is the first: what stands there would stay one.
    avatarUrl: command.images && (command.images[0] ?? ""),
    imageUrlsJson: command.images === undefined ? undefined : JSON.stringify(command.images),
  });

export const encodeCancel = ({ reason }: OrderCancelOf, { current }: WriteContext) => {
  const before = (current as { note?: string | null } | undefined)?.note ?? "";
  // The note is the only place for a reason; it keeps what stands in it, once.
  const note = reason === undefined || before.includes(reason) ? undefined : `${before} ${reason}`.trim();
  return defined({ status: CANCELLED, note });
};

export const encodeCustomer = (
  command: Omit<CustomerUpdateOf, "id">,
  code: string | undefined,
  note: string | undefined,
) =>
  defined({
    fullName: command.name,
    code,
    mobile: command.phone,
    email: command.email,
    gender: command.gender,
    dateOfBirth: command.birthday,
    address: oneLine(command.address),
    note,
  });
