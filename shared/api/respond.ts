import type { Use } from "../core/cost.ts";
import { BadRequest, RetryLater } from "../core/errors.ts";
import { suspension } from "../core/halts.ts";
import type { Hold, Waiter } from "../core/holds.ts";
import type { ProblemCode } from "../core/problems.ts";
import type { Limits } from "../core/quotas.ts";
import { SECOND } from "../core/time.ts";
import { waitFor } from "../lambda/wait-for.ts";
import type { Deps, LambdaContext } from "../lambda/wiring.ts";
import { FeedGone } from "../stores/feed.ts";
import { type Metered, meterTable } from "../stores/metered-table.ts";
import { createCharge, type Entry } from "../usecases/shops/charge-requests.ts";
import { createRequestCount } from "../usecases/shops/count-requests.ts";
import { type Audit, callerName, createAudit, leavesTrace, plainAct } from "./audit.ts";
import { crossOriginHeaders, preflightHeaders } from "./cross-origin.ts";
import { type Answered, encodeAnswer, etagOf, type HttpResult, isKnown } from "./encode-answer.ts";
import { createIdentify } from "./identify.ts";
import { problemDocument } from "./problem-document.ts";
import { bodyBytes, type Headers, type HttpEvent, headersOf, readBody, readQuery } from "./read-request.ts";
import {
  asReply,
  type Caller,
  checkAccess,
  createRouter,
  parseInput,
  type Reply,
  type Request,
  type Route,
} from "./route.ts";
import { shaperOf } from "./shape-answer.ts";

export type { HttpResult } from "./encode-answer.ts";
export type { HttpEvent } from "./read-request.ts";

/** A request that another function has taken, and for which it waits in this one's place. No gateway writes `waiter`. */
export interface HandedOver extends HttpEvent {
  readonly waiter: Waiter;
}

/** Instead of an answer: for what another function should wait before it hands the request over again. */
export interface Held {
  readonly hold: Hold;
}

class HoldElsewhere extends Error {
  readonly hold: Hold;
  constructor(hold: Hold) {
    super("the request waits");
    this.hold = hold;
  }
}

type Came = HttpEvent & Partial<HandedOver>;
/** What is known of a request when its answer is made. */
interface Seen {
  caller: Caller;
  route?: Route;
  entry?: Entry;
  commands: number;
  metered?: Metered;
  /** Tells the table which places the request has left. */
  settle?: (began: number) => Promise<void>;
}

/** A request on its way. */
interface Coming {
  readonly event: Came;
  readonly headers: Headers;
  readonly context: LambdaContext;
  readonly seen: Seen;
}

/** A request whose caller may make it, and has paid for it. */
interface Admitted {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly caller: Caller;
}

/** Sees every answer before it leaves: a test that compares answers with what the document says. */
export interface AnswerWatch {
  /** @param extra fields that the route's schema does not have, and that were left out */
  answered(route: Route, status: number, body: unknown, extra: readonly string[]): void;
  failed(route: Route | undefined, status: number, code: ProblemCode): void;
}

export interface Api {
  (event: HandedOver, context: LambdaContext): Promise<HttpResult | Held>;
  (event: HttpEvent, context: LambdaContext): Promise<HttpResult>;
}

