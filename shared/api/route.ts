import * as z from "zod";
import { BadRequest } from "../core/errors.ts";
import type { Hold } from "../core/holds.ts";
import { faultsOf } from "../core/input-faults.ts";
import { inWords } from "../core/input-words.ts";
import type { ProblemCode } from "../core/problems.ts";
import type { Limits } from "../core/quotas.ts";
import type { Deps } from "../lambda/wiring.ts";
import type { ConnectLink } from "../stores/connect-links.ts";
import type { Scope } from "../stores/tenants.ts";
import type { Audit } from "./audit.ts";

/** Who calls: the operator, a tenant's key, or nobody in particular. */
export type Caller =
  | {
      readonly kind: "operator";
      /** Of its key; absent: the deployment's own. */
      readonly name?: string;
    }
  | {
      readonly kind: "tenant";
      readonly tenant: string;
      readonly key: string;
      readonly scope: Scope;
      /** A portal's token: it reads this shop and nothing else. */
      readonly shop?: string;
      /** And stands in frames of these sites. Absent: of any. */
      readonly sites?: readonly string[];
      /** A browser that opened a connect link: it may do what the link is for and nothing else. */
      readonly link?: OpenedLink;
    }
  | { readonly kind: "public" };

/** A link in the hands of the browser that opened it. */
export interface OpenedLink extends ConnectLink {
  readonly ticket: string;
}

/** `any`: each holder of a key. `connect`: the browser that opened a connect link. */
export type Access = "public" | "any" | "operator" | "connect" | Scope;

/** A request in the words of the route: already parsed by its schemas. `any`: a helper takes requests of each route. */
export interface Request<Params = any, Query = any, Body = any> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the route. */
  readonly operationId: string;
  readonly caller: Caller;
  /** The tenant that the caller acts for; empty for the operator and the public. */
  readonly tenant: string;
  /** What the tenant may use. @throws RetryLater while the table cannot be asked */
  limits(): Limits;
  /** The tenant's name for people. It stands in the list of tenants, which no session of a tenant reads. */
  tenantName(): Promise<string>;
  /** Writes down what the caller did. */
  readonly audit: Audit;
  readonly deps: Deps;
  /** Our clock at which an answer must be under way, unix milliseconds. */
  readonly deadline: number;
  /** When the request came, unix milliseconds. */
  readonly since: number;
  /** Until when it waits that may wait for so many seconds, unix milliseconds. */
  waitsUntil(seconds: number): number;
  /** Waits, here or in a function whose waiting costs less. False: the time is over. */
  wait(hold: Hold): Promise<boolean>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` headers. */
  readonly cookies?: readonly string[];
}

/** How the document groups the routes, in its order. */
export const tags = {
  Shops: "Shops of the tenant's customers: registration, access, health, limits.",
  Records: "The copy of a shop's data, in the canonical form and with the vendor's own row.",
  Changes: "The feed of changes.",
  Sync: "How current the copy is, and how it is proven.",
  Commands: "Writes in canonical words, one route for each.",
  Writes: "The ledger of writes, and direct calls of the vendor's operations.",
  Endpoints: "Webhooks that go out to the tenant.",
  Webhooks: "Webhooks that come in from the vendors.",
  Keys: "API keys and the audit trail.",
  Privacy: "How long what is kept, and how data is taken along.",
  Consent: "Pages for the owner of a shop, who agrees in the browser.",
  Connect: "Links by which a shop's owner connects it, and what the page behind a link does.",
  Pages: "Signing in to the console, and tokens for a page in your own product.",
  Service: "The API about itself.",
  Operator: "For who runs the deployment: needs the operator's key.",
} as const;
export type Tag = keyof typeof tags;

/** A route that will go: what its answers say, and until when it works. */
export interface Deprecation {
  /** ISO 8601 dates. */
  readonly since: string;
  readonly until: string;
  /** `operationId` of the route to use instead. */
  readonly instead: string;
}

/** One route. The router, the access check, the parsing, the answer's fields and the OpenAPI document all come from it. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/v1/shops/{shop}`. */
  readonly path: string;
  /** Its name for typed clients, verb and noun: `listShops`. It never changes. */
  readonly operationId: string;
  readonly tag: Tag;
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body?: z.ZodType;
  /** What is answered, by status. A field that the schema does not have does not leave. */
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly status: number;
  /** It is a write of the ledger, or may be one: the header `Idempotency-Key`. */
  readonly idempotencyKey?: "required" | "optional";
  /** The answer holds a secret: nobody may keep it. */
  readonly isSecret: boolean;
  /** Codes of problems that are its own; `problemsOf` adds those that come from its form. */
  readonly problems: readonly ProblemCode[];
  readonly deprecated?: Deprecation;
  /** It shows what a vendor sent as it was: each reading is written down. */
  readonly raw?: boolean;
  /** The ledger of writes tells who did it: the audit trail need not. */
  readonly ledger?: boolean;
  handle(request: Request): Promise<unknown | Reply>;
}

