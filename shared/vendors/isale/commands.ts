import * as z from "zod";
import {
  CustomerCreate,
  CustomerUpdate,
  OrderCancel,
  OrderCreate,
  OrderLineCommand,
  OrderUpdate,
  ProductCreate,
  ProductUpdate,
  ShippingCommand,
} from "../../core/commands.ts";
import { isExactNumber } from "../../core/json.ts";
import { Address } from "../../core/records.ts";

/* What iSale takes: the canonical commands, narrowed. */

const Id = z
  .string()
  .regex(/^\d{1,16}$/, { error: "iSale's ids are numbers", abort: true })
  .refine(isExactNumber, "iSale's ids are below 2^53");

export const LineOf = OrderLineCommand.omit({
  code: true,
  taxRate: true,
  gift: true,
  serials: true,
  batch: true,
}).extend({
  // The API looks nothing up for us: an item without its product's number and price is free text at 0 VND.
  productId: Id,
  price: z.number().int().nonnegative(),
});
export type LineOf = z.infer<typeof LineOf>;

const oneLineOnly = (sentence: string) => z.never({ error: sentence }).optional();
/** One line of text holds the whole address, so a part that is only an id would be lost. */
const Place = Address.omit({ name: true, phone: true, wardId: true, districtId: true, provinceId: true }).extend({
  wardId: oneLineOnly("iSale keeps an address as one line: give the ward's name"),
  districtId: oneLineOnly("iSale keeps an address as one line: give the district's name"),
  provinceId: oneLineOnly("iSale keeps an address as one line: give the province's name"),
});
/** `z.object` leaves out what it does not know; these would be lost without a word. */
const CustomerPlace = Place.extend({
  name: oneLineOnly("iSale's contacts have one name"),
  phone: oneLineOnly("iSale's contacts have one phone"),
});
const DeliveryPlace = Place.extend({
  name: oneLineOnly("iSale's orders have no recipient beside the customer"),
  phone: oneLineOnly("iSale's orders have no recipient beside the customer"),
});
export const ShippingOf = ShippingCommand.omit({
  cod: true,
  weightGrams: true,
  serviceCode: true,
  expectedAt: true,
  note: true,
}).extend({
  address: DeliveryPlace.optional(),
});
export type ShippingOf = z.infer<typeof ShippingOf>;
const Buyer = z.strictObject({
  id: Id.optional(),
  name: z.string().max(300).optional(),
  phone: z.string().max(30).optional(),
});

/** One sum is kept as paid, and one account. What the carrier collects is not paid yet. */
const Payment = z.strictObject({
  method: z.enum(["cash", "card", "transfer"], { error: "iSale takes what was paid: cash, card or transfer" }),
  amount: z.number().int().nonnegative(),
  accountId: Id.optional(),
});

export const OrderCreateOf = OrderCreate.omit({ channel: true, tags: true }).extend({
  staffId: Id.optional(),
  locationId: Id.optional().describe("0 is the main store"),
  customer: Buyer.optional(),
  lines: z.array(LineOf).min(1).max(500),
  payments: z.array(Payment).max(1, "iSale keeps one sum as paid").optional(),
  shipping: ShippingOf.optional(),
});
export type OrderCreateOf = z.infer<typeof OrderCreateOf>;

const writableStates = ["confirmed", "shipping", "completed"] as const;
export const OrderUpdateOf = OrderUpdate.omit({ channel: true, tags: true }).extend({
  id: Id,
  staffId: Id.optional(),
  status: z.enum(writableStates).optional(),
  lines: z.array(LineOf).min(1).max(500).optional(),
  shipping: ShippingOf.optional(),
});
export type OrderUpdateOf = z.infer<typeof OrderUpdateOf>;
export const OrderCancelOf = OrderCancel.extend({ id: Id });
export type OrderCancelOf = z.infer<typeof OrderCancelOf>;

const unsupported = { weightGrams: true, attributes: true, active: true } as const;
export const ProductCreateOf = ProductCreate.omit(unsupported).extend({ categoryId: Id.optional() });
export type ProductCreateOf = z.infer<typeof ProductCreateOf>;
export const ProductUpdateOf = ProductUpdate.omit(unsupported).extend({ id: Id, categoryId: Id.optional() });
export type ProductUpdateOf = z.infer<typeof ProductUpdateOf>;

const notOfContacts = { company: true, taxCode: true, groups: true, tags: true, points: true } as const;
export const CustomerCreateOf = CustomerCreate.omit(notOfContacts).extend({
  address: CustomerPlace.optional(),
});
export type CustomerCreateOf = z.infer<typeof CustomerCreateOf>;
export const CustomerUpdateOf = CustomerUpdate.omit(notOfContacts).extend({
  id: Id,
  address: CustomerPlace.optional(),
});
export type CustomerUpdateOf = z.infer<typeof CustomerUpdateOf>;
