import { beforeEach, describe, expect, test } from "vitest";
import { createHandler as createWait } from "../../../functions/wait.ts";
import { type Api, createApi, type HandedOver, type HttpResult } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { SECOND } from "../../../shared/core/time.ts";
import { behindFront, frontHeaders } from "../../../shared/lambda/front.ts";
import { keys } from "../../../shared/stores/keys.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let now: number;
let stack: TestStack;
let key: string;
/** What the API is asked, and what happens in the tenant's shops while somebody waits. */
let asked: HandedOver[];
let answers: Api;
let meanwhile: (at: number) => Promise<unknown>;

const SHOP = { tenant: "acme", shop: "hanoi" };
const shop: Shop = {
  tenant: "acme",
  id: "hanoi",
  vendor: "isale",
  name: "Hanoi",
  health: "healthy",
  settings: {},
  account: "hanoi",
  hookToken: "hook",
  createdAt: "2026-11-20T00:00:00.000Z",
};
const store = async (id: string) => {
  const row = { id, modified: undefined, record: { id, note: id } as never, raw: { id } };
  await stack.deps.records.upsert(SHOP, "orders", [row], now);
  await stack.drain();
};

/** As the gateway hands it to the function, and the API's own instance behind it. */
const send = async (
  path: string,
  bearer = key,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ answer: HttpResult; body: any; seconds: number }> => {
  const context = { getRemainingTimeInMillis: () => 29_000 };
  const wait = createWait({
    ...stack.depsOf("wait"),
    sleep: async (milliseconds) => {
      now += milliseconds;
      await meanwhile(now);
    },
    askApi: (event) => {
      asked.push(event);
      return answers(event, context);
    },
  });
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const began = now;
  const requestContext = { http: { method: "GET" } };
  const answer = await wait(
    { rawPath, rawQueryString, headers: { authorization: `Bearer ${bearer}`, ...headers }, requestContext },
    context,
  );
  return { answer, body: JSON.parse(answer.body ?? "{}"), seconds: (now - began) / SECOND };
};

beforeEach(async () => {
  now = Date.UTC(2026, 10, 20);
  asked = [];
  meanwhile = async () => undefined;
  stack = createTestStack({ clock: () => now });
  answers = createApi(routes, stack.depsOf("api"));
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const made = { name: "main", scope: "admin" };
  key = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: made })).body.key;
  await stack.deps.shops.create(shop);
  await store("1");
});

const latest = async (path: string): Promise<string> => (await send(`${path}?cursor=latest`)).body.next;

describe.each(["/v1/changes", "/v1/shops/hanoi/changes"])("GET %s", (path) => {
  test("is answered by the API at once where something is there, or where nobody waits", async () => {
    expect((await send(`${path}?wait=20`)).body.data).toHaveLength(1);
    expect((await send(`${path}?cursor=${await latest(path)}`)).body.data).toEqual([]);
    expect(asked.map(({ waiter }) => waiter)).toEqual(asked.map(() => ({ since: now })));
  });

  test("waits outside of the API, which is asked once before and once when something has changed", async () => {
    const next = await latest(path);
    asked.length = 0;
    const changesAt = now + 5 * SECOND;
    meanwhile = async (at) => {
      if (at >= changesAt) meanwhile = async () => undefined;
      if (at >= changesAt) await store("2");
    };
    const { body, seconds } = await send(`${path}?cursor=${next}&wait=20`);
    expect(body.data).toMatchObject([{ id: "2" }]);
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThan(8);
    expect(asked).toHaveLength(2);
  });

  test("ends with the time, and names the pause after which a follower costs no more than others", async () => {
    const next = await latest(path);
    asked.length = 0;
    const { body, seconds } = await send(`${path}?cursor=${next}&wait=20`);
    expect(body.data).toEqual([]);
    expect(seconds).toBe(20);
    // 8 seconds for the request, and 2.5 for each second that was waited.
    expect(body.pauseSeconds).toBe(58);
    expect(asked).toHaveLength(2);
  });

  test("goes on waiting after a change of something else", async () => {
    const next = await latest(path);
    asked.length = 0;
    const began = now;
    meanwhile = async (at) => {
      if (at === began + SECOND / 4) await store("2");
    };
    const { body, seconds } = await send(`${path}?cursor=${next}&resources=products&wait=10`);
    expect(body.data).toEqual([]);
    expect(seconds).toBe(10);
    expect(asked).toHaveLength(2);
  });
});

test("behind a distribution, the API refuses what went past it, and takes what came through it", async () => {
  answers = behindFront("front-secret", answers) as Api;
  expect((await send("/v1/changes?wait=20")).answer.statusCode).toBe(421);
  const through = { [frontHeaders.secret]: "front-secret", [frontHeaders.viewer]: "203.0.113.9" };
  expect((await send("/v1/changes?wait=20", key, through)).answer.statusCode).toBe(200);
});

test("who has no key is refused by the API, and nobody waits", async () => {
  const { answer, seconds } = await send("/v1/changes?cursor=latest&wait=20", "tb_unknown");
  expect(answer.statusCode).toBe(401);
  expect(seconds).toBe(0);
});

test("a wait is paid once: its seconds when the request comes, and what it did not wait comes back", async () => {
  const leftOf = ({ answer }: { answer: HttpResult }) => Number(/r=(\d+)/.exec(String(answer.headers.ratelimit))![1]);
  const next = await latest("/v1/changes");
  // The first units of a minute are on credit, which the first wait uses up.
  const whole = leftOf(await send(`/v1/changes?cursor=${next}&wait=20`));
  expect(leftOf(await send(`/v1/changes?cursor=${next}&wait=20`))).toBe(whole - 21);
  expect(leftOf(await send(`/v1/changes?cursor=${next}`))).toBe(whole - 22);
});

test("a write that has no outcome yet is waited for outside of the API", async () => {
  const entry = (state: "queued" | "done") => ({
    ...{ id: "w1", ...SHOP, kind: "orders.create", operation: "orders.create", command: {}, entity: "new", place: "p" },
    ...{ state, attempts: 1, probes: 0, createdAt: now, requestHash: "h", closed: state === "done" },
  });
  const put = (state: "queued" | "done") =>
    stack.table.put({ pk: keys.writes(SHOP), sk: "w1", state, write: JSON.stringify(entry(state)) });
  await put("queued");
  const doneAt = now + 3 * SECOND;
  meanwhile = async (at) => {
    if (at >= doneAt) await put("done");
  };
  const { body, seconds } = await send("/v1/shops/hanoi/writes/w1?wait=20");
  expect(body.state).toBe("done");
  expect(seconds).toBeGreaterThanOrEqual(3);
  expect(seconds).toBeLessThan(4.1);
  expect(asked).toHaveLength(2);
});
