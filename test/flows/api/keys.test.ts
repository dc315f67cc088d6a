import { beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { RetryLater } from "../../../shared/core/errors.ts";
import { createTestStack, operatorKey, type TestStack } from "../../helpers/memory-deps.ts";

let clock = Date.parse("2026-11-20T08:00:00Z");
let stack: TestStack;
let key: string;

beforeEach(async () => {
  stack = createTestStack({ clock: () => clock });
  await stack.request("POST", "/v1/tenants", { key: operatorKey, body: { id: "acme", name: "Acme" } });
  key = await newKey("main");
});

const newKey = async (name: string): Promise<string> =>
  (await stack.request("POST", "/v1/tenants/acme/keys", { key: operatorKey, body: { name, scope: "admin" } })).body.key;
const idOf = async (name: string): Promise<string> =>
  (await stack.request("GET", "/v1/keys", { key })).body.data.find((one: { name: string }) => one.name === name).id;

describe("a key that has ended", () => {
  test("is dead for good: a rotation does not wake it", async () => {
    const revoked = await newKey("revoked");
    const id = await idOf("revoked");
    expect((await stack.request("DELETE", `/v1/keys/${id}`, { key })).status).toBe(204);
    clock += 20_000;
    const rotated = await stack.request("POST", `/v1/keys/${id}/rotate`, { key, body: {} });
    expect(rotated).toMatchObject({ status: 409, body: { type: expect.stringMatching(/key-ended$/) } });
    expect(await stack.request("GET", "/v1/keys", { key: revoked })).toMatchObject({
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  });

  test("does not live longer when it is rotated again with a longer overlap", async () => {
    const old = await newKey("old");
    const id = await idOf("old");
    await stack.request("POST", `/v1/keys/${id}/rotate`, { key, body: { overlapSeconds: 60 } });
    await stack.request("POST", `/v1/keys/${id}/rotate`, { key, body: { overlapSeconds: 86_400 } });
    clock += 80_000;
    expect((await stack.request("GET", "/v1/keys", { key: old })).status).toBe(401);
  });
});

describe("a rotation", () => {
  const rotate = async (id: string) => stack.request("POST", `/v1/keys/${id}/rotate`, { key, body: {} });
  const listed = async (): Promise<any[]> => (await stack.request("GET", "/v1/keys", { key })).body.data;

  test("that the table refuses leaves the old key without an end, because both are stored at once", async () => {
    const id = await idOf("main");
    const { transact } = stack.table;
    stack.table.transact = async (writes) => {
      if (writes.some((write) => "put" in write)) throw new RetryLater("throttled", { delivered: "unknown" });
      return transact.call(stack.table, writes);
    };
    expect((await rotate(id)).status).toBe(503);
    stack.table.transact = transact;
    expect((await listed()).filter(({ expiresAt }) => expiresAt !== undefined)).toEqual([]);
    expect((await rotate(id)).status).toBe(201);
    expect((await listed()).map(({ expiresAt }) => expiresAt === undefined).sort()).toEqual([false, true]);
  });

  test("twice at once makes two new keys, and the old one ends once", async () => {
    const id = await idOf("main");
    const answers = await Promise.all([rotate(id), rotate(id)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    for (const { body } of answers)
      expect((await stack.request("GET", "/v1/keys", { key: body.key })).status).toBe(200);
    expect((await listed()).filter(({ expiresAt }) => expiresAt !== undefined)).toHaveLength(1);
  });
});

test("a rotated operator's key ends within a minute, also in a function that has seen it", async () => {
  let current = operatorKey;
  const api = createApi(routes, { ...stack.deps, readOperatorKey: async () => current });
  const status = async (secret: string) =>
    (
      await api(
        {
          rawPath: "/v1/tenants",
          headers: { authorization: `Bearer ${secret}` },
          requestContext: { http: { method: "GET", sourceIp: "192.0.2.1" } },
        },
        { getRemainingTimeInMillis: () => 30_000 },
      )
    ).statusCode;
  expect(await status(operatorKey)).toBe(200);
  current = "the-new-key-of-the-operator";
  clock += 60_000;
  expect(await status(operatorKey)).toBe(401);
  expect(await status(current)).toBe(200);
});

describe("refused sign-ins", () => {
  const call = (secret: string, address: string, counted: string[] = []) =>
    createApiOnce(counted)(
      {
        rawPath: "/v1/keys",
        headers: { authorization: `Bearer ${secret}` },
        requestContext: { http: { method: "GET", sourceIp: address } },
      },
      { getRemainingTimeInMillis: () => 30_000 },
    );
  let api: ReturnType<typeof createApi> | undefined;
  const createApiOnce = (counted: string[]) => {
    api ??= createApi(routes, { ...stack.deps, metric: (name) => void counted.push(name) });
    return api;
  };
  beforeEach(() => {
    api = undefined;
  });

  test("are counted, and an address that tries many keys is let in no more for a minute", async () => {
    const counted: string[] = [];
    const statuses: number[] = [];
    for (let guess = 0; guess < 40; guess += 1)
      statuses.push((await call(`guess-${guess}`, "192.0.2.7", counted)).statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(counted.filter((name) => name === "SignInsRefused")).toHaveLength(40);
    // Another address, and a key that is known already, are as before.
    expect((await call(key, "192.0.2.8")).statusCode).toBe(200);
    expect((await call(key, "192.0.2.7")).statusCode).toBe(200);
    clock += 61_000;
    expect((await call("another-guess", "192.0.2.7")).statusCode).toBe(401);
  });
});

test("a method that a path does not take is answered with those that it takes", async () => {
  const answer = await createApi(routes, stack.deps)(
    { rawPath: "/v1/keys", headers: {}, requestContext: { http: { method: "PUT" }, requestId: "request-1" } },
    { getRemainingTimeInMillis: () => 30_000 },
  );
  expect(answer.statusCode).toBe(405);
  expect(answer.headers.allow?.split(", ").sort()).toEqual(["GET", "HEAD", "POST"]);
  expect(JSON.parse(answer.body).requestId).toBe("request-1");
});

test("HEAD answers as GET does, without a body", async () => {
  const answer = await createApi(routes, stack.deps)(
    {
      rawPath: "/v1/keys",
      headers: { authorization: `Bearer ${key}` },
      requestContext: { http: { method: "HEAD" } },
    },
    { getRemainingTimeInMillis: () => 30_000 },
  );
  expect(answer).toMatchObject({ statusCode: 200, body: "" });
});

test("each request leaves one line with tenant, key, address and request id, and without the secret", async () => {
  const lines: { message: string; fields: object }[] = [];
  const api = createApi(routes, {
    ...stack.deps,
    log: (_level, message, fields) => void lines.push({ message, fields: fields ?? {} }),
  });
  await api(
    {
      rawPath: "/v1/keys",
      headers: { authorization: `Bearer ${key}` },
      requestContext: { http: { method: "GET", sourceIp: "192.0.2.9" }, requestId: "request-2" },
    },
    { getRemainingTimeInMillis: () => 30_000 },
  );
  expect(lines).toMatchObject([
    {
      message: "request",
      fields: { requestId: "request-2", tenant: "acme", address: "192.0.2.9", route: "/v1/keys", status: 200 },
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(key);
});
