import { type Money, toMoney, toQuantity } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import { toIso } from "../../core/time.ts";
import { Bill, Category, Customer, Depot, Order, Product, toRows } from "./schema.ts";

type Loose = Record<string, any>;

/** Text where there is some; the vendor writes "", "0", 0 and null for nothing, depending on the endpoint. */
const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  return value.trim() === "" ? undefined : value;
};
const key = (value: unknown): string | undefined => {
  const found = text(value);
  return found === undefined || found === "0" ? undefined : found;
};
const required = (value: unknown): string => {
  const found = key(value);
  if (found === undefined) throw new RangeError("a row without an id");
  return found;
};
const time = (value: unknown): string | undefined => toIso(typeof value === "string" ? value.trim() : value, "hanoi");
const positive = (value: unknown): Money | undefined => {
  const amount = toMoney(value);
  return amount === undefined || amount === 0 ? undefined : amount;
};

/** Leaves out what is absent, so that the content hash sees only what is there. */
const compact = <T extends Loose>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
const some = <T>(rows: readonly T[]): T[] | undefined => (rows.length > 0 ? [...rows] : undefined);
const filled = <T extends Loose>(record: T): T | undefined => {
  const rest = compact(record);
  return Object.keys(rest).length > 0 ? rest : undefined;
};

/** Exact sums: whole dong as integers, else in ten-thousandths (the precision of `toMoney`). */
const scaled = (amount: Money): bigint => {
  const [whole = "0", fraction = ""] = String(amount).replace("-", "").split(".");
  const value = BigInt(whole + fraction.padEnd(4, "0"));
  return String(amount).startsWith("-") ? -value : value;
};
const unscaled = (value: bigint): Money => {
  const digits = String(value < 0n ? -value : value).padStart(5, "0");
  return toMoney(`${value < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`) ?? 0;
};
const sum = (...values: unknown[]): Money =>
  unscaled(values.reduce<bigint>((total, value) => total + scaled(toMoney(value) ?? 0), 0n));
const minus = (left: unknown, right: unknown): Money =>
  unscaled(scaled(toMoney(left) ?? 0) - scaled(toMoney(right) ?? 0));
const times = (price: unknown, quantity: unknown): Money =>
  unscaled((scaled(toMoney(price) ?? 0) * scaled(toMoney(quantity) ?? 0)) / 10_000n);

const country = "VN";
/** v2 knows provinces, districts and wards of before July 2025 only. */
const scheme = "three-tier" as const;

/** Nhanh Open API v2, order status. `Success` is the end of a delivered order here. */
const statuses: Readonly<Record<string, records.OrderStatus>> = {
  New: "pending",
  Confirming: "pending",
  CustomerConfirming: "pending",
  Confirmed: "confirmed",
  Packing: "packing",
  Packed: "packing",
  ChangeDepot: "confirmed",
  Pickup: "packing",
  Shipping: "shipping",
  Success: "completed",
  Failed: "failed",
  Canceled: "cancelled",
  Aborted: "cancelled",
  CarrierCanceled: "failed",
  SoldOut: "failed",
  Returning: "returning",
  Returned: "returned",
};
export const orderStatus = (code: unknown): records.OrderStatus => statuses[String(code)] ?? "unknown";

/** Nhanh Open API v2, order/index, saleChannel. */
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
  46: "zalo-shop",
  47: "1landing",
  48: "tiktok-shop",
  49: "zalo-oa",
  50: "shopee-chat",
  51: "lazada-chat",
  52: "zalo",
};

/** Nhanh Open API v2, bill/imexs, productStoreTypeId. */
const productTypes: Readonly<Record<string, records.Product["type"]>> = {
  1: "goods",
  2: "other",
  3: "goods",
  4: "goods",
  5: "combo",
  6: "service",
};

