import type { Untyped } from "../../../core/rows.ts";
/* Rows and bodies of Pancake as they come: nothing is known of them. */

export type Row = Readonly<Record<string, Untyped>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const rowOf = (value: unknown): Row => (isRow(value) ? value : {});
export const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string" && one !== "") : [];

/** JSON has no undefined: keys that were not asked for stay out. */
export const clean = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
