import { expect, test } from "vitest";
import type { Product } from "../../../shared/core/records.ts";
import { openWriteShop } from "../../helpers/write-shop.ts";

test("of one array, what KiotViet's bulk call has no field for goes alone, and all of it arrives", async () => {
  const shop = await openWriteShop("kiotviet");
  const [first, second, third, fourth] = shop.ids("products") as [string, string, string, string];
  const commands = [
    { id: first, price: 11_000 },
    { id: second, price: 12_000, barcode: "8930000000017" },
    { id: third, price: 13_000 },
    { id: fourth, price: 14_000, active: false },
  ];
  shop.world.queues.writes.purge();
  const { status, body } = await shop.request("PATCH", "products", commands);
  expect(status, JSON.stringify(body)).toBe(207);
  await shop.settle();
  for (const { write } of body.data)
    expect((await shop.write(write.id)).result).toEqual(expect.not.objectContaining({ notTaken: expect.anything() }));
  for (const { id, ...asked } of commands) {
    const stored = await shop.world.deps.records.get(shop.world.ref, "products", id);
    expect(stored!.record as Product).toMatchObject(asked);
  }
  const calls = shop.journal().filter(({ operation }) => operation.startsWith("products.update"));
  expect(calls.map(({ operation }) => operation).toSorted()).toEqual([
    "products.update",
    "products.update",
    "products.update-many",
    "products.update-many",
  ]);
});

test("what travelled in a call that was refused as a whole cannot be cancelled: the vendor may have done a part of it", async () => {
  const shop = await openWriteShop("nhanh-v2");
  const commands = ["A", "B"].map((name) => ({ name: `Bulk ${name}`, code: `BULK-${name}`, price: 10_000 }));
  const { body } = await shop.request("POST", "products", commands);
  const { id } = body.data[0].write;
  const { ledger } = shop.world.deps;
  await ledger.change(await ledger.find(shop.world.ref, id), { alone: true });
  const refused = await shop.request("POST", `writes/${id}/cancel`, {});
  expect(refused).toMatchObject({ status: 409, body: { code: "may-be-done" } });
  await shop.settle();
  expect((await shop.write(id)).state).toBe("succeeded");
});

test.each(["nhanh-v2", "nhanh-v3"] as const)(
  "%s takes a call for many and names none of them: each is looked for before it is sent again",
  async (vendor) => {
    const shop = await openWriteShop(vendor);
    const { world } = shop;
    let emptied = 0;
    world.between = {
      answer: (request) => {
        const outcome = world.askVendor(request);
        const isCall = /product\/(add|edit)/.test(request.path) && emptied === 0;
        if (!isCall || outcome.kind !== "answer") return outcome;
        emptied += 1;
        return { ...outcome, body: JSON.stringify({ code: 1, messages: [], data: vendor === "nhanh-v2" ? {} : [] }) };
      },
    };
    const commands = ["A", "B", "C"].map((name) => ({ name: `Bulk ${name}`, code: `BULK-${name}`, price: 10_000 }));
    const { body } = await shop.request("POST", "products", commands);
    await shop.settle();
    expect(emptied).toBe(1);
    for (const { write } of body.data)
      expect(await shop.write(write.id)).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(new Set(shop.journal().map(({ id }) => id)).size).toBe(3);
    expect(shop.journal()).toHaveLength(3);
  },
);

test.each(["nhanh-v2", "nhanh-v3"] as const)(
  "%s takes a call for many and leaves one of them out of its answer: that one is looked for until lists show it",
  async (vendor) => {
    const shop = await openWriteShop(vendor);
    const { world } = shop;
    let calls = 0;
    let calledAt = 0;
    world.between = {
      answer: (request) => {
        const outcome = world.askVendor(request);
        if (outcome.kind !== "answer" || !/product\/(add|edit|search|list)/.test(request.path)) return outcome;
        const body = JSON.parse(outcome.body);
        if (!/product\/(add|edit)/.test(request.path)) {
          // A replica shows what is new half a minute later.
          const isNew = (row: any) => /^BULK/.test(row.code);
          const without = (rows: any) =>
            Array.isArray(rows)
              ? rows.filter((row) => !isNew(row))
              : Object.fromEntries(Object.entries(rows ?? {}).filter(([, row]) => !isNew(row)));
          if (world.time.now() - calledAt > 30_000) return outcome;
          if (vendor === "nhanh-v2") body.data.products = without(body.data?.products);
          else body.data = without(body.data);
          return { ...outcome, body: JSON.stringify(body) };
        }
        calls += 1;
        calledAt = world.time.now();
        if (Array.isArray(body.data)) body.data.shift();
        else delete body.data.ids[Object.keys(body.data.ids)[0]!];
        return { ...outcome, body: JSON.stringify(body) };
      },
    };
    const commands = ["A", "B", "C"].map((name) => ({ name: `Bulk ${name}`, code: `BULK-${name}`, price: 10_000 }));
    const { body } = await shop.request("POST", "products", commands);
    await shop.settle();
    const ways = await Promise.all(body.data.map(async ({ write }: any) => (await shop.write(write.id)).result?.by));
    expect(ways.toSorted()).toEqual(["answer", "answer", "probe"]);
    expect(calls).toBe(1);
  },
);
