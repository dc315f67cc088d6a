import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { decodeCursor, encodeCursor } from "../../../shared/api/route.ts";
import { commandRoutes } from "../../../shared/api/routes/commands.ts";
import { type VendorId, vendorIds, type WriteKind } from "../../../shared/core/vendor.ts";
import type { Shop } from "../../../shared/stores/shops.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

/* A name that is written wrong must never be left out without a word: the problem names its place. */

const NOW = Date.UTC(2026, 10, 20);
let stack: TestStack;
const keys = new Map<string, string>();

const shopOf = (tenant: string, id: VendorId): Shop => ({
  ...{ tenant, id, vendor: id, name: id, health: "healthy", settings: {}, account: id },
  ...{ hookToken: `hook-${tenant}-${id}`, createdAt: new Date(NOW).toISOString() },
});

beforeAll(async () => {
  stack = createTestStack({ clock: () => NOW });
  for (const tenant of ["acme", "other"]) {
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: tenant } });
    const body = { name: "main", scope: "admin" };
    keys.set(tenant, (await stack.request("POST", `/v1/tenants/${tenant}/keys`, { key: operatorKey, body })).body.key);
    for (const id of vendorIds) {
      await stack.deps.shops.create(shopOf(tenant, id));
      const rows = ["1", "2", "3"].map((one) => ({
        ...{ id: one, modified: undefined, raw: { id: one } },
        record: { id: one, code: `C${one}`, status: "pending", lines: [] } as never,
      }));
      await stack.deps.records.upsert({ tenant, shop: id }, "orders", rows, NOW);
    }
  }
  await stack.drain();
});

const ask = async (method: "GET" | "POST" | "PATCH", path: string, body?: object, tenant = "acme") =>
  stack.request(method, path, { key: keys.get(tenant)!, ...(body ? { body } : {}) });
/** Words of the library that judges inputs: who calls the API does not know them. */
const FOREIGN = /\breceived\b|\bexpected\b|^Invalid |^Too (small|big)|^Unrecognized/;
const refused = async (...asked: Parameters<typeof ask>): Promise<unknown> => {
  const { status, body } = await ask(...asked);
  for (const { message } of (body.errors ?? []) as { message: string }[]) expect(message).not.toMatch(FOREIGN);
  return [status, (body.errors ?? []).map(({ field }: { field: string }) => field)];
};

