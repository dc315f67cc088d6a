import * as z from "zod";

/**
 * Two layers: the catalog's pages only hold what a listing cannot do without (`OnPage`), so that one odd row never stops
 * it; the row schemas are applied row by row in normalize.ts.
 *
 * Only what we read. Numbers come as strings or numbers depending on the endpoint (field note, seen in integrations),
 * so amounts stay untouched here and are read by `normalize.ts`; the raw row is kept as the vendor sent it.
 */
export const Id = z.union([z.string().min(1), z.number()]);
const Text = z.union([z.string(), z.number()]).nullish();
const Amount = z.union([z.string(), z.number()]).nullish();
const Count = z.union([z.string(), z.number()]).nullish();

/** Collections are arrays, objects keyed by id, `[]`, null or missing: the document draws both, PHP sends all. */
const rowsOf = <Row extends z.ZodType>(row: Row) =>
  z.union([z.array(row), z.record(z.string(), row), z.literal("")]).nullish();

/** PHP writes an empty object as `[]`. */
const emptyArray = z.array(z.unknown()).max(0);

export const envelope = <Data extends z.ZodType>(data: Data) =>
  z.looseObject({ code: z.union([z.number(), z.string(), z.boolean()]), data: z.union([data, emptyArray]).nullish() });

/** `totalPage` (singular) is what the bill lines call it. */
export const pageOf = <Row extends z.ZodType>(key: string, row: Row) =>
  envelope(
    z.looseObject({ totalPages: Count, totalPage: Count, totalRecords: Count, page: Count, [key]: rowsOf(row) }),
  );

export const listOf = <Row extends z.ZodType>(row: Row) => envelope(rowsOf(row));

export const done = z.looseObject({
  code: z.union([z.number(), z.string(), z.boolean()]),
  data: z.unknown().optional(),
});

export const Token = z.looseObject({
  accessToken: z.string().min(1),
  businessId: Id,
  /** Deprecated in favour of `expiredAt`; older answers carry only this one. */
  expiredDateTime: Text,
  expiredAt: Amount,
  depotIds: z.unknown().optional(),
  permissions: z.unknown().optional(),
  version: Text,
});
/** The document shows the token's fields in a flat table and leaves open whether they lie under `data`. */
export const TokenAnswer = z.union([z.looseObject({ data: Token }), Token]);

export const Row = z.looseObject({ id: Id });
export type Row = z.infer<typeof Row>;

const Level = {
  remain: Amount,
  shipping: Amount,
  holding: Amount,
  damage: Amount,
  available: Amount,
  transfering: Amount,
};
const Inventory = z.looseObject({
  ...Level,
  depots: z.union([z.record(z.string(), z.looseObject(Level)), z.array(z.looseObject(Level))]).nullish(),
});

export const ProductOnPage = z.looseObject({ idNhanh: Id });
export const Product = z.looseObject({
  idNhanh: Id,
  parentId: Amount,
  code: Text,
  barcode: Text,
  name: Text,
  status: Text,
  price: Amount,
  updatedAt: Amount,
  inventory: z.union([Inventory, emptyArray]).nullish(),
});
export type Product = z.infer<typeof Product>;

/** Drawn as `[[product], ...]`; may be keyed by id as the list is, or one bare product. */
const Family = z.union([ProductOnPage, z.array(ProductOnPage)]);
export const ProductDetail = envelope(
  z.union([ProductOnPage, z.array(Family), z.record(z.string(), Family), z.literal("")]),
);

const OrderLine = z.looseObject({
  productId: Amount,
  productName: Text,
  productCode: Text,
  quantity: Amount,
  price: Amount,
  discount: Amount,
  productMoney: Amount,
});
export const Order = z.looseObject({
  id: Id,
  shopOrderId: Text,
  privateId: Text,
  statusCode: Text,
  statusName: Text,
  updatedAt: Amount,
  createdDateTime: Text,
  customerMobile: Text,
  products: rowsOf(OrderLine),
});
export type Order = z.infer<typeof Order>;

export const BillOnPage = z.looseObject({ id: Id, date: Text, type: Amount, mode: Amount });
export const Bill = z.looseObject({
  id: Id,
  date: Text,
  type: Amount,
  mode: Amount,
  products: rowsOf(z.looseObject({ id: Amount, quantity: Amount, price: Amount })),
});
export type Bill = z.infer<typeof Bill>;

export const Customer = z.looseObject({ id: Id, name: Text, mobile: Text });

export const Depot = z.looseObject({ id: Id.optional(), name: Text });
export const Category = z.looseObject({ id: Id, parentId: Amount, name: Text });
/** Rows that nothing names by an id of their own. */
export const Nameless = z.looseObject({});
export const Gift = z.looseObject({ productId: Id, productGiftId: Id });
export const Imei = z.looseObject({ idNhanh: Id, imeiCode: Id });
export const ImeiSale = z.looseObject({ imei: Id, soldDate: Text, mode: Amount });
export const EcomShop = z.looseObject({ shopId: Id, appId: Amount });

export const OrderAdded = envelope(z.looseObject({ orderId: Id, trackingUrl: Text, carrierCode: Text }));
export const OrderUpdated = envelope(z.looseObject({ orderId: Id.optional(), status: Text }));
export const ProductsAdded = envelope(
  z.looseObject({ ids: z.union([z.record(z.string(), Id), emptyArray]).nullish(), barcodes: z.unknown().optional() }),
);

type Loose = Record<string, any>;
const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null;

/**
 * One list of rows out of any of those shapes. A row that does not name itself gets its key as `key`.
 * JSON.parse puts number-like keys in ascending order, so the vendor's order inside a page is lost.
 */
export const toRows = (value: unknown, key = "id"): any[] => {
  if (Array.isArray(value)) return value.flat(2).filter(isObject);
  if (!isObject(value)) return [];
  const own = value[key];
  if (typeof own === "string" || typeof own === "number") return [value];
  return Object.entries(value).flatMap(([name, row]) => {
    if (Array.isArray(row)) return row.filter(isObject);
    if (!isObject(row)) return [];
    return [row[key] === undefined || row[key] === null ? { [key]: name, ...row } : row];
  });
};

/** Recursive `childs` laid out flat, without the children inside. */
export const flatten = (value: unknown): any[] =>
  toRows(value).flatMap(({ childs, ...row }) => [row, ...flatten(childs)]);
