import * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { isExactNumber } from "../../core/json.ts";

/* What Nhanh takes: the canonical commands, narrowed by its document. */

const refuse = (sentence: string) => z.never({ error: sentence }).optional();

const VendorId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, { error: "give Nhanh's numeric id", abort: true })
  .refine(isExactNumber, "Nhanh's ids are below 2^53");

const Text = (most = 255) => z.string().max(most);

const Dong = z.number().int().nonnegative();

/** Nhanh finds customers by mobile and stores it with the leading zero. */
const Phone = z.string().regex(/^(\+?84|0)\d{8,10}$/, "give a Vietnamese number: 0 or 84 and 8 to 10 digits");

/** Nhanh takes places by its own ids (shipping/location), in three tiers (v1) or in two (v2). */
const addressFields = {
  name: Text().min(1).optional(),
  phone: Phone.optional(),
  line: Text(500).optional(),
  ward: Text().optional(),
  wardId: VendorId.optional(),
  district: Text().optional(),
  districtId: VendorId.optional(),
  province: Text().optional(),
  provinceId: VendorId.optional(),
  country: z.literal("VN").optional(),
};

/** The ids of provinces are others in each scheme, and a province alone does not say which one is meant. */
const tellsScheme = (address: {
  provinceId?: string;
  districtId?: string;
  wardId?: string;
  scheme?: string;
}): boolean =>
  address.scheme !== undefined ||
  address.provinceId === undefined ||
  [address.districtId, address.wardId].some(Boolean);
const askScheme = { path: ["scheme"], message: "say three-tier or two-tier: a province's id alone does not tell" };

export const Address = z
  .strictObject({ ...addressFields, scheme: z.enum(["three-tier", "two-tier"]).optional() })
  .refine((address) => !(address.scheme === "two-tier" && address.districtId), {
    path: ["districtId"],
    message: "a two-tier address has no district",
  })
  .refine((address) => !(address.scheme === "three-tier" && address.wardId && !address.districtId), {
    path: ["districtId"],
    message: "a three-tier address with a ward needs its district",
  })
  .refine(tellsScheme, askScheme);
export type Address = z.infer<typeof Address>;

/* ------------------------------------------------------------------ orders */

/** VAT in percent. */
const TaxRate = z.number().min(0).max(100);
const Serials = z.array(Text(100).min(1)).min(1).max(500);
const TagIds = z.array(VendorId).min(1).max(30).describe("ids or names of the shop's labels");
const Moment = z.iso.datetime({ offset: true });

const OrderLine = z
  .strictObject({
    productId: VendorId.describe("Nhanh's product id: v3 takes no other"),
    code: Text().optional(),
    name: Text(500).optional(),
    quantity: z.number().positive(),
    price: Dong.optional().describe("required, but for a gift"),
    discount: Dong.optional(),
    note: Text(2_000).optional(),
    taxRate: TaxRate.optional(),
    gift: z.boolean().optional().describe("comes with the line before it"),
    serials: Serials.optional(),
    batch: refuse("order/add has no field for a batch; a retail bill has"),
  })
  .refine(({ gift, price }) => gift || price !== undefined, { path: ["price"], message: "Nhanh v3 needs the price" })
  .superRefine((line, context) => {
    if (!line.gift) return;
    for (const field of ["discount", "note", "taxRate", "serials"] as const)
      if (line[field] !== undefined)
        context.addIssue({ code: "custom", path: [field], message: "a gift has a product, a quantity and a price" });
  });

/** Carriers by their common names, beside the ids of the list (Nhanh Open API v3, Carrier). */
const CARRIERS = {
  VIETTEL: "2",
  GHN: "5",
  GHTK: "8",
  SELF: "12",
  AHAMOVE: "18",
  VNPOST: "22",
  JT: "24",
  EMS: "25",
  BEST: "26",
  NINJAVAN: "27",
  SUPERSHIP: "28",
  SPX: "29",
  LEX: "30",
  GRAB: "31",
};
const knownCarrier = codesOf(CARRIERS);
/** The id of a carrier by its common name, in any case; undefined: no such name. */
export const carrierNamed = (name: string): string | undefined => knownCarrier(name.toUpperCase());
const CarrierCode = z.string().refine((code) => /^[1-9]\d{0,8}$/.test(code) || carrierNamed(code) !== undefined, {
  message: `give the id of a carrier (resource carriers) or one of ${Object.keys(CARRIERS).join(", ")}`,
});
const Shipping = z
  .strictObject({
    address: Address.optional(),
    fee: Dong.optional(),
    cod: refuse("Nhanh itself computes what is left to be collected"),
    weightGrams: z.number().int().positive().optional(),
    carrierCode: CarrierCode.optional().describe("id of a carrier, or its common name"),
    serviceCode: VendorId.optional().describe("id of a service of the carrier, with Nhanh's own account"),
    trackingCode: refuse("the carrier gives the parcel its number"),
    expectedAt: Moment.optional(),
    note: refuse("Nhanh has one note of an order: use the order's"),
  })
  .refine(({ carrierCode, serviceCode }) => serviceCode === undefined || carrierCode !== undefined, {
    path: ["carrierCode"],
    message: "a service needs its carrier",
  });

