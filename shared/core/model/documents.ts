import * as z from "zod";
import { Batch } from "./goods.ts";
import { Address } from "./people.ts";
import {
  Amount,
  createdAt,
  Flag,
  Id,
  identity,
  phoneE164,
  Quantity,
  Text,
  Time,
  updatedAt,
  VendorStatus,
} from "./words.ts";

/**
 * Orders, invoices and returns. Their money is defined so that it can be checked:
 *
 *     lines - discount + surcharges + tax + fee = total          (returns: - fee)
 *
 * where `lines` is the sum of price x quantity less the lines' own discounts, and `tax` counts where the prices do not
 * include it. A document that does not add up says by how much: `unreconciled`.
 */

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

/** What a document does. Only a sale and a pre-order are turnover. */
export const documentTypes = [
  "sale",
  "pre-order",
  "quotation",
  "exchange",
  "return",
  "partial-return",
  "transfer",
  "compensation",
  "gift",
  "other",
] as const;
export type DocumentType = (typeof documentTypes)[number];

export const Line = z.object({
  id: Id.optional().describe("The vendor's id of the line."),
  productId: Id.optional().describe("Id of the product or variant."),
  code: Text.optional().describe("SKU as the line shows it."),
  name: Text.optional().describe("Name of the product as the line shows it."),
  quantity: Quantity.describe(
    "How many, in `unit` where there is one. Negative on orders and invoices of vendors that write returns so; a return tells how many came back.",
  ),
  unit: Text.optional().describe("Name of the unit that is counted, where it is not the product's own."),
  price: Amount.describe("Price of one before discount, in the document's currency."),
  discount: Amount.optional().describe("What is taken off the whole line, in the document's currency."),
  taxRate: Quantity.optional().describe("VAT of the line in percent."),
  tax: Amount.optional().describe("VAT of the whole line, in the document's currency."),
  taxIncluded: Flag.optional().describe("true: `price` includes the VAT. false: VAT comes on top."),
  total: Amount.optional().describe(
    "What the whole line costs by the vendor's own figure: after discount, and at Nhanh after VAT.",
  ),
  gift: Flag.optional().describe("true: the line is given for nothing, and its total is 0."),
  returned: Quantity.optional().describe("How many of the line came back."),
  note: Text.optional().describe("Note on the line."),
  serials: z.array(Text).optional().describe("Serial numbers (IMEI) of what was sold."),
  batches: z.array(Batch).optional().describe("Batches that the line was taken from, with their expiry."),
});
export type Line = z.infer<typeof Line>;

export const Payment = z.object({
  id: Id.optional().describe("The vendor's id of the payment."),
  code: Text.optional().describe("Number of the payment or of the card's slip."),
  method: Text.optional().describe(
    "How: cash, card, transfer, deposit, installment, cod, voucher, points or the vendor's word.",
  ),
  amount: Amount.describe("How much, in the document's currency."),
  accountId: Id.optional().describe("Id of the shop's account that the money is on."),
  at: Time.optional().describe("When. ISO 8601, UTC."),
  status: VendorStatus.optional().describe("The vendor's state of the payment."),
});
export type Payment = z.infer<typeof Payment>;

export const Shipping = z.object({
  address: Address.optional().describe("Where it is brought to, and to whom."),
  carrier: Text.optional().describe("Name of the carrier."),
  carrierCode: Text.optional().describe("The vendor's id or code of the carrier."),
  service: Text.optional().describe("Name of the carrier's service."),
  trackingCode: Text.optional().describe("Number of the parcel at the carrier."),
  trackingUrl: Text.optional().describe("Page on which the parcel can be followed."),
  fee: Amount.optional().describe(
    "The fee that stands on the delivery, in the document's currency. What of it the customer pays is the document's `fee`.",
  ),
  cost: Amount.optional().describe("What the shop pays the carrier, all parts together, in the document's currency."),
  cod: Amount.optional().describe("What the carrier collects from the customer. Negative: it hands money back."),
  weightGrams: z.number().optional().describe("Weight of the parcel, grams."),
  status: VendorStatus.optional().describe("The carrier's state of the parcel."),
  reconciliation: VendorStatus.optional().describe("Whether the carrier has paid the collected money to the shop."),
  sentAt: Time.optional().describe("When it was handed to the carrier. ISO 8601, UTC."),
  deliveredAt: Time.optional().describe("When the customer got it. ISO 8601, UTC."),
});
export type Shipping = z.infer<typeof Shipping>;

