import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let clock: number;
let stack: TestStack;
let key: string;
const served: Served[] = [];

beforeEach(async () => {
  clock = Date.parse("2026-11-20T08:00:00Z");
  stack = createTestStack({
    clock: () => clock,
    pass: (milliseconds) => {
      clock += milliseconds;
    },
  });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  const body = { name: "main", scope: "admin" };
  key = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body })).body.key;
});
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

/** The operator's word holds everywhere within a minute. */
const setQuotas = async (quotas: Record<string, number>): Promise<void> => {
  const path = "/v1/operator/tenants/acme/quotas";
  expect((await stack.request("PUT", path, { key: operatorKey, body: quotas })).status).toBe(200);
  clock += 61_000;
};
const used = async (name: string): Promise<number> => {
  const { body } = await stack.request("GET", "/v1/quotas", { key });
  return body.data.find((quota: { name: string }) => quota.name === name).used;
};
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status);
const exceeded = (quota: string, limit: number, count = limit) => ({
  status: 409,
  body: { code: "quota-exceeded", quota, limit, used: count },
});

describe("endpoints", () => {
  const create = () => stack.request("POST", "/v1/endpoints", { key, body: { url: "https://a.example/hook" } });

  test("60 at once: exactly as many are made as the quota allows, and the others are told its name", async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, create));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(20);
    expect(statuses(answers).filter((status) => status === 409)).toHaveLength(40);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(exceeded("endpoints", 20));
    expect((await stack.request("GET", "/v1/endpoints", { key })).body.data).toHaveLength(20);
  });

  test("a removed one makes room, and the operator's word makes more", async () => {
    await setQuotas({ endpoints: 1 });
    const { id } = (await create()).body;
    expect(await create()).toMatchObject(exceeded("endpoints", 1));
    expect(await used("endpoints")).toBe(1);
    await stack.request("DELETE", `/v1/endpoints/${id}`, { key });
    expect(await used("endpoints")).toBe(0);
    expect(statuses([await create(), await create()])).toEqual([201, 409]);
    await setQuotas({ endpoints: 2 });
    expect(statuses([await create(), await create()])).toEqual([201, 409]);
  });
});

describe("keys", () => {
  const create = () => stack.request("POST", "/v1/keys", { key, body: { name: "another" } });

  test("many at once do not pass the quota, and the operator's count as well", async () => {
    await setQuotas({ keys: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, create));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(4);
    const body = { name: "from the operator" };
    expect(await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body })).toMatchObject(
      exceeded("keys", 5),
    );
  });

  test("a key can be rotated at the quota, but not without end", async () => {
    await setQuotas({ keys: 2 });
    const rotate = async () => {
      const { data } = (await stack.request("GET", "/v1/keys", { key })).body;
      const lasting = data.filter(({ expiresAt, name }: Record<string, string>) => !expiresAt && name === "another");
      return (await stack.request("POST", `/v1/keys/${lasting[0].id}/rotate`, { key, body: {} })).status;
    };
    expect((await create()).status).toBe(201);
    expect([await rotate(), await rotate(), await rotate()]).toEqual([201, 201, 409]);
    // The refused rotation has not begun to end the key.
    const { data } = (await stack.request("GET", "/v1/keys", { key })).body;
    expect(data.filter(({ expiresAt, name }: Record<string, string>) => !expiresAt && name === "another")).toHaveLength(
      1,
    );
    expect(await used("keys")).toBe(2);
    // The old ones have run out.
    clock += 86_400_000;
    expect(await rotate()).toBe(201);
  });

  test("a key that has ended makes room", async () => {
    await setQuotas({ keys: 2 });
    const { id } = (await create()).body;
    expect((await create()).status).toBe(409);
    await stack.request("DELETE", `/v1/keys/${id}`, { key });
    expect((await create()).status).toBe(201);
  });
});

