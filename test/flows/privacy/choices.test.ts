import { describe, expect, test, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import { type Aged, type Rules, tidyingOf } from "../../../shared/core/retention.ts";
import { DAY, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { createWorld, shopId, type World } from "../../contract/vendors/contract-world.ts";
import { itemTexts } from "./table.ts";

vi.setConfig({ testTimeout: 240_000 });

const at = `/v1/shops/${shopId}`;

const copyOf = async (id: VendorId, more: object = {}): Promise<World> => {
  const world = await createWorld(id, await simulators[id]!(), { size: 10, days: 3 });
  expect((await world.register(shopId, undefined, more)).status).toBe(201);
  await world.cycle(undefined, true);
  return world;
};
const versions = async (world: World, resource: string): Promise<Map<string, number>> => {
  const { body } = await world.request("GET", `${at}/${resource}?limit=500`);
  return new Map(body.data.map((one: any) => [one.id, one._meta.version]));
};

describe.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const)(
  "a shop at %s that had everything",
  (id) => {
    test("keeps nothing of its customers once that is left out, tells nobody of a change, and has all again later", async () => {
      await using world = await copyOf(id);
      const customers = [...(await world.records("customers")).values()];
      const phones = [...new Set(customers.flatMap(({ phone }) => (/^\+?\d{9,}$/.test(phone ?? "") ? [phone] : [])))];
      expect(phones.length).toBeGreaterThan(2);
      expect(itemTexts(world.stack).filter((text) => text.includes(phones[0]!)).length).toBeGreaterThan(0);
      const place = (await world.changes()).cursor;
      const before = await versions(world, "customers");

      await world.request("PATCH", at, { personalData: "left-out" });
      await world.stack.drain();
      expect(itemTexts(world.stack).filter((text) => phones.some((phone) => text.includes(phone)))).toEqual([]);
      await world.cycle(["customers", "orders"], true);
      expect(await versions(world, "customers")).toEqual(before);
      const told = (await world.changes(place)).data.filter(({ type }) => /(customers|orders)\.updated/.test(type));
      expect(told).toEqual([]);
      expect((await world.request("GET", `${at}/customers?phone=${encodeURIComponent(phones[0]!)}`)).body.data).toEqual(
        [],
      );

      await world.request("PATCH", at, { personalData: "kept" });
      await world.stack.drain();
      await world.cycle(["customers"], true);
      expect((await world.records("customers")).get(customers[0].id).phone).toBe(customers[0].phone);
    });
  },
);

test("a collection that is not chosen any more goes with its index, and is read whole when it is chosen again", async () => {
  await using world = await copyOf("kiotviet");
  const count = (await world.records("customers")).size;
  expect(count).toBeGreaterThan(0);
  await world.request("PATCH", at, { resources: ["products", "orders"] });
  await world.stack.drain();
  const left = itemTexts(world.stack).filter((text) => /#(R|CARDS)#customers|#FIND#customers/.test(text));
  expect(left).toEqual([]);
  expect(Object.keys(await world.status()).sort()).toEqual(["orders", "products"]);
  await world.request("PATCH", at, { resources: null });
  await world.stack.drain();
  world.pass(2 * MINUTE);
  await world.cycle(["customers"], true);
  expect((await world.records("customers")).size).toBe(count);
});

test("a shop that copies its stock alone asks for nothing else", async () => {
  const calls: string[] = [];
  const world = await createWorld("kiotviet", await simulators.kiotviet!(), { size: 6, days: 3 });
  await using _ = world;
  const { send } = world.stack.deps;
  world.stack.deps.send = (request) => {
    calls.push(new URL(request.url).pathname);
    return send(request);
  };
  await world.register(shopId, undefined, { resources: ["products", "inventory", "locations"] });
  await world.cycle(undefined, true);
  expect((await world.records("products")).size).toBeGreaterThan(0);
  expect(calls.filter((path) => /customers|orders|invoices|returns|users|cashflow/i.test(path))).toEqual([]);
  const { status, body } = await world.request("PATCH", at, { resources: ["goods"] });
  expect({ status, field: body.errors?.[0]?.field }).toEqual({ status: 400, field: "resources" });
});

describe("what becomes of a record", () => {
  const now = 1_000 * DAY;
  const aged = (days: number, more: Partial<Omit<Aged, "id">> = {}): Aged => ({
    id: "1",
    ...{ deleted: false, observedAt: now - days * DAY, leftOut: undefined, sealed: false },
    ...more,
  });
  const rules: Rules = { raw: 30, record: 365, deleted: 90, chosen: true, leavesOut: false };
  test.each([
    ["a young one stays", aged(29), {}, "keep"],
    ["its raw row goes after its time", aged(30), {}, "no-raw"],
    ["once", aged(31, { leftOut: ["_raw"] }), {}, "keep"],
    ["the whole of it after a longer time", aged(365, { leftOut: ["_raw"] }), {}, "empty"],
    ["once", aged(400, { leftOut: ["*"] }), {}, "keep"],
    ["a deleted one by its own time", aged(89, { deleted: true }), { raw: null }, "keep"],
    ["a deleted one by its own time", aged(90, { deleted: true }), {}, "empty"],
    ["what is not chosen goes, whatever it is", aged(0, { leftOut: ["*"] }), { chosen: false }, "remove"],
    ["customers' fields go", aged(0), { leavesOut: true }, "strip"],
    ["once", aged(0, { sealed: true, leftOut: [] }), { leavesOut: true }, "keep"],
    ["where nothing was decided all stays", aged(900), { raw: null, record: null }, "keep"],
  ] as const)("%s", (_title, record, more, expected) => {
    expect(tidyingOf(record, { ...rules, ...more }, now)).toBe(expected);
  });
});
