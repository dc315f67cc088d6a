import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** An answer with its body as text, before it goes out. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly text: string;
}

/** As API Gateway takes it. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  /** `Set-Cookie` headers. */
  readonly cookies?: string[];
  readonly body: string;
  readonly isBase64Encoded?: boolean;
}

/** A shorter body gains nothing. */
const WORTH_COMPRESSING = 1_400;
/** JSON shrinks to a tenth at this level already, in a third of the default's time. */
const LEVEL = 3;

/** Weak, because a compressed body is another sequence of bytes with the same meaning. */
export const etagOf = (text: string): string =>
  `W/"${createHash("sha1").update(text).digest("base64url").slice(0, 22)}"`;

/** RFC 9110, `If-None-Match`. */
export const isKnown = (etag: string, header: string | undefined): boolean =>
  (header ?? "")
    .split(",")
    .some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag.replace(/^W\//, ""));

const takesGzip = (header: string | undefined): boolean =>
  (header ?? "").split(",").some((one) => /^\s*gzip\s*(?:;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(one));

/** Compressed where the caller takes that; API Gateway's HTTP APIs do not compress themselves. */
export const encodeAnswer = (
  { status, headers, cookies, text }: Answered,
  acceptEncoding: string | undefined,
): HttpResult => {
  const base = { statusCode: status, ...(cookies?.length ? { cookies: [...cookies] } : {}) };
  if (text.length < WORTH_COMPRESSING) return { ...base, headers: { ...headers }, body: text };
  const vary = [headers.vary, "accept-encoding"].filter(Boolean).join(", ");
  if (!takesGzip(acceptEncoding)) return { ...base, headers: { ...headers, vary }, body: text };
  return {
    ...base,
    headers: { ...headers, vary, "content-encoding": "gzip" },
    body: gzipSync(text, { level: LEVEL }).toString("base64"),
    isBase64Encoded: true,
  };
};
