import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createApi } from "../../../shared/api/respond.ts";
import { defineRoute, type Route } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { operationAccess } from "../../../shared/api/routes/operations.ts";
import { vendorIds } from "../../../shared/core/vendor.ts";
import { refOf, type Shop } from "../../../shared/stores/shops.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

const NOW = Date.parse("2026-11-20T08:00:00Z");
let clock: number;
let stack: TestStack;
const keys: Record<string, string> = {};

beforeEach(async () => {
  clock = NOW;
  stack = createTestStack({ clock: () => clock });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  for (const scope of ["read", "write", "admin"]) {
    const body = { name: scope, scope };
    keys[scope] = (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body })).body.key;
  }
});

const shopOf = (vendor: Shop["vendor"]): Shop => ({
  tenant: "acme",
  id: vendor,
  vendor,
  name: vendor,
  health: "healthy",
  settings: {},
  account: vendor,
  hookToken: `hook-${vendor}`,
  createdAt: "2026-11-01T00:00:00Z",
});

/** One request from an address, with a request id. */
const send = async (table: readonly Route[], secret: string, method: string, path: string, body?: unknown) => {
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  // Entries of one instant have no order.
  clock += 1;
  const result = await createApi(table, stack.deps)(
    {
      rawPath,
      rawQueryString,
      headers: { authorization: `Bearer ${secret}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { http: { method, sourceIp: "192.0.2.9" }, requestId: "request-1" },
    },
    { getRemainingTimeInMillis: () => 30_000 },
  );
  return { status: result.statusCode, body: result.body === "" ? undefined : JSON.parse(result.body) };
};
const trail = async () => (await stack.request("GET", "/v1/audit", { key: keys.admin! })).body.data;
const operatorTrail = async () => (await stack.request("GET", "/v1/operator/audit", { key: operatorKey })).body.data;

describe("the audit trail", () => {
  test("tells who did it, from where, and in which request", async () => {
    await send(routes, keys.admin!, "POST", "/v1/keys", { name: "another" });
    const { data } = (await stack.request("GET", "/v1/keys", { key: keys.admin! })).body;
    const { id } = data.find(({ name }: { name: string }) => name === "admin");
    expect((await trail())[0]).toMatchObject({
      by: id,
      action: "keys.create",
      address: "192.0.2.9",
      requestId: "request-1",
      at: "2026-11-20T08:00:00.001Z",
    });
  });

  test("holds an act of a route that itself says nothing, and none of what was refused", async () => {
    const route = (path: string, handle: () => Promise<unknown>) =>
      defineRoute({
        method: "POST",
        path,
        operationId: "doThing",
        tag: "Service",
        answer: z.unknown(),
        access: "admin",
        summary: "",
        params: z.object({ thing: z.string() }),
        handle,
      });
    const table = [
      ...routes,
      route("/v1/silent/{thing}", async () => ({})),
      route("/v1/failing/{thing}", async () => {
        throw new Error("no");
      }),
    ];
    const before = (await trail()).length;
    expect((await send(table, keys.admin!, "POST", "/v1/failing/one")).status).toBe(500);
    expect((await send(table, keys.write!, "POST", "/v1/silent/one")).status).toBe(403);
    expect(await trail()).toHaveLength(before);
    expect((await send(table, keys.admin!, "POST", "/v1/silent/one")).status).toBe(200);
    expect((await trail())[0]).toMatchObject({ action: "POST /v1/silent/{thing}", subject: "one" });
  });

  test("holds each reading of what the vendor sent as it was, and no other", async () => {
    await stack.deps.shops.create(shopOf("kiotviet"));
    const before = (await trail()).length;
    expect((await send(routes, keys.read!, "GET", "/v1/shops/kiotviet/orders")).status).toBe(200);
    expect(await trail()).toHaveLength(before);
    expect((await send(routes, keys.read!, "GET", "/v1/shops/kiotviet/orders?raw=true")).status).toBe(200);
    expect((await trail())[0]).toMatchObject({
      action: "records.read-raw",
      subject: "kiotviet/orders",
      requestId: "request-1",
    });
  });

  test("of operators has every act with the operator's name, whichever tenant it was about", async () => {
    const made = await send(routes, operatorKey, "POST", "/v1/operator/keys", { name: "lan" });
    expect(made.status).toBe(201);
    await send(routes, made.body.key, "PUT", "/v1/operator/tenants/acme/quotas", { shops: 3 });
    const expected = { by: "operator:lan", action: "quotas.change", address: "192.0.2.9", requestId: "request-1" };
    expect((await operatorTrail())[0]).toMatchObject({ ...expected, tenant: "acme" });
    expect((await trail())[0]).toMatchObject(expected);
    const seen = await stack.request("GET", "/v1/operator/tenants/acme/audit", { key: operatorKey });
    expect(seen.body.data[0]).toMatchObject(expected);
    expect((await stack.request("GET", "/v1/operator/audit", { key: keys.admin! })).status).toBe(403);
  });
});

describe("operators' keys", () => {
  const create = async (name: string): Promise<{ id: string; key: string }> =>
    (await stack.request("POST", "/v1/operator/keys", { key: operatorKey, body: { name } })).body;
  const works = async (key: string): Promise<boolean> =>
    (await stack.request("GET", "/v1/tenants", { key })).status === 200;

  test("have names, and are shown once", async () => {
    await create("lan");
    const { body } = await stack.request("GET", "/v1/operator/keys", { key: operatorKey });
    expect(body.data).toMatchObject([{ name: "lan" }]);
    expect(JSON.stringify(body)).not.toContain("tbo_");
    expect((await stack.request("POST", "/v1/operator/keys", { key: keys.admin!, body: { name: "x" } })).status).toBe(
      403,
    );
  });

  test("a rotated one ends within a minute everywhere, and stays dead", async () => {
    const old = await create("lan");
    expect(await works(old.key)).toBe(true);
    const rotated = await stack.request("POST", `/v1/operator/keys/${old.id}/rotate`, { key: old.key });
    expect(rotated).toMatchObject({ status: 201, body: { name: "lan" } });
    clock += 60_000;
    expect([await works(old.key), await works(rotated.body.key)]).toEqual([false, true]);
    const again = await stack.request("POST", `/v1/operator/keys/${old.id}/rotate`, { key: operatorKey });
    expect(again).toMatchObject({ status: 409, body: { type: expect.stringMatching(/key-ended$/) } });
  });

  test("one that is taken back ends within a quarter of a minute", async () => {
    const { id, key } = await create("lan");
    expect(await works(key)).toBe(true);
    expect((await stack.request("DELETE", `/v1/operator/keys/${id}`, { key: operatorKey })).status).toBe(204);
    clock += 15_000;
    expect(await works(key)).toBe(false);
  });

  test("lie where no tenant's session reaches", async () => {
    const { key } = await create("lan");
    const own = stack.depsOf("api").ownedBy("acme");
    await expect(own.operators.byKey(key, clock)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("a key's scope", () => {
  const operations = vendorIds.flatMap((vendor) =>
    vendors[vendor].operations.filter(({ kind }) => kind !== "auth").map((operation) => ({ vendor, operation })),
  );
  /** What the catalogs say of webhooks: with these, somebody sends a shop's events elsewhere, or posts in the vendor's name. */
  const sensitive = ["kiotviet webhooks.create", "kiotviet webhooks.delete", "kiotviet webhooks.list"].concat([
    "pancake shops.configure-webhook",
    "pancake shops.get",
    "pancake shops.list",
  ]);

  test("fits what an operation does, for each of all vendors' catalogs", async () => {
    for (const vendor of vendorIds) {
      const shop = shopOf(vendor);
      await stack.deps.shops.create(shop);
      await stack.deps.secrets.put(stack.deps.secretName(refOf(shop)), { credentials: {} });
    }
    const scopes = ["read", "write", "admin"];
    const wrong: string[] = [];
    for (const { vendor, operation } of operations) {
      const name = `${vendor} ${operation.id}`;
      const needed = sensitive.includes(name) ? "admin" : operation.kind === "read" ? "read" : "write";
      if (operationAccess(operation) !== needed) wrong.push(`${name}: ${operationAccess(operation)}`);
      for (const scope of scopes) {
        const path = `/v1/shops/${vendor}/operations/${operation.id}`;
        // A parameter that no operation has: what is let in ends there.
        const { status } = await stack.request("POST", path, { key: keys[scope]!, body: { params: { "no such": 1 } } });
        const isLetIn = scopes.indexOf(scope) >= scopes.indexOf(needed);
        if (isLetIn ? status === 403 : status !== 403) wrong.push(`${name} with ${scope}: ${status}`);
      }
    }
    expect(operations.length).toBeGreaterThan(300);
    expect(wrong).toEqual([]);
  });
});
