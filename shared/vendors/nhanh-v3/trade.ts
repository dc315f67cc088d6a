import { codesOf } from "../../core/codes.ts";
import type { Money } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type {
  CashEntry,
  PriceBook,
  PriceBookPrice,
  Promotion,
  StaffMember,
  Supplier,
  Voucher,
} from "../../core/records.ts";
import { compact, nameOr, positive, some, type Unreadable, type Untyped, within } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { CampaignRow, CouponRow, PriceBookRow, PriceRow, SupplierRow, TransactionRow, UserRow } from "./schema.ts";

/** Goods, money and people beside the sales. */

/** 1 active or trading, 2 stopped. */
const isActive = codesOf({ 1: true, 2: false });

export const toSupplier = recordOf(
  SupplierRow,
  (row): Supplier =>
    compact({ id: row.id, name: nameOr(row.name, row.id), phone: row.mobile, phoneE164: toE164(row.mobile) }),
);

export const toStaffMember = recordOf(
  UserRow,
  (row): StaffMember =>
    compact({
      id: row.id,
      name: row.fullName,
      username: row.username,
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      role: row.roleName,
      locationIds: some(row.depots.flatMap(({ id }) => id ?? [])),
    }),
);

interface Benefit {
  readonly valueType?: Unreadable<string>;
  readonly value?: Unreadable<Money>;
  readonly valueMax?: Unreadable<Money>;
}
/** `valueType` 1: an amount, 2: a percentage. */
const benefitOf = ({ valueType, value, valueMax }: Benefit) => ({
  discount: valueType === "1" ? value : undefined,
  discountPercent: valueType === "2" && value !== null && value !== undefined ? Number(value) : undefined,
  mostDiscount: positive(valueMax),
});

export const toCampaign = recordOf(
  CampaignRow,
  (row): Promotion =>
    compact({
      id: row.id,
      name: row.name,
      active: isActive(row.status),
      startsAt: row.startDate,
      endsAt: row.endDate,
      ...benefitOf(row),
      leastTotal: positive(row.fromValue),
      note: row.description,
      quantity: row.numberOfCodes,
      locationIds: some(row.depotIds.flatMap((id) => id ?? [])),
    }),
);

/** The campaign's id makes the code's: the row itself has none. */
export const toVoucher = (id: (row: Untyped) => string) =>
  recordOf(
    CouponRow,
    (row, { raw }): Voucher =>
      compact({
        id: id(raw),
        code: row.code,
        campaignId: row.batchId,
        ...benefitOf(row),
        vendorStatus: row.status ? { code: row.status } : undefined,
        used: row.totalUsed === undefined || row.totalUsed === null ? undefined : row.totalUsed > 0,
        usedAt: row.usedAt,
        mostUses: row.totalCanUsed,
        uses: row.totalUsed,
        createdAt: row.createdAt,
      }),
  );

export const toPriceBook = recordOf(
  PriceBookRow,
  (row): PriceBook =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      active: isActive(row.status),
      startsAt: row.startDate,
      endsAt: row.endDate,
      createdAt: row.createdDateTime,
    }),
);

export const toPriceBookPrice = (id: (row: Untyped) => string) =>
  recordOf(PriceRow, (row, { raw }): PriceBookPrice => {
    // The row shows the product's prices in other lists as well.
    const own = row.priceList.find((list) => list.id !== null && list.id === row.priceListId);
    return compact({
      id: id(raw),
      code: within(row.product, "code"),
      priceBookId: row.priceListId,
      productId: within(row.product, "id"),
      price: own?.value,
    });
  });

/** Model constant, Accounting type: 2 and 3 bring money in, 1 and 4 take it out; the others move none. */
const directionOf = codesOf<CashEntry["direction"]>({ 1: "out", 2: "in", 3: "in", 4: "out" });
const methodOf = codesOf({ 1: "transfer", 2: "transfer", 3: "cash", 4: "cash" });

export const toCashEntry = recordOf(
  TransactionRow,
  (row): CashEntry =>
    compact({
      id: row.id,
      code: row.documentCode,
      direction: directionOf(row.type),
      amount: row.amount,
      method: methodOf(row.type),
      locationId: within(row.depot, "id"),
      partyId: within(row.contact, "id"),
      partyName: within(row.contact, "name"),
      documentId: row.itemId,
      staffName: within(row.created, "name"),
      note: row.description,
      at: row.date,
      createdAt: within(row.created, "createdAt"),
    }),
);
