import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dueAfter, isDue, minuteOf } from "../../../shared/core/grid.ts";
import { HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

describe("due times on whole minutes", () => {
  test("an interval counts from when a cycle was due, however long it waited in the queue", () => {
    expect(dueAfter(NOON, NOON + 2 * SECOND, MINUTE)).toBe(NOON + MINUTE);
    expect(dueAfter(NOON, NOON + 59 * SECOND, MINUTE)).toBe(NOON + MINUTE);
    expect(dueAfter(NOON, NOON + 9 * MINUTE, 15 * MINUTE)).toBe(NOON + 15 * MINUTE);
  });

  test("a cycle that began more than an interval late counts from its start, so that it is not followed by a burst", () => {
    expect(dueAfter(NOON, NOON + HOUR + SECOND, MINUTE)).toBe(NOON + HOUR + MINUTE);
    expect(dueAfter(0, NOON + 30 * SECOND, 2 * MINUTE)).toBe(NOON + 2 * MINUTE);
  });

  test("a machine whose clock is a little behind does not take the cycle for the one before", () => {
    expect(isDue(NOON, NOON - 400)).toBe(true);
    expect(isDue(NOON, NOON - 2 * SECOND)).toBe(false);
    expect(dueAfter(NOON, NOON - 400, MINUTE)).toBe(NOON + MINUTE);
    // A webhook or a person had it read well before its time.
    expect(dueAfter(NOON + 10 * MINUTE, NOON, 15 * MINUTE)).toBe(NOON + 15 * MINUTE);
  });

  test("an interval is never longer than promised", () => {
    expect(dueAfter(NOON, NOON, 90 * SECOND)).toBe(NOON + MINUTE);
    expect(dueAfter(NOON, NOON + SECOND, 10 * SECOND)).toBe(NOON + 11 * SECOND);
  });

  test("whatever second `tick` comes at in each minute, and however long the queue takes: one cycle each minute", () => {
    const ticks = fc.array(
      fc.record({ second: fc.integer({ min: 0, max: 59_999 }), wait: fc.integer({ min: 0, max: 59_999 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(ticks, (given) => {
        let nextAt = NOON;
        given.forEach(({ second, wait }, minute) => {
          const found = NOON + minute * MINUTE + second;
          expect(isDue(nextAt, found)).toBe(true);
          nextAt = dueAfter(nextAt, found + wait, MINUTE);
          expect(nextAt).toBe(minuteOf(found) + MINUTE);
        });
      }),
    );
  });
});
