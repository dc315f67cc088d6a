import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type ClientOptions,
  createTillbridge,
  TillbridgeProblem,
  TillbridgeUnreachable,
} from "../../../shared/client/index.ts";
import { ForgedEvent, verifyEvent } from "../../../shared/client/webhooks.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly authorization: string | null;
  readonly body: string;
}

type Reply = Response | Error;
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(
    status,
    { type: `/problems/${code}`, code, title: code, status, detail: `Because ${code}.`, instance: "/" },
    headers,
  );

/** An API that answers what it is told, one after the other, and remembers what it was asked. */
const scripted = (replies: readonly Reply[], options: Partial<ClientOptions> = {}) => {
  const asked: Asked[] = [];
  const pauses: number[] = [];
  const tillbridge = createTillbridge({
    ...{ url: "https://api.example", key: "secret" },
    ...options,
    surroundings: {
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        asked.push({
          method: request.method,
          path: pathname + search,
          key: request.headers.get("idempotency-key"),
          authorization: request.headers.get("authorization"),
          body: await request.text(),
        });
        const reply = replies[asked.length - 1];
        // A refusal: an outage would be waited out for ever.
        if (reply === undefined) return problem(418, "asked-more-often-than-the-script-says");
        if (reply instanceof Error) throw reply;
        return reply;
      },
      sleep: async (seconds) => void pauses.push(seconds),
      random: () => 1,
    },
  });
  return { tillbridge, asked, pauses };
};

const shops = { params: { query: { limit: 2 } } };
const caught = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => undefined,
    (error) => error,
  );

describe("lists", () => {
  test("go on with `next` as `cursor`, and keep the filters", async () => {
    const { tillbridge, asked } = scripted([
      json(200, { data: [{ id: "1" }, { id: "2" }], next: "a b" }),
      json(200, { data: [], next: "c" }),
      json(200, { data: [{ id: "3" }], next: null }),
    ]);
    const ids: string[] = [];
    for await (const { id } of tillbridge.list("/v1/shops", shops)) ids.push(id);
    expect(ids).toEqual(["1", "2", "3"]);
    expect(asked.map(({ path }) => path)).toEqual([
      "/v1/shops?limit=2",
      "/v1/shops?limit=2&cursor=a%20b",
      "/v1/shops?limit=2&cursor=c",
    ]);
    expect(asked[0]!.authorization).toBe("Bearer secret");
  });

  test("ask for no page more than is read", async () => {
    const { tillbridge, asked } = scripted([json(200, { data: [{ id: "1" }], next: "b" })]);
    for await (const _ of tillbridge.list("/v1/shops")) break;
    expect(asked).toHaveLength(1);
  });
});

describe("a refusal", () => {
  test("is an error with code, fields and request id", async () => {
    const body = {
      code: "invalid-query",
      detail: "No.",
      status: 400,
      requestId: "r1",
      errors: [{ field: "limit", message: "a number" }],
    };
    const error = await caught(scripted([json(400, body)]).tillbridge.get("/v1/shops"));
    expect(error).toBeInstanceOf(TillbridgeProblem);
    expect(error).toMatchObject({
      code: "invalid-query",
      status: 400,
      requestId: "r1",
      message: "No. (limit: a number)",
    });
  });

  test("by a server before the API has no code, and is told by its status", async () => {
    const { tillbridge, pauses } = scripted(Array.from({ length: 4 }, () => new Response("<html>", { status: 502 })));
    const error = await caught(tillbridge.get("/v1/shops"));
    expect(error).toMatchObject({ code: undefined, status: 502, message: "The API answered 502." });
    expect(pauses).toEqual([1, 2, 4]);
  });
});

