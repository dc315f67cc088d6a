import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { LostLease } from "../../../shared/core/errors.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { type Cell, packCells, unpackCells } from "../../../shared/stores/poll-item.ts";
import { type ClaimedState, createSyncStateStore, type SyncState } from "../../../shared/stores/sync-states.ts";

const ref = { tenant: "acme", shop: "shop" };
const NOW = Date.UTC(2026, 10, 20);
const LEASE = 5 * MINUTE;
const ORDERS = { resource: "orders", track: "live" } as const;
const STAFF = { resource: "staff", track: "full" } as const;
const both = [ORDERS, STAFF];

const resting = (index: number): SyncState => ({
  cursor: NOW - 1_000 - index,
  deleted: { cursor: NOW - 7, askedAt: NOW - 60_000, wideAt: NOW - 600_000 },
  lastCycle: { startedAt: NOW - 500 - index, endedAt: NOW - 100, rows: 3, written: 0, removed: 0, added: 0 },
  cycles: 40_000 + index,
  nextAt: NOW + 60_000,
  failures: 0,
});

test("what is packed is unpacked as it was, whatever a state holds", () => {
  const odd: SyncState = {
    ...resting(1),
    deleted: { cursor: 5, askedAt: 6, refused: true },
    failures: 3,
    error: { code: "RetryLater", message: "Tạm ngưng", at: NOW, since: NOW - 5 },
    warnings: ["incomplete"],
    cycle: { id: "c", startedAt: NOW, mark: NOW, phase: "rows", partition: 0, span: 1, rows: 2, written: 0 } as never,
  };
  const cells = new Map<string, Cell>([
    ["orders#live", { fence: 7, leaseUntil: NOW + LEASE, state: resting(0) }],
    ["staff#full", { fence: 1, state: odd }],
    ["customers#live", { fence: 2, state: { cycles: 0, nextAt: 0, failures: 0 }, apart: true }],
  ]);
  expect(unpackCells(packCells(cells))).toEqual(cells);
});

test("an item of a form that is not known is not read", () => {
  const packed = packCells(new Map());
  expect(() => unpackCells({ ...packed, v: 3 })).toThrow("unknown form 3");
});

test("an item of the form of before is read", () => {
  const rows = [
    ["orders#live", 275, 60_000, [885_460, -630, -600, -5, -630, -630, -630, null, 215, 0, 3], { held: 2 }, 0, 60],
    ["staff#full", 2, null, [], 0, 1],
  ];
  const polls = deflateRawSync(JSON.stringify({ base: NOW, rows }), { level: 9 });
  expect(unpackCells({ v: 1, polls })).toEqual(
    new Map<string, object>([
      [
        "orders#live",
        {
          fence: 275,
          leaseUntil: NOW + 60_000,
          roused: 60,
          state: {
            nextAt: NOW + 885_460,
            cursor: NOW - 630,
            lastCycle: { startedAt: NOW - 600, endedAt: NOW - 5, rows: 3 },
            deleted: { cursor: NOW - 630, askedAt: NOW - 630, wideAt: NOW - 630 },
            cycles: 215,
            failures: 0,
            held: 2,
          },
        },
      ],
      ["staff#full", { fence: 2, state: {}, apart: true }],
    ]),
  );
});

test("any states are unpacked as they were", () => {
  const time = fc.integer({ min: 0, max: 4e12 });
  const state = fc.record(
    {
      ...{ nextAt: time, cursor: time, doubtedAt: time, cycles: fc.nat(), failures: fc.nat(), everySeconds: fc.nat() },
      lastCycle: fc.record({ startedAt: time, endedAt: time, rows: fc.nat(), stored: fc.nat() }, { requiredKeys: [] }),
      warnings: fc.array(fc.string()),
    },
    { requiredKeys: [] },
  );
  const cell = fc.record(
    { fence: fc.nat(), state, leaseUntil: time, roused: fc.nat(), apart: fc.constant(true) },
    { requiredKeys: ["fence", "state"] },
  );
  const name = fc.constantFrom("orders#live", "no-such-resource#full", "staff#full", "customers#late", "x");
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, cell), { selector: ([one]) => one }), (entries) => {
      // A part without a field is none.
      const kept = entries.filter(([, one]) => Object.keys(one.state.lastCycle ?? { startedAt: 0 }).length > 0);
      const cells = new Map(kept) as unknown as Map<string, Cell>;
      expect(unpackCells(packCells(cells))).toEqual(cells);
    }),
  );
});

test("the polls of a shop with 25 resources fit in one write unit while they are claimed", () => {
  const cells = new Map<string, Cell>();
  for (let index = 0; index < 25; index += 1)
    cells.set(`resource-${index}#${index % 3 ? "full" : "live"}`, {
      fence: 40_000 + index,
      leaseUntil: NOW + LEASE,
      state: resting(index * 37),
    });
  const { polls } = packCells(cells);
  expect((polls as Uint8Array).length).toBeLessThan(900);
});

