import type { Clock, Sleep } from "../../core/ports.ts";

interface Waiting<One, Result> {
  readonly ones: One[];
  readonly done: Promise<Result>;
}

/**
 * Work that many writes need at about the same time, done for all of them at once. The first one begins at once. Those
 * that come within `apart` milliseconds after that go together at the end of that time. Work never begins before it is
 * asked for, so what it reads is as new as if each had read it for itself.
 */
export const createTogether = <One, Result>(
  work: (ones: readonly One[]) => Promise<Result>,
  apart: number,
  { clock, sleep }: { readonly clock: Clock; readonly sleep: Sleep },
): ((one: One) => Promise<Result>) => {
  let begunAt = Number.NEGATIVE_INFINITY;
  let next: Waiting<One, Result> | undefined;
  const begin = (ones: readonly One[]): Promise<Result> => {
    begunAt = clock();
    return work(ones);
  };
  return (one) => {
    if (next) {
      next.ones.push(one);
      return next.done;
    }
    const rest = begunAt + apart - clock();
    if (rest <= 0) return begin([one]);
    const ones = [one];
    const done = sleep(rest).then(() => {
      next = undefined;
      return begin(ones);
    });
    next = { ones, done };
    return done;
  };
};
