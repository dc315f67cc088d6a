/** Headers that a script of another origin may read. */
const EXPOSED = "etag, location, ratelimit, ratelimit-policy, retry-after, apigw-requestid, deprecation, sunset, link";
const TAKEN = "authorization, content-type, idempotency-key, if-none-match, accept-language";

/**
 * CORS. Off unless the deployment names origins: a key of a tenant does not belong into a browser, so only the owner of the
 * deployment can decide that it does.
 */
export const crossOriginHeaders = (
  origin: string | undefined,
  allowed: readonly string[],
): Readonly<Record<string, string>> => {
  if (allowed.length === 0) return {};
  const isAllowed = origin !== undefined && (allowed.includes(origin) || allowed.includes("*"));
  return {
    vary: "origin",
    ...(isAllowed ? { "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED } : {}),
  };
};

/** The browser's question before the request itself. Undefined: it is none, or the origin is not allowed. */
export const preflightHeaders = (
  method: string,
  headers: Readonly<Record<string, string>>,
  allowed: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return undefined;
  const answer = crossOriginHeaders(headers.origin, allowed);
  if (answer["access-control-allow-origin"] === undefined) return undefined;
  return {
    ...answer,
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": TAKEN,
    "access-control-max-age": "600",
  };
};
