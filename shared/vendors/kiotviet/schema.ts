import * as z from "zod";
import { toMoney, toQuantity } from "../../core/money.ts";
import {
  Amount,
  countOf,
  Day,
  Flag,
  Id,
  isObject,
  listOf,
  needed,
  OneOf,
  Phone,
  partOf,
  Quantity,
  Reference,
  rowsIn,
  Text,
  Time,
  toText,
  Words,
  word,
} from "../../core/rows.ts";

/**
 * Two kinds of schemas. `Page`, `One` and `Done` describe what every answer must have for us to trust it; they change
 * nothing, so that the raw row stays as the vendor sent it. The `...Row` schemas are what the normalizers read from
 * one row: a field that does not fit is left out of its record and named, and holds up nothing else.
 */

/** KiotViet writes ids as numbers; a webhook relay or an F&B shop may hand them on as text. */
export const AnyId = z.union([z.number().int(), z.string().min(1)]);

/** Times without an offset are Vietnam's. */
const Moment = Time("hanoi");

/**
 * The envelope of every list; its rows are read one by one, so that an odd one does not stop the others. A serializer
 * that leaves out nulls may leave out the rows of an empty list; only `total: 0` says so.
 */
export const Page = z
  .looseObject({ total: z.unknown().optional(), data: z.unknown().optional() })
  .refine((page) => rowsIn(page.data) !== undefined || countOf(page.total) === 0, {
    path: ["data"],
    message: "no list of rows",
  });

const Identified = z.looseObject({ id: AnyId });

/** One record, bare (§2.4.2) or wrapped in `data` (§2.3.2), or as the only row of a list (§2.20.2). */
export const One = <Row extends z.ZodType>(row: Row) =>
  z.union([z.looseObject({ data: z.union([row, z.array(row).min(1)]) }), row]);
export const IdentifiedOne = One(Identified);

/**
 * Answers of writes that say only that they were done. Every such answer has a sentence with "thành công" (§2.3.5, §2.4.8,
 * §2.5.5, §2.24), price books `isSuccess` (§2.17.3). A sentence that says something else is no yes, whosever it is: the
 * document has one field for "thành công/thất bại" (§2.16.4).
 */
export const Done = z
  .looseObject({ message: z.string().nullish(), isSuccess: z.boolean().nullish() })
  .refine(({ message, isSuccess }) => isSuccess === true || saysDone(message?.normalize("NFC") ?? ""), {
    message: "neither done nor refused",
  });
const saysDone = (sentence: string): boolean =>
  /thành công|\bsuccess/i.test(sentence) && !/(không|chưa|not?) (thành công|success)/i.test(sentence);

export const Token = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.unknown().optional(),
  scope: z.unknown().optional(),
});

export const CategoryRow = z.object({
  categoryId: Id,
  categoryName: Text,
  parentId: Reference,
  rank: Quantity,
  modifiedDate: Moment,
});

/** An address as branches, customers and deliveries carry it. */
const place = { address: Text, locationName: Text, wardName: Text };

export const BranchRow = z.object({
  ...place,
  id: Id,
  branchName: Text,
  branchCode: Text,
  contactNumber: Phone,
  email: Text,
  isActive: Flag,
  modifiedDate: Moment,
});

/** `onHand` in the document and in products, `onhand` in productOnHands (§2.4.9) and in some shops (field note). */
const InventoryLevel = z.object({
  branchId: Id,
  onHand: Amount,
  onhand: Amount,
  reserved: Amount,
  onOrder: Quantity,
  cost: Amount,
  modifiedDate: Moment,
});

export const InventoryRow = z.object({ id: Id, code: Text, inventories: listOf(InventoryLevel) });

/** §2.4.1: "3 service, 1 combo, 2 everything else". */
const ProductType = OneOf({ 1: "combo", 2: "goods", 3: "service" } as const, "other");

/** Text in answers (recorded), `{ Image }` in the document and in webhooks. */
const Image = word((image) => {
  if (!isObject(image)) return toText(image);
  const address = image.Image ?? image.image;
  if (address === undefined) throw new RangeError("not an image");
  return toText(address);
});

export const ProductRow = z.object({
  id: Id,
  code: Text,
  barCode: Text,
  name: Text,
  fullName: Text,
  description: Text,
  type: ProductType,
  categoryId: Reference,
  categoryName: Text,
  tradeMarkName: Text,
  allowsSale: Flag,
  isActive: Flag,
  unit: Text,
  masterProductId: Reference,
  masterUnitId: Reference,
  basePrice: Amount,
  weight: Quantity,
  createdDate: Moment,
  modifiedDate: Moment,
  attributes: listOf(z.object({ attributeName: needed(toText, ""), attributeValue: needed(toText, "") })),
  units: listOf(
    z.object({
      id: Reference,
      code: Text,
      name: Text,
      unit: Text,
      conversionValue: needed(toQuantity, 1),
      basePrice: Amount,
    }),
  ),
  images: listOf(Image),
  inventories: listOf(z.object({ cost: Amount })),
  priceBooks: listOf(
    z.object({
      priceBookId: Id,
      priceBookName: Text,
      isActive: Flag,
      startDate: Moment,
      endDate: Moment,
      price: needed(toMoney, 0),
    }),
  ),
  productFormulas: listOf(z.object({ materialId: Id, quantity: needed(toQuantity, 0) })),
  // 1: in stock, 0: sold.
  productSerials: listOf(z.object({ serialNumber: Text, status: Text })),
  productBatchExpires: listOf(z.object({ batchName: Text, expireDate: Day, onHand: Quantity, branchId: Reference })),
});

