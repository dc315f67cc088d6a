import * as z from "zod";
import { toMoney, toQuantity } from "../../core/money.ts";
import {
  Amount,
  Day,
  Flag,
  Id,
  isObject,
  listOf,
  needed,
  OneOf,
  Phone,
  partOf,
  Quantity,
  rowsIn,
  Text,
  Time,
  toPhone,
  toText,
  type Word,
  word,
} from "../../core/rows.ts";

/**
 * What we read of Pancake's answers, lenient everywhere else: the vendor sends ids as numbers here and strings there,
 * null for nearly every field, and leaves fields out in small shops. Two layers: pages only hold what they cannot do
 * without (a list), so that one odd row never stops a listing; the row schemas are applied row by row in normalize.ts.
 */

/** `1418`, `"AF1942992175O9"` or a custom id that an integration sent (field note, recorded). */
const AnyId = z.union([z.string().min(1), z.number()]);
/** Times without an offset are UTC here (field note, recorded). */
const Moment = Time("utc");

/** A text, or what names an object: tags, levels. */
const nameOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return toText(value);
  const name = value.name ?? value.id;
  if (name === undefined) throw new RangeError("has no name");
  return toText(name);
};
const Name = word(nameOf);
/** What was paid with points stands one level down. */
const Points = word((value) => toMoney(isObject(value) ? value.money : Array.isArray(value) && !value[0] ? 0 : value));

const place = {
  full_name: Text,
  phone_number: Phone,
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
  country_code: Text,
};
const Place = z.object(place);
export type Place = z.infer<typeof Place>;

const Person = partOf({ name: Text });

export const OrderItem = z.object({
  id: Text,
  variation_id: Text,
  quantity: Amount,
  returned_quantity: Amount,
  /** How many of an order's line came back. */
  returned_count: Quantity,
  discount_each_product: Amount,
  is_discount_percent: Flag,
  /** Off the whole line, where nothing is said of one unit. */
  total_discount: Amount,
  is_bonus_product: Flag,
  note: Text,
  variation_info: partOf({ name: Text, display_id: Text, custom_id: Text, retail_price: Amount, exact_price: Amount }),
});
export type OrderItem = z.infer<typeof OrderItem>;

/** What a marketplace keeps. `marketplace_voucher` is what it pays (Sàn trợ giá), and no fee. */
export const marketplaceFees = [
  "affiliate_commission",
  "diff_shipping_fee",
  "payment_fee",
  "platform_commission",
  "seller_transaction_fee",
  "service_fee",
  "sfp_service_fee",
] as const;

/** Where an order says how it was paid, and what we call it. */
export const paymentFields = {
  cash: "cash",
  transfer_money: "transfer",
  charged_by_card: "card",
  charged_by_momo: "momo",
  charged_by_vnpay: "vnpay",
  charged_by_qrpay: "qrpay",
  charged_by_kredivo: "kredivo",
  charged_by_fundiin: "fundiin",
} as const;
export type PaymentField = keyof typeof paymentFields;
const payments = Object.fromEntries(Object.keys(paymentFields).map((field) => [field, Amount])) as Record<
  PaymentField,
  Word<number | string>
>;

export const OrderRow = z.object({
  ...payments,
  id: Id,
  display_id: Text,
  custom_id: Text,
  status: Text,
  status_name: Text,
  inserted_at: Moment,
  updated_at: Moment,
  warehouse_id: Text,
  shop_customer_id: Text,
  customer: partOf({ id: Text, shop_id: Text }),
  bill_full_name: Text,
  bill_phone_number: Phone,
  bill_email: Text,
  items: listOf(OrderItem),
  surcharge: Amount,
  total_discount: Amount,
  discount: Amount,
  tax: Amount,
  total_price_after_sub_discount: Amount,
  total_price: Amount,
  prepaid_by_point: Points,
  prepaid: Amount,
  /** What the goods that came back count for. */
  exchange_payment: Amount,
  assigning_seller_id: Text,
  assigning_seller: Person,
  // A code, or the code and the account behind it.
  order_sources: word((source) => toText(Array.isArray(source) ? source[0] : source)),
  order_sources_name: Text,
  account_name: Text,
  order_currency: Text,
  page_id: Text,
  post_id: Text,
  ad_id: Text,
  conversation_id: Text,
  p_utm_source: Text,
  p_utm_medium: Text,
  p_utm_campaign: Text,
  p_utm_content: Text,
  p_utm_term: Text,
  customer_referral_code: Text,
  is_free_shipping: Flag,
  fee_marketplace: Amount,
  advanced_platform_fee: partOf(
    Object.fromEntries(marketplaceFees.map((name) => [name, Amount])) as Record<
      (typeof marketplaceFees)[number],
      Word<number | string>
    >,
  ),
  time_send_partner: Moment,
  note: Text,
  note_print: Text,
  shipping_address: partOf(place),
  shipping_fee: Amount,
  partner_fee: Amount,
  cod: Amount,
  partner: partOf({ partner_id: Text, partner_name: Text, extend_code: Text, partner_status: Text }),
  status_history: listOf(
    z.object({ status: Text, updated_at: Moment, inserted_at: Moment, name: Text, editor: Person }),
  ),
  tags: listOf(Name),
  estimate_delivery_date: Moment,
});
export type OrderRow = z.infer<typeof OrderRow>;

