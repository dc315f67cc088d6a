import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import type { Card, FindStore } from "../../../shared/stores/finds.ts";
import type { RecordStore } from "../../../shared/stores/records.ts";
import { findRecords } from "../../../shared/usecases/finding/find-records.ts";
import { type Answered, openManyShops, shopId } from "./many-shops.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString();

describe("over more shops than one request looks through", () => {
  const SHOPS = 2_003;
  const opened = openManyShops(SHOPS, (shop) => ({
    orders: [
      {
        ...{ id: "1", code: `DH${shop}`, status: shop % 500 === 0 ? "completed" : "pending", createdAt: at(shop) },
        customer: shop > 2_000 ? { name: "Trần Thị Bé", phone: "0901234567" } : {},
        lines: [{ productId: "p", quantity: 1, price: 1 }],
      },
    ],
    products: [{ id: "p", code: "AO-01", name: "Áo" }],
  }));
  const all = async (ask: (cursor: string | undefined) => Promise<Answered>) => {
    const pages: Answered[] = [];
    for (let next: string | null | undefined; next !== null; next = pages.at(-1)!.next) pages.push(await ask(next));
    return pages;
  };
  const ids = (pages: readonly Answered[]) => pages.flatMap(({ found }) => found);

  test("each record of each shop comes once, newest first in each block of shops, and the answer names the block", async () => {
    const world = await opened;
    const pages = await all((cursor) => world.list("orders", { cursor, limit: 500 }));
    const block = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `${shopId(to - index)} 1`);
    expect(ids(pages)).toEqual([...block(1, 1_000), ...block(1_001, 2_000), ...block(2_001, SHOPS)]);
    expect(pages.map((page) => page.block)).toEqual([
      { first: shopId(1), last: shopId(1_000) },
      { first: shopId(1), last: shopId(1_000) },
      { first: shopId(1_001), last: shopId(2_000) },
      { first: shopId(1_001), last: shopId(2_000) },
      { first: shopId(2_001), last: shopId(SHOPS) },
    ]);
    // At most a query for each shop of the block, the shops themselves, and the records.
    for (const { use } of pages) expect(use.requests).toBeLessThan(1_600);
  });

  test("a state, a SKU and a name are found in the last shops as well", async () => {
    const world = await opened;
    const completed = await all((cursor) => world.list("orders", { cursor, status: "completed" }));
    expect(ids(completed)).toEqual([1_000, 500, 2_000, 1_500].map((shop) => `${shopId(shop)} 1`));
    const named = await all((cursor) => world.list("orders", { cursor, name: "be" }));
    expect(ids(named)).toEqual([2_003, 2_002, 2_001].map((shop) => `${shopId(shop)} 1`));
    expect(ids(await all((cursor) => world.list("orders", { cursor, sku: "ao-01", limit: 100 })))).toHaveLength(SHOPS);
  });

  test("a phone and a code lead there at once, in the order of all shops", async () => {
    const world = await opened;
    const byPhone = await world.list("orders", { phone: "0901234567" });
    expect(byPhone.found).toEqual([2_003, 2_002, 2_001].map((shop) => `${shopId(shop)} 1`));
    expect([byPhone.next, byPhone.block]).toEqual([null, undefined]);
    expect((await world.list("orders", { code: "dh2003" })).found).toEqual([`${shopId(2_003)} 1`]);
    expect((await world.search("dh2003")).result.found).toEqual([`code ${shopId(2_003)} 1`]);
  });

  test("a shop that was registered between two pages is not left out, and one that goes is", async () => {
    const world = await opened;
    const first = await world.list("orders", { status: "completed", limit: 1 });
    await world.shops.change({ tenant: world.tenant, shop: shopId(2_003) }, { health: "removing" });
    expect((await world.list("orders", { phone: "0901234567" })).found).not.toContain(`${shopId(2_003)} 1`);
    const rest = await all((cursor) =>
      world.list("orders", { cursor: cursor ?? first.next!, status: "completed", limit: 1 }),
    );
    expect(ids(rest)).toEqual([500, 2_000, 1_500].map((shop) => `${shopId(shop)} 1`));
  });
});

