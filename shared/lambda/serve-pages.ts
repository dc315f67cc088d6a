import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What we read of a request: an event of an HTTP API, payload version 2. */
export interface PageEvent {
  readonly rawPath: string;
  readonly rawQueryString?: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface PageResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  png: "image/png",
};

/** The API's reference is made of parts that are not ours, whose styles know no nonce. */
const isReference = (path: string): boolean => path === "/docs";

/**
 * Scripts, styles and data come from this origin alone. The components compute some styles: each shows the page's own nonce.
 * No script stands in the page.
 * @param ancestors sites in whose frames the page may stand
 */
const contentPolicy = (path: string, nonce: string, ancestors: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${isReference(path) ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join("; ");

const isPortal = (path: string): boolean => path === "/portal" || path.startsWith("/portal/");

const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;

/**
 * The portal may stand in frames of the sites that its address names (`in`), or of any where it names none: it sends no
 * cookie, and shows nothing without the token in its address. The token knows the same sites, so nobody gains by naming others.
 */
const ancestorsOf = (path: string, query: string): string => {
  if (!isPortal(path)) return "'none'";
  const sites = new URLSearchParams(query).getAll("in");
  if (sites.length === 0) return "*";
  return sites.every((site) => ORIGIN.test(site)) ? sites.join(" ") : "'none'";
};

const pageHeaders = (
  { rawPath: path, rawQueryString = "" }: PageEvent,
  nonce: string,
  isHttps: boolean,
): Readonly<Record<string, string>> => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-cache",
  "content-security-policy": contentPolicy(path, nonce, ancestorsOf(path, rawQueryString)),
  ...(isPortal(path) ? {} : { "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin" }),
  ...(isHttps ? { "strict-transport-security": "max-age=31536000" } : {}),
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

const BUILDING =
  '<!doctype html><html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Tillbridge</title>' +
  "<p>Đang chuẩn bị trang. The pages are being built.</p>";

/** Names that the build gives: a word, a hash, an ending. Nothing else is looked for. */
const assetName = /^\/assets\/([\w-]+(?:\.[\w-]+)*\.(\w+))$/;

/** Compressions that the build has made, the better one first. */
const encodings = [
  ["br", "br"],
  ["gzip", "gz"],
] as const;

/**
 * The application and its parts, as files beside the function. A part's name has a hash of its content, so a browser keeps it
 * for good; every other path is the application itself, which reads the path.
 */
export const createPageServer = (folder: string) => {
  const known = new Map<string, Buffer | undefined>();
  const read = (name: string): Buffer | undefined => {
    if (known.has(name)) return known.get(name);
    const content = readFile(join(folder, name));
    // What is not there may be there in a moment: on a laptop the pages are built while the rest starts.
    if (content) known.set(name, content);
    return content;
  };

  const asset = (name: string, ending: string, accepted: string): PageResult => {
    const headers = {
      "content-type": types[ending] ?? "application/octet-stream",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    };
    for (const [encoding, extension] of encodings) {
      const packed = accepted.includes(encoding) ? read(`assets/${name}.${extension}`) : undefined;
      if (packed) return binary({ ...headers, "content-encoding": encoding }, packed);
    }
    const plain = read(`assets/${name}`);
    return plain ? binary(headers, plain) : { statusCode: 404, headers: { "cache-control": "no-store" }, body: "" };
  };

  return (event: PageEvent): PageResult => {
    const { rawPath, headers } = event;
    if (rawPath === "/") return { statusCode: 302, headers: { location: "/console" }, body: "" };
    const [, name, ending] = assetName.exec(rawPath) ?? [];
    if (name !== undefined && ending !== undefined) return asset(name, ending, headers["accept-encoding"] ?? "");
    if (rawPath.startsWith("/assets/")) return { statusCode: 404, headers: {}, body: "" };
    const isHttps = headers["x-forwarded-proto"] === "https";
    const page = read("index.html")?.toString("utf8");
    if (page === undefined)
      return { statusCode: 503, headers: { "content-type": "text/html; charset=utf-8" }, body: BUILDING };
    const nonce = randomBytes(16).toString("base64");
    return { statusCode: 200, headers: pageHeaders(event, nonce, isHttps), body: page.replace("%nonce%", nonce) };
  };
};

const binary = (headers: PageResult["headers"], content: Buffer): PageResult => ({
  statusCode: 200,
  headers,
  body: content.toString("base64"),
  isBase64Encoded: true,
});

const readFile = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};
