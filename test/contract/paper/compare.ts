/** One field of an entry: what the document says and what was read. */
export interface Check {
  /** `orders.lines.0.discount`, `answer`, `error.class`. */
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
  readonly right: boolean;
}

export const check = (path: string, expected: unknown, found: unknown, right = same(expected, found)): Check => ({
  path,
  expected,
  found,
  right,
});

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Equal by meaning: times as instants to the second, amounts as numbers however they are written. */
export const same = (expected: unknown, found: unknown): boolean => {
  if (expected === found) return true;
  if (expected === null && found === undefined) return true;
  if (typeof expected === "string" && TIME.test(expected) && typeof found === "string")
    return Math.floor(Date.parse(expected) / 1_000) === Math.floor(Date.parse(found) / 1_000);
  if (typeof expected === "number" && typeof found === "string") return found !== "" && Number(found) === expected;
  if (isObject(expected) && isObject(found)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    return names.every((name) => same(expected[name], found[name]));
  }
  return false;
};

/** `lines: { count: 2 }`: only how many. */
const isCount = (value: unknown): value is { count: number } =>
  isObject(value) && Object.keys(value).join() === "count" && typeof value.count === "number";

/** In the order of their sums: which way of paying a vendor names first says nothing. */
const inOrder = (path: string, list: readonly any[]): readonly any[] =>
  path.endsWith(".payments") ? [...list].sort((one, two) => Number(two?.amount) - Number(one?.amount)) : list;

/** A discount, tax or collection of 0 may be left out. */
const NOTHING = /\.(discount|tax|cod)$/;

/** Every leaf of what is expected; a list must have as many entries as expected. */
export const checksOf = (path: string, expected: unknown, found: unknown): Check[] => {
  if (Array.isArray(expected)) {
    const list = inOrder(path, Array.isArray(found) ? found : []);
    if (list.length !== expected.length) return [check(path, expected, found, false)];
    if (expected.length === 0) return [check(path, expected, found, true)];
    return inOrder(path, expected).flatMap((part, index) => checksOf(`${path}.${index}`, part, list[index]));
  }
  if (isCount(expected)) return [check(path, expected.count, Array.isArray(found) ? found.length : undefined)];
  if (isObject(expected)) {
    return Object.entries(expected).flatMap(([name, part]) =>
      checksOf(`${path}.${name}`, part, isObject(found) ? found[name] : undefined),
    );
  }
  return [
    check(
      path,
      expected,
      found,
      same(expected, found) || (expected === 0 && found === undefined && NOTHING.test(path)),
    ),
  ];
};

export const at = (record: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record);

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
