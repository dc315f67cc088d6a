import * as z from "zod";

/**
 * What we read of Pancake's answers, lenient everywhere else: the vendor sends ids as numbers here and strings there,
 * null for nearly every field, and leaves fields out in small shops. Two layers: pages only hold what they cannot do
 * without (`OnPage`), so that one odd row never stops a listing; the other schemas are applied row by row in normalize.ts.
 */

/** `1418`, `"AF1942992175O9"` or a custom id that somebody sent: always a string for us (field note, recorded). */
const Id = z.union([z.string().min(1), z.number()]).transform(String);
/** Amounts and counts come as numbers, numeric strings or `1.25e5` (field note, recorded). */
const Numeric = z.union([z.number(), z.string()]).nullish();
const Text = z.union([z.string(), z.number()]).nullish();
const Flag = z.union([z.boolean(), z.number(), z.string()]).nullish();
const Rows = z.array(z.unknown()).nullish();

export const ShippingAddress = z.looseObject({
  full_name: Text,
  phone_number: Text,
  address: Text,
  full_address: Text,
  province_id: Text,
  province_name: Text,
  district_id: Text,
  district_name: Text,
  commune_id: Text,
  /** Misspelt in most answers; the right spelling stands beside it in others (field note, recorded). */
  commnue_name: Text,
  commune_name: Text,
  new_province_id: Text,
  new_commune_id: Text,
  new_full_address: Text,
  country_code: Text,
});
export type ShippingAddress = z.infer<typeof ShippingAddress>;

const Person = z.looseObject({ id: Text, name: Text }).nullish();

const VariationInfo = z
  .looseObject({
    name: Text,
    display_id: Text,
    custom_id: Text,
    product_display_id: Text,
    detail: Text,
    retail_price: Numeric,
    weight: Numeric,
  })
  .nullish();

export const OrderItem = z.looseObject({
  id: Text,
  product_id: Text,
  variation_id: Text,
  quantity: Numeric,
  returned_quantity: Numeric,
  discount_each_product: Numeric,
  is_discount_percent: Flag,
  note: Text,
  variation_info: VariationInfo,
});
export type OrderItem = z.infer<typeof OrderItem>;

export const OrderRow = z.looseObject({
  id: Id,
  system_id: Text,
  display_id: Text,
  custom_id: Text,
  status: z.union([z.number(), z.string()]).nullish(),
  status_name: Text,
  inserted_at: Text,
  updated_at: Text,
  items: z.array(OrderItem).nullish(),
  status_history: Rows,
  shipping_address: ShippingAddress.nullish(),
  partner: z.looseObject({ partner_id: Text, extend_code: Text, total_fee: Numeric, partner_status: Text }).nullish(),
  customer: z.looseObject({ id: Text, shop_id: Text, name: Text }).nullish(),
  tags: Rows,
  assigning_seller: Person,
});
export type OrderRow = z.infer<typeof OrderRow>;

export const StatusHistory = z.looseObject({
  status: Text,
  updated_at: Text,
  inserted_at: Text,
  name: Text,
  editor: Person,
});

export const ReturnRow = z.looseObject({
  id: Id,
  display_id: Text,
  status: Text,
  inserted_at: Text,
  updated_at: Text,
  returned_items: z.array(OrderItem).nullish(),
  order_id_to_returned: Text,
  order_to_returned: z.looseObject({ id: Text }).nullish(),
});
export type ReturnRow = z.infer<typeof ReturnRow>;

const WarehouseLevel = z.looseObject({
  warehouse_id: Id,
  actual_remain_quantity: Numeric,
  remain_quantity: Numeric,
  pending_quantity: Numeric,
  returning_quantity: Numeric,
  total_quantity: Numeric,
  /** With one `t` under an api key, with two in the vendor's own pages (field note, recorded). */
  waiting_quantity: Numeric,
  waitting_quantity: Numeric,
});

const ProductHead = z.looseObject({
  name: Text,
  display_id: Text,
  custom_id: Text,
  note_product: Text,
  type: Text,
  categories: Rows,
});

export const VariationRow = z.looseObject({
  id: Id,
  product_id: Text,
  display_id: Text,
  custom_id: Text,
  barcode: Text,
  product: ProductHead.nullish(),
  retail_price: Numeric,
  last_imported_price: Numeric,
  weight: Numeric,
  remain_quantity: Numeric,
  fields: Rows,
  images: Rows,
  composite_products: Rows,
  is_locked: Flag,
  is_removed: Flag,
  is_composite: Flag,
  inserted_at: Text,
  updated_at: Text,
  variations_warehouses: z.array(WarehouseLevel).nullish(),
});
export type VariationRow = z.infer<typeof VariationRow>;

