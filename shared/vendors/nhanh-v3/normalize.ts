import { type Money, sum, times } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import { compact, filled, first, isMasked, nameOr, positive, some, type Unreadable, within } from "../../core/rows.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import {
  type Account,
  type BillLine,
  BillRow,
  CategoryRow,
  CustomerRow,
  DepotRow,
  InventoryRow,
  type OrderLine,
  OrderRow,
  PlainRow,
  ProductRow,
} from "./schema.ts";

/**
 * Order status -> ours (Nhanh Open API v3, Model constant, Order status). `success` is the end of a delivered order.
 * A shipment that its carrier cancelled, and an order that is out of stock, wait for nobody: they have failed.
 */
const statuses: Readonly<Record<string, readonly [records.OrderStatus, string]>> = {
  40: ["packing", "Packed"],
  42: ["packing", "Packing"],
  43: ["packing", "Awaiting pickup"],
  54: ["pending", "New"],
  55: ["pending", "Confirming"],
  56: ["confirmed", "Confirmed"],
  57: ["pending", "Awaiting customer's confirmation"],
  58: ["failed", "Carrier cancelled"],
  59: ["shipping", "Shipping"],
  60: ["completed", "Success"],
  61: ["failed", "Failed"],
  63: ["cancelled", "Customer cancelled"],
  64: ["cancelled", "System cancelled"],
  68: ["failed", "Out of stock"],
  71: ["returning", "Returning"],
  72: ["returned", "Returned"],
  73: ["confirmed", "Change of depot"],
  74: ["returning", "Return awaits confirmation"],
};
export const orderStatus = (code: unknown): records.OrderStatus => statuses[String(code)]?.[0] ?? "unknown";

/** Nhanh Open API v3, Model constant, Order sale channel. */
const channels: Readonly<Record<string, string>> = {
  1: "admin",
  2: "website",
  10: "api",
  20: "facebook",
  21: "instagram",
  41: "lazada",
  42: "shopee",
  43: "sendo",
  45: "tiki",
  48: "tiktok-shop",
  49: "zalo-oa",
  50: "shopee-chat",
  51: "lazada-chat",
  52: "zalo",
};

interface Place {
  readonly cityId?: Unreadable<string>;
  readonly cityName?: Unreadable<string>;
  readonly districtId?: Unreadable<string>;
  readonly districtName?: Unreadable<string>;
  readonly wardId?: Unreadable<string>;
  readonly wardName?: Unreadable<string>;
  readonly address?: Unreadable<string>;
}
interface Person {
  readonly name?: Unreadable<string>;
  readonly mobile?: Unreadable<string>;
  readonly email?: Unreadable<string>;
  readonly code?: Unreadable<string>;
}

/** Three tiers where there is a district, two where there is only a ward (locationVersion v1 and v2). */
const schemeOf = ({ districtId, wardId }: Place): records.Address["scheme"] => {
  if (districtId) return "three-tier";
  return wardId && districtId === undefined ? "two-tier" : undefined;
};

const toAddress = (place: Place, person: Person = {}): records.Address | undefined => {
  const address = filled({
    name: person.name,
    phone: person.mobile,
    line: place.address,
    ward: place.wardName,
    wardId: place.wardId,
    district: place.districtName,
    districtId: place.districtId,
    province: place.cityName,
    provinceId: place.cityId,
  });
  return address && compact({ ...address, country: "VN", scheme: schemeOf(place) });
};

export const toLocation = recordOf(
  DepotRow,
  ({ id, name, code, mobile, location, locationV2 }): records.Location =>
    compact({
      id,
      name: nameOr(name, id),
      code,
      phone: mobile,
      // Carriers still deliver by three tiers, which the vendor recommends; the two-tier form is the fallback.
      address: location === null ? undefined : (toAddress(location ?? {}) ?? toAddress(locationV2 ?? {})),
    }),
);

export const toCategory = recordOf(
  CategoryRow,
  ({ id, name, code, parentId, order }): records.Category =>
    compact({ id, name: nameOr(name, id), code, parentId, rank: order }),
);

