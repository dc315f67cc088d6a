import { Call, type Handler } from "./call.ts";
import { makeChange } from "./changes.ts";
import type { Definition } from "./definition.ts";
import { LimitCounters } from "./limits.ts";
import { html, json, Refuse, type Reply } from "./reply.ts";
import { createRouter } from "./router.ts";
import type { Shop } from "./shop.ts";
import { answer, suffer } from "./suffer.ts";
import type { FaultKind, LoggedRequest, SimulatedOutcome, SimulatedRequest, VendorSimulator } from "./types.ts";

const LOG_BOUND = 10_000;
const SECRET_PARAMETERS = ["access_token", "accessToken", "api_key", "apikey", "token", "client_secret", "secretKey"];

export const openShop = (shop: Shop, definition: Definition): VendorSimulator => {
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
      // A mistake in the simulator itself: visible to a test that looks at the body, and never thrown at the client.
      return json({ simulatorProblem: problem instanceof Error ? problem.stack : String(problem) }, 500, {
        "x-simulator-problem": "1",
      });
    }
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
    const isDeaf = operation !== undefined && shop.habits.firstPages?.includes(operation);
    const heard = (isDeaf && definition.firstPage?.(request)) || request;
    const call = new Call(shop, heard, { route: match.route, operation, path: match.parameters });
    const carryOut = () => run(call, match.handler);
    const fault = shop.faults.draw(request);
    if (fault === undefined) return note(request, operation, undefined, answer(carryOut()));
    return note(request, operation, fault, suffer(fault, { shop, definition, request, carryOut, now }));
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

const withoutSecrets = (query: URLSearchParams, secrets: ReadonlySet<string>): string => {
  if (query.size === 0) return "";
  for (const name of query.keys()) {
    if (!secrets.has(name)) continue;
    return new URLSearchParams([...query].filter(([key]) => !secrets.has(key))).toString();
  }
  return query.toString();
};
