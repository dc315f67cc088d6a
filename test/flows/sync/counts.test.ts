import { beforeAll, expect, test } from "vitest";
import { type ExampleWorld, openExampleWorld } from "../../contract/examples/world.ts";

/* What the state of a shop counts is what its lists have. Some lists are read by parts: of each price book, of each branch. */

let world: ExampleWorld;
beforeAll(async () => {
  world = await openExampleWorld();
}, 120_000);

const ask = async (path: string): Promise<any> => {
  const { status, body } = await world.stack.request("GET", path, { key: world.key });
  expect([path, status]).toEqual([path, 200]);
  return body;
};

const counted = async (shop: string, resource: string): Promise<number> => {
  let count = 0;
  for (let next: string | null = ""; next !== null; ) {
    const page = await ask(`/v1/shops/${shop}/${resource}?limit=500${next === "" ? "" : `&cursor=${next}`}`);
    count += page.data.length;
    next = page.next;
  }
  return count;
};

test.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake"])(
  "of each collection of %s the state counts the records, and the vendor no others",
  async (shop) => {
    const { data } = await ask(`/v1/shops/${shop}/sync`);
    const told: unknown[] = [];
    const here: unknown[] = [];
    for (const { resource, records, completeness } of data) {
      if (completeness === undefined) continue;
      const { stored, vendorTotal } = completeness;
      told.push([resource, { records, stored, total: vendorTotal ?? stored }]);
      const count = await counted(shop, resource);
      here.push([resource, { records: count, stored: count, total: count }]);
    }
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual(here);
  },
);

test("while the first reading goes on, a record that a list shows again and again is counted once", async () => {
  const ref = { tenant: "acme", shop: "kiotviet" };
  const { states, clock } = world.stack.deps;
  const claimed = (await states.claim(ref, { resource: "orders", track: "full" }, clock(), 60_000))!;
  const { lastCycle: _, ...before } = claimed.state;
  const phase = "rows" as const;
  const cycle = {
    ...{ id: "c1", startedAt: 1, mark: 1, phase, partition: 0, span: 0, rows: 6_141, written: 600, added: 537 },
    ...{ unreadable: 0, nameless: 0, stored: 0, removed: 0, warnings: [], chunks: 0 },
  };
  await states.save(claimed, { ...before, cycles: 0, cycle }, { release: true });
  const { data } = await ask("/v1/shops/kiotviet/sync");
  expect(data.find(({ resource }: { resource: string }) => resource === "orders")).toMatchObject({ records: 537 });
});
