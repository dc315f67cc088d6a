import { MOST_DEPTH } from "./bounds.ts";

/** A whole number of 16 digits or more outside of quotes: it may be above 2^53, where a JavaScript number rounds. */
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;
const WHOLE = /^-?\d+$/;

/** JSON.parse hands the text of a number on as well, which TypeScript does not know yet. */
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && WHOLE.test(source)
    ? source
    : value;

/**
 * Parses what a vendor sent. A whole number that JavaScript would round stays the text of its digits: two ids above 2^53
 * must not become one.
 * @throws SyntaxError for text that is no JSON, or that nests deeper than any vendor
 */
export const parseJson = (text: string): unknown => {
  if (isDeep(text)) throw new SyntaxError("nested too deeply");
  return LONG_NUMBER.test(text)
    ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown)
    : JSON.parse(text);
};

const [QUOTE, BACKSLASH] = ['"', "\\"].map((sign) => sign.charCodeAt(0));
const OPENING = new Set(["[", "{"].map((sign) => sign.charCodeAt(0)));
const CLOSING = new Set(["]", "}"].map((sign) => sign.charCodeAt(0)));

const isDeep = (text: string): boolean => {
  let [depth, isQuoted] = [0, false];
  for (let at = 0; at < text.length && depth <= MOST_DEPTH; at += 1) {
    const sign = text.charCodeAt(at);
    if (isQuoted && sign === BACKSLASH) at += 1;
    else if (sign === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && OPENING.has(sign)) depth += 1;
    else if (!isQuoted && CLOSING.has(sign)) depth -= 1;
  }
  return depth > MOST_DEPTH;
};

/** What a vendor sent, as `parseJson` reads it; undefined for text that is no JSON. */
export const jsonOrNone = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};

/** Digits that a JavaScript number holds as they are: an id that becomes a number stays the same id. */
export const isExactNumber = (digits: string): boolean => Number.isSafeInteger(Number(digits));

export interface Inexact {
  /** `lines.0.quantity`; empty: the text is this number. */
  readonly path: string;
  /** Whole and above 2^53; else a number with more digits than are kept. */
  readonly isWhole: boolean;
}

/** Stands for a number that would be another one. */
class Changed {
  readonly isWhole: boolean;
  constructor(isWhole: boolean) {
    this.isWhole = isWhole;
  }
}

/** A number of 16 signs or more outside of quotes, or with an exponent. */
const MANY_DIGITS = /(?:^|[:[,])\s*-?(?:[\d.]{16,}|[\d.]+[eE])/;
const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The digits that count and the place of the last one, the same for all spellings of a number. */
const plainForm = (text: string): string => {
  const [, whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  const digits = whole + fraction;
  let end = digits.length;
  // A loop, because a pattern that looks for zeros at the end takes the square of the time.
  while (end > 0 && digits[end - 1] === "0") end -= 1;
  const counting = digits.slice(0, end).replace(/^0+/, "");
  return counting === "" ? "0" : `${counting}e${Number(exponent) - fraction.length + digits.length - end}`;
};

const markChanged: Reviver = (_key, value, { source }) => {
  if (typeof value !== "number" || source === undefined) return value;
  if (WHOLE.test(source)) return Number.isSafeInteger(value) ? value : new Changed(true);
  return plainForm(source) === plainForm(String(value)) ? value : new Changed(false);
};

const changedIn = (value: unknown, path: readonly string[]): Inexact | undefined => {
  if (value instanceof Changed) return { path: path.join("."), isWhole: value.isWhole };
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = changedIn(part, [...path, name]);
    if (found) return found;
  }
  return undefined;
};

/**
 * The first number of a JSON text that JavaScript would change without a word.
 * @param text JSON that is not nested deeply
 */
export const inexactIn = (text: string): Inexact | undefined =>
  MANY_DIGITS.test(text)
    ? changedIn(JSON.parse(text, markChanged as (key: string, value: unknown) => unknown), [])
    : undefined;
