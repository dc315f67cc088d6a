import { expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

/** A cache in front of the vendor mixes up its shops: what says that it is another shop's is never stored. */

const storedIn = async (world: World, name: string) =>
  (await world.deps.records.page(world.ref, name, { limit: 1000, deleted: true })).records;
const keptFor = async (world: World) => (await world.memory.query({ pk: keys.unreadable(world.ref) })).items;

const STRANGER = 99_000_001;
const vendors: readonly (readonly [VendorId, string, string, string])[] = [
  ["kiotviet", "customers", "/customers", "retailerId"],
  ["kiotviet", "orders", "/orders", "retailerId"],
  ["kiotviet", "products", "/products", "retailerId"],
];

const openShop = async (vendor: VendorId, name: string) => {
  const world = new World({ vendor, seed: 7, size: 12, resources: [name], fullEverySeconds: 900 });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(20 * MINUTE);
  return world;
};

/** The list shows these of its rows, and a stranger's before them. */
const mixUp = (world: World, [path, owner]: readonly [string, string], keeps: (row: any) => boolean) => {
  const sample = world.simulator.rows(world.vendor.resources[0]!.name)[0] as object;
  return answerWith(world, (request, honest) => {
    if (request.method !== "GET" || !request.path.endsWith(path)) return undefined;
    const told = honest();
    if (told.kind !== "answer" || told.status !== 200) return told;
    const body = JSON.parse(told.body);
    const local = new Date(world.time.now() + 7 * 60 * MINUTE).toISOString().slice(0, -1);
    const utc = new Date(world.time.now()).toISOString().slice(0, -1);
    const stamps = { modifiedDate: local, updated_at: utc };
    const stranger = {
      ...sample,
      ...stamps,
      id: STRANGER,
      code: "OTHER1",
      [owner]: 666,
      name: "A stranger of shop 666",
    };
    const data = [stranger, ...body.data.filter(keeps)];
    return answerOf({ ...body, data, total: data.length, total_entries: data.length, total_pages: 1 });
  });
};

test.each(vendors)(
  "%s %s: a page of another shop is not believed, and the shop says so",
  async (vendor, name, path, owner) => {
    const world = await openShop(vendor, name);
    const before = await storedIn(world, name);
    const { honest } = mixUp(world, [path, owner], () => false);
    await world.pass(40 * MINUTE);
    expect(await storedIn(world, name)).toEqual(before);
    const state = await world.deps.states.get(world.ref, name, "full");
    expect(state.error?.message).toMatch(/another shop/);
    // What is kept for a person holds nothing of a stranger.
    expect(JSON.stringify(await keptFor(world))).not.toContain("A stranger");
    honest();
    await world.pass(90 * MINUTE);
    expect((await world.deps.states.get(world.ref, name, "full")).error).toBeUndefined();
  },
);

test.each(vendors)(
  "%s %s: a stranger among the shop's own rows is left out, and nothing is missed beside it",
  async (vendor, name, path, owner) => {
    const world = await openShop(vendor, name);
    const before = await storedIn(world, name);
    mixUp(world, [path, owner], () => true);
    await world.pass(40 * MINUTE);
    expect((await storedIn(world, name)).map(({ id, deleted }) => [id, deleted])).toEqual(
      before.map(({ id, deleted }) => [id, deleted]),
    );
    expect((await world.deps.states.get(world.ref, name, "full")).unreadable).toBeGreaterThan(0);
    const kept = JSON.stringify(await keptFor(world));
    expect(kept).toContain("another shop");
    expect(kept).not.toContain("A stranger");
  },
);
