import { hash } from "node:crypto";

/** Names in quotes: a vendor's rows have the same ones again and again. */
const quoted = new Map<string, string>();
const MOST_QUOTED = 5_000;

const quote = (name: string): string => {
  const known = quoted.get(name);
  if (known !== undefined) return known;
  if (quoted.size >= MOST_QUOTED) quoted.clear();
  const text = JSON.stringify(name);
  quoted.set(name, text);
  return text;
};

/** JSON with sorted keys and without absent values, so that equal content has equal text. */
export const stableJson = (value: unknown): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === "" ? "" : ","}${stableJson(element)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const part = (value as Record<string, unknown>)[name];
    if (part !== undefined) text += `${text === "" ? "" : ","}${quote(name)}:${stableJson(part)}`;
  }
  return `{${text}}`;
};

/** 22 characters that stand for the content. */
export const contentHash = (...parts: readonly unknown[]): string => {
  let text = "";
  for (const part of parts) text += `${stableJson(part)}\n`;
  return hash("sha256", text, "base64url").slice(0, 22);
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
