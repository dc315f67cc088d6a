import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNhanhV2Simulator } from "../../../infra/sandbox/nhanh-v2/index.ts";
import { createNhanhV3Simulator } from "../../../infra/sandbox/nhanh-v3/index.ts";
import type { Served } from "../../../infra/sandbox/serve.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import type { CreateSimulator, VendorSimulator } from "../../../infra/sandbox/types.ts";
import { COOKIE_TIME } from "../../../shared/usecases/shops/consent-cookie.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";
import { createBrowser } from "./browser.ts";

const RETURN = "/v1/return/nhanh";

const served: Served[] = [];
afterEach(async () => {
  for (const one of served.splice(0)) await one[Symbol.asyncDispose]();
});

const createWorld = async () => {
  let now = Date.parse("2026-09-15T03:00:00Z");
  const stack = createTestStack({ clock: () => now });
  const logged: string[] = [];
  stack.deps.log = (level, message, fields) => void logged.push(JSON.stringify({ level, message, fields }));
  const tenant = async (id: string) => {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id, name: `Software <${id}>` } });
    const made = await stack.request("POST", `/v1/tenants/${id}/keys`, {
      key: operatorKey,
      body: { name: "main", scope: "admin" },
    });
    return made.body.key as string;
  };
  const keys = { acme: await tenant("acme"), evil: await tenant("evil") };

  const vendorOf = async (create: CreateSimulator, seed = 7) => {
    const simulator = create({ now: () => now, random: seededRandom(seed), limits: false });
    simulator.seed(5);
    const server = await serve(simulator);
    served.push(server);
    return { simulator, hosts: simulator.hosts(server.url) };
  };
  type AtVendor = Awaited<ReturnType<typeof vendorOf>>;
  const appOf = (simulator: VendorSimulator) => {
    const { appId, secretKey } = simulator.credentials as Record<string, unknown>;
    return { appId, secretKey };
  };
  const register = async (
    owner: keyof typeof keys,
    id: string,
    { simulator, hosts }: AtVendor,
    more: Record<string, unknown> = {},
  ): Promise<string> => {
    const body = { id, vendor: simulator.vendor, name: `Shop ${id} & co`, hosts };
    const credentials = { ...appOf(simulator), ...more };
    const answer = await stack.request("POST", "/v1/shops", { key: keys[owner], body: { ...body, credentials } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body.consentUrl;
  };
  const health = async (owner: keyof typeof keys, id: string): Promise<string> =>
    (await stack.request("GET", `/v1/shops/${id}`, { key: keys[owner] })).body.health;
  const linkOf = async (owner: keyof typeof keys, id: string): Promise<string> =>
    (await stack.request("POST", `/v1/shops/${id}/consent`, { key: keys[owner] })).body.consentUrl;
  return {
    stack,
    logged,
    keys,
    vendorOf,
    appOf,
    register,
    health,
    linkOf,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    now: () => now,
  };
};

/** Connects the shop `one` of acme. */
const connect = async (
  world: Awaited<ReturnType<typeof createWorld>>,
  consentUrl: string,
): Promise<{ grants: Readonly<Record<string, unknown>> | undefined }> => {
  const browser = createBrowser(world.stack);
  expect((await browser.open(await browser.agree(consentUrl))).status).toBe(200);
  return { grants: world.stack.secrets.get("acme/one")?.session?.grants };
};

describe.each([
  ["Nhanh v3", createNhanhV3Simulator],
  ["Nhanh v2", createNhanhV2Simulator],
] as const)("the owner's consent at %s", (_name, create) => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  let vendor: Awaited<ReturnType<typeof world.vendorOf>>;
  let consentUrl: string;
  beforeEach(async () => {
    world = await createWorld();
    vendor = await world.vendorOf(create);
    consentUrl = await world.register("acme", "one", vendor);
  });
  const connected = () => world.health("acme", "one");

  test("the vendor sees one address for every shop, and nothing of ours but the app's number", async () => {
    const second = await world.register("evil", "two", vendor);
    const locations = await Promise.all(
      [consentUrl, second].map(async (url) => {
        expect(url).toMatch(/^https:\/\/api\.example\/v1\/consent\/[\w-]{32}$/);
        return (await createBrowser(world.stack).open(new URL(url).pathname)).headers.location;
      }),
    );
    expect(locations[0]).toBe(locations[1]);
    expect(new URL(locations[0]!).searchParams.get("returnLink")).toBe(`https://api.example${RETURN}`);
  });

  test("the start page sets a signed cookie that scripts, other sites and plain http do not get", async () => {
    const begun = await createBrowser(world.stack).open(new URL(consentUrl).pathname);
    expect(begun.status).toBe(303);
    expect(begun.cookies).toHaveLength(1);
    expect(begun.cookies[0]).toMatch(
      /^__Host-tillbridge-consent-[0-9a-f]{12}=[\w-]+\.[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test("the owner comes back and the shop is connected; the page says so in both languages", async () => {
    const browser = createBrowser(world.stack);
    const page = await browser.open(await browser.agree(consentUrl));
    expect(page.status).toBe(200);
    expect(await connected()).toBe("healthy");
    expect(page.body).toContain("Cửa hàng đã được kết nối");
    expect(page.body).toContain("The shop is connected");
    expect(page.body).toContain("Shop one &amp; co");
    expect(page.body).toContain("Software &lt;acme&gt;");
    expect(browser.cookies.size).toBe(0);
  });

  test("a return without the cookie, or with one that another shop's browser got, connects nothing", async () => {
    const owner = createBrowser(world.stack);
    const back = await owner.agree(consentUrl);
    const stranger = await createBrowser(world.stack).open(back);
    expect(stranger.status).toBe(400);
    expect(stranger.body).toContain("Để bắt đầu lại");
    expect(stranger.body).toContain("To begin again");
    expect(await connected()).toBe("authorizing");
    // The owner's code is still good: the stranger has not spent it.
    expect((await owner.open(back)).status).toBe(200);
  });

  test("an attacker's return link opened by a victim who began nothing connects nothing", async () => {
    const attacker = createBrowser(world.stack);
    const link = await attacker.agree(await world.register("evil", "bait", vendor));
    const victim = createBrowser(world.stack);
    expect((await victim.open(link)).status).toBe(400);
    expect(await world.health("evil", "bait")).toBe("authorizing");
    expect(await connected()).toBe("authorizing");
  });

  test("an attacker's code in the browser of a victim who consents again cannot swap the shop", async () => {
    const other = await world.vendorOf(create, 99);
    const victim = createBrowser(world.stack);
    await victim.open(await victim.agree(consentUrl));
    const account = (await world.stack.deps.shops.find({ tenant: "acme", shop: "one" })).account;
    // The victim stands at the vendor's page; the attacker's business has agreed to an app as well.
    await victim.agree(await world.linkOf("acme", "one"));
    const attacker = createBrowser(world.stack);
    const link = await attacker.agree(await world.register("evil", "bait", other));
    const page = await victim.open(link);
    expect([409, 422]).toContain(page.status);
    expect((await world.stack.deps.shops.find({ tenant: "acme", shop: "one" })).account).toBe(account);
  });

  test("a victim's return link opened by an attacker, who has begun a consent with another key, connects nothing", async () => {
    const victim = createBrowser(world.stack);
    const link = await victim.agree(consentUrl);
    const attacker = createBrowser(world.stack);
    const bait = await world.register("evil", "bait", vendor, { secretKey: "a-key-that-is-not-the-apps" });
    await attacker.open(new URL(bait).pathname);
    const page = await attacker.open(link);
    expect(page.status).toBe(422);
    expect(await world.health("evil", "bait")).toBe("authorizing");
    expect((await victim.open(link)).status).toBe(200);
    expect(await connected()).toBe("healthy");
  });

  test("a wrong code, a refusal and an absent code do not use the consent up", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const wrong = await browser.open(`${RETURN}?accessCode=0123456789abcdef`);
    expect(wrong.status).toBe(422);
    expect(wrong.body).not.toContain("0123456789abcdef");
    expect((await browser.open(RETURN)).status).toBe(400);
    expect((await browser.open(`${RETURN}?accessCode=`)).status).toBe(400);
    expect(await connected()).toBe("authorizing");
    expect((await browser.open(back)).status).toBe(200);
    expect(await connected()).toBe("healthy");
  });

  test("an outage of the vendor does not use the consent up", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const { send } = world.stack.deps;
    const answered = { status: 502, headers: {}, body: "Bad gateway", receivedAt: world.now() };
    Object.assign(world.stack.deps, { send: async () => answered });
    const away = await browser.open(back);
    expect(away.status).toBe(503);
    Object.assign(world.stack.deps, { send });
    expect((await browser.open(back)).status).toBe(200);
    expect(await connected()).toBe("healthy");
  });

  test("state and cookie of a consent that succeeded are good for nothing more", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const stolen = new Map(browser.cookies);
    expect((await browser.open(back)).status).toBe(200);
    const session = world.stack.secrets.get("acme/one")?.session?.token;
    const thief = createBrowser(world.stack);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    const fresh = await createBrowser(world.stack).agree(await world.linkOf("acme", "one"));
    expect((await thief.open(fresh)).status).toBe(400);
    expect((await thief.open(new URL(consentUrl).pathname)).status).toBe(404);
    expect(world.stack.secrets.get("acme/one")?.session?.token).toBe(session);
  });

  test("a page that is loaded twice at once spends its code once", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const before = vendor.simulator.log.length;
    const twin = createBrowser(world.stack);
    for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
    const pages = await Promise.all([browser.open(back), twin.open(back)]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 409]);
    const signIns = vendor.simulator.log
      .slice(before)
      .filter(({ path }) => /access_?token/i.test(path) && !/check/.test(path));
    expect(signIns).toHaveLength(1);
    expect((await twin.open(back)).status).toBe(400);
    expect(await connected()).toBe("healthy");
  });

  test("a code that was used for one shop opens no second one", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    await browser.open(back);
    await browser.open(new URL(await world.register("acme", "two", vendor)).pathname);
    expect((await browser.open(back)).status).toBe(422);
    expect(await world.health("acme", "two")).toBe("authorizing");
  });

  test("a cookie ends after half an hour, a link after an hour", async () => {
    const browser = createBrowser(world.stack);
    await browser.open(new URL(consentUrl).pathname);
    world.advance(COOKIE_TIME);
    const back = await createBrowser(world.stack).agree(consentUrl);
    expect((await browser.open(back)).status).toBe(400);
    expect(await connected()).toBe("authorizing");
    world.advance(COOKIE_TIME + 1);
    const late = await browser.open(new URL(consentUrl).pathname);
    expect(late.status).toBe(404);
    expect(late.cookies).toEqual([]);
  });

  test("a cookie that we did not sign is worth nothing", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const [[name, value] = ["", ""]] = browser.cookies;
    const [content = "", signature = ""] = value.split(".");
    const ticket = new URL(consentUrl).pathname.split("/").at(-1)!;
    const longer = Buffer.from(JSON.stringify([ticket, world.now() + 10 * COOKIE_TIME])).toString("base64url");
    const sign = (key: string, text: string) => createHmac("sha256", key).update(text).digest("base64url");
    const forged = [
      content,
      `${content}.`,
      `${content}.${signature.slice(1)}`,
      `${content}.${signature}.x`,
      `${longer}.${signature}`,
      `${content}.${sign("another key", JSON.stringify(["consent", content]))}`,
      // The right key, for another purpose: what signs endpoints' secrets signs no consent.
      `${content}.${sign("signing-key-of-the-tests-0123456789", JSON.stringify(["endpoint", content]))}`,
      `.${sign("", JSON.stringify(["consent", ""]))}`,
      "%",
    ];
    for (const one of forged) {
      const forger = createBrowser(world.stack);
      forger.cookies.set(name, one);
      expect((await forger.open(back)).status, one).toBe(400);
    }
    // A good value under a name of the forger's choice could hide among others.
    const renamed = createBrowser(world.stack);
    renamed.cookies.set("tillbridge-consent-000000000000", value);
    expect((await renamed.open(back)).status).toBe(400);
    expect(await connected()).toBe("authorizing");
  });

  test("two consents in two tabs connect nothing by guessing, and can be begun again one after the other", async () => {
    const browser = createBrowser(world.stack);
    const two = await world.register("acme", "two", vendor);
    const back = await browser.agree(consentUrl);
    await browser.agree(two);
    const page = await browser.open(back);
    expect(page.status).toBe(409);
    expect(page.body).toContain("Shop two &amp; co");
    expect(await connected()).toBe("authorizing");
    expect(await world.health("acme", "two")).toBe("authorizing");
    expect((await browser.open(await browser.agree(two))).status).toBe(200);
    expect(await world.health("acme", "two")).toBe("healthy");
    expect((await browser.open(await browser.agree(consentUrl))).status).toBe(200);
  });

  test("two links of one shop in two tabs are one consent", async () => {
    const browser = createBrowser(world.stack);
    await browser.agree(await world.linkOf("acme", "one"));
    expect((await browser.open(await browser.agree(consentUrl))).status).toBe(200);
    expect(await connected()).toBe("healthy");
  });

  test("a link does not outlive its shop, whatever has its name later", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    await world.stack.request("DELETE", "/v1/shops/one", { key: world.keys.acme });
    expect((await browser.open(back)).status).toBe(400);
    expect((await browser.open(new URL(consentUrl).pathname)).status).toBe(404);
    await world.stack.drain();
    world.advance(11 * 60_000);
    await world.stack.tick();
    await world.stack.drain();
    await world.register("acme", "one", vendor);
    const returned = createBrowser(world.stack);
    for (const [name, value] of browser.cookies) returned.cookies.set(name, value);
    expect((await returned.open(back)).status).toBe(400);
    expect((await returned.open(new URL(consentUrl).pathname)).status).toBe(404);
    expect(await connected()).toBe("authorizing");
  });

  test("a shop that names its business takes no other's consent, from the first one on", async () => {
    const { grants } = await connect(world, consentUrl);
    const browser = createBrowser(world.stack);
    const wrong = await world.register("acme", "two", vendor, { businessId: String(Number(grants?.businessId) + 1) });
    expect((await browser.open(await browser.agree(wrong))).status).toBe(409);
    expect(await world.health("acme", "two")).toBe("authorizing");
    const right = await world.register("acme", "three", vendor, { businessId: String(grants?.businessId) });
    browser.cookies.clear();
    expect((await browser.open(await browser.agree(right))).status).toBe(200);
  });

  test("consenting again with another business changes nothing", async () => {
    const browser = createBrowser(world.stack);
    await browser.open(await browser.agree(consentUrl));
    const before = structuredClone(world.stack.secrets.get("acme/one"));
    const grants = { ...before?.session?.grants, businessId: "1" };
    world.stack.secrets.set("acme/one", { ...before!, session: { ...before!.session!, grants } });
    const page = await browser.open(await browser.agree(await world.linkOf("acme", "one")));
    expect(page.status).toBe(409);
    expect(page.body).toContain("another shop");
    expect(world.stack.secrets.get("acme/one")?.session?.token).toBe(before?.session?.token);
  });

  test("every page is closed to scripts, frames and caches, passes no address on and holds no secret", async () => {
    const browser = createBrowser(world.stack);
    const back = await browser.agree(consentUrl);
    const code = new URL(back, "https://x").searchParams.get("accessCode")!;
    const ticket = new URL(consentUrl).pathname.split("/").at(-1)!;
    const twin = new Map(browser.cookies);
    const pages = [
      await createBrowser(world.stack).open(back),
      await browser.open(RETURN),
      await browser.open(`${RETURN}?accessCode=0123456789abcdef`),
      await browser.open("/v1/return/elsewhere?accessCode=0123456789abcdef"),
      await browser.open("/v1/consent/unknown"),
      await browser.open(back),
    ];
    Object.assign(world.stack.depsOf("api").shops, {
      readConsent: () => Promise.reject(new Error(`the table is away, ${code}`)),
    });
    const broken = createBrowser(world.stack);
    for (const [name, value] of twin) broken.cookies.set(name, value);
    pages.push(await broken.open(back), await broken.open(new URL(consentUrl).pathname));
    expect(pages.map(({ status }) => status)).toEqual([400, 400, 422, 400, 404, 200, 500, 500]);
    const app = world.appOf(vendor.simulator);
    const secrets = [code, ticket, String(app.secretKey), ...[...twin.values()], "0123456789abcdef"];
    for (const { headers, body, status } of pages) {
      expect(headers, String(status)).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      });
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-[^']+'$/,
      );
      expect(body).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=|<img|<link|https?:/i);
      expect(body).toContain('lang="vi"');
      expect(body).toContain('lang="en"');
      for (const secret of secrets) expect(body).not.toContain(secret);
    }
    expect(world.logged.length).toBeGreaterThan(0);
    for (const line of world.logged) for (const secret of secrets) expect(line).not.toContain(secret);
  });
});