describe.each(vendorIds)("a %s shop", (shop) => {
  const list = `/v1/shops/${shop}/orders`;

  test.each([
    ["stauts=pending", "stauts"],
    ["status=pendin", "status"],
    ["status=pending,", "status"],
    ["Code=C1", "Code"],
    ["code=", "code"],
    ["name=%CC%81", "name"],
    ["phone=none", "phone"],
    ["sort=latest", "sort"],
    ["expand=costumer", "expand"],
    ["createdSince=yesterday", "createdSince"],
    ["createdUntil=2026-02-30T00:00:00Z", "createdUntil"],
    ["updatedSince=2026-01-01", "updatedSince"],
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["limit=ten", "limit"],
    ["limit=1.5", "limit"],
    ["deleted=yes", "deleted"],
    ["limit=1&limit=2", "limit"],
  ])("names what is wrong with %s of a list", async (query, field) => {
    expect(await refused("GET", `${list}?${query}`)).toEqual([400, [field]]);
  });

  test("says what a cursor of its unfiltered list lacks beside a filter or an order", async () => {
    const { body } = await ask("GET", `${list}?limit=1`);
    for (const more of ["code=C1", "sort=newest", "updatedSince=2026-01-01T00:00:00Z"]) {
      const answer = await ask("GET", `${list}?limit=1&cursor=${body.next}&${more}`);
      expect([more, answer.status, answer.body.errors]).toEqual([
        ...[more, 400],
        [{ field: "cursor", message: "of another query" }],
      ]);
    }
    const found = (await ask("GET", `${list}?limit=1&sort=newest`)).body.next ?? body.next;
    expect((await ask("GET", `${list}?limit=1&cursor=${found}&code=C1`)).body.errors).toEqual([
      { field: "cursor", message: "of another query" },
    ]);
  });

  test.each(["", "%20", "%C2%A0"])("names an empty code of any list: %j", async (blank) => {
    const { resources } = vendors[shop];
    for (const { name } of resources)
      expect([name, await refused("GET", `/v1/shops/${shop}/${name}?code=${blank}`)]).toEqual([name, [400, ["code"]]]);
  });

  test("names what is wrong with a feed", async () => {
    const feed = `/v1/shops/${shop}/changes`;
    for (const [query, field] of [
      ["resources=ordrs", "resources"],
      ["resources=orders,orders", "resources"],
      ["include=records", "include"],
      ["limit=1001", "limit"],
      ["wait=21", "wait"],
      ["since=0", "since"],
      ["cursor=e30", "cursor"],
    ] as const)
      expect([query, await refused("GET", `${feed}?${query}`)]).toEqual([query, [400, [field]]]);
  });

  test("names what is wrong with credentials and settings, and asks no vendor", async () => {
    const body = { id: "new", vendor: shop, name: "New" };
    const credentials = Object.fromEntries(
      Object.entries(vendors[shop].credentials.shape).flatMap(([name, form]) =>
        form.safeParse(undefined).success ? [] : [[name, "12345678"]],
      ),
    );
    const wrong = { ...body, credentials: { ...credentials, acessToken: "x" }, settings: { prodct: "fnb" } };
    const { status, body: problem } = await ask("POST", "/v1/shops", wrong);
    expect([status, problem.errors]).toEqual([422, [{ field: "credentials.acessToken", message: "unknown field" }]]);
    const settings = await refused("POST", "/v1/shops", { ...body, credentials, settings: { prodct: "fnb" } });
    expect(settings).toEqual([422, ["settings.prodct"]]);
    expect(await refused("POST", "/v1/shops", { ...body, credentials, hosts: { apii: "http://127.0.0.1:1" } })).toEqual(
      [422, ["hosts.apii"]],
    );
    const schedule = { ordrs: 60 };
    expect(await refused("POST", "/v1/shops", { ...body, credentials, schedule })).toEqual([400, ["schedule.ordrs"]]);
    expect(await refused("POST", "/v1/shops", { ...body, credentials, resources: ["ordrs"] })).toEqual([
      400,
      ["resources"],
    ]);
  });

  test("names what is wrong with the presets of a connect link", async () => {
    const presetOf = (preset: object) => ({ vendors: [shop], presets: { [shop]: preset } });
    const links = "/v1/connect-links";
    expect(await refused("POST", links, presetOf({ credentials: { acessToken: "x" } }))).toEqual([
      400,
      [`presets.${shop}.credentials.acessToken`],
    ]);
    expect(await refused("POST", links, presetOf({ setings: {} }))).toEqual([400, [`presets.${shop}.setings`]]);
    expect(await refused("POST", links, presetOf({ hosts: { apii: "http://127.0.0.1:1" } }))).toEqual([
      400,
      [`presets.${shop}.hosts.apii`],
    ]);
    const another = vendorIds.find((id) => id !== shop && !id.startsWith("nhanh"))!;
    expect(await refused("POST", links, { vendors: [another], presets: { [shop]: {} } })).toEqual([
      400,
      [`presets.${shop}`],
    ]);
    expect(await refused("POST", links, { shop, presets: { [another]: {} } })).toEqual([400, [`presets.${another}`]]);
  });

  test("names a misspelt field of every command, and what is no command at all", async () => {
    const told: unknown[] = [];
    for (const { method, path, body } of commandRoutes) {
      const kind = body!.meta()!.commandOf as WriteKind;
      if (!vendors[shop].writes[kind]) continue;
      const place = `${path.replace("{shop}", shop).replace("{id}", "1")}?dryRun=true`;
      const fields = async (sent: unknown) => {
        const [status, named] = (await refused(method as "POST", place, sent as object)) as [number, string[]];
        return { status, named };
      };
      const misspelt = await fields({ nme: "An" });
      if (misspelt.status !== 422 || !misspelt.named.includes("nme") || misspelt.named.includes(""))
        told.push({ path, misspelt });
      const text = await fields('"An"' as never);
      if (text.status !== 422 || text.named.join() !== "body") told.push({ path, text });
    }
    expect(told).toEqual([]);
    const [, lines] = (await refused("POST", `${list}?dryRun=true`, {
      lines: [{ productId: "1", quantity: 1, price: 1, foo: 1 }],
    })) as [number, string[]];
    expect(lines).toContain("lines.0.foo");
    const many = (await ask("POST", `${list}?dryRun=true`, [null, "An", 7, []])).body.data;
    expect(many.map(({ error }: any) => error.errors.map(({ field }: any) => field))).toEqual(Array(4).fill(["body"]));
  });

  test("names a misspelt parameter of every operation that writes", async () => {
    for (const { id } of vendors[shop].operations.filter(({ kind }) => kind === "write")) {
      const [status, fields] = (await refused("POST", `/v1/shops/${shop}/operations/${id}?dryRun=true`, {
        params: { nope: 1 },
      })) as [number, string[]];
      expect([id, status, fields.includes("params.nope"), fields.includes("params")]).toEqual([id, 422, true, false]);
    }
  });

  test("a cursor goes on in its own query of its own tenant alone", async () => {
    const { next } = (await ask("GET", `${list}?limit=1`)).body;
    const { next: found } = (await ask("GET", `${list}?limit=1&status=pending`)).body;
    const go = (path: string, cursor: string, tenant?: string) =>
      refused("GET", `${path}cursor=${cursor}`, undefined, tenant);
    for (const [path, cursor] of [
      [`${list}?`, next],
      [`${list}?status=pending&`, found],
    ] as const) {
      expect((await ask("GET", `${path}cursor=${cursor}`)).body.data).toHaveLength(2);
      expect(await go(path, cursor, "other")).toEqual([400, ["cursor"]]);
      expect(await go(`/v1/shops/${shop}/products?`, cursor)).toEqual([400, ["cursor"]]);
      expect(await go(path, `${cursor.slice(0, -8)}AAAAAAAA`)).toEqual([400, ["cursor"]]);
    }
  });
});

