import type { Use } from "../core/cost.ts";
import { BadRequest, QuotaExceeded, Rejected, RetryLater, SignInAgain, VendorChanged } from "../core/errors.ts";
import type { Limits } from "../core/quotas.ts";
import { SECOND } from "../core/time.ts";
import type { Deps, LambdaContext } from "../lambda/wiring.ts";
import { type Metered, meterTable } from "../stores/metered-table.ts";
import { createCharge, type Entry, TooManyUnits } from "../usecases/shops/charge-requests.ts";
import { callerName, createAudit, leavesTrace, plainAct } from "./audit.ts";
import { createIdentify } from "./identify.ts";
import { oddityOf } from "./odd-json.ts";
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
  commands: number;
  metered?: Metered;
  /** Tells the table which places the request has left. */
  settle?: () => Promise<void>;
}

/** The whole of the API: one event in, one answer out. Errors are RFC 9457 problem documents. */
export const createApi = (routes: readonly Route[], deps: Deps) => {
  const router = createRouter(routes);
  const identify = createIdentify(deps);
  const letIn = createCharge(deps);

  const respond = async (event: HttpEvent, context: LambdaContext, seen: Seen): Promise<HttpResult> => {
    const { http, requestId = "" } = event.requestContext;
    const headers = Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? ""]),
    );
    if (event.cookies?.length) headers.cookie = event.cookies.join("; ");
    // A HEAD is a GET whose body stays here.
    const { route, params } = router(http.method === "HEAD" ? "GET" : http.method, event.rawPath);
    seen.route = route.path;
    const caller = await identify(route.access === "public" ? {} : headers, http.sourceIp ?? "");
    seen.caller = caller;
    const query = readQuery(event.rawQueryString ?? "");
    const sent = route.body ? readBody(event, headers) : {};
    // What is refused below has cost something as well.
    if (caller.kind === "tenant") {
      seen.commands = commandsOf(sent.body);
      seen.entry = await letIn(caller.tenant, expectedUse(route, query, { ...seen, event }));
    }
    checkAccess(route, caller);
    if (sent.fault) throw sent.fault;
    const acting = caller.kind === "tenant" ? actingFor(caller.tenant, deps, seen) : deps;
    const audit = createAudit({ caller, address: http.sourceIp ?? "", requestId }, acting);
    let isTold = false;
    const result = await route.handle({
      params: parseInput(route.params, params, 404, "path"),
      query: parseInput(route.query, query, 400, "query"),
      body: route.body ? parseInput(route.body, sent.body, 400, "body") : undefined,
      headers,
      caller,
      tenant: caller.kind === "tenant" ? caller.tenant : "",
      limits: () => limitsIn(seen.entry),
      audit: async (act) => {
        await audit(act);
        isTold = true;
      },
      deps: acting,
      deadline: deps.clock() + context.getRemainingTimeInMillis() - 2_000,
    });
    if (!isTold && caller.kind !== "public" && leavesTrace(route, query)) await audit(plainAct(route, params));
    const { status, body: answer, headers: own, cookies } = asReply(result, route.status);
    const text =
      typeof answer === "string" && own?.["content-type"] ? answer : answer === undefined ? "" : JSON.stringify(answer);
    refuseLarge(text);
    return {
      statusCode: status,
      headers: { "content-type": "application/json", "cache-control": "no-store", ...own },
      ...(cookies?.length ? { cookies: [...cookies] } : {}),
      body: http.method === "HEAD" ? "" : text,
    };
  };

  return async (event: HttpEvent, context: LambdaContext): Promise<HttpResult> => {
    const { http, requestId = "" } = event.requestContext;
    const began = deps.clock();
    const seen: Seen = { caller: { kind: "public" }, commands: 1 };
    const result = await respond(event, context, seen).catch((error: unknown) =>
      problem(error, { path: event.rawPath, requestId }, deps),
    );
    await seen.settle?.().catch(() => undefined);
    const milliseconds = deps.clock() - began;
    seen.entry?.leave(usedBy(seen, { milliseconds, event, result }));
    const { caller } = seen;
    deps.log("info", "request", {
      requestId,
      method: http.method,
      route: seen.route,
      status: result.statusCode,
      milliseconds,
      address: http.sourceIp,
      ...(caller.kind === "tenant" ? { tenant: caller.tenant, key: caller.key } : { caller: callerName(caller) }),
    });
    return { ...result, headers: { ...seen.entry?.headers(), ...result.headers } };
  };
};

/** What is done in a tenant's name reaches the table as the tenant, and is counted. */
const actingFor = (tenant: string, deps: Deps, seen: Seen): Deps => {
  const metered: Metered = { rowsRead: 0, rowsWritten: 0 };
  const owned = { ...deps, ...deps.ownedBy(tenant, (table) => meterTable(table, metered)) };
  seen.metered = metered;
  seen.settle = () => owned.usage.settle(deps.clock());
  return owned;
};

