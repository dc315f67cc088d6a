import * as z from "zod";

/** Canonical resources: one schema for every vendor. */
export const canonicalResources = [
  "locations",
  "categories",
  "products",
  "inventory",
  "customers",
  "orders",
  "invoices",
  "returns",
] as const;
export type CanonicalResource = (typeof canonicalResources)[number];

/**
 * Name of a synced collection in our API. Canonical ones as above; the others are kept as raw records under a plain
 * plural noun: `purchase-orders`, `price-books`, `staff`, `leads`.
 */
export type ResourceName = CanonicalResource | (string & {});

const Text = z.string();
const Time = z.string().describe("ISO 8601, UTC");
const Amount = z.union([z.number().int(), z.string().regex(/^-?\d+\.\d+$|^-?\d{16,}$/)]).describe("VND");
const Quantity = z.number();
const Id = z.string().min(1);

/**
 * A Vietnamese address. Before July 2025: province, district, ward (three tiers). Since: province, ward (two tiers).
 * Both may be present; `scheme` says which one the vendor's ids belong to.
 */
export const Address = z.object({
  name: Text.optional(),
  phone: Text.optional(),
  line: Text.optional(),
  ward: Text.optional(),
  wardId: Text.optional(),
  district: Text.optional(),
  districtId: Text.optional(),
  province: Text.optional(),
  provinceId: Text.optional(),
  country: Text.optional().describe("ISO 3166-1 alpha-2"),
  scheme: z.enum(["three-tier", "two-tier"]).optional(),
});
export type Address = z.infer<typeof Address>;

export const Location = z.object({
  id: Id,
  name: Text,
  code: Text.optional(),
  phone: Text.optional(),
  email: Text.optional(),
  address: Address.optional(),
  active: z.boolean().optional(),
});
export type Location = z.infer<typeof Location>;

export const Category = z.object({
  id: Id,
  name: Text,
  code: Text.optional(),
  parentId: Id.optional(),
  rank: z.number().optional(),
});
export type Category = z.infer<typeof Category>;

/** The smallest thing that can be sold: a variant is a product with a `parentId`. */
export const Product = z.object({
  id: Id,
  parentId: Id.optional().describe("the product that groups this variant"),
  code: Text.optional().describe("SKU"),
  barcode: Text.optional(),
  name: Text,
  description: Text.optional(),
  type: z.enum(["goods", "service", "combo", "manufactured", "material", "other"]).optional(),
  categoryId: Id.optional(),
  categoryName: Text.optional(),
  brand: Text.optional(),
  unit: Text.optional(),
  units: z
    .array(
      z.object({ id: Id.optional(), name: Text, code: Text.optional(), ratio: Quantity, price: Amount.optional() }),
    )
    .optional(),
  price: Amount.optional(),
  cost: Amount.optional(),
  weightGrams: z.number().optional(),
  attributes: z.array(z.object({ name: Text, value: Text })).optional(),
  images: z.array(Text).optional(),
  components: z
    .array(z.object({ productId: Id, quantity: Quantity }))
    .optional()
    .describe("of a combo"),
  prices: z.array(z.object({ priceBookId: Id, name: Text.optional(), price: Amount })).optional(),
  active: z.boolean().optional(),
  sellable: z.boolean().optional(),
  createdAt: Time.optional(),
});
export type Product = z.infer<typeof Product>;

/** Stock of one product; `id` is the product's. Totals are the vendor's own, not our sum. */
export const Inventory = z.object({
  id: Id,
  productId: Id,
  code: Text.optional(),
  onHand: Quantity.optional(),
  available: Quantity.optional(),
  levels: z.array(
    z.object({
      locationId: Id,
      onHand: Quantity.optional(),
      reserved: Quantity.optional(),
      available: Quantity.optional(),
      incoming: Quantity.optional(),
      cost: Amount.optional(),
    }),
  ),
});
export type Inventory = z.infer<typeof Inventory>;

export const Customer = z.object({
  id: Id,
  code: Text.optional(),
  name: Text.optional(),
  phone: Text.optional(),
  email: Text.optional(),
  gender: z.enum(["male", "female", "other"]).optional(),
  birthday: Text.optional().describe("YYYY-MM-DD"),
  company: Text.optional(),
  taxCode: Text.optional(),
  type: z.enum(["person", "company"]).optional(),
  address: Address.optional(),
  groups: z.array(Text).optional(),
  tags: z.array(Text).optional(),
  note: Text.optional(),
  points: Quantity.optional(),
  debt: Amount.optional(),
  totalSpent: Amount.optional(),
  /** Marketplace customers come with their names masked: never use them as a key. */
  masked: z.boolean().optional(),
  createdAt: Time.optional(),
});
export type Customer = z.infer<typeof Customer>;

