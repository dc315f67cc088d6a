import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedToWait, cursorAt, grownWait, sessionTimes, waitUntil } from "../../../shared/core/bounds.ts";
import { countOf } from "../../../shared/core/rows.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../shared/core/time.ts";

const NOW = Date.UTC(2026, 10, 20, 3);
const RULE = { otherwise: 30 * SECOND };
const httpDate = (time: number): string => new Date(time).toUTCString();
const anything = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string(),
  fc.constantFrom(null, undefined, true, {}, [], "NaN", "Infinity", "-5", "0", "1e400", "31536000", "9".repeat(40)),
);

describe("a wait that a vendor names", () => {
  test.each<[unknown, number]>([
    [7, 7 * SECOND],
    ["42", 42 * SECOND],
    [" 1.5 ", 1.5 * SECOND],
    [0.2, SECOND],
    [900, 15 * MINUTE],
    [31_536_000, 15 * MINUTE],
    ["31536000", 15 * MINUTE],
    [Number.POSITIVE_INFINITY, 15 * MINUTE],
    // Nothing that could be waited for.
    [0, 30 * SECOND],
    [-5, 30 * SECOND],
    [Number.NaN, 30 * SECOND],
    ["soon", 30 * SECOND],
    ["", 30 * SECOND],
    [null, 30 * SECOND],
    [true, 30 * SECOND],
    [{ seconds: 5 }, 30 * SECOND],
  ])("%j seconds make %i ms", (seconds, wait) => {
    expect(waitUntil({ seconds }, NOW, RULE)).toBe(NOW + wait);
  });

  test.each<[string, string | undefined, number]>([
    ["7", undefined, 7 * SECOND],
    ["-5", undefined, 30 * SECOND],
    ["31536000", undefined, 15 * MINUTE],
    [httpDate(NOW + 90 * SECOND), undefined, 90 * SECOND],
    [httpDate(NOW - 90 * SECOND), undefined, 30 * SECOND],
    [httpDate(NOW + 400 * DAY), undefined, 15 * MINUTE],
    // By a clock that is an hour ahead: its own `Date` says how long that is.
    [httpDate(NOW + HOUR + 20 * SECOND), httpDate(NOW + HOUR), 20 * SECOND],
    [httpDate(NOW - HOUR + 20 * SECOND), httpDate(NOW - HOUR), 20 * SECOND],
    ["tomorrow", undefined, 30 * SECOND],
  ])("Retry-After: %s (Date: %s) makes %i ms", (after, date, wait) => {
    const headers = { "retry-after": after, ...(date === undefined ? {} : { date }) };
    expect(waitUntil({ headers }, NOW, RULE)).toBe(NOW + wait);
  });

  test("a lock is believed for hours, and not for longer", () => {
    const lock = { ...RULE, longest: 6 * HOUR };
    expect(waitUntil({ seconds: 2 * 3_600 }, NOW, lock)).toBe(NOW + 2 * HOUR);
    expect(waitUntil({ seconds: 31_536_000 }, NOW, lock)).toBe(NOW + 6 * HOUR);
    expect(waitUntil({ unixSeconds: NOW / SECOND + 3_600 }, NOW, lock)).toBe(NOW + HOUR);
    expect(waitUntil({ unixSeconds: NOW / SECOND - 3_600 }, NOW, lock)).toBe(NOW + 30 * SECOND);
  });

  test("a header beside a lock counts for an ordinary wait: a gateway wrote it", () => {
    const lock = { ...RULE, longest: 6 * HOUR };
    const headers = { "retry-after": "31536000" };
    expect(waitUntil({ headers }, NOW, lock)).toBe(NOW + 15 * MINUTE);
    expect(waitUntil({ headers, seconds: 10 }, NOW, lock)).toBe(NOW + 15 * MINUTE);
    expect(waitUntil({ headers, seconds: 3_600 }, NOW, lock)).toBe(NOW + HOUR);
  });

  test("a lock's end by a clock that is far ahead counts for five minutes more than its seconds", () => {
    const lock = { ...RULE, longest: 6 * HOUR };
    expect(waitUntil({ seconds: 10, unixSeconds: NOW / SECOND + 60 }, NOW, lock)).toBe(NOW + 60 * SECOND);
    expect(waitUntil({ seconds: 10, unixSeconds: NOW / SECOND + 7_200 }, NOW, lock)).toBe(NOW + 310 * SECOND);
    expect(waitUntil({ seconds: 10, unixSeconds: NOW / SECOND - 7_200 }, NOW, lock)).toBe(NOW + 10 * SECOND);
  });

  test("whatever is named, it is at least a second and never longer than the bound", () => {
    fc.assert(
      fc.property(anything, anything, fc.string(), fc.string(), (seconds, unixSeconds, after, date) => {
        const until = waitUntil({ seconds, unixSeconds, headers: { "retry-after": after, date } }, NOW, RULE);
        expect(until).toBeGreaterThanOrEqual(NOW + SECOND);
        expect(until).toBeLessThanOrEqual(NOW + 15 * MINUTE);
      }),
    );
  });

  test("an answer without a readable Retry-After leaves the pause to the queue", () => {
    expect(askedToWait({ headers: {}, receivedAt: NOW })).toEqual({});
    expect(askedToWait({ headers: { "retry-after": "later" }, receivedAt: NOW })).toEqual({});
    expect(askedToWait({ headers: { "retry-after": "20" }, receivedAt: NOW })).toEqual({ retryAt: NOW + 20_000 });
    expect(askedToWait({ headers: { "retry-after": "-20" }, receivedAt: NOW })).toEqual({ retryAt: NOW + 1_000 });
    expect(askedToWait({ headers: { "retry-after": "1e9" }, receivedAt: NOW })).toEqual({ retryAt: NOW + 900_000 });
  });

  test("a wait doubles with each refusal, to fifteen minutes or to what the vendor asks for", () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((refusals) => grownWait(30_000, refusals) / SECOND)).toEqual([
      30, 60, 120, 240, 480, 900, 900,
    ]);
    expect(grownWait(0, 1)).toBe(SECOND);
    expect(grownWait(3 * HOUR, 1)).toBe(3 * HOUR);
    expect(grownWait(3 * HOUR, 9)).toBe(3 * HOUR);
  });
});