export const toProduct = recordOf(ProductRow, (row): records.Product => {
  const { id, status, images, units } = row;
  return compact({
    id,
    parentId: row.parentId,
    code: row.code,
    barcode: row.barcode,
    name: nameOr(row.name, id),
    description: row.description,
    type: row.type,
    categoryId: first(row.categoryId, within(row.category, "id")),
    categoryName: row.category?.name,
    brand: row.brand?.name,
    unit: units?.name,
    units: some(
      (units?.list ?? []).map((unit) =>
        compact({ id: unit.id, name: unit.name, ratio: unit.quantity, price: unit.price?.retail }),
      ),
    ),
    price: row.prices?.retail,
    cost: row.prices?.import,
    weightGrams: row.shipping?.weight,
    attributes: some(row.attributes.flatMap(({ name, value }) => (name && value ? [{ name, value }] : []))),
    images: some([...new Set([images?.avatar, ...(images?.others ?? [])].flatMap((link) => link ?? []))]),
    components: some(row.combos.map((part) => ({ productId: part.id, quantity: part.quantity }))),
    // 1 new (sold in the shop only), 2 selling, 3 stopped, 4 out of stock.
    active: status ? status !== "3" : undefined,
    sellable: status ? status !== "3" && status !== "4" : undefined,
    createdAt: row.createdAt,
  });
});

/** The total may differ from the sum over the depots (field note, recorded): both are kept as they are. */
export const toInventory = recordOf(
  InventoryRow,
  ({ productId, inventory }): records.Inventory =>
    compact({
      id: productId,
      productId,
      onHand: inventory?.remain,
      available: inventory?.available,
      levels: (inventory?.depots ?? [])
        .map((depot) =>
          compact({
            locationId: depot.id,
            onHand: depot.remain,
            reserved: depot.holding,
            available: depot.available,
            incoming: depot.transfering,
          }),
        )
        .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
    }),
);

/** The tiers that have ids. Which ones they are cannot be told where a part cannot be read. */
const placeOf = (three: Unreadable<Place>, two: Unreadable<Place>): Place => {
  if (three === null) return {};
  if (three?.districtId) return three;
  return three?.districtId === undefined && two?.wardId ? two : (three ?? {});
};

export const toCustomer = recordOf(CustomerRow, (row): records.Customer => {
  const company = row.business?.name;
  const place = placeOf(row.locations, row.location);
  return compact({
    id: row.id,
    code: row.code,
    name: row.name,
    phone: row.mobile,
    email: row.email,
    gender: row.gender,
    birthday: row.birthday,
    company,
    taxCode: row.taxCode,
    type: company ? ("company" as const) : undefined,
    address: toAddress({ ...place, address: first(place.address, row.address) }),
    groups: some([row.group?.name].flatMap((name) => name ?? [])),
    points: row.points,
    totalSpent: row.totalAmount,
    masked: [row.name, row.mobile].some(isMasked) || undefined,
  });
});

const payment = (method: string, part: Account): records.Payment[] => {
  const amount = positive(part?.amount);
  return amount === undefined ? [] : [compact({ method, amount, accountId: part?.accountId, code: part?.code })];
};

const person = (row: Unreadable<Person>) =>
  filled({ name: row?.name, phone: row?.mobile, email: row?.email, code: row?.code });

/** `discount` is per unit in order/list, `discountAmount` (since July 2026) for the line. */
const lineDiscount = ({ discountAmount, discount, quantity }: OrderLine): Money | undefined => {
  if (discountAmount === null || discount === null) return positive(discountAmount);
  return positive(discountAmount) ?? positive(times(discount ?? 0, quantity));
};

const orderLine = (line: OrderLine): records.Line =>
  compact({
    id: line.orderProductId,
    productId: line.productId,
    code: line.code,
    name: line.name,
    quantity: Number(line.quantity),
    price: line.price,
    discount: lineDiscount(line),
    total: line.totalAmount,
    note: line.description,
    serials: some([...new Set([...line.imei, ...line.imeiCodes].flatMap((serial) => serial ?? []))]),
  });

/**
 * The vendor gives no total of an order. It is added up where every line has its own (after VAT and discount; the
 * discount of the order is spread over the lines when it is saved) and the delivery that the customer pays.
 */
const orderTotal = ({ products, carrier }: OrderRow, { lacks }: ShapeContext): Money | undefined =>
  products.length > 0 &&
  products.every((line) => line.totalAmount !== undefined) &&
  carrier !== null &&
  !lacks("products")
    ? sum(...products.map((line) => line.totalAmount), carrier?.customerShipFee)
    : undefined;

const orderPaid = ({ payment: paid }: OrderRow, { lacks }: ShapeContext): Money | undefined => {
  const parts = ["deposit", "transfer", "credit", "usedPoints"] as const;
  if (lacks("payment") || !paid) return undefined;
  return positive(sum(...parts.map((part) => paid[part]?.amount)));
};

