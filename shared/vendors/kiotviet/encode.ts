import * as z from "zod";
import {
  CustomerCreate,
  CustomerUpdate,
  InvoiceCreate,
  OrderCancel,
  OrderCreate,
  OrderLineCommand,
  OrderUpdate,
  PaymentCreate,
  ProductCreate,
  ProductUpdate,
  ShippingCommand,
  StockMove,
  StockSet,
} from "../../core/commands.ts";
import { contentHash } from "../../core/content.ts";
import { Rejected, RetryLater } from "../../core/errors.ts";
import { timeOfId } from "../../core/ids.ts";
import { countOf, isMasked } from "../../core/rows.ts";
import { CLOCK_SLACK, toHanoiLocal } from "../../core/time.ts";
import { someoneElses } from "../../core/traces.ts";
import { type Call, type CanonicalWrite, defineWrite, type Vendor, type WriteContext } from "../../core/vendor.ts";
import { changedAt, onlyRow } from "./normalize.ts";

// ---- what KiotViet takes, narrower than the canonical commands ------------------------------------------------------

const VendorNumber = z.string().regex(/^\d{1,15}$/, "KiotViet's ids are whole numbers");
const refuse = (sentence: string) => z.never({ error: sentence }).optional();

/** Without a price the vendor would sell for nothing: the document marks it as required (§2.5.3, §2.12.3). */
const LineCommand = OrderLineCommand.extend({
  productId: VendorNumber.optional(),
  price: z.number({ error: "KiotViet needs the price of every line" }).int().nonnegative(),
}).refine((line) => line.productId !== undefined || line.code !== undefined, {
  path: ["productId"],
  message: "give productId or code",
});
const lines = z.array(LineCommand).min(1).max(500);

/** The mark behind the note must not be cut off; the document names no length, 500 is what the screens take (inferred). */
const Note = z.string().max(450);

const PaymentCommand = z.strictObject({
  method: z.enum(["cash", "card", "transfer"], {
    error: "KiotViet takes cash, card or transfer; cash on delivery belongs to an invoice's delivery",
  }),
  amount: z.number().int().nonnegative(),
  accountId: VendorNumber.optional(),
});
/** Orders and invoices have one method and one amount (§2.5.3). */
const payments = z.array(PaymentCommand).max(1, "KiotViet takes one payment with an order or invoice").optional();

const customer = z
  .strictObject({
    id: VendorNumber.optional(),
    code: z.string().max(200).optional(),
    name: z.string().max(300).optional(),
    phone: z.string().max(30).optional(),
    email: z.email().optional(),
  })
  .optional();

const shipping = ShippingCommand.extend({
  cod: refuse("KiotViet's orders carry no amount to collect; set it on the invoice"),
  note: refuse("KiotViet's deliveries have no note; use the order's"),
}).optional();

const Channel = z.string().regex(/^\d+$/, "the id of a sale channel (resource sale-channels)").optional();

const OrderCreateCommand = OrderCreate.extend({
  locationId: VendorNumber,
  customer,
  lines,
  payments,
  shipping,
  channel: Channel,
  note: Note.optional(),
});
const OrderUpdateCommand = OrderUpdate.extend({
  id: VendorNumber,
  status: refuse("KiotViet has no call that sets an order's status; invoice it or cancel it"),
  lines: lines.optional(),
  shipping,
  note: Note.optional(),
});
const OrderCancelCommand = OrderCancel.extend({ id: VendorNumber });

const notPerBranch = refuse("KiotViet keeps cost for each branch and does not take it over its API");
const ProductCreateCommand = ProductCreate.extend({
  categoryId: VendorNumber,
  barcode: z.string().max(16).optional(),
  cost: notPerBranch,
  active: z.literal(true, { error: "KiotViet creates products active; update it afterwards" }).optional(),
});
const ProductUpdateCommand = ProductUpdate.extend({
  id: VendorNumber,
  categoryId: VendorNumber.optional(),
  barcode: z.string().max(16).optional(),
  cost: notPerBranch,
  images: refuse("KiotViet takes images when a product is created, not in an update"),
});

