import type * as z from "zod";

type Check = (value: unknown) => boolean;

/**
 * Whether a value fits a schema, by as much of the schema as says only that. Every record is asked once, and zod's parse
 * copies what it reads: this costs a fifth of it. What it does not know is left to zod.
 */
export const fits = (schema: z.ZodType, value: unknown): boolean => checkOf(schema)(value);

const checks = new WeakMap<z.ZodType, Check>();

const checkOf = (schema: z.ZodType): Check => {
  const known = checks.get(schema);
  if (known) return known;
  const made = make(schema);
  checks.set(schema, made);
  return made;
};

const make = (schema: z.ZodType): Check =>
  makers[schema.def.type]?.(schema.def) ?? ((value) => schema.safeParse(value).success);

/**
 * What zod says of a schema, by its kind. Undefined: it says more than is known here. `any`: zod types a definition by its
 * kind, which is known only while this runs.
 */
const makers: Partial<Record<z.ZodType["def"]["type"], (def: any) => Check | undefined>> = {
  object: ({ shape, catchall, checks }) => (catchall || checks?.length ? undefined : objectOf(shape)),
  optional: ({ innerType }) => {
    const inner = checkOf(innerType);
    return (value) => value === undefined || inner(value);
  },
  array: ({ element, checks }) => {
    if (checks?.length) return undefined;
    const inner = checkOf(element);
    return (value) => Array.isArray(value) && value.every(inner);
  },
  union: ({ options, inclusive, discriminator }) => {
    if (inclusive === false || discriminator !== undefined) return undefined;
    const inner: readonly Check[] = options.map(checkOf);
    return (value) => inner.some((check) => check(value));
  },
  enum: ({ entries }) => {
    const values = new Set<unknown>(Object.values(entries));
    return (value) => values.has(value);
  },
  boolean: () => (value) => typeof value === "boolean",
  // A form of its own, as of times, stands in the schema itself.
  string: ({ check, checks = [] }) =>
    check === undefined ? and((value) => typeof value === "string", checks.map(stringCheck)) : undefined,
  number: ({ check, checks = [] }) => (check === undefined ? and(Number.isFinite, checks.map(numberCheck)) : undefined),
};

const objectOf = (shape: Readonly<Record<string, z.ZodType>>): Check => {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, check: checkOf(schema) }));
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    for (const { name, check } of fields) if (!check((value as Record<string, unknown>)[name])) return false;
    return true;
  };
};

// `any` here and below: zod types the definition of a check by its kind as well.
const stringCheck = ({ _zod: { def } }: { _zod: { def: any } }): Check | undefined => {
  if (def.check === "min_length") return (value) => (value as string).length >= def.minimum;
  // A pattern that remembers where it stopped would answer by turns.
  if (def.check === "string_format" && def.format === "regex" && !def.pattern.global && !def.pattern.sticky)
    return (value) => def.pattern.test(value);
  return undefined;
};

const numberCheck = ({ _zod: { def } }: { _zod: { def: any } }): Check | undefined =>
  def.check === "number_format" && def.format === "safeint" ? Number.isSafeInteger : undefined;

const and = (first: Check, others: readonly (Check | undefined)[]): Check | undefined => {
  if (others.includes(undefined)) return undefined;
  const all = [first, ...(others as readonly Check[])];
  return all.length === 1 ? first : (value) => all.every((check) => check(value));
};
