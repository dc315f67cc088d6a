import { formOf } from "../../../infra/sandbox/nhanh-v2/wire.ts";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";

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
  /** The request without its place in the listing; undefined where it stands at the beginning already. */
  firstPage?(request: SimulatedRequest): SimulatedRequest | undefined;
}

const isDetail = (operation: string): boolean => operation.endsWith(".get") && operation !== "price-books.get";

const withQuery = (
  request: SimulatedRequest,
  first: Readonly<Record<string, string>>,
): SimulatedRequest | undefined => {
  const query = new URLSearchParams(request.query);
  let changed = false;
  for (const [name, value] of Object.entries(first)) {
    if (!query.has(name) || query.get(name) === value) continue;
    query.set(name, value);
    changed = true;
  }
  return changed ? { ...request, query } : undefined;
};

/** A page number in Nhanh v2's form: the field `data` holds JSON. */
const withFormPage = (request: SimulatedRequest): SimulatedRequest | undefined => {
  if (!/"page":/.test(formOf(request).data ?? "")) return undefined;
  const body = request.body.replace(/"page":\s*"?\d+"?/, '"page":1');
  return body === request.body ? undefined : { ...request, body };
};

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
    firstPage: (request) => withQuery(request, { currentItem: "0" }),
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
    firstPage: withFormPage,
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
    firstPage: (request) => withQuery(request, { page_number: "1", page: "1" }),
  },
  isale: {
    rows: ["data"],
    totals: [],
    noRecord: [[404, '{"error":{"code":"not_found","message":"Record not found"}}']],
    asksForOne: isDetail,
  },
};
