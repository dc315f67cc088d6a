import type { Operation } from "./vendor/operation.ts";

/** A product's code may hold a slash, which travels encoded; ids never do. */
const CODE = /code$/i;

/**
 * Path parameters that would name another path: `..` for an order's id makes Pancake's `PUT /shops/{id}/orders/..` the call
 * that configures the shop. A parameter is one segment; encoding hides slashes, but no dots.
 */
export const unsafePathParams = (
  { path }: Pick<Operation, "path">,
  params: Readonly<Record<string, unknown>>,
): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = ""]) => {
    const value = params[name];
    return value !== undefined && !isSafe(String(value), CODE.test(name)) ? [name] : [];
  });

const isSafe = (text: string, isCode: boolean): boolean =>
  [text, decoded(text)].every((form) => {
    const parts = form.split(/[/\\]/);
    if (parts.length > 1 && !isCode) return false;
    return !/\p{Cc}/u.test(form) && parts.every((part) => !["", ".", ".."].includes(part.trim()));
  });

/** Servers decode a path once more than one thinks. A lone percent sign is harmless. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
