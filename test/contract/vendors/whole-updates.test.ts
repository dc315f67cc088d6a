import { describe, expect, test } from "vitest";
import { verdictsOf } from "../../../shared/core/taken.ts";
import type { VendorId, WriteContext, WriteKind } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/* What an update leaves alone of the record, and which record proves that it was taken. */

const context: WriteContext = { writeId: "w1", reference: "TB-0123456789ABCDEF", settings: {}, grants: {} };
const encode = (vendor: VendorId, kind: WriteKind, given: object, current?: object): any => {
  const write = vendors[vendor].writes[kind]!;
  return write.encode(write.command.parse(given), { ...context, current }).body;
};
const verdicts = (vendor: VendorId, kind: WriteKind, given: object, row: object): Record<string, string> => {
  const declared = vendors[vendor];
  const write = declared.writes[kind]!;
  const resource = declared.resources.find(({ name }) => name === write.resource);
  const record = resource && !write.view ? resource.normalize(row, { settings: {} }) : undefined;
  const told = verdictsOf(write, write.command.parse(given), record, row);
  return Object.fromEntries(told.map(({ field, verdict }) => [field, verdict]));
};

describe("another receiver leaves the place as it is", () => {
  const receiver = { name: "Bà Hoa", phone: "0987654321" };
  const place = {
    address: "12 Lê Lợi",
    full_address: "12 Lê Lợi, Phường Cao Thắng, Hạ Long, Quảng Ninh",
    commune_id: "2250115",
    commune_name: "Phường Cao Thắng",
    district_id: "22501",
    district_name: "Hạ Long",
    province_id: "225",
    province_name: "Quảng Ninh",
    post_code: "200000",
  };
  const stored = { ...place, full_name: "C Loan", phone_number: "0941902893", country_code: "84" };

  test.each([{ phone: receiver.phone }, { name: receiver.name }, receiver, { country: "VN" }])(
    "of an order at Pancake: %j",
    (address) => {
      const order = { id: 1, status: 0, shipping_address: stored };
      const body = encode("pancake", "orders.update", { id: "1", shipping: { address } }, order);
      expect(body.shipping_address).toEqual({
        ...stored,
        ...("phone" in address ? { phone_number: address.phone } : {}),
        ...("name" in address ? { full_name: address.name } : {}),
      });
    },
  );

  test("of a customer at Pancake", () => {
    const current = { name: "Lan", shop_customer_addresses: [{ ...stored, id: "a1", country_code: 84 }, { id: "a2" }] };
    const { customer } = encode("pancake", "customers.update", { id: "c", address: receiver }, current);
    expect(customer.shop_customer_addresses).toEqual([
      { ...place, id: "a1", full_name: receiver.name, phone_number: receiver.phone, country_code: 84 },
      { id: "a2" },
    ]);
  });

  test("of an order at KiotViet and at Nhanh v3", () => {
    const delivery = { receiver: "C Loan", contactNumber: "0941902893", address: "12 Lê Lợi", wardName: "Cao Thắng" };
    const update = { id: "1", shipping: { address: { phone: receiver.phone } } };
    expect(
      encode("kiotviet", "orders.update", update, { id: 1, branchId: 1, orderDetails: [], orderDelivery: delivery })
        .orderDelivery,
    ).toEqual({ ...delivery, contactNumber: receiver.phone });
    expect(encode("nhanh-v3", "orders.update", update).shippingAddress).toEqual({ mobile: receiver.phone });
  });
});

