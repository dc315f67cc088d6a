import { describe, expect, test } from "vitest";
import {
  Collection,
  Dice,
  html,
  json,
  Refuse,
  Shop,
  seededRandom,
  serve,
  simulatedSend,
} from "../../../infra/sandbox/simulator.ts";
import type { SimulatedRequest, SimulatorOptions, VendorSimulator } from "../../../infra/sandbox/types.ts";
import { RetryLater } from "../../../shared/core/errors.ts";

interface Row {
  id: number;
  code: string;
  note: string;
}

const operations = [
  { id: "orders.list", method: "GET", path: "/orders" },
  { id: "orders.get", method: "GET", path: "/orders/{orderId}" },
  { id: "orders.create", method: "POST", path: "/orders" },
  { id: "token", method: "POST", path: "/token", host: "login" },
] as const;

const world = (options: Partial<SimulatorOptions> = {}) => {
  let time = 1_700_000_000_000;
  const shop = new Shop({ now: () => time, random: seededRandom(7), ...options });
  const rows = shop.collection<Row>({ firstId: 100, keys: { code: (row) => row.code } });
  const insert = () => rows.insert((id) => ({ id, code: `C${id}`, note: "" }));
  const simulator = shop.open({
    vendor: "isale",
    credentials: {},
    operations,
    hosts: { api: "", login: "/login" },
    routes: {
      "POST /login/token": () => json({ token: shop.tokens.issue(3_600) }),
      "GET /orders": ({ query }) => {
        const { total, entries } = rows.query({
          orderBy: "touched",
          offset: Number(query.get("skip") ?? 0),
          limit: shop.pageSize(10),
        });
        return json({ total, rows: entries.map(({ row }) => row) });
      },
      "GET /orders/{id}": ({ path }) => {
        const found = rows.get(path.id);
        return found ? json(found.row) : json({ message: "no order" }, 404);
      },
      "GET /orders/code/{code}": ({ path }) => json(rows.by("code", path.code)?.row ?? null),
      "GET /orders/newest": () => json("newest"),
      "GET /broken": () => {
        throw new Error("mistake");
      },
      "POST /orders": ({ body, commit }) => {
        if (typeof body?.note !== "string") throw new Refuse(json({ field: "note" }, 422));
        const made = rows.insert((id) => ({ id, code: `C${id}`, note: body.note }));
        commit(made.id, body.note);
        return json(made.row);
      },
    },
    limits: [
      { id: "all", key: ({ query }) => query.get("key") ?? undefined, capacity: 3, windowSeconds: 10 },
      {
        id: "locking",
        key: ({ query }) => query.get("locking") ?? undefined,
        capacity: 1,
        windowSeconds: 10,
        lock: { seconds: 20, lengthenSeconds: 5 },
      },
    ],
    forms: { limit: ({ retryAt, now }) => json({ wait: retryAt - now }, 429) },
    rows: { orders: () => rows.live().map(({ row }) => row) },
    changes: [
      { weight: 3, run: insert },
      { weight: 2, run: () => rows.size > 0 && rows.edit(shop.dice.pick(rows.live()).id, (row) => (row.note += "x")) },
      { weight: 1, run: () => rows.size > 0 && rows.remove(shop.dice.pick(rows.live()).id) },
    ],
    seed: (size) => {
      for (let n = size; n > 0; n -= 1) shop.at(time - n * 60_000, insert);
    },
  });
  return { shop, rows, simulator, advance: (milliseconds: number) => (time += milliseconds), now: () => time };
};

const ask = (simulator: VendorSimulator, line: string, body?: unknown) => {
  const [method = "", address = ""] = line.split(" ");
  const url = new URL(address, "http://x");
  return simulator.handle({
    method: method as SimulatedRequest["method"],
    path: url.pathname,
    query: url.searchParams,
    headers: {},
    body: body === undefined ? "" : JSON.stringify(body),
  });
};
const read = (outcome: ReturnType<typeof ask>): any => {
  if (outcome.kind !== "answer") throw new Error(outcome.kind);
  return JSON.parse(outcome.body);
};
const status = (outcome: ReturnType<typeof ask>) => (outcome.kind === "answer" ? outcome.status : outcome.kind);

