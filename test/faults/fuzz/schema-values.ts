import fc from "fast-check";

export type Schema = Readonly<Record<string, any>>;

/** Deeper than this, schemas that hold themselves are cut off. */
const DEEPEST = 5;

/**
 * Values that a JSON Schema takes, mostly: what it says with words that are not read here is found out by the API. `$ref`s
 * lead into `document`.
 */
export const valuesOf = (schema: Schema | boolean, document: Schema, depth = 0): fc.Arbitrary<unknown> => {
  if (typeof schema === "boolean" || depth > DEEPEST) return fc.constantFrom<unknown>(null, 1, "a", {});
  if (schema.$ref !== undefined) return valuesOf(resolve(schema.$ref, document), document, depth + 1);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return fc.oneof(...options.map((one: Schema) => valuesOf(one, document, depth + 1)));
  if (Array.isArray(schema.allOf))
    return fc
      .tuple(...schema.allOf.map((one: Schema) => valuesOf(one, document, depth + 1)))
      .map((parts) => Object.assign({}, ...(parts as object[])));
  const types: readonly string[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  return fc.oneof(...types.map((type) => ofType(type, schema, document, depth)));
};

const resolve = (ref: string, document: Schema): Schema =>
  ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<Schema>((at, name) => at[name] ?? {}, document);

const ofType = (type: string, schema: Schema, document: Schema, depth: number): fc.Arbitrary<unknown> => {
  switch (type) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.integer({ min: bound(schema.minimum, 0), max: bound(schema.maximum, 1_000) });
    case "number":
      return fc.double({
        min: bound(schema.minimum, -1_000),
        max: bound(schema.maximum, 1_000_000),
        noNaN: true,
        noDefaultInfinity: true,
      });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return listOf(schema, document, depth);
    case "object":
      return objectOf(schema, document, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

const bound = (given: unknown, otherwise: number): number =>
  typeof given === "number" && Math.abs(given) < 1e9 ? given : otherwise;

const textOf = (schema: Schema): fc.Arbitrary<string> => {
  if (schema.format === "date-time")
    return fc
      .date({ noInvalidDate: true, min: new Date("1990-01-01"), max: new Date("2100-01-01") })
      .map((date) => date.toISOString());
  if (schema.format === "uri") return fc.constantFrom("https://receiver.example/hook", "http://kiotviet.test");
  if (typeof schema.pattern === "string") {
    try {
      return fc.stringMatching(new RegExp(schema.pattern, "u"));
    } catch {
      // A pattern that fast-check cannot follow.
    }
  }
  const minLength = Math.min(schema.minLength ?? 0, 100);
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(schema.maxLength ?? 12, 40)) });
};

const listOf = (schema: Schema, document: Schema, depth: number): fc.Arbitrary<unknown[]> => {
  if (Array.isArray(schema.prefixItems))
    return fc.tuple(...schema.prefixItems.map((one: Schema) => valuesOf(one, document, depth + 1))) as fc.Arbitrary<
      unknown[]
    >;
  const minLength = schema.minItems ?? 0;
  return fc.array(valuesOf(schema.items ?? true, document, depth + 1), {
    minLength,
    maxLength: Math.max(minLength, Math.min(schema.maxItems ?? 3, 3)),
  });
};

const objectOf = (schema: Schema, document: Schema, depth: number): fc.Arbitrary<unknown> => {
  const fields = Object.fromEntries(
    Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, one]) => [
      name,
      valuesOf(one, document, depth + 1),
    ]),
  );
  const known = fc.record(fields, { requiredKeys: schema.required ?? [] });
  const more = schema.additionalProperties;
  if (more === undefined || more === false) return known;
  const others = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), valuesOf(more, document, depth + 1), {
    maxKeys: 3,
  });
  return fc.tuple(known, others).map(([one, other]) => ({ ...other, ...one }));
};