describe("a line that does not say that it is a gift", () => {
  const gift = {
    variation_id: "v",
    product_id: "p",
    quantity: 1,
    is_bonus_product: true,
    variation_info: { retail_price: 100_000 },
  };
  const sold = { ...gift, is_bonus_product: false };
  const marks = (items: object[], ...lines: object[]): unknown[] =>
    encode("pancake", "orders.update", { id: "1", lines }, { status: 0, items }).items.map(
      (item: any) => item.is_bonus_product ?? false,
    );

  test("is sold where it has a price, or where the product is sold already", () => {
    expect(marks([gift], { productId: "v", quantity: 2, price: 100_000 })).toEqual([false]);
    expect(marks([gift, sold], { productId: "v", quantity: 2 })).toEqual([false]);
    expect(marks([gift, sold], { productId: "v", quantity: 1 }, { productId: "v", quantity: 1 })).toEqual([
      false,
      false,
    ]);
    expect(
      marks([gift, sold], { productId: "v", quantity: 1, gift: true }, { productId: "v", quantity: 2, price: 100_000 }),
    ).toEqual([true, false]);
  });

  test("stays a gift where nothing else is known of it", () => {
    expect(marks([gift], { productId: "v", quantity: 2 })).toEqual([true]);
  });
});

describe("a percentage that was taken off an order at KiotViet", () => {
  const orderDetails = [{ productId: 9, productCode: "SP9", quantity: 2, price: 100_000 }];
  const discounted = (off: object, given: object = { note: "Gấp" }): unknown =>
    encode("kiotviet", "orders.update", { id: "1", ...given }, { id: 1, branchId: 1, orderDetails, ...off }).discount;

  test("travels as the sum that it is, because the body has a sum only (§2.5.4)", () => {
    expect(discounted({ discountRatio: 10 })).toBe(20_000);
    expect(discounted({ discountRatio: 10, discount: 0 })).toBe(20_000);
    expect(discounted({ discountRatio: 10, discount: null })).toBe(20_000);
  });

  test("gives way to the sum that the row or the command has", () => {
    expect(discounted({ discountRatio: 10, discount: 19_999 })).toBe(19_999);
    // The total says that nothing was taken off.
    expect(discounted({ discountRatio: 10, discount: 0, total: 200_000 })).toBe(0);
    expect(discounted({ discountRatio: 10 }, { discount: 5_000 })).toBe(5_000);
    expect(discounted({ discount: 0 })).toBe(0);
    expect(discounted({})).toBeUndefined();
  });
});

describe("an account of the bank goes with its way of paying at KiotViet", () => {
  const purchase = {
    id: 1,
    branchId: 1,
    status: 1,
    totalPayment: 50_000,
    payments: [{ method: "Transfer", accountId: 77 }],
  };
  const paid = (given: object): any => encode("kiotviet", "purchases.update", { id: "1", ...given }, purchase);

  test("another way drops it, the same one keeps it", () => {
    expect(paid({ paid: 60_000, method: "cash" })).toMatchObject({ paidAmount: 60_000, paymentMethod: "Cash" });
    expect(paid({ paid: 60_000, method: "cash" })).not.toHaveProperty("accountId");
    expect(paid({ paid: 60_000, method: "card" })).not.toHaveProperty("accountId");
    expect(paid({ method: "card", accountId: "88" })).toMatchObject({ paymentMethod: "Card", accountId: 88 });
    expect(paid({ paid: 60_000 })).toMatchObject({ paymentMethod: "Transfer", accountId: 77 });
    expect(paid({ paid: 60_000, method: "transfer" })).toMatchObject({ paymentMethod: "Transfer", accountId: 77 });
  });

  test("an order repeats the account of its own way", () => {
    const order = (method: string | undefined) =>
      encode(
        "kiotviet",
        "orders.update",
        { id: "1", note: "Gấp" },
        { id: 1, branchId: 1, orderDetails: [], totalPayment: 5, method, payments: purchase.payments },
      );
    expect(order("Cash")).not.toHaveProperty("accountId");
    expect(order("Transfer")).toMatchObject({ method: "Transfer", accountId: 77 });
    expect(order(undefined)).toMatchObject({ method: "Transfer", accountId: 77 });
  });
});