export const ReturnRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  status: Text,
  inserted_at: Moment,
  updated_at: Moment,
  warehouse_id: Text,
  shop_customer_id: Text,
  bill_full_name: Text,
  bill_phone_number: Phone,
  returned_items: listOf(OrderItem),
  order_id_to_returned: Text,
  order_to_returned: partOf({ id: Text, order_currency: Text }),
  /** The order that takes the place of the one that came back. */
  order: partOf({ id: Text }),
  tags: listOf(Name),
  discount: Amount,
  returned_fee: Amount,
  creator_id: Text,
});

const WarehouseLevel = z.object({
  warehouse_id: Id,
  actual_remain_quantity: Quantity,
  remain_quantity: Quantity,
  pending_quantity: Quantity,
  /** With one `t` under an api key, with two in the vendor's own pages (field note, recorded). */
  waiting_quantity: Quantity,
  waitting_quantity: Quantity,
});

const productTypes = { product: "goods", combo: "combo", service: "service", material: "material" } as const;

export const VariationRow = z.object({
  id: Id,
  product_id: Text,
  display_id: Text,
  custom_id: Text,
  barcode: Text,
  product: partOf({
    name: Text,
    note_product: Text,
    type: OneOf<"goods" | "combo" | "service" | "material" | "other">(productTypes, "other"),
    categories: listOf(z.object({ id: Text, name: Text, text: Text })),
    tags: listOf(word((tag) => toText(isObject(tag) ? (tag.name ?? tag.note ?? tag.id) : tag))),
  }),
  retail_price: Amount,
  last_imported_price: Amount,
  weight: Quantity,
  remain_quantity: Quantity,
  fields: listOf(z.object({ name: Text, value: Text })),
  images: listOf(Text),
  composite_products: listOf(z.object({ component_id: Text, variation_id: Text, quantity: Quantity, count: Quantity })),
  is_locked: Flag,
  is_removed: Flag,
  is_composite: Flag,
  inserted_at: Moment,
  updated_at: Moment,
  variations_warehouses: listOf(WarehouseLevel),
});

const genders = { male: "male", female: "female", other: "other" } as const;

export const CustomerRow = z.object({
  id: Id,
  custom_id: Text,
  name: Text,
  phone_numbers: listOf(word((phone) => (isObject(phone) ? nameOf(phone) : toPhone(phone)))),
  emails: listOf(Name),
  gender: OneOf(genders),
  date_of_birth: Day,
  reward_point: Quantity,
  purchased_amount: Amount,
  current_debts: Amount,
  level: partOf({ name: Text }),
  tags: listOf(Name),
  notes: listOf(z.object({ message: Text, removed_at: Text })),
  shop_customer_addresses: listOf(Place),
  company_info: partOf({ name: Text, tax_code: Text }),
  currency: Text,
  inserted_at: Moment,
  updated_at: Moment,
});

export const WarehouseRow = z.object({
  ...place,
  id: Id,
  name: Text,
  custom_id: Text,
  allow_create_order: Flag,
});

/** A leaf of the flattened tree: what we keep of a category. */
export const CategoryRow = z.object({ id: Id, text: Text, parent_id: Text, rank: Quantity });

/** Rows that have nothing canonical: id and what may name them. */
export const AnyRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  name: Text,
  label: Text,
  inserted_at: Moment,
});

export const StaffRow = z.object({ user_id: Id, user: partOf({ name: Text, email: Text, phone_number: Phone }) });

// ---- goods, money and promotions beside the sales -------------------------------------------------------------------

