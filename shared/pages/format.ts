import i18n from "i18next";

/* Numbers, money and times in the form of the reader's language, in the reader's own time zone. */

const place = (): string => (i18n.language === "en" ? "en-GB" : "vi-VN");

export const number = (value: number): string => new Intl.NumberFormat(place()).format(value);

/** Whole units as a number; fractions come as an exact text. Where nobody knows the currency, it is a plain number. */
export const money = (value: number | string | undefined, currency: string | undefined): string => {
  if (value === undefined) return "–";
  const isCode = /^[A-Z]{3}$/.test(currency ?? "");
  const form = isCode ? ({ style: "currency", currency: currency! } as const) : {};
  return new Intl.NumberFormat(place(), form).format(value as number);
};

export const time = (value: string | undefined | null): string =>
  value ? new Intl.DateTimeFormat(place(), { dateStyle: "short", timeStyle: "short" }).format(new Date(value)) : "–";

export const shortDay = (value: string): string =>
  new Intl.DateTimeFormat(place(), { day: "2-digit", month: "2-digit" }).format(new Date(value));

export const day = (value: string): string =>
  new Intl.DateTimeFormat(place(), { dateStyle: "long" }).format(new Date(value));

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A length of time in its largest unit: "5 phút". */
export const duration = (seconds: number): string => {
  const [unit, size] = units.find(([, least]) => Math.abs(seconds) >= least) ?? units[3];
  return new Intl.NumberFormat(place(), { style: "unit", unit, unitDisplay: "long" }).format(
    Math.round(seconds / size),
  );
};
