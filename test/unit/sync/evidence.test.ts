import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../shared/core/time.ts";
import { isBraked, mostUnasked } from "../../../shared/sync/brake.ts";
import { APART, type Evidence, isSuspicion, proofOf, withEvidence } from "../../../shared/sync/evidence.ts";

const NOON = Date.UTC(2026, 10, 20, 5);
const words = (minute: number, more: Partial<Evidence> = {}): Evidence => ({
  way: "detail",
  said: "gone",
  at: NOON + minute * MINUTE,
  ...more,
});
const silence = (minute: number, more: Partial<Evidence> = {}): Evidence =>
  words(minute, { said: "not-shown", ...more });
const unclear = (minute: number, more: Partial<Evidence> = {}): Evidence =>
  words(minute, { said: "cannot-tell", ...more });
const absence = (minute: number, more: Partial<Evidence> = {}): Evidence =>
  words(minute, { way: "absence", said: "not-shown", ...more });
const report = (minute: number, way: Evidence["way"] = "list-page"): Evidence => words(minute, { way });
const canary = "8";
/** An answer that shows another record and not this one. */
const beside = (minute: number): Evidence => silence(minute, { canary, sameAnswer: true });

describe("a record has ended", () => {
  test.each<[string, Evidence[]]>([
    ["the vendor's words, and another record shown", [words(0, { canary })]],
    ["the vendor's words twice, a minute apart", [words(0), words(1)]],
    ["a report, and the vendor's words", [report(0), words(1)]],
    [
      "a list of deleted rows, and silence with another record shown",
      [report(0, "deleted-list"), silence(1, { canary })],
    ],
    ["a webhook, and silence with another record shown", [report(0, "webhook"), silence(0, { canary })]],
    ["answers that show another record, twice", [beside(0), beside(1)]],
    ["our own deletion, and silence with another record shown", [report(0, "own-write"), silence(0, { canary })]],
    ["two full listings, and a refusal since", [absence(0), absence(4), unclear(4, { refused: true })]],
    ["two full listings, and an outage for this record alone", [absence(0), absence(4), unclear(5, { canary })]],
    ["two reports, and a refusal since", [report(0), report(1), unclear(1, { refused: true })]],
  ])("%s", (_what, evidence) => {
    expect(proofOf(evidence, true)).toBeDefined();
  });

  test.each<[string, Evidence[]]>([
    ["two full listings", [absence(0), absence(4)]],
    ["a report", [report(0)]],
  ])("%s, where the record cannot be asked for", (_what, evidence) => {
    expect(proofOf(evidence, false)).toBeDefined();
  });
});

describe("a record is not proven to have ended", () => {
  test.each<[string, Evidence[]]>([
    ["the vendor's words once", [words(0)]],
    ["our own deletion", [report(0, "own-write")]],
    ["our own deletion and an outage", [report(0, "own-write"), unclear(1, { canary })]],
    ["the vendor's words twice within a minute", [words(0), words(0.9)]],
    ["silence twice, without another record", [silence(0), silence(10)]],
    ["empty answers, beside others that show a record", [silence(0, { canary }), silence(9, { canary })]],
    ["an answer that shows another record, once", [beside(0)]],
    ["answers that show another record, within a minute", [beside(0), beside(0.9)]],
    ["a report and silence, without another record", [report(0), silence(1)]],
    ["a webhook and an outage", [report(0, "webhook"), unclear(1)]],
    ["a webhook twice, and a refusal", [report(0, "webhook"), report(9, "webhook"), unclear(9, { refused: true })]],
    ["one full listing and a refusal", [absence(0), unclear(9, { refused: true })]],
    ["two full listings that nothing was asked after", [unclear(3, { refused: true }), absence(0), absence(4)]],
    ["two full listings in an outage of all records", [absence(0), absence(4), unclear(5)]],
    ["two full listings that follow each other at once", [absence(0), absence(0.1), unclear(1, { refused: true })]],
    ["two empty listings", [absence(0, { weak: "empty" }), absence(9, { weak: "empty" }), unclear(9, { canary })]],
    [
      "listings that were cut off",
      [absence(0, { weak: "incomplete" }), absence(9, { weak: "incomplete" }), unclear(9, { canary })],
    ],
  ])("%s", (_what, evidence) => {
    expect(proofOf(evidence, true)).toBeUndefined();
  });

  test("a webhook proves nothing where the record cannot be asked for", () => {
    expect(proofOf([report(0, "webhook"), report(9, "webhook"), absence(9)], false)).toBeUndefined();
  });
});

const at = fc.integer({ min: 0, max: 30 * 60 }).map((second) => NOON + second * 1_000);
const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.record({
    way: fc.constantFrom<Evidence["way"]>("detail", "own-write"),
    said: fc.constantFrom<Evidence["said"]>("gone", "not-shown", "cannot-tell"),
    at,
    canary: fc.constantFrom(undefined, "8"),
    sameAnswer: fc.constantFrom(undefined, true),
    refused: fc.constantFrom(undefined, true),
  }),
  fc.record({
    way: fc.constant<Evidence["way"]>("absence"),
    said: fc.constant<Evidence["said"]>("not-shown"),
    at,
    weak: fc.constantFrom<Evidence["weak"]>(undefined, "incomplete", "empty"),
  }),
  fc.record({
    way: fc.constantFrom<Evidence["way"]>("list-page", "webhook", "deleted-list"),
    said: fc.constant<Evidence["said"]>("gone"),
    at,
  }),
);
const anyCase = fc.array(anyEvidence, { maxLength: 12 });

