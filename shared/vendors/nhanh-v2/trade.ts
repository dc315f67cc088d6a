import { codesOf } from "../../core/codes.ts";
import type { Money } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type { CashEntry, Promotion, StaffMember, Supplier, Voucher } from "../../core/records.ts";
import { compact, nameOr, positive, some, type Unreadable, type Untyped } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import * as rows from "./schema.ts";

/** Money and people beside the sales. */

/** 1 active or trading, 2 stopped. */
const isActive = codesOf({ 1: true, 2: false });

export const toSupplier = recordOf(
  rows.Supplier,
  (row): Supplier =>
    compact({
      id: row.id,
      code: row.code,
      name: nameOr(row.name, row.id),
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      address: row.address,
      contactName: row.representativeName,
      type: row.typeId,
      note: row.note,
      active: isActive(row.status),
    }),
);

export const toStaffMember = recordOf(
  rows.User,
  (row): StaffMember =>
    compact({
      id: row.id,
      name: row.fullName,
      username: row.username,
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      role: row.roleName,
      locationIds: row.depots?.length ? row.depots : undefined,
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
  rows.Campaign,
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
      createdAt: row.createdDatetime,
    }),
);

export const toVoucher = (id: (row: Untyped) => string) =>
  recordOf(
    rows.Coupon,
    (row, { raw }): Voucher =>
      compact({
        id: id(raw),
        code: row.code,
        campaignId: row.batchId,
        ...benefitOf(row),
        vendorStatus: row.status ? { code: row.status } : undefined,
        used: row.usedTimes === undefined || row.usedTimes === null ? undefined : row.usedTimes > 0,
        uses: row.usedTimes,
      }),
  );

/** Accounting type: 2 (bank) and 3 (cash) bring money in, 1 (bank) and 4 (cash) take it out; the others move none. */
const directionOf = codesOf<CashEntry["direction"]>({ 1: "out", 2: "in", 3: "in", 4: "out" });
const methodOf = codesOf({ 1: "transfer", 2: "transfer", 3: "cash", 4: "cash" });

export const toCashEntry = recordOf(
  rows.Transaction,
  (row): CashEntry =>
    compact({
      id: row.id,
      direction: directionOf(row.type),
      amount: row.amount,
      method: methodOf(row.type),
      locationId: row.depotId,
      partyId: row.contactId,
      partyName: row.contactName,
      documentId: row.itemId,
      staffName: row.createdUserName,
      note: row.description,
      at: row.date,
      createdAt: row.createdDateTime,
    }),
);
