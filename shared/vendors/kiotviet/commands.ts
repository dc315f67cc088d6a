import * as z from "zod";
import {
  CategoryCreate,
  CategoryUpdate,
  CustomerCreate,
  CustomerUpdate,
  InvoiceCancel,
  InvoiceCreate,
  InvoiceUpdate,
  OrderCancel,
  OrderCreate,
  OrderLineCommand,
  OrderUpdate,
  PaymentCreate,
  PriceBookSet,
  ProductCreate,
  ProductUpdate,
  PurchaseCreate,
  PurchaseUpdate,
  ShippingCommand,
  StockLineCommand,
  StockMove,
  StockSet,
  SupplierReference,
  TransferCreate,
  TransferUpdate,
  VoucherCancel,
  VoucherCreate,
  VoucherRelease,
} from "../../core/commands.ts";
import { Address } from "../../core/records.ts";

/* What KiotViet takes: the canonical commands, narrowed by its document. */

const VendorNumber = z.string().regex(/^\d{1,15}$/, "KiotViet's ids are whole numbers");
const refuse = (sentence: string) => z.never({ error: sentence }).optional();

/** Serials go as one text, parted by commas (§2.12.3). */
const Serials = z
  .array(
    z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^,]+$/, "KiotViet parts serials by commas: none may have one"),
  )
  .max(500)
  .optional();
const noBatch = refuse("KiotViet shows the batch of a line and takes none");

/** Without a price the vendor would sell for nothing: the document marks it as required (§2.5.3, §2.12.3). */
const line = OrderLineCommand.extend({
  productId: VendorNumber.optional(),
  price: z.number({ error: "KiotViet needs the price of every line" }).int().nonnegative(),
  taxRate: refuse("KiotViet's lines have no VAT"),
  gift: refuse("KiotViet's lines have no mark for gifts: give the price 0"),
  batch: noBatch,
});
const isNamed = (named: { productId?: string | undefined; code?: string | undefined }): boolean =>
  named.productId !== undefined || named.code !== undefined;
const unnamed = { path: ["productId"], message: "give productId or code" };
const LineCommand = line.extend({ serials: Serials }).refine(isNamed, unnamed);
export type LineCommand = z.infer<typeof LineCommand>;
const lines = z.array(LineCommand).min(1).max(500);
const orderLines = z
  .array(
    line
      .extend({ serials: refuse("KiotViet takes serials with an invoice, not with an order") })
      .refine(isNamed, unnamed),
  )
  .min(1)
  .max(500);

/** The mark behind the note must not be cut off; the document names no length, 500 is what the screens take (inferred). */
const Note = z.string().max(450);

/** An account of the bank is named for card and transfer only (§2.5.3, §2.14.2). */
const withoutAccount = ({ method, accountId }: { method: string; accountId?: string | undefined }): boolean =>
  method !== "cash" || accountId === undefined;
const inCash = { path: ["accountId"], message: "KiotViet takes an account with card and transfer, not with cash" };

const PaymentCommand = z
  .strictObject({
    method: z.enum(["cash", "card", "transfer"], {
      error: "KiotViet takes cash, card or transfer; cash on delivery is shipping.cod",
    }),
    amount: z.number().int().nonnegative(),
    accountId: VendorNumber.optional(),
  })
  .refine(withoutAccount, inCash);
/** Orders and invoices have one method and one amount (§2.5.3). */
const payments = z.array(PaymentCommand).max(1, "KiotViet takes one payment with an order or invoice").optional();

const customer = z
  .strictObject({
    id: VendorNumber.optional(),
    code: z.string().max(200).optional(),
    name: z.string().max(300).optional(),
    phone: z.string().max(30).optional(),
    email: z.email().optional(),
  })
  .optional();

const AreaId = z
  .string()
  .regex(/^\d{1,15}$/, "the id of a delivery area (resource delivery-areas)")
  .optional();

type Problem = { readonly path: keyof Address; readonly message: string };

/** KiotViet keeps "province - district" in one field: a district alone would stand there as a province. */
const oddParts = (address: Address): Problem[] => [
  ...(address.district !== undefined && address.province === undefined
    ? [{ path: "district" as const, message: "KiotViet keeps province and district in one field: give the province" }]
    : []),
  ...(address.wardId !== undefined && address.ward === undefined
    ? [{ path: "wardId" as const, message: "KiotViet takes the ward's name, not its id" }]
    : []),
];
const namelessArea =
  (message: string) =>
  (address: Address): Problem[] =>
    address.province === undefined
      ? (["districtId", "provinceId"] as const).flatMap((path) =>
          address[path] === undefined ? [] : [{ path, message }],
        )
      : [];
const checked =
  (...checks: readonly ((address: Address) => Problem[])[]) =>
  (address: Address, context: z.RefinementCtx) => {
    for (const { path, message } of checks.flatMap((check) => check(address)))
      context.addIssue({ code: "custom", path: [path], message });
  };

