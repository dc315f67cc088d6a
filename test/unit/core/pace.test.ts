import { describe, expect, test } from "vitest";
import {
  isUnsure,
  isUntold,
  lookSeconds,
  nextSeconds,
  onGrid,
  type Pace,
  promisedNow,
} from "../../../shared/core/pace.ts";
import { DAY, HOUR, MINUTE, parseTime } from "../../../shared/core/time.ts";
import type { Resource } from "../../../shared/core/vendor.ts";

const noon = parseTime("2026-11-20T12:00:00+07:00", "utc")!;
const night = parseTime("2026-11-20T23:30:00+07:00", "utc")!;
const morning = parseTime("2026-11-21T06:00:00+07:00", "utc")!;
const orders = { name: "orders", listing: { strategy: "modified" } } as unknown as Resource;
const staff = { name: "staff", listing: { strategy: "snapshot" }, everySeconds: 600 } as unknown as Resource;
const quiet: Pace = { proven: false, lively: false };

/** Intervals one after the other, all at one time of the day. */
const intervals = (resource: Resource, pace: Pace, now: number, count = 6): number[] => {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1)
    found.push(nextSeconds(resource, { ...pace, everySeconds: found.at(-1) }, now));
  return found;
};

describe("a change that a poll finds behind proven webhooks", () => {
  const found = { askedAt: noon, everySeconds: 60 };

  test("counts against them from two minutes on, by the vendor's time: until then the webhook may be on its way", () => {
    expect(isUntold({ ...found, changedAt: noon - 2 * MINUTE })).toBe(false);
    expect(isUntold({ ...found, changedAt: noon - 2 * MINUTE - 1 })).toBe(true);
    expect(isUntold({ ...found, everySeconds: 900, changedAt: noon })).toBe(false);
  });

  test("without a time that can be believed is judged by webhooks where the poll before was five minutes ago", () => {
    for (const changedAt of [undefined, noon + MINUTE]) {
      expect(isUnsure({ ...found, changedAt, everySeconds: 299 })).toBe(false);
      expect(isUnsure({ ...found, changedAt, everySeconds: 300 })).toBe(true);
      expect(isUntold({ ...found, changedAt, everySeconds: 300 })).toBe(false);
    }
    expect(isUnsure({ ...found, changedAt: noon, everySeconds: 300 })).toBe(false);
  });
});

describe("a resource in which nothing happens", () => {
  test("is read twice as rarely each time, up to every five minutes by day", () => {
    expect(intervals(orders, quiet, noon)).toEqual([120, 240, 300, 300, 300, 300]);
  });

  test("is read every quarter of an hour at night in Vietnam, and by day again as before", () => {
    expect(intervals(orders, quiet, night)).toEqual([120, 240, 480, 900, 900, 900]);
    expect(nextSeconds(orders, { ...quiet, everySeconds: 900 }, morning)).toBe(300);
    expect(nextSeconds(orders, { ...quiet, everySeconds: 900 }, morning - 1)).toBe(900);
  });

  test("is read every quarter of an hour behind webhooks that are proven for it, by day as well", () => {
    expect(intervals(orders, { ...quiet, proven: true }, noon)).toEqual([120, 240, 480, 900, 900, 900]);
  });

  test("is not trusted to its webhooks for a day after a change that they did not tell first", () => {
    const doubted = { ...quiet, proven: true, doubtedAt: noon - 23 * HOUR };
    expect(intervals(orders, doubted, noon)).toEqual([120, 240, 300, 300, 300, 300]);
    expect(intervals(orders, { ...doubted, doubtedAt: noon - DAY - 1 }, noon).at(-1)).toBe(900);
  });

  test("is read every quarter of an hour by day where webhooks show that the whole shop rests", () => {
    expect(intervals(orders, { ...quiet, shopRests: true }, noon)).toEqual([120, 240, 480, 900, 900, 900]);
  });

  test("that is a list read every ten minutes at most rests for up to an hour, never for less than its own time", () => {
    for (const now of [noon, night]) expect(intervals(staff, quiet, now, 4)).toEqual([900, 1_800, 3_600, 3_600]);
    const proven = { ...quiet, proven: true };
    expect(intervals(staff, proven, noon, 4)).toEqual([900, 1_800, 3_600, 3_600]);
    const often = { ...staff, everySeconds: 300 };
    expect(intervals(often, quiet, noon, 3)).toEqual([600, 900, 900]);
    for (const pace of [
      { ...quiet, proven: true },
      { ...quiet, shopRests: true },
    ]) {
      expect(intervals(often, pace, noon, 4)).toEqual([600, 900, 1_800, 3_600]);
      expect(intervals(often, { ...pace, doubtedAt: noon - 23 * HOUR }, noon, 4).at(-1)).toBeLessThanOrEqual(900);
      expect(intervals({ ...often, name: "orders" } as Resource, pace, noon, 4).at(-1)).toBe(900);
    }
    const daily = { ...staff, everySeconds: 86_400 };
    expect(intervals(daily, quiet, noon, 2)).toEqual([86_400, 86_400]);
  });
});

