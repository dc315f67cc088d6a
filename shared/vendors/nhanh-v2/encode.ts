import * as z from "zod";
import { Rejected, RetryLater } from "../../core/errors.ts";
import { samePhone } from "../../core/phone.ts";
import type * as records from "../../core/records.ts";
import { countOf, findRow, idIn, idOrNone, searchable } from "../../core/rows.ts";
import { isProven, type Shows, UNSEEN, verdictsOf } from "../../core/taken.ts";
import { CLOCK_SLACK, DAY, MINUTE, parseTime, toHanoiDay } from "../../core/time.ts";
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
import { toRows } from "./schema.ts";

type Loose = Record<string, any>;

const byId = (row: unknown): string => idIn(row);
const productIdOf = (row: unknown): string => idIn(row, "idNhanh");

const VendorId = z.string().regex(/^[1-9]\d{0,18}$/, "give Nhanh's numeric id");
const Text = (most = 255) => z.string().max(most);
/** Nhanh finds customers by mobile and stores it with the leading zero. */
const Phone = z.string().regex(/^(\+?84|0)\d{8,10}$/, "give a Vietnamese number: 0 or 84 and 8 to 10 digits");
const toMobile = (phone: string): string => phone.replace(/^\+?84/, "0");

const defined = (values: Loose): Loose =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Names as in the vendor's list of places: before July 2025 only, so a two-tier address would be misread. */
const Address = z
  .strictObject({
    name: Text().optional(),
    phone: Phone.optional(),
    line: Text().optional(),
    ward: Text().optional(),
    wardId: z.string().optional().describe("not sent: the name beside it is"),
    district: Text().optional(),
    districtId: z.string().optional().describe("not sent: the name beside it is"),
    province: Text().optional(),
    provinceId: z.string().optional().describe("not sent: the name beside it is"),
    country: z.literal("VN").optional(),
    scheme: z
      .literal("three-tier", { error: "Nhanh v2 takes province, district and ward of before July 2025 only" })
      .optional(),
  })
  .superRefine((address, context) => {
    for (const part of ["ward", "district", "province"] as const) {
      if (address[`${part}Id`] !== undefined && address[part] === undefined)
        context.addIssue({
          code: "custom",
          path: [`${part}Id`],
          message: `Nhanh v2 takes names of places: give ${part}`,
        });
    }
  });

/** Parts that only one of the vendor's calls shows, or that stand there only where the place was recognised. */
const unlessHidden =
  (read: (record: any) => unknown) =>
  (record: any): unknown =>
    read(record) ?? UNSEEN;

/* ------------------------------------------------------------------ orders */

const OrderLine = z.strictObject({
  /** An entry that the vendor does not find by id becomes a new product of the shop, so a code alone is not enough. */
  productId: VendorId,
  code: Text().optional(),
  name: Text().optional(),
  quantity: z.number().positive(),
  price: z.number().int().nonnegative(),
  note: Text(2_000).optional(),
});

