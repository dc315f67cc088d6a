import { describe, expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { promisedNow } from "../../../shared/core/pace.ts";
import { DAY, MINUTE, SECOND, toHanoiDay } from "../../../shared/core/time.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { createRecordStore, type RecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { vendors } from "../../../shared/vendors/registry.ts";
import { goodAnswer } from "../../helpers/good-answer.ts";
import { ref } from "../../helpers/staff.ts";

const resource = vendors.isale.resources.find(({ name }) => name === "orders")!;
const NOW = Date.UTC(2026, 0, 20, 5);

interface Order {
  readonly id: number;
  readonly createdAt: string;
  readonly status: number;
  readonly total: number;
}

const orderAt = (id: number, at: number): Order => ({
  id,
  createdAt: new Date(at).toISOString(),
  status: id % 8,
  total: 1_000 * id,
});

/** So many orders of the last days, evenly spread. */
const spread = (count: number, days: number): Order[] =>
  Array.from({ length: count }, (_, n) => orderAt(n + 1, NOW - 1 - Math.floor((days * DAY * n) / count)));

/** The last moment that a filter's `dateTo` shows. */
const ends = {
  "its day": (dateTo: string) => Date.parse(`${dateTo}T23:59:59.999+07:00`),
  "its midnight": (dateTo: string) => Date.parse(`${dateTo}T00:00:00+07:00`),
  "its midnight in UTC": (dateTo: string) => Date.parse(`${dateTo}T00:00:00Z`),
};
type End = keyof typeof ends;

/** iSale's list of orders: at most 200 rows, the newest first, up to an end. */
const openOrders = (orders: readonly Order[], end: End) => {
  const table = new MemoryTable();
  const stored = createRecordStore(table);
  const states = createSyncStateStore(table);
  const world = {
    now: NOW,
    asked: [] as Readonly<Record<string, unknown>>[],
    sent: [] as string[],
    saves: 0,
    shownAs: (_id: number): Partial<Order> => ({}),
  };
  const call: Call = async (id, { params }) => {
    world.asked.push(params ?? {});
    const { dateFrom, dateTo, status, limit } = params ?? {};
    const found = orders.filter((order) => {
      const at = Date.parse(order.createdAt);
      if (dateFrom !== undefined && toHanoiDay(at) < String(dateFrom)) return false;
      if (dateTo !== undefined && at > ends[end](String(dateTo))) return false;
      return status === undefined || String(order.status) === String(status);
    });
    const newest = found.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    const rows = newest.slice(0, Number(limit)).map((order) => ({ ...order, ...world.shownAs(order.id) }));
    return goodAnswer(vendors.isale, id, JSON.stringify({ data: rows }), world.now);
  };
  const records: RecordStore = {
    ...stored,
    upsert: (...given) => {
      world.sent.push(...given[2].map(({ id }) => id));
      return stored.upsert(...given);
    },
  };
  const counted: typeof states = {
    ...states,
    save: (...given) => {
      world.saves += 1;
      return states.save(...given);
    },
  };
  const deps = {
    states: counted,
    records,
    candidates: createCandidateStore(table),
    clock: () => world.now,
    random: () => 0.5,
    metric: () => undefined,
  };
  return {
    world,
    state: () => states.get(ref, "orders", "live"),
    stored: async () => (await stored.livingIds(ref, "orders", undefined)).ids.length,
    async poll() {
      for (const list of [world.asked, world.sent]) list.length = 0;
      world.saves = 0;
      const deadline = world.now + MINUTE;
      const job = { ref, resource, track: "live", settings: {}, call, deadline, lease: 90_000 } as const;
      expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
    },
  };
};

/** The first poll of a shop reads its last day, and each later one the days before its last one as well. */
const polledTwice = async (orders: readonly Order[], end: End) => {
  const shop = openOrders(orders, end);
  await shop.poll();
  shop.world.now += 10 * MINUTE;
  await shop.poll();
  return shop;
};

describe.each(Object.keys(ends) as End[])("orders of a busy shop, where a dateTo ends with %s", (end) => {
  test("are all read, and each goes to the table once, though several answers show it", async () => {
    const { world, stored } = await polledTwice(spread(900, 3), end);
    expect(await stored()).toBe(900);
    expect(world.sent).toHaveLength(new Set(world.sent).size);
  });

  test("are asked for by day and state, and not further ahead than two days", async () => {
    const { world } = await polledTwice(spread(900, 3), end);
    const days = world.asked.map(({ dateTo }) => String(dateTo));
    expect(days.sort().at(-1)).toBe(toHanoiDay(world.now + 2 * DAY));
    // One answer for all, one for each of six days, and eight states of the four days that have orders.
    expect(world.asked.length).toBeLessThanOrEqual(1 + 6 + 4 * 8);
  });

  test("are read more rarely the more calls that takes, and the promise says so", async () => {
    const { world, state } = await polledTwice(spread(900, 3), end);
    const calls = world.asked.length;
    const { dividedInto, nextAt } = await state();
    expect(dividedInto).toBe(calls);
    expect(nextAt - world.now).toBeGreaterThanOrEqual(calls * 2 * SECOND);
    expect(promisedNow(resource, undefined, await state())).toBe(Math.max(60, calls * 2));
  });

  test("save their place every ten answers", async () => {
    const { world } = await polledTwice(spread(900, 3), end);
    expect(world.saves).toBeLessThanOrEqual(1 + world.asked.length / 10);
  });

  test("are read with one call each minute while they are few", async () => {
    const { world, state } = await polledTwice(spread(40, 3), end);
    expect(world.asked).toHaveLength(1);
    expect(promisedNow(resource, undefined, await state())).toBe(60);
  });
});

test("an order at midnight does not show that a dateTo includes its day", async () => {
  const midnight = Date.parse("2026-01-19T00:00:00+07:00");
  const { stored } = await polledTwice([...spread(900, 3), orderAt(901, midnight)], "its midnight");
  expect(await stored()).toBe(901);
});

test("an order that is edited while a poll reads goes to the table as each answer shows it", async () => {
  const { world, poll } = await polledTwice(spread(900, 3), "its day");
  world.shownAs = (id) => (id === 1 ? { total: world.asked.length } : {});
  world.now += 10 * MINUTE;
  await poll();
  // The answer for all shows it, the one for its day, and the one for its state.
  expect(world.sent.filter((id) => id === "1")).toHaveLength(3);
});
