import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpRouter } from "../../../infra/local/http-routes.ts";
import { createPageServer } from "../../../shared/lambda/serve-pages.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tillbridge-pages-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "secret.txt"), "not for anybody");
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><meta name="style-nonce" content="%nonce%" /><script type="module" src="/assets/main-a1.js"></script>',
  );
  writeFileSync(join(folder, "assets/main-a1.js"), "show()");
  writeFileSync(join(folder, "assets/main-a1.js.br"), brotliCompressSync("show()"));
  writeFileSync(join(folder, "assets/main-a1.js.gz"), gzipSync("show()"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (rawPath: string, headers: Record<string, string> = {}, rawQueryString = "") =>
  createPageServer(folder)({ rawPath, rawQueryString, headers });

test("every page is the application, and its policy lets no script run but its own", () => {
  for (const path of ["/console", "/console/shops/one", "/connect/abc", "/docs", "/portal"]) {
    const { statusCode, headers, body } = ask(path);
    expect([statusCode, body], path).toEqual([200, expect.stringContaining("/assets/main-a1.js")]);
    const policy = headers["content-security-policy"]!;
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(headers["cache-control"]).toBe("no-cache");
  }
});

test("styles show a nonce that is another one for each page; only the reference's own need none", () => {
  const nonceOf = (path: string) => {
    const { headers, body } = ask(path);
    const [, nonce] = /style-src 'self' 'nonce-([\w+/=]{22,})'/.exec(headers["content-security-policy"]!) ?? [];
    expect(body).toContain(`content="${nonce}"`);
    return nonce;
  };
  expect(nonceOf("/console")).not.toBe(nonceOf("/console"));
  for (const path of ["/console", "/connect/abc", "/portal", "/docs/more"])
    expect(ask(path).headers["content-security-policy"]).not.toContain("unsafe-inline");
  expect(ask("/docs").headers["content-security-policy"]).toContain("style-src 'self' 'unsafe-inline'");
});

test("the portal stands in frames of the sites that its address names", () => {
  const ancestorsOf = (query: string) =>
    /frame-ancestors ([^;]*)/.exec(ask("/portal", {}, query).headers["content-security-policy"]!)?.[1];
  expect(ancestorsOf("in=https%3A%2F%2Fcrm.example")).toBe("https://crm.example");
  expect(ancestorsOf("in=https://a.example&in=http://127.0.0.1:8080")).toBe("https://a.example http://127.0.0.1:8080");
  for (const wrong of ["in=*", "in=https://a.example;script-src *", "in=https://a.example&in=*", "in="])
    expect(ancestorsOf(wrong), wrong).toBe("'none'");
});

test("only the portal may stand in a frame", () => {
  expect(ask("/console").headers).toMatchObject({
    "x-frame-options": "DENY",
    "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
  });
  const { headers } = ask("/portal");
  expect(headers["content-security-policy"]).toContain("frame-ancestors *");
  expect(headers["x-frame-options"]).toBeUndefined();
});

test("an asset is kept for good, and comes as small as the browser can read it", () => {
  const packed = ask("/assets/main-a1.js", { "accept-encoding": "gzip, deflate, br" });
  expect(packed.headers).toMatchObject({
    "content-encoding": "br",
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
  });
  expect(brotliDecompressSync(Buffer.from(packed.body, "base64")).toString()).toBe("show()");
  expect(ask("/assets/main-a1.js", { "accept-encoding": "gzip" }).headers["content-encoding"]).toBe("gzip");
  const plain = ask("/assets/main-a1.js");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(Buffer.from(plain.body, "base64").toString()).toBe("show()");
});

test("no path leads out of the folder of assets", () => {
  for (const path of [
    "/assets/../secret.txt",
    "/assets/..%2Fsecret.txt",
    "/assets/",
    "/assets/gone-b2.js",
    "/assets/a/b.js",
  ])
    expect(ask(path).statusCode, path).toBe(404);
});

test("before the pages are built, a page says so and looks again", () => {
  const answer = createPageServer(join(folder, "nothing"))({ rawPath: "/console", headers: {} });
  expect(answer).toMatchObject({ statusCode: 503, body: expect.stringContaining("refresh") });
});

test("the gateway's routes lead pages to `pages`, and everything else to the API", () => {
  const starterOf = createHttpRouter("api");
  const starter = (method: string, rawPath: string) => starterOf({ rawPath, requestContext: { http: { method } } });
  for (const path of ["/", "/console", "/console/shops/one", "/connect/abc", "/portal", "/docs", "/assets/main-a1.js"])
    expect(starter("GET", path), path).toBe("pages");
  for (const path of ["/v1/shops", "/openapi.json", "/consoles", "/connect", "/docs/more", "/health"])
    expect(starter("GET", path), path).toBe("api");
  expect(starter("POST", "/console")).toBe("api");
});