describe("shops", () => {
  const unproven = (id: string) =>
    stack.request("POST", "/v1/shops", {
      key,
      body: { id, vendor: "nhanh-v3", name: id, credentials: { appId: "1", secretKey: "s".repeat(20) } },
    });

  test("many shops that have proven nothing at once do not pass the quota", async () => {
    await setQuotas({ unprovenShops: 4 });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => unproven(`shop-${index}`)));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(4);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(exceeded("unprovenShops", 4));
    expect([await used("shops"), await used("unprovenShops")]).toEqual([4, 4]);
    // What was refused has left no secret behind.
    expect(stack.secrets.size).toBeLessThanOrEqual(4);
  });

  test("a shop beyond the quota is refused before its vendor is asked; a removed one makes room at once", async () => {
    const simulator = createKiotVietSimulator({ now: () => clock, random: seededRandom(3) });
    simulator.seed(3);
    const shop = await serve(simulator);
    served.push(shop);
    const { credentials, settings } = simulator;
    const body = { vendor: "kiotviet", name: "Shop", credentials, settings, hosts: simulator.hosts(shop.url) };
    const register = (id: string) => stack.request("POST", "/v1/shops", { key, body: { ...body, id } });
    await setQuotas({ shops: 1 });
    expect((await register("one")).status).toBe(201);
    const asked = simulator.log.length;
    expect(await register("two")).toMatchObject(exceeded("shops", 1));
    expect(simulator.log).toHaveLength(asked);
    await stack.request("DELETE", "/v1/shops/one", { key });
    expect(await used("shops")).toBe(0);
    expect((await register("two")).status).toBe(201);
  });
});

describe("writes in line", () => {
  let count = 0;
  const open = async (): Promise<void> => {
    const simulator = createKiotVietSimulator({ now: () => clock, random: seededRandom(3) });
    simulator.seed(5);
    const shop = await serve(simulator);
    served.push(shop);
    const { credentials, settings } = simulator;
    const body = {
      id: "one",
      vendor: "kiotviet",
      name: "Shop",
      credentials,
      settings,
      hosts: simulator.hosts(shop.url),
    };
    expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
    await stack.drain();
  };
  const customer = () => ({ name: `Lan ${++count}`, phone: `09012345${String(count).padStart(2, "0")}` });
  const send = (body: unknown = customer(), idempotency = `key-${++count}`) =>
    stack.request("POST", "/v1/shops/one/customers", { key, body, headers: { "idempotency-key": idempotency } });

  test("many at once do not pass the quota, and the refusal says when it is worth asking again", async () => {
    await open();
    await setQuotas({ queuedWrites: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => send()));
    expect(statuses(answers).filter((status) => status === 202)).toHaveLength(5);
    const refused = answers.find(({ status }) => status !== 202)!;
    expect(refused).toMatchObject({ status: 429, body: { quota: "queuedWrites", limit: 5, used: 5 } });
    expect(refused.body.possibleAt).toBe(new Date(clock + 30_000).toISOString());
    expect(refused.headers["retry-after"]).toBe("30");
    expect(await used("queuedWrites")).toBe(5);
    await stack.drain();
    expect(await used("queuedWrites")).toBe(0);
    expect((await send()).status).toBe(202);
  });

  test("an array is taken whole or not at all; a repeated one takes no place again", async () => {
    await open();
    await setQuotas({ queuedWrites: 5 });
    const four = Array.from({ length: 4 }, customer);
    expect((await send(four, "four")).status).toBe(207);
    expect((await send(four, "four")).status).toBe(207);
    expect(await used("queuedWrites")).toBe(4);
    expect(await send(Array.from({ length: 2 }, customer))).toMatchObject({ status: 429, body: { used: 4 } });
    expect((await send(customer(), "one")).status).toBe(202);
    expect((await send({ name: 5 })).status).toBe(422);
    expect(await used("queuedWrites")).toBe(5);
  });

  test("a cancelled one makes room, and one that is told to try again needs room", async () => {
    await open();
    await setQuotas({ queuedWrites: 1 });
    const { id } = (await send()).body;
    expect((await send()).status).toBe(429);
    expect((await stack.request("POST", `/v1/shops/one/writes/${id}/cancel`, { key })).status).toBe(200);
    expect(await used("queuedWrites")).toBe(0);
    expect((await send()).status).toBe(202);
  });

  test("a removed shop's writes leave no count behind", async () => {
    await open();
    await send(Array.from({ length: 7 }, customer));
    expect(await used("queuedWrites")).toBe(7);
    await stack.request("DELETE", "/v1/shops/one", { key });
    clock += 900_000;
    await stack.tick();
    stack.queues.writes.splice(0);
    await stack.drain();
    expect(await used("queuedWrites")).toBe(0);
  });

  test("places that a crash has left taken are found when they are missed, not while a request may use them", async () => {
    await open();
    await setQuotas({ queuedWrites: 3 });
    expect(await stack.deps.usage.takeQueued("acme", 3, 3, clock)).toBe(true);
    expect((await send()).status).toBe(429);
    clock += 61_000;
    expect((await send()).status).toBe(202);
    expect(await used("queuedWrites")).toBe(1);
  });
});
