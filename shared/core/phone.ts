import { toPhone } from "./rows.ts";

/** Vietnam's numbers have nine digits behind the leading zero, those of landlines in the provinces ten. */
const NATIONAL = /^\d{9,10}$/;
/** The first digit behind the zero of a mobile number. */
const MOBILE = /^[35789]\d{8}$/;

/** A number as it is dialled in Vietnam, behind its prefix: `988999999`. Undefined: no number of Vietnam. */
const national = (digits: string): string | undefined => {
  const rest = digits.startsWith("84")
    ? digits.slice(2).replace(/^0/, "")
    : digits.startsWith("0")
      ? digits.slice(1)
      : "";
  if (NATIONAL.test(rest)) return rest;
  return MOBILE.test(digits) ? digits : undefined;
};

/**
 * One form for every spelling of a number, E.164: `0988 999 999`, `84988999999`, `+84 (0) 988.999.999` and `988999999` are
 * all `+84988999999`. For comparing and matching; undefined for masked numbers and for what is no number.
 */
export const toE164 = (phone: string | null | undefined): string | undefined => {
  if (!phone) return undefined;
  const text = phone.replaceAll(/[\s.\-()/]/g, "").replace(/^00(?=[1-9])/, "+");
  if (!/^\+?\d{6,15}$/.test(text)) return undefined;
  const foreign = text.startsWith("+") && !text.startsWith("+84");
  if (foreign) return text;
  const rest = national(text.replace("+", ""));
  return rest && `+84${rest}`;
};

/** A Vietnamese number as the shops' systems keep it, `0988999999`. What is no such number stays as it is. */
export const toDomesticPhone = (phone: string): string => {
  const known = toE164(phone);
  return known?.startsWith("+84") ? `0${known.slice(3)}` : phone;
};

const comparable = (phone: unknown): string => {
  const text = typeof phone === "number" || typeof phone === "string" ? toPhone(phone) : undefined;
  return (text && toE164(text)) ?? text ?? "";
};

/** Whether two spellings are one number. Absent and absent are the same as well. */
export const samePhone = (one: unknown, other: unknown): boolean => comparable(one) === comparable(other);
