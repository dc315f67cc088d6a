import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshnessOf, type ShopView, type TrackView } from "../../../shared/core/freshness.ts";
import { healthOf } from "../../../shared/core/shop-health.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Resource } from "../../../shared/core/vendor.ts";

/** 12:00 in Vietnam. */
const NOW = Date.UTC(2026, 10, 20, 5);
const iso = (time: number) => new Date(time).toISOString();
const shop: ShopView = { health: "healthy", createdAt: iso(NOW - 30 * DAY) };

const resource = (fields: Partial<Resource> = {}, strategy: "modified" | "snapshot" = "modified") =>
  ({ name: "orders", listing: { strategy }, ...fields }) as Resource;
const done = (startedAt: number, fields: Partial<TrackView> = {}): TrackView => ({
  failures: 0,
  nextAt: startedAt + MINUTE,
  lastCycle: { startedAt, endedAt: startedAt + 1_000 },
  ...fields,
});
const full = done(NOW - 3 * HOUR, { nextAt: NOW + 21 * HOUR });
const judge = (live: TrackView | undefined, more: Partial<ShopView> = {}, now = NOW) =>
  freshnessOf(resource(), { live, full }, { ...shop, ...more }, now);

describe("a resource that is read each minute", () => {
  test("is current for a quarter of an hour after its last reading began, and stalled from then on", () => {
    expect(judge(done(NOW - 15 * MINUTE))).toEqual({
      state: "current",
      late: false,
      lag: 15 * MINUTE,
      promisedSeconds: 60,
    });
    const at = NOW - 15 * MINUTE - 1;
    expect(judge(done(at))).toEqual({
      state: "stalled",
      late: true,
      since: at,
      reason: `The reading was due at ${iso(at + MINUTE)} and has not begun.`,
      lag: 15 * MINUTE + 1,
      promisedSeconds: 60,
    });
  });

  test("says how far a reading has come that does not end", () => {
    const startedAt = NOW - 4 * HOUR;
    const cycle = { startedAt, rows: 635, movedAt: NOW };
    expect(judge(done(startedAt - MINUTE, { cycle }))).toMatchObject({
      state: "stalled",
      late: true,
      reason: `The reading that began at ${iso(startedAt)} has stood still since ${iso(startedAt - MINUTE)}, after 635 rows.`,
    });
  });

  test("is catching up, and still late, when a reading that was held up has just ended", () => {
    const [startedAt, endedAt, nextAt] = [NOW - 2 * HOUR, NOW - MINUTE, NOW + MINUTE];
    const held = (fields: Partial<TrackView> = {}) =>
      judge({ ...done(startedAt), lastCycle: { startedAt, endedAt }, nextAt, ...fields });
    expect(held()).toMatchObject({
      state: "catching-up",
      late: true,
      since: startedAt,
      reason: `The reading that began at ${iso(startedAt)} ended at ${iso(endedAt)}; the next one is due at ${iso(nextAt)}.`,
    });
    expect(held({ nextAt: NOW + HOUR })).toMatchObject({ state: "stalled", late: true });
    expect(held({ lastCycle: { startedAt, endedAt: NOW - 16 * MINUTE } })).toMatchObject({ state: "stalled" });
  });

  test("says that a worker has it, or when it goes on, where it stands still for another reason", () => {
    expect(judge(done(NOW - HOUR, { running: true })).reason).toBe(
      `The reading was taken up by a worker, and has brought nothing since ${iso(NOW - HOUR)}.`,
    );
    const nextAt = Date.UTC(2027, 0, 1);
    expect(judge(done(NOW - HOUR, { nextAt })).reason).toBe(
      `The reading has brought nothing since ${iso(NOW - HOUR)}; it goes on at 2027-01-01T00:00:00.000Z.`,
    );
  });

  test("bears a wait beyond the calendar", () => {
    expect(judge(done(NOW - HOUR, { nextAt: 1e30, limitedUntil: 1e30 }))).toMatchObject({ state: "limited" });
  });

  test("fails at once when an attempt fails, and is late when it has failed for long", () => {
    const error = { code: "VendorChanged", message: "GET /orders: data: expected array", at: NOW };
    expect(judge(done(NOW - 2 * MINUTE, { failures: 1, error }))).toMatchObject({
      state: "failing",
      late: false,
      since: NOW,
      reason: "The vendor's answer has a form that we do not know: GET /orders: data: expected array.",
    });
    const since = NOW - HOUR;
    expect(judge(done(since, { failures: 9, error: { ...error, since } }))).toMatchObject({ late: true, since });
  });

  test("tells a defect of ours by its name alone, since its message may carry anything", () => {
    const error = { code: "TypeError", message: "secret", at: NOW, defect: true };
    expect(judge(done(NOW - MINUTE, { failures: 1, error })).reason).toBe(
      "A defect of ours stops it (TypeError); the operator is told.",
    );
  });

  test("does not make its shop degraded where the tenant's key lacks the permission", () => {
    const error = { code: "forbidden", message: "no access to orders", at: NOW, since: NOW - 9 * DAY };
    expect(judge(done(NOW - 9 * DAY, { failures: 200, error }))).toMatchObject({ state: "failing", late: false });
  });

  test("no longer fails when its cycle has gone on since", () => {
    const error = { code: "RetryLater", message: "503", at: NOW - 5 * MINUTE };
    const cycle = { startedAt: NOW - 9 * MINUTE, rows: 20, movedAt: NOW - MINUTE };
    expect(judge(done(NOW - 10 * MINUTE, { failures: 1, error, cycle }))).toMatchObject({ state: "current" });
  });

  test("is limited when a limit holds it for longer than it may be late, also before it is", () => {
    const until = NOW + 2 * HOUR;
    const reason = `The vendor's limit lets nothing be read before ${iso(until)}.`;
    expect(judge(done(NOW - MINUTE, { limitedUntil: until }))).toMatchObject({
      state: "limited",
      late: false,
      until,
      reason,
    });
    expect(judge(done(NOW - HOUR, { limitedUntil: until }))).toMatchObject({ state: "limited", late: true, reason });
    expect(judge(done(NOW - MINUTE, { limitedUntil: NOW + MINUTE }))).toMatchObject({ state: "current" });
  });

  test("is stalled when a limit held it, and nobody has come since the limit ended", () => {
    expect(judge(done(NOW - 2 * HOUR, { limitedUntil: NOW - HOUR }))).toMatchObject({ state: "stalled", late: true });
  });

  test("is incomplete when its list could not be read whole, however fresh it is", () => {
    const warnedAt = NOW - 2 * DAY;
    expect(judge(done(NOW, { warnings: ["incomplete"], warnedAt }))).toMatchObject({
      state: "incomplete",
      late: false,
      since: warnedAt,
      reason: "Something is missing: the vendor's list could not be read whole.",
    });
    expect(judge(done(NOW, { warnings: ["incomplete"], stuck: 2 })).reason).toBe(
      "Something is missing: the vendor's list shows the same rows whichever page is asked for, and has too many rows to be read in parts.",
    );
    expect(judge(done(NOW, { unreadable: 3 })).reason).toBe(
      "Something is missing: 3 of the vendor's rows could not be read.",
    );
  });

  test("is late and incomplete where an incomplete list waits for its next turn, and stalled where that is past", () => {
    const late = done(NOW - HOUR, { warnings: ["incomplete"], nextAt: NOW + HOUR });
    expect(judge(late)).toMatchObject({ state: "incomplete", late: true });
    expect(judge({ ...late, nextAt: NOW - MINUTE })).toMatchObject({ state: "stalled", late: true });
  });

  test("is not degraded by an order or filter that the vendor ignores: it is read whole then", () => {
    expect(judge(done(NOW, { warnings: ["filter-ignored", "order-ignored"] }))).toMatchObject({ state: "current" });
  });

  test("fails with the reason for which its shop cannot be opened", () => {
    const trouble = { code: "RetryLater", message: "POST /connect/token: 503", at: NOW, since: NOW - HOUR };
    expect(judge(done(NOW - HOUR), { trouble })).toMatchObject({
      state: "failing",
      late: true,
      since: NOW - HOUR,
      reason: "The shop could not be opened. It cannot be read at the moment: POST /connect/token: 503.",
    });
  });
});

