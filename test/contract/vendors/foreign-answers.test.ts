import { describe, expect, test } from "vitest";
import type { Operation, Vendor } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** JSON with HTTP 200 that is no vendor's word: a gateway's, a cache's, another product's. */
const foreign: readonly unknown[] = [
  {},
  [],
  { data: [] },
  { data: {} },
  { data: null },
  { status: "ok" },
  { status: 200, traceId: "7f3a" },
  { result: { items: [] } },
  { ok: true, payload: { rowsBase64: "AAAA" } },
  { Total: "?", Items: { "0": {} } },
  { message: "Service temporarily unavailable" },
  { message: "Cập nhật dữ liệu không thành công" },
];

const isBelieved = (vendor: Vendor, operation: Operation, body: unknown): boolean => {
  const headers = { "content-type": "application/json" };
  try {
    const json = vendor.judge({ status: 200, headers, body: JSON.stringify(body), receivedAt: 0 }, operation);
    return operation.answer.safeParse(json).success;
  } catch {
    return false;
  }
};

describe.each(Object.values(vendors))("a write to $name", (vendor) => {
  test.each(foreign.map((body) => JSON.stringify(body)))("is not done because something answers %s", (text) => {
    const writes = vendor.operations.filter(({ kind }) => kind === "write");
    expect(writes.length).toBeGreaterThan(5);
    const believing = writes.filter((operation) => isBelieved(vendor, operation, JSON.parse(text)));
    expect(believing.map(({ id }) => id)).toEqual([]);
  });
});
