import { describe, expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import type { Inventory } from "../../../shared/core/records.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const adds = ["nhanh-v3", "pancake"] as const;
const call: Readonly<Record<(typeof adds)[number], (request: SimulatedRequest) => boolean>> = {
  "nhanh-v3": ({ path }) => /inventory.(importother|exportother)/.test(path),
  pancake: ({ method, path }) => method === "POST" && path.endsWith("/stocktakings"),
};

const place = (shop: WriteShop) => ({
  productId: shop.ids("products")[0]!,
  locationId: shop.ids("locations").find((id) => id !== "0")!,
});
const stockOf = async (shop: WriteShop): Promise<number> => {
  const { world } = shop;
  const { productId, locationId } = place(shop);
  const stored = await world.deps.records.get(world.ref, "inventory", productId);
  const { levels } = stored!.record as Inventory;
  return levels.find((level) => level.locationId === locationId)?.onHand ?? 0;
};
const send = async (shop: WriteShop, body: object, path = "stock"): Promise<string> => {
  const answer = await shop.request("POST", path, { ...place(shop), ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return answer.body.id;
};
const moves = (shop: WriteShop) =>
  shop.journal().filter(({ operation }) => /stocktakings.create|stock.(im|ex)port-other/.test(operation));

describe.each(adds)("a difference of stock at %s", (vendor) => {
  test("comes and goes by the vendor's own movement, and is read back", async () => {
    const shop = await openWriteShop(vendor);
    const before = await stockOf(shop);
    const more = await send(shop, { delta: 7 });
    await shop.settle();
    const less = await send(shop, { delta: -3, note: "vỡ" });
    await shop.settle();
    expect(await shop.write(more)).toMatchObject({
      kind: "stock.move",
      state: "succeeded",
      result: { readBack: true },
    });
    expect(await shop.write(less)).toMatchObject({
      kind: "stock.move",
      state: "succeeded",
      result: { readBack: true },
    });
    expect(await stockOf(shop)).toBe(before + 4);
  });

  test.each(["timeoutAfterCommit", "cutAfterCommit", "timeout"] as const)(
    "is found by its reference after %s, and not moved twice",
    async (fault) => {
      const shop = await openWriteShop(vendor);
      const before = await stockOf(shop);
      shop.world.simulator.faults.next(fault, call[vendor]);
      const id = await send(shop, { delta: 5 });
      await shop.settle();
      expect(await shop.write(id)).toMatchObject({ state: "succeeded" });
      expect(moves(shop)).toHaveLength(1);
      expect(await stockOf(shop)).toBe(before + 5);
    },
  );

  test("differences that wait add up, and their entries name each other", async () => {
    const shop = await openWriteShop(vendor);
    const before = await stockOf(shop);
    shop.world.queues.writes.purge();
    const key = place(shop);
    const { body } = await shop.request("POST", "stock", [
      { ...key, delta: 5, note: "one" },
      { ...key, delta: -9, note: "two" },
      { ...key, delta: 2 },
    ]);
    await shop.settle();
    const [first, second, third] = await Promise.all(body.data.map((item: any) => shop.write(item.write.id)));
    expect(first).toMatchObject({ state: "cancelled", supersededBy: second.id });
    expect(second).toMatchObject({ state: "cancelled", supersededBy: third.id, supersedes: first.id });
    expect(third).toMatchObject({
      state: "succeeded",
      supersedes: second.id,
      command: { delta: -2, note: "one; two" },
    });
    expect(moves(shop)).toHaveLength(1);
    expect(await stockOf(shop)).toBe(before - 2);
  });

  test("differences that cancel out stay two, and none is nothing", async () => {
    const shop = await openWriteShop(vendor);
    const key = place(shop);
    const { body } = await shop.request("POST", "stock", [
      { ...key, delta: 5 },
      { ...key, delta: -5 },
      { ...key, delta: 0 },
    ]);
    await shop.settle();
    expect(body.data.map(({ status }: any) => status)).toEqual([202, 202, 422]);
    for (const item of body.data.slice(0, 2))
      expect(await shop.write(item.write.id)).toMatchObject({ state: "succeeded" });
    expect(moves(shop)).toHaveLength(2);
  });
});

test("a difference that comes to a stock that waits to be set is part of it", async () => {
  const shop = await openWriteShop("pancake");
  const key = place(shop);
  const { body } = await shop.request("POST", "stock", [
    { ...key, delta: 1 },
    { ...key, absolute: 100 },
    { ...key, delta: -8 },
  ]);
  await shop.settle();
  const writes = await Promise.all(body.data.map((item: any) => shop.write(item.write.id)));
  expect(writes.map(({ state }) => state)).toEqual(["cancelled", "cancelled", "succeeded"]);
  expect(writes[2]).toMatchObject({
    kind: "stock.set",
    operation: "variations.update-quantity",
    command: { absolute: 92 },
  });
  expect(await stockOf(shop)).toBe(92);
});

describe("a difference of stock at KiotViet, which only sets stock", () => {
  test("needs the caller's leave to be read, added to and set", async () => {
    const shop = await openWriteShop("kiotviet");
    const before = await stockOf(shop);
    const refused = await shop.request("POST", "stock", { ...place(shop), delta: 2 });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: "basis" }] } });
    const id = await send(shop, { delta: 2, basis: "read" });
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ kind: "stock.move", state: "succeeded", result: { readBack: true } });
    expect(await stockOf(shop)).toBe(before + 2);
  });

  test("reads what the vendor has now, not what we knew of it", async () => {
    const shop = await openWriteShop("kiotviet");
    const before = await stockOf(shop);
    const { productId, locationId } = place(shop);
    shop.world.onDelivery = () => undefined;
    const sold = await shop.request("POST", "invoices", {
      locationId,
      lines: [{ productId, quantity: 1, price: 1_000 }],
    });
    await shop.settle();
    expect(await shop.write(sold.body.id)).toMatchObject({ state: "succeeded" });
    await send(shop, { delta: 10, basis: "read" });
    await shop.settle();
    expect(await stockOf(shop)).toBe(before + 9);
  });

  test("stays unknown after a lost answer, and the line goes on", async () => {
    const shop = await openWriteShop("kiotviet");
    const before = await stockOf(shop);
    shop.world.simulator.faults.next("timeoutAfterCommit", ({ method }) => method === "PUT");
    const dark = await send(shop, { delta: 2, basis: "read" });
    await shop.world.pass(1_000);
    const next = await send(shop, { delta: 3, basis: "read" });
    await shop.settle();
    expect(await shop.write(dark)).toMatchObject({ state: "unknown", closed: true });
    expect(await shop.write(next)).toMatchObject({ state: "succeeded", warnings: [expect.stringContaining(dark)] });
    expect(await stockOf(shop)).toBe(before + 5);
  });

  test("is refused when the stock has moved since the caller looked", async () => {
    const shop = await openWriteShop("kiotviet");
    const { world } = shop;
    const { version } = (await world.deps.records.get(world.ref, "inventory", place(shop).productId))!;
    const dry = (guard: number) =>
      shop.request("POST", `stock?dryRun=true&ifVersion=${guard}`, { ...place(shop), delta: 1, basis: "read" });
    expect((await dry(version)).status).toBe(200);
    expect(await dry(version + 1)).toMatchObject({
      status: 409,
      body: {
        code: "version-conflict",
        errors: [{ field: "ifVersion", message: `the record is at version ${version}` }],
      },
    });
    const first = await send(shop, { delta: 1, basis: "read" }, `stock?ifVersion=${version}`);
    const second = await send(shop, { delta: 1, basis: "read" }, `stock?ifVersion=${version}`);
    await shop.settle();
    expect(await shop.write(first)).toMatchObject({ state: "succeeded" });
    expect(await shop.write(second)).toMatchObject({ state: "rejected", error: { code: "version-conflict" } });
  });
});

test("a guard is refused where there is no record to be guarded", async () => {
  const shop = await openWriteShop("kiotviet");
  const { productId, locationId } = place(shop);
  const order = { locationId, lines: [{ productId, quantity: 1, price: 1_000 }] };
  for (const query of ["ifVersion=1", "ifVersion=1&dryRun=true"]) {
    const answer = await shop.request("POST", `orders?${query}`, order);
    expect(answer).toMatchObject({ status: 422, body: { code: "no-version", errors: [{ field: "ifVersion" }] } });
  }
});

test.each(["nhanh-v2", "isale"] as const)("%s has no call that moves stock, and says so at once", async (vendor) => {
  const shop = await openWriteShop(vendor);
  for (const amount of [{ delta: 1 }, { absolute: 1 }]) {
    const answer = await shop.request("POST", "stock", { productId: "1", locationId: "1", ...amount });
    expect(answer).toMatchObject({ status: 422, body: { code: "not-supported" } });
  }
});
