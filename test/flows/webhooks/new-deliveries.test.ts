import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { RetryLater, SlowAnswer } from "../../../shared/core/errors.ts";
import type { Item, Key, Table } from "../../../shared/core/table.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { openShopAtRest } from "./stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const ref = { tenant: "acme", shop: "shop-1" };
const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served[Symbol.asyncDispose]();
});

/** A shop of KiotViet at rest, and two of its orders. */
const setUp = async () => {
  const { stack, simulator, served } = await openShopAtRest(createKiotVietSimulator);
  open.push(served);
  const { body } = await stack.request("GET", "/v1/shops/shop-1/webhooks/instructions", { key: stack.key });
  const { address, secret } = body as { address: string; secret: string };
  const [first, second] = simulator.rows("orders") as { id: number }[];
  /** A change of an order. */
  const tell = async (order: { id: number }, delivery: string) => {
    const notification = { Action: "order.update.1", Data: [{ Id: order.id }] };
    const text = JSON.stringify({ Id: delivery, Notifications: [notification] });
    const signature = createHmac("sha256", secret).update(text).digest("hex");
    await stack.intake("POST", address, { headers: { "x-hub-signature": `sha1=${signature}` }, body: text });
  };
  /** Of the deliveries, the oldest first. */
  const states = async (): Promise<string[]> => {
    const listed = await stack.request("GET", "/v1/shops/shop-1/deliveries?limit=500", { key: stack.key });
    return listed.body.data.map(({ state }: { state: string }) => state).reverse();
  };
  /** How often the order was fetched: it is asked for once for itself, and once for its lines. */
  const fetchesOf = ({ id }: { id: number }): number =>
    served.simulator.log.filter(({ path }) => path.endsWith(`/orders/${id}`)).length / 2;
  const readingsOf = (list: string): number => served.simulator.log.filter(({ path }) => path.endsWith(list)).length;
  return { stack, first: first!, second: second!, tell, states, fetchesOf, readingsOf };
};

type Method = "put" | "update";
interface Meanwhile {
  readonly before?: () => Promise<void>;
  readonly after?: () => Promise<void>;
}

/** Something happens beside the next such request to the table. */
const meanwhile = (table: Table, method: Method, isMeant: (key: Key) => boolean, happens: Meanwhile): void => {
  const original = table[method] as (item: Item, ...rest: unknown[]) => Promise<unknown>;
  let isOver = false;
  Object.assign(table, {
    [method]: async (item: Item, ...rest: unknown[]) => {
      const isNow = !isOver && isMeant(item);
      if (isNow) isOver = true;
      if (isNow) await happens.before?.();
      const result = await original.call(table, item, ...rest);
      if (isNow) await happens.after?.();
      return result;
    },
  });
};
const isLease = ({ pk }: Key): boolean => pk === keys.deliveryLease(ref).pk;
/** What became of several deliveries. */
const isOutcomes = ({ pk, sk }: Key): boolean => pk === keys.deliveries(ref) && sk.startsWith("#");

