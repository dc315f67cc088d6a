import { stableJson } from "./content.ts";
import { isObject } from "./rows.ts";

/** A record with the vendor's time of its last change, unix milliseconds. */
export interface SeenState {
  readonly modified: number | undefined;
  readonly record: object;
}

/**
 * Whether two drawings of a record show the same state of it. The vendor's own time of change decides where both have
 * one; else the fields that both show. A field that one of them does not show says nothing.
 * @param compared paths into the record; a list is entered with `[]`: `lines[].quantity`
 */
export const isSameState = (one: SeenState, other: SeenState, compared: readonly string[]): boolean => {
  if (one.modified !== undefined && other.modified !== undefined && one.modified !== 0 && other.modified !== 0)
    return one.modified === other.modified;
  return compared.every((path) => {
    const [left, right] = [one, other].map(({ record }) => valuesAt(record, path.split(".")));
    return left!.length === 0 || right!.length === 0 || stableJson(left) === stableJson(right);
  });
};

/** The values at a path, in the order in which they stand; blank ones are none. */
const valuesAt = (value: unknown, path: readonly string[]): readonly unknown[] => {
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null || value === "" ? [] : [value];
  if (!isObject(value)) return [];
  const name = step.endsWith("[]") ? step.slice(0, -2) : step;
  const inner = value[name];
  if (!step.endsWith("[]")) return valuesAt(inner, rest);
  return Array.isArray(inner) ? inner.flatMap((element) => valuesAt(element, rest)) : [];
};
