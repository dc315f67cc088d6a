import { expect, test } from "vitest";
import { Dice, seededRandom } from "../../../infra/sandbox/simulator.ts";
import { MINUTE, SECOND } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import type { Write, WriteResult } from "../../../shared/stores/ledger.ts";
import { behindUntil } from "../../../shared/usecases/writing/waits.ts";
import { Books } from "../../faults/runs/writes/books.ts";
import { noTroubles, Troubles } from "../../faults/runs/writes/troubles.ts";
import { openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

/** Reads show a record as it was before the write, for up to thirty seconds. */
const lagging = async (vendor: VendorId): Promise<WriteShop> => {
  const shop = await openWriteShop(vendor);
  const { world } = shop;
  const troubles = new Troubles(world, new Books(world.vendor, world.simulator), new Dice(seededRandom(5)));
  troubles.rates = { ...noTroubles, lag: 1 };
  world.between = troubles;
  return shop;
};

const valueAt = (record: unknown, path: string): unknown =>
  path.split(".").reduce<any>((part, name) => part?.[name], record);

const openOrder = async ({ world: { deps, ref } }: WriteShop) => {
  const { records } = await deps.records.page(ref, "orders", { limit: 50 });
  return records.find(({ record }) =>
    ["draft", "pending", "confirmed"].includes((record as { status: string }).status),
  )!;
};

/** A field of an order that an update without it would blank, so that it is repeated from a fresh read. */
const carried: readonly (readonly [VendorId, string, object])[] = [
  ["kiotviet", "discount", { discount: 5_000 }],
  ["pancake", "shipping.cod", { shipping: { cod: 300_000 } }],
  ["isale", "discount", { discount: 5_000 }],
];

test.each(carried)(
  "%s: an update right behind another one does not bring back the old %s",
  async (vendor, path, first) => {
    const shop = await lagging(vendor);
    const { deps, ref } = shop.world;
    const { id } = await openOrder(shop);
    const update = async (body: object) => (await shop.request("PATCH", `orders/${id}`, body)).body.id;
    const writes = [await update({ ...first, note: "một" }), await update({ note: "hai" })];
    await shop.settle();
    for (const write of writes) {
      const { state, result } = await shop.write(write);
      expect({ state, notTaken: result?.notTaken }).toEqual({ state: "succeeded", notTaken: undefined });
    }
    const { record } = (await deps.records.get(ref, "orders", id))!;
    expect(valueAt(record, path)).toBe(valueAt(first, path));
    expect(valueAt(record, "note")).toContain("hai");
  },
);

test("an update waits for the one before it that could not be read back: it would repeat what that one has replaced", async () => {
  const shop = await lagging("pancake");
  const { world } = shop;
  const { deps, ref, time } = world;
  const { id } = await openOrder(shop);
  const troubled = world.between!;
  let written = false;
  let failures = 0;
  world.between = {
    answer: (request) => {
      // The first look behind the first write meets an outage.
      if (written && failures < 3 && request.method === "GET" && request.path.endsWith(`/orders/${id}`)) {
        failures += 1;
        return { kind: "answer", status: 503, headers: {}, body: "busy", delay: 0 };
      }
      if (request.method === "PUT") written = true;
      return troubled.answer(request);
    },
  };
  const update = async (body: object) => (await shop.request("PATCH", `orders/${id}`, body)).body.id;
  const begun = time.now();
  const writes = [await update({ shipping: { cod: 300_000 } }), await update({ note: "hai" })];
  await shop.settle();
  expect(failures).toBeGreaterThan(0);
  for (const write of writes) expect((await shop.write(write)).state).toBe("succeeded");
  const { record } = (await deps.records.get(ref, "orders", id))!;
  expect(valueAt(record, "shipping.cod")).toBe(300_000);
  expect(time.now() - begun).toBeLessThan(4 * 60_000);
});

test("a record that could not be read after its change is looked at for a minute, and no longer", () => {
  const now = Date.UTC(2026, 10, 20, 2);
  const until = (since: number, readable: boolean, recordBefore?: number): number | undefined => {
    const write = { kind: "orders.update", lastAttemptAt: now - since, recordBefore } as unknown as Write;
    return behindUntil(write, { by: "answer", unseen: ["note"] } as WriteResult, now, readable);
  };
  expect(until(2 * SECOND, true, 1)).toBe(now + 2 * SECOND);
  expect(until(MINUTE, true, 1)).toBeUndefined();
  // What cannot be asked for, or was made anew, is not waited for.
  expect(until(2 * SECOND, false, 1)).toBeUndefined();
  expect(until(2 * SECOND, true)).toBeUndefined();
});

test("a field that a vendor does not take, and no other, is told after a minute", async () => {
  const shop = await openWriteShop("pancake");
  const [id] = shop.ids("orders");
  // The vendor says yes and does nothing.
  shop.world.between = {
    answer: (request) =>
      request.method === "PUT"
        ? { kind: "answer", status: 200, headers: {}, body: '{"success":true,"data":{"id":"x"}}', delay: 0 }
        : shop.world.askVendor(request),
  };
  const { body } = await shop.request("PATCH", `orders/${id}`, { note: "không ai nhận" });
  const begun = shop.world.time.now();
  await shop.settle();
  expect(await shop.write(body.id)).toMatchObject({ state: "succeeded", result: { notTaken: ["note"] } });
  expect(shop.world.time.now() - begun).toBeLessThan(4 * 60_000);
});

test("a stock that is not the one that was set is looked at once more, also where the record has moved since", () => {
  const now = Date.UTC(2026, 10, 20, 2);
  const until = (kind: string, since: number, result: object): number | undefined => {
    const write = { kind, lastAttemptAt: now - since, recordBefore: 1 } as unknown as Write;
    return behindUntil(write, { by: "answer", ...result } as WriteResult, now);
  };
  const other = { version: 2, notTaken: ["absolute"] };
  expect(until("stock.set", 2 * SECOND, other)).toBe(now + 2 * SECOND);
  expect(until("stock.move", 2 * SECOND, { version: 2, notTaken: ["delta"] })).toBe(now + 2 * SECOND);
  // A difference stands in no row: it is seen by the record's move alone.
  expect(until("stock.move", 2 * SECOND, { version: 1 })).toBe(now + 2 * SECOND);
  expect(until("stock.move", 2 * SECOND, { version: 2 })).toBeUndefined();
  expect(until("stock.set", 2 * SECOND, { version: 1 })).toBeUndefined();
  // Anything else that has moved shows something of the write.
  expect(until("orders.update", 2 * SECOND, { version: 2, notTaken: ["note"] })).toBeUndefined();
  // It has been long enough, or it is as it was set.
  expect(until("stock.set", MINUTE, other)).toBeUndefined();
  expect(until("stock.set", 2 * SECOND, { version: 2 })).toBeUndefined();
});
