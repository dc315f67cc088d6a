import { describe, expect, test } from "vitest";
import { createHandler as createApi } from "../../../functions/api.ts";
import { createHandler as createIntake } from "../../../functions/intake.ts";
import type { HttpEvent } from "../../../shared/api/respond.ts";
import { behindFront, frontHeaders } from "../../../shared/lambda/front.ts";
import { createTestStack } from "../../helpers/memory-deps.ts";

const secret = "what-cloudfront-shows";
const edge = "64.252.64.10";

const requestOf = (headers: Record<string, string>): HttpEvent => ({
  rawPath: "/v1/keys",
  headers,
  requestContext: { http: { method: "GET", sourceIp: edge }, requestId: "request-1" },
});
const through = (viewer: string, more: Record<string, string> = {}) =>
  requestOf({ [frontHeaders.secret]: secret, [frontHeaders.viewer]: viewer, ...more });

describe("behind CloudFront", () => {
  const seen: HttpEvent[] = [];
  const handle = behindFront(secret, async (event: HttpEvent) => {
    seen.push(event);
    return { statusCode: 200 };
  });

  test("a function sees the caller's own address, and neither of the two headers", async () => {
    expect(await handle(through("198.51.100.7", { accept: "*/*" }))).toEqual({ statusCode: 200 });
    expect(seen.splice(0)).toEqual([
      {
        rawPath: "/v1/keys",
        headers: { accept: "*/*" },
        requestContext: { http: { method: "GET", sourceIp: "198.51.100.7" }, requestId: "request-1" },
      },
    ]);
  });

  test.each([
    ["nothing", {}],
    ["no secret", { [frontHeaders.viewer]: "198.51.100.7" }],
    ["another secret", { [frontHeaders.secret]: "x".repeat(secret.length), [frontHeaders.viewer]: "198.51.100.7" }],
    ["a part of the secret", { [frontHeaders.secret]: secret.slice(1), [frontHeaders.viewer]: "198.51.100.7" }],
    ["an empty secret", { [frontHeaders.secret]: "", [frontHeaders.viewer]: "198.51.100.7" }],
    ["no address", { [frontHeaders.secret]: secret }],
  ])("a request past it, which shows %s, is answered 421 and goes no further", async (_, headers) => {
    expect(await handle(requestOf(headers as Record<string, string>))).toMatchObject({ statusCode: 421 });
    expect(seen).toEqual([]);
  });
});

test("without CloudFront a header of a caller changes nothing: its address is the gateway's word", async () => {
  const handle = behindFront("", async (event: HttpEvent) => event);
  const event = through("198.51.100.7");
  expect(await handle(event)).toBe(event);
});

const context = { getRemainingTimeInMillis: () => 30_000 };
const behind = (stack: ReturnType<typeof createTestStack>) => ({ ...stack.deps.config, frontSecret: secret });

test("the API counts refused keys by caller, although all come from CloudFront's address", async () => {
  const stack = createTestStack({ clock: () => Date.parse("2026-11-20T08:00:00Z") });
  const addresses: unknown[] = [];
  const log = (_level: string, message: string, fields: Record<string, unknown> = {}) => {
    if (message === "request") addresses.push(fields.address);
  };
  const api = createApi({ ...stack.deps, config: behind(stack), log });
  const status = async (viewer: string) =>
    (await api(through(viewer, { authorization: "Bearer unknown" }), context)).statusCode;
  for (let tries = 0; tries < 20; tries += 1) expect(await status("198.51.100.7")).toBe(401);
  expect(await status("198.51.100.7")).toBe(429);
  expect(await status("198.51.100.8")).toBe(401);
  expect([...new Set(addresses)]).toEqual(["198.51.100.7", "198.51.100.8"]);
  expect((await api(requestOf({ authorization: "Bearer unknown" }), context)).statusCode).toBe(421);
});

test("the intake stores nothing that comes past it, and answers with none of the codes on which KiotViet stops", async () => {
  const stack = createTestStack({ clock: () => Date.parse("2026-11-20T08:00:00Z") });
  const intake = createIntake({ ...stack.depsOf("intake"), config: behind(stack) });
  const rows = () => JSON.stringify(stack.table.stream);
  const posted = (headers: Record<string, string>): HttpEvent => ({
    rawPath: "/kiotviet/some-token",
    headers: { "content-type": "application/json", ...headers },
    body: "{}",
    requestContext: { http: { method: "POST", sourceIp: edge } },
  });
  const before = rows();
  expect((await intake(posted({}))).statusCode).toBe(421);
  expect(rows()).toBe(before);
  expect((await intake(posted(through("198.51.100.7").headers as Record<string, string>))).statusCode).toBe(200);
  expect(rows()).not.toBe(before);
});
