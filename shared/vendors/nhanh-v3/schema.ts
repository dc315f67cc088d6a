import * as z from "zod";

/**
 * What is read of Nhanh v3's answers. Two layers: the catalog's `answer` schemas only hold what a page cannot do
 * without (its rows, their ids, the filtered time, the continuation), so that one odd row never stops a listing; the
 * row schemas below are applied row by row in normalize.ts.
 *
 * The documented types are unreliable (an id is int in a list and string in a detail, empty objects arrive as PHP's
 * `[]`), hence the wide types.
 */
export const Id = z.union([z.string().min(1), z.number()]);
const Text = z.union([z.string(), z.number()]).nullish();
const Amount = z.union([z.number(), z.string()]).nullish();
/** Unix seconds. Some integrations have seen digits in a string. */
const Seconds = z.union([z.number(), z.string()]).nullish();

/** A nested object; absent, null and the empty array that PHP writes for an empty object are the same. */
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? undefined : value),
    z.looseObject(shape).nullish(),
  );

/** A list; also taken from an object keyed by id, as Nhanh v2 writes its lists (field note, seen in integrations). */
export const listOf = (value: unknown): readonly any[] => {
  if (Array.isArray(value)) return value;
  if (value !== null && typeof value === "object") return Object.values(value);
  return [];
};
const many = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(listOf, z.array(z.looseObject(shape)));

/** Success as every call answers: `code` 1, perhaps `data`, perhaps `warning` (Nhanh Open API v3, Response format). */
export const Done = z.looseObject({
  code: z.unknown().optional(),
  data: z.unknown().optional(),
  warning: z.unknown().optional(),
});

/** The answer of a call that creates one thing. */
export const Created = z.looseObject({ data: z.looseObject({ id: Id }) });

/** A page of rows. `paginator.next` is opaque: an object, an array or a bare string, absent or null at the end. */
export const pageOf = (row: z.ZodType = z.looseObject({ id: Id })) =>
  z.looseObject({
    data: z.union([z.array(row), z.record(z.string(), row)]).nullish(),
    paginator: z.unknown().optional(),
  });
export interface Page {
  readonly data?: unknown;
  readonly paginator?: unknown;
}

/** The continuation of a page, or undefined at the end. PHP writes an absent one as null, "" or `[]`. */
export const nextOf = (page: Page): unknown => {
  const next = (page.paginator as { next?: unknown } | null | undefined)?.next;
  if (next === undefined || next === null || next === "" || next === false || next === 0) return undefined;
  if (typeof next === "object" && Object.keys(next).length === 0) return undefined;
  return next;
};

/** Rows as pages carry them; only what `Resource.id` and `Listing.time` read. */
export const OrderOnPage = z.looseObject({ info: z.looseObject({ id: Id, updatedAt: Seconds }) });
export const ProductOnPage = z.looseObject({ id: Id, updatedAt: Seconds });
export const InventoryOnPage = z.looseObject({ productId: Id });
export const CustomerOnPage = z.looseObject({ id: Id, updatedAt: Seconds });
export const BillOnPage = z.looseObject({ id: Id, date: Text });
export const DeletedOnPage = z.looseObject({ id: Id, createdAt: Seconds });

/**
 * Nhanh Open API v3, getaccesstoken and checkaccesstoken. `depotIds` is a list or the word "All" (field note). The
 * token is blackened by the transport where the call is not the one that fetches it.
 */
