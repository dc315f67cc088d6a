import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { schemaOf } from "../../../shared/core/records.ts";
import type { Call, Vendor } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { withOddTimes } from "../../../shared/sync/odd-rows.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";
import { pancake } from "../../../shared/vendors/pancake/index.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { ref } from "../../helpers/staff.ts";

const NOW = Date.UTC(2026, 10, 20);
const updated_at = "2026-11-19T23:00:00";
const updatedAt = NOW / 1_000 - 3_600;
const data = (rows: readonly object[]) => ({ success: true, data: rows });
const keyed = (name: string, key: string) => (rows: readonly Record<string, unknown>[]) => ({
  code: 1,
  data: { totalPages: 1, [name]: Object.fromEntries(rows.map((row) => [String(row[key]), row])) },
});

/** One slice over a vendor whose every page is this one. */
const read = async (vendor: Vendor, name: string, page: object) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const resource = vendor.resources.find((one) => one.name === name)!;
  const call: Call = async (id, { params }) => {
    const operation = vendor.operations.find((one) => one.id === id)!;
    // Pancake lists deleted orders by themselves.
    const shown = params?.status === 7 ? data([]) : page;
    const answer = { status: 200, headers: {}, body: JSON.stringify(shown), receivedAt: NOW };
    return operation.answer.parse(vendor.judge(answer, operation));
  };
  const track = resource.listing.strategy === "snapshot" ? "full" : "live";
  const job = { ref, resource, track, settings: {}, call, deadline: NOW + 60_000, lease: 90_000 } as const;
  const candidates = createCandidateStore(table);
  const deps = { states, records, candidates, clock: () => NOW, random: Math.random, metric: () => undefined };
  expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
  return { records, state: await states.get(ref, name, track) };
};

const pages: readonly [Vendor, string, (rows: any[]) => object, object, object, object, string][] = [
  [
    pancake,
    "orders",
    data,
    { id: "1", updated_at, status: 3 },
    { status: "delivered" },
    { id: "2", updated_at, items: [{ variation_info: { retail_price: {} } }] },
    "items[0].variation_info.retail_price",
  ],
  [
    pancake,
    "orders",
    data,
    { id: "1", updated_at, status: 3 },
    { status: "delivered" },
    { id: "2", updated_at, partner: "GHN" },
    "partner",
  ],
  [pancake, "products", data, { id: "1", display_id: "A1" }, { code: "A1" }, { id: "2", images: [{}] }, "images[0]"],
  [
    pancake,
    "inventory",
    data,
    { id: "1", remain_quantity: 3 },
    { available: 3 },
    { id: "2", variations_warehouses: { w: { remain_quantity: 1 } } },
    "variations_warehouses.w",
  ],
  [
    pancake,
    "customers",
    data,
    { id: "1", updated_at, name: "Lan" },
    { name: "Lan" },
    { id: "2", updated_at, level: "VIP" },
    "level",
  ],
  [pancake, "locations", data, { id: "1", name: "Kho" }, { name: "Kho" }, { id: "2", name: ["Kho"] }, "name"],
  [pancake, "returns", data, { id: "1", status: 0 }, {}, { id: "2", returned_items: "x" }, "returned_items"],
  [
    pancake,
    "staff",
    data,
    { user_id: "1", user: { name: "Lan" } },
    { name: "Lan" },
    { user_id: "2", user: "Lan" },
    "user",
  ],
  [pancake, "order-tags", data, { id: "1", name: "Gấp" }, { name: "Gấp" }, { id: "2", name: { vi: "Gấp" } }, "name"],
  [
    nhanhV2,
    "orders",
    keyed("orders", "id"),
    { id: 1, updatedAt, statusCode: "New" },
    { status: "pending" },
    { id: 2, updatedAt, shopOrderId: false },
    "shopOrderId",
  ],
  [
    nhanhV2,
    "products",
    keyed("products", "idNhanh"),
    { idNhanh: 1, updatedAt, name: "Áo" },
    { name: "Áo" },
    { idNhanh: 2, updatedAt, price: { retail: 5 } },
    "price",
  ],
  [
    nhanhV2,
    "inventory",
    keyed("products", "idNhanh"),
    { idNhanh: 1, inventory: { remain: 3 } },
    { onHand: 3 },
    { idNhanh: 2, inventory: "3" },
    "inventory",
  ],
  [
    nhanhV2,
    "customers",
    keyed("customers", "id"),
    { id: 1, name: "Lan" },
    { name: "Lan" },
    { id: 2, name: { first: "Lan" } },
    "name",
  ],
];

test.each(pages)(
  "an odd field is named, and stops neither its row nor its page: %#",
  async (vendor, name, page, good, canonical, odd, unread) => {
    const { records, state } = await read(vendor, name, page([good, odd]));
    expect((await records.get(ref, name, "1"))?.record).toMatchObject({ id: "1", ...canonical });
    const stored = await records.get(ref, name, "2");
    expect(stored).toMatchObject({ record: { id: "2", _meta: { unread: [unread] } }, raw: odd });
    expect(schemaOf(name).safeParse(stored?.record).error).toBeUndefined();
    expect(state.unreadable).toBeGreaterThan(0);
  },
);

test.each(
  Object.values(vendors).flatMap((vendor) => vendor.resources.map((one) => [vendor.id, one.name, one] as const)),
)("%s %s: whatever a row is, its time can be asked for", (_vendor, _name, { listing, looks = [] }) => {
  for (const one of [listing, ...looks.flatMap((look) => look.listing ?? [])]) {
    const { time, divides } = withOddTimes(one);
    for (const row of [null, undefined, 1, "text", [], {}] as never[]) {
      expect(time?.(row)).toBeUndefined();
      if (typeof divides === "object") expect(divides.time?.(row)).toBeUndefined();
    }
  }
});
