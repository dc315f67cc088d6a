/* Fields of a record and of the vendor's row by their paths: `customer.name`, `lines[0].price`. */

export interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** One line of a row as it is shown. */
export interface Line {
  readonly path: string;
  readonly depth: number;
  readonly text: string;
}

const isParent = (value: unknown): value is object => typeof value === "object" && value !== null;
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

const partsOf = (value: object, path: string): (readonly [path: string, part: unknown])[] =>
  Array.isArray(value)
    ? value.map((part, index) => [`${path}[${index}]`, part] as const)
    : Object.entries(value).map(([name, part]) => [path === "" ? name : `${path}.${name}`, part] as const);

/** Each value that has no parts, in the order of the record. */
export const leavesOf = (value: unknown, path = ""): readonly Leaf[] =>
  isParent(value) && !isEmpty(value)
    ? partsOf(value, path).flatMap(([inner, part]) => leavesOf(part, inner))
    : [{ path, value }];

const marks = (value: object): readonly [open: string, close: string] =>
  Array.isArray(value) ? ["[", "]"] : ["{", "}"];

/** Where a value stands in its row, and what stands before and after it in its lines. */
interface Place {
  readonly path: string;
  readonly depth: number;
  readonly before: string;
  readonly after: string;
}

/** A row as lines of JSON, each with the path of what it shows. */
export const linesOf = (
  value: unknown,
  { path, depth, before, after }: Place = { path: "", depth: 0, before: "", after: "" },
): readonly Line[] => {
  if (!isParent(value) || isEmpty(value)) return [{ path, depth, text: `${before}${JSON.stringify(value)}${after}` }];
  const [open, close] = marks(value);
  const parts = partsOf(value, path);
  const inner = parts.flatMap(([place, part], index) => {
    const name = Array.isArray(value) ? "" : `${JSON.stringify(Object.keys(value)[index])}: `;
    const comma = index < parts.length - 1 ? "," : "";
    return linesOf(part, { path: place, depth: depth + 1, before: name, after: comma });
  });
  return [{ path, depth, text: `${before}${open}` }, ...inner, { path: "", depth, text: `${close}${after}` }];
};

/** `lines[2].price` -> `lines[].price`. */
export const formOf = (path: string): string => path.replaceAll(/\[\d+\]/g, "[]");
const placesIn = (path: string): readonly string[] => path.match(/\[\d+\]/g) ?? [];

/** What a table of sources says of a field; of a part of a field (`attributes[0].name`) as of the whole where it names that alone. */
const sourcesOf = (form: string, sources: Readonly<Record<string, readonly string[]>>): readonly string[] => {
  const known = sources[form];
  if (known) return known;
  const shorter = form.replace(/(\.[^.[\]]+|\[\])$/, "");
  return shorter === form ? [] : sourcesOf(shorter, sources);
};

/**
 * The values of the vendor's row of which a field is made. A field of a list's third part comes from the third part of the
 * vendor's list, where both lists are equally long; else any part may be the one.
 */
export const sourcesIn = (
  path: string,
  sources: Readonly<Record<string, readonly string[]>>,
  { record, raw }: { readonly record: readonly Leaf[]; readonly raw: readonly Leaf[] },
): readonly Leaf[] => {
  const form = formOf(path);
  const wanted = sourcesOf(form, sources);
  const [first] = placesIn(path);
  const lengthOf = (leaves: readonly Leaf[], list: string): number =>
    new Set(leaves.filter((leaf) => formOf(leaf.path).startsWith(`${list}[]`)).map((leaf) => placesIn(leaf.path)[0]))
      .size;
  return wanted.flatMap((source) => {
    const found = raw.filter((leaf) => formOf(leaf.path) === source || formOf(leaf.path).startsWith(`${source}.`));
    if (first === undefined || !source.includes("[]")) return found;
    const isPaired = lengthOf(record, form.split("[]")[0]!) === lengthOf(raw, source.split("[]")[0]!);
    return isPaired ? found.filter((leaf) => placesIn(leaf.path)[0] === first) : found;
  });
};
