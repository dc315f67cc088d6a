/*
 * Reads a vendor's JSON for the experiments. It is kept apart from the adapters on purpose: an experiment that asks
 * whether an adapter's reading is right must not use that reading.
 */

/**
 * A vendor's JSON that nobody has read yet. `any`: an experiment looks into it by the vendor's own words, and what is not there
 * is part of the answer.
 */
export type Raw = any;

type Loose = Record<string, unknown>;

const isLoose = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path of names, `a.b`; an empty path is the value itself. */
export const at = (value: unknown, path: string): Raw =>
  path === ""
    ? value
    : path
        .split(".")
        .reduce<Raw>((inner, name) => (inner === undefined || inner === null ? undefined : inner[name]), value);

/** Every value at a path in which `[]` stands for all entries: `lines[].price`. Absent ones are left out. */
export const all = (value: unknown, path: string): unknown[] => {
  const [head = "", ...rest] = path.split("[]");
  const inner = at(value, head.replace(/^\.|\.$/g, ""));
  if (rest.length === 0) return inner === undefined ? [] : [inner];
  return listOf(inner).flatMap((entry) => all(entry, rest.join("[]").replace(/^\./, "")));
};

/** Entries of a list, or of an object that is keyed by id. */
export const listOf = (value: unknown): Raw[] =>
  Array.isArray(value) ? value : isLoose(value) ? Object.values(value) : [];

/** A number, also where it came as text; undefined where it is none. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

export type Zone = "+07:00" | "Z";

/** Unix milliseconds; numbers below 100,000,000,000 are seconds. `zone`: of texts without an offset. */
export const timeOf = (value: unknown, zone: Zone): number | undefined => {
  const number = numberOf(value);
  if (number !== undefined) return number <= 0 ? undefined : number < 1e11 ? number * 1_000 : number;
  if (typeof value !== "string") return undefined;
  const text = value.trim().replace(" ", "T");
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const whole = text.length === 10 ? `${text}T00:00:00` : text;
  const time = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(whole) ? whole : `${whole}${zone}`);
  return Number.isNaN(time) ? undefined : time;
};

const HANOI = 7 * 3_600_000;

/** `2026-11-28T10:00:00.000`, Vietnam's time without an offset. */
export const localText = (time: number): string => new Date(time + HANOI).toISOString().slice(0, -1);
/** `2026-11-28`, Vietnam's day. */
export const localDay = (time: number): string => localText(time).slice(0, 10);
/** `2026-11-28 10:00:00`, Vietnam's time. */
export const localSeconds = (time: number): string => localText(time).slice(0, 19).replace("T", " ");
