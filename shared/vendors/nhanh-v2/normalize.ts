import { codesOf } from "../../core/codes.ts";
import type { Money } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type * as records from "../../core/records.ts";
import {
  compact,
  filled,
  first,
  idIn,
  idOrNone,
  isMasked,
  isObject,
  nameOr,
  positive,
  some,
  type Unreadable,
  type Untyped,
} from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import type { Loose } from "./answers.ts";
import { Category, Customer, Depot, Plain, Product, Stock, toRows } from "./schema.ts";

export const country = "VN";

/** v2 knows provinces, districts and wards of before July 2025 only. */
export const scheme = "three-tier" as const;

/** Nhanh Open API v2, order status. `Success` is the end of a delivered order here. */
const stateOf = codesOf<records.OrderStatus>({
  New: "pending",
  Confirming: "pending",
  CustomerConfirming: "pending",
  Confirmed: "confirmed",
  Packing: "packing",
  Packed: "packing",
  ChangeDepot: "confirmed",
  Pickup: "packing",
  Shipping: "shipping",
  Success: "completed",
  Failed: "failed",
  Canceled: "cancelled",
  Aborted: "cancelled",
  CarrierCanceled: "failed",
  SoldOut: "failed",
  Returning: "returning",
  Returned: "returned",
});

/** Nhanh works in Vietnam alone, and no row names a currency. */
export const CURRENCY = "VND";

/** In percent; the special values -1 (not taxable) and -100 are a tax of 0, -2 is not declared. */
export const rateOf = (rate: Unreadable<Money>): number | undefined => {
  const percent = rate === undefined || rate === null ? -2 : Number(rate);
  return percent === -2 ? undefined : Math.max(0, percent);
};

export const orderStatus = (code: unknown): records.OrderStatus => stateOf(String(code)) ?? "unknown";

export const toLocation = recordOf(
  Depot,
  (row): records.Location =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      address: filled({
        line: row.address,
        ward: row.wardName,
        wardId: row.wardId,
        district: row.districtName,
        districtId: row.districtId,
        province: row.cityName,
        provinceId: row.cityId,
        country,
        scheme,
      }),
    }),
);

export const toCategory = recordOf(
  Category,
  ({ id, name, code, parentId, order }): records.Category =>
    compact({ id, name: nameOr(name, id), code, parentId, rank: order }),
);

/** Nhanh Open API v2, product status. What a state beside these means for the sale is not known. */
const sales = codesOf<Pick<records.Product, "active" | "sellable">>({
  // Sold in the shop only.
  New: { active: true, sellable: true },
  Active: { active: true, sellable: true },
  Inactive: { active: false, sellable: false },
  OutOfStock: { active: true, sellable: false },
});

/**
 * List and detail do not have the same fields: barcode and description are in the detail only, units in the list only.
 * The record holds what both have, so that it is the same whichever was read last.
 */
export const toProduct = recordOf(Product, (row): records.Product => {
  return compact({
    id: row.idNhanh,
    // -1 stands alone, -2 is a parent.
    parentId: row.parentId,
    code: row.code,
    name: nameOr(row.name, row.idNhanh),
    type: row.typeId,
    categoryId: row.categoryId,
    brand: row.brandName,
    price: row.price,
    cost: row.importPrice,
    wholesalePrice: positive(row.wholesalePrice),
    oldPrice: positive(row.oldPrice),
    taxRate: rateOf(row.vat),
    weightGrams: row.shippingWeight,
    attributes: some(
      row.attributes.flat().flatMap(({ attributeName, name, value }) => {
        const chosen = first(name, value);
        return attributeName && chosen ? [{ name: attributeName, value: chosen }] : [];
      }),
    ),
    images: some([...new Set([row.image, ...row.images].flatMap((link) => link ?? []))]),
    ...sales(row.status),
    createdAt: row.createdDateTime,
  });
});

const levels = ["remain", "shipping", "holding", "damage", "available"];
const pick = (row: Loose, names: readonly string[]): Loose =>
  Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));

/** List and detail differ in the fields around the stock; only what both have is kept. */
export const stockOf = (row: Untyped): Untyped => {
  // Stock of another shape stays as it came, for `toInventory` to find.
  if (!isObject(row)) return row;
  const inventory: Untyped = row.inventory ?? {};
  const isKnown = isObject(inventory) || (Array.isArray(inventory) && inventory.length === 0);
  const depotRows = toRows(inventory.depots);
  if (!isKnown || depotRows.some((depot) => idOrNone((one: Untyped) => idIn(one), depot) === undefined))
    return { ...pick(row, ["idNhanh", "code"]), inventory };
  const depots = Object.fromEntries(depotRows.map((depot) => [depot.id, pick(depot, [...levels, "transfering"])]));
  return { ...pick(row, ["idNhanh", "code"]), inventory: { ...pick(inventory, levels), depots } };
};

/**
 * `available` of the product and the sum over its depots may differ (field note, recorded): both are kept as they are.
 */
export const toInventory = recordOf(
  Stock,
  ({ idNhanh, code, inventory }): records.Inventory =>
    compact({
      id: idNhanh,
      productId: idNhanh,
      code,
      onHand: inventory?.remain,
      available: inventory?.available,
      levels: (inventory?.depots ?? [])
        .map((level) =>
          compact({
            locationId: level.id,
            onHand: level.remain,
            reserved: level.holding,
            available: level.available,
            incoming: level.transfering,
          }),
        )
        .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
    }),
);

export const toCustomer = recordOf(
  Customer,
  (row): records.Customer =>
    compact({
      id: row.id,
      code: row.code,
      name: row.name,
      phone: row.mobile,
      phoneE164: toE164(row.mobile),
      email: row.email,
      gender: row.gender,
      birthday: row.birthday,
      company: row.businessName,
      taxCode: row.taxCode,
      type: row.businessName ? ("company" as const) : undefined,
      address: filled({
        line: row.address,
        wardId: row.wardLocationId,
        districtId: row.districtLocationId,
        provinceId: row.cityLocationId,
      }),
      groups: row.group ? [row.group] : undefined,
      level: row.level,
      points: row.points,
      currency: CURRENCY,
      totalSpent: row.totalMoney,
      masked: [row.name, row.mobile].some(isMasked) || undefined,
    }),
);

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw = (id: (row: Untyped) => string) =>
  recordOf(
    Plain,
    (row, { raw }): records.RawRecord =>
      compact({
        id: id(raw),
        code: first(row.code, row.customerCode),
        name: first(row.name, row.title, row.fullName, row.shopName, row.productName, row.customerName),
        createdAt: first(row.createdDateTime, row.createdDatetime, row.createdAt),
      }),
  );
