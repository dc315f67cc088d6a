import { contentHash } from "../../core/content.ts";
import { Rejected } from "../../core/errors.ts";
import type * as records from "../../core/records.ts";
import type { Untyped } from "../../core/rows.ts";
import { isProven, type Shows, UNSEEN, verdictsOf } from "../../core/taken.ts";
import { toHanoiDay } from "../../core/time.ts";
import { type CanonicalWrite, defineWrite, type WriteContext, type WriteKind } from "../../core/vendor.ts";
import {
  CustomerCreate,
  CustomerUpdate,
  OrderCancel,
  OrderCreate,
  OrderUpdate,
  ProductCreate,
  ProductUpdate,
  toMobile,
  VoucherCreate,
  VoucherRelease,
} from "./commands.ts";
import { toOrder } from "./documents.ts";
import {
  cancellable,
  carriedCustomer,
  carriedProduct,
  defined,
  encodeChangedCustomer,
  encodeChangedProduct,
  encodeCustomer,
  encodeNewProduct,
  encodeOrder,
  encodeVouchers,
  keptAsLess,
  type Loose,
  namesPlace,
  steps,
} from "./encode.ts";
import {
  campaignById,
  changedOrder,
  customerLooks,
  customerOfPhone,
  findOrderById,
  isGivenAway,
  orderByDay,
  orderByPhone,
  productLooks,
  voucherCode,
  voucherLooks,
} from "./find.ts";
import { orderStatus } from "./normalize.ts";
import { toRows } from "./schema.ts";
import { areas } from "./writes/areas.ts";

/** Parts that only one of the vendor's calls shows, or that stand there only where the place was recognised. */
const unlessHidden =
  (read: (record: Untyped) => unknown) =>
  (record: Untyped): unknown =>
    read(record) ?? UNSEEN;

const whereShown = (name: string) => unlessHidden((shown) => shown[name]);
const idText = (id: unknown): string | undefined =>
  (typeof id === "number" || typeof id === "string") && !["", "0"].includes(String(id)) ? String(id) : undefined;

/** The order, and what its row shows of a command beyond the canonical record. */
const orderView = (row: Loose) => {
  const order = toOrder(row);
  return {
    ...order,
    lines: [
      ...order.lines.map((line) => ({ ...line, gift: false })),
      ...toRows(row.gifts).map((gift: Loose) => ({
        productId: idText(gift.productId),
        quantity: Number(gift.quantity),
        gift: true,
      })),
    ],
    seller: idText(row.saleId) ?? "",
    source: idText(row.trafficSourceName),
    service: idText(row.serviceId) ?? "",
    day: typeof row.deliveryDate === "string" ? row.deliveryDate.slice(0, 10) : undefined,
  };
};

const createOrder = defineWrite<OrderCreate>({
  operation: "orders.create",
  command: OrderCreate,
  encode: (order, { reference }) => ({ body: encodeOrder(order, reference) }),
  result: ({ data }) => {
    // Two integrators read an object, one a list of one.
    const made = Array.isArray(data) ? data[0] : data;
    const id = made?.orderId ?? made?.id;
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
  named: { staffId: "staff" },
  areas: { fields: ["shipping.address"], lists: areas },
  view: orderView,
  // An account of a payment is shown nowhere.
  shows: {
    channel: whereShown("source"),
    staffId: whereShown("seller"),
    locationId: true,
    note: true,
    discount: true,
    "customer.name": true,
    "customer.phone": true,
    "customer.email": unlessHidden((order: records.Order) => order.customer?.email),
    "lines.quantity": true,
    // What a gift is worth is no price that the customer pays.
    "lines.price": ({ gift, price }) => (gift ? UNSEEN : price),
    "lines.gift": whereShown("gift"),
    "lines.serials": true,
    "lines.name": true,
    "lines.note": unlessHidden((line: records.Line) => line.note),
    "shipping.fee": true,
    // The vendor gives the order its own carrier where ours does not deliver.
    "shipping.carrierCode": true,
    "shipping.serviceCode": whereShown("service"),
    "shipping.expectedAt": ({ day = UNSEEN }, { expectedAt }) =>
      day === toHanoiDay(Date.parse(expectedAt)) ? expectedAt : day,
    "shipping.address.name": true,
    "shipping.address.phone": true,
    "shipping.address.line": true,
    "shipping.address.ward": unlessHidden((order: records.Order) => order.shipping?.address?.ward),
    "shipping.address.district": unlessHidden((order: records.Order) => order.shipping?.address?.district),
    "shipping.address.province": unlessHidden((order: records.Order) => order.shipping?.address?.province),
    "shipping.address.country": true,
    "shipping.address.scheme": true,
  },
  cannotHold: keptAsLess,
  alsoShows: ({ payments }, record) => {
    const { payments: paid, shipping } = record as records.Order;
    return (payments ?? []).flatMap(({ method, amount, accountId }, index) => {
      const field = `payments.${index}`;
      const name = method === "cash" ? "deposit" : method;
      const shown = method === "cod" ? shipping?.cod : paid?.find((payment) => payment.method === name)?.amount;
      return [
        { field, verdict: Number(shown ?? 0) === amount ? "yes" : "no" } as const,
        ...(accountId === undefined ? [] : [{ field: `${field}.accountId`, verdict: "unseen" } as const]),
      ];
    });
  },
});

const updateShows: Shows = { note: true, status: true, "shipping.fee": true };

const ifShown = (order: OrderUpdate, row: Loose | undefined): { id: string } | undefined =>
  row && isProven(verdictsOf({ shows: updateShows }, order, toOrder(row))) ? { id: order.id } : undefined;

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
  looks: [
    {
      way: "the order itself",
      look: async (order, _context, call) => {
        const row = await findOrderById(order.id, call);
        if (!row) throw new Rejected(`order ${order.id} is gone`, { notFound: true });
        return ifShown(order, row);
      },
    },
    {
      way: "orders that changed since",
      look: async (order, context, call) => ifShown(order, await changedOrder(order.id, context, call)),
    },
  ],
  repeatable: true,
  resource: "orders",
  entity: ({ id }) => `order:${id}`,
  shows: updateShows,
});

