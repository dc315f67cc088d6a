import { describe, expect, test } from "vitest";
import { Rejected, RetryLater, VendorChanged } from "../../../shared/core/errors.ts";
import { createSearchEnd } from "../../../shared/core/search-end.ts";
import type { OperationCall, VendorId, WriteContext, WriteKind } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";

/** 20 November 2026, 10:00 in Vietnam. */
const NOW = Date.UTC(2026, 10, 20, 3);
const REFERENCE = "TB-0123456789ABCDEF";
const context: WriteContext = {
  ...{ writeId: "w", reference: REFERENCE, settings: {}, grants: {} },
  ...{ firstAttemptAt: NOW, lastAttemptAt: NOW },
};

type Says = (operation: string, call: { params: Record<string, any>; body: any }) => unknown;

/** What a probe makes of these answers, which pass the vendor's judge and schemas as any answer does. */
const probe = (vendor: VendorId, kind: WriteKind, command: unknown, says: Says, more: Partial<WriteContext> = {}) => {
  const call = async (operation: string, { params = {}, body }: OperationCall = {}) => {
    const said = says(operation, { params, body });
    if (said instanceof Error) throw said;
    return goodAnswer(vendors[vendor], operation, JSON.stringify(said), NOW);
  };
  return vendors[vendor].writes[kind]!.probe!(command, { ...context, ...more }, call as never);
};
const undecided = expect.toSatisfy(
  (error: unknown) => error instanceof RetryLater || error instanceof VendorChanged,
  "is undecided",
);

const isoRows = (count: number, more: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, code: `X${index}`, ...more(index) }));
const kiotVietOrder = { locationId: "1", customer: { id: "5" }, lines: [{ productId: "9", quantity: 1, price: 1 }] };
const buyer = { customer: { name: "Lan", phone: "0901234567" }, lines: [] };
const noSuch = new Rejected("Khách hàng không tồn tại", { notFound: true });

describe("a list that shows fewer rows than it counts does not prove that a lost create did not happen", () => {
  const kiotViet: Says = () => ({ total: 3, pageSize: 100, data: [] });
  const shortKiotViet: Says = (_operation, { params }) => {
    const rows = isoRows(20, () => ({ createdDate: "2026-11-20T10:00:00", modifiedDate: "2026-11-20T10:00:00" }));
    return { total: 30, pageSize: 100, data: rows.slice(params.currentItem) };
  };
  const pancake =
    (data: readonly object[], counts: object): Says =>
    (operation) =>
      operation.endsWith(".get") ? new RetryLater("500") : { success: true, data, page_size: 100, ...counts };
  const pancakeRows = isoRows(30, (index) => ({ custom_id: `x${index}`, inserted_at: "2026-11-20T03:00:00" }));
  const nhanhV2 =
    (data: object): Says =>
    () => ({ code: 1, data: { page: 1, ...data } });
  const customers =
    (data: readonly object[], total: number): Says =>
    (operation, { params }) =>
      operation === "customers.get-by-code" ? noSuch : { total, pageSize: 100, data: data.slice(params.currentItem) };

  test.each<[string, VendorId, WriteKind, unknown, Says]>([
    ["none of 3", "kiotviet", "orders.create", kiotVietOrder, kiotViet],
    ["20 of 30", "kiotviet", "orders.create", kiotVietOrder, shortKiotViet],
    ["none of 3 invoices", "kiotviet", "invoices.create", kiotVietOrder, kiotViet],
    ["none of 1 customer", "kiotviet", "customers.create", { name: "Lan", code: "KH9999" }, customers([], 1)],
    ["100 strangers of 5,000", "kiotviet", "customers.create", { name: "Lan" }, customers(isoRows(100), 5_000)],
    ["none of 3", "pancake", "orders.create", buyer, pancake([], { total_entries: 3, total_pages: 1 })],
    ["30 of 250", "pancake", "orders.create", buyer, pancake(pancakeRows, { total_entries: 250 })],
    ["none of 3 products", "pancake", "products.create", { name: "Áo" }, pancake([], { total_entries: 3 })],
    ["none of 3 papers", "pancake", "transfers.create", { lines: [{}] }, pancake([], { total_entries: 3 })],
    ["none of 250", "nhanh-v2", "orders.create", buyer, nhanhV2({ totalPages: 3, totalRecords: 250, orders: [] })],
    ["none of 3 pages", "nhanh-v2", "customers.create", buyer.customer, nhanhV2({ totalPages: 3, customers: [] })],
    [
      "a full page again and again",
      "nhanh-v2",
      "vouchers.create",
      { name: "Tết", count: 1 },
      nhanhV2({ totalPages: 1, result: isoRows(100) }),
    ],
  ])("%s: %s, %s", async (_shown, vendor, kind, command, says) => {
    await expect(probe(vendor, kind, command, says)).rejects.toEqual(undecided);
  });

  test("and what stands behind a page that is smaller than it was asked for is found", async () => {
    const rows = isoRows(45, (index) => ({
      custom_id: index === 40 ? REFERENCE : `x${index}`,
      inserted_at: "2026-11-20T03:00:00",
    }));
    const says: Says = (operation, { params }) =>
      operation === "orders.get"
        ? new RetryLater("500")
        : {
            success: true,
            data: rows.slice((params.page_number - 1) * 30, params.page_number * 30),
            ...{ page_size: 100, total_entries: 45 },
          };
    expect(await probe("pancake", "orders.create", buyer, says)).toEqual({ id: "41" });
  });
});

