import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator } from "../../../infra/sandbox/types.ts";
import { timeId } from "../../../shared/core/ids.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { renewalAddress, writeRenewal } from "../../../shared/usecases/shops/renewal.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { createBrowser } from "./browser.ts";

let now: number;
let stack: ReturnType<typeof createTestStack>;
let key: string;
const served: Served[] = [];

beforeEach(async () => {
  now = Date.parse("2026-09-15T03:00:00Z");
  stack = createTestStack({ clock: () => now });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme CRM" } });
  key = await newKey();
});
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

const newKey = async (): Promise<string> =>
  (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } }))
    .body.key;

const vendorOf = async (create: CreateSimulator, seed = 7) => {
  const simulator = create({ now: () => now, random: seededRandom(seed), limits: false });
  simulator.seed(6);
  const server = await serve(simulator);
  served.push(server);
  return { simulator, hosts: simulator.hosts(server.url) };
};

const newLink = async (body: object = {}) => {
  const answer = await stack.request("POST", "/v1/connect-links", { key, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as { id: string; url: string };
};

/** A browser that opened a link, with what its page may ask. */
const openLink = async (url: string) => {
  const browser = createBrowser(stack);
  const ticket = url.slice(url.lastIndexOf("/") + 1);
  const opened = await browser.send("POST", "/v1/connect/open", { ticket });
  const page = `connect ${opened.body.id}`;
  return {
    opened,
    browser,
    ask: (method: string, path = "", body?: unknown) =>
      browser.send(method, `/v1/connect${path}`, body, { "tillbridge-page": page }),
  };
};

describe("a link", () => {
  test("works in the browser that opened it first, again and again, and in no other", async () => {
    const { url } = await newLink();
    expect(url).toMatch(/^https:\/\/api\.example\/connect\/[\w-]{32}$/);
    const first = await openLink(url);
    expect(first.opened.status).toBe(200);
    expect(first.opened.cookies[0]).toMatch(
      /^__Host-tillbridge-connect-\w{22}=[\w-]{32}\.[\w-]{32}; Path=\/; Max-Age=7200; HttpOnly; SameSite=Strict; Secure$/,
    );
    const ticket = url.slice(url.lastIndexOf("/") + 1);
    expect((await first.browser.send("POST", "/v1/connect/open", { ticket })).status).toBe(200);
    const second = await openLink(url);
    expect(second.opened).toMatchObject({ status: 409, body: { code: "link-used" } });
    expect((await second.ask("GET")).status).toBe(401);
    expect((await first.ask("GET")).status).toBe(200);
  });

  test("opens for the browser whose answer was lost on the way, for five minutes, and for nobody without its word", async () => {
    const { url } = await newLink();
    const ticket = url.slice(url.lastIndexOf("/") + 1);
    const openWith = (attempt?: string) =>
      createBrowser(stack).send("POST", "/v1/connect/open", { ticket, ...(attempt ? { attempt } : {}) });
    const mine = "a".repeat(32);
    expect((await openWith(mine)).status).toBe(200);
    // The cookie of the first answer never arrived.
    const browser = createBrowser(stack);
    const again = await browser.send("POST", "/v1/connect/open", { ticket, attempt: mine });
    expect(again.status).toBe(200);
    const page = { "tillbridge-page": `connect ${again.body.id}` };
    expect((await browser.send("GET", "/v1/connect", undefined, page)).status).toBe(200);
    for (const other of [undefined, "b".repeat(32)])
      expect(await openWith(other)).toMatchObject({ status: 409, body: { code: "link-used" } });
    now += 5 * MINUTE + 1;
    expect(await openWith(mine)).toMatchObject({ status: 409, body: { code: "link-used" } });
  });

  test("ends after 30 minutes, and in the browser that opened it two hours later", async () => {
    const late = await newLink();
    now += 30 * MINUTE;
    expect((await openLink(late.url)).opened).toMatchObject({ status: 404, body: { code: "link-ended" } });
    const page = await openLink((await newLink()).url);
    now += 2 * HOUR - 1;
    expect((await page.ask("GET")).status).toBe(200);
    now += 1;
    expect((await page.ask("GET")).status).toBe(401);
  });

  test("shows the tenant's name and logo, and the systems that the tenant named", async () => {
    const logo = "data:image/png;base64,iVBORw0KGgo=";
    const set = await stack.request("PATCH", "/v1/tenants/acme", { key: operatorKey, body: { logo } });
    expect(set.body.name).toBe("Acme CRM");
    const page = await openLink((await newLink({ vendors: ["pancake", "isale"], language: "en" })).url);
    const { body } = await page.ask("GET");
    expect(body).toMatchObject({ tenant: { name: "Acme CRM", logo }, language: "en" });
    expect(body.vendors.map(({ id }: { id: string }) => id)).toEqual(["pancake", "isale"]);
    expect(body.shop).toBeUndefined();
  });

  test.each(["http://crm.example/back", "javascript:alert(1)", "https://user:word@crm.example", "https://10.0.0.1/"])(
    "does not lead back to %s",
    async (returnUrl) => {
      const answer = await stack.request("POST", "/v1/connect-links", { key, body: { returnUrl } });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "returnUrl" }] } });
    },
  );

  test("can do nothing but connect its shop, and a key cannot do what the page does", async () => {
    const page = await openLink((await newLink()).url);
    const page_ = { "tillbridge-page": `connect ${page.opened.body.id}` };
    for (const path of ["/v1/shops", "/v1/session", "/v1/quotas", "/v1/audit", "/v1/tenants"])
      expect((await page.browser.send("GET", path, undefined, page_)).status, path).toBe(403);
    expect((await stack.request("GET", "/v1/connect", { key })).status).toBe(403);
  });

  test("counts for nothing without the page's own header, or when another site sends it", async () => {
    const page = await openLink((await newLink()).url);
    const { id } = page.opened.body;
    const status = async (headers: Record<string, string>) =>
      (await page.browser.send("GET", "/v1/connect", undefined, headers)).status;
    expect(await status({ "tillbridge-page": `connect ${id}`, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await status({})).toBe(401);
    for (const site of ["cross-site", "same-site", "none"])
      expect(await status({ "tillbridge-page": `connect ${id}`, "sec-fetch-site": site }), site).toBe(401);
  });
});