describe("a rest", () => {
  test("of a paused shop is `paused`, with the shop's reason", () => {
    const paused = { health: "paused", reason: "paused by the tenant", stoppedAt: NOW - DAY };
    expect(judge(done(NOW - DAY), paused)).toMatchObject({
      state: "paused",
      late: false,
      since: NOW - DAY,
      reason: "Nothing is read while the shop is paused: paused by the tenant.",
    });
  });

  test("that ended a moment ago leaves a resource catching up, and stalled where nothing comes of it", () => {
    const before = done(NOW - 3 * DAY);
    expect(judge(before, { resumedAt: NOW - MINUTE })).toMatchObject({
      state: "catching-up",
      late: false,
      since: NOW - MINUTE,
    });
    expect(judge(before, { resumedAt: NOW - 16 * MINUTE })).toMatchObject({
      state: "stalled",
      late: true,
      since: NOW - 16 * MINUTE,
    });
  });

  test("in quiet hours lasts until they end, and is none for what was late before", () => {
    // It is 12:00 in Vietnam; from 8 to 14 nothing is read.
    const quietHours = [8, 14] as const;
    const [began, ends] = [NOW - 4 * HOUR, NOW + 2 * HOUR];
    expect(judge(done(began - MINUTE), { quietHours })).toMatchObject({
      state: "paused",
      late: false,
      since: began,
      until: ends,
    });
    expect(judge(done(began - HOUR), { quietHours })).toMatchObject({ state: "stalled", late: true });
    // An hour after their end there is no excuse; five minutes after it there is.
    expect(judge(done(began), { quietHours }, ends + HOUR)).toMatchObject({ state: "stalled", since: ends });
    expect(judge(done(began), { quietHours }, ends + 5 * MINUTE)).toMatchObject({ state: "catching-up", since: ends });
  });

  test("over midnight is one rest", () => {
    const quietHours = [22, 6] as const;
    const began = Date.UTC(2026, 10, 19, 15);
    const atTwo = began + 4 * HOUR;
    expect(judge(done(began), { quietHours }, atTwo)).toMatchObject({
      state: "paused",
      since: began,
      until: began + 8 * HOUR,
    });
  });
});