const DeliveryPlace = Address.extend({ districtId: AreaId, provinceId: AreaId });
const delivery = {
  note: refuse("KiotViet's deliveries have no note; use the order's"),
  serviceCode: refuse("KiotViet's deliveries name a carrier and none of its services"),
};
const shipping = ShippingCommand.extend({
  ...delivery,
  address: DeliveryPlace.superRefine(checked(oddParts)).optional(),
}).optional();
/** With the id alone the old area's name would stay beside it. */
const changedShipping = ShippingCommand.extend({
  ...delivery,
  address: DeliveryPlace.superRefine(
    checked(oddParts, namelessArea("give the names of the area as well: KiotViet keeps both")),
  ).optional(),
}).optional();
/** Customers have no field for an area's id (§2.6.3). */
const customerAddress = Address.superRefine(
  checked(oddParts, namelessArea("KiotViet's customers hold an area by its name: give province and district")),
).optional();

const Channel = z
  .string()
  .regex(/^\d{1,15}$/, "id or name of a sale channel (resource sale-channels)")
  .optional();
const Staff = z
  .string()
  .regex(/^\d{1,15}$/, "id or name of a user (resource staff)")
  .optional();
const noTags = refuse("KiotViet has no tags");
/** What an order and an invoice say of themselves. */
const origin = { channel: Channel, staffId: Staff, tags: noTags };

export const OrderCreateCommand = OrderCreate.extend({
  ...origin,
  locationId: VendorNumber,
  customer,
  lines: orderLines,
  payments,
  shipping,
  note: Note.optional(),
});
export type OrderCreateCommand = z.infer<typeof OrderCreateCommand>;
export const OrderUpdateCommand = OrderUpdate.extend({
  id: VendorNumber,
  status: refuse("KiotViet has no call that sets an order's status; invoice it or cancel it"),
  ...origin,
  lines: orderLines.optional(),
  shipping: changedShipping,
  note: Note.optional(),
});
export type OrderUpdateCommand = z.infer<typeof OrderUpdateCommand>;
export const OrderCancelCommand = OrderCancel.extend({
  id: VendorNumber,
  reason: refuse("KiotViet's call takes no reason"),
});

/** Only names the record. */
export const RemovalCommand = z.strictObject({ id: VendorNumber });

const CategoryName = z.string().trim().min(1).max(125, "KiotViet takes 125 characters");
export const CategoryCreateCommand = CategoryCreate.extend({ name: CategoryName, parentId: VendorNumber.optional() });
export type CategoryCreateCommand = z.infer<typeof CategoryCreateCommand>;
export const CategoryUpdateCommand = CategoryUpdate.extend({
  id: VendorNumber,
  name: CategoryName.optional(),
  parentId: VendorNumber.optional(),
});

const notPerBranch = refuse("KiotViet keeps cost for each branch and does not take it over its API");
export const ProductCreateCommand = ProductCreate.extend({
  categoryId: VendorNumber,
  barcode: z.string().max(16).optional(),
  cost: notPerBranch,
  active: z.literal(true, { error: "KiotViet creates products active; update it afterwards" }).optional(),
});
export const ProductUpdateCommand = ProductUpdate.extend({
  id: VendorNumber,
  categoryId: VendorNumber.optional(),
  barcode: z.string().max(16).optional(),
  cost: notPerBranch,
  images: refuse("KiotViet takes images when a product is created, not in an update"),
});
export type ProductUpdateCommand = z.infer<typeof ProductUpdateCommand>;

export const StockCommand = StockSet.safeExtend({
  productId: VendorNumber,
  locationId: VendorNumber,
  absolute: z.number({ error: "KiotViet takes the stock itself, not a difference" }),
  delta: refuse("KiotViet takes the stock itself, not a difference"),
  basis: refuse("for a delta only"),
  note: refuse("KiotViet's stock updates carry no note"),
});
export type StockCommand = z.infer<typeof StockCommand>;
export const StockMoveCommand = StockMove.extend({
  productId: VendorNumber,
  locationId: VendorNumber,
  basis: z.literal("read", {
    error:
      'KiotViet takes the stock itself: "read" lets us read it, add the delta and set it. A sale between is undone',
  }),
  note: refuse("KiotViet's stock updates carry no note"),
});
export type StockMoveCommand = z.infer<typeof StockMoveCommand>;

const notWritable = {
  address: customerAddress,
  company: refuse("KiotViet shows a customer's company and does not take it over its API"),
  tags: noTags,
  points: refuse("KiotViet shows a customer's points and does not take them"),
};
const groups = z
  .array(z.string().regex(/^\d{1,15}$/, "id or name of a customer group"))
  .max(50)
  .optional();
const gender = z.enum(["male", "female"], { error: "KiotViet knows male and female" }).optional();
export const CustomerCreateCommand = CustomerCreate.extend({
  ...notWritable,
  gender,
  groups,
  taxCode: refuse("KiotViet takes the tax code in an update, not when a customer is created"),
});
export const CustomerUpdateCommand = CustomerUpdate.extend({ ...notWritable, id: VendorNumber, gender, groups });
export type CustomerUpdateCommand = z.infer<typeof CustomerUpdateCommand>;