/** The whole of the API: one event in, one answer out. Errors are RFC 9457 problem documents. */
export const createApi = (routes: readonly Route[], deps: Deps, watch?: AnswerWatch): Api => {
  const router = createRouter(routes);
  const identify = createIdentify(deps);
  const letIn = createCharge(deps);
  const countRequest = createRequestCount(deps);
  const origins = deps.config.corsOrigins;

  /** @throws BadRequest */
  const admit = async (event: Came, headers: Headers, seen: Seen): Promise<Admitted> => {
    const { http } = event.requestContext;
    // A HEAD is a GET whose body stays here.
    const { route, params } = router(http.method === "HEAD" ? "GET" : http.method, event.rawPath);
    seen.route = route;
    const caller = await identify(route.access === "public" ? {} : headers, http.sourceIp ?? "");
    seen.caller = caller;
    await refuseSuspended(route, caller, deps);
    const query = readQuery(event.rawQueryString ?? "");
    const sent = route.body ? readBody(event, headers) : {};
    // What is refused below has cost something as well.
    if (caller.kind === "tenant") {
      seen.commands = commandsOf(sent.body);
      // Handed over again after a wait: it was paid before.
      const isPaid = event.waiter?.until !== undefined;
      seen.entry = await letIn(caller.tenant, expectedUse(route, query, { ...seen, event }), isPaid);
    }
    checkAccess(route, caller, params);
    if (caller.kind === "tenant" && caller.shop !== undefined && leavesTrace(route, query))
      throw new BadRequest(403, "forbidden", "A portal's token shows nothing of the vendor's own rows.");
    if (sent.fault) throw sent.fault;
    return { route, params, query, body: sent.body, caller };
  };

  const answer = async (event: Came, headers: Headers, context: LambdaContext, seen: Seen): Promise<Answered> => {
    const { http, requestId = "" } = event.requestContext;
    const preflight = preflightHeaders(http.method, headers, origins);
    if (preflight) return { status: 204, headers: preflight, text: "" };
    const admitted = await admit(event, headers, seen);
    const { route, params, query, caller } = admitted;
    const acting = caller.kind === "tenant" ? actingFor(caller.tenant, deps, seen) : deps;
    const audit = createAudit({ caller, address: http.sourceIp ?? "", requestId }, acting);
    let isTold = false;
    const tell: Audit = async (act) => {
      await audit(act);
      isTold = true;
    };
    const request = requestOf(admitted, { event, headers, context, seen }, { deps, acting, audit: tell });
    const result = await route.handle(request);
    if (!isTold && caller.kind !== "public" && leavesTrace(route, query)) await audit(plainAct(route, params));
    const { status, body, headers: own, cookies } = asReply(result, route.status);
    const text = isPage(body, own) ? body : textOf(route, { status, body }, deps, watch);
    refuseLarge(text);
    const more = { "content-type": "application/json", ...deprecationHeaders(route), ...own };
    return kept(route, { status, headers: more, text, ...(cookies ? { cookies } : {}) }, headers["if-none-match"]);
  };

  /** What is answered in place of an answer that could not be made. */
  const failed = (error: unknown, event: Came, headers: Headers, seen: Seen): Answered | Held => {
    if (error instanceof HoldElsewhere) return { hold: error.hold };
    if (error instanceof FeedGone && error.why === "went-back") deps.metric("CursorsAhead", 1);
    const { requestId = "" } = event.requestContext;
    const failure = { path: event.rawPath, requestId, acceptLanguage: headers["accept-language"] };
    const { status, code, headers: own, body } = problemDocument(error, failure, deps);
    watch?.failed(seen.route, status, code);
    return { status, headers: own, text: body };
  };

  const run = async (event: Came, context: LambdaContext): Promise<HttpResult | Held> => {
    const { http, requestId = "" } = event.requestContext;
    const came = deps.clock();
    const began = event.waiter?.since ?? came;
    const seen: Seen = { caller: { kind: "public" }, commands: 1 };
    const headers = headersOf(event);
    const made = await answer(event, headers, context, seen).catch((error: unknown) =>
      failed(error, event, headers, seen),
    );
    await seen.settle?.(came).catch(() => undefined);
    if ("hold" in made) return made;
    const milliseconds = deps.clock() - began;
    seen.entry?.leave(usedBy(seen, { milliseconds, event, text: made.text }));
    const origin = crossOriginHeaders(headers.origin, origins);
    const vary = [made.headers.vary, origin.vary].filter(Boolean).join(", ");
    const result = encodeAnswer(
      {
        ...made,
        headers: { ...seen.entry?.headers(), ...origin, ...made.headers, ...(vary === "" ? {} : { vary }) },
        text: http.method === "HEAD" ? "" : made.text,
      },
      headers["accept-encoding"],
    );
    const { caller } = seen;
    // Nobody is refused because the counting fails.
    if (caller.kind === "tenant")
      await countRequest(caller.tenant, deps.ownedBy(caller.tenant).usage).catch(() => undefined);
    deps.log("info", "request", {
      requestId,
      method: http.method,
      route: seen.route?.path,
      status: result.statusCode,
      milliseconds,
      address: http.sourceIp,
      ...(caller.kind === "tenant" ? { tenant: caller.tenant, key: caller.key } : { caller: callerName(caller) }),
    });
    return result;
  };
  return run as Api;
};

/** What a route is handed. @throws BadRequest naming what its schemas do not take */
const requestOf = (
  { route, params, query, body, caller }: Admitted,
  { event, headers, context, seen }: Coming,
  { deps, acting, audit }: { readonly deps: Deps; readonly acting: Deps; readonly audit: Audit },
): Request => {
  const { waiter } = event;
  const began = deps.clock();
  const deadline = began + context.getRemainingTimeInMillis() - 2_000;
  return {
    params: parseInput(route.params, params, 404, "path"),
    query: parseInput(route.query, query, 400, "query"),
    body: route.body ? parseInput(route.body, body, 400, "body") : undefined,
    headers,
    operationId: route.operationId,
    caller,
    tenant: caller.kind === "tenant" ? caller.tenant : "",
    limits: () => limitsIn(seen.entry),
    tenantName: async () => (caller.kind === "tenant" ? (await deps.tenants.find(caller.tenant)).name : ""),
    audit,
    deps: acting,
    deadline,
    since: waiter?.since ?? began,
    waitsUntil: (seconds) => waiter?.until ?? Math.min(deps.clock() + seconds * SECOND, deadline),
    wait: async (hold) => {
      if (waiter?.isOver || deps.clock() >= hold.until) return false;
      if (waiter) throw new HoldElsewhere(hold);
      return waitFor(hold, acting);
    },
  };
};

