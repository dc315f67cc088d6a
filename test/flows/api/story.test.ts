import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKiotVietSimulator } from "../../../infra/sandbox/kiotviet/index.ts";
import { seededRandom, serve } from "../../../infra/sandbox/simulator.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

type Served = Awaited<ReturnType<typeof serve>>;

const order = (record: { id: string; price?: number }, location: string) => ({
  locationId: location,
  lines: [{ productId: record.id, quantity: 2, price: record.price ?? 1_000 }],
  note: "from the tests",
});

describe("one shop, from registration to feed and writes", () => {
  let shop: Served;
  let stack: TestStack;
  let key: string;
  let readKey: string;

  beforeAll(async () => {
    const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(11) });
    simulator.seed(120);
    shop = await serve(simulator);
    stack = createTestStack();
    await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
    key = (
      await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
    ).body.key;
    readKey = (await stack.request("POST", "/v1/keys", { key, body: { name: "reader" } })).body.key;
    const registered = await stack.request("POST", "/v1/shops", {
      key,
      body: {
        id: "shop-1",
        vendor: "kiotviet",
        name: "Tiệm thử",
        credentials: shop.simulator.credentials,
        settings: shop.simulator.settings,
        hosts: shop.simulator.hosts(shop.url),
      },
    });
    expect(registered.status).toBe(201);
    expect(JSON.stringify(registered.body)).not.toContain(String(shop.simulator.credentials.clientSecret));
    await stack.drain();
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  test("every resource is current after the first cycles, and equals the vendor's count", async () => {
    // A collection is complete when the details are read that only single answers show.
    await stack.deps.states.schedule({ tenant: "acme", shop: "shop-1" }, "products", "details", Date.now());
    await stack.tick();
    await stack.drain();
    const status = (await stack.request("GET", "/v1/shops/shop-1/sync", { key: readKey })).body;
    expect(status.health).toBe("healthy");
    for (const line of status.data) {
      expect(line, line.resource).toMatchObject({ state: "current", complete: true });
      expect(line.completeness.stored, line.resource).toBe(shop.simulator.rows(line.resource).length);
    }
  });

  test("records are read in pages, by id, by code, and with the vendor's raw row", async () => {
    const first = (await stack.request("GET", "/v1/shops/shop-1/products?limit=50", { key: readKey })).body;
    expect(first.data).toHaveLength(50);
    const second = (
      await stack.request("GET", `/v1/shops/shop-1/products?limit=50&cursor=${first.next}`, { key: readKey })
    ).body;
    expect(second.data[0].id > first.data[49].id).toBe(true);
    const one = first.data[7];
    expect((await stack.request("GET", `/v1/shops/shop-1/products/${one.id}`, { key: readKey })).body).toEqual(one);
    const byCode = (await stack.request("GET", `/v1/shops/shop-1/products?code=${one.code}&raw=true`, { key: readKey }))
      .body;
    expect(byCode.data).toHaveLength(1);
    expect(byCode.data[0]._raw.id).toBe(Number(one.id));
    const byId = (ids: string) => stack.request("GET", `/v1/shops/shop-1/products?id=${ids}`, { key: readKey });
    expect((await byId(one.id)).body.data).toEqual([one]);
    const withMissing = await byId(`${one.id},nothing`);
    expect([withMissing.status, withMissing.body.errors]).toEqual([
      404,
      [{ field: "id", message: "there is no nothing" }],
    ]);
  });

  test("the feed has each record once, gapless, and goes on from its cursor", async () => {
    const seen = new Map<string, number[]>();
    let cursor = "";
    for (let more = true; more; ) {
      const page = (
        await stack.request("GET", `/v1/shops/shop-1/changes?limit=300${cursor && `&cursor=${cursor}`}`, {
          key: readKey,
        })
      ).body;
      for (const { resource, seq } of page.data) seen.set(resource, [...(seen.get(resource) ?? []), seq]);
      cursor = page.next;
      more = page.data.length > 0;
    }
    for (const [resource, places] of seen) expect(places, resource).toEqual(places.map((_, index) => index + 1));
    expect(seen.get("orders")).toHaveLength(shop.simulator.rows("orders").length);
    expect(
      (await stack.request("GET", `/v1/shops/shop-1/changes?cursor=${cursor}`, { key: readKey })).body.data,
    ).toEqual([]);
    const latest = (
      await stack.request("GET", "/v1/shops/shop-1/changes?cursor=latest&resources=orders,customers", { key: readKey })
    ).body;
    expect(latest.data).toEqual([]);
  });

  test("an order is created once, however often it is sent, and is readable at once", async () => {
    const product = (await stack.request("GET", "/v1/shops/shop-1/products?limit=1", { key })).body.data[0];
    const location = (await stack.request("GET", "/v1/shops/shop-1/locations?limit=1", { key })).body.data[0];
    const send = () =>
      stack.request("POST", "/v1/shops/shop-1/orders", {
        key,
        body: order(product, location.id),
        headers: { "idempotency-key": "order-1" },
      });
    const before = shop.simulator.journal.length;
    const accepted = await send();
    expect(accepted.status).toBe(202);
    expect((await send()).body.id).toBe(accepted.body.id);
    await stack.drain();
    const done = (await stack.request("GET", `/v1/shops/shop-1/writes/${accepted.body.id}`, { key })).body;
    expect(done).toMatchObject({ state: "succeeded", result: { by: "answer", readBack: true } });
    expect(shop.simulator.journal.slice(before)).toHaveLength(1);
    const record = (await stack.request("GET", `/v1/shops/shop-1/orders/${done.result.id}`, { key })).body;
    expect(record).toMatchObject({ id: done.result.id, _meta: { origin: accepted.body.id } });
    const other = await stack.request("POST", "/v1/shops/shop-1/orders", {
      key,
      body: { ...order(product, location.id), note: "another" },
      headers: { "idempotency-key": "order-1" },
    });
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
  });

  test("a read operation of the catalog is called under the shop's budget", async () => {
    const answer = await stack.request("POST", "/v1/shops/shop-1/operations/branches.list", {
      key,
      body: { params: { pageSize: 1 } },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.answer.data).toHaveLength(1);
    const budget = (await stack.request("GET", "/v1/shops/shop-1/budget", { key: readKey })).body.data;
    expect(budget[0].left).toBeLessThan(budget[0].capacity);
  });

  test("a dry run answers the vendor's request and sends nothing", async () => {
    const product = (await stack.request("GET", "/v1/shops/shop-1/products?limit=1", { key })).body.data[0];
    const location = (await stack.request("GET", "/v1/shops/shop-1/locations?limit=1", { key })).body.data[0];
    const before = shop.simulator.log.length;
    const answer = await stack.request("POST", "/v1/shops/shop-1/orders?dryRun=true", {
      key,
      body: order(product, location.id),
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ method: "POST", body: { branchId: Number(location.id) } });
    expect(shop.simulator.log.length).toBe(before);
  });

  test("a removed shop loses its secret at once and its data in the background", async () => {
    const created = await stack.request("POST", "/v1/shops", {
      key,
      body: {
        id: "shop-2",
        vendor: "kiotviet",
        name: "Second",
        credentials: shop.simulator.credentials,
        hosts: shop.simulator.hosts(shop.url),
      },
    });
    expect(created.status).toBe(201);
    await stack.drain();
    expect((await stack.request("DELETE", "/v1/shops/shop-2", { key })).status).toBe(202);
    expect(stack.secrets.has("acme/shop-2")).toBe(false);
    await stack.drain();
    expect((await stack.request("GET", "/v1/shops/shop-2", { key })).body).toMatchObject({ health: "removing" });
    expect((await stack.table.query({ pk: "T#acme#S#shop-2#R#products" })).items).toEqual([]);
    expect((await stack.request("GET", "/v1/shops/shop-1", { key })).status).toBe(200);
  });
});

describe("bad input", () => {
  let shop: Served;
  let stack: TestStack;
  let key: string;

  beforeAll(async () => {
    const simulator = createKiotVietSimulator({ now: Date.now, random: seededRandom(5) });
    simulator.seed(5);
    shop = await serve(simulator);
    stack = createTestStack();
    for (const tenant of ["acme", "rival"])
      await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: tenant, name: tenant } });
    key = (
      await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name: "main", scope: "admin" } })
    ).body.key;
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  const register = (credentials: object) =>
    stack.request("POST", "/v1/shops", {
      key,
      body: { id: "shop", vendor: "kiotviet", name: "Shop", credentials, hosts: shop.simulator.hosts(shop.url) },
    });

  test("wrong credentials: the vendor's reason, no shop, no secret, and no secret in the answer", async () => {
    const answer = await register({ ...shop.simulator.credentials, clientSecret: "wrong-secret-0123456789" });
    expect(answer).toMatchObject({ status: 422, body: { code: "credentials-refused" } });
    expect(JSON.stringify(answer.body)).not.toContain("wrong-secret-0123456789");
    expect(stack.secrets.size).toBe(0);
    expect((await stack.request("GET", "/v1/shops/shop", { key })).status).toBe(404);
  });

  test("a missing credential is named", async () => {
    const { clientSecret: _, ...rest } = shop.simulator.credentials;
    expect(await register(rest)).toMatchObject({
      status: 422,
      body: { errors: [{ field: "credentials.clientSecret" }] },
    });
  });

  test.each([
    ["GET", "/v1/nothing", 404, "unknown-route"],
    ["PUT", "/v1/shops", 405, "method-not-allowed"],
    ["GET", "/v1/shops/absent", 404, "unknown-shop"],
    ["GET", "/v1/shops/UPPER!", 404, "invalid-path"],
  ])("%s %s answers %i %s", async (method, path, status, code) => {
    expect(await stack.request(method, path, { key })).toMatchObject({
      status,
      body: { code, status, instance: path },
    });
  });

  test("no key, an unknown key and a key without the scope are told apart", async () => {
    expect((await stack.request("GET", "/v1/shops")).status).toBe(401);
    expect((await stack.request("GET", "/v1/shops", { key: "tb_unknown" })).status).toBe(401);
    expect((await stack.request("GET", "/v1/tenants", { key })).status).toBe(403);
    expect((await stack.request("GET", "/v1/shops", { key: operatorKey })).status).toBe(403);
    const reader = (await stack.request("POST", "/v1/keys", { key, body: { name: "r" } })).body;
    expect((await stack.request("GET", "/v1/keys", { key: reader.key })).status).toBe(403);
    expect((await stack.request("DELETE", `/v1/keys/${reader.id}`, { key })).status).toBe(204);
  });

  test("malformed bodies, cursors, limits and resources name the field", async () => {
    expect((await register(shop.simulator.credentials)).status).toBe(201);
    expect(await stack.request("POST", "/v1/shops", { key, body: "{" })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "body" }] },
    });
    expect(
      await stack.request("POST", "/v1/shops", {
        key,
        body: { vendor: "kiotviet", name: "x", credentials: {}, colour: 1 },
      }),
    ).toMatchObject({ status: 400, body: { errors: [{ field: "colour" }] } });
    expect(await stack.request("GET", "/v1/shops/shop/changes?cursor=rubbish", { key })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "cursor" }] },
    });
    expect(await stack.request("GET", "/v1/shops/shop/products?cursor=%00", { key })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "cursor" }] },
    });
    expect(await stack.request("GET", "/v1/shops/shop/products?limit=0", { key })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "limit" }] },
    });
    expect(await stack.request("GET", "/v1/shops/shop/rockets", { key })).toMatchObject({
      status: 404,
      body: { errors: [{ field: "resource" }] },
    });
    expect(await stack.request("POST", "/v1/shops/shop/operations/rockets.launch", { key, body: {} })).toMatchObject({
      status: 404,
    });
    expect(
      await stack.request("POST", "/v1/shops/shop/operations/branches.list", { key, body: { params: { colour: 1 } } }),
    ).toMatchObject({ status: 422 });
    expect(await stack.request("POST", "/v1/shops/shop/orders", { key, body: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "Idempotency-Key" }] },
    });
    const noLines = await stack.request("POST", "/v1/shops/shop/orders", {
      key,
      body: { lines: [] },
      headers: { "idempotency-key": "k" },
    });
    expect(noLines.status).toBe(422);
    expect(noLines.body.errors.map((error: { field: string }) => error.field)).toContain("lines");
  });

  test("a tenant never sees another one's shop", async () => {
    const rival = (
      await stack.request("POST", "/v1/tenants/rival/keys", {
        key: operatorKey,
        body: { name: "main", scope: "admin" },
      })
    ).body.key;
    for (const path of [
      "/v1/shops/shop",
      "/v1/shops/shop/products",
      "/v1/shops/shop/changes",
      "/v1/shops/shop/writes",
      "/v1/shops/shop/budget",
    ]) {
      expect((await stack.request("GET", path, { key: rival })).status, path).toBe(404);
    }
    expect((await stack.request("GET", "/v1/shops", { key: rival })).body.data).toEqual([]);
  });

  test("the OpenAPI document describes every route", async () => {
    const document = (await stack.request("GET", "/openapi.json")).body;
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/v1/shops",
        "/v1/shops/{shop}/changes",
        "/v1/shops/{shop}/orders",
        "/v1/shops/{shop}/operations/{operation}",
      ]),
    );
    expect(
      document.paths["/v1/shops/{shop}/orders"].post.requestBody.content["application/json"].schema.oneOf,
    ).toHaveLength(2);
  });

  test("an answer that nobody can read is kept, the resource says `failing`, and the rest goes on", async () => {
    shop.simulator.faults.next("malformed", (request) => request.path.endsWith("/customers"));
    await stack.request("POST", "/v1/shops/shop/sync", { key, body: {} });
    await stack.drain();
    const status = (await stack.request("GET", "/v1/shops/shop/sync", { key })).body.data as {
      resource: string;
      state: string;
      error?: { code: string };
    }[];
    expect(status.find(({ resource }) => resource === "customers")).toMatchObject({
      state: "failing",
      error: { code: "VendorChanged" },
    });
    expect(status.filter(({ resource }) => resource !== "customers").every(({ state }) => state === "current")).toBe(
      true,
    );
    expect((await stack.table.query({ pk: "T#acme#S#shop#UNREADABLE" })).items).toHaveLength(1);
  });
});
