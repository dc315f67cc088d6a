import { formOf } from "../../../../infra/sandbox/nhanh-v2/wire.ts";
import type { SimulatedRequest } from "../../../../infra/sandbox/types.ts";
import type { VendorId } from "../../../../shared/core/vendor.ts";

/** Where each vendor's answers keep what lies are made of. Written from the documents, not from the adapters. */
export interface Wire {
  /** The envelope's names on the way to the rows; `*`: whichever member holds them. */
  readonly rows: readonly string[];
  /** Members beside or above the rows that count rows. */
  readonly totals: readonly (readonly string[])[];
  /** The continuation, for vendors that hand one out. */
  readonly next?: readonly string[];
  /** The vendor's clock in the envelope. */
  readonly clock?: readonly string[];
  /** "There is no such record" in the vendor's words. */
  readonly noRecord: readonly (readonly [status: number, body: string])[];
  /** True where the request names one record, or some. */
  asksForOne(operation: string, request: SimulatedRequest): boolean;
}

const isDetail = (operation: string): boolean => operation.endsWith(".get") && operation !== "price-books.get";

const kiotVietSays = (message: string): string =>
  JSON.stringify({ responseStatus: { errorCode: "KvNotFoundException", message, errors: [] } });

export const wires: Readonly<Record<VendorId, Wire>> = {
  kiotviet: {
    rows: ["data"],
    totals: [["total"]],
    clock: ["timestamp"],
    noRecord: [
      [404, kiotVietSays("Hàng hóa không tồn tại hoặc đã bị xóa")],
      [420, kiotVietSays("Đơn đặt hàng không tồn tại hoặc đã bị xóa")],
    ],
    asksForOne: isDetail,
  },
  "nhanh-v3": {
    rows: ["data"],
    totals: [],
    next: ["paginator", "next"],
    noRecord: [[200, '{"code":1,"data":[],"paginator":[]}']],
    asksForOne: (_operation, { body }) => /"filters":\{[^}]*"(ids|id|productIds)":/.test(body),
  },
  "nhanh-v2": {
    rows: ["data", "*"],
    totals: [
      ["data", "totalRecords"],
      ["data", "totalPages"],
    ],
    noRecord: [[200, '{"code":0,"messages":["Product not found"]}']],
    asksForOne: (operation, request) =>
      isDetail(operation) || /^\s*(\{[^}]*"(id|icpp)":\s*"?\d{3}|"?\d+"?\s*$)/.test(formOf(request).data ?? ""),
  },
  pancake: {
    rows: ["data"],
    totals: [["total_entries"], ["total_pages"]],
    noRecord: [
      [404, '{"success":false,"message":"Order not found"}'],
      [500, '{"success":false,"message":"Product not found"}'],
      [400, '{"success":false,"message":"Something went wrong"}'],
    ],
    asksForOne: isDetail,
  },
  isale: {
    rows: ["data"],
    totals: [],
    noRecord: [[404, '{"error":{"code":"not_found","message":"Record not found"}}']],
    asksForOne: isDetail,
  },
};