const ifCancelled = (id: string, row: Loose | undefined): { id: string } | undefined =>
  row && orderStatus(row.statusCode) === "cancelled" ? { id } : undefined;

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
  // An order that is not shown may exist (field note): cancelled once more, the vendor itself says what became of it.
  looks: [
    {
      way: "the order itself",
      look: async ({ id }, _context, call) => ifCancelled(id, await findOrderById(id, call)),
    },
    {
      way: "orders that changed since",
      look: async ({ id }, context, call) => ifCancelled(id, await changedOrder(id, context, call)),
    },
  ],
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

const savedIds = (answer: Untyped): Loose => {
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
        return saved === undefined ? undefined : { id: String(saved) };
      });
    },
  }) satisfies CanonicalWrite<Command>["bulk"];

const createProduct = defineWrite<ProductCreate>({
  operation: "products.save",
  command: ProductCreate,
  encode: (product, context) => ({ body: [encodeNewProduct(product, context)] }),
  result: (answer, { code }) => {
    const [id] = Object.values(savedIds(answer));
    return { id: id === undefined ? undefined : String(id), code };
  },
  reference: { by: "field", fields: ["id (own product id)", "code (where the command names none)"] },
  looks: productLooks,
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
  carried: carriedProduct,
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

/** A list of customers shows ids of areas where a command has names, and no note. */
const customerShows: Shows = {
  name: true,
  phone: true,
  email: true,
  gender: true,
  birthday: true,
  company: true,
  taxCode: true,
  points: true,
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
  looks: customerLooks,
  occupied: customerOfPhone,
  areas: { fields: ["address"], lists: areas },
  repeatable: true,
  resource: "customers",
  entity: ({ phone }) => `customers.create:${toMobile(phone)}`,
  shows: customerShows,
  bulk: bulkCustomers((customer: CustomerCreate) => encodeCustomer(customer)),
});

const updateCustomer = defineWrite<CustomerUpdate>({
  operation: "customers.save",
  command: CustomerUpdate,
  carried: carriedCustomer,
  areas: { fields: ["address"], lists: areas },
  encode: (customer, context) => ({ body: [encodeChangedCustomer(customer, context)] }),
  result: (_answer, { id }) => ({ id }),
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "customers",
  entity: ({ id }) => `customer:${id}`,
  shows: customerShows,
  // Ids of areas that the command does not name are those of the old address.
  alsoShows: ({ address: asked }, record) => {
    const shown = (record as records.Customer).address;
    const left = [
      [asked?.province, shown?.provinceId],
      [asked?.district, shown?.districtId],
      [asked?.ward, shown?.wardId],
    ].some(([name, id]) => name === undefined && id !== undefined);
    return namesPlace(asked) && left ? [{ field: "address", verdict: "no" }] : [];
  },
  bulk: bulkCustomers(encodeChangedCustomer),
});

/** A day of the campaign stands for every time of that day. */
const dayOf = (name: "from" | "to") => (shown: Untyped, asked: Untyped) =>
  String(shown[name]).slice(0, 10) === toHanoiDay(Date.parse(asked[name])) ? asked[name] : shown[name];

const createVouchers = defineWrite<VoucherCreate>({
  operation: "coupons.call",
  command: VoucherCreate,
  encode: (voucher, { reference }) => encodeVouchers(voucher, reference),
  result: (answer, { campaignId }) => ({
    // The document spells it so.
    id: campaignId ?? idText(answer?.data?.couponBacthId ?? answer?.data?.couponBatchId),
  }),
  reference: { by: "field", fields: ["description of a new campaign"] },
  looks: voucherLooks,
  resource: "voucher-campaigns",
  named: { campaignId: "voucher-campaigns" },
  see: async ({ campaignId }, id, call) =>
    campaignId === undefined && id !== undefined ? campaignById(id, call) : undefined,
  view: (row: Loose) => ({
    name: row.name,
    count: row.numberOfCodes,
    value: Number(row.valueType) === 1 ? row.value : undefined,
    percent: Number(row.valueType) === 2 ? row.value : undefined,
    mostOff: row.valueMax,
    from: row.startDate,
    to: row.endDate,
  }),
  shows: { name: true, count: true, value: true, percent: true, mostOff: true, from: dayOf("from"), to: dayOf("to") },
  entity: (voucher) => `vouchers.create:${contentHash(voucher)}`,
});

const releaseVoucher = defineWrite<VoucherRelease>({
  operation: "coupons.call",
  command: VoucherRelease,
  encode: ({ codes }) => ({ params: { act: "giveaway" }, body: { couponCode: codes[0] } }),
  result: (_answer, { campaignId }) => ({ id: campaignId }),
  reference: { by: "record" },
  named: { campaignId: "voucher-campaigns" },
  looks: [{ way: "the code", look: isGivenAway }],
  see: (release, _id, call) => voucherCode(release, call),
  view: (row: Loose) => ({ codes: Number(row.assignedTimes) > 0 ? [String(row.code)] : [] }),
  shows: { codes: true },
  entity: ({ campaignId, codes }) => `voucher:${campaignId}:${codes[0]}`,
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
  "vouchers.create": createVouchers,
  "vouchers.release": releaseVoucher,
};