export const toLocation = (raw: unknown): records.Location => {
  const row: Loose = Depot.parse(raw);
  return compact({
    id: required(row.id),
    name: text(row.name) ?? required(row.id),
    phone: text(row.mobile),
    address: filled({
      line: text(row.address),
      ward: text(row.wardName),
      wardId: key(row.wardId),
      district: text(row.districtName),
      districtId: key(row.districtId),
      province: text(row.cityName),
      provinceId: key(row.cityId),
      country,
      scheme,
    }),
  });
};

export const toCategory = (raw: unknown): records.Category => {
  const row: Loose = Category.parse(raw);
  return compact({
    id: required(row.id),
    name: text(row.name) ?? required(row.id),
    code: text(row.code),
    parentId: key(row.parentId),
    rank: row.order === undefined || row.order === null ? undefined : toQuantity(row.order),
  });
};

/** `[{"<attribute id>": {attributeName, name}}]`, of one or more keys each; webhooks send them flat. */
const attributes = (value: unknown) =>
  some(
    toRows(value, "attributeName")
      .flatMap((row) => (row.attributeName && typeof row.attributeName !== "object" ? [row] : toRows(row, "id")))
      .flatMap((row) => {
        const name = text(row.attributeName);
        const chosen = text(row.name) ?? text(row.value);
        return name && chosen ? [{ name, value: chosen }] : [];
      }),
  );

const images = (row: Loose): string[] | undefined => {
  const others = Array.isArray(row.images) ? row.images : [];
  return some([...new Set([row.image, ...others].filter((link) => typeof link === "string" && link !== ""))]);
};

/**
 * List and detail do not have the same fields: barcode and description are in the detail only, units in the list only.
 * The record holds what both have, so that it is the same whichever was read last.
 */
export const toProduct = (raw: unknown): records.Product => {
  const row = Product.parse(raw);
  const product = row as Loose;
  const parentId = Number(product.parentId ?? 0);
  const weight = toMoney(product.shippingWeight);
  return compact({
    id: required(row.idNhanh),
    // -1 stands alone, -2 is a parent.
    parentId: parentId > 0 ? String(product.parentId) : undefined,
    code: text(row.code),
    name: text(row.name) ?? required(row.idNhanh),
    type: productTypes[String(product.typeId)],
    categoryId: key(product.categoryId),
    brand: text(product.brandName),
    price: toMoney(row.price),
    cost: toMoney(product.importPrice),
    weightGrams: weight === undefined ? undefined : Number(weight),
    attributes: attributes(product.attributes),
    images: images(product),
    active: row.status ? row.status !== "Inactive" : undefined,
    sellable: row.status ? row.status !== "Inactive" && row.status !== "OutOfStock" : undefined,
    createdAt: time(product.createdDateTime),
  });
};

const quantity = (value: unknown): number | undefined =>
  value === undefined || value === null || value === "" ? undefined : toQuantity(value);

/**
 * `available` of the product and the sum over its depots may differ (field note, recorded): both are kept as they are.
 */
export const toInventory = (raw: unknown): records.Inventory => {
  const row = Product.parse(raw);
  const inventory: Loose = Array.isArray(row.inventory) ? {} : (row.inventory ?? {});
  return compact({
    id: required(row.idNhanh),
    productId: required(row.idNhanh),
    code: text(row.code),
    onHand: quantity(inventory.remain),
    available: quantity(inventory.available),
    levels: toRows(inventory.depots)
      .map((level) =>
        compact({
          locationId: required(level.id),
          onHand: quantity(level.remain),
          reserved: quantity(level.holding),
          available: quantity(level.available),
          incoming: quantity(level.transfering),
        }),
      )
      .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
  });
};

/** `d/m/Y` is how customer/add wants it; the list does not say how it gives it. */
const birthday = (value: unknown): string | undefined => {
  const found = text(value);
  const turned = found && /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(found);
  if (turned) return `${turned[3]}-${turned[2]!.padStart(2, "0")}-${turned[1]!.padStart(2, "0")}`;
  return found && /^\d{4}-\d{2}-\d{2}/.test(found) && !found.startsWith("0000") ? found.slice(0, 10) : undefined;
};

