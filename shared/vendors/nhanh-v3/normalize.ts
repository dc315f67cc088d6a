import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { toE164 } from "../../core/phone.ts";
import type * as records from "../../core/records.ts";
import {
  compact,
  filled,
  first,
  isMasked,
  nameOr,
  positive,
  some,
  type Unreadable,
  type Untyped,
  within,
} from "../../core/rows.ts";
import { recordOf } from "../../core/unread.ts";
import { CategoryRow, CustomerRow, DepotRow, InventoryRow, PlainRow, ProductRow } from "./schema.ts";

/**
 * Order status -> ours (Nhanh Open API v3, Model constant, Order status). `success` is the end of a delivered order.
 * A shipment that its carrier cancelled, and an order that is out of stock, wait for nobody: they have failed.
 */
export const stateOf = codesOf<readonly [records.OrderStatus, string]>({
  40: ["packing", "Packed"],
  42: ["packing", "Packing"],
  43: ["packing", "Awaiting pickup"],
  54: ["pending", "New"],
  55: ["pending", "Confirming"],
  56: ["confirmed", "Confirmed"],
  57: ["pending", "Awaiting customer's confirmation"],
  58: ["failed", "Carrier cancelled"],
  59: ["shipping", "Shipping"],
  60: ["completed", "Success"],
  61: ["failed", "Failed"],
  63: ["cancelled", "Customer cancelled"],
  64: ["cancelled", "System cancelled"],
  68: ["failed", "Out of stock"],
  71: ["returning", "Returning"],
  72: ["returned", "Returned"],
  73: ["confirmed", "Change of depot"],
  74: ["returning", "Return awaits confirmation"],
});

/** Nhanh works in Vietnam alone, and no row names a currency. */
export const CURRENCY = "VND";

export const orderStatus = (code: unknown): records.OrderStatus => stateOf(String(code))?.[0] ?? "unknown";

interface Place {
  readonly cityId?: Unreadable<string>;
  readonly cityName?: Unreadable<string>;
  readonly districtId?: Unreadable<string>;
  readonly districtName?: Unreadable<string>;
  readonly wardId?: Unreadable<string>;
  readonly wardName?: Unreadable<string>;
  readonly address?: Unreadable<string>;
}

interface Person {
  readonly name?: Unreadable<string>;
  readonly mobile?: Unreadable<string>;
  readonly email?: Unreadable<string>;
  readonly code?: Unreadable<string>;
}

/** Three tiers where there is a district, two where there is only a ward (locationVersion v1 and v2). */
const schemeOf = ({ districtId, wardId }: Place): records.Address["scheme"] => {
  if (districtId) return "three-tier";
  return wardId && districtId === undefined ? "two-tier" : undefined;
};

export const toAddress = (place: Place, person: Person = {}): records.Address | undefined => {
  const address = filled({
    name: person.name,
    phone: person.mobile,
    line: place.address,
    ward: place.wardName,
    wardId: place.wardId,
    district: place.districtName,
    districtId: place.districtId,
    province: place.cityName,
    provinceId: place.cityId,
  });
  return address && compact({ ...address, country: "VN", scheme: schemeOf(place) });
};

/**
 * Carriers still deliver by three tiers, which the vendor recommends; the two-tier form is the fallback. A form that names
 * no place (zeros and blanks) hides nothing of the other.
 */
const depotAddress = (three: Unreadable<Place>, two: Unreadable<Place>): records.Address | undefined => {
  if (three === null) return undefined;
  const named = [
    three?.cityId,
    three?.cityName,
    three?.districtId,
    three?.districtName,
    three?.wardId,
    three?.wardName,
  ];
  if (named.some((part) => part !== undefined) || !two) return toAddress(three ?? {});
  return toAddress({ ...two, address: first(two.address, three?.address) });
};

export const toLocation = recordOf(
  DepotRow,
  ({ id, name, code, mobile, location, locationV2 }): records.Location =>
    compact({
      id,
      name: nameOr(name, id),
      code,
      phone: mobile,
      phoneE164: toE164(mobile),
      address: depotAddress(location, locationV2),
    }),
);

export const toCategory = recordOf(
  CategoryRow,
  ({ id, name, code, parentId, order }): records.Category =>
    compact({ id, name: nameOr(name, id), code, parentId, rank: order }),
);

/** In percent; the special values -1 (not taxable) and -100 are a tax of 0, -2 is not declared. */
export const rateOf = (rate: Unreadable<number>): number | undefined => {
  if (rate === undefined || rate === null || rate === -2) return undefined;
  return rate < 0 ? 0 : rate;
};

/**
 * The VAT of the price. "VAT value of retail price" (product/list) is drawn as a percentage; an amount on top of the price is
 * one where it is a whole percentage of it. Above 100 anything else tells no rate.
 */