const StockCommand = StockSet.safeExtend({
  productId: VendorNumber,
  locationId: VendorNumber,
  absolute: z.number({ error: "KiotViet takes the stock itself, not a difference" }),
  delta: refuse("KiotViet takes the stock itself, not a difference"),
  basis: refuse("for a delta only"),
  note: refuse("KiotViet's stock updates carry no note"),
});
const StockMoveCommand = StockMove.extend({
  productId: VendorNumber,
  locationId: VendorNumber,
  basis: z.literal("read", {
    error:
      'KiotViet takes the stock itself: "read" lets us read it, add the delta and set it. A sale between is undone',
  }),
  note: refuse("KiotViet's stock updates carry no note"),
});

const notWritable = {
  company: refuse("KiotViet shows a customer's company and does not take it over its API"),
};
const gender = z.enum(["male", "female"], { error: "KiotViet knows male and female" }).optional();
const CustomerCreateCommand = CustomerCreate.extend({
  ...notWritable,
  gender,
  taxCode: refuse("KiotViet takes the tax code in an update, not when a customer is created"),
});
const CustomerUpdateCommand = CustomerUpdate.extend({ ...notWritable, id: VendorNumber, gender });

const InvoiceCreateCommand = InvoiceCreate.extend({
  locationId: VendorNumber,
  orderId: VendorNumber.optional(),
  customer,
  lines,
  payments,
  note: Note.optional(),
});
const PaymentCreateCommand = PaymentCreate.extend({
  invoiceId: VendorNumber,
  accountId: VendorNumber.optional(),
  note: refuse("KiotViet's payments carry no note"),
});

// ---- the reference -------------------------------------------------------------------------------------------------

const MARK = /(?:^|\s)#(TB-[0-9A-Z]{16})(?=\s|$)/g;
const marksOf = (text: unknown): string[] =>
  typeof text === "string" ? [...text.matchAll(MARK)].map((match) => match[1] as string) : [];
const withMark = (note: string | undefined, ...references: readonly string[]): string =>
  [note?.trim(), ...references.map((reference) => `#${reference}`)].filter(Boolean).join(" ");

/** Nothing that we wrote is older than this, by the vendor's clock. */
const notBefore = (context: WriteContext): number | undefined => {
  const inId = /[0-9a-hjkmnp-tv-z]{22}$/.exec(context.writeId)?.[0];
  const time = context.firstAttemptAt ?? (inId === undefined ? undefined : timeOfId(inId));
  return time === undefined ? undefined : time - CLOCK_SLACK;
};

type Row = Record<string, any>;

const linesOf = (row: Row): Row[] => [row.orderDetails ?? row.invoiceDetails ?? []].flat();

/** Made in our time, edited since, and with our goods or our customer: its note may have been ours before. */
const mayHaveLostMark = (
  row: Row,
  { locationId, lines, customer }: Pick<OrderCreateCommand, "locationId" | "lines" | "customer">,
  since: number | undefined,
): boolean => {
  const created = changedAt({ createdDate: row.createdDate });
  if (!row.modifiedDate || row.modifiedDate === row.createdDate) return false;
  if (String(row.branchId) !== locationId || (since !== undefined && created !== undefined && created < since)) {
    return false;
  }
  const names = (list: readonly Row[]) =>
    [...new Set(list.map((line) => String(line.productId ?? line.code)))].sort().join();
  const byCode = lines.some(({ productId }) => productId === undefined);
  const sold = linesOf(row).map(({ productId, productCode }) => ({
    productId: byCode ? undefined : productId,
    code: productCode,
  }));
  const isBuyer =
    (customer?.id !== undefined && customer.id === String(row.customerId)) ||
    (customer?.code !== undefined && customer.code === row.customerCode);
  return isBuyer || names(sold) === names(byCode ? lines.map(({ code }) => ({ code })) : lines);
};

/**
 * Looks through everything that changed since the first attempt. Each page asks again from the last row's time, as
 * the sync does: with plain offsets a sale in between could push the row that we look for out of every page.
 */
