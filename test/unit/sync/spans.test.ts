import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../../shared/core/time.ts";
import type { Listing } from "../../../shared/core/vendor.ts";
import { overlapOf, type Plan, type Span, spanAt } from "../../../shared/sync/spans.ts";

const MARK = Date.UTC(2026, 10, 20, 8);
const EARLIEST = Date.UTC(2010, 0, 1);

const listingOf = (more: Partial<Listing>): Listing => ({
  operation: "rows.list",
  strategy: "window",
  paging: "page",
  pageSize: 100,
  call: () => ({}),
  read: (answer) => answer,
  ...more,
});

const allOf = (listing: Listing, plan: Plan): Span[] => {
  const spans: Span[] = [];
  for (let index = 0; ; index += 1) {
    const span = spanAt(listing, plan, index);
    if (!span) return spans;
    spans.push(span);
    if (spans.length > 10_000) throw new Error("the stretches do not end");
  }
};

const covers = (spans: readonly Span[], time: number): boolean =>
  spans.some(({ from, to }) => (from === undefined || time >= from) && (to === undefined || time <= to));

const listings = fc.record({
  strategy: fc.constantFrom("modified", "window"),
  maxWindowSeconds: fc.option(fc.integer({ min: 3_600, max: 40 * 86_400 }), { nil: undefined }),
  overlapSeconds: fc.option(fc.integer({ min: 0, max: 3 * 86_400 }), { nil: undefined }),
});

const clean = ({ strategy, maxWindowSeconds, overlapSeconds }: Partial<Listing>): Listing =>
  listingOf({
    ...(strategy === undefined ? {} : { strategy }),
    ...(strategy === "modified" || maxWindowSeconds === undefined ? {} : { maxWindowSeconds }),
    ...(overlapSeconds === undefined ? {} : { overlapSeconds }),
  });

describe("the stretches of a cycle", () => {
  test("a live cycle covers everything from its start to ahead of our clock, and no stretch is too long", () => {
    fc.assert(
      fc.property(
        listings,
        fc.integer({ min: 0, max: 90 * DAY }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (some, age, place) => {
          const listing = clean(some);
          const from = MARK - age;
          const spans = allOf(listing, { track: "live", from, mark: MARK });
          const top = MARK + overlapOf(listing);
          expect(covers(spans, Math.round(from + place * (top - from)))).toBe(true);
          expect(covers(spans, from)).toBe(true);
          expect(covers(spans, top)).toBe(true);
          for (const span of spans)
            if (listing.maxWindowSeconds !== undefined)
              expect(span.to! - span.from!).toBeLessThanOrEqual(listing.maxWindowSeconds * 1_000);
        },
      ),
    );
  });

  test("a full cycle covers all of the past, the newest first, and no stretch is too long", () => {
    fc.assert(
      fc.property(
        listings,
        fc.option(fc.integer({ min: HOUR, max: 800 * DAY }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (some, since, place) => {
          const listing = clean(some);
          fc.pre(listing.maxWindowSeconds === undefined || listing.maxWindowSeconds > 86_400);
          const earliest = since === undefined ? EARLIEST : MARK - since;
          const plan: Plan = { track: "full", mark: MARK, ...(since === undefined ? {} : { earliest }) };
          const spans = allOf(listing, plan);
          const top = MARK + overlapOf(listing);
          expect(covers(spans, Math.round(earliest + place * (top - earliest)))).toBe(true);
          expect(covers(spans, earliest)).toBe(true);
          expect(covers(spans, top)).toBe(true);
          const tops = spans.map(({ to }) => to ?? Number.POSITIVE_INFINITY);
          expect(tops).toEqual([...tops].sort((left, right) => right - left));
          for (const { from, to } of spans)
            if (listing.maxWindowSeconds !== undefined)
              expect(to! - from!).toBeLessThanOrEqual(listing.maxWindowSeconds * 1_000);
        },
      ),
    );
  });

  test("no stretch of a full cycle ends before it begins, and a start that the tenant chose cuts windows alone", () => {
    fc.assert(
      fc.property(listings, fc.integer({ min: 1, max: 800 * DAY }), (some, since) => {
        const listing = clean(some);
        fc.pre(listing.maxWindowSeconds === undefined || listing.maxWindowSeconds > 86_400);
        const spans = allOf(listing, { track: "full", mark: MARK, earliest: MARK - since });
        for (const { from, to } of spans) expect(to! - (from ?? 0)).toBeGreaterThanOrEqual(0);
        expect(covers(spans, EARLIEST)).toBe(listing.maxWindowSeconds === undefined);
      }),
    );
  });

  test("a snapshot is one stretch without ends", () => {
    for (const plan of [{ track: "live", from: 0, mark: MARK } as const, { track: "full", mark: MARK } as const])
      expect(allOf(listingOf({ strategy: "snapshot" }), plan)).toEqual([{ from: undefined, to: undefined }]);
  });

  test("a new shop's first stretch is its last day", () => {
    const first = spanAt(listingOf({ strategy: "modified" }), { track: "full", mark: MARK }, 0);
    expect(first).toEqual({ from: MARK - DAY, to: MARK + 600_000 });
  });
});
