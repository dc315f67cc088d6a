import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createCandidateStore } from "../../../shared/stores/candidates.ts";
import { keys } from "../../../shared/stores/keys.ts";
import { createRecordStore } from "../../../shared/stores/records.ts";
import { createSyncStateStore } from "../../../shared/stores/sync-states.ts";
import { observationOf } from "../../../shared/usecases/sync/observation.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { pageOf, person, ref, staff } from "../../helpers/staff.ts";

/** A list that is read whole, and a table that counts how often its stored records are read. */
const open = (count: number) => {
  let now = Date.UTC(2026, 10, 20);
  const table = new MemoryTable();
  const read = { ranges: 0, singly: 0 };
  const { query, getMany } = table;
  const pk = keys.records(ref, "staff");
  table.query = (asked) => {
    if (asked.pk === pk) read.ranges += 1;
    return query.call(table, asked);
  };
  table.getMany = (wanted, ...rest) => {
    read.singly += wanted.filter((key) => key.pk === pk).length;
    return getMany.call(table, wanted, ...rest);
  };
  const records = createRecordStore(table);
  const candidates = createCandidateStore(table);
  const states = createSyncStateStore(table);
  const people = new Map(Array.from({ length: count }, (_, index) => [index + 1, person(index + 1)]));
  const resource = staff();
  const call: Call = async (_operation, { params = {} }) => ({
    ...pageOf([...people.values()], params),
    offset: params.offset,
  });
  const cycle = async () => {
    now += 60 * 60_000;
    read.ranges = 0;
    read.singly = 0;
    const deps = { states, records, candidates, clock: () => now, random: Math.random, metric: () => undefined };
    const job = { ref, resource, track: "full" as const, settings: {}, call, deadline: now + 60_000, lease: 90_000 };
    expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
    return { ...read };
  };
  const store = (id: number) =>
    records.upsert(ref, "staff", [observationOf(resource, { ...person(id) }, {})], now - 60_000);
  const suspects = async () => (await candidates.list(ref, "staff")).candidates.map(({ id }) => id);
  const state = () => states.get(ref, "staff", "full");
  return { people, cycle, store, suspects, state };
};

test("a small list in which nothing changes is compared and swept by one read of its records", async () => {
  const shop = open(20);
  await shop.cycle();
  for (let times = 0; times < 3; times += 1) expect(await shop.cycle()).toEqual({ ranges: 1, singly: 0 });
  expect((await shop.state()).lastCycle).toMatchObject({ rows: 20, written: 0, removed: 0, stored: 20 });
});

test("what the vendor does not show is missed by that read as well", async () => {
  const shop = open(20);
  await shop.cycle();
  await shop.store(77);
  expect((await shop.cycle()).ranges).toBe(1);
  expect(await shop.suspects()).toEqual(["77"]);
});

test("a list that has changed, or shows less than before, is swept as it is stored now", async () => {
  const shop = open(20);
  await shop.cycle();
  shop.people.set(21, person(21));
  expect((await shop.cycle()).ranges).toBe(2);
  expect((await shop.state()).lastCycle).toMatchObject({ written: 1, stored: 21 });
  shop.people.delete(3);
  expect((await shop.cycle()).ranges).toBe(2);
  expect(await shop.suspects()).toEqual(["3"]);
});

test("a collection with many more records than the list shows is not read whole again and again", async () => {
  const shop = open(20);
  await shop.cycle();
  for (let id = 100; id < 140; id += 1) await shop.store(id);
  await shop.cycle();
  // The try has found too many, so the sweep reads them.
  const reads: number[] = [];
  for (let times = 0; times < 4; times += 1) reads.push((await shop.cycle()).ranges);
  expect(Math.max(...reads)).toBeLessThanOrEqual(2);
});
