import { request as httpRequest } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import { startHttpApi } from "../../../infra/local/http.ts";
import { FunctionTimedOut } from "../../../infra/local/invoke.ts";

const start = async (answer: (event: APIGatewayProxyEventV2) => unknown = () => "ok") => {
  const events: APIGatewayProxyEventV2[] = [];
  const failures: unknown[] = [];
  const api = await startHttpApi({
    name: "api",
    invoke: async (event) => {
      events.push(event as APIGatewayProxyEventV2);
      return answer(event as APIGatewayProxyEventV2);
    },
    onFailure: (_, error) => failures.push(error),
  });
  return { url: api.url, events, failures, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
};

test("a request arrives as payload 2.0: path decoded, query string as it was, repeated parameters joined", async () => {
  await using api = await start();
  await fetch(`${api.url}/v1/shops/a%20b?id=1&id=2&name=%C3%81o&empty=`, { headers: { "X-One": "1" } });
  const [event] = api.events;
  expect(event).toMatchObject({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/v1/shops/a b",
    rawQueryString: "id=1&id=2&name=%C3%81o&empty=",
    queryStringParameters: { id: "1,2", name: "Áo", empty: "" },
    requestContext: { http: { method: "GET", path: "/v1/shops/a b", sourceIp: "127.0.0.1" }, stage: "$default" },
    isBase64Encoded: false,
  });
  expect(event!.headers["x-one"]).toBe("1");
  expect(event!.body).toBeUndefined();
});

test("repeated headers are joined and cookies have a place of their own", async () => {
  await using api = await start();
  await new Promise((resolve) =>
    httpRequest(api.url, { headers: { "X-Many": ["a", "b"], Cookie: "one=1; two=2" } }, resolve).end(),
  );
  expect(api.events[0]!.headers["x-many"]).toBe("a,b");
  expect(api.events[0]!.cookies).toEqual(["one=1", "two=2"]);
  expect(api.events[0]!.headers.cookie).toBeUndefined();
});

test("JSON and text arrive as text, form posts and bytes as base64", async () => {
  await using api = await start();
  const post = (type: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(api.url, { method: "POST", headers: { "content-type": type }, body });
  await post("application/json; charset=utf-8", '{"name":"Áo"}');
  await post("text/csv", "a,b");
  await post("application/x-www-form-urlencoded", "a=1&b=2");
  await post("application/octet-stream", new Uint8Array([0, 255, 128]));
  expect(api.events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['{"name":"Áo"}', false],
    ["a,b", false],
    [Buffer.from("a=1&b=2").toString("base64"), true],
    [Buffer.from([0, 255, 128]).toString("base64"), true],
  ]);
});

test("the function's status, headers, cookies and body reach the caller", async () => {
  await using api = await start(() => ({
    statusCode: 201,
    headers: { "Content-Type": "application/json", Location: "/v1/shops/1" },
    cookies: ["a=1", "b=2"],
    body: '{"ok":true}',
  }));
  const answer = await fetch(api.url, { method: "POST" });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("location")).toBe("/v1/shops/1");
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await answer.json()).toEqual({ ok: true });
});

test("a base64 answer arrives as bytes, and an answer without a status is the body of a 200", async () => {
  await using api = await start(({ rawPath }) =>
    rawPath === "/bytes"
      ? { statusCode: 200, isBase64Encoded: true, body: Buffer.from([1, 2, 255]).toString("base64") }
      : { hello: "there" },
  );
  expect(new Uint8Array(await (await fetch(`${api.url}/bytes`)).arrayBuffer())).toEqual(new Uint8Array([1, 2, 255]));
  const plain = await fetch(`${api.url}/plain`);
  expect([plain.status, await plain.json()]).toEqual([200, { hello: "there" }]);
});

test("HEAD, 204 and 304 carry no body", async () => {
  await using api = await start(({ requestContext }) =>
    requestContext.http.method === "HEAD" ? { statusCode: 200, body: "hidden" } : { statusCode: 204 },
  );
  const head = await fetch(api.url, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "6", ""]);
  expect((await fetch(api.url)).status).toBe(204);
});

test("a body beyond the gateway's 10 MB never reaches the function", async () => {
  await using api = await start();
  const answer = await fetch(api.url, { method: "POST", body: new Uint8Array(11 * 1024 * 1024) });
  expect(answer.status).toBe(413);
  expect(api.events).toHaveLength(0);
});

test("a function that throws is a 500, one that runs out of time a 503, and neither says why", async () => {
  await using api = await start(({ rawPath }) => {
    throw rawPath === "/slow" ? new FunctionTimedOut("late") : new Error("secret reason");
  });
  const broken = await fetch(`${api.url}/broken`);
  expect([broken.status, await broken.json()]).toEqual([500, { message: "Internal Server Error" }]);
  expect((await fetch(`${api.url}/slow`)).status).toBe(503);
  expect(api.failures).toHaveLength(2);
});
