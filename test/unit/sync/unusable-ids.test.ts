import { expect, test } from "vitest";
import { MemoryTable } from "../../../infra/memory-table.ts";
import { Rejected } from "../../../shared/core/errors.ts";
import type { Call } from "../../../shared/core/vendor.ts";
import { createStores } from "../../../shared/stores/all.ts";
import { syncSlice } from "../../../shared/usecases/sync/sync-slice.ts";
import { person, ref, staff } from "../../helpers/staff.ts";

const NOW = Date.UTC(2026, 10, 20);
const HUGE = "9".repeat(2_000);

const open = (table = new MemoryTable()) => {
  const stores = createStores(table);
  const deps = { ...stores, clock: () => NOW, random: () => 0.5, metric: () => undefined };
  return { stores, deps };
};

test("a row whose id no key can hold is kept for people, and the others of its page are stored", async () => {
  const { stores, deps } = open();
  const rows = [person(1), { ...person(2), id: HUGE as unknown as number }, person(3)];
  const call: Call = async () => ({ rows, total: rows.length });
  const job = {
    ref,
    resource: staff(),
    track: "full",
    settings: {},
    call,
    deadline: NOW + 1_000,
    lease: 1_000,
  } as const;
  expect(await syncSlice(job, deps)).toMatchObject({ outcome: "done" });
  expect((await stores.records.getMany(ref, "staff", ["1", "2", "3"])).map(({ id }) => id).sort()).toEqual(["1", "3"]);
  expect((await stores.states.get(ref, "staff", "full")).unreadable).toBe(1);
});

test("an id that no key can hold is neither looked up nor pulled: what has changed is read instead", async () => {
  const { stores } = open();
  expect(await stores.records.living(ref, "staff", [HUGE, ""])).toEqual([]);
  const pull = await stores.pulls.add(ref, "staff", ["1", HUGE], { now: NOW, until: NOW + 60_000 });
  expect(pull).toMatchObject({ ids: [], all: true });
});

test("a listing in more parts than a checkpoint can hold says so, and is tried again", async () => {
  const { stores, deps } = open();
  const base = staff();
  const partitions = async () => ({ parts: Array.from({ length: 5_001 }, (_, part) => ({ part })) });
  const resource = { ...base, listing: { ...base.listing, partitions } };
  const call: Call = async () => ({ rows: [], total: 0 });
  const job = { ref, resource, track: "full", settings: {}, call, deadline: NOW + 1_000, lease: 1_000 } as const;
  expect(await syncSlice(job, deps)).toMatchObject({ outcome: "failed" });
  expect((await stores.states.get(ref, "staff", "full")).error?.message).toContain("5001 parts");
});

test("a vendor's endless sentence does not keep a state from being saved", async () => {
  const { stores, deps } = open();
  const call: Call = async () => {
    throw new Rejected("x".repeat(1_000_000), { code: "y".repeat(1_000_000) });
  };
  const job = {
    ref,
    resource: staff(),
    track: "full",
    settings: {},
    call,
    deadline: NOW + 1_000,
    lease: 1_000,
  } as const;
  await syncSlice(job, deps);
  const { error } = await stores.states.get(ref, "staff", "full");
  expect([error?.message.length, error?.code.length]).toEqual([1_000, 1_000]);
});
