import type { VendorId, WriteKind } from "../../../../shared/core/vendor.ts";
import type { Row } from "./books.ts";
import { amount, type Held, line, list, type Reader, text } from "./held.ts";
import { kiotVietPapers, nhanhCampaign, nhanhPapers, pancakePapers } from "./papers.ts";

/*
 * How each vendor's store keeps what a command asks for, by the fields of the command. Written from the vendors'
 * documents and not from the adapters: a field that is not here is not judged.
 */

const placeOf = (parts: Record<string, unknown>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parts)
      .map(([name, value]) => [name, text(value)] as const)
      .filter(([, value]) => value !== "" && value !== "0"),
  );

/** KiotViet says true for a man; Nhanh 1 and 2. */
const genderOf = (value: unknown): string =>
  value === true || value === 1 ? "male" : value === false || value === 2 ? "female" : "";

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
    values: {
      discount: amount(row.discount),
      locationId: text(row.branchId),
      "customer.name": text(row.customerName),
      "shipping.fee": amount(row[delivery]?.price),
      "shipping.cod": amount(row[delivery]?.priceCodPayment),
      "shipping.address.name": text(row[delivery]?.receiver),
      "shipping.address.phone": text(row[delivery]?.contactNumber),
    },
    // What is off is a unit's share, of four decimals.
    lines: list(row[details]).map(({ productId, quantity, price, discount, note: words }) =>
      line(productId, quantity, price, {
        discount: Math.round(amount(discount) * amount(quantity)),
        note: text(words),
      }),
    ),
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
      values: {
        name: text(row.name),
        price: amount(row.basePrice),
        barcode: text(row.barCode),
        code: text(row.code),
        categoryId: text(row.categoryId),
        weightGrams: amount(row.weight),
      },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: {
        name: text(row.name),
        email: text(row.email),
        phone: text(row.contactNumber),
        gender: genderOf(row.gender),
        birthday: text(row.birthDate).slice(0, 10),
        note: text(row.comments),
      },
      place: placeOf({ area: row.locationName, ward: row.wardName }),
    }),
    categories: (row) => ({ texts: {}, values: { name: text(row.categoryName) } }),
    ...kiotVietPapers,
  },
  "nhanh-v3": {
    orders: (row, command) => ({
      texts: { note: text(row.info.description), "shipping.address.line": text(row.shippingAddress.address) },
      values: {
        "shipping.fee": amount(row.carrier.customerShipFee),
        discount: amount(row.payment.discount?.amount),
        locationId: text(row.info.depotId),
        "shipping.address.name": text(row.shippingAddress.name),
        "shipping.address.phone": text(row.shippingAddress.mobile),
      },
      // `discount` is of one unit. The order's own one is spread over the lines when it is saved.
      lines: list(row.products).map(({ productId, quantity, price, discountAmount, description }) =>
        line(productId, quantity, price, {
          discount: command.discount === undefined ? amount(discountAmount) : undefined,
          note: text(description),
        }),
      ),
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
      values: { locationId: text(row.depotId), discount: amount(row.payment?.discount) },
      lines: list(row.products).map(({ id, quantity, price }) => line(id, quantity, price)),
    }),
    products: (row) => ({
      texts: {},
      values: {
        name: text(row.name),
        price: amount(row.prices.retail),
        barcode: text(row.barcode),
        code: text(row.code),
        weightGrams: amount(row.shipping?.weight),
      },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: {
        name: text(row.name),
        email: text(row.email),
        phone: text(row.mobile),
        birthday: text(row.birthday),
        gender: genderOf(row.gender),
      },
    }),
    ...nhanhPapers,
  },
  "nhanh-v2": {
    "vouchers.create": nhanhCampaign,
    orders: (row) => ({
      texts: { note: text(row.description), "shipping.address.line": text(row.customerAddress) },
      values: {
        discount: amount(row.moneyDiscount),
        "shipping.fee": amount(row.customerShipFee),
        locationId: text(row.depotId),
      },
      lines: list(row.products).map(({ productId, quantity, price, description }) =>
        line(productId, quantity, price, { note: text(description) }),
      ),
      place: placeOf({ city: row.customerCityId, district: row.customerDistrictId, ward: row.customerWardId }),
      pairs: { discount: { parts: { amount: amount(row.moneyDiscount) }, whole: undefined } },
      paid: paidIn([
        ["deposit", amount(row.moneyDeposit)],
        ["transfer", amount(row.moneyTransfer)],
      ]),
    }),
    products: (row) => ({
      texts: {},
      values: {
        name: text(row.name),
        price: amount(row.price),
        code: text(row.code),
        weightGrams: amount(row.shippingWeight),
      },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: { name: text(row.name), email: text(row.email), phone: text(row.mobile), gender: genderOf(row.gender) },
      place: placeOf({ city: row.cityLocationId, district: row.districtLocationId, ward: row.wardLocationId }),
    }),
  },
  pancake: {
    ...pancakePapers,
    orders: (row) => ({
      texts: { note: text(row.note), "shipping.address.line": text(row.shipping_address?.address) },
      values: {
        // What a PUT sets stands beside what the order was made with.
        discount: amount(row.total_discount || row.discount),
        "shipping.fee": amount(row.shipping_fee),
        "shipping.cod": amount(row.cod),
        locationId: text(row.warehouse_id),
        "customer.name": text(row.bill_full_name),
        "customer.phone": text(row.bill_phone_number),
        "shipping.address.name": text(row.shipping_address?.full_name),
        "shipping.address.phone": text(row.shipping_address?.phone_number),
      },
      lines: list(row.items).map(({ variation_id, quantity, variation_info, discount_each_product: off, note }) =>
        line(variation_id, quantity, variation_info?.retail_price, {
          discount: Math.round(amount(off) * amount(quantity)),
          note: text(note),
        }),
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
      values: {
        name: text(row.product?.name),
        price: amount(row.retail_price),
        barcode: text(row.barcode),
        weightGrams: amount(row.weight),
        description: text(row.product?.note_product),
      },
    }),
    customers: (row) => ({
      texts: {},
      values: {
        name: text(row.name),
        email: text(list(row.emails)[0]),
        phone: text(list(row.phone_numbers)[0]),
        gender: text(row.gender),
        birthday: text(row.date_of_birth).slice(0, 10),
      },
    }),
  },
  isale: {
    orders: (row) => ({
      texts: { note: text(row.note), "shipping.address.line": text(row.deliveryAddress) },
      values: {
        "shipping.fee": amount(row.shippingFee),
        discount: amount(row.discountOnTotal),
        locationId: text(row.storeId),
        "customer.name": text(row.contactName),
        "customer.phone": text(row.contactPhone),
      },
      lines: list(row.items).map(({ productId, count, price, discount }) =>
        line(productId, count, price, { discount: amount(discount) }),
      ),
      paid: paidIn([["paid", amount(row.paid)]]),
    }),
    products: (row) => ({
      texts: {},
      values: {
        name: text(row.title),
        price: amount(row.price),
        barcode: text(row.barcode),
        code: text(row.code),
        description: text(row.description),
      },
    }),
    customers: (row) => ({
      texts: { "address.line": text(row.address) },
      values: {
        name: text(row.fullName),
        email: text(row.email),
        phone: text(row.mobile),
        gender: text(row.gender),
        birthday: text(row.dateOfBirth).slice(0, 10),
      },
    }),
  },
};

/** What the vendor's store holds of a record; undefined: nothing is known about how this vendor keeps such a record. */
export const heldIn = (
  vendor: VendorId,
  kind: WriteKind,
  row: Row,
  command: Readonly<Record<string, any>>,
): Held | undefined => (readers[vendor][kind] ?? readers[vendor][kind.split(".")[0]!])?.(row, command);
