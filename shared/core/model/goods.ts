import * as z from "zod";
import { Amount, createdAt, Flag, Id, identity, Quantity, Text, Time, updatedAt, validity } from "./words.ts";

export const Category = z.object({
  ...identity,
  name: Text.describe("Name of the category."),
  parentId: Id.optional().describe("Id of the category above. Absent: it stands at the top."),
  rank: z.number().optional().describe("Place among its neighbours, smallest first."),
  updatedAt,
});
export type Category = z.infer<typeof Category>;

/** A part of the stock that was made, or expires, together. */
export const Batch = z.object({
  id: Id.optional().describe("The vendor's id of the batch."),
  code: Text.optional().describe("Name or number of the batch."),
  madeAt: Text.optional().describe("Day on which it was made, YYYY-MM-DD."),
  expiresAt: Text.optional().describe("Day on which it expires, YYYY-MM-DD."),
  quantity: Quantity.optional().describe("How much of it is there, in the product's own unit."),
  locationId: Id.optional().describe("Where it lies."),
});
export type Batch = z.infer<typeof Batch>;

/** The smallest thing that can be sold: a variant is a product with a `parentId`. */
export const Product = z.object({
  ...identity,
  parentId: Id.optional().describe("Id of the product that groups this variant."),
  barcode: Text.optional().describe("Bar code."),
  name: Text.describe("Name, at some vendors with the values that make the variant."),
  description: Text.optional().describe("Text about the product, HTML at some vendors."),
  type: z
    .enum(["goods", "service", "combo", "manufactured", "material", "other"])
    .optional()
    .describe("What kind of thing it is. Stock is kept of goods and materials only."),
  categoryId: Id.optional().describe("Id of the category; the first where there are several."),
  categoryName: Text.optional().describe("Name of that category."),
  brand: Text.optional().describe("Name of the brand."),
  tags: z.array(Text).optional().describe("Names, or where the vendor gives no names ids, of the tags."),
  unit: Text.optional().describe("Name of the unit that is counted and priced."),
  units: z
    .array(
      z.object({
        id: Id.optional().describe("Id of the unit, at some vendors of the product that stands for it."),
        name: Text.describe("Name of the unit."),
        code: Text.optional().describe("SKU of the product in this unit."),
        ratio: Quantity.describe("How many of the product's own unit it holds."),
        price: Amount.optional().describe("Price of one such unit, in the shop's currency."),
      }),
    )
    .optional()
    .describe("Larger units in which it is sold as well."),
  price: Amount.optional().describe(
    "Price of one unit, in the shop's currency. Whether it includes VAT says `taxIncluded`.",
  ),
  cost: Amount.optional().describe(
    "Cost of one unit, in the shop's currency; by vendor the last import price or the average.",
  ),
  wholesalePrice: Amount.optional().describe("Price of one unit for resellers, in the shop's currency."),
  oldPrice: Amount.optional().describe("Price of one unit before it was lowered, in the shop's currency."),
  taxRate: Quantity.optional().describe("VAT in percent. Absent: not told. 0: no tax."),
  taxIncluded: Flag.optional().describe("true: `price` includes the VAT. false: VAT comes on top."),
  weightGrams: z.number().optional().describe("Weight of one unit, grams."),
  attributes: z
    .array(z.object({ name: Text.describe("Colour, size."), value: Text.describe("Red, M.") }))
    .optional()
    .describe("What tells this variant from the others."),
  images: z.array(Text).optional().describe("Addresses of pictures, the main one first."),
  components: z
    .array(
      z.object({
        productId: Id.describe("Id of the product that is a part."),
        quantity: Quantity.describe("How much of it goes into one."),
      }),
    )
    .optional()
    .describe("What a combo, or a manufactured product, is made of."),
  prices: z
    .array(
      z.object({
        priceBookId: Id.describe("Id of the price book."),
        name: Text.optional().describe("Name of the price book."),
        price: Amount.describe("Price of one unit there, in the shop's currency."),
        startsAt: Time.optional().describe("From when the price book is valid. ISO 8601, UTC."),
        endsAt: Time.optional().describe(
          "Until when the price book is valid: a reader compares it with the time of the sale.",
        ),
      }),
    )
    .optional()
    .describe("Prices in price books that are switched on."),
  serials: z.array(Text).optional().describe("Serial numbers (IMEI) in stock."),
  batches: z.array(Batch).optional().describe("Batches in stock, with their expiry."),
  active: Flag.optional().describe("Whether the shop still works with it."),
  sellable: Flag.optional().describe("Whether it can be sold now."),
  createdAt,
  updatedAt,
});
export type Product = z.infer<typeof Product>;

/** Stock of one product. Totals are the vendor's own, not our sum. */
export const Inventory = z.object({
  ...identity,
  productId: Id.describe("Id of the product; the same as `id`."),
  onHand: Quantity.optional().describe("What lies at all locations together, by the vendor's own count."),
  available: Quantity.optional().describe("What can be sold at all locations together, by the vendor's own count."),
  levels: z
    .array(
      z.object({
        locationId: Id.describe("Id of the location."),
        onHand: Quantity.optional().describe("What lies there."),
        reserved: Quantity.optional().describe("What of it is promised to orders."),
        available: Quantity.optional().describe("What can be sold there: on hand less reserved."),
        incoming: Quantity.optional().describe("What is ordered or on its way."),
        cost: Amount.optional().describe("Cost of one unit there, in the shop's currency."),
      }),
    )
    .describe("Stock at each location."),
});
export type Inventory = z.infer<typeof Inventory>;

export const PriceBook = z.object({
  ...identity,
  name: Text.describe("Name of the price book."),
  ...validity,
  locationIds: z.array(Id).optional().describe("Ids of the locations that it is for. Absent: all, or not told."),
  customerGroupIds: z
    .array(Id)
    .optional()
    .describe("Ids of the customer groups that it is for. Absent: all, or not told."),
  createdAt,
  updatedAt,
});
export type PriceBook = z.infer<typeof PriceBook>;

export const PriceBookPrice = z.object({
  ...identity,
  priceBookId: Id.optional().describe("Id of the price book."),
  productId: Id.optional().describe("Id of the product."),
  price: Amount.optional().describe("Price of one unit of the product in this book, in the shop's currency."),
});
export type PriceBookPrice = z.infer<typeof PriceBookPrice>;
