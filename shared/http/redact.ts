import type * as z from "zod";
import type { ShopAccess } from "../core/vendor.ts";

/** Removes a shop's secrets from text, in every spelling that vendors are known to send back. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";
/** Shorter values are ordinary words: they are removed only where they are a whole value. */
const SHORTEST = 8;
const SHORTEST_ALONE = 4;

/** Base64 of a text in the midst of another one, for each place in a group of three bytes, without the letters that its neighbours change. */
const insideBase64 = (secret: string): string[] =>
  [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const text = bytes.toString("base64").replaceAll("=", "");
    const [from, to] = [before === 0 ? 0 : before + 1, Math.floor((bytes.length * 8) / 6)];
    const inner = text.slice(from, to);
    return inner.length < SHORTEST ? [] : [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });

/** Pancake's api_key is the user's UUID without dashes, and that UUID stands in every payload (field note, seen in integrations). */
const spellings = (secret: string): string[] => {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const found = new Set([
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    inJson,
    inJson.replaceAll("/", "\\/"),
    ...insideBase64(secret),
  ]);
  const hex = secret.replaceAll("-", "");
  if (/^[0-9a-f]{32}$/i.test(hex)) {
    found.add(hex);
    found.add(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  }
  return [...found];
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** Letters of plain text that were escaped one by one: `\u0061`, `%61`. Vendors escape others only. */
const ESCAPES = /\\u00[2-7]|\\\\[/"]|%[2-7]/i;

/** The secret with any of its letters escaped, also by JSON within JSON and by an address within an address. */
const letterByLetter = (secret: string): string =>
  [...secret]
    .map((letter) => {
      const code = letter.charCodeAt(0).toString(16).padStart(2, "0");
      // So many backslashes and no more: a text of nothing else must not take long.
      return letter.length > 1 || code.length > 2
        ? escaped(letter)
        : `(?:${escaped(letter)}|\\\\{1,4}(?:${escaped(letter)}|u00${code})|%(?:25){0,2}${code})`;
    })
    .join("");

const oneOf = (patterns: readonly string[]): RegExp | undefined =>
  patterns.length === 0 ? undefined : new RegExp(patterns.join("|"), "gi");

/** A shop's secrets are the same call after call. */
const known = new Map<string, Redact>();
const MOST_KNOWN = 200;

export const createRedact = (secrets: readonly (string | undefined)[]): Redact => {
  const texts = [...new Set(secrets.filter((secret): secret is string => typeof secret === "string"))];
  const name = JSON.stringify(texts);
  const before = known.get(name);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const redact = redactAll(texts);
  known.set(name, redact);
  return redact;
};

const redactAll = (secrets: readonly string[]): Redact => {
  const long = secrets.filter((secret) => secret.length >= SHORTEST);
  const short = secrets.filter(
    (secret) => secret.length < SHORTEST && secret.length >= SHORTEST_ALONE && !/^\d+$/.test(secret),
  );
  const texts = [...new Set(long.flatMap(spellings))].sort((left, right) => right.length - left.length);
  const plain = oneOf([...texts.map(escaped), ...short.map((secret) => `(?<=["=])${escaped(secret)}(?=["&]|$)`)]);
  let odd: RegExp | undefined;
  return (text) => {
    const once = plain ? text.replace(plain, REDACTED) : text;
    if (long.length === 0 || !ESCAPES.test(once)) return once;
    odd ??= oneOf(long.map(letterByLetter))!;
    return once.replace(odd, REDACTED);
  };
};

/** Names of the fields of a credentials schema that are secret: those with `.meta({ secret: true })`. */
export const secretFields = (schema: z.ZodObject): string[] =>
  Object.entries(schema.shape)
    .filter(([, field]) => isSecret(field as z.ZodType))
    .map(([name]) => name);

const isSecret = (field: z.ZodType): boolean => {
  if ((field.meta() as { secret?: boolean } | undefined)?.secret) return true;
  const inner = (field as unknown as { def?: { innerType?: z.ZodType } }).def?.innerType;
  return inner !== undefined && isSecret(inner);
};

/** The values of the secret fields. */
export const secretValues = (schema: z.ZodObject, credentials: Readonly<Record<string, unknown>>): string[] =>
  valuesOf(secretFields(schema), credentials);

const valuesOf = (names: readonly string[], credentials: Readonly<Record<string, unknown>>): string[] =>
  names.map((name) => credentials[name]).filter((value): value is string => typeof value === "string");

/** All secrets of a shop: those fields of its credentials, its tokens, and what proves its webhooks. */
export const accessSecrets = (
  fields: readonly string[],
  { credentials, session, hook, next }: ShopAccess,
): string[] => [
  ...valuesOf(fields, credentials),
  ...(next ? valuesOf(fields, next.credentials) : []),
  ...[session?.token, next?.session?.token, hook?.secret, hook?.previous].filter((secret) => secret !== undefined),
];
