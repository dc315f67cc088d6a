import { contentHash } from "../../core/content.ts";
import { Rejected } from "../../core/errors.ts";
import { isMasked } from "../../core/rows.ts";
import { type Shows, type Taken, UNSEEN } from "../../core/taken.ts";
import { type CanonicalWrite, defineWrite, type Vendor } from "../../core/vendor.ts";
import {
  CustomerCreateCommand,
  CustomerUpdateCommand,
  InvoiceCancelCommand,
  InvoiceCreateCommand,
  InvoiceUpdateCommand,
  OrderCancelCommand,
  OrderCreateCommand,
  OrderUpdateCommand,
  PaymentCreateCommand,
  ProductCreateCommand,
  ProductUpdateCommand,
  StockCommand,
  StockMoveCommand,
} from "./commands.ts";
import {
  carriedCustomer,
  carriedInvoice,
  carriedOrder,
  carriedProduct,
  compact,
  customerBody,
  customerUpdateBody,
  invoiceUpdateBody,
  markedLines,
  methods,
  namesPlace,
  number,
  orderUpdateBody,
  productBody,
  productUpdateBody,
  type Row,
  rowIn,
  stockAt,
  stockCall,
  toBuyer,
  toDelivery,
  toPaid,
  WAITING,
  withMark,
  withoutMark,
} from "./encode.ts";
import { ask, customerLooks, productLooks, soldLooks } from "./find.ts";

// ---- what the records show -----------------------------------------------------------------------------------------

/** Marketplace customers are shown masked (recorded): what is hidden proves nothing. */
const unlessMasked =
  (read: (record: any) => unknown) =>
  (record: any): unknown => {
    const value = read(record);
    return isMasked(value) ? UNSEEN : value;
  };
/** Shown by some of the vendor's answers only: absent, it proves nothing. */
const whereShown =
  (read: (record: any) => unknown) =>
  (record: any): unknown =>
    read(record) ?? UNSEEN;
const note = ({ note: text }: any): string => withoutMark(text);

/** The vendor puts attributes and unit behind the name (§2.5.2). */
const lineName = (line: any, { name }: any): unknown => (String(line.name ?? "").startsWith(name) ? name : line.name);
/** A discount that does not divide by the quantity comes back with four decimals of a unit's share. */
const lineDiscount = ({ discount }: any, asked: any): unknown =>
  Math.abs(Number(discount ?? 0) - asked.discount) <= asked.quantity * 0.0001 ? asked.discount : discount;

const lineShows: Shows = {
  "lines.name": lineName,
  "lines.quantity": true,
  "lines.price": true,
  "lines.discount": lineDiscount,
  "lines.note": note,
};

const saleShows: Shows = {
  ...lineShows,
  locationId: true,
  "customer.id": ({ customerId }) => customerId,
  "customer.name": unlessMasked(({ customer }) => customer?.name),
  // Details of sales leave the code out (§2.5.2, §2.12.2).
  "customer.code": whereShown(({ customer }) => customer?.code),
  discount: true,
  "payments.amount": true,
  "payments.accountId": true,
  note,
};

/** Rows name a channel by its name, some by its id alone. */
const channel = ({ channel: shown }: any): unknown => (/^\d+$/.test(shown ?? "") ? shown : UNSEEN);

const area = ({ shipping }: any): unknown => shipping?.address?.districtId ?? shipping?.address?.provinceId;
const shippingPart = (part: string) => unlessMasked(({ shipping }) => shipping?.address?.[part]);
const shippingShows: Shows = {
  "shipping.address.name": shippingPart("name"),
  "shipping.address.phone": shippingPart("phone"),
  "shipping.address.line": shippingPart("line"),
  "shipping.address.ward": shippingPart("ward"),
  "shipping.address.district": shippingPart("district"),
  "shipping.address.province": shippingPart("province"),
  "shipping.address.districtId": area,
  // One id is kept, that of the smallest part.
  "shipping.address.provinceId": (record, { districtId }) => (districtId === undefined ? area(record) : UNSEEN),
  "shipping.address.scheme": whereShown(({ shipping }) => shipping?.address?.scheme),
  "shipping.fee": true,
  // Orders take the sum and are not documented to show it (§2.5.2); a recorded request has it.
  "shipping.cod": whereShown(({ shipping }) => shipping?.cod),
  "shipping.weightGrams": true,
  "shipping.carrierCode": true,
};

