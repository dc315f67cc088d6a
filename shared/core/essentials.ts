import type { CanonicalRecord, CanonicalResource, ResourceName } from "./records.ts";
import { isObject } from "./rows.ts";

/**
 * Fields without which a record of a collection says next to nothing. A row that lacks one of them is looked at twice:
 * where the stored row says it, and the new one has lost the vendor's own field for it, the answers have changed their shape.
 */
const essentials: Partial<Record<CanonicalResource, readonly string[]>> = {
  locations: ["name"],
  categories: ["name"],
  products: ["name", "price"],
  inventory: ["levels", "onHand"],
  customers: ["name"],
  orders: ["status", "lines", "total"],
  invoices: ["status", "lines", "total"],
  returns: ["status", "lines", "total"],
  "customer-groups": ["name"],
  "customer-levels": ["name"],
  staff: ["name"],
  suppliers: ["name"],
  "purchase-orders": ["lines", "total"],
  "supplier-orders": ["lines", "total"],
  transfers: ["lines"],
  "price-books": ["name"],
  "price-book-prices": ["productId", "price"],
  "price-book-products": ["productId", "price"],
  promotions: ["name"],
  "advanced-promotions": ["name"],
  "voucher-campaigns": ["name"],
  vouchers: ["code"],
  "cash-flow": ["direction", "amount"],
};

const says = (record: CanonicalRecord, name: string): boolean => {
  const value = (record as Readonly<Record<string, unknown>>)[name];
  if (value === undefined || value === "" || value === "unknown") return false;
  return !Array.isArray(value) || value.length > 0;
};

/** The essential fields that a record does not say. */
export const unsaid = (resource: ResourceName, record: CanonicalRecord): readonly string[] =>
  (essentials[resource as CanonicalResource] ?? []).filter((name) => !says(record, name));

/** Those of them that another form of the record says. */
export const saidBy = (record: CanonicalRecord, names: readonly string[]): readonly string[] =>
  names.filter((name) => says(record, name));

/** Fields from which on a row is no scant one. */
const MANY = 8;

/** Those of the row, and of the objects in it. */
const fieldsOf = (row: unknown): number =>
  isObject(row) ? Object.values(row).reduce<number>((sum, value) => sum + 1 + fieldsOf(value), 0) : 0;

/**
 * A row of many fields of which nothing can be read of a document: neither state nor lines nor total, and nothing that is
 * odd. The vendor has other names for all of them.
 */
export const isSilent = (resource: ResourceName, record: CanonicalRecord, row: unknown): boolean => {
  const { length } = essentials[resource as CanonicalResource] ?? [];
  if (length < 3 || record._meta?.unread || fieldsOf(row) < MANY) return false;
  return unsaid(resource, record).length === length;
};
