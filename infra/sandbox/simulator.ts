import type { Operation, VendorId } from "../../shared/core/vendor.ts";
import { Collection, type CollectionOptions } from "./collection.ts";
import { FaultSource } from "./faults.ts";
import { LimitCounters, type LimitRule } from "./limits.ts";
import { Dice } from "./random.ts";
import { createRouter } from "./router.ts";
import type {
  FaultKind,
  Habits,
  JournalEntry,
  LoggedRequest,
  SimulatedDelivery,
  SimulatedOutcome,
  SimulatedRequest,
  SimulatorOptions,
  VendorSimulator,
} from "./types.ts";

export { Collection, type Entry } from "./collection.ts";
export { Dice, seededRandom } from "./random.ts";
export { serve, simulatedSend } from "./serve.ts";

/*
 * The generic part of a vendor's simulator. A vendor declares rows, routes and its forms of refusal; everything else
 * (clock, ids, stamps, faults, limits, log, journal, late commits) is here:
 *
 *   export const createAcmeSimulator: CreateSimulator = (options) => {
 *     const shop = new Shop(options);
 *     const orders = shop.collection<Order>({ firstId: 1_000, keys: { code: (order) => order.code } });
 *     orders.onChange = (kind, entry) => shop.deliver({ url, headers: {}, body: JSON.stringify(entry.row) });
 *     const list: Handler = ({ query }) => {
 *       const from = query.get("updatedFrom");
 *       const { total, entries } = orders.query({
 *         orderBy: "touched", // modified, else created
 *         between: { by: "touched", from: from ? Date.parse(from) : undefined },
 *         offset: Number(query.get("skip") ?? 0),
 *         limit: shop.pageSize(100), // the vendor's maximum, or options.pageSize if that is less
 *       });
 *       return json({ total, data: entries.map(toJson) });
 *     };
 *     return shop.open({
 *       vendor: "acme",
 *       credentials: { key: "acme-key" },
 *       operations,                                   // the catalog: only id, method, path and host are read
 *       hosts: { api: "", login: "/login" },          // host name -> path prefix below the base address
 *       routes: {                                     // "METHOD prefix + path"
 *         "POST /login/token": signIn,
 *         "GET /orders": list,
 *         "GET /orders/{id}": ({ path }) => { const found = orders.get(path.id); return found ? json(found.row) : json({}, 404); },
 *         "POST /orders": ({ body, commit }) => {
 *           if (!body?.lines) return json({ error: "lines" }, 422);
 *           const made = orders.insert((id, at) => ({ id, code: `O${id}`, lines: body.lines, createdAt: at }));
 *           commit(made.id, body.reference);          // one entry of the journal per row written
 *           return json(made.row, 201);
 *         },
 *       },
 *       authenticate: ({ request, route }) =>         // a reply refuses; undefined lets the call through
 *         route.endsWith("/token") || shop.tokens.valid(bearer(request)) ? undefined : json({ error: "token" }, 401),
 *       limits: [{ id: "all", key: ({ headers }) => headers.authorization, capacity: 100, windowSeconds: 60 }],
 *       forms: {
 *         limit: ({ retryAt }) => json({ error: "slow down" }, 429, { "retry-after": `${…}` }),
 *         serverError: () => html("<h1>502</h1>", 502),
 *         expire: (request) => shop.tokens.end(bearer(request)),
 *       },
 *       rows: { orders: () => orders.live().map(toJson) },
 *       changes: [
 *         { weight: 5, run: sell }, { weight: 3, run: editOrder }, { weight: 1, run: deleteOrder },
 *       ],
 *       seed: (size) => { for (let n = 0; n < size; n += 1) shop.at(shop.now() - n * 60_000, sell); },
 *     });
 *   };
 *
 * A handler runs wholly or not at all and must refuse before it changes anything (`throw new Refuse(reply)` works from
 * any depth, in changes as well). `orders.some(shop.options.random)` picks a row cheaply. `shop.now()` inside handlers and
 * changes is the time to stamp with: a late commit runs with the time at which it began.
 */

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(body),
});

