import * as z from "zod";
import { isExactNumber } from "../../core/json.ts";

/* What Nhanh takes: the canonical commands, narrowed by its document. */

const VendorId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, { error: "give Nhanh's numeric id", abort: true })
  .refine(isExactNumber, "Nhanh's ids are below 2^53");

const refuse = (sentence: string) => z.never({ error: sentence }).optional();
const Moment = z.iso.datetime({ offset: true });

const Text = (most = 255) => z.string().max(most);

/** Nhanh finds customers by mobile and stores it with the leading zero. */
const Phone = z.string().regex(/^(\+?84|0)\d{8,10}$/, "give a Vietnamese number: 0 or 84 and 8 to 10 digits");

export const toMobile = (phone: string): string => phone.replace(/^\+?84/, "0");

/** Names as in the vendor's list of areas: before July 2025 only, so a two-tier address would be misread. */
const Address = z
  .strictObject({
    name: Text().optional(),
    phone: Phone.optional(),
    line: Text().optional(),
    ward: Text().optional(),
    wardId: z.string().optional().describe("becomes the name that the vendor's list has for it"),
    district: Text().optional(),
    districtId: z.string().optional().describe("becomes the name that the vendor's list has for it"),
    province: Text().optional(),
    provinceId: z.string().optional().describe("becomes the name that the vendor's list has for it"),
    country: z.literal("VN").optional(),
    scheme: z
      .literal("three-tier", { error: "Nhanh v2 takes province, district and ward of before July 2025 only" })
      .optional(),
  })
  .superRefine((address, context) => {
    for (const part of ["ward", "district", "province"] as const) {
      if (address[`${part}Id`] !== undefined && address[part] === undefined)
        context.addIssue({
          code: "custom",
          path: [`${part}Id`],
          message: `Nhanh v2 takes names of areas: give ${part}`,
        });
    }
  });

/* ------------------------------------------------------------------ orders */

const OrderLine = z
  .strictObject({
    /** An entry that the vendor does not find by id becomes a new product of the shop, so a code alone is not enough. */
    productId: VendorId,
    code: Text().optional(),
    name: Text().optional(),
    quantity: z.number().positive(),
    price: z.number().int().nonnegative().optional().describe("required, but for a gift"),
    note: Text(2_000).optional(),
    discount: refuse("Nhanh v2 takes a discount of the order, not of its lines"),
    taxRate: refuse("order/add has no field for the VAT of a line"),
    gift: z.boolean().optional().describe("comes with the line before it"),
    serials: z.array(Text().min(1)).length(1, "Nhanh v2 takes one serial with one piece").optional(),
    batch: refuse("order/add has no field for a batch"),
  })
  .superRefine((line, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!line.gift && line.price === undefined) issue("price", "Nhanh v2 needs the price");
    if (line.serials && line.quantity !== 1) issue("serials", "Nhanh v2 takes one serial with one piece");
    if (!line.gift) return;
    for (const field of ["note", "serials"] as const)
      if (line[field] !== undefined) issue(field, "a gift has a product, a quantity and a price");
  });

export const OrderCreate = z
  .strictObject({
    locationId: VendorId.optional(),
    customer: z.strictObject({ name: z.string().min(1).max(255), phone: Phone, email: z.email().optional() }),
    lines: z.array(OrderLine).min(1).max(500),
    discount: z.number().int().nonnegative().optional(),
    payments: z
      .array(
        z.strictObject({
          method: z.enum(["cash", "transfer", "cod"], { error: "Nhanh v2 takes cash, transfer or cod" }),
          amount: z.number().int().nonnegative(),
          accountId: VendorId.optional(),
        }),
      )
      .refine((payments) => new Set(payments.map(({ method }) => method)).size === payments.length, {
        message: "one payment of each method",
      })
      .optional(),
    shipping: z
      .strictObject({
        address: Address.optional(),
        fee: z.number().int().nonnegative().optional(),
        carrierCode: VendorId.optional().describe("Nhanh's carrier id; 12 is self delivery"),
        serviceCode: VendorId.optional().describe("id of a service of the carrier, by Nhanh's own prices"),
        expectedAt: Moment.optional(),
        cod: refuse("Nhanh itself computes what is left to be collected"),
        weightGrams: refuse("order/add takes the weight of each product as the product has it"),
        trackingCode: refuse("the carrier gives the parcel its number"),
        note: refuse("Nhanh has one note of an order: use the order's"),
      })
      .refine(({ carrierCode, serviceCode }) => serviceCode === undefined || carrierCode !== undefined, {
        path: ["carrierCode"],
        message: "a service needs its carrier",
      })
      .optional(),
    channel: Text().optional().describe("name of an order source"),
    staffId: VendorId.optional(),
    tags: refuse("order/add has no field for labels"),
    note: Text().optional(),
  })
  .refine((order) => order.lines[0]?.gift !== true, {
    path: ["lines", 0, "gift"],
    message: "a gift follows the line that it comes with",
  })
  .superRefine((order, context) => {
    const address = order.shipping?.address;
    // The order carries one name and one number: the receiver's.
    if (address?.name !== undefined && address.name !== order.customer.name)
      context.addIssue({ code: "custom", path: ["shipping", "address", "name"], message: "differs from the customer" });
    if (address?.phone !== undefined && toMobile(address.phone) !== toMobile(order.customer.phone))
      context.addIssue({
        code: "custom",
        path: ["shipping", "address", "phone"],
        message: "differs from the customer",
      });
  });
