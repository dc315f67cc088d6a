import { Rejected } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import type * as records from "../../core/records.ts";
import { rowsIn } from "../../core/rows.ts";
import { isProven, type Shows, type Taken, UNSEEN, verdictsOf } from "../../core/taken.ts";
import { type CanonicalWrite, defineWrite, type WriteKind } from "../../core/vendor.ts";
import {
  type Address,
  CustomerCreate,
  InvoiceCreate,
  OrderCancel,
  OrderCreate,
  OrderUpdate,
  ProductCreate,
  ProductUpdate,
  StockMove,
} from "./commands.ts";
import {
  cashOf,
  defined,
  encodeCustomer,
  encodeInvoice,
  encodeNewProduct,
  encodeOrder,
  encodeOrderUpdate,
  encodeProduct,
  fingerprint,
  type Loose,
  lineOf,
  marked,
  namesPlace,
  toMobile,
} from "./encode.ts";
import {
  billLooks,
  customerLooks,
  customerOfPhone,
  IN,
  invoiceLooks,
  OTHER,
  OUT,
  orderById,
  orderByPhone,
  orderByTime,
  productLooks,
} from "./find.ts";
import { orderStatus, toOrder } from "./normalize.ts";

const lineShows = (shown: records.Address | undefined, asked: Address): unknown =>
  shown?.line === lineOf(asked) ? asked.line : shown?.line;

/** A name without an id was put into the line; beside an id the vendor shows its own name of the place. */
const nameShows =
  (part: "ward" | "district" | "province") =>
  (shown: records.Address | undefined, asked: Address): unknown => {
    if (asked[`${part}Id`] !== undefined) return UNSEEN;
    return shown?.line?.includes(asked[part]!) ? asked[part] : shown?.[part];
  };

/** Where a record shows an address that a command gives as `field`. */
const addressShows = (field: string, addressOf: (record: any) => records.Address | undefined): Shows => {
  const shows: Record<string, (record: any, asked: any) => unknown> = {
    name: (record) => addressOf(record)?.name,
    phone: (record) => addressOf(record)?.phone,
    line: (record, asked) => lineShows(addressOf(record), asked),
    ward: (record, asked) => nameShows("ward")(addressOf(record), asked),
    district: (record, asked) => nameShows("district")(addressOf(record), asked),
    province: (record, asked) => nameShows("province")(addressOf(record), asked),
    wardId: (record) => addressOf(record)?.wardId,
    districtId: (record) => addressOf(record)?.districtId,
    provinceId: (record) => addressOf(record)?.provinceId,
    country: (record) => addressOf(record)?.country,
    // Without a ward the scheme cannot be told.
    scheme: (record) => addressOf(record)?.scheme ?? UNSEEN,
  };
  return Object.fromEntries(Object.entries(shows).map(([part, read]) => [`${field}.${part}`, read]));
};

/** One id, a list of one, or the order's own name for it: the document and integrations differ. */
const doneId = (answer: any): string | undefined => {
  const data = Array.isArray(answer?.data) ? answer.data[0] : answer?.data;
  const id = data?.id ?? data?.orderId;
  return id === undefined || id === null ? undefined : String(id);
};

const lineFields: Shows = {
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "lines.name": true,
};

const shippingShows: Shows = {
  "shipping.fee": true,
  "shipping.weightGrams": true,
  ...addressShows("shipping.address", (order: records.Order) => order.shipping?.address),
};

