import { toMoney, toQuantity } from "../../core/money.ts";
import type {
  Customer,
  Inventory,
  Line,
  Location,
  Order,
  OrderStatus,
  Product,
  RawRecord,
} from "../../core/records.ts";
import { parseTime, toHanoiDay, toIso } from "../../core/time.ts";
import { ComponentRow, ContactRow, LineRow, OrderRow, ProductRow, type Row, StoreRow, UnitRow } from "./schema.ts";

/**
 * The states of an order are not in the document; names and numbers are those of the vendor's own app (field note:
 * seen in integrations). 5 and 6 say at the same time that the customer still owes money.
 */
export const orderStates: Readonly<Record<string, { status: OrderStatus; name: string }>> = {
  "0": { status: "draft", name: "draft" },
  "1": { status: "confirmed", name: "in progress" },
  "2": { status: "shipping", name: "shipping" },
  "3": { status: "completed", name: "done" },
  "4": { status: "cancelled", name: "cancelled" },
  "5": { status: "completed", name: "has debt" },
  "6": { status: "shipping", name: "shipping, has debt" },
  "7": { status: "pending", name: "deposit" },
};

const text = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  const trimmed = String(value).trim();
  return trimmed === "" ? undefined : trimmed;
};
/** References use 0 for "none". */
const reference = (value: unknown): string | undefined => {
  const id = text(value);
  return id === "0" ? undefined : id;
};
const flag = (value: unknown): boolean => value === true || value === 1;
/** Leaves out what is undefined, so that a canonical record has no empty keys. */
const record = <T extends object>(fields: { [Key in keyof T]: T[Key] | undefined }): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Nested rows come as an array, or as text of JSON in a field beside it (`items`, `itemsJson`), or as both. */
const nested = (list: unknown, json: unknown): unknown[] => {
  if (Array.isArray(list) && list.length > 0) return list;
  if (Array.isArray(json)) return json;
  if (typeof json !== "string" || json.trim() === "" || json.trim() === "null") return Array.isArray(list) ? list : [];
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed)) throw new RangeError("nested rows are no list");
  return parsed;
};

export const idOf = (row: { id: string | number }): string => String(row.id);

/** Times without an offset are Vietnam's (field note: the app writes `YYYY-MM-DD HH:mm:ss`, answers carry +07:00). */
export const createdOf = (row: Row): number | undefined => parseTime(row.createdAt, "hanoi");
export const modifiedOf = (row: Row): number | undefined => parseTime(row.modifiedAt, "hanoi");

export const toLocation = (row: Row): Location => {
  const store = StoreRow.parse(row);
  const line = text(store.address);
  return record<Location>({
    id: idOf(store),
    name: text(store.name) ?? idOf(store),
    code: text(store.code),
    phone: text(store.phone),
    email: text(store.email),
    address: line === undefined ? undefined : { line },
    active: undefined,
  });
};

const typeOf = (product: ReturnType<typeof ProductRow.parse>): Product["type"] => {
  if (flag(product.isCombo)) return "combo";
  if (flag(product.isService)) return "service";
  return flag(product.isMaterial) ? "material" : "goods";
};

export const toProduct = (row: Row): Product => {
  const product = ProductRow.parse(row);
  const units = nested(product.units, product.unitsJson).map((unit) => UnitRow.parse(unit));
  const parts = nested(product.items, product.itemsJson).map((part) => ComponentRow.parse(part));
  const images = [text(product.avatarUrl), ...nested(undefined, product.imageUrlsJson).map(text)];
  const present = [...new Set(images.filter((image) => image !== undefined))];
  return record<Product>({
    id: idOf(product),
    parentId: undefined,
    code: text(product.code),
    barcode: text(product.barcode),
    name: text(product.title) ?? text(product.name) ?? idOf(product),
    description: text(product.description),
    type: typeOf(product),
    categoryId: reference(product.categoryId ?? product.productCategoryId),
    categoryName: undefined,
    brand: undefined,
    unit: text(product.unit),
    units:
      units.length === 0
        ? undefined
        : units.map((unit) =>
            record<NonNullable<Product["units"]>[number]>({
              id: undefined,
              name: text(unit.unit) ?? "",
              code: undefined,
              ratio: toQuantity(unit.exchange) ?? 0,
              price: toMoney(unit.price),
            }),
          ),
    price: toMoney(product.price),
    cost: toMoney(product.costPrice),
    weightGrams: undefined,
    attributes: undefined,
    images: present.length === 0 ? undefined : present,
    components: flag(product.isCombo)
      ? parts.flatMap((part) => {
          const productId = reference(part.productId ?? part.id);
          return productId === undefined ? [] : [{ productId, quantity: toQuantity(part.count ?? part.quantity) ?? 0 }];
        })
      : undefined,
    prices: undefined,
    active: undefined,
    sellable:
      product.hideFromList === null || product.hideFromList === undefined ? undefined : !flag(product.hideFromList),
    createdAt: toIso(product.createdAt, "hanoi"),
  });
};

/**
 * The product's own `count`. A staff member may be barred from seeing it (`blockViewingQuantity`, field note), so it
 * may be absent. Whose count it is (the main store's or all stores') is not documented: a level is only given where
 * the row names its store.
 */
