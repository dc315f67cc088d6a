import { Rejected } from "../../../core/errors.ts";
import type * as records from "../../../core/records.ts";
import type { Untyped } from "../../../core/rows.ts";
import { isProven, type Shows, type Taken, UNSEEN, verdictsOf } from "../../../core/taken.ts";
import { type CanonicalWrite, defineWrite } from "../../../core/vendor.ts";
import { type Address, OrderCancel, OrderCreate, OrderUpdate } from "../commands.ts";
import { toOrder } from "../documents.ts";
import {
  carrierId,
  cashOf,
  defined,
  encodeOrder,
  encodeOrderUpdate,
  fingerprint,
  type Loose,
  namesPlace,
} from "../encode.ts";
import { changedOrder, orderById, orderByPhone, orderByTime } from "../find.ts";
import { orderStatus } from "../normalize.ts";
import { orderAreas } from "./areas.ts";
import { addressShows, doneId, idText, lineFields, type Paid, paymentsTaken, rowsOf, whereShown } from "./common.ts";

type Row = Record<string, Untyped>;

const asNumber = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" ? undefined : Number(value);
/** The order, and what its row shows of a command beyond the canonical record. */
const view = (row: Row) => {
  const order = toOrder(row);
  const products = rowsOf(row.products);
  const gifts = rowsOf(row.gifts);
  const tags = rowsOf(row.info?.tags);
  return {
    ...order,
    lines: [
      ...order.lines.map((line) => {
        const product = products.find(({ orderProductId }) => idText(orderProductId) === line.id);
        return { ...line, taxRate: asNumber(product?.vatPercent), gift: false };
      }),
      ...gifts.map((gift) => ({ productId: idText(gift.productId), quantity: Number(gift.quantity), gift: true })),
    ],
    seller: idText(row.info?.saleId) ?? "",
    source: idText(row.channel?.trafficSource),
    tags: tags.flatMap(({ id }) => idText(id) ?? []),
    service: idText(row.carrier?.service?.id) ?? "",
    staffNote: String(row.info?.privateDescription ?? ""),
  };
};

const shippingShows: Shows = {
  "shipping.fee": true,
  "shipping.weightGrams": true,
  "shipping.carrierCode": ({ shipping }: records.Order, { carrierCode }) =>
    shipping?.carrierCode === carrierId(carrierCode) ? carrierCode : shipping?.carrierCode,
  "shipping.serviceCode": whereShown("service"),
  ...addressShows("shipping.address", (order: records.Order) => order.shipping?.address),
};
const orderPayment =
  ({ payments, shipping }: records.Order) =>
  (method: string): Paid => {
    if (method === "cod") return { method, amount: shipping?.cod ?? 0 };
    return payments?.find((payment) => payment.method === (method === "cash" ? "deposit" : method));
  };
const createOrder = defineWrite<OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  encode: (order, { reference }) => ({ body: encodeOrder(order, reference) }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "field", fields: ["channel.appOrderId"] },
  looks: [
    { way: "orders of the phone", look: orderByPhone },
    { way: "orders by time of creation", look: orderByTime },
  ],
  named: { tags: "order-tags", staffId: "staff" },
  areas: { fields: ["shipping.address"], lists: orderAreas },
  repeatable: true,
  resource: "orders",
  entity: (order) => `orders.create:${fingerprint(order)}`,
  view,
  // The day on which the parcel is expected is shown nowhere. `channel` of a record is where the order was sold.
  shows: {
    locationId: true,
    note: true,
    "customer.id": (order: records.Order) => order.customerId ?? UNSEEN,
    // The order has one person, the receiver.
    "customer.name": (order: records.Order) => order.customer?.name,
    "customer.phone": (order: records.Order) => order.customer?.phone,
    "customer.email": (order: records.Order) => order.customer?.email ?? UNSEEN,
    ...lineFields,
    // What a gift is worth is no price that the customer pays.
    "lines.price": ({ gift, price }) => (gift ? UNSEEN : price),
    "lines.note": true,
    "lines.taxRate": whereShown("taxRate"),
    "lines.gift": whereShown("gift"),
    "lines.serials": true,
    channel: whereShown("source"),
    staffId: whereShown("seller"),
    tags: true,
    // Spread over the lines when it is saved, so that it may no longer stand at the order.
    discount: ({ discount, lines }: records.Order) =>
      discount ?? lines.reduce((sum, line) => sum + Number(line.discount ?? 0), 0),
    ...shippingShows,
  },
  alsoShows: ({ payments }, record) => paymentsTaken(payments, orderPayment(record as records.Order)),
  cannotHold: ({ payments }) => cashOf(payments),
});
/** A part of the old address that still stands beside the new one. */
const leftOver = (asked: Address | undefined, shown: records.Address | undefined): readonly Taken[] =>
  asked &&
  namesPlace(asked) &&
  (["wardId", "districtId", "provinceId"] as const).some((part) => asked[part] === undefined && shown?.[part])
    ? [{ field: "shipping.address", verdict: "no" }]
    : [];