const OrderCreate = z
  .strictObject({
    locationId: VendorId.optional(),
    customer: z.strictObject({ name: z.string().min(1).max(255), phone: Phone, email: z.email().optional() }),
    lines: z.array(OrderLine).min(1).max(500),
    discount: z.number().int().nonnegative().optional(),
    payments: z
      .array(
        z.strictObject({
          method: z.enum(["cash", "transfer", "cod"], { error: "Nhanh v2 takes cash, transfer or cod" }),
          amount: z.number().int().nonnegative(),
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
        fee: z.number().int().nonnegative().optional(),
        carrierCode: VendorId.optional().describe("Nhanh's carrier id; 12 is self delivery"),
      })
      .optional(),
    channel: Text().optional().describe("name of an order source"),
    note: Text().optional(),
  })
  .superRefine((order, context) => {
    const address = order.shipping?.address;
    // The order carries one name and one number: the receiver's.
    if (address?.name !== undefined && address.name !== order.customer.name)
      context.addIssue({ code: "custom", path: ["shipping", "address", "name"], message: "differs from the customer" });
    if (address?.phone !== undefined && toMobile(address.phone) !== toMobile(order.customer.phone))
      context.addIssue({
        code: "custom",
        path: ["shipping", "address", "phone"],
        message: "differs from the customer",
      });
  });
type OrderCreate = z.infer<typeof OrderCreate>;

const encodeOrder = (order: OrderCreate, reference: string): Loose => {
  const paid = (method: string) => order.payments?.find((payment) => payment.method === method);
  const account = (method: string) => {
    const id = paid(method)?.accountId;
    return id === undefined ? undefined : Number(id);
  };
  const { address, fee, carrierCode } = order.shipping ?? {};
  return defined({
    id: reference,
    depotId: order.locationId === undefined ? undefined : Number(order.locationId),
    customerName: order.customer.name,
    customerMobile: toMobile(order.customer.phone),
    customerEmail: order.customer.email,
    customerAddress: address?.line,
    customerCityName: address?.province,
    customerDistrictName: address?.district,
    customerWardLocationName: address?.ward,
    moneyDiscount: order.discount,
    moneyTransfer: paid("transfer")?.amount,
    moneyTransferAccountId: account("transfer"),
    // Cash that was taken before delivery is a deposit here.
    moneyDeposit: paid("cash")?.amount,
    moneyDepositAccountId: account("cash"),
    paymentMethod: paid("cod") ? "COD" : undefined,
    carrierId: carrierCode === undefined ? undefined : Number(carrierCode),
    customerShipFee: fee,
    trafficSource: order.channel,
    description: order.note,
    productList: order.lines.map((line) =>
      defined({
        // The own id is required; Nhanh's id, which `idNhanh` repeats, can stand for no other product.
        id: line.productId,
        idNhanh: Number(line.productId),
        name: line.name ?? line.code ?? line.productId,
        code: line.code,
        quantity: line.quantity,
        price: line.price,
        description: line.note,
      }),
    ),
  });
};

/** Pages that a probe looks through. */
const MOST_PAGES = 50;

/**
 * A listing page by page, to the last one by the vendor's count, and where it does not count to an empty one.
 * @throws RetryLater where it does not end: nothing is proven then
 */
const pagesOf = async function* (
  call: Call,
  operation: string,
  filters: Loose,
  rowsIn: (data: Loose) => readonly Loose[],
) {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data }: any = await call(operation, { body: { ...filters, page, icpp: 100 } });
    const rows = rowsIn(data ?? {});
    yield rows;
    // A full page is not the last one, whatever the count says.
    const end = countOf(data?.totalPages ?? data?.totalPage) ?? Number.POSITIVE_INFINITY;
    if (rows.length === 0 || (rows.length < 100 && page >= end)) return;
  }
  throw new RetryLater(`${operation}: too many rows to search through`, { delivered: "no" });
};

const ordersBy = async (filters: Loose, reference: string, call: Call): Promise<{ id: string } | undefined> => {
  const pages = pagesOf(call, "orders.list", filters, ({ orders }) => searchable(toRows(orders)));
  for await (const rows of pages) {
    const found = rows.find((row) => row.shopOrderId === reference || row.privateId === reference);
    if (found) return { id: String(found.id) };
  }
  return undefined;
};

/** No filter looks for our own id: the customer's orders (a filter without the 10 days) are searched for it. */
const orderByPhone: Look<OrderCreate> = (order, { reference }, call) =>
  ordersBy({ customerMobile: toMobile(order.customer.phone) }, reference, call);

/** Most days that order/index takes at once. */
const MOST_DAYS = 10;

/** All orders of the days since our first try, whatever phone they have by now. */
const orderByDay: Look<OrderCreate> = async (_order, { reference, firstAttemptAt, lastAttemptAt }, call) => {
  if (firstAttemptAt === undefined) return undefined;
  const [first, last] = [firstAttemptAt - CLOCK_SLACK, (lastAttemptAt ?? firstAttemptAt) + CLOCK_SLACK];
  for (let from = first; toHanoiDay(from) <= toHanoiDay(last); from += MOST_DAYS * DAY) {
    const to = Math.min(last, from + (MOST_DAYS - 1) * DAY);
    const found = await ordersBy({ fromDate: toHanoiDay(from), toDate: toHanoiDay(to) }, reference, call);
    if (found) return found;
  }
  return undefined;
};

const findOrderById = async (id: string, call: Call): Promise<Loose | undefined> => {
  const answer: any = await call("orders.list", { body: { id: Number(id), page: 1 } });
  return findRow(toRows(answer?.data?.orders), (row) => idOrNone(byId, row) === id);
};