export const InvoiceCreateCommand = InvoiceCreate.extend({
  locationId: VendorNumber,
  ...origin,
  orderId: VendorNumber.optional(),
  customer,
  lines,
  payments,
  shipping,
  note: Note.optional(),
});
export type InvoiceCreateCommand = z.infer<typeof InvoiceCreateCommand>;
export const InvoiceUpdateCommand = InvoiceUpdate.extend({
  id: VendorNumber,
  shipping: changedShipping,
  channel: Channel,
});
export type InvoiceUpdateCommand = z.infer<typeof InvoiceUpdateCommand>;
export const InvoiceCancelCommand = InvoiceCancel.extend({
  id: VendorNumber,
  reason: refuse("KiotViet's call takes no reason"),
});
export const PaymentCreateCommand = PaymentCreate.extend({
  invoiceId: VendorNumber,
  accountId: VendorNumber.optional(),
  note: refuse("KiotViet's payments carry no note"),
}).refine(withoutAccount, inCash);
export type PaymentCreateCommand = z.infer<typeof PaymentCreateCommand>;

const goods = {
  productId: VendorNumber.optional(),
  serials: refuse("KiotViet shows the serials of goods that come in or move and takes none"),
  batch: noBatch,
};

/** A line of a purchase is named by its code alone (§2.15.3). */
const PurchaseLine = StockLineCommand.extend({
  ...goods,
  code: z.string({ error: "KiotViet names the goods of a purchase by their code" }).min(1).max(200),
  price: z.number({ error: "KiotViet needs what a piece of every line cost" }).int().nonnegative(),
});
export type PurchaseLine = z.infer<typeof PurchaseLine>;
const purchase = {
  supplier: SupplierReference.extend({ id: refuse("KiotViet names a supplier by code, not by id") }).optional(),
  accountId: VendorNumber.optional(),
  note: Note.optional(),
};
const paidInCash = ({ method, accountId }: { method?: string | undefined; accountId?: string | undefined }): boolean =>
  accountId === undefined || method === "card" || method === "transfer";
export const PurchaseCreateCommand = PurchaseCreate.extend({
  ...purchase,
  locationId: VendorNumber,
  lines: z.array(PurchaseLine).min(1).max(500),
}).refine(paidInCash, inCash);
export type PurchaseCreateCommand = z.infer<typeof PurchaseCreateCommand>;
export const PurchaseUpdateCommand = PurchaseUpdate.extend({
  ...purchase,
  id: VendorNumber,
  locationId: VendorNumber.optional(),
  lines: z.array(PurchaseLine).min(1).max(500).optional(),
}).refine(paidInCash, inCash);
export type PurchaseUpdateCommand = z.infer<typeof PurchaseUpdateCommand>;

const TransferLine = StockLineCommand.extend({
  ...goods,
  discount: refuse("KiotViet's transfers have no discount"),
  note: refuse("KiotViet's lines of a transfer have no note"),
}).refine(isNamed, unnamed);
export type TransferLine = z.infer<typeof TransferLine>;
export const TransferCreateCommand = TransferCreate.extend({
  fromLocationId: VendorNumber,
  toLocationId: VendorNumber,
  lines: z.array(TransferLine).min(1).max(500),
  note: Note.optional(),
}).refine(({ fromLocationId, toLocationId }) => fromLocationId !== toLocationId, {
  path: ["toLocationId"],
  message: "goods go from one branch to another one",
});
export type TransferCreateCommand = z.infer<typeof TransferCreateCommand>;
export const TransferUpdateCommand = TransferUpdate.extend({
  id: VendorNumber,
  lines: z.array(TransferLine).min(1).max(500).optional(),
  note: Note.optional(),
});
export type TransferUpdateCommand = z.infer<typeof TransferUpdateCommand>;

/** One call sets one price (§2.17.3); the book 0 is the common one. */
export const PriceBookCommand = PriceBookSet.extend({
  id: VendorNumber,
  prices: z
    .array(
      z.strictObject({
        productId: z
          .string({ error: "KiotViet names a product of a price book by its id" })
          .regex(/^\d{1,15}$/, "KiotViet's ids are whole numbers"),
        code: z.string().min(1).max(200).optional(),
        price: z.number().int().nonnegative(),
      }),
    )
    .length(1, "KiotViet sets one price in a call: send a command for each"),
});
export type PriceBookCommand = z.infer<typeof PriceBookCommand>;

const notOfCode = refuse("KiotViet's campaigns have it, and no call changes a campaign");
export const VoucherCreateCommand = VoucherCreate.extend({
  campaignId: VendorNumber,
  codes: z.array(z.string().min(1).max(100), { error: "KiotViet takes the codes themselves" }).min(1).max(500),
  count: refuse("KiotViet makes no codes of its own over its API: give codes"),
  name: notOfCode,
  value: notOfCode,
  percent: notOfCode,
  mostOff: notOfCode,
  from: notOfCode,
  to: notOfCode,
});
export const VoucherReleaseCommand = VoucherRelease.extend({ campaignId: VendorNumber });
export const VoucherCancelCommand = VoucherCancel.extend({ campaignId: VendorNumber });
