import * as z from "zod";
import { VendorChanged } from "../../core/errors.ts";

/**
 * iSale publishes no answer shapes for its External API, only paths. Rows are therefore read leniently under the
 * names that the same backend uses in its own app (field note: seen in integrations), and the list's envelope may be
 * any of the usual ones. What does not carry an `id` is not a row.
 */

const Id = z.union([z.string().min(1), z.number()]);
const Text = z.union([z.string(), z.number()]).nullish();
const Amount = z.union([z.number(), z.string()]).nullish();
const Flag = z.union([z.boolean(), z.number()]).nullish();

export const Row = z.looseObject({ id: Id });
export type Row = z.infer<typeof Row>;

const Rows = z.array(Row);

/** A list's answer: bare rows, or rows under one of the usual names. */
export const ListAnswer = z.union([
  Rows,
  z.looseObject({ data: Rows }),
  z.looseObject({ items: Rows }),
  z.looseObject({ records: Rows }),
  z.looseObject({ rows: Rows }),
  z.looseObject({ results: Rows }),
  z.looseObject({ data: z.looseObject({ items: Rows }) }),
  z.looseObject({ data: z.looseObject({ records: Rows }) }),
]);

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

const envelopes = ["data", "items", "records", "rows", "results", "tables"] as const;

/** The array inside a list's answer. */
export const listIn = (answer: unknown): readonly unknown[] => {
  if (Array.isArray(answer)) return answer;
  if (typeof answer === "object" && answer !== null) {
    const fields = answer as Record<string, unknown>;
    for (const name of envelopes) {
      const inner = fields[name];
      if (Array.isArray(inner)) return inner;
      if (typeof inner === "object" && inner !== null) return listIn(inner);
    }
  }
  throw new VendorChanged("iSale: a list without rows", JSON.stringify(answer) ?? "");
};

/** The rows of a list's answer. */
export const rowsIn = (answer: unknown): Row[] => listIn(answer).map((row) => Row.parse(row));

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

export const StoreRow = z.looseObject({ id: Id, name: Text, code: Text, phone: Text, email: Text, address: Text });

export const UnitRow = z.looseObject({ unit: Text, exchange: Amount, price: Amount });
export const ComponentRow = z.looseObject({
  id: Id.nullish(),
  productId: Id.nullish(),
  count: Amount,
  quantity: Amount,
});

export const ProductRow = z.looseObject({
  id: Id,
  code: Text,
  barcode: Text,
  title: Text,
  name: Text,
  description: Text,
  unit: Text,
  price: Amount,
  costPrice: Amount,
  count: Amount,
  isCombo: Flag,
  isService: Flag,
  isMaterial: Flag,
  hideFromList: Flag,
  categoryId: Id.nullish(),
  productCategoryId: Id.nullish(),
  storeId: Id.nullish(),
  avatarUrl: Text,
  imageUrlsJson: z.unknown().optional(),
  units: z.unknown().optional(),
  unitsJson: z.unknown().optional(),
  items: z.unknown().optional(),
  itemsJson: z.unknown().optional(),
  createdAt: Text,
  modifiedAt: Text,
});

export const ContactRow = z.looseObject({
  id: Id,
  code: Text,
  fullName: Text,
  mobile: Text,
  email: Text,
  gender: Text,
  dateOfBirth: Text,
  address: Text,
  note: Text,
  point: Amount,
  createdAt: Text,
});

export const LineRow = z.looseObject({
  id: Id.nullish(),
  productId: Id.nullish(),
  productCode: Text,
  productName: Text,
  count: Amount,
  quantity: Amount,
  price: Amount,
  discount: Amount,
  total: Amount,
  note: Text,
});

export const OrderRow = z.looseObject({
  id: Id,
  orderCode: Text,
  code: Text,
  status: Text,
  contactId: Id.nullish(),
  contactName: Text,
  contactPhone: Text,
  contact: z.looseObject({ fullName: Text, mobile: Text, email: Text, code: Text }).nullish(),
  staffId: Id.nullish(),
  staff: z.looseObject({ name: Text }).nullish(),
  storeId: Id.nullish(),
  moneyAccountId: Id.nullish(),
  items: z.unknown().optional(),
  itemsJson: z.unknown().optional(),
  discount: Amount,
  discountOnTotal: Amount,
  tax: Amount,
  total: Amount,
  paid: Amount,
  paymentType: Text,
  shippingFee: Amount,
  shippingPartner: Text,
  billOfLadingCode: Text,
  deliveryAddress: Text,
  note: Text,
  createdAt: Text,
});
