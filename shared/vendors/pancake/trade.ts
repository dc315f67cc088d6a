import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { minus } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type {
  CashEntry,
  CustomerGroup,
  Promotion,
  Purchase,
  StaffMember,
  Transfer,
  Voucher,
} from "../../core/records.ts";
import { compact, first, nameOr, positive, some, type Unreadable, within } from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { LevelRow, PromotionRow, PurchaseRow, paymentFields, StaffRow, TransactionRow, TransferRow } from "./schema.ts";

/** Goods, money, people and promotions beside the sales. */

const stateOf = (code: Unreadable<string>) => (code ? { code } : undefined);

export const normalizeStaff = recordOf(
  StaffRow,
  (row): StaffMember =>
    compact({
      id: row.user_id,
      name: row.user?.name,
      phone: row.user?.phone_number,
      phoneE164: toE164(row.user?.phone_number),
      email: row.user?.email,
    }),
);

/** What its states mean is not told. */
export const normalizePurchase = recordOf(
  PurchaseRow,
  (row): Purchase =>
    compact({
      id: row.id,
      code: first(row.display_id, row.custom_id),
      vendorStatus: stateOf(row.status),
      supplierId: row.supplier_products_id,
      locationId: row.warehouse_id,
      lines: some(row.items)?.map((item) =>
        compact({
          id: item.id,
          productId: item.variation_id,
          name: item.product_name,
          quantity: item.quantity,
          price: item.imported_price,
        }),
      ),
      discount: row.discount,
      fee: row.transport_fee,
      total: row.total_price,
      paid: row.prepaid_debt,
      staffId: row.user_id,
      staffName: row.user?.name,
      note: row.note,
      receivedAt: row.received_at,
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
);

export const normalizeTransfer = recordOf(
  TransferRow,
  (row): Transfer =>
    compact({
      id: row.id,
      code: first(row.display_id, row.custom_id),
      vendorStatus: stateOf(row.status),
      fromLocationId: row.from_warehouse_id,
      toLocationId: row.to_warehouse_id,
      lines: some(row.items)?.map((item) =>
        compact({
          id: item.id,
          productId: item.variation_id,
          code: item.variation_display_id,
          name: item.product_name,
          quantity: item.quantity,
        }),
      ),
      fee: row.shipping_fee,
      note: row.note,
      createdAt: row.inserted_at,
    }),
);

/** "Thu chi, Hình thức thanh toán": the fields in which an order says how it was paid. */
const methodOf = codesOf<string>(paymentFields);

/** "Thu chi", Status. The list shows cancelled and deleted slips as well. */
const slipStateOf = codesOf<CashEntry["status"]>({ 0: "pending", 1: "completed", 2: "cancelled", 3: "deleted" });

export const normalizeCashEntry = recordOf(TransactionRow, (row, { lacks }): CashEntry => {
  const { amount } = row;
  const isPaid = amount !== undefined && amount !== null && Number(amount) < 0;
  const [method, ...others] = lacks("payments") ? [] : row.payments.flatMap((name) => name ?? []);
  return compact({
    id: row.id,
    code: first(row.display_id, row.custom_id),
    name: row.name,
    direction: amount === undefined || amount === null ? undefined : isPaid ? ("out" as const) : ("in" as const),
    amount: isPaid ? minus(0, amount) : amount,
    // Of several ways it is not told how much went by each.
    method: method === undefined || others.length > 0 ? undefined : (methodOf(method) ?? method),
    partyType: row.supplier_products_id ? ("supplier" as const) : undefined,
    partyId: row.supplier_products_id,
    status: row.status === undefined ? undefined : (slipStateOf(row.status) ?? "unknown"),
    vendorStatus: stateOf(row.status),
    staffName: row.creator?.name,
    note: row.note,
    at: row.time_incurred,
    createdAt: row.inserted_at,
  });
});

type Row = z.infer<typeof PromotionRow>;

type Benefit = Row["promo_code_info"];

/** "Danh sách khuyến mãi nâng cao" draws both objects, of which one may be worth nothing. */
const infoOf = ({ promo_code_info: promotion, coupon_info: coupon }: Row): Benefit => {
  const isWorthNothing = within(promotion, "discount") === 0 && positive(within(coupon, "discount")) !== undefined;
  return promotion === undefined || isWorthNothing ? coupon : promotion;
};

/** "Danh sách khuyến mãi" has no object: percentage and amount stand side by side, and a flag says which counts. */
const ownBenefitOf = (row: Row): Benefit => ({
  discount: row.is_use_percent ? row.promotion_percent : row.discount_amount,
  is_percent: row.is_use_percent,
  max_discount_by_percent: row.max_promotion_by_percent,
});

const benefitOf = (row: Row) => {
  const told = infoOf(row);
  const info = told === undefined ? ownBenefitOf(row) : told;
  const amount = positive(within(info, "discount"));
  const isPercent = within(info, "is_percent");
  return {
    discount: isPercent === false ? amount : undefined,
    discountPercent: isPercent === true && amount !== undefined ? Number(amount) : undefined,
    mostDiscount: positive(within(info, "max_discount_by_percent")),
  };
};
const promotionOf = (row: Row) => ({
  id: row.id,
  code: first(row.display_id, row.custom_id),
  name: row.name,
  active: first(row.is_activated, row.is_active),
  startsAt: row.start_time,
  endsAt: row.end_time,
  ...benefitOf(row),
  createdAt: row.inserted_at,
  updatedAt: row.updated_at,
});

export const normalizePromotion = recordOf(
  PromotionRow,
  (row): Promotion => compact({ ...promotionOf(row), locationIds: some(row.warehouse_ids.flatMap((id) => id ?? [])) }),
);

/** What the customer types is the name ("name: Mã giảm giá"); `display_id` is the number that the shop's screens show. */
export const normalizeVoucher = recordOf(
  PromotionRow,
  (row): Voucher =>
    compact({ ...promotionOf(row), code: first(row.name, row.display_id, row.custom_id), used: row.is_used }),
);

export const normalizeLevel = recordOf(
  LevelRow,
  (row): CustomerGroup =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
);
