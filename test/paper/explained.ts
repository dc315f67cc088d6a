import type { VendorId } from "../../shared/core/vendor.ts";

/** A field that we read otherwise than the entry says, on purpose. */
export interface Explained {
  readonly vendor: VendorId;
  /** As a check names it, `*` for the number in a list: `orders.lines.*.discount`. */
  readonly path: string;
  /** Absent: every entry. */
  readonly entries?: readonly string[];
  /** What we read; null: nothing. Any other value is wrong. */
  readonly reads: readonly unknown[];
  /** Document and paragraph. */
  readonly source: string;
  readonly reason: string;
}

const ISALE_SHAPE = "VendorChanged: : Invalid input";

export const explanations: readonly Explained[] = [
  {
    vendor: "isale",
    path: "orders.status",
    reads: ["confirmed"],
    source: "iSale External API, Bán hàng",
    reason: "The page lists no states. 1 is 'in progress' in the vendor's own app, which speaks to the same backend.",
  },
  {
    vendor: "isale",
    path: "answer",
    entries: [
      "get-ext-v1-sales-orders-10",
      "get-ext-v1-data-tables-note-records-5",
      "get-ext-v1-data-tables-note-records-6",
    ],
    reads: [ISALE_SHAPE],
    source: "iSale External API, Phân trang",
    reason: "The page draws no list. null, an object by id and a record in a record are kept for a person to look at.",
  },
  {
    vendor: "isale",
    path: "answer",
    entries: ["post-ext-v1-sales-orders-4"],
    reads: [ISALE_SHAPE],
    source: "iSale External API, Bán hàng, Tạo đơn",
    reason: "An answer without an id proves nothing about the order: the ledger asks the vendor for it.",
  },
];
