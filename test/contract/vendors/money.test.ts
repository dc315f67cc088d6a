import { describe, expect, test } from "vitest";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import drawn from "./fixtures/pancake/document-rows.json" with { type: "json" };

/** What documents cost and what is owed: right values by the vendors' documents, for what is easily counted twice or not at all. */

const read = (vendor: VendorId, resource: string, row: unknown): any =>
  vendors[vendor].resources.find(({ name }) => name === resource)!.normalize(row, { settings: {} });

describe("goods that come back pay for an exchange of Pancake", () => {
  test("the document's own: 420,000 for 500,000, and 80,000 are handed back", () => {
    expect(read("pancake", "orders", drawn.returns.order)).toMatchObject({
      total: 420_000,
      paid: 500_000,
      due: 0,
      paymentStatus: "paid",
      payments: [{ method: "exchange", amount: 500_000 }],
      shipping: { cod: -80_000 },
    });
  });

  test("they pay a part of dearer goods, beside other ways", () => {
    const row = { id: 1, status: 1, total_price_after_sub_discount: 700_000, exchange_payment: 500_000, cash: 50_000 };
    expect(read("pancake", "orders", row)).toMatchObject({ paid: 550_000, due: 150_000, paymentStatus: "partial" });
    // The old order, whose goods went back, has none.
    expect(read("pancake", "orders", { ...row, exchange_payment: 0 })).toMatchObject({ paid: 50_000, due: 650_000 });
  });

  test("what they count for cannot be read: nobody says what is owed", () => {
    const row = { id: 1, status: 1, total_price_after_sub_discount: 700_000, exchange_payment: "nhiều", cash: 50_000 };
    const record = read("pancake", "orders", row);
    expect(record._meta.unread).toEqual(["exchange_payment"]);
    expect(record).not.toHaveProperty("due");
  });
});

/** An order of Nhanh for 330,000 of which 100,000 were handed over, by the number of its type. */
const nhanhOrders: Readonly<Record<"nhanh-v3" | "nhanh-v2", (type: unknown, more?: object) => object>> = {
  "nhanh-v3": (type, { status }: { status?: unknown } = {}) => ({
    info: { id: 2, type, status: status ?? 56 },
    products: [{ quantity: 3, price: 110_000, totalAmount: 330_000 }],
    payment: { transfer: { amount: 100_000, accountId: 7 } },
  }),
  "nhanh-v2": (typeId, { status }: { status?: unknown } = {}) => ({
    id: 2,
    typeId,
    statusCode: status ?? "Confirmed",
    products: [{ productId: 1, quantity: 3, price: 110_000 }],
    calcTotalMoney: 230_000,
    moneyTransfer: 100_000,
  }),
};

describe.each(["nhanh-v3", "nhanh-v2"] as const)("what is owed for an order of %s", (vendor) => {
  const orderOf = (type: unknown, more?: object) => read(vendor, "orders", nhanhOrders[vendor](type, more));
  // Nhanh Open API v3, Model constant, Order type; v2, order/index.
  test.each([
    ["a quotation", 10],
    ["a transfer of stock", 15],
    ["a compensation of lost goods", 17],
  ])("nobody owes anything for %s", (_name, type) => {
    const order = orderOf(type);
    expect(order).toMatchObject({ total: 330_000, paid: 100_000 });
    for (const field of ["due", "paymentStatus", "refunds"]) expect(order).not.toHaveProperty(field);
  });

  test.each([
    ["a customer's return", 14],
    ["a partial return", 16],
  ])("the shop owes the rest of %s, and its money went back", (_name, type) => {
    expect(orderOf(type)).toMatchObject({
      total: 330_000,
      due: 230_000,
      paymentStatus: "partial",
      refunds: [{ method: "transfer", amount: 100_000 }],
    });
    const isBack = { status: vendor === "nhanh-v3" ? 72 : "Returned" };
    // Its goods have arrived: the money has still to follow.
    expect(orderOf(type, isBack)).toMatchObject({ status: "returned", due: 230_000 });
    const isCancelled = { status: vendor === "nhanh-v3" ? 63 : "Canceled" };
    expect(orderOf(type, isCancelled)).toMatchObject({ status: "cancelled", due: 0 });
  });

  test.each([1, 2, 3, 5, 12])("a customer owes the rest of type %s", (type) => {
    const order = orderOf(type);
    expect(order).toMatchObject({ due: 230_000, paymentStatus: "partial" });
    expect(order).not.toHaveProperty("refunds");
  });

  test("a type that cannot be read says nothing about who owes", () => {
    expect(orderOf({})).not.toHaveProperty("due");
  });
});

