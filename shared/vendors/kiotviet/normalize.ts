import { type Money, toMoney, toQuantity } from "../../core/money.ts";
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
  Product,
  RawRecord,
  Return,
  Shipping,
} from "../../core/records.ts";
import { parseTime, toIso } from "../../core/time.ts";
import {
  BranchRow,
  CategoryRow,
  CustomerRow,
  type DeliveryRow,
  InventoryRow,
  InvoiceRow,
  type LineRow,
  OrderRow,
  type PaymentRow,
  PlainRow,
  ProductRow,
  ReturnRow,
  type SurchargeLine,
} from "./schema.ts";

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Leaves absent fields out, so that a record never carries a key without a value. */
const compact = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const text = (value: string | number | null | undefined): string | undefined =>
  value === null || value === undefined || value === "" ? undefined : String(value);
/** KiotViet writes 0 where there is no parent, customer or account. */
const id = (value: string | number | null | undefined): string | undefined =>
  value === 0 || value === "0" ? undefined : text(value);
const quantity = (value: number | string | null | undefined): number | undefined =>
  value === null || value === undefined || value === "" ? undefined : toQuantity(value);
const flag = (value: boolean | null | undefined): boolean | undefined => value ?? undefined;
const iso = (value: string | null | undefined): string | undefined => toIso(value, "hanoi");
const filled = <T>(list: readonly T[] | null | undefined): readonly T[] | undefined =>
  list?.length ? list : undefined;

/** KiotViet marks hidden letters of marketplace customers with asterisks (recorded: `Đ******h`). */
export const isMasked = (value: unknown): boolean => typeof value === "string" && /\*{3,}/.test(value);

// ---- times and ids that the listings need --------------------------------------------------------------------------

/** A time as the vendor wrote it, or undefined where it wrote none (or nonsense: the normalizer will complain). */
const readTime = (value: unknown): number | undefined => {
  try {
    return parseTime(value, "hanoi");
  } catch {
    return undefined;
  }
};

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

// ---- amounts -------------------------------------------------------------------------------------------------------

/** Ten-thousandths, the precision of `toMoney`. */
const scaled = (amount: Money): bigint => {
  const [whole = "0", fraction = ""] = String(amount).replace("-", "").split(".");
  const value = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0"));
  return String(amount).startsWith("-") ? -value : value;
};
const fromScaled = (value: bigint, places: number): Money => {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, "0");
  return toMoney(`${value < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`) ?? 0;
};
/** Exact product of two decimals. */
const times = (left: Money, right: Money): Money => fromScaled(scaled(left) * scaled(right), 8);
const minus = (left: Money, right: Money): Money => fromScaled(scaled(left) - scaled(right), 4);

// ---- addresses -----------------------------------------------------------------------------------------------------

/** The one province whose name itself contains the separator. */
const SPLIT_PROVINCE = "Bà Rịa - Vũng Tàu";

/** `locationName` is "province - district" before the reform of July 2025 and a province alone since (inferred). */
const splitArea = (area: string): { province: string; district?: string } => {
  const known = area.startsWith(SPLIT_PROVINCE) ? SPLIT_PROVINCE : undefined;
  const province = known ?? (area.split(" - ")[0] as string);
  const district = area.slice(province.length).replace(/^\s*-\s*/, "");
  return district ? { province, district } : { province };
};

const toAddress = (row: {
  address?: string | null | undefined;
  locationName?: string | null | undefined;
  wardName?: string | null | undefined;
  locationId?: string | number | null | undefined;
  receiver?: string | null | undefined;
  contactNumber?: string | null | undefined;
}): Address | undefined => {
  const area = text(row.locationName);
  const parts = area ? splitArea(area) : undefined;
  const ward = text(row.wardName);
  const threeTier = parts?.district !== undefined;
  const twoTier = parts !== undefined && !threeTier && ward !== undefined;
  const areaId = id(row.locationId);
  const address: Address = compact({
    name: text(row.receiver),
    phone: text(row.contactNumber),
    line: text(row.address),
    ward,
    district: parts?.district,
    // The area's id is that of its smallest part.
    districtId: twoTier ? undefined : areaId,
    province: parts?.province,
    provinceId: twoTier ? areaId : undefined,
    scheme: threeTier ? ("three-tier" as const) : twoTier ? ("two-tier" as const) : undefined,
  });
  return Object.keys(address).length > 0 ? address : undefined;
};

// ---- records -------------------------------------------------------------------------------------------------------

