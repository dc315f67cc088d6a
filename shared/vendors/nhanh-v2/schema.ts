import * as z from "zod";
import { toMoney, toQuantity } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import {
  Amount,
  Day,
  Id,
  isObject,
  listOf,
  needed,
  OneOf,
  Phone,
  partOf,
  Quantity,
  Reference,
  Text,
  TextIn,
  Time,
  toText,
  type Untyped,
  word,
} from "../../core/rows.ts";

/**
 * Two layers: the catalog's pages only hold what a listing cannot do without (a list), so that one odd row never stops
 * it; the row schemas are applied row by row in normalize.ts. Numbers come as strings or numbers depending on the
 * endpoint (field note, seen in integrations); the raw row is kept as the vendor sent it.
 */
export const AnyId = z.union([z.string().min(1), z.number()]);
const PlainText = z.union([z.string(), z.number()]).nullish();

/** PHP writes an empty object or list as `[]`, and sometimes as "" or null. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);
/** Collections are arrays, objects keyed by id, `[]`, null or missing: the document draws both, PHP sends all. */
const isCollection = (value: unknown): boolean =>
  isEmpty(value) || Array.isArray(value) || (isObject(value) && Object.values(value).some(isObject));

/** A member beside the known ones holds something: it may be the rows under a new name. */
const isRenamed = (answer: object, known: readonly string[]): boolean =>
  Object.entries(answer).some(([name, value]) => !known.includes(name) && typeof value === "object" && !isEmpty(value));
const hasData = (answer: { readonly data?: unknown }): boolean =>
  answer.data !== undefined || !isRenamed(answer, ["code", "messages", "message"]);
const noData = { path: ["data"], message: "no data by this name" };

const Code = z.union([z.number(), z.string(), z.boolean()]);

export const envelope = <Data extends z.ZodType>(data: Data) =>
  z.looseObject({ code: Code, data: z.union([data, z.array(z.unknown()).max(0)]).nullish() });

/** What a page says of itself; `totalPage` (singular) is what the bill lines call it. */
const PAGE_FIELDS = ["totalPages", "totalPage", "totalRecords", "page"];

/** A page: the rows under their name in `data`, or nothing at all. */
export const isPage = (key: string, data: unknown): boolean => {
  if (isEmpty(data)) return true;
  if (!isObject(data) || !isCollection(data[key])) return false;
  return data[key] !== undefined || (PAGE_FIELDS.some((field) => field in data) && !isRenamed(data, PAGE_FIELDS));
};
export const pageOf = (key: string) =>
  z
    .looseObject({
      code: Code,
      data: z
        .unknown()
        .optional()
        .refine((data) => isPage(key, data), { message: `no list of ${key}` }),
    })
    .refine(hasData, noData);

/** A list that is `data` itself: arrays within arrays, objects keyed by id, or one bare row. */
export const List = z
  .looseObject({
    code: Code,
    data: z
      .unknown()
      .optional()
      .refine((data) => isEmpty(data) || typeof data === "object", { message: "no list of rows" }),
  })
  .refine(hasData, noData);

export const done = z.looseObject({ code: Code, data: z.unknown().optional() });

export const Token = z.looseObject({
  accessToken: z.string().min(1),
  businessId: AnyId,
  /** Deprecated in favour of `expiredAt`; older answers carry only this one. */
  expiredDateTime: z.unknown().optional(),
  expiredAt: z.unknown().optional(),
  depotIds: z.unknown().optional(),
  permissions: z.unknown().optional(),
});
/** The document shows the token's fields in a flat table and leaves open whether they lie under `data`. */
export const TokenAnswer = z.union([z.looseObject({ data: Token }), Token]);

/* ---- rows, read one at a time: times without an offset are Vietnam's ---- */

const Moment = Time("hanoi");

/** Nhanh Open API v2, bill/imexs, productStoreTypeId. */
const productTypes: Readonly<Record<string, records.Product["type"]>> = {
  1: "goods",
  2: "other",
  3: "goods",
  4: "goods",
  5: "combo",
  6: "service",
};

/** `[{"<attribute id>": {attributeName, name}}]`, of one or more keys each; webhooks send them flat. */
const Attributes = listOf(listOf(z.object({ attributeName: Text, name: Text, value: Text })));

export const Product = z.object({
  idNhanh: Id,
  parentId: Reference,
  code: Text,
  name: Text,
  typeId: OneOf(productTypes),
  categoryId: Reference,
  brandName: Text,
  price: Amount,
  importPrice: Amount,
  oldPrice: Amount,
  wholesalePrice: Amount,
  vat: Quantity,
  shippingWeight: Quantity,
  attributes: Attributes,
  image: Text,
  images: listOf(Text),
  status: Text,
  createdDateTime: Moment,
  updatedAt: Moment,
});