const retailRateOf = ({ prices, priceVatMode }: z.output<typeof ProductRow>): number | undefined => {
  const vat = within(prices, "retailVat");
  if (vat === null || vat === undefined || vat <= 100) return rateOf(vat);
  const rate = (100 * vat) / Number(within(prices, "retail") ?? 0);
  return priceVatMode === false && Number.isInteger(rate) && rate <= 100 ? rate : undefined;
};

/** Nhanh Open API v3, Model constant, Product status. What a state beside these means for the sale is not known. */
const sales = codesOf<Pick<records.Product, "active" | "sellable">>({
  // New: sold in the shop only.
  1: { active: true, sellable: true },
  2: { active: true, sellable: true },
  // Stopped.
  3: { active: false, sellable: false },
  // Out of stock.
  4: { active: true, sellable: false },
});

export const toProduct = recordOf(ProductRow, (row): records.Product => {
  const { id, status, images, units } = row;
  return compact({
    id,
    parentId: row.parentId,
    code: row.code,
    barcode: row.barcode,
    name: nameOr(row.name, id),
    description: row.description,
    type: row.type,
    categoryId: first(row.categoryId, within(row.category, "id")),
    categoryName: row.category?.name,
    brand: row.brand?.name,
    unit: units?.name,
    units: some(
      (units?.list ?? []).map((unit) =>
        compact({ id: unit.id, name: unit.name, ratio: unit.quantity, price: unit.price?.retail }),
      ),
    ),
    tags: some(row.tagIds.flatMap((tag) => tag ?? [])),
    price: row.prices?.retail,
    cost: row.prices?.import,
    wholesalePrice: positive(row.prices?.wholesale),
    oldPrice: positive(row.prices?.old),
    taxRate: row.vat === undefined ? retailRateOf(row) : rateOf(row.vat),
    taxIncluded: row.priceVatMode,
    weightGrams: row.shipping?.weight,
    attributes: some(row.attributes.flatMap(({ name, value }) => (name && value ? [{ name, value }] : []))),
    images: some([...new Set([images?.avatar, ...(images?.others ?? [])].flatMap((link) => link ?? []))]),
    components: some(row.combos.map((part) => ({ productId: part.id, quantity: part.quantity }))),
    ...sales(status),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  });
});

/** The total may differ from the sum over the depots (field note, recorded): both are kept as they are. */
export const toInventory = recordOf(
  InventoryRow,
  ({ productId, inventory }): records.Inventory =>
    compact({
      id: productId,
      productId,
      onHand: inventory?.remain,
      available: inventory?.available,
      levels: (inventory?.depots ?? [])
        .map((depot) =>
          compact({
            locationId: depot.id,
            onHand: depot.remain,
            reserved: depot.holding,
            available: depot.available,
            incoming: depot.transfering,
          }),
        )
        .sort((left, right) => Number(left.locationId) - Number(right.locationId)),
    }),
);

/** The tiers that have ids. Which ones they are cannot be told where a part cannot be read. */
const placeOf = (three: Unreadable<Place>, two: Unreadable<Place>): Place => {
  if (three === null) return {};
  if (three?.districtId) return three;
  return three?.districtId === undefined && two?.wardId ? two : (three ?? {});
};

export const toCustomer = recordOf(CustomerRow, (row): records.Customer => {
  const company = row.business?.name;
  const place = placeOf(row.locations, row.location);
  return compact({
    id: row.id,
    code: row.code,
    name: row.name,
    phone: row.mobile,
    phoneE164: toE164(row.mobile),
    email: row.email,
    gender: row.gender,
    birthday: row.birthday,
    company,
    taxCode: row.taxCode,
    type: company ? ("company" as const) : undefined,
    address: toAddress({ ...place, address: first(place.address, row.address) }),
    groups: some([row.group?.name].flatMap((name) => name ?? [])),
    level: row.level?.name,
    points: row.points,
    currency: CURRENCY,
    totalSpent: row.totalAmount,
    masked: [row.name, row.mobile].some(isMasked) || undefined,
    updatedAt: row.updatedAt,
  });
});

export const person = (row: Unreadable<Person>) =>
  filled({
    name: row?.name,
    phone: row?.mobile,
    phoneE164: toE164(row?.mobile),
    email: row?.email,
    code: row?.code,
  });

/** Everything else: what names the row; the row itself is kept as it came. */
export const toRaw = (id: (row: Untyped) => string) =>
  recordOf(
    PlainRow,
    (row, { raw }): records.RawRecord =>
      compact({
        id: id(raw),
        code: first(row.code, row.comboCode, row.documentCode),
        name: first(row.name, row.fullName, row.displayName, row.comboName, row.shop),
        createdAt: first(row.createdAt, row.createdDateTime, within(row.created, "createdAt")),
      }),
  );
