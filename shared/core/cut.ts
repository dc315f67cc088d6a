/** A value that was made to fit, with the paths of its top-level fields that lost something. */
export interface Cut<Value> {
  readonly value: Value;
  readonly fields: readonly string[];
}

/** Smaller than this nothing is cut: ids, names, amounts and times stay whole. */
const SMALLEST = 2_000;
/** A field that is cut keeps this share of its size; what is still too large is cut again. */
const SHARE = 8;
/** A letter takes at most six bytes of JSON: `\u0001`. */
const BYTES_PER_LETTER = 6;

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? "");

/** Without half of a letter at its end. */
const shortened = (text: string, most: number): string => {
  const start = text.slice(0, Math.floor(most / BYTES_PER_LETTER));
  return /[\uD800-\uDBFF]$/.test(start) ? start.slice(0, -1) : start;
};

/** The first elements, each within a part of the room, as many as there is room for. */
const firstOf = (list: readonly unknown[], most: number): readonly unknown[] => {
  const kept: unknown[] = [];
  let room = most;
  for (const element of list) {
    const smaller = fitted(element, Math.max(SMALLEST, most / SHARE));
    room -= sizeOf(smaller) + 1;
    if (room < 0) break;
    kept.push(smaller);
  }
  return kept;
};

const fitted = (value: unknown, most: number): unknown => {
  if (sizeOf(value) <= most) return value;
  if (typeof value === "string") return shortened(value, most);
  if (Array.isArray(value)) return firstOf(value, most);
  if (typeof value === "object" && value !== null)
    return cutDown(value as Readonly<Record<string, unknown>>, most).value;
  return value;
};

/** Bytes of a field with its name, quotes and comma. */
const fieldSize = (name: string, value: unknown): number => sizeOf(name) + sizeOf(value) + 2;

/**
 * An object within `most` bytes of JSON: texts end early, lists keep their first elements, the largest field first.
 * What is small stays whole, so that the result fits the same schema. An object of very many small fields loses the
 * last of them.
 */
export const cutDown = <Value extends object>(value: Value, most: number): Cut<Value> => {
  const kept = new Map<string, unknown>(Object.entries(value));
  const sizes = new Map([...kept].map(([name, field]) => [name, fieldSize(name, field)]));
  const fields = new Set<string>();
  let size = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 2);
  while (size > most) {
    const [name, bytes] = [...sizes].reduce((one, other) => (other[1] > one[1] ? other : one));
    if (bytes <= SMALLEST) break;
    const smaller = fitted(kept.get(name), Math.max(SMALLEST / 2, bytes / SHARE));
    const after = fieldSize(name, smaller);
    kept.set(name, smaller);
    // What cannot be made smaller is not looked at again.
    sizes.set(name, after < bytes ? after : 0);
    fields.add(name);
    size -= bytes - after;
  }
  for (const name of [...kept.keys()].reverse()) {
    if (size <= most) break;
    size -= fieldSize(name, kept.get(name));
    kept.delete(name);
    fields.add(name);
  }
  return { value: Object.fromEntries(kept) as Value, fields: [...fields] };
};
