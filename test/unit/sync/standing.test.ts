import { describe, expect, test } from "vitest";
import { lateLook, wholeLook } from "../../../shared/core/proofs.ts";
import { DAY, HOUR, MINUTE } from "../../../shared/core/time.ts";
import type { Resource } from "../../../shared/core/vendor.ts";
import type { SyncState } from "../../../shared/stores/sync-states.ts";
import {
  dueTimeOf,
  isShort,
  restsByWebhooks,
  type Standing,
  standingOf,
} from "../../../shared/usecases/sync/standing.ts";

const NOW = Date.UTC(2026, 10, 20, 5);
const orders = {
  name: "orders",
  listing: { strategy: "modified", pageSize: 100 },
  looks: [lateLook, wholeLook],
} as unknown as Resource;
const last = { startedAt: NOW - HOUR, endedAt: NOW - HOUR, rows: 20, written: 0, removed: 0 };
const resting: SyncState = { cycles: 9, nextAt: NOW, failures: 0, everySeconds: 900, lastCycle: last };
const told = new Set(["orders"]);

const standing = (states: Readonly<Record<string, SyncState>>, schedule?: Readonly<Record<string, number>>): Standing =>
  standingOf(orders, { states: new Map(Object.entries(states)), told, schedule, now: NOW });

describe("second looks may rest", () => {
  test("where proven webhooks tell the resource's changes and its poll is only a backstop that finds nothing", () => {
    expect(standing({ "orders#live": resting })).toEqual({ proven: true, shopRests: false, rests: true });
    const states = new Map([["orders#live", resting]]);
    const unproven = standingOf(orders, { states, told: new Set(), now: NOW });
    expect(unproven).toEqual({ proven: false, shopRests: false, rests: false });
    const silent = standingOf(orders, { states, told: new Set(), now: NOW }, true);
    expect(silent).toEqual({ proven: false, shopRests: true, rests: true });
    const lively = new Map([["orders#live", { ...resting, everySeconds: 480 }]]);
    expect(standingOf(orders, { states: lively, told: new Set(), now: NOW }, true).rests).toBe(false);
  });

  test("not while something happens", () => {
    expect(standing({ "orders#live": { ...resting, everySeconds: 480 } }).rests).toBe(false);
    for (const change of [{ written: 1 }, { removed: 1 }])
      expect(standing({ "orders#live": { ...resting, lastCycle: { ...last, ...change } } }).rests).toBe(false);
    expect(standing({}).rests).toBe(false);
  });

  test("not for a day after a poll or a look has found what the webhooks should have told", () => {
    const doubted = { ...resting, doubtedAt: NOW - DAY };
    for (const track of ["live", "late", "whole"]) {
      const states = { "orders#live": resting, [`orders#${track}`]: doubted };
      expect(standing(states)).toEqual({ proven: true, doubtedAt: NOW - DAY, shopRests: false, rests: false });
      const longAgo = { ...states, [`orders#${track}`]: { ...doubted, doubtedAt: NOW - DAY - 1 } };
      expect(standing(longAgo).rests).toBe(true);
    }
  });

  test("not where the tenant has fixed the rhythm", () => {
    expect(standing({ "orders#live": resting }, { orders: 900 }).rests).toBe(false);
    expect(standing({ "orders#live": resting }, { customers: 900 }).rests).toBe(true);
  });
});