export type OrderCreate = z.infer<typeof OrderCreate>;

export const OrderUpdate = z
  .strictObject({
    id: VendorId,
    status: z.enum(["confirmed", "completed"], { error: "Nhanh v2 takes confirmed or completed" }).optional(),
    shipping: z.strictObject({ fee: z.number().int().nonnegative().optional() }).optional(),
    note: Text().optional(),
  })
  .refine(({ status, shipping, note }) => [status, shipping?.fee, note].some((value) => value !== undefined), {
    path: ["status"],
    message: "give status, shipping.fee or note",
  });
export type OrderUpdate = z.infer<typeof OrderUpdate>;

export const OrderCancel = z.strictObject({ id: VendorId, reason: Text(200).optional() });
export type OrderCancel = z.infer<typeof OrderCancel>;

/* ---------------------------------------------------------------- products */

const productFields = {
  code: z.string().min(1).max(255).optional(),
  barcode: Text(20).optional(),
  description: Text(20_000).optional(),
  categoryId: VendorId.optional(),
  cost: z.number().int().nonnegative().optional(),
  weightGrams: z.number().int().nonnegative().optional(),
  active: z.boolean().optional(),
};

export const ProductCreate = z.strictObject({
  name: z.string().min(1).max(255),
  price: z.number().int().nonnegative(),
  images: z.array(z.url()).max(20).optional(),
  ...productFields,
});
export type ProductCreate = z.infer<typeof ProductCreate>;

export const ProductUpdate = z.strictObject({
  id: VendorId,
  name: z.string().min(1).max(255).optional(),
  price: z.number().int().nonnegative().optional(),
  ...productFields,
});
export type ProductUpdate = z.infer<typeof ProductUpdate>;

/* --------------------------------------------------------------- customers */

const customerFields = {
  groups: z.array(VendorId).length(1, "Nhanh has one group for a customer").optional(),
  tags: refuse("customer/add has no field for labels"),
  points: z.number().int().nonnegative().optional(),
  email: z.email().optional(),
  gender: z.enum(["male", "female"], { error: "Nhanh v2 takes male or female" }).optional(),
  birthday: z.iso.date().optional(),
  company: Text().optional(),
  taxCode: Text(50).optional(),
  address: Address.optional(),
  note: Text(2_000).optional(),
};

export const CustomerCreate = z.strictObject({ name: z.string().min(1).max(255), phone: Phone, ...customerFields });
export type CustomerCreate = z.infer<typeof CustomerCreate>;

export const CustomerUpdate = z.strictObject({
  id: VendorId,
  name: z.string().min(1).max(255).optional(),
  phone: Phone.optional(),
  ...customerFields,
});
export type CustomerUpdate = z.infer<typeof CustomerUpdate>;

/* ----------------------------------------------------------------- vouchers */

/** A new campaign with its codes, or more codes of one that is there. Nhanh makes the codes itself. */
export const VoucherCreate = z
  .strictObject({
    campaignId: VendorId.optional(),
    name: Text().min(1).optional(),
    codes: refuse("Nhanh makes the codes itself: give count"),
    count: z.number({ error: "say how many codes Nhanh is to make" }).int().positive().max(10_000),
    value: z.number().int().nonnegative().optional(),
    percent: z.number().int("Nhanh takes whole percents").positive().max(100).optional(),
    mostOff: z.number().int().nonnegative().optional(),
    from: Moment.optional().describe("a day in Vietnam: the time does not count"),
    to: Moment.optional().describe("a day in Vietnam: the time does not count"),
  })
  .superRefine((voucher, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (voucher.campaignId !== undefined) {
      for (const field of ["name", "value", "percent", "mostOff", "from", "to"] as const)
        if (voucher[field] !== undefined) issue(field, "the campaign has it already: more codes of it get the same");
      if (voucher.count > 1_000) issue("count", "at most 1,000 more codes at once");
      return;
    }
    for (const field of ["name", "from", "to"] as const)
      if (voucher[field] === undefined) issue(field, "Nhanh asks for it with a new campaign");
    if ((voucher.value === undefined) === (voucher.percent === undefined)) issue("value", "give value or percent");
  });
export type VoucherCreate = z.infer<typeof VoucherCreate>;

/** One code is marked as given away in one call (promotion/coupon, act giveaway). */
export const VoucherRelease = z.strictObject({
  campaignId: VendorId,
  codes: z.array(Text(100).min(1)).length(1, "Nhanh marks one code with one call"),
  at: refuse("Nhanh marks a code at once"),
});
export type VoucherRelease = z.infer<typeof VoucherRelease>;
