import type * as z from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One documented call of a vendor, as data. Passthrough, simulators, reference page and coverage test read it. */
export interface Operation {
  /** Stable name in our API, `noun.verb`: `orders.list`, `orders.get`, `orders.create`. Unique within the vendor. */
  readonly id: string;
  readonly method: Method;
  /** As the document writes it, with `{name}` for path parameters, without the host. */
  readonly path: string;
  /** Which of the vendor's base addresses serves it; see `Vendor.hosts`. Default: `api`. */
  readonly host?: string;
  readonly kind: "auth" | "read" | "write" | "read+write";
  readonly title: string;
  /** Document and paragraph: `KiotViet Public API §2.5.1`. */
  readonly source: string;
  /** Path and query parameters, by name. Unknown ones are refused: vendors ignore them silently. */
  readonly params: z.ZodObject;
  /** The request's body; absent for calls without one. */
  readonly body?: z.ZodType;
  /** What we rely on in the answer: lenient outside, strict inside. */
  readonly answer: z.ZodType;
  /** Id of the limit's bucket that the call draws from; see `Vendor.limits`. */
  readonly buckets: readonly string[];
  /** The vendor's name of the permission that the call needs, where the vendor has permissions. */
  readonly permission?: string;
  /** It changes webhooks or settings of the shop itself: only a key that may do that through our own routes may call it. */
  readonly admin?: true;
}

/** What an operation is called with: parameters by name (path and query) and a body. */
export interface OperationCall {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A limit that the vendor publishes (or, if `adaptive`, that we look for ourselves). */
export interface Limit {
  readonly id: string;
  /** What shares the limit: the whole deployment's address, the vendor's app, or one shop. */
  readonly scope: "ip" | "app" | "shop";
  /** `operation`: one bucket for each URL. `all`: one for every call that names this limit. */
  readonly per: "operation" | "all";
  /** Calls allowed within any window. */
  readonly capacity: number;
  readonly windowSeconds: number;
  /**
   * No published number: start here, halve when the vendor complains, creep up while it does not. `below`: the number is
   * published, and others may use a part of it up: the same, and never above it.
   */
  readonly adaptive?: boolean | "below";
  /**
   * A wider limit that counts all of these calls too and is never larger: it always ends first, so nothing is counted
   * here. When the vendor itself complains, only this one is closed.
   */
  readonly within?: string;
  /** We set it ourselves and count it where we draw: no call is on its way to anybody. */
  readonly isOurs?: true;
  readonly source: string;
}

export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until we give up waiting. */
  readonly timeout?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Our clock when the answer was complete, unix milliseconds. */
  readonly receivedAt: number;
}

/** Sends one request. Throws `RetryLater` when no answer came; never throws for an answer's status. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** Calls one operation of the shop's vendor: budget, sign, send, judge, parse. The answer is `operation.answer`'s. */
export type Call = (operation: string, call: OperationCall) => Promise<unknown>;