export const Surcharge = z.object({
  code: Text.optional().describe("Code of the surcharge."),
  name: Text.optional().describe("Name of the surcharge."),
  amount: Amount.describe("What the customer pays for it, in the document's currency."),
});

export const Gift = z.object({
  productId: Id.optional().describe("Id of the product that is given."),
  code: Text.optional().describe("SKU of the product."),
  name: Text.optional().describe("Name of the product."),
  quantity: Quantity.describe("How many."),
  value: Amount.optional().describe("What it is worth by the vendor's figure. Nobody pays it."),
  lineId: Id.optional().describe("Id of the line that it comes with. Absent: it comes with the whole document."),
});

/** Where a sale began. */
export const Source = z.object({
  name: Text.optional().describe("The shop's own name of the source."),
  pageId: Text.optional().describe("Id of the page at Facebook, Zalo or another network."),
  conversationId: Text.optional().describe("Id of the conversation in which it was sold."),
  postId: Text.optional().describe("Id of the post."),
  adId: Text.optional().describe("Id of the advertisement."),
  shopId: Text.optional().describe("Id of the shop at the marketplace."),
  affiliate: Text.optional().describe("Code of the person who sent the customer."),
  utmSource: Text.optional().describe("utm_source of the visit."),
  utmMedium: Text.optional().describe("utm_medium of the visit."),
  utmCampaign: Text.optional().describe("utm_campaign of the visit."),
  utmContent: Text.optional().describe("utm_content of the visit."),
  utmTerm: Text.optional().describe("utm_term of the visit."),
});

export const paymentStates = ["unpaid", "partial", "paid", "refunded"] as const;
export const fulfilmentStates = ["unfulfilled", "shipped", "delivered", "returning", "returned", "cancelled"] as const;

const document = {
  ...identity,
  vendorStatus: VendorStatus.optional().describe("The vendor's own state."),
  originalId: Id.optional().describe("Id of the document that this one takes back, exchanges or makes good."),
  currency: Text.optional().describe("Currency of all amounts of the document, ISO 4217."),
  locationId: Id.optional().describe("Id of the location that sells."),
  customerId: Id.optional().describe("Id of the customer's record."),
  customer: z
    .object({
      name: Text.optional().describe("Name on the document."),
      phone: Text.optional().describe("Phone on the document, as the vendor writes it."),
      phoneE164,
      email: Text.optional().describe("E-mail address on the document."),
      code: Text.optional().describe("Code of the customer."),
    })
    .optional()
    .describe("The customer as the document names him."),
  lines: z.array(Line).describe("What is sold or brought back. Empty: no line was shown."),
  gifts: z.array(Gift).optional().describe("What is given for nothing and stands in no line."),
  discount: Amount.optional().describe("What is taken off the whole document, beside the lines' own discounts."),
  surcharges: z.array(Surcharge).optional().describe("What the customer pays beside goods and delivery."),
  tax: Amount.optional().describe(
    "VAT of the document, all lines together. Where only some prices include it: what comes on top of the others.",
  ),
  taxIncluded: Flag.optional().describe("true: the prices of the lines include `tax`, so that it is not added."),
  total: Amount.optional().describe(
    "What the customer has to pay (of a return: what he gets back): lines - discount + surcharges + tax + fee.",
  ),
  unreconciled: Amount.optional().describe(
    "`total` less what the other fields add up to. Absent: they add up, or cannot be checked because a part is not told.",
  ),
  paid: Amount.optional().describe(
    "What the customer has paid so far, points and vouchers included, change not taken off. Of a return: what he got back.",
  ),
  due: Amount.optional().describe(
    "What is still to be paid, of a return paid back: `total` less `paid`, never below 0; 0 once it is cancelled. Absent of quotations, transfers and compensations: nobody pays for them.",
  ),
  change: Amount.optional().describe("What was handed back because more was paid than `total`."),
  payments: z.array(Payment).optional().describe("The ways in which it was paid, of a return paid back."),
  refunds: z.array(Payment).optional().describe("Money that went back to the customer."),
  paymentStatus: z
    .enum(paymentStates)
    .optional()
    .describe(
      "How far it is paid, by `total` and `paid`; absent where `due` is. Of a return, and of a negative total, how far the money went back; `refunded`: all of it did.",
    ),
  staffId: Id.optional().describe("Id of the staff member who sold it; where nobody is named, of who made it."),
  staffName: Text.optional().describe("Name of that staff member."),
  channel: Text.optional().describe("Name of the channel of sale: facebook, shopee, website, or the shop's own word."),
  channelOrderId: Text.optional().describe("Number of the order at the marketplace or web shop."),
  source: Source.optional().describe("Where the sale began: page, advertisement, conversation, campaign."),
  tags: z.array(Text).optional().describe("Names, or where the vendor gives no names ids, of the tags."),
  note: Text.optional().describe("Note on the document."),
  createdAt,
  updatedAt,
};

