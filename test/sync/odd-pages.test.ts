import { describe, expect, test } from "vitest";
import { VendorChanged } from "../../shared/core/errors.ts";
import { schemaOf } from "../../shared/core/records.ts";
import { HOUR, MINUTE } from "../../shared/core/time.ts";
import type { Call, Vendor } from "../../shared/core/vendor.ts";
import { createCandidateStore } from "../../shared/stores/candidates.ts";
import { keys } from "../../shared/stores/keys.ts";
import { createRecordStore } from "../../shared/stores/records.ts";
import { createSyncStateStore } from "../../shared/stores/sync-states.ts";
import { syncSlice } from "../../shared/usecases/sync/sync-slice.ts";
import { kiotviet } from "../../shared/vendors/kiotviet/index.ts";
import { MemoryTable } from "../memory-table.ts";
import { ref } from "./staff.ts";

/** A vendor that answers every listing with the page that `show` was given last. */
const openShop = (vendor: Vendor, name: string) => {
  const table = new MemoryTable();
  const records = createRecordStore(table);
  const states = createSyncStateStore(table);
  const resource = vendor.resources.find((one) => one.name === name)!;
  const track = resource.listing.strategy === "snapshot" ? "full" : "live";
  let now = Date.UTC(2026, 10, 20);
  let page = "";
  const asked: unknown[] = [];
  const call: Call = async (id, { params }) => {
    const operation = vendor.operations.find((one) => one.id === id)!;
    asked.push(params);
    const answer = { status: 200, headers: {}, body: page, receivedAt: now };
    const parsed = operation.answer.safeParse(vendor.judge(answer, operation));
    if (!parsed.success) throw new VendorChanged(parsed.error.message, page);
    return parsed.data;
  };
  const candidates = createCandidateStore(table);
  const deps = { states, records, candidates, clock: () => now, random: () => 0.5, metric: () => undefined };
  return {
    asked,
    async sync(shown: string, later = MINUTE) {
      page = shown;
      now += later;
      const job = { ref, resource, track, settings: {}, call, deadline: now + MINUTE, lease: 90_000 } as const;
      return syncSlice(job, deps);
    },
    record: async (id: string) => (await records.get(ref, name, id))?.record as any,
    raw: async (id: string) => (await records.get(ref, name, id))?.raw,
    state: () => states.get(ref, name, track),
    kept: async () => (await table.query({ pk: keys.unreadable(ref) })).items,
  };
};

const page = (...rows: readonly unknown[]): string => JSON.stringify({ total: rows.length, pageSize: 100, data: rows });
const order = {
  id: 7,
  code: "DH7",
  status: 2,
  statusValue: "Đang xử lý",
  total: 300_000,
  totalPayment: 100_000,
  modifiedDate: "2026-11-20T06:59:00",
  expectedDelivery: "2026-11-21T09:00:00",
  orderDetails: [{ productId: 1, quantity: 3, price: 100_000, discount: 0 }],
  payments: [
    { id: 1, amount: 60_000, method: "Cash" },
    { id: 2, amount: 40_000, method: "Card" },
  ],
};
const whole = {
  id: "7",
  code: "DH7",
  status: "confirmed",
  vendorStatus: { code: "2", name: "Đang xử lý" },
  total: 300_000,
  paid: 100_000,
  expectedDeliveryAt: "2026-11-21T02:00:00.000Z",
  lines: [{ productId: "1", quantity: 3, price: 100_000, discount: 0 }],
  payments: [
    { id: "1", amount: 60_000, method: "cash" },
    { id: "2", amount: 40_000, method: "card" },
  ],
};

