import { timingSafeEqual } from "node:crypto";
import { BadRequest, Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import type { Deps, LambdaContext } from "../lambda/wiring.ts";
import { createRequestLimit, type Entry, TooManyRequests } from "../usecases/shops/limit-requests.ts";
import { asReply, type Caller, checkAccess, createRouter, parseInput, type Route } from "./route.ts";

/** What we read of an API Gateway HTTP API event, payload version 2. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Kept apart from the headers; see `HttpResult.cookies`. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: { readonly http: { readonly method: string } };
}

export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  /** `Set-Cookie` headers. */
  readonly cookies?: string[];
  readonly body: string;
}

/** Seconds that a looked-up key is believed: a revoked key ends within them. */
const KEY_CACHED = 15_000;
const MOST_BODY = 1_000_000;

/** The whole of the API: one event in, one answer out. Errors are RFC 9457 problem documents. */
export const createApi = (routes: readonly Route[], deps: Deps) => {
  const router = createRouter(routes);
  const known = new Map<string, { caller: Caller; until: number }>();
  const letIn = createRequestLimit(deps);
  let operatorKey: string | undefined;

  const identify = async (headers: Readonly<Record<string, string>>): Promise<Caller> => {
    const secret = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
    if (secret === undefined) return { kind: "public" };
    const now = deps.clock();
    const cached = known.get(secret);
    if (cached && cached.until > now) return cached.caller;
    known.delete(secret);
    const key = await deps.tenants.byKey(secret, now);
    if (key) {
      const caller: Caller = { kind: "tenant", tenant: key.tenant, key: key.id, scope: key.scope };
      if (known.size > 1_000) known.clear();
      known.set(secret, { caller, until: Math.min(now + KEY_CACHED, key.expiresAt ?? Number.POSITIVE_INFINITY) });
      return caller;
    }
    operatorKey ??= await deps.readOperatorKey();
    if (sameText(secret, operatorKey)) return { kind: "operator" };
    throw new BadRequest(401, "unauthenticated", "This API key is not known, or has ended.");
  };

  return async (event: HttpEvent, context: LambdaContext): Promise<HttpResult> => {
    const path = event.rawPath;
    let entry: Entry | undefined;
    try {
      const headers = Object.fromEntries(
        Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]),
      );
      if (event.cookies?.length) headers.cookie = event.cookies.join("; ");
      const { route, params } = router(event.requestContext.http.method, path);
      const caller = await identify(route.access === "public" ? {} : headers);
      const query = Object.fromEntries(new URLSearchParams(event.rawQueryString ?? ""));
      if (caller.kind === "tenant") entry = await letIn(caller.tenant, secondsOf(route, query));
      checkAccess(route, caller);
      const result = await route.handle({
        params: parseInput(route.params, params, 404, "path"),
        query: parseInput(route.query, query, 400, "query"),
        body: route.body ? parseInput(route.body, readBody(event, headers), 400, "body") : undefined,
        headers,
        caller,
        tenant: caller.kind === "tenant" ? caller.tenant : "",
        deps: caller.kind === "tenant" ? { ...deps, ...deps.ownedBy(caller.tenant) } : deps,
        deadline: deps.clock() + context.getRemainingTimeInMillis() - 2_000,
      });
      const { status, body, headers: own, cookies } = asReply(result, route.status);
      const text =
        typeof body === "string" && own?.["content-type"] ? body : body === undefined ? "" : JSON.stringify(body);
      return {
        statusCode: status,
        headers: { "content-type": "application/json", "cache-control": "no-store", ...entry?.headers, ...own },
        ...(cookies?.length ? { cookies: [...cookies] } : {}),
        body: text,
      };
    } catch (error) {
      return problem(error, path, deps, entry);
    } finally {
      entry?.leave();
    }
  };
};

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

const sameText = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return other.length > 0 && one.length === other.length && timingSafeEqual(one, other);
};

/** RFC 9457. What the vendor said is passed on; what went wrong inside is not. */
const problem = (error: unknown, path: string, deps: Deps, entry: Entry | undefined): HttpResult => {
  const described = describeError(error, deps);
  const { status, code, title, detail, errors, retryAfter } = described;
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...entry?.headers,
      ...(error instanceof TooManyRequests ? error.headers : {}),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
    body: JSON.stringify({
      type: `urn:tillbridge:problem:${code}`,
      title,
      status,
      detail,
      instance: path,
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

const describeError = (error: unknown, deps: Deps): Described => {
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
  deps.log("error", "request failed", { error: name, reason: message, stack });
  return { status: 500, code: "internal-error", title: "internal error", detail: "The error is logged." };
};