export const Grant = z.looseObject({
  data: z.looseObject({
    accessToken: z.string().min(1).optional(),
    expiredAt: z.union([z.number(), z.string()]).nullish(),
    businessId: Id,
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
  cityId: Text,
  cityName: Text,
  districtId: Text,
  districtName: Text,
  wardId: Text,
  wardName: Text,
  address: Text,
};
export const DepotRow = z.looseObject({
  id: Id,
  code: Text,
  name: Text,
  mobile: Text,
  location: part(place),
  locationV2: part(place),
});

export const CategoryRow = z.looseObject({ id: Id, parentId: Text, code: Text, name: Text, order: Amount });

const named = { id: Text, name: Text, code: Text };
const prices = { retail: Amount, import: Amount, wholesale: Amount, avgCost: Amount };
/** Row of product/list; product/detail writes category, brand and type as objects instead of ids. */
export const ProductRow = z.looseObject({
  id: Id,
  parentId: Text,
  code: Text,
  barcode: Text,
  name: Text,
  status: Text,
  categoryId: Text,
  category: part(named),
  brandId: Text,
  brand: part(named),
  type: z.union([z.number(), z.string(), part({ id: Text })]).optional(),
  prices: part(prices),
  images: part({ avatar: Text, others: z.unknown().optional() }),
  shipping: part({ weight: Amount }),
  units: part({
    name: Text,
    list: many({ id: Text, name: Text, quantity: Amount, price: part({ retail: Amount }) }),
  }),
  combos: many({ id: Id, quantity: Amount }),
  attributes: many({ name: Text, value: Text }),
  description: Text,
  createdAt: Seconds,
});

const stock = { remain: Amount, shipping: Amount, holding: Amount, transfering: Amount, available: Amount };
export const InventoryRow = z.looseObject({
  productId: Id,
  barcode: Text,
  prices: part(prices),
  inventory: part({ ...stock, depots: many({ id: Id, ...stock }) }),
});

export const CustomerRow = z.looseObject({
  id: Id,
  type: Text,
  name: Text,
  mobile: Text,
  code: Text,
  gender: Text,
  address: Text,
  email: Text,
  birthday: Text,
  points: Amount,
  taxCode: Text,
  locations: part(place),
  location: part(place),
  business: part({ name: Text, address: Text }),
  level: part(named),
  group: part(named),
  totalAmount: Amount,
});

const account = { amount: Amount, accountId: Text, name: Text, code: Text };
export const OrderRow = z.looseObject({
  info: z.looseObject({
    id: Id,
    depotId: Text,
    type: Text,
    status: Text,
    reason: Text,
    saleId: Text,
    saleName: Text,
    createdById: Text,
    createdByName: Text,
    createdAt: Seconds,
    updatedAt: Seconds,
    description: Text,
    trackingUrl: Text,
    tags: many({ name: Text }),
  }),
  channel: part({ appOrderId: Text, saleChannel: Text, shopName: Text }),
  shippingAddress: part({ ...place, id: Text, code: Text, name: Text, mobile: Text, email: Text }),
  products: many({
    productId: Text,
    orderProductId: Text,
    code: Text,
    name: Text,
    quantity: Amount,
    price: Amount,
    discount: Amount,
    discountAmount: Amount,
    totalAmount: Amount,
    description: Text,
    imei: Text,
    imeiCodes: z.unknown().optional(),
  }),
  carrier: part({
    id: Text,
    name: Text,
    carrierCode: Text,
    weight: Amount,
    shipFee: Amount,
    codFee: Amount,
    declaredFee: Amount,
    overWeightShipFee: Amount,
    returnFee: Amount,
    customerShipFee: Amount,
    deliveryAt: Seconds,
  }),
  payment: part({
    vat: part({ amount: Amount }),
    discount: part({ amount: Amount }),
    deposit: part(account),
    transfer: part(account),
    credit: part(account),
    usedPoints: part({ points: Amount, amount: Amount }),
    codAmount: Amount,
  }),
});
export type OrderRow = z.infer<typeof OrderRow>;

/** Row of bill/list and, with `createdAt` and `createdById` at the top, of bill/retail. */
export const BillRow = z.looseObject({
  id: Id,
  orderId: Text,
  depotId: Text,
  date: Text,
  type: Text,
  mode: Text,
  related: part({ parentId: Text, billId: Text }),
  customer: part({ id: Text, name: Text, mobile: Text }),
  created: part({ id: Text, name: Text, createdAt: Seconds }),
  createdAt: Seconds,
  createdById: Text,
  sale: part({ id: Text, name: Text }),
  products: many({
    imexId: Text,
    id: Text,
    code: Text,
    name: Text,
    imei: z.unknown().optional(),
    quantity: Amount,
    price: Amount,
    discount: Amount,
    vat: part({ amount: Amount }),
    amount: Amount,
  }),
  payment: part({
    amount: Amount,
    customerAmount: Amount,
    discount: Amount,
    usedPoints: part({ amount: Amount }),
    transfer: part(account),
    cash: part(account),
    installment: part(account),
    credit: part(account),
    coupon: part({ code: Text, amount: Amount }),
    returnFee: Amount,
    returnAmount: Amount,
  }),
  description: Text,
  customerSource: part(named),
});
export type BillRow = z.infer<typeof BillRow>;