describe("a return whose sums are below zero", () => {
  test("KiotViet's: all of 100,000 went back", () => {
    const row = {
      id: 1,
      returnTotal: 100_000,
      totalPayment: -100_000,
      returnDiscount: 0,
      returnDetails: [{ productId: 1, quantity: 1, price: 100_000 }],
      payments: [{ id: 3, method: "Cash", amount: -100_000 }],
    };
    const record = read("kiotviet", "returns", row);
    expect(record).toMatchObject({
      total: 100_000,
      paid: 100_000,
      due: 0,
      paymentStatus: "refunded",
      payments: [{ amount: 100_000 }],
      refunds: [{ amount: 100_000 }],
    });
    expect(record).not.toHaveProperty("unreconciled");
    // All of it is written below zero, and a part went back.
    const below = { ...row, returnTotal: -100_000, totalPayment: -40_000, payments: [{ id: 3, amount: -40_000 }] };
    const lines = [{ productId: 1, quantity: -1, price: 100_000, subTotal: -100_000 }];
    const other = read("kiotviet", "returns", { ...below, returnDetails: lines });
    expect(other).toMatchObject({
      total: 100_000,
      due: 60_000,
      paymentStatus: "partial",
      lines: [{ quantity: 1, total: 100_000 }],
      refunds: [{ amount: 40_000 }],
    });
    expect(other).not.toHaveProperty("unreconciled");
  });

  test("Nhanh's bills, with what the shop keeps", () => {
    const product = { id: 1, quantity: -1, price: 110_000, discount: 10_000 };
    const right = {
      total: 95_000,
      fee: 5_000,
      paid: 95_000,
      due: 0,
      paymentStatus: "refunded",
      lines: [{ quantity: 1, discount: 10_000 }],
      refunds: [{ method: "cash", amount: 95_000 }],
    };
    const v3 = read("nhanh-v3", "returns", {
      id: 1,
      products: [product],
      payment: { amount: -95_000, returnFee: 5_000, cash: { amount: -95_000 } },
    });
    const v2 = read("nhanh-v2", "returns", {
      id: 1,
      products: { 1: product },
      money: -95_000,
      returnFee: 5_000,
      payment: -95_000,
      cash: -95_000,
    });
    for (const record of [v3, v2]) {
      expect(record).toMatchObject(right);
      expect(record).not.toHaveProperty("unreconciled");
    }
  });

  test("Nhanh's orders, whichever of the sums has the sign", () => {
    const orderOf = (sums: object) =>
      read("nhanh-v2", "orders", { id: 2, typeId: 14, statusCode: "Confirmed", ...sums });
    const right = { total: 100_000, paid: 30_000, due: 70_000, refunds: [{ amount: 30_000 }] };
    expect(orderOf({ calcTotalMoney: -70_000, moneyTransfer: 30_000 })).toMatchObject(right);
    expect(orderOf({ calcTotalMoney: -70_000, moneyTransfer: -30_000 })).toMatchObject(right);
    const v3 = {
      info: { id: 2, type: 14, status: 56 },
      products: [{ quantity: -1, price: 100_000, totalAmount: -100_000 }],
      payment: { transfer: { amount: -30_000 } },
    };
    expect(read("nhanh-v3", "orders", v3)).toMatchObject({ ...right, lines: [{ quantity: 1, total: 100_000 }] });
  });

  test("Pancake's: what came back is counted, not what is below zero", () => {
    const returned_items = [{ returned_quantity: -2, variation_info: { retail_price: 50_000 } }];
    expect(read("pancake", "returns", { id: 1, returned_items, returned_fee: 10_000 })).toMatchObject({
      total: 90_000,
      lines: [{ quantity: 2, total: 100_000 }],
    });
  });

  test("one line of another sign leaves the lines as they are", () => {
    const returnDetails = [
      { productId: 1, quantity: 2, price: 100_000 },
      { productId: 2, quantity: -1, price: 50_000 },
    ];
    const record = read("kiotviet", "returns", { id: 1, returnTotal: 150_000, returnDiscount: 0, returnDetails });
    expect(record.lines.map(({ quantity }: any) => quantity)).toEqual([2, -1]);
    expect(record).not.toHaveProperty("unreconciled");
  });
});

