import fc from "fast-check";
import { type Schema, valuesOf } from "./schema-values.ts";
import { wildBody, wildText, wildValue } from "./wild-values.ts";

/** One request, as it reaches the API. */
export interface Case {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly as: "read" | "write" | "admin" | "operator" | "nobody" | "stranger";
  readonly body?: string | undefined;
}

/** Values that lead somewhere, by the name of the parameter. */
type Known = Readonly<Record<string, readonly string[]>>;

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
/** What a value is: of its schema, almost, or anything. */
const kinds = fc.constantFrom("valid", "valid", "valid", "near", "wild");

/** Requests to every operation of an OpenAPI document: valid ones, almost valid ones and wild ones. */
export const casesOf = (document: Schema, known: Known): fc.Arbitrary<Case> => {
  const operations = Object.entries(document.paths as Record<string, Schema>).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({
      path,
      method,
      operation: methods[method] as Schema,
    })),
  );
  return fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...operations).chain((one) => caseOf(one, document, known)) },
    { weight: 1, arbitrary: strayCase },
  );
};

const as = fc.oneof(
  { weight: 10, arbitrary: fc.constant("valid" as const) },
  { weight: 2, arbitrary: fc.constantFrom("read", "write", "admin", "operator", "nobody", "stranger") },
);

const caseOf = (
  { path, method, operation }: { path: string; method: string; operation: Schema },
  document: Schema,
  known: Known,
): fc.Arbitrary<Case> => {
  const parameters: Schema[] = (operation.parameters ?? []).map((one: Schema) => deref(one, document));
  const inPath = parameters.filter((one) => one.in === "path");
  const inQuery = parameters.filter((one) => one.in === "query");
  const values = fc.record(
    Object.fromEntries(inPath.map((one) => [one.name, parameterOf(one, document, known)])),
  ) as fc.Arbitrary<Record<string, string>>;
  const isOperators = JSON.stringify(operation).includes("perator") && /^\/v1\/(operator|tenants|unrouted)/.test(path);
  const schema = operation.requestBody && deref(operation.requestBody, document).content?.["application/json"]?.schema;
  return fc
    .record({
      values,
      query: queryOf(inQuery, document, known),
      body: schema ? bodyOf(schema, document) : fc.constant(undefined),
      as,
      headers: headersOf,
    })
    .map((made) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => made.values[name] ?? name),
      query: made.query,
      headers: made.headers,
      as: made.as !== "valid" ? made.as : isOperators ? "operator" : "admin",
      body: made.body,
    })) as fc.Arbitrary<Case>;
};

const deref = (one: Schema, document: Schema): Schema =>
  one.$ref === undefined
    ? one
    : (one.$ref as string)
        .replace("#/", "")
        .split("/")
        .reduce<Schema>((at, name) => at[name], document);

const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const parameterOf = (one: Schema, document: Schema, known: Known): fc.Arbitrary<string> => {
  const leading = known[one.name as string] ?? [];
  return fc.oneof(
    ...(leading.length > 0 ? [{ weight: 12, arbitrary: fc.constantFrom(...leading) }] : []),
    { weight: 3, arbitrary: valuesOf(one.schema, document).map(asText) },
    { weight: 2, arbitrary: wildText },
  );
};

const queryOf = (parameters: readonly Schema[], document: Schema, known: Known): fc.Arbitrary<string> => {
  const one = (parameter: Schema) =>
    fc.record({ name: fc.constant(parameter.name as string), value: parameterOf(parameter, document, known) });
  if (parameters.length === 0)
    return fc.oneof({ weight: 9, arbitrary: fc.constant("") }, { weight: 1, arbitrary: wildText });
  const some = fc.subarray([...parameters]).chain((chosen) => fc.tuple(...chosen.map(one)));
  const text = some.map((pairs) =>
    pairs.map(({ name, value }) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join("&"),
  );
  return fc.oneof(
    { weight: 12, arbitrary: text },
    { weight: 1, arbitrary: text.map((query) => `${query}&${query}`) },
    { weight: 1, arbitrary: wildText },
  );
};

const headersOf: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 9, arbitrary: fc.uuid().map((key) => ({ "idempotency-key": key })) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        "idempotency-key": wildText,
        "content-type": fc.constantFrom("text/plain", "application/json; charset=utf-16", "", "multipart/form-data"),
        "accept-encoding": fc.constantFrom("gzip", "gzip;q=0", "br", "*"),
        "if-none-match": fc.constantFrom("*", '"a"', 'W/"a", "b'),
        "accept-language": fc.constantFrom("vi", "xx;q=9", "*"),
        origin: fc.constantFrom("null", "https://evil.example"),
        cookie: wildText,
      },
      { requiredKeys: [] },
    ),
  },
);

const bodyOf = (schema: Schema, document: Schema): fc.Arbitrary<string | undefined> =>
  kinds.chain((kind): fc.Arbitrary<string | undefined> => {
    const valid = valuesOf(schema, document);
    if (kind === "valid") return valid.map((value) => JSON.stringify(value));
    if (kind === "wild") return fc.oneof(wildBody, fc.constant(undefined));
    return fc
      .tuple(valid, wildValue, fc.nat(), fc.boolean())
      .map(([value, wild, at, isNew]) => JSON.stringify(isNew ? withField(value, wild) : spoiled(value, wild, at)));
  });

const withField = (value: unknown, wild: unknown): unknown =>
  Array.isArray(value)
    ? [...value, wild]
    : typeof value === "object" && value !== null
      ? { ...value, extra: wild }
      : wild;

/** One place of it, chosen by a number, becomes something else. */
const spoiled = (value: unknown, wild: unknown, at: number): unknown => {
  if (typeof value !== "object" || value === null) return wild;
  const entries = Object.entries(value);
  if (entries.length === 0) return wild;
  const place = at % entries.length;
  const next = entries.map(([name, inner], index) => [
    name,
    index === place ? (at % 3 === 0 ? wild : spoiled(inner, wild, Math.floor(at / entries.length))) : inner,
  ]);
  return Array.isArray(value) ? next.map(([, inner]) => inner) : Object.fromEntries(next);
};

/** Paths and methods that the document does not have. */
const strayCase: fc.Arbitrary<Case> = fc.record({
  method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"),
  path: fc.oneof(
    fc.constantFrom("", "/", "//", "/v1", "/v1/shops/", "/v1//shops", "/v2/shops", "/v1/shops/kiotviet/orders/1/2/3"),
    wildText.map((text) => `/v1/${text}`),
  ),
  query: wildText,
  headers: headersOf,
  as: fc.constantFrom("admin", "operator", "nobody", "stranger"),
  body: fc.option(wildBody, { nil: undefined }),
});
