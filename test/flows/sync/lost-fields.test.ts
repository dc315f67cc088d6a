import { expect, test } from "vitest";
import type { SimulatedOutcome, SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import type { StoredRecord } from "../../../shared/stores/records.ts";
import { compare } from "../../faults/runs/compare.ts";
import { World } from "../../faults/runs/world.ts";
import { answerWith } from "./answers.ts";

const recordsOf = async (world: World, name: string): Promise<ReadonlyMap<string, StoredRecord>> => {
  const { records } = await world.deps.records.page(world.ref, name, { limit: 1_000 });
  return new Map(records.map((record) => [record.id, record]));
};

/** Ids of records that have another version than before. */
const changed = (before: ReadonlyMap<string, StoredRecord>, after: ReadonlyMap<string, StoredRecord>): string[] =>
  [...before.keys()].filter((id) => after.get(id)?.version !== before.get(id)?.version);

const opened = async (vendor: VendorId, name: string, size = 20): Promise<World> => {
  const world = new World({ vendor, seed: 7, size, resources: [name] });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(HOUR);
  return world;
};

/** For as long as nobody is honest again, rows of these answers have other text. */
const rewrite = (world: World, path: RegExp, text: (body: string) => string) =>
  answerWith(world, (request: SimulatedRequest, honest: () => SimulatedOutcome) => {
    if (!path.test(request.path)) return undefined;
    const told = honest();
    return told.kind === "answer" && told.status === 200 ? { ...told, body: text(told.body) } : told;
  });

/** Names that hold the id and the times, and what rows stand in: a row is still a row of that time. */
const KEPT =
  /^(\d+|id|idNhanh|info|orders|page|totalPages|totalRecords|(modified|created)Date|(inserted|updated)_at|(updated|created)(At|DateTime))$/;

const renamedIn = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(renamedIn);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      KEPT.test(name) ? name : `${name[0]!.toUpperCase()}${name.slice(1)}`,
      renamedIn(inner),
    ]),
  );
};

const renamed = (body: string): string => {
  const answer = JSON.parse(body) as { readonly data?: unknown };
  return JSON.stringify("data" in answer ? { ...answer, data: renamedIn(answer.data) } : renamedIn(answer));
};

const documents = [
  ["kiotviet", "orders", /\/orders(\/\d+)?$/],
  ["kiotviet", "invoices", /\/invoices(\/\d+)?$/],
  ["kiotviet", "customers", /\/customers(\/\d+)?$/],
  ["kiotviet", "products", /\/products(\/\d+)?$/],
  ["pancake", "orders", /\/orders(\/\d+)?$/],
  ["nhanh-v3", "orders", /\/order\/list$/],
  ["nhanh-v2", "orders", /\/order\/index$/],
  ["isale", "orders", /\/orders?$/],
] as const;

test.each(documents)(
  "%s %s: while the fields of rows have other names, what is stored stays; edits of that time are there afterwards",
  async (vendor, name, path) => {
    const world = await opened(vendor, name);
    const before = await recordsOf(world, name);
    const answers = rewrite(world, path, renamed);
    await world.pass(HOUR);
    expect(changed(before, await recordsOf(world, name))).toEqual([]);
    for (let turn = 0; turn < 5; turn += 1) world.simulator.change();
    await world.pass(10 * MINUTE);
    for (const { record } of (await recordsOf(world, name)).values())
      expect(record).not.toMatchObject({ status: "unknown", lines: [] });
    answers.honest();
    await world.pass(2 * HOUR);
    expect(await compare(world, { feed: true, live: true })).toMatchObject({ lost: 0, stale: 0, feedMismatch: 0 });
  },
);

test.each([
  ["kiotviet", /\/orders(\/\d+)?$/, "orderDetails"],
  ["pancake", /\/orders(\/\d+)?$/, "items"],
  ["nhanh-v3", /\/order\/list$/, "products"],
  ["nhanh-v2", /\/order\/index$/, "products"],
  ["isale", /\/orders?$/, "items(?:Json)?"],
] as const)("%s orders: while rows lack their lines, the stored ones stay", async (vendor, path, field) => {
  const world = await opened(vendor, "orders");
  const before = await recordsOf(world, "orders");
  let lied = 0;
  rewrite(world, path, (body) =>
    body.replaceAll(new RegExp(`"${field}":`, "g"), () => {
      lied += 1;
      return `"lost${lied}":`;
    }),
  );
  await world.pass(HOUR);
  expect(lied).toBeGreaterThan(20);
  expect(changed(before, await recordsOf(world, "orders"))).toEqual([]);
});

test.each([
  ["kiotviet", /productOnHands|\/products/, "inventories"],
  ["nhanh-v2", /\/product\//, "inventory"],
  ["nhanh-v3", /\/product\//, "inventory|depots|remain|available"],
  ["pancake", /\/products/, "variations_warehouses"],
  ["isale", /\/product/, "count"],
] as const)("%s: rows that lack their stock are no stock of zero", async (vendor, path, fields) => {
  const world = await opened(vendor, "inventory", 12);
  const before = await recordsOf(world, "inventory");
  rewrite(world, path, (body) => body.replaceAll(new RegExp(`"(${fields})":`, "g"), '"lost_$1":'));
  await world.pass(HOUR);
  expect(before.size).toBeGreaterThan(5);
  expect(changed(before, await recordsOf(world, "inventory"))).toEqual([]);
});

test("a tenant reads that rows could not be read, and a person finds one of them with what it has lost", async () => {
  const world = await opened("kiotviet", "orders");
  rewrite(world, /\/orders(\/\d+)?$/, renamed);
  await world.pass(HOUR + 10 * MINUTE);
  const look = await world.deps.states.get(world.ref, "orders", "whole");
  expect(look.unreadable).toBe(20);
  const { items } = await world.deps.table.query({ pk: keys.unreadable(world.ref), limit: 1 });
  expect(items[0]?.reason).toBe("says nothing that matters");
});

test.each([
  ["kiotviet", "orders", /\/orders$/, '"id":'],
  ["kiotviet", "invoices", /\/invoices$/, '"id":'],
  ["kiotviet", "customers", /\/customers$/, '"id":'],
  ["kiotviet", "products", /\/products$/, '"id":'],
  ["pancake", "products", /\/products\/variations$/, '"id":'],
  ["pancake", "orders", /\/orders$/, '"id":'],
  ["nhanh-v2", "products", /\/product\/search$/, '"idNhanh":'],
] as const)(
  "%s %s: a field that only the list shows makes one version, and no more",
  async (vendor, name, path, at) => {
    const world = await opened(vendor, name);
    rewrite(world, path, (body) => body.replaceAll(at, `"shelf":"A1",${at}`));
    await world.pass(2 * HOUR);
    const before = await recordsOf(world, name);
    for (let turn = 0; turn < 4; turn += 1) {
      const body = { type: "pull", ...world.ref, resource: name, ids: [...before.keys()].slice(0, 5) };
      world.queues.sync.add({ body, group: world.ref.tenant });
      await world.pass(30 * MINUTE);
    }
    expect(changed(before, await recordsOf(world, name))).toEqual([]);
  },
);
