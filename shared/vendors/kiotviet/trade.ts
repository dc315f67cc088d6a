import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { Rejected } from "../../core/errors.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type {
  CashEntry,
  CustomerGroup,
  PriceBook,
  PriceBookPrice,
  Promotion,
  Purchase,
  StaffMember,
  Transfer,
  Voucher,
} from "../../core/records.ts";
import {
  compact,
  first,
  idIn,
  idOrNone,
  isObject,
  nameOr,
  rowsIn,
  some,
  type Unreadable,
  type Untyped,
} from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { toBatches, toPurchasePayment, vendorStatus } from "./normalize.ts";
import {
  CampaignRow,
  CashRow,
  GroupRow,
  type MovedLine,
  PriceBookRow,
  PriceRow,
  PurchaseRow,
  TransferRow,
  UserRow,
  VoucherRow,
} from "./schema.ts";

/** Goods, money and people beside the sales. */

const toPurchaseLine = (line: MovedLine) =>
  compact({
    id: line.id,
    productId: line.productId,
    code: first(line.productCode, line.ProductCode),
    name: line.productName,
    quantity: line.quantity,
    price: line.price,
    discount: line.discount,
    total: line.subTotal,
    serials: line.serialNumbers,
    batches: toBatches(line.productBatchExpire),
  });

const LINES = ["purchaseOrderDetails", "orderSupplierDetails"] as const;

/**
 * §2.15.1 draws the percentage alone. Whether a line's own discount is for one piece is not said, so the percentage is taken
 * only where the total confirms it.
 */
const purchaseDiscount = (row: z.output<typeof PurchaseRow>, isWhole: boolean): Unreadable<Money> => {
  const { discount, discountRatio, total } = row;
  if (discount === null || (discount !== undefined && discount !== 0)) return discount;
  if (!discountRatio || !total || !isWhole) return discount;
  const costs = LINES.flatMap((name) => row[name]).map(({ subTotal, price, quantity, discount: off }) =>
    subTotal === undefined && price ? minus(times(price, String(quantity)), off ?? 0) : subTotal,
  );
  const cost = sum(...costs);
  if (costs.length === 0 || cost === undefined) return discount;
  const amount = times(times(cost, discountRatio), "0.01");
  return Math.abs(Number(minus(minus(cost, amount), total))) < 1 ? amount : discount;
};

/** Purchases (§2.15.1) and orders to suppliers (§2.20.1). What their states mean is told in words only. */
export const toPurchase = recordOf(PurchaseRow, (row, { lacks }): Purchase => {
  const expenses = row.OrderSupplierExpensesOthers.map(({ price }) => price);
  return compact({
    id: row.id,
    code: row.code,
    vendorStatus: vendorStatus(row),
    supplierId: row.supplierId,
    supplierCode: row.supplierCode,
    supplierName: row.supplierName,
    locationId: row.branchId,
    lines: some([...row.purchaseOrderDetails, ...row.orderSupplierDetails])?.map(toPurchaseLine),
    discount: purchaseDiscount(row, !lacks(...LINES)),
    fee: expenses.length === 0 || lacks("OrderSupplierExpensesOthers") ? undefined : sum(...expenses),
    total: row.total,
    paid: first(row.totalPayment, row.paidAmount),
    payments: some(row.payments)?.map(toPurchasePayment),
    staffId: first(row.purchaseById, row.userId),
    staffName: row.purchaseName,
    note: row.description,
    receivedAt: row.purchaseDate,
    createdAt: first(row.createdDate, row.purchaseDate, row.orderDate),
    updatedAt: row.modifiedDate,
  });
});

export const toTransfer = recordOf(
  TransferRow,
  (row): Transfer =>
    compact({
      id: row.id,
      code: row.code,
      vendorStatus: vendorStatus(row),
      fromLocationId: row.fromBranchId,
      toLocationId: row.toBranchId,
      lines: some(row.transferDetails)?.map((line) =>
        compact({
          id: line.id,
          productId: line.productId,
          code: first(line.productCode, line.ProductCode),
          name: line.productName,
          quantity: line.sendQuantity,
          received: first(line.receiveQuantity, line.recieveQuantity, line.recivedQuantity),
          price: line.price,
        }),
      ),
      note: row.description,
      sentAt: row.dispatchedDate,
      receivedAt: row.receivedDate,
      createdAt: row.createdDate,
    }),
);

const directionOf = (isReceipt: Unreadable<boolean>): CashEntry["direction"] =>
  isReceipt === undefined || isReceipt === null ? undefined : isReceipt ? "in" : "out";

/** §2.14.1. The list shows cancelled slips as well. */
const slipStateOf = codesOf<CashEntry["status"]>({ 0: "completed", 1: "cancelled" });

