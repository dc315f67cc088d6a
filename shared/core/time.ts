/** Vietnam has had one offset, +07:00, and no daylight saving since 1975. */
const HANOI_OFFSET_MS = 7 * 3_600_000;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Our clock and a vendor's differ by less: either may be wrong by minutes. */
export const CLOCK_SLACK = 15 * MINUTE;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * The one parser of vendor times. Returns unix milliseconds, or undefined for absent, empty and zero dates.
 *
 * - strings with an offset mean what they say;
 * - strings without one are in `zone`: KiotViet, Nhanh v2 and iSale write Asia/Ho_Chi_Minh, Pancake UTC;
 * - any number of fraction digits (KiotViet sends 7, Pancake 6 or none), `T` or blank between date and time;
 * - numbers are unix seconds (Nhanh v3), or milliseconds from 10^11 on.
 *
 * @throws RangeError for text that is no time.
 */
export const parseTime = (value: unknown, zone: "hanoi" | "utc"): number | undefined => {
  if (value === null || value === undefined || value === "" || value === 0) return undefined;
  if (typeof value === "number") return fromUnix(value);
  if (typeof value !== "string") throw new RangeError(`not a time: ${typeof value}`);
  const text = value.trim();
  // Unix seconds as text: Nhanh writes "0" where there is no time.
  if (/^0+$/.test(text)) return undefined;
  if (/^\d{9,13}$/.test(text)) return fromUnix(Number(text));
  if (text === "" || text.startsWith("0000-00-00") || text.startsWith("0001-01-01")) return undefined;
  const match = PATTERN.exec(text);
  if (!match) throw new RangeError("not a time");
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", offset] = match;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  // Date.UTC rolls 31 April over into May; a vendor that sends such a day has changed.
  if (new Date(local).getUTCDate() !== Number(day)) throw new RangeError("not a time");
  if (offset === "Z") return local;
  if (offset === undefined) return zone === "hanoi" ? local - HANOI_OFFSET_MS : local;
  const sign = offset.startsWith("-") ? -1 : 1;
  const digits = offset.slice(1).replace(":", "");
  return local - sign * (Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE);
};

const fromUnix = (value: number): number => (value >= 100_000_000_000 ? Math.floor(value) : Math.floor(value * 1_000));

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
