import { createHash, timingSafeEqual } from "node:crypto";

/** What the distribution before a gateway adds to each request. It replaces what a caller sends under these names. */
export const frontHeaders = {
  /** Shows that the request came through the distribution, and so past its web ACL. */
  secret: "x-tillbridge-front",
  /** The caller's address: the gateway sees only the distribution's. */
  viewer: "x-tillbridge-viewer",
} as const;

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: { readonly http: { readonly sourceIp?: string } };
}

// KiotViet stops for good on 400, 401, 403, 404 and 405. 421 says what is so: this is not the server to ask.
const MISDIRECTED = {
  statusCode: 421,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: '{"message":"Misdirected Request"}',
} as const;

/**
 * A handler that answers what comes through the distribution, and 421 to everything else. The event that it gets names the
 * caller's own address, and holds neither of the distribution's headers.
 * @param secret empty: there is no distribution, so the handler is left as it is and such headers mean nothing
 */
export const behindFront = <Event extends Request, Rest extends unknown[], Result>(
  secret: string,
  handle: (event: Event, ...rest: Rest) => Promise<Result>,
): ((event: Event, ...rest: Rest) => Promise<Result | typeof MISDIRECTED>) => {
  if (secret === "") return handle;
  return async (event, ...rest) => {
    const given = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const { [frontHeaders.secret]: shown, [frontHeaders.viewer]: viewer, ...headers } = Object.fromEntries(given);
    if (!shown || !viewer || !isSame(shown, secret)) return MISDIRECTED;
    return handle({ ...event, headers, ...calledFrom(viewer, event) }, ...rest);
  };
};

const calledFrom = (sourceIp: string, { requestContext }: Request) =>
  requestContext && { requestContext: { ...requestContext, http: { ...requestContext.http, sourceIp } } };

/** Digests have one length, so that the time of a comparison tells nothing. */
const isSame = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
