import type * as z from "zod";
import { codesOf } from "../../core/codes.ts";
import { times } from "../../core/money.ts";
import { toE164 } from "../../core/phone.ts";
import type { Address, Category, Customer, Inventory, Location, Product, RawRecord } from "../../core/records.ts";
import {
  compact,
  filled,
  first,
  isMasked,
  isObject,
  nameOr,
  rowsIn,
  some,
  toId,
  type Unreadable,
  type Untyped,
  within,
} from "../../core/rows.ts";
import { recordOf, type ShapeContext } from "../../core/unread.ts";
import {
  AnyRow,
  CategoryRow,
  CrmRecordRow,
  CrmTableRow,
  CustomerRow,
  type Place,
  VariationRow,
  WarehouseRow,
} from "./schema.ts";

export const DELETED = "7";

/** `84` as a number or a string, `63` for the Philippines. Absent: the vendor's home. */
const countryOf = codesOf({
  84: "VN",
  63: "PH",
  66: "TH",
  62: "ID",
  60: "MY",
  855: "KH",
  1: "US",
});

/**
 * E.164 of a phone that is dialled in this country: Pancake's codes of countries are the prefixes of phones. Where the
 * country is not told, a currency that is not Vietnam's says that the number may be of anywhere.
 */
export const e164Of = (
  phone: Unreadable<string>,
  country: Unreadable<string>,
  currency?: Unreadable<string>,
): string | undefined => {
  const isHome = country === undefined && (currency === undefined || currencyOf(currency) === "VND");
  const isKnown = isHome || countryOf(country) !== undefined;
  return isKnown || phone?.startsWith("+") ? toE164(phone, country ?? undefined) : undefined;
};

/**
 * Either scheme may be half filled: the ids are of the new one only where it is the more complete (field note). Where an
 * id cannot be read, that cannot be told.
 */
const tiersOf = (row: Partial<Place>): Partial<Address> => {
  const { new_province_id: newProvince, new_commune_id: newWard, province_id: province, commune_id: ward } = row;
  if ([newProvince, newWard, province, ward].includes(null)) return {};
  if (newWard !== undefined || (newProvince !== undefined && ward === undefined))
    return compact({ wardId: newWard, provinceId: newProvince, scheme: "two-tier" as const });
  return compact({
    wardId: ward,
    district: row.district_name,
    districtId: row.district_id,
    provinceId: province,
    scheme: province === undefined ? undefined : ("three-tier" as const),
  });
};

export const toAddress = (row: Unreadable<Partial<Place>>): Address | undefined =>
  row
    ? filled({
        name: row.full_name,
        phone: row.phone_number,
        line: first(row.address, row.full_address),
        ward: first(row.commune_name, row.commnue_name),
        province: row.province_name,
        country: countryOf(row.country_code),
        ...tiersOf(row),
      })
    : undefined;

/**
 * The SKU. Rows of a web session show a bare number as `display_id` and the SKU as `custom_id`; rows of an API key show
 * the SKU as `display_id` (field note, recorded).
 */
export const skuOf = (display: Unreadable<string>, custom: Unreadable<string>): string | undefined =>
  custom && display && /^\d{1,9}$/.test(display) ? custom : first(display, custom);

/**
 * Decimals of the amounts of a currency that Pancake sends in its smallest unit (field note: measured on real shops). All
 * others come in whole units: a recorded order of 649 PHP is 649 pesos.
 */
const decimalsOf = codesOf({ AED: 2, SAR: 2, KWD: 3 });

/** Absent: the shop's home. */
export const currencyOf = (code: Unreadable<string>): string | undefined =>
  code === null ? undefined : (code?.toUpperCase() ?? "VND");

/** Fields of records that hold amounts. */
const MONEY: ReadonlySet<string> = new Set(
  "price discount tax total fee cost cod amount value paid due change unreconciled debt totalSpent".split(" "),
);

const scaled = <Value>(value: Value, factor: string): Value => {
  if (Array.isArray(value)) return value.map((entry) => scaled(entry, factor)) as Value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      MONEY.has(name) && (typeof part === "number" || typeof part === "string")
        ? times(part, factor)
        : scaled(part, factor),
    ]),
  ) as Value;
};

/** The record with its amounts in whole units of its currency. */
export const inUnits = <Shape extends { readonly currency?: string | undefined }>(record: Shape): Shape => {
  const shift = decimalsOf(record.currency);
  return shift === undefined ? record : scaled(record, `0.${"0".repeat(shift - 1)}1`);
};

export const texts = (list: readonly Unreadable<string>[]): string[] | undefined =>
  some(list.flatMap((entry) => entry ?? []));

/** A variation is what is sold and counted; the product only groups it. */
export const normalizeVariation = recordOf(VariationRow, (row, { lacks }): Product => {
  const { product, is_composite: composite } = row;
  // Which one was the first is not known where one of them could not be read.
  const category = lacks("product.categories") ? undefined : product?.categories[0];
  return compact({
    id: row.id,
    parentId: row.product_id,
    code: skuOf(row.display_id, row.custom_id),
    barcode: row.barcode,
    name: nameOr(within(product, "name"), row.display_id ?? row.id),
    description: product?.note_product,
    type: composite === null ? undefined : composite ? "manufactured" : product?.type,
    categoryId: category?.id,
    categoryName: first(category?.name, category?.text),
    price: row.retail_price,
    cost: row.last_imported_price,
    weightGrams: row.weight,
    attributes: some(row.fields.flatMap(({ name, value }) => (name && value ? [{ name, value }] : []))),
    images: texts(row.images),
    components: some(
      row.composite_products.flatMap(({ component_id, variation_id, quantity, count }) => {
        const productId = first(component_id, variation_id);
        const amount = quantity === undefined ? count : quantity;
        return productId === undefined || amount === null ? [] : [{ productId, quantity: amount ?? 0 }];
      }),
    ),
    active: row.is_removed === null || row.is_locked === null ? undefined : !row.is_removed && !row.is_locked,
    tags: lacks("product.tags") ? undefined : texts(product?.tags ?? []),
    createdAt: row.inserted_at,
    updatedAt: row.updated_at,
  });
});