export const toOrder = recordOf(OrderRow, (row, context): records.Order => {
  const { info, channel, carrier, payment: paid } = row;
  const receiver = row.shippingAddress ?? {};
  const { status } = info;
  const saleChannel = channel?.saleChannel;
  return compact({
    id: info.id,
    status: orderStatus(status),
    vendorStatus: status ? compact({ code: status, name: statuses[status]?.[1] }) : undefined,
    locationId: info.depotId,
    customerId: row.shippingAddress?.id,
    customer: person(receiver),
    lines: row.products.map(orderLine),
    discount: positive(paid?.discount?.amount),
    tax: positive(paid?.vat?.amount),
    total: orderTotal(row, context),
    paid: orderPaid(row, context),
    payments: some([
      ...payment("deposit", paid?.deposit),
      ...payment("transfer", paid?.transfer),
      ...payment("card", paid?.credit),
      ...payment("points", paid?.usedPoints),
    ]),
    staffId: first(info.saleId, info.createdById),
    staffName: first(info.saleName, info.createdByName),
    channel: saleChannel ? (channels[saleChannel] ?? saleChannel) : undefined,
    channelOrderId: channel?.appOrderId,
    note: info.description,
    createdAt: info.createdAt,
    tags: some(info.tags.flatMap((tag) => tag ?? [])),
    shipping: filled({
      address: toAddress(receiver, receiver),
      carrier: carrier?.name,
      // The vendor's `carrierCode` is the parcel's number; the carrier itself has an id only.
      carrierCode: carrier?.id,
      trackingCode: carrier?.carrierCode,
      trackingUrl: info.trackingUrl,
      fee: carrier?.customerShipFee,
      cost: positive(
        sum(carrier?.shipFee, carrier?.codFee, carrier?.declaredFee, carrier?.overWeightShipFee, carrier?.returnFee),
      ),
      cod: positive(paid?.codAmount),
      weightGrams: carrier?.weight || undefined,
      deliveredAt: carrier?.deliveryAt,
    }),
  });
});

const billLine = (line: BillLine): records.Line =>
  compact({
    id: line.imexId,
    productId: line.id,
    code: line.code,
    name: line.name,
    quantity: line.quantity,
    price: line.price,
    discount: positive(line.discount),
    total: line.amount,
    serials: some([...new Set(line.imei.flatMap((serial) => serial ?? []))]),
  });

const document = (bill: BillRow, { lacks }: ShapeContext) => {
  const { payment: paid } = bill;
  const payments = [
    ...payment("cash", paid?.cash),
    ...payment("transfer", paid?.transfer),
    ...payment("card", paid?.credit),
    ...payment("installment", paid?.installment),
    ...payment("voucher", paid?.coupon),
    ...payment("points", paid?.usedPoints),
  ];
  const tax = lacks("products")
    ? undefined
    : sum(...bill.products.map(({ vat }) => (vat === null ? null : vat?.amount)));
  // Without accounts in Nhanh only the sum that the customer handed over is known.
  const handed = payments.length > 0 ? sum(...payments.map(({ amount }) => amount)) : positive(paid?.customerAmount);
  return {
    id: bill.id,
    locationId: bill.depotId,
    customerId: bill.customer?.id,
    customer: person(bill.customer),
    lines: bill.products.map(billLine),
    discount: positive(paid?.discount),
    tax: positive(tax),
    total: paid?.amount,
    paid: lacks("payment") ? undefined : handed,
    payments: some(payments),
    staffId: first(within(bill.sale, "id"), within(bill.created, "id"), bill.createdById),
    staffName: first(within(bill.sale, "name"), within(bill.created, "name")),
    channel: bill.customerSource?.name,
    note: bill.description,
    createdAt: first(within(bill.created, "createdAt"), bill.createdAt, bill.date),
  };
};

/** A bill exists once its goods have moved: it is complete. Mode 2 is retail, 6 wholesale. */
export const toInvoice = recordOf(
  BillRow,
  (bill, context): records.Invoice =>
    compact({
      ...document(bill, context),
      status: "completed" as const,
      type: bill.mode === null ? undefined : bill.mode === "6" ? ("wholesale" as const) : ("retail" as const),
      orderId: bill.orderId,
    }),
);

/** A bill of the in direction: the customer brings goods back. */
export const toReturn = recordOf(BillRow, (bill, context): records.Return => {
  const { payment: paid, related } = bill;
  return compact({
    ...document(bill, context),
    total: paid?.returnAmount === null ? undefined : (positive(paid?.returnAmount) ?? paid?.amount),
    status: "completed" as const,
    invoiceId: first(within(related, "billId"), within(related, "parentId")),
    orderId: bill.orderId,
    fee: positive(paid?.returnFee),
  });
});

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw = (id: (row: any) => string) =>
  recordOf(
    PlainRow,
    (row, { raw }): records.RawRecord =>
      compact({
        id: id(raw),
        code: first(row.code, row.comboCode, row.documentCode),
        name: first(row.name, row.fullName, row.displayName, row.comboName, row.shop),
        createdAt: first(row.createdAt, row.createdDateTime, within(row.created, "createdAt")),
      }),
  );
