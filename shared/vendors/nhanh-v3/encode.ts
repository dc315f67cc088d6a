import { createHash } from "node:crypto";
import * as z from "zod";
import { Rejected, RetryLater } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import type * as records from "../../core/records.ts";
import { findRow, idIn, idOrNone, rowsIn } from "../../core/rows.ts";
import { isProven, type Shows, type Taken, UNSEEN, verdictsOf } from "../../core/taken.ts";
import { CLOCK_SLACK, DAY, toHanoiDay } from "../../core/time.ts";
import { sameText, someoneElses } from "../../core/traces.ts";
import {
  type Call,
  type CanonicalWrite,
  defineWrite,
  type Look,
  type WriteContext,
  type WriteKind,
} from "../../core/vendor.ts";
import { orderStatus, toOrder } from "./normalize.ts";
import { nextOf, type Page } from "./schema.ts";

type Loose = Record<string, any>;

const refuse = (sentence: string) => z.never({ error: sentence }).optional();

const VendorId = z.string().regex(/^[1-9]\d{0,15}$/, "give Nhanh's numeric id");
const Text = (most = 255) => z.string().max(most);
const Dong = z.number().int().nonnegative();
/** Nhanh finds customers by mobile and stores it with the leading zero. */
const Phone = z.string().regex(/^(\+?84|0)\d{8,10}$/, "give a Vietnamese number: 0 or 84 and 8 to 10 digits");
const toMobile = (phone: string): string => phone.replace(/^\+?84/, "0");
const number = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));

/** Absent stays absent: in order/edit an empty value clears what is stored. */
const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const filled = (values: Loose): Loose | undefined => {
  const rest = defined(values);
  return Object.keys(rest).length > 0 ? rest : undefined;
};
const fingerprint = (command: unknown): string =>
  createHash("sha256").update(JSON.stringify(command)).digest("hex").slice(0, 16);

/** Nhanh takes places by its own ids (shipping/location), in three tiers (v1) or in two (v2). */
const addressFields = {
  name: Text().min(1).optional(),
  phone: Phone.optional(),
  line: Text(500).optional(),
  ward: Text().optional(),
  wardId: VendorId.optional(),
  district: Text().optional(),
  districtId: VendorId.optional(),
  province: Text().optional(),
  provinceId: VendorId.optional(),
  country: z.literal("VN").optional(),
};
const Address = z
  .strictObject({ ...addressFields, scheme: z.enum(["three-tier", "two-tier"]).optional() })
  .refine((address) => !(address.scheme === "two-tier" && address.districtId), {
    path: ["districtId"],
    message: "a two-tier address has no district",
  })
  .refine((address) => !(address.scheme === "three-tier" && address.wardId && !address.districtId), {
    path: ["districtId"],
    message: "a three-tier address with a ward needs its district",
  });
type Address = z.infer<typeof Address>;

const locationVersion = (address: Address): "v1" | "v2" | undefined => {
  if (!address.provinceId && !address.districtId && !address.wardId) return undefined;
  if (address.scheme) return address.scheme === "three-tier" ? "v1" : "v2";
  return address.districtId || !address.wardId ? "v1" : "v2";
};
/** Names of places without an id would be lost: they go into the line, where a person can read them. */
const lineOf = (address: Address): string | undefined => {
  const named = [
    address.wardId ? undefined : address.ward,
    address.districtId ? undefined : address.district,
    address.provinceId ? undefined : address.province,
  ];
  const parts = [address.line, ...named].filter((part) => part !== undefined && part !== "");
  return parts.length > 0 ? parts.join(", ") : address.line;
};
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
const places = (address: Address): Loose => ({
  cityId: number(address.provinceId),
  districtId: number(address.districtId),
  wardId: number(address.wardId),
});

/** An order has its id in `info`, all others at the top. */
const idOf = (row: any): string => idIn(row?.info ?? row);

/** All pages of a listing, newest or oldest first as the vendor likes, until a row fits. */
const search = async (
  call: Call,
  operation: string,
  filters: Loose,
  fits: (row: any) => boolean,
  mostPages: number,
): Promise<any | undefined> => {
  let next: unknown;
  for (let page = 0; page < mostPages; page += 1) {
    const paginator = defined({ size: 100, next });
    const answer = (await call(operation, { body: { filters, paginator } })) as Page;
    const found = findRow(answer.data, fits, idOf);
    if (found) return found;
    next = nextOf(answer);
    if (next === undefined) return undefined;
  }
  // Not found so far proves nothing, and a second order would be worse than a late answer.
  throw new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
};

/* ------------------------------------------------------------------ orders */