export const toLocation = (raw: unknown): Location => {
  const row = BranchRow.parse(raw);
  return compact({
    id: String(row.id),
    name: text(row.branchName) ?? "",
    code: text(row.branchCode),
    phone: text(row.contactNumber),
    email: text(row.email),
    address: toAddress({ address: row.address, locationName: row.locationName, wardName: row.wardName }),
    active: flag(row.isActive),
  });
};

export const toCategory = (raw: unknown): Category => {
  const row = CategoryRow.parse(raw);
  return compact({
    id: String(row.categoryId),
    name: text(row.categoryName) ?? "",
    parentId: id(row.parentId),
    rank: row.rank ?? undefined,
  });
};

/** §2.4.1: "3 service, 1 combo, 2 everything else". */
const productTypes: Readonly<Record<string, Product["type"]>> = { 1: "combo", 2: "goods", 3: "service" };

/** Cost is kept per branch: a product has one only where the branches agree. */
const commonCost = (levels: ProductRow["inventories"]): Money | undefined => {
  const costs = new Set((levels ?? []).map((level) => toMoney(level.cost)));
  return costs.size === 1 ? [...costs][0] : undefined;
};

export const toProduct = (raw: unknown): Product => {
  const row = ProductRow.parse(raw);
  const own = String(row.id);
  const parent = id(row.masterProductId) ?? id(row.masterUnitId);
  return compact({
    id: own,
    parentId: parent === own ? undefined : parent,
    code: text(row.code),
    barcode: text(row.barCode),
    name: text(row.name) ?? text(row.fullName) ?? "",
    description: text(row.description),
    type: row.type === null || row.type === undefined ? undefined : (productTypes[String(row.type)] ?? "other"),
    categoryId: id(row.categoryId),
    categoryName: text(row.categoryName),
    brand: text(row.tradeMarkName),
    unit: text(row.unit),
    units: filled(row.units)?.map((unit) =>
      compact({
        id: id(unit.id),
        name: text(unit.unit) ?? text(unit.name) ?? "",
        code: text(unit.code),
        ratio: quantity(unit.conversionValue) ?? 1,
        price: toMoney(unit.basePrice),
      }),
    ),
    price: toMoney(row.basePrice),
    cost: commonCost(row.inventories),
    // The document gives no unit of weight; the shop's own product form counts grams (inferred).
    weightGrams: quantity(row.weight),
    attributes: filled(row.attributes)?.map((attribute) => ({
      name: attribute.attributeName ?? "",
      value: attribute.attributeValue ?? "",
    })),
    images: filled(row.images)?.flatMap((image) =>
      typeof image === "string" ? [image] : (text(image.Image ?? image.image) ?? []),
    ),
    components: filled(row.productFormulas)?.map((part) => ({
      productId: String(part.materialId),
      quantity: quantity(part.quantity) ?? 0,
    })),
    // Price books that are switched off are listed as well (§2.4.1 isActive).
    prices: filled(row.priceBooks?.filter(({ isActive }) => isActive !== false))?.map((book) =>
      compact({
        priceBookId: String(book.priceBookId),
        name: text(book.priceBookName),
        price: toMoney(book.price) ?? 0,
      }),
    ),
    active: flag(row.isActive),
    sellable: flag(row.allowsSale),
    createdAt: iso(row.createdDate),
  });
};

export const toInventory = (raw: unknown): Inventory => {
  const row = InventoryRow.parse(raw);
  return compact({
    id: String(row.id),
    productId: String(row.id),
    code: text(row.code),
    levels: (row.inventories ?? []).map((level) => {
      const onHand = toMoney(level.onHand ?? level.onhand);
      const reserved = toMoney(level.reserved);
      // What the vendor's own web shop plugin sells: on hand less reserved, never below zero (field note).
      const free = onHand === undefined ? undefined : minus(onHand, reserved ?? 0);
      return compact({
        locationId: String(level.branchId),
        onHand: quantity(onHand),
        reserved: quantity(reserved),
        available: free === undefined ? undefined : Math.max(0, Number(free)),
        incoming: quantity(level.onOrder),
        cost: toMoney(level.cost),
      });
    }),
  });
};

/**
 * A product's detail in the form of the stock listing, for asking after one product's stock. The listing's fields
 * only, so that a pull and a poll of unchanged stock have the same content.
 */
export const stockOf = (product: unknown): unknown => {
  const row = ProductRow.parse(product);
  return compact({
    id: row.id,
    code: row.code ?? undefined,
    createdDate: row.createdDate ?? undefined,
    inventories: (row.inventories ?? []).map((level) =>
      compact({
        branchId: level.branchId,
        onhand: level.onHand ?? level.onhand ?? undefined,
        reserved: level.reserved ?? undefined,
        modifiedDate: level.modifiedDate ?? undefined,
      }),
    ),
  });
};

