import { codesOf } from "../../core/codes.ts";
import { type Money, minus } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type {
  Address,
  Category,
  Customer,
  Inventory,
  Line,
  Location,
  Payment,
  Product,
  RawRecord,
} from "../../core/records.ts";
import { compact, filled, first, isMasked, isObject, nameOr, some, type Unreadable } from "../../core/rows.ts";
import { timeOrNone } from "../../core/time.ts";
import { recordOf } from "../../core/unread.ts";
import {
  type BatchRow,
  BranchRow,
  CategoryRow,
  CustomerRow,
  InventoryRow,
  type PaymentRow,
  ProductRow,
  type PurchasePaymentRow,
  plainRow,
} from "./schema.ts";

// ---- times and ids that the listings need --------------------------------------------------------------------------

const readTime = (value: unknown): number | undefined => timeOrNone(value, "hanoi");

const firstTime = (row: unknown, names: readonly string[]): number | undefined => {
  if (!isObject(row)) return undefined;
  for (const name of names) {
    const time = readTime(row[name]);
    if (time !== undefined) return time;
  }
  return undefined;
};

/** Dates of business can be moved back by the shop's staff; these cannot. */
const STAMPS = ["modifiedDate", "createdDate", "createDate"];

/** Which of two versions of a row is the newer one, by the vendor's own stamps. */
export const stampedAt = (row: unknown): number | undefined => firstTime(row, STAMPS);

/**
 * When a row last changed, for the vendor's filter. `modifiedDate` is absent on records that were never edited
 * (recorded), so the date of creation or of business stands in for it.
 */
export const changedAt = (row: unknown): number | undefined =>
  firstTime(row, [...STAMPS, "purchaseDate", "returnDate", "transDate"]);

/** Stock rows carry their times one level down, one for each branch (§2.4.9): the latest counts. */
export const stockChangedAt = (row: unknown): number | undefined => {
  if (!isObject(row)) return undefined;
  const levels = Array.isArray(row.inventories) ? row.inventories : [];
  const times = levels.flatMap((level) => (isObject(level) ? (readTime(level.modifiedDate) ?? []) : []));
  return times.length > 0 ? Math.max(...times) : changedAt(row);
};

/** The vendor's clock when it answered: the only time of an answer that carries its offset. */
export const vendorNow = (answer: unknown): number | undefined =>
  isObject(answer) ? readTime(answer.timestamp) : undefined;

/** Ids of removed rows, under any of the three spellings, as numbers, texts or objects. Undefined: none reported. */
export const removedIds = (answer: unknown): string[] | undefined => {
  if (!isObject(answer)) return undefined;
  const lists = [answer.removedIds, answer.removeIds, answer.removeId, answer.RemoveId, answer.RemoveIds].filter(
    (list) => Array.isArray(list),
  );
  if (lists.length === 0) return undefined;
  const ids = lists.flat().map((entry) => {
    const value = isObject(entry) ? (entry.id ?? entry.Id ?? entry.categoryId ?? entry.productId) : entry;
    return typeof value === "number" || typeof value === "string" ? String(value) : "";
  });
  return [...new Set(ids)].filter((entry) => entry !== "");
};

/** The record of a detail answer: bare, in `data`, or the only row of a list. */
export const onlyRow = (answer: unknown): unknown => {
  if (!isObject(answer) || !("data" in answer)) return answer;
  return Array.isArray(answer.data) ? answer.data[0] : answer.data;
};

/** The one province whose name itself contains the separator. */
const SPLIT_PROVINCE = "Bà Rịa - Vũng Tàu";

/** `locationName` is "province - district" before the reform of July 2025 and a province alone since (inferred). */
export const splitArea = (area: string): { province: string; district?: string } => {
  const known = area.startsWith(SPLIT_PROVINCE) ? SPLIT_PROVINCE : undefined;
  const province = known ?? (area.split(" - ")[0] as string);
  const district = area.slice(province.length).replace(/^\s*-\s*/, "");
  return district ? { province, district } : { province };
};

interface Place {
  readonly address?: Unreadable<string>;
  readonly locationName?: Unreadable<string>;
  readonly wardName?: Unreadable<string>;
  readonly locationId?: Unreadable<string>;
  readonly receiver?: Unreadable<string>;
  readonly contactNumber?: Unreadable<string>;
}

