import { contentHash } from "../../core/content.ts";
import type { Order } from "../../core/records.ts";
import { isMasked, type Untyped } from "../../core/rows.ts";
import { type Shows, shownImages, type Taken, UNSEEN } from "../../core/taken.ts";
import { type CanonicalWrite, defineWrite, type WriteKind } from "../../core/vendor.ts";
import {
  CustomerCreateOf,
  CustomerUpdateOf,
  OrderCancelOf,
  OrderCreateOf,
  OrderUpdateOf,
  ProductCreateOf,
  ProductUpdateOf,
} from "./commands.ts";
import {
  amounts,
  amountsAfter,
  encodeCancel,
  encodeCustomer,
  encodeOrder,
  encodeOrderChange,
  encodeProduct,
  goodsOf,
  keepingMarks,
  marked,
  oneLine,
  pricedFields,
  withoutMark,
} from "./encode.ts";
import { customerLooks, orderLooks, productLooks } from "./find.ts";
import { savedId } from "./schema.ts";

// ---- what the records show -----------------------------------------------------------------------------------------

const note = ({ note: text }: Untyped): string => withoutMark(text);
const unlessMasked =
  (read: (record: Untyped) => unknown) =>
  (record: Untyped): unknown => {
    const value = read(record);
    return isMasked(value) ? UNSEEN : value;
  };

/** The whole address is one line: a part is as asked where the line is. */
const addressShows = (path: string, addressOf: (record: Untyped) => { line?: string } | undefined): Shows =>
  Object.fromEntries(
    (["line", "ward", "district", "province"] as const).map((part) => [
      `${path}.${part}`,
      (record: Untyped, asked: Untyped) => {
        const line = addressOf(record)?.line;
        return line?.trim() === oneLine(asked)?.trim() ? asked[part] : line;
      },
    ]),
  );

const lineShows: Shows = {
  "lines.name": true,
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": true,
  "lines.note": true,
};

const orderShows: Shows = {
  ...lineShows,
  locationId: true,
  "customer.id": ({ customerId }) => customerId,
  "customer.name": unlessMasked(({ customer }) => customer?.name),
  "customer.phone": unlessMasked(({ customer }) => customer?.phone),
  status: true,
  staffId: true,
  discount: true,
  note,
  "shipping.trackingCode": true,
  "shipping.fee": true,
  // The partner is kept as text, without a code of its own.
  "shipping.carrierCode": ({ shipping }) => shipping?.carrier,
  ...addressShows("shipping.address", ({ shipping }) => shipping?.address),
};

const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  description: true,
  categoryId: true,
  unit: true,
  price: true,
  cost: true,
  images: shownImages,
};

const customerShows: Shows = {
  name: unlessMasked(({ name }) => name),
  code: true,
  phone: unlessMasked(({ phone }) => phone),
  email: true,
  gender: true,
  birthday: true,
  note,
  ...addressShows("address", ({ address }) => address),
};

const sameAmount = (one: number, other: unknown): boolean => Math.abs(one - Number(other)) < 0.01;
/** Named only where it is wrong: that a sum fits proves none of the fields of which it is made. */
const unless = (isAsAsked: boolean, field: string): readonly Taken[] => (isAsAsked ? [] : [{ field, verdict: "no" }]);

/** The sum alone is shown; the way in which it was paid is not. */
const paymentTold = ({ payments }: OrderCreateOf, order: Order): readonly Taken[] =>
  payments === undefined
    ? []
    : unless(
        sameAmount(
          payments.reduce((sum, { amount }) => sum + amount, 0),
          order.paid ?? 0,
        ),
        "payments",
      );

const createdTotal = (command: OrderCreateOf, { total }: Order): readonly Taken[] =>
  unless(
    total === undefined ||
      sameAmount(amounts(goodsOf(command.lines), command.discount, command.shipping?.fee).total, total),
    "total",
  );

