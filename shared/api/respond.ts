import { BadRequest, Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import type { Deps, LambdaContext } from "../lambda/wiring.ts";
import { createRequestLimit, type Entry, TooManyRequests } from "../usecases/shops/limit-requests.ts";
import { createIdentify } from "./identify.ts";
import { asReply, type Caller, checkAccess, createRouter, NotAllowed, parseInput, type Route } from "./route.ts";

/** What we read of an API Gateway HTTP API event, payload version 2. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Kept apart from the headers; see `HttpResult.cookies`. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly http: { readonly method: string; readonly sourceIp?: string };
    readonly requestId?: string;
  };
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  /** `Set-Cookie` headers. */
  readonly cookies?: string[];
  readonly body: string;
}

const MOST_BODY = 1_000_000;

/** What is known of a request when its answer is made. */
interface Seen {
  caller: Caller;
  route?: string;
  entry?: Entry;
}

/** The whole of the API: one event in, one answer out. Errors are RFC 9457 problem documents. */
export const createApi = (routes: readonly Route[], deps: Deps) => {
  const router = createRouter(routes);
  const identify = createIdentify(deps);
  const letIn = createRequestLimit(deps);

  return async (event: HttpEvent, context: LambdaContext): Promise<HttpResult> => {
    const { http, requestId = "" } = event.requestContext;
    const began = deps.clock();
    const seen: Seen = { caller: { kind: "public" } };
    const respond = async (): Promise<HttpResult> => {
      const headers = Object.fromEntries(
        Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]),
      );
      if (event.cookies?.length) headers.cookie = event.cookies.join("; ");
      // A HEAD is a GET whose body stays here.
      const { route, params } = router(http.method === "HEAD" ? "GET" : http.method, event.rawPath);
      seen.route = route.path;
      const caller = await identify(route.access === "public" ? {} : headers, http.sourceIp ?? "");
      seen.caller = caller;
      const query = Object.fromEntries(new URLSearchParams(event.rawQueryString ?? ""));
      const given = route.body && caller.kind === "tenant" ? readBody(event, headers) : undefined;
      if (caller.kind === "tenant")
        seen.entry = await letIn(caller.tenant, { seconds: secondsOf(route, query), items: itemsOf(given) });
      checkAccess(route, caller);
      const body = caller.kind === "tenant" ? given : route.body && readBody(event, headers);
      const result = await route.handle({
        params: parseInput(route.params, params, 404, "path"),
        query: parseInput(route.query, query, 400, "query"),
        body: route.body ? parseInput(route.body, body, 400, "body") : undefined,
        headers,
        caller,
        tenant: caller.kind === "tenant" ? caller.tenant : "",
        deps: caller.kind === "tenant" ? { ...deps, ...deps.ownedBy(caller.tenant) } : deps,
        deadline: deps.clock() + context.getRemainingTimeInMillis() - 2_000,
      });
      const { status, body: answer, headers: own, cookies } = asReply(result, route.status);
      const text =
        typeof answer === "string" && own?.["content-type"]
          ? answer
          : answer === undefined
            ? ""
            : JSON.stringify(answer);
      refuseLarge(text);
      return {
        statusCode: status,
        headers: { "content-type": "application/json", "cache-control": "no-store", ...seen.entry?.headers, ...own },
        ...(cookies?.length ? { cookies: [...cookies] } : {}),
        body: http.method === "HEAD" ? "" : text,
      };
    };
    const result = await respond().catch((error: unknown) =>
      problem(error, { path: event.rawPath, requestId }, deps, seen.entry),
    );
    seen.entry?.leave();
    const { caller } = seen;
    deps.log("info", "request", {
      requestId,
      method: http.method,
      route: seen.route,
      status: result.statusCode,
      milliseconds: deps.clock() - began,
      address: http.sourceIp,
      ...(caller.kind === "tenant" ? { tenant: caller.tenant, key: caller.key } : { caller: caller.kind }),
    });
    return result;
  };
};

