/*
 * The shape of a vendor's answers: which fields there are, of which JSON types, and which codes of states and kinds. Never
 * the values of people. What is known is data (`shared/shapes/`), and an answer is compared with it.
 */

/** JSON types by one letter: object, array, string, number, boolean; `e`: an empty array, which PHP writes for objects too. */
export type TypeLetter = "o" | "a" | "s" | "n" | "b" | "e";

export interface KnownField {
  /** Empty: only null was ever seen. */
  readonly types: string;
  /** Every object of its place had it. */
  readonly always: boolean;
  /** Known codes, where the field is one of a fixed set. */
  readonly codes?: readonly string[] | undefined;
}

/** Known fields by path: `data[].lines[].price`. */
export type KnownShape = ReadonlyMap<string, KnownField>;

/** What an answer showed at one path. */
export interface SeenField {
  types: Set<TypeLetter>;
  count: number;
  /** Objects with fields among them: an empty one says nothing of what is always there. */
  objects: number;
  codes: Set<string>;
}
export type SeenShape = Map<string, SeenField>;

/** One thing that is not as it was known. */
export interface Drift {
  readonly kind: "new-field" | "new-type" | "new-code" | "missing-field";
  readonly path: string;
  /** The type, or the code where it is a number or one plain word. */
  readonly found?: string | undefined;
}

/** Fields that hold a code out of a fixed set, by the last name of their path. */
const CODE =
  /^(status|statusCode|status_name|partner_status|state|type|typeId|mode|method|order_currency|priceVatMode)$/;
/** Rows of one list that are looked at; they are alike. */
const MOST_ROWS = 20;
const DEEPEST = 8;
const NAMES: Readonly<Record<TypeLetter, string>> = {
  o: "object",
  a: "list",
  e: "list",
  s: "text",
  n: "number",
  b: "flag",
};

/** Names that are ids and not names: numbers, UUIDs, phones. */
const isIdName = (name: string): boolean => /^\d+$|^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name);

const letterOf = (value: unknown): TypeLetter | undefined => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? "e" : "a";
  const type = typeof value;
  return type === "object"
    ? "o"
    : type === "string"
      ? "s"
      : type === "number"
        ? "n"
        : type === "boolean"
          ? "b"
          : undefined;
};

/** Evenly out of a long list: the first rows are the newest ones, and alike. */
const sampled = (rows: readonly unknown[]): readonly unknown[] => {
  if (rows.length <= MOST_ROWS) return rows;
  const step = rows.length / MOST_ROWS;
  return Array.from({ length: MOST_ROWS }, (_, place) => rows[Math.floor(place * step)]);
};

const lastName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** Adds what a value shows to `seen`. */
export const seeShape = (value: unknown, seen: SeenShape = new Map(), path = "", depth = 0): SeenShape => {
  const field = seen.get(path) ?? { types: new Set<TypeLetter>(), count: 0, objects: 0, codes: new Set<string>() };
  seen.set(path, field);
  field.count += 1;
  const letter = letterOf(value);
  if (letter) field.types.add(letter);
  if ((letter === "n" || letter === "s") && value !== "" && CODE.test(lastName(path))) field.codes.add(String(value));
  if (depth >= DEEPEST) return seen;
  if (letter === "o" && Object.keys(value as object).length > 0) field.objects += 1;
  for (const [place, inner] of insideOf(value, path)) seeShape(inner, seen, place, depth + 1);
  return seen;
};

/** What a list or an object holds, each with its path: entries of a list, and of an object keyed by ids, share one. */
const insideOf = (value: unknown, path: string): readonly (readonly [path: string, value: unknown])[] => {
  if (Array.isArray(value)) return sampled(value).map((entry) => [`${path}[]`, entry] as const);
  if (letterOf(value) !== "o") return [];
  const entries = Object.entries(value as object);
  if (entries.length > 0 && entries.every(([name]) => isIdName(name)))
    return entries.slice(0, MOST_ROWS).map(([, inner]) => [`${path}{}`, inner] as const);
  return entries.map(([name, inner]) => [path === "" ? name : `${path}.${name}`, inner] as const);
};

/** The place of the object that holds a field; undefined for the root and for entries of lists. */
const holderOf = (path: string): string | undefined => {
  if (path === "" || path.endsWith("[]") || path.endsWith("{}")) return undefined;
  const dot = path.lastIndexOf(".");
  return dot < 0 ? "" : path.slice(0, dot);
};

const parentOf = (path: string): string =>
  path.endsWith("[]") || path.endsWith("{}") ? path.slice(0, -2) : (holderOf(path) ?? "");

/** A code is a number or one plain word. Anything else might be a person's text. */
export const isCode = (code: string): boolean => /^-?\d{1,6}$|^[A-Za-z]\w{0,29}$/.test(code);

const fits = (type: TypeLetter, { types }: KnownField): boolean =>
  types === "" || types.includes(type) || (type === "e" && /[ao]/.test(types));

/** What an answer shows that is not known, and what it lacks that was always there. */
export const driftOf = (seen: SeenShape, known: KnownShape): readonly Drift[] => [
  ...[...seen].flatMap(([path, field]) => newIn(path, field, known)),
  ...[...known]
    .filter(([path, { always }]) => always && isMissing(path, seen))
    .map(
      ([path]): Drift => ({
        kind: "missing-field",
        path,
      }),
    ),
];

/** What one field of an answer shows that is not known. */
const newIn = (path: string, { types, codes }: SeenField, known: KnownShape): readonly Drift[] => {
  const field = known.get(path);
  if (!field) {
    // What lies below an unknown field is told with it.
    if (path === "" || !known.has(parentOf(path))) return [];
    return [{ kind: "new-field", path, found: [...types].map((type) => NAMES[type]).join(", ") || "null" }];
  }
  const otherTypes = [...types].filter((type) => !fits(type, field));
  const otherCodes = [...codes].filter((code) => field.codes && !field.codes.includes(code));
  return [
    ...otherTypes.map((type): Drift => ({ kind: "new-type", path, found: NAMES[type] })),
    ...otherCodes.map((code): Drift => ({ kind: "new-code", path, found: isCode(code) ? code : "(text)" })),
  ];
};

/** Some object that holds the field otherwise came without it. */
const isMissing = (path: string, seen: SeenShape): boolean => {
  const holder = holderOf(path);
  const holding = holder === undefined ? undefined : seen.get(holder);
  if (!holding?.types.has("o") || holding.types.size > 1) return false;
  return (seen.get(path)?.count ?? 0) < holding.objects;
};

/** One field as it stands in the tables: `data[].status n! 1 2 3`; `!`: always there. */
export const parseField = (line: string): readonly [path: string, field: KnownField] => {
  const [path = "", types = "", ...codes] = line.split(" ");
  return [
    path === "." ? "" : path,
    {
      types: types.replace(/[!?]/g, ""),
      always: types.endsWith("!"),
      codes: codes.length > 0 ? codes : undefined,
    },
  ];
};

/** The line of a field; see `parseField`. */
export const fieldLine = (path: string, { types, always, codes }: KnownField): string => {
  const letters = types === "" ? "?" : types;
  return [`${path === "" ? "." : path} ${letters}${always ? "!" : ""}`, ...(codes ?? [])].join(" ");
};