const changedTotal = (command: OrderUpdateOf, order: Order): readonly Taken[] =>
  unless(
    order.total === undefined ||
      pricedFields(command).length === 0 ||
      sameAmount(amountsAfter(command, order).total, order.total),
    "total",
  );

// ---- the writes ----------------------------------------------------------------------------------------------------

const named = ({ id }: { id: string }) => ({ id });

export const writes: Readonly<Partial<Record<WriteKind, CanonicalWrite>>> = {
  "orders.create": defineWrite<OrderCreateOf>({
    operation: "orders.create",
    command: OrderCreateOf,
    encode: (command, context) => ({ body: encodeOrder(command, context) }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["order.orderCode", "order.note"] },
    looks: orderLooks,
    resource: "orders",
    entity: (command) => `orders.create:${command.customer?.id ?? command.customer?.phone ?? contentHash(command)}`,
    shows: orderShows,
    alsoShows: (command, record: Order) => [...paymentTold(command, record), ...createdTotal(command, record)],
  }),
  "orders.update": defineWrite<OrderUpdateOf>({
    operation: "orders.update",
    command: OrderUpdateOf,
    encode: (command, context) => ({ params: { id: command.id }, body: encodeOrderChange(command, context) }),
    result: (_answer, command) => named(command),
    reference: { by: "record" },
    repeatable: true,
    fresh: true,
    resource: "orders",
    entity: (command) => `order:${command.id}`,
    shows: orderShows,
    alsoShows: (command, record: Order) => changedTotal(command, record),
  }),
  "orders.cancel": defineWrite<OrderCancelOf>({
    operation: "orders.update",
    command: OrderCancelOf,
    encode: (command, context) => ({ params: { id: command.id }, body: encodeCancel(command, context) }),
    result: (_answer, command) => named(command),
    reference: { by: "record" },
    repeatable: true,
    fresh: true,
    resource: "orders",
    entity: (command) => `order:${command.id}`,
    shows: { reason: ({ note: text }, { reason }) => (String(text ?? "").includes(reason) ? reason : text) },
    alsoShows: (_command, record: Order) => [
      { field: "status", verdict: record.status === "cancelled" ? "yes" : "no" },
    ],
  }),
  "products.create": defineWrite<ProductCreateOf>({
    operation: "products.create",
    command: ProductCreateOf,
    encode: (command, context) => ({ body: encodeProduct(command, command.code ?? context.reference) }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["product.code (where the command names none)"] },
    looks: productLooks,
    resource: "products",
    entity: (command) => `products.create:${command.code ?? command.name}`,
    shows: productShows,
  }),
  "products.update": defineWrite<ProductUpdateOf>({
    operation: "products.update",
    command: ProductUpdateOf,
    encode: (command) => ({ params: { id: command.id }, body: encodeProduct(command, command.code) }),
    result: (_answer, command) => named(command),
    reference: { by: "record" },
    repeatable: true,
    resource: "products",
    entity: (command) => `product:${command.id}`,
    shows: productShows,
  }),
  "customers.create": defineWrite<CustomerCreateOf>({
    operation: "contacts.create",
    command: CustomerCreateOf,
    encode: (command, context) => ({
      body: encodeCustomer(command, command.code ?? context.reference, marked(command.note, context.reference)),
    }),
    result: (answer) => ({ id: savedId(answer) }),
    reference: { by: "field", fields: ["contact.note", "contact.code (where the command names none)"] },
    looks: customerLooks,
    resource: "customers",
    entity: (command) => `customers.create:${command.code ?? command.phone ?? command.name}`,
    shows: customerShows,
  }),
  "customers.update": defineWrite<CustomerUpdateOf>({
    operation: "contacts.update",
    command: CustomerUpdateOf,
    encode: (command, { current }) => ({
      params: { id: command.id },
      body: encodeCustomer(command, command.code, keepingMarks(command.note, current)),
    }),
    result: (_answer, command) => named(command),
    reference: { by: "record" },
    repeatable: true,
    resource: "customers",
    entity: (command) => `customer:${command.id}`,
    shows: customerShows,
  }),
};
