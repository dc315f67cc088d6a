import { describe, expect, test } from "vitest";
import type { Call, OperationCall, VendorId, WriteContext } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

const REFERENCE = "TB-0123456789ABCDEF";
const NOW = Date.UTC(2026, 10, 20, 3);
const context: WriteContext = { writeId: "w1", reference: REFERENCE, settings: {}, grants: {}, firstAttemptAt: NOW };
const order = { customerPhone: "0901234567", customer: { phone: "0901234567" }, shipping: { phone: "0901234567" } };

interface Listed {
  readonly vendor: VendorId;
  readonly row: (id: number, mark: string) => object;
  readonly answer: (rows: readonly object[], total: unknown) => object;
  /** The place in the list that is asked for, in rows. */
  readonly start: (call: OperationCall) => number;
}

const lists: readonly Listed[] = [
  {
    vendor: "kiotviet",
    // One and the same time: the list goes on by its offset.
    row: (id, mark) => ({ id, modifiedDate: "2026-11-20T10:00:00", description: `#${mark}` }),
    answer: (data, total) => ({ data, total }),
    start: ({ params }) => Number(params!.currentItem),
  },
  {
    vendor: "nhanh-v2",
    row: (id, mark) => ({ id, shopOrderId: mark }),
    answer: (orders, total) => ({ code: 1, data: { orders, totalPages: total } }),
    start: ({ body }) => (Number((body as { page: number }).page) - 1) * 100,
  },
  {
    vendor: "pancake",
    row: (id, mark) => ({ id, custom_id: mark }),
    answer: (data, total) => ({ success: true, data, page_size: 100, total_pages: total }),
    start: ({ params }) => (Number(params!.page_number) - 1) * 100,
  },
];

describe.each(lists)("$vendor", ({ vendor, row, answer, start }) => {
  test.each<[unknown]>([[0], [1], [100], ["many"], [-1], [null], [undefined]])(
    "an order behind a full page is found, whatever the count says: %j",
    async (total) => {
      const rows = Array.from({ length: 150 }, (_, index) => row(index + 1, index === 140 ? REFERENCE : "another"));
      const call: Call = async (_operation, asked) => answer(rows.slice(start(asked), start(asked) + 100), total);
      const { probe } = vendors[vendor].writes["orders.create"]!;
      expect(await probe!(order, context, call)).toMatchObject({ id: "141" });
    },
  );
});
