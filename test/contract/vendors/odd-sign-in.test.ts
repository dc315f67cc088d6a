import { describe, expect, test } from "vitest";
import { MOST_DEPTH } from "../../../shared/core/bounds.ts";
import { jsonOrNone, parseJson } from "../../../shared/core/json.ts";
import { DAY, SECOND } from "../../../shared/core/time.ts";
import type { Session, ShopContext, VendorId } from "../../../shared/core/vendor.ts";
import { vendors } from "../../../shared/vendors/registry.ts";

/** A consent's code works once: what is odd beside the token must not spend it. */

const NOW = Date.UTC(2026, 9, 7, 5);
const credentials = {
  kiotviet: { clientId: "c", clientSecret: "s", retailer: "shop" },
  "nhanh-v3": { appId: "1", secretKey: "s", accessCode: "works once" },
  "nhanh-v2": { appId: "1", secretKey: "s", accessCode: "works once" },
  pancake: { apiKey: "k", shopId: "4" },
  isale: { publicKey: "k".repeat(20) },
} as const;

const signIn = (id: VendorId, body: unknown): Promise<Session> => {
  const vendor = vendors[id];
  const context: ShopContext = {
    access: { credentials: credentials[id] },
    hosts: vendor.hosts,
    settings: {},
    now: () => NOW,
    randomId: () => "id",
  };
  const answer = { status: 200, headers: {}, body: JSON.stringify(body), receivedAt: NOW };
  return vendor.authorize(context, async () => answer);
};

const nhanh = {
  "nhanh-v3": (expiredAt: unknown) => ({ code: 1, data: { accessToken: "T".repeat(20), businessId: 5, expiredAt } }),
  "nhanh-v2": (expiredAt: unknown) => ({ code: 1, accessToken: "T".repeat(20), businessId: 5, expiredAt }),
} as const;

const odd = [3_600, 1, -1, 1e300, "soon", "31536000", "2027-02-30 00:00:00", true, {}, [], ["a"], null, undefined, ""];

describe.each(["nhanh-v3", "nhanh-v2"] as const)("%s", (id) => {
  test.each(odd)("a token that ends at %j is a token, and its end is not known", async (expiredAt) => {
    const session = await signIn(id, nhanh[id](expiredAt));
    expect(session).toMatchObject({ token: "T".repeat(20), grants: { businessId: "5" } });
    expect(session.expiresAt).toBeUndefined();
  });

  test("a token's end that has passed when it is granted says nothing, one to come is kept", async () => {
    const at = (time: number) => signIn(id, nhanh[id](time / SECOND));
    expect((await at(NOW - DAY)).expiresAt).toBeUndefined();
    expect((await at(NOW + 365 * DAY)).expiresAt).toBe(NOW + 365 * DAY);
  });
});

test("nhanh-v3: a check of the access tells the business although the token's end is odd", async () => {
  for (const expiredAt of odd) {
    const shown = await vendors["nhanh-v3"].check(async () => nhanh["nhanh-v3"](expiredAt));
    expect(shown).toMatchObject({ businessId: "5" });
    expect(shown).not.toHaveProperty("expiresAt");
  }
});

test.each([undefined, null, 5, [], ["a"], {}, true])(
  "kiotviet: a token with the scope %j is a token",
  async (scope) => {
    const session = await signIn("kiotviet", { access_token: "T", expires_in: "soon", token_type: 5, scope });
    expect(session).toMatchObject({ token: "T", expiresAt: NOW + DAY });
    expect(session.grants).toBeUndefined();
  },
);

test.each([
  { webhook_types: "orders,customers" },
  { webhook_enable: {}, webhook_url: 5 },
  { pages: {} },
  { pages: [null, "a", { shop_id: {} }] },
  { avatar_url: {} },
])("pancake: a shop with %j can be signed in to", async (more) => {
  expect(await signIn("pancake", { shops: [{ id: 4, name: "x", ...more }] })).toMatchObject({ token: "k" });
});

test("isale: tables without a name keep nobody from the others", async () => {
  const call = async (operation: string) => ({
    data: operation === "tables.list" ? [null, {}, "store", { name: 5 }] : [],
  });
  expect(await vendors.isale.check(call)).toMatchObject({ tables: ["", "", "store", ""] });
});

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

test("what nests deeper than any vendor's answer is no JSON, and brackets in texts do not nest", () => {
  expect(() => parseJson(nested(60_000))).toThrow(SyntaxError);
  expect(jsonOrNone(nested(MOST_DEPTH + 1))).toBeUndefined();
  expect(jsonOrNone(nested(MOST_DEPTH))).toBeDefined();
  const texts = JSON.stringify({ a: "[".repeat(1_000), b: `${"{".repeat(500)}"\\`, c: [[1], [2]] });
  expect(parseJson(texts)).toEqual(JSON.parse(texts));
  const wide = JSON.stringify(Array.from({ length: 5_000 }, (_, id) => ({ id, lines: [{}] })));
  expect(parseJson(wide)).toHaveLength(5_000);
});

test("a webhook that nests without end names nothing, and stops nobody", () => {
  const deep: unknown = JSON.parse(nested(5_000));
  const wrapped = JSON.parse(`${'{"data":'.repeat(5_000)}1${"}".repeat(5_000)}`);
  for (const vendor of Object.values(vendors))
    for (const body of [deep, wrapped, { data: deep }, { event: "orderUpdate", data: deep }])
      expect(() => vendor.webhooks?.hints(body)).not.toThrow();
  // Ten thousand lists are more than the stack holds.
  expect(vendors.pancake.webhooks?.hints(JSON.parse(nested(60_000)))).toEqual([]);
  expect(vendors.pancake.webhooks?.hints({ data: [{ data: { record: { id: 5, items: [] } } }] })).toHaveLength(1);
});
