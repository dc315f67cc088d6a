import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import { type Resource, vendorIds } from "../../../shared/core/vendor.ts";
import { jobDepsOf } from "../../../shared/lambda/job-deps.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { firstPosition, type Position, type Reading, readPage } from "../../../shared/sync/reader.ts";
import type { OpenShop } from "../../../shared/usecases/shops/open-shop.ts";
import { withShop } from "../../../shared/usecases/shops/with-shop.ts";
import { ask } from "../../../shared/usecases/sync/ask.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { World } from "../../faults/runs/world.ts";

/** Rows of each collection that are looked at. */
const SOME = 8;

const listed = async (open: OpenShop, { listing, id }: Resource, now: number): Promise<readonly unknown[]> => {
  const call = open.call("poll");
  const span = { from: listing.strategy === "snapshot" ? undefined : now - 8 * DAY, to: undefined };
  const [part] = (await listing.partitions?.(call))?.parts ?? [undefined];
  const rows: unknown[] = [];
  let position: Position | undefined = firstPosition(listing, span);
  for (let pages = 0; position && pages < 3 && rows.length < SOME; pages += 1) {
    const page: Reading<unknown> = await readPage({ listing, id, span, partition: part }, position, async (asked) =>
      listing.read(await call(listing.operation, listing.call(asked)), asked),
    );
    rows.push(...page.rows);
    position = page.next;
  }
  return rows.slice(0, SOME);
};

/** What the list and the detail show in turns, while nothing changes: the versions that are stored. */
const versionsOf = async (open: OpenShop, resource: Resource, row: unknown, from: number) => {
  const records = createRecordStore(new MemoryTable());
  const ref = { tenant: "acme", shop: "shop" };
  const id = resource.id(row);
  const settings = { ...open.shop.settings, grants: open.grants };
  const list = observationOf(resource, row, settings);
  const versions: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const stored = await records.get(ref, resource.name, id);
    const told =
      turn % 2 === 0
        ? ({ said: "here", seen: list } as const)
        : await ask({ resource, id, current: stored?.raw, call: open.call("poll"), settings });
    if (told.said !== "here") throw new Error(`${resource.name} ${id}: ${told.words}`);
    await records.upsert(ref, resource.name, [told.seen], from + turn * MINUTE);
    versions.push((await records.get(ref, resource.name, id))!.version);
  }
  return versions;
};

test.each(vendorIds)(
  "%s: polls and pulls of a record that does not change make one version of it, and one more where the detail shows more",
  { timeout: 60_000 },
  async (vendor) => {
    const world = new World({ vendor, seed: 3, size: 20 });
    world.onDelivery = () => undefined;
    await world.open();
    for (let act = 0; act < 100; act += 1) world.simulator.change();
    await world.time.pass(60 * MINUTE);
    const deps = jobDepsOf(world.deps);
    const found: string[] = [];
    let looked = 0;
    for (const resource of world.vendor.resources.filter(({ get }) => get)) {
      await world.time.pass(10 * MINUTE);
      const shop = (await world.deps.shops.get(world.ref))!;
      const look = withShop(shop, deps, async (open) => {
        for (const row of await listed(open, resource, world.time.now())) {
          looked += 1;
          const [first, ...later] = await versionsOf(open, resource, row, world.time.now());
          const most = resource.unlisted ? 2 : 1;
          const isSteady = first === 1 && later[0]! <= most && later.every((version) => version === later[0]);
          if (!isSteady) found.push(`${resource.name} ${resource.id(row)}: ${[first, ...later]}`);
        }
      });
      await world.time.until(look);
    }
    expect(looked).toBeGreaterThan(20);
    expect(found).toEqual([]);
  },
);
