import type * as commands from "../../core/commands.ts";
import { commands as canonical, OrderCancel } from "../../core/commands.ts";
import type { Inventory, Order } from "../../core/records.ts";
import { type Shows, type Taken, UNSEEN } from "../../core/taken.ts";
import { type CanonicalWrite, defineWrite, type Vendor } from "../../core/vendor.ts";
import {
  CustomerCreate,
  CustomerUpdate,
  OrderCreate,
  OrderUpdate,
  ProductCreate,
  ProductUpdate,
  StockSet,
} from "./commands.ts";
import { normalizeOrder } from "./documents.ts";
import * as encode from "./encode.ts";
import { customerLooks, orderLooks, productLooks, removalLooks } from "./find.ts";
import { normalizeCustomer } from "./normalize.ts";
import { areaIdsOf } from "./writes/areas.ts";
import { documentWrites } from "./writes/documents/writes.ts";
import { byId, createdId, hash, idText } from "./writes/results.ts";
import { isRow, type Row, rowsOf } from "./writes/rows.ts";

/** The table of writes: what is accepted, how it is sent, found again and seen. */

/** `true` for each part of an address, under the field that holds it. */
const addressShows = (field: string): Shows =>
  Object.fromEntries(
    [
      "name",
      "phone",
      "line",
      "ward",
      "wardId",
      "district",
      "districtId",
      "province",
      "provinceId",
      "country",
      "scheme",
    ].map((part) => [`${field}.${part}`, true]),
  );

/** `shipping.note` goes to the printed slip, which no record shows. */
const orderShows: Shows = {
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "lines.name": true,
  "lines.note": true,
  "lines.gift": ({ gift }) => gift ?? UNSEEN,
  discount: true,
  note: true,
  "shipping.fee": true,
  "shipping.cod": true,
  ...addressShows("shipping.address"),
};

const paymentsTaken = (command: commands.OrderCreate, record: unknown): readonly Taken[] => {
  const order = record as Order;
  const asked = new Map<string, number>();
  for (const { method, amount } of command.payments ?? []) asked.set(method, (asked.get(method) ?? 0) + amount);
  const shown = (method: string) =>
    Number(
      method === "cod"
        ? (order.shipping?.cod ?? 0)
        : (order.payments?.find((payment) => payment.method === method)?.amount ?? 0),
    );
  return (command.payments ?? []).map(({ method }, index) => ({
    field: `payments.${index}`,
    // The vendor keeps one sum for each method.
    verdict: shown(method) === asked.get(method) ? "yes" : "no",
  }));
};

/** An order as it is, with what the canonical form has no word for: labels by number, and which lines are gifts. */
const seenOrder = (row: Row) => {
  const order = normalizeOrder(row);
  const items = rowsOf(row.items);
  const isGift = (id: string | undefined, at: number): boolean => {
    const own = items.find((item) => item.id !== undefined && String(item.id) === id) ?? items[at];
    return own?.is_bonus_product === true;
  };
  const tags = Array.isArray(row.tags) ? row.tags : [];
  return {
    ...order,
    tags: tags.map((tag: unknown) => String(isRow(tag) ? tag.id : tag)),
    lines: order.lines.map((line, at) => ({ ...line, gift: isGift(line.id, at) })),
  };
};

/** A source may be given by its number; orders show its name. */
const channelShown = (order: Order, { channel }: { channel?: string | undefined }) =>
  /^-?\d+$/.test(channel ?? "") ? UNSEEN : order.channel;

const orderCreate = defineWrite<commands.OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  lookUp: ({ shipping }, call) => areaIdsOf(shipping?.address, call),
  encode: encode.encodeOrderCreate,
  reference: { by: "field", fields: ["order.custom_id"] },
  result: (answer) => ({ id: createdId(answer) }),
  looks: orderLooks,
  view: seenOrder,
  named: { staffId: "staff" },
  // The search is an index of its own: it may lag behind the order.
  settleSeconds: 120,
  resource: "orders",
  entity: ({ customer, ...order }) =>
    `orders.create:${customer?.phone ?? customer?.id ?? customer?.code ?? hash({ customer, ...order })}`,
  shows: {
    ...orderShows,
    locationId: true,
    "customer.id": (order: Order) => order.customerId ?? UNSEEN,
    "customer.name": true,
    "customer.phone": true,
    "customer.email": true,
    channel: channelShown,
    staffId: true,
  },
  alsoShows: paymentsTaken,
});

const orderUpdate = defineWrite<commands.OrderUpdate>({
  ...byId("order"),
  operation: "orders.update",
  command: OrderUpdate,
  carried: encode.carriedOrder,
  lookUp: ({ shipping }, call) => areaIdsOf(shipping?.address, call),
  encode: encode.encodeOrderUpdate,
  fresh: true,
  resource: "orders",
  view: seenOrder,
  named: { staffId: "staff", tags: "order-tags" },
  shows: {
    ...orderShows,
    channel: channelShown,
    staffId: true,
    tags: true,
    "shipping.carrierCode": true,
    "shipping.trackingCode": true,
    // Several of the vendor's states have one canonical word: only the one that was set is proof.
    status: ({ vendorStatus }: Order, { status }: commands.OrderUpdate) =>
      vendorStatus?.code === String(encode.statusCodes[status!]) ? status : vendorStatus?.name,
  },
});

