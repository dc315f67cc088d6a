import { codesOf } from "../../core/codes.ts";
import { type Money, minus, sum, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import { dueOf, fulfilmentOf, isOver, netOf, refundDueOf, shipmentsOf, unreconciledOf } from "../../core/reckoning.ts";
import type {
  Address,
  Category,
  Customer,
  Inventory,
  Invoice,
  Line,
  Location,
  Order,
  OrderStatus,
  Payment,
  PriceBookPrice,
  Product,
  RawRecord,
  Return,
  Shipping,
} from "../../core/records.ts";
import { compact, filled, first, idIn, isMasked, isObject, some, type Unreadable, within } from "../../core/rows.ts";
import { timeOrNone } from "../../core/time.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import {
  type BatchRow,
  BranchRow,
  CategoryRow,
  CustomerRow,
  type DeliveryRow,
  type DocumentRow,
  InventoryRow,
  InvoiceRow,
  type LineRow,
  OrderRow,
  type PaymentRow,
  PriceRow,
  ProductRow,
  plainRow,
  ReturnRow,
  type SurchargeLine,
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

// ---- addresses -----------------------------------------------------------------------------------------------------

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

const toAddress = (row: Place): Address | undefined => {
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
const CURRENCY = "VND";

// ---- records -------------------------------------------------------------------------------------------------------

export const toLocation = recordOf(
  BranchRow,
  (row): Location =>
    compact({
      id: row.id,
      name: row.branchName ?? "",
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
      name: row.categoryName ?? "",
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
    name: first(row.name, row.fullName) ?? "",
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

// ---- orders, invoices, returns -------------------------------------------------------------------------------------

/**
 * Orders: 1 draft, 2 in progress, 3 done, 4 cancelled (recorded); 5 is shown as "Đã xác nhận" by newer shops
 * (inferred). 2 is shown as "Đang giao hàng" as well (field note, seen in integrations): there the words decide.
 * Invoices: §2.11.7. Returns: the document gives no table, the words below decide first.
 */
const statuses = {
  orders: codesOf<OrderStatus>({
    "đang giao hàng": "shipping",
    1: "draft",
    2: "confirmed",
    3: "completed",
    4: "cancelled",
    5: "confirmed",
  }),
  invoices: codesOf<Invoice["status"]>({ 1: "completed", 2: "cancelled", 3: "processing", 5: "failed" }),
  returns: codesOf<Return["status"]>({
    "đã trả": "completed",
    "hoàn thành": "completed",
    "đã hủy": "cancelled",
    "đã huỷ": "cancelled",
    "phiếu tạm": "draft",
    "đang xử lý": "processing",
    1: "completed",
    2: "cancelled",
  }),
};

interface State {
  readonly status?: Unreadable<string>;
  readonly statusValue?: Unreadable<string>;
}

/** The words decide where they are known. */
const statusOf = <Status>(
  known: (code: Unreadable<string>) => Status | undefined,
  { status, statusValue }: State,
): Status | "unknown" => known(statusValue?.toLowerCase()) ?? known(status) ?? "unknown";

export const vendorStatus = ({ status, statusValue }: State): { code: string; name?: string } | undefined => {
  const code = first(status, statusValue);
  return code === undefined ? undefined : compact({ code, name: statusValue });
};

/**
 * A line's discount is for one unit: the shop's own screens multiply it by the quantity (inferred; the recorded lines
 * have quantity 1). Where only a percentage is given, it is taken of the price.
 */
const lineDiscount = ({ quantity, price, discount, discountRatio, subTotal }: LineRow): Money | undefined => {
  if (discount === null) return undefined;
  if (discount !== undefined && discount !== 0) return times(discount, quantity);
  if (discountRatio === null) return undefined;
  if (discountRatio !== undefined && discountRatio !== 0)
    return times(times(times(price, discountRatio), "0.01"), quantity);
  if (discount !== undefined || !subTotal) return discount;
  // The lines of returns show what is left of the price, and nothing of what was taken off (§2.19.1).
  const off = minus(times(price, quantity), subTotal);
  return off === 0 ? undefined : off;
};

export const toBatches = (batch: BatchRow): Line["batches"] => {
  const read = batch ? filled({ id: batch.id, code: batch.batchName, expiresAt: batch.expireDate }) : undefined;
  return read && [read];
};

const toLine = (line: LineRow): Line =>
  compact({
    id: line.id,
    productId: line.productId,
    code: line.productCode,
    name: line.productName,
    quantity: Number(line.quantity),
    price: line.price,
    discount: lineDiscount(line),
    total: line.subTotal,
    note: line.note,
    serials: line.serialNumbers,
    batches: toBatches(line.productBatchExpire),
  });

const methodOf = codesOf({ point: "points" });

export const toPayment = (payment: PaymentRow): Payment => {
  const method = payment.method?.toLowerCase();
  return compact({
    id: payment.id,
    code: payment.code,
    method: method === undefined ? undefined : (methodOf(method) ?? method),
    amount: payment.amount,
    accountId: payment.accountId,
    at: payment.transDate,
    status: vendorStatus(payment),
  });
};

const toShipping = (delivery: DeliveryRow): Shipping | undefined => {
  if (!delivery) return undefined;
  const { usingPriceCod, priceCodPayment } = delivery;
  return filled({
    address: toAddress(delivery),
    carrier: delivery.partnerDelivery?.name,
    carrierCode: delivery.partnerDelivery?.code,
    trackingCode: delivery.deliveryCode,
    fee: delivery.price,
    cod: usingPriceCod === false || usingPriceCod === null ? undefined : priceCodPayment,
    weightGrams: delivery.weight,
    status: vendorStatus(delivery),
  });
};

const toSurcharges = (rows: readonly SurchargeLine[]) =>
  some(rows)?.flatMap(({ surchargeCode: code, surchargeName: name, price, surValue }) => {
    const amount = price === null || surValue === null ? first(price, surValue) : (price ?? surValue ?? 0);
    return amount === undefined ? [] : [compact({ code, name, amount })];
  });

/** In VND (§2.5.1). Where only the percentage is given, it is taken of what the lines cost. */
const documentDiscount = (
  { discount, discountRatio }: Pick<DocumentRow, "discount" | "discountRatio">,
  lines: readonly LineRow[],
): Unreadable<Money> => {
  if (discount !== undefined || !discountRatio || lines.length === 0) return discount;
  const costs = lines.map((line) =>
    netOf({ price: line.price, quantity: Number(line.quantity), discount: lineDiscount(line) }),
  );
  return times(times(sum(...costs)!, discountRatio), "0.01");
};

const documentOf = (row: DocumentRow) => {
  const channel = row.SaleChannel === undefined ? row.saleChannel : row.SaleChannel;
  return {
    id: row.id,
    code: row.code,
    vendorStatus: vendorStatus(row),
    currency: CURRENCY,
    locationId: row.branchId,
    customerId: row.customerId,
    customer: filled({ name: row.customerName, code: row.customerCode }),
    discount: row.discount,
    // "Khách cần trả", what the customer has to pay (§2.12.1). It holds the surcharges, and nothing of the delivery.
    total: row.total,
    paid: row.totalPayment,
    payments: some(row.payments)?.map(toPayment),
    staffId: row.soldById,
    staffName: row.soldByName,
    channel: first(within(channel, "Name"), within(channel, "name"), row.saleChannelName, row.saleChannelId),
    note: row.description,
    // Lists seen in practice leave createdDate out; the date of business is then the nearest there is.
    createdAt: first(row.createdDate, row.purchaseDate),
    updatedAt: row.modifiedDate,
  };
};

/**
 * What does not add up, where the row shows all that its total is made of. `parts` are the fields that only a detail
 * shows: a list without one of them says nothing about the sum.
 */
const unreconciled = (
  record: Parameters<typeof unreconciledOf>[0],
  { raw, whole }: ShapeContext,
  parts: readonly string[],
  sign: 1 | -1 = 1,
): Money | undefined =>
  whole && isObject(raw) && parts.every((name) => name in raw) ? unreconciledOf(record, sign) : undefined;

/**
 * The words of the delivery: its numbers mean one thing in lists and another in details (§2.12.1, §2.12.2).
 */
const deliveryOf = codesOf<NonNullable<Order["fulfilmentStatus"]>>({
  "chưa giao hàng": "unfulfilled",
  "chờ xử lý": "unfulfilled",
  "đang lấy hàng": "unfulfilled",
  "chờ lấy hàng": "unfulfilled",
  "đã lấy hàng": "shipped",
  "đang giao hàng": "shipped",
  "chờ giao lại": "shipped",
  "giao thành công": "delivered",
  "giao hàng thành công": "delivered",
  "đang chuyển hoàn": "returning",
  "chờ chuyển hoàn": "returning",
  "đã chuyển hoàn": "returned",
  "đã hủy": "cancelled",
  "đã huỷ": "cancelled",
});
const deliveryState = (delivery: DeliveryRow): Order["fulfilmentStatus"] =>
  deliveryOf(delivery?.statusValue?.toLowerCase());
/** Of an order without a delivery its own state tells how far the goods are. A word that nobody knows tells nothing. */
const fulfilmentOfOrder = (delivery: DeliveryRow, status: OrderStatus): Order["fulfilmentStatus"] => {
  if (delivery === null || delivery?.statusValue === null) return undefined;
  return delivery?.statusValue === undefined ? fulfilmentOf(status) : deliveryState(delivery);
};

export const toOrder = recordOf(OrderRow, (row, context): Order => {
  const status = statusOf(statuses.orders, row);
  const shipping = toShipping(row.orderDelivery);
  const document = {
    ...documentOf(row),
    lines: row.orderDetails.map(toLine),
    discount: documentDiscount(row, row.orderDetails),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
  };
  return compact({
    ...document,
    type: "sale" as const,
    status,
    ...dueOf(document, isOver(status)),
    unreconciled: unreconciled(document, context, ["invoiceOrderSurcharges"]),
    shipping,
    shipments: shipmentsOf(shipping),
    fulfilmentStatus: fulfilmentOfOrder(row.orderDelivery, status),
    expectedDeliveryAt: first(within(row.orderDelivery, "expectedDelivery"), row.expectedDelivery),
  });
});

export const toInvoice = recordOf(InvoiceRow, (row, context): Invoice => {
  const status = statusOf(statuses.invoices, { status: row.status });
  const delivery = first(row.invoiceDelivery, row.deliveryDetail);
  const shipping = toShipping(delivery);
  const document = {
    ...documentOf(row),
    lines: row.invoiceDetails.map(toLine),
    discount: documentDiscount(row, row.invoiceDetails),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
  };
  return compact({
    ...document,
    status,
    type: "sale" as const,
    orderId: row.orderId,
    orderCode: row.orderCode,
    ...dueOf(document, isOver(status)),
    unreconciled: unreconciled(document, context, []),
    shipping,
    shipments: shipmentsOf(shipping),
    fulfilmentStatus: deliveryState(delivery),
  });
});

export const toReturn = recordOf(ReturnRow, (row, context): Return => {
  const status = statusOf(statuses.returns, row);
  const document = {
    ...documentOf(row),
    lines: row.returnDetails.map(toLine),
    discount: first(row.returnDiscount, row.discount),
    total: first(row.returnTotal, row.total),
    fee: row.returnFee,
  };
  return compact({
    ...document,
    status,
    type: "return" as const,
    invoiceId: row.invoiceId,
    originalId: row.invoiceId,
    ...(isOver(status) ? dueOf(document, true) : refundDueOf(document)),
    unreconciled: unreconciled(document, context, ["returnDiscount"], -1),
    refunds: document.payments,
    staffId: first(row.receivedById, row.soldById),
    createdAt: first(row.createdDate, row.returnDate),
  });
});

// ---- everything else -----------------------------------------------------------------------------------------------

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

export const priceId = (row: unknown): string => `${idIn(row, "priceBookId")}:${idIn(row, "productId")}`;
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