export const html = (body: string, status = 200): Reply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body,
});

/** Thrown inside a handler before it changed anything: answers with `reply`. */
export class Refuse extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** Staff meets the same rules as a client: what is refused does not happen. */
const unlessRefused = (run: () => void): void => {
  try {
    run();
  } catch (problem) {
    if (!(problem instanceof Refuse)) throw problem;
  }
};

/** One request on its way through a handler. */
export interface RouteCall {
  readonly request: SimulatedRequest;
  /** The key of the route table. */
  readonly route: string;
  readonly operation: string | undefined;
  /** Path parameters, decoded. Every parameter of the route is there. */
  readonly path: Readonly<Record<string, any>>;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined where there is none or it is no JSON. */
  readonly body: any;
  /** The body as a form. */
  readonly form: URLSearchParams;
  /** Puts a committed write into the journal. */
  readonly commit: (id: string | number, reference?: string | undefined, body?: unknown) => void;
}
export type Handler = (call: RouteCall) => Reply;

interface LimitAnswer {
  readonly request: SimulatedRequest;
  readonly now: number;
  /** Unix milliseconds. */
  readonly retryAt: number;
  /** Undefined: an injected fault. */
  readonly rule: LimitRule | undefined;
}

export interface Definition {
  readonly vendor: VendorId;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly operations: readonly Pick<Operation, "id" | "method" | "path" | "host">[];
  /** Host names of the vendor -> path prefix below the base address. Default: `{ api: "" }`. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, Handler>>;
  readonly authenticate?: (call: RouteCall) => Reply | undefined;
  readonly limits?: readonly LimitRule[];
  readonly forms: {
    limit(broken: LimitAnswer): Reply;
    /** Default: 500 with JSON or 502 with HTML. */
    serverError?(request: SimulatedRequest): Reply;
    /** Ends the access that the request carries. Default: the bearer token. */
    expire?(request: SimulatedRequest): void;
    /** JSON of an unknown shape. */
    malformed?(request: SimulatedRequest): Reply;
    notFound?(request: SimulatedRequest): Reply;
  };
  /** Query parameters left out of the log, beyond the usual names. */
  readonly secretParameters?: readonly string[];
  readonly rows: Readonly<Record<string, () => readonly unknown[]>>;
  readonly changes: readonly Change[];
  seed(size: number): void;
  /** More to do when all access ends than ending the tokens. */
  revoke?(permanently: boolean): void;
  /** How a webhook was answered, for vendors that retry or stop sending. */
  delivered?(delivery: SimulatedDelivery, status: number | undefined): void;
}

/** One kind of act of the shop's staff. */
interface Change {
  readonly weight: number;
  readonly run: () => void;
}

const LOG_BOUND = 10_000;
const OUTBOX_BOUND = 10_000;
const INJECTED_LIMIT_SECONDS = 5;
const SECRET_PARAMETERS = ["access_token", "accessToken", "api_key", "apikey", "token", "client_secret", "secretKey"];

/** The token that a request carries in its Authorization header, without `Bearer`. */
export const bearer = (request: SimulatedRequest): string =>
  (request.headers.authorization ?? "").replace(/^Bearer\s+/i, "").trim();

/** Tokens that a vendor gave out. */
export class Tokens {
  private readonly known = new Map<string, { expiresAt: number; data: unknown }>();
  private readonly now: () => number;
  private readonly dice: Dice;

  constructor(now: () => number, dice: Dice) {
    this.now = now;
    this.dice = dice;
  }

  issue(lifetimeSeconds: number, options: { prefix?: string; length?: number; data?: unknown } = {}): string {
    const token = `${options.prefix ?? ""}${this.dice.hex(options.length ?? 40)}`;
    this.known.set(token, { expiresAt: this.now() + lifetimeSeconds * 1_000, data: options.data });
    return token;
  }

  valid(token: string): boolean {
    return (this.known.get(token)?.expiresAt ?? 0) > this.now();
  }

