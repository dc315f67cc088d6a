import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeCursor } from "../../../shared/api/route.ts";
import { type FuzzEngine, type FuzzWorld, openFuzzWorld } from "../../faults/fuzz/world.ts";
import { javaIsThere } from "../../helpers/engines.ts";

/** AWS's own engine refuses what others let pass; it needs Java. */
const engines: readonly FuzzEngine[] = javaIsThere ? ["memory", "dynamodb-local"] : ["memory", "dynoxide"];
const LONG = "x".repeat(1_025);
const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

describe.each(engines)("malformed input, over %s", { timeout: 60_000 }, (engine) => {
  let world: FuzzWorld;
  beforeAll(async () => {
    world = await openFuzzWorld(engine);
  }, 120_000);
  afterAll(() => world?.[Symbol.asyncDispose]());

  const send = async (method: string, path: string, body?: string, rawPath = path.split("?")[0]!) => {
    const key = path.startsWith("/v1/operator") || path.startsWith("/v1/tenants") ? "operator" : "admin";
    const result = await world.api({
      rawPath,
      rawQueryString: path.split("?")[1] ?? "",
      headers: { authorization: `Bearer ${world.keys[key]}`, "idempotency-key": `${Math.random()}` },
      ...(body === undefined ? {} : { body }),
      requestContext: { http: { method, sourceIp: "192.0.2.1" } },
    });
    return { status: result.statusCode, body: result.body === "" ? undefined : JSON.parse(result.body) };
  };
  const listed = [
    "/v1/shops",
    "/v1/keys",
    "/v1/audit",
    "/v1/endpoints",
    "/v1/tenants",
    "/v1/operator/drift",
    "/v1/operator/audit",
    "/v1/operator/tenants/acme/audit",
    "/v1/shops/kiotviet/orders",
    "/v1/shops/kiotviet/orders/deletions",
    "/v1/shops/kiotviet/writes",
    "/v1/shops/kiotviet/deliveries",
    "/v1/shops/kiotviet/changes",
  ];

  test.each([
    ["an empty one", ""],
    ["one of nothing", encodeCursor("")],
    ["one longer than any key", encodeCursor(LONG)],
    ["one of another form", encodeCursor({ place: "one" })],
    ["no cursor at all", "%7B%7D"],
  ])("of a cursor that is %s is told by every list", async (_, cursor) => {
    const answers = await Promise.all(listed.map((path) => send("GET", `${path}?cursor=${cursor}`)));
    expect(answers.map(({ status }, index) => `${status} ${listed[index]}`)).toEqual(
      listed.map((path) => `400 ${path}`),
    );
  });

  test("a cursor of another list is refused, or leads to nothing that is not the list's own", async () => {
    for (const path of listed)
      for (const text of ["T#other", "SHOP#zz", "KEY#zz", "zzz", "P#1"]) {
        const { status } = await send("GET", `${path}?cursor=${encodeCursor(text)}`);
        expect([200, 400], `${path} ${text}`).toContain(status);
      }
    expect((await send("GET", `/v1/shops?cursor=${encodeCursor("KEY#a")}`)).status).toBe(400);
    expect((await send("GET", `/v1/keys?cursor=${encodeCursor("SHOP#a")}`)).status).toBe(400);
    const log = `/v1/endpoints/${world.known.endpoint![0]}/events`;
    for (const text of ["P#000000000000001#1", "zzz", "!head"])
      expect((await send("GET", `${log}?cursor=${encodeCursor(text)}`)).status, text).toBe(400);
  });

  test.each([
    ["GET", `/v1/shops/kiotviet/orders/${LONG}`],
    ["GET", `/v1/shops/kiotviet/${LONG}`],
    ["GET", `/v1/shops/kiotviet/writes/${LONG}`],
    ["GET", `/v1/endpoints/${LONG}`],
    ["POST", `/v1/keys/${"x".repeat(2_000)}/rotate`],
    ["DELETE", `/v1/keys/${"x".repeat(2_000)}`],
    ["DELETE", `/v1/operator/keys/${"x".repeat(2_000)}`],
    ["GET", "/v1/shops/kiotviet/orders?id="],
    ["GET", "/v1/shops/kiotviet/orders?id=1,,2"],
    ["GET", `/v1/shops/kiotviet/orders?id=${LONG}`],
    ["GET", "/v1/shops/kiotviet/orders?limit=1&limit=2"],
    ["GET", "/v1/shops/kiotviet/changes?resources=orders,orders"],
    ["GET", "/v1/shops/kiotviet/changes?resources="],
    ["GET", "/v1/shops/kiotviet/changes?resources=__proto__"],
  ])("%s %.60s is the caller's fault", async (method, path) => {
    const { status } = await send(method, path, method === "GET" || method === "DELETE" ? undefined : "{}");
    expect([400, 404]).toContain(status);
  });

  test.each([
    ["100,000 arrays in each other", deep],
    ["100,000 arrays in a field", `{"name":${deep}}`],
    ["a number that is none", '{"name":1e999}'],
    ["half of a character", '{"name":"\\ud800"}'],
    ["half of a character in a name", '{"\\ud800":"a"}'],
    ["text that is no JSON", '{"name":'],
    ["nothing but a word", "null"],
    ["a name that every object has", '{"__proto__":{"name":"a"}}'],
  ])("a body of %s is the caller's fault on every route", async (_, body) => {
    const paths = ["/v1/shops", "/v1/keys", "/v1/endpoints", "/v1/tenants", "/v1/operator/keys"].concat([
      "/v1/shops/kiotviet/orders",
      "/v1/shops/kiotviet/operations/customers.create",
      "/v1/shops/kiotviet/sync",
      `/v1/endpoints/${world.known.endpoint![0]}/replay`,
    ]);
    for (const path of paths) {
      const { status } = await send("POST", path, body);
      expect([400, 422], path).toContain(status);
    }
  });

  test("the intake answers an address that nobody has got from us, however long it is", async () => {
    const long = "x".repeat(2_100);
    for (const rawPath of [`/kiotviet/${long}`, `/nhanh/app/${long}`, `/${long}/${long}`]) {
      const body = JSON.stringify({ businessId: Number.MAX_SAFE_INTEGER, business_id: "9".repeat(5_000) });
      const requestContext = { http: { method: "POST", sourceIp: "192.0.2.1" } };
      expect((await world.intake({ rawPath, headers: {}, body, requestContext })).statusCode).toBe(200);
    }
    const body = `{"businessId":${"9".repeat(5_000)},"event":"x"}`;
    const requestContext = { http: { method: "POST", sourceIp: "192.0.2.1" } };
    expect((await world.intake({ rawPath: "/nhanh/app/1", headers: {}, body, requestContext })).statusCode).toBe(200);
  });

  test("none of it was a failure of ours", () => {
    expect(world.failures).toEqual([]);
  });
});