describe("an order of iSale", () => {
  const row = { id: 1, items: [{ productId: 5, count: 2, price: 100_000, total: 200_000 }] };
  const orderOf = (fields: object) => read("isale", "orders", { ...row, ...fields });

  test.each([false, 0, "0", "false"])("whose delivery the shop pays (%s) has its fee on the delivery alone", (flag) => {
    const order = orderOf({ shippingFee: 30_000, shipCostOnCustomer: flag, total: 200_000 });
    expect(order).toMatchObject({ total: 200_000, shipping: { fee: 30_000 } });
    for (const field of ["fee", "unreconciled"]) expect(order).not.toHaveProperty(field);
  });

  test.each([true, 1, "1", "true", null, undefined])("whose delivery the customer pays (%s) has its fee", (flag) => {
    const order = orderOf({ shippingFee: 30_000, shipCostOnCustomer: flag, total: 230_000 });
    expect(order).toMatchObject({ total: 230_000, fee: 30_000, shipping: { fee: 30_000 } });
    expect(order).not.toHaveProperty("unreconciled");
  });

  test("of which nobody can read who pays the delivery tells no fee", () => {
    const order = orderOf({ shippingFee: 30_000, shipCostOnCustomer: "khách", total: 230_000 });
    expect(order._meta.unread).toEqual(["shipCostOnCustomer"]);
    expect(order).not.toHaveProperty("fee");
  });

  test.each([
    ["the other field where one is 0", { discountOnTotal: 0, discount: 20_000, total: 180_000 }, 20_000],
    ["the same without a total", { discountOnTotal: 0, discount: 20_000 }, 20_000],
    ["nothing, where the total says so", { discountOnTotal: 0, discount: 20_000, total: 200_000 }, 0],
    ["the first of two", { discountOnTotal: 30_000, discount: 20_000, total: 170_000 }, 30_000],
    ["the second of two, by the total", { discountOnTotal: 30_000, discount: 20_000, total: 180_000 }, 20_000],
    ["the first of two, where the total fits neither", { discountOnTotal: 30_000, discount: 20_000, total: 1 }, 30_000],
    ["either alone", { discount: 20_000, total: 180_000 }, 20_000],
    ["a plain 0", { discountOnTotal: 0, total: 200_000 }, 0],
  ])("has for a discount %s", (_name, fields, discount) => {
    expect(orderOf(fields).discount).toBe(discount);
  });

  test("keeps its discount and the shop's own fee when its goods change", () => {
    const { encode, command } = vendors.isale.writes["orders.update"]!;
    const update = command.parse({ id: "1", lines: [{ productId: "5", quantity: 3, price: 100_000 }] });
    const sumsOf = (fields: object) =>
      encode(update, { current: { ...row, ...fields }, settings: {} } as unknown as Parameters<typeof encode>[1]).body;
    expect(sumsOf({ discountOnTotal: 0, discount: 20_000, total: 180_000 })).toMatchObject({ total: 280_000 });
    const fee = { shippingFee: 30_000, total: 200_000 };
    for (const shipCostOnCustomer of [false, 0, "0"])
      expect(sumsOf({ ...fee, shipCostOnCustomer })).toMatchObject({ total: 300_000 });
    expect(sumsOf({ ...fee, shipCostOnCustomer: 1, total: 230_000 })).toMatchObject({ total: 330_000 });
  });
});

describe("a discount of KiotViet that is told in percent", () => {
  const line = { productId: 1, quantity: 2, price: 100_000 };
  const documents = { orders: "orderDetails", invoices: "invoiceDetails" } as const;

  test.each(["orders", "invoices"] as const)("is taken of all lines of %s or none", (resource) => {
    const documentOf = (lines: object[], fields: object) =>
      read("kiotviet", resource, { id: 1, [documents[resource]]: lines, ...fields });
    expect(documentOf([line], { discountRatio: 10, total: 180_000 }).discount).toBe(20_000);
    // 0 beside a percentage, as lines have it.
    expect(documentOf([line], { discount: 0, discountRatio: 10, total: 180_000 }).discount).toBe(20_000);
    expect(documentOf([line], { discount: 0, discountRatio: 10 }).discount).toBe(20_000);
    expect(documentOf([line], { discount: 0, discountRatio: 10, total: 200_000 }).discount).toBe(0);
    expect(documentOf([line], { discount: 5_000, discountRatio: 10, total: 195_000 }).discount).toBe(5_000);
    const odd = { ...line, quantity: "hai" };
    for (const discount of [undefined, 0]) {
      const record = documentOf([line, odd], { discount, discountRatio: 10, total: 360_000 });
      expect(record._meta.unread).toEqual([`${documents[resource]}[1]`]);
      expect(record).not.toHaveProperty("discount");
    }
    expect(documentOf([line, odd], { discount: 5_000, total: 360_000 }).discount).toBe(5_000);
  });

  test("is that of a purchase where its total confirms it", () => {
    const purchaseOf = (fields: object) =>
      read("kiotviet", "purchase-orders", { id: 1, purchaseOrderDetails: [line], discountRatio: 10, ...fields });
    expect(purchaseOf({ total: 180_000 }).discount).toBe(20_000);
    expect(purchaseOf({ total: 180_000, discount: 0 }).discount).toBe(20_000);
    expect(purchaseOf({ total: 162_000, purchaseOrderDetails: [{ ...line, subTotal: 180_000 }] }).discount).toBe(
      18_000,
    );
    for (const fields of [{ total: 200_000 }, {}, { total: 180_000, purchaseOrderDetails: [] }])
      expect(purchaseOf(fields)).not.toHaveProperty("discount");
    const odd = [line, { ...line, quantity: "hai" }];
    expect(purchaseOf({ total: 180_000, purchaseOrderDetails: odd })).not.toHaveProperty("discount");
    expect(purchaseOf({ total: 200_000, discount: 0 }).discount).toBe(0);
  });
});