describe("a first reading", () => {
  const young = { createdAt: iso(NOW - MINUTE) };
  test("waits, is under way, and stands still when it brings nothing for an hour", () => {
    const of = (full: TrackView | undefined, createdAt = young.createdAt) =>
      freshnessOf(resource(), { live: done(NOW - MINUTE), full }, { ...shop, createdAt }, NOW);
    expect(of(undefined)).toMatchObject({ state: "waiting", since: NOW - MINUTE });
    const cycle = { startedAt: NOW - 5 * HOUR, rows: 4_000, movedAt: NOW - HOUR };
    const began = iso(NOW - 5 * HOUR);
    expect(of({ failures: 0, nextAt: 0, cycle }, began)).toMatchObject({
      state: "backfilling",
      late: false,
      since: NOW - 5 * HOUR,
      reason: "The first reading of everything is under way: 4000 rows so far.",
    });
    const still = { ...cycle, movedAt: NOW - HOUR - 1 };
    expect(of({ failures: 0, nextAt: 0, cycle: still }, began)).toMatchObject({
      state: "stalled",
      late: true,
      since: NOW - HOUR - 1,
    });
  });

  test("that nobody begins is a standstill", () => {
    const created = { createdAt: iso(NOW - 2 * HOUR) };
    expect(freshnessOf(resource(), {}, { ...shop, ...created }, NOW)).toMatchObject({
      state: "stalled",
      late: true,
      since: NOW - 2 * HOUR,
    });
  });
});

test("a daily comparison that has not ended for two days is a standstill, although each minute is read", () => {
  const of = (endedAt: number) =>
    freshnessOf(
      resource(),
      { live: done(NOW), full: { failures: 0, nextAt: 0, lastCycle: { startedAt: endedAt - HOUR, endedAt } } },
      shop,
      NOW,
    );
  expect(of(NOW - 2 * DAY)).toMatchObject({ state: "current" });
  expect(of(NOW - 2 * DAY - 1)).toMatchObject({
    state: "stalled",
    late: true,
    reason: `The comparison of everything was due at ${iso(0)} and has not begun.`,
  });
});

test("a second look that has failed for an hour, or is a day behind, leaves its resource incomplete and the shop healthy", () => {
  const of = (look: TrackView) => freshnessOf(resource(), { live: done(NOW), full, beside: [look] }, shop, NOW);
  const error = { code: "TypeError", message: "", at: NOW, since: NOW - HOUR - 1, defect: true };
  expect(of({ failures: 2, nextAt: NOW, error })).toMatchObject({ state: "current" });
  expect(of({ failures: 3, nextAt: NOW, error })).toMatchObject({
    state: "incomplete",
    late: false,
    since: NOW - HOUR - 1,
    reason:
      "Something may be missing: what the poll overlooks is not found. A defect of ours stops it (TypeError); the operator is told.",
  });
  expect(of({ failures: 0, nextAt: NOW - DAY })).toMatchObject({ state: "current" });
  expect(of({ failures: 0, nextAt: NOW - DAY - 1 })).toMatchObject({ state: "incomplete", since: NOW - DAY - 1 });
});