describe("whatever was seen of a record", () => {
  test("answers that cannot tell, empty and incomplete listings and hints prove nothing, alone or together", () => {
    const isMute = ({ way, said, weak, canary }: Evidence): boolean =>
      way === "webhook" ||
      (way === "absence" && weak !== undefined) ||
      said === "cannot-tell" ||
      ((way === "detail" || way === "own-write") && said === "not-shown" && canary === undefined);
    const mute = anyEvidence.filter(isMute);
    void fc.assert(
      fc.property(fc.array(mute, { maxLength: 12 }), fc.boolean(), (evidence, canAsk) => {
        expect(proofOf(evidence, canAsk)).toBeUndefined();
      }),
    );
  });

  test("a proof rests on what was seen, and on at least two things that differ in time or way, or on a canary", () => {
    void fc.assert(
      fc.property(anyCase, (evidence) => {
        const proof = proofOf(evidence, true);
        if (!proof) return;
        const strong = evidence.filter((one) => isSuspicion(one) && one.weak === undefined);
        expect(strong.some(({ at }) => at === proof.since)).toBe(true);
        const sure = strong.some(
          ({ way, said, canary }) => (way === "detail" || way === "own-write") && said === "gone" && canary,
        );
        expect(sure || strong.length > 1).toBe(true);
      }),
    );
  });

  test("more evidence never takes a proof away, and its order does not matter", () => {
    void fc.assert(
      fc.property(anyCase, anyEvidence, (evidence, more) => {
        if (!proofOf(evidence, true)) return;
        if (more.way !== "absence" && more.way !== "list-page" && more.way !== "deleted-list")
          expect(proofOf([...evidence, more], true)).toBeDefined();
        expect(proofOf(evidence.toReversed(), true)).toEqual(proofOf(evidence, true));
      }),
    );
  });

  test("what is kept of it stays small and proves no more than all of it, seen in the order of time", () => {
    // A listing within a minute of another one is not kept: what was asked between the two answers the first.
    const inMinutes = anyCase.map((evidence) =>
      evidence.map((one) => ({ ...one, at: NOON + Math.floor((one.at - NOON) / APART) * APART })),
    );
    void fc.assert(
      fc.property(inMinutes, (evidence) => {
        const ordered = evidence.toSorted((one, other) => one.at - other.at);
        const kept = ordered.reduce<readonly Evidence[]>((known, seen) => withEvidence(known, seen), []);
        expect(kept.length).toBeLessThanOrEqual(evidence.length);
        expect(kept.every((one) => evidence.some((other) => other.at === one.at && other.way === one.way))).toBe(true);
        if (proofOf(kept, true)) expect(proofOf(ordered, true)).toBeDefined();
        const counts = Map.groupBy(kept, (one) =>
          JSON.stringify([one.way, one.said, one.weak, one.canary, one.sameAnswer]),
        );
        for (const same of counts.values()) expect(same.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe("the brake", () => {
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 2],
    [6, 3],
    [15, 3],
    [20, 3],
    [60, 3],
    [80, 4],
    [100, 5],
    [10_000, 500],
  ])("lets %i records lose %i within an hour", (size, most) => {
    expect(mostUnasked(size)).toBe(most);
  });

  test("never lets a whole collection go, nor more than half of a small one", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (size) => {
        expect(mostUnasked(size)).toBeLessThan(size);
        if (size <= 20) expect(mostUnasked(size)).toBeLessThanOrEqual(size / 2);
      }),
    );
  });

  test("holds in any hour to its share, in whatever portions records vanish", () => {
    const portion = fc.record({ wait: fc.integer({ min: 0, max: 90 }), count: fc.integer({ min: 1, max: 30 }) });
    void fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.array(portion, { maxLength: 30 }), (start, portions) => {
        let now = 0;
        let living = start;
        let gone: { at: number; size: number }[] = [];
        for (const { wait, count } of portions) {
          now += wait;
          gone = gone.filter(({ at }) => now - at < 60);
          const pending = Math.min(count, living);
          const size = living + gone.length;
          if (isBraked({ size, removed: gone.length, held: 0, pending })) continue;
          living -= pending;
          gone.push(...Array.from({ length: pending }, () => ({ at: now, size })));
          expect(gone.length).toBeLessThanOrEqual(mostUnasked(size));
          expect(living).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("counts what it held a moment ago, and holds nothing where nothing is pending", () => {
    expect(isBraked({ size: 100, removed: 0, held: 30, pending: 1 })).toBe(true);
    expect(isBraked({ size: 100, removed: 4, held: 0, pending: 1 })).toBe(false);
    expect(isBraked({ size: 100, removed: 4, held: 0, pending: 2 })).toBe(true);
    expect(isBraked({ size: 0, removed: 9, held: 9, pending: 0 })).toBe(false);
  });
});
