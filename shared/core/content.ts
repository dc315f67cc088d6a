import { hash } from "node:crypto";

interface Order {
  /** Sorted. */
  readonly names: readonly string[];
  /** The same, as JSON with a colon behind. */
  readonly quoted: readonly string[];
}

/** By the names of an object in its own order: a vendor's rows have the same ones again and again. */
const orders = new Map<string, Order>();
const MOST_ORDERS = 5_000;

const orderOf = (value: object): Order => {
  const names = Object.keys(value);
  // With their number, so that a name that holds the separator looks like no others: those are not kept.
  const key = `${names.length}\0${names.join("\0")}`;
  const known = orders.get(key);
  if (known !== undefined) return known;
  const isKept = !names.some((name) => name.includes("\0"));
  names.sort();
  const order = { names, quoted: names.map((name) => `${JSON.stringify(name)}:`) };
  if (orders.size >= MOST_ORDERS) orders.clear();
  if (isKept) orders.set(key, order);
  return order;
};

/** Letters that JSON writes as they are. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]*$/;

const scalar = (value: unknown): string => {
  if (typeof value === "string" && PLAIN.test(value)) return `"${value}"`;
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "null";
  return JSON.stringify(value) ?? "null";
};

/** JSON with sorted keys and without absent values, so that equal content has equal text. */
export const stableJson = (value: unknown): string => {
  if (value === null || typeof value !== "object") return scalar(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === "" ? "" : ","}${stableJson(element)}`;
    return `[${text}]`;
  }
  const { names, quoted } = orderOf(value);
  for (let place = 0; place < names.length; place += 1) {
    const part = (value as Record<string, unknown>)[names[place]!];
    if (part !== undefined) text += `${text === "" ? "" : ","}${quoted[place]}${stableJson(part)}`;
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