describe("a clock that a vendor names", () => {
  test.each<[string, number | undefined, number]>([
    ["is not told", undefined, NOW],
    ["is right", NOW, NOW],
    ["is a quarter of an hour ahead", NOW + 15 * MINUTE, NOW],
    ["stands in the year 9999", Date.UTC(9_999, 0), NOW],
    ["is three hours behind", NOW - 3 * HOUR, NOW - 3 * HOUR],
    ["stands in the year 1970", 0, NOW],
    ["is no number", Number.NaN, NOW],
  ])("%s: the cursor never passes our own clock", (_name, vendorNow, cursor) => {
    expect(cursorAt(vendorNow, NOW)).toBe(cursor);
  });

  test.each<[unknown, number]>([
    [86_400, DAY],
    ["86400", DAY],
    [undefined, DAY],
    [null, DAY],
    ["a day", DAY],
    [0, DAY],
    [-5, DAY],
    ["0", DAY],
    ["60", HOUR],
    [1, HOUR],
    [3_600, HOUR],
    ["7200", 2 * HOUR],
    [1e300, 366 * DAY],
  ])("a session of %j seconds ends after %i ms, and is renewed when a tenth of it is left", (seconds, length) => {
    const times = { renewAt: NOW + 0.9 * length, expiresAt: NOW + length };
    expect(sessionTimes(seconds, NOW, 86_400)).toEqual(times);
  });
});

test.each<[unknown, number | undefined]>([
  [0, 0],
  [100, 100],
  ["250", 250],
  [-1, undefined],
  [1.5, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  ["", undefined],
  ["many", undefined],
  ["-3", undefined],
  [null, undefined],
  [true, undefined],
  [[], undefined],
])("a count of rows given as %j is read as %j", (value, count) => {
  expect(countOf(value)).toBe(count);
});
