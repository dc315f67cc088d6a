import { toPhone } from "./rows.ts";

/**
 * Vietnam's numbers have nine digits behind the leading zero. Ten have landlines (024, 028 and the provinces' since 2017) and
 * the mobile numbers of before 2018 (01x). A longer one is two numbers in one, or of another country (0917 123 4567).
 */
const NATIONAL = /^(?:[1-9]\d{8}|[12]\d{9})$/;
/** The first digit behind the zero of a mobile number. */
const MOBILE = /^[35789]\d{8}$/;
/** Blanks, dashes of any length, dots, and the marks of direction that telephones put around a copied number. */
const PUNCTUATION = /[\s\p{Pd}\p{Cf}.()/]/gu;
const VIETNAM = "84";

export const withoutPunctuation = (phone: string): string => phone.replaceAll(PUNCTUATION, "");

/** A number as it is dialled in Vietnam, behind its prefix: `988999999`. Undefined: no number of Vietnam. */
const national = (digits: string): string | undefined => {
  const rest = digits.startsWith(VIETNAM)
    ? digits.slice(2).replace(/^0/, "")
    : digits.startsWith("0")
      ? digits.slice(1)
      : "";
  if (NATIONAL.test(rest)) return rest;
  return MOBILE.test(digits) ? digits : undefined;
};

/** As `national`, of another country. Without its prefix or a zero in front, it is not known whose number it is. */
const nationalOf = (digits: string, prefix: string): string | undefined => {
  const rest = digits.startsWith(prefix) ? digits.slice(prefix.length) : digits.startsWith("0") ? digits.slice(1) : "";
  return /^[1-9]\d{6,10}$/.test(rest) ? rest : undefined;
};

/**
 * One form for every spelling of a number, E.164: `0988 999 999`, `84988999999`, `+84 (0) 988.999.999` and `988999999` are
 * all `+84988999999`. For comparing and matching; undefined for masked numbers and for what is no number.
 * @param prefix of the country in which a number without one is dialled
 */
export const toE164 = (phone: string | null | undefined, prefix = VIETNAM): string | undefined => {
  if (!phone) return undefined;
  const text = withoutPunctuation(phone).replace(/^00(?=[1-9])/, "+");
  if (!/^\+?\d{6,15}$/.test(text)) return undefined;
  if (text.startsWith("+") && !text.startsWith(`+${VIETNAM}`)) return text;
  const isVietnamese = text.startsWith("+") || prefix === VIETNAM;
  const rest = isVietnamese ? national(text.replace("+", "")) : nationalOf(text, prefix);
  return rest && `+${isVietnamese ? VIETNAM : prefix}${rest}`;
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