describe("an answer about another record proves nothing of a lost write", () => {
  const list = { total: 0, data: [] };
  const detail =
    (operation: string, row: object): Says =>
    (asked) =>
      asked === operation ? row : list;

  test.each<[WriteKind, unknown, Says]>([
    ["orders.cancel", { id: "7" }, detail("orders.get", { id: 8, code: "DH8", status: 4 })],
    ["invoices.cancel", { id: "7" }, detail("invoices.get", { id: 8, code: "HD8", status: 2 })],
    ["purchases.cancel", { id: "7" }, detail("purchase-orders.get", { id: 8, code: "PN8", status: 4 })],
    ["products.create", { name: "Áo" }, detail("products.get-by-code", { id: 8, code: "SP8", name: "Quần" })],
    ["customers.create", { name: "Lan" }, detail("customers.get-by-code", { id: 8, code: "KH8", name: "Mai" })],
    [
      "price-books.set",
      { id: "0", prices: [{ productId: "7", price: 5_000 }] },
      detail("products.get", { id: 8, code: "SP8", basePrice: 5_000 }),
    ],
    [
      "transfers.update",
      { id: "7", status: "received" },
      detail("transfers.get", { id: 8, code: "CH8", status: 3, fromBranchId: 1, toBranchId: 2 }),
    ],
  ])("kiotviet, %s", async (kind, command, says) => {
    await expect(probe("kiotviet", kind, command, says)).rejects.toEqual(undecided);
  });

  test("an order of Pancake that hides its `custom_id` is opened, and another one comes", async () => {
    const hidden = { id: 5, inserted_at: "2026-11-20T03:00:01", bill_phone_number: "0901234567" };
    const says: Says = (operation) =>
      operation === "orders.get"
        ? { success: true, data: { id: 6, custom_id: "x" } }
        : { success: true, data: [hidden], page_size: 100, total_entries: 1 };
    await expect(probe("pancake", "orders.create", buyer, says)).rejects.toEqual(undecided);
  });
});

describe("an empty list proves no cancel and no removal", () => {
  test("nhanh-v3 orders.cancel", async () => {
    expect(await probe("nhanh-v3", "orders.cancel", { id: "7" }, () => ({ code: 1, data: [] }))).toBeUndefined();
  });

  test("pancake products.delete: only among other variations its absence tells", async () => {
    const current = { id: "v1", product_id: "p1" };
    const look = (...variations: object[]) =>
      probe("pancake", "products.delete", { id: "v1" }, () => ({ success: true, data: { id: "p1", variations } }), {
        current,
      });
    expect(await look()).toBeUndefined();
    expect(await look({ id: "v2" })).toEqual({ id: "v1" });
    expect(await look({ id: "v1", is_removed: true })).toEqual({ id: "v1" });
    expect(await look({ id: "v1" }, { id: "v2" })).toBeUndefined();
  });
});

describe("the end of a search", () => {
  const searched = (options: { untilEmpty?: boolean } = {}) => createSearchEnd(() => new RetryLater("?"), options);
  const page = (number: number, ids: readonly string[], more: object = {}) => ({
    ...{ ids, page: number, isFull: false },
    ...more,
  });

  test("is a page that is not full, where nothing that is counted is missing", () => {
    expect(searched()(page(1, ["1"]))).toBe(true);
    expect(searched()(page(1, []))).toBe(true);
    expect(searched()(page(1, ["1"], { isFull: true }))).toBe(false);
    expect(searched()(page(1, ["1"], { total: 2 }))).toBe(false);
    expect(searched()(page(1, ["1"], { pages: 2 }))).toBe(false);
    expect(searched({ untilEmpty: true })(page(1, ["1"]))).toBe(false);
    expect(searched({ untilEmpty: true })(page(1, ["1"], { pages: 1 }))).toBe(true);
  });

  test("cannot be told where rows or pages are missing, or where a page is shown again", () => {
    expect(() => searched()(page(1, [], { total: 1 }))).toThrow(RetryLater);
    expect(() => searched()(page(1, [], { pages: 2 }))).toThrow(RetryLater);
    const again = searched();
    expect(again(page(1, ["1", "2"], { isFull: true }))).toBe(false);
    expect(() => again(page(2, ["1", "2"], { isFull: true }))).toThrow(RetryLater);
  });
});
