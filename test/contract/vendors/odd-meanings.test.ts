import { describe, expect, test } from "vitest";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** What the documents allow and their samples do not show: each has one right reading, or none that may be claimed. */

const read = (vendor: VendorId, resource: string, row: unknown): any =>
  vendors[vendor].resources.find(({ name }) => name === resource)!.normalize(row, { settings: {} });

describe("KiotViet", () => {
  test.each(["NFC", "NFD"] as const)("a state's words decide in either form of Unicode: %s", (form) => {
    const word = (text: string) => text.normalize(form);
    expect(read("kiotviet", "orders", { id: 1, status: 2, statusValue: word("Đang giao hàng") }).status).toBe(
      "shipping",
    );
    expect(read("kiotviet", "returns", { id: 1, status: 9, statusValue: word("Đã hủy") }).status).toBe("cancelled");
    const invoiceDelivery = { status: 3, statusValue: word("Giao thành công") };
    expect(read("kiotviet", "invoices", { id: 1, invoiceDelivery }).fulfilmentStatus).toBe("delivered");
  });

  // §2.12.1 and §2.12.2, the states of a delivery.
  test.each([
    [1, "Chờ xử lý", "unfulfilled"],
    [1, "Chưa giao hàng", "unfulfilled"],
    [2, "Đang giao hàng", "shipped"],
    [3, "Giao thành công", "delivered"],
    [3, "Đã giao hàng", "delivered"],
    [4, "Đang chuyển hoàn", "returning"],
    [5, "Đã chuyển hoàn", "returned"],
    [6, "Đã hủy", "cancelled"],
    [7, "Đang lấy hàng", "unfulfilled"],
    [8, "Chờ lấy lại", "unfulfilled"],
    [9, "Đã lấy hàng", "shipped"],
    [10, "Chờ giao lại", "shipped"],
    [11, "Chờ chuyển hàng", undefined],
    [12, "Chờ chuyển hoàn lại", "returning"],
  ])("a delivery in state %i, %s, is %s", (status, statusValue, right) => {
    const delivery = { status, statusValue };
    expect(read("kiotviet", "invoices", { id: 1, invoiceDelivery: delivery }).fulfilmentStatus).toBe(right);
    expect(read("kiotviet", "orders", { id: 1, status: 2, orderDelivery: delivery }).fulfilmentStatus).toBe(right);
  });

  test("a delivery that shows its number alone is read where lists and details agree, and else not guessed", () => {
    const order = (status: number) => read("kiotviet", "orders", { id: 1, status: 2, orderDelivery: { status } });
    expect([1, 2, 3, 4, 5, 6].map((status) => order(status).fulfilmentStatus)).toEqual([
      "unfulfilled",
      "shipped",
      "delivered",
      "returning",
      "returned",
      "cancelled",
    ]);
    expect([7, 11, 99].map((status) => order(status).fulfilmentStatus)).toEqual([undefined, undefined, undefined]);
    // A delivery without any state leaves the word to the order.
    const named = { id: 1, status: 3, orderDelivery: { deliveryCode: "GH1" } };
    expect(read("kiotviet", "orders", named).fulfilmentStatus).toBe("delivered");
  });

  test("a payment of a purchase whose amount is not shown is not one of nothing", () => {
    // §2.15.2 draws no amount.
    const payments = [
      { id: 5, code: "PC1", method: "Cash" },
      { id: 6, amount: 70_000 },
    ];
    expect(read("kiotviet", "purchase-orders", { id: 1, payments }).payments).toEqual([
      { id: "5", code: "PC1", method: "cash" },
      { id: "6", amount: 70_000 },
    ]);
  });

  test("what has no name is called by its id, as at the other vendors", () => {
    expect(read("kiotviet", "locations", { id: 7 }).name).toBe("7");
    expect(read("kiotviet", "categories", { categoryId: 7 }).name).toBe("7");
    expect(read("kiotviet", "products", { id: 7 }).name).toBe("7");
    expect(read("kiotviet", "products", { id: 7, fullName: "Áo đỏ" }).name).toBe("Áo đỏ");
  });
});

describe("money that did not move", () => {
  // KiotViet §2.14.1; Pancake, "Thu chi".
  test.each<[VendorId, number, string]>([
    ["kiotviet", 0, "completed"],
    ["kiotviet", 1, "cancelled"],
    ["pancake", 0, "pending"],
    ["pancake", 1, "completed"],
    ["pancake", 2, "cancelled"],
    ["pancake", 3, "deleted"],
  ])("is told from money that did: a slip of %s in state %i is %s", (vendor, status, right) => {
    const slip = { id: 1, amount: 5, status };
    expect(read(vendor, "cash-flow", slip)).toMatchObject({ status: right, vendorStatus: { code: `${status}` } });
    expect(read(vendor, "cash-flow", { id: 1, amount: 5 })).not.toHaveProperty("status");
    expect(read(vendor, "cash-flow", { ...slip, status: { odd: 1 } }).status).toBe("unknown");
  });
});

