import "./names.ts";
import * as z from "zod";
import { commands } from "../core/commands.ts";
import { type EventType as EventKind, eventTypes } from "../core/event-types.ts";
import { type ProblemCode, problemKind, problems } from "../core/problems.ts";
import { canonicalResources } from "../core/records.ts";
import { type Vendor, type WriteKind, writeKinds } from "../core/vendor.ts";
import { payloadOf } from "../usecases/events/deliver-events.ts";
import { exampleEvent } from "../usecases/events/example-event.ts";
import { Problem } from "./answers/problem.ts";
import { eventSchema } from "./event-catalog.ts";
import examples from "./examples.json" with { type: "json" };
import { createJsonSchemas, type JsonSchemas, withoutId } from "./json-schemas.ts";
import { problemsOf } from "./problems-of.ts";
import { type Route, tags } from "./route.ts";

type Json = Record<string, unknown>;

/** What the document is made of, beside the routes. */
export interface DocumentParts {
  /** Base address of the deployment; empty: not known. */
  readonly url: string;
  readonly vendors: readonly Vendor[];
}

const text = { type: "string" };
const headers: Readonly<Record<string, Json>> = {
  "RateLimit-Policy": { description: "The tenant's rate: `q` units in `w` seconds.", schema: text },
  RateLimit: { description: "About `r` units are left for the next `t` seconds.", schema: text },
  "Retry-After": { description: "Seconds after which it is worth asking again.", schema: { type: "integer" } },
  "Apigw-Requestid": { description: "Names the request in our logs.", schema: text },
  Location: { description: "Path of the write, or of what was made.", schema: text },
  Allow: { description: "Methods that the path takes.", schema: text },
  Deprecation: { description: "Since when the route is deprecated (RFC 9745).", schema: text },
  Sunset: { description: "When the route ends (RFC 8594).", schema: text },
};

const headerRefs = (...names: readonly (keyof typeof headers & string)[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const description = `Tillbridge keeps an exact copy of shops in KiotViet, Nhanh.vn (v3 and v2), Pancake POS and iSale, tells what changed, and
carries writes back exactly once.

**Lists** answer \`data\` and \`next\`. Send \`next\` as \`cursor\` until it is null. **Times** are ISO 8601 in UTC; requests may use any
offset. **Names** are camelCase, fixed words kebab-case.

**Problems** are \`application/problem+json\` (RFC 9457) with a \`code\` that never changes its meaning.

**Versions.** The path carries the version, \`/v1\`. Within a version fields, routes, codes and words are added and never removed or
given another meaning, so a client ignores what it does not know. A route that will go says so in \`Deprecation\`, \`Sunset\` and
\`Link\` for at least 180 days before it ends.`;

/** OpenAPI 3.1 out of the route table. */
export const openApi = (routes: readonly Route[], { url, vendors }: DocumentParts): Json => {
  const schemas = createJsonSchemas();
  const responses: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  addCommands(schemas, vendors);
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(route, { schemas, responses, vendors });
  }
  schemas.convert(Problem, "output");
  return {
    openapi: "3.1.0",
    info: {
      title: "Tillbridge",
      version: "1",
      summary: "One API for every till.",
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: url === "" ? "/" : url }],
    security: [{ key: [] }],
    tags: Object.entries(tags).map(([name, about]) => ({ name, description: about })),
    paths,
    webhooks: webhooksOf(schemas),
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "A tenant's API key with the scope `read`, `write` or `admin`; each can do what the one before can.",
        },
        operatorKey: { type: "http", scheme: "bearer", description: "The operator's key." },
        page: {
          type: "apiKey",
          in: "header",
          name: "Tillbridge-Page",
          description: "Names the page of this origin whose cookie counts: `console` or `connect <link>`.",
        },
      },
      parameters: { IdempotencyKey: idempotencyKey(true), IdempotencyKeyOfAWrite: idempotencyKey(false) },
      headers,
      responses,
      schemas: sorted(schemas.components),
    },
  };
};

/** What goes out to endpoints: the three changes of each canonical collection together, every other type by itself. */
const webhooksOf = (schemas: JsonSchemas): Json => {
  const kinds = eventTypes(canonicalResources);
  const groups = new Map<string, EventKind[]>();
  for (const kind of kinds) {
    const name = kind.resource === undefined ? kind.type : `${kind.resource}.*`;
    groups.set(name, [...(groups.get(name) ?? []), kind]);
  }
  return Object.fromEntries([...groups].map(([name, group]) => [name, { post: webhookOf(name, group, schemas) }]));
};