const createOrder = defineWrite<OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  encode: (order, { reference }) => ({ body: encodeOrder(order, reference) }),
  result: ({ data }) => {
    const id = data?.orderId ?? data?.id;
    return { id: id === undefined || id === null ? undefined : String(id) };
  },
  reference: { by: "field", fields: ["id (own order id, shopOrderId in the list)"] },
  looks: [
    { way: "orders of the phone", look: orderByPhone },
    { way: "orders of the days since", look: orderByDay },
  ],
  settleSeconds: 60,
  resource: "orders",
  entity: (order) => `orders.create:${toMobile(order.customer.phone)}`,
  mustExist: (order) => [
    { resource: "products", ids: order.lines.map(({ productId }) => productId), field: "lines" },
    ...(order.locationId === undefined
      ? []
      : [{ resource: "locations", ids: [order.locationId], field: "locationId" } as const]),
  ],
  // The source of an order is shown nowhere, and an account of a payment is not either.
  shows: {
    locationId: true,
    note: true,
    discount: true,
    "customer.name": true,
    "customer.phone": true,
    "customer.email": unlessHidden((order: records.Order) => order.customer?.email),
    "lines.quantity": true,
    "lines.price": true,
    "lines.name": true,
    "lines.note": unlessHidden((line: records.Line) => line.note),
    "shipping.fee": true,
    // The vendor gives the order its own carrier where ours does not deliver.
    "shipping.carrierCode": true,
    "shipping.address.name": true,
    "shipping.address.phone": true,
    "shipping.address.line": true,
    "shipping.address.ward": unlessHidden((order: records.Order) => order.shipping?.address?.ward),
    "shipping.address.district": unlessHidden((order: records.Order) => order.shipping?.address?.district),
    "shipping.address.province": unlessHidden((order: records.Order) => order.shipping?.address?.province),
    "shipping.address.country": true,
    "shipping.address.scheme": true,
  },
  alsoShows: ({ payments }, record) => {
    const { payments: paid, shipping } = record as records.Order;
    const names: Loose = { cash: "deposit" };
    const amountOf = (method: string) =>
      method === "cod" ? shipping?.cod : paid?.find((payment) => payment.method === (names[method] ?? method))?.amount;
    return (payments ?? []).flatMap(({ method, amount, accountId }, index) => [
      { field: `payments.${index}`, verdict: Number(amountOf(method) ?? 0) === amount ? "yes" : "no" } as const,
      ...(accountId === undefined ? [] : [{ field: `payments.${index}.accountId`, verdict: "unseen" } as const]),
    ]);
  },
});

/** `Success` and `Confirmed` are the only steps forward that the vendor lets others make. */
const steps = { confirmed: "Confirmed", completed: "Success" } as const;
const OrderUpdate = z
  .strictObject({
    id: VendorId,
    status: z.enum(["confirmed", "completed"], { error: "Nhanh v2 takes confirmed or completed" }).optional(),
    shipping: z.strictObject({ fee: z.number().int().nonnegative().optional() }).optional(),
    note: Text().optional(),
  })
  .refine(({ status, shipping, note }) => [status, shipping?.fee, note].some((value) => value !== undefined), {
    path: ["status"],
    message: "give status, shipping.fee or note",
  });
type OrderUpdate = z.infer<typeof OrderUpdate>;

const updateShows: Shows = { note: true, status: true, "shipping.fee": true };

const updateOrder = defineWrite<OrderUpdate>({
  operation: "orders.update",
  command: OrderUpdate,
  encode: (order) => ({
    body: defined({
      orderId: order.id,
      status: order.status === undefined ? undefined : steps[order.status],
      description: order.note,
      customerShipFee: order.shipping?.fee,
    }),
  }),
  result: (_answer, order) => ({ id: order.id }),
  reference: { by: "record" },
  // A second `Success` may be refused, so the order is looked at before it is sent again.
  probe: async (order, _context, call) => {
    const row = await findOrderById(order.id, call);
    if (!row) throw new Rejected(`order ${order.id} is gone`, { notFound: true });
    return isProven(verdictsOf({ shows: updateShows }, order, toOrder(row))) ? { id: order.id } : undefined;
  },
  repeatable: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  shows: updateShows,
});

