import { MOST_ANSWER_BYTES } from "../core/bounds.ts";
import { RetryLater, TooLarge, VendorChanged } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import type { HttpRequest, Send } from "../core/vendor.ts";

/** KiotViet's own integrators wait 180 s for orders (field note, seen in integrations); most answers take less than one. */
export const DEFAULT_TIMEOUT = 60_000;

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

/** The answer's text; undefined where it has more bytes than `most`, of which no more are read. */
const readText = async (response: Response, most: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Decompressed already: a small answer may grow a thousandfold.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

/**
 * Sends requests with Node's own fetch.
 * @param most bytes of an answer that are read, after decompression
 * @throws RetryLater when no complete answer came; `delivered` tells whether the vendor may have acted
 * @throws TooLarge when the answer is, to be read; VendorChanged where it is no success besides
 */
export const createSend =
  (fetcher: typeof fetch, clock: Clock, most = MOST_ANSWER_BYTES): Send =>
  async (request) => {
    try {
      const response = await fetcher(request.url, {
        method: request.method,
        headers: request.headers,
        redirect: "manual",
        signal: AbortSignal.timeout(request.timeout ?? DEFAULT_TIMEOUT),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      const body = await readText(response, most);
      if (body === undefined) throw tooLarge(request, response.status, most);
      return { status: response.status, headers: Object.fromEntries(response.headers), body, receivedAt: clock() };
    } catch (error) {
      if (error instanceof RetryLater || error instanceof VendorChanged) throw error;
      throw unanswered(request, error);
    }
  };

const tooLarge = (request: HttpRequest, status: number, most: number): RetryLater | VendorChanged => {
  const message = `${describe(request)}: ${status}, an answer of more than ${most} bytes`;
  if (status >= 500) return new RetryLater(message);
  return status < 300 ? new TooLarge(message, "") : new VendorChanged(message, "");
};

const unanswered = (request: HttpRequest, error: unknown): RetryLater => {
  const cause = (error as { cause?: { code?: string } }).cause;
  const code = cause?.code ?? (error as { name?: string }).name ?? "no answer";
  const delivered = NEVER_SENT.has(code) ? "no" : "unknown";
  return new RetryLater(`${describe(request)}: no answer (${code})`, { delivered });
};
