import type { Resource } from "../../../../shared/core/vendor.ts";
import type { Wire } from "./wires.ts";

/*
 * Answers taken apart and put together again. Names of digits keep their place in the text: JavaScript would sort them,
 * and Nhanh v2 keys its rows by id.
 */
const parse = (text: string): any => {
  try {
    return JSON.parse(/"\d+"\s*:/.test(text) ? text.replaceAll(/"(\d+)"(\s*:)/g, '"#$1"$2') : text);
  } catch {
    return undefined;
  }
};

const print = (json: unknown): string => {
  const text = JSON.stringify(json);
  return text.includes('"#') ? text.replaceAll(/"#(\d+)"(\s*:)/g, '"$1"$2') : text;
};

const isObject = (value: unknown): value is Record<string, any> => value !== null && typeof value === "object";
const isKeyed = (value: unknown): value is Record<string, any> =>
  isObject(value) &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.keys(value).every((key) => key[0] === "#");

/** The member that holds the rows, with its name. */
const holderOf = (json: any, { rows }: Wire): { holder: any; name: string } | undefined => {
  let holder = json;
  let above: { holder: any; name: string } | undefined;
  for (const [place, name] of rows.entries()) {
    if (!isObject(holder)) return undefined;
    // Some answers have their rows right there, without a name.
    if (name === "*" && (Array.isArray(holder) || isKeyed(holder))) return above;
    if (name === "*") {
      const found = Object.keys(holder).find((key) => Array.isArray(holder[key]) || isKeyed(holder[key]));
      return found === undefined ? undefined : { holder, name: found };
    }
    if (place === rows.length - 1) return name in holder ? { holder, name } : undefined;
    above = { holder, name };
    holder = holder[name];
  }
  return undefined;
};

/**
 * The text with other rows: `change` gets them in the order of the text, and whether they are keyed by their ids. Undefined:
 * the answer is no list of rows.
 */
export const changeRows = (
  text: string,
  wire: Wire,
  change: (rows: readonly any[], isKeyed: boolean) => readonly any[],
): string | undefined => {
  const json = parse(text);
  const found = holderOf(json, wire);
  const known = found?.holder[found.name];
  if (!found || !isObject(known)) return undefined;
  if (Array.isArray(known)) found.holder[found.name] = change(known, false);
  else if (isKeyed(known)) {
    const rows = Object.entries(known).map(([key, row]) => ({ key, row }));
    const keyOf = new Map(rows.map(({ key, row }) => [row, key]));
    const changed = change(
      rows.map(({ row }) => row),
      true,
    );
    found.holder[found.name] =
      changed.length === 0
        ? []
        : Object.fromEntries(changed.map((row, place) => [keyOf.get(row) ?? rows[place]?.key ?? `#9${place}`, row]));
  } else return undefined;
  return print(json);
};

/** The rows of an answer; undefined: it is no list of rows. */
export const rowsOf = (text: string, wire: Wire): readonly any[] | undefined => {
  const json = parse(text);
  const found = holderOf(json, wire);
  const known = found?.holder[found.name];
  if (Array.isArray(known)) return known;
  return isKeyed(known) ? Object.values(known) : undefined;
};

/** The text with the value at a place replaced. Unchanged where there is no such place. */
export const changeAt = (text: string, path: readonly string[], change: (value: any) => unknown): string => {
  const json = parse(text);
  let holder = json;
  for (const name of path.slice(0, -1)) {
    if (!isObject(holder)) return text;
    holder = holder[name];
  }
  const name = path.at(-1)!;
  if (!isObject(holder) || !(name in holder)) return text;
  holder[name] = change(holder[name]);
  return print(json);
};

/** The text with each member of the envelope under another name. */
export const renameAll = (text: string, rename: (name: string) => string): string => {
  const json = parse(text);
  if (!isObject(json) || Array.isArray(json)) return text;
  return print(Object.fromEntries(Object.entries(json).map(([name, value]) => [rename(name), value])));
};

/** Undefined for a row that names itself in no way. */
export const idOf = (resource: Resource, row: unknown): string | undefined => {
  try {
    const id = resource.id(row);
    return id && id !== "undefined" && id !== "null" ? id : undefined;
  } catch {
    return undefined;
  }
};