const limitsIn = (entry: Entry | undefined): Limits => {
  if (entry?.limits) return entry.limits;
  throw new RetryLater("the tenant's quotas cannot be read", { delivered: "no" });
};

const bodyBytes = ({ body = "", isBase64Encoded }: HttpEvent): number =>
  Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8");

/** Known before the work: it is paid first, so that many requests side by side cannot outrun what they cost. */
const expectedUse = (
  route: Route,
  query: Readonly<Record<string, string>>,
  { commands, event }: { readonly commands: number; readonly event: HttpEvent },
): Use => ({
  commands,
  seconds: numberOf(route, query, "wait"),
  rowsRead: numberOf(route, query, "limit"),
  rowsWritten: 0,
  bytes: bodyBytes(event),
});

const usedBy = (
  { commands, metered }: Seen,
  { milliseconds, event, result }: { milliseconds: number; event: HttpEvent; result: HttpResult },
): Use => ({
  commands,
  seconds: Math.floor(milliseconds / SECOND),
  rowsRead: metered?.rowsRead ?? 0,
  rowsWritten: metered?.rowsWritten ?? 0,
  bytes: bodyBytes(event) + Buffer.byteLength(result.body),
});

/** Lambda's answers end at 6 MB (as JSON in JSON, where each quote is two bytes). */
const LARGEST_ANSWER = 4_500_000;

const refuseLarge = (text: string): void => {
  if (Buffer.byteLength(text) <= LARGEST_ANSWER) return;
  throw new BadRequest(422, "answer-too-large", "The answer is too large. Ask for fewer records.", [
    { field: "limit", message: `the answer has more than ${LARGEST_ANSWER} bytes` },
  ]);
};

/** Commands of one request: each counts for itself. */
const commandsOf = (body: unknown): number => (Array.isArray(body) ? Math.max(1, body.length) : 1);

/** A parameter that says how much the request may read, or how long it may wait. */
const numberOf = (route: Route, query: Readonly<Record<string, string>>, name: "wait" | "limit"): number => {
  const parsed = route.query.shape[name]?.safeParse(query[name]);
  return parsed?.success ? Number(parsed.data) : 0;
};

/** @throws BadRequest 400 for a name that comes twice: nobody could tell which one is meant */
const readQuery = (text: string): Readonly<Record<string, string>> => {
  const given = new URLSearchParams(text);
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of given) {
    if (Object.hasOwn(query, name))
      throw new BadRequest(400, "invalid-query", "A parameter is given more than once.", [
        { field: name, message: "more than once" },
      ]);
    query[name] = value;
  }
  return { ...query };
};

/** The body, or why there is none. */
const readBody = (
  event: HttpEvent,
  headers: Readonly<Record<string, string>>,
): { readonly body?: unknown; readonly fault?: BadRequest } => {
  const fault = (status: 400 | 413 | 415, code: string, detail: string, field: string, message: string) => ({
    fault: new BadRequest(status, code, detail, [{ field, message }]),
  });
  if (bodyBytes(event) > MOST_BODY)
    return fault(413, "body-too-large", `At most ${MOST_BODY} bytes.`, "body", "too large");
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString("utf8") : (event.body ?? "");
  if (text === "") return {};
  const type = headers["content-type"] ?? "application/json";
  if (!/\bjson\b/.test(type))
    return fault(415, "not-json", "Send application/json.", "Content-Type", "application/json");
  try {
    const body: unknown = JSON.parse(text);
    const odd = oddityOf(body);
    return odd === undefined ? { body } : fault(400, "malformed-json", "The body cannot be used.", "body", odd);
  } catch {
    return fault(400, "malformed-json", "The body is not JSON.", "body", "not JSON");
  }
};

/** RFC 9457. What the vendor said is passed on; what went wrong inside is not. */
const problem = (error: unknown, { path, requestId }: { path: string; requestId: string }, deps: Deps): HttpResult => {
  const described = describeError(error, requestId, deps);
  const { status, code, title, detail, errors, retryAfter, exceeded } = described;
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(error instanceof TooManyUnits || error instanceof NotAllowed ? error.headers : {}),
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
      ...exceeded,
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
  /** The quota that is used up. */
  readonly exceeded?: Readonly<Record<string, unknown>>;
}

const describeError = (error: unknown, requestId: string, deps: Deps): Described => {
  if (error instanceof BadRequest)
    return {
      status: error.status,
      code: error.code,
      title: error.code.replaceAll("-", " "),
      detail: error.message,
      errors: error.errors,
      ...(error instanceof QuotaExceeded ? describeExceeded(error, deps.clock()) : {}),
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

const describeExceeded = ({ exceeded }: QuotaExceeded, now: number): Partial<Described> => {
  const { possibleAt, ...rest } = exceeded;
  if (possibleAt === undefined) return { exceeded: rest };
  return {
    exceeded: { ...rest, possibleAt: new Date(possibleAt).toISOString() },
    retryAfter: Math.max(1, Math.ceil((possibleAt - now) / SECOND)),
  };
};
