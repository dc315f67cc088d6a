import * as z from "zod";

/* What Nhanh takes: the canonical commands, narrowed by its document. */

const refuse = (sentence: string) => z.never({ error: sentence }).optional();

const VendorId = z.string().regex(/^[1-9]\d{0,15}$/, "give Nhanh's numeric id");

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

export const Address = z
  .strictObject({ ...addressFields, scheme: z.enum(["three-tier", "two-tier"]).optional() })
  .refine((address) => !(address.scheme === "two-tier" && address.districtId), {
    path: ["districtId"],
    message: "a two-tier address has no district",
  })
  .refine((address) => !(address.scheme === "three-tier" && address.wardId && !address.districtId), {
    path: ["districtId"],
    message: "a three-tier address with a ward needs its district",
  });
export type Address = z.infer<typeof Address>;

/* ------------------------------------------------------------------ orders */

const OrderLine = z.strictObject({
  productId: VendorId.describe("Nhanh's product id: v3 takes no other"),
  code: Text().optional(),
  name: Text(500).optional(),
  quantity: z.number().positive(),
  price: Dong,
  discount: Dong.optional(),
  note: Text(2_000).optional(),
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
    shipping: z
      .strictObject({
        address: Address.optional(),
        fee: Dong.optional(),
        weightGrams: z.number().int().positive().optional(),
      })
      .optional(),
    channel: Text().optional().describe("name of an order source"),
    note: Text(2_000).optional(),
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
    shipping: z
      .strictObject({
        address: Address.optional(),
        fee: Dong.optional(),
        weightGrams: z.number().int().positive().optional(),
      })
      .optional(),
    note: Text(2_000).optional(),
  })
  .refine((order) => order.status !== undefined || order.shipping !== undefined || order.note !== undefined, {
    path: ["status"],
    message: "give status, shipping or note",
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
    .optional(),
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

const InvoiceLine = z
  .strictObject({
    productId: VendorId,
    code: Text().optional(),
    name: Text(500).optional(),
    quantity: z.number().positive(),
    price: Dong.optional(),
    discount: Dong.optional(),
    note: Text(2_000).optional(),
  })
  .refine((line) => !line.discount || line.quantity === 1, {
    path: ["discount"],
    // The document does not say whether `cash` is off the unit or off the line.
    message: "give a discount with a quantity of 1 only, or lower the price",
  });

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
  note: Text(2_000).optional(),
});
export type InvoiceCreate = z.infer<typeof InvoiceCreate>;
