/** Vietnam has had one offset, +07:00, and no daylight saving since 1975. */
const HANOI_OFFSET_MS = 7 * 3_600_000;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Our clock and a vendor's differ by less: either may be wrong by minutes. */
export const CLOCK_SLACK = 15 * MINUTE;

const CLOCK = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T ]${CLOCK})?\s*(Z|[+-]\d{2}:?\d{2})?$`);
/** As people in Vietnam write a date, and as Nhanh v2 takes it: `31/12/2026`, perhaps with a time behind it. */
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})(?:[T ]${CLOCK})?\s*(Z|[+-]\d{2}:?\d{2})?$`);
/** How databases write "no time": year 0 or 1. */
const NO_TIME = /^(0000-|0001-01-01|00\/00\/0000|0?1\/0?1\/0001)/;

/** The end of year 9999: in seconds it is a far day, in milliseconds it would be in 1978, before any till. */
const MOST_SECONDS = 253_402_300_799;
/** 3 March 1973. A smaller number counts something else than seconds since 1970. */
const LEAST_SECONDS = 100_000_000;

/**
 * The one parser of vendor times. Returns unix milliseconds, or undefined for absent, empty and zero dates.
 *
 * - strings with an offset mean what they say;
 * - strings without one are in `zone`: KiotViet, Nhanh v2 and iSale write Asia/Ho_Chi_Minh, Pancake UTC;
 * - `2026-12-31` or `31/12/2026`; any number of fraction digits (KiotViet sends 7, Pancake 6 or none), `T` or blank
 *   between date and time;
 * - numbers, also as text, are unix seconds (Nhanh v3) up to the year 9999, and milliseconds beyond.
 *
 * @throws RangeError for what is no time: `2026-02-30`, `T24:00:00`, `7`
 */
export const parseTime = (value: unknown, zone: "hanoi" | "utc"): number | undefined => {
  if (value === null || value === undefined || value === "" || value === 0) return undefined;
  if (typeof value === "number") return fromUnix(value);
  if (typeof value !== "string") throw new RangeError(`not a time: ${typeof value}`);
  const text = value.trim();
  // Nhanh writes "0" where there is no time.
  if (text === "" || /^0+$/.test(text) || NO_TIME.test(text)) return undefined;
  if (/^\d{9,15}(\.\d+)?$/.test(text)) return fromUnix(Number(text));
  const match = YEAR_FIRST.exec(text);
  if (match) return fromParts([match[1]!, match[2]!, match[3]!], match, zone);
  const turned = DAY_FIRST.exec(text);
  if (turned) return fromParts([turned[3]!, turned[2]!, turned[1]!], turned, zone);
  throw new RangeError("not a time");
};

/** As `parseTime`; what is no time is none. For comparing and filtering: where a record shows a time, a word reads it. */
export const timeOrNone = (value: unknown, zone: "hanoi" | "utc"): number | undefined => {
  try {
    return parseTime(value, zone);
  } catch {
    return undefined;
  }
};

const fromParts = (
  [year, month, day]: readonly [year: string, month: string, day: string],
  [, , , , hour = "0", minute = "0", second = "0", fraction = "", offset]: RegExpExecArray,
  zone: "hanoi" | "utc",
): number => {
  // Date.UTC rolls 31 April over into May and 24:00 into the next day; a vendor that sends such a time has changed.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw new RangeError("not a time");
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  const date = new Date(local);
  // Date.UTC also takes the years 0 to 99 for those of the last century: a slip of the pen, 0026, would be 1926.
  const isSame = date.getUTCFullYear() === Number(year) && date.getUTCMonth() === Number(month) - 1;
  if (!isSame || date.getUTCDate() !== Number(day)) throw new RangeError("not a time");
  if (offset === "Z") return local;
  if (offset === undefined) return zone === "hanoi" ? local - HANOI_OFFSET_MS : local;
  const sign = offset.startsWith("-") ? -1 : 1;
  const digits = offset.slice(1).replace(":", "");
  const distance = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
  if (distance > 14 * HOUR) throw new RangeError("not a time");
  return local - sign * distance;
};

const fromUnix = (value: number): number => {
  if (!(value >= LEAST_SECONDS && value < (MOST_SECONDS + 1) * 1_000)) throw new RangeError("not a time");
  return Math.floor(value > MOST_SECONDS ? value : value * 1_000);
};

/**
 * A day without a time, `YYYY-MM-DD`: birthdays. A text without an offset has the day that it says; another time has the
 * day that it is in Vietnam. Undefined for what is absent.
 * @throws RangeError for what is no day
 */
export const toDay = (value: unknown): string | undefined => {
  const time = parseTime(value, "utc");
  if (time === undefined) return undefined;
  const text = String(value).trim();
  const says =
    typeof value === "string" && !/(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) && !/^\d+(\.\d+)?$/.test(text);
  return says ? new Date(time).toISOString().slice(0, 10) : toHanoiDay(time);
};

/** Canonical time: ISO 8601 in UTC with milliseconds. Takes whatever `parseTime` takes; undefined stays undefined. */
export const toIso = (value: unknown, zone: "hanoi" | "utc"): string | undefined => {
  const time = parseTime(value, zone);
  return time === undefined ? undefined : new Date(time).toISOString();
};

const LAST_TIME = 8.64e15;

/** Unix milliseconds -> ISO 8601 in UTC. A wait that a vendor names may end after the calendar's last day: that day. */
export const isoTime = (time: number): string => new Date(Math.min(time, LAST_TIME)).toISOString();

/** Unix milliseconds -> `2026-10-07T14:39:09.496`, the naive local form that KiotViet expects in filters. */
export const toHanoiLocal = (time: number): string => new Date(time + HANOI_OFFSET_MS).toISOString().slice(0, -1);

/** Unix milliseconds -> `2026-10-07 14:39:09`, the form of Nhanh v2's filters. */
export const toHanoiSeconds = (time: number): string => toHanoiLocal(time).slice(0, 19).replace("T", " ");

/** Unix milliseconds -> `2026-10-07`, the calendar day in Vietnam. */
export const toHanoiDay = (time: number): string => toHanoiLocal(time).slice(0, 10);

/** Hour of the day in Vietnam, 0 to 23. */
export const hanoiHour = (time: number): number => new Date(time + HANOI_OFFSET_MS).getUTCHours();

/** The last time at which this hour of the day began in Vietnam, up to and including `now`. Unix milliseconds. */
export const lastHanoiHour = (now: number, hour: number): number => {
  const local = now + HANOI_OFFSET_MS;
  const today = Math.floor(local / DAY) * DAY + hour * HOUR;
  return (today > local ? today - DAY : today) - HANOI_OFFSET_MS;
};