const person = { 0: "person", 1: "company" } as const;
const genders = { true: "male", false: "female" } as const;

export const CustomerRow = z.object({
  ...place,
  id: Id,
  code: Text,
  name: Text,
  type: OneOf(person),
  gender: OneOf(genders),
  birthDate: Day,
  contactNumber: Phone,
  email: Text,
  organization: Text,
  taxCode: Text,
  comments: Text,
  groups: Words(/[,|;]/),
  debt: Amount,
  totalInvoiced: Amount,
  totalPoint: Quantity,
  rewardPoint: Quantity,
  createdDate: Moment,
  modifiedDate: Moment,
});

const Batch = partOf({ id: Reference, batchName: Text, expireDate: Day });
export type BatchRow = z.infer<typeof Batch>;

const LineRow = z.object({
  id: Reference,
  productId: Reference,
  productCode: Text,
  productName: Text,
  quantity: needed(toMoney, 0),
  price: needed(toMoney, 0),
  discount: Amount,
  discountRatio: Amount,
  subTotal: Amount,
  note: Text,
  serialNumbers: Words(/,/),
  productBatchExpire: Batch,
});
export type LineRow = z.infer<typeof LineRow>;
/** The document draws lines as one object (§2.5.1); answers carry a list (recorded). */
const Lines = listOf(LineRow);

/** A state as the vendor shows it: a number, and words beside it. */
const state = { status: Text, statusValue: Text };

const payment = { ...state, id: Reference, code: Text, method: Text, transDate: Moment, accountId: Reference };
const PaymentRow = z.object({ ...payment, amount: needed(toMoney, 0) });
export type PaymentRow = z.infer<typeof PaymentRow>;
/** §2.15.2 draws the payments of a purchase without their amounts. */
const PurchasePaymentRow = z.object({ ...payment, amount: Amount });
export type PurchasePaymentRow = z.infer<typeof PurchasePaymentRow>;

