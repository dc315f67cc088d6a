import { createHash } from "node:crypto";
import * as z from "zod";
import {
  CustomerCreate,
  CustomerUpdate,
  OrderCancel,
  OrderCreate,
  OrderLineCommand,
  OrderUpdate,
  ProductCreate,
  ProductUpdate,
  ShippingCommand,
} from "../../core/commands.ts";
import { Rejected, RetryLater } from "../../core/errors.ts";
import type { Address, CanonicalRecord, Customer, Order, Product } from "../../core/records.ts";
import { searchable } from "../../core/rows.ts";
import { DAY, HOUR, toHanoiDay } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import { type Call, type CanonicalWrite, defineWrite, type WriteContext, type WriteKind } from "../../core/vendor.ts";
import { createdOf, idOf, orderStates, toOrder } from "./normalize.ts";
import { DEFAULT_ROWS, MOST_ROWS } from "./operations.ts";
import { Row, rowsIn, savedId } from "./schema.ts";

/*
 * iSale has no idempotency key, and the `onlineId` of its rows is a number that its own app fills: our reference does
 * not fit in there. It travels in two plain text fields instead, so that the loss of one (the vendor may number
 * orders itself) does not blind the probe: the record's code, where the command names none, and the note.
 */

const Id = z
  .string()
  .regex(/^\d{1,18}$/, "iSale's ids are numbers")
  .max(18);
const number = (id: string): number => Number(id);

const LineOf = OrderLineCommand.omit({ code: true }).extend({
  // The API looks nothing up for us: an item without its product's number and price is free text at 0 VND.
  productId: Id,
  price: z.number().int().nonnegative(),
});
type LineOf = z.infer<typeof LineOf>;

const ShippingOf = ShippingCommand.omit({ cod: true, weightGrams: true, note: true });
const Buyer = z.strictObject({
  id: Id.optional(),
  name: z.string().max(300).optional(),
  phone: z.string().max(30).optional(),
});

const OrderCreateOf = OrderCreate.omit({ channel: true }).extend({
  locationId: Id.optional().describe("0 is the main store"),
  customer: Buyer.optional(),
  lines: z.array(LineOf).min(1).max(500),
  shipping: ShippingOf.optional(),
});
type OrderCreateOf = z.infer<typeof OrderCreateOf>;

const writableStates = ["confirmed", "shipping", "completed"] as const;
const OrderUpdateOf = OrderUpdate.extend({
  id: Id,
  status: z.enum(writableStates).optional(),
  lines: z.array(LineOf).min(1).max(500).optional(),
  shipping: ShippingOf.optional(),
});
type OrderUpdateOf = z.infer<typeof OrderUpdateOf>;
const OrderCancelOf = OrderCancel.extend({ id: Id });
type OrderCancelOf = z.infer<typeof OrderCancelOf>;

const unsupported = { weightGrams: true, attributes: true, active: true } as const;
const ProductCreateOf = ProductCreate.omit(unsupported).extend({ categoryId: Id.optional() });
type ProductCreateOf = z.infer<typeof ProductCreateOf>;
const ProductUpdateOf = ProductUpdate.omit(unsupported).extend({ id: Id, categoryId: Id.optional() });
type ProductUpdateOf = z.infer<typeof ProductUpdateOf>;

const CustomerCreateOf = CustomerCreate.omit({ company: true, taxCode: true });
type CustomerCreateOf = z.infer<typeof CustomerCreateOf>;
const CustomerUpdateOf = CustomerUpdate.omit({ company: true, taxCode: true }).extend({ id: Id });
type CustomerUpdateOf = z.infer<typeof CustomerUpdateOf>;

/** The vendor's numbers of the states, first one wins: 5 and 6 only add that money is owed. */
const stateOf = (status: string): number =>
  Number(Object.entries(orderStates).find(([, state]) => state.status === status)?.[0]);
