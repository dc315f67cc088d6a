import { describe, expect, test } from "vitest";
import type { OperationCall, VendorId, WriteKind } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** 28 November 2026, 10:00 in Vietnam. */
const firstAttemptAt = Date.UTC(2026, 10, 28, 3);
const context = {
  writeId: "w",
  reference: "TB-0123456789ABCDEF",
  settings: {},
  grants: {},
  firstAttemptAt,
  lastAttemptAt: firstAttemptAt,
};

type Answer = (operation: string, call: { params: Record<string, any>; body: any }) => unknown;

/** The result of one way alone, and a check that each of its calls is one of the document. */
const lookBy = async (vendor: VendorId, kind: WriteKind, way: number, command: object, answer: Answer) => {
  const { operations, writes } = vendors[vendor];
  const call = async (id: string, { params = {}, body }: OperationCall = {}) => {
    const operation = operations.find((one) => one.id === id)!;
    expect(operation.body?.safeParse(body).error).toBeUndefined();
    return answer(id, { params, body });
  };
  const declared = writes[kind]!;
  return declared.looks![way]!.look(declared.command.parse(command), context, call as never);
};

describe.each([
  ["orders.cancel", "orders.list", 4],
  ["invoices.cancel", "invoices.list", 2],
] as const)("%s of KiotViet, where the record itself is shown as it was", (kind, list, cancelled) => {
  const answer = (status: number): Answer => {
    const row = { id: 7, code: "A", status, createdDate: "2026-11-01T09:00:00", modifiedDate: "2026-11-28T10:00:01" };
    return (operation) => (operation === list ? { total: 1, data: [row] } : { ...row, status: 1 });
  };

  test("is found among what changed since the first attempt, and is not where that shows it as it was too", async () => {
    expect(await lookBy("kiotviet", kind, 0, { id: "7" }, answer(cancelled))).toBeUndefined();
    expect(await lookBy("kiotviet", kind, 1, { id: "7" }, answer(cancelled))).toEqual({ id: "7" });
    expect(await lookBy("kiotviet", kind, 1, { id: "8" }, answer(cancelled))).toBeUndefined();
    expect(await lookBy("kiotviet", kind, 1, { id: "7" }, answer(1))).toBeUndefined();
  });
});

test("a KiotViet transfer is seen as changed by the list where its detail is behind", async () => {
  const row = (note: string) => ({ id: 7, fromBranchId: 1, toBranchId: 2, status: 2, description: note, details: [] });
  const answer: Answer = (operation) =>
    operation === "transfers.list" ? { total: 1, data: [row("gấp")] } : row("như cũ");
  expect(await lookBy("kiotviet", "transfers.update", 0, { id: "7", note: "gấp" }, answer)).toBeUndefined();
  expect(await lookBy("kiotviet", "transfers.update", 1, { id: "7", note: "gấp" }, answer)).toEqual({ id: "7" });
  expect(await lookBy("kiotviet", "transfers.update", 1, { id: "7", note: "khác" }, answer)).toBeUndefined();
});

describe("an order of Nhanh that the list by id shows as it was", () => {
  const v3 =
    (status: number, note: string): Answer =>
    (_operation, { body }) => {
      const isChanged = body.filters.updatedAtFrom === firstAttemptAt / 1_000 - 900;
      const row = { info: { id: 7, status: 54, description: "cũ" }, channel: {}, products: [], shippingAddress: {} };
      return { data: [isChanged ? { ...row, info: { id: 7, status, description: note } } : row] };
    };
  const v2 =
    (statusCode: string, description: string): Answer =>
    (_operation, { body }) => {
      const isChanged = body.updatedDateTimeFrom === "2026-11-28 09:45:00";
      const row = { id: 7, statusCode: "New", description: "cũ", products: [] };
      const orders = body.page > 1 ? {} : { 7: isChanged ? { ...row, statusCode, description } : row };
      return { data: { orders, totalPages: 1 } };
    };

  test.each([
    ["nhanh-v3", "orders.update", { id: "7", note: "mới" }, v3(54, "mới")],
    ["nhanh-v3", "orders.cancel", { id: "7" }, v3(63, "cũ")],
    ["nhanh-v2", "orders.update", { id: "7", note: "mới" }, v2("New", "mới")],
    ["nhanh-v2", "orders.cancel", { id: "7" }, v2("Canceled", "cũ")],
  ] as const)("%s %s is found among those that changed since", async (vendor, kind, command, answer) => {
    expect(await lookBy(vendor, kind, 0, command, answer)).toBeUndefined();
    expect(await lookBy(vendor, kind, 1, command, answer)).toEqual({ id: "7" });
    expect(await lookBy(vendor, kind, 1, { ...command, id: "8" }, answer)).toBeUndefined();
  });

  test.each([
    ["nhanh-v3", "orders.update", v3(54, "cũ")],
    ["nhanh-v2", "orders.update", v2("New", "cũ")],
  ] as const)("%s %s is not found where that list shows it as it was too", async (vendor, kind, answer) => {
    expect(await lookBy(vendor, kind, 1, { id: "7", note: "mới" }, answer)).toBeUndefined();
  });
});

test("a code of Nhanh v3 that its own filter does not show is found among those of the campaign", async () => {
  const answer: Answer = (_operation, { body }) => ({
    data: body.filters.code ? [] : [{ code: "AB", totalAssigned: 1, totalCanUsed: 1 }],
  });
  const command = { campaignId: "5", codes: ["AB"] };
  expect(await lookBy("nhanh-v3", "vouchers.release", 0, command, answer)).toBeUndefined();
  expect(await lookBy("nhanh-v3", "vouchers.release", 1, command, answer)).toEqual({ id: "5" });
  expect(await lookBy("nhanh-v3", "vouchers.release", 1, { ...command, codes: ["CD"] }, answer)).toBeUndefined();
});