/** An address is one value: a part of the old one that is still there means that it was not taken. */
const leftOver = (field: string, asked: Row | undefined, shown: Row | undefined): readonly Taken[] =>
  namesPlace(asked) &&
  (["line", "ward", "district", "province"] as const).some((part) => asked[part] === undefined && shown?.[part])
    ? [{ field, verdict: "no" }]
    : [];

/** The vendor may keep a picture under an address of its own. */
const images = ({ images: shown = [] }: any, { images: asked }: any): unknown =>
  asked.every((url: string) => shown.includes(url)) ? asked : shown.length >= asked.length ? UNSEEN : shown;

const productShows: Shows = {
  name: true,
  code: true,
  barcode: true,
  description: true,
  categoryId: true,
  unit: true,
  price: true,
  weightGrams: true,
  attributes: true,
  images,
  active: true,
};

const customerPart = (part: string) => unlessMasked(({ address }) => address?.[part]);
const customerShows: Shows = {
  code: true,
  name: unlessMasked(({ name }) => name),
  phone: unlessMasked(({ phone }) => phone),
  email: unlessMasked(({ email }) => email),
  gender: true,
  birthday: true,
  taxCode: true,
  "address.line": customerPart("line"),
  "address.ward": customerPart("ward"),
  "address.district": customerPart("district"),
  "address.province": customerPart("province"),
  "address.scheme": whereShown(({ address }) => address?.scheme),
  note: true,
};

const stockShows: Shows = {
  productId: true,
  locationId: ({ levels = [] }, { locationId }) =>
    levels.find((level: Row) => level.locationId === locationId)?.locationId,
  absolute: ({ levels = [] }, { locationId }) => levels.find((level: Row) => level.locationId === locationId)?.onHand,
};

// ---- the writes ----------------------------------------------------------------------------------------------------

const made = (answer: unknown): { id?: string | undefined; code?: string | undefined } => {
  const row = rowIn(answer);
  return {
    ...(row.id === undefined || row.id === null ? {} : { id: String(row.id) }),
    ...(typeof row.code === "string" ? { code: row.code } : {}),
  };
};

/** The shop's own settings as `check` keeps them (§2.22): lines that would sell below stock. */
const stockTaken =
  (setting: "AllowOrderWhenOutStock" | "AllowSellWhenOutStock") =>
  (command: Pick<OrderCreateCommand, "locationId" | "lines">, account: Readonly<Record<string, unknown>>) =>
    account[setting] !== false
      ? []
      : command.lines.flatMap(({ productId, quantity }, index) =>
          productId === undefined
            ? []
            : [{ productId, locationId: command.locationId, quantity, field: `lines.${index}.quantity` }],
        );

const buyerOf = (command: { customer?: { id?: string; code?: string; phone?: string } | undefined }): string =>
  command.customer?.id ?? command.customer?.code ?? command.customer?.phone ?? contentHash(command);

const ordersCreate = defineWrite({
  operation: "orders.create",
  command: OrderCreateCommand,
  // Staff rewrite the note of an order in their daily work, and hardly that of a line.
  reference: { by: "field", fields: ["order.description", "the first line's note"] },
  resource: "orders",
  // The vendor's own clients wait up to three minutes for an order (field note).
  settleSeconds: 180,
  entity: (command) => `order:new:${buyerOf(command)}`,
  takesStock: (command, account) => stockTaken("AllowOrderWhenOutStock")(command, account),
  encode: (command, context) => ({
    body: compact({
      branchId: Number(command.locationId),
      discount: command.discount,
      description: withMark(command.note, context.reference),
      makeInvoice: false,
      saleChannelId: number(command.channel),
      ...toPaid(command.payments),
      orderDetails: markedLines(command.lines, [context.reference]),
      orderDelivery: toDelivery(command.shipping),
      ...toBuyer(command.customer),
    }),
  }),
  result: made,
  looks: soldLooks("orders.list"),
  shows: { ...saleShows, ...shippingShows, channel },
});

