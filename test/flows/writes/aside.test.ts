import { describe, expect, test } from "vitest";
import { Rejected, RetryLater } from "../../../shared/core/errors.ts";
import { DAY, MINUTE, toHanoiDay } from "../../../shared/core/time.ts";
import { openStubShop } from "../../helpers/stub-shop.ts";

const order = { kind: "orders.create", command: { lines: [{ productId: "1", quantity: 1, price: 5 }] } } as const;

interface Server {
  /** Its list answers. */
  answers: boolean;
  /** Its list shows an order this long after it was made. */
  lag: number;
}

/** iSale: has every order that it is sent, and its answers to them are lost. */
const openShop = (server: Server, takes = true) => {
  const orders: { row: Record<string, unknown>; at: number }[] = [];
  const shop = openStubShop("isale", async (operation, { body }) => {
    if (operation === "orders.create") {
      const row = { ...(body as object), id: orders.length + 1, day: toHanoiDay(shop.time.now) };
      if (takes) orders.push({ row, at: shop.time.now });
      throw new RetryLater("no answer");
    }
    if (operation !== "orders.list") throw new Rejected("no such thing", { notFound: true });
    if (!server.answers) throw new RetryLater("no answer");
    return orders.filter(({ at }) => shop.time.now - at >= server.lag).map(({ row }) => row);
  });
  const work = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await shop.run();
      shop.time.now += MINUTE;
    }
  };
  return { shop, orders, work };
};

describe("a write of which nobody knows, and that others have passed", () => {
  test("is not called dead while the vendor's lists may be behind, and is found when they show it", async () => {
    const server = { answers: false, lag: 20 * MINUTE };
    const { shop, orders, work } = openShop(server);
    const { id } = await shop.submit(order);
    await work(17);
    expect(await shop.write(id)).toMatchObject({ state: "unknown", aside: true });
    server.answers = true;
    await work(1);
    expect((await shop.write(id)).state).toBe("unknown");
    await work(20);
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "probe", id: "1" } });
    expect(orders).toHaveLength(1);
  });

  test("is dead half an hour after its last try, where the vendor has nothing of it", async () => {
    const server = { answers: false, lag: 0 };
    const { shop, work } = openShop(server, false);
    const { id } = await shop.submit(order);
    await work(17);
    server.answers = true;
    await work(10);
    expect((await shop.write(id)).state).toBe("unknown");
    await work(10);
    expect(await shop.write(id)).toMatchObject({ state: "dead", closed: true });
  });

  test("is looked for after its shop has stood still for longer than a search lasts", async () => {
    const server = { answers: false, lag: 0 };
    const { shop, orders, work } = openShop(server);
    const { id } = await shop.submit(order);
    await work(17);
    expect(await shop.write(id)).toMatchObject({ state: "unknown", aside: true });
    shop.time.now += 5 * DAY;
    Object.assign(shop.shop, { resumedAt: shop.time.now });
    server.answers = true;
    await work(2);
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "probe", id: "1" } });
    expect(orders).toHaveLength(1);
  });

  test("is looked for no longer than three days after its shop goes on", async () => {
    const server = { answers: false, lag: 0 };
    const { shop, work } = openShop(server);
    const { id } = await shop.submit(order);
    await work(17);
    shop.time.now += 5 * DAY;
    Object.assign(shop.shop, { resumedAt: shop.time.now });
    shop.time.now += 3 * DAY - MINUTE;
    await work(1);
    expect(await shop.write(id)).toMatchObject({ state: "unknown" });
    expect((await shop.write(id)).closed).toBeUndefined();
    shop.time.now += 2 * MINUTE;
    await work(40);
    expect(await shop.write(id)).toMatchObject({ state: "unknown", closed: true, error: { code: "cannot-tell" } });
  });
});