describe("a shop rests, for the collections of which its vendor tells nothing,", () => {
  const customers = { ...orders, name: "customers" } as unknown as Resource;
  const products = { ...orders, name: "products" } as unknown as Resource;
  const both = new Set(["orders", "products"]);
  const rests = (
    states: Readonly<Record<string, SyncState>>,
    more: { told?: ReadonlySet<string>; schedule?: Readonly<Record<string, number>> } = {},
  ): boolean => {
    const known = { states: new Map(Object.entries(states)), told: both, now: NOW, ...more };
    return standingOf(customers, known, restsByWebhooks([customers, orders, products], known)).shopRests;
  };
  const still = { "orders#live": resting, "products#live": resting };

  test("when nothing happens in any of those that proven webhooks tell", () => {
    expect(rests(still)).toBe(true);
    expect(rests({ ...still, "products#live": { ...resting, everySeconds: 480 } })).toBe(false);
    expect(rests({ ...still, "orders#live": { ...resting, lastCycle: { ...last, written: 1 } } })).toBe(false);
    expect(rests({ "orders#live": resting })).toBe(false);
  });

  test("not where one of these is doubted, where none is proven, or where its tenant has fixed them all", () => {
    expect(rests({ ...still, "orders#late": { ...resting, doubtedAt: NOW - HOUR } })).toBe(false);
    expect(rests(still, { told: new Set() })).toBe(false);
    expect(rests(still, { schedule: { orders: 900, products: 900 } })).toBe(false);
    expect(rests(still, { schedule: { orders: 60 } })).toBe(true);
  });
});

describe("a look that has rested", () => {
  const look: SyncState = { ...resting, everySeconds: 7_200, nextAt: NOW + HOUR };
  const due = (state: SyncState, rests: boolean) =>
    dueTimeOf(orders, "late", state, { proven: true, shopRests: false, rests });

  test("comes half an hour after the last one where it may not rest any more", () => {
    expect(due(look, true)).toBe(NOW + HOUR);
    expect(due(look, false)).toBe(last.startedAt + 30 * MINUTE);
  });

  test("waits on after an error, and for a limit", () => {
    expect(due({ ...look, failures: 1 }, false)).toBe(NOW + HOUR);
    expect(due({ ...look, limitedUntil: NOW + MINUTE }, false)).toBe(NOW + HOUR);
  });

  test("of a long list comes when its calls are worth it again", () => {
    const long = { ...look, lastCycle: { ...last, rows: 20_000 }, everySeconds: 6_000 };
    expect(due(long, false)).toBe(NOW + HOUR);
  });

  test("polls have their own time", () => {
    expect(dueTimeOf(orders, "live", look, { proven: true, shopRests: false, rests: false })).toBe(NOW + HOUR);
  });
});

describe("what has failed", () => {
  const failed = { ...resting, failures: 21, nextAt: NOW + HOUR, error: { code: "SignInAgain", message: "", at: NOW } };
  const due = (state: object, resumedAt: number | undefined) => {
    const known = { states: new Map(), told, now: NOW + MINUTE, resumedAt };
    return dueTimeOf(orders, "live", { ...failed, ...state } as SyncState, standingOf(orders, known));
  };

  test("is tried anew at once where the shop has its access back since, and once", () => {
    expect(due({}, undefined)).toBe(NOW + HOUR);
    expect(due({}, NOW - 1)).toBe(NOW + HOUR);
    expect(due({}, NOW + MINUTE)).toBe(NOW + MINUTE);
    expect(due({ error: { ...failed.error, at: NOW + 2 * MINUTE } }, NOW + MINUTE)).toBe(NOW + HOUR);
  });

  test("waits on for a limit of the vendor, and comes no later than it would have", () => {
    expect(due({ limitedUntil: NOW + HOUR }, NOW + MINUTE)).toBe(NOW + HOUR);
    expect(due({ nextAt: NOW + 1 }, NOW + MINUTE)).toBe(NOW + 1);
  });
});

test("a look goes on within a round where the last one was three pages at most and nothing of it is left", () => {
  const short = { ...resting, lastCycle: { ...last, rows: 300 } };
  expect(isShort(orders, "whole", short)).toBe(true);
  expect(isShort(orders, "whole", { ...short, lastCycle: { ...last, rows: 301 } })).toBe(false);
  expect(isShort(orders, "whole", { ...short, failures: 1 })).toBe(false);
  expect(isShort(orders, "whole", { ...short, cycle: {} as never })).toBe(false);
  expect(isShort(orders, "whole", undefined)).toBe(false);
});
