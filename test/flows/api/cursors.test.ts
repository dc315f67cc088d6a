import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { encodeCursor, type Route } from "../../../shared/api/route.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { timeId } from "../../../shared/core/ids.ts";
import { type VendorId, vendorIds } from "../../../shared/core/vendor.ts";
import { keys as tableKeys } from "../../../shared/stores/keys.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";
import { sourceFiles } from "../../helpers/source-files.ts";

/* A cursor of another list goes on in the middle of this one: records are left out, and nobody is told. */

const NOW = Date.UTC(2026, 10, 20);
let stack: TestStack;
let endpoint: string;
const keys = new Map<string, string>();

const shopOf = (tenant: string, id: string, vendor: VendorId = "kiotviet"): Shop => ({
  ...{ tenant, id, vendor, name: id, health: "healthy", settings: {}, account: id },
  ...{ hookToken: `hook-${tenant}-${id}`, createdAt: new Date(NOW).toISOString() },
});

beforeAll(async () => {
  stack = createTestStack({ clock: () => NOW });
  for (const tenant of ["acme", "other"]) {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: tenant } });
    for (const name of ["main", "second"]) {
      const body = { name, scope: "admin" };
      const made = await stack.request("POST", `/v1/tenants/${tenant}/keys`, { key: operatorKey, body });
      keys.set(tenant, made.body.key);
    }
    for (const id of vendorIds) await stack.deps.shops.create(shopOf(tenant, id, id));
    for (const id of ["one", "two"]) {
      await stack.deps.shops.create(shopOf(tenant, id));
      for (let index = 0; index < 3; index += 1)
        await stack.deps.deliveries.add(tableKeys.deliveries({ tenant, shop: id }), {
          id: timeId(NOW - index, () => index / 3),
          ...{ at: NOW - index, method: "POST", path: "/", headers: {}, body: Buffer.from("{}") },
          ...{ query: "", bytes: 2, proven: false },
        });
    }
    for (const path of ["a", "b"]) {
      const body = { url: `https://crm.example/${path}` };
      endpoint = (await stack.request("POST", "/v1/endpoints", { key: keys.get(tenant)!, body })).body.id;
    }
  }
});

const ask = (method: string, path: string, { key, body }: { key: string; body?: object | undefined }) =>
  stack.request(method, path, { key, ...(body ? { body } : {}) });
const other = () => keys.get("other")!;
const acme = () => keys.get("acme")!;
const operator = () => operatorKey;

const formsOf = ({ body }: Route): readonly z.ZodObject[] => {
  const form = body instanceof z.ZodDefault ? body.unwrap() : body;
  if (form instanceof z.ZodUnion) return form.options as z.ZodObject[];
  return form instanceof z.ZodObject ? [form] : [];
};

/** Fields without which the route would not come to its cursor. */
const needed: Readonly<Record<string, unknown>> = {
  ...{ q: "an shop", phone: "0901234567", since: "2026-11-01T00:00:00Z", shop: "one", resource: "orders" },
};

const lists = routes.flatMap((route) => {
  const collection = route.path.split("/").at(-1)!;
  const shop = vendorIds.find((id) => vendors[id].resources.some(({ name }) => name === collection)) ?? "one";
  const place = (key: string) => ({ tenant: "other", shop, endpoint, resource: "orders", id: "1" })[key] ?? `no ${key}`;
  const path = () => route.path.replaceAll(/\{(\w+)\}/g, (_, name) => place(name));
  const fieldsOf = (form: z.ZodObject) =>
    Object.entries(form.shape).flatMap(([name, field]) =>
      name in needed && !(field as z.ZodType).safeParse(undefined).success ? [[name, needed[name]] as const] : [],
    );
  const inQuery = "cursor" in route.query.shape;
  const ofQuery = (cursor: string) => ({
    path: `${path()}?${new URLSearchParams([...(fieldsOf(route.query) as [string, string][]), ["cursor", cursor]])}`,
    body: undefined,
  });
  const ofBody = (form: z.ZodObject) => (cursor: string) => ({
    path: path(),
    body: { ...Object.fromEntries(fieldsOf(form)), cursor },
  });
  const asked = inQuery ? [ofQuery] : formsOf(route).flatMap((form) => ("cursor" in form.shape ? [ofBody(form)] : []));
  return asked.map((of, form) => [`${route.method} ${route.path} ${form}`, route, of] as const);
});

describe("a cursor that names no list", () => {
  /** Positions as lists have them. */
  const bare = ["x", "L#x", 1, {}, { shop: "one", part: 0 }, { part: "shops" }, ["x"], { tenant: "other" }];

  test.each(lists)("is refused by %s", async (_, route, of) => {
    const key = route.access === "operator" ? operator() : other();
    const first = of("");
    for (const position of bare) {
      const { path, body } = of(encodeCursor(position));
      const reply = await ask(route.method, path, { key, body });
      const told = [position, first.path, reply.status, reply.body.code];
      expect(told).toEqual([position, first.path, 400, "invalid-cursor"]);
    }
  });

  test("is known to be so by one module: lists read theirs through it", () => {
    const readers = sourceFiles("shared/api").filter(({ text }) => /\bdecodeCursor\(/.test(text));
    expect(readers.map(({ path }) => path)).toEqual([
      "shared/api/finding-query.ts",
      // The feeds' cursors name their feed, and stay valid for as long as it does.
      "shared/api/routes/changes.ts",
    ]);
  });
});

describe("a cursor goes on in its own list alone:", () => {
  const lists = [
    ["deliveries of another shop", acme, "/v1/shops/one/deliveries", acme, "/v1/shops/two/deliveries"],
    ["deliveries of another tenant", acme, "/v1/shops/one/deliveries", other, "/v1/shops/one/deliveries"],
    ["keys of another tenant", acme, "/v1/keys", other, "/v1/keys"],
    ["endpoints of another tenant", acme, "/v1/endpoints", other, "/v1/endpoints"],
    ["shops of another tenant", acme, "/v1/shops", other, "/v1/shops"],
    ["shops in endpoints", acme, "/v1/shops", acme, "/v1/endpoints"],
    [
      "the trail of another tenant",
      operator,
      "/v1/operator/tenants/acme/audit",
      operator,
      "/v1/operator/tenants/other/audit",
    ],
    ["one trail in all", operator, "/v1/operator/tenants/acme/audit", operator, "/v1/operator/audit/all"],
    [
      "shops of another filter",
      operator,
      "/v1/operator/shops?vendor=kiotviet&",
      operator,
      "/v1/operator/shops?tenant=acme&",
    ],
  ] as const;

  test.each(lists)("%s", async (_, own, from, stranger, to) => {
    const page = (path: string, key: string, rest: string) =>
      ask("GET", `${path}${path.includes("?") ? "" : "?"}${rest}`, { key });
    const { next, data } = (await page(from, own(), "limit=1")).body;
    const second = (await page(from, own(), `limit=1&cursor=${next}`)).body;
    expect(second.data).toHaveLength(1);
    expect(second.data).not.toEqual(data);
    const { status, body } = await page(to, stranger(), `cursor=${next}`);
    expect([status, body.code]).toEqual([400, "invalid-cursor"]);
  });
});
