import { codesOf } from "../../core/codes.ts";
import { type Money, minus, times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import { dueOf, fulfilmentOf, isOver, shipmentsOf, unreconciledOf } from "../../core/reckoning.ts";
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
import {
  compact,
  filled,
  first,
  idIn,
  isMasked,
  nameOr,
  positive,
  some,
  type Unreadable,
  within,
} from "../../core/rows.ts";
import { timeOrNone } from "../../core/time.ts";
import { recordOf } from "../../core/unread.ts";
import {
  ContactRow,
  type LineRow,
  OrderRow,
  PlainRow,
  ProductRow,
  type Row,
  StockRow,
  StoreRow,
  unfold,
} from "./schema.ts";

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

const stateOf = codesOf(orderStates);

export const idOf = (row: unknown): string => idIn(row);

export const createdOf = (row: Row): number | undefined => timeOrNone(row?.createdAt, "hanoi");
export const modifiedOf = (row: Row): number | undefined => timeOrNone(row?.modifiedAt, "hanoi");

export const toLocation = recordOf(
  StoreRow,
  ({ id, name, code, phone, email, address }): Location =>
    compact({
      id,
      name: nameOr(name, id),
      code,
      phone,
      phoneE164: toE164(phone),
      email,
      address: filled({ line: address }),
    }),
);

const typeOf = ({ isCombo, isService, isMaterial }: ProductRow): Product["type"] => {
  if (isCombo) return "combo";
  if (isCombo === null) return undefined;
  if (isService) return "service";
  if (isService === null || isMaterial === null) return undefined;
  return isMaterial ? "material" : "goods";
};

/** The list itself where it has rows or could not be read, else the one that came as text of JSON. */
const nested = <Entry>(list: readonly Entry[], json: readonly Entry[], isOdd: boolean): readonly Entry[] =>
  list.length > 0 || isOdd ? list : json;

const readProduct = recordOf(ProductRow, (row, { lacks }): Product => {
  const parts = nested(row.items, row.itemsJson, lacks("items"));
  const units = nested(row.units, row.unitsJson, lacks("units"));
  return compact({
    id: row.id,
    code: row.code,
    barcode: row.barcode,
    name: nameOr(row.title === undefined ? row.name : row.title, row.id),
    description: row.description,
    type: typeOf(row),
    categoryId: first(row.categoryId, row.productCategoryId),
    unit: row.unit,
    units: some(units.map(({ unit, exchange, price }) => compact({ name: unit, ratio: exchange, price }))),
    price: row.price,
    cost: row.costPrice,
    images: some([...new Set([row.avatarUrl, ...row.imageUrlsJson].flatMap((image) => image ?? []))]),
    components: row.isCombo
      ? parts.flatMap((part) => {
          const productId = first(part.productId, part.id);
          const quantity = part.count === undefined ? part.quantity : part.count;
          return productId === undefined || quantity === null ? [] : [{ productId, quantity: quantity ?? 0 }];
        })
      : undefined,
    sellable: row.hideFromList === null || row.hideFromList === undefined ? undefined : !row.hideFromList,
    createdAt: row.createdAt,
    updatedAt: row.modifiedAt,
  });
});
export const toProduct: typeof readProduct = (row, shop) => readProduct(unfold(row), shop);

/**
 * The product's own `count`. A staff member may be barred from seeing it (`blockViewingQuantity`, field note), so it
 * may be absent. Whose count it is (the main store's or all stores') is not documented: a level is only given where
 * the row names its store.
 */
export const toInventory = recordOf(StockRow, ({ id, code, count, storeId }): Inventory => {
  const levels = storeId && typeof count === "number" ? [{ locationId: storeId, onHand: count }] : [];
  return compact({ id, productId: id, code, onHand: count, levels });
});

/** Customers and suppliers share one table without a mark that tells them apart (field note). */
export const toCustomer = recordOf(
  ContactRow,
  (row): Customer =>
    compact({
      id: row.id,
      code: row.code,
      name: row.fullName,
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      gender: row.gender,
      birthday: row.dateOfBirth,
      address: filled({ line: row.address }),
      note: row.note,
      points: row.point,
      masked: [row.fullName, row.mobile].some(isMasked) || undefined,
      createdAt: row.createdAt,
      updatedAt: row.modifiedAt,
    }),
);

/**
 * VND off the line. The app also keeps a percentage there, which shows in the line's own total: 2 x 100,000 less 10 is
 * 180,000.
 */
const lineDiscount = ({ price, discount, total }: LineRow, quantity: number): Unreadable<Money> => {
  if (!discount || !total || Number(discount) > 100) return discount;
  const full = times(price, quantity);
  const off = times(times(full, discount), "0.01");
  const isPercent = Number(minus(full, off)) === Number(total) && Number(minus(full, discount)) !== Number(total);
  return isPercent ? off : discount;
};

/** A line without a readable quantity is left out. */
const toLines = (rows: readonly LineRow[]): Line[] =>
  rows.flatMap((line) => {
    const quantity = line.count === undefined ? line.quantity : line.count;
    if (quantity === null) return [];
    return [
      compact({
        id: line.id,
        productId: line.productId,
        code: line.productCode,
        name: line.productName,
        quantity: quantity ?? 0,
        price: line.price,
        discount: lineDiscount(line, quantity ?? 0),
        total: line.total,
        note: line.note,
      }),
    ];
  });

const toPayments = ({ paid, paymentType, moneyAccountId }: OrderRow): Order["payments"] =>
  paid === null || paid === undefined || Number(paid) <= 0
    ? undefined
    : [compact({ method: paymentType?.toLowerCase(), amount: paid, accountId: moneyAccountId })];

/** The document says nothing about returns. An order of which money goes back is one (inferred). */
const kindOf = (total: Unreadable<Money>): Order["type"] =>
  total === null ? undefined : Number(total ?? 0) < 0 ? "return" : "sale";

const readOrder = recordOf(OrderRow, (row, { lacks, whole }): Order => {
  const { status: code, contact } = row;
  const state = stateOf(code);
  const status = state?.status ?? "unknown";
  const shipping = filled({
    address: filled({ line: row.deliveryAddress }),
    carrier: row.shippingPartner,
    trackingCode: row.billOfLadingCode,
    fee: positive(row.shippingFee),
  });
  const phone = first(row.contactPhone, within(contact, "mobile"));
  const money = {
    lines: toLines(nested(row.items, row.itemsJson, lacks("items"))),
    discount: first(row.discountOnTotal, row.discount),
    tax: row.tax,
    fee: positive(row.shippingFee),
    total: row.total,
    paid: row.paid,
  };
  return compact({
    ...money,
    id: row.id,
    code: first(row.orderCode, row.code),
    type: kindOf(row.total),
    currency: "VND",
    status,
    fulfilmentStatus: fulfilmentOf(status),
    ...(code === null ? {} : dueOf(money, isOver(status))),
    change: positive(row.change),
    unreconciled: whole ? unreconciledOf(money) : undefined,
    vendorStatus: code ? { code, ...(state && { name: state.name }) } : undefined,
    locationId: row.storeId,
    customerId: row.contactId,
    customer: filled({
      name: first(row.contactName, within(contact, "fullName")),
      phone,
      phoneE164: toE164(phone),
      email: contact?.email,
      code: contact?.code,
    }),
    payments: toPayments(row),
    staffId: row.staffId,
    staffName: row.staff?.name,
    note: row.note,
    createdAt: row.createdAt,
    updatedAt: row.modifiedAt,
    shipping,
    shipments: shipmentsOf(shipping),
  });
});
export const toOrder: typeof readOrder = (row, shop) => readOrder(unfold(row), shop);

/** Everything without a canonical form. */
export const toRaw = recordOf(
  PlainRow,
  (row): RawRecord =>
    compact({
      id: row.id,
      code: first(row.code, row.orderCode),
      name: first(row.name, row.title, row.fullName, row.accountName),
      createdAt: row.createdAt,
    }),
);
