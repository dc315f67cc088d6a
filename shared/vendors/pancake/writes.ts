import { createHash } from "node:crypto";
import type * as commands from "../../core/commands.ts";
import { OrderCancel } from "../../core/commands.ts";
import { VendorChanged } from "../../core/errors.ts";
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
  StockMove,
  StockSet,
} from "./commands.ts";
import * as encode from "./encode.ts";
import { COUNTED, countLooks, customerLooks, orderLooks, productLooks } from "./find.ts";

/** The table of writes: what is accepted, how it is sent, found again and seen. */

const { isRow } = encode;

const idText = (id: unknown): string | undefined =>
  typeof id === "string" || typeof id === "number" ? String(id) : undefined;

/**
 * The id's name has moved between versions of the vendor (field note, seen in integrations). `system_id` is another
 * number than the id in most shops, so an answer with nothing else leaves the order to be looked for.
 */
const createdId = (answer: unknown): string | undefined => {
  if (!isRow(answer)) return undefined;
  const data = isRow(answer.data) ? answer.data : answer;
  return idText(data.id ?? data.order_id);
};

const hash = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

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

const orderCreate = defineWrite<commands.OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  encode: encode.encodeOrderCreate,
  reference: { by: "field", fields: ["order.custom_id"] },
  result: (answer) => ({ id: createdId(answer) }),
  looks: orderLooks,
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
    // A source may be given by its number; orders show its name.
    channel: (order: Order, { channel }) => (/^-?\d+$/.test(channel) ? UNSEEN : order.channel),
  },
  alsoShows: paymentsTaken,
});

/** A change of a record that the command names: sent again it does no harm, and the record itself tells. */
const byId = (entity: string) => ({
  reference: { by: "record" } as const,
  result: (_answer: unknown, { id }: { readonly id: string }) => ({ id }),
  repeatable: true,
  entity: ({ id }: { readonly id: string }) => `${entity}:${id}`,
});

const orderUpdate = defineWrite<commands.OrderUpdate>({
  ...byId("order"),
  operation: "orders.update",
  command: OrderUpdate,
  carried: encode.carriedOrder,
  encode: encode.encodeOrderUpdate,
  fresh: true,
  resource: "orders",
  shows: {
    ...orderShows,
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

const stockMove = defineWrite<commands.StockMove>({
  operation: "stocktakings.create",
  command: StockMove,
  encode: encode.encodeStockMove,
  // The count's own id is the vendor's affair; what is read back is the variation's stock.
  result: (answer, { productId }) => {
    const status = isRow(answer) && isRow(answer.data) ? answer.data.status : undefined;
    if (status !== undefined && status !== COUNTED)
      throw new VendorChanged(`a stocktaking with status ${status}`, JSON.stringify(answer));
    return { id: productId, code: createdId(answer) };
  },
  reference: { by: "field", fields: ["stocktaking.note"] },
  looks: countLooks,
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
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

const customerUpdate = defineWrite<commands.CustomerUpdate>({
  ...byId("customer"),
  operation: "customers.update",
  command: CustomerUpdate,
  carried: encode.carriedCustomer,
  encode: encode.encodeCustomerUpdate,
  fresh: true,
  resource: "customers",
  shows: { ...customerShows, email: true, gender: true, note: true, ...addressShows("address") },
});

/** Invoices and payments of their own do not exist at Pancake: an order is the sale. */
export const writes: Vendor["writes"] = {
  "orders.create": orderCreate,
  "orders.update": orderUpdate,
  "orders.cancel": orderCancel,
  "products.create": productCreate,
  "products.update": productUpdate,
  "stock.set": stockSet,
  "stock.move": stockMove,
  "customers.create": customerCreate,
  "customers.update": customerUpdate,
} satisfies Partial<Record<string, CanonicalWrite>>;
