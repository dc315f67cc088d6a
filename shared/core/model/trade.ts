import * as z from "zod";
import { Payment } from "./documents.ts";
import { Batch } from "./goods.ts";
import {
  Amount,
  createdAt,
  Flag,
  Id,
  identity,
  Quantity,
  Text,
  Time,
  updatedAt,
  VendorStatus,
  validity,
} from "./words.ts";

/** Goods between the shop, its suppliers and its own locations; money; promotions. */

const movedLine = {
  id: Id.optional().describe("The vendor's id of the line."),
  productId: Id.optional().describe("Id of the product or variant."),
  code: Text.optional().describe("SKU as the line shows it."),
  name: Text.optional().describe("Name of the product as the line shows it."),
  quantity: Quantity.describe("How many were ordered or sent."),
  price: Amount.optional().describe("Price of one, in the shop's currency."),
};

export const Purchase = z.object({
  ...identity,
  status: z
    .enum(["draft", "processing", "completed", "cancelled", "unknown"])
    .optional()
    .describe("State of the purchase, in one set of words for all vendors."),
  vendorStatus: VendorStatus.optional().describe("The vendor's own state."),
  supplierId: Id.optional().describe("Id of the supplier."),
  supplierCode: Text.optional().describe("Code of the supplier."),
  supplierName: Text.optional().describe("Name of the supplier."),
  locationId: Id.optional().describe("Id of the location that the goods go to."),
  lines: z
    .array(
      z.object({
        ...movedLine,
        discount: Amount.optional().describe(
          "What is taken off, in the shop's currency. No document says whether off one unit or off the line.",
        ),
        total: Amount.optional().describe("What the whole line costs, in the shop's currency."),
        serials: z.array(Text).optional().describe("Serial numbers (IMEI)."),
        batches: z.array(Batch).optional().describe("Batches, with their expiry."),
      }),
    )
    .optional()
    .describe("What is bought."),
  discount: Amount.optional().describe("What is taken off the whole purchase, in the shop's currency."),
  fee: Amount.optional().describe("Transport and other costs, in the shop's currency."),
  total: Amount.optional().describe(
    "What the shop has to pay the supplier, by the vendor's own figure, in the shop's currency.",
  ),
  paid: Amount.optional().describe("What the shop has paid so far, in the shop's currency."),
  payments: z
    .array(
      Payment.extend({ amount: Amount.optional().describe("How much, in the shop's currency. Absent: not told.") }),
    )
    .optional()
    .describe("The ways in which it was paid."),
  staffId: Id.optional().describe("Id of the staff member who bought."),
  staffName: Text.optional().describe("Name of that staff member."),
  note: Text.optional().describe("Note on the purchase."),
  receivedAt: Time.optional().describe("When the goods came, or are to come. ISO 8601, UTC."),
  createdAt,
  updatedAt,
});
export type Purchase = z.infer<typeof Purchase>;

export const Transfer = z.object({
  ...identity,
  vendorStatus: VendorStatus.optional().describe("The vendor's own state. Its numbers are explained by no document."),
  fromLocationId: Id.optional().describe("Id of the location that sends."),
  toLocationId: Id.optional().describe("Id of the location that gets the goods."),
  lines: z
    .array(z.object({ ...movedLine, received: Quantity.optional().describe("How many arrived.") }))
    .optional()
    .describe("What is moved."),
  fee: Amount.optional().describe("What the transport costs, in the shop's currency."),
  note: Text.optional().describe("Note on the transfer."),
  sentAt: Time.optional().describe("When it left. ISO 8601, UTC."),
  receivedAt: Time.optional().describe("When it arrived. ISO 8601, UTC."),
  createdAt,
});
export type Transfer = z.infer<typeof Transfer>;

/** One movement of the shop's money: a receipt or a payment. */
export const CashEntry = z.object({
  ...identity,
  name: Text.optional().describe("What the vendor calls the movement."),
  direction: z.enum(["in", "out"]).optional().describe("in: the shop gets money. out: the shop pays."),
  amount: Amount.optional().describe("How much, in the shop's currency, never negative: `direction` says which way."),
  method: Text.optional().describe("How: cash, transfer, card or the vendor's word."),
  accountId: Id.optional().describe("Id of the shop's account."),
  locationId: Id.optional().describe("Id of the location."),
  partyType: z
    .enum(["customer", "supplier", "staff", "carrier", "other"])
    .optional()
    .describe("What the other side is."),
  partyId: Id.optional().describe("Id of the other side."),
  partyName: Text.optional().describe("Name of the other side."),
  documentId: Id.optional().describe("Id of the document that the money belongs to."),
  status: z
    .enum(["pending", "completed", "cancelled", "deleted", "unknown"])
    .optional()
    .describe(
      "State of the slip, in one set of words for all vendors. Money has moved where it is `completed`, or where the vendor shows none.",
    ),
  vendorStatus: VendorStatus.optional().describe("The vendor's own state."),
  staffName: Text.optional().describe("Name of the staff member who wrote it down."),
  note: Text.optional().describe("Note on the movement."),
  at: Time.optional().describe("When the money moved. ISO 8601, UTC."),
  createdAt,
});
export type CashEntry = z.infer<typeof CashEntry>;

const benefit = {
  discount: Amount.optional().describe("What it takes off, as an amount in the shop's currency."),
  discountPercent: Quantity.optional().describe("What it takes off, in percent."),
  mostDiscount: Amount.optional().describe("The most that a percentage takes off, in the shop's currency."),
  leastTotal: Amount.optional().describe("The order must come to this much, in the shop's currency."),
};

/** A promotion, or the campaign that codes belong to. */
export const Promotion = z.object({
  ...identity,
  name: Text.optional().describe("Name of the promotion."),
  ...validity,
  ...benefit,
  note: Text.optional().describe("The shop's description."),
  quantity: Quantity.optional().describe("How many codes it has."),
  locationIds: z.array(Id).optional().describe("Ids of the locations that it is for. Absent: all, or not told."),
  createdAt,
  updatedAt,
});
export type Promotion = z.infer<typeof Promotion>;

/** One code that can be redeemed. */
export const Voucher = z.object({
  ...identity,
  name: Text.optional().describe("Name of the voucher."),
  campaignId: Id.optional().describe("Id of the campaign that it belongs to."),
  ...validity,
  ...benefit,
  vendorStatus: VendorStatus.optional().describe("The vendor's own state."),
  used: Flag.optional().describe("Whether it was redeemed."),
  usedAt: Time.optional().describe("When it was redeemed. ISO 8601, UTC."),
  mostUses: Quantity.optional().describe("How often it can be redeemed."),
  uses: Quantity.optional().describe("How often it was redeemed so far."),
  customerId: Id.optional().describe("Id of the customer that it was given to."),
  createdAt,
  updatedAt,
});
export type Voucher = z.infer<typeof Voucher>;