/** One of its variations is what is asked for: the others may be odd. */
export const ProductRow = z.looseObject({ id: Id, variations: z.array(z.looseObject({ id: Id })).nullish() });
export type ProductRow = z.infer<typeof ProductRow>;

export const CustomerRow = z.looseObject({
  id: Id,
  name: Text,
  phone_numbers: Rows,
  emails: Rows,
  gender: Text,
  date_of_birth: Text,
  reward_point: Numeric,
  purchased_amount: Numeric,
  current_debts: Numeric,
  level: z.looseObject({ name: Text }).nullish(),
  tags: Rows,
  notes: Rows,
  shop_customer_addresses: z.array(z.looseObject({ ...ShippingAddress.shape, id: Text })).nullish(),
  company_info: z.looseObject({}).nullish(),
  inserted_at: Text,
  updated_at: Text,
});
export type CustomerRow = z.infer<typeof CustomerRow>;

export const WarehouseRow = z.looseObject({
  id: Id,
  name: Text,
  custom_id: Text,
  phone_number: Text,
  address: Text,
  full_address: Text,
  province_id: Text,
  district_id: Text,
  commune_id: Text,
  country_code: Text,
  allow_create_order: Flag,
});
export type WarehouseRow = z.infer<typeof WarehouseRow>;

export interface CategoryNode {
  readonly id: string | number;
  readonly text?: string | number | null | undefined;
  readonly nodes?: readonly CategoryNode[] | null | undefined;
}
export const CategoryNode: z.ZodType<CategoryNode> = z.looseObject({
  id: z.union([z.string(), z.number()]),
  text: Text,
  nodes: z.array(z.lazy(() => CategoryNode)).nullish(),
});

/** A leaf of the flattened tree: what we keep of a category. */
export interface CategoryRow {
  readonly id: string | number;
  readonly text?: string | number | null | undefined;
  readonly parent_id: string | number | null;
  readonly rank: number;
}

/** Rows that have nothing canonical: id and what may name them. */
export const AnyRow = z.looseObject({
  id: Id,
  display_id: Text,
  custom_id: Text,
  name: Text,
  label: Text,
  inserted_at: Text,
});
export type AnyRow = z.infer<typeof AnyRow>;

/** Rows as pages carry them: only what `Resource.id` and `Listing.time` read. */
export const OnPage = z.looseObject({ id: Id, updated_at: Text });
export const AnyOnPage = z.looseObject({ id: Id });
export const StaffOnPage = z.looseObject({ user_id: Id });

export const StaffRow = z.looseObject({
  user_id: Id,
  user: z.looseObject({ name: Text, email: Text, phone_number: Text }).nullish(),
});
/** Fields of a table are the shop's own; only these come with every record. */
export const CrmRecordRow = z.looseObject({ id: Text, CreatedOn: Text, ModifiedOn: Text, Name: Text });

/** Most collections: `data` with page numbers (some without). `success` is judged before. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.looseObject({
    data: z.array(row),
    // Text, a negative number or nothing: none of these stops a page. `countOf` reads them.
    page_size: z.unknown().optional(),
    total_entries: z.unknown().optional(),
    total_pages: z.unknown().optional(),
  });

/** One thing: under `data`, and for orders possibly one level deeper. */
export const oneOf = <Row extends z.ZodType>(row: Row) => z.looseObject({ data: row });

/**
 * What a write gives back. The document shows it for customers only; all that is sure is `success` or the row. An
 * answer with neither is of a shape that we do not know, and says nothing about the write.
 */
export const Written = z
  .looseObject({ success: z.boolean().nullish(), data: z.unknown().optional() })
  .refine((answer) => answer.success === true || (answer.data !== undefined && answer.data !== null), {
    message: "neither success nor data",
  });

/** The id's name moved between versions; an order without any is for a probe to find (field note, seen in integrations). */
export const OrderWritten = z.looseObject({
  data: z
    .looseObject({ id: Text, order_id: Text, system_id: Text })
    .refine((data) => [data.id, data.order_id, data.system_id].some((id) => id !== undefined && id !== null), {
      message: "no id",
    }),
});

/** `success` stands beside the record here, within `data` ("Create Record"). */
export const CrmWritten = z.looseObject({ data: z.looseObject({ record: z.looseObject({}) }) });

export const Shop = z.looseObject({
  id: Text,
  name: Text,
  avatar_url: Text,
  pages: z.array(z.looseObject({ id: Text, name: Text, shop_id: Text })).nullish(),
  webhook_enable: Flag,
  webhook_url: Text,
  webhook_types: Rows,
});
export type Shop = z.infer<typeof Shop>;