describe("over all shops", () => {
  test("a cursor of another tenant is refused", async () => {
    for (const path of ["/v1/orders?", "/v1/search?q=C1&"]) {
      const { next } = (await ask("GET", `${path}limit=1`)).body;
      expect((await ask("GET", `${path}limit=1&cursor=${next}`)).status).toBe(200);
      expect(await refused("GET", `${path}cursor=${next}`, undefined, "other")).toEqual([400, ["cursor"]]);
    }
  });

  test.each([
    ["shop=kiotvit", "shop"],
    [`shop=${"x".repeat(3_000)}`, "shop"],
    ["shop=", "shop"],
    ["shops=kiotviet", "shops"],
    ["status=done", "status"],
    ["id=1", "id"],
    ["limit=501", "limit"],
  ])("names what is wrong with %s", async (query, field) => {
    expect(await refused("GET", `/v1/orders?${query}`)).toEqual([400, [field]]);
  });

  test.each([
    ["", "q"],
    ["q=", "q"],
    ["q=%20%20", "q"],
    ["q=a", "q"],
    ["q=an&resources=ordrs", "resources"],
    ["q=an&resource=orders", "resource"],
    ["q=an&limit=101", "limit"],
    [`q=an&shop=${"x".repeat(3_000)}`, "shop"],
  ])("a search for %s names its fault", async (query, field) => {
    expect(await refused("GET", `/v1/search?${query}`)).toEqual([400, [field]]);
  });
});