const level = { remain: Quantity, holding: Quantity, available: Quantity, transfering: Quantity };
export const Stock = z.object({
  idNhanh: Id,
  code: Text,
  inventory: partOf({ remain: Quantity, available: Quantity, depots: listOf(z.object({ id: Id, ...level }), "id") }),
});

const Serials = listOf(TextIn("code"));

const OrderLine = z.object({
  productId: Reference,
  id: Reference,
  productName: Text,
  name: Text,
  productCode: Text,
  code: Text,
  quantity: needed(toMoney, 0),
  price: needed(toMoney, 0),
  discount: Amount,
  vat: Amount,
  productMoney: Amount,
  description: Text,
  imei: Serials,
  batch: listOf(z.object({ id: Reference, name: Text, manufactureDate: Day, expiredDate: Day })),
  giftProducts: listOf(
    z.object({ productId: Reference, productCode: Text, productName: Text, quantity: needed(toQuantity, 0) }),
  ),
});
export type OrderLine = z.infer<typeof OrderLine>;

const person = { customerId: Reference, customerName: Text, customerMobile: Phone, customerEmail: Text };
const staff = { saleId: Reference, saleName: Text, createdById: Reference, createdByName: Text };

export const Order = z.object({
  ...person,
  ...staff,
  id: Id,
  depotId: Reference,
  typeId: Text,
  returnFromOrderId: Reference,
  shopOrderId: Text,
  privateId: Text,
  privateDescription: Text,
  trafficSourceName: Text,
  ecomShopId: Reference,
  affiliateCode: Text,
  utmSource: Text,
  utmMedium: Text,
  utmCampaign: Text,
  facebook: partOf({ pageId: Text, conversationId: Text, adId: Text, postId: Text }),
  gifts: listOf(
    z.object({
      productId: Reference,
      orderProductId: Reference,
      name: Text,
      quantity: needed(toQuantity, 0),
      price: Amount,
    }),
  ),
  statusCode: Text,
  statusName: Text,
  saleChannel: Reference,
  description: Text,
  tags: listOf(TextIn("name")),
  createdDateTime: Moment,
  deliveryDate: Moment,
  updatedAt: Moment,
  products: listOf(OrderLine, "productId"),
  moneyDiscount: Amount,
  moneyDeposit: Amount,
  moneyTransfer: Amount,
  moneyUsedPoints: Amount,
  calcTotalMoney: Amount,
  // An object with the amount; a number in its place would be a rate.
  vat: word((vat) => {
    if (isObject(vat)) return toMoney(vat.amount);
    if (!isEmpty(vat)) toText(vat);
    return undefined;
  }),
  customerShipFee: Amount,
  shipFee: Amount,
  codFee: Amount,
  declaredFee: Amount,
  returnFee: Amount,
  overWeightShipFee: Amount,
  carrierId: Reference,
  carrierName: Text,
  carrierServiceName: Text,
  carrierCode: Text,
  trackingUrl: Text,
  customerAddress: Text,
  customerWard: Text,
  customerDistrict: Text,
  customerDistrictId: Reference,
  customerCity: Text,
  customerCityId: Reference,
});

export type OrderRow = z.infer<typeof Order>;

const BillLine = z.object({
  id: Reference,
  code: Text,
  name: Text,
  quantity: needed(toQuantity, 0),
  price: needed(toMoney, 0),
  discount: Amount,
  imei: Serials,
  vat: Amount,
  VATPercent: Quantity,
  giftProducts: listOf(z.object({ productCode: Text, productName: Text, productQuantity: needed(toQuantity, 0) })),
});
export type BillLine = z.infer<typeof BillLine>;

export const Bill = z.object({
  ...person,
  ...staff,
  id: Id,
  depotId: Reference,
  orderId: Reference,
  relatedBillId: Reference,
  mode: Text,
  description: Text,
  createdDateTime: Moment,
  products: listOf(BillLine, "id"),
  discount: Amount,
  money: Amount,
  payment: Amount,
  returnFee: Amount,
  cash: Amount,
  cashAccount: Reference,
  moneyTransfer: Amount,
  moneyAccount: Reference,
  creditMoney: Amount,
  creditAccount: Reference,
  creditCode: Text,
  installmentMoney: Amount,
  installmentAccount: Reference,
  installmentCode: Text,
  usedPointsMoney: Amount,
  tags: listOf(TextIn("name")),
});
export type Bill = z.infer<typeof Bill>;

export const Customer = z.object({
  id: Id,
  code: Text,
  name: Text,
  mobile: Phone,
  email: Text,
  gender: OneOf({ 1: "male", 2: "female" } as const),
  birthday: Day,
  businessName: Text,
  taxCode: Text,
  address: Text,
  wardLocationId: Reference,
  districtLocationId: Reference,
  cityLocationId: Reference,
  group: Text,
  level: Text,
  points: Quantity,
  totalMoney: Amount,
});

