import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nextState,
  openStates,
  transitions,
  type WriteEvent,
  type WriteState,
  writeEvents,
  writeStates,
} from "../../../shared/core/write-states.ts";

const final: readonly WriteState[] = ["succeeded", "cancelled"];

/** Walks through the table, leaving out events that have no place. */
const walk = (events: readonly WriteEvent[]): { state: WriteState; path: [WriteState, WriteEvent, WriteState][] } => {
  let state: WriteState = "queued";
  const path: [WriteState, WriteEvent, WriteState][] = [];
  for (const event of events) {
    const next = nextState(state, event);
    if (next === undefined) continue;
    path.push([state, event, next]);
    state = next;
  }
  return { state, path };
};

const reachableFrom = (start: WriteState): Set<WriteState> => {
  const reached = new Set([start]);
  for (const state of reached) for (const next of Object.values(transitions[state])) reached.add(next);
  return reached;
};

const stories = fc.array(fc.constantFrom(...writeEvents), { maxLength: 60 });

describe("the table of a write's states", () => {
  test("every state can be reached from queued, and every open state can come to an end", () => {
    expect([...reachableFrom("queued")].sort()).toEqual([...writeStates].sort());
    for (const state of writeStates.filter((one) => !final.includes(one)))
      expect(reachableFrom(state).has("succeeded"), state).toBe(true);
  });

  test("nothing leads out of succeeded and cancelled", () => {
    for (const state of final) for (const event of writeEvents) expect(nextState(state, event)).toBeUndefined();
  });

  test("every event has a place somewhere", () => {
    for (const event of writeEvents) expect(writeStates.some((state) => nextState(state, event))).toBe(true);
  });

  test("only a claim leads to sending, and from there nothing leads back but the vendor's certain silence", () => {
    fc.assert(
      fc.property(stories, (events) => {
        for (const [from, event, to] of walk(events).path) {
          if (to === "sending") expect([from, event]).toEqual(["queued", "claim"]);
          if (from === "sending" && to === "queued") expect(event).toBe("delay");
          if (to === "probing") expect([from, event]).toEqual(["unknown", "probe"]);
        }
      }),
    );
  });

  test("what was lost is not sent again before a look, or a person's word", () => {
    fc.assert(
      fc.property(stories, (events) => {
        let lost = false;
        for (const [from, event, to] of walk(events).path) {
          if (event === "lose" && from === "sending") lost = true;
          if (event === "miss" || event === "retry") lost = false;
          if (to === "sending") expect(lost).toBe(false);
        }
      }),
    );
  });

  test("a write that may be at the vendor is never cancelled and never given up", () => {
    for (const state of ["sending", "unknown"] as const) {
      expect(nextState(state, "cancel")).toBeUndefined();
      expect(nextState(state, "give-up")).toBeUndefined();
    }
  });

  test("a refusal is the vendor's word about a call that was made", () => {
    for (const state of writeStates) expect(nextState(state, "reject") !== undefined).toBe(state === "sending");
  });

  test("whatever happens, the write is in exactly one known state, open or ended", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const { state } = walk(events);
        expect(writeStates).toContain(state);
        const isOpen = openStates.includes(state);
        expect(["succeeded", "rejected", "dead", "cancelled"].includes(state)).toBe(!isOpen);
      }),
    );
  });
});