describe("Nhanh v3: the VAT of a bill", () => {
  const inside = { id: 1, quantity: 1, price: 108_000, priceVatMode: 1, vat: { percent: 8, amount: 8_000 } };
  const onTop = { id: 2, quantity: 1, price: 100_000, priceVatMode: 2, vat: { percent: 8, amount: 8_000 } };
  const untaxed = { id: 3, quantity: 1, price: 100_000, priceVatMode: 2, vat: { percent: -1, amount: 0 } };
  const bill = (products: readonly object[], amount: number) =>
    read("nhanh-v3", "invoices", { id: 1, products, payment: { amount } });

  test("is in the prices where every taxed line says so, whatever the lines without tax say", () => {
    expect(bill([inside, untaxed], 208_000)).toMatchObject({ tax: 8_000, taxIncluded: true });
    expect(bill([inside, untaxed], 208_000).unreconciled).toBeUndefined();
  });

  test("is what comes on top where only some lines have it in their prices", () => {
    const mixed = bill([inside, onTop], 216_000);
    expect(mixed.tax).toBe(8_000);
    expect(mixed.taxIncluded).toBeUndefined();
    expect(mixed.unreconciled).toBeUndefined();
    expect(bill([inside, onTop], 217_000).unreconciled).toBe(1_000);
  });

  test("of a line that cannot be read is told by none of the document", () => {
    expect(bill([inside, { ...onTop, vat: { amount: "much" } }], 216_000).tax).toBeUndefined();
  });

  test("with a mode that nobody knows is told on neither side of the price", () => {
    const line = { quantity: 1, price: 100_000, vatPercent: 8 };
    const order = (priceVatMode?: number) =>
      read("nhanh-v3", "orders", { info: { id: 1 }, products: [{ ...line, priceVatMode }] });
    expect(order(3).lines).toEqual([{ quantity: 1, price: 100_000, taxRate: 8 }]);
    expect(order(3)).not.toHaveProperty("tax");
    // Model constant, Price VAT mode: 2 is the default.
    expect(order().lines[0]).toMatchObject({ tax: 8_000, taxIncluded: false });
    expect(bill([{ ...inside, priceVatMode: 3 }], 108_000)).not.toHaveProperty("taxIncluded");
  });
});

describe("Pancake", () => {
  const philippine = { country_code: "63", address: "1 Rizal" };

  test("a phone is one of the country that the address names", () => {
    const bill = { id: 1, bill_phone_number: "0917 123 4567", shipping_address: philippine };
    expect(read("pancake", "orders", bill).customer).toEqual({ phone: "0917 123 4567", phoneE164: "+639171234567" });
    const thai = { id: 1, phone_numbers: ["0812345678"], shop_customer_addresses: [{ country_code: 66 }] };
    expect(read("pancake", "customers", thai).phoneE164).toBe("+66812345678");
    expect(read("pancake", "locations", { id: 1, phone_number: "0812345678", country_code: "66" }).phoneE164).toBe(
      "+66812345678",
    );
    const home = { ...bill, bill_phone_number: "0988999999", shipping_address: { country_code: "84" } };
    expect(read("pancake", "orders", home).customer.phoneE164).toBe("+84988999999");
  });

  test("a phone of nobody knows where is no number of Vietnam, unless it says so", () => {
    const order = (fields: object) => read("pancake", "orders", { id: 1, ...fields }).customer.phoneE164;
    expect(order({ bill_phone_number: "0812345678", order_currency: "THB" })).toBeUndefined();
    expect(order({ bill_phone_number: "0812345678", shipping_address: { country_code: "999" } })).toBeUndefined();
    expect(order({ bill_phone_number: "0812345678", shipping_address: { country_code: { odd: 1 } } })).toBeUndefined();
    expect(order({ bill_phone_number: "+84812345678", order_currency: "THB" })).toBe("+84812345678");
    expect(order({ bill_phone_number: "0812345678", order_currency: "vnd" })).toBe("+84812345678");
    expect(order({ bill_phone_number: "0812345678" })).toBe("+84812345678");
    const customer = { id: 1, phone_numbers: ["0812345678"], currency: "THB" };
    expect(read("pancake", "customers", customer).phoneE164).toBeUndefined();
    const back = { id: 1, bill_phone_number: "0812345678", order_to_returned: { id: 2, order_currency: "THB" } };
    expect(read("pancake", "returns", back).customer.phoneE164).toBeUndefined();
  });

  test("a wallet that the document does not list has paid all the same", () => {
    const items = [{ quantity: 1, variation_info: { retail_price: 100_000 } }];
    const order = (fields: object) => read("pancake", "orders", { id: 1, items, total_price: 100_000, ...fields });
    expect(order({ charged_by_zalopay: 60_000, cash: 40_000 })).toMatchObject({
      paid: 100_000,
      paymentStatus: "paid",
      payments: [
        { method: "cash", amount: 40_000 },
        { method: "zalopay", amount: 60_000 },
      ],
    });
    expect(order({ charged_by_zalopay: 0 })).toMatchObject({ paid: 0, paymentStatus: "unpaid" });
    const odd = order({ charged_by_zalopay: { odd: 1 }, cash: 40_000 });
    expect(odd).not.toHaveProperty("paid");
    expect(odd).not.toHaveProperty("paymentStatus");
  });

  test("an order or return without a state shows none", () => {
    expect(read("pancake", "orders", { id: 1 })).not.toHaveProperty("vendorStatus");
    expect(read("pancake", "returns", { id: 1, status: "" })).not.toHaveProperty("vendorStatus");
  });

  // "Thu chi", Hình thức thanh toán.
  test.each([
    ["cash", "cash"],
    ["transfer_money", "transfer"],
    ["charged_by_card", "card"],
    ["charged_by_momo", "momo"],
    ["charged_by_kredivo", "kredivo"],
    ["barter", "barter"],
  ])("money that moved by %s moved by %s, the word of an order", (sent, method) => {
    expect(read("pancake", "cash-flow", { id: 1, amount: 5, payments: [sent] }).method).toBe(method);
  });
});