test.each([
  ["a percentage", { retail: 120_000, retailVat: 8 }, 2, 8],
  ["none", { retail: 120_000, retailVat: 0 }, 2, 0],
  ["an amount on top of the price", { retail: 120_000, retailVat: 9_600 }, 2, 8],
  ["an amount that is no whole percentage", { retail: 120_000, retailVat: 9_700 }, 2, undefined],
  ["an amount in the price", { retail: 120_000, retailVat: 9_600 }, 1, undefined],
  ["an amount of a price of 0", { retail: 0, retailVat: 9_600 }, 2, undefined],
  ["an amount above the price", { retail: 1_000, retailVat: 9_600 }, 2, undefined],
])("the VAT of a product of Nhanh is %s", (_name, prices, priceVatMode, rate) => {
  expect(read("nhanh-v3", "products", { id: 1, name: "Áo", prices, priceVatMode }).taxRate).toBe(rate);
});

describe("promotions and vouchers of Pancake", () => {
  test("a promotion is read under the names of its own list", () => {
    // "Danh sách khuyến mãi" draws these names; the numbers are made.
    const row = { id: 11, name: "test1", is_active: true, discount_amount: 600, promotion_percent: 15 };
    const limit = { max_promotion_by_percent: 50_000 };
    expect(read("pancake", "promotions", { ...row, is_use_percent: false })).toMatchObject({
      active: true,
      discount: 600,
    });
    const percent = read("pancake", "promotions", { ...row, ...limit, is_active: false, is_use_percent: true });
    expect(percent).toMatchObject({ active: false, discountPercent: 15, mostDiscount: 50_000 });
    expect(percent).not.toHaveProperty("discount");
    for (const field of ["discount", "discountPercent"])
      expect(read("pancake", "promotions", row)).not.toHaveProperty(field);
  });

  test("of two objects the one counts that is worth something", () => {
    const nothing = { discount: 0, is_percent: false };
    const amount = { discount: 50_000, is_percent: false };
    const promotionOf = (fields: object) => read("pancake", "advanced-promotions", { id: "a", ...fields });
    expect(promotionOf({ promo_code_info: nothing, coupon_info: amount }).discount).toBe(50_000);
    expect(promotionOf({ promo_code_info: amount, coupon_info: nothing }).discount).toBe(50_000);
    expect(promotionOf({ promo_code_info: null, coupon_info: amount }).discount).toBe(50_000);
    expect(promotionOf({ promo_code_info: nothing, coupon_info: null })).not.toHaveProperty("discount");
    const odd = { discount: "nhiều", is_percent: false };
    expect(promotionOf({ promo_code_info: odd, coupon_info: amount })).not.toHaveProperty("discount");
  });

  test("the code of a voucher is what the customer types", () => {
    const row = { id: "9589b791", name: "d5IvGYtj", display_id: 7, is_activated: true };
    expect(read("pancake", "vouchers", row)).toMatchObject({ code: "d5IvGYtj", name: "d5IvGYtj", active: true });
    expect(read("pancake", "vouchers", { ...row, name: null }).code).toBe("7");
    // A promotion is not typed: its number stays its code.
    expect(read("pancake", "advanced-promotions", row).code).toBe("7");
  });
});