const findMarked = async (
  call: Call,
  operation: "orders.list" | "invoices.list",
  command: Pick<OrderCreateCommand, "locationId" | "lines" | "customer">,
  context: WriteContext,
): Promise<Row | undefined> => {
  const since = notBefore(context);
  let like: Row | undefined;
  const isOurs = (row: Row): boolean => {
    const marks = [row.description, ...linesOf(row).map(({ note }) => note)].flatMap(marksOf);
    if (marks.length === 0 && mayHaveLostMark(row, command, since)) like = row;
    return marks.includes(context.reference);
  };
  const nothing = (): undefined => {
    if (like) throw new Rejected(`KiotViet: ${like.code} may be it, its note was rewritten`, { notFound: true });
  };
  let from = since;
  let offset = 0;
  for (let pages = 0; pages < 500; pages += 1) {
    const answer = (await call(operation, {
      params: {
        ...(from === undefined ? {} : { lastModifiedFrom: toHanoiLocal(from) }),
        orderBy: "modifiedDate",
        orderDirection: "Asc",
        pageSize: 100,
        currentItem: offset,
      },
    })) as { data?: readonly Row[] | null; total?: unknown };
    const rows = answer.data ?? [];
    const ours = rows.find(isOurs);
    if (ours) return ours;
    // A full page is not the last one, whatever the total says.
    const end = countOf(answer.total) ?? Number.POSITIVE_INFINITY;
    if (rows.length === 0 || (rows.length < 100 && offset + rows.length >= end)) return nothing();
    const times = rows.map((row) => changedAt(row)).filter((time) => time !== undefined);
    const last = changedAt(rows.at(-1));
    const sorted = times.length === rows.length && times.every((time, at) => at === 0 || times[at - 1]! <= time);
    // Never-edited rows have no modifiedDate and may be sorted before all others: their time is no place to go on from.
    const next = sorted && rows.at(-1)?.modifiedDate ? last : undefined;
    // There, and where rows share one time, go on by offset, a few rows early in case one left.
    if (next !== undefined && (from === undefined || next > from)) [from, offset] = [next, 0];
    else offset += Math.max(1, rows.length - 10);
  }
  throw new RetryLater("KiotViet: too many changes to search for a write", { delivered: "no" });
};

/** The record that a detail call names, or undefined where the vendor says that there is none. */
const ask = async (call: Call, operation: string, params: Record<string, unknown>): Promise<Row | undefined> => {
  try {
    return onlyRow(await call(operation, { params })) as Row | undefined;
  } catch (error) {
    if (error instanceof Rejected && error.notFound) return undefined;
    throw error;
  }
};

/**
 * Products and customers are found by their code. One that existed before our first attempt, or has another name, is
 * somebody else's: sending again then earns the vendor's own refusal of the duplicate.
 */
const askByCode = async (
  call: Call,
  operation: string,
  command: { code?: string | undefined; name: string },
  context: WriteContext,
): Promise<{ id: string } | undefined> => {
  const row = await ask(call, operation, { code: command.code ?? context.reference });
  if (!row) return undefined;
  if (command.code === undefined) return { id: String(row.id) };
  const earliest = notBefore(context);
  const created = changedAt({ createdDate: row.createdDate });
  if (earliest !== undefined && created !== undefined && created < earliest) return undefined;
  if (String(row.name ?? "").trim() === command.name.trim()) return { id: String(row.id) };
  const isEdited = row.modifiedDate && row.modifiedDate !== row.createdDate;
  return isEdited ? someoneElses(created, context) : undefined;
};

// ---- pieces of bodies ----------------------------------------------------------------------------------------------

const number = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));
const compact = (body: Row): Row => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
const isEmpty = (value: Row): boolean => Object.keys(value).length === 0;

type LineCommand = z.infer<typeof LineCommand>;
type OrderCreateCommand = z.infer<typeof OrderCreateCommand>;

/** Discounts are for one unit at KiotViet and for the whole line here; decimals carry what does not divide. */
const perUnit = (discount: number | undefined, quantity: number): number | undefined =>
  discount === undefined ? undefined : Math.round((discount / quantity) * 10_000) / 10_000;

const toLine = (line: LineCommand): Row =>
  compact({
    productId: number(line.productId),
    productCode: line.code,
    productName: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: perUnit(line.discount, line.quantity),
    note: line.note,
  });

/** A second place for the mark: behind the note of the first line. */
const markedLines = (lines: readonly LineCommand[], references: readonly string[]): Row[] => {
  const [first, ...rest] = lines.map(toLine);
  if (!first || references.length === 0) return lines.map(toLine);
  return [{ ...first, note: withMark(first.note, ...references) }, ...rest];
};

const methods = { cash: "Cash", card: "Card", transfer: "Transfer" } as const;

