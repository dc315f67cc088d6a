import { type Money, toMoney, toQuantity } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import { toIso } from "../../core/time.ts";
import { BillRow, CategoryRow, CustomerRow, DepotRow, InventoryRow, listOf, OrderRow, ProductRow } from "./schema.ts";

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

/** Nhanh Open API v3, Model constant, Product type. */
const productTypes: Readonly<Record<string, records.Product["type"]>> = {
  1: "goods",
  2: "other",
  3: "goods",
  4: "goods",
  5: "combo",
  6: "service",
  7: "goods",
  8: "goods",
  9: "combo",
  10: "goods",
};

const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};
/** An id: 0 and "0" stand for none; negative parents are marks, not ids. */
const key = (value: unknown): string | undefined => {
  const found = text(value);
  return found === undefined || found === "0" || found.startsWith("-") ? undefined : found;
};
/** All times of v3 are unix seconds; the few dates are days in Vietnam. */
const time = (value: unknown): string | undefined => toIso(value, "hanoi");
const quantity = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" ? undefined : toQuantity(value);
const positive = (value: unknown): Money | undefined => {
  const amount = toMoney(value);
  return amount === undefined || amount === 0 ? undefined : amount;
};
const some = <Row>(rows: readonly Row[]): Row[] | undefined => (rows.length > 0 ? [...rows] : undefined);

/** Leaves out what is absent, so that equal rows give equal records. */
const compact = <Fields extends Record<string, unknown>>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
const filled = <Fields extends Record<string, unknown>>(fields: Fields): Fields | undefined => {
  const rest = compact(fields);
  return Object.keys(rest).length > 0 ? rest : undefined;
};

/** Exact arithmetic in ten-thousandths, the precision of `toMoney`. */
const scaled = (value: unknown): bigint => {
  const amount = String(toMoney(value) ?? 0);
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".");
  const size = BigInt(whole + fraction.padEnd(4, "0"));
  return amount.startsWith("-") ? -size : size;
};
const unscaled = (value: bigint): Money => {
  const digits = String(value < 0n ? -value : value).padStart(5, "0");
  return toMoney(`${value < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`) ?? 0;
};
const sum = (...values: unknown[]): Money =>
  unscaled(values.reduce<bigint>((total, value) => total + scaled(value), 0n));
const times = (left: unknown, right: unknown): Money => unscaled((scaled(left) * scaled(right)) / 10_000n);

interface Place {
  readonly cityId?: unknown;
  readonly cityName?: unknown;
  readonly districtId?: unknown;
  readonly districtName?: unknown;
  readonly wardId?: unknown;
  readonly wardName?: unknown;
  readonly address?: unknown;
}
/** Three tiers where there is a district, two where there is only a ward (locationVersion v1 and v2). */
const toAddress = (place: Place, person: { name?: unknown; mobile?: unknown } = {}): records.Address | undefined => {
  const address = filled({
    name: text(person.name),
    phone: text(person.mobile),
    line: text(place.address),
    ward: text(place.wardName),
    wardId: key(place.wardId),
    district: text(place.districtName),
    districtId: key(place.districtId),
    province: text(place.cityName),
    provinceId: key(place.cityId),
  });
  if (!address) return undefined;
  const scheme = address.districtId ? ("three-tier" as const) : address.wardId ? ("two-tier" as const) : undefined;
  return compact({ ...address, country: "VN", scheme });
};

export const toLocation = (raw: unknown): records.Location => {
  const row = DepotRow.parse(raw);
  return compact({
    id: String(row.id),
    name: text(row.name) ?? String(row.id),
    code: text(row.code),
    phone: text(row.mobile),
    // Carriers still deliver by three tiers, which the vendor recommends; the two-tier form is the fallback.
    address: toAddress(row.location ?? {}) ?? toAddress(row.locationV2 ?? {}),
  });
};

export const toCategory = (raw: unknown): records.Category => {
  const row = CategoryRow.parse(raw);
  return compact({
    id: String(row.id),
    name: text(row.name) ?? String(row.id),
    code: text(row.code),
    parentId: key(row.parentId),
    rank: quantity(row.order),
  });
};

export const toProduct = (raw: unknown): records.Product => {
  const row = ProductRow.parse(raw);
  const type = typeof row.type === "object" ? row.type?.id : row.type;
  const status = text(row.status);
  const others = listOf(row.images?.others).filter((link) => typeof link === "string" && link !== "");
  return compact({
    id: String(row.id),
    parentId: key(row.parentId),
    code: text(row.code),
    barcode: text(row.barcode),
    name: text(row.name) ?? String(row.id),
    description: text(row.description),
    type: productTypes[String(type)],
    categoryId: key(row.categoryId) ?? key(row.category?.id),
    categoryName: text(row.category?.name),
    brand: text(row.brand?.name),
    unit: text(row.units?.name),
    units: some(
      (row.units?.list ?? []).map((unit) =>
        compact({
          id: key(unit.id),
          name: text(unit.name) ?? "",
          ratio: toQuantity(unit.quantity) ?? 0,
          price: toMoney(unit.price?.retail),
        }),
      ),
    ),
    price: toMoney(row.prices?.retail),
    cost: toMoney(row.prices?.import),
    weightGrams: quantity(row.shipping?.weight),
    attributes: some(
      row.attributes.flatMap((attribute) => {
        const name = text(attribute.name);
        const value = text(attribute.value);
        return name && value ? [{ name, value }] : [];
      }),
    ),
    images: some([...new Set([text(row.images?.avatar), ...others].filter((link) => link !== undefined))]),
    components: some(
      row.combos.map((part) => ({ productId: String(part.id), quantity: quantity(part.quantity) ?? 1 })),
    ),
    // 1 new (sold in the shop only), 2 selling, 3 stopped, 4 out of stock.
    active: status === undefined ? undefined : status !== "3",
    sellable: status === undefined ? undefined : status !== "3" && status !== "4",
    createdAt: time(row.createdAt),
  });
};

