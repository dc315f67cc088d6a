import { codesOf } from "../../core/codes.ts";
import { type Money, minus, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import { dueOf, fulfilmentOf, isOver, shipmentsOf, unreconciledOf } from "../../core/reckoning.ts";
import type { Line, Order } from "../../core/records.ts";
import { compact, filled, first, positive, type Unreadable, within } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { nested, orderStates } from "./normalize.ts";
import { type LineRow, OrderRow, unfold } from "./schema.ts";

/* Orders, invoices and returns. */

const stateOf = codesOf(orderStates);

/**
 * VND off the line. The app also keeps a percentage there, which shows in the line's own total: 2 x 100,000 less 10 is
 * 180,000.
 */
const lineDiscount = ({ price, discount, total }: LineRow, quantity: number): Unreadable<Money> => {
  if (!discount || !total || Number(discount) > 100) return discount;
  const full = times(price, quantity);
  const off = times(times(full, discount), "0.01");
  const isPercent = Number(minus(full, off)) === Number(total) && Number(minus(full, discount)) !== Number(total);
  return isPercent ? off : discount;
};

/** A line without a readable quantity is left out. */
const toLines = (rows: readonly LineRow[]): Line[] =>
  rows.flatMap((line) => {
    const quantity = line.count === undefined ? line.quantity : line.count;
    if (quantity === null) return [];
    return [
      compact({
        id: line.id,
        productId: line.productId,
        code: line.productCode,
        name: line.productName,
        quantity: quantity ?? 0,
        price: line.price,
        discount: lineDiscount(line, quantity ?? 0),
        total: line.total,
        note: line.note,
      }),
    ];
  });

const toPayments = ({ paid, paymentType, moneyAccountId }: OrderRow): Order["payments"] =>
  paid === null || paid === undefined || Number(paid) <= 0
    ? undefined
    : [compact({ method: paymentType?.toLowerCase(), amount: paid, accountId: moneyAccountId })];

/**
 * The app has two fields for what is taken off the order, and leaves either at 0. Where they differ the total decides, and
 * where it cannot, the one that is not 0.
 */
const discountOf = (
  { discountOnTotal, discount }: OrderRow,
  parts: Parameters<typeof unreconciledOf>[0],
  whole: boolean,
): Money | undefined => {
  const [likely, other] = discountOnTotal === 0 ? [discount, discountOnTotal] : [discountOnTotal, discount];
  const isOpen = whole && likely !== undefined && other !== undefined;
  const fits = (amount: Unreadable<Money>) => unreconciledOf({ ...parts, discount: amount }) === undefined;
  return isOpen && !fits(likely) && fits(other) ? (other ?? undefined) : first(likely, other);
};

/** The fee that the customer pays. Undefined: the shop does, or it cannot be read who. */
const feeOf = ({ shippingFee, shipCostOnCustomer }: OrderRow): Money | undefined =>
  shipCostOnCustomer === false || shipCostOnCustomer === null ? undefined : positive(shippingFee);

/** The document says nothing about returns. An order of which money goes back is one (inferred). */
const kindOf = (total: Unreadable<Money>): Order["type"] =>
  total === null ? undefined : Number(total ?? 0) < 0 ? "return" : "sale";

const readOrder = recordOf(OrderRow, (row, { lacks, whole }): Order => {
  const { status: code, contact } = row;
  const state = stateOf(code);
  const status = state?.status ?? "unknown";
  const shipping = filled({
    address: filled({ line: row.deliveryAddress }),
    carrier: row.shippingPartner,
    trackingCode: row.billOfLadingCode,
    fee: positive(row.shippingFee),
  });
  const phone = first(row.contactPhone, within(contact, "mobile"));
  const parts = {
    lines: toLines(nested(row.items, row.itemsJson, lacks("items"))),
    tax: row.tax,
    fee: feeOf(row),
    total: row.total,
    paid: row.paid,
  };
  const money = { ...parts, discount: discountOf(row, parts, whole) };
  return compact({
    ...money,
    id: row.id,
    code: first(row.orderCode, row.code),
    type: kindOf(row.total),
    currency: "VND",
    status,
    fulfilmentStatus: fulfilmentOf(status),
    ...(code === null ? {} : dueOf(money, isOver(status))),
    change: positive(row.change),
    unreconciled: whole ? unreconciledOf(money) : undefined,
    vendorStatus: code ? { code, ...(state && { name: state.name }) } : undefined,
    locationId: row.storeId,
    customerId: row.contactId,
    customer: filled({
      name: first(row.contactName, within(contact, "fullName")),
      phone,
      phoneE164: toE164(phone),
      email: contact?.email,
      code: contact?.code,
    }),
    payments: toPayments(row),
    staffId: row.staffId,
    staffName: row.staff?.name,
    note: row.note,
    createdAt: row.createdAt,
    updatedAt: row.modifiedAt,
    shipping,
    shipments: shipmentsOf(shipping),
  });
});

export const toOrder: typeof readOrder = (row, shop) => readOrder(unfold(row), shop);