export const toCustomer = (raw: unknown): Customer => {
  const row = CustomerRow.parse(raw);
  const type = row.type === null || row.type === undefined ? undefined : String(row.type);
  const masked = [row.name, row.contactNumber, row.address, row.email].some(isMasked);
  return compact({
    id: String(row.id),
    code: text(row.code),
    name: text(row.name),
    phone: text(row.contactNumber),
    email: text(row.email),
    gender: row.gender === true ? ("male" as const) : row.gender === false ? ("female" as const) : undefined,
    birthday: iso(row.birthDate) ? row.birthDate?.slice(0, 10) : undefined,
    company: text(row.organization),
    taxCode: text(row.taxCode),
    type: type === "0" ? ("person" as const) : type === "1" ? ("company" as const) : undefined,
    address: toAddress({ address: row.address, locationName: row.locationName, wardName: row.wardName }),
    groups: text(row.groups)
      ?.split(/[,|;]/)
      .map((group) => group.trim())
      .filter((group) => group !== ""),
    note: text(row.comments),
    points: quantity(row.rewardPoint ?? row.totalPoint),
    debt: toMoney(row.debt),
    totalSpent: toMoney(row.totalInvoiced),
    masked: masked || undefined,
    createdAt: iso(row.createdDate),
  });
};

// ---- orders, invoices, returns -------------------------------------------------------------------------------------

/**
 * Orders: 1 draft, 2 in progress, 3 done, 4 cancelled (recorded); 5 is shown as "Đã xác nhận" by newer shops
 * (inferred). Invoices: §2.11.7. Returns: the document gives no table, the words below decide first.
 */
const statuses = {
  orders: { 1: "draft", 2: "confirmed", 3: "completed", 4: "cancelled", 5: "confirmed" },
  invoices: { 1: "completed", 2: "cancelled", 3: "processing", 5: "failed" },
  returns: {
    "đã trả": "completed",
    "hoàn thành": "completed",
    "đã hủy": "cancelled",
    "đã huỷ": "cancelled",
    "phiếu tạm": "draft",
    "đang xử lý": "processing",
    1: "completed",
    2: "cancelled",
  },
} as const satisfies {
  orders: Record<string, OrderStatus>;
  invoices: Record<string, Invoice["status"]>;
  returns: Record<string, Return["status"]>;
};

const statusOf = <Kind extends keyof typeof statuses>(
  kind: Kind,
  row: { status?: unknown; statusValue?: string | null | undefined },
): (typeof statuses)[Kind][keyof (typeof statuses)[Kind]] | "unknown" => {
  const table = statuses[kind] as Record<string, any>;
  return table[row.statusValue?.trim().toLowerCase() ?? ""] ?? table[String(row.status)] ?? "unknown";
};

const vendorStatus = (row: {
  status?: string | number | null | undefined;
  statusValue?: string | null | undefined;
}): { code: string; name?: string } | undefined => {
  const code = text(row.status) ?? text(row.statusValue);
  return code === undefined ? undefined : compact({ code, name: text(row.statusValue) });
};

/**
 * A line's discount is for one unit: the shop's own screens multiply it by the quantity (inferred; the recorded lines
 * have quantity 1). Where only a percentage is given, it is taken of the price.
 */
const lineDiscount = (line: LineRow): Money | undefined => {
  const count = toMoney(line.quantity) ?? 0;
  const each = toMoney(line.discount);
  if (each !== undefined && each !== 0) return times(each, count);
  const ratio = toMoney(line.discountRatio);
  if (ratio === undefined || ratio === 0) return each;
  return times(times(times(toMoney(line.price) ?? 0, ratio), "0.01"), count);
};

const toLine = (line: LineRow): Line =>
  compact({
    id: id(line.id),
    productId: id(line.productId),
    code: text(line.productCode),
    name: text(line.productName),
    quantity: quantity(line.quantity) ?? 0,
    price: toMoney(line.price) ?? 0,
    discount: lineDiscount(line),
    total: toMoney(line.subTotal),
    note: text(line.note),
    serials: text(line.serialNumbers)
      ?.split(",")
      .map((serial) => serial.trim())
      .filter((serial) => serial !== ""),
  });

const paymentMethods: Readonly<Record<string, string>> = { point: "points" };

const toPayment = (payment: PaymentRow): Payment => {
  const method = text(payment.method)?.toLowerCase();
  return compact({
    id: id(payment.id),
    code: text(payment.code),
    method: method === undefined ? undefined : (paymentMethods[method] ?? method),
    amount: toMoney(payment.amount) ?? 0,
    accountId: id(payment.accountId),
    at: iso(payment.transDate),
    status: vendorStatus(payment),
  });
};

