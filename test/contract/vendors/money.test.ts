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