describe("a second look", () => {
  const look = { shortest: 1_800, rests: true, found: false };

  test("comes twice as rarely after each one that found nothing where it may rest, every four hours at most", () => {
    expect(lookSeconds(look)).toBe(3_600);
    expect(lookSeconds({ ...look, everySeconds: 3_600 })).toBe(7_200);
    expect(lookSeconds({ ...look, everySeconds: 14_400 })).toBe(14_400);
    expect(lookSeconds({ ...look, shortest: 20_000, everySeconds: 20_000 })).toBe(20_000);
  });

  test("comes as often as ever where it may not rest, and after one that has found something", () => {
    expect(lookSeconds({ ...look, everySeconds: 7_200, rests: false })).toBe(1_800);
    expect(lookSeconds({ ...look, everySeconds: 7_200, found: true })).toBe(1_800);
  });
});

test("with the first sign of life a resource is read every minute again", () => {
  for (const now of [noon, night])
    for (const proven of [true, false])
      expect(nextSeconds(orders, { proven, lively: true, everySeconds: 900 }, now)).toBe(60);
  expect(nextSeconds(staff, { ...quiet, lively: true, everySeconds: 900 }, noon)).toBe(600);
});

test("a rhythm that the tenant has chosen is kept, for the resource and for all", () => {
  const schedules: readonly Readonly<Record<string, number>>[] = [{ orders: 60 }, { "*": 60 }];
  for (const schedule of schedules) {
    expect(intervals(orders, { ...quiet, schedule, proven: true }, night, 2)).toEqual([60, 60]);
    expect(promisedNow(orders, schedule, { everySeconds: 900 })).toBe(60);
  }
  expect(nextSeconds(orders, { ...quiet, schedule: { customers: 60 } }, noon)).toBe(120);
});

test("what is promised is the interval in which a resource is read at the moment", () => {
  expect(promisedNow(orders, undefined, undefined)).toBe(60);
  expect(promisedNow(orders, undefined, { everySeconds: 300 })).toBe(300);
  expect(promisedNow(staff, undefined, {})).toBe(600);
});

test("long intervals have places that they share, and are never longer than promised", () => {
  const offset = 3 * MINUTE;
  for (let late = 0; late < 20; late += 1) {
    const startedAt = noon + late * 47_000;
    for (const seconds of [300, 600, 900, 3_600, 14_400]) {
      const due = onGrid(startedAt, seconds, offset)!;
      expect(due).toBeGreaterThan(startedAt);
      expect(due - startedAt).toBeLessThanOrEqual(seconds * 1_000);
      expect((due - offset) % (5 * MINUTE)).toBe(0);
    }
  }
  // Minutes, and what is not made of them, count from the reading itself.
  for (const seconds of [60, 240, 330, 86_400]) expect(onGrid(noon, seconds, offset)).toBeUndefined();
});
