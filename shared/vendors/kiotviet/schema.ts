import * as z from "zod";

/**
 * Two kinds of schemas. `Page`, `One` and `Done` describe what every answer must have for us to trust it; they change
 * nothing, so that the raw row stays as the vendor sent it. The `...Row` schemas are what the normalizers read from
 * one row; a row that does not fit is kept raw and reported without holding up its page.
 */

/** KiotViet writes ids as numbers; a webhook relay or an F&B shop may hand them on as text. */
export const Id = z.union([z.number().int(), z.string().min(1)]);

const Text = z.union([z.string(), z.number().transform(String)]).nullish();
/** Decimals come with trailing zeros (`510000.0000000000`, recorded) and sometimes as text. */
const Amount = z.union([z.number(), z.string()]).nullish();
const Time = z.string().nullish();
const Code = z.union([z.number(), z.string()]).nullish();
const Flag = z.union([z.boolean(), z.number().transform((value) => value !== 0)]).nullish();

const removed = z.array(z.unknown()).nullish();

/**
 * The envelope of every list. Removed ids have three spellings depending on the page of the document (§2.3.1
 * removedIds, §2.4.1 removeId, §2.8 removeIds), and `timestamp` is the vendor's clock with its offset.
 */
export const Page = <Row extends z.ZodType>(row: Row) =>
  z
    .looseObject({
      total: z.number().nullish(),
      pageSize: z.number().nullish(),
      // A serializer that leaves out nulls may leave out the rows of an empty list; only `total: 0` says so.
      data: z.array(row).nullish(),
      timestamp: z.string().nullish(),
      removedIds: removed,
      removeIds: removed,
      removeId: removed,
    })
    .refine((page) => Array.isArray(page.data) || page.total === 0, { path: ["data"], message: "no list of rows" });

export const Identified = z.looseObject({ id: Id });
export const IdentifiedPage = Page(Identified);

/** One record, bare (§2.4.2) or wrapped in `data` (§2.3.2), or as the only row of a list (§2.20.2). */
export const One = <Row extends z.ZodType>(row: Row) =>
  z.union([z.looseObject({ data: z.union([row, z.array(row)]) }), row]);
export const IdentifiedOne = One(Identified);

/** Answers of writes that say only that they were done. */
/** Every such answer has its sentence (§2.3.5, §2.4.8, §2.5.5): JSON without it is not the vendor's word. */
export const Done = z.looseObject({ message: z.string() });

export const Token = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.unknown().optional(),
  token_type: z.string().nullish(),
  scope: z.string().nullish(),
});

export const CategoryRow = z.looseObject({
  categoryId: Id,
  categoryName: Text,
  parentId: Id.nullish(),
  rank: z.number().nullish(),
  createdDate: Time,
  modifiedDate: Time,
});

export const BranchRow = z.looseObject({
  id: Id,
  branchName: Text,
  branchCode: Text,
  contactNumber: Text,
  email: Text,
  address: Text,
  locationName: Text,
  wardName: Text,
  isActive: Flag,
});

/** `onHand` in the document and in products, `onhand` in productOnHands (§2.4.9) and in some shops (field note). */
const InventoryLevel = z.looseObject({
  productId: Id.nullish(),
  branchId: Id,
  onHand: Amount,
  onhand: Amount,
  reserved: Amount,
  onOrder: Amount,
  cost: Amount,
  modifiedDate: Time,
});

export const InventoryRow = z.looseObject({
  id: Id,
  code: Text,
  createdDate: Time,
  modifiedDate: Time,
  inventories: z.array(InventoryLevel).nullish(),
});

export const ProductRow = z.looseObject({
  id: Id,
  code: Text,
  barCode: Text,
  name: Text,
  fullName: Text,
  description: Text,
  type: Code,
  categoryId: Id.nullish(),
  categoryName: Text,
  tradeMarkName: Text,
  allowsSale: Flag,
  isActive: Flag,
  unit: Text,
  masterProductId: Id.nullish(),
  masterUnitId: Id.nullish(),
  conversionValue: Amount,
  basePrice: Amount,
  weight: Amount,
  createdDate: Time,
  modifiedDate: Time,
  attributes: z.array(z.looseObject({ attributeName: Text, attributeValue: Text })).nullish(),
  units: z
    .array(
      z.looseObject({
        id: Id.nullish(),
        code: Text,
        name: Text,
        unit: Text,
        conversionValue: Amount,
        basePrice: Amount,
      }),
    )
    .nullish(),
  // Text in answers (recorded), `[{ Image }]` in the document and in webhooks.
  images: z
    .array(z.union([z.string(), z.looseObject({ Image: z.string().nullish(), image: z.string().nullish() })]))
    .nullish(),
  inventories: z.array(InventoryLevel).nullish(),
  priceBooks: z.array(z.looseObject({ priceBookId: Id, priceBookName: Text, isActive: Flag, price: Amount })).nullish(),
  productFormulas: z.array(z.looseObject({ materialId: Id, quantity: Amount })).nullish(),
});
export type ProductRow = z.infer<typeof ProductRow>;