const ordersUpdate = defineWrite({
  operation: "orders.update",
  command: OrderUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  carried: carriedOrder,
  encode: (command, { current }) => ({ params: { id: command.id }, body: orderUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: { ...lineShows, ...shippingShows, discount: true, note },
  alsoShows: ({ shipping }, record) =>
    leftOver("shipping.address", shipping?.address, (record as Row).shipping?.address),
});

/** Order status 4: cancelled. */
const CANCELLED = 4;

const ordersCancel = defineWrite({
  operation: "orders.delete",
  command: OrderCancelCommand,
  reference: { by: "record" },
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  // Payments stay as they are: the document's own default (§2.5.5).
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  probe: async ({ id }, _context, call) => {
    const row = await ask(call, "orders.get", { id });
    return !row || Number(row.status) === CANCELLED ? { id } : undefined;
  },
  alsoShows: (_command, record) => [
    { field: "status", verdict: (record as Row).status === "cancelled" ? "yes" : "no" },
  ],
});

const productsCreate = defineWrite({
  operation: "products.create",
  command: ProductCreateCommand,
  reference: { by: "field", fields: ["product.code (where the command names none)"] },
  resource: "products",
  settleSeconds: 120,
  entity: (command) => `product:new:${command.code ?? contentHash(command)}`,
  encode: (command, context) => ({
    body: compact({
      ...productBody(command as Row),
      code: command.code ?? context.reference,
      allowsSale: true,
      images: command.images,
    }),
  }),
  result: made,
  looks: productLooks(),
  shows: productShows,
});

const productsUpdate = defineWrite({
  operation: "products.update",
  command: ProductUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  encode: (command, context) => ({ params: { id: command.id }, body: productUpdateBody(command, context.current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  carried: carriedProduct,
  shows: productShows,
  bulk: {
    operation: "products.update-many",
    most: 100,
    // The list form has neither (§2.4.8).
    takes: ({ barcode, active }) => barcode === undefined && active === undefined,
    encode: (commands) => ({
      body: {
        listProducts: commands.map(({ command, context }) => {
          const { barCode: _barCode, ...body } = productUpdateBody(command, context.current);
          return { ...body, id: Number(command.id) };
        }),
      },
    }),
    // One sentence for the whole list: a refusal is an error status for all of it.
    results: (_answer, commands) => commands.map(({ command }) => ({ id: command.id })),
  },
});

const stockSet = defineWrite({
  operation: "products.update",
  command: StockCommand,
  reference: { by: "record" },
  repeatable: true,
  resource: "inventory",
  entity: ({ productId }) => `product:${productId}`,
  encode: (command) => stockCall(command),
  result: (_answer, { productId }) => ({ id: productId }),
  shows: stockShows,
  bulk: {
    operation: "products.update-many",
    most: 100,
    encode: (commands) => {
      const products = new Map<string, Map<string, Row>>();
      for (const { command } of commands) {
        const branches = products.get(command.productId) ?? new Map<string, Row>();
        branches.set(command.locationId, stockAt(command));
        products.set(command.productId, branches);
      }
      return {
        body: {
          listProducts: [...products].map(([id, branches]) => ({
            id: Number(id),
            inventories: [...branches.values()],
          })),
        },
      };
    },
    results: (_answer, commands) => commands.map(({ command }) => ({ id: command.productId })),
  },
});

/**
 * No probe, and not repeatable: a stock that shows the sum may be ours or the sum of sales, and a second reading would
 * add the difference a second time. An entry that ends in the dark stays unknown and says so.
 */
const stockMove = defineWrite<StockMoveCommand>({
  operation: "products.update",
  command: StockMoveCommand,
  reference: { by: "none" },
  fresh: true,
  resource: "inventory",
  entity: ({ productId }) => `product:${productId}`,
  encode: (command, { current }) => {
    const levels = rowIn(current).inventories;
    const level = [levels ?? []].flat().find(({ branchId }) => String(branchId) === command.locationId);
    const onHand = Number(level?.onHand ?? level?.onhand);
    if (!Number.isFinite(onHand)) {
      throw new Rejected("KiotViet shows no stock of this product at this branch", {
        code: "stock-unknown",
        fields: { delta: "nothing to add it to: set the stock itself" },
      });
    }
    // Decimals of a binary sum would be refused or rounded by somebody else.
    const absolute = Math.round((onHand + command.delta) * 1_000) / 1_000;
    return stockCall({ ...command, absolute });
  },
  result: (_answer, { productId }) => ({ id: productId }),
});

const customersCreate = defineWrite({
  operation: "customers.create",
  command: CustomerCreateCommand,
  reference: { by: "field", fields: ["customer.code (where the command names none)"] },
  resource: "customers",
  settleSeconds: 120,
  entity: (command) => `customer:new:${command.code ?? command.phone ?? contentHash(command)}`,
  encode: (command, context) => ({
    body: { ...customerBody(command as Row), code: command.code ?? context.reference },
  }),
  result: made,
  looks: customerLooks(),
  shows: customerShows,
});

const customersUpdate = defineWrite({
  operation: "customers.update",
  command: CustomerUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  carried: carriedCustomer,
  encode: (command, { current }) => ({ params: { id: command.id }, body: customerUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: customerShows,
  alsoShows: ({ address }, record) => leftOver("address", address, (record as Row).address),
});

const invoicesCreate = defineWrite({
  operation: "invoices.create",
  command: InvoiceCreateCommand,
  // §2.12.3 documents no description in the body, only in the answer; the note of a line is documented both ways.
  reference: { by: "field", fields: ["invoice.description", "the first line's note"] },
  resource: "invoices",
  settleSeconds: 180,
  entity: (command) => (command.orderId === undefined ? `invoice:new:${buyerOf(command)}` : `order:${command.orderId}`),
  // The goods of an order are spoken for already.
  takesStock: (command, account) =>
    command.orderId === undefined ? stockTaken("AllowSellWhenOutStock")(command, account) : [],
  encode: (command, context) => ({
    body: compact({
      branchId: Number(command.locationId),
      discount: command.discount,
      description: withMark(command.note, context.reference),
      orderId: number(command.orderId),
      // "COD" at KiotViet means a delivery, with or without a sum to collect.
      usingCod: command.shipping !== undefined,
      saleChannelId: number(command.channel),
      ...toPaid(command.payments),
      invoiceDetails: markedLines(command.lines, [context.reference]),
      deliveryDetail: command.shipping && { status: WAITING, ...toDelivery(command.shipping) },
      ...toBuyer(command.customer),
    }),
  }),
  result: made,
  looks: soldLooks("invoices.list"),
  shows: { ...saleShows, ...shippingShows, channel, orderId: whereShown(({ orderId }) => orderId) },
});

const invoicesUpdate = defineWrite({
  operation: "invoices.update",
  command: InvoiceUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "invoices",
  entity: ({ id }) => `invoice:${id}`,
  carried: carriedInvoice,
  encode: (command, { current }) => ({ params: { id: command.id }, body: invoiceUpdateBody(command, current) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  shows: { ...shippingShows, channel },
  alsoShows: ({ shipping }, record) =>
    leftOver("shipping.address", shipping?.address, (record as Row).shipping?.address),
});

/** Invoice status 2: cancelled (§2.11.7). */
const INVOICE_CANCELLED = 2;

const invoicesCancel = defineWrite({
  operation: "invoices.delete",
  command: InvoiceCancelCommand,
  reference: { by: "record" },
  resource: "invoices",
  entity: ({ id }) => `invoice:${id}`,
  // Payments stay as they are: the document's own default (§2.12.5).
  encode: ({ id }) => ({ body: { id: Number(id) } }),
  result: (_answer, { id }) => ({ id }),
  probe: async ({ id }, _context, call) => {
    const row = await ask(call, "invoices.get", { id });
    return !row || Number(row.status) === INVOICE_CANCELLED ? { id } : undefined;
  },
  alsoShows: (_command, record) => [
    { field: "status", verdict: (record as Row).status === "cancelled" ? "yes" : "no" },
  ],
});

/**
 * No probe: a payment carries nothing of ours, and an invoice may well have two payments of one amount. An entry that
 * ends in the dark stays unknown and says so; the invoice's payments tell a person what happened.
 */
const paymentsCreate = defineWrite({
  operation: "payments.create",
  command: PaymentCreateCommand,
  reference: { by: "none" },
  entity: ({ invoiceId }) => `invoice:${invoiceId}`,
  encode: (command) => ({
    body: compact({
      amount: command.amount,
      method: methods[command.method],
      accountId: number(command.accountId),
      invoiceId: Number(command.invoiceId),
    }),
  }),
  result: (answer) => {
    const payment = rowIn(answer);
    return {
      ...(payment.paymentId === undefined ? {} : { id: String(payment.paymentId) }),
      ...(typeof payment.paymentCode === "string" ? { code: payment.paymentCode } : {}),
    };
  },
  // No call shows a payment by its id.
  shows: {},
});

export const writes: Vendor["writes"] = {
  "orders.create": ordersCreate,
  "orders.update": ordersUpdate,
  "orders.cancel": ordersCancel,
  "products.create": productsCreate,
  "products.update": productsUpdate,
  "stock.set": stockSet,
  "stock.move": stockMove,
  "customers.create": customersCreate,
  "customers.update": customersUpdate,
  "invoices.create": invoicesCreate,
  "payments.create": paymentsCreate,
  "invoices.update": invoicesUpdate,
  "invoices.cancel": invoicesCancel,
} satisfies Record<string, CanonicalWrite>;
