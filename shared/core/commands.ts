import * as z from "zod";
import { Address } from "./records.ts";
import type { WriteKind } from "./vendor/write.ts";

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
  taxRate: z.number().min(0).max(100).optional().describe("VAT in percent"),
  gift: z.boolean().optional().describe("given with the order, at no price"),
  serials: z.array(z.string().min(1).max(100)).max(500).optional().describe("serial numbers or IMEI of the pieces"),
  batch: z
    .strictObject({
      id: Id.optional(),
      code: z.string().min(1).max(100).optional(),
      expiresOn: z.iso.date().optional(),
    })
    .optional(),
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
  serviceCode: z.string().max(100).optional().describe("a service of the carrier"),
  trackingCode: z.string().max(100).optional(),
  expectedAt: z.iso.datetime({ offset: true }).optional().describe("when the receiver expects it"),
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
  staffId: Id.optional().describe("who sold it"),
  tags: z.array(z.string().min(1).max(100)).max(50).optional().describe("names or ids of the shop's own labels"),
  note: z.string().max(2_000).optional(),
});
export type OrderCreate = z.infer<typeof OrderCreate>;

export const OrderUpdate = z.strictObject({
  id: Id,
  status: z.enum(["pending", "confirmed", "packing", "shipping", "delivered", "completed", "returned"]).optional(),
  lines: z.array(OrderLineCommand).min(1).max(500).optional(),
  discount: Amount.optional(),
  shipping: ShippingCommand.optional(),
  staffId: Id.optional().describe("who sold it"),
  channel: z.string().max(100).optional(),
  tags: z.array(z.string().min(1).max(100)).max(50).optional().describe("names or ids of the shop's own labels"),
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
  groups: z.array(z.string().min(1).max(200)).max(50).optional().describe("names or ids of customer groups"),
  tags: z.array(z.string().min(1).max(100)).max(50).optional().describe("names or ids of the shop's own labels"),
  points: z.number().int().optional().describe("reward points that the customer has after the write"),
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
  staffId: Id.optional().describe("who sold it"),
  tags: z.array(z.string().min(1).max(100)).max(50).optional().describe("names or ids of the shop's own labels"),
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

/** Removes a record at the vendor. */
const Removal = z.strictObject({ id: Id });

export const CategoryCreate = z.strictObject({ name: z.string().min(1).max(300), parentId: Id.optional() });
export type CategoryCreate = z.infer<typeof CategoryCreate>;
export const CategoryUpdate = z.strictObject({
  id: Id,
  name: z.string().min(1).max(300).optional(),
  parentId: Id.optional(),
});
export type CategoryUpdate = z.infer<typeof CategoryUpdate>;

export const SupplierReference = z.strictObject({
  id: Id.optional(),
  code: z.string().max(200).optional(),
  name: z.string().max(300).optional(),
  phone: z.string().max(30).optional(),
});

/** A line of a document that moves goods without a sale. `price` is what a piece costs, in VND. */
export const StockLineCommand = z.strictObject({
  productId: Id.optional().describe("the vendor's id; this or `code`"),
  code: z.string().min(1).max(200).optional().describe("SKU"),
  quantity: z.number().positive(),
  price: Amount.optional(),
  discount: Amount.optional().describe("VND off the whole line"),
  note: z.string().max(2_000).optional(),
  serials: OrderLineCommand.shape.serials,
  batch: OrderLineCommand.shape.batch,
});

const purchaseFields = {
  locationId: Id.optional(),
  supplier: SupplierReference.optional(),
  discount: Amount.optional(),
  paid: Amount.optional().describe("VND paid to the supplier (at a return: by the supplier)"),
  method: z.enum(["cash", "card", "transfer"]).optional(),
  accountId: Id.optional(),
  note: z.string().max(2_000).optional(),
};
/** Goods that come from a supplier. `draft`: written down, and the stock does not move yet. */
export const PurchaseCreate = z.strictObject({
  ...purchaseFields,
  lines: z.array(StockLineCommand).min(1).max(500),
  draft: z.boolean().optional(),
});
export type PurchaseCreate = z.infer<typeof PurchaseCreate>;
export const PurchaseUpdate = z.strictObject({
  id: Id,
  ...purchaseFields,
  lines: z.array(StockLineCommand).min(1).max(500).optional(),
  draft: z.boolean().optional(),
});
export type PurchaseUpdate = z.infer<typeof PurchaseUpdate>;

/** Goods that go back to a supplier. */
export const SupplierReturnCreate = z.strictObject({
  ...purchaseFields,
  lines: z.array(StockLineCommand).min(1).max(500),
});
export type SupplierReturnCreate = z.infer<typeof SupplierReturnCreate>;

const transferStates = z.enum(["draft", "sent", "received"]);
/** Goods that go from one place of the shop to another. */
export const TransferCreate = z.strictObject({
  fromLocationId: Id,
  toLocationId: Id,
  lines: z.array(StockLineCommand).min(1).max(500),
  status: transferStates.optional(),
  code: z.string().min(1).max(200).optional(),
  note: z.string().max(2_000).optional(),
});
export type TransferCreate = z.infer<typeof TransferCreate>;
export const TransferUpdate = z.strictObject({
  id: Id,
  lines: z.array(StockLineCommand).min(1).max(500).optional(),
  status: transferStates.optional(),
  note: z.string().max(2_000).optional(),
});
export type TransferUpdate = z.infer<typeof TransferUpdate>;

/** Prices of products in one price book. */
export const PriceBookSet = z.strictObject({
  id: Id.describe("the price book"),
  prices: z
    .array(z.strictObject({ productId: Id.optional(), code: z.string().min(1).max(200).optional(), price: Amount }))
    .min(1)
    .max(100),
});
export type PriceBookSet = z.infer<typeof PriceBookSet>;

/** Codes of a voucher campaign, or a coupon with its terms where the vendor makes both in one call. */
export const VoucherCreate = z.strictObject({
  campaignId: Id.optional(),
  name: z.string().min(1).max(300).optional(),
  codes: z.array(z.string().min(1).max(100)).min(1).max(500).optional(),
  count: z.number().int().positive().max(10_000).optional().describe("so many codes of the vendor's own making"),
  value: Amount.optional().describe("VND off"),
  percent: z.number().positive().max(100).optional(),
  mostOff: Amount.optional().describe("VND, the most that a percentage takes off"),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type VoucherCreate = z.infer<typeof VoucherCreate>;
/** Hands codes of a campaign out: they can be used from then on. */
export const VoucherRelease = z.strictObject({
  campaignId: Id,
  codes: z.array(z.string().min(1).max(100)).min(1).max(500),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type VoucherRelease = z.infer<typeof VoucherRelease>;
export const VoucherCancel = z.strictObject({
  campaignId: Id.optional(),
  codes: z.array(z.string().min(1).max(100)).min(1).max(500),
});
export type VoucherCancel = z.infer<typeof VoucherCancel>;

const party = z.strictObject({
  name: z.string().min(1).max(300),
  phone: z.string().min(3).max(30),
  address: Address.optional(),
});
/** A parcel without an order of the shop. */
export const ShipmentCreate = z.strictObject({
  locationId: Id.optional(),
  sender: party.optional(),
  receiver: party,
  lines: z
    .array(OrderLineCommand.pick({ name: true, code: true, quantity: true, price: true }))
    .max(500)
    .optional(),
  weightGrams: z.number().positive(),
  cod: Amount.optional(),
  carrierCode: z.string().max(100).optional(),
  serviceCode: z.string().max(100).optional(),
  send: z.boolean().optional().describe("hands it to the carrier at once"),
  note: z.string().max(2_000).optional(),
});
export type ShipmentCreate = z.infer<typeof ShipmentCreate>;
/** Hands a shipment, or the parcel of an order, to its carrier. */
export const ShipmentSend = z.strictObject({ id: Id });
export type ShipmentSend = z.infer<typeof ShipmentSend>;
export const ShipmentCancel = z.strictObject({ id: Id, reason: z.string().max(500).optional() });
export type ShipmentCancel = z.infer<typeof ShipmentCancel>;

/** What was counted at one location. The stock of these products is set to it. */
export const StockCount = z.strictObject({
  locationId: Id,
  lines: z
    .array(
      z.strictObject({
        productId: Id.optional(),
        code: z.string().min(1).max(200).optional(),
        quantity: z.number().nonnegative().describe("pieces counted"),
        note: z.string().max(500).optional(),
      }),
    )
    .min(1)
    .max(500),
  note: z.string().max(2_000).optional(),
});
export type StockCount = z.infer<typeof StockCount>;

/** An entry of the cash book that belongs to no sale. */
export const CashCreate = z.strictObject({
  direction: z.enum(["in", "out"]),
  amount: z.number().int().positive().describe("VND"),
  locationId: Id.optional(),
  method: z.enum(["cash", "card", "transfer"]).optional(),
  accountId: Id.optional(),
  categoryId: Id.optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  note: z.string().max(2_000).optional(),
});
export type CashCreate = z.infer<typeof CashCreate>;

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
  "products.delete": Removal,
  "customers.delete": Removal,
  "categories.create": CategoryCreate,
  "categories.update": CategoryUpdate,
  "categories.delete": Removal,
  "purchases.create": PurchaseCreate,
  "purchases.update": PurchaseUpdate,
  "purchases.cancel": Removal,
  "supplier-returns.create": SupplierReturnCreate,
  "transfers.create": TransferCreate,
  "transfers.update": TransferUpdate,
  "transfers.cancel": Removal,
  "price-books.set": PriceBookSet,
  "vouchers.create": VoucherCreate,
  "vouchers.release": VoucherRelease,
  "vouchers.cancel": VoucherCancel,
  "shipments.create": ShipmentCreate,
  "shipments.send": ShipmentSend,
  "shipments.cancel": ShipmentCancel,
  "stock.count": StockCount,
  "cash.create": CashCreate,
} as const satisfies Record<WriteKind, z.ZodType>;