const update: Pick<CanonicalWrite<OrderUpdate>, "view" | "shows" | "alsoShows"> = {
  view,
  shows: { status: true, note: true, tags: true, ...shippingShows },
  alsoShows: ({ shipping }, record) => leftOver(shipping?.address, (record as records.Order).shipping?.address),
};
const ifShown = (order: OrderUpdate, row: Loose | undefined): { id: string } | undefined =>
  row && isProven(verdictsOf(update, order, undefined, row)) ? { id: order.id } : undefined;
const updateOrder = defineWrite<OrderUpdate>({
  operation: "orders.update",
  command: OrderUpdate,
  encode: (order) => ({ body: encodeOrderUpdate(order) }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  // Not repeatable: an order that has become Success or Returned takes no further edit, not even the same one.
  looks: [
    {
      way: "the order itself",
      look: async (order, _context, call) => {
        const row = await orderById(order.id, call);
        if (!row) throw new Rejected(`order ${order.id} is gone`, { notFound: true });
        return ifShown(order, row);
      },
    },
    {
      way: "orders that changed since",
      look: async (order, context, call) => ifShown(order, await changedOrder(order.id, context, call)),
    },
  ],
  resource: "orders",
  named: { tags: "order-tags" },
  areas: { fields: ["shipping.address"], lists: orderAreas },
  entity: ({ id }) => `order:${id}`,
  ...update,
});
const isCancelled = (row: Loose): boolean => orderStatus(row.info.status) === "cancelled";
const cancelOrder = defineWrite<OrderCancel>({
  operation: "orders.update",
  command: OrderCancel,
  encode: ({ id, reason }, { current }) => {
    const note = (current as Loose | undefined)?.info?.privateDescription;
    const notes = [note, reason].filter((part) => typeof part === "string" && part !== "");
    return {
      body: {
        info: defined({
          id: Number(id),
          // Cancelled by the customer; the only other cancellation (64) is the system's.
          status: 63,
          // The staff's note with what it said before: the field is replaced as a whole.
          privateDescription: reason ? [...new Set(notes)].join(" | ") : undefined,
        }),
      },
    };
  },
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  looks: [
    {
      way: "the order itself",
      look: async ({ id }, _context, call) => {
        const row = await orderById(id, call);
        // A list that does not show it says nothing: any vendor shows an empty list in a weak moment.
        return row && isCancelled(row) ? { id } : undefined;
      },
    },
    {
      way: "orders that changed since",
      look: async ({ id }, context, call) => {
        const row = await changedOrder(id, context, call);
        return row && isCancelled(row) ? { id } : undefined;
      },
    },
  ],
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  view,
  // The reason stands in the staff's own note.
  shows: {
    reason: ({ staffNote = UNSEEN }, { reason }) => (String(staffNote).includes(reason) ? reason : staffNote),
  },
  alsoShows: (_order, stored) => [
    { field: "status", verdict: (stored as records.Order).status === "cancelled" ? "yes" : "no" },
  ],
});

export const orderWrites = {
  "orders.create": createOrder,
  "orders.update": updateOrder,
  "orders.cancel": cancelOrder,
} as const;