export const PurchaseRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  status: Text,
  warehouse_id: Text,
  supplier_products_id: Text,
  user_id: Text,
  user: Person,
  note: Text,
  discount: Amount,
  transport_fee: Amount,
  total_price: Amount,
  prepaid_debt: Amount,
  received_at: Moment,
  inserted_at: Moment,
  updated_at: Moment,
  items: listOf(
    z.object({
      id: Text,
      variation_id: Text,
      product_name: Text,
      quantity: needed(toQuantity, 0),
      imported_price: Amount,
    }),
  ),
});

export const TransferRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  status: Text,
  from_warehouse_id: Text,
  to_warehouse_id: Text,
  shipping_fee: Amount,
  note: Text,
  inserted_at: Moment,
  items: listOf(
    z.object({
      id: Text,
      variation_id: Text,
      variation_display_id: Text,
      product_name: Text,
      quantity: needed(toQuantity, 0),
    }),
  ),
});

/** An amount below zero is paid by the shop ("Thu chi"). */
export const TransactionRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  name: Text,
  amount: Amount,
  payments: listOf(Text),
  supplier_products_id: Text,
  creator: Person,
  status: Text,
  note: Text,
  time_incurred: Moment,
  inserted_at: Moment,
});

const Benefit = partOf({ discount: Amount, is_percent: Flag, max_discount_by_percent: Amount });
/** Promotions and vouchers are drawn alike; "Danh sách khuyến mãi" has the same under names of its own. */
export const PromotionRow = z.object({
  id: Id,
  display_id: Text,
  custom_id: Text,
  name: Text,
  is_activated: Flag,
  is_active: Flag,
  is_used: Flag,
  start_time: Moment,
  end_time: Moment,
  promo_code_info: Benefit,
  coupon_info: Benefit,
  is_use_percent: Flag,
  promotion_percent: Amount,
  discount_amount: Amount,
  max_promotion_by_percent: Amount,
  warehouse_ids: listOf(Text),
  inserted_at: Moment,
  updated_at: Moment,
});

/** `discount_type` is explained nowhere: whether `discount` is an amount or a percentage stays open. */
export const LevelRow = z.object({ id: Id, name: Text, inserted_at: Moment, updated_at: Moment });
export const CrmTableRow = z.object({ name: Id, label: Text, inserted_at: Moment });
/** Fields of a table are the shop's own; only these come with every record. */
export const CrmRecordRow = z.object({ CreatedOn: Moment, Name: Text });

/** Most collections: `data` with page numbers (some without). `success` is judged before. */
const isList = { message: "no list of rows" } as const;
const hasRows = (value: unknown): boolean => rowsIn(value) !== undefined;
export const Page = z.looseObject({ data: z.unknown().refine(hasRows, isList) });
export const CrmTables = z.looseObject({ tables: z.unknown().refine(hasRows, isList) });
export const CrmRecords = z.looseObject({ data: z.looseObject({ entries: z.unknown().refine(hasRows, isList) }) });

export const Identified = z.looseObject({ id: AnyId });

/** One thing: under `data`, and for orders possibly one level deeper. */
export const oneOf = <Row extends z.ZodType>(row: Row) => z.looseObject({ data: row });

/**
 * What a write gives back. The document shows it for customers only; all that is sure is `success` or the row. An
 * answer with neither is of a shape that we do not know, and says nothing about the write.
 */
export const Written = z
  .looseObject({ success: z.boolean().nullish(), data: z.unknown().optional() })
  .refine((answer) => answer.success === true || holdsRow(answer.data), { message: "neither success nor a row" });

const holdsRow = (data: unknown): boolean =>
  Array.isArray(data) ? data.some(holdsRow) : isObject(data) && Object.keys(data).length > 0;

/** Of the shop itself, outside of any row. */
const PlainText = z.union([z.string(), z.number()]).nullish();
/** The id's name moved between versions; an order without any is for a probe to find (field note, seen in integrations). */
export const OrderWritten = z.looseObject({
  data: z
    .looseObject({ id: PlainText, order_id: PlainText, system_id: PlainText })
    .refine((data) => [data.id, data.order_id, data.system_id].some((id) => id !== undefined && id !== null), {
      message: "no id",
    }),
});

/** `success` stands beside the record here, within `data` ("Create Record"). */
export const CrmWritten = z.looseObject({ data: z.looseObject({ record: z.looseObject({}) }) });

export const Shop = z.looseObject({
  id: PlainText,
  name: PlainText,
  /** What else is odd about a shop keeps nobody from signing in. */
  pages: z.unknown().optional(),
  webhook_enable: z.unknown().optional(),
  webhook_url: z.unknown().optional(),
  webhook_types: z.unknown().optional(),
});
export type Shop = z.infer<typeof Shop>;