const OrderLine = z.strictObject({
  productId: VendorId.describe("Nhanh's product id: v3 takes no other"),
  code: Text().optional(),
  name: Text(500).optional(),
  quantity: z.number().positive(),
  price: Dong,
  discount: Dong.optional(),
  note: Text(2_000).optional(),
});
const OrderCreate = z
  .strictObject({
    locationId: VendorId.optional(),
    customer: z.strictObject({
      id: z.string().optional().describe("not sent: Nhanh finds the customer by phone, and the order shows whom"),
      code: refuse("Nhanh v3 finds the customer of an order by the phone"),
      name: Text().min(1),
      phone: Phone,
      email: z.email().optional(),
    }),
    lines: z.array(OrderLine).min(1).max(500),
    discount: Dong.optional(),
    payments: z
      .array(
        z.strictObject({
          method: z.enum(["cash", "transfer", "cod"], { error: "Nhanh v3 takes cash, transfer or cod" }),
          amount: Dong,
          accountId: VendorId.optional(),
        }),
      )
      .refine((payments) => new Set(payments.map(({ method }) => method)).size === payments.length, {
        message: "one payment of each method",
      })
      .optional(),
    shipping: z
      .strictObject({
        address: Address.optional(),
        fee: Dong.optional(),
        weightGrams: z.number().int().positive().optional(),
      })
      .optional(),
    channel: Text().optional().describe("name of an order source"),
    note: Text(2_000).optional(),
  })
  .refine((order) => !(order.discount && order.lines.some((line) => line.discount)), {
    path: ["discount"],
    message: "Nhanh v3 takes a discount of the order or of its lines, not both",
  });
type OrderCreate = z.infer<typeof OrderCreate>;

const receiverOf = (order: OrderCreate): Loose => {
  const address = order.shipping?.address ?? {};
  return defined({
    name: address.name ?? order.customer.name,
    mobile: toMobile(address.phone ?? order.customer.phone),
    email: order.customer.email,
    address: lineOf(address),
    ...places(address),
    locationVersion: locationVersion(address),
  });
};

const encodeOrder = (order: OrderCreate, reference: string): Loose => {
  const paid = (method: string) => order.payments?.find((payment) => payment.method === method);
  const weight = order.shipping?.weightGrams;
  return defined({
    info: filled({ depotId: number(order.locationId), description: order.note }),
    channel: defined({ appOrderId: reference, sourceName: order.channel }),
    shippingAddress: receiverOf(order),
    carrier: filled({
      customerShipFee: order.shipping?.fee,
      orderPackage: weight === undefined ? undefined : { weight },
    }),
    products: order.lines.map((line) =>
      defined({
        id: Number(line.productId),
        price: line.price,
        quantity: line.quantity,
        // Of the whole line when it is added; order/list shows it per unit.
        discount: line.discount,
        description: line.note,
      }),
    ),
    payment: filled({
      // Cash that was taken before delivery is a deposit here; what is left is collected on delivery.
      depositAmount: paid("cash")?.amount,
      depositAccountId: number(paid("cash")?.accountId),
      transferAmount: paid("transfer")?.amount,
      transferAccountId: number(paid("transfer")?.accountId),
      discountAmount: order.discount,
      discountType: order.discount === undefined ? undefined : "cash",
    }),
  });
};

const hasReference =
  (reference: string) =>
  (row: any): boolean =>
    row?.channel?.appOrderId === reference;

/** No filter takes appOrderId; a filter by phone needs no dates (Nhanh Open API v3, order/list). */
const orderByPhone: Look<OrderCreate> = async (order, { reference }, call) => {
  const filters = { shippingAddress: { mobile: receiverOf(order).mobile } };
  const row = await search(call, "orders.list", filters, hasReference(reference), 50);
  return row && { id: idOf(row) };
};
/** Every order that was made since our first try, whatever phone it has by now. */
const orderByTime: Look<OrderCreate> = async (_order, { reference, firstAttemptAt, lastAttemptAt }, call) => {
  if (firstAttemptAt === undefined) return undefined;
  const seconds = (time: number) => Math.floor(time / 1_000);
  const filters = {
    createdAtFrom: seconds(firstAttemptAt - CLOCK_SLACK),
    createdAtTo: seconds((lastAttemptAt ?? firstAttemptAt) + CLOCK_SLACK),
  };
  const row = await search(call, "orders.list", filters, hasReference(reference), 50);
  return row && { id: idOf(row) };
};
const orderById = async (id: string, call: Call): Promise<any | undefined> => {
  const answer = (await call("orders.list", { body: { filters: { ids: [Number(id)] } } })) as Page;
  return findRow(answer.data, (row) => idOrNone(idOf, row) === id, idOf);
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

/** What the vendor calls a payment: cash before delivery is a deposit. Undefined: the record shows no payments. */
const paymentsTaken = (
  asked: readonly { method: string; amount: number; accountId?: string | undefined }[] | undefined,
  shown: (method: string) => records.Payment | undefined,
): readonly Taken[] =>
  (asked ?? []).flatMap(({ method, amount, accountId }, index) => {
    const payment = shown(method);
    const verdict = (same: boolean) => (same ? ("yes" as const) : ("no" as const));
    return [
      { field: `payments.${index}`, verdict: verdict(Number(payment?.amount ?? 0) === amount) },
      ...(accountId === undefined
        ? []
        : [{ field: `payments.${index}.accountId`, verdict: verdict(payment?.accountId === accountId) }]),
    ];
  });

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
  alsoShows: ({ payments }, record) => {
    const { payments: paid, shipping } = record as records.Order;
    const names: Loose = { cash: "deposit" };
    return paymentsTaken(payments, (method) =>
      method === "cod"
        ? { amount: shipping?.cod ?? 0 }
        : paid?.find((payment) => payment.method === (names[method] ?? method)),
    );
  },
});

