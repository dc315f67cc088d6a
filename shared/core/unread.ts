import type * as z from "zod";
import type { RecordMeta } from "./records.ts";
import { compact, keysOfList, UNREAD } from "./rows.ts";

/**
 * The smallest unit fails. What of a row does not fit its schema is taken out of it and named, so that the rest is read
 * as ever. A row that fits costs nothing here.
 */
export interface Reading<Value> {
  readonly value: Value;
  /** What the value was read from: the input, without what could not be read. */
  readonly input: unknown;
  /** Paths of what was taken out, as the input has them: `payments[0].amount`. */
  readonly unread: readonly string[];
}

/** A row in which so much is odd is read no further; each round takes out everything that the one before left odd. */
const MOST_ROUNDS = 20;
/** Names that a record carries at most: of a list in which everything is odd, a person needs no more. */
const MOST_NAMED = 50;
const NOTHING: readonly string[] = [];

type Container = Record<string | number, unknown> | unknown[];
type Issue = z.core.$ZodIssue;
interface Found {
  readonly container: Container;
  readonly key: string | number;
  readonly name: string;
  /** An entry of a list that is written as an object. */
  readonly keyed: boolean;
}

/** A copy in which parts can be taken out. A list remembers the places that its entries had. */
class Draft {
  readonly root: { value: unknown };
  readonly #mark: symbol | undefined;
  readonly #places = new Map<unknown[], number[]>();

  constructor(input: unknown, mark: symbol | undefined) {
    this.root = { value: structuredClone(input) };
    this.#mark = mark;
  }

  /** Takes out what these issues are about; returns the names. */
  remove(issues: readonly Issue[]): string[] {
    const found = issues.map((issue) => this.#find(issue));
    const lists = new Set<unknown[]>();
    for (const { container, key, keyed } of found) {
      const fields = container as Record<string | number, unknown>;
      if (Array.isArray(container)) lists.add(container);
      if (keyed) delete fields[key];
      else fields[key] = Array.isArray(container) ? UNREAD : this.#mark;
    }
    for (const list of lists) this.#close(list);
    return found.map(({ name }) => name);
  }

  #placesOf(list: unknown[]): number[] {
    const places = this.#places.get(list) ?? list.map((_, index) => index);
    this.#places.set(list, places);
    return places;
  }

  #close(list: unknown[]): void {
    const kept = this.#placesOf(list).filter((_, index) => list[index] !== UNREAD);
    this.#places.set(list, kept);
    list.splice(0, list.length, ...list.filter((entry) => entry !== UNREAD));
  }

  /** The smallest part that is there. What was taken out already and is still odd is needed: its whole goes. */
  #find(issue: Issue): Found {
    for (const step of this.#walk(issue.path).reverse()) {
      const value = (step.container as Record<string | number, unknown>)[step.key];
      if (value !== undefined && value !== UNREAD) return step;
    }
    throw new RangeError(`${issue.path.join(".") || "the row"}: ${issue.message}`);
  }

  /** Every part on the way, as far as the input has one. */
  #walk(path: readonly PropertyKey[]): Found[] {
    const steps: Found[] = [];
    let container = this.root.value;
    let name = "";
    for (const part of path) {
      if (typeof container !== "object" || container === null) break;
      const list = Array.isArray(container);
      let key = part as string | number;
      if (!list && typeof part === "number") {
        const keys = keysOfList(container);
        // One bare entry stands for a list of one.
        if (!keys) continue;
        key = keys[part]!;
      }
      const place = list ? this.#placesOf(container as unknown[])[Number(key)] : key;
      name = list ? `${name}[${place}]` : `${name}${name && "."}${String(key)}`;
      steps.push({ container: container as Container, key, name, keyed: key !== part });
      container = (container as Record<string | number, unknown>)[key];
    }
    return steps;
  }
}

/** Without the names of parts of what is named itself. */
const outermost = (names: readonly string[]): readonly string[] => {
  const all = new Set(names);
  return [...all]
    .filter((name) => !outersOf(name).some((outer) => all.has(outer)))
    .slice(0, MOST_NAMED)
    .sort();
};

/** `payments[0].amount` -> `payments[0]`, `payments` */
const outersOf = (name: string): string[] =>
  [...name.matchAll(/[.[]/g)].map(({ index }) => name.slice(0, index)).filter((outer) => outer !== "");

const isWithin = (name: string, outer: string): boolean =>
  name === outer || name.startsWith(`${outer}.`) || name.startsWith(`${outer}[`);

/**
 * Reads what can be read.
 * @param mark what stands for a part that was taken out of an object; rows in the words of `rows.ts` know `UNREAD`
 * @throws RangeError where nothing is left: the input is no object, or lacks what it cannot do without
 */
export const readLeniently = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  mark?: symbol,
): Reading<z.output<Schema>> => {
  const whole = schema.safeParse(input);
  if (whole.success) return { value: whole.data, input, unread: NOTHING };
  const draft = new Draft(input, mark);
  const unread: string[] = [];
  let { issues } = whole.error;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    unread.push(...draft.remove(issues));
    const rest = schema.safeParse(draft.root.value);
    if (rest.success) return { value: rest.data, input: draft.root.value, unread: outermost(unread) };
    issues = rest.error.issues;
  }
  throw new RangeError("too much of the row cannot be read");
};

/** What a shape knows beside its row. */
export interface ShapeContext {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The row as it came. */
  readonly raw: unknown;
  /** Nothing of the row was left out: what is worked out from many fields can be believed. */
  readonly whole: boolean;
  /** Whether something under one of these paths was left out: a sum over it would be false. */
  lacks(...paths: readonly string[]): boolean;
}

/**
 * A normalizer: reads a vendor's row by its schema and gives it our shape. What cannot be read is left out and named in
 * `_meta.unread`.
 * @throws RangeError for a row without an id
 */
export const recordOf =
  <Schema extends z.ZodType, Shape extends object>(
    schema: Schema,
    shape: (row: z.output<Schema>, context: ShapeContext) => Shape,
  ) =>
  (raw: unknown, { settings }: { settings: Readonly<Record<string, unknown>> } = { settings: {} }) => {
    const { value, unread } = readLeniently(schema, raw, UNREAD);
    const lacks = (...paths: readonly string[]) => unread.some((name) => paths.some((path) => isWithin(name, path)));
    const record = compact(shape(value, { settings, raw, whole: unread.length === 0, lacks }));
    return (unread.length === 0 ? record : { ...record, _meta: { unread } }) as typeof record & { _meta?: RecordMeta };
  };
