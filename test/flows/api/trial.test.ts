import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createIsaleSimulator } from "../../../infra/sandbox/isale/index.ts";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createPancakeSimulator } from "../../../infra/sandbox/pancake/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

const TRIAL = 30;
const cases = [
  { vendor: "kiotviet", create: createKiotVietSimulator, wrong: { clientSecret: "invented" } },
  { vendor: "pancake", create: createPancakeSimulator, wrong: { apiKey: "invented" } },
  { vendor: "isale", create: createIsaleSimulator, wrong: { publicKey: "invented" } },
] as const;

let clock = Date.parse("2026-11-20T08:00:00Z");
let stack: TestStack;
let keys: Record<"owner" | "stranger", string>;

beforeEach(async () => {
  clock = Date.parse("2026-11-20T08:00:00Z");
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  stack = createTestStack({ clock: () => clock, pass, trialCallsPerMinute: TRIAL });
  const newKey = async (id: string): Promise<string> => {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
    const body = { name: "main", scope: "admin" };
    return (await stack.request("POST", `/v1/tenants/${id}/keys`, { key: operatorKey, body })).body.key;
  };
  keys = { owner: await newKey("owner"), stranger: await newKey("stranger") };
});

describe.each(cases)("$vendor: credentials that have proven nothing", ({ vendor, create, wrong }) => {
  let shop: Awaited<ReturnType<typeof serve>>;
  beforeEach(async () => {
    const simulator = create({ now: () => clock, random: seededRandom(3) });
    simulator.seed(5);
    shop = await serve(simulator);
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  const register = (key: string, changed: object = {}, id = "shop") =>
    stack.request("POST", "/v1/shops", {
      key,
      body: {
        id,
        vendor,
        name: "Shop",
        credentials: { ...shop.simulator.credentials, ...changed },
        settings: shop.simulator.settings,
        hosts: shop.simulator.hosts(shop.url),
      },
    });
  const left = async (): Promise<Record<string, number>> => {
    const { body } = await stack.request("GET", "/v1/shops/shop/budget", { key: keys.owner });
    return Object.fromEntries(
      body.data.map((row: { limit: string; operation?: string; left: number }) => [
        `${row.limit} ${row.operation ?? ""}`,
        row.left,
      ]),
    );
  };

  test("take nothing from the account that they name, and end after a few tries", async () => {
    expect((await register(keys.owner)).status).toBe(201);
    clock += 3_600_000;
    const before = await left();
    const statuses: number[] = [];
    const calls = shop.simulator.log.length;
    for (let attempt = 0; attempt < 100; attempt += 1) statuses.push((await register(keys.stranger, wrong)).status);
    expect(new Set(statuses)).toEqual(new Set([422, 429]));
    expect(shop.simulator.log.length - calls).toBeLessThanOrEqual(TRIAL);
    for (const [limit, count] of Object.entries(await left())) {
      // The address of the deployment is everybody's: there a try counts as one call.
      const most = limit.startsWith("ip") ? TRIAL : 0;
      expect(before[limit]! - count, limit).toBeLessThanOrEqual(most);
    }
    // The owner goes on as if nothing had happened.
    expect((await register(keys.owner, {}, "second")).status).toBe(201);
  });

  test("wait longer after twenty refusals within an hour, and are tried again later", async () => {
    const statuses: number[] = [];
    for (let minute = 0; minute < 40; minute += 1) {
      statuses.push((await register(keys.stranger, wrong)).status);
      clock += 61_000;
    }
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(21);
    expect(statuses.at(-1)).toBe(429);
    clock += 3_600_000;
    expect((await register(keys.stranger)).status).toBe(201);
  });
});

test("a shop that waits for its owner's consent shows nothing of the app that it names", async () => {
  const registered = await stack.request("POST", "/v1/shops", {
    key: keys.stranger,
    body: { id: "claimed", vendor: "nhanh-v3", name: "Claimed", credentials: { appId: "73", secretKey: "invented" } },
  });
  expect(registered.status).toBe(201);
  const { body } = await stack.request("GET", "/v1/shops/claimed/budget", { key: keys.stranger });
  expect(body).toEqual({ data: [], next: null });
});
