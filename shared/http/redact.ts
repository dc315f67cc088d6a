import type * as z from "zod";

/** Removes a shop's secrets from text, in every spelling that vendors are known to send back. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";
/** Shorter values would blacken ordinary words. */
const SHORTEST = 8;

/** Pancake's api_key is the user's UUID without dashes, and that UUID stands in every payload (field note, seen in integrations). */
const spellings = (secret: string): string[] => {
  const found = new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  const hex = secret.replaceAll("-", "");
  if (/^[0-9a-f]{32}$/i.test(hex)) {
    found.add(hex);
    found.add(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  }
  return [...found];
};

export const createRedact = (secrets: readonly (string | undefined)[]): Redact => {
  const known = secrets.filter((secret): secret is string => typeof secret === "string" && secret.length >= SHORTEST);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(
    [...new Set(known.flatMap(spellings))]
      .sort((left, right) => right.length - left.length)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("|"),
    "gi",
  );
  return (text) => text.replace(pattern, REDACTED);
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
  secretFields(schema)
    .map((name) => credentials[name])
    .filter((value): value is string => typeof value === "string");