/** One set of states for every vendor; the vendor's own state stays beside it in `vendorStatus`. */
export const orderStatuses = [
  "draft",
  "pending",
  "confirmed",
  "packing",
  "shipping",
  "delivered",
  "completed",
  "returning",
  "returned",
  "cancelled",
  "failed",
  "deleted",
  "unknown",
] as const;
export const OrderStatus = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const VendorStatus = z.object({ code: Text, name: Text.optional() });

export const Line = z.object({
  id: Id.optional(),
  productId: Id.optional(),
  code: Text.optional(),
  name: Text.optional(),
  quantity: Quantity,
  price: Amount.describe("VND for one unit before discount"),
  discount: Amount.optional().describe("VND off the whole line"),
  total: Amount.optional(),
  note: Text.optional(),
  serials: z.array(Text).optional(),
});
export type Line = z.infer<typeof Line>;

export const Payment = z.object({
  id: Id.optional(),
  code: Text.optional(),
  method: Text.optional().describe("cash, card, transfer, cod, voucher, points or the vendor's word"),
  amount: Amount,
  accountId: Id.optional(),
  at: Time.optional(),
  status: VendorStatus.optional(),
});
export type Payment = z.infer<typeof Payment>;

export const Shipping = z.object({
  address: Address.optional(),
  carrier: Text.optional(),
  carrierCode: Text.optional(),
  trackingCode: Text.optional(),
  trackingUrl: Text.optional(),
  fee: Amount.optional().describe("what the customer pays"),
  cost: Amount.optional().describe("what the shop pays the carrier"),
  cod: Amount.optional(),
  weightGrams: z.number().optional(),
  status: VendorStatus.optional(),
  deliveredAt: Time.optional(),
});
export type Shipping = z.infer<typeof Shipping>;

const document = {
  id: Id,
  code: Text.optional(),
  vendorStatus: VendorStatus.optional(),
  locationId: Id.optional(),
  customerId: Id.optional(),
  customer: z
    .object({ name: Text.optional(), phone: Text.optional(), email: Text.optional(), code: Text.optional() })
    .optional(),
  lines: z.array(Line),
  discount: Amount.optional(),
  tax: Amount.optional(),
  total: Amount.optional(),
  paid: Amount.optional(),
  payments: z.array(Payment).optional(),
  staffId: Id.optional(),
  staffName: Text.optional(),
  channel: Text.optional(),
  channelOrderId: Text.optional(),
  note: Text.optional(),
  createdAt: Time.optional(),
};

export const Order = z.object({
  ...document,
  status: OrderStatus,
  shipping: Shipping.optional(),
  surcharges: z.array(z.object({ code: Text.optional(), name: Text.optional(), amount: Amount })).optional(),
  history: z
    .array(z.object({ status: OrderStatus, vendorStatus: VendorStatus, at: Time.optional(), by: Text.optional() }))
    .optional(),
  tags: z.array(Text).optional(),
  expectedDeliveryAt: Time.optional(),
});
export type Order = z.infer<typeof Order>;

export const Invoice = z.object({
  ...document,
  status: z.enum(["draft", "processing", "completed", "cancelled", "failed", "unknown"]),
  type: z.enum(["sale", "retail", "wholesale", "purchase", "other"]).optional(),
  orderId: Id.optional(),
  orderCode: Text.optional(),
  shipping: Shipping.optional(),
  surcharges: z.array(z.object({ code: Text.optional(), name: Text.optional(), amount: Amount })).optional(),
});
export type Invoice = z.infer<typeof Invoice>;

export const Return = z.object({
  ...document,
  status: z.enum(["draft", "processing", "completed", "cancelled", "unknown"]),
  invoiceId: Id.optional(),
  orderId: Id.optional(),
  fee: Amount.optional(),
});
export type Return = z.infer<typeof Return>;

/** Everything outside the canonical model: id, what names it, and the vendor's row under `raw`. */
export const RawRecord = z.object({ id: Id, code: Text.optional(), name: Text.optional(), createdAt: Time.optional() });
export type RawRecord = z.infer<typeof RawRecord>;

export const schemas = {
  locations: Location,
  categories: Category,
  products: Product,
  inventory: Inventory,
  customers: Customer,
  orders: Order,
  invoices: Invoice,
  returns: Return,
} as const satisfies Record<CanonicalResource, z.ZodObject>;

/** What a record says of itself. */
export interface RecordMeta {
  /** Paths in the vendor's row of what could not be read and was left out: `payments[0].amount`. */
  readonly unread?: readonly string[];
  /** Fields that were too large to be stored whole, of the record, and of the vendor's row under `_raw.`. */
  readonly cut?: readonly string[];
}

export type CanonicalRecord = (
  | Location
  | Category
  | Product
  | Inventory
  | Customer
  | Order
  | Invoice
  | Return
  | RawRecord
) & { _meta?: RecordMeta };

/** The schema of a resource's records. */
export const schemaOf = (resource: ResourceName): z.ZodObject =>
  (schemas as Record<string, z.ZodObject>)[resource] ?? RawRecord;
