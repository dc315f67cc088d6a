import { toE164 } from "../../core/phone.ts";
import type { Customer, Inventory, Location, OrderStatus, Product, RawRecord } from "../../core/records.ts";
import { compact, filled, first, idIn, isMasked, nameOr, some } from "../../core/rows.ts";
import { timeOrNone } from "../../core/time.ts";
import { recordOf } from "../../core/unread.ts";
import { ContactRow, PlainRow, ProductRow, type Row, StockRow, StoreRow, unfold } from "./schema.ts";

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
export const nested = <Entry>(list: readonly Entry[], json: readonly Entry[], isOdd: boolean): readonly Entry[] =>
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
