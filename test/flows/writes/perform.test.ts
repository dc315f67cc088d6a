import { beforeEach, describe, expect, test } from "vitest";
import type { SimulatedRequest } from "../../../infra/sandbox/types.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { OperationCall } from "../../../shared/core/vendor.ts";
import { openShop } from "../../../shared/usecases/shops/open-shop.ts";
import { cutOrders, openWriteShop, type WriteShop } from "../../helpers/write-shop.ts";

const posts =
  (path: string) =>
  (request: SimulatedRequest): boolean =>
    request.method === "POST" && request.path.endsWith(path);
const puts = (request: SimulatedRequest): boolean => request.method === "PUT";

describe("a write on its way to KiotViet", () => {
  let shop: WriteShop;
  let product: string;
  let location: string;
  const order = (note: string, phone = "0901234567") => ({
    locationId: location,
    customer: { name: "Lan", phone },
    lines: [{ productId: product, quantity: 1, price: 10_000 }],
    note,
  });
  const made = () =>
    shop
      .journal()
      .filter(({ operation }) => operation === "orders.create")
      .map(({ body }) => String(body.description).split(" ")[0]);
  const send = async (path: string, body: unknown, method = "POST"): Promise<string> => {
    const answer = await shop.request(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    return answer.body.id;
  };

  /** What the shop's staff does at the vendor, without us. */
  const staff = async (operation: string, call: OperationCall): Promise<void> => {
    const { deps, ref, time } = shop.world;
    const open = await openShop(await deps.shops.find(ref), deps);
    await time.until(open.call("write")(operation, call));
  };
  const anOrder = async (): Promise<string> => {
    const id = await send("orders", order("an order"));
    await shop.settle();
    return (await shop.write(id)).result!.id!;
  };

  beforeEach(async () => {
    shop = await openWriteShop("kiotviet");
    product = shop.ids("products")[0]!;
    location = shop.ids("locations")[0]!;
  });

  test("is read back, so that its tenant sees it at once, and the feed knows where it came from", async () => {
    const id = await send("orders", order("first"));
    await shop.settle();
    const write = await shop.write(id);
    expect(write).toMatchObject({ state: "succeeded", result: { by: "answer", readBack: true, version: 1 } });
    const record = await shop.world.deps.records.get(shop.world.ref, "orders", write.result!.id!);
    expect(record).toMatchObject({ origin: id });
  });

  test("names every field as unseen where the vendor does not show the record right after", async () => {
    const shop = await openWriteShop("kiotviet");
    const { body } = await shop.request("PATCH", `products/${shop.ids("products")[0]}`, {
      name: "Áo mới",
      price: 5_000,
    });
    const isRead = ({ method }: SimulatedRequest) => method === "GET";
    const { handle } = shop.world.simulator;
    let isWritten = false;
    shop.world.between = {
      answer: (request) => {
        if (isWritten && isRead(request)) return { kind: "cut", delay: 0 };
        isWritten ||= request.method === "PUT";
        return handle(request);
      },
    };
    await shop.settle();
    const { state, result } = await shop.write(body.id);
    expect(state).toBe("succeeded");
    expect(result).toMatchObject({ by: "answer", unseen: ["name", "price"] });
    expect(result).not.toHaveProperty("readBack");
  });

  test("stock that comes back with the next poll is no change of a stranger", async () => {
    const { world } = shop;
    const id = await send("stock", { productId: product, locationId: location, absolute: 4_321 });
    await shop.settle();
    const after = await world.deps.records.get(world.ref, "inventory", product);
    expect(after).toMatchObject({ origin: id });
    await world.pass(30 * MINUTE);
    const later = await world.deps.records.get(world.ref, "inventory", product);
    expect(later).toMatchObject({ version: after!.version, origin: id });
    const feed = await world.deps.feed.after(world.ref, "inventory", 0, { limit: 1_000, now: world.time.now() });
    const changes = feed.filter((change) => change.id === product && change.type === "updated");
    expect(changes.map(({ origin }) => origin)).toEqual([id]);
  });

  test("a throttle of our own store after the vendor's yes does not make it twice", async () => {
    const { world } = shop;
    const update = world.memory.update.bind(world.memory);
    let throttles = 0;
    world.memory.update = async (key, change, when) => {
      const text = String((change.set as { state?: string } | undefined)?.state ?? "");
      if (text === "succeeded" && throttles < 2) {
        throttles += 1;
        throw new RetryLater("throttled", { delivered: "no" });
      }
      return update(key, change, when);
    };
    const id = await send("orders", order("once"));
    await shop.settle();
    expect(throttles).toBe(2);
    // Known by the answer itself: a search for it would be a second-hand truth.
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", attempts: 1, result: { by: "answer" } });
    expect(made()).toEqual(["once"]);
  });

  test("a throttle of what is noted about the limit after the vendor's yes does not make it twice", async () => {
    const { world } = shop;
    // The vendor has complained, so the next call finds out whether the limit is open again.
    world.simulator.faults.next("limit", posts("/orders"));
    const update = world.memory.update.bind(world.memory);
    let throttles = 0;
    world.memory.update = async (key, change, when) => {
      if (change.remove?.includes("refusals") && made().length > 0 && throttles < 1) {
        throttles += 1;
        throw new RetryLater("throttled", { delivered: "no" });
      }
      return update(key, change, when);
    };
    const id = await send("orders", order("once"));
    await shop.settle();
    expect(throttles).toBe(1);
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "answer" } });
    expect(made()).toEqual(["once"]);
  });

  test.each(["timeoutAfterCommit", "cutAfterCommit", "serverErrorAfterCommit", "lateCommit"] as const)(
    "%s: it is looked for and found, not sent again",
    async (fault) => {
      shop.world.simulator.faults.next(fault, posts("/orders"));
      const id = await send("orders", order("dark"));
      await shop.settle();
      expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { by: "probe" } });
      expect(made()).toEqual(["dark"]);
    },
  );

  test.each(["timeout", "cut", "serverError"] as const)(
    "%s: it is looked for, not found and sent again",
    async (fault) => {
      shop.world.simulator.faults.next(fault, posts("/orders"));
      const id = await send("orders", order("dark"));
      await shop.settle();
      expect(await shop.write(id)).toMatchObject({ state: "succeeded", attempts: 2, result: { by: "answer" } });
      expect(made()).toEqual(["dark"]);
    },
  );

  test("an order whose note staff rewrote while its outcome was unknown is known by the mark of its line", async () => {
    const { world } = shop;
    world.simulator.faults.next("timeoutAfterCommit", posts("/orders"));
    const id = await send("orders", order("dark"));
    await world.pass(10_000);
    const orderId = String((shop.world.simulator.rows("orders").at(-1) as { id: number }).id);
    await staff("orders.update", { params: { id: orderId }, body: { description: "gọi trước" } });
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "succeeded", result: { id: orderId, by: "probe" } });
    expect(made()).toHaveLength(1);
  });

  test("a repetition that is refused is a refusal, where the record is as it was before the first try", async () => {
    const orderId = await anOrder();
    await send(`orders/${orderId}/cancel`, {});
    // A poll adds what only KiotViet's list shows of an order.
    await shop.world.pass(2 * MINUTE);
    await shop.settle();
    shop.world.simulator.faults.next("timeout", puts);
    const id = await send(`orders/${orderId}`, { note: "late" }, "PATCH");
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "rejected", attempts: 2 });
  });

  test("goods of the same number at the same price are other goods: a refused repetition proves no change of them", async () => {
    const orderId = await anOrder();
    await send(`orders/${orderId}/cancel`, {});
    await shop.world.pass(2 * MINUTE);
    await shop.settle();
    const other = shop.ids("products")[1]!;
    const lines = [{ productId: other, quantity: 1, price: 10_000 }];
    shop.world.simulator.faults.next("timeout", puts);
    const id = await send(`orders/${orderId}`, { lines }, "PATCH");
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "rejected", attempts: 2 });
    const row: any = shop.world.simulator.rows("orders").find((one: any) => String(one.id) === orderId);
    expect(row.orderDetails.map(({ productId }: any) => String(productId))).toEqual([product]);
  });

  test("a repetition that is refused after a stranger's change stays unknown, and says why", async () => {
    const orderId = await anOrder();
    shop.world.simulator.faults.next("timeoutAfterCommit", puts);
    const id = await send(`orders/${orderId}`, { note: "ours" }, "PATCH");
    await shop.world.pass(10_000);
    await staff("orders.update", { params: { id: orderId }, body: { description: "theirs" } });
    await staff("orders.delete", { params: { id: orderId } });
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({
      state: "unknown",
      closed: true,
      error: { code: "cannot-tell", message: expect.stringContaining("the repetition: KiotViet PUT /orders/{id}") },
    });
  });

  test("an update that found no answer for long lets the next one pass, and its truth is found all the same", async () => {
    const orderId = await anOrder();
    shop.world.simulator.faults.next("timeoutAfterCommit", puts);
    const dark = await send(`orders/${orderId}`, { shipping: { address: { line: "1 Lê Lợi" } } }, "PATCH");
    while ((await shop.write(dark)).lostAt === undefined) await shop.world.pass(1_000);
    for (let call = 0; call < 40; call += 1) {
      shop.world.simulator.faults.next("serverError", ({ path }) => path.startsWith("/orders/"));
    }
    const next = await send(`orders/${orderId}`, { note: "next" }, "PATCH");
    await shop.world.pass(25 * MINUTE);
    shop.world.simulator.faults.stop();
    await shop.settle();
    expect(await shop.write(next)).toMatchObject({ state: "succeeded", warnings: [expect.stringContaining(dark)] });
    expect(await shop.write(dark)).toMatchObject({ state: "succeeded", aside: true, result: { by: "probe" } });
  });

  test("while the outcome of one is unknown, those of its entity wait and others do not", async () => {
    shop.world.simulator.faults.next("timeoutAfterCommit", posts("/orders"));
    await send("orders", order("dark"));
    await shop.world.pass(1_000);
    await send("orders", order("behind"));
    await send("orders", order("beside", "0907654321"));
    await shop.world.pass(30_000);
    expect(made()).toEqual(["dark", "beside"]);
    await shop.settle();
    expect(made()).toEqual(["dark", "beside", "behind"]);
  });

  test("what cannot be looked for stays unknown and says so, until a person decides", async () => {
    const invoice = shop.ids("invoices")[0]!;
    const payment = { invoiceId: invoice, method: "cash", amount: 1_000 };
    for (const outcome of ["adopt", "retry"] as const) {
      shop.world.simulator.faults.next("timeoutAfterCommit", posts("/payments"));
      const id = await send("payments", payment);
      await shop.settle();
      expect(await shop.write(id)).toMatchObject({ state: "unknown", closed: true });
      const body = outcome === "adopt" ? { id: "TT1" } : {};
      expect((await shop.request("POST", `writes/${id}/${outcome}`, body)).status).toBe(200);
      await shop.settle();
      expect(await shop.write(id)).toMatchObject({ state: "succeeded", closed: true });
    }
  });

  test("a write that nobody can look up for long steps aside, and the next one knows it", async () => {
    const { faults } = shop.world.simulator;
    faults.next("timeoutAfterCommit", posts("/orders"));
    const dark = await send("orders", order("dark"));
    const next = await send("orders", order("next"));
    await shop.world.pass(100_000);
    // The vendor is down for the search alone, in both of its ways.
    for (let call = 0; call < 80; call += 1)
      faults.next(
        "serverError",
        (request) => request.method === "GET" && request.path === "/orders" && request.query.has("orderBy"),
      );
    await shop.world.pass(25 * MINUTE);
    expect(await shop.write(dark)).toMatchObject({ state: "unknown", aside: true });
    // In the caller's words, and not by the key of the line.
    expect((await shop.write(next)).warnings).toEqual([
      `went ahead of write ${dark}, which is about a new order of the same customer: its outcome is unknown`,
    ]);
    faults.stop();
    await shop.settle(24 * 60);
    expect(await shop.write(dark)).toMatchObject({ state: "succeeded", result: { by: "probe" } });
    expect(made()).toEqual(["dark", "next"]);
  });

  test("a write that never reaches the vendor is dead after a bounded time and lets the next one pass", async () => {
    const { world } = shop;
    const mend = cutOrders(shop);
    const dead = await send("orders", order("poison"));
    const next = await send("orders", order("next"));
    let minutes = 0;
    for (; (await shop.write(dead)).state !== "dead"; minutes += 1) await world.pass(MINUTE);
    expect(minutes).toBeLessThan(60);
    mend();
    await shop.settle();
    expect(await shop.write(next)).toMatchObject({ state: "succeeded", warnings: [expect.stringContaining(dead)] });
    expect(made()).toEqual(["next"]);
    await shop.request("POST", "writes/retry", { state: "dead" });
    await shop.settle();
    expect(made()).toEqual(["next", "poison"]);
  });

  test("a guarded write is refused when the record has moved on at the vendor, even unseen by us", async () => {
    const { world } = shop;
    const stored = (await world.deps.records.get(world.ref, "inventory", product))!;
    const guarded = (absolute: number, version: number) =>
      send(`stock?ifVersion=${version}`, { productId: product, locationId: location, absolute });
    const fine = await guarded(77, stored.version);
    await shop.settle();
    expect(await shop.write(fine)).toMatchObject({ state: "succeeded" });
    const late = await guarded(78, stored.version);
    await shop.settle();
    expect(await shop.write(late)).toMatchObject({ state: "rejected", error: { code: "version-conflict" } });
  });

  test("an update repeats what the record has now, not what we knew of it", async () => {
    const { world } = shop;
    const id = await send("orders", order("dark"));
    await shop.settle();
    const orderId = (await shop.write(id)).result!.id!;
    const row = world.simulator.rows("orders").find((one) => String((one as { id: number }).id) === orderId) as Record<
      string,
      unknown
    >;
    expect(row.description).toContain("#TB-");
    await send(`orders/${orderId}`, { note: "changed" }, "PATCH");
    await shop.settle();
    const { body } = shop.journal().at(-1)!;
    expect(body.description).toMatch(/^changed #TB-/);
  });

  test("many of one batch go in one call, with an outcome for each", async () => {
    const products = shop.ids("products").slice(0, 5);
    const { body } = await shop.request(
      "POST",
      "stock",
      products.map((productId, index) => ({ productId, locationId: location, absolute: 500 + index })),
    );
    await shop.settle();
    const calls = shop.world.simulator.log.filter(({ method }) => method === "PUT");
    expect(calls.map(({ operation }) => operation)).toEqual(["products.update-many"]);
    for (const item of body.data)
      expect(await shop.write(item.write.id)).toMatchObject({ state: "succeeded", attempts: 1 });
  });

  test("one bad entry of a batch is refused alone", async () => {
    const [first, second, gone] = shop.ids("products");
    const { body } = await shop.request(
      "POST",
      "stock",
      [first!, second!, "999999999"].map((productId) => ({ productId, locationId: location, absolute: 640 })),
    );
    expect(gone).toBeDefined();
    await shop.settle();
    const states = await Promise.all(body.data.map((item: { write: { id: string } }) => shop.write(item.write.id)));
    expect(states.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "rejected"]);
  });

  test("a batch whose answer was lost is cleared up entry by entry", async () => {
    shop.world.simulator.faults.next("timeoutAfterCommit", puts);
    const { body } = await shop.request(
      "POST",
      "stock",
      shop
        .ids("products")
        .slice(0, 3)
        .map((productId) => ({ productId, locationId: location, absolute: 640 })),
    );
    await shop.settle();
    for (const item of body.data)
      expect(await shop.write(item.write.id)).toMatchObject({ state: "succeeded", attempts: 2 });
  });

  test("credentials that end hold the writes back and lose none", async () => {
    shop.world.simulator.faults.next("expired", posts("/orders"));
    const id = await send("orders", order("later"));
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "succeeded" });
    expect(made()).toEqual(["later"]);
  });

  test("a queue that hears of nothing is no loss: tick finds the write", async () => {
    const { world } = shop;
    const id = await send("orders", order("unheard"));
    world.queues.writes.purge();
    await shop.settle();
    expect(await shop.write(id)).toMatchObject({ state: "succeeded" });
    expect(made()).toEqual(["unheard"]);
  });
});