describe("an id that is none", () => {
  test.each(["..", ".", "", "7/metadata", "../..", undefined])(
    "%j is refused by its name, and nothing is sent",
    async (id) => {
      const { tillbridge, asked } = scripted([]);
      const path = { shop: "s", resource: "customers", id: id as string };
      const calls = [
        tillbridge.get("/v1/shops/{shop}/orders/{id}", { params: { path } }),
        tillbridge.delete("/v1/shops/{shop}/customers/{id}", { params: { path } }),
        tillbridge.write("s", "invoices.update", { id: id as string, shipping: { note: "x" } }),
      ];
      for (const call of calls) expect((await caught(call)).message).toMatch(/^id: "/);
      const shop = id as string;
      expect((await caught(tillbridge.follow(shop).next())).message).toMatch(/^shop: "/);
      expect((await caught(tillbridge.write(shop, "orders.cancel", { id: "7" }))).message).toMatch(/^shop: "/);
      expect(asked).toEqual([]);
    },
  );
});

describe("asking again", () => {
  test("waits as long as `Retry-After` says", async () => {
    const { tillbridge, pauses } = scripted([
      problem(429, "quota-exceeded", { "retry-after": "7" }),
      json(200, { data: [], next: null }),
    ]);
    await tillbridge.get("/v1/shops");
    expect(pauses).toEqual([7]);
  });

  test("leaves a long wait to the caller", async () => {
    const { tillbridge, pauses } = scripted([problem(429, "quota-exceeded", { "retry-after": "61" })]);
    expect(await caught(tillbridge.get("/v1/shops"))).toMatchObject({ code: "quota-exceeded", retryAfter: 61 });
    expect(pauses).toEqual([]);
  });

  test("a write whose answer was lost comes again under the same key, with the same body", async () => {
    const { tillbridge, asked } = scripted([
      new TypeError("fetch failed"),
      json(200, { id: "w1", state: "succeeded" }),
    ]);
    const write = await tillbridge.write("my-shop", "orders.cancel", { id: "7" });
    expect(write.id).toBe("w1");
    expect(asked).toHaveLength(2);
    expect(asked[0]!.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(asked[1]).toEqual(asked[0]);
  });

  test("a route without idempotency keys is not asked twice after a lost answer", async () => {
    const { tillbridge, asked } = scripted([new TypeError("fetch failed")]);
    const error = await caught(tillbridge.post("/v1/keys", { body: { name: "crm", scope: "read" } }));
    expect(error).toBeInstanceOf(TillbridgeUnreachable);
    expect(error.message).toBe("https://api.example does not answer: fetch failed");
    expect(asked).toHaveLength(1);
    expect(asked[0]!.key).toBeNull();
  });

  test("ends with the caller's signal", async () => {
    const end = new AbortController();
    const { tillbridge } = scripted([new TypeError("fetch failed")]);
    end.abort(new Error("enough"));
    expect((await caught(tillbridge.get("/v1/shops", { signal: end.signal }))).message).toBe("enough");
  });
});

describe("a write", () => {
  test("asks the ledger until its outcome is known", async () => {
    const { tillbridge, asked, pauses } = scripted([
      json(202, { id: "w1", state: "sending" }),
      json(200, { id: "w1", state: "unknown" }),
      json(200, { id: "w1", state: "rejected" }),
    ]);
    const write = await tillbridge.write(
      "s",
      "orders.update",
      { id: "7", note: "x" },
      { idempotencyKey: "mine", wait: 30 },
    );
    expect(write.state).toBe("rejected");
    expect(asked.map(({ method, path, key }) => [method, path, key])).toEqual([
      ["PATCH", "/v1/shops/s/orders?wait=20", "mine"],
      ["GET", "/v1/shops/s/writes/w1?wait=20", null],
      ["GET", "/v1/shops/s/writes/w1?wait=20", null],
    ]);
    expect(JSON.parse(asked[0]!.body)).toEqual({ id: "7", note: "x" });
    expect(pauses).toEqual([1, 2]);
  });

  describe("that stays open", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
    afterEach(() => void vi.useRealTimers());

    /** The API's answers to a write and to the looks at it, each at once. */
    const waitFor = async (wait: number, look: () => Response) => {
      const pauses: number[] = [];
      let looks = 0;
      const tillbridge = createTillbridge({
        ...{ url: "https://api.example", key: "secret" },
        surroundings: {
          fetch: async ({ method }) => {
            if (method !== "GET") return json(202, { id: "w1", state: "unknown" });
            looks += 1;
            return look();
          },
          sleep: async (seconds) => {
            pauses.push(seconds);
            vi.setSystemTime(Date.now() + seconds * 1_000);
          },
        },
      });
      const write = await tillbridge.write("s", "orders.cancel", { id: "7" }, { wait });
      return { write, pauses, looks };
    };

    test("is looked at after one second, two, four and then each five, and no longer than was asked for", async () => {
      const { write, pauses, looks } = await waitFor(30, () => json(200, { id: "w1", state: "unknown" }));
      expect(write.state).toBe("unknown");
      expect(pauses).toEqual([1, 2, 4, 5, 5, 5, 5, 3]);
      expect(looks).toBe(8);
    });

    test("is waited for no longer where the API asks for a longer pause, and is told as it stands", async () => {
      const tooMany = () => problem(429, "quota-exceeded", { "retry-after": "40" });
      const { write, pauses, looks } = await waitFor(10, tooMany);
      expect(write).toMatchObject({ id: "w1", state: "unknown" });
      expect(pauses).toEqual([1, 9]);
      expect(looks).toBe(2);
    });

    test("is told as it stands after an outage, and a refusal is an error", async () => {
      const { write, pauses } = await waitFor(5, () => problem(503, "try-again"));
      expect([write.state, pauses]).toEqual(["unknown", [1, 2, 2]]);
      expect(await caught(waitFor(5, () => problem(403, "forbidden")))).toMatchObject({ code: "forbidden" });
    });
  });

  test("whose route has the id in its path leaves it out of the body", async () => {
    const { tillbridge, asked } = scripted([json(202, { id: "w1", state: "queued" })]);
    const write = await tillbridge.write("s", "invoices.update", { id: "a b?", shipping: { note: "x" } }, { wait: 0 });
    expect(write.state).toBe("queued");
    expect(asked[0]).toMatchObject({ path: "/v1/shops/s/invoices/a%20b%3F?wait=0", body: '{"shipping":{"note":"x"}}' });
  });
});

describe("the feed", () => {
  const change = (seq: number) => ({ seq, id: String(seq), type: "orders.added" });

  test("goes on through an outage, and tells of it", async () => {
    const { tillbridge, asked, pauses } = scripted(
      [
        json(200, { data: [change(1)], next: "b" }),
        problem(503, "try-again", { "retry-after": "3" }),
        new TypeError("fetch failed"),
        json(200, { data: [change(2)], next: "c" }),
        json(200, { data: [], next: "c" }),
      ],
      { retry: { attempts: 1 } },
    );
    const seen: unknown[] = [];
    const troubles: number[] = [];
    const options = { from: "a", once: true, onTrouble: (_: unknown, seconds: number) => void troubles.push(seconds) };
    for await (const { changes, next } of tillbridge.follow("s", options)) seen.push([changes[0]!.seq, next]);
    expect(seen).toEqual([
      [1, "b"],
      [2, "c"],
    ]);
    expect(pauses).toEqual(troubles);
    expect(troubles).toEqual([3, 4]);
    expect(asked.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("cursor"))).toEqual([
      "a",
      "b",
      "b",
      "b",
      "c",
    ]);
  });

  test("of all shops is asked again after the pause that it names, and at once where more is there", async () => {
    const end = new AbortController();
    const { tillbridge, asked, pauses } = scripted([
      json(200, { data: [change(1)], next: "b", pauseSeconds: 0 }),
      json(200, { data: [], next: "b", pauseSeconds: 7 }),
      json(200, { data: [change(2)], next: "c", pauseSeconds: 4 }),
    ]);
    for await (const { next } of tillbridge.followAll({ query: { shops: "s,t" }, signal: end.signal }))
      if (next === "c") end.abort();
    expect(pauses).toEqual([7, 4]);
    expect(asked.map(({ path }) => path)).toEqual([
      "/v1/changes?shops=s%2Ct",
      "/v1/changes?shops=s%2Ct&cursor=b",
      "/v1/changes?shops=s%2Ct&cursor=b",
    ]);
  });

  test("read once goes on behind answers in which a filter has left out everything, and says where it stands", async () => {
    const { tillbridge, asked, pauses } = scripted([
      json(200, { data: [], next: "b", pauseSeconds: 0 }),
      json(200, { data: [change(1)], next: "c", pauseSeconds: 0 }),
      json(200, { data: [], next: "d", pauseSeconds: 5 }),
    ]);
    const seen: unknown[] = [];
    const options = { from: "a", once: true, query: { resources: "orders" } };
    for await (const { changes, next } of tillbridge.followAll(options)) seen.push([changes.length, next]);
    expect(seen).toEqual([
      [0, "b"],
      [1, "c"],
      [0, "d"],
    ]);
    expect(asked).toHaveLength(3);
    expect(pauses).toEqual([]);
  });

  test("read once ends with the last changes, where the feed says that nothing more is there", async () => {
    const { tillbridge, asked } = scripted([json(200, { data: [change(1)], next: "b", pauseSeconds: 4 })]);
    for await (const _ of tillbridge.followAll({ from: "a", once: true }));
    expect(asked).toHaveLength(1);
  });

  test("that brings nothing and names no pause is not asked again at once", async () => {
    const end = new AbortController();
    const { tillbridge, pauses } = scripted([
      json(200, { data: [], next: "a", pauseSeconds: 0 }),
      json(200, { data: [change(1)], next: "b", pauseSeconds: 0 }),
    ]);
    for await (const _ of tillbridge.follow("s", { from: "a", signal: end.signal })) end.abort();
    expect(pauses).toEqual([4]);
  });

  test("is not asked at once after an outage whose `Retry-After` is nothing", async () => {
    const { tillbridge, pauses } = scripted(
      [problem(503, "try-again", { "retry-after": "0" }), json(200, { data: [], next: "a", pauseSeconds: 4 })],
      { retry: { attempts: 1 } },
    );
    for await (const _ of tillbridge.follow("s", { from: "a", once: true }));
    expect(pauses).toEqual([2]);
  });

  test("a refusal that no waiting mends ends it", async () => {
    const { tillbridge } = scripted([problem(410, "cursor-expired")]);
    const read = async () => {
      for await (const _ of tillbridge.follow("s", { from: "old" }));
    };
    expect(await caught(read())).toMatchObject({ code: "cursor-expired" });
  });

  test("an aborted signal ends it without an error", async () => {
    const end = new AbortController();
    const { tillbridge, asked } = scripted([json(200, { data: [change(1)], next: "b" })]);
    for await (const _ of tillbridge.follow("s", { signal: end.signal })) end.abort();
    expect(asked).toHaveLength(1);
  });
});

describe("an event", () => {
  const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
  const other = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;
  const body = JSON.stringify({ type: "orders.updated", data: { id: "1", note: "Nguyễn" } });
  const headersOf = (at: Date) => ({
    "Webhook-Id": "evt_1",
    "Webhook-Timestamp": String(Math.floor(at.getTime() / 1_000)),
    "Webhook-Signature": new Webhook(secret).sign("evt_1", at, body),
  });
  const headers = headersOf(new Date());

  test.each([
    ["text", body, headers],
    ["bytes", new TextEncoder().encode(body), headers],
    ["headers of fetch", body, new Headers(headers)],
    ["lists of headers", body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))],
  ])("signed with the secret is believed: %s", (_, received, its) => {
    const { id, event } = verifyEvent([other, secret], { headers: its, body: received });
    expect([id, event.type]).toEqual(["evt_1", "orders.updated"]);
  });

  test.each([
    ["another secret", other, body, headers],
    ["another body", secret, body.replace("1", "2"), headers],
    ["an old time", secret, body, headersOf(new Date(Date.now() - 400_000))],
    ["no headers", secret, body, {}],
    ["no secret", [], body, headers],
  ])("with %s is forged", (_, its, received, sent) => {
    expect(() => verifyEvent(its, { headers: sent, body: received })).toThrow(ForgedEvent);
  });
});