type Paid = Pick<records.Payment, "method" | "amount" | "accountId"> | undefined;
const paymentsTaken = (
  asked: readonly { method: string; amount: number; accountId?: string | undefined }[] | undefined,
  shown: (method: string) => Paid,
): readonly Taken[] =>
  (asked ?? []).flatMap(({ method, amount, accountId }, index) => {
    const payment = shown(method);
    const field = `payments.${index}`;
    const verdict = (same: boolean) => (same ? ("yes" as const) : ("no" as const));
    return [
      { field, verdict: verdict(Number(payment?.amount ?? 0) === amount) },
      ...(accountId === undefined
        ? []
        : [{ field: `${field}.accountId`, verdict: verdict(payment?.accountId === accountId) }]),
    ];
  });
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
  repeatable: true,
  resource: "orders",
  entity: (order) => `orders.create:${fingerprint(order)}`,
  // The source of an order is shown nowhere: `channel` of a record is where it was sold.
  shows: {
    locationId: true,
    note: true,
    "customer.id": (order: records.Order) => order.customerId ?? UNSEEN,
    // The order has one person, the receiver.
    "customer.name": (order: records.Order) => order.customer?.name,
    "customer.phone": (order: records.Order) => order.customer?.phone,
    "customer.email": (order: records.Order) => order.customer?.email ?? UNSEEN,
    ...lineFields,
    "lines.note": true,
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
const update: Pick<CanonicalWrite<OrderUpdate>, "shows" | "alsoShows"> = {
  shows: { status: true, note: true, ...shippingShows },
  alsoShows: ({ shipping }, record) => leftOver(shipping?.address, (record as records.Order).shipping?.address),
};

const updateOrder = defineWrite<OrderUpdate>({
  operation: "orders.update",
  command: OrderUpdate,
  encode: (order) => ({ body: encodeOrderUpdate(order) }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  // Not repeatable: an order that has become Success or Returned takes no further edit, not even the same one.
  probe: async (order, _context, call) => {
    const row = await orderById(order.id, call);
    if (!row) throw new Rejected(`order ${order.id} is gone`, { notFound: true });
    return isProven(verdictsOf(update, order, toOrder(row))) ? { id: order.id } : undefined;
  },
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  ...update,
});

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
  probe: async ({ id }, _context, call) => {
    const row = await orderById(id, call);
    // An order that is gone has nothing left to be cancelled.
    return !row || orderStatus(row.info.status) === "cancelled" ? { id } : undefined;
  },
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  // The reason stands in the staff's own note, which no record shows.
  shows: {},
  alsoShows: (_order, stored) => [
    { field: "status", verdict: (stored as records.Order).status === "cancelled" ? "yes" : "no" },
  ],
});

/** The cost needs a permission; description and unit are not in every answer. */
const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  categoryId: true,
  price: true,
  weightGrams: true,
  active: true,
  cost: ({ cost }: records.Product) => cost ?? UNSEEN,
  description: ({ description }: records.Product) => description ?? UNSEEN,
  unit: ({ unit }: records.Product) => unit ?? UNSEEN,
};

const createProduct = defineWrite<ProductCreate>({
  operation: "products.create",
  command: ProductCreate,
  encode: (product, context) => ({ body: [encodeNewProduct(product, context)] }),
  result: (answer, { code }) => ({ id: doneId(answer), code }),
  reference: { by: "field", fields: ["appProductId"] },
  looks: productLooks,
  resource: "products",
  entity: ({ code }) => `product-code:${code}`,
  shows: productShows,
  bulk: {
    operation: "products.create",
    most: 100,
    encode: (items) => ({ body: items.map(({ command, context }) => encodeNewProduct(command, context)) }),
    results: (answer, items) => {
      const rows: readonly any[] = rowsIn(answer?.data) ?? [];
      return items.map(({ context }) => {
        const row = rows.find((each) => each?.appProductId === context.reference);
        return row ? { id: String(row.id) } : { rejected: "the vendor's answer leaves this product out" };
      });
    },
  },
});