export const toAddress = (row: Place): Address | undefined => {
  const parts = row.locationName ? splitArea(row.locationName) : undefined;
  const threeTier = parts?.district !== undefined;
  const twoTier = parts !== undefined && !threeTier && Boolean(row.wardName);
  // Which part the area's id belongs to is told by its name.
  const areaId = row.locationName === null || row.wardName === null ? undefined : row.locationId;
  return filled({
    name: row.receiver,
    phone: row.contactNumber,
    line: row.address,
    ward: row.wardName,
    district: parts?.district,
    // The area's id is that of its smallest part.
    districtId: twoTier ? undefined : areaId,
    province: parts?.province,
    provinceId: twoTier ? areaId : undefined,
    scheme: threeTier ? ("three-tier" as const) : twoTier ? ("two-tier" as const) : undefined,
  });
};

/** KiotViet is sold in Vietnam alone, and no row names a currency. */
export const CURRENCY = "VND";

export const toLocation = recordOf(
  BranchRow,
  (row): Location =>
    compact({
      id: row.id,
      name: nameOr(row.branchName, row.id),
      code: row.branchCode,
      phone: row.contactNumber,
      phoneE164: toE164(row.contactNumber),
      email: row.email,
      address: toAddress({ address: row.address, locationName: row.locationName, wardName: row.wardName }),
      active: row.isActive,
      updatedAt: row.modifiedDate,
    }),
);

export const toCategory = recordOf(
  CategoryRow,
  (row): Category =>
    compact({
      id: row.categoryId,
      name: nameOr(row.categoryName, row.categoryId),
      parentId: row.parentId,
      rank: row.rank,
      updatedAt: row.modifiedDate,
    }),
);

/** Cost is kept per branch: a product has one only where the branches agree. */
const commonCost = (levels: readonly { readonly cost?: Unreadable<Money> }[]): Unreadable<Money> => {
  const costs = new Set(levels.map(({ cost }) => cost));
  return costs.size === 1 ? [...costs][0] : undefined;
};

export const toProduct = recordOf(ProductRow, (row, { lacks }): Product => {
  const parent = first(row.masterProductId, row.masterUnitId);
  return compact({
    id: row.id,
    parentId: parent === row.id ? undefined : parent,
    code: row.code,
    barcode: row.barCode,
    name: nameOr(row.name === undefined ? row.fullName : row.name, row.id),
    description: row.description,
    type: row.type,
    categoryId: row.categoryId,
    categoryName: row.categoryName,
    brand: row.tradeMarkName,
    unit: row.unit,
    units: some(row.units)?.map((unit) =>
      compact({
        id: unit.id,
        name: first(unit.unit, unit.name) ?? "",
        code: unit.code,
        ratio: unit.conversionValue,
        price: unit.basePrice,
      }),
    ),
    price: row.basePrice,
    cost: lacks("inventories") ? undefined : commonCost(row.inventories),
    // The document gives no unit of weight; the shop's own product form counts grams (inferred).
    weightGrams: row.weight,
    attributes: some(row.attributes)?.map(({ attributeName, attributeValue }) => ({
      name: attributeName,
      value: attributeValue,
    })),
    images: some(row.images.flatMap((image) => image ?? [])),
    components: some(row.productFormulas)?.map(({ materialId, quantity }) => ({ productId: materialId, quantity })),
    // Price books that are switched off are listed as well (§2.4.1 isActive). One that may be is left out. One whose time
    // is over may still be switched on: the reader knows the time, and gets the dates.
    prices: some(row.priceBooks.filter(({ isActive }) => isActive !== false && isActive !== null))?.map((book) =>
      compact({
        priceBookId: book.priceBookId,
        name: book.priceBookName,
        price: book.price,
        startsAt: book.startDate,
        endsAt: book.endDate,
      }),
    ),
    serials: some(
      row.productSerials.flatMap(({ serialNumber, status }) =>
        (status ?? "1") === "1" && serialNumber ? serialNumber : [],
      ),
    ),
    batches: some(row.productBatchExpires)?.map((batch) =>
      compact({
        code: batch.batchName,
        expiresAt: batch.expireDate,
        quantity: batch.onHand,
        locationId: batch.branchId,
      }),
    ),
    active: row.isActive,
    sellable: row.allowsSale,
    createdAt: row.createdDate,
    updatedAt: row.modifiedDate,
  });
});

