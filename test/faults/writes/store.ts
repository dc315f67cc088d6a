import type { VendorId, WriteKind } from "../../../shared/core/vendor.ts";
import type { Row } from "./books.ts";

/*
 * How each vendor's store keeps what a command asks for, by the fields of the command. Written from the vendors'
 * documents and not from the adapters: a field that is not here is not judged.
 */

export interface HeldLine {
  readonly productId: string;
  readonly quantity: number;
  readonly price: number;
}

/** Values that stand for a field. `text`: the asked text is part of them. */
export interface Held {
  /** Texts into which the vendor may put more than was asked: notes, addresses. */
  readonly texts: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | number>>;
  readonly lines?: readonly HeldLine[];
  /** Parts of the address beside its line. Empty: none is kept. */
  readonly place?: Readonly<Record<string, string>>;
  /** By the command's field: values that say one thing together. */
  readonly pairs?: Readonly<Record<string, Pair>>;
  /** Money that was paid, by the vendor's way of paying, VND. */
  readonly paid?: Readonly<Record<string, number>>;
}

export interface Pair {
  readonly parts: Readonly<Record<string, number>>;
  /** What all parts are when the field is set; undefined: the vendor's call cannot set it. */
  readonly whole: ((asked: number) => Readonly<Record<string, number>>) | undefined;
  /** Fields of a command from which the vendor reckons this one. */
  readonly reckonedFrom?: readonly string[];
}

type Reader = (row: Row) => Held;

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const amount = (value: unknown): number => Number(value ?? 0);
const line = (productId: unknown, quantity: unknown, price: unknown): HeldLine => ({
  productId: text(productId),
  quantity: amount(quantity),
  price: amount(price),
});
const list = (value: unknown): Row[] => (Array.isArray(value) ? value : []);
const placeOf = (parts: Record<string, unknown>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parts)
      .map(([name, value]) => [name, text(value)] as const)
      .filter(([, value]) => value !== "" && value !== "0"),
  );

const paidIn = (payments: readonly (readonly [method: string, sum: number])[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const [method, sum] of payments) if (sum !== 0) sums[method] = (sums[method] ?? 0) + sum;
  return sums;
};

const kiotVietSale =
  (details: string, delivery: string, note: "listed" | "not listed"): Reader =>
  (row) => ({
    texts: {
      ...(note === "listed" ? { note: text(row.description) } : {}),
      "shipping.address.line": text(row[delivery]?.address),
    },
    values: { discount: amount(row.discount), "shipping.fee": amount(row[delivery]?.price) },
    lines: list(row[details]).map(({ productId, quantity, price }) => line(productId, quantity, price)),
    place: placeOf({ area: row[delivery]?.locationName, ward: row[delivery]?.wardName }),
    pairs: {
      "shipping.cod": {
        parts: { amount: amount(row[delivery]?.priceCodPayment), isUsed: row[delivery]?.usingPriceCod ? 1 : 0 },
        whole: (asked) => ({ amount: asked, isUsed: asked > 0 ? 1 : 0 }),
      },
      discount: {
        parts: { amount: amount(row.discount), ratio: amount(row.discountRatio) },
        whole: (asked) => ({ amount: asked, ratio: 0 }),
      },
    },
    paid: paidIn(list(row.payments).map(({ method, amount: sum }) => [text(method), amount(sum)])),
  });