const shipped = {
  fee: Amount.optional().describe(
    "What the customer pays for the delivery, as part of `total`. At KiotViet `total` is what the customer has to pay and holds no delivery: absent.",
  ),
  shipping: Shipping.optional().describe("The delivery, and where it goes."),
  shipments: z
    .array(Shipping)
    .optional()
    .describe("The parcels of the document, without the address; the first is that of `shipping`."),
  fulfilmentStatus: z.enum(fulfilmentStates).optional().describe("How far the goods are on their way."),
  marketplaceFees: z
    .array(z.object({ name: Text.describe("The vendor's name of the fee."), amount: Amount.describe("How much.") }))
    .optional()
    .describe("What the marketplace keeps. The shop pays it, so it is no part of `total`."),
};

export const Order = z.object({
  ...document,
  type: z.enum(documentTypes).optional().describe("What the order does. Only `sale` and `pre-order` are turnover."),
  status: OrderStatus.describe("State of the order, in one set of words for all vendors."),
  ...shipped,
  privateNote: Text.optional().describe("Note that the customer does not see."),
  history: z
    .array(
      z.object({
        status: OrderStatus.describe("State that it came to."),
        vendorStatus: VendorStatus.describe("The vendor's own state."),
        at: Time.optional().describe("When. ISO 8601, UTC."),
        by: Text.optional().describe("Name of the person who did it."),
      }),
    )
    .optional()
    .describe("The states that the order went through, as the vendor lists them."),
  expectedDeliveryAt: Time.optional().describe("When the customer expects it. ISO 8601, UTC."),
});
export type Order = z.infer<typeof Order>;

export const Invoice = z.object({
  ...document,
  status: z
    .enum(["draft", "processing", "completed", "cancelled", "failed", "unknown"])
    .describe("State of the invoice, in one set of words for all vendors."),
  type: z.enum(["sale", "retail", "wholesale", "purchase", "other"]).optional().describe("What kind of sale it is."),
  orderId: Id.optional().describe("Id of the order that it carries out."),
  orderCode: Text.optional().describe("Code of that order."),
  ...shipped,
});
export type Invoice = z.infer<typeof Invoice>;

export const Return = z.object({
  ...document,
  type: z.enum(["return", "exchange"]).optional().describe("Goods come back, or are exchanged for others."),
  status: z
    .enum(["draft", "processing", "completed", "cancelled", "unknown"])
    .describe("State of the return, in one set of words for all vendors."),
  invoiceId: Id.optional().describe("Id of the invoice whose goods come back."),
  orderId: Id.optional().describe("Id of the order whose goods come back."),
  fee: Amount.optional().describe("What the shop keeps for taking the goods back; it is taken off `total`."),
});
export type Return = z.infer<typeof Return>;
