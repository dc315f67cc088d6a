import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { Order } from "../../../shared/core/records.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { detailOf, observationOf } from "../../../shared/usecases/sync/observation.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { ref } from "../../helpers/staff.ts";

const orders = vendors.kiotviet.resources.find(({ name }) => name === "orders")!;
const AT = "2026-11-20T09:07:57.4660000";

/** An order as it was made, and as it was completed at the same instant: a list shows when, and so would a detail. */
const made = {
  id: 18_947_782,
  code: "DH000074",
  purchaseDate: AT,
  branchId: 233_446,
  total: 247_000,
  totalPayment: 0,
  status: 1,
  statusValue: "Phiếu tạm",
  orderDetails: [{ productId: 11, productCode: "SP11", productName: "Túi", quantity: 2, price: 123_500, discount: 0 }],
  createdDate: AT,
};
const completed = { ...made, status: 3, statusValue: "Hoàn thành", modifiedDate: AT };

const openStore = async () => {
  const records = createRecordStore(new MemoryTable());
  let now = Date.UTC(2026, 10, 20, 2, 10);
  const see = async (seen: ReturnType<typeof observationOf>) => {
    now += 60_000;
    await records.upsert(ref, "orders", [seen], now);
    const stored = (await records.get(ref, "orders", seen.id))!;
    return { version: stored.version, record: stored.record as Order };
  };
  return { see };
};

test("a detail that does not show when the order was changed is the same version, where all else is alike", async () => {
  const { see } = await openStore();
  await see(observationOf(orders, completed, {}));
  const { modifiedDate: _, ...unstamped } = completed;
  const { version, record } = await see(detailOf(orders, unstamped, {}));
  expect(version).toBe(1);
  expect(record).toMatchObject({ vendorStatus: { code: "3" }, updatedAt: "2026-11-20T02:07:57.466Z" });
});

test("the version before a change of the same instant takes nothing from the one behind it", async () => {
  const { see } = await openStore();
  await see(observationOf(orders, completed, {}));
  const { record } = await see(detailOf(orders, made, {}));
  expect(record).toEqual(orders.normalize(made, { settings: {} }));
  expect(record.updatedAt).toBeUndefined();
});