/** The only steps forward that order/edit takes. */
const steps = { confirmed: 56, completed: 60, returned: 72 } as const;
const OrderUpdate = z
  .strictObject({
    id: VendorId,
    status: z
      .enum(["confirmed", "completed", "returned"], { error: "Nhanh v3 takes confirmed, completed or returned" })
      .optional(),
    shipping: z
      .strictObject({
        address: Address.optional(),
        fee: Dong.optional(),
        weightGrams: z.number().int().positive().optional(),
      })
      .optional(),
    note: Text(2_000).optional(),
  })
  .refine((order) => order.status !== undefined || order.shipping !== undefined || order.note !== undefined, {
    path: ["status"],
    message: "give status, shipping or note",
  });
type OrderUpdate = z.infer<typeof OrderUpdate>;

const encodeOrderUpdate = (order: OrderUpdate): Loose => {
  const { address, fee, weightGrams } = order.shipping ?? {};
  return defined({
    info: defined({
      id: Number(order.id),
      description: order.note,
      status: order.status === undefined ? undefined : steps[order.status],
    }),
    shippingAddress:
      address &&
      filled({
        name: address.name,
        mobile: address.phone === undefined ? undefined : toMobile(address.phone),
        address: lineOf(address),
        ...places(address),
        locationVersion: locationVersion(address),
      }),
    carrier: filled({
      customerShipFee: fee,
      orderPackage: weightGrams === undefined ? undefined : { weight: weightGrams },
    }),
  });
};

const updateShows: Shows = {
  status: true,
  note: true,
  ...shippingShows,
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
    return isProven(verdictsOf({ shows: updateShows }, order, toOrder(row))) ? { id: order.id } : undefined;
  },
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  shows: updateShows,
});

const OrderCancel = z.strictObject({ id: VendorId, reason: Text(500).optional() });
type OrderCancel = z.infer<typeof OrderCancel>;

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

/* ---------------------------------------------------------------- products */

const productFields = {
  barcode: Text().optional(),
  description: Text(20_000).optional(),
  categoryId: VendorId.optional(),
  unit: Text(50).optional(),
  price: Dong.optional(),
  cost: Dong.optional(),
  weightGrams: z.number().nonnegative().optional(),
  active: z.boolean().optional(),
};
const ProductCreate = z.strictObject({
  name: Text().min(1),
  code: Text().min(1).describe("required here: the only thing by which a lost answer's product can be found"),
  ...productFields,
});
type ProductCreate = z.infer<typeof ProductCreate>;
const ProductUpdate = z.strictObject({
  id: VendorId,
  name: Text().min(1).optional(),
  code: Text().min(1).optional(),
  ...productFields,
});
type ProductUpdate = z.infer<typeof ProductUpdate>;

const encodeProduct = (product: Partial<ProductCreate>): Loose =>
  defined({
    name: product.name,
    code: product.code,
    barcode: product.barcode,
    price: product.price,
    importPrice: product.cost,
    shippingWeight: product.weightGrams,
    categoryId: number(product.categoryId),
    unit: product.unit,
    description: product.description,
    // 2 selling, 3 stopped.
    status: product.active === undefined ? undefined : product.active ? 2 : 3,
  });
