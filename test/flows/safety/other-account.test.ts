import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHandler as createSync } from "../../../functions/sync.ts";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { VendorSimulator } from "../../../infra/sandbox/types.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

const START = Date.parse("2026-11-20T08:00:00Z");
let now = START;
beforeEach(() => {
  now = START;
});
const OTHER_RETAILER = "another-shop";
const OTHER_BUSINESS = "999888";

const open = async (vendor: VendorId, seed: number) => {
  const simulator = (await simulators[vendor]!())({ now: () => START, random: seededRandom(seed), limits: false });
  simulator.seed(6);
  const server = await serve(simulator);
  served.push(server);
  return { simulator, hosts: simulator.hosts(server.url) };
};

const setUp = async (vendor: VendorId) => {
  const stack = createTestStack({ clock: () => now });
  const { send } = stack.deps;
  const ref = { tenant: "acme", shop: "shop" };
  // Two sandboxes have one name (KiotViet) or number (Nhanh v2) for every shop: the second server stands for another's.
  stack.deps.send = async (request) => {
    const real = String((await stack.deps.shops.get(ref))?.accountDetails?.businessId);
    const isOther = vendor === "nhanh-v2" && request.url.startsWith(String(other.hosts.api));
    const headers = Object.entries(request.headers).map(([name, value]) => [
      name,
      value === OTHER_RETAILER ? String(own.simulator.credentials.retailer) : value,
    ]);
    const answer = await send({
      ...request,
      headers: Object.fromEntries(headers),
      ...(isOther ? { body: request.body?.replaceAll(OTHER_BUSINESS, real) ?? "" } : {}),
    });
    return isOther ? { ...answer, body: answer.body.replaceAll(real, OTHER_BUSINESS) } : answer;
  };
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "acme" } });
  const made = { name: "main", scope: "admin" };
  const { key } = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: made })).body;
  const own = await open(vendor, 3);
  const other = await open(vendor, 4);
  const bodyOf = (
    { simulator, hosts }: { simulator: VendorSimulator; hosts: Readonly<Record<string, string>> },
    id = "shop",
  ) => ({
    id,
    vendor,
    name: "Shop",
    credentials: simulator.credentials,
    settings: simulator.settings,
    hosts,
  });
  expect((await stack.request("POST", "/v1/shops", { key, body: bodyOf(own) })).status).toBe(201);
  stack.queues.sync.splice(0);
  return { stack, key, own, other, bodyOf, ref };
};

/** The live cycle and what it hands on at once. */
const readOnce = async (stack: TestStack, ref: { tenant: string; shop: string }): Promise<void> => {
  const sync = createSync(stack.deps);
  let bodies: unknown[] = [{ type: "cycle", ...ref }];
  for (let round = 0; round < 3; round += 1) {
    for (const body of bodies)
      await sync(
        { Records: [{ messageId: "1", body: JSON.stringify(body) }] },
        { getRemainingTimeInMillis: () => 300_000 },
      );
    bodies = stack.queues.sync.splice(0).flatMap(({ body, delaySeconds = 0 }) => (delaySeconds > 0 ? [] : [body]));
  }
};

const credentialsOf = (simulator: VendorSimulator): Record<string, unknown> => ({
  ...simulator.credentials,
  ...(simulator.vendor === "kiotviet" ? { retailer: OTHER_RETAILER } : {}),
});

describe.each(["kiotviet", "nhanh-v3", "nhanh-v2", "pancake", "isale"] as const)("%s", (vendor) => {
  test("credentials of another account do not replace those of a shop", async () => {
    const { stack, key, own, other, ref } = await setUp(vendor);
    // The shop has read something: another key of iSale is known by that alone.
    await readOnce(stack, ref);
    const before = JSON.stringify(stack.secrets.get("acme/shop"));
    const put = (body: object) => stack.request("PUT", "/v1/shops/shop/credentials", { key, body });
    // What the reading has used of the limit is free again.
    now += MINUTE;
    await stack.deps.shops.change(ref, { hosts: other.hosts });
    const refused = await put(credentialsOf(other.simulator));
    expect([refused.status, refused.body.code], JSON.stringify(refused.body)).toEqual([409, "other-account"]);
    expect(JSON.stringify(stack.secrets.get("acme/shop"))).toBe(before);
    await stack.deps.shops.change(ref, { hosts: own.hosts });
    now += MINUTE;
    expect((await put(own.simulator.credentials)).status).toBe(200);
  });

  test("registering a second shop under a shop's id leaves its credentials alone", async () => {
    const { stack, key, other, bodyOf } = await setUp(vendor);
    const before = JSON.stringify(stack.secrets.get("acme/shop"));
    const again = { ...bodyOf(other), credentials: credentialsOf(other.simulator) };
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => stack.request("POST", "/v1/shops", { key, body: again })),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([409, "shop-exists"]));
    expect(JSON.stringify(stack.secrets.get("acme/shop"))).toBe(before);
  });

  test("of two registrations under one id at a time, one shop comes out, with its own credentials", async () => {
    const { stack, key, own, other, bodyOf } = await setUp(vendor);
    const bodies = [bodyOf(own, "new"), { ...bodyOf(other, "new"), credentials: credentialsOf(other.simulator) }];
    const answers = await Promise.all(bodies.map((body) => stack.request("POST", "/v1/shops", { key, body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const winner = bodies[answers.findIndex(({ status }) => status === 201)]!;
    const stored = stack.secrets.get("acme/new")?.credentials as Record<string, unknown>;
    for (const [name, value] of Object.entries(stored))
      if (name !== "accessToken") expect(value).toEqual(winner.credentials[name]);
  });

  test("a reconnection with invented keys draws from the tenant's trial, not from the account", async () => {
    const { stack, key, own } = await setUp(vendor);
    now += HOUR;
    stack.deps.config = { ...stack.deps.config, trialCallsPerMinute: 4 };
    const wrong = Object.fromEntries(
      Object.entries(own.simulator.credentials).map(([name, value]) => [
        name,
        /retailer|shopId|businessId|appId/.test(name) ? value : "invented-and-long-enough",
      ]),
    );
    const before = own.simulator.log.length;
    const statuses = new Set<number>();
    for (let time = 0; time < 20; time += 1)
      statuses.add((await stack.request("PUT", "/v1/shops/shop/credentials", { key, body: wrong })).status);
    expect([...statuses].sort()).toEqual([422, 429]);
    expect(own.simulator.log.length - before).toBeLessThanOrEqual(4);
  });
});