export const normalizeInventory = recordOf(
  VariationRow,
  (row): Inventory =>
    compact({
      id: row.id,
      productId: row.id,
      code: skuOf(row.display_id, row.custom_id),
      available: row.remain_quantity,
      // Lists and single answers name the warehouses in orders of their own.
      levels: row.variations_warehouses
        .map((level) =>
          compact({
            locationId: level.warehouse_id,
            onHand: level.actual_remain_quantity,
            available: level.remain_quantity,
            reserved: first(level.waiting_quantity, level.waitting_quantity),
            incoming: level.pending_quantity,
          }),
        )
        .sort((one, other) => (one.locationId < other.locationId ? -1 : 1)),
    }),
);

const countryOfCustomer = (row: z.output<typeof CustomerRow>, lacks: ShapeContext["lacks"]): Unreadable<string> =>
  lacks("shop_customer_addresses") ? null : row.shop_customer_addresses[0]?.country_code;

export const normalizeCustomer = recordOf(CustomerRow, (row, { lacks }): Customer => {
  // The first of a list in which an entry could not be read may be another one.
  const phone = lacks("phone_numbers") ? undefined : texts(row.phone_numbers)?.[0];
  return inUnits(
    compact({
      id: row.id,
      code: row.custom_id,
      name: row.name,
      phone,
      phoneE164: e164Of(phone, countryOfCustomer(row, lacks), row.currency),
      email: lacks("emails") ? undefined : texts(row.emails)?.[0],
      gender: row.gender,
      birthday: row.date_of_birth,
      company: row.company_info?.name,
      taxCode: row.company_info?.tax_code,
      address: lacks("shop_customer_addresses") ? undefined : toAddress(row.shop_customer_addresses[0]),
      groups: texts([row.level?.name]),
      level: row.level?.name,
      tags: texts(row.tags),
      // A note that was removed is still shown, with the time.
      note: lacks("notes") ? undefined : row.notes.filter(({ removed_at }) => removed_at === undefined).at(-1)?.message,
      points: row.reward_point,
      currency: currencyOf(row.currency),
      debt: row.current_debts,
      totalSpent: row.purchased_amount,
      masked: [row.name, phone].some(isMasked) || undefined,
      createdAt: row.inserted_at,
      updatedAt: row.updated_at,
    }),
  );
});

export const normalizeWarehouse = recordOf(
  WarehouseRow,
  (row): Location =>
    compact({
      id: row.id,
      name: nameOr(row.name, row.id),
      code: row.custom_id,
      phone: row.phone_number,
      phoneE164: e164Of(row.phone_number, row.country_code),
      address: toAddress({ ...row, phone_number: undefined }),
      active: row.allow_create_order,
    }),
);

/**
 * The tree as rows, each with its parent: parents first. What is no category stays as it came, as a row without an id. It has a
 * place among the others where it has a text: then it is a category that has lost its id for the moment.
 */
export const flattenCategories = (nodes: unknown, parent: unknown = null): Untyped[] => {
  let rank = -1;
  return (rowsIn(nodes) ?? (isAbsent(nodes) ? [] : [nodes])).flatMap((node) => {
    const isNamed = isObject(node) && !isEmpty(node.id);
    if (isNamed || (isObject(node) && !isEmpty(node.text))) rank += 1;
    if (!isNamed) return [node];
    return [{ id: node.id, text: node.text, parent_id: parent, rank }, ...flattenCategories(node.nodes, node.id)];
  });
};

const isEmpty = (value: unknown): value is undefined | null => value === undefined || value === null;

const isAbsent = (nodes: unknown): boolean =>
  isEmpty(nodes) || (typeof nodes === "object" && Object.keys(nodes).length === 0);

export const normalizeCategory = recordOf(
  CategoryRow,
  (row): Category =>
    compact({
      id: row.id,
      name: nameOr(row.text, row.id),
      parentId: row.parent_id,
      rank: row.rank,
    }),
);

/** Documents, vouchers, tags, sources: id, number and name; the row itself is kept beside it. */
export const normalizeAny = recordOf(
  AnyRow,
  (row): RawRecord =>
    compact({
      id: row.id,
      code: first(row.display_id, row.custom_id),
      name: first(row.name, row.label),
      createdAt: row.inserted_at,
    }),
);

export const normalizeCrmTable = recordOf(
  CrmTableRow,
  (row): RawRecord => compact({ id: row.name, name: row.label, createdAt: row.inserted_at }),
);

/** The document's examples leave the id out; the history of a record asks for one. */
export const crmRecordId = (row: Untyped): string => {
  const id = toId(row.id) ?? toId(row.Id) ?? toId(row.ID);
  if (id === undefined) throw new RangeError("a CRM record without an id");
  return id;
};

export const normalizeCrmRecord = recordOf(
  CrmRecordRow,
  (row, { raw }): RawRecord => compact({ id: crmRecordId(raw), name: row.Name, createdAt: row.CreatedOn }),
);
