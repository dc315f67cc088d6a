import * as z from "zod";
import { Address } from "./records.ts";
import type { WriteKind } from "./vendor.ts";

/**
 * Canonical commands: what a tenant's software sends, the same for every vendor. A vendor's `CanonicalWrite.command`
 * is one of these, narrowed where the vendor documents rules (lengths, required fields).
 */

const Amount = z.number().int().nonnegative().describe("VND");
const Id = z.string().min(1).max(200);

export const OrderLineCommand = z.strictObject({
  productId: Id.optional().describe("the vendor's id; this or `code`"),
  code: z.string().min(1).max(200).optional().describe("SKU"),
  name: z.string().max(500).optional(),
  quantity: z.number().positive(),
  price: Amount.optional(),
  discount: Amount.optional().describe("VND off the whole line"),
  note: z.string().max(2_000).optional(),
});

export const CustomerReference = z.strictObject({
  id: Id.optional(),
  code: z.string().max(200).optional(),
  name: z.string().max(300).optional(),
  phone: z.string().max(30).optional(),
  email: z.email().optional(),
});

export const ShippingCommand = z.strictObject({
  address: Address.optional(),
  fee: Amount.optional(),
  cod: Amount.optional(),
  weightGrams: z.number().positive().optional(),
  carrierCode: z.string().max(100).optional(),
  note: z.string().max(2_000).optional(),
});

export const OrderCreate = z.strictObject({
  locationId: Id.optional().describe("branch, depot, warehouse or store"),
  customer: CustomerReference.optional(),
  lines: z.array(OrderLineCommand).min(1).max(500),
  discount: Amount.optional(),
  payments: z
    .array(
      z.strictObject({ method: z.enum(["cash", "card", "transfer", "cod"]), amount: Amount, accountId: Id.optional() }),
    )
    .optional(),
  shipping: ShippingCommand.optional(),
  channel: z.string().max(100).optional(),
  note: z.string().max(2_000).optional(),
});
export type OrderCreate = z.infer<typeof OrderCreate>;

export const OrderUpdate = z.strictObject({
  id: Id,
  status: z.enum(["pending", "confirmed", "packing", "shipping", "delivered", "completed", "returned"]).optional(),
  lines: z.array(OrderLineCommand).min(1).max(500).optional(),
  discount: Amount.optional(),
  shipping: ShippingCommand.optional(),
  note: z.string().max(2_000).optional(),
});
export type OrderUpdate = z.infer<typeof OrderUpdate>;

export const OrderCancel = z.strictObject({ id: Id, reason: z.string().max(500).optional() });
export type OrderCancel = z.infer<typeof OrderCancel>;

const productFields = {
  code: z.string().min(1).max(200).optional(),
  barcode: z.string().max(200).optional(),
  description: z.string().max(20_000).optional(),
  categoryId: Id.optional(),
  unit: z.string().max(50).optional(),
  price: Amount.optional(),
  cost: Amount.optional(),
  weightGrams: z.number().nonnegative().optional(),
  attributes: z.array(z.strictObject({ name: z.string().min(1), value: z.string().min(1) })).optional(),
  images: z.array(z.url()).optional(),
  active: z.boolean().optional(),
};
export const ProductCreate = z.strictObject({ name: z.string().min(1).max(500), ...productFields });
export type ProductCreate = z.infer<typeof ProductCreate>;
export const ProductUpdate = z.strictObject({ id: Id, name: z.string().min(1).max(500).optional(), ...productFields });
export type ProductUpdate = z.infer<typeof ProductUpdate>;

const stockPlace = { productId: Id, locationId: Id };

/** One product at one location. `absolute` sets the stock, `delta` adds to it (negative: takes away). */
export const StockSet = z
  .strictObject({
    ...stockPlace,
    absolute: z.number().optional(),
    delta: z.number().optional(),
    basis: z
      .literal("read")
      .optional()
      .describe("allows a delta where the vendor only sets stock: read, added to, and set. A sale between is undone"),
    note: z.string().max(500).optional(),
  })
  .refine((stock) => (stock.absolute === undefined) !== (stock.delta === undefined), {
    path: ["absolute"],
    message: "give either absolute or delta",
  });
export type StockSet = z.infer<typeof StockSet>;

/** What `StockSet` with a `delta` becomes where the vendor can do it. */
export const StockMove = z.strictObject({
  ...stockPlace,
  delta: z.number().refine((delta) => delta !== 0, "a difference of nothing"),
  basis: z.literal("read").optional(),
  note: z.string().max(500).optional(),
});
export type StockMove = z.infer<typeof StockMove>;

const customerFields = {
  code: z.string().min(1).max(200).optional(),
  phone: z.string().min(3).max(30).optional(),
  email: z.email().optional(),
  gender: z.enum(["male", "female", "other"]).optional(),
  birthday: z.iso.date().optional(),
  company: z.string().max(300).optional(),
  taxCode: z.string().max(50).optional(),
  address: Address.optional(),
  note: z.string().max(2_000).optional(),
};
export const CustomerCreate = z.strictObject({ name: z.string().min(1).max(300), ...customerFields });
export type CustomerCreate = z.infer<typeof CustomerCreate>;
export const CustomerUpdate = z.strictObject({
  id: Id,
  name: z.string().min(1).max(300).optional(),
  ...customerFields,
});
export type CustomerUpdate = z.infer<typeof CustomerUpdate>;

export const InvoiceCreate = z.strictObject({
  locationId: Id.optional(),
  orderId: Id.optional(),
  customer: CustomerReference.optional(),
  lines: z.array(OrderLineCommand).min(1).max(500),
  discount: Amount.optional(),
  payments: z
    .array(
      z.strictObject({ method: z.enum(["cash", "card", "transfer", "cod"]), amount: Amount, accountId: Id.optional() }),
    )
    .optional(),
  shipping: ShippingCommand.optional(),
  channel: z.string().max(100).optional(),
  note: z.string().max(2_000).optional(),
});
export type InvoiceCreate = z.infer<typeof InvoiceCreate>;

/** What of an invoice may change after the sale: how it is delivered, and where it came from. */
export const InvoiceUpdate = z.strictObject({
  id: Id,
  shipping: ShippingCommand.optional(),
  channel: z.string().max(100).optional(),
});
export type InvoiceUpdate = z.infer<typeof InvoiceUpdate>;

export const InvoiceCancel = z.strictObject({ id: Id, reason: z.string().max(500).optional() });
export type InvoiceCancel = z.infer<typeof InvoiceCancel>;

export const PaymentCreate = z.strictObject({
  invoiceId: Id,
  method: z.enum(["cash", "card", "transfer"]),
  amount: z.number().int().positive().describe("VND"),
  accountId: Id.optional(),
  note: z.string().max(500).optional(),
});
export type PaymentCreate = z.infer<typeof PaymentCreate>;

export const commands = {
  "orders.create": OrderCreate,
  "orders.update": OrderUpdate,
  "orders.cancel": OrderCancel,
  "products.create": ProductCreate,
  "products.update": ProductUpdate,
  "stock.set": StockSet,
  "stock.move": StockMove,
  "customers.create": CustomerCreate,
  "customers.update": CustomerUpdate,
  "invoices.create": InvoiceCreate,
  "invoices.update": InvoiceUpdate,
  "invoices.cancel": InvoiceCancel,
  "payments.create": PaymentCreate,
} as const satisfies Record<WriteKind, z.ZodType>;
