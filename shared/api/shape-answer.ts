import * as z from "zod";

/** Called with the path of a field that the schema does not have. */
export type OnExtra = (path: string) => void;
/** The value without what its schema does not have. Where nothing is left out, the value itself. `trail`: where it stands. */
type Shaper = (value: unknown, trail: string[], onExtra: OnExtra) => unknown;

const asIs: Shaper = (value) => value;
/** Of a field that the schema does not have. One that is undefined is in no JSON, so nobody is told of it. */
const leftOut: Shaper = (value, trail, onExtra) => {
  if (value !== undefined) onExtra(trail.join("."));
  return undefined;
};
const cache = new WeakMap<z.ZodType, Shaper>();

/**
 * Makes an answer's schema an allowlist. It does not check types: an answer with an odd value is better than none. Built once
 * per schema, because an answer may hold a thousand records.
 */
export const shaperOf = (schema: z.ZodType): Shaper => {
  const known = cache.get(schema);
  if (known) return known;
  const made = build(schema);
  cache.set(schema, made);
  return made;
};

const build = (schema: z.ZodType): Shaper => {
  if (schema instanceof z.ZodObject) return objectShaper(schema);
  if (schema instanceof z.ZodArray) return arrayShaper(shaperOf(schema.element as z.ZodType));
  if (schema instanceof z.ZodRecord) return recordShaper(shaperOf(schema.valueType as z.ZodType));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return orNothing(shaperOf(schema.unwrap() as z.ZodType));
  if (schema instanceof z.ZodUnion) return unionShaper(schema);
  return asIs;
};

const orNothing = (inner: Shaper): Shaper =>
  inner === asIs
    ? asIs
    : (value, trail, onExtra) => (value === undefined || value === null ? value : inner(value, trail, onExtra));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Of fields that the schema does not have. `z.looseObject` says itself that it does not know its fields. */
const strangerShaper = ({ def: { catchall } }: z.ZodObject): Shaper =>
  catchall === undefined || catchall instanceof z.ZodNever ? leftOut : asIs;

const objectShaper = (schema: z.ZodObject): Shaper => {
  const fields = new Map<string, Shaper>();
  for (const [name, field] of Object.entries(schema.shape)) fields.set(name, shaperOf(field as z.ZodType));
  const strangers = strangerShaper(schema);
  return (value, trail, onExtra) =>
    isObject(value) ? shapeFields(value, { fields, strangers }, trail, onExtra) : value;
};

interface Fields {
  readonly fields: ReadonlyMap<string, Shaper>;
  /** What becomes of the others. */
  readonly strangers: Shaper;
}

const shapeFields = (
  value: Record<string, unknown>,
  { fields, strangers }: Fields,
  trail: string[],
  onExtra: OnExtra,
): Record<string, unknown> => {
  let changed: Record<string, unknown> | undefined;
  for (const name in value) {
    const inner = value[name];
    const shaper = fields.get(name) ?? strangers;
    if (shaper === asIs) continue;
    trail.push(name);
    const shaped = shaper(inner, trail, onExtra);
    trail.pop();
    if (shaped === inner) continue;
    changed ??= { ...value };
    if (fields.has(name)) changed[name] = shaped;
    else delete changed[name];
  }
  return changed ?? value;
};

const arrayShaper = (item: Shaper): Shaper => {
  if (item === asIs) return asIs;
  return (value, trail, onExtra) => {
    if (!Array.isArray(value)) return value;
    let changed: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const shaped = item(value[index], trail, onExtra);
      if (shaped === value[index]) continue;
      changed ??= [...value];
      changed[index] = shaped;
    }
    return changed ?? value;
  };
};

const recordShaper = (item: Shaper): Shaper => {
  if (item === asIs) return asIs;
  return (value, trail, onExtra) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, item(inner, trail, onExtra)]))
      : value;
};

/** The first option that the value is valid for decides; none of ours is large. */
const unionShaper = (schema: z.ZodUnion): Shaper => {
  const options = (schema.options as readonly z.ZodType[]).map((option) => ({ option, shaper: shaperOf(option) }));
  if (options.every(({ shaper }) => shaper === asIs)) return asIs;
  return (value, trail, onExtra) => {
    const fitting = options.find(({ option }) => option.safeParse(value).success) ?? options[0]!;
    return fitting.shaper(value, trail, onExtra);
  };
};
