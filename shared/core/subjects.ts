/**
 * What a line of writes is about, by the first part of its key, in the words of the API's callers. A warning says these:
 * nobody outside knows our keys.
 */
const words = {
  order: "the same order",
  invoice: "the same invoice",
  product: "the same product",
  customer: "the same customer",
  category: "the same category",
  purchase: "the same purchase",
  transfer: "the same transfer",
  shipment: "the same shipment",
  voucher: "the same voucher codes",
  stock: "the stock of the same product and location",
  "product-code": "the product with this code",
  "customer-phone": "the customer with this phone",
  "orders.create": "a new order of the same customer",
  "invoices.create": "a new invoice like this one",
  "products.create": "a new product of the same code or name",
  "customers.create": "a new customer of the same phone, code or name",
  "categories.create": "a new category of the same name",
  "purchases.create": "a new purchase like this one",
  "supplier-returns.create": "a new return to a supplier like this one",
  "transfers.create": "a new transfer like this one",
  "shipments.create": "a new shipment like this one",
  "vouchers.create": "new vouchers like these",
  "cash.create": "a new entry of the cash book like this one",
} as const;

export type Subject = keyof typeof words;
/** The key of a line: what it is about, and which one. Writes with the same key go one after the other. */
export type Entity = `${Subject}:${string}`;

/** In words. A direct call of a vendor's operation has its address for a key, and no words of its own. */
export const subjectOf = (entity: string): string => {
  const [subject = ""] = entity.split(":");
  return Object.hasOwn(words, subject) ? words[subject as Subject] : "the same call of a vendor's operation";
};