const CANCELLED = stateOf("cancelled");

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const mark = (reference: string): string => `[${reference}]`;
const marked = (note: string | undefined, reference: string): string =>
  note === undefined || note === "" ? mark(reference) : `${note} ${mark(reference)}`;
const oneLine = (address: Address | undefined): string | undefined => {
  const parts = address && [address.line, address.ward, address.district, address.province];
  const line = parts?.filter((part) => part !== undefined && part !== "").join(", ");
  return line === "" ? undefined : line;
};
const digest = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

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

const goodsOf = (lines: readonly LineOf[]): number =>
  lines.reduce((sum, line) => sum + Math.round(line.price * line.quantity) - (line.discount ?? 0), 0);
/** A line's own total: its discount may be a percentage, and what its options cost is in no other field (the app). */
const storedGoodsOf = ({ lines }: Order): number =>
  lines.reduce(
    (sum, line) => sum + Number(line.total ?? Number(line.price) * line.quantity - Number(line.discount ?? 0)),
    0,
  );

/** Sums as the app makes them (field note): `netValue` is what the lines cost after all discounts. */
const amounts = (goods: number, discount = 0, fee = 0, tax = 0) => {
  const netValue = Math.max(0, goods - discount);
  return { netValue, total: netValue + tax + fee };
};

/** The list leaves out orders without `itemsJson` (field note), so the items go in both forms. */
const items = (lines: readonly LineOf[]) => {
  const list = lines.map(toItem);
  return { items: list, itemsJson: JSON.stringify(list) };
};

const shippingFields = (shipping: z.infer<typeof ShippingOf> | undefined) =>
  shipping === undefined
    ? {}
    : defined({
        hasShipInfo: true,
        deliveryAddress: oneLine(shipping.address),
        shippingFee: shipping.fee,
        shipCostOnCustomer: shipping.fee === undefined ? undefined : true,
        shippingPartner: shipping.carrierCode,
      });

const encodeOrder = (command: OrderCreateOf, context: WriteContext) => {
  const { customer, payments = [] } = command;
  return defined({
    orderCode: context.reference,
    note: marked(command.note, context.reference),
    contactId: customer?.id === undefined ? 0 : number(customer.id),
    contactName: customer?.name,
    contactPhone: customer?.phone,
    storeId: command.locationId === undefined ? 0 : number(command.locationId),
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
const amountsAfter = (command: OrderUpdateOf, order: Order, isFeeCharged: boolean) =>
  amounts(
    command.lines ? goodsOf(command.lines) : storedGoodsOf(order),
    command.discount ?? Number(order.discount ?? 0),
    command.shipping?.fee ?? (isFeeCharged ? Number(order.shipping?.fee ?? 0) : 0),
    Number(order.tax ?? 0),
  );

/** The command's fields of which the order's sums are made. */
const pricedFields = ({ lines, discount, shipping }: OrderUpdateOf): string[] =>
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
  return amountsAfter(command, order, row.shipCostOnCustomer !== false && row.shipCostOnCustomer !== 0);
};

const encodeOrderChange = (command: OrderUpdateOf, { current }: WriteContext) =>
  defined({
    status: command.status === undefined ? undefined : stateOf(command.status),
    note: command.note,
    discountOnTotal: command.discount,
    ...sumsAfter(command, current),
    ...(command.lines && items(command.lines)),
    ...shippingFields(command.shipping),
  });

const encodeProduct = (command: Omit<ProductUpdateOf, "id">, code: string | undefined) =>
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
    avatarUrl: command.images?.[0],
    imageUrlsJson: command.images === undefined ? undefined : JSON.stringify(command.images),
  });

const encodeCustomer = (command: Omit<CustomerUpdateOf, "id">, code: string | undefined, note: string | undefined) =>
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

/** Whether the vendor may have cut the answer: at the limit, or at its own default where it ignores the limit. */
const cut = (rows: readonly Row[]): boolean => rows.length >= MOST_ROWS || rows.length === DEFAULT_ROWS;
const undecided = (what: string): RetryLater =>
  new RetryLater(`iSale: the list of ${what} is too long to prove that the write did not happen`, { delivered: "no" });

