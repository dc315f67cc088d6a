import { DAY, hanoiHour, lastHanoiHour } from "./time.ts";

/** Hours of the day in Vietnam, 0 to 23, in which nothing is polled: [from, to). Equal hours: never. */
export type QuietHours = readonly [from: number, to: number];

export const isQuiet = (hours: QuietHours | undefined, now: number): boolean => {
  if (!hours) return false;
  const [from, to] = hours;
  const hour = hanoiHour(now);
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
};

/** When the quiet hours that `now` lies in began, or the last ones before it. Unix milliseconds. */
export const quietSince = ([from]: QuietHours, now: number): number => lastHanoiHour(now, from);

/** When the quiet hours that `now` lies in end. Unix milliseconds. */
export const quietUntil = (hours: QuietHours, now: number): number => lastQuietEnd(hours, now) + DAY;

/** When the quiet hours ended for the last time. Unix milliseconds; the hour that begins now counts. */
export const lastQuietEnd = ([from, to]: QuietHours, now: number): number =>
  from === to ? Number.NEGATIVE_INFINITY : lastHanoiHour(now, to);
