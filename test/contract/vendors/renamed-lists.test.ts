import { describe, expect, test } from "vitest";
import { VendorChanged } from "../../../shared/core/errors.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";

const read = (vendor: VendorId, operation: string, answer: object) =>
  goodAnswer(vendors[vendor], operation, JSON.stringify(answer), 0);
const row = { id: 7, name: "n" };

/** Answers whose rows stand under a name that nobody knows: a list that is empty for us only. */
const renamed: readonly (readonly [VendorId, string, object])[] = [
  ["nhanh-v3", "orders.list", { code: 1, items: [row], paginator: {} }],
  ["nhanh-v3", "products.list", { code: 1, items: { 7: row } }],
  ["nhanh-v2", "orders.list", { code: 1, messages: [], items: { totalRecords: 1, orders: { 7: row } } }],
  ["nhanh-v2", "orders.list", { code: 1, data: { totalPages: 1, totalRecords: 0, page: 1, items: { 7: row } } }],
  ["nhanh-v2", "depots.list", { code: 1, messages: [], depots: [row] }],
  ["kiotviet", "customers.list", { total: 1, pageSize: 100, items: [row] }],
  ["pancake", "orders.list", { success: true, items: [row], total_entries: 1 }],
];

describe("rows under another name", () => {
  test.each(renamed)("%s %s: a schema that has changed, and no empty list", (...given) => {
    expect(() => read(...given)).toThrow(VendorChanged);
  });
});

/** Ways to say that there is nothing. */
const empty: readonly (readonly [VendorId, string, object])[] = [
  ["nhanh-v3", "orders.list", { code: 1 }],
  ["nhanh-v3", "orders.list", { code: 1, data: null, paginator: { next: null } }],
  ["nhanh-v3", "orders.list", { code: 1, data: {}, warning: { text: "w" } }],
  ["nhanh-v3", "orders.list", { code: 1, data: [], paginator: [] }],
  ["nhanh-v2", "orders.list", { code: 1, messages: [], data: [] }],
  ["nhanh-v2", "orders.list", { code: 1, messages: [] }],
  ["nhanh-v2", "orders.list", { code: 1, data: { totalPages: 0, totalRecords: 0, page: 1 } }],
  ["nhanh-v2", "orders.list", { code: 1, data: { totalPages: 0, totalRecords: 0, page: 1, orders: [] } }],
  ["nhanh-v2", "depots.list", { code: 1, messages: [], data: [] }],
];

test.each(empty)("%s %s: an empty list in any of its forms is one", (...given) => {
  expect(() => read(...given)).not.toThrow();
});