const toPaid = (list: OrderCreateCommand["payments"]): Row => {
  const [payment] = list ?? [];
  if (!payment) return { totalPayment: 0 };
  return compact({
    totalPayment: payment.amount,
    method: methods[payment.method],
    accountId: number(payment.accountId),
  });
};

/** By id both ways: the document knows `customer.id`, the vendor's own plugin sends `customerId` (field note). */
const toBuyer = (buyer: OrderCreateCommand["customer"]): Row => {
  if (!buyer) return {};
  if (buyer.id !== undefined) return { customerId: Number(buyer.id), customer: { id: Number(buyer.id) } };
  const inline = compact({ code: buyer.code, name: buyer.name, contactNumber: buyer.phone, email: buyer.email });
  return isEmpty(inline) ? {} : { customer: inline };
};

const toArea = (address: { province?: string | undefined; district?: string | undefined } | undefined) =>
  [address?.province, address?.district].filter(Boolean).join(" - ") || undefined;

const toDelivery = (delivery: OrderCreateCommand["shipping"]): Row | undefined => {
  if (!delivery) return undefined;
  const { address } = delivery;
  const areaId = address?.districtId ?? address?.provinceId;
  return compact({
    receiver: address?.name,
    contactNumber: address?.phone,
    address: address?.line,
    locationId: areaId !== undefined && /^\d+$/.test(areaId) ? Number(areaId) : undefined,
    locationName: toArea(address),
    wardName: address?.ward,
    price: delivery.fee,
    weight: delivery.weightGrams,
    partnerDelivery: delivery.carrierCode === undefined ? undefined : { code: delivery.carrierCode },
  });
};

const PERSONAL = new Set(["name", "contactNumber", "address", "email", "receiver", "locationName", "wardName"]);

/** What the record has now, so that an update leaves alone what it does not name. Masked text is never sent back. */
const carried = (current: unknown, fields: readonly string[]): Row => {
  const row = (onlyRow(current) ?? {}) as Row;
  const kept: Row = {};
  for (const field of fields) {
    const value = row[field];
    const masked = PERSONAL.has(field) && isMasked(value);
    if (value !== undefined && value !== null && !masked) kept[field] = value;
  }
  return kept;
};

const carriedLines = (current: unknown): Row[] | undefined => {
  const details = ((onlyRow(current) ?? {}) as Row).orderDetails;
  if (!Array.isArray(details) || details.length === 0) return undefined;
  const fields = [
    "productId",
    "productCode",
    "productName",
    "isMaster",
    "quantity",
    "price",
    "discount",
    "discountRatio",
    "note",
  ];
  return details.map((line) => carried(line, fields));
};

/** Surcharges come as `invoiceOrderSurcharges` and go as `surchages` (§2.5.2, §2.5.4). */
const carriedSurcharges = (current: unknown): Row[] | undefined => {
  const rows = ((onlyRow(current) ?? {}) as Row).invoiceOrderSurcharges;
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  return rows.map(({ surchargeId, price, surValue }) =>
    compact({ id: surchargeId ?? undefined, price: price ?? surValue ?? 0 }),
  );
};

const deliveryFields = [
  "deliveryCode",
  "type",
  "price",
  "receiver",
  "contactNumber",
  "address",
  "locationId",
  "locationName",
  "wardName",
  "weight",
  "length",
  "width",
  "height",
  "partnerDeliveryId",
];

const made = (answer: unknown): { id?: string | undefined; code?: string | undefined } => {
  const row = (onlyRow(answer) ?? {}) as Row;
  return {
    ...(row.id === undefined || row.id === null ? {} : { id: String(row.id) }),
    ...(typeof row.code === "string" ? { code: row.code } : {}),
  };
};

/** Names of the asked fields that the record shows with another value. */
const differing = (asked: Row, record: object, fields: readonly string[]): string[] =>
  fields.filter(
    (field) => asked[field] !== undefined && contentHash(asked[field]) !== contentHash((record as Row)[field]),
  );

const lineTaken = (asked: readonly LineCommand[] | undefined, record: object): string[] => {
  if (!asked) return [];
  const stored = ((record as Row).lines ?? []) as Row[];
  const sum = (rows: readonly Row[]) => rows.reduce((total, row) => total + Number(row.quantity ?? 0), 0);
  const same = stored.length === asked.length && Math.abs(sum(stored) - sum(asked)) < 0.0001;
  return same ? [] : ["lines"];
};