const updateProduct = defineWrite<ProductUpdate>({
  operation: "products.update",
  command: ProductUpdate,
  encode: ({ id, ...product }) => ({ body: { id: Number(id), ...encodeProduct(product) } }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  shows: productShows,
});

const createCustomer = defineWrite<CustomerCreate>({
  operation: "customers.create",
  command: CustomerCreate,
  encode: (customer) => ({ body: [encodeCustomer(customer)] }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "key", field: "phone" },
  looks: customerLooks,
  occupied: customerOfPhone,
  resource: "customers",
  entity: ({ phone }) => `customer-phone:${toMobile(phone)}`,
  shows: {
    name: true,
    phone: true,
    email: true,
    gender: true,
    birthday: true,
    company: true,
    taxCode: true,
    ...addressShows("address", (customer: records.Customer) => customer.address),
    // Sent with the customer's own name and phone only.
    "address.name": () => undefined,
    "address.phone": () => undefined,
  },
  bulk: {
    operation: "customers.create",
    most: 100,
    encode: (items) => ({ body: items.map(({ command }) => encodeCustomer(command)) }),
    results: (answer, items) => {
      const rows: readonly any[] = rowsIn(answer?.data) ?? [];
      return items.map(({ command }) => {
        const row = rows.find((each) => samePhone(each?.mobile, command.phone));
        return row ? { id: String(row.id) } : { rejected: "the vendor's answer leaves this customer out" };
      });
    },
  },
});

/** A bill without price, customer or account: goods that come in or go out, and nothing else. */
const moveStock = defineWrite<StockMove>({
  operation: "stock.import-other",
  operationFor: ({ delta }) => (delta > 0 ? "stock.import-other" : "stock.export-other"),
  command: StockMove,
  encode: ({ productId, locationId, delta, note }, { reference }) => ({
    body: {
      depotId: Number(locationId),
      description: marked(note, reference),
      products: [{ id: Number(productId), quantity: Math.abs(delta), description: `[${reference}]` }],
    },
  }),
  // The bill's id; what is read back is the product's stock.
  result: (answer, { productId }) => ({ id: productId, code: doneId(answer) }),
  reference: { by: "field", fields: ["description"] },
  // What is read back is the product's stock, whatever bill moved it.
  looks: billLooks<StockMove>(({ productId, locationId, delta }) => ({
    type: delta > 0 ? IN : OUT,
    mode: OTHER,
    depotId: Number(locationId),
    productId: Number(productId),
  })).map(({ way, look }) => ({
    way,
    look: async (command: StockMove, context, call) =>
      (await look(command, context, call)) && { id: command.productId },
  })),
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
});

const createInvoice = defineWrite<InvoiceCreate>({
  operation: "retail-bills.create",
  command: InvoiceCreate,
  encode: (invoice, { reference }) => ({ body: encodeInvoice(invoice, reference) }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "field", fields: ["description"] },
  looks: invoiceLooks,
  resource: "invoices",
  entity: (invoice) => `invoices.create:${fingerprint(invoice)}`,
  shows: {
    locationId: true,
    note: ({ note }: records.Invoice, { note: asked }) => (note?.includes(asked) ? asked : note),
    "customer.id": ({ customerId }: records.Invoice) => customerId ?? UNSEEN,
    "customer.name": true,
    "customer.phone": true,
    "customer.email": ({ customer }: records.Invoice) => customer?.email ?? UNSEEN,
    ...lineFields,
  },
  // Without accounts in Nhanh only the sum that the customer handed over is known.
  alsoShows: ({ payments }, record) => {
    const { payments: paid } = record as records.Invoice;
    return paid ? paymentsTaken(payments, (method) => paid.find((payment) => payment.method === method)) : [];
  },
});

/**
 * What v3 cannot do and is therefore absent: set a stock (it is moved by bills only), change a customer, add a payment
 * to a bill.
 */
export const writes: Readonly<Partial<Record<WriteKind, CanonicalWrite>>> = {
  "orders.create": createOrder,
  "orders.update": updateOrder,
  "orders.cancel": cancelOrder,
  "products.create": createProduct,
  "products.update": updateProduct,
  "stock.move": moveStock,
  "customers.create": createCustomer,
  "invoices.create": createInvoice,
};
