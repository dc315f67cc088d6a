import { Refuse, type Reply } from "../simulator.ts";
import type { SimulatedRequest } from "../types.ts";

/* How Nhanh's Open API 2.0 writes and reads: forms in, `code` and keyed collections out. */

/** A row in the vendor's words. `any`: its form is what the adapter has to find out, and each call checks what it needs. */
export type Fields = Record<string, any>;

export const text = (body: string, status = 200): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body,
});
/** JSON in JSON: keyed collections are written by hand, because JavaScript would sort their keys. */
export class Raw {
  readonly body: string;
  constructor(body: string) {
    this.body = body;
  }
}
export const write = (value: unknown): string => {
  if (value instanceof Raw) return value.body;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => `${JSON.stringify(name)}:${write(part)}`)
    .join(",")}}`;
};
export const keyed = (
  rows: readonly Fields[],
  key: (row: Fields) => unknown = (row) => row.id,
): Raw | undefined | never[] =>
  rows.length === 0 ? [] : new Raw(`{${rows.map((row) => `"${key(row)}":${JSON.stringify(row)}`).join(",")}}`);
export const success = (data?: unknown): Reply => text(write({ code: 1, messages: [], data }));
export const failure = (messages: unknown, errorCode?: string): Refuse =>
  new Refuse(text(write({ code: 0, errorCode, messages: typeof messages === "string" ? [messages] : messages })));

/** The fields of a form, however it was packed. */
const packed = new WeakMap<SimulatedRequest, Fields>();
export const formOf = (request: SimulatedRequest): Fields => {
  const known = packed.get(request);
  if (known) return known;
  const boundary = /boundary="?([^";]+)/.exec(request.headers["content-type"] ?? "")?.[1];
  const fields: Fields = boundary
    ? Object.fromEntries(
        request.body
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => {
            const end = part.indexOf("\r\n\r\n");
            return [/name="([^"]*)"/.exec(part.slice(0, end))?.[1] ?? "", part.slice(end + 4, -2)];
          }),
      )
    : Object.fromEntries(new URLSearchParams(request.body));
  packed.set(request, fields);
  return fields;
};