const masked = (...values: unknown[]): true | undefined =>
  values.some((value) => typeof value === "string" && value.includes("**")) ? true : undefined;

export const toCustomer = (raw: unknown): records.Customer => {
  const row: Loose = Customer.parse(raw);
  return compact({
    id: required(row.id),
    code: text(row.code),
    name: text(row.name),
    phone: text(row.mobile),
    email: text(row.email),
    gender: ({ 1: "male", 2: "female" } as const)[String(row.gender) as "1"],
    birthday: birthday(row.birthday),
    company: text(row.businessName),
    taxCode: text(row.taxCode),
    type: text(row.businessName) ? ("company" as const) : undefined,
    address: filled({
      line: text(row.address),
      wardId: key(row.wardLocationId),
      districtId: key(row.districtLocationId),
      provinceId: key(row.cityLocationId),
    }),
    groups: some([row.group].flatMap((group) => text(group) ?? [])),
    points: quantity(row.points),
    totalSpent: toMoney(row.totalMoney),
    masked: masked(row.name, row.mobile),
    createdAt: time(row.startedDate),
  });
};

/**
 * `discount` of an order's line is per unit in v3; v2 does not say. `productMoney` (after VAT, less discount) decides
 * where it can: without VAT it is price x quantity less the whole discount.
 */
const lineDiscount = (line: Loose): Money | undefined => {
  const discount = positive(line.discount);
  if (discount === undefined) return undefined;
  const perUnit = times(discount, line.quantity);
  const money = toMoney(line.productMoney);
  if (money === undefined || positive(line.vat) !== undefined) return perUnit;
  const whole = minus(times(line.price, line.quantity), money);
  return String(whole) === String(discount) ? discount : perUnit;
};

const serials = (value: unknown): string[] | undefined =>
  some([value].flat().flatMap((imei) => text(typeof imei === "object" ? (imei as Loose)?.code : imei) ?? []));

const orderLine = (line: Loose): records.Line =>
  compact({
    productId: key(line.productId ?? line.id),
    code: text(line.productCode ?? line.code),
    name: text(line.productName ?? line.name),
    quantity: toQuantity(line.quantity) ?? 0,
    price: toMoney(line.price) ?? 0,
    discount: lineDiscount(line),
    total: toMoney(line.productMoney),
    note: text(line.description),
    serials: serials(line.imei),
  });

const payment = (method: string, amount: unknown, more: Partial<records.Payment> = {}): records.Payment[] => {
  const value = positive(amount);
  return value === undefined ? [] : [compact({ method, amount: value, ...more })];
};

const person = (row: Loose) =>
  filled({ name: text(row.customerName), phone: text(row.customerMobile), email: text(row.customerEmail) });