export const toInventory = (row: Row): Inventory => {
  const product = ProductRow.parse(row);
  const counted = product.count !== null && product.count !== undefined && product.count !== "";
  const onHand = counted ? toQuantity(product.count) : undefined;
  const locationId = text(product.storeId);
  return record<Inventory>({
    id: idOf(product),
    productId: idOf(product),
    code: text(product.code),
    onHand,
    available: undefined,
    levels: locationId === undefined || onHand === undefined ? [] : [{ locationId, onHand }],
  });
};

const genders: Readonly<Record<string, Customer["gender"]>> = {
  male: "male",
  nam: "male",
  female: "female",
  nữ: "female",
  nu: "female",
  other: "other",
};

/** Customers and suppliers share one table without a mark that tells them apart (field note). */
export const toCustomer = (row: Row): Customer => {
  const contact = ContactRow.parse(row);
  const line = text(contact.address);
  const born = parseTime(contact.dateOfBirth, "hanoi");
  const points = contact.point === null || contact.point === undefined ? undefined : toQuantity(contact.point);
  return record<Customer>({
    id: idOf(contact),
    code: text(contact.code),
    name: text(contact.fullName),
    phone: text(contact.mobile),
    email: text(contact.email),
    gender: genders[(text(contact.gender) ?? "").toLowerCase()],
    birthday: born === undefined ? undefined : toHanoiDay(born),
    company: undefined,
    taxCode: undefined,
    type: undefined,
    address: line === undefined ? undefined : { line },
    groups: undefined,
    tags: undefined,
    note: text(contact.note),
    points,
    debt: undefined,
    totalSpent: undefined,
    masked: undefined,
    createdAt: toIso(contact.createdAt, "hanoi"),
  });
};

const toLine = (row: unknown): Line => {
  const item = LineRow.parse(row);
  return record<Line>({
    id: reference(item.id),
    productId: reference(item.productId),
    code: text(item.productCode),
    name: text(item.productName),
    quantity: toQuantity(item.count ?? item.quantity) ?? 0,
    price: toMoney(item.price) ?? 0,
    discount: toMoney(item.discount),
    total: toMoney(item.total),
    note: text(item.note),
    serials: undefined,
  });
};

const toShipping = (order: ReturnType<typeof OrderRow.parse>): Order["shipping"] => {
  const line = text(order.deliveryAddress);
  const fee = toMoney(order.shippingFee);
  const shipping = record<NonNullable<Order["shipping"]>>({
    address: line === undefined ? undefined : { line },
    carrier: text(order.shippingPartner),
    carrierCode: undefined,
    trackingCode: text(order.billOfLadingCode),
    trackingUrl: undefined,
    fee: fee === 0 ? undefined : fee,
    cost: undefined,
    cod: undefined,
    weightGrams: undefined,
    status: undefined,
    deliveredAt: undefined,
  });
  return Object.keys(shipping).length === 0 ? undefined : shipping;
};

const toBuyer = (order: ReturnType<typeof OrderRow.parse>): Order["customer"] => {
  const buyer = record<NonNullable<Order["customer"]>>({
    name: text(order.contactName) ?? text(order.contact?.fullName),
    phone: text(order.contactPhone) ?? text(order.contact?.mobile),
    email: text(order.contact?.email),
    code: text(order.contact?.code),
  });
  return Object.keys(buyer).length === 0 ? undefined : buyer;
};

export const toOrder = (row: Row): Order => {
  const order = OrderRow.parse(row);
  const code = text(order.status);
  const state = code === undefined ? undefined : orderStates[code];
  const paid = toMoney(order.paid);
  return record<Order>({
    id: idOf(order),
    code: text(order.orderCode) ?? text(order.code),
    status: state?.status ?? "unknown",
    vendorStatus: code === undefined ? undefined : { code, ...(state && { name: state.name }) },
    // 0 is the main store, which has no row in the table of stores (field note).
    locationId: text(order.storeId),
    customerId: reference(order.contactId),
    customer: toBuyer(order),
    lines: nested(order.items, order.itemsJson).map(toLine),
    discount: toMoney(order.discountOnTotal) ?? toMoney(order.discount),
    tax: toMoney(order.tax),
    total: toMoney(order.total),
    paid,
    payments:
      paid === undefined || Number(paid) <= 0
        ? undefined
        : [
            record<NonNullable<Order["payments"]>[number]>({
              id: undefined,
              code: undefined,
              method: text(order.paymentType)?.toLowerCase(),
              amount: paid,
              accountId: reference(order.moneyAccountId),
              at: undefined,
              status: undefined,
            }),
          ],
    staffId: reference(order.staffId),
    staffName: text(order.staff?.name),
    channel: undefined,
    channelOrderId: undefined,
    note: text(order.note),
    createdAt: toIso(order.createdAt, "hanoi"),
    shipping: toShipping(order),
    surcharges: undefined,
    history: undefined,
    tags: undefined,
    expectedDeliveryAt: undefined,
  });
};

/** Everything without a canonical form. A time that cannot be read is no reason to lose the row. */
export const toRaw = (row: Row): RawRecord => {
  let createdAt: string | undefined;
  try {
    createdAt = toIso(row.createdAt, "hanoi");
  } catch {
    createdAt = undefined;
  }
  return record<RawRecord>({
    id: idOf(row),
    code: text(row.code) ?? text(row.orderCode),
    name: text(row.name) ?? text(row.title) ?? text(row.fullName) ?? text(row.accountName),
    createdAt,
  });
};