/** There is no body. */
export const nothing = z.undefined();
/** A page for people. */
export const webPage = z.string().meta({ contentType: "text/html; charset=utf-8" });

type Shape<Schema> = Schema extends z.ZodType ? z.infer<Schema> : Record<string, never>;

/** A value that may be read only. */
type Given<Value> = Value extends (...args: never[]) => unknown
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Given<Value[Key]> }
      : Value;

export type OwnReply = ReturnType<typeof reply>;

/** Declares a route; what is left out has no parameters, no query and no body. */
export const defineRoute = <
  Params extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodType,
>({
  answer,
  also,
  status = 200,
  ...route
}: {
  method: Route["method"];
  path: string;
  operationId: string;
  tag: Tag;
  access: Access;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  answer: Answer;
  status?: number;
  /** Answers with other statuses. */
  also?: Readonly<Record<number, z.ZodType>>;
  idempotencyKey?: "required" | "optional";
  isSecret?: boolean;
  problems?: readonly ProblemCode[];
  deprecated?: Deprecation;
  raw?: boolean;
  ledger?: boolean;
  handle(
    request: Request<Shape<Params>, Shape<Query>, z.infer<Body>>,
  ): Promise<Given<z.input<Answer>> | OwnReply | (Answer extends z.ZodUndefined ? undefined : never)>;
}): Route => ({
  params: z.strictObject({}),
  query: z.strictObject({}),
  isSecret: false,
  problems: [],
  ...route,
  status,
  answers: { [status]: answer, ...also },
});

/** An answer with a status or headers of its own. */
export const reply = (
  status: number,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
  cookies?: readonly string[],
): Reply & { readonly [isReply]: true } => ({
  [isReply]: true,
  status,
  body,
  ...(headers ? { headers } : {}),
  ...(cookies ? { cookies } : {}),
});
const isReply = Symbol("reply");
export const asReply = (result: unknown, status: number): Reply =>
  typeof result === "object" && result !== null && isReply in result
    ? (result as unknown as Reply)
    : { status, body: result };

const allowed: Record<Scope, readonly Scope[]> = {
  read: ["read", "write", "admin"],
  write: ["write", "admin"],
  admin: ["admin"],
};

const forbidden = (detail: string): BadRequest => new BadRequest(403, "forbidden", detail);

/** A portal reads one shop, and of that nothing that is a secret or the vendor's own. @throws BadRequest 403 */
const checkPortal = (
  { access, path = "", method, isSecret = false, raw }: CheckedRoute,
  shop: string,
  params: Readonly<Record<string, string>>,
): void => {
  const isReading = access === "read" && method === "GET" && !isSecret && raw !== true;
  if (isReading && path.startsWith("/v1/shops/{shop}") && params.shop === shop) return;
  throw forbidden("A portal's token reads its own shop and nothing else.");
};

type CheckedRoute = Pick<Route, "access"> & Partial<Pick<Route, "path" | "method" | "isSecret" | "raw">>;

