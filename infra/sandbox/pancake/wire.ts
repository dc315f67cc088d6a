import { type Entry, json, Refuse, type Reply } from "../simulator.ts";
import type { Box } from "./box.ts";

/** A row in the vendor's words. `any`: its form is what the adapter has to find out, and each call checks what it needs. */
export type Row = Record<string, any>;

/** `2026-05-07T11:04:38.590000`: UTC without saying so, six digits. */
export const micros = (time: number): string => `${new Date(time).toISOString().slice(0, -1)}000`;

/** `2026-05-07T11:04:38`, as most resources have it. */
export const seconds = (time: number): string => new Date(time).toISOString().slice(0, 19);

/** The usual answer. */
export const done = (data?: unknown): Reply => json(data === undefined ? { success: true } : { success: true, data });

export const refuse = (box: Box, message: string): Reply =>
  json({ success: false, message }, box.dice.chance(0.5) ? 200 : 422);

export const unknownRow = (box: Box, what: string): Reply =>
  json({ success: false, message: `${what} not found` }, box.dice.chance(0.7) ? 400 : 500);

export const needRow = (box: Box, entry: Entry<Row> | undefined, what: string): Entry<Row> => {
  if (!entry) throw new Refuse(unknownRow(box, what));
  return entry;
};

/** Reading one that is not there: at times a 500 at first that does not say so (field note). */
export const findRow = (box: Box, entry: Entry<Row> | undefined, what: string, id: string): Entry<Row> => {
  if (!entry && !box.sought.has(id)) {
    box.sought.add(id);
    if (box.dice.chance(0.25)) throw new Refuse(json({ success: false, message: "Internal Server Error" }, 500));
  }
  return needRow(box, entry, what);
};

export const innerOf = (box: Box, body: Row | undefined, name: string): Row => {
  const value = body?.[name];
  if (typeof value !== "object" || value === null) throw new Refuse(refuse(box, `${name} is required`));
  return value as Row;
};

export const required = (row: Row, ...fields: string[]): void => {
  for (const field of fields) {
    if (row[field] === undefined || row[field] === null || row[field] === "") {
      throw new Refuse(
        json({ success: false, errors: { [field]: ["can't be blank"] }, message: `${field} is required` }, 422),
      );
    }
  }
};

export const withStamps = (entry: Entry<Row>): Row => ({
  ...entry.row,
  inserted_at: seconds(entry.created),
  updated_at: seconds(entry.modified ?? entry.created),
});

export const withPreciseStamps = (entry: Entry<Row>): Row => ({
  ...entry.row,
  inserted_at: micros(entry.created),
  updated_at: micros(entry.modified ?? entry.created),
});

export const numberIn = (query: URLSearchParams, name: string): number | undefined => {
  const value = query.get(name);
  return value === null || value === "" || Number.isNaN(Number(value)) ? undefined : Number(value);
};

export const API = "/api/v1";
export const SHOP = `${API}/shops/{shop_id}`;
