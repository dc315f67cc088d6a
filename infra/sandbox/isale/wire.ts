import { toHanoiLocal, toHanoiSeconds } from "../../../shared/core/time.ts";
import { json, type Reply, type RouteCall } from "../simulator.ts";

/** A row in the vendor's words. `any`: its form is what the adapter has to find out, and each call checks what it needs. */
export type Fields = Record<string, any>;
const MOST = 200;
const DEFAULT = 50;

export const firstOf = (call: RouteCall, rows: readonly Fields[]): readonly Fields[] => {
  const asked = Number(call.query.get("limit") ?? DEFAULT);
  return rows.slice(0, Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST) : DEFAULT);
};

export const problem = (status: number, code: string, message: string, details?: Fields): Reply =>
  json({ error: { code, message, ...(details && { details }) } }, status);

export const missingField = (field: string): Reply =>
  problem(400, "invalid_request", `Missing required field: ${field}`, { field });

export const notFound = (): Reply => problem(404, "not_found", "Record not found");

export const noContent: Reply = { status: 204, headers: {}, body: "" };

/** `2026-06-30T09:56:23+07:00`, as the reports of the app answer. */
export const withZone = (time: number): string => `${toHanoiLocal(time).slice(0, 19)}+07:00`;

/** `2026-06-30 09:56:23`, as the app stores; the generic tables hand it out as it lies there. */
export const asStored = toHanoiSeconds;

export const withoutAccents = (text: unknown): string =>
  String(text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();

export const matches = (row: Fields, q: string | null): boolean =>
  q === null ||
  q === "" ||
  ["fullName", "mobile", "email", "code"].some((name) => withoutAccents(row[name]).includes(withoutAccents(q)));

/** 0 and nothing mean "all". */
export const equals = (row: Fields, field: string, asked: string | null): boolean =>
  asked === null || asked === "" || asked === "0" || String(row[field] ?? 0) === asked;

export const knownFields = (row: Fields, body: Fields): Fields =>
  Object.fromEntries(Object.entries(body).filter(([field]) => field in row && field !== "id"));

/** Where the adapter puts its reference: the record's code or a mark in its note. */
export const referenceIn = (body: Fields | undefined): string | undefined => {
  for (const text of [body?.orderCode, body?.code, body?.note]) {
    const found = typeof text === "string" ? /TB-[0-9A-Za-z]{16}/.exec(text) : null;
    if (found) return found[0];
  }
  return undefined;
};