export const toCashEntry = recordOf(CashRow, (row): CashEntry => {
  const isNegative = row.amount !== null && row.amount !== undefined && Number(row.amount) < 0;
  return compact({
    id: row.id,
    code: row.code,
    direction: directionOf(row.isReceipt),
    amount: isNegative ? minus(0, row.amount!) : row.amount,
    method: row.method?.toLowerCase(),
    accountId: row.AccountId,
    locationId: row.branchId,
    partyType: row.partnerType,
    partyId: row.partnerId,
    partyName: row.partnerName,
    status: row.status === undefined ? undefined : (slipStateOf(row.status) ?? "unknown"),
    vendorStatus: vendorStatus(row),
    staffName: row.user,
    note: row.Description,
    at: row.transDate,
    createdAt: first(row.createdDate, row.transDate),
  });
});

export const toPriceBook = recordOf(
  PriceBookRow,
  (row): PriceBook =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      active: row.isActive,
      startsAt: row.startDate,
      endsAt: row.endDate,
      locationIds: some(row.priceBookBranches.flatMap(({ branchId }) => branchId ?? [])),
      customerGroupIds: some(row.priceBookCustomerGroups.flatMap(({ customerGroupId }) => customerGroupId ?? [])),
      createdAt: row.createdDate,
      updatedAt: row.modifiedDate,
    }),
);

/** Whether a group's discount is an amount or a percentage is not said (§2.6.6). Above 100 it can only be an amount. */
export const toCustomerGroup = recordOf(GroupRow, (row): CustomerGroup => {
  const isAmount = row.discount !== null && row.discount !== undefined && Number(row.discount) > 100;
  return compact({
    id: row.id,
    name: nameOr(row.name, row.id),
    note: row.description,
    discount: isAmount ? row.discount : undefined,
    discountPercent: isAmount || row.discount === undefined || row.discount === null ? undefined : Number(row.discount),
    createdAt: row.createdDate,
    updatedAt: row.modifiedDate,
  });
});

export const toStaffMember = recordOf(
  UserRow,
  (row): StaffMember =>
    compact({
      id: row.id,
      name: first(row.givenName, row.userName),
      username: row.userName,
      phone: row.mobilePhone,
      phoneE164: toE164(row.mobilePhone),
      email: row.email,
      createdAt: row.createdDate,
    }),
);

export const toCampaign = recordOf(
  CampaignRow,
  (row): Promotion =>
    compact({
      id: row.id,
      code: row.code,
      name: row.name,
      active: row.isActive,
      startsAt: row.startDate,
      endsAt: row.endDate,
      discount: row.price,
      leastTotal: row.prereqPrice,
      note: row.description,
      quantity: row.quantity,
      locationIds: some(row.voucherBranchs.flatMap(({ branchId }) => branchId ?? [])),
      createdAt: row.createdDate,
      updatedAt: row.modifiedDate,
    }),
);

export const toVoucher = recordOf(
  VoucherRow,
  (row): Voucher =>
    compact({
      id: row.id,
      code: row.code,
      campaignId: row.voucherCampaignId,
      startsAt: row.releaseDate,
      endsAt: row.expireDate,
      discount: row.price,
      vendorStatus: row.status ? { code: row.status } : undefined,
      used: row.usedDate === null ? undefined : row.usedDate !== undefined || undefined,
      usedAt: row.usedDate,
      customerId: row.partnerType === "customer" ? row.partnerId : undefined,
      createdAt: first(row.createdDate, row.releaseDate),
    }),
);

export const priceId = (row: unknown): string => `${idIn(row, "priceBookId")}:${idIn(row, "productId")}`;

/**
 * A product's price in a price book, as the list of the book draws it (§2.17.2). Whether a product shows the prices of all
 * books is not said: that this one is not among them tells nothing.
 */
export const priceShownBy = (product: Untyped, id: string, current: unknown): unknown => {
  if (!isObject(product)) return undefined;
  const shown = (rowsIn(product.priceBooks) ?? []).find((row) => idOrNone(priceId, row) === id) as Untyped;
  if (!shown) throw new Rejected("products.get shows no price of this price book, which there may be all the same");
  const { priceBookId, productId, price } = shown;
  return { ...(current as object), productId, productCode: product.code, price, priceBookId: String(priceBookId) };
};

export const toPrice = recordOf(
  PriceRow,
  (row): PriceBookPrice =>
    compact({
      id: `${row.priceBookId}:${row.productId}`,
      code: row.productCode,
      priceBookId: row.priceBookId,
      productId: row.productId,
      price: row.price,
    }),
);