export const OrderCreate = z
  .strictObject({
    locationId: VendorId.optional(),
    customer: z.strictObject({
      id: z.string().optional().describe("not sent: Nhanh finds the customer by phone, and the order shows whom"),
      code: refuse("Nhanh v3 finds the customer of an order by the phone"),
      name: Text().min(1),
      phone: Phone,
      email: z.email().optional(),
    }),
    lines: z.array(OrderLine).min(1).max(500),
    discount: Dong.optional(),
    payments: z
      .array(
        z.strictObject({
          method: z.enum(["cash", "transfer", "cod"], { error: "Nhanh v3 takes cash, transfer or cod" }),
          amount: Dong,
          accountId: VendorId.optional(),
        }),
      )
      .refine((payments) => new Set(payments.map(({ method }) => method)).size === payments.length, {
        message: "one payment of each method",
      })
      .optional(),
    shipping: Shipping.optional(),
    channel: Text().optional().describe("name of an order source"),
    staffId: VendorId.optional(),
    tags: TagIds.optional(),
    note: Text(2_000).optional(),
  })
  .refine((order) => order.lines[0]?.gift !== true, {
    path: ["lines", 0, "gift"],
    message: "a gift follows the line that it comes with",
  })
  .refine((order) => !(order.discount && order.lines.some((line) => line.discount)), {
    path: ["discount"],
    message: "Nhanh v3 takes a discount of the order or of its lines, not both",
  });
export type OrderCreate = z.infer<typeof OrderCreate>;

export const OrderUpdate = z
  .strictObject({
    id: VendorId,
    status: z
      .enum(["confirmed", "completed", "returned"], { error: "Nhanh v3 takes confirmed, completed or returned" })
      .optional(),
    shipping: Shipping.optional(),
    tags: TagIds.optional(),
    staffId: refuse("order/edit has no field for who sold it"),
    channel: refuse("order/edit has no field for the order's source"),
    note: Text(2_000).optional(),
  })
  .refine(({ status, shipping, tags, note }) => [status, shipping, tags, note].some((value) => value !== undefined), {
    path: ["status"],
    message: "give status, shipping, tags or note",
  });
export type OrderUpdate = z.infer<typeof OrderUpdate>;

export const OrderCancel = z.strictObject({ id: VendorId, reason: Text(500).optional() });
export type OrderCancel = z.infer<typeof OrderCancel>;

/* ---------------------------------------------------------------- products */

const productFields = {
  barcode: Text().optional(),
  description: Text(20_000).optional(),
  categoryId: VendorId.optional(),
  unit: Text(50).optional(),
  price: Dong.optional(),
  cost: Dong.optional(),
  weightGrams: z.number().nonnegative().optional(),
  active: z.boolean().optional(),
};

export const ProductCreate = z.strictObject({
  name: Text().min(1),
  code: Text().min(1).describe("required here: the only thing by which a lost answer's product can be found"),
  ...productFields,
});
export type ProductCreate = z.infer<typeof ProductCreate>;

export const ProductUpdate = z.strictObject({
  id: VendorId,
  name: Text().min(1).optional(),
  code: Text().min(1).optional(),
  ...productFields,
});
export type ProductUpdate = z.infer<typeof ProductUpdate>;

/* --------------------------------------------------------------- customers */