test("a rare state over many shops of many orders looks at no more than one request may, and goes on", async () => {
  const shops = Array.from({ length: 400 }, (_, index) => shopId(index));
  let looked = 0;
  const finds = {
    cards: async ({ shop }: { shop: string }, _: unknown, __: unknown, { limit }: { limit: number }) => {
      looked += limit;
      const told = {
        ...{ createdAt: 1, updatedAt: 1, deleted: false },
        ...{ customer: undefined, location: undefined },
      };
      const card: Card = {
        place: { time: String(2_000_000_000_000 - looked), shop, id: String(looked) },
        told: { ...told, ...{ status: "pending", type: undefined, name: "" } },
        mayHold: () => true,
      };
      return { found: Array.from({ length: limit }, () => card), next: "more" };
    },
  } as unknown as FindStore;
  const finding = { tenant: "chain", shops, resource: "orders", newestFirst: true, limit: 10 } as const;
  const wanted = { status: ["failed"], deleted: false };
  const deps = { finds, records: {} as RecordStore, shops: { get: async () => undefined } };
  expect(await findRecords({ ...finding, wanted }, deps, () => false)).toBeDefined();
  expect(looked).toBeLessThanOrEqual(24_000);
});

describe("a query costs", () => {
  const COUNTS = [1, 10, 1_000] as const;
  const worlds = new Map(
    COUNTS.map((count) => [
      count,
      openManyShops(count, (shop) => ({
        orders: Array.from({ length: 20 }, (_, index) => ({
          ...{ id: `${index}`, code: `DH${shop}-${index}`, status: index === 3 ? "completed" : "pending" },
          createdAt: at(shop * 100 + index),
          customerId: `c${index}`,
          customer: index === 5 ? { name: "Nguyễn Văn Ân", phone: `09${String(10_000_000 + shop)}` } : {},
          lines: [{ code: index === 7 ? "QU-02" : "AO-01", productId: "p", quantity: 1, price: 1 }],
        })),
        products: [{ id: "q", code: "QU-02", name: "Quần" }],
      })),
    ]),
  );
  const queries = {
    "`code`": { code: "DH1-4" },
    "`phone`": { phone: "0910000001" },
    "`sku`": { sku: "qu-02" },
    "`customer`": { customer: "c6" },
    "`status`": { status: "completed" },
    "`sort=newest`": { sort: "newest" },
  } as const;
  const shown = ({ requests, read }: Answered["use"]) =>
    `${requests.toLocaleString("en")} / ${read.toLocaleString("en", { maximumFractionDigits: 1 })}`;

  test("the requests and read units that docs/finding.md names", async () => {
    const rows: string[] = [];
    for (const [name, query] of Object.entries(queries)) {
      const cells: string[] = [];
      const one = await (await worlds.get(1_000)!).list("orders", query, [shopId(1)]);
      expect(one.found.length, name).toBeGreaterThan(0);
      cells.push(shown(one.use));
      for (const count of COUNTS) {
        const { found, use } = await (await worlds.get(count)!).list("orders", query);
        expect(found.length, name).toBeGreaterThan(0);
        cells.push(shown(use));
      }
      rows.push(`| ${name} | ${cells.join(" | ")} |`);
    }
    for (const [name, text] of [
      ["search for a code", "DH1-4"],
      ["search for a phone", "0910000001"],
      ["search for a name", "nguyen an"],
    ] as const) {
      const cells = [shown((await (await worlds.get(1_000)!).search(text, [shopId(1)])).use)];
      for (const count of COUNTS) {
        const { result, use } = await (await worlds.get(count)!).search(text);
        expect(result.found.length, name).toBeGreaterThan(0);
        cells.push(shown(use));
      }
      rows.push(`| ${name} | ${cells.join(" | ")} |`);
    }
    const page = readFileSync(new URL("../../../docs/finding.md", import.meta.url), "utf8");
    const [, measured = ""] = page.split("## What a query costs");
    expect(
      measured
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .slice(2),
    ).toEqual(rows);
  });
});
