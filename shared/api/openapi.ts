import * as z from "zod";
import { MetadataInput } from "../core/metadata.ts";
import { schemas } from "../core/records.ts";
import type { Route } from "./route.ts";
import { commandSchema } from "./routes/writes.ts";

const json = (schema: z.ZodType): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Record<
    string,
    unknown
  >;
  return rest;
};

const problem = {
  description: "A problem document (RFC 9457) that names the fields at fault.",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

const rateLimit = {
  "RateLimit-Policy": { description: "The tenant's rate: `q` units in `w` seconds.", schema: { type: "string" } },
  RateLimit: { description: "About `r` units are left for the next `t` seconds.", schema: { type: "string" } },
};

const tooMany = {
  description:
    "A quota is used up: `quota` names it, `possibleAt` says when the request is possible again. Most often it is the rate: a " +
    "request costs one unit, more with each command of an array, each second, many rows and many bytes (docs/quotas.md).",
  headers: {
    "Retry-After": { description: "Seconds after which it is worth asking again.", schema: { type: "integer" } },
    ...rateLimit,
  },
  content: problem.content,
};

/** OpenAPI 3.1 out of the route table. */
export const openApi = (routes: readonly Route[], url: string): unknown => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Tillbridge", version: "1", description: "One API for every till." },
    servers: url === "" ? [] : [{ url }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: {
        // The form of each collection's records; the other collections have id, code, name and the vendor's row alone.
        ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withMetadata(json(schema))])),
        Metadata: json(MetadataInput),
        Problem: {
          type: "object",
          required: ["type", "title", "status", "detail", "instance"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            instance: { type: "string" },
            errors: {
              type: "array",
              items: { type: "object", properties: { field: { type: "string" }, message: { type: "string" } } },
            },
            quota: { type: "string", description: "the quota that is used up" },
            limit: { type: "number" },
            used: { type: "number" },
            possibleAt: { type: "string", description: "when the request is possible again, if time alone helps" },
          },
        },
      },
    },
  };
};

/** Every record may carry what the tenant has put on it; no vendor fills it. */
const withMetadata = (schema: unknown): unknown => {
  const { properties, ...rest } = schema as { readonly properties: object };
  const description = "What the tenant has put on the record himself. The vendor never sees it.";
  return { ...rest, properties: { ...properties, metadata: { $ref: "#/components/schemas/Metadata", description } } };
};

const operationOf = (route: Route): unknown => {
  const parameters = [...parametersOf(route.params, "path"), ...parametersOf(route.query, "query")];
  const body = route.body && bodyOf(route.body);
  const { status } = route;
  const limited = route.access !== "public" && route.access !== "operator";
  return {
    summary: route.summary,
    ...(route.access === "public" ? {} : { security: [{ key: [] }], description: `Needs: ${route.access}.` }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: "OK",
        ...(limited ? { headers: rateLimit } : {}),
        ...(status === 204 ? {} : { content: { "application/json": { schema: json(route.answer) } } }),
      },
      ...(limited ? { 429: tooMany } : {}),
      default: problem,
    },
  };
};

const bodyOf = (body: z.ZodType): unknown => {
  const kind = (body.meta() as { schemaOf?: string } | undefined)?.schemaOf;
  const command = kind === undefined ? undefined : commandSchema(kind);
  if (!command) return json(body);
  const one = json(command);
  return { oneOf: [one, { type: "array", items: one, maxItems: 1_000 }] };
};

const parametersOf = (schema: z.ZodObject, where: "path" | "query") =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || !(field as z.ZodType).safeParse(undefined).success,
    schema: json(field as z.ZodType),
  }));