describe("routes", () => {
  test("path parameters are matched and decoded, fixed segments go first", () => {
    const { simulator, rows } = world();
    rows.insert((id) => ({ id, code: "a b", note: "" }));
    expect(read(ask(simulator, "GET /orders/100")).id).toBe(100);
    expect(read(ask(simulator, "GET /orders/code/a%20b")).id).toBe(100);
    expect(read(ask(simulator, "GET /orders/newest"))).toBe("newest");
    expect(status(ask(simulator, "GET /nothing"))).toBe(404);
    expect(status(ask(simulator, "DELETE /orders"))).toBe(404);
  });

  test("several hosts are prefixes of one address, and the log knows each operation's name", () => {
    const { simulator } = world();
    expect(simulator.hosts("http://127.0.0.1:1")).toEqual({
      api: "http://127.0.0.1:1",
      login: "http://127.0.0.1:1/login",
    });
    ask(simulator, "POST /login/token");
    ask(simulator, "GET /orders/1");
    expect(simulator.log.map(({ operation, status }) => [operation, status])).toEqual([
      ["token", 200],
      ["orders.get", 404],
    ]);
  });

  test("a mistake in a handler is an answer, never an exception", () => {
    const { simulator } = world();
    expect(status(ask(simulator, "GET /broken"))).toBe(500);
  });

  test("the log leaves credentials out and is bounded", () => {
    const { simulator } = world();
    ask(simulator, "GET /orders?api_key=secret&skip=1&access_token=secret");
    expect(simulator.log[0]?.query).toBe("skip=1");
    for (let n = 0; n < 12_000; n += 1) ask(simulator, "GET /orders/newest");
    expect(simulator.log.length).toBeLessThanOrEqual(10_000);
    expect(simulator.log.at(-1)?.path).toBe("/orders/newest");
  });

  test("a committed write is in the journal with its reference, a refused one is not", () => {
    const { simulator } = world();
    ask(simulator, "POST /orders", { note: "TB-1" });
    expect(status(ask(simulator, "POST /orders", {}))).toBe(422);
    expect(simulator.journal).toEqual([
      { at: 1_700_000_000_000, operation: "orders.create", id: "100", reference: "TB-1", body: { note: "TB-1" } },
    ]);
  });
});

