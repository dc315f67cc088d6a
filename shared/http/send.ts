import { RetryLater } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { HttpRequest, Send } from "../core/vendor.ts";

/** KiotViet's own integrators wait 180 s for orders (field note, seen in integrations); most answers take less than one. */
const DEFAULT_TIMEOUT = 60_000;

/** A request as it may be shown: never the query (keys), the headers (tokens) or the body. */
export const describe = (request: Pick<HttpRequest, "method" | "url">): string =>
  `${request.method} ${new URL(request.url).pathname}`;

/** Errors of the connection's setup: the request cannot have reached the vendor. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Sends requests with Node's own fetch.
 * @throws RetryLater when no complete answer came; `delivered` tells whether the vendor may have acted
 */
export const createSend =
  (fetcher: typeof fetch, clock: Clock): Send =>
  async (request) => {
    try {
      const response = await fetcher(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal: AbortSignal.timeout(request.timeout ?? DEFAULT_TIMEOUT),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const body = await response.text();
      return { status: response.status, headers: Object.fromEntries(response.headers), body, receivedAt: clock() };
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause;
      const code = cause?.code ?? (error as { name?: string }).name ?? "no answer";
      throw new RetryLater(`${describe(request)}: no answer (${code})`, {
        delivered: NEVER_SENT.has(code) ? "no" : "unknown",
      });
    }
  };