export const CustomerCreate = z.strictObject({
  name: Text().min(1),
  phone: Phone,
  email: z.email().optional(),
  gender: z.enum(["male", "female"], { error: "Nhanh v3 takes male or female" }).optional(),
  birthday: z.iso.date().optional(),
  company: Text().optional(),
  taxCode: Text(50).optional(),
  address: z
    .strictObject({
      ...addressFields,
      scheme: z.literal("three-tier", { error: "customer/add takes province, district and ward only" }).optional(),
    })
    // An id alone does not say its scheme, and a ward of two tiers would be read as another one of three.
    .refine((address) => !(address.wardId && !address.districtId), {
      path: ["districtId"],
      message: "customer/add takes three tiers: a ward's id needs its district's",
    })
    .refine(tellsScheme, askScheme)
    .optional(),
  groups: z.array(VendorId).min(1).max(1, "Nhanh has one group for a customer").optional(),
  tags: TagIds.optional(),
  points: z.number().int().nonnegative().optional(),
  note: Text(2_000).optional(),
});
export type CustomerCreate = z.infer<typeof CustomerCreate>;

/* ------------------------------------------------------------------- stock */

export const StockMove = z.strictObject({
  productId: VendorId,
  locationId: VendorId,
  delta: z.number().refine((delta) => delta !== 0, "a difference of nothing"),
  basis: z.literal("read").optional().describe("not needed: Nhanh moves stock by bills"),
  note: Text(500).optional(),
});
export type StockMove = z.infer<typeof StockMove>;

/* ---------------------------------------------------------------- invoices */

/** The document does not say whether `cash` is off the unit or off the line (bill/addretail, inventory/importsupplier). */
const discountOfOne = (line: { discount?: number | undefined; quantity: number }): boolean =>
  !line.discount || line.quantity === 1;
const sayDiscount = { path: ["discount"], message: "give a discount with a quantity of 1 only, or lower the price" };
const Batch = z.strictObject({
  id: VendorId,
  code: refuse("Nhanh takes the batch's id (resource batches)"),
  expiresOn: refuse("the batch has its day: name the batch"),
});

const InvoiceLine = z
  .strictObject({
    productId: VendorId,
    code: Text().optional(),
    name: Text(500).optional(),
    quantity: z.number().positive(),
    price: Dong.optional(),
    discount: Dong.optional(),
    note: Text(2_000).optional(),
    taxRate: TaxRate.optional(),
    gift: z.boolean().optional().describe("sold for nothing, as the document tells to send a gift"),
    serials: Serials.optional(),
    batch: Batch.optional(),
  })
  .refine(discountOfOne, sayDiscount);

export const InvoiceCreate = z.strictObject({
  locationId: VendorId,
  customer: z
    .strictObject({
      id: VendorId.optional(),
      code: refuse("Nhanh v3 takes the customer of a bill by id or phone"),
      name: Text().optional(),
      phone: Phone.optional(),
      email: z.email().optional(),
    })
    .optional(),
  lines: z.array(InvoiceLine).min(1).max(100),
  payments: z
    .array(
      z.strictObject({
        method: z.enum(["cash", "card", "transfer"], { error: "Nhanh v3 takes cash, card or transfer" }),
        amount: Dong,
        accountId: VendorId.optional(),
      }),
    )
    .refine((payments) => new Set(payments.map(({ method }) => method)).size === payments.length, {
      message: "one payment of each method",
    })
    .optional(),
  staffId: VendorId.optional(),
  tags: TagIds.optional(),
  note: Text(2_000).optional(),
});
export type InvoiceCreate = z.infer<typeof InvoiceCreate>;

/* ------------------------------------------------- goods from and to suppliers */

const StockLine = z
  .strictObject({
    productId: VendorId,
    code: Text().optional(),
    quantity: z.number().positive(),
    price: Dong.optional(),
    discount: Dong.optional(),
    note: Text(2_000).optional(),
    serials: Serials.optional(),
    batch: Batch.optional(),
  })
  .refine(discountOfOne, sayDiscount);
const supplied = {
  locationId: VendorId,
  supplier: z.strictObject({
    id: VendorId.describe("the supplier's id (resource suppliers)"),
    code: refuse("Nhanh takes the supplier's id"),
    name: refuse("Nhanh takes the supplier's id"),
    phone: refuse("Nhanh takes the supplier's id"),
  }),
  lines: z.array(StockLine).min(1).max(500),
  discount: Dong.optional(),
  paid: Dong.optional(),
  method: z
    .enum(["cash", "transfer"], { error: "Nhanh v3 takes cash or transfer" })
    .optional()
    .describe("default cash"),
  accountId: VendorId.optional(),
  note: Text(2_000).optional(),
};
const oneDiscount = (bill: { discount?: number | undefined; lines: readonly { discount?: number | undefined }[] }) =>
  !(bill.discount && bill.lines.some((line) => line.discount));
