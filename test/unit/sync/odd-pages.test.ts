import { describe, expect, test } from "vitest";
import { schemaOf } from "../../../shared/core/records.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Listing } from "../../../shared/core/vendor.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";
import { openShop } from "../../helpers/one-page.ts";

const openOrders = () => openShop(kiotviet, "orders", page(), Date.UTC(2026, 10, 20));

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
  type: "sale",
  status: "confirmed",
  paymentStatus: "partial",
  fulfilmentStatus: "unfulfilled",
  currency: "VND",
  vendorStatus: { code: "2", name: "Đang xử lý" },
  total: 300_000,
  paid: 100_000,
  due: 200_000,
  updatedAt: "2026-11-19T23:59:00.000Z",
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
    const shop = openOrders();
    await shop.sync(page(order));
    expect(await shop.record("7")).toEqual(whole);
    const edited = { ...order, total: 310_000, modifiedDate: "2026-11-20T07:01:00", ...odd };
    expect(await shop.sync(page(edited))).toMatchObject({ outcome: "done" });
    const record = await shop.record("7");
    const edit = { total: 310_000, due: 210_000, updatedAt: "2026-11-20T00:01:00.000Z" };
    expect(record).toEqual({ ...whole, ...edit, ...missing, _meta: { unread } });
    expect(schemaOf("orders").safeParse(record).error).toBeUndefined();
    expect(await shop.raw("7")).toEqual(edited);
    expect((await shop.state()).unreadable).toBe(1);
  });

  test("is read whole again as soon as the vendor has mended it, though the row's time is the same", async () => {
    const shop = openOrders();
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
    const shop = openOrders();
    for (let hours = 0; hours < 5; hours += 1) await shop.sync(page({ ...order, expectedDelivery: "soon" }), HOUR);
    const state = await shop.state();
    expect(state.oddFrom).toBe(state.cursor! - 2 * HOUR);
  });
});

test("a page of one odd row says nothing, and the next one is read", async () => {
  const shop = openOrders();
  expect(await shop.sync(page(null))).toMatchObject({ outcome: "done" });
  expect(await shop.sync(page(order))).toMatchObject({ outcome: "done" });
  expect(await shop.record("7")).toEqual(whole);
});

test("an answer of an unknown shape is kept, and moves no cursor", async () => {
  const shop = openOrders();
  await shop.sync(page(order));
  const { cursor } = await shop.state();
  expect(await shop.sync(JSON.stringify({ total: 3, items: [] }))).toMatchObject({ outcome: "failed" });
  expect(await shop.state()).toMatchObject({ cursor, failures: 1, error: { code: "VendorChanged" } });
  expect(await shop.kept()).toHaveLength(1);
  expect(await shop.record("7")).toEqual(whole);
});

const customers = kiotviet.resources.find(({ name }) => name === "customers")!;

test("a page whose last rows are odd is gone on from, and a later one is known by them", async () => {
  const all = [{ id: 1 }, { id: 2 }, null, "x", { id: 3 }, null, { id: 4 }];
  const listing: Listing = {
    operation: "customers.list",
    strategy: "snapshot",
    paging: "offset",
    pageSize: 4,
    call: () => ({}),
    read: (answer) => answer,
    time: (row) => row.modified.at,
  };
  const span = { from: undefined, to: undefined };
  const read: unknown[] = [];
  let position: Position | undefined = firstPosition(listing, span);
  for (let pages = 0; position && pages < 9; pages += 1) {
    const reading: Reading<unknown> = await readPage({ listing, id: customers.id, span }, position, async (ask) => ({
      rows: all.slice(ask.offset, (ask.offset ?? 0) + ask.size),
      total: all.length,
    }));
    expect(reading.restarted).toBeUndefined();
    read.push(...reading.rows);
    position = reading.next;
  }
  expect(new Set(read)).toEqual(new Set(all));
});

test("whatever an adapter makes of a row, what is stored fits our own form", () => {
  const made = { id: "7", name: 5, groups: ["VIP", 7], debt: 1.5, points: 2 };
  const resource = { ...customers, normalize: () => made as never };
  expect(observationOf(resource, { id: 7, name: 5 }, {}).record).toEqual({
    id: "7",
    groups: ["VIP"],
    points: 2,
    _meta: { unread: ["debt", "groups[1]", "name"] },
  });
});

test.each([[{ id: 7 }], [{ id: "7", name: null, code: " ", groups: [] }], [{ id: 7, info: { id: "7", address: {} } }]])(
  "a row that says nothing but its id is no record: %j",
  (row) => {
    expect(() => observationOf(customers, row, {})).toThrow(RangeError);
    expect(observationOf(customers, { ...row, debt: 0 }, {})).toMatchObject({ id: "7" });
  },
);

test("a row of which only the id is left does not replace what is stored, and is kept", async () => {
  const shop = openShop(kiotviet, "customers", page(), Date.UTC(2026, 10, 20));
  await shop.sync(page({ id: 7, name: "Lan" }));
  expect(await shop.sync(page({ id: 7 }))).toMatchObject({ outcome: "done" });
  expect(await shop.record("7")).toMatchObject({ id: "7", name: "Lan" });
  expect(await shop.kept()).toMatchObject([{ reason: "nothing but an id" }]);
  expect((await shop.state()).unreadable).toBe(1);
});

test("a row that a defect of ours cannot shape does not replace what is stored, and is kept", async () => {
  let broken = false;
  const normalize: typeof customers.normalize = (row, shop) => {
    if (broken) throw new TypeError("a defect");
    return customers.normalize(row, shop);
  };
  const shop = openShop(
    { ...kiotviet, resources: [{ ...customers, normalize }] },
    "customers",
    page(),
    Date.UTC(2026, 10, 20),
  );
  await shop.sync(page({ id: 7, name: "Lan" }));
  broken = true;
  expect(await shop.sync(page({ id: 7, name: "Lan Anh" }))).toMatchObject({ outcome: "done" });
  expect(await shop.record("7")).toEqual({ id: "7", name: "Lan", currency: "VND" });
  expect(await shop.kept()).toMatchObject([{ reason: "a defect" }]);
  expect((await shop.state()).unreadable).toBe(1);
});