describe("the feed of all shops", () => {
  test.each([
    ["shops=kiotvit", "shops"],
    [`shops=${"x".repeat(2_000)}`, "shops"],
    ["shop=kiotviet", "shop"],
    ["resources=ordrs", "resources"],
    ["shops=isale&resources=voucher-campaigns", "resources"],
  ])("names what is wrong with %s", async (query, field) => {
    expect(await refused("GET", `/v1/changes?${query}`)).toEqual([400, [field]]);
  });

  test("goes on with the shops and resources that its cursor was given out for", async () => {
    const start = (await ask("GET", "/v1/changes?limit=1")).body.next;
    const narrow = (await ask("GET", `/v1/changes?shops=isale,pancake&limit=2&cursor=${start}`)).body.next;
    expect((await ask("GET", `/v1/changes?shops=pancake,isale&cursor=${narrow}`)).body.data).toHaveLength(4);
    for (const query of ["", "shops=isale&", "shops=isale,pancake&resources=orders&"])
      expect([query, await refused("GET", `/v1/changes?${query}cursor=${narrow}`)]).toEqual([query, [400, ["cursor"]]]);
  });

  test("a cursor beyond its end, and one of another tenant, are told", async () => {
    const { next } = (await ask("GET", "/v1/changes")).body;
    const place = decodeCursor(z.looseObject({ p: z.number() }), next)!;
    const beyond = encodeCursor({ ...place, p: place.p + 1_000 });
    expect((await ask("GET", `/v1/changes?cursor=${beyond}`)).status).toBe(410);
    const other = (await ask("GET", "/v1/changes", undefined, "other")).body.next;
    expect((await ask("GET", `/v1/changes?cursor=${other}`)).status).toBe(410);
    const ofShop = (await ask("GET", "/v1/shops/isale/changes")).body.next;
    const far = decodeCursor(z.looseObject({ p: z.record(z.string(), z.unknown()) }), ofShop)!;
    const farther = encodeCursor({ ...far, p: { orders: [1_000, NOW] } });
    expect((await ask("GET", `/v1/shops/isale/changes?cursor=${farther}`)).status).toBe(410);
    expect((await ask("GET", `/v1/shops/isale/changes?cursor=${next}`)).status).toBe(400);
  });
});

