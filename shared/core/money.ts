/**
 * Amounts of VND. An integer number where the amount is whole (nearly always: the dong has no subunit), else a
 * decimal string. Never a binary sum of fractions.
 */
export type Money = number | string;

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads whatever vendors send: `850000.0000`, `"510000.0000000000"`, `1.25e5`, `"1,250,000"`, `""`, null.
 * Returns undefined for absent values. At most 4 decimals are kept (the vendors' own precision), rounded half away
 * from zero.
 * @throws RangeError for text that is no number.
 */
export const toMoney = (value: unknown): Money | undefined => {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "number" && typeof value !== "string") throw new RangeError("not an amount");
  const text = String(value).trim().replaceAll(",", "");
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
  const tenThousandths = (scaled + 5n) / 10n;
  const units = tenThousandths / 10_000n;
  const rest = tenThousandths % 10_000n;
  const negative = sign === "-" && tenThousandths !== 0n ? "-" : "";
  if (rest !== 0n) return `${negative}${units}.${String(rest).padStart(4, "0").replace(/0+$/, "")}`;
  return units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(`${negative}${units}`) : `${negative}${units}`;
};

/** Amount or zero; for sums and lines where absence means nothing to pay. */
export const toMoneyOrZero = (value: unknown): Money => toMoney(value) ?? 0;

/** Quantities may be fractions of a unit (0.35 kg): same reading, given as a number. */
export const toQuantity = (value: unknown): number => {
  const amount = toMoney(value);
  return amount === undefined ? 0 : Number(amount);
};
