import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createApi } from "../../../shared/api/respond.ts";
import { defineRoute, type Route } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { createTestStack, operatorKey } from "../../helpers/memory-deps.ts";

const stack = createTestStack();
const context = { getRemainingTimeInMillis: () => 30_000 };

const ask = (
  path: string,
  headers: Record<string, string> = {},
  {
    method = "GET",
    origins = [],
    table = routes,
  }: { method?: string; origins?: string[]; table?: readonly Route[] } = {},
) => {
  const deps = { ...stack.deps, config: { ...stack.deps.config, corsOrigins: origins } };
  const event = { rawPath: path, rawQueryString: "", headers, requestContext: { http: { method } } };
  return createApi(table, deps)(event, context);
};
const asOperator = { authorization: `Bearer ${operatorKey}` };

describe("an answer of a read", () => {
  test("has a tag, and is not sent again to a caller who has it", async () => {
    const first = await ask("/v1/tenants", asOperator);
    expect(first.headers).toMatchObject({
      etag: expect.stringMatching(/^W\/".+"$/),
      "cache-control": "private, no-cache",
    });
    const again = await ask("/v1/tenants", { ...asOperator, "if-none-match": first.headers.etag! });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", first.headers.etag]);
    const other = await ask("/v1/tenants", { ...asOperator, "if-none-match": '"another"' });
    expect(other.statusCode).toBe(200);
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
    const changed = await ask("/v1/tenants", { ...asOperator, "if-none-match": first.headers.etag! });
    expect(changed.statusCode).toBe(200);
  });

  test("that holds a secret, and every other answer, is kept by nobody", async () => {
    const made = await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "k" } });
    expect([made.headers["cache-control"], made.headers.etag]).toEqual(["no-store", undefined]);
    expect((await ask("/v1/tenants")).headers["cache-control"]).toBe("no-store");
    for (const route of routes.filter(({ method }) => method === "GET")) {
      const names = JSON.stringify(
        Object.values(route.answers).map((answer) => z.toJSONSchema(answer, { unrepresentable: "any" })),
      );
      if (/"secret":\{/.test(names)) expect(route.isSecret, route.operationId).toBe(true);
    }
  });

  test("is compressed for a caller who takes that, and is the same text", async () => {
    const plain = await ask("/openapi.json");
    const small = await ask("/openapi.json", { "accept-encoding": "br, gzip;q=0.8" });
    expect(small).toMatchObject({
      isBase64Encoded: true,
      headers: { "content-encoding": "gzip", vary: "accept-encoding" },
    });
    expect(gunzipSync(Buffer.from(small.body, "base64")).toString("utf8")).toBe(plain.body);
    expect(small.body.length * 5).toBeLessThan(plain.body.length);
    expect((await ask("/openapi.json", { "accept-encoding": "gzip;q=0" })).headers["content-encoding"]).toBeUndefined();
    expect((await ask("/health", { "accept-encoding": "gzip" })).headers["content-encoding"]).toBeUndefined();
  });
});

describe("a script of another origin", () => {
  const origin = "https://app.example";
  const preflight = {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "idempotency-key",
  };

  test("gets nothing unless the deployment names its origin", async () => {
    const answer = await ask("/health", { origin });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect((await ask("/v1/shops", preflight, { method: "OPTIONS" })).statusCode).toBe(405);
    const others = await ask("/health", { origin: "https://evil.example" }, { origins: [origin] });
    expect(others.headers["access-control-allow-origin"]).toBeUndefined();
    expect(others.headers.vary).toContain("origin");
  });

  test("may ask first, call and read the headers where it is named; refusals too", async () => {
    const asked = await ask("/v1/shops", preflight, { method: "OPTIONS", origins: [origin] });
    expect(asked).toMatchObject({ statusCode: 204, headers: { "access-control-allow-origin": origin } });
    expect(asked.headers["access-control-allow-headers"]).toContain("idempotency-key");
    const refused = await ask("/v1/shops", { origin }, { origins: [origin] });
    expect(refused).toMatchObject({ statusCode: 401, headers: { "access-control-allow-origin": origin } });
    expect(refused.headers["access-control-expose-headers"]).toContain("retry-after");
  });
});

test("a route that will go says since when, until when and what to use instead", async () => {
  const old = defineRoute({
    method: "GET",
    path: "/v1/old",
    operationId: "getOld",
    tag: "Service",
    access: "public",
    summary: "Old.",
    answer: z.object({ ok: z.boolean() }),
    deprecated: { since: "2026-12-01", until: "2027-07-01", instead: "getHealth" },
    handle: async () => ({ ok: true }),
  });
  const { headers } = await ask("/v1/old", {}, { table: [...routes, old] });
  expect(headers).toMatchObject({
    deprecation: "@1796083200",
    sunset: "Thu, 01 Jul 2027 00:00:00 GMT",
    link: '</openapi.json>; rel="deprecation"; title="getHealth"',
  });
});

test("a route that goes has worked for 180 days since it said so", () => {
  for (const { deprecated, operationId } of routes) {
    if (!deprecated) continue;
    expect(Date.parse(deprecated.until) - Date.parse(deprecated.since), operationId).toBeGreaterThanOrEqual(
      180 * 86_400_000,
    );
    expect(
      routes.some((route) => route.operationId === deprecated.instead),
      operationId,
    ).toBe(true);
  }
});
