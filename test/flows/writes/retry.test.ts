import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { DAY, MINUTE, toHanoiDay } from "../../../shared/core/time.ts";
import { placeBehind, type Write } from "../../../shared/stores/ledger.ts";
import { retryAll } from "../../../shared/usecases/writing/change-write.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";
import { cutOrders, openWriteShop } from "../../helpers/write-shop.ts";

describe("all dead writes sent again", () => {
  test("reach the vendor in the order in which they were given", async () => {
    const shop = await openWriteShop("kiotviet");
    const mend = cutOrders(shop);
    const notes = ["one", "two", "three"];
    const ids: string[] = [];
    for (const note of notes) {
      const answer = await shop.request("POST", "orders", {
        locationId: shop.ids("locations")[0]!,
        customer: { name: "Lan", phone: "0901234567" },
        lines: [{ productId: shop.ids("products")[0]!, quantity: 1, price: 10_000 }],
        note,
      });
      ids.push(answer.body.id);
    }
    await shop.settle(5 * 60);
    for (const id of ids) expect(await shop.write(id)).toMatchObject({ state: "dead", closed: true });
    mend();
    const { body } = await shop.request("POST", "writes/retry", { state: "dead" });
    expect(body).toEqual({ retried: ids, more: false });
    await shop.settle();
    const made = shop.journal().filter(({ operation }) => operation === "orders.create");
    expect(made.map(({ body: { description } }) => String(description).split(" ")[0])).toEqual(notes);
  });

  /** Dead entries of a few lines, whose ids are in another order than their places. */
  const bury = async (shop: ReturnType<typeof openStubShop>, lines: readonly number[]): Promise<Write[]> => {
    const { ledger, ref, deps, time } = shop;
    const dead: Write[] = [];
    for (const [index, line] of lines.entries()) {
      time.now += 1;
      const entity = `line-${line}`;
      const last = await ledger.tail(ref, entity);
      const id = `w${String((index * 7_919) % 100_003).padStart(6, "0")}`;
      const write: Write = {
        ...ref,
        id,
        entity,
        place: placeBehind(last, time.now, deps.random),
        kind: "orders.create",
        operation: "orders.create",
        command: {},
        state: "dead",
        attempts: 12,
        probes: 0,
        createdAt: time.now,
        requestHash: id,
        closed: true,
      };
      await ledger.add([{ write, key: id }], last, time.now);
      dead.push(write);
    }
    return dead;
  };

  test("of more than one call takes, the foremost go, and the next call takes the others", async () => {
    const shop = openStubShop("kiotviet", async () => ({}));
    const dead = await bury(
      shop,
      Array.from({ length: 1_150 }, (_, index) => index % 5),
    );
    const again = async () => retryAll(shop.shop, { state: "dead" }, shop.time.now + MINUTE, shop.deps);
    const first = await again();
    expect(first).toEqual({ retried: dead.slice(0, 1_000).map(({ id }) => id), more: true });
    expect(await again()).toEqual({ retried: dead.slice(1_000).map(({ id }) => id), more: false });
  });

  test("stand in their lines as they stood", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 25 }), async (lines) => {
        const shop = openStubShop("kiotviet", async () => ({}));
        const dead = await bury(shop, lines);
        await retryAll(shop.shop, { state: "dead" }, shop.time.now + MINUTE, shop.deps);
        const again = await Promise.all(dead.map(({ id }) => shop.write(id)));
        for (const line of [0, 1, 2]) {
          const places = again.filter(({ entity }) => entity === `line-${line}`).map(({ place }) => place);
          expect(places).toEqual([...places].sort());
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("a write that is sent again after weeks", () => {
  const order = { kind: "orders.create", command: { lines: [{ productId: "1", quantity: 1, price: 5 }] } } as const;

  /** iSale: refuses until told otherwise, loses the answer to the first order that it takes. */
  const weeksLater = (refusesUntil: { ready: boolean }) => {
    const orders: { id: number; day: string }[] = [];
    const shop = openStubShop("isale", async (operation, { params, body }) => {
      const { dateFrom, dateTo } = (params ?? {}) as { dateFrom?: string; dateTo?: string };
      if (operation === "orders.list")
        return orders.filter(({ day }) => (!dateFrom || day >= dateFrom) && (!dateTo || day <= dateTo));
      if (operation !== "orders.create") throw new Rejected("no such thing", { notFound: true });
      if (!refusesUntil.ready) throw new Rejected("bad product");
      const made = { ...(body as object), id: orders.length + 1, day: toHanoiDay(shop.time.now) };
      orders.push(made);
      if (orders.length === 1) throw new RetryLater("no answer");
      return { data: { id: made.id }, id: made.id };
    });
    return { shop, orders };
  };

  test("is looked for where it was sent, and made once", async () => {
    const vendor = { ready: false };
    const { shop, orders } = weeksLater(vendor);
    const { id } = await shop.submit(order);
    await shop.run();
    expect(await shop.write(id)).toMatchObject({ state: "rejected" });
    shop.time.now += 16 * DAY;
    vendor.ready = true;
    const again = await shop.change(id, { action: "retry" });
    expect(again.firstAttemptAt).toBeUndefined();
    expect(again.lastAttemptAt).toBeUndefined();
    for (let step = 0; step < 40; step += 1) {
      await shop.run();
      shop.time.now += MINUTE / 2;
    }
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(orders).toHaveLength(1);
  });

  test("keeps the time of its first try where that may have been carried out", async () => {
    const shop = openStubShop("kiotviet", async () => Promise.reject(new RetryLater("no answer")));
    const { id } = await shop.submit({
      kind: "payments.create",
      command: { invoiceId: "1", method: "cash", amount: 5 },
    });
    for (let step = 0; step < 10; step += 1) {
      await shop.run();
      shop.time.now += MINUTE;
    }
    const dark = await shop.write(id);
    expect(dark).toMatchObject({ state: "unknown", closed: true });
    shop.time.now += 16 * DAY;
    expect(await shop.change(id, { action: "retry" })).toMatchObject({ firstAttemptAt: dark.firstAttemptAt });
  });
});

describe("a write with an unknown outcome that a person sends again", () => {
  const order = { kind: "orders.create", command: { lines: [{ productId: "1", quantity: 1, price: 5 }] } } as const;

  test("is looked for before it is sent, when the vendor can show it", async () => {
    const orders: { row: Record<string, unknown>; at: number }[] = [];
    const shop = openStubShop("isale", async (operation, { body }) => {
      // The list shows an order half a minute after it was made.
      if (operation === "orders.list")
        return orders.filter(({ at }) => shop.time.now - at >= MINUTE / 2).map(({ row }) => row);
      if (operation !== "orders.create") throw new Rejected("no such thing", { notFound: true });
      const row = { ...(body as object), id: orders.length + 1, day: toHanoiDay(shop.time.now) };
      orders.push({ row, at: shop.time.now });
      if (orders.length === 1) throw new RetryLater("no answer");
      return { data: { id: row.id }, id: row.id };
    });
    const { id } = await shop.submit(order);
    await shop.run();
    expect(await shop.write(id)).toMatchObject({ state: "unknown" });
    await shop.change(id, { action: "retry" });
    expect(await shop.write(id)).toMatchObject({ state: "queued" });
    for (let step = 0; step < 40; step += 1) {
      await shop.run();
      shop.time.now += MINUTE / 6;
    }
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(orders).toHaveLength(1);
  });
});

test("a write that may have been carried out is never called dead, however often it is tried", async () => {
  // Sent again without harm, and nobody can be asked what became of it. The first try got no answer, and no other one
  // has reached the vendor.
  let tries = 0;
  const shop = openStubShop("kiotviet", async (operation) => {
    if (operation !== "products.update") return { id: 1, name: "Áo" };
    tries += 1;
    throw tries === 1 ? new RetryLater("no answer") : new RetryLater("connection refused", { delivered: "no" });
  });
  const { id } = await shop.submit({ kind: "stock.set", command: { productId: "1", locationId: "2", absolute: 5 } });
  const states = new Set<string>();
  for (let step = 0; step < 600; step += 1) {
    await shop.run();
    states.add((await shop.write(id)).state);
    shop.time.now += MINUTE;
  }
  expect((await shop.write(id)).attempts).toBe(12);
  expect(states).not.toContain("dead");
  expect((await shop.write(id)).state).toBe("unknown");
});