const webhookOf = (name: string, group: readonly EventKind[], schemas: JsonSchemas): Json => {
  const forms = group.map((kind) => schemas.convert(eventSchema(kind), "output"));
  const [first] = group;
  return {
    operationId: `on${pascal(name.replace(".*", ".changed"))}`,
    tags: ["Endpoints"],
    summary:
      first?.resource === undefined ? first?.summary : `A record of ${first.resource} was added, changed or deleted.`,
    description: "Signed as Standard Webhooks says; docs/events.md has a receiver.",
    security: [],
    parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((header) => ({
      name: header,
      in: "header",
      required: true,
      schema: text,
    })),
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: forms.length === 1 ? forms[0] : { oneOf: forms },
          examples: Object.fromEntries(
            group.map(({ type }) => [
              type,
              { value: plain(payloadOf(exampleEvent(type, canonicalResources)!, undefined)) },
            ]),
          ),
        },
      },
    },
    responses: {
      204: { description: "Taken. Any 2xx status will do." },
      410: { description: "The endpoint is gone: it is disabled at once. Any other status is tried again." },
    },
  };
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const sorted = (components: Readonly<Record<string, Json>>): Json =>
  Object.fromEntries(Object.entries(components).sort(([left], [right]) => (left < right ? -1 : 1)));

const idempotencyKey = (required: boolean): Json => ({
  name: "Idempotency-Key",
  in: "header",
  required,
  description:
    "A key of your own for this write: an order number, or a random id. The same key with the same body is the same write for 30 days.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
});

/** `orders.create` -> `OrdersCreate`. */
const pascal = (name: string): string =>
  name
    .split(/[.\-_ ]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
const commandName = (kind: WriteKind, vendor = ""): string => `${pascal(kind)}Command${pascal(vendor)}`;

/** The canonical commands, and what of them each vendor takes. */
const addCommands = (schemas: JsonSchemas, vendors: readonly Vendor[]): void => {
  for (const kind of writeKinds) {
    schemas.add(commandName(kind), schemas.convert(commands[kind], "input"));
    for (const vendor of vendors) {
      const write = vendor.writes[kind];
      if (write)
        schemas.add(commandName(kind, vendor.id), {
          title: `${kind} at ${vendor.name}`,
          ...schemas.convert(write.command, "input"),
        });
    }
  }
};

interface Making {
  readonly schemas: JsonSchemas;
  readonly responses: Record<string, Json>;
  readonly vendors: readonly Vendor[];
}

const operationOf = (route: Route, making: Making): Json => {
  const { schemas } = making;
  const parameters = [
    ...parametersOf(route.params, "path", schemas),
    ...parametersOf(route.query, "query", schemas),
    ...(route.idempotencyKey
      ? [{ $ref: `#/components/parameters/IdempotencyKey${route.idempotencyKey === "required" ? "" : "OfAWrite"}` }]
      : []),
  ];
  const body = route.body && bodyOf(route, route.body, making);
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, needs(route)].filter(Boolean).join("\n\n"),
    ...(route.access === "public" ? { security: [] } : {}),
    ...(route.access === "operator" ? { security: [{ operatorKey: [] }] } : {}),
    ...(route.access === "any" ? { security: [{ key: [] }, { operatorKey: [] }] } : {}),
    ...(route.access === "connect" ? { security: [{ page: [] }] } : {}),
    ...(route.deprecated ? { deprecated: true } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { ...problemResponses(route, making.responses), ...answersOf(route, schemas), ...unchangedOf(route) },
  };
};

const needs = ({ access }: Route): string => {
  if (access === "public") return "Needs no key.";
  if (access === "operator") return "Needs the operator's key.";
  if (access === "any") return "Needs any key.";
  if (access === "connect") return "Needs the cookie of the browser that opened a connect link. For our own page.";
  return `Needs a key with the scope \`${access}\`.`;
};

/** One request of the operation and its answer, as a sandbox has given it: `npm run examples`. */
interface Example {
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  readonly answer?: unknown;
}
const exampleOf = ({ operationId }: Route): Example | undefined =>
  (examples as Readonly<Record<string, Example>>)[operationId];
const withExample = (example: unknown): Json => (example === undefined ? {} : { example });