/**
 * The reason is read for those who are refused. What no tenant may do is counted and refused elsewhere, however the tenant
 * stands.
 */
const refuseSuspended = async (route: Route, caller: Caller, { halts, tenants, clock }: Deps): Promise<void> => {
  if (caller.kind !== "tenant" || route.access === "operator") return;
  const since = (await halts.read(clock())).tenants.get(caller.tenant);
  if (since === undefined) return;
  const reason = (await tenants.get(caller.tenant))?.suspension?.reason;
  throw new BadRequest(403, "tenant-suspended", `${capital(suspension(since, reason))}.`);
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is done in a tenant's name reaches the table as the tenant, and is counted. */
const actingFor = (tenant: string, deps: Deps, seen: Seen): Deps => {
  const metered: Metered = { rowsRead: 0, rowsWritten: 0 };
  const owned = { ...deps, ...deps.ownedBy(tenant, (table) => meterTable(table, metered)) };
  seen.metered = metered;
  seen.settle = (began) => owned.usage.settle(deps.clock(), began);
  return owned;
};

const limitsIn = (entry: Entry | undefined): Limits => {
  if (entry?.limits) return entry.limits;
  throw new RetryLater("the tenant's quotas cannot be read", { delivered: "no" });
};

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
  { milliseconds, event, text }: { milliseconds: number; event: HttpEvent; text: string },
): Use => ({
  commands,
  seconds: Math.floor(milliseconds / SECOND),
  rowsRead: metered?.rowsRead ?? 0,
  rowsWritten: metered?.rowsWritten ?? 0,
  bytes: bodyBytes(event) + Buffer.byteLength(text),
});

const isPage = (body: unknown, own: Reply["headers"]): body is string =>
  typeof body === "string" && own?.["content-type"] !== undefined;

/** JSON of what the route's schema has; a field that it does not have stays here, and is logged. */
const textOf = (
  route: Route,
  { status, body }: { readonly status: number; readonly body?: unknown },
  deps: Deps,
  watch: AnswerWatch | undefined,
): string => {
  if (body === undefined) return "";
  const schema = route.answers[status];
  const extra: string[] = [];
  const shaped = schema ? shaperOf(schema)(body, [], (field) => extra.push(field)) : body;
  if (extra.length > 0)
    deps.log("warn", "answer-fields-left-out", { route: route.operationId, fields: [...new Set(extra)] });
  watch?.answered(route, status, shaped, extra);
  return JSON.stringify(shaped);
};

/** RFC 9745 and RFC 8594. */
const deprecationHeaders = ({ deprecated }: Route): Readonly<Record<string, string>> =>
  deprecated === undefined
    ? {}
    : {
        deprecation: `@${Math.floor(Date.parse(deprecated.since) / 1_000)}`,
        sunset: new Date(deprecated.until).toUTCString(),
        link: `</openapi.json>; rel="deprecation"; title="${deprecated.instead}"`,
      };

/** Reads may be kept by their caller, who asks each time whether they are current. Everything else is kept by nobody. */
const kept = (route: Route, made: Answered, ifNoneMatch: string | undefined): Answered => {
  if (route.method !== "GET" || route.isSecret || made.status !== 200 || made.headers["cache-control"])
    return { ...made, headers: { "cache-control": "no-store", ...made.headers } };
  const etag = etagOf(made.text);
  const scope = route.access === "public" ? "public" : "private";
  const headers = { ...made.headers, "cache-control": `${scope}, no-cache`, etag };
  return isKnown(etag, ifNoneMatch) ? { ...made, status: 304, headers, text: "" } : { ...made, headers };
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
const commandsOf = (body: unknown): number => (Array.isArray(body) ? Math.max(1, body.length) : 1);

/** A parameter that says how much the request may read, or how long it may wait. */
const numberOf = (route: Route, query: Readonly<Record<string, string>>, name: "wait" | "limit"): number => {
  const parsed = route.query.shape[name]?.safeParse(query[name]);
  return parsed?.success ? Number(parsed.data) : 0;
};
