import { MINUTE, SECOND } from "./time.ts";

/**
 * Due times stand on whole minutes, because `tick` looks once in each minute: at whichever second it comes, and however
 * long the queue takes, a shop that is due each minute is read each minute.
 */
export const minuteOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;

/** Two machines' clocks differ by less: the one that finds a shop due, and the one that reads it. */
const CLOCKS_APART = SECOND;

export const isDue = (dueAt: number, now: number): boolean => dueAt - now <= CLOCKS_APART;

/**
 * When a cycle that began at `startedAt` is due again, unix milliseconds: an interval after the time at which it was due,
 * however long it waited or took. One that began before its time, or later than `tick` and the queue explain, counts from
 * its start. An interval of less than a minute is only kept where `tick` comes more often.
 */
export const dueAfter = (dueAt: number, startedAt: number, interval: number): number => {
  if (interval < MINUTE) return startedAt + interval;
  const step = minuteOf(interval);
  const due = minuteOf(dueAt);
  const late = startedAt - due;
  return (late >= -CLOCKS_APART && late < step + MINUTE ? due : minuteOf(startedAt)) + step;
};