const shippingTaken = (asked: unknown, record: object): string[] =>
  asked !== undefined && (record as Row).shipping === undefined ? ["shipping"] : [];

const paymentsTaken = (asked: OrderCreateCommand["payments"], record: object): string[] =>
  asked?.[0] && Number((record as Row).paid ?? 0) !== asked[0].amount ? ["payments"] : [];

const addressTaken = (asked: Row | undefined, record: object): string[] =>
  asked && differing(asked, (record as Row).address ?? {}, ["line", "ward"]).length > 0 ? ["address"] : [];

const noteTaken = (note: string | undefined, record: object): string[] => {
  if (note === undefined) return [];
  const stored = String((record as Row).note ?? "")
    .replace(MARK, "")
    .trim();
  return stored === note.trim() ? [] : ["note"];
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

// ---- the writes ----------------------------------------------------------------------------------------------------

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
  probe: async (command, context, call) => {
    const row = await findMarked(call, "orders.list", command, context);
    return row ? { id: String(row.id) } : undefined;
  },
  notTaken: (command, record) => [
    ...lineTaken(command.lines, record),
    ...noteTaken(command.note, record),
    ...shippingTaken(command.shipping, record),
    ...paymentsTaken(command.payments, record),
    ...differing(command, record, ["locationId", "discount"]),
  ],
});

const ordersUpdate = defineWrite({
  operation: "orders.update",
  command: OrderUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  encode: (command, { current }) => {
    const row = (onlyRow(current) ?? {}) as Row;
    const delivery = {
      ...carried(row.orderDelivery, deliveryFields),
      ...toDelivery(command.shipping),
    };
    return {
      params: { id: command.id },
      body: compact({
        ...carried(row, ["branchId", "soldById", "discount", "description", "saleChannelId"]),
        discount: command.discount ?? row.discount ?? undefined,
        // The mark of the create stays behind the note, so that its probe keeps finding the order.
        ...(command.note === undefined ? {} : { description: withMark(command.note, ...marksOf(row.description)) }),
        makeInvoice: false,
        orderDetails: command.lines
          ? markedLines(command.lines, [...new Set(linesOf(row).flatMap(({ note }) => marksOf(note)))])
          : carriedLines(current),
        orderDelivery: isEmpty(delivery) ? undefined : delivery,
        surchages: carriedSurcharges(current),
      }),
    };
  },
  result: (answer, { id }) => ({ id, ...made(answer) }),
  notTaken: (command, record) => [
    ...lineTaken(command.lines, record),
    ...noteTaken(command.note, record),
    ...shippingTaken(command.shipping, record),
    ...differing(command, record, ["discount"]),
  ],
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
  notTaken: ({ reason }) => (reason === undefined ? [] : ["reason"]),
});

const productBody = (command: Partial<z.infer<typeof ProductUpdateCommand>> & { images?: unknown }): Row =>
  compact({
    name: command.name,
    code: command.code,
    barCode: command.barcode,
    description: command.description,
    categoryId: number(command.categoryId),
    unit: command.unit,
    basePrice: command.price,
    weight: command.weightGrams,
    ...(command.attributes
      ? {
          hasVariants: command.attributes.length > 0,
          attributes: command.attributes.map(({ name, value }) => ({ attributeName: name, attributeValue: value })),
        }
      : {}),
  });

const productFields = [
  "code",
  "name",
  "barcode",
  "description",
  "categoryId",
  "unit",
  "price",
  "weightGrams",
  "active",
];

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
  probe: (command, context, call) => askByCode(call, "products.get-by-code", command, context),
  notTaken: (command, record) => differing(command, record, productFields),
});

/** The fields that §2.4.4 does not mark as optional. Never the inventories: stock that we stored is old stock. */
const productKept = [
  "name",
  "code",
  "barCode",
  "categoryId",
  "allowsSale",
  "description",
  "hasVariants",
  "unit",
  "masterUnitId",
  "conversionValue",
  "basePrice",
  "weight",
];

const keptProduct = (current: unknown): Row => {
  const kept = carried(current, productKept);
  const attributes = ((onlyRow(current) ?? {}) as Row).attributes;
  return Array.isArray(attributes) && attributes.length > 0
    ? { ...kept, attributes: attributes.map((attribute) => carried(attribute, ["attributeName", "attributeValue"])) }
    : kept;
};