describe("collections", () => {
  const filled = () => {
    let time = 0;
    const rows = new Collection<{ name: string }>({
      now: () => time,
      orders: { name: (row) => row.name },
      keys: { name: (row) => row.name },
    });
    for (const name of ["d", "a", "c", "b"]) {
      time += 10;
      rows.insert(() => ({ name }));
    }
    return { rows, at: (value: number) => (time = value) };
  };
  const ids = (found: { entries: readonly { id: number | string }[] }) => found.entries.map(({ id }) => id);

  test("order, direction, offset and limit work together", () => {
    const { rows } = filled();
    expect(ids(rows.query())).toEqual([1, 2, 3, 4]);
    expect(ids(rows.query({ orderBy: "name" }))).toEqual([2, 4, 3, 1]);
    expect(ids(rows.query({ orderBy: "name", descending: true, offset: 1, limit: 2 }))).toEqual([3, 4]);
    expect(ids(rows.query({ descending: true, offset: 3, limit: 2 }))).toEqual([1]);
    expect(ids(rows.query({ descending: true, offset: 9, limit: 2 }))).toEqual([]);
    expect(rows.query({ offset: 3, limit: 2 }).total).toBe(4);
  });

  test("an interval is inclusive at both ends, whatever the order of the answer", () => {
    const { rows, at } = filled();
    at(25);
    rows.edit(1, (row) => (row.name = "e"));
    expect(ids(rows.query({ orderBy: "touched", between: { by: "touched", from: 20, to: 30 } }))).toEqual([2, 1, 3]);
    expect(ids(rows.query({ orderBy: "id", between: { by: "touched", from: 20, to: 30 } }))).toEqual([1, 2, 3]);
    expect(ids(rows.query({ between: { by: "touched", from: 31 } }))).toEqual([4]);
  });

  test("a deleted row leaves lists and keys and is remembered as removed", () => {
    const { rows, at } = filled();
    at(100);
    rows.remove(3);
    expect(rows.get(3)).toBeUndefined();
    expect(rows.even(3)?.deleted).toBe(100);
    expect(rows.by("name", "c")).toBeUndefined();
    expect(ids(rows.query({ orderBy: "name" }))).toEqual([2, 4, 1]);
    expect(rows.removedSince(100)).toEqual([3]);
    expect(rows.removedSince(101)).toEqual([]);
    expect(rows.remove(3)).toBeUndefined();
    expect(rows.edit(3, () => {})).toBeUndefined();
  });

  test("keys follow edits", () => {
    const { rows } = filled();
    rows.edit(1, (row) => (row.name = "z"));
    expect(rows.by("name", "d")).toBeUndefined();
    expect(rows.by("name", "z")?.id).toBe(1);
    expect(ids(rows.query({ orderBy: "name" }))).toEqual([2, 4, 3, 1]);
  });

  test("random edits keep every order exact", () => {
    const dice = new Dice(seededRandom(3));
    let time = 0;
    const rows = new Collection<{ n: number }>({ now: () => time, orders: { n: (row) => row.n } });
    for (let step = 0; step < 500; step += 1) {
      time += dice.integer(0, 2);
      const entry = rows.size > 0 ? dice.pick(rows.live()) : undefined;
      const act = dice.integer(0, 4);
      if (!entry || act < 3) rows.insert(() => ({ n: dice.integer(0, 50) }));
      else if (act === 3) rows.edit(entry.id, (row) => (row.n = dice.integer(0, 50)));
      else rows.remove(entry.id);
      const sorted = [...rows.live()].sort((a, b) => a.row.n - b.row.n || a.place - b.place);
      expect(rows.query({ orderBy: "n" }).entries).toEqual(sorted);
      const touched = rows.live().filter((row) => (row.modified ?? row.created) >= time - 5);
      expect(rows.query({ between: { by: "touched", from: time - 5 } }).entries).toEqual(touched);
    }
  });
});

describe("limits", () => {
  test("a window slides: the call after the limit is refused and counted, the call after the window is not", () => {
    const { simulator, advance } = world();
    for (let n = 0; n < 3; n += 1) {
      expect(status(ask(simulator, "GET /orders?key=a"))).toBe(200);
      advance(1_000);
    }
    expect(read(ask(simulator, "GET /orders?key=a"))).toEqual({ wait: 7_000 });
    expect(status(ask(simulator, "GET /orders?key=b"))).toBe(200);
    expect(simulator.limitBroken).toBe(1);
    advance(7_000);
    expect(status(ask(simulator, "GET /orders?key=a"))).toBe(200);
    expect(status(ask(simulator, "GET /orders?key=a"))).toBe(429);
    expect(simulator.limitBroken).toBe(2);
  });

  test("a lock grows with every call that ignores it", () => {
    const { simulator, advance } = world();
    ask(simulator, "GET /orders?locking=a");
    expect(read(ask(simulator, "GET /orders?locking=a"))).toEqual({ wait: 20_000 });
    expect(read(ask(simulator, "GET /orders?locking=a"))).toEqual({ wait: 25_000 });
    advance(24_999);
    expect(status(ask(simulator, "GET /orders?locking=a"))).toBe(429);
    advance(5_001);
    expect(status(ask(simulator, "GET /orders?locking=a"))).toBe(200);
  });

  test("an injected limit is not the client's fault, and limits can be switched off", () => {
    const { simulator } = world({ limits: false });
    simulator.faults.next("limit");
    expect(status(ask(simulator, "GET /orders?key=a"))).toBe(429);
    for (let n = 0; n < 20; n += 1) expect(status(ask(simulator, "GET /orders?key=a"))).toBe(200);
    expect(simulator.limitBroken).toBe(0);
  });
});

