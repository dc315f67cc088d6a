import { describe, expect, test } from "vitest";
import type { Order, OrderStatus } from "../../../shared/core/records.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** The least that an order's row has. */
const rows: Readonly<Record<VendorId, (status: string | number, address?: object) => object>> = {
  kiotviet: (status, address) => ({ id: 1, code: "DH1", status, orderDetails: [], orderDelivery: address }),
  "nhanh-v3": (status, address) => ({
    info: { id: 1, status, createdAt: 1_790_000_000 },
    channel: {},
    shippingAddress: address ?? {},
    carrier: {},
    products: [],
    payment: {},
  }),
  "nhanh-v2": (statusCode, address) => ({ id: "1", statusCode, products: [], ...address }),
  pancake: (status, address) => ({ id: 1, status, items: [], shipping_address: address }),
  isale: (status, address) => ({ id: 1, status, items: [], createdAt: "2026-09-01T08:00:00+07:00", ...address }),
};

const orderOf = (vendor: VendorId, status: string | number, address?: object): Order =>
  vendors[vendor].resources
    .find(({ name }) => name === "orders")!
    .normalize(rows[vendor](status, address), { settings: {} }) as Order;

/** Every state that the vendor's document (iSale: its app) names, and ours for it. */
const states: Readonly<Record<VendorId, Readonly<Record<string, OrderStatus>>>> = {
  // KiotViet Public API §2.5.1, and field note (recorded); 5 inferred.
  kiotviet: { 1: "draft", 2: "confirmed", 3: "completed", 4: "cancelled", 5: "confirmed" },
  // Nhanh Open API v3, Model constant, Order status.
  "nhanh-v3": {
    40: "packing",
    42: "packing",
    43: "packing",
    54: "pending",
    55: "pending",
    56: "confirmed",
    57: "pending",
    58: "failed",
    59: "shipping",
    60: "completed",
    61: "failed",
    63: "cancelled",
    64: "cancelled",
    68: "failed",
    71: "returning",
    72: "returned",
    73: "confirmed",
    74: "returning",
  },
  // Nhanh Open API v2, order status.
  "nhanh-v2": {
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
  },
  // Pancake POS Open API, Thông tin đơn hàng.
  pancake: {
    0: "pending",
    17: "pending",
    11: "confirmed",
    12: "packing",
    13: "packing",
    20: "confirmed",
    1: "confirmed",
    8: "packing",
    9: "packing",
    2: "shipping",
    3: "delivered",
    16: "completed",
    4: "returning",
    15: "returned",
    5: "returned",
    6: "cancelled",
    7: "deleted",
    10: "pending",
    21: "pending",
  },
  // Field note, from the vendor's own app: its document names no states.
  isale: {
    0: "draft",
    1: "confirmed",
    2: "shipping",
    3: "completed",
    4: "cancelled",
    5: "completed",
    6: "shipping",
    7: "pending",
  },
};

describe.each(Object.keys(states) as VendorId[])("orders of %s", (vendor) => {
  const code = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);

  test("every documented state has one of ours, and the vendor's own stays beside it", () => {
    for (const [state, expected] of Object.entries(states[vendor])) {
      const order = orderOf(vendor, code(state));
      expect(order.status, state).toBe(expected);
      expect(order.vendorStatus?.code, state).toBe(state);
    }
  });

  test("a state that nobody has documented is unknown, and kept as it is", () => {
    expect(orderOf(vendor, 987)).toMatchObject({ status: "unknown", vendorStatus: { code: "987" } });
  });
});

describe("addresses of before and after July 2025", () => {
  const addressOf = (vendor: VendorId, status: string | number, address: object) =>
    orderOf(vendor, status, address).shipping?.address;

  test("KiotViet: an area with a district is the old scheme, a province with a ward the new one", () => {
    expect(
      addressOf("kiotviet", 1, {
        address: "1 Lê Lợi",
        locationId: 12,
        locationName: "Hà Nội - Quận Ba Đình",
        wardName: "Phường Cống Vị",
      }),
    ).toMatchObject({ province: "Hà Nội", district: "Quận Ba Đình", districtId: "12", scheme: "three-tier" });
    const two = addressOf("kiotviet", 1, {
      address: "1 Lê Lợi",
      locationId: 12,
      locationName: "Hà Nội",
      wardName: "Phường Ba Đình",
    });
    expect(two).toMatchObject({ province: "Hà Nội", provinceId: "12", ward: "Phường Ba Đình", scheme: "two-tier" });
    expect(two).not.toHaveProperty("districtId");
  });

  test("Nhanh v3: with a district the old scheme, with a ward alone the new one", () => {
    expect(addressOf("nhanh-v3", 54, { cityId: 254, districtId: 318, wardId: 900, wardName: "W" })).toMatchObject({
      provinceId: "254",
      districtId: "318",
      wardId: "900",
      scheme: "three-tier",
    });
    expect(addressOf("nhanh-v3", 54, { cityId: 254, wardId: 10_900, wardName: "W" })).toMatchObject({
      provinceId: "254",
      wardId: "10900",
      scheme: "two-tier",
    });
  });

  test("Nhanh v2: the old scheme only", () => {
    expect(
      addressOf("nhanh-v2", "New", { customerAddress: "1 Lê Lợi", customerCityId: 254, customerDistrictId: 318 }),
    ).toMatchObject({ provinceId: "254", districtId: "318", scheme: "three-tier" });
  });

  test("Pancake: ids of the new scheme where they are more complete, else of the old one", () => {
    const old = { province_id: "101", district_id: "10101", commune_id: "1010101" };
    expect(addressOf("pancake", 0, old)).toMatchObject({
      provinceId: "101",
      districtId: "10101",
      wardId: "1010101",
      scheme: "three-tier",
    });
    const two = addressOf("pancake", 0, { ...old, new_province_id: "84_VN101", new_commune_id: "84_VN10101" });
    expect(two).toMatchObject({ provinceId: "84_VN101", wardId: "84_VN10101", scheme: "two-tier" });
    expect(two).not.toHaveProperty("districtId");
  });

  test("iSale: one line of text", () => {
    expect(addressOf("isale", 1, { deliveryAddress: "1 Lê Lợi, Quận 1, TP.HCM" })).toEqual({
      line: "1 Lê Lợi, Quận 1, TP.HCM",
    });
  });
});