  /** What was given at `issue`. */
  dataOf(token: string): any {
    return this.known.get(token)?.data;
  }

  end(token: string): void {
    const known = this.known.get(token);
    if (known) known.expiresAt = 0;
  }

  endAll(): void {
    for (const known of this.known.values()) known.expiresAt = 0;
  }
}

/** What handlers and changes of a vendor's simulator work with. */
export class Shop {
  readonly options: SimulatorOptions;
  readonly dice: Dice;
  readonly tokens: Tokens;
  readonly faults: FaultSource;
  readonly journal: JournalEntry[] = [];
  readonly habits: Habits = {};
  acts = 0;
  /** Set by `revoke(true)`: signing in must be refused. */
  signInRefused = false;
  private override: number | undefined;
  private readonly due: { at: number; clock: number; run: () => void }[] = [];
  private outbox: SimulatedDelivery[] = [];

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.dice = new Dice(options.random);
    this.tokens = new Tokens(options.now, this.dice);
    this.faults = new FaultSource(options.random);
  }

  /** The time to stamp with, unix milliseconds of the vendor's clock. */
  readonly now = (): number => this.override ?? this.options.now();

  collection<Row extends object>(options: Omit<CollectionOptions<Row>, "now"> = {}): Collection<Row> {
    return new Collection<Row>({ ...options, now: this.now, setsBack: () => this.habits.ahead !== undefined });
  }

  /** Runs with the clock set to `time`. */
  at<T>(time: number, run: () => T): T {
    const before = this.override;
    this.override = time;
    try {
      return run();
    } finally {
      this.override = before;
    }
  }

  /** Runs once the clock has passed `milliseconds` more; stamps are of then, or of now with `stampNow`. */
  later(milliseconds: number, run: () => void, options: { stampNow?: boolean } = {}): void {
    const at = this.options.now() + milliseconds;
    this.due.push({ at, clock: options.stampNow ? this.now() : at, run });
    this.due.sort((a, b) => a.at - b.at);
  }

  /** Does what has become due. Called by the core before anything that looks at rows. */
  settle(): void {
    while (this.due[0] && this.due[0].at <= this.options.now()) {
      const { clock, run } = this.due.shift() as (typeof this.due)[number];
      this.acts += 1;
      this.at(clock, () => unlessRefused(run));
    }
  }

  /** Most rows per page: the vendor's maximum (or what was asked, if less), lowered by `options.pageSize`. */
  pageSize(most: number, asked?: number): number {
    const wanted = asked && asked > 0 ? Math.min(asked, most) : most;
    return Math.min(wanted, this.options.pageSize ?? wanted);
  }

  /** A webhook on its way. The vendor's simulator decides who gets one. */
  deliver(delivery: Omit<SimulatedDelivery, "at">): void {
    if (this.outbox.length >= OUTBOX_BOUND) this.outbox.shift();
    this.outbox.push({ ...delivery, at: this.options.now() });
  }

  takeDeliveries(): readonly SimulatedDelivery[] {
    const taken = this.outbox;
    this.outbox = [];
    return taken;
  }

  open(definition: Definition): VendorSimulator {
    return openShop(this, definition);
  }
}

class Call implements RouteCall {
  readonly request: SimulatedRequest;
  readonly route: string;
  readonly operation: string | undefined;
  readonly path: Readonly<Record<string, any>>;
  readonly commit: RouteCall["commit"];
  private parsed: { value: unknown } | undefined;

  constructor(
    shop: Shop,
    request: SimulatedRequest,
    route: string,
    operation: string | undefined,
    path: Readonly<Record<string, any>>,
  ) {
    this.request = request;
    this.route = route;
    this.operation = operation;
    this.path = path;
    this.commit = (id, reference, body) => {
      shop.journal.push({
        at: shop.now(),
        operation: operation ?? route,
        id: String(id),
        reference,
        body: body === undefined ? this.body : body,
      });
    };
  }

  get query(): URLSearchParams {
    return this.request.query;
  }

