/**
 * Amounts of VND. An integer number where the amount is whole (nearly always: the dong has no subunit), else a
 * decimal string. Never a binary sum of fractions.
 */
export type Money = number | string;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Groups of three digits behind a first group of one to three: `1.250.000`, `1,250,000`, `1 250 000`. */
const grouped = (separator: string): RegExp => new RegExp(`^[+-]?[1-9]\\d{0,2}(?:${separator}\\d{3})+$`);
const DOTS = grouped("\\.");
const COMMAS = grouped(",");
const BLANKS = grouped("[ \\u00a0\\u202f]");

/** Text with the separators of a person's number -> the same with a decimal point alone. Undefined: no number. */
const plain = (text: string): string | undefined => {
  if (BLANKS.test(text)) return text.replaceAll(/[^\d+-]/g, "");
  const dot = text.lastIndexOf(".");
  const comma = text.lastIndexOf(",");
  // One point is JSON's own decimal point; more of them are groups.
  if (comma < 0) return text.indexOf(".") === dot ? text : DOTS.test(text) ? text.replaceAll(".", "") : undefined;
  if (COMMAS.test(text)) return text.replaceAll(",", "");
  // Whichever stands last is the decimal one: "1.250.000,5", "1,250,000.5", "0,5".
  const [whole, fraction] = [text.slice(0, Math.max(dot, comma)), text.slice(Math.max(dot, comma) + 1)];
  const groups = comma > dot ? DOTS : COMMAS;
  if (/^[+-]?\d*$/.test(whole)) return `${whole}.${fraction}`;
  return groups.test(whole) ? `${whole.replaceAll(/[.,]/g, "")}.${fraction}` : undefined;
};

/**
 * Reads whatever vendors send: `850000.0000`, `"510000.0000000000"`, `1.25e5`, `"1,250,000"`, `"1.250.000"`, `"0,5"`, `""`,
 * null. One comma before three digits is a separator of thousands (`"1,250"`), unless nothing but 0 stands before it.
 * Returns undefined for absent values. At most 4 decimals are kept (the vendors' own precision), rounded half away
 * from zero.
 * @throws RangeError for what is no number: `"-"`, `"1.2.3"`, an object
 */
export const toMoney = (value: unknown): Money | undefined => {
  if (value === null || value === undefined || value === "") return undefined;
  // Nearly every amount is a whole number already.
  if (typeof value === "number" && Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  if (typeof value !== "number" && typeof value !== "string") throw new RangeError("not an amount");
  const text = String(value).trim();
  if (text === "") return undefined;
  return fromDecimal(plain(text) ?? "-");
};

const fromDecimal = (text: string): Money => {
  const match = DECIMAL.exec(text);
  if (!match || (match[2] === "" && !match[3])) throw new RangeError("not an amount");
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 30) throw new RangeError("not an amount");
  // Digits and the place of the point, so that 1.25e5 and 0.1 stay exact.
  let digits = whole + fraction;
  let point = whole.length + shift;
  if (point < 0) {
    digits = "0".repeat(-point) + digits;
    point = 0;
  }
  digits = digits.padEnd(point, "0");
  const scaled = BigInt(digits.slice(0, point).padStart(1, "0") + digits.slice(point).padEnd(5, "0").slice(0, 5));
  const rounded = (scaled + 5n) / 10n;
  return fromTenThousandths(sign === "-" ? -rounded : rounded);
};

/** As `toMoney`, as a number: quantities may be fractions of a unit (0.35 kg). Undefined for absent values. */
export const toQuantity = (value: unknown): number | undefined => {
  const amount = toMoney(value);
  return amount === undefined ? undefined : Number(amount);
};

/** Ten-thousandths, the precision that is kept. */
const tenThousandths = (amount: Money): bigint => {
  const [whole = "0", fraction = ""] = String(amount).replace("-", "").split(".");
  const value = BigInt(whole + fraction.padEnd(4, "0"));
  return String(amount).startsWith("-") ? -value : value;
};

const fromTenThousandths = (value: bigint): Money => {
  const size = value < 0n ? -value : value;
  const negative = value < 0n ? "-" : "";
  const units = size / 10_000n;
  const rest = size % 10_000n;
  if (rest !== 0n) return `${negative}${units}.${String(rest).padStart(4, "0").replace(/0+$/, "")}`;
  return units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(`${negative}${units}`) : `${negative}${units}`;
};

/** A part of a sum: undefined counts for nothing, null is there but could not be read. */
type Part = Money | null | undefined;

/** The whole number, where it is one that a double holds exactly; never -0. Undefined: it is to be worked out in digits. */
const whole = (value: number): number | undefined =>
  Number.isSafeInteger(value) ? (value === 0 ? 0 : value) : undefined;
const isWhole = (amount: Part): amount is number => typeof amount === "number";

/** Exact. Undefined when a part could not be read: a sum without it would be false. */
export const sum = (...parts: readonly Part[]): Money | undefined => {
  let short = 0;
  let total: bigint | undefined;
  for (const part of parts) {
    if (part === null) return undefined;
    if (part === undefined) continue;
    const next = total === undefined && isWhole(part) ? whole(short + part) : undefined;
    if (next !== undefined) short = next;
    else total = (total ?? tenThousandths(short)) + tenThousandths(part);
  }
  return total === undefined ? short : fromTenThousandths(total);
};

/** Exact. */
export const minus = (left: Money, right: Money): Money => {
  const short = isWhole(left) && isWhole(right) ? whole(left - right) : undefined;
  return short ?? fromTenThousandths(tenThousandths(left) - tenThousandths(right));
};

/** The product, exact to ten-thousandths and rounded half away from zero there. */
export const times = (left: Money, right: Money): Money => {
  const short = isWhole(left) && isWhole(right) ? whole(left * right) : undefined;
  if (short !== undefined) return short;
  const product = tenThousandths(left) * tenThousandths(right);
  const half = product < 0n ? -5_000n : 5_000n;
  return fromTenThousandths((product + half) / 10_000n);
};