describe("what can never be heard is refused by name:", () => {
  test.each([
    [{ types: ["order.created"] }, ["types.0"]],
    [{ types: ["orders.*", "orders.created"] }, ["types.1"]],
    [{ types: ["*"] }, ["types.0"]],
    [{ types: [] }, ["types"]],
    [{ shops: ["nope"] }, ["shops.0"]],
    [{ shops: ["isale", "x".repeat(3_000), ""] }, ["shops.1", "shops.2"]],
    [{ resources: ["ordrs"] }, ["resources.0"]],
    [{ typs: ["orders.*"] }, ["typs"]],
    [{ payload: "fat" }, ["payload"]],
    [{ types: ["orders.*"], resources: ["products"] }, ["types.0", "resources.0"]],
    [{ types: ["write.*"], resources: ["orders"] }, ["resources.0"]],
    [{ shops: ["isale"], resources: ["voucher-campaigns"] }, ["resources.0"]],
    [{ shops: ["isale"], types: ["orders.*", "voucher-campaigns.*"] }, ["types.1"]],
  ])("an endpoint with %j", async (filters, fields) => {
    expect(await refused("POST", "/v1/endpoints", { url: "https://crm.example/h", ...filters })).toEqual([400, fields]);
  });

  test("a listener of nothing", async () => {
    const filters = { shops: ["isale"], types: ["voucher-campaigns.added"] };
    expect(await refused("POST", "/v1/listeners", filters)).toEqual([400, ["types.0"]]);
  });

  test("a change of an endpoint after which it hears nothing", async () => {
    const url = "https://crm.example/h";
    const { id } = (await ask("POST", "/v1/endpoints", { url, types: ["orders.*", "write.*"] })).body;
    const one = `/v1/endpoints/${id}`;
    expect(await refused("PATCH", one, { resources: ["products"] })).toEqual([400, ["types.0", "resources.0"]]);
    expect((await ask("PATCH", one, { resources: ["products"], types: null })).status).toBe(200);
    expect((await ask("PATCH", one, { resources: null, types: ["orders.*"], shops: ["isale"] })).status).toBe(200);
    expect((await ask("PATCH", one, { url, state: "disabled" })).status).toBe(200);
  });

  test.each([
    [{}, ["ids", "since"]],
    [{ since: "yesterday" }, ["since"]],
    [{ since: "2026-11-01T00:00:00+07:00", untl: "2026-11-02T00:00:00Z" }, ["untl"]],
    [{ since: "2026-11-01T00:00:00Z", state: "lost" }, ["state"]],
    [{ ids: [] }, ["ids"]],
    [{ shop: "isale", resorce: "orders" }, ["resource", "resorce"]],
    [{ since: "2999-01-01T00:00:00Z" }, ["since"]],
    [{ since: "2026-11-02T00:00:00Z", until: "2026-11-01T00:00:00Z" }, ["until"]],
    [{ shop: "isale", resource: "ordrs" }, ["resource"], 404],
    [{ shop: "x".repeat(3_000), resource: "orders" }, ["shop"]],
    [{ ids: ["x".repeat(3_000)] }, ["ids.0"]],
  ])("a replay of %j", async (body, fields, status = 400) => {
    const { id } = (await ask("POST", "/v1/endpoints", { url: "https://crm.example/h" })).body;
    expect(await refused("POST", `/v1/endpoints/${id}/replay`, body)).toEqual([status, fields]);
  });

  test.each([
    [{ since: "2999-01-01T00:00:00Z" }, ["since"]],
    [{ since: "2026-11-02T00:00:00Z", until: "2026-11-01T00:00:00Z" }, ["until"]],
  ])("a replay of the webhooks of %j", async (body, fields) => {
    expect(await refused("POST", "/v1/shops/isale/deliveries/replay", body)).toEqual([400, fields]);
  });

  test("but not of all that there is, from before any clock of ours", async () => {
    const { id } = (await ask("POST", "/v1/endpoints", { url: "https://crm.example/h" })).body;
    const since = "1960-01-01T00:00:00Z";
    const told = { status: 202, body: { replayed: 0, next: null } };
    expect(await ask("POST", `/v1/endpoints/${id}/replay`, { since })).toMatchObject(told);
    expect(await ask("POST", "/v1/shops/isale/deliveries/replay", { since, until: since })).toMatchObject({
      status: 400,
    });
    expect(await ask("POST", "/v1/shops/isale/deliveries/replay", { since })).toMatchObject(told);
  });

  test("a backfill, and a feed told again, from a time to come", async () => {
    const since = "2999-01-01T00:00:00Z";
    const shop = { id: "new", vendor: "isale", name: "New", credentials: {}, since };
    expect(await refused("POST", "/v1/shops", shop)).toEqual([400, ["since"]]);
    expect(await refused("POST", "/v1/connect-links", { since })).toEqual([400, ["since"]]);
    const { body } = await stack.request("POST", "/v1/operator/tenants/acme/shops/isale/publish", {
      ...{ key: operatorKey, body: { since } },
    });
    expect(body.errors).toEqual([{ field: "since", message: "must not be in the future" }]);
  });
});

test.each([
  ["/v1/search", "q", "is missing"],
  ["/v1/orders?shop=", "shop", "ids of shops with commas between, none empty"],
  ["/v1/orders?shop=isale,", "shop", "ids of shops with commas between, none empty"],
  ["/v1/orders?limit=abc", "limit", "must be a number"],
  [
    "/v1/orders?createdSince=2026-11-30",
    "createdSince",
    "must be a time with date, hour and offset: 2026-11-30T08:00:00+07:00 or 2026-11-30T01:00:00Z",
  ],
  ["/v1/shops/isale/nothing", "resource", "nothing"],
])("%s is answered in plain words", async (path, field, message) => {
  const { body } = await ask("GET", path);
  expect(body.errors).toEqual([{ field, message }]);
  expect(body.detail).not.toMatch(/\ba isale\b/i);
});

test("an empty list of commands is not called too many", async () => {
  const { status, body } = await ask("POST", "/v1/shops/isale/orders", []);
  expect([status, body.code, body.title]).toEqual([422, "bulk-size", "No commands, or too many"]);
});
