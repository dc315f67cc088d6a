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
 * @throws SyntaxError for text that is no JSON
 */
export const parseJson = (text: string): unknown =>
  LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) : JSON.parse(text);

/** What a vendor sent, as `parseJson` reads it; undefined for text that is no JSON. */
export const jsonOrNone = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};