/** The total may differ from the sum over the depots (field note, recorded): both are kept as they are. */
export const toInventory = (raw: unknown): records.Inventory => {
  const row = InventoryRow.parse(raw);
  return compact({
    id: String(row.productId),
    productId: String(row.productId),
    onHand: quantity(row.inventory?.remain),
    available: quantity(row.inventory?.available),
    levels: (row.inventory?.depots ?? [])
      .map((depot) =>
        compact({
          locationId: String(depot.id),
          onHand: quantity(depot.remain),
          reserved: quantity(depot.holding),
          available: quantity(depot.available),
          incoming: quantity(depot.transfering),
        }),
      )
      .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
  });
};

/** Marketplaces hide names and numbers behind asterisks. */
const masked = (...values: unknown[]): true | undefined =>
  values.some((value) => typeof value === "string" && value.includes("**")) ? true : undefined;

export const toCustomer = (raw: unknown): records.Customer => {
  const row = CustomerRow.parse(raw);
  const birthday = text(row.birthday);
  const company = text(row.business?.name);
  const three = row.locations ?? {};
  const two = row.location ?? {};
  return compact({
    id: String(row.id),
    code: text(row.code),
    name: text(row.name),
    phone: text(row.mobile),
    email: text(row.email),
    gender: ({ 1: "male", 2: "female" } as const)[String(row.gender) as "1"],
    birthday:
      birthday && /^\d{4}-\d{2}-\d{2}/.test(birthday) && !birthday.startsWith("0000")
        ? birthday.slice(0, 10)
        : undefined,
    company,
    taxCode: text(row.taxCode),
    type: company ? ("company" as const) : undefined,
    address: toAddress({ address: row.address, ...(key(three.districtId) ? three : key(two.wardId) ? two : three) }),
    groups: some([text(row.group?.name)].filter((name) => name !== undefined)),
    points: quantity(row.points),
    totalSpent: toMoney(row.totalAmount),
    masked: masked(row.name, row.mobile),
  });
};

const serials = (...values: unknown[]): string[] | undefined =>
  some([
    ...new Set(
      values
        .flatMap((value) => (typeof value === "string" || typeof value === "number" ? [value] : listOf(value)))
        .flatMap((serial) => text(typeof serial === "object" ? serial?.code : serial) ?? []),
    ),
  ]);

const payment = (method: string, part?: { amount?: unknown; accountId?: unknown; code?: unknown } | null) => {
  const amount = positive(part?.amount);
  return amount === undefined
    ? []
    : [compact({ method, amount, accountId: key(part?.accountId), code: text(part?.code) })];
};

const person = (row: { name?: unknown; mobile?: unknown; email?: unknown; code?: unknown } | null | undefined) =>
  filled({ name: text(row?.name), phone: text(row?.mobile), email: text(row?.email), code: text(row?.code) });

const orderLine = (line: OrderRow["products"][number]): records.Line =>
  compact({
    id: key(line.orderProductId),
    productId: key(line.productId),
    code: text(line.code),
    name: text(line.name),
    quantity: toQuantity(line.quantity) ?? 0,
    price: toMoney(line.price) ?? 0,
    // `discount` is per unit in order/list, `discountAmount` (since July 2026) for the line.
    discount: positive(line.discountAmount) ?? positive(times(line.discount ?? 0, line.quantity ?? 0)),
    total: toMoney(line.totalAmount),
    note: text(line.description),
    serials: serials(line.imei, line.imeiCodes),
  });

/**
 * The vendor gives no total of an order. It is added up where every line has its own (after VAT and discount; the
 * discount of the order is spread over the lines when it is saved) and the delivery that the customer pays.
 */
const orderTotal = (row: OrderRow): Money | undefined =>
  row.products.length > 0 && row.products.every((line) => toMoney(line.totalAmount) !== undefined)
    ? sum(...row.products.map((line) => line.totalAmount), row.carrier?.customerShipFee)
    : undefined;