const carries = (row: Row, reference: string, codeField: string): boolean =>
  sameText(row[codeField], reference) || (typeof row.note === "string" && row.note.includes(mark(reference)));

/** Staff may date an order back: the sync, too, reads the last three days again. */
const DATED_BACK = 3 * DAY;
/** Of one search; a minute's limit is 120. What took longer would begin from the front each time. */
const MOST_ASKS = 80;

/**
 * Days that hold everything written by any attempt, halved while the answer may have been cut, the later half first;
 * one day is split by state. A day that is still cut after that proves nothing.
 */
const findOrder = async (context: WriteContext, call: Call): Promise<{ id?: string } | undefined> => {
  let asks = 0;
  const ask = async (params: Record<string, unknown>) => {
    asks += 1;
    if (asks > MOST_ASKS) throw undecided("orders");
    return searchable(rowsIn(await call("orders.list", { params: { limit: MOST_ROWS, ...params } })));
  };
  const found = (rows: readonly Row[]) => rows.find((row) => carries(row, context.reference, "orderCode"));
  const search = async (from: number, to: number): Promise<Row | undefined> => {
    // One day more than meant: the vendor's end may or may not include its day.
    const days = { dateFrom: toHanoiDay(from), dateTo: toHanoiDay(to + DAY) };
    const rows = await ask(days);
    const row = found(rows);
    if (row || !cut(rows)) return row;
    if (toHanoiDay(from) !== toHanoiDay(to)) {
      const middle = from + Math.floor((to - from) / DAY / 2) * DAY;
      return (await search(middle + DAY, to)) ?? (await search(from, middle));
    }
    // A state that the table does not know holds orders too.
    for (const status of new Set([...Object.keys(orderStates), ...rows.map((each) => String(each.status ?? 0))])) {
      const part = await ask({ ...days, status });
      const hit = found(part);
      if (hit) return hit;
      if (cut(part)) throw undecided("orders");
    }
    return undefined;
  };
  const { firstAttemptAt, lastAttemptAt } = context;
  if (firstAttemptAt === undefined) {
    const rows = await ask({});
    const row = found(rows);
    if (!row && cut(rows)) throw undecided("orders");
    return row && { id: idOf(row) };
  }
  // One day later for clocks that differ. A person may have had it sent again weeks after the first try.
  const row = await search(firstAttemptAt - DATED_BACK, (lastAttemptAt ?? firstAttemptAt) + DAY);
  return row && { id: idOf(row) };
};

/** Codes need not be unique: a product that stood there before the first attempt is not ours. */
const isRecent = (row: Row, context: WriteContext): boolean => {
  const created = createdOf(row);
  return created === undefined || context.firstAttemptAt === undefined || created >= context.firstAttemptAt - HOUR;
};

const findProduct = async (command: ProductCreateOf, context: WriteContext, call: Call) => {
  const code = command.code ?? context.reference;
  const strangers: Row[] = [];
  const ask = async (part: Record<string, unknown>) => {
    const rows = searchable(rowsIn(await call("products.list", { params: { limit: MOST_ROWS, ...part } })));
    const coded = rows.filter((each) => sameText(each.code, code) && isRecent(each, context));
    strangers.push(...coded);
    // Nobody else has our reference for a code.
    const row = coded.find((each) => command.code === undefined || sameText(each.title ?? each.name, command.name));
    return { found: row && { id: idOf(row) }, isCut: cut(rows) };
  };
  const absent = (): undefined => {
    for (const row of strangers) someoneElses(createdOf(row), context);
  };
  // There is no search. A list of the category would prove nothing: the app keeps categories in a table of their own.
  const whole = await ask({});
  if (whole.found) return whole.found;
  if (!whole.isCut) return absent();
  const inCategory = command.categoryId === undefined ? undefined : await ask({ categoryId: command.categoryId });
  if (inCategory?.found) return inCategory.found;
  for (const isMaterial of [false, true]) {
    const { found, isCut } = await ask({ isMaterial });
    if (found) return found;
    if (isCut) throw undecided("products");
  }
  return absent();
};