  get body(): any {
    this.parsed ??= { value: parse(this.request.body) };
    return this.parsed.value;
  }

  get form(): URLSearchParams {
    return new URLSearchParams(this.request.body);
  }
}

const parse = (text: string): unknown => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const openShop = (shop: Shop, definition: Definition): VendorSimulator => {
  const hosts = definition.hosts ?? { api: "" };
  const find = createRouter(definition.routes);
  const counters = shop.options.limits === false ? undefined : new LimitCounters(definition.limits ?? []);
  const shape = (method: string, path: string) => `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
  const names = new Map(
    definition.operations.map(({ id, method, path, host }) => [shape(method, (hosts[host ?? "api"] ?? "") + path), id]),
  );
  const operationOf = new Map(
    Object.keys(definition.routes).map((route) => {
      const [method = "", path = ""] = route.split(" ");
      return [route, names.get(shape(method, path))];
    }),
  );
  const secrets = new Set([...SECRET_PARAMETERS, ...(definition.secretParameters ?? [])]);
  const log: LoggedRequest[] = [];
  let limitBroken = 0;

  const note = (
    request: SimulatedRequest,
    operation: string | undefined,
    fault: FaultKind | undefined,
    outcome: SimulatedOutcome,
  ): SimulatedOutcome => {
    if (log.length >= LOG_BOUND) log.splice(0, LOG_BOUND / 10);
    log.push({
      at: shop.options.now(),
      method: request.method,
      path: request.path,
      query: withoutSecrets(request.query, secrets),
      operation,
      outcome: outcome.kind,
      status: outcome.kind === "answer" ? outcome.status : undefined,
      fault,
    });
    return outcome;
  };

  const run = (call: Call, handler: Handler): Reply => {
    try {
      return definition.authenticate?.(call) ?? handler(call);
    } catch (problem) {
      if (problem instanceof Refuse) return problem.reply;
      // A mistake in the simulator itself: visible to whoever looks at the body, and never thrown at the client.
      return json({ simulatorProblem: problem instanceof Error ? problem.stack : String(problem) }, 500, {
        "x-simulator-problem": "1",
      });
    }
  };

  const serverError = (request: SimulatedRequest): Reply => {
    if (definition.forms.serverError) return definition.forms.serverError(request);
    return shop.dice.chance(0.5)
      ? json({ message: "An error has occurred." }, 500)
      : html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
  };

  const handle = (request: SimulatedRequest): SimulatedOutcome => {
    shop.settle();
    const now = shop.options.now();
    const match = find(request.method, request.path);
    if (!match) {
      const reply = definition.forms.notFound?.(request) ?? html("<html><body>Not Found</body></html>", 404);
      return note(request, undefined, undefined, answer(reply));
    }
    const operation = operationOf.get(match.route);
    const broken = counters?.arrive(request, operation, now);
    if (broken) {
      limitBroken += 1;
      const reply = definition.forms.limit({ request, now, retryAt: broken.retryAt, rule: broken.rule });
      return note(request, operation, undefined, answer(reply));
    }
    const call = new Call(shop, request, match.route, operation, match.parameters);
    const carryOut = () => run(call, match.handler);
    const fault = shop.faults.draw(request);
    if (fault === undefined) return note(request, operation, undefined, answer(carryOut()));
    return note(request, operation, fault, suffer(fault, request, carryOut, now));
  };

  const suffer = (
    fault: FaultKind,
    request: SimulatedRequest,
    carryOut: () => Reply,
    now: number,
  ): SimulatedOutcome => {
    switch (fault) {
      case "limit":
        return answer(
          definition.forms.limit({ request, now, retryAt: now + INJECTED_LIMIT_SECONDS * 1_000, rule: undefined }),
        );
      case "serverError":
        return answer(serverError(request));
      case "serverErrorAfterCommit":
        carryOut();
        return answer(serverError(request));
      case "cut":
        return { kind: "cut", delay: shop.dice.integer(0, 500) };
      case "cutAfterCommit":
        carryOut();
        return { kind: "cut", delay: shop.dice.integer(0, 500) };
      case "timeout":
        return { kind: "timeout" };
      case "timeoutAfterCommit":
        carryOut();
        return { kind: "timeout" };
      case "lateCommit":
        shop.later(shop.dice.integer(2_000, 20_000), carryOut);
        // A client whose connection was cut looks long before one that waited for an answer.
        return shop.dice.chance(0.5) ? { kind: "timeout" } : { kind: "cut", delay: shop.dice.integer(0, 500) };
      case "html":
        // A broken answer says nothing about the write: a proxy may have failed on the way there or back.
        if (shop.dice.chance(0.5)) carryOut();
        return answer(html("<!DOCTYPE html><html><body>Maintenance</body></html>", shop.dice.chance(0.5) ? 200 : 502));
      case "empty":
        if (shop.dice.chance(0.5)) carryOut();
        return answer({ status: 200, headers: {}, body: "" });
      case "malformed":
        if (shop.dice.chance(0.5)) carryOut();
        return answer(definition.forms.malformed?.(request) ?? json({ unexpected: true }));
      case "slow":
        return answer(carryOut(), shop.dice.integer(8_000, 40_000));
      case "expired":
        if (definition.forms.expire) definition.forms.expire(request);
        else shop.tokens.end(bearer(request));
        return answer(carryOut());
    }
  };

  return {
    vendor: definition.vendor,
    credentials: definition.credentials,
    settings: definition.settings ?? {},
    hosts: (base) => Object.fromEntries(Object.entries(hosts).map(([name, prefix]) => [name, `${base}${prefix}`])),
    handle,
    rows: (resource) => {
      shop.settle();
      return definition.rows[resource]?.() ?? [];
    },
    change: () => {
      shop.settle();
      shop.acts += 1;
      makeChange(shop, definition.changes);
    },
    seed: (size) => definition.seed(size),
    faults: shop.faults,
    habits: shop.habits,
    get acts() {
      return shop.acts;
    },
    log,
    journal: shop.journal,
    get limitBroken() {
      return limitBroken;
    },
    revoke: (permanently = false) => {
      shop.tokens.endAll();
      shop.signInRefused = permanently;
      definition.revoke?.(permanently);
    },
    takeDeliveries: () => {
      shop.settle();
      return shop.takeDeliveries();
    },
    delivered: (delivery, status) => definition.delivered?.(delivery, status),
  };
};

/** Mostly one act at once; at times a burst with one and the same timestamp, or one that is committed late. */
const makeChange = (shop: Shop, changes: readonly Change[]): void => {
  if (changes.length === 0) return;
  const { late: lateness, ahead } = shop.habits;
  if (lateness && shop.dice.chance(lateness.chance)) {
    shop.later(lateness.by, shop.dice.weighted(changes).run, { stampNow: true });
    return;
  }
  if (ahead && shop.dice.chance(ahead.chance)) {
    shop.at(shop.now() + ahead.by, () => unlessRefused(shop.dice.weighted(changes).run));
    return;
  }
  const kind = shop.dice.random();
  if (kind < 0.04) {
    const count = shop.dice.integer(5, 30);
    shop.at(shop.now(), () => {
      for (let n = 0; n < count; n += 1) unlessRefused(shop.dice.weighted(changes).run);
    });
  } else if (kind < 0.1) {
    const late = shop.dice.weighted(changes);
    shop.later(shop.dice.integer(500, 20_000), late.run, { stampNow: true });
  } else {
    unlessRefused(shop.dice.weighted(changes).run);
  }
};

const answer = (reply: Reply, delay = 0): SimulatedOutcome => ({ kind: "answer", ...reply, delay });

const withoutSecrets = (query: URLSearchParams, secrets: ReadonlySet<string>): string => {
  if (query.size === 0) return "";
  for (const name of query.keys()) {
    if (!secrets.has(name)) continue;
    return new URLSearchParams([...query].filter(([key]) => !secrets.has(key))).toString();
  }
  return query.toString();
};