export const toOrder = (raw: unknown): records.Order => {
  const row = OrderRow.parse(raw);
  const { info, channel, carrier, payment: paid } = row;
  const receiver = row.shippingAddress ?? {};
  const sums = [paid?.deposit?.amount, paid?.transfer?.amount, paid?.credit?.amount, paid?.usedPoints?.amount];
  const status = text(info.status);
  const saleChannel = key(channel?.saleChannel);
  return compact({
    id: String(info.id),
    status: orderStatus(status),
    vendorStatus: status === undefined ? undefined : compact({ code: status, name: statuses[status]?.[1] }),
    locationId: key(info.depotId),
    customerId: key(receiver.id),
    customer: person(receiver),
    lines: row.products.map(orderLine),
    discount: positive(paid?.discount?.amount),
    tax: positive(paid?.vat?.amount),
    total: orderTotal(row),
    paid: positive(sum(...sums)),
    payments: some([
      ...payment("deposit", paid?.deposit),
      ...payment("transfer", paid?.transfer),
      ...payment("card", paid?.credit),
      ...payment("points", paid?.usedPoints),
    ]),
    staffId: key(info.saleId) ?? key(info.createdById),
    staffName: text(info.saleName) ?? text(info.createdByName),
    channel: saleChannel === undefined ? undefined : (channels[saleChannel] ?? saleChannel),
    channelOrderId: text(channel?.appOrderId),
    note: text(info.description),
    createdAt: time(info.createdAt),
    tags: some(info.tags.flatMap((tag) => text(tag.name) ?? [])),
    shipping: filled({
      address: toAddress(receiver, receiver),
      carrier: text(carrier?.name),
      // The vendor's `carrierCode` is the parcel's number; the carrier itself has an id only.
      carrierCode: key(carrier?.id),
      trackingCode: text(carrier?.carrierCode),
      trackingUrl: text(info.trackingUrl),
      fee: toMoney(carrier?.customerShipFee),
      cost: positive(
        sum(carrier?.shipFee, carrier?.codFee, carrier?.declaredFee, carrier?.overWeightShipFee, carrier?.returnFee),
      ),
      cod: positive(paid?.codAmount),
      weightGrams: quantity(carrier?.weight) || undefined,
      deliveredAt: time(carrier?.deliveryAt),
    }),
  });
};

const billLine = (line: BillRow["products"][number]): records.Line =>
  compact({
    id: key(line.imexId),
    productId: key(line.id),
    code: text(line.code),
    name: text(line.name),
    quantity: toQuantity(line.quantity) ?? 0,
    price: toMoney(line.price) ?? 0,
    discount: positive(line.discount),
    total: toMoney(line.amount),
    serials: serials(line.imei),
  });

const document = (bill: BillRow) => {
  const { payment: paid } = bill;
  const payments = [
    ...payment("cash", paid?.cash),
    ...payment("transfer", paid?.transfer),
    ...payment("card", paid?.credit),
    ...payment("installment", paid?.installment),
    ...payment("voucher", paid?.coupon),
    ...payment("points", paid?.usedPoints),
  ];
  return {
    id: String(bill.id),
    locationId: key(bill.depotId),
    customerId: key(bill.customer?.id),
    customer: person(bill.customer),
    lines: bill.products.map(billLine),
    discount: positive(paid?.discount),
    tax: positive(sum(...bill.products.map((line) => line.vat?.amount))),
    total: toMoney(paid?.amount),
    // Without accounts in Nhanh only the sum that the customer handed over is known.
    paid: payments.length > 0 ? sum(...payments.map(({ amount }) => amount)) : positive(paid?.customerAmount),
    payments: some(payments),
    staffId: key(bill.sale?.id) ?? key(bill.created?.id) ?? key(bill.createdById),
    staffName: text(bill.sale?.name) ?? text(bill.created?.name),
    channel: text(bill.customerSource?.name),
    note: text(bill.description),
    createdAt: time(bill.created?.createdAt) ?? time(bill.createdAt) ?? time(bill.date),
  };
};

/** A bill exists once its goods have moved: it is complete. Mode 2 is retail, 6 wholesale. */
export const toInvoice = (raw: unknown): records.Invoice => {
  const bill = BillRow.parse(raw);
  return compact({
    ...document(bill),
    status: "completed" as const,
    type: text(bill.mode) === "6" ? ("wholesale" as const) : ("retail" as const),
    orderId: key(bill.orderId),
  });
};

/** A bill of the in direction: the customer brings goods back. */
export const toReturn = (raw: unknown): records.Return => {
  const bill = BillRow.parse(raw);
  return compact({
    ...document(bill),
    total: positive(bill.payment?.returnAmount) ?? toMoney(bill.payment?.amount),
    status: "completed" as const,
    invoiceId: key(bill.related?.billId) ?? key(bill.related?.parentId),
    orderId: key(bill.orderId),
    fee: positive(bill.payment?.returnFee),
  });
};

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw =
  (id: (row: any) => string) =>
  (row: any): records.RawRecord => {
    // Some of these pages print createdAt as text; a raw record does without rather than fail.
    const createdAt = typeof row.createdAt === "number" ? time(row.createdAt) : undefined;
    return compact({
      id: id(row),
      code: text(row.code),
      name:
        text(row.name) ?? text(row.fullName) ?? text(row.displayName) ?? text(row.comboName) ?? text(row.shop?.name),
      createdAt,
    });
  };