describe("an edit with an odd field", () => {
  test.each([
    [
      "a time that is none",
      { expectedDelivery: "2026-11-21T24:00:00" },
      { expectedDeliveryAt: undefined },
      ["expectedDelivery"],
    ],
    [
      "an amount that is none",
      { payments: [{ ...order.payments[0], amount: "-" }, order.payments[1]] },
      { payments: [whole.payments[1]] },
      ["payments[0]"],
    ],
    [
      "a line without a readable quantity",
      { orderDetails: [{ productId: 2, quantity: "ba" }, ...order.orderDetails] },
      {},
      ["orderDetails[0]"],
    ],
  ])("leaves out and names %s, and nothing else", async (_, odd, missing, unread) => {
    const shop = openShop(kiotviet, "orders");
    await shop.sync(page(order));
    expect(await shop.record("7")).toEqual(whole);
    const edited = { ...order, total: 310_000, modifiedDate: "2026-11-20T07:01:00", ...odd };
    expect(await shop.sync(page(edited))).toEqual({ outcome: "done" });
    const record = await shop.record("7");
    expect(record).toEqual({ ...whole, total: 310_000, ...missing, _meta: { unread } });
    expect(schemaOf("orders").safeParse(record).error).toBeUndefined();
    expect(await shop.raw("7")).toEqual(edited);
    expect((await shop.state()).unreadable).toBe(1);
  });

  test("is read whole again as soon as the vendor has mended it, though the row's time is the same", async () => {
    const shop = openShop(kiotviet, "orders");
    await shop.sync(page({ ...order, expectedDelivery: "soon" }));
    expect((await shop.record("7"))._meta.unread).toEqual(["expectedDelivery"]);
    for (let minutes = 0; minutes < 60; minutes += 10)
      await shop.sync(page({ ...order, expectedDelivery: "soon" }), 10 * MINUTE);
    await shop.sync(page(order), 10 * MINUTE);
    // The row's time is more than an hour old by now: a usual cycle would ask for the last ten minutes alone.
    const { lastModifiedFrom } = shop.asked.at(-1) as { lastModifiedFrom: string };
    expect(lastModifiedFrom < order.modifiedDate).toBe(true);
    expect(await shop.record("7")).toEqual(whole);
    expect((await shop.state()).unreadable).toBeUndefined();
    expect((await shop.state()).oddFrom).toBeUndefined();
  });

  test("is read again for two hours and not for ever", async () => {
    const shop = openShop(kiotviet, "orders");
    for (let hours = 0; hours < 5; hours += 1) await shop.sync(page({ ...order, expectedDelivery: "soon" }), HOUR);
    const state = await shop.state();
    expect(state.oddFrom).toBe(state.cursor! - 2 * HOUR);
  });
});

describe("an odd row", () => {
  test.each([["null"], ["a text"], ["no id"], ["an id that is an object"], ["a list"]])(
    "that is or has %s stops no page, and is kept and counted",
    async (what) => {
      const odd = {
        null: null,
        "a text": "x",
        "no id": { total: 5 },
        "a list": [],
        "an id that is an object": { id: {} },
      }[what];
      const shop = openShop(kiotviet, "orders");
      expect(await shop.sync(page(odd, order, { ...order, id: 8 }))).toEqual({ outcome: "done" });
      expect([await shop.record("7"), await shop.record("8")]).toEqual([whole, { ...whole, id: "8" }]);
      expect(await shop.state()).toMatchObject({ cycles: 1, unreadable: 1, failures: 0 });
      expect((await shop.kept()).map(({ body }) => body)).toEqual([JSON.stringify(odd)]);
    },
  );

  test("that is all there is says nothing, and the next one is read", async () => {
    const shop = openShop(kiotviet, "orders");
    expect(await shop.sync(page(null))).toEqual({ outcome: "done" });
    expect(await shop.sync(page(order))).toEqual({ outcome: "done" });
    expect(await shop.record("7")).toEqual(whole);
  });

  test("ids above 2^53 are two rows, not one", async () => {
    const shop = openShop(kiotviet, "orders");
    const ids = ["9007199254740993", "9007199254740992"];
    const rows = ids.map((id) => `{"id":${id},"status":1,"modifiedDate":"2026-11-19T23:00:00"}`);
    expect(await shop.sync(`{"total":2,"pageSize":100,"data":[${rows.join(",")}]}`)).toEqual({ outcome: "done" });
    for (const id of ids) expect(await shop.record(id)).toMatchObject({ id, status: "draft" });
  });
});

describe("a page of an unknown shape", () => {
  test.each([
    ["no list", JSON.stringify({ total: 3, items: [] })],
    ["a text for a list", JSON.stringify({ total: 3, data: "" })],
    ["rows of which none has an id", page({ Id: 1 }, { Id: 2 }, { Id: 3 }, { Id: 4 })],
  ])("(%s) is not believed: no cursor moves, and the answer is kept", async (_, shown) => {
    const shop = openShop(kiotviet, "orders");
    await shop.sync(page(order));
    const { cursor } = await shop.state();
    expect(await shop.sync(shown)).toEqual({ outcome: "failed" });
    expect(await shop.state()).toMatchObject({ cursor, failures: 1, error: { code: "VendorChanged" } });
    expect(await shop.kept()).toHaveLength(1);
    expect(await shop.record("7")).toEqual(whole);
  });
});