const sayOneDiscount = {
  path: ["discount"],
  message: "the bill's discount replaces that of its lines: give one of both",
};

export const PurchaseCreate = z
  .strictObject({
    ...supplied,
    // Left out, it would move the stock that the caller wants to stay.
    draft: z
      .boolean()
      .refine((draft) => !draft, "Nhanh v3 takes in goods at once: its calls make no draft")
      .optional(),
  })
  .refine(oneDiscount, sayOneDiscount);
export type PurchaseCreate = z.infer<typeof PurchaseCreate>;
export const SupplierReturnCreate = z.strictObject(supplied).refine(oneDiscount, sayOneDiscount);
export type SupplierReturnCreate = z.infer<typeof SupplierReturnCreate>;

/* ----------------------------------------------------------------- vouchers */

const ofCampaign = ["name", "value", "percent", "mostOff", "from", "to"] as const;
/** A new campaign with its codes, or more codes of one that is there. Nhanh makes the codes itself. */
export const VoucherCreate = z
  .strictObject({
    campaignId: VendorId.optional(),
    name: Text().min(1).optional(),
    codes: refuse("Nhanh makes the codes itself: give count"),
    count: z.number({ error: "say how many codes Nhanh is to make" }).int().positive().max(10_000),
    value: Dong.optional(),
    percent: z.number().int("Nhanh takes whole percents").positive().max(100).optional(),
    mostOff: Dong.optional(),
    from: Moment.optional().describe("a day in Vietnam: the time does not count"),
    to: Moment.optional().describe("a day in Vietnam: the time does not count"),
  })
  .superRefine((voucher, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (voucher.campaignId !== undefined) {
      for (const field of ofCampaign)
        if (voucher[field] !== undefined) issue(field, "the campaign has it already: more codes of it get the same");
      if (voucher.count > 1_000) issue("count", "at most 1,000 more codes at once");
      return;
    }
    for (const field of ["name", "from", "to"] as const)
      if (voucher[field] === undefined) issue(field, "Nhanh asks for it with a new campaign");
    if ((voucher.value === undefined) === (voucher.percent === undefined)) issue("value", "give value or percent");
  });
export type VoucherCreate = z.infer<typeof VoucherCreate>;

/** One code is marked as given away in one call (promotion/couponupdate). */
export const VoucherRelease = z.strictObject({
  campaignId: VendorId,
  codes: z.array(Text(100).min(1)).length(1, "Nhanh marks one code with one call"),
  at: refuse("Nhanh marks a code at once"),
});
export type VoucherRelease = z.infer<typeof VoucherRelease>;

/* ---------------------------------------------------------------- shipments */

const Spot = z.strictObject({
  name: Text().min(1),
  phone: Phone,
  address: z
    .strictObject({
      ...addressFields,
      line: Text(500).min(1),
      provinceId: VendorId.describe("of the shipping hub's own list"),
      wardId: VendorId,
      scheme: z.enum(["three-tier", "two-tier"]).optional(),
    })
    .refine(
      ({ scheme, districtId }) => scheme === undefined || (scheme === "three-tier") === (districtId !== undefined),
      {
        path: ["districtId"],
        message: "three tiers have a district, two have none",
      },
    ),
});
const tiersOf = ({ address }: z.infer<typeof Spot>): boolean => address.districtId !== undefined;

export const ShipmentCreate = z
  .strictObject({
    locationId: VendorId.describe("your own number of the shop that sends"),
    sender: Spot,
    receiver: Spot,
    lines: z
      .array(
        z.strictObject({
          name: Text().min(1),
          code: refuse("the shipping hub takes names of goods"),
          quantity: z.number().int().positive(),
          price: Dong.optional(),
        }),
      )
      .max(500)
      .optional(),
    weightGrams: z.number().int().positive(),
    cod: Dong.optional(),
    carrierCode: CarrierCode,
    serviceCode: VendorId.optional(),
    send: z.boolean().optional(),
    note: Text(2_000).optional(),
  })
  .refine(({ sender, receiver }) => tiersOf(sender) === tiersOf(receiver), {
    path: ["receiver", "address", "districtId"],
    message: "sender and receiver need addresses of one scheme",
  });
export type ShipmentCreate = z.infer<typeof ShipmentCreate>;
export const ShipmentSend = z.strictObject({ id: VendorId });
export const ShipmentCancel = z.strictObject({ id: VendorId, reason: Text(500).optional() });
export type ShipmentCancel = z.infer<typeof ShipmentCancel>;