export const CustomerRow = z.looseObject({
  id: Id,
  code: Text,
  name: Text,
  type: Code,
  gender: z.boolean().nullish(),
  birthDate: Time,
  contactNumber: Text,
  address: Text,
  locationName: Text,
  wardName: Text,
  email: Text,
  organization: Text,
  taxCode: Text,
  comments: Text,
  groups: Text,
  debt: Amount,
  totalInvoiced: Amount,
  totalPoint: Amount,
  rewardPoint: Amount,
  createdDate: Time,
  modifiedDate: Time,
});

const LineRow = z.looseObject({
  id: Id.nullish(),
  productId: Id.nullish(),
  productCode: Text,
  productName: Text,
  quantity: Amount,
  price: Amount,
  discount: Amount,
  discountRatio: Amount,
  subTotal: Amount,
  note: Text,
  serialNumbers: Text,
});
/** The document draws lines as one object (§2.5.1); answers carry a list (recorded). */
const Lines = z.union([z.array(LineRow), LineRow.transform((line) => [line])]).nullish();
export type LineRow = z.infer<typeof LineRow>;

const PaymentRow = z.looseObject({
  id: Id.nullish(),
  code: Text,
  amount: Amount,
  method: Text,
  status: Code,
  statusValue: Text,
  transDate: Time,
  accountId: Id.nullish(),
});
export type PaymentRow = z.infer<typeof PaymentRow>;

const DeliveryRow = z.looseObject({
  deliveryCode: Text,
  status: Code,
  statusValue: Text,
  price: Amount,
  receiver: Text,
  contactNumber: Text,
  address: Text,
  locationId: Id.nullish(),
  locationName: Text,
  wardName: Text,
  usingPriceCod: Flag,
  priceCodPayment: Amount,
  weight: Amount,
  expectedDelivery: Time,
  partnerDelivery: z.looseObject({ code: Text, name: Text }).nullish(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

const SurchargeLine = z.looseObject({ surchargeCode: Text, surchargeName: Text, surValue: Amount, price: Amount });
export type SurchargeLine = z.infer<typeof SurchargeLine>;

const SaleChannel = z.looseObject({ Name: Text, name: Text }).nullish();

const document = {
  id: Id,
  code: Text,
  branchId: Id.nullish(),
  soldById: Id.nullish(),
  soldByName: Text,
  customerId: Id.nullish(),
  customerCode: Text,
  customerName: Text,
  total: Amount,
  totalPayment: Amount,
  discount: Amount,
  status: Code,
  statusValue: Text,
  description: Text,
  purchaseDate: Time,
  createdDate: Time,
  modifiedDate: Time,
  saleChannelId: Id.nullish(),
  saleChannelName: Text,
  SaleChannel,
  saleChannel: SaleChannel,
  payments: z.array(PaymentRow).nullish(),
  invoiceOrderSurcharges: z.array(SurchargeLine).nullish(),
};

export const OrderRow = z.looseObject({
  ...document,
  expectedDelivery: Time,
  orderDetails: Lines,
  orderDelivery: DeliveryRow.nullish(),
});

export const InvoiceRow = z.looseObject({
  ...document,
  orderId: Id.nullish(),
  orderCode: Text,
  invoiceDetails: Lines,
  // Lists and details call it invoiceDelivery (§2.12.1), answers of writes deliveryDetail (§2.12.3).
  invoiceDelivery: DeliveryRow.nullish(),
  deliveryDetail: DeliveryRow.nullish(),
});

export const ReturnRow = z.looseObject({
  ...document,
  invoiceId: Id.nullish(),
  returnDate: Time,
  receivedById: Id.nullish(),
  returnTotal: Amount,
  returnDiscount: Amount,
  returnFee: Amount,
  returnDetails: Lines,
});

/** What the raw records show of themselves; the rest stays under `raw`. */
export const PlainRow = z.looseObject({
  id: Id,
  code: Text,
  name: Text,
  createdDate: Time,
  createDate: Time,
  transDate: Time,
  purchaseDate: Time,
  orderDate: Time,
  releaseDate: Time,
});

/** Error bodies: camelCase from the API, PascalCase from its validation (HTTP 420), bare OAuth words from sign-in. */
const Status = z.looseObject({
  errorCode: Text,
  ErrorCode: Text,
  message: Text,
  Message: Text,
  errors: z.array(z.unknown()).nullish(),
  Errors: z.array(z.unknown()).nullish(),
});
export const ErrorBody = z.looseObject({
  responseStatus: Status.nullish(),
  ResponseStatus: Status.nullish(),
  error: z.string().nullish(),
  message: z.string().nullish(),
});
export const FieldError = z.looseObject({
  fieldName: Text,
  FieldName: Text,
  message: Text,
  Message: Text,
});