const OrderCancel = z.strictObject({ id: VendorId, reason: Text(200).optional() });
type OrderCancel = z.infer<typeof OrderCancel>;

/** States that `Canceled` may follow; anything else would be refused anyway. */
const cancellable = ["New", "Confirming", "Confirmed"];

const cancelOrder = defineWrite<OrderCancel>({
  operation: "orders.update",
  command: OrderCancel,
  encode: ({ id, reason }, { current }) => {
    const stored = (current ?? {}) as Loose;
    // CustomerConfirming is younger than the rule; it is left to the vendor.
    if (stored.statusCode && ![...cancellable, "CustomerConfirming", "Canceled"].includes(stored.statusCode))
      throw new Rejected(`an order that is ${stored.statusCode} cannot be cancelled`, {
        fields: { id: `only ${cancellable.join(", ")} can be cancelled` },
      });
    const notes = [stored.privateDescription, reason].filter((note) => typeof note === "string" && note !== "");
    return {
      body: defined({
        orderId: id,
        status: "Canceled",
        // The staff's note, with what it said before: the field is replaced as a whole.
        privateDescription: reason === undefined ? undefined : [...new Set(notes)].join(" | ").slice(-255),
      }),
    };
  },
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  probe: async ({ id }, _context, call) => {
    const row = await findOrderById(id, call);
    // An order that is not shown may exist (field note): cancelled once more, the vendor itself says what became of it.
    return row && orderStatus(row.statusCode) === "cancelled" ? { id } : undefined;
  },
  repeatable: true,
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
  code: z.string().min(1).max(255).optional(),
  barcode: Text(20).optional(),
  description: Text(20_000).optional(),
  categoryId: VendorId.optional(),
  cost: z.number().int().nonnegative().optional(),
  weightGrams: z.number().int().nonnegative().optional(),
  active: z.boolean().optional(),
};
const ProductCreate = z.strictObject({
  name: z.string().min(1).max(255),
  price: z.number().int().nonnegative(),
  images: z.array(z.url()).max(20).optional(),
  ...productFields,
});
type ProductCreate = z.infer<typeof ProductCreate>;
const ProductUpdate = z.strictObject({
  id: VendorId,
  name: z.string().min(1).max(255).optional(),
  price: z.number().int().nonnegative().optional(),
  ...productFields,
});
type ProductUpdate = z.infer<typeof ProductUpdate>;

const encodeProduct = (product: Partial<ProductCreate>): Loose =>
  defined({
    name: product.name,
    price: product.price,
    code: product.code,
    barcode: product.barcode,
    description: product.description,
    categoryId: product.categoryId === undefined ? undefined : Number(product.categoryId),
    importPrice: product.cost,
    shippingWeight: product.weightGrams,
    status: product.active === undefined ? undefined : product.active ? "Active" : "Inactive",
    externalImages: product.images,
  });

const encodeNewProduct = (product: ProductCreate, { reference }: WriteContext): Loose => ({
  id: reference,
  // No list shows the own id: without a code nothing could be looked for.
  ...encodeProduct({ ...product, code: product.code ?? reference }),
});

/** Name and price are required even for an update: what is not changed is repeated from the copy. */
const encodeChangedProduct = (product: ProductUpdate, { current }: WriteContext): Loose => {
  const stored = (current ?? {}) as Loose;
  const name = product.name ?? stored.name;
  const price = product.price ?? (stored.price === undefined ? undefined : Math.round(Number(stored.price)));
  const missing = Object.entries({ name, price }).filter(([, value]) => value === undefined);
  if (missing.length > 0)
    throw new Rejected("Nhanh v2 wants name and price with every update of a product", {
      fields: Object.fromEntries(missing.map(([field]) => [field, "is required: the product is not in the copy"])),
    });
  return { id: product.id, idNhanh: Number(product.id), ...encodeProduct({ ...product, name, price }) };
};

const savedIds = (answer: any): Loose => {
  const ids = answer?.data?.ids;
  return ids && typeof ids === "object" && !Array.isArray(ids) ? ids : {};
};

/** Barcode and description stand in the detail only, which no record holds; the cost needs a permission. */
const productShows: Shows = {
  name: true,
  code: true,
  price: true,
  categoryId: true,
  weightGrams: true,
  active: true,
  cost: unlessHidden(({ cost }: records.Product) => cost),
  images: unlessHidden(({ images }: records.Product) => images),
};

const bulkProducts = <Command>(encode: (command: Command, context: WriteContext) => Loose) =>
  ({
    operation: "products.save",
    most: 300,
    encode: (items) => ({ body: items.map(({ command, context }) => encode(command, context)) }),
    results: (answer, items) => {
      const ids = savedIds(answer);
      return items.map(({ command, context }) => {
        const saved = ids[String(encode(command, context).id)];
        return saved === undefined
          ? { rejected: "the vendor's answer leaves this product out" }
          : { id: String(saved) };
      });
    },
  }) satisfies CanonicalWrite<Command>["bulk"];

/** The vendor's clock may be behind ours. */
const SLACK = 5 * MINUTE;

/** No list shows the own id, so the code is looked for, on a product that is no older than our first try. */
const findProduct = async (
  { code: own, name }: ProductCreate,
  context: WriteContext,
  call: Call,
): Promise<{ id: string } | undefined> => {
  const { firstAttemptAt, reference } = context;
  const code = own ?? reference;
  const createdOf = (row: Loose) => parseTime(row.createdDateTime, "hanoi");
  const isRecent = (row: Loose): boolean => {
    const created = createdOf(row);
    return firstAttemptAt === undefined || created === undefined || created >= firstAttemptAt - SLACK;
  };
  const strangers: Loose[] = [];
  // The default list leaves Inactive products out, and staff may have made ours one.
  for (const status of [{}, { status: "Inactive" }]) {
    const filters = { name: code, ...status };
    for await (const rows of pagesOf(call, "products.list", filters, ({ products }) =>
      searchable(toRows(products, "idNhanh"), productIdOf),
    )) {
      const coded = rows.filter((row) => sameText(row.code, code) && isRecent(row));
      // Nobody else has our reference for a code.
      const ours = own === undefined ? coded[0] : coded.find((row) => sameText(row.name, name));
      if (ours) return { id: String(ours.idNhanh) };
      strangers.push(...coded);
    }
  }
  for (const row of strangers) someoneElses(createdOf(row), context);
  return undefined;
};

const createProduct = defineWrite<ProductCreate>({
  operation: "products.save",
  command: ProductCreate,
  encode: (product, context) => ({ body: [encodeNewProduct(product, context)] }),
  result: (answer, { code }) => {
    const [id] = Object.values(savedIds(answer));
    return { id: id === undefined ? undefined : String(id), code };
  },
  reference: { by: "field", fields: ["id (own product id)", "code (where the command names none)"] },
  probe: findProduct,
  // The vendor decides by the own id whether a product exists: sending it again updates the same one.
  repeatable: true,
  resource: "products",
  entity: ({ code, barcode, name }) => `products.create:${code ?? barcode ?? name}`,
  shows: productShows,
  bulk: bulkProducts(encodeNewProduct),
});

const updateProduct = defineWrite<ProductUpdate>({
  operation: "products.save",
  command: ProductUpdate,
  encode: (product, context) => ({ body: [encodeChangedProduct(product, context)] }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "products",
  entity: ({ id }) => `product:${id}`,
  // An id that the vendor does not know would become a new product.
  mustExist: ({ id }) => [{ resource: "products", ids: [id], field: "id" }],
  shows: productShows,
  bulk: bulkProducts(encodeChangedProduct),
});

/* --------------------------------------------------------------- customers */

const customerFields = {
  email: z.email().optional(),
  gender: z.enum(["male", "female"], { error: "Nhanh v2 takes male or female" }).optional(),
  birthday: z.iso.date().optional(),
  company: Text().optional(),
  taxCode: Text(50).optional(),
  address: Address.optional(),
  note: Text(2_000).optional(),
};
const CustomerCreate = z.strictObject({ name: z.string().min(1).max(255), phone: Phone, ...customerFields });
type CustomerCreate = z.infer<typeof CustomerCreate>;
const CustomerUpdate = z.strictObject({
  id: VendorId,
  name: z.string().min(1).max(255).optional(),
  phone: Phone.optional(),
  ...customerFields,
});
type CustomerUpdate = z.infer<typeof CustomerUpdate>;

const encodeCustomer = (customer: CustomerCreate): Loose =>
  defined({
    name: customer.name,
    mobile: toMobile(customer.phone),
    email: customer.email,
    gender: customer.gender === undefined ? undefined : customer.gender === "male" ? 1 : 2,
    birthday: customer.birthday?.split("-").reverse().join("/"),
    businessName: customer.company,
    taxCode: customer.taxCode,
    address: customer.address?.line,
    cityName: customer.address?.province,
    districtName: customer.address?.district,
    wardName: customer.address?.ward,
    description: customer.note,
  });

/** The mobile is the key: another one would make another customer, so it cannot be changed. */
const encodeChangedCustomer = (customer: CustomerUpdate, { current }: WriteContext): Loose => {
  const stored = (current ?? {}) as Loose;
  const mobile = typeof stored.mobile === "number" ? `0${stored.mobile}` : stored.mobile;
  if (typeof mobile !== "string" || !/^\+?\d{8,15}$/.test(mobile))
    throw new Rejected("Nhanh v2 finds a customer by mobile only, and the copy has none for this one", {
      fields: { id: "has no usable mobile in the copy" },
    });
  if (customer.phone !== undefined && toMobile(customer.phone) !== toMobile(mobile))
    throw new Rejected("Nhanh v2 cannot change a customer's mobile: another customer would be made", {
      fields: { phone: "cannot be changed" },
    });
  const name = customer.name ?? stored.name;
  if (typeof name !== "string" || name === "")
    throw new Rejected("Nhanh v2 wants the name with every update", { fields: { name: "is required" } });
  return { ...encodeCustomer({ ...customer, name, phone: mobile }), mobile };
};

const findCustomer = async (mobile: string, call: Call): Promise<Loose | undefined> => {
  const answer: any = await call("customers.list", { body: { mobile, page: 1, icpp: 50 } });
  return findRow(toRows(answer?.data?.customers), (row) => samePhone(row.mobile, mobile));
};

/** A list of customers shows ids of places where a command has names, and no note. */
const customerShows: Shows = {
  name: true,
  phone: true,
  email: true,
  gender: true,
  birthday: true,
  company: true,
  taxCode: true,
  "address.line": true,
};

const bulkCustomers = <Command>(encode: (command: Command, context: WriteContext) => Loose) =>
  ({
    operation: "customers.save",
    most: 50,
    encode: (items) => ({ body: items.map(({ command, context }) => encode(command, context)) }),
    // The answer is not documented: accepted as a whole or refused as a whole.
    results: (_answer, items) => items.map(({ command }) => ({ id: (command as { id?: string }).id })),
  }) satisfies CanonicalWrite<Command>["bulk"];

const createCustomer = defineWrite<CustomerCreate>({
  operation: "customers.save",
  command: CustomerCreate,
  encode: (customer) => ({ body: [encodeCustomer(customer)] }),
  result: () => ({}),
  reference: { by: "key", field: "phone" },
  probe: async (customer, _context, call) => {
    const row = await findCustomer(toMobile(customer.phone), call);
    // A customer who was there before, under another name, is no proof.
    return row && sameText(row.name, customer.name) ? { id: String(row.id) } : undefined;
  },
  repeatable: true,
  resource: "customers",
  entity: ({ phone }) => `customers.create:${toMobile(phone)}`,
  shows: customerShows,
  bulk: bulkCustomers((customer: CustomerCreate) => encodeCustomer(customer)),
});

const updateCustomer = defineWrite<CustomerUpdate>({
  operation: "customers.save",
  command: CustomerUpdate,
  encode: (customer, context) => ({ body: [encodeChangedCustomer(customer, context)] }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  shows: customerShows,
  bulk: bulkCustomers(encodeChangedCustomer),
});

/** Stock, invoices and payments cannot be written in v2: its bills are read-only. */
export const writes: Readonly<Partial<Record<WriteKind, CanonicalWrite>>> = {
  "orders.create": createOrder,
  "orders.update": updateOrder,
  "orders.cancel": cancelOrder,
  "products.create": createProduct,
  "products.update": updateProduct,
  "customers.create": createCustomer,
  "customers.update": updateCustomer,
};
