import { type Money, toMoney, toQuantity } from "../../core/money.ts";
import type {
  Address,
  Category,
  Customer,
  Inventory,
  Line,
  Location,
  Order,
  OrderStatus,
  Payment,
  Product,
  RawRecord,
  Return,
} from "../../core/records.ts";
import { toIso } from "../../core/time.ts";
import {
  AnyRow,
  type CategoryNode,
  type CategoryRow,
  CustomerRow,
  type OrderItem,
  OrderRow,
  ReturnRow,
  type ShippingAddress,
  StaffRow,
  StatusHistory,
  VariationRow,
  WarehouseRow,
} from "./schema.ts";

/**
 * The states of an order, "Pancake POS Open API, Thông tin đơn hàng" (the table at its end). A partial return has no
 * word of its own in the canonical set: `vendorStatus` tells it from a whole one.
 */
const orderStatuses: Readonly<Record<string, readonly [status: OrderStatus, name: string]>> = {
  0: ["pending", "Mới"],
  17: ["pending", "Chờ xác nhận"],
  10: ["pending", "Đơn Webcake"],
  21: ["pending", "Đơn Storecake"],
  1: ["confirmed", "Đã xác nhận"],
  11: ["confirmed", "Chờ hàng"],
  20: ["confirmed", "Đã đặt hàng"],
  12: ["packing", "Chờ in"],
  13: ["packing", "Đã in"],
  8: ["packing", "Đang đóng hàng"],
  9: ["packing", "Chờ chuyển hàng"],
  2: ["shipping", "Đã gửi hàng"],
  3: ["delivered", "Đã nhận"],
  16: ["completed", "Đã thu tiền"],
  4: ["returning", "Đang trả hàng"],
  15: ["returned", "Hoàn 1 phần"],
  5: ["returned", "Đã hoàn"],
  6: ["cancelled", "Đã hủy"],
  7: ["deleted", "Đã xóa"],
};
export const DELETED = "7";

/** "Pancake POS Open API, Danh sách đơn hàng đổi trả". */
const returnStatuses: Readonly<Record<string, readonly [status: Return["status"], name: string]>> = {
  0: ["processing", "Mới"],
  2: ["processing", "Đã gửi hàng"],
  1: ["completed", "Hoàn tất"],
  4: ["cancelled", "Đã hủy"],
};

/** "Pancake POS Open API, Thông tin đơn hàng", PartnerId; those that a Vietnamese shop meets. */
const carriers: Readonly<Record<string, string>> = {
  0: "Snappy",
  1: "Giao hàng tiết kiệm",
  3: "Viettel Post",
  4: "247",
  5: "Giao hàng nhanh",
  11: "Ahamove",
  13: "Lazada Express",
  15: "J&T",
  16: "Best Inc",
  17: "Vnpost(Bưu điện)",
  19: "Ninja Van",
  32: "SuperShip",
  33: "ZTO Express",
  36: "Nhất Tín Express",
  37: "Grab Express",
  38: "Vạn Phúc Express",
  39: "Hola Ship",
  42: "Shopee Express",
};

/** Where an order says how it was paid, and what we call it. */
const paymentFields: Readonly<Record<string, string>> = {
  cash: "cash",
  transfer_money: "transfer",
  charged_by_card: "card",
  charged_by_momo: "momo",
  charged_by_vnpay: "vnpay",
  charged_by_qrpay: "qrpay",
  charged_by_kredivo: "kredivo",
  charged_by_fundiin: "fundiin",
};

const toMoneyOrZero = (value: unknown): Money => toMoney(value) ?? 0;

/** Times without an offset are UTC here (field note, recorded). */
const time = (value: unknown) => toIso(value, "utc");

const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

/** Leaves out what is absent, so that a record holds no empty keys. */
const compact = <T extends object>(record: T): T => {
  for (const [name, value] of Object.entries(record)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0 && name !== "lines" && name !== "levels")) {
      delete (record as Record<string, unknown>)[name];
    }
  }
  return record;
};

const nonEmpty = <T extends object>(record: T): T | undefined =>
  Object.keys(compact(record)).length > 0 ? record : undefined;

