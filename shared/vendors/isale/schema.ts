import * as z from "zod";
import { VendorChanged } from "../../core/errors.ts";
import { parseJson } from "../../core/json.ts";
import { toMoney, toQuantity } from "../../core/money.ts";
import type * as records from "../../core/records.ts";
import {
  Amount,
  Day,
  Flag,
  Id,
  isObject,
  rowsIn as keyedRows,
  listOf,
  needed,
  OneOf,
  Phone,
  partOf,
  Quantity,
  Reference,
  Text,
  Time,
  toId,
  toText,
  type Untyped,
  word,
} from "../../core/rows.ts";

/**
 * iSale publishes no answer shapes for its External API, only paths. Rows are therefore read leniently under the
 * names that the same backend uses in its own app (field note: seen in integrations), and the list's envelope may be
 * any of the usual ones.
 */

const AnyId = z.union([z.string().min(1), z.number()]);
export const Row = z.looseObject({ id: AnyId });
/** A row as it came; any of them may be odd. */
export type Row = Untyped;

const envelopes = ["data", "items", "records", "rows", "results", "result", "tables", "orders"] as const;

/** The list of an answer: bare, keyed by id, or under one of the usual names. Undefined: there is none. */
const findList = (answer: unknown, depth = 0): readonly unknown[] | undefined => {
  const bare = keyedRows(answer);
  // A row of an object keyed by ids that does not name itself has its key for an id.
  if (bare && isObject(answer))
    return Object.entries(answer).map(([id, row]) => (isObject(row) ? { ...row, id: row.id ?? id } : row));
  if (bare || !isObject(answer) || depth === 2) return bare;
  for (const name of envelopes) {
    const found = findList(answer[name], depth + 1);
    if (found) return found;
  }
  return undefined;
};

/** A list's answer; its rows are read one by one, so that an odd one does not stop the others. */
export const ListAnswer = z
  .unknown()
  .refine((answer) => findList(answer) !== undefined, { message: "a list without rows" });

/** A detail's answer: the row, or the row under `data`. `data: null` says that there is none. */
export const RowAnswer = z.union([Row, z.looseObject({ data: Row.nullable() })]);

const NewId = z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)]);
/** What was made. The app's own save calls answer with nothing but the new number (field note). */
export const SavedAnswer = z.union([
  NewId,
  z.looseObject({ id: NewId }),
  z.looseObject({ data: NewId }),
  z.looseObject({ data: z.looseObject({ id: NewId }) }),
]);
/** An update may also say no more than that it happened; `judge` makes `success` of an empty 204. */
export const UpdatedAnswer = z.union([SavedAnswer, z.literal(true), z.looseObject({ success: z.literal(true) })]);

const TableName = z.union([z.string(), z.looseObject({ name: z.string() }), z.looseObject({ table: z.string() })]);
const TableNames = z.array(TableName);
/** The tables that the key may read. */
export const TablesAnswer = z.union([
  TableNames,
  z.looseObject({ data: TableNames }),
  z.looseObject({ tables: TableNames }),
  z.looseObject({ items: TableNames }),
]);

/**
 * The rows of a list's answer, as they came.
 * @throws VendorChanged where there is no list
 */
export const rowsIn = (answer: unknown): readonly Untyped[] => {
  const rows = findList(answer);
  if (!rows) throw new VendorChanged("iSale: a list without rows", JSON.stringify(answer) ?? "");
  return rows;
};

/** The row of a detail's answer; undefined where it says that there is none. */
export const rowIn = (answer: unknown, id: string): Row | undefined => {
  const fields = answer as Record<string, unknown>;
  const found = fields.id === undefined && "data" in fields ? fields.data : fields;
  if (found === null || found === undefined) return undefined;
  const row = Row.parse(found);
  // Another record than the one asked for proves nothing about it, least of all that it is gone.
  if (String(row.id) !== id) throw new VendorChanged("iSale: a detail of another record", JSON.stringify(answer));
  return row;
};

/** The id in a write's answer: a bare number, `{id}`, `{data: {id}}` or `{data: 7}`. */
export const savedId = (answer: unknown): string | undefined => {
  if (typeof answer === "number") return answer > 0 ? String(answer) : undefined;
  if (typeof answer === "string") return /^[1-9]\d*$/.test(answer) ? answer : undefined;
  if (typeof answer !== "object" || answer === null) return undefined;
  const { id, data } = answer as { id?: unknown; data?: unknown };
  return savedId(id) ?? savedId(data);
};

/** An error's body (iSale External API, Quy ước chung); `errors` is the form of the .NET framework behind it. */
export const ErrorBody = z.looseObject({
  error: z
    .union([
      z.string(),
      z.looseObject({
        code: z.string().nullish(),
        message: z.string().nullish(),
        details: z.unknown().optional(),
        retryAfterSeconds: z.union([z.number(), z.string()]).nullish(),
      }),
    ])
    .nullish(),
  title: z.string().nullish(),
  message: z.string().nullish(),
  errors: z.record(z.string(), z.unknown()).nullish(),
});

// ---- rows, read one at a time ----