const asNumber = (amount: Unreadable<Money>): number | undefined =>
  amount === null || amount === undefined ? undefined : Number(amount);

export const toInventory = recordOf(
  InventoryRow,
  (row): Inventory =>
    compact({
      id: row.id,
      productId: row.id,
      code: row.code,
      levels: row.inventories.map(({ branchId, onHand: upper, onhand: lower, reserved, onOrder, cost }) => {
        const onHand = first(upper, lower);
        // What the vendor's own web shop plugin sells: on hand less reserved, never below zero (field note).
        const free = onHand === undefined || reserved === null ? undefined : Number(minus(onHand, reserved ?? 0));
        return compact({
          locationId: branchId,
          onHand: asNumber(onHand),
          reserved: asNumber(reserved),
          available: free === undefined ? undefined : Math.max(0, free),
          incoming: onOrder,
          cost,
        });
      }),
    }),
);

/**
 * A product's detail in the form of the stock listing, for asking after one product's stock. The listing's fields
 * only, so that a pull and a poll of unchanged stock have the same content.
 */
export const stockOf = (product: unknown): unknown => {
  if (!isObject(product)) return product;
  const { inventories } = product;
  const levels = Array.isArray(inventories) ? inventories : (inventories ?? []);
  return compact({
    id: product.id,
    code: product.code,
    createdDate: product.createdDate,
    inventories: Array.isArray(levels)
      ? levels.map((level) =>
          isObject(level)
            ? compact({
                branchId: level.branchId,
                onhand: level.onHand ?? level.onhand,
                reserved: level.reserved,
                modifiedDate: level.modifiedDate,
              })
            : level,
        )
      : levels,
  });
};

export const toCustomer = recordOf(CustomerRow, (row): Customer => {
  const masked = [row.name, row.contactNumber, row.address, row.email].some(isMasked);
  return compact({
    id: row.id,
    code: row.code,
    name: row.name,
    phone: row.contactNumber,
    phoneE164: toE164(row.contactNumber),
    email: row.email,
    gender: row.gender,
    birthday: row.birthDate,
    company: row.organization,
    taxCode: row.taxCode,
    type: row.type,
    address: toAddress({ address: row.address, locationName: row.locationName, wardName: row.wardName }),
    groups: row.groups,
    note: row.comments,
    points: first(row.rewardPoint, row.totalPoint),
    currency: CURRENCY,
    debt: row.debt,
    totalSpent: row.totalInvoiced,
    masked: masked || undefined,
    createdAt: row.createdDate,
    updatedAt: row.modifiedDate,
  });
});

export interface State {
  readonly status?: Unreadable<string>;
  readonly statusValue?: Unreadable<string>;
}

export const vendorStatus = ({ status, statusValue }: State): { code: string; name?: string } | undefined => {
  const code = first(status, statusValue);
  return code === undefined ? undefined : compact({ code, name: statusValue });
};

export const toBatches = (batch: BatchRow): Line["batches"] => {
  const read = batch ? filled({ id: batch.id, code: batch.batchName, expiresAt: batch.expireDate }) : undefined;
  return read && [read];
};

const methodOf = codesOf({ point: "points" });

const paymentOf = (payment: PaymentRow | PurchasePaymentRow) => {
  const method = payment.method?.toLowerCase();
  return {
    id: payment.id,
    code: payment.code,
    method: method === undefined ? undefined : (methodOf(method) ?? method),
    accountId: payment.accountId,
    at: payment.transDate,
    status: vendorStatus(payment),
  };
};

export const toPayment = (payment: PaymentRow): Payment => compact({ ...paymentOf(payment), amount: payment.amount });

export const toPurchasePayment = (payment: PurchasePaymentRow) =>
  compact({ ...paymentOf(payment), amount: payment.amount });

/** A raw record; `names` are the fields that name it where it is not `name`. */
export const toRaw = (...names: readonly string[]) =>
  recordOf(plainRow(names), (row): RawRecord => {
    const named = row as unknown as Readonly<Record<string, Unreadable<string>>>;
    return compact({
      id: row.id,
      code: first(row.code, row.surchargeCode),
      name: first(...names.map((name) => named[name]), row.name),
      createdAt: first(
        row.createdDate,
        row.createDate,
        row.transDate,
        row.purchaseDate,
        row.orderDate,
        row.releaseDate,
      ),
    });
  });