describe("faults", () => {
  const count = (simulator: VendorSimulator) => simulator.rows("orders").length;

  test.each([
    ["limit", 429, 0],
    ["cut", "cut", 0],
    ["cutAfterCommit", "cut", 1],
    ["timeout", "timeout", 0],
    ["timeoutAfterCommit", "timeout", 1],
    ["slow", 200, 1],
    ["empty", 200, undefined],
    ["malformed", 200, undefined],
    ["expired", 200, 1],
  ] as const)("%s is seen as %s and leaves %s rows", (kind, seen, rows) => {
    const { simulator } = world();
    simulator.faults.next(kind);
    expect(status(ask(simulator, "POST /orders", { note: "a" }))).toBe(seen);
    if (rows !== undefined) expect(count(simulator)).toBe(rows);
    expect(simulator.log[0]?.fault).toBe(kind);
    expect(status(ask(simulator, "POST /orders", { note: "b" }))).toBe(200);
  });

  test("server errors come before or after the commit", () => {
    const { simulator } = world();
    simulator.faults.next("serverError");
    expect(status(ask(simulator, "POST /orders", { note: "a" }))).toBeGreaterThanOrEqual(500);
    expect(count(simulator)).toBe(0);
    simulator.faults.next("serverErrorAfterCommit");
    expect(status(ask(simulator, "POST /orders", { note: "a" }))).toBeGreaterThanOrEqual(500);
    expect(count(simulator)).toBe(1);
    simulator.faults.next("html");
    expect(ask(simulator, "GET /orders")).toMatchObject({ headers: html("").headers });
  });

  test("a late commit takes effect once the clock has passed, stamped with that time", () => {
    const { simulator, advance, rows, now } = world();
    const start = now();
    simulator.faults.next("lateCommit");
    expect(status(ask(simulator, "POST /orders", { note: "a" }))).toBe("timeout");
    advance(1_999);
    expect(count(simulator)).toBe(0);
    advance(20_000);
    expect(read(ask(simulator, "GET /orders")).total).toBe(1);
    const created = rows.live()[0]?.created ?? 0;
    expect(created).toBeGreaterThanOrEqual(start + 2_000);
    expect(created).toBeLessThanOrEqual(start + 20_000);
  });

  test("a queued fault waits for a request that matches", () => {
    const { simulator } = world();
    simulator.faults.next("timeout", ({ method }) => method === "POST");
    expect(status(ask(simulator, "GET /orders"))).toBe(200);
    expect(status(ask(simulator, "POST /orders", { note: "a" }))).toBe("timeout");
    simulator.faults.next("timeout");
    simulator.faults.rates = { cut: 1 };
    simulator.faults.stop();
    expect(status(ask(simulator, "GET /orders"))).toBe(200);
  });

  test("rates are chances per request, the same for the same seed", () => {
    const run = () => {
      const { simulator } = world();
      simulator.faults.rates = { cut: 0.1, timeout: 0.2, serverError: 0.1 };
      for (let n = 0; n < 2_000; n += 1) ask(simulator, "GET /orders");
      return simulator.log.map(({ fault }) => fault);
    };
    const first = run();
    expect(first.filter((fault) => fault === "timeout").length / 2_000).toBeCloseTo(0.2, 1);
    expect(first.filter((fault) => fault === "cut").length / 2_000).toBeCloseTo(0.1, 1);
    expect(run()).toEqual(first);
  });
});