const DeliveryRow = partOf({
  ...place,
  ...state,
  deliveryCode: Text,
  price: Amount,
  receiver: Text,
  contactNumber: Phone,
  locationId: Reference,
  usingPriceCod: Flag,
  priceCodPayment: Amount,
  weight: Quantity,
  expectedDelivery: Moment,
  partnerDelivery: partOf({ code: Text, name: Text }),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

const SurchargeLine = z.object({ surchargeCode: Text, surchargeName: Text, surValue: Amount, price: Amount });
export type SurchargeLine = z.infer<typeof SurchargeLine>;

const SaleChannel = partOf({ Name: Text, name: Text });

const document = {
  ...state,
  id: Id,
  code: Text,
  branchId: Reference,
  soldById: Reference,
  soldByName: Text,
  customerId: Reference,
  customerCode: Text,
  customerName: Text,
  total: Amount,
  totalPayment: Amount,
  discount: Amount,
  discountRatio: Amount,
  description: Text,
  purchaseDate: Moment,
  createdDate: Moment,
  modifiedDate: Moment,
  saleChannelId: Reference,
  saleChannelName: Text,
  SaleChannel,
  saleChannel: SaleChannel,
  payments: listOf(PaymentRow),
  invoiceOrderSurcharges: listOf(SurchargeLine),
};

export const OrderRow = z.object({
  ...document,
  expectedDelivery: Moment,
  orderDetails: Lines,
  orderDelivery: DeliveryRow,
});

export const InvoiceRow = z.object({
  ...document,
  orderId: Reference,
  orderCode: Text,
  invoiceDetails: Lines,
  // Lists and details call it invoiceDelivery (§2.12.1), answers of writes deliveryDetail (§2.12.3).
  invoiceDelivery: DeliveryRow,
  deliveryDetail: DeliveryRow,
});

export const ReturnRow = z.object({
  ...document,
  invoiceId: Reference,
  returnDate: Moment,
  receivedById: Reference,
  returnTotal: Amount,
  returnDiscount: Amount,
  returnFee: Amount,
  returnDetails: Lines,
});
export type DocumentRow = z.infer<typeof OrderRow> | z.infer<typeof InvoiceRow> | z.infer<typeof ReturnRow>;

// ---- goods and money beside the sales --------------------------------------------------------------------------------

const MovedLine = z.object({
  id: Reference,
  productId: Reference,
  // Both spellings stand in the document (§2.15.1, §2.20.1).
  ProductCode: Text,
  productCode: Text,
  productName: Text,
  quantity: needed(toQuantity, 0),
  price: Amount,
  discount: Amount,
  subTotal: Amount,
  serialNumbers: Words(/,/),
  productBatchExpire: Batch,
});
export type MovedLine = z.infer<typeof MovedLine>;

/** §2.15.1 and, under other names, §2.20.1. */
export const PurchaseRow = z.object({
  ...state,
  id: Id,
  code: Text,
  branchId: Reference,
  supplierId: Reference,
  supplierCode: Text,
  supplierName: Text,
  purchaseById: Reference,
  userId: Reference,
  purchaseName: Text,
  description: Text,
  discount: Amount,
  discountRatio: Amount,
  total: Amount,
  totalPayment: Amount,
  paidAmount: Amount,
  purchaseDate: Moment,
  orderDate: Moment,
  createdDate: Moment,
  modifiedDate: Moment,
  payments: listOf(PurchasePaymentRow),
  purchaseOrderDetails: listOf(MovedLine),
  orderSupplierDetails: listOf(MovedLine),
  OrderSupplierExpensesOthers: listOf(z.object({ price: Amount })),
});

/** §2.16.1; the misspelt quantities are the document's. */
export const TransferRow = z.object({
  ...state,
  id: Id,
  code: Text,
  fromBranchId: Reference,
  toBranchId: Reference,
  description: Text,
  dispatchedDate: Moment,
  receivedDate: Moment,
  createdDate: Moment,
  transferDetails: listOf(
    z.object({
      id: Reference,
      productId: Reference,
      ProductCode: Text,
      productCode: Text,
      productName: Text,
      sendQuantity: needed(toQuantity, 0),
      recieveQuantity: Quantity,
      recivedQuantity: Quantity,
      receiveQuantity: Quantity,
      price: Amount,
    }),
  ),
});

/** §2.14.1: A all, C customer, S supplier, U staff, D carrier, O other. */
const parties = { c: "customer", s: "supplier", u: "staff", d: "carrier", o: "other" } as const;
/** §2.14.1. The list that the row was asked from is written into it: the row does not tell its direction. */
export const CashRow = z.object({
  ...state,
  id: Id,
  code: Text,
  amount: Amount,
  isReceipt: Flag,
  method: Text,
  AccountId: Reference,
  branchId: Reference,
  partnerType: OneOf(parties),
  partnerId: Reference,
  partnerName: Text,
  user: Text,
  Description: Text,
  transDate: Moment,
  createdDate: Moment,
});

/** §2.17.1 */
export const PriceBookRow = z.object({
  id: Id,
  name: Text,
  isActive: Flag,
  startDate: Moment,
  endDate: Moment,
  createdDate: Moment,
  modifiedDate: Moment,
  priceBookBranches: listOf(z.object({ branchId: Reference })),
  priceBookCustomerGroups: listOf(z.object({ customerGroupId: Reference })),
});

/** §2.6.6 */
export const GroupRow = z.object({
  id: Id,
  name: Text,
  description: Text,
  discount: Amount,
  createdDate: Moment,
  modifiedDate: Moment,
});

/** §2.8 */
export const UserRow = z.object({
  id: Id,
  userName: Text,
  givenName: Text,
  mobilePhone: Phone,
  email: Text,
  createdDate: Moment,
});

/** §2.24.1: `price` is what a voucher is worth, `prereqPrice` what the invoice must come to. */
export const CampaignRow = z.object({
  id: Id,
  code: Text,
  name: Text,
  description: Text,
  isActive: Flag,
  startDate: Moment,
  endDate: Moment,
  price: Amount,
  prereqPrice: Amount,
  quantity: Quantity,
  createdDate: Moment,
  modifiedDate: Moment,
  voucherBranchs: listOf(z.object({ branchId: Reference })),
});

/** §2.24.2 */
export const VoucherRow = z.object({
  id: Id,
  code: Text,
  voucherCampaignId: Reference,
  releaseDate: Moment,
  expireDate: Moment,
  usedDate: Moment,
  status: Text,
  price: Amount,
  partnerType: OneOf(parties),
  partnerId: Reference,
  createdDate: Moment,
});

/** What the raw records show of themselves, named by `names` where it is not `name`; the rest stays under `raw`. */
export const plainRow = (names: readonly string[]) =>
  z.object({
    id: Id,
    code: Text,
    surchargeCode: Text,
    name: Text,
    ...Object.fromEntries(names.map((name) => [name, Text])),
    createdDate: Moment,
    modifiedDate: Moment,
    createDate: Moment,
    transDate: Moment,
    purchaseDate: Moment,
    orderDate: Moment,
    releaseDate: Moment,
  });

/** One product's price in one price book; the book's id is written into the row when its page is read. */
export const PriceRow = z.object({ priceBookId: Id, productId: Id, productCode: Text, price: Amount });

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
