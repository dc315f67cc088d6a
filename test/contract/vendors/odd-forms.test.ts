import { describe, expect, test } from "vitest";
import { parseJson } from "../../../shared/core/json.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** The forms that vendors were seen to send one thing in: each has one right reading, the same at every vendor. */

const resourceOf = (vendor: VendorId, name: string) => vendors[vendor].resources.find((one) => one.name === name)!;
const read = (vendor: VendorId, resource: string, row: unknown): any =>
  resourceOf(vendor, resource).normalize(row, { settings: {} });

/** The least order of each vendor, with these lines and fields. */
const orders: Readonly<Record<VendorId, (line: object, fields?: object) => object>> = {
  kiotviet: (line, fields) => ({ id: 1, orderDetails: [line], ...fields }),
  "nhanh-v3": (line, fields) => ({ info: { id: 1 }, products: [line], ...fields }),
  "nhanh-v2": (line, fields) => ({ id: 1, products: [line], ...fields }),
  pancake: (line, fields) => ({ id: 1, items: [{ ...line, variation_info: { retail_price: 10_000 } }], ...fields }),
  isale: (line, fields) => ({ id: 1, items: [line], ...fields }),
};
const customers: Readonly<Record<VendorId, (name: unknown, phone?: unknown) => object>> = {
  kiotviet: (name, contactNumber) => ({ id: 1, name, contactNumber }),
  "nhanh-v3": (name, mobile) => ({ id: 1, name, mobile }),
  "nhanh-v2": (name, mobile) => ({ id: 1, name, mobile }),
  pancake: (name, phone) => ({ id: 1, name, phone_numbers: [phone] }),
  isale: (fullName, mobile) => ({ id: 1, fullName, mobile }),
};

describe.each(vendorIds)("%s", (vendor) => {
  test("a quantity with a decimal comma in a text is a half, and none that cannot be read is told", () => {
    const name = vendor === "isale" ? "count" : "quantity";
    const [line] = read(vendor, "orders", orders[vendor]({ [name]: "0,5", price: 10_000 })).lines;
    expect(line).toMatchObject({ quantity: 0.5, price: 10_000 });
    const odd = read(vendor, "orders", orders[vendor]({ [name]: "a few", price: 10_000 }));
    expect(odd.lines).toEqual([]);
    expect(odd._meta.unread).toHaveLength(1);
  });

  test("a name is trimmed, a blank one is absent, and hidden letters are told", () => {
    expect(read(vendor, "customers", customers[vendor]("  Lan  ")).name).toBe("Lan");
    expect(read(vendor, "customers", customers[vendor]("   "))).not.toHaveProperty("name");
    expect(read(vendor, "customers", customers[vendor]("L**n"))).toMatchObject({ name: "L**n", masked: true });
    expect(read(vendor, "customers", customers[vendor]("Lan"))).not.toHaveProperty("masked");
  });

  test("a phone that came as a number has its zero again", () => {
    const record = read(vendor, "customers", customers[vendor]("Lan", 988_999_999));
    expect(record).toMatchObject({ phone: "0988999999", phoneE164: "+84988999999" });
  });

  test("two ids above 2^53 that differ in the last digit are two records", () => {
    const ids = ["9007199254740993", "9007199254740995"].map((id) =>
      resourceOf(vendor, "customers").id(parseJson(`{"id":${id},"name":"Lan"}`)),
    );
    expect(ids).toEqual(["9007199254740993", "9007199254740995"]);
  });

  test("a time in the year 9999 is that year and no other", () => {
    const at = 253_402_300_799;
    const rows: Readonly<Record<VendorId, readonly [resource: string, row: object]>> = {
      kiotviet: ["orders", { id: 1, createdDate: at }],
      "nhanh-v3": ["orders", { info: { id: 1, createdAt: at } }],
      "nhanh-v2": ["orders", { id: 1, createdDateTime: at }],
      pancake: ["orders", { id: 1, inserted_at: at }],
      isale: ["orders", { id: 1, createdAt: at }],
    };
    const [resource, row] = rows[vendor];
    expect(read(vendor, resource, row).createdAt).toBe("9999-12-31T23:59:59.000Z");
  });
});

describe("KiotViet", () => {
  test("an order in state 2 is on its way where the vendor's words say so, and else confirmed", () => {
    const state = (fields: object) => read("kiotviet", "orders", { id: 1, ...fields }).status;
    expect(state({ status: 2, statusValue: "Đang giao hàng" })).toBe("shipping");
    expect(state({ status: 2, statusValue: "Đang xử lý" })).toBe("confirmed");
    expect(state({ status: 2 })).toBe("confirmed");
  });

  test("a discount that is told as a percentage alone is an amount, of the line and of the document", () => {
    const line = { quantity: 2, price: 100_000, discountRatio: 10 };
    const lines = { orders: "orderDetails", invoices: "invoiceDetails" } as const;
    for (const [resource, name] of Object.entries(lines)) {
      const record = read("kiotviet", resource, { id: 1, [name]: [line], discountRatio: 5, total: 171_000 });
      // 10 % of 200,000; 5 % of what is left.
      expect(record, resource).toMatchObject({ lines: [{ discount: 20_000 }], discount: 9_000, total: 171_000 });
      expect(record.unreconciled, resource).toBeUndefined();
    }
  });
});