test("where the API has no https address, a real shop is told so and a sandbox shop is not", async () => {
  const world = await createWorld();
  Object.assign(world.stack.deps.config, { publicUrl: "http://127.0.0.1:8480" });
  try {
    const credentials = { appId: "1", secretKey: "a-secret-key" };
    const real = { id: "real", vendor: "nhanh-v3", name: "Real", credentials };
    const answer = await world.stack.request("POST", "/v1/shops", { key: world.keys.acme, body: real });
    expect(answer.body).toMatchObject({ returnAddress: `http://127.0.0.1:8480${RETURN}` });
    expect(answer.body.notice).toContain("--public-url");
    const begun = await createBrowser(world.stack).open(new URL(answer.body.consentUrl).pathname);
    // A cookie that only https may carry would never come back.
    expect(begun.cookies[0]).toMatch(/^tillbridge-consent-.*SameSite=Lax$/);
    const vendor = await world.vendorOf(createNhanhV3Simulator);
    const body = {
      vendor: "nhanh-v3",
      name: "Sandbox",
      hosts: vendor.hosts,
      credentials: world.appOf(vendor.simulator),
    };
    const sandbox = await world.stack.request("POST", "/v1/shops", { key: world.keys.acme, body });
    expect(sandbox.body.notice).toBeUndefined();
  } finally {
    Object.assign(world.stack.deps.config, { publicUrl: "https://api.example" });
  }
});
