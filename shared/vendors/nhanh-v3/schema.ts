import * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { toMoney, toQuantity } from "../../core/money.ts";
import type { Product } from "../../core/records.ts";
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
  rowsIn,
  Text,
  TextIn,
  Time,
  textIn,
  toText,
  word,
} from "../../core/rows.ts";

/**
 * What is read of Nhanh v3's answers. Two layers: the catalog's `answer` schemas only hold what a page cannot do
 * without (a list, the continuation), so that one odd row never stops a listing; the row schemas are applied row by row
 * in normalize.ts.
 *
 * The documented types are unreliable (an id is int in a list and string in a detail, empty objects arrive as PHP's
 * `[]`), hence the wide types.
 */
export const AnyId = z.union([z.string().min(1), z.number()]);

/** All times of v3 are unix seconds, also as digits in a text; the few dates are days in Vietnam. */
const Moment = Time("hanoi");

/** Success as every call answers: `code` 1, perhaps `data`, perhaps `warning` (Nhanh Open API v3, Response format). */
export const Done = z.looseObject({
  code: z.unknown().optional(),
  data: z.unknown().optional(),
  warning: z.unknown().optional(),
});

/** The answer of a call that creates one thing. */
export const Created = z.looseObject({ data: z.looseObject({ id: AnyId }) });

/** PHP writes an empty list as null, "" or `[]`, or leaves it out. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

/** Members of an answer beside its rows. Another one that holds something may be the rows under a new name. */
const BESIDE_ROWS = ["code", "data", "paginator", "messages", "message", "warning", "errorCode"];
const isRenamed = (answer: object): boolean =>
  Object.entries(answer).some(
    ([name, value]) => !BESIDE_ROWS.includes(name) && typeof value === "object" && !isEmpty(value),
  );

/**
 * A page of rows: an array, or an object keyed by id, as Nhanh v2 writes its lists (field note, seen in integrations).
 * `paginator.next` is opaque: an object, an array or a bare string, absent or null at the end.
 */
export const Page = z
  .looseObject({ data: z.unknown().optional(), paginator: z.unknown().optional() })
  .refine((answer) => answer.data !== undefined || !isRenamed(answer), {
    path: ["data"],
    message: "no rows by this name",
  })
  .refine(({ data }) => isEmpty(data) || rowsIn(data) !== undefined, { path: ["data"], message: "no list of rows" });
export type Page = z.infer<typeof Page>;

/** The continuation of a page, or undefined at the end. PHP writes an absent one as null, "" or `[]`. */
export const nextOf = (page: Page): unknown => {
  const next = (page.paginator as { next?: unknown } | null | undefined)?.next;
  if (next === undefined || next === null || next === "" || next === false || next === 0) return undefined;
  if (typeof next === "object" && Object.keys(next).length === 0) return undefined;
  return next;
};

/**
 * Nhanh Open API v3, getaccesstoken and checkaccesstoken. `depotIds` is a list or the word "All" (field note). The
 * token is blackened by the transport where the call is not the one that fetches it.
 */
export const Grant = z.looseObject({
  data: z.looseObject({
    accessToken: z.string().min(1).optional(),
    /** Unix seconds. Whatever else it is says nothing: the code that brought the token works once. */
    expiredAt: z.unknown().optional(),
    businessId: AnyId,
    depotIds: z.unknown().optional(),
    pageIds: z.unknown().optional(),
    permissions: z.unknown().optional(),
  }),
});

/** A refusal. `code` is 0 in the document and false in recorded answers; `message` only in the limit's answer. */
export const Refusal = z.looseObject({
  code: z.union([z.literal(0), z.literal("0"), z.literal(false)]),
  errorCode: z.union([z.string(), z.number()]).nullish(),
  messages: z.unknown().optional(),
  message: z.unknown().optional(),
  data: z.unknown().optional(),
});
export type Refusal = z.infer<typeof Refusal>;
/** The lock of the rate limit (Nhanh Open API v3, API Rate Limit). */
export const Lock = z.looseObject({ lockedSeconds: z.unknown().optional(), unlockedAt: z.unknown().optional() });

// ---- rows, read one at a time ----

const place = {
  cityId: Reference,
  cityName: Text,
  districtId: Reference,
  districtName: Text,
  wardId: Reference,
  wardName: Text,
  address: Text,
};
const Place = partOf(place);
export const DepotRow = z.object({
  id: Id,
  code: Text,
  name: Text,
  mobile: Phone,
  location: Place,
  locationV2: Place,
});

export const CategoryRow = z.object({ id: Id, parentId: Reference, code: Text, name: Text, order: Quantity });