describe("Nhanh", () => {
  test("the first purchase of a customer is not the time at which he was written down", () => {
    const row = { id: 1, name: "Lan", startedDate: "2024-05-01" };
    for (const vendor of ["nhanh-v2", "nhanh-v3"] as const)
      expect(read(vendor, "customers", row)).not.toHaveProperty("createdAt");
  });

  test.each(["2026-11-28 14:30:15", "28/11/2026 14:30:15"])("%s is one time", (createdDateTime) => {
    expect(read("nhanh-v2", "orders", { id: 1, createdDateTime }).createdAt).toBe("2026-11-28T07:30:15.000Z");
    expect(read("nhanh-v2", "invoices", { id: 1, createdDateTime }).createdAt).toBe("2026-11-28T07:30:15.000Z");
  });

  test.each(["1995-02-01", "01/02/1995"])("a birthday %s is the first of February", (birthday) => {
    for (const vendor of ["nhanh-v2", "nhanh-v3"] as const)
      expect(read(vendor, "customers", { id: 1, birthday }).birthday).toBe("1995-02-01");
    expect(read("pancake", "customers", { id: 1, date_of_birth: birthday }).birthday).toBe("1995-02-01");
    expect(read("kiotviet", "customers", { id: 1, birthDate: birthday }).birthday).toBe("1995-02-01");
    expect(read("isale", "customers", { id: 1, dateOfBirth: birthday }).birthday).toBe("1995-02-01");
  });

  const two = { cityId: 254, cityName: "Hà Nội", wardId: 7_001, wardName: "Phường Hoàn Kiếm" };
  const zeros = { cityId: 0, cityName: "", districtId: 0, districtName: "", wardId: 0, wardName: "" };
  test.each([
    ["with an address", { ...zeros, address: "1 Lê Lợi" }],
    ["and no address", zeros],
  ])("a place of zeros %s does not hide the names of the other form", (_name, location) => {
    const address = { provinceId: "254", province: "Hà Nội", wardId: "7001", ward: "Phường Hoàn Kiếm" };
    const locationV2 = { ...two, address: "1 Lê Lợi" };
    expect(read("nhanh-v3", "locations", { id: 1, name: "Kho", location, locationV2 }).address).toEqual({
      ...address,
      line: "1 Lê Lợi",
      country: "VN",
      scheme: "two-tier",
    });
    // A customer has the three tiers under `locations`.
    expect(
      read("nhanh-v3", "customers", { id: 1, address: "1 Lê Lợi", locations: zeros, location: two }).address,
    ).toEqual({
      ...address,
      line: "1 Lê Lợi",
      country: "VN",
      scheme: "two-tier",
    });
  });
});

describe("Pancake", () => {
  test("what was paid before is told where no way of paying is, and not counted twice", () => {
    expect(read("pancake", "orders", { id: 1, total_price: 500, prepaid: 200 })).toMatchObject({ paid: 200, due: 300 });
    const both = { id: 1, total_price: 500, prepaid: 200, transfer_money: 200 };
    expect(read("pancake", "orders", both)).toMatchObject({ paid: 200, due: 300, payments: [{ amount: 200 }] });
  });

  const item = { id: 1, variation_id: "v-1", quantity: 2, variation_info: { retail_price: 100_000 } };
  const lineOf = (fields: object) => read("pancake", "orders", { id: 1, items: [{ ...item, ...fields }] }).lines[0];
  test.each([true, "true", 1])(
    "10 off each of two at 100,000 is a tenth where it is a percentage by %j, else 10",
    (percent) => {
      const off = { discount_each_product: 10, is_discount_percent: percent };
      expect(lineOf(off)).toMatchObject({ price: 100_000, discount: 20_000 });
      expect(lineOf({ ...off, is_discount_percent: false })).toMatchObject({ discount: 20 });
    },
  );

  test("a discount of a whole line, and the price of a row without a retail price, are read", () => {
    expect(lineOf({ total_discount: 15_000 })).toMatchObject({ price: 100_000, discount: 15_000 });
    expect(lineOf({ variation_info: { exact_price: 90_000 } })).toMatchObject({ price: 90_000 });
  });

  test("an order's channel is the name of its source, else its code", () => {
    expect(read("pancake", "orders", { id: 1, order_sources: -1, order_sources_name: "Facebook" }).channel).toBe(
      "Facebook",
    );
    expect(read("pancake", "orders", { id: 1, order_sources: [-1, "314"] }).channel).toBe("-1");
  });
});

describe("iSale", () => {
  test("a customer and a seller that are a name alone are read, and the order with them", () => {
    const record = read("isale", "orders", { id: 1, contact: "Lan", staff: "Minh", total: 5 });
    expect(record).toMatchObject({ total: 5, customer: { name: "Lan" }, staffName: "Minh" });
    expect(record._meta).toBeUndefined();
    const objects = { id: 1, contact: { fullName: "Lan", mobile: "0988999999" }, staff: { name: "Minh" } };
    expect(read("isale", "orders", objects)).toMatchObject({
      customer: { name: "Lan", phoneE164: "+84988999999" },
      staffName: "Minh",
    });
    for (const nobody of ["", null, undefined])
      expect(read("isale", "orders", { id: 1, contact: nobody, staff: nobody })).not.toHaveProperty("customer");
  });

  test.each(["orders", "result", "results", "rows", "data", "data.rows", "data.result"])(
    "a list under %s has its rows, and is no list of nothing when it is empty",
    (path) => {
      const wrap = (rows: readonly unknown[]): unknown =>
        path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), rows);
      const { listing } = resourceOf("isale", "orders");
      const { answer } = vendors.isale.operations.find(({ id }) => id === listing.operation)!;
      for (const rows of [[], [{ id: 7 }]])
        expect(listing.read(answer.parse(wrap(rows)), { size: 200 }).rows).toEqual(rows);
    },
  );
});
