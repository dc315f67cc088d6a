import { createHash } from "node:crypto";

/** JSON with sorted keys and without absent values, so that equal content has equal text. */
export const stableJson = (value: unknown): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(stableJson).join(",")}]`;
  const entries: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined) entries.push(`${JSON.stringify(name)}:${stableJson(part)}`);
  }
  return `{${entries.join(",")}}`;
};

/** 22 characters that stand for the content. */
export const contentHash = (...parts: readonly unknown[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(stableJson(part)).update("\n");
  return hash.digest("base64url").slice(0, 22);
};

/** The raw row without the fields that change without meaning. */
export const withoutVolatile = (row: unknown, volatile: readonly string[] | undefined): unknown => {
  if (!volatile?.length || row === null || typeof row !== "object" || Array.isArray(row)) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !volatile.includes(name)));
};

/** Names of the top-level fields in which two records differ, sorted. */
export const changedFields = (before: object | undefined, after: object): string[] => {
  const old = (before ?? {}) as Record<string, unknown>;
  const next = after as Record<string, unknown>;
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((name) => stableJson(old[name]) !== stableJson(next[name]))
    .sort();
};