const toShipping = (delivery: DeliveryRow | null | undefined): Shipping | undefined => {
  if (!delivery) return undefined;
  const shipping: Shipping = compact({
    address: toAddress(delivery),
    carrier: text(delivery.partnerDelivery?.name),
    carrierCode: text(delivery.partnerDelivery?.code),
    trackingCode: text(delivery.deliveryCode),
    fee: toMoney(delivery.price),
    cod: delivery.usingPriceCod === false ? undefined : toMoney(delivery.priceCodPayment),
    weightGrams: quantity(delivery.weight),
    status: vendorStatus(delivery),
  });
  return Object.keys(shipping).length > 0 ? shipping : undefined;
};

const toSurcharges = (rows: readonly SurchargeLine[] | null | undefined) =>
  filled(rows)?.map((row) =>
    compact({
      code: text(row.surchargeCode),
      name: text(row.surchargeName),
      amount: toMoney(row.price) ?? toMoney(row.surValue) ?? 0,
    }),
  );

const documentOf = (row: ReturnType<typeof ReturnRow.parse> | ReturnType<typeof OrderRow.parse>) => {
  const customer = compact({ name: text(row.customerName), code: text(row.customerCode) });
  const channel = row.SaleChannel ?? row.saleChannel;
  return {
    id: String(row.id),
    code: text(row.code),
    vendorStatus: vendorStatus(row),
    locationId: id(row.branchId),
    customerId: id(row.customerId),
    customer: Object.keys(customer).length > 0 ? customer : undefined,
    discount: toMoney(row.discount),
    total: toMoney(row.total),
    paid: toMoney(row.totalPayment),
    payments: filled(row.payments)?.map(toPayment),
    staffId: id(row.soldById),
    staffName: text(row.soldByName),
    channel: text(channel?.Name) ?? text(channel?.name) ?? text(row.saleChannelName) ?? id(row.saleChannelId),
    note: text(row.description),
    // Lists seen in practice leave createdDate out; the date of business is then the nearest there is.
    createdAt: iso(row.createdDate) ?? iso(row.purchaseDate),
  };
};

export const toOrder = (raw: unknown): Order => {
  const row = OrderRow.parse(raw);
  return compact({
    ...documentOf(row),
    status: statusOf("orders", { status: row.status }),
    lines: (row.orderDetails ?? []).map(toLine),
    shipping: toShipping(row.orderDelivery),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
    expectedDeliveryAt: iso(row.orderDelivery?.expectedDelivery) ?? iso(row.expectedDelivery),
  });
};

export const toInvoice = (raw: unknown): Invoice => {
  const row = InvoiceRow.parse(raw);
  return compact({
    ...documentOf(row),
    status: statusOf("invoices", { status: row.status }),
    type: "sale" as const,
    lines: (row.invoiceDetails ?? []).map(toLine),
    orderId: id(row.orderId),
    orderCode: text(row.orderCode),
    shipping: toShipping(row.invoiceDelivery ?? row.deliveryDetail),
    surcharges: toSurcharges(row.invoiceOrderSurcharges),
  });
};

export const toReturn = (raw: unknown): Return => {
  const row = ReturnRow.parse(raw);
  return compact({
    ...documentOf(row),
    status: statusOf("returns", row),
    lines: (row.returnDetails ?? []).map(toLine),
    invoiceId: id(row.invoiceId),
    discount: toMoney(row.returnDiscount ?? row.discount),
    total: toMoney(row.returnTotal ?? row.total),
    fee: toMoney(row.returnFee),
    staffId: id(row.receivedById) ?? id(row.soldById),
    createdAt: iso(row.createdDate) ?? iso(row.returnDate),
  });
};

// ---- everything else -----------------------------------------------------------------------------------------------

/** A raw record; `names` are the fields that name it where it is not `name`. */
export const toRaw =
  (...names: readonly string[]) =>
  (raw: unknown): RawRecord => {
    const row = PlainRow.parse(raw);
    const name = [...names, "name"].map((field) => row[field]).find((value) => typeof value === "string" && value);
    return compact({
      id: String(row.id),
      code: text(row.code) ?? text(row.surchargeCode as string | undefined),
      name: name as string | undefined,
      createdAt: iso(
        row.createdDate ?? row.createDate ?? row.transDate ?? row.purchaseDate ?? row.orderDate ?? row.releaseDate,
      ),
    });
  };

/** One product's price in one price book; the book's id is written into the row when its page is read. */
export const priceId = (row: any): string => `${row.priceBookId}:${row.productId}`;
export const toPrice = (row: any): RawRecord => compact({ id: priceId(row), code: text(row.productCode) });
