import { beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../../../shared/core/time.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import { createBrowser } from "../shops/browser.ts";

let clock = Date.parse("2026-11-20T08:00:00Z");
let stack: TestStack;
let key: string;
const page = { "tillbridge-page": "console" };

beforeEach(async () => {
  stack = createTestStack({ clock: () => clock });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  key = await newKey("admin");
});

const newKey = async (scope: string): Promise<string> =>
  (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: scope, scope } })).body.key;

const signIn = async (secret: string) => {
  const browser = createBrowser(stack);
  const answer = await browser.send("POST", "/v1/session", undefined, { authorization: `Bearer ${secret}` });
  return { browser, answer, ask: (path: string) => browser.send("GET", path, undefined, page) };
};

describe("the console's cookie", () => {
  test("does what its key does, and shows nothing of the key", async () => {
    const { answer, ask } = await signIn(key);
    expect(answer.body).toEqual({ kind: "tenant", tenant: { id: "acme", name: "Acme" }, scope: "admin" });
    expect(answer.cookies[0]).toMatch(
      /^__Host-tillbridge-console=[\w-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect(answer.cookies[0]).not.toContain(key.slice(3, 12));
    expect((await ask("/v1/session")).body).toMatchObject({ kind: "tenant", scope: "admin" });
    expect((await ask("/v1/keys")).status).toBe(200);
    expect((await ask("/v1/tenants")).status).toBe(403);
  });

  test("signs an operator in as well", async () => {
    const { answer, ask } = await signIn(operatorKey);
    expect(answer.body).toEqual({ kind: "operator" });
    expect((await ask("/v1/tenants")).status).toBe(200);
  });

  test("counts for nothing without the page's own header, or when another site sends it", async () => {
    const { browser } = await signIn(key);
    const status = async (headers: Record<string, string>) =>
      (await browser.send("GET", "/v1/keys", undefined, headers)).status;
    expect(await status({})).toBe(401);
    expect(await status({ ...page, "sec-fetch-site": "same-origin" })).toBe(200);
    for (const site of ["cross-site", "same-site", "none"])
      expect(await status({ ...page, "sec-fetch-site": site }), site).toBe(401);
  });

  test("ends after twelve hours, with its key, and when the person signs out", async () => {
    const other = await newKey("read");
    const { ask } = await signIn(other);
    const [{ id }] = (await stack.request("GET", "/v1/keys", { key })).body.data.filter(
      ({ name }: { name: string }) => name === "read",
    );
    await stack.request("DELETE", `/v1/keys/${id}`, { key });
    clock += 15_000;
    expect((await ask("/v1/session")).status).toBe(401);

    const own = await signIn(key);
    clock += 12 * HOUR - 1;
    expect((await own.ask("/v1/session")).status).toBe(200);
    clock += 1;
    expect((await own.ask("/v1/session")).status).toBe(401);

    const leaving = await signIn(key);
    await leaving.browser.send("DELETE", "/v1/session");
    expect((await leaving.ask("/v1/session")).status).toBe(401);
  });

  test("cannot be made by hand, and no unknown key gets one", async () => {
    expect((await signIn("tb_unknown")).answer).toMatchObject({ status: 401, cookies: [] });
    const forged = await stack.request("GET", "/v1/session", {
      headers: { ...page, cookie: "__Host-tillbridge-console=AAAA" },
    });
    expect(forged.status).toBe(401);
  });
});

describe("a portal's token", () => {
  const withShops = async (body: object | undefined = undefined) => {
    const shop = {
      tenant: "acme",
      vendor: "isale",
      name: "Shop",
      health: "healthy",
      settings: {},
      account: "x",
    } as const;
    const createdAt = "2026-11-01T00:00:00.000Z";
    for (const id of ["one", "two"]) await stack.deps.shops.create({ ...shop, id, hookToken: id, createdAt });
    const made = await stack.request("POST", "/v1/shops/one/portal-tokens", { key, ...(body ? { body } : {}) });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body as { token: string; url: string };
  };

  test("for a site names it in the address, and knows it as well", async () => {
    const sites = ["https://crm.example"];
    const { token, url } = await withShops({ sites });
    expect(url).toBe(`https://api.example/portal?in=https%3A%2F%2Fcrm.example#${token}`);
    expect((await stack.request("GET", "/v1/session", { key: token })).body.sites).toEqual(sites);
    for (const site of ["*", "https://crm.example/path", "https://a.example; script-src *", "javascript:alert(1)"])
      expect(
        (await stack.request("POST", "/v1/shops/one/portal-tokens", { key, body: { sites: [site] } })).status,
        site,
      ).toBe(400);
  });

  test("reads its shop for an hour, and nothing else", async () => {
    const { token, url } = await withShops();
    expect(url).toBe(`https://api.example/portal#${token}`);
    const status = async (method: string, path: string) =>
      (await stack.request(method, path, { key: token, body: method === "GET" ? undefined : {} })).status;
    expect((await stack.request("GET", "/v1/session", { key: token })).body).toMatchObject({
      kind: "portal",
      shop: "one",
    });
    for (const path of ["", "/sync", "/orders", "/writes", "/budget"])
      expect(await status("GET", `/v1/shops/one${path}`), path).toBe(200);
    for (const path of ["/v1/shops/two", "/v1/shops", "/v1/shops/one/orders?raw=true", "/v1/keys", "/v1/audit"])
      expect(await status("GET", path), path).toBe(403);
    for (const path of ["/v1/shops/one/pause", "/v1/shops/one/portal-tokens"])
      expect(await status("POST", path), path).toBe(403);
    expect((await signIn(token)).answer.status).toBe(403);
    clock += HOUR;
    expect(await status("GET", "/v1/shops/one")).toBe(401);
  });

  test("ends with the key that asked for it", async () => {
    const { token } = await withShops();
    const [{ id }] = (await stack.request("GET", "/v1/keys", { key })).body.data;
    await stack.request("DELETE", `/v1/keys/${id}`, { key });
    clock += 15_000;
    expect((await stack.request("GET", "/v1/shops/one", { key: token })).status).toBe(401);
  });
});