test("a worker that lost one poll of its round saves the others and not this one", async () => {
  const states = createSyncStateStore(new MemoryTable());
  const first = await states.claimPolls(ref, both, NOW, LEASE);
  const later = NOW + LEASE + 1;
  const heir = (await states.claim(ref, { resource: "orders", track: "live" }, later, LEASE))!;
  await states.save(heir, { ...heir.state, cursor: 2_000 }, { release: true });
  const saves = first.claims.map((claimed) => ({ claimed, state: { ...claimed.state, cursor: 1 }, release: true }));
  // As the dead worker saw the item: the table, not its memory, has the last word.
  const lost = await states.savePolls(saves, first.view);
  expect(lost.map(({ claimed }) => claimed.key.resource)).toEqual(["orders"]);
  expect((await states.get(ref, "orders", "live")).cursor).toBe(2_000);
  expect((await states.get(ref, "staff", "full")).cursor).toBe(1);
});

test("of a round's polls only those are claimed that no worker has", async () => {
  const states = createSyncStateStore(new MemoryTable());
  await states.claim(ref, { resource: "orders", track: "live" }, NOW, LEASE);
  const { claims } = await states.claimPolls(ref, both, NOW + 1, LEASE);
  expect(claims.map(({ key }) => key.resource)).toEqual(["staff"]);
  expect(await states.claim(ref, { resource: "staff", track: "full" }, NOW + 2, LEASE)).toBeUndefined();
});

test("workers of different polls that save at one moment all keep what they saved", async () => {
  const states = createSyncStateStore(new MemoryTable());
  const names = Array.from({ length: 8 }, (_, index) => ({ resource: `r${index}`, track: "live" as const }));
  const claims = await Promise.all(
    names.map(({ resource, track }) => states.claim(ref, { resource, track }, NOW, LEASE)),
  );
  const save = (claimed: ClaimedState | undefined, index: number) =>
    states.save(claimed!, { ...claimed!.state, cursor: index }, { release: true });
  await Promise.all(claims.map(save));
  const all = await states.all(ref, NOW);
  expect(names.map(({ resource }) => all.get(`${resource}#live`)?.cursor)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test("a long state has an item of its own, which a worker that lost its lease cannot replace", async () => {
  const table = new MemoryTable();
  const states = createSyncStateStore(table);
  const long = (mark: string): SyncState => ({
    ...resting(0),
    cycle: { id: mark, partitions: Array.from({ length: 500 }, (_, part) => ({ part })), chunks: 1 } as never,
  });
  const dead = (await states.claim(ref, { resource: "staff", track: "full", polled: true }, NOW, LEASE))!;
  await states.save(dead, long("first"), { release: false, leaseUntil: NOW + LEASE });
  const item = await table.get(keys.polls(ref));
  expect((item!.polls as Uint8Array).length).toBeLessThan(200);
  const heir = (await states.claim(ref, { resource: "staff", track: "full" }, NOW + LEASE + 1, LEASE))!;
  expect(heir.state).toEqual(long("first"));
  await expect(states.save(dead, long("dead"), { release: true })).rejects.toThrow(LostLease);
  expect((await states.get(ref, "staff", "full")).cycle?.id).toBe("first");
  expect((await states.all(ref, NOW + LEASE + 2)).get("staff#full")).toMatchObject({
    running: true,
    cycle: { id: "first" },
  });
  await states.save(heir, resting(1), { release: true });
  expect(await states.get(ref, "staff", "full")).toEqual(resting(1));
  expect([...(await states.all(ref, NOW)).keys()]).toEqual(["staff#full"]);
});

test("a resource has one state per track, wherever it is asked for", async () => {
  const states = createSyncStateStore(new MemoryTable());
  const poll = (await states.claim(ref, { resource: "staff", track: "full", polled: true }, NOW, LEASE))!;
  await states.save(poll, { ...poll.state, cursor: 1 }, { release: true });
  const comparison = (await states.claim(ref, { resource: "orders", track: "full", polled: false }, NOW, LEASE))!;
  await states.save(comparison, { ...comparison.state, cursor: 2 }, { release: true });
  await states.schedule(ref, "staff", "full", 77);
  await states.schedule(ref, "orders", "full", 78);
  expect((await states.claim(ref, { resource: "staff", track: "full" }, NOW + 1, LEASE))?.state).toMatchObject({
    cursor: 1,
    nextAt: 77,
  });
  expect(
    (await states.claim(ref, { resource: "orders", track: "full", polled: true }, NOW + 1, LEASE))?.state,
  ).toMatchObject({
    cursor: 2,
    nextAt: 78,
  });
  expect([...(await states.all(ref, NOW)).keys()].sort()).toEqual(["orders#full", "staff#full"]);
});