describe("tokens", () => {
  test("tokens expire by the vendor's clock, end one by one or all at once", () => {
    const { shop, simulator, advance } = world();
    const [first, second, third] = [shop.tokens.issue(60), shop.tokens.issue(60), shop.tokens.issue(600)];
    shop.tokens.end(first);
    expect([first, second, third, "other"].map((token) => shop.tokens.valid(token))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    advance(60_000);
    expect(shop.tokens.valid(second)).toBe(false);
    simulator.revoke();
    expect(shop.tokens.valid(third)).toBe(false);
    expect(shop.signInRefused).toBe(false);
    simulator.revoke(true);
    expect(shop.signInRefused).toBe(true);
  });
});

describe("changes", () => {
  test("the same seed makes the same shop", () => {
    const run = () => {
      const { simulator, advance } = world();
      simulator.seed(50);
      for (let n = 0; n < 300; n += 1) {
        simulator.change();
        advance(1_000);
      }
      return simulator.rows("orders");
    };
    expect(run()).toEqual(run());
  });

  test("some changes become visible later than they are stamped, and some share one timestamp", () => {
    const { simulator, advance, rows, now } = world();
    const stamps: number[] = [];
    let lateRows = 0;
    rows.onChange = (_, entry) => {
      const stamp = entry.deleted ?? entry.modified ?? entry.created;
      if (stamp < now()) lateRows += 1;
      stamps.push(stamp);
    };
    for (let n = 0; n < 500; n += 1) {
      simulator.change();
      advance(1_000);
    }
    expect(lateRows).toBeGreaterThan(5);
    expect(stamps.length - new Set(stamps).size).toBeGreaterThan(50);
  });
});

describe("serve", () => {
  test("answers, delays and cut connections are real", async () => {
    const { simulator } = world();
    await using served = await serve(simulator, { timeoutAfter: 50, mostDelay: 20 });
    const made = await fetch(`${served.url}/orders`, { method: "POST", body: JSON.stringify({ note: "ô" }) });
    expect(await made.json()).toMatchObject({ id: 100, note: "ô" });
    for (const kind of ["cut", "timeout"] as const) {
      simulator.faults.next(kind);
      await expect(fetch(`${served.url}/orders`)).rejects.toThrow();
    }
    simulator.faults.next("slow");
    expect((await fetch(`${served.url}/orders?skip=0`)).status).toBe(200);
  });

  test("webhooks are posted to addresses of this machine only", async () => {
    const receiver = world();
    await using target = await serve(receiver.simulator);
    const { simulator, shop } = world();
    const statuses: (number | undefined)[] = [];
    await using served = await serve(simulator, { onDelivered: (_, answered) => statuses.push(answered) });
    shop.deliver({ url: `${target.url}/orders`, headers: { "x-a": "b" }, body: '{"note":"hook"}' });
    shop.deliver({ url: "https://example.com/hook", headers: {}, body: "{}" });
    served.deliverWebhooks(5);
    await expect.poll(() => statuses).toEqual([200, undefined]);
    expect(receiver.simulator.rows("orders")).toMatchObject([{ note: "hook" }]);
  });
});

describe("simulatedSend", () => {
  test("silence and cut connections become RetryLater that may have been delivered, in virtual time", async () => {
    const { simulator, advance, now } = world();
    const send = simulatedSend({ "http://shop.test": simulator }, { now, advance: (ms) => void advance(ms) });
    const start = now();
    const request = { method: "GET", url: "http://shop.test/orders?skip=0", headers: {}, timeout: 9_000 } as const;
    expect(await send(request)).toMatchObject({ status: 200, receivedAt: start });
    simulator.faults.next("timeout");
    const failed = await send(request).catch((problem) => problem);
    expect(failed).toBeInstanceOf(RetryLater);
    expect(failed).toMatchObject({ delivered: "unknown", message: "GET /orders: no answer came" });
    expect(now()).toBe(start + 9_000);
    simulator.faults.next("slow");
    await send({ ...request, timeout: 100_000 });
    expect(now()).toBeGreaterThanOrEqual(start + 17_000);
    await expect(send({ ...request, url: "http://other.test/" })).rejects.toMatchObject({ delivered: "no" });
  });

  test("a run of 100,000 calls takes a moment", async () => {
    const { simulator, advance, now } = world();
    const send = simulatedSend({ "http://shop.test": simulator }, { now, advance: (ms) => void advance(ms) });
    simulator.seed(1_000);
    const start = performance.now();
    for (let n = 0; n < 100_000; n += 1) {
      await send({ method: "GET", url: `http://shop.test/orders?skip=${n % 1_000}`, headers: {} });
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  }, 20_000);
});