/** Nested rows come as an array, or as text of JSON in a field beside it (`items`, `itemsJson`), or as both. */
const NESTED = ["items", "itemsJson", "units", "unitsJson", "imageUrlsJson"];
const unfoldField = (value: unknown): unknown => {
  if (typeof value !== "string" || !/^\s*[[{n]/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
};
/** The row with its nested rows as lists. A text that is no JSON stays, and is left out and named as any odd field. */
export const unfold = (row: unknown): unknown => {
  if (!isObject(row)) return row;
  const nested = NESTED.filter((name) => typeof row[name] === "string");
  return nested.length === 0
    ? row
    : { ...row, ...Object.fromEntries(nested.map((name) => [name, unfoldField(row[name])])) };
};

/** Times without an offset are Vietnam's (field note: the app writes `YYYY-MM-DD HH:mm:ss`, answers carry +07:00). */
const Moment = Time("hanoi");
/** Store 0 is the main one, which has no row in the table of stores (field note). */
const StoreId = word(toId);

export const StoreRow = z.object({ id: Id, name: Text, code: Text, phone: Phone, email: Text, address: Text });

const Units = listOf(z.object({ unit: needed(toText, ""), exchange: needed(toQuantity, 0), price: Amount }));
const Components = listOf(z.object({ id: Reference, productId: Reference, count: Quantity, quantity: Quantity }));

export const ProductRow = z.object({
  id: Id,
  code: Text,
  barcode: Text,
  title: Text,
  name: Text,
  description: Text,
  unit: Text,
  price: Amount,
  costPrice: Amount,
  isCombo: Flag,
  isService: Flag,
  isMaterial: Flag,
  hideFromList: Flag,
  categoryId: Reference,
  productCategoryId: Reference,
  avatarUrl: Text,
  imageUrlsJson: listOf(Text),
  units: Units,
  unitsJson: Units,
  items: Components,
  itemsJson: Components,
  createdAt: Moment,
  modifiedAt: Moment,
});
export type ProductRow = z.infer<typeof ProductRow>;

export const StockRow = z.object({ id: Id, code: Text, count: Quantity, storeId: StoreId });

const genders: Readonly<Record<string, records.Customer["gender"]>> = {
  male: "male",
  nam: "male",
  female: "female",
  nữ: "female",
  nu: "female",
  other: "other",
};

export const ContactRow = z.object({
  id: Id,
  code: Text,
  fullName: Text,
  mobile: Phone,
  email: Text,
  gender: OneOf(genders),
  dateOfBirth: Day,
  address: Text,
  note: Text,
  point: Quantity,
  createdAt: Moment,
  modifiedAt: Moment,
});

const Lines = listOf(
  z.object({
    id: Reference,
    productId: Reference,
    productCode: Text,
    productName: Text,
    count: Quantity,
    quantity: Quantity,
    price: needed(toMoney, 0),
    discount: Amount,
    total: Amount,
    note: Text,
  }),
);
export type LineRow = z.infer<typeof Lines>[number];

/** A person beside the row is an object, or the name alone. */
const personOf = <Shape extends z.ZodRawShape>(name: string, shape: Shape) =>
  z
    .transform((person) => (typeof person === "string" && person !== "" ? { [name]: person } : person))
    .pipe(partOf(shape));

export const OrderRow = z.object({
  id: Id,
  orderCode: Text,
  code: Text,
  status: Text,
  contactId: Reference,
  contactName: Text,
  contactPhone: Phone,
  contact: personOf("fullName", { fullName: Text, mobile: Phone, email: Text, code: Text }),
  staffId: Reference,
  staff: personOf("name", { name: Text }),
  storeId: StoreId,
  moneyAccountId: Reference,
  items: Lines,
  itemsJson: Lines,
  discount: Amount,
  discountOnTotal: Amount,
  tax: Amount,
  total: Amount,
  paid: Amount,
  change: Amount,
  paymentType: Text,
  shippingFee: Amount,
  /** Whether the customer pays `shippingFee`. */
  shipCostOnCustomer: Flag,
  shippingPartner: Text,
  billOfLadingCode: Text,
  deliveryAddress: Text,
  note: Text,
  createdAt: Moment,
  modifiedAt: Moment,
});
export type OrderRow = z.infer<typeof OrderRow>;

/** A transfer between stores, under the names that the app gives them. */
export const TransferRow = z.object({
  id: Id,
  code: Text,
  exportStoreId: StoreId,
  importStoreId: StoreId,
  note: Text,
  items: listOf(
    z.object({
      id: Reference,
      productId: Reference,
      productCode: Text,
      productName: Text,
      count: needed(toQuantity, 0),
      price: Amount,
    }),
  ),
  createdAt: Moment,
});

export const StaffRow = z.object({
  id: Id,
  name: Text,
  fullName: Text,
  userName: Text,
  mobile: Phone,
  email: Text,
  storeId: StoreId,
  createdAt: Moment,
});

/** What the raw records show of themselves. */
export const PlainRow = z.object({
  id: Id,
  code: Text,
  orderCode: Text,
  name: Text,
  title: Text,
  fullName: Text,
  accountName: Text,
  createdAt: Moment,
});