describe("a shop's new deliveries", () => {
  test("of one moment are one worker's, who asks for each record once", async () => {
    const { stack, first, second, tell, states, fetchesOf } = await setUp();
    const messages = () => stack.queues.news.length;
    await tell(first, "a");
    expect(messages()).toBe(1);
    for (const [place, order] of [second, first, second].entries()) await tell(order, `b${place}`);
    expect(messages()).toBe(1);
    await stack.work();
    expect(await states()).toEqual(Array(4).fill("processed"));
    expect([fetchesOf(first), fetchesOf(second)]).toEqual([1, 1]);
    // No worker has the lease any more.
    await tell(first, "c");
    expect(messages()).toBe(1);
  });

  test("that come at the same instant send for one worker", async () => {
    const { stack, first, second, tell } = await setUp();
    await Promise.all([first, second, first, second].map((order, place) => tell(order, `a${place}`)));
    expect(stack.queues.news).toHaveLength(1);
  });

  test.each([0, 150, 2_000])(
    "that come while a worker is at the others are the same one's, though the clock of intake is %i ms ahead",
    async (ahead) => {
      const { stack, first, second, tell, states, fetchesOf } = await setUp();
      await tell(first, "a");
      // Right before the worker lets go.
      meanwhile(stack.table, "update", isLease, {
        before: async () => {
          stack.advance(ahead);
          await tell(second, "b");
          stack.advance(-ahead);
        },
      });
      await stack.work();
      expect(await states()).toEqual(["processed", "processed"]);
      expect(fetchesOf(second)).toBe(1);
    },
  );

  test.each([3_000, 12_000])("that come while a turn of %i ms goes on are worked off behind it", async (takes) => {
    const { stack, first, second, tell, states } = await setUp();
    await tell(first, "a");
    meanwhile(stack.table, "put", isOutcomes, {
      before: async () => {
        await tell(second, "b");
        stack.advance(takes);
      },
    });
    await stack.work();
    expect(await states()).toEqual(["processed", "processed"]);
  });

  test("that came long ago are not left to a worker that does not look back so far", async () => {
    const { stack, first, second, tell, states } = await setUp();
    await tell(first, "a");
    // The turn takes long. Another webhook takes the lease before the worker can take it again.
    meanwhile(stack.table, "put", isOutcomes, {
      before: async () => {
        await tell(second, "b");
        stack.advance(12_000);
      },
    });
    meanwhile(stack.table, "update", isLease, { after: () => tell(first, "c") });
    await stack.work();
    expect(await states()).toEqual(Array(3).fill("processed"));
  });

  test.each([3_000, 7_500, 15_000])(
    "that the queue did not take come with one that it takes %i ms later",
    async (later) => {
      const { stack, first, second, tell, states } = await setUp();
      const { queues } = stack.deps;
      const { send } = queues;
      Object.assign(queues, { send: () => Promise.reject(new Error("down")) });
      await tell(first, "a");
      Object.assign(queues, { send });
      stack.advance(later);
      await tell(second, "b");
      await stack.work();
      expect(await states()).toEqual(["processed", "processed"]);
    },
  );

  test.each([
    ["tell what became of them", isOutcomes, "put"],
    ["let go of them", isLease, "update"],
  ] as const)("are worked off some seconds after the table did not let a worker %s", async (_what, isMeant, method) => {
    const { stack, first, second, tell, states } = await setUp();
    await tell(first, "a");
    meanwhile(stack.table, method, isMeant, {
      before: async () => {
        await tell(second, "b");
        throw new RetryLater("throttled", { delivered: "no" });
      },
    });
    const began = stack.now();
    await stack.work();
    expect(await states()).toEqual(["processed", "processed"]);
    expect(stack.now() - began).toBeLessThan(30_000);
    await tell(second, "c");
    expect(stack.queues.news).toHaveLength(1);
  });

  test("are found some seconds later where the last look of a worker failed", async () => {
    const { stack, first, second, tell, states } = await setUp();
    await tell(first, "a");
    const { query } = stack.table;
    let looks = 0;
    meanwhile(stack.table, "update", isLease, { before: () => tell(second, "b") });
    stack.table.query = async (...given) => {
      const isLook = given[0].pk === keys.deliveries(ref) && given[0].descending !== true && given[0].to === undefined;
      looks += Number(isLook);
      if (isLook && looks === 2) throw new RetryLater("throttled", { delivered: "no" });
      return query.apply(stack.table, given);
    };
    const began = stack.now();
    await stack.work();
    expect(looks).toBeGreaterThan(2);
    expect(await states()).toEqual(["processed", "processed"]);
    expect(stack.now() - began).toBeLessThan(30_000);
  });

  test("have a worker though the table's answer to their lease was lost", async () => {
    const { stack, first, second, tell, states } = await setUp();
    meanwhile(stack.table, "update", isLease, {
      after: () => Promise.reject(new RetryLater("no answer came", { delivered: "unknown" })),
    });
    await tell(first, "a");
    await tell(second, "b");
    await stack.work();
    expect(await states()).toEqual(["processed", "processed"]);
  });

  test("of a shop that is slow are fetched by a worker that others do not wait for", async () => {
    const { stack, first, tell, states, fetchesOf } = await setUp();
    await stack.deps.shops.change(ref, { slowUntil: stack.now() + 3_600_000 });
    stack.advance(3_000);
    const send = stack.deps.send;
    const refuse = { isOn: true };
    Object.assign(stack.deps, {
      send: (request: Parameters<typeof send>[0]) =>
        refuse.isOn ? Promise.reject(new SlowAnswer("too slow", { delivered: "unknown" })) : send(request),
    });
    await tell(first, "a");
    // As often as hurried workers try.
    const before = stack.queues.slow.length;
    const sync = createSync(stack.depsOf("sync"));
    for (let tries = 0; tries < 5 && stack.queues.slow.length === before; tries += 1)
      for (const { body } of stack.queues.news.splice(0))
        await sync(
          { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
          { getRemainingTimeInMillis: () => 300_000 },
        );
    expect(stack.queues.slow.length).toBeGreaterThan(before);
    expect(await states()).toEqual(["waiting"]);
    refuse.isOn = false;
    await stack.work();
    expect(await states()).toEqual(["processed"]);
    expect(fetchesOf(first)).toBeGreaterThanOrEqual(1);
  });

  test("that stand for what others have named are looked after though another worker has finished them", async () => {
    const { stack, tell, states, readingsOf } = await setUp();
    for (let index = 0; index < 25; index += 1) await tell({ id: 5_000_000 + index }, `a${index}`);
    const before = readingsOf("/orders");
    // `tick` has sent for the first one meanwhile.
    meanwhile(stack.table, "put", isOutcomes, {
      after: async () => {
        const listed = await stack.request("GET", "/v1/shops/shop-1/deliveries?limit=500", { key: stack.key });
        const open = listed.body.data.find(({ state }: { state: string }) => state === "waiting");
        await stack.deps.deliveries.finish(keys.deliveries(ref), open.id, { state: "processed", at: stack.now() });
      },
    });
    await stack.work();
    expect(await states()).toEqual(Array(25).fill("processed"));
    expect(readingsOf("/orders")).toBeGreaterThan(before);
  });

  test("are not done before there is a message for those that stand for others", async () => {
    const { stack, tell, states, readingsOf } = await setUp();
    for (let index = 0; index < 25; index += 1) await tell({ id: 5_000_000 + index }, `a${index}`);
    const before = readingsOf("/orders");
    const { queues } = stack.deps;
    const { send } = queues;
    let isDown = true;
    Object.assign(queues, {
      send: async (...given: Parameters<typeof send>) => {
        const isMeant = given[1].some(({ body }) => (body as { alone?: boolean }).alone);
        if (isDown && isMeant) {
          isDown = false;
          throw new RetryLater("the queue takes nothing", { delivered: "no" });
        }
        return send.apply(queues, given);
      },
    });
    await stack.work();
    expect(isDown).toBe(false);
    expect(await states()).toEqual(Array(25).fill("processed"));
    expect(readingsOf("/orders")).toBeGreaterThan(before);
  });

  test("have the lists fetched that were taken over for one that another worker has finished", async () => {
    const { stack, first, second, tell, fetchesOf } = await setUp();
    await tell(first, "a");
    const [message] = stack.queues.news.splice(0);
    const { id } = message!.body as { id: string };
    // On its own, with what others have named; the vendor was slow, and all of it is given back.
    const times = { now: stack.now(), until: stack.now() + 60_000, by: id };
    await stack.deps.pulls.addFor(ref, "orders", [String(second.id)], times);
    await stack.deps.pulls.giveBack(ref, "orders", stack.now());
    await stack.deps.deliveries.finish(keys.deliveries(ref), id, { state: "processed", at: stack.now() });
    const before = fetchesOf(second);
    stack.queues.slow.push({ body: { type: "delivery", ...ref, id, alone: true, patient: true }, group: ref.tenant });
    await stack.work();
    expect(fetchesOf(second)).toBeGreaterThan(before);
  });

  test("of a shop that cannot be opened are done, and the trouble is told", async () => {
    const { stack, first, tell, states } = await setUp();
    const { secrets } = stack.deps;
    await tell(first, "a");
    const { get } = secrets;
    Object.assign(secrets, { get: () => Promise.reject(new Error("access denied")) });
    const logged: string[] = [];
    Object.assign(stack.deps, { log: (_level: string, message: string) => void logged.push(message) });
    await stack.work();
    Object.assign(secrets, { get });
    expect(await states()).toEqual(["processed"]);
    expect(logged).toContain("pulls-failed");
  });

  test("keep nothing of what the shop does not copy, though the table did not take it off at first", async () => {
    const { stack, first, second, tell, states } = await setUp();
    await stack.deps.shops.change(ref, { personalData: "left-out" });
    stack.advance(3_000);
    await tell(first, "a");
    await tell(second, "b");
    meanwhile(stack.table, "update", ({ pk, sk }) => pk === keys.deliveries(ref) && !sk.includes("#"), {
      before: () => Promise.reject(new RetryLater("throttled", { delivered: "no" })),
    });
    await stack.work();
    expect((await states()).every((state) => state !== "waiting")).toBe(true);
    const { items } = await stack.table.query({ pk: keys.deliveries(ref), from: "0" });
    const bodies = items.filter(({ method }) => method !== undefined).map(({ headers }) => headers);
    expect(bodies).toEqual(["{}", "{}"]);
  });

  test("keep what became of them when the shop is tidied, as long as they are kept themselves", async () => {
    const { stack, first, second, tell, states } = await setUp();
    await tell(first, "a");
    await tell(second, "b");
    await stack.work();
    const tidy = async () => {
      stack.queues.sync.push({ body: { type: "tidy", ...ref }, group: ref.tenant });
      await stack.work();
      const { items } = await stack.table.query({ pk: keys.deliveries(ref) });
      return items.length;
    };
    expect(await tidy()).toBe(3);
    expect(await states()).toEqual(["processed", "processed"]);
    stack.advance(31 * 86_400_000);
    expect(await tidy()).toBe(0);
  });

  test("are fetched after all where the worker died that had taken them over", async () => {
    const { stack, first, second, tell, states, fetchesOf } = await setUp();
    await tell(first, "a");
    // It got so far. A worker that went for it on its own has died as well.
    const { id } = stack.queues.news.splice(0)[0]!.body as { id: string };
    const times = { now: stack.now(), until: stack.now() + 90_000, by: id };
    for (const resource of ["orders", "order-details"])
      await stack.deps.pulls.addFor(ref, resource, [String(first.id)], times);
    await tell(second, "b");
    await stack.work();
    expect(await states()).toEqual(["waiting", "waiting"]);
    // The lease has lapsed: its worker is waited for no more.
    stack.advance(61_000);
    await tell(second, "c");
    await stack.work();
    expect(fetchesOf(second)).toBe(1);
    stack.advance(15_000);
    await stack.tick();
    await stack.work();
    expect(await states()).toEqual(Array(3).fill("processed"));
    expect(fetchesOf(first)).toBeGreaterThanOrEqual(1);
  });

  test("that name more records than are asked for one by one have the list read, by one of them", async () => {
    const { stack, tell, states, readingsOf } = await setUp();
    const orders = Array.from({ length: 25 }, (_, index) => ({ id: 5_000_000 + index }));
    for (const [place, order] of orders.entries()) await tell(order, `a${place}`);
    expect(stack.queues.news).toHaveLength(1);
    let messages = 0;
    const { send } = stack.deps.queues;
    Object.assign(stack.deps.queues, {
      send: (name: string, some: readonly { body: { type: string } }[]) => {
        messages += some.filter(({ body }) => body.type === "delivery").length;
        return send(name as never, some as never);
      },
    });
    const before = readingsOf("/orders");
    await stack.work();
    expect(await states()).toEqual(Array(25).fill("processed"));
    expect(messages).toBeLessThanOrEqual(2);
    expect(readingsOf("/orders")).toBeGreaterThan(before);
  });
});