describe("a record that was not written proves nothing", () => {
  const [one, two] = ["https://a.example/1.jpg", "https://a.example/2.jpg"];

  test("pictures of iSale that were to go are still there", () => {
    const seen = (images: string[], stored: string[]) =>
      verdicts(
        "isale",
        "products.update",
        { id: "1", images },
        { id: 1, title: "Trà", avatarUrl: stored[0], imageUrlsJson: JSON.stringify(stored) },
      ).images;
    expect(seen([one], [one, two])).toBe("no");
    expect(seen([], [one])).toBe("no");
    expect(seen([one, two], [one])).toBe("no");
    expect(seen([two, one], [one, two])).toBe("yes");
    expect(seen([], [])).toBe("yes");
    // The vendor may have given the picture an address of its own.
    expect(seen([one], [two])).toBe("unseen");
  });

  test("no pictures means no first picture either", () => {
    expect(encode("isale", "products.update", { id: "1", images: [] })).toEqual({ avatarUrl: "", imageUrlsJson: "[]" });
  });

  test.each([
    ["kiotviet", { 1: true, 3: false, 4: undefined }],
    ["pancake", { "-1": true, 0: true, 1: false, 2: undefined }],
  ] as const)("a slip of %s that staff cancelled is neither a draft nor received", (vendor, states) => {
    for (const [status, expected] of Object.entries(states))
      for (const draft of [true, false])
        expect(
          verdicts(vendor, "purchases.update", { id: "1", draft }, { id: 1, status: Number(status) }).draft,
          `${status} ${draft}`,
        ).toBe(draft === expected ? "yes" : "no");
    expect(verdicts(vendor, "purchases.update", { id: "1", draft: false }, { id: 1 }).draft).toBe("unseen");
  });

  test("a transfer of KiotViet in a state without a name is not in the one that was asked for", () => {
    const seen = (status: unknown) =>
      verdicts("kiotviet", "transfers.update", { id: "1", status: "sent" }, { id: 1, status }).status;
    expect([2, 3, 4, undefined].map(seen)).toEqual(["yes", "no", "no", "unseen"]);
  });

  test("a transfer of Pancake that is done has the number of a cancelled one", () => {
    const seen = (asked: string, status: number) =>
      verdicts("pancake", "transfers.update", { id: "1", status: asked }, { id: 1, status }).status;
    expect([seen("received", 2), seen("received", 1), seen("sent", 2), seen("sent", 1)]).toEqual([
      "unseen",
      "no",
      "no",
      "yes",
    ]);
  });

  test("a name, a note or a ward that begins with the asked one is another one", () => {
    const line = { productId: "9", quantity: 1, price: 5 };
    const named = (name: string) =>
      verdicts(
        "kiotviet",
        "orders.update",
        { id: "1", lines: [{ ...line, name: "Áo" }] },
        { id: 1, branchId: 1, orderDetails: [{ productId: 9, quantity: 1, price: 5, productName: name }] },
      )["lines.0.name"];
    // "Áo (Đỏ)" has its attributes behind the name (§2.5.2), and "Áo dài" is another name.
    expect(["Áo", "Áo dài", "Quần"].map(named)).toEqual(["yes", "unseen", "no"]);

    const noted = (description: string) =>
      verdicts(
        "nhanh-v3",
        "invoices.create",
        { locationId: "1", lines: [{ productId: "9", quantity: 1 }], note: "Gấp" },
        { id: 1, description },
      ).note;
    expect(["Gấp [TB-0123456789ABCDEF]", "Không Gấp nữa [TB-0123456789ABCDEF]"].map(noted)).toEqual(["yes", "no"]);

    const ward = (address: string) =>
      verdicts(
        "nhanh-v3",
        "orders.update",
        { id: "1", shipping: { address: { ward: "Phường 1" } } },
        { info: { id: 1 }, shippingAddress: { address } },
      )["shipping.address.ward"];
    expect(["Phường 1", "12 Lê Lợi, Phường 1", "Phường 11"].map(ward)).toEqual(["yes", "yes", "no"]);
  });

  test("a line of a bill without a price is not known to be a gift", () => {
    const seen = (price: number | undefined) =>
      verdicts(
        "nhanh-v3",
        "invoices.create",
        { locationId: "1", lines: [{ productId: "9", quantity: 1, gift: true }] },
        { id: 1, products: [{ id: 9, quantity: 1, price }] },
      )["lines.0.gift"];
    expect([0, 5_000, undefined].map(seen)).toEqual(["yes", "no", "unseen"]);
  });
});