/** Lambda's answers end at 6 MB (as JSON in JSON, where each quote is two bytes). */
const LARGEST_ANSWER = 4_500_000;

const refuseLarge = (text: string): void => {
  if (Buffer.byteLength(text) <= LARGEST_ANSWER) return;
  throw new BadRequest(422, "answer-too-large", "The answer is too large. Ask for fewer records.", [
    { field: "limit", message: `the answer has more than ${LARGEST_ANSWER} bytes` },
  ]);
};

/** Commands of one request: each counts for itself. */
const itemsOf = (body: unknown): number => (Array.isArray(body) ? Math.max(1, body.length) : 1);

/** Seconds that the request may keep a function waiting. */
const secondsOf = (route: Route, query: Readonly<Record<string, string>>): number => {
  const parsed = route.query.shape.wait?.safeParse(query.wait);
  return parsed?.success ? Number(parsed.data) : 0;
};

const readBody = (event: HttpEvent, headers: Readonly<Record<string, string>>): unknown => {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString("utf8") : (event.body ?? "");
  if (text.length > MOST_BODY)
    throw new BadRequest(413, "body-too-large", `At most ${MOST_BODY} bytes.`, [
      { field: "body", message: "too large" },
    ]);
  if (text === "") return undefined;
  const type = headers["content-type"] ?? "application/json";
  if (!/\bjson\b/.test(type))
    throw new BadRequest(415, "not-json", "Send application/json.", [
      { field: "Content-Type", message: "application/json" },
    ]);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest(400, "malformed-json", "The body is not JSON.", [{ field: "body", message: "not JSON" }]);
  }
};

/** RFC 9457. What the vendor said is passed on; what went wrong inside is not. */
const problem = (
  error: unknown,
  { path, requestId }: { path: string; requestId: string },
  deps: Deps,
  entry: Entry | undefined,
): HttpResult => {
  const described = describeError(error, requestId, deps);
  const { status, code, title, detail, errors, retryAfter } = described;
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...entry?.headers,
      ...(error instanceof TooManyRequests || error instanceof NotAllowed ? error.headers : {}),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: JSON.stringify({
      type: `urn:tillbridge:problem:${code}`,
      title,
      status,
      detail,
      instance: path,
      ...(requestId ? { requestId } : {}),
      ...(errors?.length ? { errors } : {}),
    }),
  };
};

interface Described {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly retryAfter?: number;
}

const describeError = (error: unknown, requestId: string, deps: Deps): Described => {
  if (error instanceof BadRequest)
    return {
      status: error.status,
      code: error.code,
      title: error.code.replaceAll("-", " "),
      detail: error.message,
      errors: error.errors,
    };
  if (error instanceof Rejected) {
    const errors = Object.entries(error.fields).map(([field, message]) => ({ field, message }));
    return {
      status: error.notFound ? 404 : error.forbidden ? 403 : 422,
      code: "vendor-rejected",
      title: "the vendor refused",
      detail: `${error.code}: ${error.message}`,
      errors,
    };
  }
  if (error instanceof SignInAgain)
    return {
      status: 409,
      code: "needs-reauth",
      title: "the vendor refuses the shop's credentials",
      detail: error.message,
    };
  if (error instanceof RetryLater) {
    const retryAfter = Math.max(1, Math.ceil(((error.retryAt ?? deps.clock() + 5_000) - deps.clock()) / 1_000));
    return error.limited
      ? {
          status: 429,
          code: "limit-used-up",
          title: "the vendor's limit is used up",
          detail: error.message,
          retryAfter,
        }
      : { status: 503, code: "try-again", title: "not available now", detail: error.message, retryAfter };
  }
  if (error instanceof VendorChanged)
    return {
      status: 502,
      code: "vendor-changed",
      title: "the vendor's answer has an unknown shape",
      detail: error.message,
    };
  const { name, message, stack } = error as Error;
  deps.log("error", "request failed", { requestId, error: name, reason: message, stack });
  return { status: 500, code: "internal-error", title: "internal error", detail: "The error is logged." };
};
