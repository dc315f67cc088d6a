import { SECOND } from "../../../shared/core/time.ts";
import { type Collection, type Entry, json, type Reply } from "../simulator.ts";

/** A row in the vendor's words. `any`: its form is what the adapter has to find out, and each call checks what it needs. */
export type Fields = Record<string, any>;
export type Rows = Collection<Fields>;

export const unix = (time: number): number => Math.floor(time / SECOND);

export const touched = (entry: Entry<Fields>): number => unix(entry.modified ?? entry.created);

/** `any`: of rows, or of bare ids. */
export const listOf = (value: unknown): any[] => (Array.isArray(value) ? value : []);

export const ok = (data?: unknown, more: Fields = {}): Reply =>
  json({ code: 1, ...(data === undefined ? {} : { data }), ...more });

export const refuse = (errorCode: string, messages: unknown, data?: unknown): Reply =>
  json({ code: 0, errorCode, messages, ...(data === undefined ? {} : { data }) });

export const invalid = (fields: Fields): Reply => refuse("ERR_INVALID_FORM_FIELDS", fields);

export const missing = (body: Fields | undefined, ...fields: string[]): Reply | undefined => {
  const lacking = fields.filter((field) => {
    const value = field.split(".").reduce<Fields[string]>((part, key) => part?.[key], body);
    return value === undefined || value === null || value === "";
  });
  return lacking.length > 0
    ? invalid(Object.fromEntries(lacking.map((field) => [field, `${field} is required`])))
    : undefined;
};

/** Where our reference lies in a text that people read. */
export const referenceIn = (text: unknown): string | undefined => /\[(TB-[A-Za-z0-9]+)\]/.exec(String(text ?? ""))?.[1];