const readers: Readonly<Record<VendorId, Readonly<Record<string, Reader>>>> = {
  kiotviet: {
    orders: kiotVietSale("orderDetails", "orderDelivery", "listed"),
    // The list of invoices has no note (§2.12.1).
    invoices: kiotVietSale("invoiceDetails", "invoiceDelivery", "not listed"),
    products: (row) => ({
      texts: {},
      values: { name: text(row.name), price: amount(row.basePrice), barcode: text(row.barCode) },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: { name: text(row.name), email: text(row.email) },
      place: placeOf({ area: row.locationName, ward: row.wardName }),
    }),
    categories: (row) => ({ texts: {}, values: { name: text(row.categoryName) } }),
  },
  "nhanh-v3": {
    orders: (row) => ({
      texts: { note: text(row.info.description), "shipping.address.line": text(row.shippingAddress.address) },
      values: { "shipping.fee": amount(row.carrier.customerShipFee), discount: amount(row.payment.discount?.amount) },
      lines: list(row.products).map(({ productId, quantity, price }) => line(productId, quantity, price)),
      place: placeOf({
        city: row.shippingAddress.cityId,
        district: row.shippingAddress.districtId,
        ward: row.shippingAddress.wardId,
      }),
      pairs: {
        discount: {
          parts: { percent: amount(row.payment.discount?.percent), amount: amount(row.payment.discount?.amount) },
          whole: undefined,
        },
      },
      paid: paidIn([
        ["deposit", amount(row.payment.deposit?.amount)],
        ["transfer", amount(row.payment.transfer?.amount)],
      ]),
    }),
    invoices: (row) => ({
      texts: { note: text(row.description) },
      values: {},
      lines: list(row.products).map(({ id, quantity, price }) => line(id, quantity, price)),
    }),
    products: (row) => ({
      texts: {},
      values: { name: text(row.name), price: amount(row.prices.retail), barcode: text(row.barcode) },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: { name: text(row.name), email: text(row.email) },
    }),
  },
  "nhanh-v2": {
    orders: (row) => ({
      texts: { note: text(row.description), "shipping.address.line": text(row.customerAddress) },
      values: { discount: amount(row.moneyDiscount), "shipping.fee": amount(row.customerShipFee) },
      lines: list(row.products).map(({ productId, quantity, price }) => line(productId, quantity, price)),
      place: placeOf({ city: row.customerCityId, district: row.customerDistrictId, ward: row.customerWardId }),
      pairs: { discount: { parts: { amount: amount(row.moneyDiscount) }, whole: undefined } },
      paid: paidIn([
        ["deposit", amount(row.moneyDeposit)],
        ["transfer", amount(row.moneyTransfer)],
      ]),
    }),
    products: (row) => ({
      texts: {},
      values: { name: text(row.name), price: amount(row.price) },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: { name: text(row.name), email: text(row.email) },
      place: placeOf({ city: row.cityLocationId, district: row.districtLocationId, ward: row.wardLocationId }),
    }),
  },
  pancake: {
    orders: (row) => ({
      texts: { note: text(row.note), "shipping.address.line": text(row.shipping_address?.address) },
      values: {
        // What a PUT sets stands beside what the order was made with.
        discount: amount(row.total_discount || row.discount),
        "shipping.fee": amount(row.shipping_fee),
        "shipping.cod": amount(row.cod),
      },
      lines: list(row.items).map(({ variation_id, quantity, variation_info }) =>
        line(variation_id, quantity, variation_info?.retail_price),
      ),
      place: placeOf({
        province: row.shipping_address?.province_name ?? row.shipping_address?.province_id,
        district: row.shipping_address?.district_name ?? row.shipping_address?.district_id,
        commune: row.shipping_address?.commune_name ?? row.shipping_address?.commune_id,
        commnue: row.shipping_address?.commnue_name,
        newProvince: row.shipping_address?.new_province_id,
        newCommune: row.shipping_address?.new_commune_id,
      }),
      pairs: {
        "shipping.cod": {
          parts: { cod: amount(row.cod), toCollect: amount(row.money_to_collect) },
          whole: (asked) => ({ cod: asked, toCollect: asked }),
          reckonedFrom: ["lines", "discount", "shipping.fee"],
        },
        // What a PUT sets stands beside what the order was made with.
        discount: {
          parts: { amount: amount(row.total_discount || row.discount) },
          whole: (asked) => ({ amount: asked }),
        },
      },
      paid: paidIn([
        ["cash", amount(row.cash)],
        ["transfer", amount(row.transfer_money)],
        ["card", amount(row.charged_by_card)],
      ]),
    }),
    products: (row) => ({
      texts: {},
      values: { name: text(row.product?.name), price: amount(row.retail_price), barcode: text(row.barcode) },
    }),
    customers: (row) => ({
      texts: {},
      values: { name: text(row.name), email: text(list(row.emails)[0]) },
    }),
  },
  isale: {
    orders: (row) => ({
      texts: { note: text(row.note), "shipping.address.line": text(row.deliveryAddress) },
      values: { "shipping.fee": amount(row.shippingFee) },
      lines: list(row.items).map(({ productId, count, price }) => line(productId, count, price)),
      paid: paidIn([["paid", amount(row.paid)]]),
    }),
    products: (row) => ({
      texts: {},
      values: { name: text(row.title), price: amount(row.price), barcode: text(row.barcode) },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: { name: text(row.fullName), email: text(row.email) },
    }),
  },
};

/** What the vendor's store holds of a record; undefined: nothing is known about how this vendor keeps such a record. */
export const heldIn = (vendor: VendorId, kind: WriteKind, row: Row): Held | undefined =>
  readers[vendor][kind.split(".")[0]!]?.(row);