const texts = (values: readonly unknown[] | null | undefined): string[] =>
  (values ?? [])
    .map((value) => text(isObject(value) ? (value.name ?? value.id) : value))
    .filter((value) => value !== undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Exact for whole amounts and whole quantities; for fractions of a dong rounded to the fourth place by toMoney. */
const times = (amount: Money, factor: number): Money => toMoneyOrZero((Number(amount) * factor).toFixed(4));
const plus = (a: Money, b: Money): Money => toMoneyOrZero((Number(a) + Number(b)).toFixed(4));

/** `84` as a number or a string, `63` for the Philippines. Absent: the vendor's home. */
const countries: Readonly<Record<string, string>> = {
  84: "VN",
  63: "PH",
  66: "TH",
  62: "ID",
  60: "MY",
  855: "KH",
  1: "US",
};

const toAddress = (row: ShippingAddress | null | undefined): Address | undefined => {
  if (!row) return undefined;
  const newProvince = text(row.new_province_id);
  const newWard = text(row.new_commune_id);
  // Either scheme may be half filled: the ids are of the new one only where it is the more complete (field note).
  const twoTier = newWard !== undefined || (newProvince !== undefined && text(row.commune_id) === undefined);
  const known = twoTier || text(row.province_id) !== undefined;
  const country = text(row.country_code);
  return nonEmpty<Address>({
    name: text(row.full_name),
    phone: text(row.phone_number),
    line: text(row.address) ?? text(row.full_address),
    ward: text(row.commune_name) ?? text(row.commnue_name),
    wardId: twoTier ? newWard : text(row.commune_id),
    district: twoTier ? undefined : text(row.district_name),
    districtId: twoTier ? undefined : text(row.district_id),
    province: text(row.province_name),
    provinceId: twoTier ? newProvince : text(row.province_id),
    country: country === undefined ? undefined : countries[country],
    scheme: known ? (twoTier ? "two-tier" : "three-tier") : undefined,
  });
};

const toLine = (item: OrderItem, quantityField: "quantity" | "returned_quantity" = "quantity"): Line => {
  const quantity = toQuantity(item[quantityField] ?? item.quantity) ?? 0;
  const price = toMoneyOrZero(item.variation_info?.retail_price);
  const each = toMoneyOrZero(item.discount_each_product);
  // `discount_each_product` is for one unit, in percent where `is_discount_percent` says so.
  const discount = times(item.is_discount_percent === true ? times(price, Number(each) / 100) : each, quantity);
  return compact<Line>({
    id: text(item.id),
    productId: text(item.variation_id),
    code: text(item.variation_info?.display_id) ?? text(item.variation_info?.custom_id),
    name: text(item.variation_info?.name),
    quantity,
    price,
    discount: discount === 0 ? undefined : discount,
    total: plus(times(price, quantity), times(discount, -1)),
    note: text(item.note),
  });
};

const toPayments = (row: OrderRow): Payment[] => {
  const payments: Payment[] = [];
  for (const [field, method] of Object.entries(paymentFields)) {
    const amount = toMoneyOrZero(row[field]);
    if (amount !== 0) payments.push({ method, amount });
  }
  const points = isObject(row.prepaid_by_point) ? toMoneyOrZero(row.prepaid_by_point.money) : 0;
  if (points !== 0) payments.push({ method: "points", amount: points });
  return payments;
};

const statusOf = (code: string | undefined) => (code === undefined ? undefined : orderStatuses[code]);

export const normalizeOrder = (input: unknown): Order => {
  const row = OrderRow.parse(input);
  const code = text(row.status) ?? "";
  const payments = toPayments(row);
  const partner = row.partner;
  const partnerStatus = text(partner?.partner_status);
  const surcharge = toMoneyOrZero(row.surcharge);
  const discount = toMoney(row.total_discount) ?? toMoney(row.discount);
  return compact<Order>({
    id: row.id,
    code: text(row.display_id) ?? text(row.custom_id),
    status: statusOf(code)?.[0] ?? "unknown",
    vendorStatus: compact({ code, name: statusOf(code)?.[1] ?? text(row.status_name) }),
    locationId: text(row.warehouse_id),
    // The row of the customers' list; `customer.id` is the same only where it carries the shop (recorded), and
    // otherwise somebody's id in the chat product ("Thông tin đơn hàng" shows two different ids).
    customerId: text(row.shop_customer_id) ?? (row.customer?.shop_id ? text(row.customer.id) : undefined),
    customer: nonEmpty({
      name: text(row.bill_full_name),
      phone: text(row.bill_phone_number),
      email: text(row.bill_email),
    }),
    lines: (row.items ?? []).map((item) => toLine(item)),
    discount,
    tax: toMoney(row.tax),
    total: toMoney(row.total_price_after_sub_discount) ?? toMoney(row.total_price),
    paid: payments.reduce<Money>((sum, payment) => plus(sum, payment.amount), 0),
    payments,
    staffId: text(row.assigning_seller_id),
    staffName: text(row.assigning_seller?.name),
    channel: text(row.order_sources_name) ?? text(row.account_name),
    channelOrderId: text(row.custom_id),
    note: text(row.note),
    createdAt: time(row.inserted_at),
    shipping: nonEmpty({
      address: toAddress(row.shipping_address),
      carrier: text(partner?.partner_id) === undefined ? undefined : carriers[String(partner?.partner_id)],
      carrierCode: text(partner?.partner_id),
      trackingCode: text(partner?.extend_code),
      fee: toMoney(row.shipping_fee),
      cost: toMoney(row.partner_fee),
      cod: toMoney(row.cod),
      status: partnerStatus === undefined ? undefined : { code: partnerStatus },
    }),
    surcharges: surcharge === 0 ? [] : [{ name: "Phụ thu", amount: surcharge }],
    history: (row.status_history ?? []).flatMap((entry) => {
      const parsed = StatusHistory.safeParse(entry);
      const status = parsed.success ? text(parsed.data.status) : undefined;
      if (!parsed.success || status === undefined) return [];
      return [
        compact({
          status: statusOf(status)?.[0] ?? ("unknown" as const),
          vendorStatus: compact({ code: status, name: statusOf(status)?.[1] }),
          at: time(parsed.data.updated_at ?? parsed.data.inserted_at),
          by: text(parsed.data.name) ?? text(parsed.data.editor?.name),
        }),
      ];
    }),
    tags: texts(row.tags),
    expectedDeliveryAt: time(row.estimate_delivery_date),
  });
};

export const normalizeReturn = (input: unknown): Return => {
  const row = ReturnRow.parse(input);
  const code = text(row.status) ?? "";
  const fee = toMoney(row.returned_fee);
  return compact<Return>({
    id: row.id,
    code: text(row.display_id) ?? text(row.custom_id),
    status: returnStatuses[code]?.[0] ?? "unknown",
    vendorStatus: compact({ code, name: returnStatuses[code]?.[1] }),
    // The nested order carries the id under which orders are listed; `order_id_to_returned` is another number.
    orderId: text(row.order_to_returned?.id) ?? text(row.order_id_to_returned),
    locationId: text(row.warehouse_id),
    customerId: text(row.shop_customer_id),
    customer: nonEmpty({ name: text(row.bill_full_name), phone: text(row.bill_phone_number) }),
    lines: (row.returned_items ?? []).map((item) => toLine(item, "returned_quantity")),
    discount: toMoney(row.discount),
    fee,
    staffId: text(row.creator_id),
    createdAt: time(row.inserted_at),
  });
};

const productTypes: Readonly<Record<string, NonNullable<Product["type"]>>> = {
  product: "goods",
  combo: "combo",
  service: "service",
  material: "material",
};

/** A variation is what is sold and counted; the product only groups it. */
export const normalizeVariation = (input: unknown): Product => {
  const row = VariationRow.parse(input);
  const category = (row.product?.categories ?? []).find(isObject);
  const components = (row.composite_products ?? []).filter(isObject).flatMap((component) => {
    const productId = text(component.component_id) ?? text(component.variation_id);
    return productId === undefined
      ? []
      : [{ productId, quantity: toQuantity(component.quantity ?? component.count) ?? 0 }];
  });
  const type = text(row.product?.type);
  return compact<Product>({
    id: row.id,
    parentId: text(row.product_id),
    code: text(row.display_id) ?? text(row.custom_id),
    barcode: text(row.barcode),
    name: text(row.product?.name) ?? text(row.display_id) ?? row.id,
    description: text(row.product?.note_product),
    type: row.is_composite === true ? "manufactured" : type === undefined ? undefined : (productTypes[type] ?? "other"),
    categoryId: text(category?.id),
    categoryName: text(category?.name) ?? text(category?.text),
    price: toMoney(row.retail_price),
    cost: toMoney(row.last_imported_price),
    weightGrams: row.weight === null || row.weight === undefined ? undefined : toQuantity(row.weight),
    attributes: (row.fields ?? []).filter(isObject).flatMap((field) => {
      const name = text(field.name);
      const value = text(field.value);
      return name === undefined || value === undefined ? [] : [{ name, value }];
    }),
    images: (row.images ?? []).map(text).filter((image) => image !== undefined),
    components,
    active: row.is_removed !== true && row.is_locked !== true,
    createdAt: time(row.inserted_at),
  });
};

export const normalizeInventory = (input: unknown): Inventory => {
  const row = VariationRow.parse(input);
  const levels = (row.variations_warehouses ?? []).map((level) =>
    compact({
      locationId: level.warehouse_id,
      onHand: quantity(level.actual_remain_quantity),
      available: quantity(level.remain_quantity),
      reserved: quantity(level.waiting_quantity ?? level.waitting_quantity),
      incoming: quantity(level.pending_quantity),
    }),
  );
  return compact<Inventory>({
    id: row.id,
    productId: row.id,
    code: text(row.display_id) ?? text(row.custom_id),
    available: quantity(row.remain_quantity),
    levels,
  });
};

const quantity = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : toQuantity(value);

const genders: Readonly<Record<string, NonNullable<Customer["gender"]>>> = {
  male: "male",
  female: "female",
  other: "other",
};

export const normalizeCustomer = (input: unknown): Customer => {
  const row = CustomerRow.parse(input);
  const phones = texts(row.phone_numbers);
  const name = text(row.name);
  const note = (row.notes ?? []).filter(isObject).at(-1);
  return compact<Customer>({
    id: row.id,
    code: text(row.custom_id),
    name,
    phone: phones[0],
    email: texts(row.emails)[0],
    gender: genders[text(row.gender)?.toLowerCase() ?? ""],
    birthday: text(row.date_of_birth)?.slice(0, 10),
    company: text(row.company_info?.name),
    taxCode: text(row.company_info?.tax_code),
    address: toAddress(row.shop_customer_addresses?.[0]),
    groups: texts([row.level?.name]),
    tags: texts(row.tags),
    note: text(note?.message),
    points: quantity(row.reward_point),
    debt: toMoney(row.current_debts),
    totalSpent: toMoney(row.purchased_amount),
    masked: [name, phones[0]].some((value) => value?.includes("**")) ? true : undefined,
    createdAt: time(row.inserted_at),
  });
};

export const normalizeWarehouse = (input: unknown): Location => {
  const row = WarehouseRow.parse(input);
  return compact<Location>({
    id: row.id,
    name: text(row.name) ?? row.id,
    code: text(row.custom_id),
    phone: text(row.phone_number),
    address: toAddress({ ...row, phone_number: undefined } as ShippingAddress),
    active:
      row.allow_create_order === null || row.allow_create_order === undefined
        ? undefined
        : row.allow_create_order === true,
  });
};

/** The tree as rows, each with its parent: parents first. */
export const flattenCategories = (
  nodes: readonly CategoryNode[] | null | undefined,
  parent: string | number | null = null,
): CategoryRow[] =>
  (nodes ?? []).flatMap((node, rank) => [
    { id: node.id, text: node.text, parent_id: parent, rank },
    ...flattenCategories(node.nodes, node.id),
  ]);

export const normalizeCategory = (row: CategoryRow): Category =>
  compact<Category>({
    id: String(row.id),
    name: text(row.text) ?? String(row.id),
    parentId: row.parent_id === null ? undefined : String(row.parent_id),
    rank: row.rank,
  });

export const normalizeStaff = (input: unknown): RawRecord => {
  const row = StaffRow.parse(input);
  return compact<RawRecord>({ id: row.user_id, name: text(row.user?.name) });
};

/** Documents, vouchers, tags, sources: id, number and name; the row itself is kept beside it. */
export const normalizeAny = (input: unknown): RawRecord => {
  const row = AnyRow.parse(input);
  return compact<RawRecord>({
    id: row.id,
    code: text(row.display_id) ?? text(row.custom_id),
    name: text(row.name) ?? text(row.label),
    createdAt: time(row.inserted_at),
  });
};

export const normalizeCrmTable = (row: { name: string; label?: string | null | undefined }): RawRecord =>
  compact<RawRecord>({ id: row.name, name: text(row.label) });

/** The document's examples leave the id out; the history of a record asks for one. */
export const crmRecordId = (row: Record<string, unknown>): string => {
  const id = text(row.id) ?? text(row.Id) ?? text(row.ID);
  if (id === undefined) throw new RangeError("a CRM record without an id");
  return id;
};

export const normalizeCrmRecord = (row: Record<string, unknown>): RawRecord =>
  compact<RawRecord>({ id: crmRecordId(row), name: text(row.Name), createdAt: time(row.CreatedOn) });