/**
 * 1: the price includes VAT, 2: VAT comes on top (Model constant, Price VAT mode). 2 is what no mode means; null, as what
 * cannot be read, is what a mode means that nobody knows.
 */
const VatMode = OneOf<boolean | null>({ 1: true, 2: false }, null);

const named = partOf({ id: Reference, name: Text });
/** Nhanh Open API v3, Model constant, Product type. */
const productType = codesOf<Product["type"]>({
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
});
/** Row of product/list; product/detail writes category, brand and type as objects instead of ids. */
export const ProductRow = z.object({
  id: Id,
  parentId: Reference,
  code: Text,
  barcode: Text,
  name: Text,
  status: Text,
  categoryId: Reference,
  category: named,
  brand: named,
  type: word((type) => productType(textIn(type, "id"))),
  priceVatMode: VatMode,
  prices: partOf({ retail: Amount, retailVat: Quantity, import: Amount, old: Amount, wholesale: Amount }),
  vat: Quantity,
  tagIds: listOf(Text),
  images: partOf({ avatar: Text, others: listOf(Text) }),
  shipping: partOf({ weight: Quantity }),
  units: partOf({
    name: Text,
    list: listOf(
      z.object({
        id: Reference,
        name: needed(toText, ""),
        quantity: needed(toQuantity, 0),
        price: partOf({ retail: Amount }),
      }),
    ),
  }),
  combos: listOf(z.object({ id: Id, quantity: needed(toQuantity, 1) })),
  attributes: listOf(z.object({ name: Text, value: Text })),
  description: Text,
  createdAt: Moment,
  updatedAt: Moment,
});

const stock = { remain: Quantity, holding: Quantity, transfering: Quantity, available: Quantity };
export const InventoryRow = z.object({
  productId: Id,
  inventory: partOf({ ...stock, depots: listOf(z.object({ id: Id, ...stock })) }),
});

export const CustomerRow = z.object({
  id: Id,
  name: Text,
  mobile: Phone,
  code: Text,
  gender: OneOf({ 1: "male", 2: "female" } as const),
  address: Text,
  email: Text,
  birthday: Day,
  points: Quantity,
  taxCode: Text,
  locations: Place,
  location: Place,
  business: partOf({ name: Text }),
  group: named,
  level: named,
  totalAmount: Amount,
  updatedAt: Moment,
});

const account = partOf({ amount: Amount, accountId: Reference, code: Text });
export type Account = z.infer<typeof account>;
const Serials = listOf(TextIn("code"));

/** A batch of goods: `id` 0 and empty texts where there is none. */
const Batch = partOf({ id: Reference, name: Text, manufactureDate: Day, expiredDate: Day });
export type Batch = z.infer<typeof Batch>;
const Source = partOf({
  appOrderId: Text,
  saleChannel: Reference,
  trafficSource: Text,
  pageId: Text,
  conversationId: Text,
  fbAdsId: Reference,
  shopId: Reference,
  affiliate: partOf({ code: Text }),
  /** Spelled so by the document. */
  marketting: partOf({ utmSource: Text, utmMedium: Text, utmCampaign: Text }),
});

const OrderLine = z.object({
  productId: Reference,
  orderProductId: Reference,
  code: Text,
  name: Text,
  quantity: needed(toMoney, 0),
  price: needed(toMoney, 0),
  discount: Amount,
  discountAmount: Amount,
  // -1 not taxable, -2 not declared, -100 a tax of 0 (Model constant, Product VAT special values).
  vatPercent: Quantity,
  priceVatMode: VatMode,
  totalAmount: Amount,
  description: Text,
  imei: Serials,
  imeiCodes: Serials,
  batch: Batch,
  partialDelivery: partOf({ returnQuantity: Quantity }),
});
export type OrderLine = z.infer<typeof OrderLine>;

