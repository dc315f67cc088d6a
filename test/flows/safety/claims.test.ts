import { afterEach, beforeEach, expect, test } from "vitest";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { HOUR, MINUTE } from "../../../shared/core/time.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import { createBrowser } from "../shops/browser.ts";

const APP = { appId: "73", secretKey: "a-secret-key-that-somebody-claims-to-have" };

let now = 0;
let stack: TestStack;
let key: string;
const served: Served[] = [];

const tenantKey = async (id: string): Promise<string> => {
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: id } });
  const body = { name: "main", scope: "admin" };
  return (await stack.request("POST", `/v1/tenants/${id}/keys`, { key: operatorKey, body })).body.key;
};
const claim = (id: string, vendor = "nhanh-v3", by = key) =>
  stack.request("POST", "/v1/shops", { key: by, body: { id, vendor, name: id, credentials: APP } });
/** Everything that was ever written to the table. */
const written = () => stack.table.stream.flatMap(({ new: item }) => (item ? [item] : []));
const partitions = (): string[] => [...new Set(written().map(({ pk }) => pk))];

beforeEach(async () => {
  now = Date.parse("2026-11-20T08:00:00Z");
  stack = createTestStack({ clock: () => now });
  key = await tenantKey("acme");
});
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

test.each(["nhanh-v3", "nhanh-v2"])(
  "a claimed shop of %s has no secret, no webhook address, no route, and its keys are unreadable in the table",
  async (vendor) => {
    const answer = await claim("claimed", vendor);
    expect(answer.status).toBe(201);
    expect(answer.body.account).not.toContain(APP.appId);
    expect([...stack.secrets.keys()]).toEqual([]);
    expect(partitions().filter((pk) => /^(HOOK|APP)#/.test(pk))).toEqual([]);
    expect(JSON.stringify(written())).not.toContain(APP.secretKey);
    for (const [method, path] of [
      ["GET", "webhooks/instructions"],
      ["POST", "webhooks/rotate"],
      ["POST", "webhooks/register"],
      ["POST", "check"],
      ["POST", "pause"],
    ] as const) {
      const refused = await stack.request(method, `/v1/shops/claimed/${path}`, { key });
      expect([path, refused.status, refused.body.code]).toEqual([path, 409, "not-authorized"]);
    }
    expect((await stack.request("GET", "/v1/shops/claimed/budget", { key })).body.data).toEqual([]);
  },
);

test("a claimed shop ends by itself after an hour, with its link, and its id is free again", async () => {
  const { body } = await claim("claimed");
  const link = new URL(body.consentUrl).pathname;
  const late = async () => {
    now += 50 * MINUTE;
    return (await stack.request("POST", "/v1/shops/claimed/consent", { key })).body.consentUrl as string;
  };
  const again = new URL(await late()).pathname;
  expect((await createBrowser(stack).open(again)).status).toBe(303);
  await stack.tick();
  await stack.drain();
  expect((await stack.request("GET", "/v1/shops/claimed", { key })).status).toBe(200);
  now += 11 * MINUTE;
  expect((await createBrowser(stack).open(again)).status).not.toBe(303);
  await stack.tick();
  await stack.drain();
  expect((await stack.request("GET", "/v1/shops/claimed", { key })).status).toBe(404);
  expect((await createBrowser(stack).open(link)).status).not.toBe(303);
  expect(await stack.table.get(keys.claim({ tenant: "acme", shop: "claimed" }))).toBeUndefined();
  expect((await claim("claimed")).status).toBe(201);
});

test.each([
  ["nhanh-v3", createNhanhV3Simulator],
  ["nhanh-v2", createNhanhV2Simulator],
] as const)(
  "a claimed shop of %s whose owner agrees gets a secret and a route, and does not end",
  async (id, create) => {
    const simulator = create({ now: () => now, random: seededRandom(7), limits: false });
    simulator.seed(3);
    const server = await serve(simulator);
    served.push(server);
    const { appId, secretKey } = simulator.credentials as Record<string, unknown>;
    const body = {
      id: "shop",
      vendor: id,
      name: "x",
      credentials: { appId, secretKey },
      hosts: simulator.hosts(server.url),
    };
    const { consentUrl } = (await stack.request("POST", "/v1/shops", { key, body })).body;
    const browser = createBrowser(stack);
    expect((await browser.open(await browser.agree(consentUrl))).status).toBe(200);
    expect([...stack.secrets.keys()]).toEqual(["acme/shop"]);
    expect(partitions().filter((pk) => /^(HOOK|APP)#/.test(pk))).toHaveLength(2);
    now += 2 * HOUR;
    await stack.tick();
    expect((await stack.request("GET", "/v1/shops/shop", { key })).body.health).not.toBe("authorizing");
  },
);

test("shops of a tenant that wait for consent are bounded, also side by side, and leave room when they end", async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => claim(`claimed-${index}`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  expect((await claim("claimed", "nhanh-v3", await tenantKey("other"))).status).toBe(201);
  now += HOUR + MINUTE;
  await stack.tick();
  await stack.drain();
  expect((await claim("claimed-again")).status).toBe(201);
});

test("a claim of a known app is answered like one of an app that nobody has, and neither reaches the vendor", async () => {
  const simulator = createNhanhV3Simulator({ now: () => now, random: seededRandom(7), limits: false });
  simulator.seed(3);
  const server = await serve(simulator);
  served.push(server);
  const { appId, businessId } = simulator.credentials as Record<string, string>;
  const owned = { id: "owned", vendor: "nhanh-v3", name: "x", credentials: simulator.credentials };
  const hosts = simulator.hosts(server.url);
  expect((await stack.request("POST", "/v1/shops", { key, body: { ...owned, hosts } })).status).toBe(201);
  const stranger = await tenantKey("stranger");
  const calls = simulator.log.length;
  const told = async (id: string, credentials: object) => {
    const body = { id, vendor: "nhanh-v3", name: "x", credentials, hosts };
    const made = await stack.request("POST", "/v1/shops", { key: stranger, body });
    const seen = await Promise.all(
      ["", "/budget", "/webhooks", "/sync", "/deliveries"].map((path) =>
        stack.request("GET", `/v1/shops/${id}${path}`, { key: stranger }),
      ),
    );
    const text = JSON.stringify([made, ...seen].map(({ status, body: answer, headers }) => [status, answer, headers]));
    return text
      .replaceAll(id, "ID")
      .replace(/consent\/[\w-]{32}/g, "consent/TICKET")
      .replace(/"(r|requestId)":"?[\w-]+"?/g, "");
  };
  const known = await told("aaaa", { appId, businessId, secretKey: "invented" });
  const unknown = await told("bbbb", { appId: "999999", businessId: "888888", secretKey: "invented" });
  const plain = (text: string) =>
    text
      .replace(/r=\d+/g, "r=N")
      .replace(/"etag":"[^,}]*"/g, "")
      .replace(/request-id":"[^"]*"/g, "");
  expect(plain(known)).toBe(plain(unknown));
  expect(simulator.log.length).toBe(calls);
});