const findContact = async (command: CustomerCreateOf, context: WriteContext, call: Call) => {
  const code = command.code ?? context.reference;
  for (const q of [code, command.phone ?? command.email ?? command.name]) {
    const rows = searchable(rowsIn(await call("contacts.list", { params: { limit: MOST_ROWS, q } })));
    const row = rows.find((each) => carries(each, context.reference, "code"));
    if (row) return { id: idOf(row) };
    // The same code without our mark: another's contact, or ours with its note dropped.
    if (cut(rows) || rows.some((each) => sameText(each.code, code))) throw undecided("contacts");
  }
  return undefined;
};

/** Names of the fields for which `same` says no. */
const differing = (checks: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(checks).flatMap(([field, same]) => (same ? [] : [field]));
/** A field that was not asked for is as asked. */
const asked = <T>(value: T | undefined, is: unknown): boolean => value === undefined || String(value) === String(is);

const sameLines = (lines: readonly LineOf[] | undefined, order: Order): boolean =>
  lines === undefined ||
  (lines.length === order.lines.length &&
    lines.every((line, index) => {
      const stored = order.lines[index];
      return stored?.productId === line.productId && stored.quantity === line.quantity && stored.price === line.price;
    }));

const sameAmount = (one: number, other: unknown): boolean => Math.abs(one - Number(other)) < 0.01;
/** The record does not say whether the customer pays the fee that stands in it. */
const sameTotal = (command: OrderUpdateOf, order: Order): boolean =>
  order.total === undefined ||
  pricedFields(command).length === 0 ||
  [true, false].some((isFeeCharged) => sameAmount(amountsAfter(command, order, isFeeCharged).total, order.total));

const orderNotTaken = (command: OrderCreateOf, record: CanonicalRecord): string[] => {
  const order = record as Order;
  return differing({
    locationId: asked(command.locationId, order.locationId),
    customer: asked(command.customer?.id, order.customerId),
    lines: sameLines(command.lines, order),
    discount: asked(command.discount, order.discount ?? 0),
    note: command.note === undefined || (order.note ?? "").includes(command.note.trim()),
    shipping: asked(command.shipping?.fee, order.shipping?.fee ?? 0),
    total:
      order.total === undefined ||
      sameAmount(amounts(goodsOf(command.lines), command.discount, command.shipping?.fee).total, order.total),
  });
};

const productNotTaken = (command: Omit<ProductUpdateOf, "id">, record: CanonicalRecord): string[] => {
  const product = record as Product;
  return differing({
    name: asked(command.name, product.name),
    code: asked(command.code, product.code),
    barcode: asked(command.barcode, product.barcode),
    description: asked(command.description?.trim(), product.description ?? ""),
    categoryId: asked(command.categoryId, product.categoryId),
    unit: asked(command.unit, product.unit),
    price: asked(command.price, product.price),
    cost: asked(command.cost, product.cost),
    images: command.images === undefined || command.images.every((image) => product.images?.includes(image)),
  });
};

const customerNotTaken = (command: Omit<CustomerUpdateOf, "id">, record: CanonicalRecord): string[] => {
  const customer = record as Customer;
  return differing({
    name: asked(command.name?.trim(), customer.name),
    code: asked(command.code, customer.code),
    phone: asked(command.phone, customer.phone),
    email: asked(command.email, customer.email),
    gender: asked(command.gender, customer.gender),
    birthday: asked(command.birthday, customer.birthday),
    address: asked(oneLine(command.address), customer.address?.line),
    note: command.note === undefined || (customer.note ?? "").includes(command.note.trim()),
  });
};

export const writes: Readonly<Partial<Record<WriteKind, CanonicalWrite>>> = {
  "orders.create": defineWrite<OrderCreateOf>({
    operation: "orders.create",
    command: OrderCreateOf,
    encode: (command, context) => ({ body: encodeOrder(command, context) }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["order.orderCode", "order.note"] },
    probe: (_command, context, call) => findOrder(context, call),
    resource: "orders",
    entity: (command) => `orders.create:${command.customer?.id ?? command.customer?.phone ?? digest(command)}`,
    notTaken: orderNotTaken,
  }),
  "orders.update": defineWrite<OrderUpdateOf>({
    operation: "orders.update",
    command: OrderUpdateOf,
    encode: (command, context) => ({ params: { id: command.id }, body: encodeOrderChange(command, context) }),
    result: (_answer, command) => ({ id: command.id }),
    reference: { by: "record" },
    repeatable: true,
    fresh: true,
    resource: "orders",
    entity: (command) => `order:${command.id}`,
    notTaken: (command, record) => {
      const order = record as Order;
      return differing({
        status: asked(command.status, order.status),
        lines: sameLines(command.lines, order),
        discount: asked(command.discount, order.discount ?? 0),
        note: asked(command.note?.trim(), order.note ?? ""),
        shipping: asked(command.shipping?.fee, order.shipping?.fee ?? 0),
        total: sameTotal(command, order),
      });
    },
  }),
  "orders.cancel": defineWrite<OrderCancelOf>({
    operation: "orders.update",
    command: OrderCancelOf,
    encode: (command, context) => {
      const before = (context.current as { note?: string | null } | undefined)?.note ?? "";
      const { reason } = command;
      // The note is the only place for a reason; it keeps what stands in it, once.
      const note = reason === undefined || before.includes(reason) ? undefined : `${before} ${reason}`.trim();
      return { params: { id: command.id }, body: defined({ status: CANCELLED, note }) };
    },
    result: (_answer, command) => ({ id: command.id }),
    reference: { by: "record" },
    repeatable: true,
    fresh: true,
    resource: "orders",
    entity: (command) => `order:${command.id}`,
    notTaken: (_command, record) => differing({ status: (record as Order).status === "cancelled" }),
  }),
  "products.create": defineWrite<ProductCreateOf>({
    operation: "products.create",
    command: ProductCreateOf,
    encode: (command, context) => ({ body: encodeProduct(command, command.code ?? context.reference) }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["product.code (where the command names none)"] },
    probe: findProduct,
    resource: "products",
    entity: (command) => `products.create:${command.code ?? command.name}`,
    notTaken: productNotTaken,
  }),
  "products.update": defineWrite<ProductUpdateOf>({
    operation: "products.update",
    command: ProductUpdateOf,
    encode: (command) => ({ params: { id: command.id }, body: encodeProduct(command, command.code) }),
    result: (_answer, command) => ({ id: command.id }),
    reference: { by: "record" },
    repeatable: true,
    resource: "products",
    entity: (command) => `product:${command.id}`,
    notTaken: productNotTaken,
  }),
  "customers.create": defineWrite<CustomerCreateOf>({
    operation: "contacts.create",
    command: CustomerCreateOf,
    encode: (command, context) => ({
      body: encodeCustomer(command, command.code ?? context.reference, marked(command.note, context.reference)),
    }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["contact.note", "contact.code (where the command names none)"] },
    probe: findContact,
    resource: "customers",
    entity: (command) => `customers.create:${command.code ?? command.phone ?? command.name}`,
    notTaken: customerNotTaken,
  }),
  "customers.update": defineWrite<CustomerUpdateOf>({
    operation: "contacts.update",
    command: CustomerUpdateOf,
    encode: (command) => ({ params: { id: command.id }, body: encodeCustomer(command, command.code, command.note) }),
    result: (_answer, command) => ({ id: command.id }),
    reference: { by: "record" },
    repeatable: true,
    resource: "customers",
    entity: (command) => `customer:${command.id}`,
    notTaken: customerNotTaken,
  }),
};