const bodyOf = (route: Route, body: z.ZodType, { schemas, vendors }: Making): Json => {
  const kind = (body.meta() as { commandOf?: WriteKind } | undefined)?.commandOf;
  const required = !body.safeParse(undefined).success;
  if (kind === undefined)
    return {
      required,
      content: {
        "application/json": { schema: schemas.convert(body, "input"), ...withExample(exampleOf(route)?.body) },
      },
    };
  const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
  const byVendor = vendors.filter((vendor) => vendor.writes[kind]);
  const taken = byVendor.map(({ id }) => `\`${commandName(kind, id)}\``).join(", ");
  const content = (schema: Json): Json => ({
    required: route.method !== "DELETE",
    description: `What each vendor takes of it: ${taken}.`,
    content: {
      "application/json": {
        schema,
        ...withExample(exampleOf(route)?.body),
        "x-by-vendor": Object.fromEntries(byVendor.map(({ id }) => [id, ref(commandName(kind, id))])),
      },
    },
  });
  if (!route.path.includes("{id}"))
    return content({
      oneOf: [ref(commandName(kind)), { type: "array", items: ref(commandName(kind)), minItems: 1, maxItems: 1_000 }],
    });
  const name = `${commandName(kind)}Body`;
  schemas.add(name, withoutId(schemas.components[commandName(kind)]!));
  return content(ref(name));
};

const parametersOf = (schema: z.ZodObject, where: "path" | "query", schemas: JsonSchemas): Json[] =>
  Object.entries(schema.shape).map(([name, field]) => {
    const { description: about, ...form } = schemas.convert(field as z.ZodType, "input");
    return {
      name,
      in: where,
      required: where === "path" || !(field as z.ZodType).safeParse(undefined).success,
      ...(about === undefined ? {} : { description: about }),
      schema: form,
    };
  });

const meanings: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Made.",
  202: "Taken. The work goes on in the background.",
  204: "Done; there is no body.",
  207: "One outcome for each command of the list.",
  303: "Go on there.",
  400: "A page that says what is the matter.",
  404: "A page that says what is the matter.",
  409: "A page that says what is the matter.",
  422: "A page that says what is the matter.",
  500: "A page that says what is the matter.",
};

const answersOf = (route: Route, schemas: JsonSchemas): Json =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, answer]) => {
      const content = contentOf(answer, { route, status, schemas });
      return [
        status,
        {
          description: meanings[Number(status)],
          headers: headerRefs(...answerHeaders(route, status)),
          ...(answer instanceof z.ZodUndefined || status === "303" ? {} : { content }),
        },
      ];
    }),
  );

const answerHeaders = ({ access, idempotencyKey: key, deprecated }: Route, status: string): string[] => [
  "Apigw-Requestid",
  ...(access === "public" || access === "operator" ? [] : ["RateLimit", "RateLimit-Policy"]),
  ...(key && status !== "207" ? ["Location"] : []),
  ...(deprecated ? ["Deprecation", "Sunset"] : []),
];

/** Also of an answer without a body: its schema becomes known to the document all the same. */
const contentOf = (
  answer: z.ZodType,
  { route, status, schemas }: { readonly route: Route; readonly status: string; readonly schemas: JsonSchemas },
): Json => {
  const type = (answer.meta() as { contentType?: string } | undefined)?.contentType;
  const schema = type === undefined ? schemas.convert(answer, "output") : text;
  const example = exampleOf(route);
  const shown = example && String(example.status) === status ? withExample(example.answer) : {};
  return { [type ?? "application/json"]: { schema, ...shown } };
};

/** A read whose answer the caller has kept. */
const unchangedOf = (route: Route): Json =>
  route.method === "GET" && !route.isSecret && route.answers[200]
    ? {
        304: {
          description: "The answer is the one that `If-None-Match` names.",
          headers: headerRefs("Apigw-Requestid"),
        },
      }
    : {};

/** One component for each set of codes that routes answer with a status. */
const problemResponses = (route: Route, responses: Record<string, Json>): Json => {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(route))
    for (const status of problemKind(code).status) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const name = `${status}.${codes.sort().join(".")}`;
      responses[name] ??= problemResponse(status, codes);
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
};

const problemResponse = (status: number, codes: readonly ProblemCode[]): Json => ({
  description: codes.map((code) => `\`${code}\`: ${problems[code].en}.`).join(" "),
  headers: headerRefs(
    "Apigw-Requestid",
    ...(status === 429 || status === 503 ? ["Retry-After"] : []),
    ...(codes.includes("quota-exceeded") ? ["RateLimit", "RateLimit-Policy"] : []),
  ),
  content: {
    "application/problem+json": {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          { type: "object", properties: { code: { type: "string", enum: codes } } },
        ],
      },
    },
  },
});
