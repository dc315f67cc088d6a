import { createHmac } from "node:crypto";

/*
 * Replaces what belongs to people, shops and credentials by made-up values of the same shape, so that an answer can be
 * shared. Text is replaced unless it is known to be harmless: what nobody has thought of is replaced as well.
 */

/** Fields that hold a word out of a fixed set, or a unit: their short values stay. */
const WORDS = new Set(
  [
    "status statusValue statusCode statusName status_name state type typeName mode method kind unit currency",
    "order_currency gender errorCode error_code version token_type scope platform selling_status scheme",
  ]
    .join(" ")
    .split(" "),
);
/** Numbers under these names belong to a person or tell which shop it is. */
const PERSONAL_NUMBER =
  /phone|mobile|tel$|contactnumber|birth|tax.?code|bank|account.?(no|number)|identi|fb_?id|psid|page_?id|^(retailer|business|shop)_?id$/i;
/** Numbers that some calls write as text. */
const NUMBER_AS_TEXT =
  /^id$|Id$|_id$|^total|price|money|cash|amount|quantity|count|discount|fee|payment|points?$|debt|percent|weight|page|size/i;
const BIRTH = /birth|dob/i;
const SENTENCE = /^messages?$|^Message$/;

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text) ||
  /^\d{1,2}\/\d{1,2}\/\d{4}( \d{2}:\d{2}(:\d{2})?)?$/.test(text);
/** How Vietnamese numbers look, with or without their zero or country. Round sums of money do not count. */
const isPhone = (text: string): boolean => /^\+?(84|0)?[35789]\d{8}$/.test(text) && !text.endsWith("000");

const LOWER = "abcdefghiklmnopqrstuvxy";
const ACCENTED = "ăâđêôơưáàảãạấầẩẫậéèẻẽẹóòỏõọúùủũụýỳỷỹỵ";

/** Another sign of the same kind: a digit for a digit, a letter for a letter. */
const otherSign = (sign: string, draw: number): string => {
  if (/\d/.test(sign)) return String(draw % 10);
  if (!/\p{L}/u.test(sign)) return sign;
  const set = /[a-z]/i.test(sign) ? LOWER : ACCENTED;
  const made = set[draw % set.length]!;
  return sign === sign.toUpperCase() ? made.toUpperCase() : made;
};

const isWord = (text: string, name: string): boolean => WORDS.has(name) && text.length <= 40 && !/\d{4}/.test(text);
const isPlainNumber = (text: string, name: string): boolean =>
  /^-?\d+(\.\d+)?$/.test(text) && NUMBER_AS_TEXT.test(name) && !PERSONAL_NUMBER.test(name) && !isPhone(text);

export interface MadeUp {
  /** A value as it can be shared. Equal values become equal ones, also across answers. */
  readonly shareable: (value: unknown) => unknown;
  /** What we asked for, as it can be shared: our own words and times stay. */
  readonly shareableCall: (call: unknown) => unknown;
}

/**
 * `key`: a secret of this run alone, so that the made-up values cannot be traced back. `own`: values that tell which shop
 * it is, wherever they stand.
 */
export const createMadeUp = (key: string, own: readonly unknown[] = []): MadeUp => {
  const known = new Map<string, string>();
  const hidden = new Set(own.map(String).filter((value) => value.length >= 3));

  const scrambleOnce = (text: string, turn: number): string => {
    const stream = createHmac("sha512", key).update(`${turn}:${text}`).digest();
    const isHex = /^[0-9a-f-]{16,}$/i.test(text);
    return [...text]
      .map((sign, place) => {
        const byte = stream[place % stream.length]!;
        return isHex && /[0-9a-f]/i.test(sign) ? (byte % 16).toString(16) : otherSign(sign, byte + place + 1);
      })
      .join("");
  };

  const scramble = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    let made = text;
    if (/[\p{L}\d]/u.test(text))
      for (let turn = 0; made === text && turn < 20; turn += 1) made = scrambleOnce(text, turn);
    known.set(text, made);
    return made;
  };

  const scrambleNumber = (number: number): number => {
    const made = scramble(String(Math.abs(Math.trunc(number)))).replace(/^0/, "1");
    return Number(made) * Math.sign(number);
  };

  /** Year, month and day in the form in which they came. */
  const otherBirthday = (text: string): string => {
    const draw = createHmac("sha256", key).update(text).digest();
    const year = String(1960 + (draw[0]! % 40));
    const [month, day] = [String(1 + (draw[1]! % 12)), String(1 + (draw[2]! % 28))].map((part) =>
      part.padStart(2, "0"),
    );
    return text
      .replace(/\d{4}-\d{2}-\d{2}/, `${year}-${month}-${day}`)
      .replace(/\d{1,2}\/\d{1,2}\/\d{4}/, `${day}/${month}/${year}`);
  };

  const textOf = (text: string, name: string): string => {
    const nested = parsed(text);
    if (nested !== undefined) return JSON.stringify(sharedOf(nested, name));
    if (text.trim() === "") return text;
    if (hidden.has(text)) return scramble(text);
    if (isDate(text) && BIRTH.test(name)) return otherBirthday(text);
    if (isDate(text) || isWord(text, name) || isPlainNumber(text, name)) return text;
    // The vendor's own sentences: what it quotes or counts may be a person's.
    if (SENTENCE.test(name)) return text.replaceAll(/"[^"]*"|'[^']*'|\S*\d{3,}\S*|\S+@\S+/g, (part) => scramble(part));
    return otherText(text);
  };

  const otherText = (text: string): string => {
    const [scheme] = /^https?:\/\//.exec(text) ?? [];
    if (scheme === undefined) return scramble(text);
    return `${scheme}example.com/${scramble(text.slice(scheme.length)).replaceAll(/[^\w/-]/g, "-")}`;
  };

  const isPersonal = (value: number, name: string): boolean =>
    PERSONAL_NUMBER.test(name) || isPhone(String(value)) || hidden.has(String(value));

  const sharedOf = (value: unknown, name: string): unknown => {
    if (typeof value === "string") return textOf(value, name);
    if (typeof value === "number") return isPersonal(value, name) ? scrambleNumber(value) : value;
    if (Array.isArray(value)) return value.map((entry) => sharedOf(entry, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [isPhone(field) ? scramble(field) : field, sharedOf(inner, field)]),
    );
  };

  const askedText = (text: string): string => (/^[A-Za-z_]+$/.test(text) || isDate(text) ? text : scramble(text));

  const callOf = (value: unknown): unknown => {
    if (typeof value === "string") return askedText(value);
    if (typeof value === "number") return hidden.has(String(value)) ? scrambleNumber(value) : value;
    if (Array.isArray(value)) return value.map(callOf);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, callOf(inner)]));
  };

  return { shareable: (value) => sharedOf(value, ""), shareableCall: callOf };
};

const parsed = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