const orderCancel = defineWrite<commands.OrderCancel>({
  ...byId("order"),
  operation: "orders.update",
  command: OrderCancel,
  encode: encode.encodeOrderCancel,
  fresh: true,
  resource: "orders",
  shows: { reason: ({ note }: Order, { reason }) => (note?.includes(reason) ? reason : note) },
  alsoShows: (_command, record) => [
    { field: "status", verdict: (record as Order).vendorStatus?.code === String(encode.CANCELLED) ? "yes" : "no" },
  ],
});

const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  description: true,
  categoryId: true,
  price: true,
  cost: true,
  weightGrams: true,
  attributes: true,
  images: true,
  active: true,
};

const productCreate = defineWrite<commands.ProductCreate>({
  operation: "products.create",
  command: ProductCreate,
  encode: encode.encodeProductCreate,
  reference: { by: "field", fields: ["product.custom_id (the command's code, else our reference)"] },
  result: (answer, command) => {
    const data = isRow(answer) && isRow(answer.data) ? answer.data : {};
    const variation = Array.isArray(data.variations) ? data.variations.find(isRow) : undefined;
    return { id: idText(variation?.id), code: command.code };
  },
  looks: productLooks,
  settleSeconds: 120,
  resource: "products",
  entity: (command) => `products.create:${command.code ?? hash(command)}`,
  shows: productShows,
});

const productUpdate = defineWrite<commands.ProductUpdate>({
  ...byId("product"),
  operation: "products.update",
  command: ProductUpdate,
  encode: encode.encodeProductUpdate,
  resource: "products",
  shows: productShows,
});

const productDelete = defineWrite<{ id: string }>({
  ...byId("product"),
  operation: "products.update",
  command: canonical["products.delete"],
  encode: encode.encodeProductDelete,
  looks: removalLooks,
  resource: "products",
});

const stockSet = defineWrite<commands.StockSet>({
  operation: "variations.update-quantity",
  command: StockSet,
  encode: encode.encodeStock,
  reference: { by: "record" },
  result: (_answer, command) => ({ id: command.productId }),
  repeatable: true,
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
  shows: {
    productId: true,
    // It only says which level is meant.
    locationId: (_inventory, { locationId }) => locationId,
    absolute: ({ levels }: Inventory, { locationId }) =>
      levels.find((level) => level.locationId === locationId)?.onHand ?? 0,
  },
  bulk: {
    operation: "variations.update-quantities",
    most: 100,
    encode: (items) => encode.encodeStocks(items.map(({ command }) => command)),
    // The vendor answers for all at once: a refusal refuses the call.
    results: (_answer, items) => items.map(({ command }) => ({ id: command.productId })),
  },
});

const customerShows: Shows = { name: true, phone: true, birthday: true };

const customerCreate = defineWrite<commands.CustomerCreate>({
  operation: "customers.create",
  command: CustomerCreate,
  encode: encode.encodeCustomerCreate,
  reference: { by: "key", field: "phone" },
  result: (answer) => ({ id: createdId(answer) }),
  repeatable: true,
  looks: customerLooks,
  resource: "customers",
  entity: ({ phone }) => `customers.create:${phone}`,
  shows: customerShows,
});

const levelIdsOf = ({ level }: Row): readonly string[] | undefined => {
  if (level === null) return [];
  return typeof level?.id === "string" ? [level.id] : undefined;
};

const customerUpdate = defineWrite<commands.CustomerUpdate>({
  ...byId("customer"),
  operation: "customers.update",
  command: CustomerUpdate,
  carried: encode.carriedCustomer,
  lookUp: ({ address }, call) => areaIdsOf(address, call),
  encode: encode.encodeCustomerUpdate,
  fresh: true,
  resource: "customers",
  // A level is set by its id; whether customers show the id beside its name, no example tells.
  view: (row: Row) => ({ ...normalizeCustomer(row), groups: levelIdsOf(row) }),
  named: { groups: "customer-levels" },
  shows: {
    ...customerShows,
    email: true,
    gender: true,
    note: true,
    groups: ({ groups }) => groups ?? UNSEEN,
    tags: true,
    points: true,
    ...addressShows("address"),
  },
});

/** Invoices and payments of their own do not exist at Pancake: an order is the sale. */
export const writes: Vendor["writes"] = {
  "orders.create": orderCreate,
  "orders.update": orderUpdate,
  "orders.cancel": orderCancel,
  "products.create": productCreate,
  "products.update": productUpdate,
  "products.delete": productDelete,
  "stock.set": stockSet,
  "customers.create": customerCreate,
  "customers.update": customerUpdate,
  ...documentWrites,
} satisfies Partial<Record<string, CanonicalWrite>>;