export const OrderRow = z.object({
  info: z.object({
    id: Id,
    depotId: Reference,
    type: Text,
    returnFromId: Reference,
    originalOrderId: Reference,
    privateDescription: Text,
    status: Text,
    saleId: Reference,
    saleName: Text,
    createdById: Reference,
    createdByName: Text,
    createdAt: Moment,
    updatedAt: Moment,
    description: Text,
    trackingUrl: Text,
    tags: listOf(TextIn("name")),
  }),
  channel: Source,
  shippingAddress: partOf({ ...place, id: Reference, code: Text, name: Text, mobile: Phone, email: Text }),
  products: listOf(OrderLine),
  carrier: partOf({
    id: Reference,
    name: Text,
    service: partOf({ name: Text }),
    carrierCode: Text,
    weight: Quantity,
    shipFee: Amount,
    codFee: Amount,
    declaredFee: Amount,
    overWeightShipFee: Amount,
    returnFee: Amount,
    customerShipFee: Amount,
    ecomFee: Amount,
    carrierPaymentStatus: Text,
    sendCarrierAt: Moment,
    deliveryAt: Moment,
  }),
  payment: partOf({
    vat: partOf({ amount: Amount }),
    discount: partOf({ amount: Amount }),
    deposit: account,
    transfer: account,
    credit: account,
    usedPoints: account,
    codAmount: Amount,
  }),
  gifts: listOf(
    z.object({
      productId: Reference,
      orderProductId: Reference,
      name: Text,
      quantity: needed(toQuantity, 0),
      price: Amount,
    }),
  ),
});
export type OrderRow = z.infer<typeof OrderRow>;

const BillLine = z.object({
  imexId: Reference,
  id: Reference,
  code: Text,
  name: Text,
  imei: Serials,
  quantity: needed(toQuantity, 0),
  price: needed(toMoney, 0),
  discount: Amount,
  priceVatMode: VatMode,
  vat: partOf({ percent: Quantity, amount: Amount }),
  amount: Amount,
  giftProducts: listOf(z.object({ id: Reference, code: Text, name: Text, quantity: needed(toQuantity, 0) })),
});
export type BillLine = z.infer<typeof BillLine>;

/** Row of bill/list and, with `createdAt` and `createdById` at the top, of bill/retail. */
export const BillRow = z.object({
  id: Id,
  orderId: Reference,
  depotId: Reference,
  date: Moment,
  mode: Text,
  related: partOf({ parentId: Reference, billId: Reference }),
  customer: partOf({ id: Reference, name: Text, mobile: Phone }),
  created: partOf({ id: Reference, name: Text, createdAt: Moment }),
  createdAt: Moment,
  createdById: Reference,
  sale: named,
  products: listOf(BillLine),
  payment: partOf({
    amount: Amount,
    customerAmount: Amount,
    discount: Amount,
    usedPoints: account,
    transfer: account,
    cash: account,
    installment: account,
    credit: account,
    coupon: account,
    returnFee: Amount,
    returnAmount: Amount,
  }),
  description: Text,
  customerSource: named,
  tags: listOf(TextIn("name")),
});
export type BillRow = z.infer<typeof BillRow>;

// ---- goods, money and people beside the sales ------------------------------------------------------------------------

/** Row of business/supplier, which shows no more of what business/addsupplier takes. */
export const SupplierRow = z.object({ id: Id, name: Text, mobile: Phone });

/** Row of business/user. */
export const UserRow = z.object({
  id: Id,
  username: Text,
  fullName: Text,
  email: Text,
  mobile: Phone,
  roleName: Text,
  depots: listOf(z.object({ id: Reference })),
});

/** Row of promotion/batch: `valueType` 1 is an amount, 2 a percentage. */
export const CampaignRow = z.object({
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
});

/** Row of promotion/couponcode, with the campaign that it was asked for. */
export const CouponRow = z.object({
  batchId: Reference,
  code: Text,
  status: Text,
  valueType: Text,
  value: Amount,
  valueMax: Amount,
  usedAt: Moment,
  totalCanUsed: Quantity,
  totalUsed: Quantity,
  createdAt: Moment,
});

export const PriceBookRow = z.object({
  id: Id,
  name: Text,
  status: Text,
  startDate: Moment,
  endDate: Moment,
  createdDateTime: Moment,
});

/** Row of promotion/pricelistproduct: one product, with the price list that was asked for. */
export const PriceRow = z.object({
  priceListId: Reference,
  product: partOf({ id: Reference, code: Text }),
  priceList: listOf(z.object({ id: Reference, value: Amount })),
});

/** Row of accounting/transaction; its types are told in Model constant, Accounting type. */
export const TransactionRow = z.object({
  id: Id,
  type: Text,
  amount: Amount,
  itemId: Reference,
  documentCode: Text,
  description: Text,
  date: Moment,
  depot: named,
  contact: named,
  created: partOf({ name: Text, createdAt: Moment }),
});

/** What the raw records show of themselves. */
export const PlainRow = z.object({
  code: Text,
  name: Text,
  fullName: Text,
  displayName: Text,
  comboName: Text,
  comboCode: Text,
  documentCode: Text,
  shop: word((shop) => (isObject(shop) ? toText(shop.name) : undefined)),
  createdAt: Moment,
  createdDateTime: Moment,
  created: partOf({ createdAt: Moment }),
});