/** @throws BadRequest 401 or 403 */
export const checkAccess = (
  route: CheckedRoute,
  caller: Caller,
  params: Readonly<Record<string, string>> = {},
): void => {
  if (route.access === "public") return;
  if (caller.kind === "public")
    throw new BadRequest(401, "unauthenticated", "Send an API key: Authorization: Bearer <key>.");
  const link = caller.kind === "tenant" ? caller.link : undefined;
  if (route.access === "connect") {
    if (link === undefined) throw forbidden("Only the page of a connect link may do this.");
    return;
  }
  if (link !== undefined) throw forbidden("A connect link is for connecting its shop and nothing else.");
  if (route.access === "any") return;
  if (route.access === "operator") {
    if (caller.kind !== "operator") throw new BadRequest(403, "forbidden", "Only the operator's key may do this.");
    return;
  }
  if (caller.kind !== "tenant")
    throw new BadRequest(403, "forbidden", "Use a tenant's key; the operator's key manages tenants.");
  if (caller.shop !== undefined) checkPortal(route, caller.shop, params);
  if (!allowed[route.access].includes(caller.scope)) {
    throw new BadRequest(
      403,
      "forbidden",
      `This needs a key with the scope ${route.access}; yours has ${caller.scope}.`,
    );
  }
};

/** @throws BadRequest naming every field at fault */
export const parseInput = (
  schema: z.ZodType,
  input: unknown,
  status: 400 | 404,
  where: "path" | "query" | "body",
): unknown => {
  const parsed = schema.safeParse(input, inWords);
  if (parsed.success) return parsed.data;
  throw new BadRequest(
    status,
    `invalid-${where}`,
    `The ${where} is not what this route takes.`,
    faultsOf(parsed.error.issues, where),
  );
};

interface Matched {
  readonly route: Route;
  readonly params: Record<string, string>;
}

/** The path exists, and not for this method. The header says for which. */
export class NotAllowed extends BadRequest {
  readonly headers: Readonly<Record<string, string>>;

  constructor(path: string, methods: readonly string[]) {
    const allowed = methods.includes("GET") ? [...methods, "HEAD"] : methods;
    super(405, "method-not-allowed", `${path} takes ${allowed.join(", ")}.`);
    this.headers = { allow: allowed.join(", ") };
  }
}

/** Finds a route by method and path. @throws BadRequest 404 or 405 */
export const createRouter = (routes: readonly Route[]) => {
  const compiled = routes.map((route) => ({ route, parts: route.path.split("/") }));
  return (method: string, path: string): Matched => {
    // A slash at the end may be a record's empty id: a write would hit what stands before it.
    const asked = (method === "GET" ? path.replace(/\/+$/, "") : path).split("/");
    const matched = compiled.flatMap(({ route, parts }): Matched[] => {
      const params = matchParts(parts, asked);
      return params ? [{ route, params }] : [];
    });
    const [first, ...others] = matched.filter(({ route }) => route.method === method);
    // Fixed words win over parameters: /shops/{shop}/changes over /shops/{shop}/{resource}.
    if (first) return others.reduce((best, other) => (parametersIn(other) < parametersIn(best) ? other : best), first);
    if (matched.length > 0) throw new NotAllowed(path, [...new Set(matched.map(({ route }) => route.method))]);
    throw new BadRequest(404, "unknown-route", `There is no route ${method} ${path}.`);
  };
};

const parametersIn = ({ params }: Matched): number => Object.keys(params).length;

const matchParts = (pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined => {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, word] of pattern.entries()) {
    const part = parts[index]!;
    // HTTP APIs decode the path before they hand it on: decoding again would spoil a `%` in an id.
    if (word.startsWith("{")) {
      // Steps of an address, and no names: a client or a proxy would have taken them for another path.
      if (["", ".", ".."].includes(part)) return undefined;
      params[word.slice(1, -1)] = part;
    } else if (word !== part) return undefined;
  }
  return params;
};

/** Query parameters of pages, shared by all lists. */
export const PageQuery = {
  cursor: z.string().max(2_000).optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe("entries of a page, at most"),
};

/** A list that is always whole, in the form of a page. Lists with pages: `listCursor`. */
export const pageOf = <Item>(data: readonly Item[]) => ({ data, next: null });

/** An opaque cursor: base64url of JSON. */
export const encodeCursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** @throws BadRequest 400 naming the parameter */
export const decodeCursor = <Value>(
  schema: z.ZodType<Value>,
  text: string | undefined,
  field = "cursor",
): Value | undefined => {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw new BadRequest(400, "invalid-cursor", "This is not a cursor that this route gave out.", [
      { field, message: "malformed" },
    ]);
  }
};