const encodeNewProduct = (product: ProductCreate, { reference }: WriteContext): Loose => ({
  appProductId: reference,
  ...encodeProduct(product),
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
  result: (answer, { code }) => ({ id: String(answer.data[0].id), code }),
  reference: { by: "field", fields: ["appProductId"] },
  // The list shows no appProductId; `name` matches name, code or barcode.
  probe: async (product, context, call) => {
    const filters = { name: product.code, status: [1, 2, 3, 4] };
    const row = await search(call, "products.list", filters, (each) => sameText(each?.code, product.code), 20);
    if (!row) return undefined;
    const createdAt = Number(row.createdAt) > 0 ? Number(row.createdAt) * 1_000 : undefined;
    return sameText(row.name, product.name) ? { id: String(row.id) } : someoneElses(createdAt, context);
  },
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

/* --------------------------------------------------------------- customers */

const CustomerCreate = z.strictObject({
  name: Text().min(1),
  phone: Phone,
  email: z.email().optional(),
  gender: z.enum(["male", "female"], { error: "Nhanh v3 takes male or female" }).optional(),
  birthday: z.iso.date().optional(),
  company: Text().optional(),
  taxCode: Text(50).optional(),
  address: z
    .strictObject({
      ...addressFields,
      scheme: z.literal("three-tier", { error: "customer/add takes province, district and ward only" }).optional(),
    })
    // An id alone does not say its scheme, and a ward of two tiers would be read as another one of three.
    .refine((address) => !(address.wardId && !address.districtId), {
      path: ["districtId"],
      message: "customer/add takes three tiers: a ward's id needs its district's",
    })
    .optional(),
  note: Text(2_000).optional(),
});
type CustomerCreate = z.infer<typeof CustomerCreate>;

const encodeCustomer = (customer: CustomerCreate): Loose =>
  defined({
    name: customer.name,
    mobile: toMobile(customer.phone),
    email: customer.email,
    gender: customer.gender === undefined ? undefined : customer.gender === "male" ? 1 : 2,
    birthday: customer.birthday,
    businessName: customer.company,
    taxCode: customer.taxCode,
    address: customer.address && lineOf(customer.address),
    locations: customer.address && filled(places(customer.address)),
    description: customer.note,
  });

const createCustomer = defineWrite<CustomerCreate>({
  operation: "customers.create",
  command: CustomerCreate,
  encode: (customer) => ({ body: [encodeCustomer(customer)] }),
  result: (answer) => ({ id: doneId(answer) }),
  reference: { by: "key", field: "phone" },
  probe: async ({ phone }, _context, call) => {
    const mobile = toMobile(phone);
    const row = await search(call, "customers.list", { mobile }, (each) => samePhone(each?.mobile, phone), 5);
    return row && { id: String(row.id) };
  },
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

/* ------------------------------------------------------------------- stock */

const StockMove = z.strictObject({
  productId: VendorId,
  locationId: VendorId,
  delta: z.number().refine((delta) => delta !== 0, "a difference of nothing"),
  basis: z.literal("read").optional().describe("not needed: Nhanh moves stock by bills"),
  note: Text(500).optional(),
});
type StockMove = z.infer<typeof StockMove>;

/** Bills of stock that is neither bought nor sold (Nhanh Open API v3, Inventory mode). */
const OTHER = 10;
const IN = 1;
const OUT = 2;

const marked = (note: string | undefined, reference: string): string =>
  [note, `[${reference}]`].filter((part) => part !== undefined && part !== "").join(" ");

/** Calendar days that one ask may span, both ends counted (bill/list, bill/retail), and asks of one search: a year. */
const MOST_DAYS = 31;
const MOST_SPANS = 12;

/** All days from one time to another, as the vendor takes them, the latest first. */
const spansOf = (from: number, to: number): { fromDate: string; toDate: string }[] => {
  const first = toHanoiDay(from);
  const spans: { fromDate: string; toDate: string }[] = [];
  for (let end = to; toHanoiDay(end) >= first; end -= MOST_DAYS * DAY) {
    const start = Math.max(from, end - (MOST_DAYS - 1) * DAY);
    spans.push({ fromDate: toHanoiDay(start), toDate: toHanoiDay(end) });
  }
  return spans;
};

/** All bills of one kind at a depot since shortly before the first try, until one carries our reference. */
const findBill = async (
  operation: "bills.list" | "retail-bills.list",
  filters: Loose,
  { reference, firstAttemptAt, lastAttemptAt }: WriteContext,
  call: Call,
): Promise<{ id: string } | undefined> => {
  const fits = (row: any) => typeof row?.description === "string" && row.description.includes(`[${reference}]`);
  // By day; one to each side for clocks that differ. Without dates the vendor looks through 31 days.
  const spans =
    firstAttemptAt === undefined ? [{}] : spansOf(firstAttemptAt - DAY, (lastAttemptAt ?? firstAttemptAt) + DAY);
  for (const span of spans.slice(0, MOST_SPANS)) {
    const row = await search(call, operation, defined({ ...filters, ...span }), fits, 100);
    if (row) return { id: String(row.id) };
  }
  if (spans.length > MOST_SPANS) throw new RetryLater(`${operation}: too many days to search`, { delivered: "no" });
  return undefined;
};

/** A bill without price, customer or account: goods that come in or go out, and nothing else. */
const moveStock = defineWrite<StockMove>({
  operation: "stock.import-other",
  operationFor: ({ delta }) => (delta > 0 ? "stock.import-other" : "stock.export-other"),
  command: StockMove,
  encode: ({ productId, locationId, delta, note }, { reference }) => ({
    body: {
      depotId: Number(locationId),
      description: marked(note, reference),
      products: [{ id: Number(productId), quantity: Math.abs(delta) }],
    },
  }),
  // The bill's id; what is read back is the product's stock.
  result: (answer, { productId }) => ({ id: productId, code: String(answer.data.id) }),
  reference: { by: "field", fields: ["description"] },
  probe: async ({ productId, locationId, delta }, context, call) => {
    const filters = { type: delta > 0 ? IN : OUT, modes: [OTHER], depotIds: [Number(locationId)] };
    return (await findBill("bills.list", filters, context, call)) && { id: productId };
  },
  resource: "inventory",
  entity: ({ productId, locationId }) => `stock:${productId}:${locationId}`,
});

/* ---------------------------------------------------------------- invoices */

const InvoiceLine = z
  .strictObject({
    productId: VendorId,
    code: Text().optional(),
    name: Text(500).optional(),
    quantity: z.number().positive(),
    price: Dong.optional(),
    discount: Dong.optional(),
    note: Text(2_000).optional(),
  })
  .refine((line) => !line.discount || line.quantity === 1, {
    path: ["discount"],
    // The document does not say whether `cash` is off the unit or off the line.
    message: "give a discount with a quantity of 1 only, or lower the price",
  });
const InvoiceCreate = z.strictObject({
  locationId: VendorId,
  customer: z
    .strictObject({
      id: VendorId.optional(),
      code: refuse("Nhanh v3 takes the customer of a bill by id or phone"),
      name: Text().optional(),
      phone: Phone.optional(),
      email: z.email().optional(),
    })
    .optional(),
  lines: z.array(InvoiceLine).min(1).max(100),
  payments: z
    .array(
      z.strictObject({
        method: z.enum(["cash", "card", "transfer"], { error: "Nhanh v3 takes cash, card or transfer" }),
        amount: Dong,
        accountId: VendorId.optional(),
      }),
    )
    .refine((payments) => new Set(payments.map(({ method }) => method)).size === payments.length, {
      message: "one payment of each method",
    })
    .optional(),
  note: Text(2_000).optional(),
});
type InvoiceCreate = z.infer<typeof InvoiceCreate>;

const encodeInvoice = (invoice: InvoiceCreate, reference: string): Loose => {
  const paid = (method: string) => {
    const payment = invoice.payments?.find((each) => each.method === method);
    return payment && defined({ accountId: number(payment.accountId), value: payment.amount });
  };
  const customer = invoice.customer;
  return defined({
    depotId: Number(invoice.locationId),
    customer:
      customer &&
      filled({
        id: number(customer.id),
        name: customer.name,
        mobile: customer.phone === undefined ? undefined : toMobile(customer.phone),
        email: customer.email,
      }),
    // addretail has no key of ours that the vendor would keep unique: the description is where we can find it again.
    description: marked(invoice.note, reference),
    products: invoice.lines.map((line) =>
      defined({
        id: Number(line.productId),
        quantity: line.quantity,
        price: line.price,
        discount: line.discount ? { type: "cash", value: line.discount } : undefined,
        description: line.note,
      }),
    ),
    payment: filled({ cash: paid("cash"), transfer: paid("transfer"), credit: paid("card") }),
  });
};

const createInvoice = defineWrite<InvoiceCreate>({
  operation: "retail-bills.create",
  command: InvoiceCreate,
  encode: (invoice, { reference }) => ({ body: encodeInvoice(invoice, reference) }),
  result: (answer) => ({ id: String(answer.data.id) }),
  reference: { by: "field", fields: ["description"] },
  probe: (invoice, context, call) => {
    const customerMobile = invoice.customer?.phone === undefined ? undefined : toMobile(invoice.customer.phone);
    const filters = { type: OUT, depotIds: [Number(invoice.locationId)], customerMobile };
    return findBill("retail-bills.list", filters, context, call);
  },
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
