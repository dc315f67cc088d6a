import { describe, expect, test } from "vitest";
import { codesOf } from "../../../shared/core/codes.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** A code that no document lists never becomes one of ours, and stays to be seen as the vendor wrote it. */

const read = (vendor: VendorId, resource: string, row: unknown): any =>
  vendors[vendor].resources.find(({ name }) => name === resource)!.normalize(row, { settings: {} });

/** What nobody has documented; some of them are names that every object has. */
const odd = ["977", "Lạ", "constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

type Case = readonly [
  vendor: VendorId,
  resource: string,
  row: (code: string) => object,
  right: (code: string) => object,
];

const unknown = (code: string) => ({ status: "unknown", vendorStatus: { code } });
const shown = (code: string) => ({ status: undefined, vendorStatus: { code } });

/** Every field of every vendor that a table of codes decides. Undefined: the record does not say. */
const cases: readonly Case[] = [
  ["kiotviet", "orders", (status) => ({ id: 1, status }), unknown],
  ["kiotviet", "orders", (statusValue) => ({ id: 1, status: 977, statusValue }), () => ({ status: "unknown" })],
  ["kiotviet", "invoices", (status) => ({ id: 1, status }), unknown],
  ["kiotviet", "returns", (status) => ({ id: 1, status }), unknown],
  ["kiotviet", "returns", (statusValue) => ({ id: 1, status: 977, statusValue }), () => ({ status: "unknown" })],
  [
    "kiotviet",
    "orders",
    (statusValue) => ({ id: 1, status: 3, orderDelivery: { status: 9, statusValue } }),
    (name) => ({ status: "completed", fulfilmentStatus: undefined, shipping: { status: { code: "9", name } } }),
  ],
  [
    "kiotviet",
    "invoices",
    (statusValue) => ({ id: 1, invoiceDelivery: { statusValue } }),
    (code) => ({ fulfilmentStatus: undefined, shipping: { status: { code, name: code } } }),
  ],
  [
    "kiotviet",
    "orders",
    (method) => ({ id: 1, payments: [{ amount: 5, method }] }),
    (method) => ({ payments: [{ method: method.toLowerCase() }] }),
  ],
  ["kiotviet", "purchase-orders", (status) => ({ id: 1, status }), shown],
  ["kiotviet", "supplier-orders", (status) => ({ id: 1, status }), shown],
  ["kiotviet", "transfers", (status) => ({ id: 1, status }), (code) => ({ vendorStatus: { code } })],
  [
    "kiotviet",
    "cash-flow",
    (code) => ({ id: 1, amount: 5, status: code, partnerType: code }),
    (code) => ({ partyType: undefined, direction: undefined, ...unknown(code) }),
  ],
  [
    "kiotviet",
    "products",
    (code) => ({ id: 1, name: "A", type: code, productSerials: [{ serialNumber: "S1", status: code }] }),
    () => ({ type: "other", serials: undefined }),
  ],
  [
    "kiotviet",
    "customers",
    (code) => ({ id: 1, type: code, gender: code }),
    () => ({ type: undefined, gender: undefined }),
  ],
  [
    "kiotviet",
    "vouchers",
    (code) => ({ id: 1, status: code, partnerType: code, partnerId: 5 }),
    (code) => ({ vendorStatus: { code }, used: undefined, customerId: undefined }),
  ],

  ["nhanh-v3", "orders", (status) => ({ info: { id: 1, status } }), unknown],
  ["nhanh-v3", "orders", (type) => ({ info: { id: 1, type } }), () => ({ type: "other" })],
  ["nhanh-v3", "orders", (saleChannel) => ({ info: { id: 1 }, channel: { saleChannel } }), (channel) => ({ channel })],
  ["nhanh-v3", "invoices", (mode) => ({ id: 1, mode }), () => ({ type: "other" })],
  [
    "nhanh-v3",
    "products",
    (code) => ({ id: 1, name: "A", status: code, type: code, priceVatMode: code }),
    () => ({ active: undefined, sellable: undefined, type: undefined, taxIncluded: undefined }),
  ],
  ["nhanh-v3", "products", (id) => ({ id: 1, name: "A", type: { id } }), () => ({ type: undefined })],
  ["nhanh-v3", "customers", (gender) => ({ id: 1, gender }), () => ({ gender: undefined })],
  [
    "nhanh-v3",
    "cash-flow",
    (type) => ({ id: 1, amount: 5, type }),
    () => ({ direction: undefined, method: undefined }),
  ],
  [
    "nhanh-v3",
    "voucher-campaigns",
    (code) => ({ id: 1, name: "A", status: code, valueType: code, value: 5 }),
    () => ({ active: undefined, discount: undefined, discountPercent: undefined }),
  ],
  [
    "nhanh-v3",
    "vouchers",
    (code) => ({ batchId: 1, code: "V1", status: code, valueType: code, value: 5 }),
    (code) => ({ vendorStatus: { code }, used: undefined, discount: undefined, discountPercent: undefined }),
  ],
  ["nhanh-v3", "price-books", (status) => ({ id: 1, status }), () => ({ active: undefined })],

  ["nhanh-v2", "orders", (statusCode) => ({ id: 1, statusCode }), unknown],
  ["nhanh-v2", "orders", (typeId) => ({ id: 1, typeId }), () => ({ type: "other" })],
  ["nhanh-v2", "orders", (saleChannel) => ({ id: 1, saleChannel }), (channel) => ({ channel })],
  ["nhanh-v2", "invoices", (mode) => ({ id: 1, mode }), () => ({ type: "other" })],
  [
    "nhanh-v2",
    "products",
    (code) => ({ idNhanh: 1, name: "A", status: code, typeId: code }),
    () => ({ active: undefined, sellable: undefined, type: undefined }),
  ],
  ["nhanh-v2", "customers", (gender) => ({ id: 1, gender }), () => ({ gender: undefined })],
  [
    "nhanh-v2",
    "cash-flow",
    (type) => ({ id: 1, amount: 5, type }),
    () => ({ direction: undefined, method: undefined }),
  ],
  [
    "nhanh-v2",
    "suppliers",
    (code) => ({ id: 1, status: code, typeId: code }),
    () => ({ active: undefined, type: undefined }),
  ],
  [
    "nhanh-v2",
    "voucher-campaigns",
    (code) => ({ id: 1, name: "A", status: code, valueType: code, value: 5 }),
    () => ({ active: undefined, discount: undefined, discountPercent: undefined }),
  ],
  [
    "nhanh-v2",
    "vouchers",
    (code) => ({ batchId: 1, code: "V1", status: code, valueType: code, value: 5 }),
    (code) => ({ vendorStatus: { code }, used: undefined, discount: undefined, discountPercent: undefined }),
  ],

  ["pancake", "orders", (status) => ({ id: 1, status }), unknown],
  [
    "pancake",
    "orders",
    (status) => ({ id: 1, status_history: [{ status }] }),
    (code) => ({ history: [{ status: "unknown", vendorStatus: { code } }] }),
  ],
  [
    "pancake",
    "orders",
    (code) => ({ id: 1, partner: { partner_id: code, partner_status: code } }),
    (code) => ({ shipping: { carrier: undefined, carrierCode: code, status: { code, name: undefined } } }),
  ],
  [
    "pancake",
    "orders",
    (country_code) => ({ id: 1, shipping_address: { address: "1 Lê Lợi", country_code } }),
    () => ({ shipping: { address: { country: undefined } } }),
  ],
  [
    "pancake",
    "orders",
    (order_currency) => ({ id: 1, order_currency, total_price: 500 }),
    (code) => ({ total: 500, currency: code.toUpperCase() }),
  ],
  ["pancake", "returns", (status) => ({ id: 1, status }), unknown],
  ["pancake", "purchase-orders", (status) => ({ id: 1, status }), shown],
  ["pancake", "transfers", (status) => ({ id: 1, status }), (code) => ({ vendorStatus: { code } })],
  ["pancake", "cash-flow", (status) => ({ id: 1, amount: 5, status }), unknown],
  ["pancake", "cash-flow", (method) => ({ id: 1, amount: 5, payments: [method] }), (method) => ({ method })],
  ["pancake", "products", (type) => ({ id: 1, product: { name: "A", type } }), () => ({ type: "other" })],
  ["pancake", "customers", (gender) => ({ id: 1, gender }), () => ({ gender: undefined })],

  ["isale", "orders", (status) => ({ id: 1, status }), unknown],
  ["isale", "customers", (gender) => ({ id: 1, gender }), () => ({ gender: undefined })],
];

/** The named fields of a record, with undefined where it has none. */
const partOf = (record: any, right: any): any => {
  if (Array.isArray(right)) return right.map((one, index) => partOf(record?.[index], one));
  if (typeof right !== "object" || right === null) return record;
  return Object.fromEntries(Object.entries(right).map(([name, part]) => [name, partOf(record?.[name], part)]));
};

describe.each(cases)("%s %s: a code that nobody knows", (vendor, resource, row, right) => {
  test.each(odd)("%s has no meaning", (code) => {
    // As the answer's text has it: `__proto__` is a field as any other there.
    const record = read(vendor, resource, JSON.parse(JSON.stringify(row(code))));
    expect(partOf(record, right(code))).toEqual(right(code));
  });
});

describe("a product of Nhanh in a documented state", () => {
  // Nhanh Open API v3, Model constant, Product status; v2, product status.
  test.each([
    [1, "New", true, true],
    [2, "Active", true, true],
    [3, "Inactive", false, false],
    [4, "OutOfStock", true, false],
  ])("%s and %s: active %s, sellable %s", (code, word, active, sellable) => {
    expect(read("nhanh-v3", "products", { id: 1, name: "A", status: code })).toMatchObject({ active, sellable });
    expect(read("nhanh-v2", "products", { idNhanh: 1, name: "A", status: word })).toMatchObject({ active, sellable });
  });
});

test("a table of codes knows its own entries and nothing else", () => {
  const known = codesOf({ 1: "one" });
  expect(["1", "2", "constructor", "__proto__", "", null, undefined].map(known)).toEqual(["one", ...Array(6)]);
});
