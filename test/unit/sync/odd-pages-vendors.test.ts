import { describe, expect, test } from "vitest";
import type { Vendor } from "../../../shared/core/vendor.ts";
import { isale } from "../../../shared/vendors/isale/index.ts";
import { kiotviet } from "../../../shared/vendors/kiotviet/index.ts";
import { nhanhV2 } from "../../../shared/vendors/nhanh-v2/index.ts";
import { nhanhV3 } from "../../../shared/vendors/nhanh-v3/index.ts";
import { pancake } from "../../../shared/vendors/pancake/index.ts";
import { openShop } from "../../helpers/one-page.ts";

const now = Date.UTC(2026, 10, 20);
const seconds = now / 1_000 - 60;

interface Drawn {
  readonly vendor: Vendor;
  /** A page of orders as the vendor draws it. */
  page(rows: unknown): object;
  order(id: number): object;
  readonly shown: object;
  /** What the vendor may answer in place of an empty list. */
  readonly empty: readonly unknown[];
}

const drawn: readonly Drawn[] = [
  {
    vendor: kiotviet,
    page: (data) => ({ total: Array.isArray(data) ? data.length : 1, data }),
    order: (id) => ({ id, status: 3, modifiedDate: "2026-11-20T06:59:00" }),
    shown: { status: "completed" },
    empty: [[]],
  },
  {
    vendor: nhanhV3,
    page: (data) => ({ code: 1, data, paginator: {} }),
    order: (id) => ({ info: { id, status: 56, updatedAt: seconds } }),
    shown: { status: "confirmed" },
    empty: [[], {}, "", null],
  },
  {
    vendor: nhanhV2,
    page: (orders) => ({ code: 1, data: { totalPages: 1, orders } }),
    order: (id) => ({ id, statusCode: "New", updatedAt: String(seconds) }),
    shown: { status: "pending" },
    empty: [[], {}, "", null],
  },
  {
    vendor: pancake,
    page: (data) => ({ success: true, data }),
    order: (id) => ({ id, status: 3, updated_at: "2026-11-19T23:59:00" }),
    shown: { status: "delivered" },
    empty: [[]],
  },
  {
    vendor: isale,
    page: (data) => ({ data }),
    order: (id) => ({ id, status: 3, createdAt: "2026-11-20T06:59:00+07:00" }),
    shown: { status: "completed" },
    empty: [[]],
  },
];

describe.each(drawn)("$vendor.id", ({ vendor, page, order, shown, empty }) => {
  const open = () => openShop(vendor, "orders", JSON.stringify(page([])), now);

  test.each([null, "x", 7, true, {}, { id: { odd: 1 } }, { id: null, info: {} }])(
    "the odd row %j stops no page, and is kept and counted",
    async (odd) => {
      const shop = open();
      expect(await shop.sync(JSON.stringify(page([odd, order(7), order(8)])))).toMatchObject({ outcome: "done" });
      for (const id of ["7", "8"]) expect(await shop.record(id)).toMatchObject({ id, ...shown });
      expect(await shop.state()).toMatchObject({ cycles: 1, failures: 0, unreadable: 1 });
      expect((await shop.kept()).map(({ body }) => body)).toEqual([JSON.stringify(odd)]);
    },
  );

  test("rows keyed by their ids are a list as well", async () => {
    const shop = open();
    const keyed = { 7: order(7), 8: order(8), 9: null };
    expect(await shop.sync(JSON.stringify(page(keyed)))).toMatchObject({ outcome: "done" });
    for (const id of ["7", "8"]) expect(await shop.record(id)).toMatchObject({ id, ...shown });
    expect((await shop.state()).unreadable).toBe(1);
  });

  test.each(["x", 7, true, "", null, {}, { error: "x" }])(
    "%j in place of the list is nothing to believe",
    async (odd) => {
      if (empty.some((none) => JSON.stringify(none) === JSON.stringify(odd))) return;
      const shop = open();
      await shop.sync(JSON.stringify(page([order(7)])));
      const { cursor } = await shop.state();
      expect(await shop.sync(JSON.stringify(page(odd)))).toMatchObject({ outcome: "failed" });
      expect(await shop.state()).toMatchObject({ cursor, failures: 1 });
      expect(await shop.record("7")).toMatchObject({ id: "7", ...shown });
    },
  );

  test.each(empty.map((none) => [none]))("%j is an empty list here", async (none) => {
    const shop = open();
    expect(await shop.sync(JSON.stringify(page(none)))).toMatchObject({ outcome: "done" });
  });

  test("four rows without an id are another shape, and nothing is believed", async () => {
    const shop = open();
    const { outcome } = await shop.sync(JSON.stringify(page([1, 2, 3, 4].map((Id) => ({ Id })))));
    expect(outcome).toBe("failed");
    expect((await shop.state()).error?.code).toBe("VendorChanged");
  });

  test("ids above 2^53 stay two rows", async () => {
    const shop = open();
    const ids = ["9007199254740993", "9007199254740992"];
    const text = JSON.stringify(page([order(71_717), order(81_818)])).replaceAll("71717", ids[0]!);
    expect(await shop.sync(text.replaceAll("81818", ids[1]!))).toMatchObject({ outcome: "done" });
    for (const id of ids) expect(await shop.record(id)).toMatchObject({ id, ...shown });
  });
});

test("an odd row in a list of deleted ones stops no deletion, and is kept", async () => {
  const { page, order } = drawn[1]!;
  const shop = openShop(nhanhV3, "orders", JSON.stringify(page([])), now);
  shop.answer("orders.deleted", JSON.stringify(page([null, "x", { id: 7, createdAt: seconds }])));
  expect(await shop.sync(JSON.stringify(page([order(7)])))).toMatchObject({ outcome: "done" });
  expect((await shop.kept()).map(({ body }) => body).sort()).toEqual(['"x"', "null"]);
  expect(await shop.state()).toMatchObject({ unreadable: 2, failures: 0 });
});