export const toOrder = (raw: unknown): records.Order => {
  const row = Order.parse(raw);
  const order = row as Loose;
  const paid = sum(order.moneyDeposit, order.moneyTransfer);
  const collect = toMoney(order.calcTotalMoney);
  const cost = sum(order.shipFee, order.codFee, order.declaredFee, order.returnFee, order.overWeightShipFee);
  return compact({
    id: required(row.id),
    status: orderStatus(row.statusCode),
    vendorStatus: row.statusCode ? compact({ code: String(row.statusCode), name: text(row.statusName) }) : undefined,
    locationId: key(order.depotId),
    customerId: key(order.customerId),
    customer: person(order),
    lines: toRows(row.products, "productId").map(orderLine),
    discount: positive(order.moneyDiscount),
    tax: positive(order.vat?.amount),
    // The vendor gives what is still to be collected: what was paid before belongs to the total as well.
    total: collect === undefined ? undefined : sum(collect, paid, order.moneyUsedPoints),
    paid: paid === 0 ? undefined : paid,
    payments: some([
      ...payment("deposit", order.moneyDeposit),
      ...payment("transfer", order.moneyTransfer),
      ...payment("points", order.moneyUsedPoints),
    ]),
    staffId: key(order.saleId) ?? key(order.createdById),
    staffName: text(order.saleName) ?? text(order.createdByName),
    channel: order.saleChannel ? (channels[String(order.saleChannel)] ?? String(order.saleChannel)) : undefined,
    channelOrderId: text(row.shopOrderId) ?? text(row.privateId),
    note: text(order.description),
    createdAt: time(row.createdDateTime),
    expectedDeliveryAt: time(order.deliveryDate),
    tags: some(toTags(order.tags)),
    shipping: filled({
      address: filled({
        name: text(order.customerName),
        phone: text(order.customerMobile),
        line: text(order.customerAddress),
        ward: text(order.customerWard),
        district: text(order.customerDistrict),
        districtId: key(order.customerDistrictId),
        province: text(order.customerCity),
        provinceId: key(order.customerCityId),
        country,
        scheme,
      }),
      carrier: text(order.carrierName),
      // The vendor's `carrierCode` is the parcel's number; the carrier has an id only.
      carrierCode: key(order.carrierId),
      trackingCode: text(order.carrierCode),
      trackingUrl: text(order.trackingUrl),
      fee: toMoney(order.customerShipFee),
      cost: cost === 0 ? undefined : cost,
      cod: positive(collect),
    }),
  });
};

const toTags = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).flatMap((tag) => text(typeof tag === "object" ? tag?.name : tag) ?? []);

const billLine = (line: Loose): records.Line =>
  compact({
    productId: key(line.id),
    code: text(line.code),
    name: text(line.name),
    quantity: toQuantity(line.quantity) ?? 0,
    price: toMoney(line.price) ?? 0,
    discount: positive(line.discount),
    serials: serials(line.imei),
  });

const accountOf = (value: unknown) => (key(value) ? { accountId: key(value) } : {});

const document = (bill: Loose) => ({
  id: required(bill.id),
  locationId: key(bill.depotId),
  customerId: key(bill.customerId),
  customer: person(bill),
  lines: toRows(bill.products).map(billLine),
  discount: positive(bill.discount),
  total: toMoney(bill.money),
  paid: toMoney(bill.payment),
  payments: some([
    ...payment("cash", bill.cash, accountOf(bill.cashAccount)),
    ...payment("transfer", bill.moneyTransfer, accountOf(bill.moneyAccount)),
    ...payment("card", bill.creditMoney, accountOf(bill.creditAccount)),
    ...payment("installment", bill.installmentMoney, accountOf(bill.installmentAccount)),
    ...payment("points", bill.usedPointsMoney),
  ]),
  staffId: key(bill.saleId) ?? key(bill.createdById),
  staffName: text(bill.saleName) ?? text(bill.createdByName),
  note: text(bill.description),
  createdAt: time(bill.createdDateTime),
});

/** Bills exist only once goods have moved: they are complete. */
export const toInvoice = (raw: unknown): records.Invoice => {
  const row: Loose = Bill.parse(raw);
  return compact({
    ...document(row),
    status: "completed" as const,
    type: Number(row.mode) === 6 ? ("wholesale" as const) : ("retail" as const),
    orderId: key(row.orderId),
  });
};

export const toReturn = (raw: unknown): records.Return => {
  const row: Loose = Bill.parse(raw);
  return compact({
    ...document(row),
    status: "completed" as const,
    invoiceId: key(row.relatedBillId),
    orderId: key(row.orderId),
    fee: positive(row.returnFee),
  });
};

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw =
  (id: (row: any) => string) =>
  (row: Loose): records.RawRecord =>
    compact({
      id: id(row),
      code: text(row.code),
      name: text(row.name) ?? text(row.title) ?? text(row.fullName) ?? text(row.shopName) ?? text(row.productName),
      createdAt: typeof row.createdDateTime === "string" ? time(row.createdDateTime) : time(row.createdAt),
    });
