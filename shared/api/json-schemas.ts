import * as z from "zod";

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every `$ref` and `$defs` of zod's becomes a component of the document. */
const withRefs = (value: unknown, nameOf: (id: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((one) => withRefs(one, nameOf));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === "$ref" && typeof inner === "string")
        return [[name, `#/components/schemas/${nameOf(inner.slice("#/$defs/".length))}`]];
      return [[name, withRefs(inner, nameOf)]];
    }),
  );
};

/** A tuple of equal parts as a list of that length: not every reader of the document knows tuples. */
const asList = (schema: Json): void => {
  const { prefixItems } = schema;
  if (!Array.isArray(prefixItems)) return;
  const [first, ...rest] = prefixItems.map((part) => JSON.stringify(part));
  if (first === undefined || rest.some((part) => part !== first)) return;
  delete schema.prefixItems;
  Object.assign(schema, { items: prefixItems[0], minItems: prefixItems.length, maxItems: prefixItems.length });
};

/**
 * JSON Schemas of one document. Schemas that carry an `id` are components; what is sent and what is answered differ in
 * defaults and in unknown fields, so a form that differs is a component of its own, `AddressInput`.
 */
export const createJsonSchemas = () => {
  const components: Record<string, Json> = {};

  const add = (name: string, schema: unknown): void => {
    components[name] ??= schema as Json;
  };

  const convert = (schema: z.ZodType, io: "input" | "output"): Json => {
    // Within an object, so that a schema with an id is a reference also where it stands alone.
    const { $defs = {}, properties } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: "any",
      override: ({ jsonSchema }) => {
        // A later version may answer more fields.
        if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        delete jsonSchema.id;
        asList(jsonSchema);
      },
    }) as unknown as { $defs?: Record<string, Json>; properties: { it: Json } };
    const names = new Map<string, string>();
    const nameOf = (id: string): string => names.get(id) ?? id;
    for (const [id, definition] of Object.entries($defs)) {
      const known = components[id];
      const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(withRefs(definition, nameOf));
      names.set(id, isSame || io === "output" ? id : `${id}Input`);
    }
    for (const [id, definition] of Object.entries($defs)) add(nameOf(id), withRefs(definition, nameOf));
    return withRefs(properties.it, nameOf) as Json;
  };

  return { components, add, convert };
};

export type JsonSchemas = ReturnType<typeof createJsonSchemas>;

/** A command whose id stands in the path. */
export const withoutId = (schema: Json): Json => {
  const { id: _, ...properties } = (schema.properties ?? {}) as Json;
  const required = ((schema.required ?? []) as string[]).filter((name) => name !== "id");
  const { required: __, ...rest } = schema;
  return { ...rest, properties, ...(required.length > 0 ? { required } : {}) };
};
