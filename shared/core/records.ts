import type * as z from "zod";
import { Invoice, Order, Return } from "./model/documents.ts";
import { Category, Inventory, PriceBook, PriceBookPrice, Product } from "./model/goods.ts";
import { Customer, CustomerGroup, Location, StaffMember, Supplier } from "./model/people.ts";
import { RawRecord } from "./model/raw.ts";
import { CashEntry, Promotion, Purchase, Transfer, Voucher } from "./model/trade.ts";

export type { DocumentType, OrderStatus } from "./model/documents.ts";
export { Invoice, Line, Order, Payment, Return, Shipping } from "./model/documents.ts";
export { Category, Inventory, PriceBook, PriceBookPrice, Product } from "./model/goods.ts";
export { Address, Customer, CustomerGroup, Location, StaffMember, Supplier } from "./model/people.ts";
export { RawRecord } from "./model/raw.ts";
export { CashEntry, Promotion, Purchase, Transfer, Voucher } from "./model/trade.ts";

/** The canonical form of each collection: one schema for every vendor. Each field says what it holds (`core/model`). */
export const schemas = {
  locations: Location,
  categories: Category,
  products: Product,
  inventory: Inventory,
  customers: Customer,
  orders: Order,
  invoices: Invoice,
  returns: Return,
  "customer-groups": CustomerGroup,
  "customer-levels": CustomerGroup,
  staff: StaffMember,
  suppliers: Supplier,
  "purchase-orders": Purchase,
  "supplier-orders": Purchase,
  transfers: Transfer,
  "price-books": PriceBook,
  "price-book-prices": PriceBookPrice,
  "price-book-products": PriceBookPrice,
  promotions: Promotion,
  "advanced-promotions": Promotion,
  "voucher-campaigns": Promotion,
  vouchers: Voucher,
  "cash-flow": CashEntry,
} as const satisfies Record<string, z.ZodObject>;

export type CanonicalResource = keyof typeof schemas;
export const canonicalResources = Object.keys(schemas) as readonly CanonicalResource[];

export const isCanonical = (name: ResourceName): name is CanonicalResource => name in schemas;

/**
 * Name of a synced collection in our API. Canonical ones as above; the others are kept as raw records under a plain
 * plural noun: `leads`, `draft-bills`.
 */
export type ResourceName = CanonicalResource | (string & {});

/** What a record says of itself. */
export interface RecordMeta {
  /** Paths in the vendor's row of what could not be read and was left out: `payments[0].amount`. */
  readonly unread?: readonly string[];
  /** Fields that were too large to be stored whole, of the record, and of the vendor's row under `_raw.`. */
  readonly cut?: readonly string[];
  /** Fields that say who a customer is, and that the copy does not keep; `*`: all but the id. */
  readonly leftOut?: readonly string[];
}

export type CanonicalRecord = (z.infer<(typeof schemas)[CanonicalResource]> | RawRecord) & { _meta?: RecordMeta };

/** The schema of a resource's records. */
export const schemaOf = (resource: ResourceName): z.ZodObject =>
  (schemas as Record<string, z.ZodObject>)[resource] ?? RawRecord;
