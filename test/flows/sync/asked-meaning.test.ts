import { expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { World } from "../../faults/runs/world.ts";
import { answerOf, answerWith } from "./answers.ts";

/** What a row means is in what was asked for: the vendor ignores that for a while, and nothing false is told. */

const storedIn = async (world: World, name: string) =>
  (await world.deps.records.page(world.ref, name, { limit: 1000 })).records;
/** The copy of a collection: each record's version, and what it says. */
const copyOf = async (world: World, name: string) =>
  (await storedIn(world, name)).map(({ id, version, record }) => ({ id, version, record }));

const openShop = async (vendor: VendorId, resources: readonly string[], fullEverySeconds = 900) => {
  const world = new World({ vendor, seed: 7, size: 40, resources, fullEverySeconds });
  world.onDelivery = () => undefined;
  await world.open();
  await world.pass(40 * MINUTE);
  return world;
};

/** @param change what the vendor hears in place of what was asked */
const hear = (
  world: World,
  change: (request: { -readonly [Key in keyof SimulatedRequest]: SimulatedRequest[Key] }) => void,
) => answerWith(world, (request) => void change(request));

const fullOf = (world: World, name: string) => world.deps.states.get(world.ref, name, "full");
const ignored = { warnings: ["filter-ignored", "incomplete"], failures: 0 };

test("kiotviet: a vendor that ignores isReceipt turns no entry of the cash book", async () => {
  const world = await openShop("kiotviet", ["cash-flow"]);
  const before = await copyOf(world, "cash-flow");
  expect(before.length).toBeGreaterThan(0);
  const { honest } = hear(world, ({ query }) => query.delete("isReceipt"));
  await world.pass(3 * HOUR);
  expect(await copyOf(world, "cash-flow")).toEqual(before);
  expect(await fullOf(world, "cash-flow")).toMatchObject(ignored);
  honest();
  await world.pass(2 * HOUR);
  expect((await fullOf(world, "cash-flow")).warnings).toBeUndefined();
});

test("kiotviet: a new shop whose vendor ignores isReceipt has no entry that may be the other way round", async () => {
  const world = new World({ vendor: "kiotviet", seed: 7, size: 40, resources: ["cash-flow"] });
  const { honest } = hear(world, ({ query }) => query.delete("isReceipt"));
  await world.open();
  await world.pass(HOUR);
  expect(await storedIn(world, "cash-flow")).toEqual([]);
  honest();
  await world.pass(2 * HOUR);
  expect(await storedIn(world, "cash-flow")).toHaveLength(world.simulator.rows("cash-flow").length);
});

test("kiotviet: a server that shows one price book whichever is asked for brings no price into the others", async () => {
  const world = await openShop("kiotviet", ["price-book-prices"]);
  const before = await copyOf(world, "price-book-prices");
  const [book] = before.map(({ id }) => id.split(":")[0]!);
  hear(world, (request) => {
    request.path = request.path.replace(/\/pricebooks\/\d+$/, `/pricebooks/${book}`);
  });
  await world.pass(40 * MINUTE);
  expect(await copyOf(world, "price-book-prices")).toEqual(before);
  expect(await fullOf(world, "price-book-prices")).toMatchObject(ignored);
  expect((await world.deps.candidates.list(world.ref, "price-book-prices")).candidates).toEqual([]);
});

test("kiotviet: two price books with the very same prices are both copied", async () => {
  const world = new World({ vendor: "kiotviet", seed: 7, size: 40, resources: ["price-book-prices"] });
  const rows = [{ productId: 11, productCode: "SP11", price: 5_000 }];
  answerWith(world, ({ path }) =>
    /\/pricebooks\/\d{1,9}$/.test(path) && !path.endsWith("/2147483647")
      ? answerOf({ total: 1, pageSize: 100, data: rows })
      : undefined,
  );
  await world.open();
  await world.pass(20 * MINUTE);
  const books = (await storedIn(world, "price-book-prices")).map(({ id }) => id.split(":")[0]);
  expect(new Set(books).size).toBeGreaterThan(1);
  expect((await fullOf(world, "price-book-prices")).warnings).toBeUndefined();
});

test.each(["nhanh-v3", "nhanh-v2"] as const)(
  "%s: the codes of one campaign, shown for another as well, are nobody else's",
  async (vendor) => {
    const world = await openShop(vendor, ["vouchers"]);
    const before = await copyOf(world, "vouchers");
    expect(before.length).toBeGreaterThan(0);
    const campaign = before[0]!.id.split(":")[0]!;
    answerWith(world, (request, honest) => {
      const isList = request.path.endsWith("/promotion/batch") || request.query.get("act") === "list";
      if (isList) {
        const told = honest();
        if (told.kind !== "answer") return told;
        const body = JSON.parse(told.body);
        const rows = vendor === "nhanh-v3" ? body.data : (body.data?.result ?? body.result);
        rows.push({ ...rows[0], id: 99_001, name: "another" });
        return answerOf(body);
      }
      Object.assign(request, { body: request.body.replaceAll("99001", campaign) });
      return undefined;
    });
    await world.pass(40 * MINUTE);
    expect((await copyOf(world, "vouchers")).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await fullOf(world, "vouchers")).toMatchObject(ignored);
  },
);

test.each(["nhanh-v3", "nhanh-v2"] as const)(
  "%s: bill lists that ignore type and mode tell nothing but sales as an invoice or a return",
  async (vendor) => {
    const names = ["invoices", "returns", "stock-bills"];
    const world = await openShop(vendor, names);
    const idsOf = async () =>
      Promise.all(names.map(async (name) => (await storedIn(world, name)).map(({ id }) => id).sort()));
    const before = await idsOf();
    hear(world, (request) => {
      if (!/\/bill\/(list|search)$/.test(request.path)) return;
      const { body } = request;
      request.body = body.replace(/"type":\d+,/, "").replace(/"modes":\[[^\]]*\],/, "");
    });
    await world.pass(40 * MINUTE);
    expect(await idsOf()).toEqual(before);
    expect((await fullOf(world, "invoices")).error?.message).toMatch(/filters of type and mode/);
  },
);