export const Depot = z.object({
  id: Id,
  name: Text,
  mobile: Phone,
  address: Text,
  wardName: Text,
  wardId: Reference,
  districtName: Text,
  districtId: Reference,
  cityName: Text,
  cityId: Reference,
});
export const Category = z.object({ id: Id, parentId: Reference, code: Text, name: Text, order: Quantity });

// ---- goods, money and people beside the sales ------------------------------------------------------------------------

export const Supplier = z.object({
  id: Id,
  typeId: OneOf({ 1: "person", 2: "company" } as const),
  code: Text,
  name: Text,
  representativeName: Text,
  address: Text,
  mobile: Phone,
  email: Text,
  status: Text,
  note: Text,
});

/** `depots` is an object of names that is keyed by their ids. */
export const User = z.object({
  id: Id,
  username: Text,
  fullName: Text,
  email: Text,
  mobile: Phone,
  roleName: Text,
  depots: word((depots) => (isObject(depots) ? Object.keys(depots) : undefined)),
});

/** Row of promotion/coupon, act=list: `valueType` 1 is an amount, 2 a percentage. */
export const Campaign = z.object({
  id: Id,
  name: Text,
  description: Text,
  startDate: Moment,
  endDate: Moment,
  status: Text,
  numberOfCodes: Quantity,
  valueType: Text,
  value: Amount,
  valueMax: Amount,
  fromValue: Amount,
  depotIds: listOf(Text),
  createdDatetime: Moment,
});

/** Row of promotion/coupon, act=codes. Code states: 1 new, 2 used, 3 cancelled, 4 given. */
export const Coupon = z.object({
  code: Text,
  batchId: Reference,
  status: Text,
  valueType: Text,
  value: Amount,
  valueMax: Amount,
  usedTimes: Quantity,
});

/** Row of accounting/transaction. */
export const Transaction = z.object({
  id: Id,
  type: Text,
  amount: Amount,
  itemId: Reference,
  contactId: Reference,
  contactName: Text,
  depotId: Reference,
  createdUserName: Text,
  description: Text,
  date: Moment,
  createdDateTime: Moment,
});

/** What the raw records show of themselves. */
export const Plain = z.object({
  code: Text,
  name: Text,
  title: Text,
  fullName: Text,
  shopName: Text,
  productName: Text,
  customerName: Text,
  customerCode: Text,
  createdDateTime: Moment,
  /** promotion/coupon spells it so. */
  createdDatetime: Moment,
  createdAt: Moment,
});

/** An integration saw `id` in place of the documented `orderId`. */
export const OrderAdded = envelope(
  z.union([
    z.looseObject({ orderId: AnyId, trackingUrl: PlainText, carrierCode: PlainText }),
    z.looseObject({ id: AnyId }),
    // Seen in integrations: a list of one.
    z.array(z.union([z.looseObject({ orderId: AnyId }), z.looseObject({ id: AnyId })])).length(1),
  ]),
);
export const OrderUpdated = envelope(z.looseObject({ orderId: AnyId.optional(), status: PlainText }));
export const ProductsAdded = envelope(
  z.looseObject({
    ids: z.union([z.record(z.string(), AnyId), z.array(z.unknown()).max(0)]).nullish(),
    barcodes: z.unknown().optional(),
  }),
);

/** One row by itself, or an object of rows that is keyed by what `key` calls them. */
const oneOrMany = (value: Readonly<Record<string, unknown>>, key: string): readonly unknown[] => {
  const own = value[key];
  if (typeof own === "string" || typeof own === "number") return [value];
  return Object.entries(value).flatMap(([name, row]) => (isObject(row) ? { ...row, [key]: row[key] ?? name } : row));
};

/**
 * One list of rows out of any of those shapes. A row that does not name itself gets its key as `key`; what is no row
 * stays among them as it came. JSON.parse puts number-like keys in ascending order, so the vendor's order inside a page
 * is lost.
 */
export const toRows = (value: unknown, key = "id"): Untyped[] => {
  if (isEmpty(value)) return [];
  if (Array.isArray(value)) return value.flat(2);
  return isObject(value) ? [...oneOrMany(value, key)] : [value];
};

/** Recursive `childs` laid out flat, without the children inside. */
export const flatten = (value: unknown): Untyped[] =>
  toRows(value).flatMap((row) => {
    if (!isObject(row)) return [row];
    const { childs, ...own } = row;
    // A child that does not name its parent hangs under it all the same.
    return [own, ...flatten(childs).map((child) => (isObject(child) ? { parentId: own.id, ...child } : child))];
  });