test.each([
  ["each minute", {}, "modified", {}, 60, 15 * MINUTE],
  ["every 10 minutes", { everySeconds: 600 }, "snapshot", {}, 600, 50 * MINUTE],
  ["every quarter of an hour where nothing is said", {}, "snapshot", {}, 900, 75 * MINUTE],
  ["every 6 hours", { everySeconds: 21_600 }, "snapshot", {}, 21_600, 30 * HOUR],
  ["once a day", { everySeconds: 86_400 }, "snapshot", {}, 86_400, 2 * DAY],
  ["as the tenant wants", { everySeconds: 60 }, "modified", { orders: 3_600 }, 3_600, 5 * HOUR],
  ["as the tenant wants everything", { everySeconds: 60 }, "modified", { "*": 1_200 }, 1_200, 100 * MINUTE],
] as const)("what is read %s is late after its own time", (_, fields, strategy, schedule, promised, bound) => {
  const of = (lag: number) => {
    const read = done(NOW - lag);
    const tracks = strategy === "snapshot" ? { full: read } : { live: read, full };
    return freshnessOf(resource(fields, strategy), tracks, { ...shop, schedule }, NOW);
  };
  expect(of(bound)).toMatchObject({ state: "current", promisedSeconds: promised });
  expect(of(bound + 1)).toMatchObject({ state: "stalled", late: true });
});

describe("whatever the state", () => {
  const time = fc.integer({ min: NOW - 40 * DAY, max: NOW + 40 * DAY });
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const trouble = fc.record({
    code: fc.constantFrom("RetryLater", "VendorChanged", "SignInAgain", "KvValidateException", "TypeError"),
    message: fc.string(),
    at: time,
    since: maybe(time),
    defect: maybe(fc.boolean()),
  });
  const track: fc.Arbitrary<TrackView> = fc.record({
    nextAt: fc.oneof(time, fc.constant(0), fc.constant(1e30)),
    failures: fc.nat(20),
    lastCycle: maybe(fc.record({ startedAt: time, endedAt: time })),
    cycle: maybe(fc.record({ startedAt: time, rows: fc.nat(), movedAt: maybe(time) })),
    error: maybe(trouble),
    warnings: maybe(
      fc.subarray(["incomplete", "filter-ignored", "order-ignored", "deletions-refused", "deletions-unread"]),
    ),
    warnedAt: maybe(time),
    unreadable: maybe(fc.nat(9)),
    limitedUntil: maybe(time),
    running: fc.boolean(),
  });
  const shops: fc.Arbitrary<ShopView> = fc.record({
    health: fc.constantFrom("healthy", "degraded", "paused", "needs-reauth"),
    reason: maybe(fc.string()),
    createdAt: time.map(iso),
    stoppedAt: maybe(time),
    resumedAt: maybe(time),
    quietHours: maybe(fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }))),
    schedule: fc.constantFrom<ShopView["schedule"][]>(undefined, { orders: 600 }, { "*": 10 }),
    trouble: maybe(trouble),
  });
  const any = fc.record({
    resource: fc.record({
      everySeconds: maybe(fc.constantFrom(30, 900, 21_600, 86_400)),
      strategy: fc.constantFrom("modified" as const, "snapshot" as const),
    }),
    live: maybe(track),
    full: maybe(track),
    shop: shops,
  });
  type Given = typeof any extends fc.Arbitrary<infer Value> ? Value : never;
  /** Written down here once more: five intervals, at least a quarter of an hour, at most a day beside the first. */
  const lateAfter = (seconds: number) => Math.max(900, Math.min(5 * seconds, seconds + 86_400)) * 1_000;
  const judged = ({ resource: { strategy, everySeconds }, live, full: whole, shop: view }: Given) =>
    freshnessOf(resource(everySeconds ? { everySeconds } : {}, strategy), { live, full: whole }, view, NOW);

  test("a copy that is older than it may be is never current", () => {
    void fc.assert(
      fc.property(any, (given) => {
        const { state, lag = 0, promisedSeconds } = judged(given);
        if (lag > lateAfter(promisedSeconds)) expect(state).not.toBe("current");
      }),
      { numRuns: 3_000 },
    );
  });

  test("everything but `current` says since when and why", () => {
    void fc.assert(
      fc.property(any, (given) => {
        const { state, since, reason } = judged(given);
        if (state === "current") return;
        expect(since).toBeTypeOf("number");
        expect(reason).toMatch(/^[A-Z].*[.!?]$/s);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a shop that is to be read and is late is degraded, with the resource's name in the reason", () => {
    void fc.assert(
      fc.property(any, (given) => {
        const reading: ShopView = { health: "healthy", createdAt: shop.createdAt };
        const freshness = judged({ ...given, shop: reading });
        if ((freshness.lag ?? 0) <= lateAfter(freshness.promisedSeconds)) return;
        const { health, reason } = healthOf(reading, [{ resource: "orders", ...freshness }]);
        expect(health).toBe("degraded");
        expect(reason).toContain("orders");
      }),
      { numRuns: 3_000 },
    );
  });
});
