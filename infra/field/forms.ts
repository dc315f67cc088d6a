import type { Raw } from "./raw.ts";
/** Forms of values, for experiments that ask how a vendor writes something. */
export interface Form {
  /** Reads on from "are", "is" or "is not". */
  readonly name: string;
  readonly fits: (value: Raw) => boolean;
}

export const list: Form = { name: "a list", fits: Array.isArray };
export const text: Form = { name: "text", fits: (value) => typeof value === "string" };
export const number: Form = { name: "a number", fits: (value) => typeof value === "number" };
export const numberOrText: Form = {
  name: "a number or text",
  fits: (value) => typeof value === "number" || typeof value === "string",
};
export const keyed: Form = {
  name: "an object keyed by id",
  fits: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};
export const localTime: Form = {
  name: "a time without an offset",
  fits: (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}[T ][\d:.]+$/.test(value),
};
export const zonedTime: Form = {
  name: "a time with its offset",
  fits: (value) => typeof value === "string" && /\d{2}:\d{2}(Z|[+-]\d{2}:?\d{2})$/.test(value.replace(/\.\d+/, "")),
};
export const unixSeconds: Form = {
  name: "unix seconds",
  fits: (value) => typeof value === "number" && (value === 0 || (value > 1e8 && value < 1e11)),
};
export const positive: Form = { name: "positive", fits: (value) => Number(value) > 0 };
export const oneOf = (...values: readonly unknown[]): Form => ({
  name: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
  fits: (value) => values.includes(value),
});