const productUpdateBody = (command: z.infer<typeof ProductUpdateCommand>, context: WriteContext): Row => ({
  ...keptProduct(context.current),
  ...productBody(command),
  ...(command.active === undefined ? {} : { isActive: command.active }),
});

const productsUpdate = defineWrite({
  operation: "products.update",
  command: ProductUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  encode: (command, context) => ({ params: { id: command.id }, body: productUpdateBody(command, context) }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  notTaken: (command, record) => differing(command, record, productFields),
  bulk: {
    operation: "products.update-many",
    most: 100,
    // The list form has neither (§2.4.8).
    takes: ({ barcode, active }) => barcode === undefined && active === undefined,
    encode: (commands) => ({
      body: {
        listProducts: commands.map(({ command, context }) => {
          const { barCode: _barCode, ...body } = productUpdateBody(command, context);
          return { ...body, id: Number(command.id) };
        }),
      },
    }),
    // One sentence for the whole list: a refusal is an error status for all of it.
    results: (_answer, commands) => commands.map(({ command }) => ({ id: command.id })),
  },
});

type StockCommand = z.infer<typeof StockCommand>;
const stockAt = ({ locationId, absolute }: Pick<StockCommand, "locationId" | "absolute">): Row => ({
  branchId: Number(locationId),
  onHand: absolute,
});
/** Only the branch that is named: stock of the others moves on while we write. */
const stockCall = (command: Pick<StockCommand, "productId" | "locationId" | "absolute">) => ({
  params: { id: command.productId },
  body: { branchId: Number(command.locationId), inventories: [stockAt(command)] },
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
  notTaken: (command, record) => {
    const levels = ((record as Row).levels ?? []) as Row[];
    const level = levels.find(({ locationId }) => locationId === command.locationId);
    return level?.onHand === command.absolute ? [] : ["absolute"];
  },
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

type StockMoveCommand = z.infer<typeof StockMoveCommand>;

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
    const levels = ((onlyRow(current) ?? {}) as Row).inventories;
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

const customerBody = (command: Partial<z.infer<typeof CustomerUpdateCommand>>): Row =>
  compact({
    code: command.code,
    name: command.name,
    gender: command.gender === undefined ? undefined : command.gender === "male",
    birthDate: command.birthday,
    contactNumber: command.phone,
    address: command.address?.line,
    locationName: toArea(command.address),
    wardName: command.address?.ward,
    email: command.email,
    comments: command.note,
  });

const customerFields = ["code", "name", "phone", "email", "gender", "birthday", "taxCode", "note"];

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
  probe: (command, context, call) => askByCode(call, "customers.get-by-code", command, context),
  notTaken: (command, record) => [
    ...differing(command, record, customerFields),
    ...addressTaken(command.address, record),
  ],
});

const customerKept = [
  "code",
  "name",
  "gender",
  "birthDate",
  "contactNumber",
  "address",
  "locationName",
  "wardName",
  "email",
  "comments",
  "taxCode",
];

const customersUpdate = defineWrite({
  operation: "customers.update",
  command: CustomerUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  encode: (command, { current }) => ({
    params: { id: command.id },
    body: {
      ...carried(current, customerKept),
      ...customerBody(command),
      ...compact({ taxCode: command.taxCode }),
    },
  }),
  result: (answer, { id }) => ({ id, ...made(answer) }),
  notTaken: (command, record) => [
    ...differing(command, record, customerFields),
    ...addressTaken(command.address, record),
  ],
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
      usingCod: false,
      ...toPaid(command.payments),
      invoiceDetails: markedLines(command.lines, [context.reference]),
      ...toBuyer(command.customer),
    }),
  }),
  result: made,
  probe: async (command, context, call) => {
    const row = await findMarked(call, "invoices.list", command, context);
    return row ? { id: String(row.id) } : undefined;
  },
  notTaken: (command, record) => [
    ...lineTaken(command.lines, record),
    ...noteTaken(command.note, record),
    ...paymentsTaken(command.payments, record),
    ...differing(command, record, ["locationId", "discount"]),
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
    const payment = (onlyRow(answer) ?? {}) as Row;
    return {
      ...(payment.paymentId === undefined ? {} : { id: String(payment.paymentId) }),
      ...(typeof payment.paymentCode === "string" ? { code: payment.paymentCode } : {}),
    };
  },
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
} satisfies Record<string, CanonicalWrite>;