describe("the owner of a shop with a key", () => {
  const connectKiotViet = async (more: object = {}) => {
    const vendor = await vendorOf(createKiotVietSimulator);
    const link = await newLink({ presets: { kiotviet: { hosts: vendor.hosts } }, ...more });
    return { ...(await openLink(link.url)), vendor };
  };

  test("connects it, sees the first copy grow and five orders of it, once", async () => {
    const page = await connectKiotViet({ metadata: { customer: "C-17" }, returnUrl: "https://crm.example/back?x=1" });
    const { credentials, settings } = page.vendor.simulator;
    const wanted = { vendor: "kiotviet", name: "Nhà thuốc Lan", credentials, settings };
    const made = await page.ask("POST", "/shop", wanted);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { id } = made.body.shop;
    expect(made.body).toMatchObject({
      returnUrl: "https://crm.example/back?x=1",
      shop: { name: "Nhà thuốc Lan", health: "healthy", reconnects: false },
    });
    expect((await stack.request("GET", `/v1/shops/${id}`, { key })).body.metadata).toEqual({ customer: "C-17" });
    expect((await page.ask("POST", "/shop", wanted)).body.code).toBe("link-spent");
    const { body: begun } = await page.ask("GET", "/progress");
    await stack.drain();
    const { body } = await page.ask("GET", "/progress");
    const stored = await stack.request("GET", `/v1/shops/${id}/orders?limit=5`, { key });
    expect(body.orders).toHaveLength(5);
    expect(body.orders.map(({ code }: { code: string }) => code)).toEqual(
      stored.body.data.map(({ code }: { code: string }) => code),
    );
    expect(Object.keys(body.orders[0]).sort()).toEqual(["code", "createdAt", "currency", "total"]);
    expect(body.orders[0].currency).toBe(stored.body.data[0].currency);
    // Of orders the details are read later: they are not complete before.
    const completeOf = (found: { resources: { resource: string; complete: boolean }[] }, name: string) =>
      found.resources.find(({ resource }) => resource === name)?.complete;
    expect([completeOf(begun, "locations"), completeOf(begun, "orders")]).toEqual([false, false]);
    expect([completeOf(body, "locations"), completeOf(body, "orders")]).toEqual([true, false]);
  });

  test("sees what is asked for, and shares less of it", async () => {
    const asked = { resources: ["orders", "customers", "products", "leads"] };
    const page = await connectKiotViet({ vendors: ["kiotviet", "isale"], ...asked });
    const { body: state } = await page.ask("GET");
    expect(state.vendors[0]).toMatchObject({ resources: ["products", "customers", "orders"], since: [] });
    expect(state.personalData).toBe("kept");
    const { credentials, settings } = page.vendor.simulator;
    const wanted = { vendor: "kiotviet", name: "Shop", credentials, settings };
    const more = await page.ask("POST", "/shop", { ...wanted, resources: ["orders", "invoices"] });
    expect(more).toMatchObject({ status: 400, body: { errors: [{ field: "resources" }] } });
    const choice = { resources: ["orders", "products"], personalData: "left-out" };
    const made = await page.ask("POST", "/shop", { ...wanted, ...choice });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { id } = made.body.shop;
    expect((await stack.request("GET", `/v1/shops/${id}`, { key })).body).toMatchObject(choice);
    await stack.drain();
    const { data } = (await stack.request("GET", `/v1/shops/${id}/sync`, { key })).body;
    expect(data.map(({ resource }: { resource: string }) => resource)).toEqual(["products", "orders"]);
    const paths = page.vendor.simulator.log.map(({ path }) => path);
    expect(paths.some((path) => path.includes("/products"))).toBe(true);
    expect(paths.filter((path) => path.includes("/customers"))).toEqual([]);
  });

  test("who shares all, shares also what the vendor offers tomorrow", async () => {
    const page = await connectKiotViet({ vendors: ["kiotviet"] });
    const { credentials, settings } = page.vendor.simulator;
    const { resources } = (await page.ask("GET")).body.vendors[0];
    const made = await page.ask("POST", "/shop", {
      vendor: "kiotviet",
      name: "Shop",
      credentials,
      settings,
      resources,
    });
    expect((await stack.request("GET", `/v1/shops/${made.body.shop.id}`, { key })).body.resources).toBeUndefined();
  });

  test("can neither go further back than the link, nor give what it asks not for", async () => {
    const link = { vendors: ["nhanh-v3"], since: "2026-06-01T00:00:00Z", personalData: "left-out" };
    const page = await openLink((await newLink(link)).url);
    const { body: state } = await page.ask("GET");
    expect(state.personalData).toBe("left-out");
    expect(state.vendors[0].since).toEqual(expect.arrayContaining(["orders", "invoices"]));
    expect(state.vendors[0].since).not.toContain("products");
    const faultOf = async (choice: object) =>
      (await page.ask("POST", "/shop", { vendor: "nhanh-v3", name: "S", credentials: {}, ...choice })).body.errors?.[0]
        .field;
    expect(await faultOf({ since: "2026-05-31T23:59:59Z" })).toBe("since");
    expect(await faultOf({ personalData: "kept" })).toBe("personalData");
  });

  test.each([
    [{ resources: ["nothing"] }, "resources"],
    [{ vendors: ["kiotviet", "isale"], resources: ["leads"] }, "resources"],
  ])("a link for %j is refused", async (body, field) => {
    const answer = await stack.request("POST", "/v1/connect-links", { key, body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test("is told which field is wrong, and nothing is stored", async () => {
    const page = await connectKiotViet();
    const { credentials } = page.vendor.simulator;
    const wrong = { vendor: "kiotviet", name: "Shop", credentials: { ...credentials, clientSecret: "wrong" } };
    expect(await page.ask("POST", "/shop", wrong)).toMatchObject({
      status: 422,
      body: { code: "credentials-refused" },
    });
    expect((await page.ask("GET")).body.shop).toBeUndefined();
    const other = await page.ask("POST", "/shop", { vendor: "kiotviet", name: "Shop", credentials: { retailer: "x" } });
    expect(other).toMatchObject({ status: 422, body: { code: "invalid-credentials" } });
  });

  test("withdraws at the same address, and can connect again", async () => {
    const page = await connectKiotViet();
    const { credentials, settings } = page.vendor.simulator;
    const wanted = { vendor: "kiotviet", name: "Shop", credentials, settings };
    const { id } = (await page.ask("POST", "/shop", wanted)).body.shop;
    expect((await page.ask("GET")).body.gone).toBeUndefined();
    const withdrawn = await page.ask("DELETE", "/shop");
    expect(withdrawn.body.shop).toBeUndefined();
    expect(withdrawn.body.gone).toEqual({ shop: id, canConnect: true });
    expect((await page.ask("GET")).body.gone).toEqual({ shop: id, canConnect: true });
    expect((await stack.request("GET", `/v1/shops/${id}`, { key })).body.health).toBe("removing");
    expect((await page.ask("POST", "/shop", wanted)).status).toBe(201);
    expect((await page.ask("GET")).body.gone).toBeUndefined();
    const { body } = await stack.request("GET", "/v1/audit?limit=20", { key });
    expect(body.data.map(({ by, action }: { by: string; action: string }) => `${by} ${action}`)).toContain(
      `link:${page.opened.body.id} shops.remove`,
    );
  });

  test("renews the access of a shop that was there before, and sees none of its orders by that", async () => {
    const vendor = await vendorOf(createKiotVietSimulator);
    const { credentials, settings } = vendor.simulator;
    const registered = { id: "one", vendor: "kiotviet", name: "One", credentials, settings, hosts: vendor.hosts };
    await stack.request("POST", "/v1/shops", { key, body: registered });
    await stack.drain();
    const before = (await stack.request("GET", "/v1/shops/one/sync", { key })).body.data;
    const page = await openLink((await newLink({ shop: "one" })).url);
    expect((await page.ask("GET")).body).toMatchObject({
      shop: { id: "one", reconnects: true },
      vendors: [{ id: "kiotviet" }],
    });
    const refused = await page.ask("PUT", "/credentials", { ...credentials, clientSecret: "wrong" });
    expect(refused.body.code).toBe("credentials-refused");
    expect((await page.ask("GET")).body.shop.reconnects).toBe(true);
    expect((await page.ask("PUT", "/credentials", { ...credentials })).body.shop.reconnects).toBe(false);
    expect((await page.ask("GET")).body.shop.reconnects).toBe(false);
    const another = await openLink((await newLink({ shop: "one" })).url);
    expect((await another.ask("GET")).body.shop.reconnects, "another link has renewed nothing").toBe(true);
    const after = (await stack.request("GET", "/v1/shops/one/sync", { key })).body.data;
    expect(after.map(({ cursor }: { cursor: string }) => cursor)).toEqual(
      before.map(({ cursor }: { cursor: string }) => cursor),
    );
    expect((await page.ask("GET", "/progress")).body.orders).toEqual([]);
    expect((await page.ask("POST", "/shop", { vendor: "kiotviet", name: "Two", credentials })).body.code).toBe(
      "link-spent",
    );
    const { body } = await page.ask("DELETE", "/shop");
    expect(body).toMatchObject({ gone: { shop: "one", canConnect: false } });
    expect(body.shop).toBeUndefined();
  });
});

describe("what the owner of a shop shares", () => {
  const connectChosen = async (choice: object, link: object = {}) => {
    const vendor = await vendorOf(createKiotVietSimulator);
    const presets = { kiotviet: { hosts: vendor.hosts } };
    const page = await openLink((await newLink({ vendors: ["kiotviet"], presets, ...link })).url);
    const { credentials, settings } = vendor.simulator;
    const made = await page.ask("POST", "/shop", { vendor: "kiotviet", name: "S", credentials, settings, ...choice });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return { page, id: made.body.shop.id as string, vendor };
  };
  const shopNow = async (id: string) => (await stack.request("GET", `/v1/shops/${id}`, { key })).body;
  const change = (id: string, body: object) => stack.request("PATCH", `/v1/shops/${id}`, { key, body });

  test("binds the tenant, who can copy less of it and nothing beyond it", async () => {
    const { id } = await connectChosen({ resources: ["orders", "products"], personalData: "left-out" });
    expect((await shopNow(id)).ownerShares).toMatchObject({
      resources: ["orders", "products"],
      personalData: "left-out",
    });
    expect(await change(id, { resources: ["orders", "customers"] })).toMatchObject({
      status: 403,
      body: { code: "not-shared", errors: [{ field: "resource", message: "customers" }] },
    });
    expect(await change(id, { personalData: "kept" })).toMatchObject({
      status: 403,
      body: { code: "not-shared", errors: [{ field: "personalData" }] },
    });
    expect((await change(id, { resources: ["orders"] })).body.resources).toEqual(["orders"]);
    // All means all that is shared.
    expect((await change(id, { resources: null })).body.resources).toEqual(["orders", "products"]);
  });

  test("is the owner's to change at a link, and what is taken back goes from the copy", async () => {
    const { page, id } = await connectChosen({});
    await stack.drain();
    const customers = async () => (await stack.request("GET", `/v1/shops/${id}/customers`, { key })).body.data.length;
    expect(await customers()).toBeGreaterThan(0);
    expect((await page.ask("GET")).body.shop.shared.resources).toContain("customers");
    const later = await openLink((await newLink({ shop: id })).url);
    const less = { resources: ["orders", "products"], personalData: "kept" };
    const changed = await later.ask("PUT", "/shared", less);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    expect(changed.body.shop.shared).toEqual({ resources: ["products", "orders"], personalData: "kept" });
    await stack.drain();
    expect(await customers()).toBe(0);
    // More again, and all again: the tenant is bound by the last word.
    expect((await later.ask("PUT", "/shared", { ...less, resources: ["orders", "customers"] })).status).toBe(200);
    now += MINUTE;
    await stack.tick();
    await stack.drain();
    expect(await customers()).toBeGreaterThan(0);
    expect((await shopNow(id)).ownerShares.resources).toEqual(["orders", "customers"]);
  });

  test("is at a link of the tenant no more than the tenant asks for", async () => {
    const { id } = await connectChosen({ resources: ["orders"] }, { resources: ["orders", "products"] });
    const later = await openLink((await newLink({ shop: id, resources: ["orders", "products"] })).url);
    const more = { resources: ["orders", "customers"], personalData: "kept" };
    expect(await later.ask("PUT", "/shared", more)).toMatchObject({
      status: 400,
      body: { errors: [{ field: "resources" }] },
    });
  });

  test("can only become less by the address in an event, and only once the access is proven", async () => {
    const { id, vendor } = await connectChosen({ resources: ["orders", "products"], personalData: "left-out" });
    const renewal = writeRenewal({ tenant: "acme", shop: id, at: now }, await stack.deps.readSigningKey());
    const browser = createBrowser(stack);
    const opened = await browser.send("POST", "/v1/connect/reopen", { renewal });
    const ask = (method: string, path = "", body?: unknown) =>
      browser.send(method, `/v1/connect${path}`, body, { "tillbridge-page": `connect ${opened.body.id}` });
    const { body: state } = await ask("GET");
    expect([state.vendors[0].resources, state.personalData]).toEqual([["products", "orders"], "left-out"]);
    const less = { resources: ["orders"], personalData: "left-out" };
    expect((await ask("PUT", "/shared", less)).body.code).toBe("renew-first");
    expect((await ask("PUT", "/credentials", { ...vendor.simulator.credentials })).status).toBe(200);
    expect((await ask("PUT", "/shared", { ...less, personalData: "kept" })).status).toBe(400);
    expect((await ask("PUT", "/shared", { ...less, resources: ["customers"] })).status).toBe(400);
    expect((await ask("PUT", "/shared", less)).body.shop.shared.resources).toEqual(["orders"]);
  });

  test("takes the stored webhooks of before along when it changes", async () => {
    const { id } = await connectChosen({});
    const partition = keys.deliveries({ tenant: "acme", shop: id });
    now += MINUTE;
    const delivery = { at: now, method: "POST", path: "/", query: "", headers: {}, bytes: 2, proven: true };
    const told = { ...delivery, id: timeId(now, Math.random), body: Buffer.from("{}") };
    await stack.deps.deliveries.add(partition, told);
    await stack.deps.deliveries.finish(partition, told.id, { state: "processed", at: now });
    now += MINUTE;
    const later = await openLink((await newLink({ shop: id })).url);
    await later.ask("PUT", "/shared", { resources: ["orders"], personalData: "kept" });
    await stack.drain();
    expect(await stack.deps.deliveries.get(partition, told.id)).toBeUndefined();
  });
});

describe("the address in an event", () => {
  const signingKey = "a signing key that is long enough to be one";
  const told = { tenant: "acme", shop: "one" };

  const registerOne = async () => {
    const vendor = await vendorOf(createKiotVietSimulator);
    const { credentials, settings } = vendor.simulator;
    const body = { id: "one", vendor: "kiotviet", name: "One", credentials, settings, hosts: vendor.hosts };
    expect((await stack.request("POST", "/v1/shops", { key, body })).status).toBe(201);
    return vendor;
  };
  const reopen = async (renewal: string) => {
    const browser = createBrowser(stack);
    const opened = await browser.send("POST", "/v1/connect/reopen", { renewal });
    const page = `connect ${opened.body.id}`;
    return {
      opened,
      ask: (method: string, path = "", body?: unknown) =>
        browser.send(method, `/v1/connect${path}`, body, { "tillbridge-page": page }),
    };
  };
  const renewalOf = async (at: number) => writeRenewal({ ...told, at }, await stack.deps.readSigningKey());

  test("is there in the three events about access alone, and the same each time they are sent", () => {
    const deps = { signingKey, publicUrl: "https://api.example" };
    const event = { id: "evt_1", at: now, shop: "one", data: {} };
    const addressOf = (type: string, data = {}) => renewalAddress("acme", { ...event, type, data }, deps);
    for (const type of ["shop.needs-reauth", "shop.credentials-expiring", "shop.sunset"]) {
      expect(addressOf(type)).toMatch(/^https:\/\/api\.example\/connect\/again#[\w-]+\.[\w-]{43}$/);
      expect(addressOf(type)).toBe(addressOf(type));
      expect(addressOf(type, { test: true })).toBeUndefined();
    }
    expect(addressOf("shop.degraded")).toBeUndefined();
  });

  test("opens in each browser, renews the access there, and keeps data and cursors", async () => {
    const { simulator } = await registerOne();
    await stack.drain();
    const cursors = async () =>
      (await stack.request("GET", "/v1/shops/one/sync", { key })).body.data.map(
        ({ cursor }: { cursor: string }) => cursor,
      );
    const before = await cursors();
    const renewal = await renewalOf(now);
    await reopen(renewal);
    const page = await reopen(renewal);
    expect((await page.ask("GET")).body.shop).toMatchObject({ id: "one", reconnects: true, canWithdraw: false });
    expect((await page.ask("PUT", "/credentials", { ...simulator.credentials })).status).toBe(200);
    expect(await cursors()).toEqual(before);
  });

  test("takes nothing away before the owner's access is proven in that very browser", async () => {
    const { simulator } = await registerOne();
    const renewal = await renewalOf(now);
    const stranger = await reopen(renewal);
    const owner = await reopen(renewal);
    expect(await stranger.ask("DELETE", "/shop")).toMatchObject({ status: 409, body: { code: "renew-first" } });
    await stranger.ask("PUT", "/credentials", { ...simulator.credentials, clientSecret: "a guess" });
    expect((await owner.ask("PUT", "/credentials", { ...simulator.credentials })).body.shop.canWithdraw).toBe(true);
    expect((await stranger.ask("DELETE", "/shop")).body.code).toBe("renew-first");
    expect((await owner.ask("DELETE", "/shop")).status).toBe(202);
    expect((await stack.request("GET", "/v1/shops/one", { key })).body.health).toBe("removing");
  });

  test("is worth nothing when it is changed, too old, or the shop's name is another shop's by now", async () => {
    await registerOne();
    const renewal = await renewalOf(now);
    const ofAnother = await renewalOf(now - 1);
    const [tellsOf = "", signature = ""] = renewal.split(".");
    const forged = Buffer.from(JSON.stringify(["acme", "two", now])).toString("base64url");
    for (const wrong of ["x", `${tellsOf}.`, `${forged}.${signature}`, `${tellsOf}.${"A".repeat(43)}`, ofAnother])
      expect((await reopen(wrong)).opened, wrong).toMatchObject({ status: 404, body: { code: "link-ended" } });
    now += 30 * DAY - 1;
    expect((await reopen(renewal)).opened.status).toBe(200);
    now += 1;
    expect((await reopen(renewal)).opened.status).toBe(404);
  });
});

describe("the owner of a shop at Nhanh", () => {
  const appOf = ({ credentials }: { credentials: object }) => {
    const { appId, secretKey } = credentials as Record<string, string>;
    return { appId, secretKey };
  };

  test("agrees at the vendor and comes back to the page, without typing what the tenant gave", async () => {
    const { simulator, hosts } = await vendorOf(createNhanhV3Simulator);
    const preset = { credentials: appOf(simulator), hosts };
    const page = await openLink((await newLink({ vendors: ["nhanh-v3"], presets: { "nhanh-v3": preset } })).url);
    const { body: state } = await page.ask("GET");
    expect(state.vendors[0]).toMatchObject({
      consent: true,
      given: ["appId", "secretKey"],
      returnAddress: "https://api.example/v1/return/nhanh",
    });
    expect(JSON.stringify(state)).not.toContain(preset.credentials.secretKey);
    const made = await page.ask("POST", "/shop", { vendor: "nhanh-v3", name: "Cửa hàng", credentials: {} });
    expect(made.body.shop.health).toBe("authorizing");
    const back = await page.browser.open(await page.browser.agree(made.body.consentUrl));
    expect(back.status).toBe(303);
    expect(back.headers.location).toBe(`/connect/back/${page.opened.body.id}/connected`);
    expect((await page.ask("GET")).body.shop.health).toBe("healthy");
  });

  test("hears on the page that no code came back, and begins again with a new consent", async () => {
    const { simulator, hosts } = await vendorOf(createNhanhV3Simulator);
    const preset = { credentials: appOf(simulator), hosts };
    const page = await openLink((await newLink({ presets: { "nhanh-v3": preset } })).url);
    const made = await page.ask("POST", "/shop", { vendor: "nhanh-v3", name: "Cửa hàng", credentials: {} });
    await page.browser.open(new URL(made.body.consentUrl).pathname);
    const back = await page.browser.open("/v1/return/nhanh");
    expect(back.headers.location).toBe(`/connect/back/${page.opened.body.id}/no-code`);
    const again = await page.ask("POST", "/consent");
    const done = await page.browser.open(await page.browser.agree(again.body.consentUrl));
    expect(done.headers.location).toBe(`/connect/back/${page.opened.body.id}/connected`);
  });

  test("moves the shop to the next version by one button and one consent", async () => {
    const old = await vendorOf(createNhanhV2Simulator);
    const next = await vendorOf(createNhanhV3Simulator);
    const registered = {
      ...{ id: "one", vendor: "nhanh-v2", name: "One", hosts: old.hosts },
      credentials: old.simulator.credentials,
    };
    const made = await stack.request("POST", "/v1/shops", { key, body: registered });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const preset = { credentials: appOf(next.simulator), hosts: next.hosts };
    const page = await openLink((await newLink({ shop: "one", presets: { "nhanh-v3": preset } })).url);
    expect((await page.ask("GET")).body.shop).toMatchObject({ successor: "nhanh-v3", sunset: "2026-11-30" });
    const begun = await page.ask("POST", "/migration");
    expect(begun).toMatchObject({ status: 202, body: { shop: { migration: "consent" } } });
    expect(begun.body.consentUrl).toMatch(/^https:\/\/api\.example\/v1\/consent\//);
  });
});
